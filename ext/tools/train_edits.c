/*
** train_edits.c - learns how the letters of one spelling of a name become those of another
**
** usage: train_edits FOLDER GAZETTEER [HOLD [TABLE]] > ext/data/names/edits.tsv
**
** FOLDER holds wikidata_en_*.tsv: `English word TAB letters of the other spelling, blanks between TAB count`; GAZETTEER is
** ext/data/gazetteer, of whose cities and subdivisions the names of one word count. Both sides are read as the comparison reads them
** (names/reading.h), so the weights belong to the romanization tables they were trained with. `make train-names` runs it; the same data
** and tables give the same bytes. HOLD 1 keeps every tenth word out of the training, and prints on standard error how these are told from
** their nearest strangers and from random ones.
**
** The model is a sum over all alignments of two words. A word is its letters between a beginning and an end mark; an operation
** turns up to two letters into up to two (1:1, 1:0, 0:1, 2:1, 1:2, 2:2; marks only into marks, so that `e$ -> $` is a silent end).
** Two phases:
**   1. expectation maximisation of a stochastic transducer (Ristad and Yianilos 1998). Operations of two letters lose a discount from their
**      expected count each round, so they stay only where they say more than two of one letter. Lists of names hold pairs that are no
**      spellings of each other: twice, the pairs that fit worst are left out.
**   2. each weight becomes the logarithm of its probability against chance, and is improved by gradient descent on the logistic loss
**      of telling spellings from strangers of either word: the nearest of a random sample, and a random one (Adagrad, drawn back
**      to where phase 1 left them; labels are taken to be wrong now and then).
** Spellings in one script have strangers of a third kind: of the words that begin or end like it, the one that is most taken for its spelling (Johnson,
** Johnston). They count NEIGHBOUR_WEIGHT of the others: of such neighbours, held out, 33 % pass for spellings without them, 7 % with them at .4, and of the
** spellings of lists 84 % and 75 % are found.
**
** The curve from the score of two words to a probability is a logistic regression on the score, the score by letter, and the length.
**
** Pairs of scripts: Latin with each of six, and, by way of the English word they share, Cyrillic with Hangul, kana and Han, and two
** spellings in one script, whose weights are made symmetric.
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/icu.h"
#include "base/utf8.h"
#include "names/edits.h"
#include "names/reading.h"
#include "tools/read_file.h"

enum {
    LONGEST = 26, /* letters with marks */
    MOST = 150000,
    K = EDIT_LETTERS,
    KK = K * K,
    CHANGE = 0,
    DROP = CHANGE + KK,
    ADD = DROP + K,
    JOIN = ADD + K,
    SPLIT = JOIN + KK * K,
    TWO = SPLIT + K * KK,
    OPERATIONS = TWO + KK * KK,
    EM_ROUNDS = 12
};

/* How hard a table is trained in phase 2: rounds, pairs, strangers among which the nearest is looked for. */
typedef struct Effort {
    int epochs, most_told, sample;
} Effort;
static const Effort PLAIN = {4, 20000, 50};
/* Foreign names in Chinese have few sounds, so strangers are nearer: precision on pairs not looked at .896 -> .909, recall .916 -> .911 */
static const Effort HARD = {6, 60000, 200};
static const double DISCOUNT_TWO = 2, DISCOUNT_ONE = 0.3, LEAST = 3e-7, RATE = 0.1, PULL = 5e-6, WRONG_LABEL = 0.03,
                    NEIGHBOUR_WEIGHT = 0.4;

typedef struct Spelled {
    unsigned char letters[LONGEST];
    int count; /* with marks */
} Spelled;

typedef struct Pair {
    Spelled a, b;
    double weight, fit;
    int held;
} Pair;

typedef struct List {
    Pair *items;
    int count;
} List;

static const char HEAD[] = "# How letters of one spelling of a name stand for letters of another, both romanized "
                           "(names/reading.h).\n"
                           "# Made by tools/train_edits.c from pairs of words of person names of Wikidata (CC0) and "
                           "of names of places (GeoNames, CC BY 4.0; Unicode CLDR).\n"
                           "# table (scripts, ISO 15924; the first is Latin if only one is named)\tletters of the "
                           "first (- none, ^ and $ the ends of a word)\t"
                           "letters of the second\tlogarithm of how much likelier than by chance\n"
                           "# rows `curve`: from the score of two words to the logarithm of the odds (names/edits.h)\n";

static double weight[OPERATIONS], probability[OPERATIONS], counts[OPERATIONS], prior[OPERATIONS], slope[OPERATIONS];
static double curve[EDIT_CURVE];
enum { SEED = 20261122 };
static unsigned long long seed;

static unsigned random_below(unsigned limit)
{
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)((seed >> 33) % limit);
}

/* --- reading --- */

static int read_word(const char *letters, size_t length, Spelled *word)
{
    word->count = 0;
    if (!length || length > LONGEST - 2) return 0;
    word->letters[word->count++] = EDIT_BEGIN;
    for (size_t i = 0; i < length; i++) {
        if (letters[i] < 'a' || letters[i] > 'z') return 0;
        word->letters[word->count++] = (unsigned char)(letters[i] - 'a');
    }
    word->letters[word->count++] = EDIT_END;
    return 1;
}

