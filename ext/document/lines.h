/*
** lines.h - the lines of a page with the evidence that each carries of what it is
*/
#ifndef CORPUS_LINES_H
#define CORPUS_LINES_H

#include "base/arena.h"
#include "document/furniture.h"

/* How a line ends, closing quotation marks and brackets aside. */
typedef enum LineEnd { END_NONE, END_COMMA, END_COLON, END_DOTS, END_QUESTION, END_STOP } LineEnd;

enum {
    LINE_BULLET = 1,   /* a list mark or number opens it */
    LINE_BRACKET = 2,  /* [ opens it */
    LINE_YEAR = 4,     /* holds 1900 to 2099 */
    LINE_CLOCK = 8,    /* holds 14:21 */
    LINE_NUMERIC = 16, /* holds 16.11.2023, 2023-11-16, 11/16/23, or a year with a CJK year sign */
    LINE_ADDRESS = 32, /* holds http, www. or @ */
    LINE_COPYRIGHT = 64,
    LINE_OPEN_QUOTE = 128, /* a quotation mark opens it */
    LINE_DEGREE = 256,
    LINE_CAPITAL = 512, /* its first letter is a capital, or of a script without case */
    LINE_IDEOGRAPHS = 1024,
    LINE_REPLACED = 2048 /* holds a character that is malformed, or U+FFFD */
};

typedef struct Line {
    uint32_t start, length; /* bytes of the page, without blanks at either end */
    uint32_t number;        /* of the line in the page, blank ones counted, from 0 */
    uint32_t blanks;        /* empty lines before it */
    uint32_t indent;        /* the column of its first character: blanks before it, or what stands before the gap */
    uint8_t part;           /* 0: a line; 1, 2, ...: the first, second, ... part of a line that gaps divide */
    uint32_t half_words;    /* 2 for a run of letters and digits, 1 for an ideograph */
    uint32_t letters, digits, capitals, sentences, commas, separators, quotes;
    uint32_t numbers; /* runs of digits that are words of their own */
    uint32_t repeats; /* equal lines in the page, itself included; 0: it has neither letter nor digit */
    int32_t earlier;  /* number of the nearest equal line above, or -1 */
    uint16_t flags;
    uint8_t end; /* LineEnd */
    FurnitureMatch furniture;
    uint64_t hash;  /* of its folded letters and digits */
    uint32_t block; /* of HtmlText.blocks, in HTML */
    float score;    /* model's probability of being article text */
    uint8_t kind;   /* BlockKind */
    const char *rule;
    float confidence;
} Line;

typedef struct LineList {
    Line *items;
    size_t count, capacity;
} LineList;

/*
** Divides `text` at line breaks, and lines at gaps of eight blanks or more, as they stand between the columns of a page that was printed as it looks; fills
** everything up to `hash`. Blank lines are left out. Linear.
*/
Status lines_read(Arena *arena, const char *text, size_t length, LineList *lines);

static inline unsigned line_words(const Line *line)
{
    return line->half_words / 2;
}

#endif
