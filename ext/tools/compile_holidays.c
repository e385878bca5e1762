/*
** compile_holidays.c - compiles data/holidays.tsv into the rules that dates/holidays.c reads
**
** usage: compile_holidays DATA-FOLDER > holidays_tables.c
** holidays.tsv says what a rule looks like. Chinese, Hijri and Hebrew dates are asked of ICU's calendars. Hindu festivals hang on the lunar day (tithi: each twelve
** degrees that the moon gains on the sun) at a time of the Indian day, in lunar months named after the sign that the sun enters in them; the longitudes of sun and
** moon are the main terms of Meeus, Astronomical Algorithms, chapters 25 and 47 (errors of about a hundredth of a degree: two minutes of a lunar day),
** the sidereal ones with the ayanamsa of Lahiri.
*/
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>
#include "dates/holidays.h"

enum { LINE = 1024, MAX_RULES = 1000, MAX_DAYS = 260, FIRST_YEAR = 1900, LAST_YEAR = 2100, MAX_DEPTH = 8 };

static const char *source;
static int line_number;

static void fail(const char *what, const char *detail)
{
    fprintf(stderr, "%s:%d: %s: %s\n", source, line_number, what, detail);
    exit(1);
}

/* --- the civil calendar ------------------------------------------------------------------------------------------------ */

static int32_t civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year, era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int weekday_of(int32_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

static int weekday_named(const char *name)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++)
        if (!strncmp(name, names[i], 3)) return i + 1;
    return 0;
}

/* --- sun and moon -------------------------------------------------------------------------------------------------------- */

static double turn(double degrees)
{
    return degrees - 360 * floor(degrees / 360);
}

static double sine(double degrees)
{
    return sin(turn(degrees) * 3.14159265358979323846 / 180);
}

/* Centuries since J2000 of a moment in days since 1970, UT; dynamical time is about a minute ahead. */
static double centuries(double at)
{
    return (at - 10957.5 + 0.0007) / 36525;
}

static double sun_longitude(double at)
{
    double t = centuries(at), m = 357.52911 + 35999.05029 * t;
    double c = (1.914602 - 0.004817 * t) * sine(m) + (0.019993 - 0.000101 * t) * sine(2 * m) + 0.000289 * sine(3 * m);
    return turn(280.46646 + 36000.76983 * t + c - 0.00569 - 0.00478 * sine(125.04 - 1934.136 * t));
}

static double moon_longitude(double at)
{
    /* multiples of D, M, M', F and the term in millionths of a degree */
    static const int terms[][5] = {
        {0, 0, 1, 0, 6288774}, {2, 0, -1, 0, 1274027}, {2, 0, 0, 0, 658314},  {0, 0, 2, 0, 213618},
        {0, 1, 0, 0, -185116}, {0, 0, 0, 2, -114332},  {2, 0, -2, 0, 58793},  {2, -1, -1, 0, 57066},
        {2, 0, 1, 0, 53322},   {2, -1, 0, 0, 45758},   {0, 1, -1, 0, -40923}, {1, 0, 0, 0, -34720},
        {0, 1, 1, 0, -30383},  {2, 0, 0, -2, 15327},   {0, 0, 1, 2, -12528},  {0, 0, 1, -2, 10980},
        {4, 0, -1, 0, 10675},  {0, 0, 3, 0, 10034},    {4, 0, -2, 0, 8548},   {2, 1, -1, 0, -7888},
        {2, 1, 0, 0, -6766},   {1, 0, -1, 0, -5163},   {1, 1, 0, 0, 4987},    {2, -1, 1, 0, 4036},
        {2, 0, 2, 0, 3994},    {4, 0, 0, 0, 3861},     {2, 0, -3, 0, 3665},   {0, 1, -2, 0, -2689},
        {2, 0, -1, 2, -2602},  {2, -1, -2, 0, 2390},   {1, 0, 1, 0, -2348},   {2, -2, 0, 0, 2236},
        {0, 1, 2, 0, -2120},   {0, 2, 0, 0, -2069},    {2, -2, -1, 0, 2048}};
    double t = centuries(at), d = 297.8501921 + 445267.1114034 * t, m = 357.5291092 + 35999.0502909 * t,
           n = 134.9633964 + 477198.8675055 * t, f = 93.2720950 + 483202.0175233 * t, sum = 0;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const int *k = terms[i];
        double e = k[1] ? 1 - 0.002516 * t * abs(k[1]) : 1;
        sum += e * k[4] * sine(k[0] * d + k[1] * m + k[2] * n + k[3] * f);
    }
    return turn(218.3164477 + 481267.88123421 * t + sum / 1e6 - 0.00478 * sine(125.04 - 1934.136 * t));
}

