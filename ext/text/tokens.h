/*
** tokens.h - the two halves of text_segment() (inside text/ only)
**
** tokens.c reads lines into tokens and calls sentences_end_paragraph() at each line's end. While a paragraph is being read, Token.reserved
** of its tokens holds ABBREVIATION_... bits (text_tables.h) of a word that keeps its dot; they stay there afterwards.
*/
#ifndef CORPUS_TOKENS_H
#define CORPUS_TOKENS_H

#include "text/text.h"
#include "text/text_tables.h"

/* Reads all of text->bytes. Returns STATUS_OK or the arena's status. */
Status tokens_read(Arena *arena, Icu *icu, Text *text);

/* Divides the tokens from `first` to the last one into sentences, and makes them a paragraph. Nothing happens if there are none. */
Status sentences_end_paragraph(Arena *arena, Text *text, size_t first);

#endif
