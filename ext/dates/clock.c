/*
** clock.c - the time of day: what figures and words say about hour, minute and second
**
**   clock    = [half of the day | part] core [tail]            오전 10시, 朝の7時, sabah saat 9
**   core     = H:MM[:SS[.f]]                                    15:30, 8:05:59.25
**            | H.MM                                             15.30 Uhr, 8.30 pm
**            | H h [MM]                                         15h30, 15h (the letter of the language)
**            | H mark [M mark | half | quarters | M] [S mark]   10시 30분, 三点一刻, 15 Uhr 30, 15 ч. 30 мин.
**            | H word-for-hour [M | tail of minutes]            huit heures et demie; only where that word tells the time as well
**            | word-for-hour H ...                              saat 15.30; where it stands before
**            | HMM meridiem | HH:MM                             330 p.m.
**            | M side H                                         20 past 3, ten minutes before noon, fünf vor zwölf
**            | fraction H                                       half past three, half three, halb vier, без четверти пять, половина четвёртого
**            | H M in words                                     seven thirty, twelve oh three
**            | noon, midnight [tail of minutes]                 midi et quart
**   tail     = [a.m. | p.m.] [[in] [the] part of the day] [zone]
**   range    = clock to clock                                   3-4pm, 9:30 - 11, between 5 and 6 in the afternoon
**
** A reading has evidence. It is SURE when its form says that it is a time (15:30, 3 pm); LED when it is one behind a word that leads to an hour
** (at, um, à, в), beside a date, on a line of its own, or where the caller asks for a direction; BARE when it is a number that only its neighbours
** make an hour (Friday at 3). The words of the tables that lead to an hour have the flag `hour`.
**
** Half of the day: an hour of 1 to 12 without anything that settles it is marked (Moment.twelve), and resolve.c chooses. A part of the day or the other
** end of a range settles it.
** Zones: the value and the range keep the time that is written; a zone belongs to the expression and changes nothing, as TIMEX3 has it.
** Cost: a bounded number of items is looked at.
*/
#include "dates/grammar.h"

/* Values of the tables' classes `minutes`, `clock` and `half` that are no minutes; the fields' NOT_GIVEN is no minute either. */
enum { NOT_GIVEN = -100, MINUTES_LESS = 0, ZERO_BEFORE_DIGIT = 100, HALF_OF_ORDINAL = -60, HALF_BEFORE = -30 };

/* --- parts of a clock --------------------------------------------------------------------------------------------------- */

int clock_hour_in_part(int hour, int part)
{
    if (hour < 1 || hour > 12) return hour;
    switch (part) {
    case PART_MORNING: return hour % 12;
    case PART_AFTERNOON: return hour % 12 + 12;
    case PART_EVENING: return hour == 12 ? 24 : hour + 12;
    case PART_NIGHT: return hour == 12 ? 24 : hour >= 6 ? hour + 12 : hour;
    case PART_NOON: return hour <= 3 ? hour + 12 : hour;
    case PART_DAYTIME: return hour < 6 ? hour + 12 : hour;
    default: return hour;
    }
}

int is_hour_lead(const Parser *p, int i)
{
    const Item *item = item_at(p, i);
    return ((item->lex & LEX_HOURWARD) && item->kind != LEX_ONE && item->kind != LEX_UNIT && item->kind != LEX_MONTH &&
            item->kind != LEX_LABEL && item->kind != LEX_WEEKDAY && item->kind != LEX_MERIDIEM &&
            item->kind != LEX_NUMBER && item->kind != LEX_DEIXIS) ||
           is_char(p, i, '@');
}

/* Does a word that leads to an hour stand before `i` (at about 3)? */
static int is_led(const Parser *p, int i)
{
    if (!same_line(p, i)) return 0;
    if (is(p, i - 1, LEX_QUANTITY) && same_line(p, i - 1)) i--;
    return is_hour_lead(p, i - 1);
}

/* Is [i, j) all there is on its line, but for what leads to it? */
static int fills_line(const Parser *p, int i, int j)
{
    while (i > 0 && same_line(p, i) &&
           (is_hour_lead(p, i - 1) || is(p, i - 1, LEX_QUANTITY) || is(p, i - 1, LEX_PREP) || is(p, i - 1, LEX_FROM)))
        i--;
    if (is_char(p, j, '.') || is_char(p, j, '?') || is_char(p, j, '!')) j++;
    return !same_line(p, i) && (item_at(p, j)->kind == LEX_END || !same_line(p, j));
}

/* May a number that ends before `j` be an hour, for what follows? A noun or a unit would make a count of it. */
static int may_end_hour(const Parser *p, int j)
{
    const Item *next = item_at(p, j);
    if (next->kind == LEX_END || (next->flags & ITEM_LINE)) return 1;
    switch (next->kind) {
    case LEX_OTHER: return (next->flags & ITEM_RUN) != 0 && is_glued(p, j);
    case LEX_NUMBER:
    case LEX_ONE:
    case LEX_HALF:
    case LEX_NOUN:
    case LEX_UNIT:
    case LEX_YEARWORD:
    case LEX_MARK:
    case LEX_MONTH:
    case LEX_ROMAN:
    case LEX_DECADEMARK:
    case LEX_PER: return 0;
    default: return !is_fenced_right(p, j);
    }
}

