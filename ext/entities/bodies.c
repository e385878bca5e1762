/*
** bodies.c - organs of state: one ministry, embassy or parliament under all its names, in every language
**
** The Kazakh Foreign Ministry, the Ministry of Foreign Affairs of the Republic of Kazakhstan, МИД РК, ҚР Сыртқы істер министрлігі, 카자흐스탄 외교부 and 哈萨克斯坦外交部 are
** one organisation. Its name is read with the parts of data/gazetteer/state_bodies.tsv: a head with topics, or a name by itself, and the country, which stands
** inside the name, before it (Kazakhstan's Ministry of ...) or behind it (the MFA of Kazakhstan). What stands in another country (embassies) has that too. A
** name is taken only if every word of it is understood and the country is known; it gets
**
**     a key      org:KZ/ministry:education+science, org:KZ/embassy@KR: topics in the order of the table, whatever their order in the text
**     a name     Ministry of Education and Science of Kazakhstan
**     a country  KZ
**
** A bounded number of look-ups a word.
*/
#include "entities/finder.h"
#include "entities/institutions.h"
#include <stdio.h>

enum { RUN_CHARACTERS = 12, MOST_TOPICS = 6, COUNTRY_WORDS = 4, ID_MAX = 256, NAME_MAX = 384 };

typedef struct Reading {
    const Finder *finder;
    const LexiconBody *whole; /* what names it by itself */
    const LexiconBody *head;
    const LexiconBody *topics[MOST_TOPICS];
    int topic_count;
    int in;                      /* a word for `in` stood before what comes */
    const LexiconRecord *owner;  /* a country or its people */
    const LexiconRecord *host;   /* a country or a city */
    const LexiconRecord *second; /* a country behind the owner, which no word makes the host */
} Reading;

static int same_country(const LexiconRecord *a, const LexiconRecord *b)
{
    return a->country[0] == b->country[0] && a->country[1] == b->country[1];
}

/* Takes a part of the name. Returns 0 if the name cannot have it. */
static int take_body(Reading *reading, const LexiconBody *body)
{
    switch ((BodyRole)body->role) {
    case BODY_JOIN: return 1;
    case BODY_IN: return reading->in = 1;
    case BODY_HEAD:
        if (reading->head || reading->whole) return 0;
        reading->head = body;
        return 1;
    case BODY_TOPIC:
        if (reading->topic_count == MOST_TOPICS || reading->whole) return 0;
        reading->topics[reading->topic_count++] = body;
        return 1;
    case BODY_KIND:
    case BODY_COLLEGE:
    case BODY_PEOPLE:
    case BODY_WORD: return 0;
    default:
        if (reading->head || reading->whole || reading->topic_count) return 0;
        reading->whole = body;
        return 1;
    }
}

