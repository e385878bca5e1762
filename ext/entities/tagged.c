/*
** tagged.c - joins what the statistical tagger finds with the candidates of patterns and gazetteers
**
** The tagger knows five classes; which of the finer types a place or a work is, the patterns and the lexicon say. Cost: linear in candidates and spans.
*/
#include "entities/finder.h"

enum { ENDING_MAX = 5, WILD_UNITS = 10 }; /* characters; words */
static const float WILD = 0.3f;
static const float DOUBT = 0.8f; /* below this probability the tagger's class is worth less than a pattern's */

static uint64_t span_bits(const Finder *finder, uint32_t first, uint32_t last, uint32_t *state)
{
    *state = LEXICON_NONE;
    size_t n = words_phrase(&finder->words, first, last, ~(uint64_t)0, state);
    return n == last - first ? lexicon_bits(*state) : 0;
}

/* The type that the ending of a name in Hangul or Han says (airport, river), the longest that says one of the class; ENTITY_TYPES: none does. */
static int ending_type(const Finder *finder, const Units *units, const TagSpan *span)
{
    const char *bytes = finder->text->bytes;
    size_t most = span->last - span->first < ENDING_MAX ? span->last - span->first : ENDING_MAX;
    uint32_t end = units->items[span->last - 1].end;
    for (size_t n = most; n > 0; n--) {
        const Unit *u = &units->items[span->last - n];
        if (!(u->flags & UNIT_CHARACTER)) continue;
        uint64_t bits = lexicon_bits(lexicon_word(bytes + u->start, end - u->start)) & LEXICON_HEADS;
        int type = bits ? head_type(bits) : ENTITY_TYPES;
        if (type < ENTITY_TYPES && tag_class_of(type) == span->class_) return type;
    }
    return ENTITY_TYPES;
}

static int fine_type(const Finder *finder, const Units *units, const TagSpan *span, uint32_t first, uint32_t last,
                     const LexiconRecord **record)
{
    int class_ = span->class_ == TAG_NORP && !units_may_be_people(units, span->last - 1) ? TAG_MISC : (int)span->class_;
    static const int plain[TAG_CLASSES] = {ENTITY_PERSON, ENTITY_ORG, ENTITY_GPE, ENTITY_NORP, ENTITY_PRODUCT};
    uint32_t state;
    uint64_t bits = span_bits(finder, first, last, &state);
    const LexiconRecord *r = bits ? lexicon_record(state) : NULL;
    const Unit *opens = &units->items[span->first], *closes = &units->items[span->last - 1];
    if (!r && opens->flags & UNIT_CHARACTER && closes->end - opens->start <= LEXICON_WORD_MAX)
        r = lexicon_record(lexicon_word(finder->text->bytes + opens->start, closes->end - opens->start));
    if (!r && class_ == TAG_LOC && opens->flags & UNIT_CHARACTER)
        r = opens == closes ? places_short(finder->text->bytes + opens->start, opens->end - opens->start)
                            : places_chain(finder, opens->start, closes->end);
    if (r && tag_class_of(r->type) == class_) {
        *record = r;
        return r->type;
    }
    for (uint32_t i = last; i-- > first;) {
        uint64_t heads = finder->words.items[i].bits & LEXICON_HEADS;
        int type = heads ? head_type(heads) : ENTITY_TYPES;
        if (type < ENTITY_TYPES && tag_class_of(type) == class_) return type;
    }
    int type = units->items[span->last - 1].flags & UNIT_CHARACTER ? ending_type(finder, units, span) : ENTITY_TYPES;
    if (type < ENTITY_TYPES) return type;
    int quoted = first > 0 && finder->words.items[first - 1].flags & WORD_OPENS;
    return class_ == TAG_MISC && quoted ? ENTITY_WORK : plain[class_];
}

/* A name of the gazetteers that needs no context: a country, a people, a body, or a place of several words. */
static int is_certain(const Candidate *c)
{
    if (!c->record || candidate_family(c) != FAMILY_GAZETTEER || c->type >= ENTITY_TYPES) return 0;
    if (c->type == ENTITY_NORP || c->record->flags & RECORD_COUNTRY) return 1;
    if (c->last - c->first < 2) return 0;
    return c->type == ENTITY_ORG || c->type == ENTITY_GPE || c->type == ENTITY_LOC;
}

