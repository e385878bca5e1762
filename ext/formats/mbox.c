/*
** mbox.c - mails one after another, each behind a line `From sender date` that follows a blank line (mboxrd: `>From ` in a text is one `>` too many)
**
** A record's number is the ordinal of the mail. Lengths in headers are not believed.
*/
#include "formats/parts.h"
#include <string.h>

enum { FROM_LINE = 200 }; /* bytes looked at */

static int is_from(Reader *reader)
{
    if (reader_peek(reader, 1) == 0 || *reader_bytes(reader) != 'F') return 0;
    size_t there = reader_peek(reader, FROM_LINE);
    return recognise_from_line(reader_bytes(reader), there);
}

static int is_blank(const char *line, size_t length)
{
    return length == 1 || (length == 2 && *line == '\r');
}

/* Appends the lines of a mail. `*cut`: it is longer than allowed. */
static void read_lines(Formats *formats, int *cut)
{
    Reader *reader = formats->reader;
    Buffer *raw = &formats->raw;
    int after_blank = 0;
    while (formats->arena.status == STATUS_OK && reader_peek(reader, 1) > 0 && !(after_blank && is_from(reader))) {
        size_t begin = raw->length, room = formats->max_bytes - begin, marks = 0;
        if (!reader_line(reader, room, raw, cut)) return;
        if (*cut) { /* its lines are passed over one by one */
            raw->length = begin;
            after_blank = 0;
            for (size_t there; (there = reader_peek(reader, 2)) > 0 && !(after_blank && is_from(reader));) {
                const char *bytes = reader_bytes(reader);
                after_blank = *bytes == '\n' || (there > 1 && bytes[0] == '\r' && bytes[1] == '\n');
                reader_skip_line(reader);
            }
            return;
        }
        char *line = raw->bytes + begin;
        size_t length = raw->length - begin;
        after_blank = is_blank(line, length);
        while (marks < length && line[marks] == '>') marks++;
        if (marks && length - marks >= 5 && !memcmp(line + marks, "From ", 5)) {
            memmove(line, line + 1, length - 1);
            raw->length--;
        }
    }
}

Status mbox_next(Formats *formats, int *found)
{
    Reader *reader = formats->reader;
    int cut = 0;
    if (!reader_skip_line(reader)) return record_broken(formats, formats->ordinal + 1, found); /* the From_ line */
    formats->ordinal++;
    *found = 1;
    if (record_begin(formats, FORMAT_MBOX, formats->ordinal) != STATUS_OK) return formats->arena.status;
    read_lines(formats, &cut);
    if (formats->arena.status != STATUS_OK) return formats->arena.status;
    if (reader_broken(reader)) {
        *found = 0;
        return record_broken(formats, formats->ordinal, found);
    }
    if (!cut) return mail_read(formats, 0);
    record_error(formats, "it is longer than %llu bytes, the limit (max_bytes) of one document",
                 (unsigned long long)formats->max_bytes);
    return formats->arena.status;
}
