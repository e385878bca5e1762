/*
** compile_document.c - compiles data/<language>/document.tsv (furniture of pages), data/document/markup.tsv (words of classes and ids) and
** data/document/blocks.tsv (the models of lines)
**
** usage: compile_document DATA-FOLDER > build/gen/document_tables.c
**
** Writes furniture_rows[], furniture_slots[], furniture_mask, furniture_openings[], furniture_closings[], furniture_heads[] (document/furniture.c), markup_rows[], markup_lengths
** (document/markup.c) and document_models (document/model.c).
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
static unsigned long long openings[FURNITURE_FILTER_BITS / 64], closings[FURNITURE_FILTER_BITS / 64],
    heads[FURNITURE_FILTER_BITS / 64], starts[FURNITURE_FILTER_BITS / 64];

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

static void set_bit(unsigned long long *filter, unsigned bit)
{
    filter[bit >> 6] |= 1ull << (bit & 63);
}

/* The first two letters of a phrase. One that stands alone in it may stand before any other in a text of ideographs. */
static void add_head(const FurnitureKey *key, int kind, int match)
{
    const char *end = key->bytes + key->length;
    size_t bytes, more;
    uint32_t first = furniture_letter(key->bytes, end, &bytes), second = FURNITURE_NO_LETTER;
    int is_label = match == FURNITURE_START;
    if (match == FURNITURE_LINE || match == FURNITURE_END) return; /* nobody looks for them alone */
    if (bytes < key->length) second = furniture_letter(key->bytes + bytes, end, &more);
    set_bit(heads, furniture_head_bit(kind, is_label, first, FURNITURE_NO_LETTER));
    set_bit(heads,
            furniture_head_bit(kind, is_label, first, second == FURNITURE_NO_LETTER ? FURNITURE_ANY_LETTER : second));
}

/* The letters that a line begins with that is, or begins with, this phrase. */
static void add_start(const FurnitureKey *key)
{
    const char *at = key->bytes, *end = at + key->length;
    uint32_t letters[3] = {FURNITURE_ANY_LETTER, FURNITURE_ANY_LETTER, FURNITURE_ANY_LETTER};
    for (int i = 0; i < 3 && at < end; i++) {
        size_t bytes;
        uint32_t letter = furniture_letter(at, end, &bytes);
        if (letter == FURNITURE_NO_LETTER) break;
        letters[i] = letter;
        at += bytes;
    }
    set_bit(starts, furniture_start_bit(letters[0], letters[1], letters[2]));
}

/* The letters that every line ends with that ends with this phrase. */
static void add_tail(const FurnitureKey *key)
{
    const char *end = key->bytes + key->length, *at = end;
    uint32_t code, last, before = FURNITURE_NO_LETTER;
    size_t bytes;
    at -= utf8_decode_before(key->bytes, at, &code);
    last = furniture_letter(at, end, &bytes);
    if (at > key->bytes) {
        at -= utf8_decode_before(key->bytes, at, &code);
        before = furniture_letter(at, end, &bytes);
    }
    set_bit(starts, furniture_tail_bit(last, FURNITURE_NO_LETTER));
    set_bit(starts, furniture_tail_bit(last, before == FURNITURE_NO_LETTER ? FURNITURE_ANY_LETTER : before));
}

