/*
** dates.c - libFuzzer: temporal expressions with and without an anchor, with every preference; what they let infer; whole expressions
*/
#include <string.h>
#include "dates/infer.h"
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

/* Anchors of every precision, stated and inferred, at the edges of the calendar; the text's own head if it is one. */
static size_t choose_anchors(const char *bytes, size_t length, DateAnchor *anchors)
{
    static const DateAnchor fixed[] = {{2024, 2, 29, 23, 59, -1, 0},
                                       {2024, 6, -1, -1, -1, -1, 0},
                                       {2024, -1, -1, -1, -1, -1, 0.5},
                                       {0, 1, 1, 0, 0, 0, 0},
                                       {9999, 12, 31, 24, 0, 0, 0}};
    size_t count = sizeof fixed / sizeof *fixed;
    memcpy(anchors, fixed, sizeof fixed);
    const char *end = memchr(bytes, '\n', length);
    if (end && dates_read_anchor(bytes, (size_t)(end - bytes), &anchors[count])) {
        PROMISE(anchors[count].year >= 0 && anchors[count].year <= 9999 && anchors[count].inferred == 0);
        count++;
    }
    return count;
}

/* What the dates let infer is a year or a month, and never a day. */
static void check_inferred(Arena *arena, const DateList *dates, const DateAnchor *not_after, unsigned frame)
{
    DateEvidence evidence = {dates, NULL, *not_after};
    InferredAnchor inferred;
    uint8_t *outside = arena_array(arena, dates->count + 1, 1);
    if (!outside) return;
    for (size_t i = 0; i < dates->count; i++) outside[i] = i * 8 >= dates->count * (frame & 7);
    evidence.outside = frame & 8 ? outside : NULL;
    dates_infer_anchor(&evidence, &inferred);
    PROMISE(!inferred.rule == !inferred.anchor.year && inferred.anchor.day < 0 && inferred.anchor.month <= 12);
    PROMISE(inferred.score >= 0 && inferred.score < 1 && inferred.score == inferred.anchor.inferred);
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    DateAnchor anchors[8];
    Text text = {0};
    size_t count = choose_anchors(bytes, length, anchors);
    unsigned turn = length ? (unsigned char)bytes[length - 1] : 0;
    Status status = text_segment(arena, icu, bytes, length, language, &text);
    for (int prefer = PREFER_DEFAULT; status == STATUS_OK && prefer <= PREFER_NEAREST; prefer++) {
        DateList dates = {0};
        const DateAnchor *anchor = &anchors[((size_t)prefer + turn) % count];
        status = dates_find(arena, &text, prefer == PREFER_PAST ? NULL : anchor, (DatePrefer)prefer, &dates);
        if (status != STATUS_OK) break;
        check_dates(&text, &dates);
        check_inferred(arena, &dates, anchor, turn);
        const char *whole = dates_whole(&text, &dates);
        PROMISE(!whole || *whole);
    }
    return status;
}
