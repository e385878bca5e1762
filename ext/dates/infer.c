/*
** infer.c - see infer.h
**
** A day that is named with its weekday but without its year (`Wednesday, 30 June`) fits every fifth, sixth or eleventh year. The years in which most such
** days of the article have their weekday are the candidates, and the first evidence that leaves one of them decides:
**     calendar:weekday   the last full date of the article that is not in the future is within a year and a half of it; else a year that the article
**                        names is its own or the one before
**     calendar:modified  it is the last before the page was changed
**     calendar:frame     it is the last before the newest date of the page's frame. A menu or a list of other news is as young as the copy of the page,
**                        so its dates are never the article's, but they bound it.
** No two candidates lie within five years of each other, so one within less of its bound is the only one there. An article without such a day has its year
** from its full dates:
**     calendar:year      two or more, most of them in the latest year that they name
** The day itself tells when the news was; when it was told is the week after it (or before it, if it was to come), so the anchor keeps the fields that all days
** of that week share.
*/
#include "dates/infer.h"
#include <string.h>
#include "dates/calendar.h"

#define NO_DAY INT32_MIN

enum {
    FIRST_CANDIDATE = 1900,
    LAST_CANDIDATE = 2100,
    CANDIDATES = LAST_CANDIDATE - FIRST_CANDIDATE + 1,
    WEEK = 7,
    MOST_BEFORE = 366, /* days from the named day to a full date behind it: a plan for the year */
    MOST_AFTER = 550,  /* and from a full date to the named day: the news goes on */
    MOST_BOUND = 1825, /* days from the named day to its bound */
    MOST_AHEAD = 31    /* the frame may be a little older than the page */
};

typedef struct Survey {
    uint16_t fits[CANDIDATES];  /* days with a weekday that the year gives them */
    uint16_t names[CANDIDATES]; /* how often the article names the year */
    uint16_t full[CANDIDATES];  /* how often in a date with its month */
    int weekdays;               /* days with a weekday and no year */
    int month, day, tense;      /* the first of them */
    int full_count;
    int spread; /* they are of several months: a list of events */
    int best;   /* of `fits` */
    int32_t latest,
        frame; /* the latest full date of the article that is not to come; the newest of the frame; NO_DAY */
} Survey;

