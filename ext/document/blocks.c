/*
** blocks.c - see blocks.h
**
** Plain text, in order: (1) lines that say what they are (labels, tickers, furniture phrases); (2) the model's probability for the rest; (3) sections that a
** furniture heading opens; (4) the article: the run of lines whose text outweighs its furniture most; (5) headline,
** stamps and bylines above it; (6) lines that say again what was said.
** HTML: (1) as above, for the names of what is not the article; then the article is every line whose score is at least the threshold that expects
** the best F1, wherever it stands; its headings, lists, quotations and rows of tables belong to it. Captions do not, and other lines are what the elements around
** them are called.
*/
#include "document/blocks.h"
#include "document/model.h"
#include <stdlib.h>
#include <string.h>

typedef struct Labels {
    Arena *arena;
    const char *text;
    const char *hint;     /* what the page calls itself elsewhere, or NULL */
    const HtmlText *html; /* or NULL */
    Line *lines;
    size_t count;
    size_t first, last; /* the article: lines [first, last) */
    ptrdiff_t title;
    int whole; /* no article was recognised: see take_whole() */
    LineContext context;
} Labels;

static void set(Line *line, BlockKind kind, const char *rule, double confidence)
{
    line->kind = (uint8_t)kind;
    line->rule = rule;
    line->confidence = (float)confidence;
}

static int is_unset(const Line *line)
{
    return line->kind == BLOCK_UNSET;
}

/* --- 1. lines that say what they are ----------------------------------------------------------------------------------- */

/* Three capitals and a number (`USD 386.82`, `1 EUR = 428.67`), or a currency's sign and a number. */
static int is_rate(const char *text, const Line *line)
{
    static const char *const signs[] = {"$", "€", "£", "¥", "₽", "₸", "₩", "₴"};
    if (line->half_words > 12 || !line->digits || line->end == END_STOP) return 0;
    const char *at = text + line->start;
    if (line->letters == 3 && line->capitals == 3 && line->numbers <= 4 && line->digits >= 2)
        for (size_t i = 0; i + 3 <= line->length; i++)
            if (at[i] >= 'A' && at[i] <= 'Z' && at[i + 1] >= 'A' && at[i + 1] <= 'Z' && at[i + 2] >= 'A' &&
                at[i + 2] <= 'Z')
                return 1;
    if (!line->letters && line->numbers <= 4 && line->digits >= 2)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (line->length > strlen(signs[i]) && memcmp(at, signs[i], strlen(signs[i])) == 0) return 1;
    return 0;
}

/* A line of nothing but one number with a fraction. */
static int is_bare_decimal(const char *text, const Line *line)
{
    if (line->letters || line->numbers != 2 || line->length > 12) return 0;
    for (size_t i = 0; i < line->length; i++) {
        char c = text[line->start + i];
        if ((c < '0' || c > '9') && c != '.' && c != ',' && c != '+' && c != '-') return 0;
    }
    return 1;
}

/* A label is followed by a colon, a dash, a bar or a number, or fills the line. */
static int has_label_mark(const char *text, const Line *line)
{
    size_t at = line->furniture.start_bytes;
    while (at < line->length && text[line->start + at] == ' ') at++;
    if (at >= line->length) return 1;
    const char *rest = text + line->start + at;
    size_t left = line->length - at;
    if (*rest == ':' || *rest == '-' || *rest == '|' || *rest == '/' || *rest == '(' || (*rest >= '0' && *rest <= '9'))
        return 1;
    return (left >= 3 &&
            (!memcmp(rest, "：", 3) || !memcmp(rest, "–", 3) || !memcmp(rest, "—", 3) || !memcmp(rest, "｜", 3))) ||
           (left >= 2 && !memcmp(rest, "·", 2));
}

static BlockKind kind_of_furniture(Furniture kind)
{
    static const uint8_t kinds[FURNITURE_KINDS] = {
        [FURNITURE_NONE] = BLOCK_UNSET,      [FURNITURE_NAVIGATION] = BLOCK_NAVIGATION,
        [FURNITURE_SHARE] = BLOCK_SHARE,     [FURNITURE_RELATED] = BLOCK_RELATED,
        [FURNITURE_ASIDE] = BLOCK_RELATED,   [FURNITURE_KEYWORDS] = BLOCK_KEYWORDS,
        [FURNITURE_COMMENT] = BLOCK_COMMENT, [FURNITURE_FOOTER] = BLOCK_FOOTER,
        [FURNITURE_RATES] = BLOCK_RATES,     [FURNITURE_WEATHER] = BLOCK_WEATHER,
        [FURNITURE_CAPTION] = BLOCK_CAPTION, [FURNITURE_PUBLISHED] = BLOCK_BYLINE,
        [FURNITURE_MODIFIED] = BLOCK_BYLINE, [FURNITURE_AUTHOR] = BLOCK_BYLINE,
        [FURNITURE_SOURCE] = BLOCK_BYLINE,   [FURNITURE_VIEWS] = BLOCK_BYLINE,
        [FURNITURE_LEAD] = BLOCK_UNSET,      [FURNITURE_ADVERT] = BLOCK_NAVIGATION};
    return (BlockKind)kinds[kind];
}

