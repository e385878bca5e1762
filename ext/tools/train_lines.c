/*
** train_lines.c - trains the trees of document/model.c
**
** usage: train_lines PAIRS [SKIP FOLDS] > ext/data/document/lines.tsv
**   PAIRS  a file with a page a line: its plain text, a tab, its article's text; \n, \t and \\ are escaped
**   SKIP FOLDS  leaves out every page whose number modulo FOLDS is SKIP (for cross-validation)
** build: cc -Iext -Ibuild/gen ext/tools/train_lines.c build/libengine.a -licui18n -licuuc -lm -o build/tools/train_lines
**
** A line is article text if most of its runs of three words occur in the article, a short one if it is a line of it. Trees grow level by
** level from histograms of the byte features, with the gain and the leaf weights of second-order boosting (Chen and Guestrin 2016),
** logistic loss. The weight of a line is the square root of its words. Deterministic.
*/
#include "base/hash.h"
#include "base/memory.h"
#include "document/furniture_key.h"
#include "document/model.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 5, TREES = 80, INNER = (1 << DEPTH) - 1, LEAVES = 1 << DEPTH, BINS = 256 };
static const double rate = 0.12, ridge = 4.0, least_gain = 1.0;

typedef struct Example {
    uint8_t features[LINE_FEATURES];
    uint8_t label;
    uint16_t node;
    float weight, margin, gradient, curvature;
} Example;

static Example *examples;
static size_t example_count, example_capacity;

/* --- words and sets of hashes ------------------------------------------------------------------------------------------- */
typedef struct Words {
    uint64_t *hashes;
    unsigned char *line_start;
    size_t count, capacity;
} Words;

static void add_word(Words *words, uint64_t hash, int line_start)
{
    if (words->count == words->capacity) {
        words->capacity = words->capacity ? 2 * words->capacity : 1024;
        words->hashes = realloc(words->hashes, words->capacity * sizeof *words->hashes);
        words->line_start = realloc(words->line_start, words->capacity);
    }
    words->line_start[words->count] = (unsigned char)line_start;
    words->hashes[words->count++] = hash;
}

static void read_words(const char *text, size_t length, Words *words)
{
    const char *at = text, *end = text + length;
    uint64_t hash = 0;
    int first = 1;
    words->count = 0;
    while (at <= end) {
        uint32_t code = '\n';
        size_t bytes = at < end ? utf8_decode(at, end, &code) : 1;
        const UnicodeRecord *record = unicode_of(code);
        int part = (record->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) != 0,
            ideograph = furniture_is_ideograph(record);
        if (hash && (!part || ideograph)) add_word(words, hash, first), hash = 0, first = 0;
        if (part) hash = hash_mix((hash + 1) * 31 + unicode_fold(code));
        if (part && ideograph) add_word(words, hash, first), hash = 0, first = 0;
        if (code == '\n') first = 1;
        at += bytes;
    }
}

typedef struct Set {
    uint64_t *slots;
    size_t mask;
} Set;

static int set_put(Set *set, uint64_t key, int add)
{
    key |= 1;
    size_t i = (size_t)hash_mix(key) & set->mask;
    while (set->slots[i] && set->slots[i] != key) i = (i + 1) & set->mask;
    int there = set->slots[i] != 0;
    if (add) set->slots[i] = key;
    return there;
}

static Set make_set(size_t items)
{
    Set set = {NULL, 1023};
    while (set.mask < 3 * items) set.mask = 2 * set.mask + 1;
    set.slots = calloc(set.mask + 1, sizeof *set.slots);
    return set;
}

static uint64_t join(const uint64_t *hashes, size_t count)
{
    uint64_t h = count;
    for (size_t i = 0; i < count; i++) h = hash_mix(h * 31 + hashes[i]);
    return h;
}

/* Shingles of three words, and whole lines. */
static Set gold_set(const Words *gold)
{
    Set set = make_set(2 * gold->count + 16);
    for (size_t i = 0; i + 3 <= gold->count; i++) set_put(&set, join(gold->hashes + i, 3), 1);
    for (size_t i = 0; i < gold->count;) {
        size_t n = 1;
        while (i + n < gold->count && !gold->line_start[i + n]) n++;
        set_put(&set, join(gold->hashes + i, n) ^ 0x5555, 1);
        i += n;
    }
    return set;
}

