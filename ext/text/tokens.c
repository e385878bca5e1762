/*
** tokens.c - tokens, by UAX #29's word boundaries with corrections for what an analyst reads
**
** One pass over the bytes. A table of ASCII and one look-up in unicode.h for the rest give each character a class
** (UNICODE_TOKEN_...); a run of letters and digits is taken in a loop, and only at its end is looked at what may join.
**
** Corrections to UAX #29 (the standard itself is breaks.h):
**   hyphens        join letters (Dong-Eui, Нур-Султан) and letter to digit (COVID-19, T-72); not digit to letter (10-day is three tokens)
**                  unless the letters are an ending of number_endings.tsv (5-го, 1990-х), never digit to digit (2024-06-12)
**   dots           join single letters (U.S., т.д., А.С.) and lower-case ASCII (El.kz, Node.js); the last dot belongs to an abbreviation.
**                  Elsewhere they divide: "end.Start" is three tokens, "г.Алматы" and "J.Smith" two
**   apostrophes    join letters (O'Brien, don't, м'яч), but what clitics.tsv lists is a token of its own: Kazakhstan | 's
**   numbers        digits with one separator (4.81, 1,5) or in groups (1,098  1.234.567,89  12,34,567); groups may stand
**                  apart by U+00A0, U+202F, U+2009 or an apostrophe (11 000), not by an ASCII blank. Any other chain divides at each
**                  separator: 16.11.2023, 1.2.3, 192.168.0.1
**   number + unit  a unit of abbreviations.tsv that touches its number is a token of its own: 5 | km, 2023 | г.
**   Hangul         does not join other letters, nor digits before it: 2023 | 년, KBS | 는; 코로나19 is one
**   ampersand      joins capitals: AT&T, R&D
**   colon          never joins (ICU's tailoring too)
**   Han, kana, Thai, Lao, Khmer, Burmese: ICU's dictionary, a run in pieces of at most DICTIONARY_PIECE bytes
**   URLs, e-mail addresses, @handles, #hashtags are one token; so is a cluster of emoji
**   punctuation    a character, or a run of the same dots, dashes, stars, marks of exclamation and question
**   invisible      format characters and controls between tokens are blanks
**
** Cost: each byte is looked at a bounded number of times. Looks ahead are bounded (a segment of a dotted name: 5 letters, a local part of an
** address: 64 bytes) or remembered (plain_until).
*/
#include "text/tokens.h"
#include "base/unicode.h"
#include "text/breaks.h"
#include <string.h>

enum {
    DICTIONARY_PIECE =
        2048,         /* bytes; ICU's dictionaries look at a run as a whole, and its working memory grows with it */
    LOCAL_PART = 64,  /* longest part of an e-mail address before @ (RFC 5321) */
    SCHEME = 12,      /* longest scheme of a URL that is looked for */
    SHORT_SEGMENT = 5 /* letters of a dotted name's segment that are counted */
};

/* What a run of letters and digits holds. */
enum {
    HAS_UPPER = 1,
    HAS_LOWER = 2,
    HAS_UNCASED = 4,
    HAS_DIGIT = 8,
    HAS_NORMALIZE = 16,
    HAS_NON_ASCII = 32,
    HAS_HANGUL = 64
};

typedef struct Scanner {
    Arena *arena;
    Icu *icu;
    Text *text;
    const char *begin, *end;
    const char *next_at;     /* the next @, or end */
    const char *plain_until; /* digits before it are a chain that is no number: each run is a token */
    const TextTables *latin, *cyrillic, *other;
    size_t first; /* first token of the paragraph */
    int space;    /* blanks before the next token */
} Scanner;

/* A word as it is being read. */
typedef struct Word {
    const char *start, *segment; /* segment: behind the last inner dot or hyphen */
    unsigned bits, kinds;        /* HAS_..., ABBREVIATION_... */
    unsigned dots;               /* inner dots */
    int single, longer;          /* some segment between dots is a single letter; some is more */
    uint8_t last;                /* class of the last character that is no mark */
    uint8_t script, capital;     /* of the first letter */
    uint8_t lettered;            /* the first letter was seen */
} Word;

/* --- characters -------------------------------------------------------------------------------------------------- */

static inline int is_continuation(const char *at, const char *end)
{
    return at < end && ((unsigned char)*at & 0xC0) == 0x80;
}

/* The record of the character at `at`; its length in `*bytes`. Well-formed characters of two and three bytes are read in line. */
static inline const UnicodeRecord *look(const char *at, const char *end, size_t *bytes)
{
    const unsigned char *b = (const unsigned char *)at;
    uint32_t code;
    if (b[0] < 0x80) {
        *bytes = 1;
        return unicode_of(b[0]);
    }
    if (b[0] >= 0xC2 && b[0] < 0xE0 && is_continuation(at + 1, end) && !is_continuation(at + 2, end)) {
        *bytes = 2;
        return unicode_of((uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3Fu));
    }
    *bytes = utf8_decode_multibyte(at, end, &code);
    return unicode_of(code);
}

/* As look(), but NULL at the end. */
static inline const UnicodeRecord *peek(const Scanner *s, const char *at)
{
    size_t bytes;
    return at < s->end ? look(at, s->end, &bytes) : NULL;
}

static int is_letter(const UnicodeRecord *r)
{
    return r && (r->token_class == UNICODE_TOKEN_LETTER || r->token_class == UNICODE_TOKEN_HANGUL);
}
static int is_digit(const UnicodeRecord *r)
{
    return r && r->token_class == UNICODE_TOKEN_DIGIT;
}
static int is_upper(const UnicodeRecord *r)
{
    return r && (r->flags & UNICODE_UPPER) != 0;
}
static int is_lower(const UnicodeRecord *r)
{
    return r && r->sentence_break == SB_LOWER;
}

