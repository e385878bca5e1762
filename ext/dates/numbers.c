/*
** numbers.c - figures and number words: counts, years, days, numeric dates, and what is none of these
*/
#include "dates/calendar.h"
#include "dates/grammar.h"

const Item item_none = {0, 0, 0, LEX_END, ITEM_SPACE | ITEM_LINE, 0, 0};

enum { FIRST_YEAR = 1000, LAST_YEAR = 2100, CATEGORY_CURRENCY = 25 };

int is_dash_mark(int code)
{
    switch (code) {
    case '-':
    case '~':
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x223C:
    case 0x301C:
    case 0xFF5E: return 1;
    default: return 0;
    }
}

const Moment moment_none = MOMENT_NONE;

int after_dot(const Parser *p, int i)
{
    return (item_at(p, i - 1)->lex & LEX_ABBREVIATION) && is_char(p, i, '.') && is_glued(p, i) ? i + 1 : i;
}

static int is_currency(const Parser *p, int i)
{
    if (!is(p, i, LEX_PUNCTUATION)) return 0;
    int code = item_at(p, i)->value;
    return code < 0x80 ? code == '$' : unicode_of((uint32_t)code)->category == CATEGORY_CURRENCY;
}

/* A mark between figures that makes one thing of them. */
static int joins_figures(const Parser *p, int i)
{
    if (!is(p, i, LEX_PUNCTUATION)) return 0;
    int c = item_at(p, i)->value;
    return c == '.' || c == ',' || c == ':' || c == '/' || c == '-' || c == '+' || c == '*' || c == '=' || c == 0x00D7;
}

/* The T between the date and the time of ISO 8601 */
static int is_iso_t(const Parser *p, int i)
{
    const Item *t = item_at(p, i);
    return t->kind == LEX_OTHER && t->end - t->start == 1 && is_glued(p, i) && is_figures(p, i - 1) &&
           is_glued(p, i + 1) && is_figures(p, i + 1);
}

int is_fenced_left(const Parser *p, int i)
{
    const Item *before = item_at(p, i - 1);
    if (is_currency(p, i - 1) || is_char(p, i - 1, '#') || is_char(p, i - 1, 0x2116)) return 1;
    if (!is_glued(p, i)) return 0;
    if (before->kind == LEX_NUMBER && before->end == item_at(p, i)->start) return 1;
    if (before->kind == LEX_OTHER && !(before->flags & ITEM_RUN) && is_figures(p, i) && !is_iso_t(p, i - 1))
        return 1; /* ZX81 */
    if (joins_figures(p, i - 1) && is_figures(p, i - 2) && is_glued(p, i - 1)) return 1;
    return is_char(p, i - 1, '@') || is_char(p, i - 1, '_') || is_char(p, i - 1, '&') || is_char(p, i - 1, '+');
}

int is_fenced_right(const Parser *p, int j)
{
    const Item *after = item_at(p, j);
    if (is_currency(p, j)) return 1;
    if (after->kind == LEX_PUNCTUATION) {
        int c = after->value;
        if (c == '%' || c == 0xB0 || c == 0x2030 || c == 0x2103 || c == 0xFF05) return 1;
        if (!is_glued(p, j)) return 0;
        return c == '_' || c == '@' || c == '=' || c == '&' ||
               (joins_figures(p, j) && is_figures(p, j + 1) && is_glued(p, j + 1));
    }
    if (!is_glued(p, j) || !is_figures(p, j - 1)) return 0;
    if (after->kind == LEX_NUMBER || after->kind == LEX_ONE || after->kind == LEX_ROMAN || after->kind == LEX_NOUN ||
        after->kind == LEX_FUNCTION)
        return 1;
    return (after->kind == LEX_OTHER && !(after->flags & ITEM_RUN) &&
            !(is_iso_t(p, j) && is_dash(p, j - 2))); /* 50cc */
}

int is_fenced(const Parser *p, int i, int j)
{
    return is_fenced_left(p, i) || is_fenced_right(p, j);
}

