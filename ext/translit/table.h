/*
** table.h - a compiled scheme: what tools/compile_translit.c writes and table.c runs
**
** A scheme's rows (data/translit/ID.tsv) become three constant arrays and a pool of strings:
**
**     pages[code >> 6]               number of a page of 64 cells (page 0: nothing known); code points below U+10000
**     cells[page * 64 + (code & 63)] what the character becomes when nothing depends on its neighbours, or where its rules begin
**     rules[first ... + count)       longest source first, then those with a condition, then the file's order
**
** A condition is a set of characters that the one before or after must be in. Each set of a scheme is one bit; a cell
** carries the bits of the sets that hold its character, `boundary` those that hold the edge of a word, `letter` those
** that hold letters the scheme does not know. So testing a condition is one AND. A third condition is of the whole word (the
** vowel harmony of Kazakh in Arabic script): letters of which it must hold one, letters of which it must hold none.
*/
#ifndef CORPUS_TRANSLIT_TABLE_H
#define CORPUS_TRANSLIT_TABLE_H

#include "base/buffer.h"
#include "base/status.h"
#include "translit/translit.h"

enum {
    TABLE_INLINE = 8,  /* bytes of output that a cell holds itself */
    TABLE_PADDING = 16 /* bytes behind the last string of a pool, so that a short one is copied by its room */
};

enum {
    CELL_KNOWN = 1,  /* the scheme has rules for it (else it passes through) */
    CELL_SIMPLE = 2, /* `out` is the answer whatever stands beside it */
    CELL_UPPER = 4,  /* an upper-case letter */
    CELL_LETTER = 8  /* a letter, so no combining mark */
};

typedef struct TableCell {
    char out[TABLE_INLINE];
    uint8_t length; /* of out */
    uint8_t flags;
    uint16_t first; /* rule */
    uint32_t kinds; /* sets that hold it */
} TableCell;

enum { FORM_LOWER, FORM_TITLE, FORM_UPPER, FORM_COUNT };

typedef struct TableRule {
    uint32_t before, after;   /* sets; 0: no condition */
    uint32_t holds, lacks;    /* sets: the word must hold a letter of one, no letter of the other; 0: no condition */
    uint16_t tail;            /* where the letters after the first stand in `tails`, lower case */
    uint8_t tail_count;       /* how many */
    uint8_t last;             /* 1: the character has no more rules */
    uint16_t out[FORM_COUNT]; /* offsets into `pool` */
    uint8_t length[FORM_COUNT];
    uint8_t upper; /* the source's first letter is upper case */
} TableRule;

typedef struct Table {
    const uint8_t *pages; /* 1024 */
    const TableCell *cells;
    const TableRule *rules;
    const uint16_t *tails;
    const char *pool;
    uint32_t boundary, letter;
    int ascii; /* the scheme has rows for ASCII characters */
    int words; /* it has conditions of the whole word */
} Table;

typedef enum SchemeMethod {
    METHOD_TABLE,
    METHOD_HANGUL, /* syllables -> letters with their sound changes (hangul.c) -> table */
    METHOD_HAN     /* characters -> syllables (han.c) */
} SchemeMethod;

typedef struct Scheme {
    const Table *table;
    uint8_t method;
    uint8_t mode; /* of hangul.c or han.c */
} Scheme;

/* Written by the compiler: the public records and, beside each, how it is run. */
extern const TranslitScheme translit_scheme_records[];
extern const Scheme translit_scheme_methods[];
extern const size_t translit_scheme_count;

/* The engine's own tables (key.c): letters to classes, foreign names in Hangul and in Han to letters. */
extern const Scheme translit_key_classes, translit_key_light, translit_foreign_ko, translit_foreign_zh,
    translit_native_zh, translit_palladius_back;

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
