/*
** infer.h - when a text is from, where nothing says so: what its own dates let the calendar infer
*/
#ifndef CORPUS_DATES_INFER_H
#define CORPUS_DATES_INFER_H

#include "dates/dates.h"

/* Where the dates of a text stand, and what is known of the page they are on. */
typedef struct DateEvidence {
    const DateList *dates; /* found without an anchor, in order */
    const uint8_t *
        outside; /* for each: 1 where it stands in the frame of the page, not in the article; NULL: all are the article's */
    DateAnchor not_after; /* a day on which the page was there already (its last change); year < 1: not known */
} DateEvidence;

typedef struct InferredAnchor {
    DateAnchor anchor; /* as precise as can be told, mostly a year, never a day; year 0: nothing can be told */
    const char *rule;  /* what told it: calendar:weekday, calendar:frame, ..., constant */
    double score;      /* 0..1 */
} InferredAnchor;

/* Linear in the number of dates. */
void dates_infer_anchor(const DateEvidence *evidence, InferredAnchor *inferred);

#endif
