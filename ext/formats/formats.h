/*
** formats.h - files as scrapers, browsers, mail programs and archives leave them, as documents one by one
**
**     Formats *formats = formats_new(icu, watch, state);
**     formats_open(formats, &store, "crawl.warc.gz", &options);
**     while ((status = formats_next(formats, &record)) == STATUS_OK && record) { ... formats_content(formats) ... }
**
** Recognised, by content first and by name where the content does not tell: plain text; HTML; WARC; JSON Lines, JSON objects one after another, and a
** JSON array of objects; CSV and TSV; one mail (EML); mbox; MHTML; any of them in gzip, in a tar, or in a zip (stored or deflated, zip64), and in archives within archives.
**
** A record is a document, or the reason why there is none: broken input gives records with `error`, never half of a document, and reading
** goes on behind it where the format allows. Files of any length are read in windows; in memory are one record (at most `max_bytes`, twice while its
** charset is converted) and a few windows of 64 KiB. What is inflated from one file is bounded by `max_total`.
*/
#ifndef CORPUS_FORMATS_H
#define CORPUS_FORMATS_H

#include "base/icu.h"
#include "formats/reader.h"

typedef enum FormatKind {
    FORMAT_TEXT,
    FORMAT_HTML,
    FORMAT_WARC,
    FORMAT_JSONL, /* an object a line */
    FORMAT_JSON,  /* an array of objects, or objects one after another */
    FORMAT_CSV,
    FORMAT_TSV,
    FORMAT_EML,
    FORMAT_MBOX,
    FORMAT_MHTML,
    FORMAT_KINDS,
    FORMAT_UNKNOWN = FORMAT_KINDS
} FormatKind;

/* "text", "html", "warc", ...; NULL for FORMAT_UNKNOWN. */
const char *format_kind_name(FormatKind kind);

/* The kind of that name, or FORMAT_UNKNOWN. */
FormatKind format_kind_find(const char *name, size_t length);

typedef struct FormatsOptions {
    unsigned kinds;     /* bits 1 << FormatKind of what is wanted; others have no records. 0: all */
    size_t max_bytes;   /* of one document, as it lies in the file, and of its text; 0: no limit */
    uint64_t max_total; /* bytes inflated from one file; 0: FORMATS_RATIO times its size, but FORMATS_LEAST at least */
} FormatsOptions;

/* News pages deflate to a fifth, the most repetitive ones (tables, logs) to a hundredth; a bomb to a thousandth. */
enum { FORMATS_RATIO = 200, FORMATS_LEAST = 64 * 1024 * 1024 };

/* A document. Texts are NUL-terminated UTF-8, NULL where nothing is stated, and live until the next call of formats_next(). */
typedef struct FormatsRecord {
    const char *place;          /* where in the file: "" for all of it, "#17", "/inner.html", "/inner.jsonl#17" */
    FormatKind kind;            /* FORMAT_UNKNOWN: of no kind that is read */
    int is_member;              /* it is a part of the file, and `size` is its own */
    uint64_t size;              /* bytes of the record in the file, inflated */
    const char *modified;       /* of a member of a zip, ISO 8601; NULL: not stated, or not a member */
    const char *address;        /* URL; a mail's is mid:Message-ID (RFC 2392) */
    const char *captured;       /* when it was fetched or sent, ISO 8601 in UTC where the zone is known */
    const char *published;      /* ISO 8601, with the zone as stated */
    const char *published_text; /* as stated, where it is not read: in words, or ambiguous; NULL else */
    const char *title, *language, *author, *publisher; /* as stated */
    const char *content;                               /* after formats_content() */
    size_t content_length;
    const char *error; /* why there is no content; may come with formats_content() */
} FormatsRecord;

typedef struct Formats Formats;

/* Makes a reader of files, for one after another, or returns NULL. `watch` as in arena.h; `icu` must outlive it. */
Formats *formats_new(Icu *icu, int (*watch)(void *state), void *watch_state);
void formats_free(Formats *formats);

/*
** Begins a file; the one before is given up. `name` tells what the content does not; it may be NULL. `store`, `name` and `options` must outlive the reading.
** Reads the begin of the file.
*/
Status formats_open(Formats *formats, const Store *store, const char *name, const FormatsOptions *options);

/* Goes to the next record; `*record` becomes NULL at the end. */
Status formats_next(Formats *formats, FormatsRecord **record);

/* Reads and converts the content of the current record, or sets its `error`. Does nothing at the second call. */
Status formats_content(Formats *formats);

/* Gives up the file: what it holds in memory is freed. */
void formats_close(Formats *formats);

#endif
