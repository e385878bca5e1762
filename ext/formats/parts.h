/*
** parts.h - what the readers of the formats share, inside this room
**
** A Pipe is a stack of readers over one document or container: bytes as they lie there, inflated if they are gzip, recoded if a table or JSON is in
** another charset. An archive (zip, tar) has a pipe of its own under the one of its current member.
**
** The reader of a format has two functions: its begin() looks at the head of `formats->reader`, its next() makes one record (sets *found) or comes
** to the end. Next() puts the content's bytes into `formats->raw`, names its charset in `formats->stated`, and calls record_error() for what is broken.
*/
#ifndef CORPUS_FORMATS_PARTS_H
#define CORPUS_FORMATS_PARTS_H

#include "base/charset.h"
#include "formats/fields.h"
#include "formats/formats.h"
#include "formats/inflate.h"
#include "formats/recoded.h"
#include "formats/when.h"

enum {
    PIPE_READERS = 8,
    GZIP_DEEPEST = 2,                 /* of gzip in gzip */
    ARCHIVES_DEEPEST = 3,             /* of archives in archives in an archive */
    ARCHIVE_MOST = 256 * 1024 * 1024, /* bytes of such an archive, which is in memory whole */
    HEADERS_MOST = 256 * 1024,        /* bytes of the headers of a WARC record, an HTTP response, a mail */
    COLUMNS_MOST = 2000               /* of a table */
};

typedef struct Pipe {
    Reader *readers[PIPE_READERS]; /* the last is on top */
    int count;
} Pipe;

typedef struct Slice { /* of some bytes */
    size_t start, length;
} Slice;

typedef struct Table {    /* csv.c */
    char delimiter, feed; /* between fields, behind lines */
    int quotes;           /* fields may be quoted */
    size_t columns;       /* of the header */
    uint64_t line;        /* of the next record, from 1 */
    uint8_t *roles;       /* FieldRole of each column */
    unsigned *ranks;
    Arena header;           /* of the two arrays above, and of `known` */
    const char *no_content; /* the header names no column of text: the message, given once */
    struct {
        Slice *items;
        size_t count, capacity;
    } fields;
} Table;

typedef struct Zip { /* zip.c */
    uint64_t entries_left;
    uint64_t directory, directory_end;
    Reader *entries;          /* over the central directory */
    uint32_t crc, wanted_crc; /* of the current member */
    uint64_t got;
    uint64_t members;
    int is_cut; /* there is no directory: members are found by their headers, by the same reader; 2: and that was said */
    uint64_t next_local; /* where the next one begins, if the member states its size */
    uint64_t left;       /* packed bytes of the current member that were not read */
    int has_descriptor;  /* it does not: its checksum stands behind it */
} Zip;

typedef struct Tar {        /* tar.c */
    uint64_t left, padding; /* bytes of the current member that were not read, and behind them */
    int at_end;
} Tar;

typedef struct Wrapped { /* jsonl.c: objects inside the one in `line` */
    size_t holder;       /* 1 + where the array or object begins whose members they are; 0: there are none */
    size_t at;           /* behind the last one */
    uint64_t count;
} Wrapped;

typedef struct MemberNames { /* members.c: of the archive so far, by their hashes: open addressing, at most half full */
    struct MemberNameSlot {
        uint64_t hash;
        unsigned uses; /* 0: the slot is free */
    } * items;
    size_t count, capacity;
} MemberNames;

typedef enum ArchiveKind { ARCHIVE_NONE, ARCHIVE_ZIP, ARCHIVE_TAR } ArchiveKind;

struct Formats {
    Icu *icu;
    Arena arena; /* of one record */
    ReaderHome home;
    Arena member; /* of one member of an archive: its name */
    const Store *store;
    const char *name;
    const FormatsOptions *options;
    size_t max_bytes;
    uint64_t allowed; /* bytes that may still be inflated */
    ArchiveKind archive;
    Zip zip;
    Tar tar;
    int depth;          /* of archives around this one */
    Formats *nested;    /* reads the member that is an archive itself ... */
    Store nested_store; /* ... out of these bytes */
    Buffer nested_bytes;
    MemberNames names;
    uint64_t member_size;
    Pipe outer;         /* of the file: the document's, or the archive's */
    Pipe inner;         /* of the archive's member */
    const char *prefix; /* "/inner.html", or "" */
    const char *member_modified;
    FormatKind kind;
    Status (*next)(Formats *formats, int *found); /* NULL: at the end of this document or container */
    Reader *reader;                               /* the top of the pipe in use */
    /* the current record */
    FormatsRecord record;
    int is_whole;     /* the content is all of `reader`, not yet read */
    int is_converted; /* formats_content() was called */
    Buffer raw;       /* bytes of the content */
    size_t raw_skip;  /* of `raw`, before the content */
    char stated[CHARSET_NAME];
    Buffer text; /* the content in UTF-8, if it is not `raw` itself */
    /* of formats with a state */
    Table table;
    Buffer line;      /* scratch */
    uint64_t ordinal; /* of lines, or of records */
    Wrapped wrapped;
    int is_listed; /* JSON: objects one after another, not a line each */
    int is_first;  /* nothing was read yet */
};

