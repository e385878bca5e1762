/*
** html.c - see html.h
**
** One pass, no tree: which elements begin a line is enough to read a page by its lines. A tag ends at the first > outside quotation marks; a
** mark that is never closed is none. Of attributes, only those of meta, time and linked data are read, for the page's record; what classes and nesting say
** of a block is not.
*/
#include "document/html.h"
#include "base/utf8.h"
#include <string.h>

typedef enum Effect {
    EFFECT_NONE,
    EFFECT_BLANK,
    EFFECT_LINE,
    EFFECT_PARAGRAPH,
    EFFECT_ITEM,
    EFFECT_DROP,
    EFFECT_TITLE
} Effect;

typedef struct Element {
    const char *name;
    Effect effect;
} Element;

static const Element elements[] = {
    {"address", EFFECT_LINE}, {"article", EFFECT_LINE},  {"aside", EFFECT_PARAGRAPH}, {"blockquote", EFFECT_PARAGRAPH},
    {"body", EFFECT_LINE},    {"br", EFFECT_LINE},       {"button", EFFECT_LINE},     {"caption", EFFECT_LINE},
    {"center", EFFECT_LINE},  {"dd", EFFECT_LINE},       {"div", EFFECT_LINE},        {"dl", EFFECT_PARAGRAPH},
    {"dt", EFFECT_LINE},      {"fieldset", EFFECT_LINE}, {"figcaption", EFFECT_LINE}, {"figure", EFFECT_LINE},
    {"footer", EFFECT_LINE},  {"form", EFFECT_LINE},     {"h1", EFFECT_PARAGRAPH},    {"h2", EFFECT_PARAGRAPH},
    {"h3", EFFECT_PARAGRAPH}, {"h4", EFFECT_PARAGRAPH},  {"h5", EFFECT_PARAGRAPH},    {"h6", EFFECT_PARAGRAPH},
    {"head", EFFECT_LINE},    {"header", EFFECT_LINE},   {"hr", EFFECT_PARAGRAPH},    {"html", EFFECT_LINE},
    {"iframe", EFFECT_DROP},  {"legend", EFFECT_LINE},   {"li", EFFECT_ITEM},         {"main", EFFECT_LINE},
    {"nav", EFFECT_LINE},     {"object", EFFECT_NONE},   {"ol", EFFECT_PARAGRAPH},    {"option", EFFECT_LINE},
    {"p", EFFECT_PARAGRAPH},  {"pre", EFFECT_PARAGRAPH}, {"script", EFFECT_DROP},     {"section", EFFECT_LINE},
    {"select", EFFECT_DROP},  {"style", EFFECT_DROP},    {"svg", EFFECT_DROP},        {"table", EFFECT_PARAGRAPH},
    {"tbody", EFFECT_LINE},   {"td", EFFECT_BLANK},      {"template", EFFECT_DROP},   {"textarea", EFFECT_DROP},
    {"th", EFFECT_BLANK},     {"title", EFFECT_TITLE},   {"tr", EFFECT_LINE},         {"ul", EFFECT_PARAGRAPH}};

/* Names of meta elements and properties (Open Graph, schema.org, Dublin Core, and what publishing systems write), lower case. */
typedef enum Fact { FACT_NONE, FACT_PUBLISHED, FACT_MODIFIED, FACT_AUTHOR, FACT_SITE } Fact;

static const struct {
    const char *name;
    Fact fact;
} facts[] = {{"article:published_time", FACT_PUBLISHED},
             {"og:article:published_time", FACT_PUBLISHED},
             {"datepublished", FACT_PUBLISHED},
             {"pubdate", FACT_PUBLISHED},
             {"publishdate", FACT_PUBLISHED},
             {"publish-date", FACT_PUBLISHED},
             {"publish_date", FACT_PUBLISHED},
             {"publication_date", FACT_PUBLISHED},
             {"parsely-pub-date", FACT_PUBLISHED},
             {"sailthru.date", FACT_PUBLISHED},
             {"dc.date.issued", FACT_PUBLISHED},
             {"dc.date", FACT_PUBLISHED},
             {"dcterms.created", FACT_PUBLISHED},
             {"dcterms.issued", FACT_PUBLISHED},
             {"article.published", FACT_PUBLISHED},
             {"date", FACT_PUBLISHED},
             {"article:modified_time", FACT_MODIFIED},
             {"og:updated_time", FACT_MODIFIED},
             {"datemodified", FACT_MODIFIED},
             {"dcterms.modified", FACT_MODIFIED},
             {"last-modified", FACT_MODIFIED},
             {"author", FACT_AUTHOR},
             {"dc.creator", FACT_AUTHOR},
             {"parsely-author", FACT_AUTHOR},
             {"og:site_name", FACT_SITE}};

