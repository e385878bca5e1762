/* corpus_store.c - the kept statements, reading a document back, removing it, the index; see corpus_store.h */
#include "sql/corpus_statements.h"
#include "base/utf8.h"
#include "sql/corpus_duplicates.h"
#include "sql/corpus_gathering.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

/* --- statements that are kept ---------------------------------------------------------------------------------------------- */

_Static_assert((int)STATEMENTS <= (int)STORE_STATEMENTS, "CorpusTable.statements is too small");

/* A quotation's and a role's own entity columns are not counted in mentions: they point at entities that mentions made. */
static const char *const templates[STATEMENTS] = {
    [INSERT_DOCUMENT] =
        "INSERT INTO "
        "{document}(id,uri,title,published,published_rule,modified,language,source,publisher,author,place,content,"
        "fingerprint,duplicate_of,markup) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
    [INSERT_BLOCK] = "INSERT INTO {block}(document,ord,kind,start,length,score,rule,digest,model_kind,model_rule) "
                     "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
    [INSERT_SENTENCE] = "INSERT INTO {sentence}(document,block,ord,start,length) VALUES(?1,?2,?3,?4,?5)",
    [INSERT_MENTION] =
        "INSERT INTO {mention}(document,sentence,text,start,length,score,rule,boilerplate,type,name,entity,place) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
    [INSERT_DATE] =
        "INSERT INTO {date}(document,sentence,text,start,length,score,rule,boilerplate,type,value,first,last,grain,"
        "modifier,anchored) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
    [INSERT_QUANTITY] =
        "INSERT INTO "
        "{quantity}(document,sentence,text,start,length,score,rule,boilerplate,number,comparator,unit,kind,noun) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
    [INSERT_QUOTE] =
        "INSERT INTO {quote}(document,sentence,text,start,length,score,rule,boilerplate,speaker,verb,direct,mention) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
    [INSERT_ENTITY] =
        "INSERT INTO {entity}(id,mentions,documents,first,last,type,name,country,latitude,longitude,geoname,key) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
    [INSERT_ALIAS] = "INSERT INTO {alias}(entity,name,script,mentions) VALUES(?1,?2,?3,?4) "
                     "ON CONFLICT(entity,name) DO UPDATE SET mentions=mentions+excluded.mentions",
    [INSERT_FTS] = "INSERT INTO {fts}(rowid,title,text) VALUES(?1,?2,?3)",
    [INSERT_ERROR] = "INSERT OR REPLACE INTO {error}(uri,reason) VALUES(?1,?2)",
    [FIND_ENTITY] = "SELECT id, name FROM {entity} WHERE key=?1 AND type=?2 ORDER BY id",
    [FIND_KEY] = "SELECT document FROM {band} WHERE key=?1",
    [INSERT_KEY] = "INSERT OR IGNORE INTO {band}(key,document) VALUES(?1,?2)",
    [DELETE_KEY] = "DELETE FROM {band} WHERE key=?1 AND document=?2",
    [READ_PRINT] = "SELECT fingerprint, published, duplicate_of FROM {document} WHERE id=?1",
    [READ_MOMENT] = "SELECT " DUPLICATES_MOMENT("?1"),
    [LIST_COPIES] = "SELECT id FROM {document} WHERE duplicate_of=?1 ORDER BY id",
    [SET_LEADER] = "UPDATE {document} SET duplicate_of=?2 WHERE id=?1",
    [FIND_URI] = "SELECT id FROM {document} WHERE uri=?1",
    [FIND_ID] = "SELECT 1 FROM {document} WHERE id=?1",
    [SPAN_DOCUMENT] = "UPDATE {entity} SET (first,last)=(SELECT min(d.published),max(d.published) FROM {mention} m "
                      "JOIN {document} d ON d.id=m.document "
                      "WHERE m.entity={.entity}.id) WHERE id IN (SELECT entity FROM {mention} WHERE document=?1)",
    [COUNT_ENTITY] =
        "UPDATE {entity} SET mentions=mentions+?2, documents=documents+?3, first=coalesce(min(first,?4),first,?4), "
        "last=coalesce(max(last,?5),last,?5) WHERE id=?1",
    [UNCOUNT_ENTITY] = "UPDATE {entity} SET mentions=mentions-?2, documents=documents-1 WHERE id=?1",
    [UNCOUNT_ALIAS] = "UPDATE {alias} SET mentions=mentions-?3 WHERE entity=?1 AND name=?2",
    [DELETE_ALIAS] = "DELETE FROM {alias} WHERE entity=?1 AND mentions<=0",
    [DELETE_ENTITY] = "DELETE FROM {entity} WHERE id=?1 AND mentions<=0",
    [SPAN_ENTITY] = "UPDATE {entity} SET (first,last)=(SELECT min(d.published),max(d.published) FROM {mention} m JOIN "
                    "{document} d ON d.id=m.document "
                    "WHERE m.entity=?1) WHERE id=?1 AND ?2 IN (first,last)",
    [LIST_ALIASES] =
        "SELECT entity, text, count(*) FROM {mention} WHERE document=?1 GROUP BY entity, text ORDER BY entity",
    [LIST_ENTITIES] = "SELECT entity, count(*) FROM {mention} WHERE document=?1 AND entity IS NOT NULL GROUP BY entity",
    [READ_DOCUMENT] = "SELECT title, content, published FROM {document} WHERE id=?1",
    [READ_BLOCKS] = "SELECT kind, start, length FROM {block} WHERE document=?1 ORDER BY ord",
    [READ_ALL] = "SELECT uri,title,published,published_rule,modified,language,source,publisher,author,place,content,"
                 "markup FROM {document} WHERE id=?1",
    [DELETE_FTS] = "INSERT INTO {fts}({.fts},rowid,title,text) VALUES('delete',?1,?2,?3)",
    [DELETE_DOCUMENT] = "DELETE FROM {document} WHERE id=?1",
    [DELETE_BLOCK] = "DELETE FROM {block} WHERE document=?1",
    [DELETE_SENTENCE] = "DELETE FROM {sentence} WHERE document=?1",
    [DELETE_MENTION] = "DELETE FROM {mention} WHERE document=?1",
    [DELETE_DATE] = "DELETE FROM {date} WHERE document=?1",
    [DELETE_QUANTITY] = "DELETE FROM {quantity} WHERE document=?1",
    [DELETE_QUOTE] = "DELETE FROM {quote} WHERE document=?1",
    [DELETE_ROLE] = "DELETE FROM {role} WHERE document=?1",
    [DELETE_PARTICIPANT] = "DELETE FROM {participant} WHERE event IN (SELECT id FROM {event} WHERE document=?1)",
    [DELETE_EVENT] = "DELETE FROM {event} WHERE document=?1",
    [DELETE_FILE] = "DELETE FROM {file} WHERE uri=(SELECT uri FROM {document} WHERE id=?1) AND uri IS NOT ?2",
    [DELETE_CONTAINER] = "DELETE FROM {container} WHERE path IN (SELECT coalesce(container,path) FROM {file} WHERE "
                         "uri=(SELECT uri FROM {document} WHERE id=?1) AND uri IS NOT ?2)",
    [DELETE_ERROR] = "DELETE FROM {error} WHERE uri=?1",
    [COUNT_SPELLING] = "INSERT INTO {spelling}(spelling,block,uses) VALUES(?1,?2,?3) "
                       "ON CONFLICT(block,spelling) DO UPDATE SET uses=uses+excluded.uses",
    [UNCOUNT_SPELLING] = "UPDATE {spelling} SET uses=uses-?3 WHERE block=?2 AND spelling=?1",
    [DELETE_SPELLING] = "DELETE FROM {spelling} WHERE block=?2 AND spelling=?1 AND uses<=0",
    [LIST_SPELLINGS] = "SELECT spelling FROM {spelling} WHERE block=?1",
    [MARK_REPEAT] =
        "UPDATE {block} SET model_kind=kind,model_rule=rule,kind='repeat',rule='" STORE_REPEAT_RULE "' WHERE id=?1",
    [UNMARK_REPEAT] = "UPDATE {block} SET kind=model_kind,rule=model_rule,model_kind=NULL,model_rule=NULL WHERE id=?1",
    [ASK_WATCH] = "SELECT 1",
    [LAST_ENTITY] = "SELECT max(id) FROM {entity}",
    [DATA_VERSION] = "PRAGMA {}data_version",
    [SET_COLUMNS] = "UPDATE {document} SET "
                    "uri=?2,title=?3,published=?4,published_rule=?5,modified=?6,language=?7,source=?8,publisher=?9,"
                    "author=?10,place=?11 WHERE id=?1",
};

