/*
** language.h - languages as small numbers, their BCP 47 tags, and which one a text is in
*/
#ifndef CORPUS_LANGUAGE_H
#define CORPUS_LANGUAGE_H

#include <stddef.h>
#include <stdint.h>

/*
** A row of data/languages.tsv. The rows that code names (LANGUAGE_EN, LANGUAGE_KK_LATN, ...) are an enum that the table
** compiler writes into build/gen/language_codes.h, by upper-casing the tag.
*/
typedef uint8_t Language;

#include "language_codes.h" /* LANGUAGE_UND = 0, LANGUAGE_EN, ..., LANGUAGE_COUNT */

enum { LANGUAGE_INVALID = 255 }; /* what language_find() says of a tag that is in no row */

/*
** Finds a tag: case does not matter, `_` is `-`, region and other subtags that no row has are dropped from the right
** (`en-US` -> `en`, `zh-Hant-TW` -> `zh-Hant`). Returns LANGUAGE_INVALID if not even the first subtag is known.
*/
Language language_find(const char *tag, size_t length);

/* The tag of a row ("kk-Latn"); "und" for LANGUAGE_UND. */
const char *language_tag(Language language);

/* English name of a row ("Kazakh (Latin)"). */
const char *language_name(Language language);

/* The row of the bare language: LANGUAGE_KK for LANGUAGE_KK_LATN and LANGUAGE_KK_ARAB. */
Language language_base(Language language);

typedef struct LanguageGuess {
    Language
        language; /* LANGUAGE_UND when the text does not say: under three letters, or a script of no known language */
    unsigned script; /* the script of most letters (base/unicode.h) */
    double score;    /* 0..1 */
} LanguageGuess;

/* A Han character or a syllable of kana counts as three letters, one of Hangul as two. */
/* Finds the language of a text by script, letters that only one language has, then n-grams. Linear, looks at the first 64 KiB at most. */
LanguageGuess language_detect(const char *text, size_t length);

#endif