/* --- counts -------------------------------------------------------------------------------------------------------------- */

/* What may stand behind the first part of a number in words, of a count in figures; most numbers are followed by neither. */
#define NUMBER_GOES_ON (LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_AND) | LEX_BIT(LEX_PUNCTUATION))
#define COUNT_GOES_ON  (NUMBER_GOES_ON | LEX_BIT(LEX_TO) | LEX_BIT(LEX_HALF))

/* Number words: twenty-four, two hundred and ten, one million. A word of the tens takes one of the units, scales multiply what stands before them. */
static int words_at(const Parser *p, int i, int32_t *value)
{
    int64_t total = 0, group = 0;
    int last = 1000, begin = i;
    const Item *first = item_at(p, i);
    if (first->kind != LEX_NUMBER || (first->flags & ITEM_FIGURES)) return 0;
    if (!(LEX_BIT(item_at(p, i + 1)->kind) & NUMBER_GOES_ON) && first->value < 2000000)
        return *value = first->value, i + 1;
    for (int steps = 0; steps < 12; steps++) {
        int k = i;
        if (k > begin && is_char(p, k, '-') && is_glued(p, k) && is_glued(p, k + 1)) k++;
        else if (k > begin && last >= 100 && is(p, k, LEX_AND)) k++;
        const Item *item = item_at(p, k);
        if (item->kind != LEX_NUMBER || (item->flags & ITEM_FIGURES) || (item->flags & ITEM_LINE && k > begin)) break;
        int v = item->value;
        if (k > begin) {
            int tens = last >= 20 || (last == 10 && p->month_first != 1); /* on bes: ten five */
            if (v < 100 && !(last >= 100 || (tens && last % 10 == 0 && v < 10))) break;
            if (v < 100 && v >= 10 && last < 100) break;
        }
        if (v >= 1000) {
            total += (group ? group : 1) * v;
            group = 0;
        } else if (v >= 100 && v % 100 == 0) {
            group = (group ? group : 1) * v;
        } else group += v;
        if (total > 2000000000 || group > 2000000) return 0;
        last = v;
        i = k + 1;
    }
    if (i == begin) return 0;
    *value = (int32_t)(total + group);
    return i;
}

int number_at(const Parser *p, int i, int32_t *value)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_NUMBER) return 0;
    if (!(item->flags & ITEM_FIGURES)) return item->digits ? (*value = item->value, i + 1) : words_at(p, i, value);
    if (item->flags & (ITEM_HUGE | ITEM_ORDINAL | ITEM_PLURAL_S)) return 0;
    *value = item->value;
    i++;
    /* 3 million: the scale is a word */
    const Item *scale = item_at(p, i);
    if (scale->kind == LEX_NUMBER && !(scale->flags & ITEM_FIGURES) && scale->value >= 1000 && item->value < 1000) {
        *value = item->value * (scale->value > 1000000 ? 1000000 : scale->value);
        i++;
    }
    return i;
}

static int fraction_at(const Parser *p, int i, int32_t *hundredths)
{
    /* 1/2, 3/4 */
    if (!is_figures(p, i) || !is_char(p, i + 1, '/') || !is_glued(p, i + 1) || !is_figures(p, i + 2) ||
        !is_glued(p, i + 2))
        return 0;
    int a = item_at(p, i)->value, b = item_at(p, i + 2)->value;
    if (a < 1 || b < 2 || b > 4 || a >= b) return 0;
    *hundredths = a * 100 / b;
    return i + 3;
}

