/*
** dates.h - temporal expressions in a segmented text, and their values
*/
#ifndef CORPUS_DATES_H
#define CORPUS_DATES_H

#include "text/text.h"

typedef enum DateType { DATE_DATE, DATE_TIME, DATE_DURATION, DATE_SET } DateType;
typedef enum DatePrefer { PREFER_DEFAULT, PREFER_PAST, PREFER_FUTURE, PREFER_NEAREST } DatePrefer;

/* A proleptic Gregorian instant with its precision; fields that are not known are -1. */
typedef struct DateAnchor {
    int year, month, day, hour, minute, second;
    double inferred; /* 0: it is stated; else how sure it is, 0..1 (infer.h) */
} DateAnchor;

typedef struct DateMention {
    uint32_t start, length; /* bytes */
    uint32_t sentence;      /* 0 where the text was not divided into sentences */
    uint8_t type;           /* DateType */
    uint8_t weekday;        /* of a day that is named with its weekday: 1 Monday .. 7; else 0 */
    int8_t tense;           /* of the words around: -1 past, 0 none, +1 future */
    const char *value;      /* TIMEX3: 2023-11-16T08:47, 2024-06, P27Y, XXXX-07-27, PAST_REF; never NULL */
    const char *first;      /* ISO 8601, start of the half-open range; NULL: not resolved */
    const char *last;       /* its end, exclusive */
    const char *grain;      /* second, minute, hour, day, week, month, quarter, year, decade, century, ... */
    const char *modifier;   /* TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER, ...; NULL: none */
    const char *anchor;     /* kind of anchor used: none, given, inferred */
    const char *rule;       /* the production that made it */
    double score;           /* 0..1 */
} DateMention;

typedef struct DateList {
    DateMention *items;
    size_t count, capacity;
} DateList;

/*
** Reads an anchor: ISO 8601, `YYYY-MM-DD`, with time (`T` or a blank, `hh:mm[:ss[.fff]]`, zone ignored), or `YYYY-MM`, `YYYY`.
** Returns 0 if the text is none (31 February is none).
*/
int dates_read_anchor(const char *text, size_t length, DateAnchor *anchor);

/*
** Finds all temporal expressions of `text` in order. In a document (several sentences; context.c) the two
** ends of a range are two mentions of the rule `range`, as TimeML has them, and what points back counts from the date named last; in a line a range is one. `anchor` may be NULL: then a relative date keeps what the text alone
** supports. Strings live in `arena` or are constant. Linear time.
*/
Status dates_find(Arena *arena, const Text *text, const DateAnchor *anchor, DatePrefer prefer, DateList *dates);

/*
** The two steps of dates_find(), for who wants the values for more than one anchor: what stands in the text, with what can be told without an anchor; then the values.
** dates_read() returns NULL where the arena says why. `text` may have been divided into sentences in between, but is the same text in the same language.
*/
typedef struct DateFindings DateFindings;
DateFindings *dates_read(Arena *arena, const Text *text, DatePrefer prefer);
Status dates_resolve(Arena *arena, const Text *text, const DateFindings *findings, const DateAnchor *anchor,
                     DateList *dates);

/*
** The value of a text that is one expression and nothing else, blanks, marks, and a preposition, an article or a particle around it aside; else NULL.
** `dates` is what dates_find() has found in it.
*/
const char *dates_whole(const Text *text, const DateList *dates);

/* Names of the types and of the preferences, as in SQL ("DATE", ...; "past", ...). dates_prefer() returns -1 for an unknown name. */
const char *dates_type_name(DateType type);
int dates_prefer(const char *name, size_t length);

#endif
