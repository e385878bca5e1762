/* corpus_schema.c - the shadow tables: their SQL, their making, renaming, dropping; see corpus_store.h */
#include "sql/corpus_entities.h"
#include "sql/gazetteer_table.h"
#include "base/unicode.h"
#include "sql/tokenizer.h"
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
        if (close > shadow) sqlite3_str_appendf(sql, "\"%w_%.*s\"", table->name, (int)(close - shadow), shadow);
        at = close + 1;
    }
    return sqlite3_str_finish(sql);
}

/* Keeps SQLite's message for the failure that is being returned. */
int store_keep_message(CorpusTable *table, int rc)
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
    return store_keep_message(table, rc);
}

int store_prepare(CorpusTable *table, const char *template, sqlite3_stmt **statement)
{
    char *sql = store_sql(table, template);
    *statement = NULL;
    if (!sql) return SQLITE_NOMEM;
    int rc = sqlite3_prepare_v2(table->db, sql, -1, statement, NULL);
    sqlite3_free(sql);
    return store_keep_message(table, rc);
}

/* --- the shadow tables ----------------------------------------------------------------------------------------------------- */

#define FINDING                                                                                                        \
    "document INTEGER, sentence INTEGER, text TEXT, start INTEGER, length INTEGER, score REAL, rule TEXT, "            \
    "boilerplate INTEGER"

