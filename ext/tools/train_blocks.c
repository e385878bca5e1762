/*
** train_blocks.c - trains the trees of document/model.c
**
** usage: train_blocks [-c FOLDS [-t OTHER]] PAGES > ext/data/document/blocks.tsv
**   PAGES     a row a page, made by tools/make_pages.py: name of its set, `html` or `text`, the page, its article's text, divided by tabs; \n, \t and \\ in
**             them are escaped. `#COUNT 3-7,9` in place of a text: the article is lines 3 to 7 and 9 of an HTML page of COUNT lines, from 0; in the row of
**             plain text behind it, the same article
**   -c FOLDS  trains nothing for use: measures instead. Every page is read by models that were trained without its fold (page number modulo FOLDS);
**             prints the mean token F1 of each set
**   -t OTHER  with -c: the pages of this file are measured too, by the models without fold 0, and never learned from
** build: make train-blocks
**
** What a line's label is: the page's words are aligned with the article's (the heaviest chain of common runs of four words or more, and between its links the
** longest common subsequence); a line is article text if half of its words are in the alignment. Trees grow level by level from histograms of the byte features, with
** the gain and the leaf weights of second-order boosting (Chen and Guestrin 2016), logistic loss, each tree from a share of the features and of the pages. The
** second model learns from scores of first models that have not seen the page. Deterministic.
*/
#include "base/hash.h"
#include "base/memory.h"
#include "document/blocks.h"
#include "document/furniture_key.h"
#include "document/html_tokens.h"
#include "document/model.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 256, MOST_DEPTH = 8, INNER_FOLDS = 4, CROPS = 8 };

/* What can be set from the command line, for trials: name=value. */
static struct Settings {
    double trees, depth, rate, ridge, least_gain, least_curvature, columns, rows, text_rows, second_trees, node_trees,
        power, page_power, variants, slopes, crops, seed;
} settings = {120, 5, 0.1, 6.0, 1.0, 8, 0.4, 0.6, 0.75, 80, 80, 0.6, 0.4, 0.5, 1, 0.5, 7};

static void *take(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory) exit(1);
    return memory;
}

typedef struct Sample {
    int set, html, fold, crop;
    int other; /* measured only: of -t */
    int lost; /* hardly anything of the article is in it: a dump in a wrong charset; it is measured, not learned from */
    const char *bytes; /* readable text */
    size_t length;
    HtmlText markup;
    LineList lines;
    Arena arena;
    uint64_t *gold; /* hashes of the article's words, sorted */
    size_t gold_count;
    uint8_t *labels;
    float *weights;
    size_t first, first_node; /* numbers of its first line and element among all */
    LineContext context;
} Sample;

static const double LOST = .5; /* the F1 of a page's labels under which it teaches nothing */

static Sample *pages;
static size_t page_count, line_count, node_count;
static char set_names[16][40];
static int set_count;
static Icu *icu;

/* --- words and sets of hashes ------------------------------------------------------------------------------------------- */
typedef struct Words {
    uint64_t *hashes;
    size_t count, capacity;
} Words;

static void add_word(Words *words, uint64_t hash)
{
    if (words->count == words->capacity) {
        words->capacity = words->capacity ? 2 * words->capacity : 1024;
        words->hashes = realloc(words->hashes, words->capacity * sizeof *words->hashes);
        if (!words->hashes) exit(1);
    }
    words->hashes[words->count++] = hash;
}

static void read_words(const char *text, size_t length, Words *words)
{
    const char *at = text, *end = text + length;
    uint64_t hash = 0;
    words->count = 0;
    while (at <= end) {
        uint32_t code = '\n';
        size_t bytes = at < end ? utf8_decode(at, end, &code) : 1;
        const UnicodeRecord *record = unicode_of(code);
        int part = (record->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) != 0,
            ideograph = furniture_is_ideograph(record);
        if (hash && (!part || ideograph)) add_word(words, hash), hash = 0;
        if (part) hash = hash_mix((hash + 1) * 31 + unicode_fold(code));
        if (part && ideograph) add_word(words, hash), hash = 0;
        at += bytes;
    }
}

/* --- alignment ------------------------------------------------------------------------------------------------------------ */
typedef struct Run {
    uint32_t page, gold, length;
    float best; /* weight of the heaviest chain that ends here */
    int32_t before;
} Run;

enum { RUN_WORDS = 4, GAP = 160, MOST_RUNS = 6000, MOST_PLACES = 8 };

static uint64_t join(const uint64_t *hashes, size_t count)
{
    uint64_t h = count;
    for (size_t i = 0; i < count; i++) h = hash_mix(h * 31 + hashes[i]);
    return h | 1;
}

