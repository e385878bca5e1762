/*
** blocks.h - what each line of a page is
*/
#ifndef CORPUS_BLOCKS_H
#define CORPUS_BLOCKS_H

#include "document/document.h"
#include "document/model.h"

enum { BLOCK_UNSET = 255 };

/* Finds the block of HTML that each line is of. Linear. */
void blocks_join(const HtmlText *html, LineList *lines);

/*
** Sets `kind`, `rule` and `confidence` of every line. `html` is NULL for plain text; a line that its title holds is the headline. `*title` is the number of the title's line, or -1. Linear.
*/
Status blocks_label(Arena *arena, const char *text, const HtmlText *html, LineList *lines, const Models *models,
                    ptrdiff_t *title);

#endif
