/*
** grammar.h - productions over semantic tokens: what a stretch of items says about time, not yet where on the calendar that is
**
** A Moment is what the words hold: some fields of a calendar date and a time of day, and at most one relative unit (last year = year, -1). Merging two
** moments side by side (Friday + 6 April + 9 a.m.; last year + third quarter) is what makes a few productions cover many orders and languages.
** resolve.c turns a Finding into the value and the range.
*/
#ifndef CORPUS_DATES_GRAMMAR_H
#define CORPUS_DATES_GRAMMAR_H

#include "dates/dates.h"
#include "dates/lexer.h"

/* The hour: words have settled which it is; 1 to 12, and nothing says of which half of the day; written as of a day of 24 hours (03:20, 15:30). */
enum { HOUR_SETTLED, HOUR_OPEN, HOUR_OF_24 };

/* Which of the two numbers of 3/4/2023 is the day; ORDER_OPEN: the numbers do not say. */
enum { ORDER_SAME, ORDER_OPEN, ORDER_DAY_FIRST, ORDER_MONTH_FIRST };

enum {
    UNKNOWN = -1,
    TURN_NONE = 100,
    TURN_NEAR = 99,
    YEAR_UNKNOWN = INT16_MIN,
    NO_HOUR = -1,
    EXACT_NOT = 0,
    EXACT_INSTANT = 1, /* two weeks ago: a count from the very instant */
    EXACT_VAGUE = 3,   /* years ago: only the side is known */
    EXACT_MOVED = 4,   /* Friday in two weeks: the anchor is moved before the rest is resolved */
};

typedef struct Moment {
    int32_t offset; /* of `relative`, from the anchor */
    int16_t year;   /* YEAR_UNKNOWN; of a decade or century, its first year; -149: 149 BC */
    int8_t month, day, weekday, hour, minute, second; /* UNKNOWN */
    int8_t part;                                      /* LexPart */
    int8_t season, quarter, half, week;               /* 0: none; week: of ISO 8601 */
    int8_t
        turn; /* last -1, this 0, next +1, next but one +2 of a weekday, month, ...; TURN_NEAR: the weekend; TURN_NONE */
    uint8_t relative; /* LexUnit of `offset`; UNIT_NONE */
    uint8_t exact;    /* EXACT_...: `offset` is a count of hundredths of the unit */
    uint8_t span;     /* UNIT_DECADE or UNIT_CENTURY when `year` begins one; UNIT_WEEKEND, UNIT_WEEK */
    uint8_t fiscal;
    int8_t nth;         /* which weekday or `nth_unit` of the month, year, ...; from the end if negative; 0: none */
    uint8_t nth_unit;   /* UNIT_WEEK, UNIT_DAY, UNIT_WEEKEND, UNIT_MONTH; with a weekday UNIT_NONE */
    int16_t holiday;    /* 1 + the number of a rule of holidays.h; 0: none */
    uint8_t order;      /* of a numeric date: ORDER_... */
    uint8_t two_digits; /* the year had two */
    uint8_t twelve;     /* HOUR_... */
    uint8_t bound;      /* LexModifier of what stood between date and time: tomorrow before noon */
    uint8_t period;     /* the stretch a report is about: the quarter that the text has named */
    uint8_t said;       /* counts from what the text named last (the same day, a week later) */
} Moment;

typedef enum Shape {
    SHAPE_MOMENT,
    SHAPE_DURATION,
    SHAPE_SPAN,
    SHAPE_SET,
    SHAPE_REF,
    SHAPE_RANGE,
    SHAPE_OFFSET /* several counts from the anchor */
} Shape;