/*
** One CREATE TABLE each. Corpora of older versions lack tables and columns: store_mend() reads here what there is now, so a column that is added stands in
** no constraint, and what looks rows up by it gets an index in `late_indexes`.
*/
static const char *const schema_tables[] = {
    "CREATE TABLE {document}(id INTEGER PRIMARY KEY, uri TEXT UNIQUE, title TEXT, published TEXT, published_rule TEXT, "
    "modified TEXT,"
    "  language TEXT, source TEXT, publisher TEXT, author TEXT, place TEXT, duplicate_of INTEGER, fingerprint BLOB, "
    "markup INTEGER, content TEXT," /* last: what stands behind it would be read through all its pages */
    "  UNIQUE(duplicate_of, id))",
    "CREATE TABLE {band}(key INTEGER, document INTEGER, PRIMARY KEY(key, document)) WITHOUT ROWID",
    "CREATE TABLE {file}(uri TEXT, path TEXT, size INTEGER, modified TEXT, digest INTEGER, container TEXT, reading "
    "INTEGER, "
    "PRIMARY KEY(uri, path), UNIQUE(container, uri, path)) WITHOUT ROWID",
    "CREATE TABLE {container}(path TEXT PRIMARY KEY, size INTEGER, modified TEXT, documents INTEGER, errors INTEGER, "
    "reading INTEGER) WITHOUT ROWID",
    "CREATE TABLE {block}(id INTEGER PRIMARY KEY, document INTEGER, ord INTEGER, kind TEXT, start INTEGER, length "
    "INTEGER, score REAL, rule TEXT, digest INTEGER, model_kind TEXT, model_rule TEXT,"
    "  UNIQUE(document, ord))",
    "CREATE TABLE {repeat}(host TEXT, digest INTEGER, documents INTEGER, PRIMARY KEY(digest, host)) WITHOUT ROWID",
    "CREATE TABLE {sentence}(id INTEGER PRIMARY KEY, document INTEGER, block INTEGER, ord INTEGER, start INTEGER, "
    "length INTEGER,"
    "  UNIQUE(document, ord))",
    "CREATE TABLE {mention}(id INTEGER PRIMARY KEY, " FINDING
    ", type TEXT, name TEXT, entity INTEGER, place TEXT, UNIQUE(document, start), UNIQUE(entity, id))",
    "CREATE TABLE {entity}(id INTEGER PRIMARY KEY, type TEXT, name TEXT, mentions INTEGER, documents INTEGER, first "
    "TEXT, last TEXT,"
    "  country TEXT, latitude REAL, longitude REAL, geoname INTEGER, key TEXT, UNIQUE(key, type, id))",
    "CREATE TABLE {alias}(entity INTEGER, name TEXT, script TEXT, mentions INTEGER, PRIMARY KEY(entity, name), "
    "UNIQUE(name, entity)) WITHOUT ROWID",
    "CREATE TABLE {date}(id INTEGER PRIMARY KEY, " FINDING
    ", type TEXT, value TEXT, first TEXT, last TEXT, grain TEXT, modifier TEXT, anchored TEXT, UNIQUE(document, id))",
    "CREATE TABLE {quantity}(id INTEGER PRIMARY KEY, " FINDING
    ", number REAL, comparator TEXT, unit TEXT, kind TEXT, noun TEXT, UNIQUE(document, id))",
    "CREATE TABLE {quote}(id INTEGER PRIMARY KEY, " FINDING
    ", speaker INTEGER, verb TEXT, direct INTEGER, mention INTEGER, UNIQUE(document, id))",
    "CREATE TABLE {role}(id INTEGER PRIMARY KEY, " FINDING
    ", person INTEGER, title TEXT, organization INTEGER, country INTEGER, UNIQUE(document, id))",
    "CREATE TABLE {event}(id INTEGER PRIMARY KEY, " FINDING
    ", type TEXT, mode TEXT, place INTEGER, first TEXT, last TEXT, UNIQUE(document, id))",
    "CREATE TABLE {participant}(event INTEGER, slot TEXT, entity INTEGER, text TEXT, PRIMARY KEY(event, slot, entity, "
    "text))",
    "CREATE TABLE {spelling}(block INTEGER, spelling TEXT, uses INTEGER, PRIMARY KEY(block, spelling)) WITHOUT ROWID",
    "CREATE TABLE {error}(uri TEXT UNIQUE, reason TEXT)",
    "CREATE TABLE {info}(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    JUDGEMENT_TABLE};
enum { SCHEMA_TABLES = sizeof schema_tables / sizeof *schema_tables };

/*
** What FTS5 reads as the content of its rows; the same text as store_read_text() makes. A view cannot be renamed, nor can FTS5 be told of
** another one, nor can anything be dropped inside xRename (SQLITE_LOCKED). So the view keeps the name that it was made with: SQLite
** rewrites its body when the tables are renamed. Its name stands in <name>_info; a number is added if an earlier table left one.
*/
static const char schema_view[] = "(id, title, text) AS SELECT d.id, d.title, (SELECT group_concat(t, char(10,10)) FROM"
                                  " (SELECT substr(d.content, b.start, b.length) AS t FROM {.block} b WHERE "
                                  "b.document=d.id AND b.kind IN ('body','quote','list','table')"
                                  "  ORDER BY b.ord)) FROM {.document} d";

static int set_info(CorpusTable *table, const char *key, const char *value)
{
    sqlite3_stmt *insert;
    int rc = store_prepare(table, "INSERT OR REPLACE INTO {info}(key,value) VALUES(?1,?2)", &insert);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_text(insert, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, value, -1, SQLITE_STATIC);
    sqlite3_step(insert);
    return store_keep_message(table, sqlite3_finalize(insert));
}

/* Reads a value of <name>_info into `*value` (sqlite3_free()); NULL if the key is not there. */
int store_get_info(CorpusTable *table, const char *key, char **value)
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
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* Runs a statement made by sqlite3_mprintf() and frees it. */
static int exec_made(CorpusTable *table, char *sql)
{
    int rc = sql ? store_keep_message(table, sqlite3_exec(table->db, sql, NULL, NULL, NULL)) : SQLITE_NOMEM;
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
    *rc = store_keep_message(table, sqlite3_finalize(find));
    return taken;
}

/* A name for the view that is free (sqlite3_free()). */
static char *free_view_name(CorpusTable *table, int *rc)
{
    for (int number = 1;; number++) {
        char *name =
            number == 1 ? sqlite3_mprintf("%s_text", table->name) : sqlite3_mprintf("%s_text%d", table->name, number);
        if (!name) *rc = SQLITE_NOMEM;
        if (!name || (!is_name_taken(table, name, rc) && *rc == SQLITE_OK)) return name;
        sqlite3_free(name);
        if (*rc != SQLITE_OK) return NULL;
    }
}

/* The view's text from AS on is what this version makes. */
static int is_same_view(CorpusTable *table, const char *view, const char *body, int *rc)
{
    sqlite3_stmt *find;
    int same = 0;
    char *sql =
        sqlite3_mprintf("SELECT instr(sql,?2) FROM \"%w\".sqlite_schema WHERE type='view' AND name=?1", table->schema);
    *rc = sql ? sqlite3_prepare_v2(table->db, sql, -1, &find, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (*rc != SQLITE_OK) return 0;
    sqlite3_bind_text(find, 1, view, -1, SQLITE_STATIC);
    sqlite3_bind_text(find, 2, body, -1, SQLITE_STATIC);
    same = sqlite3_step(find) == SQLITE_ROW && sqlite3_column_int(find, 0) > 0;
    *rc = store_keep_message(table, sqlite3_finalize(find));
    return same;
}

/* Makes the view `view`, in the place of one that an older version made. */
static int create_view(CorpusTable *table, const char *view)
{
    int rc = SQLITE_OK;
    char *body = store_sql(table, schema_view);
    if (!body) return SQLITE_NOMEM;
    int is_there = is_name_taken(table, view, &rc), same = is_there && is_same_view(table, view, body, &rc);
    if (rc == SQLITE_OK && is_there && !same)
        rc = exec_made(table, sqlite3_mprintf("DROP VIEW \"%w\".\"%w\"", table->schema, view));
    if (rc == SQLITE_OK && !same)
        rc = exec_made(table, sqlite3_mprintf("CREATE VIEW \"%w\".\"%w\"%s", table->schema, view, body));
    sqlite3_free(body);
    return rc == SQLITE_OK && !same ? set_info(table, "view", view) : rc;
}

/* Makes what is missing of the view and the index table. `*made` is 1 if the index table is new. */
int store_create_index(CorpusTable *table, const char *tokenize, int *made)
{
    char *view = NULL, *fts = sqlite3_mprintf("%s_fts", table->name);
    int rc = fts ? store_get_info(table, "view", &view) : SQLITE_NOMEM;
    *made = rc == SQLITE_OK && !is_name_taken(table, fts, &rc);
    if (rc == SQLITE_OK && !view) view = free_view_name(table, &rc);
    if (rc == SQLITE_OK) rc = create_view(table, view);
    if (rc == SQLITE_OK && *made)
        rc = exec_made(
            table,
            sqlite3_mprintf(
                "CREATE VIRTUAL TABLE \"%w\".\"%w\" USING fts5(title, text, content=%Q, content_rowid=id, tokenize=%Q)",
                table->schema, fts, view, tokenize));
    sqlite3_free(view);
    sqlite3_free(fts);
    return rc;
}

int store_write_versions(CorpusTable *table)
{
    int rc = set_info(table, "tokenizer", TOKENIZER_VERSION);
    if (rc == SQLITE_OK) rc = set_info(table, "schema", STORE_SCHEMA_VERSION);
    if (rc == SQLITE_OK) rc = set_info(table, "version", CORPUS_VERSION);
    if (rc == SQLITE_OK) rc = set_info(table, "icu", unicode_icu_version);
    return rc;
}

int store_read_finders(const char *list, unsigned *finders, const char **wrong, size_t *length)
{
    static const struct {
        const char *name;
        unsigned finders;
    } names[] = {{"entities", FINDER_ENTITIES},
                 {"dates", FINDER_DATES},
                 {"quantities", FINDER_QUANTITIES | FINDER_DATES},
                 {"quotes", FINDER_QUOTES | FINDER_ENTITIES}};
    enum { NAMES = sizeof names / sizeof *names };
    *finders = FINDER_READ;
    for (int i = 0; i < NAMES && !list; i++) *finders |= names[i].finders;
    while (list && *(list += strspn(list, ", \t\n"))) {
        int found = 0;
        *length = strcspn(list, ", \t\n");
        for (int i = 0; i < NAMES && !found; i++) {
            found = strlen(names[i].name) == *length && !sqlite3_strnicmp(names[i].name, list, (int)*length);
            if (found) *finders |= names[i].finders;
        }
        *wrong = list;
        if (!found) return 0;
        list += *length;
    }
    return 1;
}

int store_create(CorpusTable *table, const char *tokenize, const char *language, const char *finders,
                 const char *gazetteer)
{
    int made, rc = SQLITE_OK;
    const EntityGazetteer *names;
    if (gazetteer) /* it must be there, and in order */
        rc = gazetteer_of_table(table->connection, table->name, table->schema, gazetteer, &names, &table->base.zErrMsg);
    for (int i = 0; rc == SQLITE_OK && i < SCHEMA_TABLES; i++) rc = store_exec(table, schema_tables[i]);
    if (rc == SQLITE_OK) rc = store_create_index(table, tokenize, &made);
    if (rc == SQLITE_OK) rc = store_write_versions(table);
    if (rc == SQLITE_OK) rc = set_info(table, "tokenize", tokenize);
    if (rc == SQLITE_OK && language) rc = set_info(table, "language", language);
    if (rc == SQLITE_OK && finders) rc = set_info(table, "finders", finders);
    if (rc == SQLITE_OK && gazetteer) rc = set_info(table, "gazetteer", gazetteer);
    return rc;
}

static const char *const shadow_tables[] = {
    "document", "block",       "sentence", "mention", "entity",   "alias", "date", "quantity",  "quote",  "role",
    "event",    "participant", "error",    "info",    "spelling", "band",  "file", "container", "repeat", "judgement"};
enum {
    SHADOW_TABLES = sizeof shadow_tables / sizeof *shadow_tables,
    USERS_TABLES = 1 /* the last: the user writes it */
};

int store_is_shadow(const char *suffix)
{
    for (int i = 0; i < SHADOW_TABLES - USERS_TABLES; i++)
        if (!sqlite3_stricmp(suffix, shadow_tables[i])) return 1;
    return 0;
}

int store_drop(CorpusTable *table)
{
    char *view = NULL;
    store_finalize(table);
    int rc = store_get_info(table, "view", &view);
    if (rc == SQLITE_ERROR) { /* <name>_info is gone: drop what is left */
        sqlite3_free(table->base.zErrMsg);
        table->base.zErrMsg = NULL;
        rc = SQLITE_OK;
    }
    if (rc == SQLITE_OK) rc = store_exec(table, "DROP TABLE IF EXISTS {fts}");
    if (rc == SQLITE_OK && view)
        rc = exec_made(table, sqlite3_mprintf("DROP VIEW IF EXISTS \"%w\".\"%w\"", table->schema, view));
    for (int i = 0; rc == SQLITE_OK && i < SHADOW_TABLES; i++)
        rc = exec_made(table, sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\".\"%w_%w\"", table->schema, table->name,
                                              shadow_tables[i]));
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
        char *old = sqlite3_mprintf("%s_%s", table->name, shadow);
        int is_there = old && is_name_taken(table, old, &rc);
        sqlite3_free(old);
        if (!old) rc = SQLITE_NOMEM;
        if (!is_there) continue; /* a corpus of an older version has no spellings until 'rebuild' */
        rc = exec_made(table, sqlite3_mprintf("ALTER TABLE \"%w\".\"%w_%w\" RENAME TO \"%w_%w\"", table->schema,
                                              table->name, shadow, name, shadow));
    }
    sqlite3_db_config(table->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, legacy, &ignored);
    if (rc == SQLITE_OK) {
        sqlite3_free(table->name);
        table->name = copy;
    } else sqlite3_free(copy);
    return rc;
}

