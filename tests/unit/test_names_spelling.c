/* test_names_spelling.c - the letters of a word as an index keeps them, their comparison, their blocks */
#include "check.h"
#include "base/icu.h"
#include "names/names.h"
#include "translit/translit.h"
#include <string.h>

static Icu *icu;

static Buffer spell(int native, const char *word)
{
    Buffer out = BUFFER_EMPTY;
    CHECK(names_spelling(icu, native, word, strlen(word), &out) == STATUS_OK);
    return out;
}

/* Whether two words are found as one, and whether the block of each is among those of the other. */
static void compare(const char *a, const char *b, int same)
{
    Buffer x = spell(0, a), y = spell(0, b);
    double there = names_spelling_match(x.bytes, x.length, y.bytes, y.length);
    double back = names_spelling_match(y.bytes, y.length, x.bytes, x.length);
    CHECK((there >= 0.5) == same);
    CHECK(there - back < 1e-9 && back - there < 1e-9);
    int block = names_spelling_block(y.bytes, y.length);
    CHECK(block >= 0 && block < NAMES_SPELLING_BLOCKS);
    if (same) CHECK(names_spelling_blocks(x.bytes, x.length) >> block & 1);
    buffer_free(&x);
    buffer_free(&y);
}

/* Han characters by themselves: what each may stand for, and where it begins. */
static void compare_han(const char *letters, const char *han, int same)
{
    double there = names_similarity(icu, letters, strlen(letters), han, strlen(han));
    double back = names_similarity(icu, han, strlen(han), letters, strlen(letters));
    CHECK((there >= 0.5) == same);
    CHECK(there - back < 1e-9 && back - there < 1e-9);
}

static void find_han(const char *text, int count, size_t longer, size_t sure)
{
    size_t lengths[2] = {0, 0};
    CHECK(translit_foreign_han(text, strlen(text), lengths) == count);
    CHECK(lengths[0] == longer && lengths[1] == sure);
}

int main(void)
{
    icu = icu_open();
    if (!CHECK(icu != NULL)) return check_end();
    compare("Gorbachev", "Горбачёв", 1);
    compare("Gorbachev", "고르바초프", 1);
    compare("Gorbachev", "戈尔巴乔夫", 1);
    compare("Wilhelm", "Вильгельм", 1);
    compare("Japarov", "Жапаров", 1);
    compare("Gorbachev", "Мельникова", 0);
    compare("Oslo", "Bishkek", 0);
    compare_han("Eisenhower", "艾森豪威尔", 1);
    compare_han("Эйзенхауэр", "艾森豪威尔", 1);
    compare_han("아이젠하워", "艾森豪威尔", 1);
    compare_han("Eisenhower", "艾森豪威爾", 1); /* traditional */
    compare_han("Gorbachev", "贝多芬", 0);
    compare_han("Merkel", "布莱尔", 0);
    compare_han("Вечером", "费城", 0); /* in pinyin, half of the letters differ */
    find_han("托卡耶夫总统", 1, 12, 0);
    find_han("士", 0, 0, 0);
    find_han("", 0, 0, 0);
    find_han("Tokayev", 0, 0, 0);
    static char many[3 * 10000 + 1];
    for (int i = 0; i < 10000; i++) memcpy(many + 3 * i, "\xE6\x96\xAF", 3);
    CHECK(names_similarity(icu, many, sizeof many - 1, "Sss", 3) >= 0);
    find_han(many, 1, sizeof many - 1, 0);
    Buffer none = spell(0, "..."), latin = spell(1, "Oslo");
    CHECK(none.length == 0 && latin.length == 0);
    CHECK(names_spelling_match("A", 1, "Aoslo", 5) == 0);
    CHECK(names_spelling_match("A\xFF\xFE", 3, "Aoslo", 5) == 0);
    char longest[200];
    memset(longest, 'a', sizeof longest);
    longest[0] = 'A';
    CHECK(names_spelling_match(longest, sizeof longest, longest, sizeof longest) == 0);
    CHECK(names_spelling_block("", 0) == NAMES_SPELLING_BLOCKS - 1);
    CHECK(names_spelling_blocks("", 0) == 1u << (NAMES_SPELLING_BLOCKS - 1));
    buffer_free(&none);
    buffer_free(&latin);
    icu_close(icu);
    return check_end();
}
