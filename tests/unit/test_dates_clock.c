/*
** test_dates_clock.c - the time of day: every way to write it, in every language with a hand-made table, the half of the day, ranges, and what is no time
*/
#include "check.h"
#include "base/icu.h"
#include "dates/dates.h"

static Icu *icu;

/* All findings as `text = value`, divided by ` | `. */
static void describe(const char *text, const char *tag, const char *anchor, DatePrefer prefer, char *out, size_t size)
{
    Arena arena;
    arena_init(&arena, 0);
    Text segmented;
    DateAnchor given;
    DateList list = {NULL, 0, 0};
    CHECK(dates_read_anchor(anchor, strlen(anchor), &given));
    CHECK(text_segment(&arena, icu, text, strlen(text), language_find(tag, strlen(tag)), &segmented) == STATUS_OK);
    CHECK(dates_find(&arena, &segmented, &given, prefer, &list) == STATUS_OK);
    size_t n = 0;
    *out = 0;
    for (size_t i = 0; i < list.count && n + 1 < size; i++) {
        const DateMention *m = &list.items[i];
        n += (size_t)snprintf(out + n, size - n, "%s%.*s = %s", i ? " | " : "", (int)m->length, text + m->start,
                              m->value);
    }
    arena_clear(&arena);
}

/* The anchor is Saturday 15 June 2024, 10:20. */
typedef struct Case {
    const char *tag, *text, *found;
} Case;

static const Case as_written[] = {
    {"en", "The plane left at 15:30.", "15:30 = 2024-06-15T15:30"},
    {"en", "It struck at 08:05:59 sharp", "08:05:59 sharp = 2024-06-15T08:05:59"},
    {"en", "doors open 8.30 pm", "8.30 pm = 2024-06-15T20:30"},
    {"en", "meet me at 7p", "7p = 2024-06-15T19:00"},
    {"en", "call at 9a", "9a = 2024-06-15T09:00"},
    {"en", "lunch at 1230 p.m. today", "1230 p.m. today = 2024-06-15T12:30"},
    {"en", "a quarter past noon", "a quarter past noon = 2024-06-15T12:15"},
    {"en", "20 past 3 pm", "20 past 3 pm = 2024-06-15T15:20"},
    {"en", "twenty after 3pm", "twenty after 3pm = 2024-06-15T15:20"},
    {"en", "ten minutes before midnight", "ten minutes before midnight = 2024-06-15T23:50"},
    {"en", "five to nine today", "today = 2024-06-15"},
    {"en", "twelve oh three", "twelve oh three = 2024-06-15T12:03"},
    {"en", "seven thirty p.m.", "seven thirty p.m. = 2024-06-15T19:30"},
    {"en", "half three", "half three = 2024-06-15T03:30"},
    {"en", "They came at 4 in the morning.", "4 in the morning = 2024-06-15T04:00"},
    {"en", "at 11 at night", "11 at night = 2024-06-15T23:00"},
    {"en", "at 9:15 am GMT+3 the vote began", "9:15 am GMT+3 = 2024-06-15T09:15"},
    {"en", "2011-02-03T04:05:06+02:00", "2011-02-03T04:05:06+02:00 = 2011-02-03T04:05:06"},
    {"en", "from 3 to 5 pm", "3 to 5 pm = 2024-06-15T15:00/2024-06-15T17:00"},
    {"en", "3-4pm", "3-4pm = 2024-06-15T15:00/2024-06-15T16:00"},
    {"en", "between 9 and 11 on Thursday", "9 and 11 on Thursday = 2024-06-13T09:00/2024-06-13T11:00"},
    {"en", "on Monday from 10:30 to 3", "Monday from 10:30 to 3 = 2024-06-10T10:30/2024-06-10T15:00"},
    {"en", "11 am to 2 pm", "11 am to 2 pm = 2024-06-15T11:00/2024-06-15T14:00"},
    {"en", "10 p.m. to 2 a.m.", "10 p.m. to 2 a.m. = 2024-06-15T22:00/2024-06-15T02:00"},
    {"en", "Thu Oct 26 11:00:09 2023", "Thu Oct 26 11:00:09 2023 = 2023-10-26T11:00:09"},
    {"en", "early morning", "early morning = 2024-06-15TMO"},
    {"de", "um 15.30 Uhr", "15.30 Uhr = 2024-06-15T15:30"},
    {"de", "15 Uhr 30", "15 Uhr 30 = 2024-06-15T15:30"},
    {"de", "halb vier", "halb vier = 2024-06-15T03:30"},
    {"de", "um Viertel nach acht abends", "Viertel nach acht abends = 2024-06-15T20:15"},
    {"de", "fünf vor zwölf", "fünf vor zwölf = 2024-06-15T11:55"},
    {"de", "von 9 bis 11 Uhr", "9 bis 11 Uhr = 2024-06-15T09:00/2024-06-15T11:00"},
    {"fr", "à 15h30", "15h30 = 2024-06-15T15:30"},
    {"fr", "midi et quart", "midi et quart = 2024-06-15T12:15"},
    {"fr", "à huit heures et demie", "huit heures et demie = 2024-06-15T08:30"},
    {"fr", "à neuf heures moins le quart du soir", "neuf heures moins le quart du soir = 2024-06-15T20:45"},
    {"fr", "de 9h à 11h30", "9h à 11h30 = 2024-06-15T09:00/2024-06-15T11:30"},
    {"es", "a las tres y media de la tarde", "tres y media de la tarde = 2024-06-15T15:30"},
    {"es", "a las 9 menos cuarto", "9 menos cuarto = 2024-06-15T08:45"},
    {"es", "a las 3:00 p. m.", "3:00 p. m. = 2024-06-15T15:00"},
    {"ru", "в 15 ч. 30 мин.", "15 ч. 30 мин. = 2024-06-15T15:30"},
    {"ru", "в три часа дня", "три часа дня = 2024-06-15T15:00"},
    {"ru", "в половине четвёртого", "половине четвёртого = 2024-06-15T03:30"},
    {"ru", "без четверти пять", "без четверти пять = 2024-06-15T04:45"},
    {"ru", "в десять минут шестого", "десять минут шестого = 2024-06-15T05:10"},
    {"ru", "в 18:00 по московскому времени", "18:00 по московскому времени = 2024-06-15T18:00"},
    {"ru", "с 9 до 11 утра", "9 до 11 утра = 2024-06-15T09:00/2024-06-15T11:00"},
    {"ru", "завтра в 8 вечера", "завтра в 8 вечера = 2024-06-16T20:00"},
    {"uk", "о 9 годині ранку", "9 годині ранку = 2024-06-15T09:00"},
    {"uk", "о пів на четверту", "пів на четверту = 2024-06-15T03:30"},
    {"kk", "кешкі сағат 8-де", "кешкі сағат 8-де = 2024-06-15T20:00"},
    {"tr", "yarın saat 15.30'da", "yarın saat 15.30 = 2024-06-16T15:30"},
    {"tr", "saat üç buçuk", "üç buçuk = 2024-06-15T03:30"},
    {"tr", "sabah 9'dan 11'e kadar", "sabah 9'dan 11'e kadar = 2024-06-15T09:00/2024-06-15T11:00"},
    {"zh", "下午三点一刻", "下午三点一刻 = 2024-06-15T15:15"},
    {"zh", "下午3点到5点", "下午3点到5点 = 2024-06-15T15:00/2024-06-15T17:00"},
    {"ja", "朝の7時半", "朝の7時半 = 2024-06-15T07:30"},
    {"ja", "午後3時から5時", "午後3時から5時 = 2024-06-15T15:00/2024-06-15T17:00"},
    {"ko", "오후 세시 반", "오후 세시 반 = 2024-06-15T15:30"},
    {"ko", "저녁 7시 15분", "저녁 7시 15분 = 2024-06-15T19:15"},
};