static double sidereal_sun(double at)
{
    return turn(sun_longitude(at) - 23.853 - 1.39692 * centuries(at));
}

/* 0 to 360: how far the moon is ahead of the sun. */
static double elongation(double at)
{
    return turn(moon_longitude(at) - sun_longitude(at));
}

/* The new moon at or before `at`. */
static double new_moon(double at)
{
    double guess = at - elongation(at) / 12.190749;
    for (int i = 0; i < 8; i++) {
        double e = elongation(guess);
        guess -= (e > 180 ? e - 360 : e) / 12.190749;
    }
    return guess > at ? new_moon(at - 2) : guess;
}

/* 1 Chaitra .. 12 Phalguna; 0 in an intercalary month. */
static int hindu_month(double at)
{
    double begin = new_moon(at), end = new_moon(begin + 31);
    int from = (int)(sidereal_sun(begin) / 30), to = (int)(sidereal_sun(end) / 30);
    return from == to ? 0 : (from + 1) % 12 + 1;
}

/* --- lists of days -------------------------------------------------------------------------------------------------------- */

typedef struct Days {
    int32_t items[MAX_DAYS];
    int count;
} Days;

static void push(Days *days, int32_t day)
{
    if (days->count == MAX_DAYS) fail("too many days", "");
    days->items[days->count++] = day;
}

enum { MOST_DAYS = (LAST_YEAR - FIRST_YEAR + 3) * 366 };

/* The lunar day that runs at an hour of each day; made once for each of the four hours. */
static const uint8_t *lunar_days(int which, double hour)
{
    static uint8_t *made[4];
    if (made[which]) return made[which];
    if (!(made[which] = malloc(MOST_DAYS))) exit(1);
    int32_t first = civil(FIRST_YEAR, 1, 1);
    for (int i = 0; i < MOST_DAYS; i++)
        made[which][i] = (uint8_t)((int)(elongation(first + i + (hour - 5.5) / 24) / 12) + 1);
    return made[which];
}

static void list_hindu(Days *days, int month, int tithi, const char *time)
{
    static const char *const names[] = {"sunrise", "noon", "evening", "midnight"};
    static const double hours[] = {6.3, 13.0, 18.8, 24.2};
    int which = 0;
    while (which < 4 && strcmp(time, names[which])) which++;
    if (which == 4) fail("no such time", time);
    const uint8_t *lunar = lunar_days(which, hours[which]);
    int32_t first = civil(FIRST_YEAR, 1, 1);
    for (int32_t day = first; day < civil(LAST_YEAR + 1, 1, 1); day++) {
        double at = day + (hours[which] - 5.5) / 24;
        int here = lunar[day - first], next = lunar[day - first + 1];
        /* the day at whose hour it runs, the first of two; else the one in which it begins and ends */
        int skipped = here == (tithi + 28) % 30 + 1 && next == tithi % 30 + 1;
        if (here != tithi && !skipped) continue;
        if (days->count && day - days->items[days->count - 1] < 3) continue;
        if (hindu_month(skipped ? at + 0.5 : at) != month) continue;
        push(days, day);
    }
}

/* The day (of a place so many hours east) in which the sun reaches a longitude; a sidereal one before sunset. */
static void list_solar(Days *days, double longitude, int sidereal, double east)
{
    double evening = sidereal ? 18.0 : 24.0;
    for (int32_t day = civil(FIRST_YEAR, 1, 1); day < civil(LAST_YEAR + 1, 1, 1); day++) {
        double at = day + (evening - east) / 24;
        double now = turn((sidereal ? sidereal_sun(at) : sun_longitude(at)) - longitude),
               before = turn((sidereal ? sidereal_sun(at - 1) : sun_longitude(at - 1)) - longitude);
        if (now < 10 && before > 350) push(days, day);
    }
}

enum { LEAP_MONTH = 20 };

