/*
** model.c - see model.h
**
** Gradient-boosted trees (Friedman 2001) over features that no language is written into: lengths in words (an ideograph is half of one), the way a
** line ends, digits, furniture phrases, repetition, place in the page, and the same of three lines above and below. They
** are integers of a byte, on a logarithmic scale, so that a tree is a few bytes a node and a split a comparison.
**
** Trained by tools/train_lines.c; the trees are data/document/lines.tsv. All trees are complete and of one depth:
**     node n of a tree has children 2n + 1 and 2n + 2; inner nodes hold (feature, threshold), go left if feature <= threshold
*/
#include "document/model.h"
#include <math.h>

extern const unsigned line_tree_count, line_tree_depth;
extern const uint8_t line_trees[][2]; /* (2^depth - 1) nodes a tree */
extern const float line_leaves[];     /* 2^depth a tree */
extern const float line_bias;

static uint8_t byte_of(unsigned value)
{
    return (uint8_t)(value > 255 ? 255 : value);
}

/* 16 steps an octave: 0 for 0, 16 for 1, 48 for 7, 255 from 63,000 on. */
static uint8_t log_scale(unsigned value)
{
    unsigned x = value + 1, octave = 0;
    while (x >> (octave + 1)) octave++;
    unsigned fraction = octave >= 4 ? (x >> (octave - 4)) & 15 : (x << (4 - octave)) & 15;
    return byte_of(octave * 16 + fraction);
}

static uint8_t share(unsigned part, unsigned whole)
{
    return whole ? byte_of((unsigned)((uint64_t)part * 255 / whole)) : 0;
}

/* Furniture as a number that a split can divide: none, labels, captions, ..., what ends an article. */
static uint8_t furniture_rank(const Line *line)
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

static int is_text_like(const Line *line)
{
    return line->end == END_STOP && line->half_words >= 16;
}

Status model_prepare(Arena *arena, const LineList *lines, LineContext *context)
{
    context->lines = lines;
    context->text_before = arena_array(arena, lines->count + 1, sizeof *context->text_before);
    context->heading = arena_array(arena, lines->count + 1, sizeof *context->heading);
    if (!context->text_before || !context->heading) return arena->status;
    int32_t heading = -1;
    for (size_t i = 0; i < lines->count; i++) {
        const Line *line = &lines->items[i];
        context->heading[i] = heading;
        context->text_before[i + 1] = context->text_before[i] + (is_text_like(line) ? line->half_words : 0);
        if (is_heading(line)) heading = (int32_t)i;
    }
    return STATUS_OK;
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
    f[4] = furniture_rank(line);
    f[5] = byte_of(line->repeats);
    f[6] = line->flags & LINE_BULLET ? 1 : line->flags & LINE_BRACKET ? 2 : 0;
    f[7] = log_scale(line->separators);
    f[8] = byte_of((unsigned)(line->flags & (LINE_YEAR | LINE_CLOCK | LINE_NUMERIC)) / LINE_YEAR);
    f[9] = log_scale(line->commas);
    f[10] = byte_of(line->indent);
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
}

static void near_features(const Line *line, uint8_t *f)
{
    f[0] = log_scale(line->half_words);
    f[1] = line->end;
    f[2] = furniture_rank(line);
    f[3] = byte_of(line->repeats);
    f[4] = share(line->digits, line->digits + line->letters);
    f[5] = line->flags & LINE_BULLET ? 1 : line->flags & LINE_BRACKET ? 2 : 0;
}

void model_features(const LineContext *context, size_t i, uint8_t features[LINE_FEATURES])
{
    static const uint8_t outside[LINE_NEAR_FEATURES] = {0, 0, 31, 0, 0, 3};
    own_features(context, i, features);
    uint8_t *next = features + LINE_OWN_FEATURES;
    for (int d = -LINE_NEAR; d <= LINE_NEAR; d++) {
        if (!d) continue;
        ptrdiff_t at = (ptrdiff_t)i + d;
        if (at >= 0 && at < (ptrdiff_t)context->lines->count) near_features(&context->lines->items[at], next);
        else
            for (int k = 0; k < LINE_NEAR_FEATURES; k++) next[k] = outside[k];
        next += LINE_NEAR_FEATURES;
    }
}

/* A step down in a tree depends on the step before it: so ABREAST trees are walked together. Their leaves are added in order. */
static float tree_sum(const uint8_t features[LINE_FEATURES])
{
    enum { ABREAST = 8 };
    size_t inner = ((size_t)1 << line_tree_depth) - 1;
    float sum = line_bias;
    for (size_t t = 0; t < line_tree_count; t += ABREAST) {
        size_t n[ABREAST] = {0}, trees = line_tree_count - t < ABREAST ? line_tree_count - t : ABREAST;
        const uint8_t(*first)[2] = line_trees + t * inner;
        if (trees == ABREAST)
            for (unsigned level = 0; level < line_tree_depth; level++)
                for (size_t k = 0; k < ABREAST; k++) {
                    const uint8_t *node = first[k * inner + n[k]];
                    n[k] = 2 * n[k] + 1 + (features[node[0]] > node[1]);
                }
        else
            for (size_t k = 0; k < trees; k++)
                while (n[k] < inner) {
                    const uint8_t *node = first[k * inner + n[k]];
                    n[k] = 2 * n[k] + 1 + (features[node[0]] > node[1]);
                }
        for (size_t k = 0; k < trees; k++) sum += line_leaves[(t + k) * (inner + 1) + n[k] - inner];
    }
    return sum;
}

Status model_score(Arena *arena, LineList *lines)
{
    LineContext context;
    uint8_t features[LINE_FEATURES];
    if (model_prepare(arena, lines, &context) != STATUS_OK) return arena->status;
    for (size_t i = 0; i < lines->count; i++) {
        if (arena_stopped(arena)) return arena->status;
        model_features(&context, i, features);
        lines->items[i].score = 1 / (1 + expf(-tree_sum(features)));
    }
    return STATUS_OK;
}
