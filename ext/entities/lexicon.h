/*
** lexicon.h - every name and name-making word that the engine knows, in one read-only structure
**
** tools/compile_entities.c reads data/gazetteer/ and data/<language>/entities.tsv, asks ICU for names of countries, and writes:
**
**     lexicon_words     buckets (buckets.h) of checks of 32 bits: a word's number is its place in the order of hashes. The words themselves are not kept; of four
**                       thousand million hashes about four that are of no word pass for one
**     lexicon_steps     buckets of (state, word, the state after one more word of a phrase), exact
**     lexicon_classes   what a state means: number of a row of lexicon_class_sets (a set of LEXICON_... bits)
**     lexicon_records   the place, people or body that a state names, 0 for none
**
** A word's number is the state after reading it at the start of a phrase; states from lexicon_word_count on are longer phrases. So the longest
** phrase at a word is found in one pass over the words. A look-up of a word is two cache misses.
** Names are folded by lexicon_fold(), which the table compiler uses too.
*/
#ifndef CORPUS_LEXICON_H
#define CORPUS_LEXICON_H

#include "base/unicode.h"
#include "base/utf8.h"
#include "entities/buckets.h"
#include "entities/prefixes.h"
#include "text/language.h"

/* KOREAN_SYLLABLE and PINYIN of a Hangul syllable: given names of the lists have it first, or last. */
/* Classes of words; the lower-case name is what the tables write. The heads come first and in the order of EntityType where there is one. */
#define LEXICON_CLASS_LIST(X)                                                                                          \
    X(ORG, org) X(MEDIA, media) X(COMPANY, company) X(GPE, gpe) X(LOC, loc) X(FAC, fac) X(EVENT, event) X(LAW, law)    \
    X(WORK, work) X(PRODUCT, product)                                                                                  \
    X(CUE_ORG, cue_org) X(CUE_GPE, cue_gpe) X(CUE_LOC, cue_loc) X(CUE_PERSON, cue_person)                              \
    X(TITLE, title) X(PREFIX, prefix) X(HONORIFIC, honorific) X(SUFFIX, suffix) X(PARTICLE, particle)                  \
    X(REPORT, report) X(ARTICLE, article) X(OF, of) X(FOR, for) X(ON, on) X(IN, in) X(TO, to) X(AND, and)              \
    X(AFTER, after) X(PLACE_BEFORE, place_before) X(CALENDAR, calendar) X(DIRECTION, direction) X(FUNCTION, function)  \
    X(NOT, not) X(COMMON, common) X(GIVEN, given) X(SURNAME, surname) X(KOREAN_SURNAME, korean_surname)                \
    X(KOREAN_SYLLABLE, korean_syllable) X(CHINESE_SURNAME, chinese_surname) X(PINYIN, pinyin)                          \
    X(CUE_WORK, cue_work) X(CUE_PRODUCT, cue_product) X(LISTING, listing) X(PEOPLE, people)      \
    X(ADJECTIVE, adjective) X(GENITIVE_FORM, genitive)

enum LexiconClassNumber {
#define LEXICON_NUMBER(upper, lower) LEXICON_##upper##_NUMBER,
    LEXICON_CLASS_LIST(LEXICON_NUMBER)
#undef LEXICON_NUMBER
        LEXICON_CLASS_COUNT
};

/* Bits above the classes: flags of heads (see data/en/entities.tsv), and what kind of record a state has. */
enum LexiconFlagNumber {
    LEXICON_BEFORE_NUMBER = LEXICON_CLASS_COUNT, /* b */
    LEXICON_NEXT_NUMBER,                         /* n */
    LEXICON_TAKES_OF_NUMBER,                     /* o */
    LEXICON_TAKES_FOR_NUMBER,                    /* f */
    LEXICON_TAKES_ON_NUMBER,                     /* p */
    LEXICON_TAKES_IN_NUMBER,                     /* i */
    LEXICON_TAKES_TO_NUMBER,                     /* t */
    LEXICON_SMALL_NUMBER,                        /* s */
    LEXICON_GENITIVE_NUMBER,                     /* g */
    LEXICON_ADJECTIVES_NUMBER,                   /* a */
    LEXICON_SINGULAR_NUMBER,                     /* 1, of a cue */
    LEXICON_ALONE_NUMBER,                        /* x: names something by itself (Parliament) */
    LEXICON_CLOSES_NUMBER, /* c: closes a name within one word or a run of characters (대학교, 大学) */
    LEXICON_PLACE_NUMBER,  /* a record of type GPE, LOC or FAC */
    LEXICON_NORP_NUMBER,
    LEXICON_BODY_NUMBER,
    LEXICON_MORE_NUMBER,   /* a longer phrase begins with this one */
    LEXICON_LISTED_NUMBER, /* an organisation by a list: gazetteer/organisations.tsv */
    LEXICON_BITS
};

