/*
** zip.c - the members of a zip file, by its central directory (PKWARE APPNOTE 6.3, with zip64); see parts.h
**
**     local header, data; local header, data; ...; central directory: an entry a member; [zip64 end record, locator;] end record
**
** The directory at the end says where each member lies; its entries are read in a window as they come. Of a zip without one (cut, or still being written) the
** members are found by their local headers, one behind the other, and a record at the end says so. Sizes are not believed: a member is what
** its data inflates to, counted against what the whole file may inflate to, and must have the size and CRC that the directory states.
** Read are members that are stored or deflated; others, and encrypted ones, are records with an error. Folders, and names that begin with a dot (or
** __MACOSX), have no record. Names are UTF-8 if they say so or can be so, else code page 437.
*/
#include "formats/parts.h"
#include <string.h>

enum { END_RECORD = 22, LOCATOR = 20, END_RECORD_64 = 56, ENTRY = 46, LOCAL = 30, TAIL = 65535 + END_RECORD + LOCATOR };

typedef struct Entry {
    unsigned flags, method;
    uint32_t crc, dos_time;
    uint64_t packed, size, offset;
    const char *name;
    size_t name_length;
    int64_t unix_time; /* -1: not stated */
} Entry;

static unsigned get16(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return b[0] | (unsigned)b[1] << 8;
}

static uint32_t get32(const char *bytes)
{
    return get16(bytes) | (uint32_t)get16(bytes + 2) << 16;
}

static uint64_t get64(const char *bytes)
{
    return get32(bytes) | (uint64_t)get32(bytes + 4) << 32;
}

/* Reads exactly `length` bytes. */
static int read_at(const Store *store, uint64_t offset, char *bytes, size_t length)
{
    const char *error;
    for (size_t done = 0; done < length;) {
        ptrdiff_t got = store->read(store, offset + done, bytes + done, length - done, &error);
        if (got <= 0) return 0;
        done += (size_t)got;
    }
    return 1;
}

static Status refuse(Formats *formats, const char *message)
{
    if (record_begin(formats, FORMAT_UNKNOWN, PLACE_WHOLE) != STATUS_OK) return formats->arena.status;
    formats->record.size = formats->prefix[0] ? formats->member_size : formats->store->size;
    record_error(formats, "%s", message);
    return formats->arena.status;
}

/* Reads the zip64 end record in front of the end record at `end`, if there is one. */
static void read_zip64(const Store *store, uint64_t end, Zip *zip, uint64_t *size, uint64_t *offset)
{
    char locator[LOCATOR], record[END_RECORD_64];
    if (end < LOCATOR || !read_at(store, end - LOCATOR, locator, sizeof locator) || memcmp(locator, "PK\6\7", 4) != 0)
        return;
    uint64_t at = get64(locator + 8);
    if (!read_at(store, at, record, sizeof record) || memcmp(record, "PK\6\6", 4) != 0) return;
    zip->entries_left = get64(record + 32);
    *size = get64(record + 40);
    *offset = get64(record + 48);
}

/* Finds the central directory. Returns 0 if there is none. */
static int find_directory(Formats *formats, char *tail, size_t length)
{
    const Store *store = formats->store;
    Zip *zip = &formats->zip;
    uint64_t begin = store->size - length, size, offset;
    size_t at = length - END_RECORD;
    while (memcmp(tail + at, "PK\5\6", 4) != 0 || get16(tail + at + 20) + at + END_RECORD > length)
        if (at-- == 0) return 0;
    zip->entries_left = get16(tail + at + 10);
    size = get32(tail + at + 12);
    offset = get32(tail + at + 16);
    read_zip64(store, begin + at, zip, &size, &offset);
    if (size > store->size || offset > store->size - size) return 0;
    zip->directory = offset;
    zip->directory_end = zip->directory + size;
    return 1;
}

static const char no_directory[] = "the zip has no directory at its end: it is cut or damaged";

