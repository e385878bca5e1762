/*
** resolve.c - see resolve.h
**
** A moment becomes a value (TIMEX3: what the words and the anchor support, X for each field they leave open) and a half-open range in seconds, when all of its
** larger fields are known. Where a field is open and an anchor is given, direction decides: the caller's preference, a word of direction (last, next), the tense
** of the words around, else the past unless the future is far nearer.
*/
#include "dates/resolve.h"
#include <stdio.h>
#include "dates/calendar.h"
#include "dates/holidays.h"

enum { DAY = 86400, VALUE_SIZE = 48 };
enum { ANCHOR_NONE, ANCHOR_GIVEN, ANCHOR_INFERRED };

typedef struct Out {
    char value[VALUE_SIZE];
    int64_t first, last;  /* seconds since 1970 */
    int has_range, timed; /* timed: the range is finer than days */
    uint8_t unit, type, anchor;
    const char *grain;
    float factor;
} Out;

static const char *const rule_names[] = {
    "iso",         "numeric",  "day-month", "month-day",    "month",   "year",  "year-word", "cjk",      "weekday",
    "deixis",      "relative", "offset",    "duration",     "span",    "set",   "reference", "time",     "day-part",
    "season",      "quarter",  "decade",    "century",      "holiday", "range", "day",       "buddhist", "hijri",
    "solar-hijri", "hebrew",   "minguo",    "japanese-era", "dangi",   "juche"};
_Static_assert(sizeof rule_names / sizeof *rule_names == RULE_COUNT, "a name for each rule");
static const char *const modifier_names[] = {NULL,        "START",         "MID",          "END",
                                             "APPROX",    "BEFORE",        "AFTER",        "MORE_THAN",
                                             "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"};
_Static_assert(sizeof modifier_names / sizeof *modifier_names == MODIFIER_COUNT, "a name for each modifier");
static const char *const unit_names[] = {NULL,         "second",  "minute",    "hour",   "day",    "week",
                                         "month",      "quarter", "half-year", "year",   "decade", "century",
                                         "millennium", "weekend", "week",      "season", "night",  "day"};
_Static_assert(sizeof unit_names / sizeof *unit_names == UNIT_COUNT, "a name for each unit");
static const char *const part_codes[] = {"", "MO", "AF", "EV", "NI", "MI", "MI", "DT"};
static const char *const season_codes[] = {"", "SP", "SU", "FA", "WI"};
static const char *const anchor_names[] = {"none", "given", "inferred"};

void reference_read(const DateAnchor *anchor, DatePrefer prefer, Reference *r)
{
    *r = (Reference){.prefer = prefer};
    if (!anchor || anchor->year < 0) return;
    r->known = 1;
    r->has_month = anchor->month > 0;
    r->has_day = r->has_month && anchor->day > 0;
    r->has_time = r->has_day && anchor->hour >= 0;
    r->year = anchor->year;
    r->month = r->has_month ? anchor->month : 1;
    r->mday = r->has_day ? anchor->day : 1;
    r->hour = r->has_time ? anchor->hour : 0;
    r->minute = r->has_time && anchor->minute >= 0 ? anchor->minute : 0;
    r->second = r->has_time && anchor->second >= 0 ? anchor->second : 0;
    r->day = calendar_number(r->year, r->month, r->mday);
    r->inferred = anchor->inferred;
}

/* Can a count of these units start from what is known of the anchor? No day can be counted from a year. */
static int is_reached(const Reference *r, int unit)
{
    switch (unit) {
    case UNIT_MONTH:
    case UNIT_QUARTER:
    case UNIT_HALFYEAR: return r->has_month;
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNIT_MILLENNIUM: return r->known;
    default: return r->has_day;
    }
}

static uint8_t anchor_of(const Reference *r)
{
    return r->is_named || r->inferred > 0 ? ANCHOR_INFERRED : ANCHOR_GIVEN;
}

static int64_t reference_second(const Reference *r)
{
    return (int64_t)r->day * DAY + r->hour * 3600 + r->minute * 60 + r->second;
}

/* --- ranges and values of calendar units --------------------------------------------------------------------------------------------------- */

static void put_range(Out *o, int32_t first, int32_t last, LexUnit unit)
{
    o->first = (int64_t)first * DAY;
    o->last = (int64_t)last * DAY;
    o->has_range = 1;
    o->unit = (uint8_t)unit;
}

static void put_day(Out *o, int32_t day)
{
    CalendarDay d = calendar_day(day);
    snprintf(o->value, sizeof o->value, "%04d-%02d-%02d", d.year % 10000, d.month, d.day);
    put_range(o, day, day + 1, UNIT_DAY);
}

static void put_week(Out *o, int32_t day)
{
    int year, week;
    calendar_week(day, &year, &week);
    snprintf(o->value, sizeof o->value, "%04d-W%02d", year % 10000, week);
    int32_t first = calendar_week_start(year, week);
    put_range(o, first, first + 7, UNIT_WEEK);
}

static void put_months(Out *o, int year, int month, int months, LexUnit unit)
{
    CalendarDay end = calendar_add_months((CalendarDay){year, month, 1}, months);
    put_range(o, calendar_number(year, month, 1), calendar_number(end.year, end.month, 1), unit);
}

static void put_month(Out *o, int year, int month)
{
    snprintf(o->value, sizeof o->value, "%04d-%02d", year % 10000, month);
    put_months(o, year, month, 1, UNIT_MONTH);
}

static void put_quarter(Out *o, int year, int quarter)
{
    snprintf(o->value, sizeof o->value, "%04d-Q%d", year % 10000, quarter);
    put_months(o, year, quarter * 3 - 2, 3, UNIT_QUARTER);
}

static void put_half(Out *o, int year, int half)
{
    snprintf(o->value, sizeof o->value, "%04d-H%d", year % 10000, half);
    put_months(o, year, half * 6 - 5, 6, UNIT_HALFYEAR);
}

/* First day of a season of the northern half: the usual days of equinoxes and solstices. Winter begins in December of the year it is named after. */
static int32_t season_start(int year, int season)
{
    static const uint8_t days[] = {0, 20, 21, 23, 21};
    return season > 4 ? calendar_number(year + 1, 3, days[1]) : calendar_number(year, season * 3, days[season]);
}

static void put_season(Out *o, int year, int season)
{
    snprintf(o->value, sizeof o->value, "%04d-%s", year % 10000, season_codes[season]);
    put_range(o, season_start(year, season), season_start(year, season + 1), UNIT_SEASON);
}

static void put_year(Out *o, int year)
{
    snprintf(o->value, sizeof o->value, "%04d", year % 10000);
    put_months(o, year, 1, 12, UNIT_YEAR);
}

static void put_decade(Out *o, int year)
{
    year -= year % 10;
    snprintf(o->value, sizeof o->value, "%03d", year / 10 % 1000);
    put_months(o, year, 1, 120, UNIT_DECADE);
}

static void put_century(Out *o, int year)
{
    year -= year % 100;
    snprintf(o->value, sizeof o->value, "%02d", year / 100 % 100);
    put_months(o, year, 1, 1200, UNIT_CENTURY);
}

