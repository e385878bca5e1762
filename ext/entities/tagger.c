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

/*
** The features of one unit on their way to its weights. Most of the time a look-up waits for memory, so it is cut in three, with other work between: the
** filter tells which features the model may have, the slots where their rows are, and the rows are added.
*/
typedef struct Pending {
    uint64_t features[FEATURES_MAX];
    uint32_t rows[FEATURES_MAX];
    size_t count, found;
    Sums sums;
} Pending;

/* Keeps what passes the filter, without branches: a guess would be wrong as often as not. */
static void pending_filter(const TagModel *model, Pending *pending)
{
    const uint32_t *filter = model->filter, *slots = model->slots;
    uint32_t mask = (1u << model->header->slot_bits) - 1, filter_mask = (1u << model->header->filter_bits) - 1;
    uint64_t *features = pending->features;
    size_t kept = 0;
    for (size_t i = 0; i < pending->count; i++) {
        uint64_t feature = features[i];
        uint32_t bit = (uint32_t)(feature >> 24) & filter_mask;
        features[kept] = feature;
        kept += filter[bit >> 5] >> (bit & 31) & 1;
    }
    pending->count = kept;
    for (size_t i = 0; i < kept; i++) __builtin_prefetch(&slots[features[i] & mask]);
}

static void pending_find(const TagModel *model, Pending *pending)
{
    const uint32_t *slots = model->slots;
    uint32_t mask = (1u << model->header->slot_bits) - 1;
    size_t found = 0;
    for (size_t i = 0; i < pending->count; i++) {
        uint64_t feature = pending->features[i];
        uint32_t at = (uint32_t)feature & mask, wanted = (uint32_t)(feature >> 52), slot = slots[at];
        while (__builtin_expect(slot && slot >> MODEL_ROW_BITS != wanted, 0)) slot = slots[at = (at + 1) & mask];
        uint32_t row = slot & ((1u << MODEL_ROW_BITS) - 1);
        pending->rows[found] = row;
        __builtin_prefetch(model->rows + (size_t)row * 4);
        found += slot != 0;
    }
    pending->found = found;
}

/* Adds the rows. The weights of dense ones have MODEL_DENSE_ZERO in them, which is taken off at the end: bytes without a sign are widened by one instruction. */
static void pending_add(const TagModel *model, Pending *pending)
{
    int16_t pairs[MODEL_LABEL_MASK + 1] = {0}; /* apart: what is written in parts is slow to read as a whole at once */
    Lanes dense[SUM_LANES] = {pending->sums.lanes[0], pending->sums.lanes[1], pending->sums.lanes[2]};
    int16_t zeros = 0;
    for (size_t i = 0; i < pending->found; i++) {
        const unsigned char *row = model->rows + (size_t)pending->rows[i] * 4;
        unsigned n = *row++;
        if (n == MODEL_DENSE) {
            for (int v = 0; v < SUM_LANES; v++) {
                Bytes weights;
                memcpy(&weights, row + v * LANES, sizeof weights);
                dense[v] += __builtin_convertvector(weights, Lanes);
            }
            zeros = (int16_t)(zeros + MODEL_DENSE_ZERO);
        } else
            for (; n > 0; n--, row += 2) {
                int16_t *sum = &pairs[row[0] & MODEL_LABEL_MASK];
                *sum = (int16_t)(*sum + (signed char)row[1]);
            }
    }
    for (int v = 0; v < SUM_LANES; v++) {
        Lanes more;
        memcpy(&more, pairs + v * LANES, sizeof more);
        pending->sums.lanes[v] = dense[v] - zeros + more;
    }
}
_Static_assert(SUM_LANES == 3, "three vectors hold the labels");

/* Where the weights of a form stand, both NULL until they are asked for. */
typedef struct FormPlace {
    FormSums *sums;       /* of its letters: in the memo, or of this text */
    const Sums *document; /* of what this text says of it */
} FormPlace;

/* What a label weighs where a piece of a sentence begins or ends, log and plain. */
typedef struct Beside {
    float begins[TAG_WIDTH], ends[TAG_WIDTH], weight_begins[TAG_WIDTH], weight_ends[TAG_WIDTH];
} Beside;