/* The productions; names for users are in resolve.c. */
typedef enum Rule {
    RULE_ISO,
    RULE_NUMERIC,
    RULE_DAY_MONTH,
    RULE_MONTH_DAY,
    RULE_MONTH,
    RULE_YEAR,
    RULE_YEAR_WORD,
    RULE_CJK,
    RULE_WEEKDAY,
    RULE_DEIXIS,
    RULE_RELATIVE,
    RULE_OFFSET,
    RULE_DURATION,
    RULE_SPAN,
    RULE_SET,
    RULE_REF,
    RULE_TIME,
    RULE_PART,
    RULE_SEASON,
    RULE_QUARTER,
    RULE_DECADE,
    RULE_CENTURY,
    RULE_HOLIDAY,
    RULE_RANGE,
    RULE_DAY,
    RULE_BUDDHIST, /* from here: calendars */
    RULE_HIJRI,
    RULE_PERSIAN,
    RULE_HEBREW,
    RULE_MINGUO,
    RULE_JAPANESE,
    RULE_DANGI,
    RULE_JUCHE,
    RULE_COUNT
} Rule;

enum { MAX_COUNTS = 3, VAGUE_COUNT = -1, VAGUE_FEW = 300 };

typedef struct Finding {
    uint32_t start, end; /* bytes */
    uint32_t sentence;   /* a running number, by lines and full stops alone */
    uint8_t shape, rule, modifier;
    int8_t tense; /* of the words around: -1, 0, +1 */
    int8_t
        direction;  /* SHAPE_SPAN, SHAPE_REF, SHAPE_OFFSET; with a modifier, earlier -1 and later +1 than the anchor */
    uint8_t counts; /* SHAPE_DURATION, SPAN, SET: how many pairs */
    uint8_t units[MAX_COUNTS];
    int32_t amounts[MAX_COUNTS]; /* hundredths, or VAGUE_COUNT */
    uint8_t
        is_length; /* SHAPE_MOMENT: its value is the length of `counts`, as TimeML has it where a preposition says the rest */
    uint8_t shift_unit;    /* two days after `moment`: how far; UNIT_NONE: not at all */
    int32_t shift;         /* whole units; weekdays: which one */
    uint8_t shift_weekday; /* third Tuesday after `moment`; 0: none */
    uint8_t around;        /* the week, the weekend of `moment`: LexUnit; UNIT_NONE */
    float score;
    Moment moment, until;             /* SHAPE_RANGE has both */
    uint32_t moment_end, until_start; /* SHAPE_RANGE: bytes, where one ends and the other begins; 0: not known */
} Finding;

/* What a base production found. */
typedef struct Base {
    Moment m;
    Rule rule;
    float score;
} Base;

typedef struct Parser {
    const Item *items;
    int count;
    int month_first;               /* numeric order of the language */
    int times_apart;               /* LexTable's */
    int small_names;               /* LexTable's */
    int year_words;                /* LexTable's */
    int unit_first;                /* LexTable's */
    int hour_before, run_together; /* LexTable's */
    int asked;    /* the caller says which way to look, so the text is a question or an order: weak evidence counts */
    int calendar; /* LexTable's */
} Parser;

#define LEX_BIT(class_) (1ull << (class_))

_Static_assert(LEX_END < 64, "a class is a bit of a 64-bit set");

/* Classes that no expression begins with: most items of a text. */
#define GRAMMAR_SILENT                                                                                                 \
    (LEX_BIT(LEX_OTHER) | LEX_BIT(LEX_OF) | LEX_BIT(LEX_AND) | LEX_BIT(LEX_TO) | LEX_BIT(LEX_FROM) | LEX_BIT(LEX_AT) | \
     LEX_BIT(LEX_PREP) | LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_TENSE) | LEX_BIT(LEX_ZONE) | LEX_BIT(LEX_PER) |           \
     LEX_BIT(LEX_NOUN) | LEX_BIT(LEX_PARTICLE) | LEX_BIT(LEX_END))

static inline int grammar_begins(const Item *item)
{
    if (item->kind == LEX_PUNCTUATION) return item->value == '\'' || item->value == 0x2019;
    return !(GRAMMAR_SILENT >> item->kind & 1);
}

