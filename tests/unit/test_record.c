/*
** test_record.c - the record of HTML pages: JSON as pages have it, stamps, addresses, titles, dates, authors; what is no evidence; hostile markup
*/
#include "check.h"
#include "document/document.h"
#include "document/headline.h"
#include "document/json.h"
#include "document/metadata.h"
#include "document/stamp.h"
#include <stdlib.h>
#include <time.h>

static Icu *icu;

/* --- JSON ------------------------------------------------------------------------------------------------------------------ */

/* The events of a text, a letter each: { } [ ] K ey S tring V alue. */
static const char *events(const char *bytes, size_t length)
{
    static const char letters[] = ".{}[]KSV";
    static char out[256];
    JsonReader json;
    size_t n = 0;
    json_begin(&json, bytes, length);
    for (JsonEvent event; n < sizeof out - 1 && (event = json_next(&json)) != JSON_END;) out[n++] = letters[event];
    out[n] = 0;
    return out;
}

static void expect_events(const char *text, const char *wanted)
{
    if (!CHECK_TEXT(events(text, strlen(text)), wanted)) printf("  in `%s`\n", text);
}

/* The string behind the first key. */
static void expect_string(const char *text, const char *wanted)
{
    JsonReader json;
    Arena arena;
    JsonEvent event;
    arena_init(&arena, 0);
    json_begin(&json, text, strlen(text));
    while ((event = json_next(&json)) != JSON_END && event != JSON_STRING) continue;
    CHECK_TEXT(event == JSON_STRING ? json_copy(&arena, &json, NULL) : NULL, wanted);
    arena_clear(&arena);
}

static void test_json(void)
{
    expect_events("{\"a\": 1, \"b\": [true, null, \"x\"], \"c\": {}}", "{KVK[VVS]K{}}");
    expect_events("[]", "[]");
    expect_events("", "");
    expect_events("{\"a\": \"b\",}", "{KS}");            /* a comma too many */
    expect_events("{\"a\": \"b\"\n\"c\": 1}", "{KSKV}"); /* one too few, at the end of a line */
    expect_events("{\"a\": \"b\" \"c\": 1}", "{KKV}");   /* in a line: the string goes on to where one can end */
    expect_events("{a: 'b', c : 3.5e+2}", "{KSKV}");     /* JavaScript */
    expect_events("/* made by */ {\"a\": 1} // end\n{\"b\": 2}", "{KV}{KV}"); /* comments, two values */
    expect_events("{\"a\": [1, 2", "{K[VV");                                  /* cut off */
    expect_events("]}{\"a\": 1]]}", "{KV}");                                  /* brackets too many */
    expect_events("<!--{\"a\":1}-->", "V{KV}V");
    expect_events("\"", "S");
    expect_events("{\"a", "{S");
    expect_events("\\", "V");
    expect_string("{\"a\": \"caf\\u00e9 \\ud83d\\ude00 \\\"x\\\" \\n\\/\"}", "café \xF0\x9F\x98\x80 \"x\" \n/");
    expect_string("{\"a\": \"He said \"no\" to it\", \"b\": 1}", "He said \"no\" to it");
    expect_string("{\"a\": \"one\ntwo\"}", "one\ntwo");
    expect_string("{\"a\": \"\\u0000\\ud800\\uZZZZ\"}", "\xEF\xBF\xBD\xEF\xBF\xBDuZZZZ");
    expect_string("{\"a\": \"end\\", "end\\");
}

/* Depth and length cost nothing but time in proportion. */
static void test_deep_json(void)
{
    enum { DEEP = 10000, LONG = 2000000 };
    char *deep = malloc(LONG);
    JsonReader json;
    size_t count = 0, depth = 0;
    if (!deep) abort();
    memset(deep, '[', DEEP);
    json_begin(&json, deep, DEEP);
    while (json_next(&json) != JSON_END) count++, depth = json.depth > depth ? json.depth : depth;
    CHECK(count == DEEP && depth == DEEP);
    for (size_t i = 0; i + 6 <= LONG; i += 6) memcpy(deep + i, "{\"a\":\"", 6);
    json_begin(&json, deep, LONG);
    count = 0;
    while (json_next(&json) != JSON_END) count++;
    CHECK(count > 0 && count < LONG);
    free(deep);
}

/* --- stamps ---------------------------------------------------------------------------------------------------------------- */
static void expect_stamp(const char *text, StampOrder order, const char *wanted)
{
    Stamp stamp;
    char out[STAMP_BYTES] = "";
    int found = stamp_read(text, strlen(text), order, &stamp, NULL);
    if (found) stamp_write(&stamp, out);
    if (!CHECK_TEXT(found ? out : NULL, wanted)) printf("  in `%s`\n", text);
}

