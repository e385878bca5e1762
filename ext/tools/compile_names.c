/*
** compile_names.c - compiles data/names/: edits.tsv, characters.tsv, surnames.tsv, words.tsv, letters.tsv, kanji.tsv, aliases.tsv
**
** usage: compile_names DATA-FOLDER > build/gen/names_tables.c
**
** Layouts: names/edits.h, names/tables.h. Logarithms become bytes, EDIT_STEPS to a factor of e.
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "names/characters.h"
#include "names/edits.h"
#include "names/tables.h"

static const char *data_folder, *file_name;

static void fail(const char *what, const char *line)
{
    fprintf(stderr, "names/%s: %s: %s\n", file_name, what, line);
    exit(1);
}

static void *or_die(void *memory)
{
    if (!memory) fputs("compile_names: out of memory\n", stderr), exit(1);
    return memory;
}

/* Calls row() with the cells of each row of a table. */
static void read_rows(const char *name, int least_cells, void (*row)(char **cells, int count, const char *line))
{
    enum { MOST_CELLS = 6 };
    char path[4096], line[8192], copy[8192];
    file_name = name;
    snprintf(path, sizeof path, "%s/names/%s", data_folder, name);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (fgets(line, sizeof line, file)) {
        char *cells[MOST_CELLS] = {NULL};
        int count = 0;
        line[strcspn(line, "\r\n")] = 0;
        if (!*line || *line == '#') continue;
        strcpy(copy, line);
        for (char *at = copy; at && count < MOST_CELLS;) {
            cells[count++] = at;
            at = strchr(at, '\t');
            if (at) *at++ = 0;
        }
        if (count < least_cells) fail("too few cells", line);
        row(cells, count, line);
    }
    fclose(file);
}

static void print_quoted(const char *text)
{
    putchar('"');
    for (; *text; text++) printf((unsigned char)*text < 128 ? "%c" : "\\%03o", (unsigned char)*text);
    putchar('"');
}

/* --- edits.tsv --- */

enum { MOST_TWOS = 4096 };
static EditTable tables[EDIT_TABLES];
static uint32_t twos[EDIT_TABLES][MOST_TWOS];
static uint32_t two_counts[EDIT_TABLES];

static int letters_of(const char *cell, const char *line, int *number)
{
    int length = strcmp(cell, "-") ? (int)strlen(cell) : 0;
    *number = 0;
    if (length > 2) fail("more than two letters", line);
    for (int i = 0; i < length; i++) {
        int letter = cell[i] == '^' ? EDIT_BEGIN : cell[i] == '$' ? EDIT_END : cell[i] - 'a';
        if (letter < 0 || letter >= EDIT_LETTERS) fail("not a letter", line);
        *number = *number * EDIT_LETTERS + letter;
    }
    return length;
}

static int table_of(const char *name, const char *line)
{
    static const char *const names[EDIT_TABLES] = {"Cyrl",      "Hebr",      "Arab",      "Kana",
                                                   "Hang",      "Hani",      "Latn-Latn", "Cyrl-Kana",
                                                   "Cyrl-Hang", "Cyrl-Hani", "Latn-Hani"};
    for (int i = 0; i < EDIT_TABLES; i++)
        if (!strcmp(names[i], name)) return i;
    fail("unknown table", line);
    return 0;
}

static void read_curve(EditTable *table, const char *cell, const char *line)
{
    char *end = NULL;
    for (int k = 0; k < EDIT_CURVE; k++) {
        table->curve[k] = strtod(cell, &end);
        if (end == cell) fail("too few numbers", line);
        cell = end;
    }
}

