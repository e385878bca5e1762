/*
** corpus_spelling.h - the names of a corpus by their letters: <name>_spelling
**
** The tokenizer puts beside each word that may be a name its letters (names_spelling()), as a term with TOKENIZER_SPELLING_MARK. FTS5 cannot
** be asked for terms in the middle of a query, so <name>_spelling lists them: block, spelling, and `uses`, how often it stands in the index. A
** search reads the block of each of its words and asks the index for those that may be the same name.
**
** The tokenizer counts while it reads (Connection.spellings); so what FTS5 is told to add or to take out, and the texts that its
** integrity-check reads, are counted by the very same tokens, and the table always says what the index says.
**
** While documents are written in batches the counts of a batch are gathered (corpus_gathering.h). Whoever reads the table, or takes counts off, writes first what
** was gathered.
**
** Cost: a row changed for each different name of a document, or of a batch, that is written; of a search, 1 microsecond for each spelling of a block.
*/
#ifndef CORPUS_SPELLING_H
#define CORPUS_SPELLING_H

#include "sql/corpus_store.h"

typedef struct Spelling {
    const char *bytes; /* NULL: a free slot */
    size_t length;
    sqlite3_int64 uses;
} Spelling;

/* What is counted: open addressing, at most half full. */
struct SpellingTally {
    Arena arena;
    Spelling *slots;
    size_t capacity, count;
    int is_sum;   /* nothing is counted one by one */
    uint64_t sum; /* of the hashes of all that was counted */
};

typedef struct SpellingList {
    struct SpellingMatch {
        const char *bytes;
        size_t length;
        double match; /* names_spelling_match() */
    } * items;
    size_t count, capacity;
} SpellingList;

void spelling_start(Connection *connection, SpellingTally *tally, int is_sum);
void spelling_end(Connection *connection, SpellingTally *tally); /* stops the counting; the tally stays */
void spelling_clear(SpellingTally *tally);

/* Called by the tokenizer for each spelling (without its mark) of a document. */
int spelling_count(SpellingTally *tally, const char *bytes, size_t length);

/* Adds the counts to <name>_spelling (`sign` 1), or takes them off (-1); adds them to what is gathered, if that is asked. */
int spelling_write(CorpusTable *table, const SpellingTally *tally, int sign);

/* Writes what a table has gathered. */
int spelling_settle(CorpusTable *table);

/* Sets `*same` to whether the sum over <name>_spelling is that of the tally, which is a sum. Takes no memory. */
int spelling_compare(CorpusTable *table, const SpellingTally *tally, int *same);

/* Whether <name>_spelling has these counts and no others. `*problem` as for check_tables(). */
int spelling_check(CorpusTable *table, const SpellingTally *tally, char **problem);

/* Makes the table if an older version made the corpus, and empties it. */
int spelling_reset(CorpusTable *table);

/* Lists the spellings of the corpus that may be the same name as `wanted`, the best first, at most MOST_SPELLINGS. */
enum { MOST_SPELLINGS = 256 };
int spelling_find(CorpusTable *table, Arena *arena, const char *wanted, size_t length, SpellingList *list);

#endif
