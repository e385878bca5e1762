/*
** hanja.h - Chinese characters in Korean text: their readings in Hangul, by the tables of tools/compile_hanja.c
*/
#ifndef CORPUS_TRANSLIT_HANJA_H
#define CORPUS_TRANSLIT_HANJA_H

#include "base/buffer.h"

enum {
    HANJA_FIRST = 0x3400, /* to U+9FFF */
    HANJA_COUNT = 0x9FFF - HANJA_FIRST + 1,
    HANJA_COMPATIBLE_FIRST = 0xF900, /* to U+FAFF */
    HANJA_COMPATIBLE = 512,
    HANJA_LONGEST = 7 /* characters of a word */
};

/* Code points, 0 at the end. */
typedef struct HanjaWord {
    uint16_t word[HANJA_LONGEST + 1], said[HANJA_LONGEST + 1];
} HanjaWord;

typedef struct HanjaWords {
    const HanjaWord *items; /* in order of code points */
    size_t count;
} HanjaWords;

extern const uint16_t hanja_readings[HANJA_COUNT];  /* a syllable; 0: none is known */
extern const uint16_t hanja_same[HANJA_COMPATIBLE]; /* the character that a compatibility ideograph is, or 0 */
extern const HanjaWords hanja_words, hanja_surnames;
extern const uint32_t
    hanja_pairs[]; /* first << 16 | second, in order: words of two, one of which the law of initials touches */
extern const size_t hanja_pair_count;

/* True if the text holds a Chinese character that has a reading. */
int hanja_in(const char *text, size_t length);

/* Appends `text` with its Chinese characters as Hangul; `names`: runs of two to five are a family name and a given name. Linear. */
void hanja_apply(const char *text, size_t length, int names, Buffer *out);

#endif