/* What the opening words make of a line, if anything. */
static void label_by_opening(const char *text, Line *line)
{
    Furniture kind = (Furniture)line->furniture.start;
    unsigned words = line_words(line);
    int mark = has_label_mark(text, line), sentence = line->end == END_STOP && words >= 8;
    int dated = (line->flags & (LINE_YEAR | LINE_CLOCK | LINE_NUMERIC)) != 0;
    switch (kind) {
    case FURNITURE_PUBLISHED:
    case FURNITURE_MODIFIED:
        if (words <= 20 && dated && (mark || !sentence)) /* `Published: ..., 10:40 a.m.` ends with no sentence's stop */
            set(line, BLOCK_BYLINE, "label:date", .9);
        break;
    case FURNITURE_AUTHOR:
        if (words <= 14 && !sentence && (mark || line->capitals >= 3 || !line->capitals))
            set(line, BLOCK_BYLINE, "label:author", .8);
        break;
    case FURNITURE_SOURCE:
        if (words <= 30 && mark) set(line, BLOCK_BYLINE, "label:source", .9);
        break;
    case FURNITURE_VIEWS:
        if (words <= 8 && line->digits) set(line, BLOCK_BYLINE, "label:views", .8);
        break;
    case FURNITURE_CAPTION:
        if (words <= 60 && mark && !(sentence && words > 30)) set(line, BLOCK_CAPTION, "label:caption", .8);
        break;
    case FURNITURE_KEYWORDS:
        if (words <= 60 && mark && line->end != END_STOP) set(line, BLOCK_KEYWORDS, "label:keywords", .9);
        break;
    case FURNITURE_ASIDE:
    case FURNITURE_RELATED:
        if (words <= 40 && mark) set(line, BLOCK_RELATED, "label:related", .8);
        break;
    case FURNITURE_SHARE:
        if (words <= 30 && (!sentence || words <= 20)) set(line, BLOCK_SHARE, "label:share", .8);
        break;
    case FURNITURE_COMMENT:
        if (words <= 20 && (mark || (words <= 14 && line->end != END_STOP)))
            set(line, BLOCK_COMMENT, "label:comment", .8);
        break;
    case FURNITURE_FOOTER:
        if (line->flags & LINE_IDEOGRAPHS && line->end != END_NONE && !mark) break;
        if (words <= (mark ? 80u : line->flags & LINE_IDEOGRAPHS ? 20u : 40u))
            set(line, BLOCK_FOOTER, "label:footer", .7);
        break;
    case FURNITURE_ADVERT:
        if (words <= 6) set(line, BLOCK_NAVIGATION, "label:advert", .8);
        break;
    case FURNITURE_NAVIGATION:
        if (words <= 12 && !sentence) set(line, BLOCK_NAVIGATION, "label:navigation", .7);
        break;
    default: break;
    }
}

/* Is what stands before a colon a line of buttons elsewhere: `Share: Facebook`? */
static int is_share_label(const char *text, const Line *line)
{
    enum { MOST_WORDS = 14, MOST_BYTES = 40 };
    if (line_words(line) > MOST_WORDS || line->end == END_STOP) return 0;
    const char *begin = text + line->start,
               *colon = memchr(begin, ':', line->length < MOST_BYTES ? line->length : MOST_BYTES);
    return colon && furniture_match(begin, (size_t)(colon - begin)).line == FURNITURE_SHARE;
}

/* Does a label of a picture's maker stand behind the last sentence of the line: `The quay in May. Photo: Archive`? */
static int ends_in_credit(const char *text, const Line *line)
{
    enum { MOST_BYTES = 80 };
    const char *begin = text + line->start, *end = begin + line->length;
    const char *at = line->length > MOST_BYTES ? end - MOST_BYTES : begin;
    while ((at = memchr(at, ' ', (size_t)(end - at))) != NULL) {
        at++;
        if (at - begin < 2 || (at[-2] != '.' && at[-2] != ')' && at[-2] != '|' && at[-2] != '/')) continue;
        size_t label = furniture_label(at, (size_t)(end - at), FURNITURE_CAPTION);
        if (label && at + label < end && at[label] == ':') return 1;
    }
    return 0;
}

