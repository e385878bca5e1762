/* corpus_store.c - see corpus_store.h */
#include "sql/corpus_store.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "document/fingerprint.h"
#include "sql/tokenizer.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

/* --- SQL with the corpus's names ------------------------------------------------------------------------------------------ */

char *store_sql(const CorpusTable *table, const char *template)
{
    sqlite3_str *sql = sqlite3_str_new(table->db);
    for (const char *at = template; *at;) {
        const char *open = strchr(at, '{'), *close = open ? strchr(open, '}') : NULL;
        if (!close) {
            sqlite3_str_appendall(sql, at);
            break;
        }
        sqlite3_str_append(sql, at, (int)(open - at));
        int bare = open[1] == '.';
        const char *shadow = open + 1 + bare;
        if (!bare) sqlite3_str_appendf(sql, "\"%w\".", table->schema);
        sqlite3_str_appendf(sql, "\"%w_%.*s\"", table->name, (int)(close - shadow), shadow);
        at = close + 1;
    }
    return sqlite3_str_finish(sql);
}

/* Keeps SQLite's message for the failure that is being returned. */
static int keep_message(CorpusTable *table, int rc)
{
    if (rc != SQLITE_OK && rc != SQLITE_NOMEM && rc != SQLITE_INTERRUPT && !table->base.zErrMsg)
        table->base.zErrMsg = sqlite3_mprintf("%s: %s", table->name, sqlite3_errmsg(table->db));
    return rc;
}

int store_error(CorpusTable *table, char *message)
{
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = message;
    return message ? SQLITE_ERROR : SQLITE_NOMEM;
}

