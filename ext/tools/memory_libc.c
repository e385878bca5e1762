/*
** memory_libc.c - base/memory.h on the C library, for programs that run without SQLite (build tools, unit tests, fuzzers)
*/
#include "base/memory.h"
#include <stdlib.h>

void *memory_alloc(size_t bytes)
{
    return malloc(bytes);
}
void *memory_realloc(void *block, size_t bytes)
{
    return realloc(block, bytes);
}
void memory_free(void *block)
{
    free(block);
}
