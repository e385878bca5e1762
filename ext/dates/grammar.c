/*
** grammar.c - what stands around moments: ranges, durations, sets, references; see grammar.h
**
** Every production looks at a bounded number of items, and is tried only where its first item can begin it.
*/
#include "dates/calendar.h"
#include "dates/grammar.h"

/* --- findings -------------------------------------------------------------------------------------------------------------------- */

void finding_set_span(const Parser *p, Finding *f, int i, int j)
{
    if (is(p, i, LEX_WITHIN) && (item_at(p, i)->lex & LEX_WEAK) && j > i + 1)
        i++; /* German vor: a preposition that the expression does not hold */
    if (p->hour_before && unit_of(p, i) == UNIT_HOUR && j > i + 1 && is(p, i + 1, LEX_NUMBER))
        i++; /* nor saat 9 its noun */
    f->start = item_at(p, i)->start;
    /* Ukrainian 1939 roku: the word behind a year's figures is no part of it either */
    int last = j - 1, word = is_char(p, last, '.') && is_glued(p, last) ? last - 1 : last;
    if (is(p, word, LEX_YEARWORD) && (item_at(p, word)->lex & LEX_WEAK) && is_figures(p, word - 1)) last = word - 1;
    f->end = item_at(p, last)->end;
}

void finding_set_end(const Parser *p, Finding *f, int j)
{
    uint32_t start = f->start;
    finding_set_span(p, f, j - 1, j);
    f->start = start;
}

static int moment_finding(const Parser *p, int i, Finding *f)
{
    Base b;
    int modifier = MODIFIER_NONE, k = i;
    if (is(p, k, LEX_ARTICLE) && is(p, k + 1, LEX_MODIFIER)) {
        if (is_dash(p, k + 2) && is_glued(p, k + 2) && is(p, k + 3, LEX_MONTH))
            return 0; /* the late-November trip: the article is the noun's */
        k++;
    }
    if (is(p, k, LEX_MODIFIER) || (is(p, k, LEX_AGO) && (item_at(p, k)->lex & LEX_WEAK))) {
        /* earlier this year, later that day: before and after are of the speaker, inside the unit */
        if (is(p, k, LEX_AGO)) f->direction = (int8_t)item_at(p, k)->value;
        modifier =
            is(p, k, LEX_AGO) ? (item_at(p, k)->value < 0 ? MODIFIER_START : MODIFIER_END) : item_at(p, k)->value;
        if (is(p, k, LEX_AGO) && !is(p, k + 1, LEX_DIRECTION) && !is(p, k + 1, LEX_DEIXIS) &&
            !is(p, k + 1, LEX_WEEKDAY))
            return 0;
        k++;
        if (is_char(p, k, '-') && is_glued(p, k)) k++;
        if (is(p, k, LEX_OF)) k++;
        if (!same_line(p, k)) return 0;
    } else k = i;
    if (is(p, i, LEX_QUANTITY) && item_at(p, i)->value == MODIFIER_APPROX)
        modifier = MODIFIER_APPROX, k = i + 1; /* around 7:15 p.m. */
    int j = compound_at(p, k, &b);
    if (j && is_guarded(p, k, j, &b)) return 0;
    if (j && modifier == MODIFIER_APPROX && b.m.weekday > 0 && b.m.day < 0 && b.m.hour == NO_HOUR)
        return 0; /* protests around Wednesday's ruling */
    if (!j && k == i && p->month_first != 1 && unit_of(p, i) >= UNIT_WEEK && unit_of(p, i) <= UNIT_CENTURY &&
        is(p, i + 1, LEX_MODIFIER) && same_line(p, i + 1)) { /* Kazakh: the year's beginning */
        b = (Base){moment_empty(), RULE_RELATIVE, 0.7f};
        b.m.relative = (uint8_t)unit_of(p, i);
        j = i + 1;
    }
    if (!j) {
        /* the end of the year, the beginning of the month: this one */
        int u = skip_article(p, k);
        if (modifier == MODIFIER_NONE || !unit_of(p, u) ||
            (u == k && p->month_first == 1 && !(item_at(p, k - 1)->lex & LEX_PLURAL)) ||
            (item_at(p, u)->lex & LEX_PLURAL))
            return 0;
        b = (Base){moment_empty(), RULE_RELATIVE, 0.7f};
        b.m.relative = (uint8_t)unit_of(p, u);
        if (b.m.relative < UNIT_DAY) return 0;
        j = u + 1;
    } else if (modifier && modifier != MODIFIER_APPROX && b.m.hour != NO_HOUR && b.rule == RULE_TIME) return 0;
    f->shape = SHAPE_MOMENT;
    f->rule = (uint8_t)b.rule;
    f->modifier = modifier ? (uint8_t)modifier : b.m.bound;
    f->moment = b.m;
    f->score = b.score;
    int early = is(p, j, LEX_MARK) && item_at(p, j)->value == UNIT_SECOND && b.m.month > 0 && b.m.day < 0; /* 11월 초 */
    if (early && same_line(p, j)) f->modifier = MODIFIER_START, j++;
    if (is(p, j, LEX_MODIFIER) && same_line(p, j) && p->month_first != 1)
        f->modifier = (uint8_t)item_at(p, j)->value, j++; /* Korean 11월 말 */
    finding_set_span(p, f, k, j);
    if (is(p, k, LEX_WITHIN) && (item_at(p, k)->lex & LEX_WEAK) && b.m.exact && j > k + 1) {
        f->counts = 1; /* vor drei Jahren: the length alone is the expression */
        f->units[0] = b.m.relative;
        f->amounts[0] = b.m.exact == EXACT_VAGUE ? VAGUE_COUNT : b.m.offset < 0 ? -b.m.offset : b.m.offset;
    }
    if (modifier) f->start = item_at(p, i)->start;
    if ((modifier && b.m.month < 0) || b.m.season)
        f->end = item_at(p, j - 1)->end; /* the year's word is part of: navesni 1966 roku */
    return j;
}

