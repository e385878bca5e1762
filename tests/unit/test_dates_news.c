/*
** test_dates_news.c - temporal expressions of documents: what counts from a date the text has named, reports of companies, histories, ranges as two ends
*/
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "dates/dates.h"

static Icu *icu;

/* `expression=value` of everything found, divided by " | ". */
static void describe(const char *text, const char *tag, const char *anchor, char *out, size_t size)
{
    Arena arena;
    arena_init(&arena, 0);
    Text outline;
    DateAnchor given;
    DateList list = {NULL, 0, 0};
    size_t length = strlen(text), n = 0;
    CHECK(dates_read_anchor(anchor, strlen(anchor), &given));
    CHECK(text_outline(&arena, text, length, language_find(tag, strlen(tag)), &outline) == STATUS_OK);
    CHECK(dates_find(&arena, &outline, &given, PREFER_DEFAULT, &list) == STATUS_OK);
    *out = 0;
    for (size_t i = 0; i < list.count && n + 1 < size; i++) {
        const DateMention *m = &list.items[i];
        n +=
            (size_t)snprintf(out + n, size - n, "%s%.*s=%s", i ? " | " : "", (int)m->length, text + m->start, m->value);
    }
    arena_clear(&arena);
}

/* A text of several sentences is a document; FILL makes one of a few words. */
#define FILL                                                                                                           \
    " The harbour is wide. Its cranes are old and red. Ships of many flags lie there and wait for grain, ore and "     \
    "timber. Nobody counts them. The town behind it is small. Its people like tea, and the ferry is slow. Visitors "   \
    "come for the smoked fish."
#define FILL_DE                                                                                                         \
    " Der Hafen ist breit. Seine Kräne sind alt und rot. Schiffe vieler Flaggen liegen dort und warten auf Erz und "   \
    "Holz. Niemand zählt sie. Die Stadt dahinter ist klein. Ihre Leute trinken gern Tee, und die Fähre ist langsam. " \
    "Gäste kommen wegen des Fisches."
#define FILL_UK                                                                                                                                                                                          \
    " Гавань широка. Її крани старі й червоні. Судна багатьох держав стоять там. Ніхто їх не лічить. Місто за нею " \
    "мале. Люди люблять чай."

