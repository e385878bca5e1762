/*
** rows.h - the result of a query as strings, and its comparison with what a test expects
*/
#ifndef ROWS_H
#define ROWS_H

#include <sqlite3.h>
#include "script.h"

typedef struct Rows {
    char **values; /* row by row */
    size_t count, columns;
    char problem[200]; /* a value that is not of the type that the test names; empty: none */
} Rows;

void rows_clear(Rows *rows);

/*
** Appends the row that `statement` stands on. `types` has a letter a column: I (an integer), R (a number, 3 decimals), T (text, as it is), ? (anything).
** Line feeds, tabs and other control characters are written as \n, \t, \xHH; a BLOB as X'..'; NULL as NULL; '' as (empty).
** Returns SQLITE_NOMEM if SQLite could not hand over a value.
*/
int rows_append(Rows *rows, sqlite3_stmt *statement, const char *types);

/* Compares with the record's expected lines, whose values are divided by tabs or line ends. Prints what differs if `path` is not NULL. */
int rows_match(Rows *rows, const Record *record, const char *path);

#endif
