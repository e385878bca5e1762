/* memo.c - see memo.h */
#include "entities/memo.h"
#include "base/memory.h"

EntityMemo *entities_memo_new(void)
{
    EntityMemo *memo = memory_alloc(sizeof *memo);
    if (memo) *memo = (EntityMemo){NULL, 0};
    return memo;
}

void entities_memo_free(EntityMemo *memo)
{
    if (!memo) return;
    memory_free(memo->forms);
    memory_free(memo);
}

void memo_begin(EntityMemo *memo)
{
    if (!memo->forms && ++memo->text < 2) return;
    if (memo->forms && ++memo->text) return;
    if (!memo->forms) memo->forms = memory_alloc(MEMO_FORMS * sizeof *memo->forms);
    if (memo->forms) memset(memo->forms, 0, MEMO_FORMS * sizeof *memo->forms); /* also when the numbers have run out */
    memo->text = 1;
}
