/*
** files.c - corpus_files(path): the files below a folder, or matching a glob pattern, as rows with their text
**
** Order: folders are walked depth first, names in byte order, so the rows do not depend on the file system. Names that begin
** with a dot are left out. Links are followed; a link that leads back to a folder above it is a row with an error.
** A row is made of what stat() says; the file is read when `content` or `error` is first asked for, and one file is in
** memory at a time. Whatever cannot be read (no permission, a socket, binary data, longer than SQLite's limit) is
** a row with its reason in `error`, content NULL.
**
** Encoding, in this order: byte order mark; well-formed UTF-8 without NUL; the charset that an HTML or XML head declares;
** ICU's detector (which also knows UTF-16 without a mark and the ISO 2022 family); else the bytes as they are, read as UTF-8.
** UTF-8 comes before the declaration because pages lie about their charset more often than chance makes UTF-8.
**
** Memory: the open folders' names (a stack, no recursion) and one file with its conversion.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include "base/utf8.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
SQLITE_EXTENSION_INIT3

enum {
    DECLARED_WITHIN =
        4096, /* bytes of a page's head in which its charset must be declared (HTML says 1024, pages exceed it) */
    DEEPEST_FOLDER = 512,     /* of nested folders; deeper ones are a row with an error */
    BINARY_LOOKED_AT = 65536, /* bytes in which control characters are counted */
    SURE_ENOUGH = 10          /* of 100: below it the detector's guess is as good as none */
};

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
    const char *fixed_error; /* known before reading: a loop, a socket; constant */
    int is_read;
    char *content;
    size_t content_length;
    char *error; /* of reading, made by sqlite3_mprintf() */
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
        walk->is_read = 1;
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

static void forget_row(Walk *walk)
{
    sqlite3_free(walk->path);
    sqlite3_free(walk->error);
    memory_free(walk->content);
    walk->path = walk->error = walk->content = NULL;
    walk->content_length = 0;
    walk->fixed_error = NULL;
    walk->is_read = 0;
}

/* Goes to the next row. Sets `*found`. */
static int advance(Walk *walk, int *found)
{
    *found = 0;
    while (walk->depth > 0) {
        Names *names = &walk->folders[walk->depth - 1];
        if (names->next == names->count) {
            names_free(names);
            walk->depth--;
            continue;
        }
        forget_row(walk);
        walk->path = names->items[names->next];
        names->items[names->next++] = NULL;
        *found = 1;
        if (stat(walk->path, &walk->status) != 0) {
            memset(&walk->status, 0, sizeof walk->status);
            walk->error = sqlite3_mprintf("%s", strerror(errno));
            walk->is_read = 1;
            return walk->error ? SQLITE_OK : SQLITE_NOMEM;
        }
        if (S_ISREG(walk->status.st_mode)) return SQLITE_OK;
        if (!S_ISDIR(walk->status.st_mode)) walk->fixed_error = "neither a file nor a folder";
        else if (is_loop(walk)) walk->fixed_error = "a link to a folder above it";
        else if (walk->depth == DEEPEST_FOLDER) walk->fixed_error = "folders are nested too deeply";
        else {
            int rc = open_folder(walk, walk->path);
            if (rc != SQLITE_OK) return rc;
            if (!walk->is_read) {
                *found = 0;
                continue;
            }
        }
        return SQLITE_OK;
    }
    return SQLITE_OK;
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
    cursor->state = walk;
    char *path = sqlite3_mprintf("%.*s", (int)cursor->input.length, cursor->input.bytes);
    if (!path) return SQLITE_NOMEM;
    int rc =
        *path ? list_matches(cursor, walk, path) : table_error(cursor, sqlite3_mprintf("corpus_files: path is empty"));
    sqlite3_free(path);
    return rc;
}

int next_files(TableCursor *cursor)
{
    int found, rc = advance(cursor->state, &found);
    if (rc == SQLITE_OK && found) cursor->rows = cursor->row + 1;
    return rc;
}

