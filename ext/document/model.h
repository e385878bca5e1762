/*
** model.h - the probability that a line is article text, from its shape, its place in the markup, and its neighbours
**
** Two models read a page one after the other. The first sees each line with its neighbourhood; the second sees that too, and what the first thought of the
** lines around, of the same container and of the whole page: so a doubtful line in the middle of an article is told from one in a list of teasers.
** Plain text and HTML have models of their own; the features of HTML are those of plain text and more. For HTML there is a third model between the
** two: from what an element is called and holds, and from what the first model thinks of its lines, it tells how much like the article as a whole the element
** is; and the second model is told how each line stands to the element that is most like it.
*/
#ifndef CORPUS_LINE_MODEL_H
#define CORPUS_LINE_MODEL_H

#include "document/html.h"
#include "document/lines.h"
#include "document/markup.h"
#include "document/stacks.h"
#include "document/trees.h"

enum {
    LINE_OWN_FEATURES = 25, /* of the line itself and of its place */
    LINE_NEAR = 3,          /* so many lines above and below are looked at */
    LINE_NEAR_FEATURES = 6, /* of each of them */
    LINE_FEATURES = LINE_OWN_FEATURES + 2 * LINE_NEAR * LINE_NEAR_FEATURES,

    LAYOUT_OWN_FEATURES = 20,
    LAYOUT_MARKS = MARK_COUNT + 6, /* marks, and six kinds of elements */
    LAYOUT_LEVELS = 4,             /* the line's element and so many minus one above it */
    LAYOUT_LEVEL_FEATURES = 5,
    LAYOUT_NEAR_FEATURES = 3,
    LAYOUT_FEATURES = LAYOUT_OWN_FEATURES + LAYOUT_MARKS + LAYOUT_LEVELS * LAYOUT_LEVEL_FEATURES +
                      2 * LINE_NEAR * LAYOUT_NEAR_FEATURES,

    SCORE_FEATURES = 18,      /* what the second model knows of the first one's scores */
    SCORE_NODE_FEATURES = 19, /* and of those in the same containers, in HTML */
    NODE_FEATURES = 22 + LAYOUT_MARKS,
    MODEL_FEATURES_MOST = 255, /* a feature's number is a byte */

    PLAIN_FIRST_FEATURES = LINE_FEATURES + STACK_FEATURES,
    PLAIN_SECOND_FEATURES = PLAIN_FIRST_FEATURES + SCORE_FEATURES,
    HTML_FIRST_FEATURES = LINE_FEATURES + LAYOUT_FEATURES,
    HTML_SECOND_FEATURES = HTML_FIRST_FEATURES + SCORE_FEATURES + SCORE_NODE_FEATURES
};

typedef struct ModelSet {
    Trees first, nodes, second;
} ModelSet;

typedef struct Models {
    ModelSet plain, html; /* plain text has no nodes */
} Models;

extern const Models document_models; /* data/document/blocks.tsv */

/* What an element of the page holds. */
typedef struct NodeSum {
    uint32_t text;  /* half words of lines that look like sentences */
    uint32_t words; /* half words of all lines */
    uint32_t links; /* of them, in links */
    uint32_t lines;
    uint32_t first, last;            /* lines [first, last) */
    float weight, expected;          /* half words, and half words times the first model's score */
    float score;                     /* the third model's: how much of the article it is and nothing else, as F1 */
    float above;                     /* the greatest of its own and its ancestors' scores */
    uint8_t path_share, named_share; /* of the page's text, in elements of the same path and class */
    uint8_t marks[LAYOUT_MARKS];     /* levels to the nearest element that is so marked; 255: none */
} NodeSum;

/* What the features of all lines are made from. */
typedef struct LineContext {
    const LineList *lines;
    const HtmlText *html;  /* NULL: plain text */
    uint32_t *text_before; /* half words of lines that look like sentences, before line i */
    int32_t *heading;      /* nearest furniture heading above line i, or -1 */
    uint8_t (*near)
        [LINE_NEAR_FEATURES]; /* what its neighbours see of line i - LINE_NEAR; beyond either end of the page, what stands for no line */
    struct Column {
        uint32_t words;         /* half words of the lines that begin there */
        float weight, expected; /* as of NodeSum */
    } * columns;                /* by model_column() */
    Stacks stacks;              /* of plain text only */
    /* HTML */
    NodeSum *nodes;
    int32_t *title_above;      /* nearest line of an h1 at or above line i, or -1 */
    int32_t *h_above;          /* nearest heading of any level above line i, or -1 */
    uint32_t candidate, dense; /* nodes: see layout.c */
    uint32_t best;             /* the node with the greatest score */
    /* for the second model */
    float *expected_before, *weight_before; /* sums of half words times score, of half words, before line i */
    uint32_t first, last;                   /* the run of lines that the first model thinks most of */
} LineContext;

/* Prepares the features of the first model. `html` is NULL for plain text. Linear in lines and nodes. */
Status model_prepare(Arena *arena, const LineList *lines, const HtmlText *html, LineContext *context);

/* The features of line `i` for the first model, each 0..255. Constant time, but for the depth of its element. */
void model_features(const LineContext *context, size_t i, uint8_t *features);

/*
** To be called after each model of lines: lines inside an element that is called a comment or comments are scored down, if there is anything else
** that may be the article. So few pages of a few hundred have many comments that the trees learn it badly.
*/
void model_discount_comments(const LineContext *context, LineList *lines);

/* Sums up the first model's scores, which stand in the lines, over the elements. Linear. */
void model_prepare_nodes(LineContext *context);
void model_node_features(const LineContext *context, uint32_t node, uint8_t features[NODE_FEATURES]);

/* Prepares the second model's features: those of the first, then these. Elements have their scores. */
Status model_prepare_second(Arena *arena, LineContext *context);
void model_second_features(const LineContext *context, size_t i, uint8_t *features);

/* Sets `score` of every line; what it was made from stays in `context`. Linear. */
Status model_score(Arena *arena, LineList *lines, const HtmlText *html, const Models *models, LineContext *context);

/* layout.c: the part that reads the markup */
Status layout_prepare(Arena *arena, LineContext *context);
void layout_features(const LineContext *context, size_t i, uint8_t *features);
void layout_prepare_second(LineContext *context);
void layout_score_features(const LineContext *context, size_t i, uint8_t *features);

/* --- scales of a byte ---------------------------------------------------------------------------------------------------- */
static inline uint8_t byte_of(unsigned value)
{
    return (uint8_t)(value > 255 ? 255 : value);
}

/* 16 steps an octave: 0 for 0, 16 for 1, 48 for 7, 255 from 63,000 on. */
static inline uint8_t log_scale(unsigned value)
{
    unsigned x = value + 1, octave = (unsigned)(8 * sizeof x) - 1 - (unsigned)__builtin_clz(x | 1);
    unsigned fraction = octave >= 4 ? (x >> (octave - 4)) & 15 : (x << (4 - octave)) & 15;
    return byte_of(octave * 16 + fraction);
}

static inline uint8_t share(unsigned part, unsigned whole)
{
    return whole ? byte_of((unsigned)((uint64_t)part * 255 / whole)) : 0;
}

static inline uint8_t share_of(float part, float whole)
{
    return whole > 0 ? byte_of((unsigned)(part / whole * 255.0f + .5f)) : 0;
}

/* Furniture as a number that a split can divide: none, labels, captions, ..., what ends an article. */
uint8_t model_furniture_rank(const Line *line);

/* Does it look like a sentence of prose? */
static inline int model_is_text_like(const Line *line)
{
    return line->end == END_STOP && line->half_words >= 16;
}

#endif
