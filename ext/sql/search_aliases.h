/*
** search_aliases.h - a query in FTS5's syntax in which places stand for their other names too
*/
#ifndef CORPUS_SEARCH_ALIASES_H
#define CORPUS_SEARCH_ALIASES_H

#include "base/buffer.h"
#include "sql/connection.h"

/*
** Appends `query` with every name of data/names/aliases.tsv replaced by the same `OR` its other names (`Peking maps` becomes
** `(("Peking" OR "Beijing" OR "Пекин" ...) AND maps)`), closed by a NUL, and sets `*found` to 1 if there was one. A name is a string or
** bareword of the query, or up to four that follow each other; not what is part of NEAR(), of a phrase with +, or has a ^ or *. What is
** no query is appended as it is. Linear; the first MOST_LOOKUPS candidates are looked up.
*/
int search_add_aliases(Connection *connection, const char *query, Buffer *out, int *found);

#endif
