/*
** test_facts.c - quantities and quotations in five languages, what is none, what holds for every text, memory that runs out
**
** A finding is written `text=number unit kind comparator`, findings parted by " | "; a quotation `content <speaker> verb`.
*/
#include "base/buffer.h"
#include "check.h"
#include "dates/dates.h"
#include "facts/quantities.h"
#include "facts/quotes.h"
#include <stdlib.h>

static Icu *icu;

static Language language(const char *tag)
{
    return language_find(tag, strlen(tag));
}

static void quantities(const char *tag, const char *bytes, const char *wanted)
{
    Arena arena;
    Text text;
    DateList dates = {NULL, 0, 0};
    QuantityList list = {NULL, 0, 0};
    Buffer out = BUFFER_EMPTY;
    arena_init(&arena, 0);
    CHECK(text_segment(&arena, icu, bytes, strlen(bytes), language(tag), &text) == STATUS_OK);
    CHECK(dates_find(&arena, &text, NULL, PREFER_DEFAULT, &dates) == STATUS_OK);
    CHECK(quantities_find(&arena, &text, &dates, &list) == STATUS_OK);
    for (size_t i = 0; i < list.count; i++) {
        const Quantity *q = &list.items[i];
        buffer_printf(&out, "%s%.*s=%.9g", i ? " | " : "", (int)q->length, bytes + q->start, q->number);
        if (q->unit) buffer_printf(&out, " %s", q->unit);
        if (strcmp(q->kind, "cardinal") != 0) buffer_printf(&out, " %s", q->kind);
        if (strcmp(q->comparator, "=") != 0) buffer_printf(&out, " %s", q->comparator);
    }
    if (!check_text(buffer_text(&out) ? buffer_text(&out) : "", wanted, __FILE__, __LINE__))
        printf("  in `%s`\n", bytes);
    buffer_free(&out);
    arena_clear(&arena);
}

static void test_quantities(void)
{
    quantities("en", "Over 80 pupils and twenty-four teachers of 3 schools met.",
               "Over 80=80 > | twenty-four=24 | 3=3");
    quantities("en", "They paid $1.5 million, 12,500 euros and 75 percent.",
               "$1.5 million=1500000 USD money | 12,500 euros=12500 EUR money | 75 percent=75 % percent");
    quantities("en", "At least 300 km of road, more than two hundred and five bridges.",
               "At least 300 km=300 km measure >= | more than two hundred and five=205 >");
    quantities("en", "Hundreds of guests, a dozen cooks and dozens of cars.",
               "Hundreds=200 >= | a dozen=12 ~ | dozens of=24 >=");
    quantities("en", "The 11th week, the first of two thirds.",
               "11th=11 ordinal | first=1 ordinal | two thirds=0.666666667");
    quantities("en", "ZX81 and COVID-19 are names, so are Kestrel 1740 and Boeing 737.", "");
    quantities("en", "It happened on 16.11.2023 at 14:21 and on May 5, 2020.", "");
    quantities("en",
               "It was -5 \xC2\xB0"
               "C, or 10 1/2 miles.",
               "-5 \xC2\xB0"
               "C=-5 \xC2\xB0"
               "C temperature | 10 1/2 miles=10.5 mi measure");
    quantities("en", "See 192.168.1.2 or 5/17/2018; the ratio is 1/4.", "1/4=0.25");
    quantities("ru", "Более 1 500 студентов и около двадцати пяти преподавателей получили 3,5 млн рублей.",
               "Более 1 500=1500 > | около двадцати пяти=25 ~ | 3,5 млн рублей=3500000 RUB money");
    quantities("ru", "Рост составил 12,4 процента, построено 40 тысяч квадратных метров.",
               "12,4 процента=12.4 % percent | 40 тысяч квадратных метров=40000 m2 measure");
    quantities("kk", "90-нан астам студент пен он бес мұғалім 25 мың теңге алды.",
               "90-нан астам=90 > | он бес=15 | 25 мың теңге=25000 KZT money");
    quantities("kk", "Өсім 7,5 пайыз болды.", "7,5 пайыз=7.5 % percent");
    quantities("ko", "학생 200명 이상이 참석했고 예산은 3억 5천만 원이다.",
               "200명 이상=200 >= | 3억 5천만 원=350000000 KRW money");
    quantities("ko", "다섯 명이 이 조사에 참여했다.", "다섯=5");
    quantities("ko", "섭씨 30도, 15퍼센트",
               "섭씨 30도=30 \xC2\xB0"
               "C temperature | 15퍼센트=15 % percent");
    quantities("zh", "超过三千名学生获得2.5亿元，增长百分之五。",
               "超过三千=3000 > | 2.5亿元=250000000 CNY money | 百分之五=5 % percent");
    quantities("zh", "第二届论坛有20多个国家参加，约12千米。", "第二=2 ordinal | 20多=20 > | 约12千米=12 km measure ~");
    quantities("en", "", "");
}

