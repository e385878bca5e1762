/*
** dateline.c - see dateline.h
**
** Nothing but form is looked at: names in capitals, parts divided by commas, stops, slashes, brackets or quotation marks, a dash, a colon or
** an equals sign at the end. The few ideographs that end a Chinese dateline are in data/zh/document.tsv.
*/
#include "document/dateline.h"
#include "base/unicode.h"
#include "document/clean.h"
#include "document/furniture.h"
#include <string.h>

enum { HEAD_BYTES = 170, MAX_PARTS = 8, MAX_WORDS = 12 };

typedef struct Part {
    size_t start, length;
    int enclosed;                       /* stands in brackets, slashes or quotation marks, or behind a stop */
    int digits, words, capitals, lower; /* words by their first letter; capitals: all letters are */
} Part;

typedef struct Head {
    const char *text;
    size_t length, rest; /* bytes before the separator, and with it */
    int colon;
    Part parts[MAX_PARTS];
    int count;
} Head;

static size_t starts_with(const char *at, const char *end, const char *what)
{
    size_t n = strlen(what);
    return (size_t)(end - at) >= n && !memcmp(at, what, n) ? n : 0;
}

static int find_separator(const char *text, size_t length, Head *head)
{
    static const char *const separators[] = {" - ", " -- ", " – ", " — ", "– ", "— ", "-- ", ": "};
    const char *end = text + (length < HEAD_BYTES ? length : HEAD_BYTES);
    for (const char *at = text; at < end; at++) {
        if (*at != ' ' && *at != '-' && *at != ':' && *at != '\xE2') continue; /* what separators begin with */
        for (int i = 0; i < (int)(sizeof separators / sizeof *separators); i++) {
            size_t n = starts_with(at, end, separators[i]);
            if (!n) continue;
            *head = (Head){text, (size_t)(at - text), (size_t)(at - text) + n, *at == ':', {{0, 0, 0, 0, 0, 0, 0}}, 0};
            return 1;
        }
    }
    return 0;
}

static void measure(const char *text, Part *part)
{
    const char *at = text + part->start, *end = at + part->length;
    int open = 0, small = 0;
    while (at < end) {
        uint32_t code;
        const char *word = at;
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (record->flags & UNICODE_DIGIT) part->digits++;
        if (record->flags & UNICODE_LETTER) {
            int upper = (record->flags & UNICODE_UPPER) != 0;
            size_t joined = 0;
            if (!open) {
                part->words++;
                if (!upper &&
                    !(furniture_phrase(word, (size_t)(end - word), FURNITURE_JOINER, &joined) & FURNITURE_WORD))
                    part->lower++;
            }
            small += !upper;
            open = 1;
        } else if (record->flags & UNICODE_SPACE) open = 0;
    }
    part->capitals = part->words && !small;
}

static int add_part(Head *head, size_t start, size_t end, int enclosed)
{
    while (start < end && head->text[start] == ' ') start++;
    while (end > start && head->text[end - 1] == ' ') end--;
    if (start == end) return 1;
    if (head->count == MAX_PARTS) return 0;
    Part *part = &head->parts[head->count++];
    *part = (Part){start, end - start, enclosed, 0, 0, 0, 0};
    measure(head->text, part);
    return 1;
}

/* Length of a mark that divides the parts of a dateline, or 0. `*encloses`: what follows stands apart. */
static size_t divider(const char *at, const char *end, int *encloses)
{
    static const char *const quotes[] = {"«", "»", "“", "”", "\"", "(", ")", "/"};
    for (int i = 0; i < (int)(sizeof quotes / sizeof *quotes); i++) {
        size_t n = starts_with(at, end, quotes[i]);
        if (n) return *encloses = 1, n;
    }
    if (*at == ',' && (at + 1 == end || at[1] == ' ')) return *encloses = 0, 1;
    if (*at == '.' && (at + 1 == end || at[1] == ' ')) return *encloses = 1, 1;
    return 0;
}

static int split_head(Head *head)
{
    size_t from = 0, at = 0;
    int enclosed = 0, next = 0;
    while (at < head->length) {
        size_t n = divider(head->text + at, head->text + head->length, &next);
        if (!n) {
            at++;
            continue;
        }
        if (!add_part(head, from, at, enclosed)) return 0;
        at += n;
        from = at;
        enclosed = next;
    }
    return add_part(head, from, head->length, enclosed);
}