static void label_alone(const char *text, Line *line)
{
    unsigned words = line_words(line);
    line->kind = BLOCK_UNSET;
    if (!line->letters && !line->digits) set(line, BLOCK_NAVIGATION, "marks", .9);
    else if (is_rate(text, line)) set(line, BLOCK_RATES, "rate", .9);
    else if ((line->flags & LINE_DEGREE) && line->digits && words <= 8 && line->end != END_STOP)
        set(line, BLOCK_WEATHER, "degrees", .9);
    else if (line->flags & LINE_COPYRIGHT && words <= 60) set(line, BLOCK_FOOTER, "copyright", .8);
    else if (line->furniture.line && line->furniture.line != FURNITURE_LEAD && words <= 14)
        set(line, kind_of_furniture((Furniture)line->furniture.line), "phrase", .9);
    else if (line->furniture.start) label_by_opening(text, line);
    if (is_unset(line) && line->furniture.end && words <= 40) {
        BlockKind kind = kind_of_furniture((Furniture)line->furniture.end);
        if (kind == BLOCK_CAPTION && words <= 40 && line->end != END_STOP && line->separators < 2)
            set(line, BLOCK_CAPTION, "ending:caption", .6);
        else if (kind == BLOCK_FOOTER) set(line, BLOCK_FOOTER, "ending:footer", .8);
        else if (kind == BLOCK_BYLINE && words <= 8 && line->end != END_STOP)
            set(line, BLOCK_BYLINE, "ending:author", .6);
    }
    if (is_unset(line) && is_share_label(text, line)) set(line, BLOCK_SHARE, "label:share", .8);
    if (is_unset(line) && words <= 40 && ends_in_credit(text, line)) set(line, BLOCK_CAPTION, "ending:credit", .7);
    if (is_unset(line) && words <= 14 && line->end != END_STOP && line->end != END_QUESTION) {
        int stamp =
            (line->flags & LINE_NUMERIC) || ((line->flags & LINE_YEAR) && ((line->flags & LINE_CLOCK) || words <= 8));
        if (stamp && line->numbers >= 2 && words <= line->numbers + 8) set(line, BLOCK_BYLINE, "stamp", .6);
    }
}

/* Numbers without names, one below the other: a ticker whose names were pictures. */
static void label_tickers(Labels *labels)
{
    for (size_t i = 0; i < labels->count;) {
        size_t n = 0;
        while (i + n < labels->count && is_bare_decimal(labels->text, &labels->lines[i + n])) n++;
        for (size_t k = 0; k < n && n >= 2; k++) set(&labels->lines[i + k], BLOCK_RATES, "stacked-numbers", .7);
        i += n ? n : 1;
    }
}

/* --- 3. sections that a heading opens ---------------------------------------------------------------------------------- */
static int is_solid(const Labels *labels, size_t i)
{
    enum { LEAST_WORDS = 12, LONG_WORDS = 30 };
    const Line *line = &labels->lines[i];
    if (!is_unset(line) || line->score < .5f) return 0;
    const Stack *stack = labels->html ? NULL : stacks_broken(&labels->context.stacks, i);
    if (stack) return stack->half_words >= 2 * LEAST_WORDS;
    return line_words(line) >= LEAST_WORDS && (line->end == END_STOP || line_words(line) >= LONG_WORDS);
}

static int opens_section(const Line *line, BlockKind *kind)
{
    if (line->kind == BLOCK_RELATED && line->furniture.line == FURNITURE_RELATED) *kind = BLOCK_RELATED;
    else if (line->kind == BLOCK_COMMENT && (line->furniture.line == FURNITURE_COMMENT ||
                                             (line->digits && line->furniture.start == FURNITURE_COMMENT)))
        *kind = BLOCK_COMMENT;
    else if (line->kind == BLOCK_RELATED && line->furniture.start == FURNITURE_RELATED && line_words(line) <= 5)
        *kind = BLOCK_RELATED;
    else return 0;
    return 1;
}

/* Is line `i` the first of its paragraph? */
static int opens_paragraph(const Labels *labels, size_t i)
{
    const Stacks *stacks = &labels->context.stacks;
    return labels->html || !stacks->place[i] || !stacks_broken(stacks, i);
}

/* Does an article go on at line `i` of a section? Two paragraphs running that are nobody's abstract: no headline before each, said for the first time. */
static int article_goes_on(const Labels *labels, size_t i, unsigned needed)
{
    enum { PARAGRAPH_WORDS = 20 };
    unsigned words = 0, paragraphs = 0;
    for (; i < labels->count && is_solid(labels, i) && labels->lines[i].repeats < 2; i++) {
        words += line_words(&labels->lines[i]);
        paragraphs += (unsigned)opens_paragraph(labels, i);
        if (paragraphs >= needed && words >= PARAGRAPH_WORDS * needed) return 1;
    }
    return 0;
}

/* The same of what is no paragraphs, a list or steps of a recipe: several lines running of which the models are sure. */
static int list_goes_on(const Labels *labels, size_t i)
{
    enum { LEAST_LINES = 4, MOST_LINES = 12, LEAST_WORDS = 60 };
    const float sure = .8f;
    unsigned words = 0, lines = 0;
    for (; i < labels->count && labels->lines[i].score >= sure && labels->lines[i].repeats < 2; i++) {
        words += line_words(&labels->lines[i]);
        if (++lines >= LEAST_LINES && words >= LEAST_WORDS) return 1;
        if (lines == MOST_LINES) break;
    }
    return 0;
}

