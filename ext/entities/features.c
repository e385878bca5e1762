/* features.c - see features.h */
#include "entities/features.h"
#include "base/hash.h"
#include "entities/clusters.h"

enum { OCCURRENCES_SEEN = 64, OCCURRENCES_USED = 6, RUN_MAX = 8 };

const int feature_role_steps[ROLES] = {0, -1, 1, -2, 2};

typedef struct Sink {
    uint64_t *features;
    size_t count;
} Sink;

static inline uint64_t feature(unsigned template_, uint64_t a, uint64_t b)
{
    uint64_t h = (a * 0x9E3779B97F4A7C15u) ^ (b + 0x7F4A7C15u) * 0xBF58476D1CE4E5B9u ^
                 (uint64_t)(template_ + 1) * 0x94D049BB133111EBu;
    h ^= h >> 32;
    h *= 0xFF51AFD7ED558CCDu;
    return h ^ h >> 29;
}

static inline void put(Sink *sink, unsigned template_, uint64_t a, uint64_t b)
{
    if (sink->count < FEATURES_MAX) sink->features[sink->count++] = feature(template_, a, b);
}

/* Beyond the edges of a sentence stand these. */
static const UnitForm form_before = {
    .folded = 1, .exact = 1, .stem = 1, .shape = 1, .long_shape = 1, .clusters = {65535, 65535, 65535, 65535}};
static const UnitForm form_after = {
    .folded = 2, .exact = 2, .stem = 2, .shape = 2, .long_shape = 2, .clusters = {65534, 65534, 65534, 65534}};
static const Unit unit_nowhere = {0};

static inline const UnitForm *form_number(const Units *units, uint32_t number)
{
    return number == FORM_BEFORE ? &form_before : number == FORM_AFTER ? &form_after : &units->forms.items[number];
}

uint32_t features_form_at(const FeatureScope *s, size_t at, int step)
{
    if (step < 0 && at < s->begin + (size_t)-step) return FORM_BEFORE;
    if (step > 0 && at + (size_t)step >= s->end) return FORM_AFTER;
    return s->units->items[at + (size_t)(ptrdiff_t)step].form;
}

static inline const UnitForm *form_at(const FeatureScope *s, size_t at, int step)
{
    return form_number(s->units, features_form_at(s, at, step));
}

static inline const Unit *unit_at(const FeatureScope *s, size_t at, int step)
{
    if (step < 0 && at < s->begin + (size_t)-step) return &unit_nowhere;
    if (step > 0 && at + (size_t)step >= s->end) return &unit_nowhere;
    return &s->units->items[at + (size_t)(ptrdiff_t)step];
}

/* --- of one form ----------------------------------------------------------------------------------------------------------- */

/* Length of the run of capitals round a unit, and the unit's place in it. */
static void run_of(const Units *units, size_t at, size_t *place, size_t *length)
{
    size_t first = at, last = at;
    while (first > 0 && at - first < RUN_MAX && units->items[first - 1].flags & UNIT_CAPITAL &&
           !(units->items[first].flags & UNIT_OPENS))
        first--;
    while (last + 1 < units->count && last - at < RUN_MAX && units->items[last + 1].flags & UNIT_CAPITAL &&
           !(units->items[last + 1].flags & UNIT_OPENS))
        last++;
    *place = at - first;
    *length = last - first + 1;
}

