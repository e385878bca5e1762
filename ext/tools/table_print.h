/*
** table_print.h - what the compilers of tables print alike
*/
#ifndef CORPUS_TOOLS_TABLE_PRINT_H
#define CORPUS_TOOLS_TABLE_PRINT_H

#include <stddef.h>
#include <stdint.h>

/* Prints `const Buckets NAME` (entities/buckets.h) of a table whose entries have these hashes, in ascending order. */
void print_buckets(const char *name, const uint64_t *hashes, size_t count);

/* Prints `const uint32_t NAME[]`, a filter or other plain numbers. */
void print_words(const char *name, const uint32_t *words, size_t count);

/* Prints `const uint32_t NAME[][2]`: low and high half of each number. In halves because gcc takes most of a minute over as many constants of 64 bits. */
void print_halves(const char *name, const uint64_t *numbers, size_t count);

#endif
