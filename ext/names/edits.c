/*
** edits.c - the score of two words by the learned edits; see edits.h
**
** A forward pass over the alignments in three rows. Cost: six operations for each pair of letters, 0.4 microseconds for
** words of seven letters.
*/
#include "names/edits.h"
#include "names/reading.h"
#include <string.h>

enum { LONGEST = LONGEST_JOINED + 2 };

/* The words with their marks. */
static int mark(const uint8_t *letters, int count, uint8_t *out)
{
    out[0] = EDIT_BEGIN;
    memcpy(out + 1, letters, (size_t)count);
    out[count + 1] = EDIT_END;
    return count + 2;
}

static uint8_t find_two(const EditTable *table, uint32_t key)
{
    for (uint32_t at = edit_hash(key) & table->twos_mask; table->twos[at]; at = (at + 1) & table->twos_mask)
        if (table->twos[at] >> 8 == key) return (uint8_t)table->twos[at];
    return 0;
}

/* Logarithm of the sum over all alignments of a (the table's first side) and b. */
static double score(const EditTable *table, const uint8_t *first, int first_count, const uint8_t *second,
                    int second_count)
{
    uint8_t a[LONGEST], b[LONGEST];
    double rows[3][LONGEST + 1];
    const float *factor = edit_factors;
    int n = mark(first, first_count, a), m = mark(second, second_count, b);
    uint32_t pair_a = 0;
    for (int i = 0; i <= n; i++) {
        double *row = rows[i % 3], *before = rows[(i + 2) % 3], *second_before = rows[(i + 1) % 3];
        uint32_t x = i > 0 ? a[i - 1] : 0, pair_b = 0;
        pair_a = i > 0 ? pair_a % EDIT_LETTERS * EDIT_LETTERS + x : 0;
        row[0] = i == 0;
        /* marks turn into marks alone: the last column matters in the last row only, and of that row nothing else */
        if (i == 0) {
            memset(row + 1, 0, (size_t)m * sizeof *row);
            continue;
        }
        row[m] = 0;
        int from = i == n ? m : 1, to = i == n ? m : m - 1;
        if (i == n) {
            row[m - 1] = 0;
            pair_b = m > 1 ? b[m - 2] : 0;
        }
        for (int j = from; j <= to; j++) {
            uint32_t y = b[j - 1];
            double sum = row[j - 1] * (double)factor[table->add[y]];
            pair_b = pair_b % EDIT_LETTERS * EDIT_LETTERS + y;
            sum += before[j] * (double)factor[table->drop[x]] + before[j - 1] * (double)factor[table->change[x][y]];
            if (j > 1) sum += before[j - 2] * (double)factor[table->split[x][pair_b]];
            if (i > 1) {
                sum += second_before[j - 1] * (double)factor[table->join[pair_a][y]];
                if (j > 1 && table->has_two[pair_a])
                    sum += second_before[j - 2] * (double)factor[find_two(table, pair_a * EDIT_PAIRS + pair_b)];
            }
            row[j] = sum;
        }
    }
    double all = rows[n % 3][m];
    return log(all < 1e-300 ? 1e-300 : all > 1e300 ? 1e300 : all);
}

static double odds(const EditTable *table, Letters a, Letters b)
{
    double features[EDIT_CURVE], sum = 0;
    edit_features(score(table, a.letters, a.count, b.letters, b.count), a.count, b.count, features);
    for (int k = 0; k < EDIT_CURVE; k++) sum += table->curve[k] * features[k];
    return sum;
}

/* The table of two scripts, the nearer to Latin first. */
static const EditTable *table_of(int near, Letters far)
{
    if (near == EDIT_CYRILLIC && far.script == EDIT_KANA) return &edit_tables[EDIT_CYRILLIC_KANA];
    if (near == EDIT_CYRILLIC && far.script == EDIT_HANGUL) return &edit_tables[EDIT_CYRILLIC_HANGUL];
    if (far.native) return &edit_tables[EDIT_HAN_PINYIN];
    if (near == EDIT_CYRILLIC && far.script == EDIT_HAN) return &edit_tables[EDIT_CYRILLIC_HAN];
    return &edit_tables[far.script];
}

double edits_odds(Letters a, Letters b)
{
    if (a.script > b.script) return odds(table_of(b.script, a), b, a);
    if (b.script > a.script) return odds(table_of(a.script, b), a, b);
    double there = odds(&edit_tables[EDIT_ONE_SCRIPT], a, b), back = odds(&edit_tables[EDIT_ONE_SCRIPT], b, a);
    return there > back ? there : back;
}
