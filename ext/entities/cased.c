/*
** cased.c - candidates in scripts with capital letters
**
** A run of capitalised words is cut, from left to right, into titles, names round a head (University, Ministry of ...), places, peoples and bodies of the
** gazetteer, and what remains: people, or names of an unknown kind. A head draws in what follows by its own connectors (`of`, `for`, `in`, ...).
** What stood just before (a title, a plural that opens a list, the kind of a thing in small letters) speaks for the type.
** Every word is looked at a bounded number of times: runs are cut at MAX_RUN words and continuations at MAX_TARGETS.
*/
#include "entities/finder.h"

enum { MAX_RUN = 24, MAX_TARGETS = 6, MAX_LIST_GAP = 3, MAX_QUOTED = 20 };

typedef struct Scan {
    Finder *finder;
    const Words *words;
    Word *w;
    size_t begin, end;
    size_t title_end; /* a person's title ends before this word */
    int title;        /* 2: an honorific or a title with a name sure to follow */
    int list_type;    /* what the list that we are in holds; ENTITY_UNKNOWN: no list */
    size_t list_near; /* the list is over if no item begins up to here */
    int kind;         /* what the small word just before says of the name that follows */
    size_t kind_end;
} Scan;

#define CONNECTORS                                                                                                     \
    (LEXICON_BIT(OF) | LEXICON_BIT(FOR) | LEXICON_BIT(ON) | LEXICON_BIT(IN) | LEXICON_BIT(TO) | LEXICON_BIT(AND) |     \
     LEXICON_BIT(ARTICLE))
#define RECORDS (LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY))
#define NAMES   (LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))

int head_type(uint64_t bits)
{
    if (bits & (LEXICON_BIT(ORG) | LEXICON_BIT(MEDIA) | LEXICON_BIT(COMPANY))) return ENTITY_ORG;
    if (bits & LEXICON_BIT(EVENT)) return ENTITY_EVENT;
    if (bits & LEXICON_BIT(LAW)) return ENTITY_LAW;
    if (bits & LEXICON_BIT(FAC)) return ENTITY_FAC;
    if (bits & LEXICON_BIT(GPE)) return ENTITY_GPE;
    if (bits & LEXICON_BIT(LOC)) return ENTITY_LOC;
    if (bits & LEXICON_BIT(WORK)) return ENTITY_WORK;
    return ENTITY_PRODUCT;
}

static int capital(const Scan *s, size_t at)
{
    return at < s->end && word_capital(&s->w[at]);
}
static int small_word(const Scan *s, size_t at, uint64_t bits)
{
    return at < s->end && (s->w[at].flags & WORD_LETTERS) && !(s->w[at].flags & WORD_CAPITAL) &&
           word_is(&s->w[at], bits);
}
static int seen_capital(const Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    return w->slot != LEXICON_NONE && s->words->index.items[w->slot].capital > 0;
}
static int seen_small(const Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    return w->slot != LEXICON_NONE && s->words->index.items[w->slot].small > 0;
}
static int ordinary(const Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    return word_is(w, LEXICON_BIT(COMMON) | LEXICON_BIT(FUNCTION)) || (w->flags & WORD_CYRILLIC && seen_small(s, at)) ||
           (!word_is(w, NAMES | RECORDS) && seen_small(s, at) && !(w->flags & WORD_ALL_CAPS));
}

static int nouns_capital(const Scan *s)
{
    return s->words->manner && s->words->manner->nouns_capital;
}

/* ---- headlines ------------------------------------------------------------------------------------------------------ */

/* In a headline, where every word has a capital or is all capitals, ordinary words are read as small ones. */
static void read_headline(Scan *s)
{
    size_t long_words = 0, capitals = 0, shouted = 0, ordinary_capitals = 0;
    for (size_t i = s->begin; i < s->end; i++) {
        const Word *w = &s->w[i];
        if (!(w->flags & WORD_LETTERS) || w->end - w->start < 4) continue;
        long_words++;
        capitals += (w->flags & WORD_CAPITAL) != 0;
        shouted += (w->flags & WORD_ALL_CAPS) != 0;
        ordinary_capitals += (w->flags & WORD_CAPITAL) != 0 && word_is(w, LEXICON_BIT(COMMON)) &&
                             !word_is(w, LEXICON_HEADS | LEXICON_BIT(TITLE));
    }
    int closed = s->end > s->begin && s->w[s->end - 1].sign == '.'; /* headlines have no full stop */
    if (long_words < 4 || capitals * 8 < long_words * 7 || (ordinary_capitals < 2 && shouted < 3) ||
        (closed && shouted * 2 < long_words))
        return;
    int kept = 0;
    for (size_t i = s->begin; i < s->end; i++) {
        Word *w = &s->w[i];
        uint32_t state;
        if (shouted * 2 > long_words) w->flags &= (uint16_t)~WORD_ALL_CAPS;
        if (!word_capital(w)) {
            kept = kept && word_is(w, CONNECTORS);
            continue;
        }
        size_t n = words_phrase(s->words, i, s->end, RECORDS, &state);
        if (n > 1) {
            i += n - 1;
            kept = 1;
        } else if (word_is(w, LEXICON_BIT(COMMON) | LEXICON_BIT(FUNCTION)) &&
                   !(word_is(w, RECORDS) && !word_is(w, LEXICON_BIT(COMMON))) && !(kept && word_is(w, LEXICON_HEADS)) &&
                   !word_is(w, LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC)))
            w->flags &= (uint16_t)~WORD_CAPITAL, kept = 0;
        else kept = 1;
    }
}

/* ---- runs ----------------------------------------------------------------------------------------------------------- */

/* A possessive inside a name joins only words that could be no owner by themselves: Rector's Forum, People's Party. */
static int possessive_joins(const Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    if (word_is(w, RECORDS | LEXICON_BIT(GIVEN))) return 0;
    return word_is(w, LEXICON_BIT(COMMON) | LEXICON_BIT(TITLE));
}

