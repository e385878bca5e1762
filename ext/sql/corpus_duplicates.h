/*
** corpus_duplicates.h - the copies of a corpus: news_document.duplicate_of, and the table news_band by which they are found
**
** Every document is a leader (duplicate_of is NULL) or a copy of one leader, which is its elder: published before it (10:00+06:00 is before 05:00Z), or the one of the two that
** is dated, or loaded before it. A copy is like its leader (fingerprint_is_copy()), not only like another copy: so a page that holds two
** stories does not make one of them the copy of the other.
**
** <name>_band(key, document) has the keys of the fingerprints of leaders, and of leaders only: a story with a thousand copies takes the room of one.
**
** Each write keeps this: a new document joins the eldest leader that it is like, or leads itself; then younger leaders that are like it become its
** copies, and what followed them is placed anew. duplicates_resolve() places all of them from the eldest to the youngest, so
** its result depends on the documents alone and not on the order in which they came; where a document is like two leaders that are unlike each
** other, an incremental load may have left it with the younger one.
*/
#ifndef CORPUS_DUPLICATES_H
#define CORPUS_DUPLICATES_H

#include "document/fingerprint.h"
#include "sql/corpus_statements.h"

typedef struct IdList {
    sqlite3_int64 *items;
    size_t count, capacity;
} IdList;

/* What a document is like, among the leaders. */
typedef struct DuplicateSearch {
    sqlite3_int64 leader; /* the eldest of its elders, 0: none */
    IdList younger;       /* leaders that would be its copies, in the arena */
} DuplicateSearch;

/* A document as its place needs it. */
typedef struct Member {
    sqlite3_int64 id; /* 0: it is not written yet */
    const void *print;
    size_t length;       /* bytes of the fingerprint */
    const char *content; /* of the whole page; needed only if the fingerprint is of few words */
    size_t content_length;
    const char *moment; /* of its publication, see DUPLICATES_MOMENT; may be NULL */
    sqlite3_int64 leader;
} Member;

/* The order of documents from the eldest to the youngest. */
#define DUPLICATES_ORDER "published IS NULL, " DUPLICATES_MOMENT("published") ", id"

/* Reads DUPLICATES_MOMENT of a date (NULL: NULL) into the arena. */
int duplicates_moment(CorpusTable *table, Arena *arena, const char *published, const char **moment);

/* Looks the copies of a document up. About 30 reads by key. */
int duplicates_find(CorpusTable *table, Arena *arena, const Member *member, DuplicateSearch *found);

/* After a document was written with duplicate_of = found->leader: if it leads, writes its keys and takes its copies over. */
int duplicates_join(CorpusTable *table, Arena *arena, const Member *member, const DuplicateSearch *found);

/* Before document `id` is removed, or its date changes: its copies find another leader. */
int duplicates_leave(CorpusTable *table, sqlite3_int64 id);

/* Places a document that is there, as if it had just come. */
int duplicates_place(CorpusTable *table, sqlite3_int64 id);

/* Places all documents anew. One look-up a document. */
int duplicates_resolve(CorpusTable *table);

/* As check_tables(): copies are like their leaders and younger, leaders have their keys, nobody else has. */
int duplicates_check(CorpusTable *table, char **problem);

#endif
