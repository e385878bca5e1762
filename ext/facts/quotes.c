/*
** quotes.c - see quotes.h
**
** A paragraph at a time: (1) what stands between quotation marks (quote_marks.c); (2) the reporting verbs outside them; (3) each marked span is
** speech, or a name, a title, a word held with tongs; speech gets the nearest verb's speaker; (4) the verbs that are left report speech
** without marks: `X said that ...`, `..., X said`, `according to X, ...`.
** Words are those of data/<language>/quotes.tsv.
*/
#include "facts/quotes.h"
#include "base/unicode.h"
#include "facts/lexicon.h"
#include "facts/quote_marks.h"
#include <string.h>

enum { NEAR_TOKENS = 16, NAME_TOKENS = 18, SHORT_WORDS = 3, CLAUSE_TOKENS = 90 };

typedef struct Finder {
    Arena *arena;
    const Text *text;
    const EntityList *entities;
    QuoteList *out;
    Language language;
    int verb_final;     /* the verb stands at the end of its clause: Kazakh, Korean, Japanese, Turkish */
    size_t first, last; /* tokens of the paragraph */
    MarkedSpanList spans;
    Quote last_quote; /* the last one of this paragraph that has a speaker */
} Finder;

/* Who says it: the words, and the verb beside them. */
typedef struct Attribution {
    size_t name_first, name_last; /* tokens; equal: none */
    size_t verb, verb_last;       /* tokens of the verb; equal: none */
    const char *rule;
} Attribution;

static const Token *token_at(const Finder *f, size_t i)
{
    return &f->text->tokens.items[i];
}
static uint32_t token_end(const Token *token)
{
    return token->start + token->length;
}

static uint32_t first_char(const Finder *f, size_t i)
{
    const Token *token = token_at(f, i);
    uint32_t code;
    utf8_decode(token_bytes(f->text, token), token_bytes(f->text, token) + token->length, &code);
    return code;
}

static int is_mark(const Finder *f, size_t i)
{
    return token_at(f, i)->kind == TOKEN_PUNCTUATION || token_at(f, i)->kind == TOKEN_SYMBOL;
}

static int ends_sentence(const Finder *f, size_t i)
{
    if (!is_mark(f, i)) return 0;
    uint32_t code = first_char(f, i);
    return code == '.' || code == '!' || code == '?' || code == 0x3002 || code == 0xFF01 || code == 0xFF1F;
}

static int ends_clause(const Finder *f, size_t i)
{
    if (!is_mark(f, i)) return 0;
    uint32_t code = first_char(f, i);
    return ends_sentence(f, i) || code == ',' || code == ';' || code == ':' || code == 0xFF0C || code == 0xFF1B ||
           code == 0xFF1A || code == 0x3001 || code == '"' || code == 0x201C || code == 0x201D || code == 0xAB ||
           code == 0xBB || code == '(' || code == ')' || code == 0x2014 || code == 0x2013;
}

static int is_dash(const Finder *f, size_t i)
{
    uint32_t code = first_char(f, i);
    return is_mark(f, i) && (code == '-' || code == 0x2013 || code == 0x2014 || code == 0x2015);
}

/* The phrase of `kinds` that begins at token `i` and ends with a token before `stop`. `*last` is the token behind it. */
static const LexRow *phrase_at(const Finder *f, size_t i, size_t stop, uint64_t kinds, size_t *last)
{
    size_t bytes;
    const Token *token = token_at(f, i);
    if (token->kind != TOKEN_WORD) return NULL;
    const char *end = f->text->bytes + token_end(token_at(f, stop - 1));
    const LexRow *row = lexicon_find(token_bytes(f->text, token), end, f->language, kinds, &bytes);
    if (!row) return NULL;
    size_t next = i + 1;
    while (next < stop && token_at(f, next)->start < token->start + bytes) next++;
    *last = next;
    return row;
}

/* The number of the span that holds token `i`, or -1. `*hint` moves along with i. */
static ptrdiff_t span_of(const Finder *f, size_t i, size_t *hint)
{
    while (*hint < f->spans.count && f->spans.items[*hint].last <= i) ++*hint;
    return *hint < f->spans.count && f->spans.items[*hint].first <= i ? (ptrdiff_t)*hint : -1;
}

