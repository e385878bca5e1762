/*
** dates_locale.h - what the locales of CLDR say of time, taken from ICU's resources when the tables are compiled
*/
#ifndef CORPUS_TOOLS_DATES_LOCALE_H
#define CORPUS_TOOLS_DATES_LOCALE_H

#include <stddef.h>

typedef struct LocaleTraits {
    int month_first; /* of 3/4/2023: 1 month first, 0 day first; -1: not said */
    int unit_first;  /* 1: the unit stands before its count (Swahili siku 3) */
    int year_dot;    /* 1: a year before its month has a dot */
} LocaleTraits;

/*
** Gives to form_take() every form of every locale that belongs to `tags[which]` (the locales whose longest tag it is: pt, pt-PT, pt-AO, ...).
** `words`: not only names of months and weekdays but the words of relative time, units, parts of the day and numerals too.
*/
void locale_read(char (*tags)[64], int count, int which, int words, LocaleTraits *traits);

/* --- what compile_dates.c offers ------------------------------------------------------------------------------------- */

/* Folds a form as the lexer does, into `key` of LEX_MAX_KEY bytes; returns its length, 0 if it is too long. */
size_t form_fold(const char *text, size_t length, char *key);

/* Adds a form to the table that is being made, unless it is there already or the audit list refuses it. */
void form_take(const char *text, size_t length, int class_, int value, int flags);

#endif