/* Length in bytes of an apostrophe at `at` (' ’ ‘ ＇), or 0. */
static size_t apostrophe(const Scanner *s, const char *at)
{
    if (at >= s->end) return 0;
    if (*at == '\'') return 1;
    if (s->end - at < 3) return 0;
    return !memcmp(at, "\xE2\x80\x99", 3) || !memcmp(at, "\xE2\x80\x98", 3) || !memcmp(at, "\xEF\xBC\x87", 3) ? 3 : 0;
}

/* Length of a hyphen at `at` (- U+2010 U+2011), or 0. */
static size_t hyphen(const Scanner *s, const char *at)
{
    if (at >= s->end) return 0;
    if (*at == '-') return 1;
    return s->end - at >= 3 && (!memcmp(at, "\xE2\x80\x90", 3) || !memcmp(at, "\xE2\x80\x91", 3)) ? 3 : 0;
}

static const TextTables *tables_of(const Scanner *s, unsigned script)
{
    return script == SCRIPT_LATIN ? s->latin : script == SCRIPT_CYRILLIC ? s->cyrillic : s->other;
}

/* --- emitting ---------------------------------------------------------------------------------------------------- */

static Token *emit(Scanner *s, const char *start, const char *stop, TokenKind kind)
{
    if (arena_stopped(s->arena)) return NULL;
    Token *token = ARENA_PUSH(s->arena, &s->text->tokens);
    if (!token) return NULL;
    token->start = (uint32_t)(start - s->begin);
    token->length = (uint32_t)(stop - start);
    token->sentence = 0;
    token->kind = (uint8_t)kind;
    token->script = SCRIPT_COMMON;
    token->flags = s->space ? TOKEN_SPACE_BEFORE : 0;
    token->reserved = 0;
    s->space = 0;
    return token;
}

/* Sets flags and script of a token of any kind from its characters. */
static void describe(const Scanner *s, Token *token)
{
    const char *at = s->begin + token->start, *stop = at + token->length;
    unsigned letters = 0, upper = 0, uncased = 0, flags = TOKEN_ASCII, first = 1;
    while (at < stop) {
        size_t bytes;
        if ((unsigned char)*at >= 0x80) flags &= ~(unsigned)TOKEN_ASCII;
        const UnicodeRecord *r = look(at, stop, &bytes);
        at += bytes;
        if (r->flags & UNICODE_NORMALIZE) flags |= TOKEN_NORMALIZE;
        if (!(r->flags & UNICODE_LETTER) || r->flags & UNICODE_MARK) continue;
        if (first) {
            token->script = r->script;
            if (is_upper(r)) flags |= TOKEN_CAPITALIZED;
            first = 0;
        }
        letters++;
        upper += is_upper(r) != 0;
        uncased += !is_upper(r) && !is_lower(r);
    }
    if (letters >= 2 && upper == letters) flags |= TOKEN_ALL_CAPS;
    if (letters && uncased == letters) flags |= TOKEN_UNCASED;
    token->flags |= (uint8_t)flags;
}

static const char *emit_described(Scanner *s, const char *start, const char *stop, TokenKind kind)
{
    Token *token = emit(s, start, stop, kind);
    if (token) describe(s, token);
    return stop;
}

/* --- letters and digits ------------------------------------------------------------------------------------------ */

/*
** Format characters inside a word (soft hyphen, RLM) belong to it if the word goes on behind them. Returns where they end, or NULL.
*/
static const char *inner_format(const Scanner *s, const char *at)
{
    size_t bytes;
    while (at < s->end) {
        const UnicodeRecord *r = look(at, s->end, &bytes);
        if (r->word_break != WB_FORMAT) return is_letter(r) || is_digit(r) ? at : NULL;
        at += bytes;
    }
    return NULL;
}

static inline void note_first(Word *w, unsigned script, int capital)
{
    w->lettered = 1;
    w->script = (uint8_t)script;
    w->capital = capital != 0;
}

/* Takes one character that is not ASCII into the word. Returns its length, or 0 if the word ends before it. */
static inline size_t take_character(const Scanner *s, Word *w, const char *at)
{
    size_t bytes;
    const UnicodeRecord *r = look(at, s->end, &bytes);
    switch (r->token_class) {
    case UNICODE_TOKEN_LETTER:
        if (w->last == UNICODE_TOKEN_HANGUL) return 0;
        w->last = UNICODE_TOKEN_LETTER;
        if (!w->lettered) note_first(w, r->script, r->flags & UNICODE_UPPER);
        if (r->flags & UNICODE_UPPER) w->bits |= HAS_UPPER;
        else if (r->sentence_break == SB_LOWER) w->bits |= HAS_LOWER;
        else w->bits |= HAS_UNCASED;
        break;
    case UNICODE_TOKEN_HANGUL:
        if (w->last == UNICODE_TOKEN_LETTER || w->last == UNICODE_TOKEN_DIGIT) return 0;
        w->last = UNICODE_TOKEN_HANGUL;
        if (!w->lettered) note_first(w, SCRIPT_HANGUL, 0);
        w->bits |= HAS_UNCASED | HAS_HANGUL;
        break;
    case UNICODE_TOKEN_DIGIT:
        w->last = UNICODE_TOKEN_DIGIT;
        w->bits |= HAS_DIGIT;
        break;
    case UNICODE_TOKEN_MARK:
        if (r->word_break == WB_FORMAT) {
            const char *behind = inner_format(s, at);
            if (!behind) return 0;
            bytes = (size_t)(behind - at);
        }
        break;
    default: return 0;
    }
    w->bits |= HAS_NON_ASCII | (r->flags & UNICODE_NORMALIZE ? HAS_NORMALIZE : 0u);
    return bytes;
}

