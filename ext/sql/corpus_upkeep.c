/*
** corpus_upkeep.c - the commands of a corpus: INSERT INTO news(news) VALUES('integrity-check')
**
**     rebuild          analyses every document again from its content, and makes entities and index anew. Columns of the document
**                      (title, published, ...), and the blocks of what was HTML, stay as they are: the raw page was not kept. Makes the tables and
**                      columns that a corpus of an older version lacks
**     resolve          makes entities and aliases anew from the mentions, decides anew which documents are copies, and which paragraphs
**                      are furniture of their site
**     integrity-check  an error (SQLITE_CORRUPT) if the tables contradict each other
**     optimize         merges the index's segments
**     merge SHARD      takes the documents of an attached corpus in, see corpus_merge.h
**
** Cost: rebuild as loading; resolve and integrity-check one pass over the tables.
*/
#include "sql/corpus_duplicates.h"
#include "sql/corpus_entities.h"
#include "sql/corpus_furniture.h"
#include "sql/corpus_merge.h"
#include "sql/corpus_spelling.h"
#include "base/memory.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

/*
** Each query returns a row where something is wrong: its first column says what. `substr` is tested only where a document's content is
** text, which is always.
*/
#define MENTIONS_COUNTED                                                                                               \
    "(SELECT +m.entity AS entity, count(*) AS mentions, count(DISTINCT m.document) AS documents, min(d.published) AS " \
    "first, max(d.published) AS last FROM {mention} AS m LEFT JOIN {document} AS d ON d.id=m.document GROUP BY "       \
    "+m.entity)"
static const char *const checks[] = {
    "SELECT 'block ' || b.id || ' is of no document' FROM {block} b WHERE b.document NOT IN (SELECT id FROM "
    "{document}) LIMIT 1",
    "SELECT 'sentence ' || s.id || ' is of no document' FROM {sentence} s WHERE s.document NOT IN (SELECT id FROM "
    "{document}) LIMIT 1",
    "SELECT 'sentence ' || s.id || ' is of no block' FROM {sentence} s WHERE s.block IS NOT NULL AND s.block NOT IN "
    "(SELECT id FROM {block}) LIMIT 1",
    "SELECT 'mention ' || m.id || ' is of no entity' FROM {mention} m WHERE m.entity NOT IN (SELECT id FROM {entity}) "
    "LIMIT 1",
    "SELECT 'quote ' || q.id || ' has a speaker who is no entity' FROM {quote} q WHERE q.speaker IS NOT NULL AND "
    "q.speaker NOT IN (SELECT id "
    "FROM {entity}) LIMIT 1",
    /* from what is counted to the entities, which are found by their number: a LEFT JOIN from them would go through all that is counted for each */
    "SELECT 'entity ' || e.id || ' has ' || e.mentions || ' mentions in ' || e.documents || ' documents, counted are ' "
    "|| n.mentions || ' in ' || n.documents FROM " MENTIONS_COUNTED
    " AS n CROSS JOIN {entity} AS e ON e.id=n.entity WHERE n.mentions<>e.mentions OR n.documents<>e.documents LIMIT 1",
    "SELECT 'entity ' || e.id || ' has ' || e.mentions || ' mentions in ' || e.documents || ' documents, counted are "
    "0' "
    "FROM {entity} AS e WHERE (e.mentions<>0 OR e.documents<>0) AND NOT EXISTS(SELECT 1 FROM {mention} AS m WHERE "
    "m.entity=e.id) LIMIT 1",
    "SELECT 'entity ' || e.id || ' has first ' || coalesce(e.first,'NULL') || ' and last ' || coalesce(e.last,'NULL') "
    "|| ', its documents say otherwise' FROM " MENTIONS_COUNTED
    " AS n CROSS JOIN {entity} AS e ON e.id=n.entity WHERE n.first IS NOT e.first OR n.last IS NOT e.last LIMIT 1",
    "SELECT 'aliases of entity ' || e.id || ' have ' || coalesce(sum(a.mentions),0) || ' mentions, the entity ' || "
    "e.mentions FROM {entity} e"
    " LEFT JOIN {alias} a ON a.entity=e.id GROUP BY e.id HAVING coalesce(sum(a.mentions),0)<>e.mentions LIMIT 1",
    "SELECT 'alias of entity ' || entity || ', which is not there' FROM {alias} WHERE entity NOT IN (SELECT id FROM "
    "{entity}) LIMIT 1",
    "SELECT 'document ' || id || ' is a copy of ' || duplicate_of || ', which is not there' FROM {document} WHERE "
    "duplicate_of NOT IN"
    " (SELECT id FROM {document}) LIMIT 1",
    "SELECT 'block ' || id || ' is ' || kind || ' by rule ' || rule || ', the model said ' || coalesce(model_kind, "
    "'nothing') FROM {block} WHERE (kind='repeat' AND rule='" STORE_REPEAT_RULE
    "') <> (model_kind IS NOT NULL) LIMIT 1",
    "SELECT 'file ' || path || ' is of document ' || uri || ', which is not there' FROM {file} WHERE uri NOT IN "
    "(SELECT "
    "uri FROM {document} WHERE uri IS NOT NULL) LIMIT 1",
    "SELECT 'participant of event ' || event || ', which is not there' FROM {participant} WHERE event NOT IN (SELECT "
    "id FROM {event}) LIMIT 1",
};