sqlite3_stmt *store_statement(CorpusTable *table, int which, int *rc)
{
    if (*rc != SQLITE_OK) return NULL;
    if (!table->statements[which]) {
        char *sql = store_sql(table, which == FIND_REPEAT ? furniture_find_template : templates[which]);
        if (!sql) *rc = SQLITE_NOMEM;
        else
            *rc = store_keep_message(table, sqlite3_prepare_v3(table->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                                               &table->statements[which], NULL));
        sqlite3_free(sql);
    }
    return *rc == SQLITE_OK ? table->statements[which] : NULL;
}

void store_run(CorpusTable *table, sqlite3_stmt *ready, int *rc)
{
    if (*rc == SQLITE_OK) {
        sqlite3_step(ready);
        *rc = store_keep_message(table, sqlite3_reset(ready));
    }
    if (ready) sqlite3_clear_bindings(ready);
}

void store_run_on(CorpusTable *table, int which, sqlite3_int64 id, int *rc)
{
    sqlite3_stmt *ready = store_statement(table, which, rc);
    if (ready) sqlite3_bind_int64(ready, 1, id);
    store_run(table, ready, rc);
}

void store_finalize(CorpusTable *table)
{
    for (int i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(table->statements[i]);
        table->statements[i] = NULL;
    }
    table->versions_checked = 0;
    table->finders = 0;
}

