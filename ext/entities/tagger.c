/* tagger.c - see tagger.h */
#include "entities/tagger.h"
#include "base/hash.h"
#include "entities/gate.h"
#include "entities/memo.h"
#include <math.h>

int tag_may_follow(int before, int after)
{
    int before_position = before ? (before - 1) % 4 : TAG_LAST, after_position = after ? (after - 1) % 4 : TAG_BEGIN;
    int open = before && (before_position == TAG_BEGIN || before_position == TAG_INSIDE);
    int inner = after && (after_position == TAG_INSIDE || after_position == TAG_LAST);
    return open ? inner && (before - 1) / 4 == (after - 1) / 4 : !inner;
}

int tag_class_of(int type)
{
    switch (type) {
    case ENTITY_PERSON: return TAG_PER;
    case ENTITY_ORG: return TAG_ORG;
    case ENTITY_GPE:
    case ENTITY_LOC:
    case ENTITY_FAC: return TAG_LOC;
    case ENTITY_NORP: return TAG_NORP;
    default: return type < ENTITY_TYPES ? TAG_MISC : -1;
    }
}

void units_set_rule(Units *units, uint32_t start, uint32_t end, int type, int family, size_t *hint)
{
    int class_ = tag_class_of(type);
    if (class_ < 0) class_ = TAG_CLASSES;
    size_t i = *hint;
    while (i < units->count && units->items[i].end <= start) i++;
    *hint = i;
    size_t last = i;
    while (last < units->count && units->items[last].start < end) last++;
    for (size_t k = i; k < last; k++) {
        int position = last == i + 1 ? TAG_UNIT : k == i ? TAG_BEGIN : k + 1 == last ? TAG_LAST : TAG_INSIDE;
        units->items[k].rule = (uint8_t)(1 + 4 * class_ + position + RULES_A_FAMILY * family);
    }
}

uint32_t model_checksum(const unsigned char *bytes, size_t length)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < length; i++) h = (h ^ bytes[i]) * 16777619u;
    return h;
}

/* --- scores ------------------------------------------------------------------------------------------------------------ */

/*
** Transitions as far as they are allowed. Between names: a label that closes (O, L and U of each class) before one that opens (O, B and U): `between`, by the
** numbers of closing and opening labels, padded. Within a name: B and I of a class before its I and L: `within`, by class.
*/
enum { EDGES = 1 + 2 * TAG_CLASSES, EDGE_WIDTH = 12 };
typedef struct Moves {
    float between[EDGES][EDGE_WIDTH], turned[EDGES][EDGE_WIDTH]; /* turned: by opening label first */
    float within[TAG_CLASSES][2][2];                             /* from B or I, to I or L */
} Moves;

/* Where the weights of a form stand, both NULL until they are asked for. */
typedef struct FormPlace {
    FormSums *sums;       /* of its letters: in the memo, or of this text */
    const Sums *document; /* of what this text says of it */
} FormPlace;

typedef struct Work {
    const TagModel *model;
    Arena *arena;
    FormPlace *forms;           /* by form */
    FormSums edges[2];          /* of FORM_BEFORE and FORM_AFTER */
    float (*scores)[TAG_WIDTH]; /* by unit and label */
    uint8_t (*back)[TAG_WIDTH];
    float (*forward)[TAG_WIDTH], (*backward)[TAG_WIDTH];
    float *norms;
    Moves follow, weight; /* log and plain */
} Work;

