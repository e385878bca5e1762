/*
** test_document.c - pages of five languages and many shapes; what holds for every page; memory that runs out; fingerprints
*/
#include "base/unicode.h"
#include "check.h"
#include "document/anchor.h"
#include "document/document.h"
#include "document/fingerprint.h"
#include <stdlib.h>

static Icu *icu;

/* The kinds of all blocks, one letter each: T itle b Y line D ateline B ody C aption, R ates W eather N avigation S hare r E lated K eywords c O mment
** F ooter, = repeat. */
static const char *shape(const Page *page)
{
    static const char letters[] = "TYDBCQLtRWNSEKOF=";
    static char out[256];
    size_t n = 0;
    for (; n < page->blocks.count && n < sizeof out - 1; n++) out[n] = letters[page->blocks.items[n].kind];
    out[n] = 0;
    return out;
}

static void expect(const char *name, const char *bytes, const char *kinds, const char *title, const char *published,
                   const char *rule)
{
    Arena arena;
    Page page;
    int failed = check_failed;
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, bytes, strlen(bytes), &page) == STATUS_OK);
    CHECK_TEXT(shape(&page), kinds);
    CHECK_TEXT(page.title, title);
    CHECK_TEXT(page.published, published);
    CHECK_TEXT(page.published_rule, rule);
    if (check_failed > failed) {
        printf("  in the page `%s`\n", name);
        for (size_t i = 0; i < page.blocks.count; i++)
            printf("    %s %s | %.*s\n", document_block_kind_name(page.blocks.items[i].kind), page.blocks.items[i].rule,
                   (int)page.blocks.items[i].length, bytes + page.blocks.items[i].start);
    }
    arena_clear(&arena);
}

#define P1                                                                                                             \
    "The council of the harbour town has decided to rebuild the old customs house, which has stood empty since the "   \
    "storm of last winter.\n\n"
#define P2                                                                                                             \
    "Work on the roof begins in spring and is expected to take two years, according to the town's architect, who "     \
    "presented the plans on Monday.\n\n"
#define P3                                                                                                             \
    "\"We want the building to be a place for everyone,\" the mayor told residents, adding that a library and a "      \
    "small museum will move in.\n\n"

static void test_english(void)
{
    expect("ticker, title twice, stamp with a counter, share line",
           "412.30\n455.01\n5.12\n\nNews\n\nHarbour town rebuilds its old customs house\n\nHarbour town rebuilds its "
           "old customs house\n"
           "Photo: Press office 14.02.2021 08:15 3301\n\n" P1 P2 P3 "Share:\nTelegram Follow us on our channel\n",
           "RRRNT=CBBBSS", "Harbour town rebuilds its old customs house", "2021-02-14T08:15", "caption:stamp");
    expect("no headline: a lead without a full stop is none",
           " date 2019-03-05 Tell a friend\n\nThe council of the harbour town has decided to rebuild the old customs "
           "house on the quay and to move the library of the "
           "town into it, the Ministry of Culture of the region reports\n\n\n\n" P2 "\n\n" P3,
           "YBBB", NULL, "2019-03-05", "meta:date-label");
    expect(
        "a label's stamp that ends in a.m.",
        "Harbour town rebuilds its old customs house\n\nBy Our Reporter\nPublished: March 5, 2019, 8:15 a.m.\n\n" P1 P2
            P3,
        "TYYBBB", "Harbour town rebuilds its old customs house", "2019-03-05T08:15", "meta:date-label");
    expect("a dateline that is a sentence",
           "Harbour town rebuilds its old customs house\n\nTurku, 5 March 2019. " P1 P2 P3, "TBBB",
           "Harbour town rebuilds its old customs house", "2019-03-05", "dateline");
    expect(
        "no dateline: a place and a year in a sentence",
        "Harbour town rebuilds its old customs house\n\nTurku, founded in 1229, has kept its customs house. " P1 P2 P3,
        "TBBB", "Harbour town rebuilds its old customs house", NULL, NULL);
    expect("related block longer than the article",
           "Harbour town rebuilds its old customs house\n\n" P1 P2 P3
           "Related articles\n\nNews\nFishermen protest against new quotas in the north\n\n"
           "Fishermen protest against new quotas in the north\n\nFishermen of the northern coast have blocked the "
           "entrance of the port with their boats for three days. "
           "They demand that the government takes back the quotas that it announced in August 2022 and talks to "
           "them.\nPopular\n\nNews\nFishermen protest against "
           "new quotas in the north\n\nFishermen protest against new quotas in the north\n\nFishermen of the northern "
           "coast have blocked the entrance of the port with "
           "their boats for three days. They demand that the government takes back the quotas that it announced in "
           "August 2022 and talks to them.\n",
           "TBBBENEEEENEEE", "Harbour town rebuilds its old customs house", NULL, NULL);
    expect("weather, rates by code, stamp, keywords",
           "Turku 3 °C\nOulu -2 °C\nExchange rates\nUSD 1.08\nSEK 11.43\n\nHarbour town rebuilds its old customs "
           "house\n\n7 March 2022 18:40 87\n\n" P1 P2 P3 "Keywords: Culture , Town\n",
           "WWRRRTYBBBK", "Harbour town rebuilds its old customs house", "2022-03-07T18:40", "byline:stamp");
}

