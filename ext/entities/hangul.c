/*
** hangul.c - candidates in Korean, which has no capitals
**
** A word (eojeol) is a stem and particles. Its stem is looked up with and without them; a stem may be a name of the gazetteer, close with the head of an
** organisation or place (경희대학교), or be a person's name: a surname with a given name of the lists, or any syllables before a title (홍길동 장관, 김 씨).
** Particles stay outside. A bounded number of look-ups a word.
*/
#include "entities/finder.h"

enum { MAX_CLOSER = 8, SYLLABLE = 3 };

/* The particles with this last syllable, noted at the first word that has it. */
static const WordParticles *particles_of(const Words *words, const char *syllable)
{
    unsigned place = (unsigned char)syllable[1] * 7u + (unsigned char)syllable[2];
    WordParticles *known = &words->notes->particles[place % WORD_SYLLABLES];
    if (!memcmp(known->syllable, syllable, SYLLABLE)) return known;
    memcpy(known->syllable, syllable, SYLLABLE);
    known->count = 0;
    for (const LexiconEnding *p = lexicon_particles_ko; p->length; p++)
        if (!memcmp(p->bytes + p->length - SYLLABLE, syllable, SYLLABLE) && known->count < sizeof known->numbers)
            known->numbers[known->count++] = (uint8_t)(p - lexicon_particles_ko);
    return known;
}

static void find_stems(const Words *words, const Word *w, WordStems *stems)
{
    const char *bytes = words->text->bytes;
    stems->ends[0] = w->end;
    stems->count = 1;
    if (w->end - w->start <= SYLLABLE) return; /* no particle leaves anything */
    const WordParticles *particles = particles_of(words, bytes + w->end - SYLLABLE);
    for (unsigned i = 0; i < particles->count && stems->count < STEMS_MAX; i++) {
        const LexiconEnding *p = &lexicon_particles_ko[particles->numbers[i]];
        if (w->end - w->start > p->length && !memcmp(bytes + w->end - p->length, p->bytes, p->length))
            stems->ends[stems->count++] = w->end - p->length;
    }
    /* longest particle first gives the shortest stem first */
    for (int i = 1; i < stems->count; i++)
        for (int k = i; k > 1 && stems->ends[k] > stems->ends[k - 1]; k--) {
            uint32_t moved = stems->ends[k];
            stems->ends[k] = stems->ends[k - 1];
            stems->ends[k - 1] = moved;
        }
}

/* A word is asked for its stems up to three times: for itself, and as what follows another. They stay while no word WORD_STEMS further on is asked for. */
static const WordStems *stems_of(const Words *words, const Word *w)
{
    uint32_t number = (uint32_t)(w - words->items) + 1;
    WordStems *known = &words->notes->stems[number % WORD_STEMS];
    if (known->word != number) {
        find_stems(words, w, known);
        known->word = number;
    }
    return known;
}

static int all_hangul(const Words *words, uint32_t start, uint32_t end)
{
    const char *bytes = words->text->bytes;
    for (uint32_t i = start; i < end; i += SYLLABLE)
        if (end - i < SYLLABLE || (unsigned char)bytes[i] < 0xEA || (unsigned char)bytes[i] > 0xED) return 0;
    return 1;
}

static uint32_t find_state(const Words *words, uint32_t start, uint32_t end)
{
    char folded[LEXICON_WORD_MAX];
    if (end > start && end - start <= LEXICON_WORD_MAX && all_hangul(words, start, end))
        return lexicon_word(words->text->bytes + start, end - start); /* folded already */
    size_t n = end > start && end - start < LEXICON_WORD_MAX
                   ? lexicon_fold(lexicon_latin, words->text->bytes + start, end - start, folded)
                   : 0;
    return n ? lexicon_word(folded, n) : LEXICON_NONE;
}

/* The state of a part of a word. */
static uint32_t state_of(const Words *words, uint32_t start, uint32_t end)
{
    WordPart *part = words_part(words, start, end);
    if (part->start != start || part->end != end) *part = (WordPart){start, end, find_state(words, start, end)};
    return part->state;
}

