/*
** numbers.c - numbers: digits with their separators, and the letters that touch them (the rules are listed in tokens.c)
*/
#include "text/scanner.h"

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

/* Behind the digits at `at`, at most WORD_BYTES of them. */
static const char *skip_digits(const Scanner *s, const char *at, unsigned *digits, unsigned *bits)
{
    size_t bytes;
    for (*digits = 0; at < s->end && *digits < WORD_BYTES && is_digit(look(at, s->end, &bytes)); at += bytes, ++*digits)
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
    unsigned letters = scanner_count_letters(s, at, 6, &behind);
    if (letters == 6 || is_digit(peek(s, behind))) return 0;
    return (text_abbreviation(tables_of(s, r->script), at, (size_t)(behind - at)) & ABBREVIATION_MEASURE) != 0;
}

/* The end of a hyphen and letters of number_endings.tsv at `at`, or NULL. */
static const char *number_ending(const Scanner *s, const char *at)
{
    const char *behind;
    size_t bytes = hyphen(s, at);
    if (!bytes || at + bytes >= s->end) return NULL;
    size_t first;
    const TextTables *tables = tables_of(s, look(at + bytes, s->end, &first)->script);
    unsigned letters = scanner_count_letters(s, at + bytes, 8, &behind);
    if (!letters || letters == 8 || is_digit(peek(s, behind)) || hyphen(s, behind)) return NULL;
    return text_listed(tables->number_endings, tables->number_ending_count, at + bytes, (size_t)(behind - at) - bytes)
               ? behind
               : NULL;
}

const char *number_scan(Scanner *s, const char *start)
{
    Word w = {.start = start,
              .segment = start,
              .limit = word_limit(s, start),
              .last = UNICODE_TOKEN_DIGIT,
              .bits = HAS_DIGIT};
    const char *email = s->next_at != s->end ? address_email_end(s, start) : NULL;
    if (email) return scanner_emit_described(s, start, email, TOKEN_EMAIL);
    const char *at = read_number(s, start, &w.bits);
    if (at < s->end && *at != ' ') {
        size_t bytes;
        const UnicodeRecord *next = look(at, s->end, &bytes);
        const char *ending = number_ending(s, at);
        if (ending) {
            scanner_emit_described(s, start, ending, TOKEN_MIXED);
            return ending;
        }
        int joins = next->token_class == UNICODE_TOKEN_MARK ||
                    (next->word_break == WB_EXTENDNUMLET && is_letter(peek(s, at + bytes))) ||
                    (next->token_class == UNICODE_TOKEN_LETTER && !is_unit(s, at));
        if (joins) {
            const char *stop = word_read(s, &w, at);
            if (stop > at) return word_finish(s, &w, stop);
        }
    }
    return word_finish(s, &w, at);
}
