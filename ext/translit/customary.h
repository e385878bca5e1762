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

/* How a language is customarily romanized. */
typedef struct LanguageCustom {
    int16_t scheme;       /* number in translit_schemes(), plus one; 0: it has none */
    uint8_t script;       /* that the scheme reads, as ICU numbers scripts */
    uint8_t also, leaves; /* another script that it reads, one that is left as it is; 0: none */
} LanguageCustom;

extern const LanguageCustom translit_customary[LANGUAGE_COUNT];

/* Whose a script is if nothing else is known. */
typedef struct ScriptLanguage {
    uint8_t script;
    uint8_t tells; /* 1: the letters of the text tell (translit_tells) */
    Language language;
} ScriptLanguage;

extern const ScriptLanguage translit_scripts[];
extern const size_t translit_script_count;
extern const LanguageTell translit_tells[];
extern const size_t translit_tell_count;
extern const Language translit_else;

#endif
