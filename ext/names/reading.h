/*
** reading.h - a name as its words in letters a-z, ready to be compared (inside names/ only)
*/
#ifndef CORPUS_NAMES_READING_H
#define CORPUS_NAMES_READING_H

#include "base/icu.h"
#include "names/tables.h"
#include <stddef.h>
#include <stdint.h>

enum {
    LONGEST_NAME = 256, /* characters that count */
    LONGEST_WORD = 32,  /* letters */
    LONGEST_JOINED = 64,
    MOST_WORDS = 12,
    LATIN = -1, /* script: else EDIT_... */
    WORD_IS_NAME = -1
};

/* How a name is read, since scripts are ambiguous; two names are compared in each reading and the best counts. */
enum {
    READ_SPOKEN,  /* foreign names in Hangul and Han as such; designators of places (州, 시) taken off */
    READ_LIGHT,   /* spellings that differ by standard made one */
    READ_CHINESE, /* names of Korea and China as such, Russian spellings of Chinese as pinyin */
    READINGS
};

typedef struct Word {
    uint8_t letters[LONGEST_WORD];
    uint8_t count;
    int8_t script;          /* EDIT_..., or LATIN */
    int8_t kind;            /* NAME_WORD_... of words.tsv, or WORD_IS_NAME */
    int8_t digits;          /* 1: holds a digit */
    int8_t native;          /* 1: Han in pinyin, not a foreign name by its sound */
    int8_t kanji;           /* 1: Han of characters with Japanese readings */
    int16_t group;          /* of words.tsv */
    uint32_t start, length; /* bytes of the name */
    uint64_t surnames;      /* rows of surnames.tsv that hold it */
} Word;

typedef struct Name {
    Word words[MOST_WORDS];
    int count;
    int main_count; /* words that are the name itself: all, if none is */
    uint8_t joined[LONGEST_JOINED],
        turned[LONGEST_JOINED]; /* letters of the main words; the same with the last word first */
    int joined_count;
    int script;  /* the farthest of its words */
    int scripts; /* all of them: bits 1 << (script - LATIN) */
} Name;

/* Reads `text` in one way. The words' offsets are bytes of it. */
Status reading_read(Icu *icu, int reading, const char *text, size_t length, Name *name);

/* Letters of a word or a name, with what says which table of edits they need. */
typedef struct Letters {
    const uint8_t *letters;
    int count, script, native;
} Letters;

/* Logarithm of the odds that two spell one (edits.c). Symmetric. */
double edits_odds(Letters a, Letters b);

/* Whether every Han character has a Japanese reading, and whether letters are one (kanji.c). */
int kanji_has_readings(const char *han, size_t length);
int kanji_spell(const char *han, size_t length, const uint8_t *letters, int count);

/* The word or phrase of words.tsv of one of `kinds` (bits 1 << NAME_WORD_...), NULL: none. `letters` as words.tsv writes them. */
const NameWord *reading_find_word(const char *letters, size_t length, unsigned kinds);

/* The rows of surnames.tsv that hold a spelling (letters, or Hangul), as bits. */
uint64_t reading_surname_rows(const char *bytes, size_t length);

/* The kinds that a comparison leaves out. */
enum {
    WORDS_BESIDE_NAME = 1 << NAME_WORD_LEGAL | 1 << NAME_WORD_TITLE | 1 << NAME_WORD_PARTICLE | 1 << NAME_WORD_PLACE
};

/* Letters, digits, marks, hyphens and apostrophes. */
int reading_is_word(uint32_t code);
int reading_script(uint32_t code); /* EDIT_... or LATIN */

#endif