/* Reads a name as the comparison does: its main words joined. */
static int read_name(Icu *icu, int reading, const char *text, size_t length, Spelled *word)
{
    Name name;
    char letters[LONGEST_JOINED];
    if (reading_read(icu, reading, text, length, &name) != STATUS_OK) exit(1);
    for (int i = 0; i < name.count; i++)
        if (name.words[i].digits) return 0;
    for (int i = 0; i < name.joined_count; i++) letters[i] = (char)('a' + name.joined[i]);
    return read_word(letters, (size_t)name.joined_count, word);
}

static unsigned hash_word(const Spelled *word)
{
    unsigned hash = 2166136261u;
    for (int i = 0; i < word->count; i++) hash = (hash ^ word->letters[i]) * 16777619u;
    return hash ^ (hash >> 15);
}

static int same_word(const Spelled *a, const Spelled *b)
{
    return a->count == b->count && !memcmp(a->letters, b->letters, (size_t)a->count);
}

static void add_pair(List *list, const Spelled *a, const Spelled *b, double weight_of_pair)
{
    if (list->count == MOST) return;
    Pair *pair = &list->items[list->count++];
    pair->a = *a, pair->b = *b, pair->weight = weight_of_pair;
    pair->held = hash_word(a) % 10 == 0;
}

static List new_list(void)
{
    List list = {calloc(MOST, sizeof(Pair)), 0};
    if (!list.items) exit(1);
    return list;
}

static List read_people(Icu *icu, const char *folder, const char *language, int reading)
{
    List list = new_list();
    char name[64], line[2048];
    snprintf(name, sizeof name, "wikidata_en_%s.tsv", language);
    FILE *in = open_within(folder, name);
    while (fgets(line, sizeof line, in)) {
        char *a = strtok(line, "\t\n"), *b = strtok(NULL, "\t\n"), *number = strtok(NULL, "\t\n"), *to = b;
        Spelled first, second;
        if (!number) continue;
        for (char *from = b; *from; from++)
            if (*from != ' ') *to++ = *from;
        *to = 0;
        if (read_name(icu, reading, a, strlen(a), &first) && read_name(icu, reading, b, strlen(b), &second))
            add_pair(&list, &first, &second, 1 + log(atof(number)));
    }
    fclose(in);
    return list;
}

/* The script of a name of one word, -2: it is of several. */
static int script_of(const char *name, size_t length)
{
    uint32_t code;
    utf8_decode(name, name + length, &code);
    for (size_t i = 0; i < length; i++)
        if (strchr(" -.'(/", name[i])) return -2;
    return reading_script(code);
}

/*
** Adds places: rows of a table from `first_cell` on are names of one place, several in a cell divided by `|`. Each of the first names of
** one word in one script is paired with each of those in the other.
*/
static void add_places(Icu *icu, const char *folder, const char *file, int first_cell, const int scripts[2],
                       int reading, List *list)
{
    enum { NAMES = 3 };
    static char line[65536];
    FILE *in = open_within(folder, file);
    while (fgets(line, sizeof line, in)) {
        Spelled words[2][NAMES];
        int counts[2] = {0, 0}, cell = 0;
        if (*line == '#') continue;
        for (char *at = line; *at; at++) {
            size_t length = strcspn(at, "|\t\n");
            int script = cell >= first_cell && length ? script_of(at, length) : -2;
            for (int k = 0; k < 2; k++)
                if (script == scripts[k] && counts[k] < (script == LATIN ? 1 : NAMES))
                    counts[k] += read_name(icu, reading, at, length, &words[k][counts[k]]);
            at += length;
            if (*at == '\t') cell++;
            if (!*at) break;
        }
        for (int i = 0; i < counts[0]; i++)
            for (int k = 0; k < counts[1]; k++) add_pair(list, &words[0][i], &words[1][k], 1);
    }
    fclose(in);
}

static int distance(const Spelled *a, const Spelled *b)
{
    int row[LONGEST + 1] = {0};
    for (int j = 0; j <= b->count; j++) row[j] = j;
    for (int i = 1; i <= a->count; i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= b->count; j++) {
            int change = corner + (a->letters[i - 1] != b->letters[j - 1]), least = row[j] + 1;
            corner = row[j];
            if (row[j - 1] + 1 < least) least = row[j - 1] + 1;
            row[j] = change < least ? change : least;
        }
    }
    return row[b->count];
}

/*
** Leaves out pairs of whose letters more than a third differ: of names in pinyin, those that are foreign names by their sound, which the
** other reading of Han is for.
*/
static void leave_out_unlike(List *list)
{
    int kept = 0;
    for (int i = 0; i < list->count; i++) {
        const Pair *pair = &list->items[i];
        int longer = pair->a.count > pair->b.count ? pair->a.count : pair->b.count;
        if (3 * distance(&pair->a, &pair->b) <= longer - 2) list->items[kept++] = *pair;
    }
    list->count = kept;
}

/* --- the sum over alignments --- */

