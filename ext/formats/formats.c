/*
** formats.c - the driver: opens a file, stacks its readers, goes through an archive's members and their records; see formats.h
*/
#include "formats/parts.h"
#include "base/memory.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { BUFFER_KEPT = 4 * 1024 * 1024 }; /* bytes of a record's memory that is used again for the next one */

static const char *const kind_names[FORMAT_KINDS] = {"text", "html", "warc", "jsonl", "json",
                                                     "csv",  "tsv",  "eml",  "mbox",  "mhtml"};

const char *format_kind_name(FormatKind kind)
{
    return kind < FORMAT_KINDS ? kind_names[kind] : NULL;
}

FormatKind format_kind_find(const char *name, size_t length)
{
    for (int i = 0; i < FORMAT_KINDS; i++)
        if (strlen(kind_names[i]) == length && !strncasecmp(name, kind_names[i], length)) return (FormatKind)i;
    return FORMAT_UNKNOWN;
}

/* --- pipes ----------------------------------------------------------------------------------------------------------------- */

void pipe_close(Pipe *pipe)
{
    while (pipe->count > 0) reader_free(pipe->readers[--pipe->count]);
}

Reader *pipe_push(Pipe *pipe, Reader *reader)
{
    if (reader) pipe->readers[pipe->count++] = reader;
    return reader;
}

Status pipe_unpack(Formats *formats, Pipe *pipe)
{
    for (int depth = 0; depth < GZIP_DEEPEST; depth++) {
        size_t there = reader_peek(pipe_top(pipe), 10);
        if (!inflate_is_gzip(reader_bytes(pipe_top(pipe)), there)) break;
        if (!pipe_push(pipe, inflate_new(&formats->home, pipe_top(pipe), INFLATE_GZIP, &formats->allowed))) break;
    }
    return formats->arena.status;
}

/* --- records --------------------------------------------------------------------------------------------------------------- */

static void empty_buffer(Buffer *buffer)
{
    if (buffer->capacity > BUFFER_KEPT || buffer->failed) buffer_free(buffer);
    buffer->length = 0;
}

Status record_begin(Formats *formats, FormatKind kind, uint64_t number)
{
    Arena *arena = &formats->arena;
    if (arena->status != STATUS_OK) return arena->status;
    arena_clear(arena);
    memset(&formats->record, 0, sizeof formats->record);
    formats->record.kind = kind;
    formats->record.modified = formats->member_modified;
    formats->record.is_member = number != PLACE_WHOLE || formats->archive != ARCHIVE_NONE;
    if (number == PLACE_WHOLE) formats->record.place = formats->prefix;
    else formats->record.place = arena_printf(arena, "%s#%llu", formats->prefix, (unsigned long long)number);
    formats->is_whole = formats->is_converted = 0;
    formats->stated[0] = 0;
    formats->raw_skip = 0;
    empty_buffer(&formats->raw);
    empty_buffer(&formats->text);
    return arena->status;
}

Status record_begin_inner(Formats *formats, FormatKind kind, uint64_t number, uint64_t part)
{
    if (record_begin(formats, kind, number) != STATUS_OK) return formats->arena.status;
    formats->record.place = arena_printf(&formats->arena, "%s.%llu", formats->record.place, (unsigned long long)part);
    return formats->arena.status;
}

void record_error(Formats *formats, const char *format, ...)
{
    char message[256];
    va_list arguments;
    if (formats->record.error) return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    formats->record.error = record_text(formats, message, strlen(message));
}

Status record_broken(Formats *formats, uint64_t number, int *found)
{
    Reader *reader = formats->reader;
    if (formats->arena.status != STATUS_OK || !reader_broken(reader)) return formats->arena.status;
    char message[READER_MESSAGE];
    memcpy(message, reader->error, strlen(reader->error) + 1);
    reader->error = NULL; /* said once */
    *found = 1;
    if (record_begin(formats, formats->kind, number) == STATUS_OK) record_error(formats, "%s", message);
    return formats->arena.status;
}

/* Copies a field: one blank for a run of them, U+FFFD for what is malformed. */
static size_t copy_field(const char *bytes, size_t length, char *out)
{
    const char *at = bytes, *end = bytes + length;
    char *next = out;
    int blank = 0;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (code <= ' ' || code == 0x7F || code == 0xFEFF || code == 0xA0) {
            blank = next > out;
            continue;
        }
        if (blank) *next++ = ' ';
        blank = 0;
        next += utf8_encode(code, next);
    }
    *next = 0;
    return (size_t)(next - out);
}

