/* load_files.c - the files of a bulk load: which need not be read, what is remembered of those that were, and what is gone; see load.h */
#include "sql/load.h"
#include <errno.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
SQLITE_EXTENSION_INIT3

enum { FIND_FILE, FORGET_FILE, FORGET_ERRORS, SEE, HAS_RECORDS, NOTE_FILE, FORGET_MOVED };

/* Of all: ?1 is the path of a file. */
static const char *const templates[] = {
    /* how many documents and errors an unchanged file gives */
    [FIND_FILE] =
        "SELECT 1, 0 FROM \"%w_file\" WHERE uri=?1 AND path=?1 AND size=?2 AND modified=?3 AND EXISTS(SELECT 1 FROM "
        "\"%w_document\" WHERE uri=?1) UNION ALL SELECT documents, errors FROM \"%w_container\" WHERE path=?1 AND "
        "size=?2 AND modified=?3 AND (errors=0 OR ?4 IS NULL)",
    [FORGET_FILE] = "DELETE FROM \"%w_container\" WHERE path=?1",
    /* of the file, its records (`#` and on) and members (`/` and on) */
    [FORGET_ERRORS] =
        "DELETE FROM \"%w_error\" WHERE uri=?1 OR (uri>?1||'#' AND uri<?1||'$') OR (uri>?1||'/' AND uri<?1||'0')",
    [SEE] = "UPDATE \"%w_file\" SET container=?1, reading=?2 WHERE uri=?3 AND path=?4",
    [HAS_RECORDS] = "SELECT 1 FROM \"%w_file\" WHERE container=?1",
    [NOTE_FILE] = "INSERT OR REPLACE INTO \"%w_container\"(path,size,modified,documents,errors,reading) "
                  "VALUES(?1,?2,?3,?4,?5,?6)",
    /* documents that this reading met at another place */
    [FORGET_MOVED] = "DELETE FROM \"%w_file\" AS f WHERE container=?1 AND reading IS NOT ?2 AND EXISTS(SELECT 1 FROM "
                     "\"%w_file\" AS o "
                     "WHERE o.uri=f.uri AND o.reading=?2)"};
enum { TEMPLATES = sizeof templates / sizeof *templates };
_Static_assert((int)TEMPLATES <= (int)LOAD_STATEMENTS, "Load.kept is too small");

/* --- files that are met ------------------------------------------------------------------------------------------------------- */

static int meet(FileWatch *watch, const char *path, sqlite3_int64 size, const char *modified, int *passed)
{
    Load *load = (Load *)watch;
    sqlite3_stmt *find = load->kept[FIND_FILE];
    int rc = load_end_file(load);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_text(find, 1, path, -1, SQLITE_STATIC);
    sqlite3_bind_int64(find, 2, size);
    sqlite3_bind_text(find, 3, modified, -1, SQLITE_STATIC);
    if (load->asks_again) sqlite3_bind_int(find, 4, 1);
    *passed = load->is_passed = sqlite3_step(find) == SQLITE_ROW;
    if (*passed) {
        load->passed_documents = sqlite3_column_int64(find, 0);
        load->passed_errors = sqlite3_column_int64(find, 1);
    }
    rc = sqlite3_reset(find);
    sqlite3_clear_bindings(find);
    return rc;
}

static int run_on(Load *load, int which, const char *path)
{
    sqlite3_bind_text(load->kept[which], 1, path, -1, SQLITE_STATIC);
    return load_run(load->kept[which]);
}

static int begin_file(FileWatch *watch, const char *path, sqlite3_int64 size, const char *modified)
{
    Load *load = (Load *)watch;
    load->file = (LoadedFile){.size = size};
    load->watch.is_broken = 0;
    sqlite3_snprintf(sizeof load->file.modified, load->file.modified, "%s", modified);
    load->file.path = sqlite3_mprintf("%s", path);
    if (!load->file.path) return SQLITE_NOMEM;
    int rc = run_on(load, FORGET_FILE, path);
    return rc == SQLITE_OK ? run_on(load, FORGET_ERRORS, path) : rc;
}