static uint64_t bits_of(const Words *words, uint32_t start, uint32_t end)
{
    return lexicon_bits(state_of(words, start, end));
}

/* The head that closes [start, end): its length in bytes and bits; the longest, leaving `leave` bytes before it. 0 for none. */
static uint32_t closer_of(const Words *words, uint32_t start, uint32_t end, uint32_t leave, uint64_t *bits)
{
    for (uint32_t n = MAX_CLOSER * SYLLABLE; n >= SYLLABLE; n -= SYLLABLE) {
        if (end - start < n + leave) continue;
        uint64_t found = bits_of(words, end - n, end);
        if (!(found & LEXICON_BIT(CLOSES))) continue;
        *bits = found;
        return n;
    }
    return 0;
}

/* Whether the word is a person's title with at most a particle behind it. */
static int is_title(const Words *words, const Word *w)
{
    if (!(w->flags & WORD_HANGUL)) return 0;
    const WordStems *stems = stems_of(words, w);
    for (int i = 0; i < stems->count; i++)
        if (bits_of(words, w->start, stems->ends[i]) & LEXICON_BIT(TITLE)) return 1;
    return 0;
}

static size_t syllables(uint32_t start, uint32_t end)
{
    return (end - start) / SYLLABLE;
}

/* Length of the surname that [start, end) opens with, in bytes: two syllables before one; 0. */
static uint32_t surname_of(const Words *words, uint32_t start, uint32_t end)
{
    for (uint32_t n = 2 * SYLLABLE; n >= SYLLABLE; n -= SYLLABLE)
        if (end - start >= n && bits_of(words, start, start + n) & LEXICON_BIT(SURNAME) &&
            (n == SYLLABLE || end - start > n))
            return n;
    return 0;
}

static Candidate *add(Finder *finder, uint32_t start, uint32_t end, size_t word, int type, const char *rule,
                      double score)
{
    return finder_add_bytes(finder, start, end, word, type, rule, score);
}

/* A name of the gazetteer that is the word's stem. */
static int take_record(Finder *finder, size_t at, const WordStems *stems)
{
    const Words *words = &finder->words;
    const Word *w = &words->items[at];
    for (int i = 0; i < stems->count; i++) {
        uint32_t state = state_of(words, w->start, stems->ends[i]);
        uint64_t bits = lexicon_bits(state);
        const LexiconRecord *r = lexicon_record(state);
        if (!r || syllables(w->start, stems->ends[i]) < 2) continue;
        if (bits & LEXICON_BIT(NOT) && r->type == ENTITY_GPE && strcmp(r->country, "KR") != 0 &&
            !(r->flags & RECORD_COUNTRY))
            continue; /* 지난: Jinan, or `last` */
        if (bits & LEXICON_BIT(TITLE) && !(r->flags & RECORD_COUNTRY)) continue;
        if (i && stems->ends[0] - stems->ends[i] > 0 && r->type == ENTITY_GPE && r->flags & RECORD_CITY &&
            record_population(r) < 300 && !(r->flags & RECORD_CAPITAL) && strcmp(r->country, "KR") != 0)
            continue;
        Candidate *c = add(finder, w->start, stems->ends[i], at, r->type,
                           r->type == ENTITY_ORG       ? "gazetteer:body"
                           : r->flags & RECORD_COUNTRY ? "gazetteer:country"
                                                       : "gazetteer:place",
                           0.85);
        if (c) c->record = r;
        return 1;
    }
    return 0;
}

