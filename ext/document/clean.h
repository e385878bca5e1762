/*
** clean.h - copies of a page's bytes that are well-formed UTF-8
*/
#ifndef CORPUS_CLEAN_H
#define CORPUS_CLEAN_H

#include "base/arena.h"

/* A NUL-terminated copy in which every malformed character is U+FFFD. `out_length` may be NULL. NULL if there is no memory. Linear. */
const char *clean_copy(Arena *arena, const char *bytes, size_t length, size_t *out_length);

#endif