void store_bind_text(sqlite3_stmt *ready, int parameter, const char *text)
{
    if (text) sqlite3_bind_text(ready, parameter, text, -1, SQLITE_STATIC);
}

/* --- what fails in the middle ------------------------------------------------------------------------------------------------ */

int store_rolls_back(int rc)
{
    int code = rc & 0xFF;
    return code == SQLITE_NOMEM || code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_INTERRUPT;
}

int store_give_up(CorpusTable *table, sqlite3_int64 changes, int rc)
{
    if (rc == SQLITE_OK || store_rolls_back(rc) || sqlite3_total_changes64(table->db) == changes) return rc;
    char *message = sqlite3_mprintf("%s; the transaction is rolled back, for the tables would contradict each other",
                                    table->base.zErrMsg ? table->base.zErrMsg : sqlite3_errstr(rc));
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = message;
    return message ? SQLITE_IOERR : SQLITE_NOMEM;
}

/* --- reading a document back ------------------------------------------------------------------------------------------------ */

/* block_is_main() by name, as the view has it (corpus_schema.c). */
static int is_main(const char *kind)
{
    return !strcmp(kind, "body") || !strcmp(kind, "quote") || !strcmp(kind, "list") || !strcmp(kind, "table");
}

/* Appends the main blocks of `content` in one pass, as the view does by substr(). */
static int append_main(CorpusTable *table, sqlite3_int64 id, const char *content, size_t length, Buffer *text)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *blocks = store_statement(table, READ_BLOCKS, &rc);
    if (!blocks) return rc;
    sqlite3_bind_int64(blocks, 1, id);
    const char *at = content, *end = content + length;
    sqlite3_int64 position = 1; /* of `at`, in characters */
    int first = 1;
    while (sqlite3_step(blocks) == SQLITE_ROW) {
        const char *kind = (const char *)sqlite3_column_text(blocks, 0);
        sqlite3_int64 start = sqlite3_column_int64(blocks, 1), stop = start + sqlite3_column_int64(blocks, 2);
        uint32_t code;
        if (!kind || !is_main(kind)) continue;
        for (; position < start && at < end; position++) at += utf8_decode(at, end, &code);
        const char *from = at;
        for (; position < stop && at < end; position++) at += utf8_decode(at, end, &code);
        if (!first) buffer_append(text, "\n\n", 2);
        buffer_append(text, from, (size_t)(at - from));
        first = 0;
    }
    rc = store_keep_message(table, sqlite3_reset(blocks));
    sqlite3_clear_bindings(blocks);
    return rc == SQLITE_OK && text->failed ? SQLITE_NOMEM : rc;
}

