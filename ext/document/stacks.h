/*
** stacks.h - lines of plain text that were one paragraph before it was broken at a margin
**
** A page printed with a margin, a letter, an old web page has a paragraph on many lines, none of which looks like a paragraph. Lines that stand below one
** another without a gap, in one column, are taken together; where they fill the column they are one paragraph.
*/
#ifndef CORPUS_STACKS_H
#define CORPUS_STACKS_H

#include "document/lines.h"

enum { STACK_FEATURES = 6 };

typedef struct Stack {
    uint32_t lines, half_words;
    uint32_t widest; /* bytes of the longest line */
    uint32_t full;   /* lines that reach nearly as far; the last one is not counted */
    uint32_t last;   /* number of its last line */
} Stack;

typedef struct Stacks {
    Stack *items;    /* by the number of their first line */
    uint32_t *first; /* by line: the first line of its paragraph */
    uint32_t *place; /* by line: how many lines of the paragraph stand above it */
    int32_t *above;  /* by line: the next one above in the same column, or -1 */
    int32_t *below;
} Stacks;

/* Linear. */
Status stacks_read(Arena *arena, const LineList *lines, Stacks *stacks);

/* The paragraph of line `i` if it was broken at a margin, or NULL. */
const Stack *stacks_broken(const Stacks *stacks, size_t i);

/* What that says of line `i`, each 0..255. */
void stacks_features(const Stacks *stacks, const LineList *lines, size_t i, uint8_t features[STACK_FEATURES]);

#endif