static const int steps[6][2] = {{1, 1}, {1, 0}, {0, 1}, {2, 1}, {1, 2}, {2, 2}};

/* The operation that leads from (i - di, j - dj) to (i, j). */
static int operation(const Spelled *a, const Spelled *b, int i, int j, int di, int dj)
{
    const unsigned char *x = a->letters + i - di, *y = b->letters + j - dj;
    int one = di ? x[0] : 0, other = dj ? y[0] : 0;
    if (di == 2) one = one * K + x[1];
    if (dj == 2) other = other * K + y[1];
    if (di == 1 && dj == 1) return CHANGE + one * K + other;
    if (dj == 0) return DROP + one;
    if (di == 0) return ADD + other;
    if (di == 2 && dj == 1) return JOIN + one * K + other;
    if (di == 1) return SPLIT + one * KK + other;
    return TWO + one * KK + other;
}

/* Marks turn into marks alone. */
static int is_possible(int first, int second, int third, int fourth)
{
    int begin = (first == EDIT_BEGIN) + (second == EDIT_BEGIN), end = (first == EDIT_END) + (second == EDIT_END);
    return begin == (third == EDIT_BEGIN) + (fourth == EDIT_BEGIN) &&
           end == (third == EDIT_END) + (fourth == EDIT_END) && begin < 2 && end < 2;
}

static double forward[LONGEST + 1][LONGEST + 1];

static double sum_forward(const Spelled *a, const Spelled *b)
{
    for (int i = 0; i <= a->count; i++)
        for (int j = 0; j <= b->count; j++) {
            double sum = i == 0 && j == 0;
            for (int s = 0; s < 6; s++) {
                int di = steps[s][0], dj = steps[s][1];
                if (di <= i && dj <= j && forward[i - di][j - dj] > 0)
                    sum += forward[i - di][j - dj] * probability[operation(a, b, i, j, di, dj)];
            }
            forward[i][j] = sum;
        }
    return forward[a->count][b->count];
}

/* Calls add(operation, expected number of uses) for each operation of the alignments. */
static void visit_uses(const Spelled *a, const Spelled *b, double total, double scale, void (*add)(int, double))
{
    static double backward[LONGEST + 1][LONGEST + 1];
    for (int i = 0; i <= a->count; i++) memset(backward[i], 0, sizeof backward[i]);
    backward[a->count][b->count] = 1;
    for (int i = a->count; i >= 0; i--)
        for (int j = b->count; j >= 0; j--) {
            if (backward[i][j] == 0 || forward[i][j] == 0) continue;
            for (int s = 0; s < 6; s++) {
                int di = steps[s][0], dj = steps[s][1];
                if (di > i || dj > j || forward[i - di][j - dj] == 0) continue;
                int op = operation(a, b, i, j, di, dj);
                double value = probability[op] * backward[i][j];
                if (value == 0) continue;
                backward[i - di][j - dj] += value;
                add(op, scale * forward[i - di][j - dj] * value / total);
            }
        }
}

/* --- phase 1: expectation maximisation --- */

static void add_count(int op, double uses)
{
    counts[op] += uses;
}

static void begin(void)
{
    memset(probability, 0, sizeof probability);
    for (int i = 0; i < K; i++) {
        int is_mark = i >= EDIT_BEGIN;
        for (int k = 0; k < K; k++)
            if (is_possible(i, -1, k, -1)) probability[CHANGE + i * K + k] = i == k ? 0.03 : 2e-4;
        if (!is_mark) probability[DROP + i] = probability[ADD + i] = 2e-3;
    }
    for (int p = 0; p < KK; p++) {
        int one = p / K, two = p % K;
        for (int c = 0; c < K; c++) {
            if (is_possible(one, two, c, -1)) probability[JOIN + p * K + c] = 1e-6;
            if (is_possible(c, -1, one, two)) probability[SPLIT + c * KK + p] = 1e-6;
        }
        for (int q = 0; q < KK; q++)
            if (is_possible(one, two, q / K, q % K)) probability[TWO + p * KK + q] = 5e-7;
    }
}

static void forget_strangers(List *list)
{
    double sum = 0, squares = 0;
    int kept = 0;
    for (int i = 0; i < list->count; i++) {
        sum += list->items[i].fit;
        squares += list->items[i].fit * list->items[i].fit;
    }
    double mean = sum / list->count, spread = sqrt(squares / list->count - mean * mean);
    for (int i = 0; i < list->count; i++)
        if (list->items[i].fit > mean - 1.5 * spread || list->items[i].held) list->items[kept++] = list->items[i];
    list->count = kept;
}

