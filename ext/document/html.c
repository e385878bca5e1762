/*
** html.c - see html.h
**
** One pass over the tokens with a stack of the open elements. What an element does to the text is a row of effects[]. Ends that markup leaves out are
** put in as the HTML standard has it, as far as it matters to text: a block ends a paragraph, an item an item, a cell a cell; an end tag
** closes what is open inside its element, but nothing outside the table's cell; one of an inline element only ends its effect.
**
** A node is made when the first text is put into an element, so that empty elements cost nothing. Links, bold print and hiding are counted while they are open.
**
** A row of a table is one line, unless one of its cells holds more than a line: then the table is there for the layout, and every cell of
** the row begins a line.
*/
#include "document/html.h"
#include "document/html_tokens.h"
#include "base/charset.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "document/markup.h"
#include <string.h>

typedef enum Effect {
    EFFECT_INLINE,    /* no node; on the stack if it can matter: a, b, strong, and others with a class */
    EFFECT_VOID,      /* never has content */
    EFFECT_LINE,      /* begins and ends a line */
    EFFECT_PARAGRAPH, /* and a blank line is shown round it */
    EFFECT_ITEM,
    EFFECT_CELL,
    EFFECT_DROP /* its content is not text */
} Effect;

static const uint8_t effects[HTML_ELEMENTS] = {[HTML_ADDRESS] = EFFECT_LINE,    [HTML_ARTICLE] = EFFECT_LINE,
                                               [HTML_ASIDE] = EFFECT_PARAGRAPH, [HTML_BLOCKQUOTE] = EFFECT_PARAGRAPH,
                                               [HTML_BODY] = EFFECT_LINE,       [HTML_BUTTON] = EFFECT_LINE,
                                               [HTML_CAPTION] = EFFECT_LINE,    [HTML_CENTER] = EFFECT_LINE,
                                               [HTML_DD] = EFFECT_LINE,         [HTML_DETAILS] = EFFECT_LINE,
                                               [HTML_DIALOG] = EFFECT_LINE,     [HTML_DIR] = EFFECT_PARAGRAPH,
                                               [HTML_DIV] = EFFECT_LINE,        [HTML_DL] = EFFECT_PARAGRAPH,
                                               [HTML_DT] = EFFECT_LINE,         [HTML_FIELDSET] = EFFECT_LINE,
                                               [HTML_FIGCAPTION] = EFFECT_LINE, [HTML_FIGURE] = EFFECT_LINE,
                                               [HTML_FOOTER] = EFFECT_LINE,     [HTML_FORM] = EFFECT_LINE,
                                               [HTML_H1] = EFFECT_PARAGRAPH,    [HTML_H2] = EFFECT_PARAGRAPH,
                                               [HTML_H3] = EFFECT_PARAGRAPH,    [HTML_H4] = EFFECT_PARAGRAPH,
                                               [HTML_H5] = EFFECT_PARAGRAPH,    [HTML_H6] = EFFECT_PARAGRAPH,
                                               [HTML_HEAD] = EFFECT_LINE,       [HTML_HEADER] = EFFECT_LINE,
                                               [HTML_HGROUP] = EFFECT_LINE,     [HTML_HTML] = EFFECT_LINE,
                                               [HTML_LEGEND] = EFFECT_LINE,     [HTML_LI] = EFFECT_ITEM,
                                               [HTML_MAIN] = EFFECT_LINE,       [HTML_MENU] = EFFECT_PARAGRAPH,
                                               [HTML_NAV] = EFFECT_LINE,        [HTML_NOSCRIPT] = EFFECT_LINE,
                                               [HTML_OL] = EFFECT_PARAGRAPH,    [HTML_OPTGROUP] = EFFECT_LINE,
                                               [HTML_OPTION] = EFFECT_LINE,     [HTML_P] = EFFECT_PARAGRAPH,
                                               [HTML_PRE] = EFFECT_PARAGRAPH,   [HTML_SEARCH] = EFFECT_LINE,
                                               [HTML_SECTION] = EFFECT_LINE,    [HTML_SUMMARY] = EFFECT_LINE,
                                               [HTML_TABLE] = EFFECT_PARAGRAPH, [HTML_TBODY] = EFFECT_LINE,
                                               [HTML_TD] = EFFECT_CELL,         [HTML_TFOOT] = EFFECT_LINE,
                                               [HTML_TH] = EFFECT_CELL,         [HTML_THEAD] = EFFECT_LINE,
                                               [HTML_TR] = EFFECT_LINE,         [HTML_UL] = EFFECT_PARAGRAPH,
                                               [HTML_AUDIO] = EFFECT_DROP,      [HTML_CANVAS] = EFFECT_DROP,
                                               [HTML_DATALIST] = EFFECT_DROP,   [HTML_IFRAME] = EFFECT_DROP,
                                               [HTML_MATH] = EFFECT_DROP,       [HTML_NOEMBED] = EFFECT_DROP,
                                               [HTML_NOFRAMES] = EFFECT_DROP,   [HTML_RP] = EFFECT_DROP,
                                               [HTML_RT] = EFFECT_DROP,         [HTML_SCRIPT] = EFFECT_DROP,
                                               [HTML_SELECT] = EFFECT_DROP,     [HTML_STYLE] = EFFECT_DROP,
                                               [HTML_SVG] = EFFECT_DROP,        [HTML_TEMPLATE] = EFFECT_DROP,
                                               [HTML_TEXTAREA] = EFFECT_DROP,   [HTML_VIDEO] = EFFECT_DROP,
                                               [HTML_BASE] = EFFECT_VOID,       [HTML_BR] = EFFECT_VOID,
                                               [HTML_COL] = EFFECT_VOID,        [HTML_EMBED] = EFFECT_VOID,
                                               [HTML_FRAME] = EFFECT_VOID,      [HTML_HR] = EFFECT_VOID,
                                               [HTML_IMG] = EFFECT_VOID,        [HTML_INPUT] = EFFECT_VOID,
                                               [HTML_LINK] = EFFECT_VOID,       [HTML_META] = EFFECT_VOID,
                                               [HTML_PARAM] = EFFECT_VOID,      [HTML_SOURCE] = EFFECT_VOID,
                                               [HTML_TRACK] = EFFECT_VOID,      [HTML_WBR] = EFFECT_VOID};

