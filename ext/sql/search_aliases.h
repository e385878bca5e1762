/*
** search_aliases.h - a query in FTS5's syntax in which people and places stand for their other names too
*/
#ifndef CORPUS_SEARCH_ALIASES_H
#define CORPUS_SEARCH_ALIASES_H

#include "base/buffer.h"
#include "sql/corpus_store.h"

/*
** Appends `query` with every name that has others replaced by the same `OR` those (`Peking maps` becomes `(("Peking" OR "Beijing" OR "Пекин" ...) AND
** maps)`), closed by a NUL, and sets `*found` to 1 if there was one. Others are those of data/names/aliases.tsv, and those under which the corpus itself has
** the same person or place (<name>_alias, as written there: after 'resolve' 习近平 and Xi Jinping are one); of a person whole names alone, no surnames. A name
** is a string or bareword of the query, or up to four that follow each other; not what is part of NEAR(), of a phrase with +, or has a ^ or *. What is no query
** is appended as it is. Linear; the first MOST_LOOKUPS candidates are looked up.
*/
int search_add_aliases(CorpusTable *table, const char *query, Buffer *out, int *found);

#endif
