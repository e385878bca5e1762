/*
** headline.h - the title of an HTML page, from its headings and what it states for machines
*/
#ifndef CORPUS_HEADLINE_H
#define CORPUS_HEADLINE_H

#include "document/metadata.h"

typedef struct Headline {
    const char *text; /* in the arena; NULL: the page has none */
    const char *rule; /* heading, json-ld, og, meta, microdata, title */
    size_t line;      /* of metadata->lines: the heading with these words; SIZE_MAX: there is none */
} Headline;

/*
** Chooses the title: a heading that the page's <title>, og:title or linked data repeat; else what these state, without the name of the site. Linear in the
** headings.
*/
Status headline_choose(Arena *arena, const Metadata *metadata, Headline *headline);

/*
** The letters and digits of a text, folded, in the arena: two names that are written differently are equal here. `*length` in bytes. NULL if there is no
** memory.
*/
const char *headline_key(Arena *arena, const char *text, size_t length, size_t *key_length);

/* What <title> says behind the headline and a mark: the name of the site or of a section of it; NULL: nothing. */
const char *headline_site(Arena *arena, const Metadata *metadata, const char *headline);

/* Is `name` that of the site: as the page calls itself, or as its host is called? */
int headline_is_site(Arena *arena, const Metadata *metadata, const char *name, size_t length);

#endif