enum {
    OPEN_LIMIT = 256, /* deeper elements are read as their parents' text */
    NO_NODE = -1,
    CACHE = 256
};

typedef struct Open {
    uint8_t element; /* HTML_OTHER once an inline element is over */
    uint8_t effect;
    uint8_t hides;
    uint8_t broken; /* a table's row with a cell of several lines */
    int32_t node;   /* NO_NODE: not made yet; of inline elements never */
    uint32_t marks;
    uint64_t name; /* hash of its class */
} Open;

typedef struct Reader {
    HtmlText *text;
    Arena *arena;
    char *out, *next;
    int lines;           /* line breaks that are due */
    int blank;           /* a blank is due */
    int bullet;          /* a list item begins */
    int breaks;          /* <br>s since the last text, if nothing else was */
    int cell;            /* a cell begins: a blank that can become a line break */
    char *joint;         /* that blank in the text, while the line goes on in the cell; or NULL */
    uint32_t joint_node; /* the cell's */
    size_t row;   /* where the row of the innermost cell is on the stack; 0: no cell is open, or one that is left */
    int row_text; /* that cell has text */
    unsigned due; /* HTML_AFTER_..., HTML_ITEM for the next block */
    int in_block;
    uint32_t inline_marks; /* of inline elements opened before the next block's text */
    unsigned links, strong, hiding, dropping, preserving, overflow;
    uint16_t open_count[HTML_ELEMENTS];
    size_t open;
    Open stack[OPEN_LIMIT];
    struct {
        const char *value;
        uint32_t length, marks;
    } cache[CACHE]; /* of class names that were looked up */
} Reader;

/* --- nodes --------------------------------------------------------------------------------------------------------------- */

