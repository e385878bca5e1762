/* analysis.c - see analysis.h */
#include "sql/analysis.h"
#include "base/hash.h"
#include "base/memory.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

enum { LONG_TEXT = 1024 * 1024 }; /* from here on hashing and copying a text take long enough to ask in between */

struct DatedAnalysis {
    DatedAnalysis *next;
    DateAnchor anchor; /* year 0: none */
    DatePrefer prefer;
    DateList dates;
};

struct AnalysisCache {
    Analysis *newest;
    size_t bytes; /* held by the analyses in the list, as of their last release */
    int entries;
};

AnalysisCache *analysis_cache_new(void)
{
    AnalysisCache *cache = memory_alloc(sizeof *cache);
    if (cache) memset(cache, 0, sizeof *cache);
    return cache;
}

static void unreference(Analysis *analysis)
{
    if (--analysis->references > 0) return;
    arena_clear(&analysis->arena);
    memory_free(analysis);
}

/* Takes an analysis out of the list; whoever uses it goes on using it. */
static void forget(AnalysisCache *cache, Analysis *analysis)
{
    Analysis **link = &cache->newest;
    if (!analysis->cached) return;
    while (*link != analysis) link = &(*link)->older;
    *link = analysis->older;
    analysis->cached = 0;
    cache->entries--;
    unreference(analysis);
}

void analysis_cache_free(AnalysisCache *cache)
{
    if (!cache) return;
    while (cache->newest) forget(cache, cache->newest);
    memory_free(cache);
}

static void trim(AnalysisCache *cache)
{
    size_t bytes = 0;
    int entries = 0;
    for (Analysis *analysis = cache->newest, *older; analysis; analysis = older) {
        older = analysis->older;
        bytes += analysis->arena.total;
        if (++entries > ANALYSIS_CACHE_ENTRIES || bytes > ANALYSIS_CACHE_BYTES) forget(cache, analysis);
    }
}

/* An analysis that nobody else knows, with its copy of the text. */
static int make(Connection *connection, const char *bytes, size_t length, Analysis **out)
{
    Analysis *analysis = memory_alloc(sizeof *analysis);
    if (!analysis) return SQLITE_NOMEM;
    memset(analysis, 0, sizeof *analysis);
    if (length >= LONG_TEXT && connection_interrupted(connection)) {
        memory_free(analysis);
        connection_end_poll(connection);
        return SQLITE_INTERRUPT;
    }
    arena_init(&analysis->arena, 0);
    analysis->arena.watch = connection_interrupted;
    analysis->arena.watch_state = connection;
    analysis->bytes = arena_copy(&analysis->arena, bytes, length);
    if (!analysis->bytes) {
        memory_free(analysis);
        return SQLITE_NOMEM;
    }
    analysis->length = length;
    analysis->references = 1;
    *out = analysis;
    return SQLITE_OK;
}

int analysis_get(Connection *connection, const char *bytes, size_t length, Language wanted, Analysis **out)
{
    AnalysisCache *cache = connection->cache;
    uint64_t hash = hash_bytes(bytes, length, wanted);
    *out = NULL;
    for (Analysis **link = &cache->newest; *link; link = &(*link)->older) {
        Analysis *known = *link;
        if (known->hash != hash || known->length != length || known->wanted != wanted ||
            memcmp(known->bytes, bytes, length) != 0)
            continue;
        *link = known->older;
        known->older = cache->newest;
        cache->newest = known;
        known->references++;
        *out = known;
        return SQLITE_OK;
    }
    Analysis *analysis = NULL;
    int rc = make(connection, bytes, length, &analysis);
    if (rc != SQLITE_OK) return rc;
    analysis->hash = hash;
    analysis->wanted = wanted;
    analysis->references = 2; /* the caller's and the cache's */
    analysis->cached = 1;
    analysis->older = cache->newest;
    cache->newest = analysis;
    cache->entries++;
    *out = analysis;
    return SQLITE_OK;
}

void analysis_release(Connection *connection, Analysis *analysis)
{
    if (!analysis) return;
    unreference(analysis);
    trim(connection->cache);
}

void analysis_forget(Connection *connection, Analysis *analysis)
{
    forget(connection->cache, analysis);
}

/* Ends a view: what failed is not found again. */
static int finish(Connection *connection, Analysis *analysis, Status status)
{
    connection_end_poll(connection);
    if (status == STATUS_OK) return SQLITE_OK;
    forget(connection->cache, analysis);
    return connection_code(status);
}

