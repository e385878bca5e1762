/*
** files.c - corpus_files(path): the documents in the files below a folder, or matching a glob pattern, as rows
**
** Order: folders are walked depth first, names in byte order, so the rows do not depend on the file system. Names that begin
** with a dot are left out. Links are followed; a link that leads back to a folder above it is a row with an error.
** What a file is, and how its documents are taken out of it, is formats/: a row is one document, be it all of a file, a record of it, or a member of an archive.
** The content is read and converted when `content` or `error` is first asked for, and one document is in memory at a time. Whatever
** cannot be read (no permission, a socket, binary data, longer than SQLite's limit) is a row with its reason in `error`, content NULL.
**
** `path` is unique: the file's, with `/name` of a member of an archive, and `#number` of a record (a line, an ordinal, an offset) behind it.
**
** Memory: the open folders' names (a stack, no recursion), one document with its conversion, and a few windows on the file.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include "sql/records.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
SQLITE_EXTENSION_INIT3

enum { DEEPEST_FOLDER = 512 /* of nested folders; deeper ones are a row with an error */ };

typedef struct Names { /* a list of paths that are still to be visited, in order */
    char **items;
    size_t count, capacity, next;
    dev_t device; /* of the folder that the names are in, to notice loops */
    ino_t inode;
} Names;

typedef struct Walk {
    Names folders[DEEPEST_FOLDER];
    int depth;  /* folders open; folders[0] holds the argument's matches */
    char *path; /* of the current row */
    struct stat status;
    const char *fixed_error; /* of what is no file to be read: a loop, a socket; constant */
    char *error;             /* the same, made by sqlite3_mprintf() */
    int file;                /* open, or -1 */
    FileWatch *watch;        /* told of what is read, or NULL */
    Store store;             /* over `file` */
    RecordRows rows;         /* the documents in it */
} Walk;

static int names_add(Names *names, const char *folder, const char *name)
{
    if (names->count == names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 16;
        char **items = memory_realloc(names->items, capacity * sizeof *items);
        if (!items) return SQLITE_NOMEM;
        names->items = items;
        names->capacity = capacity;
    }
    size_t length = strlen(folder);
    const char *slash = length && folder[length - 1] != '/' ? "/" : "";
    char *path = sqlite3_mprintf("%s%s%s", folder, slash, name);
    if (!path) return SQLITE_NOMEM;
    names->items[names->count++] = path;
    return SQLITE_OK;
}

static void names_free(Names *names)
{
    for (size_t i = 0; i < names->count; i++) sqlite3_free(names->items[i]);
    memory_free(names->items);
    memset(names, 0, sizeof *names);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int open_folder(Walk *walk, const char *path)
{
    Names *names = &walk->folders[walk->depth];
    DIR *folder = opendir(path);
    if (!folder) {
        walk->error = sqlite3_mprintf("%s", strerror(errno));
        return walk->error ? SQLITE_OK : SQLITE_NOMEM;
    }
    int rc = SQLITE_OK;
    memset(names, 0, sizeof *names);
    names->device = walk->status.st_dev;
    names->inode = walk->status.st_ino;
    for (struct dirent *entry; rc == SQLITE_OK && (entry = readdir(folder));)
        if (entry->d_name[0] != '.') rc = names_add(names, path, entry->d_name);
    closedir(folder);
    if (rc == SQLITE_OK && names->count) qsort(names->items, names->count, sizeof *names->items, compare_names);
    walk->depth++;
    return rc;
}

static int is_loop(const Walk *walk)
{
    for (int i = 1; i < walk->depth; i++)
        if (walk->folders[i].device == walk->status.st_dev && walk->folders[i].inode == walk->status.st_ino) return 1;
    return 0;
}

/* Ends the file or folder that the walk stands on. */
static void leave(Walk *walk)
{
    records_close(&walk->rows);
    if (walk->file >= 0) close(walk->file);
    walk->file = -1;
    sqlite3_free(walk->path);
    sqlite3_free(walk->error);
    walk->path = walk->error = NULL;
    walk->fixed_error = NULL;
}

static ptrdiff_t read_file(const Store *store, uint64_t offset, char *bytes, size_t capacity, const char **error)
{
    Walk *walk = store->state;
    ssize_t got;
    do got = pread(walk->file, bytes, capacity, (off_t)offset);
    while (got < 0 && errno == EINTR);
    if (got < 0) *error = strerror(errno);
    if (got < 0 && walk->watch) walk->watch->is_broken = 1;
    return (ptrdiff_t)got;
}

/* A time as rows show it; "" if it is none. */
static void write_time(time_t seconds, char text[32])
{
    struct tm utc;
    if (!gmtime_r(&seconds, &utc) || !strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc)) text[0] = 0;
}

