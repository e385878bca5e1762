/*
** blocks.h - what each line of a page is
*/
#ifndef CORPUS_BLOCKS_H
#define CORPUS_BLOCKS_H

#include "document/document.h"
#include "document/lines.h"

enum { BLOCK_UNSET = 255 };

/*
** Sets `kind`, `rule` and `confidence` of every line. `hint` is what the page calls itself elsewhere (the <title> of HTML), or NULL: a line that it holds is the
** headline. `*title` is the number of the title's line, or -1. Linear.
*/
Status blocks_label(Arena *arena, const char *text, const char *hint, LineList *lines, ptrdiff_t *title);

#endif
