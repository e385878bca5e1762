/* calendar.c - see calendar.h */
#include "dates/calendar.h"

int calendar_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int calendar_month_length(int year, int month)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && calendar_is_leap(year) ? 29 : lengths[month - 1];
}

int calendar_is_day(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= calendar_month_length(year, month);
}

int32_t calendar_number(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

CalendarDay calendar_day(int32_t number)
{
    int32_t z = number + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int m = (5 * day_of_year + 2) / 153;
    CalendarDay day = {year_of_era + era * 400, m < 10 ? m + 3 : m - 9, day_of_year - (153 * m + 2) / 5 + 1};
    if (day.month <= 2) day.year++;
    return day;
}

int calendar_weekday(int32_t number)
{
    int w = (number + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

void calendar_week(int32_t number, int *year, int *week)
{
    int32_t thursday = number - calendar_weekday(number) + 4;
    *year = calendar_day(thursday).year;
    *week = (thursday - calendar_number(*year, 1, 1)) / 7 + 1;
}

int32_t calendar_week_start(int year, int week)
{
    int32_t fourth = calendar_number(year, 1, 4);
    return fourth - calendar_weekday(fourth) + 1 + (week - 1) * 7;
}

CalendarDay calendar_add_months(CalendarDay day, int months)
{
    int total = day.year * 12 + day.month - 1 + months;
    int year = (total >= 0 ? total : total - 11) / 12;
    CalendarDay r = {year, total - year * 12 + 1, day.day};
    int length = calendar_month_length(r.year, r.month);
    if (r.day > length) r.day = length;
    return r;
}

int32_t calendar_add_workdays(int32_t number, int count)
{
    int32_t day = number + count / 5 * 7;
    int step = count < 0 ? -1 : 1;
    for (int rest = count % 5 * step; rest > 0;) {
        day += step;
        if (calendar_weekday(day) < 6) rest--;
    }
    while (count && calendar_weekday(day) > 5) day += step;
    return day;
}
