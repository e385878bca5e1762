/*
** document.c - see document.h
**
** Lines with their evidence (lines.c, furniture.c), what each of them is (model.c, blocks.c), and the record that follows
** from it (record.c). Nothing here needs words and sentences of the whole page: who does divides it. Of an HTML page, the lines are those of its text (html.c). One block a line: a paragraph of the article, an entry of a menu.
*/
#include "document/document.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/blocks.h"
#include "document/clean.h"
#include "document/html.h"
#include "document/record.h"
#include <string.h>

static Status make_blocks(Arena *arena, const LineList *lines, Page *page)
{
    for (size_t i = 0; i < lines->count; i++) {
        const Line *line = &lines->items[i];
        Block *block = ARENA_PUSH(arena, &page->blocks);
        if (!block) return arena->status;
        *block = (Block){line->start, line->length, line->kind, line->rule, (double)line->confidence};
    }
    return STATUS_OK;
}

/* A character of some line is malformed, or U+FFFD. */
static int is_replaced(const LineList *lines)
{
    unsigned flags = 0;
    for (size_t i = 0; i < lines->count; i++) flags |= lines->items[i].flags;
    return (flags & LINE_REPLACED) != 0;
}

/* The body blocks, a blank line between. `is_clean`: the content is known to be well-formed UTF-8. */
static Status make_main_text(Arena *arena, Page *page, int is_clean)
{
    size_t length = 0;
    for (size_t i = 0; i < page->blocks.count; i++)
        if (block_is_main((BlockKind)page->blocks.items[i].kind)) length += page->blocks.items[i].length + 2;
    char *out = arena_array(arena, length + 1, 1);
    if (!out || arena_ask_watch(arena)) return arena->status; /* each of the steps here may be over the whole page */
    page->main_text = out;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        if (!block_is_main((BlockKind)block->kind)) continue;
        if (page->main_length) {
            memcpy(out + page->main_length, "\n\n", 2);
            page->main_length += 2;
        }
        memcpy(out + page->main_length, page->content + block->start, block->length);
        page->main_length += block->length;
    }
    if (arena_ask_watch(arena)) return arena->status;
    if (!is_clean && !utf8_is_valid(out, page->main_length))
        page->main_text = clean_copy(arena, out, page->main_length, &page->main_length);
    if (!page->main_text) page->main_text = "", page->main_length = 0;
    (void)arena_ask_watch(arena);
    return arena->status;
}

/* How sure the whole analysis is: the mean of the body's scores, weighted by length; low without a body. */
static double mean_score(const Page *page)
{
    double sum = 0, bytes = 0;
    for (size_t i = 0; i < page->blocks.count; i++)
        if (block_is_main((BlockKind)page->blocks.items[i].kind)) {
            sum += page->blocks.items[i].score * page->blocks.items[i].length;
            bytes += page->blocks.items[i].length;
        }
    return bytes > 0 ? sum / bytes : 0;
}

/* The language of a page is that of its main text: menus, notices and lists of other pages are often in another. A few words of it say less than the whole page. */
static Status outline(Arena *arena, Page *page)
{
    enum { LEAST_BYTES = 200 };
    int is_enough = page->main_length >= LEAST_BYTES;
    LanguageGuess guess = language_detect(is_enough ? page->main_text : page->content,
                                          is_enough ? page->main_length : page->content_length);
    if (text_outline(arena, page->content, page->content_length, guess.language, &page->text) != STATUS_OK)
        return arena->status;
    if (guess.language != LANGUAGE_UND) page->text.language_score = guess.score;
    page->language = page->text.language;
    return STATUS_OK;
}

