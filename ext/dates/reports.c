/*
** reports.c - how reports of companies name the stretch they are about: the latest period, the year-ago quarter, the same period last year, the 1988 third
** quarter; see moments.h
**
** A period (LEX_PERIOD) is the quarter that the report has named; context.c puts it in. Without one only the year is left.
*/
#include "dates/moments.h"

/* What stands behind "year-ago": a quarter with or without its number, or the period. */
static int year_ago_at(const Parser *p, int i, int sign, Base *b)
{
    int32_t n;
    int j = ordinal_at(p, i, &n);
    b->m.relative = UNIT_YEAR;
    b->m.offset = sign;
    if (j && is_char(p, j, '-') && is_glued(p, j)) j++;
    if (j && n >= 1 && n <= 4 && unit_of(p, j) == UNIT_QUARTER) return b->m.quarter = (int8_t)n, j + 1;
    if (unit_of(p, i) == UNIT_QUARTER || is(p, i, LEX_PERIOD)) {
        b->m.period = 1;
        return i + 1;
    }
    return 0;
}

/* Behind a period: last year, a year ago, of 1988. */
static int period_year_at(const Parser *p, int i, Base *b)
{
    int k;
    if (is(p, i, LEX_OF) || (is(p, i, LEX_PREP) && item_at(p, i)->value == 1)) i++;
    if (!same_line(p, i)) return 0;
    if (unit_of(p, i + 1) == UNIT_YEAR && is(p, i, LEX_DIRECTION))
        return b->m.relative = UNIT_YEAR, b->m.offset = item_at(p, i)->value, i + 2;
    if (unit_of(p, i + 1) == UNIT_YEAR && is(p, i, LEX_ONE) && is(p, i + 2, LEX_AGO))
        return b->m.relative = UNIT_YEAR, b->m.offset = item_at(p, i + 2)->value, i + 3;
    if (is(p, i, LEX_DEIXIS) && lex_pair_unit(item_at(p, i)->value) == UNIT_YEAR)
        return b->m.relative = UNIT_YEAR, b->m.offset = lex_pair_number(item_at(p, i)->value), i + 1;
    if ((k = year_at(p, i, &b->m)) && !is_fenced(p, i, k)) return k;
    return 0;
}

int report_period_at(const Parser *p, int i, Base *b)
{
    int j = skip_article(p, i), k;
    b->rule = RULE_QUARTER;
    b->score = 0.85f;
    /* the comparable year-ago quarter, the year-earlier period */
    int word = j > i && (is(p, j, LEX_OTHER) || is(p, j, LEX_DIRECTION)) && same_line(p, j) ? j + 1 : j;
    if (unit_of(p, word) == UNIT_YEAR && is_dash(p, word + 1) && is_glued(p, word + 1) && is(p, word + 2, LEX_AGO))
        return year_ago_at(p, word + 3, item_at(p, word + 2)->value, b);
    if (j == i) return 0;
    /* the latest period; the same period last year; the corresponding period of 1988 */
    int turn = is(p, j, LEX_DIRECTION) ? item_at(p, j)->value : 0;
    if ((turn || is(p, j, LEX_DIRECTION) || is(p, j, LEX_OTHER)) && same_line(p, j) && is(p, j + 1, LEX_PERIOD)) {
        b->m.period = 1;
        if ((k = period_year_at(p, j + 2, b))) return k;
        return is(p, j, LEX_DIRECTION) && turn <= 0 ? (b->m.relative = UNIT_QUARTER, j + 2) : 0;
    }
    /* the 1988 period, the 1988 third quarter */
    if (!is_figures(p, j) || !(k = year_at(p, j, &b->m)) || !same_line(p, k)) return 0;
    if (is(p, k, LEX_PERIOD)) return b->m.period = 1, k + 1;
    if (unit_of(p, k) == UNIT_QUARTER && !(item_at(p, k)->lex & LEX_PLURAL)) return b->m.period = 1, k + 1;
    int32_t n;
    int q = ordinal_at(p, k, &n);
    if (q && n >= 1 && n <= 4 && unit_of(p, q) == UNIT_QUARTER) return b->m.quarter = (int8_t)n, q + 1;
    return 0;
}
