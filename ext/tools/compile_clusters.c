/*
** compile_clusters.c - data/clusters/<language>.tsv -> the tables of entities/clusters.h
**
** usage: compile_clusters ext/data > clusters_tables.c
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "entities/clusters.h"
#include "entities/lexicon.h"
#include "tools/table_print.h"

static const char *const languages[] = {"en", "kk", "ko", "ru", "zh"};
enum { WORDS_MAX = 1u << 20, SETS_MAX = 1u << 16 };

typedef struct Entry {
    uint64_t hash, classes;
    uint32_t order; /* in which it was read */
} Entry;

typedef struct Entries {
    Entry *items;
    size_t count;
} Entries;

static Entry run_items[WORDS_MAX], word_items[WORDS_MAX];
static Entries runs = {run_items, 0}, words = {word_items, 0};
static uint32_t prefixes[1u << (CLUSTER_PREFIX_BITS - 5)];
static uint64_t numbers[WORDS_MAX], hashes[WORDS_MAX]; /* of the table that is being printed */

static void die(const char *what, const char *word)
{
    fprintf(stderr, "compile_clusters: %s: %s\n", what, word);
    exit(1);
}

/* What a word of a script without blanks begins with. */
static void add_prefixes(const char *word)
{
    const char *at = word, *end = word + strlen(word);
    uint64_t hash = 0;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        unsigned script = unicode_of(code)->script;
        if (script != SCRIPT_HAN && script != SCRIPT_HANGUL && script != SCRIPT_HIRAGANA && script != SCRIPT_KATAKANA)
            return;
        hash = prefix_step(hash, code);
        uint32_t bit = prefix_bit(hash, CLUSTER_PREFIX_BITS);
        if (at < end) prefixes[bit >> 5] |= 1u << (bit & 31);
    }
}

static void add(const char *word, const unsigned id[CLUSTER_LEVELS])
{
    static const unsigned bits[CLUSTER_LEVELS] = {CLUSTER_BITS_0, CLUSTER_BITS_1, CLUSTER_BITS_2, CLUSTER_BITS_3};
    Entries *entries = cluster_is_run(word, strlen(word)) ? &runs : &words;
    Entry entry = {hash_bytes(word, strlen(word), 0), 0, (uint32_t)entries->count};
    for (int k = CLUSTER_LEVELS - 1; k >= 0; k--) {
        if (id[k] + 1 >= 1u << bits[k]) die("a class is too large", word);
        entry.classes = entry.classes << bits[k] | (id[k] + 1);
    }
    if (entries->count == WORDS_MAX) die("too many words", word);
    entries->items[entries->count++] = entry;
    add_prefixes(word);
}

static void read_file(const char *folder, const char *language)
{
    char path[4096], line[4096];
    snprintf(path, sizeof path, "%s/clusters/%s.tsv", folder, language);
    FILE *file = fopen(path, "r");
    if (!file) return;
    while (fgets(line, sizeof line, file)) {
        unsigned id[CLUSTER_LEVELS];
        char *tab = strchr(line, '\t');
        if (line[0] == '#' || !tab || sscanf(tab, "%u%u%u%u", &id[0], &id[1], &id[2], &id[3]) != CLUSTER_LEVELS)
            continue;
        *tab = 0;
        add(line, id);
    }
    fclose(file);
}

static int by_hash(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Puts entries in order; of words that are written alike the first read stays. */
static void sort(Entries *entries)
{
    qsort(entries->items, entries->count, sizeof *entries->items, by_hash);
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++)
        if (!kept || entries->items[i].hash != entries->items[kept - 1].hash)
            entries->items[kept++] = entries->items[i];
    entries->count = kept;
}

/* Can the entries of each bucket be told apart by `bits` bits of their hashes from bit `shift` on? */
static int are_distinct(const Entries *entries, unsigned shift, unsigned bits)
{
    uint32_t buckets = (uint32_t)(entries->count / BUCKET_ENTRIES + 1);
    uint64_t mask = (((uint64_t)1 << bits) - 1) << shift;
    for (size_t i = 0; i < entries->count; i++) {
        uint64_t hash = entries->items[i].hash;
        uint32_t bucket = bucket_of(hash, buckets);
        for (size_t k = i; k > 0 && bucket_of(entries->items[k - 1].hash, buckets) == bucket; k--)
            if (!((entries->items[k - 1].hash ^ hash) & mask)) return 0;
    }
    return 1;
}