/* The offset behind a zone or a stamp: +3, +03:00, -0530 */
static int offset_at_zone(const Parser *p, int k)
{
    if (!(is_char(p, k, '+') || is_dash(p, k)) || !is_figures(p, k + 1) || !is_glued(p, k + 1)) return 0;
    const Item *hours = item_at(p, k + 1);
    if (hours->digits == 4) return hours->value <= 1400 && hours->value % 100 < 60 ? k + 2 : 0;
    if (hours->digits > 2 || hours->value > 14) return 0;
    if (is_char(p, k + 2, ':') && is_glued(p, k + 2) && is_figures(p, k + 3) && is_glued(p, k + 3) &&
        item_at(p, k + 3)->digits == 2)
        return k + 4;
    return k + 2;
}

/* EST, GMT+3, (GMT), +09:00, Z, по московскому времени. Returns the end, `j` if there is none. */
static int zone_at(const Parser *p, int j, const Moment *m)
{
    int k = j, paren = 0, end;
    if (!same_line(p, j)) return j;
    if (is_char(p, k, '(')) paren = 1, k++;
    if (paren && p->run_together) return j;
    if (is(p, k, LEX_ZONE)) {
        k++;
        if (is_glued(p, k) && (end = offset_at_zone(p, k))) k = end;
        if (!paren && is_char(p, k, '(') && is(p, k + 1, LEX_ZONE) && is_char(p, k + 2, ')')) k += 3; /* GMT+9 (JST) */
        return !paren ? k : is_char(p, k, ')') ? k + 1 : j;
    }
    if (paren) return j;
    const Item *z = item_at(p, k);
    if (is_glued(p, k) && z->kind == LEX_OTHER && z->end - z->start == 1 && (z->flags & ITEM_CAPITAL) && m->second >= 0)
        return k + 1; /* 08:15:30Z */
    if ((m->second >= 0 || is_char(p, k, '+')) && m->minute >= 0 && (end = offset_at_zone(p, k)) &&
        item_at(p, end - 1)->digits >= 2 && (item_at(p, k + 1)->digits == 4 || end == k + 4 || is_char(p, k, '+')))
        return end;
    return j;
}

/* A.m. and p.m. behind the hour; the dots of a.m. are swallowed when they are in the form. The letters alone (7p, 9a) are glued to figures. */
static int meridiem_at(const Parser *p, int j, int *meridiem)
{
    const Item *item = item_at(p, j);
    if (!same_line(p, j)) return j;
    if ((item->kind == LEX_ONE || item->kind == LEX_LABEL) && (item->lex & LEX_HOURWARD) && is_glued(p, j) &&
        is_figures(p, j - 1) && !(is_glued(p, j + 1) && !is(p, j + 1, LEX_PUNCTUATION)) &&
        item->end - item->start == 1) {
        *meridiem = item->kind == LEX_LABEL ? 12 : 0;
        return j + 1;
    }
    if (item->kind != LEX_MERIDIEM) return j;
    if ((item->lex & LEX_WEAK) && !(is_glued(p, j) && is_figures(p, j - 1))) return j;
    *meridiem = item->value;
    j++;
    return (item->lex & LEX_WEAK) && is_char(p, j, '.') && is_glued(p, j) ? j + 1 : j;
}

/* in the morning, at night, дня, nachmittags */
static int part_behind(const Parser *p, int j, int *part)
{
    int k = j;
    if (!same_line(p, k)) return j;
    if (is(p, k, LEX_PREP) || is(p, k, LEX_AT) || is(p, k, LEX_OF)) k++;
    int linked = k > j;
    if (is(p, k, LEX_ARTICLE)) k++;
    const Item *item = item_at(p, k);
    if (item->kind == LEX_MERIDIEM && linked && k > j + 1 && p->month_first == 1) /* 3 in the AM */
        return *part = item->value ? PART_AFTERNOON : PART_MORNING, k + 1;
    if (item->kind != LEX_PART || (item->lex & LEX_PLURAL) || item->value == PART_MIDNIGHT || !same_line(p, k))
        return j;
    if (!linked && p->month_first == 1) return j;
    if (item->value == PART_NOON && !linked) return j;
    if (p->hour_before && !linked)
        return j; /* Kazakh: the part stands before its hour, so this one is the next one's */
    if (is(p, k + 1, LEX_NUMBER) && p->run_together) return j;
    *part = item->value;
    return k + 1;
}

static int put_clock(Moment *m, int hour, int minute, int second, int meridiem, int part)
{
    int twelve = hour >= 1 && hour <= 12 && meridiem == NOT_GIVEN;
    if (meridiem != NOT_GIVEN) {
        if (hour < 1 || hour > 12) {
            if (meridiem != 12 || hour > 23 || hour < 12) {
                if (hour != 0) return 0;
            }
        } else hour = hour % 12 + meridiem;
    }
    if (part && twelve) {
        hour = clock_hour_in_part(hour, part), twelve = 0;
        if (hour == 24 && minute > 0) hour = 0;
    }
    if (hour > 24 || (hour == 24 && (minute > 0 || second > 0)) || minute > 59 || second > 60) return 0;
    m->hour = (int8_t)hour;
    m->minute = (int8_t)(minute < 0 ? UNKNOWN : minute), m->second = (int8_t)(second < 0 ? UNKNOWN : second);
    m->twelve = (uint8_t)(twelve ? HOUR_OPEN : HOUR_SETTLED);
    return 1;
}

typedef struct Fields {
    int hour, minute, second, meridiem, part;
    Evidence evidence;
    int zero_led; /* 03:20 is of a day of 24 hours */
} Fields;

/* The single letter that stands for hours behind figures: 15h30 */
static int is_hour_letter(const Parser *p, int i)
{
    const Item *item = item_at(p, i);
    if (item->kind == LEX_OCLOCK) return item->value == 1;
    return item->kind == LEX_UNIT && (item->lex & LEX_WEAK) && item->value == UNIT_HALFYEAR;
}