static void test_other_languages(void)
{
    expect("ru",
           "Главная\nНовости\nВ портовом городе восстановят здание таможни\n\n16.05.2022, 18:53\n\n"
           "Городской совет принял решение восстановить старое здание таможни, которое пустовало после зимнего шторма "
           "прошлого года.\n\n"
           "Работы на крыше начнутся весной и продлятся два года, сообщил на встрече с жителями главный архитектор "
           "города.\n\n"
           "В здании разместятся библиотека и небольшой музей, вход в который будет бесплатным для всех жителей города "
           "и района.\n\n"
           "Читайте также\n\nРыбаки протестуют против новых квот\n\nПоделиться\n",
           "NNTYBBBEES", "В портовом городе восстановят здание таможни", "2022-05-16T18:53", "byline:stamp");
    expect("kk",
           "Басты бет\nПорт қаласында ескі кеден ғимараты қалпына келтіріледі\n\nЖарияланды: 16.05.2022 18:53\n\n"
           "Қалалық кеңес өткен қыстағы дауылдан кейін бос тұрған ескі кеден ғимаратын қалпына келтіру туралы шешім "
           "қабылдады.\n\n"
           "Шатырдағы жұмыстар көктемде басталып, екі жылға созылады, деп хабарлады қаланың бас сәулетшісі "
           "тұрғындармен кездесуде.\n\n"
           "Ғимаратқа кітапхана мен шағын мұражай орналасады, оған қаланың барлық тұрғындары тегін кіре алады деп "
           "жоспарланған.\n\n"
           "Бөлісу\n\nТақырыптас жаңалықтар\n\nБалықшылар жаңа квоталарға қарсы шықты\n",
           "NTYBBBSEE", "Порт қаласында ескі кеден ғимараты қалпына келтіріледі", "2022-05-16T18:53",
           "meta:date-label");
    expect("ko",
           "항구 도시, 옛 세관 건물 복원한다\n\n입력 2022.05.16 18:53\n\n시의회는 지난겨울 폭풍 이후 비어 있던 옛 세관 "
           "건물을 복원하기로 결정했다고 월요일 밝혔다. 예산은 내년에 편성된다.\n\n"
           "지붕 공사는 봄에 시작되어 이 년 동안 이어질 예정이라고 시의 건축 책임자가 주민 설명회에서 말했다. 건물에는 "
           "도서관이 들어선다.\n\n"
           "작은 박물관도 함께 문을 열며 모든 시민이 무료로 이용할 수 있게 된다고 시는 덧붙였다. 시민들은 환영의 뜻을 "
           "나타냈다.\n\n공유하기\n\n관련기사\n\n어민들 새 어획량 제한에 항의\n",
           "TYBBBSEE", "항구 도시, 옛 세관 건물 복원한다", "2022-05-16T18:53", "meta:date-label");
    expect("ko, a time that stands apart",
           "항구 도시, 옛 세관 건물 복원한다\n\n2022년 5월 16일 오후 6시 53분\n\n시의회는 지난겨울 폭풍 이후 비어 있던 "
           "옛 세관 "
           "건물을 복원하기로 결정했다고 월요일 밝혔다. 예산은 내년에 편성된다.\n\n"
           "작은 박물관도 함께 문을 열며 모든 시민이 무료로 이용할 수 있게 된다고 시는 덧붙였다. 시민들은 환영의 뜻을 "
           "나타냈다.\n\n",
           "TYBB", "항구 도시, 옛 세관 건물 복원한다", "2022-05-16T18:53", "byline:stamp");
    expect(
        "zh",
        "首页\n港口城市将修复旧海关大楼\n\n发布时间：2022-05-16 "
        "18:"
        "53\n\n市议会决定修复去年冬天暴风雨以来一直空置的旧海关大楼，预算将于明年编制完成，工程由市建筑局负责监督。\n\n"
        "屋顶工程将于春季开始，预计持续两年，该市的首席建筑师在居民说明会上介绍了有关情况，并回答了居民提出的问题。\n\n"
        "图书馆和一座小型博物馆将迁入大楼，所有市民都可以免费参观，市政府表示，居民对这一决定普遍表示欢迎和支持。\n\n分"
        "享到\n\n相关阅读\n\n渔民抗议新的捕捞配额\n",
        "NTYBBBSEE", "港口城市将修复旧海关大楼", "2022-05-16T18:53", "meta:date-label");
}