static void maximise_expectation(List *list)
{
    begin();
    for (int round = 0; round < EM_ROUNDS; round++) {
        double likelihood = 0, sum = 0;
        memset(counts, 0, sizeof counts);
        for (int i = 0; i < list->count; i++) {
            Pair *pair = &list->items[i];
            if (pair->held) continue;
            double total = sum_forward(&pair->a, &pair->b);
            pair->fit = -60;
            if (total < 1e-290) continue;
            visit_uses(&pair->a, &pair->b, total, pair->weight, add_count);
            pair->fit = log(total) / (pair->a.count + pair->b.count);
            likelihood += log(total);
        }
        for (int op = 0; op < OPERATIONS; op++) {
            double discount = op >= TWO ? DISCOUNT_TWO : op >= JOIN ? DISCOUNT_ONE : 0;
            counts[op] = counts[op] > discount ? counts[op] - discount : 0;
            sum += counts[op];
        }
        for (int op = 0; op < OPERATIONS; op++) probability[op] = counts[op] / sum;
        if (round == 2 || round == 5) forget_strangers(list);
        if (round == EM_ROUNDS - 1) fprintf(stderr, "  %d pairs, %.4f\n", list->count, likelihood / list->count);
    }
}

/* --- phase 2: telling spellings from strangers --- */

static void letters_of(int op, int letters[4])
{
    letters[0] = letters[1] = letters[2] = letters[3] = -1;
    if (op < DROP) letters[0] = op / K, letters[2] = op % K;
    else if (op < ADD) letters[0] = op - DROP;
    else if (op < JOIN) letters[2] = op - ADD;
    else if (op < SPLIT) letters[0] = (op - JOIN) / KK, letters[1] = (op - JOIN) / K % K, letters[2] = (op - JOIN) % K;
    else if (op < TWO) letters[0] = (op - SPLIT) / KK, letters[2] = (op - SPLIT) / K % K, letters[3] = (op - SPLIT) % K;
    else {
        letters[0] = (op - TWO) / (KK * K), letters[1] = (op - TWO) / KK % K;
        letters[2] = (op - TWO) / K % K, letters[3] = (op - TWO) % K;
    }
}

/* Weights: logarithms against chance. Operations of one letter that were never seen cost what the least frequent does. */
static void weigh_against_chance(void)
{
    double seen[2][K] = {{0}}, sum[2] = {0, 0};
    int letters[4];
    for (int op = 0; op < OPERATIONS; op++) {
        if (probability[op] == 0) continue;
        letters_of(op, letters);
        for (int k = 0; k < 4; k++)
            if (letters[k] >= 0) seen[k / 2][letters[k]] += probability[op], sum[k / 2] += probability[op];
    }
    for (int op = 0; op < OPERATIONS; op++) {
        double value = probability[op];
        letters_of(op, letters);
        if (op < JOIN && value < LEAST &&
            (letters[2] < 0 || letters[0] < 0 ? letters[0] < EDIT_BEGIN && letters[2] < EDIT_BEGIN
                                              : is_possible(letters[0], -1, letters[2], -1)))
            value = LEAST;
        if (value < LEAST) {
            probability[op] = 0;
            continue;
        }
        double logarithm = log(value);
        for (int k = 0; k < 4; k++)
            if (letters[k] >= 0)
                logarithm -= log((seen[k / 2][letters[k]] + 1e-4 * sum[k / 2]) / (sum[k / 2] * (1 + 1e-4 * K)));
        weight[op] = prior[op] = logarithm;
        probability[op] = exp(logarithm);
        slope[op] = 1e-3;
    }
}

static double score_of(const Spelled *a, const Spelled *b)
{
    double total = sum_forward(a, b);
    return log(total > 1e-300 ? total : 1e-300);
}

static double odds_of(double score, const Spelled *a, const Spelled *b)
{
    double x[EDIT_CURVE];
    double odds = 0;
    edit_features(score, a->count - 2, b->count - 2, x);
    for (int k = 0; k < EDIT_CURVE; k++) odds += curve[k] * x[k];
    return odds;
}

static double push; /* of the pair at hand: learning rate times the derivative of the loss by the score */

static void improve(int op, double uses)
{
    if (uses < 1e-3) return;
    double gradient = push * uses + PULL * (weight[op] - prior[op]);
    slope[op] += gradient * gradient;
    weight[op] -= RATE * gradient / sqrt(slope[op]);
    if (weight[op] > EDIT_MOST) weight[op] = EDIT_MOST;
    if (weight[op] < -EDIT_MOST) weight[op] = -EDIT_MOST;
    probability[op] = exp(weight[op]);
}

typedef struct Example {
    const Spelled *a, *b;
    double score, weight;
    int same;
} Example;

/* A stranger for a pair: a word that is not known to be another spelling of its second word (`side` 0), or of its first. */
static const Spelled *stranger_of(const List *list, const Pair *pair, int side, int held)
{
    for (;;) {
        const Pair *other = &list->items[random_below((unsigned)list->count)];
        if (other->held == held && !same_word(&other->b, &pair->b) && !same_word(&other->a, &pair->a))
            return side ? &other->b : &other->a;
    }
}

/* The word that a stranger stands beside. */
static const Spelled *partner_of(const Pair *pair, int side)
{
    return side ? &pair->a : &pair->b;
}

static double odds_beside(const Spelled *stranger, const Pair *pair, int side)
{
    const Spelled *a = side ? &pair->a : stranger, *b = side ? stranger : &pair->b;
    return odds_of(score_of(a, b), a, b);
}