int analysis_outline(Connection *connection, Analysis *analysis)
{
    if (analysis->has_outline) return SQLITE_OK;
    Status status =
        text_outline(&analysis->arena, analysis->bytes, analysis->length, analysis->wanted, &analysis->text);
    analysis->has_outline = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_text(Connection *connection, Analysis *analysis)
{
    if (analysis->has_text) return SQLITE_OK;
    int rc = analysis_outline(connection, analysis);
    if (rc != SQLITE_OK) return rc;
    Status status = text_divide(&analysis->arena, connection->icu, &analysis->text);
    analysis->has_text = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_entities(Connection *connection, Analysis *analysis)
{
    int rc = analysis_text(connection, analysis);
    if (rc != SQLITE_OK || analysis->has_entities) return rc;
    Status status = entities_find_with(&analysis->arena, &(EntityOptions){connection->memo, NULL, 0}, &analysis->text,
                                       &analysis->entities);
    analysis->has_entities = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_nested(Connection *connection, Analysis *analysis)
{
    int rc = analysis_text(connection, analysis);
    if (rc != SQLITE_OK || analysis->has_nested) return rc;
    Status status = entities_find_with(&analysis->arena, &(EntityOptions){connection->memo, NULL, 1}, &analysis->text,
                                       &analysis->nested);
    analysis->has_nested = status == STATUS_OK;
    return finish(connection, analysis, status);
}

static int same_anchor(const DateAnchor *a, const DateAnchor *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day && a->hour == b->hour &&
           a->minute == b->minute && a->second == b->second && a->inferred == b->inferred;
}

int analysis_dates(Connection *connection, Analysis *analysis, const DateAnchor *anchor, DatePrefer prefer,
                   const DateList **dates)
{
    DateAnchor key;
    memset(&key, 0, sizeof key);
    if (anchor) key = *anchor;
    int rc = analysis_outline(connection, analysis);
    if (rc != SQLITE_OK) return rc;
    DatedAnalysis *dated = analysis->dated;
    while (dated && (dated->prefer != prefer || !same_anchor(&dated->anchor, &key))) dated = dated->next;
    if (!dated) {
        dated = arena_alloc(&analysis->arena, sizeof *dated);
        if (!dated) return finish(connection, analysis, STATUS_NOMEM);
        dated->anchor = key;
        dated->prefer = prefer;
        Status status = dates_find(&analysis->arena, &analysis->text, anchor, prefer, &dated->dates);
        if (status != STATUS_OK) return finish(connection, analysis, status);
        connection_end_poll(connection);
        dated->next = analysis->dated;
        analysis->dated = dated;
    }
    *dates = &dated->dates;
    return SQLITE_OK;
}

int analysis_quantities(Connection *connection, Analysis *analysis)
{
    const DateList *dates = NULL;
    if (analysis->has_quantities) return SQLITE_OK;
    int rc = analysis_text(connection, analysis);
    if (rc == SQLITE_OK) rc = analysis_dates(connection, analysis, NULL, PREFER_DEFAULT, &dates);
    if (rc != SQLITE_OK) return rc;
    Status status = quantities_find(&analysis->arena, &analysis->text, dates, &analysis->quantities);
    analysis->has_quantities = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_quotes(Connection *connection, Analysis *analysis)
{
    int rc = analysis_entities(connection, analysis);
    if (rc != SQLITE_OK || analysis->has_quotes) return rc;
    Status status = quotes_find(&analysis->arena, &analysis->text, &analysis->entities, &analysis->quotes);
    analysis->has_quotes = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_page(Connection *connection, Analysis *analysis)
{
    if (analysis->has_page) return SQLITE_OK;
    Status status =
        document_analyze(&analysis->arena, connection->icu, analysis->bytes, analysis->length, &analysis->page);
    analysis->has_page = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_restore(Connection *connection, const char *content, size_t length, const Block *blocks, size_t count,
                     const char *modified, Analysis **out)
{
    Analysis *analysis = NULL;
    int rc = make(connection, content, length, &analysis);
    *out = analysis;
    if (rc != SQLITE_OK) return rc;
    Arena *arena = &analysis->arena;
    Block *own = arena_array(arena, count, sizeof *own);
    if (modified) modified = arena_copy(arena, modified, strlen(modified));
    for (size_t i = 0; i < count && own; i++) {
        own[i] = blocks[i];
        own[i].rule = arena_copy(arena, blocks[i].rule, strlen(blocks[i].rule));
    }
    Status status = arena->status;
    if (status == STATUS_OK)
        status = document_restore(arena, analysis->bytes, length, own, count, modified, &analysis->page);
    analysis->has_page = status == STATUS_OK;
    return finish(connection, analysis, status);
}

int analysis_anchored_page(Connection *connection, Analysis *analysis)
{
    int rc = analysis_page(connection, analysis);
    if (rc != SQLITE_OK) return rc;
    return finish(connection, analysis, anchor_find(&analysis->arena, &analysis->page));
}

int analysis_divided_page(Connection *connection, Analysis *analysis)
{
    int rc = analysis_anchored_page(connection, analysis);
    if (rc != SQLITE_OK) return rc;
    return finish(connection, analysis, document_divide(&analysis->arena, connection->icu, &analysis->page));
}
