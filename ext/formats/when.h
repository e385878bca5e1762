/*
** when.h - dates and times of fields, headers and records, as ISO 8601
**
** What is unambiguous is read: ISO 8601 with `-`, `/`, `.` or nothing between the numbers (year first); RFC 5322 and its kin with English months
** (`Mon, 02 Jan 2006 15:04:05 +0600`, `Jan 2, 2006`, `Mon Jan 2 15:04:05 2006`); seconds and milliseconds since 1970; 4.3.2021, for with stops the day
** stands first. 03/04/2021 is not.
*/
#ifndef CORPUS_WHEN_H
#define CORPUS_WHEN_H

#include <stddef.h>
#include <stdint.h>

enum { WHEN_TEXT = 32 }; /* bytes of the longest result with its NUL */

typedef struct When {
    int year, month, day;     /* month and day 0: not stated */
    int hour, minute, second; /* hour -1: not stated; second -1: not stated */
    int has_zone, zone;       /* minutes east of Greenwich */
} When;

/* Reads a whole text. Returns 0 if it is none of these. Constant time: looks at 64 bytes. */
int when_read(const char *text, size_t length, When *when);

/* Seconds (UTC) since 1970. */
void when_of_seconds(int64_t seconds, When *when);

/* Writes as precise as stated, with the zone if it is known: 2021-03-04, 2021-03-04T08:15:00+06:00. */
void when_write(const When *when, char out[WHEN_TEXT]);

/* The same in UTC, where a zone is known. */
void when_write_utc(const When *when, char out[WHEN_TEXT]);

#endif
