/*
** test_dates_lexer.c - what the lexer does fast it does as it does it slowly, and a window does not show in what is found
**
** The last bytes of a text are read character by character, what stands farther from its end eight bytes at a time: a word alone and the same word before
** many blanks take the two ways.
*/
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "dates/dates.h"
#include "dates/lexer.h"

extern const LexTable dates_tables[];

enum { ROOM = 4096, ITEMS = 64 };

static int same_items(const Item *a, size_t a_count, const Item *b, size_t b_count)
{
    if (a_count != b_count) return 0;
    for (size_t i = 0; i < a_count; i++)
        if (a[i].start != b[i].start || a[i].end != b[i].end || a[i].value != b[i].value || a[i].kind != b[i].kind ||
            a[i].flags != b[i].flags || a[i].lex != b[i].lex || a[i].digits != b[i].digits)
            return 0;
    return 1;
}

/* Reads `text` as it is, and before blanks that keep the end away. */
static void expect_same(Language language, const char *text, size_t length)
{
    char padded[ROOM];
    Item alone[ITEMS], before[ITEMS];
    size_t alone_count = 0, before_count = 0;
    if (length + 32 > ROOM) return;
    memcpy(padded, text, length);
    memset(padded + length, ' ', 32);
    lexer_read(&dates_tables[language], text, 0, length, alone, ITEMS, &alone_count);
    lexer_read(&dates_tables[language], padded, 0, length + 32, before, ITEMS, &before_count);
    if (!CHECK(same_items(alone, alone_count, before, before_count)))
        printf("    %s: `%.*s`\n", language_tag(language), (int)length, text);
}

/* All forms of a language's table, as they are, with a capital, in capitals, with a letter more and one less. */
static void test_forms(const char *tag)
{
    Language language = language_find(tag, strlen(tag));
    const LexTable *table = &dates_tables[language];
    size_t read = 0;
    CHECK(table->bits > 0);
    for (uint32_t slot = 0; slot < 1u << table->bits; slot++) {
        const LexEntry *entry = &table->entries[table->slots[slot]];
        char form[LEX_MAX_KEY + 2];
        size_t length = entry->key_length;
        if (!table->slots[slot]) continue;
        read++;
        memcpy(form, table->keys + entry->key, length);
        expect_same(language, form, length);
        Item items[ITEMS];
        size_t count = 0;
        lexer_read(table, form, 0, length, items, ITEMS, &count);
        if (entry->flags & LEX_FORM && form[0] >= 'a' && form[0] <= 'z' && length <= LEX_EIGHT && count == 1)
            CHECK(items[0].kind == entry->class_ && items[0].value == entry->value);
        if (form[0] < 'a' || form[0] > 'z') continue;
        form[0] = (char)(form[0] - 32);
        expect_same(language, form, length);
        form[length] = 'q';
        expect_same(language, form, length + 1);
        expect_same(language, form, length - 1);
        for (size_t i = 0; i < length; i++) form[i] = (char)(form[i] >= 'a' && form[i] <= 'z' ? form[i] - 32 : form[i]);
        expect_same(language, form, length);
    }
    CHECK(read > 100);
}

static void test_edges(void)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "a",
                                        "I",
                                        "IV",
                                        "IX.",
                                        "Vi",
                                        "XXXX",
                                        "may",
                                        "May",
                                        "o'clock",
                                        "it's",
                                        "year's",
                                        "years'",
                                        "naïve",
                                        "na\xC3",
                                        "mañana",
                                        "the",
                                        "the past",
                                        "THE PAST",
                                        "the  past",
                                        "the-past",
                                        "the\npast",
                                        "a.m.",
                                        "a. m.",
                                        "p.m",
                                        "interdependencies",
                                        "Septembers",
                                        "septembeR",
                                        "\tone\r\ntwo",
                                        "one,two;three",
                                        "@home [now] {then}",
                                        ("x\x7F"
                                         "y"),
                                        "x\x01y",
                                        "no\xC2\xA0one",
                                        "11th",
                                        "1990s",
                                        "week\xE2\x80\x99s",
                                        "week\xE2\x80\x94s",
                                        "weeks\xE2\x80",
                                        "month\xC3\xA9",
                                        "\xD1\x8F\xD0\xBD\xD0\xB2",
                                        "half-year",
                                        "twenty-five",
                                        "twenty five years ago today"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        expect_same(LANGUAGE_EN, texts[i], strlen(texts[i]));
        expect_same(LANGUAGE_DE, texts[i], strlen(texts[i]));
        expect_same(LANGUAGE_UND, texts[i], strlen(texts[i]));
    }
}

/* A sentence many times over: the same dates in each copy, wherever the window ends. */
static void test_windows(void)
{
    static const char sentence[] = "The mill burned down on 3 May 1954, and the owners said in the following days that "
                                   "nobody had been inside since Friday, at least not before 7:30 p.m.\n";
    enum { COPIES = 400 };
    static char text[COPIES * sizeof sentence];
    size_t once = sizeof sentence - 1, first = 0;
    for (int i = 0; i < COPIES; i++) memcpy(text + (size_t)i * once, sentence, once);
    Arena arena;
    arena_init(&arena, 0);
    Text whole = {.bytes = text, .length = COPIES * once, .language = LANGUAGE_EN, .language_score = 1};
    DateList dates;
    CHECK(dates_find(&arena, &whole, NULL, PREFER_DEFAULT, &dates) == STATUS_OK);
    while (first < dates.count && dates.items[first].start < once) first++;
    CHECK(first >= 3);
    CHECK(dates.count == COPIES * first);
    for (size_t i = first; i < dates.count; i++)
        if (!CHECK(dates.items[i].start == dates.items[i - first].start + once &&
                   dates.items[i].length == dates.items[i - first].length))
            break;
    arena_clear(&arena);
}

int main(void)
{
    static const char *const tags[] = {"en", "de", "fr", "es", "ru", "uk", "kk", "tr", "uz", "ko", "zh", "ja", "vi"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) test_forms(tags[i]);
    test_edges();
    test_windows();
    return check_end();
}
