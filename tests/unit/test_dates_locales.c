/*
** test_dates_locales.c - dates in languages that the locales alone know, and in other calendars
*/
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "dates/calendar.h"
#include "dates/calendars.h"
#include "dates/dates.h"

static Icu *icu;

/* The findings of `text`, as "expression = value rule". */
static void expect(const char *tag, const char *text, const char *wanted)
{
    Arena arena;
    Text segmented;
    DateAnchor anchor;
    DateList list = {NULL, 0, 0};
    char got[2048] = "";
    size_t n = 0;
    arena_init(&arena, 0);
    CHECK(dates_read_anchor("2024-06-15", 10, &anchor)); /* a Saturday */
    CHECK(text_segment(&arena, icu, text, strlen(text), language_find(tag, strlen(tag)), &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, &anchor, PREFER_DEFAULT, &list) == STATUS_OK);
    for (size_t i = 0; i < list.count && n + 1 < sizeof got; i++)
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s = %s %s", i ? " | " : "", (int)list.items[i].length,
                              text + list.items[i].start, list.items[i].value, list.items[i].rule);
    CHECK_TEXT(got, wanted);
    arena_clear(&arena);
}

static void test_languages(void)
{
    /* the direction before the count, behind it, on both sides, and inside the unit's word */
    expect("is", "fyrir 4 dögum", "fyrir 4 dögum = 2024-06-11 offset");
    expect("fi", "7 vuotta sitten", "7 vuotta sitten = 2017 offset");
    expect("lv", "pirms 2 nedēļām", "pirms 2 nedēļām = 2024-W22 offset");
    expect("te", "3 రోజుల క్రితం", "3 రోజుల క్రితం = 2024-06-12 offset");
    expect("kn", "5 ದಿನಗಳಲ್ಲಿ", "5 ದಿನಗಳಲ್ಲಿ = 2024-06-20 offset");
    /* the unit before its count */
    expect("sw", "miaka 6 iliyopita", "miaka 6 iliyopita = 2018 offset");
    expect("sw", "baada ya siku 9", "baada ya siku 9 = 2024-06-24 offset");
    /* one word for a count */
    expect("ar", "قبل شهرين", "قبل شهرين = 2024-04 offset");
    /* yesterday and next month */
    expect("mt", "lbieraħ", "lbieraħ = 2024-06-14 deixis");
    expect("gl", "onte", "onte = 2024-06-14 deixis");
    expect("ta", "அடுத்த மாதம்", "அடுத்த மாதம் = 2024-07 deixis");
    /* names in all contexts, literal words of patterns */
    expect("sk", "16. novembra 2023", "16. novembra 2023 = 2023-11-16 day-month");
    expect("gl", "16 de novembro de 2023", "16 de novembro de 2023 = 2023-11-16 day-month");
    expect("cy", "3 Gorffennaf 1998", "3 Gorffennaf 1998 = 1998-07-03 day-month");
    /* digits of every script */
    expect("my", "၂၀၂၃-၁၁-၁၆", "၂၀၂၃-၁၁-၁၆ = 2023-11-16 iso");
    expect("ne", "१६/११/२०२३", "१६/११/२०२३ = 2023-11-16 numeric");
    /* the fallback by tag, and a language that is not known */
    expect("pt-BR", "ontem", "ontem = 2024-06-14 deixis");
    expect("und", "2023-11-16", "2023-11-16 = 2023-11-16 iso");
}

static void test_eras(void)
{
    expect("th", "16 พฤศจิกายน พ.ศ. 2566", "16 พฤศจิกายน พ.ศ. 2566 = 2023-11-16 buddhist");
    expect("th", "17 ธันวาคม 2560", "17 ธันวาคม 2560 = 2017-12-17 buddhist");
    expect("en", "the year 2566 B.E.", "the year 2566 B.E. = 2023 buddhist");
    expect("en", "3 Shawwal 1446 AH", "3 Shawwal 1446 AH = 2025-04-02 hijri");
    expect("en", "since 1444 AH", "1444 AH = 2022-07-30/2023-07-18 hijri");
    expect("en", "during Ramadan 2023", "2023 = 2023 year"); /* no Hijri year */
    expect("fa", "۱۲ بهمن ۱۳۵۷", "۱۲ بهمن ۱۳۵۷ = 1979-02-01 solar-hijri");
    expect("fa", "۱۴۰۲/۰۸/۲۵", "۱۴۰۲/۰۸/۲۵ = 2023-11-16 solar-hijri");
    expect("ja", "平成31年4月30日", "平成31年4月30日 = 2019-04-30 japanese-era");
    expect("ja", "昭和64年", "昭和64年 = 1989 japanese-era");
    expect("ja", "令和元年", "令和元年 = 2019 japanese-era");
    expect("zh-Hant", "民國113年5月20日", "民國113年5月20日 = 2024-05-20 minguo");
    expect("ko", "단기 4357년", "단기 4357년 = 2024 dangi");
    expect("ko", "주체 112년", "주체 112년 = 2023 juche");
}

