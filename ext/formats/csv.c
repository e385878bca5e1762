/*
** csv.c - tables of text: fields divided by commas, semicolons, tabs, bars, and what databases write (RFC 4180), a header that names the columns
**
** Lines end in a line feed, or, where the head of the file has none, in a carriage return. Blanks before a quotation mark are none if such marks quote (`a, "b, c"`). The delimiter is the one that divides the first records into the most columns of equal number. Quotation marks quote unless more of the first fields that
** begin with one go on behind its fellow than end there: tables of tabs often have bare ones. A quoted field may hold delimiters, line ends and doubled
** quotation marks. The header's names tell what a column holds (fields.h); a table without a column of text is one record that says so.
** A record's number is the line it begins on. A record with more or fewer fields than the header is an error: which field is which is not known.
*/
#include "formats/parts.h"
#include "base/memory.h"
#include "base/utf8.h"
#include <string.h>

enum { SAMPLE_RECORDS = 20 };

static const char delimiters[] = ",;\t|^~\x01\x1F"; /* the last two: Hive, ASCII's unit separator */

/* What the first records say, if this is the delimiter. */
typedef struct Sample {
    size_t columns, records, equal; /* fields of the first, all, those with as many fields as the first */
    size_t quoted, strange;         /* fields that end in their quotation mark; that go on behind it, or never end */
} Sample;

/* What ends the lines of a table. */
static char line_end(const char *head, size_t length)
{
    return memchr(head, '\n', length) || !memchr(head, '\r', length) ? '\n' : '\r';
}

/* Counts the fields of the record at `at`. Returns where the next one begins. */
static const char *count_fields(const char *at, const char *end, char delimiter, char feed, int quotes, Sample *sample,
                                size_t *fields)
{
    int in_quotes = 0, at_begin = 1;
    *fields = 1;
    for (; at < end; at++) {
        if (in_quotes) {
            if (*at != '"') continue;
            if (at + 1 < end && at[1] == '"') at++;
            else {
                in_quotes = 0;
                if (at + 1 == end || at[1] == delimiter || at[1] == '\n' || at[1] == '\r') sample->quoted++;
                else sample->strange++;
            }
        } else if (quotes && at_begin && *at == '"') in_quotes = 1;
        else if (*at == delimiter) ++*fields;
        else if (*at == feed) return at + 1;
        at_begin = !in_quotes && (*at == delimiter || (at_begin && *at == ' '));
    }
    sample->strange += (size_t)in_quotes;
    return end;
}

static void read_sample(const char *head, size_t length, char delimiter, int quotes, Sample *sample)
{
    const char *at = head, *end = head + length, feed = line_end(head, length);
    memset(sample, 0, sizeof *sample);
    while (at < end && sample->records < SAMPLE_RECORDS) {
        size_t fields;
        const char *begin = at;
        at = count_fields(at, end, delimiter, feed, quotes, sample, &fields);
        if (at == end && sample->records && length >= READER_WINDOW - 3) break; /* cut by the window */
        if (at - begin <= 2 && fields == 1) continue;                           /* a blank line */
        if (!sample->records++) sample->columns = fields;
        sample->equal += fields == sample->columns;
    }
}

/* The delimiter of a table's head: it divides most records into as many fields, at least two, as the header, and into the most. */
static void find_delimiter(const char *head, size_t length, char *delimiter, int *quotes, Sample *best)
{
    static const Sample none = {0};
    double best_share = 0;
    *best = none;
    *delimiter = ',';
    *quotes = 1;
    for (const char *d = delimiters; *d; d++) {
        Sample sample;
        int quoted = 1;
        read_sample(head, length, *d, 1, &sample);
        if (sample.strange > sample.quoted) read_sample(head, length, *d, quoted = 0, &sample);
        double share = sample.columns > 1 ? (double)sample.equal / (double)sample.records : 0;
        if (share < best_share || sample.columns < 2 || (share <= best_share && sample.columns <= best->columns))
            continue;
        *delimiter = *d;
        *quotes = quoted;
        *best = sample;
        best_share = share;
    }
}

char csv_delimiter(const char *head, size_t length, int *quotes)
{
    char delimiter;
    Sample sample;
    find_delimiter(head, length, &delimiter, quotes, &sample);
    return delimiter;
}

/* Calls of one field of a header in the head of a file: its role. */
static FieldRole header_role(const char *bytes, size_t length, unsigned *rank)
{
    while (length && (*bytes == '"' || *bytes == ' ')) bytes++, length--;
    while (length && (bytes[length - 1] == '"' || bytes[length - 1] == ' ' || bytes[length - 1] == '\r')) length--;
    return field_role(bytes, length, rank);
}

