/*
** moments.c - base moments and their compounds; see grammar.h
**
** A base moment is what one construction says (16 November 2023; last Wednesday; noon; the third quarter). compound_at() goes on from a base as long as
** the next one says something else of the same instant.
*/
#include "dates/calendar.h"
#include "dates/grammar.h"

/* year's: the apostrophe and its s */
static int skip_possessive(const Parser *p, int i)
{
    if (!is(p, i, LEX_PUNCTUATION) || !is_glued(p, i)) return i;
    int c = item_at(p, i)->value;
    if (c != '\'' && c != 0x2019) return i;
    const Item *s = item_at(p, i + 1);
    return is_glued(p, i + 1) && s->kind != LEX_PUNCTUATION && s->end - s->start == 1 ? i + 2 : i + 1;
}

int unit_of(const Parser *p, int i)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_UNIT && !(item->lex & LEX_WEAK)) return item->value;
    if (item->kind == LEX_DAYWORD && item->value == 0) return UNIT_DAY;
    return item->kind == LEX_YEARWORD ? UNIT_YEAR : UNIT_NONE;
}

static int month_at(const Parser *p, int i, int8_t *month)
{
    if (!is(p, i, LEX_MONTH)) return 0;
    *month = (int8_t)item_at(p, i)->value;
    return after_dot(p, i + 1);
}

/* A name that is a common word unless it has a capital (may, march). */
static int lower_name(const Parser *p, int i)
{
    return (item_at(p, i)->lex & LEX_CAPITAL) && !(item_at(p, i)->flags & ITEM_CAPITAL);
}

/* A year where a date has one: 2023, 2023 goda, '98; after a comma or `of` as well. */
int date_year_at(const Parser *p, int i, Moment *m)
{
    int j = i, comma = 0;
    if (is_char(p, j, ',')) j++, comma = 1;
    else if (is(p, j, LEX_OF)) j++;
    if (!same_line(p, j)) return 0;
    if (is_char(p, j, '\'') || is_char(p, j, 0x2019)) {
        if (!comma && is_figures(p, j + 1) && is_glued(p, j + 1) && item_at(p, j + 1)->digits == 2) {
            int y = item_at(p, j + 1)->value;
            m->year = (int16_t)(y < 50 ? 2000 + y : 1900 + y);
            return j + 2;
        }
        return 0;
    }
    int k = year_at(p, j, m);
    if (!k) { /* 3 Aug 96, 21-APR-16 */
        const Item *two = item_at(p, j);
        int joined = is_glued(p, j) && is(p, j - 1, LEX_PUNCTUATION) && is_glued(p, j - 1);
        if (comma || !is_figures(p, j) || two->digits != 2 || (two->flags & (ITEM_ORDINAL | ITEM_PLURAL_S)) ||
            (!joined && two->value < 32) || is_char(p, j + 1, ':') || is_fenced(p, j + 1, j + 1))
            return 0;
        if (is(p, j + 1, LEX_OTHER) && same_line(p, j + 1) && !joined) return 0;
        m->year = (int16_t)(two->value < 50 ? 2000 + two->value : 1900 + two->value);
        m->two_digits = 1;
        return j + 1;
    }
    if (is_char(p, k, ':') && is_glued(p, k) && is_figures(p, k + 1) && item_at(p, k + 1)->digits == 2 &&
        is_char(p, k + 2, ':'))
        return k; /* 06/Nov/2023:06:36:02 */
    if (is_fenced(p, j, k) || (is_char(p, k, ':') && is_glued(p, k) && is_figures(p, k + 1))) {
        m->year = YEAR_UNKNOWN;
        return 0;
    }
    if (is(p, k, LEX_YEARWORD) && same_line(p, k)) k = after_dot(p, k + 1);
    return k;
}

/* --- base moments ----------------------------------------------------------------------------------------------------------- */

int moment_is_real_day(const Moment *m)
{
    return calendar_is_day(m->year == YEAR_UNKNOWN ? 2000 : m->year, m->month, m->day);
}

/* 16 November 2023, 16th of November */
static int day_month_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int k, j = day_at(p, i, &m->day);
    if (!j) return 0;
    if (is_char(p, j, '.') && is_glued(p, j) && is_figures(p, i) && is(p, j + 1, LEX_MONTH))
        j++; /* German 16. November */
    if ((is_char(p, j, '-') || is_char(p, j, '/')) && is_glued(p, j) && is(p, j + 1, LEX_MONTH)) j++;
    if (is(p, j, LEX_OF)) j++;
    if (!same_line(p, j)) return 0;
    if (lower_name(p, j) && is(p, j + 1, LEX_TENSE)) return 0; /* the 12 may be */
    if (!(j = month_at(p, j, &m->month))) return 0;
    int y = j;
    if ((is_char(p, y, '-') || is_char(p, y, '/')) && is_glued(p, y)) y++;
    if ((k = date_year_at(p, y, m))) j = k;
    int range = is_dash(p, i - 1) && is_figures(p, i - 2) && !is_dash(p, i - 3); /* 5-9 May */
    if (!moment_is_real_day(m) || (!range && is_fenced_left(p, i)) || is_fenced_right(p, i + 1)) return 0;
    b->rule = RULE_DAY_MONTH;
    b->score = m->year == YEAR_UNKNOWN ? 0.9f : 0.99f;
    return j;
}

static int names_context(const Parser *p, int i)
{
    switch (item_at(p, i)->kind) {
    case LEX_PREP:
    case LEX_OF:
    case LEX_FROM:
    case LEX_TO:
    case LEX_MODIFIER:
    case LEX_DIRECTION:
    case LEX_EVERY:
    case LEX_AT: return 1;
    default: return 0;
    }
}