static void label_sections(Labels *labels)
{
    unsigned before = 0, paragraphs = 0; /* words of the article so far, and in how many */
    for (size_t i = 0; i < labels->count; i++) {
        Line *line = &labels->lines[i];
        BlockKind kind;
        if (is_solid(labels, i)) before += line_words(line), paragraphs += (unsigned)opens_paragraph(labels, i);
        if ((before < 60 && (before < 25 || paragraphs < 2)) || !opens_section(line, &kind)) continue;
        unsigned needed = kind == BLOCK_COMMENT ? 6 : 3;
        for (i++; i < labels->count && !article_goes_on(labels, i, needed); i++) {
            if (kind == BLOCK_RELATED && list_goes_on(labels, i)) break;
            Line *inner = &labels->lines[i];
            BlockKind other;
            if (opens_section(inner, &other)) kind = other;
            else if (is_unset(inner)) set(inner, kind, "section", .7);
        }
        i--;
    }
}

/* --- paragraphs on many lines --------------------------------------------------------------------------------------------- */

/* All lines of a paragraph that was broken at a margin are what their mean says; behind the first one no word opens anything. */
static Status mend_paragraphs(Labels *labels)
{
    const Stacks *stacks = &labels->context.stacks;
    float *sums = arena_array(labels->arena, labels->count + 1, sizeof *sums);
    if (!sums) return labels->arena->status;
    for (size_t i = 0; i < labels->count; i++)
        sums[stacks->first[i]] += labels->lines[i].score * (float)labels->lines[i].half_words;
    for (size_t i = 0; i < labels->count; i++) {
        const Stack *stack = stacks_broken(stacks, i);
        if (!stack || !stack->half_words) continue;
        labels->lines[i].score = sums[stacks->first[i]] / (float)stack->half_words;
        if (stacks->place[i] && labels->lines[i].letters && labels->lines[i].score >= .5f)
            labels->lines[i].kind = BLOCK_UNSET;
    }
    return STATUS_OK;
}

/* --- where doubt ends ---------------------------------------------------------------------------------------------------- */

/*
** The score from which on lines are taken, so that the expected F1 of what is taken is greatest: where the models are sure of a page it is
** near one half, and lower where they doubt it all (Lewis 1995: half of the best F1). Expected F1 of a set is twice its expected words over its words and
** the page's expected words.
*/
static float best_threshold(const Line *lines, size_t count)
{
    enum { STEPS = 100 };
    double words[STEPS + 1] = {0}, expected[STEPS + 1] = {0}, total = 0, taken = 0, right = 0, best = 0;
    int threshold = STEPS / 2;
    for (size_t i = 0; i < count; i++) {
        int step = (int)(lines[i].score * STEPS);
        words[step] += lines[i].half_words;
        expected[step] += lines[i].half_words * (double)lines[i].score;
        total += lines[i].half_words * (double)lines[i].score;
    }
    for (int step = STEPS; step > 0; step--) {
        taken += words[step], right += expected[step];
        double f1 = taken > 0 ? 2 * right / (taken + total) : 0;
        if (f1 > best) best = f1, threshold = step;
    }
    return (float)threshold / STEPS;
}

static const float LEAST_SCORE = .1f; /* below, nothing is taken for the article: see take_whole() */

/* --- 4. the article ------------------------------------------------------------------------------------------------------ */
/*
** No run of lines looks like an article: a note, a cut-out, a few sentences. Then it is all the lines that nothing else was seen in,
** from the first that is written as a sentence (what stands above it may be a headline), or from the first at all.
*/
static void take_whole(Labels *labels)
{
    size_t first = labels->count;
    labels->whole = 1;
    for (size_t i = 0; i < labels->count; i++) {
        if (!is_unset(&labels->lines[i])) continue;
        if (first == labels->count || (labels->lines[i].end == END_STOP && labels->lines[first].end != END_STOP))
            first = i;
        labels->last = i + 1;
    }
    labels->first = labels->last ? first : 0;
}

/* From the first line to the last that the models take (best_threshold()); what they doubt in between is left out line by line. */
static void find_article(Labels *labels)
{
    float threshold = best_threshold(labels->lines, labels->count);
    labels->first = labels->count, labels->last = 0;
    for (size_t i = 0; i < labels->count; i++) {
        Line *line = &labels->lines[i];
        if (!is_unset(line) || line->score < threshold || line->score < LEAST_SCORE) continue;
        if (labels->first > i) labels->first = i;
        labels->last = i + 1;
        if (line->score < .5f) line->score = .5f; /* taken */
    }
    if (labels->first >= labels->last) take_whole(labels);
}

/* Stacks at the article's edges that the model doubts, with nothing but each other in between, belong to it. */
static int is_paragraph(const Line *line)
{
    return is_unset(line) && line->repeats < 2 && line_words(line) >= 10 &&
           (line->end == END_STOP || line_words(line) >= 25 || line->furniture.end == FURNITURE_LEAD) &&
           line->score >= .03f && !(line->flags & LINE_BULLET);
}

