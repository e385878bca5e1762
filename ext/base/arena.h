/*
** arena.h - the memory, the time and the fate of one analysis
**
** One analysis of one text has one Arena. Everything it makes lives in it and is freed in one call. The arena also
** carries what would otherwise be an extra parameter of every function:
**   status  sticky; the first failure (no memory, interrupt) stays, so inner loops need not pass errors up one by one:
**           they stop when a call returns NULL or arena_stopped() is true, and the caller looks at `arena->status` once.
**   watch   asked now and then by arena_stopped() whether to go on.
**
** Layout: a list of chunks, each twice the last up to 1 MiB; a block of over a quarter of a MiB has a chunk of its own, which
** arena_grow() can give to realloc(), so that a growing array leaves no copies behind. Waste is at most half of each
** small array and one chunk's tail.
**
** Not thread-safe: an arena belongs to one connection.
*/
#ifndef CORPUS_ARENA_H
#define CORPUS_ARENA_H

#include <stddef.h>
#include "status.h"

typedef struct ArenaChunk ArenaChunk;

typedef struct Arena {
    ArenaChunk *chunks;        /* newest first; large blocks stand in the same list */
    char *next, *limit;        /* free bytes of the newest small chunk */
    size_t chunk_bytes;        /* size of the next small chunk */
    size_t total;              /* bytes held from the allocator */
    size_t ceiling;            /* `total` never exceeds this (bytes) */
    Status status;             /* first failure, sticky */
    unsigned countdown;        /* calls of arena_stopped() until the watch is asked again */
    int (*watch)(void *state); /* nonzero: stop; NULL: never */
    void *watch_state;
} Arena;

/* Makes an empty arena. `ceiling` is in bytes, 0 for none. Allocates nothing. */
void arena_init(Arena *arena, size_t ceiling);

/* Frees all memory and makes the arena empty again (status OK, same watch and ceiling). */
void arena_clear(Arena *arena);

/* Returns `bytes` zeroed bytes, aligned by 8, or NULL (status becomes STATUS_NOMEM). 0 bytes give a valid pointer. */
void *arena_alloc(Arena *arena, size_t bytes);

/* Makes an array of `count` items of `size` bytes; as arena_alloc(), and safe from overflow of the product. */
void *arena_array(Arena *arena, size_t count, size_t size);

/* Returns a copy of `length` bytes with a NUL after them, or NULL. */
char *arena_copy(Arena *arena, const char *bytes, size_t length);

/* Returns a NUL-terminated string made as by snprintf(), or NULL. */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
** Makes room for more items of `size` bytes in the array `items` of `*capacity`: at least doubles it. On success returns
** the array and sets `*capacity`; new room is not zeroed. On failure returns `items` and changes nothing but the status.
*/
void *arena_double(Arena *arena, void *items, size_t size, size_t *capacity);

/*
** A new, unset last item of a list (any struct with `items`, `count` and `capacity`), or NULL if there is no memory:
**     Token *token = ARENA_PUSH(arena, &text->tokens);   if (!token) return arena->status;
*/
#define ARENA_PUSH(arena, list)                                                                                        \
    ((list)->count < (list)->capacity                                                                                  \
         ? &(list)->items[(list)->count++]                                                                             \
         : ((list)->items = arena_double((arena), (list)->items, sizeof *(list)->items, &(list)->capacity),            \
            (list)->count < (list)->capacity ? &(list)->items[(list)->count++] : NULL))

/* Asks the watch at once: for a step that takes long and has no loop to ask in. True if the analysis should end. */
int arena_ask_watch(Arena *arena);

/*
** To be called once a token, line or row of any loop that is linear in the text. True if the analysis should end: the
** status is already not OK, or the watch says so (asked once in 4096 calls). Costs a decrement.
*/
static inline int arena_stopped(Arena *arena)
{
    return arena->countdown-- == 0 ? arena_ask_watch(arena) : arena->status != STATUS_OK;
}

#endif
