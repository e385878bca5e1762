/*
** test_text.c - words, sentences and folds of text/
**
** A segmentation is written as one line: tokens parted by blanks (blanks inside a token as _), sentences by " / ", paragraphs by " // ".
*/
#include "base/buffer.h"
#include "check.h"
#include "text/text.h"
#include <stdlib.h>

static Icu *icu;

static Language language(const char *tag)
{
    return language_find(tag, strlen(tag));
}

/* The segmentation in one line; the caller frees it. */
static char *written(const char *tag, const char *bytes)
{
    Arena arena;
    Text text;
    Buffer out = BUFFER_EMPTY;
    arena_init(&arena, 0);
    CHECK(text_segment(&arena, icu, bytes, strlen(bytes), language(tag), &text) == STATUS_OK);
    for (size_t i = 0; i < text.tokens.count; i++) {
        const Token *t = &text.tokens.items[i];
        if (i) {
            const Token *before = t - 1;
            const Sentence *s = &text.sentences.items[t->sentence];
            if (before->sentence != t->sentence)
                buffer_string(&out, text.sentences.items[before->sentence].paragraph != s->paragraph ? " // " : " / ");
            else buffer_byte(&out, ' ');
        }
        for (uint32_t k = 0; k < t->length; k++)
            buffer_byte(&out, bytes[t->start + k] == ' ' ? '_' : bytes[t->start + k]);
    }
    buffer_text(&out);
    arena_clear(&arena);
    return buffer_take(&out, NULL);
}

static void segments(const char *tag, const char *bytes, const char *wanted, int line)
{
    char *got = written(tag, bytes);
    check_text(got, wanted, __FILE__, line);
    free(got);
}
#define SEGMENTS(tag, bytes, wanted) segments(tag, bytes, wanted, __LINE__)

static void test_words(void)
{
    SEGMENTS("en", "Kazakhstan's GDP rose 4.81% to 1,098 billion.", "Kazakhstan 's GDP rose 4.81 % to 1,098 billion .");
    SEGMENTS("en", "the Ambassador\xE2\x80\x99s visit; the ministers' talks",
             "the Ambassador \xE2\x80\x99s visit ; the ministers ' talks");
    SEGMENTS("en", "Port-Louis don't O'Neill AT&T R&D", "Port-Louis don't O'Neill AT&T R&D");
    SEGMENTS("en", "on 16.11.2023 at 08:47, or 2024-06-12", "on 16 . 11 . 2023 at 08 : 47 , or 2024 - 06 - 12");
    SEGMENTS("en", "COVID-19, 11th, 2020s, a 10-day trip, 5km", "COVID-19 , 11th , 2020s , a 10 - day trip , 5 km");
    SEGMENTS("en", "1.234.567,89 12,34,567 1,2,3 v1.2 10.0.0.1",
             "1.234.567,89 12,34,567 1 , 2 , 3 v1.2 10 . 0 . 0 . 1");
    SEGMENTS("ru",
             "11\xC2\xA0"
             "000 тенге, 1\xE2\x80\xAF"
             "234,5 и 12\xC2\xA0"
             "34",
             "11\xC2\xA0"
             "000 тенге , 1\xE2\x80\xAF"
             "234,5 и 12 34");
    SEGMENTS("en", "see https://a.kz/b_(c)?d=1, www.e.org. Mail f.g+h@i.kz!",
             "see https://a.kz/b_(c)?d=1 , www.e.org . / Mail f.g+h@i.kz !");
    SEGMENTS("en", "@user_1: #Topic2 and #1", "@user_1 : #Topic2 and # 1");
    SEGMENTS("en", "wait... what?! \"so\" -- \xE2\x80\x94", "wait ... what ? ! \" so \" -- \xE2\x80\x94");
    SEGMENTS("ru", "5-го марта 1990-х, Нур-Султан, г.Алматы", "5-го марта 1990-х , Нур-Султан , г. Алматы");
    SEGMENTS("ru", "К.-Ж. Токаев и А.С.Пушкин, и т.д.", "К.-Ж. Токаев и А.С. Пушкин , и т.д.");
    SEGMENTS("kk", "2023 ж. 25-ші қазан, Қ.К. Тоқаев", "2023 ж. 25-ші қазан , Қ.К. Тоқаев");
    SEGMENTS("ko", "2023년 KBS는 코로나19를 K-팝", "2023 년 KBS 는 코로나 19 를 K-팝");
    SEGMENTS("ko", "12월10일 오후6시 7kg의 3억8800만원", "12 월 10 일 오후 6 시 7 kg 의 3 억 8800 만원");
    SEGMENTS("ru", "Т.Мэй. Он ушёл", "Т. Мэй . / Он ушёл");
    SEGMENTS("en", "her M.Sc. and Ph.D. theses", "her M.Sc. and Ph.D. theses");
    SEGMENTS("uz", "5-chi va 1990-yil", "5-chi va 1990-yil");
    SEGMENTS("zh", "2023年，北京。", "2023 年 ， 北京 。");
    SEGMENTS("en",
             "a\xC2\xAD"
             "b word\xE2\x80\x8F, \xEF\xBB\xBFx",
             "a\xC2\xAD"
             "b word , x");
}