Status zip_begin(Formats *formats)
{
    uint64_t size = formats->store->size;
    size_t length = size < TAIL ? (size_t)size : TAIL;
    char *tail = arena_alloc(&formats->arena, length);
    if (!tail) return formats->arena.status;
    if (length < END_RECORD || !read_at(formats->store, size - length, tail, length) ||
        !find_directory(formats, tail, length)) {
        formats->zip.entries_left = 0;
        formats->zip.is_cut = 1;
        formats->zip.directory = 0;
        formats->zip.directory_end = size;
    }
    formats->zip.entries =
        reader_new_store(&formats->home, formats->store, formats->zip.directory, formats->zip.directory_end);
    return formats->arena.status;
}

void zip_close(Formats *formats)
{
    reader_free(formats->zip.entries);
    formats->zip.entries = NULL;
}

/* Reads the fields of 64 bits, and the time, out of an entry's extra field. */
static void read_extra(const char *at, const char *end, Entry *entry)
{
    while (end - at >= 4) {
        unsigned id = get16(at), length = get16(at + 2);
        at += 4;
        if (length > end - at) return;
        const char *field = at, *stop = at + length;
        if (id == 1) {
            uint64_t *const wide[] = {&entry->size, &entry->packed, &entry->offset};
            for (int i = 0; i < 3; i++)
                if (*wide[i] == UINT32_MAX && stop - field >= 8) {
                    *wide[i] = get64(field);
                    field += 8;
                }
        } else if (id == 0x5455 && length >= 5 && (*field & 1)) entry->unix_time = (int32_t)get32(field + 1);
        at = stop;
    }
}

/* Reads the next entry of the directory; its name lies in the arena `member`. Returns 0 at the end. */
static int read_entry(Formats *formats, Entry *entry)
{
    Reader *reader = formats->zip.entries;
    if (!formats->zip.entries_left || reader_peek(reader, ENTRY) < ENTRY) return 0;
    const char *bytes = reader_bytes(reader);
    if (memcmp(bytes, "PK\1\2", 4) != 0) return 0;
    formats->zip.entries_left--;
    unsigned extra = get16(bytes + 30), comment = get16(bytes + 32);
    *entry = (Entry){.flags = get16(bytes + 8), .method = get16(bytes + 10), .dos_time = get32(bytes + 12)};
    entry->crc = get32(bytes + 16);
    entry->packed = get32(bytes + 20);
    entry->size = get32(bytes + 24);
    entry->offset = get32(bytes + 42);
    entry->name_length = get16(bytes + 28);
    entry->unix_time = -1;
    reader_take(reader, ENTRY);
    if (reader_peek(reader, entry->name_length) < entry->name_length) return 0;
    entry->name = arena_copy(&formats->member, reader_bytes(reader), entry->name_length);
    reader_take(reader, entry->name_length);
    if (reader_peek(reader, extra) < extra) return 0;
    read_extra(reader_bytes(reader), reader_bytes(reader) + extra, entry);
    reader_take(reader, extra);
    reader_skip(reader, comment);
    return entry->name != NULL;
}

static int is_local(const char *bytes)
{
    unsigned method = get16(bytes + 8), name = get16(bytes + 26);
    return !memcmp(bytes, "PK\3\4", 4) && method < 100 && name && name < 4096;
}

/* Finds the next local header of a zip without a directory; as read_entry(). */
static int find_entry(Formats *formats, Entry *entry)
{
    Zip *zip = &formats->zip;
    Reader *reader = zip->entries;
    const char *bytes;
    size_t there;
    if (zip->next_local > reader->offset) reader_skip(reader, zip->next_local - reader->offset);
    for (size_t at = 1; at;) {
        there = reader_peek(reader, READER_WINDOW);
        if (there < LOCAL) return 0;
        bytes = reader_bytes(reader);
        for (at = 0; at + LOCAL <= there && !is_local(bytes + at); at++) continue;
        reader_take(reader, at);
    }
    *entry =
        (Entry){.flags = get16(bytes + 6), .method = get16(bytes + 8), .dos_time = get32(bytes + 10), .unix_time = -1};
    entry->crc = get32(bytes + 14);
    entry->packed = get32(bytes + 18);
    entry->size = get32(bytes + 22);
    entry->name_length = get16(bytes + 26);
    unsigned extra = get16(bytes + 28);
    reader_take(reader, LOCAL);
    if (reader_peek(reader, entry->name_length + extra) < entry->name_length + extra) return 0;
    entry->name = arena_copy(&formats->member, reader_bytes(reader), entry->name_length);
    reader_take(reader, entry->name_length);
    read_extra(reader_bytes(reader), reader_bytes(reader) + extra, entry);
    reader_take(reader, extra);
    zip->has_descriptor = (entry->flags & 8) != 0;
    zip->left = entry->packed;
    zip->next_local = reader->offset + (zip->has_descriptor ? 0 : entry->packed);
    return entry->name != NULL;
}

