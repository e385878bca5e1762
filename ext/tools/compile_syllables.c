/*
** compile_syllables.c - what each Korean scheme writes where two syllables meet, and each Chinese one for a syllable
**
** usage: compile_syllables DATA-FOLDER > build/gen/syllables_tables.c
**
** Runs the scheme itself (translit/hangul.c with its table and the meetings of sounds, compiled before) over a final, an initial
** and a vowel at a time, and keeps what is written between two vowels (translit/hangul.h: HangulSpelling). Fails if what a scheme writes
** there depends on more than these three. The tables of Chinese schemes are run over each syllable of pinyin. DATA-FOLDER is not read.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "translit/han.h"
#include "translit/hangul.h"
#include "translit/table.h"

enum {
    FIRST = 0xAC00,
    MAX_POOL = 65536,
    /* a syllable with which no word of the tables begins, and the finals that make a vowel's class */
    BASE_INITIAL = 8,
    BASE_VOWEL = 15,
    FINAL_NG = 21,
    VOWEL_YEO = 6
};

static char pool[MAX_POOL];
static size_t pool_length;

static void fail(const char *id, const char *what, const char *detail)
{
    fprintf(stderr, "compile_syllables: %s: %s: %s\n", id, what, detail);
    exit(1);
}

static size_t put_syllable(char *to, int initial, int vowel, int final)
{
    return utf8_encode((uint32_t)(FIRST + (initial * HANGUL_MEDIALS + vowel) * HANGUL_FINALS + final), to);
}

/* What the scheme writes for up to two syllables, the first with `before` in front. */
static void write_as(const Scheme *scheme, const char *before, const char *text, char *out, size_t room)
{
    char whole[64];
    Buffer buffer = BUFFER_EMPTY;
    snprintf(whole, sizeof whole, "%s%s", before, text);
    /* units of administration are found before syllables are spelled */
    int mode = scheme->mode == HANGUL_ADMIN ? HANGUL_STANDARD : scheme->mode;
    if (hangul_apply(scheme->table, NULL, mode, whole, strlen(whole), &buffer) != STATUS_OK) exit(1);
    const char *written = buffer_text(&buffer);
    if (strlen(written) - strlen(before) >= room) fail("", "too long", written);
    strcpy(out, written + strlen(before));
    buffer_free(&buffer);
}

static unsigned place_of(const char *id, const char *string)
{
    size_t length = strlen(string);
    if (length > HANGUL_SPELLED) fail(id, "too long", string);
    for (size_t at = 0; at < pool_length; at += 1 + (unsigned char)pool[at])
        if ((unsigned char)pool[at] == length && !memcmp(pool + at + 1, string, length)) return (unsigned)at;
    if (pool_length + 1 + length + HANGUL_SPELLED > MAX_POOL) fail(id, "the pool is full", string);
    size_t at = pool_length;
    pool[pool_length++] = (char)length;
    memcpy(pool + pool_length, string, length);
    pool_length += length;
    return (unsigned)at;
}

/* Cuts `end` off the end of `text`. */
static void cut(const char *id, char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    if (length < tail || strcmp(text + length - tail, end)) fail(id, "ends otherwise", text);
    text[length - tail] = 0;
}