/* End of the run of capitalised words from `at`. */
static size_t run_end(const Scan *s, size_t at)
{
    size_t i = at + 1;
    while (i < s->end && i - at < MAX_RUN) {
        const Word *before = &s->w[i - 1];
        if (before->flags & WORD_POSSESSIVE && !possessive_joins(s, i - 1)) break;
        if (capital(s, i)) {
            i++;
            continue;
        }
        const Word *w = &s->w[i];
        if (w->sign == '&' && capital(s, i + 1)) i += 2;
        else if (small_word(s, i, LEXICON_BIT(PARTICLE)) && capital(s, i + 1) && !ordinary(s, i - 1)) i += 2;
        else if (small_word(s, i, LEXICON_BIT(PARTICLE)) && small_word(s, i + 1, LEXICON_BIT(PARTICLE)) &&
                 capital(s, i + 2))
            i += 3;
        else break;
    }
    return i;
}

/* Longest phrase of the gazetteer at `at`, with the capitals that it must have. */
static size_t record_words(const Scan *s, size_t at, size_t end, uint32_t *state)
{
    size_t n = words_phrase(s->words, at, end, RECORDS, state);
    const Word *w = &s->w[at];
    if (!n) return 0;
    if (n > 1) {
        /* Republic of ...: the words that are no connectors are capitalised */
        for (size_t i = at; i < at + n; i++)
            if (!(s->w[i].flags & (WORD_CAPITAL | WORD_NUMBER)) &&
                !word_is(&s->w[i], CONNECTORS | LEXICON_BIT(FUNCTION) | LEXICON_BIT(PARTICLE)) &&
                !(w->flags & WORD_CYRILLIC))
                return 0;
        return n;
    }
    if (w->flags & WORD_ALL_CAPS && w->end - w->start < 7) return 1;
    if (s->words->manner && w->state != w->exact && word_is(w, LEXICON_HEADS))
        return 0; /* Universität, as University, FL */
    if (word_is(w, LEXICON_BIT(FUNCTION) | LEXICON_BIT(NOT))) return 0;
    if (w->end - w->start < 4 && word_is(w, LEXICON_BIT(BODY))) return 0; /* Who, Un */
    if (w->end - w->start < 3) return 0;
    if (word_is(w, LEXICON_BIT(COMMON) | LEXICON_BIT(CALENDAR) | LEXICON_BIT(TITLE)) &&
        !word_is(w, LEXICON_BIT(NORP))) {
        int placed = at > s->begin && small_word(s, at - 1, LEXICON_BIT(PLACE_BEFORE));
        return placed && !(w->flags & WORD_FIRST) && !seen_small(s, at) && !nouns_capital(s);
    }
    return 1;
}

/* ---- what a head draws in -------------------------------------------------------------------------------------------- */

static uint64_t connector_flag(uint64_t bits)
{
    uint64_t flags = 0;
    if (bits & LEXICON_BIT(OF)) flags |= LEXICON_BIT(TAKES_OF);
    if (bits & LEXICON_BIT(FOR)) flags |= LEXICON_BIT(TAKES_FOR);
    if (bits & LEXICON_BIT(ON)) flags |= LEXICON_BIT(TAKES_ON);
    if (bits & LEXICON_BIT(IN)) flags |= LEXICON_BIT(TAKES_IN);
    if (bits & LEXICON_BIT(TO)) flags |= LEXICON_BIT(TAKES_TO);
    return flags;
}

/* End of the capitalised words after a connector, cut before a title of a person or a new name. */
static size_t target_end(const Scan *s, size_t at)
{
    uint32_t state;
    size_t end = run_end(s, at), n = record_words(s, at, end, &state);
    int place = n && lexicon_bits(state) & LEXICON_BIT(PLACE);
    for (size_t i = at + (n ? n : 1); i < end; i++) {
        if (word_is(&s->w[i], LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC) | LEXICON_BIT(CALENDAR)) &&
            !word_is(&s->w[i], LEXICON_HEADS))
            return i;
        if (place && word_is(&s->w[i], LEXICON_BIT(GIVEN)) && !word_is(&s->w[i], LEXICON_BIT(COMMON))) return i;
        if (word_is(&s->w[i], LEXICON_BIT(PREFIX)) && i + 1 < end && word_is(&s->w[i + 1], LEXICON_BIT(TITLE)))
            return i;
    }
    return end;
}

/* True if the words [from, to) are ordinary ones (Foreign Affairs), which no place or person is. */
static int all_ordinary(const Scan *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (!ordinary(s, i) || word_is(&s->w[i], LEXICON_BIT(NORP))) return 0;
    return to > from;
}

/* `, Industry and Energy`, `and World Languages`: more of the same after the target that ends at `at`; returns the new end. */
static size_t joined_end(const Scan *s, size_t at)
{
    size_t i = at, items = 0;
    while (i + 1 < s->end && s->w[i].sign == ',' && capital(s, i + 1) && items < 4) {
        size_t next = run_end(s, i + 1);
        if (!all_ordinary(s, i + 1, next)) return at;
        i = next;
        items++;
    }
    if (i + 1 < s->end && s->w[i].sign == ',') i++;
    if (!small_word(s, i, LEXICON_BIT(AND)) && !(i < s->end && s->w[i].sign == '&')) return at;
    if (!capital(s, i + 1) || (s->w[at - 1].flags & WORD_POSSESSIVE)) return at;
    uint32_t state;
    size_t next = target_end(s, i + 1);
    if (!ordinary(s, i + 1) || word_is(&s->w[i + 1], LEXICON_BIT(TITLE)) || record_words(s, i + 1, next, &state))
        return at;
    uint64_t last = s->w[next - 1].bits;
    if (last & LEXICON_BIT(TAKES_OF) && (next - i > 2 || small_word(s, next, LEXICON_BIT(OF))))
        return at; /* a name of its own */
    return next;
}

