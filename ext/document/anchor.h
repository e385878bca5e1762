/*
** anchor.h - which day an undated article is from, as far as the calendar tells
*/
#ifndef CORPUS_DOCUMENT_ANCHOR_H
#define CORPUS_DOCUMENT_ANCHOR_H

#include "document/document.h"
#include "document/lines.h"

/*
** Looks in the first paragraphs for a day that is named by weekday, day and month (`Wednesday (30 June)`), and for the latest year that the text
** states. If the weekday agrees in that year or in the next, the day is the anchor: page->anchor, and page->anchor_rule "calendar:weekday". It says
** when the news was, not when the page was published. Linear.
*/
Status anchor_infer(Arena *arena, Icu *icu, const LineList *lines, Page *page);

#endif
