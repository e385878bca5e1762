/*
** compile_document.c - compiles data/<language>/document.tsv (furniture of pages) and data/document/lines.tsv (the line model)
**
** usage: compile_document DATA-FOLDER > build/gen/document_tables.c
**
** Writes furniture_rows[], furniture_slots[], furniture_mask, furniture_openings[], furniture_closings[] (document/furniture.c) and line_trees[], line_leaves[], ...
** (document/model.c).
*/
#include "base/hash.h"
#include "document/furniture.h"
#include "document/furniture_key.h"
#include "document/markup.h"
#include "document/model.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 8000, SLOTS = 16384, MAX_LANGUAGES = 200 };

typedef struct Row {
    char key[FURNITURE_KEY_BYTES];
    unsigned length;
    int kind, match;
} Row;

static Row rows[MAX_ROWS];
static int row_count;
static unsigned short slots[SLOTS];
static unsigned long long openings[FURNITURE_FILTER_BITS / 64], closings[FURNITURE_FILTER_BITS / 64];

static const char *const kind_names[FURNITURE_KINDS] = {
    "",      "navigation", "share",   "related",   "aside",    "keywords", "comment", "footer",
    "rates", "weather",    "caption", "published", "modified", "author",   "source",  "views",
    "lead",  "advert",     "cites",   "joiner",    "agency",   "wire"};

static void fail(const char *path, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(1);
}

static int kind_of(const char *name)
{
    for (int i = 1; i < FURNITURE_KINDS; i++)
        if (!strcmp(name, kind_names[i])) return i;
    return 0;
}

static int match_of(const char *name)
{
    static const char *const names[] = {"line", "start", "end", "after", "clause", "before", "word"};
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
        if (!strcmp(name, names[i])) return 1 << i;
    return 0;
}

static void set_bit(unsigned long long *filter, const char *bytes, size_t length)
{
    unsigned bit = furniture_filter_bit(bytes, length);
    filter[bit >> 6] |= 1ull << (bit & 63);
}

static void add_to_filters(const FurnitureKey *key)
{
    unsigned last = key->cut_count > 1 ? key->cuts[key->cut_count - 2] : 0;
    for (unsigned i = 0; i < key->cut_count; i++) set_bit(openings, key->bytes, key->cuts[i]);
    while (key->bytes[last] == ' ') last++;
    set_bit(closings, key->bytes + last, key->length - last);
}

static void print_filter(const char *name, const unsigned long long *filter)
{
    printf("const uint64_t %s[] = {\n", name);
    for (int i = 0; i < FURNITURE_FILTER_BITS / 64; i++) printf("%lluu,%s", filter[i], i % 8 == 7 ? "\n" : "");
    puts("};");
}

static void add(const char *path, int number, int kind, int match, const char *phrase)
{
    FurnitureKey key;
    furniture_key(phrase, strlen(phrase), NULL, &key);
    if (!kind || !match) fail(path, number, "unknown kind or match");
    if (!key.whole || !key.length) fail(path, number, "phrase too long, or without a letter");
    add_to_filters(&key);
    for (unsigned slot = (unsigned)hash_bytes(key.bytes, key.length, 0) & (SLOTS - 1);;
         slot = (slot + 1) & (SLOTS - 1)) {
        if (!slots[slot]) {
            if (row_count == MAX_ROWS) fail(path, number, "more rows than MAX_ROWS");
            Row *row = &rows[row_count++];
            memcpy(row->key, key.bytes, key.length);
            row->length = key.length, row->kind = kind, row->match = match;
            slots[slot] = (unsigned short)row_count;
            return;
        }
        const Row *row = &rows[slots[slot] - 1]; /* said before, in this language or another: the first stands */
        if (row->length == key.length && !memcmp(row->key, key.bytes, key.length) && row->match == match) return;
    }
}

static void read_phrases(const char *path)
{
    char line[1024], kind[64], match[64], phrase[512];
    FILE *file = fopen(path, "r");
    if (!file) return;
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%63[^\t]\t%63[^\t]\t%511[^\n]", kind, match, phrase) != 3)
            fail(path, number, "not three cells");
        add(path, number, kind_of(kind), match_of(match), phrase);
    }
    fclose(file);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_languages(const char *folder)
{
    char *names[MAX_LANGUAGES], path[4096];
    int count = 0;
    DIR *directory = opendir(folder);
    if (!directory) fail(folder, 0, "cannot be read");
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < MAX_LANGUAGES;)
        if (entry->d_name[0] != '.') names[count++] = strcpy(malloc(strlen(entry->d_name) + 1), entry->d_name);
    closedir(directory);
    qsort(names, (size_t)count, sizeof *names, by_name);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s/document.tsv", folder, names[i]);
        read_phrases(path);
        free(names[i]);
    }
}

static void print_furniture(void)
{
    puts("const FurnitureRow furniture_rows[] = {");
    for (int i = 0; i < row_count; i++)
        printf("{\"%.*s\",%u,%d,%d},\n", (int)rows[i].length, rows[i].key, rows[i].length, rows[i].kind, rows[i].match);
    puts("};\nconst uint16_t furniture_slots[] = {");
    for (int i = 0; i < SLOTS; i++) printf("%u,%s", slots[i], i % 24 == 23 ? "\n" : "");
    printf("};\nconst unsigned furniture_mask = %d;\n", SLOTS - 1);
    print_filter("furniture_openings", openings);
    print_filter("furniture_closings", closings);
}

