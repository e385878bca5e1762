/*
** model.c - see model.h
**
** The features have no language written into them: lengths in words (an ideograph is half of one), the way a line ends, digits, furniture phrases,
** repetition, place in the page, and the same of three lines above and below. They are integers of a byte, on a logarithmic
** scale, so that a tree is a few bytes a node and a split a comparison. What markup adds is in layout.c.
**
** Trained by tools/train_blocks.c; the trees are data/document/blocks.tsv.
*/
#include "document/model.h"
#include <string.h>

enum { COLUMNS = 512 };

uint8_t model_furniture_rank(const Line *line)
{
    static const uint8_t rank[FURNITURE_KINDS] = {
        [FURNITURE_NONE] = 0,     [FURNITURE_LEAD] = 0,        [FURNITURE_CAPTION] = 2,  [FURNITURE_SOURCE] = 3,
        [FURNITURE_AUTHOR] = 4,   [FURNITURE_PUBLISHED] = 5,   [FURNITURE_MODIFIED] = 5, [FURNITURE_VIEWS] = 6,
        [FURNITURE_ADVERT] = 7,   [FURNITURE_ASIDE] = 8,       [FURNITURE_KEYWORDS] = 9, [FURNITURE_RATES] = 10,
        [FURNITURE_WEATHER] = 10, [FURNITURE_NAVIGATION] = 11, [FURNITURE_SHARE] = 12,   [FURNITURE_FOOTER] = 13,
        [FURNITURE_COMMENT] = 14, [FURNITURE_RELATED] = 15};
    uint8_t whole = rank[line->furniture.line], start = rank[line->furniture.start];
    return whole ? (uint8_t)(whole + 16) : start;
}

static int is_heading(const Line *line)
{
    switch (line->furniture.line) {
    case FURNITURE_RELATED:
    case FURNITURE_COMMENT:
    case FURNITURE_FOOTER: return 1;
    default:
        return line_words(line) <= 6 &&
               (line->furniture.start == FURNITURE_RELATED || line->furniture.start == FURNITURE_COMMENT);
    }
}

/* What stands below one another in a printed page begins in one column, or nearly so. */
static unsigned column_of(const Line *line)
{
    unsigned column = line->indent / 2;
    return column < COLUMNS ? column : COLUMNS - 1;
}

/* What the lines around see of a line. */
static void near_features(const Line *line, uint8_t *f)
{
    f[0] = log_scale(line->half_words);
    f[1] = line->end;
    f[2] = model_furniture_rank(line);
    f[3] = byte_of(line->repeats);
    f[4] = share(line->digits, line->digits + line->letters);
    f[5] = line->flags & LINE_BULLET ? 1 : line->flags & LINE_BRACKET ? 2 : 0;
}

static Status prepare_near(Arena *arena, const LineList *lines, LineContext *context)
{
    static const uint8_t outside[LINE_NEAR_FEATURES] = {0, 0, 31, 0, 0, 3};
    context->near = arena_array(arena, lines->count + 2 * LINE_NEAR, sizeof *context->near);
    if (!context->near) return arena->status;
    for (size_t i = 0; i < LINE_NEAR; i++) {
        memcpy(context->near[i], outside, sizeof outside);
        memcpy(context->near[LINE_NEAR + lines->count + i], outside, sizeof outside);
    }
    for (size_t i = 0; i < lines->count; i++) near_features(&lines->items[i], context->near[LINE_NEAR + i]);
    return STATUS_OK;
}

