/*
** records.h - documents of formats/ as rows: what corpus_files() and corpus_records() share
*/
#ifndef CORPUS_RECORDS_H
#define CORPUS_RECORDS_H

#include "formats/formats.h"
#include "sql/functions.h"

/* The columns that every record has, in this order; RECORD_COLUMNS is their list for corpus.c. */
enum {
    RECORD_CONTENT,
    RECORD_ERROR,
    RECORD_KIND,
    RECORD_ADDRESS,
    RECORD_CAPTURED,
    RECORD_TITLE,
    RECORD_PUBLISHED,
    RECORD_LANGUAGE,
    RECORD_AUTHOR,
    RECORD_PUBLISHER
};

typedef struct RecordRows {
    Formats *formats; /* made by the first records_open() */
    FormatsOptions options;
    FormatsRecord *record; /* NULL: at the end */
} RecordRows;

/* Reads the arguments formats, max_bytes, max_total, the first of which is argument `first`. */
int records_options(TableCursor *cursor, int first, RecordRows *rows);

/* Begins a file or text; `store` and `name` must outlive it. No record is there before records_next(). All return SQLite codes. */
int records_open(Connection *connection, RecordRows *rows, const Store *store, const char *name);
int records_next(Connection *connection, RecordRows *rows);
void records_close(RecordRows *rows);
void records_free(RecordRows *rows);

void records_column(Connection *connection, RecordRows *rows, sqlite3_context *context, int column);

#endif