/*
** What links a count to the moment it is counted from: after, from 1, before -1, none 0. `lead` is the direction that a word before the count gave
** (Russian za 3 dnya do; through 3 days after).
*/
static int shift_link(const Parser *p, int j, int lead)
{
    const Item *link = item_at(p, j);
    if (!same_line(p, j)) return 0;
    switch (link->kind) {
    case LEX_FROM: return 1;
    case LEX_PREP: return link->value == 5 ? 1 : link->value == 4 ? -1 : 0;
    case LEX_AGO: /* French apres, Spanish antes de: the same words as later and earlier */
        return is(p, j + 1, LEX_OF) || p->month_first != 1 ? link->value : 0;
    case LEX_WITHIN: return p->month_first != 1 && link->value < 0 ? -1 : 0; /* German vor */
    case LEX_TO: return lead ? -1 : 0;
    default: return 0;
    }
}

/* two weeks from next Tuesday, 2 days before yesterday; third Tuesday after Christmas */
static int shift_finding(const Parser *p, int i, Finding *f)
{
    int32_t amount;
    uint8_t unit = UNIT_WEEK, weekday = 0;
    Base b;
    int lead = is(p, i, LEX_WITHIN) || is(p, i, LEX_PREP), from = i + lead;
    int j = ordinal_at(p, from, &amount);
    if (j && is(p, j, LEX_WEEKDAY) && amount < 60) weekday = (uint8_t)item_at(p, j)->value, j = after_dot(p, j + 1);
    else {
        if (lead && is(p, from, LEX_PREP)) return 0;
        j = counted_at(p, from, &amount, &unit);
        if (!j || amount < 0 || amount % 100 || is_fenced_count(p, from)) return 0;
        amount /= 100;
    }
    if (unit < UNIT_DAY || !same_line(p, j)) return 0;
    int sign = shift_link(p, j, lead);
    if (!sign) return 0;
    int k = is(p, j + 1, LEX_OF) ? j + 2 : j + 1;
    if (is(p, j, LEX_FROM) && is(p, k, LEX_FROM)) k++;
    int end = compound_at(p, k, &b);
    if (!end && is(p, k, LEX_ARTICLE)) end = compound_at(p, ++k, &b);
    if (!end || !moment_has_day(&b.m) || b.m.exact) return 0;
    f->shape = SHAPE_MOMENT;
    f->rule = RULE_OFFSET;
    f->moment = b.m;
    f->shift_unit = unit;
    f->shift_weekday = weekday;
    f->shift = sign * amount;
    f->score = 0.85f;
    finding_set_span(p, f, i, end);
    return end;
}

