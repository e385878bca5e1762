/*
** hangul.h - Korean: from what is written to what is said, by the tables of tools/compile_hangul.c
*/
#ifndef CORPUS_TRANSLIT_HANGUL_H
#define CORPUS_TRANSLIT_HANGUL_H

#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

enum {
    HANGUL_INITIALS = 19,  /* U+1100... */
    HANGUL_MEDIALS = 21,   /* U+1161... */
    HANGUL_FINALS = 28,    /* none, U+11A8... */
    HANGUL_VOWELS = 3,     /* what the vowel behind does to a meeting: any, ㅣ, ㅕ alone or with ㅆ */
    HANGUL_FIRST = 0xAC00, /* the first and the last syllable */
    HANGUL_LAST = 0xD7A3,
    HANGUL_LONGEST = 7, /* syllables of a word in the table */
    HANGUL_SAID_LONGEST = 15
};

/* The syllable at `at`, or 0: also where a further byte makes it a malformed character. */
static inline unsigned hangul_syllable_at(const char *at, const char *end)
{
    enum { BYTES = 3 };
    const unsigned char *byte = (const unsigned char *)at;
    if (end - at < BYTES || (byte[1] & 0xC0) != 0x80 || (byte[2] & 0xC0) != 0x80) return 0;
    if (end - at > BYTES && (byte[3] & 0xC0) == 0x80) return 0;
    /* a byte that leads no character of three gives a number that is out of the range */
    unsigned code = (byte[0] ^ 0xE0u) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    return code - HANGUL_FIRST <= HANGUL_LAST - HANGUL_FIRST ? code : 0;
}

/* The syllable as it is where a word begins (두음법칙): ㄹ becomes ㄴ, and both are mute before ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ. */
static inline unsigned hangul_at_beginning(unsigned syllable)
{
    enum { NIEUN = 2, RIEUL = 5, MUTE = 11, MUTING = 1 << 2 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 12 | 1 << 17 | 1 << 20 };
    const unsigned block = HANGUL_MEDIALS * HANGUL_FINALS, index = syllable - HANGUL_FIRST, initial = index / block;
    if (initial != NIEUN && initial != RIEUL) return syllable;
    int mute = MUTING >> (index / HANGUL_FINALS % HANGUL_MEDIALS) & 1;
    return HANGUL_FIRST + (mute ? MUTE : NIEUN) * block + index % block;
}

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

/* hangul_numbers.c: appends the text with the figures at its Hangul as the style has them; 0 is none. */
enum { HANGUL_COUNTER = 1, HANGUL_BESIDE, HANGUL_NUMBERS_READ };
void hangul_numbers(const char *text, size_t length, int style, Buffer *out);

/* By number of the scheme; NULL: it has none (names, which are written otherwise). */
extern const HangulSpelling *const hangul_spellings[];

/* Of Hangul as the transcription of a foreign name (data/translit/ko-foreign.tsv), which the keys are made from. */
extern const HangulSpelling *const hangul_foreign_spelling;

#endif