/* The Kazakh table in its other scripts, the Uzbek one in Cyrillic. */
static void test_scripts(void)
{
    expect("kk-Latn", "2023 jylğy 16 qaraşada", "2023 jylğy 16 qaraşada = 2023-11-16 day-month");
    expect("kk-Latn", "ótken jyly", "ótken jyly = 2023 relative");
    expect("kk-Arab", "ٴۇش كۇن بۇرىن", "ٴۇش كۇن بۇرىن = 2024-06-12 offset");
    expect("uz-Cyrl", "икки кун олдин", "икки кун олдин = 2024-06-13 offset");
}

/* Words around dates, from the hand-made tables. */
static void test_words(void)
{
    expect("it", "negli ultimi tre mesi", "ultimi tre mesi = P3M span");
    expect("pt", "na próxima sexta-feira", "próxima sexta-feira = 2024-06-21 relative");
    expect("pt", "na proxima semana", "proxima semana = 2024-W25 deixis"); /* without its mark */
    expect("pl", "w zeszłym roku", "w zeszłym roku = 2023 deixis");
    expect("sv", "i förrgår", "i förrgår = 2024-06-13 deixis");
    expect("el", "πέρσι", "πέρσι = 2023 deixis");
    expect("vi", "ngày 16 tháng 11 năm 2023", "ngày 16 tháng 11 năm 2023 = 2023-11-16 day-month");
    expect("hu", "2023. november 16-án", "2023. november 16-án = 2023-11-16 month-day");
    expect("fi", "16. marraskuuta 2023", "16. marraskuuta 2023 = 2023-11-16 day-month");
}

static void expect_day(LexCalendar calendar, int year, int month, int day, const char *wanted)
{
    int32_t first = 0, last = 0;
    char got[32];
    CHECK(calendars_range(calendar, year, month, day, &first, &last));
    CalendarDay d = calendar_day(first);
    snprintf(got, sizeof got, "%04d-%02d-%02d+%d", d.year, d.month, d.day, (int)(last - first));
    CHECK_TEXT(got, wanted);
}

static void test_calendars(void)
{
    int32_t first, last;
    expect_day(CALENDAR_PERSIAN, 1399, 12, 30, "2021-03-20+1"); /* leap */
    expect_day(CALENDAR_PERSIAN, 1403, 0, 0, "2024-03-20+366");
    expect_day(CALENDAR_PERSIAN, 1404, 1, 1, "2025-03-21+1");
    CHECK(!calendars_range(CALENDAR_PERSIAN, 1402, 12, 30, &first, &last));
    expect_day(CALENDAR_HIJRI, 1, 1, 1, "0622-07-19+1"); /* 16 July in the Julian calendar */
    expect_day(CALENDAR_HIJRI, 1445, 9, 0, "2024-03-11+30");
    expect_day(CALENDAR_HEBREW, 5784, 1, 1, "2023-09-16+1");
    expect_day(CALENDAR_HEBREW, 5784, 0, 0, "2023-09-16+383");
    expect_day(CALENDAR_HEBREW, 5807, 1, 1, "2046-10-01+1");
    CHECK(!calendars_range(CALENDAR_HEBREW, 5783, 6, 1, &first, &last)); /* no leap year, no Adar I */
    CHECK(calendars_year(CALENDAR_HEISEI, 31) == 2019 && !calendars_year(CALENDAR_HEISEI, 32));
    CHECK(!calendars_year(CALENDAR_DANGI, 2000)); /* before our era */
}

int main(void)
{
    icu = icu_open();
    test_languages();
    test_eras();
    test_scripts();
    test_words();
    test_calendars();
    icu_close(icu);
    return check_end();
}