/* Takes letters, digits and marks from `at` on. Returns where they end. */
static inline const char *take_run(const Scanner *s, Word *w, const char *at)
{
    enum { LETTER_BITS = UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER, ANY_BITS = LETTER_BITS | UNICODE_ASCII_DIGIT };
    while (at < s->end) {
        if ((unsigned char)*at >= 0x80) {
            size_t bytes = take_character(s, w, at);
            if (!bytes) break;
            at += bytes;
            continue;
        }
        unsigned info = unicode_ascii[(unsigned char)*at], bits = 0;
        if (!(info & ANY_BITS)) break;
        if (info & LETTER_BITS) {
            if (w->last == UNICODE_TOKEN_HANGUL) break;
            if (!w->lettered) note_first(w, SCRIPT_LATIN, info & UNICODE_ASCII_UPPER);
        }
        do { /* ASCII, the common case: a table and an OR a byte */
            bits |= info;
            w->last = info & UNICODE_ASCII_CLASS;
            if (++at == s->end || (unsigned char)*at >= 0x80) break;
            info = unicode_ascii[(unsigned char)*at];
        } while (info & ANY_BITS && (w->lettered || !(info & LETTER_BITS)));
        w->bits |= (bits & UNICODE_ASCII_UPPER ? HAS_UPPER : 0u) | (bits & UNICODE_ASCII_LOWER ? HAS_LOWER : 0u) |
                   (bits & UNICODE_ASCII_DIGIT ? HAS_DIGIT : 0u);
    }
    return at;
}

/* Letters from `at` on, at most `most`; `*behind` is where they end. */
static unsigned count_letters(const Scanner *s, const char *at, unsigned most, const char **behind)
{
    unsigned letters = 0;
    while (at < s->end && letters < most) {
        size_t bytes;
        const UnicodeRecord *r = look(at, s->end, &bytes);
        if (!is_letter(r)) break;
        letters++;
        at += bytes;
    }
    *behind = at;
    return letters;
}

/* Behind blanks that are no line breaks. Looks at 16 at most. */
static const char *skip_blanks(const Scanner *s, const char *at)
{
    for (int i = 0; i < 16 && at < s->end; i++) {
        size_t bytes;
        if (look(at, s->end, &bytes)->token_class != UNICODE_TOKEN_BLANK) break;
        at += bytes;
    }
    return at;
}

/* --- dots -------------------------------------------------------------------------------------------------------- */

typedef enum DotRole { DOT_APART, DOT_JOINS, DOT_ENDS } DotRole; /* not of the word; inside it; its last character */

static int number_before(const Scanner *s, const char *start)
{
    const Token *last = s->text->tokens.count > s->first ? &s->text->tokens.items[s->text->tokens.count - 1] : NULL;
    return last && (last->kind == TOKEN_NUMBER || last->reserved & ABBREVIATION_MEASURE) &&
           start - (s->begin + last->start + last->length) <= 4;
}

/* The dot at `dot` has no letter or digit behind it. */
static DotRole last_dot(const Scanner *s, Word *w, const char *dot, unsigned segment_letters, unsigned kinds)
{
    const UnicodeRecord *next = peek(s, dot + 1);
    if (dot + 1 < s->end && dot[1] == '.') return DOT_APART;
    const char *then = skip_blanks(s, dot + 1);
    const UnicodeRecord *following = then > dot + 1 || !next ? peek(s, then) : next;
    int longer = w->longer || segment_letters > 1; /* Ph.D. but not www.e.org. */
    if (w->dots && w->single && segment_letters <= 3 && !(w->bits & HAS_DIGIT) && (!longer || w->bits & HAS_UPPER)) {
        w->kinds = kinds ? kinds : w->bits & HAS_UPPER ? ABBREVIATION_INITIAL : ABBREVIATION_WORD;
        return DOT_ENDS;
    }
    if (kinds & (ABBREVIATION_WORD | ABBREVIATION_END) || (kinds & ABBREVIATION_NUMBER && is_digit(following)) ||
        (kinds & ABBREVIATION_NAME && then > dot + 1 && (is_upper(following) || is_digit(following))) ||
        (kinds & ABBREVIATION_MEASURE && number_before(s, w->start) &&
         (kinds != ABBREVIATION_MEASURE ||
          (following && following->token_class != UNICODE_TOKEN_NEWLINE && !is_upper(following)))) ||
        (kinds & (ABBREVIATION_NAME | ABBREVIATION_MEASURE) && is_lower(following))) {
        w->kinds = kinds;
        return DOT_ENDS;
    }
    /* J. Smith   Smith, J.,   J.-P. */
    size_t bytes = hyphen(s, dot + 1);
    if (!w->dots && w->start == w->segment && segment_letters == 1 && w->bits & HAS_UPPER && !(w->bits & HAS_DIGIT) &&
        ((then > dot + 1 && is_upper(following)) || (next && dot[1] == ',') ||
         (bytes && is_upper(peek(s, dot + 1 + bytes))))) {
        w->kinds = ABBREVIATION_INITIAL;
        return DOT_ENDS;
    }
    return DOT_APART;
}