/* The node of the innermost element that is no inline one, made if there is none yet; that of a row for a row's cells. */
static uint32_t current_node(Reader *r, int row)
{
    size_t top = r->open;
    while (top > 1 && (r->stack[top - 1].effect == EFFECT_INLINE ||
                       (row && (r->stack[top - 1].effect == EFFECT_CELL || r->stack[top - 1].element != HTML_TR))))
        top--;
    size_t made = top;
    while (r->stack[made - 1].node == NO_NODE) made--; /* the root has one */
    for (uint32_t marks = 0; made < top; made++) {
        Open *open = &r->stack[made];
        size_t below = made;
        if (open->effect == EFFECT_INLINE) {
            marks |= open->marks;
            continue;
        }
        while (r->stack[below - 1].effect == EFFECT_INLINE) {
            below--;
            if (r->stack[below].element != HTML_OTHER) marks |= r->stack[below].marks;
        }
        const int32_t parent = r->stack[below - 1].node;
        HtmlNode *node = ARENA_PUSH(r->arena, &r->text->nodes);
        if (!node) return 0;
        const HtmlNode *above = &r->text->nodes.items[parent];
        node->path = hash_mix(above->path * 31 + open->element + 1);
        node->named = hash_mix(node->path ^ open->name);
        node->parent = (uint32_t)parent;
        node->marks = open->marks | marks;
        node->depth = (uint16_t)(above->depth + 1);
        node->element = open->element;
        node->hidden = (uint8_t)(above->hidden | open->hides);
        open->node = (int32_t)(r->text->nodes.count - 1);
        marks = 0;
    }
    return (uint32_t)r->stack[top - 1].node;
}

/* --- writing -------------------------------------------------------------------------------------------------------------- */

static void begin_block(Reader *r, uint32_t node)
{
    HtmlBlock *block = ARENA_PUSH(r->arena, &r->text->blocks);
    if (!block) return;
    memset(block, 0, sizeof *block);
    block->start = (uint32_t)(r->next - r->out);
    block->node = node;
    block->marks = r->inline_marks;
    block->flags = (uint16_t)(r->due | (r->breaks ? HTML_AFTER_BR : 0));
    r->due = 0;
    r->in_block = 1;
}

/* A line ends inside a cell that has text: its row becomes lines. If the cell began behind a blank, it begins a line instead. */
static void break_row(Reader *r)
{
    HtmlBlock *row = r->text->blocks.count ? &r->text->blocks.items[r->text->blocks.count - 1] : NULL;
    r->stack[r->row].broken = 1;
    if (!r->joint || !row || row->start > (size_t)(r->joint - r->out)) return;
    HtmlBlock cell = *row;
    size_t at = (size_t)(r->joint - r->out);
    *r->joint = '\n';
    r->joint = NULL;
    cell.start = (uint32_t)at + 1;
    cell.bytes = (uint32_t)((size_t)(r->next - r->out) - cell.start);
    row->bytes = (uint32_t)(at - row->start);
    uint64_t whole = (uint64_t)row->bytes + cell.bytes; /* what was counted in both is divided by their lengths */
    cell.link_bytes = whole ? (uint32_t)(row->link_bytes * (uint64_t)cell.bytes / whole) : 0;
    cell.strong_bytes = whole ? (uint32_t)(row->strong_bytes * (uint64_t)cell.bytes / whole) : 0;
    row->link_bytes -= cell.link_bytes, row->strong_bytes -= cell.strong_bytes;
    cell.links = row->links / 2, row->links = (uint16_t)(row->links - cell.links);
    row->flags &= (uint16_t)~HTML_ROW;
    cell.flags = 0;
    cell.node = r->joint_node;
    HtmlBlock *added = ARENA_PUSH(r->arena, &r->text->blocks);
    if (added) *added = cell;
}

/* Puts what is due before the next text: line breaks and a new block, or a blank, a bullet. */
static void put_before(Reader *r)
{
    int first = r->next == r->out;
    HtmlBlock *block = r->text->blocks.count ? &r->text->blocks.items[r->text->blocks.count - 1] : NULL;
    if (r->lines && r->row && r->row_text) break_row(r);
    if (r->lines) r->joint = NULL;
    if (r->lines && !first)
        for (int i = 0; i < r->lines; i++) *r->next++ = '\n';
    else if ((r->blank || r->cell) && !first) {
        if (r->cell) r->joint = r->next, r->joint_node = current_node(r, 0);
        *r->next++ = ' ';
    }
    if (r->lines || first || !r->in_block) begin_block(r, current_node(r, 0));
    else if (r->cell && block && !(block->flags & HTML_ROW) && r->row) {
        uint32_t node = current_node(r, 1);
        block->flags |= HTML_ROW;
        block->node = node;
    }
    if (r->bullet) {
        memcpy(r->next, "\xE2\x80\xA2 ", 4);
        r->next += 4;
    }
    r->lines = r->blank = r->bullet = r->breaks = r->cell = 0;
    r->inline_marks = 0;
    r->row_text = 1;
}