int store_exec(CorpusTable *table, const char *template)
{
    char *sql = store_sql(table, template);
    if (!sql) return SQLITE_NOMEM;
    int rc = sqlite3_exec(table->db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    return keep_message(table, rc);
}

int store_prepare(CorpusTable *table, const char *template, sqlite3_stmt **statement)
{
    char *sql = store_sql(table, template);
    *statement = NULL;
    if (!sql) return SQLITE_NOMEM;
    int rc = sqlite3_prepare_v2(table->db, sql, -1, statement, NULL);
    sqlite3_free(sql);
    return keep_message(table, rc);
}

/* --- statements that are kept ---------------------------------------------------------------------------------------------- */

enum {
    INSERT_DOCUMENT, INSERT_BLOCK, INSERT_SENTENCE, INSERT_MENTION, INSERT_DATE, INSERT_QUANTITY, INSERT_QUOTE, INSERT_ENTITY,
    INSERT_ALIAS, INSERT_FTS, INSERT_ERROR,
    FIND_ENTITY, FIND_DUPLICATE, FIND_URI,
    COUNT_ENTITY, UNCOUNT_ENTITY, UNCOUNT_ALIAS, DELETE_ALIAS, DELETE_ENTITY, SPAN_ENTITY,
    LIST_ALIASES, LIST_ENTITIES, READ_DOCUMENT, READ_BLOCKS, READ_ALL,
    DELETE_FTS, DELETE_DOCUMENT, DELETE_BLOCK, DELETE_SENTENCE, DELETE_MENTION, DELETE_DATE, DELETE_QUANTITY, DELETE_QUOTE, DELETE_ROLE,
    DELETE_PARTICIPANT, DELETE_EVENT, DELETE_ERROR,
    LEADERLESS, NEW_LEADER, SET_COLUMNS,
    STATEMENTS
};
_Static_assert((int)STATEMENTS <= (int)STORE_STATEMENTS, "CorpusTable.statements is too small");

/* A quotation's and a role's own entity columns are not counted in mentions: they point at entities that mentions made. */
static const char *const templates[STATEMENTS] = {
    [INSERT_DOCUMENT] = "INSERT INTO {document}(id,uri,title,published,published_rule,modified,language,source,publisher,author,place,content,"
                        "fingerprint,duplicate_of,digest) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
    [INSERT_BLOCK] = "INSERT INTO {block}(document,ord,kind,start,length,score,rule) VALUES(?1,?2,?3,?4,?5,?6,?7)",
    [INSERT_SENTENCE] = "INSERT INTO {sentence}(document,block,ord,start,length) VALUES(?1,?2,?3,?4,?5)",
    [INSERT_MENTION] = "INSERT INTO {mention}(document,sentence,text,start,length,score,rule,boilerplate,type,name,entity) "
                       "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
    [INSERT_DATE] = "INSERT INTO {date}(document,sentence,text,start,length,score,rule,boilerplate,type,value,first,last,grain) "
                    "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
    [INSERT_QUANTITY] = "INSERT INTO {quantity}(document,sentence,text,start,length,score,rule,boilerplate,number,comparator,unit,kind,noun) "
                        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
    [INSERT_QUOTE] = "INSERT INTO {quote}(document,sentence,text,start,length,score,rule,boilerplate,speaker,verb,direct) "
                     "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
    [INSERT_ENTITY] = "INSERT INTO {entity}(type,name,mentions,documents,country,latitude,longitude,geoname,key) "
                      "VALUES(?1,?2,0,0,?3,?4,?5,?6,?7)",
    [INSERT_ALIAS] = "INSERT INTO {alias}(entity,name,script,mentions) VALUES(?1,?2,?3,?4) "
                     "ON CONFLICT(entity,name) DO UPDATE SET mentions=mentions+excluded.mentions",
    [INSERT_FTS] = "INSERT INTO {fts}(rowid,title,text) VALUES(?1,?2,?3)",
    [INSERT_ERROR] = "INSERT INTO {error}(uri,reason) VALUES(?1,?2)",
    [FIND_ENTITY] = "SELECT id FROM {entity} WHERE key=?1 AND type=?2",
    [FIND_DUPLICATE] = "SELECT id FROM {document} WHERE digest=?3 AND fingerprint=?1 AND id<>?2 ORDER BY id LIMIT 1",
    [FIND_URI] = "SELECT id FROM {document} WHERE uri=?1",
    [COUNT_ENTITY] = "UPDATE {entity} SET mentions=mentions+?2, documents=documents+1, first=coalesce(min(first,?3),first,?3), "
                     "last=coalesce(max(last,?3),last,?3) WHERE id=?1",
    [UNCOUNT_ENTITY] = "UPDATE {entity} SET mentions=mentions-?2, documents=documents-1 WHERE id=?1",
    [UNCOUNT_ALIAS] = "UPDATE {alias} SET mentions=mentions-?3 WHERE entity=?1 AND name=?2",
    [DELETE_ALIAS] = "DELETE FROM {alias} WHERE entity=?1 AND mentions<=0",
    [DELETE_ENTITY] = "DELETE FROM {entity} WHERE id=?1 AND mentions<=0",
    [SPAN_ENTITY] = "UPDATE {entity} SET (first,last)=(SELECT min(d.published),max(d.published) FROM {mention} m JOIN {document} d ON d.id=m.document "
                    "WHERE m.entity=?1) WHERE id=?1 AND ?2 IN (first,last)",
    [LIST_ALIASES] = "SELECT entity, text, count(*) FROM {mention} WHERE document=?1 GROUP BY entity, text ORDER BY entity",
    [LIST_ENTITIES] = "SELECT entity, count(*) FROM {mention} WHERE document=?1 AND entity IS NOT NULL GROUP BY entity",
    [READ_DOCUMENT] = "SELECT title, content, published FROM {document} WHERE id=?1",
    [READ_BLOCKS] = "SELECT kind, start, length FROM {block} WHERE document=?1 ORDER BY ord",
    [READ_ALL] = "SELECT uri,title,published,published_rule,modified,language,source,publisher,author,place,content FROM {document} WHERE id=?1",
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
    [DELETE_ERROR] = "DELETE FROM {error} WHERE uri=?1",
    [LEADERLESS] = "SELECT min(id) FROM {document} WHERE duplicate_of=?1",
    [NEW_LEADER] = "UPDATE {document} SET duplicate_of=CASE WHEN id<>?2 THEN ?2 END WHERE duplicate_of=?1",
    [SET_COLUMNS] = "UPDATE {document} SET uri=?2,title=?3,published=?4,published_rule=?5,modified=?6,language=?7,source=?8,publisher=?9,"
                    "author=?10,place=?11 WHERE id=?1",
};

/* Returns statement `which`, ready to be bound; NULL with `*rc` set if it cannot be prepared. Does nothing if `*rc` is set already. */
static sqlite3_stmt *statement(CorpusTable *table, int which, int *rc)
{
    if (*rc != SQLITE_OK) return NULL;
    if (!table->statements[which]) {
        char *sql = store_sql(table, templates[which]);
        if (!sql) *rc = SQLITE_NOMEM;
        else *rc = keep_message(table, sqlite3_prepare_v3(table->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &table->statements[which], NULL));
        sqlite3_free(sql);
    }
    return *rc == SQLITE_OK ? table->statements[which] : NULL;
}

/* Runs a statement that was bound, and makes it ready for the next time. */
static void run(CorpusTable *table, sqlite3_stmt *ready, int *rc)
{
    if (*rc == SQLITE_OK) {
        sqlite3_step(ready);
        *rc = keep_message(table, sqlite3_reset(ready));
    }
    if (ready) sqlite3_clear_bindings(ready);
}

/* Runs a statement whose only parameter is an id. */
static void run_on(CorpusTable *table, int which, sqlite3_int64 id, int *rc)
{
    sqlite3_stmt *ready = statement(table, which, rc);
    if (ready) sqlite3_bind_int64(ready, 1, id);
    run(table, ready, rc);
}

void store_finalize(CorpusTable *table)
{
    for (int i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(table->statements[i]);
        table->statements[i] = NULL;
    }
    table->versions_checked = 0;
}

/* --- the shadow tables ----------------------------------------------------------------------------------------------------- */

#define FINDING "document INTEGER, sentence INTEGER, text TEXT, start INTEGER, length INTEGER, score REAL, rule TEXT, boilerplate INTEGER"

static const char schema_tables[] =
    "CREATE TABLE {document}(id INTEGER PRIMARY KEY, uri TEXT UNIQUE, title TEXT, published TEXT, published_rule TEXT, modified TEXT,"
    "  language TEXT, source TEXT, publisher TEXT, author TEXT, place TEXT, content TEXT, fingerprint BLOB, duplicate_of INTEGER, digest INTEGER,"
    "  UNIQUE(digest, id));"
    "CREATE TABLE {block}(id INTEGER PRIMARY KEY, document INTEGER, ord INTEGER, kind TEXT, start INTEGER, length INTEGER, score REAL, rule TEXT,"
    "  UNIQUE(document, ord));"
    "CREATE TABLE {sentence}(id INTEGER PRIMARY KEY, document INTEGER, block INTEGER, ord INTEGER, start INTEGER, length INTEGER,"
    "  UNIQUE(document, ord));"
    "CREATE TABLE {mention}(id INTEGER PRIMARY KEY, " FINDING ", type TEXT, name TEXT, entity INTEGER, UNIQUE(document, start), UNIQUE(entity, id));"
    "CREATE TABLE {entity}(id INTEGER PRIMARY KEY, type TEXT, name TEXT, mentions INTEGER, documents INTEGER, first TEXT, last TEXT,"
    "  country TEXT, latitude REAL, longitude REAL, geoname INTEGER, key TEXT, UNIQUE(key, type));"
    "CREATE TABLE {alias}(entity INTEGER, name TEXT, script TEXT, mentions INTEGER, PRIMARY KEY(entity, name)) WITHOUT ROWID;"
    "CREATE TABLE {date}(id INTEGER PRIMARY KEY, " FINDING ", type TEXT, value TEXT, first TEXT, last TEXT, grain TEXT, UNIQUE(document, id));"
    "CREATE TABLE {quantity}(id INTEGER PRIMARY KEY, " FINDING ", number REAL, comparator TEXT, unit TEXT, kind TEXT, noun TEXT, UNIQUE(document, id));"
    "CREATE TABLE {quote}(id INTEGER PRIMARY KEY, " FINDING ", speaker INTEGER, verb TEXT, direct INTEGER, UNIQUE(document, id));"
    "CREATE TABLE {role}(id INTEGER PRIMARY KEY, " FINDING ", person INTEGER, title TEXT, organization INTEGER, country INTEGER, UNIQUE(document, id));"
    "CREATE TABLE {event}(id INTEGER PRIMARY KEY, " FINDING ", type TEXT, mode TEXT, place INTEGER, first TEXT, last TEXT, UNIQUE(document, id));"
    "CREATE TABLE {participant}(event INTEGER, slot TEXT, entity INTEGER, text TEXT, PRIMARY KEY(event, slot, entity, text));"
    "CREATE TABLE {error}(uri TEXT, reason TEXT);"
    "CREATE TABLE {info}(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;";

/*
** What FTS5 reads as the content of its rows; the same text as store_read_text() makes. A view cannot be renamed, nor can FTS5 be told of
** another one, nor can anything be dropped inside xRename (SQLITE_LOCKED). So the view keeps the name that it was made with: SQLite
** rewrites its body when the tables are renamed. Its name stands in <name>_info; a number is added if an earlier table left one.
*/
static const char schema_view[] =
    "(id, title, text) AS SELECT d.id, d.title, (SELECT group_concat(t, char(10,10)) FROM"
    " (SELECT substr(d.content, b.start, b.length) AS t FROM {.block} b WHERE b.document=d.id AND b.kind IN ('body','caption','quote','list','table')"
    "  ORDER BY b.ord)) FROM {.document} d";

static int set_info(CorpusTable *table, const char *key, const char *value)
{
    sqlite3_stmt *insert;
    int rc = store_prepare(table, "INSERT OR REPLACE INTO {info}(key,value) VALUES(?1,?2)", &insert);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_text(insert, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, value, -1, SQLITE_STATIC);
    sqlite3_step(insert);
    return keep_message(table, sqlite3_finalize(insert));
}

/* Reads a value of <name>_info into `*value` (sqlite3_free()); NULL if the key is not there. */
static int get_info(CorpusTable *table, const char *key, char **value)
{
    sqlite3_stmt *select;
    *value = NULL;
    int rc = store_prepare(table, "SELECT value FROM {info} WHERE key=?1", &select);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_text(select, 1, key, -1, SQLITE_STATIC);
    if (sqlite3_step(select) == SQLITE_ROW && sqlite3_column_type(select, 0) != SQLITE_NULL) {
        *value = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(select, 0));
        if (!*value) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_finalize(select);
    return rc == SQLITE_OK ? keep_message(table, end) : rc;
}

/* Runs a statement made by sqlite3_mprintf() and frees it. */
static int exec_made(CorpusTable *table, char *sql)
{
    int rc = sql ? keep_message(table, sqlite3_exec(table->db, sql, NULL, NULL, NULL)) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return rc;
}

/* True if the schema has something of this name. */
static int is_name_taken(CorpusTable *table, const char *name, int *rc)
{
    sqlite3_stmt *find;
    int taken = 0;
    char *sql = sqlite3_mprintf("SELECT 1 FROM \"%w\".sqlite_schema WHERE lower(name)=lower(?1)", table->schema);
    *rc = sql ? sqlite3_prepare_v2(table->db, sql, -1, &find, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (*rc != SQLITE_OK) return 0;
    sqlite3_bind_text(find, 1, name, -1, SQLITE_STATIC);
    taken = sqlite3_step(find) == SQLITE_ROW;
    *rc = keep_message(table, sqlite3_finalize(find));
    return taken;
}

/* A name for the view that is free (sqlite3_free()). */
static char *free_view_name(CorpusTable *table, int *rc)
{
    for (int number = 1;; number++) {
        char *name = number == 1 ? sqlite3_mprintf("%s_text", table->name) : sqlite3_mprintf("%s_text%d", table->name, number);
        if (!name) *rc = SQLITE_NOMEM;
        if (!name || (!is_name_taken(table, name, rc) && *rc == SQLITE_OK)) return name;
        sqlite3_free(name);
        if (*rc != SQLITE_OK) return NULL;
    }
}

/* Makes what is missing of the view and the index table. `*made` is 1 if the index table is new. */
static int create_index(CorpusTable *table, const char *tokenize, int *made)
{
    char *view = NULL, *fts = sqlite3_mprintf("%s_fts", table->name);
    int rc = fts ? get_info(table, "view", &view) : SQLITE_NOMEM;
    int has_view = rc == SQLITE_OK && view && is_name_taken(table, view, &rc);
    *made = rc == SQLITE_OK && !is_name_taken(table, fts, &rc);
    if (rc == SQLITE_OK && !view) view = free_view_name(table, &rc);
    if (rc == SQLITE_OK && !has_view) {
        char *body = store_sql(table, schema_view);
        rc = exec_made(table, body ? sqlite3_mprintf("CREATE VIEW \"%w\".\"%w\"%s", table->schema, view, body) : NULL);
        sqlite3_free(body);
        if (rc == SQLITE_OK) rc = set_info(table, "view", view);
    }
    if (rc == SQLITE_OK && *made)
        rc = exec_made(table, sqlite3_mprintf("CREATE VIRTUAL TABLE \"%w\".\"%w\" USING fts5(title, text, content=%Q, content_rowid=id, tokenize=%Q)",
                                              table->schema, fts, view, tokenize));
    sqlite3_free(view);
    sqlite3_free(fts);
    return rc;
}

static int write_versions(CorpusTable *table)
{
    int rc = set_info(table, "tokenizer", TOKENIZER_VERSION);
    if (rc == SQLITE_OK) rc = set_info(table, "version", CORPUS_VERSION);
    if (rc == SQLITE_OK) rc = set_info(table, "icu", unicode_icu_version);
    return rc;
}

int store_create(CorpusTable *table, const char *tokenize, const char *language)
{
    int made, rc = store_exec(table, schema_tables);
    if (rc == SQLITE_OK) rc = create_index(table, tokenize, &made);
    if (rc == SQLITE_OK) rc = write_versions(table);
    if (rc == SQLITE_OK) rc = set_info(table, "tokenize", tokenize);
    if (rc == SQLITE_OK && language) rc = set_info(table, "language", language);
    return rc;
}

static const char *const shadow_tables[] = {"document", "block", "sentence", "mention", "entity", "alias",       "date",
                                            "quantity", "quote", "role",     "event",   "participant", "error", "info"};
enum { SHADOW_TABLES = sizeof shadow_tables / sizeof *shadow_tables };

int store_is_shadow(const char *suffix)
{
    for (int i = 0; i < SHADOW_TABLES; i++)
        if (!sqlite3_stricmp(suffix, shadow_tables[i])) return 1;
    return 0;
}

int store_drop(CorpusTable *table)
{
    char *view = NULL;
    store_finalize(table);
    if (get_info(table, "view", &view) != SQLITE_OK) { /* <name>_info is gone: drop what is left */
        sqlite3_free(table->base.zErrMsg);
        table->base.zErrMsg = NULL;
    }
    int rc = store_exec(table, "DROP TABLE IF EXISTS {fts}");
    if (rc == SQLITE_OK && view) rc = exec_made(table, sqlite3_mprintf("DROP VIEW IF EXISTS \"%w\".\"%w\"", table->schema, view));
    for (int i = 0; rc == SQLITE_OK && i < SHADOW_TABLES; i++)
        rc = exec_made(table, sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\".\"%w_%w\"", table->schema, table->name, shadow_tables[i]));
    sqlite3_free(view);
    return rc;
}

/* Nested ALTERs run in legacy mode, which would leave views (ours among them) pointing at the old names: it is switched off. */
int store_rename(CorpusTable *table, const char *name)
{
    int legacy = 0, rc = SQLITE_OK, ignored;
    char *copy = sqlite3_mprintf("%s", name);
    if (!copy) return SQLITE_NOMEM;
    store_finalize(table);
    sqlite3_db_config(table->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, -1, &legacy);
    sqlite3_db_config(table->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0, &ignored);
    for (int i = 0; rc == SQLITE_OK && i <= SHADOW_TABLES; i++) {
        const char *shadow = i < SHADOW_TABLES ? shadow_tables[i] : "fts";
        rc = exec_made(table, sqlite3_mprintf("ALTER TABLE \"%w\".\"%w_%w\" RENAME TO \"%w_%w\"", table->schema, table->name, shadow, name, shadow));
    }
    sqlite3_db_config(table->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, legacy, &ignored);
    if (rc == SQLITE_OK) {
        sqlite3_free(table->name);
        table->name = copy;
    } else sqlite3_free(copy);
    return rc;
}

int store_check_versions(CorpusTable *table)
{
    char *version;
    if (table->versions_checked) return SQLITE_OK;
    int rc = get_info(table, "tokenizer", &version);
    if (rc != SQLITE_OK) return rc;
    table->versions_checked = version && !strcmp(version, TOKENIZER_VERSION);
    if (!table->versions_checked)
        rc = store_error(table, sqlite3_mprintf("%s: its index was made by version %s of the tokenizer, this is %s; INSERT INTO %s(%s) VALUES('rebuild') first",
                                                table->name, version ? version : "(none)", TOKENIZER_VERSION, table->name, table->name));
    sqlite3_free(version);
    return rc;
}

/* --- reading a document back ------------------------------------------------------------------------------------------------ */

static int is_main(const char *kind)
{
    return !strcmp(kind, "body") || !strcmp(kind, "caption") || !strcmp(kind, "quote") || !strcmp(kind, "list") || !strcmp(kind, "table");
}

/* Appends the main blocks of `content` in one pass, as the view does by substr(). */
static int append_main(CorpusTable *table, sqlite3_int64 id, const char *content, size_t length, Buffer *text)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *blocks = statement(table, READ_BLOCKS, &rc);
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
    rc = keep_message(table, sqlite3_reset(blocks));
    sqlite3_clear_bindings(blocks);
    return rc == SQLITE_OK && text->failed ? SQLITE_NOMEM : rc;
}

