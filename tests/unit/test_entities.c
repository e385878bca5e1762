/* test_entities.c - named mentions: sentences of five languages, and what holds of any bytes */
#include "check.h"
#include "entities/entities.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static Icu *icu;

/* All mentions of a text as `TYPE text|TYPE text|...`; checks the invariants on the way. */
static const char *found(const char *bytes, size_t length, Language language, size_t ceiling, Status *status)
{
    static char out[1 << 16];
    Arena arena;
    Text text;
    EntityList list = {NULL, 0, 0};
    arena_init(&arena, ceiling);
    Status s = text_segment(&arena, icu, bytes, length, language, &text);
    if (s == STATUS_OK) s = entities_find(&arena, icu, &text, &list);
    size_t n = 0, behind = 0;
    out[0] = 0;
    for (size_t i = 0; i < list.count; i++) {
        const EntityMention *m = &list.items[i];
        CHECK(m->start >= behind && m->length > 0 && (size_t)m->start + m->length <= length);
        CHECK(m->name && m->name[0] && m->rule && m->type < ENTITY_TYPES && m->score > 0 && m->score <= 1);
        CHECK(m->sentence < text.sentences.count && m->start >= text.sentences.items[m->sentence].start &&
              m->start < text.sentences.items[m->sentence].start + text.sentences.items[m->sentence].length);
        CHECK(m->geoname == 0 || !isnan(m->latitude));
        behind = m->start + m->length;
        if (n + m->length + 32 < sizeof out)
            n += (size_t)sprintf(out + n, "%s%s %.*s", n ? "|" : "", entities_type_name(m->type), (int)m->length,
                                 bytes + m->start);
    }
    if (status) *status = s;
    arena_clear(&arena);
    return out;
}

static void expect(Language language, const char *text, const char *wanted)
{
    Status status;
    CHECK_TEXT(found(text, strlen(text), language, 0, &status), wanted);
    CHECK(status == STATUS_OK);
}

static void english(void)
{
    expect(LANGUAGE_EN,
           "The Ministry of Trade, Industry and Energy of the Republic of Korea opened an office in Tashkent.",
           "ORG Ministry of Trade, Industry and Energy of the Republic of Korea|GPE Tashkent");
    expect(LANGUAGE_EN, "Ambassador Timur Sadykov met with Rector Park Jin Soo at Gyeongju University on Monday.",
           "PERSON Timur Sadykov|PERSON Park Jin Soo|ORG Gyeongju University");
    expect(LANGUAGE_EN, "Foreign Minister Wang Xiaoming arrived in Bishkek. Wang thanked the United Nations.",
           "PERSON Wang Xiaoming|GPE Bishkek|PERSON Wang|ORG United Nations");
    expect(LANGUAGE_EN, "It let us know that he was reading and turkey was on the menu.", "");
    expect(LANGUAGE_EN, "Universities such as Inha, Sogang, and Konkuk sent students.",
           "ORG Inha|ORG Sogang|ORG Konkuk");
    expect(LANGUAGE_EN, "French and German companies, says the newspaper \"Morning Star\", left Russia's market.",
           "NORP French|NORP German|ORG Morning Star|GPE Russia");
    expect(LANGUAGE_EN, "They sailed along the Danube River to Lake Balaton.", "LOC Danube River|LOC Lake Balaton");
    expect(LANGUAGE_EN, "The Consulate General of Mongolia in Osaka closed.",
           "ORG Consulate General of Mongolia in Osaka");
    expect(LANGUAGE_EN, "The Asian Development Bank (ADB) lent money; ADB officials came.",
           "ORG Asian Development Bank|ORG ADB|ORG ADB");
}

static void other_languages(void)
{
    expect(LANGUAGE_RU, "Министерство здравоохранения Узбекистана сообщило, что Иван Петров прибыл в Самарканд.",
           "ORG Министерство здравоохранения Узбекистана|PERSON Иван Петров|GPE Самарканд");
    expect(LANGUAGE_RU, "Посол Казахстана встретился с Еленой Соколовой в Пекине.",
           "GPE Казахстана|PERSON Еленой Соколовой|GPE Пекине");
    expect(LANGUAGE_KK, "Қазақстанның елшісі Ерлан Сейітов Мәскеуде болды.",
           "GPE Қазақстанның|PERSON Ерлан Сейітов|GPE Мәскеуде");
    expect(LANGUAGE_KO, "카자흐스탄의 박민수 대사는 부산에서 연세대학교를 방문했다.",
           "GPE 카자흐스탄|PERSON 박민수|GPE 부산|ORG 연세대학교");
    expect(LANGUAGE_ZH, "哈萨克斯坦总统访问了北京大学。", "GPE 哈萨克斯坦|ORG 北京大学");
    expect(LANGUAGE_ZH, "外交部长王小明表示感谢。", "PERSON 王小明");
}

static void same_key(EntityType type, const char *wanted, const char *const *names, const Language *languages)
{
    for (size_t i = 0; names[i]; i++) {
        Buffer key = BUFFER_EMPTY;
        CHECK(entities_key(icu, type, names[i], strlen(names[i]), languages ? languages[i] : LANGUAGE_UND, &key) ==
              STATUS_OK);
        if (wanted) CHECK_TEXT(buffer_text(&key), wanted);
        else CHECK(key.length > 4);
        buffer_free(&key);
    }
}

