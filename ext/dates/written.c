/*
** written.c - dates as they are written out: 16 November 2023, November 16, November 2023, Kazakh 2023 zhylghy 16 qarasha, a year alone; see moments.h
*/
#include "dates/calendar.h"
#include "dates/moments.h"

int month_at(const Parser *p, int i, int8_t *month)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_NUMBER && item->digits && !(item->flags & ITEM_FIGURES) && !p->run_together &&
        is_figures(p, i - 1)) /* French 15 sept, which is seven elsewhere */
        return *month = (int8_t)item->digits, i + 1;
    if (item->kind != LEX_MONTH) return 0;
    *month = (int8_t)item->value;
    return after_dot(p, i + 1);
}

/* A name that is a common word unless it has a capital (may, march). */
int lower_name(const Parser *p, int i)
{
    return (item_at(p, i)->lex & LEX_CAPITAL) && !(item_at(p, i)->flags & ITEM_CAPITAL);
}

static int ends_text(const Parser *p, int i)
{
    return item_at(p, i)->kind == LEX_END || (item_at(p, i)->flags & ITEM_LINE);
}

/* A year where a date has one: 2023, 2023 goda, '98; after a comma or `of` as well. */
/* 149 BC, 44 do n. e.: a year of any number with an era behind it */
static int era_at(const Parser *p, int i, Moment *m)
{
    const Item *n = item_at(p, i);
    int j = i + 1;
    if (!is_figures(p, i) || n->digits > 4 || n->value < 1 || (n->flags & (ITEM_GROUPED | ITEM_PLURAL_S))) return 0;
    if (is(p, j, LEX_YEARWORD) && same_line(p, j)) j = after_dot(p, j + 1);
    if (!is(p, j, LEX_ERA) || !same_line(p, j)) return 0;
    m->year = (int16_t)(item_at(p, j)->value < 0 ? -n->value : n->value);
    j++;
    return is_char(p, j, '.') && is_glued(p, j) && (item_at(p, j - 1)->lex & LEX_ABBREVIATION) ? j + 1 : j;
}

int era_year_at(const Parser *p, int i, Base *b)
{
    int j = era_at(p, i, &b->m);
    if (!j || is_fenced_left(p, i)) return 0;
    for (int k = i + 1; k < j; k++) /* letters that are other words as well say an era only behind a whole date */
        if (is(p, k, LEX_ERA) && (item_at(p, k)->lex & LEX_WEAK)) return 0;
    b->rule = RULE_YEAR;
    b->score = 0.95f;
    return j;
}

int date_year_at(const Parser *p, int i, Moment *m)
{
    int j = i, comma = 0;
    if (same_line(p, i) && (j = era_at(p, i, m))) return j;
    j = i;
    if (is_char(p, j, ',')) j++, comma = 1;
    else if (is(p, j, LEX_OF)) j++;
    if (!same_line(p, j)) return 0;
    if (is_char(p, j, '\'') || is_char(p, j, 0x2019)) {
        if (!comma && is_figures(p, j + 1) && is_glued(p, j + 1) && item_at(p, j + 1)->digits == 2) {
            int y = item_at(p, j + 1)->value;
            m->year = (int16_t)(y < 50 ? 2000 + y : 1900 + y);
            return j + 2;
        }
        return 0;
    }
    int k = year_at(p, j, m), joined = is_glued(p, j) && is(p, j - 1, LEX_PUNCTUATION) && is_glued(p, j - 1);
    if (!k) { /* 3 Aug 96, 21-APR-16 */
        const Item *two = item_at(p, j);
        if (two->start > item_at(p, j - 1)->end + 2) return 0; /* Kasım'da 45 dakika */
        if (comma || !is_figures(p, j) || two->digits != 2 || (two->flags & (ITEM_ORDINAL | ITEM_PLURAL_S)) ||
            (!joined && two->value < 32 && !(ends_text(p, j + 1) && m->day > 0 && !is(p, j - 1, LEX_AND))) ||
            is_char(p, j + 1, ':') || is_fenced(p, j + 1, j + 1))
            return 0;
        if (is(p, j + 1, LEX_OTHER) && same_line(p, j + 1) && !joined) return 0;
        m->year = (int16_t)(two->value < 50 ? 2000 + two->value : 1900 + two->value);
        m->two_digits = 1;
        return j + 1;
    }
    if (is_char(p, k, ':') && is_glued(p, k) && is_figures(p, k + 1) && item_at(p, k + 1)->digits == 2 &&
        is_char(p, k + 2, ':'))
        return k;                                /* 06/Nov/2023:06:36:02 */
    int part = joined && j == i && m->month > 0; /* August/10/2012 */
    if ((part ? is_fenced_right(p, k) : is_fenced(p, j, k)) ||
        (is_char(p, k, ':') && is_glued(p, k) && is_figures(p, k + 1))) {
        m->year = YEAR_UNKNOWN;
        return 0;
    }
    if (is(p, k, LEX_YEARWORD) && same_line(p, k)) k = after_dot(p, k + 1);
    return k;
}