/* The week of 10 April, the weekend of Halloween, a week starting tomorrow. */
static int around_finding(const Parser *p, int i, Finding *f)
{
    int j = is(p, i, LEX_ARTICLE) || is(p, i, LEX_ONE) ? i + 1 : i, unit = unit_of(p, j);
    if ((unit != UNIT_WEEK && unit != UNIT_WEEKEND) || (item_at(p, j)->lex & LEX_PLURAL)) return 0;
    int k = j + 1;
    if (!(is(p, k, LEX_OF) || (is(p, k, LEX_PREP) && item_at(p, k)->value == 6) || is(p, k, LEX_FROM))) return 0;
    k++;
    if (is(p, k, LEX_AT)) k++;
    Base b;
    int end = same_line(p, k) ? compound_at(p, k, &b) : 0;
    if (!end && is(p, k, LEX_ARTICLE)) end = compound_at(p, k + 1, &b);
    if (!end || b.m.exact || b.m.hour != NO_HOUR || b.m.part) return 0;
    if (!(b.m.day > 0 || b.m.holiday || (b.m.weekday > 0 && b.m.nth) || b.m.relative == UNIT_DAY)) return 0;
    f->shape = SHAPE_MOMENT;
    f->rule = RULE_RELATIVE;
    f->moment = b.m;
    f->around = (uint8_t)unit;
    f->score = 0.8f;
    finding_set_span(p, f, i, end);
    return end;
}

/* the past three decades, recent years, the next few days */
static int span_finding(const Parser *p, int i, Finding *f)
{
    int j = skip_article(p, i), turn, dir;
    if (is(p, j, LEX_ORDINAL) && item_at(p, j)->value == 1 && is(p, j + 1, LEX_NUMBER))
        turn = 0, dir = 0; /* the first nine months */
    else if (is(p, j, LEX_SPAN) || is(p, j, LEX_DIRECTION)) turn = item_at(p, j)->value, dir = is(p, j, LEX_DIRECTION);
    else return 0;
    j++;
    if (is(p, j, LEX_SPAN)) j++;
    if (!same_line(p, j)) return 0;
    int32_t amount = 0;
    uint8_t unit;
    int k = counted_at(p, j, &amount, &unit);
    if (!k) {
        unit = (uint8_t)unit_of(p, j);
        if (!unit || unit == UNIT_WEEKEND || unit == UNIT_NIGHT) return 0;
        if (unit < UNIT_DAY && (item_at(p, j)->flags & ITEM_CAPITAL)) return 0; /* a recent SEC filing */
        if (item_at(p, j)->lex & LEX_PLURAL) amount = VAGUE_COUNT;
        else if (dir) return 0;
        else amount = 100;
        k = j + 1;
    } else if (is(p, j, LEX_ONE)) return 0;
    else if (is_fenced_count(p, j)) return 0;
    else if (dir && turn == 0 && amount != VAGUE_COUNT) return 0;
    f->shape = turn == 0 ? SHAPE_DURATION : SHAPE_SPAN;
    f->rule = turn == 0 ? RULE_DURATION : RULE_SPAN;
    f->direction = (int8_t)turn;
    f->counts = 1;
    f->units[0] = unit;
    f->amounts[0] = amount;
    f->score = 0.9f;
    finding_set_span(p, f, i, k);
    return k;
}

/* A rate (twice a week, 5 percent a year, $20 an hour) is no duration. */
static int is_rate(const Parser *p, int i)
{
    if (!is(p, i, LEX_ONE)) return 0;
    const Item *before = item_at(p, i - 1);
    return before->kind == LEX_PER || before->kind == LEX_NUMBER ||
           (is(p, i - 2, LEX_NUMBER) && before->kind == LEX_OTHER) || is_char(p, i - 1, '%');
}

