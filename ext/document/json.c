/*
** json.c - see json.h
**
** The linked data of pages is written by templates, and much of it is not JSON: line breaks and quotation marks unescaped in strings, commas missing or one too
** many, comments, several values one after the other, the end cut off. What a browser's parser refuses still says when an article appeared, so nothing here is an
** error: what makes no sense is passed over.
**
** A quotation mark ends a string only where something follows that can follow a string: a comma, a closing bracket, a colon behind a key, a string on the next line, or the end. In
** correct JSON that is always so; in a headline with unescaped quotation marks it finds the end that was meant.
*/
#include "document/json.h"
#include "base/utf8.h"
#include <string.h>

enum { LOOK_AHEAD = 64 };

void json_begin(JsonReader *reader, const char *bytes, size_t length)
{
    reader->at = bytes;
    reader->end = bytes + length;
    reader->value = bytes;
    reader->length = 0;
    reader->depth = 0;
}

static int is_object(const JsonReader *r)
{
    uint32_t top = r->depth - 1;
    return r->depth && r->depth <= JSON_DEPTH && (r->objects[top / 8] >> (top % 8)) & 1;
}

static void open_bracket(JsonReader *r, int object)
{
    if (r->depth < JSON_DEPTH) {
        uint8_t bit = (uint8_t)(1u << (r->depth % 8)), *byte = &r->objects[r->depth / 8];
        *byte = object ? (uint8_t)(*byte | bit) : (uint8_t)(*byte & ~bit);
    }
    if (r->depth < UINT32_MAX) r->depth++;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at <= ' ') at++;
    return at;
}

/* Can a string end before `at`? In an object a colon may follow it, if it is a key. */
static int may_follow(const JsonReader *r, const char *at)
{
    const char *limit = r->end - at > LOOK_AHEAD ? at + LOOK_AHEAD : r->end;
    const char *next = skip_blanks(at, limit);
    if (next == r->end) return 1;
    if (next == limit) return 0;
    if (*next == '"')
        return memchr(at, '\n', (size_t)(next - at)) != NULL; /* a comma is missing at the end of a line */
    return *next == ',' || *next == '}' || *next == ']' || *next == ':' || *next == ';' ||
           (*next == '/' && next + 1 < r->end && (next[1] == '/' || next[1] == '*'));
}

/* Reads a string whose opening mark is at `at`. Returns the byte behind its closing mark. */
static const char *read_string(JsonReader *r, char quote)
{
    const char *at = ++r->at;
    r->value = at;
    while (at < r->end) {
        if (*at == '\\') at += r->end - at > 1 ? 2 : 1;
        else if (*at == quote && may_follow(r, at + 1)) break;
        else at++;
    }
    r->length = (size_t)(at - r->value);
    return at < r->end ? at + 1 : r->end;
}

static int is_bare(char c)
{
    return (unsigned char)c > ' ' && !strchr(",:{}[]\"'", c);
}

/* Comments, CDATA marks, stray punctuation: the byte behind it, or `at` if there is none. */
static const char *skip_noise(const char *at, const char *end)
{
    if (*at == '/' && end - at > 1 && at[1] == '/') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        return line ? line + 1 : end;
    }
    if (*at == '/' && end - at > 1 && at[1] == '*') {
        for (at += 2; (at = at < end ? memchr(at, '*', (size_t)(end - at)) : NULL) != NULL; at++)
            if (end - at > 1 && at[1] == '/') return at + 2;
        return end;
    }
    return *at == ',' || *at == ':' || *at == ';' ? at + 1 : at;
}

static JsonEvent close_bracket(JsonReader *r)
{
    int object = is_object(r);
    r->at++;
    r->depth--;
    return object ? JSON_CLOSE_OBJECT : JSON_CLOSE_ARRAY;
}

/* A string, or a bare word: a key if a colon follows it in an object. */
static JsonEvent read_value(JsonReader *r)
{
    int quoted = *r->at == '"' || *r->at == '\'';
    if (quoted) r->at = read_string(r, *r->at);
    else {
        for (r->value = r->at; r->at < r->end && is_bare(*r->at);) r->at++;
        r->length = (size_t)(r->at - r->value);
    }
    if (is_object(r)) {
        const char *next = skip_blanks(r->at, r->end - r->at > LOOK_AHEAD ? r->at + LOOK_AHEAD : r->end);
        if (next < r->end && *next == ':') {
            r->at = next + 1;
            return JSON_KEY;
        }
    }
    return quoted ? JSON_STRING : JSON_SCALAR;
}

JsonEvent json_next(JsonReader *r)
{
    for (;;) {
        r->at = skip_blanks(r->at, r->end);
        if (r->at >= r->end) return JSON_END;
        const char *behind = skip_noise(r->at, r->end);
        if (behind != r->at) {
            r->at = behind;
            continue;
        }
        char c = *r->at;
        if (c == '{' || c == '[') {
            r->at++;
            open_bracket(r, c == '{');
            return c == '{' ? JSON_OPEN_OBJECT : JSON_OPEN_ARRAY;
        }
        if (c == '}' || c == ']') {
            if (r->depth) return close_bracket(r);
            r->at++;
            continue;
        }
        return read_value(r);
    }
}

int json_is(const JsonReader *reader, const char *name)
{
    return strlen(name) == reader->length && !memcmp(reader->value, name, reader->length);
}

static int hex_digits(const char *at, const char *end, uint32_t *code)
{
    if (end - at < 4) return 0;
    *code = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return 0;
        *code = *code * 16 + (uint32_t)digit;
    }
    return 1;
}

/* Reads \uXXXX, or a pair of them, behind its `u`. Returns the bytes read, 0 if it is none. */
static size_t read_unicode(const char *at, const char *end, uint32_t *code)
{
    uint32_t low;
    if (!hex_digits(at, end, code)) return 0;
    if (*code >= 0xD800 && *code < 0xDC00 && end - at >= 10 && at[4] == '\\' && at[5] == 'u' &&
        hex_digits(at + 6, end, &low) && low >= 0xDC00 && low < 0xE000) {
        *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
        return 10;
    }
    if (*code == 0) *code = UTF8_REPLACEMENT;
    return 4;
}

const char *json_copy(Arena *arena, const JsonReader *reader, size_t *length)
{
    char *copy = arena_array(arena, reader->length + 1, 1); /* an escape is never shorter than what it stands for */
    if (!copy) return NULL;
    const char *at = reader->value, *end = at + reader->length;
    size_t n = 0;
    while (at < end) {
        uint32_t code;
        size_t bytes;
        if (*at != '\\' || end - at < 2) {
            copy[n++] = *at++;
            continue;
        }
        static const char from[] = "nrtbf", to[] = "\n\r\t  ";
        const char *plain = strchr(from, at[1]);
        if (at[1] == 'u' && (bytes = read_unicode(at + 2, end, &code)) != 0) {
            n += utf8_encode(code, copy + n);
            at += 2 + bytes;
        } else {
            copy[n++] = plain && at[1] ? to[plain - from] : at[1];
            at += 2;
        }
    }
    if (length) *length = n;
    return copy;
}