static int two_figures(const Parser *p, int i, int below)
{
    return is_figures(p, i) && item_at(p, i)->digits == 2 && item_at(p, i)->value < below &&
           !(item_at(p, i)->flags & (ITEM_GROUPED | ITEM_PLURAL_S));
}

static int is_minute_unit(const Parser *p, int i)
{
    return unit_of(p, i) == UNIT_MINUTE || (is(p, i, LEX_MARK) && item_at(p, i)->value == UNIT_MINUTE);
}

/* A word that is a quarter of an hour: Viertel, quart; the English quarter is the unit. */
static int quarter_word(const Parser *p, int i)
{
    if (is(p, i, LEX_MINUTES) && item_at(p, i)->value == 15) return 1;
    return is(p, i, LEX_UNIT) && item_at(p, i)->value == UNIT_QUARTER && !(item_at(p, i)->lex & LEX_WEAK) &&
           (p->month_first == 1 || p->hour_before);
}

/*
** Minutes behind the hour's word, as they are said: trente, et demie, et quart, moins cinq, 半, 一刻, y diez. Returns the end, `j` if there are none.
** `f->minute` may be negative: of the hour before.
*/
static int minutes_behind(const Parser *p, int j, Fields *f)
{
    int32_t n;
    int k = j;
    if (!same_line(p, j)) return j;
    int and_word = is(p, k, LEX_AND);
    if (and_word) k++;
    if (is(p, k, LEX_HALF) && (and_word || !is_figures(p, k - 1) || p->hour_before)) return f->minute = 30, k + 1;
    const Item *word = item_at(p, k);
    if (word->kind == LEX_MINUTES && word->value != MINUTES_LESS && word->value != ZERO_BEFORE_DIGIT)
        return f->minute = word->value, k + 1;
    int less = word->kind == LEX_MINUTES && word->value == MINUTES_LESS;
    int zero = word->kind == LEX_MINUTES && word->value == ZERO_BEFORE_DIGIT;
    if (less || zero) k++;
    int zero_word = is(p, k, LEX_NUMBER) && item_at(p, k)->value == 0 && !is_figures(p, k) && !item_at(p, k)->digits;
    if (!less && zero_word) k++, zero = 1;
    int end = and_word && p->hour_before ? 0 : number_at(p, k, &n); /* Turkish ile: to */
    if (!end || n < 1 || n > 59 || (zero && n > 9) || !same_line(p, k) || is_fenced_right(p, end)) return j;
    if (is_figures(p, k) && item_at(p, k)->digits != 2 && !and_word && !less) return j;
    if (is_minute_unit(p, end)) {
        if (is(p, end + 1, LEX_AGO)) return j;
        end = after_dot(p, end + 1);
    } else if (!may_end_hour(p, end) && !is(p, end, LEX_MERIDIEM) && !(two_figures(p, k, 60) && is(p, end, LEX_ONE)))
        return j;
    f->minute = less ? -n : n;
    return end;
}

/* --- readings in figures ----------------------------------------------------------------------------------------------- */

/* 15:30[:59[.25]], 15.30. Returns the end, 0 if there is no mark or no minute. */
static int colon_core(const Parser *p, int i, Fields *f)
{
    int j = i + 1;
    int mark = is_char(p, j, ':') || is_char(p, j, '.') || is_char(p, j, 0xFF1A) ? item_at(p, j)->value : 0;
    if (!mark || !is_glued(p, j) || !two_figures(p, j + 1, 60)) return 0;
    if (!is_glued(p, j + 1) && (mark == '.' || !is_figures(p, i) || !two_figures(p, i, 25))) return 0;
    f->minute = item_at(p, j + 1)->value;
    j += 2;
    if (is_char(p, j, mark) && is_glued(p, j) && is_glued(p, j + 1) && two_figures(p, j + 1, 61)) {
        f->second = item_at(p, j + 1)->value;
        j += 2;
        if ((is_char(p, j, '.') || is_char(p, j, ',')) && is_glued(p, j) && is_figures(p, j + 1) && is_glued(p, j + 1))
            j += 2;
        if (mark == '.') return 0; /* three numbers with dots are a date or a version */
    }
    f->evidence = mark == '.' ? CLOCK_LED : CLOCK_SURE;
    f->zero_led = item_at(p, i)->digits == 2 && item_at(p, i)->value < 10;
    return j;
}