static int duration_finding(const Parser *p, int i, Finding *f)
{
    int j = i, modifier = MODIFIER_NONE, k;
    if (is(p, j, LEX_QUANTITY)) modifier = item_at(p, j++)->value;
    int article = is(p, j, LEX_ARTICLE) && (is(p, j + 1, LEX_NUMBER) || is(p, j + 1, LEX_VAGUE));
    if (article) j++;
    if (modifier == MODIFIER_MORE_THAN && is(p, j, LEX_VAGUE)) return 0; /* over several years: during them */
    if (is_fenced_count(p, j)) return 0;
    if (is_rate(p, j)) return 0;
    if (unit_of(p, j) && (item_at(p, j)->lex & LEX_PLURAL) && is(p, i - 1, LEX_PREP) && item_at(p, i - 1)->value > 0 &&
        (item_at(p, i - 1)->value == 2 || !is(p, j + 1, LEX_OTHER))) {
        f->amounts[0] = VAGUE_COUNT; /* for decades */
        f->units[0] = (uint8_t)unit_of(p, j);
        k = j + 1;
    } else if (!(k = counted_at(p, j, &f->amounts[0], &f->units[0]))) return 0;
    f->counts = 1;
    int hyphen = is_dash(p, k - 2) && is_glued(p, k - 1);
    if (hyphen && (article || is(p, j, LEX_ONE))) return 0; /* the two-week war: the article is the noun's */
    if (hyphen && f->units[0] == UNIT_QUARTER && (item_at(p, k - 1)->lex & LEX_PLURAL)) return 0; /* three-quarters */
    if (is(p, j, LEX_ONE) && is_dash(p, k) && is_glued(p, k) && is(p, k + 1, LEX_AGO)) return 0;
    if (f->units[0] == UNIT_YEAR && p->year_words && is_figures(p, j) && item_at(p, j)->digits == 4 &&
        (item_at(p, j)->value % 100 || (is_dash(p, j + 1) && is_figures(p, j + 2))))
        return 0; /* 1938-1939 rokiv, 1940 rokiv: years, not how many */   /* a year-earlier loss */
    if (hyphen && f->units[0] == UNIT_YEAR && is_counting(p, k)) return 0; /* a 6-year-old */
    if (is(p, k, LEX_NOUN) && !hyphen) return 0;                           /* 37 years old */
    if (is(p, i, LEX_ONE) && f->units[0] == UNIT_SECOND && is(p, k, LEX_OTHER) && same_line(p, k))
        return 0; /* a second chance */
    while (f->counts < MAX_COUNTS) {
        int more = is(p, k, LEX_AND) || (is_char(p, k, ',') && is_glued(p, k)) ? k + 1 : k;
        int32_t amount;
        uint8_t unit;
        if (!same_line(p, more) || !(more = counted_at(p, more, &amount, &unit)) || unit >= f->units[f->counts - 1] ||
            amount < 0)
            break;
        f->amounts[f->counts] = amount;
        f->units[f->counts++] = unit;
        k = more;
    }
    f->shape = SHAPE_DURATION;
    f->rule = RULE_DURATION;
    f->modifier = (uint8_t)modifier;
    f->score = 0.85f;
    finding_set_span(p, f, i, k);
    if (is_within_behind(p, k)) return k + 1; /* the word is the expression's only where this is its end */
    for (int side = k - 2; side <= k && f->counts == 1;
         side += 2) { /* les trois dernières années, los dos meses pasados */
        const Item *turn = item_at(p, side);
        if (side <= i || (turn->kind != LEX_SPAN && turn->kind != LEX_DIRECTION) || !turn->value || !same_line(p, side))
            continue;
        if (side == k && (p->month_first == 1 || turn->kind != LEX_SPAN)) continue;
        f->shape = SHAPE_SPAN;
        f->rule = RULE_SPAN;
        f->direction = (int8_t)turn->value;
        if (side == k) f->end = turn->end, k++;
        break;
    }
    if (f->counts > 1 && is(p, k, LEX_AGO) && same_line(p, k)) { /* one year and two months ago */
        f->direction = (int8_t)item_at(p, k)->value;
        f->shape = SHAPE_OFFSET;
        f->rule = RULE_OFFSET;
        f->end = item_at(p, k)->end;
        k++;
    }
    return k;
}