static void expect_lead(const char *lead, const char *place, const char *publisher, const char *source)
{
    Arena arena;
    Page page;
    char bytes[2000];
    arena_init(&arena, 0);
    snprintf(bytes, sizeof bytes, "Harbour town rebuilds its old customs house\n\n%s\n\n%s%s", lead, P2, P3);
    CHECK(document_analyze(&arena, icu, bytes, strlen(bytes), &page) == STATUS_OK);
    CHECK_TEXT(page.place, place);
    CHECK_TEXT(page.publisher, publisher);
    CHECK_TEXT(page.source, source);
    arena_clear(&arena);
}

static void test_leads(void)
{
    expect_lead("TURKU. NORDWIRE - The council of the harbour town has decided to rebuild the old customs house, The "
                "Quay Daily reports.",
                "Turku", "NORDWIRE", &"The Quay Daily"[4]);
    expect_lead("Oslo, The Quay Observer: The council of the harbour town has decided to rebuild its house, according "
                "to the Ministry of Culture.",
                "Oslo", "The Quay Observer", "Ministry of Culture");
    expect_lead("PARIS (Nordwire) — The council of the harbour town has decided to rebuild the old customs house on "
                "the western quay.",
                "Paris", "Nordwire", "Nordwire");
    expect_lead(
        "The council of the harbour town has decided to rebuild the old customs house, Quay.net reports citing HTC.",
        NULL, "Quay.net", "HTC");
    expect_lead("TURKU. NORDWIRE The council of the harbour town has decided to rebuild the old customs house on the "
                "western quay.",
                "Turku", "NORDWIRE", "NORDWIRE");
    expect_lead(
        "Осло, 23 декабря /Нордвайр/ -- Городской совет принял решение восстановить старое здание таможни в порту.",
        "Осло", "Нордвайр", "Нордвайр");
    expect_lead("(서울=한바다통신) 홍길동 기자 = 시의회는 지난겨울 폭풍 이후 비어 있던 옛 세관 건물을 복원하기로 "
                "결정했다고 밝혔다.",
                "서울", "한바다통신", "한바다통신");
    expect_lead("海港社奥斯陆5月13日电 市议会决定修复去年冬天暴风雨以来一直空置的旧海关大楼，预算将于明年编制完成。",
                "奥斯陆", "海港社", "海港社");
    expect_lead(
        "The plan - a bold one - is to rebuild the old customs house of the harbour town within two years from now on.",
        NULL, NULL, NULL);
}

/* An undated page: the calendar may tell the year (not the month: the week after 30 June is in two), and never passes it off as published. */
static void expect_anchor(const char *lead, const char *anchor)
{
    Arena arena;
    Page page;
    char bytes[2000];
    arena_init(&arena, 0);
    snprintf(bytes, sizeof bytes, "Harbour town rebuilds its old customs house\n\n%s\n\n%s%s", lead, P2, P3);
    CHECK(document_analyze(&arena, icu, bytes, strlen(bytes), &page) == STATUS_OK);
    CHECK_TEXT(page.published, NULL);
    CHECK(anchor_find(&arena, &page) == STATUS_OK);
    CHECK_TEXT(page.anchor, anchor);
    CHECK_TEXT(page.anchor_rule, anchor ? "calendar:weekday" : NULL);
    arena_clear(&arena);
}