enum { FACT_BYTES = 300 }; /* longer values are none */

typedef struct Reader {
    HtmlText *text;
    Arena *arena;
    const char *at, *end;
    char *out, *next;
    int lines;                        /* line breaks that are due */
    int blank;                        /* a blank is due */
    int bullet;                       /* a list item begins */
    int no_more[2];                   /* no further " or ' in the page */
    int no_comment_end, no_title_end; /* the same of --> and </title: looked for once in vain, never again */
    char *title;
    size_t title_length;
    int rank; /* how sure the markup is that `published` is from */
} Reader;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int same_name(const char *at, const char *end, const char *name)
{
    for (; *name; name++, at++)
        if (at >= end || lower(*at) != *name) return 0;
    return at >= end || !((lower(*at) >= 'a' && lower(*at) <= 'z') || (*at >= '0' && *at <= '9') || *at == '-');
}

static int same_letters(const char *at, const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (lower(at[i]) != name[i]) return 0;
    return 1;
}

static Effect effect_of(const char *name, const char *end)
{
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) { /* by the first letter, then one by one */
        size_t middle = low + (high - low) / 2;
        if (elements[middle].name[0] < lower(*name)) low = middle + 1;
        else high = middle;
    }
    for (; low < sizeof elements / sizeof *elements && elements[low].name[0] == lower(*name); low++)
        if (same_name(name, end, elements[low].name)) return elements[low].effect;
    return EFFECT_NONE;
}

/* --- writing -------------------------------------------------------------------------------------------------------------------- */
static void put_bytes(Reader *r, const char *bytes, size_t length)
{
    if (r->lines && r->next > r->out)
        for (int i = 0; i < r->lines; i++) *r->next++ = '\n';
    else if (r->blank && r->next > r->out) *r->next++ = ' ';
    if (r->bullet) {
        memcpy(r->next, "\xE2\x80\xA2 ", 4);
        r->next += 4;
    }
    r->lines = r->blank = r->bullet = 0;
    memcpy(r->next, bytes, length);
    r->next += length;
}

static void apply(Reader *r, Effect effect, int closing)
{
    int lines = effect == EFFECT_PARAGRAPH ? 2 : effect == EFFECT_LINE || effect == EFFECT_ITEM ? 1 : 0;
    if (lines > r->lines) r->lines = lines;
    if (effect == EFFECT_BLANK) r->blank = 1;
    if (effect == EFFECT_ITEM) r->bullet = !closing;
    else if (lines == 2) r->bullet = 0;
}

