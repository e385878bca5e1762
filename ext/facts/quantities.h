/*
** quantities.h - numbers with what they count
*/
#ifndef CORPUS_QUANTITIES_H
#define CORPUS_QUANTITIES_H

#include "dates/dates.h"
#include "text/text.h"

typedef struct Quantity {
    uint32_t start, length; /* bytes: comparator, number, unit symbol */
    uint32_t sentence;
    double number;
    const char *comparator; /* "=", ">", ">=", "<", "<=", "~" */
    const char *unit;       /* %, USD, °C, km, ...; NULL: none */
    const char *kind;       /* cardinal, ordinal, rate, temperature, counter, percent, money, measure */
    const char *noun;       /* what is counted, as written; NULL: not found */
    const char *rule;
    double score;
} Quantity;

typedef struct QuantityList {
    Quantity *items;
    size_t count, capacity;
} QuantityList;

/* Finds the quantities of `text` that lie in no expression of `dates` and in no name. Linear. */
Status quantities_find(Arena *arena, const Text *text, const DateList *dates, QuantityList *quantities);

#endif
