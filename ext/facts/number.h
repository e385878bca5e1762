/*
** number.h - one number, in digits or in words
*/
#ifndef CORPUS_NUMBER_H
#define CORPUS_NUMBER_H

#include "facts/lexicon.h"

enum {
    NUMBER_DIGITS = 1, /* it holds digits */
    NUMBER_ORDINAL = 2,
    NUMBER_VAGUE = 4,     /* hundreds: a lower bound */
    NUMBER_ABOUT = 8,     /* a dozen */
    NUMBER_FRACTION = 16, /* two thirds, 1/2, half */
    NUMBER_PRONOUN = 32,  /* `one`: a count only in company */
    NUMBER_INTEGER = 64,  /* digits without a separator */
    NUMBER_NONE = 128     /* digits that are no quantity: 16.11.2023, 14:21, 10.0.0.1 */
};

typedef struct Number {
    double value;
    size_t bytes;
    unsigned flags;
    unsigned atoms; /* words and digit groups it is made of */
} Number;

/*
** Reads the number that begins at `text`; `begin` is the start of the sentence (what stands before is looked at). Returns 0 if there is none.
** `language` is as language_base() gives it. With NUMBER_NONE it is one that must not be read. Linear in its length.
*/
int number_read(const char *begin, const char *text, const char *end, Language language, Number *number);

/* Blanks of any kind between `text` and `end`, at most two. Bytes. */
size_t number_blanks(const char *text, const char *end);

#endif