Status model_prepare(Arena *arena, const LineList *lines, const HtmlText *html, LineContext *context)
{
    memset(context, 0, sizeof *context);
    context->lines = lines;
    context->html = html;
    context->text_before = arena_array(arena, lines->count + 1, sizeof *context->text_before);
    context->heading = arena_array(arena, lines->count + 1, sizeof *context->heading);
    context->columns = arena_array(arena, COLUMNS + 1, sizeof *context->columns); /* the last: all of them */
    if (!context->text_before || !context->heading || !context->columns) return arena->status;
    if (prepare_near(arena, lines, context) != STATUS_OK) return arena->status;
    int32_t heading = -1;
    for (size_t i = 0; i < lines->count; i++) {
        const Line *line = &lines->items[i];
        context->heading[i] = heading;
        context->text_before[i + 1] = context->text_before[i] + (model_is_text_like(line) ? line->half_words : 0);
        if (is_heading(line)) heading = (int32_t)i;
        context->columns[column_of(line)].words += line->half_words;
        context->columns[COLUMNS].words += line->half_words;
    }
    return html ? layout_prepare(arena, context) : stacks_read(arena, lines, &context->stacks);
}

/* Half words of sentence-like lines among lines [i - reach, i + reach]. */
static unsigned text_around(const LineContext *context, size_t i, size_t reach)
{
    size_t first = i > reach ? i - reach : 0, last = i + reach + 1;
    if (last > context->lines->count) last = context->lines->count;
    return context->text_before[last] - context->text_before[first];
}

static void own_features(const LineContext *context, size_t i, uint8_t *f)
{
    const Line *line = &context->lines->items[i];
    size_t count = context->lines->count;
    unsigned total = context->text_before[count];
    f[0] = log_scale(line->half_words);
    f[1] = line->end;
    f[2] = log_scale(line->sentences);
    f[3] = share(line->digits, line->digits + line->letters);
    f[4] = model_furniture_rank(line);
    f[5] = byte_of(line->repeats);
    f[6] = line->flags & LINE_BULLET ? 1 : line->flags & LINE_BRACKET ? 2 : 0;
    f[7] = log_scale(line->separators);
    f[8] = byte_of((unsigned)(line->flags & (LINE_YEAR | LINE_CLOCK | LINE_NUMERIC)) / LINE_YEAR);
    f[9] = log_scale(line->commas);
    f[10] = log_scale(line->indent);
    f[11] = byte_of(line->blanks);
    f[12] = i + 1 < count ? byte_of(context->lines->items[i + 1].blanks) : 9;
    f[13] = byte_of(line->quotes);
    f[14] = share((unsigned)i, (unsigned)count);
    f[15] = log_scale((unsigned)i);
    f[16] = share(context->text_before[i], total);
    f[17] = share(context->text_before[i + 1], total);
    f[18] = log_scale(text_around(context, i, 4));
    f[19] = log_scale(text_around(context, i, 12));
    f[20] = context->heading[i] < 0 ? 255 : log_scale((unsigned)(i - (size_t)context->heading[i]));
    f[21] = (uint8_t)((line->flags & LINE_ADDRESS ? 1 : 0) | (line->flags & LINE_COPYRIGHT ? 2 : 0) |
                      (line->flags & LINE_CAPITAL ? 4 : 0));
    f[22] = line->part > 2 ? 3 : line->part;
    f[23] = share(context->columns[column_of(line)].words, context->columns[COLUMNS].words);
    f[24] = i + 1 < count && context->lines->items[i + 1].part > 1;
}

/* The same of neighbours in the column of line `i`, where printed columns stand side by side. */
static void column_features(const LineContext *context, size_t i, uint8_t *features)
{
    for (int way = -1; way <= 1; way += 2) {
        const int32_t *next = way < 0 ? context->stacks.above : context->stacks.below;
        int32_t at = (int32_t)i;
        for (int step = 0; step < LINE_NEAR; step++) {
            if (at >= 0) at = next[at];
            int place = way < 0 ? LINE_NEAR - 1 - step : LINE_NEAR + step;
            memcpy(features + place * LINE_NEAR_FEATURES, context->near[at < 0 ? 0 : at + LINE_NEAR],
                   LINE_NEAR_FEATURES);
        }
    }
}

