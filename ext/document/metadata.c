/*
** metadata.c - see metadata.h
**
** One pass over the tags (html_tokens.c) with a stack of the open elements. An element's class and id are taken apart into words, and data/document/metadata.tsv
** says which of them mark a date, a byline, comments, other articles. What an element is marked as holds for all in it, but hints of a date, a byline or a
** headline only for three elements further in: outermost containers are called anything.
**
** Text is gathered line by line, as block elements divide it; a line is kept if it is a heading or holds what may be a year or a numeric date. Of elements that are
** a fact by themselves (itemprop, rel="author", a class `author`) the text is kept as a claim.
*/
#include "document/metadata.h"
#include "base/hash.h"
#include "document/furniture.h"
#include <string.h>

enum {
    DEPTH = 400,      /* open elements; further ones are read as if they were not there */
    NEAR = 3,         /* how far in hints of a date hold */
    LINE_BYTES = 400, /* of a line; the rest is left out */
    CAPTURES = 6,     /* elements whose text is kept at the same time */
    CAPTURE_BYTES = 300,
    CLAIM_BYTES = 1000,
    MOST_CLAIMS = 2000,
    MOST_LINES = 600,
    CLASS_BYTES = 300,
    BEFORE_BYTES = 40, /* of a line that may be a label of the next */
    CACHE = 256,
    WORD_BYTES = 40
};

enum { HINTS_NEAR = HINT_DATE | HINT_PUBLISHED | HINT_MODIFIED | HINT_BYLINE | HINT_AUTHOR | HINT_TITLE };

/* These hold for a line only if they hold for all of it: a byline may have a link to the comments. */
enum { HINTS_OF_ALL = HINT_COMMENT | HINT_ASIDE | HINT_FOOTER | HINT_HEADER | HINT_LINK };

typedef struct Open {
    uint8_t element;
    uint8_t heading;
    uint16_t own;       /* hints of this element */
    uint16_t inherited; /* those that hold for all in it */
} Open;

typedef struct Capture {
    uint32_t depth; /* of its element */
    uint8_t fact;
    uint32_t length;
    char text[CAPTURE_BYTES];
} Capture;

struct MetadataReader {
    Arena *arena;
    Metadata *metadata;
    Open open[DEPTH];
    uint32_t depth;
    char line[LINE_BYTES + 8];
    uint32_t length;
    uint32_t place, line_place; /* bytes of readable text up to here; where the line begins */
    uint16_t hints;
    uint8_t heading, blank, cut;
    Capture captures[CAPTURES];
    uint32_t capture_count;
    char before[BEFORE_BYTES + 1]; /* the line that was read last, if it is short */
    Claim title;                   /* what <title> says */
    uint8_t has_title;
    uint8_t labelled;    /* twitter:label1 was `Written by` */
    uint8_t skip;        /* the element whose content is passed over, or HTML_OTHER */
    uint8_t linked;      /* the script that comes next is linked data */
    uint8_t seen_item;   /* a date of microdata was there */
    uint8_t script_days; /* that scripts name */
    struct {
        const char *value;
        uint32_t length, hints;
    } cache[CACHE]; /* of classes and ids that were looked up */
};

/* --- claims ------------------------------------------------------------------------------------------------------------------------- */

/* Folds blanks in place. Returns the new length. */
static size_t fold_blanks(char *text, size_t length)
{
    size_t n = 0;
    int blank = 0;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] <= ' ') blank = n > 0;
        else {
            if (blank) text[n++] = ' ';
            blank = 0;
            text[n++] = text[i];
        }
    }
    text[n] = 0;
    return n;
}

Status metadata_claim(Arena *arena, Metadata *metadata, Evidence fact, const char *value, size_t length)
{
    if (!length || length > CLAIM_BYTES || metadata->claims.count >= MOST_CLAIMS) return arena->status;
    char *copy = arena_alloc(arena, length + 1);
    if (!copy) return arena->status;
    size_t n = fold_blanks(copy, html_decode(value, length, copy));
    if (!n) return arena->status;
    Claim *claim = ARENA_PUSH(arena, &metadata->claims);
    if (!claim) return arena->status;
    *claim = (Claim){(uint8_t)fact, (uint32_t)n, metadata->line_count, copy};
    return arena->status;
}

const Claim *metadata_first(const Metadata *metadata, Evidence fact)
{
    for (size_t i = 0; i < metadata->claims.count; i++)
        if (metadata->claims.items[i].fact == fact) return &metadata->claims.items[i];
    return NULL;
}

