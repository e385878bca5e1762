/* reader.c - see reader.h */
#include "formats/reader.h"
#include "base/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ASKED_EVERY = 16 }; /* pulls, of 64 KiB at most: between two questions whether to stop */

static ptrdiff_t read_memory(const Store *store, uint64_t offset, char *bytes, size_t capacity, const char **error)
{
    (void)error;
    if (offset >= store->size) return 0;
    size_t left = (size_t)(store->size - offset), count = capacity < left ? capacity : left;
    memcpy(bytes, (const char *)store->state + offset, count);
    return (ptrdiff_t)count;
}

void store_memory(Store *store, const char *bytes, size_t length)
{
    *store = (Store){read_memory, (void *)(uintptr_t)bytes, length};
}

static size_t pull_store(Reader *reader, char *bytes, size_t capacity)
{
    const char *error = "it cannot be read";
    if (reader->position >= reader->end) return 0;
    if (capacity > reader->end - reader->position) capacity = (size_t)(reader->end - reader->position);
    ptrdiff_t got = reader->store->read(reader->store, reader->position, bytes, capacity, &error);
    if (got < 0) return reader_fail(reader, "%s", error);
    reader->position += (uint64_t)got;
    return (size_t)got;
}

void reader_home_clear(ReaderHome *home)
{
    while (home->spare_count > 0) memory_free(home->spares[--home->spare_count]);
}

static char *take_window(ReaderHome *home)
{
    return home->spare_count ? home->spares[--home->spare_count] : memory_alloc(READER_WINDOW);
}

static void give_window(ReaderHome *home, char *window)
{
    if (window && home->spare_count < READER_SPARES) home->spares[home->spare_count++] = window;
    else memory_free(window);
}

Reader *reader_new(ReaderHome *home, Reader *below, size_t (*pull)(Reader *reader, char *bytes, size_t capacity))
{
    Reader *reader = memory_alloc(sizeof *reader);
    if (!reader) {
        home->arena->status = STATUS_NOMEM;
        return NULL;
    }
    memset(reader, 0, sizeof *reader);
    reader->pull = pull;
    reader->below = below;
    reader->home = home;
    reader->arena = home->arena;
    reader->window = take_window(home);
    if (reader->window) return reader;
    home->arena->status = STATUS_NOMEM;
    memory_free(reader);
    return NULL;
}

Reader *reader_new_store(ReaderHome *home, const Store *store, uint64_t begin, uint64_t end)
{
    Reader *reader = reader_new(home, NULL, pull_store);
    if (!reader) return NULL;
    reader->store = store;
    reader->position = begin;
    reader->end = end;
    return reader;
}

void reader_free(Reader *reader)
{
    if (!reader) return;
    if (reader->close) reader->close(reader);
    give_window(reader->home, reader->window);
    memory_free(reader);
}

size_t reader_fail(Reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->message, sizeof reader->message, format, arguments);
    va_end(arguments);
    reader->error = reader->message;
    return 0;
}

/* Pulls once more. Returns 0 if nothing came. */
static int fill(Reader *reader)
{
    if (reader->ended || reader->filled == READER_WINDOW) return 0;
    int stopped = ++reader->pulls % ASKED_EVERY ? reader->arena->status != STATUS_OK : arena_ask_watch(reader->arena);
    size_t got = stopped ? 0 : reader->pull(reader, reader->window + reader->filled, READER_WINDOW - reader->filled);
    reader->filled += got;
    if (got && reader->arena->status == STATUS_OK) return 1;
    reader->ended = 1;
    if (!reader->error && reader->below && reader->below->error) reader_fail(reader, "%s", reader->below->error);
    return 0;
}

size_t reader_peek(Reader *reader, size_t wanted)
{
    if (reader->filled - reader->at >= wanted) return reader->filled - reader->at;
    if (reader->at) {
        memmove(reader->window, reader->window + reader->at, reader->filled - reader->at);
        reader->filled -= reader->at;
        reader->at = 0;
    }
    while (reader->filled < wanted && fill(reader)) continue;
    return reader->filled;
}

size_t reader_read(Reader *reader, char *bytes, size_t capacity)
{
    size_t there = reader_peek(reader, 1);
    if (there > capacity) there = capacity;
    if (there) memcpy(bytes, reader_bytes(reader), there);
    reader_take(reader, there);
    return there;
}

uint64_t reader_append(Reader *reader, uint64_t count, Buffer *out)
{
    uint64_t done = 0;
    for (size_t there; done < count && (there = reader_peek(reader, 1)) > 0; done += there) {
        if (there > count - done) there = (size_t)(count - done);
        buffer_append(out, reader_bytes(reader), there);
        reader_take(reader, there);
        if (out->failed) {
            reader->arena->status = STATUS_NOMEM;
            reader->ended = 1;
        }
    }
    return done;
}

uint64_t reader_skip(Reader *reader, uint64_t count)
{
    uint64_t done = 0;
    for (size_t there; done < count && (there = reader_peek(reader, 1)) > 0; done += there) {
        if (there > count - done) there = (size_t)(count - done);
        reader_take(reader, there);
    }
    return done;
}

int reader_line(Reader *reader, size_t most, Buffer *out, int *cut)
{
    size_t length = 0;
    for (size_t there; (there = reader_peek(reader, 1)) > 0;) {
        const char *bytes = reader_bytes(reader), *feed = memchr(bytes, '\n', there);
        if (feed) there = (size_t)(feed - bytes) + 1;
        size_t room = most - length, count = there < room ? there : room;
        buffer_append(out, bytes, count);
        if (out->failed) {
            reader->arena->status = STATUS_NOMEM;
            reader->ended = 1;
            return 0;
        }
        if (count < there) *cut = 1;
        length += count;
        reader_take(reader, there);
        if (feed) return 1;
    }
    return length > 0;
}

int reader_skip_line(Reader *reader)
{
    int any = 0;
    for (size_t there; (there = reader_peek(reader, 1)) > 0; any = 1) {
        const char *bytes = reader_bytes(reader), *feed = memchr(bytes, '\n', there);
        reader_take(reader, feed ? (size_t)(feed - bytes) + 1 : there);
        if (feed) return 1;
    }
    return any;
}
