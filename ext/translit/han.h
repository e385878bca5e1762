/*
** han.h - Chinese: readings of characters and words, as tools/compile_han.c writes them
**
**     han_readings[code - block]    number of a syllable, and HAN_BEGINS_WORD if a word of the table begins with the character;
**                                   three blocks of code points one behind the other (han_slot())
**     han_first[slot]               number of the first pair of a character that begins words
**     han_pairs[i], han_groups[i]   first two characters of words (first << 16 | second), sorted; where their words begin
**     han_words[]                   words of a pair, longest first: length, the characters from the third on, syllables;
**                                   length 0 ends the group
*/
#ifndef CORPUS_TRANSLIT_HAN_H
#define CORPUS_TRANSLIT_HAN_H

#include <stddef.h>
#include <stdint.h>

enum {
    HAN_FIRST = 0x3400,
    HAN_LAST = 0x9FFF,
    HAN_COMPATIBILITY_FIRST = 0xF900,
    HAN_COMPATIBILITY_LAST = 0xFAFF,
    HAN_SLOTS =
        HAN_LAST - HAN_FIRST + 1 + HAN_COMPATIBILITY_LAST - HAN_COMPATIBILITY_FIRST + 1 + 1, /* the last: U+3007 */
    HAN_BEGINS_WORD = 0x8000,
    HAN_NONE = 0, /* no reading is known */
    HAN_SYLLABLE_BYTES = 8,
    HAN_LONGEST_WORD = 8
};

typedef struct HanSyllable {
    char plain[HAN_SYLLABLE_BYTES];  /* zhuang, lü */
    char marked[HAN_SYLLABLE_BYTES]; /* zhuāng */
    uint8_t plain_length, marked_length;
    char tone; /* '1' to '5' */
} HanSyllable;

typedef struct HanSurname {
    uint16_t code, syllable;
} HanSurname;

extern const HanSyllable han_syllables[];
extern const uint16_t han_readings[HAN_SLOTS];
extern const uint16_t han_first[HAN_SLOTS];
extern const uint32_t han_pairs[], han_groups[];
extern const size_t han_pair_count;
extern const uint16_t han_words[];
extern const HanSurname han_surnames[];
extern const size_t han_surname_count;
extern const uint32_t han_compounds[]; /* surnames of two characters, as han_pairs[] */
extern const size_t han_compound_count;

/* What a scheme with a table of its own (Palladius, Tongyong) writes for each syllable, made by tools/compile_syllables.c. */
enum { HAN_SPELLED = 15 };

typedef struct HanSpelling {
    char letters[HAN_SPELLED];
    uint8_t length;
} HanSpelling;

/* By number of the scheme; NULL: it writes pinyin. */
extern const HanSpelling *const han_spellings[];
extern const size_t han_syllable_count;

/* Index into han_readings, or -1. */
static inline int han_slot(uint32_t code)
{
    if (code >= HAN_FIRST && code <= HAN_LAST) return (int)(code - HAN_FIRST);
    if (code >= HAN_COMPATIBILITY_FIRST && code <= HAN_COMPATIBILITY_LAST)
        return (int)(code - HAN_COMPATIBILITY_FIRST + HAN_LAST - HAN_FIRST + 1);
    return code == 0x3007 ? HAN_SLOTS - 1 : -1;
}

#endif
