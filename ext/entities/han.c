/*
** han.c - candidates in Chinese, which has neither capitals nor blanks
**
** Runs of Han are read from left to right: the longest name of the gazetteer at a character; from there to the head of an organisation or a place
** (贵州 + 大学); people: a surname with one or two characters beside a title or a verb of saying, or with a given name of the lists; names written by sound,
** with a dot (努尔加利·阿雷斯塔诺夫), or in three characters or more that only such names use, beside a title. Dictionary words bound what has no other bound.
** A bounded number of look-ups a character.
*/
#include "entities/finder.h"

enum { HAN = 3, MAX_NAME = 14, MAX_TO_HEAD = 14, MAX_CLOSER = 8, MAX_SOUND = 9, MAX_PARTS = 4 };

typedef struct Run {
    Finder *finder;
    const Words *words;
    uint32_t start, end; /* bytes */
    const uint8_t *cut;  /* nonzero where a dictionary word begins, by character of the run */
    size_t first_word;
} Run;

static uint64_t bits_at(const Run *run, uint32_t at, uint32_t length, uint32_t *state)
{
    *state = LEXICON_NONE;
    if (at + length > run->end) return 0;
    WordPart *part = words_part(run->words, at, at + length);
    if (part->start != at || part->end != at + length)
        *part = (WordPart){at, at + length, lexicon_word(run->words->text->bytes + at, length)};
    *state = part->state;
    return lexicon_bits(*state);
}

/* Longest entry at `at` with one of `wanted`, of `least` characters or more: bytes, 0 for none. */
static uint32_t longest(const Run *run, uint32_t at, uint32_t least, uint32_t most, uint64_t wanted, uint32_t *state)
{
    if (most > 2 && !(bits_at(run, at, 2 * HAN, state) & LEXICON_BIT(MORE))) most = 2; /* no longer entry begins so */
    for (uint32_t n = most; n >= least; n--)
        if (at + n * HAN <= run->end && bits_at(run, at, n * HAN, state) & wanted) return n * HAN;
    return 0;
}

/* Longest entry that ends before `at`. */
static uint32_t longest_before(const Run *run, uint32_t at, uint32_t most, uint64_t wanted)
{
    uint32_t state;
    for (uint32_t n = most; n >= 1; n--)
        if (at >= run->start + n * HAN && bits_at(run, at - n * HAN, n * HAN, &state) & wanted) return n * HAN;
    return 0;
}

static int begins_word(const Run *run, uint32_t at)
{
    return at >= run->end || run->cut[(at - run->start) / HAN];
}

static int stops(const Run *run, uint32_t at)
{
    uint32_t state;
    return (bits_at(run, at, HAN, &state) & LEXICON_BIT(FUNCTION)) != 0 ||
           (bits_at(run, at, 2 * HAN, &state) & (LEXICON_BIT(FUNCTION) | LEXICON_BIT(REPORT))) != 0;
}

/* From `at`, the end of the farthest head within reach that no small word divides from it; 0 for none. */
static uint32_t to_head(const Run *run, uint32_t at, uint64_t *bits)
{
    uint32_t state, found = 0;
    for (uint32_t i = at; i < run->end && i - at < MAX_TO_HEAD * HAN; i += HAN) {
        uint32_t n = longest(run, i, 2, MAX_CLOSER, LEXICON_BIT(CLOSES), &state);
        if (!n && i == at) n = longest(run, i, 1, 1, LEXICON_BIT(CLOSES), &state);
        if (n && begins_word(run, i + n)) {
            found = i + n;
            *bits = lexicon_bits(state);
            break;
        }
        if (begins_word(run, i) && stops(run, i)) break;
    }
    return found;
}

static Candidate *add(const Run *run, uint32_t start, uint32_t end, int type, const char *rule, double score)
{
    return finder_add_bytes(run->finder, start, end, run->first_word, type, rule, score);
}

