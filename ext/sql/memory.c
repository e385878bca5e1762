/*
** memory.c - base/memory.h on SQLite's allocator: its limits, its statistics and its failures are ours
*/
#include <sqlite3ext.h>
#include "base/memory.h"
SQLITE_EXTENSION_INIT3

void *memory_alloc(size_t bytes)
{
    return sqlite3_malloc64(bytes);
}
void *memory_realloc(void *block, size_t bytes)
{
    return sqlite3_realloc64(block, bytes);
}
void memory_free(void *block)
{
    sqlite3_free(block);
}
