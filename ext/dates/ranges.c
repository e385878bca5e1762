/*
** ranges.c - two moments and what is between them: May 5-9, 2023; from 13 to 15 July; 2018-2020; Monday to Friday; see grammar.h
*/
#include "dates/moments.h"

/* Gives the beginning of a range the year that only its end says. */
static void complete(Moment *from, const Moment *to)
{
    if (from->year == YEAR_UNKNOWN && to->year != YEAR_UNKNOWN && !from->relative && moment_has_date(from))
        from->year = to->year;
}

/* Figures that go on (a telephone number, a code) are no years. */
static int joins_more(const Parser *p, int end)
{
    return is_glued(p, end) && is(p, end, LEX_PUNCTUATION) && is_figures(p, end + 1) && is_glued(p, end + 1);
}

/* Figures before a dash and the end of the range: 5-9 May, 14~19일, 2018-2020, 9-11 a.m. */
static int elliptic_range(const Parser *p, int i, Finding *f)
{
    const Item *a = item_at(p, i);
    if (!is_figures(p, i) || (a->flags & (ITEM_GROUPED | ITEM_HUGE | ITEM_PLURAL_S)) || a->digits > 4) return 0;
    int j = i + 1;
    if (!(is_dash(p, j) || is(p, j, LEX_TO) || is(p, j, LEX_AND)) || !is_figures(p, j + 1) || !same_line(p, j + 1))
        return 0;
    if (is_glued(p, i) && (is(p, i - 1, LEX_OTHER) || is_dash(p, i - 1)) && !(item_at(p, i - 1)->flags & ITEM_RUN))
        return 0;
    const Item *c = item_at(p, j + 1);
    Moment m = moment_empty(), u = moment_empty();
    Base b;
    b = (Base){moment_empty(), RULE_YEAR, 0.9f};
    int era = era_year_at(p, j + 1, &b);
    if (era && b.m.year < 0 && is_dash(p, j) && a->value > -b.m.year && a->value < 5000) { /* 149-146 BC */
        m.year = (int16_t)-a->value;
        f->rule = RULE_YEAR;
        f->moment = m, f->until = b.m;
        f->score = 0.9f;
        finding_set_span(p, f, i, era);
        return era;
    }
    if (a->digits == 4 && (c->digits == 4 || c->digits == 2) && is_dash(p, j)) {
        if (!year_at(p, i, &m)) return 0;
        int y = c->digits == 4 ? c->value : m.year / 100 * 100 + c->value, end = j + 2;
        if (y <= m.year || y > 2100 || (y - m.year > 30 && c->digits == 2)) return 0;
        if (is_fenced(p, j + 1, j + 2) && !is_glued(p, j + 1)) return 0;
        if (joins_more(p, end)) return 0;
        if (c->digits == 2 && is_char(p, j, '-') && is_char(p, end, '-')) return 0;
        u.year = (int16_t)y;
        if ((is(p, end, LEX_YEARWORD) || (is(p, end, LEX_MARK) && item_at(p, end)->value == UNIT_YEAR)) &&
            same_line(p, end))
            end = after_dot(p, end + 1);
        else if (c->flags & ITEM_ORDINAL) return 0;
        else if (m.year < 1800 || y > 2060) return 0;
        f->rule = RULE_YEAR;
        f->moment = m, f->until = u;
        f->score = 0.85f;
        finding_set_span(p, f, i, end);
        return end;
    }
    b = (Base){moment_empty(), RULE_DAY_MONTH, 0.9f};
    int end = a->digits <= 2 ? compound_at(p, j + 1, &b) : 0;
    if (!end || is(p, j, LEX_AND)) {
        if (!end || b.rule != RULE_DAY_MONTH) return 0;
    }
    m = u = b.m;
    if (b.rule == RULE_DAY_MONTH || b.rule == RULE_DAY || (b.rule == RULE_CJK && u.day > 0 && u.month < 0)) {
        if (a->value < 1 || a->value >= u.day) return 0;
        m.day = (int8_t)a->value;
        m.hour = NO_HOUR;
    } else if (b.rule == RULE_CJK && u.month > 0 && u.day < 0) {
        if (a->value < 1 || a->value >= u.month) return 0;
        m.month = (int8_t)a->value;
    } else if (b.rule == RULE_TIME && u.hour != NO_HOUR && !moment_has_date(&u)) {
        if (a->value > 24 || !is_dash(p, j)) return 0;
        int hour = a->value;
        if (u.hour >= 12 && hour < 12 && hour + 12 <= u.hour) hour += 12;
        m.hour = (int8_t)hour;
        m.minute = UNKNOWN;
    } else return 0;
    if (m.day > 0 && m.month > 0 && !moment_is_real_day(&m)) return 0;
    f->rule = (uint8_t)b.rule;
    f->moment = m, f->until = u;
    f->score = 0.85f;
    finding_set_span(p, f, i, end);
    return end;
}