static int take_place(Reading *reading, const LexiconRecord *r)
{
    if (reading->in) {
        reading->in = 0;
        if (reading->host) return 0;
        reading->host = r;
        return 1;
    }
    if (!names_country(r)) return 0;
    if (!reading->owner) reading->owner = r;
    else if (!same_country(reading->owner, r)) {
        if (reading->second) return 0;
        reading->second = r;
    }
    return 1;
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */

static size_t body_from(const Words *words, uint32_t here, size_t at, size_t end, const LexiconBody **body)
{
    size_t best = 0;
    for (size_t i = at; here != LEXICON_NONE; here = words_step(here, &words->items[i])) {
        const LexiconBody *found = body_of(here);
        i++;
        if (found) {
            best = i - at;
            *body = found;
        }
        if (i >= end) break;
    }
    return best;
}

/* The longest part of a body's name at word `at`; returns its words. */
static size_t body_phrase(const Words *words, size_t at, size_t end, const LexiconBody **body)
{
    const LexiconBody *other = NULL;
    const Word *word = &words->items[at];
    size_t best = body_from(words, word->state, at, end, body);
    size_t n = word->exact == word->state ? 0 : body_from(words, word->exact, at, end, &other);
    if (n > best) *body = other;
    return n > best ? n : best;
}

static size_t place_phrase(const Words *words, size_t at, size_t end, const LexiconRecord **r)
{
    uint32_t state;
    size_t n = words_phrase(words, at, end, LEXICON_BIT(PLACE) | LEXICON_BIT(NORP), &state);
    *r = n ? lexicon_record(state) : NULL;
    return n;
}

static int read_words(Reading *reading, size_t at, size_t end)
{
    const Words *words = &reading->finder->words;
    while (at < end) {
        const LexiconBody *body = NULL;
        const LexiconRecord *place = NULL;
        const Word *w = &words->items[at];
        if (!(w->flags & WORD_LETTERS)) {
            if (w->sign != ',' && w->sign != '&') return 0;
            at++;
            continue;
        }
        size_t n = body_phrase(words, at, end, &body), m = place_phrase(words, at, end, &place);
        if (!n && !m) return 0;
        if (m > n ? !take_place(reading, place) : !take_body(reading, body)) return 0;
        at += m > n ? m : n;
    }
    return 1;
}

/* A minister's field, which stands for the ministry: (Minister of) Education and Science. Its title goes from `*first` on; 0: there is none before it. */
static int read_title(const Finder *finder, const Candidate *c, size_t *first)
{
    const Word *w = finder->words.items;
    size_t begin = finder->words.sentences[c->sentence], at = c->first;
    if (at > begin && word_is(&w[at - 1], LEXICON_BIT(OF))) at--;
    if (at == begin || !word_is(&w[at - 1], LEXICON_BIT(TITLE))) return 0;
    *first = at - 1;
    return 1;
}

/* The country just before the name (Kazakhstan's Ministry of ..., казахстанский МИД) or behind it (the MFA of Kazakhstan). */
static void read_beside(Reading *reading, const Candidate *c, size_t first)
{
    const Words *words = &reading->finder->words;
    const Word *w = words->items;
    size_t begin = words->sentences[c->sentence], end = words->sentences[c->sentence + 1];
    const LexiconRecord *r;
    for (size_t n = COUNTRY_WORDS; n >= 1; n--)
        if (begin + n <= first && place_phrase(words, first - n, first, &r) == n && names_country(r) &&
            (r->type == ENTITY_NORP || w[first - 1].flags & WORD_POSSESSIVE)) {
            reading->owner = r;
            return;
        }
    size_t at = c->last;
    if (at < end && word_is(&w[at], LEXICON_BIT(OF))) at++;
    if (at < end && word_is(&w[at], LEXICON_BIT(ARTICLE))) at++;
    if (at > c->last && at < end && place_phrase(words, at, end, &r) && r->flags & RECORD_COUNTRY) reading->owner = r;
}

/* Where an embassy stands, behind its name: the Embassy of Kazakhstan in Seoul. */
static void read_host(Reading *reading, const Candidate *c)
{
    const Words *words = &reading->finder->words;
    const LexiconBody *body = NULL;
    const LexiconRecord *r;
    size_t end = words->sentences[c->sentence + 1], at = c->last;
    if (at >= end || !body_phrase(words, at, end, &body) || body->role != BODY_IN || ++at >= end) return;
    if (word_is(&words->items[at], LEXICON_BIT(ARTICLE)) && ++at >= end) return;
    if (place_phrase(words, at, end, &r) && r->flags & (RECORD_COUNTRY | RECORD_CITY)) reading->host = r;
}

/* --- runs of Hangul or Han ---------------------------------------------------------------------------------------------------- */

static int read_run(Reading *reading, uint32_t at, uint32_t end)
{
    const char *bytes = reading->finder->text->bytes;
    while (at < end) {
        uint32_t stops[RUN_CHARACTERS], code, count = 0, next = 0;
        if (bytes[at] == ' ') {
            at++;
            continue;
        }
        for (uint32_t i = at; i < end && count < RUN_CHARACTERS;) {
            i += (uint32_t)utf8_decode(bytes + i, bytes + end, &code);
            stops[count++] = i;
        }
        for (uint32_t n = count; n >= 1 && !next; n--) {
            uint32_t length = stops[n - 1] - at;
            if (length > LEXICON_WORD_MAX) continue;
            uint32_t state = lexicon_word(bytes + at, length);
            const LexiconBody *body = body_of(state);
            const LexiconRecord *r = lexicon_record(state);
            if (!names_country(r) && !(r && reading->in && r->flags & RECORD_CITY))
                r = places_short(bytes + at, length);
            if (!r && !body) continue;
            if (r && !body ? !take_place(reading, r) : !take_body(reading, body)) return 0;
            next = stops[n - 1];
        }
        if (!next) return 0;
        at = next;
    }
    return 1;
}

/* --- the result --------------------------------------------------------------------------------------------------------------- */

static const char *country_name(const char *code)
{
    const LexiconRecord *r = country_of(code);
    return r ? lexicon_names + r->name : code;
}

static const char *article(const char *country)
{
    return strncmp(country, "United ", 7) ? "" : "the ";
}

/* The key without the country. Topics are put into the order of the table. */
static void write_id(const Reading *reading, char *id)
{
    const LexiconBody *sorted[MOST_TOPICS];
    int length = snprintf(id, ID_MAX, "%s", reading->whole ? reading->whole->id : reading->head->id);
    for (int i = 0; i < reading->topic_count; i++) {
        int k = i;
        for (; k && sorted[k - 1] > reading->topics[i]; k--) sorted[k] = sorted[k - 1];
        sorted[k] = reading->topics[i];
    }
    for (int i = 0; i < reading->topic_count; i++)
        if (!i || sorted[i] != sorted[i - 1])
            length += snprintf(id + length, (size_t)(ID_MAX - length), "%c%s", i ? '+' : ':', sorted[i]->id);
}

static void write_name(const Reading *reading, const char *country, char *name)
{
    int length = snprintf(name, NAME_MAX, "%s", reading->whole ? reading->whole->name : reading->head->name);
    for (int i = 0; i < reading->topic_count; i++)
        length += snprintf(name + length, (size_t)(NAME_MAX - length), "%s%s",
                           !i                             ? " of "
                           : i + 1 < reading->topic_count ? ", "
                                                          : " and ",
                           reading->topics[i]->name);
    if (reading->whole && reading->whole->country[0]) return;
    const char *owner = country_name(country);
    length += snprintf(name + length, (size_t)(NAME_MAX - length), " of %s%s", article(owner), owner);
    if (!reading->host) return;
    const char *host =
        names_country(reading->host) ? country_name(reading->host->country) : lexicon_names + reading->host->name;
    snprintf(name + length, (size_t)(NAME_MAX - length), " in %s%s", article(host), host);
}

Status bodies_settle(const Finder *finder, const Candidate *c, EntityMention *m)
{
    Reading reading = {.finder = finder};
    const Words *words = &finder->words;
    size_t first = c->first, last = c->last;
    char id[ID_MAX], name[NAME_MAX], key[ID_MAX + 32], room[RECORD_ID_MAX];
    if (first >= last || last > words->count) return STATUS_OK;
    int run = words->items[first].flags & (WORD_HANGUL | WORD_HAN);
    if (!(run ? read_run(&reading, c->start, c->end) : read_words(&reading, first, last))) return STATUS_OK;
    if (!reading.whole && !reading.topic_count) return STATUS_OK;
    if (!reading.whole && !reading.head) {
        if (run || !read_title(finder, c, &first)) return STATUS_OK;
        reading.head = body_of(lexicon_word("ministry", sizeof "ministry" - 1));
        if (!reading.head) return STATUS_OK;
    }
    int hosted = reading.whole && reading.whole->role == BODY_HOST;
    if (!reading.owner && !run) read_beside(&reading, c, first);
    if (hosted && !reading.host && reading.second) {
        reading.host = reading.second;
        reading.second = NULL;
    }
    if (hosted && !reading.host && reading.owner && !run) read_host(&reading, c);
    if (reading.second || (reading.host && !hosted)) return STATUS_OK;
    const char *country = reading.owner                                ? reading.owner->country
                          : reading.whole && reading.whole->country[0] ? reading.whole->country
                                                                       : NULL;
    if (!country || reading.in) return STATUS_OK;
    if (reading.whole && reading.whole->country[0] && memcmp(reading.whole->country, country, 2) != 0) return STATUS_OK;
    const LexiconRecord *whole_host =
        reading.host && reading.host->flags & RECORD_CAPITAL ? country_of(reading.host->country) : NULL;
    if (whole_host) reading.host = whole_host; /* an embassy in Seoul is one in South Korea */
    write_id(&reading, id);
    write_name(&reading, country, name);
    int length = snprintf(key, sizeof key, "org:%s/%s", country, id);
    if (reading.host)
        snprintf(key + length, sizeof key - (size_t)length, "@%s",
                 names_country(reading.host) ? reading.host->country : record_id(reading.host, room));
    m->country = country;
    m->place = arena_copy(finder->arena, key, strlen(key));
    m->name = arena_copy(finder->arena, name, strlen(name));
    return finder->arena->status;
}
