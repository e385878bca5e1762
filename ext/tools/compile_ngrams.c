/*
** compile_ngrams.c - compiles data/language/ngrams.tsv (its head says what the columns are) into ngram_model (text/ngrams.h)
**
** usage: compile_ngrams DATA-FOLDER > build/gen/ngrams_tables.c
*/
#include "text/ngrams.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 200000 };

typedef struct Row {
    uint64_t key;
    char weights[NGRAM_LANGUAGES * 2 + 2];
} Row;

typedef struct Group {
    Row *rows;
    size_t count;
    char tags[NGRAM_LANGUAGES][16];
    int floors[NGRAM_LANGUAGES][NGRAM_ORDERS], priors[NGRAM_LANGUAGES];
    int languages;
} Group;

static Group groups[NGRAM_GROUPS];
static const char *const names[] = {"Latn", "Cyrl", "Arab", "Hani"};

static void fail(int line, const char *why)
{
    fprintf(stderr, "ngrams.tsv:%d: %s\n", line, why);
    exit(1);
}

/* Reads an @ row; returns the group whose rows follow. */
static Group *read_language(char *line, int number)
{
    char script[8], letter, tag[16];
    int f[NGRAM_ORDERS], prior;
    if (sscanf(line, "@\t%7s\t%c\t%15s\t%d\t%d\t%d\t%d\t%d", script, &letter, tag, &f[0], &f[1], &f[2], &f[3],
               &prior) != 8)
        fail(number, "no language");
    for (int i = 0; i < NGRAM_GROUPS; i++)
        if (!strcmp(names[i], script)) {
            Group *group = &groups[i];
            if (group->languages == NGRAM_LANGUAGES || letter != 'A' + group->languages)
                fail(number, "letters are not in order");
            memcpy(group->floors[group->languages], f, sizeof f);
            group->priors[group->languages] = prior;
            strcpy(group->tags[group->languages++], tag);
            return group;
        }
    fail(number, "unknown script");
    return NULL;
}

static void read_row(Group *group, char *line, int number)
{
    char *tab = strchr(line, '\t');
    uint32_t codes[NGRAM_ORDERS];
    int n = 0;
    if (!tab || !group || group->count == MAX_ROWS) fail(number, "no row");
    for (const char *at = line; at < tab;) {
        if (n == NGRAM_ORDERS) fail(number, "too long");
        at += utf8_decode(at, tab, &codes[n++]);
    }
    if (strlen(tab + 1) % 2 || strlen(tab + 1) > NGRAM_LANGUAGES * 2) fail(number, "weights are not pairs");
    for (const char *w = tab + 1; *w; w += 2)
        if (w[0] < 'A' || w[0] >= 'A' + group->languages || w[1] < '0' || w[1] > '0' + 63) fail(number, "no weight");
    group->rows[group->count].key = ngram_key(codes, n);
    strcpy(group->rows[group->count++].weights, tab + 1);
}

static int by_key(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    uint64_t a_mix = ngram_mix(x->key), b_mix = ngram_mix(y->key);
    return a_mix < b_mix ? -1 : a_mix > b_mix;
}

static void print_group(Group *group, int g)
{
    qsort(group->rows, group->count, sizeof(Row), by_key);
    printf("static const uint64_t keys_%d[] = {", g);
    for (size_t i = 0; i < group->count; i++)
        printf("%llu,%s", (unsigned long long)group->rows[i].key, i % 8 == 7 ? "\n" : "");
    printf("0};\nstatic const uint32_t buckets_%d[] = {", g);
    size_t first = 0;
    for (uint64_t bucket = 0; bucket <= 1u << NGRAM_BUCKET_BITS; bucket++) {
        while (first < group->count && ngram_mix(group->rows[first].key) >> (64 - NGRAM_BUCKET_BITS) < bucket) first++;
        printf("%zu,%s", first, bucket % 16 == 15 ? "\n" : "");
    }
    printf("};\nstatic const uint8_t gains_%d[][NGRAM_LANGUAGES] = {\n", g);
    for (size_t i = 0; i < group->count; i++) {
        int gains[NGRAM_LANGUAGES] = {0}, order = 1;
        while (order < NGRAM_ORDERS && group->rows[i].key >> 16 * order) order++;
        for (const char *w = group->rows[i].weights; *w; w += 2) {
            int gain = group->floors[w[0] - 'A'][order - 1] - (w[1] - '0');
            if (gain < 0 || gain > NGRAM_MOST_GAIN) fail(0, "a weight beyond its floor");
            gains[w[0] - 'A'] = gain;
        }
        putchar('{');
        for (int k = 0; k < group->languages; k++) printf("%d,", gains[k]);
        puts("},");
    }
    puts("};");
}

int main(int argc, char **argv)
{
    char path[4096], line[1024];
    Group *group = NULL;
    if (argc != 2) return fputs("usage: compile_ngrams DATA-FOLDER\n", stderr), 2;
    snprintf(path, sizeof path, "%s/language/ngrams.tsv", argv[1]);
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), 1;
    for (int i = 0; i < NGRAM_GROUPS; i++)
        if (!(groups[i].rows = malloc(MAX_ROWS * sizeof(Row)))) return fputs("compile_ngrams: no memory\n", stderr), 1;
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '#') continue;
        if (line[0] == '@') group = read_language(line, number);
        else read_row(group, line, number);
    }
    fclose(file);
    puts("/* made by tools/compile_ngrams.c */\n#include \"text/ngrams.h\"\n#include \"text/language.h\"\n");
    for (int g = 0; g < NGRAM_GROUPS; g++) print_group(&groups[g], g);
    puts("\nconst NgramGroup ngram_model[NGRAM_GROUPS] = {");
    for (int g = 0; g < NGRAM_GROUPS; g++) {
        printf("    {keys_%d, buckets_%d, gains_%d, %zu, %d, {", g, g, g, groups[g].count, groups[g].languages);
        for (int i = 0; i < groups[g].languages; i++) {
            printf("LANGUAGE_");
            for (const char *c = groups[g].tags[i]; *c; c++) putchar(*c == '-' ? '_' : toupper((unsigned char)*c));
            printf(", ");
        }
        printf("}, {");
        for (int i = 0; i < groups[g].languages; i++)
            printf("{%d, %d, %d, %d}, ", groups[g].floors[i][0], groups[g].floors[i][1], groups[g].floors[i][2],
                   groups[g].floors[i][3]);
        printf("}, {");
        for (int i = 0; i < groups[g].languages; i++) printf("%d, ", groups[g].priors[i]);
        puts("}},");
    }
    puts("};");
    return 0;
}