static void put_weekend(Out *o, int32_t day)
{
    int year, week;
    calendar_week(day, &year, &week);
    snprintf(o->value, sizeof o->value, "%04d-W%02d-WE", year % 10000, week);
    int32_t first = calendar_week_start(year, week) + 5;
    put_range(o, first, first + 2, UNIT_WEEKEND);
}

/* --- direction --------------------------------------------------------------------------------------------------------------------------------- */

/* Which of the candidate days (in order) is meant. `step` is about the distance between them. Past includes the anchor's own day. */
static int32_t choose_day(const Reference *r, const Finding *f, const Moment *m, const int32_t *days, int count)
{
    int32_t past = days[0], future = days[count - 1], anchor = r->day;
    int turn = m->turn == TURN_NEAR || m->turn == TURN_NONE ? m->turn : (m->turn > 0) - (m->turn < 0);
    int has_past = 0, has_future = 0;
    for (int i = 0; i < count; i++) {
        int before = turn == -1 ? days[i] < anchor : days[i] <= anchor;
        if (before) past = days[i], has_past = 1;
    }
    for (int i = count - 1; i >= 0; i--) {
        int after = turn == 1 ? days[i] > anchor : days[i] >= anchor;
        if (after) future = days[i], has_future = 1;
    }
    if (!has_past) return future;
    if (!has_future) return past;
    if (turn == -1) return past;
    if (turn == 1) return future;
    int32_t back = anchor - past, ahead = future - anchor;
    switch (r->prefer) {
    case PREFER_PAST: return past;
    case PREFER_FUTURE: return future;
    case PREFER_NEAREST: return ahead < back ? future : past;
    default: break;
    }
    if (turn == 0) return m->weekday > 0 && m->day < 0 ? future : ahead < back ? future : past;
    if (f->tense > 0) return ahead > 300 ? past : future;
    if (f->tense < 0) return ahead * 5 < back ? future : past;
    if (m->weekday > 0 && m->month < 0) return past;
    return ahead * 2 < back ? future : past;
}

static int choose_year(const Reference *r, const Finding *f, const Moment *m, int month, int day)
{
    int32_t days[3];
    int years[3], count = 0;
    for (int y = r->year - 1; y <= r->year + 1; y++)
        if (calendar_is_day(y, month, day)) years[count] = y, days[count++] = calendar_number(y, month, day);
    if (!count) return r->year;
    if ((m->turn == 0 && m->day < 0) || !r->has_month) return r->year;
    int32_t chosen = choose_day(r, f, m, days, count);
    for (int i = 0; i < count; i++)
        if (days[i] == chosen) return years[i];
    return r->year;
}

/* The year near `around` in which this day is on this weekday; 0 if none within `reach` years. Nearer years first, the past before the future. */
static int year_of_weekday(int around, int month, int day, int weekday, int reach)
{
    for (int distance = 0; distance <= reach; distance++)
        for (int sign = -1; sign <= 1; sign += 2) {
            int y = around + sign * distance;
            if (calendar_is_day(y, month, day) && calendar_weekday(calendar_number(y, month, day)) == weekday) return y;
        }
    return 0;
}

/* --- moments ---------------------------------------------------------------------------------------------------------------------------------------- */

/* When the parts of the day begin and end where the language's table says nothing; the hours of a day, 24 the end of it. */
static const uint8_t common_hours[PART_COUNT][2] = {
    [PART_NONE] = {0, 24},   [PART_MORNING] = {6, 12}, [PART_AFTERNOON] = {12, 18}, [PART_EVENING] = {18, 24},
    [PART_NIGHT] = {20, 24}, [PART_NOON] = {12, 13},   [PART_MIDNIGHT] = {24, 25},  [PART_DAYTIME] = {6, 18}};

/* Early and late halve a part of the day, the middle is its middle half. */
static void put_part(const Reference *r, Out *o, int part, int modifier)
{
    const uint8_t *hours = r->part_hours && r->part_hours[part][1] ? r->part_hours[part] : common_hours[part];
    int64_t begin = o->first + hours[0] * 3600, length = (hours[1] - hours[0]) * 3600;
    o->last = begin + length;
    if (modifier == MODIFIER_START) o->last = begin + length / 2;
    if (modifier == MODIFIER_END) begin += length / 2;
    if (modifier == MODIFIER_MID) begin += length / 4, o->last = begin + length / 2;
    o->first = begin;
}

static void put_time(const Reference *r, Out *o, const Moment *m, int modifier)
{
    size_t n = strlen(o->value);
    int hour = m->hour;
    o->type = DATE_TIME;
    o->timed = 1;
    if (hour == NO_HOUR) {
        if (n + 4 < sizeof o->value) snprintf(o->value + n, sizeof o->value - n, "T%s", part_codes[m->part]);
        put_part(r, o, m->part, modifier);
        o->unit = UNIT_HOUR;
        o->grain = "part of day";
        return;
    }
    int minute = m->minute < 0 ? 0 : m->minute;
    if (m->part && m->twelve == HOUR_OPEN) {
        hour = clock_hour_in_part(hour, m->part);
        if (hour == 24 && minute > 0) hour = 0;
    }
    int64_t begin = o->first + hour * 3600 + minute * 60;
    if (m->second >= 0) snprintf(o->value + n, sizeof o->value - n, "T%02d:%02d:%02d", hour, minute, m->second);
    else snprintf(o->value + n, sizeof o->value - n, "T%02d:%02d", hour, minute);
    o->first = begin + (m->second > 0 ? m->second : 0);
    o->last = o->first + (m->second >= 0 ? 1 : m->minute >= 0 ? 60 : 3600);
    o->unit = m->second >= 0 ? UNIT_SECOND : m->minute >= 0 ? UNIT_MINUTE : UNIT_HOUR;
}