/* --- speakers -------------------------------------------------------------------------------------------------------------------- */

/* The mention that overlaps bytes [start, end), persons first. */
static ptrdiff_t mention_in(Finder *f, uint32_t start, uint32_t end)
{
    if (!f->entities) return -1;
    ptrdiff_t best = -1;
    size_t low = 0, high = f->entities->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->entities->items[middle].start + f->entities->items[middle].length <= start) low = middle + 1;
        else high = middle;
    }
    for (size_t i = low; i < f->entities->count && f->entities->items[i].start < end; i++) {
        const EntityMention *m = &f->entities->items[i];
        if (m->start + m->length <= start || m->type > ENTITY_GPE) continue;
        if (best < 0 || (m->type == ENTITY_PERSON && f->entities->items[best].type != ENTITY_PERSON))
            best = (ptrdiff_t)i;
        if (f->entities->items[best].type == ENTITY_PERSON) break;
    }
    return best;
}

static int is_auxiliary(const Finder *f, size_t i)
{
    size_t bytes;
    const Token *token = token_at(f, i);
    const char *at = token_bytes(f->text, token);
    return lexicon_find(at, at + token->length, f->language, LEX_BIT(LEX_STOP), &bytes) != NULL &&
           bytes == token->length && f->language == LANGUAGE_EN;
}

/* The noun phrase before a verb: back to a mark, another verb or a conjunction. */
static int name_before(const Finder *f, size_t verb, size_t least, Attribution *a)
{
    size_t end = verb, at = verb, unused;
    while (end > least && end + 3 > verb && is_auxiliary(f, end - 1) &&
           !phrase_at(f, end - 1, end, LEX_BIT(LEX_PRONOUN), &unused))
        end--;
    /* an inserted phrase: `X, the chairman, said` */
    if (end > least + 1 && is_mark(f, end - 1) && (first_char(f, end - 1) == ',' || first_char(f, end - 1) == 0xFF0C)) {
        size_t comma = end - 1;
        size_t open = comma;
        while (open > least && comma - open < NAME_TOKENS && !ends_clause(f, open - 1)) open--;
        if (open > least + 1 && first_char(f, open - 1) == ',' && comma > open) end = open - 1;
        else return 0;
    }
    at = end;
    while (at > least && end - at < NAME_TOKENS && !ends_clause(f, at - 1)) {
        if (phrase_at(f, at - 1, at, LEX_BIT(LEX_VERB) | LEX_BIT(LEX_THAT), &unused) && end - at >= 1) break;
        at--;
    }
    while (at < end && is_mark(f, at)) at++;
    if (at >= end || token_at(f, at)->kind != TOKEN_WORD) return 0;
    a->name_first = at, a->name_last = end;
    return 1;
}

/* The noun phrase behind a verb: `said Anna Berg, provost of ...`. */
static int name_after(const Finder *f, size_t verb_last, size_t most, Attribution *a)
{
    size_t at = verb_last, unused;
    while (at < most && at - verb_last < NAME_TOKENS && !ends_clause(f, at)) {
        if (at > verb_last && phrase_at(f, at, at + 1, LEX_BIT(LEX_VERB) | LEX_BIT(LEX_THAT), &unused)) break;
        at++;
    }
    if (at == verb_last) return 0;
    const Token *head = token_at(f, verb_last);
    if (head->kind != TOKEN_WORD) return 0;
    a->name_first = verb_last, a->name_last = at;
    return 1;
}

static int capital_in(const Finder *f, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (token_at(f, i)->kind == TOKEN_WORD && token_at(f, i)->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED)) return 1;
    return 0;
}

/* The verb nearest to a span's end, behind it: `...", said X` or `...", X said`. */
static size_t previous_end(const Finder *f, size_t k)
{
    return k && f->spans.items[k - 1].last < f->spans.items[k].open ? f->spans.items[k - 1].last : f->first;
}

