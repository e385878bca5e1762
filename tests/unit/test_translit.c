/*
** test_translit.c - schemes, the customary Latin spelling, keys and similarity of names
**
** Memory comes from here, so that the n-th allocation can be made to fail.
*/
#include <stdlib.h>
#include <time.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "check.h"
#include "names/names.h"
#include "translit/translit.h"

static long allocations, fail_at = -1; /* the allocation that fails, and all after it */

void *memory_alloc(size_t bytes)
{
    return fail_at >= 0 && allocations++ >= fail_at ? NULL : malloc(bytes);
}

void *memory_realloc(void *block, size_t bytes)
{
    return fail_at >= 0 && allocations++ >= fail_at ? NULL : realloc(block, bytes);
}

void memory_free(void *block)
{
    free(block);
}

static Icu *icu;

static char *translit(const char *id, const char *text, size_t length)
{
    Buffer out = BUFFER_EMPTY;
    const TranslitScheme *scheme = translit_find(id, strlen(id));
    if (!scheme) return NULL;
    CHECK(translit_apply(icu, scheme, text, length, &out) == STATUS_OK);
    return buffer_take(&out, NULL);
}

static void check_scheme(const char *id, const char *text, const char *wanted, int line)
{
    char *got = translit(id, text, strlen(text));
    if (!check_text(got, wanted, id, line)) printf("    of %s\n", text);
    memory_free(got);
}
#define SCHEME(id, text, wanted) check_scheme(id, text, wanted, __LINE__)

static void cyrillic(void)
{
    SCHEME("kk-bgn1979", "Қазақстан Өскемен Ұлытау Шымкент Ілияс һәм", "Qazaqstan Öskemen Ulytaū Shymkent Ilīyas häm");
    SCHEME("kk-bgn1979", "ҚАЗАҚСТАН, Щеке, ЩЕКЕ, БОРЩ", "QAZAQSTAN, Shcheke, SHCHEKE, BORSHCH");
    SCHEME("kk-latn2021", "Қазақстан Иса иә ұшақ Ілияс", "Qazaqstan İsa iä ūşaq Iliias");
    SCHEME("kk-latn2018", "Қазақстан Шәуілдір", "Qazaqstan Sháýildir");
    SCHEME("kk-latn2017", "Нұрсұлтан шаңырақ", "Nursultan s'an'yraq");
    SCHEME("ru-bgn1947", "Екатеринбург Подъезд Ещё Бельё", "Yekaterinburg Pod”yezd Yeshchë Bel’yë");
    SCHEME("ru-icao9303", "Щербаков Юрий Подъячев Цой", "Shcherbakov Iurii Podieiachev Tsoi");
    SCHEME("ru-gost779", "Щёлково Юг Эхо", "Ŝëlkovo Ûg Èho");
    SCHEME("ru-gost779-reverse", "Ŝëlkovo Ûg Èho", "Щёлково Юг Эхо");
    SCHEME("ru-gost779b", "цирк цапля выборы", "cirk czaplya vy`bory`");
    SCHEME("ru-wikipedia", "Дмитрий Медведев, Евгений, Ильин, Чистый", "Dmitry Medvedev, Yevgeny, Ilyin, Chisty");
    SCHEME("ru-gost52535", "Цветков", "Tcvetkov");
    SCHEME("uk-2010", "Згурський Їжакевич Юрій Знам’янка Київ", "Zghurskyi Yizhakevych Yurii Znamianka Kyiv");
    SCHEME("be-2007", "Гомель Мінск Юзаф", "Homieĺ Minsk Juzaf");
    SCHEME("bg-2009", "София България Щърбанов", "Sofia Bulgaria Shtarbanov");
    SCHEME("mn-mns2012", "Улаанбаатар Хөвсгөл", "Ulaanbaatar Khövsgöl");
    SCHEME("uz-bgn2000", "Ўзбекистон Фарғона", "O‘zbekiston Farg‘ona");
    SCHEME("ky-bgn1979", "Жалал-Абад Нарын", "Jalal-Abad Naryn");
    SCHEME("tg-bgn1994", "Хуҷанд Қӯрғонтеппа", "Khujand Qŭrghonteppa");
}

