/*
** compile_hangul.c - compiles data/translit/korean_sounds.tsv and korean_words.tsv
**
** usage: compile_hangul DATA-FOLDER > build/gen/hangul_tables.c
**
**     hangul_meetings[final][initial][vowel]   what the two become; final 0 is none, initial 19 is the end of the word
**     hangul_words[kind]                       words of a kind, sorted, as strings of U+AC00... in 16 bits
**     hangul_pairs                             the pairs of syllables with which a word of HANGUL_SAID begins, hashed
**     hangul_begins                            the syllables with which a word of HANGUL_SAID or HANGUL_TENSE begins, a bit each
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "translit/hangul.h"

enum { MAX_WORDS = 1000, LETTERS = 51 };

static const char *const initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
static const char *const finals = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
static HangulMeeting meetings[HANGUL_FINALS][HANGUL_INITIALS + 1][HANGUL_VOWELS];
static int known[HANGUL_FINALS][HANGUL_INITIALS + 1][HANGUL_VOWELS];

static void fail(const char *what, const char *line)
{
    fprintf(stderr, "translit/korean_*.tsv: %s: %s\n", what, line);
    exit(1);
}

/* Number of a letter of three bytes in a list, or -1. */
static int number_of(const char *list, const char *letter)
{
    for (int i = 0; list[i * 3]; i++)
        if (!memcmp(list + i * 3, letter, 3)) return i;
    return -1;
}

static int holds(const char *list, const char *all, int number)
{
    if (!strcmp(list, "*")) return 1;
    return strstr(list, "#") == NULL && number >= 0 && strlen(list) >= 3 && number_of(list, all + number * 3) >= 0;
}

static int split(char *line, char **cells, int count)
{
    line[strcspn(line, "\r\n")] = 0;
    if (!*line || *line == '#') return 0;
    cells[0] = line;
    for (int i = 1; i < count; i++) {
        char *tab = strchr(cells[i - 1], '\t');
        if (!tab) fail("a cell is missing", line);
        *tab = 0;
        cells[i] = tab + 1;
    }
    return 1;
}

static void read_meeting(char **cells)
{
    static const char *const vowels[HANGUL_VOWELS] = {"*", "i", "yeo"};
    for (int final = 1; final < HANGUL_FINALS; final++) {
        if (!holds(cells[0], finals, final - 1)) continue;
        for (int initial = 0; initial <= HANGUL_INITIALS; initial++) {
            int end = initial == HANGUL_INITIALS;
            if (end ? strcmp(cells[1], "*") != 0 : !holds(cells[1], initials, initial)) continue;
            for (int vowel = 0; vowel < HANGUL_VOWELS; vowel++) {
                if (known[final][initial][vowel] || (strcmp(cells[2], "*") && strcmp(cells[2], vowels[vowel])))
                    continue;
                HangulMeeting *meeting = &meetings[final][initial][vowel];
                int then = !strcmp(cells[3], "-")   ? 0
                           : !strcmp(cells[3], ".") ? final
                                                    : number_of(finals, cells[3]) + 1;
                int moved = !strcmp(cells[4], ".")   ? (end ? 0 : initial)
                            : !strcmp(cells[4], "=") ? number_of(initials, finals + (final - 1) * 3)
                                                     : number_of(initials, cells[4]);
                if (then < 0 || moved < 0) fail("unknown letter", cells[3]);
                meeting->final = (uint8_t)then;
                meeting->initial = (uint8_t)moved;
                known[final][initial][vowel] = 1;
            }
        }
    }
}

static FILE *open_table(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/translit/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    return file;
}

static uint8_t begins[HANGUL_SYLLABLES / 8 + 1];

/* Notes with which syllable a word begins. */
static void note_beginning(const char *word)
{
    uint32_t code;
    utf8_decode(word, word + strlen(word), &code);
    if (code < 0xAC00 || code > 0xD7A3) fail("not a syllable", word);
    begins[(code - 0xAC00) / 8] |= (uint8_t)(1 << ((code - 0xAC00) & 7));
}

static uint8_t pairs[HANGUL_PAIRS / 8];

/* Notes with which two syllables a word begins. */
static void note_pair(const char *word)
{
    const char *end = word + strlen(word);
    uint32_t first, second;
    size_t length = utf8_decode(word, end, &first);
    if (word + length == end) fail("a word that is said otherwise has two syllables", word);
    utf8_decode(word + length, end, &second);
    unsigned pair = hangul_pair(first, second);
    pairs[pair / 8] |= (uint8_t)(1 << (pair & 7));
}

