/*
** moments.c - base moments and their compounds; see grammar.h
**
** A base moment is what one construction says (16 November 2023; last Wednesday; noon; the third quarter). compound_at() goes on from a base as long as
** the next one says something else of the same instant.
*/
#include "dates/moments.h"
#include "dates/calendar.h"

/* year's: the apostrophe and its s */
static int skip_possessive(const Parser *p, int i)
{
    if (!is(p, i, LEX_PUNCTUATION) || !is_glued(p, i)) return i;
    int c = item_at(p, i)->value;
    if (c != '\'' && c != 0x2019) return i;
    const Item *s = item_at(p, i + 1);
    return is_glued(p, i + 1) && s->kind != LEX_PUNCTUATION && s->end - s->start == 1 ? i + 2 : i + 1;
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
        if (p->asked && !same_line(p, i) && (is(p, j + 1, LEX_END) || !same_line(p, j + 1))) return j + 1;
        if (j == i || !(is(p, i - 1, LEX_PREP) || is(p, i - 1, LEX_AT) || is(p, j + 1, LEX_OF)) ||
            (is(p, j + 1, LEX_OTHER) && same_line(p, j + 1)))
            return 0;
    } else if (j > i && item->value != PART_NOON) return 0;
    return j + 1;
}

static int time_at(const Parser *p, int i, Base *b)
{
    b->rule = RULE_TIME;
    return clock_at(p, i, &b->m);
}

/* 05/31/2024:14:15: the mark between a date and its time */
static int is_stamp(const Parser *p, int j)
{
    return is(p, j, LEX_PUNCTUATION) && is_glued(p, j) && is_figures(p, j + 1) && is_glued(p, j + 1) &&
           item_at(p, j + 1)->digits == 2 && is_char(p, j + 2, ':') && is_glued(p, j + 2) && is_figures(p, j + 3);
}

static int keep(Base *best, int end, const Base *b, int found)
{
    if (found > end) {
        *best = *b;
        return found;
    }
    return end;
}

/* What era_date_at() can begin with. */
#define ERA_FIRST                                                                                                      \
    (LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_CALENDARMONTH) | LEX_BIT(LEX_CALENDARERA) | LEX_BIT(LEX_MONTH) |                \
     LEX_BIT(LEX_ORDINAL) | LEX_BIT(LEX_UNIT) | LEX_BIT(LEX_YEARWORD))

/*
** Classes that no base begins with: they are what stands behind most dates, where one is looked for in vain. Most are not in the switch of base_at(), and
** each production of its default asks for a number, a unit, an article or a word of its own at once.
*/
#define BEGINS_NO_BASE                                                                                                 \
    (LEX_BIT(LEX_OTHER) | LEX_BIT(LEX_OF) | LEX_BIT(LEX_AND) | LEX_BIT(LEX_TO) | LEX_BIT(LEX_FROM) | LEX_BIT(LEX_AT) | \
     LEX_BIT(LEX_FUNCTION) | LEX_BIT(LEX_TENSE) | LEX_BIT(LEX_NOUN) | LEX_BIT(LEX_PARTICLE) | LEX_BIT(LEX_END))