static void test_anchors(void)
{
    expect_anchor("Last Wednesday (30 June), the council of the harbour town met for the first time since 2020 and "
                  "decided to rebuild its house.",
                  "2021");
    expect_anchor("On Wednesday, 30 June, the council of the harbour town decided to rebuild the house that has stood "
                  "empty since May 2021.",
                  "2021");
    expect_anchor("Last Wednesday (30 June), the council of the harbour town decided to rebuild the old customs house "
                  "on the western quay.",
                  NULL);
    expect_anchor("Last Wednesday (30 June), the council of the harbour town met for the first time since 2013 and "
                  "decided to rebuild its house.",
                  NULL);
    expect_anchor("On 30 June, the council of the harbour town decided to rebuild the house that has stood empty since "
                  "the storm of May 2021.",
                  NULL);
}

/* Blocks are in order, do not overlap, tile all lines that are not blank; strings are sound. */
static void check_page(const Page *page, const char *bytes, size_t length)
{
    size_t at = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        if (!CHECK(block->start >= at && block->length && block->start + block->length <= length &&
                   block->kind < BLOCK_KINDS))
            return;
        for (; at < block->start; at++)
            if ((unsigned char)bytes[at] < 0x80 && !CHECK(bytes[at] <= ' ')) return; /* nothing visible in between */
        if (!CHECK(block->rule && block->score >= 0 && block->score <= 1)) return;
        if (!CHECK(document_block_at(page, block->start) == (ptrdiff_t)i &&
                   document_block_at(page, block->start + block->length - 1) == (ptrdiff_t)i))
            return;
        at = block->start + block->length;
    }
    for (; at < length; at++)
        if ((unsigned char)bytes[at] < 0x80 && bytes[at] != 0x7F && !CHECK(bytes[at] <= ' ')) return;
    CHECK(page->main_length <= 4 * length + 2 && utf8_is_valid(page->main_text, page->main_length));
    const char *strings[] = {page->title, page->source, page->publisher, page->author, page->place};
    for (int i = 0; i < 5; i++) CHECK(!strings[i] || utf8_is_valid(strings[i], strlen(strings[i])));
    CHECK(!page->published == !page->published_rule);
}

static unsigned random_state = 7;
static unsigned next_random(void)
{
    return random_state = random_state * 1664525u + 1013904223u, random_state >> 8;
}

static void test_random_bytes(void)
{
    static const char *const pieces[] = {"\n",
                                         "\r\n",
                                         " ",
                                         "News",
                                         "12.03.2020 14:21",
                                         "USD 4.5",
                                         "\xE2\x80\xA8",
                                         "\xFF",
                                         "\xC3",
                                         "Share",
                                         "Related articles",
                                         "新华社",
                                         "5",
                                         "月",
                                         "电",
                                         ".",
                                         "\"",
                                         "(서울=",
                                         ")",
                                         " - ",
                                         "By ",
                                         "according to ",
                                         "ASTANA. ",
                                         "\xC2\x85",
                                         "°C",
                                         "word ",
                                         "Слово ",
                                         "http://",
                                         "©",
                                         "\t",
                                         "0",
                                         "—"};
    char bytes[700];
    for (int round = 0; round < 4000; round++) {
        size_t length = 0, pieces_wanted = next_random() % 60;
        for (size_t k = 0; k < pieces_wanted; k++) {
            const char *piece = pieces[next_random() % (sizeof pieces / sizeof *pieces)];
            char one[2] = {(char)next_random(), 0};
            if (next_random() % 4 == 0) piece = one;
            size_t n = piece == one ? 1 : strlen(piece);
            if (length + n > sizeof bytes) break;
            memcpy(bytes + length, piece, n);
            length += n;
        }
        char *exact = malloc(length + 1); /* so that a sanitizer sees a byte too many */
        memcpy(exact, bytes, length);
        Arena arena;
        Page page;
        arena_init(&arena, 0);
        if (CHECK(document_analyze(&arena, icu, exact, length, &page) == STATUS_OK)) check_page(&page, exact, length);
        arena_clear(&arena);
        free(exact);
    }
}

static void test_memory(void)
{
    const char *bytes = "USD 4.5\n\nHarbour town rebuilds its old customs house\n\n7 March 2022 18:40 87\n\n" P1 P2 P3
                        "Source: Quay.net\nBy Anna Berg\nShare:\n";
    int failures = 0;
    for (size_t ceiling = 64; ceiling < 400000; ceiling += ceiling / 16 + 64) {
        Arena arena;
        Page page;
        arena_init(&arena, ceiling);
        Status status = document_analyze(&arena, icu, bytes, strlen(bytes), &page);
        CHECK(status == STATUS_OK || status == STATUS_NOMEM);
        failures += status != STATUS_OK;
        arena_clear(&arena);
    }
    CHECK(failures > 5);
}

