/*
** memory.h - the runner's own memory: the C library's, so that a failing SQLite allocator does not hurt the judge
*/
#ifndef RUNNER_MEMORY_H
#define RUNNER_MEMORY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As realloc(), but ends the program when there is no memory. */
static inline void *memory_grown(void *block, size_t bytes)
{
    void *grown = realloc(block, bytes ? bytes : 1);
    if (!grown) {
        fputs("the test runner has no memory\n", stderr);
        exit(2);
    }
    return grown;
}

static inline char *text_copy(const char *text)
{
    size_t bytes = strlen(text) + 1;
    return memcpy(memory_grown(NULL, bytes), text, bytes);
}

/* Appends `length` bytes to the NUL-terminated `text`, which may move. */
static inline char *text_append(char *text, const char *more, size_t length)
{
    size_t old = strlen(text);
    text = memory_grown(text, old + length + 1);
    memcpy(text + old, more, length);
    text[old + length] = 0;
    return text;
}

#endif
