/*
** record.c - see record.h
**
** The date is read from lines that are about the page, never from its text: a stamp, a labelled line, a byline, the dateline. Each
** kind of evidence has its score; the best wins, the first among equals. Where the page gives none, the calendar may still tell
** (anchor.c, for who asks): that is an anchor for relative dates and no publication date.
*/
#include "document/record.h"
#include "document/author.h"
#include "document/clean.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/dateline.h"
#include "document/furniture.h"
#include "document/headline.h"
#include "document/published.h"
#include <stdlib.h>
#include <string.h>

typedef struct Record {
    Arena *arena;
    Icu *icu;
    const LineList *lines;
    Page *page;
    ptrdiff_t title, body, body_end; /* lines; body: the first of kind BLOCK_BODY or -1; body_end: the last */
} Record;

enum { STAMP_LINE_BYTES = 600, REACH_ABOVE = 24, REACH_BELOW = 8 };

/* --- dates of lines about the page ------------------------------------------------------------------------------------------ */

static int is_day(const char *value)
{
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? value[i] != '-' : value[i] < '0' || value[i] > '9') return 0;
    return value[10] == 0 || value[10] == 'T';
}

/* Reads a clock that stands behind a date (`, 14:21`, ` | 9:05`). Returns the bytes of HH:MM in `clock`, or 0. */
static int read_clock(const char *at, const char *end, char clock[8])
{
    while (at < end && (*at == ' ' || *at == ',' || *at == '|' || *at == '-' || *at == 'T')) at++;
    int digits = 0, hour = 0;
    while (at < end && *at >= '0' && *at <= '9' && digits < 2) hour = hour * 10 + (*at++ - '0'), digits++;
    if (!digits || end - at < 3 || *at != ':' || at[1] < '0' || at[1] > '5' || at[2] < '0' || at[2] > '9') return 0;
    if (hour > 23 || (end - at > 3 && at[3] >= '0' && at[3] <= '9')) return 0;
    clock[0] = (char)('0' + hour / 10), clock[1] = (char)('0' + hour % 10);
    memcpy(clock + 2, at, 3);
    clock[5] = 0;
    return 1;
}

/* The last label of `kind` or of no kind in the bytes before a date: FURNITURE_MODIFIED, FURNITURE_PUBLISHED or FURNITURE_NONE. */
static Furniture label_before(const char *text, size_t length)
{
    Furniture found = FURNITURE_NONE;
    size_t from = length > 60 ? length - 60 : 0;
    for (size_t i = from; i < length; i++) {
        int boundary = i == 0 || (unsigned char)text[i - 1] <= ' ' || text[i - 1] == ':' || text[i - 1] == '|' ||
                       text[i - 1] == '(';
        boundary |=
            i && (unsigned char)text[i] >= 0xE3 && (unsigned char)text[i] < 0xF0; /* ideographs stand without blanks */
        if (!boundary) continue;
        if (furniture_label(text + i, length - i, FURNITURE_MODIFIED)) found = FURNITURE_MODIFIED;
        else if (furniture_label(text + i, length - i, FURNITURE_PUBLISHED)) found = FURNITURE_PUBLISHED;
    }
    return found;
}

static const char *stamp_value(Arena *arena, const char *line, size_t length, const DateMention *date)
{
    char clock[8];
    if (strlen(date->value) > 10) return date->value;
    const char *after = line + date->start + date->length;
    return read_clock(after, line + length, clock) ? arena_printf(arena, "%.10sT%s", date->value, clock) : date->value;
}

static void take_published(Page *page, const char *value, const char *rule, double score)
{
    if (!value || score <= page->published_score) return;
    page->published = value;
    page->published_rule = rule;
    page->published_score = score;
}

/* Is there nothing but blanks and marks between two expressions of a line? */
static int is_beside(const char *text, const DateMention *day, const DateMention *time)
{
    enum { GAP = 6 };
    uint32_t from = day->start + day->length;
    if (time->start < from || time->start - from > GAP) return 0;
    for (uint32_t i = from; i < time->start; i++)
        if (!strchr(" ,.|-(\t", text[i])) return 0;
    return 1;
}