int count_at(const Parser *p, int i, int32_t *hundredths)
{
    int32_t value = 0, more = 0;
    int j;
    const Item *item = item_at(p, i);
    if (item->kind == LEX_VAGUE) {
        *hundredths = item->value > 0 ? item->value * 100 : VAGUE_COUNT;
        return is(p, i + 1, LEX_OF) && !is(p, i + 2, LEX_ARTICLE) ? i + 2 : i + 1;
    }
    if (item->kind == LEX_HALF) {
        if (item->value >= 100) return *hundredths = item->value, i + 1; /* anderthalb */
        *hundredths = 50;
        return is(p, i + 1, LEX_ONE) || is(p, i + 1, LEX_ARTICLE) ? i + 2 : i + 1;
    }
    if (item->kind == LEX_ONE) {
        *hundredths = 100;
        if (is(p, i + 1, LEX_HALF)) return *hundredths = 50, i + 2;
        if (is(p, i + 1, LEX_VAGUE)) return count_at(p, i + 1, hundredths);
        if (is(p, i + 1, LEX_NUMBER) && item_at(p, i + 1)->value >= 100) { /* a hundred years */
            j = number_at(p, i + 1, &value);
            if (j && value < 20000000) return *hundredths = value * 100, j;
        }
        return i + 1;
    }
    if (item->kind != LEX_NUMBER) return 0;
    if ((item->flags & ITEM_FIGURES) && !(LEX_BIT(item_at(p, i + 1)->kind) & COUNT_GOES_ON)) {
        if ((item->flags & (ITEM_HUGE | ITEM_ORDINAL | ITEM_PLURAL_S)) || item->value > 20000000) return 0;
        return *hundredths = item->value * 100, i + 1;
    }
    if ((j = fraction_at(p, i, hundredths))) return j;
    if (!(j = number_at(p, i, &value)) || value > 20000000) return 0;
    *hundredths = value * 100;
    int decimal = is_char(p, j, '.') || (is_char(p, j, ',') && p->month_first != 1 && unit_of(p, j + 2));
    if (is_figures(p, i) && decimal && is_glued(p, j) && is_figures(p, j + 1) && is_glued(p, j + 1) &&
        item_at(p, j + 1)->digits <= 2) {
        const Item *f = item_at(p, j + 1);
        *hundredths += f->digits == 1 ? f->value * 10 : f->value;
        j += 2;
    } else if (fraction_at(p, j, &more) && !is_glued(p, j)) {
        *hundredths += more;
        j += 3;
    } else if (is(p, j, LEX_AND) && is(p, j + 1, LEX_ONE) && is(p, j + 2, LEX_HALF)) {
        *hundredths += 50;
        j += 3;
    } else if (is(p, j, LEX_AND) && is(p, j + 1, LEX_HALF)) {
        *hundredths += 50;
        j += 2;
    } else if (is(p, j, LEX_HALF) && !is_figures(p, i)) {
        *hundredths += 50;
        j += 1;
    } else if ((is(p, j, LEX_TO) || (is_dash(p, j) && (is_glued(p, j) == is_glued(p, j + 1))))) {
        int k = number_at(p, j + 1, &more);
        if (k && more > value) j = k;
    }
    return j;
}

int ordinal_at(const Parser *p, int i, int32_t *value)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_NUMBER && (item->flags & ITEM_ORDINAL) && !(item->flags & ITEM_HUGE))
        return *value = item->value, i + 1;
    if (item->kind == LEX_ORDINAL) return *value = item->value, i + 1;
    if (p->month_first != 1 && is_figures(p, i) && item->digits <= 2 && is_char(p, i + 1, '.') && is_glued(p, i + 1) &&
        is(p, i + 2, LEX_UNIT) && !(item_at(p, i + 2)->lex & LEX_PLURAL) && same_line(p, i + 2))
        return *value = item->value, i + 2; /* 19. Jahrhundert */
    if (item->kind == LEX_UNIT && item->value == UNIT_SECOND &&
        !(item->lex & LEX_PLURAL)) { /* the English second quarter */
        int k = is_char(p, i + 1, '-') && is_glued(p, i + 1) ? i + 2 : i + 1;
        if (is(p, i - 1, LEX_MONTH)) return *value = 2, i + 1;
        if (is(p, k, LEX_WEEKDAY) || is(p, k, LEX_UNIT) || is(p, k, LEX_HALF) || is(p, k, LEX_FISCAL) ||
            (is(p, k, LEX_OF) && is(p, k + 1, LEX_MONTH)))
            return *value = 2, i + 1;
    }
    if (item->kind != LEX_NUMBER || (item->flags & ITEM_FIGURES)) return 0;
    /* twenty-first; Kazakh eki myng on zhetinshi */
    int32_t n;
    int j = words_at(p, i, &n);
    if (!j) return 0;
    if (is_char(p, j, '-') && is_glued(p, j)) j++;
    const Item *last = item_at(p, j);
    if (last->kind == LEX_UNIT && last->value == UNIT_SECOND && !(last->lex & LEX_PLURAL) && n >= 20 && n % 10 == 0 &&
        !is_dash(p, j - 1) && is(p, i - 1, LEX_MONTH))
        return *value = n + 2, j + 1;
    if (last->kind != LEX_ORDINAL || (last->flags & ITEM_LINE)) return 0;
    int place = n % 1000 == 0 ? 1000 : n % 100 == 0 ? 100 : n % 10 == 0 ? 10 : 1;
    if (last->value == 1000 && n < 10) return *value = n * 1000, j + 1;
    if (last->value >= place) return 0;
    *value = n + last->value;
    return j + 1;
}