/*
** Tries all productions at item `i` and keeps the longest. Returns the index after it, or 0 if there is none.
** Looks at a bounded number of items.
*/
int grammar_match(const Parser *parser, int i, Finding *finding);

/* If `time` is a time of day without a date, takes the date of `date`. For languages whose times stand apart. */
void grammar_lend_date(Finding *time, const Finding *date);

/* --- grammar.c: the bytes of a finding that holds the items [i, j) */
void finding_set_span(const Parser *p, Finding *f, int i, int j);
void finding_set_end(const Parser *p, Finding *f, int j);

/* --- ranges.c: both return the index after the range, or 0 */
int elliptic_finding(const Parser *p, int i, Finding *f); /* figures before a dash and the end of the range: 5-9 May */
int numeric_range_finding(const Parser *p, int i, Finding *f); /* 14. - 15.10., 28/2-1/3, 10/1-11/2/2017 */
int range_finding(const Parser *p, int i, int j, Finding *f);  /* goes on from the moment in `f`, which ends at `j` */

/* --- moments.c: one instant, as far as words say it ------------------------------------------------------------------- */
int base_at(const Parser *p, int i, Base *best);     /* the longest single construction at `i` */
int compound_at(const Parser *p, int i, Base *base); /* and what is said of the same instant behind it */
int counted_at(const Parser *p, int i, int32_t *amount,
               uint8_t *unit); /* two years, a 16-month: hundredths and unit; no context is asked */
int unit_first_at(const Parser *p, int i, int32_t *amount, uint8_t *unit); /* localized.c: the unit before its count */
int era_finding(const Parser *p, int i, Finding *f); /* eras.c: a year or month of another calendar */
int is_fenced_count(const Parser *p, int i);         /* is the count at `i` part of something larger? */
int date_year_at(const Parser *p, int i, Moment *m); /* the year of a date whose day and month end at `i` */
int moment_has_day(const Moment *m);
int times_stand_apart(const Parser *p, int i, int j,
                      const Moment *m); /* is a time behind the date at [i, j) an expression of its own? */
int moment_has_date(const Moment *m);
int moment_has_time(const Moment *m);
int moment_is_real_day(const Moment *m);

/* Puts what `b` says into `a`. Returns 0, and changes nothing, if they speak of different instants. */
int moments_merge(Moment *a, const Moment *b);

/* --- guards.c: names, labels and counts that look like dates -------------------------------------------------------------- */
int is_labelled(const Parser *p, int i); /* is the number at `i` a label's: page 1984? */
int is_in_path(const Parser *p, int i);  /* are the figures at `i` a part of a path? */
int is_address(const Parser *p, int i,
               int j);               /* are the figures at [i, j) a part of an address: example.org/2023/11/16? */
int is_file(const Parser *p, int j); /* does a file name's ending stand at `j`: report-2024.pdf? */
int is_counting(const Parser *p,
                int j); /* does what follows at `j` make a count of the number before it: 2000 a month? */
int is_guarded(const Parser *p, int i, int j, const Base *b); /* is a lone month, weekday or season at [i, j) none? */

/* --- clock.c: the time of day ----------------------------------------------------------------------------------------- */
typedef enum Evidence { CLOCK_BARE, CLOCK_LED, CLOCK_SURE } Evidence; /* see clock.c */

int clock_read(const Parser *p, int i, Moment *m, Evidence *evidence); /* the longest reading; no context is asked */
int clock_at(const Parser *p, int i, Moment *m);                       /* ... that its context supports */
int clock_beside_date(const Parser *p, int i, int led, Moment *m);     /* behind a date; led: by a word like at */
int clock_hour_in_part(int hour, int part);                            /* 3 in the afternoon: 15; may be 24 */
int clock_range_finding(const Parser *p, int i, Finding *f);           /* 3-4pm; not what opens it (from, between) */
int clock_range_behind(const Parser *p, int j, Finding *f);            /* Friday from 3 to 4: behind the day in `f` */
int hours_at(const Parser *p, int i, int j,
             int32_t *amount);             /* in 1h30, 3h ago: the letter at `j` behind the count at `i`; hundredths */