/* A time of day that languages put beside the date as an expression of its own (4월 22일 오후 5시): the day takes it. */
static Status lend_time(Arena *arena, const char *text, DateMention *day, const DateMention *time)
{
    if (time->type != DATE_TIME || strlen(day->value) != 10 || strlen(time->value) < 16 || time->value[10] != 'T')
        return STATUS_OK;
    if (time->value[11] < '0' || time->value[11] > '2' || !is_beside(text, day, time)) return STATUS_OK;
    if (is_day(time->value) && memcmp(time->value, day->value, 10) != 0) return STATUS_OK;
    day->value = arena_printf(arena, "%.10s%s", day->value, time->value + 10);
    day->length = time->start + time->length - day->start;
    return arena->status;
}

/* The dates of a line that name a day. */
static Status find_days(Record *record, const char *text, size_t length, Language language, DateList *days)
{
    Text line;
    DateList all = {NULL, 0, 0};
    if (text_outline(record->arena, text, length, language, &line) != STATUS_OK) return record->arena->status;
    if (dates_find(record->arena, &line, NULL, PREFER_DEFAULT, &all) != STATUS_OK) return record->arena->status;
    for (size_t i = 0; i < all.count; i++) {
        DateMention *last = days->count ? &days->items[days->count - 1] : NULL;
        size_t known = last ? strlen(last->value) : 0;
        if (last && lend_time(record->arena, text, last, &all.items[i]) != STATUS_OK) return record->arena->status;
        if (!is_day(all.items[i].value) || (last && strlen(last->value) != known)) continue;
        DateMention *day = ARENA_PUSH(record->arena, days);
        if (!day) return record->arena->status;
        *day = all.items[i];
    }
    return STATUS_OK;
}

/* Reads the dates of a line about the page. `rule` and `score` hold for a date that no label of its own speaks for. */
static Status read_stamps(Record *record, const char *text, size_t length, const char *rule, double score)
{
    DateList dates = {NULL, 0, 0};
    if (length > STAMP_LINE_BYTES) length = STAMP_LINE_BYTES;
    if (find_days(record, text, length, record->page->language, &dates) != STATUS_OK) return record->arena->status;
    if (!dates.count && language_base(record->page->language) != LANGUAGE_EN &&
        find_days(record, text, length, LANGUAGE_EN, &dates) != STATUS_OK)
        return record->arena->status; /* the frame of a page is often in English */
    size_t from = 0;
    for (size_t i = 0; i < dates.count; i++) {
        const DateMention *date = &dates.items[i];
        const char *value = stamp_value(record->arena, text, length, date);
        if (!value) return record->arena->status;
        Furniture label = label_before(text + from, date->start - from);
        from = date->start + date->length;
        if (label == FURNITURE_MODIFIED) {
            if (!record->page->modified) record->page->modified = value;
        } else if (label == FURNITURE_PUBLISHED) take_published(record->page, value, "meta:date-label", score + .1);
        else take_published(record->page, value, rule, score - .01 * (double)(i < 9 ? i : 9));
    }
    return STATUS_OK;
}

static int may_be_dated(const Line *line)
{
    return (line->flags & (LINE_YEAR | LINE_NUMERIC)) && line->length <= STAMP_LINE_BYTES;
}

static Status find_published(Record *record)
{
    ptrdiff_t head = record->title >= 0 ? record->title : record->body >= 0 ? record->body : 0;
    ptrdiff_t first = head > REACH_ABOVE ? head - REACH_ABOVE : 0, last = (ptrdiff_t)record->lines->count;
    ptrdiff_t above = record->body >= 0 ? record->body : first + REACH_ABOVE;
    if (record->body >= 0 && record->body_end + 1 + REACH_BELOW < last) last = record->body_end + 1 + REACH_BELOW;
    else if (record->body < 0 && first + REACH_ABOVE < last) last = first + REACH_ABOVE;
    for (ptrdiff_t i = first; i < last; i++) {
        const Line *line = &record->lines->items[i];
        if (i > above + 3 && i < record->body_end - 1) continue;
        if (line->kind != BLOCK_BYLINE && line->kind != BLOCK_DATELINE && line->kind != BLOCK_CAPTION) continue;
        if (!may_be_dated(line)) continue;
        int below = record->body >= 0 && i > record->body;
        double score = below ? .55 : i > record->title ? .85 : .7;
        const char *rule = line->furniture.start == FURNITURE_SOURCE   ? "byline:source"
                           : line->furniture.start == FURNITURE_AUTHOR ? "byline:author"
                                                                       : "byline:stamp";
        if (line->kind == BLOCK_CAPTION) score -= .05, rule = "caption:stamp";
        if (read_stamps(record, record->page->content + line->start, line->length, rule, score) != STATUS_OK)
            return record->arena->status;
    }
    return STATUS_OK;
}

