/*
** html_tokens.c - see html_tokens.h
**
** Text is skipped by memchr(); what is looked for in vain once is not looked for again, so that a page of unclosed quotation marks, comments or titles
** costs no more than its length.
*/
#include "document/html_tokens.h"
#include "base/utf8.h"
#include <string.h>

enum { NAME_BYTES = 10, REFERENCE_BYTES = 8 }; /* of the longest names in the lists */

/* In the order of HtmlElement, which is that of strcmp(). */
static const char element_names[HTML_OTHER][NAME_BYTES + 1] = {
    "a",          "abbr",       "address", "amp-img",  "article",  "aside",   "audio",  "b",        "base",   "big",
    "blockquote", "body",       "br",      "button",   "canvas",   "caption", "center", "cite",     "code",   "col",
    "datalist",   "dd",         "details", "dialog",   "dir",      "div",     "dl",     "dt",       "em",     "embed",
    "fieldset",   "figcaption", "figure",  "font",     "footer",   "form",    "frame",  "frameset", "h1",     "h2",
    "h3",         "h4",         "h5",      "h6",       "head",     "header",  "hgroup", "hr",       "html",   "i",
    "iframe",     "img",        "input",   "label",    "legend",   "li",      "link",   "main",     "math",   "menu",
    "meta",       "nav",        "noembed", "noframes", "noscript", "object",  "ol",     "optgroup", "option", "p",
    "param",      "picture",    "pre",     "q",        "rp",       "rt",      "ruby",   "script",   "search", "section",
    "select",     "small",      "source",  "span",     "strong",   "style",   "sub",    "summary",  "sup",    "svg",
    "table",      "tbody",      "td",      "template", "textarea", "tfoot",   "th",     "thead",    "time",   "title",
    "tr",         "track",      "u",       "ul",       "video",    "wbr",     "xmp",
};

