/*
** resolve.c - what one mention alone cannot say, the document does
**
** In order: abbreviations in brackets take the type of the name before them; every sure name votes for the type of its string, and people's names for their
** parts; names without a type take the type of the same string, or of the person whose surname (or given name) they are, or their fallback.
** All tables are hash tables over folded strings: linear in the number of candidates.
*/
#include "entities/finder.h"
#include "base/hash.h"

typedef struct Known {
    uint64_t hash;
    float votes[ENTITY_TYPES];
    uint32_t person;   /* 1 + the candidate whose name has this word as its last or first part */
    uint8_t ambiguous; /* several people share the part */
} Known;

typedef struct Table {
    Known *items;
    uint32_t mask;
} Table;

static Known *known_of(Table *table, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & table->mask;
    while (table->items[at].hash && table->items[at].hash != hash) at = (at + 1) & table->mask;
    table->items[at].hash = hash;
    return &table->items[at];
}

static uint64_t word_hash(const Finder *finder, size_t at)
{
    uint32_t slot = finder->words.items[at].slot;
    return slot == LEXICON_NONE ? 0 : finder->words.index.items[slot].hash;
}

/* Case endings apart, Cyrillic words of one name should meet: cut to a stem of the letters that do not change. */
static uint64_t stem_hash(const Finder *finder, size_t at)
{
    const Word *w = &finder->words.items[at];
    if (!(w->flags & WORD_CYRILLIC)) return word_hash(finder, at);
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(lexicon_latin, finder->text->bytes + w->start, w->end - w->start, folded);
    if (!n) return word_hash(finder, at);
    const LexiconStem *stem = finder->words.language == LANGUAGE_KK ? lexicon_stems_kk : lexicon_stems_ru;
    for (; stem->ending_length; stem++)
        if (n >= stem->ending_length + 6u && stem->ending[stem->ending_length - 1] == folded[n - 1] &&
            !memcmp(folded + n - stem->ending_length, stem->ending, stem->ending_length)) {
            n -= stem->ending_length;
            break;
        }
    return hash_bytes(folded, n, 3) | 1;
}

static uint64_t candidate_hash(const Finder *finder, const Candidate *c)
{
    uint64_t hash = 7;
    if (c->last - c->first == 1 &&
        (finder->words.items[c->first].start != c->start || finder->words.items[c->first].end != c->end))
        return hash_bytes(finder->text->bytes + c->start, c->end - c->start, 5) | 1; /* part of a word */
    for (uint32_t i = c->first; i < c->last; i++) hash = hash_mix(hash * 31 + stem_hash(finder, i));
    return hash | 1;
}

static void brackets(Finder *finder)
{
    const Word *w = finder->words.items;
    for (size_t i = 0; i + 1 < finder->found.count; i++) {
        Candidate *c = &finder->found.items[i], *next = c + 1;
        if (c->last + 2 > finder->words.count || next->first != c->last + 1 || next->last != next->first + 1) continue;
        if (w[c->last].sign != '(' || next->last >= finder->words.count || w[next->last].sign != ')') continue;
        if (!(w[next->first].flags & (WORD_ALL_CAPS | WORD_INNER_CAPITAL)) || c->type == ENTITY_UNKNOWN ||
            c->type == ENTITY_PERSON)
            continue;
        if (next->type != ENTITY_UNKNOWN && next->record && next->type == c->type) continue;
        next->type = c->type;
        next->rule = "pattern:brackets";
        next->score = c->score;
        next->record = c->record;
        next->name = c->record ? NULL : arena_copy(finder->arena, finder->text->bytes + c->start, c->end - c->start);
    }
}

static int usable_part(const Finder *finder, const Candidate *c, uint32_t at)
{
    const Word *w = &finder->words.items[at];
    return c->last - c->first > 1 && w->end - w->start > 1 && !(w->flags & WORD_INITIAL);
}

static void remember_person(const Finder *finder, Table *table, uint32_t number, uint32_t at)
{
    Known *k = known_of(table, hash_mix(stem_hash(finder, at) ^ 0x9E37) | 1);
    const Candidate *c = &finder->found.items[number];
    if (k->person) {
        const Candidate *other = &finder->found.items[k->person - 1];
        if (other->last - other->first == c->last - c->first &&
            candidate_hash(finder, other) != candidate_hash(finder, c))
            k->ambiguous = 1;
        if (other->last - other->first >= c->last - c->first) return;
    }
    k->person = number + 1;
}

static void vote(Finder *finder, Table *table)
{
    for (size_t i = 0; i < finder->found.count; i++) {
        const Candidate *c = &finder->found.items[i];
        if (c->type == ENTITY_UNKNOWN || arena_stopped(finder->arena)) continue;
        known_of(table, candidate_hash(finder, c))->votes[c->type] += c->score;
        if (c->type != ENTITY_PERSON || c->score < 0.6f) continue;
        if (usable_part(finder, c, c->last - 1)) remember_person(finder, table, (uint32_t)i, c->last - 1);
        if (usable_part(finder, c, c->first)) remember_person(finder, table, (uint32_t)i, c->first);
    }
}

static const char *full_name(Finder *finder, const Candidate *person)
{
    return arena_copy(finder->arena, finder->text->bytes + person->start, person->end - person->start);
}

/* Gives a type to what has none, and a full name to a person's part. */
static void settle(Finder *finder, Table *table, Candidate *c)
{
    if (c->last - c->first == 1 && (c->type == ENTITY_UNKNOWN || c->type == ENTITY_PERSON)) {
        const Known *part = known_of(table, hash_mix(stem_hash(finder, c->first) ^ 0x9E37) | 1);
        if (part->person && &finder->found.items[part->person - 1] != c) {
            if (c->type == ENTITY_UNKNOWN) c->rule = "document:person", c->score = 0.8f;
            c->type = ENTITY_PERSON;
            c->record = NULL;
            if (!part->ambiguous) c->name = full_name(finder, &finder->found.items[part->person - 1]);
            return;
        }
    }
    if (c->type != ENTITY_UNKNOWN) return;
    const Known *same = known_of(table, candidate_hash(finder, c));
    int best = ENTITY_UNKNOWN;
    for (int t = 0; t < ENTITY_TYPES; t++)
        if (same->votes[t] > 0 && (best == ENTITY_UNKNOWN || same->votes[t] > same->votes[best])) best = t;
    if (best != ENTITY_UNKNOWN) {
        c->type = (uint8_t)best;
        c->rule = "document:same";
        c->score = 0.6f;
    } else c->type = c->fallback;
    if (c->record && c->record->type != c->type) c->record = NULL;
}

Status resolve_candidates(Finder *finder)
{
    Table table = {NULL, 63};
    while (table.mask < finder->found.count * 8) table.mask = table.mask * 2 + 1;
    table.items = arena_array(finder->arena, (size_t)table.mask + 1, sizeof *table.items);
    if (!table.items) return finder->arena->status;
    brackets(finder);
    vote(finder, &table);
    for (size_t i = 0; i < finder->found.count && !arena_stopped(finder->arena); i++)
        settle(finder, &table, &finder->found.items[i]);
    return finder->arena->status;
}
