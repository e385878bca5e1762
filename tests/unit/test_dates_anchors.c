/*
** test_dates_anchors.c - what a text's own dates tell of the day it is from, and what may be counted from half an anchor
*/
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "dates/infer.h"

static Icu *icu;

/* `article | frame`: what stands behind the bar is of the page's frame. The anchor as YYYY or YYYY-MM with its rule; empty: none. */
static void expect_inferred(const char *tag, const char *text, const char *not_after, const char *wanted)
{
    Arena arena;
    Text segmented;
    DateList dates = {NULL, 0, 0};
    uint8_t outside[64] = {0};
    DateEvidence evidence = {&dates, outside, {0, -1, -1, -1, -1, -1, 0}};
    InferredAnchor inferred;
    char got[64] = "";
    const char *bar = strchr(text, '|');
    arena_init(&arena, 0);
    CHECK(text_segment(&arena, icu, text, strlen(text), language_find(tag, strlen(tag)), &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, NULL, PREFER_DEFAULT, &dates) == STATUS_OK);
    CHECK(dates.count <= 64);
    for (size_t i = 0; i < dates.count && i < 64; i++) outside[i] = bar && text + dates.items[i].start > bar;
    if (*not_after) CHECK(dates_read_anchor(not_after, strlen(not_after), &evidence.not_after));
    dates_infer_anchor(&evidence, &inferred);
    CHECK(!inferred.rule == !inferred.anchor.year);
    CHECK(inferred.anchor.inferred == inferred.score && inferred.score >= 0 && inferred.score < 1);
    if (inferred.rule)
        snprintf(got, sizeof got, inferred.anchor.month > 0 ? "%04d-%02d %s" : "%04d%.0d %s", inferred.anchor.year,
                 inferred.anchor.month > 0 ? inferred.anchor.month : 0, inferred.rule);
    CHECK_TEXT(got, wanted);
    arena_clear(&arena);
}

static void test_weekdays(void)
{
    /* 14 May is a Tuesday in 2013, 2019, 2024, 2030 */
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed.", "", "");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. It was built on 3 April 2019.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. It was built on 3 April 1961.", "", "");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. It was opened in 2023.", "",
                    "2024-05 calendar:weekday");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. Plans of 2013 and 2019 came to nothing.", "", "");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed.", "2021-08-01", "2019-05 calendar:modified");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed.", "2026", "2024-05 calendar:modified");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed.", "2000-01-01", "1996-05 calendar:modified");
    /* the frame bounds, and is never the anchor itself */
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. | Latest: 2 March 2022, 9 March 2022", "",
                    "2019-05 calendar:frame");
    expect_inferred("en", "The bridge was closed this year. | Latest: 2 March 2022, 9 March 2022, 11 March 2022", "",
                    "");
    expect_inferred("en", "The bridge was opened on 3 April 1961. On Tuesday, 14 May, it was closed. | 2 March 2022",
                    "", "");
    /* several such days: the calendars of all */
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. On Sunday, 19 May, it was opened. | 2 March 2022",
                    "", "2019-05 calendar:frame");
    expect_inferred("en", "On Tuesday, 14 May, the bridge was closed. On Monday, 19 May, it was opened. | 2 March 2022",
                    "", "");
    /* the week after the day is in two months, or in two years */
    expect_inferred("en", "On Wednesday, 29 May, the bridge was closed. It was opened on 3 April 2019.", "",
                    "2019 calendar:weekday");
    expect_inferred("ru", "Во вторник, 14 мая, мост закрыли. Его построили 3 апреля 2019 года.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("de", "Am Dienstag, 14. Mai, wurde die Brücke geschlossen. Gebaut wurde sie am 3. April 2019.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("ko", "5월 14일(화) 다리가 폐쇄됐다. 다리는 2019년 4월 3일 개통했다.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("ko", "5월 19일(일) 다리가 폐쇄됐다. 다리는 2019년 4월 3일 개통했다.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("ja", "5月13日（月）、橋が閉鎖された。橋は2019年4月3日に開通した。", "",
                    "2019-05 calendar:weekday");
    expect_inferred("zh", "5月14日（星期二），大桥关闭。大桥于2019年4月3日开通。", "", "2019-05 calendar:weekday");
    expect_inferred("en", "On 14 May (Tuesday) the bridge was closed. It was built on 3 April 2019.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("ko", "5월 14일 화요일 다리가 폐쇄됐다. 다리는 2019년 4월 3일 개통했다.", "",
                    "2019-05 calendar:weekday");
    expect_inferred("zh", "5月14日星期二，大桥关闭。大桥于2019年4月3日开通。", "", "2019-05 calendar:weekday");
}

static void test_years(void)
{
    expect_inferred("en", "Work began on 3 April 2019, stopped on 2 May 2019 and was over by 9 June 2019.", "",
                    "2019 calendar:year");
    expect_inferred("en", "Work began on 3 April 2019.", "", "");
    expect_inferred("en", "It began on 3 April 1958, on 2 May 1958 and 9 June 1958; it was repaired in May 2004.", "",
                    "");
    expect_inferred("en", "", "", "");
}

/* Only what half an anchor supports. */
static void expect_value(const char *anchor, double inferred, const char *text, const char *wanted)
{
    Arena arena;
    Text segmented;
    DateList dates = {NULL, 0, 0};
    DateAnchor given;
    char got[128] = "";
    arena_init(&arena, 0);
    CHECK(dates_read_anchor(anchor, strlen(anchor), &given));
    given.inferred = inferred;
    CHECK(text_segment(&arena, icu, text, strlen(text), LANGUAGE_EN, &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, &given, PREFER_DEFAULT, &dates) == STATUS_OK);
    CHECK(dates.count == 1);
    if (dates.count)
        snprintf(got, sizeof got, "%s %s", dates.items[0].value, dates.items[0].first ? dates.items[0].anchor : "-");
    CHECK_TEXT(got, wanted);
    arena_clear(&arena);
}

static void test_half_anchors(void)
{
    expect_value("2019", 0, "It was closed this year.", "2019 given");
    expect_value("2019", 0, "It was closed on July 27.", "2019-07-27 given");
    expect_value("2019", 0, "It was closed in October.", "2019-10 given");
    expect_value("2019", 0, "It was closed two weeks ago.", "XXXX-WXX -");
    expect_value("2019", 0, "It was closed two months ago.", "XXXX-XX -");
    expect_value("2019", 0, "It was closed three years ago.", "2016 given");
    expect_value("2019", 0, "It was closed last weekend.", "XXXX-WXX-WE -");
    expect_value("2019", 0, "It was closed yesterday.", "XXXX-XX-XX -");
    expect_value("2019", 0, "It was closed on Tuesday.", "XXXX-WXX-2 -");
    expect_value("2019", 0, "It was closed last month.", "XXXX-XX -");
    expect_value("2019-05", 0, "It was closed last month.", "2019-04 given");
    expect_value("2019-05", 0, "It was closed this week.", "XXXX-WXX -");
    expect_value("2019-05", 0, "It was closed two months ago.", "2019-03 given");
    expect_value("2019", 0.5, "It was closed this year.", "2019 inferred");
    expect_value("2019", 0.5, "It was closed on 3 May 2018.", "2018-05-03 none");
    expect_value("2019-05-14", 0.5, "It was closed yesterday.", "2019-05-13 inferred");
}

int main(void)
{
    icu = icu_open();
    test_weekdays();
    test_years();
    test_half_anchors();
    icu_close(icu);
    return check_end();
}