/* The names of HTML 4 (w3.org/TR/html4/sgml/entities.html) and XML's &apos;, in the order of strcmp(). */
static const struct {
    char name[REFERENCE_BYTES + 1];
    uint16_t code;
} references[] = {
    {"AElig", 0xC6},     {"Aacute", 0xC1},   {"Acirc", 0xC2},    {"Agrave", 0xC0},   {"Alpha", 0x391},
    {"Aring", 0xC5},     {"Atilde", 0xC3},   {"Auml", 0xC4},     {"Beta", 0x392},    {"Ccedil", 0xC7},
    {"Chi", 0x3A7},      {"Dagger", 0x2021}, {"Delta", 0x394},   {"ETH", 0xD0},      {"Eacute", 0xC9},
    {"Ecirc", 0xCA},     {"Egrave", 0xC8},   {"Epsilon", 0x395}, {"Eta", 0x397},     {"Euml", 0xCB},
    {"Gamma", 0x393},    {"Iacute", 0xCD},   {"Icirc", 0xCE},    {"Igrave", 0xCC},   {"Iota", 0x399},
    {"Iuml", 0xCF},      {"Kappa", 0x39A},   {"Lambda", 0x39B},  {"Mu", 0x39C},      {"Ntilde", 0xD1},
    {"Nu", 0x39D},       {"OElig", 0x152},   {"Oacute", 0xD3},   {"Ocirc", 0xD4},    {"Ograve", 0xD2},
    {"Omega", 0x3A9},    {"Omicron", 0x39F}, {"Oslash", 0xD8},   {"Otilde", 0xD5},   {"Ouml", 0xD6},
    {"Phi", 0x3A6},      {"Pi", 0x3A0},      {"Prime", 0x2033},  {"Psi", 0x3A8},     {"Rho", 0x3A1},
    {"Scaron", 0x160},   {"Sigma", 0x3A3},   {"THORN", 0xDE},    {"Tau", 0x3A4},     {"Theta", 0x398},
    {"Uacute", 0xDA},    {"Ucirc", 0xDB},    {"Ugrave", 0xD9},   {"Upsilon", 0x3A5}, {"Uuml", 0xDC},
    {"Xi", 0x39E},       {"Yacute", 0xDD},   {"Yuml", 0x178},    {"Zeta", 0x396},    {"aacute", 0xE1},
    {"acirc", 0xE2},     {"acute", 0xB4},    {"aelig", 0xE6},    {"agrave", 0xE0},   {"alefsym", 0x2135},
    {"alpha", 0x3B1},    {"amp", 0x26},      {"and", 0x2227},    {"ang", 0x2220},    {"apos", 0x27},
    {"aring", 0xE5},     {"asymp", 0x2248},  {"atilde", 0xE3},   {"auml", 0xE4},     {"bdquo", 0x201E},
    {"beta", 0x3B2},     {"brvbar", 0xA6},   {"bull", 0x2022},   {"cap", 0x2229},    {"ccedil", 0xE7},
    {"cedil", 0xB8},     {"cent", 0xA2},     {"chi", 0x3C7},     {"circ", 0x2C6},    {"clubs", 0x2663},
    {"cong", 0x2245},    {"copy", 0xA9},     {"crarr", 0x21B5},  {"cup", 0x222A},    {"curren", 0xA4},
    {"dArr", 0x21D3},    {"dagger", 0x2020}, {"darr", 0x2193},   {"deg", 0xB0},      {"delta", 0x3B4},
    {"diams", 0x2666},   {"divide", 0xF7},   {"eacute", 0xE9},   {"ecirc", 0xEA},    {"egrave", 0xE8},
    {"empty", 0x2205},   {"emsp", 0x2003},   {"ensp", 0x2002},   {"epsilon", 0x3B5}, {"equiv", 0x2261},
    {"eta", 0x3B7},      {"eth", 0xF0},      {"euml", 0xEB},     {"euro", 0x20AC},   {"exist", 0x2203},
    {"fnof", 0x192},     {"forall", 0x2200}, {"frac12", 0xBD},   {"frac14", 0xBC},   {"frac34", 0xBE},
    {"frasl", 0x2044},   {"gamma", 0x3B3},   {"ge", 0x2265},     {"gt", 0x3E},       {"hArr", 0x21D4},
    {"harr", 0x2194},    {"hearts", 0x2665}, {"hellip", 0x2026}, {"iacute", 0xED},   {"icirc", 0xEE},
    {"iexcl", 0xA1},     {"igrave", 0xEC},   {"image", 0x2111},  {"infin", 0x221E},  {"int", 0x222B},
    {"iota", 0x3B9},     {"iquest", 0xBF},   {"isin", 0x2208},   {"iuml", 0xEF},     {"kappa", 0x3BA},
    {"lArr", 0x21D0},    {"lambda", 0x3BB},  {"lang", 0x2329},   {"laquo", 0xAB},    {"larr", 0x2190},
    {"lceil", 0x2308},   {"ldquo", 0x201C},  {"le", 0x2264},     {"lfloor", 0x230A}, {"lowast", 0x2217},
    {"loz", 0x25CA},     {"lrm", 0x200E},    {"lsaquo", 0x2039}, {"lsquo", 0x2018},  {"lt", 0x3C},
    {"macr", 0xAF},      {"mdash", 0x2014},  {"micro", 0xB5},    {"middot", 0xB7},   {"minus", 0x2212},
    {"mu", 0x3BC},       {"nabla", 0x2207},  {"nbsp", 0xA0},     {"ndash", 0x2013},  {"ne", 0x2260},
    {"ni", 0x220B},      {"not", 0xAC},      {"notin", 0x2209},  {"nsub", 0x2284},   {"ntilde", 0xF1},
    {"nu", 0x3BD},       {"oacute", 0xF3},   {"ocirc", 0xF4},    {"oelig", 0x153},   {"ograve", 0xF2},
    {"oline", 0x203E},   {"omega", 0x3C9},   {"omicron", 0x3BF}, {"oplus", 0x2295},  {"or", 0x2228},
    {"ordf", 0xAA},      {"ordm", 0xBA},     {"oslash", 0xF8},   {"otilde", 0xF5},   {"otimes", 0x2297},
    {"ouml", 0xF6},      {"para", 0xB6},     {"part", 0x2202},   {"permil", 0x2030}, {"perp", 0x22A5},
    {"phi", 0x3C6},      {"pi", 0x3C0},      {"piv", 0x3D6},     {"plusmn", 0xB1},   {"pound", 0xA3},
    {"prime", 0x2032},   {"prod", 0x220F},   {"prop", 0x221D},   {"psi", 0x3C8},     {"quot", 0x22},
    {"rArr", 0x21D2},    {"radic", 0x221A},  {"rang", 0x232A},   {"raquo", 0xBB},    {"rarr", 0x2192},
    {"rceil", 0x2309},   {"rdquo", 0x201D},  {"real", 0x211C},   {"reg", 0xAE},      {"rfloor", 0x230B},
    {"rho", 0x3C1},      {"rlm", 0x200F},    {"rsaquo", 0x203A}, {"rsquo", 0x2019},  {"sbquo", 0x201A},
    {"scaron", 0x161},   {"sdot", 0x22C5},   {"sect", 0xA7},     {"shy", 0xAD},      {"sigma", 0x3C3},
    {"sigmaf", 0x3C2},   {"sim", 0x223C},    {"spades", 0x2660}, {"sub", 0x2282},    {"sube", 0x2286},
    {"sum", 0x2211},     {"sup", 0x2283},    {"sup1", 0xB9},     {"sup2", 0xB2},     {"sup3", 0xB3},
    {"supe", 0x2287},    {"szlig", 0xDF},    {"tau", 0x3C4},     {"there4", 0x2234}, {"theta", 0x3B8},
    {"thetasym", 0x3D1}, {"thinsp", 0x2009}, {"thorn", 0xFE},    {"tilde", 0x2DC},   {"times", 0xD7},
    {"trade", 0x2122},   {"uArr", 0x21D1},   {"uacute", 0xFA},   {"uarr", 0x2191},   {"ucirc", 0xFB},
    {"ugrave", 0xF9},    {"uml", 0xA8},      {"upsih", 0x3D2},   {"upsilon", 0x3C5}, {"uuml", 0xFC},
    {"weierp", 0x2118},  {"xi", 0x3BE},      {"yacute", 0xFD},   {"yen", 0xA5},      {"yuml", 0xFF},
    {"zeta", 0x3B6},     {"zwj", 0x200D},    {"zwnj", 0x200C},
};

