/*
** load_function.c - corpus_load(table, path, per_batch, when_gone): a bulk load that commits as it goes, a row for each batch
**
** One INSERT ... SELECT is one transaction: nobody sees it before its end, and an interrupt undoes all of it. This function reads the same documents
** (corpus_files()), but writes them in transactions of `per_batch` pages, by INSERT OR REPLACE, so that a load that was
** interrupted, killed, or stopped by a full disk is taken up by calling it again.
**
** A document's uri is the address that its record states (WARC, JSON, CSV, mail, a saved page), else its path. What the record states of title,
** publication, language, author and publisher goes before what the page shows.
**
** What was loaded is remembered in <table>_file: uri, path, size and time of the file or record, and a hash of what it states and holds. One of the same size and time is
** passed over by its head; one that has the same hash without being analysed. The time is not believed (NULL) if it is within two seconds of the load, when the file
** may change again without looking changed. A document that was removed from the table is loaded again.
** Of a uri that is met twice in one load, the later page stands.
**
** Files that were loaded from below `path` and are not there any more: `when_gone` says whether their documents stay ('keep', the default), stay with a row of
** <table>_error ('report'), or are removed ('remove'). A record that vanished from a file which is still there stays.
**
** A file that cannot be read or is refused is a row of <table>_error, and the load goes on. <table>_info has the progress (load.batch, load.documents, load.unchanged,
** load.bytes, load.seconds, load.rate in bytes a second, load.errors, load.gone, load.path, load.state: running, done), committed with each batch and so
** readable from other connections.
**
** It runs statements of its own under the SELECT that calls it. That works because SQLite commits while others read; it needs to be
** outside a transaction, which is checked.
**
** Memory: one page and what SQLite caches. Time of an unchanged file: its head is read, and two look-ups; of the records of an unchanged container, its reading.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include "document/fingerprint.h"
#include <errno.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
SQLITE_EXTENSION_INIT3

enum {
    PER_BATCH = 100,
    MOST_PER_BATCH = 1000000,
    UNCHANGED_PER_BATCH = 100, /* files of which nothing is written count as so many to one */
    TIME_IN_DOUBT = 2          /* seconds */
};

typedef enum Gone { GONE_KEEP, GONE_REPORT, GONE_REMOVE, GONE_CHOICES } Gone;
static const char *const gone_names[GONE_CHOICES] = {"keep", "report", "remove"};

typedef struct Load {
    char *table, *path;
    sqlite3_stmt *files, *insert, *note, *remember, *progress;
    int per_batch;
    Gone gone;
    int at_end;        /* all files were read */
    int gone_is_done;  /* and those that are not there any more were dealt with */
    char in_doubt[32]; /* times from here on are not believed */
    struct timespec begin;
    sqlite3_int64 batches, documents, unchanged, bytes, errors, vanished; /* since the begin of the load */
} Load;

