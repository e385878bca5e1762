/*
** load_function.c - corpus_load(table, path, per_batch, when_gone, max_bytes): a bulk load that commits as it goes, a row for each batch
**
** One INSERT ... SELECT is one transaction: nobody sees it before its end, and an interrupt undoes all of it. This function reads the same documents
** (corpus_files()), but writes them in transactions of `per_batch` pages (PER_BATCH, or more small ones), by INSERT OR REPLACE, so that a load that was
** interrupted, killed, or stopped by a full disk is taken up by calling it again.
**
** A document's uri is the address that its record states (WARC, JSON, CSV, mail, a saved page), else its path. What the record states of title,
** publication, language, author and publisher goes before what the page shows.
**
** What was loaded is remembered (load.h). A file of the same size and time is passed over unopened, with all of its documents; of one that changed, a record of the same size and time
** by its head, and one that has the same hash without being analysed. The time is not believed (NULL) if it is within two seconds of the load, when the file
** may change again without looking changed. A document that was removed from the table is loaded again.
** Of a uri that is met twice in one load, the later page stands.
**
** Documents that were loaded from below `path` and whose file is not there any more, or is there without the record: `when_gone` says whether they stay ('keep', the default), stay with a row of
** <table>_error ('report'), or are removed ('remove'). Of a file that could not be read to its end, or in which something was broken, nothing counts as gone.
** Of a document that another file or record gave too, only the memory of the one that is gone goes, and the other is read again by the next load.
**
** A document longer than `max_bytes` (MOST_BYTES) is refused: an analysis takes up to a hundred times its length of memory where names and
** dates stand close to each other, and what is so long is no article, but a log or a dump.
** A file that cannot be read or is refused is a row of <table>_error, and the load goes on; the row goes when the file is read again, or is gone. <table>_info has the progress (load.batch, load.documents, load.unchanged,
** load.bytes, load.seconds, load.rate in bytes a second, load.errors, load.gone, load.path, load.state: running, done), committed with each batch and so
** readable from other connections.
**
** It runs statements of its own under the SELECT that calls it. That works because SQLite commits while others read; it needs to be
** outside a transaction, which is checked.
**
** Memory: one page and what SQLite caches, for which 64 MB are allowed while it runs. Time of an unchanged file: two look-ups, whatever is in it.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include "document/fingerprint.h"
#include "sql/corpus_gathering.h"
#include "sql/load.h"
#include <string.h>
#include <time.h>
SQLITE_EXTENSION_INIT3

enum {
    PER_BATCH = 100,
    LOAD_CACHE = 64 * 1024,       /* KiB of the page cache, at least */
    MOST_BYTES = 8 * 1024 * 1024, /* of a document */
    MOST_PER_BATCH = 1000000,
    SMALL_PER_BATCH = 1000,    /* of small ones, as many as make SMALL_BATCH together, where the user does not say */
    SMALL_BATCH = 1024 * 1024, /* bytes */
    UNCHANGED_PER_BATCH = 100, /* files of which nothing is written count as so many to one */
    TIME_IN_DOUBT = 2          /* seconds */
};

static const char *const gone_names[GONE_CHOICES] = {"keep", "report", "remove"};

