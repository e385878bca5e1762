/*
** table.h - a compiled scheme: what tools/compile_translit.c writes and table.c runs
**
** A scheme's rows (data/translit/ID.tsv) become constant arrays and a pool of strings:
**
**     pages[code >> 6]               where the 64 cells of the code's page begin (0: nothing known); code points below U+10000
**     cells[page + (code & 63)]      a character: the sets it is in, its rules, and where its answers stand
**     answers[cell->answers + ((row of the cell before + column of the cell behind) & cell->mask)]
**                                    what it becomes: offset in the pool | length << 16 | what remains to do << 24.
**                                    Mask 0: the same whatever stands beside it
**     rules[first ... + count)       longest source first, then those with a condition, then the file's order
**
** A condition is a set of characters that the one before or after must be in. Each set of a scheme is one bit; a cell
** carries the bits of the sets that hold its character, `boundary` those that hold the edge of a word, `letter` those
** that hold letters the scheme does not know. So testing a condition is one AND. A third condition is of the whole word (the
** vowel harmony of Kazakh in Arabic script): letters of which it must hold one, letters of which it must hold none.
**
** All characters that no rule tells apart by what they do to their neighbours are one row (seen from the letter behind) or one column
** (seen from the letter before): the sets that conditions of that side name, the case, and the letter itself if a rule's source goes
** on with it. The compiler runs the rules over all rows and columns, and what they say is the answer; where they must see more
** (a source of three letters, a condition of the word, a combining mark) it is ANSWER_RULES, and they are run on the text.
*/
#ifndef CORPUS_TRANSLIT_TABLE_H
#define CORPUS_TRANSLIT_TABLE_H

#include "base/buffer.h"
#include "base/status.h"
#include "translit/translit.h"

enum {
    TABLE_PAGE = 64, /* cells; page 1 and 2 are those of ASCII in every table */
    TABLE_PADDING =
        16 /* bytes behind the last string of a pool, so that a short one is copied by its room; no result is longer */
};

enum {
    CELL_KNOWN = 1, /* the scheme has rules for it (else it passes through) */
    CELL_UPPER = 2  /* an upper-case letter */
};

typedef struct TableCell {
    uint32_t kinds;   /* sets that hold it */
    uint16_t answers; /* the first of its answers */
    uint16_t first;   /* rule */
    uint16_t mask;    /* 0 or 0xFFFF: it has one answer, or one for each row and column */
    uint16_t row;     /* as the character before: number of its class, times the count of columns */
    uint8_t column;   /* as the character behind */
    uint8_t flags;
} TableCell;

/* What an answer leaves to do. */
enum {
    ANSWER_DONE,
    ANSWER_PAIR, /* it stands for the letter behind too */
    ANSWER_SELF, /* it stays as it is */
    ANSWER_RULES /* nothing is said: the rules are to be run */
};

enum { FORM_LOWER, FORM_TITLE, FORM_UPPER, FORM_COUNT };

/* A sign that stands for a letter (ʺ for ъ) is upper case among such letters. */
enum { CASE_LOWER, CASE_UPPER, CASE_SIGN };

typedef struct TableRule {
    uint32_t before, after;   /* sets; 0: no condition */
    uint32_t holds, lacks;    /* sets: the word must hold a letter of one, no letter of the other; 0: no condition */
    uint16_t tail;            /* where the letters after the first stand in `tails`, lower case */
    uint8_t tail_count;       /* how many */
    uint8_t last;             /* 1: the character has no more rules */
    uint16_t out[FORM_COUNT]; /* offsets into `pool` */
    uint8_t length[FORM_COUNT];
    uint8_t upper; /* CASE_... of the source's first letter */
} TableRule;

typedef struct Table {
    const uint16_t *pages; /* 1024 */
    const TableCell *cells;
    const uint32_t *answers;
    const TableRule *rules;
    const uint16_t *tails;
    const char *pool;
    uint16_t
        pairs[32]; /* pages of the characters of two bytes, by the first one; 0 for 0xC0 and 0xC1, which lead none */
    TableCell
        edges[3]; /* what stands before, if the table has no cell for it: no letter, a letter, an upper-case letter */
    uint32_t boundary, letter;
    int words; /* it has conditions of the whole word */
} Table;

enum { EDGE_BOUNDARY, EDGE_LETTER, EDGE_UPPER };

typedef enum SchemeMethod {
    METHOD_TABLE,
    METHOD_HANGUL, /* syllables -> letters with their sound changes (hangul.c) -> table */
    METHOD_HAN     /* characters -> syllables (han.c) */
} SchemeMethod;

typedef struct Scheme {
    const Table *table;
    uint8_t method;
    uint8_t mode;    /* of hangul.c or han.c */
    uint8_t numbers; /* of hangul_numbers.c */
} Scheme;

/* Written by the compiler: the public records and, beside each, how it is run. */
extern const TranslitScheme translit_scheme_records[];
extern const Scheme translit_scheme_methods[];
extern const size_t translit_scheme_count;

/* The engine's own tables (key.c): letters to classes, foreign names in Hangul and in Han to letters, which of the
** Han characters are more frequent elsewhere. */
extern const Scheme translit_key_classes, translit_key_light, translit_foreign_ko, translit_foreign_zh,
    translit_foreign_zh_common, translit_native_zh, translit_palladius_back;

/* True if the table has a row that begins with the character. */
int table_knows(const Table *table, uint32_t code);

/* Appends `text` as the table writes it. Linear. */
void table_apply(const Table *table, const char *text, size_t length, Buffer *out);

/*
** hangul.c: appends `text` with its Hangul syllables in the table's letters; `mode` says where sounds meet. `spelling` (NULL: none) is the
** same knowledge by pairs of syllables, some ten times as fast.
*/
enum { HANGUL_STANDARD, HANGUL_HYPHEN, HANGUL_ADMIN, HANGUL_NAME, HANGUL_NAMES, HANGUL_LETTERS, HANGUL_READ };
struct HangulSpelling;
Status hangul_apply(const Table *table, const struct HangulSpelling *spelling, int mode, const char *text,
                    size_t length, Buffer *out);

/*
** han.c: appends `text` with its Han characters as syllables; `table` (NULL: pinyin) spells a syllable, `spelling` (may be NULL) is what it
** gives for each.
*/
enum { HAN_MARKS, HAN_NUMBERED, HAN_PLAIN, HAN_JOINED, HAN_HYPHEN, HAN_NAME };
struct HanSpelling;
Status han_apply(Icu *icu, const Table *table, const struct HanSpelling *spelling, int mode, const char *text,
                 size_t length, Buffer *out);

#endif
