/*
** buffer.h - a growable run of bytes for building strings
**
** Memory comes from memory.h and is freed by buffer_free(), or handed over by buffer_take(). A failed allocation is sticky:
** `failed` becomes 1, later appends do nothing, and the caller looks once at the end.
**
** A buffer over an array of the caller's (BUFFER_OVER) asks for memory only once that is full: for what is made a hundred thousand times a
** second and is short nearly always. It is freed as any other, and must not outlive the array.
*/
#ifndef CORPUS_BUFFER_H
#define CORPUS_BUFFER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Buffer {
    char *bytes; /* not NUL-terminated until buffer_text() */
    size_t length, capacity;
    int failed;   /* an allocation failed: the content is incomplete */
    int borrowed; /* `bytes` are the caller's */
} Buffer;

#define BUFFER_EMPTY                                                                                                   \
    {                                                                                                                  \
        NULL, 0, 0, 0, 0                                                                                               \
    }

#define BUFFER_OVER(array)                                                                                             \
    {                                                                                                                  \
        (array), 0, sizeof(array), 0, 1                                                                                \
    }

void buffer_free(Buffer *buffer);

/* Makes room for `more` bytes after `length`. Returns where they go, or NULL. Amortised constant time a byte. */
char *buffer_reserve(Buffer *buffer, size_t more);

void buffer_append(Buffer *buffer, const char *bytes, size_t length);
void buffer_string(Buffer *buffer, const char *text);
void buffer_codepoint(Buffer *buffer, uint32_t code);
void buffer_printf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a JSON string with its quotes; malformed UTF-8 becomes U+FFFD. */
void buffer_json(Buffer *buffer, const char *bytes, size_t length);

static inline void buffer_byte(Buffer *buffer, char byte)
{
    if (buffer->length < buffer->capacity) buffer->bytes[buffer->length++] = byte;
    else buffer_append(buffer, &byte, 1);
}

/* The content with a NUL behind it, owned by the buffer; NULL if an allocation failed. */
const char *buffer_text(Buffer *buffer);

/* As buffer_text(), but the caller owns it (memory_free()), and the buffer is empty afterwards. */
char *buffer_take(Buffer *buffer, size_t *length);

#endif