static int attribution_after(const Finder *f, size_t k, Attribution *a)
{
    const MarkedSpan *span = &f->spans.items[k];
    size_t next_span = k + 1 < f->spans.count ? f->spans.items[k + 1].first : SIZE_MAX;
    if (span->close == SIZE_MAX) return 0;
    size_t i = span->close + 1, stop = i + NEAR_TOKENS, last, unused;
    if (stop > f->last) stop = f->last;
    int dash = 0;
    for (; i < stop; i++) {
        if (is_dash(f, i)) {
            if (i == span->close + 1 || (i == span->close + 2 && ends_clause(f, i - 1))) dash = 1;
            continue;
        }
        if (ends_sentence(f, i) && i > span->close + 1) break;
        if (i >= next_span) break;
        if (!phrase_at(f, i, stop, LEX_BIT(LEX_VERB), &last)) continue;
        a->verb = i, a->verb_last = last;
        size_t from = span->close + 1;
        while (from < i && is_mark(f, from)) from++;
        if (from < i && !phrase_at(f, from, i, LEX_BIT(LEX_THAT), &unused) && name_before(f, i, from, a))
            return a->rule = "mark:name-verb", 1;
        if (name_after(f, last, f->last, a)) return a->rule = "mark:verb-name", 1;
        if (f->verb_final && span->open != SIZE_MAX) /* 장관은 "..."고 말했다 */
            (void)name_before(f, span->open, previous_end(f, k), a);
        a->rule = "mark:verb";
        return 1;
    }
    if (dash) { /* `..." - Ambassador X.` */
        size_t from = span->close + 1;
        while (from < f->last && is_mark(f, from)) from++;
        if (from < f->last && name_after(f, from, f->last, a) && capital_in(f, a->name_first, a->name_last)) {
            a->verb = a->verb_last = 0;
            a->rule = "mark:dash-name";
            return 1;
        }
    }
    return 0;
}

/* The verb before a span: `X said: "...`, `X said that this is "...`. */
static int attribution_before(const Finder *f, size_t k, Attribution *a)
{
    const MarkedSpan *span = &f->spans.items[k];
    size_t edge = span->open == SIZE_MAX ? span->first : span->open, least = f->first, last;
    if (k && f->spans.items[k - 1].last + 1 <= edge) least = f->spans.items[k - 1].last + 1;
    for (size_t i = edge; i > least && edge - i < 2 * NEAR_TOKENS;) {
        i--;
        if (ends_sentence(f, i)) break;
        if (!phrase_at(f, i, edge, LEX_BIT(LEX_VERB), &last)) continue;
        a->verb = i, a->verb_last = last;
        a->rule = "verb:mark";
        (void)name_before(f, i, least, a);
        return 1;
    }
    return 0;
}

/* --- is a marked span speech? ------------------------------------------------------------------------------------------------------ */
typedef struct Shape {
    unsigned words, capitals, long_words;
    int sentence; /* it ends as a sentence or a clause does, or begins with a capital after `:` or `,` */
    int lower_first;
} Shape;

static Shape shape_of(const Finder *f, const MarkedSpan *span)
{
    Shape shape = {0, 0, 0, 0, 0};
    for (size_t i = span->first; i < span->last; i++) {
        const Token *token = token_at(f, i);
        if (token->kind != TOKEN_WORD) continue;
        shape.words++;
        if (token->length >= 4) {
            shape.long_words++;
            shape.capitals += (token->flags & TOKEN_CAPITALIZED) != 0;
        }
        if (shape.words == 1) shape.lower_first = !(token->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED));
    }
    size_t end = span->last - 1;
    uint32_t code = first_char(f, end);
    shape.sentence = is_mark(f, end) && (code == ',' || code == 0xFF0C || ends_sentence(f, end) || code == 0x2026);
    return shape;
}

static int is_title_like(const Shape *shape)
{
    return shape->long_words >= 2 && 10 * shape->capitals >= 7 * shape->long_words && !shape->sentence;
}