_Static_assert(LEXICON_BITS <= 64, "classes and flags fit a word");

#define LEXICON_BIT(name) ((uint64_t)1 << LEXICON_##name##_NUMBER)
#define LEXICON_HEADS                                                                                                  \
    (LEXICON_BIT(ORG) | LEXICON_BIT(MEDIA) | LEXICON_BIT(COMPANY) | LEXICON_BIT(GPE) | LEXICON_BIT(LOC) |              \
     LEXICON_BIT(FAC) | LEXICON_BIT(EVENT) | LEXICON_BIT(LAW) | LEXICON_BIT(WORK) | LEXICON_BIT(PRODUCT))

enum {
    LEXICON_NONE = 0xFFFFFFFF, /* no such word, no such phrase */
    LEXICON_WORD_MAX = 96      /* bytes of a folded word; longer ones are in no table */
};

enum { RECORD_COUNTRY = 1, RECORD_CAPITAL = 2, RECORD_CITY = 4, RECORD_SUBDIVISION = 8 };

typedef struct LexiconRecord {
    uint32_t name;               /* offset in lexicon_names: English canonical name */
    uint32_t geoname : 24;       /* GeoNames id, 0: none */
    uint32_t thousands_high : 8; /* inhabitants in thousands, above 14 bits */
    uint32_t latitude : 18;      /* thousandths of a degree from 90 S; RECORD_NOWHERE: not known */
    uint32_t thousands_low : 14;
    uint32_t longitude : 19; /* thousandths of a degree from 180 W */
    char country[3];         /* ISO 3166-1 alpha-2, or "" */
    uint8_t type;            /* EntityType */
    char subdivision
        [3]; /* of a city: the rest of its subdivision's code of ISO 3166-2; not ended by NUL if three letters long */
    uint8_t flags; /* RECORD_... */
} LexiconRecord;

enum { RECORD_NOWHERE = 0x3FFFF, RECORD_ID_MAX = 16 };

/* A place that has a name which lexicon_record() gives to a larger one. */
typedef struct LexiconOther {
    uint32_t state, record;
} LexiconOther;

/* A short form of a subdivision, folded. */
typedef struct LexiconShort {
    const char *form;
    uint32_t record;
} LexiconShort;

/* What a part of the name of an organ of state or an institution is, see data/gazetteer/state_bodies.tsv and institution_words.tsv; the lower-case name is what the table writes. */
#define BODY_ROLE_LIST(X)                                                                                              \
    X(HEAD, head)                                                                                                      \
    X(TOPIC, topic)                                                                                                    \
    X(WHOLE, whole)                                                                                                    \
    X(HOST, host) X(IN, in) X(JOIN, join) X(KIND, kind) X(COLLEGE, college) X(WORD, word) X(PEOPLE, people)

typedef enum BodyRole {
#define BODY_ROLE(upper, lower) BODY_##upper,
    BODY_ROLE_LIST(BODY_ROLE)
#undef BODY_ROLE
        BODY_ROLES
} BodyRole;

typedef struct LexiconBody {
    const char *id, *name; /* foreign-affairs, Foreign Affairs */
    char country[3];       /* "": the name alone does not say it */
    uint8_t role;          /* BodyRole */
} LexiconBody;

typedef struct LexiconBodyForm {
    uint32_t state, body;
} LexiconBodyForm;

