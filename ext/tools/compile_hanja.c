/*
** compile_hanja.c - compiles data/translit/hanja.tsv, whose head says what its rows are
**
** usage: compile_hanja DATA-FOLDER > build/gen/hanja_tables.c
**
** See translit/hanja.h for what is made.
*/
#include "translit/hanja.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"

enum { MAX_LINE = 65536, MAX_PAIRS = 40000, MAX_WORDS = 20000 };

static uint16_t readings[HANJA_COUNT], same[HANJA_COMPATIBLE];
static uint32_t pairs[MAX_PAIRS];
static size_t pair_count;

typedef struct Words {
    HanjaWord items[MAX_WORDS];
    size_t count;
} Words;

static Words words, surnames;

static void fail(const char *what, const char *line)
{
    fprintf(stderr, "translit/hanja.tsv: %s: %s\n", what, line);
    exit(1);
}

static uint32_t next_of(const char **text)
{
    uint32_t code;
    *text += utf8_decode(*text, *text + strlen(*text), &code);
    return code;
}

static void read_reading(const char *syllable, const char *characters)
{
    uint32_t said = next_of(&syllable);
    while (*characters) {
        uint32_t code = next_of(&characters);
        if (code - HANJA_FIRST >= HANJA_COUNT) fail("not a Chinese character of the first plane", characters);
        readings[code - HANJA_FIRST] = (uint16_t)said;
    }
}

static void read_same(const char *number, const char *character)
{
    unsigned long code = strtoul(number, NULL, 16) - HANJA_COMPATIBLE_FIRST;
    if (code >= HANJA_COMPATIBLE) fail("not a compatibility ideograph", number);
    same[code] = (uint16_t)next_of(&character);
}

static void read_pairs(int begins, const char *character, const char *others)
{
    uint32_t one = next_of(&character);
    while (*others) {
        uint32_t other = next_of(&others);
        if (pair_count == MAX_PAIRS) fail("too many pairs", character);
        pairs[pair_count++] = begins ? one << 16 | other : other << 16 | one;
    }
}

static size_t read_codes(const char *text, uint16_t *codes)
{
    size_t count = 0;
    for (; *text; count++) {
        if (count == HANJA_LONGEST) fail("too long", text);
        codes[count] = (uint16_t)next_of(&text);
    }
    return count;
}

static void read_word(Words *into, const char *hanja, const char *said)
{
    if (into->count == MAX_WORDS) fail("too many words", hanja);
    HanjaWord *word = &into->items[into->count++];
    if (read_codes(hanja, word->word) != read_codes(said, word->said)) fail("not as long as its reading", hanja);
}

static void read_row(char *line)
{
    line[strcspn(line, "\r\n")] = 0;
    if (!*line || *line == '#') return;
    char *first = strchr(line, '\t'), *second = first ? strchr(first + 1, '\t') : NULL;
    if (!second) fail("a cell is missing", line);
    *first++ = *second++ = 0;
    if (!strcmp(line, "read")) read_reading(first, second);
    else if (!strcmp(line, "begins")) read_pairs(1, first, second);
    else if (!strcmp(line, "ends")) read_pairs(0, first, second);
    else if (!strcmp(line, "word")) read_word(&words, first, second);
    else if (!strcmp(line, "surname")) read_word(&surnames, first, second);
    else if (!strcmp(line, "same")) read_same(first, second);
    else fail("unknown kind", line);
}

static int compare_pairs(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int compare_words(const void *left, const void *right)
{
    const uint16_t *a = ((const HanjaWord *)left)->word, *b = ((const HanjaWord *)right)->word;
    while (*a && *a == *b) a++, b++;
    return *a - *b;
}

static void write_codes(const uint16_t *codes)
{
    printf("{");
    for (; *codes; codes++) printf("%u,", *codes);
    printf("0}");
}

static void write_words(const char *name, Words *list)
{
    qsort(list->items, list->count, sizeof *list->items, compare_words);
    printf("static const HanjaWord %s[] = {\n", name);
    for (size_t i = 0; i < list->count; i++) {
        printf("{");
        write_codes(list->items[i].word);
        printf(", ");
        write_codes(list->items[i].said);
        puts("},");
    }
    printf("};\nconst HanjaWords hanja_%s = {%s, %zu};\n", name, name, list->count);
}

static void write_numbers(const char *name, const uint16_t *numbers, size_t count)
{
    printf("const uint16_t %s[%zu] = {\n", name, count);
    for (size_t i = 0; i < count; i++) printf("%u,%s", numbers[i], i % 16 == 15 ? "\n" : "");
    puts("};");
}

int main(int argc, char **argv)
{
    static char line[MAX_LINE], path[4096];
    if (argc != 2) return fputs("usage: compile_hanja DATA-FOLDER\n", stderr), 2;
    snprintf(path, sizeof path, "%s/translit/hanja.tsv", argv[1]);
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), 1;
    while (fgets(line, sizeof line, file)) read_row(line);
    fclose(file);
    puts("/* made by tools/compile_hanja.c from data/translit/hanja.tsv */\n#include \"translit/hanja.h\"\n");
    write_numbers("hanja_readings", readings, HANJA_COUNT);
    write_numbers("hanja_same", same, HANJA_COMPATIBLE);
    qsort(pairs, pair_count, sizeof *pairs, compare_pairs);
    puts("const uint32_t hanja_pairs[] = {");
    for (size_t i = 0; i < pair_count; i++) printf("%uu,%s", pairs[i], i % 10 == 9 ? "\n" : "");
    printf("};\nconst size_t hanja_pair_count = %zu;\n", pair_count);
    write_words("words", &words);
    write_words("surnames", &surnames);
    return 0;
}