static void expect_address(const char *text, const char *wanted)
{
    Stamp stamp;
    char out[STAMP_BYTES] = "";
    int found = stamp_of_address(text, strlen(text), &stamp);
    if (found) stamp_write(&stamp, out);
    if (!CHECK_TEXT(found ? out : NULL, wanted)) printf("  in `%s`\n", text);
}

static void test_stamps(void)
{
    expect_stamp("2019-06-20T15:32:07+02:00", STAMP_DAY_FIRST, "2019-06-20T15:32:07");
    expect_stamp("2019-06-20T15:32Z", STAMP_DAY_FIRST, "2019-06-20T15:32");
    expect_stamp("2019-06-20 15:32:07.123", STAMP_DAY_FIRST, "2019-06-20T15:32:07");
    expect_stamp("2019-06-20", STAMP_DAY_FIRST, "2019-06-20");
    expect_stamp("2019/6/2", STAMP_DAY_FIRST, "2019-06-02");
    expect_stamp("2024-12-20T00:00:00+00:00", STAMP_DAY_FIRST, "2024-12-20"); /* midnight to the second is no time */
    expect_stamp("24-03-05 14:20", STAMP_YEAR_FIRST, "2024-03-05T14:20");
    expect_stamp("24.03.05", STAMP_YEAR_FIRST, "2024-03-05");
    expect_stamp("24.03.05", STAMP_DAY_FIRST, "2005-03-24");
    expect_stamp("31.12.99", STAMP_YEAR_FIRST, "1999-12-31"); /* it cannot be otherwise */
    expect_stamp("20190620", STAMP_DAY_FIRST, "2019-06-20");
    expect_stamp("201906201532", STAMP_DAY_FIRST, "2019-06-20T15:32");
    expect_stamp("20190620T153207", STAMP_DAY_FIRST, "2019-06-20");
    expect_stamp("1561044720", STAMP_DAY_FIRST, "2019-06-20T15:32:00");
    expect_stamp("1561044720000", STAMP_DAY_FIRST, "2019-06-20T15:32:00");
    expect_stamp("Thu, 20 Jun 2019 15:32:07 GMT", STAMP_DAY_FIRST, "2019-06-20T15:32:07");
    expect_stamp("Thu Jun 20 15:32:07 GMT 2019", STAMP_DAY_FIRST, "2019-06-20T15:32:07");
    expect_stamp("Thu Jun 20 2019 15:32:07 GMT+0200 (CEST)", STAMP_DAY_FIRST, "2019-06-20T15:32:07");
    expect_stamp("June 20th, 2019 3:32 pm", STAMP_DAY_FIRST, "2019-06-20T15:32");
    expect_stamp("20th of June 2019", STAMP_DAY_FIRST, "2019-06-20");
    expect_stamp("20.06.2019 15:32", STAMP_DAY_FIRST, "2019-06-20T15:32");
    expect_stamp("8.5.12", STAMP_DAY_FIRST, "2012-05-08");
    expect_stamp("06/07/2019", STAMP_MONTH_FIRST, "2019-06-07");
    expect_stamp("06/07/2019", STAMP_DAY_FIRST, "2019-07-06");
    expect_stamp("06/20/2019", STAMP_DAY_FIRST, "2019-06-20");   /* the only order that is a day */
    expect_stamp("06.07.2019", STAMP_MONTH_FIRST, "2019-07-06"); /* points: the day first, in any country */
    static const char *const none[] = {"",
                                       "0000-00-00",
                                       "9999-99-99",
                                       "0001-01-01T00:00:00Z",
                                       "1970-01-01T00:00:00Z",
                                       "2019-02-30",
                                       "2019",
                                       "1234567890123456789012345",
                                       "99.99.9999",
                                       "today",
                                       "12:30",
                                       "-",
                                       "2019-06"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) expect_stamp(none[i], 0, NULL);
}

static void test_addresses(void)
{
    expect_address("https://a.example/2018/10/09/x.html", "2018-10-09");
    expect_address("https://a.example/x/2018/1009/c_12.htm", "2018-10-09");
    expect_address("http://a.example/local/2020-02/19/c_1125597921.htm", "2020-02-19");
    expect_address("https://a.example/story/2020-02-19/name", "2020-02-19");
    expect_address("https://a.example/20180612123456789", "2018-06-12");
    expect_address("https://a.example/2018/oct/09/name", "2018-10-09");
    expect_address("/2017/7/12/name", "2017-07-12");
    expect_address("https://a.example/2018/08/name.html", "2018-08-00"); /* the month alone */
    expect_address("https://2018.a.example/name", NULL);
    expect_address("https://a.example/name?date=2018-10-09", NULL);
    expect_address("https://a.example/2018/name", NULL);
    expect_address("https://a.example/2018/99/99/name", NULL);
    expect_address("https://a.example/12018/10/09/", NULL);
    expect_address("", NULL);
}

