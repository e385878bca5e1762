/*
** holidays.h - the days of holidays by rule
**
** data/holidays.tsv names the rules; tools/compile_holidays.c compiles them, and lists the days of those that follow the moon or the stars for the years
** 1900 to 2100. The other rules hold for every year.
*/
#ifndef CORPUS_DATES_HOLIDAYS_H
#define CORPUS_DATES_HOLIDAYS_H

#include <stdint.h>

typedef enum HolidayKind {
    HOLIDAY_FIXED,     /* month, day */
    HOLIDAY_NTH,       /* nth weekday of the month, from its end if negative */
    HOLIDAY_ON_AFTER,  /* weekday on or after month, day */
    HOLIDAY_ON_BEFORE, /* weekday on or before it */
    HOLIDAY_EASTER,    /* nth day from Easter Sunday */
    HOLIDAY_PASCHA,    /* ... of the Orthodox churches */
    HOLIDAY_LIST       /* days of its own */
} HolidayKind;

typedef struct HolidayRule {
    uint8_t kind, month, day, weekday;
    int16_t nth, shift;
    int8_t moved[8];     /* by the weekday on which it falls */
    const int32_t *days; /* HOLIDAY_LIST: day numbers in order */
    uint16_t count;
} HolidayRule;

extern const HolidayRule holiday_rules[];
extern const unsigned holiday_rule_count;

enum { HOLIDAY_MOST = 2 };

/* The days of `rule` that lie in the Gregorian `year`, in order; returns how many. A lunar year is shorter, so a feast may come twice or not at all. */
int holiday_days(unsigned rule, int year, int32_t days[HOLIDAY_MOST]);

#endif
