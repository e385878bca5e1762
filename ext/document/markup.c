/*
** markup.c - see markup.h
*/
#include "document/markup.h"
#include <string.h>

extern const MarkupRow markup_rows[MARKUP_SLOTS];
extern const uint8_t markup_lengths; /* of the shortest word of START and END */

static const MarkupRow *find(const char *word, size_t length)
{
    for (unsigned slot = markup_slot(word, length); markup_rows[slot].word[0]; slot = (slot + 1) & (MARKUP_SLOTS - 1))
        if (!memcmp(markup_rows[slot].word, word, length) && !markup_rows[slot].word[length]) return &markup_rows[slot];
    return NULL;
}

/* The longest opening and the longest ending that the table has count; the rest of the word is anything. */
static uint32_t marks_of(const char *word, size_t length)
{
    const MarkupRow *row = length < MARKUP_WORD_BYTES ? find(word, length) : NULL;
    uint32_t marks = row ? row->marks[0] | row->marks[1] | row->marks[2] : 0;
    if (marks) return marks;
    size_t longest = length - 1 < MARKUP_WORD_BYTES - 1 ? length - 1 : MARKUP_WORD_BYTES - 1;
    for (size_t n = longest; n >= markup_lengths; n--)
        if ((row = find(word, n)) != NULL && row->marks[1]) {
            marks |= row->marks[1];
            break;
        }
    for (size_t n = longest; n >= markup_lengths; n--)
        if ((row = find(word + length - n, n)) != NULL && row->marks[2]) return marks | row->marks[2];
    return marks;
}

uint32_t markup_marks(const char *value, size_t length)
{
    enum { WORD = 40 }; /* the rest of a longer word is not looked at */
    char word[WORD];
    size_t n = 0;
    uint32_t marks = 0;
    int small = 0;
    for (size_t i = 0; i <= length; i++) {
        char c = i < length ? value[i] : ' ';
        int capital = c >= 'A' && c <= 'Z', letter = capital || (c >= 'a' && c <= 'z');
        if (n && (!letter || (capital && small))) {
            marks |= n > 1 ? marks_of(word, n) : 0;
            n = 0;
        }
        if (letter && n < WORD) word[n++] = capital ? (char)(c + 32) : c;
        small = letter && !capital;
    }
    return marks;
}