int year_at(const Parser *p, int i, Moment *m)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_NUMBER) return 0;
    if (item->flags & ITEM_FIGURES) {
        if (item->digits != 4 || (item->flags & (ITEM_GROUPED | ITEM_HUGE | ITEM_ORDINAL | ITEM_PLURAL_S))) return 0;
        if (item->value < FIRST_YEAR || item->value > LAST_YEAR) return 0;
        m->year = (int16_t)item->value;
        return i + 1;
    }
    /* nineteen ninety-eight; two thousand and one */
    int32_t n;
    int v = item->value, k;
    if (v >= 15 && v <= 20) {
        int j = i + 1;
        if (is_char(p, j, '-')) j++;
        if (!(item_at(p, j)->flags & ITEM_FIGURES) && item_at(p, j)->value >= 10 && (k = words_at(p, j, &n)) &&
            n >= 10 && n <= 99) {
            m->year = (int16_t)(v * 100 + n);
            return k;
        }
    }
    k = words_at(p, i, &n);
    int hundreds = v >= 11 && v <= 20 && is(p, i + 1, LEX_NUMBER) && item_at(p, i + 1)->value == 100;
    if (hundreds && k > i + 2 && n >= 1100 && n <= 2099) { /* seventeen hundred thirty-three */
        m->year = (int16_t)n;
        return k;
    }
    if (k > i + 1 && n >= 1900 && n <= LAST_YEAR) {
        m->year = (int16_t)n;
        return k;
    }
    return 0;
}

int day_at(const Parser *p, int i, int8_t *day)
{
    const Item *item = item_at(p, i);
    int32_t value;
    if (item->kind == LEX_NUMBER && (item->flags & ITEM_FIGURES)) {
        if (item->digits > 2 || (item->flags & (ITEM_GROUPED | ITEM_PLURAL_S)) || item->value < 1 || item->value > 31)
            return 0;
        *day = (int8_t)item->value;
        return i + 1;
    }
    int j = ordinal_at(p, i, &value);
    if (!j || value < 1 || value > 31) return 0;
    *day = (int8_t)value;
    return j;
}

/* --- numeric dates --------------------------------------------------------------------------------------------------------- */

static int full_year(int value, int digits)
{
    return digits == 4 ? value : value < 50 ? 2000 + value : 1900 + value;
}

