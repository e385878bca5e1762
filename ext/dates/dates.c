/*
** dates.c - finds temporal expressions: text -> items (lexer.c) -> findings (grammar.c) -> values (resolve.c)
**
** The text is read through a window of a fixed number of items (16 KiB of stack), so memory is the findings', whatever the length of the text; items are
** tried while so many stand behind them that no expression is cut, and a few that were tried stay, so that what stands before an expression is seen. Two things are
** looked at in the whole text before values are made: the order of day and month that its unambiguous numeric dates have, and the year most full dates
** are in. Cost: linear; each item is tried by a bounded number of productions, and most are words that begin none.
*/
#include "dates/dates.h"
#include "dates/calendar.h"
#include "dates/context.h"
#include "dates/grammar.h"
#include "dates/lexer.h"
#include "dates/resolve.h"
#include <string.h>

extern const LexTable dates_tables[];
extern const unsigned dates_table_count;

enum { WINDOW = 1024, LOOK_AHEAD = 96, LOOK_BACK = 24, TENSE_REACH = 14, SHORT_TEXT = 512 };

typedef struct FindingList {
    Finding *items;
    size_t count, capacity;
    uint32_t sentences; /* begun so far, by begins_sentence() */
} FindingList;

/* --- the anchor ------------------------------------------------------------------------------------------------------------------- */

static int read_number(const char **at, const char *end, int least, int most, int *value)
{
    int digits = 0, n = 0;
    const char *c = *at;
    for (; c < end && digits < most && *c >= '0' && *c <= '9'; c++, digits++) n = n * 10 + (*c - '0');
    if (digits < least) return 0;
    *at = c;
    *value = n;
    return 1;
}

static int read_mark(const char **at, const char *end, char mark)
{
    if (*at >= end || **at != mark) return 0;
    ++*at;
    return 1;
}

static int read_zone(const char **at, const char *end)
{
    int n;
    if (read_mark(at, end, 'Z')) return 1;
    if (!read_mark(at, end, '+') && !read_mark(at, end, '-')) return 1;
    if (!read_number(at, end, 2, 2, &n) || n > 23) return 0;
    read_mark(at, end, ':');
    return read_number(at, end, 2, 2, &n) ? n < 60 : 1;
}

static int read_time(const char **at, const char *end, DateAnchor *a)
{
    int ignored;
    if (!read_number(at, end, 2, 2, &a->hour) || a->hour > 24) return 0;
    if (!read_mark(at, end, ':')) return 0;
    if (!read_number(at, end, 2, 2, &a->minute) || a->minute > 59) return 0;
    if (read_mark(at, end, ':')) {
        if (!read_number(at, end, 2, 2, &a->second) || a->second > 60) return 0;
        if ((read_mark(at, end, '.') || read_mark(at, end, ',')) && !read_number(at, end, 1, 9, &ignored)) return 0;
    }
    if (a->hour == 24 && (a->minute > 0 || a->second > 0)) return 0;
    return read_zone(at, end);
}

int dates_read_anchor(const char *text, size_t length, DateAnchor *anchor)
{
    const char *at = text, *end = text + length;
    DateAnchor a = {-1, -1, -1, -1, -1, -1, 0};
    while (at < end && *at == ' ') at++;
    while (end > at && end[-1] == ' ') end--;
    if (!read_number(&at, end, 4, 4, &a.year)) return 0;
    if (at < end) {
        if (!read_mark(&at, end, '-') || !read_number(&at, end, 2, 2, &a.month) || a.month < 1 || a.month > 12)
            return 0;
        if (at < end) {
            if (!read_mark(&at, end, '-') || !read_number(&at, end, 2, 2, &a.day) ||
                !calendar_is_day(a.year, a.month, a.day))
                return 0;
            if (at < end && ((!read_mark(&at, end, 'T') && !read_mark(&at, end, ' ')) || !read_time(&at, end, &a)))
                return 0;
        }
    }
    if (at != end) return 0;
    *anchor = a;
    return 1;
}

/* --- evidence around and across ----------------------------------------------------------------------------------------------- */

