/* buffer.c - see buffer.h */
#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>

void buffer_free(Buffer *buffer)
{
    if (!buffer->borrowed) memory_free(buffer->bytes);
    *buffer = (Buffer)BUFFER_EMPTY;
}

/* Room for `capacity` bytes with the content in it; NULL: no memory, and all is as it was. */
static char *resize(Buffer *buffer, size_t capacity)
{
    char *bytes = memory_realloc(buffer->borrowed ? NULL : buffer->bytes, capacity);
    if (!bytes) return NULL;
    if (buffer->borrowed && buffer->bytes) memcpy(bytes, buffer->bytes, buffer->length);
    buffer->borrowed = 0;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return bytes;
}

char *buffer_reserve(Buffer *buffer, size_t more)
{
    if (buffer->failed) return NULL;
    if (more <= buffer->capacity - buffer->length && buffer->bytes) return buffer->bytes + buffer->length;
    size_t needed = buffer->length + more, capacity = buffer->capacity < 32 ? 64 : buffer->capacity * 2;
    if (needed < more) needed = SIZE_MAX;
    if (capacity < needed) capacity = needed;
    char *bytes = resize(buffer, capacity);
    if (!bytes) {
        buffer->failed = 1;
        return NULL;
    }
    return bytes + buffer->length;
}

void buffer_append(Buffer *buffer, const char *bytes, size_t length)
{
    char *room = buffer_reserve(buffer, length);
    if (!room || !length) return;
    memcpy(room, bytes, length);
    buffer->length += length;
}

void buffer_string(Buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_codepoint(Buffer *buffer, uint32_t code)
{
    char bytes[4];
    size_t length = utf8_encode(code, bytes);
    buffer_append(buffer, bytes, length);
}

void buffer_printf(Buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *room = length < 0 ? NULL : buffer_reserve(buffer, (size_t)length + 1);
    if (room) {
        vsnprintf(room, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void buffer_json(Buffer *buffer, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    buffer_byte(buffer, '"');
    while (bytes < end) {
        uint32_t code;
        bytes += utf8_decode(bytes, end, &code);
        if (code == '"' || code == '\\') {
            buffer_byte(buffer, '\\');
            buffer_byte(buffer, (char)code);
        } else if (code == '\n') buffer_append(buffer, "\\n", 2);
        else if (code == '\t') buffer_append(buffer, "\\t", 2);
        else if (code == '\r') buffer_append(buffer, "\\r", 2);
        else if (code < 0x20) buffer_printf(buffer, "\\u%04x", (unsigned)code);
        else buffer_codepoint(buffer, code);
    }
    buffer_byte(buffer, '"');
}

const char *buffer_text(Buffer *buffer)
{
    char *room = buffer_reserve(buffer, 1);
    if (!room) return NULL;
    *room = 0;
    return buffer->bytes;
}

char *buffer_take(Buffer *buffer, size_t *length)
{
    if (buffer->borrowed && !resize(buffer, buffer->length + 1)) buffer->failed = 1;
    if (!buffer_text(buffer)) {
        buffer_free(buffer);
        return NULL;
    }
    char *bytes = buffer->bytes;
    if (length) *length = buffer->length;
    *buffer = (Buffer)BUFFER_EMPTY;
    return bytes;
}