const char *record_text(Formats *formats, const char *bytes, size_t length)
{
    Buffer recoded = BUFFER_EMPTY;
    size_t skip = 0;
    if (length > HEADERS_MOST) length = HEADERS_MOST;
    if (!utf8_is_valid(bytes, length) &&
        charset_decode(formats->icu, bytes, length, formats->stated[0] ? formats->stated : NULL, &recoded, &skip) ==
            CHARSET_RECODED &&
        recoded.bytes) {
        bytes = recoded.bytes;
        length = recoded.length;
    }
    char *text = recoded.failed ? NULL : arena_array(&formats->arena, length * 3 + 1, 1); /* a byte may become U+FFFD */
    if (recoded.failed) formats->arena.status = STATUS_NOMEM;
    size_t made = text ? copy_field(bytes, length, text) : 0;
    buffer_free(&recoded);
    return made ? text : NULL;
}

static void set_date(Formats *formats, FieldRole role, const char *text)
{
    When when;
    char written[WHEN_TEXT];
    if (!when_read(text, strlen(text), &when)) {
        if (role == FIELD_PUBLISHED) formats->record.published_text = text;
        return;
    }
    if (role == FIELD_CAPTURED) when_write_utc(&when, written);
    else when_write(&when, written);
    const char *copy = arena_copy(&formats->arena, written, strlen(written));
    if (role == FIELD_CAPTURED) formats->record.captured = copy;
    else formats->record.published = copy;
}

void record_set(Formats *formats, FieldRole role, const char *bytes, size_t length)
{
    FormatsRecord *record = &formats->record;
    const char *text = record_text(formats, bytes, length);
    if (!text) return;
    switch (role) {
    case FIELD_ADDRESS: record->address = text; break;
    case FIELD_TITLE: record->title = text; break;
    case FIELD_LANGUAGE: record->language = text; break;
    case FIELD_AUTHOR: record->author = text; break;
    case FIELD_PUBLISHER: record->publisher = text; break;
    case FIELD_PUBLISHED:
    case FIELD_CAPTURED: set_date(formats, role, text); break;
    case FIELD_CONTENT:
    case FIELD_ROLES: break;
    }
}

/* --- documents that are all of their reader ---------------------------------------------------------------------------------- */

/* Reads all that is left into `raw`. What is too long or broken is an error of the record. */
static void read_whole(Formats *formats)
{
    Reader *reader = formats->reader;
    if (formats->archive == ARCHIVE_NONE && formats->outer.count == 1 && formats->store->size > formats->max_bytes) {
        record_error(formats, "%llu bytes are more than the limit (max_bytes) of %llu for one document",
                     (unsigned long long)formats->store->size, (unsigned long long)formats->max_bytes);
        return;
    }
    uint64_t got = reader_append(reader, formats->max_bytes, &formats->raw);
    if (got == formats->max_bytes && reader_peek(reader, 1) > 0) {
        record_error(formats, "it is longer than %llu bytes, the limit (max_bytes) of one document",
                     (unsigned long long)formats->max_bytes);
    } else if (reader->error) record_error(formats, "%s", reader->error);
    if (formats->record.error) formats->raw.length = 0;
}

/* The mark that browsers and archivers leave in a page's head when they save it: where and when. */
static void read_saved_mark(Formats *formats, const char *head, size_t length)
{
    static const char *const urls[] = {"saved from url=(", "url: "}, *const dates[] = {"saved date: "};
    const char *end = head + (length < 4096 ? length : 4096), *comment = head;
    while (comment && end - comment > 8 && memcmp(comment, "<!--", 4) != 0)
        comment = memchr(comment + 1, '<', (size_t)(end - comment - 1));
    if (!comment || end - comment <= 8) return;
    for (const char *at = comment, *stop; at < end && memcmp(at, "-->", end - at < 3 ? (size_t)(end - at) : 3) != 0;
         at++) {
        size_t left = (size_t)(end - at), skip = strlen(urls[0]);
        if (!formats->record.address && left > skip + 6 && !memcmp(at, urls[0], skip)) {
            at += skip;
            while (at < end && *at != ')' && *at != '\n') at++;
            stop = ++at;
        } else if (!formats->record.address && left > 12 && !memcmp(at, urls[1], 5) && !memcmp(at + 5, "http", 4)) {
            stop = at += 5;
        } else if (!formats->record.captured && left > strlen(dates[0]) && !memcmp(at, dates[0], strlen(dates[0]))) {
            at += strlen(dates[0]);
            for (stop = at; stop < end && *stop != '\n' && *stop != '-'; stop++) continue;
            record_set(formats, FIELD_CAPTURED, at, (size_t)(stop - at));
            continue;
        } else continue;
        while (stop < end && (unsigned char)*stop > ' ' && *stop != '>') stop++;
        if (at < end) record_set(formats, FIELD_ADDRESS, at, (size_t)(stop - at));
    }
}

