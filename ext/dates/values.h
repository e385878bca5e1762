/*
** values.h - what resolve.c and instants.c fill: a value as text and a range in seconds; inside of the room alone
*/
#ifndef CORPUS_DATES_VALUES_H
#define CORPUS_DATES_VALUES_H

#include <stdint.h>
#include "dates/calendar.h"
#include "dates/grammar.h"
#include "dates/resolve.h"

enum { DAY = 86400, VALUE_SIZE = 48, CLOCK_SIZE = sizeof "T00:00:00" };
enum { ANCHOR_NONE, ANCHOR_GIVEN, ANCHOR_INFERRED };

typedef struct Out {
    char value[VALUE_SIZE];
    int64_t first, last;  /* seconds since 1970 */
    int has_range, timed; /* timed: the range is finer than days */
    uint8_t unit, type, anchor;
    const char *grain;
    float factor;
} Out;

/* --- values.c: figures; they are most of what values are made of, so no format is read for them */
char *write_figures(char *at, int number,
                    int width); /* the last `width` figures of a number that is not negative; returns what follows */
char *write_day(char *at,
                CalendarDay day); /* 2023-11-16 and the end of the string, which is returned; years modulo 10000 */
char *write_clock(char *at, int hour, int minute,
                  int second); /* T09:40, T09:40:00 and the end of the string; second -1: none */

/* --- values.c: each writes the value and the range of the unit that holds what it is given ---------------------------- */
extern const char *const season_codes[]; /* by LEX_SEASON's value */

void put_range(Out *o, int32_t first, int32_t last, LexUnit unit);
void put_day(Out *o, int32_t day);
void put_week(Out *o, int32_t day);
void put_month(Out *o, int year, int month);
void put_quarter(Out *o, int year, int quarter);
void put_half(Out *o, int year, int half);
void put_season(Out *o, int year, int season);
void put_year(Out *o, int year);
void put_decade(Out *o, int year);
void put_century(Out *o, int year);
void put_weekend(Out *o, int32_t day);
int32_t season_start(int year, int season);
void put_duration(const Finding *f, char *value, size_t size); /* the length that the counts of a finding make: P1Y6M */

/* --- instants.c: one moment on the calendar; both return 0 if it is impossible ------------------------------------------ */
extern const char *const part_codes[]; /* by LexPart */

int put_moment(const Reference *r, const Finding *f, const Moment *m, Out *o);
int put_offset(const Reference *r, const Moment *m, Out *o); /* a count from the anchor: two weeks ago */
int is_reached(const Reference *r, int unit); /* is enough of the anchor known to count these units from it? */
uint8_t anchor_of(const Reference *r);
int64_t reference_second(const Reference *r);

#endif
