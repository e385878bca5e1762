/* clean.c - see clean.h. Well-formed bytes, nearly all pages, are copied as they are. */
#include "document/clean.h"
#include "base/utf8.h"

const char *clean_copy(Arena *arena, const char *bytes, size_t length, size_t *out_length)
{
    if (out_length) *out_length = length;
    if (utf8_is_valid(bytes, length)) return arena_copy(arena, bytes, length);
    char *out = arena_array(arena, length + 1, 3), *next = out; /* a malformed byte becomes three */
    if (!out) return NULL;
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        next += utf8_encode(code, next);
    }
    *next = 0;
    if (out_length) *out_length = (size_t)(next - out);
    return out;
}