/* What numbers 128 to 159 mean: the characters of windows-1252 (13.2.5.80 of the standard); 0: itself. */
static const uint16_t windows_1252[32] = {0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                          0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
                                          0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};

static inline unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static inline int is_letter(char c)
{
    return (unsigned)((unsigned char)c | 32) - 'a' < 26;
}

static inline int is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

/* Of names ended by NUL and not: less than, equal to or greater than 0. */
static int compare(const char *name, size_t length, const char *with)
{
    for (size_t i = 0; i < length; i++) {
        int difference = (int)lower(name[i]) - (int)(unsigned char)with[i];
        if (difference || !with[i]) return difference ? difference : 1;
    }
    return with[length] ? -1 : 0;
}

HtmlElement html_element(const char *name, size_t length)
{
    size_t low = 0, high = HTML_OTHER;
    if (!length || length > NAME_BYTES) return HTML_OTHER;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(name, length, element_names[middle]);
        if (!order) return (HtmlElement)middle;
        if (order > 0) low = middle + 1;
        else high = middle;
    }
    return HTML_OTHER;
}

int html_is_name(const char *bytes, size_t length, const char *name)
{
    return compare(bytes, length, name) == 0;
}

/* --- tags --------------------------------------------------------------------------------------------------------------- */

void html_tokens_begin(HtmlTokens *tokens, const char *bytes, size_t length)
{
    memset(tokens, 0, sizeof *tokens);
    if (length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) bytes += 3, length -= 3;
    tokens->at = bytes;
    tokens->end = bytes + length;
    tokens->raw = -1;
}

/* The byte behind the > that ends the tag whose name ends at `at`; NULL if the page ends before. */
static const char *tag_end(HtmlTokens *tokens, const char *at)
{
    const char *end = tokens->end;
    char before = 0; /* the last byte that is no blank */
    for (; at < end && *at != '>'; at++) {
        int which = *at == '"' ? 0 : *at == '\'' ? 1 : -1;
        if (which >= 0 && before == '=' && !tokens->no_more[which]) {
            const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
            if (close) at = close;
            else tokens->no_more[which] = 1;
        }
        if (!is_blank(*at)) before = *at;
    }
    return at < end ? at + 1 : NULL;
}

static const char *find_comment_end(const char *at, const char *end)
{
    while ((at = end - at >= 3 ? memchr(at, '-', (size_t)(end - at - 2)) : NULL) != NULL) {
        if (at[1] == '-' && at[2] == '>') return at + 3;
        at += at[1] == '-' ? 1 : 2;
    }
    return NULL;
}