/* Tense of the nearest word that has one, in the same sentence: -1, 0, +1. What stands before counts as nearer than what stands behind. */
static int tense_near(const Parser *p, int i, int j)
{
    int back = 0, ahead = 0, back_distance = TENSE_REACH + 1, ahead_distance = TENSE_REACH + 1;
    for (int k = 1; k <= TENSE_REACH && i - k >= 0; k++) {
        const Item *item = &p->items[i - k];
        if (item->kind == LEX_TENSE && item->value && !is(p, i - k - 1, LEX_ARTICLE)) { /* the plan is no verb */
            back = item->value, back_distance = k;
            break;
        }
        if ((p->items[i - k + 1].flags & ITEM_LINE) ||
            (item->kind == LEX_PUNCTUATION && item->value == '.' && (p->items[i - k + 1].flags & ITEM_CAPITAL)))
            break;
    }
    for (int k = 0; k < TENSE_REACH && j + k < p->count; k++) {
        const Item *item = &p->items[j + k];
        if ((item->flags & ITEM_LINE) || (item->kind == LEX_PUNCTUATION && item->value == '.' && k + j + 1 < p->count &&
                                          (p->items[j + k + 1].flags & ITEM_CAPITAL)))
            break;
        if (item->kind == LEX_TENSE && item->value && !is(p, j + k - 1, LEX_ARTICLE)) {
            ahead = item->value, ahead_distance = k + 2;
            break;
        }
    }
    return ahead_distance < back_distance ? ahead : back;
}

/* "In two weeks" is a date when the words or the caller look ahead, and a length of time else. */
static void look_ahead_offset(const Parser *p, int i, int j, DatePrefer prefer, Finding *f)
{
    const Item *before = item_at(p, i - 1), *last = item_at(p, j);
    int behind = is_within_behind(p, j - 1), in = before->kind == LEX_PREP && before->value == 1;
    if (f->shape != SHAPE_DURATION || f->amounts[0] <= 0 || !(in || behind)) return;
    if (!behind && (p->items[i].flags & ITEM_LINE)) return;
    int alone = i == !behind && last->kind == LEX_END; /* the text is nothing but this */
    if (prefer != PREFER_FUTURE && prefer != PREFER_NEAREST && f->tense <= 0 && !alone) return;
    f->shape = SHAPE_OFFSET;
    f->rule = RULE_OFFSET;
    f->direction = 1;
    if (behind) f->end = item_at(p, j - 1)->end;
    else if (!(before->lex & LEX_WEAK)) f->start = before->start;
}

static void swap_day_and_month(Moment *m)
{
    int8_t t = m->day;
    m->day = m->month;
    m->month = t;
    m->order = ORDER_SAME;
}

/* Numeric dates that could be read both ways follow those of the same text that can not, else the one reading that is the anchor's day. */
static void settle_order(FindingList *list, const Reference *r, int month_first)
{
    int day_first_seen = 0, month_first_seen = 0;
    for (size_t i = 0; i < list->count; i++) {
        int order = list->items[i].moment.order;
        day_first_seen += order == ORDER_DAY_FIRST;
        month_first_seen += order == ORDER_MONTH_FIRST;
    }
    for (size_t i = 0; i < list->count; i++) {
        Finding *f = &list->items[i];
        if (f->moment.order != ORDER_OPEN) continue;
        int is_month_first = month_first;
        if (day_first_seen != month_first_seen) {
            if ((month_first_seen > day_first_seen) != is_month_first) swap_day_and_month(&f->moment);
            f->score = 0.8f;
        } else if (r->known && r->has_day && f->moment.year == r->year) {
            int here = calendar_number(r->year, f->moment.month, f->moment.day) == r->day,
                there = calendar_number(r->year, f->moment.day, f->moment.month) == r->day;
            if (there && !here) swap_day_and_month(&f->moment);
            if (there != here) f->score = 0.8f;
        }
    }
}

static int evidence_year(const FindingList *list)
{
    /* Boyer and Moore's majority vote; good enough for evidence */
    int candidate = 0, votes = 0;
    for (size_t i = 0; i < list->count; i++) {
        const Moment *m = &list->items[i].moment;
        if (list->items[i].shape != SHAPE_MOMENT || m->year == YEAR_UNKNOWN || m->span || m->month < 0) continue;
        if (m->year == candidate) votes++;
        else if (votes == 0) candidate = m->year, votes = 1;
        else votes--;
    }
    return candidate;
}