static void spell(const char *id, const Scheme *scheme, int number)
{
    char base[64], ending[64], text[64], out[128], other[128];
    text[put_syllable(text, BASE_INITIAL, BASE_VOWEL, 0)] = 0;
    write_as(scheme, "", text, base, sizeof base);
    text[put_syllable(text, BASE_INITIAL, BASE_VOWEL, FINAL_NG)] = 0;
    write_as(scheme, "", text, ending, sizeof ending);
    memmove(ending, ending + strlen(base), strlen(ending) - strlen(base) + 1);
    pool_length = 0;
    printf("static const uint16_t meetings_%d[] = {\n", number);
    for (int final = 0; final <= HANGUL_START; final++)
        for (int initial = 0; initial < HANGUL_INITIALS; initial++)
            for (int vowel = 0; vowel < HANGUL_SPELLED_VOWELS; vowel++) {
                /* an open ㅕ is a class of its own, and tells the others by a final */
                int closed = vowel < HANGUL_MEDIALS;
                size_t length = final == HANGUL_START ? 0 : put_syllable(text, BASE_INITIAL, BASE_VOWEL, final);
                length += put_syllable(text + length, initial, closed ? vowel : VOWEL_YEO, closed ? FINAL_NG : 0);
                text[length] = 0;
                write_as(scheme, " ", text, out, sizeof out);
                write_as(scheme, "x", text, other, sizeof other);
                if (strcmp(out, other)) fail(id, "depends on what stands before the run", out);
                if (closed) cut(id, out, ending);
                const char *rest = out;
                if (final != HANGUL_START) {
                    if (strncmp(out, base, strlen(base))) fail(id, "begins otherwise", out);
                    rest += strlen(base);
                }
                printf("%u,%s", place_of(id, rest), vowel == HANGUL_MEDIALS ? "\n" : "");
            }
    printf("};\nstatic const uint16_t ends_%d[] = {", number);
    for (int final = 0; final < HANGUL_FINALS; final++) {
        text[put_syllable(text, BASE_INITIAL, BASE_VOWEL, final)] = 0;
        write_as(scheme, "", text, out, sizeof out);
        printf("%u,", place_of(id, out + strlen(base)));
    }
    printf("};\nstatic const char pool_%d[] = {", number);
    for (size_t i = 0; i < pool_length; i++) printf("%d,%s", (signed char)pool[i], i % 32 == 31 ? "\n" : "");
    for (int i = 0; i < HANGUL_SPELLED; i++) printf("0,");
    printf("};\nstatic const HangulSpelling spelling_%d = {meetings_%d, ends_%d, pool_%d};\n", number, number, number,
           number);
}

static int is_spelled(const Scheme *scheme)
{
    return scheme->method == METHOD_HANGUL && scheme->mode != HANGUL_NAME && scheme->mode != HANGUL_NAMES &&
           scheme->mode != HANGUL_READ;
}

static int is_spelled_han(const Scheme *scheme)
{
    return scheme->method == METHOD_HAN && scheme->table;
}

static void spell_han(const char *id, const Scheme *scheme, int number)
{
    printf("static const HanSpelling syllables_%d[] = {\n", number);
    for (size_t i = 0; i < han_syllable_count; i++) {
        Buffer out = BUFFER_EMPTY;
        table_apply(scheme->table, han_syllables[i].plain, han_syllables[i].plain_length, &out);
        if (out.length > HAN_SPELLED) fail(id, "too long", buffer_text(&out));
        printf("    {{");
        for (size_t k = 0; k < out.length; k++) printf("%d,", (signed char)out.bytes[k]);
        printf("%s}, %zu},\n", out.length ? "" : "0", out.length);
        buffer_free(&out);
    }
    puts("};");
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc != 2) return fputs("usage: compile_syllables DATA-FOLDER\n", stderr), 2;
    puts("/* made by tools/compile_syllables.c */\n#include \"translit/han.h\"\n#include \"translit/hangul.h\"\n");
    for (size_t i = 0; i < translit_scheme_count; i++)
        if (is_spelled(&translit_scheme_methods[i]))
            spell(translit_scheme_records[i].id, &translit_scheme_methods[i], (int)i);
    puts("const HangulSpelling *const hangul_spellings[] = {");
    for (size_t i = 0; i < translit_scheme_count; i++)
        if (is_spelled(&translit_scheme_methods[i])) printf("    &spelling_%zu,\n", i);
        else puts("    NULL,");
    puts("};");
    spell("ko-foreign", &translit_foreign_ko, (int)translit_scheme_count);
    printf("const HangulSpelling *const hangul_foreign_spelling = &spelling_%zu;\n", translit_scheme_count);
    for (size_t i = 0; i < translit_scheme_count; i++)
        if (is_spelled_han(&translit_scheme_methods[i]))
            spell_han(translit_scheme_records[i].id, &translit_scheme_methods[i], (int)i);
    puts("const HanSpelling *const han_spellings[] = {");
    for (size_t i = 0; i < translit_scheme_count; i++)
        if (is_spelled_han(&translit_scheme_methods[i])) printf("    syllables_%zu,\n", i);
        else puts("    NULL,");
    puts("};");
    return 0;
}
