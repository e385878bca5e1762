/*
** test_dates.c - temporal expressions: a table of texts with what has to be found, guards, impossible dates, anchors, the calendar, and bad input
*/
#include "check.h"
#include <stdlib.h>
#include "base/icu.h"
#include "base/memory.h"
#include "dates/calendar.h"
#include "dates/dates.h"

static Icu *icu;

/* What was found, written as the table below does. */
static void describe(const char *text, size_t length, const char *tag, const char *anchor, char *out, size_t size)
{
    Arena arena;
    arena_init(&arena, 0);
    Text segmented;
    DateAnchor given;
    DateList list = {NULL, 0, 0};
    int has_anchor = *anchor && dates_read_anchor(anchor, strlen(anchor), &given);
    CHECK(has_anchor == (*anchor != 0));
    CHECK(text_segment(&arena, icu, text, length, language_find(tag, strlen(tag)), &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, has_anchor ? &given : NULL, PREFER_DEFAULT, &list) == STATUS_OK);
    size_t n = 0;
    *out = 0;
    for (size_t i = 0; i < list.count && n + 1 < size; i++) {
        const DateMention *m = &list.items[i];
        n += (size_t)snprintf(out + n, size - n, "%s%.*s = %s %s", i ? " | " : "", (int)m->length, text + m->start,
                              dates_type_name((DateType)m->type), m->value);
        if (m->first && n < size) n += (size_t)snprintf(out + n, size - n, " [%s, %s)", m->first, m->last);
    }
    arena_clear(&arena);
}

