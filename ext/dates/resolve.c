/*
** resolve.c - see resolve.h
**
** A finding (a moment, a range, a span, a set ...) becomes a value and a half-open range in seconds, when all of its larger fields are known. values.c
** writes units of the calendar, instants.c single moments; here is what findings make of them.
*/
#include "dates/resolve.h"
#include <stdio.h>
#include <string.h>
#include "dates/calendar.h"
#include "dates/values.h"

static const char *const rule_names[] = {
    "iso",         "numeric",  "day-month", "month-day",    "month",   "year",  "year-word", "cjk",      "weekday",
    "deixis",      "relative", "offset",    "duration",     "span",    "set",   "reference", "time",     "day-part",
    "season",      "quarter",  "decade",    "century",      "holiday", "range", "day",       "buddhist", "hijri",
    "solar-hijri", "hebrew",   "minguo",    "japanese-era", "dangi",   "juche"};
_Static_assert(sizeof rule_names / sizeof *rule_names == RULE_COUNT, "a name for each rule");
static const char *const modifier_names[] = {NULL,        "START",         "MID",          "END",
                                             "APPROX",    "BEFORE",        "AFTER",        "MORE_THAN",
                                             "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"};
_Static_assert(sizeof modifier_names / sizeof *modifier_names == MODIFIER_COUNT, "a name for each modifier");
static const char *const unit_names[] = {NULL,         "second",  "minute",    "hour",   "day",    "week",
                                         "month",      "quarter", "half-year", "year",   "decade", "century",
                                         "millennium", "weekend", "week",      "season", "night",  "day"};
_Static_assert(sizeof unit_names / sizeof *unit_names == UNIT_COUNT, "a name for each unit");
static const char *const anchor_names[] = {"none", "given", "inferred"};

void reference_read(const DateAnchor *anchor, DatePrefer prefer, Reference *r)
{
    *r = (Reference){.prefer = prefer};
    if (!anchor || anchor->year < 0) return;
    r->known = 1;
    r->has_month = anchor->month > 0;
    r->has_day = r->has_month && anchor->day > 0;
    r->has_time = r->has_day && anchor->hour >= 0;
    r->year = anchor->year;
    r->month = r->has_month ? anchor->month : 1;
    r->mday = r->has_day ? anchor->day : 1;
    r->hour = r->has_time ? anchor->hour : 0;
    r->minute = r->has_time && anchor->minute >= 0 ? anchor->minute : 0;
    r->second = r->has_time && anchor->second >= 0 ? anchor->second : 0;
    r->day = calendar_number(r->year, r->month, r->mday);
    r->inferred = anchor->inferred;
}

