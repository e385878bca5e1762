/*
** entities_gate.c - learns the first look at characters (entities/gate.h)
**
** Logistic regression by AdaGrad over hashed features: is the character part of a name? Sentences are split in two halves; each half is scored with what the
** other has taught, and the threshold is where all but a given share of the names (setting gate=) have, within UNIT_REACH of each of their characters, one that
** reaches it. The weights that are kept are learned from all.
**
** Memory: 40 bytes a character. Time: seconds.
*/
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "entities/gate.h"
#include "tools/entities_train.h"

enum { PLACES = 1 << GATE_BITS, PASSES = 4 };
static const float RATE = 0.1f, WEIGHT_MAX = 4.0f; /* the largest weight that is kept */

/* A unit: its places, and whether a name has it. Units that are no characters pass by other rules and are not learned from. */
typedef struct Look {
    uint32_t places[GATE_FEATURES];
    uint8_t known, named; /* known: to learn from */
} Look;

static struct {
    Look *items;
    size_t count, capacity, sentences;
    uint32_t *starts; /* of sentences, and the end behind */
    size_t start_capacity;
} looks;

void gate_keep(const Units *units, size_t begin, size_t end, const LabelSet *allowed)
{
    if (looks.sentences + 2 > looks.start_capacity) {
        looks.start_capacity = looks.start_capacity ? looks.start_capacity * 2 : 4096;
        looks.starts = checked(realloc(looks.starts, looks.start_capacity * sizeof *looks.starts));
    }
    looks.starts[looks.sentences++] = (uint32_t)looks.count;
    for (size_t i = begin; i < end; i++) {
        if (looks.count == looks.capacity)
            looks.items = checked(realloc(
                looks.items, (looks.capacity = looks.capacity ? looks.capacity * 2 : 1 << 16) * sizeof *looks.items));
        Look *look = &looks.items[looks.count++];
        memset(look, 0, sizeof *look);
        look->named = !(allowed[i] & 1);
        look->known = units->items[i].flags & UNIT_CHARACTER && (look->named || allowed[i] == 1);
        gate_places(units, begin, end, i, look->places);
    }
    looks.starts[looks.sentences] = (uint32_t)looks.count;
}

static float score_of(const float *weights, const Look *look)
{
    float score = 0;
    for (int k = 0; k < GATE_FEATURES; k++) score += weights[look->places[k]];
    return score;
}

/* Learns from the sentences of one half (0 or 1), or of both (2). */
static void learn_half(size_t half, float *weights)
{
    float *squares = checked(malloc(PLACES * sizeof *squares));
    for (size_t i = 0; i < PLACES; i++) weights[i] = 0, squares[i] = 0.01f;
    for (int pass = 0; pass < PASSES; pass++)
        for (size_t s = 0; s < looks.sentences; s++) {
            if (s % 2 == 1 - half) continue;
            for (size_t i = looks.starts[s]; i < looks.starts[s + 1]; i++) {
                const Look *look = &looks.items[i];
                if (!look->known) continue;
                float gradient = 1 / (1 + expf(-score_of(weights, look))) - (float)look->named;
                if (fabsf(gradient) < 0.01f) continue;
                for (int k = 0; k < GATE_FEATURES; k++) {
                    size_t p = look->places[k];
                    squares[p] += gradient * gradient;
                    weights[p] -= RATE * gradient / sqrtf(squares[p]);
                    weights[p] = weights[p] > WEIGHT_MAX    ? WEIGHT_MAX
                                 : weights[p] < -WEIGHT_MAX ? -WEIGHT_MAX
                                                            : weights[p];
                }
            }
        }
    free(squares);
}

static float reached(const float *scores, size_t begin, size_t end, size_t at)
{
    float most = -INFINITY;
    size_t from = at > begin + UNIT_REACH ? at - UNIT_REACH : begin, to = at + UNIT_REACH + 1;
    for (size_t i = from; i < to && i < end; i++) most = scores[i] > most ? scores[i] : most;
    return most;
}

static int ascending(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* What all but a share of the names reach with all their characters, by the scores of the halves; prints what share of the characters that leaves. */
static float find_threshold(const float *scores)
{
    float *names = checked(malloc((looks.count + 1) * sizeof *names));
    size_t count = 0, left = 0, of = 0;
    for (size_t s = 0; s < looks.sentences; s++)
        for (size_t begin = looks.starts[s], end = looks.starts[s + 1], i = begin; i < end;) {
            size_t first = i++;
            if (!looks.items[first].named || !looks.items[first].known) continue;
            float least = reached(scores, begin, end, first);
            for (; i < end && looks.items[i].named; i++) {
                float most = reached(scores, begin, end, i);
                least = most < least ? most : least;
            }
            names[count++] = least;
        }
    qsort(names, count, sizeof *names, ascending);
    float threshold = count ? names[(size_t)(settings.gate * (double)count)] : 0;
    free(names);
    for (size_t s = 0; s < looks.sentences; s++)
        for (size_t begin = looks.starts[s], end = looks.starts[s + 1], i = begin; i < end; i++) {
            of++;
            left += reached(scores, begin, end, i) >= threshold;
        }
    fprintf(stderr, "gate: of %zu names all but %.1f %% within %.1f %% of the characters\n", count, 100 * settings.gate,
            100.0 * (double)left / (double)(of ? of : 1));
    return threshold;
}

signed char *gate_learn(int32_t *threshold)
{
    if (looks.count * 2 < kept_units() || settings.gate <= 0)
        return NULL; /* a language of words, now and then a character */
    float *weights = checked(malloc(PLACES * sizeof *weights)),
          *scores = checked(malloc((looks.count + 1) * sizeof *scores));
    for (size_t half = 0; half < 2; half++) {
        learn_half(half, weights);
        for (size_t s = 1 - half; s < looks.sentences; s += 2)
            for (size_t i = looks.starts[s]; i < looks.starts[s + 1]; i++)
                scores[i] = looks.items[i].known ? score_of(weights, &looks.items[i]) : -INFINITY;
    }
    const float scale = 127 / WEIGHT_MAX;
    *threshold = (int32_t)floorf(find_threshold(scores) * scale);
    learn_half(2, weights);
    signed char *bytes = checked(malloc(PLACES));
    for (size_t i = 0; i < PLACES; i++) bytes[i] = (signed char)lrintf(weights[i] * scale);
    free(weights);
    free(scores);
    return bytes;
}
