/* headers.c - blocks of `Name: value` lines, as WARC, HTTP and mail share them; see parts.h */
#include "formats/parts.h"
#include <string.h>
#include <strings.h>

size_t header_block(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        const char *feed = memchr(bytes + at, '\n', length - at);
        if (!feed) return 0;
        size_t line = (size_t)(feed - bytes) - at;
        if (line == 0 || (line == 1 && bytes[at] == '\r')) return at + line + 1;
        at += line + 1;
    }
    return 0;
}

/* Copies a value without its line ends; a folded line goes on after one blank. */
static const char *unfold(Arena *arena, const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    char *value = arena_copy(arena, at, (size_t)(end - at)), *out = value;
    if (!value) return NULL;
    for (const char *c = value; *c; c++) {
        if (*c == '\r' || *c == '\n') continue;
        *out++ = *c == '\t' ? ' ' : *c;
    }
    while (out > value && out[-1] == ' ') out--;
    *out = 0;
    return value;
}

const char *header_find(Formats *formats, const char *block, size_t length, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = block, *end = block + length; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at)), *stop = feed ? feed + 1 : end;
        int is_it = (size_t)(stop - at) > n && at[n] == ':' && !strncasecmp(at, name, n);
        const char *value = at + n + 1;
        while (stop < end && (*stop == ' ' || *stop == '\t')) { /* folded */
            feed = memchr(stop, '\n', (size_t)(end - stop));
            stop = feed ? feed + 1 : end;
        }
        if (is_it) return unfold(&formats->arena, value, stop);
        at = stop;
    }
    return NULL;
}
