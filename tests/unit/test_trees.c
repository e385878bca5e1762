/*
** test_trees.c - many rows asked at once are told what each is told by itself; a tree of every depth
*/
#include "check.h"
#include "document/model.h"
#include <stdlib.h>

enum { MOST_ROWS = 150, STRIDE = 211, MOST_TREES = 19 };

static uint32_t state = 20261130;

static unsigned draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* Rows [0, count) one by one and together: the very same numbers, and nothing written behind them. */
static void compare(const Trees *trees, const uint8_t *rows, size_t count)
{
    float together[MOST_ROWS + 1];
    size_t same = 0;
    together[count] = -1;
    trees_probabilities(trees, rows, STRIDE, count, together);
    for (size_t i = 0; i < count; i++) same += together[i] == trees_probability(trees, rows + i * STRIDE);
    CHECK(same == count && together[count] == -1);
}

static void test_models(const uint8_t *rows)
{
    enum { MODELS = 5 };
    const Trees *const trees[MODELS] = {&document_models.plain.first, &document_models.plain.second,
                                        &document_models.html.first, &document_models.html.nodes,
                                        &document_models.html.second};
    for (int m = 0; m < MODELS; m++)
        for (size_t count = 0; count <= MOST_ROWS; count += count < 70 ? 1 : 40) compare(trees[m], rows, count);
}

static void test_depths(const uint8_t *rows)
{
    for (unsigned depth = 1; depth <= TREES_MOST_DEPTH; depth++) {
        size_t inner = ((size_t)1 << depth) - 1;
        uint8_t(*nodes)[2] = malloc(MOST_TREES * inner * sizeof *nodes);
        float *leaves = malloc(MOST_TREES * (inner + 1) * sizeof *leaves);
        unsigned features = 1 + draw(STRIDE);
        for (size_t n = 0; n < MOST_TREES * inner; n++)
            nodes[n][0] = (uint8_t)draw(features), nodes[n][1] = (uint8_t)draw(256);
        for (size_t n = 0; n < MOST_TREES * (inner + 1); n++) leaves[n] = (float)draw(2000) / 1000 - 1;
        Trees trees = {MOST_TREES, depth, features, .1f, (const uint8_t(*)[2])nodes, leaves};
        for (size_t count = 0; count <= MOST_ROWS; count += count < 70 ? 7 : 40) compare(&trees, rows, count);
        free(nodes), free(leaves);
    }
}

static void test_known(void)
{
    static const uint8_t nodes[][2] = {{0, 9}, {1, 4}, {1, 200}};
    static const float leaves[] = {-3, -1, 1, 3};
    static const uint8_t rows[][2] = {{9, 4}, {9, 5}, {10, 200}, {255, 255}};
    const Trees none = {0, 1, 2, 0, nodes, leaves}, one = {1, 2, 2, 0, nodes, leaves};
    CHECK(trees_probability(&none, rows[0]) == .5f);
    for (int i = 0; i + 1 < 4; i++)
        CHECK(trees_probability(&one, rows[i]) < trees_probability(&one, rows[i + 1])); /* leaf by leaf */
}

int main(void)
{
    uint8_t *rows = malloc(MOST_ROWS * STRIDE);
    if (!rows) return 1;
    for (size_t i = 0; i < MOST_ROWS * STRIDE; i++) rows[i] = (uint8_t)draw(256);
    test_known();
    test_models(rows);
    test_depths(rows);
    free(rows);
    return check_end();
}
