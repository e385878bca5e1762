/*
** nested.c - names inside names: Busan in Busan City Hall, Kazakhstan in the Ministry of Health of Kazakhstan
**
** Inside an outermost mention of several words (or characters) the longest names of the lexicon are taken from left to right, and people of a given name and
** a surname of the lists; not what means the same as the whole (Kazakhstan in Republic of Kazakhstan), nothing inside people and peoples. A name keeps
** the meaning that it has as an outermost mention of the text. One pass over the mentions and a bounded number of look-ups a word.
*/
#include "entities/finder.h"
#include <math.h>

enum { RUN_CHARACTERS = 12, PERSON_WORDS = 4, PERSON_LEAST = 4 };

#define RECORDS (LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY))

/* Words that are a place's name somewhere too (University, Florida; Union, New Jersey), but not inside another name. */
#define NO_PLACE                                                                                                       \
    (LEXICON_BIT(COMMON) | LEXICON_BIT(TITLE) | LEXICON_BIT(CALENDAR) | LEXICON_BIT(DIRECTION) | LEXICON_HEADS)

typedef struct Nest {
    Finder *finder;
    const EntityList *outer;
    EntityList *all;
    const EntityMention *mention; /* the one that is looked into */
} Nest;

/* An outermost mention of the text with this name and type, whose place is believed; NULL: none. */
static const EntityMention *same_outside(const Nest *nest, const LexiconRecord *r)
{
    const char *name = lexicon_names + r->name;
    for (size_t i = 0; i < nest->outer->count && i < 256; i++)
        if (nest->outer->items[i].type == r->type && !strcmp(nest->outer->items[i].name, name))
            return &nest->outer->items[i];
    return NULL;
}

static EntityMention *add(Nest *nest, uint32_t start, uint32_t end, int type, const char *name, const char *rule,
                          double score)
{
    EntityMention *m = name ? ARENA_PUSH(nest->finder->arena, nest->all) : NULL;
    if (!m) return NULL;
    memset(m, 0, sizeof *m);
    m->start = start;
    m->length = end - start;
    m->sentence = nest->mention->sentence;
    m->type = (uint8_t)type;
    m->name = name;
    m->latitude = m->longitude = (double)NAN;
    m->rule = rule;
    m->score = score < nest->mention->score ? score : nest->mention->score; /* no surer than what it stands in */
    m->depth = 1;
    return m;
}

static int add_record(Nest *nest, uint32_t start, uint32_t end, const LexiconRecord *r)
{
    const char *name = lexicon_names + r->name;
    if (!strcmp(name, nest->mention->name) ||
        (r->flags & RECORD_COUNTRY && nest->mention->place &&
         !strcmp(nest->mention->place, lexicon_names + r->name + strlen(name) + 1)))
        return 0; /* the whole again */
    EntityMention *m = add(nest, start, end, r->type, name, record_rule(r), 0.85);
    if (!m) return 0;
    const EntityMention *same = same_outside(nest, r);
    if (same) {
        m->country = same->country;
        m->latitude = same->latitude;
        m->longitude = same->longitude;
        m->geoname = same->geoname;
        m->place = same->place;
    } else if (record_place(nest->finder->arena, r, m) != STATUS_OK) return 0;
    return 1;
}

/* Words that are a person of the lists; the word behind, or 0. */
static size_t person_end(const Words *words, size_t at, size_t end)
{
    for (size_t n = PERSON_WORDS; n >= 2; n--)
        if (at + n <= end && word_capital(&words->items[at]) && word_capital(&words->items[at + n - 1]) &&
            word_is(&words->items[at], LEXICON_BIT(GIVEN)) && person_score(words, at, at + n) >= PERSON_LEAST)
            return at + n;
    return 0;
}

static void look_into_words(Nest *nest, size_t first, size_t last)
{
    const Words *words = &nest->finder->words;
    for (size_t i = first; i < last && !arena_stopped(nest->finder->arena);) {
        uint32_t state;
        const Word *w = &words->items[i];
        size_t n = w->flags & WORD_LETTERS ? words_phrase(words, i, last, RECORDS, &state) : 0;
        const LexiconRecord *r = n && n < last - first ? lexicon_record(state) : NULL;
        int usable = r && w->flags & WORD_CAPITAL && !word_is(w, LEXICON_BIT(FUNCTION) | LEXICON_BIT(NOT)) &&
                     (n > 1 || r->type == ENTITY_NORP || r->flags & RECORD_COUNTRY || !word_is(w, NO_PLACE));
        size_t person = n < 2 ? person_end(words, i, last) : 0;
        if (person && person - i < last - first) {
            uint32_t start = w->start, end = words->items[person - 1].end;
            add(nest, start, end, ENTITY_PERSON,
                plain_name(nest->finder->arena, words->text->bytes + start, end - start), "gazetteer:name", 0.7);
            i = person;
        } else if (usable && add_record(nest, w->start, words->items[i + n - 1].end, r)) i += n;
        else i++;
    }
}

static void look_into_run(Nest *nest, uint32_t start, uint32_t end)
{
    const char *bytes = nest->finder->text->bytes;
    for (uint32_t at = start; at < end && !arena_stopped(nest->finder->arena);) {
        uint32_t stops[RUN_CHARACTERS] = {end}, code, count = 0;
        for (uint32_t i = at; i < end && count < RUN_CHARACTERS;) {
            i += (uint32_t)utf8_decode(bytes + i, bytes + end, &code);
            stops[count++] = i;
        }
        uint32_t next = stops[0];
        for (uint32_t n = count; n >= 2; n--) {
            uint32_t stop = stops[n - 1];
            if ((at == start && stop == end) || stop - at > LEXICON_WORD_MAX) continue;
            uint32_t state = lexicon_word(bytes + at, stop - at);
            const LexiconRecord *r = lexicon_record(state);
            if (!r || lexicon_bits(state) & LEXICON_BIT(NOT) || !add_record(nest, at, stop, r)) continue;
            next = stop;
            break;
        }
        at = next;
    }
}

Status nested_find(Finder *finder, EntityList *entities)
{
    EntityList all = {NULL, 0, 0}, outer = *entities;
    const Words *words = &finder->words;
    size_t at = 0;
    for (size_t i = 0; i < outer.count && !arena_stopped(finder->arena); i++) {
        EntityMention *copy = ARENA_PUSH(finder->arena, &all);
        if (!copy) break;
        *copy = outer.items[i];
        const EntityMention *m = &outer.items[i];
        uint32_t end = m->start + m->length;
        while (at < words->count && words->items[at].end <= m->start) at++;
        size_t last = at;
        while (last < words->count && words->items[last].start < end) last++;
        if (m->type == ENTITY_PERSON || m->type == ENTITY_NORP || last == at) continue;
        Nest nest = {finder, &outer, &all, m};
        int whole = words->items[at].start == m->start && words->items[last - 1].end == end;
        if (words->items[at].flags & (WORD_HANGUL | WORD_HAN)) look_into_run(&nest, m->start, end);
        else if (whole && last - at > 1) look_into_words(&nest, at, last);
    }
    if (finder->arena->status == STATUS_OK) *entities = all;
    return finder->arena->status;
}
