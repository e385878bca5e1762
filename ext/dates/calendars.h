/*
** calendars.h - other calendars as Gregorian years and days
*/
#ifndef CORPUS_DATES_CALENDARS_H
#define CORPUS_DATES_CALENDARS_H

#include <stdint.h>
#include "dates/lexicon.h"

/* The Gregorian year of a calendar that counts other years but has the Gregorian months; 0: the calendar has months of its own, or no such year. */
int calendars_year(LexCalendar calendar, int year);

/*
** Days of a year, a month (`day` 0) or a day (with `month` 0: the year) of a calendar with months of its own, half-open, as day numbers of calendar.h.
** Returns 0 if there is none such. Constant time.
*/
int calendars_range(LexCalendar calendar, int year, int month, int day, int32_t *first, int32_t *last);

/* Years that a text in figures means without naming an era: 1402 where the Solar Hijri calendar is in use, 2566 where the Buddhist Era is. */
int calendars_usual_year(LexCalendar calendar, int year);

#endif