/* 15h30, 15 h 30, 15 Uhr 30, 10시 30분, 三点一刻 */
static int marked_core(const Parser *p, int j, Fields *f)
{
    int32_t n;
    int k;
    if (is_hour_letter(p, j)) {
        int unit_too = is(p, j, LEX_UNIT); /* English 1h and 2h are halves of a year as well */
        if (!is_figures(p, j - 1) || !is_glued(p, j)) {
            if (unit_too) return 0;
        }
        k = after_dot(p, j + 1);
        f->evidence = CLOCK_SURE;
        if (two_figures(p, k, 60) && (is_glued(p, k) || !unit_too) && same_line(p, k)) {
            f->minute = item_at(p, k)->value;
            k++;
            const Item *m = item_at(p, k);
            if (is_minute_unit(p, k)) k = after_dot(p, k + 1);
            else if (is_glued(p, k) && m->kind == LEX_OTHER) return 0;
            return k;
        }
        if (unit_too && f->hour <= 2) f->evidence = CLOCK_LED;
        return k;
    }
    if (is(p, j, LEX_OCLOCK) && same_line(p, j)) {
        f->evidence = CLOCK_SURE;
        k = minutes_behind(p, j + 1, f);
        return k;
    }
    if (!is(p, j, LEX_MARK) || item_at(p, j)->value != UNIT_HOUR) return 0;
    f->evidence = CLOCK_SURE;
    j++;
    if (is(p, j, LEX_HALF) && is_glued(p, j)) f->minute = 30, j++;
    else if ((k = number_at(p, j, &n)) && n < 60 && is(p, k, LEX_MARK) && item_at(p, k)->value == UNIT_MINUTE)
        f->minute = n, j = k + 1;
    else if (k && n >= 1 && n <= 3 && is(p, k, LEX_MINUTES) && item_at(p, k)->value == 15)
        f->minute = 15 * n, j = k + 1; /* 一刻, 三刻 */
    else if (k && n >= 1 && n < 60 && is_glued(p, j) && !is(p, k, LEX_MARK) && may_end_hour(p, k) && !is_dash(p, k))
        f->minute = n, j = k; /* 三点十五 */
    else if (is_glued(p, j) && is(p, j, LEX_MINUTES) && item_at(p, j)->value > 0) f->minute = item_at(p, j)->value, j++;
    if (f->minute >= 0 && (k = number_at(p, j, &n)) && n < 61 && is(p, k, LEX_MARK) &&
        item_at(p, k)->value == UNIT_SECOND)
        f->second = n, j = k + 1;
    return j;
}

/* 3 часа, huit heures trente: the word is a unit of length as well, so it only counts when it is led to, or when a part of the day follows. */
static int unit_core(const Parser *p, int j, Fields *f)
{
    const Item *unit = item_at(p, j);
    int part = 0, meridiem = NOT_GIVEN;
    if (unit_of(p, j) != UNIT_HOUR || !(unit->lex & LEX_HOURWARD) || !same_line(p, j) || f->hour > 24 || p->hour_before)
        return 0;
    int k = minutes_behind(p, after_dot(p, j + 1), f);
    if (is(p, k, LEX_AGO)) return 0;
    f->evidence =
        part_behind(p, k, &part) > k || meridiem_at(p, k, &meridiem) > k || is(p, k, LEX_ZONE) ? CLOCK_SURE : CLOCK_LED;
    return k;
}

/* What begins with the number of the hour. */
static int number_core(const Parser *p, int i, Fields *f)
{
    const Item *item = item_at(p, i);
    int32_t n = item->value;
    int j = i + 1, k, figures = is_figures(p, i);
    if (item->flags & (ITEM_GROUPED | ITEM_ORDINAL | ITEM_PLURAL_S | ITEM_HUGE)) return 0;
    if (figures && item->digits > 2) {
        if (item->digits > 4 || n % 100 > 59 || n / 100 > 24) return 0;
        f->hour = n / 100, f->minute = n % 100, f->evidence = CLOCK_BARE; /* 330 p.m., 1030 */
        f->zero_led = item->digits == 4 && n < 1000;
        return j;
    }
    if (!figures && !(j = number_at(p, i, &n))) return 0;
    if (n > 24 || n < 0) return 0;
    f->hour = n;
    f->evidence = CLOCK_BARE;
    f->zero_led = figures && item->digits == 2 && n < 10;
    if (figures && (k = colon_core(p, i, f))) {
        if (is(p, k, LEX_OCLOCK) && same_line(p, k)) f->evidence = CLOCK_SURE, k++;
        else if (unit_of(p, k) == UNIT_HOUR && (item_at(p, k)->lex & LEX_HOURWARD) && !p->hour_before &&
                 same_line(p, k))
            f->evidence = CLOCK_SURE, k++;
        return k;
    }
    if ((k = marked_core(p, j, f)) || (k = unit_core(p, j, f))) return k;
    if (figures) {
        /* 3 y cuarto, a las 3 y treinta, 12 moins le quart */
        if (is(p, j, LEX_MINUTES) && item_at(p, j)->value != ZERO_BEFORE_DIGIT && (k = minutes_behind(p, j, f)) > j)
            return f->evidence = CLOCK_LED, k;
        if (is(p, j, LEX_AND) && is(p, j + 1, LEX_HALF) && !unit_of(p, j + 2) && !is(p, j + 2, LEX_OTHER) &&
            is_led(p, i))
            return f->minute = 30, f->evidence = CLOCK_LED, j + 2;
        if (is(p, j, LEX_AND) && is_led(p, i) && (k = minutes_behind(p, j, f)) > j) return f->evidence = CLOCK_LED, k;
        if (p->hour_before && is(p, j, LEX_HALF) && same_line(p, j) && !unit_of(p, j + 1))
            return f->minute = 30, f->evidence = CLOCK_LED, j + 1;
        return j;
    }
    /* seven thirty, twelve oh three, nueve y media */
    if (is_char(p, j, '-') && is_glued(p, j) && is_glued(p, j + 1)) j++;
    k = minutes_behind(p, j, f);
    if (k > j) f->evidence = CLOCK_LED;
    else if (is_char(p, j - 1, '-')) k = j - 1;
    return k;
}

/* --- readings in words -------------------------------------------------------------------------------------------------- */