/* <!-- --> or a bogus comment (a document type, an instruction of XML). */
static int read_comment(HtmlTokens *tokens, HtmlToken *token)
{
    const char *at = token->start, *end = tokens->end, *stop = NULL;
    token->kind = HTML_COMMENT;
    token->element = HTML_OTHER;
    if (end - at >= 4 && !memcmp(at, "<!--", 4) && !tokens->no_comment) {
        stop = find_comment_end(at + 2, end); /* <!--> is one that is empty */
        if (!stop) tokens->no_comment = 1;
    }
    if (!stop) {
        stop = memchr(at, '>', (size_t)(end - at));
        stop = stop ? stop + 1 : end;
    }
    tokens->at = token->end = stop;
    return 1;
}

static int has_raw_content(unsigned element)
{
    switch (element) {
    case HTML_SCRIPT:
    case HTML_STYLE:
    case HTML_TITLE:
    case HTML_TEXTAREA:
    case HTML_XMP:
    case HTML_IFRAME:
    case HTML_NOEMBED:
    case HTML_NOFRAMES: return 1;
    default: return 0;
    }
}

static int read_tag(HtmlTokens *tokens, HtmlToken *token)
{
    int closing = token->start[1] == '/';
    const char *name = token->start + 1 + closing, *at = name, *end = tokens->end;
    while (at < end && *at != '>' && *at != '/' && !is_blank(*at)) at++;
    token->kind = closing ? HTML_END_TAG : HTML_START_TAG;
    token->name = name;
    token->name_length = (uint32_t)(at - name);
    token->element = (uint8_t)html_element(name, token->name_length);
    token->end = tag_end(tokens, at);
    if (!token->end) {
        tokens->at = end;
        return 0;
    }
    token->closed = (uint8_t)(!closing && token->end[-2] == '/');
    tokens->at = token->end;
    if (!closing && !token->closed && has_raw_content(token->element) && !tokens->no_end[token->element])
        tokens->raw = token->element;
    return 1;
}

/* The end tag of a raw element, or NULL. */
static const char *find_end_tag(const char *at, const char *end, const char *name)
{
    size_t length = strlen(name);
    while ((at = at < end ? memchr(at, '<', (size_t)(end - at)) : NULL) != NULL) {
        size_t left = (size_t)(end - at);
        if (left > length + 2 && at[1] == '/' && html_is_name(at + 2, length, name) &&
            (is_blank(at[2 + length]) || at[2 + length] == '>' || at[2 + length] == '/'))
            return at;
        at++;
    }
    return NULL;
}

/* What a raw element holds. Returns 0 if that is nothing, or if it is read as markup. */
static int read_raw(HtmlTokens *tokens, HtmlToken *token)
{
    unsigned element = (unsigned)tokens->raw;
    const char *stop = find_end_tag(tokens->at, tokens->end, element_names[element]);
    tokens->raw = -1;
    if (!stop && element != HTML_SCRIPT && element != HTML_STYLE) {
        tokens->no_end[element] = 1;
        return 0;
    }
    if (!stop) stop = tokens->end;
    if (stop == tokens->at) return 0;
    token->kind = HTML_RAW;
    token->element = (uint8_t)element;
    token->start = tokens->at;
    tokens->at = token->end = stop;
    return 1;
}

/* Where markup begins, at or after `at`; the page's end if nowhere. */
static const char *find_markup(const char *at, const char *end)
{
    while ((at = at < end ? memchr(at, '<', (size_t)(end - at)) : NULL) != NULL) {
        if (end - at >= 2 && (is_letter(at[1]) || at[1] == '!' || at[1] == '?')) return at;
        if (end - at >= 3 && at[1] == '/' && (is_letter(at[2]) || at[2] == '>')) return at;
        at++;
    }
    return end;
}

int html_next(HtmlTokens *tokens, HtmlToken *token)
{
    memset(token, 0, sizeof *token);
    if (tokens->raw >= 0 && read_raw(tokens, token)) return 1;
    if (tokens->at >= tokens->end) return 0;
    token->start = tokens->at;
    const char *markup = find_markup(tokens->at, tokens->end);
    if (markup > tokens->at) {
        token->kind = HTML_TEXT;
        token->element = HTML_OTHER;
        tokens->at = token->end = markup;
        return 1;
    }
    if (markup[1] == '!' || markup[1] == '?') return read_comment(tokens, token);
    return read_tag(tokens, token);
}

/* --- attributes ----------------------------------------------------------------------------------------------------------- */

