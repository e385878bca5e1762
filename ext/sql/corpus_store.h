/*
** corpus_store.h - the shadow tables of a corpus: their making, and the writing and removing of documents
**
** All of a corpus lies in ordinary tables `<name>_document`, `<name>_block`, ..., readable in any SQLite without the extension, and in one
** FTS5 table `<name>_fts` over a view of title and main text. Indexes are made by UNIQUE and PRIMARY KEY where possible, since those follow a
** rename by themselves.
**
** A write goes: analyse everything; write document, blocks, sentences, findings; count entities; find its place among the copies; index. What fails
** after the first write is undone by removing the document's rows (a virtual table has no statement journal for a single-row INSERT). What
** cannot be undone so, a failure in the index, in a removal, in the middle of a command, ends with SQLITE_IOERR: at this code, as at SQLITE_NOMEM, SQLITE_FULL and
** SQLITE_INTERRUPT, SQLite itself rolls the transaction back. So after a failed statement the tables are as before it, or the transaction is gone.
*/
#ifndef CORPUS_STORE_H
#define CORPUS_STORE_H

#include "sql/analysis.h"
#include "sql/connection.h"

enum { STORE_STATEMENTS = 64 }; /* room for the prepared ones, see corpus_store.c */

typedef struct CorpusTable {
    sqlite3_vtab base;
    Connection *connection;
    sqlite3 *db;
    char *schema, *name;
    sqlite3_stmt *statements[STORE_STATEMENTS]; /* prepared at first use, kept until store_finalize() */
    int index_failed;                           /* a write to the index failed: see calm_index() in corpus_store.c */
    int is_undone;                              /* the write that failed has put back what it had written */
    int versions_checked;                       /* the tokenizer's version in <name>_info is ours: writes are allowed */
    char *gazetteer;                            /* table of the user's names, "": none, NULL: not read yet */
    char *language;                             /* of all documents, as gazetteer */
    Gathering *gathering;                       /* what is to be written, see corpus_gathering.h; NULL: nothing */
    struct CorpusTable *next_gathering;         /* see Connection.gathering */
    unsigned finders;                           /* FINDER_... that run over each document, 0: not read yet */
} CorpusTable;

/* What is looked for in a document. */
enum { FINDER_READ = 1, FINDER_ENTITIES = 2, FINDER_DATES = 4, FINDER_QUANTITIES = 8, FINDER_QUOTES = 16 };

/*
** Reads the list of finders of an option into a set of FINDER_... (FINDER_READ is always in it); NULL is all. Quotations need names for their speakers, quantities need dates
** to leave alone: these run with them, and are kept. Returns 0 if a name is none; `*wrong` is where it begins, `*length` how long it is.
*/
int store_read_finders(const char *list, unsigned *finders, const char **wrong, size_t *length);

/* Columns of the virtual table, in the order of its declaration. The hidden ones begin at CORPUS_SELF. */
enum {
    CORPUS_URI,
    CORPUS_TITLE,
    CORPUS_PUBLISHED,
    CORPUS_PUBLISHED_RULE,
    CORPUS_MODIFIED,
    CORPUS_LANGUAGE,
    CORPUS_SOURCE,
    CORPUS_PUBLISHER,
    CORPUS_AUTHOR,
    CORPUS_PLACE,
    CORPUS_TEXT,
    CORPUS_SELF,
    CORPUS_RANK,
    CORPUS_PAGE,
    CORPUS_MATCHED,
    CORPUS_COLUMNS
};

/*
** The SQL of a template: `{block}` becomes the quoted name of the shadow table `block` with its schema, `{.block}` the same without the schema, `{}` the schema
** and a dot.
** sqlite3_free() it. NULL: no memory.
*/
char *store_sql(const CorpusTable *table, const char *template);

/* Runs a template of one or more statements that return no rows. An error's message goes to base.zErrMsg. */
int store_exec(CorpusTable *table, const char *template);

/* Prepares a template for the caller, who finalizes it. */
int store_prepare(CorpusTable *table, const char *template, sqlite3_stmt **statement);

/* Sets base.zErrMsg from a message made by sqlite3_mprintf() (NULL: no memory) and returns SQLITE_ERROR (SQLITE_NOMEM). */
int store_error(CorpusTable *table, char *message);