/* --- words of class and id --------------------------------------------------------------------------------------------------------- */
static int is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static int is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* `entry-date`, `entryDate` and `EntryDate` are entry and date; and entrydate as a whole is asked for too. */
static unsigned read_hints(const char *value, size_t length)
{
    unsigned hints = 0;
    const char *at = value, *end = value + (length < CLASS_BYTES ? length : CLASS_BYTES);
    while (at < end) {
        const char *from = at, *word = at;
        char joined[WORD_BYTES];
        size_t n = 0, parts = 0;
        unsigned its = 0;
        for (; at <= end; at++) {
            char c = at < end ? *at : ' ';
            int letter = is_small(c) || is_capital(c);
            int begins = is_capital(c) && at > word && is_small(at[-1]);
            if ((!letter || begins) && at > word) {
                its |= fact_meaning(IN_WORD, word, (size_t)(at - word));
                parts++;
            }
            if (!letter || begins) word = at + !letter;
            if ((unsigned char)c <= ' ') break;
            if (letter && n < WORD_BYTES) joined[n++] = c;
        }
        unsigned whole = parts > 1 && n < WORD_BYTES ? fact_meaning(IN_WORD, joined, n) : 0;
        if (whole & HINT_BYLINE) its &= ~(unsigned)HINT_FOOTER; /* the foot of an entry */
        hints |= its | whole;
        if (at == from) at++;
    }
    return hints;
}

static unsigned hints_of(MetadataReader *s, const char *value, size_t length)
{
    unsigned slot = (unsigned)(hash_bytes(value, length, 0) >> 32) % CACHE;
    if (!s->cache[slot].value || s->cache[slot].length != length || memcmp(s->cache[slot].value, value, length) != 0) {
        s->cache[slot].value = value;
        s->cache[slot].length = (uint32_t)length;
        s->cache[slot].hints = read_hints(value, length);
    }
    return s->cache[slot].hints;
}

/* --- lines ---------------------------------------------------------------------------------------------------------------------------- */
static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Is there a run of one or two digits among `length` bytes, before an opening bracket? */
static int has_small_number(const char *text, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_digit(text[i])) digits++;
        else if (digits == 1 || digits == 2) return 1;
        else if (text[i] == '(') return 0;
        else digits = 0;
    }
    return digits == 1 || digits == 2;
}

/* Does the year at text[i] stand near what may be a day? */
static int is_dated_year(const char *text, size_t length, size_t i)
{
    enum { REACH = 24 };
    size_t back = i < REACH ? i : REACH, left = length - i - 4;
    return has_small_number(text + i - back, back) || has_small_number(text + i + 4, left < REACH ? left : REACH);
}

/* Does a date as 8.5.12 or 05 / 08 / 2012 begin with the number of `digits` digits at text[i]? */
static int is_numeric_date(const char *text, size_t length, size_t i, size_t digits)
{
    size_t at = i + digits;
    char mark = at < length ? text[at] : 0;
    for (int part = 0; part < 2; part++) {
        if (at >= length || text[at] != mark || (mark != '.' && mark != '/' && mark != '-')) return 0;
        at++;
        if (at < length && text[at] == ' ') at++;
        size_t from = at;
        while (at < length && is_digit(text[at])) at++;
        if (at == from || at - from > (part ? 4 : 2)) return 0;
        if (at < length && text[at] == ' ' && at + 1 < length && text[at + 1] == mark) at++;
    }
    return 1;
}

/* Digits of other scripts, as UTF-8: Arabic-Indic (D9 A0..A9), Persian (DB B0..B9), Devanagari and Bengali (E0 A5 A6.., E0 A7 A6..). The bytes of one, or 0. */
static size_t other_digit(const unsigned char *at, size_t left)
{
    if (left >= 2 && at[0] == 0xD9 && at[1] >= 0xA0 && at[1] <= 0xA9) return 2;
    if (left >= 2 && at[0] == 0xDB && at[1] >= 0xB0 && at[1] <= 0xB9) return 2;
    if (left >= 3 && at[0] == 0xE0 && (at[1] == 0xA5 || at[1] == 0xA7) && at[2] >= 0xA6 && at[2] <= 0xAF) return 3;
    return 0;
}

/* A day takes five digits at least, four of them of the year. */
static int has_other_digits(const char *text, size_t length)
{
    size_t all = 0, run = 0, longest = 0;
    for (size_t i = 0; i < length;) {
        size_t bytes = (unsigned char)text[i] < 0x80 ? 0 : other_digit((const unsigned char *)text + i, length - i);
        run = bytes ? run + 1 : 0;
        all += bytes != 0;
        if (run > longest) longest = run;
        i += bytes ? bytes : 1;
    }
    return longest == 4 && all >= 5;
}

/* A year of the Gregorian calendar, or 24xx and 25xx of the Thai one. */
static int is_year(const char *digits)
{
    return (digits[0] == '1' && digits[1] == '9') ||
           (digits[0] == '2' && (digits[1] == '0' || digits[1] == '4' || digits[1] == '5'));
}

/* 令和3年2月14日, 24年3月5日: a number with a sign of the year behind it, and a sign of the day further on. */
static int has_signed_day(const char *text, size_t length)
{
    for (size_t i = 1, years = 0; i + 3 <= length; i++) {
        if ((unsigned char)text[i] < 0xE0 || !is_digit(text[i - 1])) continue;
        if (years && (!memcmp(text + i, "日", 3) || !memcmp(text + i, "일", 3))) return 1;
        years += !memcmp(text + i, "年", 3) || !memcmp(text + i, "년", 3);
    }
    return 0;
}

