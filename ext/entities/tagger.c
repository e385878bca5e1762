/* tagger.c - see tagger.h */
#include "entities/tagger.h"
#include "base/hash.h"
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

typedef int16_t Sums[TAG_WIDTH];

typedef struct Work {
    const TagModel *model;
    Sums *forms; /* by form and role, filled when first asked for */
    uint8_t *forms_known;
    Sums edges[2][ROLES]; /* of FORM_BEFORE and FORM_AFTER */
    uint8_t edges_known[2][ROLES];
    float (*scores)[TAG_WIDTH]; /* by unit and label */
    uint8_t (*back)[TAG_WIDTH];
    float (*forward)[TAG_WIDTH], (*backward)[TAG_WIDTH];
    float *norms;
    float follow[TAG_LABELS][TAG_LABELS], weight[TAG_LABELS][TAG_LABELS]; /* log and plain */
} Work;

/* Adds the weights of the features. Rows are fetched while the next ones are looked for. */
static void add_features(const TagModel *model, const uint64_t *features, size_t count, Sums sums)
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
    for (size_t i = 0; i < found; i++) {
        /* cppcheck-suppress uninitvar ; the first `found` are set above */
        const unsigned char *row = model->rows + (size_t)rows[i] * 4;
        for (unsigned n = *row++; n > 0; n--, row += 2)
            sums[row[0] % TAG_WIDTH] = (int16_t)(sums[row[0] % TAG_WIDTH] + (signed char)row[1]);
    }
}

/* What a form weighs in a role, looked up once a text. */
static const int16_t *form_sums(Work *work, const Units *units, uint32_t form, int role)
{
    uint64_t features[FEATURES_MAX];
    if (form >= FORM_BEFORE) {
        Sums *edge = &work->edges[form - FORM_BEFORE][role];
        if (!work->edges_known[form - FORM_BEFORE][role]) {
            work->edges_known[form - FORM_BEFORE][role] = 1;
            size_t count = features_of_form(units, form, role, features);
            add_features(work->model, features, count, *edge);
        }
        return *edge;
    }
    Sums *sums = &work->forms[(size_t)form * ROLES + (size_t)role];
    if (!(work->forms_known[form] >> role & 1)) {
        work->forms_known[form] |= (uint8_t)(1u << role);
        size_t count = features_of_form(units, form, role, features);
        add_features(work->model, features, count, *sums);
    }
    return *sums;
}

static void score_stretch(Work *work, const FeatureScope *scope, size_t begin, size_t end)
{
    uint64_t features[FEATURES_MAX];
    for (size_t i = begin; i < end; i++) {
        Sums sums = {0};
        for (int role = 0; role < ROLES; role++) {
            const int16_t *of_form =
                form_sums(work, scope->units, features_form_at(scope, i, feature_role_steps[role]), role);
            for (int l = 0; l < TAG_WIDTH; l++) sums[l] = (int16_t)(sums[l] + of_form[l]);
        }
        size_t count = features_of_unit(scope, i, features);
        add_features(work->model, features, count, sums);
        for (int l = 0; l < TAG_LABELS; l++) work->scores[i - begin][l] = (float)sums[l] * work->model->header->scale;
    }
}

/* --- the best labelling --------------------------------------------------------------------------------------------------- */

static int label_closes(int label)
{
    return tag_may_follow(label, 0);
}

