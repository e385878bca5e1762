/*
** compile_facts.c - compiles data/<language>/quantities.tsv and quotes.tsv, and asks ICU for the names of currencies
**
** usage: compile_facts DATA-FOLDER > build/gen/facts_tables.c
** Writes lex_rows[], lex_slots[], lex_mask, lex_prefixes[], lex_ends[], lex_lasts[] (facts/lexicon.c).
*/
#include "base/utf8.h"
#include "facts/lexicon.h"
#include "facts/lexicon_fold.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

enum { MAX_ROWS = 40000, SLOTS = 65536, MAX_LANGUAGES = 250 };

typedef struct Row {
    char phrase[LEX_PHRASE_BYTES + 8];
    unsigned length;
    int language, kind, open;
    double value;
    char name[32];
} Row;

static Row rows[MAX_ROWS];
static int row_count;
static unsigned short slots[SLOTS];
static unsigned long long prefixes[LEX_PREFIXES][LEX_PREFIX_WORDS], ends[LEX_END_BITS / 64], lasts[LEX_LAST_WORDS];
static char languages[MAX_LANGUAGES][64];
static int language_count;

static const char *const kind_names[LEX_KINDS] = {
    "",          "number",      "scale",   "ordinal",        "suffix",  "prefix",     "vague",   "about",  "fraction",
    "and",       "point",       "minus",   "before",         "after",   "percent",    "perhead", "degree", "unit",
    "money",     "counter",     "stop",    "pronoun-number", "over",    "determiner", "plus",    "verb",   "that",
    "according", "accordingly", "pronoun", "negation",       "adjunct", "time"};

static void fail(const char *path, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(1);
}

/* `prefix`: hashes of the first characters. Returns the length and, above it, the number of characters; 0: too long, or empty. */
static unsigned fold_phrase(const char *phrase, char *out, unsigned prefix[LEX_PREFIXES])
{
    const char *at = phrase, *end = phrase + strlen(phrase);
    unsigned length = 0, count = 0, hash = 2166136261u;
    while (at < end && length < LEX_PHRASE_BYTES) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        unsigned from = length;
        length += (unsigned)utf8_encode(lexicon_fold(code), out + length);
        for (; from < length; from++) hash = (hash ^ (unsigned char)out[from]) * 16777619u;
        if (count < LEX_PREFIXES) prefix[count] = hash;
        count++;
    }
    return at < end || count == 0 ? 0 : length | count << 16;
}

static void add(const char *path, int number, int language, int kind, double value, const char *name,
                const char *phrase_in)
{
    char phrase[256];
    snprintf(phrase, sizeof phrase, "%s", phrase_in);
    Row row = {{0}, 0, language, kind, 0, value, {0}};
    size_t bytes = strlen(phrase);
    if (bytes > 1 && phrase[bytes - 1] == '*') row.open = 1, phrase[bytes - 1] = 0;
    unsigned prefix[LEX_PREFIXES] = {0}, folded = fold_phrase(phrase, row.phrase, prefix);
    if (!folded) fail(path, number, "phrase empty or too long");
    row.length = folded & 0xFFFF;
    snprintf(row.name, sizeof row.name, "%s", name);
    unsigned hash = 2166136261u;
    for (unsigned i = 0; i < row.length; i++) hash = (hash ^ (unsigned char)row.phrase[i]) * 16777619u;
    unsigned slot = hash & (SLOTS - 1);
    for (; slots[slot]; slot = (slot + 1) & (SLOTS - 1)) {
        const Row *other = &rows[slots[slot] - 1];
        if (other->length == row.length && !memcmp(other->phrase, row.phrase, row.length) && other->kind == kind &&
            other->language == language)
            return;
    }
    if (row_count == MAX_ROWS) fail(path, number, "more rows than MAX_ROWS");
    rows[row_count++] = row;
    slots[slot] = (unsigned short)row_count;
    unsigned long long mask = LEX_BIT(kind);
    if (language) mask |= lex_language_bit((unsigned)language);
    else
        for (unsigned bit = LEX_KINDS; bit < 64; bit++) mask |= 1ull << bit;
    for (unsigned i = 0; i < LEX_PREFIXES && i < folded >> 16; i++) prefixes[i][lex_prefix_word(prefix[i])] |= mask;
    ends[lex_end_bit(hash) >> 6] |= 1ull << (lex_end_bit(hash) & 63);
    uint32_t last;
    utf8_decode_before(row.phrase, row.phrase + row.length, &last);
    lasts[lex_last_word(last)] |= mask;
}

static void read_rows(const char *path, int language)
{
    char line[1024], kind_name[64], value[64], phrase[256];
    int quotes = strstr(path, "quotes.tsv") != NULL;
    FILE *file = fopen(path, "r");
    if (!file) return;
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%63[^\t]\t%63[^\t]\t%255[^\n]", kind_name, value, phrase) != 3)
            fail(path, number, "not three cells");
        int kind = 0;
        if (!quotes && !strcmp(kind_name, "pronoun")) kind = LEX_PRONOUN_NUMBER;
        for (int i = 1; i < LEX_KINDS && !kind; i++)
            if (!strcmp(kind_name, kind_names[i])) kind = i;
        if (!kind) fail(path, number, "unknown kind");
        int named =
            kind == LEX_BEFORE || kind == LEX_AFTER || kind == LEX_UNIT || kind == LEX_MONEY || kind == LEX_DEGREE;
        add(path, number, language, kind, named ? 0 : strtod(value, NULL), named ? value : "", phrase);
    }
    fclose(file);
}