/* The tables of findings, whose text must stand where they say. */
static const char *const findings[] = {"mention", "date", "quantity", "quote", "role", "event"};

static int first_text(CorpusTable *table, const char *template, char **text)
{
    sqlite3_stmt *select;
    *text = NULL;
    int rc = store_prepare(table, template, &select);
    if (rc != SQLITE_OK) return rc;
    if (sqlite3_step(select) == SQLITE_ROW) {
        *text = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(select, 0));
        if (!*text) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_finalize(select);
    return rc == SQLITE_OK ? end : rc;
}

/*
** Walks the findings of one kind in order of document and compares each text with the content. substr() on a long text is linear in
** the position; findings are few a document, so this is the price of checking with SQLite's own count of characters.
*/
static int check_findings(CorpusTable *table, const char *kind, char **problem)
{
    char *marks = sqlite3_mprintf("SELECT '%s ' || f.id || ' has boilerplate ' || f.boilerplate || ', its block is ' "
                                  "|| b.kind FROM {%s} AS f JOIN {block} "
                                  "AS b ON b.document=f.document AND f.start>=b.start AND f.start<b.start+b.length "
                                  "WHERE f.boilerplate IS NOT (b.kind NOT IN "
                                  "('title','byline','dateline','body','caption','quote','list','table')) LIMIT 1",
                                  kind, kind);
    int rc = marks ? first_text(table, marks, problem) : SQLITE_NOMEM;
    sqlite3_free(marks);
    if (rc != SQLITE_OK || *problem) return rc;
    char *template = sqlite3_mprintf("SELECT '%s ' || f.id || ' says \"' || f.text || '\", its document has \"' || "
                                     "coalesce(substr(d.content,f.start,f.length),'(none)')"
                                     " || '\"' FROM {%s} f LEFT JOIN {document} d ON d.id=f.document WHERE "
                                     "substr(d.content,f.start,f.length) IS NOT f.text LIMIT 1",
                                     kind, kind);
    rc = template ? first_text(table, template, problem) : SQLITE_NOMEM;
    sqlite3_free(template);
    return rc;
}

int upkeep_check(CorpusTable *table, char **problem)
{
    int rc = SQLITE_OK;
    *problem = NULL;
    for (size_t i = 0; rc == SQLITE_OK && !*problem && i < sizeof checks / sizeof *checks; i++)
        rc = first_text(table, checks[i], problem);
    for (size_t i = 0; rc == SQLITE_OK && !*problem && i < sizeof findings / sizeof *findings; i++)
        rc = check_findings(table, findings[i], problem);
    if (rc == SQLITE_OK && !*problem) rc = duplicates_check(table, problem);
    if (rc != SQLITE_OK || *problem) return rc;
    SpellingTally tally; /* FTS5 tokenizes all documents to check its index */
    spelling_start(table->connection, &tally);
    rc = store_exec(table, "INSERT INTO {fts}({.fts},rank) VALUES('integrity-check',1)");
    spelling_end(table->connection, &tally);
    if ((rc & 0xFF) == SQLITE_CORRUPT) {
        *problem = sqlite3_mprintf("the full-text index does not hold what the documents hold");
        rc = *problem ? SQLITE_OK : SQLITE_NOMEM;
    } else if (rc == SQLITE_OK) rc = spelling_check(table, &tally, problem);
    spelling_clear(&tally);
    return rc;
}

