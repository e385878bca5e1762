/*
** cyrillic.c - names round a head in Russian and Kazakh, where only the first word of a name need be capitalised
**
** Russian: adjectives, the head, then words in the genitive up to a capitalised name: Евразийский национальный университет, министерство
** иностранных дел Казахстана. Kazakh: the head closes the name: Қазақстан Республикасының Сыртқы істер министрлігі. How far a name may reach is bounded,
** so the work is linear.
*/
#include "entities/finder.h"

enum { MAX_BEFORE = 5, MAX_AFTER = 7, MAX_KAZAKH = 8 };

int cyrillic_ending(const Words *words, size_t at, int class_number)
{
    const Word *w = &words->items[at];
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(lexicon_latin, words->text->bytes + w->start, w->end - w->start, folded);
    for (const LexiconEnding *e = lexicon_endings_ru; e->length; e++)
        if (e->class_number == class_number && n >= e->length + 4u && e->bytes[e->length - 1] == folded[n - 1] &&
            !memcmp(folded + n - e->length, e->bytes, e->length))
            return 1;
    return 0;
}

static int plain(const Word *w)
{
    return w->flags & WORD_LETTERS && w->flags & WORD_CYRILLIC;
}

/* End of the genitive words and the name behind a Russian head that ends before `at`; `*named` is set if a capitalised name closes them. */
static size_t genitive_end(const Words *words, size_t at, size_t end, int *named)
{
    size_t last = at, i = at;
    const Word *w = words->items;
    for (; i < end && i - at < MAX_AFTER; i++) {
        uint32_t state;
        if (!plain(&w[i])) break;
        if (w[i].flags & WORD_CAPITAL) {
            size_t n = words_phrase(words, i, end, LEXICON_BIT(PLACE) | LEXICON_BIT(BODY), &state);
            if (!n && i == at && !cyrillic_ending(words, i, LEXICON_ADJECTIVE_NUMBER)) break;
            if (!n && !(w[i].flags & WORD_ALL_CAPS) && !cyrillic_ending(words, i, LEXICON_ADJECTIVE_NUMBER)) break;
            *named = 1;
            last = i + (n ? n : 1);
            if (n) return last;
            continue;
        }
        if (word_is(&w[i], LEXICON_BIT(AND)) || (word_is(&w[i], LEXICON_BIT(FOR)) && i == at)) continue;
        if (word_is(&w[i], LEXICON_BIT(FUNCTION) | LEXICON_BIT(REPORT) | LEXICON_BIT(TITLE) | LEXICON_BIT(IN))) break;
        if (!cyrillic_ending(words, i, LEXICON_GENITIVE_FORM_NUMBER)) break;
        last = i + 1;
    }
    return last;
}

/* A phrase that is a head, at `at`: its words, 0 for none. */
static size_t head_words(const Words *words, size_t at, size_t end, uint64_t *bits)
{
    uint32_t state;
    if (!word_is(&words->items[at], LEXICON_HEADS | LEXICON_BIT(MORE))) return 0;
    size_t n = words_phrase(words, at, end, LEXICON_HEADS, &state);
    if (n) *bits = lexicon_bits(state);
    return n;
}