static Status whole_next(Formats *formats, int *found)
{
    if (!formats->is_first) return STATUS_OK;
    formats->is_first = 0;
    *found = 1;
    if (record_begin(formats, formats->kind, PLACE_WHOLE) != STATUS_OK) return formats->arena.status;
    formats->record.size = formats->archive == ARCHIVE_NONE ? formats->store->size : formats->member_size;
    Reader *reader = formats->reader;
    if (formats->kind == FORMAT_HTML)
        read_saved_mark(formats, reader_bytes(reader), reader_peek(reader, READER_WINDOW));
    if (formats->kind != FORMAT_EML && formats->kind != FORMAT_MHTML) {
        formats->is_whole = 1;
        return formats->arena.status;
    }
    read_whole(formats);
    return formats->record.error ? formats->arena.status : mail_read(formats, formats->kind == FORMAT_MHTML);
}

/* --- opening ----------------------------------------------------------------------------------------------------------------- */

static int is_wanted(const Formats *formats, FormatKind kind)
{
    return !formats->options->kinds || kind >= FORMAT_KINDS || formats->options->kinds & 1u << kind;
}

/* One record that says why there is none. */
static Status open_refused(Formats *formats, FormatKind kind, const char *message)
{
    formats->next = NULL;
    if (record_begin(formats, kind, PLACE_WHOLE) != STATUS_OK) return formats->arena.status;
    formats->record.size = formats->archive == ARCHIVE_NONE ? formats->store->size : formats->member_size;
    record_error(formats, "%s", message);
    return formats->arena.status;
}

/* Begins to read a member that is an archive itself; it is in memory, for a zip is read from its end. */
static Status open_nested(Formats *formats)
{
    Reader *reader = formats->reader;
    formats->nested_bytes.length = 0;
    uint64_t got = reader_append(reader, ARCHIVE_MOST, &formats->nested_bytes);
    if (formats->arena.status != STATUS_OK) return formats->arena.status;
    if (got == ARCHIVE_MOST && reader_peek(reader, 1) > 0)
        return open_refused(formats, FORMAT_UNKNOWN,
                            "an archive within an archive that is too long to be opened there: unpack it first");
    if (reader->error) return open_refused(formats, FORMAT_UNKNOWN, reader->error);
    Formats *nested = formats_new(formats->icu, formats->arena.watch, formats->arena.watch_state);
    if (!nested) return formats->arena.status = STATUS_NOMEM;
    formats->nested = nested;
    nested->depth = formats->depth + 1;
    store_memory(&formats->nested_store, formats->nested_bytes.bytes, formats->nested_bytes.length);
    Status status = formats_open(nested, &formats->nested_store, NULL, formats->options);
    nested->allowed = formats->allowed;
    return status == STATUS_OK ? status : (formats->arena.status = status);
}

static void close_nested(Formats *formats)
{
    formats_free(formats->nested);
    formats->nested = NULL;
    empty_buffer(&formats->nested_bytes);
}

/* The next record of the archive that is a member; it lies behind the member's name. */
static Status next_nested(Formats *formats, FormatsRecord **record)
{
    Formats *nested = formats->nested;
    Status status = formats_next(nested, record);
    formats->allowed = nested->allowed;
    if (status != STATUS_OK) return formats->arena.status = status;
    if (!*record) {
        close_nested(formats);
        return status;
    }
    FormatsRecord *inner = *record;
    inner->place = arena_printf(&nested->arena, "%s%s", formats->prefix, inner->place);
    inner->is_member = 1;
    if (!inner->modified) inner->modified = formats->member_modified;
    return nested->arena.status;
}

