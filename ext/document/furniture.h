/*
** furniture.h - which words of a line give it away as furniture of the page
**
** The phrases are those of data/<language>/document.tsv, of all languages at once: a page's frame is often in another language
** than its article.
*/
#ifndef CORPUS_FURNITURE_H
#define CORPUS_FURNITURE_H

#include <stddef.h>
#include <stdint.h>

typedef enum Furniture {
    FURNITURE_NONE,
    FURNITURE_NAVIGATION,
    FURNITURE_SHARE,
    FURNITURE_RELATED, /* a heading whose list runs on */
    FURNITURE_ASIDE,   /* a pointer to another page in the middle of an article */
    FURNITURE_KEYWORDS,
    FURNITURE_COMMENT,
    FURNITURE_FOOTER,
    FURNITURE_RATES,
    FURNITURE_WEATHER,
    FURNITURE_CAPTION,
    FURNITURE_PUBLISHED,
    FURNITURE_MODIFIED,
    FURNITURE_AUTHOR,
    FURNITURE_SOURCE,
    FURNITURE_VIEWS,
    FURNITURE_LEAD, /* words that end a lead paragraph (`..., the ministry reports`) */
    FURNITURE_ADVERT,
    FURNITURE_CITES,  /* words beside which a text names where it has its news from */
    FURNITURE_JOINER, /* lower-case words inside names */
    FURNITURE_AGENCY, /* ideographs that end an agency's name in a dateline */
    FURNITURE_WIRE,   /* ideographs that end a dateline */
    FURNITURE_KINDS
} Furniture;

/* FURNITURE_CITES: _AFTER and _CLAUSE: the name follows, in capitals or up to the next mark; _BEFORE: it precedes. */
enum {
    FURNITURE_LINE = 1,
    FURNITURE_START = 2,
    FURNITURE_END = 4,
    FURNITURE_AFTER = 8,
    FURNITURE_CLAUSE = 16,
    FURNITURE_BEFORE = 32,
    FURNITURE_WORD = 64
};

typedef struct FurnitureRow {
    const char *phrase; /* its key (furniture_key.h) */
    uint8_t length;
    uint8_t kind;  /* Furniture */
    uint8_t match; /* FURNITURE_LINE, ... */
} FurnitureRow;

/* What a line says of itself. */
typedef struct FurnitureMatch {
    uint8_t line, start, end; /* Furniture by the whole line, its opening words, its closing words */
    uint32_t start_bytes;     /* length of the opening words */
} FurnitureMatch;

/* Looks a line (without blanks at its ends) up. Constant time, whatever its length. */
FurnitureMatch furniture_match(const char *line, size_t length);

/* The same for the opening words alone, and only for those of one kind: their length in bytes, or 0. */
size_t furniture_label(const char *text, size_t length, Furniture kind);

/* Whether what furniture_phrase() finds may begin with this character: a quick no for most places of a text. */
int furniture_phrase_begins(uint32_t code, Furniture kind);

/* Which of _AFTER, _CLAUSE, _BEFORE, _WORD the words at `text` are rows of; `*bytes` is the length of the longest such phrase. Constant time. */
int furniture_phrase(const char *text, size_t length, Furniture kind, size_t *bytes);

#endif