/* May a line name a day: does it hold a year with a small number near, or a date in numbers? */
static int may_name_day(const char *text, size_t length)
{
    int ascii = 1;
    for (size_t i = 0; i < length; i++) {
        ascii &= (unsigned char)text[i] < 0x80;
        if (!is_digit(text[i])) continue;
        size_t n = 1;
        while (i + n < length && is_digit(text[i + n])) n++;
        if (n >= 4 && is_year(text + i) && (n >= 8 || (n == 4 && is_dated_year(text, length, i)))) return 1;
        if (n <= 2 && is_numeric_date(text, length, i, n)) return 1;
        i += n - 1;
    }
    return !ascii && (has_other_digits(text, length) || has_signed_day(text, length));
}

static void keep_line(MetadataReader *s, const char *text, size_t length, unsigned hints, int heading, int machine,
                      int cut)
{
    if (s->metadata->lines.count >= MOST_LINES) return;
    char *copy = arena_copy(s->arena, text, length);
    MetadataLine *line = copy ? ARENA_PUSH(s->arena, &s->metadata->lines) : NULL;
    if (!line) return;
    *line = (MetadataLine){copy,
                           (uint32_t)length,
                           s->metadata->line_count,
                           machine ? s->place : s->line_place,
                           (uint16_t)hints,
                           (uint8_t)heading,
                           (uint8_t)machine,
                           (uint8_t)cut,
                           ""};
    if (s->before[0]) line->before = arena_copy(s->arena, s->before, strlen(s->before));
    if (!line->before) line->before = "";
}

static const char *find_bytes(const char *at, const char *end, const char *what, size_t length)
{
    while ((at = (size_t)(end - at) >= length ? memchr(at, what[0], (size_t)(end - at) - length + 1) : NULL) != NULL) {
        if (!memcmp(at, what, length)) return at;
        at++;
    }
    return NULL;
}

/* Is the line a third of the page's <title> or more? On old pages the headline is no heading. */
static int is_in_title(const MetadataReader *s)
{
    enum { LEAST = 8 };
    const Claim *title = &s->title;
    if (!s->has_title || s->length < LEAST || s->length > title->length || 3 * s->length < title->length) return 0;
    return find_bytes(title->value, title->value + title->length, s->line, s->length) != NULL;
}

/* The bytes of a colon at `at`, 0: none. */
static size_t colon_at(const char *at, const char *end)
{
    if (*at == ':') return 1;
    return end - at >= 3 && !memcmp(at, "：", 3) ? 3 : 0;
}

/* The blank or bar before `at` in a line, behind it. */
static const char *word_start(const char *line, const char *at)
{
    while (at > line && (unsigned char)at[-1] > ' ' && at[-1] != '|') at--;
    return at;
}

/* `2021-08-12 10:15 来源：新华网 作者：李明`: what stands behind the label of an author and its colon, up to the word before the next colon. */
static void find_labelled_author(MetadataReader *s)
{
    enum { SHORT = 300, LABEL = 30 };
    const char *line = s->line, *end = line + s->length;
    if (s->length > SHORT) return;
    for (const char *at = line; at < end; at++) {
        if (*at != ':' && *at != '\xEF') continue;
        size_t colon = colon_at(at, end);
        const char *word = colon ? word_start(line, at) : at;
        if (!colon || at - word > LABEL ||
            furniture_label(word, (size_t)(end - word), FURNITURE_AUTHOR) != (size_t)(at - word))
            continue;
        const char *name = at + colon, *stop = name;
        while (stop < end && !colon_at(stop, end)) stop++;
        if (stop < end) stop = word_start(name, stop);
        (void)metadata_claim(s->arena, s->metadata, FACT_AUTHOR_LABEL, name, (size_t)(stop - name));
        return;
    }
}

static void end_line(MetadataReader *s)
{
    if (s->length) {
        s->line[s->length] = 0;
        find_labelled_author(s);
        if (s->heading || may_name_day(s->line, s->length) || is_in_title(s))
            keep_line(s, s->line, s->length, s->hints, s->heading, 0, s->cut);
        s->metadata->line_count++;
        s->before[0] = 0;
        if (s->length <= BEFORE_BYTES) memcpy(s->before, s->line, s->length + 1);
    }
    s->length = 0;
    s->hints = 0;
    s->heading = s->blank = s->cut = 0;
}

/* What holds for text here; `hints` are those of an element that is about to be opened, or 0. */
static unsigned hints_here(const MetadataReader *s, unsigned hints)
{
    enum { WHEN = HINT_PUBLISHED | HINT_MODIFIED };
    if (s->depth) hints |= s->open[s->depth - 1].inherited;
    for (uint32_t i = 0; i < NEAR && i < s->depth; i++) { /* what the innermost says of when holds */
        unsigned own = s->open[s->depth - 1 - i].own;
        hints |= hints & WHEN ? own & ~(unsigned)WHEN : own;
    }
    return hints;
}

