/* text.c - STUB: a word a run of letters and digits, a sentence a line */
#include "text/text.h"
#include "base/unicode.h"
#include <string.h>

Status text_segment(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language, Text *text)
{
    (void)icu;
    memset(text, 0, sizeof *text);
    text->bytes = bytes;
    text->length = length;
    text->language = language ? language : LANGUAGE_EN;
    if (char_index_build(arena, bytes, length, &text->chars) != STATUS_OK) return arena->status;
    const char *at = bytes, *end = bytes + length;
    while (at < end) {
        const char *line = at, *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        uint32_t first = (uint32_t)text->tokens.count;
        while (at < stop) {
            uint32_t code;
            size_t n = utf8_decode(at, stop, &code);
            const UnicodeRecord *r = unicode_of(code);
            if (r->flags & UNICODE_SPACE) { at += n; continue; }
            Token *token = ARENA_PUSH(arena, &text->tokens);
            if (!token) return arena->status;
            *token = (Token){(uint32_t)(at - bytes), 0, (uint32_t)text->sentences.count, TOKEN_PUNCTUATION, r->script, 0, 0};
            if (r->flags & UNICODE_UPPER) token->flags |= TOKEN_CAPITALIZED;
            if (r->flags & UNICODE_LETTER) token->kind = TOKEN_WORD;
            if (r->flags & UNICODE_DIGIT) token->kind = TOKEN_NUMBER;
            const char *start = at;
            at += n;
            while (token->kind != TOKEN_PUNCTUATION && at < stop) {
                n = utf8_decode(at, stop, &code);
                if (!(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK))) break;
                at += n;
            }
            token->length = (uint32_t)(at - start);
        }
        if (text->tokens.count > first) {
            Paragraph *p = ARENA_PUSH(arena, &text->paragraphs);
            Sentence *s = ARENA_PUSH(arena, &text->sentences);
            if (!p || !s) return arena->status;
            uint32_t from = text->tokens.items[first].start;
            const Token *last = &text->tokens.items[text->tokens.count - 1];
            *s = (Sentence){from, last->start + last->length - from, first, (uint32_t)text->tokens.count - first, (uint32_t)text->paragraphs.count - 1};
            *p = (Paragraph){from, s->length, (uint32_t)text->sentences.count - 1, 1};
        }
        at = stop < end ? stop + 1 : end;
        (void)line;
    }
    return STATUS_OK;
}

Status text_fold(Icu *icu, const char *bytes, size_t length, Buffer *out)
{
    return icu_append_nfkc_casefold(icu, bytes, length, out);
}
