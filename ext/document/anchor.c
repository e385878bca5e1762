/*
** anchor.c - see anchor.h
**
** No weekday is known here by name: a part of an expression that moves with the day it is asked on, and is a day, is a weekday, and
** dates/ says which. A year stated nowhere is not guessed: a weekday and a date agree every five, six or eleven years.
*/
#include "document/anchor.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_PARAGRAPHS = 6, PARAGRAPH_BYTES = 4000, EXPRESSION_BYTES = 120 };

/* 0 for Monday; Sakamoto's method (1993), proleptic Gregorian. */
static int weekday_of(int year, int month, int day)
{
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    if (month < 3) year--;
    return (year + year / 4 - year / 100 + year / 400 + shift[month - 1] + day + 6) % 7;
}

static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* XXXX-06-30 */
static int read_month_day(const char *value, int *month, int *day)
{
    if (strlen(value) < 10 || memcmp(value, "XXXX-", 5) != 0 || value[7] != '-') return 0;
    *month = digits(value + 5, 2);
    *day = digits(value + 8, 2);
    return *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31;
}

/* The dates of a piece of text, asked on a Monday (or on no day at all). */
static Status find_dates(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language, int anchored,
                         DateList *dates)
{
    static const DateAnchor monday = {2001, 1, 1, -1, -1, -1};
    Text text;
    if (text_segment(arena, icu, bytes, length, language, &text) != STATUS_OK) return arena->status;
    return dates_find(arena, &text, anchored ? &monday : NULL, PREFER_DEFAULT, dates);
}

/* The weekday that a piece of text names, 0 for Monday, or -1. */
static int named_weekday(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    DateList dates = {NULL, 0, 0};
    if (!length || find_dates(arena, icu, bytes, length, language, 1, &dates) != STATUS_OK || dates.count != 1)
        return -1;
    const char *value = dates.items[0].value;
    if (strlen(value) < 10 || digits(value, 4) < 0 || value[4] != '-') return -1;
    int year = digits(value, 4), month = digits(value + 5, 2), day = digits(value + 8, 2);
    /* `today` is asked on a Monday and stays within a fortnight: only what is called a day of the week may say so */
    if (year < 2000 || year > 2001 || month < 1 || month > 12 || day < 1) return -1;
    return weekday_of(year, month, day);
}

static int is_divider(char c)
{
    return c == '(' || c == ',' || c == ')';
}

/* A weekday in the parts of an expression other than the one that says day and month. */
static int weekday_beside(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    for (size_t from = 0, at = 0; at <= length; at++) {
        int month, day;
        DateList dates = {NULL, 0, 0};
        if (at < length && !is_divider(bytes[at])) continue;
        if (at - from >= 2 && at - from < length) {
            if (find_dates(arena, icu, bytes + from, at - from, language, 0, &dates) != STATUS_OK) return -1;
            int dated = dates.count && read_month_day(dates.items[0].value, &month, &day);
            int weekday = dated ? -1 : named_weekday(arena, icu, bytes + from, at - from, language);
            if (weekday >= 0) return weekday;
        }
        from = at + 1;
    }
    return -1;
}

Status anchor_infer(Arena *arena, Icu *icu, const LineList *lines, Page *page)
{
    int month = 0, day = 0, weekday = -1, latest = 0, seen = 0;
    for (size_t i = 0; i < lines->count && seen < MAX_PARAGRAPHS; i++) {
        const Line *line = &lines->items[i];
        if (line->kind != BLOCK_BODY) continue;
        seen++;
        if (!line->digits) continue;
        DateList dates = {NULL, 0, 0};
        const char *bytes = page->content + line->start;
        size_t length = line->length < PARAGRAPH_BYTES ? line->length : PARAGRAPH_BYTES;
        if (find_dates(arena, icu, bytes, length, page->language, 0, &dates) != STATUS_OK) return arena->status;
        for (size_t k = 0; k < dates.count; k++) {
            const DateMention *date = &dates.items[k];
            int year = strlen(date->value) >= 4 ? digits(date->value, 4) : -1, m, d;
            if (year >= 1900 && year < 2100 && year > latest) latest = year;
            if (date->anchor && !strcmp(date->anchor, "inferred") &&
                strlen(date->value) >= 10) { /* dates/ has asked the calendar already */
                if (!page->anchor) page->anchor = arena_copy(arena, date->value, 10);
                page->anchor_rule = "calendar:weekday";
            }
            if (weekday >= 0 || date->length > EXPRESSION_BYTES || !read_month_day(date->value, &m, &d)) continue;
            weekday = weekday_beside(arena, icu, bytes + date->start, date->length, page->language);
            if (weekday >= 0) month = m, day = d;
        }
    }
    for (int year = latest; !page->anchor && latest && weekday >= 0 && year <= latest + 1; year++) {
        if (weekday_of(year, month, day) != weekday) continue;
        page->anchor = arena_printf(arena, "%04d-%02d-%02d", year, month, day);
        page->anchor_rule = "calendar:weekday";
        break;
    }
    return arena->status;
}