void model_features(const LineContext *context, size_t i, uint8_t *features)
{
    const size_t bytes = sizeof context->near[0] * LINE_NEAR;
    own_features(context, i, features);
    features += LINE_OWN_FEATURES;
    if (!context->html && context->lines->items[i].part) column_features(context, i, features);
    else {
        memcpy(features, context->near[i], bytes);
        memcpy(features + bytes, context->near[i + LINE_NEAR + 1], bytes);
    }
    if (context->html) layout_features(context, i, features + 2 * bytes);
    else stacks_features(&context->stacks, context->lines, i, features + 2 * bytes);
}

/* --- the second model ------------------------------------------------------------------------------------------------------ */

/* Lines that nobody reads as text weigh a little all the same: a list of them is not nothing. */
static float weight_of(const Line *line)
{
    return (float)line->half_words + 1;
}

/* The run of lines in which the first model finds the most article for the least else (Kadane's greatest sum). */
static void find_run(LineContext *context)
{
    double best = 0, sum = 0;
    uint32_t start = 0;
    context->first = context->last = 0;
    for (size_t i = 0; i < context->lines->count; i++) {
        const Line *line = &context->lines->items[i];
        if (sum <= 0) sum = 0, start = (uint32_t)i;
        sum += (double)weight_of(line) * (2 * (double)line->score - 1) - 1;
        if (sum > best) best = sum, context->first = start, context->last = (uint32_t)i + 1;
    }
}

Status model_prepare_second(Arena *arena, LineContext *context)
{
    size_t count = context->lines->count;
    context->expected_before = arena_array(arena, count + 1, sizeof *context->expected_before);
    context->weight_before = arena_array(arena, count + 1, sizeof *context->weight_before);
    if (!context->expected_before || !context->weight_before) return arena->status;
    for (size_t k = 0; k <= COLUMNS; k++) context->columns[k].weight = context->columns[k].expected = 0;
    for (size_t i = 0; i < count; i++) {
        const Line *line = &context->lines->items[i];
        float weight = weight_of(line);
        context->columns[column_of(line)].weight += weight;
        context->columns[column_of(line)].expected += weight * line->score;
        context->weight_before[i + 1] = context->weight_before[i] + weight;
        context->expected_before[i + 1] = context->expected_before[i] + weight * line->score;
    }
    find_run(context);
    if (context->html) layout_prepare_second(context);
    return STATUS_OK;
}

static uint8_t score_byte(const LineContext *context, ptrdiff_t i)
{
    if (i < 0 || i >= (ptrdiff_t)context->lines->count) return 0;
    float scaled = context->lines->items[i].score * 255.0f + .5f; /* never negative: cutting rounds */
    return (uint8_t)scaled;
}

/* The mean score of lines [i - above, i + below], weighted by their length. */
static uint8_t mean_score(const LineContext *context, size_t i, size_t above, size_t below)
{
    size_t first = i > above ? i - above : 0, last = i + below + 1;
    if (last > context->lines->count) last = context->lines->count;
    return share_of(context->expected_before[last] - context->expected_before[first],
                    context->weight_before[last] - context->weight_before[first]);
}

static void score_features(const LineContext *context, size_t i, uint8_t *f)
{
    size_t count = context->lines->count;
    float total = context->expected_before[count];
    const Line *line = &context->lines->items[i];
    ptrdiff_t at = (ptrdiff_t)i;
    f[0] = score_byte(context, at);
    f[1] = score_byte(context, at - 1);
    f[2] = score_byte(context, at + 1);
    f[3] = score_byte(context, at - 2);
    f[4] = score_byte(context, at + 2);
    f[5] = mean_score(context, i, 2, 2);
    f[6] = mean_score(context, i, 6, 6);
    f[7] = mean_score(context, i, 20, 20);
    f[8] = i ? mean_score(context, i - 1, 4, 0) : 0;
    f[9] = i + 1 < count ? mean_score(context, i + 1, 0, 4) : 0;
    f[10] = share_of(context->expected_before[i], total);
    f[11] = log_scale((unsigned)(total / 2));
    f[12] = i < context->first ? 0 : i < context->last ? 1 : 2;
    f[13] = i < context->first  ? log_scale((unsigned)(context->first - i))
            : i < context->last ? 0
                                : log_scale((unsigned)(i - context->last + 1));
    f[14] =
        i < context->first  ? log_scale((unsigned)(context->weight_before[context->first] - context->weight_before[i]))
        : i < context->last ? 0
                            : log_scale((unsigned)(context->weight_before[i] - context->weight_before[context->last]));
    f[15] = line->earlier >= 0 ? score_byte(context, line->earlier) : 0;
    f[16] = share_of(context->columns[column_of(line)].expected, context->columns[column_of(line)].weight);
    f[17] = share_of(context->columns[column_of(line)].expected, total);
}