/* An ending and what may stand instead of it in the dictionary form; tables of data/<language>/stems.tsv. */
typedef struct LexiconStem {
    const char *ending, *instead; /* instead: alternatives divided by `,` */
    uint8_t ending_length;
} LexiconStem;

/*
** Languages whose names are not written about in an entities.tsv borrow what is known of English: data/<language>/name_words.tsv says which word does in
** a name what an English one does (universidad: university; de: of).
*/
typedef struct LexiconEquivalent {
    const char *form; /* folded */
    uint32_t state;   /* of the English word */
} LexiconEquivalent;

typedef struct LexiconManner {
    Language language;
    const LexiconEquivalent *equivalents; /* in the order of their bytes */
    uint32_t count;
    Language model;        /* of which language the tagger's model is, too; LANGUAGE_UND: none */
    uint8_t nouns_capital; /* every noun has a capital letter, which says nothing then */
    uint8_t heads_first;   /* Universidad Nacional: a head opens the name */
    uint8_t heads_small;   /* Oʻzbekiston Milliy universiteti: a head may be written small */
} LexiconManner;

extern const LexiconManner lexicon_manners[];
extern const uint32_t lexicon_manner_count;
enum { LEXICON_NUMBER_BITS = 20, LEXICON_NEXT_BITS = 64 - 2 * LEXICON_NUMBER_BITS };

extern const char lexicon_names[]; /* name, NUL; behind a name that no city has, the id of its one record */
extern const Buckets lexicon_words, lexicon_steps;
extern const uint32_t lexicon_word_checks[], lexicon_word_count;
extern const uint32_t
    lexicon_step_entries[][2]; /* halves: state, word (LEXICON_NUMBER_BITS each), the next state (LEXICON_NEXT_BITS) */
enum { LEXICON_PREFIX_BITS = 19 };
extern const uint32_t lexicon_prefixes[]; /* the filter of prefixes.h over the words */
extern const uint16_t lexicon_classes[];
extern const uint64_t lexicon_class_sets[];
extern const uint16_t lexicon_record_numbers[]; /* by state */
extern const LexiconRecord lexicon_records[];
extern const LexiconOther lexicon_others[]; /* in order of their states */
extern const uint32_t lexicon_other_count;
extern const LexiconShort lexicon_shorts[]; /* in alphabetic order */
extern const uint32_t lexicon_short_count;
extern const LexiconBody lexicon_bodies[];
extern const LexiconBodyForm lexicon_body_forms[]; /* in order of their states */
extern const uint32_t lexicon_body_form_count;
extern const char
    *const lexicon_ranks[]; /* what a first-order subdivision is called behind its name, folded; NULL at the end */
extern const uint32_t lexicon_subdivisions_begin, lexicon_subdivisions_end; /* records, in the order of their ids */
extern const uint16_t lexicon_latin[];                                      /* see lexicon_fold() */
extern const LexiconStem lexicon_stems_ru[], lexicon_stems_kk[];
/* Endings of names and particles, divided by `|`-free rows: longest first; class number beside */
typedef struct LexiconEnding {
    const char *bytes;
    uint8_t length, class_number;
} LexiconEnding;
extern const LexiconEnding lexicon_endings_latin[],
    lexicon_endings_cyrillic[];                      /* class: SURNAME, or SUFFIX for patronymics */
extern const LexiconEnding lexicon_endings_people[]; /* of English words for peoples and their adjectives */
extern const LexiconEnding lexicon_endings_ru[];     /* class: ADJECTIVE, GENITIVE_FORM */
extern const LexiconEnding lexicon_particles_ko[];

enum {
    LEXICON_LATIN_FIRST = 0xC0,
    LEXICON_LATIN_LAST = 0x24F,
    LEXICON_LATIN_MORE = 0x1E00,
    LEXICON_LATIN_END = 0x1EFF
};

/* What a state means. */
static inline uint64_t lexicon_bits(uint32_t state)
{
    return state == LEXICON_NONE ? 0 : lexicon_class_sets[lexicon_classes[state]];
}

