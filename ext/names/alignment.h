/*
** alignment.h - how the words of two names were paired (inside names/ only)
*/
#ifndef CORPUS_NAMES_ALIGNMENT_H
#define CORPUS_NAMES_ALIGNMENT_H

#include "names/reading.h"

typedef enum WordReason {
    WORDS_EDITS,
    WORDS_EQUAL,
    WORDS_SURNAME,
    WORDS_INITIAL,
    WORDS_NUMBER,
    WORDS_KANJI,     /* a Japanese reading of the characters */
    WORDS_BEGINNING, /* Ben, Benjamin */
    WORDS_SLIP       /* one letter wrong, or two changed about, where all else agrees */
} WordReason;

typedef struct WordPair {
    int a, b; /* numbers of words */
    double match;
    WordReason reason;
} WordPair;

typedef struct Alignment {
    WordPair pairs[MOST_WORDS];
    int count;
    double value; /* of the names */
    int joined;   /* 1: the value is that of all their letters together */
} Alignment;

struct NameReading {
    const char *text;
    size_t length;
    uint8_t same_as[READINGS]; /* the reading that this one equals, and which alone is filled in; else itself */
    Name names[READINGS];
};

static inline const Name *reading_name(const struct NameReading *name, int reading)
{
    return &name->names[name->same_as[reading]];
}

/* A probability from the logarithm of its odds (edits_odds()). */
double names_probability(double odds);

/* Reads a name in all ways that its scripts call for. */
Status reading_fill(Icu *icu, const char *text, size_t length, struct NameReading *reading);

/* Compares in one reading. */
void alignment_make(const struct NameReading *a, const struct NameReading *b, int reading, Alignment *out);

/* Compares in all readings that make sense for the scripts; sets `*best_reading`, -1: the names are the same bytes. */
void alignment_best(const struct NameReading *a, const struct NameReading *b, Alignment *out, int *best_reading);

#endif
