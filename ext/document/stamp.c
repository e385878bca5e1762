/*
** stamp.c - see stamp.h
**
** A stamp is taken apart into numbers and English words, each with the mark before it; which order its numbers stand in is told by how many digits they have.
*/
#include "document/stamp.h"
#include "dates/calendar.h"
#include <stdio.h>
#include <string.h>

enum { PIECES = 14, READ_BYTES = 96, ADDRESS_BYTES = 2048 };

typedef struct Piece {
    int64_t value;  /* of a number; of a word: its month, or 0 */
    uint8_t digits; /* 0: a word */
    char mark;      /* the last byte between the piece before and this one; 0: none */
    uint8_t half;   /* of a word: 1 am, 2 pm */
    uint8_t zone;   /* of a number: a sign of a zone stands before it */
} Piece;

typedef struct Pieces {
    Piece items[PIECES];
    int count;
} Pieces;

int stamp_is_day(int year, int month, int day)
{
    if (year < STAMP_FIRST_YEAR || year > STAMP_LAST_YEAR || (year == 1970 && month == 1 && day == 1)) return 0;
    return calendar_is_day(year, month, day);
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* 1 to 12 for the name of an English month or its abbreviation. */
static int month_of(const char *word, size_t length)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    for (int i = 0; i < 12; i++) {
        size_t n = 0, whole = strlen(names[i]);
        while (n < length && n < whole && (word[n] | 32) == names[i][n]) n++;
        if (n == length && (n == 3 || n == whole || (i == 8 && n == 4))) return i + 1;
    }
    return 0;
}

/* --- stamps ------------------------------------------------------------------------------------------------------------------------ */
static void read_pieces(const char *text, size_t length, Pieces *pieces)
{
    const char *at = text, *end = text + (length < READ_BYTES ? length : READ_BYTES);
    char mark = 0;
    pieces->count = 0;
    while (at < end && pieces->count < PIECES) {
        Piece piece = {0, 0, mark, 0, 0};
        const char *from = at;
        if (is_digit(*at)) {
            for (; at < end && is_digit(*at) && at - from < 17; at++) piece.value = piece.value * 10 + (*at - '0');
            piece.digits = (uint8_t)(at - from);
            piece.zone = mark == '+';
        } else if (is_letter(*at)) {
            while (at < end && is_letter(*at)) at++;
            piece.value = month_of(from, (size_t)(at - from));
            if (at - from == 2 && (from[1] | 32) == 'm')
                piece.half = (from[0] | 32) == 'a' ? 1 : (from[0] | 32) == 'p' ? 2 : 0;
        } else {
            mark = *at++;
            if ((unsigned char)mark >= 0x80) mark = '~';
            continue;
        }
        mark = 0;
        pieces->items[pieces->count++] = piece;
    }
}

static int set_day(Stamp *stamp, int64_t year, int64_t month, int64_t day)
{
    if (year > STAMP_LAST_YEAR || month > 12 || day > 31 || !stamp_is_day((int)year, (int)month, (int)day)) return 0;
    *stamp = (Stamp){(int16_t)year, (int8_t)month, (int8_t)day, -1, -1, -1};
    return 1;
}

static void set_time(Stamp *stamp, int64_t hour, int64_t minute, int64_t second)
{
    if (hour > 23 || minute > 59 || second > 60 || (hour == 0 && minute == 0 && second <= 0)) return;
    stamp->hour = (int8_t)hour, stamp->minute = (int8_t)minute, stamp->second = (int8_t)(second > 59 ? 59 : second);
}

/* Seconds since 1970, in UTC. */
static int of_seconds(int64_t seconds, Stamp *stamp)
{
    CalendarDay day = calendar_day((int32_t)(seconds / 86400));
    int rest = (int)(seconds % 86400);
    if (!set_day(stamp, day.year, day.month, day.day)) return 0;
    set_time(stamp, rest / 3600, rest / 60 % 60, rest % 60);
    return 1;
}