static void quotes(const char *tag, const char *bytes, const char *wanted)
{
    Arena arena;
    Text text;
    EntityList none = {NULL, 0, 0};
    QuoteList list = {NULL, 0, 0};
    Buffer out = BUFFER_EMPTY;
    arena_init(&arena, 0);
    CHECK(text_segment(&arena, icu, bytes, strlen(bytes), language(tag), &text) == STATUS_OK);
    CHECK(quotes_find(&arena, &text, &none, &list) == STATUS_OK);
    for (size_t i = 0; i < list.count; i++) {
        const Quote *q = &list.items[i];
        buffer_printf(&out, "%s%s%.*s <%.*s> %s", i ? " | " : "", q->direct ? "" : "~ ", (int)q->length,
                      bytes + q->start, (int)q->speaker_length, bytes + q->speaker_start, q->verb ? q->verb : "-");
    }
    if (!check_text(buffer_text(&out) ? buffer_text(&out) : "", wanted, __FILE__, __LINE__))
        printf("  in `%s`\n", bytes);
    buffer_free(&out);
    arena_clear(&arena);
}

static void test_quotes(void)
{
    quotes("en", "\"We will rebuild the house in two years,\" said Anna Berg, mayor of the town.",
           "We will rebuild the house in two years, <Anna Berg> said");
    quotes("en", "\"We will rebuild the house,\" Anna Berg said. \"It will be open to all of us.\"",
           "We will rebuild the house, <Anna Berg> said | It will be open to all of us. <Anna Berg> -");
    quotes("en", "The mayor said: “The house will be open to everyone in the town.”",
           "The house will be open to everyone in the town. <The mayor> said");
    quotes("en", "“The house will be open to everyone in the town” – Mayor Anna Berg.",
           "The house will be open to everyone in the town <Mayor Anna Berg> -");
    quotes("en", "Berg noted that the work begins in spring.", "~ the work begins in spring <Berg> noted");
    quotes("en", "The work begins in spring, according to the architect.",
           "~ The work begins in spring <the architect> according to");
    quotes("en", "She gave a talk on \"The Future of Harbour Towns and Their Houses\" to the club \"Old Anchor\".", "");
    quotes("en", "The storm was a \"gift\" for the builders.", "");
    quotes("en", "The house is old. We must keep it as it is for our children\" - noted Anna Berg.",
           "We must keep it as it is for our children <Anna Berg> noted");
    quotes("ru", "«Работы начнутся весной и продлятся два года», – сказал Иван Петров.",
           "Работы начнутся весной и продлятся два года <Иван Петров> сказал");
    quotes("ru", "Министр сообщил, что работы начнутся весной.", "~ работы начнутся весной <Министр> сообщил");
    quotes("kk", "«Жұмыс көктемде басталып, екі жылға созылады», – деді Асан Серіков.",
           "Жұмыс көктемде басталып, екі жылға созылады <Асан Серіков> деді");
    quotes("zh", "市长说：“这座大楼将向所有市民开放。”", "这座大楼将向所有市民开放。 <市长> 说");
    quotes("en", "", "");
}

