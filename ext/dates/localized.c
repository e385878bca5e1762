/*
** localized.c - constructions that some languages have and the others do not
**
**     unit, then count            Swahili siku 3
**     direction inside the unit   Kannada dinagalalli behind a number: in that many days
**     field, then its number      Vietnamese ngay 16 thang 11 nam 2023
** Which of them a language has is in its LexTable; each looks at a bounded number of items.
*/
#include "dates/calendar.h"
#include "dates/moments.h"

int unit_first_at(const Parser *p, int i, int32_t *amount, uint8_t *unit)
{
    enum { HIGHEST_COUNT = 999 };
    int32_t value;
    int u = unit_of(p, i), j;
    if (!u || u == UNIT_NIGHT || u == UNIT_WEEKEND || !same_line(p, i + 1)) return 0;
    j = i + 1;
    if (is(p, j, LEX_OF)) j++;
    if (!(j = number_at(p, j, &value)) || value < 1 || value > HIGHEST_COUNT || is_fenced_right(p, j)) return 0;
    *amount = value * 100;
    *unit = (uint8_t)u;
    return j;
}

int unit_shift_at(const Parser *p, int i, Base *b)
{
    int32_t amount;
    int j = i, k = 0;
    const Item *shift = item_at(p, i);
    if (shift->kind == LEX_UNITSHIFT) {
        j = i + 1;
        if (!same_line(p, j) || !(k = number_at(p, j, &amount)) || is_fenced_right(p, k)) return 0;
        amount *= 100;
    } else {
        if (!(j = count_at(p, i, &amount)) || !same_line(p, j) || !is(p, j, LEX_UNITSHIFT) || is_fenced_left(p, i))
            return 0;
        shift = item_at(p, j);
        k = j + 1;
    }
    if (amount <= 0 || amount > 100000) return 0;
    b->m.relative = (uint8_t)lex_pair_unit(shift->value);
    b->m.offset = amount * lex_pair_number(shift->value);
    b->m.exact = 1;
    b->rule = RULE_OFFSET;
    b->score = 0.85f;
    return k;
}

/* One field: its name, then its number. Returns the end and which field it is. */
static int field_at(const Parser *p, int i, int *unit, int32_t *value)
{
    const Item *name = item_at(p, i), *number = item_at(p, i + 1);
    *unit = unit_of(p, i);
    if (!*unit || number->kind != LEX_NUMBER || (number->flags & (ITEM_LINE | ITEM_GROUPED | ITEM_HUGE))) return 0;
    if (name->kind == LEX_YEARWORD) *unit = UNIT_YEAR;
    int j = number_at(p, i + 1, value);
    if (!j) return 0;
    switch (*unit) {
    case UNIT_DAY: return *value >= 1 && *value <= 31 ? j : 0;
    case UNIT_MONTH: return *value >= 1 && *value <= 12 ? j : 0;
    case UNIT_QUARTER: return *value >= 1 && *value <= 4 ? j : 0;
    case UNIT_CENTURY: return *value >= 1 && *value <= 30 ? j : 0;
    case UNIT_YEAR: return *value >= 1000 && *value <= 2100 && j == i + 2 && number->digits == 4 ? j : 0;
    default: return 0;
    }
}

int fields_date_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int unit, end = 0, smallest = 0;
    int32_t value;
    for (int steps = 0, j = i; steps < 3; steps++) {
        int k = j;
        if (steps) {
            if (is_char(p, k, ',') || is(p, k, LEX_OF)) k++;
            if (m->month > 0 && m->year == YEAR_UNKNOWN &&
                (is_char(p, j, '/') || is_char(p, j, '-') || same_line(p, j))) {
                int y = is_char(p, j, '/') || is_char(p, j, '-') ? j + 1 : j; /* thang 11/2023 */
                int after = year_at(p, y, m);
                if (after) {
                    end = after;
                    break;
                }
            }
            if (!same_line(p, k)) break;
        }
        if (!(j = field_at(p, k, &unit, &value))) {
            int8_t month;
            if (steps == 1 && m->day > 0 && m->month < 0 && (j = month_at(p, k, &month))) {
                m->month = month, end = j, smallest = UNIT_MONTH;
                continue;
            }
            break;
        }
        if (smallest && unit <= smallest) break;
        if (unit == UNIT_DAY) m->day = (int8_t)value;
        else if (unit == UNIT_MONTH) m->month = (int8_t)value;
        else if (unit == UNIT_QUARTER) m->quarter = (int8_t)value;
        else if (unit == UNIT_CENTURY) m->year = (int16_t)((value - 1) * 100), m->span = UNIT_CENTURY;
        else m->year = (int16_t)value;
        smallest = unit;
        end = j;
        if (unit == UNIT_YEAR || unit == UNIT_CENTURY) break;
    }
    if (!end || (m->day > 0 && m->month > 0 && !moment_is_real_day(m)) || is_fenced_right(p, end)) return 0;
    if (m->day > 0 && m->month < 0 && m->year != YEAR_UNKNOWN) return 0;
    b->rule = m->day > 0     ? (m->month > 0 ? RULE_DAY_MONTH : RULE_DAY)
              : m->month > 0 ? RULE_MONTH
              : m->quarter   ? RULE_QUARTER
              : m->span      ? RULE_CENTURY
                             : RULE_YEAR_WORD;
    b->score = b->rule == RULE_DAY ? 0.7f : 0.9f;
    return end;
}
