/*
** eras.c - dates of other calendars: 16 November 2566 B.E., 令和6年4月1日, 민국 113년, 16 Aban 1402, Ramadan 1445, 5784 in the Hebrew count
**
**     era, year [, month and day with marks]      figures or numerals; the first year of a Japanese era has a word of its own
**     [day] month [day] [era] year [era]          month Gregorian (with an era) or of the calendar itself
**     [year word] year era; year word, year       where a language counts the years so as a rule (LexTable.calendar)
**     y/m/d in figures                            there too
** What falls on Gregorian years or days is a base moment, so that weekday and time join it; a month or a year that does not is a range of days. The rule of the
** finding names the calendar. Looks at a bounded number of items.
*/
#include "dates/calendar.h"
#include "dates/calendars.h"
#include "dates/moments.h"

typedef struct EraDate {
    LexCalendar calendar;
    int year, month, day; /* 0: not said */
    int gregorian_month;  /* the month is of the Gregorian calendar */
    int sure;             /* an era or a month names the calendar */
} EraDate;

static const uint8_t rules[CALENDAR_COUNT] = {
    [CALENDAR_BUDDHIST] = RULE_BUDDHIST, [CALENDAR_HIJRI] = RULE_HIJRI,    [CALENDAR_PERSIAN] = RULE_PERSIAN,
    [CALENDAR_HEBREW] = RULE_HEBREW,     [CALENDAR_MINGUO] = RULE_MINGUO,  [CALENDAR_MEIJI] = RULE_JAPANESE,
    [CALENDAR_TAISHO] = RULE_JAPANESE,   [CALENDAR_SHOWA] = RULE_JAPANESE, [CALENDAR_HEISEI] = RULE_JAPANESE,
    [CALENDAR_REIWA] = RULE_JAPANESE,    [CALENDAR_DANGI] = RULE_DANGI,    [CALENDAR_JUCHE] = RULE_JUCHE};

static int has_era(const Parser *p, int i)
{
    const Item *item = item_at(p, i);
    if (item->kind != LEX_CALENDARERA) return 0;
    return !(item->lex & LEX_CAPITAL) || (item->flags & ITEM_CAPITAL);
}

/* A year of up to four figures, or in numerals. */
static int calendar_year_at(const Parser *p, int i, int *year)
{
    int32_t n;
    const Item *item = item_at(p, i);
    if (item->kind != LEX_NUMBER) return 0;
    if ((item->flags & ITEM_FIGURES) &&
        (item->digits > 4 || (item->flags & (ITEM_GROUPED | ITEM_HUGE | ITEM_PLURAL_S))))
        return 0;
    int j = number_at(p, i, &n);
    if (!j || n < 1 || n > 9999) return 0;
    *year = (int)n;
    return j;
}

static int year_mark_at(const Parser *p, int j)
{
    return (is(p, j, LEX_MARK) && item_at(p, j)->value == UNIT_YEAR) || (is(p, j, LEX_YEARWORD) && same_line(p, j));
}

/* 주체113(2024)년: the Gregorian year in brackets behind the year. */
static int bracket_year_at(const Parser *p, int j)
{
    if ((is_char(p, j, '(') || is_char(p, j, 0xFF08)) && is_figures(p, j + 1) && item_at(p, j + 1)->digits == 4 &&
        (is_char(p, j + 2, ')') || is_char(p, j + 2, 0xFF09)))
        return j + 3;
    return j;
}

/* Era before its year; month and day with their marks may follow. */
static int era_first_at(const Parser *p, int i, EraDate *d)
{
    if (!has_era(p, i)) return 0;
    d->calendar = (LexCalendar)item_at(p, i)->value;
    d->sure = 1;
    int j = i + 1;
    if (is_char(p, j, '.') && is_glued(p, j)) j++;
    if (item_at(p, i)->lex & LEX_PLURAL) d->year = 1; /* the form holds the first year's name */
    else {
        if (is_char(p, j, ',')) j++;
        if (!same_line(p, j) || !(j = calendar_year_at(p, j, &d->year))) return 0;
        j = bracket_year_at(p, j);
        if (year_mark_at(p, j)) j++;
    }
    Moment rest;
    int k = same_line(p, j) ? cjk_date_at(p, j, &rest) : 0;
    if (k && rest.year == YEAR_UNKNOWN && rest.month > 0) {
        d->month = rest.month, d->day = rest.day > 0 ? rest.day : 0, d->gregorian_month = 1;
        return k;
    }
    if (is_char(p, j, '.') && is_glued(p, j) && is_figures(p, j + 1) && is_char(p, j + 2, '.') &&
        is_figures(p, j + 3) && is_glued(p, j + 3) && item_at(p, j + 1)->value <= 12 && item_at(p, j + 1)->value > 0 &&
        item_at(p, j + 3)->value <= 31 && item_at(p, j + 3)->value > 0) { /* R6.4.1 */
        d->month = item_at(p, j + 1)->value, d->day = item_at(p, j + 3)->value, d->gregorian_month = 1;
        return j + 4;
    }
    return is_fenced_right(p, j) ? 0 : j;
}