static const Spelled *nearest_stranger(const List *list, const Pair *pair, int side, int sample)
{
    const Spelled *best = NULL;
    double most = 0;
    for (int k = 0; k < sample; k++) {
        const Spelled *word = stranger_of(list, pair, side, 0);
        int difference = word->count - partner_of(pair, side)->count;
        if (difference > 5 || difference < -5) continue;
        double value = odds_beside(word, pair, side);
        if (!best || value > most) best = word, most = value;
    }
    return best ? best : stranger_of(list, pair, side, 0);
}

/* --- strangers that begin or end alike, for spellings in one script --- */

enum { NEIGHBOURS = 30 }; /* looked at on each side */

/* The words of a list in two orders, and its pairs. */
typedef struct Neighbourhood {
    const Pair **by_start, **by_end;
    size_t *starts, *ends; /* where the pairs stand there */
    const Pair **known;    /* open addressing */
    size_t mask;
    int count;
} Neighbourhood;

static int by_first_letters(const void *left, const void *right)
{
    const Pair *x = *(const Pair *const *)left, *y = *(const Pair *const *)right;
    int n = x->a.count < y->a.count ? x->a.count : y->a.count, order = memcmp(x->a.letters, y->a.letters, (size_t)n);
    return order ? order : x->a.count != y->a.count ? x->a.count - y->a.count : x < y ? -1 : x > y;
}

static int by_last_letters(const void *left, const void *right)
{
    const Pair *x = *(const Pair *const *)left, *y = *(const Pair *const *)right;
    for (int i = x->a.count - 1, k = y->a.count - 1; i >= 0 && k >= 0; i--, k--)
        if (x->a.letters[i] != y->a.letters[k]) return x->a.letters[i] - y->a.letters[k];
    return x->a.count != y->a.count ? x->a.count - y->a.count : x < y ? -1 : x > y;
}

static size_t hash_letters(const Spelled *a, const Spelled *b)
{
    size_t hash = 5381;
    for (int i = 0; i < a->count; i++) hash = hash * 33 + a->letters[i];
    for (int i = 0; i < b->count; i++) hash = hash * 33 + b->letters[i];
    return hash ^ hash >> 15;
}

static const Pair **slot_of(const Neighbourhood *near, const Spelled *a, const Spelled *b)
{
    size_t at = hash_letters(a, b) & near->mask;
    while (near->known[at] && !(same_word(&near->known[at]->a, a) && same_word(&near->known[at]->b, b)))
        at = (at + 1) & near->mask;
    return &near->known[at];
}

static void settle(Neighbourhood *near, const List *list)
{
    near->count = list->count;
    near->mask = 1023;
    while (near->mask < (size_t)list->count * 2) near->mask = near->mask * 2 + 1;
    near->known = calloc(near->mask + 1, sizeof(Pair *));
    near->by_start = calloc((size_t)list->count, sizeof(Pair *));
    near->by_end = calloc((size_t)list->count, sizeof(Pair *));
    near->starts = calloc((size_t)list->count, sizeof *near->starts);
    near->ends = calloc((size_t)list->count, sizeof *near->ends);
    if (!near->known || !near->by_start || !near->by_end || !near->starts || !near->ends) exit(1);
    for (int i = 0; i < list->count; i++) {
        const Pair *pair = near->by_start[i] = near->by_end[i] = &list->items[i];
        *slot_of(near, &pair->a, &pair->b) = pair;
    }
    qsort(near->by_start, (size_t)list->count, sizeof(Pair *), by_first_letters);
    qsort(near->by_end, (size_t)list->count, sizeof(Pair *), by_last_letters);
    for (size_t i = 0; i < (size_t)list->count; i++) {
        near->starts[near->by_start[i] - list->items] = i;
        near->ends[near->by_end[i] - list->items] = i;
    }
}

static void unsettle(Neighbourhood *near)
{
    free(near->known);
    free(near->by_start);
    free(near->by_end);
    free(near->starts);
    free(near->ends);
}

/* Of the words that stand beside the first word of a pair in an order, the one that is taken for its spelling most, and is not known to be; or `best`. */
static const Spelled *nearest_neighbour(const Neighbourhood *near, const Pair **order, size_t at, const Pair *pair,
                                        int held, const Spelled *best, double *most)
{
    size_t first = at > NEIGHBOURS ? at - NEIGHBOURS : 0;
    for (size_t i = first; i < (size_t)near->count && i <= at + NEIGHBOURS; i++) {
        const Spelled *word = &order[i]->a;
        if (order[i]->held != held || same_word(word, &pair->a) || same_word(word, &pair->b) ||
            *slot_of(near, word, &pair->a) || *slot_of(near, &pair->a, word))
            continue;
        double value = odds_of(score_of(&pair->a, word), &pair->a, word);
        if (best && value <= *most) continue;
        best = word;
        *most = value;
    }
    return best;
}

static const Spelled *neighbour_of(const Neighbourhood *near, const List *list, const Pair *pair)
{
    size_t number = (size_t)(pair - list->items);
    double most = 0;
    const Spelled *best = nearest_neighbour(near, near->by_start, near->starts[number], pair, pair->held, NULL, &most);
    return nearest_neighbour(near, near->by_end, near->ends[number], pair, pair->held, best, &most);
}