/* --- author, source ------------------------------------------------------------------------------------------------------------- */

static const char *copy_name(Arena *arena, const char *text, size_t length)
{
    while (length && (*text == ' ' || *text == ':' || *text == '-' || *text == '|')) text++, length--;
    if (length >= 3 && !memcmp(text, "：", 3)) text += 3, length -= 3;
    while (length &&
           (text[length - 1] == ' ' || text[length - 1] == ',' || text[length - 1] == '.' || text[length - 1] == '-'))
        length--;
    return length ? clean_copy(arena, text, length, NULL) : NULL;
}

/* Up to the first mark that cannot stand in a name, or digit. */
static size_t name_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && !strchr("|,;(/0123456789", text[i]) &&
           !(text[i] == ' ' && i + 1 < length && text[i + 1] == ' '))
        i++;
    return i < length && text[i] == 0 ? i : i;
}

static int is_ideograph(const char *text, const char *end)
{
    uint32_t code;
    return text < end && utf8_decode(text, end, &code) && unicode_of(code)->script == SCRIPT_HAN;
}

/* The bytes of a colon, as one of Latin script or a wide one; 0: none. */
static size_t colon_at(const char *at, const char *end)
{
    if (at < end && *at == ':') return 1;
    return end - at >= 3 && !memcmp(at, "：", 3) ? 3 : 0;
}

/* Where the label that the colon at `colon` ends begins: a word, or in ideographs a known label; the colon, if there is none. */
static size_t label_start(const char *text, size_t from, size_t colon)
{
    static const Furniture kinds[] = {FURNITURE_AUTHOR, FURNITURE_PUBLISHED, FURNITURE_MODIFIED, FURNITURE_SOURCE,
                                      FURNITURE_VIEWS};
    enum { LABEL = 24 };
    for (size_t i = colon > from + LABEL ? colon - LABEL : from; i < colon; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds && ((unsigned char)text[i] & 0xC0) != 0x80; k++)
            if (furniture_label(text + i, colon - i, kinds[k]) == colon - i) return i;
    size_t i = colon;
    while (i > from && text[i - 1] != ' ') i--;
    return i > from ? i : colon;
}

/* The name behind a label of a kind: up to the next label, and in ideographs up to a blank. NULL: words that name nobody. */
static const char *copy_labelled(Record *record, Furniture kind, const char *text, size_t length)
{
    size_t from = 0, label, colon;
    for (int i = 0; i < 3; i++) { /* a label may be said twice */
        while (from < length && text[from] == ' ') from++;
        if ((colon = colon_at(text + from, text + length)) != 0) from += colon;
        label = furniture_label(text + from, length - from, kind);
        if (label && colon_at(text + from + label, text + length)) from += label;
    }
    while (from < length && text[from] == ' ') from++;
    size_t end = from;
    int ideographs = is_ideograph(text + from, text + length);
    while (end < length && !colon_at(text + end, text + length) && !(ideographs && text[end] == ' ')) end++;
    if (end < length && text[end] != ' ') end = label_start(text, from, end);
    end = from + name_length(text + from, end - from);
    if (fact_meaning(IN_NAME, text + from, end - from) == FACT_NOBODY) return NULL;
    return copy_name(record->arena, text + from, end - from);
}

static void find_author(Record *record, const Line *line)
{
    const char *text = record->page->content + line->start;
    if (record->page->author) return;
    if (line->furniture.start == FURNITURE_AUTHOR) {
        size_t skip = line->furniture.start_bytes;
        while (skip < line->length && (text[skip] == ' ' || text[skip] == ':')) skip++;
        if (line->length - skip >= 3 && !memcmp(text + skip, "：", 3)) skip += 3;
        record->page->author = copy_name(record->arena, text + skip, name_length(text + skip, line->length - skip));
    } else if (line->furniture.end == FURNITURE_AUTHOR)
        record->page->author = copy_name(record->arena, text, name_length(text, line->length));
}

static void find_source_line(Record *record, const Line *line)
{
    const char *text = record->page->content + line->start;
    if (record->page->source || line->furniture.start != FURNITURE_SOURCE) return;
    size_t skip = line->furniture.start_bytes;
    record->page->source = copy_labelled(record, FURNITURE_SOURCE, text + skip, line->length - skip);
}