void close_files(TableCursor *cursor)
{
    Walk *walk = cursor->state;
    if (!walk) return;
    forget_row(walk);
    while (walk->depth > 0) names_free(&walk->folders[--walk->depth]);
    memory_free(walk);
    cursor->state = NULL;
}

/* --- reading ------------------------------------------------------------------------------------------------------------- */

/* Reads the whole file. Returns SQLITE_OK with the bytes, or with walk->error set. */
static int read_bytes(Walk *walk, sqlite3_int64 limit)
{
    int rc = SQLITE_OK;
    if (walk->status.st_size > limit) {
        walk->error = sqlite3_mprintf("%lld bytes are more than SQLite's limit of %lld for one value",
                                      (long long)walk->status.st_size, (long long)limit);
        return walk->error ? SQLITE_OK : SQLITE_NOMEM;
    }
    int file = open(walk->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    size_t capacity = (size_t)walk->status.st_size + 1, length = 0;
    char *bytes = file < 0 ? NULL : memory_alloc(capacity);
    if (file >= 0 && !bytes) rc = SQLITE_NOMEM;
    while (bytes && length < capacity) { /* what was appended since stat() is left for the next load */
        ssize_t got = read(file, bytes + length, capacity - length);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            memory_free(bytes);
            bytes = NULL;
        }
        if (got <= 0) break;
        length += (size_t)got;
    }
    if (!bytes && rc == SQLITE_OK) {
        walk->error = sqlite3_mprintf("%s", strerror(errno));
        if (!walk->error) rc = SQLITE_NOMEM;
    }
    if (file >= 0) close(file);
    walk->content = bytes;
    walk->content_length = bytes ? length : 0;
    return rc;
}

/* The charset of a byte order mark, and the mark's length; NULL: there is none. */
static const char *marked_charset(const char *bytes, size_t length, size_t *mark)
{
    static const struct {
        const char *mark, *charset;
        size_t length;
    } marks[] = {{"\xEF\xBB\xBF", "UTF-8", 3},
                 {"\xFF\xFE\0\0", "UTF-32LE", 4},
                 {"\0\0\xFE\xFF", "UTF-32BE", 4},
                 {"\xFF\xFE", "UTF-16LE", 2},
                 {"\xFE\xFF", "UTF-16BE", 2}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (length < marks[i].length || memcmp(bytes, marks[i].mark, marks[i].length) != 0) continue;
        *mark = marks[i].length;
        return marks[i].charset;
    }
    return NULL;
}

/* Copies the charset that `charset=...` or `encoding="..."` names near the begin of a page. Returns 0 if there is none. */
static int declared_charset(const char *bytes, size_t length, char name[64])
{
    static const char *const keys[] = {"charset=", "encoding="};
    if (length > DECLARED_WITHIN) length = DECLARED_WITHIN;
    for (size_t at = 0; at < length; at++) {
        for (size_t k = 0; k < 2; k++) {
            size_t key = strlen(keys[k]), n = 0;
            if (length - at <= key || strncasecmp(bytes + at, keys[k], key) != 0) continue;
            size_t from = at + key;
            while (from < length && (bytes[from] == '"' || bytes[from] == '\'' || bytes[from] == ' ')) from++;
            while (from < length && n < 63 &&
                   (strchr("-_.:", bytes[from]) ? bytes[from] != 0
                                                : ((bytes[from] | 32) >= 'a' && (bytes[from] | 32) <= 'z') ||
                                                      (bytes[from] >= '0' && bytes[from] <= '9')))
                name[n++] = bytes[from++];
            name[n] = 0;
            if (n) return 1;
        }
    }
    return 0;
}

/* More control characters than any text has: an image, an archive, a program. */
static int is_binary(const char *bytes, size_t length)
{
    size_t controls = 0;
    if (length > BINARY_LOOKED_AT) length = BINARY_LOOKED_AT;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        controls += byte < 32 && !(byte >= 8 && byte <= 13) && byte != 27;
    }
    return controls > length / 64;
}

