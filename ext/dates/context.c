/*
** context.c - see context.h
**
** News count from the day they appear: only words that point back (the same day, two days later: LEX_SAID) take the date named last, and a bare time takes the
** day named before it in its own sentence. Histories count everything from the date named last. Constant time and space for each finding.
*/
#include "dates/context.h"
#include <string.h>
#include "dates/calendar.h"

enum {
    DOCUMENT_SENTENCES = 4,
    DOCUMENT_BYTES = 256,
    NARRATIVE_DATES = 5,  /* a history has at least so many dates of other years, */
    NARRATIVE_MARGIN = 4, /* so many times more than dates near its anchor: news name the years of a few other things */
    NEXT_YEAR_MONTHS = 9,
    THREAD_DAYS = 30,
    PERIOD_REACH = 12 /* sentences for which a company's quarter is what a report is about */
};

static int has_own_year(const Finding *f)
{
    const Moment *m = &f->moment;
    return (f->shape == SHAPE_MOMENT || f->shape == SHAPE_RANGE) && m->year != YEAR_UNKNOWN && !m->span;
}

static int is_today(const Finding *f)
{
    const Moment *m = &f->moment;
    return f->shape == SHAPE_MOMENT && f->rule == RULE_DEIXIS && m->relative == UNIT_DAY && !m->offset && !m->part &&
           m->hour == NO_HOUR && !m->exact && !f->modifier;
}

/* Yesterday, Friday, at nine: words of a text that is about the days around its own. */
static int is_near_day(const Finding *f)
{
    const Moment *m = &f->moment;
    if (f->shape != SHAPE_MOMENT && f->shape != SHAPE_RANGE) return 0;
    if (f->rule == RULE_DEIXIS && m->relative == UNIT_DAY) return m->offset != 0 || m->part || m->hour != NO_HOUR;
    return m->weekday > 0 || (m->month > 0 && m->day > 0 && m->year == YEAR_UNKNOWN);
}

void context_read(const Finding *findings, size_t count, size_t sentences, size_t length, const Reference *r,
                  Context *c)
{
    size_t near = 0, far = 0;
    memset(c, 0, sizeof *c);
    c->is_document = sentences >= DOCUMENT_SENTENCES && length >= DOCUMENT_BYTES;
    for (size_t i = 0; i < count; i++) {
        const Moment *m = &findings[i].moment;
        if (!has_own_year(&findings[i]) || m->month < 0) continue;
        if (r->known && m->year >= r->year - 1 && m->year <= r->year + 1) near++;
        else far++;
        if (!c->first_year || m->year < c->first_year) c->first_year = m->year;
        if (m->year > c->last_year) c->last_year = m->year;
    }
    int days = 0;
    for (size_t i = 0; i < count; i++) days += is_near_day(&findings[i]);
    c->is_timeless = c->is_document && days == 0;
    c->is_narrative = far >= NARRATIVE_DATES && far > NARRATIVE_MARGIN * near;
}

/* --- the reference of a finding ------------------------------------------------------------------------------------------------------ */

static Reference reference_at(const Reference *r, const Named *named)
{
    Reference at = *r;
    at.known = 1;
    at.has_month = named->month > 0;
    at.has_day = named->day > 0;
    at.has_time = 0;
    at.hour = at.minute = at.second = 0;
    at.year = named->year;
    at.month = named->month > 0 ? named->month : 1;
    at.mday = named->day > 0 ? named->day : 1;
    at.day = calendar_number(at.year, at.month, at.mday);
    at.is_named = 1;
    return at;
}

/* How fine a date a unit has to be counted from. */
static const Named *named_for(const Context *c, int unit)
{
    if (unit == UNIT_YEAR || unit == UNIT_DECADE || unit == UNIT_CENTURY || unit == UNIT_MILLENNIUM) return &c->year;
    if (unit == UNIT_MONTH || unit == UNIT_QUARTER || unit == UNIT_HALFYEAR || unit == UNIT_SEASON) return &c->month;
    return &c->day;
}

/* Does a history count this from the date it named last? Only what a speaker points at from his own day is not. */
static int counts_from_story(const Finding *f)
{
    const Moment *m = &f->moment;
    if (f->rule == RULE_DEIXIS) return 0;
    return !(m->exact && m->offset < 0);
}

/* Days from `named` to the same year's day `m`; negative: before it. */
static int32_t days_on(const Named *named, const Moment *m)
{
    if (!calendar_is_day(named->year, m->month, m->day)) return -1;
    return calendar_number(named->year, m->month, m->day) - calendar_number(named->year, named->month, named->day);
}

/* The year of a day and month in a history: of the date named last, unless the story before it goes on with this day. */
static int story_year(const Context *c, const Moment *m)
{
    if (m->month < 0 || m->day < 0 || !c->thread.known || !c->day.known || c->thread.year == c->year.year)
        return c->year.year;
    int32_t here = c->day.year == c->year.year ? days_on(&c->day, m) : -1, there = days_on(&c->thread, m);
    return there >= 0 && there <= THREAD_DAYS && (here < 0 || here > there) ? c->thread.year : c->year.year;
}

