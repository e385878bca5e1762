/*
** trees.c - see trees.h
**
** One row: a step down in a tree depends on the step before it, so ABREAST trees are walked together. Their leaves are added in order.
**
** Many rows: LANES of them are asked every question of a tree at once, a vector of bytes for each node, and where each row ends follows from the answers without
** a branch: on each level, of the answers of two nodes that are sisters the one stays that the answer of their parent chooses, up to the root. The vectors are those of the
** compiler, which makes of them what the processor has; on x86-64 there are two more copies, for processors with AVX2 and with AVX-512, which look the leaves up
** eight and sixteen rows at a time. The order of all sums is that of one row.
*/
#include "document/trees.h"
#include <math.h>
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

enum { DEPTH = 5 /* of all models that are shipped; others are asked row by row */ };
enum { INNER = (1 << DEPTH) - 1, LEAVES = 1 << DEPTH };
enum { ABREAST = 8, LANES = 32, FEW_ROWS = 5 /* are faster one by one */, FEATURES = 256 };

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

/*
** The number of the leaf of one tree that each of LANES rows ends in; their features lie side by side: [feature][row]. Each level's answer is found from
** the first node to the last: of two that are done and are sisters, or are where sisters led to, the answer on the level above them chooses.
*/
static inline __attribute__((always_inline)) void find_leaves(const uint8_t (*nodes)[2],
                                                              const uint8_t (*features)[LANES], uint8_t numbers[LANES])
{
    Bytes chosen[DEPTH], leaf = {0}; /* of `chosen`, all bits set where a row goes left */
    UNROLL
    for (unsigned level = 0; level < DEPTH; level++) {
        Bytes done[DEPTH] = {{0}}, left = {0};
        UNROLL
        for (unsigned k = 0; k < 1u << level; k++) {
            const uint8_t *node = nodes[(1u << level) - 1 + k];
            Bytes row;
            memcpy(&row, features[node[0]], sizeof row);
            left = (Bytes)(row <= node[1]);
            unsigned above = level;
            UNROLL
            for (unsigned sisters = k; sisters & 1; sisters >>= 1) {
                above--;
                left ^= (left ^ done[above]) & chosen[above];
            }
            if (above) done[above - 1] = left;
        }
        chosen[level] = left;
        leaf = leaf + leaf + left + 1;
    }
    memcpy(numbers, &leaf, sizeof leaf);
}

/* Adds the leaves of all trees to the sums of `rows` rows, LANES at most. */
static void add_plain(const Trees *trees, const uint8_t (*features)[LANES], size_t rows, float sums[LANES])
{
    for (size_t t = 0; t < trees->count; t++) {
        const float *leaves = trees->leaves + t * LEAVES;
        uint8_t numbers[LANES];
        find_leaves(trees->nodes + t * INNER, features, numbers);
        for (size_t k = 0; k < rows; k++) sums[k] += leaves[numbers[k]];
    }
}

typedef void AddLeaves(const Trees *trees, const uint8_t (*features)[LANES], size_t rows, float sums[LANES]);

#if defined(__x86_64__) && defined(__GNUC__)
/* Adds to the sums of all LANES rows, eight at a time. */
__attribute__((target("avx2"))) static void add_avx2(const Trees *trees, const uint8_t (*features)[LANES], size_t rows,
                                                     float sums[LANES])
{
    enum { WIDE = 8 };
    __m256 sum[LANES / WIDE];
    for (size_t k = 0; k < LANES / WIDE; k++) sum[k] = _mm256_loadu_ps(sums + k * WIDE);
    for (size_t t = 0; t < trees->count; t++) {
        const float *leaves = trees->leaves + t * LEAVES;
        uint8_t numbers[LANES];
        find_leaves(trees->nodes + t * INNER, features, numbers);
        UNROLL
        for (size_t k = 0; k < LANES / WIDE; k++) {
            __m256i number = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(numbers + k * WIDE)));
            sum[k] = _mm256_add_ps(sum[k], _mm256_i32gather_ps(leaves, number, sizeof *leaves));
        }
    }
    for (size_t k = 0; k < LANES / WIDE; k++) _mm256_storeu_ps(sums + k * WIDE, sum[k]);
    (void)rows;
}