/* Adds the weights of the features. Filter, slots and rows are fetched while the ones before are looked at. */
static void add_features(const TagModel *model, const uint64_t *features, size_t count, Sums *sums)
{
    uint32_t rows[FEATURES_MAX], mask = (1u << model->header->slot_bits) - 1,
                                 filter_mask = (1u << model->header->filter_bits) - 1;
    uint64_t passed[FEATURES_MAX];
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = (uint32_t)(features[i] >> 24) & filter_mask;
        passed[kept] = features[i];
        if (model->filter[bit >> 5] >> (bit & 31) & 1) __builtin_prefetch(&model->slots[features[i] & mask]), kept++;
    }
    for (size_t i = 0; i < kept; i++) {
        uint32_t at = (uint32_t)passed[i] & mask, wanted = (uint32_t)(passed[i] >> 52), slot;
        for (; (slot = model->slots[at]) != 0; at = (at + 1) & mask)
            if (slot >> MODEL_ROW_BITS == wanted) {
                rows[found] = slot & ((1u << MODEL_ROW_BITS) - 1);
                __builtin_prefetch(model->rows + (size_t)rows[found] * 4);
                found++;
                break;
            }
    }
    Sums pairs = {0}; /* apart: what is written in parts is slow to read as a whole at once */
    Lanes dense[SUM_LANES] = {sums->lanes[0], sums->lanes[1], sums->lanes[2]};
    for (size_t i = 0; i < found; i++) {
        /* cppcheck-suppress uninitvar ; the first `found` are set above */
        const unsigned char *row = model->rows + (size_t)rows[i] * 4;
        unsigned n = *row++;
        if (n == MODEL_DENSE) {
            for (int v = 0; v < SUM_LANES; v++) {
                Bytes weights;
                memcpy(&weights, row + v * LANES, sizeof weights);
                dense[v] += __builtin_convertvector(weights, Lanes);
            }
        } else
            for (; n > 0; n--, row += 2)
                pairs.labels[row[0] % TAG_WIDTH] = (int16_t)(pairs.labels[row[0] % TAG_WIDTH] + (signed char)row[1]);
    }
    for (int v = 0; v < SUM_LANES; v++) sums->lanes[v] = dense[v] + pairs.lanes[v];
}
_Static_assert(SUM_LANES == 3, "three vectors hold the labels");

/* Where the sums of a form stand: in the memo where it has a place there. NULL: no memory. */
static FormSums *sums_of(Work *work, const Units *units, uint32_t form)
{
    if (form >= FORM_BEFORE) return &work->edges[form - FORM_BEFORE];
    if (!work->forms[form].sums) {
        uint32_t memo = units->forms.items[form].memo;
        work->forms[form].sums =
            memo == UNIT_NONE ? arena_alloc(work->arena, sizeof(FormSums)) : &units->memo->forms[memo].sums;
    }
    return work->forms[form].sums;
}

/* Adds what a form weighs in a role, looked up once a text, or once for all. */
static void add_form(Work *work, const Units *units, uint32_t form, int role, Sums *sums)
{
    uint64_t features[FEATURES_MAX];
    FormSums *known = sums_of(work, units, form);
    if (!known) return;
    if (!(known->known >> role & 1)) {
        size_t count = features_of_letters(units, form, role, features);
        memset(&known->roles[role], 0, sizeof known->roles[role]);
        add_features(work->model, features, count, &known->roles[role]);
        known->known |= (uint64_t)1 << role;
    }
    sums_add(sums, &known->roles[role]);
}

/* Adds what the text says of a form, looked up once a text. */
static void add_document(Work *work, const Units *units, uint32_t form, Sums *sums)
{
    static const Sums nothing;
    uint64_t features[FEATURES_MAX];
    if (!work->forms[form].document) {
        size_t count = features_of_document(units, form, features, 0);
        Sums *made = count ? arena_alloc(work->arena, sizeof *made) : NULL;
        if (made) add_features(work->model, features, count, made);
        work->forms[form].document = made ? made : &nothing;
    }
    if (work->forms[form].document != &nothing) sums_add(sums, work->forms[form].document);
}

