/*
** model.h - the probability that a line is article text, from its shape and its neighbours' shapes
*/
#ifndef CORPUS_LINE_MODEL_H
#define CORPUS_LINE_MODEL_H

#include "document/lines.h"

enum {
    LINE_OWN_FEATURES = 22, /* of the line itself and of its place */
    LINE_NEAR = 3,          /* so many lines above and below are looked at */
    LINE_NEAR_FEATURES = 6, /* of each of them */
    LINE_FEATURES = LINE_OWN_FEATURES + 2 * LINE_NEAR * LINE_NEAR_FEATURES
};

/* What the features of all lines are made from; filled by model_prepare(). */
typedef struct LineContext {
    const LineList *lines;
    uint32_t *text_before; /* half words of lines that look like sentences, before line i */
    int32_t *heading;      /* nearest furniture heading above line i, or -1 */
} LineContext;

/* Linear in the lines. */
Status model_prepare(Arena *arena, const LineList *lines, LineContext *context);

/* The features of line `i`, each 0..255. Constant time. */
void model_features(const LineContext *context, size_t i, uint8_t features[LINE_FEATURES]);

/* Sets `score` of every line. Linear. */
Status model_score(Arena *arena, LineList *lines);

#endif
