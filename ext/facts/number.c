/*
** number.c - see number.h
**
** Digits: `1,098.5`, `1.098,5`, `1 098,5`, by what the separators themselves show, and by the language's custom where they do not.
** Words: one grammar for all languages. A number is
**     total   what stands before the last large scale (thousand, million; 万, 억)
**     section what stands before the last hundred, or before 十, 百, 千
**     digit   the pending word or digits
** and a scale multiplies what lies below it (`four hundred thousand`, 四亿五千六百万, он бес мың).
*/
#include "facts/number.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ATOMS = 40, MAX_DIGITS = 40 };

size_t number_blanks(const char *text, const char *end)
{
    const char *at = text;
    for (int i = 0; i < 2 && at < end; i++) {
        uint32_t code;
        size_t n = utf8_decode(at, end, &code);
        if (code == '\n' || code == '\r' || !(unicode_of(code)->flags & UNICODE_SPACE)) break;
        at += n;
    }
    return (size_t)(at - text);
}

static uint32_t char_at(const char *at, const char *end, size_t *bytes)
{
    uint32_t code = 0;
    *bytes = 0;
    if (at < end) *bytes = utf8_decode(at, end, &code);
    return code;
}

/* ASCII or full-width digit as its value, or -1. */
static int digit_of(uint32_t code)
{
    if (code >= '0' && code <= '9') return (int)code - '0';
    if (code >= 0xFF10 && code <= 0xFF19) return (int)code - 0xFF10;
    return -1;
}

static int is_ideograph(uint32_t code)
{
    return unicode_of(code)->script == SCRIPT_HAN;
}

/* --- digits ------------------------------------------------------------------------------------------------------------------ */
typedef enum Separator { SEPARATOR_NONE, SEPARATOR_COMMA, SEPARATOR_STOP, SEPARATOR_BLANK, SEPARATOR_QUOTE } Separator;

static Separator separator_of(uint32_t code)
{
    switch (code) {
    case ',':
    case 0xFF0C: return SEPARATOR_COMMA;
    case '.':
    case 0xFF0E: return SEPARATOR_STOP;
    case ' ':
    case 0xA0:
    case 0x202F:
    case 0x2009: return SEPARATOR_BLANK;
    case 0x2019:
    case '\'': return SEPARATOR_QUOTE;
    default: return SEPARATOR_NONE;
    }
}

/* How a language writes numbers: the mark between thousands that is no decimal mark, and whether a comma may be decimal. */
typedef struct Custom {
    Separator group;
    int comma_decimal, blank_groups;
} Custom;

static Custom custom_of(Language language)
{
    switch (lex_thousands[language < LANGUAGE_COUNT ? language : LANGUAGE_UND]) {
    case LEX_THOUSANDS_COMMA: return (Custom){SEPARATOR_COMMA, 0, 0};
    case LEX_THOUSANDS_BLANK: return (Custom){SEPARATOR_BLANK, 1, 1};
    default: return (Custom){SEPARATOR_STOP, 1, 0};
    }
}

typedef struct Digits {
    char text[MAX_DIGITS + 2]; /* for strtod() */
    int length;
    int runs[12];         /* digits of each run */
    Separator marks[12];  /* the mark before run i */
    const char *ends[12]; /* where run i ends */
    int count;
} Digits;

static const char *read_run(const char *at, const char *end, Digits *digits)
{
    int n = 0;
    for (size_t bytes; at < end; at += bytes) {
        int value = digit_of(char_at(at, end, &bytes));
        if (value < 0) break;
        if (digits->length < MAX_DIGITS) digits->text[digits->length++] = (char)('0' + value);
        n++;
    }
    digits->ends[digits->count] = at;
    digits->runs[digits->count++] = n;
    return at;
}

/* All runs of digits that one mark each holds together. */
static void read_runs(const char *text, const char *end, const Custom *custom, Digits *digits)
{
    const char *at = read_run(text, end, digits);
    while (digits->count < 12) {
        size_t bytes, next;
        uint32_t code = char_at(at, end, &bytes);
        Separator mark = separator_of(code);
        if (mark == SEPARATOR_NONE || digit_of(char_at(at + bytes, end, &next)) < 0) break;
        if (mark == SEPARATOR_BLANK || mark == SEPARATOR_QUOTE) {
            int three = 0;
            const char *look = at + bytes;
            for (size_t n; digit_of(char_at(look, end, &n)) >= 0; look += n) three++;
            if (three != 3 || (code == ' ' && !custom->blank_groups) || digits->runs[0] > 3) break;
            if (digits->count > 1 && digits->marks[digits->count - 1] != mark) break;
        }
        digits->marks[digits->count] = mark;
        at = read_run(at + bytes, end, digits);
    }
}