static void test_sentences(void)
{
    SEGMENTS("en", "Mr. Smith met J. R. Jones. He left.", "Mr. Smith met J. R. Jones . / He left .");
    SEGMENTS("en", "The U.S. economy grew. He left the U.S. The rest stayed.",
             "The U.S. economy grew . / He left the U.S. / The rest stayed .");
    SEGMENTS("en", "\"Really?\" he asked. \"Yes.\" She left.", "\" Really ? \" he asked . / \" Yes . \" / She left .");
    SEGMENTS("en", "In 2020. 5 people came on Jan. 5.", "In 2020 . / 5 people came on Jan. 5 .");
    SEGMENTS("en", "A headline\nText one. Text two\r\n\r\nEnd", "A headline // Text one . / Text two // End");
    SEGMENTS("en", "one\xE2\x80\xA8two\xC2\x85three", "one // two // three");
    SEGMENTS("en", "the end.Start of it", "the end . / Start of it");
    SEGMENTS("en", "LONDON. AGENCY - Text goes on.", "LONDON . AGENCY - Text goes on .");
    SEGMENTS("ru", "\xC2\xABДа!\xC2\xBB \xE2\x80\x94 сказал он. Потом ушёл.",
             "\xC2\xAB Да ! \xC2\xBB \xE2\x80\x94 сказал он . / Потом ушёл .");
    SEGMENTS("ru", "В 2020 г. Казахстан ждал. А. С. Пушкин писал и т.д. Президент ушёл.",
             "В 2020 г. Казахстан ждал . / А. С. Пушкин писал и т.д. / Президент ушёл .");
    SEGMENTS("en", "at Yahoo! in May. Stop! it is late", "at Yahoo ! in May . / Stop ! / it is late");
    SEGMENTS("nl", "Dhr. Jansen toonde foto's enz. Hij ging.", "Dhr. Jansen toonde foto's enz. / Hij ging .");
    SEGMENTS("de", "Am 3. Oktober kam Dr. Weber. \xE2\x80\x9EJa.\xE2\x80\x9C Er ging.",
             "Am 3 . Oktober kam Dr. Weber . / \xE2\x80\x9E Ja . \xE2\x80\x9C / Er ging .");
    SEGMENTS("ko", "갔다. \"합니다.\"라고 말했다. 왔다.", "갔다 . / \" 합니다 . \" 라고 말했다 . / 왔다 .");
    SEGMENTS("zh", "他走。我走！“好。”她说", "他 走 。 / 我 走 ！ / “ 好 。 ” / 她 说");
    SEGMENTS("kk", "Ол келді. \xC2\xABИә\xC2\xBB, деді ол.", "Ол келді . / \xC2\xAB Иә \xC2\xBB , деді ол .");
}

