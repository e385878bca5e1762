/*
** caseless.c - names in a text that is written without capitals, as messages and the output of speech recognition are
**
** Nothing but the lexicon tells a name there. Taken are the longest names of its places, peoples and bodies that are no ordinary words too (a town also called
** `Reading` is none; one that news seldom writes small, `nice`, is taken for the town), and runs of words that are a person of the lists of names. They score CERTAIN and PROBABLE, far below what stands with a capital. One look-up
** a word and one person_score() a given name: linear.
*/
#include "entities/finder.h"

enum { FEWEST = 100, LETTERS_LEAST = 4, TOWN_THOUSANDS = 100, PERSON_LEAST = 4 };
static const double CERTAIN = 0.6, PROBABLE = 0.45;

#define RECORDS (LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY))
#define ORDINARY                                                                                                       \
    (LEXICON_HEADS | LEXICON_BIT(CUE_ORG) | LEXICON_BIT(CUE_GPE) | LEXICON_BIT(CUE_LOC) | LEXICON_BIT(CUE_PERSON) |    \
     LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC) | LEXICON_BIT(REPORT) | LEXICON_BIT(ARTICLE) | LEXICON_BIT(OF) |      \
     LEXICON_BIT(CALENDAR) | LEXICON_BIT(DIRECTION) | LEXICON_BIT(FUNCTION) | LEXICON_BIT(NOT) | LEXICON_BIT(COMMON))

int caseless_text(const Words *words)
{
    size_t letters = 0, capitals = 0;
    for (size_t i = 0; i < words->count; i++) {
        const Word *w = &words->items[i];
        if (w->flags & (WORD_HANGUL | WORD_HAN))
            return 0; /* there a few Latin words say nothing of how the text is written */
        letters += (w->flags & WORD_LETTERS) != 0;
        capitals += (w->flags & WORD_CAPITAL) != 0;
    }
    return letters && capitals * FEWEST <= letters;
}

/* A record that one word names well enough. */
static int is_telling(const Words *words, size_t at, const LexiconRecord *r)
{
    const Word *w = &words->items[at];
    if (w->end - w->start < LETTERS_LEAST || word_is(w, ORDINARY)) return 0;
    if (r->flags & RECORD_COUNTRY || r->type == ENTITY_NORP) return 1;
    if (word_is(w, LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))) return r->flags & RECORD_CAPITAL;
    return !(r->flags & RECORD_CITY) || r->flags & RECORD_CAPITAL || record_population(r) >= TOWN_THOUSANDS;
}

/* The words from `at` that are a person of the lists; 0: none. */
static size_t person_words(const Words *words, size_t at, size_t end)
{
    if (!word_is(&words->items[at], LEXICON_BIT(GIVEN) | LEXICON_BIT(KOREAN_SURNAME) | LEXICON_BIT(CHINESE_SURNAME)) ||
        word_is(&words->items[at], ORDINARY))
        return 0;
    int eastern = word_is(&words->items[at], LEXICON_BIT(KOREAN_SURNAME) | LEXICON_BIT(CHINESE_SURNAME));
    for (int k = 0; k < 2; k++) { /* the next name may follow without a sign: three words only where names have them */
        size_t n = eastern == !k ? 3 : 2;
        if (at + n > end || word_is(&words->items[at + n - 1], ORDINARY)) continue;
        if (person_score(words, at, at + n) >= PERSON_LEAST) return n;
    }
    return 0;
}

void caseless_sentence(Finder *finder, size_t begin, size_t end)
{
    const Words *words = &finder->words;
    for (size_t i = begin; i < end && !arena_stopped(finder->arena);) {
        uint32_t state;
        size_t n = words->items[i].flags & WORD_LETTERS ? words_phrase(words, i, end, RECORDS, &state) : 0;
        const LexiconRecord *r = n ? lexicon_record(state) : NULL;
        size_t person = n < 2 ? person_words(words, i, end) : 0;
        if (r && (n > 1 ? !word_is(&words->items[i], LEXICON_BIT(FUNCTION)) : !person && is_telling(words, i, r))) {
            Candidate *c = finder_add(finder, i, i + n, r->type, record_rule(r),
                                      n > 1 || r->flags & RECORD_COUNTRY ? CERTAIN : PROBABLE);
            if (c) c->record = r;
            i += n;
        } else if (person) {
            finder_add(finder, i, i + person, ENTITY_PERSON, "gazetteer:name", PROBABLE);
            i += person;
        } else i++;
    }
}