/* --- pipes --------------------------------------------------------------------------------------------------------------- */

void pipe_close(Pipe *pipe);
static inline Reader *pipe_top(const Pipe *pipe)
{
    return pipe->count ? pipe->readers[pipe->count - 1] : NULL;
}
/* Puts a reader on top; NULL is passed on. */
Reader *pipe_push(Pipe *pipe, Reader *reader);
/* Unpacks gzip on top, as often as it is there (GZIP_DEEPEST). */
Status pipe_unpack(Formats *formats, Pipe *pipe);

/* --- records ------------------------------------------------------------------------------------------------------------- */

/* Begins a record: nothing is stated. `number` is written behind '#' if it is not PLACE_WHOLE. */
#define PLACE_WHOLE UINT64_MAX
Status record_begin(Formats *formats, FormatKind kind, uint64_t number);
/* The same of a part of the record of this number: '.' and `part` follow it. */
Status record_begin_inner(Formats *formats, FormatKind kind, uint64_t number, uint64_t part);
/* The record is this message (once; a second one is dropped). */
void record_error(Formats *formats, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes a record of why the reader broke off, if it did (`*found` says so). */
Status record_broken(Formats *formats, uint64_t number, int *found);
/* Sets a field by its role from bytes in UTF-8, unless they are blank: dates are read, what is none is left out. */
void record_set(Formats *formats, FieldRole role, const char *bytes, size_t length);
/* `text` with U+FFFD for what is malformed, without blanks at the ends and line ends; NULL if nothing is left. */
const char *record_text(Formats *formats, const char *bytes, size_t length);

/* --- recognition (recognise.c) -------------------------------------------------------------------------------------------- */

/* What the head of a file is; `name` may be NULL. `*refused`: constant message for what is known and not read. */
FormatKind recognise(Formats *formats, const char *head, size_t length, const char *name, const char **refused);
/* Does a From_ line of an mbox begin here: "From ", somebody, a time and a year? */
int recognise_from_line(const char *bytes, size_t length);
int recognise_html(const char *bytes, size_t length);
int recognise_zip(const char *bytes, size_t length);
int recognise_tar(const char *bytes, size_t length);

/* --- the formats ------------------------------------------------------------------------------------------------------------ */

Status warc_next(Formats *formats, int *found);
Status jsonl_next(Formats *formats, int *found);
Status csv_begin(Formats *formats);
Status csv_next(Formats *formats, int *found);
Status mbox_next(Formats *formats, int *found);
/* Reads the mail in `raw` into the record; `prefer_html` for saved pages. */
Status mail_read(Formats *formats, int prefer_html);

/* True if a table of these first bytes has a column of text by the name in its header. */
int csv_is_table(const char *head, size_t length);
/* The delimiter of a table's first bytes. */
char csv_delimiter(const char *head, size_t length, int *quotes);

/* Goes to the next member of the archive and opens its pipe (`inner`); `*found` is 0 at the end. A record_error() is a member that cannot be read. */
Status zip_begin(Formats *formats);
Status zip_next(Formats *formats, int *found);
void zip_close(Formats *formats);
/* --- members.c -------------------------------------------------------------------------------------------------------------- */

/* A member's name as the prefix of its records: UTF-8 as it is, else by the charset. The second of a name has ` (2)` behind it. */
Status member_name(Formats *formats, const char *name, size_t length, const char *charset);
/* Names that begin with a dot, here or in a folder above. */
int member_is_hidden(const char *name);
Status tar_next(Formats *formats, int *found);

/* HTTP and MIME headers: `value` of the header `name` in a block of lines; folded lines are joined. NULL if it is not there. In the arena. */
const char *header_find(Formats *formats, const char *block, size_t length, const char *name);
/* Length of the block up to and with the blank line that ends it; 0 if there is none. */
size_t header_block(const char *bytes, size_t length);

#endif
