/*
** compile_languages.c - compiles data/languages.tsv
**
** usage: compile_languages header|source DATA-FOLDER
**   header  build/gen/language_codes.h: an enum with a constant a row
**   source  build/gen/languages_tables.c: tags and names
*/
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_ROWS = 250 }; /* a Language is a byte, 255 is LANGUAGE_INVALID */
static char rows[MAX_ROWS][3][64];

static int read_rows(const char *folder)
{
    char path[4096], line[512];
    int count = 0;
    snprintf(path, sizeof path, "%s/languages.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), -1;
    while (fgets(line, sizeof line, file) && count < MAX_ROWS) {
        if (line[0] == '#') continue;
        if (sscanf(line, "%63[^\t]\t%63[^\t]\t%63[^\n]", rows[count][0], rows[count][1], rows[count][2]) != 3) {
            fprintf(stderr, "%s: not three cells: %s", path, line);
            fclose(file);
            return -1;
        }
        count++;
    }
    fclose(file);
    return count;
}

int main(int argc, char **argv)
{
    if (argc != 3) return fputs("usage: compile_languages header|source DATA-FOLDER\n", stderr), 2;
    int count = read_rows(argv[2]);
    if (count < 0) return 1;
    puts("/* made by tools/compile_languages.c from data/languages.tsv */");
    if (!strcmp(argv[1], "header")) {
        puts("enum {");
        for (int i = 0; i < count; i++) {
            printf("    LANGUAGE_");
            for (const char *c = rows[i][0]; *c; c++) putchar(*c == '-' ? '_' : toupper((unsigned char)*c));
            puts(",");
        }
        puts("    LANGUAGE_COUNT\n};");
        return 0;
    }
    puts("#include \"text/language.h\"\n\nconst char *const language_tags[] = {");
    for (int i = 0; i < count; i++) printf("    \"%s\",\n", rows[i][0]);
    puts("};\nconst char *const language_names[] = {");
    for (int i = 0; i < count; i++) printf("    \"%s\",\n", rows[i][1]);
    puts("};");
    return 0;
}