/* November 16, 2023; November 2023; November */
static int month_day_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int k, j = month_at(p, i, &m->month), weak = item_at(p, i)->lex & LEX_WEAK;
    if (!j) return 0;
    b->rule = RULE_MONTH_DAY;
    b->score = 0.95f;
    int d = skip_article(p, j);
    if ((is_char(p, d, '-') || is_char(p, d, '/')) && is_glued(p, d) && is_figures(p, d + 1)) d++;
    if (same_line(p, d) && (k = day_at(p, d, &m->day))) {
        int slash = is_char(p, k, '/') && is_char(p, d - 1, '/') ? k + 1 : k;
        int figures = is_figures(p, d), year = date_year_at(p, slash, m);
        int clock = (is_char(p, k, ':') && is_figures(p, k + 1) && is_glued(p, k)) || is(p, k, LEX_MERIDIEM);
        int fenced = figures && slash == k && is_fenced(p, d, k) && d == j && !(is_dash(p, k) && is_glued(p, k));
        if (!clock && !fenced && moment_is_real_day(m) && !(unit_of(p, k) && !is(p, k, LEX_DAYWORD) && figures))
            return year ? year : k;
        m->day = UNKNOWN;
        m->year = YEAR_UNKNOWN;
    }
    if (is_figures(p, i - 1) && item_at(p, i - 1)->digits <= 2 && same_line(p, i) && !is_fenced_left(p, i - 1) &&
        !calendar_is_day(2000, m->month, item_at(p, i - 1)->value))
        return 0; /* 31 February */
    b->rule = RULE_MONTH;
    int y = is_char(p, j, '-') && is_glued(p, j) ? j + 1 : j;
    if ((k = date_year_at(p, y, m))) {
        int8_t day;
        if (is_figures(p, i - 1) && day_at(p, i - 1, &day) && same_line(p, i) &&
            !calendar_is_day(m->year, m->month, day))
            return 0; /* 29 February 2023 */
        return k;
    }
    if (is_glued(p, i) && is_dash(p, i - 1) && is(p, i - 2, LEX_OTHER)) return 0;
    int alone = (item_at(p, i)->flags & ITEM_LINE) && (item_at(p, j)->kind == LEX_END || !same_line(p, j));
    if (lower_name(p, i) && !alone) return 0;
    if (weak && !alone && !names_context(p, i - 1)) return 0;
    if (weak && is(p, i + 1, LEX_OTHER) && (item_at(p, i + 1)->flags & ITEM_CAPITAL))
        return 0; /* in March Madness, of May Day */
    b->score = weak ? 0.6f : 0.8f;
    return j;
}

/* 2023 zhylghy 16 qarasha; 2023 November 16; 2023, November */
static int year_first_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int32_t n;
    int j = 0, k, word;
    const Item *item = item_at(p, i);
    k = is_figures(p, i) ? 0 : ordinal_at(p, i, &n);
    if (k && n >= 1000 && n <= 2100) m->year = (int16_t)n, j = k;
    else if (is_figures(p, i) && item->digits == 4 && (item->flags & ITEM_ORDINAL) && item->value >= 1000 &&
             item->value <= 2100)
        m->year = (int16_t)item->value, j = i + 1;
    else j = year_at(p, i, m);
    if (!j || m->year == YEAR_UNKNOWN || is_fenced(p, i, j)) return 0;
    if (is_char(p, j, '-') && is_glued(p, j) && is(p, j + 1, LEX_YEARWORD) && is_glued(p, j + 1))
        j++; /* Kyrgyz 2023-jyldyn */
    word = is(p, j, LEX_YEARWORD) && same_line(p, j) && !(item_at(p, j)->lex & LEX_PLURAL);
    b->rule = RULE_YEAR_WORD;
    b->score = 0.95f;
    if (word) {
        if (item->kind != LEX_NUMBER || !(item->flags & ITEM_FIGURES) || item->digits == 4) j = after_dot(p, j + 1);
        /* Kazakh: year, then day and month */
        Base rest = *b;
        rest.m = moment_empty();
        if (same_line(p, j) && ((k = day_month_at(p, j, &rest)) || (k = month_day_at(p, j, &rest))) &&
            rest.m.year == YEAR_UNKNOWN) {
            rest.m.year = m->year;
            if (rest.m.day < 0 || moment_is_real_day(&rest.m)) {
                b->m = rest.m;
                b->rule = rest.m.day > 0 ? RULE_DAY_MONTH : RULE_MONTH;
                return k;
            }
        }
        return j;
    }
    /* 2023 November 16 */
    k = is_char(p, j, ',') ? j + 1 : j;
    if (is(p, k, LEX_MONTH) && same_line(p, k)) {
        Moment rest = moment_empty();
        int q = month_at(p, k, &rest.month), r = day_at(p, q, &rest.day);
        if (r && is_figures(p, q) && !is_fenced(p, q, r)) {
            rest.year = m->year;
            if (moment_is_real_day(&rest)) return b->m = rest, b->rule = RULE_MONTH_DAY, r;
        }
        if (q && !r && !lower_name(p, k)) return rest.year = m->year, b->m = rest, b->rule = RULE_MONTH, q;
    }
    return 0;
}

/*
** A bare year lives on its context: a preposition before it, a verb or a mark behind it. A noun behind it (2000 students), a name before it (Kestrel 1740),
** a time before it (a counter behind a page's stamp) speak against it.
*/
static int bare_year_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int32_t ignored;
    int j = year_at(p, i, m);
    if (!j) return 0;
    const Item *before = item_at(p, i - 1), *after = item_at(p, j), *item = item_at(p, i);
    if (before->kind == LEX_MONTH && same_line(p, i)) return 0; /* the month has refused it: 31 February 2023 */
    int dash_after = is_dash(p, j) && is_glued(p, j) && !is_figures(p, j + 1),
        dash_before = is_dash(p, i - 1) && is_glued(p, i - 1) && !is_figures(p, i - 2);
    if (is_fenced(p, i, j) && !dash_after && !dash_before && !(is_char(p, j, '/') && item_at(p, j + 1)->digits == 2))
        return 0;
    float score = m->year >= 1900 && m->year <= 2049 ? 0.6f : m->year >= 1500 ? 0.45f : 0.3f;
    if (!(item->flags & ITEM_FIGURES))
        score = item->value >= 15 && item->value <= 20 ? 0.8f
                                                       : 0.4f; /* nineteen ninety-eight; two thousand may be a count */
    int line = item->flags & ITEM_LINE;
    switch (before->kind) {
    case LEX_PREP:
    case LEX_FROM:
    case LEX_MODIFIER:
    case LEX_SEASON:
    case LEX_YEARWORD: score += 0.3f; break;
    case LEX_OF:
    case LEX_TO:
    case LEX_AND: score += 0.15f; break;
    case LEX_ARTICLE:
    case LEX_FISCAL:
    case LEX_QUANTITY:
    case LEX_TENSE: score += 0.05f; break;
    case LEX_NUMBER:
    case LEX_MERIDIEM:
        if (!line && !dash_before) score -= 0.4f;
        break;
    case LEX_UNIT:
        if (before->value == UNIT_YEAR) score += 0.3f;
        break;
    case LEX_OTHER:
        if (!line && (before->flags & ITEM_CAPITAL))
            score -= p->month_first == 1 ? 0.25f : p->year_words ? 0.15f : 0.05f;
        break;
    case LEX_PUNCTUATION:
        if (before->value == '(' || before->value == 0xFF08) score += 0.2f;
        if (before->value == ',' && is(p, i - 2, LEX_MONTH)) score += 0.3f;
        break;
    default: break;
    }
    if (is(p, i - 1, LEX_EVERY) || is(p, i - 1, LEX_VAGUE)) score -= 0.3f;
    if (unit_of(p, i - 1) == UNIT_YEAR) score += 0.3f;
    if (after->flags & ITEM_LINE) score += 0.05f;
    else switch (after->kind) {
        case LEX_OTHER: /* 1990 invasion, but 1990 students: behind a count stands a plural */
            score -= after->flags & ITEM_RUN       ? (is_glued(p, j) ? 0.3f : 0.1f)
                     : after->flags & ITEM_CAPITAL ? 0.05f
                     : p->year_words               ? 0.15f
                                                   : 0.05f;
            break;
        case LEX_TENSE:
        case LEX_FUNCTION:
        case LEX_PREP:
        case LEX_AND:
        case LEX_TO:
        case LEX_MONTH:
        case LEX_AT:
        case LEX_SEASON: score += 0.15f; break;
        case LEX_NOUN: score -= 0.4f; break;
        case LEX_UNIT:
        case LEX_VAGUE: score -= ordinal_at(p, j, &ignored) ? 0.0f : 0.4f; break;
        case LEX_NUMBER: score -= 0.3f; break;
        case LEX_PUNCTUATION:
            if (after->value == '.' || after->value == ',' || after->value == ')' || after->value == ';') score += 0.1f;
            break;
        default: break;
        }
    if (is(p, j, LEX_UNIT) && item_at(p, j)->value == UNIT_QUARTER) score += 0.5f;
    b->rule = RULE_YEAR;
    b->score = score > 0.95f ? 0.95f : score;
    return score >= 0.5f ? j : 0;
}

