/*
** record.h - headline, date, source, author, place of a page whose lines are labelled
*/
#ifndef CORPUS_RECORD_H
#define CORPUS_RECORD_H

#include "document/blocks.h"
#include "document/metadata.h"

/*
** Fills title, published*, modified, source, publisher, author, place of `page`. `markup`: what the markup says, or NULL for plain text.
** Linear.
*/
Status record_fill(Arena *arena, Icu *icu, const LineList *lines, ptrdiff_t title, const Metadata *markup, Page *page);

#endif
