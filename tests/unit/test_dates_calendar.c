/*
** test_dates_calendar.c - holidays by rule, the nth of anything, counts from another day, ranges that share their month
**
** Expected days: the printed calendars of those years.
*/
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "dates/calendar.h"
#include "dates/dates.h"
#include "dates/holidays.h"

static Icu *icu;

/* The first mention as `first..last`, or its value where it has no range. */
static void expect(const char *tag, const char *anchor, DatePrefer prefer, const char *text, const char *wanted)
{
    Arena arena;
    Text segmented;
    DateAnchor at;
    DateList dates = {NULL, 0, 0};
    char got[128] = "";
    arena_init(&arena, 0);
    CHECK(dates_read_anchor(anchor, strlen(anchor), &at));
    CHECK(text_segment(&arena, icu, text, strlen(text), language_find(tag, strlen(tag)), &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, &at, prefer, &dates) == STATUS_OK);
    if (dates.count && dates.items[0].first)
        snprintf(got, sizeof got, "%s..%s", dates.items[0].first, dates.items[0].last);
    else if (dates.count) snprintf(got, sizeof got, "%s", dates.items[0].value);
    CHECK_TEXT(got, wanted);
    if (strcmp(got, wanted)) printf("    %s: %s\n", tag, text);
    arena_clear(&arena);
}

static void day(const char *tag, const char *text, const char *wanted)
{
    char range[32];
    int y, m, d;
    CHECK(sscanf(wanted, "%d-%d-%d", &y, &m, &d) == 3);
    CalendarDay next = calendar_day(calendar_number(y, m, d) + 1);
    snprintf(range, sizeof range, "%s..%04d-%02d-%02d", wanted, next.year, next.month, next.day);
    expect(tag, "2024-06-15", PREFER_FUTURE, text, range); /* a Saturday */
}

static void test_holidays(void)
{
    day("en", "Easter 1961", "1961-04-02");
    day("en", "Orthodox Easter 2024", "2024-05-05");
    day("en", "Ash Wednesday 2023", "2023-02-22");
    day("en", "Martin Luther King Day 2022", "2022-01-17");
    day("en", "Black Friday 2021", "2021-11-26");
    day("en", "Election Day 2016", "2016-11-08");
    day("en", "Lunar New Year in 2021", "2021-02-12");
    day("en", "Diwali 2023", "2023-11-12");
    day("en", "Holi 2022", "2022-03-18");
    day("en", "Ganesh Chaturthi 2021", "2021-09-10");
    day("en", "Laylat al-Qadr 2015", "2015-07-14");
    day("en", "Eid al-Adha 2020", "2020-07-31");
    day("en", "Rosh Hashanah 2020", "2020-09-18"); /* the evening on which it begins */
    day("en", "Hanukkah 2016", "2016-12-24");
    day("de", "Christi Himmelfahrt 2019", "2019-05-30");
    day("de", "Fronleichnam 2022", "2022-06-16");
    day("de", "Karsamstag 2020", "2020-04-11");
    day("fr", "lundi de Pentecôte 2021", "2021-05-24");
    day("es", "Jueves Santo de 2017", "2017-04-13");
    day("ru", "Пасха 2021 года", "2021-05-02");
    day("zh", "2020年端午节", "2020-06-25");
    day("zh", "2019年清明节", "2019-04-05");
    day("ko", "2022년 추석", "2022-09-10");
    day("ja", "2023年 成人の日", "2023-01-09");
    day("tr", "Cumhuriyet Bayramı", "2024-10-29");
    day("en", "three days before Christmas", "2024-12-22");
    day("en", "Thanksgiving in two years", "2026-11-26");
    day("en", "last Easter", "2024-03-31");
    expect("en", "2024-06-15", PREFER_DEFAULT, "met on Trinity Street with Carnival", "");
}

/* A lunar year is shorter than ours: twice Eid al-Fitr in 2000, and every rule gives days of its year only. */
static void test_rules(void)
{
    int twice = 0;
    for (unsigned rule = 0; rule < holiday_rule_count; rule++)
        for (int year = 1890; year <= 2110; year++) {
            int32_t days[HOLIDAY_MOST];
            int count = holiday_days(rule, year, days), ok = count >= 0 && count <= HOLIDAY_MOST;
            for (int i = 0; i < count; i++) ok &= calendar_day(days[i]).year == year || holiday_rules[rule].shift;
            twice += year == 2000 && count == 2;
            CHECK(ok);
        }
    CHECK(twice >= 1);
}

static void test_nth(void)
{
    day("en", "the second Sunday of August 2020", "2020-08-09");
    day("en", "the last day of February 2024", "2024-02-29");
    day("en", "the fourth last day of June 2021", "2021-06-27");
    day("de", "dritter Montag im Mai 2022", "2022-05-16");
    day("ru", "последний четверг ноября 2023 года", "2023-11-30");
    day("fr", "le premier dimanche de mars 2021", "2021-03-07");
    day("en", "3 Mondays from now", "2024-07-01");
    day("en", "two Saturdays ago", "2024-06-01");
    day("en", "the 20th of next month", "2024-07-20");
    day("en", "Wednesday in three weeks", "2024-07-10");
    day("en", "the second Friday after Easter 2023", "2023-04-21");
    expect("en", "2024-06-15", PREFER_DEFAULT, "the last week of 2021", "2021-12-20..2021-12-27");
    expect("en", "2024-06-15", PREFER_DEFAULT, "week 7 of 2022", "2022-02-14..2022-02-21");
    expect("en", "2024-06-15", PREFER_DEFAULT, "the fourth month of 2019", "2019-04-01..2019-05-01");
    expect("en", "2024-06-15", PREFER_DEFAULT, "the week of 9 October 2019", "2019-10-07..2019-10-14");
}

static void test_ranges(void)
{
    expect("en", "2024-06-15", PREFER_DEFAULT, "from the 3rd to the 9th of August 2022", "2022-08-03..2022-08-10");
    expect("fr", "2024-06-15", PREFER_DEFAULT, "du jeudi 4 au lundi 8 mai 2023", "2023-05-04..2023-05-09");
    expect("de", "2024-06-15", PREFER_DEFAULT, "vom 28.02. bis 03.03.2021", "2021-02-28..2021-03-04");
    expect("de", "2024-06-15", PREFER_DEFAULT, "5. - 8.11.2020", "2020-11-05..2020-11-09");
    expect("en", "2024-06-15", PREFER_DEFAULT, "the next four days", "2024-06-16..2024-06-20");
    expect("en", "2024-06-15", PREFER_FUTURE, "the next two months", "2024-07-01..2024-09-01");
    expect("en", "2024-06-15", PREFER_DEFAULT, "the past six days", "2024-06-09..2024-06-15");
    expect("en", "2024-06-15", PREFER_DEFAULT, "late October 2020", "2020-10-21..2020-11-01");
    expect("en", "2024-06-15", PREFER_DEFAULT, "winter 2020", "2020-12-21..2021-03-20");
}

int main(void)
{
    icu = icu_open();
    test_holidays();
    test_rules();
    test_nth();
    test_ranges();
    icu_close(icu);
    return check_end();
}