int load_prepare(Load *load, const char *format, sqlite3_stmt **statement)
{
    TableCursor *cursor = load->cursor;
    sqlite3_str *text = sqlite3_str_new(cursor->connection->db);
    for (const char *at = format, *name; *at; at = name + 3) {
        name = strstr(at, "\"%w");
        sqlite3_str_append(text, at, (int)(name ? name - at : (ptrdiff_t)strlen(at)));
        if (!name) break;
        sqlite3_str_appendf(text, "\"%w\".\"%w", load->schema, load->table);
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
    *per_batch = 0;
    if (!value) return SQLITE_OK;
    sqlite3_int64 wanted = sqlite3_value_int64(value);
    if (wanted < 1 || wanted > MOST_PER_BATCH)
        return table_error(cursor,
                           sqlite3_mprintf("corpus_load: per_batch %lld is out of range; allowed are 1 to %d pages",
                                           (long long)wanted, MOST_PER_BATCH));
    *per_batch = (int)wanted;
    return SQLITE_OK;
}

static int read_max_bytes(TableCursor *cursor, sqlite3_int64 *max_bytes)
{
    sqlite3_value *value = table_argument(cursor, 4);
    sqlite3_int64 most = sqlite3_limit(cursor->connection->db, SQLITE_LIMIT_LENGTH, -1);
    *max_bytes = most < MOST_BYTES ? most : MOST_BYTES;
    if (!value) return SQLITE_OK;
    ((Load *)cursor->state)->asks_again = 1;
    *max_bytes = sqlite3_value_int64(value);
    if (*max_bytes >= 1 && *max_bytes <= most) return SQLITE_OK;
    return table_error(cursor,
                       sqlite3_mprintf("corpus_load: max_bytes %lld is out of range; allowed are 1 to %lld bytes",
                                       (long long)*max_bytes, (long long)most));
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

/* --- the page cache ------------------------------------------------------------------------------------------------------------ */

/* Reads the one number that a PRAGMA of the table's database returns. */
static int read_pragma(Load *load, const char *pragma, sqlite3_int64 *value)
{
    sqlite3 *db = load->cursor->connection->db;
    sqlite3_stmt *read = NULL;
    char *sql = sqlite3_mprintf("PRAGMA \"%w\".%s", load->schema, pragma);
    int rc = sql ? sqlite3_prepare_v2(db, sql, -1, &read, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) *value = sqlite3_column_int64(read, 0);
    int end = sqlite3_finalize(read);
    return rc == SQLITE_OK ? end : rc;
}

static int set_cache(Load *load, sqlite3_int64 size)
{
    char *sql = sqlite3_mprintf("PRAGMA \"%w\".cache_size=%lld", load->schema, (long long)size);
    int rc = sql ? sqlite3_exec(load->cursor->connection->db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return rc;
}

/*
** Each document writes to some hundred places of the indexes of names, spellings and copies. SQLite's own 2 MB of cache hold none of these once a corpus
** is larger than that, and each write reads a page and writes one: so the load has at least LOAD_CACHE, and leaves the cache as it was.
*/
static int widen_cache(Load *load)
{
    sqlite3_int64 page_size = 0, size = 0;
    int rc = read_pragma(load, "cache_size", &load->cache_size);
    if (rc == SQLITE_OK) rc = read_pragma(load, "page_size", &page_size);
    size = load->cache_size < 0 ? -load->cache_size : load->cache_size * page_size / 1024;
    if (rc != SQLITE_OK || size >= LOAD_CACHE) return rc;
    load->is_wide = 1;
    return set_cache(load, -LOAD_CACHE);
}

/* --- the table ----------------------------------------------------------------------------------------------------------------- */

/* Finds the table that the argument names, alone or behind its schema and a dot: `load->schema` and `load->table`. */
static int find_table(Load *load, const TextArgument *input)
{
    TableCursor *cursor = load->cursor;
    sqlite3_stmt *find = NULL;
    int rc = sqlite3_prepare_v2(
        cursor->connection->db,
        "SELECT t.schema, t.name FROM pragma_database_list AS d JOIN pragma_table_list AS t ON t.schema=d.name WHERE "
        "t.type='virtual' AND (t.name=?1 COLLATE nocase OR t.schema||'.'||t.name=?1 COLLATE nocase) ORDER BY "
        "t.name=?1 COLLATE nocase DESC, d.name='temp' DESC, d.seq LIMIT 1",
        -1, &find, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_bind_text64(find, 1, input->bytes, input->length, SQLITE_STATIC, SQLITE_UTF8);
    int step = rc == SQLITE_OK ? sqlite3_step(find) : rc;
    if (step == SQLITE_ROW) {
        load->schema = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(find, 0));
        load->table = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(find, 1));
    }
    int end = sqlite3_finalize(find);
    if (rc == SQLITE_OK) rc = end;
    if (rc != SQLITE_OK) return rc;
    if (step == SQLITE_ROW) return load->schema && load->table ? SQLITE_OK : SQLITE_NOMEM;
    return table_error(cursor, sqlite3_mprintf("corpus_load: table '%.*s': no such table that was made USING corpus",
                                               input->length < 256 ? (int)input->length : 256, input->bytes));
}

/*
** The rows of corpus_files() with what is remembered of them. `content` and `error` are asked for, and so the document read, only if it looks changed. The hash of a document
** that came from one place alone counts for another place, too: a record that moved within its file.
*/
#define LOAD_KNOWN                                                                                                     \
    "s.size IS f.size AND s.modified IS f.modified AND EXISTS(SELECT 1 FROM \"%w_document\" WHERE uri=s.uri)"
#define LOAD_FILES                                                                                                     \
    "SELECT f.path, coalesce(f.address, f.path) AS uri, f.size, f.modified, coalesce(s.digest, (SELECT min(digest) "   \
    "FROM "                                                                                                            \
    "\"%w_file\" WHERE uri=coalesce(f.address, f.path) HAVING count(*)=1)), " LOAD_KNOWN ", "                          \
    "CASE WHEN NOT (" LOAD_KNOWN ") THEN f.content END, CASE WHEN NOT (" LOAD_KNOWN ") THEN f.error END, "             \
    "f.title, f.published, f.language, f.author, f.publisher "                                                         \
    "FROM corpus_files(?1, NULL, ?2) AS f LEFT JOIN \"%w_file\" AS s ON s.uri=coalesce(f.address, f.path) AND "        \
    "s.path=f.path"
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

static int prepare_all(Load *load)
{
    int rc = load_prepare(load,
                          "INSERT OR REPLACE INTO \"%w\"(uri,page,title,published,language,author,publisher) "
                          "VALUES(?1,?2,?3,?4,?5,?6,?7)",
                          &load->insert);
    if (rc == SQLITE_OK)
        rc = load_prepare(load, "INSERT OR REPLACE INTO \"%w_error\"(uri,reason) VALUES(?1,?2)", &load->note);
    if (rc == SQLITE_OK)
        rc = load_prepare(load,
                          "INSERT OR REPLACE INTO \"%w_file\"(uri,path,size,modified,digest,container,reading) "
                          "VALUES(?1,?2,?3,?4,?5,?6,?7)",
                          &load->remember);
    if (rc == SQLITE_OK)
        rc = load_prepare(
            load,
            "INSERT OR REPLACE INTO \"%w_info\"(key,value) VALUES('load.batch',?1),('load.documents',?2),"
            "('load.unchanged',?3),('load.bytes',?4),('load.seconds',?5),('load.rate',?6),('load.errors',?7),"
            "('load.gone',?8),('load.path',?9),('load.state',?10)",
            &load->progress);
    if (rc == SQLITE_OK) rc = load_prepare(load, LOAD_FILES, &load->files);
    return rc == SQLITE_OK ? load_watch(load) : rc;
}

int open_load(TableCursor *cursor)
{
    sqlite3_value *path = table_argument(cursor, 1);
    struct tm utc;
    struct timespec now;
    sqlite3_int64 max_bytes;
    clock_gettime(CLOCK_REALTIME, &now);
    time_t doubt = now.tv_sec - TIME_IN_DOUBT;
    if (!sqlite3_get_autocommit(cursor->connection->db))
        return table_error(
            cursor, sqlite3_mprintf("corpus_load: inside a transaction it cannot commit its batches; COMMIT first"));
    Load *load = memory_alloc(sizeof *load);
    if (!load) return SQLITE_NOMEM;
    memset(load, 0, sizeof *load);
    cursor->state = load;
    load->cursor = cursor;
    load->reading = now.tv_sec * (sqlite3_int64)1000000 + now.tv_nsec / 1000;
    clock_gettime(CLOCK_MONOTONIC, &load->begin);
    if (gmtime_r(&doubt, &utc)) strftime(load->in_doubt, sizeof load->in_doubt, "%Y-%m-%dT%H:%M:%SZ", &utc);
    load->path = sqlite3_mprintf("%s", path ? (const char *)sqlite3_value_text(path) : "");
    if (!load->path) return SQLITE_NOMEM;
    load->at_end = load->gone_is_done = path == NULL; /* a NULL has no files */
    int rc = read_per_batch(cursor, &load->per_batch);
    if (rc == SQLITE_OK) rc = read_gone(cursor, &load->gone);
    if (rc == SQLITE_OK) rc = find_table(load, &cursor->input);
    if (rc == SQLITE_OK) rc = prepare_all(load);
    if (rc == SQLITE_OK) rc = widen_cache(load);
    if (rc == SQLITE_OK) rc = read_max_bytes(cursor, &max_bytes);
    if (rc == SQLITE_OK && path) rc = sqlite3_bind_value(load->files, 1, path);
    if (rc == SQLITE_OK && path) rc = sqlite3_bind_int64(load->files, 2, max_bytes);
    return rc;
}

void close_load(TableCursor *cursor)
{
    Load *load = cursor->state;
    if (!load) return;
    gathering_forget_all(cursor->connection);
    sqlite3_finalize(load->files);
    sqlite3_finalize(load->insert);
    sqlite3_finalize(load->note);
    sqlite3_finalize(load->remember);
    sqlite3_finalize(load->progress);
    load_clear(load);
    /* PRAGMA asks for memory; where a second attempt finds none either the cache stays as large as it is, which harms nobody */
    if (load->is_wide && set_cache(load, load->cache_size) == SQLITE_NOMEM) set_cache(load, load->cache_size);
    sqlite3_free(load->schema);
    sqlite3_free(load->table);
    sqlite3_free(load->path);
    memory_free(load);
    cursor->state = NULL;
}

int load_run(sqlite3_stmt *statement)
{
    sqlite3_step(statement);
    int rc = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

/* Whether the current row is of the file that is being read: a folder is in no file. */
static int is_of_file(const Load *load)
{
    const char *path = (const char *)sqlite3_column_text(load->files, FILE_PATH);
    size_t length = load->file.path ? strlen(load->file.path) : 0;
    return length && path && !strncmp(path, load->file.path, length);
}

static int note(Load *load, const char *reason)
{
    load->errors++;
    load->file.errors += is_of_file(load);
    sqlite3_bind_value(load->note, 1, sqlite3_column_value(load->files, FILE_URI));
    sqlite3_bind_text(load->note, 2, reason, -1, SQLITE_TRANSIENT);
    return load_run(load->note);
}

/* Remembers the document that the files' statement stands on, whose content has this hash. */
static int remember(Load *load, sqlite3_int64 digest)
{
    const LoadedFile *file = &load->file;
    const char *modified = (const char *)sqlite3_column_text(load->files, FILE_MODIFIED);
    sqlite3_bind_value(load->remember, 1, sqlite3_column_value(load->files, FILE_URI));
    sqlite3_bind_value(load->remember, 2, sqlite3_column_value(load->files, FILE_PATH));
    sqlite3_bind_value(load->remember, 3, sqlite3_column_value(load->files, FILE_SIZE));
    if (modified && strcmp(modified, load->in_doubt) < 0)
        sqlite3_bind_value(load->remember, 4, sqlite3_column_value(load->files, FILE_MODIFIED));
    sqlite3_bind_int64(load->remember, 5, digest);
    if (!file->is_alone) sqlite3_bind_text(load->remember, 6, file->path, -1, SQLITE_STATIC);
    sqlite3_bind_int64(load->remember, 7, load->reading);
    return load_run(load->remember);
}

/* What ends the load, beside an error of one page. */
static int is_fatal(int rc)
{
    int code = rc & 0xFF;
    return code != SQLITE_OK && code != SQLITE_ERROR && code != SQLITE_CONSTRAINT && code != SQLITE_TOOBIG &&
           code != SQLITE_MISMATCH;
}

/* Whether the document of the current row is in the table. */
static int is_there(Load *load, int *there)
{
    sqlite3_stmt *find = NULL;
    int rc = load_prepare(load, "SELECT 1 FROM \"%w_document\" WHERE uri=?1", &find);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_value(find, 1, sqlite3_column_value(load->files, FILE_URI));
    *there = sqlite3_step(find) == SQLITE_ROW;
    return sqlite3_finalize(find);
}

/* Whether the row is all of its file and goes by its path: then its row of <table>_file tells all. */
static int is_alone(Load *load)
{
    const char *path = (const char *)sqlite3_column_text(load->files, FILE_PATH),
               *uri = (const char *)sqlite3_column_text(load->files, FILE_URI);
    return load->file.path && path && uri && !strcmp(path, load->file.path) && !strcmp(uri, path);
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

/* Counts a file that was passed over with all that is in it. */
static void pass_file(Load *load)
{
    load->documents += load->passed_documents;
    load->unchanged += load->passed_documents;
    load->errors += load->passed_errors;
    load->is_passed = 0;
}

/* Writes the page of the current row, whose hash is not that of the document; `*refused` if it cannot be a document. */
static int write_document(Load *load, int *refused)
{
    Connection *connection = load->cursor->connection;
    sqlite3_bind_value(load->insert, 1, sqlite3_column_value(load->files, FILE_URI));
    sqlite3_bind_value(load->insert, 2, sqlite3_column_value(load->files, FILE_CONTENT));
    for (int i = FILE_STATED; i < FILE_COLUMNS; i++)
        sqlite3_bind_value(load->insert, i - FILE_STATED + 3, sqlite3_column_value(load->files, i));
    connection->loading++;
    int rc = load_run(load->insert);
    connection->loading--;
    *refused = rc != SQLITE_OK && !is_fatal(rc);
    return *refused ? note(load, sqlite3_errmsg(connection->db)) : rc;
}

/* Writes the page that the files' statement stands on, unless it is there. `*written` is 0 if nothing was to be done. */
static int write_page(Load *load, int *written)
{
    *written = 0;
    if (load->is_passed) {
        pass_file(load);
        return SQLITE_OK;
    }
    load->file.is_alone = is_alone(load);
    if (sqlite3_column_int(load->files, FILE_KNOWN)) {
        load->documents++;
        load->unchanged++;
        return load_see(load, sqlite3_column_value(load->files, FILE_URI),
                        sqlite3_column_value(load->files, FILE_PATH));
    }
    *written = 1;
    const char *error = (const char *)sqlite3_column_text(load->files, FILE_ERROR);
    if (error) return note(load, error);
    const char *bytes = (const char *)sqlite3_column_text(load->files, FILE_CONTENT);
    size_t length = (size_t)sqlite3_column_bytes(load->files, FILE_CONTENT);
    if (!bytes && sqlite3_column_type(load->files, FILE_CONTENT) != SQLITE_NULL) return SQLITE_NOMEM;
    sqlite3_int64 digest = digest_of(load, bytes ? bytes : "", length);
    int refused = 0, same = bytes && sqlite3_column_type(load->files, FILE_DIGEST) == SQLITE_INTEGER &&
                            sqlite3_column_int64(load->files, FILE_DIGEST) == digest;
    int rc = same ? is_there(load, &same) : SQLITE_OK;
    load->bytes += (sqlite3_int64)length;
    if (rc == SQLITE_OK && !same) rc = write_document(load, &refused);
    if (rc != SQLITE_OK || refused) return rc;
    load->documents++;
    load->unchanged += same;
    load->file.documents++;
    return bytes ? remember(load, digest) : rc;
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
    return load_run(load->progress);
}

/* Goes to the next document, or file that is passed over. */
static int step_files(Load *load)
{
    Connection *connection = load->cursor->connection;
    FileWatch *outer = connection->file_watch;
    connection->file_watch = &load->watch;
    int step = sqlite3_step(load->files);
    connection->file_watch = outer;
    return step;
}

/* Whether a batch of so many pages and bytes is full. What a commit costs hangs on the places of the indexes that were written to, which are the same for many small pages. */
static int is_full(const Load *load, int pages, sqlite3_int64 bytes)
{
    if (load->per_batch) return pages >= load->per_batch;
    return pages >= SMALL_PER_BATCH || (pages >= PER_BATCH && bytes >= SMALL_BATCH);
}

/* Reads files until a batch is full: `*pages` is how many there were. */
static int load_files(Load *load, int *pages)
{
    int rc = SQLITE_OK, written = 0, unchanged = 0;
    sqlite3_int64 before = load->bytes;
    while (rc == SQLITE_OK && !load->at_end &&
           !is_full(load, written + unchanged / UNCHANGED_PER_BATCH, load->bytes - before)) {
        int step = step_files(load), is_written;
        if (step == SQLITE_ROW) {
            ++*pages;
            rc = write_page(load, &is_written);
            written += is_written;
            unchanged += !is_written;
        } else {
            load->at_end = 1;
            rc = sqlite3_reset(load->files);
            if (rc == SQLITE_OK) rc = load_end_file(load);
        }
    }
    return rc;
}

/* What a user can do about a lock. A load reads on while it writes: what another connection commits in between it cannot write over. */
static const char *why_busy(sqlite3 *db)
{
    int code = sqlite3_extended_errcode(db);
    if (code == SQLITE_BUSY_SNAPSHOT) return " (another connection has written since the load began)";
    return (code & 0xFF) == SQLITE_BUSY ? " (another connection writes or reads; PRAGMA busy_timeout makes it wait)"
                                        : "";
}

/* One batch: `*pages` is how many files it had, 0 at the end. */
static int load_batch(TableCursor *cursor, int *pages)
{
    Load *load = cursor->state;
    Connection *connection = cursor->connection;
    sqlite3 *db = connection->db;
    int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    *pages = 0;
    connection->gathers++;
    if (rc == SQLITE_OK) rc = gathering_begin_batch(connection);
    if (rc == SQLITE_OK) rc = load_files(load, pages);
    if (rc == SQLITE_OK && load->at_end && !load->gone_is_done) {
        rc = load_end(load);
        load->gone_is_done = 1;
        *pages += (int)(load->vanished > 0);
    }
    connection->gathers--;
    if (rc == SQLITE_OK) rc = gathering_settle_all(connection);
    if (rc == SQLITE_OK) rc = write_progress(load);
    if (rc == SQLITE_OK) rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        load->batches++;
        if (gathering_end_batch(connection) != SQLITE_OK) gathering_forget_all(connection);
        return rc;
    }
    gathering_forget_all(connection);
    if ((rc & 0xFF) != SQLITE_NOMEM && (rc & 0xFF) != SQLITE_INTERRUPT && !cursor->error)
        table_error(cursor, sqlite3_mprintf("corpus_load: %s%s%s", sqlite3_errmsg(db), why_busy(db),
                                            (rc & 0xFF) == SQLITE_READONLY
                                                ? ""
                                                : "; what was committed stays, call it again to go on"));
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