/* Where a name goes on behind its head, which ends before word `at`; `bits` are the head's. Returns the new end. */
static size_t extend_name(const Scan *s, size_t at, uint64_t bits)
{
    int placed = 0;
    for (int round = 0; round < MAX_TARGETS && at < s->end; round++) {
        if (s->w[at - 1].flags & WORD_POSSESSIVE) break;
        uint32_t state;
        size_t n = words_phrase(s->words, at, s->end, LEXICON_BIT(AFTER), &state);
        if (n && capital(s, at + n)) {
            at = run_end(s, at + n);
            continue;
        }
        if (!small_word(s, at, CONNECTORS) || !(connector_flag(s->w[at].bits) & bits)) break;
        uint64_t connector = s->w[at].bits;
        size_t from = at + 1;
        if (small_word(s, from, LEXICON_BIT(ARTICLE))) from++;
        if (!capital(s, from) || word_is(&s->w[from], LEXICON_BIT(CALENDAR))) break;
        if (word_is(&s->w[from], LEXICON_BIT(HONORIFIC))) break;
        size_t to = target_end(s, from), m = record_words(s, from, to, &state);
        int record = m != 0;
        if (!m) m = words_phrase(s->words, from, s->end, RECORDS, &state), record = m > 1;
        if (record && m > to - from) to = from + m;
        if (connector & (LEXICON_BIT(IN) | LEXICON_BIT(TO)) && !(connector & LEXICON_BIT(OF)) && !record) break;
        if (placed && !(connector & (LEXICON_BIT(IN) | LEXICON_BIT(TO)))) break;
        placed = record && lexicon_bits(state) & (LEXICON_BIT(PLACE) | LEXICON_BIT(BODY)) && m == to - from;
        size_t more = placed ? to : joined_end(s, to);
        at = more > to ? more : to;
        /* Embassy of X in Y; Ministry of X of the Republic of Y */
        bits |= LEXICON_BIT(TAKES_OF);
    }
    return at;
}

/* ---- mentions -------------------------------------------------------------------------------------------------------- */

static Candidate *add(Scan *s, size_t first, size_t last, int type, const char *rule, double score)
{
    if (s->list_type != ENTITY_UNKNOWN) s->list_near = last + MAX_LIST_GAP;
    return finder_add(s->finder, first, last, type, rule, score);
}

static int in_list(const Scan *s, size_t at)
{
    return s->list_type != ENTITY_UNKNOWN && at <= s->list_near;
}

/* The word behind the last word of the head that a name in [from, to) has; 0: none. Sets the head's bits. */
static size_t head_end(const Scan *s, size_t from, size_t to, uint64_t *bits)
{
    size_t found = 0;
    for (size_t i = from; i < to; i++) {
        const Word *w = &s->w[i];
        if (i > from && word_is(w, LEXICON_BIT(CALENDAR)) && !word_is(w, LEXICON_BIT(COMMON))) break;
        if (found && word_is(w, LEXICON_BIT(TITLE) | LEXICON_BIT(PREFIX) | LEXICON_BIT(HONORIFIC)) &&
            !word_is(w, LEXICON_HEADS)) {
            /* a person follows, unless the run ends with a head again */
            if (!(w->flags & WORD_POSSESSIVE)) break;
        }
        uint32_t state;
        size_t n = word_is(w, LEXICON_HEADS | LEXICON_BIT(MORE))
                       ? words_phrase(s->words, i, s->end, LEXICON_HEADS, &state)
                       : 0; /* House of Commons reaches over small words */
        if (!n || !(lexicon_bits(state) & (LEXICON_BIT(BEFORE) | LEXICON_BIT(ALONE)))) continue;
        uint64_t here = lexicon_bits(state);
        if (i == from && n == 1 && !(here & LEXICON_BIT(ALONE))) continue;
        if (n == 1 && word_is(w, NAMES) && !(here & LEXICON_BIT(LOC) && here & LEXICON_BIT(SMALL)) && i + 1 == to &&
            i == from + 1 && word_is(&s->w[from], LEXICON_BIT(GIVEN)) &&
            !word_is(&s->w[from], LEXICON_BIT(PLACE) | LEXICON_BIT(COMMON)) && person_score(s->words, from, to) >= 2)
            continue;
        found = i + n;
        *bits = here;
        i += n - 1;
    }
    return found;
}

/* A name with a head at its end, [from, head), and what follows it. Returns the end. */
static size_t add_head_name(Scan *s, size_t from, size_t head, uint64_t bits)
{
    size_t end = extend_name(s, head, bits);
    int type = head_type(bits);
    if (nouns_capital(s) && end == head && capital(s, end) && word_is(&s->w[end], LEXICON_BIT(PLACE)))
        end++; /* Universität Leipzig */
    if (end + 1 < s->end && s->w[end].sign == ',' && word_is(&s->w[end + 1], LEXICON_BIT(COMPANY)) &&
        capital(s, end + 1) && type == ENTITY_ORG)
        end += 2;
    if (type == ENTITY_PRODUCT && end == head)
        while (end < s->end && end - head < 3 && !(s->w[end - 1].flags & WORD_POSSESSIVE) && capital(s, end) &&
               s->w[end].state == LEXICON_NONE)
            end++;
    double score = end - from > 1 ? 0.8 : 0.5;
    if (all_ordinary(s, from, end)) score -= 0.2;
    add(s, from, end, type, "pattern:head", score);
    return end;
}

/* `Ministry of ...`, `Lake Balkhash`, `Republic of Kazakhstan`: a name that opens with its head. Returns the end, or 0. */
static size_t head_first(Scan *s, size_t at, size_t run)
{
    uint32_t state, place;
    size_t n = words_phrase(s->words, at, s->end, LEXICON_HEADS, &state);
    if (!n) return 0;
    uint64_t bits = lexicon_bits(state);
    if (at + n > run) run = at + n;
    if (bits & LEXICON_BIT(NEXT) && at + n < s->end &&
        (at + n < run || (s->w[at + n].flags & WORD_NUMBER && bits & LEXICON_BIT(EVENT)))) {
        size_t end = at + n < run ? target_end(s, at + n) : at + n + 1;
        uint64_t last = 0;
        size_t head = at + n < run ? head_end(s, at, end, &last) : 0;
        if (head == end) return 0; /* Lake Forest College */
        int type = bits & LEXICON_BIT(LOC) ? ENTITY_LOC : bits & LEXICON_BIT(EVENT) ? ENTITY_EVENT : head_type(bits);
        add(s, at, end, type, "pattern:head", 0.7);
        return end;
    }
    if (at + n > run || at + n >= s->end ||
        !(bits & (LEXICON_BIT(TAKES_OF) | LEXICON_BIT(TAKES_FOR) | LEXICON_BIT(TAKES_ON))))
        return 0;
    if (at + n < run) return 0;
    size_t end = extend_name(s, at + n, bits);
    if (end == at + n && !(bits & LEXICON_BIT(ALONE))) {
        size_t m = at + n;
        if (bits & LEXICON_BIT(LAW) && n > 2) {
            add(s, at, m, ENTITY_LAW, "pattern:head", 0.6);
            return m;
        }
        return 0;
    }
    int type = head_type(bits);
    Candidate *c = add(s, at, end, type, "pattern:head", 0.8);
    size_t from = at + n + 1;
    if (small_word(s, from, LEXICON_BIT(ARTICLE))) from++;
    if (c && type == ENTITY_GPE && from < end &&
        words_phrase(s->words, from, end, LEXICON_BIT(PLACE), &place) == end - from)
        c->record = lexicon_record(place);
    return end;
}

