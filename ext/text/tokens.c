/*
** tokens.c - tokens, by UAX #29's word boundaries with corrections for what an analyst reads
**
** One pass over the bytes. A table of ASCII and one look-up in unicode.h for the rest give each character a class
** (UNICODE_TOKEN_...); a run of letters and digits is taken in a loop, and only at its end is looked at what may join.
**
** Corrections to UAX #29 (the standard itself is breaks.h):
**   hyphens        join letters (Port-Louis, Нур-Султан) and letter to digit (COVID-19, T-72); not digit to letter (10-day is three tokens)
**                  unless the letters are an ending of number_endings.tsv (5-го, 1990-х), never digit to digit (2024-06-12)
**   dots           join single letters (U.S., т.д., А.С.) and lower-case ASCII (Last.fm, Node.js); the last dot belongs to an abbreviation.
**                  Elsewhere they divide: "end.Start" is three tokens, "г.Алматы" and "J.Smith" two
**   apostrophes    join letters (O'Brien, don't, м'яч), but what clitics.tsv lists is a token of its own: Kazakhstan | 's
**   numbers        digits with one separator (4.81, 1,5) or in groups (1,098  1.234.567,89  12,34,567); groups may stand
**                  apart by U+00A0, U+202F, U+2009 or an apostrophe (11 000), not by an ASCII blank. Any other chain divides at each
**                  separator: 16.11.2023, 1.2.3, 192.168.0.1
**   number + unit  a unit of abbreviations.tsv that touches its number is a token of its own: 5 | km, 2023 | г.
**   Hangul         does not join other letters or digits but by a hyphen: 2023 | 년, KBS | 는, 코로나 | 19; K-팝 is one
**   ampersand      joins capitals: AT&T, R&D
**   colon          never joins (ICU's tailoring too)
**   Han, kana, Thai, Lao, Khmer, Burmese: ICU's dictionary, a run in pieces of at most DICTIONARY_PIECE bytes
**   URLs, e-mail addresses, @handles, #hashtags are one token; so is a cluster of emoji
**   punctuation    a character, or a run of the same dots, dashes, stars, marks of exclamation and question
**   invisible      format characters and controls between tokens are blanks
**   length         a word of more than WORD_BYTES is cut there, so that no pass over the tokens has one step without bound
**
** Cost: each byte is looked at a bounded number of times. Looks ahead are bounded (a segment of a dotted name: 5 letters, a local part of an
** address: 64 bytes) or remembered (plain_until).
**
** Here are the lines, signs and dictionary runs; words.c, numbers.c and addresses.c have the rest, scanner.h what they share.
*/
#include "text/scanner.h"
#include "text/breaks.h"

/* Bytes; ICU's dictionaries look at a run as a whole, and its working memory grows with it. */
enum { DICTIONARY_PIECE = 2048 };

/* --- emitting -------------------------------------------------------------------------------------------------------- */

Token *scanner_emit(Scanner *s, const char *start, const char *stop, TokenKind kind)
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
void scanner_describe(const Scanner *s, Token *token)
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

const char *scanner_emit_described(Scanner *s, const char *start, const char *stop, TokenKind kind)
{
    Token *token = scanner_emit(s, start, stop, kind);
    if (token) scanner_describe(s, token);
    return stop;
}

/* --- Han, kana, Thai ------------------------------------------------------------------------------------------------- */

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
    scanner_emit_described(b->scanner, b->piece + b->last, b->piece + boundary, TOKEN_WORD);
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
        scanner_emit_described(s, start, at, TOKEN_WORD);
    }
}

/* Reads a piece of a run. A word that reaches the end of a piece that is not the run's is read again with the next piece. */
static const char *scan_dictionary(Scanner *s, const char *start)
{
    const char *stop = dictionary_run(s, start);
    size_t bytes, length = (size_t)(stop - start);
    int more = stop < s->end && length >= DICTIONARY_PIECE;
    if (look(start, s->end, &bytes), bytes == length) return scanner_emit_described(s, start, stop, TOKEN_WORD);
    Boundaries b = {s, start, 0, length, !more};
    if (!s->icu || icu_dictionary_words(s->icu, start, length, found_word, &b) != STATUS_OK || !b.last) {
        plain_words(s, start, stop);
        return stop;
    }
    return start + b.last;
}

/* --- punctuation ----------------------------------------------------------------------------------------------------- */

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
        if (scanner_is_alnum(*at) || *at == '_') stop = at + 1;
        else if (*at != '.') break;
    if (stop == start + 1) return NULL;
    return scanner_emit_described(s, start, stop, TOKEN_HANDLE);
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
    return scanner_emit_described(s, start, at, TOKEN_HASHTAG);
}

static const char *scan_sign(Scanner *s, const char *start, const UnicodeRecord *r, size_t bytes)
{
    TokenKind kind = TOKEN_PUNCTUATION;
    const char *at = start + bytes, *special = NULL;
    int apart = start == s->begin || s->space || !scanner_is_alnum(start[-1]);
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
    Token *token = scanner_emit(s, start, at, kind);
    if (!token) return at;
    if (bytes == 1 && at - start == 1) token->flags |= TOKEN_ASCII;
    else scanner_describe(s, token);
    return at;
}

/* --- lines ------------------------------------------------------------------------------------------------------------- */
/* Bytes behind ASCII letters that end a word whatever comes then. */
static const uint8_t ends_plain_word[256] = {
    ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [' '] = 1, ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1,
    ['('] = 1,  [')'] = 1,  ['*'] = 1,  ['+'] = 1, [','] = 1, [';'] = 1, ['<'] = 1, ['='] = 1,
    ['>'] = 1,  ['?'] = 1,  ['['] = 1,  [']'] = 1, ['{'] = 1, ['|'] = 1, ['}'] = 1, ['~'] = 1};

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
    const char *limit = s->end - start > WORD_BYTES ? start + WORD_BYTES : s->end;
    while (at < limit && (info = unicode_ascii[(unsigned char)*at]) & LETTER_BITS) {
        bits |= info;
        at++;
    }
    if (at < s->end && !ends_plain_word[(unsigned char)*at]) return NULL;
    Token *token = scanner_emit(s, start, at, TOKEN_WORD);
    if (!token) return at;
    token->script = SCRIPT_LATIN;
    token->flags |=
        (uint8_t)(TOKEN_ASCII | (unicode_ascii[(unsigned char)*start] & UNICODE_ASCII_UPPER ? TOKEN_CAPITALIZED : 0) |
                  (!(bits & UNICODE_ASCII_LOWER) && at - start >= 2 ? TOKEN_ALL_CAPS : 0));
    return at;
}

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
    case UNICODE_TOKEN_HANGUL: return word_scan(s, at);
    case UNICODE_TOKEN_DIGIT: return number_scan(s, at);
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
            at = plain ? plain : word_scan(&s, at);
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
