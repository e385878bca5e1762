/*
** hangul.h - Korean: from what is written to what is said, by the tables of tools/compile_hangul.c
*/
#ifndef CORPUS_TRANSLIT_HANGUL_H
#define CORPUS_TRANSLIT_HANGUL_H

#include <stddef.h>
#include <stdint.h>

enum {
    HANGUL_INITIALS = 19, /* U+1100... */
    HANGUL_MEDIALS = 21,  /* U+1161... */
    HANGUL_FINALS = 28,   /* none, U+11A8... */
    HANGUL_VOWELS = 3,    /* what the vowel behind does to a meeting: any, ㅣ, ㅕ alone or with ㅆ */
    HANGUL_LONGEST = 7    /* syllables of a word in the table */
};

/* What a final and the initial behind it become. */
typedef struct HangulMeeting {
    uint8_t final, initial;
} HangulMeeting;

extern const HangulMeeting hangul_meetings[HANGUL_FINALS][HANGUL_INITIALS + 1][HANGUL_VOWELS];

enum { HANGUL_SAID, HANGUL_KEEPS, HANGUL_SURNAME, HANGUL_UNIT, HANGUL_KINDS };

/* Syllables as code points, 0 at the end. `said` is what a word of HANGUL_SAID becomes. */
typedef struct HangulWord {
    uint16_t word[HANGUL_LONGEST + 1], said[HANGUL_LONGEST + 1];
} HangulWord;

typedef struct HangulWords {
    const HangulWord *items; /* in order of code points */
    size_t count;
} HangulWords;

extern const HangulWords hangul_words[HANGUL_KINDS];

#endif
