/*
** values.c - see values.h
**
** What a calendar unit, or a length of time, is in the values of TIMEX3 and in days. Constant time.
*/
#include "dates/values.h"
#include <stdio.h>
#include <string.h>
#include "dates/calendar.h"

const char *const season_codes[] = {"", "SP", "SU", "FA", "WI"};

char *write_figures(char *at, int number, int width)
{
    for (int i = width - 1; i >= 0; i--, number /= 10) at[i] = (char)('0' + number % 10);
    return at + width;
}

/* A year of four figures; of one before the first the minus is one of them while there is room. */
static char *write_year(char *at, int year)
{
    year %= 10000;
    if (year >= 0) return write_figures(at, year, 4);
    *at++ = '-';
    return write_figures(at, -year, year < -999 ? 4 : 3);
}

char *write_day(char *at, CalendarDay day)
{
    at = write_year(at, day.year);
    *at++ = '-';
    at = write_figures(at, day.month, 2);
    *at++ = '-';
    at = write_figures(at, day.day, 2);
    *at = 0;
    return at;
}

char *write_clock(char *at, int hour, int minute, int second)
{
    *at++ = 'T';
    at = write_figures(at, hour, 2);
    *at++ = ':';
    at = write_figures(at, minute, 2);
    if (second >= 0) {
        *at++ = ':';
        at = write_figures(at, second, 2);
    }
    *at = 0;
    return at;
}

/* A year, what says which part of it, and the part's number in `width` figures. */
static char *write_part(char *at, int year, const char *mark, int number, int width)
{
    at = write_year(at, year);
    while (*mark) *at++ = *mark++;
    at = write_figures(at, number, width);
    *at = 0;
    return at;
}

void put_range(Out *o, int32_t first, int32_t last, LexUnit unit)
{
    o->first = (int64_t)first * DAY;
    o->last = (int64_t)last * DAY;
    o->has_range = 1;
    o->unit = (uint8_t)unit;
}

void put_day(Out *o, int32_t day)
{
    CalendarDay d = calendar_day(day);
    write_day(o->value, d);
    put_range(o, day, day + 1, UNIT_DAY);
}

void put_week(Out *o, int32_t day)
{
    int year, week;
    calendar_week(day, &year, &week);
    write_part(o->value, year, "-W", week, 2);
    int32_t first = calendar_week_start(year, week);
    put_range(o, first, first + 7, UNIT_WEEK);
}

static void put_months(Out *o, int year, int month, int months, LexUnit unit)
{
    CalendarDay end = calendar_add_months((CalendarDay){year, month, 1}, months);
    put_range(o, calendar_number(year, month, 1), calendar_number(end.year, end.month, 1), unit);
}

void put_month(Out *o, int year, int month)
{
    write_part(o->value, year, "-", month, 2);
    put_months(o, year, month, 1, UNIT_MONTH);
}

void put_quarter(Out *o, int year, int quarter)
{
    write_part(o->value, year, "-Q", quarter, 1);
    put_months(o, year, quarter * 3 - 2, 3, UNIT_QUARTER);
}

void put_half(Out *o, int year, int half)
{
    write_part(o->value, year, "-H", half, 1);
    put_months(o, year, half * 6 - 5, 6, UNIT_HALFYEAR);
}

/* First day of a season of the northern half: the usual days of equinoxes and solstices. Winter begins in December of the year it is named after. */
int32_t season_start(int year, int season)
{
    static const uint8_t days[] = {0, 20, 21, 23, 21};
    return season > 4 ? calendar_number(year + 1, 3, days[1]) : calendar_number(year, season * 3, days[season]);
}

void put_season(Out *o, int year, int season)
{
    snprintf(o->value, sizeof o->value, "%04d-%s", year % 10000, season_codes[season]);
    put_range(o, season_start(year, season), season_start(year, season + 1), UNIT_SEASON);
}

void put_year(Out *o, int year)
{
    *write_year(o->value, year) = 0;
    put_months(o, year, 1, 12, UNIT_YEAR);
}

void put_decade(Out *o, int year)
{
    year -= year % 10;
    snprintf(o->value, sizeof o->value, "%03d", year / 10 % 1000);
    put_months(o, year, 1, 120, UNIT_DECADE);
}