/* 1990s, '90s, nineties, 1990-e gody, 1990nyeondae */
static int decade_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    int j = i + 1, value = item->value;
    if (item->kind == LEX_DECADE) {
        if (is_fenced(p, i, j)) return 0;
    } else {
        if (is_char(p, i, '\'') || is_char(p, i, 0x2019)) item = item_at(p, ++i), j = i + 1, value = item->value;
        if (item->kind != LEX_NUMBER || (item->flags & (ITEM_HUGE | ITEM_GROUPED))) return 0;
        int mark = is(p, j, LEX_DECADEMARK) && same_line(p, j);
        if (!mark && !(item->flags & ITEM_PLURAL_S)) return 0;
        if (mark) j++;
        else if (is(p, j, LEX_YEARWORD) && same_line(p, j)) j = after_dot(p, j + 1);
        else if (item->digits == 2 && value < 20) return 0;
        if (value % 10 || value < 0) return 0;
        if (item->digits == 2 || value < 100) value += value < 20 ? 2000 : 1900;
        if (value < 1000 || value > 2100) return 0;
    }
    b->m.year = (int16_t)value;
    b->m.span = value % 100 == 0 && item->kind == LEX_NUMBER && value < 2000 ? UNIT_CENTURY : UNIT_DECADE;
    b->rule = RULE_DECADE;
    b->score = 0.9f;
    return j;
}

/* third quarter, 19th century, first half, 2nd week */
static int ordinal_unit_at(const Parser *p, int i, Base *b)
{
    int32_t n = item_at(p, i)->value;
    int roman = is(p, i, LEX_ROMAN), j = roman ? i + 1 : ordinal_at(p, i, &n);
    int mark = j ? 0 : number_at(p, i, &n);
    if (mark && is(p, mark, LEX_MARK) && item_at(p, mark)->value == UNIT_QUARTER && n >= 1 && n <= 4) { /* 1분기 */
        b->m.quarter = (int8_t)n;
        b->rule = RULE_QUARTER;
        b->score = 0.9f;
        return mark + 1;
    }
    if (mark && is(p, mark, LEX_MARK) && item_at(p, mark)->value == UNIT_CENTURY && n >= 1 &&
        n <= 30) { /* 20世纪90年代 */
        int32_t decade;
        j = mark + 1;
        int k = number_at(p, j, &decade);
        b->m.year = (int16_t)((n - 1) * 100), b->m.span = UNIT_CENTURY;
        b->rule = RULE_CENTURY;
        b->score = 0.9f;
        if (k && is(p, k, LEX_DECADEMARK) && decade < 100 && decade % 10 == 0)
            b->m.year = (int16_t)(b->m.year + decade), b->m.span = UNIT_DECADE, j = k + 1;
        return j;
    }
    if (!j || is_fenced(p, i, j)) return 0;
    if (roman && unit_of(p, j) != UNIT_CENTURY) return 0;
    if (is_char(p, j, '-') && is_glued(p, j)) j++;
    if (is(p, j, LEX_FISCAL)) j++, b->m.fiscal = 1;
    int unit = is(p, j, LEX_HALF)                                           ? UNIT_HALFYEAR
               : is(p, j, LEX_MARK) && item_at(p, j)->value == UNIT_QUARTER ? UNIT_QUARTER
                                                                            : unit_of(p, j);
    if (!unit || !same_line(p, j)) return 0;
    if (unit == UNIT_QUARTER && n >= 1 && n <= 4) b->m.quarter = (int8_t)n;
    else if (unit == UNIT_HALFYEAR && n <= 2 && n >= 1) b->m.half = (int8_t)n;
    else if (unit == UNIT_CENTURY && n >= 1 && n <= 30) b->m.year = (int16_t)((n - 1) * 100), b->m.span = UNIT_CENTURY;
    else return 0;
    if (unit == UNIT_HALFYEAR) { /* only of a year: the first half of a match is none */
        int k = j + 1;
        if (is(p, k, LEX_OF)) k = skip_article(p, k + 1);
        if (!is(p, k, LEX_NUMBER) && !unit_of(p, k) && !is(p, k, LEX_DIRECTION) && !is(p, k, LEX_DEIXIS) &&
            !is(p, j, LEX_UNIT))
            return 0;
        if (is(p, k, LEX_NUMBER)) {
            Moment y = moment_empty();
            if (!year_at(p, k, &y)) return 0;
        }
    }
    b->rule = unit == UNIT_CENTURY ? RULE_CENTURY : RULE_QUARTER;
    b->score = 0.9f;
    return j + 1;
}