static void viterbi(Work *work, size_t count, uint8_t *labels)
{
    float best[2][TAG_LABELS], *now = best[0], *next = best[1];
    for (int l = 0; l < TAG_LABELS; l++) now[l] = tag_may_follow(0, l) ? work->scores[0][l] : -1e30f;
    for (size_t i = 1; i < count; i++) {
        const float *score = work->scores[i];
        uint8_t *back = work->back[i];
        for (int l = 0; l < TAG_LABELS; l++) {
            int position = l ? (l - 1) % 4 : TAG_UNIT, from = 0;
            float most;
            if (position == TAG_INSIDE || position == TAG_LAST) {
                int first = l - position; /* B of the class */
                float a = now[first] + work->follow[first][l], b = now[first + 1] + work->follow[first + 1][l];
                most = a >= b ? a : b;
                from = a >= b ? first : first + 1;
            } else {
                most = now[0] + work->follow[0][l];
                for (int c = 0; c < TAG_CLASSES; c++)
                    for (int p = TAG_LAST; p <= TAG_UNIT; p++) {
                        int k = tag_label(c, p);
                        float s = now[k] + work->follow[k][l];
                        if (s > most) most = s, from = k;
                    }
            }
            next[l] = most + score[l];
            back[l] = (uint8_t)from;
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

/* Forward and backward sums, each unit's scaled to 1 (Rabiner 1989); scores become their exponentials. */
static void all_sums(Work *work, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float most = work->scores[i][0], total = 0;
        for (int l = 1; l < TAG_LABELS; l++) most = work->scores[i][l] > most ? work->scores[i][l] : most;
        for (int l = 0; l < TAG_LABELS; l++) work->scores[i][l] = expf(work->scores[i][l] - most);
        float *f = work->forward[i];
        for (int l = 0; l < TAG_LABELS; l++) f[l] = 0;
        if (!i) {
            for (int l = 0; l < TAG_LABELS; l++) f[l] = tag_may_follow(0, l) ? 1.0f : 0.0f;
        } else {
            for (int k = 0; k < TAG_LABELS; k++) {
                float before = work->forward[i - 1][k];
                for (int l = 0; l < TAG_LABELS; l++) f[l] += before * work->weight[k][l];
            }
        }
        for (int l = 0; l < TAG_LABELS; l++) f[l] *= work->scores[i][l];
        if (i + 1 == count)
            for (int l = 0; l < TAG_LABELS; l++)
                if (!label_closes(l)) f[l] = 0;
        for (int l = 0; l < TAG_LABELS; l++) total += f[l];
        work->norms[i] = total > 0 ? total : 1.0f;
        for (int l = 0; l < TAG_LABELS; l++) f[l] /= work->norms[i];
    }
    for (size_t i = count; i-- > 0;) {
        float *b = work->backward[i];
        if (i + 1 == count) {
            for (int l = 0; l < TAG_LABELS; l++) b[l] = label_closes(l) ? 1.0f : 0.0f;
            continue;
        }
        float product[TAG_LABELS];
        for (int l = 0; l < TAG_LABELS; l++)
            product[l] = work->backward[i + 1][l] * work->scores[i + 1][l] / work->norms[i + 1];
        for (int k = 0; k < TAG_LABELS; k++) {
            float total = 0;
            for (int l = 0; l < TAG_LABELS; l++) total += work->weight[k][l] * product[l];
            b[k] = total;
        }
    }
}

static float span_probability(const Work *work, const uint8_t *labels, size_t first, size_t last)
{
    float p = work->forward[first][labels[first]];
    for (size_t i = first + 1; i < last; i++)
        p *= work->weight[labels[i - 1]][labels[i]] * work->scores[i][labels[i]] / work->norms[i];
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

static Status make_work(Arena *arena, const TagModel *model, size_t count, size_t forms, Work *work)
{
    memset(work, 0, sizeof *work);
    work->model = model;
    work->scores = arena_array(arena, count, sizeof *work->scores);
    work->back = arena_array(arena, count, sizeof *work->back);
    work->forward = arena_array(arena, count, sizeof *work->forward);
    work->backward = arena_array(arena, count, sizeof *work->backward);
    work->norms = arena_array(arena, count, sizeof *work->norms);
    work->forms = arena_array(arena, forms * ROLES, sizeof *work->forms);
    work->forms_known = arena_array(arena, forms, sizeof *work->forms_known);
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) {
            int may = tag_may_follow(a, b);
            work->follow[a][b] = may ? model->header->transitions[a][b] : -1e30f;
            work->weight[a][b] = may ? expf(model->header->transitions[a][b]) : 0.0f;
        }
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

Status tagger_find(Arena *arena, const TagModel *model, const Units *units, TagList *spans)
{
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
