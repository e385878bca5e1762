/*
** dates.c - libFuzzer: temporal expressions, with and without an anchor
*/
#include "dates/dates.h"
#include "fuzz.h"

static void check_dates(const Text *text, const DateList *dates)
{
    size_t end = 0;
    for (size_t i = 0; i < dates->count; i++) {
        const DateMention *date = &dates->items[i];
        PROMISE(date->length > 0 && date->start >= end &&
                is_slice(text->bytes, text->length, date->start, date->length));
        PROMISE(date->sentence < text->sentences.count);
        PROMISE(date->value && *date->value && date->rule && date->grain);
        PROMISE(date->type <= DATE_SET && date->score >= 0.0 && date->score <= 1.0);
        PROMISE(!date->first == !date->last || date->first);
        if (date->first && date->last) PROMISE(strcmp(date->first, date->last) < 0 || date->first[0] == '-');
        end = date->start + date->length;
    }
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    static const DateAnchor anchor = {2024, 2, 29, 23, 59, -1, 0};
    Text text = {0};
    DateAnchor read;
    dates_read_anchor(bytes, length, &read);
    Status status = text_segment(arena, icu, bytes, length, language, &text);
    for (int prefer = PREFER_DEFAULT; status == STATUS_OK && prefer <= PREFER_NEAREST; prefer++) {
        DateList dates = {0};
        status = dates_find(arena, &text, prefer == PREFER_PAST ? NULL : &anchor, (DatePrefer)prefer, &dates);
        if (status == STATUS_OK) check_dates(&text, &dates);
    }
    return status;
}
