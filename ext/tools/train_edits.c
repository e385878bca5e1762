/*
** train_edits.c - learns how a letter of one spelling becomes a letter of another
**
** usage: train_edits SCRIPT ROUNDS < pairs > rows of data/names/edits.tsv
**
** Standard input: `letters TAB letters TAB weight`, both sides a-z (translit_key_level(TRANSLIT_KEY_SPOKEN)), the first of the Latin
** spelling. A memoryless stochastic transducer (Ristad and Yianilos 1998) with operations of up to two letters on one side
** and one on the other, trained by expectation maximisation. A row out is
** `SCRIPT TAB from TAB to TAB probability`, `-` for nothing. Not part of the build: its result is.
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS = 26, PAIRS = LETTERS * LETTERS, LONGEST = 24, MOST = 200000 };

typedef struct Pair {
    unsigned char a[LONGEST], b[LONGEST];
    int n, m;
    double weight, fit; /* fit: logarithm of the likelihood, by letter */
} Pair;

/* probabilities of the operations, and their expected counts, in the same layout */
typedef struct Model {
    double change[LETTERS][LETTERS], drop[LETTERS], add[LETTERS], drop2[PAIRS], add2[PAIRS], join[PAIRS][LETTERS],
        split[LETTERS][PAIRS];
} Model;

static Model model, counts;
static Pair *pairs;
static int pair_count;

static int read_letters(const char *text, unsigned char *out)
{
    int n = 0;
    for (; *text >= 'a' && *text <= 'z'; text++) {
        if (n == LONGEST) return 0;
        out[n++] = (unsigned char)(*text - 'a');
    }
    return *text ? 0 : n;
}

static void read_pairs(void)
{
    char line[1024];
    pairs = calloc(MOST, sizeof *pairs);
    if (!pairs) exit(1);
    while (fgets(line, sizeof line, stdin) && pair_count < MOST) {
        char *a = strtok(line, "\t\n"), *b = strtok(NULL, "\t\n"), *weight = strtok(NULL, "\t\n");
        if (!weight) continue;
        Pair *pair = &pairs[pair_count];
        pair->n = read_letters(a, pair->a);
        pair->m = read_letters(b, pair->b);
        pair->weight = atof(weight);
        if (pair->n && pair->m) pair_count++;
    }
}

static void begin(void)
{
    for (int i = 0; i < LETTERS; i++) {
        for (int k = 0; k < LETTERS; k++) model.change[i][k] = i == k ? 0.03 : 2e-4;
        model.drop[i] = model.add[i] = 2e-3;
    }
    for (int i = 0; i < PAIRS; i++) {
        model.drop2[i] = model.add2[i] = 1e-6;
        for (int k = 0; k < LETTERS; k++) model.join[i][k] = model.split[k][i] = 1e-6;
    }
}

/* Visits every operation that leads from (i - di, j - dj) to (i, j): its probability and the place of its count. */
static double *operation(Model *in, const Pair *pair, int i, int j, int di, int dj)
{
    const unsigned char *a = pair->a + i - di, *b = pair->b + j - dj;
    if (di == 1 && dj == 1) return &in->change[a[0]][b[0]];
    if (di == 1 && dj == 0) return &in->drop[a[0]];
    if (di == 0 && dj == 1) return &in->add[b[0]];
    if (di == 2 && dj == 0) return &in->drop2[a[0] * LETTERS + a[1]];
    if (di == 0 && dj == 2) return &in->add2[b[0] * LETTERS + b[1]];
    if (di == 2) return &in->join[a[0] * LETTERS + a[1]][b[0]];
    return &in->split[a[0]][b[0] * LETTERS + b[1]];
}

static const int steps[7][2] = {{1, 1}, {1, 0}, {0, 1}, {2, 1}, {1, 2}, {2, 0}, {0, 2}};

