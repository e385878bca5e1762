/*
** html_tokens.h - an HTML page as tags, text and comments, in one pass
**
** A reader of tokens, not of trees: nothing is allocated, nothing is copied, every token is a range of the page's bytes. What a browser would
** repair (missing, crossed and stray end tags) is left to who reads the tokens (html.c keeps a stack of the open elements).
**
**     HtmlTokens tokens;
**     HtmlToken token;
**     html_tokens_begin(&tokens, bytes, length);
**     while (html_next(&tokens, &token))
**         if (token.kind == HTML_START_TAG && token.element == HTML_META) {
**             const char *value;
**             size_t length = html_attribute(&token, "content", &value);
**             ...
**         }
**
** Rules, after the tokenizer of the HTML standard (html.spec.whatwg.org, 13.2.5):
** - Names of elements and attributes are compared without regard to case. A tag ends at the first > outside a quoted value. A quotation mark opens a
**   value only after =. One that is never closed opens none: the tag ends at the next >.
** - <!-- ends at -->; if there is none, and for every other <! and <?, at the next >.
** - What script, style, title, textarea, xmp, iframe, noembed and noframes hold is no markup: it is one token HTML_RAW, up to the element's end tag. The end
**   tag follows as a token of its own. A script or style without one runs to the end of the page; any other is read as if it held markup.
** - A < before anything but a letter, /, ! or ? is text. A tag that the page ends in is no tag, and nothing is reported of it.
** - Tokens follow one another without gaps; concatenated, [start, end) of all of them are the page up to such a tag.
**
** Cost: linear, some 1 to 3 GB/s; looking an attribute up is linear in the tag. NUL bytes are bytes as others are.
*/
#ifndef CORPUS_HTML_TOKENS_H
#define CORPUS_HTML_TOKENS_H

#include <stddef.h>
#include <stdint.h>

/* In the order of their names, as html_tokens.c needs it. */
typedef enum HtmlElement {
    HTML_A,
    HTML_ABBR,
    HTML_ADDRESS,
    HTML_AMP_IMG,
    HTML_ARTICLE,
    HTML_ASIDE,
    HTML_AUDIO,
    HTML_B,
    HTML_BASE,
    HTML_BIG,
    HTML_BLOCKQUOTE,
    HTML_BODY,
    HTML_BR,
    HTML_BUTTON,
    HTML_CANVAS,
    HTML_CAPTION,
    HTML_CENTER,
    HTML_CITE,
    HTML_CODE,
    HTML_COL,
    HTML_DATALIST,
    HTML_DD,
    HTML_DETAILS,
    HTML_DIALOG,
    HTML_DIR,
    HTML_DIV,
    HTML_DL,
    HTML_DT,
    HTML_EM,
    HTML_EMBED,
    HTML_FIELDSET,
    HTML_FIGCAPTION,
    HTML_FIGURE,
    HTML_FONT,
    HTML_FOOTER,
    HTML_FORM,
    HTML_FRAME,
    HTML_FRAMESET,
    HTML_H1,
    HTML_H2,
    HTML_H3,
    HTML_H4,
    HTML_H5,
    HTML_H6,
    HTML_HEAD,
    HTML_HEADER,
    HTML_HGROUP,
    HTML_HR,
    HTML_HTML,
    HTML_I,
    HTML_IFRAME,
    HTML_IMG,
    HTML_INPUT,
    HTML_LABEL,
    HTML_LEGEND,
    HTML_LI,
    HTML_LINK,
    HTML_MAIN,
    HTML_MATH,
    HTML_MENU,
    HTML_META,
    HTML_NAV,
    HTML_NOEMBED,
    HTML_NOFRAMES,
    HTML_NOSCRIPT,
    HTML_OBJECT,
    HTML_OL,
    HTML_OPTGROUP,
    HTML_OPTION,
    HTML_P,
    HTML_PARAM,
    HTML_PICTURE,
    HTML_PRE,
    HTML_Q,
    HTML_RP,
    HTML_RT,
    HTML_RUBY,
    HTML_SCRIPT,
    HTML_SEARCH,
    HTML_SECTION,
    HTML_SELECT,
    HTML_SMALL,
    HTML_SOURCE,
    HTML_SPAN,
    HTML_STRONG,
    HTML_STYLE,
    HTML_SUB,
    HTML_SUMMARY,
    HTML_SUP,
    HTML_SVG,
    HTML_TABLE,
    HTML_TBODY,
    HTML_TD,
    HTML_TEMPLATE,
    HTML_TEXTAREA,
    HTML_TFOOT,
    HTML_TH,
    HTML_THEAD,
    HTML_TIME,
    HTML_TITLE,
    HTML_TR,
    HTML_TRACK,
    HTML_U,
    HTML_UL,
    HTML_VIDEO,
    HTML_WBR,
    HTML_XMP,
    HTML_OTHER, /* any other name */
    HTML_ELEMENTS
} HtmlElement;

