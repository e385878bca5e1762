/*
** markup.h - what the names of classes and ids say of what they hold
**
** The words are those of data/document/markup.tsv. A name is divided at everything but letters, and before a capital that follows a small letter:
** `post-relatedItems2` is post, related, items. Each word is looked up as it is, then by its beginning and by its end.
*/
#ifndef CORPUS_MARKUP_H
#define CORPUS_MARKUP_H

#include "base/hash.h"
#include <stddef.h>
#include <stdint.h>

/* Numbers of bits. The order is that of mark_names[] in tools/compile_document.c. */
typedef enum Mark {
    MARK_BODY, /* the text of the article itself */
    MARK_ARTICLE,
    MARK_TITLE,
    MARK_LEAD,
    MARK_AUTHOR,
    MARK_STAMP, /* date, source, views, other data of the article */
    MARK_CAPTION,
    MARK_MEDIA,
    MARK_QUOTE,
    MARK_NOTES, /* footnotes, references, tables of contents */
    MARK_TAGS,
    MARK_SHARE,
    MARK_RELATED,
    MARK_LISTING, /* teasers, cards, grids of other articles */
    MARK_COMMENT,
    MARK_NAVIGATION,
    MARK_HEADER,
    MARK_FOOTER,
    MARK_SIDE,
    MARK_ADVERT,
    MARK_POPUP, /* consent, overlays, notices */
    MARK_SIGNUP,
    MARK_SEARCH,
    MARK_TICKER, /* rates, weather, scores */
    MARK_HIDDEN,
    MARK_COUNT
} Mark;

enum { MARKUP_WHOLE = 1, MARKUP_START = 2, MARKUP_END = 4, MARKUP_WORD_BYTES = 20, MARKUP_SLOTS = 2048 };

typedef struct MarkupRow {
    char word[MARKUP_WORD_BYTES]; /* NUL-terminated, small letters; empty: no row */
    uint32_t marks[3];            /* by MARKUP_WHOLE, MARKUP_START, MARKUP_END */
} MarkupRow;

/* Where the search for a word begins in markup_rows[]; shared with tools/compile_document.c. */
static inline unsigned markup_slot(const char *word, size_t length)
{
    return (unsigned)(hash_bytes(word, length, 0) >> 20) & (MARKUP_SLOTS - 1);
}

/* Bits of Mark that the words of a class or id have. Linear in its length. */
uint32_t markup_marks(const char *value, size_t length);

#endif