/* --- finding -------------------------------------------------------------------------------------------------------------------- */

/* Does a sentence begin at item `i`? Lines and full stops are enough here: dates are found without dividing the text. */
static inline int begins_sentence(const Parser *p, int i)
{
    const Item *item = item_at(p, i), *before = item_at(p, i - 1);
    if (item->flags & ITEM_LINE) return 1;
    if (before->kind != LEX_PUNCTUATION) return 0;
    if (before->value == '.') /* not in 9. November, Sept. 3, p.m. */
        return (item->flags & ITEM_SPACE) && (item->flags & ITEM_CAPITAL) && item->kind != LEX_MONTH &&
               !(item_at(p, i - 2)->lex & LEX_ABBREVIATION);
    return before->value == '!' || before->value == '?' || before->value == 0x3002 || before->value == 0xFF01 ||
           before->value == 0xFF1F;
}

/* Tries the items [*at, to); `*at` becomes where trying goes on, which may be behind `to`. */
static Status match_window(Arena *arena, const Parser *p, int *at, int to, DatePrefer prefer, FindingList *list)
{
    if (arena_ask_watch(arena)) return arena->status;
    for (int i = *at, j; i < to; *at = i = j) {
        Finding f;
        list->sentences += (uint32_t)begins_sentence(p, i);
        j = i + 1;
        if (!grammar_begins(&p->items[i]))
            continue; /* a window of these is quickly through, so no one asks for a stop */
        if (arena_stopped(arena)) return arena->status;
        int end = grammar_match(p, i, &f);
        if (!end) continue;
        j = end;
        f.sentence = list->sentences;
        for (int k = i + 1; k < j; k++) list->sentences += (uint32_t)begins_sentence(p, k);
        f.tense = (int8_t)tense_near(p, i, j);
        look_ahead_offset(p, i, j, prefer, &f);
        if (p->times_apart && i > 0 && list->count && list->items[list->count - 1].end == p->items[i - 1].end)
            grammar_lend_date(&f, &list->items[list->count - 1]);
        Finding *slot = ARENA_PUSH(arena, list);
        if (!slot) return arena->status;
        *slot = f;
    }
    return STATUS_OK;
}

static Status find_all(Arena *arena, const Text *text, const LexTable *table, DatePrefer prefer, FindingList *list)
{
    Item items[WINDOW];
    size_t at = 0, count = 0;
    int i = 0;
    for (;;) {
        at = lexer_read(table, text->bytes, at, text->length, items, WINDOW, &count);
        int last = at >= text->length;
        Parser p = {.items = items,
                    .count = (int)count,
                    .month_first = table->month_first,
                    .times_apart = prefer == PREFER_DEFAULT ? table->times_apart : TIMES_JOINED,
                    .small_names = table->small_names,
                    .year_words = table->year_words,
                    .unit_first = table->unit_first,
                    .calendar = table->calendar,
                    .hour_before = table->hour_before,
                    .run_together = table->run_together,
                    .asked = prefer != PREFER_DEFAULT};
        if (match_window(arena, &p, &i, last ? (int)count : (int)count - LOOK_AHEAD, prefer, list) != STATUS_OK)
            return arena->status;
        if (last) return STATUS_OK;
        size_t gone = i > LOOK_BACK ? (size_t)i - LOOK_BACK : 0;
        count -= gone;
        i -= (int)gone;
        memmove(items, items + gone, count * sizeof *items);
    }
}

static const LexTable *table_of(Language language)
{
    const LexTable *table = &dates_tables[language < dates_table_count ? language : LANGUAGE_UND];
    return table->bits ? table : &dates_tables[language_base(language)];
}

static size_t coverage(const FindingList *list)
{
    size_t bytes = 0;
    for (size_t i = 0; i < list->count; i++) bytes += list->items[i].end - list->items[i].start;
    return bytes;
}

