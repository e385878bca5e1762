/*
** script.h - a test file, read into records
**
** The format is sqllogictest's, as SQLite and DuckDB write it; tests/README.md describes what is understood. A record is a
** command with the lines below it up to the next blank line.
*/
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stddef.h>

typedef enum RecordKind {
    RECORD_STATEMENT_OK,
    RECORD_STATEMENT_ERROR,
    RECORD_QUERY,
    RECORD_CONNECTION, /* argument: name; made if it is new, current from here on */
    RECORD_RECONNECT,  /* the current connection is closed and opened again */
    RECORD_RESTART,    /* all connections are closed, and the first is opened again */
    RECORD_CONFIG      /* argument: `NAME on|off` */
} RecordKind;

typedef enum SortMode { SORT_NONE, SORT_ROWS, SORT_VALUES } SortMode;

typedef struct Record {
    RecordKind kind;
    int line;       /* of the command, from 1 */
    char *sql;      /* with $NAME replaced */
    char *argument; /* see RecordKind; RECORD_QUERY: one letter a column */
    SortMode sort;
    char **expected; /* lines below `----` */
    size_t expected_count;
} Record;

typedef struct Script {
    const char *path;
    Record *records;
    size_t count;
    int nofiles;      /* `nofiles`: load through sqlite3_corpus_nofiles_init */
    int noload;       /* `noload`: do not load the extension at all */
    int sweep_load;   /* `sweep load`: allocations fail while opening and loading too */
    int sweep_damage; /* `sweep damage`: the file damages corpus tables, which a failure may leave unmended */
    char *sweep_off;  /* `sweep off REASON`: no allocation is failed in this file */
    char *unmet;      /* the `require` that is not met: nothing of the file is run */
} Script;

typedef struct Variable {
    const char *name, *value; /* `$NAME` in SQL and expected rows */
} Variable;

/* Reads a file. `holds` answers whether a condition of onlyif, skipif, require is true. Exits with a message if the file is not well-formed. */
Script *script_read(const char *path, const Variable *variables, size_t variable_count,
                    int (*holds)(const char *condition));
void script_free(Script *script);

#endif
