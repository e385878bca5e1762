/*
** whole.c - is a text one expression of time, and nothing else?
**
** A form's field says `on 16 November 2023`, `from last week`, `11월 16일에`: prepositions, articles and particles around an expression say nothing more of the day.
** In languages whose times stand apart (4월 22일 오후 5시) a date and the time beside it are two expressions and one instant. Constant time.
*/
#include <string.h>
#include "dates/dates.h"
#include "dates/lexer.h"

extern const LexTable dates_tables[];
extern const unsigned dates_table_count;

enum { MOST_WORDS = 4, MOST_BYTES = 96 };

/* True if a stretch has no letter and no digit. */
static int is_empty(const char *at, const char *end)
{
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) return 0;
    }
    return 1;
}

static int is_small_word(const Item *item)
{
    switch (item->kind) {
    case LEX_ARTICLE:
    case LEX_PREP:
    case LEX_AT:
    case LEX_FROM:
    case LEX_OF:
    case LEX_PARTICLE:
    case LEX_YEARWORD:
    case LEX_PUNCTUATION:
    case LEX_END: return 1;
    default: return (item->lex & LEX_TRAILS) != 0;
    }
}

/* True if a stretch has nothing but small words, in the language of a table. */
static int is_small(const LexTable *table, const char *bytes, size_t from, size_t to)
{
    Item items[MOST_WORDS + 1];
    size_t count = 0;
    if (is_empty(bytes + from, bytes + to)) return 1;
    if (!table->bits || to - from > MOST_BYTES ||
        lexer_read(table, bytes, from, to, items, MOST_WORDS + 1, &count) < to)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (!is_small_word(&items[i])) return 0;
    return 1;
}

static int is_all(const Text *text, uint32_t start, uint32_t end)
{
    const LexTable *own = &dates_tables[text->language < dates_table_count ? text->language : LANGUAGE_UND];
    if (!own->bits) own = &dates_tables[language_base(text->language)];
    if (is_small(own, text->bytes, 0, start) && is_small(own, text->bytes, end, text->length)) return 1;
    if (text->language_score >= 1) return 0;
    for (unsigned i = 0; i < dates_table_count; i++) /* a few words do not tell their language */
        if (dates_tables[i].bits && language_base((Language)i) == (Language)i &&
            is_small(&dates_tables[i], text->bytes, 0, start) &&
            is_small(&dates_tables[i], text->bytes, end, text->length))
            return 1;
    return 0;
}

const char *dates_whole(const Text *text, const DateList *dates)
{
    if (!dates->count || dates->count > 2) return NULL;
    const DateMention *first = &dates->items[0], *last = &dates->items[dates->count - 1];
    if (dates->count == 2) { /* the time has taken its date */
        if (last->type != DATE_TIME || strlen(first->value) != 10 || strncmp(first->value, last->value, 10) != 0)
            return NULL;
        if (!is_empty(text->bytes + first->start + first->length, text->bytes + last->start)) return NULL;
    }
    return is_all(text, first->start, last->start + last->length) ? last->value : NULL;
}
