/* arena.c - see arena.h for the layout and its bounds */
#include "base/arena.h"
#include "base/memory.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    FIRST_CHUNK = 4096,       /* most texts analysed from SQL are a sentence or a paragraph */
    LAST_CHUNK = 1024 * 1024, /* beyond this a bigger chunk saves no calls that matter */
    LARGE_BLOCK = 256 * 1024, /* from here on a block is worth a realloc() of its own */
    WATCH_INTERVAL = 4096     /* tokens between two looks at the watch: well below a millisecond of work */
};

/* What blocks are aligned by: 8 bytes, all that SQLite's allocator promises, and all that our structs need. */
typedef union ArenaUnit {
    int64_t integer;
    double real;
    void *pointer;
} ArenaUnit;

struct ArenaChunk {
    ArenaChunk *older;
    size_t bytes; /* of the whole chunk with this header */
    ArenaUnit data[];
};

static void *fail(Arena *arena)
{
    if (arena->status == STATUS_OK) arena->status = STATUS_NOMEM;
    return NULL;
}

void arena_init(Arena *arena, size_t ceiling)
{
    memset(arena, 0, sizeof *arena);
    arena->ceiling = ceiling ? ceiling : SIZE_MAX;
    arena->chunk_bytes = FIRST_CHUNK;
    arena->countdown = WATCH_INTERVAL;
}

void arena_clear(Arena *arena)
{
    for (ArenaChunk *chunk = arena->chunks, *older; chunk; chunk = older) {
        older = chunk->older;
        memory_free(chunk);
    }
    arena->chunks = NULL;
    arena->next = arena->limit = NULL;
    arena->chunk_bytes = FIRST_CHUNK;
    arena->total = 0;
    arena->status = STATUS_OK;
    arena->countdown = WATCH_INTERVAL;
}

int arena_ask_watch(Arena *arena)
{
    arena->countdown = WATCH_INTERVAL;
    if (arena->status == STATUS_OK && arena->watch && arena->watch(arena->watch_state))
        arena->status = STATUS_INTERRUPT;
    return arena->status != STATUS_OK;
}

/* Adds a chunk with `bytes` bytes of data in front of the list. */
static ArenaChunk *new_chunk(Arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX - sizeof(ArenaChunk)) return fail(arena);
    bytes += sizeof(ArenaChunk);
    if (bytes > arena->ceiling - arena->total) return fail(arena);
    ArenaChunk *chunk = memory_alloc(bytes);
    if (!chunk) return fail(arena);
    chunk->bytes = bytes;
    chunk->older = arena->chunks;
    arena->chunks = chunk;
    arena->total += bytes;
    return chunk;
}

/* A block that is not zeroed. */
static void *allocate(Arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX - sizeof(ArenaUnit)) return fail(arena);
    bytes = (bytes + sizeof(ArenaUnit) - 1) / sizeof(ArenaUnit) * sizeof(ArenaUnit);
    if (bytes > (size_t)(arena->limit - arena->next)) {
        if (bytes >= LARGE_BLOCK) {
            ArenaChunk *chunk = new_chunk(arena, bytes);
            return chunk ? chunk->data : NULL;
        }
        size_t wanted = bytes > arena->chunk_bytes ? bytes : arena->chunk_bytes;
        ArenaChunk *chunk = new_chunk(arena, wanted);
        if (!chunk) return NULL;
        arena->next = (char *)chunk->data;
        arena->limit = arena->next + wanted;
        if (arena->chunk_bytes < LAST_CHUNK) arena->chunk_bytes *= 2;
    }
    void *block = arena->next;
    arena->next += bytes;
    return block;
}

void *arena_alloc(Arena *arena, size_t bytes)
{
    static ArenaUnit nothing;
    if (bytes == 0) return &nothing;
    void *block = allocate(arena, bytes);
    return block ? memset(block, 0, bytes) : NULL;
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) return fail(arena);
    return arena_alloc(arena, count * size);
}

char *arena_copy(Arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX) return fail(arena);
    char *copy = allocate(arena, length + 1);
    if (!copy) return NULL;
    if (length) memcpy(copy, bytes, length);
    copy[length] = 0;
    return copy;
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? fail(arena) : allocate(arena, (size_t)length + 1);
    if (text) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

/* The chunk that holds `block` alone, or NULL if the block shares a chunk. Its link is returned in `*link`. */
static ArenaChunk *own_chunk(Arena *arena, const void *block, ArenaChunk ***link)
{
    for (*link = &arena->chunks; **link; *link = &(**link)->older)
        if ((const void *)(**link)->data == block) return **link;
    return NULL;
}

void *arena_double(Arena *arena, void *items, size_t size, size_t *capacity)
{
    size_t more = *capacity ? *capacity * 2 : 8;
    if (more < *capacity || more > SIZE_MAX / 2 / size) {
        fail(arena);
        return items;
    }
    size_t old_bytes = *capacity * size, bytes = more * size;
    ArenaChunk **link, *chunk;
    if (old_bytes >= LARGE_BLOCK && (chunk = own_chunk(arena, items, &link)) != NULL) {
        size_t grown = bytes + sizeof(ArenaChunk) + sizeof(ArenaUnit);
        if (grown - chunk->bytes > arena->ceiling - arena->total) {
            fail(arena);
            return items;
        }
        size_t before = chunk->bytes;
        chunk = memory_realloc(chunk, grown);
        if (!chunk) {
            fail(arena);
            return items;
        }
        chunk->bytes = grown;
        arena->total += grown - before;
        *link = chunk;
        *capacity = more;
        return chunk->data;
    }
    void *block = allocate(arena, bytes);
    if (!block) return items;
    if (old_bytes) memcpy(block, items, old_bytes);
    *capacity = more;
    return block;
}