/* Prepares SQL in which each %w is the table's name. */
static int prepare(TableCursor *cursor, const char *format, sqlite3_stmt **statement)
{
    Load *load = cursor->state;
    sqlite3_str *text = sqlite3_str_new(cursor->connection->db);
    for (const char *at = format, *name; *at; at = name + 2) {
        name = strstr(at, "%w");
        sqlite3_str_append(text, at, (int)(name ? name - at : (ptrdiff_t)strlen(at)));
        if (!name) break;
        sqlite3_str_appendf(text, "%w", load->table);
    }
    char *sql = sqlite3_str_finish(text);
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

static int read_gone(TableCursor *cursor, Gone *gone)
{
    sqlite3_value *value = table_argument(cursor, 3);
    TextArgument text;
    *gone = GONE_KEEP;
    if (!value) return SQLITE_OK;
    int rc = argument_text(value, &text);
    if (rc != SQLITE_OK) return rc;
    for (int i = 0; i < GONE_CHOICES; i++)
        if (strlen(gone_names[i]) == text.length && !memcmp(gone_names[i], text.bytes, text.length)) {
            *gone = (Gone)i;
            return SQLITE_OK;
        }
    return table_error(cursor,
                       sqlite3_mprintf("corpus_load: when_gone '%.*s' is not known; allowed are keep, report, remove",
                                       text.length < 64 ? (int)text.length : 64, text.bytes));
}

/* The rows of corpus_files() with what is remembered of them. `content` and `error` are asked for, and so the file read, only if it looks changed. */
#define LOAD_KNOWN                                                                                                     \
    "s.size IS f.size AND s.modified IS f.modified AND EXISTS(SELECT 1 FROM \"%w_document\" WHERE uri=s.uri)"
#define LOAD_FILES                                                                                                     \
    "SELECT f.path, coalesce(f.address, f.path) AS uri, f.size, f.modified, s.digest, " LOAD_KNOWN ", "                \
    "CASE WHEN NOT (" LOAD_KNOWN ") THEN f.content END, CASE WHEN NOT (" LOAD_KNOWN ") THEN f.error END, "             \
    "f.title, f.published, f.language, f.author, f.publisher "                                                         \
    "FROM corpus_files(?1) AS f LEFT JOIN \"%w_file\" AS s ON s.uri=coalesce(f.address, f.path) AND s.path=f.path"
enum {
    FILE_PATH,
    FILE_URI,
    FILE_SIZE,
    FILE_MODIFIED,
    FILE_DIGEST,
    FILE_KNOWN,
    FILE_CONTENT,
    FILE_ERROR,
    FILE_STATED, /* the first of what the record states */
    FILE_COLUMNS = FILE_STATED + 5
};

static int prepare_all(TableCursor *cursor, Load *load)
{
    int rc = prepare(cursor,
                     "INSERT OR REPLACE INTO \"%w\"(uri,page,title,published,language,author,publisher) "
                     "VALUES(?1,?2,?3,?4,?5,?6,?7)",
                     &load->insert);
    if (rc == SQLITE_OK)
        rc = prepare(cursor, "INSERT OR REPLACE INTO \"%w_error\"(uri,reason) VALUES(?1,?2)", &load->note);
    if (rc == SQLITE_OK)
        rc = prepare(cursor, "INSERT OR REPLACE INTO \"%w_file\"(uri,path,size,modified,digest) VALUES(?1,?2,?3,?4,?5)",
                     &load->remember);
    if (rc == SQLITE_OK)
        rc = prepare(cursor,
                     "INSERT OR REPLACE INTO \"%w_info\"(key,value) VALUES('load.batch',?1),('load.documents',?2),"
                     "('load.unchanged',?3),('load.bytes',?4),('load.seconds',?5),('load.rate',?6),('load.errors',?7),"
                     "('load.gone',?8),('load.path',?9),('load.state',?10)",
                     &load->progress);
    if (rc == SQLITE_OK) rc = prepare(cursor, LOAD_FILES, &load->files);
    return rc;
}

int open_load(TableCursor *cursor)
{
    sqlite3_value *path = table_argument(cursor, 1);
    struct tm utc;
    time_t doubt = time(NULL) - TIME_IN_DOUBT;
    if (!sqlite3_get_autocommit(cursor->connection->db))
        return table_error(
            cursor, sqlite3_mprintf("corpus_load: inside a transaction it cannot commit its batches; COMMIT first"));
    Load *load = memory_alloc(sizeof *load);
    if (!load) return SQLITE_NOMEM;
    memset(load, 0, sizeof *load);
    cursor->state = load;
    clock_gettime(CLOCK_MONOTONIC, &load->begin);
    if (gmtime_r(&doubt, &utc)) strftime(load->in_doubt, sizeof load->in_doubt, "%Y-%m-%dT%H:%M:%SZ", &utc);
    load->table = sqlite3_mprintf("%.*s", (int)cursor->input.length, cursor->input.bytes);
    load->path = sqlite3_mprintf("%s", path ? (const char *)sqlite3_value_text(path) : "");
    if (!load->table || !load->path) return SQLITE_NOMEM;
    load->at_end = load->gone_is_done = path == NULL; /* a NULL has no files */
    int rc = read_per_batch(cursor, &load->per_batch);
    if (rc == SQLITE_OK) rc = read_gone(cursor, &load->gone);
    if (rc == SQLITE_OK) rc = prepare_all(cursor, load);
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
    sqlite3_finalize(load->remember);
    sqlite3_finalize(load->progress);
    sqlite3_free(load->table);
    sqlite3_free(load->path);
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
    sqlite3_bind_value(load->note, 1, sqlite3_column_value(load->files, FILE_URI));
    sqlite3_bind_text(load->note, 2, reason, -1, SQLITE_TRANSIENT);
    return run(load->note);
}

/* Remembers the file that the files' statement stands on, whose content has this hash. */
static int remember(Load *load, sqlite3_int64 digest)
{
    const char *modified = (const char *)sqlite3_column_text(load->files, FILE_MODIFIED);
    sqlite3_bind_value(load->remember, 1, sqlite3_column_value(load->files, FILE_URI));
    sqlite3_bind_value(load->remember, 2, sqlite3_column_value(load->files, FILE_PATH));
    sqlite3_bind_value(load->remember, 3, sqlite3_column_value(load->files, FILE_SIZE));
    if (modified && strcmp(modified, load->in_doubt) < 0)
        sqlite3_bind_value(load->remember, 4, sqlite3_column_value(load->files, FILE_MODIFIED));
    sqlite3_bind_int64(load->remember, 5, digest);
    return run(load->remember);
}

/* What ends the load, beside an error of one page. */
static int is_fatal(int rc)
{
    int code = rc & 0xFF;
    return code != SQLITE_OK && code != SQLITE_ERROR && code != SQLITE_CONSTRAINT && code != SQLITE_TOOBIG &&
           code != SQLITE_MISMATCH;
}

/* Whether the document of the current file is in the table. */
static int is_there(TableCursor *cursor, int *there)
{
    Load *load = cursor->state;
    sqlite3_stmt *find = NULL;
    int rc = prepare(cursor, "SELECT 1 FROM \"%w_document\" WHERE uri=?1", &find);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_value(find, 1, sqlite3_column_value(load->files, FILE_URI));
    *there = sqlite3_step(find) == SQLITE_ROW;
    return sqlite3_finalize(find);
}

/* A hash of the content and of what the record states. */
static sqlite3_int64 digest_of(Load *load, const char *bytes, size_t length)
{
    uint64_t digest = fingerprint_bytes(bytes, length);
    for (int i = FILE_STATED; i < FILE_COLUMNS; i++) {
        const char *text = (const char *)sqlite3_column_text(load->files, i);
        if (text) digest = (digest ^ (uint64_t)i) * 0x9E3779B97F4A7C15u ^ fingerprint_bytes(text, strlen(text));
    }
    return (sqlite3_int64)digest;
}

/* Writes the page that the files' statement stands on, unless it is there. `*written` is 0 if nothing was to be done. */
static int write_page(TableCursor *cursor, int *written)
{
    Load *load = cursor->state;
    *written = !sqlite3_column_int(load->files, FILE_KNOWN);
    if (!*written) {
        load->documents++;
        load->unchanged++;
        return SQLITE_OK;
    }
    const char *error = (const char *)sqlite3_column_text(load->files, FILE_ERROR);
    if (error) return note(load, error);
    const char *bytes = (const char *)sqlite3_column_text(load->files, FILE_CONTENT);
    size_t length = (size_t)sqlite3_column_bytes(load->files, FILE_CONTENT);
    if (!bytes && sqlite3_column_type(load->files, FILE_CONTENT) != SQLITE_NULL) return SQLITE_NOMEM;
    sqlite3_int64 digest = digest_of(load, bytes ? bytes : "", length);
    int same = bytes && sqlite3_column_type(load->files, FILE_DIGEST) == SQLITE_INTEGER &&
               sqlite3_column_int64(load->files, FILE_DIGEST) == digest;
    int rc = same ? is_there(cursor, &same) : SQLITE_OK;
    load->bytes += (sqlite3_int64)length;
    if (rc == SQLITE_OK && !same) {
        sqlite3_bind_value(load->insert, 1, sqlite3_column_value(load->files, FILE_URI));
        sqlite3_bind_value(load->insert, 2, sqlite3_column_value(load->files, FILE_CONTENT));
        for (int i = FILE_STATED; i < FILE_COLUMNS; i++)
            sqlite3_bind_value(load->insert, i - FILE_STATED + 3, sqlite3_column_value(load->files, i));
        cursor->connection->loading++;
        rc = run(load->insert);
        cursor->connection->loading--;
        if (rc != SQLITE_OK && !is_fatal(rc)) return note(load, sqlite3_errmsg(cursor->connection->db));
    }
    if (rc == SQLITE_OK && bytes) rc = remember(load, digest);
    if (rc != SQLITE_OK) return rc;
    load->documents++;
    load->unchanged += same;
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
    double seconds = seconds_since(load->begin);
    sqlite3_bind_int64(load->progress, 1, load->batches + 1);
    sqlite3_bind_int64(load->progress, 2, load->documents);
    sqlite3_bind_int64(load->progress, 3, load->unchanged);
    sqlite3_bind_int64(load->progress, 4, load->bytes);
    sqlite3_bind_double(load->progress, 5, seconds);
    sqlite3_bind_int64(load->progress, 6, seconds > 0 ? (sqlite3_int64)((double)load->bytes / seconds) : 0);
    sqlite3_bind_int64(load->progress, 7, load->errors);
    sqlite3_bind_int64(load->progress, 8, load->vanished);
    sqlite3_bind_text(load->progress, 9, load->path, -1, SQLITE_STATIC);
    sqlite3_bind_text(load->progress, 10, load->at_end && load->gone_is_done ? "done" : "running", -1, SQLITE_STATIC);
    return run(load->progress);
}

/* Reads files until a batch is full: `*pages` is how many there were. */
static int load_files(TableCursor *cursor, int *pages)
{
    Load *load = cursor->state;
    int rc = SQLITE_OK, written = 0, unchanged = 0;
    while (rc == SQLITE_OK && !load->at_end && written + unchanged / UNCHANGED_PER_BATCH < load->per_batch) {
        int step = sqlite3_step(load->files), is_written;
        if (step == SQLITE_ROW) {
            ++*pages;
            rc = write_page(cursor, &is_written);
            written += is_written;
            unchanged += !is_written;
        } else {
            load->at_end = 1;
            rc = sqlite3_reset(load->files);
        }
    }
    return rc;
}

/* --- files that are gone ------------------------------------------------------------------------------------------------------- */

/* Whether a file was loaded from below the path of this load, which may be a pattern. */
static int is_below(const Load *load, const char *path)
{
    size_t length = strlen(load->path);
    while (length > 1 && load->path[length - 1] == '/') length--;
    if (!strncmp(path, load->path, length) &&
        (!path[length] || strchr("/#", path[length]) || load->path[length - 1] == '/'))
        return 1;
    char folder[4096];
    for (const char *slash = path; *slash; slash++) {
        size_t end = (size_t)(slash - path) + 1;
        if ((slash[1] && !strchr("/#", slash[1])) || end >= sizeof folder) continue;
        memcpy(folder, path, end);
        folder[end] = 0;
        if (fnmatch(load->path, folder, FNM_PATHNAME | FNM_PERIOD) == 0) return 1;
    }
    return 0;
}

/* Whether neither the file nor, of a record or a member, the file that it was in is there. What cannot be looked at counts as there. */
static int is_gone(const char *path)
{
    char file[4096];
    struct stat status;
    size_t length = strlen(path);
    if (length >= sizeof file) return 0;
    memcpy(file, path, length + 1);
    while (length) {
        if (stat(file, &status) == 0) return !S_ISREG(status.st_mode);
        if (errno != ENOENT && errno != ENOTDIR) return 0;
        while (length && !strchr("/#", file[length - 1])) length--;
        if (length) file[--length] = 0;
    }
    return 1;
}

/* Removes or reports the document of a file that is gone, and forgets the file. */
static int end_file(TableCursor *cursor, sqlite3_value *uri, sqlite3_value *path)
{
    Load *load = cursor->state;
    sqlite3_stmt *statement = NULL;
    int rc = SQLITE_OK;
    load->vanished++;
    if (load->gone == GONE_REPORT) {
        sqlite3_bind_value(load->note, 1, uri);
        sqlite3_bind_text(load->note, 2, "the file is gone", -1, SQLITE_STATIC);
        return run(load->note);
    }
    rc = prepare(cursor, "DELETE FROM \"%w\" WHERE uri=?1", &statement);
    if (rc == SQLITE_OK) rc = sqlite3_bind_value(statement, 1, uri);
    if (rc == SQLITE_OK) sqlite3_step(statement);
    int end = sqlite3_finalize(statement);
    if (rc == SQLITE_OK) rc = end;
    if (rc == SQLITE_OK) rc = prepare(cursor, "DELETE FROM \"%w_file\" WHERE uri=?1 AND path=?2", &statement);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_value(statement, 1, uri);
    sqlite3_bind_value(statement, 2, path);
    sqlite3_step(statement);
    return sqlite3_finalize(statement);
}

/* Looks for all files that were loaded from below this path. */
static int end_files(TableCursor *cursor)
{
    Load *load = cursor->state;
    sqlite3_stmt *list = NULL;
    load->gone_is_done = 1;
    if (load->gone == GONE_KEEP) return SQLITE_OK;
    int rc = prepare(cursor, "SELECT uri,path FROM \"%w_file\" ORDER BY +path",
                     &list); /* sorted: so read before it changes */
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW) {
        const char *path = (const char *)sqlite3_column_text(list, 1);
        if (path && is_below(load, path) && is_gone(path))
            rc = end_file(cursor, sqlite3_column_value(list, 0), sqlite3_column_value(list, 1));
    }
    int end = sqlite3_finalize(list);
    return rc == SQLITE_OK ? end : rc;
}