/*
** How many runs belong to the number, and how many of them stand before the decimal mark. Returns 0 if the runs are no number
** (16.11.2023).
*/
static int divide_runs(const Digits *d, const Custom *custom, int *whole)
{
    int n = 1;
    *whole = 1;
    if (d->count == 1) return 1;
    Separator first = d->marks[1];
    while (n < d->count && d->marks[n] == first && d->runs[n] == 3 && d->runs[0] <= 3) n++;
    int groups = n - 1; /* runs of three behind the same mark */
    if (groups >= 2 ||
        (groups == 1 && (first == custom->group || first == SEPARATOR_BLANK || first == SEPARATOR_QUOTE) &&
         d->text[0] != '0')) {
        *whole = n;
        if (n < d->count && d->marks[n] != first && d->marks[n] != SEPARATOR_BLANK &&
            (n + 1 == d->count || d->marks[n + 1] != d->marks[n]))
            return n + 1;
        return n;
    }
    if (first == SEPARATOR_BLANK || first == SEPARATOR_QUOTE) return 1;
    if (first == SEPARATOR_COMMA && !custom->comma_decimal) return 1;
    if (d->count > 2 && d->marks[2] == SEPARATOR_STOP && first == SEPARATOR_STOP) return 0;
    return 2; /* one decimal mark */
}

static double value_of(const Digits *digits, int runs, int whole)
{
    char text[MAX_DIGITS + 8];
    int out = 0, in = 0;
    for (int r = 0; r < runs; r++) {
        if (r == whole) text[out++] = '.';
        for (int k = 0; k < digits->runs[r] && in < digits->length; k++) text[out++] = digits->text[in++];
    }
    text[out] = 0;
    return strtod(text, NULL);
}

/* Two numbers about a slash, a clock, an address: returns where what is no number ends, or NULL. */
static const char *not_a_number(const char *at, const char *end)
{
    size_t bytes, next;
    uint32_t code = char_at(at, end, &bytes);
    if ((code != ':' && code != 0xFF1A && code != '/') || digit_of(char_at(at + bytes, end, &next)) < 0) return NULL;
    while (at < end) {
        code = char_at(at, end, &bytes);
        if (digit_of(code) < 0 && code != ':' && code != '/' && code != '.') break;
        at += bytes;
    }
    return at;
}

static int read_digits(const char *text, const char *end, Language language, Number *number)
{
    Custom custom = custom_of(language);
    Digits digits;
    memset(&digits, 0, sizeof digits);
    read_runs(text, end, &custom, &digits);
    int whole, runs = divide_runs(&digits, &custom, &whole);
    const char *at = digits.ends[runs ? runs - 1 : digits.count - 1];
    number->flags |= NUMBER_DIGITS;
    number->value = runs ? value_of(&digits, runs, whole) : 0;
    if (!runs || digits.runs[0] > 15) number->flags |= NUMBER_NONE;
    if (runs == 1) number->flags |= NUMBER_INTEGER;
    size_t bytes;
    if (runs == 1 && char_at(at, end, &bytes) == '/') { /* 3/4 */
        Digits below;
        memset(&below, 0, sizeof below);
        const char *stop = read_run(at + 1, end, &below);
        double divisor = below.runs[0] ? value_of(&below, 1, 1) : 0;
        size_t after;
        uint32_t code = char_at(stop, end, &after);
        if (divisor > 1 && divisor <= 100 && code != '/' && digits.runs[0] <= 3) {
            number->value /= divisor;
            number->flags = NUMBER_DIGITS | NUMBER_FRACTION;
            number->bytes = (size_t)(stop - text);
            return 1;
        }
    }
    const char *skip = not_a_number(at, end);
    if (skip) number->flags |= NUMBER_NONE, at = skip;
    number->bytes = (size_t)(at - text);
    return 1;
}

/* --- words --------------------------------------------------------------------------------------------------------------------- */
typedef struct Reading {
    const char *begin, *end;
    Language language;
    int east;                     /* Chinese, Japanese, Korean: ten, hundred, thousand multiply the digit before them */
    double total, section, digit; /* digit: -1 none */
    double last_scale, last_unit;
    int digits_before; /* the pending digit was written in digits */
    int after_scale;   /* the last word was a scale */
    int zero;          /* a zero stood before the pending digit */
    unsigned atoms, flags;
} Reading;