/* Replaces the content by what `charset` makes of it. Returns 0 if the charset is not known. */
static int convert(Icu *icu, Walk *walk, const char *charset, size_t skip, int *rc)
{
    Buffer text = BUFFER_EMPTY;
    if (!icu_append_converted(icu, charset, walk->content + skip, walk->content_length - skip, &text)) return 0;
    size_t length = 0;
    char *bytes = buffer_take(&text, &length);
    if (!bytes) {
        *rc = SQLITE_NOMEM;
        return 1;
    }
    memory_free(walk->content);
    walk->content = bytes;
    walk->content_length = length;
    return 1;
}

static int decode(Icu *icu, Walk *walk)
{
    int rc = SQLITE_OK, confidence = 0;
    size_t mark = 0;
    char declared[64];
    const char *bytes = walk->content, *charset = marked_charset(bytes, walk->content_length, &mark);
    if (charset && convert(icu, walk, charset, mark, &rc)) return rc;
    int has_nul = utf8_until_nul(bytes, walk->content_length) < walk->content_length;
    int has_escape = walk->content_length && memchr(bytes, 27, walk->content_length) != NULL;
    if (!has_nul && !has_escape && utf8_is_valid(bytes, walk->content_length)) return SQLITE_OK;
    if (!has_nul && declared_charset(bytes, walk->content_length, declared) && strncasecmp(declared, "utf-8", 5) != 0 &&
        strncasecmp(declared, "utf8", 4) != 0 && convert(icu, walk, declared, 0, &rc))
        return rc;
    charset = icu_detect_charset(icu, bytes, walk->content_length, &confidence);
    if (charset && confidence >= SURE_ENOUGH &&
        (!has_nul || !strncmp(charset, "UTF-16", 6) || !strncmp(charset, "UTF-32", 6)) &&
        strcmp(charset, "UTF-8") != 0 && convert(icu, walk, charset, 0, &rc))
        return rc;
    if (!is_binary(bytes, walk->content_length)) return SQLITE_OK;
    memory_free(walk->content);
    walk->content = NULL;
    walk->content_length = 0;
    walk->error = sqlite3_mprintf("binary data, not text");
    return walk->error ? SQLITE_OK : SQLITE_NOMEM;
}

static int read_file(TableCursor *cursor, Walk *walk)
{
    if (walk->is_read || walk->fixed_error) return SQLITE_OK;
    walk->is_read = 1;
    int rc = read_bytes(walk, sqlite3_limit(cursor->connection->db, SQLITE_LIMIT_LENGTH, -1));
    if (rc == SQLITE_OK && walk->content) rc = decode(cursor->connection->icu, walk);
    return rc;
}

enum { FILES_PATH, FILES_NAME, FILES_SIZE, FILES_MODIFIED, FILES_CONTENT, FILES_ERROR };

static void result_time(sqlite3_context *context, time_t seconds)
{
    struct tm utc;
    char text[32];
    if (gmtime_r(&seconds, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        result_constant(context, text);
}

void column_files(TableCursor *cursor, sqlite3_context *context, int column)
{
    Walk *walk = cursor->state;
    const char *slash = strrchr(walk->path, '/');
    if (column == FILES_CONTENT || column == FILES_ERROR) {
        int rc = read_file(cursor, walk);
        if (rc != SQLITE_OK) {
            sqlite3_result_error_code(context, rc);
            return;
        }
    }
    switch (column) {
    case FILES_PATH: result_constant(context, walk->path); break;
    case FILES_NAME: result_constant(context, slash && slash[1] ? slash + 1 : walk->path); break;
    case FILES_SIZE: sqlite3_result_int64(context, walk->status.st_size); break;
    case FILES_MODIFIED:
        if (walk->status.st_mtime) result_time(context, walk->status.st_mtime);
        break;
    case FILES_CONTENT:
        if (walk->content)
            sqlite3_result_text64(context, walk->content, walk->content_length, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case FILES_ERROR: result_constant(context, walk->fixed_error ? walk->fixed_error : walk->error); break;
    }
}