static int figures(const char *at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9') return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

/* The fields of a value YYYY, YYYY-MM or YYYY-MM-DD..., X for what is open; 0 for what is open or absent. Returns 0 if it is none of these. */
static int read_value(const char *value, int *year, int *month, int *day)
{
    size_t length = strlen(value);
    *year = *month = *day = 0;
    if (length < 4) return 0;
    if (memcmp(value, "XXXX", 4) != 0 && (*year = figures(value, 4)) < 0) return 0;
    if (length == 4) return 1;
    if (length < 7 || value[4] != '-' || (*month = figures(value + 5, 2)) < 1 || *month > 12) return 0;
    if (length == 7) return 1;
    if (length < 10 || value[7] != '-' || (*day = figures(value + 8, 2)) < 1) return 0;
    return length == 10 || value[10] == 'T';
}

static void add(uint16_t *counter)
{
    if (*counter < UINT16_MAX) ++*counter;
}

static void survey_weekday(Survey *survey, const DateMention *date, int month, int day)
{
    if (!survey->weekdays++) survey->month = month, survey->day = day, survey->tense = date->tense;
    if (month != survey->month) survey->spread = 1;
    for (int y = FIRST_CANDIDATE; y <= LAST_CANDIDATE; y++)
        if (calendar_is_day(y, month, day) && calendar_weekday(calendar_number(y, month, day)) == date->weekday)
            add(&survey->fits[y - FIRST_CANDIDATE]);
}

static void survey_date(Survey *survey, const DateMention *date, int outside)
{
    int year, month, day;
    if (date->type > DATE_TIME || !read_value(date->value, &year, &month, &day)) return;
    int open = !year || !strcmp(date->anchor, "inferred");
    if (date->weekday && month && day && open && !outside) {
        survey_weekday(survey, date, month, day);
        return;
    }
    if (open || year < FIRST_CANDIDATE || year > LAST_CANDIDATE) return;
    int32_t number = month ? calendar_number(year, month, day ? day : 1) : 0;
    if (outside) {
        if (month && number > survey->frame) survey->frame = number;
        return;
    }
    add(&survey->names[year - FIRST_CANDIDATE]);
    if (!month) return;
    add(&survey->full[year - FIRST_CANDIDATE]);
    survey->full_count++;
    if (date->tense <= 0 && number > survey->latest) survey->latest = number;
}

static int is_candidate(const Survey *survey, int year)
{
    return year >= FIRST_CANDIDATE && year <= LAST_CANDIDATE && survey->fits[year - FIRST_CANDIDATE] == survey->best;
}

/* The only candidate whose day lies from `before` days before `bound` to `after` days after it; 0 if there is none or more. */
static int candidate_near(const Survey *survey, int32_t bound, int before, int after)
{
    int found = 0, middle = calendar_day(bound).year;
    for (int y = middle - 6; y <= middle + 6; y++) {
        if (!is_candidate(survey, y)) continue;
        int32_t distance = calendar_number(y, survey->month, survey->day) - bound;
        if (distance < -before || distance > after) continue;
        if (found) return 0;
        found = y;
    }
    return found;
}

/* The only candidate that the article names, or whose year before it names. */
static int candidate_named(const Survey *survey)
{
    int found = 0;
    for (int y = FIRST_CANDIDATE + 1; y <= LAST_CANDIDATE; y++) {
        if (!is_candidate(survey, y)) continue;
        if (!survey->names[y - FIRST_CANDIDATE] && !survey->names[y - 1 - FIRST_CANDIDATE]) continue;
        if (found) return 0;
        found = y;
    }
    return found;
}

/* What the week of the telling has in common. */
static DateAnchor week_of(const Survey *survey, int year)
{
    int32_t day = calendar_number(year, survey->month, survey->day);
    CalendarDay first = calendar_day(survey->tense < 0 ? day : day - WEEK);
    CalendarDay last = calendar_day(survey->tense > 0 ? day : day + WEEK);
    DateAnchor anchor = {year, -1, -1, -1, -1, -1, 0};
    if (first.year == last.year && first.month == last.month && !survey->spread) anchor.month = first.month;
    return anchor;
}

static void infer_by_weekday(const Survey *survey, int32_t not_after, InferredAnchor *inferred)
{
    int year = 0;
    if (survey->latest != NO_DAY) {
        year = candidate_near(survey, survey->latest, MOST_BEFORE, MOST_AFTER);
        inferred->rule = "calendar:weekday", inferred->score = 0.7;
        if (!year) return; /* the article's own dates speak against all of them */
    }
    if (!year && (year = candidate_named(survey))) inferred->rule = "calendar:weekday", inferred->score = 0.6;
    if (!year && not_after != NO_DAY && (year = candidate_near(survey, not_after, MOST_BOUND, 0)))
        inferred->rule = "calendar:modified", inferred->score = 0.5;
    if (!year && not_after == NO_DAY && survey->frame != NO_DAY &&
        (year = candidate_near(survey, survey->frame, MOST_BOUND, MOST_AHEAD)))
        inferred->rule = "calendar:frame", inferred->score = 0.4;
    if (year && (not_after == NO_DAY || calendar_number(year, survey->month, survey->day) <= not_after + WEEK))
        inferred->anchor = week_of(survey, year);
}

static void infer_by_year(const Survey *survey, int32_t not_after, InferredAnchor *inferred)
{
    int year = 0;
    for (int y = FIRST_CANDIDATE; y <= LAST_CANDIDATE; y++)
        if (survey->full[y - FIRST_CANDIDATE]) year = y;
    if (!year || survey->full[year - FIRST_CANDIDATE] < 3 ||
        survey->full[year - FIRST_CANDIDATE] * 2 <= survey->full_count)
        return;
    if (survey->latest == NO_DAY || calendar_day(survey->latest).year != year) return;
    if (not_after != NO_DAY && calendar_number(year, 1, 1) > not_after) return;
    inferred->anchor = (DateAnchor){year, -1, -1, -1, -1, -1, 0};
    inferred->rule = "calendar:year";
    inferred->score = 0.5;
}

void dates_infer_anchor(const DateEvidence *evidence, InferredAnchor *inferred)
{
    Survey survey = {.latest = NO_DAY, .frame = NO_DAY};
    const DateAnchor *bound = &evidence->not_after;
    int32_t not_after = bound->year < 1
                            ? NO_DAY
                            : calendar_number(bound->year, bound->month > 0 ? bound->month : 12,
                                              bound->day > 0     ? bound->day
                                              : bound->month > 0 ? calendar_month_length(bound->year, bound->month)
                                                                 : 31);
    *inferred = (InferredAnchor){{0, -1, -1, -1, -1, -1, 0}, NULL, 0};
    for (size_t i = 0; i < evidence->dates->count; i++)
        survey_date(&survey, &evidence->dates->items[i], evidence->outside && evidence->outside[i]);
    for (int i = 0; i < CANDIDATES; i++)
        if (survey.fits[i] > survey.best) survey.best = survey.fits[i];
    if (survey.best * 2 > survey.weekdays) infer_by_weekday(&survey, not_after, inferred);
    else if (!survey.weekdays) infer_by_year(&survey, not_after, inferred);
    if (!inferred->anchor.year) inferred->rule = NULL, inferred->score = 0;
    inferred->anchor.inferred = inferred->score;
}