/*
** Makes, drops, renames the shadow tables. `tokenize` is FTS5's option; `finders` the names of the finders that run over each document, divided by commas (NULL: all
** of them).
*/
int store_create(CorpusTable *table, const char *tokenize, const char *language, const char *finders,
                 const char *gazetteer);
int store_drop(CorpusTable *table);
int store_rename(CorpusTable *table, const char *name);

/* True if `<name>_suffix` is one of the tables (xShadowName). */
int store_is_shadow(const char *suffix);

/* Whether this is a code of which SQLite undoes the statement or rolls the transaction back by itself. */
int store_rolls_back(int rc);

/*
** The code of a write that failed with `rc`, and that nobody undoes: if it had written anything since sqlite3_total_changes64() was `changes`, one of which SQLite rolls
** the transaction back. The message says so.
*/
int store_give_up(CorpusTable *table, sqlite3_int64 changes, int rc);

/* Finalizes the prepared statements. */
void store_finalize(CorpusTable *table);

/* Refuses (SQLITE_READONLY) where the index was written by another version of the tokenizer, or tables or columns may be missing. */
int store_check_versions(CorpusTable *table);

/*
** Makes the tables and columns that a corpus lacks: one of an older version, or one from which a table was dropped. What they hold is for 'rebuild' to write.
** SQLITE_ERROR: it is too old. Nothing can be dropped here (a statement runs), so constraints stay as they are.
*/
int store_mend(CorpusTable *table);

/* Makes the view and the index table if they are missing, and fills the index anew from the documents. */
int store_reindex(CorpusTable *table);

/* What the user gave for a column up to CORPUS_PLACE; NULL pointer: nothing. */
typedef struct Given {
    sqlite3_value *columns[CORPUS_TEXT];
} Given;

/*
** Analyses a page and writes it as document `*id`, which must not exist (0: a new number, left in `*id`). The caller has checked
** uri. On failure nothing of the document stays.
*/
int store_insert(CorpusTable *table, const char *page, size_t page_length, const Given *given, sqlite3_int64 *id);

/*
** As store_insert(), but document `id` exists and keeps its number; columns that were not given are found anew. If the new page cannot
** be written, the old one is put back. `is_update`: a given column that equals the stored one was not set by the user (an UPDATE passes
** all of them), and is found anew too. The same page with the same columns changes nothing.
*/
int store_replace(CorpusTable *table, const char *page, size_t page_length, const Given *given, int is_update,
                  sqlite3_int64 id);

/*
** Sets the given columns of a document. If its date or its language changes its content is analysed again: relative dates count from the one, words
** are read by the other.
*/
int store_set(CorpusTable *table, const Given *given, sqlite3_int64 id);

/*
** Analyses a document again as it stands, and writes all that is found anew; its columns, and the blocks of what was HTML (the markup was not kept), stay.
*/
int store_rewrite(CorpusTable *table, sqlite3_int64 id);

/* Removes a document and all that was found in it, and what is remembered of the file that it was loaded from. */
int store_remove(CorpusTable *table, sqlite3_int64 id);

/* The same, to write it anew: the file is still what was loaded. */
int store_unwrite(CorpusTable *table, sqlite3_int64 id);

/* Sets `*found` to whether there is a document with this id. */
int store_exists(CorpusTable *table, sqlite3_int64 id, int *found);

/* Takes back the note that a page was refused. */
int store_forget_error(CorpusTable *table, sqlite3_value *uri);

/* Notes a page that was refused; one note an uri. */
int store_note_error(CorpusTable *table, sqlite3_value *uri, const char *reason);

/* Id of the document with this uri, 0 if there is none. */
int store_find_uri(CorpusTable *table, sqlite3_value *uri, sqlite3_int64 *id);

/* Appends title and main text of a document, as they are indexed. `*found` is 0 if there is no such document. */
int store_read_text(CorpusTable *table, sqlite3_int64 id, Buffer *title, Buffer *text, int *found);

/* --- corpus_upkeep.c: the commands --------------------------------------------------------------------------------------- */

/* Runs 'rebuild', 'resolve', 'integrity-check', 'optimize' or 'merge SHARD'; another one is an error that names these. */
int upkeep_command(CorpusTable *table, const char *command);

/* --- corpus_check.c ------------------------------------------------------------------------------------------------------- */

/*
** Looks for the first contradiction between the shadow tables. `*problem` is sqlite3_free()d by the caller, NULL if all is well. One pass over the tables; memory of
** one document.
*/
int check_tables(CorpusTable *table, char **problem);

#endif