/* A line is too little to tell its language by: the table under which most of it is a date is believed, if it is not the one of the language found. */
static Status find_elsewhere(Arena *arena, const Text *text, DatePrefer prefer, const LexTable **table,
                             FindingList *list)
{
    static const Language others[] = {LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_KK, LANGUAGE_UK, LANGUAGE_KO, LANGUAGE_ZH};
    size_t best = coverage(list);
    for (size_t i = 0; i < sizeof others / sizeof *others && best < text->length; i++) {
        if (table_of(others[i]) == *table) continue;
        FindingList found = {NULL, 0, 0, 0};
        if (find_all(arena, text, table_of(others[i]), prefer, &found) != STATUS_OK) return arena->status;
        if (coverage(&found) > best) best = coverage(&found), *table = table_of(others[i]), *list = found;
    }
    return STATUS_OK;
}

/* Values for all findings, in order: what is named first is what later ones count from. */
static Status resolve_all(Arena *arena, const Text *text, const FindingList *list, const Reference *reference,
                          DateList *dates)
{
    Context context;
    size_t sentence = 0;
    context_read(list->items, list->count, list->sentences, text->length, reference, &context);
    for (size_t i = 0; i < list->count; i++) {
        Finding f = list->items[i];
        DateMention ends[2];
        while (sentence + 1 < text->sentences.count && text->sentences.items[sentence + 1].start <= f.start) sentence++;
        context_rewrite(&context, &f);
        Reference from = context_reference(&context, reference, &f);
        int count = context.is_document && f.shape == SHAPE_RANGE && f.moment_end && f.until_start
                        ? resolve_ends(arena, &from, &f, ends)
                        : resolve_finding(arena, &from, &f, ends);
        if (!count && arena->status != STATUS_OK) return arena->status;
        for (int k = 0; k < count; k++) {
            ends[k].sentence = (uint32_t)sentence;
            context_follow(&context, &f, &ends[k]);
            DateMention *slot = ARENA_PUSH(arena, dates);
            if (!slot) return arena->status;
            *slot = ends[k];
        }
    }
    return arena->status;
}

struct DateFindings {
    const LexTable *table; /* the one that was believed */
    DatePrefer prefer;
    FindingList list; /* as read: day and month in the table's order */
};

DateFindings *dates_read(Arena *arena, const Text *text, DatePrefer prefer)
{
    DateFindings *findings = arena_alloc(arena, sizeof *findings);
    if (!findings) return NULL;
    findings->table = table_of(text->language);
    findings->prefer = prefer;
    if (!text->length) return findings;
    if (find_all(arena, text, findings->table, prefer, &findings->list) != STATUS_OK) return NULL;
    if (text->language_score < 1 && text->length <= SHORT_TEXT &&
        find_elsewhere(arena, text, prefer, &findings->table, &findings->list) != STATUS_OK)
        return NULL;
    return findings;
}

/* Gives values to a list, in place. */
static Status give_values(Arena *arena, const Text *text, const LexTable *table, DatePrefer prefer,
                          const DateAnchor *anchor, FindingList *list, DateList *dates)
{
    Reference reference;
    reference_read(anchor, prefer, &reference);
    reference.part_hours = table->part_hours;
    settle_order(list, &reference, table->month_first == 1);
    reference.evidence_year = evidence_year(list);
    return resolve_all(arena, text, list, &reference, dates);
}

Status dates_resolve(Arena *arena, const Text *text, const DateFindings *findings, const DateAnchor *anchor,
                     DateList *dates)
{
    FindingList list = findings->list;
    *dates = (DateList){NULL, 0, 0};
    list.items = arena_array(arena, list.count, sizeof *list.items);
    if (!list.items) return arena->status;
    if (list.count) memcpy(list.items, findings->list.items, list.count * sizeof *list.items);
    return give_values(arena, text, findings->table, findings->prefer, anchor, &list, dates);
}

Status dates_find(Arena *arena, const Text *text, const DateAnchor *anchor, DatePrefer prefer, DateList *dates)
{
    *dates = (DateList){NULL, 0, 0};
    DateFindings *findings = dates_read(arena, text, prefer);
    if (!findings) return arena->status;
    return give_values(arena, text, findings->table, prefer, anchor, &findings->list, dates);
}

const char *dates_type_name(DateType type)
{
    static const char *const names[] = {"DATE", "TIME", "DURATION", "SET"};
    return names[type];
}

int dates_prefer(const char *name, size_t length)
{
    static const char *const names[] = {"default", "past", "future", "nearest"};
    for (int i = 0; i < 4; i++)
        if (strlen(names[i]) == length && !memcmp(names[i], name, length)) return i;
    return -1;
}
