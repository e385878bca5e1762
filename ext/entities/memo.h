/*
** memo.h - what a connection remembers of the forms of words between texts (inside the room only)
**
** Most words of a text were in the text before. What follows from a form's letters alone (UnitForm, and what its features weigh in each role) is kept in a
** table with one place for each low part of the form's hash; the last form that came by has it. A form that the text at work has placed stays until
** the text ends, so that the text may point at it. What depends on the text is not here.
**
** Memory: MEMO_FORMS * 430 bytes, allocated at the second text of a connection: for one text it is of no use.
*/
#ifndef CORPUS_ENTITIES_MEMO_H
#define CORPUS_ENTITIES_MEMO_H

#include "entities/features.h"
#include "entities/sums.h"

enum { MEMO_BITS = 13, MEMO_FORMS = 1 << MEMO_BITS };

typedef struct MemoForm {
    UnitForm form;     /* group, head and memo mean nothing here; exact 0: empty */
    Language language; /* of the text, which chooses endings and model */
    uint32_t text;     /* the text that placed or used it */
    FormSums sums;
} MemoForm;

struct EntityMemo {
    MemoForm *forms; /* NULL until the second text */
    uint32_t text;   /* number of the text at work */
};

/* Begins a text. At the first one, and without memory for the table nothing is remembered. */
void memo_begin(EntityMemo *memo);

#endif
