/*
** lexicon.h - what the compiled tables of temporal words look like; shared by tools/compile_dates.c and lexer.c
**
** data/LANGUAGE/dates.tsv says of each form (a word, a phrase, for scripts without blanks a run of characters) its class, its value and flags. The
** compiler folds the forms and lays them out as one hash table a language:
**     keys     all folded forms end to end
**     entries  from 1 on; number 0 is equal to no word and says LEX_OTHER: where the key lies, its first eight bytes, class, flags, value, and with what letters a longer form may go on
**     slots    2^bits numbers of entries (0: none), found by lex_hash_char() and lex_slot() with linear probing
** and three small tables that answer for nearly all words that there is no entry, without reading them letter by letter:
**     shorts   2^short_bits numbers of those entries that are 1 to 8 ASCII letters, found by lex_eight_slot() of the letters as one number
**     longs    a bit set of lex_eight_bit() of the first eight letters of the entries that begin with more than eight ASCII letters
**     starts   a bit set of lex_start() of the first characters of the entries in scripts without blanks
** Every proper prefix of a phrase (at a blank; at any character for scripts written without blanks) is an entry as well, with LEX_PREFIX, so that
** looking for the longest form is one probe a word and most words of a text cost exactly one probe.
*/
#ifndef CORPUS_DATES_LEXICON_H
#define CORPUS_DATES_LEXICON_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/unicode.h"
#include "base/utf8.h"

