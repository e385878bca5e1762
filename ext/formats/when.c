/* when.c - see when.h */
#include "formats/when.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 100, EARLIEST_SECONDS = 100000000, LATEST_SECONDS = 2000000000, MINUTES_A_DAY = 1440 };

typedef struct Cursor {
    const char *at, *end;
} Cursor;

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads a number of `least` to `most` digits. */
static int read_number(Cursor *c, int least, int most, int *value)
{
    const char *at = c->at;
    int n = 0, digits = 0;
    for (; at < c->end && digits < most && is_digit(*at); at++, digits++) n = n * 10 + (*at - '0');
    if (digits < least) return 0;
    c->at = at;
    *value = n;
    return 1;
}

static int read_mark(Cursor *c, const char *marks)
{
    if (c->at >= c->end || !*c->at || !strchr(marks, *c->at)) return 0;
    c->at++;
    return 1;
}

static void skip_blanks(Cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == ',')) c->at++;
}

/* Days since 1970-01-01 of the Gregorian calendar, by counting eras of 400 years that begin in March. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int is_day(const When *w)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (w->year < 1 || w->year > 9999) return 0;
    if (!w->month) return 1;
    if (w->month < 1 || w->month > 12) return 0;
    int leap = w->month == 2 && ((w->year % 4 == 0 && w->year % 100 != 0) || w->year % 400 == 0);
    return !w->day || (w->day >= 1 && w->day <= days[w->month - 1] + leap);
}

/* hh:mm[:ss[.fraction]], or hhmm[ss] if `joined`. */
static int read_time(Cursor *c, When *w, int joined)
{
    int ignored;
    if (!read_number(c, joined ? 2 : 1, 2, &w->hour) || w->hour > 24) return 0;
    if ((!joined && !read_mark(c, ":")) || !read_number(c, 2, 2, &w->minute) || w->minute > 59) return 0;
    if (joined ? c->at < c->end && is_digit(*c->at) : read_mark(c, ":")) {
        if (!read_number(c, 2, 2, &w->second) || w->second > 60) return 0;
        if (read_mark(c, ".,") && !read_number(c, 1, 9, &ignored)) return 0;
        if (w->second == 60) w->second = 59;
    }
    return w->hour < 24 || (w->hour == 24 && w->minute == 0 && w->second <= 0);
}

/* AM or PM behind a time. */
static void read_half(Cursor *c, When *w)
{
    skip_blanks(c);
    if (c->end - c->at < 2 || (c->at[1] | 32) != 'm') return;
    int half = c->at[0] | 32;
    if ((half != 'a' && half != 'p') || w->hour > 12) return;
    c->at += 2;
    w->hour = w->hour % 12 + (half == 'p' ? 12 : 0);
}

/* Z, +06:00, -0500, GMT, GMT+0600, EST. Nothing is no error. */
static int read_zone(Cursor *c, When *w)
{
    static const struct {
        const char *name;
        int minutes;
    } names[] = {{"UTC", 0},    {"GMT", 0},    {"UT", 0},     {"Z", 0},      {"EST", -300},
                 {"EDT", -240}, {"CST", -360}, {"CDT", -300}, {"MST", -420}, {"MDT", -360},
                 {"PST", -480}, {"PDT", -420}, {"MSK", 180}};
    skip_blanks(c);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i].name);
        if ((size_t)(c->end - c->at) < length || strncasecmp(c->at, names[i].name, length) != 0) continue;
        c->at += length;
        w->has_zone = 1;
        w->zone = names[i].minutes;
        break;
    }
    if (c->at < c->end && (*c->at == '+' || *c->at == '-')) {
        int sign = *c->at++ == '-' ? -1 : 1, hours, minutes = 0;
        if (!read_number(c, 2, 2, &hours) || hours > 14) return 0;
        read_mark(c, ":");
        if (c->at < c->end && is_digit(*c->at) && (!read_number(c, 2, 2, &minutes) || minutes > 59)) return 0;
        w->has_zone = 1;
        w->zone = sign * (hours * 60 + minutes);
    }
    skip_blanks(c);
    if (c->at < c->end && *c->at == '(') c->at = c->end; /* a comment names the zone again */
    return 1;
}