static int take_digits(Reading *r, const char *at, size_t *bytes)
{
    Number number = {0, 0, 0, 0};
    if (r->atoms && !(r->after_scale && r->east)) return 0;
    read_digits(at, r->end, r->language, &number);
    if (number.flags & NUMBER_NONE && r->atoms) return 0;
    r->digit = number.value;
    r->flags |= number.flags;
    r->digits_before = 1;
    *bytes = number.bytes;
    return 1;
}

static int take_number(Reading *r, const LexRow *row)
{
    double v = row->value;
    if (r->digits_before && r->digit >= 0) return 0;
    if (r->digit < 0) {
        if (v >= 100) {
            if (r->section > 0) return 0;
            r->section = v;
        } else r->digit = v;
        r->zero = v <= 0;
        return 1;
    }
    double least = r->language == LANGUAGE_EN ? 20 : 10;
    if (r->digit >= least && fmod(r->digit, 10) == 0 && v > 0 && v < 10) r->digit += v;
    else if (r->east && r->digit < 1e9 && v < 10 && (r->zero || r->section + r->total == 0))
        r->digit = r->digit * 10 + v;
    else return 0;
    return 1;
}

static int take_scale(Reading *r, const LexRow *row)
{
    double s = row->value;
    int unit = s <= 100 || (r->east && s <= 1000);
    if (row->length <= 3 && (unsigned char)row->phrase[0] < 0x80 && !r->digits_before) return 0; /* 5k, but no word k */
    if (unit) {
        if (r->digit < 0 && r->section > 0 && !r->east) return 0;
        if (r->digit < 0 && r->atoms && s >= r->last_unit && r->section > 0) return 0;
        r->section += (r->digit < 0 ? 1 : r->digit) * s;
        r->last_unit = s;
    } else {
        double group = r->section + (r->digit < 0 ? 0 : r->digit);
        if (group == 0) group = r->atoms ? 0 : 1;
        if (group == 0 && r->total == 0) return 0;
        if (s < r->last_scale) {
            if (group == 0) return 0;
            r->total += group * s;
        } else r->total = (r->total + group) * s;
        r->last_scale = s;
        r->section = 0;
        r->last_unit = 1e9;
    }
    r->digit = -1;
    r->digits_before = r->zero = 0;
    return 1;
}

/* `third` behind 20 ranks, behind two it divides. */
static int take_rank(Reading *r, const LexRow *row)
{
    double v = row->value;
    if (row->kind == LEX_ORDINAL) {
        if (r->flags & NUMBER_DIGITS) return 0; /* `$ 280 million first` */
        if (v >= 100 && r->atoms) {
            double group = r->section + (r->digit < 0 ? 0 : r->digit);
            r->total += (group > 0 ? group : 1) * v;
            r->section = 0, r->digit = -1;
        } else if (r->digit >= 20 && fmod(r->digit, 10) == 0 && v < 10) r->digit += v;
        else if (r->digit < 0 && (v < 100 || !r->atoms)) r->digit = v;
        else return 0;
        r->flags |= NUMBER_ORDINAL;
        return 1;
    }
    if (r->atoms) {
        if (r->digit < 1 || r->digit > 20 || r->digits_before || r->section + r->total > 0) return 0;
        r->digit *= v;
    } else r->digit = v;
    r->flags |= NUMBER_FRACTION;
    return 1;
}

/* `point five`, 点五: digits behind a word for the decimal mark. */
static size_t take_point(Reading *r, const char *at)
{
    size_t bytes, all = 0;
    const char *from = at + number_blanks(at, r->end);
    if (r->digits_before || !lexicon_find(from, r->end, r->language, LEX_BIT(LEX_POINT), &bytes)) return 0;
    double unit = .1, value = 0;
    for (const char *next = from + bytes;;) {
        next += number_blanks(next, r->end);
        const LexRow *row = lexicon_find(next, r->end, r->language, LEX_BIT(LEX_NUMBER), &bytes);
        if (!row || row->value > 9 || unit < 1e-12) break;
        value += unit * row->value;
        unit /= 10;
        next += bytes;
        all = (size_t)(next - at);
    }
    if (!all) return 0;
    r->digit = (r->digit < 0 ? 0 : r->digit) + value;
    return all;
}

