/*
** words.c - words: runs of letters and digits, and what joins them (the rules are listed in tokens.c)
*/
#include "text/scanner.h"

/* --- letters and digits ------------------------------------------------------------------------------------------------ */

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
        if (at >= w->limit) return 0;
        if (w->last == UNICODE_TOKEN_HANGUL) return 0;
        w->last = UNICODE_TOKEN_LETTER;
        if (!w->lettered) note_first(w, r->script, r->flags & UNICODE_UPPER);
        if (r->flags & UNICODE_UPPER) w->bits |= HAS_UPPER;
        else if (r->sentence_break == SB_LOWER) w->bits |= HAS_LOWER;
        else w->bits |= HAS_UNCASED;
        break;
    case UNICODE_TOKEN_HANGUL:
        if (at >= w->limit) return 0;
        if (w->last == UNICODE_TOKEN_LETTER || w->last == UNICODE_TOKEN_DIGIT) return 0;
        w->last = UNICODE_TOKEN_HANGUL;
        if (!w->lettered) note_first(w, SCRIPT_HANGUL, 0);
        w->bits |= HAS_UNCASED | HAS_HANGUL;
        break;
    case UNICODE_TOKEN_DIGIT:
        if (at >= w->limit) return 0;
        if (w->last == UNICODE_TOKEN_HANGUL) return 0;
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
        if (!(info & ANY_BITS) || at >= w->limit) break;
        if (w->last == UNICODE_TOKEN_HANGUL) break;
        if (info & LETTER_BITS) {
            if (!w->lettered) note_first(w, SCRIPT_LATIN, info & UNICODE_ASCII_UPPER);
        }
        do { /* ASCII, the common case: a table and an OR a byte */
            bits |= info;
            w->last = info & UNICODE_ASCII_CLASS;
            if (++at >= w->limit || (unsigned char)*at >= 0x80) break;
            info = unicode_ascii[(unsigned char)*at];
        } while (info & ANY_BITS && (w->lettered || !(info & LETTER_BITS)));
        w->bits |= (bits & UNICODE_ASCII_UPPER ? HAS_UPPER : 0u) | (bits & UNICODE_ASCII_LOWER ? HAS_LOWER : 0u) |
                   (bits & UNICODE_ASCII_DIGIT ? HAS_DIGIT : 0u);
    }
    return at;
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

/* --- dots ------------------------------------------------------------------------------------------------------------ */

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
    unsigned letters = scanner_count_letters(s, w->segment, SHORT_SEGMENT, &behind);
    if (behind != dot) letters = SHORT_SEGMENT; /* longer, or with digits or marks */
    if (is_digit(next)) {
        if (w->last == UNICODE_TOKEN_DIGIT) return DOT_JOINS; /* v1.2 */
        w->kinds = text_abbreviation(tables_of(s, w->script), w->start, (size_t)(dot - w->start));
        return w->kinds & (ABBREVIATION_NUMBER | ABBREVIATION_WORD) ? DOT_ENDS : DOT_APART;
    }
    unsigned kinds = w->lettered ? text_abbreviation(tables_of(s, w->script), w->start, (size_t)(dot - w->start)) : 0;
    if (!is_letter(next)) return last_dot(s, w, dot, letters, kinds);
    if (w->last == UNICODE_TOKEN_HANGUL || next->token_class == UNICODE_TOKEN_HANGUL) return DOT_APART;
    unsigned next_letters = scanner_count_letters(s, dot + 1, SHORT_SEGMENT, &next_behind);
    if (letters == 1 && next_letters == 1) return DOT_JOINS; /* U.S.  т.д. */
    if (text_abbreviation(tables_of(s, w->script), w->start, (size_t)(next_behind - w->start)))
        return DOT_JOINS;                                                      /* M.Sc. */
    if (letters <= 3 && next_letters == 1 && is_upper(next)) return DOT_JOINS; /* Ph.D. */
    if (is_upper(next) && (kinds || (letters == 1 && w->bits & HAS_UPPER))) {  /* г.Алматы  J.Smith */
        w->kinds = kinds ? kinds : ABBREVIATION_INITIAL;
        return DOT_ENDS;
    }
    if (is_upper(next)) return DOT_APART;                                             /* end.Start */
    if (!(w->bits & HAS_NON_ASCII) && (unsigned char)dot[1] < 0x80) return DOT_JOINS; /* Last.fm */
    w->kinds = kinds;
    return kinds ? DOT_ENDS : letters == 1 ? DOT_JOINS : DOT_APART; /* тыс.руб.  т.е. */
}