/* --- character references --------------------------------------------------------------------------------------------------- */
static uint32_t named_reference(const char *name, size_t length)
{
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {{"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
                 {"nbsp", ' '},      {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019},
                 {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"laquo", 0xAB},   {"raquo", 0xBB},
                 {"hellip", 0x2026}, {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122}, {"deg", 0xB0},
                 {"euro", 0x20AC},   {"pound", 0xA3},   {"yen", 0xA5},     {"middot", 0xB7},  {"bull", 0x2022},
                 {"sect", 0xA7},     {"times", 0xD7},   {"eacute", 0xE9},  {"egrave", 0xE8},  {"agrave", 0xE0},
                 {"ccedil", 0xE7},   {"ouml", 0xF6},    {"uuml", 0xFC},    {"auml", 0xE4},    {"szlig", 0xDF},
                 {"ntilde", 0xF1},   {"oacute", 0xF3},  {"aacute", 0xE1},  {"iacute", 0xED},  {"frac12", 0xBD},
                 {"ensp", ' '},      {"emsp", ' '},     {"thinsp", ' '},   {"shy", 0xAD},     {"zwnj", 0x200C},
                 {"rarr", 0x2192},   {"larr", 0x2190},  {"num", '#'}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == length && !memcmp(names[i].name, name, length)) return names[i].code;
    return 0;
}

/* Reads a reference at `at` (an ampersand). Returns its bytes, or 0 if it is none. */
static size_t read_reference(const char *at, const char *end, uint32_t *code)
{
    const char *name = at + 1, *stop = name;
    uint32_t value = 0;
    if (name < end && *name == '#') {
        int hexadecimal = name + 1 < end && lower(name[1]) == 'x';
        stop = name += 1 + hexadecimal;
        for (; stop < end && stop < name + 8; stop++) {
            char c = lower(*stop);
            if (c >= '0' && c <= '9') value = value * (hexadecimal ? 16 : 10) + (uint32_t)(c - '0');
            else if (hexadecimal && c >= 'a' && c <= 'f') value = value * 16 + (uint32_t)(c - 'a' + 10);
            else break;
        }
        if (stop == name) return 0;
        if (value == 0xA0 || value == 0) value = ' ';
    } else {
        while (stop < end && stop < name + 8 &&
               ((lower(*stop) >= 'a' && lower(*stop) <= 'z') || (*stop >= '0' && *stop <= '9')))
            stop++;
        value = named_reference(name, (size_t)(stop - name));
        if (!value) return 0;
    }
    if (stop < end && *stop == ';') stop++;
    *code = value;
    return (size_t)(stop - at);
}

static void put_text(Reader *r, const char *stop)
{
    while (r->at < stop) {
        unsigned char c = (unsigned char)*r->at;
        uint32_t code;
        size_t bytes = c == '&' ? read_reference(r->at, stop, &code) : 0;
        if (bytes) {
            char encoded[4];
            r->at += bytes;
            if (code <= ' ') r->blank = 1;
            else put_bytes(r, encoded, utf8_encode(code, encoded));
        } else if (c <= ' ') {
            r->blank = 1;
            r->at++;
        } else {
            const char *from = r->at;
            do r->at++;
            while (r->at < stop && (unsigned char)*r->at > ' ' && *r->at != '&');
            put_bytes(r, from, (size_t)(r->at - from));
        }
    }
}

/* --- tags ---------------------------------------------------------------------------------------------------------------------------- */

/* The byte behind the tag that begins at `at`. */
static const char *tag_end(Reader *r, const char *at)
{
    while (at < r->end && *at != '>') {
        int which = *at == '"' ? 0 : *at == '\'' ? 1 : -1;
        const char *close = NULL;
        if (which >= 0 && !r->no_more[which] && at[-1] == '=') {
            close = memchr(at + 1, *at, (size_t)(r->end - at - 1));
            if (!close) r->no_more[which] = 1;
        }
        at = close ? close + 1 : at + 1;
    }
    return at < r->end ? at + 1 : r->end;
}

/* Where the closing tag of an element whose content is not read begins; the page's end if there is none. */
static const char *closing_tag(const char *at, const char *end, const char *name, size_t length)
{
    while ((at = at < end ? memchr(at, '<', (size_t)(end - at)) : NULL) != NULL) {
        if (end - at > (ptrdiff_t)length + 1 && at[1] == '/') {
            size_t i = 0;
            while (i < length && lower(at[2 + i]) == lower(name[i])) i++;
            if (i == length) return at;
        }
        at++;
    }
    return end;
}

static const char *find_text(const char *at, const char *end, const char *what)
{
    size_t n = strlen(what);
    while ((at = at < end ? memchr(at, what[0], (size_t)(end - at)) : NULL) != NULL) {
        if ((size_t)(end - at) >= n && !memcmp(at, what, n)) return at;
        at++;
    }
    return NULL;
}

/* What the title element holds goes to the title and not into the text. */
static void read_title(Reader *r, const char *stop)
{
    Reader inner = *r;
    inner.out = inner.next = r->next;
    inner.lines = inner.blank = inner.bullet = 0;
    put_text(&inner, stop);
    r->at = stop;
    if (!r->title && inner.next > inner.out) r->title = inner.out, r->title_length = (size_t)(inner.next - inner.out);
}

/* The value of an attribute of the tag [at, end), in quotation marks or without. Returns its length, 0: none. */
static size_t attribute(const char *at, const char *end, const char *name, const char **value)
{
    size_t n = strlen(name);
    for (; at + n + 1 < end; at++) {
        if ((unsigned char)at[-1] > ' ' || !same_name(at, end, name)) continue;
        const char *mark = at + n;
        while (mark < end && (unsigned char)*mark <= ' ') mark++;
        if (mark >= end || *mark != '=') continue;
        mark++;
        while (mark < end && (unsigned char)*mark <= ' ') mark++;
        char quote = mark < end && (*mark == '"' || *mark == '\'') ? *mark++ : 0;
        const char *stop = mark;
        while (stop < end && (quote ? *stop != quote : (unsigned char)*stop > ' ' && *stop != '>')) stop++;
        *value = mark;
        return (size_t)(stop - mark);
    }
    return 0;
}

static void keep(Reader *r, const char **where, const char *value, size_t length)
{
    if (!*where && length && length <= FACT_BYTES) *where = arena_copy(r->arena, value, length);
}

/* A date from surer markup takes the place of one from less sure markup. */
static void keep_published(Reader *r, const char *value, size_t length, const char *rule, int rank)
{
    if (!length || length > FACT_BYTES || rank <= r->rank) return;
    r->text->published = arena_copy(r->arena, value, length);
    r->text->published_rule = rule;
    r->rank = rank;
}

static void read_meta(Reader *r, const char *tag, const char *end)
{
    static const char *const names[] = {"property", "name", "itemprop"};
    const char *value, *content;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = attribute(tag, end, names[i], &value);
        if (!length || length > 40) continue;
        for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
            if (strlen(facts[k].name) != length || !same_letters(value, facts[k].name, length)) continue;
            size_t content_length = attribute(tag, end, "content", &content);
            if (facts[k].fact == FACT_PUBLISHED)
                keep_published(r, content, content_length, "html:meta", length > 4 ? 3 : 2);
            else
                keep(r,
                     facts[k].fact == FACT_MODIFIED ? &r->text->modified
                     : facts[k].fact == FACT_AUTHOR ? &r->text->author
                                                    : &r->text->site,
                     content, content_length);
        }
    }
}