/* A pipe's document: recognises it, and chooses who reads it. A record that says why it is not read is left in `record`. */
static Status open_document(Formats *formats, Pipe *pipe, const char *name)
{
    if (pipe_unpack(formats, pipe) != STATUS_OK) return formats->arena.status;
    Reader *reader = formats->reader = pipe_top(pipe);
    if (!reader) return formats->arena.status;
    size_t there = reader_peek(reader, READER_WINDOW), mark = 0;
    const char *refused = NULL;
    char charset[CHARSET_NAME];
    if (formats->arena.status != STATUS_OK) return formats->arena.status;
    if (!there && reader->error) return open_refused(formats, FORMAT_UNKNOWN, reader->error);
    int is_archive = recognise_zip(reader_bytes(reader), there) || recognise_tar(reader_bytes(reader), there);
    if (is_archive && formats->depth < ARCHIVES_DEEPEST) return open_nested(formats);
    FormatKind kind = recognise(formats, reader_bytes(reader), there, name, &refused);
    if (formats->arena.status != STATUS_OK) return formats->arena.status;
    if (refused) return open_refused(formats, FORMAT_UNKNOWN, refused);
    formats->kind = kind;
    formats->is_first = 1;
    formats->is_listed = kind == FORMAT_JSON;
    formats->ordinal = 0;
    formats->wrapped.holder = 0;
    if (!is_wanted(formats, kind)) return STATUS_OK;
    int is_records = kind == FORMAT_JSONL || kind == FORMAT_JSON || kind == FORMAT_CSV || kind == FORMAT_TSV;
    if (is_records && charset_of_head(formats->icu, reader_bytes(reader), there, charset, &mark))
        pipe_push(pipe, charset_recoded(&formats->home, reader, charset, mark));
    else if (is_records && mark) reader_take(reader, mark);
    formats->reader = pipe_top(pipe);
    switch (kind) {
    case FORMAT_WARC: formats->next = warc_next; break;
    case FORMAT_JSONL:
    case FORMAT_JSON: formats->next = jsonl_next; break;
    case FORMAT_CSV:
    case FORMAT_TSV: formats->next = csv_next; return csv_begin(formats);
    case FORMAT_MBOX: formats->next = mbox_next; break;
    default: formats->next = whole_next; break;
    }
    return formats->arena.status;
}

static void close_document(Formats *formats)
{
    close_nested(formats);
    pipe_close(&formats->inner);
    arena_clear(&formats->table.header);
    formats->next = NULL;
    formats->reader = NULL;
}

void formats_close(Formats *formats)
{
    close_document(formats);
    zip_close(formats);
    pipe_close(&formats->outer);
    if (formats->names.count) {
        memory_free(formats->names.items);
        memset(&formats->names, 0, sizeof formats->names);
    }
    arena_clear(&formats->arena);
    arena_clear(&formats->member);
    empty_buffer(&formats->raw);
    empty_buffer(&formats->text);
    empty_buffer(&formats->line);
    memset(&formats->record, 0, sizeof formats->record);
    memset(&formats->zip, 0, sizeof formats->zip);
    memset(&formats->tar, 0, sizeof formats->tar);
    formats->archive = ARCHIVE_NONE;
    formats->prefix = "";
    formats->member_modified = NULL;
}

Formats *formats_new(Icu *icu, int (*watch)(void *state), void *watch_state)
{
    Formats *formats = memory_alloc(sizeof *formats);
    if (!formats) return NULL;
    memset(formats, 0, sizeof *formats);
    formats->icu = icu;
    arena_init(&formats->arena, 0);
    arena_init(&formats->member, 0);
    arena_init(&formats->table.header, 0);
    formats->home.arena = &formats->arena;
    formats->arena.watch = watch;
    formats->arena.watch_state = watch_state;
    formats->prefix = "";
    return formats;
}

void formats_free(Formats *formats)
{
    if (!formats) return;
    formats_close(formats);
    reader_home_clear(&formats->home);
    buffer_free(&formats->raw);
    buffer_free(&formats->text);
    buffer_free(&formats->line);
    buffer_free(&formats->nested_bytes);
    memory_free(formats->table.fields.items);
    memory_free(formats->names.items);
    memory_free(formats);
}

static uint64_t allowance(const Store *store, const FormatsOptions *options)
{
    if (options->max_total) return options->max_total;
    uint64_t ratio = store->size > UINT64_MAX / FORMATS_RATIO ? UINT64_MAX : store->size * FORMATS_RATIO;
    return ratio > FORMATS_LEAST ? ratio : FORMATS_LEAST;
}