int store_read_text(CorpusTable *table, sqlite3_int64 id, Buffer *title, Buffer *text, int *found)
{
    int rc = SQLITE_OK;
    *found = 0;
    sqlite3_stmt *read = statement(table, READ_DOCUMENT, &rc);
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
    if (rc == SQLITE_OK) rc = keep_message(table, end);
    return rc == SQLITE_OK && title->failed ? SQLITE_NOMEM : rc;
}

int store_find_uri(CorpusTable *table, sqlite3_value *uri, sqlite3_int64 *id)
{
    int rc = SQLITE_OK;
    *id = 0;
    if (!uri || sqlite3_value_type(uri) == SQLITE_NULL) return SQLITE_OK;
    sqlite3_stmt *find = statement(table, FIND_URI, &rc);
    if (!find) return rc;
    sqlite3_bind_value(find, 1, uri);
    if (sqlite3_step(find) == SQLITE_ROW) *id = sqlite3_column_int64(find, 0);
    rc = keep_message(table, sqlite3_reset(find));
    sqlite3_clear_bindings(find);
    return rc;
}

int store_note_error(CorpusTable *table, sqlite3_value *uri, const char *reason)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *insert = statement(table, INSERT_ERROR, &rc);
    if (!insert) return rc;
    if (uri) sqlite3_bind_value(insert, 1, uri);
    sqlite3_bind_text(insert, 2, reason, -1, SQLITE_TRANSIENT);
    run(table, insert, &rc);
    return rc;
}

