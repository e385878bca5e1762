/*
** breaks.h - the boundaries of UAX #29 (Unicode 15.0) as they stand in the standard, without corrections
**
** Each function takes a text, an offset `at` that is a boundary (0, or what the function returned before) and below `length`,
** and returns the next boundary, at most `length`. No rule needs to look behind a boundary, so there is no state to keep.
** Malformed bytes are U+FFFD, one a character as in utf8.h. Walking a text costs linear time: a rule that looks ahead does so
** once for each separator, and stops at the next one.
**
** text/tokens.c and text/sentences.c correct them for what a reader of news needs; these are for what the standard itself
** is wanted, and the tests hold them against Unicode's own files.
*/
#ifndef CORPUS_BREAKS_H
#define CORPUS_BREAKS_H

#include <stddef.h>

size_t breaks_next_grapheme(const char *text, size_t length, size_t at);
size_t breaks_next_word(const char *text, size_t length, size_t at);
size_t breaks_next_sentence(const char *text, size_t length, size_t at);

#endif