/* Three (or two) runs of figures with one kind of separator between them. A blank may follow a dot (16. 11. 2023). Returns how many. */
static int fields_at(const Parser *p, int i, const Item *field[3], int *separator, int *end)
{
    int n = 0, k = i;
    *separator = 0;
    while (n < 3 && is_figures(p, k) &&
           !(item_at(p, k)->flags & (ITEM_GROUPED | ITEM_HUGE | ITEM_ORDINAL | ITEM_PLURAL_S))) {
        field[n++] = item_at(p, k);
        *end = k + 1;
        const Item *mark = item_at(p, k + 1);
        if (n == 3 || mark->kind != LEX_PUNCTUATION || !is_glued(p, k + 1)) break;
        int c = mark->value == 0x2010 || mark->value == 0x2011 || mark->value == 0x2013 || mark->value == 0x2212
                    ? '-'
                    : mark->value;
        if (c == 0xB7 || c == 0x30FB) c = '.';
        if ((c != '.' && c != '/' && c != '-') || (*separator && c != *separator)) break;
        if (!is_glued(p, k + 2) && !(c == '.' && !(item_at(p, k + 2)->flags & ITEM_LINE))) break;
        if (!is_figures(p, k + 2)) break;
        *separator = c;
        k += 2;
    }
    return n;
}

/*
** 3/4 is a date only where one is expected: behind `on`, a weekday, a preposition, before a time, or alone on its line; 22.04. with both dots where a
** preposition stands before it. Halves, thirds and quarters are no dates.
*/
static int partial_context(const Parser *p, int i, int end, int separator)
{
    const Item *a = item_at(p, i), *b = item_at(p, i + 2), *before = item_at(p, i - 1), *after = item_at(p, end);
    if (separator == '.' && (a->flags & ITEM_LINE) && p->month_first != 1 && a->digits == 2 && b->digits == 2) {
        int dot = is_char(p, end, '.') && is_glued(p, end); /* 10.10., alone */
        const Item *last = item_at(p, end + dot);
        if (last->kind == LEX_END || (last->flags & ITEM_LINE)) return 1;
    }
    if (separator == '.' && !(is_char(p, end, '.') && is_glued(p, end)) && b->digits != 2) return 0;
    if (separator == '/' && a->value < b->value && b->value <= 4) return 0;
    if (is(p, i - 1, LEX_PUNCTUATION) && is_glued(p, i) && before->value != '(') return 0;
    int expected = before->kind == LEX_AT || before->kind == LEX_WEEKDAY || before->kind == LEX_PREP ||
                   before->kind == LEX_FROM || before->kind == LEX_TO ||
                   (before->kind == LEX_ARTICLE && p->month_first != 1 &&
                    (separator == '/' || (is_char(p, end, '.') && is_glued(p, end)))) ||
                   (b->lex & LEX_HOURWARD) || /* 22/04'te */
                   (is_char(p, i - 1, ',') && is(p, i - 2, LEX_WEEKDAY));
    if (separator == '.') return expected && p->month_first != 1;
    if (expected)
        return !(after->kind == LEX_OTHER && !(after->flags & (ITEM_LINE | ITEM_RUN)) && before->kind == LEX_PREP);
    return (a->flags & ITEM_LINE) && (after->kind == LEX_END || (after->flags & ITEM_LINE) || after->kind == LEX_AT);
}

/* 3/3/15 is a date alone on its line, or behind a word that dates have before them; elsewhere it may be a version or a score. */
static int short_context(const Parser *p, int i, int end, int separator)
{
    const Item *before = item_at(p, i - 1), *after = item_at(p, end);
    if (separator == '-') return 0;
    if ((item_at(p, i)->flags & ITEM_LINE) && (after->kind == LEX_END || (after->flags & ITEM_LINE))) return 1;
    return before->kind == LEX_AT || before->kind == LEX_WEEKDAY || before->kind == LEX_FROM;
}