/* --- base moments ----------------------------------------------------------------------------------------------------------- */

int moment_is_real_day(const Moment *m)
{
    return calendar_is_day(m->year == YEAR_UNKNOWN ? 2000 : m->year, m->month, m->day);
}

/* A day as a number word, where a month's name is beside it: quinze juillet, twenty-five January. */
static int spelled_day_at(const Parser *p, int i, int8_t *day)
{
    int32_t n;
    int j = is_figures(p, i) ? 0 : number_at(p, i, &n);
    if (!j || n < 1 || n > 31) return 0;
    *day = (int8_t)n;
    return j;
}

/* 16 November 2023, 16th of November */
int day_month_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int k, j = day_at(p, i, &m->day);
    if (!j) j = spelled_day_at(p, i, &m->day);
    if (!j) return 0;
    if (is_char(p, j, '.') && is_glued(p, j) && is_figures(p, i) && is(p, j + 1, LEX_MONTH))
        j++; /* German 16. November */
    int joined = (is_char(p, j, '-') || is_char(p, j, '/')) && is_glued(p, j) && is(p, j + 1, LEX_MONTH);
    if (joined) j++; /* 21-APR-16 */
    if (is(p, j, LEX_OF)) j++;
    if (!same_line(p, j)) return 0;
    if (lower_name(p, j) && is(p, j + 1, LEX_TENSE)) return 0; /* the 12 may be */
    if (!(j = month_at(p, j, &m->month))) return 0;
    int y = j;
    if (joined && (is_char(p, y, '-') || is_char(p, y, '/')) && is_glued(p, y)) y++;
    if ((k = date_year_at(p, y, m))) j = k;
    int range = is_dash(p, i - 1) && is_figures(p, i - 2) && !(is_dash(p, i - 3) && is_glued(p, i - 2)); /* 5-9 May */
    if (!moment_is_real_day(m) || (!range && is_fenced_left(p, i)) || is_fenced_right(p, i + 1)) return 0;
    b->rule = RULE_DAY_MONTH;
    b->score = m->year == YEAR_UNKNOWN ? 0.9f : 0.99f;
    return j;
}

/* Sep-23-2020, 2020/Sep/23, 23-2020-September: a month's name, a day and a year of four figures in any order, joined by one kind of mark */
int joined_date_at(const Parser *p, int i, Base *b)
{
    int mark = is_char(p, i + 1, '-') || is_char(p, i + 1, '/') ? item_at(p, i + 1)->value : 0;
    if (!mark || !is_glued(p, i + 1) || !is_char(p, i + 3, mark)) return 0;
    for (int k = i + 1; k < i + 5; k++)
        if (!is_glued(p, k)) return 0;
    Moment *m = &b->m;
    for (int k = i; k < i + 5; k += 2) {
        const Item *field = item_at(p, k);
        if (field->kind == LEX_MONTH && m->month < 0) m->month = (int8_t)field->value;
        else if (!is_figures(p, k) || (field->flags & (ITEM_GROUPED | ITEM_PLURAL_S))) return 0;
        else if (field->digits == 4 && m->year == YEAR_UNKNOWN) m->year = (int16_t)field->value;
        else if (field->digits <= 2 && m->day < 0) m->day = (int8_t)field->value;
        else return 0;
    }
    if (m->month < 0 || !moment_is_real_day(m) || is_fenced_left(p, i)) return 0;
    if (is_dash(p, i + 5) && is_glued(p, i + 5)) return 0;
    b->rule = RULE_DAY_MONTH;
    b->score = 0.97f;
    return i + 5;
}

