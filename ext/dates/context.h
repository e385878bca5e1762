/*
** context.h - what a document has said so far that a later expression counts from
**
** "Two days later", "the same year", "at night", "a year earlier" are about what the text named last, not about the day it was published. The context is
** read once over all findings (is it a document, is it about the past?), is asked for the reference of each finding, and follows the mentions one by one.
*/
#ifndef CORPUS_DATES_CONTEXT_H
#define CORPUS_DATES_CONTEXT_H

#include "dates/resolve.h"

typedef struct Named { /* a date the text has named */
    int known, year, month, day;
    uint32_t sentence;
} Named;

typedef struct Context {
    int is_document;           /* a text of several sentences, not a line of a form or a question */
    int is_narrative;          /* about years far from its anchor: a history, a biography */
    int first_year, last_year; /* of the dates with a month in them; 0: there are none */
    Named year, month, day;    /* the last date named that is at least so fine */
    int is_timeless;           /* it names no day near its own: `today` is the time it was written in */
    Named quarter;             /* the last quarter; `month` is 1..4 */
    Named thread;              /* the last day named without its year, which a date in passing does not break */
} Context;

/* Reads what can be seen in all findings of a text of `length` bytes with `sentences` sentences. */
void context_read(const Finding *findings, size_t count, size_t sentences, size_t length, const Reference *reference,
                  Context *context);

/* The reference that finding `f` counts from. */
Reference context_reference(const Context *context, const Reference *reference, const Finding *f);

/* What the context knows better than the words: rewrites the finding. */
void context_rewrite(const Context *context, Finding *f);

/* Takes up what was found. */
void context_follow(Context *context, const Finding *f, const DateMention *mention);

#endif
