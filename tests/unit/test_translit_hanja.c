/*
** test_translit_hanja.c - Chinese characters in Korean text: the law of initials, words, names, bad input
*/
#include <stdlib.h>
#include "check.h"
#include "translit/hanja.h"
#include "translit/translit.h"

static Icu *icu;

static void check_scheme(const char *id, const char *text, const char *wanted, int line)
{
    Buffer out = BUFFER_EMPTY;
    const TranslitScheme *scheme = translit_find(id, strlen(id));
    if (!CHECK(scheme != NULL)) return;
    CHECK(translit_apply(icu, scheme, text, strlen(text), &out) == STATUS_OK);
    char *got = buffer_take(&out, NULL);
    if (!check_text(got ? got : "", wanted, id, line)) printf("    of %s\n", text);
    free(got);
}
#define SCHEME(id, text, wanted) check_scheme(id, text, wanted, __LINE__)

static void words(void)
{
    SCHEME("ko-hangul", "南北韓", "남북한");
    /* the law: at the beginning, behind a blank, in a compound where a word begins, not behind digits or inside of a word */
    SCHEME("ko-hangul", "女人, 男女", "여인, 남녀");
    SCHEME("ko-hangul", "連絡 經歷", "연락 경력");
    SCHEME("ko-hangul", "世界歷史", "세계역사");
    SCHEME("ko-hangul", "20年 年金", "20년 연금");
    SCHEME("ko-hangul", "성공率 出産率 失敗率", "성공률 출산율 실패율");
    SCHEME("ko-hangul", "不滿 不足 不當", "불만 부족 부당");
    /* readings that the word decides */
    SCHEME("ko-hangul", "音樂 快樂", "음악 쾌락");
    SCHEME("ko-hangul", "降伏 降下", "항복 강하");
    SCHEME("ko-hangul", "金東元 金 金屬 沈東元 沈沒船", "김동원 금 금속 심동원 침몰선");
    /* a compatibility ideograph is the character it stands for (its own reading is not asked) */
    SCHEME("ko-hangul", "\xEF\xA7\xA1", "이");
    SCHEME("ko-hangul", "kana かな, 〇, 「文」", "kana かな, 〇, 「문」");
}

static void romanized(void)
{
    SCHEME("ko-rr2000", "新羅의 法律", "sillaui beomnyul");
    SCHEME("ko-mr1939", "法律", "pŏmnyul");
    SCHEME("ko-alalc-name", "金柳烈", "Kim Yu-yŏl");
    SCHEME("ko-alalc-name", "諸葛林", "Chegal Im");
    SCHEME("ko-alalc-name", "朴 洛賢", "Pak Nak-hyŏn");
    SCHEME("ko-rr2000-name", "李文基", "I Mungi");
}

static void bad(void)
{
    SCHEME("ko-hangul", "", "");
    SCHEME("ko-hangul", "\xE5\x8C", "\xE5\x8C");
    SCHEME("ko-hangul", "\xE5\x8C\x97\xE9", "북\xE9");
    SCHEME("ko-alalc-name", "\xE9\x87", "\xE9\x87");
    CHECK(!hanja_in("가나다 abc", strlen("가나다 abc")));
    CHECK(!hanja_in("\xE5\x8C", 2));
    /* a long run: linear, and read to its end */
    enum { COUNT = 20000 };
    char *text = malloc(COUNT * 3 + 1);
    CHECK(text != NULL);
    if (!text) return;
    for (int i = 0; i < COUNT; i++) memcpy(text + (size_t)i * 3, "\xE9\x87\x91", 3);
    Buffer out = BUFFER_EMPTY;
    hanja_apply(text, COUNT * 3, 1, &out);
    CHECK(out.length == COUNT * 3);
    buffer_free(&out);
    free(text);
}

int main(void)
{
    icu = icu_open();
    CHECK(icu != NULL);
    words();
    romanized();
    bad();
    icu_close(icu);
    return check_end();
}
