/*
** compile_record.c - compiles data/document/metadata.tsv (names of facts in metadata) and data/document/evidence.tsv (weights of evidence)
**
** usage: compile_record DATA-FOLDER > build/gen/record_tables.c
**
** Writes fact_rows[], fact_slots[], fact_mask (document/evidence.c), evidence_weights[].
*/
#include "document/evidence_rows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 1500, SLOTS = 4096 };

static struct {
    FactRow row;
    char name[FACT_NAME_BYTES + 1];
} rows[MAX_ROWS];
static unsigned row_count;
static unsigned short slots[SLOTS];

static const char *const where_names[IN_WHERES] = {"meta", "item", "key", "role", "type", "word", "name", "script"};

static const struct {
    const char *name;
    unsigned meaning;
} meanings[] = {{"meta-article", EVIDENCE_META_ARTICLE},
                {"meta-published", EVIDENCE_META_PUBLISHED},
                {"meta-date", EVIDENCE_META_DATE},
                {"meta-created", EVIDENCE_META_CREATED},
                {"meta-modified", EVIDENCE_META_MODIFIED},
                {"item-published", EVIDENCE_ITEM_PUBLISHED},
                {"item-created", EVIDENCE_ITEM_CREATED},
                {"item-modified", EVIDENCE_ITEM_MODIFIED},
                {"script-published", EVIDENCE_SCRIPT},
                {"item-headline", FACT_TITLE_ITEM},
                {"item-author", FACT_AUTHOR_ITEM},
                {"item-name", FACT_ITEM_NAME},
                {"item-publisher", FACT_PUBLISHER},
                {"og-title", FACT_TITLE_OG},
                {"meta-title", FACT_TITLE_META},
                {"author", FACT_AUTHOR_META},
                {"article-author", FACT_AUTHOR_ARTICLE},
                {"site", FACT_SITE},
                {"publisher", FACT_PUBLISHER},
                {"source", FACT_SOURCE},
                {"address", FACT_ADDRESS},
                {"image", FACT_IMAGE},
                {"language", FACT_LANGUAGE},
                {"ld-published", EVIDENCE_LD_ARTICLE},
                {"ld-uploaded", EVIDENCE_LD_PART},
                {"ld-created", EVIDENCE_LD_CREATED},
                {"ld-modified", EVIDENCE_LD_MODIFIED},
                {"ld-headline", FACT_TITLE_LD},
                {"ld-name", FACT_NAME_LD},
                {"ld-type", FACT_LD_TYPE},
                {"ld-author", FACT_AUTHOR_LD},
                {"ld-publisher", FACT_PUBLISHER_LD},
                {"ld-source", FACT_SOURCE},
                {"ld-address", FACT_ADDRESS},
                {"ld-place", FACT_PLACE},
                {"ld-language", FACT_LANGUAGE},
                {"ld-body", FACT_BODY_LD},
                {"label", FACT_LABEL},
                {"labelled", FACT_LABELLED},
                {"by", FACT_BY},
                {"nobody", FACT_NOBODY},
                {"ends", FACT_ENDS},
                {"joins", FACT_JOINS},
                {"verb", FACT_VERB},
                {"person", FACT_PERSON},
                {"part", FACT_PART},
                {"article", FACT_ARTICLE},
                {"page", FACT_PAGE}};

static const struct {
    const char *name;
    unsigned mark;
} marks[] = {{"date", HINT_DATE},       {"published", HINT_PUBLISHED}, {"modified", HINT_MODIFIED},
             {"byline", HINT_BYLINE},   {"author", HINT_AUTHOR},       {"title", HINT_TITLE},
             {"article", HINT_ARTICLE}, {"comment", HINT_COMMENT},     {"aside", HINT_ASIDE},
             {"footer", HINT_FOOTER},   {"header", HINT_HEADER}};

static void fail(const char *path, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(1);
}

static unsigned meaning_of(unsigned where, const char *name)
{
    if (where == IN_WORD) {
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (!strcmp(marks[i].name, name)) return marks[i].mark;
        return 0;
    }
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (!strcmp(meanings[i].name, name)) return meanings[i].meaning;
    return 0;
}

/* A word may have several marks. */
static void add(const char *path, int line, unsigned where, const char *name, unsigned meaning)
{
    size_t length = strlen(name);
    if (length > FACT_NAME_BYTES) fail(path, line, "name too long");
    unsigned slot = fact_slot(where, name, length) & (SLOTS - 1);
    for (; slots[slot]; slot = (slot + 1) & (SLOTS - 1)) {
        FactRow *row = &rows[slots[slot] - 1].row;
        if (row->where != where || strcmp(rows[slots[slot] - 1].name, name) != 0) continue;
        if (where != IN_WORD) fail(path, line, "said twice");
        row->meaning = (uint16_t)(row->meaning | meaning);
        return;
    }
    if (row_count == MAX_ROWS) fail(path, line, "more rows than MAX_ROWS");
    memcpy(rows[row_count].name, name, length + 1);
    rows[row_count].row = (FactRow){NULL, (uint8_t)length, (uint8_t)where, (uint16_t)meaning};
    slots[slot] = (unsigned short)++row_count;
}

static FILE *open_table(const char *folder, const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s/document/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, "cannot be read");
    return file;
}

static void read_names(const char *folder)
{
    char path[4096], line[512], where[32], name[128], meaning[64];
    FILE *file = open_table(folder, "metadata.tsv", path, sizeof path);
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%31[^\t]\t%127[^\t]\t%63[^\n]", where, name, meaning) != 3)
            fail(path, number, "not three cells");
        unsigned w = 0;
        while (w < IN_WHERES && strcmp(where_names[w], where) != 0) w++;
        if (w == IN_WHERES || !meaning_of(w, meaning)) fail(path, number, "unknown place or meaning");
        for (const char *c = name; *c; c++)
            if (*c >= 'A' && *c <= 'Z') fail(path, number, "a capital in a name");
        add(path, number, w, name, meaning_of(w, meaning));
    }
    fclose(file);
}

static void print_weights(const char *folder)
{
    char path[4096], line[512], name[64];
    double weight, weights[EVIDENCES] = {0};
    FILE *file = open_table(folder, "evidence.tsv", path, sizeof path);
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%63[^\t]\t%lf", name, &weight) != 2) fail(path, number, "not a name and a weight");
        int i = 0;
        while (i < EVIDENCES && strcmp(evidence_names[i], name) != 0) i++;
        if (i == EVIDENCES) fail(path, number, "unknown evidence");
        weights[i] = weight;
    }
    fclose(file);
    puts("const float evidence_weights[] = {");
    for (int i = 0; i < EVIDENCES; i++) printf("%.4ff,\n", weights[i]);
    puts("};");
}

int main(int argc, char **argv)
{
    if (argc != 2) fail("usage", 0, "compile_record DATA-FOLDER");
    read_names(argv[1]);
    puts("/* made by tools/compile_record.c */\n#include \"document/evidence_rows.h\"\n\nconst FactRow fact_rows[] "
         "= {");
    for (unsigned i = 0; i < row_count; i++)
        printf("{\"%s\",%u,%u,%u},\n", rows[i].name, rows[i].row.length, rows[i].row.where, rows[i].row.meaning);
    puts("};\nconst uint16_t fact_slots[] = {");
    for (int i = 0; i < SLOTS; i++) printf("%u,%s", slots[i], i % 24 == 23 ? "\n" : "");
    printf("};\nconst unsigned fact_mask = %d;\n", SLOTS - 1);
    print_weights(argv[1]);
    return 0;
}
