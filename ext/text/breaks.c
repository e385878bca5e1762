/*
** breaks.c - see breaks.h
**
** Rule numbers in comments are those of UAX #29, revision 41. "×" is no boundary, "÷" a boundary.
*/
#include "text/breaks.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* A reader of characters. */
typedef struct Cursor {
    const char *at, *end;
} Cursor;

static inline const UnicodeRecord *next_record(Cursor *c)
{
    uint32_t code;
    c->at += utf8_decode(c->at, c->end, &code);
    return unicode_of(code);
}

/* --- grapheme clusters ------------------------------------------------------------------------------------------- */

static int is_control(unsigned gcb)
{
    return gcb == GCB_CONTROL || gcb == GCB_CR || gcb == GCB_LF;
}

/* GB3 to GB9b: whether `next` joins a cluster whose last character is `last`. */
static int joins_cluster(unsigned last, unsigned next)
{
    if (last == GCB_CR) return next == GCB_LF;
    if (is_control(last) || is_control(next)) return 0;
    if (next == GCB_EXTEND || next == GCB_ZWJ || next == GCB_SPACING_MARK || last == GCB_PREPEND) return 1;
    switch (last) {
    case GCB_L: return next == GCB_L || next == GCB_V || next == GCB_LV || next == GCB_LVT;
    case GCB_LV:
    case GCB_V: return next == GCB_V || next == GCB_T;
    case GCB_LVT:
    case GCB_T: return next == GCB_T;
    default: return 0;
    }
}

size_t breaks_next_grapheme(const char *text, size_t length, size_t at)
{
    Cursor c = {text + at, text + length};
    const UnicodeRecord *r = next_record(&c);
    unsigned last = r->grapheme_break, flags = last == GCB_REGIONAL_INDICATOR; /* flags: regional indicators so far */
    int pictograph = (r->flags & UNICODE_PICTOGRAPHIC) != 0; /* \p{Extended_Pictographic} Extend* so far */
    while (c.at < c.end) {
        Cursor ahead = c;
        r = next_record(&ahead);
        unsigned next = r->grapheme_break;
        int joins = joins_cluster(last, next);
        if (last == GCB_ZWJ && pictograph && r->flags & UNICODE_PICTOGRAPHIC) joins = 1;              /* GB11 */
        if (last == GCB_REGIONAL_INDICATOR && next == GCB_REGIONAL_INDICATOR) joins = flags % 2 == 1; /* GB12, GB13 */
        if (!joins) break;
        if (r->flags & UNICODE_PICTOGRAPHIC) pictograph = 1;
        else if (next != GCB_EXTEND && next != GCB_ZWJ) pictograph = 0;
        flags = next == GCB_REGIONAL_INDICATOR ? flags + 1 : 0;
        last = next;
        c = ahead;
    }
    return (size_t)(c.at - text);
}

/* --- words ------------------------------------------------------------------------------------------------------- */

static int is_newline(unsigned wb)
{
    return wb == WB_CR || wb == WB_LF || wb == WB_NEWLINE;
}
static int is_ignored(unsigned wb)
{
    return wb == WB_EXTEND || wb == WB_FORMAT || wb == WB_ZWJ;
} /* WB4 */
static int is_ahletter(unsigned wb)
{
    return wb == WB_ALETTER || wb == WB_HEBREW_LETTER;
}
static int is_midnumletq(unsigned wb)
{
    return wb == WB_MIDNUMLET || wb == WB_SINGLE_QUOTE;
}

/* The first class behind `c` that WB4 does not skip, or -1; `c` is set behind it. */
static int significant_class(Cursor *c)
{
    while (c->at < c->end) {
        unsigned wb = next_record(c)->word_break;
        if (!is_ignored(wb)) return (int)wb;
    }
    return -1;
}

/* WB5, WB8-WB10, WB13, WB13a-b: classes that join without a look further ahead. */
static int joins_word(unsigned last, unsigned next)
{
    if (is_ahletter(last) || last == WB_NUMERIC)
        return is_ahletter(next) || next == WB_NUMERIC || next == WB_EXTENDNUMLET;
    if (last == WB_KATAKANA) return next == WB_KATAKANA || next == WB_EXTENDNUMLET;
    if (last == WB_EXTENDNUMLET)
        return is_ahletter(next) || next == WB_NUMERIC || next == WB_KATAKANA || next == WB_EXTENDNUMLET;
    return 0;
}