/* A stem that closes with a head: an organisation, a facility, a place in a known one. A head alone takes a known place before it. */
static int take_closer(Finder *finder, size_t at, size_t begin, const WordStems *stems)
{
    const Words *words = &finder->words;
    const Word *w = &words->items[at];
    for (int i = 0; i < stems->count; i++) {
        uint64_t bits = 0;
        uint32_t end = stems->ends[i], n = closer_of(words, w->start, end, 0, &bits);
        if (!n) continue;
        uint32_t front = w->start + (end - w->start - n);
        int type = bits & LEXICON_BIT(PEOPLE) ? ENTITY_NORP : head_type(bits);
        uint64_t before = bits_of(words, w->start, front);
        int place = (before & (LEXICON_BIT(PLACE) | LEXICON_BIT(BODY))) != 0;
        if (front == w->start) { /* the head alone: 카자흐스탄 외교부 */
            const Candidate *last = finder->found.count ? &finder->found.items[finder->found.count - 1] : NULL;
            if (n >= 3 * SYLLABLE && type == ENTITY_ORG && at > begin && last && last->first == at - 1 &&
                last->end == words->items[at - 1].end && last->type == ENTITY_GPE) {
                Candidate *c = &finder->found.items[finder->found.count - 1];
                c->end = end;
                c->type = ENTITY_ORG;
                c->record = NULL;
                c->rule = "pattern:head";
                return 1;
            }
            continue;
        }
        if (n == SYLLABLE && (!place || front - w->start < 2 * SYLLABLE)) continue;
        if (bits_of(words, w->start, end) & LEXICON_BIT(NOT)) continue;
        if (n == SYLLABLE && type != ENTITY_GPE && type != ENTITY_LOC && type != ENTITY_NORP && type != ENTITY_FAC)
            continue;
        if (type == ENTITY_NORP && !place) continue;
        if (!place && front - w->start < 2 * SYLLABLE && all_hangul(words, w->start, front)) continue;
        if (!place && n == 2 * SYLLABLE && before & LEXICON_BIT(TITLE)) continue;
        add(finder, w->start, end, at, type, "pattern:head", place ? 0.8 : 0.65);
        return 1;
    }
    return 0;
}

/* Whether the word right before is a foreign name of the lists, which this one may go on with. */
static int last_is_name(const Finder *finder, size_t at)
{
    if (!finder->found.count) return 0;
    const Candidate *last = &finder->found.items[finder->found.count - 1];
    const Word *w = &finder->words.items[at];
    return last->type == ENTITY_PERSON && last->last == at && at && last->end == w[-1].end &&
           !(w->flags & WORD_GLUED) && last->rule[0] == 'g';
}

/* Whether a word could be part of a foreign name: unknown, of three syllables or more, without a particle. */
static int foreign_name(const Words *words, const Word *w)
{
    uint64_t bits = 0;
    if (!(w->flags & WORD_HANGUL) || !all_hangul(words, w->start, w->end) || syllables(w->start, w->end) < 3 ||
        syllables(w->start, w->end) > 8)
        return 0;
    if (state_of(words, w->start, w->end) != LEXICON_NONE ||
        bits_of(words, w->end - SYLLABLE, w->end) & LEXICON_BIT(NOT))
        return 0;
    return stems_of(words, w)->count == 1 && !closer_of(words, w->start, w->end, 0, &bits);
}

/* 카심조마르트 토카예프 대통령: unknown words before the title of a head of state or the like. */
static int take_foreign(Finder *finder, size_t at, size_t end)
{
    const Words *words = &finder->words;
    const Word *w = words->items + at;
    size_t last = at;
    if (!foreign_name(words, w)) return 0;
    if (last + 2 < end && !(w[1].flags & WORD_GLUED) && foreign_name(words, w + 1)) last++;
    const Word *title = words->items + last + 1;
    if (last + 1 >= end || title->flags & WORD_GLUED || !(title->flags & WORD_HANGUL)) return 0;
    const WordStems *stems = stems_of(words, title);
    for (int i = 0; i < stems->count; i++)
        if (bits_of(words, title->start, stems->ends[i]) & LEXICON_BIT(TITLE) &&
            bits_of(words, title->start, stems->ends[i]) & LEXICON_BIT(ALONE)) {
            finder_add(finder, at, last + 1, ENTITY_PERSON, "pattern:title", 0.65);
            return (int)(last + 1 - at);
        }
    return 0;
}

