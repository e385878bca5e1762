/*
** inflate.h - compressed bytes as a reader
**
** By zlib where the build found it (HAVE_ZLIB), else every compressed input fails with a message that says so. gzip members follow each other
** as in WARC.gz files. What comes out is counted against `*allowed`, which all readers of one file share: a bomb is refused.
*/
#ifndef CORPUS_INFLATE_H
#define CORPUS_INFLATE_H

#include "formats/reader.h"

typedef enum InflateForm {
    INFLATE_GZIP,    /* RFC 1952, any number of members, zeros behind them */
    INFLATE_DEFLATE, /* as HTTP's Content-Encoding: RFC 1950, or RFC 1951 bare */
    INFLATE_RAW      /* RFC 1951, as in zip files; ends with the last block */
} InflateForm;

/* True if this build can inflate. */
int inflate_is_built(void);

/* A reader of what `below` holds compressed, or NULL (arena status). `allowed` counts down and must outlive it. */
Reader *inflate_new(ReaderHome *home, Reader *below, InflateForm form, uint64_t *allowed);

/*
** After a failure in gzip data: goes to the next member that looks like one. Returns 0 if there is none, or
** the reader is another.
*/
int inflate_resume(Reader *reader);

/* CRC-32 of zlib, gzip and zip, going on from `crc` (0 at the begin). 0 if this build has none. */
uint32_t inflate_crc(uint32_t crc, const char *bytes, size_t length);

/* True if the bytes begin a gzip member. */
int inflate_is_gzip(const char *bytes, size_t length);

#endif