/* 2021-03-04, 2021/3/4, 2021.03.04, 2021-03, 2021, with a time or not. */
static int read_year_first(Cursor c, When *w)
{
    if (!read_number(&c, 4, 4, &w->year)) return 0;
    if (c.at < c.end) {
        char mark = *c.at;
        if (!read_mark(&c, "-/.") || !read_number(&c, 1, 2, &w->month)) return 0;
        if (c.at < c.end && *c.at == mark) {
            c.at++;
            if (!read_number(&c, 1, 2, &w->day)) return 0;
            if (c.at < c.end && *c.at == '.') c.at++; /* 2021. 3. 4. has its own way */
            int joined = c.at < c.end && *c.at == 'T';
            if (joined) c.at++;
            skip_blanks(&c);
            joined = joined && c.end - c.at >= 4 && is_digit(c.at[2]);
            if (c.at < c.end && (!read_time(&c, w, joined) || (read_half(&c, w), !read_zone(&c, w)))) return 0;
        }
        if (!w->month) return 0;
    }
    return c.at == c.end && is_day(w);
}

/* 04.03.2021, with a time or not. */
static int read_day_first(Cursor c, When *w)
{
    if (!read_number(&c, 1, 2, &w->day) || !read_mark(&c, ".") || !read_number(&c, 1, 2, &w->month) ||
        !read_mark(&c, ".") || !read_number(&c, 4, 4, &w->year))
        return 0;
    skip_blanks(&c);
    if (c.at < c.end && (!read_time(&c, w, 0) || !read_zone(&c, w))) return 0;
    return c.at == c.end && w->month && w->day && is_day(w);
}

/* 20210304, 20210304T081500Z, 20210304081500; seconds and milliseconds since 1970. */
static int read_digits(Cursor c, When *w)
{
    size_t digits = 0, length = (size_t)(c.end - c.at);
    while (digits < length && is_digit(c.at[digits])) digits++;
    if (digits == length || (c.at[digits] == '.' && digits >= 9)) {
        int64_t n = 0;
        if (digits < 9 || digits > 13 || digits == 12) goto dates;
        for (size_t i = 0; i < digits; i++) n = n * 10 + (c.at[i] - '0');
        for (size_t i = digits + 1; i < length; i++)
            if (!is_digit(c.at[i])) return 0;
        if (digits == 13) n /= 1000;
        if (n < EARLIEST_SECONDS || n > LATEST_SECONDS) return 0;
        when_of_seconds(n, w);
        return 1;
    }
dates:
    if (digits != 8 && digits != 12 && digits != 14) return 0;
    if (!read_number(&c, 4, 4, &w->year) || !read_number(&c, 2, 2, &w->month) || !read_number(&c, 2, 2, &w->day))
        return 0;
    if (digits == 8 && c.at < c.end && !read_mark(&c, "T ")) return 0;
    if (c.at < c.end && (!read_time(&c, w, 1) || !read_zone(&c, w))) return 0;
    return c.at == c.end && w->month && w->day && is_day(w);
}

static int read_month(Cursor *c, int *month)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    size_t letters = 0, left = (size_t)(c->end - c->at);
    while (letters < left && (c->at[letters] | 32) >= 'a' && (c->at[letters] | 32) <= 'z') letters++;
    for (int i = 0; i < 12; i++) {
        if (letters != strlen(names[i]) && letters != 3 && !(letters == 4 && i == 8)) continue;
        if (strncasecmp(c->at, names[i], letters) != 0) continue;
        c->at += letters;
        if (c->at < c->end && *c->at == '.') c->at++;
        *month = i + 1;
        return 1;
    }
    return 0;
}

static void skip_weekday(Cursor *c)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const char *at = c->at;
    for (int i = 0; i < 7; i++) {
        if (c->end - at < 3 || strncasecmp(at, names[i], 3) != 0) continue;
        while (at < c->end && (*at | 32) >= 'a' && (*at | 32) <= 'z') at++;
        c->at = at;
        skip_blanks(c);
        return;
    }
}

