/*
** compile_names.c - compiles data/names/edits.tsv and surnames.tsv
**
** usage: compile_names DATA-FOLDER > build/gen/names_tables.c
**
** Probabilities become bytes: 16 steps to a factor of e, 255 for what was never seen. Layout: names/edits.h.
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "names/edits.h"

static EditTable tables[EDIT_SCRIPTS];
static double first[EDIT_SCRIPTS][EDIT_LETTERS],
    second[EDIT_SCRIPTS][EDIT_LETTERS]; /* how often a letter is seen on a side */

static void fail(const char *what, const char *line)
{
    fprintf(stderr, "names/edits.tsv: %s: %s\n", what, line);
    exit(1);
}

static int letters_of(const char *cell, int *number)
{
    size_t length = strcmp(cell, "-") ? strlen(cell) : 0;
    *number = 0;
    if (length > 2) fail("more than two letters", cell);
    for (size_t i = 0; i < length; i++) {
        if (cell[i] < 'a' || cell[i] > 'z') fail("not a letter", cell);
        *number = *number * EDIT_LETTERS + cell[i] - 'a';
    }
    return (int)length;
}

static void count(double *side, int length, int number, double probability)
{
    if (length == 0) return;
    if (length == 2) side[number / EDIT_LETTERS] += probability;
    side[number % EDIT_LETTERS] += probability;
}

static uint8_t to_byte(double probability)
{
    double steps = -log(probability) * EDIT_STEPS;
    return steps > 254 ? 254 : (uint8_t)lround(steps);
}

static void take(int script, const char *from, const char *to, double probability, const char *line)
{
    int a, b, n = letters_of(from, &a), m = letters_of(to, &b);
    EditTable *table = &tables[script];
    uint8_t byte = to_byte(probability);
    if (n == 1 && m == 1) table->change[a][b] = byte;
    else if (n == 1 && m == 0) table->drop[a] = byte;
    else if (n == 0 && m == 1) table->add[b] = byte;
    else if (n == 2 && m == 0) table->drop2[a] = byte;
    else if (n == 0 && m == 2) table->add2[b] = byte;
    else if (n == 2 && m == 1) table->join[a][b] = byte;
    else if (n == 1 && m == 2) table->split[a][b] = byte;
    else fail("an edit of this shape is not known", line);
    count(first[script], n, a, probability);
    count(second[script], m, b, probability);
}

static void print_bytes(const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    printf("{");
    for (size_t i = 0; i < length; i++) printf("%d,%s", at[i], i % 40 == 39 ? "\n" : "");
    printf("},\n");
}

static void print_seen(const double *seen)
{
    double sum = 0;
    for (int i = 0; i < EDIT_LETTERS; i++) sum += seen[i];
    printf("{");
    for (int i = 0; i < EDIT_LETTERS; i++)
        printf("%.4ff,", log((seen[i] + 1e-4 * sum) / (sum * (1 + 1e-4 * EDIT_LETTERS))));
    printf("},\n");
}

enum { MAX_SPELLINGS = 1000 };
static struct Spelling {
    char letters[NAME_SPELLING];
    unsigned long long rows;
} spellings[MAX_SPELLINGS];
static int spelling_count;

static void add_spelling(const char *letters, int row)
{
    int i = 0;
    while (i < spelling_count && strcmp(spellings[i].letters, letters)) i++;
    if (i == MAX_SPELLINGS || strlen(letters) >= NAME_SPELLING) fail("too many or too long spellings", letters);
    if (i == spelling_count) strcpy(spellings[spelling_count++].letters, letters);
    spellings[i].rows |= 1ull << row;
}

static int compare_spellings(const void *left, const void *right)
{
    return strcmp(((const struct Spelling *)left)->letters, ((const struct Spelling *)right)->letters);
}

static void print_surnames(const char *folder)
{
    char path[4096], line[512];
    int row = 0;
    snprintf(path, sizeof path, "%s/names/surnames.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!*line || *line == '#') continue;
        char *cell = strchr(line, '\t');
        if (!cell || row == 64) fail("not two cells, or more than 64 rows", line);
        for (char *part = strtok(cell + 1, " "); part; part = strtok(NULL, " ")) add_spelling(part, row);
        row++;
    }
    fclose(file);
    qsort(spellings, (size_t)spelling_count, sizeof *spellings, compare_spellings);
    puts("const NameSpelling name_spellings[] = {");
    for (int i = 0; i < spelling_count; i++)
        printf("    {\"%s\", 0x%llxu},\n", spellings[i].letters, spellings[i].rows);
    printf("};\nconst size_t name_spelling_count = %d;\n", spelling_count);
}

int main(int argc, char **argv)
{
    static const char *const scripts[EDIT_SCRIPTS] = {"Cyrl", "Hebr", "Arab", "Kana", "Hang", "Hani"};
    char path[4096], line[256];
    if (argc != 2) return fputs("usage: compile_names DATA-FOLDER\n", stderr), 2;
    memset(tables, EDIT_NEVER, sizeof tables);
    snprintf(path, sizeof path, "%s/names/edits.tsv", argv[1]);
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), 1;
    while (fgets(line, sizeof line, file)) {
        char script[8], from[8], to[8];
        double probability;
        if (line[0] == '#') continue;
        if (sscanf(line, "%7s %7s %7s %lf", script, from, to, &probability) != 4) fail("not four cells", line);
        int number = 0;
        while (number < EDIT_SCRIPTS && strcmp(scripts[number], script)) number++;
        if (number == EDIT_SCRIPTS) fail("unknown script", line);
        take(number, from, to, probability, line);
    }
    fclose(file);
    puts("/* made by tools/compile_names.c from data/names/ */\n#include \"names/edits.h\"\n");
    printf("const float edit_probability[256] = {");
    for (int i = 0; i < 256; i++)
        printf("%.9ff,%s", i == EDIT_NEVER ? 1e-7 : exp(-(double)i / EDIT_STEPS), i % 8 == 7 ? "\n" : " ");
    puts("};\nconst EditTable edit_tables[EDIT_SCRIPTS] = {");
    for (int i = 0; i < EDIT_SCRIPTS; i++) {
        const EditTable *table = &tables[i];
        puts("{");
        printf("{");
        for (int k = 0; k < EDIT_LETTERS; k++) print_bytes(table->change[k], sizeof table->change[k]);
        puts("},");
        print_bytes(table->drop, sizeof table->drop);
        print_bytes(table->add, sizeof table->add);
        print_bytes(table->drop2, sizeof table->drop2);
        print_bytes(table->add2, sizeof table->add2);
        printf("{");
        for (int k = 0; k < EDIT_PAIRS; k++) print_bytes(table->join[k], sizeof table->join[k]);
        puts("},\n{");
        for (int k = 0; k < EDIT_LETTERS; k++) print_bytes(table->split[k], sizeof table->split[k]);
        puts("},");
        print_seen(first[i]);
        print_seen(second[i]);
        puts("},");
    }
    puts("};");
    print_surnames(argv[1]);
    return 0;
}
