/*
** test_translit_schemes.c - Kazakh in three scripts and back, ICU's transforms, decomposed letters, and that Korean by pairs of
** syllables is Korean by its rules
*/
#include <stdlib.h>
#include "base/utf8.h"
#include "check.h"
#include "translit/hangul.h"
#include "translit/table.h"
#include "translit/translit.h"

static Icu *icu;

static char *translit(const char *id, const char *text)
{
    Buffer out = BUFFER_EMPTY;
    const TranslitScheme *scheme = translit_find(id, strlen(id));
    if (!CHECK(scheme != NULL)) return NULL;
    CHECK(translit_apply(icu, scheme, text, strlen(text), &out) == STATUS_OK);
    return buffer_take(&out, NULL);
}

static void check_scheme(const char *id, const char *text, const char *wanted, int line)
{
    char *got = translit(id, text);
    if (!check_text(got ? got : "", wanted, id, line)) printf("    of %s\n", text);
    free(got);
}
#define SCHEME(id, text, wanted) check_scheme(id, text, wanted, __LINE__)

static void check_both(const char *id, const char *back, const char *cyrillic, const char *other, int line)
{
    check_scheme(id, cyrillic, other, line);
    check_scheme(back, other, cyrillic, line);
}
#define BOTH(id, cyrillic, other) check_both(id, id "-reverse", cyrillic, other, __LINE__)

static void kazakh(void)
{
    /* a high hamza tells a word of front vowels, unless a letter does */
    BOTH("kk-arab", "өмір", "ٴومىر");
    BOTH("kk-arab", "үлкен", "ۇلكەن");
    BOTH("kk-arab", "алма", "الما");
    BOTH("kk-arab", "жүгері", "جۇگەرى");
    BOTH("kk-arab", "әлі, тұз; сүт?", "ٴالى، تۇز؛ ٴسۇت؟");
    SCHEME("kk-arab", "қасиет", "قاسيەت");
    SCHEME("kk-arab", "ӘН", "ٴان");
    SCHEME("kk-arab", "3,5", "3,5");
    BOTH("kk-latn2021", "тоғыз қой, екі түйе", "toğyz qoi, ekı tüie");
    BOTH("kk-latn2021", "Ілмек", "Ilmek");
    BOTH("kk-latn2019", "шаңырақ, суық күн", "şaŋyraq, swyq kün");
    BOTH("kk-latn2018", "шөл, су, ән", "shól, sý, án");
    BOTH("kk-latn2017", "шөл, су, ән", "s'o'l, sy', a'n");
    BOTH("kk-latn-turkic", "ауыл, інжу, ыстық", "awıl, injw, ıstıq");
    SCHEME("kk-arab-plain", "ٴومىر", "omir");
    SCHEME("kk-arab-plain", "قازاق", "qazaq");
}

static void others(void)
{
    BOTH("uz-bgn2000", "ўзбек тили", "o‘zbek tili");
    SCHEME("uz-bgn2000-reverse", "O'zbekiston", "Ўзбекистон");
    SCHEME("uz-bgn2000-reverse", "Toshkent shahri", "Тошкент шаҳри");
    SCHEME("uz-bgn2000-reverse", "elchi, ertaga", "элчи, эртага");
    SCHEME("uz-bgn2000-reverse", "maʼno, ma'no", "маъно, маъно");
    SCHEME("tk-latn1999", "Түркменистан", "Türkmenistan");
    SCHEME("tk-latn1999", "Ер, өй, җай", "Ýer, öý, jaý");
}

/* The letters of a scheme that says so come back. */
static void reversible(void)
{
    size_t count;
    const TranslitScheme *schemes = translit_schemes(&count);
    static const char *const texts[] = {"Съешь же ещё этих мягких французских булок, да выпей чаю. ЭХО, Ягуар",
                                        "ყოველი ადამიანი იბადება თავისუფალი"};
    for (size_t i = 0; i < count; i++) {
        char back[64];
        snprintf(back, sizeof back, "%s-reverse", schemes[i].id);
        if (!schemes[i].reversible || !translit_find(back, strlen(back))) continue;
        const char *text = texts[strncmp(schemes[i].source, "ka", 2) == 0];
        char *there = translit(schemes[i].id, text);
        check_scheme(back, there ? there : "", text, __LINE__);
        free(there);
    }
}

static char *by_icu(const char *id, const char *text, int *known)
{
    Buffer out = BUFFER_EMPTY;
    CHECK(translit_by_icu(icu, id, strlen(id), text, strlen(text), NULL, NULL, known, &out) == STATUS_OK);
    return buffer_take(&out, NULL);
}

static int stop(void *state)
{
    return ++*(int *)state > 2;
}

