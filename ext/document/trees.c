/*
** trees.c - see trees.h
**
** A step down in a tree depends on the step before it: so ABREAST trees are walked together. Their leaves are added in order.
*/
#include "document/trees.h"
#include <math.h>

enum { ABREAST = 8 };

float trees_probability(const Trees *trees, const uint8_t *features)
{
    size_t inner = ((size_t)1 << trees->depth) - 1;
    float sum = trees->bias;
    for (size_t t = 0; t < trees->count; t += ABREAST) {
        size_t n[ABREAST] = {0}, together = trees->count - t < ABREAST ? trees->count - t : ABREAST;
        const uint8_t(*first)[2] = trees->nodes + t * inner;
        if (together == ABREAST)
            for (unsigned level = 0; level < trees->depth; level++)
                for (size_t k = 0; k < ABREAST; k++) {
                    const uint8_t *node = first[k * inner + n[k]];
                    n[k] = 2 * n[k] + 1 + (features[node[0]] > node[1]);
                }
        else
            for (size_t k = 0; k < together; k++)
                while (n[k] < inner) {
                    const uint8_t *node = first[k * inner + n[k]];
                    n[k] = 2 * n[k] + 1 + (features[node[0]] > node[1]);
                }
        for (size_t k = 0; k < together; k++) sum += trees->leaves[(t + k) * (inner + 1) + n[k] - inner];
    }
    return 1 / (1 + expf(-sum));
}