/* What may stand between the words of a number: blanks, a hyphen, `and` behind a hundred or a scale. */
static const char *skip_joint(const Reading *r, const char *at)
{
    size_t bytes, blanks = number_blanks(at, r->end);
    const char *next = at + blanks;
    if (!r->atoms) return at;
    if (blanks && !r->after_scale && !r->digits_before && r->language == LANGUAGE_KO)
        return r->end; /* 이 조사 is no 2 trillion */
    if (!blanks && next < r->end && *next == '-' && !r->digits_before) return next + 1;
    if (blanks && (r->section > 0 || r->total > 0) && r->digit < 0 &&
        lexicon_find(next, r->end, r->language, LEX_BIT(LEX_AND), &bytes)) {
        const char *after = next + bytes;
        size_t more = number_blanks(after, r->end), found;
        const LexRow *row = more ? lexicon_find(after + more, r->end, r->language, LEX_BIT(LEX_NUMBER), &found) : NULL;
        if (row && row->value < 100 && r->language == LANGUAGE_EN) return after + more;
    }
    return next;
}

static int take_word(Reading *r, const char *at, size_t *bytes)
{
    size_t next;
    if (digit_of(char_at(at, r->end, &next)) >= 0) {
        if (!take_digits(r, at, bytes)) return 0;
        r->after_scale = 0;
        return 1;
    }
    const LexRow *row =
        lexicon_find(at, r->end, r->language,
                     LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_SCALE) | LEX_BIT(LEX_ORDINAL) | LEX_BIT(LEX_FRACTION), bytes);
    if (!row) return 0;
    if (r->east && row->kind == LEX_SCALE) { /* 千米 is a kilometre */
        size_t longer = 0;
        if (lexicon_find(at, r->end, r->language, LEX_BIT(LEX_UNIT) | LEX_BIT(LEX_MONEY), &longer) && longer > *bytes)
            return 0;
    }
    int taken = row->kind == LEX_NUMBER ? take_number(r, row) : row->kind == LEX_SCALE ? take_scale(r, row) : 0;
    if (!taken && r->atoms && row->kind <= LEX_SCALE) return 0;
    if (row->kind == LEX_ORDINAL || row->kind == LEX_FRACTION) {
        taken = take_rank(r, row);
        if (!taken && row->kind == LEX_ORDINAL) { /* `two thirds`: the same word ranks and divides */
            row = lexicon_find(at, r->end, r->language, LEX_BIT(LEX_FRACTION), bytes);
            taken = row && take_rank(r, row);
        }
    }
    r->after_scale = taken && row->kind == LEX_SCALE;
    return taken;
}

/* 三百五 is 350, 九万四 is 94,000: an ideograph of a digit right behind a scale, with nothing to count behind it. */
static void widen_last_digit(Reading *r, const char *digit, const char *after)
{
    size_t bytes;
    if (!r->east || r->digit <= 0 || r->digit >= 10 || !is_ideograph(char_at(digit, r->end, &bytes))) return;
    double scale = r->last_unit >= 100 && r->last_unit < 1e9 ? r->last_unit
                   : r->section > 0 || isinf(r->last_scale)  ? 0
                                                             : r->last_scale;
    after += number_blanks(after, r->end);
    if (scale < 100 || lexicon_find(after, r->end, r->language,
                                    LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_SCALE) | LEX_BIT(LEX_COUNTER) |
                                        LEX_BIT(LEX_UNIT) | LEX_BIT(LEX_MONEY),
                                    &bytes))
        return;
    r->digit *= scale / 10;
}

static size_t read_words(Reading *r, const char *text)
{
    const char *at = text, *last = text;
    while (r->atoms < MAX_ATOMS && last < r->end) {
        size_t bytes = 0;
        at = skip_joint(r, last);
        if (at == r->end) break;
        int scale_before = r->after_scale;
        if (!take_word(r, at, &bytes)) break;
        last = at + bytes;
        r->atoms++;
        if (r->flags & (NUMBER_ORDINAL | NUMBER_NONE)) break;
        if (scale_before && !r->digits_before) widen_last_digit(r, at, last);
    }
    if (r->atoms && !(r->flags & (NUMBER_ORDINAL | NUMBER_FRACTION))) last += take_point(r, last);
    return (size_t)(last - text);
}

static void start_reading(Reading *r, const char *begin, const char *end, Language language)
{
    memset(r, 0, sizeof *r);
    Language base = language;
    r->begin = begin, r->end = end, r->language = language;
    r->east = base == LANGUAGE_ZH || base == LANGUAGE_KO || base == LANGUAGE_JA;
    r->digit = -1;
    r->last_scale = HUGE_VAL;
    r->last_unit = 1e9;
}