void put_century(Out *o, int year)
{
    year -= year % 100;
    snprintf(o->value, sizeof o->value, "%02d", year / 100 % 100);
    put_months(o, year, 1, 1200, UNIT_CENTURY);
}

void put_weekend(Out *o, int32_t day)
{
    int year, week;
    calendar_week(day, &year, &week);
    memcpy(write_part(o->value, year, "-W", week, 2), "-WE", 4);
    int32_t first = calendar_week_start(year, week) + 5;
    put_range(o, first, first + 2, UNIT_WEEKEND);
}

/* --- durations ------------------------------------------------------------------------------------------------------------------------------------------ */

typedef struct DurationUnit {
    char letter[3];
    uint8_t timed, multiple; /* multiple: of the letter's unit */
    char half_letter[2];     /* unit and count of one half, where a smaller unit says it exactly */
    uint8_t half_timed, half;
} DurationUnit;

static const DurationUnit duration_units[UNIT_COUNT] = {
    [UNIT_SECOND] = {"S", 1, 1, "", 0, 0},     [UNIT_MINUTE] = {"M", 1, 1, "S", 1, 30},
    [UNIT_HOUR] = {"H", 1, 1, "M", 1, 30},     [UNIT_DAY] = {"D", 0, 1, "H", 1, 12},
    [UNIT_WEEK] = {"W", 0, 1, "", 0, 0},       [UNIT_MONTH] = {"M", 0, 1, "", 0, 0},
    [UNIT_QUARTER] = {"Q", 0, 1, "", 0, 0},    [UNIT_HALFYEAR] = {"M", 0, 6, "M", 0, 3},
    [UNIT_YEAR] = {"Y", 0, 1, "M", 0, 6},      [UNIT_DECADE] = {"DE", 0, 1, "Y", 0, 5},
    [UNIT_CENTURY] = {"CE", 0, 1, "Y", 0, 50}, [UNIT_MILLENNIUM] = {"ML", 0, 1, "", 0, 0},
    [UNIT_WEEKEND] = {"WE", 0, 1, "", 0, 0},   [UNIT_FORTNIGHT] = {"W", 0, 2, "W", 0, 1},
    [UNIT_SEASON] = {"M", 0, 3, "", 0, 0},     [UNIT_NIGHT] = {"NI", 0, 1, "", 0, 0},
    [UNIT_WORKDAY] = {"D", 0, 1, "H", 1, 12}};

void put_duration(const Finding *f, char *value, size_t size)
{
    size_t n = 0;
    int timed = 0;
    value[n++] = 'P';
    for (int i = 0; i < f->counts && n + 16 < size; i++) {
        const DurationUnit *u = &duration_units[f->units[i]];
        int32_t amount = f->amounts[i];
        int half = amount > 0 && amount % 100 == 50 && u->half;
        int whole = half ? amount / 100 : 0;
        if (!half || whole > 0) {
            if (u->timed && !timed) value[n++] = 'T', timed = 1;
            if (amount > 0 && amount < 1000 && amount % 100 == 0 && u->multiple == 1) { /* nearly all */
                value[n++] = (char)('0' + amount / 100);
                for (const char *c = u->letter; *c; c++) value[n++] = *c;
            } else if (amount == VAGUE_COUNT) n += (size_t)snprintf(value + n, size - n, "X%s", u->letter);
            else if (half) n += (size_t)snprintf(value + n, size - n, "%d%s", whole * u->multiple, u->letter);
            else if (amount % 100 == 0)
                n += (size_t)snprintf(value + n, size - n, "%d%s", amount / 100 * u->multiple, u->letter);
            else if (amount % 10 == 0)
                n += (size_t)snprintf(value + n, size - n, "%d.%d%s", amount / 100, amount / 10 % 10, u->letter);
            else n += (size_t)snprintf(value + n, size - n, "%d.%02d%s", amount / 100, amount % 100, u->letter);
        }
        if (half) {
            if (u->half_timed && !timed) value[n++] = 'T', timed = 1;
            n += (size_t)snprintf(value + n, size - n, "%d%s", u->half, u->half_letter);
        }
    }
    value[n] = 0;
}