static void test_flags(void)
{
    static const struct {
        const char *bytes;
        int kind, flags;
    } cases[] = {
        {"Almaty", TOKEN_WORD, TOKEN_CAPITALIZED | TOKEN_ASCII},
        {"UN", TOKEN_WORD, TOKEN_CAPITALIZED | TOKEN_ALL_CAPS | TOKEN_ASCII},
        {"A", TOKEN_WORD, TOKEN_CAPITALIZED | TOKEN_ASCII},
        {"word", TOKEN_WORD, TOKEN_ASCII},
        {"ZX81", TOKEN_MIXED, TOKEN_CAPITALIZED | TOKEN_ALL_CAPS | TOKEN_ASCII},
        {"2020s", TOKEN_MIXED, TOKEN_ASCII},
        {"1,098", TOKEN_NUMBER, TOKEN_ASCII},
        {"\xD0\x9E\xD0\x9E\xD0\x9D", TOKEN_WORD, TOKEN_CAPITALIZED | TOKEN_ALL_CAPS},
        {"\xEA\xB0\x80", TOKEN_WORD, TOKEN_UNCASED},
        {"e\xCC\x81", TOKEN_WORD, TOKEN_NORMALIZE},
        {"$", TOKEN_SYMBOL, TOKEN_ASCII},
        {"%", TOKEN_SYMBOL, TOKEN_ASCII},
        {",", TOKEN_PUNCTUATION, TOKEN_ASCII},
        {"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD", TOKEN_EMOJI, 0},
        {"\xF0\x9F\x87\xB0\xF0\x9F\x87\xBF", TOKEN_EMOJI, 0},
        {"#tag", TOKEN_HASHTAG, TOKEN_ASCII},
        {"@me", TOKEN_HANDLE, TOKEN_ASCII},
        {"http://a.b/c", TOKEN_URL, TOKEN_ASCII},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Arena arena;
        Text text;
        arena_init(&arena, 0);
        text_segment(&arena, icu, cases[i].bytes, strlen(cases[i].bytes), LANGUAGE_EN, &text);
        const Token *t = text.tokens.items;
        if (!CHECK(text.tokens.count == 1 && t->kind == cases[i].kind &&
                   t->flags == (cases[i].flags | TOKEN_SPACE_BEFORE)))
            printf("  %s: %zu tokens, kind %d, flags %d\n", cases[i].bytes, text.tokens.count, t->kind, t->flags);
        arena_clear(&arena);
    }
}

/* What text.h promises of any text. */
static int holds_together(const Text *t)
{
    size_t token = 0, sentence = 0;
    uint32_t end = 0;
    for (size_t p = 0; p < t->paragraphs.count; p++) {
        const Paragraph *paragraph = &t->paragraphs.items[p];
        if (paragraph->first_sentence != sentence || !paragraph->sentence_count) return 0;
        uint32_t stop = paragraph->start;
        for (uint32_t i = 0; i < paragraph->sentence_count; i++, sentence++) {
            if (sentence >= t->sentences.count) return 0;
            const Sentence *s = &t->sentences.items[sentence];
            if (s->paragraph != p || s->first_token != token || !s->token_count) return 0;
            for (uint32_t k = 0; k < s->token_count; k++, token++) {
                if (token >= t->tokens.count) return 0;
                const Token *tok = &t->tokens.items[token];
                if (tok->sentence != sentence || !tok->length || tok->start < end) return 0;
                end = tok->start + tok->length;
                if (end > t->length) return 0;
            }
            if (s->start != t->tokens.items[s->first_token].start || s->start + s->length != end) return 0;
            stop = end;
        }
        if (paragraph->start != t->sentences.items[paragraph->first_sentence].start ||
            paragraph->start + paragraph->length != stop)
            return 0;
    }
    return token == t->tokens.count && sentence == t->sentences.count;
}

