/*
** corpus_statements.h - what the files corpus_schema.c, corpus_store.c and corpus_write.c share: the statements that a corpus keeps
** prepared, and their running. Nobody else includes this.
**
** All take and return an SQLite code in `*rc`, and do nothing once it is not SQLITE_OK: a chain of writes needs one look at its end.
*/
#ifndef CORPUS_STATEMENTS_H
#define CORPUS_STATEMENTS_H

#include "sql/corpus_store.h"

enum {
    INSERT_DOCUMENT,
    INSERT_BLOCK,
    INSERT_SENTENCE,
    INSERT_MENTION,
    INSERT_DATE,
    INSERT_QUANTITY,
    INSERT_QUOTE,
    INSERT_ENTITY,
    INSERT_ALIAS,
    INSERT_FTS,
    INSERT_ERROR,
    FIND_ENTITY,
    FIND_KEY,
    INSERT_KEY,
    DELETE_KEY,
    READ_PRINT,
    READ_MOMENT,
    LIST_COPIES,
    SET_LEADER,
    FIND_URI,
    FIND_ID,
    SPAN_DOCUMENT,
    COUNT_ENTITY,
    UNCOUNT_ENTITY,
    UNCOUNT_ALIAS,
    DELETE_ALIAS,
    DELETE_ENTITY,
    SPAN_ENTITY,
    LIST_ALIASES,
    LIST_ENTITIES,
    READ_DOCUMENT,
    READ_BLOCKS,
    READ_ALL,
    DELETE_FTS,
    DELETE_DOCUMENT,
    DELETE_BLOCK,
    DELETE_SENTENCE,
    DELETE_MENTION,
    DELETE_DATE,
    DELETE_QUANTITY,
    DELETE_QUOTE,
    DELETE_ROLE,
    DELETE_PARTICIPANT,
    DELETE_EVENT,
    DELETE_ERROR,
    DELETE_FILE,
    DELETE_CONTAINER,
    COUNT_SPELLING,
    UNCOUNT_SPELLING,
    DELETE_SPELLING,
    LIST_SPELLINGS,
    SET_COLUMNS,
    FIND_REPEAT,
    MARK_REPEAT,
    UNMARK_REPEAT,
    ASK_WATCH,
    LAST_ENTITY,
    DATA_VERSION,
    STATEMENTS
};

/* The rule of blocks that a site repeats, see corpus_furniture.h. */
#define STORE_REPEAT_RULE "site"

/*
** SQL: what dates of publication are ordered by. A time with its zone as one in UTC; what has none as it stands, for nobody knows where it was.
*/
#define DUPLICATES_MOMENT(published)                                                                                   \
    "coalesce(CASE WHEN " published " GLOB '*T*[Z+-]*' THEN strftime('%Y-%m-%dT%H:%M:%f'," published                   \
    ") END," published ")"

/* Of the shadow tables: another number for each change of a table or column, and of the keys that entities have. */
#define STORE_SCHEMA_VERSION "4"

/* Returns statement `which`, ready to be bound; NULL with `*rc` set if it cannot be prepared. */
sqlite3_stmt *store_statement(CorpusTable *table, int which, int *rc);

/* Runs a statement that was bound, and makes it ready for the next time. */
void store_run(CorpusTable *table, sqlite3_stmt *ready, int *rc);

/* Runs a statement whose only parameter is an id. */
void store_run_on(CorpusTable *table, int which, sqlite3_int64 id, int *rc);

/* Binds a text that stays until the statement has run; NULL binds nothing. */
void store_bind_text(sqlite3_stmt *ready, int parameter, const char *text);

/* Keeps SQLite's message for the failure `rc`, which is returned. */
int store_keep_message(CorpusTable *table, int rc);

/* Reads a value of <name>_info into `*value` (sqlite3_free()); NULL if the key is not there. */
int store_get_info(CorpusTable *table, const char *key, char **value);

/* Makes what is missing of the view and the index table. `*made` is 1 if the index table is new. */
int store_create_index(CorpusTable *table, const char *tokenize, int *made);

/* Notes the versions that the index is made by. */
int store_write_versions(CorpusTable *table);

/* Sets the columns of a document as given, and indexes it anew. `date_changes`: its entities' first and last are found anew. */
int store_set_columns(CorpusTable *table, const Given *given, int date_changes, sqlite3_int64 id);

/* Takes a document out of the index, as it stands in the tables. */
int store_unindex(CorpusTable *table, sqlite3_int64 id);

/* The SQL of FIND_REPEAT. */
extern const char furniture_find_template[];

/* Puts a document into the index, whose title (NULL: none) and main text are those of the tables. */
int store_index(CorpusTable *table, sqlite3_int64 id, const char *title, const Buffer *text);

/* The same, as it stands in the tables. */
int store_write_index(CorpusTable *table, sqlite3_int64 id);

#endif
