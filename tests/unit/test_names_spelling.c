/* test_names_spelling.c - the letters of a word as an index keeps them, their comparison, their blocks */
#include "check.h"
#include "base/icu.h"
#include "names/names.h"
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