/* every Friday, each year, every two weeks, daily, Tuesdays */
static int set_finding(const Parser *p, int i, Finding *f)
{
    const Item *item = item_at(p, i);
    f->shape = SHAPE_SET;
    f->rule = RULE_SET;
    f->score = 0.85f;
    f->moment = moment_empty();
    f->counts = 0;
    int j = i + 1;
    if (item->kind == LEX_FREQUENCY) {
        if (item->lex & LEX_WEAK) { /* Quay Daily, Weekly */
            if (item->flags & ITEM_CAPITAL) return 0;
            if (item->value == UNIT_QUARTER && is(p, j, LEX_OTHER) && same_line(p, j))
                return 0; /* a quarterly loss: a kind of loss */
        }
        if (item->value == UNIT_WEEK && is(p, j, LEX_WEEKDAY) &&
            same_line(p, j)) { /* weekly on Friday, in one expression */
            f->moment.weekday = (int8_t)item_at(p, j)->value;
            finding_set_span(p, f, i, j + 1);
            return j + 1;
        }
        f->counts = 1, f->amounts[0] = 100, f->units[0] = (uint8_t)item->value;
        finding_set_span(p, f, i, j);
        return j;
    }
    int plural = (item->kind == LEX_WEEKDAY && (item->lex & LEX_PLURAL));
    if (item->kind == LEX_EVERY || plural) {
        if (plural) j = i;
        if (!same_line(p, j) && !plural) return 0;
        const Item *what = item_at(p, j);
        int k;
        if (what->kind == LEX_WEEKDAY) {
            f->moment.weekday = (int8_t)what->value, f->moment.part = (int8_t)what->digits, j = after_dot(p, j + 1);
            if (is(p, j, LEX_PART)) f->moment.part = (int8_t)item_at(p, j)->value, j++;
        } else if (what->kind == LEX_MONTH) f->moment.month = (int8_t)what->value, j = after_dot(p, j + 1);
        else if (what->kind == LEX_PART) f->moment.part = (int8_t)what->value, j++;
        else if (what->kind == LEX_SEASON) f->moment.season = (int8_t)what->value, j++;
        else if ((k = counted_at(p, j, &f->amounts[0], &f->units[0])) && f->amounts[0] > 0) f->counts = 1, j = k;
        else if (unit_of(p, j)) f->counts = 1, f->amounts[0] = 100, f->units[0] = (uint8_t)unit_of(p, j), j++;
        else return 0;
        finding_set_span(p, f, i, j);
        return j;
    }
    /* Kazakh: the unit, then `every` */
    if (unit_of(p, i) && is(p, j, LEX_EVERY) && (item_at(p, j)->lex & LEX_ABBREVIATION) && same_line(p, j)) {
        f->counts = 1, f->amounts[0] = 100, f->units[0] = (uint8_t)unit_of(p, i);
        finding_set_span(p, f, i, j + 1);
        return j + 1;
    }
    return 0;
}

static int ref_finding(const Parser *p, int i, Finding *f)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_ARTICLE && is(p, i + 1, LEX_SPAN) && !is(p, i + 2, LEX_OTHER)) { /* the past */
        f->shape = SHAPE_REF, f->rule = RULE_REF, f->score = 0.6f;
        f->direction = (int8_t)item_at(p, i + 1)->value;
        finding_set_span(p, f, i, i + 2);
        return i + 2;
    }
    if (item->kind != LEX_REF && !(item->kind == LEX_SPAN && (item->lex & LEX_WEAK)) &&
        !(item->kind == LEX_DIRECTION && (item->lex & LEX_WEAK) && item->value == 0) &&
        !(item->kind == LEX_AGO && (item->lex & LEX_PLURAL))) /* German früher stands alone as well */
        return 0;
    if ((item->lex & LEX_WEAK) && (item->flags & ITEM_CAPITAL) && !(item->flags & ITEM_LINE) &&
        !is(p, i - 1, LEX_PUNCTUATION))
        return 0;
    if (item->value > 0 && is(p, i + 1, LEX_PREP) && item_at(p, i + 1)->value >= 4 && same_line(p, i + 1))
        return 0; /* shortly after, soon before: after what is said there */
    if (item->kind == LEX_REF && (item->lex & LEX_WEAK) && !p->asked &&
        !((item->flags & ITEM_LINE) && (item_at(p, i + 1)->kind == LEX_END || !same_line(p, i + 1))))
        return 0; /* at once: an order, not a date */
    f->shape = SHAPE_REF;
    f->rule = RULE_REF;
    f->direction = (int8_t)item->value;
    f->score = 0.7f;
    finding_set_span(p, f, i, i + 1);
    return i + 1;
}