static void test_find(void)
{
    static const struct {
        const char *text, *found;
    } rows[] = {{"Posted 16.11.2023, 09:58", "16.11.2023"},
                {"on 2023-11-16 here", "2023-11-16"},
                {"2023年11月16日 10:00", "2023年11月16"},
                {"2023. 11. 16. 10:00", "2023. 11. 16"},
                {"version 1.2.16.5", ""},
                {"call 12-34-56", ""},
                {"1.234.567", ""},
                {"no date", ""},
                {"8.5.12", "8.5.12"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t start = 0, length = stamp_find(rows[i].text, strlen(rows[i].text), &start);
        char found[64];
        snprintf(found, sizeof found, "%.*s", (int)length, rows[i].text + (length ? start : 0));
        CHECK_TEXT(found, rows[i].found);
    }
}

/* --- pages ----------------------------------------------------------------------------------------------------------------- */
#define TEXT                                                                                                           \
    "<p>The council of the harbour town has decided to rebuild the old customs house, which has stood empty since "    \
    "the storm "                                                                                                       \
    "of last winter, and to open it to everyone.</p><p>Work on the roof begins in spring and is expected to take two " \
    "years, "                                                                                                          \
    "the architect of the town told residents, who had asked for it.</p>"

typedef struct Wanted {
    const char *name, *page, *title, *published, *rule, *modified, *author;
} Wanted;

static void expect_page(const Wanted *w)
{
    Arena arena;
    Page page;
    int failed = check_failed;
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, w->page, strlen(w->page), &page) == STATUS_OK);
    CHECK_TEXT(page.title, w->title);
    CHECK_TEXT(page.published, w->published);
    CHECK_TEXT(page.published_rule, w->rule);
    CHECK_TEXT(page.modified, w->modified);
    CHECK_TEXT(page.author, w->author);
    CHECK(!page.published || (page.published_score > .2 && page.published_score <= 1));
    if (check_failed > failed) printf("  in the page `%s`\n", w->name);
    arena_clear(&arena);
}

#define HEAD(more) "<!doctype html><html><head><title>The harbour reopens | Quay News</title>" more "</head><body>"
#define LD(json)   "<script type=\"application/ld+json\">" json "</script>"

