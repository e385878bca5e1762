/*
** tar.c - the members of a tar file (POSIX ustar and pax, GNU long names), as they stream by; see parts.h
**
**     header of 512 bytes, the member's bytes filled up to a multiple of 512; and so on; two blocks of zeros
**
** Regular files have records; folders, links and devices have none.
*/
#include "formats/parts.h"
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 512, LONGEST_NAME = 65536 - 1 };

/* An octal number, or one of 8 bytes big-endian behind a byte 0x80 (GNU). */
static uint64_t read_number(const char *bytes, size_t length)
{
    uint64_t n = 0;
    if ((unsigned char)*bytes == 0x80) {
        for (size_t i = length - 8; i < length; i++) n = n << 8 | (unsigned char)bytes[i];
        return n;
    }
    for (size_t i = 0; i < length && (bytes[i] == ' ' || (bytes[i] >= '0' && bytes[i] <= '7')); i++)
        if (bytes[i] != ' ') n = n << 3 | (uint64_t)(bytes[i] - '0');
    return n;
}

/* The sum of a header's bytes, its own field taken as blanks. */
static int has_right_sum(const char *header)
{
    uint64_t sum = 0;
    for (int i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? ' ' : (unsigned char)header[i];
    return sum == read_number(header + 148, 8);
}

static uint64_t padded(uint64_t size)
{
    return (BLOCK - size % BLOCK) % BLOCK;
}

static size_t pull_member(Reader *reader, char *bytes, size_t capacity)
{
    Formats *formats = reader->state;
    if (!formats->tar.left) return 0;
    size_t got = reader_read(reader->below, bytes, capacity < formats->tar.left ? capacity : (size_t)formats->tar.left);
    formats->tar.left -= got;
    if (got || reader->below->error || reader->arena->status != STATUS_OK) return got;
    formats->tar.left = 0;
    return reader_fail(reader, "the tar ends within this member: it is cut");
}

static Status refuse(Formats *formats, const char *message)
{
    formats->tar.at_end = 1;
    formats->prefix = "";
    if (record_begin(formats, FORMAT_UNKNOWN, pipe_top(&formats->outer)->offset) != STATUS_OK)
        return formats->arena.status;
    record_error(formats, "%s", message);
    return formats->arena.status;
}

/* The value of `path` in a pax header: lines `LENGTH path=VALUE`. */
static Slice find_path(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        char *rest;
        unsigned long line = strtoul(bytes + at, &rest, 10);
        size_t key = (size_t)(rest - bytes) + 1;
        if (line < 3 || line > length - at || key >= at + line) break;
        if (at + line - key > 5 && !memcmp(bytes + key, "path=", 5)) return (Slice){key + 5, at + line - key - 6};
        at += line;
    }
    return (Slice){0, 0};
}

/* Reads a member that is the name of the next one: GNU's L, pax's x. */
static Status read_name(Formats *formats, Reader *reader, char type, uint64_t size)
{
    formats->line.length = 0;
    if (size > LONGEST_NAME || reader_append(reader, size, &formats->line) < size || !buffer_text(&formats->line)) {
        formats->line.length = 0;
        return formats->arena.status;
    }
    if (type == 'L') {
        formats->line.length = strlen(formats->line.bytes);
        return formats->arena.status;
    }
    Slice path = find_path(formats->line.bytes, formats->line.length);
    memmove(formats->line.bytes, formats->line.bytes + path.start, path.length);
    formats->line.length = path.length;
    return formats->arena.status;
}

/* The name of the member whose header this is: a long one that came before it, or the header's own. */
static Status set_name(Formats *formats, const char *header)
{
    Buffer *name = &formats->line;
    if (!name->length) {
        size_t prefix = strnlen(header + 345, 155), own = strnlen(header, 100);
        if (prefix && !memcmp(header + 257, "ustar\0", 6)) {
            buffer_append(name, header + 345, prefix);
            buffer_byte(name, '/');
        }
        buffer_append(name, header, own);
    }
    if (!buffer_text(name)) return formats->arena.status = STATUS_NOMEM;
    return member_name(formats, name->bytes, name->length, "UTF-8");
}

Status tar_next(Formats *formats, int *found)
{
    Reader *reader = pipe_top(&formats->outer);
    formats->prefix = "";
    reader_skip(reader, formats->tar.left + formats->tar.padding);
    formats->tar.left = formats->tar.padding = 0;
    formats->line.length = 0;
    while (!formats->tar.at_end && reader_peek(reader, BLOCK) >= BLOCK) {
        char header[BLOCK];
        memcpy(header, reader_bytes(reader), BLOCK);
        if (!header[0]) return formats->arena.status; /* the blocks of zeros */
        *found = 1;
        if (!has_right_sum(header)) return refuse(formats, "a header of the tar is damaged");
        reader_take(reader, BLOCK);
        *found = 0;
        uint64_t size = read_number(header + 124, 12);
        if (header[156] == 'L' || header[156] == 'x') {
            if (read_name(formats, reader, header[156], size) != STATUS_OK) return formats->arena.status;
            reader_skip(reader, padded(size));
            continue;
        }
        if (set_name(formats, header) != STATUS_OK) return formats->arena.status;
        size_t length = strlen(formats->prefix);
        if ((header[156] == '0' || !header[156]) && formats->prefix[length - 1] != '/' &&
            !member_is_hidden(formats->prefix + 1)) {
            formats->tar.left = formats->member_size = size;
            formats->tar.padding = padded(size);
            *found = 1;
            Reader *member = pipe_push(&formats->inner, reader_new(&formats->home, reader, pull_member));
            if (member) member->state = formats;
            return formats->arena.status;
        }
        reader_skip(reader, size);
        reader_skip(reader, padded(size));
        formats->line.length = 0;
        arena_clear(&formats->member);
    }
    if (formats->tar.at_end || formats->arena.status != STATUS_OK) return formats->arena.status;
    *found = 1;
    return refuse(formats, reader->error ? reader->error : "the tar ends without its last blocks: it is cut");
}
