/*
** json.h - a reader of JSON as pages have it: event by event, forgiving, without a tree
*/
#ifndef CORPUS_JSON_H
#define CORPUS_JSON_H

#include <stdint.h>
#include "base/arena.h"

typedef enum JsonEvent {
    JSON_END,
    JSON_OPEN_OBJECT,
    JSON_CLOSE_OBJECT,
    JSON_OPEN_ARRAY,
    JSON_CLOSE_ARRAY,
    JSON_KEY,
    JSON_STRING,
    JSON_SCALAR /* a number, true, false, null, or a bare word that no colon follows */
} JsonEvent;

enum { JSON_DEPTH = 1024 }; /* what is nested deeper is read as an array */

typedef struct JsonReader {
    const char *at, *end;
    const char *value; /* of a key, a string or a scalar: its bytes without quotation marks, escapes not yet read */
    size_t length;
    uint32_t depth; /* objects and arrays that are open */
    uint8_t objects[JSON_DEPTH / 8];
} JsonReader;

/* Starts to read `length` bytes, which must outlive the reader. */
void json_begin(JsonReader *reader, const char *bytes, size_t length);

/*
** The next event; JSON_END for good at the end. Brackets that are left open at the end have no closing event, and a closing bracket closes what is open,
** of whichever kind; one too many is passed over. Every byte is read once, and up to 64 more of the blanks behind a quotation mark.
*/
JsonEvent json_next(JsonReader *reader);

/*
** The current value with its escapes read, NUL-terminated, in the arena; U+0000 and halves of surrogate pairs become U+FFFD. `length` may be NULL.
** NULL if there is no memory.
*/
const char *json_copy(Arena *arena, const JsonReader *reader, size_t *length);

/* Is the current value, as it is written, equal to `name`? */
int json_is(const JsonReader *reader, const char *name);

#endif
