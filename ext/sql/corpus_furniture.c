/* corpus_furniture.c - see corpus_furniture.h */
#include "sql/corpus_furniture.h"
#include "document/fingerprint.h"
#include "sql/corpus_entities.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

/* The host of a uri. rtrim(path, <all its characters but the slash>) is what stands before the name. */
#define AFTER_SCHEME(uri) "substr(" uri ", instr(" uri ", '://') + 3)"
#define WITH_WWW(uri)     "lower(substr(" AFTER_SCHEME(uri) ", 1, instr(" AFTER_SCHEME(uri) " || '/', '/') - 1))"
#define HOST(uri)                                                                                                      \
    "CASE WHEN instr(" uri ", '://') = 0 THEN rtrim(" uri ", replace(" uri ", '/', '')) "                              \
    "WHEN " WITH_WWW(uri) " LIKE 'www.%' THEN substr(" WITH_WWW(uri) ", 5) ELSE " WITH_WWW(uri) " END"

/* By the digest alone, with a plus before the host: hardly a paragraph is in the table, and the host is read off the uri for those that are. */
const char furniture_find_template[] = "SELECT 1 FROM {repeat} WHERE digest=?2 AND +host IN (" HOST("?1") ",'')";

static const char count_paragraphs[] =
    "DELETE FROM {repeat};"
    "INSERT INTO {repeat}(host,digest,documents) SELECT " HOST(
        "d.uri") " AS host, b.digest, count(DISTINCT "
                 "coalesce(d.duplicate_of,d.id)) AS documents FROM {block} AS b JOIN {document} AS d ON d.id=b.document"
                 " WHERE b.digest IS NOT NULL AND d.uri IS NOT NULL GROUP BY host, b.digest HAVING documents>=3;";

#define IS_REPEATED "EXISTS(SELECT 1 FROM {repeat} AS r WHERE r.digest=b.digest AND +r.host IN (" HOST("d.uri") ",''))"

int furniture_find(CorpusTable *table, const char *uri, sqlite3_int64 digest, int *repeats)
{
    int rc = SQLITE_OK;
    *repeats = 0;
    sqlite3_stmt *find = store_statement(table, FIND_REPEAT, &rc);
    if (!find) return rc;
    store_bind_text(find, 1, uri);
    sqlite3_bind_int64(find, 2, digest);
    *repeats = sqlite3_step(find) == SQLITE_ROW;
    rc = store_keep_message(table, sqlite3_reset(find));
    sqlite3_clear_bindings(find);
    return rc;
}

/* What the user says of paragraphs, the last word last. */
static int apply_judgements(CorpusTable *table, Arena *arena)
{
    JudgementList list = {NULL, 0, 0};
    int rc = judgements_read(table, arena, &list);
    for (size_t i = 0; i < list.count && rc == SQLITE_OK; i++) {
        const Judgement *judgement = &list.items[i];
        sqlite3_stmt *write = NULL;
        uint32_t words;
        if (judgement->verdict != JUDGE_BLOCK) continue;
        rc = store_prepare(table,
                           judgement->b && !strcmp(judgement->b, "body")
                               ? "DELETE FROM {repeat} WHERE digest=?1"
                               : "INSERT OR REPLACE INTO {repeat}(host,digest,documents) VALUES('',?1,0)",
                           &write);
        if (rc != SQLITE_OK) break;
        sqlite3_bind_int64(write, 1, (sqlite3_int64)fingerprint_paragraph(judgement->a, strlen(judgement->a), &words));
        sqlite3_step(write);
        rc = store_keep_message(table, sqlite3_finalize(write));
    }
    return rc;
}

/* --- marking -------------------------------------------------------------------------------------------------------------------- */

typedef struct Change { /* a block that is marked, or unmarked */
    sqlite3_int64 block, document, start, length;
    int repeats;
} Change;

typedef struct ChangeList {
    Change *items;
    size_t count, capacity;
} ChangeList;

static int list_changes(CorpusTable *table, Arena *arena, ChangeList *list)
{
    sqlite3_stmt *select = NULL;
    int rc = store_prepare(table,
                           "SELECT b.id, b.document, b.start, b.length, b.model_kind IS NULL FROM {block} AS b JOIN "
                           "{document} AS d ON d.id=b.document WHERE b.digest IS NOT NULL AND (b.model_kind IS NULL) "
                           "= " IS_REPEATED " ORDER BY b.document, b.ord",
                           &select);
    while (rc == SQLITE_OK && sqlite3_step(select) == SQLITE_ROW) {
        Change *change = ARENA_PUSH(arena, list);
        if (change)
            *change = (Change){sqlite3_column_int64(select, 0), sqlite3_column_int64(select, 1),
                               sqlite3_column_int64(select, 2), sqlite3_column_int64(select, 3),
                               sqlite3_column_int(select, 4)};
        else rc = SQLITE_NOMEM;
    }
    int end = sqlite3_finalize(select);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* Marks or unmarks one block and what was found in it. */
static int apply(CorpusTable *table, const Change *change, sqlite3_stmt *findings[], int count)
{
    int rc = SQLITE_OK;
    store_run_on(table, change->repeats ? MARK_REPEAT : UNMARK_REPEAT, change->block, &rc);
    for (int i = 0; i < count && rc == SQLITE_OK; i++) {
        sqlite3_bind_int64(findings[i], 1, change->document);
        sqlite3_bind_int64(findings[i], 2, change->start);
        sqlite3_bind_int64(findings[i], 3, change->start + change->length);
        sqlite3_bind_int(findings[i], 4, change->repeats);
        store_run(table, findings[i], &rc);
    }
    return rc;
}

int furniture_resolve(CorpusTable *table)
{
    static const char *const updates[] = {
#define UPDATE_FINDING(kind) "UPDATE {" kind "} SET boilerplate=?4 WHERE document=?1 AND start>=?2 AND start<?3"
        UPDATE_FINDING("mention"), UPDATE_FINDING("date"), UPDATE_FINDING("quantity"),
        UPDATE_FINDING("quote"),   UPDATE_FINDING("role"), UPDATE_FINDING("event")};
    enum { UPDATES = sizeof updates / sizeof *updates };
    sqlite3_stmt *findings[UPDATES] = {NULL};
    ChangeList list = {NULL, 0, 0};
    Arena arena;
    arena_init(&arena, 0);
    int rc = store_exec(table, count_paragraphs);
    if (rc == SQLITE_OK) rc = apply_judgements(table, &arena);
    if (rc == SQLITE_OK) rc = list_changes(table, &arena, &list);
    for (int i = 0; i < UPDATES && rc == SQLITE_OK && list.count; i++)
        rc = store_prepare(table, updates[i], &findings[i]);
    for (size_t i = 0; i < list.count && rc == SQLITE_OK; i++) {
        sqlite3_int64 document = list.items[i].document;
        if (i == 0 || list.items[i - 1].document != document) rc = store_unindex(table, document);
        if (rc == SQLITE_OK) rc = apply(table, &list.items[i], findings, UPDATES);
        if (rc == SQLITE_OK && (i + 1 == list.count || list.items[i + 1].document != document))
            rc = store_write_index(table, document);
    }
    for (int i = 0; i < UPDATES; i++) sqlite3_finalize(findings[i]);
    arena_clear(&arena);
    return rc;
}