/* Prints the buckets of entries and `NAME_shift`: the lowest bit of hashes from which on checks of `bits` bits tell the entries of each bucket apart. */
static void print_hashes(const char *name, const Entries *entries, unsigned bits, unsigned *shift)
{
    for (*shift = 0; !are_distinct(entries, *shift, bits);)
        if (++*shift + bits > 32) die("words cannot be told apart by their checks", name);
    for (size_t i = 0; i < entries->count; i++) hashes[i] = entries->items[i].hash;
    print_buckets(name, hashes, entries->count);
    printf("const uint32_t %s_shift = %u;\n", name, *shift);
}

static uint16_t sets[SETS_MAX][CLUSTER_LEVELS];
static size_t set_count;

static int by_classes(const void *a, const void *b)
{
    const Entry *x = *(const Entry *const *)a, *y = *(const Entry *const *)b;
    return x->classes < y->classes ? -1 : x->classes > y->classes;
}

static void unpack(uint64_t classes, uint16_t out[CLUSTER_LEVELS])
{
    static const unsigned bits[CLUSTER_LEVELS] = {CLUSTER_BITS_0, CLUSTER_BITS_1, CLUSTER_BITS_2, CLUSTER_BITS_3};
    for (int k = 0; k < CLUSTER_LEVELS; k++) {
        out[k] = (uint16_t)(classes & ((1u << bits[k]) - 1));
        classes >>= bits[k];
    }
}

/* The distinct sets of classes of the runs; an entry's number is left in numbers[]. */
static void number_sets(void)
{
    static const Entry *order[WORDS_MAX];
    for (size_t i = 0; i < runs.count; i++) order[i] = &runs.items[i];
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the list is of pointers */
    qsort(order, runs.count, sizeof *order, by_classes);
    for (size_t i = 0; i < runs.count; i++) {
        if (!i || order[i]->classes != order[i - 1]->classes) {
            if (set_count == SETS_MAX) die("too many sets of classes", "");
            unpack(order[i]->classes, sets[set_count++]);
        }
        numbers[order[i] - runs.items] = set_count - 1;
    }
}

static void print_runs(void)
{
    static uint32_t entries[WORDS_MAX];
    unsigned set_bits = 1;
    sort(&runs);
    number_sets();
    while (set_count > (size_t)1 << set_bits) set_bits++;
    unsigned shift;
    print_hashes("cluster_runs", &runs, 32 - set_bits, &shift);
    for (size_t i = 0; i < runs.count; i++)
        entries[i] = (uint32_t)(runs.items[i].hash >> shift) << set_bits | (uint32_t)numbers[i];
    print_words("cluster_run_entries", entries, runs.count);
    printf("const uint32_t cluster_set_bits = %u;\nconst uint16_t cluster_sets[][CLUSTER_LEVELS] = {", set_bits);
    for (size_t i = 0; i < set_count; i++)
        printf("%s{%u,%u,%u,%u},", i % 8 ? "" : "\n", sets[i][0], sets[i][1], sets[i][2], sets[i][3]);
    puts("\n};");
}

int main(int argc, char **argv)
{
    if (argc < 2) return 1;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) read_file(argv[1], languages[i]);
    puts("/* made by tools/compile_clusters.c */\n#include \"entities/clusters.h\"");
    print_runs();
    sort(&words);
    unsigned shift;
    print_hashes("cluster_words", &words, 64 - CLUSTER_ID_BITS, &shift);
    for (size_t i = 0; i < words.count; i++)
        numbers[i] = words.items[i].classes | words.items[i].hash >> shift << CLUSTER_ID_BITS;
    print_halves("cluster_word_entries", numbers, words.count);
    print_words("cluster_prefixes", prefixes, sizeof prefixes / sizeof *prefixes);
    fprintf(stderr, "clusters: %zu runs of %zu sets, %zu words\n", runs.count, set_count, words.count);
    return 0;
}
