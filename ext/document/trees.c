/*
** trees.c - see trees.h
**
** One row: a step down in a tree depends on the step before it, so ABREAST trees are walked together. Their leaves are added in order.
**
** Many rows: LANES of them are asked every question of a tree at once, a vector of bytes for each node, and where each row ends follows from the answers without
** a branch: on each level, of the answers of two nodes that are sisters the one stays that the answer of their parent chooses, up to the root. The vectors are those of the
** compiler, which makes of them what the processor has; on x86-64 there is a second copy for processors with AVX2. The order of all sums is that of one row.
*/
#include "document/trees.h"
#include <math.h>
#include <string.h>

enum { DEPTH = 5 /* of all models that are shipped; others are asked row by row */ };
enum { ABREAST = 8, LANES = 32, FEW_ROWS = 16 /* are faster one by one */, FEATURES = 256 };

/* gcc needs to be asked, clang not */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLL _Pragma("GCC unroll 32")
#else
#define UNROLL
#endif

typedef uint8_t Bytes __attribute__((vector_size(LANES)));

static float sigmoid(float sum)
{
    return 1 / (1 + expf(-sum));
}

/* Nodes are counted from 1 here: the children of n are 2n and 2n + 1, and the step down is one addition. */
static inline size_t step(const uint8_t (*tree)[2], size_t n, const uint8_t *features)
{
    const uint8_t *node = tree[n - 1];
    return n + n + (size_t)(node[1] < features[node[0]]);
}

float trees_probability(const Trees *trees, const uint8_t *features)
{
    const size_t leaves = (size_t)1 << trees->depth, inner = leaves - 1;
    float sum = trees->bias;
    size_t t = 0;
    for (; t + ABREAST <= trees->count; t += ABREAST) {
        const uint8_t(*first)[2] = trees->nodes + t * inner;
        size_t n[ABREAST] = {1, 1, 1, 1, 1, 1, 1, 1};
        for (unsigned level = 0; level < trees->depth; level++) {
            UNROLL
            for (size_t k = 0; k < ABREAST; k++) n[k] = step(first + k * inner, n[k], features);
        }
        UNROLL
        for (size_t k = 0; k < ABREAST; k++) sum += trees->leaves[(t + k) * leaves + n[k] - leaves];
    }
    for (; t < trees->count; t++) {
        size_t n = 1;
        while (n < leaves) n = step(trees->nodes + t * inner, n, features);
        sum += trees->leaves[t * leaves + n - leaves];
    }
    return sigmoid(sum);
}

/* Adds the leaves of all trees to the sums of LANES rows, whose features lie side by side: [feature][row]. */
static inline __attribute__((always_inline)) void add_leaves(const Trees *trees, const uint8_t (*features)[LANES],
                                                             float sums[LANES])
{
    enum { INNER = (1 << DEPTH) - 1 };
    Bytes left[INNER]; /* all bits set where a row goes left */
    for (size_t t = 0; t < trees->count; t++) {
        const uint8_t(*nodes)[2] = trees->nodes + t * INNER;
        const float *leaves = trees->leaves + t * (INNER + 1);
        UNROLL
        for (unsigned n = 0; n < INNER; n++) {
            Bytes row;
            memcpy(&row, features[nodes[n][0]], sizeof row);
            left[n] = (Bytes)(row <= nodes[n][1]);
        }
        /* behind level L, the first node of each level up to L is the one that the row comes through */
        Bytes leaf = left[0] + 1;
        UNROLL
        for (unsigned level = 1; level < DEPTH; level++) {
            Bytes *here = left + (1u << level) - 1;
            /* sisters differ in the answer on the level above them first */
            UNROLL
            for (unsigned above = level; above-- > 0;) {
                const Bytes chosen = left[(1u << above) - 1];
                UNROLL
                for (unsigned k = 0; k < 1u << above; k++)
                    here[k] = here[2 * k + 1] ^ ((here[2 * k] ^ here[2 * k + 1]) & chosen);
            }
            leaf = leaf + leaf + here[0] + 1;
        }
        uint8_t numbers[LANES];
        memcpy(numbers, &leaf, sizeof numbers);
        UNROLL
        for (size_t k = 0; k < LANES; k++) sums[k] += leaves[numbers[k]];
    }
}

static void add_plain(const Trees *trees, const uint8_t (*features)[LANES], float sums[LANES])
{
    add_leaves(trees, features, sums);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2"))) static void add_avx2(const Trees *trees, const uint8_t (*features)[LANES],
                                                     float sums[LANES])
{
    add_leaves(trees, features, sums);
}

static int has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}
#else
#define add_avx2 add_plain
static int has_avx2(void)
{
    return 0;
}
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Eight rows of eight bytes become eight columns: blocks of four, two and one change places (Warren, Hacker's Delight, 7-3). */
static inline void turn(uint64_t rows[8])
{
    static const uint64_t masks[] = {0x00000000FFFFFFFFu, 0x0000FFFF0000FFFFu, 0x00FF00FF00FF00FFu};
    for (unsigned step = 0, half = 4; step < 3; step++, half /= 2)
        for (unsigned k = 0; k < 8; k++) {
            if (k & half) continue;
            uint64_t change = (rows[k] >> 8 * half ^ rows[k + half]) & masks[step];
            rows[k + half] ^= change;
            rows[k] ^= change << 8 * half;
        }
}

enum { TURNED = 8 };
#else
static inline void turn(uint64_t rows[8])
{
    (void)rows;
}

enum { TURNED = FEATURES }; /* none at a time */
#endif

/* Puts the features of `rows` rows side by side: [feature][row]. */
static void turn_rows(const uint8_t *features, size_t stride, size_t rows, size_t count, uint8_t (*turned)[LANES])
{
    size_t f = 0, whole = rows / 8 * 8;
    for (; f + TURNED <= count; f += 8)
        for (size_t k = 0; k < whole; k += 8) {
            uint64_t block[8];
            for (size_t j = 0; j < 8; j++) memcpy(&block[j], features + (k + j) * stride + f, 8);
            turn(block);
            for (size_t j = 0; j < 8; j++) memcpy(turned[f + j] + k, &block[j], 8);
        }
    for (size_t k = 0; k < rows; k++)
        for (size_t g = k < whole ? f : 0; g < count; g++) turned[g][k] = features[k * stride + g];
}

void trees_probabilities(const Trees *trees, const uint8_t *features, size_t stride, size_t count, float *probabilities)
{
    uint8_t turned[FEATURES][LANES];
    const int wide = has_avx2();
    size_t i = 0;
    while (trees->depth == DEPTH && count - i >= FEW_ROWS) {
        size_t rows = count - i < LANES ? count - i : LANES;
        if (rows < LANES) memset(turned, 0, trees->features * sizeof *turned);
        float sums[LANES];
        turn_rows(features + i * stride, stride, rows, trees->features, turned);
        for (size_t k = 0; k < LANES; k++) sums[k] = trees->bias;
        if (wide) add_avx2(trees, turned, sums);
        else add_plain(trees, turned, sums);
        for (size_t k = 0; k < rows; k++) probabilities[i + k] = sigmoid(sums[k]);
        i += rows;
    }
    for (; i < count; i++) probabilities[i] = trees_probability(trees, features + i * stride);
}