/* Words of a title at `at`: `Deputy Prime Minister`, `Foreign Minister`, `former President`; 0 for none. */
static size_t title_words(const Scan *s, size_t at, size_t end)
{
    size_t i = at;
    uint32_t state;
    for (;;) {
        size_t n = words_phrase(s->words, i, end, LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC), &state);
        if (n) {
            i += n;
            if (i < end && s->w[i - 1].flags & WORD_POSSESSIVE) return 0;
            /* President Vice-Rector ...: titles in a row */
            if (i < end && words_phrase(s->words, i, end, LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC), &state) &&
                !word_is(&s->w[i], NAMES))
                continue;
            return i - at;
        }
        if (i < end && word_is(&s->w[i], LEXICON_BIT(PREFIX)) && i - at < 3) i++;
        else return 0;
    }
}

/* Type of a name from what stands round it; ENTITY_UNKNOWN if that says nothing. */
static int type_from_context(const Scan *s, size_t from, size_t to)
{
    const Word *w = s->w;
    if (in_list(s, from)) return s->list_type;
    if (s->kind != ENTITY_UNKNOWN && s->kind_end == from) return s->kind;
    if (to - from == 1 && (w[from].flags & WORD_DOMAIN)) return ENTITY_ORG;
    if (to < s->end && small_word(s, to, LEXICON_BIT(SINGULAR))) {
        if (word_is(&w[to], LEXICON_BIT(CUE_ORG))) return ENTITY_ORG;
        if (word_is(&w[to], LEXICON_BIT(CUE_PRODUCT))) return ENTITY_PRODUCT;
        if (word_is(&w[to], LEXICON_BIT(CUE_GPE))) return ENTITY_GPE;
        if (word_is(&w[to], LEXICON_BIT(CUE_LOC))) return ENTITY_LOC;
    }
    if (to < s->end && small_word(s, to, LEXICON_BIT(REPORT)) && person_score(s->words, from, to) >= 0)
        return ENTITY_PERSON;
    if (to + 2 < s->end && w[to].sign == ',' && w[to + 1].flags & WORD_NUMBER && w[to + 2].sign == ',' &&
        w[to + 1].end - w[to + 1].start == 2)
        return ENTITY_PERSON;
    return ENTITY_UNKNOWN;
}

static double list_score(int type)
{
    return type == ENTITY_UNKNOWN ? 0.3 : 0.7;
}

/* True for `Seoul-based`: the last part of a hyphenated word is written small. */
static int small_tail(const Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    if (!(w->flags & WORD_HYPHEN) || w->state != LEXICON_NONE) return 0;
    const char *bytes = s->words->text->bytes;
    uint32_t i = w->end;
    while (i > w->start && bytes[i - 1] != '-') i--;
    return i > w->start && bytes[i] >= 'a' && bytes[i] <= 'z';
}

/* `China-Kazakhstan` by itself: each part that is a place or a people is a mention. Returns 1 if it was so. */
static int add_parts(Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    if (!(w->flags & WORD_HYPHEN) || w->state != LEXICON_NONE) return 0;
    const char *bytes = s->words->text->bytes;
    uint32_t starts[4], ends[4], states[4];
    int parts = 0;
    uint32_t from = w->start;
    for (uint32_t i = w->start; i <= w->end; i++) {
        size_t dash = i == w->end ? 1 : bytes[i] == '-' ? 1 : 0;
        if (!dash) continue;
        if (parts == 4) return 0;
        char folded[LEXICON_WORD_MAX];
        size_t n = i > from ? lexicon_fold(lexicon_latin, bytes + from, i - from, folded) : 0;
        states[parts] = n > 2 ? lexicon_word(folded, n) : LEXICON_NONE;
        starts[parts] = from;
        ends[parts] = i;
        parts++;
        from = i + 1;
    }
    if (parts < 2 || !(lexicon_bits(states[0]) & RECORDS) ||
        !(lexicon_bits(states[0]) & (LEXICON_BIT(NORP) | LEXICON_BIT(PLACE) | LEXICON_BIT(BODY))))
        return 0;
    if (lexicon_bits(states[0]) & NAMES && !(lexicon_bits(states[1]) & RECORDS) && !small_tail(s, at)) return 0;
    if (!(lexicon_bits(states[1]) & (RECORDS | LEXICON_BIT(COMMON)))) return 0;
    for (int i = 0; i < parts; i++) {
        if (!(lexicon_bits(states[i]) & RECORDS)) continue;
        const LexiconRecord *r = lexicon_record(states[i]);
        Candidate *c = finder_add_bytes(s->finder, starts[i], ends[i], at, r->type, "gazetteer:part", 0.8);
        if (c) c->record = r;
    }
    return 1;
}

/* True if nothing but the capital letter says that [from, to) is a name. */
static int only_capital(const Scan *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s->w[i].flags & (WORD_ALL_CAPS | WORD_INNER_CAPITAL | WORD_DOMAIN) || word_is(&s->w[i], NAMES | RECORDS))
            return 0;
    return 1;
}