static double speech_score(const Finder *f, const MarkedSpan *span, const Attribution *a, int attributed)
{
    Shape shape = shape_of(f, span);
    int opens_paragraph = span->open == f->first, introduced = 0;
    if (span->open != SIZE_MAX && span->open > f->first) {
        uint32_t before = first_char(f, span->open - 1);
        introduced =
            is_mark(f, span->open - 1) && (before == ':' || before == ',' || before == 0xFF1A || before == 0xFF0C);
    }
    if (!shape.words) return 0;
    if (span->open == SIZE_MAX)
        return attributed && a->rule && strncmp(a->rule, "mark:", 5) == 0 && shape.words > SHORT_WORDS ? .6 : 0;
    if (is_title_like(&shape)) return 0;
    if (shape.words <= SHORT_WORDS)
        return attributed && shape.sentence ? .7 : attributed && shape.lower_first && shape.words > 1 ? .45 : 0;
    if (attributed) return shape.words >= 6 || shape.sentence ? .95 : .7;
    if (span->close == SIZE_MAX && !opens_paragraph) return 0;
    if (shape.sentence || introduced) return shape.words >= 6 ? .8 : .6;
    if (opens_paragraph && shape.words >= 6) return .7;
    return f->last_quote.length && shape.words >= 5                        ? .55
           : shape.words >= 8 && shape.lower_first && f->last_quote.length ? .5
                                                                           : 0;
}

/* --- writing --------------------------------------------------------------------------------------------------------------------------- */
static Status emit(Finder *f, size_t first, size_t last, int direct, const Attribution *a, double score)
{
    while (first < last && !direct && is_mark(f, first) && first_char(f, first) != '"' &&
           first_char(f, first) != 0x201C)
        first++;
    while (last > first && !direct && ends_sentence(f, last - 1)) last--;
    if (first >= last) return STATUS_OK;
    Quote quote;
    memset(&quote, 0, sizeof quote);
    quote.start = token_at(f, first)->start;
    quote.length = token_end(token_at(f, last - 1)) - quote.start;
    quote.sentence = token_at(f, first)->sentence;
    quote.direct = direct;
    quote.mention = -1;
    quote.rule = a->rule;
    quote.score = score;
    if (a->name_last > a->name_first) {
        uint32_t start = token_at(f, a->name_first)->start, end = token_end(token_at(f, a->name_last - 1));
        quote.speaker_start = start, quote.speaker_length = end - start;
        quote.mention = mention_in(f, start, end);
    }
    if (a->verb_last > a->verb) {
        uint32_t start = token_at(f, a->verb)->start;
        quote.verb = arena_copy(f->arena, f->text->bytes + start, token_end(token_at(f, a->verb_last - 1)) - start);
        if (!quote.verb) return f->arena->status;
    }
    if (!quote.speaker_length && direct &&
        f->last_quote.speaker_length) { /* goes on with the speaker of the paragraph */
        quote.speaker_start = f->last_quote.speaker_start, quote.speaker_length = f->last_quote.speaker_length;
        quote.mention = f->last_quote.mention;
    }
    Quote *item = ARENA_PUSH(f->arena, f->out);
    if (!item) return f->arena->status;
    *item = quote;
    if (quote.speaker_length || direct) f->last_quote = quote;
    return STATUS_OK;
}

static void clear_attribution(Attribution *a)
{
    *a = (Attribution){0, 0, 0, 0, NULL};
}

/* --- reported speech --------------------------------------------------------------------------------------------------------------------- */

/* Does a marked span lie in tokens [first, last) with most of its words? Then the span speaks for itself. */
static int is_mostly_marked(const Finder *f, size_t first, size_t last)
{
    size_t inside = 0, low = 0, high = f->spans.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->spans.items[middle].last <= first) low = middle + 1;
        else high = middle;
    }
    for (size_t k = low; k < f->spans.count && f->spans.items[k].first < last; k++) {
        size_t from = f->spans.items[k].first < first ? first : f->spans.items[k].first,
               to = f->spans.items[k].last > last ? last : f->spans.items[k].last;
        if (to > from) inside += to - from;
    }
    return 10 * inside >= 7 * (last - first);
}

static size_t sentence_end(const Finder *f, size_t i)
{
    const Sentence *sentence = &f->text->sentences.items[token_at(f, i)->sentence];
    size_t end = sentence->first_token + sentence->token_count;
    return end < f->last ? end : f->last;
}