/* One batch: `*pages` is how many files it had, 0 at the end. */
static int load_batch(TableCursor *cursor, int *pages)
{
    Load *load = cursor->state;
    sqlite3 *db = cursor->connection->db;
    int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    *pages = 0;
    if (rc == SQLITE_OK) rc = load_files(cursor, pages);
    if (rc == SQLITE_OK && load->at_end && !load->gone_is_done) {
        rc = end_files(cursor);
        *pages += (int)(load->vanished > 0);
    }
    if (rc == SQLITE_OK) rc = write_progress(load);
    if (rc == SQLITE_OK) rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        load->batches++;
        return rc;
    }
    if ((rc & 0xFF) != SQLITE_NOMEM && (rc & 0xFF) != SQLITE_INTERRUPT && !cursor->error)
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

enum { LOAD_BATCH, LOAD_DOCUMENTS, LOAD_BYTES, LOAD_SECONDS, LOAD_ERRORS, LOAD_UNCHANGED, LOAD_GONE };

void column_load(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Load *load = cursor->state;
    switch (column) {
    case LOAD_BATCH: sqlite3_result_int64(context, cursor->row + 1); break;
    case LOAD_DOCUMENTS: sqlite3_result_int64(context, load->documents); break;
    case LOAD_BYTES: sqlite3_result_int64(context, load->bytes); break;
    case LOAD_SECONDS: sqlite3_result_double(context, seconds_since(load->begin)); break;
    case LOAD_ERRORS: sqlite3_result_int64(context, load->errors); break;
    case LOAD_UNCHANGED: sqlite3_result_int64(context, load->unchanged); break;
    case LOAD_GONE: sqlite3_result_int64(context, load->vanished); break;
    }
}
