/*
** html.h - the readable text of an HTML page, a block a line
*/
#ifndef CORPUS_HTML_H
#define CORPUS_HTML_H

#include "base/arena.h"
#include "base/icu.h"

typedef struct HtmlText {
    const char *bytes; /* in the arena */
    size_t length;
    const char *title; /* of the <title> element, or NULL */
    /* what the markup says of the page, as written; NULL: nothing */
    const char *published, *published_rule; /* html:json-ld, html:meta, html:time, from the surest to the least sure */
    const char *modified, *author, *site;
} HtmlText;

/* Does this look like HTML? Looks at the first 4 KiB. */
int html_is_page(const char *bytes, size_t length);

/*
** Takes the tags off: block elements begin lines, paragraphs and headings have a blank line round them, list items a bullet; scripts, styles
** and comments are left out, character references are read, blanks are folded. Bytes that are no UTF-8 are converted from the charset that the page
** names, or that ICU guesses. Linear; the text is at most a quarter longer than the page, and mostly far shorter.
*/
Status html_read(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text);

/* The longest part of a <title> between its bars and dashes: the rest names the site. NULL if there is no memory. */
const char *html_title_part(Arena *arena, const char *title);

#endif