/* With the month's English name. */
static int read_named(Cursor c, When *w)
{
    int has_time = 0;
    skip_weekday(&c);
    if (read_number(&c, 1, 2, &w->day)) {
        while (read_mark(&c, " -")) continue;
        if (!read_month(&c, &w->month)) return 0;
    } else {
        if (!read_month(&c, &w->month)) return 0;
        skip_blanks(&c);
        if (!read_number(&c, 1, 2, &w->day)) return 0;
    }
    while (read_mark(&c, " -,")) continue;
    const char *before = c.at;
    if (!read_number(&c, 4, 4, &w->year)) { /* the year may stand behind the time, and the zone before it */
        c.at = before;
        if (!read_time(&c, w, 0)) return 0;
        has_time = 1;
        skip_blanks(&c);
        if (c.at < c.end && !is_digit(*c.at) && !read_zone(&c, w)) return 0;
        if (!read_number(&c, 4, 4, &w->year)) return 0;
    }
    skip_blanks(&c);
    if (!has_time && c.at < c.end && is_digit(*c.at)) {
        if (!read_time(&c, w, 0)) return 0;
        read_half(&c, w);
    }
    return read_zone(&c, w) && c.at == c.end && w->month && w->day && is_day(w);
}

int when_read(const char *text, size_t length, When *when)
{
    static const When nothing = {0, 0, 0, -1, 0, -1, 0, 0};
    Cursor c = {text, text + length};
    skip_blanks(&c);
    while (c.end > c.at && (c.end[-1] == ' ' || c.end[-1] == '\r' || c.end[-1] == '\n')) c.end--;
    if (c.at == c.end || c.end - c.at > LONGEST) return 0;
    *when = nothing;
    if (read_year_first(c, when)) return 1;
    *when = nothing;
    if (is_digit(*c.at) && read_digits(c, when)) return 1;
    *when = nothing;
    if (is_digit(*c.at) && read_day_first(c, when)) return 1;
    *when = nothing;
    return read_named(c, when);
}

/* Sets the date of a day since 1970: the inverse of days_of(). */
static void set_day(int64_t days, When *when)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    when->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    when->month = (int)(month < 10 ? month + 3 : month - 9);
    when->year = (int)(year + era * 400 + (when->month <= 2));
}

void when_of_seconds(int64_t seconds, When *when)
{
    int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400, rest = seconds - days * 86400;
    *when = (When){0, 0, 0, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), 1, 0};
    set_day(days, when);
}

void when_write(const When *when, char out[WHEN_TEXT])
{
    int n = snprintf(out, WHEN_TEXT, "%04d", when->year % 10000);
    if (when->month) n += snprintf(out + n, WHEN_TEXT - (size_t)n, "-%02d", when->month % 100);
    if (when->day) n += snprintf(out + n, WHEN_TEXT - (size_t)n, "-%02d", when->day % 100);
    if (!when->day || when->hour < 0) return;
    n += snprintf(out + n, WHEN_TEXT - (size_t)n, "T%02d:%02d", when->hour % 100, when->minute % 100);
    if (when->second >= 0) n += snprintf(out + n, WHEN_TEXT - (size_t)n, ":%02d", when->second % 100);
    if (!when->has_zone) return;
    int zone = when->zone < 0 ? -when->zone : when->zone;
    if (!zone) snprintf(out + n, WHEN_TEXT - (size_t)n, "Z");
    else
        snprintf(out + n, WHEN_TEXT - (size_t)n, "%c%02d:%02d", when->zone < 0 ? '-' : '+', zone / 60 % 100, zone % 60);
}

void when_write_utc(const When *when, char out[WHEN_TEXT])
{
    When utc = *when;
    if (when->has_zone && when->day && when->hour >= 0) {
        int64_t minutes =
            days_of(when->year, when->month, when->day) * MINUTES_A_DAY + when->hour * 60 + when->minute - when->zone;
        int64_t days = (minutes >= 0 ? minutes : minutes - (MINUTES_A_DAY - 1)) / MINUTES_A_DAY;
        set_day(days, &utc);
        utc.hour = (int)(minutes - days * MINUTES_A_DAY) / 60;
        utc.minute = (int)(minutes - days * MINUTES_A_DAY) % 60;
        utc.zone = 0;
    }
    when_write(&utc, out);
}