/* --- writing a document ----------------------------------------------------------------------------------------------------- */

/* Everything known of a page before the first write. */
typedef struct Findings {
    const Page *page;
    EntityList entities;
    DateList dates;
    QuantityList quantities;
    QuoteList quotes;
    unsigned char fingerprint[FINGERPRINT_BYTES];
    const char *columns[CORPUS_TEXT]; /* what is written: given, or found; NULL: NULL */
} Findings;

/* An entity of this document, or a spelling of one: (type, key) or (entity, text) and how often it was met. */
typedef struct Tally {
    const char *bytes; /* entity: its key; alias: its text */
    size_t length;
    sqlite3_int64 scope; /* entity: type; alias: id of the entity */
    sqlite3_int64 id, mentions;
    unsigned script;
} Tally;

typedef struct TallyTable { /* open addressing, at most half full */
    Tally *slots;
    size_t capacity, count;
} TallyTable;

static Tally *tally_find(TallyTable *table, sqlite3_int64 scope, const char *bytes, size_t length)
{
    size_t mask = table->capacity - 1;
    for (size_t i = hash_bytes(bytes, length, (uint64_t)scope) & mask;; i = (i + 1) & mask) {
        Tally *slot = &table->slots[i];
        if (!slot->bytes) return slot;
        if (slot->scope == scope && slot->length == length && !memcmp(slot->bytes, bytes, length)) return slot;
    }
}

static int tally_init(Arena *arena, TallyTable *table, size_t most)
{
    table->capacity = 16;
    table->count = 0;
    while (table->capacity < most * 2) table->capacity *= 2;
    table->slots = arena_array(arena, table->capacity, sizeof *table->slots);
    return table->slots ? SQLITE_OK : SQLITE_NOMEM;
}

static Tally *tally_add(TallyTable *table, sqlite3_int64 scope, const char *bytes, size_t length, int *is_new)
{
    Tally *slot = tally_find(table, scope, bytes, length);
    *is_new = !slot->bytes;
    if (*is_new) {
        *slot = (Tally){.bytes = bytes, .length = length, .scope = scope};
        table->count++;
    }
    slot->mentions++;
    return slot;
}

typedef struct Write { /* one document on its way into the tables */
    CorpusTable *table;
    Analysis *analysis;
    const Findings *findings;
    sqlite3_int64 document;
    sqlite3_int64 *sentence_ids; /* rowid of each sentence of the page's text */
    sqlite3_int64 *mention_ids;  /* entity of each mention */
    TallyTable entities, aliases;
    int rc;
} Write;

static void bind_text(sqlite3_stmt *ready, int parameter, const char *text)
{
    if (text) sqlite3_bind_text(ready, parameter, text, -1, SQLITE_STATIC);
}

static int64_t char_start(const Page *page, uint32_t start) { return (int64_t)char_index_at(&page->text.chars, start) + 1; }

static int64_t char_length(const Page *page, uint32_t start, uint32_t length)
{
    return (int64_t)char_index_at(&page->text.chars, start + length) - char_index_at(&page->text.chars, start);
}

/* The first minima of a fingerprint as a number: equal fingerprints are found by it. */
static sqlite3_int64 digest(const unsigned char *fingerprint)
{
    uint64_t number = 0;
    for (int i = 8; i < 16; i++) number = number << 8 | fingerprint[i];
    return (sqlite3_int64)number;
}

static void write_document_row(Write *write)
{
    const Findings *f = write->findings;
    sqlite3_stmt *find = statement(write->table, FIND_DUPLICATE, &write->rc);
    sqlite3_int64 leader = 0;
    static const unsigned char nothing[FINGERPRINT_BYTES];
    int has_fingerprint = memcmp(f->fingerprint, nothing, sizeof nothing) != 0;
    if (find && has_fingerprint) {
        sqlite3_bind_blob(find, 1, f->fingerprint, sizeof f->fingerprint, SQLITE_STATIC);
        sqlite3_bind_int64(find, 2, write->document);
        sqlite3_bind_int64(find, 3, digest(f->fingerprint));
        if (sqlite3_step(find) == SQLITE_ROW) leader = sqlite3_column_int64(find, 0);
        write->rc = keep_message(write->table, sqlite3_reset(find));
        sqlite3_clear_bindings(find);
    }
    sqlite3_stmt *insert = statement(write->table, INSERT_DOCUMENT, &write->rc);
    if (!insert) return;
    if (write->document) sqlite3_bind_int64(insert, 1, write->document);
    for (int i = 0; i < CORPUS_TEXT; i++) bind_text(insert, i + 2, f->columns[i]);
    sqlite3_bind_text64(insert, 12, f->page->content, f->page->content_length, SQLITE_STATIC, SQLITE_UTF8);
    if (has_fingerprint) sqlite3_bind_blob(insert, 13, f->fingerprint, sizeof f->fingerprint, SQLITE_STATIC);
    if (leader && leader != write->document) sqlite3_bind_int64(insert, 14, leader);
    if (has_fingerprint) sqlite3_bind_int64(insert, 15, digest(f->fingerprint));
    run(write->table, insert, &write->rc);
    if (write->rc == SQLITE_OK && !write->document) write->document = sqlite3_last_insert_rowid(write->table->db);
}

