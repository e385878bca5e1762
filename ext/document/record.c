#include "document/record.h"
Status record_fill(Arena *arena, Icu *icu, const LineList *lines, ptrdiff_t title, Page *page)
{
    (void)icu;
    if (title >= 0) page->title = arena_copy(arena, page->content + lines->items[title].start, lines->items[title].length);
    return arena->status;
}
