/*
** document.h - from a page to its record and its blocks
*/
#ifndef CORPUS_DOCUMENT_H
#define CORPUS_DOCUMENT_H

#include "dates/dates.h"
#include "text/text.h"

typedef enum BlockKind {
    BLOCK_TITLE,
    BLOCK_BYLINE,
    BLOCK_DATELINE,
    BLOCK_BODY,
    BLOCK_CAPTION,
    BLOCK_QUOTE,
    BLOCK_LIST,
    BLOCK_TABLE, /* up to here: the article and what belongs to it */
    BLOCK_RATES,
    BLOCK_WEATHER,
    BLOCK_NAVIGATION,
    BLOCK_SHARE,
    BLOCK_RELATED,
    BLOCK_KEYWORDS,
    BLOCK_COMMENT,
    BLOCK_FOOTER,
    BLOCK_REPEAT,
    BLOCK_KINDS
} BlockKind;

static inline int block_is_boilerplate(BlockKind kind)
{
    return kind >= BLOCK_RATES;
}

/* Of such blocks the main text is made: what a reader reads of the article, its paragraphs, headings, quotations, lists and tables. */
static inline int block_is_main(BlockKind kind)
{
    return kind == BLOCK_BODY || kind == BLOCK_QUOTE || kind == BLOCK_LIST || kind == BLOCK_TABLE;
}

typedef struct Block {
    uint32_t start, length; /* bytes of Page.content, without blanks at either end */
    uint8_t kind;           /* BlockKind */
    const char *rule;
    double score;
} Block;

typedef struct Page {
    const char
        *content; /* readable text of the whole page, all blocks in order; a plain-text page is its own content */
    size_t content_length;
    int is_markup; /* the page was HTML: `content` is no slice of it */
    Text text;     /* of `content`: language and characters; sentences and words after document_divide() */
    int is_divided, is_anchored;
    const DateFindings *dates; /* temporal expressions of `text`, where they were looked for (anchor.c); else NULL */
    Language dates_language;   /* read in that language */
    struct {
        Block *items;
        size_t count, capacity;
    } blocks; /* in order, not overlapping, every non-blank line is in one */
    /* NULL where the page gives no evidence; strings live in the arena */
    const char *title;
    const char *published;      /* ISO 8601, as precise as stated */
    const char *published_rule; /* the evidence that gave it */
    double published_score;
    const char *modified, *source, *publisher, *author, *place;
    const char *address; /* the page's own, as its markup states it */
    /* after anchor_find() (anchor.h): what relative dates count from: `published`, else `modified`, else as much of a date as the calendar lets infer; NULL: nothing */
    const char *anchor;
    const char *anchor_rule;
    double anchor_score;
    const char *main_text; /* blocks of which block_is_main() holds, a blank line between */
    size_t main_length;
    Language language;
    double score;
} Page;

/*
** Analyses a page of plain text or HTML. The page's bytes must outlive `page`. Linear time.
*/
Status document_analyze(Arena *arena, Icu *icu, const char *bytes, size_t length, Page *page);

/* Divides `page->text` into paragraphs, sentences and tokens, which the page itself needs not. Does nothing the second time. */
Status document_divide(Arena *arena, Icu *icu, Page *page);

/* All temporal expressions of `page->text`, as dates_find() has them. */
Status document_dates(Arena *arena, const Page *page, const DateAnchor *anchor, DateList *dates);

/*
** A page of which content and blocks are known, but not its markup any more: takes the blocks (in order; strings outlive `page`) as they are. Of the
** record only the last change is given (NULL: none) and what follows from it and the content: language, anchor, main text. Linear time.
*/
Status document_restore(Arena *arena, const char *content, size_t length, const Block *blocks, size_t count,
                        const char *modified, Page *page);

/*
** The language of a block: the page's, unless its script says otherwise, or some words of one that is no short line speak clearly against it. Linear in the
** block, some microseconds: it is not known before it is asked for.
*/
Language document_block_language(const Page *page, const Block *block);

const char *document_block_kind_name(BlockKind kind);
/* The kind of that name, or BLOCK_KINDS. */
BlockKind document_block_kind_find(const char *name);

/* The block that holds byte `offset` of the content: number in page->blocks, or -1. Logarithmic. */
ptrdiff_t document_block_at(const Page *page, uint32_t offset);

#endif
