/*
** gate.h - a first look at characters: which of them may be near a name (inside the room, and for tools/entities_gate.c)
**
** In a script with capitals most of a text is far from any name by its writing alone (UNIT_ACTIVE). Characters of Han, kana and Hangul have no such sign, and
** most of them are in no name either. A model of such a language has a second, small one in front: a linear classifier over some hashed features of a character
** and its neighbours, whose weights are bytes in one table of 128 KB without fingerprints. What it scores below the model's threshold, and stands farther than
** UNIT_REACH from what it does not, the tagger leaves alone. The threshold is set where the trainer's held-out halves lose a given share of their names, 2.5 or
** 4 in a hundred: most of those are names that the tagger would miss as well, as its own score is low there. It leaves about two fifths of the characters.
**
** Cost: GATE_FEATURES loads from one table a character, a twentieth of what the tagger takes.
*/
#ifndef CORPUS_ENTITIES_GATE_H
#define CORPUS_ENTITIES_GATE_H

#include "entities/units.h"

enum { GATE_BITS = 17, GATE_FEATURES = 17 };

/* Which places of the table hold the weights of unit `at` of the sentence [begin, end); the text has tokens of characters. */
void gate_places(const Units *units, size_t begin, size_t end, size_t at, uint32_t places[GATE_FEATURES]);

/* Narrows the active units of a text to those near what passes. `weights` has 1 << GATE_BITS of them. */
Status gate_narrow(Arena *arena, const signed char *weights, int32_t threshold, Units *units);

#endif
