/*
** edits.c - the score of two words by the learned edits; see edits.h
**
** A forward pass over the alignments in three rows. Cost: five operations for each pair of letters, and those of two letters into two
** where both words have the pairs; 0.4 microseconds for words of eight letters.
*/
#include "names/edits.h"
#include "names/reading.h"
#include <string.h>

enum { LONGEST = LONGEST_JOINED + 2 };

static const double NO_PINYIN = -8; /* odds */

/* The words with their marks. */
static int mark(const uint8_t *letters, int count, uint8_t *out)
{
    out[0] = EDIT_BEGIN;
    memcpy(out + 1, letters, (size_t)count);
    out[count + 1] = EDIT_END;
    return count + 2;
}

/* Adds what comes into a row at `j` and is carried on by letters that are added. */
static void add_two(double *row, const double *added, int m, int j, double more)
{
    for (; j < m && more > 0; more *= added[j++]) row[j] += more;
}

/* The same for all operations of two letters: those of `pair` whose second pair the word has. */
static void add_twos(const EditTable *table, uint32_t pair, const double *second_before, const uint16_t *pairs,
                     const double *added, const uint64_t *present, int m, double *row)
{
    for (int k = table->first_two[pair]; k < table->first_two[pair + 1]; k++) {
        uint32_t other = table->twos[k] >> 8;
        if (!(present[other / 64] >> other % 64 & 1)) continue;
        for (int j = 2; j < m; j++)
            if (pairs[j - 1] == other)
                add_two(row, added, m, j, second_before[j - 2] * edit_factors[table->twos[k] & 0xFF]);
    }
}

/* The weight of one of them, 0 for none. */
static double weight_of_two(const EditTable *table, uint32_t pair, uint32_t other)
{
    for (int k = table->first_two[pair]; k < table->first_two[pair + 1]; k++)
        if (table->twos[k] >> 8 == other) return edit_factors[table->twos[k] & 0xFF];
    return 0;
}

/*
** Logarithm of the sum over all alignments of a (the table's first side) and b, words with their marks. Marks turn into marks alone: the
** first row and column are those of the first marks, and the last cell is reached with the last ones.
*/
static double score(const EditTable *table, const uint8_t *a, int n, const uint8_t *b, int m)
{
    double rows[3][LONGEST + 1], added[LONGEST];
    uint64_t present[EDIT_PAIRS / 64 + 1] = {0};
    uint16_t pairs[LONGEST];
    const double *factor = edit_factors;
    pairs[1] = 0; /* words have letters between their marks */
    for (int j = 1; j < m; j++) {
        pairs[j] = (uint16_t)(b[j - 1] * EDIT_LETTERS + b[j]);
        added[j] = factor[table->add[b[j]]];
        present[pairs[j] / 64] |= (uint64_t)1 << pairs[j] % 64;
    }
    for (int i = 0; i < 3; i++) memset(rows[i], 0, (size_t)m * sizeof **rows);
    rows[0][1] = factor[table->change[EDIT_BEGIN][EDIT_BEGIN]];
    for (int j = 2; j < m; j++) {
        rows[0][j] = rows[0][j - 1] * added[j - 1];
        if (j == 2) rows[0][j] += factor[table->split[EDIT_BEGIN][pairs[1]]];
    }
    for (int i = 2; i < n; i++) {
        double *row = rows[(i - 1) % 3];
        const double *before = rows[(i + 1) % 3], *second_before = rows[i % 3];
        uint32_t x = a[i - 1], pair = a[i - 2] * (uint32_t)EDIT_LETTERS + x;
        const uint8_t *change = table->change[x], *split = table->split[x], *join = table->join[pair];
        double dropped = factor[table->drop[x]], left = before[1] * dropped;
        if (i == 2) left += factor[join[EDIT_BEGIN]];
        row[1] = left;
        for (int j = 2; j < m; j++) {
            uint32_t y = b[j - 1];
            double sum = before[j] * dropped + before[j - 1] * factor[change[y]];
            sum += before[j - 2] * factor[split[pairs[j - 1]]] + second_before[j - 1] * factor[join[y]];
            row[j] = left = sum + left * added[j - 1];
        }
        if (table->first_two[pair] < table->first_two[pair + 1]) {
            if (i > 2) add_twos(table, pair, second_before, pairs, added, present, m, row);
            else add_two(row, added, m, 2, weight_of_two(table, pair, pairs[1]));
        }
    }
    const double *before = rows[(n + 1) % 3], *second_before = rows[n % 3];
    uint32_t pair = a[n - 2] * (uint32_t)EDIT_LETTERS + EDIT_END;
    double all = before[m - 1] * factor[table->change[EDIT_END][EDIT_END]];
    all += before[m - 2] * factor[table->split[EDIT_END][pairs[m - 1]]];
    all += second_before[m - 1] * factor[table->join[pair][EDIT_END]];
    all += second_before[m - 2] * weight_of_two(table, pair, pairs[m - 1]);
    return log(all < 1e-300 ? 1e-300 : all > 1e300 ? 1e300 : all);
}

static double odds(const EditTable *table, Letters first, Letters second)
{
    uint8_t a[LONGEST], b[LONGEST];
    int n = mark(first.letters, first.count, a), m = mark(second.letters, second.count, b);
    double features[EDIT_CURVE], sum = 0;
    edit_features(score(table, a, n, b, m), first.count, second.count, features);
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

/*
** Whether half of the letters of a longer word and of one in pinyin differ. The table of pinyin is learned from spellings of Chinese names, which are
** nearer than that; what it would say of others is chance.
*/
static int is_no_pinyin(Letters a, Letters b)
{
    enum { SHORT = 5 };
    int row[LONGEST_JOINED + 1] = {0}, longer = a.count > b.count ? a.count : b.count;
    if (longer <= SHORT) return 0;
    for (int j = 0; j <= b.count; j++) row[j] = j;
    for (int i = 1; i <= a.count; i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= b.count; j++) {
            int change = corner + (a.letters[i - 1] != b.letters[j - 1]);
            int least = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < least ? change : least;
        }
    }
    return 2 * row[b.count] >= longer;
}

double edits_odds(Letters a, Letters b)
{
    if (a.script != b.script && (a.native || b.native) && is_no_pinyin(a, b)) return NO_PINYIN;
    if (a.script > b.script) return odds(table_of(b.script, a), b, a);
    if (b.script > a.script) return odds(table_of(a.script, b), a, b);
    /* the weights are symmetric, and in one order of the words so is the rounding */
    int shorter = a.count < b.count ? a.count : b.count, order = memcmp(a.letters, b.letters, (size_t)shorter);
    int turned = order ? order > 0 : a.count > b.count;
    return turned ? odds(&edit_tables[EDIT_ONE_SCRIPT], b, a) : odds(&edit_tables[EDIT_ONE_SCRIPT], a, b);
}
