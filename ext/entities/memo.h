/*
** memo.h - what a connection remembers of words between texts (inside the room only)
**
** Most words of a text were in the text before. What follows from a form's letters alone (UnitForm, and what its features weigh in each role) is kept in a
** table with one place for each low part of the form's hash; the last form that came by has it. A form that the text at work has placed stays until
** the text ends, so that the text may point at it. What depends on the text is not here. What the lexicon says of a word is kept in a smaller table of the
** same kind, by the hash of the folded word: dictionary forms of Russian words are tried one by one, and a table that is hot answers for one that is not.
**
** Memory: MEMO_FORMS * 460 bytes, allocated at the second text of a connection: for one text it is of no use.
*/
#ifndef CORPUS_ENTITIES_MEMO_H
#define CORPUS_ENTITIES_MEMO_H

#include "entities/features.h"
#include "entities/sums.h"
#include "entities/words.h"

enum { MEMO_BITS = 13, MEMO_FORMS = 1 << MEMO_BITS };

typedef struct MemoForm {
    UnitForm form;     /* group, head and memo mean nothing here; exact 0: empty */
    Language language; /* of the text, which chooses endings and model */
    uint32_t text;     /* the text that placed or used it */
    FormSums sums;
} MemoForm;

typedef struct MemoWord {
    uint64_t hash;         /* of the folded word; 0: empty */
    uint32_t state, exact; /* in the lexicon, as in Word */
    uint32_t language;     /* base language of the text + 1 */
} MemoWord;

typedef struct MemoTables {
    MemoForm forms[MEMO_FORMS];
    MemoWord words[MEMO_FORMS];
} MemoTables;

struct EntityMemo {
    MemoTables *tables; /* NULL until the second text */
    uint32_t text;      /* number of the text at work */
};

/* Asks the memory for bytes that are read some words later: the tables are larger than the cache. */
static inline void memo_fetch(const void *bytes, size_t length)
{
    enum { CACHE_LINE = 64 };
    for (size_t at = 0; at < length; at += CACHE_LINE) __builtin_prefetch((const char *)bytes + at);
}

/* Begins a text. At the first one, and without memory for the table nothing is remembered. */
void memo_begin(EntityMemo *memo);

#endif
