/*
** memory.h - where every byte of ours comes from
**
** The engine asks for memory through these three functions and nothing else. They are a seam of the linker: the
** extension links sql/memory.c, which forwards to SQLite's allocator (so that SQLite's limits, statistics and
** failing-malloc tests hold for us too); tools and unit tests link tools/memory_libc.c, which forwards to the C library.
*/
#ifndef CORPUS_MEMORY_H
#define CORPUS_MEMORY_H

#include <stddef.h>

/* Returns a block of at least `bytes` bytes, or NULL. A request of 0 bytes may return NULL. */
void *memory_alloc(size_t bytes);

/* Resizes `block` (NULL: allocates). On failure returns NULL and leaves `block` as it was. */
void *memory_realloc(void *block, size_t bytes);

/* Gives `block` back; NULL is allowed. */
void memory_free(void *block);

#endif