/* Newton's method for the curve. */
static void fit_curve(const Example *examples, int count)
{
    for (int round = 0; round < 12; round++) {
        double hessian[EDIT_CURVE][EDIT_CURVE + 1] = {{0}};
        for (int i = 0; i < count; i++) {
            double x[EDIT_CURVE], odds = 0;
            edit_features(examples[i].score, examples[i].a->count - 2, examples[i].b->count - 2, x);
            for (int k = 0; k < EDIT_CURVE; k++) odds += curve[k] * x[k];
            double p = 1 / (1 + exp(-odds)), q = WRONG_LABEL + (1 - 2 * WRONG_LABEL) * p;
            /* a label that is wrong now and then pulls less where the curve is sure */
            double trust = examples[i].same ? (1 - WRONG_LABEL) * p / q : WRONG_LABEL * p / (1 - q);
            double residual = (trust - p) * examples[i].weight, bend = p * (1 - p) * examples[i].weight + 1e-9;
            for (int k = 0; k < EDIT_CURVE; k++) {
                for (int l = 0; l < EDIT_CURVE; l++) hessian[k][l] += bend * x[k] * x[l];
                hessian[k][EDIT_CURVE] += residual * x[k];
            }
        }
        for (int k = 0; k < EDIT_CURVE; k++) hessian[k][k] += 1;
        for (int k = 0; k < EDIT_CURVE; k++) {
            for (int r = 0; r < EDIT_CURVE; r++) {
                if (r == k) continue;
                double factor = hessian[r][k] / hessian[k][k];
                for (int c = k; c <= EDIT_CURVE; c++) hessian[r][c] -= factor * hessian[k][c];
            }
        }
        for (int k = 0; k < EDIT_CURVE; k++) curve[k] += 0.7 * hessian[k][EDIT_CURVE] / hessian[k][k];
    }
}

static void descend(Example *examples, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int k = (int)random_below((unsigned)i + 1);
        Example other = examples[i];
        examples[i] = examples[k];
        examples[k] = other;
    }
    for (int i = 0; i < count; i++) {
        const Example *example = &examples[i];
        double total = sum_forward(example->a, example->b);
        if (total < 1e-290) continue;
        double length = sqrt((double)(example->a->count - 2) * (example->b->count - 2));
        double p = 1 / (1 + exp(-odds_of(log(total), example->a, example->b)));
        double q = WRONG_LABEL + (1 - 2 * WRONG_LABEL) * p;
        double trust = example->same ? (1 - WRONG_LABEL) * p / q : WRONG_LABEL * p / (1 - q);
        push = (p - trust) * (curve[1] + curve[2] / (length + 2)) * example->weight;
        if (fabs(push) > 1e-3) visit_uses(example->a, example->b, total, 1, improve);
    }
}

/* --- how well it tells what it has not seen --- */

static void report_neighbours(const List *list)
{
    Neighbourhood near_by;
    int taken = 0, asked = 0, hit = 0;
    settle(&near_by, list);
    for (int i = 0; i < list->count; i++) {
        const Pair *pair = &list->items[i];
        const Spelled *word = pair->held ? neighbour_of(&near_by, list, pair) : NULL;
        if (!word) continue;
        asked++;
        taken += odds_of(score_of(&pair->a, word), &pair->a, word) > 0;
        hit += odds_of(score_of(&pair->a, &pair->b), &pair->a, &pair->b) > 0;
    }
    fprintf(stderr, "  of %d neighbours %d are taken for spellings, of the spellings %d\n", asked, taken, hit);
    unsettle(&near_by);
}

static void report_held(const List *list, const char *name)
{
    int hit = 0, said = 0, same = 0, top = 0, asked = 0;
    for (int i = 0; i < list->count && same < 1500; i++) {
        const Pair *pair = &list->items[i];
        if (!pair->held) continue;
        double right = odds_of(score_of(&pair->a, &pair->b), &pair->a, &pair->b), most = -1e9;
        const Spelled *nearest = NULL, *word = NULL;
        int least = 99;
        for (int k = 0; k < 500; k++) {
            word = stranger_of(list, pair, 0, 1);
            int away = distance(word, &pair->b);
            if (away < least) least = away, nearest = word;
            if (asked < 300) {
                double value = odds_of(score_of(word, &pair->b), word, &pair->b);
                if (value > most) most = value;
            }
        }
        if (asked < 300) asked++, top += right > most;
        int wrong = (odds_of(score_of(nearest, &pair->b), nearest, &pair->b) > 0) +
                    (odds_of(score_of(word, &pair->b), word, &pair->b) > 0);
        same++, hit += right > 0, said += (right > 0) + wrong;
    }
    double p = (double)hit / said, r = (double)hit / same;
    fprintf(stderr, "%s held out: %d, P %.4f R %.4f F1 %.4f, top %.4f\n", name, same, p, r, 2 * p * r / (p + r),
            (double)top / asked);
}