Status formats_open(Formats *formats, const Store *store, const char *name, const FormatsOptions *options)
{
    formats_close(formats);
    formats->store = store;
    formats->name = name;
    formats->options = options;
    formats->max_bytes = options->max_bytes ? options->max_bytes : SIZE_MAX / 2;
    formats->allowed = allowance(store, options);
    Reader *reader = pipe_push(&formats->outer, reader_new_store(&formats->home, store, 0, store->size));
    if (!reader) return formats->arena.status;
    size_t there = reader_peek(reader, 10);
    if (recognise_zip(reader_bytes(reader), there)) {
        formats->archive = ARCHIVE_ZIP;
        return zip_begin(formats);
    }
    if (pipe_unpack(formats, &formats->outer) != STATUS_OK) return formats->arena.status;
    reader = pipe_top(&formats->outer);
    there = reader_peek(reader, 512);
    if (recognise_tar(reader_bytes(reader), there)) {
        formats->archive = ARCHIVE_TAR;
        return formats->arena.status;
    }
    return open_document(formats, &formats->outer, name);
}

/* --- going on ---------------------------------------------------------------------------------------------------------------- */

/* Is there a record that opening made: a message why there is no other? */
static int has_refusal(const Formats *formats)
{
    return !formats->next && formats->record.error;
}

/* Goes to the archive's next member. */
static Status next_member(Formats *formats, int *found)
{
    close_document(formats);
    memset(&formats->record, 0, sizeof formats->record);
    arena_clear(&formats->member);
    Status status = formats->archive == ARCHIVE_ZIP ? zip_next(formats, found) : tar_next(formats, found);
    if (status != STATUS_OK || !*found || has_refusal(formats)) return status;
    return open_document(formats, &formats->inner, formats->prefix);
}

Status formats_next(Formats *formats, FormatsRecord **record)
{
    *record = NULL;
    if (formats->arena.status != STATUS_OK) return formats->arena.status;
    int found = has_refusal(formats) && !formats->is_converted;
    while (!found) {
        if (formats->nested) {
            Status status = next_nested(formats, record);
            if (status != STATUS_OK || *record) return status;
        } else if (formats->next) {
            Status status = formats->next(formats, &found);
            if (status != STATUS_OK) return status;
            if (!found) {
                formats->next = NULL;
                formats->record.error = NULL;
            }
        } else {
            if (formats->archive == ARCHIVE_NONE) return STATUS_OK;
            Status status = next_member(formats, &found);
            if (status != STATUS_OK) return status;
            if (!found) return STATUS_OK;
            found = has_refusal(formats);
        }
    }
    if (has_refusal(formats)) formats->is_converted = 1; /* given once */
    *record = &formats->record;
    return formats->arena.status;
}

Status formats_content(Formats *formats)
{
    FormatsRecord *record = &formats->record;
    size_t skip = 0;
    if (formats->nested) {
        Status status = formats_content(formats->nested);
        formats->allowed = formats->nested->allowed;
        return status == STATUS_OK ? status : (formats->arena.status = status);
    }
    if (formats->is_converted || record->error) return formats->arena.status;
    formats->is_converted = 1;
    if (formats->is_whole) read_whole(formats);
    if (formats->arena.status != STATUS_OK || record->error) return formats->arena.status;
    if (!buffer_text(&formats->raw)) return formats->arena.status = STATUS_NOMEM;
    const char *bytes = formats->raw.bytes + formats->raw_skip;
    size_t length = formats->raw.length - formats->raw_skip;
    CharsetResult result =
        charset_decode(formats->icu, bytes, length, formats->stated[0] ? formats->stated : NULL, &formats->text, &skip);
    if (formats->text.failed || (result == CHARSET_RECODED && !buffer_text(&formats->text)))
        return formats->arena.status = STATUS_NOMEM;
    if (result == CHARSET_BINARY) record_error(formats, "binary data, not text");
    else if (result == CHARSET_AS_IT_IS) {
        record->content = bytes + skip;
        record->content_length = length - skip;
    } else if (formats->text.length > formats->max_bytes) {
        record_error(formats, "its text is longer than %llu bytes, the limit (max_bytes) of one document",
                     (unsigned long long)formats->max_bytes);
    } else {
        record->content = formats->text.bytes;
        record->content_length = formats->text.length;
    }
    return formats->arena.status;
}
