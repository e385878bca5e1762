/*
** lexer.h - a stretch of text as a row of semantic tokens (items)
*/
#ifndef CORPUS_DATES_LEXER_H
#define CORPUS_DATES_LEXER_H

#include "dates/lexicon.h"

enum {
    ITEM_SPACE = 1,      /* blanks before it */
    ITEM_LINE = 2,       /* a line break before it, or the text's begin */
    ITEM_CAPITAL = 4,    /* its first letter is upper case */
    ITEM_FIGURES = 8,    /* a number written in digits */
    ITEM_ORDINAL = 16,   /* ... with an ordinal ending: 11th */
    ITEM_GROUPED = 32,   /* ... in groups: 1,098 */
    ITEM_HUGE = 64,      /* ... with more digits than a value holds */
    ITEM_PLURAL_S = 128, /* ... with a plural ending: 1990s */
    ITEM_RUN =
        ITEM_GROUPED /* LEX_OTHER: of a script whose words run together, so that its neighbours are not part of one name with it */
};

typedef struct Item {
    uint32_t start, end; /* bytes */
    int32_t value;
    uint8_t kind;  /* LexClass */
    uint8_t flags; /* ITEM_... */
    uint8_t lex;   /* LEX_... of the entry */
    uint8_t
        digits; /* how many figures; of a weekday, the LexPart that its word names as well, of a number word the month */
} Item;

/*
** Reads items from byte `at`, behind the `*count` that are there, until there are `limit` of them or `end` is reached; never reads outside [bytes + at, bytes + end). `table` may have no
** entries. Returns where it stopped. Linear: each character is looked at a bounded number of times.
*/
size_t lexer_read(const LexTable *table, const char *bytes, size_t at, size_t end, Item *items, size_t limit,
                  size_t *count);

#endif