/* The semantic tokens. Order is that of `lex_class_names` in tools/compile_dates.c. */
typedef enum LexClass {
    LEX_OTHER,     /* a word that says nothing about time */
    LEX_NUMBER,    /* two, forty, hundred: value */
    LEX_ORDINAL,   /* third: value */
    LEX_MONTH,     /* 1..12 */
    LEX_WEEKDAY,   /* 1 Monday .. 7 */
    LEX_UNIT,      /* LexUnit */
    LEX_DIRECTION, /* last -1, this 0, next +1 */
    LEX_SPAN,      /* past -1, coming +1: before a count of units (the past two years) */
    LEX_AGO,       /* after a count: ago -1, later +1 */
    LEX_WITHIN, /* before a count: Russian cherez +1, Spanish hace -1; behind one: Korean an-e, Chinese nei WITHIN_BEHIND */
    LEX_PART,      /* part of the day: LexPart */
    LEX_SEASON,    /* 1 spring .. 4 winter */
    LEX_DEIXIS,    /* yesterday, Chinese "last year": unit and offset, see lex_pair() */
    LEX_COUNTED,   /* one word for a count of units (Korean "two days"): lex_pair(); number 0: several */
    LEX_REF,       /* -1 PAST_REF, 0 PRESENT_REF, +1 FUTURE_REF */
    LEX_FREQUENCY, /* daily: LexUnit */
    LEX_EVERY,     /* every, each */
    LEX_MODIFIER,  /* early, mid, the end of: LexModifier */
    LEX_QUANTITY,  /* about, more than: LexModifier */
    LEX_VAGUE,     /* several 0, couple 2 */
    LEX_ONE,       /* a, an */
    LEX_HALF, /* half; before an hour: 30 half three, -30 halb vier, -60 of an ordinal hour, 0 says nothing; from 100 on, hundredths of a count: anderthalb */
    LEX_ARTICLE, /* the */
    LEX_OF,
    LEX_AND,
    LEX_TO,       /* between the ends of a range */
    LEX_FROM,     /* from, between */
    LEX_AT,       /* at, on: between date and time */
    LEX_PREP,     /* a word before a year: in, since, by */
    LEX_FUNCTION, /* a word that is no noun: a year may stand before it */
    LEX_MERIDIEM, /* a.m. 0, p.m. 12 */
    LEX_OCLOCK,   /* o'clock; 1: a letter, 15h30; 2: sharp; Korean and Chinese hour marks are LEX_MARK */
    LEX_MARK,     /* after a number: this is the year, month, day, hour (LexUnit) */
    LEX_YEARWORD, /* Russian goda, Kazakh zhyly after a year's number; also a year as unit */
    LEX_DAYWORD,  /* says only that a day was named (Kazakh kuni) */
    LEX_FISCAL,
    LEX_DECADE,     /* nineties: 1990 */
    LEX_DECADEMARK, /* after a number: Korean nyeondae */
    LEX_SUFFIX, /* behind figures: st, nd, rd, th; Kazakh -inshi: an ordinal; value 1: a plural (1990s), 2: a case ending, 3: one that is left out */
    LEX_HOLIDAY,       /* MMDD; 10000 + an nth weekday; HOLIDAY_RULES + number of a rule of data/holidays.tsv */
    LEX_ERA,           /* BC -1, AD +1 */
    LEX_TENSE,         /* said -1, will +1, is 0 */
    LEX_ZONE,          /* EST, GMT */
    LEX_PARTICLE,      /* may follow a form in a script where words run together (any entry with LEX_TRAILS may) */
    LEX_CJKDIGIT,      /* 0..9, 10, 100, 1000, 10000 */
    LEX_POSTFIX,       /* Kazakh deiin: belongs to the expression before it: LexModifier */
    LEX_PER,           /* twice, times, percent: "a year" behind it is a rate */
    LEX_CLOCK,         /* before an hour: half past 30, quarter to -15; 0: less the number that follows */
    LEX_NOUN,          /* a noun that makes the unit before it no time (week after an event's ordinal) */
    LEX_UNITSHIFT,     /* behind (or before) a count: unit and direction in one word, lex_pair() */
    LEX_CALENDARMONTH, /* a month of another calendar: lex_pair(LexCalendar, number) */
    LEX_CALENDARERA,   /* the era of another calendar: LexCalendar */
    LEX_PERIOD,        /* the word for the stretch a report is about */
    LEX_LABEL,   /* before a number: page, resolution (0); before a name: Mr (1); a name that holds words of time (2) */
    LEX_MINUTES, /* behind an hour: Viertel 15, et quart 15, menos cuarto -15; 0: less the number that follows; 100: the zero of oh five */
    LEX_HOURNAME,    /* one word for a time of the day, in minutes: Korean three-o'clock, Russian poltret'ego */
    LEX_ROMAN,       /* made by the lexer: a numeral in Roman figures */
    LEX_PUNCTUATION, /* made by the lexer: value is the character */
    LEX_END
} LexClass;

typedef enum LexUnit {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_HALFYEAR,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNIT_MILLENNIUM,
    UNIT_WEEKEND,
    UNIT_FORTNIGHT,
    UNIT_SEASON,
    UNIT_NIGHT,
    UNIT_WORKDAY,
    UNIT_COUNT
} LexUnit;

typedef enum LexPart {
    PART_NONE,
    PART_MORNING,
    PART_AFTERNOON,
    PART_EVENING,
    PART_NIGHT,
    PART_NOON,
    PART_MIDNIGHT,
    PART_DAYTIME,
    PART_COUNT
} LexPart;

typedef enum LexModifier {
    MODIFIER_NONE,
    MODIFIER_START,
    MODIFIER_MID,
    MODIFIER_END,
    MODIFIER_APPROX,
    MODIFIER_BEFORE,
    MODIFIER_AFTER,
    MODIFIER_MORE_THAN,
    MODIFIER_LESS_THAN,
    MODIFIER_EQUAL_OR_MORE,
    MODIFIER_EQUAL_OR_LESS,
    MODIFIER_COUNT
} LexModifier;

/* Parts of the day, whole and then early, mid and late: PART_COUNT * (MODIFIER_START..MODIFIER_END) + part. */
enum { PART_TABLE = PART_COUNT * (MODIFIER_END + 1) };

