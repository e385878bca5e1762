/*
** fold_tables.h - the table behind text_fold() (inside text/ only), written by tools/compile_fold.c
**
**     fold_blocks[code >> 7]                 number of a block of 128 cells
**     fold_cells[block * 128 + (code & 127)] 0: the character stays; above 0: the character that it becomes;
**                                            below 0: -cell is a place in fold_pool, a length byte and UTF-8 (length 0: it is dropped);
**                                            with FOLD_COMPOSES in the length the fold may join what stands before it under NFC
*/
#ifndef CORPUS_FOLD_TABLES_H
#define CORPUS_FOLD_TABLES_H

#include <stdint.h>

enum { FOLD_COMPOSES = 0x80 };

extern const uint16_t fold_blocks[];
extern const int32_t fold_cells[];
extern const unsigned char fold_pool[];

static inline int32_t fold_cell(uint32_t code)
{
    return code > 0x10FFFF ? 0 : fold_cells[fold_blocks[code >> 7] * 128u + (code & 127)];
}

#endif
