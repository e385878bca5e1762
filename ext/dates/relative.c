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
    case LEX_WEEKDAY:
        m->weekday = (int8_t)item->value, m->part = (int8_t)item->digits;
        return item->lex & LEX_PLURAL ? 0 : after_dot(p, j + 1);
    case LEX_MONTH: {
        int k = month_at(p, j, &m->month), d = day_at(p, k, &m->day);
        if (d && is_figures(p, k) && item_at(p, k)->digits <= 2 && !is_fenced(p, k, d) && moment_is_real_day(m))
            return d;
        m->day = UNKNOWN;
        return k;
    }
    case LEX_SEASON: m->season = (int8_t)item->value; return item->lex & LEX_PLURAL ? 0 : j + 1;
    case LEX_DEIXIS:
        if (!is_morning_word(p, j)) return 0;
        m->part = PART_MORNING, m->turn = TURN_NONE, m->relative = UNIT_DAY, m->offset = turn;
        return j + 1;
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

/* German Morgen is the morning as well as tomorrow: am Morgen, gestern Morgen. */
int is_morning_word(const Parser *p, int i)
{
    return is(p, i, LEX_DEIXIS) && (item_at(p, i)->lex & LEX_CAPITAL);
}

int deixis_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_DEIXIS) return 0;
    if (is_morning_word(p, i) && is(p, i - 1, LEX_AT) && !is_hour_lead(p, i - 1) && same_line(p, i)) {
        b->m.part = PART_MORNING;
        b->rule = RULE_PART;
        b->score = 0.6f;
        return i + 1;
    }
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
    b->m.part = (int8_t)item->digits;
    b->rule = RULE_WEEKDAY;
    b->score = 0.9f;
    int j = after_dot(p, i + 1);
    int alone = (item->flags & ITEM_LINE) && (item_at(p, j)->kind == LEX_END || (item_at(p, j)->flags & ITEM_LINE));
    int figures = is_char(p, i - 1, ',') ? i - 2 : i - 1; /* Jul 18, Fri */
    int behind = is_figures(p, figures) && is(p, figures - 1, LEX_MONTH) && !is_figures(p, j);
    if (alone || behind) return j;
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
    int dot = k && is_char(p, k, '.') && is_glued(p, k) && is_figures(p, d) && p->month_first != 1;
    if (dot && (is(p, k + 1, LEX_MONTH) || is_figures(p, k + 1))) k = 0; /* Sonntag, den 7. Dezember */
    if (k && !is(p, k, LEX_MONTH) && !is(p, k, LEX_OF) && !unit_of(p, k) && !is_fenced(p, d, k) &&
        !(item_at(p, d)->lex & LEX_HOURWARD) && !is_char(p, k, ':') && !is_dash(p, k) && !is(p, k, LEX_MERIDIEM) &&
        !is(p, k, LEX_OCLOCK) &&
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
        int count = lex_pair_number(item_at(p, i)->value);
        *amount = count ? count * 100 : VAGUE_COUNT;
        if (count && is(p, i + 1, LEX_HALF) && is_glued(p, i + 1)) return *amount += 50, i + 2;
        return i + 1;
    }
    int32_t ordinal;
    int j = 0;
    if ((p->unit_first & LEX_COUNTS_BEHIND) && (j = unit_first_at(p, i, amount, unit))) return j;
    j = count_at(p, i, amount);
    if (!j) return 0;
    int letter = hours_at(p, i, j, amount);
    if (letter) return *unit = UNIT_HOUR, letter;
    if (is_dash(p, j) && is_glued(p, j) && is_glued(p, j + 1)) j++;
    else if (!same_line(p, j)) return 0;
    if (is(p, j, LEX_SPAN) || is(p, j, LEX_FUNCTION) || is(p, j, LEX_FISCAL) || is(p, j, LEX_DIRECTION)) {
        /* two more weeks, eight trading days; but not: $14 million last year */
        int own = (is(p, j, LEX_SPAN) || is(p, j, LEX_DIRECTION)) && item_at(p, j)->value <= 0 && *amount != 100;
        if (unit_of(p, j + 1) && !is_glued(p, j) &&
            (!own || (item_at(p, j + 1)->lex & LEX_PLURAL) || (p->month_first != 1 && *amount < 100000)))
            j++;
    }
    int u = unit_of(p, j);
    if (!u || u == UNIT_NIGHT || u == UNIT_WEEKEND) {
        if (is(p, j, LEX_MARK) && item_at(p, j)->value == UNIT_YEAR && *amount > 0 && *amount < 100000)
            u = UNIT_YEAR; /* 3년 */
        else if (is(p, j, LEX_MARK) && is(p, j + 1, LEX_AGO) && item_at(p, j)->value >= UNIT_DAY)
            u = item_at(p, j)->value; /* 3일 전 */
        else if (is(p, j, LEX_MARK) && is_within_behind(p, j + 1) && item_at(p, j)->value == UNIT_DAY)
            u = UNIT_DAY; /* 五日内 */
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

/* 3 Fridays from now, two Thursdays ago, cherez tri pyatnitsy */
static int counted_weekday_at(const Parser *p, int i, Base *b)
{
    enum { MOST = 90 };
    int32_t amount;
    int sign = is(p, i, LEX_WITHIN) && !is_within_behind(p, i) ? item_at(p, i++)->value : 0,
        j = count_at(p, i, &amount);
    if (!j || amount < 100 || amount % 100 || amount > MOST * 100 || !is(p, j, LEX_WEEKDAY) || !same_line(p, j))
        return 0;
    b->m.weekday = (int8_t)item_at(p, j++)->value;
    if (!sign) {
        if (!is(p, j, LEX_AGO) || !same_line(p, j)) return 0;
        sign = item_at(p, j++)->value;
    }
    b->m.turn = (int8_t)(sign * amount / 100);
    b->rule = RULE_OFFSET;
    b->score = 0.85f;
    return j;
}

/* two weeks ago, a year earlier, cherez tri dnya, hace dos meses */
int offset_at(const Parser *p, int i, Base *b)
{
    int counted = counted_weekday_at(p, i, b);
    if (counted) return counted;
    if ((is(p, i, LEX_ONE) || is(p, i, LEX_ARTICLE)) && is_dash(p, i + 2) && is_glued(p, i + 2))
        return 0; /* a year-earlier loss */
    int32_t amount;
    uint8_t unit;
    int sign = 0, few = 1;
    if (is_within_behind(p, i)) return 0;
    if (is(p, i, LEX_WITHIN)) sign = item_at(p, i++)->value;
    if (is(p, i, LEX_QUANTITY)) i++;
    int j;
    if ((p->unit_first & LEX_COUNTS_BEHIND) && unit_of(p, i) && (j = counted_at(p, i, &amount, &unit)))
        ; /* siku 3 zilizopita */
    else if (unit_of(p, i) && (item_at(p, i)->lex & LEX_PLURAL) && (sign < 0 || is(p, i + 1, LEX_AGO)))
        amount = VAGUE_COUNT, unit = (uint8_t)unit_of(p, i), few = 0, j = i + 1; /* years ago: only the side is known */
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
    b->m.exact = EXACT_INSTANT;
    b->m.offset = amount == VAGUE_COUNT ? 0 : sign * amount;
    if (amount == VAGUE_COUNT) b->m.exact = EXACT_VAGUE, b->m.offset = few ? sign * VAGUE_FEW : sign;
    return j;
}

/* The direction behind its noun: mes pasado, lundi prochain. Not if it belongs to the next one (Russian: Wednesday of the last week). */
int direction_behind(const Parser *p, int j)
{
    int turn = item_at(p, j)->value;
    if (!is(p, j, LEX_DIRECTION) || !same_line(p, j)) return 0;
    if (p->month_first == 1 && turn >= -1 && turn <= 1) return 0; /* English: only the week after next */
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

/* The stretch of time that an nth is of: a month with or without its year, a year, next month, the year. */
static int nth_outer_at(const Parser *p, int k, Base *outer)
{
    Moment *m = &outer->m;
    int end = 0;
    *outer = (Base){moment_empty(), RULE_MONTH, 0.85f};
    switch (item_at(p, k)->kind) { /* no call of base_at(), so that nothing recurs */
    case LEX_MONTH: end = month_day_at(p, k, outer); break;
    case LEX_NUMBER:
        end = cjk_date_at(p, k, m);
        if (!end) end = bare_year_at(p, k, outer);
        if (is(p, end, LEX_YEARWORD) && end) end = after_dot(p, end + 1);
        break;
    case LEX_DEIXIS: end = deixis_at(p, k, outer); break;
    case LEX_DIRECTION: end = direction_at(p, k, outer); break;
    case LEX_UNIT:
    case LEX_YEARWORD: /* Russian: of the month; of the next year */
        end = unit_direction_at(p, k, outer);
        if (!end && unit_of(p, k) == UNIT_YEAR && is(p, k + 1, LEX_NUMBER) && (end = year_at(p, k + 1, m))) break;
        if (!end && p->month_first != 1 && unit_of(p, k) >= UNIT_MONTH && unit_of(p, k) <= UNIT_YEAR &&
            !(item_at(p, k)->lex & LEX_PLURAL))
            m->relative = (uint8_t)unit_of(p, k), end = k + 1;
        break;
    case LEX_ARTICLE:
        end = direction_at(p, k, outer);
        if (!end) end = unit_direction_at(p, k + 1, outer);
        if (!end && is(p, k + 1, LEX_MONTH)) end = month_day_at(p, k + 1, outer);
        if (!end && unit_of(p, k + 1) == UNIT_YEAR && is(p, k + 2, LEX_NUMBER)) end = year_at(p, k + 2, m);
        if (!end && unit_of(p, k + 1) >= UNIT_MONTH && unit_of(p, k + 1) <= UNIT_YEAR &&
            !(item_at(p, k + 1)->lex & LEX_PLURAL))
            m->relative = (uint8_t)unit_of(p, k + 1), end = k + 2;
        break;
    default: break;
    }
    if (!end || m->day > 0 || m->weekday > 0 || m->hour != NO_HOUR || m->exact || m->span) return 0;
    if (m->month < 0 && m->year == YEAR_UNKNOWN && (m->relative < UNIT_MONTH || m->relative > UNIT_YEAR)) return 0;
    /* in March this year, Russian: of March of the last year */
    if (m->month > 0 && m->year == YEAR_UNKNOWN && !m->relative && same_line(p, end)) {
        Base year = {moment_empty(), RULE_RELATIVE, 0.85f};
        int k2 = skip_article(p, is(p, end, LEX_OF) ? end + 1 : end), after = 0;
        if (is(p, k2, LEX_DIRECTION)) after = direction_at(p, k2, &year);
        else if (is(p, k2, LEX_DEIXIS)) after = deixis_at(p, k2, &year);
        else if (unit_of(p, k2) == UNIT_YEAR) after = unit_direction_at(p, k2, &year);
        if (after && year.m.relative == UNIT_YEAR && !year.m.exact)
            m->relative = UNIT_YEAR, m->offset = year.m.offset, end = after;
    }
    return end;
}

/* Which one (third, last, third last, Chinese di-san-ge) of what. Returns the end of what is counted; `n` is negative from the end. */
static int nth_target_at(const Parser *p, int i, int32_t *n, Moment *m)
{
    int j = ordinal_at(p, i, n), last = 0;
    if (!j) *n = 1, j = i, last = 1;
    int to = j > i && is(p, j, LEX_TO) ? j + 1 : j; /* second to last */
    const Item *turn = item_at(p, to);
    if ((turn->kind == LEX_DIRECTION || turn->kind == LEX_SPAN) && (turn->value == -1 || turn->value == -2)) {
        *n = last ? turn->value : -*n;
        j = to + 1;
        if (last && (*n == -1 || is(p, j, LEX_NUMBER) == 0)) last = 0;
    }
    if (last || *n == 0 || !same_line(p, j)) return 0;
    if (is(p, j, LEX_OF)) j++; /* Japanese, Chinese particles between */
    int unit = unit_of(p, j), most = unit == UNIT_DAY ? 366 : unit == UNIT_MONTH ? 12 : 53;
    if (!is(p, j, LEX_WEEKDAY) && unit != UNIT_WEEK && unit != UNIT_DAY && unit != UNIT_WEEKEND && unit != UNIT_MONTH)
        return 0;
    if ((item_at(p, j)->lex & LEX_PLURAL) || *n > most || *n < -most) return 0;
    if (is(p, j, LEX_WEEKDAY)) m->weekday = (int8_t)item_at(p, j)->value;
    else m->nth_unit = (uint8_t)unit;
    return after_dot(p, j + 1);
}

/* Days are counted by more than a nth of an int8_t holds, so those of a year are left to ranges. */
static int set_nth(Base *b, const Base *outer, const Moment *target, int32_t n)
{
    if (n > INT8_MAX || n < -INT8_MAX) return 0;
    if (target->nth_unit == UNIT_MONTH && (outer->m.month > 0 || outer->m.relative == UNIT_MONTH)) return 0;
    *b = *outer;
    b->m.nth = (int8_t)n;
    b->m.nth_unit = target->nth_unit;
    b->m.weekday = target->weekday;
    b->rule = RULE_WEEKDAY;
    b->score = 0.85f;
    return 1;
}

/* third Tuesday of September, first week of January 2015, last Sunday of the month, third day of October, the 5th last day of May */
int nth_at(const Parser *p, int i, Base *b)
{
    int32_t n;
    Moment target = moment_empty();
    Base outer;
    int j = nth_target_at(p, i, &n, &target);
    if (!j || !same_line(p, j)) return 0;
    int k = j, link = is(p, j, LEX_OF) || is(p, j, LEX_AT) || (is(p, j, LEX_PREP) && item_at(p, j)->value <= 1);
    if (link) k++;
    else if (p->month_first == 1 || !(is(p, j, LEX_MONTH) || is(p, j, LEX_ARTICLE) || is(p, j, LEX_DIRECTION) ||
                                      unit_of(p, j) || (is(p, j, LEX_NUMBER) && is(p, j + 1, LEX_YEARWORD))))
        return 0;
    int end = same_line(p, k) ? nth_outer_at(p, k, &outer) : 0;
    return end && set_nth(b, &outer, &target, n) ? end : 0;
}

/* The same with the larger one first: Chinese, Japanese, Korean, Turkish, Kazakh. `b` is the month or the year, which ends at `j`. */
int nth_behind(const Parser *p, int j, Base *b)
{
    const Moment *m = &b->m;
    int32_t n;
    int k = is(p, j, LEX_OF) || (is(p, j, LEX_PARTICLE) && is_glued(p, j)) ? j + 1 : j, end;
    if (p->month_first == 1 || m->day > 0 || m->weekday > 0 || m->hour != NO_HOUR || m->part || m->exact || m->span ||
        m->nth || m->quarter || m->season || m->holiday || m->turn != TURN_NONE)
        return 0;
    if (m->month < 0 && m->year == YEAR_UNKNOWN && m->relative != UNIT_MONTH && m->relative != UNIT_YEAR) return 0;
    Moment target = moment_empty();
    if (!same_line(p, k) || !(end = nth_target_at(p, k, &n, &target))) return 0;
    Base outer = *b;
    return set_nth(b, &outer, &target, n) ? end : 0;
}

/* week 20, KW 12, week 27 of 2017 */
int week_at(const Parser *p, int i, Base *b)
{
    if (unit_of(p, i) != UNIT_WEEK || (item_at(p, i)->lex & LEX_PLURAL) || !is_figures(p, i + 1) ||
        !same_line(p, i + 1))
        return 0;
    const Item *number = item_at(p, i + 1);
    if (number->value < 1 || number->value > 53 || number->digits > 2 ||
        (number->flags & (ITEM_ORDINAL | ITEM_PLURAL_S)) || is_fenced(p, i + 1, i + 2) || unit_of(p, i + 2))
        return 0;
    b->m.week = (int8_t)number->value;
    b->rule = RULE_RELATIVE;
    b->score = 0.8f;
    int k = date_year_at(p, i + 2, &b->m);
    return k ? k : i + 2;
}

/*
** The day of a month that words nearby name: on the 15th, by the 20th; le 18, el 18, am 18.; the 18th alone. What stands behind must be no noun.
*/
int day_alone_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    int8_t day;
    int j = day_at(p, i, &day);
    if (!j || is_fenced(p, i, j)) return 0;
    int before = i - 1, article = is(p, before, LEX_ARTICLE);
    if (article) before--;
    int at = is(p, before, LEX_AT) || is(p, before, LEX_PREP) || is(p, before, LEX_FROM) || is(p, before, LEX_TO);
    int ordinal = !(item->flags & ITEM_FIGURES) || (item->flags & ITEM_ORDINAL);
    if (is(p, j, LEX_DAYWORD) && item_at(p, j)->value == 1 && same_line(p, j))
        ordinal = at = article = 1, j++; /* 15 chisla */
    else if (is_char(p, j, '.') && is_glued(p, j) && is_figures(p, i) && (at || article) && p->month_first != 1)
        ordinal = 1, j++; /* German am 18. */
    const Item *after = item_at(p, j);
    int ends = after->kind == LEX_END || (after->flags & ITEM_LINE),
        line = (item_at(p, before + 1)->flags & ITEM_LINE) != 0 || (at && (item_at(p, before)->flags & ITEM_LINE));
    int month_behind =
        is(p, j, LEX_OF) && (is(p, j + 1, LEX_DIRECTION) || is(p, j + 2, LEX_DIRECTION) || is(p, j + 1, LEX_DEIXIS) ||
                             (is(p, j + 1, LEX_ARTICLE) && unit_of(p, j + 2) == UNIT_MONTH));
    int month_direction = is(p, j, LEX_DIRECTION) && (unit_of(p, j + 1) == UNIT_MONTH);
    if (p->month_first == 1) {
        int free_ = ends || (after->kind == LEX_PUNCTUATION && after->value != '-') || after->kind == LEX_AT ||
                    after->kind == LEX_TO || after->kind == LEX_TENSE;
        if (!(month_behind || month_direction) && !(ordinal && free_ && article && at) &&
            !(ordinal && ends && line && (article || at)))
            return 0;
    } else if (!(month_behind || month_direction)) {
        int free_ = ends || (after->kind == LEX_PUNCTUATION && after->value != '-' && after->value != '%') ||
                    after->kind == LEX_AT || after->kind == LEX_PREP || after->kind == LEX_TO ||
                    after->kind == LEX_DAYWORD;
        int lead = ordinal ? (at || article) && (is_figures(p, i) || line)
                           : article && is_figures(p, i) && (at || line || !p->year_words);
        if (!lead || !free_) return 0;
        if (is(p, i - 1, LEX_TO) || is(p, j, LEX_ONE)) return 0;
    }
    b->m.day = day;
    b->rule = RULE_DAY;
    b->score = 0.6f;
    return j;
}
