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
    memory_free(memo->tables);
    memory_free(memo);
}

void memo_begin(EntityMemo *memo)
{
    if (!memo->tables && ++memo->text < 2) return;
    if (memo->tables && ++memo->text) return;
    if (!memo->tables) memo->tables = memory_alloc(sizeof *memo->tables);
    if (memo->tables) memset(memo->tables, 0, sizeof *memo->tables); /* also when the numbers have run out */
    memo->text = 1;
}
