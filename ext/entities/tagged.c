/*
** tagged.c - joins what the statistical tagger finds with the candidates of patterns and gazetteers
**
** The tagger knows five classes; which of the finer types a place or a work is, the patterns and the lexicon say.
*/
#include "entities/finder.h"

static uint64_t span_bits(const Finder *finder, uint32_t first, uint32_t last, uint32_t *state)
{
    *state = LEXICON_NONE;
    size_t n = words_phrase(&finder->words, first, last, ~(uint64_t)0, state);
    return n == last - first ? lexicon_bits(*state) : 0;
}

static int fine_type(const Finder *finder, int class_, uint32_t first, uint32_t last, const LexiconRecord **record)
{
    static const int plain[TAG_CLASSES] = {ENTITY_PERSON, ENTITY_ORG, ENTITY_GPE, ENTITY_NORP, ENTITY_WORK};
    uint32_t state;
    uint64_t bits = span_bits(finder, first, last, &state);
    const LexiconRecord *r = bits ? lexicon_record(state) : NULL;
    if (r && tag_class_of(r->type) == class_) {
        *record = r;
        return r->type;
    }
    for (uint32_t i = last; i-- > first;) {
        int type = head_type(finder->words.items[i].bits & LEXICON_HEADS);
        if (type < ENTITY_TYPES && tag_class_of(type) == class_) return type;
    }
    return plain[class_];
}

Status finder_tag(Finder *finder, const TagModel *model)
{
    Units units;
    TagList spans = {0};
    if (finder_units(finder, &units) != STATUS_OK) return finder->arena->status;
    if (tagger_find(finder->arena, model, &units, &spans) != STATUS_OK) return finder->arena->status;
    size_t old_count = finder->found.count, k = 0;
    Candidate *old = finder->found.items;
    memset(&finder->found, 0, sizeof finder->found);
    for (size_t i = 0; i < spans.count && !arena_stopped(finder->arena); i++) {
        const TagSpan *span = &spans.items[i];
        uint32_t start = units.items[span->first].start, end = units.items[span->last - 1].end;
        uint32_t first = units.items[span->first].word, last = units.items[span->last - 1].word + 1;
        while (k < old_count && old[k].end <= start) {
            /* what the patterns alone have found: kept where the models have learned nothing of it */
            int class_ = tag_class_of(old[k].type);
            if (class_ >= TAG_NORP) {
                Candidate *c = ARENA_PUSH(finder->arena, &finder->found);
                if (c) *c = old[k];
            }
            k++;
        }
        Candidate *c = ARENA_PUSH(finder->arena, &finder->found);
        if (!c) return finder->arena->status;
        const LexiconRecord *record = NULL;
        if (k < old_count && old[k].start == start && old[k].end == end && tag_class_of(old[k].type) == span->class_) {
            *c = old[k];
            c->score = span->probability;
        } else {
            int type = fine_type(finder, span->class_, first, last, &record);
            *c = (Candidate){start, end, first, last, 0, (uint8_t)type, ENTITY_UNKNOWN, record, "model", span->probability, NULL};
            c->sentence = 0;
        }
        while (k < old_count && old[k].start < end) k++;
    }
    for (; k < old_count; k++)
        if (tag_class_of(old[k].type) >= TAG_NORP) {
            Candidate *c = ARENA_PUSH(finder->arena, &finder->found);
            if (c) *c = old[k];
        }
    return finder->arena->status;
}