/* What stands behind and belongs to the expression: Kazakh deiin, boyi, ishinde. */
static int postfix_at(const Parser *p, int j, Finding *f)
{
    for (int steps = 0;
         steps < 3 &&
         (is(p, j, LEX_POSTFIX) || (is(p, j, LEX_DAYWORD) && f->shape == SHAPE_MOMENT && is(p, j + 1, LEX_POSTFIX))) &&
         same_line(p, j);
         steps++) {
        if (is(p, j, LEX_POSTFIX) && item_at(p, j)->value) f->modifier = (uint8_t)item_at(p, j)->value;
        f->end = item_at(p, j)->end;
        j++;
    }
    return j;
}

#define KIND(class_) LEX_BIT(class_)

/* Words that say something only together with the next one; most of them are the commonest words of a language, so they are looked at once. */
static int begins_nothing(const Parser *p, int i)
{
    static const uint64_t leading = KIND(LEX_ARTICLE) | KIND(LEX_ONE) | KIND(LEX_QUANTITY) | KIND(LEX_VAGUE) |
                                    KIND(LEX_MODIFIER) | KIND(LEX_EVERY) | KIND(LEX_HALF) | KIND(LEX_NUMBER);
    static const uint64_t mute = KIND(LEX_OTHER) | KIND(LEX_OF) | KIND(LEX_TENSE) | KIND(LEX_NOUN);
    const Item *item = item_at(p, i), *next = item_at(p, i + 1);
    if (!(leading >> item->kind & 1) || !(mute >> next->kind & 1)) return 0;
    if (item->kind == LEX_NUMBER)
        return (item->digits < 4 || !(item->flags & ITEM_FIGURES)) && next->kind == LEX_OTHER &&
               !(item->flags & ITEM_PLURAL_S) && !is_glued(p, i + 1);
    return next->kind != LEX_OF;
}

enum { LONGEST_LEAD = 5 };

/* Where a range's first moment ends and its second begins; the item at `link` is between them. */
static void set_cut(const Parser *p, int link, Finding *f)
{
    if (!is_dash(p, link) && !is(p, link, LEX_TO) && !is(p, link, LEX_AND)) {
        f->moment_end = 0;
        return;
    }
    if (!f->moment_end) f->moment_end = item_at(p, link - 1)->end;
    f->until_start = item_at(p, link + 1)->start;
}

/* By parts: a compiler copies the whole of it as a string, which costs as much as most productions. */
static inline void finding_clear(Finding *f)
{
    memset(f, 0, offsetof(Finding, moment));
    f->moment = moment_none;
    f->until = moment_none;
    f->moment_end = f->until_start = 0;
}

/* Goes on from the moment [i, end) to the other end of a range. Returns where that ends, `end` if there is none. */
static int range_behind(const Parser *p, int i, int end, Finding *f)
{
    Finding range = *f;
    const Parser *clock = p;
    Parser joined;
    if (p->times_apart == TIMES_CALENDAR) {
        joined = *p;
        joined.times_apart = times_stand_apart(p, i, end, &f->moment);
        clock = &joined;
    }
    int j = clock_range_behind(clock, end, &range);
    if (j) {
        *f = range;
        return j;
    }
    if ((j = range_finding(p, i, end, &range)) <= end) return end;
    range.moment_end = f->end;
    set_cut(p, end, &range);
    *f = range;
    return j;
}

