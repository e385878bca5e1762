/*
** translit.h - romanization and its reverse by tables
*/
#ifndef CORPUS_TRANSLIT_H
#define CORPUS_TRANSLIT_H

#include "base/buffer.h"
#include "base/icu.h"
#include "text/language.h"

/* A scheme: data/translit/ID.tsv compiled, or an algorithm with tables (Korean, Chinese). */
typedef struct TranslitScheme {
    const char *id;       /* kk-bgn1979 */
    const char *source;   /* BCP 47 with script: kk-Cyrl */
    const char *target;   /* kk-Latn */
    const char *standard; /* authority, year, document */
    int reversible;       /* 1: translit of the reverse scheme gives the text back */
} TranslitScheme;

/* All schemes, in order of id. */
const TranslitScheme *translit_schemes(size_t *count);

/* Finds a scheme by id (case does not matter), or NULL. */
const TranslitScheme *translit_find(const char *id, size_t length);

/* Appends up to three ids near to a mistyped one, divided by `, `: of our schemes and of ICU's transliterators. */
void translit_suggest(Icu *icu, const char *id, size_t length, Buffer *out);

/*
** Appends `text` as ICU's transliterator `id` writes it; `*known` is 0 if there is none. In pieces of some hundred characters that end at a blank
** where there is one, and `stopped` (may be NULL) is asked between them: ICU does 0.4 to 25 MB a second.
*/
Status translit_by_icu(Icu *icu, const char *id, size_t id_length, const char *text, size_t length,
                       int (*stopped)(void *state), void *state, int *known, Buffer *out);

/* Appends `text` in the scheme; what the scheme does not cover passes through. Linear time. */
Status translit_apply(Icu *icu, const TranslitScheme *scheme, const char *text, size_t length, Buffer *out);

/*
** Appends `text` in Latin letters by the customary scheme of `language` (LANGUAGE_UND: each run of another script by the language found for it).
** Han, Hangul, kana, Cyrillic, Greek, Georgian, Armenian, Arabic, Hebrew; Latin passes through.
*/
Status translit_latin(Icu *icu, Language language, const char *text, size_t length, Buffer *out);

/*
** Appends the key by which spellings of one name in several scripts are compared in the search index: translit_latin(), folded to a-z and 0-9,
** spellings that differ by standard alone (kh/h, ya/ia, q/k, ...) made one. Lossy on purpose; empty for what has no letters.
*/
Status translit_key(Icu *icu, Language language, const char *word, size_t length, Buffer *out);

/*
** Foreign names in Chinese that `text` may begin with: up to two lengths in bytes, the longer first; returns how many. A name is a run of characters
** that serve in such names (托卡耶夫总统: 12). Those that are more frequent elsewhere (士, 地) count between others, at most two running, and
** one at the beginning; one at the end makes the longer name of two (奥斯|陆, 普|京). Linear in what it finds.
*/
int translit_foreign_han(const char *text, size_t length, size_t bytes[2]);

/* Whether a character is one of those: a name may begin at it, and at the one behind it. */
int translit_is_common_han(uint32_t code);

/*
** As translit_key(), of a chosen grain:
**     TRANSLIT_KEY_SKELETON  what translit_key() gives: the classes of the consonants, vowels in short names only
**     TRANSLIT_KEY_VOWELS    the same with the class of each vowel: fewer strangers, fewer finds
**     TRANSLIT_KEY_LETTERS   the letters a-z and 0-9 of translit_latin() alone
**     TRANSLIT_KEY_SPOKEN    the same, with Hangul and Han read as transcriptions of foreign names where they can be
**     TRANSLIT_KEY_LIGHT     TRANSLIT_KEY_LETTERS with spellings that differ by standard alone made one (zh/j, kh/h, q/k, ya/ia, w/v, ...)
**     TRANSLIT_KEY_CHINESE   TRANSLIT_KEY_LETTERS, but a Cyrillic word of Chinese syllables in Palladius' spelling is read as pinyin (Цзиньпин)
*/
enum {
    TRANSLIT_KEY_SKELETON,
    TRANSLIT_KEY_VOWELS,
    TRANSLIT_KEY_LETTERS,
    TRANSLIT_KEY_SPOKEN,
    TRANSLIT_KEY_LIGHT,
    TRANSLIT_KEY_CHINESE
};
Status translit_key_level(Icu *icu, Language language, int level, const char *word, size_t length, Buffer *out);

#endif
