/*
** translit.c - libFuzzer: every scheme, the customary romanization, the search key
*/
#include "fuzz.h"
#include "translit/translit.h"

enum { SCHEME_BYTES = 2000 }; /* all schemes see this much of the text */

static Status check_schemes(Icu *icu, const char *bytes, size_t length)
{
    size_t count = 0;
    const TranslitScheme *schemes = translit_schemes(&count);
    Status status = STATUS_OK;
    if (length > SCHEME_BYTES) length = SCHEME_BYTES;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        Buffer out = BUFFER_EMPTY;
        status = translit_apply(icu, &schemes[i], bytes, length, &out);
        if (status == STATUS_OK && !out.failed)
            PROMISE(utf8_is_valid(out.bytes ? out.bytes : "", out.length) || !utf8_is_valid(bytes, length));
        if (out.failed && status == STATUS_OK) status = STATUS_NOMEM;
        buffer_free(&out);
        PROMISE(translit_find(schemes[i].id, strlen(schemes[i].id)) == &schemes[i]);
    }
    return status;
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Buffer out = BUFFER_EMPTY;
    (void)arena;
    translit_suggest(icu, bytes, length, &out);
    PROMISE(translit_find(bytes, length) == NULL || length < 64);
    Status status = translit_latin(icu, language, bytes, length, &out);
    if (status == STATUS_OK) status = translit_key(icu, language, bytes, length, &out);
    if (status == STATUS_OK && out.failed) status = STATUS_NOMEM;
    buffer_free(&out);
    return status == STATUS_OK ? check_schemes(icu, bytes, length) : status;
}
