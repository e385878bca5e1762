/*
** layout.c - what markup says of a line: the element it stands in, what that and the elements around it hold and are called
**
** Two elements are taken for the article's as a whole, and a line is told how far it is from them:
**   candidate  the element with the greatest score after Readability's idea (Arc90): every line of prose gives its element's parent its worth, the
**              parent's parent half of it; links take away their share
**   dense      from the root down, always into the child that holds at least three fifths of the page's prose
*/
#include "document/html_tokens.h"
#include "document/model.h"
#include <string.h>

static const HtmlBlock *block_of(const LineContext *context, size_t i)
{
    return &context->html->blocks.items[context->lines->items[i].block];
}

static unsigned link_words(const Line *line, const HtmlBlock *block)
{
    return block->bytes ? (unsigned)((uint64_t)line->half_words * block->link_bytes / block->bytes) : 0;
}

static int is_prose(const Line *line, const HtmlBlock *block)
{
    return model_is_text_like(line) && 2 * block->link_bytes <= block->bytes;
}

/* --- sums over elements ----------------------------------------------------------------------------------------------------- */

static void note_marks(const HtmlNode *node, NodeSum *sum, const NodeSum *above)
{
    for (unsigned k = 0; k < LAYOUT_MARKS; k++)
        sum->marks[k] = above && above->marks[k] < 254 ? above->marks[k] + 1 : 255;
    for (unsigned k = 0; k < MARK_COUNT; k++)
        if (node->marks >> k & 1) sum->marks[k] = 0;
    switch (node->element) {
    case HTML_NAV:
    case HTML_MENU: sum->marks[MARK_NAVIGATION] = 0; break;
    case HTML_HEADER: sum->marks[MARK_HEADER] = 0; break;
    case HTML_FOOTER: sum->marks[MARK_FOOTER] = 0; break;
    case HTML_ASIDE: sum->marks[MARK_SIDE] = 0; break;
    case HTML_FIGCAPTION:
    case HTML_CAPTION: sum->marks[MARK_CAPTION] = 0; break;
    case HTML_FIGURE: sum->marks[MARK_MEDIA] = 0; break;
    case HTML_BLOCKQUOTE: sum->marks[MARK_QUOTE] = 0; break;
    case HTML_DIALOG: sum->marks[MARK_POPUP] = 0; break;
    case HTML_ADDRESS: sum->marks[MARK_AUTHOR] = 0; break;
    case HTML_SEARCH: sum->marks[MARK_SEARCH] = 0; break;
    case HTML_NOSCRIPT: sum->marks[MARK_HIDDEN] = 0; break;
    case HTML_ARTICLE: sum->marks[MARK_COUNT] = 0; break;
    case HTML_MAIN: sum->marks[MARK_COUNT + 1] = 0; break;
    case HTML_TABLE: sum->marks[MARK_COUNT + 2] = 0; break;
    case HTML_UL:
    case HTML_OL:
    case HTML_DL: sum->marks[MARK_COUNT + 3] = 0; break;
    case HTML_FORM:
    case HTML_BUTTON: sum->marks[MARK_COUNT + 4] = 0; break;
    case HTML_SECTION: sum->marks[MARK_COUNT + 5] = 0; break;
    default: break;
    }
    if (node->hidden) sum->marks[MARK_HIDDEN] = 0;
}

static void sum_lines(LineContext *context)
{
    for (size_t n = 0; n < context->html->nodes.count; n++) {
        const HtmlNode *node = &context->html->nodes.items[n];
        context->nodes[n].first = UINT32_MAX;
        note_marks(node, &context->nodes[n], n ? &context->nodes[node->parent] : NULL);
    }
    for (size_t i = 0; i < context->lines->count; i++) {
        const Line *line = &context->lines->items[i];
        const HtmlBlock *block = block_of(context, i);
        NodeSum *sum = &context->nodes[block->node];
        sum->words += line->half_words;
        sum->links += link_words(line, block);
        if (is_prose(line, block)) sum->text += line->half_words;
        sum->lines++;
        if (sum->first > i) sum->first = (uint32_t)i;
        sum->last = (uint32_t)i + 1;
    }
}

