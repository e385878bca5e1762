/*
** trees.h - boosted decision trees over byte features (Friedman 2001)
**
** All trees of a model are complete and of one depth. Node n of a tree has the children 2n + 1 and 2n + 2; an inner node holds a feature and a
** threshold, and goes left if the feature is at most the threshold. The model's value is the bias plus the sum of a leaf of each tree: a logit.
*/
#ifndef CORPUS_TREES_H
#define CORPUS_TREES_H

#include <stddef.h>
#include <stdint.h>

enum { TREES_MOST_DEPTH = 8 };

typedef struct Trees {
    unsigned count, depth, features; /* depth: 1 to TREES_MOST_DEPTH */
    float bias;
    const uint8_t (*nodes)[2]; /* 2^depth - 1 of each tree: feature, threshold */
    const float *leaves;       /* 2^depth of each tree */
} Trees;

/* The probability, 0 to 1, that the model gives to what has these features; .5 of a model without trees. Some 3 ns a tree. */
float trees_probability(const Trees *trees, const uint8_t *features);

/*
** The same of `count` rows of features, the next one `stride` bytes behind the one before: exactly what trees_probability() says of each.
** Some 1 ns a tree and row, where there are many rows.
*/
void trees_probabilities(const Trees *trees, const uint8_t *features, size_t stride, size_t count,
                         float *probabilities);

#endif