static void write_blocks_and_sentences(Write *write)
{
    const Page *page = write->findings->page;
    Arena *arena = &write->analysis->arena;
    sqlite3_int64 *block_ids = arena_array(arena, page->blocks.count, sizeof *block_ids);
    write->sentence_ids = arena_array(arena, page->text.sentences.count, sizeof *write->sentence_ids);
    if (!block_ids || !write->sentence_ids) write->rc = SQLITE_NOMEM;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        sqlite3_stmt *insert = statement(write->table, INSERT_BLOCK, &write->rc);
        if (!insert) return;
        sqlite3_bind_int64(insert, 1, write->document);
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)i + 1);
        bind_text(insert, 3, document_block_kind_name((BlockKind)block->kind));
        sqlite3_bind_int64(insert, 4, char_start(page, block->start));
        sqlite3_bind_int64(insert, 5, char_length(page, block->start, block->length));
        sqlite3_bind_double(insert, 6, block->score);
        bind_text(insert, 7, block->rule);
        run(write->table, insert, &write->rc);
        block_ids[i] = sqlite3_last_insert_rowid(write->table->db);
    }
    for (size_t i = 0; i < page->text.sentences.count; i++) {
        const Sentence *sentence = &page->text.sentences.items[i];
        ptrdiff_t block = document_block_at(page, sentence->start);
        sqlite3_stmt *insert = statement(write->table, INSERT_SENTENCE, &write->rc);
        if (!insert) return;
        sqlite3_bind_int64(insert, 1, write->document);
        if (block >= 0) sqlite3_bind_int64(insert, 2, block_ids[block]);
        sqlite3_bind_int64(insert, 3, (sqlite3_int64)i + 1);
        sqlite3_bind_int64(insert, 4, char_start(page, sentence->start));
        sqlite3_bind_int64(insert, 5, char_length(page, sentence->start, sentence->length));
        run(write->table, insert, &write->rc);
        write->sentence_ids[i] = sqlite3_last_insert_rowid(write->table->db);
    }
}

/* Binds what all findings have: parameters 1 to 8. */
static sqlite3_stmt *finding(Write *write, int which, uint32_t start, uint32_t length, uint32_t sentence, double score, const char *rule)
{
    const Page *page = write->findings->page;
    sqlite3_stmt *insert = statement(write->table, which, &write->rc);
    if (!insert) return NULL;
    ptrdiff_t block = document_block_at(page, start);
    sqlite3_bind_int64(insert, 1, write->document);
    if (sentence < page->text.sentences.count) sqlite3_bind_int64(insert, 2, write->sentence_ids[sentence]);
    sqlite3_bind_text64(insert, 3, page->content + start, length, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(insert, 4, char_start(page, start));
    sqlite3_bind_int64(insert, 5, char_length(page, start, length));
    sqlite3_bind_double(insert, 6, score);
    bind_text(insert, 7, rule);
    sqlite3_bind_int(insert, 8, block >= 0 && block_is_boilerplate((BlockKind)page->blocks.items[block].kind));
    return insert;
}

/* The entity of a mention: found by its key, or made. */
static sqlite3_int64 resolve_entity(Write *write, const EntityMention *mention, const char *key, size_t key_length)
{
    const char *type = entities_type_name((EntityType)mention->type);
    sqlite3_int64 id = 0;
    sqlite3_stmt *find = statement(write->table, FIND_ENTITY, &write->rc);
    if (!find) return 0;
    sqlite3_bind_text64(find, 1, key, key_length, SQLITE_STATIC, SQLITE_UTF8);
    bind_text(find, 2, type);
    if (sqlite3_step(find) == SQLITE_ROW) id = sqlite3_column_int64(find, 0);
    write->rc = keep_message(write->table, sqlite3_reset(find));
    sqlite3_clear_bindings(find);
    if (id || write->rc != SQLITE_OK) return id;
    sqlite3_stmt *insert = statement(write->table, INSERT_ENTITY, &write->rc);
    if (!insert) return 0;
    bind_text(insert, 1, type);
    bind_text(insert, 2, mention->name);
    bind_text(insert, 3, mention->country);
    if (!isnan(mention->latitude)) sqlite3_bind_double(insert, 4, mention->latitude);
    if (!isnan(mention->longitude)) sqlite3_bind_double(insert, 5, mention->longitude);
    if (mention->geoname) sqlite3_bind_int64(insert, 6, mention->geoname);
    sqlite3_bind_text64(insert, 7, key, key_length, SQLITE_STATIC, SQLITE_UTF8);
    run(write->table, insert, &write->rc);
    return sqlite3_last_insert_rowid(write->table->db);
}

static unsigned script_at(const Page *page, uint32_t start, uint32_t length)
{
    const char *at = page->content + start, *end = at + length;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (record->flags & UNICODE_LETTER && record->script > SCRIPT_INHERITED) return record->script;
    }
    return SCRIPT_COMMON;
}

static void write_mention(Write *write, size_t i)
{
    const Page *page = write->findings->page;
    const EntityMention *mention = &write->findings->entities.items[i];
    Arena *arena = &write->analysis->arena;
    Buffer key = BUFFER_EMPTY;
    int is_new;
    Status status = entities_key(write->table->connection->icu, (EntityType)mention->type, mention->name, strlen(mention->name),
                                 page->text.language, &key);
    const char *copy = status == STATUS_OK && !key.failed ? arena_copy(arena, key.bytes ? key.bytes : "", key.length) : NULL;
    size_t key_length = key.length;
    buffer_free(&key);
    if (!copy) {
        write->rc = status == STATUS_OK ? SQLITE_NOMEM : connection_code(status);
        return;
    }
    Tally *entity = tally_add(&write->entities, mention->type, copy, key_length, &is_new);
    if (is_new) entity->id = resolve_entity(write, mention, copy, key_length);
    if (write->rc != SQLITE_OK) return;
    write->mention_ids[i] = entity->id;
    Tally *alias = tally_add(&write->aliases, entity->id, page->content + mention->start, mention->length, &is_new);
    if (is_new) alias->script = script_at(page, mention->start, mention->length);
    sqlite3_stmt *insert =
        finding(write, INSERT_MENTION, mention->start, mention->length, mention->sentence, mention->score, mention->rule);
    if (!insert) return;
    bind_text(insert, 9, entities_type_name((EntityType)mention->type));
    bind_text(insert, 10, mention->name);
    sqlite3_bind_int64(insert, 11, entity->id);
    run(write->table, insert, &write->rc);
}