static void test_html(void)
{
    const char *bytes = "<!DOCTYPE html><html><head><title>Harbour town rebuilds its house &#8211; "
                        "Quay.net</title><style>p { a: b }</style><script>if (a < b) x('</p>');"
                        "</script></head><body><nav><ul><li><a href='/'>Home</a><li>News</ul></nav><h1>Harbour town "
                        "rebuilds its house</h1><div class=\"x > y\">7 March 2022 18:40</div>"
                        "<p>" P1 "<p>" P2 "</p><!-- a > b --><p>" P3
                        "</p><p>Fish &amp; chips &lt;fresh&gt; cost 5&nbsp;&euro; at the quay, where the boats of the "
                        "fishermen come in every day.</p></body></html>";
    Arena arena;
    Page page;
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, bytes, strlen(bytes), &page) == STATUS_OK);
    CHECK_TEXT(page.title, "Harbour town rebuilds its house");
    CHECK_TEXT(shape(&page), "NNTYBBBB");
    CHECK_TEXT(page.published, "2022-03-07T18:40");
    CHECK(strstr(page.main_text, "Fish & chips <fresh> cost 5 \xE2\x82\xAC at") != NULL);
    CHECK(strstr(page.content, "a: b") == NULL && strstr(page.content, "x('") == NULL);
    check_page(&page, page.content, page.content_length);
    arena_clear(&arena);
    static const char *const pieces[] = {
        "<li>",     "a",       "<p>",      "</p>",  "<",      ">",  "\"",
        "='",       "<!--",    "-->",      "&lt",   "&#x41;", "&",  "<script>",
        "</script", "<title>", "</title>", "<br/>", "\xFF",   " ",  "<a b=\"",
        "&#1",      "<td>",    "<?",       "word ", "\n",     "</", "charset=windows-1251",
        "\xE2\x80"};
    for (int round = 0; round < 3000; round++) {
        char text[600] = "<html>";
        size_t length = 6;
        for (unsigned k = next_random() % 90; k; k--) {
            const char *piece =
                pieces[round % 7 ? next_random() % (sizeof pieces / sizeof *pieces) : next_random() % 2];
            if (length + strlen(piece) > sizeof text) break;
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
        char *exact = malloc(length);
        memcpy(exact, text, length);
        arena_init(&arena, 0);
        if (CHECK(document_analyze(&arena, icu, exact, length, &page) == STATUS_OK))
            check_page(&page, page.content, page.content_length);
        arena_clear(&arena);
        free(exact);
    }
}

static Fingerprint print_of(const char *text)
{
    Fingerprint print;
    CHECK(fingerprint_make(NULL, text, strlen(text), &print) == STATUS_OK);
    return print;
}

static double resemblance(const char *a, const char *b)
{
    Fingerprint x = print_of(a), y = print_of(b);
    return fingerprint_resemblance(x.bytes, x.length, y.bytes, y.length);
}

/* Of `part` in `whole`. */
static double containment(const char *part, const char *whole)
{
    Fingerprint x = print_of(part), y = print_of(whole);
    return fingerprint_containment(x.bytes, x.length, y.bytes, y.length);
}

/* Whether two texts are copies, and found as such: they share a key. */
static int is_copy(const char *a, const char *b)
{
    Fingerprint x = print_of(a), y = print_of(b);
    int64_t keys[FINGERPRINT_KEYS], others[FINGERPRINT_KEYS];
    size_t count = fingerprint_keys(x.bytes, x.length, keys), other = fingerprint_keys(y.bytes, y.length, others);
    int shared = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < other; k++) shared |= keys[i] == others[k];
    int copy = fingerprint_is_copy(x.bytes, x.length, y.bytes, y.length);
    CHECK(copy == fingerprint_is_copy(y.bytes, y.length, x.bytes, x.length));
    return copy && shared;
}

/* An article of made-up words. */
static char *article(unsigned seed, int words)
{
    char *out = malloc((size_t)words * 9 + 1), *at = out;
    random_state = seed;
    for (int i = 0; i < words; i++) {
        for (unsigned k = 3 + next_random() % 5; k; k--) *at++ = (char)('a' + next_random() % 26);
        *at++ = ' ';
    }
    *at = 0;
    return out;
}