/* Calendars other than the Gregorian; conversions are in calendars.c. */
typedef enum LexCalendar {
    CALENDAR_NONE,
    CALENDAR_BUDDHIST,
    CALENDAR_HIJRI,
    CALENDAR_PERSIAN,
    CALENDAR_HEBREW,
    CALENDAR_MINGUO,
    CALENDAR_MEIJI,
    CALENDAR_TAISHO,
    CALENDAR_SHOWA,
    CALENDAR_HEISEI,
    CALENDAR_REIWA,
    CALENDAR_DANGI,
    CALENDAR_JUCHE,
    CALENDAR_COUNT
} LexCalendar;

enum {
    LEX_PREFIX = 1,       /* a longer form begins with this one */
    LEX_WEAK = 2,         /* counts only beside another temporal word (may, sun, sat) */
    LEX_ABBREVIATION = 4, /* a dot behind it belongs to it */
    LEX_CAPITAL = 8,      /* of a name: only with a capital letter (May, March) */
    LEX_HOURWARD =
        LEX_CAPITAL, /* of other words: leads to an hour (at, um); a unit that tells the time as well (heures); `a`, glued to figures a.m.; tomorrow: the morning as well (German Morgen); a case ending: behind an hour (8'de) */
    LEX_PLURAL = 16, /* years, Fridays */
    LEX_FORM = 32,   /* a form of its own, not only a prefix */
    LEX_TRAILS = 64, /* may also stand behind a form as a particle */
    LEX_SAID = 128   /* counts from what the text named last, not from the speaker's day */
};

typedef struct LexEntry {
    uint64_t eight; /* the key's first eight bytes, the first one lowest; zeros behind a shorter key */
    uint32_t key;
    uint8_t key_length, class_, flags,
        part; /* part: of a weekday, LexPart; of a number, the month that it is behind a day */
    int32_t value;
    uint32_t
        after; /* LEX_PREFIX: bits of lex_after() of the characters that longer forms have next (after a blank or dot) */
} LexEntry;

enum { LEX_FILTER_BITS = 12, LEX_FILTER_WORDS = (1 << LEX_FILTER_BITS) / 64, LEX_EIGHT = 8 };

typedef struct LexTable {
    const char *keys;
    const LexEntry *entries;
    const uint16_t *slots, *shorts;
    const uint64_t *longs, *starts; /* LEX_FILTER_WORDS each */
    uint8_t bits;                   /* 0: the language has no table */
    uint8_t short_bits;
    uint8_t month_first; /* 1: an ambiguous 3/4 is March 4 */
    uint8_t times_apart; /* a date and a time beside each other are two expressions: TIMES_... */
    uint8_t
        small_names; /* 1: months and weekdays are written small, so that a capital inside a sentence makes a name of them */
    uint8_t year_words;   /* 1: a year's number has a word with it as a rule, so that a bare one needs more evidence */
    uint8_t calendar;     /* LexCalendar that years in figures follow where they fit; CALENDAR_NONE: the Gregorian */
    uint8_t unit_first;   /* LEX_COUNTS_BEHIND, LEX_YEAR_DOT, LEX_FIELDS_FIRST */
    uint8_t hour_before;  /* 1: the word for hour stands before its number when it tells the time: saat 9 */
    uint8_t run_together; /* 1: has numerals of a script without blanks */
    uint8_t part_hours[PART_TABLE][2]; /* when the parts of the day begin and end, hours; 0, 0: as everywhere */
} LexTable;

enum { LEX_MAX_KEY = 96, HOLIDAY_RULES = 20000 };

/* Never; always; behind a day of the calendar or the story (the 16th; that day), not behind one of the speaker's (tomorrow). */
enum { TIMES_JOINED, TIMES_APART, TIMES_CALENDAR };
enum { WITHIN_BEHIND = 2 }; /* LEX_WITHIN: a length, or its end where words or the caller look ahead */