/* --- corpora of older versions --------------------------------------------------------------------------------------------- */

int store_check_versions(CorpusTable *table)
{
    char *tokenizer = NULL, *schema = NULL;
    if (table->versions_checked) return SQLITE_OK;
    int rc = store_get_info(table, "tokenizer", &tokenizer);
    if (rc == SQLITE_OK) rc = store_get_info(table, "schema", &schema);
    int is_ours = tokenizer && !strcmp(tokenizer, TOKENIZER_VERSION),
        has_tables = schema && !strcmp(schema, STORE_SCHEMA_VERSION);
    table->versions_checked = rc == SQLITE_OK && is_ours && has_tables;
    if (rc == SQLITE_OK && !table->versions_checked) {
        rc = store_error(table,
                         sqlite3_mprintf("%s: its %s made by version %s %s, this is %s; "
                                         "INSERT INTO %s(%s) VALUES('rebuild') first",
                                         table->name, is_ours ? "tables were" : "index was",
                                         is_ours     ? schema ? schema : "(none)"
                                         : tokenizer ? tokenizer
                                                     : "(none)",
                                         is_ours ? "of the schema" : "of the tokenizer",
                                         is_ours ? STORE_SCHEMA_VERSION : TOKENIZER_VERSION, table->name, table->name));
        if (rc == SQLITE_ERROR) rc = SQLITE_READONLY; /* no fault of the page: a load ends */
    }
    sqlite3_free(tokenizer);
    sqlite3_free(schema);
    return rc;
}