static const struct {
    const char *tag, *anchor, *text, *found;
} documents[] = {
    /* a range is two expressions in a document, one in a line */
    {"en", "2024-06-15", "The fair runs from 3 July to 9 July.", "3 July to 9 July=2024-07-03/2024-07-09"},
    {"en", "2024-06-15", "It was built from 1980 to 1985." FILL, "1980=1980 | 1985=1985"},
    {"de", "2024-06-15", "Die Messe dauert vom 3. bis 9. Juli." FILL_DE, "3.=2024-07-03 | 9. Juli=2024-07-09"},
    {"de", "2024-06-15", "Sie spielen am 3., 4. und 6. Oktober 2022." FILL_DE,
     "3.=2022-10-03 | 4.=2022-10-04 | 6. Oktober 2022=2022-10-06"},
    /* words that point back count from the date named last, the others from the page's day */
    {"en", "2024-06-15", "The bridge fell on 3 May 2021. Two days later the ferry sank." FILL,
     "3 May 2021=2021-05-03 | Two days later=2021-05-05"},
    {"en", "2024-06-15", "The bridge fell on 3 May 2021. Two days ago the ferry sank." FILL,
     "3 May 2021=2021-05-03 | Two days ago=2024-06-13"},
    {"en", "2024-06-15", "The school opened in 1998. The following year it burned down." FILL,
     "1998=1998 | The following year=1999"},
    {"en", "2024-06-15", "They met on Thursday and began at 9:30." FILL, "Thursday=2024-06-13 | 9:30=2024-06-13T09:30"},
    {"de", "2024-06-15", "Am 3. Mai 2021 fiel die Brücke. Tags darauf sank die Fähre." FILL_DE,
     "3. Mai 2021=2021-05-03 | Tags darauf=2021-05-04"},
    /* reports of companies */
    {"en", "2024-08-15",
     "In the second quarter the mill earned 3 million tenge, compared with 2 million a year earlier. In the year-ago "
     "period it had two ovens." FILL,
     "the second quarter=2024-Q2 | a year earlier=2023-Q2 | the year-ago period=2023-Q2"},
    {"en", "2024-08-15", "The mill has two ovens; it had one a year ago." FILL, "a year ago=2023"},
    {"en", "2024-08-15", "Its sales were 14 million last year." FILL, "last year=2023"},
    {"en", "2024-08-15", "A 6-year-old boy found it; he is six years old." FILL, ""},
    {"en", "2024-08-15", "It closed shortly after the storm." FILL, ""},
    /* histories */
    {"uk", "2018-05-19",
     "5 березня 1720 року місто здалося. Того ж дня флот відплив. Наступного дня почалася пожежа. 9 квітня 1720 року "
     "її згасили. 1 травня 1721 року відкрили порт. 2 червня 1722 року прийшли судна. 7 липня 1723 року їх "
     "спалили. Через три дні губернатор утік." FILL_UK,
     "5 березня 1720=1720-03-05 | Того ж дня=1720-03-05 | Наступного дня=1720-03-06 | 9 квітня 1720=1720-04-09 | 1 "
     "травня 1721=1721-05-01 | 2 червня 1722=1722-06-02 | 7 липня 1723=1723-07-07 | Через три дні=1723-07-10"},
    {"en", "2018-05-19",
     "On 5 March 1720 the town fell. On 9 April 1720 it burned. On 1 May 1721 the port opened. On 2 June 1722 ships "
     "came. On 7 July 1723 they sank. On 10 July the mayor fled; he had come on 8 December 1719. On 12 July a new one "
     "came." FILL,
     "5 March 1720=1720-03-05 | 9 April 1720=1720-04-09 | 1 May 1721=1721-05-01 | 2 June 1722=1722-06-02 | 7 July "
     "1723=1723-07-07 | 10 July=1723-07-10 | 8 December 1719=1719-12-08 | 12 July=1723-07-12"},
    {"uk", "2018-05-19", "у 149 до н. е. почалася війна", "149 до н. е.=BC0149"},
    {"uk", "2018-05-19", "війна 149–146 рр. до н. е.", "149–146 рр. до н. е.=BC0149/BC0146"},
    {"en", "2018-05-19", "in 44 BC and AD", "44 BC=BC0044"},
    {"uk", "2018-05-19", "у ніч на 3 листопада 1920 року", "ніч на 3 листопада 1920=1920-11-03TNI"},
    {"ru", "2018-05-19", "двухмесячная осада, многолетние споры", "двухмесячная=P2M | многолетние=PXY"},
    /* German */
    {"de", "2024-06-15", "Vor drei Jahren kam die Fähre." FILL_DE, "drei Jahren=P3Y"},
    {"de", "2024-06-15", "vor drei Jahren", "drei Jahren=2021"},
    {"de", "2024-06-15", "Seit Jahren wartet man." FILL_DE, "Jahren=PXY"},
    {"de", "2024-06-15", "am Donnerstagabend, nach zweitägiger Fahrt, nach eineinhalb Jahren",
     "Donnerstagabend=2024-06-13TEV | zweitägiger=P2D | eineinhalb Jahren=P1Y6M"},
    {"de", "2024-06-15", "im 19. Jahrhundert und in den 1990er-Jahren", "19. Jahrhundert=18 | 1990er-Jahren=199"},
    {"de", "2024-06-15", "Jeder besitzt heute ein Boot." FILL_DE, "heute=PRESENT_REF"},
    {"de", "2024-06-15", "Jeder besitzt heute ein Boot; gestern war Markt." FILL_DE,
     "heute=2024-06-15 | gestern=2024-06-14"},
    {"de", "2024-06-15", "damals wie heutzutage", "damals=PAST_REF | heutzutage=PRESENT_REF"},
};

int main(void)
{
    icu = icu_open();
    if (!icu) return 1;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        char found[2048];
        describe(documents[i].text, documents[i].tag, documents[i].anchor, found, sizeof found);
        CHECK_TEXT(found, documents[i].found);
    }
    icu_close(icu);
    return check_end();
}