static void put_capture(Capture *capture, const char *text, size_t length)
{
    if (length > sizeof capture->text - capture->length) length = sizeof capture->text - capture->length;
    memcpy(capture->text + capture->length, text, length);
    capture->length += (uint32_t)length;
}

static void put_text(MetadataReader *s, const char *at, const char *end)
{
    const char *from = at;
    while (from < end && (unsigned char)*from <= ' ') from++;
    if (from == end) {
        s->blank = 1;
        for (uint32_t i = 0; i < s->capture_count; i++) put_capture(&s->captures[i], " ", 1);
        return;
    }
    s->blank |= from > at;
    if (!s->length) s->line_place = s->place ? s->place - 1 : 0; /* the text of the token is read already */
    if (s->depth && !s->length) s->heading = s->open[s->depth - 1].heading;
    unsigned hints = hints_here(s, 0);
    s->hints = (uint16_t)(s->length ? (s->hints & hints & HINTS_OF_ALL) | ((s->hints | hints) & ~(unsigned)HINTS_OF_ALL)
                                    : hints);
    for (uint32_t i = 0; i < s->capture_count; i++) put_capture(&s->captures[i], at, (size_t)(end - at));
    if (s->length && s->blank && s->length < LINE_BYTES) s->line[s->length++] = ' ';
    s->blank = 0;
    size_t room = LINE_BYTES - s->length, length = (size_t)(end - from);
    if (length > room) {
        length = room, s->cut = 1;
        while (length && ((unsigned char)from[length] & 0xC0) == 0x80) length--; /* no half of a character */
    }
    char *out = s->line + s->length;
    size_t decoded = html_decode(from, length, out);
    s->blank = decoded && (unsigned char)out[decoded - 1] <= ' ';
    s->length += (uint32_t)fold_blanks(out, decoded);
}

/* --- elements --------------------------------------------------------------------------------------------------------------------------- */
static int is_inline(HtmlElement element)
{
    switch (element) {
    case HTML_A:
    case HTML_ABBR:
    case HTML_B:
    case HTML_BIG:
    case HTML_CITE:
    case HTML_CODE:
    case HTML_EM:
    case HTML_FONT:
    case HTML_I:
    case HTML_IMG:
    case HTML_INPUT:
    case HTML_LABEL:
    case HTML_Q:
    case HTML_SMALL:
    case HTML_SPAN:
    case HTML_STRONG:
    case HTML_SUB:
    case HTML_SUP:
    case HTML_TIME:
    case HTML_U:
    case HTML_WBR:
    case HTML_SVG:
    case HTML_SCRIPT:
    case HTML_META:
    case HTML_LINK:
    case HTML_OTHER: return 1;
    default: return 0;
    }
}

/* Elements of a byline that only the style sheet keeps apart. In a heading they stand within words. */
static int is_label(const MetadataReader *s, HtmlElement element)
{
    return !s->heading && (element == HTML_A || element == HTML_SPAN || element == HTML_TIME || element == HTML_LABEL);
}

static int is_void(HtmlElement element)
{
    switch (element) {
    case HTML_BASE:
    case HTML_BR:
    case HTML_COL:
    case HTML_EMBED:
    case HTML_HR:
    case HTML_IMG:
    case HTML_INPUT:
    case HTML_LINK:
    case HTML_META:
    case HTML_PARAM:
    case HTML_SOURCE:
    case HTML_TRACK:
    case HTML_WBR: return 1;
    default: return 0;
    }
}

/* What is no text of the page. */
static int is_skipped(HtmlElement element)
{
    return element == HTML_SVG || element == HTML_TEMPLATE || element == HTML_SELECT || element == HTML_DATALIST ||
           element == HTML_MATH;
}

static unsigned hints_of_element(HtmlElement element)
{
    switch (element) {
    case HTML_TIME: return HINT_TIME;
    case HTML_A: return HINT_LINK;
    case HTML_P: return HINT_PARAGRAPH;
    case HTML_ASIDE:
    case HTML_NAV: return HINT_ASIDE;
    case HTML_HEADER: return HINT_HEADER;
    case HTML_FOOTER: return HINT_FOOTER;
    case HTML_ARTICLE: return HINT_ARTICLE | HINT_WITHIN;
    case HTML_MAIN: return HINT_ARTICLE;
    default: return 0;
    }
}

static void close_captures(MetadataReader *s)
{
    while (s->capture_count && s->captures[s->capture_count - 1].depth > s->depth) {
        const Capture *capture = &s->captures[--s->capture_count];
        (void)metadata_claim(s->arena, s->metadata, (Evidence)capture->fact, capture->text, capture->length);
    }
}