static const Wanted dated[] = {
    {"linked data",
     HEAD(LD("{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"The harbour "
             "reopens\",\"datePublished\":\"2021-02-14T08:15:00+01:00\","
             "\"dateModified\":\"2021-02-15T09:00:00+01:00\",\"author\":[{\"@type\":\"Person\",\"name\":\"Jane "
             "Doe\"},{\"@type\":\"Person\",\"name\":\"Max "
             "Muster\"}],\"publisher\":{\"@type\":\"Organization\",\"name\":\"Quay News\"}}")) "<h1>The harbour "
                                                                                               "reopens</h1>" TEXT,
     "The harbour reopens", "2021-02-14T08:15:00", "html:json-ld", "2021-02-15T09:00:00", "Jane Doe, Max Muster"},
    {"linked data that is broken",
     HEAD(LD("{\"@type\":\"Article\",\"headline\":\"The \"harbour\" reopens\",,\n\"datePublished\":\"2021-02-14\" "
             "}")) "<h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", "2021-02-14", "html:json-ld", NULL, NULL},
    {"the article of a graph, and not its comments, its video or its site",
     HEAD(LD("{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"Quay "
             "News\"},{\"@type\":\"BlogPosting\",\"comment\":[{\"@type\":\"Comment\",\"datePublished\":\"2022-05-05\","
             "\"author\":{\"name\":\"Troll\"}}],\"video\":{\"datePublished\":\"2019-01-01\"},\"datePublished\":\"2021-"
             "02-14\",\"author\":{\"name\":\"Jane Doe\"}}]}")) "<h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", "2021-02-14", "html:json-ld", NULL, "Jane Doe"},
    {"a meta element",
     HEAD("<META Content='2021-02-14T08:15' PROPERTY='article:published_time'><meta name=author content='Jane "
          "Doe'>") "<h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", "2021-02-14T08:15", "html:meta", NULL, "Jane Doe"},
    {"microdata",
     HEAD("") "<div itemscope><h1 itemprop=headline>The harbour reopens</h1><span itemprop=\"author\"><span "
              "itemprop=name>Jane Doe</span></span> <span "
              "itemprop='datePublished dateCreated' content='2021-02-14'>yesterday</span></div>" TEXT,
     "The harbour reopens", "2021-02-14", "html:microdata", NULL, "Jane Doe"},
    {"an address",
     HEAD("<link rel=canonical href='https://quay.example/2021/02/14/harbour'>") "<h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", "2021-02-14", "html:address", NULL, NULL},
    {"a time element, and those of other articles",
     HEAD("") "<article><h1>The harbour reopens</h1><p class=byline>By <a rel=author href='/jane'>Jane Doe</a> "
              "<time "
              "datetime='2021-02-14T08:15:00Z'>two days ago</time></p>" TEXT
              "</article><aside class=related><a href=/x>Another</a><time datetime='2021-03-01'>1 March</time><a "
              "href=/y>A third</a><time "
              "datetime='2021-03-02'>2 March</time></aside>",
     "The harbour reopens", "2021-02-14T08:15:00", "html:time", NULL, "Jane Doe"},
    {"blanks behind the title that are no ASCII",
     HEAD("") "<h1>The harbour reopens&nbsp;&#8288;&#8288; &nbsp;</h1><p class=date>14.02.2021</p>" TEXT,
     "The harbour reopens", "2021-02-14", "text:stamp", NULL, NULL},
    {"a labelled line",
     HEAD("") "<h1>The harbour reopens</h1><p>Published: 14 February 2021, 08:15 | Updated: 16 February "
              "2021</p>" TEXT,
     "The harbour reopens", "2021-02-14T08:15", "text:label", "2021-02-16", NULL},
    {"the label in the cell before",
     HEAD("") "<h1>The harbour reopens</h1><table><tr><td>Published</td><td>14 February 2021</td></tr></table>" TEXT,
     "The harbour reopens", "2021-02-14", "text:label", NULL, NULL},
    {"a date by its class", HEAD("") "<h1>The harbour reopens</h1><div class=\"post-date\">14.02.2021</div>" TEXT,
     "The harbour reopens", "2021-02-14", "text:stamp", NULL, NULL},
    {"a year of two digits", HEAD("") "<h1>The harbour reopens</h1><span class=entryDate>14.2.21</span>" TEXT,
     "The harbour reopens", "2021-02-14", "text:stamp", NULL, NULL},
    {"what two places say",
     HEAD("<meta property='article:published_time' content='2021-02-14T23:40:00Z'><link rel=canonical "
          "href='https://quay.example/2021/02/15/harbour'>") "<h1>The harbour reopens</h1><p class=date>15 "
                                                             "February 2021</p>" TEXT,
     "The harbour reopens", "2021-02-15", "text:stamp", NULL, NULL}, /* near midnight: the local day */
    {"the day first in Britain",
     "<!doctype html><html lang=en-GB><head><title>The harbour reopens</title><meta property='og:locale' "
     "content='en_GB'></head><body><h1>The "
     "harbour reopens</h1><p class=date>03/02/2021</p>" TEXT,
     "The harbour reopens", "2021-02-03", "text:stamp", NULL, NULL},
    {"and last in America",
     "<!doctype html><html><head><title>The harbour reopens</title><meta property='og:locale' "
     "content='en_US'></head><body><h1>The harbour "
     "reopens</h1><p class=date>03/02/2021</p>" TEXT,
     "The harbour reopens", "2021-03-02", "text:stamp", NULL, NULL},
    {"only a change, and readers see it",
     HEAD("") "<h1>The harbour reopens</h1><p class=date>Last updated: 16 February 2021</p>" TEXT,
     "The harbour reopens", "2021-02-16", "text:modified", "2021-02-16", NULL},
    {"a change beside a publication",
     HEAD("<meta property='article:published_time' content='2021-02-14'>") "<h1>The harbour reopens</h1><p "
                                                                           "class=date>Updated 16 "
                                                                           "February 2021</p>" TEXT,
     "The harbour reopens", "2021-02-14", "html:meta", "2021-02-16", NULL},
};

/* Evidence off the beaten track, and what it must not be taken for. */
static const Wanted apart[] = {
    {"the state of an application in a script",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT
              "<script>window.state={\"post\":{\"publishedAt\":\"2021-02-14T08:15:00Z\",\"views\":2019}};</script>",
     "The harbour reopens", "2021-02-14T08:15:00", "html:script", NULL, NULL},
    {"a script with the days of other articles, too, is no evidence by itself",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT
              "<script>var list=[{publishDate:'2021-02-14'},{publishDate:'2021-02-13'},"
              "{publishDate:'2021-02-12'}];</script>",
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"RDFa",
     HEAD(
         "") "<h1>The harbour reopens</h1><span property='dc:date dc:created' content='2021-02-14T08:15:00+01:00'>last "
             "week</span>" TEXT,
     "The harbour reopens", "2021-02-14T08:15:00", "html:microdata", NULL, NULL},
    {"the last change at the foot of a page that dates nothing else",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT
              "<div id=footer><ul><li>This page was last edited on 14 February 2021, at 08:15.</li></ul></div>",
     "The harbour reopens", "2021-02-14", "text:modified", "2021-02-14T08:15", NULL},
    {"the foot of an entry is a byline",
     HEAD("") "<div class=post><h1>The harbour reopens</h1>" TEXT
              "<div class=entry-footer>Posted by Jane on 14 February 2021</div></div><div class=footer>since 3 March "
              "2009</div>",
     "The harbour reopens", "2021-02-14", "text:label", NULL, NULL},
    {"today, in the header",
     HEAD("") "<header>Monday, 21 November 2022</header><h1>The harbour reopens</h1><p class=date>14 February "
              "2021</p>" TEXT,
     "The harbour reopens", "2021-02-14", "text:stamp", NULL, NULL},
    {"a label in running text is none",
     HEAD("<meta property='article:published_time' content='2021-02-14'>") "<h1>The harbour reopens</h1>" TEXT
                                                                           "<p>The plan of the customs house was first "
                                                                           "published on 3 March 2009 in a book about "
                                                                           "the harbours of the "
                                                                           "coast, and its author is said to have sold "
                                                                           "the last copy of it to the mayor.</p>",
     "The harbour reopens", "2021-02-14", "html:meta", NULL, NULL},
};

