/*
** characters.h - what Chinese characters stand for in foreign names (data/names/characters.tsv, compiled by tools/compile_names.c)
**
** A character stands for a piece of the letters of the other spelling, of up to CHARACTER_PIECE or none. A piece is a number: 1, then five
** bits a letter. Where a piece was not seen, the classes of its letters (p b; t d; vowels; ...) say how likely it is: those of a piece, each
** run of one class written once, are a number of the same form.
**
** Entry e of a character has the pieces character_pieces[character_first[2 e]] up to [character_first[2 e + 1]], then the classes of pieces up to
** [character_first[2 e + 2]]: the number << CHARACTER_BITS | weight. A weight is a logarithm: CHARACTER_LEAST + weight / CHARACTER_STEPS; of a piece, how much
** likelier than by chance; of classes, their probability, to be multiplied by the character_chances of the letters.
*/
#ifndef CORPUS_NAMES_CHARACTERS_H
#define CORPUS_NAMES_CHARACTERS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include "names/reading.h"

enum {
    CHARACTER_PIECE = 5,
    CHARACTER_CURVE = 8,
    CHARACTER_BITS = 6,
    CHARACTER_STEPS = 3,
    CHARACTER_LEAST = -7,   /* logarithm of the least weight */
    CHARACTER_UNSEEN = -11, /* and of classes that were never seen */
    CHARACTER_CLASSES = 9,
    CHARACTER_SCRIPTS = 3,
    CHARACTER_MOST = 10,   /* characters of a name that is looked at */
    CHARACTER_LETTERS = 24 /* and letters */
};

typedef struct CharacterCode {
    uint16_t code, entry;
} CharacterCode;

extern const CharacterCode character_codes[]; /* in order */
extern const size_t character_code_count;
extern const uint32_t character_first[], character_pieces[];
extern const double character_weights[1 << CHARACTER_BITS]; /* what the numbers stand for */
extern const double character_unseen;                       /* classes that a character was never seen with */
extern const double character_chances[26]; /* 1 / the share of letters that are of the letter's class */
extern const double character_curves[CHARACTER_SCRIPTS][CHARACTER_CURVE]; /* beside Latin, Cyrillic, Hangul */

/* The class of a letter, 0 to CHARACTER_CLASSES - 1. */
static inline int character_class(int letter)
{
    static const uint8_t classes[26] = {8, 0, 3, 2, 8, 1, 3, 4, 8, 5, 3, 6, 7, 7, 8, 0, 3, 6, 5, 2, 8, 1, 1, 3, 8, 5};
    return classes[letter];
}

/* What the curve weighs: the score of characters beside letters, what the edits say (edits_odds()), and how many of both there are. */
static inline void character_features(double score, double edits, int letters, int characters,
                                      double features[CHARACTER_CURVE])
{
    enum { LONG = 12, HOPELESS = -8 };
    features[0] = 1;
    features[1] = score;
    features[2] = score / (letters + 1);
    features[3] = letters < LONG ? letters : LONG;
    features[4] = fabs(letters - 2.2 * characters); /* letters a character, on average */
    features[5] = characters;
    features[6] = score / (characters + 1);
    features[7] = edits > HOPELESS ? edits : HOPELESS;
}

/*
** The odds that letters (of Latin, Cyrillic or Hangul) and Han characters spell one foreign name. `edits`: what the letters by which the characters are
** read say alone (edits_odds()); it is what is returned where that is hopeless, the script is another, or a character is not known.
*/
double characters_odds(Letters letters, const char *han, size_t length, double edits);

#endif
