/*
** entities.c - named mentions: see entities.h, and finder.h for how the work is divided
**
** Cost: one pass to make words, one for each sentence's patterns, one over the candidates. Memory: about 60 bytes a token and 200 a mention.
*/
#include "entities/finder.h"
#include "entities/institutions.h"
#include "entities/memo.h"
#include <math.h>

static const char *const type_names[ENTITY_TYPES] = {"PERSON", "ORG",   "GPE",  "LOC", "FAC",
                                                     "NORP",   "EVENT", "WORK", "LAW", "PRODUCT"};

const char *entities_type_name(EntityType type)
{
    return type_names[type];
}

Candidate *finder_add_bytes(Finder *finder, uint32_t start, uint32_t end, size_t word, int type, const char *rule,
                            double score)
{
    if (end <= start || finder->arena->status != STATUS_OK) return NULL;
    Candidate *c = ARENA_PUSH(finder->arena, &finder->found);
    if (!c) return NULL;
    *c = (Candidate){start,
                     end,
                     (uint32_t)word,
                     (uint32_t)word + 1,
                     finder->sentence,
                     (uint8_t)type,
                     ENTITY_UNKNOWN,
                     NULL,
                     rule,
                     (float)score,
                     NULL,
                     NULL};
    return c;
}

Candidate *finder_add(Finder *finder, size_t first, size_t last, int type, const char *rule, double score)
{
    const Word *w = finder->words.items;
    Candidate *c = finder_add_bytes(finder, w[first].start, w[last - 1].end, first, type, rule, score);
    if (c) c->last = (uint32_t)last;
    return c;
}

/* The text of a mention with blanks made single. */
const char *plain_name(Arena *arena, const char *bytes, size_t length)
{
    char *name = arena_copy(arena, bytes, length);
    if (!name) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        int blank = name[i] == ' ' || name[i] == '\t' || name[i] == '\n' || name[i] == '\r';
        int no_break = (unsigned char)name[i] == 0xC2 && i + 1 < length && (unsigned char)name[i + 1] == 0xA0;
        if (no_break) i++;
        if (!blank && !no_break) name[n++] = name[i];
        else if (n && name[n - 1] != ' ') name[n++] = ' ';
    }
    name[n] = 0;
    return n ? name : "?";
}

static int by_start(const Candidate *a, const Candidate *b)
{
    return a->start < b->start || (a->start == b->start && a->end >= b->end);
}

/* Sorts candidates that are nearly in order (insertion; sentences come one after another, and only neighbours ever change places). */
static void order(Finder *finder)
{
    Candidate *c = finder->found.items;
    for (size_t i = 1; i < finder->found.count; i++) {
        Candidate moved = c[i];
        size_t k = i, steps = 0;
        for (; k && steps < 64 && !by_start(&c[k - 1], &moved); k--, steps++) c[k] = c[k - 1];
        c[k] = moved;
    }
}

Status record_place(Arena *arena, const LexiconRecord *r, EntityMention *m)
{
    char room[RECORD_ID_MAX];
    m->country = r->country[0] ? r->country : NULL;
    m->latitude = record_latitude(r);
    m->longitude = record_longitude(r);
    m->geoname = r->geoname;
    if (m->type != ENTITY_GPE && m->type != ENTITY_LOC) return STATUS_OK;
    const char *id = record_id(r, room);
    m->place = id == room ? arena_copy(arena, id, strlen(id)) : id;
    return arena->status;
}

const char *record_rule(const LexiconRecord *r)
{
    return r->type == ENTITY_NORP      ? "gazetteer:people"
           : r->type == ENTITY_ORG     ? "gazetteer:body"
           : r->flags & RECORD_COUNTRY ? "gazetteer:country"
           : r->flags & RECORD_CITY    ? "gazetteer:city"
                                       : "gazetteer:place";
}