/* Long names of all currencies in use, in all plural forms: `казахстанских тенге`. */
static void ask_currencies(int language)
{
    static const char *const plurals[] = {"one", "two", "few", "many", "other"};
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *codes = ucurr_openISOCurrencies(UCURR_COMMON | UCURR_NON_DEPRECATED, &status);
    const char *code;
    while (U_SUCCESS(status) && (code = uenum_next(codes, NULL, &status)) != NULL)
        for (int i = 0; i < 5; i++) {
            UChar iso[4];
            char name[256];
            UErrorCode local = U_ZERO_ERROR;
            int32_t length = 0, bytes = 0;
            UBool choice;
            u_charsToUChars(code, iso, 4);
            const UChar *plural = ucurr_getPluralName(iso, languages[language], &choice, plurals[i], &length, &local);
            if (U_FAILURE(local) || length < 3) continue;
            u_strToUTF8(name, sizeof name, &bytes, plural, length, &local);
            if (U_FAILURE(local) || bytes >= LEX_PHRASE_BYTES || !strcmp(name, code)) continue;
            add("ICU", 0, language, LEX_MONEY, 0, code, name);
            if (i == 0) add("ICU", 0, 0, LEX_MONEY, 0, code, code);
        }
    uenum_close(codes);
}

static void read_languages(const char *folder)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/languages.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, "cannot be read");
    while (fgets(line, sizeof line, file) && language_count < MAX_LANGUAGES)
        if (line[0] != '#') sscanf(line, "%63[^\t]", languages[language_count++]);
    fclose(file);
    for (int i = 0; i < language_count; i++) {
        snprintf(path, sizeof path, "%s/%s/quantities.tsv", folder, languages[i]);
        read_rows(path, i);
        int before = row_count;
        snprintf(path, sizeof path, "%s/%s/quotes.tsv", folder, languages[i]);
        read_rows(path, i);
        if (i && row_count > before) ask_currencies(i);
    }
}

/* Writes lex_thousands[]: a row of data/number_marks.tsv for each language that is not LEX_THOUSANDS_STOP. */
static void print_thousands(const char *folder)
{
    char path[4096], line[256], tag[64], mark[16];
    int marks[MAX_LANGUAGES] = {0};
    snprintf(path, sizeof path, "%s/number_marks.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) fail(path, 0, "cannot be read");
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        int language = 0;
        if (line[0] == '#') continue;
        if (sscanf(line, "%63[^\t]\t%15[^\n]", tag, mark) != 2) fail(path, number, "not two cells");
        while (language < language_count && strcmp(languages[language], tag) != 0) language++;
        if (language == language_count) fail(path, number, "a language that languages.tsv does not have");
        if (!strcmp(mark, "comma")) marks[language] = LEX_THOUSANDS_COMMA;
        else if (!strcmp(mark, "blank")) marks[language] = LEX_THOUSANDS_BLANK;
        else if (strcmp(mark, "stop") != 0) fail(path, number, "neither comma, blank nor stop");
    }
    fclose(file);
    printf("const uint8_t lex_thousands[] = {");
    for (int i = 0; i < language_count; i++) printf("%d,%s", marks[i], i % 40 == 39 ? "\n" : "");
    puts("};");
}

static void print_string(const char *text)
{
    putchar('"');
    for (; *text; text++) printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    putchar('"');
}

int main(int argc, char **argv)
{

    if (argc != 2) return fputs("usage: compile_facts DATA-FOLDER\n", stderr), 2;
    read_languages(argv[1]);
    puts("/* made by tools/compile_facts.c */\n#include \"facts/lexicon.h\"\n\nconst LexRow lex_rows[] = {");
    for (int i = 0; i < row_count; i++) {
        const Row *row = &rows[i];
        putchar('{');
        print_string(row->phrase);
        printf(",%u,%d,%d,%d,%.15g,", row->length, row->language, row->kind, row->open, row->value);
        if (row->name[0]) print_string(row->name);
        else printf("0");
        puts("},");
    }
    puts("};\nconst uint16_t lex_slots[] = {");
    for (int i = 0; i < SLOTS; i++) printf("%u,%s", slots[i], i % 24 == 23 ? "\n" : "");
    printf("};\nconst uint32_t lex_mask = %d;\n", SLOTS - 1);
    puts("const uint64_t lex_prefixes[LEX_PREFIXES][LEX_PREFIX_WORDS] = {");
    for (int n = 0; n < LEX_PREFIXES; n++) {
        puts("{");
        for (int i = 0; i < LEX_PREFIX_WORDS; i++) printf("%lluu,%s", prefixes[n][i], i % 8 == 7 ? "\n" : "");
        puts("},");
    }
    puts("};\nconst uint64_t lex_ends[LEX_END_BITS / 64] = {");
    for (int i = 0; i < LEX_END_BITS / 64; i++) printf("%lluu,%s", ends[i], i % 8 == 7 ? "\n" : "");
    puts("};\nconst uint64_t lex_lasts[LEX_LAST_WORDS] = {");
    for (int i = 0; i < LEX_LAST_WORDS; i++) printf("%lluu,%s", lasts[i], i % 8 == 7 ? "\n" : "");
    puts("};");
    print_thousands(argv[1]);
    return 0;
}