static double sum_of(const Reading *r)
{
    return r->total + r->section + (r->digit < 0 ? 0 : r->digit);
}

/* The denominator is read; 分之 or 분의 and the numerator follow. */
static size_t read_over(const Reading *below, const char *at, Number *number)
{
    size_t bytes;
    const char *from = at + number_blanks(at, below->end);
    if (!lexicon_find(from, below->end, below->language, LEX_BIT(LEX_OVER), &bytes) || number->value <= 0) return 0;
    Reading above;
    const char *next = from + bytes;
    next += number_blanks(next, below->end);
    start_reading(&above, below->begin, below->end, below->language);
    bytes = read_words(&above, next);
    if (!above.atoms) return 0;
    number->value = sum_of(&above) / number->value;
    number->flags |= NUMBER_FRACTION | above.flags;
    number->atoms += above.atoms;
    return (size_t)(next + bytes - at);
}

/* `10 1/2`, `one and a half`: a fraction that is added. */
static size_t read_rest(const Reading *r, const char *at, Number *number)
{
    size_t blanks = number_blanks(at, r->end), bytes;
    const char *next = at + blanks;
    const LexRow *row = lexicon_find(next, r->end, r->language, LEX_BIT(LEX_PLUS), &bytes);
    if (row && (blanks || !(number->flags & NUMBER_DIGITS))) {
        number->value += row->value;
        number->atoms++;
        return blanks + bytes;
    }
    Number fraction = {0, 0, 0, 0};
    if (!blanks || !(number->flags & NUMBER_INTEGER) || digit_of(char_at(next, r->end, &bytes)) < 0) return 0;
    read_digits(next, r->end, r->language, &fraction);
    if (!(fraction.flags & NUMBER_FRACTION) || fraction.flags & NUMBER_NONE || fraction.value >= 1) return 0;
    number->value += fraction.value;
    number->flags &= ~(unsigned)NUMBER_INTEGER;
    return blanks + fraction.bytes;
}

/* Whole phrases: hundreds, a dozen, десятки тысяч. */
static int read_phrase(const char *text, const char *end, Language language, Number *number)
{
    size_t bytes;
    const LexRow *row = lexicon_find(text, end, language, LEX_BIT(LEX_VAGUE) | LEX_BIT(LEX_ABOUT), &bytes);
    if (!row) return 0;
    *number = (Number){row->value, bytes, row->kind == LEX_VAGUE ? NUMBER_VAGUE : NUMBER_ABOUT, 1};
    return 1;
}

/* `a hundred`, `a million`: the article stands for one. */
static size_t article_before_scale(const char *text, const char *end, Language language)
{
    if (language != LANGUAGE_EN || end - text < 3 || (*text != 'a' && *text != 'A') || text[1] != ' ') return 0;
    size_t bytes;
    const LexRow *row = lexicon_find(text + 2, end, language, LEX_BIT(LEX_SCALE), &bytes);
    return row && row->length > 3 ? 2 : 0;
}

int number_read(const char *begin, const char *text, const char *end, Language language, Number *number)
{
    Reading r;
    size_t unused;
    *number = (Number){0, 0, 0, 0};
    if (digit_of(char_at(text, end, &unused)) < 0 && !lexicon_find(text, end, language, LEX_NUMBERS, &unused) &&
        !article_before_scale(text, end, language))
        return 0;
    if (read_phrase(text, end, language, number)) return 1;
    start_reading(&r, begin, end, language);
    size_t skip = article_before_scale(text, end, language);
    size_t bytes = read_words(&r, text + skip);
    if (!r.atoms || !bytes) return 0;
    number->value = sum_of(&r);
    number->bytes = skip + bytes;
    number->flags = r.flags;
    number->atoms = r.atoms;
    if (!(r.flags & NUMBER_NONE)) number->bytes += read_over(&r, text + number->bytes, number);
    if (!(number->flags & (NUMBER_NONE | NUMBER_ORDINAL | NUMBER_FRACTION)))
        number->bytes += read_rest(&r, text + number->bytes, number);
    size_t whole;
    if (r.atoms == 1 && !(r.flags & NUMBER_DIGITS)) {
        const LexRow *row = lexicon_find(text, end, language, LEX_BIT(LEX_PRONOUN_NUMBER), &whole);
        if (row && whole == number->bytes) number->flags |= NUMBER_PRONOUN;
    }
    return 1;
}
