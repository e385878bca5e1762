/*
** entities_labels.c - a document goes through the engine as any text does; its units become features, and the labels that the gold names allow
**
** Sets differ in what they mark: a tag may stand for several classes, and what a set does not mark at all may be any of the classes named after `O=`, so a
** unit has a set of labels (entities_learn.c sums over all labellings within them).
*/
#include <stdlib.h>
#include <string.h>
#include "tools/entities_train.h"

/* All features of a unit, those of the forms around it included. */
static size_t features_at(const FeatureScope *scope, size_t at, uint64_t features[FEATURES_MAX * ROLES])
{
    size_t count = 0;
    for (int role = 0; role < ROLES; role++)
        count += features_of_form(scope->units, features_form_at(scope, at, feature_role_steps[role]), role,
                                  features + count);
    return count + features_of_unit(scope, at, features + count);
}

static void keep_run(const Source *source, const FeatureScope *scope, size_t begin, size_t end, LabelSet *allowed)
{
    LabelSet opening = 0, closing = 0;
    for (int l = 0; l < TAG_LABELS; l++) {
        if (tag_may_follow(0, l)) opening |= 1u << l;
        if (tag_may_follow(l, 0)) closing |= 1u << l;
    }
    /* a name that the run cuts cannot be learned */
    if (!(allowed[begin] & opening)) allowed[begin] = ALL_LABELS;
    if (!(allowed[end - 1] & closing)) allowed[end - 1] = ALL_LABELS;
    keep_sequence(end - begin, source->weight);
    for (size_t i = begin; i < end; i++) {
        uint64_t features[FEATURES_MAX * ROLES];
        keep_unit(features, features_at(scope, i, features), allowed[i]);
    }
}

static LabelSet labels_at(unsigned classes, size_t at, size_t count)
{
    LabelSet set = 0;
    int position = count == 1 ? TAG_UNIT : !at ? TAG_BEGIN : at + 1 == count ? TAG_LAST : TAG_INSIDE;
    for (int c = 0; c < TAG_CLASSES; c++)
        if (classes >> c & 1) set |= 1u << tag_label(c, position);
    return set;
}

static LabelSet any_of(unsigned classes)
{
    LabelSet set = 1;
    for (int c = 0; c < TAG_CLASSES; c++)
        if (classes >> c & 1) set |= 15u << tag_label(c, 0);
    return set;
}

void trim_article(const char *bytes, Gold *g)
{
    static const char *const articles[] = {"the ", "The ", "THE ", "a ", "an ", "\" ", "\""};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t n = strlen(articles[i]);
        if (g->end - g->start > n && !memcmp(bytes + g->start, articles[i], n)) {
            g->start += (uint32_t)n;
            return;
        }
    }
}

/* A title before a person's name, which many sets leave inside, is none of it: cut unit by unit while something of a name remains. */
static size_t trim_titles(const Units *units, size_t at, size_t last)
{
    const uint64_t titles = LEXICON_BIT(HONORIFIC) | LEXICON_BIT(TITLE);
    while (at + 1 < last && unit_form(units, at)->classes & titles &&
           !(unit_form(units, at)->classes & (LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))))
        at++;
    return at;
}

/* Where a set does not tell a people from its place, the lexicon may. */
static unsigned narrow(const Units *units, size_t at, size_t last, unsigned classes)
{
    if ((classes & (classes - 1)) == 0 || !(classes >> TAG_NORP & 1)) return classes;
    unsigned marks = last == at + 1 ? units->items[at].alone : units->items[at].opens & units->items[last - 1].closes;
    unsigned people = marks >> MARK_PEOPLE & 1;
    unsigned place = marks & (1u << MARK_COUNTRY | 1u << MARK_CITY | 1u << MARK_SUBDIVISION | 1u << MARK_PLACE);
    if (people && !place) return 1u << TAG_NORP;
    if (!units_may_be_people(units, last - 1)) return classes & ~(1u << TAG_NORP);
    return place && !people ? classes & ~(1u << TAG_NORP) : classes;
}

static size_t misaligned, aligned;

/* What labels the units may have by the gold names. */
static void allow(const Source *source, const Document *d, const Units *units, LabelSet *allowed)
{
    for (size_t i = 0; i < units->count; i++) {
        int capital = units->items[i].flags & UNIT_CAPITAL || !(units->items[i].flags & UNIT_LETTERS);
        allowed[i] = source->unmarked && capital ? any_of(source->unmarked) : 1;
        if (!units_may_be_people(units, i))
            allowed[i] &= ~(1u << tag_label(TAG_NORP, TAG_LAST) | 1u << tag_label(TAG_NORP, TAG_UNIT));
    }
    size_t at = 0;
    for (size_t i = 0; i < d->golds; i++) {
        Gold g = d->gold[i];
        if (!g.classes) continue;
        if (g.classes != ANYTHING) trim_article(d->bytes, &g);
        while (at < units->count && units->items[at].end <= g.start) at++;
        size_t last = at;
        while (last < units->count && units->items[last].start < g.end) last++;
        if (last == at) continue;
        int fits = g.classes != ANYTHING && units->items[at].start >= g.start && units->items[last - 1].end <= g.end;
        aligned += (size_t)fits;
        misaligned += (size_t)(!fits && g.classes != ANYTHING);
        if (fits && g.classes == 1u << TAG_PER && !source->dev) {
            size_t name = trim_titles(units, at, last);
            for (; at < name; at++) allowed[at] = 1;
        }
        if (fits) g.classes = narrow(units, at, last, g.classes);
        for (size_t k = at; k < last; k++) allowed[k] = fits ? labels_at(g.classes, k - at, last - at) : ALL_LABELS;
        at = last;
    }
}

void analyse(Analysed *a, const Document *d, Language language)
{
    static Icu *icu;
    if (!icu) icu = icu_open();
    memset(a, 0, sizeof *a);
    arena_init(&a->arena, 0);
    text_segment(&a->arena, icu, d->bytes, d->length, language, &a->text);
    finder_patterns(&a->arena, &a->text, NULL, &a->finder);
    finder_units(&a->finder, &a->units);
    if (a->arena.status != STATUS_OK) checked(NULL);
}

static void keep_document(const Source *source, const Document *d, Language language)
{
    Analysed a;
    analyse(&a, d, language);
    LabelSet *allowed = checked(malloc((a.units.count + 1) * sizeof *allowed));
    allow(source, d, &a.units, allowed);
    for (size_t s = 0; s < a.text.sentences.count; s++) {
        FeatureScope scope;
        features_scope(&a.units, s, &scope);
        size_t begin, end = scope.begin;
        while (end = features_run(&scope, end, TAG_STRETCH, &begin), begin < end)
            keep_run(source, &scope, begin, end, allowed);
        if (a.units.tokens) gate_keep(&a.units, scope.begin, scope.end, allowed);
    }
    free(allowed);
    arena_clear(&a.arena);
}

void read_training(const char *data, const Source *source, Language language)
{
    Reader *reader = open_source(data, source);
    Document d = {0};
    size_t documents = 0, before = kept_units();
    aligned = misaligned = 0;
    while (read_document(reader, &d) && (!settings.limit_documents || documents < settings.limit_documents)) {
        if (settings.holdout && documents++ % settings.holdout == settings.holdout - 1) continue;
        keep_document(source, &d, language);
    }
    fprintf(stderr, "%s: %zu units, %zu names, %zu cut by a unit\n", source->path, kept_units() - before, aligned,
            misaligned);
    close_source(reader);
    free(d.bytes);
    free(d.gold);
}