/* A name of the gazetteer at `at`, and a head behind it. Returns the end, or 0. */
static uint32_t take_record(const Run *run, uint32_t at)
{
    uint32_t state, rank;
    uint32_t n = longest(run, at, 2, MAX_NAME, LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY), &state);
    if (!n) return 0;
    const LexiconRecord *r = lexicon_record(state);
    uint64_t bits = 0;
    if (lexicon_bits(state) & LEXICON_BIT(NOT)) return 0;
    uint32_t end = at + n, head = to_head(run, end, &bits);
    if (head && bits & LEXICON_BIT(PEOPLE) && head == end + HAN) {
        add(run, at, head, ENTITY_NORP, "pattern:people", 0.7);
        return head;
    }
    if (head && !(bits & LEXICON_BIT(PEOPLE)) &&
        (head > end + HAN || bits & (LEXICON_BIT(GPE) | LEXICON_BIT(LOC) | LEXICON_BIT(FAC)))) {
        int type = head_type(bits);
        Candidate *c = add(run, at, head, type, "pattern:head", 0.75);
        if (c && type == ENTITY_GPE && head - end <= HAN && longest(run, end, 1, 1, LEXICON_BIT(GPE), &rank))
            c->record = r;
        return head;
    }
    if (!begins_word(run, end) && n <= 2 * HAN && !begins_word(run, at)) return 0;
    Candidate *c = add(run, at, end, r->type,
                       r->type == ENTITY_ORG       ? "gazetteer:body"
                       : r->flags & RECORD_COUNTRY ? "gazetteer:country"
                                                   : "gazetteer:place",
                       0.85);
    if (c) c->record = r;
    return end;
}

static int sound(const Run *run, uint32_t at)
{
    uint32_t state;
    return at + HAN <= run->end && bits_at(run, at, HAN, &state) & LEXICON_BIT(PARTICLE);
}

static int title_or_report(const Run *run, uint32_t at)
{
    uint32_t state;
    return longest(run, at, 1, 6, LEXICON_BIT(TITLE) | LEXICON_BIT(REPORT), &state) != 0;
}

/* A name written by sound: three characters or more, beside a title or a verb of saying. */
static uint32_t take_sound(const Run *run, uint32_t at)
{
    uint32_t end = at, state;
    while (end - at < MAX_SOUND * HAN && sound(run, end)) end += HAN;
    uint32_t head = end - at >= 2 * HAN ? longest(run, end, 2, MAX_CLOSER, LEXICON_BIT(CLOSES), &state) : 0;
    if (head && begins_word(run, end + head)) { /* 纳扎尔巴耶夫大学 */
        add(run, at, end + head, head_type(lexicon_bits(state)), "pattern:head", 0.65);
        return end + head;
    }
    for (uint32_t stop = end; stop >= at + 2 * HAN; stop -= HAN) {
        int beside = title_or_report(run, stop);
        int after = longest_before(run, at, 6, LEXICON_BIT(TITLE)) != 0 && begins_word(run, stop);
        if (!(beside || (after && stop == end))) continue;
        if (stop - at < 3 * HAN && !after && !begins_word(run, stop)) continue;
        if (stop - at < 3 * HAN && !(bits_at(run, at, HAN, &state) & LEXICON_BIT(SURNAME)) && !after) continue;
        add(run, at, stop, ENTITY_PERSON, "pattern:title", 0.75);
        return stop;
    }
    if (end - at >= 3 * HAN && end - at <= 6 * HAN && begins_word(run, end) &&
        !longest(run, at, 2, 6, LEXICON_BIT(NOT) | LEXICON_BIT(TITLE) | LEXICON_BIT(CLOSES), &state)) {
        add(run, at, end, ENTITY_PERSON, "pattern:sounds", 0.45);
        return end;
    }
    return 0;
}