/* Month * 32 + day of each day in one of ICU's calendars; made once for each. */
static const uint16_t *calendar_days(int which, const char *locale)
{
    static uint16_t *made[3];
    if (made[which]) return made[which];
    if (!(made[which] = malloc(MOST_DAYS * sizeof **made))) exit(1);
    UErrorCode status = U_ZERO_ERROR;
    UChar zone[8];
    u_uastrcpy(zone, "UTC");
    UCalendar *calendar = ucal_open(zone, -1, locale, UCAL_DEFAULT, &status);
    int32_t first = civil(FIRST_YEAR, 1, 1) - 3;
    for (int i = 0; i < MOST_DAYS && U_SUCCESS(status); i++) {
        ucal_setMillis(calendar, (double)(first + i) * 86400000.0 + 43200000.0, &status);
        int month = ucal_get(calendar, UCAL_MONTH, &status) + 1, day = ucal_get(calendar, UCAL_DAY_OF_MONTH, &status);
        if (strstr(locale, "chinese") && ucal_get(calendar, UCAL_IS_LEAP_MONTH, &status)) month += LEAP_MONTH;
        made[which][i] = (uint16_t)(month * 32 + day);
        /* the rest of a month follows its first day but for its length */
        for (; day >= 1 && day < 28 && i + 1 < MOST_DAYS; i++, day++)
            made[which][i + 1] = (uint16_t)(month * 32 + day + 1);
    }
    if (U_FAILURE(status)) fail("no calendar", locale);
    ucal_close(calendar);
    return made[which];
}

/* Day 30 of a month that has 29 is its last. */
static void list_calendar(Days *days, const char *name, int month, int day)
{
    static const char *const names[] = {"chinese", "hijri", "hebrew"};
    static const char *const locales[] = {"zh@calendar=chinese", "en@calendar=islamic-umalqura", "en@calendar=hebrew"};
    int which = 0;
    while (which < 3 && strcmp(name, names[which])) which++;
    if (which == 3) fail("no such calendar", name);
    const uint16_t *dates = calendar_days(which, locales[which]);
    int32_t first = civil(FIRST_YEAR, 1, 1) - 3;
    for (int i = 0; i + 1 < MOST_DAYS && first + i < civil(LAST_YEAR + 1, 1, 1) + 3; i++) {
        int last = day == 30 && dates[i] == month * 32 + 29 && dates[i + 1] % 32 == 1;
        if (dates[i] == month * 32 + day || last) push(days, first + i);
    }
}

/* --- rules ------------------------------------------------------------------------------------------------------------------ */

static int read_words(char *text, char *words[MAX_DEPTH])
{
    int count = 0;
    for (char *word = strtok(text, " "); word && count < MAX_DEPTH; word = strtok(NULL, " ")) words[count++] = word;
    static char none[1];
    for (int i = count; i < MAX_DEPTH; i++) words[i] = none;
    return count;
}