/* --- elements of one kind: of a path, of a path and class --------------------------------------------------------------------- */
typedef struct Tally {
    uint64_t key;
    uint32_t text;
} Tally;

static Tally *tally_of(Tally *table, size_t slots, uint64_t key)
{
    size_t i = (size_t)hash_mix(key) & (slots - 1);
    key |= 1;
    while (table[i].key && table[i].key != key) i = (i + 1) & (slots - 1);
    table[i].key = key;
    return &table[i];
}

/* Before the sums go up the tree: what each element holds itself. */
static Status share_paths(Arena *arena, LineContext *context)
{
    size_t slots = 16, count = context->html->nodes.count;
    uint32_t total = context->text_before[context->lines->count];
    while (slots < 3 * count) slots *= 2;
    Tally *paths = arena_array(arena, slots, sizeof *paths), *named = arena_array(arena, slots, sizeof *named);
    if (!paths || !named) return arena->status;
    for (size_t n = 0; n < count; n++) {
        tally_of(paths, slots, context->html->nodes.items[n].path)->text += context->nodes[n].text;
        tally_of(named, slots, context->html->nodes.items[n].named)->text += context->nodes[n].text;
    }
    for (size_t n = 0; n < count; n++) {
        context->nodes[n].path_share = share(tally_of(paths, slots, context->html->nodes.items[n].path)->text, total);
        context->nodes[n].named_share = share(tally_of(named, slots, context->html->nodes.items[n].named)->text, total);
    }
    return STATUS_OK;
}

static void sum_up(LineContext *context)
{
    for (size_t n = context->html->nodes.count; n-- > 1;) {
        const NodeSum *sum = &context->nodes[n];
        NodeSum *above = &context->nodes[context->html->nodes.items[n].parent];
        above->text += sum->text, above->words += sum->words, above->links += sum->links, above->lines += sum->lines;
        if (above->first > sum->first) above->first = sum->first;
        if (above->last < sum->last) above->last = sum->last;
    }
}

/* --- the article's element ------------------------------------------------------------------------------------------------------ */
static Status find_candidate(Arena *arena, LineContext *context)
{
    const HtmlNode *nodes = context->html->nodes.items;
    float *merit = arena_array(arena, context->html->nodes.count, sizeof *merit), best = 0;
    if (!merit) return arena->status;
    for (size_t i = 0; i < context->lines->count; i++) {
        const Line *line = &context->lines->items[i];
        const HtmlBlock *block = block_of(context, i);
        if (!is_prose(line, block)) continue;
        unsigned words = line->half_words / 2;
        float worth = 1 + (float)(words > 60 ? 60 : words) / 10 + (float)(line->commas > 9 ? 9 : line->commas) / 3;
        uint32_t node = block->node;
        if (nodes[node].element == HTML_P || nodes[node].element == HTML_LI) node = nodes[node].parent;
        merit[node] += worth;
        merit[nodes[node].parent] += worth / 2;
        merit[nodes[nodes[node].parent].parent] += worth / 5;
    }
    for (size_t n = 0; n < context->html->nodes.count; n++) {
        const NodeSum *sum = &context->nodes[n];
        float value = merit[n] * (1 - (sum->words ? (float)sum->links / (float)sum->words : 0));
        if (value > best) best = value, context->candidate = (uint32_t)n;
    }
    return STATUS_OK;
}

/* Children come after their parents: the first one that holds enough is found on the way down. */
static void find_dense(LineContext *context)
{
    uint32_t total = context->nodes[0].text;
    context->dense = 0;
    for (size_t n = 1; n < context->html->nodes.count && total; n++)
        if (context->html->nodes.items[n].parent == context->dense &&
            5 * (uint64_t)context->nodes[n].text >= 3 * (uint64_t)total)
            context->dense = (uint32_t)n;
}