static void widen_article(Labels *labels)
{
    if (labels->first == labels->last) return;
    while (labels->first > 0 && is_paragraph(&labels->lines[labels->first - 1])) labels->first--;
    while (labels->last < labels->count && is_paragraph(&labels->lines[labels->last])) labels->last++;
    for (size_t i = labels->first; i < labels->last; i++)
        if (is_paragraph(&labels->lines[i]) && labels->lines[i].score < .5f) labels->lines[i].score = .5f;
}

/* --- 5. what stands above it --------------------------------------------------------------------------------------------- */
enum { HEAD_LINES = 24 }; /* a headline is looked for in so many lines above the first paragraph */

static double title_merit(const Labels *labels, size_t i, size_t body)
{
    const Line *line = &labels->lines[i];
    double words = line->half_words / 2.0, merit = .6;
    if (!is_unset(line) && line->kind != BLOCK_REPEAT) return -9;
    if (!line->letters || line->furniture.end == FURNITURE_LEAD) return -9;
    if (words > 32 || words < 1.5) return -9;
    if (!labels->html && stacks_broken(&labels->context.stacks, i)) return -9;
    merit += words >= 4 && words <= 20 ? 1.5 : words < 4 ? -.5 + .25 * words : 0;
    if (line->end == END_STOP) merit -= 1.5;
    if (line->end == END_COLON || line->end == END_COMMA) merit -= 2;
    if (line->sentences >= 2) merit -= 2;
    if (line->flags & (LINE_BULLET | LINE_BRACKET | LINE_ADDRESS)) merit -= 1.5;
    if (line->separators >= 2) merit -= 1.5;
    if (line->digits > line->letters / 2) merit -= 1.5;
    if (!(line->flags & LINE_CAPITAL)) merit -= 1;
    if (line->repeats >= 2 && words >= 3) merit += 1; /* a headline is often given twice */
    if (i + 1 < labels->count && labels->lines[i + 1].kind == BLOCK_BYLINE) merit += 1;
    if (i + 1 == body) merit += .5;
    return merit - .08 * (double)(body - i);
}

/* Does the hint hold the line, as a whole or as one of its parts? */
static int is_hinted(const Labels *labels, const Line *line)
{
    size_t length = strlen(labels->hint);
    if (line->length > length || line->half_words < 4 || !line->letters ||
        (line->length < 12 && line->length * 2 < length))
        return 0;
    const char *line_text = labels->text + line->start, *at = labels->hint, *last = at + length - line->length;
    for (; at <= last && (at = memchr(at, *line_text, (size_t)(last - at) + 1)) != NULL; at++)
        if (memcmp(at, line_text, line->length) == 0) return 1;
    return 0;
}

/* The longest line that the hint holds, the first among equals. A hint has a few hundred bytes: longer ones are not looked at. */
static int find_hinted_title(Labels *labels)
{
    uint32_t longest = 0;
    if (!labels->hint || strlen(labels->hint) > 400) return 0;
    for (size_t i = 0; i < labels->count; i++) {
        if (labels->lines[i].length <= longest || labels->lines[i].kind == BLOCK_RATES ||
            !is_hinted(labels, &labels->lines[i]))
            continue;
        longest = labels->lines[i].length;
        labels->title = (ptrdiff_t)i;
    }
    if (longest) set(&labels->lines[labels->title], BLOCK_TITLE, "headline:title-element", .95);
    return longest > 0;
}

static void find_title(Labels *labels)
{
    labels->title = -1;
    if (find_hinted_title(labels)) return;
    size_t body = labels->first;
    while (body < labels->last && !is_solid(labels, body)) body++;
    if (body == labels->last) body = labels->first;
    size_t top = body > HEAD_LINES ? body - HEAD_LINES : 0;
    double best = 1.2;
    labels->title = -1;
    for (size_t i = top; i < body; i++) {
        double merit = title_merit(labels, i, body);
        if (merit > best) best = merit, labels->title = (ptrdiff_t)i;
    }
    if (labels->title < 0) return;
    while (labels->lines[labels->title].earlier >= 0 && labels->lines[labels->title].earlier >= (ptrdiff_t)top)
        labels->title = labels->lines[labels->title].earlier;
    set(&labels->lines[labels->title], BLOCK_TITLE, "headline", best > 3 ? .95 : .5 + .15 * best);
}

/* --- 6. the rest ----------------------------------------------------------------------------------------------------------- */
/* A line of a name and an address of mail, or of that alone, at the end of an article or above it: who wrote it. */
static int is_signature(const Labels *labels, size_t i)
{
    enum { MOST_WORDS = 10, BELOW = 3 };
    const Line *line = &labels->lines[i];
    const char *text = labels->text + line->start, *at = memchr(text, '@', line->length);
    if (!at || at == text || line_words(line) > MOST_WORDS || i + 1 < labels->first || i >= labels->last + BELOW)
        return 0;
    const char *end = text + line->length, *dot = memchr(at, '.', (size_t)(end - at));
    return (at[-1] | 32) >= '0' && dot && dot > at + 1 && dot + 1 < end && !memchr(at, ' ', (size_t)(dot - at));
}