static void print_codes(const char *text, int longest)
{
    const char *end = text + strlen(text);
    int count = 0;
    for (; text < end && count < longest; count++) {
        uint32_t code;
        text += utf8_decode(text, end, &code);
        if (code >= '0' && code <= '9') code -= '0';
        else if (code != HANGUL_BREAK && (code < 0xAC00 || code > 0xD7A3)) fail("not a syllable", text);
        printf("%u,", code);
    }
    if (text < end) fail("too long", text);
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

int main(int argc, char **argv)
{
    static const char *const kinds[HANGUL_KINDS] = {"said", "keeps", "surname", "unit", "tense"};
    static char *words[MAX_WORDS];
    char line[1024], *cells[5];
    if (argc != 2) return fputs("usage: compile_hangul DATA-FOLDER\n", stderr), 2;
    FILE *file = open_table(argv[1], "korean_sounds.tsv");
    while (fgets(line, sizeof line, file))
        if (split(line, cells, 5)) read_meeting(cells);
    fclose(file);
    for (int initial = 0; initial <= HANGUL_INITIALS; initial++)
        for (int vowel = 0; vowel < HANGUL_VOWELS; vowel++) meetings[0][initial][vowel].initial = (uint8_t)initial;
    puts("/* made by tools/compile_hangul.c from data/translit/ */\n#include \"translit/hangul.h\"\n");
    puts("const HangulMeeting hangul_meetings[HANGUL_FINALS][HANGUL_INITIALS + 1][HANGUL_VOWELS] = {");
    for (int final = 0; final < HANGUL_FINALS; final++) {
        printf("    {");
        for (int initial = 0; initial <= HANGUL_INITIALS; initial++) {
            printf("{");
            for (int vowel = 0; vowel < HANGUL_VOWELS; vowel++) {
                if (final && !known[final][initial][vowel]) fail("no row for", finals + (final - 1) * 3);
                printf("{%d,%d},", meetings[final][initial][vowel].final, meetings[final][initial][vowel].initial);
            }
            printf("},");
        }
        puts("},");
    }
    puts("};\n");
    file = open_table(argv[1], "korean_words.tsv");
    int count = 0;
    while (fgets(line, sizeof line, file)) {
        char copy[1024];
        strcpy(copy, line);
        if (!split(copy, cells, 3)) continue;
        if (count == MAX_WORDS) fail("too many words", line);
        line[strcspn(line, "\r\n")] = 0;
        words[count] = malloc(strlen(line) + 1);
        if (!words[count]) return 1;
        strcpy(words[count++], line);
    }
    fclose(file);
    qsort(words, (size_t)count, sizeof *words, compare);
    for (int kind = 0; kind < HANGUL_KINDS; kind++) {
        int of_kind = 0;
        printf("static const HangulWord words_%d[] = {\n", kind);
        for (int i = 0; i < count; i++) {
            char copy[1024];
            strcpy(copy, words[i]);
            split(copy, cells, 3);
            if (strcmp(cells[0], kinds[kind])) continue;
            of_kind++;
            if (kind == HANGUL_SAID || kind == HANGUL_TENSE) note_beginning(cells[1]);
            if (kind == HANGUL_SAID) note_pair(cells[1]);
            printf("    {{");
            print_codes(cells[1], HANGUL_LONGEST);
            printf("}, {");
            if (strcmp(cells[2], "-")) print_codes(cells[2], HANGUL_SAID_LONGEST);
            else printf("0");
            puts("}},");
        }
        printf("};\nenum { COUNT_%d = %d };\n", kind, of_kind);
    }
    puts("const HangulWords hangul_words[HANGUL_KINDS] = {");
    for (int kind = 0; kind < HANGUL_KINDS; kind++) printf("    {words_%d, COUNT_%d},\n", kind, kind);
    puts("};");
    puts("const uint8_t hangul_pairs[HANGUL_PAIRS / 8] = {");
    for (size_t i = 0; i < sizeof pairs; i++) printf("%d,%s", pairs[i], i % 32 == 31 ? "\n" : "");
    puts("};");
    puts("const uint8_t hangul_begins[HANGUL_SYLLABLES / 8 + 1] = {");
    for (size_t i = 0; i < sizeof begins; i++) printf("%d,%s", begins[i], i % 32 == 31 ? "\n" : "");
    puts("};");
    for (int i = 0; i < count; i++) free(words[i]);
    return 0;
}