/* The hour behind `half past`, `20 to`: a number, an ordinal (of the hour that runs), noon. May have a meridiem of its own. */
static int hour_behind(const Parser *p, int i, Fields *f, int *ordinal)
{
    int32_t n;
    int j;
    *ordinal = 0;
    const Item *item = item_at(p, i);
    if (!same_line(p, i)) return 0;
    if (item->kind == LEX_ARTICLE) item = item_at(p, ++i);
    if (item->kind == LEX_PART && (item->value == PART_NOON || item->value == PART_MIDNIGHT)) {
        f->hour = item->value == PART_NOON ? 12 : 24;
        f->zero_led = 1;
        return i + 1;
    }
    if ((j = ordinal_at(p, i, &n))) *ordinal = 1;
    else if (!(j = number_at(p, i, &n))) return 0;
    if (n < 1 || n > 24 || (is_figures(p, i) && item->digits > 2)) return 0;
    f->hour = n;
    if (is_hour_letter(p, j) && is_glued(p, j)) j++;
    else if (is(p, j, LEX_OCLOCK) || (unit_of(p, j) == UNIT_HOUR && (item_at(p, j)->lex & LEX_HOURWARD))) j++;
    return j;
}

static void take_minutes(Fields *f, int minutes)
{
    if (minutes < 0) f->hour = f->hour == 0 ? 23 : f->hour == 1 && !f->zero_led ? 12 : f->hour - 1, minutes += 60;
    else if (f->hour == 24) f->hour = 0;
    f->minute = minutes;
}

/* half past ten, halb vier, без четверти пять, без десяти пять, пів на четверту */
static int fraction_core(const Parser *p, int i, Fields *f)
{
    const Item *item = item_at(p, i);
    int32_t n;
    int ordinal, j = i + 1, minutes = item->value;
    f->evidence = CLOCK_SURE;
    if (item->kind == LEX_HALF) {
        if (!item->value || item->value >= 100) return 0;
        f->evidence = CLOCK_LED;
        if (!(j = hour_behind(p, j, f, &ordinal)) || f->hour > 12) return 0;
        if (ordinal != (item->value == HALF_OF_ORDINAL)) return 0;
        if (ordinal) minutes = -30, f->evidence = CLOCK_SURE;
        if (unit_of(p, j) || is(p, j, LEX_HALF) || is(p, j, LEX_NOUN)) return 0;
        if (is(p, j, LEX_OTHER) && same_line(p, j) && !is_led(p, i)) return 0;
        if (item->value == HALF_BEFORE && may_end_hour(p, j)) f->evidence = CLOCK_SURE;
    } else {
        if (item->kind != LEX_CLOCK) return 0;
        if (item->value == MINUTES_LESS) { /* без десяти минут пять */
            if (!(j = number_at(p, j, &n)) || n < 1 || n > 29) return 0;
            if (is_minute_unit(p, j)) j++;
            minutes = -n;
        }
        if (!(j = hour_behind(p, j, f, &ordinal))) return 0;
    }
    take_minutes(f, minutes);
    return j;
}

/* 20 past 3, ten minutes before noon, Viertel nach drei, fünf vor zwölf, десять минут четвёртого */
static int side_core(const Parser *p, int i, Fields *f)
{
    int32_t n = 0;
    int j = is(p, i, LEX_ONE) ? i + 1 : i, side = 0, ordinal, said = 0;
    if (quarter_word(p, j)) n = 15, j++, said = 1;
    else if (j > i || is(p, i, LEX_MINUTES)) return 0;
    else if (!(j = number_at(p, i, &n)) || n < 1 || n > 59 || (is_figures(p, i) && item_at(p, i)->digits > 2)) return 0;
    else if (is_minute_unit(p, j)) j++, said = 1;
    if (!same_line(p, j)) return 0;
    const Item *link = item_at(p, j);
    int figures = is_figures(p, i);
    switch (link->kind) {
    case LEX_TO: side = said || !figures ? -1 : 0; break;
    case LEX_PREP: side = link->value == 5 ? 1 : link->value == 4 ? -1 : 0; break;
    case LEX_SPAN: side = link->value == -1 && p->month_first == 1 ? 1 : 0; break;
    case LEX_WITHIN: side = link->value == -1 && (link->lex & LEX_WEAK) ? -1 : 0; break;
    case LEX_ORDINAL: /* of the hour that runs: ten minutes of the fourth */
        if (!said || !(j = hour_behind(p, j, f, &ordinal)) || !ordinal || f->hour > 12 ||
            !(p->year_words && !p->hour_before))
            return 0;
        f->evidence = CLOCK_SURE;
        take_minutes(f, n - 60);
        return j;
    default: break;
    }
    if (!side || !(j = hour_behind(p, j + 1, f, &ordinal)) || ordinal) return 0;
    if (unit_of(p, j) || is(p, j, LEX_NUMBER)) return 0;
    int certain = f->zero_led || link->kind == LEX_SPAN;
    int meridiem = NOT_GIVEN, part = 0;
    if (meridiem_at(p, j, &meridiem) > j || part_behind(p, j, &part) > j || is_hour_letter(p, j - 1) ||
        is(p, j - 1, LEX_OCLOCK))
        certain = 1;
    if (!certain && link->kind == LEX_TO && !said && (n % 5 || !is_led(p, i)))
        return 0; /* ten to nine, but two to three */
    if (!certain && !may_end_hour(p, j)) return 0;
    f->evidence = certain && !(link->kind == LEX_TO && !said) ? CLOCK_SURE : CLOCK_LED;
    take_minutes(f, side > 0 ? n : -n);
    return j;
}

/* --- the whole ------------------------------------------------------------------------------------------------------------------ */