/* A piece of a sentence: scores of units [begin, begin + count) of the stretch. */
typedef struct Piece {
    size_t begin, count;
    const Beside *before, *after;
} Piece;

/*
** From this lead on, in log odds, a word is in no name by the forms round it alone, if no name may go on behind it: between words of one name small ones of
** any kind may stand. A fifth of the words that are looked at are told so; of the sets of names in news and encyclopedias none loses by it. Characters say too
** little by themselves.
*/
static const float SURE_OUTSIDE = 1.2f;
enum { SURE_WITHIN = 4 }; /* words of a piece without names between two that may have one */
enum { UNITS_PENDING = 3, FORMS_AHEAD = 4 };

typedef struct Work {
    const TagModel *model;
    Arena *arena;
    FormPlace *forms;           /* by form */
    FormSums edges[2];          /* of FORM_BEFORE and FORM_AFTER */
    float (*scores)[TAG_WIDTH]; /* by unit and label */
    float (*forward)[TAG_WIDTH], (*backward)[TAG_WIDTH];
    float *norms;
    Sums *sums;                     /* by unit: what follows from the forms round it */
    uint8_t *sure;                  /* by unit: it is in no name */
    int lead;                       /* from which it is */
    Beside beside[2];               /* nothing known of the unit beside; sure to be in no name */
    Pending pending[UNITS_PENDING]; /* the unit whose features are made, and those before it */
    Moves follow, weight;           /* log and plain */
} Work;

/* The weights of features at once, into `sums`. */
static void add_features(const TagModel *model, Pending *pending, Sums *sums)
{
    memset(&pending->sums, 0, sizeof pending->sums);
    pending_filter(model, pending);
    pending_find(model, pending);
    pending_add(model, pending);
    *sums = pending->sums;
}

/* Where the sums of a form stand: in the memo where it has a place there. NULL: no memory. */
static FormSums *sums_of(Work *work, const Units *units, uint32_t form)
{
    if (form >= FORM_BEFORE) return &work->edges[form - FORM_BEFORE];
    if (!work->forms[form].sums) {
        uint32_t memo = units->forms.items[form].memo;
        work->forms[form].sums =
            memo == UNIT_NONE ? arena_alloc(work->arena, sizeof(FormSums)) : &units->memo->tables->forms[memo].sums;
    }
    return work->forms[form].sums;
}

/* Adds what a form weighs in a role, looked up once a text, or once for all. */
static void add_form(Work *work, const Units *units, uint32_t form, int role, Sums *sums)
{
    FormSums *known = sums_of(work, units, form);
    if (!known) return;
    if (!(known->known >> role & 1)) {
        Pending pending;
        pending.count = features_of_letters(units, form, role, pending.features);
        add_features(work->model, &pending, &known->roles[role]);
        known->known |= (uint64_t)1 << role;
    }
    sums_add(sums, &known->roles[role]);
}

/* Adds what the text says of a form, looked up once a text. */
static void add_document(Work *work, const Units *units, uint32_t form, Sums *sums)
{
    static const Sums nothing;
    if (!work->forms[form].document) {
        Pending pending;
        pending.count = features_of_document(units, form, pending.features, 0);
        Sums *made = pending.count ? arena_alloc(work->arena, sizeof *made) : NULL;
        if (made) add_features(work->model, &pending, made);
        work->forms[form].document = made ? made : &nothing;
    }
    if (work->forms[form].document != &nothing) sums_add(sums, work->forms[form].document);
}

/* Asks the memory for what is known of a form. */
static void fetch_sums(Work *work, const Units *units, uint32_t form)
{
    const FormSums *known = sums_of(work, units, form);
    if (known) memo_fetch(known, sizeof *known);
}

/* By how much "in no name" leads before the best other label. */
static int lead_of_outside(const Sums *sums)
{
    int most = sums->labels[1];
    for (int l = 2; l < TAG_LABELS; l++) most = sums->labels[l] > most ? sums->labels[l] : most;
    return sums->labels[0] - most;
}

