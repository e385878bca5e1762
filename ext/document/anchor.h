/*
** anchor.h - the day that the relative dates of a page count from
*/
#ifndef CORPUS_DOCUMENT_ANCHOR_H
#define CORPUS_DOCUMENT_ANCHOR_H

#include "dates/infer.h"
#include "document/document.h"

/*
** Fills page->anchor, page->anchor_rule and page->anchor_score: the publication that the page states, else what the dates of its article let the calendar
** infer (dates/infer.h), as precise as that is, else its last change. The blocks, `published` and `modified` are known. Linear; the dates of the
** page are looked for only where it does not state its publication. Does nothing the second time.
*/
Status anchor_find(Arena *arena, Page *page);

/* What can be inferred of a page that was there already at `not_after` (NULL: not known). What it reads stays in page->dates. */
Status anchor_infer(Arena *arena, Page *page, const DateAnchor *not_after, InferredAnchor *inferred);

#endif