/* (서울=연합뉴스) NAME 기자 = */
static int read_bracketed(const char *text, size_t length, Dateline *dateline)
{
    const char *end = text + (length < HEAD_BYTES ? length : HEAD_BYTES);
    if (!length || (*text != '(' && *text != '[')) return 0;
    const char *close = memchr(text, *text == '(' ? ')' : ']', (size_t)(end - text));
    const char *equals = close ? memchr(text, '=', (size_t)(close - text)) : NULL;
    if (!equals) return 0;
    dateline->place = text + 1;
    dateline->place_length = (size_t)(equals - text) - 1;
    dateline->agency = equals + 1;
    dateline->agency_length = (size_t)(close - equals) - 1;
    const char *second = memchr(close, '=', (size_t)(end - close));
    dateline->length = (size_t)((second && second - close < 60 ? second : close) + 1 - text);
    return 1;
}

/* 新华社北京5月13日电: agency, place, date, the word that ends it. */
static int read_ideographic(const char *text, size_t length, Dateline *dateline)
{
    const char *end = text + (length < 100 ? length : 100), *agency = NULL, *digit = NULL;
    size_t bytes;
    for (const char *at = text; at < end;) {
        uint32_t code;
        size_t n = utf8_decode(at, end, &code);
        if (code < 0x80 && !(code >= '0' && code <= '9') && code != ' ') return 0;
        if (code >= '0' && code <= '9' && !digit) digit = at;
        if (code >= 0x3000 && !digit && !agency && at - text >= 3 && at - text <= 15 &&
            furniture_phrase(at, n, FURNITURE_AGENCY, &bytes))
            agency = at + n;
        if (code >= 0x3000 && digit && furniture_phrase(at, n, FURNITURE_WIRE, &bytes)) {
            if (!agency) return 0;
            dateline->agency = text, dateline->agency_length = (size_t)(agency - text);
            dateline->place = agency, dateline->place_length = (size_t)(digit - agency);
            dateline->length = (size_t)(at + n - text);
            return dateline->place_length < 40;
        }
        at += n;
    }
    return 0;
}

/* OSLO. NORDWIRE The ministry ...: capitals, a stop, capitals, and no mark behind them. */
static int read_capitals(const char *text, size_t length, Dateline *dateline)
{
    const char *end = text + (length < 80 ? length : 80), *stop = text;
    while (stop + 1 < end && !(stop[0] == '.' && stop[1] == ' ')) stop++;
    Part place = {0, (size_t)(stop - text), 0, 0, 0, 0, 0};
    if (stop + 1 >= end || stop - text > 40) return 0;
    measure(text, &place);
    if (!place.capitals || place.digits || place.words > 3 || place.length < 3) return 0;
    const char *agency = stop + 2, *last = agency;
    for (int words = 0; words < 3; words++) {
        const char *word = last + (last > agency), *after = word;
        while (after < end && *after != ' ' && *after != '.' && *after != ',') after++;
        Part part = {(size_t)(word - text), (size_t)(after - word), 0, 0, 0, 0, 0};
        measure(text, &part);
        if (!part.capitals || part.digits || part.length < 3) break;
        last = after;
        if (after >= end || *after != ' ') break;
    }
    if (last == agency || last >= end) return 0;
    *dateline = (Dateline){(size_t)(last - text) + 1, text, agency, place.length, (size_t)(last - agency)};
    return 1;
}

/* Four figures that may be a year. */
static int has_year(const char *text, size_t length)
{
    for (size_t i = 0, run = 0; i <= length; i++) {
        int digit = i < length && text[i] >= '0' && text[i] <= '9';
        if (!digit && run == 4 && (text[i - 4] == '1' || text[i - 4] == '2')) return 1;
        run = digit ? run + 1 : 0;
    }
    return 0;
}

/* Oslo, 28 October 2022. The council ...: a sentence that is nothing but a name and a date. */
static int read_dated(const char *text, size_t length, Dateline *dateline)
{
    enum { PLACE_BYTES = 60, DATE_BYTES = 60, DATE_WORDS = 3 };
    const char *end = text + (length < HEAD_BYTES ? length : HEAD_BYTES);
    const char *comma = memchr(text, ',', (size_t)(end - text) < PLACE_BYTES ? (size_t)(end - text) : PLACE_BYTES);
    if (!comma) return 0;
    Part place = {0, (size_t)(comma - text), 0, 0, 0, 0, 0};
    measure(text, &place);
    if (!place.words || place.words > 4 || place.lower || place.digits) return 0;
    for (const char *stop = comma + 1; stop + 1 < end && stop - comma < DATE_BYTES; stop++) {
        if (stop[0] != '.' || stop[1] != ' ') continue;
        Part date = {(size_t)(comma + 1 - text), (size_t)(stop - comma - 1), 0, 0, 0, 0, 0};
        measure(text, &date);
        if (date.words > DATE_WORDS || !has_year(comma + 1, date.length)) continue; /* the stop of `Oct. 28, 2022.` */
        *dateline = (Dateline){(size_t)(stop + 2 - text), text, NULL, place.length, 0};
        return 1;
    }
    return 0;
}