Status document_analyze(Arena *arena, Icu *icu, const char *bytes, size_t length, Page *page)
{
    LineList lines = {NULL, 0, 0};
    ptrdiff_t title = -1;
    HtmlText html;
    Metadata metadata;
    memset(&html, 0, sizeof html);
    memset(page, 0, sizeof *page);
    page->content = bytes;
    page->content_length = length;
    page->main_text = "";
    if (length > INT32_MAX) return arena->status = STATUS_TOOBIG;
    if (html_is_page(bytes, length)) {
        if (html_read_with(arena, icu, bytes, length, &html, &metadata) != STATUS_OK) return arena->status;
        page->is_markup = 1;
        page->content = bytes = html.bytes;
        page->content_length = length = html.length;
    }
    if (lines_read(arena, bytes, length, &lines) != STATUS_OK) return arena->status;
    if (html.bytes) blocks_join(&html, &lines);
    if (blocks_label(arena, bytes, html.bytes ? &html : NULL, &lines, &document_models, &title) != STATUS_OK)
        return arena->status;
    if (make_blocks(arena, &lines, page) != STATUS_OK || make_main_text(arena, page, !is_replaced(&lines)) != STATUS_OK)
        return arena->status;
    page->score = mean_score(page);
    if (outline(arena, page) != STATUS_OK) return arena->status;
    if (record_fill(arena, icu, &lines, title, html.bytes ? &metadata : NULL, page) != STATUS_OK) return arena->status;
    if (!page->title && html.title) {
        page->title = html_title_part(arena, html.title);
        if (page->title) page->title = clean_copy(arena, page->title, strlen(page->title), NULL);
    }
    return arena->status;
}

Status document_divide(Arena *arena, Icu *icu, Page *page)
{
    if (page->is_divided) return STATUS_OK;
    page->is_divided = 1;
    return text_divide(arena, icu, &page->text);
}

Status document_dates(Arena *arena, const Page *page, const DateAnchor *anchor, DateList *dates)
{
    if (page->dates && page->dates_language == page->text.language)
        return dates_resolve(arena, &page->text, page->dates, anchor, dates);
    return dates_find(arena, &page->text, anchor, PREFER_DEFAULT, dates);
}

Status document_restore(Arena *arena, const char *content, size_t length, const Block *blocks, size_t count,
                        const char *modified, Page *page)
{
    memset(page, 0, sizeof *page);
    page->is_markup = 1;
    page->content = content;
    page->content_length = length;
    page->main_text = "";
    page->modified = modified;
    for (size_t i = 0; i < count; i++) {
        Block *block = ARENA_PUSH(arena, &page->blocks);
        if (!block) return arena->status;
        *block = blocks[i];
    }
    if (make_main_text(arena, page, 0) != STATUS_OK) return arena->status;
    page->score = mean_score(page);
    return outline(arena, page);
}

/* Scripts in which several languages are written. */
static int is_shared_script(unsigned script)
{
    return script == SCRIPT_LATIN || script == SCRIPT_CYRILLIC || script == SCRIPT_ARABIC || script == SCRIPT_HAN;
}

Language document_block_language(const Page *page, const Block *block)
{
    enum { LEAST_LETTERS = 50 };
    const double clear = .98;
    const char *bytes = page->content + block->start;
    LanguageGuess guess = language_detect(bytes, block->length);
    if (guess.language == LANGUAGE_UND || guess.language == page->language) return page->language;
    if (page->language == LANGUAGE_UND || !is_shared_script(guess.script)) return guess.language;
    size_t letters = utf8_count(bytes, block->length) * (guess.script == SCRIPT_HAN ? 3 : 1);
    return letters >= LEAST_LETTERS && guess.score >= clear ? guess.language : page->language;
}

static const char *const kind_names[BLOCK_KINDS] = {"title",   "byline",   "dateline", "body",    "caption",    "quote",
                                                    "list",    "table",    "rates",    "weather", "navigation", "share",
                                                    "related", "keywords", "comment",  "footer",  "repeat"};

const char *document_block_kind_name(BlockKind kind)
{
    return kind < BLOCK_KINDS ? kind_names[kind] : "body";
}

BlockKind document_block_kind_find(const char *name)
{
    int kind = 0;
    while (kind < BLOCK_KINDS && strcmp(kind_names[kind], name) != 0) kind++;
    return (BlockKind)kind;
}

ptrdiff_t document_block_at(const Page *page, uint32_t offset)
{
    size_t low = 0, high = page->blocks.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (page->blocks.items[middle].start + page->blocks.items[middle].length <= offset) low = middle + 1;
        else high = middle;
    }
    return low < page->blocks.count && page->blocks.items[low].start <= offset ? (ptrdiff_t)low : -1;
}
