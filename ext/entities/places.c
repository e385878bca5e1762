/*
** places.c - which of several places with one name a mention means
**
** The lexicon gives a name to its largest place and lists the others. What speaks for a reading, in units of a factor of ten in inhabitants (after
** the toponym resolution of Leidner 2007, with a few weights set by hand; bench/places measures them):
**
**   size          log10 of the inhabitants, more for capitals and countries, less for subdivisions, which are often called as their city
**   containment   a country or subdivision written right beside the name that holds this place (Paris, Texas; Cambridge, Mass.; 카자흐스탄 알마티): decides
**   document      the country of this place has many of the other places and peoples of the text; its subdivision is named, or another place of it
**   vicinity      another place of the text is near
**   rank          `Region`, `Oblast`, `province` (data/gazetteer/ranks.tsv) in the name or behind it: the first-order subdivision that is called so: decides
**
** All mentions of one name in a text have one meaning but those that say where they are. Two passes over the mentions; each is compared with the PLACES_SEEN
** first distinct places of the text, so the time is linear.
*/
#include "entities/finder.h"
#include <math.h>

enum { READINGS_MAX = 64, PLACES_SEEN = 64, GAP_MAX = 2, COUNTRIES_SEEN = 32, SAME_LETTERS = 4 };

static const double CONTAINED = 20, COUNTRY_SHARE = 1.6, SUBDIVISION_NAMED = 2.0, SUBDIVISION_SHARED = 0.7, NEAR = 0.7,
                    CAPITAL = 0.6, COUNTRY = 0.8, SUBDIVISION = -0.8, NEAR_KM = 120, BY_FAR = 1.0, KM_A_DEGREE = 111.2;

typedef struct Readings {
    const LexiconRecord *items[READINGS_MAX];
    size_t count;
} Readings;

/* What the other names of a text say. */
typedef struct Evidence {
    const LexiconRecord *places[PLACES_SEEN]; /* distinct, with one reading or readings in one country */
    uint8_t is_held[PLACES_SEEN];             /* it says where it is */
    size_t place_count;
    struct {
        char code[3];
        double weight;
    } countries[COUNTRIES_SEEN];
    size_t country_count;
    double total;
} Evidence;

static int is_place_record(const LexiconRecord *r)
{
    return r && (r->type == ENTITY_GPE || r->type == ENTITY_LOC);
}

/* The state of a mention in the lexicon: of its words, or of its bytes where it is part of a word or a run. */
static uint32_t state_of(const Finder *finder, const Candidate *c)
{
    const Words *words = &finder->words;
    uint32_t state = LEXICON_NONE;
    size_t n = c->last > c->first ? words_phrase(words, c->first, c->last, LEXICON_BIT(PLACE), &state) : 0;
    if (n == c->last - c->first && lexicon_record(state) == c->record) return state;
    state = c->end - c->start <= LEXICON_WORD_MAX ? lexicon_word(finder->text->bytes + c->start, c->end - c->start)
                                                  : LEXICON_NONE;
    return lexicon_record(state) == c->record ? state : LEXICON_NONE;
}

static void read_state(uint32_t state, Readings *readings)
{
    size_t low = 0, high = lexicon_other_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (lexicon_others[middle].state < state) low = middle + 1;
        else high = middle;
    }
    for (; lexicon_others[low].state == state && state != LEXICON_NONE && readings->count < READINGS_MAX; low++)
        readings->items[readings->count++] = &lexicon_records[lexicon_others[low].record];
}

/* The mention's own reading first, then the others. */
static void read_mention(const Finder *finder, const Candidate *c, Readings *readings)
{
    readings->count = 1;
    readings->items[0] = c->record;
    read_state(state_of(finder, c), readings);
}

static int is_country(const LexiconRecord *r)
{
    return (r->flags & RECORD_COUNTRY) != 0;
}

static int same_country(const LexiconRecord *a, const LexiconRecord *b)
{
    return a->country[0] && !strcmp(a->country, b->country);
}

