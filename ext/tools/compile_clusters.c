/*
** compile_clusters.c - data/clusters/<language>.tsv -> the table of entities/clusters.h
**
** usage: compile_clusters ext/data > clusters_tables.c
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "entities/clusters.h"
#include "entities/lexicon.h"

static const char *const languages[] = {"en", "kk", "ko", "ru", "zh"};
enum { WORDS_MAX = 1u << 20 };

typedef struct Entry {
    uint64_t hash, classes;
} Entry;

static Entry entries[WORDS_MAX];
static uint32_t count;
static uint64_t *slots;
static uint32_t slot_count;
static uint32_t filter[1u << (CLUSTER_FILTER_BITS - 5)], prefixes[1u << (CLUSTER_PREFIX_BITS - 5)];

static void set_bit(uint32_t *bits_, uint32_t bit)
{
    bits_[bit >> 5] |= 1u << (bit & 31);
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
        if (at < end) set_bit(prefixes, prefix_bit(hash, CLUSTER_PREFIX_BITS));
    }
}

static void print_bits(const char *name, const uint32_t *words, size_t count_)
{
    printf("const uint32_t %s[] = {\n", name);
    for (size_t i = 0; i < count_; i++) printf("%s%u,", i % 16 ? "" : "\n", words[i]);
    printf("};\n");
}

/* Puts a word into the slots. Returns 0 if it (or one that cannot be told from it) is there already. */
static int place(const Entry *entry)
{
    uint64_t slot = entry->classes | entry->hash >> CLUSTER_ID_BITS << CLUSTER_ID_BITS;
    uint32_t at = cluster_slot(entry->hash, slot_count);
    for (; slots[at]; at = at + 1 < slot_count ? at + 1 : 0)
        if (!((slots[at] ^ slot) >> CLUSTER_ID_BITS)) return 0;
    slots[at] = slot;
    return 1;
}

static void add(const char *word, const unsigned id[CLUSTER_LEVELS])
{
    static const unsigned bits[CLUSTER_LEVELS] = {CLUSTER_BITS_0, CLUSTER_BITS_1, CLUSTER_BITS_2, CLUSTER_BITS_3};
    Entry entry = {hash_bytes(word, strlen(word), 0), 0};
    for (int k = CLUSTER_LEVELS - 1; k >= 0; k--) {
        if (id[k] + 1 >= 1u << bits[k]) {
            fprintf(stderr, "compile_clusters: class %u of %s is too large\n", id[k], word);
            exit(1);
        }
        entry.classes = entry.classes << bits[k] | (id[k] + 1);
    }
    if (count == WORDS_MAX) {
        fprintf(stderr, "compile_clusters: too many words\n");
        exit(1);
    }
    entries[count++] = entry;
    set_bit(filter, prefix_bit(entry.hash, CLUSTER_FILTER_BITS));
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

int main(int argc, char **argv)
{
    if (argc < 2) return 1;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) read_file(argv[1], languages[i]);
    slot_count = count + count / 4 + 16;
    slots = calloc(slot_count, sizeof *slots);
    if (!slots) return 1;
    for (uint32_t i = 0; i < count; i++) place(&entries[i]);
    printf("/* made by tools/compile_clusters.c */\n#include \"entities/clusters.h\"\nconst uint32_t "
           "cluster_slot_count = %uu;\nconst uint32_t "
           "cluster_slots[][2] = {\n",
           slot_count);
    for (size_t i = 0; i < slot_count; i++)
        printf("{0x%xu,0x%xu},%s", (unsigned)slots[i], (unsigned)(slots[i] >> 32), i % 8 == 7 ? "\n" : "");
    printf("};\n");
    print_bits("cluster_filter", filter, sizeof filter / sizeof *filter);
    print_bits("cluster_prefixes", prefixes, sizeof prefixes / sizeof *prefixes);
    free(slots);
    return 0;
}