static void score_stretch(Work *work, const FeatureScope *scope, size_t begin, size_t end)
{
    uint64_t features[FEATURES_MAX];
    for (size_t i = begin; i < end; i++) {
        Sums sums = {0};
        for (int role = 0; role < ROLES; role++)
            add_form(work, scope->units, features_form_at(scope, i, feature_role_steps[role]), role, &sums);
        add_document(work, scope->units, scope->units->items[i].form, &sums);
        size_t count = features_of_unit(scope, i, features);
        add_features(work->model, features, count, &sums);
        for (int l = 0; l < TAG_LABELS; l++)
            work->scores[i - begin][l] = (float)sums.labels[l] * work->model->header->scale;
    }
}

/* --- the best labelling --------------------------------------------------------------------------------------------------- */

static int label_closes(int label)
{
    return tag_may_follow(label, 0);
}

/* Labels by the numbers of Moves. */
static const uint8_t closing[EDGES] = {0, 3, 4, 7, 8, 11, 12, 15, 16, 19, 20};
static const uint8_t opening[EDGES] = {0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20};
_Static_assert(TAG_CLASSES == 5 && TAG_LABELS == 21, "closing and opening list the labels");

typedef float Floats __attribute__((vector_size(16), aligned(4)));
typedef int32_t Choice __attribute__((vector_size(16), aligned(4)));
enum { FLOATS = 4, EDGE_VECTORS = EDGE_WIDTH / FLOATS };

static void viterbi(Work *work, size_t count, uint8_t *labels)
{
    float best[2][TAG_LABELS], *now = best[0], *next = best[1];
    for (int l = 0; l < TAG_LABELS; l++) now[l] = tag_may_follow(0, l) ? work->scores[0][l] : -1e30f;
    for (size_t i = 1; i < count; i++) {
        const float *score = work->scores[i];
        uint8_t *back = work->back[i];
        float most[EDGE_WIDTH];
        int32_t from[EDGE_WIDTH];
        for (int v = 0; v < EDGE_WIDTH; v += FLOATS) {
            Floats most_v = now[0] + *(const Floats *)&work->follow.between[0][v];
            Choice from_v = {0, 0, 0, 0};
            for (int k = 1; k < EDGES; k++) {
                Floats s = now[closing[k]] + *(const Floats *)&work->follow.between[k][v];
                Choice more = s > most_v, name = {k, k, k, k};
                from_v = (name & more) | (from_v & ~more);
                most_v = (Floats)(((Choice)s & more) | ((Choice)most_v & ~more));
            }
            memcpy(&most[v], &most_v, sizeof most_v);
            memcpy(&from[v], &from_v, sizeof from_v);
        }
        for (int k = 0; k < EDGES; k++) {
            next[opening[k]] = most[k] + score[opening[k]];
            back[opening[k]] = closing[from[k]];
        }
        for (int c = 0; c < TAG_CLASSES; c++) {
            int first = tag_label(c, TAG_BEGIN);
            for (int to = 0; to < 2; to++) {
                float a = now[first] + work->follow.within[c][0][to],
                      b = now[first + 1] + work->follow.within[c][1][to];
                int l = first + TAG_INSIDE + to;
                next[l] = (a >= b ? a : b) + score[l];
                back[l] = (uint8_t)(a >= b ? first : first + 1);
            }
        }
        float *swap = now;
        now = next;
        next = swap;
    }
    int label = 0;
    for (int l = 1; l < TAG_LABELS; l++)
        if (label_closes(l) && now[l] > now[label]) label = l;
    for (size_t i = count; i-- > 0;) {
        labels[i] = (uint8_t)label;
        if (i) label = work->back[i][label];
    }
}

/* --- how sure it is -------------------------------------------------------------------------------------------------------- */

/* One step of the forward sums: `f` from those of the unit before. */
static void sum_forward(const Moves *weight, const float *before, float *f)
{
    float sums[EDGE_WIDTH];
    for (int v = 0; v < EDGE_WIDTH; v += FLOATS) {
        Floats sum = {0, 0, 0, 0};
        for (int k = 0; k < EDGES; k++) sum += before[closing[k]] * *(const Floats *)&weight->between[k][v];
        memcpy(&sums[v], &sum, sizeof sum);
    }
    for (int k = 0; k < EDGES; k++) f[opening[k]] = sums[k];
    for (int c = 0; c < TAG_CLASSES; c++) {
        int first = tag_label(c, TAG_BEGIN);
        for (int to = 0; to < 2; to++)
            f[first + TAG_INSIDE + to] =
                before[first] * weight->within[c][0][to] + before[first + 1] * weight->within[c][1][to];
    }
}