int store_read_text(CorpusTable *table, sqlite3_int64 id, Buffer *title, Buffer *text, int *found)
{
    int rc = SQLITE_OK;
    *found = 0;
    sqlite3_stmt *read = store_statement(table, READ_DOCUMENT, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, id);
    if (sqlite3_step(read) == SQLITE_ROW) {
        *found = 1;
        const char *bytes = (const char *)sqlite3_column_text(read, 0);
        if (bytes) buffer_append(title, bytes, (size_t)sqlite3_column_bytes(read, 0));
        bytes = (const char *)sqlite3_column_text(read, 1);
        if (bytes) rc = append_main(table, id, bytes, (size_t)sqlite3_column_bytes(read, 1), text);
    }
    int end = sqlite3_reset(read);
    sqlite3_clear_bindings(read);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    return rc == SQLITE_OK && title->failed ? SQLITE_NOMEM : rc;
}

int store_find_uri(CorpusTable *table, sqlite3_value *uri, sqlite3_int64 *id)
{
    int rc = SQLITE_OK;
    *id = 0;
    if (!uri || sqlite3_value_type(uri) == SQLITE_NULL) return SQLITE_OK;
    sqlite3_stmt *find = store_statement(table, FIND_URI, &rc);
    if (!find) return rc;
    sqlite3_bind_value(find, 1, uri);
    if (sqlite3_step(find) == SQLITE_ROW) *id = sqlite3_column_int64(find, 0);
    rc = store_keep_message(table, sqlite3_reset(find));
    sqlite3_clear_bindings(find);
    return rc;
}

int store_exists(CorpusTable *table, sqlite3_int64 id, int *found)
{
    int rc = SQLITE_OK;
    *found = 0;
    sqlite3_stmt *find = store_statement(table, FIND_ID, &rc);
    if (!find) return rc;
    sqlite3_bind_int64(find, 1, id);
    *found = sqlite3_step(find) == SQLITE_ROW;
    return store_keep_message(table, sqlite3_reset(find));
}

int store_forget_error(CorpusTable *table, sqlite3_value *uri)
{
    int rc = SQLITE_OK;
    if (!uri || sqlite3_value_type(uri) == SQLITE_NULL) return rc;
    sqlite3_stmt *delete = store_statement(table, DELETE_ERROR, &rc);
    if (delete) sqlite3_bind_value(delete, 1, uri);
    store_run(table, delete, &rc);
    return rc;
}

int store_note_error(CorpusTable *table, sqlite3_value *uri, const char *reason)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *insert = store_statement(table, INSERT_ERROR, &rc);
    if (!insert) return rc;
    if (uri) sqlite3_bind_value(insert, 1, uri);
    sqlite3_bind_text(insert, 2, reason, -1, SQLITE_TRANSIENT);
    store_run(table, insert, &rc);
    return rc;
}

/*
** FTS5 of SQLite 3.40 outlives a failed allocation badly: the error of a read may be kept over the rollback and reported by the next write, and the
** totals of the index may be kept as zeros, which the next write would store. Both are forgotten when a statement that writes to FTS5
** is rolled back by itself; so before the first write after a failure one is run that cannot succeed, for there is no such command. It is given by a SELECT:
** an INSERT of one row into a virtual table has no statement journal, and is not rolled back.
*/
static void calm_index(CorpusTable *table)
{
    char *sql = store_sql(table, "INSERT INTO {fts}({.fts}) SELECT 'forget'");
    if (sql && sqlite3_exec(table->db, sql, NULL, NULL, NULL) != SQLITE_NOMEM) table->index_failed = 0;
    sqlite3_free(sql);
}

/* Runs a statement that adds a document to the index (`sign` 1) or takes it out (-1), and counts the spellings of its names. */
static void run_index(CorpusTable *table, sqlite3_stmt *ready, int sign, int *rc)
{
    SpellingTally tally;
    if (table->index_failed) calm_index(table);
    spelling_start(table->connection, &tally, 0);
    store_run(table, ready, rc);
    spelling_end(table->connection, &tally);
    if (*rc != SQLITE_OK) table->index_failed = 1;
    if (*rc == SQLITE_OK) *rc = spelling_write(table, &tally, sign);
    spelling_clear(&tally);
}

int store_unindex(CorpusTable *table, sqlite3_int64 id)
{
    Buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int found = 0, rc = store_read_text(table, id, &title, &text, &found);
    sqlite3_stmt *delete = found ? store_statement(table, DELETE_FTS, &rc) : NULL;
    if (delete) {
        sqlite3_bind_int64(delete, 1, id);
        if (title.length) sqlite3_bind_text64(delete, 2, title.bytes, title.length, SQLITE_STATIC, SQLITE_UTF8);
        if (text.length) sqlite3_bind_text64(delete, 3, text.bytes, text.length, SQLITE_STATIC, SQLITE_UTF8);
        run_index(table, delete, -1, &rc);
    }
    buffer_free(&title);
    buffer_free(&text);
    return rc;
}