static size_t russian_name(Finder *finder, size_t at, size_t end)
{
    const Words *words = &finder->words;
    const Word *w = words->items;
    size_t head = at, n = 0, limit = at + MAX_BEFORE < end ? at + MAX_BEFORE : end;
    uint64_t bits = 0;
    uint32_t state;
    int named = 0, capital = (w[at].flags & WORD_CAPITAL) != 0;
    for (; head < limit && plain(&w[head]); head++) {
        if ((n = head_words(words, head, end, &bits))) break;
        if (!capital || !cyrillic_ending(words, head, LEXICON_ADJECTIVE_NUMBER)) return 0;
    }
    if (!n || (head > at && !(bits & (LEXICON_BIT(ADJECTIVES) | LEXICON_BIT(BEFORE))))) return 0;
    if (w[at].flags & WORD_ALL_CAPS || bits & (LEXICON_BIT(COMPANY) | LEXICON_BIT(NEXT))) return 0;
    if (head == at && !capital && !(bits & LEXICON_BIT(SMALL) && bits & LEXICON_BIT(GENITIVE))) return 0;
    size_t last = head + n;
    if (bits & LEXICON_BIT(GENITIVE)) last = genitive_end(words, head + n, end, &named);
    size_t after = last < end ? words_phrase(words, last, end, LEXICON_BIT(AFTER), &state) : 0;
    if (after && last + after < end && w[last + after].flags & WORD_CAPITAL) {
        last += after;
        while (last < end && w[last].flags & WORD_CAPITAL && last - at < 16) last++;
        named = 1;
    }
    if (head == at && !named && (n < 2 || !capital)) return 0; /* a head alone */
    if (!capital && (last < head + n + 2 || w[head + n].flags & WORD_CAPITAL))
        return 0; /* `the government of X` is no name */
    if (words_phrase(words, at, last, LEXICON_BIT(PLACE) | LEXICON_BIT(BODY), &state) > 1)
        return 0; /* the gazetteer says more */
    if (head > at && w[at].flags & WORD_FIRST && !named && last == head + n && head - at < 2 &&
        !word_is(&w[at], LEXICON_BIT(PLACE) | LEXICON_BIT(NORP)) && bits & LEXICON_BIT(GENITIVE))
        return 0;
    finder_add(finder, at, last, head_type(bits), "pattern:head", capital ? 0.75 : 0.6);
    return last;
}

static size_t kazakh_name(Finder *finder, size_t at, size_t end)
{
    const Words *words = &finder->words;
    const Word *w = words->items;
    if (!(w[at].flags & WORD_CAPITAL) || word_is(&w[at], LEXICON_BIT(FUNCTION) | LEXICON_BIT(TITLE))) return 0;
    size_t limit = at + MAX_KAZAKH < end ? at + MAX_KAZAKH : end, last = 0;
    uint64_t bits = 0, found = 0;
    for (size_t i = at; i < limit && plain(&w[i]); i++) {
        if (i > at &&
            word_is(&w[i], LEXICON_BIT(TITLE) | LEXICON_BIT(REPORT) | LEXICON_BIT(FUNCTION) | LEXICON_BIT(CALENDAR)) &&
            !word_is(&w[i], LEXICON_HEADS))
            break;
        if (last && !(w[i].flags & WORD_CAPITAL) && i >= last + 3) break;
        size_t n = i > at ? head_words(words, i, limit, &bits) : 0;
        if (!n || !(bits & LEXICON_BIT(BEFORE)) || bits & LEXICON_BIT(GENITIVE)) continue; /* a Russian head */
        if (last && !(w[last].flags & WORD_CAPITAL) && !(bits & LEXICON_BIT(ORG))) break;
        last = i + n;
        found = bits;
        if (!(bits & LEXICON_BIT(GPE)))
            break; /* what follows a country may go on: Қазақстан Республикасының ... министрлігі */
        if (last < limit && !(w[last].flags & WORD_CAPITAL)) break;
        i += n - 1;
    }
    if (!last || last == at + 1) return 0;
    uint32_t state;
    size_t known = words_phrase(words, at, last, LEXICON_BIT(PLACE) | LEXICON_BIT(BODY), &state);
    if (known == last - at) return 0; /* the gazetteer says more */
    finder_add(finder, at, last, head_type(found), "pattern:head", 0.75);
    return last;
}

/* A small word that names a people (қазақ, өзбектер), which Kazakh writes so. */
static size_t small_people(Finder *finder, size_t at)
{
    const Word *w = &finder->words.items[at];
    if (w->flags & WORD_CAPITAL || !word_is(w, LEXICON_BIT(NORP))) return 0;
    Candidate *c = finder_add(finder, at, at + 1, ENTITY_NORP, "gazetteer:people", 0.7);
    if (c) c->record = lexicon_record(w->state);
    return at + 1;
}

size_t cyrillic_name(Finder *finder, size_t at, size_t begin, size_t end)
{
    (void)begin;
    if (finder->words.language != LANGUAGE_KK) return russian_name(finder, at, end);
    size_t next = kazakh_name(finder, at, end);
    return next ? next : small_people(finder, at);
}