/* What follows from the forms round each unit, and which units it suffices for. */
static void read_forms(Work *work, const FeatureScope *scope, size_t begin, size_t count)
{
    const Units *units = scope->units;
    for (size_t i = 0; i < count; i++) {
        size_t at = begin + i;
        Sums sums = {0};
        if (at + FORMS_AHEAD < scope->end) fetch_sums(work, units, units->items[at + FORMS_AHEAD].form);
        for (int role = 0; role < ROLES; role++)
            add_form(work, units, features_form_at(scope, at, feature_role_steps[role]), role, &sums);
        add_document(work, units, units->items[at].form, &sums);
        work->sums[i] = sums;
        work->sure[i] = !(units->items[at].flags & UNIT_CHARACTER) && lead_of_outside(&sums) >= work->lead;
    }
    /* within a name small words may stand: what is sure goes on from an edge, or is long */
    for (size_t i = 0, first; i < count; i++) {
        for (first = i; i < count && work->sure[i]; i++) {}
        if (first > 0 && i < count && i - first < SURE_WITHIN) memset(work->sure + first, 0, i - first);
    }
}

/* The features of a unit's place. */
static void begin_unit(Work *work, const FeatureScope *scope, size_t at, const Sums *sums, Pending *pending)
{
    pending->sums = *sums;
    pending->count = features_of_unit(scope, at, pending->features);
    pending_filter(work->model, pending);
}

static void end_unit(const TagModel *model, Pending *pending, float scores[TAG_WIDTH])
{
    pending_add(model, pending);
    for (int l = TAG_LABELS; l < TAG_WIDTH; l++) pending->sums.labels[l] = INT16_MIN; /* the padding is worth nothing */
    for (int l = 0; l < TAG_WIDTH; l++) scores[l] = (float)pending->sums.labels[l] * model->header->scale;
}