/* The longest base moment at `i`. */
int base_at(const Parser *p, int i, Base *best)
{
    typedef int Production(const Parser *, int, Base *);
    static Production *const of_number[] = {year_first_at, day_month_at, decade_at,        ordinal_unit_at,
                                            nth_at,        offset_at,    short_quarter_at, bare_year_at,
                                            day_alone_at,  era_year_at};
    static Production *const of_word[] = {offset_at, direction_at, part_at, nth_at};
    Base b;
    int end = 0, j;
#define TRY(production)                                                                                                \
    do {                                                                                                               \
        b = (Base){moment_empty(), RULE_ISO, 0.9f};                                                                    \
        end = keep(best, end, &b, production(p, i, &b));                                                               \
    } while (0)
    uint64_t kind = LEX_BIT(item_at(p, i)->kind);
    if (BEGINS_NO_BASE & kind) return 0;
    if (ERA_FIRST & kind) TRY(era_date_at);
    switch (item_at(p, i)->kind) {
    case LEX_UNITSHIFT: TRY(unit_shift_at); return end;
    case LEX_NUMBER:
        TRY(unit_shift_at);
        if (is_figures(p, i)) {
            b = (Base){moment_empty(), RULE_NUMERIC, 0.97f};
            if ((j = numeric_date_at(p, i, &b.m, &b.rule)) && (!is_fenced(p, i, j) || is_stamp(p, j)) &&
                !is_address(p, i, j) && ((b.m.year != YEAR_UNKNOWN && b.m.day > 0) || !is_labelled(p, i))) {
                if (b.m.order == ORDER_OPEN) b.score = 0.5f;
                end = keep(best, end, &b, j);
            }
        }
        b = (Base){moment_empty(), RULE_CJK, 0.95f};
        if ((j = cjk_date_at(p, i, &b.m))) {
            if (b.m.year == YEAR_UNKNOWN && b.m.month < 0) b.rule = RULE_DAY, b.score = 0.7f;
            end = keep(best, end, &b, j);
        }
        if (!is_labelled(p, i)) TRY(time_at);
        if (is_glued(p, i + 1) && is(p, i + 1, LEX_PUNCTUATION)) TRY(joined_date_at);
        for (size_t k = 0; k < sizeof of_number / sizeof *of_number; k++) TRY(of_number[k]);
        return end;
    case LEX_HOURNAME:
    case LEX_MINUTES: TRY(time_at); return end;
    case LEX_MERIDIEM:
    case LEX_PART:
    case LEX_CLOCK:
        TRY(time_at);
        if (!end && p->run_together && is(p, i, LEX_MERIDIEM) &&
            !(item_at(p, i)->lex & LEX_WEAK)) { /* the forenoon as such */
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
        TRY(day_alone_at);
        return end;
    case LEX_MONTH:
    case LEX_WEEKDAY:
    case LEX_SEASON:
        if (is_glued(p, i + 1) && is(p, i + 1, LEX_PUNCTUATION)) TRY(joined_date_at);
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
        if (p->unit_first & LEX_FIELDS_FIRST) TRY(fields_date_at);
        if (unit_of(p, i) == UNIT_WEEKEND && p->month_first != 1 && !(item_at(p, i)->lex & LEX_PLURAL) &&
            (is(p, i - 1, LEX_AT) || is(p, i - 1, LEX_OF) || is(p, i - 1, LEX_PREP))) { /* am Wochenende */
            b = (Base){moment_empty(), RULE_RELATIVE, 0.6f};
            b.m.relative = UNIT_WEEKEND;
            b.m.turn = TURN_NEAR;
            end = keep(best, end, &b, i + 1);
        }
        TRY(short_quarter_at);
        TRY(report_period_at);
        TRY(offset_at);
        TRY(ordinal_unit_at);
        TRY(unit_direction_at);
        TRY(nth_at);
        TRY(week_at);
        if (p->hour_before || unit_of(p, i) == UNIT_QUARTER) TRY(time_at);
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
        TRY(report_period_at);
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
        if (k && is_dash(p, k - 2) && is_glued(p, k - 2) && is(p, k - 1, LEX_AGO)) k = 0; /* the year-ago results */
        if (k && p->month_first != 1 &&
            (inner.rule == RULE_DAY_MONTH || inner.rule == RULE_NUMERIC || inner.rule == RULE_SEASON))
            k = 0; /* le 16 novembre: as good as a preposition */
        if (k && inner.rule != RULE_YEAR && inner.rule != RULE_TIME) end = keep(best, end, &inner, k);
        return end;
    }
    case LEX_ONE:
    case LEX_HALF:
        TRY(time_at);
        TRY(offset_at);
        return end;
    case LEX_VAGUE:
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
    return m->day > 0 || m->holiday || m->weekday > 0 || m->exact == EXACT_MOVED ||
           (m->relative == UNIT_DAY && m->exact != EXACT_INSTANT);
}
int times_stand_apart(const Parser *p, int i, int j, const Moment *m)
{
    if (p->times_apart != TIMES_CALENDAR) return p->times_apart;
    for (int k = i; k < j; k++)
        if (item_at(p, k)->lex & LEX_SAID) return 1;
    int spoken = m->weekday > 0 || (m->relative == UNIT_DAY && !m->exact);
    return !spoken || m->day > 0 || m->month > 0 || m->year != YEAR_UNKNOWN;
}

int moment_has_time(const Moment *m)
{
    return m->hour != NO_HOUR || m->part;
}
int moment_has_date(const Moment *m)
{
    return moment_has_day(m) || m->year != YEAR_UNKNOWN || m->month > 0 || m->relative || m->season || m->quarter ||
           m->half || m->week;
}

/* Is it one of those that come back every week or year, with no word on which? */
static int is_open(const Moment *m)
{
    return m->year == YEAR_UNKNOWN && !m->relative && !m->span && m->turn == TURN_NONE && m->hour == NO_HOUR &&
           !m->part && (m->weekday > 0 || m->month > 0 || m->season || m->holiday);
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
        const Moment *count = a->exact ? a : b, *rest = a->exact ? b : a;
        if (moment_has_date(a) && moment_has_date(b)) {
            if (!is_open(rest) || count->exact != EXACT_INSTANT || count->relative < UNIT_DAY || count->offset % 100)
                return 0;
            r = *rest;
            r.relative = count->relative, r.offset = count->offset, r.exact = EXACT_MOVED;
            *a = r;
            return 1;
        }
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
    JOIN(week, 0)
    JOIN(nth, 0)
    JOIN(nth_unit, UNIT_NONE)
    JOIN(holiday, 0)
    JOIN(turn, TURN_NONE)
    if (b->relative) r.relative = b->relative, r.offset = b->offset, r.exact = b->exact;
    r.twelve |= b->twelve;
    if (b->bound) r.bound = b->bound;
    r.fiscal |= b->fiscal, r.period |= b->period, r.said |= b->said, r.order |= b->order, r.two_digits |= b->two_digits;
    if (r.day > 0 && r.month > 0 && !moment_is_real_day(&r)) return 0;
    /* a weekday that is not the date's is of another day, but for one right before it: that is a slip (Monday, 14 May 2019) */
    if (r.weekday > 0 && !r.nth && r.year != YEAR_UNKNOWN && r.month > 0 && r.day > 0 &&
        (r.turn != TURN_NONE || b->weekday > 0) &&
        calendar_weekday(calendar_number(r.year, r.month, r.day)) != r.weekday)
        return 0;
    /* a weekday that is not the date's is of another day */
    *a = r;
    return 1;
}

/* May the base `b` that stands behind `a` (with `link` of what is between) say more of the same instant? */
static int may_join(const Moment *a, const Moment *b, int comma, int at, int of)
{
    if (moment_has_time(a) && moment_has_time(b)) {
        /* 9 in the morning; morning at 9 */
        int tonight = !moment_has_date(a) && b->hour == NO_HOUR && b->relative == UNIT_DAY && !comma; /* 8 tonight */
        return (a->hour != NO_HOUR) != (b->hour != NO_HOUR) && (!moment_has_date(b) || tonight);
    }
    if (!moment_has_date(a) || !moment_has_date(b))
        return !moment_has_date(a) ? moment_has_day(b) || (!comma && !b->span && b->weekday > 0)
                                   : moment_has_day(a) && !(of && b->hour == NO_HOUR);
    if (b->exact) /* Thanksgiving three months ago; in two weeks on Wednesday */
        return b->exact == EXACT_INSTANT && !comma && !of && is_open(a);
    if (a->exact) return a->exact == EXACT_INSTANT && !comma && !of && is_open(b) && b->weekday > 0 && b->day < 0;
    if (of)
        return (b->year != YEAR_UNKNOWN || b->relative || (b->month > 0 && b->day < 0)) &&
               !(a->relative && b->relative) && a->year == YEAR_UNKNOWN;
    if (at && a->relative == UNIT_WEEK) return b->weekday > 0 && b->day < 0 && !b->relative; /* next week on Tuesday */
    if (at) return (a->weekday > 0 || a->relative == UNIT_DAY) && b->day > 0;                /* on Friday, the 6th */
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

#define BOUND_WORDS (LEX_BIT(LEX_PREP) | LEX_BIT(LEX_WITHIN) | LEX_BIT(LEX_AGO))

/* What leads from a date to its time: at, @, à, about; before and after are the bound of what happens. Returns where the time begins. */
static int clock_link(const Parser *p, int k, const Moment *date, int *led, int *bound)
{
    const Item *word = item_at(p, k);
    Moment m;
    if (date->hour != NO_HOUR || !same_line(p, k)) return k;
    *led = is_hour_lead(p, k) || (k > 0 && is(p, k - 1, LEX_AT) && is_hour_lead(p, k - 1));
    if (is_hour_lead(p, k)) k++;
    else if ((LEX_BIT(word->kind) & BOUND_WORDS) && moment_has_day(date) && clock_beside_date(p, k + 1, 1, &m)) {
        if (word->kind == LEX_PREP && word->value == 4) *bound = MODIFIER_BEFORE;
        if (word->kind == LEX_PREP && word->value == 5) *bound = MODIFIER_AFTER;
        if (word->kind == LEX_WITHIN && word->value < 0 && (word->lex & LEX_WEAK)) *bound = MODIFIER_BEFORE;
        if (word->kind == LEX_AGO && p->month_first != 1) *bound = word->value < 0 ? MODIFIER_BEFORE : MODIFIER_AFTER;
        if (*bound) *led = 1, k++;
    }
    if (is(p, k, LEX_QUANTITY) && item_at(p, k)->value == MODIFIER_APPROX) *led = 1, k++;
    return is(p, k, LEX_ZONE) && p->run_together ? k + 1 : k;
}

/* Thu Oct 26 11:00:09 2023 */
static int year_behind_time(const Parser *p, int j, Moment *m)
{
    Moment year = moment_empty();
    if (m->year != YEAR_UNKNOWN || m->month < 0 || m->day < 0 || !is_figures(p, j) || !same_line(p, j)) return j;
    int end = year_at(p, j, &year);
    if (!end || is_fenced(p, j, end) || is(p, end, LEX_OTHER)) return j;
    m->year = year.year;
    if (moment_is_real_day(m)) return end;
    m->year = YEAR_UNKNOWN;
    return j;
}

/*
** 14 May (Tuesday), 5月14日（火）, 5월 14일(화): the weekday of a day in brackets behind it. Of two of the letters of one-letter weekdays the moon is the month's
** mark and the sun the day's. Returns the index after the bracket, or 0.
*/
static int bracketed_weekday_at(const Parser *p, int j, Moment *m)
{
    const Item *day = item_at(p, j + 1);
    if (m->day < 0 || m->weekday > 0 || m->hour != NO_HOUR || !(is_char(p, j, '(') || is_char(p, j, 0xFF08))) return 0;
    if (!(is_char(p, j + 2, ')') || is_char(p, j + 2, 0xFF09)) || !is_glued(p, j + 1) || !is_glued(p, j + 2)) return 0;
    int mark = day->kind == LEX_MARK || day->kind == LEX_UNIT;
    if (day->kind == LEX_WEEKDAY) m->weekday = (int8_t)day->value;
    else if (mark && day->value == UNIT_MONTH) m->weekday = 1;
    else if (mark && day->value == UNIT_DAY) m->weekday = 7;
    else return 0;
    return j + 3;
}

/* Behind a day: in the late afternoon, tot le matin, dans la soiree, en fin de journee. Fills the part and returns the index after it, or 0. */
static int part_beside_day(const Parser *p, int k, Base *part)
{
    int j = k, said = 0;
    if (is(p, j, LEX_WITHIN) || (is(p, j, LEX_PREP) && item_at(p, j)->value <= 1)) said = is(p, j++, LEX_WITHIN);
    j = skip_article(p, j);
    *part = (Base){moment_empty(), RULE_PART, 0.8f};
    if (is(p, j, LEX_MODIFIER) && item_at(p, j)->value <= MODIFIER_END) {
        part->m.bound = (uint8_t)item_at(p, j++)->value, said = 1;
        if (is_char(p, j, '-') && is_glued(p, j)) j++;
    }
    if (!said) return 0;
    if (is(p, j, LEX_OF) || is(p, j, LEX_WITHIN)) j++;
    j = skip_article(p, j);
    const Item *item = item_at(p, j);
    if (!same_line(p, j) || (item->lex & LEX_PLURAL)) return 0;
    if (item->kind == LEX_PART) part->m.part = (int8_t)item->value;
    else if (part->m.bound && unit_of(p, j) == UNIT_DAY) part->m.part = PART_DAYTIME;
    else return 0;
    return j + 1;
}

#define PART_LEADS (LEX_BIT(LEX_WITHIN) | LEX_BIT(LEX_PREP) | LEX_BIT(LEX_MODIFIER) | LEX_BIT(LEX_ARTICLE))

int compound_at(const Parser *p, int i, Base *b)
{
    int j = base_at(p, i, b);
    if (!j) return 0;
    for (int steps = 0; steps < 4; steps++) {
        if (is(p, j, LEX_HOLIDAY) && same_line(p, j) && b->m.year != YEAR_UNKNOWN && b->m.month < 0 && b->m.day < 0 &&
            !b->m.span && !b->m.quarter && !b->m.season && !moment_has_time(&b->m) &&
            p->month_first != 1) { /* Chinese: year, then its feast */
            set_holiday(&b->m, item_at(p, j++)->value);
            b->rule = RULE_HOLIDAY;
            continue;
        }
        int nth = nth_behind(p, j, b);
        if (nth) {
            j = nth;
            continue;
        }
        int bracket = bracketed_weekday_at(p, j, &b->m);
        if (bracket) {
            j = bracket;
            continue;
        }
        int k = skip_possessive(p, j), comma = 0, at = 0, of = 0, paren = 0;
        if (k == j && is_char(p, k, ',') && is_glued(p, k)) comma = 1, k++;
        else if (k == j && is_char(p, k, '(') && b->m.weekday > 0) paren = 1, k++;
        else if (k == j && (is_dash(p, k) && !is_glued(p, k))) comma = 1, k++;
        else if (b->m.day > 0 && b->m.hour == NO_HOUR && is_stamp(p, k)) k++;
        if (b->m.weekday > 0 && b->m.day < 0 && p->month_first != 1 && is(p, k, LEX_ARTICLE) && is_figures(p, k + 1) &&
            same_line(p, k))
            k++; /* Sonntag, den 7. Dezember */
        int32_t amount;
        uint8_t unit;
        Base next;
        if (is(p, k, LEX_PREP) && item_at(p, k)->value == 1 && !comma && is_open(&b->m) && same_line(p, k) &&
            counted_at(p, k + 1, &amount, &unit) && amount > 0 && unit >= UNIT_DAY) { /* Thanksgiving in three years */
            next = (Base){moment_empty(), RULE_OFFSET, 0.85f};
            next.m.relative = unit, next.m.exact = EXACT_INSTANT, next.m.offset = amount;
            if (moments_merge(&b->m, &next.m)) {
                j = counted_at(p, k + 1, &amount, &unit);
                continue;
            }
        }
        if (is(p, k, LEX_AT)) at = 1, k++;
        else if (is(p, k, LEX_OF)) of = !p->run_together, k++;
        else if (is(p, k, LEX_FROM) && b->m.weekday > 0 && b->m.day < 0 && is(p, k + 1, LEX_DIRECTION))
            of = 1, k++; /* Sunday from last week */
        else if (is(p, k, LEX_PREP) && b->rule == RULE_PART && b->m.part == PART_NIGHT && is_figures(p, k + 1))
            k++; /* v noch na 3 noyabrya */
        else if (is(p, k, LEX_PREP) &&
                 (is(p, k + 1, LEX_PART) || (is(p, k + 1, LEX_ARTICLE) && is(p, k + 2, LEX_PART))))
            at = 1, k++;
        int led = 0, bound = MODIFIER_NONE;
        k = clock_link(p, k, &b->m, &led, &bound);
        /* the T of ISO 8601 */
        const Item *t = item_at(p, k);
        int iso_t = b->rule == RULE_ISO && t->kind == LEX_OTHER && is_glued(p, k) && t->end - t->start == 1 &&
                    is_figures(p, k + 1) && is_glued(p, k + 1);
        if (iso_t) k++;
        if (!same_line(p, k) && !iso_t) break;
        int end = 0;
        if ((LEX_BIT(item_at(p, k)->kind) & PART_LEADS) && moment_has_day(&b->m) && !moment_has_time(&b->m) && !comma)
            end = part_beside_day(p, k, &next);
        if (!end) end = base_at(p, k, &next);
        if (is_morning_word(p, k) && moment_has_day(&b->m) && !moment_has_time(&b->m) && !comma && k == j) {
            next = (Base){moment_empty(), RULE_PART, 0.9f}; /* gestern Morgen */
            next.m.part = PART_MORNING;
            end = k + 1;
        }
        if (!end && is(p, k, LEX_PART) && !(item_at(p, k)->lex & LEX_PLURAL) && moment_has_day(&b->m) &&
            !comma) { /* Friday evening */
            next = (Base){moment_empty(), RULE_PART, 0.9f};
            next.m.part = (int8_t)item_at(p, k)->value;
            end = k + 1;
        }
        if (b->m.hour == NO_HOUR && (b->m.part || moment_has_day(&b->m)) && !b->m.exact) {
            Base clock = {moment_empty(), RULE_TIME, 0.8f};
            int stop = clock_beside_date(p, k, led || (at && b->m.part), &clock.m);
            if (stop > end || (stop && stop == end && next.rule != RULE_TIME)) next = clock, end = stop;
        }
        if (!end) break;
        if (next.m.hour != NO_HOUR) next.m.bound = (uint8_t)bound;
        if (moment_has_time(&b->m) != moment_has_time(&next.m) && !iso_t && times_stand_apart(p, i, j, &b->m)) break;
        if (p->hour_before && b->m.hour != NO_HOUR && next.m.part) break; /* of the next hour */
        if (next.rule == RULE_YEAR && !of && !(b->m.quarter || b->m.half || b->m.season)) break;
        if (!may_join(&b->m, &next.m, comma || paren, at, of)) break;
        if (paren && (!is_char(p, end, ')') || next.m.day < 0)) break;
        if (next.rule == RULE_DAY && p->items[k].kind != LEX_NUMBER) break;
        if (!moments_merge(&b->m, &next.m)) break;
        if (next.m.hour != NO_HOUR && b->m.bound <= MODIFIER_END) b->m.bound = MODIFIER_NONE; /* early morning at 8 */
        if (next.m.hour != NO_HOUR && b->rule != RULE_TIME) b->score = b->score < next.score ? b->score : next.score;
        if (b->rule == RULE_TIME || b->rule == RULE_PART || (b->rule == RULE_WEEKDAY && next.m.day > 0))
            b->rule = next.rule, b->score = next.score > b->score ? next.score : b->score;
        j = paren ? end + 1 : end;
        if (next.m.hour != NO_HOUR) j = year_behind_time(p, j, &b->m);
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