/* A Chinese name at `at`. */
static uint32_t take_person(const Run *run, uint32_t at)
{
    uint32_t state, surname = longest(run, at, 1, 2, LEXICON_BIT(SURNAME), &state);
    if (!surname || !begins_word(run, at)) return 0;
    int titled = longest_before(run, at, 6, LEXICON_BIT(TITLE)) != 0,
        function = (bits_at(run, at, HAN, &state) & LEXICON_BIT(FUNCTION)) != 0;
    for (uint32_t given = 2; given >= 1; given--) {
        uint32_t end = at + surname + given * HAN;
        if (end > run->end) continue;
        int listed = given == 2 && bits_at(run, at + surname, 2 * HAN, &state) & LEXICON_BIT(GIVEN);
        int beside = title_or_report(run, end);
        int small = 0;
        for (uint32_t i = at + surname; i < end; i += HAN)
            small |= (bits_at(run, i, HAN, &state) & LEXICON_BIT(FUNCTION)) != 0;
        if (!begins_word(run, end)) continue;
        /* three characters that the dictionary joins to nothing */
        int loose = given == 2 && surname == HAN && begins_word(run, at + HAN) && begins_word(run, at + 2 * HAN);
        if (small && !listed) continue;
        if (!listed && !beside && (given == 1 || function)) continue;
        if (listed || beside || titled || loose) {
            /* 王毅 is two dictionary words or none: a common word of that length is no name */
            if (given == 1 && !begins_word(run, at + surname) && !beside) continue;
            add(run, at, end, ENTITY_PERSON, listed ? "pattern:name" : "pattern:title", listed && beside ? 0.9 : 0.75);
            return end;
        }
    }
    return 0;
}

/* A dictionary word, and what follows it up to a head of two characters or more: 复旦大学. */
static uint32_t take_word_head(const Run *run, uint32_t at)
{
    uint64_t bits = 0;
    uint32_t state;
    if (!begins_word(run, at) || stops(run, at)) return 0;
    uint32_t next = at + HAN;
    while (next < run->end && !begins_word(run, next)) next += HAN;
    uint32_t whole = longest(run, at, 2, MAX_CLOSER, LEXICON_BIT(CLOSES), &state);
    if (whole) return 0;
    uint32_t head = 0;
    for (uint32_t i = at + 2 * HAN; i < next; i += HAN) { /* the head may close the same word */
        uint32_t n = longest(run, i, 2, MAX_CLOSER, LEXICON_BIT(CLOSES), &state);
        if (n && i + n == next) {
            head = next;
            bits = lexicon_bits(state);
            break;
        }
    }
    if (!head && next - at >= 2 * HAN) {
        uint32_t n = longest(run, next, 2, MAX_CLOSER, LEXICON_BIT(CLOSES), &state);
        if (n && begins_word(run, next + n)) head = next + n, bits = lexicon_bits(state);
    }
    if (!head && next - at >= 2 * HAN && !(bits_at(run, at, next - at, &state) & LEXICON_BIT(NOT))) { /* 玄武 + 湖 */
        uint32_t n = longest(run, next, 1, 1, LEXICON_BIT(CLOSES), &state);
        uint64_t short_head = lexicon_bits(state);
        if (n && begins_word(run, next + n) && short_head & (LEXICON_BIT(LOC) | LEXICON_BIT(GPE)))
            head = next + n, bits = short_head;
    }
    if (!head && next - at >= 3 * HAN &&
        !(bits_at(run, at, next - at, &state) & LEXICON_BIT(NOT))) { /* one word of the dictionary */
        uint64_t short_head = bits_at(run, next - HAN, HAN, &state);
        if (short_head & LEXICON_BIT(CLOSES) && short_head & (LEXICON_BIT(LOC) | LEXICON_BIT(GPE)))
            head = next, bits = short_head;
    }
    if (!head || !(bits & (LEXICON_BIT(ORG) | LEXICON_BIT(GPE) | LEXICON_BIT(LOC) | LEXICON_BIT(FAC))) ||
        head - at < 3 * HAN)
        return 0;
    if (bits & LEXICON_BIT(GPE) && longest(run, head - 3 * HAN, 3, 3, LEXICON_BIT(CLOSES), &state))
        return 0; /* a republic of no known name */
    add(run, at, head, head_type(bits), "pattern:head", 0.5);
    return head;
}

static void take_run(const Run *run)
{
    for (uint32_t at = run->start; at < run->end && !arena_stopped(run->finder->arena);) {
        uint32_t next = take_record(run, at);
        if (!next) next = take_person(run, at);
        if (!next && sound(run, at) && begins_word(run, at)) next = take_sound(run, at);
        if (!next) next = take_word_head(run, at);
        at = next ? next : at + HAN;
    }
}