/* The core that begins at `i` and is the longest. */
static int core_at(const Parser *p, int i, Fields *best)
{
    static int (*const cores[])(const Parser *, int, Fields *) = {side_core, fraction_core};
    const Fields none = {NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, 0, CLOCK_BARE, 0};
    const Item *item = item_at(p, i);
    int end = 0;
    *best = none;
    if (item->kind == LEX_PART && (item->value == PART_NOON || item->value == PART_MIDNIGHT)) {
        Fields f = none;
        f.hour = item->value == PART_NOON ? 12 : 24, f.minute = 0, f.zero_led = 1;
        f.evidence = item->lex & LEX_WEAK ? CLOCK_LED : CLOCK_SURE;
        end = i + 1;
        if (!p->run_together && p->month_first != 1) {
            Fields more = f;
            more.minute = NOT_GIVEN;
            int k = minutes_behind(p, end, &more);
            if (k > end) {
                if (f.hour == 24) more.hour = more.minute < 0 ? 24 : 0;
                end = k, f = more;
            }
        }
        *best = f;
        return end;
    }
    if (item->kind == LEX_HOURNAME) { /* 세 시, час дня */
        Fields f = none;
        f.hour = item->value / 60, f.evidence = CLOCK_SURE;
        if (item->value % 60) f.minute = item->value % 60;
        int32_t n;
        int k = i + 1;
        if (is(p, k, LEX_HALF) && same_line(p, k)) f.minute = 30, k++;
        else {
            int m = number_at(p, k, &n);
            if (m && n < 60 && is(p, m, LEX_MARK) && item_at(p, m)->value == UNIT_MINUTE) f.minute = n, k = m + 1;
        }
        *best = f;
        return k;
    }
    if (item->kind == LEX_NUMBER) {
        Fields f = none;
        if ((end = number_core(p, i, &f))) *best = f;
    }
    for (size_t c = 0; c < sizeof cores / sizeof *cores; c++) {
        Fields f = none;
        int j = cores[c](p, i, &f);
        if (j > end) end = j, *best = f;
    }
    return end;
}

/* What a time of day can begin with. */
#define READ_FIRST                                                                                                     \
    (LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_ONE) | LEX_BIT(LEX_HALF) | LEX_BIT(LEX_CLOCK) | LEX_BIT(LEX_MINUTES) |          \
     LEX_BIT(LEX_HOURNAME) | LEX_BIT(LEX_PART) | LEX_BIT(LEX_MERIDIEM) | LEX_BIT(LEX_UNIT) | LEX_BIT(LEX_ZONE))

int clock_read(const Parser *p, int i, Moment *m, Evidence *evidence)
{
    Fields f;
    int j = i, meridiem = NOT_GIVEN, part = 0, leads = 0;
    *m = moment_empty();
    const Item *item = item_at(p, i);
    if (!(LEX_BIT(item->kind) & READ_FIRST)) return 0;
    if (item->kind == LEX_ZONE && p->run_together) j++;
    if (is(p, j, LEX_MERIDIEM) && !(item_at(p, j)->lex & LEX_WEAK)) meridiem = item_at(p, j)->value, j++, leads = 1;
    else if (is(p, j, LEX_PART) && item->value != PART_NOON && item->value != PART_MIDNIGHT &&
             !(item->lex & LEX_PLURAL))
        part = item_at(p, j)->value, j++, leads = 1;
    if (leads && is(p, j, LEX_OF) && p->run_together) j++; /* 朝の7時 */
    int hour_word = p->hour_before && unit_of(p, j) == UNIT_HOUR && (j == i || same_line(p, j));
    if (hour_word) {
        j++;
        if (is(p, j, LEX_QUANTITY)) j++;
        if (!leads && is(p, j, LEX_PART) && item_at(p, j)->value != PART_NOON) part = item_at(p, j)->value, j++;
        else if (!leads && is(p, j, LEX_MERIDIEM)) meridiem = item_at(p, j)->value, j++;
    }
    int begin = j;
    if (!same_line(p, j) && j > i) return 0;
    if (leads && !p->run_together && !hour_word && !is_glued(p, j) && !is(p, j, LEX_NUMBER)) return 0;
    if (!(j = core_at(p, j, &f))) return 0;
    if (leads && !hour_word && f.evidence == CLOCK_BARE && !p->run_together) {
        if (item->kind == LEX_MERIDIEM || p->month_first == 1 || !may_end_hour(p, j) || f.hour > 12) return 0;
    }
    if (leads && !hour_word && f.evidence == CLOCK_BARE && p->run_together) return 0;
    if (hour_word && f.evidence != CLOCK_SURE) {
        if (f.evidence == CLOCK_BARE && f.minute >= 0) return 0;
        if (f.evidence == CLOCK_BARE && f.minute < 0) {
            if (!may_end_hour(p, j) && !is(p, j, LEX_HALF)) return 0;
            Fields more = f;
            int k = minutes_behind(p, j, &more);
            if (k > j) j = k, f = more;
        }
        f.evidence = CLOCK_SURE;
    }
    if (f.meridiem != NOT_GIVEN) meridiem = f.meridiem;
    if (meridiem == NOT_GIVEN) {
        int k = meridiem_at(p, j, &meridiem);
        if (k == j && is_char(p, j, '.') && is_glued(p, j) && is(p, j + 1, LEX_MERIDIEM) && is_glued(p, j + 1))
            k = meridiem_at(p, j + 1, &meridiem); /* 9.am */
        if (k > j) j = k, f.evidence = CLOCK_SURE;
    }
    if (is(p, j, LEX_OCLOCK) && item_at(p, j)->value == 2 && same_line(p, j)) j++; /* sharp, 整, 정각 */
    if (!part && meridiem == NOT_GIVEN) {
        int k = part_behind(p, j, &part);
        if (k > j && f.minute < 0 && f.evidence == CLOCK_BARE && (f.hour > 12 || f.hour < 1)) return 0;
        if (k > j) j = k, f.evidence = CLOCK_SURE;
    }
    if (f.evidence == CLOCK_BARE && f.minute >= 0 && !is_figures(p, begin)) return 0;
    if (f.minute < 0 && f.minute != NOT_GIVEN) take_minutes(&f, f.minute);
    if (f.minute == NOT_GIVEN && f.second != NOT_GIVEN) return 0;
    if (!put_clock(m, f.hour, f.minute, f.second, meridiem, part)) return 0;
    if ((f.zero_led || f.hour > 12 || f.hour == 0) && !part && meridiem == NOT_GIVEN) m->twelve = HOUR_OF_24;
    int k = zone_at(p, j, m);
    if (k > j && is(p, j, LEX_ZONE) && f.evidence == CLOCK_LED) f.evidence = CLOCK_SURE;
    *evidence = f.evidence;
    return k;
}