/* Pieces that meet the tokenizer's rules more often than random bytes do. */
static const char *const pieces[] = {"a",
                                     "B",
                                     "1",
                                     "22",
                                     ".",
                                     ",",
                                     "'",
                                     "\xE2\x80\x99",
                                     "-",
                                     " ",
                                     "\n",
                                     "@",
                                     "#",
                                     "://",
                                     "http",
                                     "www.",
                                     "/",
                                     "&",
                                     "_",
                                     "\"",
                                     "\xC2\xA0",
                                     "\xD0\xB0",
                                     "\xD0\x91",
                                     "\xEA\xB0\x80",
                                     "\xE4\xB8\xAD",
                                     "\xE3\x81\x82",
                                     "\xCC\x81",
                                     "\xE2\x80\x8D",
                                     "\xC2\xAD",
                                     "\xF0\x9F\x91\x8D",
                                     "\xF0\x9F\x87\xB0",
                                     "\xC3",
                                     "\x80",
                                     "\xFF",
                                     "\xEF\xBB\xBF",
                                     "\xD7\x90",
                                     "\xE0\xB8\x81",
                                     "...",
                                     "?",
                                     "!",
                                     "\xE3\x80\x82",
                                     "\xC2\xBB",
                                     "Mr",
                                     "\xD0\xB3.",
                                     "U.S.",
                                     "%",
                                     "$"};

static unsigned seed = 1;
static unsigned chance(unsigned below)
{
    return ((seed = seed * 1103515245u + 12345u) >> 16) % below;
}

static void test_any_text(void)
{
    static const char *const tags[] = {"en", "ru", "kk", "ko", "zh", "de", "und"};
    for (int round = 0; round < 6000; round++) {
        Buffer bytes = BUFFER_EMPTY;
        unsigned count = chance(round % 20 ? 40 : 600); /* long ones too: several windows of text_fold() */
        for (unsigned i = 0; i < count; i++)
            if (round % 3 == 0) buffer_byte(&bytes, (char)chance(256));
            else buffer_string(&bytes, pieces[chance(sizeof pieces / sizeof pieces[0])]);
        char *copy = malloc(bytes.length + 1); /* of its own size: no NUL behind */
        if (bytes.length) memcpy(copy, bytes.bytes, bytes.length);
        Arena arena;
        Text text;
        arena_init(&arena, 0);
        CHECK(text_segment(&arena, icu, copy, bytes.length, language(tags[chance(7)]), &text) == STATUS_OK &&
              holds_together(&text));
        Buffer once = BUFFER_EMPTY, twice = BUFFER_EMPTY;
        CHECK(text_fold(icu, copy, bytes.length, &once) == STATUS_OK && once.length <= 3 * bytes.length);
        CHECK(text_fold(icu, once.bytes, once.length, &twice) == STATUS_OK);
        if (!CHECK(once.length == twice.length && !memcmp(once.bytes, twice.bytes, once.length))) {
            for (size_t i = 0; i < bytes.length; i++) printf("%02x", (unsigned char)copy[i]);
            printf(" -> %s -> %s\n", once.bytes, twice.bytes);
        }
        buffer_free(&once);
        buffer_free(&twice);
        arena_clear(&arena);
        free(copy);
        buffer_free(&bytes);
    }
}

static void folds(const char *bytes, const char *wanted, int line)
{
    Buffer out = BUFFER_EMPTY;
    text_fold(icu, bytes, strlen(bytes), &out);
    check_text(out.bytes, wanted, __FILE__, line);
    buffer_free(&out);
}
#define FOLDS(bytes, wanted) folds(bytes, wanted, __LINE__)