Reference context_reference(const Context *c, const Reference *r, const Finding *f)
{
    const Moment *m = &f->moment;
    Reference plain = *r;
    plain.narrative_year = c->is_narrative && c->year.known ? story_year(c, m) : 0;
    if (plain.narrative_year && c->month.known && c->month.year == c->year.year && m->month > 0 && m->day < 0 &&
        c->month.month - m->month >= NEXT_YEAR_MONTHS)
        plain.narrative_year++; /* a story goes on: February behind October is the next year's */
    if (f->shape != SHAPE_MOMENT && f->shape != SHAPE_RANGE) return plain;
    if (m->relative == UNIT_YEAR && m->exact && !c->is_narrative) return plain; /* a year earlier than this one */
    if (m->relative) {
        const Named *named = named_for(c, m->relative);
        int points_back = m->said || (c->is_narrative && counts_from_story(f));
        return points_back && c->is_document && named->known ? reference_at(&plain, named) : plain;
    }
    if (m->year != YEAR_UNKNOWN || m->month > 0 || m->season || m->quarter || m->half || m->nth || m->holiday)
        return plain;
    int bare_time = (m->hour != NO_HOUR || m->part) && m->weekday < 0 && m->day < 0;
    if (c->day.known && (c->is_narrative || (bare_time && c->is_document && c->day.sentence == f->sentence)))
        return reference_at(&plain, &c->day);
    return plain;
}

/* --- what reports of companies leave out --------------------------------------------------------------------------------------------- */

void context_rewrite(const Context *c, Finding *f)
{
    Moment *m = &f->moment;
    if (!c->is_document || f->shape != SHAPE_MOMENT) return;
    /* behind the figures of a quarter, a year ago is the quarter of the year before */
    if (m->relative == UNIT_YEAR && m->exact == EXACT_INSTANT && m->offset == -100 && c->quarter.known &&
        f->sentence - c->quarter.sentence <= PERIOD_REACH) {
        Moment q = moment_empty();
        q.year = (int16_t)(c->quarter.year - 1);
        q.quarter = (int8_t)c->quarter.month;
        *m = q;
        m->period = 1;
        return;
    }
    if (m->relative == UNIT_QUARTER && m->turn == TURN_NEAR && c->quarter.known) m->period = 1; /* the quarter */
    if (m->period && c->quarter.known) {
        int year = m->relative == UNIT_YEAR  ? c->quarter.year + m->offset
                   : m->year != YEAR_UNKNOWN ? m->year
                                             : c->quarter.year;
        *m = moment_empty();
        m->year = (int16_t)year;
        m->quarter = (int8_t)c->quarter.month;
        m->period = 1;
    }
    if (f->counts) f->is_length = 1;
    if (c->is_timeless && is_today(f) && f->tense >= 0) f->shape = SHAPE_REF, f->rule = RULE_REF, f->direction = 0;
}

/* --- following the mentions ---------------------------------------------------------------------------------------------------------- */

static int is_grain(const DateMention *mention, const char *grain)
{
    return !strcmp(mention->grain, grain);
}

/* The number that so many figures make. */
static int figures_of(const char *at, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) number = number * 10 + (at[i] - '0');
    return number;
}

void context_follow(Context *c, const Finding *f, const DateMention *mention)
{
    Named n = {.known = 1, .sentence = f->sentence};
    if (!mention->first || (mention->type != DATE_DATE && mention->type != DATE_TIME)) return;
    if (f->shape != SHAPE_MOMENT && f->shape != SHAPE_RANGE && f->shape != SHAPE_OFFSET) return;
    n.year = figures_of(mention->first, 4);
    n.month = figures_of(mention->first + 5, 2);
    n.day = figures_of(mention->first + 8, 2);
    int year_only = is_grain(mention, "year");
    if (f->moment.period) return;
    if (is_grain(mention, "quarter")) {
        c->quarter = n;
        c->quarter.month = (n.month - 1) / 3 + 1;
    } else if (year_only || is_grain(mention, "half-year")) c->quarter.known = 0;
    if (is_grain(mention, "decade") || is_grain(mention, "century") || is_grain(mention, "millennium")) return;
    /* a year alone may be one of another time, spoken of in passing */
    if (year_only && c->is_narrative && c->first_year && (n.year < c->first_year || n.year > c->last_year)) return;
    /* the year before, too, is spoken of in passing */
    if (year_only && c->is_narrative && f->moment.relative == UNIT_YEAR && f->moment.offset < 0) return;
    c->year = n;
    if (year_only) return;
    c->month = n;
    if (is_grain(mention, "month") || is_grain(mention, "quarter") || is_grain(mention, "season") ||
        is_grain(mention, "half-year"))
        return;
    c->day = n;
    if (f->moment.year == YEAR_UNKNOWN && f->moment.month > 0) c->thread = n;
}
