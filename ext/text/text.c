/*
** text.c - see text.h
**
** The work is in tokens.c (words), sentences.c (sentences of a line) and fold.c (text_fold()); UAX #29 as it stands in breaks.c.
*/
#include "text/text.h"
#include "text/tokens.h"
#include <string.h>

Status text_outline(Arena *arena, const char *bytes, size_t length, Language language, Text *text)
{
    memset(text, 0, sizeof *text);
    text->bytes = bytes;
    text->length = length;
    text->language = language;
    text->language_score = 1;
    if (language == LANGUAGE_UND || language >= LANGUAGE_COUNT) {
        LanguageGuess guess = language_detect(bytes, length);
        text->language = guess.language;
        text->language_score = guess.score;
    }
    if (char_index_build(arena, bytes, length, &text->chars) != STATUS_OK) {
        if (arena->status == STATUS_OK) arena->status = STATUS_TOOBIG;
        return arena->status;
    }
    return STATUS_OK;
}

Status text_divide(Arena *arena, Icu *icu, Text *text)
{
    return tokens_read(arena, icu, text);
}

Status text_segment(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language, Text *text)
{
    Status status = text_outline(arena, bytes, length, language, text);
    return status == STATUS_OK ? text_divide(arena, icu, text) : status;
}
