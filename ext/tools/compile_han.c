/*
** compile_han.c - readings of Han characters
**
** usage: compile_han DATA-FOLDER > build/gen/han_tables.c
**
** Asks ICU (Han-Latin) for every character, corrects by data/translit/zh_readings.tsv, adds the words of zh_words.tsv and the
** surnames of zh_surnames.tsv (character or word TAB syllables with tones). Layout: translit/han.h.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include "base/utf8.h"
#include "translit/han.h"

enum { MAX_SYLLABLES = 4000, MAX_WORDS = 60000, MAX_SURNAMES = 200 };

typedef struct Word {
    int length;
    uint16_t codes[HAN_LONGEST_WORD], syllables[HAN_LONGEST_WORD];
} Word;

static char syllables[MAX_SYLLABLES][16]; /* "zhong1" */
static int syllable_count = 1;
static uint16_t readings[HAN_SLOTS];
static Word words[MAX_WORDS];
static int word_count;
static HanSurname surnames[MAX_SURNAMES];
static int surname_count;
static uint32_t compounds[MAX_SURNAMES];
static int compound_count;

static void fail(const char *what, const char *detail)
{
    fprintf(stderr, "compile_han: %s: %s\n", what, detail);
    exit(1);
}

static uint16_t syllable_number(const char *text)
{
    if (strlen(text) > HAN_SYLLABLE_BYTES || strlen(text) < 2) fail("not a syllable", text);
    for (int i = 1; i < syllable_count; i++)
        if (!strcmp(syllables[i], text)) return (uint16_t)i;
    if (syllable_count == MAX_SYLLABLES) fail("too many syllables", text);
    strcpy(syllables[syllable_count], text);
    return (uint16_t)syllable_count++;
}

/* A syllable of ICU (zhōng) as letters and tone (zhong1). Returns 0 if it is none. */
static int split_tone(const UChar *marked, int32_t length, char *out)
{
    static const char marks[] = {0x04, 0x01, 0x0C, 0x00}; /* U+0304 U+0301 U+030C U+0300 */
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
    UChar parts[64];
    int32_t count = unorm2_normalize(nfd, marked, length, parts, 64, &error);
    char tone = '5';
    size_t at = 0;
    if (U_FAILURE(error)) return 0;
    for (int32_t i = 0; i < count && at < 12; i++) {
        if (parts[i] >= 'a' && parts[i] <= 'z') {
            int umlaut = i + 1 < count && parts[i + 1] == 0x308;
            if (umlaut) at += utf8_encode(0xFC, out + at);
            else out[at++] = (char)parts[i];
        } else if (parts[i] >= 0x300 && parts[i] < 0x310) {
            for (int k = 0; k < 4; k++)
                if ((parts[i] & 0xFF) == marks[k]) tone = (char)('1' + k);
        } else return 0;
    }
    if (!at) return 0;
    out[at++] = tone;
    out[at] = 0;
    return 1;
}

static void ask_icu(void)
{
    UErrorCode error = U_ZERO_ERROR;
    static const UChar id[] = u"Han-Latin";
    UTransliterator *han = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) fail("ICU has no Han-Latin", u_errorName(error));
    for (uint32_t code = 0x3007; code <= HAN_COMPATIBILITY_LAST; code++) {
        int slot = han_slot(code);
        if (slot < 0) continue;
        UChar text[64] = {(UChar)code, 0};
        int32_t length = 1, limit = 1;
        char syllable[32];
        error = U_ZERO_ERROR;
        utrans_transUChars(han, text, &length, 64, 0, &limit, &error);
        if (U_SUCCESS(error) && text[0] != code && split_tone(text, length, syllable))
            readings[slot] = syllable_number(syllable);
    }
    utrans_close(han);
}