/* A run of digits without marks: 20181009, 201810091548, 20181009154800, 1539093600, 1539093600000. */
static int read_run(const Piece *piece, Stamp *stamp)
{
    static const int64_t EARLIEST = 600000000, LATEST = 4102444800; /* 1989 and 2100 */
    int64_t v = piece->value;
    switch (piece->digits) {
    case 8: return set_day(stamp, v / 10000, v / 100 % 100, v % 100);
    case 12:
    case 14: {
        int64_t second = piece->digits == 14 ? v % 100 : -1;
        if (piece->digits == 14) v /= 100;
        if (!set_day(stamp, v / 100000000, v / 1000000 % 100, v / 10000 % 100)) return 0;
        set_time(stamp, v / 100 % 100, v % 100, second);
        return 1;
    }
    case 13: v /= 1000; /* fall through */
    case 9:
    case 10: return v >= EARLIEST && v < LATEST && of_seconds(v, stamp);
    default: return 0;
    }
}

static int full_year(const Piece *piece)
{
    if (piece->digits == 4) return (int)piece->value;
    return piece->digits == 2 ? (int)piece->value + (piece->value < 70 ? 2000 : 1900) : 0;
}

/* Numbers i, i+1, i+2 as a day. */
static int read_numbers(const Piece *p, StampOrder order, Stamp *stamp, Stamp *swapped)
{
    if (p[0].digits == 4 && p[1].digits && p[1].digits <= 2 && p[2].digits && p[2].digits <= 2)
        return set_day(stamp, p[0].value, p[1].value, p[2].value);
    if (!p[0].digits || p[0].digits > 2 || !p[1].digits || p[1].digits > 2 || (p[2].digits != 4 && p[2].digits != 2))
        return 0;
    if (!p[1].mark || !strchr("/.-", p[1].mark)) return 0;
    if (order == STAMP_YEAR_FIRST && p[0].digits == 2 && p[2].digits == 2 && p[2].mark == p[1].mark &&
        set_day(stamp, full_year(&p[0]), p[1].value, p[2].value))
        return 1;
    int year = full_year(&p[2]);
    int first = order == STAMP_MONTH_FIRST && p[1].mark != '.';
    int by_order = set_day(stamp, year, p[!first].value, p[first].value);
    Stamp other;
    int by_other = set_day(&other, year, p[first].value, p[!first].value);
    if (by_order && by_other && swapped && p[0].value != p[1].value) *swapped = other;
    if (!by_order && by_other) *stamp = other;
    return by_order || by_other;
}

/* A month's name with a day on one side of it: 19 Feb 2020, February 19th, 2020, Feb 19 12:00:10 GMT 2020. The pieces read, or 0. */
static int read_named(const Pieces *pieces, int i, Stamp *stamp)
{
    const Piece *p = pieces->items + i;
    int left = pieces->count - i, month = -1, day = -1;
    if (left >= 3 && !p[0].digits && p[0].value && p[1].digits && p[1].digits <= 2) month = 0, day = 1;
    else if (left >= 3 && p[0].digits && p[0].digits <= 2) {
        for (int k = 1; k <= 3 && k < left && month < 0; k++) /* 19th of Feb */
            if (!p[k].digits && p[k].value) month = k;
        day = 0;
    }
    if (month < 0) return 0;
    for (int k = (month > day ? month : day) + 1; k < left && k < 8; k++)
        if (p[k].digits == 4 && !p[k].zone && p[k].mark != '+' && p[k].mark != ':' &&
            set_day(stamp, p[k].value, p[month].value, p[day].value))
            return (month > day ? month : day) + 1;
    return 0;
}

/* A time of day among the pieces from `from` on: 12:00, 12:00:10, T12.00, 2:05 pm. */
static void read_time(const Pieces *pieces, int from, Stamp *stamp)
{
    for (int i = from; i + 1 < pieces->count; i++) {
        const Piece *p = pieces->items + i;
        if (!p[0].digits || p[0].digits > 2 || p[1].digits != 2 || p[1].mark != ':' || p[0].zone) continue;
        int seconds = i + 2 < pieces->count && p[2].digits == 2 && p[2].mark == ':';
        const Piece *next = i + 2 + seconds < pieces->count ? &p[2 + seconds] : NULL;
        int64_t hour = p[0].value;
        if (next && next->half) hour = hour % 12 + (next->half == 2 ? 12 : 0);
        set_time(stamp, hour, p[1].value, seconds ? p[2].value : -1);
        return;
    }
}