static int names_context(const Parser *p, int i)
{
    switch (item_at(p, i)->kind) {
    case LEX_PREP:
    case LEX_OF:
    case LEX_FROM:
    case LEX_TO:
    case LEX_MODIFIER:
    case LEX_DIRECTION:
    case LEX_EVERY:
    case LEX_AT: return 1;
    default: return 0;
    }
}

/* November 16, 2023; November 2023; November */
int month_day_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int k, j = month_at(p, i, &m->month), weak = item_at(p, i)->lex & LEX_WEAK;
    if (!j) return 0;
    b->rule = RULE_MONTH_DAY;
    b->score = 0.95f;
    int d = skip_article(p, j);
    if ((is_char(p, d, '-') || is_char(p, d, '/')) && is_glued(p, d) && is_figures(p, d + 1)) d++;
    int spoken = same_line(p, d) && !day_at(p, d, &m->day) && (k = spelled_day_at(p, d, &m->day)) && !unit_of(p, k) &&
                 !is(p, k, LEX_OTHER) && !is(p, k, LEX_NOUN) && !is(p, k, LEX_NUMBER);
    if (spoken && moment_is_real_day(m)) return (d = date_year_at(p, k, m)) ? d : k;
    m->day = UNKNOWN;
    if (same_line(p, d) && (k = day_at(p, d, &m->day))) {
        int slash = is_char(p, k, '/') && is_char(p, d - 1, '/') ? k + 1 : k;
        int figures = is_figures(p, d), year = date_year_at(p, slash, m);
        int clock = (is_char(p, k, ':') && is_figures(p, k + 1) && is_glued(p, k)) || is(p, k, LEX_MERIDIEM);
        int fenced = figures && slash == k && is_fenced(p, d, k) && d == j && !(is_dash(p, k) && is_glued(p, k));
        if (!clock && !fenced && moment_is_real_day(m) && !(unit_of(p, k) && !is(p, k, LEX_DAYWORD) && figures))
            return year ? year : k;
        m->day = UNKNOWN;
        m->year = YEAR_UNKNOWN;
    }
    if (is_figures(p, i - 1) && item_at(p, i - 1)->digits <= 2 && same_line(p, i) && !is_fenced_left(p, i - 1) &&
        !calendar_is_day(2000, m->month, item_at(p, i - 1)->value))
        return 0; /* 31 February */
    b->rule = RULE_MONTH;
    int y = is_char(p, j, '-') && is_glued(p, j) ? j + 1 : j;
    if ((k = date_year_at(p, y, m))) {
        int8_t day;
        if (is_figures(p, i - 1) && day_at(p, i - 1, &day) && same_line(p, i) &&
            !calendar_is_day(m->year, m->month, day))
            return 0; /* 29 February 2023 */
        return k;
    }
    if (is_glued(p, i) && is_dash(p, i - 1) && is(p, i - 2, LEX_OTHER)) return 0;
    int alone = (item_at(p, i)->flags & ITEM_LINE) && (item_at(p, j)->kind == LEX_END || !same_line(p, j));
    if (lower_name(p, i) && !alone) return 0;
    if (weak && !alone && !names_context(p, i - 1)) return 0;
    if (weak && is(p, i + 1, LEX_OTHER) && (item_at(p, i + 1)->flags & ITEM_CAPITAL))
        return 0; /* in March Madness, of May Day */
    if ((item_at(p, i)->lex & LEX_ABBREVIATION) && j == i + 1 && p->month_first == 1 && !names_context(p, i - 1) &&
        is(p, j, LEX_OTHER) && (item_at(p, j)->flags & ITEM_CAPITAL) && same_line(p, j))
        return 0; /* Jan and a surname */
    b->score = weak ? 0.6f : 0.8f;
    return j;
}