/* Q3 2023, 3Q 2023 */
static int short_quarter_at(const Parser *p, int i, Base *b)
{
    const Item *a = item_at(p, i), *c = item_at(p, i + 1);
    if (!is_glued(p, i + 1)) return 0;
    const Item *mark = a->kind == LEX_UNIT ? a : c, *number = a->kind == LEX_UNIT ? c : a;
    if (mark->kind != LEX_UNIT || !(mark->lex & LEX_WEAK) || number->kind != LEX_NUMBER || number->digits != 1 ||
        number->value < 1 || number->value > 4)
        return 0;
    if (mark->value == UNIT_QUARTER) b->m.quarter = (int8_t)number->value;
    else if (mark->value == UNIT_HALFYEAR && number->value <= 2) b->m.half = (int8_t)number->value;
    else return 0;
    b->rule = RULE_QUARTER;
    b->score = 0.85f;
    return i + 2;
}

/* The table's number of a holiday: MMDD; 10000 + MM * 100 + weekday * 10 + which (9 the last); 20100 + days from Easter. */
static void set_holiday(Moment *m, int value)
{
    if (value >= 20000) m->easter = (int16_t)(value - 20100);
    else {
        m->month = (int8_t)(value % 10000 / 100);
        if (value >= 10000) m->weekday = (int8_t)(value / 10 % 10), m->nth = (int8_t)(value % 10);
        else m->day = (int8_t)(value % 100);
    }
}

/* last year, this Friday, next March, the previous quarter, this coming Sunday; Korean jinan 16il */
static int direction_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int j = skip_article(p, i), article = j > i, turn;
    if (is(p, j, LEX_DIRECTION)) turn = item_at(p, j)->value;
    else if (is(p, j, LEX_SPAN) && article) turn = item_at(p, j)->value;
    else return 0;
    if (!same_line(p, ++j)) return 0;
    if (is(p, j, LEX_SPAN)) turn = item_at(p, j)->value ? item_at(p, j)->value : turn, j++;
    if (is(p, j, LEX_FISCAL)) m->fiscal = 1, j++;
    const Item *item = item_at(p, j);
    b->rule = RULE_RELATIVE;
    b->score = 0.9f;
    int unit = unit_of(p, j);
    if (unit && unit != UNIT_NIGHT) {
        if (item->lex & LEX_PLURAL) return 0;
        if (is(p, i, LEX_SPAN) || is(p, i + 1, LEX_SPAN)) return 0; /* the past year: a span */
        m->relative = (uint8_t)unit;
        m->offset = turn;
        return j + 1;
    }
    m->turn = (int8_t)turn;
    switch (item->kind) {
    case LEX_WEEKDAY: m->weekday = (int8_t)item->value; return item->lex & LEX_PLURAL ? 0 : after_dot(p, j + 1);
    case LEX_MONTH: {
        int k = month_at(p, j, &m->month), d = day_at(p, k, &m->day);
        if (d && is_figures(p, k) && item_at(p, k)->digits <= 2 && !is_fenced(p, k, d) && moment_is_real_day(m))
            return d;
        m->day = UNKNOWN;
        return k;
    }
    case LEX_SEASON: m->season = (int8_t)item->value; return item->lex & LEX_PLURAL ? 0 : j + 1;
    case LEX_PART:
        m->part = (int8_t)item->value;
        m->turn = TURN_NONE;
        m->relative = UNIT_DAY;
        m->offset = turn;
        return item->lex & LEX_PLURAL ? 0 : j + 1;
    case LEX_NUMBER: {
        Moment rest;
        int k = cjk_date_at(p, j, &rest);
        if (!k) return 0;
        rest.turn = (int8_t)turn;
        *m = rest;
        return k;
    }
    case LEX_HOLIDAY: set_holiday(m, item->value), b->rule = RULE_HOLIDAY; return j + 1;
    default: return 0;
    }
}

static int deixis_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_DEIXIS) return 0;
    int unit = lex_pair_unit(item->value), j = i + 1;
    b->m.offset = lex_pair_number(item->value);
    b->rule = RULE_DEIXIS;
    b->score = 0.95f;
    if (item->lex & LEX_WEAK) {
        if (!(is(p, j, LEX_NUMBER) || is(p, j, LEX_SEASON) || is(p, j, LEX_MONTH) || is(p, j, LEX_UNIT) ||
              is(p, j, LEX_WEEKDAY)))
            return 0;
    }
    if (unit == UNIT_NIGHT) b->m.part = PART_NIGHT, unit = UNIT_DAY;
    b->m.relative = (uint8_t)unit;
    if (unit == UNIT_WEEK && is(p, j, LEX_NUMBER) && is_glued(p, j) && item_at(p, j)->value >= 1 &&
        item_at(p, j)->value <= 6 && !is(p, j + 1, LEX_MARK) && !unit_of(p, j + 1)) {
        b->m.weekday = (int8_t)item_at(p, j)->value; /* 上周 + 三 */
        j++;
    } else if (unit == UNIT_WEEK && is_glued(p, j) && is(p, j, LEX_UNIT) && item_at(p, j)->value == UNIT_DAY) {
        b->m.weekday = 7; /* 上星期天 */
        j++;
    }
    return j;
}

static int weekday_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_WEEKDAY || (item->lex & LEX_PLURAL)) return 0;
    if (is_glued(p, i) && is_dash(p, i - 1)) return 0;
    b->m.weekday = (int8_t)item->value;
    b->rule = RULE_WEEKDAY;
    b->score = 0.9f;
    int j = after_dot(p, i + 1);
    if (lower_name(p, i) && !is_figures(p, j)) return 0;
    if (item->lex & LEX_WEAK) {
        int k = is_char(p, j, ',') ? j + 1 : j;
        if (!same_line(p, k) || !(is_figures(p, k) || is(p, k, LEX_MONTH) || is(p, k, LEX_PART))) return 0;
        if (is_figures(p, k) && !is(p, k + 1, LEX_MONTH) && !(is(p, k + 1, LEX_PUNCTUATION) && is_figures(p, k + 2)) &&
            !is(p, k + 1, LEX_MERIDIEM))
            return 0;
    }
    /* Tuesday 19th, Friday the 13th */
    int d = is_char(p, j, ',') && is(p, j + 1, LEX_ARTICLE) ? j + 2 : skip_article(p, j),
        k = same_line(p, d) ? day_at(p, d, &b->m.day) : 0;
    if (k && !is(p, k, LEX_MONTH) && !is(p, k, LEX_OF) && !unit_of(p, k) && !is_fenced(p, d, k) &&
        !is_char(p, k, ':') && !is_dash(p, k) && !is(p, k, LEX_MERIDIEM) && !is(p, k, LEX_OCLOCK) &&
        ((item_at(p, d)->flags & ITEM_ORDINAL) ||
         (is_figures(p, d) &&
          (item_at(p, k)->kind == LEX_END || is(p, k, LEX_PUNCTUATION) || is(p, k, LEX_AT) || is(p, k, LEX_FROM))) ||
         d > j))
        return k;
    b->m.day = UNKNOWN;
    return j;
}