typedef enum HtmlTokenKind {
    HTML_TEXT,      /* references (&amp;) are not yet read: html_decode() */
    HTML_START_TAG, /* `closed` if it is written <name/> */
    HTML_END_TAG,
    HTML_RAW, /* what `element` holds: a script, a style, a title, ... */
    HTML_COMMENT
} HtmlTokenKind;

typedef struct HtmlToken {
    uint8_t kind;            /* HtmlTokenKind */
    uint8_t element;         /* HtmlElement of a tag, or whose content HTML_RAW is */
    uint8_t closed;          /* a start tag with / before its > */
    const char *start, *end; /* of the whole token, < and > included */
    const char *name;        /* of a tag, as written */
    uint32_t name_length;
} HtmlToken;

typedef struct HtmlTokens {
    const char *at, *end;
    int raw;                       /* the element whose content comes next, or -1 */
    uint8_t no_more[2];            /* no " or ' is left in the page: looked for once in vain, never again */
    uint8_t no_comment;            /* the same of --> */
    uint8_t no_end[HTML_ELEMENTS]; /* the same of the end tag of an element with raw content */
} HtmlTokens;

typedef struct HtmlAttribute {
    const char *name,
        *value; /* as written, the value without its quotation marks; `value` is NULL where there is no = */
    size_t name_length, value_length;
} HtmlAttribute;

/* The page must outlive the tokens. A byte order mark is skipped. */
void html_tokens_begin(HtmlTokens *tokens, const char *bytes, size_t length);

/* Reads the next token. Returns 0 at the end of the page. */
int html_next(HtmlTokens *tokens, HtmlToken *token);

/* The attributes of a start tag one by one: `*at` is NULL at first. Returns 0 after the last. */
int html_attribute_next(const HtmlToken *tag, const char **at, HtmlAttribute *attribute);

/* The value of the first attribute of that name (small letters). Returns its length; 0 and `*value` NULL if there is none. */
size_t html_attribute(const HtmlToken *tag, const char *name, const char **value);

/*
** Reads character references: `length` bytes to `out`, which must have as much room and may be `bytes` itself. Returns the bytes written. &nbsp; becomes a
** blank, what is no reference stays. The names are those of HTML 4; numbers follow the standard (128 to 159 are those of windows-1252).
*/
size_t html_decode(const char *bytes, size_t length, char *out);

/* Reads one reference at `at` (an ampersand). Returns its bytes, or 0 if it is none. Constant time. */
size_t html_reference(const char *at, const char *end, uint32_t *code);

/* The element of that name, in letters of any case; HTML_OTHER: none of the list. Logarithmic. */
HtmlElement html_element(const char *name, size_t length);

/* Is `bytes` the same as `name` (NUL-terminated, small letters) but for case? */
int html_is_name(const char *bytes, size_t length, const char *name);

#endif