/* One step of the backward sums: `b` from the products of the unit behind. */
static void sum_backward(const Moves *weight, const float *product, float *b)
{
    float sums[EDGE_WIDTH];
    for (int v = 0; v < EDGE_WIDTH; v += FLOATS) {
        Floats sum = {0, 0, 0, 0};
        for (int o = 0; o < EDGES; o++) sum += *(const Floats *)&weight->turned[o][v] * product[opening[o]];
        memcpy(&sums[v], &sum, sizeof sum);
    }
    for (int k = 0; k < EDGES; k++) b[closing[k]] = sums[k];
    for (int c = 0; c < TAG_CLASSES; c++) {
        int first = tag_label(c, TAG_BEGIN);
        for (int from = 0; from < 2; from++)
            b[first + from] =
                weight->within[c][from][0] * product[first + 1] + weight->within[c][from][1] * product[first + 2];
    }
}

/* Forward and backward sums, each unit's scaled to 1 (Rabiner 1989); scores become their exponentials. */
static void all_sums(Work *work, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float most = work->scores[i][0], total = 0;
        for (int l = 1; l < TAG_LABELS; l++) most = work->scores[i][l] > most ? work->scores[i][l] : most;
        for (int l = 0; l < TAG_LABELS; l++) work->scores[i][l] = expf(work->scores[i][l] - most);
        float *f = work->forward[i];
        if (i) sum_forward(&work->weight, work->forward[i - 1], f);
        else
            for (int l = 0; l < TAG_LABELS; l++) f[l] = tag_may_follow(0, l) ? 1.0f : 0.0f;
        for (int v = 0; v < TAG_WIDTH; v += FLOATS) *(Floats *)&f[v] *= *(const Floats *)&work->scores[i][v];
        if (i + 1 == count)
            for (int l = 0; l < TAG_LABELS; l++)
                if (!label_closes(l)) f[l] = 0;
        for (int l = 0; l < TAG_LABELS; l++) total += f[l];
        work->norms[i] = total > 0 ? total : 1.0f;
        for (int v = 0; v < TAG_WIDTH; v += FLOATS) *(Floats *)&f[v] /= work->norms[i];
    }
    for (size_t i = count; i-- > 0;) {
        float *b = work->backward[i];
        if (i + 1 == count) {
            for (int l = 0; l < TAG_LABELS; l++) b[l] = label_closes(l) ? 1.0f : 0.0f;
            continue;
        }
        float product[TAG_WIDTH];
        for (int v = 0; v < TAG_WIDTH; v += FLOATS)
            *(Floats *)&product[v] = *(const Floats *)&work->backward[i + 1][v] *
                                     *(const Floats *)&work->scores[i + 1][v] / work->norms[i + 1];
        sum_backward(&work->weight, product, b);
    }
}

/* The weight of a transition that is allowed. */
static float move_of(const Moves *moves, int from, int to)
{
    int inner = to && (to - 1) % 4 != TAG_BEGIN && (to - 1) % 4 != TAG_UNIT;
    if (inner) return moves->within[(to - 1) / 4][(from - 1) % 4][(to - 1) % 4 - TAG_INSIDE];
    int k = 0, o = 0;
    while (closing[k] != from) k++;
    while (opening[o] != to) o++;
    return moves->between[k][o];
}

static float span_probability(const Work *work, const uint8_t *labels, size_t first, size_t last)
{
    float p = work->forward[first][labels[first]];
    for (size_t i = first + 1; i < last; i++)
        p *= move_of(&work->weight, labels[i - 1], labels[i]) * work->scores[i][labels[i]] / work->norms[i];
    p *= work->backward[last - 1][labels[last - 1]];
    return p < 0 ? 0 : p > 1 ? 1 : p;
}