static int season_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_SEASON || (item->lex & LEX_PLURAL)) return 0;
    b->m.season = (int8_t)item->value;
    b->rule = RULE_SEASON;
    b->score = 0.75f;
    int k = date_year_at(p, i + 1, &b->m);
    if (k) return k;
    if (item->lex & LEX_WEAK) {
        int of = is(p, i + 1, LEX_OF) ? i + 2 : i + 1;
        int next = is(p, of, LEX_DIRECTION) || is(p, of, LEX_DEIXIS);
        if (!next && !(is(p, i - 1, LEX_PREP) || is(p, i - 1, LEX_ARTICLE) || is(p, i - 1, LEX_MODIFIER))) return 0;
        if (!next && is(p, i + 1, LEX_OTHER) && same_line(p, i + 1)) return 0; /* in the summer house */
    }
    return i + 1;
}

/* noon, midnight; the morning, in the evening */
static int part_at(const Parser *p, int i, Base *b)
{
    int j = skip_article(p, i);
    const Item *item = item_at(p, j);
    if (item->kind != LEX_PART || (item->lex & LEX_PLURAL)) return 0;
    b->m.part = (int8_t)item->value;
    b->rule = RULE_PART;
    b->score = 0.6f;
    if (item->lex & LEX_WEAK) {
        if (is(p, i - 1, LEX_MODIFIER) || (is_dash(p, i - 1) && is(p, i - 2, LEX_MODIFIER))) return j + 1;
        if (j == i || !(is(p, i - 1, LEX_PREP) || is(p, i - 1, LEX_AT) || is(p, j + 1, LEX_OF)) ||
            (is(p, j + 1, LEX_OTHER) && same_line(p, j + 1)))
            return 0;
    } else if (j > i && item->value != PART_NOON) return 0;
    return j + 1;
}

static int holiday_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_HOLIDAY) return 0;
    set_holiday(&b->m, item->value);
    b->rule = RULE_HOLIDAY;
    b->score = 0.7f;
    int k = date_year_at(p, i + 1, &b->m);
    return k ? k : i + 1;
}

/* A count and its unit: two years, a 16-month, half an hour. Returns the end; no context is asked. */
int counted_at(const Parser *p, int i, int32_t *amount, uint8_t *unit)
{
    if (is(p, i, LEX_COUNTED)) {
        *unit = (uint8_t)lex_pair_unit(item_at(p, i)->value);
        *amount = lex_pair_number(item_at(p, i)->value) * 100;
        return i + 1;
    }
    int32_t ordinal;
    int j = count_at(p, i, amount);
    if (!j) return 0;
    if (is_dash(p, j) && is_glued(p, j) && is_glued(p, j + 1)) j++;
    else if (!same_line(p, j)) return 0;
    if (is(p, j, LEX_SPAN) || is(p, j, LEX_FUNCTION) || is(p, j, LEX_FISCAL) || is(p, j, LEX_DIRECTION)) {
        if (unit_of(p, j + 1) && !is_glued(p, j)) j++; /* two more weeks, eight trading days */
    }
    int u = unit_of(p, j);
    if (!u || u == UNIT_NIGHT || u == UNIT_WEEKEND) {
        if (is(p, j, LEX_MARK) && item_at(p, j)->value == UNIT_YEAR && *amount > 0 && *amount < 100000)
            u = UNIT_YEAR; /* 3년 */
        else if (is(p, j, LEX_MARK) && is(p, j + 1, LEX_AGO) && item_at(p, j)->value >= UNIT_DAY)
            u = item_at(p, j)->value; /* 3일 전 */
        else if (is(p, j, LEX_MARK) && (item_at(p, j)->value == UNIT_MINUTE || item_at(p, j)->value == UNIT_SECOND))
            u = item_at(p, j)->value;
        else return 0;
    }
    if (u == UNIT_SECOND && unit_of(p, j + 1) && ordinal_at(p, j, &ordinal)) return 0; /* 1988 second quarter */
    *unit = (uint8_t)u;
    j = after_dot(p, j + 1);
    if (is(p, j, LEX_AND) && is(p, j + 1, LEX_ONE) && is(p, j + 2, LEX_HALF) && *amount > 0) { /* a year and a half */
        *amount += 50;
        j += 3;
    } else if (is(p, j, LEX_HALF) && *amount > 0 && same_line(p, j) && p->month_first != 1) {
        *amount += 50;
        j += 1;
    }
    return j;
}

/* Is the count at `i` part of something larger? */
int is_fenced_count(const Parser *p, int i)
{
    int32_t amount;
    int j = is_figures(p, i) ? count_at(p, i, &amount) : 0;
    return j && is_fenced(p, i, j);
}

/* two weeks ago, a year earlier, cherez tri dnya, hace dos meses */
static int offset_at(const Parser *p, int i, Base *b)
{
    if ((is(p, i, LEX_ONE) || is(p, i, LEX_ARTICLE)) && is_dash(p, i + 2) && is_glued(p, i + 2))
        return 0; /* a year-earlier loss */
    int32_t amount;
    uint8_t unit;
    int sign = 0;
    if (is(p, i, LEX_WITHIN)) sign = item_at(p, i++)->value;
    if (is(p, i, LEX_QUANTITY)) i++;
    int j;
    if (unit_of(p, i) && (item_at(p, i)->lex & LEX_PLURAL) && is(p, i + 1, LEX_AGO))
        amount = VAGUE_COUNT, unit = (uint8_t)unit_of(p, i), j = i + 1; /* years ago */
    else if (unit_of(p, i) &&
             ((is(p, i + 1, LEX_AGO) && p->month_first != 1) || (is_dash(p, i + 1) && is(p, i + 2, LEX_AGO)) || sign))
        amount = 100, unit = (uint8_t)unit_of(p, i), j = i + 1;
    else if (!(j = counted_at(p, i, &amount, &unit)) || is_fenced_count(p, i)) return 0;
    if (!sign) {
        if (is_dash(p, j) && is_glued(p, j)) j++;
        if (!is(p, j, LEX_AGO) || !same_line(p, j)) return 0;
        sign = item_at(p, j)->value;
        j++;
    } else if (is(p, j, LEX_AGO)) j++;
    b->rule = RULE_OFFSET;
    b->score = 0.9f;
    if (is_dash(p, j - 2) && unit == UNIT_YEAR && amount == 100 && unit_of(p, j) == UNIT_QUARTER &&
        same_line(p, j)) { /* the year-ago quarter */
        b->m.relative = UNIT_QUARTER;
        b->m.offset = sign * 4 - 1;
        return j + 1;
    }
    b->m.relative = unit;
    b->m.exact = 1;
    b->m.offset = amount == VAGUE_COUNT ? 0 : sign * amount;
    if (amount == VAGUE_COUNT) b->m.exact = 3, b->m.offset = sign; /* years ago: only the side is known */
    return j;
}