Status layout_prepare(Arena *arena, LineContext *context)
{
    size_t lines = context->lines->count;
    context->nodes = arena_array(arena, context->html->nodes.count, sizeof *context->nodes);
    context->title_above = arena_array(arena, lines + 1, sizeof *context->title_above);
    context->h_above = arena_array(arena, lines + 1, sizeof *context->h_above);
    if (!context->nodes || !context->title_above || !context->h_above) return arena->status;
    sum_lines(context);
    if (share_paths(arena, context) != STATUS_OK) return arena->status;
    sum_up(context);
    if (find_candidate(arena, context) != STATUS_OK) return arena->status;
    find_dense(context);
    int32_t title = -1, heading = -1;
    for (size_t i = 0; i < lines; i++) {
        unsigned element = context->html->nodes.items[block_of(context, i)->node].element;
        if (element == HTML_H1) title = (int32_t)i;
        context->title_above[i] = title;
        context->h_above[i] = heading;
        if (element >= HTML_H1 && element <= HTML_H6) heading = (int32_t)i;
    }
    return STATUS_OK;
}

/* --- features ---------------------------------------------------------------------------------------------------------------------- */

/* Elements in an order that a split can divide: prose, cells, items, headings, controls. */
static uint8_t element_rank(unsigned element)
{
    switch (element) {
    case HTML_P: return 0;
    case HTML_PRE: return 1;
    case HTML_BLOCKQUOTE: return 2;
    case HTML_DIV: return 4;
    case HTML_ARTICLE: return 5;
    case HTML_MAIN: return 6;
    case HTML_SECTION: return 7;
    case HTML_CENTER: return 8;
    case HTML_BODY: return 9;
    case HTML_TD: return 10;
    case HTML_TH: return 11;
    case HTML_TR: return 12;
    case HTML_DD: return 13;
    case HTML_DT: return 14;
    case HTML_LI: return 15;
    case HTML_H1: return 17;
    case HTML_H2: return 18;
    case HTML_H3: return 19;
    case HTML_H4: return 20;
    case HTML_H5: return 21;
    case HTML_H6: return 22;
    case HTML_FIGCAPTION: return 24;
    case HTML_FIGURE: return 25;
    case HTML_CAPTION: return 26;
    case HTML_ADDRESS: return 28;
    case HTML_ASIDE: return 29;
    case HTML_HEADER: return 30;
    case HTML_FOOTER: return 31;
    case HTML_NAV: return 32;
    case HTML_FORM: return 33;
    case HTML_BUTTON: return 34;
    default: return 16;
    }
}

/* Levels from a node up to the first that holds `target` too, and the levels from there down to the target. */
static void distance(const LineContext *context, uint32_t node, uint32_t target, uint8_t *up, uint8_t *down)
{
    const HtmlNode *nodes = context->html->nodes.items;
    unsigned above = 0, below = 0;
    while (nodes[node].depth > nodes[target].depth) node = nodes[node].parent, above++;
    while (nodes[target].depth > nodes[node].depth) target = nodes[target].parent, below++;
    while (node != target) {
        node = nodes[node].parent, above++;
        target = nodes[target].parent, below++;
    }
    *up = byte_of(above);
    *down = byte_of(below);
}

static void own_features(const LineContext *context, size_t i, uint8_t *f)
{
    const Line *line = &context->lines->items[i];
    const HtmlBlock *block = block_of(context, i);
    const HtmlNode *node = &context->html->nodes.items[block->node];
    const NodeSum *sum = &context->nodes[block->node];
    int32_t title = context->title_above[i], heading = context->h_above[i];
    f[0] = share(block->link_bytes, block->bytes);
    f[1] = byte_of(block->links);
    f[2] = share(block->strong_bytes, block->bytes);
    f[3] = element_rank(node->element);
    f[4] = (uint8_t)((block->flags & HTML_AFTER_BR ? 1 : 0) | (block->flags & HTML_ITEM ? 2 : 0) |
                     (block->flags & HTML_ROW ? 4 : 0));
    f[5] = (uint8_t)((block->flags & HTML_AFTER_PICTURE ? 1 : 0) | (block->flags & HTML_AFTER_RULE ? 2 : 0));
    f[6] = byte_of(node->depth);
    f[7] = sum->path_share;
    f[8] = sum->named_share;
    f[9] = title < 0 ? 255 : log_scale((unsigned)(i - (size_t)title));
    f[10] = title < 0 ? 255 : log_scale(context->text_before[i] - context->text_before[title]);
    f[11] = heading < 0 ? 255 : log_scale((unsigned)(i - (size_t)heading));
    f[12] =
        heading < 0 ? 0 : element_rank(context->html->nodes.items[block_of(context, (size_t)heading)->node].element);
    f[13] = heading < 0 ? 0 : model_furniture_rank(&context->lines->items[heading]);
    distance(context, block->node, context->candidate, &f[14], &f[15]);
    distance(context, block->node, context->dense, &f[16], &f[17]);
    f[18] = (uint8_t)(i < context->nodes[context->candidate].first  ? 0
                      : i < context->nodes[context->candidate].last ? 1
                                                                    : 2);
    f[19] = (uint8_t)(line->letters ? share(line->capitals, line->letters) : 0);
    f[19] = 0; /* capitals are of some scripts only */
}