static void test_fingerprints(void)
{
    CHECK(resemblance("", "") >= .99);
    CHECK(resemblance("one two", "two one") >= .99);
    CHECK(resemblance("one two", "") <= .01);
    CHECK(resemblance("Харбор – дом, у моря! Ёлка", "харбор дом у моря елка") >= .99);
    CHECK(resemblance("市议会决定修复旧海关大楼", "市议会，决定修复旧海关大楼。") >= .99);
    CHECK(resemblance("Cafe\xCC\x81 na\xC3\xAFve", "caf\xC3\xA9 naive") >= .99);
    int similar = 0, unlike = 0, embedded = 0, cut = 0;
    for (unsigned k = 0; k < 40; k++) {
        char *a = article(1000 + k, 300), *b = article(5000 + k, 300), *longer = malloc(strlen(a) + strlen(b) + 2);
        memcpy(longer, a, strlen(a));
        memcpy(longer + strlen(a), b, 180); /* furniture added */
        longer[strlen(a) + 180] = 0;
        char *edited = malloc(strlen(a) + 1); /* the lead is cut off, a word in thirty changed */
        memcpy(edited, a, strlen(a) + 1);
        for (size_t i = 0, word = 0; edited[i]; i++)
            if (edited[i] == ' ' && ++word % 30 == 0) edited[i - 1] = '9';
        similar += resemblance(a, longer) >= .7 && resemblance(a, edited + 200) >= .6 && is_copy(a, longer) &&
                   is_copy(a, edited + 200);
        unlike += resemblance(a, b) <= .1 && containment(a, b) <= .1 && !is_copy(a, b);
        memcpy(longer + strlen(a), b, strlen(b) + 1);
        embedded += containment(a, longer) >= .95 && containment(longer, a) <= .6 && is_copy(a, longer);
        cut += is_copy(a, a + strlen(a) / 2);
        free(a), free(b), free(longer), free(edited);
    }
    CHECK(similar >= 38);
    CHECK(unlike == 40);
    CHECK(embedded == 40);
    CHECK(cut == 40);
}

/* A text of which only a sample of hashes is kept, short ones, and what is no fingerprint. */
static void test_fingerprint_bounds(void)
{
    char *a = article(77, 20000), *b = article(78, 20000);
    Fingerprint print = print_of(a);
    CHECK(print.length <= FINGERPRINT_MOST && print.length >= FINGERPRINT_LEAST + 4 * FINGERPRINT_SELECTED / 3);
    CHECK(fingerprint_words(print.bytes, print.length) == 20000);
    CHECK(containment(a, a) == 1 && containment(a + strlen(a) / 2, a) >= .9);
    CHECK(containment(a, a + strlen(a) / 2) >= .4 && containment(a, a + strlen(a) / 2) <= .6);
    CHECK(containment(a, b) <= .01);
    free(a), free(b);
    CHECK(is_copy("A short text.", "a SHORT text") && !is_copy("A short text.", "A short word."));
    CHECK(containment("", "") == 1 && containment("", "word") == 0);
    uint32_t words = 0, others = 0;
    CHECK(fingerprint_paragraph("Read more: Здесь!", strlen("Read more: Здесь!"), &words) ==
          fingerprint_paragraph("READ  MORE здесь", strlen("READ  MORE здесь"), &others));
    CHECK(words == 3 && others == 3);
    CHECK(fingerprint_bytes("abcdefghij", 10) != fingerprint_bytes("abcdefghik", 10));
    CHECK(fingerprint_bytes("", 0) != fingerprint_bytes("\0", 1));
    print = print_of("");
    int64_t keys[FINGERPRINT_KEYS];
    CHECK(fingerprint_keys(print.bytes, print.length, keys) == 0);
    unsigned char none[FINGERPRINT_LEAST] = {9};
    CHECK(fingerprint_resemblance(none, sizeof none, none, sizeof none) < 0);
    CHECK(fingerprint_containment(none, 3, none, 3) < 0);
    CHECK(fingerprint_resemblance(NULL, 0, print.bytes, print.length) < 0);
    CHECK(fingerprint_words(print.bytes, print.length - 1) < 0 && fingerprint_words(print.bytes, print.length) == 0);
}

int main(void)
{
    icu = icu_open();
    test_english();
    test_other_languages();
    test_leads();
    test_anchors();
    test_random_bytes();
    test_html();
    test_memory();
    test_fingerprints();
    test_fingerprint_bounds();
    icu_close(icu);
    return check_end();
}