static void label_inside(Labels *labels, size_t i)
{
    Line *line = &labels->lines[i];
    ptrdiff_t title = labels->title;
    if (title >= 0 && line->hash == labels->lines[title].hash) set(line, BLOCK_REPEAT, "title-again", .9);
    else if (line->earlier >= 0 && line_words(line) >= 8 && labels->lines[line->earlier].kind == BLOCK_BODY)
        set(line, BLOCK_REPEAT, "said-before", .8);
    else if (is_signature(labels, i)) set(line, BLOCK_BYLINE, "address", .6);
    else if (labels->whole) set(line, BLOCK_BODY, "whole", .5);
    else if (line->score >= .5f) set(line, BLOCK_BODY, "text", (double)line->score);
    else if (line->repeats >= 2) set(line, BLOCK_REPEAT, "said-before", .6);
    else set(line, BLOCK_NAVIGATION, "short-line", 1 - (double)line->score);
}

static void label_outside(Labels *labels, size_t i)
{
    Line *line = &labels->lines[i];
    ptrdiff_t title = labels->title;
    int after = i >= labels->last;
    if (title >= 0 && line->hash == labels->lines[title].hash) set(line, BLOCK_REPEAT, "title-again", .9);
    else if (line->repeats >= 2 && line->earlier >= 0) set(line, BLOCK_REPEAT, "said-before", .7);
    else if (is_signature(labels, i)) set(line, BLOCK_BYLINE, "address", .6);
    else if (after && i && labels->lines[i - 1].kind == BLOCK_SHARE && line_words(line) <= 15)
        set(line, BLOCK_SHARE, "after-share", .5);
    else if (after && line_words(line) >= 6) set(line, BLOCK_RELATED, "below-article", .5);
    else set(line, BLOCK_NAVIGATION, after ? "below-article" : "above-article", .6);
}

void blocks_join(const HtmlText *html, LineList *lines)
{
    size_t block = 0;
    for (size_t i = 0; i < lines->count; i++) {
        while (block + 1 < html->blocks.count && html->blocks.items[block + 1].start <= lines->items[i].start) block++;
        lines->items[i].block = (uint32_t)block;
    }
}

/* --- HTML ------------------------------------------------------------------------------------------------------------------- */

/* Levels from a line up to the nearest element so marked; 255: none. */
static unsigned levels_to(const Labels *labels, const Line *line, unsigned mark)
{
    return labels->context.nodes[labels->html->blocks.items[line->block].node].marks[mark];
}

enum {
    ELEMENT_TABLE = MARK_COUNT + 2, /* of LAYOUT_MARKS */
    ELEMENT_LIST = MARK_COUNT + 3,
    ELEMENT_FORM = MARK_COUNT + 4,
    NEAR = 2, /* so many levels: the element itself, or one made for it */
    FAR = 12,
    BELOW = 10 /* so many lines below an article may name its author */
};

/* What a part of the article is. */
static void label_article(const Labels *labels, Line *line)
{
    const HtmlBlock *block = &labels->html->blocks.items[line->block];
    double score = (double)line->score;
    if (levels_to(labels, line, MARK_QUOTE) <= NEAR) set(line, BLOCK_QUOTE, "html:quote", score);
    else if (block->flags & HTML_ROW) set(line, BLOCK_TABLE, "html:table", score);
    else if (levels_to(labels, line, ELEMENT_LIST) <= NEAR) set(line, BLOCK_LIST, "html:list", score);
    else set(line, BLOCK_BODY, "html:text", score);
}

/* A few words in an element for the author or the date, which is not one of a comment or of another article. */
static int is_of_author(const Labels *labels, const Line *line)
{
    enum { MOST_WORDS = 12 };
    unsigned author = levels_to(labels, line, MARK_AUTHOR), stamp = levels_to(labels, line, MARK_STAMP);
    if ((author > 1 && stamp > 1) || line_words(line) > MOST_WORDS || line->end == END_STOP) return 0;
    return levels_to(labels, line, MARK_COMMENT) > FAR && levels_to(labels, line, MARK_RELATED) > NEAR + 2 &&
           levels_to(labels, line, MARK_LISTING) > NEAR && levels_to(labels, line, MARK_SHARE) > 0 &&
           levels_to(labels, line, MARK_TAGS) > 0;
}