static void other_scripts(void)
{
    SCHEME("el-elot743-2001", "Αύγουστος Ευρώπη Μπάμπης Άγγελος", "Ávgoustos Evrópi Bámpis Ángelos");
    SCHEME("ka-2002", "თბილისი ქუთაისი", "tbilisi kutaisi");
    SCHEME("ka-2002-reverse", "tbilisi", "თბილისი");
    SCHEME("hy-bgn1981", "Երևան Գյումրի", "Yerevan Gyumri");
    SCHEME("ja-hepburn", "とうきょう コーヒー きっぷ まっちゃ しんいち", "tōkyō kōhī kippu matcha shin’ichi");
    SCHEME("ja-hepburn", "が", "ga"); /* か + U+3099 */
    SCHEME("ja-passport", "サトウ ナンバ", "sato namba");
}

static void korean(void)
{
    SCHEME("ko-rr2000", "독립문 신라 한라산 좋다 같이 읽다", "dongnimmun silla hallasan jota gachi ikda");
    SCHEME("ko-rr2000", "없다 값이 닭을 앉다", "eopda gapsi dalgeul anda");
    SCHEME("ko-rr2000", "서울 2024년 K-팝!", "seoul 2024nyeon K-pap!");
    SCHEME("ko-rr2000", "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB\xE1\x84\x80\xE1\x85\xAE\xE1\x86\xA8",
           "hanguk"); /* in pieces */
    SCHEME("ko-rr2000-name", "홍길동 남궁민수 김 철수", "Hong Gildong Namgung Minsu Gim Cheolsu");
    SCHEME("ko-rr2000-name", "박낙민", "Bak Nakmin");
    SCHEME("ko-rr2000-admin", "강원도 종로구 서울특별시", "gangwon-do jongno-gu seoul-teukbyeolsi");
    SCHEME("ko-rr2000-letters", "독립 놓다", "doglib nohda");
    SCHEME("ko-mr1939", "서울 부산 한글", "sŏul pusan han’gŭl");
    SCHEME("ko-alalc-name", "김일성", "Kim Il-sŏng");
    SCHEME("ko-dprk2002", "평안남도", "phyŏngannam-do");
    SCHEME("ko-rr2000", "ㄱㅏ", "ㄱㅏ"); /* letters of the compatibility block are no syllable */
    SCHEME("ko-rr2000", "\xE1\x84\x80", "g");
}

static void chinese(void)
{
    SCHEME("zh-pinyin", "重庆银行", "chóng qìng yín háng");
    SCHEME("zh-pinyin", "长春", "cháng chūn");
    SCHEME("zh-pinyin-numbered", "音乐，快乐。", "yin1yue4，kuai4le4。");
    SCHEME("zh-pinyin-plain", "西安GDP增长", "xi’an GDP zengzhang");
    SCHEME("zh-pinyin", "曾国强", "zēng guó qiáng"); /* a surname's reading */
    SCHEME("zh-wadegiles", "北京", "pei-ching");
    SCHEME("zh-palladius", "北京", "бэйцзин");
    SCHEME("zh-tongyong", "中山", "jhongshan");
}

/* Letters in pieces, mixed scripts, bytes that are no UTF-8. */
static void odd_texts(void)
{
    SCHEME("ru-wikipedia", "Толстои\xCC\x86", "Tolstoy");
    SCHEME("ru-wikipedia", "Е\xCC\x88лка", "Yolka");
    SCHEME("kk-bgn1979", "abc 123 日本 한국", "abc 123 日本 한국");
    SCHEME("ru-bgn1947", "\xD0", "\xD0");
    SCHEME("ru-bgn1947", "а\xFF в\xE3\x81", "a\xFF v\xE3\x81");
    SCHEME("ru-bgn1947", "\xD0\xB0\x80\x80", "\xD0\xB0\x80\x80"); /* one malformed character, not an а */
    SCHEME("zh-pinyin", "中\xE4\xB8", "zhōng\xE4\xB8");
    SCHEME("ko-rr2000", "한\xED\x95", "han\xED\x95");
    SCHEME("ru-bgn1947", "", "");
    CHECK(translit_find("RU-BGN1947", 10) != NULL);
    CHECK(translit_find("ru-bgn194", 9) == NULL);
    CHECK(translit_find("", 0) == NULL);
    Buffer out = BUFFER_EMPTY;
    translit_suggest(icu, "kk-bgn1978", 10, &out);
    CHECK(out.length && strncmp(buffer_text(&out), "kk-bgn1979", 10) == 0);
    buffer_free(&out);
}