int is_hour_lead(const Parser *p, int i);  /* at, um, @: a word that leads to an hour */
int is_range_word(const Parser *p, int i); /* to, bis */

/* --- numbers.c: what is written in figures and number words -------------------------------------------------------- */
extern const Item item_none;
int is_dash_mark(int code);

static inline const Item *item_at(const Parser *p, int i)
{
    return (unsigned)i < (unsigned)p->count ? &p->items[i] : &item_none;
}
static inline int is(const Parser *p, int i, LexClass kind)
{
    return item_at(p, i)->kind == kind;
}
static inline int is_char(const Parser *p, int i, int code)
{
    return is(p, i, LEX_PUNCTUATION) && item_at(p, i)->value == code;
}
static inline int is_glued(const Parser *p, int i)
{
    return i < p->count && !(item_at(p, i)->flags & (ITEM_SPACE | ITEM_LINE));
}
static inline int is_figures(const Parser *p, int i)
{
    return is(p, i, LEX_NUMBER) && (item_at(p, i)->flags & ITEM_FIGURES);
}
static inline int same_line(const Parser *p, int i)
{
    return !(item_at(p, i)->flags & ITEM_LINE);
}
static inline int skip_article(const Parser *p, int i)
{
    return is(p, i, LEX_ARTICLE) ? i + 1 : i;
}
static inline int is_within_behind(const Parser *p, int i)
{
    return is(p, i, LEX_WITHIN) && item_at(p, i)->value == WITHIN_BEHIND && same_line(p, i);
}
static inline int is_dash(const Parser *p, int i)
{
    return is(p, i, LEX_PUNCTUATION) && is_dash_mark(item_at(p, i)->value);
}

/* LexUnit of the item, UNIT_NONE if it is none */
static inline int unit_of(const Parser *p, int i)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_UNIT) return item->lex & LEX_WEAK ? UNIT_NONE : item->value;
    if (item->kind == LEX_DAYWORD) return item->value == 0 ? UNIT_DAY : UNIT_NONE;
    return item->kind == LEX_YEARWORD ? UNIT_YEAR : UNIT_NONE;
}

/* A moment that says nothing. Every production begins with one, so it is copied, not made. */
#define MOMENT_NONE                                                                                                    \
    {                                                                                                                  \
        .year = YEAR_UNKNOWN, .month = UNKNOWN, .day = UNKNOWN, .weekday = UNKNOWN, .hour = NO_HOUR,                   \
        .minute = UNKNOWN, .second = UNKNOWN, .turn = TURN_NONE                                                        \
    }
extern const Moment moment_none;
static inline Moment moment_empty(void)
{
    return moment_none;
}

/* Each returns the index after what it found at `i`, or 0. */
int number_at(const Parser *p, int i, int32_t *value);     /* a whole number in figures or words */
int count_at(const Parser *p, int i, int32_t *hundredths); /* with fractions, `a`, `several`, `two to three` */
int year_at(const Parser *p, int i, Moment *m);            /* four figures or words; no context is asked */
int day_at(const Parser *p, int i, int8_t *day);           /* 16, 16th, sixteenth */
int ordinal_at(const Parser *p, int i, int32_t *value);
int numeric_date_at(const Parser *p, int i, Moment *m, Rule *rule);
int cjk_date_at(const Parser *p, int i, Moment *m);
int after_dot(const Parser *p, int i); /* skips the dot of the abbreviation before `i` */

/* Is the number at [i, j) part of something larger: a decimal, a price, a percentage, a score, a telephone number, a name? */
int is_fenced(const Parser *p, int i, int j);
int is_fenced_left(const Parser *p, int i);
int is_fenced_right(const Parser *p, int j);

#endif