/* The operation that turns the second letters into the first. */
static int mirror_of(int op)
{
    if (op < DROP) return CHANGE + op % K * K + op / K;
    if (op < ADD) return ADD + op - DROP;
    if (op < JOIN) return DROP + op - ADD;
    if (op < SPLIT) return SPLIT + (op - JOIN) % K * KK + (op - JOIN) / K;
    if (op < TWO) return JOIN + (op - SPLIT) % KK * K + (op - SPLIT) / KK;
    return TWO + (op - TWO) % KK * KK + (op - TWO) / KK;
}

/* Spellings in one script stand on either side: an operation and its mirror become their mean. */
static void make_symmetric(void)
{
    for (int op = 0; op < OPERATIONS; op++) {
        int mirror = mirror_of(op);
        if (mirror < op) continue;
        probability[op] = probability[mirror] = (probability[op] + probability[mirror]) / 2;
        if (probability[op] > 0) weight[op] = weight[mirror] = log(probability[op]);
    }
}

static void tell_apart(const List *list, const Effort *effort, int hold, int symmetric)
{
    Example *examples = calloc((size_t)list->count * 4, sizeof *examples);
    Neighbourhood near_by;
    int every = list->count / effort->most_told + 1;
    static const double start[EDIT_CURVE] = {-3.2, 0, 4, 0, 0};
    if (!examples) exit(1);
    memcpy(curve, start, sizeof curve);
    if (symmetric) settle(&near_by, list);
    for (int epoch = 0; epoch <= effort->epochs; epoch++) {
        int count = 0;
        for (int i = 0; i < list->count; i++) {
            const Pair *pair = &list->items[i];
            if (pair->held || (i + epoch) % every) continue;
            examples[count++] = (Example){&pair->a, &pair->b, 0, 1, 1};
            for (int near = 0; near < 2; near++) { /* strangers of both sides in turn */
                int side = (i / every + epoch + near) % 2;
                const Spelled *word =
                    near ? nearest_stranger(list, pair, side, effort->sample) : stranger_of(list, pair, side, 0);
                examples[count++] = (Example){side ? &pair->a : word, side ? word : &pair->b, 0, 1, 0};
            }
            const Spelled *neighbour = symmetric ? neighbour_of(&near_by, list, pair) : NULL;
            if (neighbour) examples[count++] = (Example){&pair->a, neighbour, 0, NEIGHBOUR_WEIGHT, 0};
        }
        for (int i = 0; i < count; i++) examples[i].score = score_of(examples[i].a, examples[i].b);
        fit_curve(examples, count);
        if (epoch == 0 && hold) report_held(list, "  phase 1");
        if (epoch < effort->epochs) descend(examples, count);
        if (epoch < effort->epochs && symmetric) make_symmetric();
        double right = 0;
        for (int i = 0; i < count; i++)
            right += (odds_of(examples[i].score, examples[i].a, examples[i].b) > 0) == examples[i].same;
        fprintf(stderr, "  epoch %d: right %.4f\n", epoch, right / count);
    }
    if (symmetric) unsettle(&near_by);
    free(examples);
}

/* --- writing --- */

static void print_letters(int first, int second)
{
    for (int k = 0; k < 2; k++) {
        int letter = k ? second : first;
        if (letter >= 0) putchar(letter == EDIT_BEGIN ? '^' : letter == EDIT_END ? '$' : 'a' + letter);
    }
    if (first < 0) putchar('-');
}

static void print_model(const char *name)
{
    int rows = 0, letters[4];
    printf("%s\tcurve\t-\t", name);
    for (int k = 0; k < EDIT_CURVE; k++) printf("%s%.4f", k ? " " : "", curve[k]);
    putchar('\n');
    for (int op = 0; op < OPERATIONS; op++) {
        if (probability[op] == 0) continue;
        letters_of(op, letters);
        printf("%s\t", name);
        print_letters(letters[0], letters[1]);
        putchar('\t');
        print_letters(letters[2], letters[3]);
        printf("\t%.2f\n", weight[op]);
        rows++;
    }
    fprintf(stderr, "  %d weights\n", rows);
}

/* --- pairs by way of the English word ---  */

static int compare_words(const Spelled *a, const Spelled *b)
{
    int shorter = a->count < b->count ? a->count : b->count, order = memcmp(a->letters, b->letters, (size_t)shorter);
    return order ? order : a->count - b->count;
}

static int by_a(const void *left, const void *right)
{
    const Pair *x = left, *y = right;
    int order = compare_words(&x->a, &y->a);
    if (!order) order = (x->weight < y->weight) - (x->weight > y->weight);
    return order ? order : compare_words(&x->b, &y->b);
}

static int by_b(const void *left, const void *right)
{
    const Pair *x = left, *y = right;
    int order = compare_words(&x->b, &y->b);
    if (!order) order = (x->weight < y->weight) - (x->weight > y->weight);
    return order ? order : compare_words(&x->a, &y->a);
}

static size_t group_end(const List *list, size_t i, int by_second)
{
    size_t end = i + 1;
    while (end < (size_t)list->count && same_word(by_second ? &list->items[i].b : &list->items[i].a,
                                                  by_second ? &list->items[end].b : &list->items[end].a))
        end++;
    return end;
}