static void add_to_filters(const FurnitureKey *key, int match)
{
    unsigned last = key->cut_count > 1 ? key->cuts[key->cut_count - 2] : 0;
    for (unsigned i = 0; i < key->cut_count; i++) set_bit(openings, furniture_filter_bit(key->bytes, key->cuts[i]));
    if (match == FURNITURE_LINE || match == FURNITURE_START || match == FURNITURE_END) add_start(key);
    if (match != FURNITURE_END) return;
    add_tail(key);
    while (key->bytes[last] == ' ') last++;
    set_bit(closings, furniture_filter_bit(key->bytes + last, key->length - last));
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
    add_to_filters(&key, match);
    add_head(&key, kind, match);
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
    print_filter("furniture_heads", heads);
    print_filter("furniture_starts", starts);
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

/* --- the models of lines ------------------------------------------------------------------------------------------------------- */
static const struct {
    const char *kind, *which;
    unsigned features;
} models[] = {{"plain", "first", PLAIN_FIRST_FEATURES},   {"plain", "nodes", NODE_FEATURES}, /* never any */
              {"plain", "second", PLAIN_SECOND_FEATURES}, {"html", "first", HTML_FIRST_FEATURES},
              {"html", "nodes", NODE_FEATURES},           {"html", "second", HTML_SECOND_FEATURES}};

enum { MODELS = sizeof models / sizeof *models, LEAF_TEXT = 1 << 20 };

typedef struct ModelHead {
    unsigned depth, count;
    double bias;
} ModelHead;

/* Prints the nodes of a tree, and keeps its leaves to be printed after all nodes of the model. */
static void print_tree(const char *path, int number, char *at, unsigned depth, char *leaves, size_t *used)
{
    for (unsigned n = 0; n < (1u << depth) - 1; n++) {
        unsigned long feature = strtoul(at, &at, 10);
        if (*at++ != ':' || feature > 255) fail(path, number, "a node is feature:threshold");
        unsigned long threshold = strtoul(at, &at, 10);
        printf("{%lu,%lu},", feature, threshold);
    }
    putchar('\n');
    for (unsigned n = 0; n < 1u << depth; n++) {
        char *before = at;
        double leaf = strtod(at, &at);
        if (at == before) fail(path, number, "a leaf is missing");
        *used += (size_t)snprintf(leaves + *used, LEAF_TEXT - *used, "%.4ff,", leaf);
        if (*used + 64 > LEAF_TEXT) fail(path, number, "too many trees");
    }
}

static int read_head(const char *path, int number, const char *line, ModelHead *head)
{
    char kind[16], which[16];
    unsigned features = 0, k = 0;
    if (sscanf(line, "model %15s %15s depth %u features %u bias %lf", kind, which, &head->depth, &features,
               &head->bias) != 5)
        fail(path, number, "a model is: model KIND WHICH depth N features N bias X");
    while (k < MODELS && (strcmp(models[k].kind, kind) != 0 || strcmp(models[k].which, which) != 0)) k++;
    if (k == MODELS || !head->depth || head->depth > 12) fail(path, number, "unknown model");
    if (features != models[k].features)
        fail(path, number, "was trained for other features than document/model.h has: make train-blocks");
    head->count = 0;
    return (int)k;
}

/* The file may be missing: then no model has trees, and tools/train_blocks.c makes it. */
static void print_models(const char *folder)
{
    static char line[1 << 16], leaves[LEAF_TEXT];
    static ModelHead heads[MODELS];
    size_t used = 0;
    int model = -1;
    char path[4096];
    snprintf(path, sizeof path, "%s/document/blocks.tsv", folder);
    FILE *file = fopen(path, "r");
    for (int number = 1; file && fgets(line, sizeof line, file); number++) {
        if (!strncmp(line, "model ", 6)) {
            if (model >= 0) printf("{0,255}};\nstatic const float leaves_%d[] = {\n%s0};\n", model, leaves);
            ModelHead head;
            model = read_head(path, number, line, &head);
            heads[model] = head;
            printf("static const uint8_t nodes_%d[][2] = {\n", model);
            used = 0, leaves[0] = 0;
        } else if (!strncmp(line, "tree", 4) && model >= 0) {
            heads[model].count++;
            print_tree(path, number, line + 4, heads[model].depth, leaves, &used);
        }
    }
    if (model >= 0) printf("{0,255}};\nstatic const float leaves_%d[] = {\n%s0};\n", model, leaves);
    if (file) fclose(file);
    printf("const Models document_models = {");
    for (int k = 0; k < MODELS; k++) {
        printf("%s{%u,%u,%u,%.4ff,",
               k % 3 ? ","
               : k   ? "},{"
                     : "{",
               heads[k].count, heads[k].depth ? heads[k].depth : 1, models[k].features, heads[k].bias);
        if (heads[k].count) printf("nodes_%d,leaves_%d}", k, k);
        else printf("0,0}");
    }
    puts("}};");
}

int main(int argc, char **argv)
{
    if (argc != 2) return fputs("usage: compile_document DATA-FOLDER\n", stderr), 2;
    read_languages(argv[1]);
    puts("/* made by tools/compile_document.c */\n#include \"document/furniture.h\"\n#include "
         "\"document/markup.h\"\n#include \"document/model.h\"\n");
    print_furniture();
    print_markup(argv[1]);
    print_models(argv[1]);
    return 0;
}