static void read_rule(char *text, HolidayRule *rule, Days *days)
{
    char *words[MAX_DEPTH];
    int count = read_words(text, words), at = 0, month, day, year, weekday = 0, after = 0;
    *rule = (HolidayRule){.kind = HOLIDAY_LIST};
    days->count = 0;
    if (count == 0) fail("no rule", "");
    if (strlen(words[0]) > 5 && words[0][4] == '=' && (weekday = weekday_named(words[0]))) {
        after = words[0][3] == '>';
        words[0] += 5;
    }
    if (!strcmp(words[0], "easter") || !strcmp(words[0], "pascha")) {
        rule->kind = words[0][0] == 'e' ? HOLIDAY_EASTER : HOLIDAY_PASCHA;
        rule->nth = (int16_t)atoi(words[1]);
        at = 2;
    } else if (count > 3 && !strcmp(words[0], "hindu")) {
        list_hindu(days, atoi(words[1]), atoi(words[2]), words[3]);
        at = 4;
    } else if (count > 1 && !strcmp(words[0], "solar")) {
        list_solar(days, atof(words[1]), 1, 5.5);
        at = 2;
    } else if (count > 1 && !strcmp(words[0], "solar-term")) {
        list_solar(days, atof(words[1]), 0, 8);
        at = 2;
    } else if (count > 1 && !strcmp(words[0], "era")) {
        if (sscanf(words[1], "%d-%d-%d", &year, &month, &day) != 3) fail("no day", words[1]);
        for (int32_t d = civil(year, month, day) - 365 * 130; d < civil(LAST_YEAR + 1, 1, 1); d += 365)
            if (d >= civil(FIRST_YEAR, 1, 1)) push(days, d);
        at = 2;
    } else if (count > 1 && sscanf(words[1], "%d-%d", &month, &day) == 2 && words[0][0] > '9') {
        list_calendar(days, words[0], month, day);
        at = 2;
    } else if (sscanf(words[0], "%d-%d", &month, &day) == 2) {
        rule->kind = HOLIDAY_FIXED, rule->month = (uint8_t)month, rule->day = (uint8_t)day;
        at = 1;
    } else if (count > 2 && (rule->weekday = (uint8_t)weekday_named(words[1]))) {
        rule->kind = HOLIDAY_NTH, rule->month = (uint8_t)atoi(words[0]), rule->nth = (int16_t)atoi(words[2]);
        at = 3;
    } else fail("no such rule", words[0]);
    if (weekday) {
        if (rule->kind == HOLIDAY_FIXED) rule->kind = after ? HOLIDAY_ON_AFTER : HOLIDAY_ON_BEFORE;
        else if (rule->kind != HOLIDAY_LIST) fail("no weekday here", "");
        rule->weekday = (uint8_t)weekday;
        for (int i = 0; i < days->count; i++) {
            int to = (weekday - weekday_of(days->items[i]) + 7) % 7;
            days->items[i] += after || !to ? to : to - 7;
        }
    }
    for (; at < count; at++) {
        int moved = weekday_named(words[at]);
        if (moved) rule->moved[moved] = (int8_t)atoi(words[at] + 3);
        else if (words[at][0] == '+' || words[at][0] == '-') rule->shift = (int16_t)atoi(words[at]);
        else fail("no such change", words[at]);
    }
    for (int i = 0; i < days->count; i++) days->items[i] += rule->moved[weekday_of(days->items[i])] + rule->shift;
    if (rule->kind == HOLIDAY_LIST) memset(rule->moved, 0, sizeof rule->moved), rule->shift = 0;
}

int main(int argc, char **argv)
{
    static HolidayRule rules[MAX_RULES];
    static char keys[MAX_RULES][64];
    static char path[4096]; /* `source` points at it */
    char line[LINE];
    int count = 0;
    if (argc != 2) return fputs("usage: compile_holidays DATA-FOLDER\n", stderr), 2;
    snprintf(path, sizeof path, "%.4000s/holidays.tsv", argv[1]);
    source = path;
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), 1;
    puts("/* made by tools/compile_holidays.c from data/holidays.tsv and ICU */\n#include \"dates/holidays.h\"\n");
    for (line_number = 1; fgets(line, LINE, file); line_number++) {
        static Days days;
        line[strcspn(line, "\r\n")] = 0;
        char *tab = strchr(line, '\t');
        if (line[0] == '#' || !line[0]) continue;
        if (!tab) fail("two cells are wanted", line);
        if (count == MAX_RULES) fail("too many rules", line);
        *tab = 0;
        snprintf(keys[count], sizeof keys[count], "%.60s", line);
        read_rule(tab + 1, &rules[count], &days);
        rules[count].count = (uint16_t)days.count;
        if (days.count) {
            printf("static const int32_t days_%d[] = { /* %s */", count, keys[count]);
            for (int i = 0; i < days.count; i++) printf("%s%d,", i % 16 ? "" : "\n    ", days.items[i]);
            puts("\n};");
        }
        count++;
    }
    fclose(file);
    puts("const HolidayRule holiday_rules[] = {");
    for (int i = 0; i < count; i++) {
        const HolidayRule *r = &rules[i];
        printf("    {%u, %u, %u, %u, %d, %d, {0, %d, %d, %d, %d, %d, %d, %d}, ", r->kind, r->month, r->day, r->weekday,
               r->nth, r->shift, r->moved[1], r->moved[2], r->moved[3], r->moved[4], r->moved[5], r->moved[6],
               r->moved[7]);
        if (r->count) printf("days_%d, %u}, /* %s */\n", i, r->count, keys[i]);
        else printf("0, 0}, /* %s */\n", keys[i]);
    }
    printf("};\nconst unsigned holiday_rule_count = %d;\n", count);
    return 0;
}