/* The first day of the calendar unit that holds `day`, `steps` units on. */
static int32_t unit_start(int32_t day, int unit, int64_t steps)
{
    static const int months[UNIT_COUNT] = {[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3,  [UNIT_HALFYEAR] = 6,
                                           [UNIT_YEAR] = 12, [UNIT_DECADE] = 120, [UNIT_CENTURY] = 1200};
    if (unit == UNIT_WEEK) return day - calendar_weekday(day) + 1 + 7 * (int32_t)steps;
    if (!months[unit]) return day + (int32_t)steps;
    CalendarDay d = calendar_day(day);
    int from = d.year * 12 + d.month - 1;
    from -= from % months[unit];
    d = calendar_add_months((CalendarDay){from / 12, from % 12 + 1, 1}, (int)steps * months[unit]);
    return calendar_number(d.year, d.month, 1);
}

/* The past ten years: from the anchor back; the next three days: from tomorrow on. Quarters are whole ones of the calendar, and so is what a caller
** who looks ahead asks for in weeks, months and years. */
static void put_span_range(const Reference *r, const Finding *f, Out *o)
{
    enum { FARTHEST = 2000 };
    if (!r->known || f->amounts[0] == VAGUE_COUNT || f->direction == 0) return;
    int unit = f->units[0];
    int64_t steps = f->amounts[0] / 100;
    int whole = unit == UNIT_QUARTER || unit == UNIT_HALFYEAR ||
                (r->prefer == PREFER_FUTURE && (unit == UNIT_WEEK || unit == UNIT_MONTH || unit == UNIT_YEAR));
    if (whole && is_reached(r, unit) && steps > 0 && f->counts == 1 && f->amounts[0] % 100 == 0 && steps <= FARTHEST &&
        r->year > FARTHEST / 10) {
        int64_t from = f->direction < 0 ? -steps : 1, to = f->direction < 0 ? 0 : steps + 1;
        put_range(o, unit_start(r->day, unit, from), unit_start(r->day, unit, to), (LexUnit)unit);
        o->anchor = anchor_of(r);
        return;
    }
    Moment m = moment_empty();
    m.relative = f->units[0];
    m.exact = 1;
    m.offset = f->amounts[0] * f->direction;
    Out edge = {.factor = 1.0f};
    if (!put_offset(r, &m, &edge) || !edge.has_range) return;
    int64_t anchor = edge.timed ? reference_second(r) : (int64_t)r->day * DAY;
    int64_t ahead = edge.timed || f->direction < 0 ? 0 : DAY;
    o->first = f->direction < 0 ? edge.first : anchor + ahead;
    o->last = f->direction < 0 ? anchor : edge.first + ahead;
    o->timed = edge.timed;
    o->has_range = o->first < o->last;
    o->anchor = anchor_of(r);
}

/* A year and two months ago: one count after the other from the anchor. */
static int put_offsets(const Reference *r, const Finding *f, Out *o)
{
    Reference at = *r;
    for (int i = 0; i < f->counts; i++) {
        Moment m = moment_empty();
        m.relative = f->units[i];
        m.exact = 1;
        m.offset = f->amounts[i] * f->direction;
        *o = (Out){.factor = 1.0f};
        if (!put_offset(&at, &m, o)) return 0;
        if (!o->has_range) return 1;
        int64_t day = (o->first - (o->first < 0 ? DAY - 1 : 0)) / DAY;
        CalendarDay d = calendar_day((int32_t)day);
        at.day = (int32_t)day, at.year = d.year, at.month = d.month, at.mday = d.day;
        if (o->timed) {
            int s = (int)(o->first - day * DAY);
            at.hour = s / 3600, at.minute = s / 60 % 60, at.second = s % 60;
        }
    }
    return 1;
}

static void put_set(const Finding *f, Out *o)
{
    const Moment *m = &f->moment;
    o->type = DATE_SET;
    if (f->counts) put_duration(f, o->value, sizeof o->value), o->unit = f->units[0];
    else if (m->month > 0) snprintf(o->value, sizeof o->value, "XXXX-%02d", m->month), o->unit = UNIT_MONTH;
    else if (m->season) snprintf(o->value, sizeof o->value, "XXXX-%s", season_codes[m->season]), o->unit = UNIT_SEASON;
    else if (m->weekday > 0)
        snprintf(o->value, sizeof o->value, "XXXX-WXX-%d%s%s", m->weekday, m->part ? "T" : "", part_codes[m->part]),
            o->unit = UNIT_DAY;
    else snprintf(o->value, sizeof o->value, "XXXX-XX-XXT%s", part_codes[m->part]), o->unit = UNIT_DAY;
}

/* Both ends of a range. Returns 0 if it ends before it begins. */
static int put_both(const Reference *r, const Finding *f, Out *a, Out *b)
{
    Moment from = f->moment, until = f->until;
    if (from.hour != NO_HOUR && until.hour != NO_HOUR && from.twelve == HOUR_OPEN && !until.twelve && !from.part) {
        /* 3 to 5 pm: the last reading before the end */
        int early = from.hour % 12, end = until.hour * 60 + (until.minute > 0 ? until.minute : 0),
            minute = from.minute > 0 ? from.minute : 0;
        from.hour = (int8_t)((early + 12) * 60 + minute < end || early * 60 + minute >= end ? early + 12 : early);
        from.twelve = HOUR_SETTLED;
    }
    if (!put_moment(r, f, &from, a)) return 0;
    if (a->timed && a->has_range && until.hour != NO_HOUR && until.twelve == HOUR_OPEN && !until.part &&
        from.hour != NO_HOUR && from.twelve != HOUR_OF_24) {
        /* 11 am to 2, 10:30 to 3: the first reading after the beginning */
        int begin = (int)((a->first % DAY + DAY) % DAY / 60), minute = until.minute > 0 ? until.minute : 0;
        int early = until.hour % 12;
        until.hour = (int8_t)(early * 60 + minute <= begin && (early + 12) * 60 + minute > begin ? early + 12 : early);
        until.twelve = HOUR_SETTLED;
    }
    if (until.year == YEAR_UNKNOWN && !until.relative && a->has_range && until.month > 0 && f->moment.month > 0) {
        /* the end is the first such day after the beginning */
        CalendarDay d = calendar_day((int32_t)((a->first - (a->first < 0 ? DAY - 1 : 0)) / DAY));
        until.year = (int16_t)(d.year + (until.month < d.month));
    }
    Reference later = *r;
    if (until.weekday > 0 && until.day < 0 && until.month < 0 && until.year == YEAR_UNKNOWN && !until.nth &&
        until.turn == TURN_NONE && !until.relative && a->has_range && r->known && r->has_day && from.month < 0 &&
        moment_has_day(&from)) { /* Monday to Friday: the first Friday behind that Monday */
        later.day = (int32_t)((a->first - (a->first < 0 ? DAY - 1 : 0)) / DAY);
        CalendarDay d = calendar_day(later.day);
        later.year = d.year, later.month = d.month, later.mday = d.day;
        later.prefer = PREFER_FUTURE, later.moved = 1;
    }
    if (!put_moment(&later, f, &until, b)) return 0;
    int64_t last = b->timed ? b->first : b->last;
    if (!a->has_range || !b->has_range || a->first < last) return 1;
    if (!a->timed || !b->timed || a->first - last >= DAY || f->until.day >= 0 || f->until.relative) return 0;
    b->first += DAY, b->last += DAY; /* 10 p.m. to 2 a.m. */
    return a->first < b->first;
}

static int put_interval(const Reference *r, const Finding *f, Out *o)
{
    Out a, b;
    if (!put_both(r, f, &a, &b)) return 0;
    *o = a;
    if (strlen(a.value) + strlen(b.value) + 2 <= sizeof o->value) {
        strcat(o->value, "/");
        strcat(o->value, b.value);
    }
    if (b.type == DATE_TIME) o->type = DATE_TIME;
    o->timed = a.timed || b.timed;
    o->has_range = a.has_range && b.has_range;
    o->last = b.timed ? b.first : b.last;
    if (b.factor < o->factor) o->factor = b.factor;
    if (!o->anchor) o->anchor = b.anchor;
    return 1;
}

/* Early March, the end of 2012, later this year: the third of the unit that is meant, or what is before or behind the anchor. The value keeps the unit. */
static void narrow(const Reference *r, const Finding *f, Out *o)
{
    if (!o->has_range || o->timed || f->modifier < MODIFIER_START || f->modifier > MODIFIER_END) return;
    int32_t first = (int32_t)(o->first / DAY), last = (int32_t)(o->last / DAY), length = last - first;
    if (first < 0 || length < 5) return;
    if (f->direction && r->known && r->has_day && r->day >= first && r->day < last) {
        if (f->direction < 0 && r->day > first) o->last = (int64_t)r->day * DAY;
        if (f->direction > 0) o->first = (int64_t)r->day * DAY;
        return;
    }
    int32_t cut[4] = {first, first + length / 3, first + 2 * length / 3, last};
    CalendarDay d = calendar_day(first);
    if (o->unit == UNIT_MONTH) cut[1] = first + 10, cut[2] = first + 20;
    else if (o->unit == UNIT_WEEK) cut[1] = first + 2, cut[2] = first + 4;
    else if (o->unit == UNIT_YEAR || o->unit == UNIT_QUARTER || o->unit == UNIT_HALFYEAR) {
        int months = o->unit == UNIT_YEAR ? 4 : o->unit == UNIT_QUARTER ? 1 : 2;
        for (int i = 1; i < 3; i++) {
            CalendarDay at = calendar_add_months(d, months * i);
            cut[i] = calendar_number(at.year, at.month, 1);
        }
    } else if (o->unit == UNIT_DECADE || o->unit == UNIT_CENTURY) {
        int years = o->unit == UNIT_DECADE ? 1 : 10;
        cut[1] = calendar_number(d.year + 4 * years, 1, 1), cut[2] = calendar_number(d.year + 7 * years, 1, 1);
    }
    o->first = (int64_t)cut[f->modifier - MODIFIER_START] * DAY;
    o->last = (int64_t)cut[f->modifier - MODIFIER_START + 1] * DAY;
}

/* Two weeks from next Tuesday. Without a day to count from only the form of a day is left. */
static int put_shift(const Finding *f, Out *o)
{
    if (!o->has_range) return strcpy(o->value, "XXXX-XX-XX"), 1;
    int64_t begin = o->first;
    CalendarDay d = calendar_day((int32_t)((begin - (begin < 0 ? DAY - 1 : 0)) / DAY));
    int64_t days = 0, months = 0;
    switch (f->shift_unit) {
    case UNIT_DAY:
    case UNIT_WORKDAY: days = f->shift; break;
    case UNIT_WEEK: days = 7 * (int64_t)f->shift; break;
    case UNIT_FORTNIGHT: days = 14 * (int64_t)f->shift; break;
    case UNIT_MONTH: months = f->shift; break;
    case UNIT_QUARTER: months = 3 * (int64_t)f->shift; break;
    case UNIT_YEAR: months = 12 * (int64_t)f->shift; break;
    default: return 0;
    }
    if (days > 1000000 || days < -700000 || months > 30000 || months < -20000) return 0;
    d = calendar_add_months(d, (int)months);
    int32_t day = calendar_number(d.year, d.month, d.day) + (int32_t)days;
    if (f->shift_unit == UNIT_WORKDAY) day = calendar_add_workdays(day - (int32_t)days, (int)days);
    if (f->shift_weekday) { /* the third Tuesday behind (or before) it; the day itself does not count */
        int32_t at = (int32_t)((begin - (begin < 0 ? DAY - 1 : 0)) / DAY), from = at + (f->shift > 0 ? 1 : -7);
        day = from + (f->shift_weekday - calendar_weekday(from) + 7) % 7 +
              7 * (f->shift > 0 ? f->shift - 1 : f->shift + 1);
    }
    if (calendar_day(day).year < 0 || calendar_day(day).year > 9999) return 0;
    put_day(o, day);
    o->timed = 0;
    o->type = DATE_DATE;
    return 1;
}

/* A year after Christmas: who looks ahead means the first one that is not over. */
static int put_shifted(const Reference *r, const Finding *f, Out *o)
{
    if (r->prefer == PREFER_FUTURE && f->shift > 0) {
        Reference past = *r;
        past.prefer = PREFER_PAST;
        if (put_moment(&past, f, &f->moment, o) && put_shift(f, o) && o->has_range && o->first >= (int64_t)r->day * DAY)
            return 1;
    }
    return put_moment(r, f, &f->moment, o) && put_shift(f, o);
}

static const char *instant_text(Arena *arena, int64_t at, int timed)
{
    int64_t day = at >= 0 ? at / DAY : (at - DAY + 1) / DAY;
    int s = (int)(at - day * DAY);
    CalendarDay d = calendar_day((int32_t)day);
    if (d.year < 0 || d.year > 9999) return NULL;
    char text[sizeof "0000-00-00T00:00:00"], *end = write_day(text, d);
    if (timed) end = write_clock(end, s / 3600, s / 60 % 60, s % 60);
    return arena_copy(arena, text, (size_t)(end - text));
}

static int write_mention(Arena *arena, const Reference *r, const Finding *f, const Out *o, DateMention *mention)
{
    *mention = (DateMention){.start = f->start, .length = f->end - f->start, .type = o->type};
    mention->value = arena_copy(arena, o->value, strlen(o->value));
    if (!mention->value) return 0;
    if (o->has_range) {
        mention->first = instant_text(arena, o->first, o->timed);
        mention->last = instant_text(arena, o->last, o->timed);
        if (!mention->first || !mention->last) mention->first = mention->last = NULL;
    }
    mention->grain = o->grain ? o->grain : unit_names[o->unit];
    if (!mention->grain) mention->grain = f->shape == SHAPE_REF ? "reference" : "day";
    mention->modifier = modifier_names[f->modifier];
    mention->anchor = anchor_names[o->anchor];
    mention->rule = f->shape == SHAPE_RANGE && f->rule < RULE_BUDDHIST ? "range" : rule_names[f->rule];
    mention->score = (double)(f->score * o->factor);
    if (o->anchor && r->inferred > 0 && !r->is_named) mention->score *= r->inferred;
    mention->weekday = f->shape == SHAPE_MOMENT && f->moment.weekday > 0 ? (uint8_t)f->moment.weekday : 0;
    mention->tense = f->tense;
    return 1;
}

int resolve_finding(Arena *arena, const Reference *r, const Finding *f, DateMention *mention)
{
    Out o = {.factor = 1.0f};
    switch (f->shape) {
    case SHAPE_MOMENT:
        if (f->shift_unit ? !put_shifted(r, f, &o) : !put_moment(r, f, &f->moment, &o)) return 0;
        if (f->around && o.has_range) {
            int kind = o.anchor;
            int32_t day = (int32_t)((o.first - (o.first < 0 ? DAY - 1 : 0)) / DAY);
            if (f->around == UNIT_WEEKEND) put_weekend(&o, day);
            else put_week(&o, day);
            o.anchor = (uint8_t)kind;
        }
        narrow(r, f, &o);
        if (f->is_length) {
            put_duration(f, o.value, sizeof o.value);
            o.type = DATE_DURATION;
        }
        break;
    case SHAPE_OFFSET:
        if (!put_offsets(r, f, &o)) return 0;
        break;
    case SHAPE_RANGE:
        if (!put_interval(r, f, &o)) return 0;
        break;
    case SHAPE_SET: put_set(f, &o); break;
    case SHAPE_DURATION:
    case SHAPE_SPAN:
        put_duration(f, o.value, sizeof o.value);
        o.type = DATE_DURATION;
        o.unit = f->units[0];
        if (f->shape == SHAPE_SPAN) put_span_range(r, f, &o);
        break;
    default:
        strcpy(o.value, f->direction < 0 ? "PAST_REF" : f->direction > 0 ? "FUTURE_REF" : "PRESENT_REF");
        if (f->direction == 0 && r->known && r->has_day) {
            o.first = reference_second(r), o.timed = r->has_time, o.last = o.first + (r->has_time ? 1 : DAY),
            o.has_range = 1, o.anchor = anchor_of(r);
        }
        break;
    }
    return write_mention(arena, r, f, &o, mention);
}

int resolve_ends(Arena *arena, const Reference *r, const Finding *f, DateMention ends[2])
{
    Out a, b;
    Finding first = *f, second = *f;
    if (!put_both(r, f, &a, &b)) return 0;
    first.end = f->moment_end;
    second.start = f->until_start;
    return write_mention(arena, r, &first, &a, &ends[0]) && write_mention(arena, r, &second, &b, &ends[1]) ? 2 : 0;
}