/* Opens a file, unless the watch passes it over. What was appended since stat() is left for the next load. */
static int enter_file(TableCursor *cursor, Walk *walk)
{
    char modified[32];
    int passed = 0, rc = SQLITE_OK;
    write_time(walk->status.st_mtime, modified);
    walk->watch = cursor->connection->file_watch;
    if (walk->watch) rc = walk->watch->meet(walk->watch, walk->path, walk->status.st_size, modified, &passed);
    if (rc != SQLITE_OK || passed) return rc;
    walk->file = open(walk->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (walk->file < 0) {
        walk->error = sqlite3_mprintf("%s", strerror(errno));
        return walk->error ? SQLITE_OK : SQLITE_NOMEM;
    }
    walk->store = (Store){read_file, walk, (uint64_t)walk->status.st_size};
    if (walk->watch) rc = walk->watch->open(walk->watch, walk->path, walk->status.st_size, modified);
    return rc != SQLITE_OK ? rc : records_open(cursor->connection, &walk->rows, &walk->store, walk->path);
}

/* Goes to the next file, or to what is a row with an error. Sets `*found`. */
static int next_name(TableCursor *cursor, Walk *walk, int *found)
{
    *found = 0;
    while (walk->depth > 0) {
        Names *names = &walk->folders[walk->depth - 1];
        if (names->next == names->count) {
            names_free(names);
            walk->depth--;
            continue;
        }
        leave(walk);
        walk->path = names->items[names->next];
        names->items[names->next++] = NULL;
        *found = 1;
        if (stat(walk->path, &walk->status) != 0) {
            memset(&walk->status, 0, sizeof walk->status);
            walk->error = sqlite3_mprintf("%s", strerror(errno));
            return walk->error ? SQLITE_OK : SQLITE_NOMEM;
        }
        if (S_ISREG(walk->status.st_mode)) return enter_file(cursor, walk);
        if (!S_ISDIR(walk->status.st_mode)) walk->fixed_error = "neither a file nor a folder";
        else if (is_loop(walk)) walk->fixed_error = "a link to a folder above it";
        else if (walk->depth == DEEPEST_FOLDER) walk->fixed_error = "folders are nested too deeply";
        else {
            int rc = open_folder(walk, walk->path);
            if (rc != SQLITE_OK) return rc;
            if (!walk->error) {
                *found = 0;
                continue;
            }
        }
        return SQLITE_OK;
    }
    return SQLITE_OK;
}

/* Goes to the next row: the next document of the file, or the first of a file behind it. */
static int advance(TableCursor *cursor, Walk *walk, int *found)
{
    int rc = SQLITE_OK;
    for (*found = 0; rc == SQLITE_OK && !*found;) {
        if (walk->file >= 0) {
            rc = records_next(cursor->connection, &walk->rows);
            *found = rc == SQLITE_OK && walk->rows.record != NULL;
            if (rc != SQLITE_OK || *found) break;
        }
        rc = next_name(cursor, walk, found);
        if (rc == SQLITE_OK && !*found) break;
        if (walk->file >= 0) *found = 0; /* its documents are the rows */
    }
    return rc;
}

static int list_matches(TableCursor *cursor, Walk *walk, const char *path)
{
    Names *names = &walk->folders[0];
    walk->depth = 1;
    if (!strpbrk(path, "*?[") || access(path, F_OK) == 0) {
        if (access(path, F_OK) != 0)
            return table_error(cursor, sqlite3_mprintf("corpus_files: path '%s': %s", path, strerror(errno)));
        return names_add(names, "", path);
    }
    glob_t matches;
    int rc = SQLITE_OK, answer = glob(path, 0, NULL, &matches);
    if (answer == 0)
        for (size_t i = 0; i < matches.gl_pathc && rc == SQLITE_OK; i++) rc = names_add(names, "", matches.gl_pathv[i]);
    if (answer == GLOB_NOSPACE) rc = SQLITE_NOMEM;
    if (answer == 0) globfree(&matches);
    return rc;
}

int open_files(TableCursor *cursor)
{
    Walk *walk = memory_alloc(sizeof *walk);
    if (!walk) return SQLITE_NOMEM;
    memset(walk, 0, sizeof *walk);
    walk->file = -1;
    cursor->state = walk;
    int rc = records_options(cursor, 1, &walk->rows);
    if (rc != SQLITE_OK) return rc;
    char *path = sqlite3_mprintf("%.*s", (int)cursor->input.length, cursor->input.bytes);
    if (!path) return SQLITE_NOMEM;
    rc = *path ? list_matches(cursor, walk, path) : table_error(cursor, sqlite3_mprintf("corpus_files: path is empty"));
    sqlite3_free(path);
    return rc;
}

int next_files(TableCursor *cursor)
{
    int found, rc = advance(cursor, cursor->state, &found);
    if (rc == SQLITE_OK && found) cursor->rows = cursor->row + 1;
    return rc;
}

void close_files(TableCursor *cursor)
{
    Walk *walk = cursor->state;
    if (!walk) return;
    leave(walk);
    records_free(&walk->rows);
    while (walk->depth > 0) names_free(&walk->folders[--walk->depth]);
    memory_free(walk);
    cursor->state = NULL;
}

enum { FILES_PATH, FILES_NAME, FILES_SIZE, FILES_MODIFIED, FILES_RECORD };

static void result_time(sqlite3_context *context, time_t seconds)
{
    char text[32];
    write_time(seconds, text);
    if (text[0]) result_constant(context, text);
}

/* The file's path and the place in it; the name is what follows the last slash. */
static void result_path(sqlite3_context *context, const Walk *walk, int is_name)
{
    const FormatsRecord *record = walk->file >= 0 ? walk->rows.record : NULL;
    char *path = sqlite3_mprintf("%s%s", walk->path, record ? record->place : "");
    if (!path) {
        sqlite3_result_error_nomem(context);
        return;
    }
    const char *slash = is_name ? strrchr(path, '/') : NULL;
    result_constant(context, slash && slash[1] ? slash + 1 : path);
    sqlite3_free(path);
}

void column_files(TableCursor *cursor, sqlite3_context *context, int column)
{
    Walk *walk = cursor->state;
    const FormatsRecord *record = walk->file >= 0 ? walk->rows.record : NULL;
    switch (column) {
    case FILES_PATH:
    case FILES_NAME: result_path(context, walk, column == FILES_NAME); break;
    case FILES_SIZE:
        sqlite3_result_int64(context, record && record->is_member ? (sqlite3_int64)record->size : walk->status.st_size);
        break;
    case FILES_MODIFIED:
        if (record && record->modified) result_constant(context, record->modified);
        else if (walk->status.st_mtime) result_time(context, walk->status.st_mtime);
        break;
    default:
        if (record) records_column(cursor->connection, &walk->rows, context, column - FILES_RECORD);
        else if (column - FILES_RECORD == RECORD_ERROR)
            result_constant(context, walk->fixed_error ? walk->fixed_error : walk->error);
    }
}