int stamp_read(const char *text, size_t length, StampOrder order, Stamp *stamp, Stamp *swapped)
{
    Pieces pieces;
    if (swapped) swapped->year = 0;
    read_pieces(text, length, &pieces);
    for (int i = 0; i < pieces.count && i < 6; i++) {
        const Piece *p = pieces.items + i;
        if (p->digits >= 8 && i < 3 && read_run(p, stamp)) {
            if (p->digits == 8) read_time(&pieces, i + 1, stamp);
            return 1;
        }
        if (i + 2 < pieces.count && read_numbers(p, order, stamp, swapped)) {
            read_time(&pieces, i + 3, stamp);
            if (swapped && swapped->year)
                swapped->hour = stamp->hour, swapped->minute = stamp->minute, swapped->second = stamp->second;
            return 1;
        }
        int named = read_named(&pieces, i, stamp);
        if (named) {
            read_time(&pieces, i + named, stamp);
            return 1;
        }
    }
    return 0;
}

/* Reads what divides two numbers of a date. Returns its bytes: 0, none. `*mark` is its first byte. */
static size_t read_divider(const char *at, const char *end, char *mark)
{
    static const char *const signs[] = {"年", "月", "년", "월"};
    const char *from = at;
    while (at < end && at < from + 2 && *at == ' ') at++;
    if (at >= end) return 0;
    *mark = *at;
    size_t bytes = *at == '.' || *at == '/' || *at == '-' ? 1 : 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !bytes; i++)
        if (end - at >= 3 && !memcmp(at, signs[i], 3)) bytes = 3, *mark = '~';
    if (!bytes) return 0;
    at += bytes;
    while (at < end && at < from + 8 && *at == ' ') at++;
    return (size_t)(at - from);
}

/* The bytes of a date in numbers that begins at `at`, or 0. */
static size_t numeric_length(const char *at, const char *end)
{
    const char *from = at;
    size_t digits[3];
    char marks[2];
    for (int i = 0; i < 3; i++) {
        const char *number = at;
        while (at < end && is_digit(*at)) at++;
        digits[i] = (size_t)(at - number);
        if (!digits[i] || digits[i] > 4 || digits[i] == 3) return 0;
        if (i == 2) break;
        size_t divider = read_divider(at, end, &marks[i]);
        if (!divider) return 0;
        at += divider;
    }
    if (marks[0] != marks[1] || digits[1] > 2) return 0;
    if (digits[0] == 4 ? digits[2] > 2 : digits[0] > 2 || digits[2] == 1 || (digits[2] == 2 && marks[0] == '-'))
        return 0;
    if (at < end && *at == '.' && at + 1 < end && is_digit(at[1])) return 0; /* 1.2.16.5 */
    return (size_t)(at - from);
}

size_t stamp_find(const char *text, size_t length, size_t *start)
{
    const char *end = text + length, *at = text + *start;
    while (at < end) {
        if (!is_digit(*at)) {
            at++;
            continue;
        }
        size_t bytes = at > text + 1 && (at[-1] == '.' || at[-1] == '-' || at[-1] == '/') && is_digit(at[-2])
                           ? 0
                           : numeric_length(at, end);
        if (bytes) {
            *start = (size_t)(at - text);
            return bytes;
        }
        while (at < end && is_digit(*at)) at++;
    }
    return 0;
}

/* --- addresses ----------------------------------------------------------------------------------------------------------------------- */

/* The number of `digits` digits at `at`; -1: there are fewer, or (if `alone`) more. */
static int number_at(const char *at, const char *end, int digits, int alone)
{
    int value = 0;
    if (end - at < digits) return -1;
    for (int i = 0; i < digits; i++) {
        if (!is_digit(at[i])) return -1;
        value = value * 10 + (at[i] - '0');
    }
    return alone && at + digits < end && is_digit(at[digits]) ? -1 : value;
}

/* One or two digits with no third behind; `*bytes` is their number. */
static int short_number(const char *at, const char *end, int *bytes)
{
    *bytes = at + 1 < end && is_digit(at[1]) ? 2 : 1;
    return number_at(at, end, *bytes, 1);
}

static int is_mark(char c)
{
    return c == '/' || c == '-' || c == '_' || c == '.';
}