/* The places of the text where the word stands: how it is written there, and what stands beside it. Of a word that stands once there is nothing to learn. */
static void document(Sink *k, const Units *units, const UnitForm *w)
{
    unsigned small = 0, capital = 0, used = 0, seen = 0, covered = 0, rules = 0;
    size_t longest = 0, place = 0;
    uint32_t j = units->forms.items[w->group].head;
    if (j == UNIT_NONE || units->items[j].next == UNIT_NONE) return;
    for (; j != UNIT_NONE && seen < OCCURRENCES_SEEN; j = units->items[j].next, seen++) {
        const Unit *other = &units->items[j];
        if (!(other->flags & UNIT_CAPITAL)) {
            small++;
            continue;
        }
        if (!(other->flags & UNIT_OPENS)) capital++;
        if (!(w->flags & UNIT_CAPITAL) || used >= OCCURRENCES_USED) continue;
        used++;
        const UnitForm *p = j > 0 && !(other->flags & UNIT_OPENS) ? unit_form(units, j - 1) : &form_before;
        const UnitForm *n =
            j + 1 < units->count && !(units->items[j + 1].flags & UNIT_OPENS) ? unit_form(units, j + 1) : &form_after;
        put(k, 110, p->folded, 0);
        put(k, 111, n->folded, 0);
        put(k, 112, p->clusters[1], 0);
        put(k, 113, n->clusters[1], 0);
        put(k, 114, p->shape, n->shape);
        if (p->classes) put(k, 115, p->classes, 0);
        if (n->classes) put(k, 116, n->classes, 0);
        size_t where, run;
        run_of(units, j, &where, &run);
        if (run > longest) longest = run, place = where;
        if (other->rule) rules |= 1u << ((other->rule - 1u) % RULES_A_FAMILY);
        covered |= (unsigned)(other->opens | other->inside | other->closes);
    }
    unsigned bucket_small = small > 3 ? 3 : small, bucket_capital = capital > 3 ? 3 : capital;
    put(k, 117, bucket_small * 4 + bucket_capital, w->shape);
    if (longest) put(k, 119, longest * 16 + place, w->shape);
    if (covered) put(k, 120, covered, w->shape);
    if (rules) put(k, 121, rules, 0);
}

static void own(Sink *k, const UnitForm *w)
{
    put(k, 0, 0, 0);
    put(k, 1, w->exact, 0);
    put(k, 2, w->folded, 0);
    if (w->stem != w->folded) put(k, 12, w->stem, 0);
    if (!(w->flags & UNIT_LETTERS)) {
        put(k, 30, w->shape, 0);
        put(k, 31, w->long_shape, 0);
    } else if (w->flags & UNIT_CHARACTER) {
        put(k, 30, w->shape, 0);
        for (unsigned i = 2; i < UNIT_CLUSTERS; i++) put(k, 50 + i, w->clusters[i], 0);
    } else {
        for (unsigned i = 0; i < 4; i++) {
            if (w->prefix[i]) put(k, 20 + i, w->prefix[i], 0);
            if (w->suffix[i]) put(k, 24 + i, w->suffix[i], 0);
        }
        put(k, 30, w->shape, 0);
        put(k, 31, w->long_shape, 0);
        put(k, 40, w->suffix[2], w->shape);
        for (unsigned i = 0; i < UNIT_CLUSTERS; i++)
            if (w->clusters[i]) put(k, 50 + i, w->clusters[i], 0);
        put(k, 54, w->clusters[1], w->shape);
    }
    for (uint64_t bits = w->classes; bits; bits &= bits - 1)
        put(k, 86, (uint64_t)__builtin_ctzll(bits), w->flags & UNIT_CAPITAL);
    if (w->classes) put(k, 87, w->classes, w->shape);
}

static void neighbour(Sink *k, const UnitForm *n, unsigned after)
{
    put(k, 3 + after, n->folded, 0);
    if (n->stem != n->folded) put(k, 13 + after, n->stem, 0);
    put(k, 28 + after, n->suffix[2], 0);
    put(k, 32 + after, n->shape, 0);
    for (unsigned i = 1; i < 3; i++) put(k, (after ? 56 : 54) + i, n->clusters[i], 0);
    put(k, 70 + after, n->clusters[3], 0);
}

static void neighbour_2(Sink *k, const UnitForm *n, unsigned after)
{
    put(k, 5 + after, n->folded, 0);
    for (unsigned i = 1; i < 3; i++) put(k, (after ? 60 : 58) + i, n->clusters[i], 0);
}

size_t features_of_letters(const Units *units, uint32_t form, int role, uint64_t features[FEATURES_MAX])
{
    Sink sink = {features, 0};
    const UnitForm *f = form_number(units, form);
    switch (role) {
    case ROLE_OWN: own(&sink, f); break;
    case ROLE_BEFORE: neighbour(&sink, f, 0); break;
    case ROLE_AFTER: neighbour(&sink, f, 1); break;
    case ROLE_BEFORE_2: neighbour_2(&sink, f, 0); break;
    default: neighbour_2(&sink, f, 1); break;
    }
    return sink.count;
}

