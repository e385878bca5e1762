/*
** quote_marks.h - what stands between quotation marks
*/
#ifndef CORPUS_QUOTE_MARKS_H
#define CORPUS_QUOTE_MARKS_H

#include "text/text.h"

/* Tokens [first, last) between the marks; `open` and `close`: the marks' token numbers, or SIZE_MAX if one is missing. */
typedef struct MarkedSpan {
    size_t first, last, open, close;
} MarkedSpan;

typedef struct MarkedSpanList {
    MarkedSpan *items;
    size_t count, capacity;
} MarkedSpanList;

/*
** Finds the outermost marked spans of tokens [first, last), a paragraph. A mark that is never closed opens a span to the paragraph's
** end; one that was never opened closes a span from its sentence's start. Linear.
*/
Status quote_marks_find(Arena *arena, const Text *text, size_t first, size_t last, MarkedSpanList *spans);

#endif