/* A name that no head and no gazetteer knows: a person, an acronym, or for the document to say. Returns its end. */
static size_t add_rest(Scan *s, size_t from, size_t to, int titled)
{
    Word *w = s->w;
    while (to > from + 1 && word_is(&w[to - 1], LEXICON_BIT(FUNCTION) | LEXICON_BIT(ARTICLE)) &&
           !(w[to - 1].flags & WORD_INITIAL))
        to--;
    int person = person_score(s->words, from, to), type = type_from_context(s, from, to);
    int all = all_ordinary(s, from, to);
    if (titled && !(w[from].flags & WORD_ALL_CAPS && to - from == 1 && w[from].end - w[from].start < 4))
        person += titled + (all ? -1 : 1);
    if (titled && person >= 2) {
        add(s, from, to, ENTITY_PERSON, "pattern:title", 0.9);
        return to;
    }
    if (to - from == 1 && add_parts(s, from)) return to;
    if (to - from == 1 && word_is(&w[from], LEXICON_BIT(COMPANY) | LEXICON_HEADS) &&
        !word_is(&w[from], NAMES | LEXICON_BIT(PLACE)) && type == ENTITY_UNKNOWN)
        return to;
    if (type != ENTITY_UNKNOWN && !(all && to - from == 1 && w[from].flags & WORD_FIRST)) {
        if (!(person >= 3 && type != ENTITY_PERSON && !in_list(s, from))) {
            add(s, from, to, type, "pattern:context", list_score(type));
            return to;
        }
    }
    if (person >= 2 && to - from > 1) {
        add(s, from, to, ENTITY_PERSON, "pattern:name", person > 3 ? 0.9 : 0.75);
        return to;
    }
    if (all) return to;
    Candidate *c = add(s, from, to, ENTITY_UNKNOWN, "pattern:capitals", 0.3);
    if (!c) return to;
    int placed = from > s->begin && small_word(s, from - 1, LEXICON_BIT(PLACE_BEFORE));
    if (to - from == 1 && w[from].flags & (WORD_ALL_CAPS | WORD_INNER_CAPITAL | WORD_DOMAIN)) c->fallback = ENTITY_ORG;
    else if (placed && person < 2) c->fallback = ENTITY_GPE;
    else if (to - from > 1) c->fallback = person >= 0 || (w[from].flags & WORD_CYRILLIC) ? ENTITY_PERSON : ENTITY_ORG;
    else if (w[from].flags & WORD_FIRST && !seen_capital(s, from))
        c->fallback = person > 0 && (!(w[from].flags & WORD_CYRILLIC) || word_is(&w[from], NAMES)) ? ENTITY_PERSON
                                                                                                   : ENTITY_UNKNOWN;
    else if (w[from].flags & WORD_CYRILLIC)
        c->fallback = cyrillic_ending(s->words, from, LEXICON_ADJECTIVE_NUMBER) && !word_is(&w[from], NAMES)
                          ? ENTITY_UNKNOWN
                          : ENTITY_PERSON;
    else c->fallback = person > 0 ? ENTITY_PERSON : ENTITY_ORG;
    if (nouns_capital(s) && only_capital(s, from, to)) c->fallback = ENTITY_UNKNOWN; /* Wettbewerb, Ende Juni: nouns */
    return to;
}

/* `2019 Indonesian general election`: a year, the name [at, end), small words, the head of an event written small. Returns the end, or 0. */
static size_t small_event(const Scan *s, size_t at, size_t end)
{
    if (at == s->begin || !(s->w[at - 1].flags & WORD_NUMBER) || s->w[at - 1].end - s->w[at - 1].start != 4) return 0;
    for (size_t i = end; i < end + 3 && small_word(s, i, LEXICON_BIT(COMMON)); i++)
        if (word_is(&s->w[i], LEXICON_BIT(EVENT)) && word_is(&s->w[i], LEXICON_BIT(SMALL))) return i + 1;
    return 0;
}

/* A name of the gazetteer, [at, at + n). Returns its end, or 0 if it is taken for something else. */
static size_t add_record(Scan *s, size_t at, size_t n, size_t run, uint32_t state, int titled)
{
    Word *w = s->w;
    const LexiconRecord *r = lexicon_record(state);
    uint64_t bits = lexicon_bits(state);
    size_t end = at + n;
    int country = r->flags & RECORD_COUNTRY, placed = at > s->begin && small_word(s, at - 1, LEXICON_BIT(PLACE_BEFORE));
    int joins = end < run && !(w[end - 1].flags & WORD_POSSESSIVE);
    if (r->type == ENTITY_GPE && !country && n == 1 && bits & NAMES) {
        /* Jackson, Paris Hilton, Mr. Washington */
        if (titled && record_population(r) < 3000) return 0;
        if (joins && bits & LEXICON_BIT(GIVEN) &&
            !word_is(&w[end], LEXICON_BIT(COMMON) | LEXICON_BIT(TITLE) | RECORDS) && !placed)
            return 0;
        if (!placed && !joins && bits & LEXICON_BIT(SURNAME) && record_population(r) < 400 && !in_list(s, at)) {
            Candidate *c = add(s, at, end, ENTITY_UNKNOWN, "gazetteer:city", 0.45);
            if (c) {
                c->record = r;
                c->fallback = small_word(s, end, LEXICON_BIT(REPORT)) || r->flags & RECORD_SUBDIVISION ? ENTITY_PERSON
                                                                                                       : ENTITY_GPE;
            }
            return end;
        }
    }
    if (bits & NAMES && !country && at > s->begin && s->title_end == at && s->title == 2) return 0;
    int type =
        in_list(s, at) && r->type == ENTITY_GPE && s->list_type != ENTITY_PERSON && !country ? s->list_type : r->type;
    if (joins && r->type == ENTITY_GPE && !country &&
        !word_is(&w[end], LEXICON_BIT(COMMON) | LEXICON_BIT(TITLE) | LEXICON_BIT(PREFIX) | LEXICON_BIT(HONORIFIC) |
                              RECORDS | NAMES | LEXICON_BIT(CALENDAR) | LEXICON_BIT(FUNCTION)) &&
        w[end].state == LEXICON_NONE && record_population(r) < 5000) {
        return 0; /* a longer name that begins with a place's */
    }
    if (joins && in_list(s, at)) end = run; /* Leeds Arts, in a list of universities */
    uint64_t head = end < s->end ? w[end].bits : 0;
    if (r->type == ENTITY_GPE && end == at + n && !(w[end - 1].flags & WORD_POSSESSIVE) &&
        small_word(s, end, LEXICON_BIT(SMALL)) && head & (LEXICON_BIT(GPE) | LEXICON_BIT(LOC))) {
        type = head & LEXICON_BIT(GPE) ? ENTITY_GPE : ENTITY_LOC;
        end++;
    }
    size_t event =
        r->type == ENTITY_GPE || r->type == ENTITY_NORP || r->type == ENTITY_ORG ? small_event(s, at, end) : 0;
    if (event) {
        add(s, at - 1, event, ENTITY_EVENT, "pattern:year", 0.7);
        return event;
    }
    const char *rule = r->type == ENTITY_NORP   ? "gazetteer:people"
                       : r->type == ENTITY_ORG  ? "gazetteer:body"
                       : country                ? "gazetteer:country"
                       : r->flags & RECORD_CITY ? "gazetteer:city"
                                                : "gazetteer:place";
    Candidate *c = add(s, at, end, type, rule, country || n > 1 ? 0.95 : 0.85);
    if (c && type == r->type) c->record = r;
    return end;
}

