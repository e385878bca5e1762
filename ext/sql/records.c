/*
** records.c - documents of formats/ as rows; corpus_records(input, file_name): the same formats as corpus_files(), out of a value
**
** `input` is a TEXT or a BLOB, all of its bytes; NULL has no rows. Nothing is read but the value: the function is innocuous.
*/
#include "sql/records.h"
#include "base/memory.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

#define SURE_DATE 0.8 /* what the custom of a language decides has less */

static char *kinds_allowed(void)
{
    char *list = sqlite3_mprintf("%s", format_kind_name((FormatKind)0));
    for (int kind = 1; list && kind < FORMAT_KINDS; kind++)
        list = sqlite3_mprintf("%z, %s", list, format_kind_name((FormatKind)kind));
    return list;
}

/* Reads a list of kinds, "html,warc". */
static int read_kinds(TableCursor *cursor, sqlite3_value *value, unsigned *kinds)
{
    TextArgument text;
    *kinds = 0;
    if (!value) return SQLITE_OK;
    int rc = argument_text(value, &text);
    const char *at = text.bytes, *end = at ? at + text.length : at;
    while (rc == SQLITE_OK && at < end) {
        const char *stop = at;
        while (stop < end && *stop != ',') stop++;
        const char *next = stop;
        while (at < stop && *at == ' ') at++;
        while (stop > at && stop[-1] == ' ') stop--;
        FormatKind kind = format_kind_find(at, (size_t)(stop - at));
        if (kind == FORMAT_UNKNOWN) {
            char *allowed = kinds_allowed();
            int shown = stop - at < 64 ? (int)(stop - at) : 64;
            return table_error(cursor, allowed
                                           ? sqlite3_mprintf("%s: format '%.*s' is not known; formats is a list of %z",
                                                             cursor->function->name, shown, at, allowed)
                                           : NULL);
        }
        *kinds |= 1u << kind;
        at = next < end ? next + 1 : end;
    }
    return rc;
}

static int read_limit(TableCursor *cursor, sqlite3_value *value, const char *name, sqlite3_int64 most,
                      sqlite3_int64 *limit)
{
    if (!value) return SQLITE_OK;
    *limit = sqlite3_value_int64(value);
    if (*limit >= 1 && *limit <= most) return SQLITE_OK;
    return table_error(cursor, sqlite3_mprintf("%s: %s %lld is out of range; allowed are 1 to %lld bytes",
                                               cursor->function->name, name, (long long)*limit, (long long)most));
}

int records_options(TableCursor *cursor, int first, RecordRows *rows)
{
    sqlite3_int64 most = sqlite3_limit(cursor->connection->db, SQLITE_LIMIT_LENGTH, -1), bytes = most, total = 0;
    int rc = read_kinds(cursor, table_argument(cursor, first), &rows->options.kinds);
    if (rc == SQLITE_OK) rc = read_limit(cursor, table_argument(cursor, first + 1), "max_bytes", most, &bytes);
    if (rc == SQLITE_OK) rc = read_limit(cursor, table_argument(cursor, first + 2), "max_total", INT64_MAX, &total);
    rows->options.max_bytes = (size_t)bytes;
    rows->options.max_total = (uint64_t)total;
    return rc;
}

int records_open(Connection *connection, RecordRows *rows, const Store *store, const char *name)
{
    rows->record = NULL;
    if (!rows->formats) rows->formats = formats_new(connection->icu, connection_interrupted, connection);
    if (!rows->formats) return SQLITE_NOMEM;
    Status status = formats_open(rows->formats, store, name, &rows->options);
    connection_end_poll(connection);
    return connection_code(status);
}

int records_next(Connection *connection, RecordRows *rows)
{
    Status status = formats_next(rows->formats, &rows->record);
    connection_end_poll(connection);
    return connection_code(status);
}

void records_close(RecordRows *rows)
{
    if (rows->formats) formats_close(rows->formats);
    rows->record = NULL;
}

void records_free(RecordRows *rows)
{
    formats_free(rows->formats);
    rows->formats = NULL;
    rows->record = NULL;
}

/* A language's tag as the other functions take it; NULL if it is none that they know. */
static void result_language(sqlite3_context *context, const char *stated)
{
    Language language = stated ? language_find(stated, strlen(stated)) : LANGUAGE_INVALID;
    if (language != LANGUAGE_INVALID && language != LANGUAGE_UND) result_constant(context, language_tag(language));
}

