/*
** corpus_merge.c - see corpus_merge.h
**
** Numbers of the shard become numbers here by adding the greatest number there is of the kind. So whether a document was taken is asked of its new number:
** `document+?1 IN (SELECT id FROM {document})`. Columns are read from the schema, so that a finding's table may have any.
*/
#include "sql/corpus_merge.h"
#include "sql/corpus_duplicates.h"
#include "sql/tokenizer.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

/* What is added to numbers; parameters ?1 to ?6 of each statement, ?7 is that of the table's own. */
enum { OF_DOCUMENT, OF_BLOCK, OF_SENTENCE, OF_MENTION, OF_ENTITY, OF_EVENT, OFFSETS };
static const char *const counted[OFFSETS] = {"document", "block", "sentence", "mention", "entity", "event"};

typedef struct Merge {
    CorpusTable *table;
    char *schema, *name;
    sqlite3_int64 offsets[OFFSETS];
} Merge;

/* As store_sql(), and `[block]` is a table of the shard. */
static char *merge_sql(const Merge *merge, const char *template)
{
    sqlite3_str *sql = sqlite3_str_new(merge->table->db);
    for (const char *at = template; *at;) {
        const char *open = strchr(at, '['), *close = open ? strchr(open, ']') : NULL;
        sqlite3_str_append(sql, at, (int)(close ? (size_t)(open - at) : strlen(at)));
        if (!close) break;
        sqlite3_str_appendf(sql, "\"%w\".\"%w_%.*s\"", merge->schema, merge->name, (int)(close - open) - 1, open + 1);
        at = close + 1;
    }
    char *mixed = sqlite3_str_finish(sql), *done = mixed ? store_sql(merge->table, mixed) : NULL;
    sqlite3_free(mixed);
    return done;
}

static int merge_prepare(Merge *merge, const char *template, sqlite3_stmt **statement)
{
    char *sql = merge_sql(merge, template);
    *statement = NULL;
    int rc = sql ? sqlite3_prepare_v2(merge->table->db, sql, -1, statement, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    for (int i = 0; i < OFFSETS && rc == SQLITE_OK; i++)
        if (sqlite3_bind_parameter_count(*statement) > i) sqlite3_bind_int64(*statement, i + 1, merge->offsets[i]);
    return store_keep_message(merge->table, rc);
}

/* Runs a template; `own` is ?7. */
static int merge_run(Merge *merge, const char *template, sqlite3_int64 own)
{
    sqlite3_stmt *statement;
    int rc = merge_prepare(merge, template, &statement);
    if (rc != SQLITE_OK) return rc;
    if (sqlite3_bind_parameter_count(statement) > OFFSETS) sqlite3_bind_int64(statement, OFFSETS + 1, own);
    sqlite3_step(statement);
    return store_keep_message(merge->table, sqlite3_finalize(statement));
}

static int greatest(Merge *merge, const char *shadow, sqlite3_int64 *id)
{
    sqlite3_stmt *statement = NULL;
    char *template = sqlite3_mprintf("SELECT coalesce(max(id),0) FROM {%s}", shadow);
    int rc = template ? store_prepare(merge->table, template, &statement) : SQLITE_NOMEM;
    sqlite3_free(template);
    if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) *id = sqlite3_column_int64(statement, 0);
    int end = sqlite3_finalize(statement);
    return rc == SQLITE_OK ? store_keep_message(merge->table, end) : rc;
}

/* --- whether it can be merged ---------------------------------------------------------------------------------------------------- */

/* Reads `schema` or `schema.name`. */
static int read_name(Merge *merge, const char *shard)
{
    shard += strspn(shard, " \t\n");
    size_t length = strlen(shard);
    while (length && strchr(" \t\n", shard[length - 1])) length--;
    const char *dot = memchr(shard, '.', length);
    merge->schema = sqlite3_mprintf("%.*s", (int)(dot ? (size_t)(dot - shard) : length), shard);
    merge->name = dot ? sqlite3_mprintf("%.*s", (int)(length - (size_t)(dot - shard) - 1), dot + 1)
                      : sqlite3_mprintf("%s", merge->table->name);
    return merge->schema && merge->name ? SQLITE_OK : SQLITE_NOMEM;
}

