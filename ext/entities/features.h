/*
** features.h - what the statistical tagger sees of a unit: one list, for training and for tagging
**
** A feature is a 64-bit hash of its template's number and its values; features.c has the templates in order of what they look at: the unit itself, its
** neighbours, classes of words, marks of the gazetteers, what the patterns say, the other places of the document where the same word stands.
*/
#ifndef CORPUS_ENTITIES_FEATURES_H
#define CORPUS_ENTITIES_FEATURES_H

#include "entities/units.h"

enum { FEATURES_MAX = 192 };

/* One sentence at work. */
typedef struct FeatureScope {
    const Units *units;
    size_t begin, end;   /* units of the sentence */
    unsigned capitals;   /* share of words with a capital, in fifths */
    int document;        /* 0: the text is this sentence alone, so there is nothing else to look at */
} FeatureScope;

void features_scope(const Units *units, size_t sentence, FeatureScope *scope);

/* Writes the features of unit `at` (in the sentence) and returns how many. Constant time. */
size_t features_of(const FeatureScope *scope, size_t at, uint64_t features[FEATURES_MAX]);

/* Changes with the templates: a model made for others is refused. */
enum { FEATURES_VERSION = 1 };

#endif