/* What the dot at `dot`, behind a word's letters or digits, is to the word. */
static DotRole dot_role(const Scanner *s, Word *w, const char *dot)
{
    const char *behind, *next_behind;
    const UnicodeRecord *next = peek(s, dot + 1);
    unsigned letters = count_letters(s, w->segment, SHORT_SEGMENT, &behind);
    if (behind != dot) letters = SHORT_SEGMENT; /* longer, or with digits or marks */
    if (is_digit(next)) {
        if (w->last == UNICODE_TOKEN_DIGIT) return DOT_JOINS; /* v1.2 */
        w->kinds = text_abbreviation(tables_of(s, w->script), w->start, (size_t)(dot - w->start));
        return w->kinds & (ABBREVIATION_NUMBER | ABBREVIATION_WORD) ? DOT_ENDS : DOT_APART;
    }
    unsigned kinds = w->lettered ? text_abbreviation(tables_of(s, w->script), w->start, (size_t)(dot - w->start)) : 0;
    if (!is_letter(next)) return last_dot(s, w, dot, letters, kinds);
    if (w->last == UNICODE_TOKEN_HANGUL || next->token_class == UNICODE_TOKEN_HANGUL) return DOT_APART;
    unsigned next_letters = count_letters(s, dot + 1, SHORT_SEGMENT, &next_behind);
    int dot_follows = next_behind < s->end && *next_behind == '.';
    int short_next = next_letters == 1 || (next_letters <= 3 && dot_follows && is_upper(next) && letters == 1 &&
                                           w->dots == 0 && next_letters > 1 && !is_upper(peek(s, next_behind + 1)));
    if (letters == 1 && short_next) return DOT_JOINS;                          /* U.S.  т.д.  M.Sc. */
    if (letters <= 3 && next_letters == 1 && is_upper(next)) return DOT_JOINS; /* Ph.D. */
    if (is_upper(next) && (kinds || (letters == 1 && w->bits & HAS_UPPER))) {  /* г.Алматы  J.Smith */
        w->kinds = kinds ? kinds : ABBREVIATION_INITIAL;
        return DOT_ENDS;
    }
    if (is_upper(next)) return DOT_APART;                                             /* end.Start */
    if (!(w->bits & HAS_NON_ASCII) && (unsigned char)dot[1] < 0x80) return DOT_JOINS; /* El.kz */
    w->kinds = kinds;
    return kinds ? DOT_ENDS : letters == 1 ? DOT_JOINS : DOT_APART; /* тыс.руб.  т.е. */
}

/* --- what ends or joins a word ----------------------------------------------------------------------------------- */

/* Length of a clitic ('s) at `at` with nothing joined behind it, or 0. */
static size_t clitic(const Scanner *s, const Word *w, const char *at)
{
    const TextTables *tables = tables_of(s, w->script);
    size_t mark = tables->clitic_count ? apostrophe(s, at) : 0;
    if (!mark) return 0;
    const char *behind;
    unsigned letters = count_letters(s, at + mark, SHORT_SEGMENT, &behind);
    const UnicodeRecord *next = peek(s, behind);
    if (!letters || letters == SHORT_SEGMENT || is_digit(next)) return 0;
    return text_listed(tables->clitics, tables->clitic_count, at + mark, (size_t)(behind - at) - mark)
               ? (size_t)(behind - at)
               : 0;
}

/* The word joins over the sign at `at` to what stands behind it: the sign's length, or 0. */
static size_t joining_sign(const Scanner *s, const Word *w, const char *at)
{
    size_t bytes = hyphen(s, at);
    const UnicodeRecord *next;
    if (bytes) {
        next = peek(s, at + bytes);
        return w->lettered && (is_letter(next) || (is_digit(next) && w->last != UNICODE_TOKEN_DIGIT)) ? bytes : 0;
    }
    if ((bytes = apostrophe(s, at)) != 0) {
        if (w->last == UNICODE_TOKEN_DIGIT || !is_letter(peek(s, at + bytes)) || clitic(s, w, at)) return 0;
        return bytes;
    }
    const UnicodeRecord *sign = look(at, s->end, &bytes);
    next = peek(s, at + bytes);
    if (sign->word_break == WB_EXTENDNUMLET) return is_letter(next) || is_digit(next) ? bytes : 0; /* _ */
    if (*at == '&') { /* between capitals, and one of them short: AT&T, R&D */
        return w->last == UNICODE_TOKEN_LETTER && !(w->bits & (HAS_LOWER | HAS_NON_ASCII)) && at - w->start <= 3 &&
                       is_upper(next)
                   ? 1
                   : 0;
    }
    if (sign->word_break == WB_MIDLETTER && sign->category != 0 && *at != ':')
        return w->last == UNICODE_TOKEN_LETTER && is_letter(next) ? bytes : 0;
    if (*at == '"') /* Hebrew abbreviations */
        return w->script == SCRIPT_HEBREW && next && next->word_break == WB_HEBREW_LETTER ? 1 : 0;
    return 0;
}

/* Signs that joining_sign() knows, by their first byte. */
static inline int may_join(unsigned char byte)
{
    return byte == '-' || byte == '\'' || byte == '_' || byte == '&' || byte == '"' || byte >= 0x80;
}

/* Reads on from `at` inside a word until it ends. */
static const char *read_word(Scanner *s, Word *w, const char *at)
{
    for (;;) {
        at = take_run(s, w, at);
        if (at == s->end) return at;
        size_t bytes = 0;
        if (*at == '.') {
            DotRole role = dot_role(s, w, at);
            if (role == DOT_APART) return at;
            at++;
            if (role == DOT_ENDS) { /* U.S.-based, J.-P. */
                if ((!w->dots && w->kinds != ABBREVIATION_INITIAL) || !(bytes = hyphen(s, at)) ||
                    !is_letter(peek(s, at + bytes)))
                    return at;
                w->kinds = 0;
                w->dots++;
                w->single = 1;
                at += bytes;
            } else {
                const char *behind;
                unsigned letters = count_letters(s, w->segment, 2, &behind),
                         next_letters = count_letters(s, at, 2, &behind);
                w->single |= letters == 1 || next_letters == 1;
                w->longer |= letters > 1 || next_letters > 1;
                w->dots++;
            }
            w->segment = at;
            continue;
        }
        if (!may_join((unsigned char)*at) || !(bytes = joining_sign(s, w, at))) return at;
        if ((unsigned char)*at >= 0x80) w->bits |= HAS_NON_ASCII;
        at += bytes;
        /* behind a sign Hangul and letters may meet: K-팝 */
        w->last = UNICODE_TOKEN_MARK;
        w->segment = at;
    }
}

