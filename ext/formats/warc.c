/*
** warc.c - WARC files (ISO 28500), plain or of gzip members: the pages that a crawler kept
**
**     WARC/1.0 CRLF, headers, CRLF, a block of Content-Length bytes, CRLF CRLF; and so on
**
** A document is a response (an HTTP message whose status is 2xx), a resource or a conversion of a media type that is text: text/html, application/xhtml+xml,
** text/plain, or none stated. Everything else (requests, images, redirects, revisits) has no record. HTTP bodies are taken out of their chunks and
** inflated, where they really are as their headers say: many crawlers keep the headers and store the body decoded.
**
** What is broken - a record cut by the end of the file, lengths that do not fit, a damaged gzip member - is a record with an error, and reading goes on at
** the next line that begins a WARC record, or at the next gzip member.
*/
#include "formats/parts.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct Header { /* of a WARC record */
    const char *type, *address, *date, *content_type, *truncated;
    uint64_t length;
    int has_length;
} Header;

typedef struct Message { /* an HTTP response, or a bare body: bytes of `raw` */
    size_t body, length;
    const char *content_type, *encoding, *transfer, *content_length;
    int status; /* 0: not HTTP */
} Message;

/* Passes over lines until one begins a record. */
static void find_record(Reader *reader)
{
    while (reader_peek(reader, 7) > 0 && (reader_peek(reader, 7) < 7 || memcmp(reader_bytes(reader), "WARC/", 5) != 0))
        if (!reader_skip_line(reader)) return;
}

static int is_record(Reader *reader)
{
    return reader_peek(reader, 7) >= 7 && !memcmp(reader_bytes(reader), "WARC/", 5);
}

static void skip_blank_lines(Reader *reader)
{
    while (reader_peek(reader, 1) > 0 && (*reader_bytes(reader) == '\r' || *reader_bytes(reader) == '\n'))
        reader_take(reader, 1);
}

/* Reads the lines of a record's head into `line`. Returns 0 if they do not end. */
static int read_head(Formats *formats)
{
    Reader *reader = formats->reader;
    Buffer *head = &formats->line;
    head->length = 0;
    for (size_t begin = 0; head->length < HEADERS_MOST; begin = head->length) {
        int cut = 0;
        if (!reader_line(reader, HEADERS_MOST, head, &cut) || cut) return 0;
        size_t line = head->length - begin;
        if (line <= 2 && head->bytes[begin] == (line == 1 ? '\n' : '\r')) return 1;
    }
    return 0;
}

static int read_length(const char *text, uint64_t *length)
{
    *length = 0;
    if (!text || !*text) return 0;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || *length > UINT64_MAX / 20) return 0;
        *length = *length * 10 + (uint64_t)(*text - '0');
    }
    return 1;
}

static Status read_header(Formats *formats, Header *header)
{
    const char *block = formats->line.bytes;
    size_t length = formats->line.length;
    header->type = header_find(formats, block, length, "WARC-Type");
    header->address = header_find(formats, block, length, "WARC-Target-URI");
    header->date = header_find(formats, block, length, "WARC-Date");
    header->content_type = header_find(formats, block, length, "Content-Type");
    header->truncated = header_find(formats, block, length, "WARC-Truncated");
    header->has_length = read_length(header_find(formats, block, length, "Content-Length"), &header->length);
    return formats->arena.status;
}

static int begins(const char *text, const char *with)
{
    return text && !strncasecmp(text, with, strlen(with));
}

/* Media types whose body is a document; NULL is decided by the body. */
static int is_text_type(const char *type)
{
    return !type || !*type || begins(type, "text/html") || begins(type, "application/xhtml") ||
           begins(type, "text/plain");
}

static int is_wanted(const Header *header)
{
    const char *type = header->type ? header->type : "";
    if (!strcasecmp(type, "response"))
        return begins(header->content_type, "application/http") || is_text_type(header->content_type);
    if (!strcasecmp(type, "resource") || !strcasecmp(type, "conversion")) return is_text_type(header->content_type);
    return 0;
}

