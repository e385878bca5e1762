/*
** reader.h - bytes that are pulled when they are wanted: a window over a file, a text in memory, or another reader
**
** A Reader holds a window of READER_WINDOW bytes of a stream of any length. It fills the window by its `pull`, which reads a Store, or
** takes from the reader below and inflates or recodes it; so a file is a small stack of readers, and memory does not depend on its length.
**
**     store (positions) <- reader (gzip bytes) <- reader (inflated) <- reader (recoded to UTF-8) <- a format's reader of records
**
** Ends: at the end, and after a failure, a reader gives no more bytes. A failure of the input (damaged, unreadable, refused) is a message in
** `error`; a reader above hands it on. What ends the analysis (no memory, interrupt) is the arena's status.
*/
#ifndef CORPUS_READER_H
#define CORPUS_READER_H

#include <stdint.h>
#include "base/arena.h"
#include "base/buffer.h"

enum { READER_WINDOW = 64 * 1024, READER_MESSAGE = 160 };

/* A file or a text: bytes at positions. */
typedef struct Store {
    /* Reads up to `capacity` bytes at `offset`. Returns how many, 0 at the end, -1 with a constant text or one of the state's in `*error`. */
    ptrdiff_t (*read)(const struct Store *store, uint64_t offset, char *bytes, size_t capacity, const char **error);
    void *state;
    uint64_t size; /* bytes, as far as it is known before reading */
} Store;

/* A store over bytes in memory, which must outlive it. */
void store_memory(Store *store, const char *bytes, size_t length);

/* What the readers of one file share. Windows are kept for the next reader: a zip of small pages makes three a page. */
enum { READER_SPARES = 6 };
typedef struct ReaderHome {
    Arena *arena; /* status and watch */
    char *spares[READER_SPARES];
    int spare_count;
} ReaderHome;

/* Gives back the windows that are kept. */
void reader_home_clear(ReaderHome *home);

typedef struct Reader Reader;

struct Reader {
    /* Puts 1 to `capacity` (at least 1) bytes. Returns their number; 0 at the end or after reader_fail(). */
    size_t (*pull)(Reader *reader, char *bytes, size_t capacity);
    void (*close)(Reader *reader); /* gives back what pull() holds; NULL: nothing */
    Reader *below;
    const Store *store;     /* of a reader over a store ... */
    uint64_t position, end; /* ... the bytes still to be read of it */
    void *state;            /* pull()'s own */
    ReaderHome *home;
    Arena *arena; /* its home's */
    char *window;
    size_t at, filled; /* window[at, filled) is there to be taken */
    uint64_t offset;   /* of window[at] in this reader's stream */
    unsigned pulls;
    int ended;         /* pull() gave 0 */
    const char *error; /* why it ended; NULL: at the end of the input */
    char message[READER_MESSAGE];
};

/* Makes a reader, or returns NULL (arena status). reader_free() frees it alone, not those below. */
Reader *reader_new(ReaderHome *home, Reader *below, size_t (*pull)(Reader *reader, char *bytes, size_t capacity));
Reader *reader_new_store(ReaderHome *home, const Store *store, uint64_t begin, uint64_t end);
void reader_free(Reader *reader);

/* Ends the stream with a message (copied). Returns 0, as pull() does then. */
size_t reader_fail(Reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fills the window until `wanted` (at most READER_WINDOW) bytes are there, or the end is. Returns how many bytes are there; they begin at reader_bytes(). */
size_t reader_peek(Reader *reader, size_t wanted);

static inline const char *reader_bytes(const Reader *reader)
{
    return reader->window + reader->at;
}

/* Takes `count` bytes that are there. */
static inline void reader_take(Reader *reader, size_t count)
{
    reader->at += count;
    reader->offset += count;
}

/* True if all bytes were taken, and the input did not end but failed: what was taken last may be half of something. */
static inline int reader_broken(const Reader *reader)
{
    return reader->ended && reader->at == reader->filled && (reader->error || reader->arena->status != STATUS_OK);
}

/* Puts up to `capacity` bytes, at least 1 unless the end is reached. */
size_t reader_read(Reader *reader, char *bytes, size_t capacity);

/* Appends up to `count` bytes. Returns how many there were. */
uint64_t reader_append(Reader *reader, uint64_t count, Buffer *out);

/* Passes over up to `count` bytes. Returns how many there were. */
uint64_t reader_skip(Reader *reader, uint64_t count);

/*
** Appends a line with its line feed. Returns 0 at the end. Of a line of more than `most` bytes the rest is passed over, and `*cut` becomes 1.
*/
int reader_line(Reader *reader, size_t most, Buffer *out, int *cut);

/* Passes over a line. Returns 0 at the end. */
int reader_skip_line(Reader *reader);

#endif
