/*
** html.h - the readable text of an HTML page, a block a line, with what its markup says of each block
**
** html_read() gives three things:
**   bytes   the text of the page: one line for each block, a blank line where the page shows a gap. It is Page.content.
**   blocks  a record for each line: where it begins, how much of it is link or bold, the element that it stands in
**   nodes   the elements that blocks stand in, each with its parent: a tree as far as it holds text, the root (the page itself) first. Parents
**           come before their children, so that one pass backwards sums up what each of them holds.
**
** Inline elements (a, b, span, ...) are no nodes; the words of their classes count for the block that they open.
*/
#ifndef CORPUS_HTML_H
#define CORPUS_HTML_H

#include "base/arena.h"
#include "base/icu.h"
#include "document/metadata.h"

enum { HTML_MARK_BITS = 32 }; /* what classes and ids say: bits of markup.h */

typedef struct HtmlNode {
    uint64_t path;   /* hash of the elements from the root to it, without what they are called */
    uint64_t named;  /* the same with its own class */
    uint32_t parent; /* number of the node that it stands in; the root's is itself, 0 */
    uint32_t marks;  /* of its own class, id, role and property, and of inline elements around it */
    uint16_t depth;  /* 0 for the root */
    uint8_t element; /* HtmlElement */
    uint8_t hidden;  /* it or what it stands in is not shown */
} HtmlNode;

enum {
    HTML_AFTER_BR = 1,   /* a <br> divides it from the block before, and nothing else */
    HTML_ITEM = 2,       /* the first block of a list's item */
    HTML_ROW = 4,        /* cells of a table's row */
    HTML_AFTER_RULE = 8, /* an <hr> stands before it */
    HTML_AFTER_PICTURE = 16
};

typedef struct HtmlBlock {
    uint32_t start;        /* byte of the text */
    uint32_t node;         /* the innermost element (no inline one) that it begins in */
    uint32_t bytes;        /* of its text, blanks between words not counted */
    uint32_t link_bytes;   /* of them, inside links */
    uint32_t strong_bytes; /* and inside b and strong */
    uint32_t marks;        /* of the inline elements that open it */
    uint16_t links;        /* that begin in it */
    uint16_t flags;        /* HTML_AFTER_BR, ... */
} HtmlBlock;

typedef struct HtmlText {
    const char *bytes; /* in the arena */
    size_t length;
    size_t linked; /* from this byte on it is an article that only linked data hold; `length` where there is none */
    const char *source; /* the page itself, as UTF-8: what html_tokens_begin() takes, for who reads it again */
    size_t source_length;
    const char *title; /* of the <title> element, or NULL */
    struct {
        HtmlNode *items;
        size_t count, capacity;
    } nodes;
    struct {
        HtmlBlock *items;
        size_t count, capacity;
    } blocks; /* in order of `start` */
} HtmlText;

/* Does this look like HTML? Looks at the first 4 KiB. */
int html_is_page(const char *bytes, size_t length);

/*
** Takes the tags off: block elements begin lines, paragraphs and headings have a blank line round them, list items a bullet; scripts, styles
** and comments are left out, character references are read, blanks are folded. Bytes that are no UTF-8 are read as base/charset.h says. Missing, crossed and stray end tags are mended as browsers do, at most 256 elements deep. Linear; the text is at most a
** quarter longer than the page, and mostly far shorter.
*/
Status html_read(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text);

/* The same, and what the markup says of the record, in one pass over the page. */
Status html_read_with(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text, Metadata *metadata);

/* The longest part of a <title> between its bars and dashes: the rest names the site. NULL if there is no memory. */
const char *html_title_part(Arena *arena, const char *title);

#endif