/* A month of the calendar itself, or (Gregorian) one that an era stands behind. */
static int era_month_at(const Parser *p, int i, EraDate *d)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_CALENDARMONTH) {
        d->calendar = (LexCalendar)lex_pair_unit(item->value);
        d->month = lex_pair_number(item->value);
        d->sure = 1;
        int j = i + 1;
        if (unit_of(p, j) == UNIT_MONTH && same_line(p, j))
            j++; /* Persian: the month of Aban, as mah behind the name */
        return j;
    }
    int8_t month;
    if (item->kind != LEX_MONTH) return 0;
    int j = month_at(p, i, &month);
    d->month = month, d->gregorian_month = 1;
    return j;
}

static int month_date_at(const Parser *p, int i, EraDate *d)
{
    int8_t day = 0;
    int j = i, k, era = 0;
    if (is(p, j, LEX_NUMBER) || is(p, j, LEX_ORDINAL)) {
        if (!(j = day_at(p, j, &day))) return 0;
        if (is_char(p, j, '.') && is_glued(p, j)) j++;
        if (is(p, j, LEX_OF)) j++;
        if (!same_line(p, j)) return 0;
    }
    if (!(j = era_month_at(p, j, d))) return 0;
    if (!day && same_line(p, j) && (k = day_at(p, j, &day)) && is_figures(p, j) && item_at(p, j)->digits <= 2 &&
        !is_char(p, k, ':'))
        j = k;
    else if (!day) day = 0;
    d->day = day;
    k = is_char(p, j, ',') || is(p, j, LEX_OF) ? j + 1 : j;
    if (unit_of(p, k) == UNIT_YEAR && same_line(p, k)) k++; /* the year 1402 */
    if (has_era(p, k) && same_line(p, k)) {
        if (d->sure && (LexCalendar)item_at(p, k)->value != d->calendar) return 0;
        d->calendar = (LexCalendar)item_at(p, k)->value, era = 1, k++;
        if (is_char(p, k, '.') && is_glued(p, k)) k++;
    }
    int year = 0, end = same_line(p, k) ? calendar_year_at(p, k, &year) : 0;
    if (end && is_figures(p, k) && item_at(p, k)->digits < 3 && !era) end = 0;
    if (end && year_mark_at(p, end) && !has_era(p, end)) end++;
    if (end && !era && has_era(p, end) && same_line(p, end)) {
        if (d->sure && (LexCalendar)item_at(p, end)->value != d->calendar) return 0;
        d->calendar = (LexCalendar)item_at(p, end)->value, era = 1, end++;
        if (is_char(p, end, '.') && is_glued(p, end)) end++;
    }
    if (!end && !d->sure) return 0;
    if (end) {
        d->year = year;
        if (!era && !d->sure) {
            if (!calendars_usual_year((LexCalendar)p->calendar, year) || p->calendar != CALENDAR_BUDDHIST) return 0;
            d->calendar = (LexCalendar)p->calendar;
        }
        return end;
    }
    return d->day ? j : 0; /* a month of another calendar alone may be a person's name */
}

/* 1445 AH; the year 1402; 1402/8/25 */
static int year_date_at(const Parser *p, int i, EraDate *d)
{
    int j = i, word = unit_of(p, j) == UNIT_YEAR && is(p, j + 1, LEX_NUMBER) && same_line(p, j + 1), k;
    if (word) j++;
    const Item *number = item_at(p, j);
    if (!is_figures(p, j) || number->digits > 4 || number->digits < 3) return 0;
    if (!(k = calendar_year_at(p, j, &d->year))) return 0;
    if (has_era(p, k) && same_line(p, k)) {
        d->calendar = (LexCalendar)item_at(p, k)->value;
        d->sure = 1;
        k++;
        return is_char(p, k, '.') && is_glued(p, k) ? k + 1 : k;
    }
    if (!calendars_usual_year((LexCalendar)p->calendar, d->year) || number->digits != 4) return 0;
    d->calendar = (LexCalendar)p->calendar;
    int mark = is_char(p, k, '/') || is_char(p, k, '-') || is_char(p, k, '.') ? item_at(p, k)->value : 0;
    if (mark && is_glued(p, k) && is_figures(p, k + 1) && is_glued(p, k + 1) && is_char(p, k + 2, mark) &&
        is_glued(p, k + 2) && is_figures(p, k + 3) && is_glued(p, k + 3)) {
        d->month = item_at(p, k + 1)->value, d->day = item_at(p, k + 3)->value;
        d->gregorian_month = d->calendar == CALENDAR_BUDDHIST;
        return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31 && !is_fenced(p, j, k + 4) ? k + 4 : 0;
    }
    if (is_fenced(p, j, k)) return 0;
    return word || is(p, i - 1, LEX_PREP) || is(p, i - 1, LEX_FROM) || year_mark_at(p, k)
               ? (year_mark_at(p, k) ? k + 1 : k)
               : 0;
}