/* Two weeks ago: an instant counted from the anchor. The value has the unit's grain, the range is the day (or the second) itself. */
static int put_offset(const Reference *r, const Moment *m, Out *o)
{
    static const int32_t seconds[] = {0, 1, 60, 3600, DAY, 7 * DAY};
    int unit = m->relative;
    int64_t amount = m->offset;
    if (m->exact == 3) {
        strcpy(o->value, m->offset < 0 ? "PAST_REF" : "FUTURE_REF");
        return 1;
    }
    if (unit == UNIT_FORTNIGHT) unit = UNIT_WEEK, amount *= 2;
    if (unit == UNIT_WORKDAY && r->known && amount > -10000000 && amount < 10000000) {
        int32_t days = calendar_add_workdays(r->day, (int)(amount / 100)) - r->day;
        amount = (int64_t)days * 100;
    }
    if (unit == UNIT_WORKDAY) unit = UNIT_DAY;
    if (unit == UNIT_SEASON || unit == UNIT_WEEKEND) unit = UNIT_WEEK;
    if (!is_reached(r, unit) || (unit >= UNIT_YEAR && amount % 100 && !r->has_month)) {
        strcpy(o->value, unit < UNIT_DAY      ? "XXXX-XX-XXTXX"
                         : unit == UNIT_DAY   ? "XXXX-XX-XX"
                         : unit == UNIT_WEEK  ? "XXXX-WXX"
                         : unit == UNIT_MONTH ? "XXXX-XX"
                                              : "XXXX");
        o->unit = (uint8_t)unit;
        if (unit < UNIT_DAY) o->type = DATE_TIME;
        return 1;
    }
    o->anchor = anchor_of(r);
    if (unit <= UNIT_HOUR) {
        int64_t at = reference_second(r) + amount * seconds[unit] / 100;
        int64_t day = at >= 0 ? at / DAY : (at - DAY + 1) / DAY;
        CalendarDay d = calendar_day((int32_t)day);
        int s = (int)(at - day * DAY);
        o->type = DATE_TIME;
        o->timed = 1;
        if (unit == UNIT_SECOND)
            snprintf(o->value, sizeof o->value, "%04d-%02d-%02dT%02d:%02d:%02d", d.year % 10000, d.month, d.day,
                     s / 3600, s / 60 % 60, s % 60);
        else
            snprintf(o->value, sizeof o->value, "%04d-%02d-%02dT%02d:%02d", d.year % 10000, d.month, d.day, s / 3600,
                     s / 60 % 60);
        o->first = at, o->last = at + seconds[unit > UNIT_SECOND ? UNIT_MINUTE : UNIT_SECOND], o->has_range = 1;
        o->unit = (uint8_t)unit;
        return 1;
    }
    static const int months[UNIT_COUNT] = {
        [UNIT_MONTH] = 1,    [UNIT_QUARTER] = 3,    [UNIT_HALFYEAR] = 6,      [UNIT_YEAR] = 12,
        [UNIT_DECADE] = 120, [UNIT_CENTURY] = 1200, [UNIT_MILLENNIUM] = 12000};
    int32_t day = r->day;
    if (months[unit]) {
        int64_t total = amount * months[unit] / 100;
        if (total > 60000 || total < -22000) return 0;
        CalendarDay d = calendar_add_months((CalendarDay){r->year, r->month, r->mday}, (int)total);
        if (d.year < 0) return 0;
        day = calendar_number(d.year, d.month, d.day);
    } else {
        int64_t shift = amount * (seconds[unit] / DAY) / 100;
        if (shift > 2000000 || shift < -600000) return 0;
        day += (int32_t)shift;
    }
    CalendarDay d = calendar_day(day);
    if (d.year < 0 || d.year > 9999) return 0;
    int exact_months = months[unit] && amount % 100 != 0;
    if (unit == UNIT_WEEK) put_week(o, day);
    else if (unit == UNIT_MONTH || (exact_months && unit == UNIT_YEAR)) put_month(o, d.year, d.month);
    else if (unit == UNIT_QUARTER) put_quarter(o, d.year, (d.month - 1) / 3 + 1);
    else if (unit == UNIT_HALFYEAR) put_month(o, d.year, d.month);
    else if (months[unit]) put_year(o, d.year);
    else put_day(o, day);
    int value_unit = o->unit;
    if (r->has_day) put_range(o, day, day + 1, (LexUnit)value_unit);
    return 1;
}

/* Last year, today, next month + what else is said of it. */
static int put_relative(const Reference *r, const Finding *f, const Moment *m, Out *o)
{
    static const char *const open[UNIT_COUNT] = {
        [UNIT_SECOND] = "XXXX-XX-XXTXX", [UNIT_MINUTE] = "XXXX-XX-XXTXX", [UNIT_HOUR] = "XXXX-XX-XXTXX",
        [UNIT_DAY] = "XXXX-XX-XX",       [UNIT_WEEK] = "XXXX-WXX",        [UNIT_MONTH] = "XXXX-XX",
        [UNIT_QUARTER] = "XXXX-QX",      [UNIT_HALFYEAR] = "XXXX-HX",     [UNIT_YEAR] = "XXXX",
        [UNIT_DECADE] = "XXX",           [UNIT_CENTURY] = "XX",           [UNIT_MILLENNIUM] = "X",
        [UNIT_WEEKEND] = "XXXX-WXX-WE",  [UNIT_FORTNIGHT] = "XXXX-WXX",   [UNIT_SEASON] = "XXXX",
        [UNIT_NIGHT] = "XXXX-XX-XX",     [UNIT_WORKDAY] = "XXXX-XX-XX"};
    int unit = m->relative, offset = m->offset;
    o->unit = (uint8_t)unit;
    if (!is_reached(r, unit)) {
        strcpy(o->value, open[unit]);
        if (unit == UNIT_YEAR) {
            if (m->month > 0 && m->day > 0) snprintf(o->value, sizeof o->value, "XXXX-%02d-%02d", m->month, m->day);
            else if (m->month > 0) snprintf(o->value, sizeof o->value, "XXXX-%02d", m->month);
            else if (m->quarter) snprintf(o->value, sizeof o->value, "XXXX-Q%d", m->quarter);
            else if (m->half) snprintf(o->value, sizeof o->value, "XXXX-H%d", m->half);
            else if (m->season) snprintf(o->value, sizeof o->value, "XXXX-%s", season_codes[m->season]);
        } else if (unit == UNIT_MONTH && m->day > 0) snprintf(o->value, sizeof o->value, "XXXX-XX-%02d", m->day);
        else if (m->weekday > 0) snprintf(o->value, sizeof o->value, "XXXX-WXX-%d", m->weekday);
        return 1;
    }
    o->anchor = anchor_of(r);
    int year = r->year, month = r->month;
    CalendarDay d;
    if (m->turn == TURN_NEAR && f->tense <= 0 && r->prefer != PREFER_FUTURE) {
        /* the one that is over, as news speak: on a Saturday the weekend is this one, before it the last */
        if (unit == UNIT_QUARTER || (unit == UNIT_WEEKEND && calendar_weekday(r->day) < 6)) offset = -1;
    }
    switch (unit) {
    case UNIT_SECOND:
    case UNIT_MINUTE:
    case UNIT_HOUR: {
        Moment exact = *m;
        exact.offset = offset * 100;
        exact.exact = 1;
        return put_offset(r, &exact, o);
    }
    case UNIT_DAY:
    case UNIT_WORKDAY:
    case UNIT_NIGHT: put_day(o, r->day + offset); return 1;
    case UNIT_WEEK:
    case UNIT_FORTNIGHT: {
        put_week(o, r->day + 7 * offset);
        if (m->weekday > 0) put_day(o, (int32_t)(o->first / DAY) + m->weekday - 1);
        return 1;
    }
    case UNIT_WEEKEND: {
        /* Before Saturday `last weekend` is the week before's; `this` and `the` are this week's. */
        put_weekend(o, r->day + 7 * offset);
        return 1;
    }
    case UNIT_MONTH:
        d = calendar_add_months((CalendarDay){year, month, 1}, offset);
        if (m->day > 0) {
            if (!calendar_is_day(d.year, d.month, m->day)) return 0;
            put_day(o, calendar_number(d.year, d.month, m->day));
        } else put_month(o, d.year, d.month);
        return 1;
    case UNIT_QUARTER:
        d = calendar_add_months((CalendarDay){year, month, 1}, 3 * offset);
        put_quarter(o, d.year, (d.month - 1) / 3 + 1);
        return 1;
    case UNIT_HALFYEAR:
        d = calendar_add_months((CalendarDay){year, month, 1}, 6 * offset);
        put_half(o, d.year, (d.month - 1) / 6 + 1);
        return 1;
    case UNIT_YEAR:
        year += offset;
        if (m->month > 0 && m->day > 0) {
            if (!calendar_is_day(year, m->month, m->day)) return 0;
            put_day(o, calendar_number(year, m->month, m->day));
        } else if (m->month > 0) put_month(o, year, m->month);
        else if (m->quarter) put_quarter(o, year, m->quarter);
        else if (m->half) put_half(o, year, m->half);
        else if (m->season) put_season(o, year, m->season);
        else put_year(o, year);
        return 1;
    case UNIT_DECADE: put_decade(o, year + 10 * offset); return 1;
    case UNIT_CENTURY: put_century(o, year + 100 * offset); return 1;
    case UNIT_MILLENNIUM: snprintf(o->value, sizeof o->value, "%d", year / 1000 + offset); return 1;
    default: strcpy(o->value, "PRESENT_REF"); return 1;
    }
}

