/*
** moments.h - the productions of base moments
**
** Each looks for one construction at item `i` of the parser, fills the Base and returns the index after it, or 0; none calls base_at(), so nothing recurs.
*/
#ifndef CORPUS_DATES_MOMENTS_H
#define CORPUS_DATES_MOMENTS_H

#include "dates/grammar.h"

/* --- written.c: dates as they are written out */
int month_at(const Parser *p, int i, int8_t *month);
int lower_name(const Parser *p, int i); /* a name that is a common word unless it has a capital (may, march) */
int joined_date_at(const Parser *p, int i, Base *b);
int day_month_at(const Parser *p, int i, Base *b);
int month_day_at(const Parser *p, int i, Base *b);
int year_first_at(const Parser *p, int i, Base *b);
int bare_year_at(const Parser *p, int i, Base *b);
int era_year_at(const Parser *p, int i, Base *b);

/* --- periods.c: named stretches of the calendar */
int decade_at(const Parser *p, int i, Base *b);
int ordinal_unit_at(const Parser *p, int i, Base *b);
int short_quarter_at(const Parser *p, int i, Base *b);
int season_at(const Parser *p, int i, Base *b);
int holiday_at(const Parser *p, int i, Base *b);
void set_holiday(Moment *m, int value);

/* --- reports.c: the stretch a company's report is about */
int report_period_at(const Parser *p, int i, Base *b);

/* --- relative.c: counted from another moment, or picked by direction */
int direction_at(const Parser *p, int i, Base *b);
int is_morning_word(const Parser *p, int i);
int deixis_at(const Parser *p, int i, Base *b);
int weekday_at(const Parser *p, int i, Base *b);
int offset_at(const Parser *p, int i, Base *b);
int unit_direction_at(const Parser *p, int i, Base *b);
int nth_at(const Parser *p, int i, Base *b);
int nth_behind(const Parser *p, int j, Base *b); /* goes on from the month or year in `b`, which ends at `j` */
int week_at(const Parser *p, int i, Base *b);
int day_alone_at(const Parser *p, int i, Base *b);
int direction_behind(const Parser *p, int j);

/* --- localized.c: constructions of some languages */
int unit_shift_at(const Parser *p, int i, Base *b);
int fields_date_at(const Parser *p, int i, Base *b);

/* --- eras.c: dates of other calendars */
int era_date_at(const Parser *p, int i, Base *b);

#endif
