/*
** ranges.c - two moments and what is between them: May 5-9, 2023; from 13 to 15 July; 2018-2020; Monday to Friday; see grammar.h
*/
#include "dates/calendar.h"
#include "dates/moments.h"

/* Gives the beginning of a range the year that only its end says. */
static void complete(Moment *from, const Moment *to)
{
    int open = from->weekday > 0 && from->day < 0 && !from->nth; /* next Friday to 1 October 2024 */
    if (from->year == YEAR_UNKNOWN && to->year != YEAR_UNKNOWN && !from->relative && moment_has_date(from) && !open)
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
    if (p->month_first != 1 && is_char(p, j, '.') && is_glued(p, j) && !is_glued(p, j + 1)) j++; /* 16. und 17. Mai */
    if (!(is_dash(p, j) || is_range_word(p, j) || is(p, j, LEX_AND)) || !is_figures(p, j + 1) || !same_line(p, j + 1))
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

/* A word that opens a range: from, between; French du, German vom, which are `of` elsewhere. */
static int opens_range(const Parser *p, int i)
{
    return is(p, i, LEX_FROM) || is(p, i, LEX_OF) || is(p, i, LEX_AT) || is(p, i, LEX_PREP);
}

/* from the 13th to the 15th of July; du samedi 13 au dimanche 15 juillet; between ninth and seventeenth of April */
static int spoken_range(const Parser *p, int i, Finding *f)
{
    int8_t day, weekday = UNKNOWN;
    int k = skip_article(p, i);
    if (is(p, k, LEX_WEEKDAY)) weekday = (int8_t)item_at(p, k)->value, k = after_dot(p, k + 1);
    int j = day_at(p, k, &day);
    if (!j || !same_line(p, j)) return 0;
    if (is_char(p, j, '.') && is_glued(p, j) && is_figures(p, k)) j++;
    int from = is(p, i - 1, LEX_FROM), to = is_dash(p, j) || is_range_word(p, j);
    if (!to && !(is(p, j, LEX_AND) && from)) return 0;
    int r = skip_article(p, j + 1);
    if (is(p, r, LEX_OF)) r = skip_article(p, r + 1);
    int8_t until_weekday = UNKNOWN;
    if (is(p, r, LEX_WEEKDAY)) until_weekday = (int8_t)item_at(p, r)->value, r = skip_article(p, after_dot(p, r + 1));
    Base b;
    int end = is(p, r, LEX_NUMBER) || is(p, r, LEX_ORDINAL) || is(p, r, LEX_UNIT) ? compound_at(p, r, &b) : 0;
    if (!end || b.m.day <= day || b.m.hour != NO_HOUR || b.m.part || b.m.exact || b.m.weekday > 0) return 0;
    if (b.m.month < 0 && b.m.relative != UNIT_MONTH && !(b.rule == RULE_DAY && opens_range(p, i - 1))) return 0;
    if (b.rule == RULE_NUMERIC || b.rule == RULE_ISO || is_fenced_left(p, k)) return 0;
    f->moment = f->until = b.m;
    f->moment.day = day;
    f->moment.weekday = weekday;
    f->until.weekday = until_weekday;
    if (b.m.month > 0 && !moment_is_real_day(&f->moment)) return 0;
    f->rule = (uint8_t)b.rule;
    f->score = 0.85f;
    f->moment_end = item_at(p, j - 1)->end, f->until_start = item_at(p, j + 1)->start;
    finding_set_span(p, f, i, end);
    return end;
}

/* Two or three runs of figures of a date, in the order of the language; `mark` is what divides them. Returns the end. */
static int short_date_at(const Parser *p, int i, Moment *m, int *mark)
{
    const Item *a = item_at(p, i), *b = item_at(p, i + 2);
    if (!is_figures(p, i) || !is_figures(p, i + 2) || a->digits > 2 || b->digits > 2 || !is_glued(p, i + 1) ||
        !is_glued(p, i + 2) || !(is_char(p, i + 1, '.') || is_char(p, i + 1, '/')))
        return 0;
    int j = i + 3, year = YEAR_UNKNOWN;
    *mark = item_at(p, i + 1)->value;
    const Item *y = item_at(p, j + 1);
    if (is_char(p, j, *mark) && is_glued(p, j) && is_figures(p, j + 1) && is_glued(p, j + 1) &&
        (y->digits == 2 || (y->digits == 4 && y->value >= 1000 && y->value <= 2100))) {
        year = y->digits == 4 ? y->value : y->value < 50 ? 2000 + y->value : 1900 + y->value;
        j += 2;
    } else if (*mark == '.' && is_char(p, j, '.') && is_glued(p, j)) j++;
    int at = year == YEAR_UNKNOWN ? 2000 : year, month_first = p->month_first == 1 && *mark == '/';
    int month = month_first ? a->value : b->value, day = month_first ? b->value : a->value;
    if (!calendar_is_day(at, month, day)) {
        if (*mark == '.' || !calendar_is_day(at, day, month)) return 0;
        int t = day;
        day = month;
        month = t;
    }
    *m = moment_empty();
    m->day = (int8_t)day, m->month = (int8_t)month, m->year = (int16_t)year;
    return j;
}

int numeric_range_finding(const Parser *p, int i, Finding *f)
{
    Moment from, until;
    int mark = 0, same = 0, single = 0, j = short_date_at(p, i, &from, &mark);
    if (!j) {
        int8_t day;
        if (!is_figures(p, i) || !(j = day_at(p, i, &day))) return 0;
        from = moment_empty();
        from.day = day;
        single = 1;
        if (is_char(p, j, '.') && is_glued(p, j)) j++;
    }
    if (!(is_dash(p, j) || is_range_word(p, j)) || !same_line(p, j + 1) || is_fenced_left(p, i)) return 0;
    int r = skip_article(p, j + 1);
    if (is(p, r, LEX_OF)) r = skip_article(p, r + 1);
    int end = short_date_at(p, r, &until, &same);
    if (!end || (!single && same != mark)) return 0;
    const Item *after = item_at(p, end);
    int year = until.year != YEAR_UNKNOWN || from.year != YEAR_UNKNOWN;
    int alone = (item_at(p, i)->flags & ITEM_LINE) && (after->kind == LEX_END || (after->flags & ITEM_LINE));
    if (!year && !alone && !opens_range(p, i - 1)) return 0;
    if (is_fenced_right(p, end)) return 0;
    if (!year && is_char(p, end, ',') && is_figures(p, end + 1) && item_at(p, end + 1)->digits == 4 &&
        year_at(p, end + 1, &until))
        end += 2; /* 01/05-07/05, 2020 */
    if (single) {
        if (from.day >= until.day) return 0;
        from.month = until.month;
    }
    if (from.year == YEAR_UNKNOWN && until.year != YEAR_UNKNOWN)
        from.year = (int16_t)(until.year - (from.month > until.month));
    if (!moment_is_real_day(&from)) return 0;
    f->shape = SHAPE_RANGE;
    f->rule = RULE_NUMERIC;
    f->moment = from, f->until = until;
    f->score = year ? 0.9f : 0.75f;
    f->moment_end = item_at(p, j - 1)->end, f->until_start = item_at(p, j + 1)->start;
    finding_set_span(p, f, i, end);
    return end;
}

/* The month of a day in a list: 3., 4., 5. und 6. Oktober. Looks at a few items; the rest of the list is found by itself. */
static int listed_day(const Parser *p, int i, Finding *f)
{
    enum { LONGEST_LIST = 8 };
    Base b = {moment_empty(), RULE_DAY_MONTH, 0.85f};
    int8_t day, next;
    int k = i, end = day_at(p, i, &day);
    if (!end || !is_figures(p, i) || is_fenced_left(p, i)) return 0;
    for (int steps = 0; steps < LONGEST_LIST; steps++) {
        int j = k + 1;
        if (is_char(p, j, '.') && is_glued(p, j)) j++;
        int comma = is_char(p, j, ',') && is_glued(p, j);
        if (comma) j++;
        if (is(p, j, LEX_AND)) j++, comma = 1;
        if (!comma || is_glued(p, j) || !same_line(p, j) || !is_figures(p, j) || !day_at(p, j, &next)) return 0;
        if (day_month_at(p, j, &b)) {
            if (next <= day) return 0;
            b.m.day = day;
            if (!moment_is_real_day(&b.m)) return 0;
            f->shape = SHAPE_MOMENT;
            f->rule = RULE_DAY_MONTH;
            f->moment = b.m;
            f->score = 0.85f;
            end = is_char(p, end, '.') && is_glued(p, end) ? end + 1 : end;
            finding_set_span(p, f, i, end);
            return end;
        }
        b = (Base){moment_empty(), RULE_DAY_MONTH, 0.85f};
        k = j;
    }
    return 0;
}

int elliptic_finding(const Parser *p, int i, Finding *f)
{
    f->shape = SHAPE_RANGE;
    int lead = is(p, i, LEX_DIRECTION), j = elliptic_range(p, i + lead, f); /* 지난 14∼19일 */
    if (!j && !lead && (j = spoken_range(p, i, f))) return j;
    if (!j && !lead && p->month_first != 1) return listed_day(p, i, f);
    if (j && lead) {
        f->moment.turn = f->until.turn = (int8_t)item_at(p, i)->value;
        f->start = item_at(p, i)->start;
    }
    return j;
}

/* Mayıs'tan Eylül'e kadar, 2015 ile 2018 arasında: two moments of one kind and what stands behind both, where the language has no word before them */
static int beside_finding(const Parser *p, int k, Finding *f)
{
    Base b;
    const Moment *m = &f->moment;
    int end = same_line(p, k) && moment_has_date(m) && m->hour == NO_HOUR && !m->exact ? compound_at(p, k, &b) : 0;
    if (!end || !is(p, end, LEX_POSTFIX) || !same_line(p, end) || b.m.exact || b.m.hour != NO_HOUR) return 0;
    if ((m->year == YEAR_UNKNOWN) != (b.m.year == YEAR_UNKNOWN) && m->month < 0) return 0;
    if (m->relative && f->rule != RULE_DEIXIS) return 0; /* this day until today */
    if ((m->day > 0) != (b.m.day > 0) || (m->month > 0) != (b.m.month > 0) || (m->weekday > 0) != (b.m.weekday > 0) ||
        b.m.span != m->span || m->relative != b.m.relative || m->part || b.m.part)
        return 0;
    complete(&f->moment, &b.m);
    f->until = b.m;
    f->shape = SHAPE_RANGE;
    finding_set_end(p, f, end);
    f->score = f->score < b.score ? f->score : b.score;
    return end;
}

/* May 5-9, 2023; November 16 to 19; moment - moment */
int range_finding(const Parser *p, int i, int j, Finding *f)
{
    Base b;
    int dash = is_dash(p, j), to = is_range_word(p, j), and = is(p, j, LEX_AND) && is(p, i - 1, LEX_FROM);
    if (f->shape != SHAPE_MOMENT || f->modifier) return 0;
    int beside = !dash && !to && p->hour_before; /* Mayıs'tan Eylül'e kadar: what stands behind says it */
    if (beside && !is(p, j, LEX_AND) && !grammar_begins(item_at(p, j))) return 0;
    if (beside) return beside_finding(p, is(p, j, LEX_AND) ? j + 1 : j, f);
    if (!(dash || to || and) || !same_line(p, j + 1)) return 0;
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
    if (!(end = compound_at(p, k, &b))) {
        Moment clock; /* Friday 3pm to 5 */
        int led = m->hour != NO_HOUR && (to || dash);
        while (led && is_hour_lead(p, k) && k < j + 3) k++;
        if (!led || !(end = clock_beside_date(p, k, 1, &clock))) return 0;
        b = (Base){clock, RULE_TIME, 0.8f};
    }
    if (b.m.exact || m->exact) return 0;
    if (b.m.span != m->span) return 0;
    int date_a = moment_has_date(m), date_b = moment_has_date(&b.m);
    if (b.rule == RULE_YEAR && m->month > 0 && !dash) return 0;
    if (!date_a && !date_b) { /* 9:00-17:00 */
        if (m->hour == NO_HOUR || b.m.hour == NO_HOUR) return 0;
    } else if (date_a && !date_b) {
        if (m->hour == NO_HOUR || b.m.hour == NO_HOUR) return 0;
        u = *m, u.hour = b.m.hour, u.minute = b.m.minute, u.second = b.m.second, u.twelve = b.m.twelve;
        b.m = u;
    } else if (!date_a) {
        if (m->hour == NO_HOUR || b.m.hour == NO_HOUR) return 0;
        u = b.m, u.hour = m->hour, u.minute = m->minute, u.second = m->second, u.twelve = m->twelve;
        *m = u;
    } else if (to && is(p, i - 1, LEX_FROM) && moment_has_day(m) && moment_has_day(&b.m)) {
        ; /* from next Friday to 1 October */
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