/* Nothing here says when the page was published. */
static const Wanted undated[] = {
    {"no date", HEAD("") "<h1>The harbour reopens</h1>" TEXT, "The harbour reopens", NULL, NULL, NULL, NULL},
    {"a change, for machines alone",
     HEAD("<meta property='article:modified_time' content='2021-02-14'>") "<h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", NULL, NULL, "2021-02-14", NULL},
    {"the year of a copyright",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT "<footer>Copyright © 2021 Quay News, 1 Quay Street</footer>",
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"comments",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT
              "<div id=comments><div class=comment><b>Ann</b> <time datetime=2021-02-14>14 February 2021 at "
              "10:15</time><p>Well done.</p></div></div>",
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"other articles",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT "<aside class=\"sidebar related\"><ul><li><a href=/a>One</a> "
              "14 February 2021<li><a href=/b>Two</a> 13 "
              "February 2021<li><a href=/c>Three</a> 12 February 2021<li><a href=/d>Four</a> 11 February "
              "2021</ul></aside>",
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"lists of other articles that no class marks, above",
     HEAD("") "<ul class=k><li>20.11.2026 <a href=/a>The mayor of the town resigns</a><li>19.11.2026 <a href=/b>Bus "
              "fares "
              "rise in the town</a><li>18.11.2026 <a href=/c>School on the quay is closed</a><li>17.11.2026 <a "
              "href=/d>Snow "
              "falls on the coast</a></ul><h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"and below",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT "<div class=k><div><a href=/a>The mayor of the town resigns</a> "
              "20.11.2026</div><div><a href=/b>Bus fares rise "
              "in the town</a> 19.11.2026</div><div><a href=/c>School on the quay is closed</a> 18.11.2026</div></div>",
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"a day that the text speaks of",
     HEAD("") "<h1>The harbour reopens</h1>" TEXT
              "<p>The customs house was opened on 14 February 1921 by the king, who had come by ship, and it "
              "served the town and its merchants for two generations before it fell silent.</p>",
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"placeholders",
     HEAD("<meta name=date content='0000-00-00'><meta property='article:published_time' "
          "content='9999-99-99'>" LD("{\"@type\":\"Article\",\"datePublished\":\"0001-01-01T00:00:00Z\","
                                     "\"author\":{\"name\":\"admin\"}}")) "<h1>The harbour reopens</h1>" TEXT,
     "The harbour reopens", NULL, NULL, NULL, NULL},
    {"an image's address",
     HEAD("<meta property='og:image' content='https://quay.example/2019/05/04/a.png'>") "<h1>The harbour "
                                                                                        "reopens</h1>" TEXT,
     "The harbour reopens", NULL, NULL, NULL, NULL},
};

static void test_dates(void)
{
    for (size_t i = 0; i < sizeof dated / sizeof *dated; i++) expect_page(&dated[i]);
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) expect_page(&apart[i]);
    for (size_t i = 0; i < sizeof undated / sizeof *undated; i++) expect_page(&undated[i]);
}

static void expect_day(const char *line, const char *rule)
{
    char bytes[700];
    Arena arena;
    Page page;
    snprintf(
        bytes, sizeof bytes,
        "<html><head><title>Abc def ghi</title></head><body><h1>Abc def ghi</h1><div>%s</div><p>...</p></body></html>",
        line);
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, bytes, strlen(bytes), &page) == STATUS_OK);
    if (!CHECK(page.published && !strncmp(page.published, "2021-02-14", 10) && !strcmp(page.published_rule, rule)))
        printf("  `%s` gives %s by %s\n", line, page.published ? page.published : "none",
               page.published_rule ? page.published_rule : "none");
    arena_clear(&arena);
}