/* The direction behind its noun: mes pasado, lundi prochain. Not if it belongs to the next one (Russian: Wednesday of the last week). */
static int direction_behind(const Parser *p, int j)
{
    if (p->month_first == 1 || !is(p, j, LEX_DIRECTION) || !same_line(p, j)) return 0;
    switch (item_at(p, j + 1)->kind) {
    case LEX_UNIT:
    case LEX_YEARWORD:
    case LEX_WEEKDAY:
    case LEX_MONTH:
    case LEX_SEASON:
    case LEX_PART:
    case LEX_NUMBER: return 0;
    default: return 1;
    }
}

static int unit_direction_at(const Parser *p, int i, Base *b)
{
    if (!unit_of(p, i) || (item_at(p, i)->lex & LEX_PLURAL) || !direction_behind(p, i + 1)) return 0;
    b->m.relative = (uint8_t)unit_of(p, i);
    b->m.offset = item_at(p, i + 1)->value;
    b->rule = RULE_RELATIVE;
    return i + 2;
}

/* third Tuesday of September, first week of January 2015, last Sunday of the month */
static int nth_at(const Parser *p, int i, Base *b)
{
    int32_t n = LAST_OF_MONTH;
    int j = is(p, i, LEX_DIRECTION) && item_at(p, i)->value == -1 ? i + 1 : ordinal_at(p, i, &n);
    if (!j || n < 1 || (n > 5 && n != LAST_OF_MONTH)) return 0;
    int week = unit_of(p, j) == UNIT_WEEK;
    if ((!week && !is(p, j, LEX_WEEKDAY)) || (item_at(p, j)->lex & LEX_PLURAL)) return 0;
    int k = j + 1;
    if (!is(p, k, LEX_OF) && !(is(p, k, LEX_PREP) && item_at(p, k)->value == 1)) return 0;
    k++;
    Base outer = {moment_empty(), RULE_MONTH, 0.85f};
    int end = 0;
    switch (item_at(p, k)->kind) { /* no call of base_at(), so that nothing recurs */
    case LEX_MONTH: end = month_day_at(p, k, &outer); break;
    case LEX_NUMBER: end = bare_year_at(p, k, &outer); break;
    case LEX_DEIXIS: end = deixis_at(p, k, &outer); break;
    case LEX_DIRECTION: end = direction_at(p, k, &outer); break;
    case LEX_ARTICLE:
        end = direction_at(p, k, &outer);
        if (!end && unit_of(p, k + 1) == UNIT_MONTH && !(item_at(p, k + 1)->lex & LEX_PLURAL))
            outer.m = moment_empty(), outer.m.relative = UNIT_MONTH, end = k + 2;
        break;
    default: break;
    }
    if (!end || outer.m.day > 0 || outer.m.weekday > 0 || outer.m.hour != NO_HOUR || outer.m.exact || outer.m.span)
        return 0;
    if (outer.m.month < 0 && outer.m.relative != UNIT_MONTH && !(week && outer.m.year != YEAR_UNKNOWN)) return 0;
    *b = outer;
    b->m.nth = (int8_t)n;
    if (!week) b->m.weekday = (int8_t)item_at(p, j)->value;
    b->rule = RULE_WEEKDAY;
    return end;
}

static int keep(Base *best, int end, const Base *b, int found)
{
    if (found > end) {
        *best = *b;
        return found;
    }
    return end;
}