static void take_edit(char **cells, int cell_count, const char *line)
{
    int number = table_of(cells[0], line), a, b;
    EditTable *table = &tables[number];
    (void)cell_count;
    if (!strcmp(cells[1], "curve")) {
        read_curve(table, cells[3], line);
        return;
    }
    int n = letters_of(cells[1], line, &a), m = letters_of(cells[2], line, &b);
    double weight = atof(cells[3]);
    if (weight > EDIT_MOST || weight < -EDIT_MOST) fail("a weight beyond its bounds", line);
    uint8_t byte = (uint8_t)(EDIT_ZERO + lround(weight * EDIT_STEPS));
    if (n == 1 && m == 1) table->change[a][b] = byte;
    else if (n == 1 && m == 0) table->drop[a] = byte;
    else if (n == 0 && m == 1) table->add[b] = byte;
    else if (n == 2 && m == 1) table->join[a][b] = byte;
    else if (n == 1 && m == 2) table->split[a][b] = byte;
    else if (n == 2 && m == 2) {
        if (two_counts[number] == MOST_TWOS) fail("too many operations of two letters", line);
        twos[number][two_counts[number]++] = (uint32_t)(a * EDIT_PAIRS + b) << 8 | byte;
    } else fail("an edit of this shape is not known", line);
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Prints the operations of two letters in order of their first pair, and notes where each pair begins. */
static void print_twos(int number)
{
    EditTable *table = &tables[number];
    uint32_t at = 0;
    qsort(twos[number], two_counts[number], sizeof **twos, by_number);
    printf("static const uint32_t twos_%d[] = {", number);
    for (int pair = 0; pair < EDIT_PAIRS; pair++) {
        table->first_two[pair] = (uint16_t)at;
        for (; at < two_counts[number] && (int)((twos[number][at] >> 8) / EDIT_PAIRS) == pair; at++)
            printf("%u,%s", (twos[number][at] >> 8) % EDIT_PAIRS << 8 | (twos[number][at] & 0xFF),
                   at % 20 == 19 ? "\n" : "");
    }
    table->first_two[EDIT_PAIRS] = (uint16_t)at;
    puts("0};");
}

static void print_bytes(const void *bytes, size_t length, size_t row)
{
    const uint8_t *at = bytes;
    printf("{");
    for (size_t i = 0; i < length; i++) {
        if (row && i % row == 0) printf("{");
        printf("%d,", at[i]);
        if (row && i % row == row - 1) puts("},");
    }
    puts("},");
}

static void print_edits(void)
{
    printf("const double edit_factors[256] = {0,");
    for (int i = 1; i < 256; i++) printf("%.8e,%s", exp((double)(i - EDIT_ZERO) / EDIT_STEPS), i % 8 == 7 ? "\n" : " ");
    puts("};");
    for (int i = 0; i < EDIT_TABLES; i++) print_twos(i);
    puts("const EditTable edit_tables[EDIT_TABLES] = {");
    for (int i = 0; i < EDIT_TABLES; i++) {
        const EditTable *table = &tables[i];
        puts("{");
        print_bytes(table->change, sizeof table->change, EDIT_LETTERS);
        print_bytes(table->drop, sizeof table->drop, 0);
        print_bytes(table->add, sizeof table->add, 0);
        print_bytes(table->join, sizeof table->join, EDIT_LETTERS);
        print_bytes(table->split, sizeof table->split, EDIT_PAIRS);
        printf("twos_%d, {", i);
        for (int pair = 0; pair <= EDIT_PAIRS; pair++)
            printf("%d,%s", table->first_two[pair], pair % 28 == 27 ? "\n" : "");
        printf("}, {");
        for (int k = 0; k < EDIT_CURVE; k++) printf("%.6e,", table->curve[k]);
        puts("}},");
    }
    puts("};");
}

/* --- characters.tsv --- */

enum { MOST_ENTRIES = 0x7FFF, MOST_PIECES = 1 << 17, MOST_WEIGHT = (1 << CHARACTER_BITS) - 1 };
static uint32_t pieces[MOST_PIECES], piece_first[2 * MOST_ENTRIES + 1];
static int piece_count, entry_count;
static uint16_t entry_of[0x10000]; /* of a character, with 1 added */
static double letter_chances[26], curves[CHARACTER_SCRIPTS][CHARACTER_CURVE];

/* Reads `letters weight letters weight ...` into pieces[]; digits are classes, `-` nothing. */
static void take_pieces(char *cell, const char *line)
{
    char *end = NULL;
    for (char *part = strtok_r(cell, " ", &end); part; part = strtok_r(NULL, " ", &end)) {
        const char *number = strtok_r(NULL, " ", &end);
        uint32_t piece = 1;
        if (!number || strlen(part) > CHARACTER_PIECE || piece_count == MOST_PIECES) fail("not a list of pieces", line);
        for (const char *c = part; *c && strcmp(part, "-") != 0; c++)
            piece = piece << 5 | (uint32_t)(*c <= '9' ? *c - '0' : *c - 'a');
        long weight = lround((atof(number) - CHARACTER_LEAST) * CHARACTER_STEPS);
        pieces[piece_count++] = piece << CHARACTER_BITS | (uint32_t)(weight < 0             ? 0
                                                                     : weight > MOST_WEIGHT ? MOST_WEIGHT
                                                                                            : weight);
    }
}

static void take_character(char **cells, int cell_count, const char *line)
{
    uint32_t code;
    if (!strcmp(cells[0], "curve")) {
        char *at = cells[2];
        int script = !strcmp(cells[1], "Hang") ? 2 : !strcmp(cells[1], "Cyrl");
        for (int k = 0; k < CHARACTER_CURVE; k++) curves[script][k] = strtod(at, &at);
        return;
    }
    if (!strcmp(cells[0], "letter")) {
        letter_chances[cells[1][0] - 'a'] = atof(cells[2]);
        return;
    }
    if (cell_count < 3 || entry_count == MOST_ENTRIES) fail("too few cells, or too many rows", line);
    utf8_decode(cells[0], cells[0] + strlen(cells[0]), &code);
    if (code > 0xFFFF || entry_of[code]) fail("twice", line);
    entry_of[code] = (uint16_t)(entry_count + 1);
    piece_first[2 * entry_count] = (uint32_t)piece_count;
    take_pieces(cells[1], line);
    piece_first[2 * entry_count + 1] = (uint32_t)piece_count;
    take_pieces(cells[2], line);
    piece_first[2 * ++entry_count] = (uint32_t)piece_count;
}

/* Traditional characters have the entries of the simplified ones they are written for. */
static void take_traditional(char **cells, int cell_count, const char *line)
{
    uint32_t from, to;
    (void)cell_count, (void)line;
    const char *ends[2] = {cells[0] + strlen(cells[0]), cells[1] + strlen(cells[1])};
    if (cells[0] + utf8_decode(cells[0], ends[0], &from) != ends[0] ||
        cells[1] + utf8_decode(cells[1], ends[1], &to) != ends[1])
        return;
    if (from >= 0x4E00 && from <= 0xFFFF && to <= 0xFFFF && entry_of[to] && !entry_of[from])
        entry_of[from] = entry_of[to];
}

static void print_characters(void)
{
    int codes = 0;
    puts("const CharacterCode character_codes[] = {");
    for (int code = 0; code < 0x10000; code++)
        if (entry_of[code]) printf("{%d,%d},%s", code, entry_of[code] - 1, ++codes % 12 ? "" : "\n");
    printf("};\nconst size_t character_code_count = %d;\nconst uint32_t character_first[] = {", codes);
    for (int i = 0; i <= 2 * entry_count; i++) printf("%u,%s", piece_first[i], i % 20 == 19 ? "\n" : "");
    puts("};\nconst uint32_t character_pieces[] = {");
    for (int i = 0; i < piece_count; i++) printf("%u,%s", pieces[i], i % 12 == 11 ? "\n" : "");
    puts("0};\nconst double character_weights[1 << CHARACTER_BITS] = {");
    for (int i = 0; i <= MOST_WEIGHT; i++)
        printf("%.8e,%s", exp(CHARACTER_LEAST + (double)i / CHARACTER_STEPS), i % 8 == 7 ? "\n" : " ");
    printf("};\nconst double character_unseen = %.8e;\n", exp(CHARACTER_UNSEEN));
    puts("const double character_chances[26] = {");
    for (int i = 0; i < 26; i++) printf("%.6e,%s", letter_chances[i], i % 8 == 7 ? "\n" : "");
    puts("};\nconst double character_curves[CHARACTER_SCRIPTS][CHARACTER_CURVE] = {");
    for (int i = 0; i < CHARACTER_SCRIPTS; i++) {
        printf("{");
        for (int k = 0; k < CHARACTER_CURVE; k++) printf("%.6e,", curves[i][k]);
        puts("},");
    }
    puts("};");
}

/* --- surnames.tsv --- */

enum { MAX_SPELLINGS = 1000 };
static NameSpelling spellings[MAX_SPELLINGS];
static int spelling_count, surname_row;

static void add_spelling(const char *letters, int row)
{
    int i = 0;
    while (i < spelling_count && strcmp(spellings[i].letters, letters)) i++;
    if (i == MAX_SPELLINGS || strlen(letters) >= NAME_SPELLING) fail("too many or too long spellings", letters);
    if (i == spelling_count) strcpy(spellings[spelling_count++].letters, letters);
    spellings[i].rows |= (uint64_t)1 << row;
}

static void take_surname(char **cells, int cell_count, const char *line)
{
    (void)cell_count;
    if (surname_row == 64) fail("more than 64 rows", line);
    add_spelling(cells[0], surname_row);
    for (char *part = strtok(cells[1], " "); part; part = strtok(NULL, " ")) add_spelling(part, surname_row);
    surname_row++;
}

static int compare_spellings(const void *left, const void *right)
{
    return memcmp(((const NameSpelling *)left)->letters, ((const NameSpelling *)right)->letters, NAME_SPELLING);
}

static void print_surnames(void)
{
    qsort(spellings, (size_t)spelling_count, sizeof *spellings, compare_spellings);
    puts("const NameSpelling name_spellings[] = {");
    for (int i = 0; i < spelling_count; i++) {
        printf("    {");
        print_quoted(spellings[i].letters);
        printf(", 0x%llxu},\n", (unsigned long long)spellings[i].rows);
    }
    printf("};\nconst size_t name_spelling_count = %d;\n", spelling_count);
}

/* --- words.tsv --- */

enum { MAX_WORDS = 2000 };
static struct {
    char *word;
    int kind, group;
} words[MAX_WORDS];
static int word_count, word_group;

static void take_words(char **cells, int cell_count, const char *line)
{
    static const char *const kinds[] = {"legal",  "title",  "particle", "place", "patronymic", "nobiliary",
                                        "family", "ending", "suffix",   "order", "either"};
    int kind = 0;
    (void)cell_count;
    while (kind < NAME_WORD_KINDS && strcmp(kinds[kind], cells[0])) kind++;
    if (kind == NAME_WORD_KINDS) fail("unknown kind", line);
    word_group++;
    for (char *part = strtok(cells[1], ","); part; part = strtok(NULL, ",")) {
        while (*part == ' ') part++;
        if (word_count == MAX_WORDS) fail("too many words", line);
        words[word_count].word = or_die(strdup(part));
        words[word_count].kind = kind;
        words[word_count++].group = word_group;
    }
}

static int compare_name_words(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

static void print_words(void)
{
    qsort(words, (size_t)word_count, sizeof *words, compare_name_words);
    puts("const NameWord name_words[] = {");
    for (int i = 0; i < word_count; i++) {
        printf("{");
        print_quoted(words[i].word);
        printf(", %d, %d},\n", words[i].kind, words[i].group);
    }
    printf("};\nconst size_t name_word_count = %d;\nconst uint16_t name_word_starts[257] = {", word_count);
    for (int byte = 0, i = 0; byte <= 256; byte++) {
        while (i < word_count && (unsigned char)words[i].word[0] < byte) i++;
        printf("%d,%s", i, byte % 32 == 31 ? "\n" : "");
    }
    puts("};");
}

/* --- letters.tsv, kanji.tsv --- */

static void take_letters(char **cells, int cell_count, const char *line)
{
    (void)cell_count, (void)line;
    printf("{\"%s\", \"%s\", \"%s\"},\n", cells[0], cells[1], strcmp(cells[2], "-") ? cells[2] : "");
}

enum { MAX_KANJI = 4000 };
static struct {
    char *characters, *readings;
} kanji[MAX_KANJI];
static int kanji_count;

static void take_kanji(char **cells, int cell_count, const char *line)
{
    (void)cell_count;
    if (kanji_count == MAX_KANJI) fail("too many rows", line);
    kanji[kanji_count].characters = or_die(strdup(cells[0]));
    kanji[kanji_count++].readings = or_die(strdup(cells[1]));
}

static void print_kanji(void)
{
    qsort(kanji, (size_t)kanji_count, sizeof *kanji, compare_name_words);
    puts("const NameKanji name_kanji[] = {");
    for (int i = 0; i < kanji_count; i++) {
        if (i && !strcmp(kanji[i].characters, kanji[i - 1].characters)) fail("twice", kanji[i].characters);
        printf("{");
        print_quoted(kanji[i].characters);
        printf(", \"%s\"},\n", kanji[i].readings);
    }
    printf("};\nconst size_t name_kanji_count = %d;\n", kanji_count);
}

/* --- aliases.tsv --- */

static struct {
    char *name;
    int row, shared;
} * aliases;
static int alias_count, alias_row;

static void take_aliases(char **cells, int cell_count, const char *line)
{
    (void)cell_count, (void)line;
    for (char *part = strtok(cells[1], ";"); part; part = strtok(NULL, ";")) {
        while (*part == ' ') part++;
        aliases = or_die(realloc(aliases, ((size_t)alias_count + 1) * sizeof *aliases));
        aliases[alias_count].shared = *part == '~';
        aliases[alias_count].name = or_die(strdup(part + (*part == '~')));
        aliases[alias_count++].row = alias_row;
    }
    alias_row++;
}

static void print_aliases(void)
{
    puts("const NameAlias name_aliases[] = {");
    for (int i = 0; i < alias_count; i++) {
        printf("{");
        print_quoted(aliases[i].name);
        printf(", %d, %d},\n", aliases[i].row, aliases[i].shared);
    }
    printf("};\nconst size_t name_alias_count = %d;\n", alias_count);
}

int main(int argc, char **argv)
{
    if (argc != 2) return fputs("usage: compile_names DATA-FOLDER\n", stderr), 2;
    data_folder = argv[1];
    puts("/* made by tools/compile_names.c from data/names/ */\n#include \"names/characters.h\"\n#include "
         "\"names/edits.h\"\n#include "
         "\"names/tables.h\"\n");
    read_rows("edits.tsv", 4, take_edit);
    print_edits();
    read_rows("characters.tsv", 3, take_character);
    read_rows("../translit/zh-simplified.tsv", 2, take_traditional);
    print_characters();
    read_rows("surnames.tsv", 2, take_surname);
    print_surnames();
    read_rows("words.tsv", 2, take_words);
    print_words();
    puts("const NameLetters name_letters[] = {");
    read_rows("letters.tsv", 3, take_letters);
    puts("{\"\", \"\", \"\"}};");
    read_rows("kanji.tsv", 2, take_kanji);
    print_kanji();
    read_rows("aliases.tsv", 2, take_aliases);
    print_aliases();
    return 0;
}