static void add_spans(Arena *arena, const Work *work, const uint8_t *labels, size_t begin, size_t count,
                      size_t sentence, TagList *spans)
{
    for (size_t i = 0; i < count;) {
        size_t first = i++;
        if (!labels[first]) continue;
        while (i < count && !label_closes(labels[i - 1])) i++;
        TagSpan *span = ARENA_PUSH(arena, spans);
        if (!span) return;
        *span = (TagSpan){(uint32_t)(begin + first), (uint32_t)(begin + i), (uint32_t)sentence,
                          (uint8_t)((labels[first] - 1) / 4), span_probability(work, labels, first, i)};
    }
}

static void make_moves(const TagModel *model, Moves *follow, Moves *weight)
{
    for (int k = 0; k < EDGES; k++)
        for (int o = 0; o < EDGES; o++) {
            follow->between[k][o] = model->header->transitions[closing[k]][opening[o]];
            weight->between[k][o] = weight->turned[o][k] = expf(follow->between[k][o]);
        }
    for (int c = 0; c < TAG_CLASSES; c++)
        for (int from = 0; from < 2; from++)
            for (int to = 0; to < 2; to++) {
                int first = tag_label(c, TAG_BEGIN);
                follow->within[c][from][to] = model->header->transitions[first + from][first + TAG_INSIDE + to];
                weight->within[c][from][to] = expf(follow->within[c][from][to]);
            }
}

static Status make_work(Arena *arena, const TagModel *model, size_t count, size_t forms, Work *work)
{
    memset(work, 0, sizeof *work); /* the padding of the transitions too */
    work->model = model;
    work->scores = arena_array(arena, count, sizeof *work->scores);
    work->back = arena_array(arena, count, sizeof *work->back);
    work->forward = arena_array(arena, count, sizeof *work->forward);
    work->backward = arena_array(arena, count, sizeof *work->backward);
    work->norms = arena_array(arena, count, sizeof *work->norms);
    work->arena = arena;
    work->forms = arena_array(arena, forms, sizeof *work->forms);
    make_moves(model, &work->follow, &work->weight);
    return arena->status;
}

static void tag_stretch(Arena *arena, Work *work, const FeatureScope *scope, size_t begin, size_t count,
                        size_t sentence, TagList *spans)
{
    uint8_t labels[TAG_STRETCH];
    size_t named = 0;
    score_stretch(work, scope, begin, begin + count);
    viterbi(work, count, labels);
    for (size_t k = 0; k < count; k++) named += labels[k] != 0;
    if (!named) return;
    all_sums(work, count);
    add_spans(arena, work, labels, begin, count, sentence, spans);
}

Status tagger_find(Arena *arena, const TagModel *model, Units *units, TagList *spans)
{
    if (model->gate && units->tokens &&
        gate_narrow(arena, model->gate, model->header->gate_threshold, units) != STATUS_OK)
        return arena->status;
    size_t longest = 1, sentences = units->words->text->sentences.count;
    for (size_t i = 0; i < sentences; i++) {
        size_t n = units->sentences[i + 1] - units->sentences[i];
        longest = n > longest ? n : longest;
    }
    Work work;
    if (make_work(arena, model, longest < TAG_STRETCH ? longest : TAG_STRETCH, units->forms.count, &work) != STATUS_OK)
        return arena->status;
    for (size_t i = 0; i < sentences; i++) {
        FeatureScope scope;
        features_scope(units, i, &scope);
        size_t begin, end = scope.begin;
        while (end = features_run(&scope, end, TAG_STRETCH, &begin), begin < end) {
            if (arena_stopped(arena)) return arena->status;
            tag_stretch(arena, &work, &scope, begin, end - begin, i, spans);
        }
    }
    return arena->status;
}
