/*
** analysis.h - one analysis, many views: a text is segmented once, every function reads that segmentation
**
** An Analysis holds a copy of a text, its segmentation, and whatever finders have run over it so far, all in one arena. The
** connection's cache keeps the last ones, found by the text's bytes and the language asked for, so that
** corpus_entities(x), corpus_dates(x), corpus_sentences(x) in one query cost one segmentation.
**
** Bound: the cache holds at most ANALYSIS_CACHE_BYTES and ANALYSIS_CACHE_ENTRIES; the oldest go first. What a cursor uses is
** counted by reference and stays until it is released, whether the cache still knows it or not. One analysis takes about
** 6 bytes of memory for a byte of text, and is refused (SQLITE_NOMEM) where SQLite's own allocator refuses.
*/
#ifndef CORPUS_ANALYSIS_H
#define CORPUS_ANALYSIS_H

#include "sql/connection.h"
#include "dates/dates.h"
#include "document/anchor.h"
#include "document/document.h"
#include "entities/entities.h"
#include "facts/quantities.h"
#include "facts/quotes.h"
#include "text/text.h"

enum { ANALYSIS_CACHE_BYTES = 32 * 1024 * 1024, ANALYSIS_CACHE_ENTRIES = 16 };

typedef struct DatedAnalysis DatedAnalysis; /* the dates of a text for one anchor and preference */

typedef struct Analysis {
    int references;
    int cached;
    struct Analysis *older; /* in the cache */
    Arena arena;
    const char *bytes;
    size_t length;
    uint64_t hash;
    Language wanted; /* the language asked for, which is part of the key */
    int has_outline, has_text, has_entities, has_nested, has_quantities, has_quotes, has_page;
    Text text;
    EntityList entities;
    EntityList nested; /* the same with the names inside names */
    DatedAnalysis *dated;
    QuantityList quantities;
    QuoteList quotes;
    Page page;
} Analysis;

AnalysisCache *analysis_cache_new(void);
void analysis_cache_free(AnalysisCache *cache);

/*
** Finds or makes the analysis of `length` bytes (copied). On SQLITE_OK `*analysis` is to be given back by
** analysis_release(). Nothing is computed yet.
*/
int analysis_get(Connection *connection, const char *bytes, size_t length, Language wanted, Analysis **analysis);

/*
** The analysis of a page whose content and blocks are known, but not its markup any more (document_restore()); the cache does not learn of it. Content, `modified` and
** the blocks' rules are copied. To be given back as that of analysis_get().
*/
int analysis_restore(Connection *connection, const char *content, size_t length, const Block *blocks, size_t count,
                     const char *modified, Analysis **analysis);

void analysis_release(Connection *connection, Analysis *analysis);

/* Takes an analysis out of the cache: to be called by who worked in its arena and failed, for the failure stays in there. */
void analysis_forget(Connection *connection, Analysis *analysis);

/*
** The views. Each computes what it needs at the first call and returns an SQLite code: SQLITE_OK, SQLITE_NOMEM,
** SQLITE_INTERRUPT, SQLITE_TOOBIG. After a failure the analysis leaves the cache.
*/
int analysis_outline(Connection *connection, Analysis *analysis); /* language and characters only */
int analysis_text(Connection *connection, Analysis *analysis);
int analysis_entities(Connection *connection, Analysis *analysis);
int analysis_nested(Connection *connection, Analysis *analysis);
/* Needs the outline only: `sentence` of a mention is 0 unless the text was divided before. */
int analysis_dates(Connection *connection, Analysis *analysis, const DateAnchor *anchor, DatePrefer prefer,
                   const DateList **dates);
int analysis_quantities(Connection *connection, Analysis *analysis);
int analysis_quotes(Connection *connection, Analysis *analysis);
int analysis_page(Connection *connection, Analysis *analysis);
int analysis_anchored_page(Connection *connection, Analysis *analysis); /* and its anchor */
int analysis_divided_page(Connection *connection, Analysis *analysis);  /* and its anchor, sentences and words */

#endif
