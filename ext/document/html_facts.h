/*
** html_facts.h - what the markup of a page says of the page: dates, author, site
*/
#ifndef CORPUS_HTML_FACTS_H
#define CORPUS_HTML_FACTS_H

#include "base/arena.h"
#include "document/html_tokens.h"

/* As written, in the arena; NULL: nothing. */
typedef struct HtmlFacts {
    const char *published, *published_rule; /* html:json-ld, html:meta, html:time, from the surest to the least sure */
    const char *modified, *author, *site;
    int rank; /* how sure the markup is that `published` is from */
} HtmlFacts;

/* Reads what a token says: a start tag <meta> or <time>, the content of a <script>. Others say nothing. Linear in the token. */
void html_facts_read(Arena *arena, const HtmlToken *token, HtmlFacts *facts);

#endif