static void close_to(MetadataReader *s, uint32_t depth)
{
    s->depth = depth;
    if (s->capture_count) close_captures(s);
}

static void begin_capture(MetadataReader *s, Evidence fact)
{
    if (s->capture_count == CAPTURES || !s->depth) return;
    Capture *capture = &s->captures[s->capture_count++];
    capture->depth = s->depth;
    capture->fact = (uint8_t)fact;
    capture->length = 0;
}

/* An element that another begins after ends by itself: p, li, dt and dd, tr and td. */
static void end_implied(MetadataReader *s, HtmlElement element)
{
    if (!s->depth) return;
    HtmlElement top = (HtmlElement)s->open[s->depth - 1].element;
    int ends =
        (top == HTML_P && !is_inline(element)) || (top == HTML_LI && element == HTML_LI) ||
        ((top == HTML_DT || top == HTML_DD) && (element == HTML_DT || element == HTML_DD)) ||
        ((top == HTML_TD || top == HTML_TH) && (element == HTML_TD || element == HTML_TH || element == HTML_TR)) ||
        (top == HTML_OPTION && element == HTML_OPTION);
    if (ends) close_to(s, s->depth - 1);
    if (ends && element == HTML_TR) end_implied(s, element);
}

static void open_element(MetadataReader *s, const HtmlToken *tag, unsigned hints)
{
    HtmlElement element = (HtmlElement)tag->element;
    if (s->depth == DEPTH) return;
    const Open *outer = s->depth ? &s->open[s->depth - 1] : NULL;
    Open *open = &s->open[s->depth++];
    open->element = (uint8_t)element;
    open->own = (uint16_t)(hints & HINTS_NEAR);
    open->inherited = (uint16_t)((outer ? outer->inherited : 0) | (hints & ~(unsigned)HINTS_NEAR));
    open->heading = element >= HTML_H1 && element <= HTML_H6 ? (uint8_t)(1 + element - HTML_H1)
                    : outer                                  ? outer->heading
                                                             : 0;
}

static void end_element(MetadataReader *s, HtmlElement element)
{
    enum { BACK = 60 };
    for (uint32_t i = 0; i < s->depth && i < BACK; i++)
        if (s->open[s->depth - 1 - i].element == element) {
            close_to(s, s->depth - 1 - i);
            return;
        }
}

/* --- facts of tags --------------------------------------------------------------------------------------------------------------------- */
static Evidence item_fact(MetadataReader *s, Evidence fact)
{
    if (fact != EVIDENCE_ITEM_PUBLISHED) return fact;
    return s->seen_item++ ? (s->seen_item = 1, EVIDENCE_ITEM_MORE) : EVIDENCE_ITEM_PUBLISHED;
}

/* A day in ISO 8601 under a name that is not known, and does not sound like an end, a start or a change. */
static int is_other_day(const char *name, size_t length, const char *content, size_t content_length)
{
    static const char *const others[] = {"expir", "modif", "updat", "event", "start",   "end",
                                         "birth", "until", "valid", "build", "version", "revis"};
    if (content_length < 10 || content_length > 35 || content[4] != '-' || content[7] != '-') return 0;
    for (size_t i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !is_digit(content[i])) return 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (size_t k = 0, n = strlen(others[i]); k + n <= length; k++)
            if (html_is_name(name + k, n, others[i])) return 0;
    return 1;
}

static void read_meta(MetadataReader *s, const HtmlToken *tag)
{
    static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
    const char *name, *content;
    size_t content_length = html_attribute(tag, "content", &content);
    if (!content_length) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = html_attribute(tag, names[i], &name);
        unsigned fact = length ? fact_meaning(IN_META, name, length) : 0;
        if (!fact && i == 2 && length) fact = fact_meaning(IN_ITEM, name, length);
        if (!fact && i < 2 && length && is_other_day(name, length, content, content_length)) fact = EVIDENCE_META_OTHER;
        if (!fact || fact == FACT_ITEM_NAME) continue;
        if (fact == FACT_LABEL)
            s->labelled = furniture_label(content, content_length, FURNITURE_AUTHOR) ||
                          furniture_label(content, content_length, FURNITURE_PUBLISHED);
        if (fact == FACT_LABEL || (fact == FACT_LABELLED && !s->labelled)) return;
        if (fact == FACT_LABELLED) fact = FACT_AUTHOR_ARTICLE;
        if (fact == FACT_AUTHOR_ITEM) fact = FACT_AUTHOR_ARTICLE;
        (void)metadata_claim(s->arena, s->metadata, item_fact(s, (Evidence)fact), content, content_length);
        return;
    }
}

static int has_word(const char *value, size_t length, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= length; i++)
        if ((!i || (unsigned char)value[i - 1] <= ' ') && (i + n == length || (unsigned char)value[i + n] <= ' ') &&
            html_is_name(value + i, n, word))
            return 1;
    return 0;
}