static void read_head(const char *text, size_t length, Dateline *dateline);

void dateline_read(const char *text, size_t length, Dateline *dateline)
{
    *dateline = (Dateline){0, NULL, NULL, 0, 0};
    if (read_bracketed(text, length, dateline) || read_ideographic(text, length, dateline)) return;
    *dateline = (Dateline){0, NULL, NULL, 0, 0};
    read_head(text, length, dateline);
    if (!dateline->length && !read_dated(text, length, dateline)) (void)read_capitals(text, length, dateline);
}

/* What stands before a dash or a colon, if its parts are those of a dateline. */
static void read_head(const char *text, size_t length, Dateline *dateline)
{
    Head head;
    if (!find_separator(text, length, &head) || !split_head(&head) || !head.count) return;
    const Part *agency = NULL;
    int words = 0, dated = 0;
    for (int i = 0; i < head.count; i++) {
        const Part *part = &head.parts[i];
        words += part->words;
        if (part->digits) dated = 1;
        else if (part->lower || !part->words) return;
        else if (i && (part->enclosed || head.colon)) agency = part;
    }
    const Part *place = &head.parts[0];
    if (words > MAX_WORDS || place->digits || place->words > 4) return;
    if (head.colon ? head.count != 2 || dated : !(agency || dated || (place->capitals && head.count <= 2))) return;
    dateline->length = head.rest;
    dateline->place = text + place->start, dateline->place_length = place->length;
    if (agency) dateline->agency = text + agency->start, dateline->agency_length = agency->length;
}

const char *dateline_place(Arena *arena, const char *place, size_t length)
{
    int capitals = 1, begin = 1;
    for (const char *at = place, *end = place + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if ((unicode_of(code)->flags & UNICODE_LETTER) && unicode_fold(code) == code) capitals = 0;
    }
    if (!capitals) return clean_copy(arena, place, length, NULL);
    char *out = arena_alloc(arena, 4 * length + 1), *next = out;
    if (!out) return NULL;
    for (const char *at = place, *end = place + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        int letter = (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK)) != 0;
        next += utf8_encode(letter && !begin ? unicode_fold(code) : code, next);
        begin = !letter;
    }
    return out;
}

/* --- who is cited ------------------------------------------------------------------------------------------------------------- */
enum { CITATION_TOKENS = 400, NAME_TOKENS = 12, PHRASE_BYTES = 60 };

static int joins(const Text *text, const Token *token)
{
    size_t bytes;
    return (furniture_phrase(token_bytes(text, token), token->length, FURNITURE_JOINER, &bytes) & FURNITURE_WORD) != 0;
}

static int is_name_token(const Token *token)
{
    return (token->kind == TOKEN_WORD || token->kind == TOKEN_MIXED || token->kind == TOKEN_URL) &&
           (token->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED) || token->kind == TOKEN_URL);
}

/* A mark inside a name: the stop of `Last.fm`, the hyphen of `pre-Name`; no blank stands on either side. */
static int glues(const Text *text, const Token *token, const Token *next)
{
    return token->kind == TOKEN_PUNCTUATION && token->length == 1 && next &&
           !((token->flags | next->flags) & TOKEN_SPACE_BEFORE) && strchr(".-&'/", text->bytes[token->start]) != NULL &&
           next->kind != TOKEN_PUNCTUATION;
}

/* 据新华社报道: the word behind the name. */
static int closes_citation(const Text *text, const Token *token)
{
    size_t bytes;
    return (furniture_phrase(token_bytes(text, token), token->length, FURNITURE_CITES, &bytes) & FURNITURE_BEFORE) != 0;
}

static const char *name_between(Arena *arena, const Text *text, size_t first, size_t last)
{
    const Token *from = &text->tokens.items[first], *to = &text->tokens.items[last];
    return clean_copy(arena, token_bytes(text, from), to->start + to->length - from->start, NULL);
}