/* 2023/Nov/16, 2023-nov-16, 2023/16/Nov. `j` is the mark behind the year. */
static int joined_month_at(const Parser *p, int j, Moment *m)
{
    int day = is_figures(p, j + 1) ? j + 1 : j + 3, month = is_figures(p, j + 1) ? j + 3 : j + 1, mark = 0;
    if (is_char(p, j, '/') || is_char(p, j, '-')) mark = item_at(p, j)->value;
    if (!mark || !is_char(p, j + 2, mark) || !is(p, month, LEX_MONTH) || !is_figures(p, day)) return 0;
    for (int k = j; k < j + 4; k++)
        if (!is_glued(p, k)) return 0;
    if (!day_at(p, day, &m->day) || is_fenced_right(p, j + 4)) return 0;
    m->month = (int8_t)item_at(p, month)->value;
    return moment_is_real_day(m) ? after_dot(p, j + 4) : 0;
}

/* 2023 zhylghy 16 qarasha; 2023 November 16; 2023, November */
int year_first_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int32_t n;
    int j = 0, k, word;
    const Item *item = item_at(p, i);
    k = is_figures(p, i) ? 0 : ordinal_at(p, i, &n);
    if (k && n >= 1000 && n <= 2100) m->year = (int16_t)n, j = k;
    else if (is_figures(p, i) && item->digits == 4 && (item->flags & ITEM_ORDINAL) && item->value >= 1000 &&
             item->value <= 2100)
        m->year = (int16_t)item->value, j = i + 1;
    else j = year_at(p, i, m);
    if (!j || m->year == YEAR_UNKNOWN || is_fenced(p, i, j)) return 0;
    if (is(p, j, LEX_PUNCTUATION) && is_glued(p, j) && (k = joined_month_at(p, j, m)))
        return b->rule = RULE_MONTH_DAY, b->score = 0.95f, k;
    if (is_char(p, j, '-') && is_glued(p, j) && is_glued(p, j + 1) && is(p, j + 1, LEX_UNIT)) { /* 2023-Q3 */
        Base part = {moment_empty(), RULE_QUARTER, 0.9f};
        if ((k = short_quarter_at(p, j + 1, &part)) && !is_fenced_right(p, k))
            return part.m.year = m->year, *b = part, k;
    }
    if (is_char(p, j, '-') && is_glued(p, j) && is(p, j + 1, LEX_YEARWORD) && is_glued(p, j + 1))
        j++; /* Kyrgyz 2023-jyldyn */
    word = is(p, j, LEX_YEARWORD) && same_line(p, j) && !(item_at(p, j)->lex & LEX_PLURAL);
    b->rule = RULE_YEAR_WORD;
    b->score = 0.95f;
    if (word) {
        if (item->kind != LEX_NUMBER || !(item->flags & ITEM_FIGURES) || item->digits == 4) j = after_dot(p, j + 1);
        /* Kazakh: year, then day and month */
        Base rest = *b;
        rest.m = moment_empty();
        if (same_line(p, j) && ((k = day_month_at(p, j, &rest)) || (k = month_day_at(p, j, &rest))) &&
            rest.m.year == YEAR_UNKNOWN) {
            rest.m.year = m->year;
            if (rest.m.day < 0 || moment_is_real_day(&rest.m)) {
                b->m = rest.m;
                b->rule = rest.m.day > 0 ? RULE_DAY_MONTH : RULE_MONTH;
                return k;
            }
        }
        return j;
    }
    /* 2023 November 16 */
    k = is_char(p, j, ',') || ((p->unit_first & LEX_YEAR_DOT) && is_char(p, j, '.') && is_glued(p, j)) ? j + 1 : j;
    if (is(p, k, LEX_MONTH) && same_line(p, k)) {
        Moment rest = moment_empty();
        int q = month_at(p, k, &rest.month), r = day_at(p, q, &rest.day);
        if (r && is_figures(p, q) && !is_fenced(p, q, r)) {
            rest.year = m->year;
            if (moment_is_real_day(&rest)) return b->m = rest, b->rule = RULE_MONTH_DAY, r;
        }
        if (q && !r && !lower_name(p, k)) return rest.year = m->year, b->m = rest, b->rule = RULE_MONTH, q;
    }
    return 0;
}

