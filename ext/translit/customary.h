/*
** customary.h - data/translit/customary.tsv, as tools/compile_translit.c writes it
*/
#ifndef CORPUS_TRANSLIT_CUSTOMARY_H
#define CORPUS_TRANSLIT_CUSTOMARY_H

#include <stddef.h>
#include <stdint.h>
#include "text/language.h"

enum { CUSTOMARY_FIRST = 0x400, CUSTOMARY_WORDS = 5 }; /* letters U+0400-U+053F, a bit each */

typedef struct LetterSet {
    uint64_t bits[CUSTOMARY_WORDS];
} LetterSet;

typedef struct LanguageTell {
    Language language;
    uint8_t needs_also;
    LetterSet any, also, never;
} LanguageTell;

/* Number of a language's scheme in translit_schemes(), plus one; 0: it has none. */
extern const int16_t translit_customary[LANGUAGE_COUNT];
extern const LanguageTell translit_tells[];
extern const size_t translit_tell_count;
extern const Language translit_else;

#endif