static int is_article(const Words *line, Set *gold)
{
    if (!line->count) return 0;
    if (set_put(gold, join(line->hashes, line->count) ^ 0x5555, 0)) return 1;
    size_t hits = 0, shingles = line->count >= 5 ? line->count - 2 : 0;
    for (size_t i = 0; i < shingles; i++) hits += (size_t)set_put(gold, join(line->hashes + i, 3), 0);
    return shingles && 10 * hits >= 6 * shingles;
}

/* --- reading -------------------------------------------------------------------------------------------------------------- */
static size_t unescape(char *text, size_t length)
{
    size_t out = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '\\' && i + 1 < length) c = text[++i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
        text[out++] = c;
    }
    return out;
}

static void add_page(char *page, size_t page_length, char *gold, size_t gold_length)
{
    static Words words, gold_words;
    Arena arena;
    LineList lines = {NULL, 0, 0};
    LineContext context;
    arena_init(&arena, 0);
    read_words(gold, gold_length, &gold_words);
    Set set = gold_set(&gold_words);
    lines_read(&arena, page, page_length, &lines);
    model_prepare(&arena, &lines, &context);
    for (size_t i = 0; i < lines.count; i++) {
        if (example_count == example_capacity) {
            example_capacity = example_capacity ? 2 * example_capacity : 4096;
            Example *more = realloc(examples, example_capacity * sizeof *examples);
            if (!more) exit(1);
            examples = more;
        }
        Example *example = &examples[example_count++];
        memset(example, 0, sizeof *example);
        model_features(&context, i, example->features);
        read_words(page + lines.items[i].start, lines.items[i].length, &words);
        example->label = (uint8_t)is_article(&words, &set);
        example->weight = sqrtf(1 + (float)lines.items[i].half_words / 2);
    }
    free(set.slots);
    arena_clear(&arena);
}

/*
** A saved article has less of a frame than a dump of its page. So each page is learned from a few more times, cut down to some of its paragraphs with a few
** of the lines above and below them, in a spacing of its own.
*/
enum { CROPS = 4 };