int csv_is_table(const char *head, size_t length)
{
    int quotes, roles[FIELD_ROLES + 1] = {0};
    const char *feed = memchr(head, line_end(head, length), length);
    if (!feed || feed - head > 4096) return 0;
    char delimiter;
    Sample sample;
    find_delimiter(head, length, &delimiter, &quotes, &sample);
    if (sample.records < 2 || sample.equal * 10 < sample.records * 8) return 0;
    for (const char *at = head, *next; at < feed; at = next + 1) {
        unsigned rank;
        next = memchr(at, delimiter, (size_t)(feed - at));
        if (!next) next = feed;
        roles[header_role(at, (size_t)(next - at), &rank)] = 1;
    }
    int known = 0;
    for (int i = 0; i < FIELD_ROLES; i++) known += roles[i];
    return roles[FIELD_CONTENT] && known >= 2;
}

/* --- records ----------------------------------------------------------------------------------------------------------------- */

typedef enum RowResult { ROW_END, ROW_OK, ROW_LONG, ROW_OPEN, ROW_WIDE } RowResult;

typedef struct Row { /* one record on its way through the windows */
    Table *table;
    Buffer *out;
    Arena *arena;
    size_t most, begin; /* `begin` of the field in `out` */
    int in_quotes, at_begin, was_quote, is_long, is_wide;
} Row;

static void end_field(Row *row)
{
    Table *table = row->table;
    if (table->fields.count == COLUMNS_MOST) {
        row->is_wide = 1;
        return;
    }
    if (table->fields.count == table->fields.capacity) {
        size_t capacity = table->fields.capacity ? table->fields.capacity * 2 : 32;
        Slice *items = memory_realloc(table->fields.items, capacity * sizeof *items);
        if (!items) {
            row->arena->status = STATUS_NOMEM;
            return;
        }
        table->fields.items = items;
        table->fields.capacity = capacity;
    }
    size_t length = row->out->length - row->begin;
    table->fields.items[table->fields.count++] = (Slice){row->begin, length};
    row->begin = row->out->length;
    row->at_begin = 1;
    row->was_quote = 0;
}

static void put(Row *row, const char *bytes, size_t length)
{
    size_t room = row->most - row->out->length;
    if (length > room) row->is_long = 1;
    buffer_append(row->out, bytes, length < room ? length : room);
    if (row->out->failed) row->arena->status = STATUS_NOMEM;
}

static uint64_t count_feeds(const char *bytes, size_t length, char feed)
{
    uint64_t feeds = 0;
    for (const char *at = bytes, *end = bytes + length; (at = memchr(at, feed, (size_t)(end - at))) != NULL; at++)
        feeds++;
    return feeds;
}

static int is_blanks(const char *at, const char *end)
{
    while (at < end && *at == ' ') at++;
    return at == end;
}

/* Takes what the window has of a record. Returns 1 at its end; `*used` bytes belong to it. */
static int scan(Row *row, const char *bytes, size_t length, size_t *used)
{
    Table *table = row->table;
    const char *at = bytes, *end = bytes + length;
    while (at < end && row->arena->status == STATUS_OK) {
        if (row->in_quotes) {
            const char *quote = memchr(at, '"', (size_t)(end - at));
            size_t run = (size_t)((quote ? quote : end) - at);
            table->line += count_feeds(at, run, table->feed);
            put(row, at, run);
            at += run;
            if (quote) {
                row->in_quotes = 0;
                row->was_quote = 1;
                at++;
            }
            continue;
        }
        const char *stop = at;
        while (stop < end && *stop != table->delimiter && *stop != table->feed && *stop != '"') stop++;
        if (stop > at) {
            int is_blank = row->at_begin && is_blanks(at, stop);
            put(row, at, (size_t)(stop - at));
            row->at_begin = is_blank;
            row->was_quote = 0;
            at = stop;
            continue;
        }
        char c = *at++;
        if (c == '"') {
            if (table->quotes && (row->at_begin || row->was_quote)) {
                if (row->was_quote) put(row, "\"", 1);
                else row->out->length = row->begin; /* blanks before it */
                row->in_quotes = 1;
            } else put(row, "\"", 1);
            row->at_begin = row->was_quote = 0;
        } else if (c == table->delimiter) end_field(row);
        else {
            *used = (size_t)(at - bytes);
            return 1;
        }
    }
    *used = (size_t)(at - bytes);
    return 0;
}

/* Reads a record into the line buffer and the table's fields. */
static RowResult read_row(Formats *formats)
{
    Table *table = &formats->table;
    Reader *reader = formats->reader;
    Row row = {table, &formats->line, &formats->arena, formats->max_bytes, 0, 0, 1, 0, 0, 0};
    int any = 0, ended = 0;
    formats->line.length = 0;
    table->fields.count = 0;
    for (size_t there, used = 0; !ended && (there = reader_peek(reader, 1)) > 0; any = 1) {
        ended = scan(&row, reader_bytes(reader), there, &used);
        reader_take(reader, used);
        if (formats->arena.status != STATUS_OK) return ROW_END;
    }
    if (!any) return ROW_END;
    table->line += (uint64_t)ended;
    if (formats->line.length > row.begin && formats->line.bytes[formats->line.length - 1] == '\r')
        formats->line.length--;
    end_field(&row);
    if (row.is_long) return ROW_LONG;
    if (row.in_quotes) return ROW_OPEN;
    return row.is_wide ? ROW_WIDE : ROW_OK;
}