/* With what comes asked for. */
static const Case ahead[] = {
    {"en", "3:30", "3:30 = 2024-06-15T15:30"},
    {"en", "at 9", "9 = 2024-06-15T21:00"},
    {"en", "10:30", "10:30 = 2024-06-15T10:30"},
    {"en", "3 in the morning", "3 in the morning = 2024-06-16T03:00"},
    {"en", "09:00", "09:00 = 2024-06-16T09:00"},
    {"en", "today at 4", "today at 4 = 2024-06-15T16:00"},
    {"en", "tomorrow at 4", "tomorrow at 4 = 2024-06-16T04:00"},
    {"en", "from 2 to 4", "2 to 4 = 2024-06-15T14:00/2024-06-15T16:00"},
    {"en", "in 1h30", "in 1h30 = 2024-06-15T11:50"},
    {"en", "in 2h", "in 2h = 2024-06-15T12:20"},
    {"en", "9 tomorrow evening", "9 tomorrow evening = 2024-06-16T21:00"},
    {"en", "afternoon", "afternoon = 2024-06-15TAF"},
    {"fr", "dans 2h", "dans 2h = 2024-06-15T12:20"},
    {"de", "um drei", "drei = 2024-06-15T15:00"},
    {"ko", "내일 오전 9시", "내일 오전 9시 = 2024-06-16T09:00"},
};

static const Case no_times[] = {
    {"en", "won 3:2 and 104:99", ""},
    {"en", "at 3 percent and at 7.25 a share", ""},
    {"en", "a ratio of 15.30 to one", ""},
    {"en", "psalm 25:61", ""},
    {"en", "beat them 3-2 in half time", ""},
    {"de", "um drei Prozent", ""},
    {"ru", "в 9 случаях", ""},
    {"fr", "à 11 kilomètres", ""},
    {"es", "a las tres mujeres", ""},
    {"uk", "у 5 селах", ""},
};

static void check_cases(const Case *cases, size_t count, DatePrefer prefer)
{
    char out[512];
    for (size_t i = 0; i < count; i++) {
        describe(cases[i].text, cases[i].tag, "2024-06-15T10:20:00", prefer, out, sizeof out);
        CHECK(!strcmp(out, cases[i].found));
        if (strcmp(out, cases[i].found))
            printf("    %s: %s\n    found  %s\n    wanted %s\n", cases[i].tag, cases[i].text, out, cases[i].found);
    }
}

int main(void)
{
    icu = icu_open();
    if (!icu) return 1;
    check_cases(as_written, sizeof as_written / sizeof *as_written, PREFER_DEFAULT);
    check_cases(ahead, sizeof ahead / sizeof *ahead, PREFER_FUTURE);
    check_cases(no_times, sizeof no_times / sizeof *no_times, PREFER_DEFAULT);
    icu_close(icu);
    return check_end();
}