int load_see(Load *load, sqlite3_value *uri, sqlite3_value *path)
{
    sqlite3_stmt *see = load->kept[SEE];
    load->file.documents++;
    if (!load->file.is_alone) sqlite3_bind_text(see, 1, load->file.path, -1, SQLITE_STATIC);
    sqlite3_bind_int64(see, 2, load->reading);
    sqlite3_bind_value(see, 3, uri);
    sqlite3_bind_value(see, 4, path);
    return load_run(see);
}

/* Whether the row of <table>_file tells all of the file that was read. */
static int is_told(Load *load, int *rc)
{
    const LoadedFile *file = &load->file;
    sqlite3_stmt *find = load->kept[HAS_RECORDS];
    if (!file->is_alone || file->documents != 1 || file->errors) return 0;
    sqlite3_bind_text(find, 1, file->path, -1, SQLITE_STATIC);
    int has_records = sqlite3_step(find) == SQLITE_ROW; /* it was of another kind */
    *rc = sqlite3_reset(find);
    return !has_records;
}

int load_end_file(Load *load)
{
    LoadedFile *file = &load->file;
    int rc = SQLITE_OK;
    if (!file->path) return rc;
    if (!load->watch.is_broken && !is_told(load, &rc) && rc == SQLITE_OK) {
        sqlite3_stmt *note = load->kept[NOTE_FILE], *moved = load->kept[FORGET_MOVED];
        sqlite3_bind_text(note, 1, file->path, -1, SQLITE_STATIC);
        sqlite3_bind_int64(note, 2, file->size);
        if (strcmp(file->modified, load->in_doubt) < 0) sqlite3_bind_text(note, 3, file->modified, -1, SQLITE_STATIC);
        sqlite3_bind_int64(note, 4, file->documents);
        sqlite3_bind_int64(note, 5, file->errors);
        sqlite3_bind_int64(note, 6, load->reading);
        rc = load_run(note);
        if (rc == SQLITE_OK) {
            sqlite3_bind_text(moved, 1, file->path, -1, SQLITE_STATIC);
            sqlite3_bind_int64(moved, 2, load->reading);
            rc = load_run(moved);
        }
    }
    sqlite3_free(file->path);
    *file = (LoadedFile){.path = NULL};
    return rc;
}

int load_watch(Load *load)
{
    sqlite3_stmt *last = NULL;
    int rc = SQLITE_OK;
    load->watch = (FileWatch){meet, begin_file, 0};
    for (int i = 0; i < TEMPLATES && rc == SQLITE_OK; i++) rc = load_prepare(load, templates[i], &load->kept[i]);
    if (rc == SQLITE_OK) rc = load_prepare(load, "SELECT max(rowid) FROM \"%w_error\"", &last);
    if (rc == SQLITE_OK && sqlite3_step(last) == SQLITE_ROW) load->last_error = sqlite3_column_int64(last, 0);
    int end = sqlite3_finalize(last);
    return rc == SQLITE_OK ? end : rc;
}

void load_clear(Load *load)
{
    for (int i = 0; i < TEMPLATES; i++) sqlite3_finalize(load->kept[i]);
    sqlite3_free(load->file.path);
}

/* --- what is gone -------------------------------------------------------------------------------------------------------------- */

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

/* Runs SQL whose ?1 is a uri and ?2 a path. `*found`, if wanted, is whether it has a row. */
static int run_once(Load *load, const char *sql, sqlite3_value *uri, sqlite3_value *path, int *found)
{
    sqlite3_stmt *statement = NULL;
    int rc = load_prepare(load, sql, &statement);
    if (rc != SQLITE_OK) return rc;
    if (sqlite3_bind_parameter_count(statement) > 0) sqlite3_bind_value(statement, 1, uri);
    if (sqlite3_bind_parameter_count(statement) > 1) sqlite3_bind_value(statement, 2, path);
    int step = sqlite3_step(statement);
    if (found) *found = step == SQLITE_ROW;
    return sqlite3_finalize(statement);
}