static const struct {
    const char *tag, *anchor, *text, *found;
} expressions[] = {
    {"en", "2024-06-15", "He was born on 16 November 2023.",
     "16 November 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"en", "2024-06-15", "It happened on November 16, 2023, in Almaty.",
     "November 16, 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"en", "2024-06-15", "the 16th of November, 2023",
     "the 16th of November, 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"en", "2024-06-15", "Published 2023-11-16T08:47:03 by staff",
     "2023-11-16T08:47:03 = TIME 2023-11-16T08:47:03 [2023-11-16T08:47:03, 2023-11-16T08:47:04)"},
    {"en", "2024-06-15", "16.11.2023 08:47 2406",
     "16.11.2023 08:47 = TIME 2023-11-16T08:47 [2023-11-16T08:47:00, 2023-11-16T08:48:00)"},
    {"en", "2024-06-15", "on 03/04/2023 and 25/04/2023",
     "03/04/2023 = DATE 2023-04-03 [2023-04-03, 2023-04-04) | 25/04/2023 = DATE 2023-04-25 [2023-04-25, 2023-04-26)"},
    {"en", "2024-06-15", "on 03/04/2023", "03/04/2023 = DATE 2023-03-04 [2023-03-04, 2023-03-05)"},
    {"en", "2024-06-15", "2023/11/16", "2023/11/16 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"en", "2024-06-15", "signed in June 2024 after", "June 2024 = DATE 2024-06 [2024-06-01, 2024-07-01)"},
    {"en", "2024-06-15", "In 1998 the law changed.", "1998 = DATE 1998 [1998-01-01, 1999-01-01)"},
    {"en", "2024-06-15", "Kestrel 1740 and ZX81 and 2,000 students and 4.81", ""},
    {"en", "2024-06-15", "$1998 or 1998% or 1998 km", ""},
    {"en", "2024-06-15", "Tel. 555-1998, version 3.11.2, score 3:2, ratio 1/2", ""},
    {"en", "2024-06-15", "He will march in may with the sun", ""},
    {"en", "2024-06-15", "yesterday, today and tomorrow",
     "yesterday = DATE 2024-06-14 [2024-06-14, 2024-06-15) | today = DATE 2024-06-15 [2024-06-15, 2024-06-16) | "
     "tomorrow = DATE 2024-06-16 [2024-06-16, 2024-06-17)"},
    {"en", "2024-06-15", "The talks were held last Wednesday.",
     "last Wednesday = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"en", "2024-06-15", "They will meet on Wednesday.", "Wednesday = DATE 2024-06-19 [2024-06-19, 2024-06-20)"},
    {"en", "2024-06-15", "They met on Wednesday.", "Wednesday = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"en", "2024-06-15", "last week, this month, next year",
     "last week = DATE 2024-W23 [2024-06-03, 2024-06-10) | this month = DATE 2024-06 [2024-06-01, 2024-07-01) | next "
     "year = DATE 2025 [2025-01-01, 2026-01-01)"},
    {"en", "2024-06-15", "two weeks ago", "two weeks ago = DATE 2024-W22 [2024-06-01, 2024-06-02)"},
    {"en", "2024-06-15", "three years later", "three years later = DATE 2027 [2027-06-15, 2027-06-16)"},
    {"en", "2024-06-15", "for 27 years of work over the past three decades",
     "27 years = DURATION P27Y | the past three decades = DURATION P3DE [1994-06-15, 2024-06-15)"},
    {"en", "2024-06-15", "during the past 13 years", "the past 13 years = DURATION P13Y [2011-06-15, 2024-06-15)"},
    {"en", "2024-06-15", "the next few days", "the next few days = DURATION PXD"},
    {"en", "2024-06-15", "recent years", "recent years = DURATION PXY"},
    {"en", "2024-06-15", "a two-day visit", "two-day = DURATION P2D"},
    {"en", "2024-06-15", "half an hour and two and a half years",
     "half an hour = DURATION PT30M | two and a half years = DURATION P2Y6M"},
    {"en", "2024-06-15", "in the 1990s, the nineties and the '80s",
     "the 1990s = DATE 199 [1990-01-01, 2000-01-01) | the nineties = DATE 199 [1990-01-01, 2000-01-01) | the '80s = "
     "DATE 198 [1980-01-01, 1990-01-01)"},
    {"en", "2024-06-15", "the 19th century", "the 19th century = DATE 18 [1800-01-01, 1900-01-01)"},
    {"en", "2024-06-15", "the third quarter of 2023",
     "the third quarter of 2023 = DATE 2023-Q3 [2023-07-01, 2023-10-01)"},
    {"en", "2024-06-15", "in the first half of 2023", "the first half of 2023 = DATE 2023-H1 [2023-01-01, 2023-07-01)"},
    {"en", "2024-06-15", "Q3 2023", "Q3 = DATE 2023-Q3 [2023-07-01, 2023-10-01)"},
    {"en", "2024-06-15", "last summer", "last summer = DATE 2023-SU [2023-06-21, 2023-09-23)"},
    {"en", "2024-06-15", "the summer of 1998", "the summer of 1998 = DATE 1998-SU [1998-06-21, 1998-09-23)"},
    {"en", "2024-06-15", "early 2023, mid-1998 and the end of May",
     "early 2023 = DATE 2023 [2023-01-01, 2023-05-01) | mid-1998 = DATE 1998 [1998-05-01, 1998-09-01) | the end of May "
     "= DATE 2024-05 [2024-05-21, 2024-06-01)"},
    {"en", "2024-06-15", "yesterday morning",
     "yesterday morning = TIME 2024-06-14TMO [2024-06-14T06:00:00, 2024-06-14T12:00:00)"},
    {"en", "2024-06-15", "last night", "last night = TIME 2024-06-14TNI [2024-06-14T20:00:00, 2024-06-15T00:00:00)"},
    {"en", "2024-06-15", "at 5 p.m. on Friday",
     "5 p.m. on Friday = TIME 2024-06-14T17:00 [2024-06-14T17:00:00, 2024-06-14T18:00:00)"},
    {"en", "2024-06-15", "Friday at 14:30",
     "Friday at 14:30 = TIME 2024-06-14T14:30 [2024-06-14T14:30:00, 2024-06-14T14:31:00)"},
    {"en", "2024-06-15", "at noon", "noon = TIME 2024-06-15T12:00 [2024-06-15T12:00:00, 2024-06-15T12:01:00)"},
    {"en", "2024-06-15", "May 5-9, 2023", "May 5-9, 2023 = DATE 2023-05-05/2023-05-09 [2023-05-05, 2023-05-10)"},
    {"en", "2024-06-15", "5-9 May 2023", "5-9 May 2023 = DATE 2023-05-05/2023-05-09 [2023-05-05, 2023-05-10)"},
    {"en", "2024-06-15", "2018-2020", "2018-2020 = DATE 2018/2020 [2018-01-01, 2021-01-01)"},
    {"en", "2024-06-15", "every Friday", "every Friday = SET XXXX-WXX-5"},
    {"en", "2024-06-15", "annually", "annually = SET P1Y"},
    {"en", "2024-06-15", "twice a week", ""},
    {"en", "2024-06-15", "every two years", "every two years = SET P2Y"},
    {"en", "2024-06-15", "now and recently and soon",
     "now = DATE PRESENT_REF [2024-06-15, 2024-06-16) | recently = DATE PAST_REF | soon = DATE FUTURE_REF"},
    {"en", "2024-06-15", "At present", "At present = DATE PRESENT_REF [2024-06-15, 2024-06-16)"},
    {"en", "2024-06-15", "twenty-four agreements, nineteen ninety-eight",
     "nineteen ninety-eight = DATE 1998 [1998-01-01, 1999-01-01)"},
    {"en", "2024-06-15", "in two thousand and one", "two thousand and one = DATE 2001 [2001-01-01, 2002-01-01)"},
    {"en", "2024-06-15", "the third Tuesday of September 2014",
     "the third Tuesday of September 2014 = DATE 2014-09-16 [2014-09-16, 2014-09-17)"},
    {"en", "2024-06-15", "Easter 2018", "Easter 2018 = DATE 2018-04-01 [2018-04-01, 2018-04-02)"},
    {"en", "2024-06-15", "Thanksgiving", "Thanksgiving = DATE 2023-11-23 [2023-11-23, 2023-11-24)"},
    {"en", "2024-06-15", "two days after 5 May 2023",
     "two days after 5 May 2023 = DATE 2023-05-07 [2023-05-07, 2023-05-08)"},
    {"en", "2024-06-15", "31 February 2023 and 25:61", ""},
    {"en", "2024-06-15", "9th Nordic-Baltic Week and 1st anniversary", ""},
    {"en", "2024-06-15", "Friday, 14 June", "Friday, 14 June = DATE 2024-06-14 [2024-06-14, 2024-06-15)"},
    {"en", "2021-07-05", "Last Wednesday (30 June), the Ministry",
     "Last Wednesday (30 June) = DATE 2021-06-30 [2021-06-30, 2021-07-01)"},
    {"en", "", "Last Wednesday (30 June), the Ministry", "Last Wednesday (30 June) = DATE XXXX-06-30"},
    {"en", "", "July 27", "July 27 = DATE XXXX-07-27"},
    {"en", "", "yesterday and last year and two years ago",
     "yesterday = DATE XXXX-XX-XX | last year = DATE XXXX | two years ago = DATE XXXX"},
    {"en", "", "Wednesday, 30 June ... signed on 1 July 2021",
     "Wednesday, 30 June = DATE 2021-06-30 [2021-06-30, 2021-07-01) | 1 July 2021 = DATE 2021-07-01 [2021-07-01, "
     "2021-07-02)"},
    {"en", "2024", "yesterday and last year",
     "yesterday = DATE XXXX-XX-XX | last year = DATE 2023 [2023-01-01, 2024-01-01)"},
    {"en", "2024-06", "last month and yesterday",
     "last month = DATE 2024-05 [2024-05-01, 2024-06-01) | yesterday = DATE XXXX-XX-XX"},
    {"en", "2024-06-15", "the year 2000 and '98", "the year 2000 = DATE 2000 [2000-01-01, 2001-01-01)"},
    {"en", "2024-06-15", "a year and two months ago",
     "a year and two months ago = DATE 2023-04 [2023-04-15, 2023-04-16)"},
    {"en", "2024-06-15", "10 o'clock", "10 o'clock = TIME 2024-06-15T10:00 [2024-06-15T10:00:00, 2024-06-15T11:00:00)"},
    {"en", "2024-06-15", "from 9 a.m. to 5 p.m.",
     "9 a.m. to 5 p.m. = TIME 2024-06-15T09:00/2024-06-15T17:00 [2024-06-15T09:00:00, 2024-06-15T17:00:00)"},
    {"en", "2024-06-15", "between 1985 and 1987", "1985 and 1987 = DATE 1985/1987 [1985-01-01, 1988-01-01)"},
    {"en", "2024-06-15", "weekend plans for the weekend", "the weekend = DATE 2024-W24-WE [2024-06-15, 2024-06-17)"},
    {"en", "2024-06-15", "more than two years and up to 90 days",
     "more than two years = DURATION P2Y | up to 90 days = DURATION P90D"},
    {"en", "2024-06-15", "Jan. 5, Sept. 9, 2021",
     "Jan. 5 = DATE 2024-01-05 [2024-01-05, 2024-01-06) | Sept. 9, 2021 = DATE 2021-09-09 [2021-09-09, 2021-09-10)"},
    {"en", "2024-06-15", "Sat, 5 May 2018", "Sat, 5 May 2018 = DATE 2018-05-05 [2018-05-05, 2018-05-06)"},
    {"en", "2024-12-28", "on Jan. 3", "Jan. 3 = DATE 2025-01-03 [2025-01-03, 2025-01-04)"},
    {"en", "2024-06-15", "37 years old", ""},
    {"ru", "2024-06-15", "16 ноября 2023 года", "16 ноября 2023 года = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"ru", "2024-06-15", "в прошлую среду", "прошлую среду = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"ru", "2024-06-15", "в ноябре", "ноябре = DATE 2023-11 [2023-11-01, 2023-12-01)"},
    {"ru", "2024-06-15", "вчера вечером",
     "вчера вечером = TIME 2024-06-14TEV [2024-06-14T18:00:00, 2024-06-15T00:00:00)"},
    {"ru", "2024-06-15", "в 2023 году и в 1990-х годах",
     "2023 году = DATE 2023 [2023-01-01, 2024-01-01) | 1990-х годах = DATE 199 [1990-01-01, 2000-01-01)"},
    {"ru", "2024-06-15", "два года назад, через 3 дня",
     "два года назад = DATE 2022 [2022-06-15, 2022-06-16) | через 3 дня = DATE 2024-06-18 [2024-06-18, 2024-06-19)"},
    {"ru", "2024-06-15", "за последние пять лет", "последние пять лет = DURATION P5Y [2019-06-15, 2024-06-15)"},
    {"ru", "2024-06-15", "с 5 по 9 мая", "5 по 9 мая = DATE 2024-05-05/2024-05-09 [2024-05-05, 2024-05-10)"},
    {"ru", "2024-06-15", "на прошлой неделе, в следующем году",
     "прошлой неделе = DATE 2024-W23 [2024-06-03, 2024-06-10) | следующем году = DATE 2025 [2025-01-01, 2026-01-01)"},
    {"ru", "2024-06-15", "16.11.2023", "16.11.2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"ru", "2024-06-15", "в 14:30", "14:30 = TIME 2024-06-15T14:30 [2024-06-15T14:30:00, 2024-06-15T14:31:00)"},
    {"ru", "2024-06-15", "каждый год, ежегодно", "каждый год = SET P1Y | ежегодно = SET P1Y"},
    {"ru", "2024-06-15", "в начале 2023 года", "начале 2023 года = DATE 2023 [2023-01-01, 2023-05-01)"},
    {"ru", "2024-06-15", "в XX веке", "XX веке = DATE 19 [1900-01-01, 2000-01-01)"},
    {"ru", "2024-06-15", "во втором квартале 2023 года",
     "втором квартале 2023 года = DATE 2023-Q2 [2023-04-01, 2023-07-01)"},
    {"kk", "2024-06-15", "2023 жылғы 16 қарашада", "2023 жылғы 16 қарашада = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"kk", "2024-06-15", "16 қараша 2023 жыл", "16 қараша 2023 жыл = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"kk", "2024-06-15", "2023 жылы", "2023 жылы = DATE 2023 [2023-01-01, 2024-01-01)"},
    {"kk", "2024-06-15", "өткен сәрсенбіде", "өткен сәрсенбіде = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"kk", "2024-06-15", "биыл, былтыр, бүгін, кеше",
     "биыл = DATE 2024 [2024-01-01, 2025-01-01) | былтыр = DATE 2023 [2023-01-01, 2024-01-01) | бүгін = DATE "
     "2024-06-15 [2024-06-15, 2024-06-16) | кеше = DATE 2024-06-14 [2024-06-14, 2024-06-15)"},
    {"kk", "2024-06-15", "3 күн бұрын", "3 күн бұрын = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"kk", "2024-06-15", "соңғы 5 жылда", "соңғы 5 жылда = DURATION P5Y [2019-06-15, 2024-06-15)"},
    {"kk", "2024-06-15", "2020-інші жылы", "2020-інші жылы = DATE 2020 [2020-01-01, 2021-01-01)"},
    {"kk", "2024-06-15", "жыл сайын", "жыл сайын = SET P1Y"},
    {"kk", "2024-06-15", "келесі айда", "келесі айда = DATE 2024-07 [2024-07-01, 2024-08-01)"},
    {"kk", "2024-06-15", "екі мың жиырмасыншы жылы", "екі мың жиырмасыншы жылы = DATE 2020 [2020-01-01, 2021-01-01)"},
    {"ko", "2024-06-15", "2023년 11월 16일에 열렸다", "2023년 11월 16일 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"ko", "2024-06-15", "지난 수요일", "지난 수요일 = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"ko", "2024-06-15", "지난해 11월", "지난해 11월 = DATE 2023-11 [2023-11-01, 2023-12-01)"},
    {"ko", "2024-06-15", "오전 10시 30분",
     "오전 10시 30분 = TIME 2024-06-15T10:30 [2024-06-15T10:30:00, 2024-06-15T10:31:00)"},
    {"ko", "2024-06-15", "3일 전", "3일 전 = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"ko", "2024-06-15", "지난 16일", "지난 16일 = DATE 2024-05-16 [2024-05-16, 2024-05-17)"},
    {"ko", "2024-06-15", "14∼19일", "14∼19일 = DATE 2024-06-14/2024-06-19 [2024-06-14, 2024-06-20)"},
    {"ko", "2024-06-15", "1990년대", "1990년대 = DATE 199 [1990-01-01, 2000-01-01)"},
    {"ko", "2024-06-15", "5년간", "5년간 = DURATION P5Y"},
    {"ko", "2024-06-15", "이틀 동안", "이틀 동안 = DURATION P2D"},
    {"ko", "2024-06-15", "이십 년", "이십 년 = DURATION P20Y"},
    {"ko", "2024-06-15", "다음달 3일", "다음달 3일 = DATE 2024-07-03 [2024-07-03, 2024-07-04)"},
    {"zh", "2024-06-15", "2023年11月16日", "2023年11月16日 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"zh", "2024-06-15", "二〇二三年十一月十六日", "二〇二三年十一月十六日 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"zh", "2024-06-15", "去年,今年3月,上周三",
     "去年 = DATE 2023 [2023-01-01, 2024-01-01) | 今年3月 = DATE 2024-03 [2024-03-01, 2024-04-01) | 上周三 = DATE "
     "2024-06-05 [2024-06-05, 2024-06-06)"},
    {"zh", "2024-06-15", "三天前", "三天前 = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"zh", "2024-06-15", "下午3点半", "下午3点半 = TIME 2024-06-15T15:30 [2024-06-15T15:30:00, 2024-06-15T15:31:00)"},
    {"zh", "2024-06-15", "近五年", "近五年 = DURATION P5Y [2019-06-15, 2024-06-15)"},
    {"zh", "2024-06-15", "本月16日", "本月16日 = DATE 2024-06-16 [2024-06-16, 2024-06-17)"},
    {"zh", "2024-06-15", "20世纪90年代", "20世纪90年代 = DATE 199 [1990-01-01, 2000-01-01)"},
    {"zh", "2024-06-15", "2018年至2020年", "2018年至2020年 = DATE 2018/2020 [2018-01-01, 2021-01-01)"},
    {"zh", "2024-06-15", "每年", "每年 = SET P1Y"},
    {"en", "2024-06-15", "the XX century", "the XX century = DATE 19 [1900-01-01, 2000-01-01)"},
    {"en", "2024-06-15", "5 May 2023 - 9 June 2023",
     "5 May 2023 - 9 June 2023 = DATE 2023-05-05/2023-06-09 [2023-05-05, 2023-06-10)"},
    {"en", "2024-06-15", "On Monday 2 May 2022 at 9:30 am EST",
     "Monday 2 May 2022 at 9:30 am EST = TIME 2022-05-02T09:30 [2022-05-02T09:30:00, 2022-05-02T09:31:00)"},
    {"en", "2024-06-15", "three decades ago and a century ago",
     "three decades ago = DATE 1994 [1994-06-15, 1994-06-16) | a century ago = DATE 1924 [1924-06-15, 1924-06-16)"},
    {"en", "2024-06-15", "this year's third quarter",
     "this year's third quarter = DATE 2024-Q3 [2024-07-01, 2024-10-01)"},
    {"en", "2024-06-15", "3 Aug 96", "3 Aug 96 = DATE 1996-08-03 [1996-08-03, 1996-08-04)"},
    {"en", "2024-06-15", "next Friday", "next Friday = DATE 2024-06-21 [2024-06-21, 2024-06-22)"},
    {"en", "2024-06-15", "the past", "the past = DATE PAST_REF"},
    {"en", "2024-06-15", "half past ten",
     "half past ten = TIME 2024-06-15T10:30 [2024-06-15T10:30:00, 2024-06-15T10:31:00)"},
    {"en", "2024-06-15", "1,500 years", "1,500 years = DURATION P1500Y"},
    {"en", "2024-06-15", "16 countries, 14 European states, 60 of 100", ""},
    {"en", "2024-06-15", "2.5 million people in 5.5 hours", "5.5 hours = DURATION PT5H30M"},
    {"de", "2024-06-15", "am 16. November 2023", "16. November 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"de", "2024-06-15", "vor drei Jahren", "drei Jahren = DATE 2021 [2021-06-15, 2021-06-16)"},
    {"de", "2024-06-15", "letzten Mittwoch", "letzten Mittwoch = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"de", "2024-06-15", "in den neunziger Jahren", "den neunziger Jahren = DATE 199 [1990-01-01, 2000-01-01)"},
    {"de", "2024-06-15", "im dritten Quartal 2023", "dritten Quartal 2023 = DATE 2023-Q3 [2023-07-01, 2023-10-01)"},
    {"de", "2024-06-15", "22.04.2023 um 14:30 Uhr",
     "22.04.2023 um 14:30 Uhr = TIME 2023-04-22T14:30 [2023-04-22T14:30:00, 2023-04-22T14:31:00)"},
    {"uk", "2024-06-15", "16 листопада 2023 року", "16 листопада 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"uk", "2024-06-15", "минулого року, наступного тижня",
     "минулого року = DATE 2023 [2023-01-01, 2024-01-01) | наступного тижня = DATE 2024-W25 [2024-06-17, 2024-06-24)"},
    {"uk", "2024-06-15", "на початку березня 1940 року",
     "початку березня 1940 = DATE 1940-03 [1940-03-01, 1940-04-01)"},
    {"uk", "2024-06-15", "два роки тому", "два роки тому = DATE 2022 [2022-06-15, 2022-06-16)"},
    {"fr", "2024-06-15", "le 16 novembre 2023", "16 novembre 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"fr", "2024-06-15", "lundi prochain, l'année dernière",
     "lundi prochain = DATE 2024-06-17 [2024-06-17, 2024-06-18) | l'année dernière = DATE 2023 [2023-01-01, "
     "2024-01-01)"},
    {"fr", "2024-06-15", "les trois dernières années",
     "les trois dernières années = DURATION P3Y [2021-06-15, 2024-06-15)"},
    {"fr", "2024-06-15", "il y a deux jours", "il y a deux jours = DATE 2024-06-13 [2024-06-13, 2024-06-14)"},
    {"fr", "2024-06-15", "à la fin d'avril", "à la fin d'avril = DATE 2024-04 [2024-04-21, 2024-05-01)"},
    {"fr", "2024-06-15", "le 5 sept. 2014, puis à sept heures",
     "5 sept. 2014 = DATE 2014-09-05 [2014-09-05, 2014-09-06) | sept heures = TIME 2024-06-15T07:00 "
     "[2024-06-15T07:00:00, 2024-06-15T08:00:00)"},
    {"fr", "2024-06-15", "demain en fin de matinée",
     "demain en fin de matinée = TIME 2024-06-16TMO [2024-06-16T10:00:00, 2024-06-16T12:00:00)"},
    {"fr", "2024-06-12", "lundi en huit", "lundi en huit = DATE 2024-06-24 [2024-06-24, 2024-06-25)"},
    {"fr", "2024-06-15", "les ventes entre 2014 et 2018", "2014 et 2018 = DATE 2014/2018 [2014-01-01, 2019-01-01)"},
    {"en", "2024-06-15", "the years between 1998 and 2016", "1998 and 2016 = DATE 1998/2016 [1998-01-01, 2017-01-01)"},
    {"fr", "2024-06-15", "15 sept 2013, sept jours",
     "15 sept 2013 = DATE 2013-09-15 [2013-09-15, 2013-09-16) | sept jours = DURATION P7D"},
    {"fr", "2024-06-15", "jeudi après 9h30",
     "jeudi après 9h30 = TIME 2024-06-13T09:30 [2024-06-13T09:30:00, 2024-06-13T09:31:00)"},
    {"fr", "2024-06-15", "le 02 04 2009", "02 04 2009 = DATE 2009-04-02 [2009-04-02, 2009-04-03)"},
    {"en", "2024-06-15", "room 12 of 24 19 1950 seats", ""},
    {"en", "2024-06-15", "2020/Sep/23, 2019-aug-01 and August/10/2012",
     "2020/Sep/23 = DATE 2020-09-23 [2020-09-23, 2020-09-24) | 2019-aug-01 = DATE 2019-08-01 [2019-08-01, 2019-08-02) "
     "| August/10/2012 = DATE 2012-08-10 [2012-08-10, 2012-08-11)"},
    {"en", "2024-06-15", "at 8 this evening",
     "8 this evening = TIME 2024-06-15T20:00 [2024-06-15T20:00:00, 2024-06-15T21:00:00)"},
    {"en", "2024-06-12", "from next Monday to Friday",
     "next Monday to Friday = DATE 2024-06-17/2024-06-21 [2024-06-17, 2024-06-22)"},
    {"en", "2024-06-12", "the week beginning 4 February 2019",
     "the week beginning 4 February 2019 = DATE 2019-W06 [2019-02-04, 2019-02-11)"},
    {"en", "2024-06-15", "the fire of Friday the 13th", "Friday the 13th = DATE 2023-10-13 [2023-10-13, 2023-10-14)"},
    {"en", "2024-06-15", "2023-Q3 was better", "2023-Q3 = DATE 2023-Q3 [2023-07-01, 2023-10-01)"},
    {"en", "2024-06-12", "from next Friday to October 1st 2024",
     "next Friday to October 1st 2024 = DATE 2024-06-14/2024-10-01 [2024-06-14, 2024-10-02)"},
    {"en", "2024-06-15", "open from 0900 to 1700",
     "0900 to 1700 = TIME 2024-06-15T09:00/2024-06-15T17:00 [2024-06-15T09:00:00, 2024-06-15T17:00:00)"},
    {"en", "2024-06-15", "tomorrow in the early morning",
     "tomorrow in the early morning = TIME 2024-06-16TMO [2024-06-16T06:00:00, 2024-06-16T09:00:00)"},
    {"en", "2024-06-15", "a few days ago, years ago",
     "a few days ago = DATE PAST_REF [2024-06-12, 2024-06-13) | years ago = DATE PAST_REF"},
    {"es", "2024-06-15", "16 de noviembre de 2023",
     "16 de noviembre de 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"es", "2024-06-15", "el mes pasado, hace dos años",
     "el mes pasado = DATE 2024-05 [2024-05-01, 2024-06-01) | hace dos años = DATE 2022 [2022-06-15, 2022-06-16)"},
    {"ja", "2024-06-15", "2023年11月16日午前10時",
     "2023年11月16日午前10時 = TIME 2023-11-16T10:00 [2023-11-16T10:00:00, 2023-11-16T11:00:00)"},
    {"ja", "2024-06-15", "昨年、3日前",
     "昨年 = DATE 2023 [2023-01-01, 2024-01-01) | 3日前 = DATE 2024-06-12 [2024-06-12, 2024-06-13)"},
    {"tr", "2024-06-15", "16 Kasım 2023'te", "16 Kasım 2023 = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"tr", "2024-06-15", "geçen yıl, iki gün önce",
     "geçen yıl = DATE 2023 [2023-01-01, 2024-01-01) | iki gün önce = DATE 2024-06-13 [2024-06-13, 2024-06-14)"},
    {"ky", "2024-06-15", "2023-жылдын 16-ноябрында",
     "2023-жылдын 16-ноябрында = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"ky", "2024-06-15", "былтыр, өткөн жума",
     "былтыр = DATE 2023 [2023-01-01, 2024-01-01) | өткөн жума = DATE 2024-06-14 [2024-06-14, 2024-06-15)"},
    {"uz", "2024-06-15", "2023-yil 16-noyabrda", "2023-yil 16-noyabrda = DATE 2023-11-16 [2023-11-16, 2023-11-17)"},
    {"uz", "2024-06-15", "o'tgan yili, ikki kun oldin",
     "o'tgan yili = DATE 2023 [2023-01-01, 2024-01-01) | ikki kun oldin = DATE 2024-06-13 [2024-06-13, 2024-06-14)"},
    {"en", "2024-06-15", "open 9:30-11:00 on Friday",
     "9:30-11:00 on Friday = TIME 2024-06-14T09:30/2024-06-14T11:00 [2024-06-14T09:30:00, 2024-06-14T11:00:00)"},
    {"en", "2024-06-15", "11:30-13:30",
     "11:30-13:30 = TIME 2024-06-15T11:30/2024-06-15T13:30 [2024-06-15T11:30:00, 2024-06-15T13:30:00)"},
    {"ru", "2024-06-15", "в 3 часа дня, в 4 утра, 8 часов вечера",
     "3 часа дня = TIME 2024-06-15T15:00 [2024-06-15T15:00:00, 2024-06-15T16:00:00) | 4 утра = TIME 2024-06-15T04:00 "
     "[2024-06-15T04:00:00, 2024-06-15T05:00:00) | 8 часов вечера = TIME 2024-06-15T20:00 [2024-06-15T20:00:00, "
     "2024-06-15T21:00:00)"},
    {"zh", "2024-06-15", "上星期天", "上星期天 = DATE 2024-06-09 [2024-06-09, 2024-06-10)"},
};

static void check_expressions(void)
{
    char out[4096];
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        describe(expressions[i].text, strlen(expressions[i].text), expressions[i].tag, expressions[i].anchor, out,
                 sizeof out);
        if (!CHECK(!strcmp(out, expressions[i].found)))
            printf("    %s: %s\n    found  %s\n    wanted %s\n", expressions[i].tag, expressions[i].text, out,
                   expressions[i].found);
    }
}

/* No date is in any of these. */
static const char *const guards[] = {
    "2,000 students",
    "$1998",
    "1998%",
    "20 %",
    "3.14159",
    "4.81",
    "498.51\n522.84",
    "phone +7 727 258 1998",
    "version 3.11.2.4",
    "a score of 3:2",
    "1/2 cup and 3/4 mile",
    "Kestrel 1740",
    "ZX81",
    "Boeing 1998X",
    "the 9th Nordic-Baltic Book Week",
    "the 1st anniversary",
    "the first anniversary",
    "5 largest",
    "16 EU states",
    "14 European countries",
    "twenty-four agreements",
    "He may march with the sun.",
    "the second man sat down",
    "31 February 2023",
    "17 °C",
    "207 leading universities",
    "three-quarters of the vote",
    "37 years old",
    "31 February",
    "29 February 2023",
    "25:61",
    "12:345",
    "1234567890123456789",
    "2000 people",
    "room 2024A",
    "ISBN 978-1998-1234",
    "192.168.1.10",
    "10.0.0.1",
    "€2023",
    "2023 \xE2\x82\xAC",
    "twice a week",
    "9999999999/99/99",
    "00/00/0000",
    "2023-13-45",
    "45.13.2023",
    "0000-00-00",
};

static void check_guards(void)
{
    char out[4096];
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) {
        describe(guards[i], strlen(guards[i]), "en", "2024-06-15", out, sizeof out);
        if (!CHECK(!strstr(out, "DATE"))) printf("    %s: found %s\n", guards[i], out);
        if (!CHECK(!strstr(out, "TIME"))) printf("    %s: found %s\n", guards[i], out);
    }
}

static void check_anchors(void)
{
    static const char *const good[] = {"2024-06-15",
                                       "2024-06",
                                       "2024",
                                       "2024-06-15T10:30",
                                       "2024-06-15 10:30:59",
                                       "2024-06-15T10:30:59.123",
                                       "2024-06-15T10:30:59Z",
                                       "2024-06-15T10:30+05:00",
                                       "2024-02-29"};
    static const char *const bad[] = {"",
                                      "24",
                                      "2024-",
                                      "2024-13",
                                      "2024-02-30",
                                      "2023-02-29",
                                      "2024-6-15",
                                      "2024-06-15T",
                                      "2024-06-15T25:00",
                                      "2024-06-15T10:61",
                                      "2024-06-15x",
                                      "yesterday",
                                      "2024-06-15T10",
                                      "15.06.2024"};
    DateAnchor a;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!CHECK(dates_read_anchor(good[i], strlen(good[i]), &a))) printf("    %s\n", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!CHECK(!dates_read_anchor(bad[i], strlen(bad[i]), &a))) printf("    %s\n", bad[i]);
    CHECK(dates_read_anchor("2024-06-15T10:30:59", 19, &a) && a.year == 2024 && a.month == 6 && a.day == 15 &&
          a.hour == 10 && a.minute == 30 && a.second == 59);
    CHECK(dates_read_anchor("2024", 4, &a) && a.month == -1 && a.day == -1 && a.hour == -1);
    CHECK(dates_prefer("future", 6) == PREFER_FUTURE && dates_prefer("past", 4) == PREFER_PAST &&
          dates_prefer("nearest", 7) == PREFER_NEAREST && dates_prefer("soon", 4) == -1);
}

static void check_calendar(void)
{
    CHECK(calendar_number(1970, 1, 1) == 0 && calendar_weekday(0) == 4);
    CHECK(calendar_number(2000, 3, 1) - calendar_number(2000, 2, 28) == 2);
    CHECK(!calendar_is_day(1900, 2, 29) && calendar_is_day(2000, 2, 29) && !calendar_is_day(2023, 4, 31) &&
          !calendar_is_day(2023, 13, 1));
    int year, week, ok = 1;
    for (int32_t n = -800000; n < 800000; n += 13) {
        CalendarDay d = calendar_day(n);
        ok &= calendar_number(d.year, d.month, d.day) == n && calendar_is_day(d.year, d.month, d.day);
        calendar_week(n, &year, &week);
        int32_t monday = calendar_week_start(year, week);
        ok &= monday <= n && n < monday + 7 && calendar_weekday(monday) == 1 && week >= 1 && week <= 53;
    }
    CHECK(ok);
    calendar_week(calendar_number(2021, 1, 3), &year, &week);
    CHECK(year == 2020 && week == 53);
    CalendarDay end = calendar_add_months((CalendarDay){2024, 1, 31}, 1);
    CHECK(end.month == 2 && end.day == 29);
    end = calendar_add_months((CalendarDay){2024, 1, 31}, -11);
    CHECK(end.year == 2023 && end.month == 2 && end.day == 28);
}

/* In order, inside the text, no overlap, strings there, ranges in order. */
static void check_invariants(const char *bytes, size_t length, Language language)
{
    Arena arena;
    arena_init(&arena, 0);
    Text text;
    DateAnchor anchor = {2024, 6, 15, 10, 30, -1, 0};
    DateList list;
    size_t end = 0;
    int ok = text_segment(&arena, icu, bytes, length, language, &text) == STATUS_OK;
    for (int prefer = PREFER_DEFAULT; ok && prefer <= PREFER_NEAREST; prefer++) {
        ok &= dates_find(&arena, &text, prefer == PREFER_PAST ? NULL : &anchor, (DatePrefer)prefer, &list) == STATUS_OK;
        end = 0;
        for (size_t i = 0; ok && i < list.count; i++) {
            const DateMention *m = &list.items[i];
            ok &= m->start >= end && m->length > 0 && (size_t)m->start + m->length <= length;
            end = m->start + m->length;
            ok &= m->value && *m->value && m->grain && m->anchor && m->rule && m->score > 0 && m->score <= 1 &&
                  m->type <= DATE_SET && m->sentence < text.sentences.count;
            ok &= !m->first == !m->last && (!m->first || strcmp(m->first, m->last) < 0);
        }
    }
    if (!CHECK(ok)) printf("    %.*s\n", (int)(length < 200 ? length : 200), bytes);
    arena_clear(&arena);
}

static unsigned random_state = 12345;
static unsigned next_random(void)
{
    return (random_state = random_state * 1103515245u + 12345u) >> 8;
}

static void check_bad_input(void)
{
    static const char *const pieces[] = {"2023",
                                         "11",
                                         "-",
                                         ".",
                                         "/",
                                         ":",
                                         " ",
                                         "\n",
                                         "may",
                                         "May",
                                         "first",
                                         "week",
                                         "of",
                                         "last",
                                         "the",
                                         "year",
                                         "ago",
                                         "two",
                                         "half",
                                         "and",
                                         "%",
                                         "$",
                                         "\xD1\x87",
                                         "\xE5\xB9\xB4",
                                         "\xE6\x9C\x88",
                                         "\xE6\x97\xA5",
                                         "\xEC\x9D\xBC",
                                         "\xEB\x85\x84",
                                         "\xFF",
                                         "\xE5",
                                         "\xC2",
                                         "to",
                                         "from",
                                         "every",
                                         "Friday",
                                         ",",
                                         "(",
                                         ")",
                                         "'s",
                                         "million",
                                         "0",
                                         "99999999999",
                                         "in",
                                         "century",
                                         "XX",
                                         "noon",
                                         "pm",
                                         "\xCC\x81",
                                         "T"};
    static const Language languages[] = {LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_KK, LANGUAGE_KO, LANGUAGE_ZH, LANGUAGE_UND};
    static char text[200000];
    for (int round = 0; round < 1500; round++) {
        size_t n = 0, want = next_random() % 400;
        while (n < want) {
            const char *piece = pieces[next_random() % (sizeof pieces / sizeof *pieces)];
            size_t length = strlen(piece);
            memcpy(text + n, piece, length);
            n += length;
            if (next_random() % 3) text[n++] = ' ';
        }
        check_invariants(text, n, languages[next_random() % 6]);
    }
    for (int round = 0; round < 300; round++) {
        size_t n = next_random() % 300;
        for (size_t i = 0; i < n; i++) text[i] = (char)(1 + next_random() % 255);
        check_invariants(text, n, languages[next_random() % 6]);
    }
    check_invariants("", 0, LANGUAGE_EN);
    check_invariants("5", 1, LANGUAGE_EN);
    memset(text, '7', 1000);
    check_invariants(text, 1000, LANGUAGE_EN);
    memset(text, 'a', sizeof text);
    check_invariants(text, sizeof text, LANGUAGE_EN);
    for (size_t i = 0; i + 14 <= sizeof text; i += 14) memcpy(text + i, "first week of ", 14);
    check_invariants(text, sizeof text, LANGUAGE_EN);
    for (size_t i = 0; i + 4 <= sizeof text; i += 4) memcpy(text + i, "the ", 4);
    check_invariants(text, sizeof text, LANGUAGE_EN);
    for (size_t i = 0; i + 2 <= sizeof text; i += 2) memcpy(text + i, "1-", 2);
    check_invariants(text, sizeof text, LANGUAGE_EN);
    for (size_t i = 0; i + 2 <= sizeof text; i += 2) memcpy(text + i, "\xCC\x81", 2);
    check_invariants(text, sizeof text, LANGUAGE_EN);
}

/* Expressions that straddle the windows in which a long text is read are found as in a short one. */
static void check_windows(void)
{
    enum { COPIES = 2000 };
    static const char line[] =
        "On Friday, 14 June 2024 at 10:30 a.m. the past three decades were discussed by two men.\n";
    size_t length = sizeof line - 1;
    char *text = malloc(COPIES * length);
    if (!text) return;
    for (size_t i = 0; i < COPIES; i++) memcpy(text + i * length, line, length);
    Arena arena;
    arena_init(&arena, 0);
    Text segmented;
    DateList list = {NULL, 0, 0};
    DateAnchor anchor = {2024, 6, 15, -1, -1, -1, 0};
    CHECK(text_segment(&arena, icu, text, COPIES * length, LANGUAGE_EN, &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, &anchor, PREFER_DEFAULT, &list) == STATUS_OK);
    CHECK(list.count == 2 * COPIES);
    int same = 1;
    for (size_t i = 2; i < list.count; i++)
        same &=
            list.items[i].length == list.items[i - 2].length && list.items[i].start == list.items[i - 2].start + length;
    CHECK(same);
    arena_clear(&arena);
    free(text);
}

/* Memory runs out at each point in turn: a status, never a crash. */
static void check_no_memory(void)
{
    static const char page[] = "He met them on 16 November 2023, last Friday, two weeks ago, every year and at noon; "
                               "again from 5 to 9 May 2024.\n";
    char text[20 * sizeof page];
    size_t length = 0;
    for (int i = 0; i < 20; i++) memcpy(text + length, page, sizeof page - 1), length += sizeof page - 1;
    int finished = 0, refused = 0;
    for (size_t ceiling = 1024; ceiling < 4000000 && !finished; ceiling += ceiling / 16) {
        Arena arena;
        arena_init(&arena, ceiling);
        Text segmented;
        DateList list = {NULL, 0, 0};
        Status status = text_segment(&arena, icu, text, length, LANGUAGE_EN, &segmented);
        if (status == STATUS_OK) status = dates_find(&arena, &segmented, NULL, PREFER_DEFAULT, &list);
        if (status == STATUS_OK) finished = 1;
        else refused += status == STATUS_NOMEM;
        arena_clear(&arena);
    }
    CHECK(finished && refused > 3);
}

int main(void)
{
    icu = icu_open();
    if (!icu) return 1;
    check_expressions();
    check_guards();
    check_anchors();
    check_calendar();
    check_bad_input();
    check_windows();
    check_no_memory();
    icu_close(icu);
    return check_end();
}
