/*
** recoded.h - a file in another charset, read as UTF-8
*/
#ifndef CORPUS_RECODED_H
#define CORPUS_RECODED_H

#include "formats/reader.h"

/* A reader of what `below` holds in `charset`, as UTF-8; NULL (arena status) if there is no memory. The first `mark` bytes are left out. */
Reader *charset_recoded(ReaderHome *home, Reader *below, const char *charset, size_t mark);

#endif