/* --- addresses --------------------------------------------------------------------------------------------------- */

static int is_ascii_alnum(char c)
{
    return (unsigned char)c < 0x80 &&
           unicode_ascii[(unsigned char)c] & (UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER | UNICODE_ASCII_DIGIT);
}

/* The end of a domain (labels with at least one dot) at `at`, or NULL. */
static const char *domain_end(const Scanner *s, const char *at)
{
    const char *stop = NULL;
    int dots = 0;
    for (;;) {
        const char *label = at;
        while (at < s->end && (is_ascii_alnum(*at) || (*at == '-' && at > label))) at++;
        if (at == label) break;
        if (dots) stop = at;
        if (at + 1 >= s->end || *at != '.' || !is_ascii_alnum(at[1])) break;
        dots++;
        at++;
    }
    return stop;
}

/* The end of an e-mail address that begins at `start`, or NULL. */
static const char *email_end(Scanner *s, const char *start)
{
    if (s->next_at < start) {
        s->next_at = memchr(start, '@', (size_t)(s->end - start));
        if (!s->next_at) s->next_at = s->end;
    }
    if (s->next_at == s->end || s->next_at - start > LOCAL_PART) return NULL;
    for (const char *at = start; at < s->next_at; at++)
        if (!is_ascii_alnum(*at) && (!*at || !strchr("._%+-", *at))) return NULL;
    return s->next_at[-1] == '.' ? NULL : domain_end(s, s->next_at + 1);
}

/* Whether a character may stand in a URL as people paste it: ASCII but blanks and brackets, and letters of scripts with blanks. */
static int in_url(const Scanner *s, const char *at, size_t *bytes)
{
    if ((unsigned char)*at < 0x80) {
        *bytes = 1;
        return *at > ' ' && *at != 0x7F && !strchr("<>\"{}|\\^`", *at);
    }
    const UnicodeRecord *r = look(at, s->end, bytes);
    return r->token_class == UNICODE_TOKEN_LETTER || r->token_class == UNICODE_TOKEN_DIGIT;
}

/* The end of a URL whose scheme or host was read up to `at`. */
static const char *url_end(const Scanner *s, const char *at)
{
    const char *stop = at;
    int open = 0;
    size_t bytes;
    while (at < s->end && in_url(s, at, &bytes)) {
        char c = *at;
        at += bytes;
        if (c == '(') open++;
        /* what closes a sentence or a bracket around the URL is not of it */
        if (c == ')' ? open-- > 0 : !c || !strchr(".,;:!?'*(", c)) stop = at;
        if (c == ')' && open < 0) break;
    }
    return stop;
}

/* If the word is the beginning of a URL, returns its end, else NULL. */
static const char *word_as_url(const Scanner *s, const Word *w, const char *stop)
{
    if (w->bits & HAS_NON_ASCII || stop == s->end) return NULL;
    if (*stop == ':' && s->end - stop > 3 && stop[1] == '/' && stop[2] == '/' && stop - w->start <= SCHEME &&
        !w->dots) {
        const char *end = url_end(s, stop + 3);
        return end > stop + 3 ? end : NULL;
    }
    if (!w->dots || w->kinds) return NULL;
    int www = stop - w->start > 4 && !memcmp(w->start, "www.", 4);
    if (!www && (*stop != '/' || w->bits & HAS_UPPER || stop - w->segment < 2 || stop + 1 == s->end ||
                 !is_ascii_alnum(stop[1])))
        return NULL;
    return url_end(s, stop);
}

/* --- words and numbers ------------------------------------------------------------------------------------------- */

static void emit_word(Scanner *s, const Word *w, const char *stop)
{
    TokenKind kind = !(w->bits & HAS_DIGIT) ? TOKEN_WORD : w->lettered ? TOKEN_MIXED : TOKEN_NUMBER;
    Token *token = emit(s, w->start, stop, kind);
    if (!token) return;
    token->reserved = (uint8_t)w->kinds;
    if ((w->bits & (HAS_UPPER | HAS_LOWER)) == HAS_UPPER) { /* all capitals: are they two? */
        describe(s, token);
        return;
    }
    token->script = w->script;
    token->flags |= (uint8_t)((w->capital ? TOKEN_CAPITALIZED : 0) | (w->bits & HAS_NON_ASCII ? 0 : TOKEN_ASCII) |
                              (w->bits & HAS_NORMALIZE ? TOKEN_NORMALIZE : 0) |
                              ((w->bits & (HAS_UPPER | HAS_LOWER | HAS_UNCASED)) == HAS_UNCASED ? TOKEN_UNCASED : 0));
}

/* Bytes behind ASCII letters that end a word whatever comes then. */
static const uint8_t ends_plain_word[256] = {
    ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [' '] = 1, ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1,
    ['('] = 1,  [')'] = 1,  ['*'] = 1,  ['+'] = 1, [','] = 1, [';'] = 1, ['<'] = 1, ['='] = 1,
    ['>'] = 1,  ['?'] = 1,  ['['] = 1,  [']'] = 1, ['{'] = 1, ['|'] = 1, ['}'] = 1, ['~'] = 1};