static void put_bytes(Reader *r, const char *bytes, size_t length)
{
    if (r->lines | r->blank | r->bullet | r->cell | !r->in_block) put_before(r);
    memcpy(r->next, bytes, length);
    r->next += length;
    if (!r->text->blocks.count) return; /* no memory */
    HtmlBlock *block = &r->text->blocks.items[r->text->blocks.count - 1];
    block->bytes += (uint32_t)length;
    if (r->links) block->link_bytes += (uint32_t)length;
    if (r->strong) block->strong_bytes += (uint32_t)length;
}

static void put_text(Reader *r, const char *at, const char *stop)
{
    while (at < stop) {
        unsigned char c = (unsigned char)*at;
        uint32_t code;
        size_t bytes = c == '&' ? html_reference(at, stop, &code) : 0;
        if (bytes) {
            char encoded[4] = {0};
            at += bytes;
            if (code <= ' ') r->blank = 1;
            else put_bytes(r, encoded, utf8_encode(code, encoded));
        } else if (c <= ' ') {
            r->blank = 1;
            if (c == '\n' && r->preserving && at + 1 < stop && at[1] == '\n') r->lines = 2;
            at++;
        } else {
            const char *from = at;
            do at++;
            while (at < stop && (unsigned char)*at > ' ' && *at != '&');
            put_bytes(r, from, (size_t)(at - from));
        }
    }
}

static void break_line(Reader *r, Effect effect, int closing)
{
    int lines = effect == EFFECT_PARAGRAPH ? 2 : effect == EFFECT_LINE || effect == EFFECT_ITEM ? 1 : 0;
    if (lines > r->lines) r->lines = lines;
    if (lines) r->breaks = 0;
    if (effect == EFFECT_CELL && !closing) r->cell = 1;
    if (effect == EFFECT_ITEM) {
        r->bullet = !closing;
        r->due = closing ? r->due & ~(unsigned)HTML_ITEM : r->due | HTML_ITEM;
    } else if (lines == 2) r->bullet = 0;
    if (lines || effect == EFFECT_CELL) r->inline_marks = 0;
}

/* --- the stack of open elements -------------------------------------------------------------------------------------------- */

static void end_effect(Reader *r, Open *open)
{
    r->open_count[open->element]--;
    if (open->element == HTML_A) r->links--;
    if (open->element == HTML_B || open->element == HTML_STRONG) r->strong--;
    if (open->element == HTML_PRE) r->preserving--;
    if (open->effect == EFFECT_DROP) r->dropping--;
    open->element = HTML_OTHER;
    r->open_count[HTML_OTHER]++;
}

/* Closes the elements above and at stack[to]. */
static void close_to(Reader *r, size_t to)
{
    while (r->open > to) {
        Open *top = &r->stack[r->open - 1];
        if (top->effect == EFFECT_CELL) r->row = 0, r->joint = NULL;
        if (!r->dropping) break_line(r, (Effect)top->effect, 1);
        end_effect(r, top);
        r->open_count[HTML_OTHER]--;
        r->open--;
    }
}

static int is_cell_or_table(unsigned element)
{
    return element == HTML_TD || element == HTML_TH || element == HTML_CAPTION || element == HTML_TABLE;
}

static int is_table_part(unsigned element)
{
    return element == HTML_TABLE || element == HTML_TBODY || element == HTML_THEAD || element == HTML_TFOOT ||
           element == HTML_TR || is_cell_or_table(element);
}

static int is_heading(unsigned element)
{
    return element >= HTML_H1 && element <= HTML_H6;
}