/* Copies the rows of a statement (id, [text,] count) of this document, then runs `apply` on each: reading and writing one table do not mix. */
typedef struct Touched {
    sqlite3_int64 entity, mentions;
    char *text;
} Touched;
typedef struct TouchedList {
    Touched *items;
    size_t count, capacity;
} TouchedList;

static int list_touched(CorpusTable *table, int which, sqlite3_int64 id, Arena *arena, TouchedList *list)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *select = store_statement(table, which, &rc);
    if (!select) return rc;
    int count_column = which == LIST_ALIASES ? 2 : 1;
    sqlite3_bind_int64(select, 1, id);
    while (rc == SQLITE_OK && sqlite3_step(select) == SQLITE_ROW) {
        Touched *touched = ARENA_PUSH(arena, list);
        if (!touched) {
            rc = SQLITE_NOMEM;
            break;
        }
        *touched = (Touched){sqlite3_column_int64(select, 0), sqlite3_column_int64(select, count_column), NULL};
        if (which == LIST_ALIASES) {
            const char *text = (const char *)sqlite3_column_text(select, 1);
            touched->text = text ? arena_copy(arena, text, (size_t)sqlite3_column_bytes(select, 1)) : NULL;
            if (!touched->text) rc = SQLITE_NOMEM;
        }
    }
    int end = sqlite3_reset(select);
    sqlite3_clear_bindings(select);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

static void uncount(CorpusTable *table, int which, const Touched *touched, int *rc)
{
    sqlite3_stmt *update = store_statement(table, which, rc);
    if (!update) return;
    sqlite3_bind_int64(update, 1, touched->entity);
    if (which == UNCOUNT_ALIAS) {
        store_bind_text(update, 2, touched->text);
        sqlite3_bind_int64(update, 3, touched->mentions);
    } else sqlite3_bind_int64(update, 2, touched->mentions);
    store_run(table, update, rc);
}

int store_unwrite(CorpusTable *table, sqlite3_int64 id)
{
    Arena arena;
    TouchedList entities = {NULL, 0, 0}, aliases = {NULL, 0, 0};
    sqlite3_int64 changes = sqlite3_total_changes64(table->db);
    arena_init(&arena, 0);
    int rc = gathering_settle(table);
    gathering_forget_names(table);
    if (rc == SQLITE_OK) rc = duplicates_leave(table, id);
    if (rc == SQLITE_OK) rc = store_unindex(table, id);
    if (rc == SQLITE_OK) rc = list_touched(table, LIST_ENTITIES, id, &arena, &entities);
    if (rc == SQLITE_OK) rc = list_touched(table, LIST_ALIASES, id, &arena, &aliases);
    char *published = NULL;
    sqlite3_stmt *read = store_statement(table, READ_DOCUMENT, &rc);
    if (read) {
        sqlite3_bind_int64(read, 1, id);
        if (sqlite3_step(read) == SQLITE_ROW && sqlite3_column_type(read, 2) != SQLITE_NULL)
            published =
                arena_copy(&arena, (const char *)sqlite3_column_text(read, 2), (size_t)sqlite3_column_bytes(read, 2));
        rc = store_keep_message(table, sqlite3_reset(read));
        sqlite3_clear_bindings(read);
    }
    store_run_on(table, DELETE_PARTICIPANT, id, &rc);
    for (int which = DELETE_DOCUMENT; which <= DELETE_EVENT; which++)
        if (which != DELETE_PARTICIPANT) store_run_on(table, which, id, &rc);
    for (size_t i = 0; i < aliases.count && rc == SQLITE_OK; i++) uncount(table, UNCOUNT_ALIAS, &aliases.items[i], &rc);
    for (size_t i = 0; i < entities.count && rc == SQLITE_OK; i++) {
        uncount(table, UNCOUNT_ENTITY, &entities.items[i], &rc);
        store_run_on(table, DELETE_ALIAS, entities.items[i].entity, &rc);
        store_run_on(table, DELETE_ENTITY, entities.items[i].entity, &rc);
        sqlite3_stmt *span = published ? store_statement(table, SPAN_ENTITY, &rc) : NULL;
        if (!span) continue;
        sqlite3_bind_int64(span, 1, entities.items[i].entity);
        store_bind_text(span, 2, published);
        store_run(table, span, &rc);
    }
    arena_clear(&arena);
    return store_give_up(table, changes, rc);
}