/* Scores of the units of a piece of the stretch that begins at unit `begin`. */
static void score_piece(Work *work, const FeatureScope *scope, size_t begin, const Piece *piece)
{
    for (size_t i = 0; i < piece->count + UNITS_PENDING - 1; i++) {
        size_t at = piece->begin + i;
        if (i < piece->count) begin_unit(work, scope, begin + at, &work->sums[at], &work->pending[i % UNITS_PENDING]);
        if (i >= 1 && i <= piece->count) pending_find(work->model, &work->pending[(i - 1) % UNITS_PENDING]);
        if (i >= 2) end_unit(work->model, &work->pending[(i - 2) % UNITS_PENDING], work->scores[at - 2]);
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

static inline Floats larger(Floats a, Floats b)
{
    Choice first = a > b;
    return (Floats)(((Choice)a & first) | ((Choice)b & ~first));
}

/* The best score of a path to each label. `values` are by unit; which label a path came from is asked of them when the best one is known. */
static void viterbi(const Work *work, const Piece *piece, float (*values)[TAG_WIDTH])
{
    const Moves *follow = &work->follow;
    const float(*scores)[TAG_WIDTH] = (const float(*)[TAG_WIDTH])work->scores + piece->begin;
    for (int l = 0; l < TAG_LABELS; l++) values[0][l] = scores[0][l] + piece->before->begins[l];
    for (size_t i = 1; i < piece->count; i++) {
        const float *score = scores[i], *now = values[i - 1];
        float *next = values[i], most[EDGE_WIDTH];
        Floats best[EDGE_VECTORS];
        for (int v = 0; v < EDGE_VECTORS; v++)
            best[v] = now[closing[0]] + *(const Floats *)&follow->between[0][v * FLOATS];
        for (int k = 1; k < EDGES; k++)
            for (int v = 0; v < EDGE_VECTORS; v++)
                best[v] = larger(now[closing[k]] + *(const Floats *)&follow->between[k][v * FLOATS], best[v]);
        memcpy(most, best, sizeof most);
        for (int k = 0; k < EDGES; k++) next[opening[k]] = most[k] + score[opening[k]];
        for (int c = 0; c < TAG_CLASSES; c++) {
            int first = tag_label(c, TAG_BEGIN);
            for (int to = 0; to < 2; to++) {
                float a = now[first] + follow->within[c][0][to], b = now[first + 1] + follow->within[c][1][to];
                next[first + TAG_INSIDE + to] = (a >= b ? a : b) + score[first + TAG_INSIDE + to];
            }
        }
    }
}

/* The label that the best path to `label` came from, with the values of the unit before. */
static int label_before(const Moves *follow, const float *values, int label)
{
    int class_ = (label - 1) / 4, position = label ? (label - 1) % 4 : TAG_UNIT;
    if (position == TAG_INSIDE || position == TAG_LAST) {
        int first = tag_label(class_, TAG_BEGIN), to = position - TAG_INSIDE;
        return values[first] + follow->within[class_][0][to] >= values[first + 1] + follow->within[class_][1][to]
                   ? first
                   : first + 1;
    }
    int o = 0, best = 0;
    while (opening[o] != label) o++;
    float most = values[closing[0]] + follow->between[0][o];
    for (int k = 1; k < EDGES; k++) {
        float s = values[closing[k]] + follow->between[k][o];
        if (s > most) most = s, best = k;
    }
    return closing[best];
}

/* The labels of the best path. Returns how many are of names. */
static size_t best_labels(const Work *work, const Piece *piece, uint8_t *labels)
{
    size_t named = 0;
    int label = 0;
    float(*values)[TAG_WIDTH] = work->forward, *last = values[piece->count - 1];
    viterbi(work, piece, values);
    for (int l = 0; l < TAG_LABELS; l++) last[l] += piece->after->ends[l];
    for (int l = 1; l < TAG_LABELS; l++)
        if (last[l] > last[label]) label = l;
    for (size_t i = piece->count; i-- > 0;) {
        labels[i] = (uint8_t)label;
        named += label != 0;
        if (i) label = label_before(&work->follow, values[i - 1], label);
    }
    return named;
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

/*
** The exponential of numbers that are not above 0, to seven digits: 2^n by the exponent of a float, and Taylor's series of what is left, which is within
** half of log 2. From LEAST down all are alike, and nothing.
*/
static inline Floats exponential(Floats x)
{
    static const float LEAST = -80.0f, LOG2 = 1.44269504f, HIGH = 0.693359375f, LOW = -2.12194440e-4f;
    Floats least = {LEAST, LEAST, LEAST, LEAST};
    x = larger(x, least);
    Choice n = __builtin_convertvector(x * LOG2 - 0.5f, Choice); /* the nearest, as nothing is above 0 */
    Floats whole = __builtin_convertvector(n, Floats), r = x - whole * HIGH - whole * LOW;
    Floats sum = 1.0f + r * (1.0f + r * (1 / 2.0f + r * (1 / 6.0f + r * (1 / 24.0f + r * (1 / 120.0f + r / 720.0f)))));
    return (Floats)((Choice)sum + (n << 23));
}

/* Forward and backward sums, each unit's scaled to 1 (Rabiner 1989); scores become their exponentials. */
static void all_sums(Work *work, const Piece *piece)
{
    float(*scores)[TAG_WIDTH] = work->scores + piece->begin;
    for (size_t i = 0; i < piece->count; i++) {
        float most = scores[i][0], total = 0;
        for (int l = 1; l < TAG_LABELS; l++) most = scores[i][l] > most ? scores[i][l] : most;
        for (int v = 0; v < TAG_WIDTH; v += FLOATS)
            *(Floats *)&scores[i][v] = exponential(*(const Floats *)&scores[i][v] - most);
        float *f = work->forward[i];
        if (i) sum_forward(&work->weight, work->forward[i - 1], f);
        else memcpy(f, piece->before->weight_begins, sizeof *work->forward);
        for (int v = 0; v < TAG_WIDTH; v += FLOATS) *(Floats *)&f[v] *= *(const Floats *)&scores[i][v];
        if (i + 1 < piece->count)
            for (int l = 0; l < TAG_LABELS; l++) total += f[l];
        else
            for (int l = 0; l < TAG_LABELS; l++) total += f[l] * piece->after->weight_ends[l];
        work->norms[i] = total > 0 ? total : 1.0f;
        for (int v = 0; v < TAG_WIDTH; v += FLOATS) *(Floats *)&f[v] /= work->norms[i];
    }
    memcpy(work->backward[piece->count - 1], piece->after->weight_ends, sizeof *work->backward);
    for (size_t i = piece->count - 1; i-- > 0;) {
        float product[TAG_WIDTH];
        for (int v = 0; v < TAG_WIDTH; v += FLOATS)
            *(Floats *)&product[v] =
                *(const Floats *)&work->backward[i + 1][v] * *(const Floats *)&scores[i + 1][v] / work->norms[i + 1];
        sum_backward(&work->weight, product, work->backward[i]);
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

/* Of units [first, last) of a piece. */
static float span_probability(const Work *work, const Piece *piece, const uint8_t *labels, size_t first, size_t last)
{
    float p = work->forward[first][labels[first]];
    for (size_t i = first + 1; i < last; i++)
        p *= move_of(&work->weight, labels[i - 1], labels[i]) * work->scores[piece->begin + i][labels[i]] /
             work->norms[i];
    p *= work->backward[last - 1][labels[last - 1]];
    return p < 0 ? 0 : p > 1 ? 1 : p;
}

/* The names of a piece; `begin` is the number of its first unit in the text. */
static void add_spans(const Work *work, const Piece *piece, const uint8_t *labels, size_t begin, size_t sentence,
                      TagList *spans)
{
    for (size_t i = 0; i < piece->count;) {
        size_t first = i++;
        if (!labels[first]) continue;
        while (i < piece->count && !label_closes(labels[i - 1])) i++;
        TagSpan *span = ARENA_PUSH(work->arena, spans);
        if (!span) return;
        *span = (TagSpan){(uint32_t)(begin + first), (uint32_t)(begin + i), (uint32_t)sentence,
                          (uint8_t)((labels[first] - 1) / 4), span_probability(work, piece, labels, first, i)};
    }
}

static void make_moves(const TagModel *model, Moves *follow, Moves *weight)
{
    memset(follow, 0, sizeof *follow); /* the padding too */
    memset(weight, 0, sizeof *weight);
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

/* A piece begins and ends where a name may, and beside a unit that is in none by the transitions from and to it. */
static void make_beside(const Moves *follow, const Moves *weight, Beside beside[2])
{
    memset(beside, 0, 2 * sizeof *beside);
    for (int sure = 0; sure < 2; sure++)
        for (int l = 0; l < TAG_WIDTH; l++) beside[sure].begins[l] = beside[sure].ends[l] = -1e30f;
    for (int k = 0; k < EDGES; k++) {
        beside[0].begins[opening[k]] = beside[0].ends[closing[k]] = 0;
        beside[0].weight_begins[opening[k]] = beside[0].weight_ends[closing[k]] = 1;
        beside[1].begins[opening[k]] = follow->between[0][k];
        beside[1].ends[closing[k]] = follow->between[k][0];
        beside[1].weight_begins[opening[k]] = weight->between[0][k];
        beside[1].weight_ends[closing[k]] = weight->between[k][0];
    }
}

static Status make_work(Arena *arena, const TagModel *model, size_t count, size_t forms, Work *work)
{
    work->model = model;
    work->scores = arena_array(arena, count, sizeof *work->scores);
    work->forward = arena_array(arena, count, sizeof *work->forward);
    work->backward = arena_array(arena, count, sizeof *work->backward);
    work->norms = arena_array(arena, count, sizeof *work->norms);
    work->arena = arena;
    memset(work->edges, 0, sizeof work->edges);
    work->forms = arena_array(arena, forms, sizeof *work->forms);
    work->sums = arena_array(arena, count, sizeof *work->sums);
    work->sure = arena_array(arena, count, sizeof *work->sure);
    work->lead = (int)(SURE_OUTSIDE / model->header->scale);
    make_moves(model, &work->follow, &work->weight);
    make_beside(&work->follow, &work->weight, work->beside);
    return arena->status;
}

/* What stands between units that are sure to be in no name is labelled piece by piece. */
static void tag_stretch(Work *work, const FeatureScope *scope, size_t begin, size_t count, size_t sentence,
                        TagList *spans)
{
    uint8_t labels[TAG_STRETCH];
    read_forms(work, scope, begin, count);
    for (size_t i = 0; i < count;) {
        size_t first = i;
        if (work->sure[i++]) continue;
        while (i < count && !work->sure[i]) i++;
        Piece piece = {first, i - first, &work->beside[first > 0], &work->beside[i < count]};
        score_piece(work, scope, begin, &piece);
        if (!best_labels(work, &piece, labels)) continue;
        all_sums(work, &piece);
        add_spans(work, &piece, labels, begin + first, sentence, spans);
    }
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
            tag_stretch(&work, &scope, begin, end - begin, i, spans);
        }
    }
    return arena->status;
}