int elliptic_finding(const Parser *p, int i, Finding *f)
{
    f->shape = SHAPE_RANGE;
    int lead = is(p, i, LEX_DIRECTION), j = elliptic_range(p, i + lead, f); /* 지난 14∼19일 */
    if (j && lead) {
        f->moment.turn = f->until.turn = (int8_t)item_at(p, i)->value;
        f->start = item_at(p, i)->start;
    }
    return j;
}

/* May 5-9, 2023; November 16 to 19; moment - moment */
int range_finding(const Parser *p, int i, int j, Finding *f)
{
    Base b;
    int dash = is_dash(p, j), to = is(p, j, LEX_TO), and = is(p, j, LEX_AND) && is(p, i - 1, LEX_FROM);
    if (!(dash || to || and) || !same_line(p, j + 1) || f->shape != SHAPE_MOMENT || f->modifier) return 0;
    Moment *m = &f->moment, u = *m;
    int k = j + 1, end;
    int8_t day;
    if (m->month > 0 && m->day > 0 && m->year == YEAR_UNKNOWN && m->hour == NO_HOUR && f->rule == RULE_MONTH_DAY &&
        is_figures(p, k) && (end = day_at(p, k, &day)) && day > m->day && !is(p, end, LEX_MONTH) && !unit_of(p, end)) {
        u.day = day;
        int year = date_year_at(p, end, &u);
        if (year) end = year, m->year = u.year;
        if (!moment_is_real_day(&u) || is_fenced_right(p, k + 1)) return 0;
        f->until = u;
        f->shape = SHAPE_RANGE;
        finding_set_end(p, f, end);
        return end;
    }
    if (!(end = compound_at(p, k, &b)) || b.m.exact || m->exact) return 0;
    if (b.m.span != m->span) return 0;
    int date_a = moment_has_date(m), date_b = moment_has_date(&b.m);
    if (b.rule == RULE_YEAR && m->month > 0 && !dash) return 0;
    if (!date_a && !date_b) { /* 9:00-17:00 */
        if (m->hour == NO_HOUR || b.m.hour == NO_HOUR) return 0;
    } else if (date_a && !date_b) {
        if (m->hour == NO_HOUR || b.m.hour == NO_HOUR) return 0;
        u = *m, u.hour = b.m.hour, u.minute = b.m.minute, u.second = b.m.second;
        b.m = u;
    } else if (!date_a) {
        if (m->hour == NO_HOUR || b.m.hour == NO_HOUR) return 0;
        u = b.m, u.hour = m->hour, u.minute = m->minute, u.second = m->second;
        *m = u;
    } else if ((m->day > 0) != (b.m.day > 0) || (m->month > 0) != (b.m.month > 0) ||
               (m->weekday > 0 && b.m.weekday < 0)) {
        if (!(m->month > 0 && m->day > 0 && b.m.month < 0 && b.m.day > 0)) return 0; /* 11월 14일부터 19일 */
        b.m.month = m->month;
        if (b.m.day <= m->day) return 0;
    }
    complete(m, &b.m);
    f->until = b.m;
    f->shape = SHAPE_RANGE;
    finding_set_end(p, f, end);
    f->score = f->score < b.score ? f->score : b.score;
    return end;
}