static int refuse(Merge *merge, char *why)
{
    char *message =
        why ? sqlite3_mprintf("%s: merge %s.%s: %z", merge->table->name, merge->schema, merge->name, why) : NULL;
    return store_error(merge->table, message);
}

static int check_shard(Merge *merge)
{
    CorpusTable *table = merge->table;
    sqlite3_stmt *read = NULL;
    char *version = NULL;
    if (!sqlite3_stricmp(merge->schema, table->schema) && !sqlite3_stricmp(merge->name, table->name))
        return refuse(merge, sqlite3_mprintf("a corpus cannot be merged with itself"));
    if (!sqlite3_get_autocommit(table->db))
        return refuse(merge, sqlite3_mprintf("inside a transaction half of it could be left behind; COMMIT first"));
    int rc = merge_prepare(merge, "SELECT value FROM [info] WHERE key='tokenizer'", &read);
    if (rc == SQLITE_ERROR) return refuse(merge, sqlite3_mprintf("there is no such corpus; ATTACH it first"));
    if (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(read, 0);
        version = text ? sqlite3_mprintf("%s", text) : NULL;
    }
    int end = sqlite3_finalize(read);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    if (rc == SQLITE_OK && (!version || strcmp(version, TOKENIZER_VERSION) != 0))
        rc = refuse(merge, sqlite3_mprintf("it was made by version %s of the tokenizer, this is %s; 'rebuild' it first",
                                           version ? version : "(none)", TOKENIZER_VERSION));
    sqlite3_free(version);
    return rc;
}

/* --- copying ------------------------------------------------------------------------------------------------------------------- */

/* The entity here of column `x.%s` there. */
#define ENTITY_HERE                                                                                                    \
    "(SELECT t.id FROM [entity] AS o JOIN {entity} AS t ON t.key IS o.key AND t.type IS o.type AND t.name IS o.name "  \
    "WHERE o.id=x.\"%w\" ORDER BY t.id LIMIT 1)"

