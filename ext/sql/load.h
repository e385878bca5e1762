/*
** load.h - what load_function.c and load_files.c share: a bulk load on its way
**
** What was loaded is remembered in two tables. <table>_file has a row for each document and place that it came from: uri, path, size and time of the file or record, a hash
** of what it states and holds, the file that the record lies in (`container`; NULL: it is all of its file, by whose path it goes), and the reading in which
** it was seen last. <table>_container has a row for each other file that was read to its end: its size and time, how many documents it gave and how many
** errors, and the number of the reading. A row of it promises that all of its documents are in the table; it goes when one of them does.
*/
#ifndef CORPUS_LOAD_H
#define CORPUS_LOAD_H

#include "sql/functions.h"
#include <time.h>

typedef enum Gone { GONE_KEEP, GONE_REPORT, GONE_REMOVE, GONE_CHOICES } Gone;

/* The file that is being read. */
typedef struct LoadedFile {
    char *path; /* sqlite3_free(); NULL: none */
    sqlite3_int64 size;
    char modified[32];
    sqlite3_int64 documents, errors;
    int is_alone; /* its one document is all of it, and goes by its path */
} LoadedFile;

enum { LOAD_STATEMENTS = 16 };

typedef struct Load {
    FileWatch watch; /* first: the watch is the load */
    TableCursor *cursor;
    char *schema, *table, *path;
    sqlite3_stmt *files, *insert, *note, *remember, *progress;
    sqlite3_stmt *kept[LOAD_STATEMENTS]; /* of load_files.c */
    int per_batch;                       /* pages; 0: not given */
    Gone gone;
    int asks_again;           /* what was refused may be taken now: files with errors are read again */
    int at_end;               /* all files were read */
    int gone_is_done;         /* and those that are not there any more were dealt with */
    char in_doubt[32];        /* times from here on are not believed */
    int is_wide;              /* the page cache was made larger for the load */
    sqlite3_int64 cache_size; /* what it was, as PRAGMA cache_size has it */
    sqlite3_int64 reading;    /* number of this load: later ones have greater ones */
    sqlite3_int64 last_error; /* rows of <table>_error up to here are older than this load */
    LoadedFile file;
    int is_passed;                                 /* the current row is a file that need not be read ... */
    sqlite3_int64 passed_documents, passed_errors; /* ... and that gave so many */
    struct timespec begin;
    sqlite3_int64 batches, documents, unchanged, bytes, errors, vanished; /* since the begin of the load */
} Load;

/* --- load_function.c --------------------------------------------------------------------------------------------------------- */

/* Prepares SQL in which "%w" is the table, "%w_file" one of its tables, with their schema. */
int load_prepare(Load *load, const char *format, sqlite3_stmt **statement);

/* Runs a statement that was bound, and makes it ready for the next time. */
int load_run(sqlite3_stmt *statement);

/* --- load_files.c ------------------------------------------------------------------------------------------------------------ */

/* Makes `load` the watch of the files that its statement walks through. */
int load_watch(Load *load);

/* Marks the document of the current row as seen in this reading; one row of <table>_file. */
int load_see(Load *load, sqlite3_value *uri, sqlite3_value *path);

/* Ends the file that was being read, if there is one: notes it as read to its end. */
int load_end_file(Load *load);

/* At the end of a load: documents whose file or record is gone, and errors that do not stand any more. */
int load_end(Load *load);

/* Finalizes and frees. */
void load_clear(Load *load);

#endif