int html_attribute_next(const HtmlToken *tag, const char **at, HtmlAttribute *attribute)
{
    const char *next = *at ? *at : tag->name + tag->name_length, *end = tag->end - 1;
    memset(attribute, 0, sizeof *attribute);
    if (tag->kind != HTML_START_TAG) return 0;
    while (next < end && (is_blank(*next) || *next == '/')) next++;
    if (next >= end) return 0;
    attribute->name = next++; /* a = that begins a name belongs to it */
    while (next < end && *next != '=' && *next != '/' && !is_blank(*next)) next++;
    attribute->name_length = (size_t)(next - attribute->name);
    *at = next;
    while (next < end && is_blank(*next)) next++;
    if (next >= end || *next != '=') return 1;
    for (next++; next < end && is_blank(*next);) next++;
    char quote = next < end && (*next == '"' || *next == '\'') ? *next : 0;
    const char *close = quote ? memchr(next + 1, quote, (size_t)(end - next - 1)) : NULL;
    attribute->value = close ? next + 1 : next;
    if (close) next = close;
    else
        while (next < end && !is_blank(*next)) next++;
    attribute->value_length = (size_t)(next - attribute->value);
    *at = close ? next + 1 : next;
    return 1;
}

size_t html_attribute(const HtmlToken *tag, const char *name, const char **value)
{
    const char *at = NULL;
    HtmlAttribute attribute;
    while (html_attribute_next(tag, &at, &attribute))
        if (html_is_name(attribute.name, attribute.name_length, name)) {
            *value = attribute.value;
            return attribute.value_length;
        }
    *value = NULL;
    return 0;
}

/* --- character references ----------------------------------------------------------------------------------------------- */

static uint32_t named_reference(const char *name, size_t length)
{
    size_t low = 0, high = sizeof references / sizeof *references;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(name, references[middle].name, length);
        if (!order && references[middle].name[length]) order = -1;
        if (!order) return references[middle].code;
        if (order > 0) low = middle + 1;
        else high = middle;
    }
    return 0;
}

/* &#8212; or &#x2014; */
static size_t numbered_reference(const char *at, const char *end, uint32_t *code)
{
    enum { DIGITS = 8 }; /* more are no character's number */
    int hexadecimal = end - at > 2 && lower(at[2]) == 'x';
    const char *first = at + 2 + hexadecimal, *stop = first;
    uint32_t value = 0;
    for (; stop < end && stop < first + DIGITS; stop++) {
        unsigned char c = lower(*stop);
        if (c >= '0' && c <= '9') value = value * (hexadecimal ? 16 : 10) + (uint32_t)(c - '0');
        else if (hexadecimal && c >= 'a' && c <= 'f') value = value * 16 + (uint32_t)(c - 'a' + 10);
        else break;
    }
    if (stop == first) return 0;
    if (value >= 128 && value < 160 && windows_1252[value - 128]) value = windows_1252[value - 128];
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) value = UTF8_REPLACEMENT;
    if (value < ' ' || (value >= 127 && value < 160)) value = ' ';
    *code = value;
    return (size_t)(stop - at) + (stop < end && *stop == ';');
}

size_t html_reference(const char *at, const char *end, uint32_t *code)
{
    size_t length = 0, bytes;
    const char *name = at + 1;
    if (end - at < 3) return 0;
    if (*name == '#') {
        bytes = numbered_reference(at, end, code);
        if (bytes && *code == 0xA0) *code = ' ';
        return bytes;
    }
    while (name + length < end && length <= REFERENCE_BYTES &&
           (is_letter(name[length]) || (name[length] >= '0' && name[length] <= '9')))
        length++;
    if (!length || length > REFERENCE_BYTES || !(*code = named_reference(name, length))) return 0;
    if (*code == 0xA0) *code = ' ';
    return 1 + length + (name + length < end && name[length] == ';');
}

size_t html_decode(const char *bytes, size_t length, char *out)
{
    const char *at = bytes, *end = bytes + length;
    char *next = out;
    while (at < end) {
        const char *mark = memchr(at, '&', (size_t)(end - at));
        size_t plain = (size_t)((mark ? mark : end) - at);
        uint32_t code;
        memmove(next, at, plain);
        next += plain, at += plain;
        if (!mark) break;
        size_t read = html_reference(at, end, &code);
        if (read) next += utf8_encode(code, next); /* never longer than the reference */
        else *next++ = *at;
        at += read ? read : 1;
    }
    return (size_t)(next - out);
}