static void transforms(void)
{
    int known = 0, asked = 0;
    char *got = by_icu("Any-Upper", "straße", &known);
    CHECK(known && strcmp(got, "STRASSE") == 0);
    free(got);
    got = by_icu("no-such-thing", "straße", &known);
    CHECK(!known && !*got);
    free(got);
    /* more of them than are kept open */
    static const char *const ids[] = {"Any-Upper",   "Any-Lower", "Latin-Cyrillic", "Latin-Greek",    "Latin-ASCII",
                                      "Any-Hex/XML", "Any-Title", "Latin-Hebrew",   "Latin-Katakana", "Any-NFD"};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
            free(by_icu(ids[i], "abc", &known));
            CHECK(known);
        }
    /* a long text in pieces, which loses and doubles nothing */
    char *text = malloc(60001);
    Buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < 60000; i++) text[i] = (char)(i % 70 == 69 ? ' ' : 'a' + i % 26);
    text[60000] = 0;
    CHECK(translit_by_icu(icu, "Any-Upper", 9, text, 60000, NULL, NULL, &known, &out) == STATUS_OK);
    CHECK(out.length == 60000 && out.bytes[59999] == text[59999] - 32 && out.bytes[69] == ' ');
    buffer_free(&out);
    CHECK(translit_by_icu(icu, "Any-Upper", 9, text, 60000, stop, &asked, &known, &out) == STATUS_INTERRUPT);
    buffer_free(&out);
    free(text);
}

static void suggestions(void)
{
    static const char *const typed[][2] = {
        {"kk-bgn", "kk-bgn1979"}, {"ru-icao", "ru-icao9303"}, {"Greek-Latine", "Greek-Latin"}};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        Buffer out = BUFFER_EMPTY;
        translit_suggest(icu, typed[i][0], strlen(typed[i][0]), &out);
        const char *got = buffer_text(&out);
        if (!CHECK(strncmp(got, typed[i][1], strlen(typed[i][1])) == 0)) printf("    %s: %s\n", typed[i][0], got);
        buffer_free(&out);
    }
}

static void decomposed(void)
{
    SCHEME("ru-bgn1947", "и\xCC\x86од Еле\xCC\x88на", "yod Yelëna");
    SCHEME("kk-arab", "таи\xCC\x86", "تاي");
    SCHEME("uz-bgn2000", "У\xCC\x86збек", "O‘zbek");
    SCHEME("ko-mr1939", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8\xE1\x84\x82\xE1\x85\xA1", "kangna");
}

static void korean(void)
{
    SCHEME("ko-alalc", "상법 방법 참정권 맑게", "sangpŏp pangbŏp ch’amjŏngkwŏn malke");
    SCHEME("ko-rr2000", "상법 방법 참정권 맑게", "sangbeop bangbeop chamjeonggwon malge");
    SCHEME("ko-mr1939", "뎡거쟝 녀름 료리", "chŏnggŏjang yŏrŭm yori");
    SCHEME("ko-dprk2002", "황해도", "hwanghae-do");
    SCHEME("ko-dprk2002", "추도", "chudo");
}

static void chinese(void)
{
    SCHEME("zh-pinyin-name", "曾志伟，诸葛亮", "Zeng Zhiwei，Zhuge Liang");
    SCHEME("zh-pinyin-name", "单田芳", "Shan Tianfang");
    SCHEME("zh-pinyin-name", "王安娥", "Wang An’e");
    SCHEME("zh-palladius", "长春", "чанчунь");
    SCHEME("zh-pinyin-plain", "我们在北京大学", "women zai beijing daxue");
}

static void titles(void)
{
    SCHEME("ru-alalc2012", "Яблоко, Цена, ЮГ, идея", "I͡Abloko, T͡Sena, I͡UG, idei͡a");
    SCHEME("kk-alalc", "Юнус", "I͡Unus");
}

/* Every Korean scheme over syllables in all sorts of company, both ways. */
static void pairs_of_syllables(void)
{
    size_t count;
    const TranslitScheme *schemes = translit_schemes(&count);
    unsigned seed = 7;
    char text[600];
    for (size_t i = 0; i < count; i++) {
        const Scheme *scheme = &translit_scheme_methods[i];
        if (scheme->method != METHOD_HANGUL || !hangul_spellings[i]) continue;
        for (int round = 0; round < 3000; round++) {
            size_t length = 0;
            while (length < 100) {
                static const char *const between[] = {" ",      "-",      "x",        "7", "리",
                                                      "신문로", "대관령", "\xED\x95", "é", "。"};
                seed = seed * 1103515245u + 12345u;
                unsigned dice = seed >> 16 & 0x7FFF;
                if (dice % 5 == 0) {
                    const char *sign = between[dice / 5 % (sizeof between / sizeof *between)];
                    memcpy(text + length, sign, strlen(sign));
                    length += strlen(sign);
                } else {
                    seed = seed * 1103515245u + 12345u;
                    unsigned index = (seed >> 8) % HANGUL_SYLLABLES;
                    /* what is tense has no second way */
                    if (hangul_begins[index / 8] >> (index & 7) & 1) index = 0;
                    length += utf8_encode(0xAC00 + index, text + length);
                }
            }
            Buffer slow = BUFFER_EMPTY, fast = BUFFER_EMPTY;
            hangul_apply(scheme->table, NULL, scheme->mode, text, length, &slow);
            hangul_apply(scheme->table, hangul_spellings[i], scheme->mode, text, length, &fast);
            text[length] = 0;
            if (!check_text(buffer_text(&fast), buffer_text(&slow), schemes[i].id, __LINE__)) {
                printf("    of %s\n", text);
                round = 3000;
            }
            buffer_free(&slow);
            buffer_free(&fast);
        }
    }
}

int main(void)
{
    icu = icu_open();
    CHECK(icu != NULL);
    kazakh();
    others();
    reversible();
    transforms();
    suggestions();
    decomposed();
    korean();
    chinese();
    titles();
    pairs_of_syllables();
    icu_close(icu);
    return check_end();
}