static void count_entities(Write *write)
{
    for (size_t i = 0; i < write->entities.capacity && write->rc == SQLITE_OK; i++) {
        const Tally *entity = &write->entities.slots[i];
        if (!entity->bytes) continue;
        sqlite3_stmt *count = statement(write->table, COUNT_ENTITY, &write->rc);
        if (!count) return;
        sqlite3_bind_int64(count, 1, entity->id);
        sqlite3_bind_int64(count, 2, entity->mentions);
        bind_text(count, 3, write->findings->columns[CORPUS_PUBLISHED]);
        run(write->table, count, &write->rc);
    }
    for (size_t i = 0; i < write->aliases.capacity && write->rc == SQLITE_OK; i++) {
        const Tally *alias = &write->aliases.slots[i];
        if (!alias->bytes) continue;
        sqlite3_stmt *insert = statement(write->table, INSERT_ALIAS, &write->rc);
        if (!insert) return;
        sqlite3_bind_int64(insert, 1, alias->scope);
        sqlite3_bind_text64(insert, 2, alias->bytes, alias->length, SQLITE_STATIC, SQLITE_UTF8);
        bind_text(insert, 3, unicode_script_name(alias->script));
        sqlite3_bind_int64(insert, 4, alias->mentions);
        run(write->table, insert, &write->rc);
    }
}

static void write_mentions(Write *write)
{
    size_t count = write->findings->entities.count;
    Arena *arena = &write->analysis->arena;
    write->mention_ids = arena_array(arena, count, sizeof *write->mention_ids);
    if (write->rc == SQLITE_OK && !write->mention_ids) write->rc = SQLITE_NOMEM;
    if (write->rc == SQLITE_OK) write->rc = tally_init(arena, &write->entities, count);
    if (write->rc == SQLITE_OK) write->rc = tally_init(arena, &write->aliases, count);
    for (size_t i = 0; i < count && write->rc == SQLITE_OK; i++) write_mention(write, i);
    if (write->rc == SQLITE_OK) count_entities(write);
}

static void write_dates(Write *write)
{
    for (size_t i = 0; i < write->findings->dates.count && write->rc == SQLITE_OK; i++) {
        const DateMention *date = &write->findings->dates.items[i];
        sqlite3_stmt *insert = finding(write, INSERT_DATE, date->start, date->length, date->sentence, date->score, date->rule);
        if (!insert) return;
        bind_text(insert, 9, dates_type_name((DateType)date->type));
        bind_text(insert, 10, date->value);
        bind_text(insert, 11, date->first);
        bind_text(insert, 12, date->last);
        bind_text(insert, 13, date->grain);
        run(write->table, insert, &write->rc);
    }
}

static void write_quantities(Write *write)
{
    for (size_t i = 0; i < write->findings->quantities.count && write->rc == SQLITE_OK; i++) {
        const Quantity *quantity = &write->findings->quantities.items[i];
        sqlite3_stmt *insert =
            finding(write, INSERT_QUANTITY, quantity->start, quantity->length, quantity->sentence, quantity->score, quantity->rule);
        if (!insert) return;
        sqlite3_bind_double(insert, 9, quantity->number);
        bind_text(insert, 10, quantity->comparator);
        bind_text(insert, 11, quantity->unit);
        bind_text(insert, 12, quantity->kind);
        bind_text(insert, 13, quantity->noun);
        run(write->table, insert, &write->rc);
    }
}

static void write_quotes(Write *write)
{
    for (size_t i = 0; i < write->findings->quotes.count && write->rc == SQLITE_OK; i++) {
        const Quote *quote = &write->findings->quotes.items[i];
        sqlite3_stmt *insert = finding(write, INSERT_QUOTE, quote->start, quote->length, quote->sentence, quote->score, quote->rule);
        if (!insert) return;
        if (quote->mention >= 0) sqlite3_bind_int64(insert, 9, write->mention_ids[quote->mention]);
        bind_text(insert, 10, quote->verb);
        sqlite3_bind_int(insert, 11, quote->direct);
        run(write->table, insert, &write->rc);
    }
}

static void write_index(Write *write)
{
    Buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int found = 0;
    if (write->rc == SQLITE_OK) write->rc = store_read_text(write->table, write->document, &title, &text, &found);
    sqlite3_stmt *insert = statement(write->table, INSERT_FTS, &write->rc);
    if (insert) {
        sqlite3_bind_int64(insert, 1, write->document);
        if (title.length) sqlite3_bind_text64(insert, 2, title.bytes, title.length, SQLITE_STATIC, SQLITE_UTF8);
        if (text.length) sqlite3_bind_text64(insert, 3, text.bytes, text.length, SQLITE_STATIC, SQLITE_UTF8);
        run(write->table, insert, &write->rc);
    }
    buffer_free(&title);
    buffer_free(&text);
}

/* The columns of the document: what was given goes before what was found. */
static int choose_columns(CorpusTable *table, const Given *given, Findings *findings, DateAnchor *anchor, int *has_anchor)
{
    const Page *page = findings->page;
    const char *found[CORPUS_TEXT] = {[CORPUS_TITLE] = page->title,       [CORPUS_PUBLISHED] = page->published,
                                      [CORPUS_PUBLISHED_RULE] = page->published_rule, [CORPUS_MODIFIED] = page->modified,
                                      [CORPUS_LANGUAGE] = language_tag(page->language), [CORPUS_SOURCE] = page->source,
                                      [CORPUS_PUBLISHER] = page->publisher, [CORPUS_AUTHOR] = page->author,
                                      [CORPUS_PLACE] = page->place};
    for (int i = 0; i < CORPUS_TEXT; i++) {
        int is_given = given->columns[i] && sqlite3_value_type(given->columns[i]) != SQLITE_NULL;
        findings->columns[i] = is_given ? (const char *)sqlite3_value_text(given->columns[i]) : found[i];
        if (is_given && !findings->columns[i]) return SQLITE_NOMEM;
    }
    const char *published = findings->columns[CORPUS_PUBLISHED];
    if (published && published != page->published) {
        if (!dates_read_anchor(published, strlen(published), anchor))
            return store_error(table, sqlite3_mprintf("%s: published '%.64s' is no ISO 8601 date", table->name, published));
        if (!given->columns[CORPUS_PUBLISHED_RULE] || sqlite3_value_type(given->columns[CORPUS_PUBLISHED_RULE]) == SQLITE_NULL)
            findings->columns[CORPUS_PUBLISHED_RULE] = "given";
        *has_anchor = 1;
    } else if (page->anchor) *has_anchor = dates_read_anchor(page->anchor, strlen(page->anchor), anchor);
    return SQLITE_OK;
}

