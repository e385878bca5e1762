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

/* The rows whose keys have one ngram_bucket(): they stand side by side, for rows are sorted by ngram_mix(). */
typedef struct Bucket {
    size_t first, count;
    uint32_t number;
} Bucket;

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

/* Buckets with most rows first: they are hardest to place. */
static int by_size(const void *a, const void *b)
{
    const Bucket *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : (x->first > y->first) - (x->first < y->first);
}

/* Finds a displacement under which all rows of the bucket lie in free places, and takes these. */
static unsigned place(const Group *group, const Bucket *bucket, unsigned bits, uint16_t *rows)
{
    for (unsigned displacement = 0; displacement < 65536; displacement++) {
        size_t i = 0;
        for (; i < bucket->count; i++) {
            uint16_t *row = &rows[ngram_slot(ngram_mix(group->rows[bucket->first + i].key), displacement, bits)];
            if (*row) break;
            *row = (uint16_t)(bucket->first + i + 1);
        }
        if (i == bucket->count) return displacement;
        while (i-- > 0) rows[ngram_slot(ngram_mix(group->rows[bucket->first + i].key), displacement, bits)] = 0;
    }
    fail(0, "no place for a bucket");
    return 0;
}

static void print_places(const Group *group, int g, unsigned bits)
{
    static Bucket buckets[1 << NGRAM_BUCKET_BITS];
    static uint16_t displacements[1 << NGRAM_BUCKET_BITS];
    uint16_t *rows = calloc((size_t)1 << bits, sizeof *rows);
    if (!rows) exit(1);
    memset(buckets, 0, sizeof buckets);
    memset(displacements, 0, sizeof displacements);
    for (size_t i = group->count; i-- > 0;) {
        Bucket *bucket = &buckets[ngram_bucket(ngram_mix(group->rows[i].key))];
        *bucket = (Bucket){i, bucket->count + 1, ngram_bucket(ngram_mix(group->rows[i].key))};
    }
    qsort(buckets, sizeof buckets / sizeof *buckets, sizeof *buckets, by_size);
    for (size_t i = 0; i < sizeof buckets / sizeof *buckets && buckets[i].count; i++)
        displacements[buckets[i].number] = (uint16_t)place(group, &buckets[i], bits, rows);
    printf("static const uint64_t keys_%d[] = {", g);
    for (size_t i = 0; i < (size_t)1 << bits; i++)
        printf("%llu,%s", rows[i] ? (unsigned long long)group->rows[rows[i] - 1].key : 0, i % 8 == 7 ? "\n" : "");
    printf("};\nstatic const uint16_t rows_%d[] = {", g);
    for (size_t i = 0; i < (size_t)1 << bits; i++) printf("%u,%s", rows[i], i % 16 == 15 ? "\n" : "");
    printf("};\nstatic const uint16_t displacements_%d[] = {", g);
    for (size_t i = 0; i < 1 << NGRAM_BUCKET_BITS; i++) printf("%u,%s", displacements[i], i % 16 == 15 ? "\n" : "");
    puts("};");
    free(rows);
}

static unsigned print_group(Group *group, int g)
{
    unsigned bits = 8;
    while ((size_t)1 << bits < group->count + group->count / 4) bits++;
    if (group->count >= 65535) fail(0, "too many rows");
    qsort(group->rows, group->count, sizeof(Row), by_key);
    print_places(group, g, bits);
    printf("static const uint8_t gains_%d[][NGRAM_LANGUAGES] = {{0},\n", g);
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
    return bits;
}

int main(int argc, char **argv)
{
    char path[4096], line[1024];
    Group *group = NULL;
    unsigned bits[NGRAM_GROUPS];
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
    for (int g = 0; g < NGRAM_GROUPS; g++) bits[g] = print_group(&groups[g], g);
    puts("\nconst NgramGroup ngram_model[NGRAM_GROUPS] = {");
    for (int g = 0; g < NGRAM_GROUPS; g++) {
        printf("    {keys_%d, rows_%d, displacements_%d, gains_%d, %u, %d, {", g, g, g, g, bits[g],
               groups[g].languages);
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