/* Labels in the middle of a line: `2021-08-12 10:15 来源：新华网 作者：李明`. A colon must follow. */
static void find_inner_labels(Record *record, const Line *line)
{
    const char *text = record->page->content + line->start;
    size_t length = line->length < STAMP_LINE_BYTES ? line->length : STAMP_LINE_BYTES;
    for (size_t i = 1; i < length; i++) {
        if (text[i - 1] != ' ' && text[i - 1] != '|' && text[i - 1] != '\t') continue;
        for (int author = 0; author < 2; author++) {
            const char **where = author ? &record->page->author : &record->page->source;
            size_t label =
                       *where ? 0 : furniture_label(text + i, length - i, author ? FURNITURE_AUTHOR : FURNITURE_SOURCE),
                   from = i + label;
            if (!label) continue;
            size_t colon = from < length && text[from] == ':'                    ? 1
                           : from + 3 <= length && !memcmp(text + from, "：", 3) ? 3
                                                                                 : 0;
            if (!colon) continue;
            from += colon;
            *where = copy_labelled(record, author ? FURNITURE_AUTHOR : FURNITURE_SOURCE, text + from, length - from);
        }
    }
}

/* Of an HTML page whose markup names no author: a line just above or below the title that begins with a label of one. */
static void find_author_near(Record *record, const Metadata *metadata)
{
    enum { NEAR = 8 };
    ptrdiff_t title = record->title >= 0 ? record->title : record->body;
    for (ptrdiff_t i = title > NEAR ? title - NEAR : 0; i < (ptrdiff_t)record->lines->count && i <= title + NEAR; i++) {
        const Line *line = &record->lines->items[i];
        const char *text = record->page->content + line->start, *name = NULL;
        if (record->page->author || line->length > STAMP_LINE_BYTES / 4 || i == record->title) continue;
        if (line->kind == BLOCK_BYLINE && line->furniture.start == FURNITURE_AUTHOR)
            name = author_in_line(record->arena, metadata, text, line->length);
        if (!name) name = author_in_byline(record->arena, metadata, text, line->length);
        if (name) record->page->author = clean_copy(record->arena, name, strlen(name), NULL);
    }
}

/* --- reporters ------------------------------------------------------------------------------------------------------------------ */

/* Does the word of three bytes or more at byte `at` stand in a bracket that was opened just before, or is the line too short to be a sentence? */
static int is_credit(const char *text, size_t length, size_t at)
{
    enum { SHORT = 90, REACH = 40 };
    for (size_t i = at; i-- > 0 && at - i < REACH;) {
        if (text[i] == '(' || !memcmp(text + i, "（", 3)) return 1;
        if (text[i] == ')' || !memcmp(text + i, "）", 3) || !memcmp(text + i, "。", 3)) break;
    }
    if (length > SHORT) return 0;
    for (size_t i = 0; i + 3 <= length; i++)
        if (!memcmp(text + i, "。", 3)) return 0;
    return 1;
}

/* The bytes of the ideographs from `text` on that may be a name, up to a word that stands behind names; 0: they are none. */
static size_t reporter_length(const char *text, size_t length)
{
    enum { FEWEST = 2, MOST = 6, MOST_PARTED = 14 };
    size_t at = 0, characters = 0, word;
    int parted = 0;
    while (at < length && characters <= MOST_PARTED) {
        uint32_t code;
        size_t bytes = utf8_decode(text + at, text + length, &code);
        int dot = code == 0xB7 && at;
        if (!dot && unicode_of(code)->script != SCRIPT_HAN) break;
        int phrase = furniture_phrase(text + at, length - at, FURNITURE_AUTHOR, &word);
        if (phrase & FURNITURE_AFTER) return 0;
        if (characters >= FEWEST && (phrase & FURNITURE_BEFORE)) return at;
        parted |= dot;
        characters++;
        at += bytes;
    }
    return characters >= FEWEST && characters <= (parted ? MOST_PARTED : MOST) ? at : 0;
}