static int put_open(const Moment *m, Out *o)
{
    char year[8] = "XXXX";
    if (m->quarter) snprintf(o->value, sizeof o->value, "%s-Q%d", year, m->quarter), o->unit = UNIT_QUARTER;
    else if (m->half) snprintf(o->value, sizeof o->value, "%s-H%d", year, m->half), o->unit = UNIT_HALFYEAR;
    else if (m->season)
        snprintf(o->value, sizeof o->value, "%s-%s", year, season_codes[m->season]), o->unit = UNIT_SEASON;
    else if (m->month > 0 && m->day > 0)
        snprintf(o->value, sizeof o->value, "%s-%02d-%02d", year, m->month, m->day), o->unit = UNIT_DAY;
    else if (m->month > 0) snprintf(o->value, sizeof o->value, "%s-%02d", year, m->month), o->unit = UNIT_MONTH;
    else if (m->day > 0) snprintf(o->value, sizeof o->value, "XXXX-XX-%02d", m->day), o->unit = UNIT_DAY;
    else if (m->weekday > 0) snprintf(o->value, sizeof o->value, "XXXX-WXX-%d", m->weekday), o->unit = UNIT_DAY;
    else strcpy(o->value, "XXXX-XX-XX"), o->unit = UNIT_DAY;
    return 1;
}

/* Picks the nth weekday, day, week, weekend or month of [first, last), from its end if nth is negative. Weeks are those that lie wholly inside. Returns 0 if
** there is none (a fifth Monday). */
static int nth_of(const Moment *m, int32_t first, int32_t last, int32_t *day)
{
    int n = m->nth, weekday = m->weekday > 0 ? m->weekday : m->nth_unit == UNIT_WEEKEND ? 6 : 1, length = 1;
    if (m->weekday <= 0 && m->nth_unit == UNIT_DAY) {
        *day = n > 0 ? first + n - 1 : last + n;
    } else if (m->weekday <= 0 && m->nth_unit == UNIT_MONTH) {
        CalendarDay from = calendar_day(n > 0 ? first : last);
        from = calendar_add_months((CalendarDay){from.year, from.month, 1}, n > 0 ? n - 1 : n);
        *day = calendar_number(from.year, from.month, 1);
    } else {
        if (m->weekday <= 0) length = m->nth_unit == UNIT_WEEKEND ? 2 : 7;
        int32_t latest = last - length;
        *day = n > 0 ? first + (weekday - calendar_weekday(first) + 7) % 7 + 7 * (n - 1)
                     : latest - (calendar_weekday(latest) - weekday + 7) % 7 + 7 * (n + 1);
    }
    return *day >= first && *day < last;
}

/* The days of `year` that a moment names by rule: a holiday, or the nth of a month. Returns how many. */
static int ruled_days(const Moment *m, int year, int32_t days[HOLIDAY_MOST])
{
    if (m->holiday) return holiday_days((unsigned)m->holiday - 1, year, days);
    int32_t first = calendar_number(year, m->month, 1);
    return nth_of(m, first, first + calendar_month_length(year, m->month), days);
}

static int put_moment(const Reference *r, const Finding *f, const Moment *m, Out *o);

static void put_nth(const Moment *m, int32_t day, Out *o)
{
    CalendarDay d = calendar_day(day);
    if (m->holiday || m->weekday > 0 || m->nth_unit == UNIT_DAY) put_day(o, day);
    else if (m->nth_unit == UNIT_MONTH) put_month(o, d.year, d.month);
    else if (m->nth_unit == UNIT_WEEKEND) put_weekend(o, day);
    else put_week(o, day);
}

/* Easter 2018, the third Tuesday of September, the first week of 2019, the last day of next month: what a rule gives. */
static int put_ruled(const Reference *r, const Finding *f, const Moment *m, Out *o)
{
    int32_t day;
    if (r->narrative_year && m->year == YEAR_UNKNOWN && !m->relative && m->turn == TURN_NONE) {
        Moment told = *m;
        told.year = (int16_t)r->narrative_year;
        if (!put_ruled(r, f, &told, o)) return 0;
        o->anchor = ANCHOR_INFERRED;
        o->factor = 0.7f;
        return 1;
    }
    if (m->year == YEAR_UNKNOWN && !m->relative && (m->holiday || m->month > 0)) {
        if (!r->known) return snprintf(o->value, sizeof o->value, m->month > 0 ? "XXXX-%02d" : "XXXX", m->month), 1;
        o->anchor = anchor_of(r);
        int32_t days[5 * HOLIDAY_MOST];
        int count = 0, reach = r->has_month ? m->holiday ? 2 : 1 : 0;
        for (int y = r->year - reach; y <= r->year + reach; y++) count += ruled_days(m, y, &days[count]);
        if (!count) return 0;
        return put_nth(m, choose_day(r, f, m, days, count), o), 1;
    }
    if (m->holiday) {
        int year = m->year;
        if (year == YEAR_UNKNOWN) {
            if (!r->known || m->relative != UNIT_YEAR) return strcpy(o->value, "XXXX"), 1;
            year = r->year + m->offset;
            o->anchor = anchor_of(r);
        }
        int32_t days[HOLIDAY_MOST];
        if (!holiday_days((unsigned)m->holiday - 1, year, days)) return 0;
        return put_day(o, days[0]), 1;
    }
    Moment outer = *m;
    outer.nth = 0, outer.nth_unit = UNIT_NONE, outer.weekday = UNKNOWN;
    if (!put_moment(r, f, &outer, o)) return 0;
    if (!o->has_range) return strcpy(o->value, "XXXX-WXX"), 1;
    int kind = o->anchor;
    if (!nth_of(m, (int32_t)(o->first / DAY), (int32_t)(o->last / DAY), &day)) return 0;
    put_nth(m, day, o);
    o->anchor = (uint8_t)kind;
    return 1;
}