static Status set_modified(Formats *formats, const Entry *entry)
{
    char text[WHEN_TEXT];
    unsigned long dos = entry->dos_time;
    When when = {(int)(dos >> 25) + 1980,
                 (int)(dos >> 21 & 15),
                 (int)(dos >> 16 & 31),
                 (int)(dos >> 11 & 31),
                 (int)(dos >> 5 & 63),
                 (int)(dos & 31) * 2 % 60,
                 0,
                 0};
    if (entry->unix_time >= 0) when_of_seconds(entry->unix_time, &when);
    else if (!when.month || !when.day || when.month > 12 || when.hour > 23 || when.minute > 59) return STATUS_OK;
    when_write(&when, text);
    formats->member_modified = arena_copy(&formats->member, text, strlen(text));
    return formats->member_modified ? STATUS_OK : (formats->arena.status = STATUS_NOMEM);
}

/* The checksum that stands behind a member of a zip that was written in one go. */
static size_t read_descriptor(Reader *reader, const Zip *zip)
{
    size_t there = reader_peek(zip->entries, 8);
    const char *bytes = reader_bytes(zip->entries);
    if (there >= 8 && !memcmp(bytes, "PK\7\10", 4) && inflate_is_built() && zip->crc != get32(bytes + 4))
        return reader_fail(reader, "its checksum is wrong: it is damaged");
    return 0;
}

/* The packed bytes of a member of a zip without a directory. */
static size_t pull_packed(Reader *reader, char *bytes, size_t capacity)
{
    Formats *formats = reader->state;
    Zip *zip = &formats->zip;
    if (!zip->left) return 0;
    size_t got = reader_read(reader->below, bytes, capacity < zip->left ? capacity : (size_t)zip->left);
    zip->left -= got;
    if (got || reader->below->error || reader->arena->status != STATUS_OK) return got;
    return reader_fail(reader, "the zip ends within this member: it is cut");
}

/* The member's bytes, checked at their end. */
static size_t pull_member(Reader *reader, char *bytes, size_t capacity)
{
    Formats *formats = reader->state;
    Zip *zip = &formats->zip;
    size_t got = reader_read(reader->below, bytes, capacity);
    if (got) {
        zip->crc = inflate_crc(zip->crc, bytes, got);
        zip->got += got;
        if (reader->below->below) return got; /* the reader that inflates counts for itself */
        if (got > formats->allowed) {
            formats->allowed = 0;
            return reader_fail(reader,
                               "the members hold more than max_total allows: a bomb, or max_total is too small");
        }
        formats->allowed -= got;
        return got;
    }
    if (reader->below->error || reader->arena->status != STATUS_OK) return 0;
    if (zip->has_descriptor) return read_descriptor(reader, zip);
    if (zip->got != formats->member_size)
        return reader_fail(reader, "it has %llu bytes, but the zip's directory says %llu", (unsigned long long)zip->got,
                           (unsigned long long)formats->member_size);
    if (inflate_is_built() && zip->crc != zip->wanted_crc)
        return reader_fail(reader, "its checksum is wrong: it is damaged");
    return 0;
}