/* Closes the innermost `element` unless one of `barriers` (a list ended by HTML_OTHER) stands inside it. */
static void close_unless(Reader *r, unsigned element, const uint8_t *barriers)
{
    if (!r->open_count[element]) return;
    for (size_t i = r->open; i-- > 1;) {
        if (r->stack[i].element == element) {
            close_to(r, i);
            return;
        }
        for (const uint8_t *barrier = barriers; *barrier != HTML_OTHER; barrier++)
            if (r->stack[i].element == *barrier) return;
    }
}

/* Closes what the start of `element` closes without saying so. */
static void close_implied(Reader *r, unsigned element, Effect effect)
{
    static const uint8_t cells[] = {HTML_TD, HTML_TH, HTML_CAPTION, HTML_TABLE, HTML_BUTTON, HTML_OTHER};
    static const uint8_t lists[] = {HTML_UL, HTML_OL, HTML_MENU, HTML_DIR, HTML_TABLE, HTML_OTHER};
    static const uint8_t terms[] = {HTML_DL, HTML_TABLE, HTML_OTHER};
    static const uint8_t table[] = {HTML_TABLE, HTML_OTHER};
    static const uint8_t row[] = {HTML_TR, HTML_TABLE, HTML_OTHER};
    switch (element) {
    case HTML_LI: close_unless(r, HTML_LI, lists); break;
    case HTML_DT:
    case HTML_DD:
        close_unless(r, HTML_DT, terms);
        close_unless(r, HTML_DD, terms);
        break;
    case HTML_TD:
    case HTML_TH:
        close_unless(r, HTML_TD, row);
        close_unless(r, HTML_TH, row);
        break;
    case HTML_TR: close_unless(r, HTML_TR, table); break;
    case HTML_TBODY:
    case HTML_THEAD:
    case HTML_TFOOT:
        close_unless(r, HTML_TBODY, table);
        close_unless(r, HTML_THEAD, table);
        break;
    case HTML_BODY: close_unless(r, HTML_HEAD, table); break;
    default: break;
    }
    if (effect >= EFFECT_LINE && effect <= EFFECT_CELL && !is_table_part(element)) close_unless(r, HTML_P, cells);
    if (is_heading(element) && is_heading(r->stack[r->open - 1].element)) close_to(r, r->open - 1);
}

/* The innermost open `element` that an end tag can close, or 0. */
static size_t find_open(const Reader *r, unsigned element)
{
    if (!r->open_count[element]) return 0;
    for (size_t i = r->open; i-- > 1;) {
        unsigned here = r->stack[i].element;
        if (here == element) return i;
        if (is_table_part(element) ? here == HTML_TABLE : is_cell_or_table(here)) return 0;
    }
    return 0;
}

/* --- tags -------------------------------------------------------------------------------------------------------------------- */

/* `hash` is hash_bytes() of the value. */
static uint32_t cached_marks(Reader *r, const char *value, size_t length, uint64_t hash)
{
    unsigned slot = (unsigned)(hash >> 32) % CACHE;
    if (!length) return 0;
    if (r->cache[slot].value && r->cache[slot].length == length && !memcmp(r->cache[slot].value, value, length))
        return r->cache[slot].marks;
    r->cache[slot].value = value;
    r->cache[slot].length = (uint32_t)length;
    return r->cache[slot].marks = markup_marks(value, length);
}

static int has_value(const char *style, size_t length, const char *property, const char *value)
{
    size_t n = strlen(property), m = strlen(value);
    for (size_t i = 0; i + n < length; i++) {
        if (!html_is_name(style + i, n, property)) continue;
        size_t at = i + n;
        while (at < length && (style[at] == ' ' || style[at] == ':')) at++;
        return at + m <= length && html_is_name(style + at, m, value);
    }
    return 0;
}

static int is_hiding_style(const char *style, size_t length)
{
    enum { STYLE_BYTES = 200 };
    if (length > STYLE_BYTES) length = STYLE_BYTES;
    return has_value(style, length, "display", "none") || has_value(style, length, "visibility", "hidden");
}

