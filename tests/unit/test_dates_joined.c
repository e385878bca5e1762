/*
** test_dates_joined.c - what several items make together: ranges of weekdays, dates joined by marks, endings behind apostrophes, mornings that are tomorrow elsewhere
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

static const Case cases[] = {
    {"en", "Open Monday to Friday.", "Monday to Friday = 2024-06-10/2024-06-14"},
    {"de", "Der Laden ist von Mittwoch bis Montag zu.", "Mittwoch bis Montag = 2024-06-12/2024-06-17"},
    {"fr", "ouvert du mardi au samedi", "mardi au samedi = 2024-06-11/2024-06-15"},
    {"tr", "Pazartesiden cumaya kadar kapalıyız", "Pazartesiden cumaya kadar = 2024-06-10/2024-06-14"},
    {"en", "Report of Mar-09-2021", "Mar-09-2021 = 2021-03-09"},
    {"de", "Stand: 2021/März/09", "2021/März/09 = 2021-03-09"},
    {"es", "el 09-2021-marzo", "09-2021-marzo = 2021-03-09"},
    {"en", "the code Mar-99-2021-7", ""},
    {"de", "Dienstag, den 4. März 2025", "Dienstag, den 4. März 2025 = 2025-03-04"},
    {"de", "Er rief gestern Morgen an.", "gestern Morgen = 2024-06-14TMO"},
    {"de", "Am Morgen regnete es, morgen nicht.", "Morgen = 2024-06-15TMO | morgen = 2024-06-16"},
    {"de", "Sie blieb 2,5 Jahre dort.", "2,5 Jahre = P2Y6M"},
    {"de", "Der Zug fährt um 9 Uhr 48 ein.", "9 Uhr 48 = 2024-06-15T09:48"},
    {"de", "Das war vorletztes Jahr, nicht übernächste Woche.",
     "vorletztes Jahr = 2022 | übernächste Woche = 2024-W26"},
    {"de", "3. März 1588 nC", "3. März 1588 nC = 1588-03-03"},
    {"de", "ein Schnitt von 12 NC", ""},
    {"de", "Ostern im Jahr 2030", "Ostern im Jahr 2030 = 2030-04-21"},
    {"de", "einunddreißigster Mai", "einunddreißigster Mai = 2024-05-31"},
    {"tr", "Bu akşam 9'da buluşalım", "Bu akşam 9 = 2024-06-15T21:00"},
    {"tr", "Ekim'in son haftası", "Ekim'in son haftası = 2023-W43"},
    {"tr", "Nisan'dan Haziran'a kadar", "Nisan'dan Haziran'a kadar = 2024-04/2024-06"},
    {"tr", "Kasım'da 45 kişi geldi", "Kasım = 2023-11"},
};

int main(void)
{
    char out[512];
    icu = icu_open();
    if (!icu) return 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        describe(cases[i].text, cases[i].tag, "2024-06-15T10:20:00", PREFER_DEFAULT, out, sizeof out);
        if (!CHECK(!strcmp(out, cases[i].found)))
            printf("    %s: %s\n    found  %s\n    wanted %s\n", cases[i].tag, cases[i].text, out, cases[i].found);
    }
    icu_close(icu);
    return check_end();
}