/* As is_fenced(), but 9:30-11:00 has two clocks in it. */
static int is_fenced_clock(const Parser *p, int i, int j)
{
    int from = is_dash(p, i - 1) && is_figures(p, i - 2) && is_char(p, i - 3, ':');
    int to = is_dash(p, j) && is_figures(p, j + 1) && is_char(p, j + 2, ':');
    return (!from && is_figures(p, i) && is_fenced_left(p, i)) || (!to && is_fenced_right(p, j));
}

/* Is the stretch [i, j) of hours and minutes in figures a length, for what stands around it: in 1h30, il y a 2h, 3h ago? */
static int is_length(const Parser *p, int i, int j)
{
    return (is(p, i - 1, LEX_PREP) && (item_at(p, i - 1)->value == 1 || item_at(p, i - 1)->value == 3) &&
            same_line(p, i)) ||
           is(p, i - 1, LEX_WITHIN) || is(p, j, LEX_AGO);
}

int hours_at(const Parser *p, int i, int j, int32_t *amount)
{
    if (!is_figures(p, i) || !is_hour_letter(p, j) || !same_line(p, j) || *amount < 0) return 0;
    int end = after_dot(p, j + 1);
    int minutes = two_figures(p, end, 60) && is_glued(p, end);
    if (!is_length(p, i, minutes ? end + 1 : end)) return 0;
    if (!minutes) return end;
    *amount += item_at(p, end)->value * 100 / 60;
    return end + 1;
}

/* tonight, this evening */
static int is_part_of_day(const Parser *p, int j)
{
    if (is(p, j, LEX_DEIXIS)) return lex_pair_unit(item_at(p, j)->value) == UNIT_NIGHT;
    return is(p, j, LEX_DIRECTION) && is(p, j + 1, LEX_PART) && same_line(p, j + 1);
}

int clock_at(const Parser *p, int i, Moment *m)
{
    Evidence evidence;
    int j = clock_read(p, i, m, &evidence);
    if (!j || is_fenced_clock(p, i, j)) return 0;
    if (is_figures(p, i) && is_hour_letter(p, i + 1) && is_length(p, i, j) && m->twelve != HOUR_SETTLED) return 0;
    int figures = is_figures(p, i) && item_at(p, i)->digits > 2; /* 1030 */
    switch (evidence) {
    case CLOCK_SURE: return j;
    case CLOCK_LED:
        if (is_char(p, i + 1, '.') && j == i + 3 && is_figures(p, i)) { /* 15.30 might be any decimal */
            return may_end_hour(p, j) && (fills_line(p, i, j) ? p->month_first != 1 || is_led(p, i) || p->asked
                                                              : is_led(p, i) && p->asked)
                       ? j
                       : 0;
        }
        return is_led(p, i) || p->asked || fills_line(p, i, j) ? j : 0;
    default:
        if (is_led(p, i) && m->minute < 0 && same_line(p, j) && is_part_of_day(p, j)) return j; /* at 8 tonight */
        if (!p->asked || !may_end_hour(p, j)) return 0;
        if (figures) return is_led(p, i) || (is(p, i - 1, LEX_QUANTITY) && fills_line(p, i, j)) ? j : 0;
        if (is(p, j, LEX_DEIXIS) && !same_line(p, i) && m->hour > 0) return j; /* 9 tomorrow morning */
        return is_led(p, i) || (fills_line(p, i, j) && m->hour > 0) ? j : 0;
    }
}

int clock_beside_date(const Parser *p, int i, int led, Moment *m)
{
    Evidence evidence;
    int j = clock_read(p, i, m, &evidence);
    if (!j) return 0;
    if (evidence == CLOCK_SURE) return is_fenced_right(p, j) ? 0 : j;
    if (is_figures(p, i) && (item_at(p, i)->lex & LEX_HOURWARD)) return j; /* bu sabah 8'de */
    if (!led || !may_end_hour(p, j)) return 0;
    return is_dash(p, j) && is_glued(p, j) ? 0 : j;
}

/* --- ranges ---------------------------------------------------------------------------------------------------------------------- */

/* A word between the ends of a range. A particle is none in a language whose times stand apart. */
int is_range_word(const Parser *p, int i)
{
    return is(p, i, LEX_TO) && !(p->times_apart && (item_at(p, i)->lex & LEX_TRAILS));
}

/* Is it written with a colon alone, as scores and verses are? */
static int is_colon_only(const Parser *p, int i, int j)
{
    return j == i + 3 && is_char(p, i + 1, ':');
}

