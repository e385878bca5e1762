/*
** corpus_search.h - MATCH, rank, snippet(), highlight() and bm25() of a corpus
**
** A query runs over the inner FTS5 table in one statement that selects FTS5's bm25() and our own auxiliary function corpus_hits(): the rows
** with all places where they matched. (Asking FTS5 again for each row would run the query again for each row.) A second
** statement runs the query over the romanized keys and spellings (Connection.key_search), and adds the rows that the first did not find. The
** spellings are those of <name>_spelling that are probably names of the query (corpus_spelling.h). A key is coarse: many names share one.
** So the words at those places are compared with the words of the query (names_similarity() >= 0.75), and a row without any that
** agrees is left out. That reads the text of each candidate once.
**
** Last, if the query holds a place of data/names/aliases.tsv, both run once more with its other names beside it (search_aliases.h).
**
** rank    exact rows have FTS5's bm25 (negative, smaller is better); rows found by key have 1 / (1 - bm25), between 0 and 1, and
**         rows found by another name one more: so each kind comes after the one before, best first.
** order   always by rank, then by rowid.
**
** Memory: 40 bytes a row and 12 a hit, all rows of the query.
*/
#ifndef CORPUS_SEARCH_H
#define CORPUS_SEARCH_H

#include "sql/corpus_store.h"

/* How a row was found: as the query is written, in another spelling, by another name. */
enum { MATCHED_EXACT, MATCHED_KEY, MATCHED_ALIAS };

typedef struct SearchRow {
    sqlite3_int64 document;
    double rank;
    double bm25;
    int matched; /* MATCHED_... */
    int by_key;  /* its hits are those of keys */
    int hit_count;
    const int32_t
        *hits; /* triples: column of the index (0 title, 1 text), position of the first token, number of tokens */
} SearchRow;

typedef struct SearchWord {
    const char *bytes;
    size_t length;
} SearchWord;

/* The rows of one query, and where a cursor stands in them. */
struct SearchCursor {
    SearchCursor *next; /* on the connection */
    sqlite3_int64 id;   /* what the hidden column named like the table holds, so that snippet(news, ...) finds this */
    CorpusTable *table;
    Arena arena;
    struct {
        SearchRow *items;
        size_t count, capacity;
    } rows;
    size_t row;
    int keyed; /* the index has keys: set by the tokenizer */
    struct {
        SearchWord *items;
        size_t count, capacity;
    } words; /* of the query, those that became keys */
};

/* Called by the tokenizer for each word of a query that becomes a key. */
int search_note_word(SearchCursor *search, const char *word, size_t length);

/* Runs a query in FTS5's syntax, `is_exact` as it is written alone. On SQLITE_OK `*search` is to be closed. Errors of the syntax stand in base.zErrMsg. */
int search_open(CorpusTable *table, const char *query, int is_exact, SearchCursor **search);
void search_close(SearchCursor *search);

/* What xFindFunction answers: the function for `name` with `arguments` arguments, or 0. */
int search_function(const char *name, int arguments, void (**function)(sqlite3_context *, int, sqlite3_value **));

#endif