/* The name in capitals that begins at token `i`, an article skipped, or up to the next mark if it is a whole clause. */
static const char *name_after(Arena *arena, const Text *text, size_t i, size_t end, int clause)
{
    if (!clause && i < end && joins(text, &text->tokens.items[i])) i++;
    size_t first = i, last = i, named = 0;
    for (; i < end && i < first + NAME_TOKENS; i++) {
        const Token *token = &text->tokens.items[i];
        if (glues(text, token, i + 1 < end ? token + 1 : NULL)) continue;
        if (token->kind == TOKEN_PUNCTUATION && (!clause || !strchr("\"-", text->bytes[token->start]))) break;
        if (i > first && token->flags & TOKEN_UNCASED && closes_citation(text, token)) break;
        int name = is_name_token(token);
        if (!name && !clause && !joins(text, token)) break;
        if (name || clause) last = i, named += (size_t)name;
    }
    return named ? name_between(arena, text, first, last) : NULL;
}

/* The name in capitals that ends before token `i`. */
static const char *name_before(Arena *arena, const Text *text, size_t i)
{
    size_t first = i, last = i ? i - 1 : 0;
    for (size_t k = i; k-- > 0 && i - k < NAME_TOKENS;) {
        const Token *token = &text->tokens.items[k];
        if (is_name_token(token)) first = k;
        else if (!(k + 1 < i && (glues(text, token, token + 1) || joins(text, token))) && token->kind != TOKEN_WORD)
            break;
        else if (token->kind == TOKEN_WORD && !joins(text, token)) break;
    }
    if (first == i) return NULL;
    if (first < last && joins(text, &text->tokens.items[first])) first++; /* `The` */
    return name_between(arena, text, first, last);
}

static size_t token_from(const Text *text, uint32_t offset)
{
    size_t low = 0, high = text->tokens.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text->tokens.items[middle].start < offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Whether a phrase at `at` makes a citation, if a token begins there: one before which a name stands does so only where words have case. */
static int begins_citation(const char *at, const char *end, int has_case)
{
    size_t bytes, left = (size_t)(end - at);
    int found = furniture_phrase(at, left < PHRASE_BYTES ? left : PHRASE_BYTES, FURNITURE_CITES, &bytes);
    return (found & (FURNITURE_AFTER | FURNITURE_CLAUSE)) || (found & FURNITURE_BEFORE && has_case);
}

int citation_may_stand(const char *text, size_t length)
{
    enum { OTHER_LETTER = 5 /* General_Category Lo, by ICU's number */ };
    const char *at = text, *end = text + length;
    unsigned inside = UNICODE_TOKEN_BLANK; /* a word of letters or of Hangul: in it, no token begins */
    while (at < end) {
        uint32_t code;
        if ((unsigned)((unsigned char)*at | 32) - 'a' < 26) {
            if (inside != UNICODE_TOKEN_LETTER && begins_citation(at, end, 1)) return 1;
            do at++;
            while (at < end && (unsigned)((unsigned char)*at | 32) - 'a' < 26);
            inside = UNICODE_TOKEN_LETTER;
            continue;
        }
        if ((unsigned char)*at < 0x80) {
            inside = UNICODE_TOKEN_BLANK;
            at++;
            continue;
        }
        size_t bytes = utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        int joins = record->token_class == inside && (inside == UNICODE_TOKEN_LETTER || inside == UNICODE_TOKEN_HANGUL);
        if (!joins && record->flags & UNICODE_LETTER && begins_citation(at, end, record->category != OTHER_LETTER))
            return 1;
        if (record->token_class != UNICODE_TOKEN_MARK) inside = record->token_class;
        at += bytes;
    }
    return 0;
}

void citation_find(Arena *arena, const Text *text, Citation *citation)
{
    size_t end = text->tokens.count < CITATION_TOKENS ? text->tokens.count : CITATION_TOKENS;
    const char *outlet = NULL;
    for (size_t i = 0; i < end; i++) {
        const Token *token = &text->tokens.items[i];
        if (token->kind != TOKEN_WORD || arena_stopped(arena)) continue;
        size_t bytes = 0, left = text->length - token->start;
        int found = furniture_phrase(token_bytes(text, token), left < PHRASE_BYTES ? left : PHRASE_BYTES,
                                     FURNITURE_CITES, &bytes);
        if (!found) continue;
        size_t next = token_from(text, token->start + (uint32_t)bytes);
        if (found & (FURNITURE_AFTER | FURNITURE_CLAUSE)) {
            const char *name = name_after(arena, text, next, end, (found & FURNITURE_CLAUSE) != 0);
            if (name && !citation->source) citation->source = name, citation->outlet = outlet;
        } else if ((found & FURNITURE_BEFORE) &&
                   !(token->flags & TOKEN_UNCASED)) { /* without capitals, nobody knows where the name begins */
            const char *name = name_before(arena, text, i);
            if (name && !outlet) outlet = name;
        }
    }
    if (!citation->source) citation->source = outlet;
}