/* What may stand behind a name in a credit. */
static int ends_name(const char *text, size_t length)
{
    static const char *const marks[] = {"）", "、", "／", "；", "　", "】"};
    if (!length || strchr(" )/;|]", *text)) return 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= 3 && !memcmp(text, marks[i], 3)) return 1;
    size_t word;
    return (furniture_phrase(text, length, FURNITURE_AUTHOR, &word) & FURNITURE_BEFORE) != 0;
}

/* （本报记者 李明）, 本报记者李明发自北京, □ 记者 李明: without capitals, only such places tell a name from `the reporter learned`. */
static void find_reporter(Record *record, const Line *line)
{
    enum { EDGE = 240 }; /* bytes at either end of a line that are looked at */
    const char *text = record->page->content + line->start;
    for (size_t at = 0; at < line->length && !record->page->author; at++) {
        size_t label = 0;
        uint32_t code;
        if (at == EDGE && line->length > 2 * EDGE) at = line->length - EDGE;
        if ((unsigned char)text[at] < 0xE3) continue;
        utf8_decode(text + at, text + line->length, &code);
        if (!furniture_phrase_begins(code, FURNITURE_AUTHOR) ||
            !(furniture_phrase(text + at, line->length - at, FURNITURE_AUTHOR, &label) & FURNITURE_AFTER) ||
            !is_credit(text, line->length, at))
            continue;
        size_t from = at + label;
        while (from < line->length && (text[from] == ' ' || text[from] == ':')) from++;
        if (line->length - from >= 3 && (!memcmp(text + from, "：", 3) || !memcmp(text + from, "　", 3))) from += 3;
        size_t name = reporter_length(text + from, line->length - from);
        if (name && fact_meaning(IN_NAME, text + from, name) != FACT_NOBODY &&
            ends_name(text + from + name, line->length - from - name))
            record->page->author = clean_copy(record->arena, text + from, name, NULL);
    }
}

/* Does a text begin with a word for a reporter, be it written together with what follows it? */
static int is_reporter(const char *text, size_t length)
{
    enum { SYLLABLE = 3, FEWEST = 2, MOST = 4 };
    size_t word;
    if (furniture_phrase(text, length, FURNITURE_AUTHOR, &word) & FURNITURE_BEFORE) return 1;
    for (size_t n = FEWEST * SYLLABLE; n <= MOST * SYLLABLE && n < length; n += SYLLABLE)
        if (furniture_phrase(text, n, FURNITURE_AUTHOR, &word) & FURNITURE_BEFORE) return 1;
    return 0;
}

/* 홍길동 기자, 홍길동 특파원: a name of two to four syllables before what Korean papers call a reporter. */
static void find_korean_reporter(Record *record, const Line *line)
{
    enum { SHORT = 300, SYLLABLE = 3, FEWEST = 2, MOST = 4 };
    const char *text = record->page->content + line->start;
    size_t length = line->length < SHORT ? line->length : SHORT, word;
    for (size_t at = 0; at < length && !record->page->author; at++) {
        unsigned char c = (unsigned char)text[at];
        if (c < 0xEA || c > 0xED) continue; /* no Hangul */
        size_t syllables = 0, from = at, end = at;
        while (end + SYLLABLE <= length && (unsigned char)text[end] >= 0xEA && (unsigned char)text[end] <= 0xED)
            end += SYLLABLE, syllables++;
        if (!syllables) continue; /* cut off, or malformed */
        size_t next = end;
        while (next < length && text[next] == ' ') next++;
        if (syllables >= FEWEST && syllables <= MOST && next > end && is_reporter(text + next, length - next) &&
            !(furniture_phrase(text + from, end - from, FURNITURE_AUTHOR, &word) & FURNITURE_BEFORE))
            record->page->author = clean_copy(record->arena, text + from, end - from, NULL);
        at = end - 1;
    }
}

/* Korean papers name the reporter beside the headline's date, in the dateline, or behind the text. */
static void find_korean_reporters(Record *record)
{
    enum { ABOVE = 6, NEAR = 4 };
    if (record->page->author || language_base(record->page->language) != LANGUAGE_KO || record->body < 0) return;
    ptrdiff_t from = record->body > ABOVE ? record->body - ABOVE : 0, last = (ptrdiff_t)record->lines->count;
    if (record->body_end + NEAR < last) last = record->body_end + NEAR;
    for (ptrdiff_t i = from; i < last; i++)
        if (i <= record->body || i >= record->body_end) find_korean_reporter(record, &record->lines->items[i]);
}