/* `Southwest France`, `North Kazakhstan`: a direction and a place. Returns the end or 0. */
static size_t add_direction(Scan *s, size_t at, size_t run)
{
    uint32_t state;
    if (!word_is(&s->w[at], LEXICON_BIT(DIRECTION)) || at + 1 >= run) return 0;
    size_t n = record_words(s, at + 1, run, &state);
    if (!n || !(lexicon_bits(state) & LEXICON_BIT(PLACE))) return 0;
    Candidate *c = add(s, at, at + 1 + n, ENTITY_LOC, "pattern:direction", 0.7);
    (void)c;
    return at + 1 + n;
}

/* True for a place that name_words.tsv of the language lists: it is sure, and ends a person's name before it. */
static int listed_place(const Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    return s->words->manner && w->state != w->exact && word_is(w, LEXICON_BIT(PLACE)) &&
           !word_is(w, LEXICON_HEADS | LEXICON_BIT(DIRECTION));
}

/* End of the words from `at` that are no title, people or country: the rest of a run that belongs together. */
static size_t rest_end(const Scan *s, size_t at, size_t run)
{
    size_t i = at + 1;
    uint32_t state;
    for (; i < run; i++) {
        const Word *w = &s->w[i];
        if (word_is(w, LEXICON_BIT(CALENDAR)) && !word_is(w, LEXICON_BIT(GIVEN))) break;
        if (w->state != LEXICON_NONE &&
            words_phrase(s->words, i, run, LEXICON_BIT(PLACE) | LEXICON_BIT(BODY), &state) > 1)
            break;
        if (w->flags & WORD_CYRILLIC && i - at > 1 && word_is(w, LEXICON_BIT(PLACE)) && !word_is(w, NAMES)) break;
        if (listed_place(s, i)) break;
        if (word_is(w, NAMES) && !word_is(w, LEXICON_BIT(NORP))) continue;
        if (word_is(w, LEXICON_BIT(HONORIFIC) | LEXICON_BIT(NORP))) break;
        if (word_is(w, LEXICON_BIT(TITLE)) && i + 1 < run) break;
        if (word_is(w, LEXICON_BIT(PLACE)) && lexicon_record(w->state) &&
            lexicon_record(w->state)->flags & RECORD_COUNTRY)
            break;
    }
    return i;
}

#define ADJECTIVES (LEXICON_BIT(NORP) | LEXICON_BIT(DIRECTION) | LEXICON_BIT(PREFIX)) /* mondiale, centrale, europea */

/*
** `Universidad Nacional de Eurasia`, `Banque mondiale`: in languages where the head opens the name it draws in what has a capital behind it, and
** adjectives. Returns the end, 0 if no head stands there.
*/
static size_t open_head(Scan *s, size_t at, size_t run)
{
    uint32_t state;
    size_t n = words_phrase(s->words, at, s->end, LEXICON_HEADS, &state);
    if (!n || at + n > run) return 0;
    uint64_t bits = lexicon_bits(state);
    if (!(bits & (LEXICON_BIT(BEFORE) | LEXICON_BIT(ALONE) | LEXICON_BIT(TAKES_OF)))) return 0;
    if (n == 1 && word_is(&s->w[at], NAMES) && person_score(s->words, at, run) >= 2) return 0; /* Park Sang-hoon */
    size_t end = at + n;
    while (end < s->end && small_word(s, end, ADJECTIVES)) end++;
    while (end < run && !word_is(&s->w[end], LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC) | LEXICON_BIT(CALENDAR)) &&
           !(word_is(&s->w[end], LEXICON_BIT(GIVEN)) && !word_is(&s->w[end], LEXICON_BIT(COMMON))))
        end++;
    size_t extended = extend_name(s, end, bits | LEXICON_BIT(TAKES_OF));
    if (extended == at + n) return extended; /* a university, the government: no name */
    add(s, at, extended, head_type(bits), "pattern:head", 0.7);
    return extended;
}

/* A place that name_words.tsv lists, with the direction that follows it where heads come first: Asie centrale, Korei Południowej. Returns the end, or 0. */
static size_t add_listed(Scan *s, size_t at)
{
    const LexiconRecord *r = listed_place(s, at) ? lexicon_record(s->w[at].state) : NULL;
    if (!r || s->w[at].flags & WORD_POSSESSIVE) return 0;
    if (s->words->manner->heads_first && at + 1 < s->end && word_is(&s->w[at + 1], LEXICON_BIT(DIRECTION)) &&
        !word_is(&s->w[at + 1], NAMES)) {
        add(s, at, at + 2, r->flags & RECORD_COUNTRY ? ENTITY_GPE : ENTITY_LOC, "pattern:direction", 0.7);
        return at + 2;
    }
    Candidate *c =
        add(s, at, at + 1, r->type, r->flags & RECORD_COUNTRY ? "gazetteer:country" : "gazetteer:place", 0.9);
    if (c) c->record = r;
    return at + 1;
}