static unsigned random_state = 1;
static unsigned random_below(unsigned limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

static void add_crops(const char *page, size_t page_length, char *gold, size_t gold_length)
{
    static Words words, gold_words;
    Arena arena;
    LineList lines = {NULL, 0, 0};
    arena_init(&arena, 0);
    read_words(gold, gold_length, &gold_words);
    Set set = gold_set(&gold_words);
    lines_read(&arena, page, page_length, &lines);
    unsigned char *label = calloc(lines.count + 1, 1);
    size_t first = lines.count, last = 0, article = 0;
    for (size_t i = 0; i < lines.count; i++) {
        read_words(page + lines.items[i].start, lines.items[i].length, &words);
        label[i] = (unsigned char)is_article(&words, &set);
        if (!label[i]) continue;
        if (first > i) first = i;
        last = i + 1;
        article++;
    }
    char *crop = malloc(2 * page_length + 64);
    for (int c = 0; c < CROPS && article >= 2; c++) {
        size_t above = random_below(7), below = random_below(9), keep = 2 + random_below(12), kept = 0, out = 0;
        const char *gap = random_below(3) ? random_below(4) ? "\n\n" : "\n\n\n\n" : "\n";
        size_t i = first > above ? first - above : 0, stop = lines.count;
        for (; i < stop; i++) {
            if (label[i] && ++kept > keep && random_below(2)) i = last;
            if (i >= last && stop == lines.count && last + below < stop) stop = last + below;
            if (i >= stop) break;
            memcpy(crop + out, page + lines.items[i].start, lines.items[i].length);
            out += lines.items[i].length;
            memcpy(crop + out, gap, strlen(gap));
            out += strlen(gap);
        }
        add_page(crop, out, gold, gold_length);
    }
    free(crop), free(label), free(set.slots);
    arena_clear(&arena);
}

static int read_pairs(const char *path, int skip, int folds)
{
    FILE *file = fopen(path, "r");
    char *row = NULL;
    size_t capacity = 0;
    ssize_t length;
    if (!file) return perror(path), 0;
    for (int number = 0; (length = getline(&row, &capacity, file)) > 0; number++) {
        char *tab = memchr(row, '\t', (size_t)length);
        if (!tab || (folds && number % folds == skip)) continue;
        size_t page = unescape(row, (size_t)(tab - row)),
               gold = unescape(tab + 1, (size_t)(row + length - 1 - (tab + 1)));
        add_page(row, page, tab + 1, gold);
        add_crops(row, page, tab + 1, gold);
    }
    free(row);
    fclose(file);
    return 1;
}

/* --- boosting --------------------------------------------------------------------------------------------------------------- */
typedef struct Cell {
    double gradient, curvature;
} Cell;

static Cell cells[LEAVES][LINE_FEATURES][BINS];

static void fill_cells(unsigned level)
{
    memset(cells, 0, sizeof cells[0] << level);
    unsigned base = (1u << level) - 1;
    for (size_t i = 0; i < example_count; i++) {
        const Example *e = &examples[i];
        for (int f = 0; f < LINE_FEATURES; f++) {
            Cell *cell = &cells[e->node - base][f][e->features[f]];
            cell->gradient += e->gradient;
            cell->curvature += e->curvature;
        }
    }
}

static double merit(double gradient, double curvature)
{
    return gradient * gradient / (curvature + ridge);
}

static void best_split(const Cell node[LINE_FEATURES][BINS], uint8_t split[2])
{
    double best = least_gain;
    split[0] = 0, split[1] = 255; /* everything to the left */
    for (int f = 0; f < LINE_FEATURES; f++) {
        double g = 0, h = 0, left_g = 0, left_h = 0;
        for (int b = 0; b < BINS; b++) g += node[f][b].gradient, h += node[f][b].curvature;
        for (int b = 0; b < BINS - 1; b++) {
            left_g += node[f][b].gradient, left_h += node[f][b].curvature;
            if (left_h < 20 || h - left_h < 20) continue;
            double gain = merit(left_g, left_h) + merit(g - left_g, h - left_h) - merit(g, h);
            if (gain > best) best = gain, split[0] = (uint8_t)f, split[1] = (uint8_t)b;
        }
    }
}

static void grow_tree(void)
{
    uint8_t nodes[INNER][2];
    double g[LEAVES] = {0}, h[LEAVES] = {0};
    float leaves[LEAVES];
    for (size_t i = 0; i < example_count; i++) {
        Example *e = &examples[i];
        float p = 1 / (1 + expf(-e->margin));
        e->gradient = e->weight * (p - (float)e->label);
        e->curvature = e->weight * p * (1 - p);
        e->node = 0;
    }
    for (unsigned level = 0; level < DEPTH; level++) {
        fill_cells(level);
        for (unsigned n = 0; n < 1u << level; n++) best_split(cells[n], nodes[(1u << level) - 1 + n]);
        for (size_t i = 0; i < example_count; i++) {
            Example *e = &examples[i];
            e->node = (uint16_t)(2 * e->node + 1 + (e->features[nodes[e->node][0]] > nodes[e->node][1]));
        }
    }
    for (size_t i = 0; i < example_count; i++)
        g[examples[i].node - INNER] += examples[i].gradient, h[examples[i].node - INNER] += examples[i].curvature;
    printf("tree");
    for (int n = 0; n < INNER; n++) printf(" %d:%d", nodes[n][0], nodes[n][1]);
    for (int n = 0; n < LEAVES; n++) printf(" %.4f", (double)(leaves[n] = (float)(-rate * g[n] / (h[n] + ridge))));
    printf("\n");
    for (size_t i = 0; i < example_count; i++) examples[i].margin += leaves[examples[i].node - INNER];
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 4) return fputs("usage: train_lines PAIRS [SKIP FOLDS]\n", stderr), 2;
    if (!read_pairs(argv[1], argc == 4 ? atoi(argv[2]) : 0, argc == 4 ? atoi(argv[3]) : 0) || !example_count) return 1;
    double yes = 0, all = 0;
    for (size_t i = 0; i < example_count; i++)
        yes += examples[i].weight * (float)examples[i].label, all += examples[i].weight;
    float bias = (float)log(yes / (all - yes));
    for (size_t i = 0; i < example_count; i++) examples[i].margin = bias;
    fprintf(stderr, "%zu lines, %.3f of the weight is article\n", example_count, yes / all);
    printf("# Trees of document/model.c, made by tools/train_lines.c; each has %d nodes (feature:threshold) and %d "
           "leaves, breadth first.\n",
           INNER, LEAVES);
    printf("# Trained on the plain-text dumps of wcxb_dev (CC BY 4.0), scrapinghub (MIT) and chinese69 (MIT); see "
           "ext/data/README.md.\n");
    printf("depth %d\nbias %.4f\nfeatures %d\n", DEPTH, (double)bias, LINE_FEATURES);
    for (int t = 0; t < TREES; t++) grow_tree();
    free(examples);
    return 0;
}