/* A conjunction within a few tokens behind a verb: `told reporters on Monday that`. */
static size_t conjunction_after(const Finder *f, size_t i, size_t end, size_t *behind)
{
    for (size_t k = i; k < end && k < i + 9; k++) {
        if (phrase_at(f, k, end, LEX_BIT(LEX_THAT), behind)) return k;
        if (ends_clause(f, k) && first_char(f, k) != ',') return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* X said (that) CONTENT. */
static Status report_behind(Finder *f, size_t verb, size_t verb_last, int strong, size_t begin, size_t end)
{
    Attribution a = {0, 0, verb, verb_last, "verb-clause"};
    size_t behind = verb_last, that = conjunction_after(f, verb_last, end, &behind), from = verb_last;
    if (that != SIZE_MAX) from = behind, a.rule = "verb-that";
    else if (!strong) return STATUS_OK;
    else if (from < end && phrase_at(f, from, end, LEX_BIT(LEX_TIME), &behind)) from = behind;
    else if (from < end && phrase_at(f, from, end, LEX_BIT(LEX_ADJUNCT), &behind)) return STATUS_OK;
    else if (from < end && is_mark(f, from)) {
        uint32_t code = first_char(f, from);
        if (code != ',' && code != ':' && code != 0xFF0C && code != 0xFF1A) return STATUS_OK;
        if (f->language == LANGUAGE_EN && code == ',') return STATUS_OK;
        from++;
    }
    if (end < from + 3 || is_mostly_marked(f, from, end)) return STATUS_OK;
    int named = name_before(f, verb, begin, &a);
    if (!named && that == SIZE_MAX && (verb == begin || is_mark(f, verb_last))) return STATUS_OK;
    return emit(f, from, end, 0, &a, that != SIZE_MAX ? .8 : named ? .6 : .5);
}

/* CONTENT, X said. / CONTENT, сообщил X. / 내용이라고 말했다 */
static Status report_before(Finder *f, size_t verb, size_t verb_last, int strong, size_t begin, size_t end, int *done)
{
    Attribution a = {0, 0, verb, verb_last, "clause-verb"};
    *done = 0;
    if (f->verb_final) {
        size_t from = begin, to = verb;
        while (from < to && is_mark(f, from)) from++;
        while (to > from && is_mark(f, to - 1)) to--;
        if (to < from + 2) return STATUS_OK;
        if (end > verb_last + 1) (void)name_after(f, verb_last, end, &a);
        *done = 1;
        return is_mostly_marked(f, from, to) ? STATUS_OK : emit(f, from, to, 0, &a, .5);
    }
    size_t comma = verb;
    while (comma > begin && verb - comma < NAME_TOKENS &&
           !(is_mark(f, comma - 1) && (first_char(f, comma - 1) == ',' || first_char(f, comma - 1) == 0xFF0C)))
        comma--;
    if (comma <= begin + 3 || end > verb_last + NAME_TOKENS) return STATUS_OK;
    size_t unused;
    if (!strong) return STATUS_OK;
    if (comma < verb && verb_last + 3 < end && is_mark(f, verb_last) && first_char(f, verb_last) == ',' &&
        name_before(f, verb, comma, &a) && a.name_first == comma) {
        a.rule = "parenthesis"; /* `The house, she said, will be open.` */
        *done = 1;
        return is_mostly_marked(f, begin, end) ? STATUS_OK : emit(f, begin, end, 0, &a, .7);
    }
    int inverted = comma == verb, closes = end <= verb_last + 1 || ends_sentence(f, verb_last);
    int trails = !closes && end <= verb_last + 13 &&
                 (phrase_at(f, verb_last, end, LEX_BIT(LEX_ADJUNCT) | LEX_BIT(LEX_TIME), &unused) ||
                  (end <= verb_last + 5 && !phrase_at(f, verb_last, end, LEX_BIT(LEX_PRONOUN), &unused))) &&
                 conjunction_after(f, verb_last, end, &unused) == SIZE_MAX; /* `..., X said in a statement.` */
    if (inverted) {
        if (!name_after(f, verb_last, end, &a) || a.name_last + 3 < end ||
            (f->language == LANGUAGE_EN && !capital_in(f, a.name_first, a.name_last)))
            return STATUS_OK;
    } else if (!(closes || trails) || !name_before(f, verb, comma, &a) || a.name_first != comma) return STATUS_OK;
    *done = 1;
    return is_mostly_marked(f, begin, comma - 1) ? STATUS_OK : emit(f, begin, comma - 1, 0, &a, .7);
}

/* According to X, CONTENT. / CONTENT, according to X. */
static Status report_according(Finder *f, size_t phrase, size_t phrase_last, size_t begin, size_t end)
{
    Attribution a = {0, 0, 0, 0, "according-to"};
    if (!name_after(f, phrase_last, end, &a)) return STATUS_OK;
    a.verb = phrase, a.verb_last = phrase_last;
    if (phrase <= begin + 1) {
        size_t from = a.name_last;
        while (from < end && !(is_mark(f, from) && (first_char(f, from) == ',' || first_char(f, from) == 0xFF0C)))
            from++;
        return end < from + 4 || is_mostly_marked(f, from, end) ? STATUS_OK : emit(f, from + 1, end, 0, &a, .75);
    }
    size_t to = phrase;
    while (to > begin && is_mark(f, to - 1)) to--;
    return to < begin + 3 || is_mostly_marked(f, begin, to) ? STATUS_OK : emit(f, begin, to, 0, &a, .7);
}

/* X-ға сәйкес / X에 따르면 CONTENT: the words that attribute stand behind the name. */
static Status report_accordingly(Finder *f, size_t phrase, size_t phrase_last, size_t begin, size_t end)
{
    Attribution a = {0, 0, phrase, phrase_last, "according-to"};
    if (phrase == begin || !name_before(f, phrase, begin, &a)) return STATUS_OK;
    size_t from = phrase_last;
    while (from < end && is_mark(f, from)) from++;
    return end < from + 3 || is_mostly_marked(f, from, end) ? STATUS_OK : emit(f, from, end, 0, &a, .7);
}

/* Has the marked span before token `i` taken its verb? Then there is no sentence's end between them. */
static int is_taken(const Finder *f, size_t i, size_t hint)
{
    if (!hint || f->spans.items[hint - 1].close == SIZE_MAX) return 0;
    size_t close = f->spans.items[hint - 1].close;
    if (i - close > NEAR_TOKENS) return 0;
    for (size_t k = close + 1; k < i; k++)
        if (ends_sentence(f, k) && k > close + 1) return 0;
    return 1;
}

enum { MAX_CUES = 24 };

typedef struct Cue {
    size_t first, last;
    const LexRow *row;
} Cue;

/* The words of a sentence that may report, outside of marked spans. */
static int find_cues(const Finder *f, size_t begin, size_t end, size_t *hint, Cue cues[MAX_CUES])
{
    int count = 0;
    for (size_t i = begin; i < end && count < MAX_CUES; i++) {
        size_t behind;
        if (span_of(f, i, hint) >= 0) continue;
        const LexRow *row =
            phrase_at(f, i, end, LEX_BIT(LEX_VERB) | LEX_BIT(LEX_ACCORDING) | LEX_BIT(LEX_ACCORDINGLY), &behind);
        if (!row || (row->kind == LEX_VERB && is_taken(f, i, *hint))) continue;
        cues[count++] = (Cue){i, behind, row};
        i = behind - 1;
    }
    return count;
}

static Status try_cue(Finder *f, const Cue *cue, size_t begin, size_t end)
{
    size_t i = cue->first, behind = cue->last;
    if (end > i + CLAUSE_TOKENS) end = i + CLAUSE_TOKENS;
    if (begin + CLAUSE_TOKENS < i) begin = i - CLAUSE_TOKENS;
    if (behind > end) behind = end;
    if (cue->row->kind == LEX_ACCORDING) return report_according(f, i, behind, begin, end);
    if (cue->row->kind == LEX_ACCORDINGLY) return report_accordingly(f, i, behind, begin, end);
    int done = 0;
    Status status = report_before(f, i, behind, cue->row->value >= 2, begin, end, &done);
    if (status == STATUS_OK && !done && !f->verb_final)
        status = report_behind(f, i, behind, cue->row->value >= 2, begin, end);
    return status;
}

/* One report a sentence: `according to` before verbs, then from left to right. */
static Status find_reported(Finder *f)
{
    size_t hint = 0;
    for (size_t begin = f->first, end; begin < f->last; begin = end) {
        Cue cues[MAX_CUES];
        end = sentence_end(f, begin);
        if (end <= begin) end = begin + 1;
        if (arena_stopped(f->arena)) return f->arena->status;
        int count = find_cues(f, begin, end, &hint, cues);
        size_t before = f->out->count;
        for (int verbs = 0; verbs < 2; verbs++)
            for (int k = 0; k < count && f->out->count == before; k++)
                if ((cues[k].row->kind == LEX_VERB) == verbs && try_cue(f, &cues[k], begin, end) != STATUS_OK)
                    return f->arena->status;
    }
    return STATUS_OK;
}

static Status find_marked(Finder *f)
{
    for (size_t k = 0; k < f->spans.count; k++) {
        const MarkedSpan *span = &f->spans.items[k];
        Attribution a;
        if (arena_stopped(f->arena)) return f->arena->status;
        clear_attribution(&a);
        int attributed = attribution_after(f, k, &a);
        if (!attributed) {
            clear_attribution(&a);
            attributed = attribution_before(f, k, &a);
        }
        double score = speech_score(f, span, &a, attributed);
        if (score <= 0) continue;
        if (!a.rule) a.rule = "mark:alone";
        if (emit(f, span->first, span->last, 1, &a, score) != STATUS_OK) return f->arena->status;
    }
    return STATUS_OK;
}

static int by_start(const Quote *a, const Quote *b)
{
    return a->start != b->start ? a->start < b->start : a->length > b->length;
}

/* Both passes give quotes in order: merges items [from, middle) and [middle, count). */
static Status merge_tail(Arena *arena, QuoteList *list, size_t from, size_t middle)
{
    size_t count = list->count - from, a = 0, b = middle - from, out = from;
    if (middle == from || middle == list->count) return STATUS_OK;
    Quote *copy = arena_array(arena, count, sizeof *copy);
    if (!copy) return arena->status;
    memcpy(copy, list->items + from, count * sizeof *copy);
    while (out < list->count) {
        int second = a == middle - from || (b < count && by_start(&copy[b], &copy[a]));
        list->items[out++] = second ? copy[b++] : copy[a++];
    }
    return STATUS_OK;
}

static int is_verb_final(Language language)
{
    Language base = language_base(language);
    return base == LANGUAGE_KK || base == LANGUAGE_KO || base == LANGUAGE_JA || base == LANGUAGE_TR ||
           base == LANGUAGE_KY || base == LANGUAGE_UZ;
}

Status quotes_find(Arena *arena, const Text *text, const EntityList *entities, QuoteList *quotes)
{
    Finder f = {arena, text, entities,     quotes, language_base(text->language), is_verb_final(text->language),
                0,     0,    {NULL, 0, 0}, {0}};
    for (size_t p = 0; p < text->paragraphs.count; p++) {
        const Paragraph *paragraph = &text->paragraphs.items[p];
        if (!paragraph->sentence_count) continue;
        const Sentence *first = &text->sentences.items[paragraph->first_sentence];
        const Sentence *last = first + paragraph->sentence_count - 1;
        size_t before = quotes->count;
        f.first = first->first_token;
        f.last = last->first_token + last->token_count;
        f.spans.count = 0;
        memset(&f.last_quote, 0, sizeof f.last_quote);
        if (quote_marks_find(arena, text, f.first, f.last, &f.spans) != STATUS_OK) return arena->status;
        if (find_marked(&f) != STATUS_OK) return arena->status;
        size_t middle = quotes->count;
        if (find_reported(&f) != STATUS_OK) return arena->status;
        if (merge_tail(arena, quotes, before, middle) != STATUS_OK) return arena->status;
    }
    return STATUS_OK;
}