/* One step through a run: takes what begins at `at` and returns where to go on. */
static size_t take(Scan *s, size_t at, size_t run)
{
    Word *w = s->w;
    int titled = s->title_end == at ? s->title : 0;
    uint32_t state;
    uint64_t bits = 0;
    size_t n, head, end;
    if (small_tail(s, at) && add_parts(s, at)) return at + 1;
    if ((n = record_words(s, at, s->end, &state)) > run - at)
        return add_record(s, at, n, at + n, state, 0); /* Bosnia and Herzegovina */
    if (n < 2 && (end = add_listed(s, at))) return end;
    if (n < 2 && word_is(&w[at], LEXICON_BIT(ARTICLE)) && at + 1 < run) return at + 1;
    int opens = s->words->manner && s->words->manner->heads_first;
    if (nouns_capital(s) && at + 1 < run && word_is(&w[at], LEXICON_HEADS) && word_is(&w[at + 1], LEXICON_BIT(PLACE)))
        opens = 1; /* Universität Leipzig */
    if (n < 2 && (end = opens ? open_head(s, at, run) : head_first(s, at, run))) return end;
    if (!opens && (!titled || !word_is(&w[at], NAMES))) {
        head = head_end(s, at, run, &bits);
        size_t lead = 0;
        if (head && n > 1 && at + n >= head) head = 0; /* the gazetteer knows it: West Bank */
        if (head && w[at].flags & WORD_FIRST && word_is(&w[at], LEXICON_BIT(FUNCTION)) && !n) return at + 1;
        if (head && (lead = title_words(s, at, head)) && lead < head - at && head - at - lead < 4 &&
            person_score(s->words, at + lead, head) >= 2)
            head = 0;
        if (head && lead && at + lead < head && word_is(&w[at + lead], LEXICON_BIT(GIVEN)) &&
            !word_is(&w[at + lead], LEXICON_BIT(COMMON) | LEXICON_BIT(PLACE)))
            head = 0;
        if (head && lead && at + lead < run && run - at - lead < 4 && person_score(s->words, at + lead, run) >= 3)
            head = 0;
        if (head && n && n < head - at && lexicon_bits(state) & LEXICON_BIT(NORP) && title_words(s, at + n, head))
            head = 0;
        if (head) return add_head_name(s, at, head, bits);
    }
    if (!n &&
        word_is(&w[at], LEXICON_BIT(FUNCTION) | LEXICON_BIT(ARTICLE) | LEXICON_BIT(CALENDAR) | LEXICON_BIT(NOT)) &&
        !(w[at].flags & WORD_INITIAL && at + 1 < run) && !(titled && word_is(&w[at], NAMES)))
        return at + 1;
    if ((head = title_words(s, at, run))) {
        if (!(head == run - at && titled && word_is(&w[at], NAMES))) {
            s->title_end = at + head;
            s->title = word_is(&w[at + head - 1], LEXICON_BIT(HONORIFIC)) ? 2 : 1;
            return at + head;
        }
    }
    if (n < 2 && (end = add_direction(s, at, run))) return end;
    if (n && (end = add_record(s, at, n, run, state, titled))) return end;
    if (w[at].flags & WORD_FIRST && !titled && at + 1 < run && word_is(&w[at], LEXICON_BIT(COMMON)) &&
        !word_is(&w[at], LEXICON_BIT(GIVEN)))
        return at + 1;
    /* Смерть Егора, Создатель MySQL: an unknown word that opens a sentence before a name */
    if (w[at].flags & WORD_FIRST && w[at].flags & WORD_CYRILLIC && !titled && at + 1 < run &&
        !word_is(&w[at], NAMES | RECORDS) && !seen_capital(s, at) &&
        (seen_small(s, at) || word_is(&w[at + 1], LEXICON_BIT(GIVEN)) || !(w[at + 1].flags & WORD_CYRILLIC)))
        return at + 1;
    return add_rest(s, at, rest_end(s, at, run), titled);
}

/* `Food and Drug Administration`: ordinary words joined by `and` to a run that ends with a head. Returns the end of that run, or 0. */
static size_t joined_run(const Scan *s, size_t at, size_t run)
{
    if (run - at > 3 || !small_word(s, run, LEXICON_BIT(AND)) || !capital(s, run + 1) || s->w[at].flags & WORD_FIRST)
        return 0;
    if (!all_ordinary(s, at, run) || word_is(&s->w[run - 1], LEXICON_BIT(ORG))) return 0;
    size_t end = run_end(s, run + 1);
    return end - run > 2 && !word_is(&s->w[run + 1], RECORDS | LEXICON_BIT(GIVEN) | LEXICON_BIT(TITLE)) &&
                   word_is(&s->w[end - 1], LEXICON_BIT(ORG)) && word_is(&s->w[end - 1], LEXICON_BIT(BEFORE))
               ? end
               : 0;
}

static size_t take_run(Scan *s, size_t at)
{
    size_t run = run_end(s, at), longer = joined_run(s, at, run);
    if (longer) return add_head_name(s, at, longer, s->w[longer - 1].bits);
    if (s->words->manner && s->words->manner->heads_small && small_word(s, run, LEXICON_HEADS) &&
        word_is(&s->w[run], LEXICON_BIT(BEFORE)) && !(s->w[run - 1].flags & WORD_POSSESSIVE))
        return add_head_name(s, at, run + 1, s->w[run].bits);
    while (at < run && !arena_stopped(s->finder->arena)) at = take(s, at, run);
    return at;
}

/* ---- quotation marks and small words --------------------------------------------------------------------------------- */

/* What a small word says of the name beside it; ENTITY_UNKNOWN for nothing. */
static int kind_of(uint64_t bits)
{
    if (!(bits & LEXICON_BIT(SINGULAR))) return ENTITY_UNKNOWN;
    if (bits & LEXICON_BIT(CUE_ORG)) return ENTITY_ORG;
    if (bits & LEXICON_BIT(CUE_WORK)) return ENTITY_WORK;
    if (bits & LEXICON_BIT(CUE_PRODUCT)) return ENTITY_PRODUCT;
    if (bits & LEXICON_BIT(CUE_GPE)) return ENTITY_GPE;
    if (bits & LEXICON_BIT(CUE_LOC)) return ENTITY_LOC;
    if (bits & LEXICON_BIT(CUE_PERSON)) return ENTITY_PERSON;
    return ENTITY_UNKNOWN;
}

