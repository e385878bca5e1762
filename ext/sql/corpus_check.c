/*
** corpus_check.c - 'integrity-check' and SQLite's own PRAGMA integrity_check: whether the tables of a corpus contradict each other
**
** In this order, up to the first contradiction:
**     rows that point at rows which are not there, counts of entities and their spellings       one query each (checks[])
**     findings: their text stands in the content where they say, and their block is what `boilerplate` says     document by document
**     copies and their leaders (corpus_duplicates.c)
**     the full-text index holds the documents' words, <name>_spelling the names among them       FTS5 reads all documents
**
** Cost: linear in the tables and in each document; memory of one document and of SQLite's sorter, however many there are. What is only to be equal as a
** whole is compared by a sum of hashes, and looked at in detail if the sums differ. FTS5 reads the documents through the view, by substr() block by
** block: that alone grows with the square of a document (1 MB: 2 s).
*/
#include "sql/corpus_duplicates.h"
#include "sql/corpus_spelling.h"
#include "base/utf8.h"
#include "document/document.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

/* Each query returns a row where something is wrong: its first column says what. */
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
    "SELECT CASE WHEN n.mentions<>e.mentions OR n.documents<>e.documents THEN 'entity ' || e.id || ' has ' || "
    "e.mentions || ' mentions in ' || e.documents || ' documents, counted are ' || n.mentions || ' in ' || n.documents "
    "ELSE 'entity ' || e.id || ' has first ' || coalesce(e.first,'NULL') || ' and last ' || coalesce(e.last,'NULL') "
    "|| ', its documents say otherwise' END FROM (SELECT +m.entity AS entity, count(*) AS mentions, count(DISTINCT "
    "m.document) AS documents, min(d.published) AS first, max(d.published) AS last FROM {mention} AS m LEFT JOIN "
    "{document} AS d ON d.id=m.document GROUP BY +m.entity) AS n CROSS JOIN {entity} AS e ON e.id=n.entity WHERE "
    "n.mentions<>e.mentions OR n.documents<>e.documents OR n.first IS NOT e.first OR n.last IS NOT e.last LIMIT 1",
    "SELECT 'entity ' || e.id || ' has ' || e.mentions || ' mentions in ' || e.documents || ' documents, counted are "
    "0' "
    "FROM {entity} AS e WHERE (e.mentions<>0 OR e.documents<>0) AND NOT EXISTS(SELECT 1 FROM {mention} AS m WHERE "
    "m.entity=e.id) LIMIT 1",
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
    "SELECT 'file ' || path || ' is of document ' || uri || ', which is not there' FROM {file} AS f WHERE NOT "
    "EXISTS(SELECT 1 FROM {document} AS d WHERE d.uri=f.uri) LIMIT 1",
    "SELECT 'participant of event ' || event || ', which is not there' FROM {participant} WHERE event NOT IN (SELECT "
    "id FROM {event}) LIMIT 1",
};

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

/* --- findings ------------------------------------------------------------------------------------------------------------------ */

/* The tables of findings, whose text must stand where they say. */
static const char *const kinds[] = {"mention", "date", "quantity", "quote", "role", "event"};
enum { KINDS = sizeof kinds / sizeof *kinds };

typedef struct CheckedBlock {
    sqlite3_int64 start, end; /* characters */
    int is_boilerplate;
} CheckedBlock;

typedef struct BlockList {
    CheckedBlock *items;
    size_t count, capacity;
} BlockList;

/* One document whose findings are gone through from its beginning to its end. */
typedef struct Walk {
    const char *content, *end;
    const char *at;         /* in the content */
    sqlite3_int64 position; /* of `at`, in characters as substr() counts them */
    const BlockList *blocks;
    size_t block; /* the first that does not end before the finding */
} Walk;