/* --- what ends or joins a word --------------------------------------------------------------------------------------- */

/* Length of a clitic ('s) at `at` with nothing joined behind it, or 0. */
static size_t clitic(const Scanner *s, const Word *w, const char *at)
{
    const TextTables *tables = tables_of(s, w->script);
    size_t mark = tables->clitic_count ? apostrophe(s, at) : 0;
    if (!mark) return 0;
    const char *behind;
    unsigned letters = scanner_count_letters(s, at + mark, SHORT_SEGMENT, &behind);
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
        return w->lettered && (is_letter(next) || (is_digit(next) && w->last == UNICODE_TOKEN_LETTER)) ? bytes : 0;
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
const char *word_read(Scanner *s, Word *w, const char *at)
{
    for (;;) {
        at = take_run(s, w, at);
        if (at >= w->limit) return at;
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
                unsigned letters = scanner_count_letters(s, w->segment, 2, &behind),
                         next_letters = scanner_count_letters(s, at, 2, &behind);
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

/* --- whole words ------------------------------------------------------------------------------------------------------- */

static void emit_word(Scanner *s, const Word *w, const char *stop)
{
    TokenKind kind = !(w->bits & HAS_DIGIT) ? TOKEN_WORD : w->lettered ? TOKEN_MIXED : TOKEN_NUMBER;
    Token *token = scanner_emit(s, w->start, stop, kind);
    if (!token) return;
    token->reserved = (uint8_t)w->kinds;
    if ((w->bits & (HAS_UPPER | HAS_LOWER)) == HAS_UPPER) { /* all capitals: are they two? */
        scanner_describe(s, token);
        return;
    }
    token->script = w->script;
    token->flags |= (uint8_t)((w->capital ? TOKEN_CAPITALIZED : 0) | (w->bits & HAS_NON_ASCII ? 0 : TOKEN_ASCII) |
                              (w->bits & HAS_NORMALIZE ? TOKEN_NORMALIZE : 0) |
                              ((w->bits & (HAS_UPPER | HAS_LOWER | HAS_UNCASED)) == HAS_UNCASED ? TOKEN_UNCASED : 0));
}

/* Ends a word at `stop`: as URL, or as word with the clitic behind it. Returns where reading goes on. */
const char *word_finish(Scanner *s, Word *w, const char *stop)
{
    if (stop < s->end && (*stop == ':' || *stop == '/' || w->dots)) {
        const char *url = address_url_end(s, w, stop);
        if (url) return scanner_emit_described(s, w->start, url, TOKEN_URL);
    }
    emit_word(s, w, stop);
    size_t bytes = stop < s->end && (*stop == '\'' || (unsigned char)*stop >= 0x80) ? clitic(s, w, stop) : 0;
    return bytes ? scanner_emit_described(s, stop, stop + bytes, TOKEN_WORD) : stop;
}

const char *word_scan(Scanner *s, const char *start)
{
    Word w = {.start = start, .segment = start, .limit = word_limit(s, start), .last = UNICODE_TOKEN_MARK};
    const char *email = s->next_at != s->end ? address_email_end(s, start) : NULL;
    if (email) return scanner_emit_described(s, start, email, TOKEN_EMAIL);
    return word_finish(s, &w, word_read(s, &w, start));
}
