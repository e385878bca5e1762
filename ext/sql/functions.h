/*
** functions.h - the one mechanism for scalar functions and the one for table-valued functions
**
** A function is a row of a table in corpus.c (name, arguments, flags, help, example) and a callback in one of the files of
** this room. Registration, arity, NULL, arguments as hidden columns, plans, positions and errors are done here once:
** scalar.c and rows.c. `corpus_functions()` prints the same rows.
*/
#ifndef CORPUS_FUNCTIONS_H
#define CORPUS_FUNCTIONS_H

#include "sql/analysis.h"
#include "sql/connection.h"

/* --- arguments (arguments.c) ------------------------------------------------------------------------------------------- */

/* A text argument as the interface reads it: a BLOB is taken as TEXT, a text ends at its first NUL. */
typedef struct TextArgument {
    const char *bytes; /* NULL: the argument is NULL (or there is no memory, see argument_text()) */
    size_t length;     /* bytes */
} TextArgument;

/* Reads a text. Returns SQLITE_OK or SQLITE_NOMEM. The bytes live as long as the value. */
int argument_text(sqlite3_value *value, TextArgument *text);

/*
** Read an option; NULL gives the default (LANGUAGE_UND, no anchor, PREFER_DEFAULT). A bad one returns SQLITE_ERROR and a
** message in `*error` (sqlite3_free()) that names the function, the argument and what is allowed.
*/
int argument_language(const char *function, sqlite3_value *value, Language *language, char **error);
int argument_anchor(const char *function, sqlite3_value *value, DateAnchor *anchor, int *given, char **error);
int argument_flag(const char *function, const char *argument, sqlite3_value *value, int *flag, char **error);
int argument_prefer(const char *function, sqlite3_value *value, DatePrefer *prefer, char **error);

/* --- scalar functions (scalar.c) --------------------------------------------------------------------------------------- */

enum {
    FUNCTION_PURE = 0,         /* deterministic and innocuous: usable in indexes, views, triggers */
    FUNCTION_READS_FILES = 1,  /* direct only, and absent from sqlite3_corpus_nofiles_init() */
    FUNCTION_NULL_ALLOWED = 2, /* scalar: is called for a NULL first argument too */
    FUNCTION_READS_TABLES = 4, /* direct only: reads a table that its argument names */
    FUNCTION_AGGREGATE =
        8 /* scalar: is called for each row of a group, NULL or not, and at its end with FUNCTION_GROUP_ENDS for a count */
};
enum { FUNCTION_GROUP_ENDS = -1 };

typedef struct ScalarFunction {
    const char *name;
    int least, most; /* number of arguments */
    int flags;
    /* Sets the result. The first argument is not NULL (unless FUNCTION_NULL_ALLOWED). */
    void (*call)(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments);
    const char *arguments; /* "text, scheme" */
    const char *help;
    const char *example; /* SQL that runs as it stands */
} ScalarFunction;

int scalar_register(Connection *connection, const ScalarFunction *function);

/* Sets an error result from a message made by sqlite3_mprintf() (NULL: no memory), and frees it. */
void scalar_error(sqlite3_context *context, char *message);

/* Hands the bytes of a buffer over as a TEXT result (error if the buffer failed). */
void scalar_buffer(sqlite3_context *context, Buffer *buffer);

/*
** Applies `make` to a text of any length in pieces of about 64 KiB, and asks in between whether to stop. A piece ends before a blank, so that no
** word is cut; a megabyte without any is cut before a character that joins nothing. Sets the result.
*/
void scalar_in_pieces(sqlite3_context *context, Connection *connection, const TextArgument *text,
                      Status (*make)(Connection *connection, const void *state, const char *bytes, size_t length,
                                     Buffer *out),
                      const void *state);

/* --- table-valued functions (rows.c) ----------------------------------------------------------------------------------- */

enum { TABLE_ARGUMENTS = 6 };

typedef struct TableFunction TableFunction;

typedef struct TableCursor {
    sqlite3_vtab_cursor base;
    const TableFunction *function;
    Connection *connection;
    sqlite3_value *arguments[TABLE_ARGUMENTS]; /* copies; NULL pointer: not given */
    TextArgument input;                        /* the first argument */
    Analysis *analysis;                        /* of the input, released by the mechanism */
    const void *items;                         /* what `row` counts, if the callback wants */
    sqlite3_int64 row, rows;                   /* `rows` is set by open(), or grows with next() */
    void *state;                               /* the callback's own, freed by its close() */
    char *error;                               /* message of a failed open() or next(); freed by the mechanism */
} TableCursor;

struct TableFunction {
    const char *name;
    const char *columns;   /* "text, start, length, ..." in order */
    const char *arguments; /* hidden columns: "input, language" */
    int least;             /* arguments that must be given */
    int flags;
    double rows; /* estimate for the planner */
    /* Prepares the rows of the input (not NULL unless `least` is 0): sets `rows`. Returns an SQLite code. */
    int (*open)(TableCursor *cursor);
    /* Steps a stream: makes row `cursor->row` and raises `rows`, or leaves `rows` as it is at the end. NULL: all rows are there. */
    int (*next)(TableCursor *cursor);
    /* Sets the value of a column of row `cursor->row`. */
    void (*column)(TableCursor *cursor, sqlite3_context *context, int column);
    void (*close)(TableCursor *cursor); /* may be NULL */
    const char *help;
    const char *example;
};

