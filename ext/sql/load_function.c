/*
** load_function.c - corpus_load(table, path, per_batch): a bulk load that commits as it goes, a row for each batch
**
** One INSERT ... SELECT is one transaction: nobody sees it before its end, and an interrupt undoes all of it. This function reads the same files
** (corpus_files()), but writes them in transactions of `per_batch` pages, by INSERT OR REPLACE, so that a load that was
** interrupted or killed is taken up by calling it again: pages that are there already are passed over without being analysed.
** A file that cannot be read or is refused is a row of <table>_error, and the load goes on. <table>_info has the progress, readable from other
** connections.
**
** It runs statements of its own under the SELECT that calls it. That works because SQLite commits while others read; it needs to be
** outside a transaction, which is checked.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include <string.h>
#include <time.h>
SQLITE_EXTENSION_INIT3

enum { PER_BATCH = 100, MOST_PER_BATCH = 1000000 };

typedef struct Load {
    char *table;
    sqlite3_stmt *files, *insert, *note, *progress;
    int per_batch;
    int at_end; /* all files were read */
    struct timespec begin;
    sqlite3_int64 documents, bytes, errors; /* since the begin of the load */
} Load;

static int prepare(TableCursor *cursor, const char *format, sqlite3_stmt **statement)
{
    Load *load = cursor->state;
    char *sql = sqlite3_mprintf(format, load->table);
    int rc = sql ? sqlite3_prepare_v2(cursor->connection->db, sql, -1, statement, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_ERROR)
        return table_error(cursor, sqlite3_mprintf("corpus_load: table '%s': %s", load->table,
                                                   sqlite3_errmsg(cursor->connection->db)));
    return rc;
}

static int read_per_batch(TableCursor *cursor, int *per_batch)
{
    sqlite3_value *value = table_argument(cursor, 2);
    *per_batch = PER_BATCH;
    if (!value) return SQLITE_OK;
    sqlite3_int64 wanted = sqlite3_value_int64(value);
    if (wanted < 1 || wanted > MOST_PER_BATCH)
        return table_error(cursor,
                           sqlite3_mprintf("corpus_load: per_batch %lld is out of range; allowed are 1 to %d pages",
                                           (long long)wanted, MOST_PER_BATCH));
    *per_batch = (int)wanted;
    return SQLITE_OK;
}

int open_load(TableCursor *cursor)
{
    sqlite3_value *path = table_argument(cursor, 1);
    if (!sqlite3_get_autocommit(cursor->connection->db))
        return table_error(
            cursor, sqlite3_mprintf("corpus_load: inside a transaction it cannot commit its batches; COMMIT first"));
    Load *load = memory_alloc(sizeof *load);
    if (!load) return SQLITE_NOMEM;
    memset(load, 0, sizeof *load);
    cursor->state = load;
    clock_gettime(CLOCK_MONOTONIC, &load->begin);
    load->table = sqlite3_mprintf("%.*s", (int)cursor->input.length, cursor->input.bytes);
    if (!load->table) return SQLITE_NOMEM;
    load->at_end = path == NULL; /* a NULL has no files */
    int rc = read_per_batch(cursor, &load->per_batch);
    if (rc == SQLITE_OK) rc = prepare(cursor, "INSERT OR REPLACE INTO \"%w\"(uri,page) VALUES(?1,?2)", &load->insert);
    if (rc == SQLITE_OK)
        rc = prepare(cursor, "INSERT OR REPLACE INTO \"%w_error\"(uri,reason) VALUES(?1,?2)", &load->note);
    if (rc == SQLITE_OK)
        rc = prepare(cursor,
                     "INSERT OR REPLACE INTO \"%w_info\"(key,value) "
                     "VALUES('load.documents',?1),('load.bytes',?2),('load.seconds',?3),('load.errors',?4)",
                     &load->progress);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(cursor->connection->db, "SELECT path,content,error FROM corpus_files(?1)", -1,
                                &load->files, NULL);
    if (rc == SQLITE_OK && path) rc = sqlite3_bind_value(load->files, 1, path);
    return rc;
}

