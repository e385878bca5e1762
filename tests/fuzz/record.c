/*
** record.c - libFuzzer: the text as a page's markup, as JSON, as a stamp and as an address
*/
#include "document/author.h"
#include "document/headline.h"
#include "document/json.h"
#include "document/published.h"
#include "fuzz.h"
#include <string.h>

static Status read_json(Arena *arena, const char *bytes, size_t length)
{
    JsonReader json;
    JsonEvent event;
    size_t events = 0;
    json_begin(&json, bytes, length);
    while ((event = json_next(&json)) != JSON_END) {
        PROMISE(++events <= length && json.at <= json.end && json.depth <= length);
        if (event != JSON_KEY && event != JSON_STRING && event != JSON_SCALAR) continue;
        size_t copied;
        PROMISE(json.value >= bytes && json.value + json.length <= bytes + length);
        const char *copy = json_copy(arena, &json, &copied);
        if (!copy) return arena->status;
        PROMISE(copied <= json.length && copy[copied] == 0);
    }
    return arena->status;
}

static void read_stamps(const char *bytes, size_t length)
{
    Stamp stamp, again, swapped;
    char text[STAMP_BYTES];
    size_t start = 0, found;
    for (int order = STAMP_DAY_FIRST; order <= STAMP_YEAR_FIRST; order++) {
        if (!stamp_read(bytes, length, (StampOrder)order, &stamp, &swapped)) continue;
        PROMISE(stamp_is_day(stamp.year, stamp.month, stamp.day));
        stamp_write(&stamp, text);
        PROMISE(stamp_of_value(text, &again) && stamp_day(&again) == stamp_day(&stamp) && again.hour == stamp.hour);
    }
    int grade = stamp_of_address(bytes, length, &stamp);
    PROMISE(grade != 1 || stamp_is_day(stamp.year, stamp.month, stamp.day));
    while ((found = stamp_find(bytes, length, &start)) != 0) {
        PROMISE(start + found <= length);
        start += found;
    }
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Metadata metadata;
    Headline headline;
    DayList days = {NULL, 0, 0};
    Text text; /* so that what the Icu opens for a line with a date is open after the first input */
    if (text_segment(arena, icu, bytes, length, language, &text) != STATUS_OK) return arena->status;
    read_stamps(bytes, length);
    if (read_json(arena, bytes, length) != STATUS_OK) return arena->status;
    if (metadata_read(arena, bytes, length, &metadata) != STATUS_OK ||
        linked_read(arena, bytes, length, &metadata) != STATUS_OK ||
        headline_choose(arena, &metadata, &headline) != STATUS_OK ||
        published_days(arena, icu, &metadata, headline.line, language, NULL, &days) != STATUS_OK)
        return arena->status;
    for (size_t i = 0; i < metadata.claims.count; i++)
        PROMISE(metadata.claims.items[i].length && metadata.claims.items[i].fact < FACTS &&
                !metadata.claims.items[i].value[metadata.claims.items[i].length]);
    for (size_t i = 0; i < metadata.lines.count; i++)
        PROMISE(metadata.lines.items[i].line <= metadata.line_count &&
                !metadata.lines.items[i].text[metadata.lines.items[i].length]);
    PROMISE(headline.line == SIZE_MAX || headline.line < metadata.lines.count);
    PROMISE(!headline.text == !headline.rule);
    ptrdiff_t day = published_choose(&days);
    PROMISE(day < (ptrdiff_t)days.count);
    if (day >= 0) {
        double share = published_share(&days, (size_t)day);
        PROMISE(share > 0 && share <= 1 && published_rule(&days.items[day]) &&
                published_is_supported(&days.items[day]));
    }
    (void)published_change(&days, NULL);
    (void)author_choose(arena, &metadata, headline.line);
    return arena->status;
}
