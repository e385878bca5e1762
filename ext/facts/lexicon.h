/*
** lexicon.h - the words that quantities and quotations are recognised by
**
** Rows of data/<language>/quantities.tsv and quotes.tsv, and the names of currencies that the table compiler asks ICU for. A row of language `und` holds in every
** language. A phrase is compared character by character in folded form; it ends where a word ends, unless its row says that an ending may follow.
*/
#ifndef CORPUS_LEXICON_H
#define CORPUS_LEXICON_H

#include <stddef.h>
#include <stdint.h>
#include "text/language.h"

typedef enum LexKind {
    LEX_NONE,
    LEX_NUMBER,
    LEX_SCALE,
    LEX_ORDINAL,
    LEX_SUFFIX,
    LEX_PREFIX,
    LEX_VAGUE,
    LEX_ABOUT,
    LEX_FRACTION,
    LEX_AND,
    LEX_POINT,
    LEX_MINUS,
    LEX_BEFORE,
    LEX_AFTER,
    LEX_PERCENT,
    LEX_PERHEAD,
    LEX_DEGREE,
    LEX_UNIT,
    LEX_MONEY,
    LEX_COUNTER,
    LEX_STOP,
    LEX_PRONOUN_NUMBER,
    LEX_OVER,
    LEX_DETERMINER,
    LEX_PLUS,
    LEX_VERB,
    LEX_THAT,
    LEX_ACCORDING,
    LEX_ACCORDINGLY,
    LEX_PRONOUN,
    LEX_NEGATION,
    LEX_ADJUNCT,
    LEX_TIME,
    LEX_KINDS
} LexKind;

#define LEX_BIT(kind) (1ull << (kind))
#define LEX_NUMBERS                                                                                                    \
    (LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_SCALE) | LEX_BIT(LEX_ORDINAL) | LEX_BIT(LEX_FRACTION) | LEX_BIT(LEX_VAGUE) |    \
     LEX_BIT(LEX_ABOUT))

/*
** Filters turn away nearly all words that begin no phrase, before the hash table is asked:
**   lex_prefixes[n - 1][hash of the first n characters]  which kinds and languages have a phrase that begins so (n up to LEX_PREFIXES)
**   lex_ends[]                                           a bit a hash: some phrase is this whole
**   lex_lasts[hash of the last character]                which kinds and languages have a phrase that ends so
*/
enum { LEX_PREFIXES = 6, LEX_PREFIX_WORDS = 2048, LEX_LAST_WORDS = 2048, LEX_END_BITS = 1 << 17 };

/* The bits above the kinds are for languages: a row of any language sets them all. */
static inline uint64_t lex_language_bit(unsigned language)
{
    return 1ull << (LEX_KINDS + language % (64 - LEX_KINDS));
}

static inline unsigned lex_prefix_word(uint32_t hash)
{
    return (hash ^ hash >> 15) & (LEX_PREFIX_WORDS - 1);
}

static inline unsigned lex_last_word(uint32_t folded)
{
    return (folded * 2654435761u >> 16) & (LEX_LAST_WORDS - 1);
}

static inline uint32_t lex_end_bit(uint32_t hash)
{
    return (hash ^ hash >> 15) & (LEX_END_BITS - 1);
}

typedef struct LexRow {
    const char *phrase; /* folded */
    uint8_t length;
    uint8_t language; /* LANGUAGE_UND: any */
    uint8_t kind;     /* LexKind */
    uint8_t open;     /* an ending may follow */
    double value;
    const char *name; /* unit, currency, comparator; NULL: none */
} LexRow;

/* What divides thousands, by Language: data/number_marks.tsv. */
enum { LEX_THOUSANDS_STOP, LEX_THOUSANDS_COMMA, LEX_THOUSANDS_BLANK };
extern const uint8_t lex_thousands[];

enum { LEX_PHRASE_BYTES = 64 };

/*
** The longest phrase of one of `kinds` (a set of LEX_BIT) that begins at `text`. `*bytes` is its length in the text. NULL: none.
** Where one phrase is of several kinds, the first in the order of LexKind. `language` is as language_base() gives it. Constant time.
*/
const LexRow *lexicon_find(const char *text, const char *end, Language language, uint64_t kinds, size_t *bytes);

/* Whether a phrase of `kinds` may end at `stop`, by the character before it: a look that spares looking for where it begins. */
int lexicon_may_end(const char *begin, const char *stop, Language language, uint64_t kinds);

#endif
