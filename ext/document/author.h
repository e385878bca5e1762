/*
** author.h - who wrote an HTML page
*/
#ifndef CORPUS_AUTHOR_H
#define CORPUS_AUTHOR_H

#include "document/metadata.h"

/*
** Chooses the author: linked data first, then meta elements, microdata, rel="author", and elements that are called so; the names of several, as
** the page gives them, with commas between. Labels before the names and what stands behind them are taken off. Names of sites, addresses and words that stand for nobody (admin, staff) are none.
** `headline` is the number of the title in metadata->lines, or SIZE_MAX. Returns NULL where nobody is named, or if there is no memory.
*/
const char *author_choose(Arena *arena, const Metadata *metadata, size_t headline);

/* The names in a line that is a byline and nothing else: `By Jane Doe and John Roe`; NULL: it is none. */
const char *author_in_byline(Arena *arena, const Metadata *metadata, const char *text, size_t length);

/* The name in a line that begins with a label of an author; NULL: none. */
const char *author_in_line(Arena *arena, const Metadata *metadata, const char *text, size_t length);

#endif
