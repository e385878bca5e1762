/*
** text_tables.h - what the segmentation knows of a language (inside text/ only)
**
** Made by tools/compile_text.c from data/LANGUAGE/abbreviations.tsv, sentence_starters.tsv, clitics.tsv, number_endings.tsv.
** All keys are folded by unicode_fold() and sorted by strcmp().
*/
#ifndef CORPUS_TEXT_TABLES_H
#define CORPUS_TEXT_TABLES_H

#include <stddef.h>
#include <stdint.h>
#include "text/language.h"

/* Kinds of abbreviations: bits of AbbreviationRow.kinds, and of Token.reserved between text/tokens.c and text/sentences.c. */
enum {
    ABBREVIATION_NAME = 1,    /* stands before a name */
    ABBREVIATION_NUMBER = 2,  /* stands before a number */
    ABBREVIATION_MEASURE = 4, /* stands behind a number */
    ABBREVIATION_WORD = 8,    /* anywhere */
    ABBREVIATION_END = 16,    /* anywhere; a capital behind it begins a sentence */
    ABBREVIATION_CASED = 32,  /* the row is written with a capital */
    ABBREVIATION_INITIAL = 64 /* no row: capital letters with dots, as in J. or U.S. */
};

typedef struct AbbreviationRow {
    const char *text;
    uint8_t kinds;
} AbbreviationRow;

typedef struct TextTables {
    const AbbreviationRow *abbreviations;
    const char *const *starters;
    const char *const *clitics;
    const char *const *number_endings;
    uint16_t abbreviation_count, starter_count, clitic_count, number_ending_count;
    uint8_t cyrillic; /* the language's customary script, of languages.tsv */
} TextTables;

/* One row a language; without tables of its own, all counts are 0. */
extern const TextTables text_tables[];

/* Quotation marks of the language as CLDR gives them: opening, closing, inner opening, inner closing. */
extern const uint32_t text_quotation_marks[][4];

/*
** The tables for a word of `script` in a text of `language`: the language's own, else those of its bare language, else Russian for
** Cyrillic and English for the rest. A Latin word in a text of another script is read as English.
*/
const TextTables *text_tables_for(Language language, unsigned script);

/* The kinds of the abbreviation `word` (bytes without the last dot), 0 if it is none. At most TEXT_KEY bytes are looked at. */
unsigned text_abbreviation(const TextTables *tables, const char *word, size_t length);

/* Whether `word`, folded, is in a sorted list. */
int text_listed(const char *const *list, size_t count, const char *word, size_t length);

#endif
