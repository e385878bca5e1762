/*
** test_translit_schemes.c - Kazakh in three scripts and back, ICU's transforms, decomposed letters, and that Korean by pairs of
** syllables is Korean by its rules
*/
#include <stdlib.h>
#include "base/unicode.h"
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
    BOTH("mn-mns2012", "Ёроол, оёдол", "Yorool, oyodol");
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

/* Texts in the schemes that say that they can be reversed come back. */
static void reversible(void)
{
    static const char *const texts[][2] = {
        {"ru-gost779", "Съешь же ещё этих мягких французских булок, да выпей чаю. ЭХО, Ягуар, ОБЪЁМ, ЛОШАДЬ"},
        {"ka-alalc2011", "ყოველი ადამიანი იბადება თავისუფალი"},
        {"ka-iso9984", "ყოველი ადამიანი იბადება თავისუფალი"},
        {"hy-iso9985", "Բոլոր մարդիկ ծնվում են ազատ, Ջերմուկ, ՋԵՐՄՈՒԿ"},
        {"ru-gost779b", "Съешь же ещё этих мягких французских булок, да выпей чаю. ЭХО, Ягуар, цирк, цапля"},
        {"el-iso843", "Ο ψαράς έφαγε ξηρούς καρπούς στη Θεσσαλονίκη, αύριο θα πάει στην Εύβοια"},
        {"sr-latin", "Љубазни фењерџија чађавог лица хоће да ми покаже штос"},
        {"mn-mns2012", "Улаанбаатар хотын иргэд, Хөвсгөл нуур, эмээлийн цагаан"},
        {"tk-latn1999", "Түркменистан, ёл, юрт, яшыл, өй, җай, эне, гүнеш"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char back[64];
        snprintf(back, sizeof back, "%s-reverse", texts[i][0]);
        char *there = translit(texts[i][0], texts[i][1]);
        check_scheme(back, there ? there : "", texts[i][1], __LINE__);
        free(there);
    }
}

enum { ALPHABET = 128 };

/* A letter of a scheme in both cases, as UTF-8. */
typedef struct Letter {
    char lower[8], upper[8];
    int has_case; /* in what is written for it, too: ь has none */
} Letter;

static uint32_t upper_of(uint32_t lower)
{
    for (uint32_t code = 0x370; code < 0x590; code++)
        if (code != lower && unicode_fold(code) == lower) return code;
    return lower;
}

/* The letters for which the scheme writes something else. */
static size_t letters_of(const char *id, Letter letters[ALPHABET])
{
    size_t count = 0;
    for (uint32_t code = 0x370; code < 0x10FF && count < ALPHABET; code++) {
        Letter *letter = &letters[count];
        if (!(unicode_of(code)->flags & UNICODE_LETTER) || unicode_fold(code) != code || code == 0x587) continue;
        if (code >= 0x460 && code < 0x490) continue; /* letters of before 1918 */
        memset(letter, 0, sizeof *letter);
        utf8_encode(code, letter->lower);
        utf8_encode(upper_of(code), letter->upper);
        char *lower = translit(id, letter->lower), *upper = translit(id, letter->upper);
        letter->has_case = lower && upper && strcmp(letter->lower, letter->upper) && strcmp(lower, upper);
        count += lower && strcmp(lower, letter->lower) != 0;
        free(lower);
        free(upper);
    }
    return count;
}

static void check_back(const char *id, const char *back, const char *first, const char *second)
{
    char text[16];
    snprintf(text, sizeof text, "%s%s", first, second);
    char *there = translit(id, text), *again = translit(back, there ? there : "");
    if (!check_text(again ? again : "", text, back, __LINE__)) printf("    of %s, %s\n", text, there);
    free(there);
    free(again);
}

/* Every letter and every two letters of a scheme that can be reversed come back, small, capital, and with one capital. (The ligature
** U+0587 comes back as its two letters.) */
static void letters_come_back(void)
{
    size_t count, schemes_tried = 0;
    const TranslitScheme *schemes = translit_schemes(&count);
    static Letter letters[ALPHABET];
    for (size_t i = 0; i < count; i++) {
        char back[64];
        snprintf(back, sizeof back, "%s-reverse", schemes[i].id);
        if (!schemes[i].reversible || !translit_find(back, strlen(back))) continue;
        size_t alphabet = letters_of(schemes[i].id, letters);
        CHECK(alphabet > 30);
        schemes_tried++;
        for (size_t first = 0; first < alphabet; first++) {
            check_back(schemes[i].id, back, letters[first].lower, "");
            if (letters[first].has_case) check_back(schemes[i].id, back, letters[first].upper, "");
            for (size_t second = 0; second < alphabet; second++) {
                check_back(schemes[i].id, back, letters[first].lower, letters[second].lower);
                if (!letters[first].has_case) continue;
                check_back(schemes[i].id, back, letters[first].upper, letters[second].upper);
                if (letters[second].has_case)
                    check_back(schemes[i].id, back, letters[first].upper, letters[second].lower);
            }
        }
    }
    CHECK(schemes_tried >= 4);
}

/* All that is said of the text holds of it twice with a line between, wherever its bytes fall: what is read fast and what is read at the
** end of a text give the same. */
static void same_anywhere(void)
{
    static const char *const cases[][2] = {
        {"ru-bgn1947", "Отсюда объезд; Щёлково, ЩУКА и «Борщ» – 5 км… подъезд"},
        {"kk-bgn1979", "Қазақстан Өскемен Ұлытау, ЩЕКЕ Ілияс һәм нг сһ"},
        {"uk-2010", "Згурський Їжакевич, Знам’янка; ЗГУРИ і Юрій"},
        {"el-elot743-2001", "Αύγουστος Ευρώπη Μπάμπης, ΑΓΓΕΛΟΣ και ΕΥΑ ψάρι"},
        {"kk-arab", "өмір Үй бала, әлі тұз; қасиет жүгері"},
        {"ka-alalc2011", "თბილისი, ქუთაისი — ჭიათურა"},
        {"ja-hepburn", "とうきょう コーヒー きっぷ、まっちゃ。しんいち"},
        {"ar-bgn1956", "جُمهُورِيَّة العِراق الشَّمس"},
        {"ka-alalc2011-reverse", "tʻbilisi, kʻutʻaisi"},
        {"ru-gost779-reverse", "Sʺešʹ ŜËLKOVO OBʺEM"},
        {"zh-traditional", "发展头发，皇后以后。里面 abc 乾隆"},
        {"ko-rr2000", "독립문 신라 2024년 (값이) 읽다 K-팝 인권"},
        {"zh-pinyin", "重庆银行，音乐abc快乐 ok"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char twice[512], wanted[1024], pad[64] = "";
        char *once = translit(cases[i][0], cases[i][1]);
        if (!CHECK(once != NULL)) continue;
        for (size_t shift = 0; shift < 24; shift++) {
            snprintf(twice, sizeof twice, "%s\n%s\n%s", pad, cases[i][1], cases[i][1]);
            snprintf(wanted, sizeof wanted, "%s\n%s\n%s", pad, once, once);
            check_scheme(cases[i][0], twice, wanted, __LINE__);
            pad[shift] = '.';
            pad[shift + 1] = 0;
        }
        free(once);
    }
}

/* Malformed bytes, letters in pieces, scripts mixed in one word, words without end: a defined text for each scheme. */
static void odd_texts(void)
{
    size_t count;
    const TranslitScheme *schemes = translit_schemes(&count);
    SCHEME("ru-bgn1947", "Тoкaев",
           "Tokaev"); /* о and a are Latin, and е stands behind a letter that the scheme does not know */
    SCHEME("ru-wikipedia", "и\xCC\x86од Е\xCC\x88лка Пу\xCC\x81тин", "yod Yolka Pu\xCC\x81tin");
    SCHEME("kk-bgn1979", "и\xCC\x86", "y");
    SCHEME("ko-rr2000", "\xE1\x84\x83\xE1\x85\xA9\xE1\x86\xA8립 한국가\xE1\x86\xA8", "dongnip hangukgak");
    SCHEME("ko-rr2000", "\xE1\x85\xA1", "a");      /* a vowel alone */
    SCHEME("ko-rr2000", "ㅋㅋㅋ 하", "ㅋㅋㅋ ha"); /* letters that are no syllable */
    SCHEME("ja-hepburn", "か\xE3\x82\x99く", "gaku");
    SCHEME("he-bgn1962", "שַׁבָּת", "shabbat");
    SCHEME("fa-bgn1958", "پَايِ آب", "pā-ye āb");
    SCHEME("ru-bgn1947", "а\xCC\x81\xFF\xD0", "a\xCC\x81\xFF\xD0");
    uint32_t random = 12345;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < 40; k++) {
            char bytes[97];
            size_t length = random % 96;
            Buffer one = BUFFER_EMPTY, two = BUFFER_EMPTY;
            for (size_t n = 0; n < length; n++) {
                random = random * 1664525 + 1013904223;
                bytes[n] = (char)(random >> 24);
                if (n && random >> 20 & 1) bytes[n] = (char)((random >> 24 & 0x3F) | 0x80);
            }
            CHECK(translit_apply(icu, &schemes[i], bytes, length, &one) == STATUS_OK);
            CHECK(translit_apply(icu, &schemes[i], bytes, length, &two) == STATUS_OK);
            CHECK(one.length == two.length && (!one.length || !memcmp(one.bytes, two.bytes, one.length)));
            buffer_free(&one);
            buffer_free(&two);
        }
}

static void long_words(void)
{
    enum { LETTERS = 200000 };
    static const char *const cases[][3] = {
        {"ru-bgn1947", "щ", "shch"}, {"kk-arab", "ө", ""}, {"ko-rr2000", "하", "ha"}, {"zh-pinyin-plain", "的", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t one = strlen(cases[i][1]), wanted = strlen(cases[i][2]);
        char *text = malloc(one * LETTERS);
        Buffer out = BUFFER_EMPTY;
        if (!CHECK(text != NULL)) return;
        for (size_t k = 0; k < LETTERS; k++) memcpy(text + k * one, cases[i][1], one);
        const TranslitScheme *scheme = translit_find(cases[i][0], strlen(cases[i][0]));
        CHECK(translit_apply(icu, scheme, text, one * LETTERS, &out) == STATUS_OK);
        CHECK(out.length > 0 && (!wanted || out.length == wanted * LETTERS));
        free(text);
        buffer_free(&out);
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
    letters_come_back();
    same_anywhere();
    odd_texts();
    long_words();
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