/* The longest base moment at `i`. */
int base_at(const Parser *p, int i, Base *best)
{
    typedef int Production(const Parser *, int, Base *);
    static Production *const of_number[] = {year_first_at, day_month_at, decade_at,        ordinal_unit_at,
                                            nth_at,        offset_at,    short_quarter_at, bare_year_at};
    static Production *const of_word[] = {offset_at, direction_at, part_at, nth_at};
    Base b;
    int end = 0, j;
#define TRY(production)                                                                                                \
    do {                                                                                                               \
        b = (Base){moment_empty(), RULE_ISO, 0.9f};                                                                    \
        end = keep(best, end, &b, production(p, i, &b));                                                               \
    } while (0)
    switch (item_at(p, i)->kind) {
    case LEX_NUMBER:
        if (is_figures(p, i)) {
            b = (Base){moment_empty(), RULE_NUMERIC, 0.97f};
            if ((j = numeric_date_at(p, i, &b.m, &b.rule)) && !is_fenced(p, i, j)) {
                if (b.m.order == ORDER_OPEN) b.score = 0.5f;
                end = keep(best, end, &b, j);
            }
        }
        b = (Base){moment_empty(), RULE_CJK, 0.95f};
        if ((j = cjk_date_at(p, i, &b.m))) {
            if (b.m.year == YEAR_UNKNOWN && b.m.month < 0) b.rule = RULE_DAY, b.score = 0.7f;
            end = keep(best, end, &b, j);
        }
        b = (Base){moment_empty(), RULE_TIME, 0.9f};
        if ((j = clock_at(p, i, &b.m))) end = keep(best, end, &b, j);
        for (size_t k = 0; k < sizeof of_number / sizeof *of_number; k++) TRY(of_number[k]);
        return end;
    case LEX_MERIDIEM:
    case LEX_PART:
    case LEX_CLOCK:
        b = (Base){moment_empty(), RULE_TIME, 0.85f};
        if ((j = clock_at(p, i, &b.m))) end = keep(best, end, &b, j);
        if (!j && p->times_apart && is(p, i, LEX_MERIDIEM)) { /* the forenoon as such */
            b = (Base){moment_empty(), RULE_PART, 0.7f};
            b.m.part = item_at(p, i)->value ? PART_AFTERNOON : PART_MORNING;
            end = keep(best, end, &b, i + 1);
        }
        TRY(part_at);
        return end;
    case LEX_ROMAN: TRY(ordinal_unit_at); return end;
    case LEX_ORDINAL:
        TRY(day_month_at);
        TRY(ordinal_unit_at);
        TRY(nth_at);
        TRY(year_first_at);
        return end;
    case LEX_MONTH:
    case LEX_WEEKDAY:
    case LEX_SEASON:
        TRY(month_day_at);
        TRY(weekday_at);
        TRY(season_at);
        if (end && best->m.year == YEAR_UNKNOWN && best->m.turn == TURN_NONE && direction_behind(p, end))
            best->m.turn = (int8_t)item_at(p, end)->value, end++;
        return end;
    case LEX_DEIXIS: TRY(deixis_at); return end;
    case LEX_HOLIDAY: TRY(holiday_at); return end;
    case LEX_DECADE: TRY(decade_at); return end;
    case LEX_UNIT:
    case LEX_YEARWORD:
    case LEX_DAYWORD:
        TRY(short_quarter_at);
        TRY(offset_at);
        TRY(ordinal_unit_at);
        TRY(unit_direction_at);
        if (unit_of(p, i) == UNIT_QUARTER && is(p, i + 1, LEX_TO) && item_at(p, i + 2)->value <= 12 &&
            (is(p, i + 3, LEX_MERIDIEM) || item_at(p, i + 3)->kind == LEX_END)) {
            Moment hour = moment_empty();
            b = (Base){moment_empty(), RULE_TIME, 0.8f};
            if ((j = clock_at(p, i + 2, &hour)) && hour.hour > 0)
                b.m.hour = (int8_t)(hour.hour - 1), b.m.minute = 45, end = keep(best, end, &b, j);
        }
        if (unit_of(p, i) == UNIT_YEAR && is(p, i + 1, LEX_NUMBER) && same_line(p, i + 1)) { /* the year 2000 */
            b = (Base){moment_empty(), RULE_YEAR_WORD, 0.95f};
            if ((j = year_at(p, i + 1, &b.m)) && !is_fenced(p, i + 1, j)) end = keep(best, end, &b, j);
        }
        return end;
    case LEX_FISCAL:
        if ((j = bare_year_at(p, i + 1, (b = (Base){moment_empty(), RULE_YEAR, 0.9f}, &b))) && same_line(p, i + 1))
            b.m.fiscal = 1, end = keep(best, end, &b, j);
        return end;
    case LEX_PUNCTUATION:
        if (is_char(p, i, '\'') || is_char(p, i, 0x2019)) TRY(decade_at);
        return end;
    case LEX_ARTICLE: {
        j = i + 1;
        if (is(p, j, LEX_UNIT) && !(item_at(p, j)->lex & (LEX_PLURAL | LEX_WEAK)) && same_line(p, j) &&
            (unit_of(p, j) == UNIT_WEEKEND || unit_of(p, j) == UNIT_QUARTER)) {
            b = (Base){moment_empty(), RULE_RELATIVE, 0.6f}; /* the weekend: the one that words nearby are about */
            b.m.relative = (uint8_t)unit_of(p, j);
            b.m.turn = TURN_NEAR;
            end = keep(best, end, &b, j + 1);
        }
        if (is(p, j, LEX_FISCAL) && unit_of(p, j + 1) == UNIT_YEAR && !is(p, j + 2, LEX_NUMBER)) {
            b = (Base){moment_empty(), RULE_RELATIVE, 0.6f};
            b.m.relative = UNIT_YEAR;
            b.m.fiscal = 1;
            end = keep(best, end, &b, j + 2);
        }
        TRY(direction_at);
        TRY(part_at);
        TRY(offset_at);
        /* the 16th of November; the third quarter; the 1990s: the article belongs to what follows */
        j = i + 1;
        if (!same_line(p, j)) return end;
        if (is(p, j, LEX_FISCAL)) j++;
        Base inner;
        int k = is(p, j, LEX_ARTICLE) || is(p, j, LEX_WEEKDAY) || is(p, j, LEX_DEIXIS) || is(p, j, LEX_MONTH)
                    ? 0
                    : base_at(p, j, &inner);
        if (k && is_dash(p, k - 2) && is_glued(p, k - 2) && is(p, k - 1, LEX_UNIT))
            k = 0; /* the third-quarter loss: the article is the noun's */
        if (k && p->month_first != 1 &&
            (inner.rule == RULE_DAY_MONTH || inner.rule == RULE_NUMERIC || inner.rule == RULE_SEASON))
            k = 0; /* le 16 novembre: as good as a preposition */
        if (k && inner.rule != RULE_YEAR && inner.rule != RULE_TIME) end = keep(best, end, &inner, k);
        return end;
    }
    case LEX_ONE:
    case LEX_VAGUE:
    case LEX_HALF:
    case LEX_COUNTED:
    case LEX_WITHIN:
    case LEX_QUANTITY: TRY(offset_at); return end;
    default:
        for (size_t k = 0; k < sizeof of_word / sizeof *of_word; k++) TRY(of_word[k]);
        return end;
    }
#undef TRY
}

/* --- compounds ------------------------------------------------------------------------------------------------------------------ */

int moment_has_day(const Moment *m)
{
    return m->day > 0 || m->easter != NO_EASTER || m->weekday > 0 || (m->relative == UNIT_DAY && m->exact != 1);
}
int moment_has_time(const Moment *m)
{
    return m->hour != NO_HOUR || m->part;
}
int moment_has_date(const Moment *m)
{
    return moment_has_day(m) || m->year != YEAR_UNKNOWN || m->month > 0 || m->relative || m->season || m->quarter ||
           m->half;
}

#define JOIN(field, none)                                                                                              \
    if (b->field != (none)) {                                                                                          \
        if (a->field != (none) && a->field != b->field) return 0;                                                      \
        r.field = b->field;                                                                                            \
    }

/* Puts what `b` says into `a`. Returns 0, and changes nothing, if they speak of different instants. */
int moments_merge(Moment *a, const Moment *b)
{
    Moment r = *a;
    if (a->exact || b->exact) {
        if (moment_has_date(a) && moment_has_date(b)) return 0;
    }
    if (a->relative && b->relative) return 0;
    if (a->span || b->span) return 0;
    if ((a->relative == UNIT_DAY &&
         (b->day > 0 || b->month > 0 || b->year != YEAR_UNKNOWN || b->season || b->quarter)) ||
        (b->relative == UNIT_DAY && (a->day > 0 || a->month > 0 || a->year != YEAR_UNKNOWN || a->season || a->quarter)))
        return 0;
    if ((a->relative && b->year != YEAR_UNKNOWN) || (b->relative && a->year != YEAR_UNKNOWN)) return 0;
    JOIN(year, YEAR_UNKNOWN)
    JOIN(month, UNKNOWN)
    JOIN(day, UNKNOWN)
    JOIN(weekday, UNKNOWN)
    JOIN(hour, NO_HOUR)
    JOIN(minute, UNKNOWN)
    JOIN(second, UNKNOWN)
    JOIN(part, 0)
    JOIN(season, 0)
    JOIN(quarter, 0)
    JOIN(half, 0)
    JOIN(nth, 0)
    JOIN(easter, NO_EASTER)
    JOIN(turn, TURN_NONE)
    if (b->relative) r.relative = b->relative, r.offset = b->offset, r.exact = b->exact;
    r.fiscal |= b->fiscal, r.order |= b->order, r.two_digits |= b->two_digits;
    if (r.day > 0 && r.month > 0 && !moment_is_real_day(&r)) return 0;
    /* a weekday that is not the date's is of another day */
    if (r.weekday > 0 && !r.nth && r.year != YEAR_UNKNOWN && r.month > 0 && r.day > 0 &&
        calendar_weekday(calendar_number(r.year, r.month, r.day)) != r.weekday)
        return 0;
    *a = r;
    return 1;
}