static inline const LexiconRecord *lexicon_record(uint32_t state)
{
    if (state == LEXICON_NONE) return NULL;
    uint32_t number = lexicon_record_numbers[state];
    return number ? &lexicon_records[number] : NULL;
}

/* Inhabitants of a city, a country or a subdivision in thousands; of the latter as far as their cities are known: how likely their name means them. */
static inline uint32_t record_thousands(const LexiconRecord *r)
{
    return (uint32_t)r->thousands_high << 14 | r->thousands_low;
}

/* The same of a city, 0 of anything else. */
static inline uint32_t record_population(const LexiconRecord *r)
{
    return r->flags & RECORD_CITY ? record_thousands(r) : 0;
}

/* Degrees, NaN where it is not known where the place is. */
double record_latitude(const LexiconRecord *record);
double record_longitude(const LexiconRecord *record);

/* The subdivision that a city lies in, or NULL. */
const LexiconRecord *lexicon_subdivision(const LexiconRecord *city);

/* The key of a record: gpe:KZ, gpe:KZ-AKT, geo:1526384, norp:KZ, org:un. That of a city is written into `room` of RECORD_ID_MAX bytes. */
const char *record_id(const LexiconRecord *record, char room[RECORD_ID_MAX]);

/* The state of a folded word, or LEXICON_NONE. */
uint32_t lexicon_word(const char *folded, size_t length);

/* The same if hash_bytes(folded, length, 0) is at hand. */
uint32_t lexicon_word_hashed(uint64_t hash);

/* What a step is found by, before hash_mix(). */
static inline uint64_t lexicon_step_key(uint32_t state, uint32_t word)
{
    return (uint64_t)state << LEXICON_NUMBER_BITS | word;
}

/* The state after `word` (a state from lexicon_word()) behind `state`, or LEXICON_NONE. */
uint32_t lexicon_step(uint32_t state, uint32_t word);

/* The state of a whole phrase of words divided by blanks, written in any case, or LEXICON_NONE. */
uint32_t lexicon_phrase(const char *text, size_t length);

/* How names are written about in a language that has no entities.tsv; NULL: it has one, or nothing is known of it. */
const LexiconManner *lexicon_manner(Language language);

/* The state of the English word that does what a folded word of such a language does, or LEXICON_NONE. `manner` may be NULL. */
uint32_t lexicon_equivalent(const LexiconManner *manner, const char *folded, size_t length);

/*
** Folds a word into `out` (of LEXICON_WORD_MAX bytes): simple case folding, accents of Latin letters off (by the table `latin`), ё as е, typographic
** apostrophes and hyphens as ASCII, a last dot off. Returns the number of bytes, 0 if the word is too long.
*/
static inline size_t lexicon_fold(const uint16_t *latin, const char *bytes, size_t length, char *out)
{
    const char *at = bytes, *end = bytes + length;
    size_t n = 0;
    while (at < end) {
        uint32_t code;
        if (n + 8 > LEXICON_WORD_MAX) return 0;
        if ((unsigned char)*at < 0x80) {
            char c = *at++;
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            continue;
        }
        at += utf8_decode(at, end, &code);
        if (code == 0xAD || (code >= 0x300 && code < 0x370) || code == 0x200B) continue;
        if (code == 0x2019 || code == 0x2018 || code == 0x2BC || code == 0x2BB) code = '\'';
        else if (code >= 0x2010 && code <= 0x2012) code = '-';
        else code = unicode_fold(code);
        if (code == 0x451) code = 0x435;
        uint16_t plain = 0;
        if (code >= LEXICON_LATIN_FIRST && code <= LEXICON_LATIN_LAST) plain = latin[code - LEXICON_LATIN_FIRST];
        else if (code >= LEXICON_LATIN_MORE && code <= LEXICON_LATIN_END)
            plain = latin[code - LEXICON_LATIN_MORE + (LEXICON_LATIN_LAST - LEXICON_LATIN_FIRST + 1)];
        if (plain) {
            if (plain >> 8) out[n++] = (char)(plain >> 8);
            out[n++] = (char)(plain & 255);
        } else n += utf8_encode(code, out + n);
    }
    if (n > 1 && out[n - 1] == '.') n--;
    return n;
}

#endif