/* --- words of classes and ids -------------------------------------------------------------------------------------------- */
static const char *const mark_names[MARK_COUNT] = {
    "body",  "article", "title", "lead",    "author",  "stamp",   "caption",    "media",  "quote",
    "notes", "tags",    "share", "related", "listing", "comment", "navigation", "header", "footer",
    "side",  "advert",  "popup", "signup",  "search",  "ticker",  "hidden"};

static MarkupRow markup[MARKUP_SLOTS];

static void add_markup(const char *path, int number, int mark, const char *match, const char *word)
{
    static int count;
    int which = !strcmp(match, "whole") ? 0 : !strcmp(match, "start") ? 1 : !strcmp(match, "end") ? 2 : -1;
    size_t length = strlen(word);
    if (mark < 0 || which < 0) fail(path, number, "unknown mark or match");
    if (length < 1 || length >= MARKUP_WORD_BYTES || word[strspn(word, "abcdefghijklmnopqrstuvwxyz")])
        fail(path, number, "a word is 1 to 19 small letters");
    unsigned slot = markup_slot(word, length);
    while (markup[slot].word[0] && strcmp(markup[slot].word, word) != 0) slot = (slot + 1) & (MARKUP_SLOTS - 1);
    if (!markup[slot].word[0] && ++count > MARKUP_SLOTS * 3 / 4)
        fail(path, number, "more words than MARKUP_SLOTS has room for");
    strcpy(markup[slot].word, word);
    markup[slot].marks[which] |= 1u << mark;
}

static void print_markup(const char *folder)
{
    char path[4096], line[256], mark[32], match[32], word[64];
    size_t shortest = MARKUP_WORD_BYTES;
    snprintf(path, sizeof path, "%s/document/markup.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, "cannot be read");
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        int k = 0;
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%31[^\t]\t%31[^\t]\t%63[^\n]", mark, match, word) != 3) fail(path, number, "not three cells");
        while (k < MARK_COUNT && strcmp(mark, mark_names[k]) != 0) k++;
        add_markup(path, number, k < MARK_COUNT ? k : -1, match, word);
        if (strcmp(match, "whole") != 0 && strlen(word) < shortest) shortest = strlen(word);
    }
    fclose(file);
    puts("const MarkupRow markup_rows[MARKUP_SLOTS] = {");
    for (int i = 0; i < MARKUP_SLOTS; i++)
        if (markup[i].word[0])
            printf("[%d]={\"%s\",{%uu,%uu,%uu}},\n", i, markup[i].word, markup[i].marks[0], markup[i].marks[1],
                   markup[i].marks[2]);
    printf("};\nconst uint8_t markup_lengths = %u;\n", (unsigned)shortest);
}

/* --- the line model ------------------------------------------------------------------------------------------------------- */
static void print_trees(FILE *file, const char *path, unsigned depth, int leaves_wanted)
{
    static char line[65536];
    int number = 0;
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        number++;
        if (strncmp(line, "tree", 4) != 0) continue;
        char *at = line + 4;
        for (unsigned n = 0; n < (1u << depth) - 1; n++) {
            unsigned long feature = strtoul(at, &at, 10);
            if (*at++ != ':' || feature > 255) fail(path, number, "a node is feature:threshold");
            unsigned long threshold = strtoul(at, &at, 10);
            if (!leaves_wanted) printf("{%lu,%lu},", feature, threshold);
        }
        for (unsigned n = 0; n < 1u << depth; n++) {
            char *before = at;
            double leaf = strtod(at, &at);
            if (at == before) fail(path, number, "a leaf is missing");
            if (leaves_wanted) printf("%.4ff,", leaf);
        }
        putchar('\n');
    }
}

static void print_model(const char *folder)
{
    char path[4096], line[64];
    unsigned depth = 1, count = 0, features = LINE_FEATURES;
    double bias = 0;
    snprintf(path, sizeof path, "%s/document/lines.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, "cannot be read");
    for (int begin = 1; fgets(line, sizeof line, file); begin = strchr(line, '\n') != NULL) {
        if (!begin) continue;
        count += !strncmp(line, "tree", 4);
        sscanf(line, "depth %u", &depth);
        sscanf(line, "bias %lf", &bias);
        sscanf(line, "features %u", &features);
    }
    if (features != LINE_FEATURES || depth > 12)
        fail(path, 0, "was trained for other features than document/model.h has");
    printf("const unsigned line_tree_count = %u, line_tree_depth = %u;\nconst float line_bias = %.4ff;\n", count, depth,
           bias);
    puts("const uint8_t line_trees[][2] = {");
    print_trees(file, path, depth, 0);
    puts("{0,255}};\nconst float line_leaves[] = {");
    print_trees(file, path, depth, 1);
    puts("0};");
    fclose(file);
}

int main(int argc, char **argv)
{
    if (argc != 2) return fputs("usage: compile_document DATA-FOLDER\n", stderr), 2;
    read_languages(argv[1]);
    puts("/* made by tools/compile_document.c */\n#include \"document/furniture.h\"\n#include \"document/markup.h\"\n");
    print_furniture();
    print_markup(argv[1]);
    print_model(argv[1]);
    return 0;
}
