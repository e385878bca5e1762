/*
** calendar.h - the proleptic Gregorian calendar as day numbers
**
** Day 0 is 1970-01-01. The two conversions are Howard Hinnant's "days from civil" (eras of 400 years beginning on 1 March); both take constant time.
*/
#ifndef CORPUS_DATES_CALENDAR_H
#define CORPUS_DATES_CALENDAR_H

#include <stdint.h>

typedef struct CalendarDay {
    int year, month, day;
} CalendarDay;

int calendar_is_leap(int year);
int calendar_month_length(int year, int month);
int calendar_is_day(int year, int month, int day);

int32_t calendar_number(int year, int month, int day);
CalendarDay calendar_day(int32_t number);

/* 1 Monday .. 7 Sunday */
int calendar_weekday(int32_t number);

/* ISO 8601 week of a day: its week-based year and number. */
void calendar_week(int32_t number, int *year, int *week);

/* First day of an ISO week. */
int32_t calendar_week_start(int year, int week);

/* Adds months and keeps the day, or the month's last. */
CalendarDay calendar_add_months(CalendarDay day, int months);

/* The day `count` working days (Monday to Friday) on; back if it is negative. */
int32_t calendar_add_workdays(int32_t number, int count);

#endif