size_t features_of_document(const Units *units, uint32_t form, uint64_t features[FEATURES_MAX], size_t count)
{
    Sink sink = {features, count};
    const UnitForm *f = form_number(units, form);
    if ((f->flags & (UNIT_LETTERS | UNIT_CHARACTER)) == UNIT_LETTERS) document(&sink, units, f);
    return sink.count;
}

size_t features_of_form(const Units *units, uint32_t form, int role, uint64_t features[FEATURES_MAX])
{
    size_t count = features_of_letters(units, form, role, features);
    return role == ROLE_OWN && form < FORM_BEFORE ? features_of_document(units, form, features, count) : count;
}

/* --- of a place ------------------------------------------------------------------------------------------------------------- */

static void words(Sink *k, const UnitForm *w, const UnitForm *a, const UnitForm *b, const UnitForm *a2,
                  const UnitForm *b2)
{
    put(k, 7, a->folded, w->folded);
    put(k, 8, w->folded, b->folded);
    if (!(w->flags & UNIT_CHARACTER)) put(k, 9, a->folded, b->folded);
    put(k, 10, a2->folded, a->folded);
    put(k, 11, b->folded, b2->folded);
    if (w->stem == w->folded && a->stem == a->folded && b->stem == b->folded) return;
    put(k, 15, a->stem, w->stem);
    put(k, 16, w->stem, b->stem);
}

static void shapes(Sink *k, const FeatureScope *s, size_t at, const UnitForm *w, const UnitForm *a, const UnitForm *b,
                   const UnitForm *a2, const UnitForm *b2)
{
    put(k, 34, a->shape * 3 + w->shape, b->shape);
    put(k, 35, a2->shape * 5 + a->shape * 3 + w->shape, b->shape * 3 + b2->shape);
    put(k, 36, a->folded, w->shape);
    put(k, 37, b->folded, w->shape);
    put(k, 38, w->shape * 7 + b->shape, b2->folded);
    put(k, 39, a2->folded, a->shape * 7 + w->shape);
    put(k, 41, at == s->begin, w->shape);
    put(k, 42, s->capitals, w->shape);
}

static void clusters(Sink *k, const UnitForm *w, const UnitForm *a, const UnitForm *b)
{
    put(k, 64, a->clusters[1], w->clusters[1]);
    put(k, 65, w->clusters[1], b->clusters[1]);
    put(k, 66, a->clusters[1], b->clusters[1]);
    put(k, 67, a->clusters[1] * 4099ull + w->clusters[0], b->clusters[1]);
    put(k, 68, a->clusters[1], w->shape);
    put(k, 69, b->clusters[1], w->shape);
}

static void classes(Sink *k, const UnitForm *w, const UnitForm *a, const UnitForm *b, const UnitForm *a2,
                    const UnitForm *b2)
{
    if (a->classes) put(k, 88, a->classes, w->shape);
    if (b->classes) put(k, 89, b->classes, w->shape);
    if (a2->classes) put(k, 90, a2->classes, a->shape * 3 + w->shape);
    if (b2->classes) put(k, 91, b2->classes, b->shape * 3 + w->shape);
    if (a->classes | b->classes) put(k, 92, a->classes, b->classes);
}

static void marks(Sink *k, const Unit *u, const Unit *before, const Unit *after, const UnitForm *w)
{
    unsigned capital = u->flags & UNIT_CAPITAL, all = u->opens | u->inside | u->closes | u->alone;
    for (unsigned m = all; m; m &= m - 1) {
        unsigned mark = (unsigned)__builtin_ctz(m), bit = 1u << mark;
        if (u->opens & bit) put(k, 80, mark * 4, capital);
        if (u->inside & bit) put(k, 80, mark * 4 + 1, capital);
        if (u->closes & bit) put(k, 80, mark * 4 + 2, capital);
        if (u->alone & bit) put(k, 80, mark * 4 + 3, capital);
    }
    unsigned left = before->opens | before->inside | before->closes | before->alone;
    unsigned right = after->opens | after->inside | after->closes | after->alone;
    if (all) put(k, 81, ((uint64_t)u->opens << 32 | (uint64_t)u->closes << 16 | u->inside) * 31, u->alone);
    if (left | all) put(k, 82, left, all);
    if (right | all) put(k, 83, right, all);
    if (left) put(k, 84, left, w->shape);
    if (right) put(k, 85, right, w->shape);
}

