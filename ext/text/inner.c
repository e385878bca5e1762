/*
** inner.c - the word inside a word with an apostrophe
**
** Romance languages join an article, preposition or pronoun to a word that begins with a vowel (l'Université, dell'Est, d'Almaty); Turkish writes the endings
** of a name behind an apostrophe (Astana'da, Kazakistan'ın). Both are told by form alone, so a query needs no language: before an apostrophe a few letters,
** behind it a vowel; or a capital first letter, and behind the apostrophe a few small ones. O'Brien and don't are neither.
*/
#include "text/text.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include <string.h>

enum {
    LONGEST_ELIDED = 5, /* letters before the apostrophe: quest' */
    LONGEST_SUFFIX = 6, /* letters behind it: Astana'daki */
    SHORTEST_INNER = 3
};

/* True for a vowel letter of Romance languages, or h. */
static int opens_elided(uint32_t code)
{
    static const char plain[] = "aeiouyh";
    uint32_t c = unicode_fold(code);
    if (c < 0x80) return memchr(plain, (int)c, sizeof plain - 1) != NULL;
    return (c >= 0xE0 && c <= 0xE6) || (c >= 0xE8 && c <= 0xEF) || (c >= 0xF2 && c <= 0xF6) ||
           (c >= 0xF9 && c <= 0xFC) || c == 0x153;
}

static int is_upper(uint32_t code)
{
    return (unicode_of(code)->flags & UNICODE_UPPER) != 0;
}

int text_inner_word(const char *word, size_t length, size_t *start, size_t *end)
{
    const char *stop = word + length, *mark = NULL, *behind = NULL;
    size_t before = 0, after = 0;
    uint32_t first = 0, next = 0;
    for (const char *at = word; at < stop;) {
        uint32_t code;
        size_t bytes = utf8_decode(at, stop, &code);
        if (code == '\'' || code == 0x2019) {
            if (mark) return 0;
            mark = at;
            behind = at + bytes;
        } else if (mark) {
            if (!after++) next = code;
        } else if (!before++) first = code;
        at += bytes;
    }
    if (!mark || !before || !after) return 0;
    *start = 0;
    *end = length;
    if (before <= LONGEST_ELIDED && after >= SHORTEST_INNER && opens_elided(next)) *start = (size_t)(behind - word);
    else if (before >= SHORTEST_INNER && after <= LONGEST_SUFFIX && is_upper(first) && !is_upper(next))
        *end = (size_t)(mark - word);
    else return 0;
    return 1;
}