static Status write_mentions(Finder *finder, EntityList *entities)
{
    uint32_t behind = 0;
    LeftoverList code = {NULL, 0, 0};
    if (leftovers_find(finder->arena, finder->text->bytes, finder->text->length, &code) != STATUS_OK)
        return finder->arena->status;
    for (size_t i = 0, k = 0; i < finder->found.count; i++) {
        const Candidate *c = &finder->found.items[i];
        if (c->type >= ENTITY_TYPES || c->start < behind || arena_stopped(finder->arena)) continue;
        while (k < code.count && code.items[k].end <= c->start) k++;
        if (k < code.count && code.items[k].start < c->end) continue;
        const LexiconRecord *r = c->user ? NULL : c->record;
        const char *name = r ? lexicon_names + r->name
                             : plain_name(finder->arena, c->name ? c->name : finder->text->bytes + c->start,
                                          c->name ? strlen(c->name) : c->end - c->start);
        EntityMention *m = name ? ARENA_PUSH(finder->arena, entities) : NULL;
        if (!m) return finder->arena->status;
        memset(m, 0, sizeof *m);
        m->start = c->start;
        m->length = c->end - c->start;
        m->sentence = c->sentence;
        m->type = c->type;
        m->name = name;
        m->latitude = m->longitude = (double)NAN;
        m->rule = c->rule;
        m->score = (double)c->score;
        if (r && record_place(finder->arena, r, m) != STATUS_OK) return finder->arena->status;
        if (!c->user && m->type == ENTITY_ORG) {
            Institution in;
            if (!r && bodies_settle(finder, c, m) != STATUS_OK) return finder->arena->status;
            if (!m->country && institution_read(m->name, strlen(m->name), &in)) m->country = institution_country(&in);
        }
        if (c->user) {
            m->country =
                c->user->country ? arena_copy(finder->arena, c->user->country, strlen(c->user->country)) : NULL;
            m->latitude = c->user->latitude;
            m->longitude = c->user->longitude;
            m->geoname = c->user->geoname;
        }
        behind = c->end;
    }
    return finder->arena->status;
}

Status finder_patterns(Arena *arena, const Text *text, EntityMemo *memo, Finder *finder)
{
    memset(finder, 0, sizeof *finder);
    finder->arena = arena;
    finder->text = text;
    finder->memo = memo;
    if (memo) memo_begin(memo);
    if (words_make(arena, text, memo, &finder->words) != STATUS_OK) return arena->status;
    finder->caseless = caseless_text(&finder->words);
    for (size_t i = 0; i < text->sentences.count && !arena_stopped(arena); i++) {
        size_t begin = finder->words.sentences[i], end = finder->words.sentences[i + 1];
        finder->sentence = (uint32_t)i;
        uint16_t scripts = 0;
        for (size_t k = begin; k < end; k++) scripts |= finder->words.items[k].flags & (WORD_HANGUL | WORD_HAN);
        if (scripts && !finder->words.notes) {
            finder->words.notes = arena_alloc(arena, sizeof *finder->words.notes);
            if (!finder->words.notes) break;
            finder->words.notes->parts[0].state = LEXICON_NONE; /* of no bytes */
        }
        if (scripts & WORD_HANGUL) hangul_sentence(finder, begin, end);
        else if (scripts & WORD_HAN) han_sentence(finder, begin, end);
        else {
            size_t before = finder->found.count;
            cased_sentence(finder, begin, end);
            if (finder->caseless && finder->found.count == before) caseless_sentence(finder, begin, end);
        }
    }
    if (arena->status == STATUS_OK) order(finder);
    return arena->status == STATUS_OK ? resolve_candidates(finder) : arena->status;
}

int candidate_family(const Candidate *candidate)
{
    static const struct {
        const char *prefix;
        int family;
    } families[] = {{"gazetteer:", FAMILY_GAZETTEER},
                    {"pattern:head", FAMILY_HEAD},
                    {"pattern:brackets", FAMILY_HEAD},
                    {"pattern:capitals", FAMILY_CAPITALS},
                    {"document:", FAMILY_DOCUMENT}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (!strncmp(candidate->rule, families[i].prefix, strlen(families[i].prefix))) return families[i].family;
    return FAMILY_CONTEXT;
}

Status finder_units(Finder *finder, Units *units)
{
    if (units_make(finder->arena, &finder->words, finder->memo, units) != STATUS_OK) return finder->arena->status;
    uint32_t behind = 0;
    size_t hint = 0;
    for (size_t i = 0; i < finder->found.count; i++) {
        const Candidate *c = &finder->found.items[i];
        if (c->start < behind) continue;
        units_set_rule(units, c->start, c->end, c->type, candidate_family(c), &hint);
        behind = c->end;
    }
    return STATUS_OK;
}

Status entities_find(Arena *arena, Icu *icu, const Text *text, EntityList *entities)
{
    (void)icu;
    return entities_find_with(arena, &(EntityOptions){NULL, NULL, 0}, text, entities);
}

Status entities_find_with(Arena *arena, const EntityOptions *options, const Text *text, EntityList *entities)
{
    Finder finder;
    TagModel model;
    if (finder_patterns(arena, text, options->memo, &finder) != STATUS_OK) return arena->status;
    Language language = language_base(text->language);
    const LexiconManner *manner = finder.words.manner;
    if (tagger_model(manner && manner->model != LANGUAGE_UND ? manner->model : language, &model) &&
        finder_tag(&finder, &model) != STATUS_OK)
        return arena->status;
    if (options->gazetteer && finder_user(&finder, options->gazetteer) != STATUS_OK) return arena->status;
    if (places_settle(&finder) != STATUS_OK || write_mentions(&finder, entities) != STATUS_OK) return arena->status;
    return options->nested ? nested_find(&finder, entities) : STATUS_OK;
}
