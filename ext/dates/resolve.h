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
    int narrative_year; /* the year that a text about the past has named last; 0: it is not one */
    int evidence_year;  /* the year that most full dates of the text are in; 0: none */
} Reference;

void reference_read(const DateAnchor *anchor, DatePrefer prefer, Reference *reference);

/* Fills `mention` (but for `sentence`) from a finding. Strings live in `arena`. Returns 0 if the finding is impossible (then it is dropped). Constant time. */
int resolve_finding(Arena *arena, const Reference *reference, const Finding *finding, DateMention *mention);

#endif