/* May the base `b` that stands behind `a` (with `link` of what is between) say more of the same instant? */
static int may_join(const Moment *a, const Moment *b, int comma, int at, int of)
{
    if (moment_has_time(a) && moment_has_time(b)) {
        /* 9 in the morning; morning at 9 */
        return (a->hour != NO_HOUR) != (b->hour != NO_HOUR) && !moment_has_date(b);
    }
    if (!moment_has_date(a) || !moment_has_date(b))
        return !moment_has_date(a) ? (moment_has_day(b) && !of) || (!comma && !b->span && b->weekday > 0)
                                   : moment_has_day(a);
    if (of)
        return (b->year != YEAR_UNKNOWN || b->relative || (b->month > 0 && b->day < 0)) &&
               !(a->relative && b->relative) && a->year == YEAR_UNKNOWN;
    if (at) return (a->weekday > 0 || a->relative == UNIT_DAY) && b->day > 0; /* on Friday, the 6th */
    if (a->weekday > 0 && a->day < 0 && a->month < 0) return b->day > 0 || b->relative == UNIT_WEEK;
    if (b->weekday > 0 && b->day < 0) return a->day > 0 || (a->relative == UNIT_WEEK && !comma);
    if (a->relative == UNIT_YEAR || a->relative == UNIT_MONTH)
        return !comma && b->year == YEAR_UNKNOWN && (b->month > 0 || b->season || b->quarter || b->half || b->day > 0);
    if (b->relative == UNIT_YEAR) return !comma && (a->month > 0 || a->season || a->quarter || a->half);
    if (a->year != YEAR_UNKNOWN && a->month < 0 && !a->quarter && !a->season)
        return !comma && b->year == YEAR_UNKNOWN && (b->quarter || b->half || b->season);
    if (a->quarter || a->season || a->half) return !comma && b->year != YEAR_UNKNOWN && b->month < 0 && b->day < 0;
    return 0;
}

int compound_at(const Parser *p, int i, Base *b)
{
    int j = base_at(p, i, b);
    if (!j) return 0;
    for (int steps = 0; steps < 4; steps++) {
        int k = skip_possessive(p, j), comma = 0, at = 0, of = 0, paren = 0;
        if (k == j && is_char(p, k, ',') && is_glued(p, k)) comma = 1, k++;
        else if (k == j && is_char(p, k, '(') && b->m.weekday > 0) paren = 1, k++;
        else if (k == j && (is_dash(p, k) && !is_glued(p, k))) comma = 1, k++;
        else if (is_char(p, k, ':') && is_glued(p, k) && is_figures(p, k + 1) && b->m.day > 0) k++;
        if (is(p, k, LEX_AT)) at = 1, k++;
        else if (is(p, k, LEX_OF)) of = 1, k++;
        else if (is(p, k, LEX_PREP) &&
                 (is(p, k + 1, LEX_PART) || (is(p, k + 1, LEX_ARTICLE) && is(p, k + 2, LEX_PART))))
            at = 1, k++;
        /* the T of ISO 8601 */
        const Item *t = item_at(p, k);
        int iso_t = b->rule == RULE_ISO && t->kind == LEX_OTHER && is_glued(p, k) && t->end - t->start == 1 &&
                    is_figures(p, k + 1) && is_glued(p, k + 1);
        if (iso_t) k++;
        if (!same_line(p, k) && !iso_t) break;
        Base next;
        int end = base_at(p, k, &next);
        if (!end && is(p, k, LEX_PART) && !(item_at(p, k)->lex & LEX_PLURAL) && moment_has_day(&b->m) &&
            !comma) { /* Friday evening */
            next = (Base){moment_empty(), RULE_PART, 0.9f};
            next.m.part = (int8_t)item_at(p, k)->value;
            end = k + 1;
        }
        int32_t hour;
        if (!end && at && (b->m.part || (b->m.relative == UNIT_DAY && b->m.hour == NO_HOUR)) && b->m.hour == NO_HOUR &&
            is_figures(p, k) && (end = number_at(p, k, &hour)) && hour >= 1 && hour <= 12 && !is_fenced(p, k, end) &&
            !is(p, end, LEX_OTHER) && !unit_of(p, end)) {
            next = (Base){moment_empty(), RULE_TIME, 0.8f};
            next.m.hour = (int8_t)hour;
        }
        if (!end) break;
        if (p->times_apart && moment_has_time(&b->m) != moment_has_time(&next.m) && !iso_t) break;
        if (next.rule == RULE_YEAR && !of && !(b->m.quarter || b->m.half || b->m.season)) break;
        if (!may_join(&b->m, &next.m, comma || paren, at, of)) break;
        if (paren && (!is_char(p, end, ')') || next.m.day < 0)) break;
        if (next.rule == RULE_DAY && p->items[k].kind != LEX_NUMBER) break;
        if (!moments_merge(&b->m, &next.m)) break;
        if (next.m.hour != NO_HOUR && b->rule != RULE_TIME) b->score = b->score < next.score ? b->score : next.score;
        if (b->rule == RULE_TIME || b->rule == RULE_PART || (b->rule == RULE_WEEKDAY && next.m.day > 0))
            b->rule = next.rule, b->score = next.score > b->score ? next.score : b->score;
        j = paren ? end + 1 : end;
    }
    return j;
}

void grammar_lend_date(Finding *time, const Finding *date)
{
    if (time->shape != SHAPE_MOMENT && time->shape != SHAPE_RANGE) return;
    if (date->shape != SHAPE_MOMENT || moment_has_date(&time->moment) || !moment_has_time(&time->moment) ||
        !moment_has_day(&date->moment) || moment_has_time(&date->moment))
        return;
    moments_merge(&time->moment, &date->moment);
    if (time->shape == SHAPE_RANGE) moments_merge(&time->until, &date->moment);
}