static void read_link(MetadataReader *s, const HtmlToken *tag)
{
    const char *rel, *href;
    size_t length = html_attribute(tag, "rel", &rel), address = html_attribute(tag, "href", &href);
    if (length && address && has_word(rel, length, "canonical"))
        (void)metadata_claim(s->arena, s->metadata, FACT_CANONICAL, href, address);
}

/* The attributes that say something of an element, found in one pass over its tag. Machine-readable values of a date are in the order in which they are believed. */
typedef enum Attribute {
    ATTRIBUTE_DATETIME,
    ATTRIBUTE_DATA_DATETIME,
    ATTRIBUTE_DATA_TIMESTAMP,
    ATTRIBUTE_DATA_UTIME,
    ATTRIBUTE_TITLE,
    ATTRIBUTE_DATA_DATE,
    ATTRIBUTE_DATA_TIME,
    ATTRIBUTE_CONTENT,
    ATTRIBUTE_MACHINE_VALUES,
    ATTRIBUTE_CLASS = ATTRIBUTE_MACHINE_VALUES,
    ATTRIBUTE_ID,
    ATTRIBUTE_ITEMPROP,
    ATTRIBUTE_PROPERTY,
    ATTRIBUTE_HREF,
    ATTRIBUTE_REL,
    ATTRIBUTE_PUBDATE,
    ATTRIBUTES
} Attribute;

typedef struct Attributes {
    const char *values[ATTRIBUTES]; /* NULL: not there */
    size_t lengths[ATTRIBUTES];
} Attributes;

static void read_attributes(const HtmlToken *tag, Attributes *attributes)
{
    static const char *const names[ATTRIBUTES] = {
        "datetime",  "data-datetime", "data-timestamp", "data-utime", "title",
        "data-date", "data-time",     "content",        "class",      "id",
        "itemprop",  "property",      "href",           "rel",        "pubdate"};
    static const uint8_t lengths[ATTRIBUTES] = {8, 13, 14, 10, 5, 9, 9, 7, 5, 2, 8, 8, 4, 3, 7};
    const char *at = NULL;
    HtmlAttribute attribute;
    memset(attributes, 0, sizeof *attributes);
    while (html_attribute_next(tag, &at, &attribute)) {
        if (attribute.name_length > 14) continue;
        for (int i = 0; i < ATTRIBUTES; i++) {
            if (lengths[i] != attribute.name_length || attributes->values[i] ||
                !html_is_name(attribute.name, attribute.name_length, names[i]))
                continue;
            attributes->values[i] = attribute.value ? attribute.value : "";
            attributes->lengths[i] = attribute.value ? attribute.value_length : 0;
            break;
        }
    }
}

/* The machine-readable value of an element about a date: <time datetime>, <abbr title>, data-... */
static void read_machine_value(MetadataReader *s, HtmlElement element, const Attributes *attributes, unsigned hints)
{
    enum { VALUE_BYTES = 60, DIGITS = 4 };
    if (element != HTML_TIME && element != HTML_ABBR && !(hints & (HINT_DATE | HINT_PUBLISHED))) return;
    for (int i = 0; i < (element == HTML_TIME ? 1 : ATTRIBUTE_MACHINE_VALUES); i++) {
        size_t length = attributes->lengths[i];
        if (!length || length > VALUE_BYTES) continue;
        char decoded[VALUE_BYTES + 1] = "";
        length = fold_blanks(decoded, html_decode(attributes->values[i], length, decoded));
        int digits = 0;
        for (size_t k = 0; k < length; k++) digits += is_digit(decoded[k]);
        if (digits < DIGITS) continue;
        unsigned more = element == HTML_TIME ? HINT_TIME : 0;
        if (attributes->values[ATTRIBUTE_PUBDATE]) more |= HINT_PUBLISHED;
        keep_line(s, decoded, length, hints_here(s, hints | more), 0, 1, 0);
        return;
    }
}

/* The fact that the names of an itemprop mean, which may be several, or 0. */
static unsigned item_meaning(const char *value, size_t length)
{
    for (size_t i = 0, n; i < length; i += n + 1) {
        for (n = 0; i + n < length && (unsigned char)value[i + n] > ' ';) n++;
        unsigned fact = fact_meaning(IN_ITEM, value + i, n);
        if (fact) return fact;
    }
    return 0;
}

/* What a fact of microdata is: a value of an attribute, or the text of the element. */
static void read_item(MetadataReader *s, const Attributes *attributes, Evidence fact)
{
    static const Attribute places[] = {ATTRIBUTE_CONTENT, ATTRIBUTE_DATETIME, ATTRIBUTE_TITLE};
    int day = fact < EVIDENCES;
    for (int i = 0; i < (day ? 3 : 1); i++)
        if (attributes->lengths[places[i]]) {
            (void)metadata_claim(s->arena, s->metadata, fact, attributes->values[places[i]],
                                 attributes->lengths[places[i]]);
            return;
        }
    begin_capture(s, fact);
}