/* The word for `published` and a date, as languages write them; digits and years of other kinds. */
static void test_languages(void)
{
    static const char *const labelled[] = {"Опубликовано 14.02.2021",
                                           "Опубликовано: 14 февраля 2021 г.",
                                           "Жарияланды: 2021 ж. 14 ақпан",
                                           "입력 2021.02.14 08:15",
                                           "发布时间：2021年02月14日 08:15",
                                           "Veröffentlicht am 14. Februar 2021",
                                           "Publié le 14 février 2021",
                                           "Publicado el 14 de febrero de 2021",
                                           "Pubblicato il 14 febbraio 2021",
                                           "Gepubliceerd op 14 februari 2021",
                                           "Data publikacji: 14 lutego 2021",
                                           "Yayınlanma: 14 Şubat 2021",
                                           "Опубліковано 14 лютого 2021",
                                           "公開日：2021年2月14日",
                                           "Publicado em 14 de fevereiro de 2021"};
    static const char *const bare[] = {"14 February 2021", "١٤ فبراير ٢٠٢١", "۲۶ بهمن ۱۳۹۹",
                                       "14 फ़रवरी 2021",    "14.02.2021",     "14. helmikuuta 2021"};
    for (size_t i = 0; i < sizeof labelled / sizeof *labelled; i++) expect_day(labelled[i], "text:label");
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) expect_day(bare[i], "text:stamp");
}

/* --- titles, authors ---------------------------------------------------------------------------------------------------------- */
static void expect_title(const char *page, const char *wanted)
{
    Arena arena;
    Metadata metadata;
    Headline headline = {NULL, NULL, SIZE_MAX};
    arena_init(&arena, 0);
    CHECK(metadata_read(&arena, page, strlen(page), &metadata) == STATUS_OK &&
          headline_choose(&arena, &metadata, &headline) == STATUS_OK);
    if (!CHECK_TEXT(headline.text, wanted)) printf("  in `%s`\n", page);
    arena_clear(&arena);
}

static void test_titles(void)
{
    expect_title("<title>The harbour reopens - Quay News</title><h1>Quay News</h1><h2>The harbour reopens</h2>",
                 "The harbour reopens");
    expect_title("<title>The harbour reopens | Quay News</title>", "The harbour reopens");
    expect_title("<title>Quay News: The harbour reopens</title><meta property=og:title content='The harbour reopens'>",
                 "The harbour reopens");
    expect_title(
        "<title>Quay - The harbour of the old town reopens in spring</title><meta property=og:site_name content=Quay>",
        "The harbour of the old town reopens in spring");
    expect_title("<title>The harbour - a year after the storm - News</title><link rel=canonical "
                 "href='https://www.news.example/x'>",
                 "The harbour - a year after the storm");
    expect_title("<h1>The <em>harbour</em><br>reopens &amp; closes</h1>", "The harbour reopens & closes");
    expect_title("<title>Home</title><h1>The harbour reopens</h1>", "The harbour reopens");
    expect_title("<title>The harbour reopens | Quay News</title><font size=5><b>The harbour reopens</b></font><p>Text",
                 "The harbour reopens");
    expect_title("<title>The harbour reopens | Quay</title><h1>The harbour reopens | News</h1>", "The harbour reopens");
    expect_title("<title>港口重新开放_新闻中心_新浪网</title><div class=t>港口重新开放</div>", "港口重新开放");
    expect_title("<title>The harbour reopens | Quay</title><meta property=og:title content='The harbour "
                 "reopens'><h1><i>SHIPS</i> The harbour reopens</h1>",
                 "The harbour reopens"); /* a kicker */
    expect_title(
        "<title>Quay News</title><link rel=canonical href='https://quaynews.example/x'><h2>The harbour reopens</h2>",
        "The harbour reopens");
    expect_title("", NULL);
    expect_title("<title></title><h1> </h1>", NULL);
}

static void expect_author(const char *markup, const char *wanted)
{
    char bytes[1200];
    Arena arena;
    Page page;
    snprintf(bytes, sizeof bytes,
             "<html><head><title>The harbour reopens | Quay News</title><meta property=og:site_name content='Quay "
             "News'></head><body><h1>The harbour reopens</h1>%s" TEXT,
             markup);
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, bytes, strlen(bytes), &page) == STATUS_OK);
    if (!CHECK_TEXT(page.author, wanted)) printf("  in `%s`\n", markup);
    arena_clear(&arena);
}