static void level_features(const LineContext *context, size_t i, uint8_t *f)
{
    uint32_t node = block_of(context, i)->node, total = context->text_before[context->lines->count];
    for (int level = 0; level < LAYOUT_LEVELS; level++, f += LAYOUT_LEVEL_FEATURES) {
        const NodeSum *sum = &context->nodes[node];
        f[0] = share(sum->text, total);
        f[1] = share(sum->links, sum->words);
        f[2] = log_scale(sum->lines);
        f[3] = log_scale(sum->lines ? sum->words / sum->lines : 0);
        f[4] = share((unsigned)(i - sum->first), sum->last - sum->first);
        node = context->html->nodes.items[node].parent;
    }
}

static void near_features(const LineContext *context, size_t i, size_t other, uint8_t *f)
{
    const HtmlNode *nodes = context->html->nodes.items;
    const HtmlBlock *block = block_of(context, other);
    uint32_t here = block_of(context, i)->node;
    f[0] = share(block->link_bytes, block->bytes);
    f[1] = element_rank(nodes[block->node].element);
    f[2] = here == block->node                               ? 0
           : nodes[here].parent == nodes[block->node].parent ? (nodes[here].named == nodes[block->node].named ? 1 : 2)
           : nodes[here].parent == block->node               ? 3
           : nodes[block->node].parent == here               ? 4
                                                             : 5;
}

void layout_features(const LineContext *context, size_t i, uint8_t *features)
{
    const HtmlBlock *block = block_of(context, i);
    own_features(context, i, features);
    features += LAYOUT_OWN_FEATURES;
    memcpy(features, context->nodes[block->node].marks, LAYOUT_MARKS);
    for (unsigned k = 0; k < MARK_COUNT && block->marks; k++)
        if (block->marks >> k & 1) features[k] = 0;
    features += LAYOUT_MARKS;
    level_features(context, i, features);
    features += LAYOUT_LEVELS * LAYOUT_LEVEL_FEATURES;
    for (int d = -LINE_NEAR; d <= LINE_NEAR; d++) {
        if (!d) continue;
        ptrdiff_t at = (ptrdiff_t)i + d;
        if (at >= 0 && at < (ptrdiff_t)context->lines->count) near_features(context, i, (size_t)at, features);
        else features[0] = 255, features[1] = 40, features[2] = 6;
        features += LAYOUT_NEAR_FEATURES;
    }
}

void model_discount_comments(const LineContext *context, LineList *lines)
{
    enum { LEAST = 60 }; /* half words: so much must be left */
    const float discount = .1f, share_left = .1f;
    float all = 0, comments = 0;
    for (size_t i = 0; i < lines->count; i++) {
        float expected = (float)lines->items[i].half_words * lines->items[i].score;
        all += expected;
        if (context->nodes[block_of(context, i)->node].marks[MARK_COMMENT] != 255) comments += expected;
    }
    if (all - comments < LEAST || all - comments < share_left * all) return;
    for (size_t i = 0; i < lines->count; i++)
        if (context->nodes[block_of(context, i)->node].marks[MARK_COMMENT] != 255) lines->items[i].score *= discount;
}

