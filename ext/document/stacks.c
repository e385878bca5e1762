/*
** stacks.c - see stacks.h
**
** The last line of every column is remembered. A line goes on with the one above in its column if that stands on the physical line before and if nothing, such as a
** list mark, begins something new. A first line may be indented, unless printed columns stand side by side.
*/
#include "document/stacks.h"
#include "document/model.h"

enum {
    COLUMNS = 512, /* of two characters each; what begins further right is one column */
    INDENT = 8,    /* characters that a first line may be set in or out */
    LEAST_LINES = 3,
    LEAST_WIDTH = 30 /* bytes of the longest line */
};

static unsigned column_of(const Line *line)
{
    unsigned column = line->indent / 2;
    return column < COLUMNS ? column : COLUMNS - 1;
}

static int goes_on(const Line *above, const Line *line)
{
    uint32_t set_in = above->indent > line->indent ? above->indent - line->indent : line->indent - above->indent;
    return above->number + 1 == line->number && !(line->flags & LINE_BULLET) &&
           (!set_in || (!above->part && !line->part && set_in <= INDENT));
}

static void add(Stacks *stacks, const Line *line, size_t i, uint32_t first)
{
    Stack *stack = &stacks->items[first];
    stacks->first[i] = first;
    stacks->place[i] = stack->lines++;
    stack->half_words += line->half_words;
    if (line->length > stack->widest) stack->widest = line->length;
    stack->last = (uint32_t)i;
}

Status stacks_read(Arena *arena, const LineList *lines, Stacks *stacks)
{
    int32_t *bottom = arena_array(arena, COLUMNS, sizeof *bottom);
    size_t count = lines->count;
    stacks->items = arena_array(arena, count + 1, sizeof *stacks->items);
    stacks->first = arena_array(arena, count + 1, sizeof *stacks->first);
    stacks->place = arena_array(arena, count + 1, sizeof *stacks->place);
    stacks->above = arena_array(arena, count + 1, sizeof *stacks->above);
    stacks->below = arena_array(arena, count + 1, sizeof *stacks->below);
    if (arena->status != STATUS_OK) return arena->status;
    for (int c = 0; c < COLUMNS; c++) bottom[c] = -1;
    for (size_t i = 0; i < count; i++) {
        const Line *line = &lines->items[i];
        int32_t *column = &bottom[column_of(line)], above = *column;
        if (i && (above < 0 || lines->items[above].number + 1 != line->number)) above = (int32_t)i - 1;
        stacks->above[i] = *column;
        stacks->below[i] = -1;
        if (*column >= 0) stacks->below[*column] = (int32_t)i;
        *column = (int32_t)i;
        int same = above >= 0 && goes_on(&lines->items[above], line);
        add(stacks, line, i, same ? stacks->first[above] : (uint32_t)i);
    }
    for (size_t i = 0; i < count; i++) {
        Stack *stack = &stacks->items[stacks->first[i]];
        if (i != stack->last && 5 * (uint64_t)lines->items[i].length >= 4 * (uint64_t)stack->widest) stack->full++;
    }
    return arena->status;
}

const Stack *stacks_broken(const Stacks *stacks, size_t i)
{
    const Stack *stack = &stacks->items[stacks->first[i]];
    return stack->lines >= LEAST_LINES && stack->widest >= LEAST_WIDTH && 3 * stack->full >= 2 * (stack->lines - 1)
               ? stack
               : NULL;
}

void stacks_features(const Stacks *stacks, const LineList *lines, size_t i, uint8_t features[STACK_FEATURES])
{
    const Stack *stack = &stacks->items[stacks->first[i]];
    features[0] = log_scale(stack->half_words);
    features[1] = log_scale(stack->lines);
    features[2] = share(lines->items[i].length, stack->widest);
    features[3] = share(stacks->place[i], stack->lines);
    features[4] = lines->items[stack->last].end;
    features[5] = stacks_broken(stacks, i) != NULL;
}