/*
** 02 04 2009, 2009 04 02, 17 02: figures with blanks between them. With a year of four figures it is a date where one is expected; without it only when a
** question has nothing else.
*/
static int blank_date_at(const Parser *p, int i, Moment *m)
{
    const Item *f[3];
    int n = 0, lead = is(p, i - 1, LEX_ARTICLE) || is(p, i - 1, LEX_PREP) || is(p, i - 1, LEX_AT), lead_at = i - lead;
    while (n < 3 && is_figures(p, i + n) && (!n || (same_line(p, i + n) && !is_glued(p, i + n))) &&
           !(item_at(p, i + n)->flags & (ITEM_GROUPED | ITEM_HUGE | ITEM_ORDINAL | ITEM_PLURAL_S)))
        f[n] = item_at(p, i + n), n++;
    const Item *after = item_at(p, i + n);
    int ends = after->kind == LEX_END || (after->flags & ITEM_LINE), begins = !same_line(p, lead_at);
    if (n < 2 || after->kind == LEX_NUMBER || unit_of(p, i + n) || is(p, i - 1, LEX_NUMBER)) return 0;
    int first = n == 3 && f[0]->digits == 4, last = n == 3 && f[2]->digits == 4;
    int asked = p->asked && begins && ends, expected = lead || (begins && ends);
    if (first || last ? !expected && !(f[1]->digits == 2 && f[2 * first]->digits == 2) : !asked) return 0;
    if (n == 2 && p->month_first == 1) return 0;
    int year = first ? f[0]->value : n == 3 ? full_year(f[2]->value, f[2]->digits) : 2000;
    int a = f[first]->value, b = f[first + 1]->value, month_first = first || p->month_first == 1;
    if (f[first]->digits > 2 || f[first + 1]->digits > 2 || year < 1900 || year > LAST_YEAR) return 0;
    if (!calendar_is_day(year, month_first ? a : b, month_first ? b : a)) {
        if (first || !calendar_is_day(year, month_first ? b : a, month_first ? a : b)) return 0;
        month_first = !month_first;
    }
    if (n == 3) m->year = (int16_t)year;
    m->month = (int8_t)(month_first ? a : b), m->day = (int8_t)(month_first ? b : a);
    return i + n;
}