/* A short quotation that is a name: `the newspaper "X"`, `"X" JSC`, `the "X" program`. Returns the word behind it, or 0. */
static size_t take_quoted(Scan *s, size_t at)
{
    size_t close = at + 1, limit = at + 1 + MAX_QUOTED < s->end ? at + 1 + MAX_QUOTED : s->end;
    while (close < limit && !(s->w[close].flags & WORD_CLOSES)) close++;
    if (close >= limit || close == at + 1 || !(s->w[at + 1].flags & (WORD_CAPITAL | WORD_NUMBER))) return 0;
    size_t last = close;
    while (last > at + 1 && (s->w[last - 1].sign == '.' || s->w[last - 1].sign == ',')) last--;
    if (last == at + 1) return 0;
    int kind = ENTITY_UNKNOWN;
    if (at > s->begin) kind = kind_of(s->w[at - 1].bits);
    if (kind == ENTITY_UNKNOWN && at > s->begin + 1 && word_is(&s->w[at - 1], LEXICON_BIT(ON)) &&
        kind_of(s->w[at - 2].bits) == ENTITY_WORK)
        kind = ENTITY_WORK;
    if (kind == ENTITY_PERSON || kind == ENTITY_GPE) kind = ENTITY_UNKNOWN;
    if (kind == ENTITY_UNKNOWN && at > s->begin && s->w[at - 1].flags & WORD_CYRILLIC &&
        word_is(&s->w[at - 1], LEXICON_HEADS))
        kind = head_type(s->w[at - 1].bits);
    if (close + 1 < s->end && kind == ENTITY_UNKNOWN) {
        const Word *next = &s->w[close + 1];
        if (word_is(next, LEXICON_BIT(COMPANY)) && next->flags & WORD_CAPITAL) kind = ENTITY_ORG;
        else if (!(next->flags & WORD_CAPITAL)) kind = kind_of(next->bits);
        if (kind == ENTITY_UNKNOWN && next->flags & WORD_CYRILLIC && word_is(next, LEXICON_HEADS))
            kind = head_type(next->bits);
        if (kind == ENTITY_UNKNOWN && !(next->flags & WORD_CAPITAL) && close + 2 < s->end && last - at <= 4)
            kind = kind_of(s->w[close + 2].bits);
        if (kind == ENTITY_PERSON || kind == ENTITY_GPE) kind = ENTITY_UNKNOWN;
    }
    if (kind == ENTITY_UNKNOWN && at > s->begin && word_is(&s->w[at - 1], LEXICON_BIT(COMPANY)) &&
        s->w[at - 1].flags & WORD_CAPITAL)
        kind = ENTITY_ORG;
    if (kind == ENTITY_UNKNOWN) return 0;
    size_t first = at + 1;
    if (kind == ENTITY_ORG && word_is(&s->w[first], LEXICON_BIT(ARTICLE)) && last - first > 1) first++;
    add(s, first, last, kind, "pattern:quoted", 0.75);
    return close + 1;
}

/* A bare host name (commonspace.eu) is what its owner goes by; an address with a path, and the name of a file, are not. */
static int names_host(const Scan *s, size_t at)
{
    static const char *const files[] = {".html", ".htm", ".php", ".asp", ".aspx", ".jsp", ".pdf", ".jpg",
                                        ".jpeg", ".png", ".gif", ".txt", ".xml",  ".js",  ".css", ".doc"};
    const char *bytes = s->words->text->bytes + s->w[at].start;
    size_t length = s->w[at].end - s->w[at].start;
    if (memchr(bytes, '/', length)) return 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t n = strlen(files[i]);
        if (length > n && !memcmp(bytes + length - n, files[i], n)) return 0;
    }
    return 1;
}

/* Keeps track of what small words and signs say of the names to come. */
static void note_small(Scan *s, size_t at)
{
    const Word *w = &s->w[at];
    if (w->flags & WORD_DOMAIN) {
        if (names_host(s, at)) add(s, at, at + 1, ENTITY_ORG, "pattern:domain", 0.6);
        return;
    }
    if (w->sign == '.' || w->sign == ';') s->list_type = ENTITY_UNKNOWN;
    if (!(w->flags & WORD_LETTERS)) return;
    s->kind = kind_of(w->bits);
    s->kind_end = at + 1;
    if (word_is(w, LEXICON_BIT(TITLE)) || s->kind == ENTITY_PERSON) {
        s->title_end = at + 1;
        s->title = 1;
    }
    /* city of Almaty */
    if (word_is(w, LEXICON_BIT(OF)) && at > s->begin && kind_of(s->w[at - 1].bits) == ENTITY_GPE) {
        s->kind = ENTITY_GPE;
    }
    uint64_t cues = LEXICON_BIT(CUE_ORG) | LEXICON_BIT(CUE_GPE) | LEXICON_BIT(CUE_LOC) | LEXICON_BIT(CUE_PERSON);
    if (word_is(w, cues) && !word_is(w, LEXICON_BIT(SINGULAR))) {
        size_t next = at + 1;
        if (next < s->end && (word_is(&s->w[next], LEXICON_BIT(LISTING)) || s->w[next].sign == ':')) {
            s->list_type = word_is(w, LEXICON_BIT(CUE_ORG))   ? ENTITY_ORG
                           : word_is(w, LEXICON_BIT(CUE_GPE)) ? ENTITY_GPE
                           : word_is(w, LEXICON_BIT(CUE_LOC)) ? ENTITY_LOC
                                                              : ENTITY_PERSON;
            s->list_near = next + MAX_LIST_GAP;
        }
    } else if (s->list_type != ENTITY_UNKNOWN &&
               !word_is(w, LEXICON_BIT(LISTING) | LEXICON_BIT(AND) | LEXICON_BIT(ARTICLE)) && at + 1 > s->list_near)
        s->list_type = ENTITY_UNKNOWN;
    else if (s->list_type != ENTITY_UNKNOWN &&
             !word_is(w, LEXICON_BIT(LISTING) | LEXICON_BIT(AND) | LEXICON_BIT(ARTICLE)))
        s->list_type = ENTITY_UNKNOWN;
}

/* A word like `Zeitung`, where nouns have capitals: it says of what kind the name behind it is, as the small word of other languages does. */
static int noun_cue(const Scan *s, size_t at)
{
    return nouns_capital(s) && word_is(&s->w[at], LEXICON_BIT(SINGULAR)) &&
           !word_is(&s->w[at], LEXICON_HEADS | LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC)) && capital(s, at + 1);
}

void cased_sentence(Finder *finder, size_t begin, size_t end)
{
    Scan s = {finder, &finder->words, finder->words.items, begin, end, 0, 0, ENTITY_UNKNOWN, 0, ENTITY_UNKNOWN, 0};
    read_headline(&s);
    for (size_t i = begin; i < end && !arena_stopped(finder->arena);) {
        size_t next;
        if (s.w[i].flags & WORD_OPENS && (next = take_quoted(&s, i))) i = next;
        else if (s.w[i].flags & WORD_CYRILLIC && (next = cyrillic_name(finder, i, begin, end))) i = next;
        else if (noun_cue(&s, i)) note_small(&s, i++);
        else if (word_capital(&s.w[i])) {
            if (s.w[i].flags & WORD_FIRST && word_is(&s.w[i], LEXICON_BIT(COMMON))) note_small(&s, i);
            i = take_run(&s, i);
        } else note_small(&s, i++);
    }
}
