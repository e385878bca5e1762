/* holidays.c - see holidays.h */
#include "dates/holidays.h"
#include "dates/calendar.h"

/* Easter Sunday of the Gregorian calendar: the anonymous method of 1876 (Meeus, Jones, Butcher). */
static int32_t easter_day(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
        m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return calendar_number(year, n / 31, n % 31 + 1);
}

/* Easter Sunday of the Julian calendar (Meeus), as a Gregorian day. */
static int32_t pascha_day(int year)
{
    int a = year % 4, b = year % 7, c = year % 19, d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
    int n = d + e + 114;
    return calendar_number(year, n / 31, n % 31 + 1) + year / 100 - year / 400 - 2;
}

static int32_t days_to_weekday(int32_t day, int weekday)
{
    return (weekday - calendar_weekday(day) + 7) % 7;
}

/* The day of a rule of the Gregorian year, before it is moved. 0 if the year has none (29 February). */
static int ruled_day(const HolidayRule *r, int year, int32_t *day)
{
    switch (r->kind) {
    case HOLIDAY_EASTER: *day = easter_day(year) + r->nth; return 1;
    case HOLIDAY_PASCHA: *day = pascha_day(year) + r->nth; return 1;
    case HOLIDAY_NTH: {
        int32_t first = calendar_number(year, r->month, 1), last = first + calendar_month_length(year, r->month) - 1;
        if (r->nth > 0) *day = first + days_to_weekday(first, r->weekday) + 7 * (r->nth - 1);
        else *day = last - 6 + days_to_weekday(last - 6, r->weekday) + 7 * (r->nth + 1);
        return *day >= first && *day <= last;
    }
    default:
        if (!calendar_is_day(year, r->month, r->day)) return 0;
        *day = calendar_number(year, r->month, r->day);
        if (r->kind == HOLIDAY_ON_AFTER) *day += days_to_weekday(*day, r->weekday);
        if (r->kind == HOLIDAY_ON_BEFORE) *day += days_to_weekday(*day - 6, r->weekday) - 6;
        return 1;
    }
}

int holiday_days(unsigned rule, int year, int32_t days[HOLIDAY_MOST])
{
    const HolidayRule *r = &holiday_rules[rule];
    int count = 0;
    if (r->kind != HOLIDAY_LIST) {
        if (year < 1 || !ruled_day(r, year, &days[0])) return 0;
        days[0] += r->moved[calendar_weekday(days[0])] + r->shift;
        return 1;
    }
    int32_t first = calendar_number(year, 1, 1), end = calendar_number(year + 1, 1, 1);
    unsigned low = 0, high = r->count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (r->days[middle] < first) low = middle + 1;
        else high = middle;
    }
    for (; low < r->count && r->days[low] < end && count < HOLIDAY_MOST; low++) days[count++] = r->days[low];
    return count;
}
