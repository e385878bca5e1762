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
    HANGUL_LONGEST = 7,   /* syllables of a word in the table */
    HANGUL_SAID_LONGEST = 15
};

/* What a final and the initial behind it become. */
typedef struct HangulMeeting {
    uint8_t final, initial;
} HangulMeeting;

extern const HangulMeeting hangul_meetings[HANGUL_FINALS][HANGUL_INITIALS + 1][HANGUL_VOWELS];

enum { HANGUL_SAID, HANGUL_KEEPS, HANGUL_SURNAME, HANGUL_UNIT, HANGUL_TENSE, HANGUL_KINDS };
enum { HANGUL_BREAK = '|' }; /* in `said`: the initial behind is tense, so it meets nothing and is not voiced */

/*
** Syllables as code points, 0 at the end. `said` is what a word of HANGUL_SAID becomes; of HANGUL_UNIT how many syllables it needs before it;
** of HANGUL_TENSE the syllables behind which it is not tense.
*/
typedef struct HangulWord {
    uint16_t word[HANGUL_LONGEST + 1], said[HANGUL_SAID_LONGEST + 1];
} HangulWord;

typedef struct HangulWords {
    const HangulWord *items; /* in order of code points */
    size_t count;
} HangulWords;

extern const HangulWords hangul_words[HANGUL_KINDS];

/* A bit for each syllable (number - 0xAC00) with which a word of HANGUL_SAID or HANGUL_TENSE begins. */
enum { HANGUL_SYLLABLES = 11172 };
extern const uint8_t hangul_begins[HANGUL_SYLLABLES / 8 + 1];

/* A bit for each pair of syllables with which a word of HANGUL_SAID may begin: all are of two and more. */
enum { HANGUL_PAIRS = 8192 };
extern const uint8_t hangul_pairs[HANGUL_PAIRS / 8];

static inline unsigned hangul_pair(unsigned first, unsigned second)
{
    return (first * 67 + second) % HANGUL_PAIRS;
}

/*
** A scheme's answers for two syllables that meet, made by tools/compile_syllables.c from the scheme's table and the meetings:
**
**     meetings[(final * 19 + initial) * 22 + vowel]   where the string stands in `pool` that is written for a final, the initial behind it
**                                                     and its vowel; final 28: the run begins here; vowel 21: ㅕ that is open or closed by ㅆ
**     ends[final]                                     the same for a final with which a run ends
**     pool                                            a byte for the length, then the string, at most HANGUL_SPELLED bytes
**
** So a syllable costs one look-up and one copy.
*/
enum { HANGUL_START = HANGUL_FINALS, HANGUL_SPELLED_VOWELS = HANGUL_MEDIALS + 1, HANGUL_SPELLED = 24 };

typedef struct HangulSpelling {
    const uint16_t *meetings, *ends;
    const char *pool;
} HangulSpelling;

/* By number of the scheme; NULL: it has none (names, which are written otherwise). */
extern const HangulSpelling *const hangul_spellings[];

#endif