typedef struct Production {
    int (*match)(const Parser *, int, Finding *);
    uint64_t first; /* classes of items that it can begin with */
} Production;

#define COUNT_FIRST (KIND(LEX_NUMBER) | KIND(LEX_ONE) | KIND(LEX_VAGUE) | KIND(LEX_HALF) | KIND(LEX_COUNTED))
#define CLOCK_FIRST                                                                                                    \
    (KIND(LEX_NUMBER) | KIND(LEX_MERIDIEM) | KIND(LEX_PART) | KIND(LEX_CLOCK) | KIND(LEX_HALF) | KIND(LEX_HOURNAME) |  \
     KIND(LEX_MINUTES) | KIND(LEX_UNIT))
#define UNIT_FIRST (KIND(LEX_UNIT) | KIND(LEX_YEARWORD) | KIND(LEX_DAYWORD))

static const Production productions[] = {
    {era_finding,
     KIND(LEX_NUMBER) | KIND(LEX_CALENDARMONTH) | KIND(LEX_CALENDARERA) | KIND(LEX_UNIT) | KIND(LEX_YEARWORD)},
    {clock_range_finding, CLOCK_FIRST},
    /* before moments: of two that are as long it knows more */
    {elliptic_finding,
     KIND(LEX_NUMBER) | KIND(LEX_DIRECTION) | KIND(LEX_ORDINAL) | KIND(LEX_ARTICLE) | KIND(LEX_WEEKDAY)},
    {moment_finding, ~GRAMMAR_SILENT},
    {shift_finding, COUNT_FIRST | KIND(LEX_ORDINAL) | KIND(LEX_WITHIN) | KIND(LEX_UNIT)},
    {around_finding, UNIT_FIRST | KIND(LEX_ARTICLE) | KIND(LEX_ONE)},
    {span_finding, KIND(LEX_ARTICLE) | KIND(LEX_SPAN) | KIND(LEX_DIRECTION) | KIND(LEX_ORDINAL)},
    {duration_finding, COUNT_FIRST | UNIT_FIRST | KIND(LEX_QUANTITY) | KIND(LEX_ARTICLE)},
    {set_finding, UNIT_FIRST | KIND(LEX_FREQUENCY) | KIND(LEX_EVERY) | KIND(LEX_WEEKDAY)},
    {ref_finding, KIND(LEX_REF) | KIND(LEX_AGO) | KIND(LEX_ARTICLE) | KIND(LEX_SPAN) | KIND(LEX_DIRECTION)},
    {numeric_range_finding, KIND(LEX_NUMBER)},
};

int grammar_match(const Parser *p, int i, Finding *best)
{
    uint64_t kind = KIND(item_at(p, i)->kind);
    if (!grammar_begins(item_at(p, i))) return 0;
    if (begins_nothing(p, i)) return 0;
    int end = 0;
    for (size_t k = 0; k < sizeof productions / sizeof *productions; k++) {
        if (!(productions[k].first & kind)) continue;
        Finding f;
        finding_clear(&f);
        int j = productions[k].match(p, i, &f);
        if (j > end) {
            end = j;
            *best = f;
        }
    }
    if (!end) return 0;
    if (best->shape == SHAPE_RANGE && best->rule != RULE_NUMERIC && best->rule != RULE_ISO && best->rule != RULE_TIME) {
        int link = i + 1; /* 5-9 May, the 3rd to 5th May: not far in */
        while (link < end && link < i + LONGEST_LEAD && !is_dash(p, link) && !is(p, link, LEX_TO) &&
               !is(p, link, LEX_AND))
            link++;
        set_cut(p, link, best);
    }
    if (best->shape == SHAPE_MOMENT && !best->modifier) end = range_behind(p, i, end, best);
    for (int k = i; k < end; k++)
        if ((item_at(p, k)->lex & LEX_SAID) && (!is(p, k, LEX_AGO) || best->moment.exact)) best->moment.said = 1;
    return postfix_at(p, end, best);
}