/* The reporter of a Chinese article is named at its begin or its end. */
static void find_reporters(Record *record)
{
    enum { NEAR = 4 };
    if (record->page->author || language_base(record->page->language) != LANGUAGE_ZH || record->body < 0) return;
    ptrdiff_t from = record->body > NEAR ? record->body - NEAR : 0, last = (ptrdiff_t)record->lines->count;
    if (record->body_end + NEAR < last) last = record->body_end + NEAR;
    for (ptrdiff_t i = from; i < last; i++)
        if (i < record->body + NEAR || i > record->body_end - NEAR) find_reporter(record, &record->lines->items[i]);
}

static void find_names(Record *record, int marked_up)
{
    ptrdiff_t first = record->title >= 0 ? record->title : 0, last = (ptrdiff_t)record->lines->count;
    if (record->body_end >= 0 && record->body_end + 1 + REACH_BELOW < last) last = record->body_end + 1 + REACH_BELOW;
    for (ptrdiff_t i = first; i < last; i++) {
        const Line *line = &record->lines->items[i];
        if (line->kind == BLOCK_BYLINE || line->kind == BLOCK_FOOTER) {
            if (!marked_up) find_author(record, line);
            find_source_line(record, line);
            find_inner_labels(record, line);
        }
    }
}

/* --- the first paragraph ---------------------------------------------------------------------------------------------------------- */
static Status find_citation(Record *record, const Line *line, Citation *citation)
{
    enum { CITED_WITHIN = 6000 }; /* bytes; the first few hundred tokens are read of them */
    const char *bytes = record->page->content + line->start;
    size_t length = line->length < CITED_WITHIN ? line->length : CITED_WITHIN;
    Text paragraph;
    while (length < line->length && length && ((unsigned char)bytes[length] & 0xC0) == 0x80) length--;
    if (citation_may_stand(bytes, length) &&
        text_segment(record->arena, record->icu, bytes, length, record->page->language, &paragraph) == STATUS_OK)
        citation_find(record->arena, &paragraph, citation);
    return record->arena->status;
}

static Status read_lead(Record *record)
{
    if (record->body < 0) return STATUS_OK;
    const Line *line = &record->lines->items[record->body];
    Dateline dateline;
    Citation citation = {NULL, NULL};
    Page *page = record->page;
    dateline_read(page->content + line->start, line->length, &dateline);
    if (dateline.place_length) page->place = dateline_place(record->arena, dateline.place, dateline.place_length);
    if (dateline.agency_length && !page->publisher)
        page->publisher = clean_copy(record->arena, dateline.agency, dateline.agency_length, NULL);
    if (dateline.length && may_be_dated(line)) {
        if (read_stamps(record, page->content + line->start, dateline.length, "dateline", .75) != STATUS_OK)
            return record->arena->status;
    }
    for (ptrdiff_t i = record->body, seen = 0; i <= record->body_end && seen < 3 && !citation.source; i++)
        if (record->lines->items[i].kind == BLOCK_BODY && ++seen &&
            find_citation(record, &record->lines->items[i], &citation) != STATUS_OK)
            return record->arena->status;
    if (citation.source && fact_meaning(IN_NAME, citation.source, strlen(citation.source)) == FACT_NOBODY)
        citation.source = NULL;
    if (citation.outlet && !page->publisher) page->publisher = citation.outlet;
    if (!page->source) page->source = citation.source ? citation.source : page->publisher;
    return record->arena->status;
}

/* --- HTML ------------------------------------------------------------------------------------------------------------------------- */
static const char *written(Arena *arena, const Stamp *stamp)
{
    char text[STAMP_BYTES];
    stamp_write(stamp, text);
    return arena_copy(arena, text, strlen(text));
}

/* The first absolute address of a kind. */
static const char *find_address(Arena *arena, const Metadata *metadata, Evidence fact)
{
    for (size_t i = 0; i < metadata->claims.count; i++) {
        const Claim *claim = &metadata->claims.items[i];
        if (claim->fact != fact) continue;
        if (!strncmp(claim->value, "http://", 7) || !strncmp(claim->value, "https://", 8))
            return clean_copy(arena, claim->value, claim->length, NULL);
        if (!strncmp(claim->value, "//", 2))
            return clean_copy(arena, arena_printf(arena, "https:%s", claim->value), claim->length + 6, NULL);
    }
    return NULL;
}