/* The parts of an HTTP response. */
static Status read_message(Formats *formats, Message *message)
{
    const char *bytes = formats->raw.bytes;
    size_t length = formats->raw.length, line = 0, block;
    message->body = 0;
    message->length = length;
    if (length < 12 || memcmp(bytes, "HTTP/", 5) != 0) return STATUS_OK;
    const char *blank = memchr(bytes, ' ', 16 < length ? 16 : length);
    message->status = blank && blank + 4 < bytes + length ? atoi(blank + 1) : 999;
    const char *feed = memchr(bytes, '\n', length);
    if (feed) line = (size_t)(feed - bytes) + 1;
    block = header_block(bytes + line, length - line);
    message->content_type = header_find(formats, bytes + line, block, "Content-Type");
    message->encoding = header_find(formats, bytes + line, block, "Content-Encoding");
    message->transfer = header_find(formats, bytes + line, block, "Transfer-Encoding");
    message->content_length = header_find(formats, bytes + line, block, "Content-Length");
    message->body = block ? line + block : length;
    message->length = length - message->body;
    return formats->arena.status;
}

/* Reads the line with a chunk's size. Returns 0 if it is none. */
static int read_chunk_size(const char *bytes, size_t length, size_t *at, uint64_t *size)
{
    size_t digits = 0, i = *at;
    for (*size = 0; i < length && digits < 12; i++, digits++) {
        int c = bytes[i] | 32, value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (value < 0) break;
        *size = *size * 16 + (uint64_t)value;
    }
    if (!digits) return 0;
    while (i < length && bytes[i] != '\n') {
        if (bytes[i] != '\r' && bytes[i] != ' ' && bytes[i] != ';' && i - *at == digits) return 0;
        i++;
    }
    if (i >= length) return 0;
    *at = i + 1;
    return 1;
}

/* Takes a body out of its chunks, in place. Returns 0 if it is not in chunks after all, -1 if they end early. */
static int join_chunks(char *bytes, size_t *length)
{
    size_t at = 0, out = 0;
    uint64_t size;
    if (!read_chunk_size(bytes, *length, &at, &size)) return 0;
    while (size) {
        if (size > *length - at) return out ? -1 : 0;
        memmove(bytes + out, bytes + at, (size_t)size);
        out += (size_t)size;
        at += (size_t)size;
        if (at < *length && bytes[at] == '\r') at++;
        if (at >= *length || bytes[at] != '\n') return -1;
        at++;
        if (!read_chunk_size(bytes, *length, &at, &size)) return -1;
    }
    *length = out;
    return 1;
}

/* Inflates the body into `raw`, in place of everything. */
static Status inflate_body(Formats *formats, const Message *message, InflateForm form)
{
    Store store;
    Buffer out = BUFFER_EMPTY;
    store_memory(&store, formats->raw.bytes + message->body, message->length);
    Reader *below = reader_new_store(&formats->home, &store, 0, store.size);
    Reader *reader = below ? inflate_new(&formats->home, below, form, &formats->allowed) : NULL;
    if (reader) {
        uint64_t got = reader_append(reader, formats->max_bytes, &out);
        if (got == formats->max_bytes && reader_peek(reader, 1) > 0)
            record_error(formats, "it expands to more than %llu bytes, the limit (max_bytes) of one document",
                         (unsigned long long)formats->max_bytes);
        else if (reader->error) record_error(formats, "its body: %s", reader->error);
    }
    reader_free(reader);
    reader_free(below);
    buffer_free(&formats->raw);
    formats->raw = out;
    formats->raw_skip = 0;
    return formats->arena.status;
}

/* Undoes what HTTP did to the body. */
static Status decode_body(Formats *formats, Message *message)
{
    char *body = formats->raw.bytes + message->body;
    uint64_t stated;
    if (!begins(message->transfer, "chunked") && read_length(message->content_length, &stated) &&
        stated > message->length) { /* bodies that are stored decoded are longer, not shorter */
        record_error(formats, "its body has %llu bytes of %llu: it is cut", (unsigned long long)message->length,
                     (unsigned long long)stated);
        return formats->arena.status;
    }
    if (begins(message->transfer, "chunked") && join_chunks(body, &message->length) < 0) {
        record_error(formats, "its chunks end early: it is cut");
        return formats->arena.status;
    }
    formats->raw.length = message->body + message->length;
    formats->raw_skip = message->body;
    const char *encoding = message->encoding;
    if (inflate_is_gzip(body, message->length)) return inflate_body(formats, message, INFLATE_GZIP);
    if (!encoding || !*encoding || begins(encoding, "identity") || begins(encoding, "gzip") ||
        begins(encoding, "x-gzip"))
        return STATUS_OK; /* stored decoded */
    if (recognise_html(body, message->length)) return STATUS_OK;
    if (begins(encoding, "deflate")) return inflate_body(formats, message, INFLATE_DEFLATE);
    record_error(formats, "its body is compressed by %.20s, which is not read", encoding);
    return formats->arena.status;
}