static void test_fold(void)
{
    FOLDS("Almaty", "almaty");
    FOLDS("ТОҚАЕВ Ёлка Йод", "тоқаев елка йод");
    FOLDS("Йод", "йод"); /* NFC or not, й stays */
    FOLDS("\xD0\x98\xCC\x86од", "йод");
    FOLDS("за\xCC\x81мок", "замок"); /* a stress mark goes */
    FOLDS("ї ў ѓ", "ї ў ѓ");
    FOLDS("Café CAFE\xCC\x81 Şişli Gőrög Łódź Straße", "cafe cafe sisli gorog lodz strasse");
    FOLDS("İstanbul ISPARTA ılıca", "istanbul isparta ilica");
    FOLDS("Ἀθῆναι ΟΔΟΣ οδός", "αθηναι οδοσ οδοσ");
    FOLDS("ＡＢＣ１２　ｶﾞ", "abc12 ガ");
    FOLDS("O\xE2\x80\x99"
          "Brien Port\xE2\x80\x91"
          "Louis ﬁn",
          "o'brien port-louis fin");
    FOLDS("New\xC2\xA0York", "new york");
    FOLDS("Каза\xC2\xADхстан", "казахстан");
    FOLDS("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한");
    FOLDS("a\xFFz", "a\xEF\xBF\xBDz");
    FOLDS("", "");
    Buffer out = BUFFER_EMPTY;
    buffer_string(&out, "x:");
    text_fold(icu, "YZ", 2, &out);
    CHECK_TEXT(out.bytes, "x:yz"); /* it appends */
    buffer_free(&out);
    /* every code point: the fold of a fold is the fold, and it is not too long */
    for (uint32_t code = 1; code < 0x30000; code++) {
        Buffer once = BUFFER_EMPTY, twice = BUFFER_EMPTY;
        char bytes[4];
        size_t length = utf8_encode(code, bytes);
        text_fold(icu, bytes, length, &once);
        text_fold(icu, once.bytes, once.length, &twice);
        if (once.length > 3 * length || once.length != twice.length ||
            memcmp(once.bytes, twice.bytes, once.length) != 0)
            check_that(0, __FILE__, __LINE__, "fold of a fold"),
                printf("  U+%04X -> %s -> %s\n", (unsigned)code, once.bytes, twice.bytes);
        buffer_free(&once);
        buffer_free(&twice);
    }
}

/* What text_is_folded() says holds in company: each such character between two others that are drawn by chance. */
static void test_is_folded(void)
{
    uint32_t last = 'a', before = 0xAC00, plain = 0;
    for (uint32_t code = 1; code < 0x30000; code++) {
        Buffer out = BUFFER_EMPTY;
        char bytes[12];
        size_t length = 0;
        if (!text_is_folded(code) || (code >= 0xD800 && code < 0xE000)) continue;
        plain++;
        length += utf8_encode(before, bytes);
        length += utf8_encode(code, bytes + length);
        length += utf8_encode(last, bytes + length);
        text_fold(icu, bytes, length, &out);
        if (out.length != length || memcmp(out.bytes, bytes, length) != 0)
            check_that(0, __FILE__, __LINE__, "folded in company"),
                printf("  U+%04X U+%04X U+%04X\n", (unsigned)before, (unsigned)code, (unsigned)last);
        buffer_free(&out);
        if (chance(3) == 0) last = code;
        if (chance(50) == 0) before = code;
    }
    CHECK(plain > 100000 && text_is_folded(0xD55C) && text_is_folded(0x4E2D) && text_is_folded('a'));
    CHECK(!text_is_folded('A') && !text_is_folded(0xE9) && !text_is_folded(0x301) && !text_is_folded(0xFFFD));
}

/* Inputs built to be slow. They must end; the runner's time limit is the bound. */
static void test_long(void)
{
    static const struct {
        const char *unit;
        size_t times;
    } cases[] = {{"\xCC\x81\xCC\xA7", 500000},
                 {"a", 10000000},
                 {"1.", 2000000},
                 {".", 3000000},
                 {"\x80", 3000000},
                 {"a.", 1000000},
                 {"a.b-", 500000},
                 {"a@", 1000000},
                 {"@", 1000000},
                 {"\"", 1000000},
                 {"A. ", 1000000},
                 {"\xE4\xB8\xAD", 200000},
                 {"\xE0\xB8\x81", 100000},
                 {"http://", 300000},
                 {"- ", 1000000},
                 {"1'", 1000000},
                 {"\xC2\xAD", 1000000},
                 {"a\xC2\xAD", 500000},
                 {"?) ", 500000},
                 {"#", 1000000},
                 {"\xF0\x9F\x91\x8D\xE2\x80\x8D", 200000},
                 {"\xD0\xB3.", 500000},
                 {"x\xC2\xAD\xC2\xAD", 300000},
                 {"\xE3\x82\xA2\xCC\x81", 100000},
                 {"( ", 1000000}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Buffer bytes = BUFFER_EMPTY, folded = BUFFER_EMPTY;
        Arena arena;
        Text text;
        for (size_t k = 0; k < cases[i].times; k++) buffer_string(&bytes, cases[i].unit);
        arena_init(&arena, 0);
        CHECK(text_segment(&arena, icu, bytes.bytes, bytes.length, LANGUAGE_EN, &text) == STATUS_OK &&
              holds_together(&text));
        CHECK(text_fold(icu, bytes.bytes, bytes.length, &folded) == STATUS_OK);
        arena_clear(&arena);
        buffer_free(&bytes);
        buffer_free(&folded);
    }
}

