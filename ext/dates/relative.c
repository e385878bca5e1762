/*
** relative.c - moments counted from another one or picked by direction: last Friday, next month, two weeks ago, the third Tuesday of September; see moments.h
*/
#include "dates/moments.h"

/* last year, this Friday, next March, the previous quarter, this coming Sunday; Korean jinan 16il */
int direction_at(const Parser *p, int i, Base *b)
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

int deixis_at(const Parser *p, int i, Base *b)
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

int weekday_at(const Parser *p, int i, Base *b)
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
int offset_at(const Parser *p, int i, Base *b)
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
int direction_behind(const Parser *p, int j)
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

int unit_direction_at(const Parser *p, int i, Base *b)
{
    if (!unit_of(p, i) || (item_at(p, i)->lex & LEX_PLURAL) || !direction_behind(p, i + 1)) return 0;
    b->m.relative = (uint8_t)unit_of(p, i);
    b->m.offset = item_at(p, i + 1)->value;
    b->rule = RULE_RELATIVE;
    return i + 2;
}

/* third Tuesday of September, first week of January 2015, last Sunday of the month */
int nth_at(const Parser *p, int i, Base *b)
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