/* All maximal common runs, in the order of the page. */
static size_t find_runs(const Words *page, const Words *gold, Run *runs)
{
    size_t slots = 1024, count = 0;
    while (slots < 3 * gold->count) slots *= 2;
    uint64_t *keys = take(slots, sizeof *keys);
    uint32_t *heads = take(slots, sizeof *heads), *next = take(gold->count + 1, sizeof *next);
    for (size_t j = gold->count >= RUN_WORDS ? gold->count - RUN_WORDS + 1 : 0; j-- > 0;) {
        uint64_t key = join(gold->hashes + j, RUN_WORDS);
        size_t slot = (size_t)hash_mix(key) & (slots - 1);
        while (keys[slot] && keys[slot] != key) slot = (slot + 1) & (slots - 1);
        keys[slot] = key;
        next[j] = heads[slot];
        heads[slot] = (uint32_t)j + 1;
    }
    for (size_t i = 0; i + RUN_WORDS <= page->count && count < MOST_RUNS; i++) {
        uint64_t key = join(page->hashes + i, RUN_WORDS);
        size_t slot = (size_t)hash_mix(key) & (slots - 1);
        while (keys[slot] && keys[slot] != key) slot = (slot + 1) & (slots - 1);
        int places = 0;
        for (uint32_t j = heads[slot]; j && places < MOST_PLACES && count < MOST_RUNS; j = next[j - 1], places++) {
            size_t g = j - 1, n = RUN_WORDS;
            if (i && g && page->hashes[i - 1] == gold->hashes[g - 1]) continue;
            while (i + n < page->count && g + n < gold->count && page->hashes[i + n] == gold->hashes[g + n]) n++;
            runs[count++] = (Run){(uint32_t)i, (uint32_t)g, (uint32_t)n, 0, -1};
        }
    }
    free(keys), free(heads), free(next);
    return count;
}

/* The longest common subsequence of two short gaps. */
static void match_gap(const uint64_t *page, size_t n, const uint64_t *gold, size_t m, uint8_t *matched)
{
    static uint16_t table[GAP + 1][GAP + 1];
    if (!n || !m || n > GAP || m > GAP) return;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (!i || !j) table[i][j] = 0;
            else if (page[i - 1] == gold[j - 1]) table[i][j] = (uint16_t)(table[i - 1][j - 1] + 1);
            else table[i][j] = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
        }
    for (size_t i = n, j = m; i && j;) {
        if (page[i - 1] == gold[j - 1]) matched[--i] = 1, j--;
        else if (table[i - 1][j] >= table[i][j - 1]) i--;
        else j--;
    }
}

