/*
** instants.c - one moment to a day, a month, a time ... of the calendar; see values.h
**
** Where a field is open and an anchor is given, direction decides: the caller's preference, a word of direction (last, next), the tense of the words around,
** else the past unless the future is far nearer. Constant time.
*/
#include <stdio.h>
#include <string.h>
#include "dates/calendar.h"
#include "dates/holidays.h"
#include "dates/values.h"

const char *const part_codes[] = {"", "MO", "AF", "EV", "NI", "MI", "MI", "DT"};

/* Can a count of these units start from what is known of the anchor? No day can be counted from a year. */
int is_reached(const Reference *r, int unit)
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

uint8_t anchor_of(const Reference *r)
{
    return r->is_named || r->inferred > 0 ? ANCHOR_INFERRED : ANCHOR_GIVEN;
}

int64_t reference_second(const Reference *r)
{
    return (int64_t)r->day * DAY + r->hour * 3600 + r->minute * 60 + r->second;
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
static const uint8_t common_hours[PART_TABLE][2] = {
    [PART_NONE] = {0, 24},   [PART_MORNING] = {6, 12}, [PART_AFTERNOON] = {12, 18}, [PART_EVENING] = {18, 24},
    [PART_NIGHT] = {20, 24}, [PART_NOON] = {12, 13},   [PART_MIDNIGHT] = {24, 25},  [PART_DAYTIME] = {6, 18}};

/* Early and late halve a part of the day, the middle is its middle half. */
static void put_part(const Reference *r, Out *o, int part, int modifier)
{
    int narrow = modifier >= MODIFIER_START && modifier <= MODIFIER_END ? PART_COUNT * modifier + part : part;
    const uint8_t *hours = r->part_hours && r->part_hours[narrow][1] ? r->part_hours[narrow] : common_hours[narrow];
    if (hours[1]) modifier = MODIFIER_NONE;
    else hours = r->part_hours && r->part_hours[part][1] ? r->part_hours[part] : common_hours[part];
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
    if (n + CLOCK_SIZE <= sizeof o->value) write_clock(o->value + n, hour, minute, m->second);
    o->first = begin + (m->second > 0 ? m->second : 0);
    o->last = o->first + (m->second >= 0 ? 1 : m->minute >= 0 ? 60 : 3600);
    o->unit = m->second >= 0 ? UNIT_SECOND : m->minute >= 0 ? UNIT_MINUTE : UNIT_HOUR;
}

/* Two weeks ago: an instant counted from the anchor. The value has the unit's grain, the range is the day (or the second) itself. */
int put_offset(const Reference *r, const Moment *m, Out *o)
{
    static const int32_t seconds[] = {0, 1, 60, 3600, DAY, 7 * DAY};
    int unit = m->relative;
    int64_t amount = m->offset;
    if (m->exact == EXACT_VAGUE) {
        /* the value says no more than the side; in a few minutes, a few days ago have a range all the same, that of three */
        if (amount == VAGUE_FEW || amount == -VAGUE_FEW) {
            Moment few = *m;
            few.exact = EXACT_INSTANT;
            if (!put_offset(r, &few, o)) return 0;
        }
        strcpy(o->value, m->offset < 0 ? "PAST_REF" : "FUTURE_REF");
        o->type = DATE_DATE;
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
        if (unit == UNIT_SECOND) write_clock(write_day(o->value, d), s / 3600, s / 60 % 60, s % 60);
        else write_clock(write_day(o->value, d), s / 3600, s / 60 % 60, -1);
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

/* Friday the 13th: the last such day up to the anchor's and the next one from it, as far as FARTHEST months. Returns how many. */
static int fitting_days(const Reference *r, const Moment *m, int32_t days[2])
{
    enum { FARTHEST = 14 };
    int count = 0;
    for (int sign = -1; sign <= 1; sign += 2)
        for (int i = 0; i <= FARTHEST; i++) {
            CalendarDay d = calendar_add_months((CalendarDay){r->year, r->month, 1}, sign * i);
            if (d.year < 1 || !calendar_is_day(d.year, d.month, m->day)) continue;
            int32_t day = calendar_number(d.year, d.month, m->day);
            if (calendar_weekday(day) != m->weekday || (sign < 0 ? day > r->day : day < r->day)) continue;
            days[count++] = day;
            break;
        }
    return count;
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
        int count = m->weekday > 0 ? fitting_days(r, m, days) : 0;
        if (count) return put_day(o, choose_day(r, f, m, days, count)), 1;
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

int put_moment(const Reference *r, const Finding *f, const Moment *m, Out *o)
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