/* WB6-7, WB7b-c, WB11-12: whether `middle` joins what is before it to a class that follows it. */
static int may_join_over(unsigned last, unsigned middle, int following)
{
    if (following < 0) return 0;
    if (is_ahletter(last) && (middle == WB_MIDLETTER || is_midnumletq(middle))) return is_ahletter((unsigned)following);
    if (last == WB_HEBREW_LETTER && middle == WB_DOUBLE_QUOTE) return following == WB_HEBREW_LETTER;
    if (last == WB_NUMERIC && (middle == WB_MIDNUM || is_midnumletq(middle))) return following == WB_NUMERIC;
    return 0;
}

static int is_middle(unsigned wb)
{
    return wb == WB_MIDLETTER || wb == WB_MIDNUM || is_midnumletq(wb) || wb == WB_DOUBLE_QUOTE;
}

size_t breaks_next_word(const char *text, size_t length, size_t at)
{
    Cursor c = {text + at, text + length};
    unsigned last = next_record(&c)->word_break; /* the last class that counts */
    unsigned raw = last, flags = last == WB_REGIONAL_INDICATOR;
    if (last == WB_CR && c.at < c.end && *c.at == '\n') c.at++; /* WB3 */
    if (is_newline(last)) return (size_t)(c.at - text);         /* WB3a */
    while (c.at < c.end) {
        Cursor ahead = c;
        const UnicodeRecord *r = next_record(&ahead);
        unsigned next = r->word_break;
        if (is_newline(next)) break; /* WB3b */
        if (is_ignored(next)) {      /* WB4 */
            raw = next;
            c = ahead;
            continue;
        }
        if (raw == WB_ZWJ && r->flags & UNICODE_PICTOGRAPHIC) flags = 0;                   /* WB3c */
        else if (raw == WB_WSEGSPACE && next == WB_WSEGSPACE) flags = 0;                   /* WB3d */
        else if (last == WB_REGIONAL_INDICATOR && next == last && flags % 2 == 1) flags++; /* WB15, WB16 */
        else if (joins_word(last, next)) flags = 0;
        else {
            Cursor further = ahead;
            int following = is_middle(next) ? significant_class(&further) : -1;
            if (may_join_over(last, next, following)) {
                ahead = further;
                next = (unsigned)following;
            } else if (last != WB_HEBREW_LETTER || next != WB_SINGLE_QUOTE) break; /* WB7a, WB999 */
        }
        last = raw = next;
        c = ahead;
    }
    return (size_t)(c.at - text);
}

/* --- sentences --------------------------------------------------------------------------------------------------- */

static int is_separator(unsigned sb)
{
    return sb == SB_SEP || sb == SB_CR || sb == SB_LF;
}

/* SB8: whether a lower case letter comes before any other letter, separator or terminator. */
static int lower_follows(Cursor c)
{
    while (c.at < c.end) {
        switch (next_record(&c)->sentence_break) {
        case SB_LOWER: return 1;
        case SB_OLETTER:
        case SB_UPPER:
        case SB_SEP:
        case SB_CR:
        case SB_LF:
        case SB_STERM:
        case SB_ATERM: return 0;
        default: break;
        }
    }
    return 0;
}

size_t breaks_next_sentence(const char *text, size_t length, size_t at)
{
    enum { NONE, TERM, CLOSE, BLANK } stage = NONE; /* how much of SATerm Close* Sp* was read */
    Cursor c = {text + at, text + length};
    unsigned before = SB_OTHER, last = SB_OTHER, term = SB_OTHER; /* before: class before the terminator */
    while (c.at < c.end) {
        Cursor ahead = c;
        unsigned next = next_record(&ahead)->sentence_break;
        if (next == SB_EXTEND || next == SB_FORMAT) { /* SB5 */
            c = ahead;
            continue;
        }
        if (is_separator(next)) { /* SB3, SB4, SB9, SB10 */
            if (next == SB_CR && ahead.at < ahead.end && *ahead.at == '\n') ahead.at++;
            return (size_t)(ahead.at - text);
        }
        int terminator = next == SB_ATERM || next == SB_STERM;
        if (stage != NONE && !terminator) {
            if (next == SB_CLOSE && stage != BLANK) stage = CLOSE; /* SB9 */
            else if (next == SB_SP) stage = BLANK;                 /* SB9, SB10 */
            else if (next == SB_SCONTINUE) stage = NONE;           /* SB8a */
            else if (term == SB_ATERM &&
                     ((stage == TERM && (next == SB_NUMERIC || /* SB6, SB7 */
                                         (next == SB_UPPER && (before == SB_UPPER || before == SB_LOWER)))) ||
                      lower_follows(c))) /* SB8 */
                stage = NONE;
            else break; /* SB11 */
        }
        if (terminator) {
            before = last;
            term = next;
            stage = TERM;
        }
        last = next;
        c = ahead;
    }
    return (size_t)(c.at - text);
}