/*
** What the furniture heading above says, if both stand in one element, or in elements of one that holds little: the list below
** `Most read` is related.
*/
static int kind_of_section(const Labels *labels, size_t i)
{
    enum { LEVELS = 4, MOST_LINES = 40 };
    int32_t heading = labels->context.heading[i];
    if (heading < 0) return BLOCK_UNSET;
    const HtmlNode *nodes = labels->html->nodes.items;
    const Line *above = &labels->lines[heading];
    uint32_t node = labels->html->blocks.items[labels->lines[i].block].node,
             target = labels->html->blocks.items[above->block].node;
    for (int up = 0; up < LEVELS; up++) node = nodes[node].depth > nodes[target].depth ? nodes[node].parent : node;
    for (int up = 0; up < LEVELS && node != target; up++) {
        if (nodes[target].depth >= nodes[node].depth) target = nodes[target].parent;
        else node = nodes[node].parent;
    }
    if (node != target || !node || labels->context.nodes[node].lines > MOST_LINES) return BLOCK_UNSET;
    return above->kind == BLOCK_RELATED || above->kind == BLOCK_COMMENT ? above->kind : BLOCK_UNSET;
}

/* What is no part of it, by what the elements around are called: the nearest one counts, the surer one among equals. */
static void label_frame(Labels *labels, size_t i)
{
    static const struct {
        uint8_t mark, reach, kind;
        const char *rule;
    } kinds[] = {
        {MARK_COMMENT, FAR, BLOCK_COMMENT, "html:comment"},   {MARK_FOOTER, FAR, BLOCK_FOOTER, "html:footer"},
        {MARK_NAVIGATION, FAR, BLOCK_NAVIGATION, "html:nav"}, {MARK_SHARE, NEAR, BLOCK_SHARE, "html:share"},
        {MARK_TAGS, NEAR, BLOCK_KEYWORDS, "html:tags"},       {MARK_RELATED, NEAR + 2, BLOCK_RELATED, "html:related"},
        {MARK_SIGNUP, NEAR, BLOCK_NAVIGATION, "html:form"},   {MARK_POPUP, FAR, BLOCK_NAVIGATION, "html:popup"},
        {MARK_ADVERT, NEAR, BLOCK_NAVIGATION, "html:advert"}, {MARK_SEARCH, NEAR, BLOCK_NAVIGATION, "html:search"},
        {ELEMENT_FORM, FAR, BLOCK_NAVIGATION, "html:form"},   {MARK_LISTING, NEAR, BLOCK_RELATED, "html:listing"},
        {MARK_SIDE, NEAR + 2, BLOCK_RELATED, "html:side"},    {MARK_HEADER, FAR, BLOCK_NAVIGATION, "html:header"},
        {MARK_TICKER, NEAR, BLOCK_RATES, "html:ticker"}};
    Line *line = &labels->lines[i];
    size_t top = labels->title >= 0 && (size_t)labels->title < labels->first ? (size_t)labels->title : labels->first;
    int inside = i >= top && i < labels->last;
    unsigned nearest = 255;
    if (inside && levels_to(labels, line, MARK_CAPTION) <= NEAR) {
        set(line, BLOCK_CAPTION, "html:caption", 1 - (double)line->score);
        return;
    }
    if (i >= top && i < labels->last + BELOW && is_of_author(labels, line)) {
        set(line, BLOCK_BYLINE, "html:author", .6);
        return;
    }
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        unsigned levels = levels_to(labels, line, kinds[k].mark);
        if (levels > kinds[k].reach || levels >= nearest) continue;
        nearest = levels;
        set(line, (BlockKind)kinds[k].kind, kinds[k].rule, 1 - (double)line->score);
    }
    int section = nearest > 0 ? kind_of_section(labels, i) : BLOCK_UNSET;
    if (section != BLOCK_UNSET && (is_unset(line) || line->kind == BLOCK_NAVIGATION))
        set(line, (BlockKind)section, "section", .6);
    if (is_unset(line)) label_outside(labels, i);
}

/* Are two lines of one element, or of elements side by side? */
static int are_sisters(const Labels *labels, const Line *a, const Line *b)
{
    const HtmlNode *nodes = labels->html->nodes.items;
    uint32_t x = labels->html->blocks.items[a->block].node, y = labels->html->blocks.items[b->block].node;
    return x == y || nodes[x].parent == nodes[y].parent;
}

enum { LONG_RUN = 3 };

/* Of how many lines, one after the other, that stand in the same order above, line `i` is one; LONG_RUN at most. */
static int length_of_run(const Labels *labels, size_t i)
{
    int run = 1;
    for (size_t k = i; run < LONG_RUN && k > 0 && labels->lines[k].earlier > 0; k--, run++)
        if (labels->lines[k - 1].earlier + 1 != labels->lines[k].earlier) break;
    for (size_t k = i; run < LONG_RUN && k + 1 < labels->count && labels->lines[k + 1].earlier > 0; k++, run++)
        if (labels->lines[k].earlier + 1 != labels->lines[k + 1].earlier) break;
    return run;
}