/*
** The publication as ISO 8601; what a record states in the words of a language is read by the finder of dates, if it is one date and not a
** matter of custom.
*/
static void result_published(sqlite3_context *context, Connection *connection, const FormatsRecord *record)
{
    const char *text = record->published_text;
    Analysis *analysis = NULL;
    const DateList *dates = NULL;
    DateAnchor anchor;
    if (record->published || !text) {
        result_constant(context, record->published);
        return;
    }
    int rc = analysis_get(connection, text, strlen(text), LANGUAGE_UND, &analysis);
    if (rc == SQLITE_OK) rc = analysis_dates(connection, analysis, NULL, PREFER_DEFAULT, &dates);
    const char *value = rc == SQLITE_OK ? dates_whole(&analysis->text, dates) : NULL;
    if (value && dates->count == 1 && dates->items[0].score >= SURE_DATE &&
        dates_read_anchor(value, strlen(value), &anchor))
        result_constant(context, value);
    if (rc != SQLITE_OK) sqlite3_result_error_code(context, rc);
    analysis_release(connection, analysis);
}

void records_column(Connection *connection, RecordRows *rows, sqlite3_context *context, int column)
{
    const FormatsRecord *record = rows->record;
    if (column == RECORD_CONTENT || column == RECORD_ERROR) {
        Status status = formats_content(rows->formats);
        connection_end_poll(connection);
        if (status != STATUS_OK) {
            sqlite3_result_error_code(context, connection_code(status));
            return;
        }
    }
    switch (column) {
    case RECORD_CONTENT:
        if (record->content && !record->error)
            sqlite3_result_text64(context, record->content, record->content_length, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case RECORD_ERROR: result_constant(context, record->error); break;
    case RECORD_KIND: result_constant(context, format_kind_name(record->kind)); break;
    case RECORD_ADDRESS: result_constant(context, record->address); break;
    case RECORD_CAPTURED: result_constant(context, record->captured); break;
    case RECORD_TITLE: result_constant(context, record->title); break;
    case RECORD_PUBLISHED: result_published(context, connection, record); break;
    case RECORD_LANGUAGE: result_language(context, record->language); break;
    case RECORD_AUTHOR: result_constant(context, record->author); break;
    case RECORD_PUBLISHER: result_constant(context, record->publisher); break;
    }
}

/* --- corpus_records() -------------------------------------------------------------------------------------------------------- */

typedef struct Value {
    Store store;
    char *name;
    RecordRows rows;
} Value;

int open_records(TableCursor *cursor)
{
    sqlite3_value *input = cursor->arguments[0];
    TextArgument name = {NULL, 0};
    Value *value = memory_alloc(sizeof *value);
    if (!value) return SQLITE_NOMEM;
    memset(value, 0, sizeof *value);
    cursor->state = value;
    int rc = records_options(cursor, 2, &value->rows);
    if (rc == SQLITE_OK && table_argument(cursor, 1)) rc = argument_text(table_argument(cursor, 1), &name);
    if (rc != SQLITE_OK) return rc;
    value->name = sqlite3_mprintf("%.*s", (int)name.length, name.bytes ? name.bytes : "");
    const void *bytes =
        sqlite3_value_type(input) == SQLITE_BLOB ? sqlite3_value_blob(input) : (const void *)sqlite3_value_text(input);
    size_t length = (size_t)sqlite3_value_bytes(input);
    if (!value->name || (!bytes && length)) return SQLITE_NOMEM;
    store_memory(&value->store, length ? bytes : "", length);
    return records_open(cursor->connection, &value->rows, &value->store, value->name);
}

int next_records(TableCursor *cursor)
{
    Value *value = cursor->state;
    int rc = records_next(cursor->connection, &value->rows);
    if (rc == SQLITE_OK && value->rows.record) cursor->rows = cursor->row + 1;
    return rc;
}

void close_records(TableCursor *cursor)
{
    Value *value = cursor->state;
    if (!value) return;
    records_free(&value->rows);
    sqlite3_free(value->name);
    memory_free(value);
    cursor->state = NULL;
}

enum { RECORDS_PATH, RECORDS_SIZE, RECORDS_RECORD };

void column_records(TableCursor *cursor, sqlite3_context *context, int column)
{
    Value *value = cursor->state;
    const FormatsRecord *record = value->rows.record;
    if (column == RECORDS_PATH) {
        char *path = sqlite3_mprintf("%s%s", value->name, record->place);
        if (!path) sqlite3_result_error_nomem(context);
        else if (*path) result_constant(context, path);
        sqlite3_free(path);
    } else if (column == RECORDS_SIZE) sqlite3_result_int64(context, (sqlite3_int64)record->size);
    else records_column(cursor->connection, &value->rows, context, column - RECORDS_RECORD);
}