static int plausible_year(int year)
{
    return year >= 1980 && year <= STAMP_LAST_YEAR;
}

/* What follows a year at the start of a segment or behind a mark. 1: a day, 2: a month, 0: neither. */
static int after_year(int year, const char *at, const char *end, Stamp *stamp)
{
    int bytes, month, day, named = 0;
    if (at >= end) return 0;
    if (!is_mark(*at)) { /* 20181009, and what is written on: a time, a number of the day */
        month = number_at(at, end, 2, 0), day = number_at(at + 2, end, 2, 0);
        return month > 0 && day > 0 && set_day(stamp, year, month, day);
    }
    char first = *at++;
    const char *word = at;
    while (at < end && is_letter(*at)) at++;
    if (at > word) month = month_of(word, (size_t)(at - word)), named = 1;
    else {
        if ((day = number_at(at, end, 4, 1)) >= 0 && set_day(stamp, year, day / 100, day % 100)) return first == '/';
        month = short_number(at, end, &bytes);
        at += bytes;
    }
    if (month < 1 || month > 12) return 0;
    if (at < end && is_mark(*at) && (named || *at == first || first == '-' || *at == '/')) {
        day = short_number(at + 1, end, &bytes);
        if (day > 0 && set_day(stamp, year, month, day)) return 1;
    }
    if (first != '/' || (at < end && *at != '/')) return 0;
    *stamp = (Stamp){(int16_t)year, (int8_t)month, 0, -1, -1, -1};
    return 2;
}

int stamp_of_address(const char *address, size_t length, Stamp *stamp)
{
    const char *end = address + (length < ADDRESS_BYTES ? length : ADDRESS_BYTES), *at = address;
    const char *scheme = NULL;
    int found = 0;
    for (const char *c = address; c < end; c++)
        if (*c == '?' || *c == '#') end = c;
    for (const char *c = address; c + 2 < end && c < address + 8; c++)
        if (*c == ':' && c[1] == '/' && c[2] == '/') scheme = c + 3;
    if (scheme)
        for (at = scheme; at < end && *at != '/';) at++; /* past the host */
    for (; at < end; at++) {
        Stamp read;
        int year = number_at(at, end, 4, 0);
        if (year < 0 || !plausible_year(year) || (at > address && is_digit(at[-1]))) continue;
        int grade = after_year(year, at + 4, end, &read);
        if (grade && (found != 1 || grade == 1)) *stamp = read, found = grade;
    }
    return found;
}

/* --- values --------------------------------------------------------------------------------------------------------------------------- */
void stamp_write(const Stamp *stamp, char out[STAMP_BYTES])
{
    unsigned year = (unsigned)stamp->year % 10000, month = (unsigned)stamp->month % 100,
             day = (unsigned)stamp->day % 100;
    int n = snprintf(out, STAMP_BYTES, "%04u-%02u-%02u", year, month, day);
    if (stamp->hour < 0) return;
    n += snprintf(out + n, (size_t)(STAMP_BYTES - n), "T%02u:%02u", (unsigned)stamp->hour % 100,
                  (unsigned)stamp->minute % 100);
    if (stamp->second >= 0) snprintf(out + n, (size_t)(STAMP_BYTES - n), ":%02u", (unsigned)stamp->second % 100);
}

int stamp_of_value(const char *value, Stamp *stamp)
{
    const char *end = value + strlen(value);
    if (end - value < 10 || value[4] != '-' || value[7] != '-') return 0;
    int year = number_at(value, end, 4, 1), month = number_at(value + 5, end, 2, 1),
        day = number_at(value + 8, end, 2, 1);
    if (year < 0 || month < 0 || day < 0 || !set_day(stamp, year, month, day)) return 0;
    if (end - value < 16 || value[10] != 'T' || value[13] != ':') return end - value == 10 || value[10] == 'T';
    int hour = number_at(value + 11, end, 2, 1), minute = number_at(value + 14, end, 2, 1);
    int second = end - value >= 19 && value[16] == ':' ? number_at(value + 17, end, 2, 1) : -1;
    if (hour >= 0 && minute >= 0) set_time(stamp, hour, minute, second);
    return 1;
}