/* Forgets the place of a document, and removes the document if it came from nowhere else; else the other places are read again by the next load. */
static int remove_place(Load *load, sqlite3_value *uri, sqlite3_value *path)
{
    int has_other = 0, rc = run_once(load, "DELETE FROM \"%w_file\" WHERE uri=?1 AND path=?2", uri, path, NULL);
    if (rc == SQLITE_OK) rc = run_once(load, "SELECT 1 FROM \"%w_file\" WHERE uri=?1", uri, path, &has_other);
    if (rc == SQLITE_OK && !has_other) return run_once(load, "DELETE FROM \"%w\" WHERE uri=?1", uri, path, NULL);
    if (rc == SQLITE_OK)
        rc = run_once(load,
                      "DELETE FROM \"%w_container\" WHERE path IN (SELECT coalesce(container,path) FROM \"%w_file\" "
                      "WHERE uri=?1)",
                      uri, path, NULL);
    return rc == SQLITE_OK
               ? run_once(load, "UPDATE \"%w_file\" SET modified=NULL, digest=NULL WHERE uri=?1", uri, path, NULL)
               : rc;
}

/* Removes or reports a document whose file, or record in it, is gone. */
static int end_place(Load *load, sqlite3_value *uri, sqlite3_value *path, int has_file)
{
    load->vanished++;
    if (load->gone == GONE_REMOVE) return remove_place(load, uri, path);
    sqlite3_bind_value(load->note, 1, uri);
    sqlite3_bind_text(load->note, 2, has_file ? "its record is gone from the file" : "the file is gone", -1,
                      SQLITE_STATIC);
    return load_run(load->note);
}

/* All places below this path: their file is gone, or it was read to its end since without meeting them. */
static int end_places(Load *load)
{
    sqlite3_stmt *list = NULL;
    int rc =
        load_prepare(load,
                     "SELECT f.uri, f.path, c.errors=0 AND f.reading IS NOT c.reading FROM \"%w_file\" AS f LEFT JOIN "
                     "\"%w_container\" AS c ON c.path=coalesce(f.container,f.path) ORDER BY +f.path",
                     &list); /* sorted: so read before it changes */
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW) {
        const char *path = (const char *)sqlite3_column_text(list, 1);
        int is_unseen = sqlite3_column_int(list, 2);
        if (path && is_below(load, path) && (is_unseen || is_gone(path)))
            rc = end_place(load, sqlite3_column_value(list, 0), sqlite3_column_value(list, 1), is_unseen);
    }
    int end = sqlite3_finalize(list);
    return rc == SQLITE_OK ? end : rc;
}

/* Errors of files that are gone, and of folders: if they stood this load would have noted them anew. */
static int end_errors(Load *load)
{
    sqlite3_stmt *list = NULL;
    int rc = load_prepare(load,
                          "SELECT uri FROM \"%w_error\" WHERE rowid<=?1 AND uri NOT IN (SELECT uri FROM "
                          "\"%w_document\" WHERE uri IS NOT NULL) ORDER BY +rowid",
                          &list);
    if (rc == SQLITE_OK) rc = sqlite3_bind_int64(list, 1, load->last_error);
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW) {
        const char *path = (const char *)sqlite3_column_text(list, 0);
        if (path && is_below(load, path) && is_gone(path))
            rc = run_once(load, "DELETE FROM \"%w_error\" WHERE uri=?1", sqlite3_column_value(list, 0), NULL, NULL);
    }
    int end = sqlite3_finalize(list);
    return rc == SQLITE_OK ? end : rc;
}

int load_end(Load *load)
{
    int rc = end_errors(load);
    return rc == SQLITE_OK && load->gone != GONE_KEEP ? end_places(load) : rc;
}