static int is_entity_column(const char *shadow, const char *column)
{
    static const char *const columns[][2] = {{"mention", "entity"},    {"quote", "speaker"}, {"role", "person"},
                                             {"role", "organization"}, {"role", "country"},  {"event", "place"},
                                             {"participant", "entity"}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (!strcmp(columns[i][0], shadow) && !strcmp(columns[i][1], column)) return 1;
    return 0;
}

/* Adds what a column of the shard's row `x` becomes here. */
static void append_value(sqlite3_str *sql, const char *shadow, const char *column)
{
    if (!strcmp(column, "id")) sqlite3_str_appendall(sql, "x.id+?7");
    else if (is_entity_column(shadow, column)) sqlite3_str_appendf(sql, ENTITY_HERE, column);
    else {
        for (int i = 0; i < OFFSETS; i++)
            if (i != OF_ENTITY && !strcmp(column, counted[i])) {
                sqlite3_str_appendf(sql, "x.\"%w\"+?%d", column, i + 1);
                return;
            }
        sqlite3_str_appendf(sql, "x.\"%w\"", column);
    }
}

/* Copies the rows of a shadow table that belong to documents that were taken; `where` says which, of row `x`. */
static int copy_rows(Merge *merge, const char *shadow, const char *where)
{
    CorpusTable *table = merge->table;
    sqlite3_str *names = sqlite3_str_new(table->db), *values = sqlite3_str_new(table->db);
    sqlite3_stmt *columns = NULL;
    sqlite3_int64 own = 0;
    int has_id = 0;
    char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_info('%q_%q','%q')", table->name, shadow, table->schema);
    int rc = sql ? sqlite3_prepare_v2(table->db, sql, -1, &columns, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    while (rc == SQLITE_OK && sqlite3_step(columns) == SQLITE_ROW) {
        const char *column = (const char *)sqlite3_column_text(columns, 0);
        if (!column) rc = SQLITE_NOMEM;
        if (!column) break;
        if (sqlite3_str_length(names)) sqlite3_str_appendchar(names, 1, ','), sqlite3_str_appendchar(values, 1, ',');
        sqlite3_str_appendf(names, "\"%w\"", column);
        append_value(values, shadow, column);
        has_id |= !strcmp(column, "id");
    }
    int end = sqlite3_finalize(columns);
    if (rc == SQLITE_OK) rc = end;
    char *name_list = sqlite3_str_finish(names), *value_list = sqlite3_str_finish(values);
    if (rc == SQLITE_OK && (!name_list || !value_list)) rc = SQLITE_NOMEM;
    if (rc == SQLITE_OK && has_id) rc = greatest(merge, shadow, &own);
    sql = rc == SQLITE_OK ? sqlite3_mprintf("INSERT INTO {%s}(%s) SELECT %s FROM [%s] AS x WHERE %s", shadow, name_list,
                                            value_list, shadow, where)
                          : NULL;
    if (rc == SQLITE_OK) rc = sql ? merge_run(merge, sql, own) : SQLITE_NOMEM;
    sqlite3_free(sql);
    sqlite3_free(name_list);
    sqlite3_free(value_list);
    return store_keep_message(table, rc);
}

#define IS_TAKEN "x.document+?1 IN (SELECT id FROM {document})"

static int copy_documents(Merge *merge)
{
    int rc = merge_run(
        merge,
        "INSERT OR REPLACE INTO {error}(uri,reason) SELECT x.uri, 'merge: the uri is here with another page' FROM "
        "[document] AS x JOIN {document} AS d ON d.uri=x.uri WHERE d.content IS NOT x.content",
        0);
    if (rc == SQLITE_OK)
        rc = merge_run(
            merge,
            "INSERT INTO {document}(id,uri,title,published,published_rule,modified,language,source,publisher,author,"
            "place,fingerprint,markup,content) SELECT x.id+?1,x.uri,x.title,x.published,x.published_rule,x.modified,"
            "x.language,x.source,x.publisher,x.author,x.place,x.fingerprint,x.markup,x.content FROM [document] AS x "
            "WHERE x.uri IS NULL OR NOT EXISTS(SELECT 1 FROM {document} WHERE uri=x.uri) ORDER BY x.id",
            0);
    return rc;
}

/* Entities that are not here yet; those of which no document is taken are dropped at the end. */
static int copy_entities(Merge *merge)
{
    return merge_run(
        merge,
        "INSERT INTO {entity}(type,name,mentions,documents,country,latitude,longitude,geoname,key) SELECT "
        "o.type,o.name,0,0,o.country,o.latitude,o.longitude,o.geoname,o.key FROM [entity] AS o WHERE NOT EXISTS("
        "SELECT 1 FROM {entity} AS t WHERE t.key IS o.key AND t.type IS o.type AND t.name IS o.name) "
        "ORDER BY o.id",
        0);
}

static int copy_findings(Merge *merge)
{
    static const char *const findings[] = {"mention", "date", "quantity", "quote", "role", "event"};
    int rc = copy_rows(merge, "block", IS_TAKEN);
    if (rc == SQLITE_OK) rc = copy_rows(merge, "sentence", IS_TAKEN);
    for (size_t i = 0; i < sizeof findings / sizeof *findings && rc == SQLITE_OK; i++)
        rc = copy_rows(merge, findings[i], IS_TAKEN);
    if (rc == SQLITE_OK)
        rc = copy_rows(merge, "participant", "x.event+?6 IN (SELECT id FROM {event}) AND ?1 IS NOT NULL");
    return rc;
}

/* Adds what came to the counts. Of the mentions those that came are read by their numbers (+entity: by no index, which would be all of them). */
static int count(Merge *merge)
{
    int rc = merge_run(
        merge,
        "UPDATE {entity} AS e SET mentions=e.mentions+n.mentions, documents=e.documents+n.documents, "
        "first=coalesce(min(e.first,n.first),e.first,n.first), last=coalesce(max(e.last,n.last),e.last,n.last) FROM ("
        "SELECT +m.entity AS entity, count(*) AS mentions, count(DISTINCT m.document) AS documents, min(d.published) "
        "AS first, "
        "max(d.published) AS last FROM {mention} AS m JOIN {document} AS d ON d.id=m.document WHERE m.id>?4 "
        "GROUP BY +m.entity) AS n WHERE n.entity=e.id",
        0);
    if (rc == SQLITE_OK)
        rc = merge_run(
            merge,
            "INSERT INTO {alias}(entity,name,script,mentions) SELECT entity,text,corpus_script(text),count(*) FROM "
            "{mention} WHERE id>?4 AND +entity IS NOT NULL GROUP BY +entity,text ON CONFLICT(entity,name) DO UPDATE "
            "SET mentions=mentions+excluded.mentions",
            0);
    if (rc == SQLITE_OK) rc = merge_run(merge, "DELETE FROM {entity} WHERE mentions=0 AND id>?5", 0);
    return rc;
}

/* Each document that came finds its place among the copies, and goes into the index. */
static int place_and_index(Merge *merge)
{
    sqlite3_stmt *list = NULL;
    int rc = merge_prepare(
        merge, "SELECT id, fingerprint IS NOT NULL FROM {document} WHERE id>?1 ORDER BY " DUPLICATES_ORDER, &list);
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW) {
        sqlite3_int64 id = sqlite3_column_int64(list, 0);
        if (sqlite3_column_int(list, 1)) rc = duplicates_place(merge->table, id);
        if (rc == SQLITE_OK) rc = store_write_index(merge->table, id);
    }
    int end = sqlite3_finalize(list);
    return rc == SQLITE_OK ? store_keep_message(merge->table, end) : rc;
}

/* What is beside the documents. */
static int copy_others(Merge *merge)
{
    int rc = merge_run(merge, "INSERT OR IGNORE INTO {error}(uri,reason) SELECT uri,reason FROM [error]", 0);
    if (rc == SQLITE_OK)
        rc = merge_run(merge,
                       "INSERT OR REPLACE INTO {file}(uri,path,size,modified,digest,container,reading) SELECT "
                       "f.uri,f.path,f.size,f.modified,f.digest,f.container,f.reading FROM [file] AS f JOIN {document} "
                       "AS d ON d.uri=f.uri WHERE d.id>?1",
                       0);
    if (rc == SQLITE_OK) /* files of which all documents came */
        rc = merge_run(
            merge,
            "INSERT OR REPLACE INTO {container}(path,size,modified,documents,errors,reading) SELECT "
            "c.path,c.size,c.modified,c.documents,c.errors,c.reading FROM [container] AS c WHERE NOT EXISTS(SELECT "
            "1 FROM [file] AS f WHERE f.container=c.path AND NOT EXISTS(SELECT 1 FROM {file} AS h WHERE "
            "h.uri=f.uri AND h.path=f.path))",
            0);
    if (rc == SQLITE_OK)
        rc = merge_run(
            merge, "INSERT OR IGNORE INTO {repeat}(host,digest,documents) SELECT host,digest,documents FROM [repeat]",
            0);
    return rc;
}

/* The user's judgements, unless this shard was merged before (nothing came). */
static int copy_judgements(Merge *merge)
{
    sqlite3_int64 newest = 0, last = 0;
    int rc = greatest(merge, "document", &newest);
    if (rc != SQLITE_OK || newest <= merge->offsets[OF_DOCUMENT]) return rc;
    rc = greatest(merge, "judgement", &last);
    if (rc == SQLITE_OK)
        rc = merge_run(
            merge,
            "INSERT INTO {judgement}(id,verdict,a,b,type,undoes,who,at,note) SELECT id+?7,verdict,a,b,type,undoes+?7,"
            "who,at,note FROM [judgement] ORDER BY id",
            last);
    return rc;
}

int merge_shard(CorpusTable *table, const char *shard)
{
    Merge merge = {.table = table};
    int rc = read_name(&merge, shard);
    if (rc == SQLITE_OK) rc = check_shard(&merge);
    if (rc == SQLITE_OK) rc = store_check_versions(table);
    for (int i = 0; i < OFFSETS && rc == SQLITE_OK; i++) rc = greatest(&merge, counted[i], &merge.offsets[i]);
    if (rc == SQLITE_OK) rc = copy_documents(&merge);
    if (rc == SQLITE_OK) rc = copy_entities(&merge);
    if (rc == SQLITE_OK) rc = copy_findings(&merge);
    if (rc == SQLITE_OK) rc = count(&merge);
    if (rc == SQLITE_OK) rc = copy_others(&merge);
    if (rc == SQLITE_OK) rc = copy_judgements(&merge);
    if (rc == SQLITE_OK) rc = place_and_index(&merge);
    sqlite3_free(merge.schema);
    sqlite3_free(merge.name);
    return rc;
}