/* 25/8/2566 */
static int figures_date_at(const Parser *p, int i, EraDate *d)
{
    if (!p->calendar) return 0;
    const Item *f[3] = {item_at(p, i), item_at(p, i + 2), item_at(p, i + 4)};
    int mark =
        is_char(p, i + 1, '/') || is_char(p, i + 1, '-') || is_char(p, i + 1, '.') ? item_at(p, i + 1)->value : 0;
    if (!mark || !is_char(p, i + 3, mark) || f[2]->digits != 4) return 0;
    for (int k = 0; k < 5; k++)
        if ((k % 2 == 0 && !is_figures(p, i + k)) || (k && !is_glued(p, i + k))) return 0;
    if (!calendars_usual_year((LexCalendar)p->calendar, f[2]->value) || f[0]->value < 1 || f[0]->value > 31 ||
        f[1]->value < 1 || f[1]->value > 12 || is_fenced(p, i, i + 5))
        return 0;
    *d = (EraDate){.calendar = (LexCalendar)p->calendar, .year = f[2]->value, .month = f[1]->value, .day = f[0]->value};
    d->gregorian_month = d->calendar == CALENDAR_BUDDHIST;
    return i + 5;
}

static int era_at(const Parser *p, int i, EraDate *d)
{
    *d = (EraDate){.calendar = CALENDAR_NONE};
    switch (item_at(p, i)->kind) {
    case LEX_CALENDARERA: return era_first_at(p, i, d);
    case LEX_CALENDARMONTH:
    case LEX_MONTH:
    case LEX_ORDINAL: return month_date_at(p, i, d);
    case LEX_UNIT:
    case LEX_YEARWORD: return year_date_at(p, i, d);
    case LEX_NUMBER: {
        int j = month_date_at(p, i, d);
        if (!j) *d = (EraDate){.calendar = CALENDAR_NONE}, j = figures_date_at(p, i, d);
        if (!j) *d = (EraDate){.calendar = CALENDAR_NONE}, j = year_date_at(p, i, d);
        return j;
    }
    default: return 0;
    }
}

/* A day and month of the Solar Hijri year fall on the same Gregorian ones but for a day in some years: without a year those of a common one. */
static int put_persian_day(const EraDate *d, Base *b)
{
    enum { COMMON_YEAR = 1402 };
    int32_t first, last;
    if (d->calendar != CALENDAR_PERSIAN || !calendars_range(d->calendar, COMMON_YEAR, d->month, d->day, &first, &last))
        return 0;
    CalendarDay day = calendar_day(first);
    b->m.month = (int8_t)day.month, b->m.day = (int8_t)day.day;
    b->score = 0.6f;
    return 1;
}

int era_date_at(const Parser *p, int i, Base *b)
{
    EraDate d;
    int j = era_at(p, i, &d), year;
    int32_t first, last;
    if (!j) return 0;
    b->rule = (Rule)rules[d.calendar];
    b->score = d.sure ? 0.9f : 0.8f;
    if ((year = d.year ? calendars_year(d.calendar, d.year) : 0)) {
        if (d.month && !d.gregorian_month) return 0;
        b->m.year = (int16_t)year;
        if (d.month) b->m.month = (int8_t)d.month;
        if (d.day) b->m.day = (int8_t)d.day;
        return !d.day || moment_is_real_day(&b->m) ? j : 0;
    }
    if (d.gregorian_month || !d.day) return 0;
    if (!d.year) return put_persian_day(&d, b) ? j : 0;
    if (!calendars_range(d.calendar, d.year, d.month, d.day, &first, &last)) return 0;
    CalendarDay day = calendar_day(first);
    if (day.year < 1 || day.year > 9999) return 0;
    b->m.year = (int16_t)day.year, b->m.month = (int8_t)day.month, b->m.day = (int8_t)day.day;
    if (d.calendar == CALENDAR_HIJRI) b->score = 0.6f; /* by the tabular calendar, which may be a day off */
    return j;
}

int era_finding(const Parser *p, int i, Finding *f)
{
    EraDate d;
    int j = era_at(p, i, &d);
    int32_t first, last;
    if (!j || d.day || !d.year || d.gregorian_month || calendars_year(d.calendar, d.year) ||
        !calendars_range(d.calendar, d.year, d.month, 0, &first, &last))
        return 0;
    CalendarDay a = calendar_day(first), b = calendar_day(last - 1);
    if (a.year < 1 || b.year > 9999) return 0;
    f->shape = SHAPE_RANGE;
    f->rule = rules[d.calendar];
    f->moment.year = (int16_t)a.year, f->moment.month = (int8_t)a.month, f->moment.day = (int8_t)a.day;
    f->until.year = (int16_t)b.year, f->until.month = (int8_t)b.month, f->until.day = (int8_t)b.day;
    f->score = d.calendar == CALENDAR_HIJRI ? 0.6f : d.sure ? 0.85f : 0.75f;
    f->start = item_at(p, i)->start;
    f->end = item_at(p, j - 1)->end;
    return j;
}