static void test_authors(void)
{
    expect_author("<p class=byline>By Jane Doe, Staff Writer | 5 May 2021</p>", "Jane Doe");
    expect_author("<p class=byline>By JANE DOE and JOHN ROE, Staff Writers</p>", "JANE DOE, JOHN ROE");
    expect_author("<p>Par Claire Dubois et Marc Lefèvre</p>", "Claire Dubois, Marc Lefèvre");
    expect_author("<p>By then the harbour was closed to all ships of the town.</p>", NULL);
    expect_author("<p class=meta><a rel=author href=/a>Jane Doe</a> and <a rel=author href=/b>John Roe</a></p>",
                  "Jane Doe, John Roe");
    expect_author("<p>By <a href='https://quay.example/author/jane-doe/'>Jane Doe</a></p>", "Jane Doe");
    expect_author("<p><a href='/authors/'>Authors</a> <a href='/tag/ships'>Ships</a></p>", NULL);
    expect_author("<p class=author><img alt=''>Jane Doe <b>Jane Doe</b></p>", "Jane Doe");
    expect_author("<p class=author>More about Jane</p>", NULL);
    expect_author("<p class=author>She has written about ships for years</p>", NULL);
    expect_author("<p class=author>7 comments</p>", NULL);
    expect_author("<meta name=author content='jdoe'><p class=byline>By Jane Doe</p>", "Jane Doe");
    expect_author("<meta name=author content='jdoe'>", "jdoe");
    expect_author("<meta name=author content='Doe, Jane'>", "Jane Doe");
    expect_author("<meta name=author content='Quay Media'><meta property=article:author content='Jane Doe'>",
                  "Jane Doe");
    expect_author("<meta name=author content='Quay News'>", "Quay News"); /* it says so */
    expect_author("<div>来源：来源：新华网 时间：2021-02-14 作者：李明 编辑：王红</div>", "李明");
    expect_author("<p class=author>王文 某大学教授</p>", "王文");
    expect_author("<p class=author>[责任编辑：李明]</p>", NULL);
    expect_author("<p class=author>李 明</p>", "李明");
    expect_author("<p class=byline>By <span>Jane Doe</span><span>Updated 5 May 2021</span></p>", "Jane Doe");
    expect_author("<a rel='author' href=/j>Jane Doe</a>", "Jane Doe");
    expect_author("<p class=author>Von Jörg Müller - 5. Mai</p>", "Jörg Müller");
    expect_author("<p class=author>Автор: Иван Иванов</p>", "Иван Иванов");
    expect_author("<div>2021-08-12 10:15 来源：新华网 作者：李明</div>", "李明");
    expect_author("<div>Author: Jane Doe | Date: 5 May</div>", "Jane Doe");
    expect_author("<p class=author>Quay News</p>", NULL);
    expect_author("<p class=author>admin</p>", NULL);
    expect_author("<p class=author>https://quay.example/jane</p>", NULL);
    expect_author("<p class=author>jane@quay.example</p>", NULL);
    expect_author("<p class=author>about the author</p>", NULL);
    expect_author("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Jane Doe'>",
                  "Jane Doe");
    expect_author("<meta name=twitter:label1 content='Est. reading time'><meta name=twitter:data1 content='5 minutes'>",
                  NULL);
}

static void test_rest(void)
{
    static const char bytes[] = HEAD("<link rel=canonical href='https://www.quay.example/a'>" LD(
        "{\"@type\":\"Article\",\"publisher\":{\"name\":\"The Quay\"},\"author\":\"Jane Doe\"}")) "<h1>The harbour "
                                                                                                  "reopens</h1>" TEXT;
    Arena arena;
    Page page;
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, bytes, sizeof bytes - 1, &page) == STATUS_OK);
    CHECK_TEXT(page.address, "https://www.quay.example/a");
    CHECK_TEXT(page.publisher, "The Quay");
    CHECK_TEXT(page.author, "Jane Doe");
    static const char bare[] =
        HEAD("<meta property=og:url content='https://www.pier.example/a'>") "<h1>The harbour reopens</h1>" TEXT;
    CHECK(document_analyze(&arena, icu, bare, sizeof bare - 1, &page) == STATUS_OK);
    CHECK_TEXT(page.address, "https://www.pier.example/a");
    CHECK_TEXT(page.publisher, "pier.example"); /* Quay News may be a section of it */
    static const char named[] =
        HEAD("<meta property=og:url content='https://www.quay-news.example/a'>") "<h1>The harbour reopens</h1>" TEXT;
    CHECK(document_analyze(&arena, icu, named, sizeof named - 1, &page) == STATUS_OK);
    CHECK_TEXT(page.publisher, "Quay News");
    arena_clear(&arena);
}

/* --- hostile pages ---------------------------------------------------------------------------------------------------------------- */