/* Ends a word at `stop`: as URL, or as word with the clitic behind it. Returns where reading goes on. */
static const char *finish_word(Scanner *s, Word *w, const char *stop)
{
    if (stop < s->end && (*stop == ':' || *stop == '/' || w->dots)) {
        const char *url = word_as_url(s, w, stop);
        if (url) return emit_described(s, w->start, url, TOKEN_URL);
    }
    emit_word(s, w, stop);
    size_t bytes = stop < s->end && (*stop == '\'' || (unsigned char)*stop >= 0x80) ? clitic(s, w, stop) : 0;
    return bytes ? emit_described(s, stop, stop + bytes, TOKEN_WORD) : stop;
}

/*
** The common case: ASCII letters, and behind them what neither joins nor may be the rest of an address. Returns where the word ends, or
** NULL if it is not so simple.
*/
static inline const char *scan_plain_word(Scanner *s, const char *start)
{
    enum { LETTER_BITS = UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER };
    const char *at = start;
    unsigned info, bits = 0;
    if (s->next_at - start <= LOCAL_PART && s->next_at != s->end) return NULL;
    while (at < s->end && (info = unicode_ascii[(unsigned char)*at]) & LETTER_BITS) {
        bits |= info;
        at++;
    }
    if (at < s->end && !ends_plain_word[(unsigned char)*at]) return NULL;
    Token *token = emit(s, start, at, TOKEN_WORD);
    if (!token) return at;
    token->script = SCRIPT_LATIN;
    token->flags |=
        (uint8_t)(TOKEN_ASCII | (unicode_ascii[(unsigned char)*start] & UNICODE_ASCII_UPPER ? TOKEN_CAPITALIZED : 0) |
                  (!(bits & UNICODE_ASCII_LOWER) && at - start >= 2 ? TOKEN_ALL_CAPS : 0));
    return at;
}

static const char *scan_word(Scanner *s, const char *start)
{
    Word w = {.start = start, .segment = start, .last = UNICODE_TOKEN_MARK};
    const char *email = s->next_at != s->end ? email_end(s, start) : NULL;
    if (email) return emit_described(s, start, email, TOKEN_EMAIL);
    return finish_word(s, &w, read_word(s, &w, start));
}

/* A separator of digits at `at`: its length and, in `*sign`, which one ('\'' for apostrophes, ' ' for blanks that do not break). */
static size_t digit_separator(const Scanner *s, const char *at, char *sign)
{
    if (at >= s->end) return 0;
    *sign = *at;
    if (*at == ',' || *at == '.' || *at == '\'') return 1;
    if (s->end - at >= 2 && !memcmp(at, "\xC2\xA0", 2)) return *sign = ' ', 2;
    if (s->end - at >= 3 && (!memcmp(at, "\xE2\x80\xAF", 3) || !memcmp(at, "\xE2\x80\x89", 3))) return *sign = ' ', 3;
    if (s->end - at >= 3 && !memcmp(at, "\xE2\x80\x99", 3)) return *sign = '\'', 3;
    if (s->end - at >= 2 && (!memcmp(at, "\xD9\xAB", 2) || !memcmp(at, "\xD9\xAC", 2)))
        return *sign = at[1] == '\xAB' ? '.' : ',', 2;
    return 0;
}

static const char *skip_digits(const Scanner *s, const char *at, unsigned *digits, unsigned *bits)
{
    size_t bytes;
    for (*digits = 0; at < s->end && is_digit(look(at, s->end, &bytes)); at += bytes, ++*digits)
        if (bytes > 1) *bits |= HAS_NON_ASCII;
    return at;
}

/* Whether groups of digits (widths[0..count-1]) with the signs between them are one number. */
static int is_number_chain(const unsigned *widths, const char *signs, size_t count)
{
    size_t groups = count; /* groups of thousands; the last part may be decimals */
    if (count == 2) {
        if (signs[0] == ' ' || signs[0] == '\'') return widths[0] <= 3 && widths[1] == 3;
        return widths[0] < 4 || widths[1] < 4;
    }
    if (signs[count - 2] != signs[0]) {
        if (signs[count - 2] != '.' && signs[count - 2] != ',') return 0;
        groups--;
    }
    if (widths[0] == 0 || widths[0] > 3 || widths[groups - 1] != 3) return 0;
    for (size_t i = 1; i + 1 < groups; i++)
        if (signs[i] != signs[0] || (widths[i] != 3 && (widths[i] != 2 || signs[0] != ','))) return 0;
    return groups < 2 || signs[groups - 2] == signs[0];
}

/* Reads the digits at `start`. Returns the end of the number. */
static const char *read_number(Scanner *s, const char *start, unsigned *bits)
{
    enum { PARTS = 12 }; /* 999 to the eleventh; a longer chain is no number */
    unsigned widths[PARTS], width, ignored = 0;
    char signs[PARTS], sign = 0;
    size_t count = 1, bytes;
    const char *first = skip_digits(s, start, &width, bits), *at = first;
    widths[0] = width;
    if (start < s->plain_until) return first;
    while ((bytes = digit_separator(s, at, &sign)) != 0) {
        const char *next = skip_digits(s, at + bytes, &width, &ignored);
        if (!width) break;
        /* a blank that does not break joins groups only */
        if (sign == ' ' && (width != 3 || widths[0] > 3 || (count > 1 && signs[count - 2] != ' '))) break;
        at = next;
        if (count < PARTS) {
            widths[count] = width;
            signs[count - 1] = sign;
        }
        count++;
    }
    if (count == 1) return first;
    if (count <= PARTS && is_number_chain(widths, signs, count)) {
        if (!utf8_is_ascii(start, (size_t)(at - start))) *bits |= HAS_NON_ASCII;
        return at;
    }
    s->plain_until = at;
    return first;
}

