/*
** edits.h - the learned edits between spellings of a name (data/names/edits.tsv, compiled)
**
** A byte is a probability: exp(-byte / EDIT_STEPS); 37 KB a script.
*/
#ifndef CORPUS_NAMES_EDITS_H
#define CORPUS_NAMES_EDITS_H

#include <stddef.h>
#include <stdint.h>

enum { EDIT_LETTERS = 26, EDIT_PAIRS = EDIT_LETTERS * EDIT_LETTERS, EDIT_STEPS = 16, EDIT_NEVER = 255 };

/* Script of the spelling that is not Latin, in order of how far its spellings are from Latin ones. */
enum { EDIT_CYRILLIC, EDIT_HEBREW, EDIT_ARABIC, EDIT_KANA, EDIT_HANGUL, EDIT_HAN, EDIT_SCRIPTS };

typedef struct EditTable {
    uint8_t change[EDIT_LETTERS][EDIT_LETTERS], drop[EDIT_LETTERS], add[EDIT_LETTERS], drop2[EDIT_PAIRS],
        add2[EDIT_PAIRS], join[EDIT_PAIRS][EDIT_LETTERS], split[EDIT_LETTERS][EDIT_PAIRS];
    float first[EDIT_LETTERS], second[EDIT_LETTERS]; /* logarithm of how frequent a letter is on either side */
} EditTable;

/* A spelling of surnames (data/names/surnames.tsv), in alphabetical order, with a bit for each row that holds it. */
enum { NAME_SPELLING = 8 };
typedef struct NameSpelling {
    char letters[NAME_SPELLING];
    uint64_t rows;
} NameSpelling;
extern const NameSpelling name_spellings[];
extern const size_t name_spelling_count;

extern const EditTable edit_tables[EDIT_SCRIPTS];
extern const float edit_probability[256];

#endif
