/*
** corpus_merge.h - INSERT INTO news(news) VALUES('merge shard'): takes the documents of another corpus in
**
** `shard` is the name of an attached database that has a corpus of the same name, or `shard.paper` one of another. Its documents come with all that was found in them,
** under new numbers; nothing is analysed again, only the index is made. A document whose uri is here already stays as it is here: the same page is passed over (so a
** merge can be repeated), another page is a row of <name>_error. Rows of the shard's news_judgement are added.
**
** Counts of entities and aliases are added up at once and are exact. An entity of the shard is one that is here if type, key and name are equal; spellings that
** only meet now, copies across shards that are like two leaders, and furniture are decided by 'resolve', which is to be run once after the last merge.
** Then the corpus holds what a corpus loaded in one go and resolved holds.
**
** All of it is one transaction; it is refused inside another one, whose half it could leave behind. Both corpora must be of this version.
** Cost: a pass over the shard, a look-up for each mention, and the tokenizing of the main texts. Memory: as SQLite caches.
*/
#ifndef CORPUS_MERGE_H
#define CORPUS_MERGE_H

#include "sql/corpus_store.h"

/* `shard` is what stands behind `merge `. */
int merge_shard(CorpusTable *table, const char *shard);

#endif
