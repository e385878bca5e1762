/*
** guards.c - what looks like a date and is a name, a label or a count
**
** A guard looks at the neighbours of an expression that has nothing but one weak word or number: April before a surname, a Sunday that is a newspaper,
** figures behind `page` or before `roubles`. Whatever says more of a day (16 November, last Friday) is never asked. Constant time.
*/
#include "dates/grammar.h"

enum { LABEL_NUMBER, LABEL_PERSON };
enum { COUNTED_ONLY = 1 }; /* LEX_NOUN: money, measures, counters */

/* Is the number at `i` a label's (Resolution 1701, page 1984, No. 2023, views: 2019)? */
int is_labelled(const Parser *p, int i)
{
    int k = i - 1, colon = is_char(p, k, ':') || is_char(p, k, 0xFF1A);
    if (!same_line(p, i)) return 0;
    if (is_char(p, k, 0x2116) || is_char(p, k, '#')) return 1;
    int bracket = is_char(p, k, '(') || is_char(p, k, 0xB0); /* Comments (2014); n° 2019 */
    if (colon || bracket || (is_char(p, k, '.') && is_glued(p, k))) k--;
    if (k < i - 1 && !same_line(p, k + 1)) return 0;
    if (is(p, k, LEX_NOUN)) /* Views: 2019, or a line of its own */
        return item_at(p, k)->value == COUNTED_ONLY && (colon || bracket || (!same_line(p, k) && !same_line(p, i + 1)));
    return is(p, k, LEX_LABEL) && item_at(p, k)->value == LABEL_NUMBER;
}

/* Are the figures at `i` a part of a path: example.org/2023/11/16? */
int is_in_path(const Parser *p, int i)
{
    return is_char(p, i - 1, '/') && is_glued(p, i) && is_glued(p, i - 1) &&
           (is(p, i - 2, LEX_OTHER) || is(p, i - 2, LEX_NOUN)) && !(item_at(p, i - 2)->flags & ITEM_RUN);
}

/* Are the figures at [i, j) a part of an address or of a file's name: 2023-11-16-final.pdf? */
int is_address(const Parser *p, int i, int j)
{
    if (is_in_path(p, i)) return 1;
    if (!(is_char(p, j, '-') || is_char(p, j, '/')) || !is_glued(p, j) || !is_glued(p, j + 1)) return 0;
    return is(p, j + 1, LEX_OTHER) && !(item_at(p, j + 1)->flags & ITEM_RUN);
}

/* Does a file name's ending stand behind `j`: report-2024.pdf? */
int is_file(const Parser *p, int j)
{
    enum { ENDING_BYTES = 4 };
    const Item *ending = item_at(p, j + 1);
    return is_char(p, j, '.') && is_glued(p, j) && is_glued(p, j + 1) && ending->kind == LEX_OTHER &&
           !(ending->flags & (ITEM_CAPITAL | ITEM_RUN)) && ending->end - ending->start <= ENDING_BYTES;
}

/* Is the number that ends before `j` a rate's (2000 a month) or a part of a compound (a 1990-word essay)? */
int is_counting(const Parser *p, int j)
{
    const Item *after = item_at(p, j);
    if (after->kind == LEX_ONE && same_line(p, j) && unit_of(p, j + 1) && same_line(p, j + 1)) return 1;
    if (!is_dash(p, j) || !is_glued(p, j) || !is_glued(p, j + 1)) return 0;
    after = item_at(p, j + 1);
    return after->kind == LEX_NOUN ||
           (p->month_first == 1 && after->kind == LEX_OTHER && !(after->flags & (ITEM_CAPITAL | ITEM_RUN)));
}

/* A word with a capital that is no word of time, on the same line. */
static int is_capital_word(const Parser *p, int i)
{
    const Item *item = item_at(p, i);
    return (item->kind == LEX_OTHER || item->kind == LEX_NOUN) && (item->flags & ITEM_CAPITAL) &&
           !(item->flags & ITEM_RUN);
}

/* Does what stands before a name of time say that it is one? */
static int is_expected(const Parser *p, int i)
{
    switch (item_at(p, i - 1)->kind) {
    case LEX_PREP:
    case LEX_FROM:
    case LEX_TO:
    case LEX_AT:
    case LEX_MODIFIER:
    case LEX_DIRECTION:
    case LEX_EVERY:
    case LEX_QUANTITY:
    case LEX_SPAN:
    case LEX_PART: return same_line(p, i);
    default: return 0;
    }
}

/* The first word of a sentence, as far as marks tell. */
static int opens(const Parser *p, int i)
{
    const Item *before = item_at(p, i - 1);
    return !same_line(p, i) || (before->kind == LEX_PUNCTUATION && before->value != ',');
}

static int is_lone(const Moment *m)
{
    return m->year == YEAR_UNKNOWN && m->day < 0 && m->hour == NO_HOUR && !m->relative && m->turn == TURN_NONE &&
           !m->nth && !m->holiday;
}

/* Herr Montag, Mrs. Winter */
static int has_title(const Parser *p, int i)
{
    const Item *before = item_at(p, is_char(p, i - 1, '.') && is_glued(p, i - 1) ? i - 2 : i - 1);
    return same_line(p, i) && before->kind == LEX_LABEL && before->value == LABEL_PERSON &&
           (item_at(p, i)->flags & ITEM_CAPITAL);
}

/* April Jones, the Sunday Times, Plácido Domingo */
static int is_name(const Parser *p, int i, int j, const Moment *m)
{
    const Item *item = item_at(p, i);
    int next_capital = !is_glued(p, j) && same_line(p, j) && is_capital_word(p, j);
    if (!(item->flags & ITEM_CAPITAL) || is_expected(p, i)) return 0;
    if (p->small_names && !opens(p, i) && (is(p, i - 1, LEX_OTHER) || is(p, i - 1, LEX_LABEL) || is(p, i - 1, LEX_AND)))
        return 1;
    if (m->month > 0) return next_capital && j == i + 1;
    if (m->part) return next_capital && j == i + 2 && (item_at(p, i + 1)->flags & ITEM_CAPITAL);
    return next_capital && j == i + 1 && is(p, i - 1, LEX_ARTICLE) && same_line(p, i);
}

/* The fall of the government, the fall in prices: a season's word that means something else. */
static int is_other_word(const Parser *p, int i, int j)
{
    if (!(item_at(p, j - 1)->lex & LEX_WEAK) || !same_line(p, j)) return 0;
    if (is(p, j, LEX_OF)) return 1;
    int article = is(p, i, LEX_ARTICLE) ? i : i - 1;
    return is(p, j, LEX_PREP) && is(p, article, LEX_ARTICLE) && !is(p, article - 1, LEX_PREP);
}

int is_guarded(const Parser *p, int i, int j, const Base *b)
{
    if (!is_lone(&b->m)) return 0;
    if ((b->rule == RULE_MONTH || b->rule == RULE_WEEKDAY || b->rule == RULE_SEASON) && has_title(p, i)) return 1;
    if (b->rule == RULE_MONTH || b->rule == RULE_WEEKDAY) return is_name(p, i, j, &b->m);
    return b->rule == RULE_SEASON && is_other_word(p, i, j);
}