/* Week 20 of 2024; of the anchor's year, or of the nearest one that has passed or comes. */
static int put_iso_week(const Reference *r, const Moment *m, Out *o)
{
    int year = m->year;
    if (year == YEAR_UNKNOWN) {
        if (!r->known) return snprintf(o->value, sizeof o->value, "XXXX-W%02d", m->week), o->unit = UNIT_WEEK, 1;
        year = r->year + (m->relative == UNIT_YEAR ? m->offset : 0);
        o->anchor = anchor_of(r);
        if (!m->relative && r->prefer == PREFER_FUTURE && calendar_week_start(year, m->week) + 7 <= r->day) year++;
    }
    int32_t first = calendar_week_start(year, m->week);
    if (m->week == 53 && calendar_week_start(year + 1, 1) <= first) return 0;
    if (m->weekday > 0) put_day(o, first + m->weekday - 1);
    else put_week(o, first);
    return 1;
}

/* Of the anchor the year alone is known: most months and days that a text names without a year are of its own. */
static int put_in_year(int year, const Moment *m, Out *o)
{
    o->factor *= 0.8f;
    if (m->month > 0 && m->day > 0 && calendar_is_day(year, m->month, m->day))
        put_day(o, calendar_number(year, m->month, m->day));
    else if (m->month > 0 && m->day < 0) put_month(o, year, m->month);
    else if (m->quarter) put_quarter(o, year, m->quarter);
    else if (m->half) put_half(o, year, m->half);
    else if (m->season) put_season(o, year, m->season);
    else {
        o->anchor = ANCHOR_NONE;
        return put_open(m, o);
    }
    return 1;
}

/*
** The hour that is meant, and in how many days from the anchor's (set only where the moment has no date): of the two readings of an hour of twelve the
** caller's preference takes the next or the last one from the anchor's time. Without a preference it is as it is written, and so is `nearest`: which half of
** the day is near says nothing about the half that is meant.
*/
static int choose_hour(const Reference *r, const Moment *m, int *days)
{
    int open = m->twelve == HOUR_OPEN && !m->part, hours[2] = {open ? m->hour % 12 : m->hour, m->hour % 12 + 12},
        count = open ? 2 : 1;
    *days = 0;
    if (m->hour == NO_HOUR || m->part || !r->has_time) return m->hour;
    int now = r->hour * 60 + (m->minute >= 0 ? r->minute : 0), minute = m->minute > 0 ? m->minute : 0;
    if (r->prefer == PREFER_FUTURE) {
        for (int i = 0; i < count; i++)
            if (hours[i] * 60 + minute >= now) return hours[i];
        return *days = 1, hours[0];
    }
    if (r->prefer == PREFER_PAST) {
        for (int i = count; i-- > 0;)
            if (hours[i] * 60 + minute <= now) return hours[i];
        return *days = -1, hours[count - 1];
    }
    return m->hour;
}

/* A moment whose year is open. */
static int put_inferred(const Reference *r, const Finding *f, const Moment *m, Out *o)
{
    if (m->weekday > 0 && m->month > 0 && m->day > 0) {
        int around = r->known ? r->year : r->evidence_year;
        if (around) {
            int year = r->known ? choose_year(r, f, m, m->month, m->day) : around;
            year = year_of_weekday(year, m->month, m->day, m->weekday, r->known ? 1 : 5);
            if (!year && r->known && m->day == 29 && m->month == 2)
                year = year_of_weekday(r->year, 2, 29, m->weekday, 28);
            if (year) {
                put_day(o, calendar_number(year, m->month, m->day));
                o->anchor = r->known ? anchor_of(r) : ANCHOR_INFERRED;
                if (!r->known) o->factor = 0.6f;
                return 1;
            }
            o->factor = 0.7f; /* the weekday fits no year near: believe the date */
        }
    }
    if (r->narrative_year && m->turn == TURN_NONE && (m->month > 0 || m->season || m->quarter)) {
        o->anchor = ANCHOR_INFERRED;
        o->factor = 0.7f;
        if (m->quarter) put_quarter(o, r->narrative_year, m->quarter);
        else if (m->month < 0) put_season(o, r->narrative_year, m->season);
        else if (m->day < 0) put_month(o, r->narrative_year, m->month);
        else if (calendar_is_day(r->narrative_year, m->month, m->day))
            put_day(o, calendar_number(r->narrative_year, m->month, m->day));
        else return put_open(m, o);
        return 1;
    }
    if (!r->known || (!r->has_month && (m->turn == -1 || m->turn == 1))) return put_open(m, o);
    o->anchor = anchor_of(r);
    if (m->month > 0 && m->day > 0 && r->has_month) {
        int year = choose_year(r, f, m, m->month, m->day);
        if (!calendar_is_day(year, m->month, m->day)) return put_open(m, o);
        put_day(o, calendar_number(year, m->month, m->day));
        return 1;
    }
    if (!r->has_month) return put_in_year(r->year, m, o);
    if (m->month > 0) {
        /* a month that is not over is the anchor's own */
        int year = m->month == r->month && m->turn != -1 && m->turn != 1 ? r->year : choose_year(r, f, m, m->month, 1);
        if (m->month == r->month && m->turn == -1) year = r->year - 1;
        if (m->turn > 1 && m->turn < TURN_NEAR) year += m->turn - 1; /* March after next */
        if (m->turn < -1) year += m->turn + 1;
        put_month(o, year, m->month);
        return 1;
    }
    if (m->quarter || m->half || m->season) {
        int month = m->quarter ? m->quarter * 3 - 2 : m->half ? m->half * 6 - 5 : 0;
        int32_t days[3];
        for (int i = 0; i < 3; i++)
            days[i] = month ? calendar_number(r->year - 1 + i, month, 1) : season_start(r->year - 1 + i, m->season);
        int32_t here =
            m->season && r->day < season_start(r->year - 1, m->season + 1) && r->month < 3 ? days[0] : days[1];
        int32_t chosen = m->turn == 0        ? here
                         : days[1] <= r->day ? (m->turn == 1 ? days[2] : days[1])
                         : f->tense > 0 || m->turn == 1 || r->prefer == PREFER_FUTURE ? days[1]
                                                                                      : days[0];
        if (m->turn == -1 && days[1] <= r->day && r->day < days[1] + 90) chosen = days[0];
        int year = calendar_day(chosen).year;
        if (m->quarter) put_quarter(o, year, m->quarter);
        else if (m->half) put_half(o, year, m->half);
        else put_season(o, year, m->season);
        return 1;
    }
    if (!r->has_day) {
        o->anchor = ANCHOR_NONE;
        return put_open(m, o);
    }
    if (m->day > 0) { /* the 16th */
        int32_t days[3];
        int count = 0;
        for (int i = -1; i <= 1; i++) {
            CalendarDay d = calendar_add_months((CalendarDay){r->year, r->month, 1}, i);
            if (calendar_is_day(d.year, d.month, m->day)) days[count++] = calendar_number(d.year, d.month, m->day);
        }
        if (!count) return put_open(m, o);
        put_day(o, choose_day(r, f, m, days, count));
        return 1;
    }
    if (m->weekday > 0) {
        int32_t monday = r->day - calendar_weekday(r->day) + 1;
        int32_t days[3] = {monday - 7 + m->weekday - 1, monday + m->weekday - 1, monday + 7 + m->weekday - 1};
        if (m->turn == 0 && (r->prefer != PREFER_FUTURE || days[1] > r->day)) put_day(o, days[1]);
        else if (r->prefer == PREFER_FUTURE && (m->turn == 0 || m->turn == 1 || m->turn >= TURN_NEAR) &&
                 days[1] == r->day && !r->moved)
            put_day(o, days[2]); /* on a Friday, the next Friday is not today */
        else {
            int more = m->turn == TURN_NEAR || m->turn == TURN_NONE ? 0
                       : m->turn > 1                                ? m->turn - 1
                       : m->turn < -1                               ? m->turn + 1
                                                                    : 0;
            put_day(o, choose_day(r, f, m, days, 3) + 7 * more); /* the Friday after next */
        }
        return 1;
    }
    int days = 0;
    choose_hour(r, m, &days);
    put_day(o, r->day + days);
    return 1;
}