/* A person: 홍길동 장관, 김 씨, 홍길동(45), a surname and a given name of the lists, foreign names of the lists in a row. */
static int take_person(Finder *finder, size_t at, size_t end, const WordStems *stems)
{
    const Words *words = &finder->words;
    const Word *w = words->items + at, *next = at + 1 < end ? w + 1 : NULL;
    uint32_t whole = w->end;
    size_t length = syllables(w->start, whole);
    if (!all_hangul(words, w->start, whole)) return 0;
    uint32_t surname = surname_of(words, w->start, whole);
    int titled = next && !(next->flags & WORD_GLUED) && is_title(words, next);
    uint64_t bits = bits_of(words, w->start, whole);
    if (titled && surname && length <= 4 && !(bits & (LEXICON_BIT(TITLE) | LEXICON_BIT(PLACE) | LEXICON_BIT(CLOSES)))) {
        if (length == 3 || (length == 4 && surname == 2 * SYLLABLE) || length == 2 ||
            (length == 1 && !(bits & LEXICON_BIT(NOT))))
            return add(finder, w->start, whole, at, ENTITY_PERSON, "pattern:title", length == 3 ? 0.85 : 0.7), 1;
    }
    if (surname && length == 1 && !(bits & LEXICON_BIT(NOT)) && next && !(next->flags & WORD_GLUED) &&
        next->end - next->start <= 4 * SYLLABLE && is_title(words, next))
        return add(finder, w->start, whole, at, ENTITY_PERSON, "pattern:title", 0.7), 1;
    if (surname && length == 3 && next && next->sign == '(' && next->flags & WORD_GLUED && at + 2 < end &&
        (w[2].flags & WORD_NUMBER))
        return add(finder, w->start, whole, at, ENTITY_PERSON, "pattern:age", 0.8), 1;
    for (int i = 0; i < stems->count; i++) {
        uint32_t stop = stems->ends[i];
        size_t n = syllables(w->start, stop);
        if (surname && n == surname / SYLLABLE + 2 && bits_of(words, w->start + surname, stop) & LEXICON_BIT(GIVEN) &&
            !(bits_of(words, w->start, stop) & ~(LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))))
            return add(finder, w->start, stop, at, ENTITY_PERSON, "pattern:name", 0.75), 1;
        /* 윤석열대통령, 김씨 */
        for (uint32_t k = SYLLABLE; k <= 4 * SYLLABLE && k < stop - w->start; k += SYLLABLE) {
            if (!(bits_of(words, stop - k, stop) & LEXICON_BIT(TITLE))) continue;
            size_t left = syllables(w->start, stop - k);
            if (surname && (left == 3 || (left == 1 && bits_of(words, stop - k, stop) & LEXICON_BIT(HONORIFIC))))
                return add(finder, w->start, stop - k, at, ENTITY_PERSON, "pattern:title", 0.7), 1;
        }
        if (bits_of(words, w->start, stop) & LEXICON_BIT(NOT)) continue;
        /* 송민기: syllables that given names are made of; the word must be otherwise unknown */
        if (surname == SYLLABLE && n == 3 &&
            bits_of(words, w->start + SYLLABLE, w->start + 2 * SYLLABLE) & LEXICON_BIT(KOREAN_SYLLABLE) &&
            bits_of(words, w->start + 2 * SYLLABLE, stop) & LEXICON_BIT(PINYIN) &&
            state_of(words, w->start, stop) == LEXICON_NONE &&
            !(bits_of(words, w->start + 2 * SYLLABLE, stop) & LEXICON_BIT(NOT)) &&
            !(bits_of(words, w->start, w->start + 2 * SYLLABLE) &
              (LEXICON_BIT(NOT) | LEXICON_BIT(PLACE) | LEXICON_BIT(TITLE) | LEXICON_BIT(CLOSES))) &&
            !(bits_of(words, w->start + SYLLABLE, stop) &
              (LEXICON_BIT(NOT) | LEXICON_BIT(CLOSES) | LEXICON_BIT(TITLE))))
            return add(finder, w->start, stop, at, ENTITY_PERSON, "pattern:syllables", 0.5), 1;
        if (n >= 2 && bits_of(words, w->start, stop) & LEXICON_BIT(GIVEN) && stop == whole && next &&
            next->flags & WORD_HANGUL && !(next->flags & WORD_GLUED) && !titled) { /* 마크 월버그 */
            const WordStems *after = stems_of(words, next);
            for (int k = 0; k < after->count; k++)
                if (syllables(next->start, after->ends[k]) >= 2 &&
                    bits_of(words, next->start, after->ends[k]) & (LEXICON_BIT(SURNAME) | LEXICON_BIT(GIVEN)))
                    return add(finder, w->start, whole, at, ENTITY_PERSON, "gazetteer:name", 0.6), 1;
        }
        if (n >= 2 && last_is_name(finder, at) && bits_of(words, w->start, stop) & LEXICON_BIT(SURNAME)) {
            Candidate *last = &finder->found.items[finder->found.count - 1];
            last->end = stop;
            last->last = (uint32_t)at + 1;
            last->score = 0.8f;
            return 1;
        }
        if (n >= 3 && bits_of(words, w->start, stop) & (LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME)) &&
            !(bits_of(words, w->start, stop) & (LEXICON_BIT(PLACE) | LEXICON_BIT(TITLE)))) {
            /* a foreign name of the lists: joined to one right before it */
            Candidate *last = finder->found.count ? &finder->found.items[finder->found.count - 1] : NULL;
            if (last && last->type == ENTITY_PERSON && last->last == at && last->end == w[-1].end &&
                !(w->flags & WORD_GLUED)) {
                last->end = stop;
                last->last = (uint32_t)at + 1;
                last->score = 0.8f;
            } else
                add(finder, w->start, stop, at, ENTITY_PERSON, "gazetteer:name", titled || stop == whole ? 0.65 : 0.6);
            return 1;
        }
    }
    return 0;
}