/* Whatever the bytes: in order, inside the text, sound strings; twice the same. */
static void test_random_texts(void)
{
    static const char *const pieces[] = {"\"",          "“",  "”",        "«",      "»",    " said ", "said that ",
                                         "X ",          "5",  ",",        ".",      " ",    "\n",     "more than ",
                                         "million ",    "$",  "%",        "三",     "百",   "千米",   "두 ",
                                         "명",          "两", "点",       "\xFF",   "\xE2", "word ",  "двадцать ",
                                         "1/2 ",        "-",  "a dozen ", "百分之", "다섯", "억",     "third ",
                                         " and a half", "''", "10:20",    "(",      "—"};
    static const char *const tags[] = {"en", "ru", "kk", "ko", "zh", "de", "und"};
    unsigned state = 11;
    for (int round = 0; round < 4000; round++) {
        char bytes[512];
        size_t length = 0;
        for (unsigned k = (state >> 9) % 50; k; k--) {
            state = state * 1664525u + 1013904223u;
            const char *piece = pieces[(state >> 8) % (sizeof pieces / sizeof *pieces)];
            if (length + strlen(piece) > sizeof bytes) break;
            memcpy(bytes + length, piece, strlen(piece));
            length += strlen(piece);
        }
        state = state * 1664525u + 1013904223u;
        char *exact = malloc(length + 1);
        memcpy(exact, bytes, length);
        Arena arena;
        Text text;
        QuantityList numbers = {NULL, 0, 0};
        QuoteList spoken = {NULL, 0, 0};
        arena_init(&arena, 0);
        CHECK(text_segment(&arena, icu, exact, length, language(tags[round % 7]), &text) == STATUS_OK);
        CHECK(quantities_find(&arena, &text, NULL, &numbers) == STATUS_OK &&
              quotes_find(&arena, &text, NULL, &spoken) == STATUS_OK);
        size_t at = 0;
        for (size_t i = 0; i < numbers.count; i++) {
            const Quantity *q = &numbers.items[i];
            CHECK(q->start >= at && q->length && q->start + q->length <= length && q->comparator && q->kind &&
                  q->rule && q->number == q->number);
            at = q->start + q->length;
        }
        at = 0;
        for (size_t i = 0; i < spoken.count; i++) {
            const Quote *q = &spoken.items[i];
            CHECK(q->start >= at && q->length && q->start + q->length <= length &&
                  q->speaker_start + q->speaker_length <= length && q->rule);
            at = q->start;
        }
        arena_clear(&arena);
        free(exact);
    }
}

static void test_memory(void)
{
    const char *bytes = "\"We will pay 300 million euros for two hundred houses,\" said Anna Berg. Others noted that "
                        "more than 5 km of quay is lost.";
    int failures = 0;
    for (size_t ceiling = 64; ceiling < 100000; ceiling += ceiling / 16 + 64) {
        Arena arena;
        Text text;
        DateList dates = {NULL, 0, 0};
        QuantityList numbers = {NULL, 0, 0};
        QuoteList spoken = {NULL, 0, 0};
        arena_init(&arena, ceiling);
        Status status = text_segment(&arena, icu, bytes, strlen(bytes), LANGUAGE_EN, &text);
        if (status == STATUS_OK) status = quantities_find(&arena, &text, &dates, &numbers);
        if (status == STATUS_OK) status = quotes_find(&arena, &text, NULL, &spoken);
        CHECK(status == STATUS_OK || status == STATUS_NOMEM);
        failures += status != STATUS_OK;
        arena_clear(&arena);
    }
    CHECK(failures > 3);
}

int main(void)
{
    icu = icu_open();
    test_quantities();
    test_quotes();
    test_random_texts();
    test_memory();
    icu_close(icu);
    return check_end();
}