/*
** A longer line that says again what the article said, as pages do in print versions, pulled quotations and teasers. What is repeated among the
** article's own paragraphs, as a refrain or a line of a recipe is, belongs to it, and so does a line or two in an element of the same kind: the same meal on
** two days of a plan.
*/
static int says_again(const Labels *labels, size_t i)
{
    enum { LEAST_WORDS = 12 };
    const Line *line = &labels->lines[i];
    if (line->earlier < 0 || line_words(line) < LEAST_WORDS) return 0;
    const Line *earlier = &labels->lines[line->earlier];
    if (!block_is_main((BlockKind)earlier->kind) || are_sisters(labels, line, earlier)) return 0;
    const HtmlBlock *blocks = labels->html->blocks.items;
    const HtmlNode *nodes = labels->html->nodes.items;
    return nodes[blocks[line->block].node].path != nodes[blocks[earlier->block].node].path ||
           length_of_run(labels, i) >= LONG_RUN;
}

/* A short line that says itself that it is none of the text, where the models do not insist. */
static int is_labelled(const Line *line)
{
    enum { MOST_WORDS = 14 };
    return !is_unset(line) && line_words(line) <= MOST_WORDS && line->score < .97f;
}

/* What linked data call the article is it, whatever its lines look like. */
static void trust_linked(Labels *labels)
{
    if (labels->html->linked == labels->html->length) return;
    for (size_t i = 0; i < labels->count; i++)
        labels->lines[i].score = labels->lines[i].start >= labels->html->linked ? .99f : 0;
}

/* Markup knows better than a few words: a row of a table is no stamp, `Reply` below a comment no menu. */
static void correct_label(const Labels *labels, Line *line)
{
    const HtmlBlock *block = &labels->html->blocks.items[line->block];
    if (line->kind == BLOCK_BYLINE && block->flags & HTML_ROW && levels_to(labels, line, MARK_STAMP) > NEAR &&
        levels_to(labels, line, MARK_AUTHOR) > NEAR && !strcmp(line->rule, "stamp"))
        line->kind = BLOCK_UNSET;
    if ((line->kind == BLOCK_NAVIGATION || line->kind == BLOCK_SHARE) && levels_to(labels, line, MARK_COMMENT) <= FAR)
        line->kind = BLOCK_UNSET;
}

static Status label_markup(Labels *labels)
{
    trust_linked(labels);
    float threshold = best_threshold(labels->lines, labels->count);
    labels->first = labels->count, labels->last = 0;
    for (size_t i = 0; i < labels->count; i++) {
        Line *line = &labels->lines[i];
        if (line->score < threshold || line->score < LEAST_SCORE || !(line->letters | line->digits)) continue;
        if (labels->first > i) labels->first = i;
        labels->last = i + 1;
    }
    if (labels->first >= labels->last) take_whole(labels);
    find_title(labels);
    for (size_t i = 0; i < labels->count; i++) {
        Line *line = &labels->lines[i];
        if (arena_stopped(labels->arena)) return labels->arena->status;
        if ((ptrdiff_t)i == labels->title) continue;
        correct_label(labels, line);
        if (labels->whole && is_unset(line) && i >= labels->first && i < labels->last)
            set(line, BLOCK_BODY, "whole", .5);
        else if (!labels->whole && line->score >= threshold && line->score >= LEAST_SCORE &&
                 (line->letters | line->digits)) {
            if (is_labelled(line)) continue;
            if (says_again(labels, i)) set(line, BLOCK_REPEAT, "said-before", .8);
            else if ((i < labels->first + 3 || i + 3 >= labels->last) && is_signature(labels, i))
                set(line, BLOCK_BYLINE, "address", .6);
            else label_article(labels, line);
        } else if (is_unset(line)) label_frame(labels, i);
    }
    return STATUS_OK;
}

Status blocks_label(Arena *arena, const char *text, const HtmlText *html, LineList *list, const Models *models,
                    ptrdiff_t *title)
{
    Labels labels;
    memset(&labels, 0, sizeof labels);
    labels.arena = arena, labels.text = text, labels.hint = html ? html->title : NULL, labels.html = html;
    labels.lines = list->items, labels.count = list->count, labels.title = -1;
    *title = -1;
    if (model_score(arena, list, html, models, &labels.context) != STATUS_OK) return arena->status;
    for (size_t i = 0; i < list->count; i++) {
        if (arena_stopped(arena)) return arena->status;
        label_alone(text, &list->items[i]);
    }
    if (html) {
        label_tickers(&labels);
        if (label_markup(&labels) != STATUS_OK) return arena->status;
        *title = labels.title;
        return STATUS_OK;
    }
    if (mend_paragraphs(&labels) != STATUS_OK) return arena->status;
    label_tickers(&labels);
    label_sections(&labels);
    find_article(&labels);
    widen_article(&labels);
    find_title(&labels);
    *title = labels.title;
    for (size_t i = 0; i < list->count; i++) {
        if (arena_stopped(arena)) return arena->status;
        if (!is_unset(&list->items[i])) continue;
        if (i >= labels.first && i < labels.last) label_inside(&labels, i);
        else label_outside(&labels, i);
    }
    return STATUS_OK;
}