/* --- the model of elements -------------------------------------------------------------------------------------------------- */
void model_prepare_nodes(LineContext *context)
{
    for (size_t n = 0; n < context->html->nodes.count; n++) context->nodes[n].weight = context->nodes[n].expected = 0;
    for (size_t i = 0; i < context->lines->count; i++) {
        NodeSum *sum = &context->nodes[block_of(context, i)->node];
        float weight = (float)context->lines->items[i].half_words + 1;
        sum->weight += weight;
        sum->expected += weight * context->lines->items[i].score;
    }
    for (size_t n = context->html->nodes.count; n-- > 1;) {
        NodeSum *above = &context->nodes[context->html->nodes.items[n].parent];
        above->weight += context->nodes[n].weight;
        above->expected += context->nodes[n].expected;
    }
}

/* The F1 that is expected if an element is taken for the article. */
static uint8_t expected_f1(const LineContext *context, const NodeSum *sum)
{
    return share_of(2 * sum->expected, sum->weight + context->nodes[0].expected);
}

void model_node_features(const LineContext *context, uint32_t node, uint8_t features[NODE_FEATURES])
{
    const HtmlNode *nodes = context->html->nodes.items;
    const NodeSum *sum = &context->nodes[node], *above = &context->nodes[nodes[node].parent], *all = &context->nodes[0];
    unsigned lines = (unsigned)context->lines->count;
    uint8_t *f = features;
    f[0] = element_rank(nodes[node].element);
    f[1] = element_rank(nodes[nodes[node].parent].element);
    f[2] = byte_of(nodes[node].depth);
    f[3] = share(sum->text, all->text);
    f[4] = share(sum->words, all->words);
    f[5] = share(sum->links, sum->words);
    f[6] = share(sum->text, sum->words);
    f[7] = log_scale(sum->lines);
    f[8] = log_scale(sum->lines ? sum->words / sum->lines : 0);
    f[9] = share(sum->text, above->text);
    f[10] = share_of(sum->expected, sum->weight);
    f[11] = share_of(sum->expected, all->expected);
    f[12] = expected_f1(context, sum);
    f[13] = share_of(above->expected, above->weight);
    f[14] = expected_f1(context, above);
    f[15] = share_of(sum->expected, above->expected);
    f[16] = sum->lines ? share(sum->first, lines) : 255;
    f[17] = sum->lines ? share(sum->last, lines) : 0;
    distance(context, node, context->candidate, &f[18], &f[19]);
    distance(context, node, context->dense, &f[20], &f[21]);
    memcpy(f + 22, sum->marks, LAYOUT_MARKS);
}

/* --- for the second model -------------------------------------------------------------------------------------------------------- */
void layout_prepare_second(LineContext *context)
{
    const HtmlNode *nodes = context->html->nodes.items;
    context->best = 0;
    for (size_t n = 0; n < context->html->nodes.count; n++) {
        NodeSum *sum = &context->nodes[n];
        const NodeSum *above = &context->nodes[nodes[n].parent];
        sum->above = n && above->above > sum->score ? above->above : sum->score;
        if (sum->score > context->nodes[context->best].score) context->best = (uint32_t)n;
    }
}

void layout_score_features(const LineContext *context, size_t i, uint8_t *features)
{
    uint32_t node = block_of(context, i)->node;
    const NodeSum *best = &context->nodes[context->best];
    uint8_t *f = features;
    f[0] = share_of(context->nodes[node].score, 1);
    f[1] = share_of(context->nodes[node].above, 1);
    f[2] = share_of(best->score, 1);
    f[3] = share_of(context->nodes[node].above, best->score);
    distance(context, node, context->best, &f[4], &f[5]);
    f[6] = i < best->first ? 0 : i < best->last ? 1 : 2;
    f[7] = share_of(best->expected, context->nodes[0].expected);
    f[8] = share_of(context->nodes[context->html->nodes.items[node].parent].score, 1);
    f += 9;
    float total = context->nodes[0].expected;
    for (int level = 0; level < 5; level++) {
        const NodeSum *sum = &context->nodes[node];
        *f++ = share_of(sum->expected, sum->weight);
        *f++ = share_of(sum->expected, total);
        node = context->html->nodes.items[node].parent;
    }
}
