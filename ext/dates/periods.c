/*
** periods.c - named stretches of the calendar: quarters and halves, decades, centuries, seasons, holidays; see moments.h
*/
#include "dates/holidays.h"
#include "dates/moments.h"

/* 1990s, '90s, nineties, 1990-e gody, 1990nyeondae */
int decade_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    int j = i + 1, value = item->value;
    if (item->kind == LEX_DECADE) {
        if (is_fenced(p, i, j)) return 0;
    } else {
        if (is_char(p, i, '\'') || is_char(p, i, 0x2019)) item = item_at(p, ++i), j = i + 1, value = item->value;
        if (item->kind != LEX_NUMBER || (item->flags & (ITEM_HUGE | ITEM_GROUPED))) return 0;
        int mark = is(p, j, LEX_DECADEMARK) && same_line(p, j), word = is_char(p, j, '-') && is_glued(p, j) ? j + 1 : j;
        if (!mark && !(item->flags & ITEM_PLURAL_S)) return 0;
        if (mark) j++;
        else if (is(p, j, LEX_YEARWORD) && same_line(p, j)) j = after_dot(p, j + 1);
        else if (unit_of(p, word) == UNIT_YEAR && (item_at(p, word)->lex & LEX_PLURAL) && same_line(p, word))
            j = word + 1; /* den 1990er-Jahren */
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
int ordinal_unit_at(const Parser *p, int i, Base *b)
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
int short_quarter_at(const Parser *p, int i, Base *b)
{
    const Item *a = item_at(p, i), *c = item_at(p, i + 1);
    int32_t hours = 0;
    if (!is_glued(p, i + 1)) return 0;
    int within = is(p, i - 1, LEX_PREP) && item_at(p, i - 1)->value == 3;
    if ((p->asked || within) && hours_at(p, i, i + 1, &hours)) return 0;                     /* remind me in 2h */
    if (is_glued(p, i + 2) && (is(p, i + 2, LEX_OTHER) || is(p, i + 2, LEX_NOUN))) return 0; /* H1N1 */
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

int season_at(const Parser *p, int i, Base *b)
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

/* The table's number of a holiday: MMDD; 10000 + MM * 100 + weekday * 10 + which (9 the last); HOLIDAY_RULES + the number of a rule. */
void set_holiday(Moment *m, int value)
{
    if (value >= HOLIDAY_RULES) {
        const HolidayRule *rule = &holiday_rules[value - HOLIDAY_RULES];
        int plain = !rule->shift;
        for (int i = 1; i < 8; i++) plain &= !rule->moved[i];
        if (plain && rule->kind == HOLIDAY_FIXED) m->month = (int8_t)rule->month, m->day = (int8_t)rule->day;
        else if (plain && rule->kind == HOLIDAY_NTH)
            m->month = (int8_t)rule->month, m->weekday = (int8_t)rule->weekday, m->nth = (int8_t)rule->nth;
        else m->holiday = (int16_t)(value - HOLIDAY_RULES + 1);
        return;
    }
    m->month = (int8_t)(value % 10000 / 100);
    if (value >= 10000) {
        m->weekday = (int8_t)(value / 10 % 10);
        m->nth = (int8_t)(value % 10 == 9 ? -1 : value % 10);
    } else m->day = (int8_t)(value % 100);
}

int holiday_at(const Parser *p, int i, Base *b)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_HOLIDAY) return 0;
    set_holiday(&b->m, item->value);
    b->rule = RULE_HOLIDAY;
    b->score = 0.7f;
    int k = date_year_at(p, i + 1, &b->m);
    if (!k && is(p, i + 1, LEX_PREP) && item_at(p, i + 1)->value <= 1 &&
        same_line(p, i + 1)) { /* Christmas in 2019, Ostern im Jahr 2019 */
        int y = skip_article(p, i + 2);
        k = date_year_at(p, unit_of(p, y) == UNIT_YEAR ? y + 1 : i + 2, &b->m);
    }
    if (!k && (item->lex & LEX_WEAK)) { /* the name of a saint, a city, a ship, unless it stands as a date does */
        const Item *before = item_at(p, i - 1), *after = item_at(p, i + 1);
        int alone = (item->flags & ITEM_LINE) && (after->kind == LEX_END || (after->flags & ITEM_LINE));
        int led = before->kind == LEX_AT || before->kind == LEX_PREP || before->kind == LEX_DIRECTION ||
                  before->kind == LEX_TO || before->kind == LEX_FROM;
        if (!alone && !(led && !(after->flags & ITEM_CAPITAL))) return 0;
    }
    return k ? k : i + 1;
}