/* Whether `outer` is the country or the subdivision that `inner` lies in. */
static int contains(const LexiconRecord *outer, const LexiconRecord *inner)
{
    if (outer == inner || !same_country(outer, inner)) return 0;
    if (is_country(outer)) return !is_country(inner);
    if (!(outer->flags & RECORD_SUBDIVISION) || !inner->subdivision[0]) return 0;
    char room[RECORD_ID_MAX];
    const char *code = record_id(outer, room) + 4; /* behind gpe: */
    size_t n = 1;
    while (n < sizeof inner->subdivision && inner->subdivision[n]) n++;
    return strlen(code) == 3 + n && !memcmp(code + 3, inner->subdivision, n);
}

static double distance_km(const LexiconRecord *a, const LexiconRecord *b)
{
    double latitudes[2] = {record_latitude(a), record_latitude(b)};
    if (isnan(latitudes[0]) || isnan(latitudes[1])) return INFINITY;
    double north = latitudes[0] - latitudes[1], east = fabs(record_longitude(a) - record_longitude(b));
    if (east > 180) east = 360 - east;
    east *= cos((latitudes[0] + latitudes[1]) / 2 * 0.017453292519943295);
    return KM_A_DEGREE * sqrt(north * north + east * east);
}

static double size_of(const LexiconRecord *r)
{
    double thousands = record_thousands(r);
    return log10(1000 * (thousands > 1 ? thousands : 1)) + (r->flags & RECORD_CAPITAL ? CAPITAL : 0) +
           (is_country(r) ? COUNTRY : 0) + (r->flags & RECORD_SUBDIVISION ? SUBDIVISION : 0);
}

/* --- what stands beside a name ------------------------------------------------------------------------------------------- */