/* Marks the page's words that are the article's. */
static void align(const Words *page, const Words *gold, uint8_t *matched)
{
    static Run runs[MOST_RUNS];
    size_t count = find_runs(page, gold, runs);
    int32_t last = -1;
    for (size_t k = 0; k < count; k++) {
        runs[k].best = (float)runs[k].length;
        for (size_t p = 0; p < k; p++) {
            if (runs[p].page + runs[p].length > runs[k].page || runs[p].gold + runs[p].length > runs[k].gold) continue;
            float gap = (float)(runs[k].page - runs[p].page - runs[p].length);
            float weight = runs[p].best + (float)runs[k].length - (gap > 400 ? 4 : gap * .01f);
            if (weight > runs[k].best) runs[k].best = weight, runs[k].before = (int32_t)p;
        }
        if (last < 0 || runs[k].best > runs[last].best) last = (int32_t)k;
    }
    size_t page_end = page->count, gold_end = gold->count;
    for (; last >= 0; last = runs[last].before) {
        const Run *run = &runs[last];
        size_t from = run->page + run->length, gold_from = run->gold + run->length;
        size_t n = page_end - from, m = gold_end - gold_from;
        if (page_end == page->count) n = n < m + 8 ? n : m + 8; /* below the last run: not far */
        match_gap(page->hashes + from, n, gold->hashes + gold_from, m, matched + from);
        memset(matched + run->page, 1, run->length);
        page_end = run->page, gold_end = run->gold;
        if (run->before < 0) { /* above the first run: not far either */
            size_t back = run->page < run->gold + 8 ? run->page : run->gold + 8;
            match_gap(page->hashes + run->page - back, back, gold->hashes, run->gold, matched + run->page - back);
        }
    }
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Token F1 of a text against the page's article. */
static double f1(const Sample *page, const Words *text)
{
    uint64_t *sorted = take(text->count, sizeof *sorted);
    size_t hits = 0;
    if (text->count) memcpy(sorted, text->hashes, text->count * sizeof *sorted);
    qsort(sorted, text->count, sizeof *sorted, by_value);
    for (size_t i = 0, j = 0; i < text->count && j < page->gold_count;) {
        if (sorted[i] == page->gold[j]) hits++, i++, j++;
        else if (sorted[i] < page->gold[j]) i++;
        else j++;
    }
    free(sorted);
    return text->count + page->gold_count ? 2.0 * (double)hits / (double)(text->count + page->gold_count) : 1;
}

/* --- pages ------------------------------------------------------------------------------------------------------------------- */
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

static Sample *new_page(int set, int html, int fold, const char *bytes, size_t length)
{
    static size_t capacity;
    if (page_count == capacity) {
        capacity = capacity ? 2 * capacity : 256;
        pages = realloc(pages, capacity * sizeof *pages);
        if (!pages) exit(1);
    }
    Sample *page = &pages[page_count++];
    memset(page, 0, sizeof *page);
    arena_init(&page->arena, 0);
    page->set = set, page->html = html, page->fold = fold;
    page->bytes = arena_copy(&page->arena, bytes, length);
    page->length = length;
    if (html) {
        html_read(&page->arena, icu, page->bytes, length, &page->markup);
        page->bytes = page->markup.bytes, page->length = page->markup.length;
    }
    lines_read(&page->arena, page->bytes, page->length, &page->lines);
    if (html) blocks_join(&page->markup, &page->lines);
    return page;
}

static double label(Sample *page, const Words *gold)
{
    static Words all, line;
    uint8_t *matched;
    size_t at = 0;
    page->labels = take(page->lines.count, 1);
    page->weights = take(page->lines.count, sizeof *page->weights);
    page->gold = take(gold->count, sizeof *page->gold);
    page->gold_count = gold->count;
    memcpy(page->gold, gold->hashes, gold->count * sizeof *page->gold);
    qsort(page->gold, gold->count, sizeof *page->gold, by_value);
    read_words(page->bytes, page->length, &all);
    matched = take(all.count, 1);
    align(&all, gold, matched);
    Words chosen = {NULL, 0, 0};
    for (size_t i = 0; i < page->lines.count; i++) {
        size_t hits = 0;
        read_words(page->bytes + page->lines.items[i].start, page->lines.items[i].length, &line);
        for (size_t k = 0; k < line.count && at + k < all.count; k++) hits += matched[at + k];
        at += line.count;
        page->labels[i] = line.count && 2 * hits >= line.count;
        for (size_t k = 0; k < line.count && page->labels[i]; k++) add_word(&chosen, line.hashes[k]);
    }
    double scale = pow(800.0 / (double)(gold->count + 100), settings.page_power);
    for (size_t i = 0; i < page->lines.count; i++)
        page->weights[i] = (float)(scale * pow(1 + (double)page->lines.items[i].half_words / 2, settings.power));
    double oracle = f1(page, &chosen);
    page->first = line_count;
    line_count += page->lines.count;
    free(matched), free(chosen.hashes);
    return oracle;
}

static unsigned random_state = 1;
static unsigned random_below(unsigned limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

/*
** A saved article has less of a frame than a dump of its page. So each page of text is learned from a few more times, cut down to some of its
** paragraphs with a few of the lines above and below them, in a spacing of its own.
*/
static void add_crops(size_t of, const Words *gold)
{
    size_t first = 0, last = 0, article = 0, count = pages[of].lines.count;
    for (size_t i = 0; i < count; i++)
        if (pages[of].labels[i]) {
            if (!article++) first = i;
            last = i + 1;
        }
    char *crop = take(2 * pages[of].length + 64, 1);
    for (int c = 0; c < CROPS && article >= 2; c++) {
        size_t above = random_below(7), below = random_below(9), keep = 2 + random_below(12), kept = 0, out = 0;
        const char *gap = random_below(3) ? random_below(4) ? "\n\n" : "\n\n\n\n" : "\n";
        size_t i = first > above ? first - above : 0, stop = count;
        for (; i < stop; i++) {
            if (pages[of].labels[i] && ++kept > keep && random_below(2)) i = last;
            if (i >= last && stop == count && last + below < stop) stop = last + below;
            if (i >= stop) break;
            const Line *line = &pages[of].lines.items[i];
            memcpy(crop + out, pages[of].bytes + line->start, line->length);
            out += line->length;
            memcpy(crop + out, gap, strlen(gap));
            out += strlen(gap);
        }
        Sample *page = new_page(pages[of].set, 0, pages[of].fold, crop, out);
        page->crop = 1;
        label(page, gold);
        for (size_t k = 0; k < page->lines.count; k++) page->weights[k] *= (float)settings.crops;
    }
    free(crop);
}

/*
** Pages differ more in their markup than a few hundred of them show. So each page of HTML is learned from a second and a third time: with the words
** of some of its classes struck out, and with paragraphs that are no elements but text between line breaks.
*/
static void drop_marks(HtmlText *markup)
{
    uint32_t kept = 0;
    for (unsigned k = 0; k < MARK_COUNT; k++) kept |= (uint32_t)(random_below(2) != 0) << k;
    for (size_t n = 0; n < markup->nodes.count; n++) markup->nodes.items[n].marks &= kept;
    for (size_t b = 0; b < markup->blocks.count; b++) markup->blocks.items[b].marks &= kept;
}

static void drop_paragraphs(HtmlText *markup)
{
    for (size_t b = 0; b < markup->blocks.count; b++) {
        HtmlBlock *block = &markup->blocks.items[b];
        if (markup->nodes.items[block->node].element != HTML_P) continue;
        block->node = markup->nodes.items[block->node].parent;
        block->flags |= HTML_AFTER_BR;
    }
}

static void add_variants(const char *bytes, size_t length, int set, int fold, const Words *gold)
{
    for (int k = 0; k < 2; k++) {
        Sample *page = new_page(set, 1, fold, bytes, length);
        page->crop = 1;
        drop_marks(&page->markup);
        if (k) drop_paragraphs(&page->markup);
        label(page, gold);
        for (size_t i = 0; i < page->lines.count; i++) page->weights[i] *= (float)settings.variants;
    }
}

/* The words of the lines that a label names (see the head of this file). Returns 0 if the page is not divided into as many lines. */
static int read_label(const char *label, const Sample *page, Words *gold)
{
    static Words line;
    char *at;
    size_t count = strtoul(label + 1, &at, 10);
    gold->count = 0;
    if (count != page->lines.count) return 0;
    while (*at == ' ' || *at == ',') {
        size_t first = strtoul(at + 1, &at, 10), last = *at == '-' ? strtoul(at + 1, &at, 10) : first;
        for (size_t i = first; i <= last && i < count; i++) {
            read_words(page->bytes + page->lines.items[i].start, page->lines.items[i].length, &line);
            for (size_t k = 0; k < line.count; k++) add_word(gold, line.hashes[k]);
        }
    }
    return 1;
}

static int read_pages(const char *path, int crops, int other)
{
    static Words gold;
    FILE *file = fopen(path, "r");
    char *row = NULL;
    size_t capacity = 0;
    ssize_t length;
    double oracle[16] = {0};
    int number[16] = {0};
    if (!file) return perror(path), 0;
    while ((length = getline(&row, &capacity, file)) > 0) {
        char *cells[4] = {row, NULL, NULL, NULL}, *end = row + length - 1;
        int set = 0;
        for (int k = 1; k < 4; k++) {
            cells[k] = memchr(cells[k - 1], '\t', (size_t)(end - cells[k - 1]));
            if (!cells[k]) return fprintf(stderr, "%s: not four cells\n", path), 0;
            *cells[k]++ = 0;
        }
        while (set < set_count && strcmp(set_names[set], row) != 0) set++;
        if (set == 16) return fputs("more than 16 sets\n", stderr), 0;
        if (set == set_count) snprintf(set_names[set_count++], sizeof set_names[0], "%s", row);
        size_t bytes = unescape(cells[2], (size_t)(cells[3] - 1 - cells[2])),
               gold_bytes = unescape(cells[3], (size_t)(end - cells[3]));
        Sample *page = new_page(set, !strcmp(cells[1], "html"), number[set], cells[2], bytes);
        cells[3][gold_bytes] = 0;
        if (*cells[3] != '#') read_words(cells[3], gold_bytes, &gold);
        else if (page->html && !read_label(cells[3], page, &gold))
            fprintf(stderr, "%s: page %d is divided otherwise than its label says\n", row, number[set]);
        if (!gold.count) {
            page_count--;
            continue;
        }
        double best = label(page, &gold);
        page->lost = best < LOST;
        page->other = other;
        oracle[set] += best;
        number[set]++;
        if (other) continue;
        if (page->html && settings.variants > 0) add_variants(cells[2], bytes, set, page->fold, &gold);
        else if (!page->html && !page->lost && crops) add_crops(page_count - 1, &gold);
    }
    for (int s = 0; s < set_count; s++)
        fprintf(stderr, "%-24s %4d pages, F1 of the labels %.2f\n", set_names[s], number[s],
                number[s] ? 100 * oracle[s] / number[s] : 0);
    free(row);
    fclose(file);
    return page_count > 0;
}

/* --- boosting -------------------------------------------------------------------------------------------------------------------- */
typedef struct Cell {
    float gradient, curvature;
} Cell;

typedef struct Fit {
    const uint8_t *features; /* of line i of all: features + i * width */
    size_t width;
    uint32_t *rows; /* lines that are learned from */
    size_t row_count;
    float *margin, *gradient, *curvature; /* by line, or by element */
    const float *labels, *weights;
    const uint32_t *page_of;
    double share; /* of the pages, that a tree is grown from */
    signed char
        slopes[BINS]; /* of features: 1: what has more of it may not be less probable, -1: the other way, 0: either */
} Fit;

static void count_cells(const Fit *fit, const uint32_t *rows, size_t count, const uint16_t *columns,
                        size_t column_count, Cell *cells)
{
    memset(cells, 0, column_count * BINS * sizeof *cells);
    for (size_t k = 0; k < count; k++) {
        const uint8_t *x = fit->features + (size_t)rows[k] * fit->width;
        float g = fit->gradient[rows[k]], h = fit->curvature[rows[k]];
        for (size_t c = 0; c < column_count; c++) {
            Cell *cell = &cells[c * BINS + x[columns[c]]];
            cell->gradient += g;
            cell->curvature += h;
        }
    }
}

static double merit(double gradient, double curvature)
{
    return gradient * gradient / (curvature + settings.ridge);
}

static void best_split(const Fit *fit, const Cell *cells, const uint16_t *columns, size_t column_count,
                       uint8_t split[2])
{
    double best = settings.least_gain;
    split[0] = 0, split[1] = 255; /* everything to the left */
    for (size_t c = 0; c < column_count; c++) {
        const Cell *cell = cells + c * BINS;
        double g = 0, h = 0, left_g = 0, left_h = 0;
        for (int b = 0; b < BINS; b++) g += (double)cell[b].gradient, h += (double)cell[b].curvature;
        for (int b = 0; b < BINS - 1; b++) {
            if (cell[b].curvature <= 0) continue;
            left_g += (double)cell[b].gradient, left_h += (double)cell[b].curvature;
            if (left_h < settings.least_curvature || h - left_h < settings.least_curvature) continue;
            double gain = merit(left_g, left_h) + merit(g - left_g, h - left_h) - merit(g, h);
            double left = -left_g / (left_h + settings.ridge), right = -(g - left_g) / (h - left_h + settings.ridge);
            if (fit->slopes[columns[c]] * (right - left) < 0) continue;
            if (gain > best) best = gain, split[0] = (uint8_t)columns[c], split[1] = (uint8_t)b;
        }
    }
}

static size_t divide(const Fit *fit, uint32_t *rows, size_t count, const uint8_t split[2], uint32_t *other)
{
    size_t left = 0, right = 0;
    for (size_t k = 0; k < count; k++) {
        if (fit->features[(size_t)rows[k] * fit->width + split[0]] <= split[1]) rows[left++] = rows[k];
        else other[right++] = rows[k];
    }
    memcpy(rows + left, other, right * sizeof *rows);
    return left;
}

static void grow_tree(const Fit *fit, uint32_t *rows, size_t count, const uint16_t *columns, size_t column_count,
                      unsigned depth, uint8_t (*nodes)[2], float *leaves)
{
    static Cell *levels[2];
    static size_t room;
    size_t size = column_count * BINS, inner = ((size_t)1 << depth) - 1, ends[1 << MOST_DEPTH];
    if (room < size << depth) {
        for (int k = 0; k < 2; k++) free(levels[k]), levels[k] = take(size << depth, sizeof(Cell));
        room = size << depth;
    }
    uint32_t *other = take(count, sizeof *other);
    ends[0] = count;
    count_cells(fit, rows, count, columns, column_count, levels[0]);
    for (unsigned level = 0; level < depth; level++) {
        Cell *here = levels[level & 1], *below = levels[~level & 1];
        size_t starts[1 << MOST_DEPTH], from = 0, nodes_here = (size_t)1 << level;
        for (size_t n = 0; n < nodes_here; n++) starts[n] = from, from = ends[n];
        size_t next_ends[1 << MOST_DEPTH];
        for (size_t n = 0; n < nodes_here; n++) {
            uint8_t *split = nodes[nodes_here - 1 + n];
            size_t all = ends[n] - starts[n];
            best_split(fit, here + n * size, columns, column_count, split);
            size_t left = divide(fit, rows + starts[n], all, split, other), right = all - left;
            next_ends[2 * n] = starts[n] + left, next_ends[2 * n + 1] = ends[n];
            if (level + 1 == depth) continue;
            int small = left > right; /* the smaller one is counted, the other is the rest */
            Cell *counted = below + (2 * n + (size_t)small) * size, *rest = below + (2 * n + (size_t)!small) * size;
            count_cells(fit, rows + starts[n] + (small ? left : 0), small ? right : left, columns, column_count,
                        counted);
            for (size_t k = 0; k < size; k++) {
                rest[k].gradient = here[n * size + k].gradient - counted[k].gradient;
                rest[k].curvature = here[n * size + k].curvature - counted[k].curvature;
            }
        }
        memcpy(ends, next_ends, 2 * nodes_here * sizeof *ends);
    }
    for (size_t n = 0, from = 0; n <= inner; from = ends[n++]) {
        double g = 0, h = 0;
        for (size_t k = from; k < ends[n]; k++)
            g += (double)fit->gradient[rows[k]], h += (double)fit->curvature[rows[k]];
        leaves[n] = roundf((float)(-settings.rate * g / (h + settings.ridge)) * 1e4f) / 1e4f;
    }
    free(other);
}

static float tree_value(const uint8_t (*nodes)[2], const float *leaves, size_t inner, const uint8_t *x)
{
    size_t n = 0;
    while (n < inner) n = 2 * n + 1 + (x[nodes[n][0]] > nodes[n][1]);
    return leaves[n - inner];
}

static void shuffle(uint16_t *items, size_t count, size_t wanted)
{
    for (size_t i = 0; i < wanted; i++) {
        size_t k = i + random_below((unsigned)(count - i));
        uint16_t item = items[i];
        items[i] = items[k], items[k] = item;
    }
}

/*
** Most lines are menus and lists of which the trees so far are sure already. Of those one in THIN is learned from, for all of them: a
** tree is grown in a third of the time (after gradient-based one-side sampling, Ke and others 2017).
*/
static int is_kept(const Fit *fit, uint32_t i)
{
    enum { THIN = 4 };
    const float sure = .02f;
    if (fabsf(fit->gradient[i]) > sure * fit->weights[i]) return 1;
    if (random_below(THIN)) return 0;
    fit->gradient[i] *= THIN, fit->curvature[i] *= THIN;
    return 1;
}

static Trees train(Fit *fit, unsigned count, size_t features)
{
    unsigned depth = (unsigned)settings.depth;
    size_t inner = ((size_t)1 << depth) - 1;
    uint8_t(*nodes)[2] = take(count * inner, sizeof *nodes);
    float *leaves = take(count * (inner + 1), sizeof *leaves);
    uint16_t columns[BINS];
    uint32_t *rows = take(fit->row_count, sizeof *rows);
    uint8_t *drawn = take(page_count, 1);
    double yes = 0, all = 0;
    for (size_t k = 0; k < fit->row_count; k++) {
        uint32_t i = fit->rows[k];
        yes += (double)(fit->weights[i] * fit->labels[i]), all += (double)fit->weights[i];
    }
    float bias = roundf((float)log((yes + 1) / (all - yes + 1)) * 1e4f) / 1e4f;
    for (size_t k = 0; k < fit->row_count; k++) fit->margin[fit->rows[k]] = bias;
    for (size_t f = 0; f < features; f++) columns[f] = (uint16_t)f;
    random_state = (unsigned)settings.seed;
    for (unsigned t = 0; t < count; t++) {
        size_t taken = 0, column_count = (size_t)(settings.columns * (double)features);
        for (size_t k = 0; k < fit->row_count; k++) {
            uint32_t i = fit->rows[k];
            float p = 1 / (1 + expf(-fit->margin[i]));
            fit->gradient[i] = fit->weights[i] * (p - fit->labels[i]);
            fit->curvature[i] = fit->weights[i] * p * (1 - p);
        }
        for (size_t p = 0; p < page_count; p++) drawn[p] = random_below(1000) < (unsigned)(1000 * fit->share);
        for (size_t k = 0; k < fit->row_count; k++) {
            uint32_t i = fit->rows[k];
            if (drawn[fit->page_of[i]] && is_kept(fit, i)) rows[taken++] = i;
        }
        shuffle(columns, features, column_count);
        grow_tree(fit, rows, taken, columns, column_count, depth, nodes + t * inner, leaves + t * (inner + 1));
        for (size_t k = 0; k < fit->row_count; k++)
            fit->margin[fit->rows[k]] += tree_value(nodes + t * inner, leaves + t * (inner + 1), inner,
                                                    fit->features + (size_t)fit->rows[k] * fit->width);
    }
    free(rows), free(drawn);
    return (Trees){count, depth, (unsigned)features, bias, (const uint8_t(*)[2])nodes, leaves};
}

/* --- the two models of a kind of page -------------------------------------------------------------------------------------------- */
static uint8_t *features; /* of all lines, both models' side by side */
static float *fit_labels, *fit_weights;
static uint32_t *fit_pages;

static size_t first_width(int html)
{
    return html ? HTML_FIRST_FEATURES : PLAIN_FIRST_FEATURES;
}

static size_t second_width(int html)
{
    return html ? HTML_SECOND_FEATURES : PLAIN_SECOND_FEATURES;
}

static void prepare_first(void)
{
    features = take(line_count, HTML_SECOND_FEATURES);
    fit_labels = take(line_count, sizeof *fit_labels);
    fit_weights = take(line_count, sizeof *fit_weights);
    fit_pages = take(line_count, sizeof *fit_pages);
    for (size_t p = 0; p < page_count; p++) {
        Sample *page = &pages[p];
        if (model_prepare(&page->arena, &page->lines, page->html ? &page->markup : NULL, &page->context) != STATUS_OK)
            exit(1);
        for (size_t i = 0; i < page->lines.count; i++) {
            model_features(&page->context, i, features + (page->first + i) * HTML_SECOND_FEATURES);
            fit_labels[page->first + i] = page->labels[i];
            fit_weights[page->first + i] = page->weights[i];
            fit_pages[page->first + i] = (uint32_t)p;
        }
    }
}

/* The second model's features of a page whose lines and elements have their scores. */
static void prepare_second(Sample *page)
{
    if (model_prepare_second(&page->arena, &page->context) != STATUS_OK) exit(1);
    for (size_t i = 0; i < page->lines.count; i++)
        model_second_features(&page->context, i,
                              features + (page->first + i) * HTML_SECOND_FEATURES + first_width(page->html));
}

/* Is a page learned from, if pages of fold `skip` of `folds`, and of inner fold `inner` of the others, are left out? */
static int is_in(const Sample *page, int html, int skip, int folds, int inner)
{
    if (page->html != html || page->lost || page->other || (folds && page->fold % folds == skip)) return 0;
    return inner < 0 || (page->fold / (folds ? folds : 1)) % INNER_FOLDS != inner;
}

static Trees fit_model(Fit fit, size_t examples, unsigned trees, size_t feature_count)
{
    fit.margin = take(examples, sizeof *fit.margin);
    fit.gradient = take(examples, sizeof *fit.gradient);
    fit.curvature = take(examples, sizeof *fit.curvature);
    Trees made = train(&fit, trees, feature_count);
    free(fit.rows), free(fit.margin), free(fit.gradient), free(fit.curvature);
    return made;
}

/* Levels to an element of furniture: the nearer, the less it is the article's. */
static void set_slopes(Fit *fit, size_t marks)
{
    static const uint8_t furniture[] = {MARK_COMMENT, MARK_NAVIGATION, MARK_FOOTER, MARK_SHARE,
                                        MARK_SIGNUP,  MARK_POPUP,      MARK_SEARCH, MARK_COUNT + 4};
    for (size_t k = 0; k < sizeof furniture && settings.slopes > 0; k++) fit->slopes[marks + furniture[k]] = 1;
    if (settings.slopes > 0) fit->slopes[marks + MARK_BODY] = -1;
}

static Trees fit_lines(int html, int skip, int folds, int inner, int second)
{
    Fit fit = {features,
               HTML_SECOND_FEATURES,
               take(line_count, sizeof(uint32_t)),
               0,
               NULL,
               NULL,
               NULL,
               fit_labels,
               fit_weights,
               fit_pages,
               html ? settings.rows : settings.text_rows,
               {0}};
    if (html) set_slopes(&fit, LINE_FEATURES + LAYOUT_OWN_FEATURES);
    for (size_t p = 0; p < page_count; p++)
        for (size_t i = 0; i < pages[p].lines.count && is_in(&pages[p], html, skip, folds, inner); i++)
            fit.rows[fit.row_count++] = (uint32_t)(pages[p].first + i);
    return fit_model(fit, line_count, (unsigned)(second ? settings.second_trees : settings.trees),
                     second ? second_width(html) : first_width(html));
}

/* --- elements: their label is the F1 of what they hold against what is article text ---------------------------------------------- */
static uint8_t *node_features;
static float *node_labels, *node_weights;
static uint32_t *node_pages;

static void label_nodes(Sample *page)
{
    const HtmlText *html = &page->markup;
    float *right = take(html->nodes.count, sizeof *right);
    for (size_t i = 0; i < page->lines.count; i++)
        if (page->labels[i])
            right[html->blocks.items[page->lines.items[i].block].node] += (float)page->lines.items[i].half_words;
    for (size_t n = html->nodes.count; n-- > 1;) right[html->nodes.items[n].parent] += right[n];
    for (size_t n = 0; n < html->nodes.count; n++) {
        float f = right[0] > 0 ? 2 * right[n] / ((float)page->context.nodes[n].words + right[0]) : 0;
        node_labels[page->first_node + n] = f > 1 ? 1 : f;
    }
    free(right);
}

static void prepare_nodes(void)
{
    size_t count = 0;
    for (size_t p = 0; p < page_count; p++)
        pages[p].first_node = count, count += pages[p].html ? pages[p].markup.nodes.count : 0;
    node_features = take(count, NODE_FEATURES);
    node_labels = take(count, sizeof *node_labels);
    node_weights = take(count, sizeof *node_weights);
    node_pages = take(count, sizeof *node_pages);
    node_count = count;
    for (size_t p = 0; p < page_count; p++) {
        for (size_t n = 0; n < pages[p].markup.nodes.count; n++) node_pages[pages[p].first_node + n] = (uint32_t)p;
        if (pages[p].html) label_nodes(&pages[p]);
    }
}

/* The features of the elements of a page whose lines have the first model's scores. Small elements weigh little. */
static void prepare_page_nodes(Sample *page)
{
    model_prepare_nodes(&page->context);
    for (size_t n = 0; n < page->markup.nodes.count; n++) {
        size_t at = page->first_node + n;
        model_node_features(&page->context, (uint32_t)n, node_features + at * NODE_FEATURES);
        node_weights[at] = .02f + node_labels[at] + (float)node_features[at * NODE_FEATURES + 12] / 255;
    }
}

static Trees fit_nodes(int skip, int folds, int inner)
{
    Fit fit = {node_features,
               NODE_FEATURES,
               take(node_count, sizeof(uint32_t)),
               0,
               NULL,
               NULL,
               NULL,
               node_labels,
               node_weights,
               node_pages,
               settings.rows,
               {0}};
    set_slopes(&fit, NODE_FEATURES - LAYOUT_MARKS);
    for (size_t p = 0; p < page_count; p++)
        for (size_t n = 0; n < pages[p].markup.nodes.count && is_in(&pages[p], 1, skip, folds, inner); n++)
            fit.rows[fit.row_count++] = (uint32_t)(pages[p].first_node + n);
    return fit_model(fit, node_count, (unsigned)settings.node_trees, NODE_FEATURES);
}

static void free_trees(Trees *trees)
{
    union {
        const void *read;
        void *written;
    } nodes = {trees->nodes}, leaves = {trees->leaves};
    free(nodes.written), free(leaves.written);
    memset(trees, 0, sizeof *trees);
}

static void free_set(ModelSet *set)
{
    free_trees(&set->first), free_trees(&set->nodes), free_trees(&set->second);
}

/* Each page's scores are of models that have not seen it. */
static ModelSet fit_set(int html, int skip, int folds)
{
    ModelSet set;
    memset(&set, 0, sizeof set);
    for (int inner = 0; inner < INNER_FOLDS; inner++) {
        Trees trees = fit_lines(html, skip, folds, inner, 0);
        for (size_t p = 0; p < page_count; p++) {
            Sample *page = &pages[p];
            if (!is_in(page, html, skip, folds, -1) || is_in(page, html, skip, folds, inner)) continue;
            for (size_t i = 0; i < page->lines.count; i++)
                page->lines.items[i].score =
                    trees_probability(&trees, features + (page->first + i) * HTML_SECOND_FEATURES);
            if (html) model_discount_comments(&page->context, &page->lines), prepare_page_nodes(page);
        }
        free_trees(&trees);
    }
    for (int inner = 0; inner < INNER_FOLDS && html; inner++) {
        Trees trees = fit_nodes(skip, folds, inner);
        for (size_t p = 0; p < page_count; p++) {
            Sample *page = &pages[p];
            if (!is_in(page, html, skip, folds, -1) || is_in(page, html, skip, folds, inner)) continue;
            for (size_t n = 0; n < page->markup.nodes.count; n++)
                page->context.nodes[n].score =
                    trees_probability(&trees, node_features + (page->first_node + n) * NODE_FEATURES);
        }
        free_trees(&trees);
    }
    for (size_t p = 0; p < page_count; p++)
        if (is_in(&pages[p], html, skip, folds, -1)) prepare_second(&pages[p]);
    set.first = fit_lines(html, skip, folds, -1, 0);
    if (html) set.nodes = fit_nodes(skip, folds, -1);
    set.second = fit_lines(html, skip, folds, -1, 1);
    return set;
}

/* --- measuring ------------------------------------------------------------------------------------------------------------------- */
static double measure_page(Sample *page, const Models *models, const char *dump)
{
    static Words words, line;
    ptrdiff_t title;
    Arena arena;
    arena_init(&arena, 0);
    if (blocks_label(&arena, page->bytes, page->html ? &page->markup : NULL, &page->lines, models, &title) != STATUS_OK)
        exit(1);
    words.count = 0;
    for (size_t i = 0; i < page->lines.count; i++) {
        if (!block_is_main((BlockKind)page->lines.items[i].kind)) continue;
        read_words(page->bytes + page->lines.items[i].start, page->lines.items[i].length, &line);
        for (size_t k = 0; k < line.count; k++) add_word(&words, line.hashes[k]);
    }
    double score = f1(page, &words);
    if (dump) {
        printf("== %s %d %.3f\n", set_names[page->set], page->fold, score);
        for (size_t i = 0; i < page->lines.count; i++) {
            const Line *l = &page->lines.items[i];
            int body = block_is_main((BlockKind)l->kind);
            printf("%c%c %.2f %-10s %-12s", page->labels[i] ? '+' : '-', body ? '+' : '-', (double)l->score,
                   document_block_kind_name((BlockKind)l->kind), l->rule);
            if (page->html) {
                static const char *const names[] = {
                    "body",   "art",  "tit",     "lead", "auth", "stamp", "cap",  "media", "quote", "notes", "tags",
                    "share",  "rel",  "listing", "comm", "nav",  "head",  "foot", "side",  "ad",    "pop",   "sign",
                    "search", "tick", "hid",     "ART",  "MAIN", "TABLE", "LIST", "FORM",  "SEC"};
                uint32_t node = page->markup.blocks.items[l->block].node;
                const NodeSum *sum = &page->context.nodes[node];
                printf(" e%d/%d n%.2f", page->markup.nodes.items[node].element, page->markup.nodes.items[node].depth,
                       (double)sum->above);
                for (int k = 0; k < LAYOUT_MARKS; k++)
                    if (sum->marks[k] < 200) printf(" %s%d", names[k], sum->marks[k]);
            }
            printf(" | %.*s\n", (int)(l->length < 160 ? l->length : 160), page->bytes + l->start);
        }
    }
    arena_clear(&arena);
    return score;
}

static void cross_validate(int folds, int html, const char *dump)
{
    double sum[16] = {0}, bad[16] = {0};
    int number[16] = {0};
    for (int fold = 0; fold < folds; fold++) {
        Models models;
        memset(&models, 0, sizeof models);
        *(html ? &models.html : &models.plain) = fit_set(html, fold, folds);
        for (size_t p = 0; p < page_count; p++) {
            if (pages[p].html != html || pages[p].crop || (pages[p].other ? 0 : pages[p].fold % folds) != fold)
                continue;
            double score = measure_page(&pages[p], &models, dump);
            sum[pages[p].set] += score;
            bad[pages[p].set] += score < .8;
            number[pages[p].set]++;
        }
        free_set(&models.html), free_set(&models.plain);
    }
    for (int s = 0; s < set_count; s++)
        if (number[s])
            fprintf(stderr, "%s %-20s %4d pages, F1 %.2f, %2.0f pages below .8\n", html ? "html" : "text", set_names[s],
                    number[s], 100 * sum[s] / number[s], bad[s]);
}

static void print_trees(const char *kind, const char *which, const Trees *trees)
{
    size_t inner = ((size_t)1 << trees->depth) - 1;
    printf("model %s %s depth %u features %u bias %.4f\n", kind, which, trees->depth, trees->features,
           (double)trees->bias);
    for (unsigned t = 0; t < trees->count; t++) {
        printf("tree");
        for (size_t n = 0; n < inner; n++)
            printf(" %d:%d", trees->nodes[t * inner + n][0], trees->nodes[t * inner + n][1]);
        for (size_t n = 0; n <= inner; n++) printf(" %.4g", (double)trees->leaves[t * (inner + 1) + n]);
        printf("\n");
    }
}

static int set_option(const char *option)
{
    static const struct {
        const char *name;
        double *value;
    } options[] = {
        {"trees", &settings.trees},      {"depth", &settings.depth},       {"rate", &settings.rate},
        {"ridge", &settings.ridge},      {"gain", &settings.least_gain},   {"curvature", &settings.least_curvature},
        {"columns", &settings.columns},  {"rows", &settings.rows},         {"second", &settings.second_trees},
        {"nodes", &settings.node_trees}, {"variants", &settings.variants}, {"slopes", &settings.slopes},
        {"crops", &settings.crops},      {"power", &settings.power},       {"page", &settings.page_power},
        {"seed", &settings.seed}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        size_t n = strlen(options[i].name);
        if (!strncmp(option, options[i].name, n) && option[n] == '=')
            return *options[i].value = atof(option + n + 1), 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int folds = 0, at = 1, html = 1, text = 1, dump = 0;
    const char *other = NULL;
    for (; at < argc - 1; at++) {
        if (!strcmp(argv[at], "-c") && at + 1 < argc - 1) folds = atoi(argv[++at]);
        else if (!strcmp(argv[at], "-t") && at + 1 < argc - 1) other = argv[++at];
        else if (!strcmp(argv[at], "-html")) text = 0;
        else if (!strcmp(argv[at], "-text")) html = 0;
        else if (!strcmp(argv[at], "-d")) dump = 1;
        else if (!set_option(argv[at])) break;
    }
    if (at != argc - 1)
        return fputs("usage: train_blocks [-c FOLDS [-t OTHER]] [-html | -text] [-d] PAGES\n", stderr), 2;
    icu = icu_open();
    if (!icu || !read_pages(argv[at], text, 0) || (other && !read_pages(other, 0, 1))) return 1;
    prepare_first();
    prepare_nodes();
    fprintf(stderr, "%zu pages and crops, %zu lines\n", page_count, line_count);
    if (folds) {
        if (html) cross_validate(folds, 1, dump ? "" : NULL);
        if (text) cross_validate(folds, 0, dump ? "" : NULL);
        return 0;
    }
    printf("# Trees of document/model.c, made by tools/train_blocks.c; each has 2^depth - 1 nodes (feature:threshold) "
           "and 2^depth leaves, breadth first.\n");
    printf("# Trained on wcxb_dev (CC BY 4.0), scrapinghub (MIT), chinese69 (MIT) and htmldate's pages (Apache-2.0), "
           "pages and their plain-text dumps; see ext/data/README.md.\n");
    for (int kind = 0; kind < 2; kind++) {
        ModelSet set = fit_set(kind, 0, 0);
        print_trees(kind ? "html" : "plain", "first", &set.first);
        if (kind) print_trees("html", "nodes", &set.nodes);
        print_trees(kind ? "html" : "plain", "second", &set.second);
    }
    return 0;
}
