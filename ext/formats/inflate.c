/* inflate.c - see inflate.h */
#include "formats/inflate.h"
#include "base/memory.h"
#include <limits.h>
#include <string.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

int inflate_is_gzip(const char *bytes, size_t length)
{
    return length >= 10 && !memcmp(bytes, "\x1F\x8B\x08", 3) && !(bytes[3] & 0xE0);
}

#ifdef HAVE_ZLIB

typedef struct Inflation {
    z_stream z;
    InflateForm form;
    int window_bits;
    int in_member; /* bytes of a member were read, its end was not */
    int any;       /* a member was read */
    uint64_t *allowed;
} Inflation;

int inflate_is_built(void)
{
    return 1;
}

uint32_t inflate_crc(uint32_t crc, const char *bytes, size_t length)
{
    return (uint32_t)crc32_z(crc, (const Bytef *)bytes, length);
}

static voidpf allocate(voidpf state, uInt items, uInt size)
{
    (void)state;
    return memory_alloc((size_t)items * size);
}

static void give_back(voidpf state, voidpf block)
{
    (void)state;
    memory_free(block);
}

static size_t no_memory(Reader *reader)
{
    reader->arena->status = STATUS_NOMEM;
    return 0;
}

/* Begins a member, or the stream. Returns 0 if there is no (further) one: at the end, or after a failure. */
static int begin(Reader *reader, Inflation *inflation)
{
    size_t there = reader_peek(reader->below, 18);
    const char *bytes = reader_bytes(reader->below);
    if (inflation->form == INFLATE_GZIP) {
        if (inflation->any) /* tapes and some archives fill up with zeros */
            for (; there && !*bytes; there = reader_peek(reader->below, 18), bytes = reader_bytes(reader->below))
                reader_take(reader->below, 1);
        if (!there) return 0;
        if (!inflate_is_gzip(bytes, there)) {
            reader_fail(reader, inflation->any ? "other bytes follow the gzip data" : "the gzip data is damaged");
            return 0;
        }
    } else if (inflation->any || !there) return 0;
    int bits = inflation->form == INFLATE_GZIP ? 16 + MAX_WBITS : -MAX_WBITS;
    if (inflation->form == INFLATE_DEFLATE && there >= 2 && (bytes[0] & 15) == 8 &&
        ((unsigned char)bytes[0] * 256u + (unsigned char)bytes[1]) % 31 == 0)
        bits = MAX_WBITS;
    if (inflateReset2(&inflation->z, bits) != Z_OK) return 0;
    return inflation->in_member = inflation->any = 1;
}

/* Inflates what the window below holds. Returns zlib's code. */
static int step(Reader *reader, Inflation *inflation, char *bytes, size_t capacity, size_t *made)
{
    Reader *below = reader->below;
    size_t there = reader_peek(below, 1);
    z_stream *z = &inflation->z;
    z->next_in = (Bytef *)(uintptr_t)reader_bytes(below);
    z->avail_in = (uInt)there;
    z->next_out = (Bytef *)bytes;
    z->avail_out = (uInt)(capacity < INT_MAX ? capacity : INT_MAX);
    uInt room = z->avail_out;
    int code = inflate(z, Z_NO_FLUSH);
    reader_take(below, there - z->avail_in);
    *made = room - z->avail_out;
    if (code == Z_BUF_ERROR && there) code = Z_OK;
    return code;
}

static size_t pull(Reader *reader, char *bytes, size_t capacity)
{
    Inflation *inflation = reader->state;
    const char *form = inflation->form == INFLATE_GZIP ? "gzip" : "deflate";
    for (;;) {
        size_t made = 0;
        if (!inflation->in_member && !begin(reader, inflation)) return 0;
        int code = step(reader, inflation, bytes, capacity, &made);
        if (code == Z_MEM_ERROR) return no_memory(reader);
        if (code == Z_STREAM_END) inflation->in_member = 0;
        if (made > *inflation->allowed) {
            *inflation->allowed = 0;
            return reader_fail(reader, "it expands to more than max_total allows: a bomb, or max_total is too small");
        }
        *inflation->allowed -= made;
        if (made) return made; /* a failure shows at the next pull again */
        if (code == Z_OK || code == Z_STREAM_END) continue;
        if (code == Z_BUF_ERROR && reader->below->error) return 0;
        if (code == Z_BUF_ERROR) return reader_fail(reader, "the %s data ends early: it is cut", form);
        return reader_fail(reader, "the %s data is damaged", form);
    }
}

int inflate_resume(Reader *reader)
{
    if (reader->pull != pull) return 0; /* another reader */
    Reader *below = reader->below;
    Inflation *inflation = reader->state;
    if (inflation->form != INFLATE_GZIP || reader->arena->status != STATUS_OK || !*inflation->allowed) return 0;
    for (size_t there; (there = reader_peek(below, READER_WINDOW)) >= 18;) {
        const char *bytes = reader_bytes(below);
        size_t at = 0;
        while (at + 18 <= there && !(inflate_is_gzip(bytes + at, there - at) && (unsigned char)bytes[at + 8] <= 4 &&
                                     ((unsigned char)bytes[at + 9] <= 13 || (unsigned char)bytes[at + 9] == 255)))
            at++;
        reader_take(below, at);
        if (at + 18 > there) continue;
        inflation->in_member = 0;
        reader->error = NULL;
        reader->ended = 0;
        reader->offset++; /* stands for what is lost, so that no two places have one number */
        return 1;
    }
    return 0;
}

static void finish(Reader *reader)
{
    Inflation *inflation = reader->state;
    inflateEnd(&inflation->z);
    memory_free(inflation);
}

Reader *inflate_new(ReaderHome *home, Reader *below, InflateForm form, uint64_t *allowed)
{
    Reader *reader = reader_new(home, below, pull);
    Inflation *inflation = reader ? memory_alloc(sizeof *inflation) : NULL;
    if (inflation) {
        memset(inflation, 0, sizeof *inflation);
        inflation->form = form;
        inflation->allowed = allowed;
        inflation->z.zalloc = allocate;
        inflation->z.zfree = give_back;
        if (inflateInit2(&inflation->z, 16 + MAX_WBITS) == Z_OK) {
            reader->state = inflation;
            reader->close = finish;
            return reader;
        }
    }
    home->arena->status = STATUS_NOMEM;
    memory_free(inflation);
    reader_free(reader);
    return NULL;
}

#else

int inflate_is_built(void)
{
    return 0;
}

uint32_t inflate_crc(uint32_t crc, const char *bytes, size_t length)
{
    (void)crc, (void)bytes, (void)length;
    return 0;
}

static size_t pull(Reader *reader, char *bytes, size_t capacity)
{
    (void)bytes, (void)capacity;
    return reader_fail(reader, "it is compressed, and this library was built without zlib");
}

Reader *inflate_new(ReaderHome *home, Reader *below, InflateForm form, uint64_t *allowed)
{
    (void)form, (void)allowed;
    return reader_new(home, below, pull);
}

int inflate_resume(Reader *reader)
{
    (void)reader;
    return 0;
}

#endif