static void patterns(Sink *k, const Unit *u, const Unit *before, const Unit *after, const UnitForm *w)
{
    unsigned plain = u->rule ? 1 + (u->rule - 1u) % RULES_A_FAMILY : 0;
    put(k, 93, plain, 0);
    put(k, 95, u->rule, 0);
    put(k, 96, u->rule, before->rule * 256u + after->rule);
    if (!(u->flags & UNIT_CHARACTER)) { /* characters have one shape */
        put(k, 94, plain, w->shape);
        put(k, 97, u->rule, w->shape);
    }
    put(k, 98, u->rule, w->clusters[1]);
    if (u->rule) put(k, 99, u->rule, w->folded);
}

/* The dictionary's words that a character begins, ends and lies within, and those beside it. */
static void lattice(Sink *k, const FeatureScope *s, size_t at, const Unit *before, const Unit *after)
{
    const Unit *u = &s->units->items[at];
    const char *bytes = s->units->words->text->bytes;
    unsigned of[UNIT_PLACES];
    for (unsigned p = 0; p < UNIT_PLACES; p++) of[p] = u->class_[p] * 8u + u->long_[p];
    unsigned ended = before->class_[PLACE_LAST] * 8u + before->long_[PLACE_LAST],
             begun = after->class_[PLACE_FIRST] * 8u + after->long_[PLACE_FIRST];
    for (unsigned p = 0; p < UNIT_PLACES; p++) put(k, 160 + p, of[p], 0);
    put(k, 163, of[PLACE_FIRST], of[PLACE_LAST]);
    put(k, 168, ended, of[PLACE_FIRST]);
    put(k, 169, of[PLACE_LAST], begun);
    put(k, 170, ended, begun);
    if (begun)
        put(k, 172, hash_bytes(bytes + after->start, after[after->long_[PLACE_FIRST] - 1].end - after->start, 29), 0);
    if (ended) {
        const Unit *first = before - (before->long_[PLACE_LAST] - 1);
        put(k, 173, hash_bytes(bytes + first->start, before->end - first->start, 29), 0);
    }
}

/* The class of bytes that are a word, or 0. */
static unsigned class_of(const Units *units, uint32_t start, uint32_t end)
{
    uint16_t classes[CLUSTER_LEVELS] = {0};
    clusters_exact(units->words->text->bytes + start, end - start, classes);
    return classes[0];
}

/* The class of the token of a character up to its end, and of the rest: known from the dictionary's words in the text where there are only characters. */
static unsigned head_class(const Units *units, size_t at)
{
    const Unit *last = &units->items[at], *first = last;
    if (last->flags & UNIT_WORD_START) return unit_form(units, at)->clusters[0];
    while (first->flags & UNIT_CHARACTER && !(first->flags & UNIT_WORD_START) && last - first < UNIT_PHRASE_MAX)
        first--;
    if (first->flags & UNIT_CHARACTER && last - first < UNIT_PHRASE_MAX) return last->head;
    return class_of(units, units->words->items[last->word].start, last->end);
}

static unsigned tail_class(const Units *units, size_t at)
{
    const Unit *before = &units->items[at], *last = before;
    if (before->flags & UNIT_WORD_END) return 0;
    last++;
    if (last->flags & UNIT_CHARACTER && last->flags & UNIT_WORD_END) return unit_form(units, at + 1)->clusters[0];
    while (last->flags & UNIT_CHARACTER && !(last->flags & UNIT_WORD_END) && last - before <= UNIT_PHRASE_MAX) last++;
    if (last->flags & UNIT_CHARACTER && last - before <= UNIT_PHRASE_MAX) return before->tail;
    return class_of(units, before->end, units->words->items[before->word].end);
}