static void ids_in_order(void)
{
    size_t count;
    const TranslitScheme *schemes = translit_schemes(&count);
    CHECK(count > 60);
    for (size_t i = 0; i < count; i++) {
        CHECK(i == 0 || strcmp(schemes[i - 1].id, schemes[i].id) < 0);
        CHECK(translit_find(schemes[i].id, strlen(schemes[i].id)) == &schemes[i]);
        CHECK(schemes[i].standard[0] && schemes[i].source[0] && schemes[i].target[0]);
    }
}

static void latin(void)
{
    static const struct {
        Language language;
        const char *text, *wanted;
    } cases[] = {
        {LANGUAGE_UND, "Қасым-Жомарт Тоқаев", "Qasym-Zhomart Toqaev"},
        {LANGUAGE_UND, "Владимир Путин", "Vladimir Putin"},
        {LANGUAGE_UND, "Володимир Зеленський, Київ", "Volodymyr Zelenskyi, Kyiv"},
        {LANGUAGE_RU, "Лиепая и Вильнюс", "Liyepaya i Vilnyus"},
        {LANGUAGE_BG, "Щука", "Shtuka"},
        {LANGUAGE_UND, "서울 and Москва", "seoul and Moskva"},
        {LANGUAGE_UND, "Αθήνα", "Athina"},
        {LANGUAGE_UND, "თბილისი", "tbilisi"},
        {LANGUAGE_UND, "北京", "beijing"},
        {LANGUAGE_JA, "トヨタ", "toyota"},
        {LANGUAGE_UND, "plain ASCII", "plain ASCII"},
        {LANGUAGE_UND, "é \xFF ü", "é \xFF ü"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buffer out = BUFFER_EMPTY;
        CHECK(translit_latin(icu, cases[i].language, cases[i].text, strlen(cases[i].text), &out) == STATUS_OK);
        CHECK_TEXT(buffer_text(&out), cases[i].wanted);
        buffer_free(&out);
    }
}

static char *key_of(const char *word)
{
    Buffer out = BUFFER_EMPTY;
    CHECK(translit_key(icu, LANGUAGE_UND, word, strlen(word), &out) == STATUS_OK);
    return buffer_take(&out, NULL);
}

static void check_keys(const char *a, const char *b, int same)
{
    char *one = key_of(a), *two = key_of(b);
    int met = one && two && !strcmp(one, two);
    if (!check_that(met == same, __FILE__, __LINE__, "keys")) printf("    %s %s, %s %s\n", a, one, b, two);
    memory_free(one);
    memory_free(two);
}

static void keys(void)
{
    static const char *const spellings[] = {"Тоқаев",  "Tokayev",  "Tokaev",   "Toqaev",
                                            "TOQAYEV", "托卡耶夫", "토카예프", "トカエフ"};
    for (size_t i = 0; i < 8; i++) check_keys("Токаев", spellings[i], 1);
    check_keys("Nazarbayev", "Назарбаев", 1);
    check_keys("Khabarovsk", "Хабаровск", 1);
    check_keys("Tokayev", "Putin", 0);
    check_keys("Putin", "Lavrov", 0);
    char *none = key_of("...");
    CHECK_TEXT(none, "");
    memory_free(none);
    Buffer out = BUFFER_EMPTY;
    CHECK(names_key(icu, NAMES_KEY_SKELETON, "Putin, Vladimir", 15, &out) == STATUS_OK);
    buffer_byte(&out, '\n');
    CHECK(names_key(icu, NAMES_KEY_SKELETON, "Владимир Путин", strlen("Владимир Путин"), &out) == STATUS_OK);
    size_t half = out.length / 2;
    CHECK(out.length % 2 == 1 && !memcmp(out.bytes, out.bytes + half + 1, half));
    buffer_free(&out);
}

static double similar(const char *a, const char *b)
{
    return names_similarity(icu, a, strlen(a), b, strlen(b));
}

static void similarity(void)
{
    static const char *const same[][2] = {
        {"Tokayev", "Токаев"},
        {"Tokayev", "托卡耶夫"},
        {"Tokayev", "토카예프"},
        {"Токаев", "토카예프"},
        {"Putin, Vladimir", "Владимир Путин"},
        {"Xi Jinping", "习近平"},
        {"V. Putin", "Vladimir Putin"},
        {"Sergei Lavrov", "SergeiLavrov"},
        {"Obama", "オバマ"},
        {"Merkel", "Меркель"},
    };
    static const char *const other[][2] = {
        {"Tokayev", "Nazarbayev"}, {"Vladimir Putin", "Vladimir Medvedev"}, {"Sergei Lavrov", "Sergei Prigozhin"},
        {"Putin", "普京大帝国"},   {"London", "Лондонистан Каспийский"},    {"Obama", ""},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        double value = similar(same[i][0], same[i][1]);
        if (!CHECK(value >= 0.5)) printf("    %s %s %f\n", same[i][0], same[i][1], value);
        double back = similar(same[i][1], same[i][0]) - value;
        CHECK(back < 1e-9 && back > -1e-9);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        double value = similar(other[i][0], other[i][1]);
        if (!CHECK(value < 0.5)) printf("    %s %s %f\n", other[i][0], other[i][1], value);
    }
    CHECK(similar("", "") == 1);
    CHECK(similar("...", "!") == 0);
}

/* Every allocation fails once: a status, no crash, and no byte lost (the sanitizer's word). */
static void no_memory(void)
{
    static const char *const ids[] = {"ru-bgn1947",      "ko-rr2000", "ko-rr2000-name", "ko-alalc-name",
                                      "ko-rr2000-admin", "zh-pinyin", "zh-wadegiles"};
    const char *text = "Токаев и\xCC\x86 홍길동 重庆银行 abc";
    int failures = 0;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        for (long n = 0; n < 12; n++) {
            Buffer out = BUFFER_EMPTY;
            allocations = 0, fail_at = n;
            Status status = translit_apply(icu, translit_find(ids[i], strlen(ids[i])), text, strlen(text), &out);
            fail_at = -1;
            failures += status == STATUS_NOMEM;
            CHECK(status == STATUS_OK || status == STATUS_NOMEM);
            CHECK(status != STATUS_OK || !out.failed);
            buffer_free(&out);
        }
    CHECK(failures > 10);
    failures = 0;
    char word[60 * (sizeof "托卡耶夫é" - 1) + 1] = ""; /* a short one asks for no memory but of the key */
    for (int i = 0; i < 60; i++) strcat(word, "托卡耶夫é");
    for (long n = 0; n < 40; n++) {
        Buffer out = BUFFER_EMPTY;
        allocations = 0, fail_at = n;
        Status status = translit_key(icu, LANGUAGE_UND, word, strlen(word), &out);
        allocations = 0;
        double value = names_similarity(icu, "Tokayev", 7, "토카예프", strlen("토카예프"));
        fail_at = -1;
        failures += status == STATUS_NOMEM;
        CHECK(value == -1 || value >= 0.5);
        buffer_free(&out);
    }
    CHECK(failures > 2);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double time_of(const char *id, const char *unit, size_t length)
{
    char *text = malloc(length);
    size_t unit_length = strlen(unit);
    Buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < length; i++) text[i] = unit[i % unit_length];
    double begin = seconds();
    CHECK(translit_apply(icu, translit_find(id, strlen(id)), text, length, &out) == STATUS_OK);
    double spent = seconds() - begin;
    buffer_free(&out);
    free(text);
    return spent;
}

/* Eight times the text takes about eight times as long, whatever it holds: no more than 40 times plus a moment. */
static void linear(void)
{
    static const char *const units[] = {"Токаев ", "щ",    "Щ",    "\xCC\x81", "한국어", "重庆银行", "ㅡ",
                                        "a",       "\x80", "\xF0", "тс",       "ーア",   "-리"};
    static const char *const ids[] = {"ru-bgn1947",      "ko-mr1939",  "ko-rr2000-name", "zh-pinyin",
                                      "zh-pinyin-plain", "ja-hepburn", "kk-bgn1979"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
            double small = time_of(ids[i], units[k], 1 << 15), large = time_of(ids[i], units[k], 1 << 18);
            if (!CHECK(large < small * 40 + 0.05)) printf("    %s, unit %zu: %f %f\n", ids[i], k, small, large);
        }
    CHECK(time_of("ru-bgn1947", "Токаев ", 1 << 20) < 0.5);
}

int main(void)
{
    icu = icu_open();
    CHECK(icu != NULL);
    cyrillic();
    other_scripts();
    korean();
    chinese();
    odd_texts();
    ids_in_order();
    latin();
    keys();
    similarity();
    no_memory();
    linear();
    icu_close(icu);
    return check_end();
}
