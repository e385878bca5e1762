/*
** sums.h - weights of features, added up by label (inside the room only)
*/
#ifndef CORPUS_ENTITIES_SUMS_H
#define CORPUS_ENTITIES_SUMS_H

#include "entities/features.h"

enum { TAG_WIDTH = 24 /* labels, padded */, LANES = 8, SUM_LANES = TAG_WIDTH / LANES };

/* Vectors of the compiler's own (gcc, clang), which every processor has instructions for or does without; aligned as the arena aligns. */
typedef int16_t Lanes __attribute__((vector_size(16), aligned(8)));
typedef uint8_t Bytes __attribute__((vector_size(8)));

/* The weights of all labels, in 1/scale. Addition wraps, so its order does not matter. */
typedef union Sums {
    Lanes lanes[SUM_LANES];
    int16_t labels[TAG_WIDTH];
} Sums;

static inline void sums_add(Sums *sums, const Sums *more)
{
    for (int v = 0; v < SUM_LANES; v++) sums->lanes[v] += more->lanes[v];
}

/* What a form weighs in each role, as far as it was asked for. */
typedef struct FormSums {
    Sums roles[ROLES];
    uint64_t known; /* set of 1 << role */
} FormSums;

#endif
