/*
** database.h - what the test programs share: opening a database with the extension, small queries, counting
*/
#ifndef DATABASE_H
#define DATABASE_H

#include <dirent.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int tests_passed, tests_failed;

/* Counts one test; prints `format` with its arguments if it failed. */
static inline int check(int ok, const char *format, ...)
{
    if (ok) {
        tests_passed++;
        return 1;
    }
    tests_failed++;
    va_list arguments;
    va_start(arguments, format);
    printf("failed: ");
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    fflush(stdout);
    return 0;
}

static inline int check_end(void)
{
    printf("%d passed, %d failed\n", tests_passed, tests_failed);
    return tests_failed != 0;
}

static inline void *allocated(size_t bytes)
{
    void *block = malloc(bytes ? bytes : 1);
    if (!block) {
        puts("the test has no memory");
        exit(2);
    }
    return block;
}

/* Opens `path` and loads the extension; ends the program if that fails. */
static inline sqlite3 *database_open(const char *path, const char *extension)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL) != SQLITE_OK ||
        sqlite3_load_extension(db, extension, NULL, &error) != SQLITE_OK) {
        printf("cannot load %s: %s\n", extension, error ? error : sqlite3_errmsg(db));
        exit(2);
    }
    return db;
}

/* Runs statements without a result; returns SQLite's code and prints what went wrong. */
static inline int database_run(sqlite3 *db, const char *sql)
{
    char *error = NULL;
    int rc = sqlite3_exec(db, sql, NULL, NULL, &error);
    if (rc != SQLITE_OK) printf("%s\n  %s\n", error ? error : sqlite3_errstr(rc), sql);
    sqlite3_free(error);
    return rc;
}

/* The first value of a query as an integer; -1 if it fails or has no row. */
static inline sqlite3_int64 database_integer(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_int64 value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        value = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return value;
}

/* The first value of a query as text into `out`; empty if it fails or has no row. */
static inline const char *database_text(sqlite3 *db, const char *sql, char *out, size_t size)
{
    sqlite3_stmt *statement = NULL;
    out[0] = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(statement, 0);
        snprintf(out, size, "%s", text ? (const char *)text : "");
    }
    sqlite3_finalize(statement);
    return out;
}

typedef struct Input {
    char *bytes; /* exactly `length` bytes, nothing behind them */
    size_t length;
    char name[80];
} Input;

typedef struct Inputs {
    Input *items;
    size_t count;
} Inputs;

static inline Input *input_add(Inputs *inputs, const char *name, const char *bytes, size_t length)
{
    Input *grown = realloc(inputs->items, (inputs->count + 1) * sizeof *grown);
    if (!grown) exit(2);
    inputs->items = grown;
    Input *input = &inputs->items[inputs->count++];
    input->bytes = allocated(length);
    if (length) memcpy(input->bytes, bytes, length);
    input->length = length;
    snprintf(input->name, sizeof input->name, "%s", name);
    return input;
}

/* Adds the files of a folder whose names end in `ending`, in order of name, without their first `skip` bytes. */
static inline void inputs_read(Inputs *inputs, const char *folder, const char *ending, size_t skip)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[1200];
        size_t name = strlen(entries[i]->d_name), tail = strlen(ending);
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        FILE *stream =
            name >= tail && entries[i]->d_name[0] != '.' && strcmp(entries[i]->d_name + name - tail, ending) == 0
                ? fopen(path, "rb")
                : NULL;
        if (stream) {
            static char bytes[1 << 20];
            size_t length = fread(bytes, 1, sizeof bytes, stream);
            if (length >= skip) input_add(inputs, entries[i]->d_name, bytes + skip, length - skip);
            fclose(stream);
        }
        free(entries[i]);
    }
    free(entries);
}

static inline void inputs_free(Inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) free(inputs->items[i].bytes);
    free(inputs->items);
    inputs->items = NULL;
    inputs->count = 0;
}

/* A table-valued function that takes a text first, as corpus_functions() and SQLite's own catalogue describe it. */
typedef struct TableFunction {
    char name[64];
    int positioned; /* it has the columns text, start, length */
} TableFunction;

/* Fills `functions` (room for `capacity`) and returns how many there are. Those that read files or tables are left out. */
static inline size_t table_functions(sqlite3 *db, TableFunction *functions, size_t capacity)
{
    static const char sql[] = "SELECT DISTINCT f.name, (SELECT count(*) FROM pragma_table_xinfo(f.name) WHERE hidden = "
                              "0 AND name IN ('text', 'start', 'length')) = 3"
                              " FROM corpus_functions() AS f"
                              " WHERE f.name NOT IN ('corpus_files', 'corpus_load', 'corpus_expand')"
                              " AND (SELECT count(*) FROM pragma_table_xinfo(f.name) WHERE hidden = 1 AND name = "
                              "'input') = 1 ORDER BY f.name";
    sqlite3_stmt *statement = NULL;
    size_t count = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) printf("%s\n", sqlite3_errmsg(db));
    while (count < capacity && statement && sqlite3_step(statement) == SQLITE_ROW) {
        snprintf(functions[count].name, sizeof functions[count].name, "%s",
                 (const char *)sqlite3_column_text(statement, 0));
        functions[count++].positioned = sqlite3_column_int(statement, 1);
    }
    sqlite3_finalize(statement);
    return count;
}

/* Seconds of processor time that this process has used. */
static inline double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#endif