/* Thanksgiving in three years, Wednesday two weeks ago: the anchor is moved first, and then the nearest (or the next) one is meant. */
static int put_moved(const Reference *r, const Finding *f, const Moment *m, Out *o)
{
    Moment rest = *m, count = moment_empty();
    Out edge = {.factor = 1.0f};
    rest.relative = UNIT_NONE, rest.offset = 0, rest.exact = EXACT_NOT;
    if (!r->known || !r->has_day) return put_open(&rest, o);
    count.relative = m->relative, count.offset = m->offset, count.exact = EXACT_INSTANT;
    if (!put_offset(r, &count, &edge) || !edge.has_range || edge.timed) return 0;
    Reference moved = *r;
    moved.day = (int32_t)((edge.first - (edge.first < 0 ? DAY - 1 : 0)) / DAY);
    CalendarDay d = calendar_day(moved.day);
    if (d.year < 1) return 0;
    moved.year = d.year, moved.month = d.month, moved.mday = d.day;
    moved.narrative_year = 0;
    moved.moved = 1;
    if (r->prefer != PREFER_FUTURE) moved.prefer = PREFER_NEAREST;
    return put_moment(&moved, f, &rest, o);
}

/* A date before our era: TIMEX3 writes BC and the year; instants so early are not counted. */
static int put_before_era(const Moment *m, Out *o)
{
    size_t n = (size_t)snprintf(o->value, sizeof o->value, "BC%04d", -m->year), left = sizeof o->value - n;
    o->unit = UNIT_YEAR;
    if (m->month > 0 && m->day > 0) snprintf(o->value + n, left, "-%02d-%02d", m->month, m->day), o->unit = UNIT_DAY;
    else if (m->month > 0) snprintf(o->value + n, left, "-%02d", m->month), o->unit = UNIT_MONTH;
    else if (m->season) snprintf(o->value + n, left, "-%s", season_codes[m->season]), o->unit = UNIT_SEASON;
    return 1;
}

