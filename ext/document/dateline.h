/*
** dateline.h - what the opening of a first paragraph says of where a report comes from, and from whom
*/
#ifndef CORPUS_DATELINE_H
#define CORPUS_DATELINE_H

#include "text/text.h"

typedef struct Dateline {
    size_t length; /* bytes from the paragraph's start to the end of the dateline; 0: there is none */
    const char *place, *agency;
    size_t place_length, agency_length; /* 0: not named */
} Dateline;

/*
** Reads a dateline at the start of a paragraph:
**     OSLO. NORDWIRE -      Brussels, May 20, 2025 -      PARIS (Reuters) -      Seoul, The Quay Observer:
**     Oslo, 28 October 2022. The council ...
**     City, 23 декабря /Agency/ --      City. 3 февраля. "Agency" -      (서울=연합뉴스)      新华社北京5月13日电
** Constant time.
*/
void dateline_read(const char *text, size_t length, Dateline *dateline);

/* A copy of a place name; one that is written in capitals gets them at its words' beginnings only. NULL if there is no memory. */
const char *dateline_place(Arena *arena, const char *place, size_t length);

/* Where a text says that it has its news from. Strings live in the arena; NULL: not said. */
typedef struct Citation {
    const char *source; /* who is cited */
    const char *outlet; /* who cites, if that is said too */
} Citation;

/* Whether citation_find() could find anything in a paragraph: most need not be divided into tokens to know that. Linear. */
int citation_may_stand(const char *text, size_t length);

/* Looks at the first few hundred tokens of a paragraph. */
void citation_find(Arena *arena, const Text *paragraph, Citation *citation);

#endif
