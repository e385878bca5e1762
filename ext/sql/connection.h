/*
** connection.h - what one database connection keeps for all functions and tables of the extension
**
** One Connection hangs on each sqlite3*. Every registered function, module and tokenizer holds a reference (given back by
** its xDestroy); the last one frees it, so it needs no hook of its own and dies with the connection. Nothing here is
** shared between connections, so nothing is locked.
*/
#ifndef CORPUS_CONNECTION_H
#define CORPUS_CONNECTION_H

#include <sqlite3ext.h>
#include "base/icu.h"
#include "entities/entities.h"

typedef struct AnalysisCache AnalysisCache;
typedef struct GazetteerCache GazetteerCache;
typedef struct SearchCursor SearchCursor;
typedef struct SpellingTally SpellingTally;
typedef struct Gathering Gathering;
typedef struct KeyMemory KeyMemory;

typedef struct Connection {
    sqlite3 *db;
    int references;
    Icu *icu;
    AnalysisCache *cache;       /* sql/analysis.c */
    GazetteerCache *gazetteers; /* tables of names that were read, see sql/gazetteer_table.c */
    sqlite3_int64 last_changes; /* sqlite3_total_changes64() at the end of the last write to a corpus table */
    sqlite3_int64 own_rows; /* written to corpus tables by a statement that has not ended yet: it counts them then */
    sqlite3_int64
        own_changes;  /* rows that corpus tables have changed, of those that sqlite3_total_changes64() counts */
    EntityMemo *memo; /* words of earlier texts, for the finder of names; NULL: none is kept */
    sqlite3_stmt
        *poll; /* prepared while a long analysis asks whether it was interrupted, see connection_interrupted() */
    sqlite3_stmt *kept_poll;       /* the same, of who keeps one: while a corpus table writes a document, its own */
    int files;                     /* functions that read files are registered */
    struct FileWatch *file_watch;  /* of a bulk load that is reading files, see sql/functions.h; NULL: none */
    int loading;                   /* a page is written by corpus_load(), which itself remembers its file */
    int gathers;                   /* a batch of documents is written: what is counted may be written at its end */
    struct CorpusTable *gathering; /* tables that have gathered something, see sql/corpus_gathering.h */
    SearchCursor
        *key_search; /* while not NULL the words of queries become keys, and are noted there, see sql/tokenizer.c */
    SpellingTally *
        spellings; /* while not NULL the spellings of names in documents are counted there, see sql/corpus_spelling.c */
    KeyMemory *keys;        /* of the words that were indexed last, see sql/key_memory.h; NULL: none yet */
    SearchCursor *searches; /* open cursors with hits, for snippet() and highlight(), see sql/corpus_search.c */
    sqlite3_int64 last_search;
} Connection;

/* Makes the state of a connection with one reference, or returns NULL if there is no memory. */
Connection *connection_open(sqlite3 *db, int files);

Connection *connection_retain(Connection *connection);

/* Gives a reference back (the signature of xDestroy). */
void connection_release(void *connection);

/*
** True if sqlite3_interrupt() was called, or the progress handler asks to stop (the signature of Arena.watch). SQLite 3.40
** has no call for this question; stepping a statement asks it. The statement is prepared at the first question and kept until
** connection_end_poll(), for a statement that outlived the analysis would keep sqlite3_close() from succeeding.
*/
int connection_interrupted(void *connection);
void connection_end_poll(Connection *connection);

/* The SQLite result code for a status of the engine. */
int connection_code(Status status);

#endif