static void test_limits(void)
{
    Arena arena;
    Text text;
    char bytes[4096];
    memset(bytes, 'a', sizeof bytes);
    for (size_t i = 1; i < sizeof bytes; i += 2) bytes[i] = i % 16 == 1 ? '.' : ' ';
    for (size_t ceiling = 64; ceiling < 200000; ceiling += 4099) { /* every ceiling: no memory or done, never a crash */
        arena_init(&arena, ceiling);
        Status status = text_segment(&arena, icu, bytes, sizeof bytes, LANGUAGE_EN, &text);
        CHECK(status == STATUS_OK || status == STATUS_NOMEM);
        CHECK(arena.total <= ceiling);
        arena_clear(&arena);
    }
    arena_init(&arena, 0);
    CHECK(text_segment(&arena, NULL, "\xE4\xB8\xAD\xE5\x9B\xBD", 6, LANGUAGE_ZH, &text) == STATUS_OK &&
          text.tokens.count == 2);
    CHECK(text_segment(&arena, icu, "", 0, LANGUAGE_UND, &text) == STATUS_OK && text.tokens.count == 0 &&
          text.paragraphs.count == 0);
    CHECK(text_segment(&arena, icu, NULL, 0, LANGUAGE_EN, &text) == STATUS_OK);
    CHECK(text_segment(&arena, icu, " \n\t ", 4, LANGUAGE_EN, &text) == STATUS_OK && text.tokens.count == 0);
    arena_clear(&arena);
}

/* A word of more than 1024 bytes is cut, never before a mark, and one that is no longer stays whole. */
static void test_long_words(void)
{
    static const struct {
        const char *unit;
        size_t times, tokens;
    } cases[] = {{"a", 1024, 1},       {"a", 1025, 2},        {"a", 4096, 4},         {"7", 1025, 2},
                 {"\xD0\xB6", 512, 1}, {"\xD0\xB6", 1536, 3}, {"e\xCC\x81", 1024, 3}, {"a-", 1024, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buffer bytes = BUFFER_EMPTY;
        Arena arena;
        Text text;
        for (size_t k = 0; k < cases[i].times; k++) buffer_string(&bytes, cases[i].unit);
        buffer_string(&bytes, "z.");
        size_t length = bytes.length - 2; /* the bytes behind the text must not count */
        arena_init(&arena, 0);
        CHECK(text_segment(&arena, icu, bytes.bytes, length, LANGUAGE_EN, &text) == STATUS_OK && holds_together(&text));
        size_t words = 0;
        for (size_t k = 0; k < text.tokens.count; k++) {
            const Token *token = &text.tokens.items[k];
            CHECK(token->length <= 1024 + 2 && bytes.bytes[token->start] != '\xCC');
            words += token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER;
        }
        if (!CHECK(words == cases[i].tokens)) printf("  case %zu: %zu words\n", i, words);
        CHECK(text.sentences.count == 1 && text.paragraphs.count == 1);
        arena_clear(&arena);
        buffer_free(&bytes);
    }
}

int main(void)
{
    icu = icu_open();
    test_words();
    test_sentences();
    test_flags();
    test_fold();
    test_is_folded();
    test_any_text();
    test_limits();
    test_long_words();
    test_long();
    icu_close(icu);
    return check_end();
}