static uint32_t role_marks(const char *role, size_t length)
{
    static const struct {
        const char *name;
        Mark mark;
    } roles[] = {{"navigation", MARK_NAVIGATION},   {"complementary", MARK_SIDE}, {"contentinfo", MARK_FOOTER},
                 {"banner", MARK_HEADER},           {"search", MARK_SEARCH},      {"dialog", MARK_POPUP},
                 {"alertdialog", MARK_POPUP},       {"menu", MARK_NAVIGATION},    {"menubar", MARK_NAVIGATION},
                 {"article", MARK_ARTICLE},         {"main", MARK_ARTICLE},       {"articlebody", MARK_BODY},
                 {"headline", MARK_TITLE},          {"author", MARK_AUTHOR},      {"datepublished", MARK_STAMP},
                 {"caption", MARK_CAPTION},         {"comment", MARK_COMMENT},    {"keywords", MARK_TAGS},
                 {"alternativeheadline", MARK_LEAD}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (html_is_name(role, length, roles[i].name)) return 1u << roles[i].mark;
    return 0;
}

static void read_attributes(Reader *r, const HtmlToken *tag, Open *open)
{
    const char *at = NULL;
    HtmlAttribute attribute;
    while (html_attribute_next(tag, &at, &attribute)) {
        const char *name = attribute.name, *value = attribute.value;
        size_t length = attribute.name_length, bytes = attribute.value_length;
        switch (*name | 32) {
        case 'c':
            if (html_is_name(name, length, "class")) {
                open->name = hash_bytes(value, bytes, 0);
                open->marks |= cached_marks(r, value, bytes, open->name);
            }
            break;
        case 'i':
            if (html_is_name(name, length, "id"))
                open->marks |= cached_marks(r, value, bytes, hash_bytes(value, bytes, 0));
            else if (html_is_name(name, length, "itemprop")) open->marks |= role_marks(value, bytes);
            break;
        case 'r':
            if (html_is_name(name, length, "role")) open->marks |= role_marks(value, bytes);
            break;
        case 'h':
            if (html_is_name(name, length, "hidden")) open->hides = 1;
            break;
        case 'a':
            if (html_is_name(name, length, "aria-hidden") && bytes && html_is_name(value, bytes, "true"))
                open->hides = 1;
            break;
        case 's':
            if (html_is_name(name, length, "style") && bytes && is_hiding_style(value, bytes)) open->hides = 1;
            break;
        default: break;
        }
    }
}

static void push(Reader *r, const HtmlToken *tag, Effect effect)
{
    Open open = {tag->element, (uint8_t)effect, 0, 0, NO_NODE, 0, 0};
    if (r->open == OPEN_LIMIT) {
        r->overflow += effect != EFFECT_INLINE;
        return;
    }
    if (effect != EFFECT_DROP) read_attributes(r, tag, &open);
    if (tag->element == HTML_BODY || tag->element == HTML_HTML)
        open.marks = 0, open.hides = 0; /* the page's, not a block's */
    r->stack[r->open++] = open;
    r->open_count[tag->element]++;
    if (tag->element == HTML_A) {
        HtmlBlock *block = r->text->blocks.count ? &r->text->blocks.items[r->text->blocks.count - 1] : NULL;
        r->links++;
        if (block && r->in_block && !r->lines && block->links < UINT16_MAX) block->links++;
    }
    if (tag->element == HTML_B || tag->element == HTML_STRONG) r->strong++;
    if (tag->element == HTML_PRE) r->preserving++;
    if (effect == EFFECT_DROP) r->dropping++;
    if (effect == EFFECT_INLINE && (r->lines || !r->in_block)) r->inline_marks |= open.marks;
}

static void read_void(Reader *r, unsigned element)
{
    switch (element) {
    case HTML_BR:
        if (r->lines < 2) r->lines = r->breaks ? 2 : r->lines > 1 ? r->lines : 1;
        r->breaks++;
        break;
    case HTML_HR:
        break_line(r, EFFECT_PARAGRAPH, 0);
        r->due |= HTML_AFTER_RULE;
        break;
    case HTML_IMG: r->due |= HTML_AFTER_PICTURE; break;
    default: break;
    }
}

static void start_tag(Reader *r, const HtmlToken *tag)
{
    Effect effect = (Effect)effects[tag->element];
    if (tag->element == HTML_HTML && r->open_count[HTML_HTML]) return;
    if (effect == EFFECT_VOID) {
        if (!r->dropping) read_void(r, tag->element);
        return;
    }
    if (r->dropping) {
        if (effect != EFFECT_INLINE && !tag->closed)
            push(r, tag, EFFECT_DROP); /* so that its end tag is known for its own */
        return;
    }
    if (tag->closed && effect == EFFECT_DROP) return;
    if (effect == EFFECT_INLINE) {
        size_t link = tag->element == HTML_A ? find_open(r, HTML_A) : 0;
        if (link) end_effect(r, &r->stack[link]);
        if (tag->element == HTML_A || tag->element == HTML_B || tag->element == HTML_STRONG ||
            tag->element == HTML_SPAN || tag->element == HTML_FONT || tag->element == HTML_SMALL ||
            tag->element == HTML_TIME || tag->element == HTML_EM || tag->element == HTML_I ||
            tag->element == HTML_LABEL)
            push(r, tag, effect);
        return;
    }
    close_implied(r, tag->element, effect);
    size_t row = 0;
    for (size_t i = r->open; (effect == EFFECT_CELL || tag->element == HTML_TABLE) && !row && i-- > 1;) {
        if (r->stack[i].element == HTML_TR) row = i;
        else if (r->stack[i].element == HTML_TABLE) break;
    }
    if (tag->element == HTML_TABLE && row) r->stack[row].broken = 1;
    break_line(r, effect == EFFECT_CELL && r->stack[row].broken ? EFFECT_LINE : effect, 0);
    if (effect == EFFECT_CELL) r->row = row, r->row_text = 0;
    push(r, tag, effect);
}

static void end_tag(Reader *r, const HtmlToken *tag)
{
    unsigned element = tag->element;
    Effect effect = (Effect)effects[element];
    if (effect == EFFECT_VOID || element == HTML_BODY || element == HTML_HTML || element == HTML_OTHER) {
        if (element == HTML_BR && !r->dropping) read_void(r, HTML_BR);
        return;
    }
    if (r->overflow && effect != EFFECT_INLINE) {
        r->overflow--;
        return;
    }
    size_t open = find_open(r, element);
    if (!open && is_heading(element))
        for (unsigned h = HTML_H1; h <= HTML_H6 && !open; h++) open = find_open(r, h);
    if (open && effect == EFFECT_INLINE && open + 1 < r->open) end_effect(r, &r->stack[open]);
    else if (open) close_to(r, open);
    else if (effect == EFFECT_PARAGRAPH) break_line(r, effect, 1);
}

/* What the title element holds goes to the title and not into the text. */
static void read_title(Reader *r, const HtmlToken *raw)
{
    size_t length = (size_t)(raw->end - raw->start), out = 0;
    char *title = r->text->title || r->dropping ? NULL : arena_copy(r->arena, raw->start, length);
    if (!title) return;
    length = html_decode(title, length, title);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)title[i] > ' ') title[out++] = title[i];
        else if (out && title[out - 1] != ' ') title[out++] = ' ';
    }
    while (out && title[out - 1] == ' ') out--;
    title[out] = 0;
    if (out) r->text->title = title;
}

