/*
** compile_text.c - compiles the tables of the segmentation: data/LANGUAGE/abbreviations.tsv, sentence_starters.tsv,
** clitics.tsv, number_endings.tsv, and asks ICU for quotation marks
**
** usage: compile_text DATA-FOLDER > build/gen/text_tables.c
** A language is a folder whose name is a tag of languages.tsv. A row that cannot be read is an error that names file and line.
*/
#include "base/unicode.h"
#include "base/utf8.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ulocdata.h>

enum { MAX_LANGUAGES = 250, MAX_ROWS = 4000, MAX_CELL = 64 };

static char tags[MAX_LANGUAGES][MAX_CELL];
static int tag_count, cyrillic[MAX_LANGUAGES];

typedef struct Row {
    char key[MAX_CELL];
    unsigned kinds;
} Row;
static Row rows[MAX_ROWS];
static int row_count;

static void fail(const char *path, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, why);
    exit(1);
}

static FILE *open_table(const char *folder, const char *tag, const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s%s%s", folder, tag, *tag ? "/" : "", name);
    return fopen(path, "r");
}

/* Folds `cell` into `key`; tells whether it has a capital. */
static int fold_key(const char *cell, char *key)
{
    const char *end = cell + strlen(cell);
    int capital = 0;
    while (cell < end) {
        uint32_t code;
        cell += utf8_decode(cell, end, &code);
        if (code == 0x2019) code = '\'';
        if (unicode_of(code)->flags & UNICODE_UPPER) capital = 1;
        key += utf8_encode(unicode_fold(code), key);
    }
    *key = 0;
    return capital;
}

static unsigned kind_of(const char *name)
{
    static const char *const names[] = {"name", "number", "measure", "word", "end"};
    for (unsigned i = 0; i < 5; i++)
        if (!strcmp(name, names[i])) return 1u << i;
    return 0;
}

enum { CASED = 32 }; /* ABBREVIATION_CASED; checked by a line of the output */

static void add(const char *key, unsigned kinds, int cased, const char *path, int line)
{
    for (int i = 0; i < row_count; i++)
        if (!strcmp(rows[i].key, key)) {
            if (!cased) rows[i].kinds &= ~(unsigned)CASED;
            rows[i].kinds |= kinds;
            return;
        }
    if (row_count == MAX_ROWS) fail(path, line, "more than MAX_ROWS rows");
    strcpy(rows[row_count].key, key);
    rows[row_count++].kinds = kinds | (cased ? CASED : 0);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const Row *)a)->key, ((const Row *)b)->key);
}

/* Reads a table into rows[], sorted. `kinds` tells whether a second cell with the kind is expected. */
static void read_rows(const char *folder, const char *tag, const char *name, int kinds)
{
    char path[4096], line[512];
    FILE *file = open_table(folder, tag, name, path);
    row_count = 0;
    if (!file) return;
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        char key[MAX_CELL * 2], *kind = NULL;
        unsigned bits = 0;
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '#' || !line[0]) continue;
        if ((kind = strchr(line, '\t')) != NULL) *kind++ = 0;
        if (kinds != (kind != NULL)) fail(path, number, "wrong number of cells");
        if (kinds && (bits = kind_of(kind)) == 0) fail(path, number, "unknown kind");
        if (strlen(line) >= 28) fail(path, number, "longer than a key may be");
        int cased = fold_key(line, key);
        add(key, bits, cased, path, number);
    }
    fclose(file);
    qsort(rows, (size_t)row_count, sizeof rows[0], by_key);
}

static void print_constant(const char *tag)
{
    printf("LANGUAGE_");
    for (; *tag; tag++) putchar(*tag == '-' ? '_' : toupper((unsigned char)*tag));
}

static void print_list(int language, const char *list, int kinds)
{
    if (!row_count) return;
    printf("static const %s %s_%d[] = {", kinds ? "AbbreviationRow" : "char *const", list, language);
    for (int i = 0; i < row_count; i++)
        if (kinds) printf("{\"%s\",%u},", rows[i].key, rows[i].kinds);
        else printf("\"%s\",", rows[i].key[0] == '\'' ? rows[i].key + 1 : rows[i].key);
    puts("};");
}

static void read_tags(const char *folder)
{
    char path[4096], line[512];
    FILE *file = open_table(folder, "", "languages.tsv", path);
    if (!file) fail(path, 0, "cannot be read");
    while (fgets(line, sizeof line, file) && tag_count < MAX_LANGUAGES)
        if (line[0] != '#' && sscanf(line, "%63[^\t]", tags[tag_count]) == 1) {
            const char *script = strrchr(line, '\t');
            cyrillic[tag_count++] = script && !strncmp(script + 1, "Cyrl", 4);
        }
    fclose(file);
}

static void print_marks(const char *tag)
{
    static const ULocaleDataDelimiterType types[] = {ULOCDATA_QUOTATION_START, ULOCDATA_QUOTATION_END,
                                                     ULOCDATA_ALT_QUOTATION_START, ULOCDATA_ALT_QUOTATION_END};
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(tag, &status);
    printf("    {");
    for (int i = 0; i < 4; i++) {
        UChar mark[8] = {0};
        if (U_SUCCESS(status)) ulocdata_getDelimiter(data, types[i], mark, 8, &status);
        printf("0x%X%s", (unsigned)mark[0], i < 3 ? ", " : "");
    }
    printf("},\n");
    if (data) ulocdata_close(data);
}

int main(int argc, char **argv)
{
    static const char *const files[] = {"abbreviations.tsv", "sentence_starters.tsv", "clitics.tsv",
                                        "number_endings.tsv"};
    static const char *const lists[] = {"abbreviations", "starters", "clitics", "number_endings"};
    static int counts[MAX_LANGUAGES][4];
    if (argc != 2) return fputs("usage: compile_text DATA-FOLDER\n", stderr), 2;
    read_tags(argv[1]);
    puts("/* made by tools/compile_text.c */\n#include \"text/text_tables.h\"\n");
    puts("_Static_assert(ABBREVIATION_NAME == 1 && ABBREVIATION_END == 16 && ABBREVIATION_CASED == 32, "
         "\"compile_text.c\");\n");
    for (int i = 0; i < tag_count; i++)
        for (int list = 0; list < 4; list++) {
            read_rows(argv[1], tags[i], files[list], list == 0);
            counts[i][list] = row_count;
            print_list(i, lists[list], list == 0);
        }
    puts("\nconst TextTables text_tables[LANGUAGE_COUNT] = {");
    for (int i = 0; i < tag_count; i++) {
        if (!(counts[i][0] + counts[i][1] + counts[i][2] + counts[i][3])) continue;
        printf("    [");
        print_constant(tags[i]);
        printf("] = {");
        for (int list = 0; list < 4; list++)
            if (counts[i][list]) printf("%s_%d, ", lists[list], i);
            else printf("0, ");
        printf("%d, %d, %d, %d, %d},\n", counts[i][0], counts[i][1], counts[i][2], counts[i][3], cyrillic[i]);
    }
    puts("};\n\nconst uint32_t text_quotation_marks[LANGUAGE_COUNT][4] = {");
    for (int i = 0; i < tag_count; i++) print_marks(tags[i]);
    puts("};");
    return 0;
}