/* The same, sixteen at a time; the leaves of a tree are two registers. */
__attribute__((target("avx512f,avx512bw,avx512vl"))) static void
add_avx512(const Trees *trees, const uint8_t (*features)[LANES], size_t rows, float sums[LANES])
{
    enum { WIDE = 16 };
    _Static_assert(LEAVES == 2 * WIDE, "the leaves of a tree in two registers");
    __m512 sum[LANES / WIDE];
    for (size_t k = 0; k < LANES / WIDE; k++) sum[k] = _mm512_loadu_ps(sums + k * WIDE);
    for (size_t t = 0; t < trees->count; t++) {
        const float *leaves = trees->leaves + t * LEAVES;
        const __m512 first = _mm512_loadu_ps(leaves), second = _mm512_loadu_ps(leaves + WIDE);
        uint8_t numbers[LANES];
        find_leaves(trees->nodes + t * INNER, features, numbers);
        UNROLL
        for (size_t k = 0; k < LANES / WIDE; k++) {
            __m512i number = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(numbers + k * WIDE)));
            sum[k] = _mm512_add_ps(sum[k], _mm512_permutex2var_ps(first, number, second));
        }
    }
    for (size_t k = 0; k < LANES / WIDE; k++) _mm512_storeu_ps(sums + k * WIDE, sum[k]);
    (void)rows;
}

static AddLeaves *best_for_processor(void)
{
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return add_avx512;
    return __builtin_cpu_supports("avx2") ? add_avx2 : add_plain;
}
#else
static AddLeaves *best_for_processor(void)
{
    return add_plain;
}
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Eight rows of eight bytes become eight columns: blocks of four, two and one change places (Warren, Hacker's Delight, 7-3). */
static inline void turn(uint64_t rows[8])
{
    static const uint64_t masks[] = {0x00000000FFFFFFFFu, 0x0000FFFF0000FFFFu, 0x00FF00FF00FF00FFu};
    UNROLL
    for (unsigned step = 0; step < 3; step++) {
        const unsigned half = 4u >> step;
        UNROLL
        for (unsigned pair = 0; pair < 4; pair++) {
            const unsigned k = pair / half * 2 * half + pair % half;
            uint64_t change = (rows[k] >> 8 * half ^ rows[k + half]) & masks[step];
            rows[k + half] ^= change;
            rows[k] ^= change << 8 * half;
        }
    }
}

enum { TURNED = 8 };
#else
static inline void turn(uint64_t rows[8])
{
    (void)rows;
}

enum { TURNED = FEATURES + 1 }; /* none at a time */
#endif

/* Puts the features of `rows` rows side by side: [feature][row]. */
static void turn_rows(const uint8_t *features, size_t stride, size_t rows, size_t count, uint8_t (*turned)[LANES])
{
    for (size_t k = 0; k < rows && count >= TURNED; k += 8)
        for (size_t g = 0; g < count; g += 8) {
            const size_t f =
                g + 8 <= count ? g : count - 8; /* the last ones with some of those before them, once more */
            uint64_t block[8] = {0};
            const size_t here = rows - k < 8 ? rows - k : 8;
            for (size_t j = 0; j < here; j++) memcpy(&block[j], features + (k + j) * stride + f, 8);
            turn(block);
            UNROLL
            for (size_t j = 0; j < 8; j++) memcpy(turned[f + j] + k, &block[j], 8);
        }
    if (count < TURNED)
        for (size_t k = 0; k < rows; k++)
            for (size_t f = 0; f < count; f++) turned[f][k] = features[k * stride + f];
}

void trees_probabilities(const Trees *trees, const uint8_t *features, size_t stride, size_t count, float *probabilities)
{
    uint8_t turned[FEATURES][LANES];
    AddLeaves *const add_leaves = best_for_processor();
    size_t i = 0;
    while (trees->depth == DEPTH && count - i >= FEW_ROWS) {
        size_t rows = count - i < LANES ? count - i : LANES;
        if (rows < LANES) memset(turned, 0, trees->features * sizeof *turned);
        float sums[LANES];
        turn_rows(features + i * stride, stride, rows, trees->features, turned);
        for (size_t k = 0; k < LANES; k++) sums[k] = trees->bias;
        add_leaves(trees, (const uint8_t(*)[LANES])turned, rows, sums);
        for (size_t k = 0; k < rows; k++) probabilities[i + k] = sigmoid(sums[k]);
        i += rows;
    }
    for (; i < count; i++) probabilities[i] = trees_probability(trees, features + i * stride);
}