static void read_token(Reader *r, const HtmlToken *token)
{
    switch ((HtmlTokenKind)token->kind) {
    case HTML_TEXT:
        if (!r->dropping) put_text(r, token->start, token->end);
        break;
    case HTML_START_TAG: start_tag(r, token); break;
    case HTML_END_TAG: end_tag(r, token); break;
    case HTML_RAW:
        if (token->element == HTML_TITLE) read_title(r, token);
        else if (token->element == HTML_XMP && !r->dropping) put_text(r, token->start, token->end);
        break;
    case HTML_COMMENT: break;
    }
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

/* --- an article that only linked data hold ------------------------------------------------------------------------------------- */
static void read_markup(Reader *r, const char *bytes, size_t length)
{
    HtmlTokens tokens;
    HtmlToken token;
    html_tokens_begin(&tokens, bytes, length);
    while (html_next(&tokens, &token) && !arena_stopped(r->arena)) read_token(r, &token);
}

/* A page whose text a script would write may hold it for search engines: if all that its markup holds is less than that article, the article is added as one. */
static void add_body(Reader *r, const char *body, size_t length)
{
    static const char article[] = "<article itemprop=articleBody>", paragraph[] = "<p>";
    enum { LEAST = 200 };
    size_t used = (size_t)(r->next - r->out);
    if (length < LEAST || length <= used) return;
    char *out =
        arena_array(r->arena, used + 3 * length + 64, 1); /* each character may be a line, with two breaks before it */
    if (!out) return;
    memcpy(out, r->out, used);
    close_to(r, 1);
    r->out = out, r->next = out + used, r->joint = NULL;
    r->text->linked = used;
    r->dropping = r->overflow = r->preserving = 0;
    read_markup(r, article, sizeof article - 1);
    if (find_text(body, body + length, "</")) {
        read_markup(r, body, length);
        return;
    }
    for (const char *at = body, *end = body + length; at < end && !arena_stopped(r->arena);) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        read_markup(r, paragraph, sizeof paragraph - 1);
        put_text(r, at, stop);
        at = stop + 1;
    }
}

