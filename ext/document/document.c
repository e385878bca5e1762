/* document.c - STUB */
#include "document/document.h"
#include <string.h>
Status document_analyze(Arena *arena, Icu *icu, const char *bytes, size_t length, Page *page)
{
    memset(page, 0, sizeof *page);
    page->content = page->main_text = bytes;
    page->content_length = page->main_length = length;
    Status status = text_segment(arena, icu, bytes, length, LANGUAGE_UND, &page->text);
    for (size_t i = 0; i < page->text.paragraphs.count && status == STATUS_OK; i++) {
        Block *block = ARENA_PUSH(arena, &page->blocks);
        if (!block) return arena->status;
        *block = (Block){page->text.paragraphs.items[i].start, page->text.paragraphs.items[i].length, BLOCK_BODY, "stub", .5};
    }
    page->language = page->text.language;
    return status;
}
const char *document_block_kind_name(BlockKind kind) { (void)kind; return "body"; }
ptrdiff_t document_block_at(const Page *page, uint32_t offset)
{
    for (size_t i = 0; i < page->blocks.count; i++)
        if (offset - page->blocks.items[i].start < page->blocks.items[i].length) return (ptrdiff_t)i;
    return -1;
}