/* Does a segment of an address but the last say that it is an author's: /author/jane-doe, /autoren/hm? */
static int is_authors_address(const char *address, size_t length)
{
    enum { LONGEST = 300 };
    if (length > LONGEST || length < 3) return 0; /* there may be no address */
    const char *end = address + length;
    for (const char *at = address; at < end;) {
        const char *from = at;
        while (at < end && *at != '/' && *at != '?' && *at != '#') at++;
        if (at == end || *at != '/' || at + 1 == end) return 0;
        if (fact_meaning(IN_WORD, from, (size_t)(at - from)) & HINT_AUTHOR) return 1;
        at++;
    }
    return 0;
}

/* itemprop, RDFa's property, rel and class of an element that is open now. */
static void read_facts(MetadataReader *s, const Attributes *attributes, unsigned hints)
{
    unsigned fact = item_meaning(attributes->values[ATTRIBUTE_ITEMPROP], attributes->lengths[ATTRIBUTE_ITEMPROP]);
    if (!fact) fact = item_meaning(attributes->values[ATTRIBUTE_PROPERTY], attributes->lengths[ATTRIBUTE_PROPERTY]);
    const Capture *outer = s->capture_count ? &s->captures[s->capture_count - 1] : NULL;
    if (fact == FACT_ITEM_NAME) {
        if (outer && outer->fact == FACT_AUTHOR_ITEM) begin_capture(s, FACT_AUTHOR_ITEM);
    } else if (fact) read_item(s, attributes, item_fact(s, (Evidence)fact));
    else if (has_word(attributes->values[ATTRIBUTE_REL], attributes->lengths[ATTRIBUTE_REL], "author"))
        begin_capture(s, FACT_AUTHOR_LINK);
    else if (is_authors_address(attributes->values[ATTRIBUTE_HREF], attributes->lengths[ATTRIBUTE_HREF]))
        begin_capture(s, FACT_AUTHOR_ADDRESS);
    else if (hints & HINT_AUTHOR) begin_capture(s, FACT_AUTHOR_MARK);
}

/* Words of different elements are different words. */
static void divide_captures(MetadataReader *s)
{
    for (uint32_t i = 0; i < s->capture_count; i++) put_capture(&s->captures[i], " ", 1);
}

static void read_language(MetadataReader *s, const HtmlToken *tag)
{
    enum { TAG_BYTES = 20 };
    const char *value;
    size_t length = html_attribute(tag, "lang", &value);
    if (!length) length = html_attribute(tag, "xml:lang", &value);
    if (length && length <= TAG_BYTES && !s->metadata->language)
        s->metadata->language = arena_copy(s->arena, value, length);
}

static void start_tag(MetadataReader *s, const HtmlToken *tag)
{
    divide_captures(s);
    Attributes attributes;
    HtmlElement element = (HtmlElement)tag->element;
    unsigned hints = hints_of_element(element);
    if ((element == HTML_FOOTER || element == HTML_HEADER) && s->depth &&
        (s->open[s->depth - 1].inherited & HINT_WITHIN))
        hints = 0; /* of the article */
    if (element == HTML_META) read_meta(s, tag);
    if (element == HTML_HTML) read_language(s, tag);
    if (element == HTML_LINK) read_link(s, tag);
    if (!is_inline(element) && !(element == HTML_BR && s->heading)) end_line(s);
    else if (element == HTML_BR || is_label(s, element)) s->blank = 1;
    if (is_void(element) || element == HTML_SCRIPT || element == HTML_STYLE) return;
    end_implied(s, element);
    read_attributes(tag, &attributes);
    if (element != HTML_BODY && element != HTML_HTML)
        for (int i = ATTRIBUTE_CLASS; i <= ATTRIBUTE_ID; i++)
            if (attributes.lengths[i]) hints |= hints_of(s, attributes.values[i], attributes.lengths[i]);
    read_machine_value(s, element, &attributes, hints);
    if (tag->closed && element != HTML_A && element != HTML_P && element != HTML_DIV && element != HTML_SPAN) return;
    open_element(s, tag, hints);
    if (is_skipped(element)) s->skip = (uint8_t)element;
    else read_facts(s, &attributes, hints);
}

static void end_tag(MetadataReader *s, HtmlElement element)
{
    divide_captures(s);
    if (!is_inline(element)) end_line(s);
    else if (is_label(s, element)) s->blank = 1;
    end_element(s, element);
}

