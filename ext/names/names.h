/*
** names.h - are two strings spellings of one name?
*/
#ifndef CORPUS_NAMES_H
#define CORPUS_NAMES_H

#include "base/buffer.h"
#include "base/icu.h"

/*
** How likely two names are spellings of one, in whatever scripts: 0 to 1, 0.5 where yes and no are equally right. Returns -1 if there is no
** memory. The first 256 characters of each count; the time is bounded by their product. Symmetric.
*/
double names_similarity(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length);

/* Appends the keys of the words of a name (translit_key()), in alphabetical order, a blank between: equal for `Putin, Vladimir` and
** `Владимир Путин`. */
Status names_key(Icu *icu, const char *name, size_t length, Buffer *out);

#endif