/* `unit` again and again, `length` bytes of it, between a start and an end: analysed in time in proportion. */
static void expect_survived(const char *start, const char *unit, size_t length, const char *end)
{
    size_t from = strlen(start), step = strlen(unit), to = strlen(end);
    char *bytes = malloc(from + length + step + to);
    Arena arena;
    Page page;
    if (!bytes) abort();
    memcpy(bytes, start, from);
    size_t n = from;
    while (n < from + length) memcpy(bytes + n, unit, step), n += step;
    memcpy(bytes + n, end, to);
    arena_init(&arena, 0);
    clock_t before = clock();
    CHECK(document_analyze(&arena, icu, bytes, n + to, &page) == STATUS_OK);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    if (!CHECK(arena.total < 64 * (n + to) + (64u << 20)))
        printf("  %zu bytes for %zu of `%.20s`\n", arena.total, n + to, unit);
    if (!CHECK(seconds < 20))
        printf("  %.1f s for %zu bytes of `%.20s`\n", seconds, n + to,
               unit); /* sanitizers and other work on the machine included */
    arena_clear(&arena);
    free(bytes);
}

static void test_hostile(void)
{
    enum { BIG = 1500000 };
    expect_survived("<html><script type='application/ld+json'>", "{\"@type\":\"Article\",\"author\":", BIG,
                    "</script><h1>x</h1>");
    expect_survived("<html><script type='application/ld+json'>{\"@graph\":[",
                    "{\"@type\":\"Article\",\"datePublished\":\"2021-02-14\",\"author\":{\"name\":\"A B\"}},", BIG,
                    "</script><h1>x</h1>");
    expect_survived("<html><script type='application/ld+json'>{\"headline\":\"", "a\" b", BIG, "</script><h1>x</h1>");
    expect_survived("<html><meta property='article:published_time' content='", "2021-02-14 ", BIG, "'><h1>x</h1>");
    expect_survived("<html><div class='", "date author comment ", BIG, "'>x</div>");
    expect_survived("<html><body>", "<div class='author date'>By 14.02.2021 ", BIG / 4, "</div>");
    expect_survived("<html><body>", "<time datetime='2021-02-14'>", BIG / 4, "14 May 2021");
    expect_survived("<html><title>", "The harbour | ", BIG, "</title><h1>The harbour</h1>");
    expect_survived("<html><title>The harbour</title>", "<h1>The harbour", BIG / 4, "</h1>");
    expect_survived("<html><body>", "<p>14 May 2021, 15 May 2021, 16.05.2021", BIG / 4, "</p>");
    expect_survived(
        "<html><title>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</title>",
        "<meta property=og:site_name content=aaaaaaaaaaaaaaaaaaaaaaaaaab><h2>aaaaaaaaaaaaaaaaaaaaaaaac</h2>", BIG / 4,
        "");
    expect_survived("<html>", "<script type=application/ld+json></script>", BIG, "");
    expect_survived("<html><body><select>", "<option>2021-02-14", BIG / 4, "<p>14 May 2021");
    static const char nuls[] = "<html><title>a\0b</title><meta name=date content='2021-\0002-14'><script "
                               "type='application/ld+json'>{\"a\0\":\"\0\"}</script><h1>a\0b</h1>";
    Arena arena;
    Page page;
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, nuls, sizeof nuls - 1, &page) == STATUS_OK);
    arena_clear(&arena);
}

/* However little memory there is: an answer, or the status that says so. */
/* Korean pages whose lines end in the middle of a syllable where reporters are looked for, or hold half of one. */
static void test_cut_syllables(void)
{
    for (size_t blanks = 0; blanks < 3; blanks++) {
        char page[3000] = "<html lang=ko><head><title>항구</title></head><body><h1>항구 도시</h1><p>",
             *at = page + strlen(page);
        Arena arena;
        Page read;
        memset(at, 'x', blanks);
        at += blanks;
        for (int i = 0; i < 150; i++) memcpy(at, "항구도시는", 15), at += 15;
        strcpy(at, "\xED\x95</p></body></html>");
        arena_init(&arena, 0);
        CHECK(document_analyze(&arena, icu, page, strlen(page), &read) == STATUS_OK);
        CHECK(read.author == NULL);
        arena_clear(&arena);
    }
}

static void test_memory(void)
{
    const char *bytes = dated[0].page;
    int done = 0;
    for (size_t ceiling = 64; ceiling < 4000000; ceiling += ceiling / 16 + 64) {
        Arena arena;
        Page page;
        arena_init(&arena, ceiling);
        Status status = document_analyze(&arena, icu, bytes, strlen(bytes), &page);
        CHECK(status == STATUS_OK || status == STATUS_NOMEM);
        if (status == STATUS_OK) CHECK_TEXT(page.published, dated[0].published), done = 1;
        arena_clear(&arena);
    }
    CHECK(done);
}

int main(void)
{
    icu = icu_open();
    test_json();
    test_deep_json();
    test_stamps();
    test_addresses();
    test_find();
    test_dates();
    test_languages();
    test_titles();
    test_authors();
    test_rest();
    test_hostile();
    test_cut_syllables();
    test_memory();
    icu_close(icu);
    return check_end();
}
