/*
** stamp.h - a day, and a time of day, as machines write them: in the metadata of pages and in their addresses
*/
#ifndef CORPUS_STAMP_H
#define CORPUS_STAMP_H

#include <stdint.h>
#include "base/arena.h"

/* Wall-clock time where the page was published: a zone is read over. */
typedef struct Stamp {
    int16_t year;
    int8_t month, day;           /* 0: only the year, the month is known */
    int8_t hour, minute, second; /* -1: not stated */
} Stamp;

/* How three numbers of two digits are meant where the page does not tell: 3.5.24, 5/3/24, 24-03-05. */
typedef enum StampOrder { STAMP_DAY_FIRST, STAMP_MONTH_FIRST, STAMP_YEAR_FIRST } StampOrder;

/* No page was published before the first newspaper, and none after a year that is a mistake or a placeholder. */
enum { STAMP_FIRST_YEAR = 1605, STAMP_LAST_YEAR = 2100, STAMP_BYTES = 24 };

/* Is it a day of the calendar? 0001-01-01, 1970-01-01 (zero seconds since the epoch) and 9999-12-31 stand for none. */
int stamp_is_day(int year, int month, int day);

/*
** Reads a stamp at the start of `text` (blanks and a few words like `Published:` before it are passed over): ISO 8601 with or without its marks; RFC 2822 and
** what programs print (`Wed Feb 19 12:00:10 GMT 2020`); numbers in the orders y-m-d, d.m.y and m/d/y; seconds or milliseconds since 1970. Where only the order of
** day and month is in doubt, `order` decides, and `*swapped` (may be NULL) is the other reading, or has year 0. Midnight to the second is no time of day. Returns 1 for a
** day, 0 for anything else: names of months that are not English are left to dates/. Constant time.
*/
int stamp_read(const char *text, size_t length, StampOrder order, Stamp *stamp, Stamp *swapped);

/*
** Finds a day in numbers in a text, from byte `*start` on: 16.11.2023, 2023-11-16, 11/16/23, 2023. 11. 16, 2023年11月16日, 2023년 11월 16일. Returns the bytes of it, at
** `*start`, or 0. Linear.
*/
size_t stamp_find(const char *text, size_t length, size_t *start);

/*
** The date that an address names: /2018/10/09/, /2018/1009/, /2020-02/19/, -2018-10-09-, /20181009..., /2018/oct/09/. The last of the path is taken, the query is not read.
** Returns 1 for a day, 2 where only the month is named, 0 for none. Linear in at most 2 KiB.
*/
int stamp_of_address(const char *address, size_t length, Stamp *stamp);

/* ISO 8601, as precise as the stamp is: `2020-02-19T12:00:10`, `2020-02-19T12:00`, `2020-02-19`. */
void stamp_write(const Stamp *stamp, char out[STAMP_BYTES]);

/* Reads what stamp_write() wrote, or a TIMEX3 value that names a day. Returns 0 if it is none. */
int stamp_of_value(const char *value, Stamp *stamp);

/* A number that is equal for stamps of one day. */
static inline int32_t stamp_day(const Stamp *stamp)
{
    return (stamp->year * 16 + stamp->month) * 32 + stamp->day;
}

#endif