/* True if a query with the parameters ?1 table, ?2 schema, ?3 `argument` has a row. */
static int has_row(CorpusTable *table, const char *query, const char *shadow, const char *argument, int *rc)
{
    sqlite3_stmt *find = NULL;
    char *name = sqlite3_mprintf("%s_%s", table->name, shadow);
    if (*rc == SQLITE_OK) *rc = name ? sqlite3_prepare_v2(table->db, query, -1, &find, NULL) : SQLITE_NOMEM;
    int found = 0;
    if (*rc == SQLITE_OK) {
        sqlite3_bind_text(find, 1, name, -1, SQLITE_STATIC);
        sqlite3_bind_text(find, 2, table->schema, -1, SQLITE_STATIC);
        if (argument) sqlite3_bind_text(find, 3, argument, -1, SQLITE_STATIC);
        found = sqlite3_step(find) == SQLITE_ROW;
    }
    int end = sqlite3_finalize(find);
    sqlite3_free(name);
    if (*rc == SQLITE_OK) *rc = store_keep_message(table, end);
    return found && *rc == SQLITE_OK;
}

#define HAS_COLUMN "SELECT 1 FROM pragma_table_info(?1,?2) WHERE name=?3"
#define HAS_INDEX                                                                                                      \
    "SELECT 1 FROM pragma_index_list(?1,?2) AS l WHERE ?3=(SELECT group_concat(name) FROM (SELECT name FROM "          \
    "pragma_index_info(l.name,?2) ORDER BY seqno))"