/* A pattern that has found the same name, of another class: believed where the tagger itself doubts. */
static int is_better(const Finder *finder, const Candidate *c, const TagSpan *span)
{
    int family = candidate_family(c);
    int quoted = c->first > 0 && finder->words.items[c->first - 1].flags & WORD_OPENS;
    if (quoted && family == FAMILY_CONTEXT && c->type == ENTITY_ORG) return 1; /* the newspaper "Morning Star" */
    return c->type < ENTITY_TYPES && span->probability < DOUBT && (family == FAMILY_HEAD || family == FAMILY_CONTEXT);
}

static void keep(Finder *finder, const Candidate *candidate)
{
    Candidate *c = ARENA_PUSH(finder->arena, &finder->found);
    if (c) *c = *candidate;
}

static void keep_span(Finder *finder, const Units *units, const TagSpan *span, const Candidate *same)
{
    const Unit *opens = &units->items[span->first], *closes = &units->items[span->last - 1];
    const LexiconRecord *record = NULL;
    Candidate c;
    if (same) c = *same;
    else {
        int type = fine_type(finder, units, span, opens->word, closes->word + 1, &record);
        c = (Candidate){opens->start,   closes->end,
                        opens->word,    closes->word + 1,
                        span->sentence, (uint8_t)type,
                        ENTITY_UNKNOWN, record,
                        "model",        0,
                        NULL,           NULL};
    }
    c.score = span->probability;
    keep(finder, &c);
}

/* Names that stand one behind another without a word between them are drawn into one, of which the tagger is nowhere near sure. */
static int is_wild(const Units *units, const TagSpan *span)
{
    return span->last - span->first >= WILD_UNITS && span->probability < WILD &&
           !(units->items[span->first].flags & UNIT_CHARACTER);
}

/* Of a wild span what the lexicon knows. */
static void keep_known(Finder *finder, const Units *units, const TagSpan *span)
{
    finder->sentence = span->sentence;
    caseless_sentence(finder, units->items[span->first].word, units->items[span->last - 1].word + 1);
}

/*
** Both lists are in order. A certain name wins over what it overlaps, unless the tagger has a longer name round it; else the tagger wins; of what only
** the patterns have, the classes are kept that the models have learned little of, and everything where the tagger is of no use.
*/
Status finder_tag(Finder *finder, const TagModel *model)
{
    Units units;
    TagList spans = {0};
    if (finder_units(finder, &units) != STATUS_OK) return finder->arena->status;
    if (tagger_find(finder->arena, model, &units, &spans) != STATUS_OK) return finder->arena->status;
    size_t count = finder->found.count, i = 0, k = 0;
    Candidate *old = finder->found.items;
    memset(&finder->found, 0, sizeof finder->found);
    while ((i < spans.count || k < count) && !arena_stopped(finder->arena)) {
        uint32_t start = i < spans.count ? units.items[spans.items[i].first].start : UINT32_MAX;
        uint32_t end = i < spans.count ? units.items[spans.items[i].last - 1].end : UINT32_MAX;
        const Candidate *c = k < count ? &old[k] : NULL;
        if (c && c->end <= start) { /* the patterns alone */
            if (tag_class_of(c->type) >= TAG_NORP || is_certain(c) || finder->caseless) keep(finder, c);
            k++;
        } else if (is_wild(&units, &spans.items[i])) {
            keep_known(finder, &units, &spans.items[i++]);
            while (c && k < count && old[k].start < end) k++;
        } else if (!c || c->start >= end) { /* the tagger alone */
            keep_span(finder, &units, &spans.items[i++], NULL);
        } else if (c->start == start && c->end == end && tag_class_of(c->type) == spans.items[i].class_) {
            keep_span(finder, &units, &spans.items[i++], c);
            k++;
        } else if (c->start == start && c->end == end && is_better(finder, c, &spans.items[i])) {
            keep(finder, c);
            i++;
            k++;
        } else if (is_certain(c) && (c->start < start || c->end > end || (c->start == start && c->end == end))) {
            keep(finder, c);
            while (i < spans.count && units.items[spans.items[i].first].start < c->end) i++;
            k++;
        } else k++; /* the tagger knows better, and takes its turn when no candidate is left before it */
    }
    return finder->arena->status;
}