/* "datePublished": "2023-11-16T..." in a script of linked data. */
static void read_script(Reader *r, const char *at, const char *end)
{
    static const char *const keys[] = {"\"datePublished\"", "\"dateModified\""};
    for (int k = 0; k < 2; k++) {
        const char *value = find_text(at, end, keys[k]);
        if (!value) continue;
        value += strlen(keys[k]);
        while (value < end && (*value == ' ' || *value == ':' || *value == '\n')) value++;
        if (value >= end || *value++ != '"') continue;
        const char *stop = memchr(value, '"', (size_t)(end - value));
        if (!stop) continue;
        if (k == 0) keep_published(r, value, (size_t)(stop - value), "html:json-ld", 4);
        else keep(r, &r->text->modified, value, (size_t)(stop - value));
    }
}

static Status read_tag(Reader *r)
{
    const char *name = r->at + 1;
    if (name < r->end && *name == '!') {
        int comment = r->end - r->at >= 4 && !memcmp(r->at, "<!--", 4);
        const char *stop = comment && !r->no_comment_end ? find_text(r->at + 4, r->end, "-->") : NULL;
        if (comment && !stop) r->no_comment_end = 1;
        r->at = stop ? stop + 3 : tag_end(r, name);
        return STATUS_OK;
    }
    int closing = name < r->end && *name == '/';
    name += closing;
    const char *name_end = name;
    while (name_end < r->end && name_end < name + 12 &&
           ((lower(*name_end) >= 'a' && lower(*name_end) <= 'z') || (*name_end >= '0' && *name_end <= '9')))
        name_end++;
    if (name_end == name && !(name < r->end && *name == '?')) { /* a bare < is text */
        put_text(r, r->at + 1);
        return STATUS_OK;
    }
    Effect effect = name_end > name ? effect_of(name, r->end) : EFFECT_NONE;
    r->at = tag_end(r, name);
    apply(r, effect, closing);
    if (!closing && same_name(name, name_end, "meta")) read_meta(r, name_end + (name_end < r->end), r->at);
    if (!closing && same_name(name, name_end, "time")) {
        const char *value = NULL;
        size_t length = attribute(name_end + (name_end < r->end), r->at, "datetime", &value);
        keep_published(r, value, length, "html:time", 1);
    }
    if (closing || (effect != EFFECT_DROP && effect != EFFECT_TITLE) || (r->at - 2 > name && r->at[-2] == '/'))
        return STATUS_OK;
    if (effect == EFFECT_TITLE && r->no_title_end) return STATUS_OK;
    const char *stop = closing_tag(r->at, r->end, name, (size_t)(name_end - name));
    if (stop == r->end && effect == EFFECT_TITLE) {
        r->no_title_end = 1;
        return STATUS_OK;
    }
    if (effect == EFFECT_TITLE) {
        const char *before = r->title;
        read_title(r, stop);
        if (!before && r->title) { /* it stands where the text goes on */
            r->title = arena_copy(r->arena, r->title, r->title_length);
            if (!r->title) return r->arena->status;
        }
    } else {
        if (same_name(name, name_end, "script")) read_script(r, r->at, stop);
        r->at = stop;
    }
    return r->arena->status;
}

