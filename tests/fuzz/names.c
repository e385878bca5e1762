/*
** names.c - libFuzzer: two names (the halves of the text) read, compared and explained; keys, parts, spellings, aliases
*/
#include "fuzz.h"
#include "names/names.h"
#include "names/tables.h"

static Status check_keys(Icu *icu, const char *name, size_t length)
{
    Status status = STATUS_OK;
    for (int level = 0; level < NAMES_KEY_LEVELS && status == STATUS_OK; level++) {
        Buffer key = BUFFER_EMPTY;
        status = names_key(icu, level, name, length, &key);
        if (status == STATUS_OK)
            PROMISE(utf8_is_valid(key.bytes ? key.bytes : "", key.length) || !utf8_is_valid(name, length));
        buffer_free(&key);
    }
    return status;
}

static Status check_parts(Icu *icu, const char *name, size_t length, Language language)
{
    NamePart parts[NAME_PARTS];
    Status status = names_parts(icu, language, name, length, parts);
    for (int i = 0; i < NAME_PARTS && status == STATUS_OK; i++)
        PROMISE(parts[i].length <= length && parts[i].start <= length - parts[i].length);
    return status;
}

static Status check_spellings(Icu *icu, const char *a, size_t n, const char *b, size_t m)
{
    Status status = STATUS_OK;
    for (int native = 0; native < 2 && status == STATUS_OK; native++) {
        Buffer x = BUFFER_EMPTY, y = BUFFER_EMPTY;
        status = names_spelling(icu, native, a, n, &x);
        if (status == STATUS_OK) status = names_spelling(icu, native, b, m, &y);
        if (status == STATUS_OK && x.length && y.length) {
            double match = names_spelling_match(x.bytes, x.length, y.bytes, y.length);
            PROMISE(match >= 0 && match <= 1);
            PROMISE(names_spelling_block(x.bytes, x.length) < NAMES_SPELLING_BLOCKS);
        }
        buffer_free(&x);
        buffer_free(&y);
    }
    return status;
}

static Status check_similarity(Icu *icu, const char *a, size_t n, const char *b, size_t m)
{
    double there = names_similarity(icu, a, n, b, m), back = names_similarity(icu, b, m, a, n);
    if (there < 0 || back < 0) return STATUS_NOMEM;
    PROMISE(there <= 1 && there - back < 1e-9 && back - there < 1e-9);
    Buffer out = BUFFER_EMPTY;
    Status status = names_explain(icu, a, n, b, m, &out);
    if (status == STATUS_OK) PROMISE(out.length > 2 && out.bytes[0] == '{' && out.bytes[out.length - 1] == '}');
    buffer_free(&out);
    return status;
}

static Status check_aliases(Icu *icu, const char *name, size_t length)
{
    Status status;
    size_t count;
    long row = names_alias_row(icu, name, length, &count, &status);
    PROMISE(row < 0 || (size_t)row + count <= name_alias_count);
    return status;
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    const char *b = bytes + length / 2;
    size_t n = length / 2, m = length - n;
    (void)arena;
    Status status = check_similarity(icu, bytes, n, b, m);
    if (status == STATUS_OK) status = check_keys(icu, bytes, length);
    if (status == STATUS_OK) status = check_parts(icu, bytes, length, language);
    if (status == STATUS_OK) status = check_spellings(icu, bytes, n, b, m);
    return status == STATUS_OK ? check_aliases(icu, bytes, n) : status;
}