/* --- scripts --------------------------------------------------------------------------------------------------------------------------- */
static int is_key_byte(char c)
{
    return is_small(c) || is_capital(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

/* The name that stands before a colon or a sign of equality: "datePublished", \"datePublished\", datePublished. Returns its bytes. */
static size_t key_before(const char *from, const char *at, const char **key)
{
    enum { GAP = 4 };
    const char *end = at;
    for (int i = 0; i < GAP && end > from && !is_key_byte(end[-1]); i++) {
        if (!strchr("\"'\\ ", end[-1])) return 0;
        end--;
    }
    const char *start = end;
    while (start > from && end - start <= WORD_BYTES && is_key_byte(start[-1])) start--;
    *key = start;
    return (size_t)(end - start);
}

/*
** Days in a script that is no linked data, by what they are called (rows `script` of metadata.tsv): "datePublished": "2020-02-19T...", publish_time = 1581517074. Few
** colons stand before a number, and only before these the name is looked up.
*/
static void read_script(MetadataReader *s, const char *from, const char *end)
{
    enum { GAP = 4, FEWEST = 8, MOST = 40, MOST_FOUND = 40 };
    for (const char *at = from; at < end && s->script_days < MOST_FOUND; at++) {
        if (*at != ':' && *at != '=') continue;
        const char *value = at + 1, *stop, *key;
        for (int i = 0; i < GAP && value < end && !is_digit(*value) && strchr("\"'\\ ", *value); i++) value++;
        if (end - value < FEWEST || !is_digit(value[0]) || !(is_digit(value[1]) || !is_digit(value[2]))) continue;
        size_t length = key_before(from, at, &key);
        if (!length || fact_meaning(IN_SCRIPT, key, length) != EVIDENCE_SCRIPT) continue;
        for (stop = value; stop < end && stop - value < MOST && !strchr("\"'\\,;}<\n", *stop);) stop++;
        if (stop - value < FEWEST) continue;
        (void)metadata_claim(s->arena, s->metadata, EVIDENCE_SCRIPT, value, (size_t)(stop - value));
        s->script_days++;
    }
}

static void take_title(MetadataReader *s, const char *text, size_t length)
{
    size_t before = s->metadata->claims.count;
    if (metadata_claim(s->arena, s->metadata, FACT_TITLE_ELEMENT, text, length) != STATUS_OK ||
        s->metadata->claims.count == before)
        return;
    s->has_title = 1;
    s->title = s->metadata->claims.items[before];
}

static void read_raw(MetadataReader *s, const HtmlToken *token, int linked)
{
    size_t length = (size_t)(token->end - token->start);
    if (token->element == HTML_TITLE && !s->has_title) take_title(s, token->start, length);
    if (token->element != HTML_SCRIPT) return;
    if (linked) (void)linked_read(s->arena, token->start, length, s->metadata);
    else read_script(s, token->start, token->end);
}

static int is_linked_data(const HtmlToken *tag)
{
    const char *type;
    size_t length = html_attribute(tag, "type", &type);
    return length >= 15 && length < 60 && html_is_name(type + length - 7, 7, "ld+json");
}

/* Does the element that is passed over end here? A list of choices ends with the first element that cannot be in it. */
static int ends_skipped(MetadataReader *s, const HtmlToken *token)
{
    HtmlElement element = (HtmlElement)token->element, skipped = (HtmlElement)s->skip;
    int ends = token->kind == HTML_END_TAG && element == skipped;
    if (token->kind == HTML_START_TAG && skipped == HTML_SELECT)
        ends = element != HTML_OPTION && element != HTML_OPTGROUP && element != HTML_HR && element != HTML_OTHER;
    if (ends) end_tag(s, skipped);
    return ends;
}

MetadataReader *metadata_begin(Arena *arena, Metadata *metadata)
{
    MetadataReader *s = arena_alloc(arena, sizeof *s);
    memset(metadata, 0, sizeof *metadata);
    if (!s) return NULL;
    s->arena = arena, s->metadata = metadata, s->skip = HTML_OTHER;
    return s;
}

void metadata_token(MetadataReader *s, const HtmlToken *token, size_t place)
{
    HtmlElement element = (HtmlElement)token->element;
    s->place = (uint32_t)place;
    if (s->skip != HTML_OTHER) { /* until the element ends */
        int ends = ends_skipped(s, token);
        if (ends) s->skip = HTML_OTHER;
        if (token->kind != HTML_START_TAG || !ends) return;
    }
    switch ((HtmlTokenKind)token->kind) {
    case HTML_TEXT: put_text(s, token->start, token->end); break;
    case HTML_START_TAG:
        if (element == HTML_SCRIPT) s->linked = (uint8_t)is_linked_data(token);
        start_tag(s, token);
        break;
    case HTML_END_TAG: end_tag(s, element); break;
    case HTML_RAW: read_raw(s, token, s->linked); break;
    case HTML_COMMENT: break;
    }
}

Status metadata_end(MetadataReader *s)
{
    end_line(s);
    close_to(s, 0);
    return s->arena->status;
}

Status metadata_read(Arena *arena, const char *bytes, size_t length, Metadata *metadata)
{
    HtmlTokens tokens;
    HtmlToken token;
    MetadataReader *reader = metadata_begin(arena, metadata);
    if (!reader) return arena->status;
    html_tokens_begin(&tokens, bytes, length);
    while (html_next(&tokens, &token) && !arena_stopped(arena)) metadata_token(reader, &token, 0);
    return metadata_end(reader);
}