/* The host of an address, `www.` aside. */
static const char *host_of(Arena *arena, const char *address)
{
    const char *host = strstr(address, "//") + 2;
    if (!strncmp(host, "www.", 4)) host += 4;
    size_t length = strcspn(host, "/?#:");
    return length ? arena_copy(arena, host, length) : NULL;
}

/* Who publishes, as the page calls its site, then as linked data and meta elements do. */
static const char *find_publisher(Arena *arena, const Metadata *metadata)
{
    static const Evidence facts[] = {FACT_SITE, FACT_PUBLISHER_LD, FACT_PUBLISHER};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const Claim *claim = metadata_first(metadata, facts[i]);
        if (claim && !strstr(claim->value, "://")) return clean_copy(arena, claim->value, claim->length, NULL);
    }
    return NULL;
}

static void read_dates(Record *record, DayList *days)
{
    Page *page = record->page;
    ptrdiff_t best = published_choose(days);
    const Day *day = best >= 0 ? &days->items[best] : NULL;
    if (day) {
        page->published = written(record->arena, &day->stamp);
        page->published_rule = published_rule(day);
        page->published_score = published_share(days, (size_t)best);
    }
    const Day *change = published_change(days, day ? &day->stamp : NULL);
    if (change) page->modified = written(record->arena, &change->change);
}

/* The bytes of a text without the blanks at its end that are no ASCII: no-break spaces, and marks that are not seen. */
static size_t without_blanks(const char *text, size_t length)
{
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x81\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks;) {
        size_t n = strlen(blanks[i]);
        if (length > n && !memcmp(text + length - n, blanks[i], n)) length -= n, i = 0;
        else if (length && text[length - 1] == ' ') length--, i = 0;
        else i++;
    }
    return length;
}

/* What the markup says of the page. */
static Status read_markup(Record *record, const Metadata *metadata)
{
    Page *page = record->page;
    Headline headline;
    DayList days = {NULL, 0, 0};
    if (headline_choose(record->arena, metadata, &headline) != STATUS_OK ||
        published_days(record->arena, record->icu, metadata, headline.line, page->language, page, &days) != STATUS_OK)
        return record->arena->status;
    if (headline.text)
        page->title =
            clean_copy(record->arena, headline.text, without_blanks(headline.text, strlen(headline.text)), NULL);
    read_dates(record, &days);
    page->address = find_address(record->arena, metadata, FACT_CANONICAL);
    if (!page->address) page->address = find_address(record->arena, metadata, FACT_ADDRESS);
    page->publisher = find_publisher(record->arena, metadata);
    const Claim *source = metadata_first(metadata, FACT_SOURCE);
    if (source && !strstr(source->value, "://"))
        page->source = copy_labelled(record, FURNITURE_SOURCE, source->value, source->length);
    const char *author = author_choose(record->arena, metadata, headline.line);
    if (author) page->author = clean_copy(record->arena, author, strlen(author), NULL);
    else find_author_near(record, metadata);
    return record->arena->status;
}

/* The site as its <title> calls it behind the headline, if it is not known to be called otherwise; else its host. */
static void name_publisher(Record *record, const Metadata *metadata)
{
    Page *page = record->page;
    const char *site = headline_site(record->arena, metadata, page->title);
    if (site && (!page->address || headline_is_site(record->arena, metadata, site, strlen(site))))
        page->publisher = clean_copy(record->arena, site, strlen(site), NULL);
    else if (page->address) page->publisher = host_of(record->arena, page->address);
}

Status record_fill(Arena *arena, Icu *icu, const LineList *lines, ptrdiff_t title, const Metadata *markup, Page *page)
{
    Record record = {arena, icu, lines, page, title, -1, -1};
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].kind != BLOCK_BODY) continue;
        if (record.body < 0) record.body = (ptrdiff_t)i;
        record.body_end = (ptrdiff_t)i;
    }
    if (title >= 0)
        page->title = clean_copy(arena, page->content + lines->items[title].start, lines->items[title].length, NULL);
    if (markup && read_markup(&record, markup) != STATUS_OK) return arena->status;
    find_names(&record, markup != NULL);
    find_reporters(&record);
    find_korean_reporters(&record);
    if ((!markup && find_published(&record) != STATUS_OK) || read_lead(&record) != STATUS_OK) return arena->status;
    if (markup && !page->publisher) name_publisher(&record, markup);
    return arena->status;
}