/* Adds the columns that a table lacks; `create` is its CREATE TABLE. */
static int add_columns(CorpusTable *table, const char *shadow, const char *create)
{
    int rc = SQLITE_OK;
    const char *end = strrchr(create, ')');
    for (const char *at = strchr(create, '(') + 1, *next; rc == SQLITE_OK && at < end; at = next + 1) {
        int depth = 0;
        at += strspn(at, " ");
        for (next = at; next < end && (depth || *next != ','); next++) depth += (*next == '(') - (*next == ')');
        size_t length = strcspn(at, " (");
        if (at[length] == '(' || !strncmp(at, "PRIMARY KEY", 11)) continue; /* a constraint */
        char *name = sqlite3_mprintf("%.*s", (int)length, at);
        if (!name) return SQLITE_NOMEM;
        if (!has_row(table, HAS_COLUMN, shadow, name, &rc) && rc == SQLITE_OK)
            rc = exec_made(table, sqlite3_mprintf("ALTER TABLE \"%w\".\"%w_%w\" ADD COLUMN %.*s", table->schema,
                                                  table->name, shadow, (int)(next - at), at));
        sqlite3_free(name);
    }
    return rc;
}

/* By what rows are looked up since the table was first made: table, columns, and what the index is. */
static const struct {
    const char *shadow, *columns, *create;
} late_indexes[] = {
    {"document", "duplicate_of,id", "CREATE INDEX {document_copies} ON {.document}(duplicate_of, id)"},
    {"alias", "name,entity", "CREATE INDEX {alias_names} ON {.alias}(name, entity)"},
    {"file", "container,uri,path", "CREATE INDEX {file_container} ON {.file}(container, uri, path)"},
};

/* What an older corpus has and this version cannot live with. */
static int refuse_constraints(CorpusTable *table)
{
    int rc = SQLITE_OK;
    if (!has_row(table, HAS_INDEX, "entity", "key,type", &rc)) return rc;
    return store_error(
        table,
        sqlite3_mprintf("%s: it was made when an entity was told by its key alone, and cannot hold what is found now; "
                        "make a corpus and load the pages anew",
                        table->name));
}

/* Makes the tables that are missing, and the columns that the others lack. */
static int mend_tables(CorpusTable *table)
{
    int rc = SQLITE_OK;
    for (int i = 0; rc == SQLITE_OK && i < SCHEMA_TABLES; i++) {
        const char *open = strchr(schema_tables[i], '{') + 1;
        char *shadow = sqlite3_mprintf("%.*s", (int)strcspn(open, "}"), open);
        if (!shadow) return SQLITE_NOMEM;
        if (has_row(table, "SELECT 1 FROM pragma_table_info(?1,?2)", shadow, NULL, &rc))
            rc = add_columns(table, shadow, schema_tables[i]);
        else if (rc == SQLITE_OK) rc = store_exec(table, schema_tables[i]);
        sqlite3_free(shadow);
    }
    return rc;
}

int store_mend(CorpusTable *table)
{
    int rc = store_check_versions(table);
    if (rc == SQLITE_OK) return mend_tables(table); /* one may have been dropped */
    if (rc != SQLITE_READONLY) return rc;
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = NULL;
    store_finalize(table);
    rc = refuse_constraints(table);
    if (rc == SQLITE_OK) rc = mend_tables(table);
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof late_indexes / sizeof *late_indexes; i++)
        if (!has_row(table, HAS_INDEX, late_indexes[i].shadow, late_indexes[i].columns, &rc) && rc == SQLITE_OK)
            rc = store_exec(table, late_indexes[i].create);
    /* fingerprints may be of another make; whether a page was HTML is told by what named its blocks */
    if (rc == SQLITE_OK)
        rc = store_exec(
            table, "DELETE FROM {band};"
                   "UPDATE {document} SET duplicate_of=NULL, fingerprint=NULL;"
                   "UPDATE {document} AS d SET markup=1 WHERE markup IS NULL AND EXISTS(SELECT 1 FROM {block} WHERE "
                   "document=d.id AND coalesce(model_rule,rule) GLOB 'html:*');");
    return rc;
}