static const char *field_bytes(const Formats *formats, size_t i)
{
    return formats->line.bytes ? formats->line.bytes + formats->table.fields.items[i].start : "";
}

Status csv_begin(Formats *formats)
{
    Table *table = &formats->table;
    Reader *reader = formats->reader;
    size_t there = reader_peek(reader, READER_WINDOW);
    arena_clear(&table->header);
    table->delimiter = csv_delimiter(reader_bytes(reader), there, &table->quotes);
    if (formats->kind == FORMAT_TSV) table->delimiter = '\t';
    table->feed = line_end(reader_bytes(reader), there);
    table->line = 1;
    table->no_content = NULL;
    if (there >= 6 && !memcmp(reader_bytes(reader), "sep=", 4)) { /* spreadsheets write the delimiter before all */
        table->delimiter = reader_bytes(reader)[4];
        reader_skip_line(reader);
        table->line++;
    }
    RowResult result = read_row(formats);
    table->columns = result == ROW_OK ? table->fields.count : 0;
    table->roles = arena_alloc(&table->header, table->columns);
    table->ranks = arena_array(&table->header, table->columns, sizeof *table->ranks);
    if (!table->roles || !table->ranks) return formats->arena.status = STATUS_NOMEM;
    int has_content = 0;
    for (size_t i = 0; i < table->columns; i++) {
        FieldRole role = header_role(field_bytes(formats, i), table->fields.items[i].length, &table->ranks[i]);
        table->roles[i] = (uint8_t)role;
        has_content |= role == FIELD_CONTENT;
    }
    if (!has_content)
        table->no_content =
            "no column of the header is known to hold a text: content, text, body, html, ... are looked for";
    return formats->arena.status;
}

/* The field of a role with the lowest rank that is not empty, or -1. */
static ptrdiff_t best_field(const Table *table, unsigned role)
{
    ptrdiff_t best = -1;
    for (size_t i = 0; i < table->columns; i++)
        if (table->roles[i] == role && table->fields.items[i].length &&
            (best < 0 || table->ranks[i] < table->ranks[best]))
            best = (ptrdiff_t)i;
    return best;
}

static Status read_fields(Formats *formats)
{
    const Table *table = &formats->table;
    size_t fields = table->fields.count;
    formats->record.size = formats->line.length;
    while (fields > table->columns && !table->fields.items[fields - 1].length)
        fields--; /* lines that end in delimiters */
    if (fields != table->columns) {
        record_error(formats, "%zu fields, but the header has %zu", fields, table->columns);
        return formats->arena.status;
    }
    for (unsigned role = 0; role < FIELD_ROLES; role++) {
        ptrdiff_t best = best_field(table, role);
        if (best < 0 && role == FIELD_CONTENT) record_error(formats, "its text is empty");
        if (best < 0) continue;
        const char *bytes = field_bytes(formats, (size_t)best);
        size_t length = table->fields.items[best].length;
        if (role == FIELD_CONTENT) buffer_append(&formats->raw, bytes, length);
        else record_set(formats, (FieldRole)role, bytes, length);
    }
    if (formats->raw.failed) formats->arena.status = STATUS_NOMEM;
    return formats->arena.status;
}

Status csv_next(Formats *formats, int *found)
{
    Table *table = &formats->table;
    Reader *reader = formats->reader;
    uint64_t line;
    RowResult result;
    if (table->no_content) {
        if (!formats->is_first) return formats->arena.status;
        formats->is_first = 0;
        *found = 1;
        if (record_begin(formats, formats->kind, PLACE_WHOLE) == STATUS_OK)
            record_error(formats, "%s", table->no_content);
        return formats->arena.status;
    }
    do { /* blank lines are none */
        line = table->line;
        result = read_row(formats);
        if (result == ROW_END || (reader_broken(reader) && reader->error)) return record_broken(formats, line, found);
    } while (result == ROW_OK && table->fields.count == 1 && !table->fields.items[0].length);
    *found = 1;
    if (record_begin(formats, formats->kind, line) != STATUS_OK) return formats->arena.status;
    if (result == ROW_LONG)
        record_error(
            formats,
            "it is longer than %llu bytes, the limit (max_bytes) of one document: is a quotation mark missing?",
            (unsigned long long)formats->max_bytes);
    else if (result == ROW_OPEN) record_error(formats, "a quoted field does not end");
    else if (result == ROW_WIDE) record_error(formats, "more than %d fields", COLUMNS_MOST);
    else return read_fields(formats);
    return formats->arena.status;
}