/* Different Latin spellings of one word of the other script, both ways round. */
static List spellings_of_one(List *list)
{
    enum { MOST_SPELLINGS = 4 };
    List out = new_list();
    qsort(list->items, (size_t)list->count, sizeof(Pair), by_b);
    for (size_t i = 0, end; i < (size_t)list->count; i = end) {
        end = group_end(list, i, 1);
        size_t last = end - i > MOST_SPELLINGS ? i + MOST_SPELLINGS : end;
        for (size_t x = i; x < last; x++)
            for (size_t y = i; y < last; y++)
                if (x != y) add_pair(&out, &list->items[x].a, &list->items[y].a, 1);
    }
    return out;
}

/* Words of two scripts that share an English word: the most frequent of each. */
static List joined_by_english(List *first, List *second)
{
    List out = new_list();
    qsort(first->items, (size_t)first->count, sizeof(Pair), by_a);
    qsort(second->items, (size_t)second->count, sizeof(Pair), by_a);
    for (size_t i = 0, k = 0; i < (size_t)first->count && k < (size_t)second->count;) {
        int order = compare_words(&first->items[i].a, &second->items[k].a);
        if (order == 0) add_pair(&out, &first->items[i].b, &second->items[k].b, 1);
        size_t next = order <= 0 ? group_end(first, i, 0) : i;
        if (order >= 0) k = group_end(second, k, 0);
        i = next;
    }
    return out;
}

static void train(const char *name, List *list, const Effort *effort, int hold, int symmetric)
{
    seed = SEED; /* a table does not depend on those before it */
    if (!hold)
        for (int i = 0; i < list->count; i++) list->items[i].held = 0;
    maximise_expectation(list);
    weigh_against_chance();
    tell_apart(list, effort, hold, symmetric);
    if (hold) report_held(list, name);
    if (hold && symmetric) report_neighbours(list);
    print_model(name);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name, *file, *pivot; /* pivot "=": spellings in one script */
        int scripts[2], reading;
        const Effort *effort;
    } tables[] = {{"Cyrl", "russian", NULL, {LATIN, EDIT_CYRILLIC}, READ_SPOKEN, &PLAIN},
                  {"Hebr", "hebrew", NULL, {LATIN, EDIT_HEBREW}, READ_SPOKEN, &PLAIN},
                  {"Arab", "arabic", NULL, {LATIN, EDIT_ARABIC}, READ_SPOKEN, &PLAIN},
                  {"Kana", "japanese", NULL, {LATIN, EDIT_KANA}, READ_SPOKEN, &PLAIN},
                  {"Hang", "korean", NULL, {LATIN, EDIT_HANGUL}, READ_SPOKEN, &PLAIN},
                  {"Hani", "chinese", NULL, {LATIN, EDIT_HAN}, READ_SPOKEN, &HARD},
                  {"Latn-Latn", "russian", "=", {LATIN, LATIN}, READ_SPOKEN, &PLAIN},
                  {"Cyrl-Kana", "japanese", "russian", {EDIT_CYRILLIC, EDIT_KANA}, READ_SPOKEN, &PLAIN},
                  {"Cyrl-Hang", "korean", "russian", {EDIT_CYRILLIC, EDIT_HANGUL}, READ_SPOKEN, &PLAIN},
                  {"Cyrl-Hani", "chinese", "russian", {EDIT_CYRILLIC, EDIT_HAN}, READ_SPOKEN, &PLAIN},
                  {"Latn-Hani", "chinese", NULL, {LATIN, EDIT_HAN}, READ_CHINESE, &PLAIN}};
    if (argc < 3) return fputs("usage: train_edits FOLDER GAZETTEER [HOLD [TABLE]]\n", stderr), 2;
    Icu *icu = icu_open();
    if (!icu) return 1;
    int hold = argc > 3 && atoi(argv[3]);
    fputs(HEAD, stdout);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (argc > 4 && strcmp(argv[4], tables[i].name)) continue;
        List list = read_people(icu, argv[1], tables[i].file, tables[i].reading);
        const char *pivot = tables[i].pivot;
        if (pivot) {
            List other = *pivot == '=' ? (List){NULL, 0} : read_people(icu, argv[1], pivot, READ_SPOKEN);
            List pairs = *pivot == '=' ? spellings_of_one(&list) : joined_by_english(&other, &list);
            free(list.items);
            free(other.items);
            list = pairs;
        }
        int people = list.count;
        if (tables[i].scripts[1] != LATIN) {
            add_places(icu, argv[2], "cities.tsv", 6, tables[i].scripts, tables[i].reading, &list);
            add_places(icu, argv[2], "subdivisions.tsv", 1, tables[i].scripts, tables[i].reading, &list);
        }
        fprintf(stderr, "%s: %d pairs of people's names, %d of places\n", tables[i].name, people, list.count - people);
        if (tables[i].reading == READ_CHINESE) leave_out_unlike(&list);
        train(tables[i].name, &list, tables[i].effort, hold, pivot && *pivot == '=');
        free(list.items);
    }
    icu_close(icu);
    return 0;
}