int numeric_date_at(const Parser *p, int i, Moment *m, Rule *rule)
{
    const Item *f[3];
    int separator, end = 0;
    if (!is_figures(p, i)) return 0;
    *m = moment_empty();
    *rule = RULE_NUMERIC;
    const Item *first = item_at(p, i);
    if (first->digits == 8 && !(first->flags & ITEM_HUGE)) { /* 20231116 */
        int y = first->value / 10000, mo = first->value / 100 % 100, d = first->value % 100;
        if (y < 1900 || y > LAST_YEAR || !calendar_is_day(y, mo, d)) return 0;
        m->year = (int16_t)y, m->month = (int8_t)mo, m->day = (int8_t)d;
        *rule = RULE_ISO;
        return is_fenced(p, i, i + 1) ? 0 : i + 1;
    }
    int n = is_figures(p, i + 1) ? blank_date_at(p, i, m) : 0;
    if (n) return n;
    n = fields_at(p, i, f, &separator, &end);
    if (n == 3 && f[0]->digits == 4 && f[1]->digits <= 2 && f[2]->digits <= 2) {
        if (f[0]->value < FIRST_YEAR || f[0]->value > LAST_YEAR ||
            !calendar_is_day(f[0]->value, f[1]->value, f[2]->value))
            return 0;
        m->year = (int16_t)f[0]->value, m->month = (int8_t)f[1]->value, m->day = (int8_t)f[2]->value;
        *rule = separator == '-' ? RULE_ISO : RULE_NUMERIC;
        if (separator == '.' && is_char(p, end, '.') && is_glued(p, end) && p->month_first == 2) end++;
        return end;
    }
    if (n == 3 && f[0]->digits <= 2 && f[1]->digits <= 2 &&
        (f[2]->digits == 4 ||
         (f[2]->digits == 2 && (f[0]->digits + f[1]->digits > 2 || short_context(p, i, end, separator))))) {
        int y = full_year(f[2]->value, f[2]->digits), a = f[0]->value, b = f[1]->value;
        if (f[2]->digits == 4 && (y < FIRST_YEAR || y > LAST_YEAR)) return 0;
        m->two_digits = f[2]->digits == 2;
        int dmy = calendar_is_day(y, b, a), mdy = calendar_is_day(y, a, b);
        if (!dmy && !mdy) return 0;
        m->order = (uint8_t)(dmy && mdy ? (a != b ? ORDER_OPEN : ORDER_SAME)
                             : dmy      ? ORDER_DAY_FIRST
                                        : ORDER_MONTH_FIRST);
        if (!dmy || (m->order == ORDER_OPEN && p->month_first == 1 && separator != '.')) {
            int t = a;
            a = b;
            b = t;
        }
        m->year = (int16_t)y, m->month = (int8_t)b, m->day = (int8_t)a;
        return end;
    }
    if (n == 2 && separator != '.' && f[0]->digits == 4 &&
        (f[1]->digits == 2 || (f[1]->digits == 1 && f[1]->value > 0)) && f[0]->value >= 1900 &&
        f[0]->value <= LAST_YEAR && f[1]->value >= 1 && f[1]->value <= 12) {
        if (separator == '-' && f[1]->value > 0 && f[0]->value % 100 + 1 == f[1]->value)
            return 0; /* a season: 2010-11 */
        m->year = (int16_t)f[0]->value, m->month = (int8_t)f[1]->value;
        return end;
    }
    if (n == 2 && f[0]->digits <= 2 && f[1]->digits <= 2 && separator != '-' && partial_context(p, i, end, separator)) {
        int a = f[0]->value, b = f[1]->value, dmy = calendar_is_day(2000, b, a), mdy = calendar_is_day(2000, a, b);
        if (!dmy && !mdy) return 0;
        m->order = (uint8_t)(dmy && mdy ? (a != b ? ORDER_OPEN : ORDER_SAME)
                             : dmy      ? ORDER_DAY_FIRST
                                        : ORDER_MONTH_FIRST);
        int swap = !dmy || (m->order == ORDER_OPEN && p->month_first == 1 && separator != '.');
        m->day = (int8_t)(swap ? b : a), m->month = (int8_t)(swap ? a : b);
        return separator == '.' && is_char(p, end, '.') && is_glued(p, end) ? end + 1 : end;
    }
    if (n == 2 && f[0]->digits <= 2 && f[1]->digits == 4 && f[0]->value >= 1 && f[0]->value <= 12 &&
        f[1]->value >= 1900 && f[1]->value <= LAST_YEAR) {
        m->year = (int16_t)f[1]->value, m->month = (int8_t)f[0]->value;
        return end;
    }
    return 0;
}

/* --- numerals with marks: 2023年11月16日, 2023년 11월 16일 ---------------------------------------------------------------------- */
int cjk_date_at(const Parser *p, int i, Moment *m)
{
    int j = 0, k, stage = UNIT_CENTURY;
    int32_t n;
    *m = moment_empty();
    for (int steps = 0; steps < 3; steps++) {
        k = number_at(p, i, &n);
        if (!k || !is(p, k, LEX_MARK) || item_at(p, k)->value >= stage || item_at(p, k)->value < UNIT_DAY ||
            item_at(p, k)->value == UNIT_WEEK)
            break;
        if (steps && (item_at(p, i)->flags & ITEM_LINE)) break;
        stage = item_at(p, k)->value;
        if (stage == UNIT_YEAR) {
            int digits = item_at(p, i)->digits;
            if (digits == 2 && k == i + 1 && (item_at(p, i)->flags & ITEM_FIGURES))
                n = full_year(n, 2), m->two_digits = 1;
            if (n < FIRST_YEAR || n > LAST_YEAR) break;
            m->year = (int16_t)n;
        } else if (stage == UNIT_MONTH) {
            if (n < 1 || n > 12) break;
            m->month = (int8_t)n;
        } else {
            if (n < 1 || n > 31 ||
                (m->month > 0 && !calendar_is_day(m->year == YEAR_UNKNOWN ? 2000 : m->year, m->month, n)))
                break;
            if (m->year != YEAR_UNKNOWN && m->month < 0) break;
            m->day = (int8_t)n;
        }
        j = i = k + 1;
    }
    return j;
}