/* X·Y: sounds on both sides of a dot. Adds the name and returns the word behind it, or 0. */
static size_t take_dotted(Finder *finder, size_t at, size_t begin, size_t end)
{
    const Words *words = &finder->words;
    const Word *w = words->items;
    if (w[at].sign != '*' || at == begin || at + 1 >= end) return 0;
    Run run = {finder, words, w[begin].start, w[end - 1].end, NULL, at};
    uint32_t left = w[at].start, right = w[at].end;
    while (left >= run.start + HAN && sound(&run, left - HAN) && w[at].start - left < MAX_SOUND * HAN) left -= HAN;
    if (left == w[at].start) return 0;
    if (left > run.start + HAN && words->text->bytes[left - 1] == '-' &&
        sound(&run, left - 1 - HAN)) /* 卡瑟姆-若马尔特 */
        for (left--; left >= run.start + HAN && sound(&run, left - HAN) && w[at].start - left < 2 * MAX_SOUND * HAN;)
            left -= HAN;
    size_t last = at;
    for (int part = 0; part < MAX_PARTS; part++) {
        uint32_t from = part ? w[last].end : right, stop = from;
        while (stop - from < MAX_SOUND * HAN && sound(&run, stop)) stop += HAN;
        if (stop == from && !part) return 0;
        if (stop == from) break;
        right = stop;
        while (last < end && w[last].start < right) last++;
        if (last >= end || w[last].start != right || w[last].sign != '*') break;
    }
    for (size_t k = at; k > begin && w[k - 1].start >= left; k--)
        if (w[k - 1].start < left && w[k - 1].end > left) left = w[k - 1].start;
    while (last < end && w[last].start < right && w[last].end > right) right = w[last].end;
    for (size_t k = last ? last - 1 : 0; k < end && k < last + 1; k++)
        if (w[k].start < right && w[k].end > right) right = w[k].end;
    if (at > begin && w[at - 1].start < left && left - w[at - 1].start <= 2 * HAN && w[at - 1].end > left)
        left = w[at - 1].start;
    /* what the left part had been taken for gives way */
    while (finder->found.count && finder->found.items[finder->found.count - 1].end > left) finder->found.count--;
    finder_add_bytes(finder, left, right, at, ENTITY_PERSON, "pattern:dot", 0.9);
    return last > at ? last : at + 1;
}

static int is_han_word(const Word *w)
{
    return (w->flags & WORD_HAN) && w->flags & WORD_LETTERS && !(w->flags & (WORD_CAPITAL | WORD_NUMBER)) &&
           (w->end - w->start) % HAN == 0;
}

static Status take_han(Finder *finder, size_t from, size_t to)
{
    const Word *w = finder->words.items;
    uint32_t start = w[from].start, end = w[to - 1].end;
    uint8_t *cut = arena_alloc(finder->arena, (end - start) / HAN + 1);
    if (!cut) return finder->arena->status;
    for (size_t i = from; i < to; i++) cut[(w[i].start - start) / HAN] = 1;
    Run run = {finder, &finder->words, start, end, cut, from};
    take_run(&run);
    return STATUS_OK;
}

static void take_latin(Finder *finder, size_t at)
{
    const Word *w = &finder->words.items[at];
    const LexiconRecord *r = lexicon_record(w->state);
    if (!r || r->type == ENTITY_NORP || !(w->flags & WORD_CAPITAL) ||
        (w->end - w->start <= 3 && !(w->flags & WORD_ALL_CAPS)))
        return;
    Candidate *c = finder_add(finder, at, at + 1, r->type, "gazetteer:body", 0.7);
    if (c) c->record = r;
}

void han_sentence(Finder *finder, size_t begin, size_t end)
{
    const Word *w = finder->words.items;
    for (size_t i = begin; i < end && finder->arena->status == STATUS_OK;) {
        size_t next;
        if (is_han_word(&w[i])) {
            size_t to = i + 1;
            while (to < end && is_han_word(&w[to]) && w[to].start == w[to - 1].end) to++;
            if (take_han(finder, i, to) != STATUS_OK) return;
            i = to;
        } else if ((next = take_dotted(finder, i, begin, end))) i = next;
        else {
            if (word_capital(&w[i])) take_latin(finder, i);
            i++;
        }
    }
}