/* What characters of scripts without blanks between words see: their neighbours in ones, twos and threes, and the token they stand in. */
static void characters(Sink *k, const FeatureScope *s, size_t at, const UnitForm *w, const UnitForm *a,
                       const UnitForm *b, const UnitForm *a2, const UnitForm *b2)
{
    const Unit *u = &s->units->items[at];
    put(k, 130, a->folded * 3 + w->folded, b->folded);
    put(k, 131, a2->folded * 3 + a->folded, w->folded);
    put(k, 132, w->folded * 3 + b->folded, b2->folded);
    put(k, 174, a->clusters[3], w->clusters[3]);
    put(k, 175, w->clusters[3], b->clusters[3]);
    unsigned edge = u->flags & (UNIT_WORD_START | UNIT_WORD_END | UNIT_GLUED);
    put(k, 138, edge, w->folded);
    const Unit *before = unit_at(s, at, -1), *after = unit_at(s, at, 1);
    lattice(k, s, at, before, after);
    put(k, 139, edge * 256ull + (before->flags & (UNIT_WORD_START | UNIT_WORD_END | UNIT_GLUED)), a->folded);
    put(k, 140, edge * 256ull + (after->flags & (UNIT_WORD_START | UNIT_WORD_END | UNIT_GLUED)), b->folded);
    const char *bytes = s->units->words->text->bytes;
    const Word *word = &s->units->words->items[u->word];
    if (word->end - word->start > LEXICON_WORD_MAX) return;
    const UnitToken *token = &s->units->tokens[u->word];
    const uint16_t *of_word = token->clusters;
    uint64_t whole = token->whole;
    uint64_t head = hash_bytes(bytes + word->start, u->end - word->start, 31);
    uint64_t tail = hash_bytes(bytes + u->end, word->end - u->end, 37);
    put(k, 141, whole, u->start - word->start);
    unsigned of_head = head_class(s->units, at), of_tail = tail_class(s->units, at);
    put(k, 150, of_word[0], edge);
    put(k, 151, of_word[1], u->start - word->start);
    put(k, 152, of_head, of_tail);
    put(k, 154, of_tail, w->folded);
    put(k, 142, head, 0);
    put(k, 143, tail, 0);
    const Words *words_ = s->units->words;
    if (u->word + 1u < words_->count) {
        const Word *n = word + 1;
        if (n->end - n->start <= LEXICON_WORD_MAX) {
            put(k, 145, token[1].whole, word->end - u->end);
            put(k, 155, of_word[0] * 64u + token[1].clusters[0], edge);
        }
    }
    if (u->word > 0) {
        const Word *p = word - 1;
        if (p->end - p->start <= LEXICON_WORD_MAX) {
            put(k, 147, token[-1].whole, u->start - word->start);
            put(k, 156, of_word[0] * 64u + token[-1].clusters[0], edge);
        }
    }
}

size_t features_of_unit(const FeatureScope *scope, size_t at, uint64_t features[FEATURES_MAX])
{
    Sink sink = {features, 0};
    const UnitForm *w = unit_form(scope->units, at), *a = form_at(scope, at, -1), *b = form_at(scope, at, 1),
                   *a2 = form_at(scope, at, -2), *b2 = form_at(scope, at, 2);
    const Unit *u = &scope->units->items[at], *before = unit_at(scope, at, -1), *after = unit_at(scope, at, 1);
    words(&sink, w, a, b, a2, b2);
    patterns(&sink, u, before, after, w);
    marks(&sink, u, before, after, w);
    if (u->flags & UNIT_CHARACTER) characters(&sink, scope, at, w, a, b, a2, b2);
    else {
        shapes(&sink, scope, at, w, a, b, a2, b2);
        clusters(&sink, w, a, b);
        classes(&sink, w, a, b, a2, b2);
    }
    return sink.count;
}

void features_scope(const Units *units, size_t sentence, FeatureScope *scope)
{
    *scope = (FeatureScope){units, units->sentences[sentence], units->sentences[sentence + 1], 0};
    unsigned letters = 0, capitals = 0;
    for (size_t i = scope->begin; i < scope->end; i++) {
        letters += (units->items[i].flags & UNIT_LETTERS) != 0;
        capitals += (units->items[i].flags & UNIT_CAPITAL) != 0;
    }
    scope->capitals = letters > 2 ? capitals * 5 / letters : 6;
}

size_t features_run(const FeatureScope *scope, size_t at, size_t most, size_t *begin)
{
    const Unit *units = scope->units->items;
    while (at < scope->end && !(units[at].flags & UNIT_ACTIVE)) at++;
    *begin = at;
    while (at < scope->end && units[at].flags & UNIT_ACTIVE && at - *begin < most) at++;
    return at;
}