const LexiconRecord *places_short(const char *bytes, size_t length)
{
    char folded[LEXICON_WORD_MAX + 1];
    size_t n = lexicon_fold(lexicon_latin, bytes, length, folded), low = 0, high = lexicon_short_count;
    folded[n] = 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(lexicon_shorts[middle].form, folded);
        if (!order) return &lexicon_records[lexicon_shorts[middle].record];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

/* A short form of a subdivision at a word: Mass., TX. */
static const LexiconRecord *short_form(const Finder *finder, size_t at)
{
    const Word *w = &finder->words.items[at];
    return w->flags & WORD_CAPITAL && w->end - w->start <= 8
               ? places_short(finder->text->bytes + w->start, w->end - w->start)
               : NULL;
}

/* Where the name of what holds the mention may begin: behind a comma or a bracket, or small words such as `in` and `state`. 0: nowhere. */
static size_t behind(const Finder *finder, const Candidate *c)
{
    const Word *w = finder->words.items;
    size_t end = finder->words.sentences[c->sentence + 1], at = c->last;
    if (at >= end || w[at - 1].end != c->end) return 0;
    int divided = 0;
    for (size_t gap = 0; at < end && gap < GAP_MAX; gap++, at++) {
        if ((w[at].sign == ',' || w[at].sign == '(') && !divided) divided = 1;
        else if (!(w[at].flags & WORD_CAPITAL) &&
                 word_is(&w[at], LEXICON_BIT(IN) | LEXICON_BIT(CUE_GPE) | LEXICON_BIT(GPE) | LEXICON_BIT(ARTICLE)))
            divided = 1;
        else break;
    }
    return divided && at < end ? at : 0;
}

/* The readings of what is written beside mention `i` and may hold it; `*beside` is its candidate, if it is one. */
static void read_holder(Finder *finder, size_t i, Readings *readings, Candidate **beside)
{
    Candidate *c = &finder->found.items[i];
    readings->count = 0;
    *beside = NULL;
    size_t at = behind(finder, c);
    if (at) {
        for (size_t k = i + 1; k < finder->found.count && finder->found.items[k].first <= at; k++)
            if (finder->found.items[k].first == at && is_place_record(finder->found.items[k].record))
                *beside = &finder->found.items[k];
        if (*beside) {
            read_mention(finder, *beside, readings);
            return;
        }
        const LexiconRecord *r = short_form(finder, at);
        uint32_t state;
        if (!r &&
            words_phrase(&finder->words, at, finder->words.sentences[c->sentence + 1], LEXICON_BIT(PLACE), &state))
            r = lexicon_record(state);
        if (r) readings->items[readings->count++] = r;
        return;
    }
    /* 카자흐스탄 알마티, 美国得克萨斯州: what holds a place comes before it, and nothing or a blank between */
    if (!i || !(finder->words.items[c->first].flags & (WORD_HANGUL | WORD_HAN))) return;
    Candidate *before = c - 1;
    uint32_t gap = c->start - before->end;
    if (before->sentence != c->sentence || before->end > c->start || gap > 1 ||
        (gap == 1 && finder->text->bytes[before->end] != ' ') || !is_place_record(before->record))
        return;
    *beside = before;
    read_mention(finder, before, readings);
}

/* The reading that the readings of what stands beside hold; sets that one's too. NULL: none. */
static const LexiconRecord *held(const Readings *readings, const Readings *holders, const LexiconRecord **holder)
{
    const LexiconRecord *best = NULL;
    for (size_t h = 0; h < holders->count; h++)
        for (size_t k = 0; k < readings->count; k++)
            if (contains(holders->items[h], readings->items[k]) &&
                (!best || size_of(readings->items[k]) > size_of(best))) {
                best = readings->items[k];
                *holder = holders->items[h];
            }
    return best;
}

/*
** Where the longest name of a place ends that begins at `at` and, unless there are no `holders`, lies in one of them; 0: none does. Leaves in `holders` what the
** name means.
*/
static uint32_t chain_part(const Finder *finder, uint32_t at, uint32_t end, Readings *holders)
{
    const char *bytes = finder->text->bytes;
    Readings found = {{NULL}, 0};
    uint32_t found_end = 0;
    for (uint32_t stop = at, code; stop < end && stop - at < LEXICON_WORD_MAX && bytes[stop] != ' ';) {
        stop += (uint32_t)utf8_decode(bytes + stop, bytes + end, &code);
        uint32_t state = lexicon_word(bytes + at, stop - at);
        if (!is_place_record(lexicon_record(state))) continue;
        Readings readings = {{lexicon_record(state)}, 1};
        const LexiconRecord *outer, *inner;
        read_state(state, &readings);
        if (holders->count) {
            inner = held(&readings, holders, &outer);
            const LexiconRecord *first = holders->items[0], *r = readings.items[0];
            if (!inner && first && r && same_country(first, r) && !r->subdivision[0])
                inner = r; /* it is not known in which subdivision the place lies */
            if (!inner) continue;
            readings = (Readings){{inner}, 1};
        }
        found = readings;
        found_end = stop;
    }
    if (found_end) *holders = found;
    return found_end;
}

const LexiconRecord *places_chain(const Finder *finder, uint32_t start, uint32_t end)
{
    Readings readings = {{NULL}, 0};
    size_t parts = 0;
    for (uint32_t at = start; at < end; parts++) {
        if (finder->text->bytes[at] == ' ') at++;
        at = chain_part(finder, at, end, &readings);
        if (!at) return NULL;
    }
    return parts > 1 ? readings.items[0] : NULL;
}

/* --- regions that are called as their city ---------------------------------------------------------------------------------- */

/* Is a word what a first-order subdivision is called: Region, Oblast, province? */
static int is_rank(const Finder *finder, size_t at)
{
    const Word *w = &finder->words.items[at];
    if (!word_is(w, LEXICON_BIT(GPE) | LEXICON_BIT(CUE_GPE) | LEXICON_BIT(ORG)))
        return 0; /* Department heads a body too */
    char folded[LEXICON_WORD_MAX + 1];
    folded[lexicon_fold(lexicon_latin, finder->text->bytes + w->start, w->end - w->start, folded)] = 0;
    for (const char *const *rank = lexicon_ranks; *rank; rank++)
        if (!strcmp(*rank, folded)) return 1;
    return 0;
}

/* Are a region and a city called alike (Karagandy, Karaganda)? */
static int is_called_after(const LexiconRecord *region, const LexiconRecord *city)
{
    const char *a = lexicon_names + region->name, *b = lexicon_names + city->name;
    size_t n = 0;
    while (n < SAME_LETTERS && a[n] && a[n] == b[n]) n++;
    return n == SAME_LETTERS;
}

/* The subdivision that a name and the word of its rank mean, in the mention (Moscow Oblast) or behind it (the Almaty region); NULL: none. */
static const LexiconRecord *read_region(const Finder *finder, const Candidate *c)
{
    const Words *words = &finder->words;
    size_t end = c->last;
    if (end <= c->first || words->items[c->first].flags & (WORD_CYRILLIC | WORD_HANGUL | WORD_HAN)) return NULL;
    if (end - c->first > 1 && is_rank(finder, end - 1)) end--;
    else if (words->items[end - 1].end != c->end || words->items[end - 1].flags & WORD_POSSESSIVE ||
             end >= words->sentences[c->sentence + 1] || words->items[end].flags & WORD_CAPITAL ||
             !is_rank(finder, end))
        return NULL;
    uint32_t state;
    if (words_phrase(words, c->first, end, LEXICON_BIT(PLACE), &state) != end - c->first) return NULL;
    for (const char *const *rank = lexicon_ranks; *rank; rank++) {
        const LexiconRecord *r = lexicon_record(lexicon_step(state, lexicon_word(*rank, strlen(*rank))));
        if (r && r->flags & RECORD_SUBDIVISION) return r;
    }
    const LexiconRecord *known = lexicon_record(state), *city = NULL;
    if (!known) return NULL;
    Readings readings = {{known}, 1};
    read_state(state, &readings);
    for (size_t i = 0; i < readings.count; i++) {
        const LexiconRecord *r = readings.items[i];
        if (r->flags & RECORD_SUBDIVISION) return r;
        if (r->flags & RECORD_CITY && (!city || size_of(r) > size_of(city))) city = r;
    }
    const LexiconRecord *region = city ? lexicon_subdivision(city) : NULL;
    return region && is_called_after(region, city) ? region : NULL;
}

/* --- what the document says ----------------------------------------------------------------------------------------------- */

static void count_country(Evidence *evidence, const char *code, double weight)
{
    size_t i = 0;
    while (i < evidence->country_count && strcmp(evidence->countries[i].code, code) != 0) i++;
    if (i == COUNTRIES_SEEN) return;
    if (i == evidence->country_count) {
        memcpy(evidence->countries[i].code, code, 3);
        evidence->countries[i].weight = 0;
        evidence->country_count++;
    }
    evidence->countries[i].weight += weight;
    evidence->total += weight;
}

/* A place that is sure, once. */
static void note_place(Evidence *evidence, const LexiconRecord *r, int is_held)
{
    size_t i = 0;
    while (i < evidence->place_count && evidence->places[i] != r) i++;
    if (i == PLACES_SEEN) return;
    evidence->is_held[i] |= (uint8_t)is_held;
    if (i < evidence->place_count) return;
    evidence->places[evidence->place_count++] = r;
    if (r->country[0]) count_country(evidence, r->country, 1);
}

static const LexiconRecord *largest(const Readings *readings)
{
    const LexiconRecord *best = readings->items[0];
    for (size_t i = 1; i < readings->count; i++)
        if (size_of(readings->items[i]) > size_of(best)) best = readings->items[i];
    return best;
}

static int is_by_far_largest(const Readings *readings)
{
    const LexiconRecord *best = largest(readings);
    for (size_t i = 0; i < readings->count; i++)
        if (readings->items[i] != best && size_of(readings->items[i]) + BY_FAR > size_of(best)) return 0;
    return 1;
}

static int in_one_country(const Readings *readings)
{
    for (size_t i = 1; i < readings->count; i++)
        if (!same_country(readings->items[0], readings->items[i])) return 0;
    return 1;
}

/* How much the text speaks for a reading. */
static double support(const Evidence *evidence, const LexiconRecord *r)
{
    double score = size_of(r), weight = 0;
    int named = 0, shared = 0, near = 0; /* `shared` counts */
    for (size_t i = 0; i < evidence->country_count; i++)
        if (!strcmp(evidence->countries[i].code, r->country)) weight = evidence->countries[i].weight;
    for (size_t i = 0; i < evidence->place_count; i++) {
        const LexiconRecord *other = evidence->places[i];
        if (other == r) continue;
        named |= contains(other, r) && !is_country(other);
        shared += contains(r, other) && !is_country(r);
        if (r->flags & RECORD_CITY && other->flags & RECORD_CITY) {
            shared += r->subdivision[0] && same_country(r, other) &&
                      !memcmp(r->subdivision, other->subdivision, sizeof r->subdivision);
            near |= distance_km(r, other) < NEAR_KM;
        }
    }
    score += COUNTRY_SHARE * weight / (evidence->total + 1);
    return score + (named ? SUBDIVISION_NAMED : 0) + SUBDIVISION_SHARED * (shared < 2 ? shared : 2) + (near ? NEAR : 0);
}

/* `the West` is no province of Cameroon. */
static int is_bare_direction(const Finder *finder, const Candidate *c)
{
    return c->last == c->first + 1 && word_is(&finder->words.items[c->first], LEXICON_BIT(DIRECTION));
}

static void gather(Finder *finder, Evidence *evidence, uint8_t *settled)
{
    for (size_t i = 0; i < finder->found.count && !arena_stopped(finder->arena); i++) {
        Candidate *c = &finder->found.items[i];
        if (c->record && c->record->type == ENTITY_NORP && c->record->country[0])
            count_country(evidence, c->record->country, 0.5);
        if (is_place_record(c->record) && is_bare_direction(finder, c)) c->record = NULL;
        const LexiconRecord *region = c->type == ENTITY_GPE && !settled[i] && !c->user ? read_region(finder, c) : NULL;
        if (region) {
            c->record = region;
            settled[i] = 1;
            note_place(evidence, region, 0);
        }
        if (!is_place_record(c->record) || settled[i]) continue;
        Readings readings, holders;
        Candidate *beside;
        const LexiconRecord *holder = NULL;
        read_mention(finder, c, &readings);
        read_holder(finder, i, &holders, &beside);
        const LexiconRecord *best = held(&readings, &holders, &holder);
        if (best) {
            c->record = best;
            settled[i] = 1;
            note_place(evidence, best, 1);
            note_place(evidence, holder, 1);
            if (beside) {
                beside->record = holder;
                settled[beside - finder->found.items] = 1;
            }
        } else if (readings.count == 1) {
            settled[i] = 1;
            note_place(evidence, c->record, 0);
        } else if (is_by_far_largest(&readings))
            note_place(evidence, largest(&readings), 0); /* believed of, but not settled */
        else if (in_one_country(&readings) && c->record->country[0]) count_country(evidence, c->record->country, 0.5);
    }
}

Status places_settle(Finder *finder)
{
    Evidence evidence = {0};
    uint8_t *settled = arena_alloc(finder->arena, finder->found.count);
    if (!settled) return finder->arena->status;
    gather(finder, &evidence, settled);
    /* a name that says once where it is means that elsewhere in the text too */
    for (size_t i = 0; i < finder->found.count && !arena_stopped(finder->arena); i++) {
        Candidate *c = &finder->found.items[i];
        if (!is_place_record(c->record) || settled[i]) continue;
        Readings readings;
        read_mention(finder, c, &readings);
        double most = -1;
        for (size_t k = 0; k < readings.count; k++) {
            double score = support(&evidence, readings.items[k]);
            for (size_t p = 0; p < evidence.place_count; p++)
                if (evidence.places[p] == readings.items[k] && evidence.is_held[p]) score += CONTAINED;
            if (score > most) most = score, c->record = readings.items[k];
        }
    }
    return finder->arena->status;
}