/*
** A bare year lives on its context: a preposition before it, a verb or a mark behind it. A noun behind it (2000 students), a name before it (Kestrel 1740),
** a time before it (a counter behind a page's stamp) speak against it.
*/
int bare_year_at(const Parser *p, int i, Base *b)
{
    Moment *m = &b->m;
    int32_t ignored;
    int j = year_at(p, i, m);
    if (!j) return 0;
    const Item *before = item_at(p, i - 1), *after = item_at(p, j), *item = item_at(p, i);
    if (is_labelled(p, i) || is_in_path(p, i) || is_counting(p, j) || is_file(p, j)) return 0;
    if (is(p, j, LEX_MARK) && is_glued(p, j)) return 0;         /* 2019号: a number by its mark */
    if (before->kind == LEX_MONTH && same_line(p, i)) return 0; /* the month has refused it: 31 February 2023 */
    int dash_after = is_dash(p, j) && is_glued(p, j) && !is_figures(p, j + 1),
        dash_before = is_dash(p, i - 1) && is_glued(p, i - 1) && !is_figures(p, i - 2);
    if (is_fenced(p, i, j) && !dash_after && !dash_before && !(is_char(p, j, '/') && item_at(p, j + 1)->digits == 2))
        return 0;
    float score = m->year >= 1900 && m->year <= 2049 ? 0.6f : m->year >= 1500 ? 0.45f : 0.3f;
    if (!(item->flags & ITEM_FIGURES))
        score = item->value >= 15 && item->value <= 20 ? 0.8f
                                                       : 0.4f; /* nineteen ninety-eight; two thousand may be a count */
    int line = item->flags & ITEM_LINE;
    switch (before->kind) {
    case LEX_PREP:
    case LEX_WITHIN:
    case LEX_FROM:
    case LEX_MODIFIER:
    case LEX_SEASON:
    case LEX_YEARWORD: score += 0.3f; break;
    case LEX_OF:
    case LEX_TO:
    case LEX_AND: score += 0.15f; break;
    case LEX_ARTICLE:
    case LEX_FISCAL:
    case LEX_QUANTITY:
    case LEX_TENSE: score += 0.05f; break;
    case LEX_NUMBER:
    case LEX_MERIDIEM:
        if (!line && !dash_before) score -= 0.4f;
        break;
    case LEX_UNIT:
        if (before->value == UNIT_YEAR) score += 0.3f;
        break;
    case LEX_OTHER:
        if (!line && (before->flags & ITEM_CAPITAL))
            score -= p->month_first == 1 ? 0.25f : p->year_words ? 0.15f : 0.05f;
        break;
    case LEX_PUNCTUATION:
        if (before->value == '(' || before->value == 0xFF08) score += 0.2f;
        if (before->value == ',' && is(p, i - 2, LEX_MONTH)) score += 0.3f;
        break;
    default: break;
    }
    if (is(p, i - 1, LEX_EVERY) || is(p, i - 1, LEX_VAGUE)) score -= 0.3f;
    if (unit_of(p, i - 1) == UNIT_YEAR) score += 0.3f;
    if (after->flags & ITEM_LINE) score += 0.05f;
    else switch (after->kind) {
        case LEX_OTHER: /* 1990 invasion, but 1990 students: behind a count stands a plural */
            score -= after->flags & ITEM_RUN       ? (is_glued(p, j) ? 0.3f : 0.1f)
                     : after->flags & ITEM_CAPITAL ? 0.05f
                     : p->year_words               ? 0.15f
                                                   : 0.05f;
            break;
        case LEX_TENSE:
        case LEX_FUNCTION:
        case LEX_PREP:
        case LEX_AND:
        case LEX_TO:
        case LEX_MONTH:
        case LEX_AT:
        case LEX_SEASON: score += 0.15f; break;
        case LEX_NOUN: score -= after->value ? 0.9f : 0.4f; break; /* in 2008 people ..., but 2008 roubles */
        case LEX_UNIT:
        case LEX_VAGUE: score -= ordinal_at(p, j, &ignored) ? 0.0f : 0.4f; break;
        case LEX_NUMBER: /* 2018'in 3'üncü haftası */
            if (!(after->flags & ITEM_ORDINAL) || !unit_of(p, j + 1)) score -= 0.3f;
            break;
        case LEX_PUNCTUATION:
            if (after->value == '.' || after->value == ',' || after->value == ')' || after->value == ';') score += 0.1f;
            break;
        default: break;
        }
    if (is(p, j, LEX_UNIT) && item_at(p, j)->value == UNIT_QUARTER) score += 0.5f;
    b->rule = RULE_YEAR;
    b->score = score > 0.95f ? 0.95f : score;
    return score >= 0.5f ? j : 0;
}
