/*
** quote_marks.c - see quote_marks.h
**
** “ ” in English, „ “ and » « in German, ” ” in Swedish, straight marks everywhere, and mistakes: a mark's side is told by its form where that
** is certain, by the blanks beside it where it is not.
*/
#include "facts/quote_marks.h"
#include <string.h>

typedef enum Side { SIDE_NONE, SIDE_OPEN, SIDE_CLOSE, SIDE_EITHER } Side;

typedef struct Mark {
    Side side;
    int family; /* marks of one family close each other */
} Mark;

static Mark mark_of(const Text *text, const Token *token)
{
    static const Mark none = {SIDE_NONE, 0};
    const char *bytes = token_bytes(text, token);
    uint32_t code;
    if (token->kind != TOKEN_PUNCTUATION && token->kind != TOKEN_SYMBOL) return none;
    utf8_decode(bytes, bytes + token->length, &code);
    if (token->length == 2 && (!memcmp(bytes, "''", 2) || !memcmp(bytes, "``", 2))) return (Mark){SIDE_EITHER, 1};
    switch (code) {
    case '"':
    case 0xFF02:
    case 0x201F: return (Mark){SIDE_EITHER, 1};
    case 0x201C: return (Mark){SIDE_OPEN, 1};
    case 0x201D: return (Mark){SIDE_CLOSE, 1};
    case 0x201E: return (Mark){SIDE_OPEN, 1};
    case 0xAB: return (Mark){SIDE_OPEN, 2};
    case 0xBB: return (Mark){SIDE_CLOSE, 2};
    case 0x300C: return (Mark){SIDE_OPEN, 3};
    case 0x300D: return (Mark){SIDE_CLOSE, 3};
    case 0x300E: return (Mark){SIDE_OPEN, 4};
    case 0x300F: return (Mark){SIDE_CLOSE, 4};
    default: return none;
    }
}

static int blank_before(const Text *text, size_t i, size_t first)
{
    const Token *token = &text->tokens.items[i];
    if (i == first || token->flags & TOKEN_SPACE_BEFORE) return 1;
    char before = text->bytes[token->start - 1];
    return before == '(' || before == '[' || before == '-' || before == '/';
}

static int blank_after(const Text *text, size_t i, size_t last)
{
    if (i + 1 >= last || text->tokens.items[i + 1].flags & TOKEN_SPACE_BEFORE) return 1;
    char after = text->bytes[text->tokens.items[i + 1].start];
    return after == ',' || after == '.' || after == ')' || after == ';' || after == ':' || after == '?' ||
           after == '!' || after == '-';
}

/* Which side a mark is on. Blanks overrule the form of “ and ”, which are mixed up often; an open span decides what is left. */
static Side side_of(const Text *text, size_t i, size_t first, size_t last, Mark mark, int open)
{
    int before = blank_before(text, i, first), after = blank_after(text, i, last);
    if (mark.family > 1) return mark.side;
    if (before && !after) return SIDE_OPEN;
    if (after && !before) return SIDE_CLOSE;
    if (mark.side != SIDE_EITHER) return mark.side;
    return open ? SIDE_CLOSE : SIDE_OPEN;
}

static size_t sentence_start(const Text *text, size_t i, size_t least)
{
    size_t start = text->sentences.items[text->tokens.items[i].sentence].first_token;
    return start < least ? least : start;
}

static Status add(Arena *arena, MarkedSpanList *spans, MarkedSpan span)
{
    if (span.first >= span.last) return STATUS_OK;
    MarkedSpan *item = ARENA_PUSH(arena, spans);
    if (!item) return arena->status;
    *item = span;
    return STATUS_OK;
}

Status quote_marks_find(Arena *arena, const Text *text, size_t first, size_t last, MarkedSpanList *spans)
{
    size_t open = SIZE_MAX, free_from = first; /* free_from: tokens before it belong to spans already */
    int family = 0, depth = 0;
    for (size_t i = first; i < last; i++) {
        Mark mark = mark_of(text, &text->tokens.items[i]);
        if (mark.side == SIDE_NONE || (open != SIZE_MAX && mark.family != family)) continue;
        Side side = side_of(text, i, first, last, mark, open != SIZE_MAX);
        if (side == SIDE_OPEN && open == SIZE_MAX) open = i, family = mark.family, depth = 0;
        else if (side == SIDE_OPEN) depth++;
        else if (open == SIZE_MAX) {
            if (mark.family == 1 || mark.family == 2)
                if (add(arena, spans, (MarkedSpan){sentence_start(text, i, free_from), i, SIZE_MAX, i}) != STATUS_OK)
                    return arena->status;
            free_from = i + 1;
        } else if (depth && family > 1) depth--;
        else {
            if (add(arena, spans, (MarkedSpan){open + 1, i, open, i}) != STATUS_OK) return arena->status;
            open = SIZE_MAX;
            free_from = i + 1;
        }
    }
    if (open != SIZE_MAX) return add(arena, spans, (MarkedSpan){open + 1, last, open, SIZE_MAX});
    return STATUS_OK;
}
