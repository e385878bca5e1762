/*
** edits.h - the learned edits between spellings of a name (data/names/edits.tsv, compiled by tools/compile_names.c)
**
** A word is its letters a-z between two marks. The score of two words is the logarithm of the sum, over all alignments, of the product of the
** weights of their operations: of up to two letters into up to two. A weight says how much likelier an operation is in two
** spellings of one word than by chance. A byte is a weight: exp((byte - EDIT_ZERO) / EDIT_STEPS), 0 for none.
**
** Operations of two letters into two are few: those of a pair `p` are twos[first_two[p]] up to twos[first_two[p + 1]] (second pair << 8 | byte).
** 46 KB a table.
*/
#ifndef CORPUS_NAMES_EDITS_H
#define CORPUS_NAMES_EDITS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum {
    EDIT_LETTERS = 28,
    EDIT_BEGIN = 26,
    EDIT_END = 27,
    EDIT_PAIRS = EDIT_LETTERS * EDIT_LETTERS,
    EDIT_MOST = 12, /* the greatest weight, as a logarithm */
    EDIT_STEPS = 10,
    EDIT_ZERO = 128,
    EDIT_CURVE = 5
};

/* Scripts of spellings in order of how far they are from Latin ones, and a table each with Latin; then tables of other pairs. */
enum {
    EDIT_CYRILLIC,
    EDIT_HEBREW,
    EDIT_ARABIC,
    EDIT_KANA,
    EDIT_HANGUL,
    EDIT_HAN,
    EDIT_SCRIPTS,
    EDIT_ONE_SCRIPT = EDIT_SCRIPTS, /* two spellings in one script */
    EDIT_CYRILLIC_KANA,
    EDIT_CYRILLIC_HANGUL,
    EDIT_CYRILLIC_HAN,
    EDIT_HAN_PINYIN, /* Han read in pinyin; EDIT_HAN has foreign names by their sound */
    EDIT_TABLES
};

typedef struct EditTable {
    uint8_t change[EDIT_LETTERS][EDIT_LETTERS], drop[EDIT_LETTERS], add[EDIT_LETTERS], join[EDIT_PAIRS][EDIT_LETTERS],
        split[EDIT_LETTERS][EDIT_PAIRS];
    const uint32_t *twos;
    uint16_t first_two[EDIT_PAIRS + 1];
    double curve[EDIT_CURVE];
} EditTable;

extern const EditTable edit_tables[EDIT_TABLES];
extern const double edit_factors[256];

/* What the curve weighs: the score of two words of n and m letters, the same by letter, and how long and how unlike in length they are. */
static inline void edit_features(double score, int n, int m, double features[EDIT_CURVE])
{
    enum { LONG = 12 }; /* letters, from which on length says nothing more */
    double length = sqrt((double)n * m);
    features[0] = 1;
    features[1] = score;
    features[2] = score / (length + 2); /* the marks score too */
    features[3] = length < LONG ? length : LONG;
    features[4] = fabs((double)(n - m));
}

/* A spelling of surnames (data/names/surnames.tsv), in alphabetical order, with a bit for each row that holds it. */
enum { NAME_SPELLING = 8 };
typedef struct NameSpelling {
    char letters[NAME_SPELLING];
    uint64_t rows;
} NameSpelling;
extern const NameSpelling name_spellings[];
extern const size_t name_spelling_count;

#endif