void model_second_features(const LineContext *context, size_t i, uint8_t *features)
{
    score_features(context, i, features);
    if (context->html) layout_score_features(context, i, features + SCORE_FEATURES);
}

enum { BATCH = 64 }; /* lines that a model is asked for at once */

/* Scores lines [first, first + count) by the second model: `known` are the first one's features of all lines. */
static void score_second(const LineContext *context, const Trees *trees, const uint8_t *known, size_t stride,
                         size_t first, size_t count, float *scores)
{
    uint8_t rows[BATCH][MODEL_FEATURES_MOST + 1];
    for (size_t k = 0; k < count; k++) {
        memcpy(rows[k], known + (first + k) * stride, stride);
        model_second_features(context, first + k, rows[k] + stride);
    }
    trees_probabilities(trees, rows[0], sizeof rows[0], count, scores + first);
}

static void score_nodes(LineContext *context, const Trees *trees, size_t first, size_t count)
{
    uint8_t rows[BATCH][NODE_FEATURES] = {{0}};
    float scores[BATCH];
    for (size_t k = 0; k < count; k++) model_node_features(context, (uint32_t)(first + k), rows[k]);
    trees_probabilities(trees, rows[0], NODE_FEATURES, count, scores);
    for (size_t k = 0; k < count; k++) context->nodes[first + k].score = scores[k];
}

static size_t batch_from(size_t first, size_t count)
{
    return count - first < BATCH ? count - first : BATCH;
}

Status model_score(Arena *arena, LineList *lines, const HtmlText *html, const Models *models, LineContext *context)
{
    const ModelSet *set = html ? &models->html : &models->plain;
    size_t stride = html ? HTML_FIRST_FEATURES : PLAIN_FIRST_FEATURES, count = lines->count;
    uint8_t *features = arena_array(arena, count + 1, stride);
    float *scores = arena_array(arena, count + 1, sizeof *scores);
    if (!features || !scores || model_prepare(arena, lines, html, context) != STATUS_OK) return arena->status;
    for (size_t i = 0; i < count; i += BATCH) {
        size_t n = batch_from(i, count);
        if (arena_stopped(arena)) return arena->status;
        for (size_t k = i; k < i + n; k++) model_features(context, k, features + k * stride);
        trees_probabilities(&set->first, features + i * stride, stride, n, scores + i);
    }
    for (size_t i = 0; i < count; i++) lines->items[i].score = scores[i];
    if (html) {
        model_discount_comments(context, lines);
        model_prepare_nodes(context);
        for (size_t i = 0; i < html->nodes.count; i += BATCH) {
            if (arena_stopped(arena)) return arena->status;
            score_nodes(context, &set->nodes, i, batch_from(i, html->nodes.count));
        }
    }
    if (!set->second.count || model_prepare_second(arena, context) != STATUS_OK) return arena->status;
    for (size_t i = 0; i < count; i += BATCH) {
        if (arena_stopped(arena)) return arena->status;
        score_second(context, &set->second, features, stride, i, batch_from(i, count), scores);
    }
    for (size_t i = 0; i < count; i++) lines->items[i].score = scores[i];
    if (html) model_discount_comments(context, lines);
    return STATUS_OK;
}
