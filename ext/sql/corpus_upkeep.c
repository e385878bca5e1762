/*
** corpus_upkeep.c - the commands of a corpus: INSERT INTO news(news) VALUES('integrity-check')
**
**     rebuild          analyses every document again from its content, and makes entities and index anew. Columns of the document
**                      (title, published, ...), and the blocks of what was HTML, stay as they are: the raw page was not kept. Makes the tables and
**                      columns that a corpus of an older version lacks
**     resolve          makes entities and aliases anew from the mentions, decides anew which documents are copies, and which paragraphs
**                      are furniture of their site
**     integrity-check  an error (SQLITE_CORRUPT) if the tables contradict each other, see corpus_check.c
**     optimize         merges the index's segments
**     merge SHARD      takes the documents of an attached corpus in, see corpus_merge.h
**
** Cost: rebuild as loading; resolve and integrity-check one pass over the tables.
*/
#include "sql/corpus_duplicates.h"
#include "sql/corpus_entities.h"
#include "sql/corpus_furniture.h"
#include "sql/corpus_merge.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

static int command_check(CorpusTable *table)
{
    char *problem = NULL;
    int rc = check_tables(table, &problem);
    table->is_undone = 1; /* FTS5 checks its index by an INSERT, which counts as a change, and changes nothing */
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