/* Forgets the files that a document was loaded from, unless it keeps its uri: whatever else is in them, they are read again. */
static void forget_files(CorpusTable *table, sqlite3_int64 id, sqlite3_value *uri, int *rc)
{
    static const int which[] = {DELETE_CONTAINER, DELETE_FILE};
    for (size_t i = 0; i < sizeof which / sizeof *which; i++) {
        sqlite3_stmt *forget = store_statement(table, which[i], rc);
        if (!forget) return;
        sqlite3_bind_int64(forget, 1, id);
        if (uri) sqlite3_bind_value(forget, 2, uri);
        store_run(table, forget, rc);
    }
}

int store_remove(CorpusTable *table, sqlite3_int64 id)
{
    sqlite3_int64 changes = sqlite3_total_changes64(table->db);
    int rc = SQLITE_OK;
    forget_files(table, id, NULL, &rc);
    return rc == SQLITE_OK ? store_unwrite(table, id) : store_give_up(table, changes, rc);
}

int store_set_columns(CorpusTable *table, const Given *given, int date_changes, sqlite3_int64 id)
{
    int rc = date_changes ? duplicates_leave(table, id) : SQLITE_OK;
    forget_files(table, id, given->columns[CORPUS_URI], &rc); /* another uri is not what was loaded from the file */
    if (rc == SQLITE_OK) rc = store_unindex(table, id); /* the title is indexed, so the index is changed with it */
    sqlite3_stmt *update = store_statement(table, SET_COLUMNS, &rc);
    if (update) {
        sqlite3_bind_int64(update, 1, id);
        for (int i = 0; i < CORPUS_TEXT; i++)
            if (given->columns[i]) sqlite3_bind_value(update, i + 2, given->columns[i]);
        store_run(table, update, &rc);
    }
    if (date_changes) store_run_on(table, SPAN_DOCUMENT, id, &rc);
    if (date_changes && rc == SQLITE_OK) rc = duplicates_place(table, id);
    return rc == SQLITE_OK ? store_write_index(table, id) : rc;
}

/* --- the index ---------------------------------------------------------------------------------------------------------------- */

int store_index(CorpusTable *table, sqlite3_int64 id, const char *title, const Buffer *text)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *insert = store_statement(table, INSERT_FTS, &rc);
    if (!insert) return rc;
    sqlite3_bind_int64(insert, 1, id);
    if (title && *title) store_bind_text(insert, 2, title);
    if (text->length) sqlite3_bind_text64(insert, 3, text->bytes, text->length, SQLITE_STATIC, SQLITE_UTF8);
    run_index(table, insert, 1, &rc);
    return rc;
}

int store_write_index(CorpusTable *table, sqlite3_int64 id)
{
    Buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int found = 0, rc = store_read_text(table, id, &title, &text, &found);
    const char *bytes = rc == SQLITE_OK ? buffer_text(&title) : NULL;
    if (rc == SQLITE_OK) rc = bytes ? store_index(table, id, bytes, &text) : SQLITE_NOMEM;
    buffer_free(&title);
    buffer_free(&text);
    return rc;
}

int store_reindex(CorpusTable *table)
{
    char *tokenize;
    sqlite3_stmt *list = NULL;
    int made = 0;
    store_finalize(table);
    int rc = store_get_info(table, "tokenize", &tokenize);
    if (rc == SQLITE_OK) rc = store_create_index(table, tokenize ? tokenize : "corpus", &made);
    sqlite3_free(tokenize);
    if (rc == SQLITE_OK && !made) rc = store_exec(table, "INSERT INTO {fts}({.fts}) VALUES('delete-all')");
    if (rc == SQLITE_OK) rc = spelling_reset(table);
    if (rc == SQLITE_OK) rc = store_prepare(table, "SELECT id FROM {document} ORDER BY id", &list);
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW)
        rc = store_write_index(table, sqlite3_column_int64(list, 0));
    int end = sqlite3_finalize(list);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    return rc == SQLITE_OK ? store_write_versions(table) : rc;
}