static int command_check(CorpusTable *table)
{
    char *problem = NULL;
    int rc = upkeep_check(table, &problem);
    if (rc == SQLITE_OK && problem) {
        store_error(table, sqlite3_mprintf("%s: integrity-check: %s", table->name, problem));
        rc = SQLITE_CORRUPT_VTAB;
    }
    sqlite3_free(problem);
    return rc;
}

static int command_resolve(CorpusTable *table)
{
    int rc = duplicates_resolve(table);
    if (rc == SQLITE_OK) rc = furniture_resolve(table);
    return rc == SQLITE_OK ? entities_resolve(table) : rc;
}

/* Rows whose document is gone: somebody wrote to the tables by hand. */
static int drop_orphans(CorpusTable *table)
{
    return store_exec(
        table, "DELETE FROM {participant} WHERE event NOT IN (SELECT e.id FROM {event} e JOIN {document} d ON "
               "d.id=e.document);"
               "DELETE FROM {block} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {sentence} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {mention} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {date} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {quantity} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {quote} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {role} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {event} WHERE document NOT IN (SELECT id FROM {document});"
               "UPDATE {document} SET duplicate_of=NULL WHERE duplicate_of NOT IN (SELECT id FROM {document});"
               "DELETE FROM {band} WHERE document NOT IN (SELECT id FROM {document});"
               "DELETE FROM {container} WHERE path IN (SELECT coalesce(container,path) FROM {file} WHERE uri NOT "
               "IN (SELECT uri FROM {document} WHERE uri IS NOT NULL));"
               "DELETE FROM {file} WHERE uri NOT IN (SELECT uri FROM {document} WHERE uri IS NOT NULL);"
               "DELETE FROM {container} WHERE errors>0;"); /* this version may read what another could not */
}

static int command_rebuild(CorpusTable *table)
{
    sqlite3_stmt *read = NULL;
    sqlite3_int64 last = 0;
    int rc = store_mend(table);
    if (rc == SQLITE_OK) rc = drop_orphans(table);
    /* the index must say what the tables say before documents are taken out of it, and so must the counts */
    if (rc == SQLITE_OK) rc = store_reindex(table);
    if (rc == SQLITE_OK) rc = command_resolve(table);
    while (rc == SQLITE_OK) {
        /* one document a statement: a cursor over a table that is being written would be no fixed list */
        rc = store_prepare(table, "SELECT id FROM {document} WHERE id>?1 ORDER BY id LIMIT 1", &read);
        if (rc != SQLITE_OK) break;
        sqlite3_bind_int64(read, 1, last);
        int step = sqlite3_step(read);
        if (step == SQLITE_ROW) last = sqlite3_column_int64(read, 0);
        rc = sqlite3_finalize(read);
        if (step != SQLITE_ROW) break;
        if (rc == SQLITE_OK) rc = store_rewrite(table, last);
    }
    return rc == SQLITE_OK ? command_resolve(table) : rc;
}

int upkeep_command(CorpusTable *table, const char *command)
{
    if (!sqlite3_stricmp(command, "rebuild")) return command_rebuild(table);
    int is_check = !sqlite3_stricmp(command, "integrity-check"), is_resolve = !sqlite3_stricmp(command, "resolve");
    int rc = is_check || is_resolve ? store_check_versions(table) : SQLITE_OK;
    if (rc != SQLITE_OK) return rc;
    if (is_check) return command_check(table);
    if (is_resolve) return command_resolve(table);
    if (!sqlite3_stricmp(command, "optimize")) return store_exec(table, "INSERT INTO {fts}({.fts}) VALUES('optimize')");
    if (!sqlite3_strnicmp(command, "merge ", 6)) return merge_shard(table, command + 6);
    return store_error(table, sqlite3_mprintf("%s: '%.64s' is no command; there are rebuild, resolve, integrity-check, "
                                              "optimize, merge SHARD",
                                              table->name, command));
}