/* The record whose block is in `raw`. `*found` stays 0 if it is no document. */
static Status read_block(Formats *formats, const Header *header, int *found)
{
    Message message = {0};
    int is_response = !strcasecmp(header->type, "response") && begins(header->content_type, "application/http");
    message.length = formats->raw.length;
    message.content_type = header->content_type;
    if (is_response && read_message(formats, &message) != STATUS_OK) return formats->arena.status;
    if (is_response && (message.status < 200 || message.status > 299 || message.status == 206)) return STATUS_OK;
    if (!is_text_type(message.content_type)) return STATUS_OK;
    if (decode_body(formats, &message) != STATUS_OK) return formats->arena.status;
    const char *bytes = formats->raw.bytes ? formats->raw.bytes + formats->raw_skip : "";
    size_t length = formats->raw.length - formats->raw_skip;
    if (!message.content_type && !formats->record.error && !recognise_html(bytes, length) &&
        (!length || charset_is_binary(bytes, length) || memchr(bytes, 0, length)))
        return STATUS_OK;
    charset_of_type(message.content_type, formats->stated);
    if (header->truncated) record_error(formats, "the crawler cut it short (WARC-Truncated: %.20s)", header->truncated);
    *found = 1;
    return formats->arena.status;
}

/* `<uri>`, as WARC/1.0 was read by some, loses its brackets. */
static void set_address(Formats *formats, const char *address)
{
    size_t length = address ? strlen(address) : 0;
    if (length > 2 && *address == '<' && address[length - 1] == '>') address++, length -= 2;
    if (length) record_set(formats, FIELD_ADDRESS, address, length);
}

/* One WARC record. `*found` stays 0 if it holds no document. */
static Status read_record(Formats *formats, int *found)
{
    Reader *reader = formats->reader;
    Header header = {0};
    if (record_begin(formats, FORMAT_WARC, reader->offset) != STATUS_OK) return formats->arena.status;
    if (!is_record(reader)) {
        record_error(formats, "bytes that belong to no WARC record");
        find_record(reader);
        *found = 1;
        return formats->arena.status;
    }
    if (!read_head(formats) || read_header(formats, &header) != STATUS_OK || !header.has_length) {
        if (formats->arena.status != STATUS_OK || (reader_broken(reader) && reader->error))
            return formats->arena.status;
        record_error(formats, header.type ? "a WARC record without a Content-Length"
                                          : "the head of a WARC record is cut or broken");
        find_record(reader);
        *found = 1;
        return formats->arena.status;
    }
    if (!is_wanted(&header)) {
        if (reader_skip(reader, header.length) < header.length && !reader->error) {
            record_error(formats, "the file ends within a WARC record: it is cut");
            *found = 1;
        }
        return formats->arena.status;
    }
    set_address(formats, header.address);
    if (header.date) record_set(formats, FIELD_CAPTURED, header.date, strlen(header.date));
    formats->record.size = header.length;
    if (header.length > formats->max_bytes) {
        record_error(formats, "%llu bytes are more than the limit (max_bytes) of %llu for one document",
                     (unsigned long long)header.length, (unsigned long long)formats->max_bytes);
        reader_skip(reader, header.length);
        *found = 1;
        return formats->arena.status;
    }
    if (reader_append(reader, header.length, &formats->raw) < header.length) {
        if (formats->arena.status != STATUS_OK) return formats->arena.status;
        record_error(formats, "%s", reader->error ? reader->error : "the file ends within a WARC record: it is cut");
        reader->error = NULL;
        *found = 1;
        return formats->arena.status;
    }
    return read_block(formats, &header, found);
}

Status warc_next(Formats *formats, int *found)
{
    Reader *reader = formats->reader;
    while (!*found) {
        skip_blank_lines(reader);
        if (reader_peek(reader, 1) > 0) {
            Status status = read_record(formats, found);
            if (status != STATUS_OK) return status;
            continue;
        }
        if (record_broken(formats, reader->offset, found) != STATUS_OK || *found) return formats->arena.status;
        if (!inflate_resume(reader)) break;
    }
    return formats->arena.status;
}