void close_load(TableCursor *cursor)
{
    Load *load = cursor->state;
    if (!load) return;
    sqlite3_finalize(load->files);
    sqlite3_finalize(load->insert);
    sqlite3_finalize(load->note);
    sqlite3_finalize(load->progress);
    sqlite3_free(load->table);
    memory_free(load);
    cursor->state = NULL;
}

/* Runs a statement that was bound, and makes it ready for the next time. */
static int run(sqlite3_stmt *statement)
{
    sqlite3_step(statement);
    int rc = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

static int note(Load *load, const char *reason)
{
    load->errors++;
    sqlite3_bind_value(load->note, 1, sqlite3_column_value(load->files, 0));
    sqlite3_bind_text(load->note, 2, reason, -1, SQLITE_TRANSIENT);
    return run(load->note);
}

/* What ends the load, beside an error of one page. */
static int is_fatal(int rc)
{
    int code = rc & 0xFF;
    return code != SQLITE_OK && code != SQLITE_ERROR && code != SQLITE_CONSTRAINT && code != SQLITE_TOOBIG &&
           code != SQLITE_MISMATCH;
}

/* Writes the page that the files' statement stands on. */
static int write_page(TableCursor *cursor)
{
    Load *load = cursor->state;
    sqlite3_value *content = sqlite3_column_value(load->files, 1);
    const char *error = (const char *)sqlite3_column_text(load->files, 2);
    if (error) return note(load, error);
    load->bytes += sqlite3_column_bytes(load->files, 1);
    sqlite3_bind_value(load->insert, 1, sqlite3_column_value(load->files, 0));
    sqlite3_bind_value(load->insert, 2, content);
    int rc = run(load->insert);
    if (rc == SQLITE_OK) load->documents++;
    else if (!is_fatal(rc)) rc = note(load, sqlite3_errmsg(cursor->connection->db));
    return rc;
}

static double seconds_since(struct timespec begin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin.tv_sec) + (double)(now.tv_nsec - begin.tv_nsec) / 1e9;
}

static int write_progress(Load *load)
{
    sqlite3_bind_int64(load->progress, 1, load->documents);
    sqlite3_bind_int64(load->progress, 2, load->bytes);
    sqlite3_bind_double(load->progress, 3, seconds_since(load->begin));
    sqlite3_bind_int64(load->progress, 4, load->errors);
    return run(load->progress);
}

/* One batch: `*pages` is how many files it had, 0 at the end. */
static int load_batch(TableCursor *cursor, int *pages)
{
    Load *load = cursor->state;
    sqlite3 *db = cursor->connection->db;
    int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (*pages = 0; rc == SQLITE_OK && *pages < load->per_batch && !load->at_end;) {
        int step = sqlite3_step(load->files);
        if (step == SQLITE_ROW) {
            ++*pages;
            rc = write_page(cursor);
        } else {
            load->at_end = 1;
            rc = sqlite3_reset(load->files);
        }
    }
    if (rc == SQLITE_OK && *pages) rc = write_progress(load);
    if (rc == SQLITE_OK) rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (rc == SQLITE_OK) return rc;
    if ((rc & 0xFF) != SQLITE_NOMEM && (rc & 0xFF) != SQLITE_INTERRUPT)
        table_error(cursor, sqlite3_mprintf("corpus_load: %s; what was committed stays, call it again to go on",
                                            sqlite3_errmsg(db)));
    if (!sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

int next_load(TableCursor *cursor)
{
    Load *load = cursor->state;
    int pages = 0, rc = SQLITE_OK;
    if (!load->at_end) rc = load_batch(cursor, &pages);
    if (rc == SQLITE_OK && pages) cursor->rows = cursor->row + 1;
    return rc;
}

enum { LOAD_BATCH, LOAD_DOCUMENTS, LOAD_BYTES, LOAD_SECONDS, LOAD_ERRORS };

void column_load(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Load *load = cursor->state;
    switch (column) {
    case LOAD_BATCH: sqlite3_result_int64(context, cursor->row + 1); break;
    case LOAD_DOCUMENTS: sqlite3_result_int64(context, load->documents); break;
    case LOAD_BYTES: sqlite3_result_int64(context, load->bytes); break;
    case LOAD_SECONDS: sqlite3_result_double(context, seconds_since(load->begin)); break;
    case LOAD_ERRORS: sqlite3_result_int64(context, load->errors); break;
    }
}
