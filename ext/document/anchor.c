/*
** anchor.c - see anchor.h
**
** A page's frame (menus, lists of other news, repeated blocks) speaks of other days than its article: its dates are told apart by the block they stand in.
*/
#include "document/anchor.h"
#include <string.h>

/* Of a page that is only known to have been changed on a day: most are changed on the day they are published. */
#define CHANGED_SCORE 0.7

Status anchor_infer(Arena *arena, Page *page, const DateAnchor *not_after, InferredAnchor *inferred)
{
    DateList dates = {NULL, 0, 0};
    DateEvidence evidence = {&dates, NULL, {0, -1, -1, -1, -1, -1, 0}};
    *inferred = (InferredAnchor){{0, -1, -1, -1, -1, -1, 0}, NULL, 0};
    if (!page->dates || page->dates_language != page->text.language) {
        page->dates = dates_read(arena, &page->text, PREFER_DEFAULT);
        page->dates_language = page->text.language;
    }
    if (!page->dates || document_dates(arena, page, NULL, &dates) != STATUS_OK) return arena->status;
    if (!dates.count) return STATUS_OK;
    uint8_t *outside = arena_array(arena, dates.count, 1);
    if (!outside) return arena->status;
    for (size_t i = 0; i < dates.count; i++) {
        ptrdiff_t block = document_block_at(page, dates.items[i].start);
        outside[i] = block >= 0 && block_is_boilerplate((BlockKind)page->blocks.items[block].kind);
    }
    evidence.outside = outside;
    if (not_after) evidence.not_after = *not_after;
    dates_infer_anchor(&evidence, inferred);
    return STATUS_OK;
}

static Status take_inferred(Arena *arena, const InferredAnchor *inferred, Page *page)
{
    const DateAnchor *anchor = &inferred->anchor;
    page->anchor = anchor->month > 0 ? arena_printf(arena, "%04d-%02d", anchor->year, anchor->month)
                                     : arena_printf(arena, "%04d", anchor->year);
    page->anchor_rule = inferred->rule;
    page->anchor_score = inferred->score;
    return arena->status;
}

Status anchor_find(Arena *arena, Page *page)
{
    DateAnchor changed;
    InferredAnchor inferred;
    if (page->is_anchored) return STATUS_OK;
    page->is_anchored = 1;
    if (page->published) {
        page->anchor = page->published;
        page->anchor_rule = page->published_rule;
        page->anchor_score = page->published_score;
        return STATUS_OK;
    }
    int is_changed = page->modified && dates_read_anchor(page->modified, strlen(page->modified), &changed);
    if (anchor_infer(arena, page, is_changed ? &changed : NULL, &inferred) != STATUS_OK) return arena->status;
    if (inferred.rule && !(is_changed && changed.year == inferred.anchor.year))
        return take_inferred(arena, &inferred, page);
    if (!is_changed) return STATUS_OK;
    page->anchor = page->modified;
    page->anchor_rule = "modified";
    page->anchor_score = CHANGED_SCORE;
    return STATUS_OK;
}