static double expect(const Pair *pair)
{
    static double forward[LONGEST + 1][LONGEST + 1], backward[LONGEST + 1][LONGEST + 1];
    memset(forward, 0, sizeof forward);
    memset(backward, 0, sizeof backward);
    forward[0][0] = 1;
    for (int i = 0; i <= pair->n; i++)
        for (int j = 0; j <= pair->m; j++)
            for (int s = 0; s < 7; s++) {
                int di = steps[s][0], dj = steps[s][1];
                if (di <= i && dj <= j)
                    forward[i][j] += forward[i - di][j - dj] * *operation(&model, pair, i, j, di, dj);
            }
    double total = forward[pair->n][pair->m];
    if (total < 1e-290) return 0;
    backward[pair->n][pair->m] = 1;
    for (int i = pair->n; i >= 0; i--)
        for (int j = pair->m; j >= 0; j--)
            for (int s = 0; s < 7; s++) {
                int di = steps[s][0], dj = steps[s][1];
                if (di > i || dj > j || backward[i][j] == 0) continue;
                double value = *operation(&model, pair, i, j, di, dj) * backward[i][j];
                backward[i - di][j - dj] += value;
                *operation(&counts, pair, i, j, di, dj) += pair->weight * forward[i - di][j - dj] * value / total;
            }
    return log(total) * pair->weight;
}

/* Forgets the pairs that fit worst: lists of names hold pairs that are no spellings of each other. */
static void forget_strangers(void)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < pair_count; i++) {
        sum += pairs[i].fit;
        squares += pairs[i].fit * pairs[i].fit;
    }
    double mean = sum / pair_count, spread = sqrt(squares / pair_count - mean * mean);
    int kept = 0;
    for (int i = 0; i < pair_count; i++)
        if (pairs[i].fit > mean - 1.5 * spread) pairs[kept++] = pairs[i];
    pair_count = kept;
}

int main(int argc, char **argv)
{
    if (argc != 3) return fputs("usage: train_edits SCRIPT ROUNDS < pairs\n", stderr), 2;
    read_pairs();
    begin();
    size_t cells = sizeof model / sizeof(double);
    double *to = (double *)(void *)&model, *from = (double *)(void *)&counts;
    for (int round = 0; round < atoi(argv[2]); round++) {
        double likelihood = 0, sum = 0;
        memset(&counts, 0, sizeof counts);
        for (int i = 0; i < pair_count; i++) {
            double value = expect(&pairs[i]);
            pairs[i].fit = value / pairs[i].weight / (pairs[i].n + pairs[i].m);
            likelihood += value;
        }
        for (size_t i = 0; i < cells; i++) sum += from[i];
        for (size_t i = 0; i < cells; i++) to[i] = from[i] > 0.02 ? from[i] / sum : 0;
        if (round == 2 || round == 4) forget_strangers();
        fprintf(stderr, "%s round %d: %d pairs, %.4f\n", argv[1], round, pair_count, likelihood / pair_count);
    }
    const double least = 3e-6;
    for (int a = 0; a < LETTERS; a++) {
        if (model.drop[a] > least) printf("%s\t%c\t-\t%.3g\n", argv[1], 'a' + a, model.drop[a]);
        if (model.add[a] > least) printf("%s\t-\t%c\t%.3g\n", argv[1], 'a' + a, model.add[a]);
        for (int b = 0; b < LETTERS; b++)
            if (model.change[a][b] > least) printf("%s\t%c\t%c\t%.3g\n", argv[1], 'a' + a, 'a' + b, model.change[a][b]);
    }
    for (int p = 0; p < PAIRS; p++) {
        char two[3] = {(char)('a' + p / LETTERS), (char)('a' + p % LETTERS), 0};
        if (model.drop2[p] > least) printf("%s\t%s\t-\t%.3g\n", argv[1], two, model.drop2[p]);
        if (model.add2[p] > least) printf("%s\t-\t%s\t%.3g\n", argv[1], two, model.add2[p]);
        for (int c = 0; c < LETTERS; c++) {
            if (model.join[p][c] > least) printf("%s\t%s\t%c\t%.3g\n", argv[1], two, 'a' + c, model.join[p][c]);
            if (model.split[c][p] > least) printf("%s\t%c\t%s\t%.3g\n", argv[1], 'a' + c, two, model.split[c][p]);
        }
    }
    free(pairs);
    return 0;
}