/* Whether letters that touch a number at `at` are a unit of the language. */
static int is_unit(const Scanner *s, const char *at)
{
    size_t bytes;
    const char *behind;
    const UnicodeRecord *r = look(at, s->end, &bytes);
    unsigned letters = count_letters(s, at, 6, &behind);
    if (letters == 6 || is_digit(peek(s, behind))) return 0;
    return (text_abbreviation(tables_of(s, r->script), at, (size_t)(behind - at)) & ABBREVIATION_MEASURE) != 0;
}

/* The end of a hyphen and letters of number_endings.tsv at `at`, or NULL. */
static const char *number_ending(const Scanner *s, const char *at)
{
    const char *behind;
    size_t bytes = hyphen(s, at);
    if (!bytes || at + bytes >= s->end || (unsigned char)at[bytes] < 0x80) return NULL;
    size_t first;
    const TextTables *tables = tables_of(s, look(at + bytes, s->end, &first)->script);
    unsigned letters = count_letters(s, at + bytes, 8, &behind);
    if (!letters || letters == 8 || is_digit(peek(s, behind)) || hyphen(s, behind)) return NULL;
    return text_listed(tables->number_endings, tables->number_ending_count, at + bytes, (size_t)(behind - at) - bytes)
               ? behind
               : NULL;
}

static const char *scan_number(Scanner *s, const char *start)
{
    Word w = {.start = start, .segment = start, .last = UNICODE_TOKEN_DIGIT, .bits = HAS_DIGIT};
    const char *email = s->next_at != s->end ? email_end(s, start) : NULL;
    if (email) return emit_described(s, start, email, TOKEN_EMAIL);
    const char *at = read_number(s, start, &w.bits);
    if (at < s->end && *at != ' ') {
        size_t bytes;
        const UnicodeRecord *next = look(at, s->end, &bytes);
        const char *ending = number_ending(s, at);
        if (ending) {
            emit_described(s, start, ending, TOKEN_MIXED);
            return ending;
        }
        int joins = next->token_class == UNICODE_TOKEN_MARK ||
                    (next->word_break == WB_EXTENDNUMLET && is_letter(peek(s, at + bytes))) ||
                    (next->token_class == UNICODE_TOKEN_LETTER && !is_unit(s, at));
        if (joins) {
            const char *stop = read_word(s, &w, at);
            if (stop > at) return finish_word(s, &w, stop);
        }
    }
    return finish_word(s, &w, at);
}

/* --- Han, kana, Thai --------------------------------------------------------------------------------------------- */

typedef struct Boundaries {
    Scanner *scanner;
    const char *piece; /* where the piece begins */
    size_t last;       /* boundary before, in the piece */
    size_t length;     /* of the piece */
    int final;         /* no piece follows: the last word counts too */
} Boundaries;

static void found_word(void *state, size_t boundary)
{
    Boundaries *b = state;
    if (boundary <= b->last || boundary > b->length || (boundary == b->length && !b->final && b->last)) return;
    emit_described(b->scanner, b->piece + b->last, b->piece + boundary, TOKEN_WORD);
    b->last = boundary;
}

/* Where a run of dictionary characters and marks ends, at most DICTIONARY_PIECE bytes on. */
static const char *dictionary_run(const Scanner *s, const char *at)
{
    const char *start = at;
    while (at < s->end && at - start < DICTIONARY_PIECE) {
        size_t bytes;
        unsigned class = look(at, s->end, &bytes)->token_class;
        if (class != UNICODE_TOKEN_DICTIONARY && class != UNICODE_TOKEN_MARK) break;
        at += bytes;
    }
    return at;
}

/* Without ICU's dictionary: a Han character is a word, a run of another script is. */
static void plain_words(Scanner *s, const char *at, const char *stop)
{
    while (at < stop) {
        size_t bytes, next_bytes;
        const UnicodeRecord *r = look(at, stop, &bytes);
        const char *start = at;
        for (at += bytes; at < stop; at += next_bytes) {
            const UnicodeRecord *next = look(at, stop, &next_bytes);
            if (next->token_class != UNICODE_TOKEN_MARK && (r->script == SCRIPT_HAN || next->script != r->script))
                break;
        }
        emit_described(s, start, at, TOKEN_WORD);
    }
}

/* Reads a piece of a run. A word that reaches the end of a piece that is not the run's is read again with the next piece. */
static const char *scan_dictionary(Scanner *s, const char *start)
{
    const char *stop = dictionary_run(s, start);
    size_t bytes, length = (size_t)(stop - start);
    int more = stop < s->end && length >= DICTIONARY_PIECE;
    if (look(start, s->end, &bytes), bytes == length) return emit_described(s, start, stop, TOKEN_WORD);
    Boundaries b = {s, start, 0, length, !more};
    if (!s->icu || icu_dictionary_words(s->icu, start, length, found_word, &b) != STATUS_OK || !b.last) {
        plain_words(s, start, stop);
        return stop;
    }
    return start + b.last;
}

/* --- punctuation ------------------------------------------------------------------------------------------------- */

/* Behind the marks, joiners and variation selectors at `at`. */
static const char *skip_marks(const Scanner *s, const char *at)
{
    while (at < s->end && (unsigned char)*at >= 0x80) {
        size_t bytes;
        const UnicodeRecord *r = look(at, s->end, &bytes);
        if (r->token_class != UNICODE_TOKEN_MARK || r->word_break == WB_FORMAT) break;
        at += bytes;
    }
    return at;
}