static int is_year_like(const Parser *p, int i)
{
    enum { FIRST_LIKELY = 1500, LAST_LIKELY = 2200 };
    return is_figures(p, i) && item_at(p, i)->digits == 4 && item_at(p, i)->value >= FIRST_LIKELY &&
           item_at(p, i)->value <= LAST_LIKELY;
}

static int clock_range_at(const Parser *p, int i, Finding *f)
{
    Evidence first, second;
    Moment *from = &f->moment, *until = &f->until;
    int opened = is(p, i - 1, LEX_FROM) || (is(p, i - 1, LEX_OF) && p->month_first != 1) ||
                 (is_hour_lead(p, i - 1) && is(p, i - 2, LEX_FROM));
    if (!same_line(p, i)) opened = 0;
    int j = clock_read(p, i, from, &first), k = j;
    if (!j || (is_figures(p, i) && is_fenced_left(p, i) && !is_hour_lead(p, i - 1))) return 0;
    int dash = is_dash(p, k), to = is_range_word(p, k), and = is(p, k, LEX_AND);
    int beside =
        p->hour_before && !dash && !to && !and; /* 9-дан 11-ге дейін: case endings and what stands behind say it */
    if (!dash && !to && !beside && !(and&&(is(p, i - 1, LEX_FROM) || p->hour_before))) return 0;
    if (!beside) k++;
    while (is_hour_lead(p, k) && k < j + 4) k++; /* de las tres a las cinco */
    if (is(p, k, LEX_QUANTITY)) k++;
    int end = same_line(p, k) ? clock_read(p, k, until, &second) : 0;
    if (!end || is_fenced_right(p, end)) return 0;
    if ((beside || (and&&p->hour_before)) && !is(p, end, LEX_POSTFIX)) return 0;
    if (beside || (and&&p->hour_before)) opened = 1;
    if (second != CLOCK_SURE && !may_end_hour(p, end)) return 0;
    if (first == CLOCK_BARE && second == CLOCK_BARE) {
        if (!opened && !(p->asked && (dash || is_led(p, i)))) return 0;
        if (dash && !opened && is_glued(p, j) != is_glued(p, j + 1)) return 0;
        if (is_figures(p, i) && item_at(p, i)->digits > 2 && item_at(p, i)->digits != item_at(p, k)->digits) return 0;
        if (!p->asked && !is(p, i - 1, LEX_FROM) && !(beside && !is_glued(p, j))) return 0;
        if (is_year_like(p, i) && is_year_like(p, k)) return 0; /* between 2014 and 2018 */
    }
    if (first != CLOCK_SURE && second != CLOCK_SURE && !opened && !p->asked && !is_led(p, i)) return 0;
    if (first != CLOCK_SURE || second != CLOCK_SURE) {
        int colon =
            (first == CLOCK_SURE && is_colon_only(p, i, j)) || (second == CLOCK_SURE && is_colon_only(p, k, end));
        if (colon && !opened && !p->asked && !is_led(p, i)) return 0;
        if (first == CLOCK_SURE && second == CLOCK_BARE && from->hour == 24) return 0;
    }
    if (from->hour == until->hour && from->minute == until->minute) return 0;
    if (first != CLOCK_SURE && second == CLOCK_SURE && until->hour < 24 && from->hour > until->hour &&
        from->twelve != HOUR_OPEN)
        return 0;
    f->shape = SHAPE_RANGE;
    f->rule = RULE_TIME;
    f->score = 0.85f;
    f->moment_end = item_at(p, j - 1)->end, f->until_start = item_at(p, k)->start;
    return end;
}

/* 3-4pm; from 9:30 to 11 on Thursday */
int clock_range_finding(const Parser *p, int i, Finding *f)
{
    Base day;
    int j = clock_range_at(p, i, f);
    if (!j) return 0;
    int k = is_char(p, j, ',') && is_glued(p, j) ? j + 1 : j;
    if (is(p, k, LEX_AT)) k++;
    if (is(p, k, LEX_OF)) k++;
    int end = same_line(p, k) && !p->times_apart ? compound_at(p, k, &day) : 0;
    if (end && day.m.hour == NO_HOUR && !day.m.exact && (moment_has_day(&day.m) || day.m.part)) {
        Moment a = f->moment, b = f->until;
        if (moments_merge(&a, &day.m) && moments_merge(&b, &day.m)) f->moment = a, f->until = b, j = end;
    }
    finding_set_span(p, f, i, j);
    return j;
}

/* Thursday from 9:30 to 11, tonight from 7 to 7:30: the range behind the day that was found */
int clock_range_behind(const Parser *p, int j, Finding *f)
{
    const Moment *m = &f->moment;
    if (f->shape != SHAPE_MOMENT || f->modifier || m->exact || m->hour != NO_HOUR || p->times_apart ||
        !(moment_has_day(m) || m->part))
        return 0;
    int k = j;
    if (is_char(p, k, ',') && is_glued(p, k)) k++;
    while (k < j + 4 && (is(p, k, LEX_AT) || is(p, k, LEX_FROM) || is(p, k, LEX_OF) || is_hour_lead(p, k) ||
                         (is(p, k, LEX_PREP) && is(p, k + 1, LEX_FROM))))
        k++;
    Finding range = *f;
    int end = same_line(p, k) ? clock_range_at(p, k, &range) : 0;
    if (!end || !moments_merge(&range.moment, m) || !moments_merge(&range.until, m)) return 0;
    finding_set_end(p, &range, end);
    *f = range;
    return end;
}