enum {
    LEX_COUNTS_BEHIND = 1, /* the unit stands before its count: Swahili siku 3 */
    LEX_YEAR_DOT = 4,      /* a year before its month has a dot: Hungarian 2023. november 16. */
    LEX_FIELDS_FIRST = 2   /* the name of a field stands before its number: Vietnamese thang 11 */
};
/* For each code below LEX_LETTERS: LEX_NO_LETTER, LEX_ODD_LETTER (ask unicode_of() and lex_fold()), or the letter as forms have it. */
enum { LEX_LETTERS = 0x800, LEX_NO_LETTER = 0, LEX_ODD_LETTER = 0xFFFF };
extern const uint16_t dates_letters[LEX_LETTERS];

#define LEX_SEED 2166136261u

static inline uint32_t lex_hash_char(uint32_t hash, uint32_t code)
{
    return (hash ^ code) * 16777619u;
}

static inline uint32_t lex_slot(uint32_t hash, unsigned bits)
{
    return (hash ^ hash >> 15) & ((1u << bits) - 1);
}

/* Where up to eight letters, the first one in the lowest byte, lie in `shorts`, and which bit is theirs in `longs`. */
static inline uint32_t lex_eight_slot(uint64_t eight, unsigned bits)
{
    return (uint32_t)((eight * 0x9E3779B97F4A7C15u) >> (64 - bits));
}
static inline uint32_t lex_eight_bit(uint64_t eight)
{
    return lex_eight_slot(eight, LEX_FILTER_BITS);
}
static inline uint32_t lex_start(uint32_t code)
{
    return (code * 0x9E3779B1u) >> (32 - LEX_FILTER_BITS);
}
static inline uint32_t lex_after(uint32_t code)
{
    return 1u << (code & 31);
}
static inline int lex_in_filter(const uint64_t *filter, uint32_t bit)
{
    return (int)(filter[bit / 64] >> (bit % 64) & 1);
}

/* A unit and a signed number in one value. */
static inline int32_t lex_pair(int unit, int number)
{
    return number * 32 + unit;
}
static inline int lex_pair_unit(int32_t pair)
{
    return pair & 31;
}
static inline int lex_pair_number(int32_t pair)
{
    return (int)((pair - (pair & 31)) / 32);
}

/* One character as forms are compared: case folded, io as ie, typographic apostrophes as one; 0 for what is left out (stress, soft hyphen). */
static inline uint32_t lex_fold(uint32_t code)
{
    if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
    switch (code) {
    case 0x0130: return 'i';
    case 0x0401:
    case 0x0451: return 0x0435;
    case 0x2018:
    case 0x2019:
    case 0x02BB:
    case 0x02BC:
    case 0x02B9: return '\'';
    case 0x00AD:
    case 0x0301:
    case 0x0307:
    case 0x200B:
    case 0x200C: /* the joiners and the stretching of Arabic script */
    case 0x200D:
    case 0x0640:
    case 0x0674: return 0; /* the high hamza of Kazakh, alone and with its vowels */
    case 0x0675: return 0x0627;
    case 0x0676: return 0x0648;
    case 0x0677: return 0x06C7;
    case 0x0678: return 0x06CC;
    case 0x0643: return 0x06A9; /* kaf and yeh as Persian and Arabic keyboards write them */
    case 0x0649:
    case 0x064A: return 0x06CC;
    case 0x0622: /* alef with madda or hamza */
    case 0x0623:
    case 0x0625: return 0x0627;
    default:
        if (code >= 0x064B && code <= 0x0652) return 0;   /* vowel signs */
        return code == 0x0F0B ? ' ' : unicode_fold(code); /* the dot between Tibetan syllables is a blank */
    }
}

/* True for scripts whose words run together. */
static inline int lex_runs_together(unsigned script)
{
    return script == SCRIPT_HAN || script == SCRIPT_HANGUL || script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA ||
           script == SCRIPT_THAI;
}

#endif