int html_is_page(const char *bytes, size_t length)
{
    const char *at = bytes, *end = bytes + (length < 4096 ? length : 4096);
    if (end - at >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3)) at += 3;
    while (at < end && (unsigned char)*at <= ' ') at++;
    if (end - at < 4 || *at != '<') return 0;
    if (at[1] == '!' || at[1] == '?') return 1;
    return lower(at[1]) >= 'a' && lower(at[1]) <= 'z' && (find_text(at, end, "</") || same_name(at + 1, end, "html"));
}

/* The charset that a page names in its first bytes. */
static int named_charset(const char *bytes, size_t length, char name[40])
{
    const char *end = bytes + (length < 4096 ? length : 4096), *at = bytes;
    while ((at = find_text(at, end, "charset=")) != NULL) {
        size_t n = 0;
        at += 8;
        while (at < end && (*at == '"' || *at == '\'' || *at == ' ')) at++;
        while (at < end && n < 39 &&
               (*at == '-' || *at == '_' || (*at >= '0' && *at <= '9') || (lower(*at) >= 'a' && lower(*at) <= 'z')))
            name[n++] = *at++;
        name[n] = 0;
        if (n) return 1;
    }
    return 0;
}

/* Bytes that are no UTF-8, as UTF-8. On success `*bytes` and `*length` are those of a copy in the arena. */
static Status convert(Arena *arena, Icu *icu, const char **bytes, size_t *length)
{
    char name[40];
    int confidence = 0, known = named_charset(*bytes, *length, name);
    Buffer out = BUFFER_EMPTY;
    if (utf8_is_valid(*bytes, *length)) return STATUS_OK;
    if (known) known = icu_append_converted(icu, name, *bytes, *length, &out);
    const char *guess = known ? NULL : icu_detect_charset(icu, *bytes, *length < 65536 ? *length : 65536, &confidence);
    if (guess && confidence >= 30) known = icu_append_converted(icu, guess, *bytes, *length, &out);
    if (known && !out.failed && out.length) {
        const char *copy = arena_copy(arena, out.bytes, out.length);
        if (copy) *bytes = copy, *length = out.length;
    } else if (out.failed) arena->status = STATUS_NOMEM;
    buffer_free(&out);
    return arena->status;
}

Status html_read(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text)
{
    memset(text, 0, sizeof *text);
    if (convert(arena, icu, &bytes, &length) != STATUS_OK) return arena->status;
    Reader r = {text, arena, bytes, bytes + length, NULL, NULL, 0, 0, 0, {0, 0}, 0, 0, NULL, 0, 0};
    r.out = r.next = arena_array(arena, length + length / 4 + 16,
                                 1); /* the most that grows: `<li>a` becomes a line break, a bullet, a blank, a */
    if (!r.out) return arena->status;
    if (length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) r.at += 3;
    while (r.at < r.end) {
        if (arena_stopped(arena)) return arena->status;
        const char *tag = memchr(r.at, '<', (size_t)(r.end - r.at));
        put_text(&r, tag ? tag : r.end);
        if (tag && read_tag(&r) != STATUS_OK) return arena->status;
    }
    text->bytes = r.out;
    text->length = (size_t)(r.next - r.out);
    text->title = r.title;
    return STATUS_OK;
}

const char *html_title_part(Arena *arena, const char *title)
{
    static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " / "};
    const char *best = title, *from = title, *at = title;
    size_t longest = 0;
    for (;; at++) {
        size_t bar = 0;
        for (size_t i = 0; i < sizeof bars / sizeof *bars && *at && !bar; i++)
            if (!strncmp(at, bars[i], strlen(bars[i]))) bar = strlen(bars[i]);
        if (*at && !bar) continue;
        if ((size_t)(at - from) > longest) longest = (size_t)(at - from), best = from;
        if (!*at) return arena_copy(arena, best, longest);
        at += bar - 1;
        from = at + 1;
    }
}
