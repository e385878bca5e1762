/*
** quotes.h - quotations and who speaks
*/
#ifndef CORPUS_QUOTES_H
#define CORPUS_QUOTES_H

#include "entities/entities.h"
#include "text/text.h"

typedef struct Quote {
    uint32_t start, length; /* bytes, inside the quotation marks */
    uint32_t sentence;
    int direct;                             /* 1: inside quotation marks; 0: reported */
    uint32_t speaker_start, speaker_length; /* the words that name the speaker; length 0: not found */
    ptrdiff_t mention;                      /* number in `entities` of the speaker, or -1 */
    const char *verb;                       /* the reporting verb as written, or NULL */
    const char *rule;
    double score;
} Quote;

typedef struct QuoteList {
    Quote *items;
    size_t count, capacity;
} QuoteList;

/* Finds the quotations of `text`. Linear. */
Status quotes_find(Arena *arena, const Text *text, const EntityList *entities, QuoteList *quotes);

#endif