static int read_blocks(CorpusTable *table, sqlite3_stmt *select, sqlite3_int64 document, Arena *arena, BlockList *list)
{
    int rc = SQLITE_OK;
    sqlite3_bind_int64(select, 1, document);
    while (rc == SQLITE_OK && sqlite3_step(select) == SQLITE_ROW) {
        const char *kind = (const char *)sqlite3_column_text(select, 0);
        sqlite3_int64 start = sqlite3_column_int64(select, 1);
        CheckedBlock *block = ARENA_PUSH(arena, list);
        BlockKind known = kind ? document_block_kind_find(kind) : BLOCK_KINDS;
        if (block)
            *block = (CheckedBlock){start, start + sqlite3_column_int64(select, 2),
                                    known == BLOCK_KINDS || block_is_boilerplate(known)};
        else rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(select);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* Whether `text` of that many characters stands at `start`, which is not before that of the last call. */
static int stands(Walk *walk, sqlite3_int64 start, sqlite3_int64 length, const char *text, size_t bytes)
{
    uint32_t code;
    for (; walk->position < start && walk->at < walk->end; walk->position++)
        walk->at += utf8_decode(walk->at, walk->end, &code);
    return walk->position == start && (size_t)(walk->end - walk->at) >= bytes && !memcmp(walk->at, text, bytes) &&
           utf8_count(text, bytes) == (size_t)length;
}

/* Whether what stands at `start` is marked as its block is. What is in no block may be marked either way. */
static int is_marked(Walk *walk, sqlite3_int64 start, int boilerplate)
{
    const BlockList *blocks = walk->blocks;
    while (walk->block < blocks->count && blocks->items[walk->block].end <= start) walk->block++;
    const CheckedBlock *block = walk->block < blocks->count ? &blocks->items[walk->block] : NULL;
    return !block || start < block->start || boilerplate == block->is_boilerplate;
}

/* The findings of one kind in one document: `select` gives id, start, length, boilerplate, text in order of start. */
static int check_kind(CorpusTable *table, const char *kind, sqlite3_stmt *select, sqlite3_int64 document, Walk walk,
                      char **problem)
{
    int rc = SQLITE_OK;
    sqlite3_bind_int64(select, 1, document);
    while (rc == SQLITE_OK && !*problem && sqlite3_step(select) == SQLITE_ROW) {
        long long id = sqlite3_column_int64(select, 0);
        sqlite3_int64 start = sqlite3_column_int64(select, 1), length = sqlite3_column_int64(select, 2);
        const char *text = (const char *)sqlite3_column_text(select, 4);
        if (!text && sqlite3_column_type(select, 4) != SQLITE_NULL) rc = SQLITE_NOMEM;
        else if (!text || !stands(&walk, start, length, text, (size_t)sqlite3_column_bytes(select, 4)))
            *problem = sqlite3_mprintf("%s %lld says \"%s\", which does not stand at %lld of document %lld", kind, id,
                                       text ? text : "NULL", (long long)start, (long long)document);
        else if (!is_marked(&walk, start, sqlite3_column_int(select, 3)))
            *problem = sqlite3_mprintf("%s %lld has boilerplate %d, its block says otherwise", kind, id,
                                       sqlite3_column_int(select, 3));
        else continue;
        if (!*problem) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(select);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* All findings, document by document. */
static int check_findings(CorpusTable *table, char **problem)
{
    sqlite3_stmt *documents = NULL, *blocks = NULL, *select[KINDS] = {NULL};
    int rc = store_prepare(table, "SELECT id, content FROM {document} ORDER BY id", &documents);
    if (rc == SQLITE_OK)
        rc = store_prepare(table, "SELECT kind, start, length FROM {block} WHERE document=?1 ORDER BY start", &blocks);
    for (int i = 0; i < KINDS && rc == SQLITE_OK; i++) {
        char *template = sqlite3_mprintf(
            "SELECT id, start, length, boilerplate, text FROM {%s} WHERE document=?1 ORDER BY start", kinds[i]);
        rc = template ? store_prepare(table, template, &select[i]) : SQLITE_NOMEM;
        sqlite3_free(template);
    }
    while (rc == SQLITE_OK && !*problem && sqlite3_step(documents) == SQLITE_ROW) {
        Arena arena;
        BlockList list = {NULL, 0, 0};
        sqlite3_int64 id = sqlite3_column_int64(documents, 0);
        const char *content = (const char *)sqlite3_column_text(documents, 1);
        if (!content && sqlite3_column_type(documents, 1) != SQLITE_NULL) rc = SQLITE_NOMEM;
        if (!content) content = "";
        const char *end = content + sqlite3_column_bytes(documents, 1);
        arena_init(&arena, 0);
        if (rc == SQLITE_OK) rc = read_blocks(table, blocks, id, &arena, &list);
        for (int i = 0; i < KINDS && rc == SQLITE_OK && !*problem; i++)
            rc = check_kind(table, kinds[i], select[i], id, (Walk){content, end, content, 1, &list, 0}, problem);
        arena_clear(&arena);
    }
    int end = sqlite3_finalize(documents);
    if (rc == SQLITE_OK && !*problem) rc = store_keep_message(table, end);
    sqlite3_finalize(blocks);
    for (int i = 0; i < KINDS; i++) sqlite3_finalize(select[i]);
    return rc;
}

/* Findings that the walk over the documents does not meet. */
static int check_homeless(CorpusTable *table, const char *kind, char **problem)
{
    char *template = sqlite3_mprintf("SELECT '%s ' || id || ' is of no document' FROM {%s} WHERE document IS NULL OR "
                                     "document NOT IN (SELECT id FROM {document}) LIMIT 1",
                                     kind, kind);
    int rc = template ? first_text(table, template, problem) : SQLITE_NOMEM;
    sqlite3_free(template);
    return rc;
}

/* --- the index ----------------------------------------------------------------------------------------------------------------- */

/* FTS5 tokenizes all documents to check its index: on the way the names among their words are counted, as a sum or one by one. */
static int read_index(CorpusTable *table, SpellingTally *tally, int is_sum, char **problem)
{
    spelling_start(table->connection, tally, is_sum);
    int rc = store_exec(table, "INSERT INTO {fts}({.fts},rank) VALUES('integrity-check',1)");
    spelling_end(table->connection, tally);
    if ((rc & 0xFF) != SQLITE_CORRUPT) return rc;
    *problem = sqlite3_mprintf("the full-text index does not hold what the documents hold");
    return *problem ? SQLITE_OK : SQLITE_NOMEM;
}

static int check_index(CorpusTable *table, char **problem)
{
    SpellingTally tally;
    int same = 1, rc = read_index(table, &tally, 1, problem);
    if (rc == SQLITE_OK && !*problem) rc = spelling_compare(table, &tally, &same);
    spelling_clear(&tally);
    if (rc != SQLITE_OK || *problem || same) return rc;
    rc = read_index(table, &tally, 0, problem); /* it takes memory for all names, and says which one is wrong */
    if (rc == SQLITE_OK && !*problem) rc = spelling_check(table, &tally, problem);
    spelling_clear(&tally);
    return rc;
}

int check_tables(CorpusTable *table, char **problem)
{
    int rc = SQLITE_OK;
    *problem = NULL;
    for (size_t i = 0; rc == SQLITE_OK && !*problem && i < sizeof checks / sizeof *checks; i++)
        rc = first_text(table, checks[i], problem);
    for (int i = 0; rc == SQLITE_OK && !*problem && i < KINDS; i++) rc = check_homeless(table, kinds[i], problem);
    if (rc == SQLITE_OK && !*problem) rc = check_findings(table, problem);
    if (rc == SQLITE_OK && !*problem) rc = duplicates_check(table, problem);
    return rc == SQLITE_OK && !*problem ? check_index(table, problem) : rc;
}