/* Opens the readers of a member that starts where the zip's reader stands. */
static Status open_found(Formats *formats, const Entry *entry)
{
    Zip *zip = &formats->zip;
    Pipe *pipe = &formats->inner;
    ReaderHome *home = &formats->home;
    Reader *reader = zip->entries;
    zip->got = zip->crc = 0;
    zip->wanted_crc = entry->crc;
    if (zip->has_descriptor && !entry->method)
        return refuse(formats, "it is stored without its size in a zip without a directory");
    if (!zip->has_descriptor) { /* deflate says itself where it ends */
        reader = pipe_push(pipe, reader_new(home, reader, pull_packed));
        if (reader) reader->state = formats;
    }
    if (reader && entry->method) reader = pipe_push(pipe, inflate_new(home, reader, INFLATE_RAW, &formats->allowed));
    if (reader) reader = pipe_push(pipe, reader_new(home, reader, pull_member));
    if (reader) reader->state = formats;
    return formats->arena.status;
}

/* Opens the readers of a member. */
static Status open_member(Formats *formats, const Entry *entry)
{
    char local[LOCAL];
    const Store *store = formats->store;
    Zip *zip = &formats->zip;
    uint64_t at = entry->offset;
    zip->got = zip->crc = 0;
    zip->wanted_crc = entry->crc;
    if (entry->offset > store->size || !read_at(store, at, local, LOCAL) || memcmp(local, "PK\3\4", 4) != 0)
        return refuse(formats, "the zip's directory points to where no member is: it is damaged");
    at += LOCAL + get16(local + 26) + get16(local + 28);
    if (at > store->size || entry->packed > store->size - at)
        return refuse(formats, "the zip ends within this member: it is cut");
    Pipe *pipe = &formats->inner;
    ReaderHome *home = &formats->home;
    Reader *reader = pipe_push(pipe, reader_new_store(home, store, at, at + entry->packed));
    if (reader && entry->method) reader = pipe_push(pipe, inflate_new(home, reader, INFLATE_RAW, &formats->allowed));
    if (reader) reader = pipe_push(pipe, reader_new(home, reader, pull_member));
    if (reader) reader->state = formats;
    return formats->arena.status;
}

/* Zips that are documents of another kind begin with a member that says so. */
static int is_other_kind(const char *name)
{
    return !strcmp(name, "[Content_Types].xml") || !strcmp(name, "mimetype") || !strcmp(name, "META-INF/MANIFEST.MF");
}

Status zip_next(Formats *formats, int *found)
{
    Entry entry;
    formats->prefix = "";
    formats->member_modified = NULL;
    if (!formats->zip.entries) return formats->arena.status;
    formats->zip.has_descriptor = 0;
    while (formats->zip.is_cut ? find_entry(formats, &entry) : read_entry(formats, &entry)) {
        if (formats->zip.members++ == 0 && is_other_kind(entry.name)) {
            formats->zip.entries_left = 0;
            *found = 1;
            return refuse(formats, "an Office document, an e-book or a program in a zip, which is not read");
        }
        if (!entry.name_length || entry.name[entry.name_length - 1] == '/' || member_is_hidden(entry.name)) continue;
        *found = 1;
        formats->member_size = entry.size;
        if (member_name(formats, entry.name, entry.name_length, entry.flags & 0x800 ? "UTF-8" : "ibm-437") !=
                STATUS_OK ||
            set_modified(formats, &entry) != STATUS_OK)
            return formats->arena.status;
        if (entry.flags & 1) return refuse(formats, "it is encrypted");
        if (entry.method != 0 && entry.method != 8)
            return refuse(formats, "it is packed by a method other than deflate, which is not read");
        return formats->zip.is_cut ? open_found(formats, &entry) : open_member(formats, &entry);
    }
    if (formats->member.status != STATUS_OK) return formats->arena.status = formats->member.status;
    if (formats->arena.status == STATUS_OK && formats->zip.is_cut == 1) {
        formats->zip.is_cut = 2;
        *found = 1;
        return refuse(formats, no_directory);
    }
    if (formats->arena.status == STATUS_OK && formats->zip.entries_left) {
        formats->zip.entries_left = 0;
        *found = 1;
        return refuse(formats, "the zip's directory ends early: it is damaged");
    }
    return formats->arena.status;
}