int table_register(Connection *connection, const TableFunction *function);

/* Message of a failed open(): sets cursor->error and returns SQLITE_ERROR (SQLITE_NOMEM if the message is NULL). */
int table_error(TableCursor *cursor, char *message);

/* The argument with this number, or NULL if it was left out or is NULL. */
sqlite3_value *table_argument(const TableCursor *cursor, int number);

/* Segments the input with the language in argument `language_argument` (-1: none) and keeps it in cursor->analysis. */
int table_segment(TableCursor *cursor, int language_argument);

/* The same for who needs no tokens: language and character index only. */
int table_outline(TableCursor *cursor, int language_argument);

/* Results that all findings share. Offsets are bytes of `text`. */
void result_slice(sqlite3_context *context, const char *text, uint32_t start, uint32_t length);
void result_start(sqlite3_context *context, const CharIndex *chars, uint32_t start);
void result_length(sqlite3_context *context, const CharIndex *chars, uint32_t start, uint32_t length);
void result_constant(sqlite3_context *context, const char *text); /* NULL: NULL */
void result_score(sqlite3_context *context, double score);

/* A score as it is shown: four digits, whatever float it was computed in. */
double score_shown(double score);

/* --- everything that is registered (corpus.c) ---------------------------------------------------------------------------- */

extern const ScalarFunction corpus_scalars[];
extern const TableFunction corpus_tables[];
extern const size_t corpus_scalar_count, corpus_table_count;

/* --- the callbacks, by file --------------------------------------------------------------------------------------------- */

/* text_functions.c */
void call_fold(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_script(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_language(sqlite3_context *, Connection *, int, sqlite3_value **);
int open_tokens(TableCursor *);
void column_tokens(TableCursor *, sqlite3_context *, int);
int open_sentences(TableCursor *);
void column_sentences(TableCursor *, sqlite3_context *, int);

/* translit_functions.c */
void call_translit(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_latin(sqlite3_context *, Connection *, int, sqlite3_value **);
int open_schemes(TableCursor *);
void column_schemes(TableCursor *, sqlite3_context *, int);

/* name_functions.c */
void call_name_key(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_name_similarity(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_name_explain(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_name_parts(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_name_alias(sqlite3_context *, Connection *, int, sqlite3_value **);

/* expand_function.c */
int open_expand(TableCursor *);
void column_expand(TableCursor *, sqlite3_context *, int);
void close_expand(TableCursor *);

/* date_functions.c */
void call_date(sqlite3_context *, Connection *, int, sqlite3_value **);
int open_dates(TableCursor *);
void column_dates(TableCursor *, sqlite3_context *, int);

/* entity_functions.c */
int open_entities(TableCursor *);
int open_entities_with(TableCursor *);
void column_entities(TableCursor *, sqlite3_context *, int);

/* geojson_function.c */
void call_geojson(sqlite3_context *, Connection *, int, sqlite3_value **);

/* document_functions.c */
void call_text(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_fingerprint(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_resemblance(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_containment(sqlite3_context *, Connection *, int, sqlite3_value **);
int open_blocks(TableCursor *);
void column_blocks(TableCursor *, sqlite3_context *, int);
int open_document(TableCursor *);
void column_document(TableCursor *, sqlite3_context *, int);

/* fact_functions.c */
int open_quantities(TableCursor *);
void column_quantities(TableCursor *, sqlite3_context *, int);
int open_quotes(TableCursor *);
void column_quotes(TableCursor *, sqlite3_context *, int);

/* annotate_functions.c */
void call_annotate(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_highlight(sqlite3_context *, Connection *, int, sqlite3_value **);

/* about_functions.c */
void call_version(sqlite3_context *, Connection *, int, sqlite3_value **);
void call_build(sqlite3_context *, Connection *, int, sqlite3_value **);
int open_functions(TableCursor *);
void column_functions(TableCursor *, sqlite3_context *, int);

/*
** files.c. While connection->file_watch is set, it is asked of each file below the path before the file is opened, and told of those that are. What it returns
** are SQLite codes, which end the walk.
*/
typedef struct FileWatch {
    /* Sets `*passed` if the file need not be read; it is one row then, without content and error. `modified` as in the column. */
    int (*meet)(struct FileWatch *watch, const char *path, sqlite3_int64 size, const char *modified, int *passed);
    /* The file last met is open: the rows that follow are its documents. */
    int (*open)(struct FileWatch *watch, const char *path, sqlite3_int64 size, const char *modified);
    int is_broken; /* a read of the file failed: what was read may not be all of it */
} FileWatch;
int open_files(TableCursor *);
int next_files(TableCursor *);
void column_files(TableCursor *, sqlite3_context *, int);
void close_files(TableCursor *);

/* records.c */
int open_records(TableCursor *);
int next_records(TableCursor *);
void column_records(TableCursor *, sqlite3_context *, int);
void close_records(TableCursor *);

/* load_function.c */
int open_load(TableCursor *);
int next_load(TableCursor *);
void column_load(TableCursor *, sqlite3_context *, int);
void close_load(TableCursor *);

#endif
