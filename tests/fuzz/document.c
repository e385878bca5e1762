/*
** document.c - libFuzzer: a page's record, its blocks
*/
#include "document/document.h"
#include "fuzz.h"

static void check_blocks(const Page *page)
{
    size_t end = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        PROMISE(block->length > 0 && block->start >= end &&
                is_slice(page->content, page->content_length, block->start, block->length));
        PROMISE(block->kind < BLOCK_KINDS && document_block_kind_name((BlockKind)block->kind));
        PROMISE(block->rule && block->score >= 0.0 && block->score <= 1.0);
        PROMISE(document_block_at(page, block->start) == (ptrdiff_t)i);
        end = block->start + block->length;
    }
    for (size_t i = 0; i < page->text.tokens.count; i++)
        PROMISE(document_block_at(page, page->text.tokens.items[i].start) >= 0);
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Page page = {0};
    (void)language;
    Status status = document_analyze(arena, icu, bytes, length, &page);
    if (status == STATUS_OK) status = document_divide(arena, icu, &page);
    if (status != STATUS_OK) return status;
    check_blocks(&page);
    PROMISE(!page.published || page.published_rule);
    PROMISE(!page.main_length || page.main_text);
    return status;
}
