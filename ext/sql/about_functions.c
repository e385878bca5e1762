/*
** about_functions.c - corpus_version, corpus_build, corpus_functions
*/
#include "sql/functions.h"
#include "formats/inflate.h"
#include "base/unicode.h"
SQLITE_EXTENSION_INIT3

void call_version(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    (void)connection, (void)count, (void)arguments;
    result_constant(context, CORPUS_VERSION);
}

void call_build(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    (void)connection, (void)count, (void)arguments;
    char *build = sqlite3_mprintf("corpus %s; SQLite %s (built against %s); ICU %s; Unicode %s; %s; compiler %s",
                                  CORPUS_VERSION, sqlite3_libversion(), SQLITE_VERSION, unicode_icu_version,
                                  unicode_version, inflate_is_built() ? "zlib" : "no zlib", __VERSION__);
    if (build) sqlite3_result_text(context, build, -1, sqlite3_free);
    else sqlite3_result_error_nomem(context);
}

enum { FUNCTIONS_NAME, FUNCTIONS_ARGUMENTS, FUNCTIONS_KIND, FUNCTIONS_COLUMNS, FUNCTIONS_HELP, FUNCTIONS_EXAMPLE };

/* Scalar functions first, then table-valued ones; those that read files only where they are registered. */
static int is_registered(const TableCursor *cursor, size_t row)
{
    int flags = row < corpus_scalar_count ? corpus_scalars[row].flags : corpus_tables[row - corpus_scalar_count].flags;
    return cursor->connection->files || !(flags & FUNCTION_READS_FILES);
}

/* Number of the descriptor of row `wanted`, or the number of all where there are not so many. */
static size_t descriptor(const TableCursor *cursor, sqlite3_int64 wanted)
{
    size_t all = corpus_scalar_count + corpus_table_count, row = 0;
    for (; row < all; row++)
        if (is_registered(cursor, row) && wanted-- == 0) break;
    return row;
}

int open_functions(TableCursor *cursor)
{
    while (descriptor(cursor, cursor->rows) < corpus_scalar_count + corpus_table_count) cursor->rows++;
    return SQLITE_OK;
}

void column_functions(TableCursor *cursor, sqlite3_context *context, int column)
{
    size_t row = descriptor(cursor, cursor->row);
    int scalar = row < corpus_scalar_count;
    const ScalarFunction *s = scalar ? &corpus_scalars[row] : NULL;
    const TableFunction *t = scalar ? NULL : &corpus_tables[row - corpus_scalar_count];
    switch (column) {
    case FUNCTIONS_NAME: result_constant(context, s ? s->name : t->name); break;
    case FUNCTIONS_ARGUMENTS: result_constant(context, s ? s->arguments : t->arguments); break;
    case FUNCTIONS_KIND:
        result_constant(context, s ? (s->flags & FUNCTION_AGGREGATE ? "aggregate" : "scalar") : "table");
        break;
    case FUNCTIONS_COLUMNS: result_constant(context, s ? NULL : t->columns); break;
    case FUNCTIONS_HELP: result_constant(context, s ? s->help : t->help); break;
    case FUNCTIONS_EXAMPLE: result_constant(context, s ? s->example : t->example); break;
    }
}