/* The language of the table's option or of the given column decides over the one that was found. */
static int choose_language(CorpusTable *table, const Given *given, Analysis *analysis)
{
    char *tag = NULL, *error = NULL;
    Language language = LANGUAGE_UND;
    sqlite3_value *value = given->columns[CORPUS_LANGUAGE];
    int rc = SQLITE_OK;
    if (value && sqlite3_value_type(value) != SQLITE_NULL) {
        const char *text = (const char *)sqlite3_value_text(value);
        if (!text) return SQLITE_NOMEM;
        language = language_find(text, strlen(text));
        if (language == LANGUAGE_INVALID)
            error = sqlite3_mprintf("%s: language '%.64s' is not known; it is a BCP 47 tag such as en, ru, kk, ko, zh", table->name, text);
        if (language == LANGUAGE_INVALID) return store_error(table, error);
    } else {
        rc = get_info(table, "language", &tag);
        if (tag) language = language_find(tag, strlen(tag));
        sqlite3_free(tag);
    }
    if (rc == SQLITE_OK && language != LANGUAGE_UND && language != LANGUAGE_INVALID)
        analysis->page.language = analysis->page.text.language = language;
    return rc;
}

/* All that is computed before the first write. */
static int analyze(CorpusTable *table, Analysis *analysis, const Given *given, Findings *findings)
{
    Connection *connection = table->connection;
    Arena *arena = &analysis->arena;
    DateAnchor anchor;
    int has_anchor = 0;
    memset(findings, 0, sizeof *findings);
    int rc = analysis_page(connection, analysis);
    if (rc == SQLITE_OK) rc = choose_language(table, given, analysis);
    if (rc != SQLITE_OK) return rc;
    findings->page = &analysis->page;
    rc = choose_columns(table, given, findings, &anchor, &has_anchor);
    if (rc != SQLITE_OK) return rc;
    const Text *text = &analysis->page.text;
    Status status = entities_find(arena, connection->icu, text, &findings->entities);
    if (status == STATUS_OK) status = dates_find(arena, text, has_anchor ? &anchor : NULL, PREFER_DEFAULT, &findings->dates);
    if (status == STATUS_OK) status = quantities_find(arena, text, &findings->dates, &findings->quantities);
    if (status == STATUS_OK) status = quotes_find(arena, text, &findings->entities, &findings->quotes);
    Text main;
    if (status == STATUS_OK && analysis->page.main_text && analysis->page.main_length) {
        status = text_segment(arena, connection->icu, analysis->page.main_text, analysis->page.main_length, text->language, &main);
        if (status == STATUS_OK) status = fingerprint_make(connection->icu, &main, findings->fingerprint);
    }
    connection_end_poll(connection);
    return connection_code(status);
}

static int write_all(CorpusTable *table, Analysis *analysis, const Findings *findings, sqlite3_int64 *id)
{
    Write write = {.table = table, .analysis = analysis, .findings = findings, .document = *id, .rc = SQLITE_OK};
    write_document_row(&write);
    if (write.rc == SQLITE_OK) write_blocks_and_sentences(&write);
    if (write.rc == SQLITE_OK) write_mentions(&write);
    write_dates(&write);
    write_quantities(&write);
    write_quotes(&write);
    write_index(&write);
    *id = write.document;
    return write.rc;
}

/* After a failed write: takes out what was written, and counts the entities it touched from what is left. */
static void undo(CorpusTable *table, sqlite3_int64 id)
{
    char *message = table->base.zErrMsg;
    sqlite3_stmt *list = NULL;
    table->base.zErrMsg = NULL;
    if (id && !sqlite3_get_autocommit(table->db) && store_prepare(table, "DELETE FROM {mention} WHERE document=?1 RETURNING entity", &list) == SQLITE_OK) {
        sqlite3_bind_int64(list, 1, id);
        sqlite3_stmt *recount = NULL;
        store_prepare(table, "UPDATE {entity} SET (mentions,documents)=(SELECT count(*),count(DISTINCT document) FROM {mention} WHERE entity=?1) WHERE id=?1",
                      &recount);
        while (sqlite3_step(list) == SQLITE_ROW) {
            sqlite3_bind_int64(recount, 1, sqlite3_column_int64(list, 0));
            sqlite3_step(recount);
            sqlite3_reset(recount);
        }
        sqlite3_finalize(recount);
        int rc = SQLITE_OK;
        for (int which = DELETE_DOCUMENT; which <= DELETE_EVENT; which++)
            if (which != DELETE_MENTION) run_on(table, which, id, &rc);
        store_exec(table, "DELETE FROM {alias} WHERE entity IN (SELECT id FROM {entity} WHERE mentions=0); DELETE FROM {entity} WHERE mentions=0;");
    }
    sqlite3_finalize(list);
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = message;
}

static int insert_analysis(CorpusTable *table, const char *page, size_t page_length, const Given *given, sqlite3_int64 *id,
                           int (*before)(CorpusTable *, sqlite3_int64))
{
    Analysis *analysis = NULL;
    Findings findings;
    int rc = analysis_get(table->connection, page, utf8_until_nul(page, page_length), LANGUAGE_UND, &analysis);
    if (rc == SQLITE_OK) rc = analyze(table, analysis, given, &findings);
    if (rc == SQLITE_OK && before) rc = before(table, *id);
    if (rc == SQLITE_OK) {
        rc = write_all(table, analysis, &findings, id);
        if (rc != SQLITE_OK) undo(table, *id);
    }
    analysis_release(table->connection, analysis);
    return rc;
}

int store_insert(CorpusTable *table, const char *page, size_t page_length, const Given *given, sqlite3_int64 *id)
{
    return insert_analysis(table, page, page_length, given, id, NULL);
}

/* Reads the content and the columns of a document, for putting it back. */
static int read_old(CorpusTable *table, sqlite3_int64 id, sqlite3_value *columns[CORPUS_TEXT], sqlite3_value **content)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *read = statement(table, READ_ALL, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, id);
    if (sqlite3_step(read) == SQLITE_ROW) {
        for (int i = 0; i < CORPUS_TEXT; i++)
            if (!(columns[i] = sqlite3_value_dup(sqlite3_column_value(read, i)))) rc = SQLITE_NOMEM;
        if (!(*content = sqlite3_value_dup(sqlite3_column_value(read, CORPUS_TEXT)))) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(read);
    sqlite3_clear_bindings(read);
    return rc == SQLITE_OK ? keep_message(table, end) : rc;
}

static int is_same(sqlite3_value *a, sqlite3_value *b)
{
    if (!a || sqlite3_value_type(a) == SQLITE_NULL) return 1; /* not given */
    if (!b || sqlite3_value_type(b) == SQLITE_NULL) return 0;
    const char *x = (const char *)sqlite3_value_text(a), *y = (const char *)sqlite3_value_text(b);
    return x && y && !strcmp(x, y);
}