static int read_word(char *line, Word *word)
{
    line[strcspn(line, "\r\n")] = 0;
    if (!*line || *line == '#') return 0;
    char *cell = strchr(line, '\t');
    if (!cell) fail("a row needs a word and its reading", line);
    *cell++ = 0;
    memset(word, 0, sizeof *word);
    const char *end = line + strlen(line);
    for (const char *at = line; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (word->length == HAN_LONGEST_WORD || han_slot(code) < 0) fail("not a word", line);
        word->codes[word->length++] = (uint16_t)code;
    }
    int count = 0;
    for (char *part = strtok(cell, " "); part; part = strtok(NULL, " ")) {
        if (count == word->length) fail("more syllables than characters", line);
        word->syllables[count++] = syllable_number(part);
    }
    if (count != word->length) fail("fewer syllables than characters", line);
    return 1;
}

static void read_file(const char *folder, const char *name, void (*take)(const Word *))
{
    char path[4096], line[1024];
    Word word;
    snprintf(path, sizeof path, "%s/translit/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) fail("cannot be read", path);
    while (fgets(line, sizeof line, file))
        if (read_word(line, &word)) take(&word);
    fclose(file);
}

static void take_reading(const Word *word)
{
    readings[han_slot(word->codes[0])] = word->syllables[0];
}

static void take_word(const Word *word)
{
    if (word_count == MAX_WORDS) fail("too many words", "");
    if (word->length < 2) fail("a word needs two characters", "");
    words[word_count++] = *word;
}

static void take_surname(const Word *word)
{
    if (word->length > 1) {
        if (word->length != 2 || compound_count == MAX_SURNAMES) fail("too long or too many surnames", "");
        compounds[compound_count++] = (uint32_t)word->codes[0] << 16 | word->codes[1];
        take_word(word);
    } else if (surname_count == MAX_SURNAMES) fail("too many surnames", "");
    else surnames[surname_count++] = (HanSurname){word->codes[0], word->syllables[0]};
}

static int compare_words(const void *left, const void *right)
{
    const Word *a = left, *b = right;
    for (int i = 0; i < 2; i++)
        if (a->codes[i] != b->codes[i]) return a->codes[i] < b->codes[i] ? -1 : 1;
    if (a->length != b->length) return a->length > b->length ? -1 : 1;
    return memcmp(a->codes, b->codes, sizeof a->codes);
}

/* Writes a syllable with its tone's mark: on a or e, the o of ou, else the last vowel. */
static void print_syllable(const char *syllable)
{
    static const char *const vowels[] = {"a", "e", "i", "o", "u", "ü", "m", "n"};
    static const char *const marked[][4] = {{"ā", "á", "ǎ", "à"}, {"ē", "é", "ě", "è"}, {"ī", "í", "ǐ", "ì"},
                                            {"ō", "ó", "ǒ", "ò"}, {"ū", "ú", "ǔ", "ù"}, {"ǖ", "ǘ", "ǚ", "ǜ"},
                                            {"m̄", "ḿ", "m̌", "m̀"}, {"n̄", "ń", "ň", "ǹ"}};
    char plain[16], out[32] = "";
    size_t length = strlen(syllable) - 1;
    memcpy(plain, syllable, length);
    plain[length] = 0;
    int tone = syllable[length] - '1';
    const char *at = NULL;
    if (!(at = strchr(plain, 'a')) && !(at = strchr(plain, 'e')) && !(at = strstr(plain, "ou"))) {
        for (const char *c = plain; *c; c++)
            if (strchr("iou", *c) || (unsigned char)*c == 0xC3) at = c;
        if (!at) at = strpbrk(plain, "mn");
    }
    if (at && tone >= 0 && tone < 4)
        for (int i = 0; i < 8; i++)
            if (!strncmp(at, vowels[i], strlen(vowels[i]))) {
                snprintf(out, sizeof out, "%.*s%s%s", (int)(at - plain), plain, marked[i][tone],
                         at + strlen(vowels[i]));
                break;
            }
    if (!out[0]) strcpy(out, plain);
    if (strlen(out) > HAN_SYLLABLE_BYTES) fail("too long", out);
    char bytes[2][HAN_SYLLABLE_BYTES * 5 + 1] = {"", ""};
    for (int form = 0; form < 2; form++)
        for (const char *c = form ? out : plain; *c; c++)
            snprintf(bytes[form] + strlen(bytes[form]), 6, "%d,", (signed char)*c);
    printf("    {{%s}, {%s}, %zu, %zu, '%c'}, /* %s */\n", *bytes[0] ? bytes[0] : "0", *bytes[1] ? bytes[1] : "0",
           length, strlen(out), syllable[length], syllable);
}

static void print_words(void)
{
    static uint32_t pairs[MAX_WORDS], groups[MAX_WORDS];
    size_t pair_count = 0, offset = 0;
    qsort(words, (size_t)word_count, sizeof *words, compare_words);
    puts("const uint16_t han_words[] = {");
    for (int i = 0; i < word_count; i++) {
        const Word *word = &words[i];
        uint32_t pair = (uint32_t)word->codes[0] << 16 | word->codes[1];
        if (i && !memcmp(word->codes, words[i - 1].codes, sizeof word->codes)) continue; /* the first reading counts */
        if (!pair_count || pairs[pair_count - 1] != pair) {
            if (pair_count) puts("    0,"), offset++;
            pairs[pair_count] = pair;
            groups[pair_count++] = (uint32_t)offset;
        }
        printf("    %d,", word->length);
        for (int k = 2; k < word->length; k++) printf("%d,", word->codes[k]);
        for (int k = 0; k < word->length; k++) printf("%d,", word->syllables[k]);
        puts("");
        offset += 1 + (size_t)word->length * 2 - 2;
    }
    puts("    0};\nconst uint32_t han_pairs[] = {");
    for (size_t i = 0; i < pair_count; i++) printf("0x%xu,%s", pairs[i], i % 12 == 11 ? "\n" : "");
    puts("0};\nconst uint32_t han_groups[] = {");
    for (size_t i = 0; i < pair_count; i++) printf("%u,%s", groups[i], i % 16 == 15 ? "\n" : "");
    printf("0};\nconst size_t han_pair_count = %zu;\n", pair_count);
    static uint16_t first[HAN_SLOTS];
    _Static_assert(MAX_WORDS <= UINT16_MAX, "the number of a pair fits, since there are no more pairs than words");
    for (size_t i = pair_count; i-- > 0;) first[han_slot(pairs[i] >> 16)] = (uint16_t)i;
    puts("const uint16_t han_first[HAN_SLOTS] = {");
    for (int i = 0; i < HAN_SLOTS; i++) printf("%d,%s", first[i], i % 24 == 23 ? "\n" : "");
    puts("};");
}

int main(int argc, char **argv)
{
    if (argc != 2) return fputs("usage: compile_han DATA-FOLDER\n", stderr), 2;
    ask_icu();
    read_file(argv[1], "zh_readings.tsv", take_reading);
    read_file(argv[1], "zh_surnames.tsv", take_surname);
    read_file(argv[1], "zh_words.tsv", take_word);
    puts("/* made by tools/compile_han.c from ICU and data/translit/ */\n#include \"translit/han.h\"\n");
    print_words();
    for (int i = 0; i < word_count; i++) readings[han_slot(words[i].codes[0])] |= HAN_BEGINS_WORD;
    puts("const HanSyllable han_syllables[] = {\n    {{0}, {0}, 0, 0, '5'},");
    for (int i = 1; i < syllable_count; i++) print_syllable(syllables[i]);
    printf("};\nconst size_t han_syllable_count = %d;\n", syllable_count);
    puts("const uint16_t han_readings[HAN_SLOTS] = {");
    for (int i = 0; i < HAN_SLOTS; i++) printf("%d,%s", readings[i], i % 24 == 23 ? "\n" : "");
    puts("};\nconst HanSurname han_surnames[] = {");
    for (int i = 0; i < surname_count; i++) printf("    {0x%x, %d},\n", surnames[i].code, surnames[i].syllable);
    printf("};\nconst size_t han_surname_count = %d;\nconst uint32_t han_compounds[] = {\n", surname_count);
    for (int i = 0; i < compound_count; i++) printf("    0x%xu,\n", compounds[i]);
    printf("};\nconst size_t han_compound_count = %d;\n", compound_count);
    return 0;
}