/* --- pages --------------------------------------------------------------------------------------------------------------------- */
static int is_letter(char c)
{
    return (unsigned)((unsigned char)c | 32) - 'a' < 26;
}

int html_is_page(const char *bytes, size_t length)
{
    const char *at = bytes, *end = bytes + (length < 4096 ? length : 4096);
    if (end - at >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3)) at += 3;
    while (at < end && (unsigned char)*at <= ' ') at++;
    if (end - at < 4 || *at != '<') return 0;
    if (at[1] == '!' || at[1] == '?') return 1;
    return is_letter(at[1]) && (find_text(at, end, "</") || (end - at >= 5 && html_is_name(at + 1, 4, "html")));
}

/* Bytes that are no UTF-8, as UTF-8. On success `*bytes` and `*length` are those of a copy in the arena. */
static Status convert(Arena *arena, Icu *icu, const char **bytes, size_t *length)
{
    Buffer out = BUFFER_EMPTY;
    size_t mark;
    if (charset_decode(icu, *bytes, *length, NULL, &out, &mark) == CHARSET_RECODED && !out.failed) {
        const char *copy = arena_copy(arena, out.bytes, out.length);
        if (copy) *bytes = copy, *length = out.length;
    } else if (out.failed) arena->status = STATUS_NOMEM;
    buffer_free(&out);
    return arena->status;
}

static Status read_page(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text, Metadata *metadata)
{
    HtmlTokens tokens;
    HtmlToken token;
    memset(text, 0, sizeof *text);
    if (convert(arena, icu, &bytes, &length) != STATUS_OK) return arena->status;
    text->source = bytes, text->source_length = length;
    Reader *r = arena_alloc(arena, sizeof *r);
    HtmlNode *root = ARENA_PUSH(arena, &text->nodes);
    /* the most that grows: `<li>a` becomes a line break, a bullet, a blank, a */
    char *out = arena_array(arena, length + length / 4 + 16, 1);
    MetadataReader *also = metadata ? metadata_begin(arena, metadata) : NULL;
    if (!r || !root || !out || (metadata && !also)) return arena->status;
    memset(root, 0, sizeof *root);
    root->element = HTML_OTHER;
    r->text = text, r->arena = arena, r->out = r->next = out;
    r->stack[r->open++] = (Open){HTML_OTHER, EFFECT_LINE, 0, 0, 0, 0, 0};
    html_tokens_begin(&tokens, bytes, length);
    while (html_next(&tokens, &token)) {
        if (arena_stopped(arena)) return arena->status;
        read_token(r, &token);
        if (also) metadata_token(also, &token, (size_t)(r->next - r->out));
    }
    text->linked = SIZE_MAX;
    if (also && metadata_end(also) == STATUS_OK && metadata->body) add_body(r, metadata->body, metadata->body_length);
    text->bytes = out = r->out;
    text->length = (size_t)(r->next - out);
    if (text->linked > text->length) text->linked = text->length;
    return arena->status;
}

Status html_read(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text)
{
    return read_page(arena, icu, bytes, length, text, NULL);
}

Status html_read_with(Arena *arena, Icu *icu, const char *bytes, size_t length, HtmlText *text, Metadata *metadata)
{
    return read_page(arena, icu, bytes, length, text, metadata);
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