int store_replace(CorpusTable *table, const char *page, size_t page_length, const Given *wanted, int is_update, sqlite3_int64 id)
{
    Given now = *wanted, *given = &now;
    sqlite3_value *columns[CORPUS_TEXT] = {NULL}, *content = NULL;
    int rc = read_old(table, id, columns, &content);
    if (rc == SQLITE_OK) {
        size_t length = utf8_until_nul(page, page_length);
        const char *old = content ? (const char *)sqlite3_value_text(content) : NULL;
        int same = old && (size_t)sqlite3_value_bytes(content) == length && !memcmp(old, page, length);
        for (int i = 0; i < CORPUS_TEXT; i++) {
            int same_value = is_same(given->columns[i], columns[i]);
            same = same && same_value;
            if (is_update && same_value && i != CORPUS_URI) given->columns[i] = NULL;
        }
        if (!same) {
            rc = insert_analysis(table, page, page_length, given, &id, store_remove);
            if (rc != SQLITE_OK && old && !sqlite3_get_autocommit(table->db)) {
                Given back;
                sqlite3_int64 again = id, exists = 0;
                memcpy(back.columns, columns, sizeof columns);
                char *message = table->base.zErrMsg;
                table->base.zErrMsg = NULL;
                if (store_find_uri(table, columns[CORPUS_URI], &exists) == SQLITE_OK && !exists)
                    insert_analysis(table, old, (size_t)sqlite3_value_bytes(content), &back, &again, NULL);
                sqlite3_free(table->base.zErrMsg);
                table->base.zErrMsg = message;
            }
        }
    }
    for (int i = 0; i < CORPUS_TEXT; i++) sqlite3_value_free(columns[i]);
    sqlite3_value_free(content);
    return rc;
}

/* Takes a document out of the index, as it stands there. */
static int unindex(CorpusTable *table, sqlite3_int64 id)
{
    Buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int found = 0, rc = store_read_text(table, id, &title, &text, &found);
    sqlite3_stmt *delete = found ? statement(table, DELETE_FTS, &rc) : NULL;
    if (delete) {
        sqlite3_bind_int64(delete, 1, id);
        if (title.length) sqlite3_bind_text64(delete, 2, title.bytes, title.length, SQLITE_STATIC, SQLITE_UTF8);
        if (text.length) sqlite3_bind_text64(delete, 3, text.bytes, text.length, SQLITE_STATIC, SQLITE_UTF8);
        run(table, delete, &rc);
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
    sqlite3_stmt *select = statement(table, which, &rc);
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
    return rc == SQLITE_OK ? keep_message(table, end) : rc;
}

static void uncount(CorpusTable *table, int which, const Touched *touched, int *rc)
{
    sqlite3_stmt *update = statement(table, which, rc);
    if (!update) return;
    sqlite3_bind_int64(update, 1, touched->entity);
    if (which == UNCOUNT_ALIAS) {
        bind_text(update, 2, touched->text);
        sqlite3_bind_int64(update, 3, touched->mentions);
    } else sqlite3_bind_int64(update, 2, touched->mentions);
    run(table, update, rc);
}

int store_remove(CorpusTable *table, sqlite3_int64 id)
{
    Arena arena;
    TouchedList entities = {NULL, 0, 0}, aliases = {NULL, 0, 0};
    arena_init(&arena, 0);
    int rc = unindex(table, id);
    if (rc == SQLITE_OK) rc = list_touched(table, LIST_ENTITIES, id, &arena, &entities);
    if (rc == SQLITE_OK) rc = list_touched(table, LIST_ALIASES, id, &arena, &aliases);
    char *published = NULL;
    sqlite3_stmt *read = statement(table, READ_DOCUMENT, &rc);
    if (read) {
        sqlite3_bind_int64(read, 1, id);
        if (sqlite3_step(read) == SQLITE_ROW && sqlite3_column_type(read, 2) != SQLITE_NULL)
            published = arena_copy(&arena, (const char *)sqlite3_column_text(read, 2), (size_t)sqlite3_column_bytes(read, 2));
        rc = keep_message(table, sqlite3_reset(read));
        sqlite3_clear_bindings(read);
    }
    run_on(table, DELETE_PARTICIPANT, id, &rc);
    for (int which = DELETE_DOCUMENT; which <= DELETE_EVENT; which++)
        if (which != DELETE_PARTICIPANT) run_on(table, which, id, &rc);
    for (size_t i = 0; i < aliases.count && rc == SQLITE_OK; i++) uncount(table, UNCOUNT_ALIAS, &aliases.items[i], &rc);
    for (size_t i = 0; i < entities.count && rc == SQLITE_OK; i++) {
        uncount(table, UNCOUNT_ENTITY, &entities.items[i], &rc);
        run_on(table, DELETE_ALIAS, entities.items[i].entity, &rc);
        run_on(table, DELETE_ENTITY, entities.items[i].entity, &rc);
        sqlite3_stmt *span = published ? statement(table, SPAN_ENTITY, &rc) : NULL;
        if (!span) continue;
        sqlite3_bind_int64(span, 1, entities.items[i].entity);
        bind_text(span, 2, published);
        run(table, span, &rc);
    }
    /* the copies of a removed first publication follow the eldest of them */
    sqlite3_int64 leader = 0;
    sqlite3_stmt *eldest = statement(table, LEADERLESS, &rc);
    if (eldest) {
        sqlite3_bind_int64(eldest, 1, id);
        if (sqlite3_step(eldest) == SQLITE_ROW) leader = sqlite3_column_int64(eldest, 0);
        rc = keep_message(table, sqlite3_reset(eldest));
        sqlite3_clear_bindings(eldest);
    }
    sqlite3_stmt *follow = leader ? statement(table, NEW_LEADER, &rc) : NULL;
    if (follow) {
        sqlite3_bind_int64(follow, 1, id);
        sqlite3_bind_int64(follow, 2, leader);
        run(table, follow, &rc);
    }
    arena_clear(&arena);
    return rc;
}

int store_set(CorpusTable *table, const Given *given, sqlite3_int64 id)
{
    /* the title is indexed, so the index is changed with it */
    int rc = unindex(table, id);
    sqlite3_stmt *update = statement(table, SET_COLUMNS, &rc);
    if (update) {
        sqlite3_bind_int64(update, 1, id);
        for (int i = 0; i < CORPUS_TEXT; i++)
            if (given->columns[i]) sqlite3_bind_value(update, i + 2, given->columns[i]);
        run(table, update, &rc);
    }
    Write write = {.table = table, .document = id, .rc = rc};
    if (rc == SQLITE_OK) write_index(&write);
    return write.rc;
}

/* --- the index ---------------------------------------------------------------------------------------------------------------- */

int store_reindex(CorpusTable *table)
{
    char *tokenize;
    sqlite3_stmt *list = NULL;
    int made = 0;
    store_finalize(table);
    int rc = get_info(table, "tokenize", &tokenize);
    if (rc == SQLITE_OK) rc = create_index(table, tokenize ? tokenize : "corpus", &made);
    sqlite3_free(tokenize);
    if (rc == SQLITE_OK && !made) rc = store_exec(table, "INSERT INTO {fts}({.fts}) VALUES('delete-all')");
    if (rc == SQLITE_OK) rc = store_prepare(table, "SELECT id FROM {document} ORDER BY id", &list);
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW) {
        Write write = {.table = table, .document = sqlite3_column_int64(list, 0), .rc = SQLITE_OK};
        write_index(&write);
        rc = write.rc;
    }
    int end = sqlite3_finalize(list);
    if (rc == SQLITE_OK) rc = keep_message(table, end);
    return rc == SQLITE_OK ? write_versions(table) : rc;
}
