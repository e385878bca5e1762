/*
** features.h - what the statistical tagger sees of a unit: one list, for training and for tagging
**
** A feature is a 64-bit hash of its template's number and its values; features.c has the templates in order of what they look at: the unit itself, its
** neighbours, classes of words, marks of the gazetteers, what the patterns say, the other places of the document where the same word stands.
*/
#ifndef CORPUS_ENTITIES_FEATURES_H
#define CORPUS_ENTITIES_FEATURES_H

#include "entities/units.h"

enum { FEATURES_MAX = 192 };

/* One sentence at work. */
typedef struct FeatureScope {
    const Units *units;
    size_t begin, end; /* units of the sentence */
    unsigned capitals; /* share of words with a capital, in fifths */
} FeatureScope;

/* The next run of active units of a sentence from unit `at` on, at most `most` long: sets `*begin`, returns its end; `*begin` is the return value at the sentence's end. */
size_t features_run(const FeatureScope *scope, size_t at, size_t most, size_t *begin);

void features_scope(const Units *units, size_t sentence, FeatureScope *scope);

/* Where a form stands, seen from the unit that is labelled. */
enum FeatureRole { ROLE_OWN, ROLE_BEFORE, ROLE_AFTER, ROLE_BEFORE_2, ROLE_AFTER_2, ROLES };

/* Forms that stand beyond the edges of a sentence. */
enum { FORM_BEFORE = 0xFFFFFFFE, FORM_AFTER = 0xFFFFFFFF };

/*
** What follows from a form alone in a role (of the unit itself: and from the document it stands in), so that a tagger needs to look at it once a text.
** `form` may be FORM_BEFORE or FORM_AFTER. Returns how many features it wrote.
*/
size_t features_of_form(const Units *units, uint32_t form, int role, uint64_t features[FEATURES_MAX]);

/*
** The same in two parts: what is the same in every text; and, behind the `count` features that are there, what this text says of the word elsewhere (for
** the unit itself). Both return the new count.
*/
size_t features_of_letters(const Units *units, uint32_t form, int role, uint64_t features[FEATURES_MAX]);
size_t features_of_document(const Units *units, uint32_t form, uint64_t features[FEATURES_MAX], size_t count);

/* What follows from the unit's place: pairs of neighbours, phrases, what the patterns say. Constant time. */
size_t features_of_unit(const FeatureScope *scope, size_t at, uint64_t features[FEATURES_MAX]);

/* The form `step` units from unit `at` within its sentence, for the roles. */
uint32_t features_form_at(const FeatureScope *scope, size_t at, int step);
extern const int feature_role_steps[ROLES];

/* Changes with the templates: a model made for others is refused. */
enum { FEATURES_VERSION = 3 };

#endif