static void keys(void)
{
    static const char *const kazakhstan[] = {
        "Kazakhstan", "Republic of Kazakhstan", "Казахстан", "Қазақстан", "카자흐스탄", "哈萨克斯坦", NULL};
    static const char *const almaty[] = {"Almaty", "Алматы", "알마티", "阿拉木图", NULL};
    static const char *const un[] = {"UN", "United Nations", "ООН", "БҰҰ", "유엔", "联合国", NULL};
    static const char *const unknown[] = {"Tralala Institute", "ООО Ромашка", "?!", NULL};
    same_key(ENTITY_GPE, "gpe:KZ", kazakhstan, NULL);
    same_key(ENTITY_GPE, "geo:1526384", almaty, NULL);
    same_key(ENTITY_ORG, "org:un", un, NULL);
    same_key(ENTITY_ORG, NULL, unknown, NULL);
}

static uint32_t seed = 12345;
static uint32_t next_random(void)
{
    return seed = seed * 1664525u + 1013904223u;
}

static void any_bytes(void)
{
    static const char *const pieces[] = {"Ministry of ",
                                         "President ",
                                         "Ли ",
                                         "И ",
                                         "министерство ",
                                         "김",
                                         "대통령 ",
                                         "王",
                                         "大学",
                                         "·",
                                         "(",
                                         "\"",
                                         ", ",
                                         " and ",
                                         "Republic of ",
                                         "\xff",
                                         "\xC3",
                                         "\n",
                                         ". ",
                                         "-",
                                         "'s ",
                                         "AB ",
                                         "\xE4\xBA",
                                         "Q",
                                         "of the ",
                                         "имени "};
    char bytes[400];
    for (int round = 0; round < 3000; round++) {
        size_t length = 0;
        while (length < 300) {
            if (next_random() % 3) {
                const char *piece = pieces[next_random() % (sizeof pieces / sizeof *pieces)];
                memcpy(bytes + length, piece, strlen(piece));
                length += strlen(piece);
            } else bytes[length++] = (char)(1 + next_random() % 255);
        }
        static const Language languages[] = {LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_KK,
                                             LANGUAGE_KO, LANGUAGE_ZH, LANGUAGE_UND};
        char *exact = malloc(length); /* so that a sanitizer sees any byte read outside */
        if (!exact) return;
        memcpy(exact, bytes, length);
        Status status;
        found(exact, length, languages[round % 6], 0, &status);
        CHECK(status == STATUS_OK);
        free(exact);
    }
    Status status;
    CHECK_TEXT(found("", 0, LANGUAGE_EN, 0, &status), "");
    CHECK_TEXT(found("A", 1, LANGUAGE_EN, 0, &status), "");
}

/* Every ceiling gives an answer or STATUS_NOMEM. */
static void little_memory(void)
{
    const char *text = "Kim Dae Jung University, President Ivan Ivanov and the Ministry of Education of Kazakhstan. "
                       "김민수 장관. 王小明表示。 Иванов приехал в Москву.";
    int refused = 0, done = 0;
    for (size_t ceiling = 256; ceiling < 262144; ceiling += ceiling / 8) {
        Status status;
        found(text, strlen(text), LANGUAGE_EN, ceiling, &status);
        CHECK(status == STATUS_OK || status == STATUS_NOMEM);
        refused += status == STATUS_NOMEM;
        done += status == STATUS_OK;
    }
    CHECK(refused > 0 && done > 0);
}

static void repeated(const char *piece, size_t times, Language language)
{
    size_t n = strlen(piece);
    char *text = malloc(n * times + 1);
    if (!text) return;
    for (size_t i = 0; i < times; i++) memcpy(text + i * n, piece, n);
    Status status;
    found(text, n * times, language, 0, &status);
    CHECK(status == STATUS_OK);
    free(text);
}

static void pathological(void)
{
    repeated("Zorbo ", 100000, LANGUAGE_EN);
    repeated("Ministry of ", 50000, LANGUAGE_EN);
    repeated("Trade, and ", 50000, LANGUAGE_EN);
    repeated("Ivan de la ", 50000, LANGUAGE_EN);
    repeated("\"A ", 50000, LANGUAGE_EN);
    repeated("x", 10000000, LANGUAGE_EN);
    repeated("A-", 200000, LANGUAGE_EN);
    repeated("министерство ", 50000, LANGUAGE_RU);
    repeated("Новый ", 50000, LANGUAGE_RU);
    repeated("김", 300000, LANGUAGE_KO);
    repeated("김 ", 100000, LANGUAGE_KO);
    repeated("阿", 100000, LANGUAGE_ZH);
    repeated("阿·", 50000, LANGUAGE_ZH);
    repeated("中国大学", 30000, LANGUAGE_ZH);
}

int main(void)
{
    icu = icu_open();
    if (!icu) return 1;
    english();
    other_languages();
    keys();
    any_bytes();
    little_memory();
    pathological();
    icu_close(icu);
    return check_end();
}
