/*
** ngrams.h - how language_detect() and its trainer (tools/train_language.c) read a text, and the model between them
**
** A text is read as words in lower case (simple folding, accents kept) of one of four groups of scripts whose languages share letters. A
** word of Latin, Cyrillic or Arabic letters is padded with `_` on both sides and gives all runs of 1 to 4 characters; a run of Han gives its
** characters and pairs.
*/
#ifndef CORPUS_NGRAMS_H
#define CORPUS_NGRAMS_H

#include "base/unicode.h"
#include "base/utf8.h"

enum { NGRAM_LATIN, NGRAM_CYRILLIC, NGRAM_ARABIC, NGRAM_HAN, NGRAM_GROUPS, NGRAM_NONE = NGRAM_GROUPS };
enum { NGRAM_ORDERS = 4, NGRAM_WORD = 40 }; /* longest n-gram; characters of a word that are looked at */

typedef struct NgramWord {
    uint32_t codes[NGRAM_WORD + 2]; /* with `_` at both ends, but for Han */
    int count, group;
} NgramWord;

static inline int ngram_group(unsigned script)
{
    switch (script) {
    case SCRIPT_LATIN: return NGRAM_LATIN;
    case SCRIPT_CYRILLIC: return NGRAM_CYRILLIC;
    case SCRIPT_ARABIC: return NGRAM_ARABIC;
    case SCRIPT_HAN: return NGRAM_HAN;
    default: return NGRAM_NONE;
    }
}

static inline uint32_t ngram_lower(uint32_t code)
{
    switch (code) {
    case 0x130: return 'i';
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x2BC: return 0x2BB; /* all apostrophes of a word are one letter */
    default: return unicode_fold(code);
    }
}

/* An apostrophe that may stand in a word, or a letter of no script of its own (ʻ). */
static inline int ngram_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2018 || code == 0x2019 || code == 0x2BB || code == 0x2BC || code == 0x674;
}

/* Reads the first word from `at` on. Returns where reading goes on; `word->count` is 0 if no word was left. */
static inline const char *ngram_next_word(const char *at, const char *end, NgramWord *word)
{
    word->count = 0;
    word->group = NGRAM_NONE;
    while (at < end) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        const UnicodeRecord *r = unicode_of(code);
        int group = ngram_group(r->script),
            letter = (r->flags & UNICODE_LETTER) != 0 && group != NGRAM_NONE && code < 0x10000;
        if (word->count && r->flags & UNICODE_MARK) letter = 0;
        if (word->count == 0 && letter) {
            word->group = group;
            if (group != NGRAM_HAN) word->codes[word->count++] = '_';
        } else if (word->count && letter && group != word->group) break;
        else if (word->count && !letter && !(ngram_apostrophe(code) && word->group != NGRAM_HAN) &&
                 !(r->flags & UNICODE_MARK))
            break;
        if (word->count < NGRAM_WORD && (letter || (word->count && ngram_apostrophe(code))))
            word->codes[word->count++] = ngram_lower(code);
        at += bytes;
    }
    if (word->count && word->group != NGRAM_HAN) {
        while (word->count > 1 && word->codes[word->count - 1] == 0x2BB && word->group != NGRAM_LATIN) word->count--;
        word->codes[word->count++] = '_';
    }
    return at;
}

/* Longest n-gram of a group. */
static inline int ngram_orders(int group)
{
    return group == NGRAM_HAN ? 2 : NGRAM_ORDERS;
}

/* The `n` codes at `codes` as one key, 16 bits each. */
static inline uint64_t ngram_key(const uint32_t *codes, int n)
{
    uint64_t key = 0;
    for (int i = 0; i < n; i++) key = key << 16 | codes[i];
    return key;
}

/* Keys lie in the model by this: a multiplication spreads them evenly (Knuth's multiplicative hashing). */
enum { NGRAM_BUCKET_BITS = 13 };
static inline uint64_t ngram_mix(uint64_t key)
{
    return key * 0x9E3779B97F4A7C15u;
}
static inline uint32_t ngram_bucket(uint64_t mix)
{
    return (uint32_t)(mix >> (64 - NGRAM_BUCKET_BITS));
}
static inline uint32_t ngram_slot(uint64_t mix, uint32_t displacement, unsigned bits)
{
    return (uint32_t)(((mix ^ mix >> 29 ^ displacement) * 0xD1B54A32D192ED03u) >> (64 - bits));
}

/*
** The model, written by tools/compile_ngrams.c from data/language/ngrams.tsv. A key lies in one place only, ngram_slot(),
** which hangs on the displacement of its bucket: the compiler searches displacements until no two keys meet (hash and displace), so that a look-up
** has no loop. rows[] of that place is the number of the key's row, 0 where no key is; gains[0] is all zeros. gains[i] is what each language of
** the group has above the floor of the order, in NGRAM_SCALE * ln(probability), 0 for a language that does not list the key: a row is added
** as it stands, without a branch.
*/
enum { NGRAM_SCALE = 4, NGRAM_LANGUAGES = 32, NGRAM_MOST_GAIN = 63 };
typedef struct NgramGroup {
    const uint64_t *keys; /* by place; 0: none */
    const uint16_t *rows, *displacements;
    const uint8_t (*gains)[NGRAM_LANGUAGES]; /* at most NGRAM_MOST_GAIN */
    uint32_t bits, language_count;           /* 2^bits places */
    uint8_t languages[NGRAM_LANGUAGES];      /* Language */
    uint8_t floors[NGRAM_LANGUAGES][NGRAM_ORDERS];
    int8_t priors[NGRAM_LANGUAGES]; /* added before a letter is read, in the unit of the weights */
} NgramGroup;

extern const NgramGroup ngram_model[NGRAM_GROUPS];

#endif
