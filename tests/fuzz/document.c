/*
** document.c - libFuzzer: a page's record, its blocks, its fingerprint
*/
#include "document/document.h"
#include "document/fingerprint.h"
#include "fuzz.h"

static void check_blocks(const Page *page)
{
    size_t end = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        PROMISE(block->length > 0 && block->start >= end && is_slice(page->content, page->content_length, block->start, block->length));
        PROMISE(block->kind < BLOCK_KINDS && document_block_kind_name((BlockKind)block->kind));
        PROMISE(block->rule && block->score >= 0.0 && block->score <= 1.0);
        PROMISE(document_block_at(page, block->start) == (ptrdiff_t)i);
        end = block->start + block->length;
    }
    for (size_t i = 0; i < page->text.tokens.count; i++) PROMISE(document_block_at(page, page->text.tokens.items[i].start) >= 0);
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Page page = {0};
    unsigned char fingerprint[FINGERPRINT_BYTES];
    (void)language;
    Status status = document_analyze(arena, icu, bytes, length, &page);
    if (status != STATUS_OK) return status;
    check_blocks(&page);
    PROMISE(!page.published || page.published_rule);
    PROMISE(!page.main_length || page.main_text);
    status = fingerprint_make(icu, &page.text, fingerprint);
    if (status == STATUS_OK) PROMISE(fingerprint_resemblance(fingerprint, sizeof fingerprint, fingerprint, sizeof fingerprint) == 1.0 || !page.text.tokens.count);
    fingerprint_resemblance(bytes, length, fingerprint, sizeof fingerprint);
    return status;
}
