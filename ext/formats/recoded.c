/* recoded.c - see recoded.h */
#include "formats/recoded.h"
#include "base/icu.h"
#include "base/memory.h"
#include <string.h>

typedef struct Recoding {
    IcuConverter *converter;
    Buffer made;
    size_t taken; /* of `made` */
    int at_end;   /* all of the reader below was converted */
} Recoding;

static size_t pull(Reader *reader, char *bytes, size_t capacity)
{
    enum { PIECE = 16384 };
    Recoding *recoding = reader->state;
    while (recoding->taken == recoding->made.length && !recoding->at_end) {
        size_t there = reader_peek(reader->below, 1);
        if (there > PIECE) there = PIECE;
        recoding->at_end = there == 0;
        recoding->made.length = recoding->taken = 0;
        icu_converter_append(recoding->converter, there ? reader_bytes(reader->below) : "", there, recoding->at_end,
                             &recoding->made);
        reader_take(reader->below, there);
        if (recoding->made.failed) {
            reader->arena->status = STATUS_NOMEM;
            return 0;
        }
    }
    size_t count = recoding->made.length - recoding->taken;
    if (count > capacity) count = capacity;
    if (count) memcpy(bytes, recoding->made.bytes + recoding->taken, count);
    recoding->taken += count;
    return count;
}

static void finish(Reader *reader)
{
    Recoding *recoding = reader->state;
    icu_converter_close(recoding->converter);
    buffer_free(&recoding->made);
    memory_free(recoding);
}

Reader *charset_recoded(ReaderHome *home, Reader *below, const char *charset, size_t mark)
{
    Reader *reader = reader_new(home, below, pull);
    Recoding *recoding = reader ? memory_alloc(sizeof *recoding) : NULL;
    if (recoding) {
        memset(recoding, 0, sizeof *recoding);
        recoding->converter = icu_converter_open(charset);
        if (recoding->converter) {
            reader_skip(below, mark);
            reader->state = recoding;
            reader->close = finish;
            return reader;
        }
    }
    if (!recoding) home->arena->status = STATUS_NOMEM;
    memory_free(recoding);
    reader_free(reader);
    return NULL;
}