static int put_moment(const Reference *r, const Finding *f, const Moment *m, Out *o)
{
    *o = (Out){.factor = 1.0f, .type = DATE_DATE};
    int ok;
    if (m->exact == EXACT_MOVED) return put_moved(r, f, m, o);
    if (m->year < 0 && m->year != YEAR_UNKNOWN) return put_before_era(m, o);
    if (m->nth || m->holiday) ok = put_ruled(r, f, m, o);
    else if (m->relative) ok = m->exact ? put_offset(r, m, o) : put_relative(r, f, m, o);
    else if (m->week) ok = put_iso_week(r, m, o);
    else if (m->span == UNIT_DECADE) ok = (put_decade(o, m->year), 1);
    else if (m->span == UNIT_CENTURY) ok = (put_century(o, m->year), 1);
    else if (m->year == YEAR_UNKNOWN) ok = put_inferred(r, f, m, o);
    else if (m->month > 0 && m->day > 0) {
        if (!calendar_is_day(m->year, m->month, m->day)) return 0;
        put_day(o, calendar_number(m->year, m->month, m->day));
        if (m->weekday > 0 &&
            calendar_weekday((int32_t)(o->first / DAY) - (o->first < 0 && o->first % DAY ? 1 : 0)) != m->weekday)
            o->factor = 0.7f;
        ok = 1;
    } else {
        ok = 1;
        if (m->month > 0) put_month(o, m->year, m->month);
        else if (m->quarter) put_quarter(o, m->year, m->quarter);
        else if (m->half) put_half(o, m->year, m->half);
        else if (m->season) put_season(o, m->year, m->season);
        else put_year(o, m->year);
    }
    if (!ok) return 0;
    if ((m->hour != NO_HOUR || m->part) && !m->exact && (o->unit == UNIT_DAY || o->unit == 0)) {
        Moment time = *m;
        int days, today = r->has_day && o->has_range && o->first == (int64_t)r->day * DAY;
        if (!moment_has_date(m) || today) {
            time.hour = (int8_t)choose_hour(r, m, &days);
            if (moment_has_date(m) && days) time.hour = m->hour; /* all of today's readings are over */
        }
        put_time(r, o, &time, f->modifier);
    }
    return 1;
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

static void put_duration(const Finding *f, char *value, size_t size)
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
            if (amount == VAGUE_COUNT) n += (size_t)snprintf(value + n, size - n, "X%s", u->letter);
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

/* The first day of the calendar unit that holds `day`, `steps` units on. */
static int32_t unit_start(int32_t day, int unit, int64_t steps)
{
    static const int months[UNIT_COUNT] = {[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3,  [UNIT_HALFYEAR] = 6,
                                           [UNIT_YEAR] = 12, [UNIT_DECADE] = 120, [UNIT_CENTURY] = 1200};
    if (unit == UNIT_WEEK) return day - calendar_weekday(day) + 1 + 7 * (int32_t)steps;
    if (!months[unit]) return day + (int32_t)steps;
    CalendarDay d = calendar_day(day);
    int from = d.year * 12 + d.month - 1;
    from -= from % months[unit];
    d = calendar_add_months((CalendarDay){from / 12, from % 12 + 1, 1}, (int)steps * months[unit]);
    return calendar_number(d.year, d.month, 1);
}

/* The past ten years: from the anchor back; the next three days: from tomorrow on. Quarters are whole ones of the calendar, and so is what a caller
** who looks ahead asks for in weeks, months and years. */
static void put_span_range(const Reference *r, const Finding *f, Out *o)
{
    enum { FARTHEST = 2000 };
    if (!r->known || f->amounts[0] == VAGUE_COUNT || f->direction == 0) return;
    int unit = f->units[0];
    int64_t steps = f->amounts[0] / 100;
    int whole = unit == UNIT_QUARTER || unit == UNIT_HALFYEAR ||
                (r->prefer == PREFER_FUTURE && (unit == UNIT_WEEK || unit == UNIT_MONTH || unit == UNIT_YEAR));
    if (whole && is_reached(r, unit) && steps > 0 && f->counts == 1 && f->amounts[0] % 100 == 0 && steps <= FARTHEST &&
        r->year > FARTHEST / 10) {
        int64_t from = f->direction < 0 ? -steps : 1, to = f->direction < 0 ? 0 : steps + 1;
        put_range(o, unit_start(r->day, unit, from), unit_start(r->day, unit, to), (LexUnit)unit);
        o->anchor = anchor_of(r);
        return;
    }
    Moment m = moment_empty();
    m.relative = f->units[0];
    m.exact = 1;
    m.offset = f->amounts[0] * f->direction;
    Out edge = {.factor = 1.0f};
    if (!put_offset(r, &m, &edge) || !edge.has_range) return;
    int64_t anchor = edge.timed ? reference_second(r) : (int64_t)r->day * DAY;
    int64_t ahead = edge.timed || f->direction < 0 ? 0 : DAY;
    o->first = f->direction < 0 ? edge.first : anchor + ahead;
    o->last = f->direction < 0 ? anchor : edge.first + ahead;
    o->timed = edge.timed;
    o->has_range = o->first < o->last;
    o->anchor = anchor_of(r);
}

/* A year and two months ago: one count after the other from the anchor. */
static int put_offsets(const Reference *r, const Finding *f, Out *o)
{
    Reference at = *r;
    for (int i = 0; i < f->counts; i++) {
        Moment m = moment_empty();
        m.relative = f->units[i];
        m.exact = 1;
        m.offset = f->amounts[i] * f->direction;
        *o = (Out){.factor = 1.0f};
        if (!put_offset(&at, &m, o)) return 0;
        if (!o->has_range) return 1;
        int64_t day = (o->first - (o->first < 0 ? DAY - 1 : 0)) / DAY;
        CalendarDay d = calendar_day((int32_t)day);
        at.day = (int32_t)day, at.year = d.year, at.month = d.month, at.mday = d.day;
        if (o->timed) {
            int s = (int)(o->first - day * DAY);
            at.hour = s / 3600, at.minute = s / 60 % 60, at.second = s % 60;
        }
    }
    return 1;
}

static void put_set(const Finding *f, Out *o)
{
    const Moment *m = &f->moment;
    o->type = DATE_SET;
    if (f->counts) put_duration(f, o->value, sizeof o->value), o->unit = f->units[0];
    else if (m->month > 0) snprintf(o->value, sizeof o->value, "XXXX-%02d", m->month), o->unit = UNIT_MONTH;
    else if (m->season) snprintf(o->value, sizeof o->value, "XXXX-%s", season_codes[m->season]), o->unit = UNIT_SEASON;
    else if (m->weekday > 0)
        snprintf(o->value, sizeof o->value, "XXXX-WXX-%d%s%s", m->weekday, m->part ? "T" : "", part_codes[m->part]),
            o->unit = UNIT_DAY;
    else snprintf(o->value, sizeof o->value, "XXXX-XX-XXT%s", part_codes[m->part]), o->unit = UNIT_DAY;
}

/* Both ends of a range. Returns 0 if it ends before it begins. */
static int put_both(const Reference *r, const Finding *f, Out *a, Out *b)
{
    Moment from = f->moment, until = f->until;
    if (from.hour != NO_HOUR && until.hour != NO_HOUR && from.twelve == HOUR_OPEN && !until.twelve && !from.part) {
        /* 3 to 5 pm: the last reading before the end */
        int early = from.hour % 12, end = until.hour * 60 + (until.minute > 0 ? until.minute : 0),
            minute = from.minute > 0 ? from.minute : 0;
        from.hour = (int8_t)((early + 12) * 60 + minute < end || early * 60 + minute >= end ? early + 12 : early);
        from.twelve = HOUR_SETTLED;
    }
    if (!put_moment(r, f, &from, a)) return 0;
    if (a->timed && a->has_range && until.hour != NO_HOUR && until.twelve == HOUR_OPEN && !until.part &&
        from.hour != NO_HOUR && from.twelve != HOUR_OF_24) {
        /* 11 am to 2, 10:30 to 3: the first reading after the beginning */
        int begin = (int)((a->first % DAY + DAY) % DAY / 60), minute = until.minute > 0 ? until.minute : 0;
        int early = until.hour % 12;
        until.hour = (int8_t)(early * 60 + minute <= begin && (early + 12) * 60 + minute > begin ? early + 12 : early);
        until.twelve = HOUR_SETTLED;
    }
    if (until.year == YEAR_UNKNOWN && !until.relative && a->has_range && until.month > 0 && f->moment.month > 0) {
        /* the end is the first such day after the beginning */
        CalendarDay d = calendar_day((int32_t)((a->first - (a->first < 0 ? DAY - 1 : 0)) / DAY));
        until.year = (int16_t)(d.year + (until.month < d.month));
    }
    if (!put_moment(r, f, &until, b)) return 0;
    int64_t last = b->timed ? b->first : b->last;
    if (!a->has_range || !b->has_range || a->first < last) return 1;
    if (!a->timed || !b->timed || a->first - last >= DAY || f->until.day >= 0 || f->until.relative) return 0;
    b->first += DAY, b->last += DAY; /* 10 p.m. to 2 a.m. */
    return a->first < b->first;
}

static int put_interval(const Reference *r, const Finding *f, Out *o)
{
    Out a, b;
    if (!put_both(r, f, &a, &b)) return 0;
    *o = a;
    if (strlen(a.value) + strlen(b.value) + 2 <= sizeof o->value) {
        strcat(o->value, "/");
        strcat(o->value, b.value);
    }
    if (b.type == DATE_TIME) o->type = DATE_TIME;
    o->timed = a.timed || b.timed;
    o->has_range = a.has_range && b.has_range;
    o->last = b.timed ? b.first : b.last;
    if (b.factor < o->factor) o->factor = b.factor;
    if (!o->anchor) o->anchor = b.anchor;
    return 1;
}

/* Early March, the end of 2012, later this year: the third of the unit that is meant, or what is before or behind the anchor. The value keeps the unit. */
static void narrow(const Reference *r, const Finding *f, Out *o)
{
    if (!o->has_range || o->timed || f->modifier < MODIFIER_START || f->modifier > MODIFIER_END) return;
    int32_t first = (int32_t)(o->first / DAY), last = (int32_t)(o->last / DAY), length = last - first;
    if (first < 0 || length < 5) return;
    if (f->direction && r->known && r->has_day && r->day >= first && r->day < last) {
        if (f->direction < 0 && r->day > first) o->last = (int64_t)r->day * DAY;
        if (f->direction > 0) o->first = (int64_t)r->day * DAY;
        return;
    }
    int32_t cut[4] = {first, first + length / 3, first + 2 * length / 3, last};
    CalendarDay d = calendar_day(first);
    if (o->unit == UNIT_MONTH) cut[1] = first + 10, cut[2] = first + 20;
    else if (o->unit == UNIT_WEEK) cut[1] = first + 2, cut[2] = first + 4;
    else if (o->unit == UNIT_YEAR || o->unit == UNIT_QUARTER || o->unit == UNIT_HALFYEAR) {
        int months = o->unit == UNIT_YEAR ? 4 : o->unit == UNIT_QUARTER ? 1 : 2;
        for (int i = 1; i < 3; i++) {
            CalendarDay at = calendar_add_months(d, months * i);
            cut[i] = calendar_number(at.year, at.month, 1);
        }
    } else if (o->unit == UNIT_DECADE || o->unit == UNIT_CENTURY) {
        int years = o->unit == UNIT_DECADE ? 1 : 10;
        cut[1] = calendar_number(d.year + 4 * years, 1, 1), cut[2] = calendar_number(d.year + 7 * years, 1, 1);
    }
    o->first = (int64_t)cut[f->modifier - MODIFIER_START] * DAY;
    o->last = (int64_t)cut[f->modifier - MODIFIER_START + 1] * DAY;
}

/* Two weeks from next Tuesday. Without a day to count from only the form of a day is left. */
static int put_shift(const Finding *f, Out *o)
{
    if (!o->has_range) return strcpy(o->value, "XXXX-XX-XX"), 1;
    int64_t begin = o->first;
    CalendarDay d = calendar_day((int32_t)((begin - (begin < 0 ? DAY - 1 : 0)) / DAY));
    int64_t days = 0, months = 0;
    switch (f->shift_unit) {
    case UNIT_DAY:
    case UNIT_WORKDAY: days = f->shift; break;
    case UNIT_WEEK: days = 7 * (int64_t)f->shift; break;
    case UNIT_FORTNIGHT: days = 14 * (int64_t)f->shift; break;
    case UNIT_MONTH: months = f->shift; break;
    case UNIT_QUARTER: months = 3 * (int64_t)f->shift; break;
    case UNIT_YEAR: months = 12 * (int64_t)f->shift; break;
    default: return 0;
    }
    if (days > 1000000 || days < -700000 || months > 30000 || months < -20000) return 0;
    d = calendar_add_months(d, (int)months);
    int32_t day = calendar_number(d.year, d.month, d.day) + (int32_t)days;
    if (f->shift_unit == UNIT_WORKDAY) day = calendar_add_workdays(day - (int32_t)days, (int)days);
    if (f->shift_weekday) { /* the third Tuesday behind (or before) it; the day itself does not count */
        int32_t at = (int32_t)((begin - (begin < 0 ? DAY - 1 : 0)) / DAY), from = at + (f->shift > 0 ? 1 : -7);
        day = from + (f->shift_weekday - calendar_weekday(from) + 7) % 7 +
              7 * (f->shift > 0 ? f->shift - 1 : f->shift + 1);
    }
    if (calendar_day(day).year < 0 || calendar_day(day).year > 9999) return 0;
    put_day(o, day);
    o->timed = 0;
    o->type = DATE_DATE;
    return 1;
}

/* A year after Christmas: who looks ahead means the first one that is not over. */
static int put_shifted(const Reference *r, const Finding *f, Out *o)
{
    if (r->prefer == PREFER_FUTURE && f->shift > 0) {
        Reference past = *r;
        past.prefer = PREFER_PAST;
        if (put_moment(&past, f, &f->moment, o) && put_shift(f, o) && o->has_range && o->first >= (int64_t)r->day * DAY)
            return 1;
    }
    return put_moment(r, f, &f->moment, o) && put_shift(f, o);
}

static const char *instant_text(Arena *arena, int64_t at, int timed)
{
    int64_t day = at >= 0 ? at / DAY : (at - DAY + 1) / DAY;
    int s = (int)(at - day * DAY);
    CalendarDay d = calendar_day((int32_t)day);
    if (d.year < 0 || d.year > 9999) return NULL;
    return timed ? arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day, s / 3600, s / 60 % 60,
                                s % 60)
                 : arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static int write_mention(Arena *arena, const Reference *r, const Finding *f, const Out *o, DateMention *mention)
{
    *mention = (DateMention){.start = f->start, .length = f->end - f->start, .type = o->type};
    mention->value = arena_printf(arena, "%s", o->value);
    if (!mention->value) return 0;
    if (o->has_range) {
        mention->first = instant_text(arena, o->first, o->timed);
        mention->last = instant_text(arena, o->last, o->timed);
        if (!mention->first || !mention->last) mention->first = mention->last = NULL;
    }
    mention->grain = o->grain ? o->grain : unit_names[o->unit];
    if (!mention->grain) mention->grain = f->shape == SHAPE_REF ? "reference" : "day";
    mention->modifier = modifier_names[f->modifier];
    mention->anchor = anchor_names[o->anchor];
    mention->rule = f->shape == SHAPE_RANGE && f->rule < RULE_BUDDHIST ? "range" : rule_names[f->rule];
    mention->score = (double)(f->score * o->factor);
    if (o->anchor && r->inferred > 0 && !r->is_named) mention->score *= r->inferred;
    mention->weekday = f->shape == SHAPE_MOMENT && f->moment.weekday > 0 ? (uint8_t)f->moment.weekday : 0;
    mention->tense = f->tense;
    return 1;
}

int resolve_finding(Arena *arena, const Reference *r, const Finding *f, DateMention *mention)
{
    Out o = {.factor = 1.0f};
    switch (f->shape) {
    case SHAPE_MOMENT:
        if (f->shift_unit ? !put_shifted(r, f, &o) : !put_moment(r, f, &f->moment, &o)) return 0;
        if (f->around && o.has_range) {
            int kind = o.anchor;
            int32_t day = (int32_t)((o.first - (o.first < 0 ? DAY - 1 : 0)) / DAY);
            if (f->around == UNIT_WEEKEND) put_weekend(&o, day);
            else put_week(&o, day);
            o.anchor = (uint8_t)kind;
        }
        narrow(r, f, &o);
        if (f->is_length) {
            put_duration(f, o.value, sizeof o.value);
            o.type = DATE_DURATION;
        }
        break;
    case SHAPE_OFFSET:
        if (!put_offsets(r, f, &o)) return 0;
        break;
    case SHAPE_RANGE:
        if (!put_interval(r, f, &o)) return 0;
        break;
    case SHAPE_SET: put_set(f, &o); break;
    case SHAPE_DURATION:
    case SHAPE_SPAN:
        put_duration(f, o.value, sizeof o.value);
        o.type = DATE_DURATION;
        o.unit = f->units[0];
        if (f->shape == SHAPE_SPAN) put_span_range(r, f, &o);
        break;
    default:
        strcpy(o.value, f->direction < 0 ? "PAST_REF" : f->direction > 0 ? "FUTURE_REF" : "PRESENT_REF");
        if (f->direction == 0 && r->known && r->has_day) {
            o.first = reference_second(r), o.timed = r->has_time, o.last = o.first + (r->has_time ? 1 : DAY),
            o.has_range = 1, o.anchor = anchor_of(r);
        }
        break;
    }
    return write_mention(arena, r, f, &o, mention);
}

int resolve_ends(Arena *arena, const Reference *r, const Finding *f, DateMention ends[2])
{
    Out a, b;
    Finding first = *f, second = *f;
    if (!put_both(r, f, &a, &b)) return 0;
    first.end = f->moment_end;
    second.start = f->until_start;
    return write_mention(arena, r, &first, &a, &ends[0]) && write_mention(arena, r, &second, &b, &ends[1]) ? 2 : 0;
}
