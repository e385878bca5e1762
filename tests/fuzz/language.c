/*
** language.c - libFuzzer: the language of a text, and language tags
*/
#include "fuzz.h"
#include "base/unicode.h"
#include "text/language.h"

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    (void)arena;
    (void)icu;
    LanguageGuess guess = language_detect(bytes, length);
    PROMISE(guess.language < LANGUAGE_COUNT && guess.score >= 0.0 && guess.score <= 1.0);
    PROMISE(unicode_script_name(guess.script) != NULL);
    Language found = language_find(bytes, length);
    PROMISE(found < LANGUAGE_COUNT || found == LANGUAGE_INVALID);
    const char *tag = language_tag(language);
    PROMISE(language_find(tag, strlen(tag)) == language);
    PROMISE(language_base(language) < LANGUAGE_COUNT && language_name(language));
    return STATUS_OK;
}
