/*
** test_unicode_breaks.c - text/breaks.h against Unicode's own test files
**
** Debian's package `unicode-data` puts them below /usr/share/unicode/auxiliary; without it the part is skipped. A line is
**     ÷ 0061 × 0308 ÷ 0020 ÷ # comment
*/
#include "base/buffer.h"
#include "base/utf8.h"
#include "check.h"
#include "text/breaks.h"
#include <stdlib.h>

#define FOLDER "/usr/share/unicode/auxiliary/"

typedef size_t NextBreak(const char *text, size_t length, size_t at);

/* Reads one line into text and marks; returns the number of boundaries after the first, or 0 for a comment. */
static size_t read_line(const char *line, Buffer *text, size_t *wanted)
{
    size_t count = 0;
    text->length = 0;
    if (strncmp(line, "\xC3\xB7", 2) != 0) return 0;
    for (const char *at = line + 2; *at && *at != '#';) {
        if (*at == ' ' || *at == '\t') at++;
        else if (!strncmp(at, "\xC3\xB7", 2)) {
            wanted[count++] = text->length;
            at += 2;
        } else if (!strncmp(at, "\xC3\x97", 2)) at += 2;
        else {
            char *end;
            buffer_codepoint(text, (uint32_t)strtoul(at, &end, 16));
            if (end == at) break;
            at = end;
        }
    }
    return count;
}

static void check_file(const char *name, NextBreak *next)
{
    char path[256], line[8192];
    snprintf(path, sizeof path, FOLDER "%s", name);
    FILE *file = fopen(path, "r");
    if (!file) {
        printf("skipped: %s is not here (apt-get install unicode-data)\n", path);
        return;
    }
    Buffer text = BUFFER_EMPTY;
    int lines = 0;
    while (fgets(line, sizeof line, file)) {
        size_t wanted[256], count = read_line(line, &text, wanted), at = 0, i = 0;
        if (!count) continue;
        lines++;
        /* at the end of a buffer of its own size, so that a sanitizer sees a read behind it */
        if (!text.length) continue;
        char *copy = malloc(text.length);
        memcpy(copy, text.bytes, text.length);
        while (at < text.length && i < count) {
            at = next(copy, text.length, at);
            if (at != wanted[i++]) break;
        }
        free(copy);
        if (!CHECK(at == text.length && i == count)) printf("%s: %s", name, line);
    }
    CHECK(lines > 400);
    buffer_free(&text);
    fclose(file);
}

static void check_any_bytes(NextBreak *next)
{
    unsigned seed = 7;
    for (int round = 0; round < 2000; round++) {
        size_t length = (size_t)round % 40 + 1;
        char *text = malloc(length);
        for (size_t i = 0; i < length; i++) text[i] = (char)((seed = seed * 1103515245u + 12345u) >> 16);
        size_t at = 0, steps = 0;
        while (at < length && steps <= length) {
            size_t then = next(text, length, at);
            if (then <= at || then > length) break;
            at = then;
            steps++;
        }
        CHECK(at == length);
        free(text);
    }
}

int main(void)
{
    check_file("GraphemeBreakTest.txt", breaks_next_grapheme);
    check_file("WordBreakTest.txt", breaks_next_word);
    check_file("SentenceBreakTest.txt", breaks_next_sentence);
    check_any_bytes(breaks_next_grapheme);
    check_any_bytes(breaks_next_word);
    check_any_bytes(breaks_next_sentence);
    return check_end();
}