/* A Latin word inside Korean text: a body or a place of the gazetteer, or letters in capitals. */
static void take_latin(Finder *finder, size_t at, size_t end)
{
    const Words *words = &finder->words;
    const Word *w = &words->items[at];
    const LexiconRecord *r = lexicon_record(w->state);
    if (r && r->type != ENTITY_NORP && (w->flags & WORD_ALL_CAPS || r->type != ENTITY_ORG || w->end - w->start > 3)) {
        Candidate *c = finder_add(finder, at, at + 1, r->type, "gazetteer:body", 0.8);
        if (c) c->record = r;
    } else if (w->flags & WORD_INITIAL && at + 1 < end && is_title(words, w + 1) && !(w[1].flags & WORD_GLUED))
        finder_add(finder, at, at + 1, ENTITY_PERSON, "pattern:title", 0.6);
    else if (w->flags & WORD_ALL_CAPS && w->end - w->start >= 3 &&
             !word_is(w, LEXICON_BIT(NOT) | LEXICON_BIT(CALENDAR)) && w->state == LEXICON_NONE)
        finder_add(finder, at, at + 1, ENTITY_ORG, "pattern:capitals", 0.4);
}

void hangul_sentence(Finder *finder, size_t begin, size_t end)
{
    for (size_t i = begin; i < end && !arena_stopped(finder->arena); i++) {
        const Word *w = &finder->words.items[i];
        if (!(w->flags & WORD_LETTERS) || w->flags & WORD_NUMBER) continue;
        if (!(w->flags & WORD_HANGUL)) {
            take_latin(finder, i, end);
            continue;
        }
        const WordStems *stems = stems_of(&finder->words, w);
        if (take_person(finder, i, end, stems)) continue;
        if (take_record(finder, i, stems)) continue;
        int foreign = take_foreign(finder, i, end);
        if (foreign) {
            i += (size_t)foreign - 1;
            continue;
        }
        take_closer(finder, i, begin, stems);
    }
}