static const char *scan_handle(Scanner *s, const char *start)
{
    const char *at = start + 1, *stop = at;
    for (; at < s->end; at++)
        if (is_ascii_alnum(*at) || *at == '_') stop = at + 1;
        else if (*at != '.') break;
    if (stop == start + 1) return NULL;
    return emit_described(s, start, stop, TOKEN_HANDLE);
}

static const char *scan_hashtag(Scanner *s, const char *start)
{
    const char *at = start + 1;
    int letters = 0, dictionary = 0;
    while (at < s->end) {
        size_t bytes;
        const UnicodeRecord *r = look(at, s->end, &bytes);
        if (is_letter(r)) letters = 1;
        else if (r->token_class == UNICODE_TOKEN_DICTIONARY) letters = dictionary = 1;
        else if (!is_digit(r) && *at != '_' && (r->token_class != UNICODE_TOKEN_MARK || r->word_break == WB_FORMAT))
            break;
        at += bytes;
    }
    if (!letters) return NULL;
    if (dictionary && at < s->end && *at == '#') at++; /* Weibo writes #topic# */
    return emit_described(s, start, at, TOKEN_HASHTAG);
}

static const char *scan_sign(Scanner *s, const char *start, const UnicodeRecord *r, size_t bytes)
{
    TokenKind kind = TOKEN_PUNCTUATION;
    const char *at = start + bytes, *special = NULL;
    int apart = start == s->begin || s->space || !is_ascii_alnum(start[-1]);
    if (*start == '@' && apart) special = scan_handle(s, start);
    else if (*start == '#' && apart) special = scan_hashtag(s, start);
    if (special) return special;
    switch (r->token_class) {
    case UNICODE_TOKEN_EMOJI:
        kind = TOKEN_EMOJI;
        at = s->begin + breaks_next_grapheme(s->begin, s->text->length, (size_t)(start - s->begin));
        break;
    case UNICODE_TOKEN_REPEATED:
        while ((size_t)(s->end - at) >= bytes && !memcmp(at, start, bytes)) at += bytes;
        break;
    case UNICODE_TOKEN_FRACTION: kind = TOKEN_NUMBER; break;
    case UNICODE_TOKEN_SYMBOL:
    case UNICODE_TOKEN_MARK: kind = TOKEN_SYMBOL; break;
    default: break;
    }
    if (at < s->end && (unsigned char)*at >= 0x80) {
        const char *behind = skip_marks(s, at);
        if (behind > at && at[0] == '\xEF' && at[1] == '\xB8' && at[2] == '\x8F')
            kind = TOKEN_EMOJI; /* U+FE0F asks for the picture */
        at = behind;
    }
    Token *token = emit(s, start, at, kind);
    if (!token) return at;
    if (bytes == 1 && at - start == 1) token->flags |= TOKEN_ASCII;
    else describe(s, token);
    return at;
}

/* --- lines ------------------------------------------------------------------------------------------------------- */

static Status end_line(Scanner *s)
{
    Status status = STATUS_OK;
    if (s->text->tokens.count > s->first) status = sentences_end_paragraph(s->arena, s->text, s->first);
    s->first = s->text->tokens.count;
    s->space = 1;
    return status;
}

/* Reads what is not ASCII, or a sign. Returns where reading goes on, or NULL at a line break (`*bytes` long). */
static const char *scan_other(Scanner *s, const char *at, size_t *bytes)
{
    const UnicodeRecord *r = look(at, s->end, bytes);
    switch (r->token_class) {
    case UNICODE_TOKEN_NEWLINE: return NULL;
    case UNICODE_TOKEN_BLANK: s->space = 1; return at + *bytes;
    case UNICODE_TOKEN_LETTER:
    case UNICODE_TOKEN_HANGUL: return scan_word(s, at);
    case UNICODE_TOKEN_DIGIT: return scan_number(s, at);
    case UNICODE_TOKEN_DICTIONARY: return scan_dictionary(s, at);
    case UNICODE_TOKEN_MARK:
        if (r->word_break == WB_FORMAT || r->word_break == WB_ZWJ) {
            s->space = 1;
            return at + *bytes;
        }
        return scan_sign(s, at, r, *bytes);
    default: return scan_sign(s, at, r, *bytes);
    }
}

Status tokens_read(Arena *arena, Icu *icu, Text *text)
{
    if (!text->length) return arena->status;
    Scanner s = {
        .arena = arena, .icu = icu, .text = text, .begin = text->bytes, .end = text->bytes + text->length, .space = 1};
    s.latin = text_tables_for(text->language, SCRIPT_LATIN);
    s.cyrillic = text_tables_for(text->language, SCRIPT_CYRILLIC);
    s.other = text_tables_for(text->language, SCRIPT_COMMON);
    s.plain_until = s.begin;
    s.next_at = memchr(s.begin, '@', text->length);
    if (!s.next_at) s.next_at = s.end;
    const char *at = s.begin;
    while (at < s.end && arena->status == STATUS_OK) {
        unsigned char byte = (unsigned char)*at;
        unsigned class = byte < 0x80 ? unicode_ascii[byte] & UNICODE_ASCII_CLASS : 255u;
        if (class == UNICODE_TOKEN_LETTER) {
            const char *plain = scan_plain_word(&s, at);
            at = plain ? plain : scan_word(&s, at);
        } else if (class == UNICODE_TOKEN_BLANK) {
            s.space = 1;
            at++;
        } else if (class == UNICODE_TOKEN_NEWLINE) {
            if (end_line(&s) != STATUS_OK) break;
            at++;
        } else {
            size_t bytes;
            const char *behind = scan_other(&s, at, &bytes);
            if (!behind && end_line(&s) != STATUS_OK) break;
            at = behind ? behind : at + bytes;
        }
    }
    if (arena->status == STATUS_OK) end_line(&s);
    return arena->status;
}
