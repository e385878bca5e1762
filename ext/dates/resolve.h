/*
** resolve.h - findings to calendar values
*/
#ifndef CORPUS_DATES_RESOLVE_H
#define CORPUS_DATES_RESOLVE_H

#include "dates/dates.h"
#include "dates/grammar.h"

typedef struct Reference {
    int known; /* 0: there is no anchor */
    int has_month, has_day, has_time;
    int32_t day; /* day number; of what is known, the first */
    int year, month, mday, hour, minute, second;
    DatePrefer prefer;
    const uint8_t (*part_hours)[2]; /* LexTable's */
    int is_named;                   /* it is a date that the text has named, not the anchor */
    int narrative_year;             /* the year that a text about the past has named last; 0: it is not one */
    double inferred;                /* DateAnchor's */
    int moved;                      /* it is not the anchor itself, but counted from it */
    int evidence_year;              /* the year that most full dates of the text are in; 0: none */
} Reference;

void reference_read(const DateAnchor *anchor, DatePrefer prefer, Reference *reference);

/* Fills `mention` (but for `sentence`) from a finding. Strings live in `arena`. Returns 0 if the finding is impossible (then it is dropped). Constant time. */
int resolve_finding(Arena *arena, const Reference *reference, const Finding *finding, DateMention *mention);

/* The two ends of a range as mentions of their own. Returns 0 if the range is impossible or its words do not say where one ends and the other begins. */
int resolve_ends(Arena *arena, const Reference *reference, const Finding *range, DateMention ends[2]);

#endif
