/*
** compile_formats.c - compiles data/formats/fields.tsv into field_names[] (formats/fields.c)
**
** usage: compile_formats DATA-FOLDER > build/gen/formats_tables.c
*/
#include "formats/field_key.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAMES = 2000, MAX_LINE = 4096 };

static const char *const roles[FIELD_ROLES] = {"content",  "address",  "title",  "published",
                                               "captured", "language", "author", "publisher"};

typedef struct Name {
    char key[FIELD_KEY];
    unsigned role, rank;
} Name;

static Name names[MAX_NAMES];
static unsigned name_count;

static void fail(const char *path, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(1);
}

static unsigned role_of(const char *name)
{
    unsigned role = 0;
    while (role < FIELD_ROLES && strcmp(name, roles[role]) != 0) role++;
    return role;
}

static int is_known(const char *key)
{
    for (unsigned i = 0; i < name_count; i++)
        if (!strcmp(names[i].key, key)) return 1;
    return 0;
}

static void read_table(const char *folder)
{
    char path[4096], line[MAX_LINE];
    snprintf(path, sizeof path, "%s/formats/fields.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '#' || !line[0]) continue;
        char *tab = strchr(line, '\t');
        if (!tab) fail(path, number, "no tab");
        *tab = 0;
        unsigned role = role_of(line);
        if (role == FIELD_ROLES) fail(path, number, "no such role");
        for (char *word = strtok(tab + 1, ","); word; word = strtok(NULL, ",")) {
            Name *name = &names[name_count];
            if (name_count == MAX_NAMES) fail(path, number, "too many names");
            if (!make_field_key(word, strlen(word), name->key)) fail(path, number, word);
            if (is_known(name->key)) continue; /* the first line that names it decides */
            name->role = role;
            name->rank = name_count++;
        }
    }
    fclose(file);
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const Name *)a)->key, ((const Name *)b)->key);
}

int main(int argc, char **argv)
{
    if (argc != 2) return fputs("usage: compile_formats DATA-FOLDER\n", stderr), 2;
    read_table(argv[1]);
    qsort(names, name_count, sizeof *names, compare);
    puts("/* made by compile_formats */\n#include \"formats/fields.h\"\nconst FieldName field_names[] = {");
    for (unsigned i = 0; i < name_count; i++)
        printf("    {\"%s\", %u, %u},\n", names[i].key, names[i].role, names[i].rank);
    printf("};\nconst size_t field_name_count = %u;\n", name_count);
    return 0;
}
