/*
** dates_locale.c - see dates_locale.h
**
** ICU's resources are read as they are, not through its formatters, so that every plural form, case, width and context is seen, and what a locale does not
** say itself is not taken from the root (which is English). Of a locale:
**     calendar/gregorian   names of months, weekdays, quarters, eras, halves and parts of the day; the literal words of date patterns
**     calendar/...         names of months and eras of the other calendars
**     fields               yesterday, last week, last Monday; templates of "in {0} days", "{0} days ago", a plural form each
**     unit/duration        names of the units, in all cases
**     rbnf                 numerals as words
** A template says direction and unit at once. What several units of a direction have in common is its word of direction (ago, in, vor ... ), the rest is a
** form of the unit. A rest that no other unit shares a direction with (Kannada writes "in N days" as one inflected noun) says both: LEX_UNITSHIFT.
** Memory: fixed arrays of one language. Time: some milliseconds a locale.
*/
#include "dates_locale.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>
#include "dates/lexicon.h"

enum { PIECE = 112, MAX_TEMPLATES = 3000, MAX_VOTES = 8000, MAX_UNITS = 1200, MAX_NAMES = 200, FEWEST_UNITS = 3 };

typedef struct Template {
    char before[PIECE], after[PIECE]; /* of the number, folded */
    int8_t sign, unit, plural;
    uint8_t numbered, count; /* count: of a template without a number, what it says (1, 2) */
} Template;

typedef struct Vote {
    char text[PIECE];
    uint32_t units; /* a bit a LexUnit */
    int8_t sign, behind;
} Vote;

typedef struct UnitForm {
    char text[PIECE];
    uint8_t unit, singular, plural;
} UnitForm;

static Template templates[MAX_TEMPLATES];
static Vote votes[MAX_VOTES];
static UnitForm unit_forms[MAX_UNITS];
static char weekdays[MAX_NAMES][PIECE], months[MAX_NAMES][PIECE];
static int month_numbers[MAX_NAMES];
static int template_count, vote_count, unit_form_count, weekday_count, month_count;

/* --- resources ------------------------------------------------------------------------------------------------------- */

/* Follows `path` (names divided by /) from `from`; NULL if a step is missing. The caller closes it. */
static UResourceBundle *follow(const UResourceBundle *from, const char *path)
{
    UResourceBundle *here = NULL;
    while (*path) {
        char key[64];
        size_t n = strcspn(path, "/");
        UErrorCode status = U_ZERO_ERROR;
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        UResourceBundle *next = ures_getByKey(here ? here : from, key, NULL, &status);
        ures_close(here);
        if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) return ures_close(next), NULL;
        here = next;
        path += n + (path[n] == '/');
    }
    return here;
}

/* The text of a resource, its blanks made plain and its marks of direction left out; 0 if it is none. */
static int text_of(const UResourceBundle *resource, char *text, size_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    int length, bytes = 0;
    if (!resource || ures_getType(resource) != URES_STRING) return 0;
    const UChar *from = ures_getString(resource, &length, &status);
    UChar plain[256];
    int n = 0;
    if (U_FAILURE(status) || length > 250) return 0;
    for (int i = 0; i < length; i++) {
        UChar c = from[i];
        if (c == 0x200E || c == 0x200F || c == 0x061C || c == 0x00AD) continue;
        plain[n++] = c == 0xA0 || c == 0x202F || c == 0x2009 ? ' ' : c;
    }
    u_strToUTF8(text, (int)size - 1, &bytes, plain, n, &status);
    if (U_FAILURE(status)) return 0;
    text[bytes] = 0;
    return bytes;
}

static int text_at(const UResourceBundle *parent, int index, char *text, size_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *child = ures_getByIndex(parent, index, NULL, &status);
    int n = U_SUCCESS(status) ? text_of(child, text, size) : 0;
    ures_close(child);
    return n;
}

/* --- pieces of text --------------------------------------------------------------------------------------------------- */

static void fold_piece(const char *text, size_t length, char *piece)
{
    while (length && (text[0] == ' ' || text[0] == '-')) text++, length--;
    while (length && (text[length - 1] == ' ' || text[length - 1] == '-' || text[length - 1] == '.')) length--;
    size_t n = length < LEX_MAX_KEY ? form_fold(text, length, piece) : 0;
    while (n && piece[n - 1] == ' ') n--;
    piece[n] = 0;
}

static uint32_t first_code(const char *text)
{
    uint32_t code = 0;
    if (*text) utf8_decode(text, text + strlen(text), &code);
    return code;
}

static int letters(const char *text)
{
    int n = 0;
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        n += (unicode_of(code)->flags & UNICODE_LETTER) != 0;
    }
    return n;
}

static int has_digit(const char *text)
{
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (unicode_of(code)->flags & UNICODE_DIGIT) return 1;
    }
    return 0;
}

/* Is this of a script whose words run together? */
static int runs(const char *text)
{
    uint32_t code = first_code(text);
    return code >= 0xE00 && lex_runs_together(unicode_of(code)->script);
}

/* A form as a locale writes it: a dot behind it makes it an abbreviation; what begins with an apostrophe is read without it too. */
static void take(const char *text, int class_, int value, int flags)
{
    size_t n = strlen(text);
    while (n && *text == ' ') text++, n--;
    while (n && (text[n - 1] == ' ' || text[n - 1] == ',')) n--;
    if (n > 1 && text[n - 1] == '.') n--, flags |= LEX_ABBREVIATION;
    if (!n || has_digit(text) || strpbrk(text, "{}()[]+/0123456789\xE2\x88\x92")) {
        /* bytes of the minus sign are those of no letter that stands here alone */
        if (!n || has_digit(text) || strpbrk(text, "{}()[]+/")) return;
    }
    form_take(text, n, class_, value, flags);
    uint32_t code = first_code(text);
    if (lex_fold(code) == '\'') {
        size_t skip = code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
        if (n > skip + 1) form_take(text + skip, n - skip, class_, value, flags);
    }
}

/* --- names ------------------------------------------------------------------------------------------------------------- */

static void remember(char (*list)[PIECE], int *count, const char *text)
{
    if (*count < MAX_NAMES) fold_piece(text, strlen(text), list[(*count)++]);
}

/* The names of an array: months, weekdays (`first` Sunday), ... A short one counts beside another temporal word only. */
static void take_names(const UResourceBundle *calendar, const char *path, int class_)
{
    UResourceBundle *names = follow(calendar, path);
    char text[512];
    for (int i = 0; names && i < ures_getSize(names); i++) {
        if (!text_at(names, i, text, sizeof text) || has_digit(text)) continue;
        int flags = letters(text) < 4 ? LEX_WEAK | LEX_ABBREVIATION : 0;
        int value = class_ == LEX_WEEKDAY ? (i == 0 ? 7 : i) : i + 1;
        if (letters(text) < 2 && !runs(text)) continue;
        if (letters(text) < 2) continue;
        take(text, class_, value, flags);
        if (class_ == LEX_WEEKDAY) remember(weekdays, &weekday_count, text);
        else if (month_count < MAX_NAMES) month_numbers[month_count] = value, remember(months, &month_count, text);
    }
    ures_close(names);
}

/* Q3, 3. ketv.: the letters beside the figure are a short name of the quarter. */
static void take_quarters(const UResourceBundle *calendar, const char *path)
{
    UResourceBundle *names = follow(calendar, path);
    char text[512];
    if (names && text_at(names, 0, text, sizeof text)) {
        char *digit = strpbrk(text, "1");
        if (digit) {
            *digit = 0;
            const char *word = digit == text ? digit + 1 : text;
            if (digit == text || !digit[1]) {
                while (*word == ' ' || *word == '.' || *word == '-') word++;
                if (letters(word) && letters(word) < 3 && strlen(word) < 8)
                    take(word, LEX_UNIT, UNIT_QUARTER, LEX_WEAK);
            }
        }
    }
    ures_close(names);
}

static void take_halves(const UResourceBundle *calendar, const char *path)
{
    UResourceBundle *names = follow(calendar, path);
    char am[512], pm[512];
    if (names && ures_getSize(names) >= 2 && text_at(names, 0, am, sizeof am) && text_at(names, 1, pm, sizeof pm) &&
        strcmp(am, pm) && letters(am) > 1 && letters(pm) > 1) {
        take(am, LEX_MERIDIEM, 0, 0);
        take(pm, LEX_MERIDIEM, 12, 0);
    }
    ures_close(names);
}

static void take_parts(const UResourceBundle *calendar, const char *path)
{
    static const struct {
        const char *name;
        int part;
    } parts[] = {{"midnight", PART_MIDNIGHT},    {"noon", PART_NOON},
                 {"morning1", PART_MORNING},     {"morning2", PART_MORNING},
                 {"afternoon1", PART_AFTERNOON}, {"afternoon2", PART_AFTERNOON},
                 {"evening1", PART_EVENING},     {"evening2", PART_EVENING},
                 {"night1", PART_NIGHT},         {"night2", PART_NIGHT}};
    UResourceBundle *names = follow(calendar, path);
    for (size_t i = 0; names && i < sizeof parts / sizeof *parts; i++) {
        UResourceBundle *name = follow(names, parts[i].name);
        char text[512];
        if (text_of(name, text, sizeof text) && letters(text) > 2) take(text, LEX_PART, parts[i].part, 0);
        ures_close(name);
    }
    ures_close(names);
}

/* Before and after Christ; a short form only with its dots. */
static void take_eras(const UResourceBundle *calendar, const char *path)
{
    UResourceBundle *names = follow(calendar, path);
    char text[512];
    for (int i = 0; names && i < 2; i++)
        if (text_at(names, i, text, sizeof text) && (strchr(text, '.') || strchr(text, ' ') || letters(text) > 3))
            take(text, LEX_ERA, i ? 1 : -1, 0);
    ures_close(names);
}

/* --- units and relative time ------------------------------------------------------------------------------------------------ */

static int unit_named(const char *key)
{
    static const struct {
        const char *name;
        int unit;
    } units[] = {{"year", UNIT_YEAR},     {"quarter", UNIT_QUARTER}, {"month", UNIT_MONTH},   {"week", UNIT_WEEK},
                 {"day", UNIT_DAY},       {"hour", UNIT_HOUR},       {"minute", UNIT_MINUTE}, {"second", UNIT_SECOND},
                 {"decade", UNIT_DECADE}, {"century", UNIT_CENTURY}};
    size_t n = strcspn(key, "-");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i].name) == n && !memcmp(units[i].name, key, n)) return units[i].unit;
    return UNIT_NONE;
}

/* The singular is what stands for `one`; a language whose units do not change has no plural. */
static int is_plural(const char *category)
{
    return strcmp(category, "one") && strcmp(category, "zero");
}

/* plural: 1, 0, or -1 where the text does not say (a unit's display name is plural in some languages). */
static void add_unit(const char *piece, int unit, int plural)
{
    if (letters(piece) < 2 && !runs(piece)) return;
    if (letters(piece) == 2 && first_code(piece) < 0x80) return; /* hr, kk: too little to go by */
    for (int i = 0; i < unit_form_count; i++)
        if (!strcmp(unit_forms[i].text, piece)) {
            if (unit_forms[i].unit == unit) {
                if (plural > 0) unit_forms[i].plural = 1;
                if (plural == 0) unit_forms[i].singular = 1;
            }
            return;
        }
    if (unit_form_count == MAX_UNITS || has_digit(piece)) return;
    UnitForm *form = &unit_forms[unit_form_count++];
    snprintf(form->text, sizeof form->text, "%s", piece);
    form->unit = (uint8_t)unit, form->plural = plural > 0, form->singular = plural == 0;
}

static const UnitForm *unit_form(const char *piece, int unit)
{
    for (int i = 0; i < unit_form_count; i++)
        if (unit_forms[i].unit == unit && !strcmp(unit_forms[i].text, piece)) return &unit_forms[i];
    return NULL;
}

/* A sign instead of a word (-{0} h, +{0} h): in narrow columns, not in text. */
static int has_sign(const char *text)
{
    const char *number = strstr(text, "{0}");
    if (!number || number == text) return 0;
    uint32_t code = 0;
    const char *at = number - 1;
    while (at > text && (*at & 0xC0) == 0x80) at--;
    utf8_decode(at, number, &code);
    return code == '-' || code == '+' || code == 0x2212 || code == 0x2013 || code == 0x2011;
}

static int add_template(const char *text, int sign, int unit, const char *category)
{
    if (template_count == MAX_TEMPLATES || has_sign(text)) return 0;
    Template *t = &templates[template_count];
    const char *number = strstr(text, "{0}");
    *t = (Template){.sign = (int8_t)sign, .unit = (int8_t)unit, .plural = (int8_t)is_plural(category)};
    t->numbered = number != NULL;
    t->count = !strcmp(category, "two") ? 2 : !strcmp(category, "one") ? 1 : 0;
    fold_piece(text, number ? (size_t)(number - text) : strlen(text), t->before);
    if (number) fold_piece(number + 3, strlen(number + 3), t->after);
    if (letters(t->before) + letters(t->after) < 2 && !runs(t->after)) return 0;
    if (strpbrk(t->before, "+{}()/") || strpbrk(t->after, "+{}()/")) return 0;
    for (int i = 0; i < template_count; i++)
        if (templates[i].sign == t->sign && templates[i].unit == t->unit && templates[i].plural == t->plural &&
            !strcmp(templates[i].before, t->before) && !strcmp(templates[i].after, t->after))
            return 0;
    template_count++;
    return 1;
}

/* The units' names from patterns like "{0} days" and their cases. */
static void read_unit(const UResourceBundle *unit, int value, int depth)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *child = NULL;
    int n = ures_getSize(unit);
    for (int i = 0; i < n; i++) {
        child = ures_getByIndex(unit, i, child, &status);
        if (U_FAILURE(status)) break;
        const char *key = ures_getKey(child);
        char text[512], piece[PIECE];
        if (!key || !strcmp(key, "per") || !strcmp(key, "gender")) continue;
        if (ures_getType(child) == URES_TABLE && depth < 2) {
            read_unit(child, value, depth + 1);
            continue;
        }
        if (!text_of(child, text, sizeof text) || strpbrk(text, "()/+")) continue;
        const char *number = strstr(text, "{0}");
        if (!number) {
            if (strcmp(key, "dnam")) continue;
            fold_piece(text, strlen(text), piece);
        } else if (number == text) fold_piece(text + 3, strlen(text + 3), piece);
        else if (!number[3]) fold_piece(text, (size_t)(number - text), piece);
        else continue;
        add_unit(piece, value, number ? is_plural(key) : -1);
    }
    ures_close(child);
}

static void read_units(const char *locale)
{
    static const char *const widths[] = {"units/duration", "unitsShort/duration"};
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_open(U_ICUDATA_NAME "-unit", locale, &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) {
        ures_close(bundle);
        return;
    }
    for (int w = 0; w < 2; w++) {
        UResourceBundle *duration = follow(bundle, widths[w]), *child = NULL;
        for (int i = 0; duration && i < ures_getSize(duration); i++) {
            child = ures_getByIndex(duration, i, child, &status);
            const char *key = U_SUCCESS(status) ? ures_getKey(child) : NULL;
            if (key && unit_named(key) && ures_getType(child) == URES_TABLE) read_unit(child, unit_named(key), 0);
        }
        ures_close(child);
        ures_close(duration);
    }
    ures_close(bundle);
}

static int weekday_field(const char *key)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++)
        if (!strncmp(key, names[i], 3) && (!key[3] || key[3] == '-')) return i + 1;
    return 0;
}

/* What is left of `phrase` when a name stands at its begin or its end: in `before` or `after`. */
static int cut_name(const char *phrase, const char *name, char *before, char *after)
{
    size_t n = strlen(phrase), m = strlen(name);
    before[0] = after[0] = 0;
    if (!m || m >= n) return 0;
    int blank = !runs(phrase);
    const char *at = strstr(phrase, name);
    if (!at) return 0;
    const char *behind = at + m;
    if (blank && ((at > phrase && at[-1] != ' ') || (*behind && *behind != ' '))) return 0;
    memcpy(before, phrase, (size_t)(at - phrase)), before[at - phrase] = 0;
    strcpy(after, behind);
    for (size_t k = strlen(before); k && before[k - 1] == ' '; k--) before[k - 1] = 0;
    if (after[0] == ' ') memmove(after, after + 1, strlen(after));
    return 1;
}

/* Last Monday, next week: what stands beside the name is a word of direction. Words that stand on the same side of both last and next are none. */
typedef struct Beside {
    char text[PIECE];
    int8_t offset, behind;
} Beside;

static Beside beside[MAX_NAMES];
static int beside_count;

static void add_beside(const char *text, int offset, int behind)
{
    if (letters(text) < (runs(text) ? 1 : 2) || has_digit(text) || beside_count == MAX_NAMES) return;
    for (int i = 0; i < beside_count; i++)
        if (!strcmp(beside[i].text, text) && beside[i].offset == offset) return;
    snprintf(beside[beside_count].text, PIECE, "%s", text);
    beside[beside_count].behind = (int8_t)behind;
    beside[beside_count++].offset = (int8_t)offset;
}

static void add_direction(const char *piece, int weekday, int unit, int offset)
{
    char before[PIECE], after[PIECE];
    if (offset < -1 || offset > 1) return;
    if (weekday) {
        for (int i = 0; i < weekday_count; i++)
            if (letters(weekdays[i]) > 2 && cut_name(piece, weekdays[i], before, after)) {
                add_beside(before, offset, 0);
                add_beside(after, offset, 1);
                return;
            }
    } else if (unit >= UNIT_WEEK)
        for (int i = 0; i < unit_form_count; i++)
            if (unit_forms[i].unit == unit && cut_name(piece, unit_forms[i].text, before, after)) {
                add_beside(before, offset, 0);
                add_beside(after, offset, 1);
                return;
            }
}

static void take_directions(void)
{
    for (int i = 0; i < beside_count; i++) {
        int shared = 0;
        for (int k = 0; k < beside_count; k++)
            shared |= beside[k].offset != beside[i].offset && !strcmp(beside[k].text, beside[i].text);
        if (!shared) take(beside[i].text, LEX_DIRECTION, beside[i].offset, 0);
    }
}

/* The phrases of a field: yesterday, last week, now. */
static void read_relative(const UResourceBundle *relative, int unit, int weekday)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *child = NULL;
    for (int i = 0; i < ures_getSize(relative); i++) {
        char text[512], piece[PIECE];
        child = ures_getByIndex(relative, i, child, &status);
        if (U_FAILURE(status) || !text_of(child, text, sizeof text)) continue;
        int offset = atoi(ures_getKey(child));
        fold_piece(text, strlen(text), piece);
        if (has_digit(text) || strpbrk(text, "+/()")) continue;
        if (weekday) {
            add_direction(piece, weekday, unit, offset);
            continue;
        }
        int least = unit == UNIT_DAY ? 3 : 4;
        if (letters(piece) < (runs(piece) ? 2 : least)) continue;
        if (unit == UNIT_SECOND) take(text, LEX_REF, 0, 0);
        else take(text, LEX_DEIXIS, lex_pair(unit, offset), 0);
        add_direction(piece, 0, unit, offset);
    }
    ures_close(child);
}

static void read_field_templates(const UResourceBundle *field, int unit)
{
    static const char *const paths[] = {"relativeTime/past", "relativeTime/future"};
    for (int p = 0; p < 2; p++) {
        UErrorCode status = U_ZERO_ERROR;
        UResourceBundle *table = follow(field, paths[p]), *child = NULL;
        for (int i = 0; table && i < ures_getSize(table); i++) {
            char text[512];
            child = ures_getByIndex(table, i, child, &status);
            if (U_SUCCESS(status) && ures_getKey(child) && text_of(child, text, sizeof text))
                add_template(text, p ? 1 : -1, unit, ures_getKey(child));
        }
        ures_close(child);
        ures_close(table);
    }
}

/* pass 0: templates and the fields' own names; 1: the phrases, once all names of units are known */
static void read_fields(const UResourceBundle *locale, int pass)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *fields = follow(locale, "fields"), *field = NULL;
    for (int i = 0; fields && i < ures_getSize(fields); i++) {
        field = ures_getByIndex(fields, i, field, &status);
        const char *key = U_SUCCESS(status) ? ures_getKey(field) : NULL;
        if (!key || ures_getType(field) != URES_TABLE || strstr(key, "Of") || !strcmp(key, "weekday")) continue;
        int unit = unit_named(key), weekday = unit ? 0 : weekday_field(key);
        if (!unit && !weekday) continue;
        char text[512], piece[PIECE];
        if (pass == 0) {
            UResourceBundle *name = follow(field, "dn");
            if (unit && text_of(name, text, sizeof text))
                fold_piece(text, strlen(text), piece), add_unit(piece, unit, 0);
            ures_close(name);
            if (unit) read_field_templates(field, unit);
            continue;
        }
        UResourceBundle *relative = follow(field, "relative");
        if (relative) read_relative(relative, unit, weekday);
        ures_close(relative);
    }
    ures_close(field);
    ures_close(fields);
}

/* --- templates taken apart ----------------------------------------------------------------------------------------------------- */

static Vote *find_vote(const char *text, size_t length, int sign, int behind, int make)
{
    for (int i = 0; i < vote_count; i++)
        if (votes[i].sign == sign && votes[i].behind == behind && !strncmp(votes[i].text, text, length) &&
            !votes[i].text[length])
            return &votes[i];
    if (!make || vote_count == MAX_VOTES || length >= PIECE) return NULL;
    Vote *vote = &votes[vote_count++];
    memcpy(vote->text, text, length);
    vote->text[length] = 0;
    vote->sign = (int8_t)sign, vote->behind = (int8_t)behind, vote->units = 0;
    return vote;
}

/* May `text` be cut at `at`: at a blank; anywhere in a script without blanks? */
static int may_cut(const char *text, size_t at)
{
    if (text[at] == ' ') return 1;
    return at > 0 && text[at - 1] != ' ' && ((unsigned char)text[at] & 0xC0) != 0x80 && runs(text + at);
}

/* Every beginning of what stands before the number, every end of what stands behind it. */
static void vote_template(const Template *t)
{
    for (size_t at = 1; t->before[0] && at <= strlen(t->before); at++)
        if (!t->before[at] || may_cut(t->before, at)) {
            Vote *vote = find_vote(t->before, at, t->sign, 0, 1);
            if (vote) vote->units |= 1u << t->unit;
        }
    for (size_t at = 0; at < strlen(t->after); at++)
        if (at == 0 || may_cut(t->after, at)) {
            const char *end = t->after + at + (t->after[at] == ' ');
            Vote *vote = find_vote(end, strlen(end), t->sign, 1, 1);
            if (vote) vote->units |= 1u << t->unit;
        }
}

static int voters(const Vote *vote)
{
    int n = 0;
    for (uint32_t bits = vote ? vote->units : 0; bits; bits &= bits - 1) n++;
    return n;
}

/* Length of the word of direction that `before` begins with; the longest that enough units share. */
static size_t shared_begin(const Template *t)
{
    size_t best = 0;
    for (size_t at = 1; t->before[0] && at <= strlen(t->before); at++)
        if ((!t->before[at] || may_cut(t->before, at)) &&
            voters(find_vote(t->before, at, t->sign, 0, 0)) >= FEWEST_UNITS + (runs(t->before) ? 2 : 0))
            best = at;
    return best;
}

/* Where the word of direction that `after` ends with begins; its length if there is none. */
static size_t shared_end(const Template *t, int whole)
{
    size_t length = strlen(t->after);
    for (size_t at = whole ? 0 : 1; at < length; at++)
        if (at == 0 || may_cut(t->after, at)) {
            const char *end = t->after + at + (t->after[at] == ' ');
            if (voters(find_vote(end, strlen(end), t->sign, 1, 0)) >= FEWEST_UNITS + (runs(end) ? 2 : 0)) return at;
        }
    return length;
}

static void trim(char *text)
{
    size_t n = strlen(text), skip = strspn(text, " ");
    memmove(text, text + skip, n - skip + 1);
    for (n = strlen(text); n && (text[n - 1] == ' ' || text[n - 1] == '.'); n--) text[n - 1] = 0;
}

static void take_shift(const char *piece, const Template *t)
{
    if (letters(piece) > 2) take(piece, LEX_UNITSHIFT, lex_pair(t->unit, t->sign), 0);
}

static void split_numbered(const Template *t, LocaleTraits *traits)
{
    size_t begin = shared_begin(t), end = shared_end(t, t->before[0] && begin < strlen(t->before));
    char within[PIECE], ago[PIECE], before[PIECE], after[PIECE];
    snprintf(within, PIECE, "%.*s", (int)begin, t->before);
    snprintf(before, PIECE, "%s", t->before + begin);
    snprintf(after, PIECE, "%.*s", (int)end, t->after);
    snprintf(ago, PIECE, "%s", t->after + end);
    trim(before), trim(after), trim(ago);
    if (before[0] && after[0]) { /* both sides have something of their own: one of them is the unit */
        if (unit_form(before, t->unit) && !ago[0]) strcpy(ago, after), after[0] = 0;
        else if (unit_form(after, t->unit) && !within[0]) strcpy(within, before), before[0] = 0;
        else return;
    }
    const char *piece = before[0] ? before : after;
    if (!piece[0]) return;
    if (!within[0] && !ago[0]) {
        take_shift(piece, t);
        return;
    }
    if (ago[0] && !before[0] &&
        letters(piece) <= 2) { /* kk sitten: too short to be a unit without its word of direction */
        char both[2 * PIECE];
        snprintf(both, sizeof both, "%s %s", piece, ago);
        take(both, LEX_UNITSHIFT, lex_pair(t->unit, t->sign), 0);
    }
    if (before[0]) traits->unit_first = 1;
    add_unit(piece, t->unit, t->plural);
    if (ago[0]) take(ago, LEX_AGO, t->sign, 0);
    else take(within, LEX_WITHIN, t->sign, 0);
}

/* Arabic "before two days", Hebrew "a year ago": no number is written. */
static void split_bare(const Template *t)
{
    size_t begin = shared_begin(t);
    char rest[PIECE];
    if (!t->count) return;
    snprintf(rest, PIECE, "%s", t->before + begin);
    trim(rest);
    if (!rest[0] || !begin) { /* a word of direction at the end: "week ago" */
        for (int i = 0; i < vote_count; i++) {
            size_t n = strlen(votes[i].text), m = strlen(t->before);
            if (votes[i].behind && votes[i].sign == t->sign && voters(&votes[i]) >= FEWEST_UNITS && n < m &&
                !strcmp(t->before + m - n, votes[i].text) && t->before[m - n - 1] == ' ') {
                snprintf(rest, PIECE, "%.*s", (int)(m - n), t->before);
                trim(rest);
                begin = m;
                break;
            }
        }
        if (!begin || !rest[0]) return;
    }
    if (t->count == 2 && !unit_form(rest, t->unit)) take(rest, LEX_COUNTED, lex_pair(t->unit, 2), 0);
    else if (t->count == 1) add_unit(rest, t->unit, 0);
}

static void take_templates(LocaleTraits *traits)
{
    for (int i = 0; i < template_count; i++)
        if (templates[i].numbered) vote_template(&templates[i]);
    for (int i = 0; i < template_count; i++)
        if (templates[i].numbered) split_numbered(&templates[i], traits);
    for (int i = 0; i < template_count; i++)
        if (!templates[i].numbered) split_bare(&templates[i]);
    for (int i = 0; i < unit_form_count; i++)
        take(unit_forms[i].text, LEX_UNIT, unit_forms[i].unit,
             unit_forms[i].plural && !unit_forms[i].singular ? LEX_PLURAL : 0);
}

/* --- patterns ------------------------------------------------------------------------------------------------------------------- */

/* A literal glued to a month's name (Hebrew be-, Basque -ren) makes forms of its own. */
static void take_glued(const char *literal, int before)
{
    int count = month_count;
    for (int i = 0; i < count; i++) {
        char form[2 * PIECE];
        if (letters(months[i]) < 3) continue;
        snprintf(form, sizeof form, "%.*s%.*s", PIECE - 1, before ? literal : months[i], PIECE - 1,
                 before ? months[i] : literal);
        take(form, LEX_MONTH, month_numbers[i], 0);
    }
}

/* What stands between the fields `a` and `b` of a pattern (0: its begin or end). */
static void take_literal(char a, char b, const char *literal, LocaleTraits *traits)
{
    if (a == 'y' && b == 'M' && !strcmp(literal, ". ")) traits->year_dot = 1;
    char word[PIECE];
    fold_piece(literal, strlen(literal), word);
    size_t skip = strspn(word, " .,-\xE2");
    if (strpbrk(word, "()/") || has_digit(word) || letters(word + (skip < strlen(word) ? skip : 0)) < 1) return;
    const char *start = word;
    while (*start == ',' || *start == '.' || *start == ' ') start++;
    size_t n = strlen(literal);
    int glued_left = n && literal[0] != ' ' && literal[0] != ',' && literal[0] != '.',
        glued_right =
            n && literal[n - 1] != ' ' && literal[n - 1] != ',' && literal[n - 1] != '.' && literal[n - 1] != '\'';
    if (a == b && a) take(start, LEX_TO, 0, 0);
    else if (runs(start)) {
        if (a == 'y' && glued_left) take(start, LEX_MARK, UNIT_YEAR, 0);
        else if (a == 'd' && glued_left) take(start, LEX_MARK, UNIT_DAY, 0);
    } else if (a == 'd' && b == 'M' && glued_right && !glued_left) take_glued(start, 1);
    else if (a == 'M' && glued_left) take_glued(start, 0);
    else if (a == 'y' && (!b || b == 'M' || b == 'G') && !glued_left)
        take(literal[n - 1] == '.' ? literal : start, LEX_YEARWORD, 0, strchr(literal, '.') ? LEX_ABBREVIATION : 0);
    else if ((a == 'd' && b == 'M') || (a == 'M' && b == 'y')) {
        if (!glued_left) take(start, LEX_OF, 0, 0);
    }
}

static void read_pattern(const char *pattern, LocaleTraits *traits)
{
    char literal[PIECE];
    size_t n = 0;
    char last = 0;
    int quoted = 0;
    for (const char *at = pattern;; at++) {
        if (*at == '\'') {
            if (at[1] == '\'' && n < PIECE - 1) literal[n++] = '\'', at++;
            else quoted = !quoted;
            continue;
        }
        if (*at && (quoted || !isalpha((unsigned char)*at))) {
            if (n < PIECE - 1) literal[n++] = *at;
            continue;
        }
        char field = *at == 'L' ? 'M' : *at == 'c' ? 'E' : *at;
        literal[n] = 0;
        if (n) take_literal(last, field, literal, traits);
        if (!*at) break;
        n = 0;
        last = field;
        while (at[1] == *at) at++;
    }
}

/* Every text below a resource, as a pattern. */
static void read_patterns(const UResourceBundle *from, int depth, LocaleTraits *traits)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *child = NULL;
    for (int i = 0; from && i < ures_getSize(from); i++) {
        char text[512];
        child = ures_getByIndex(from, i, child, &status);
        if (U_FAILURE(status)) break;
        const char *key = ures_getKey(child);
        if (key && (!strcmp(key, "fallback") || strpbrk(key, "wWHhBsQ"))) continue;
        if (text_of(child, text, sizeof text)) read_pattern(text, traits);
        else if (depth < 3 && ures_getType(child) != URES_STRING) read_patterns(child, depth + 1, traits);
    }
    ures_close(child);
}

/* {1} 'at' {0}: the word between date and time */
static void read_glue(const UResourceBundle *calendar, const char *path)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *patterns = follow(calendar, path), *child = NULL;
    for (int i = 0; patterns && i < ures_getSize(patterns); i++) {
        char text[512], word[PIECE];
        child = ures_getByIndex(patterns, i, child, &status);
        if (U_FAILURE(status) || !text_of(child, text, sizeof text)) continue;
        char *from = strstr(text, "{1}"), *to = strstr(text, "{0}");
        if (!from || !to || to < from) continue;
        size_t n = 0;
        for (char *c = from + 3; c < to && n < PIECE - 1; c++)
            if (*c != '\'' && *c != ',') word[n++] = *c;
        word[n] = 0;
        char *start = word + strspn(word, " ");
        trim(start);
        if (letters(start) > 0 && !runs(start) && !strpbrk(start, "()/") && *start < 0x7F && letters(start) < 20)
            take(start, LEX_AT, 0, 0);
    }
    ures_close(child);
    ures_close(patterns);
}

/* Is an ambiguous numeric date month first? */
static int order_of(const UResourceBundle *gregorian)
{
    char text[512];
    UResourceBundle *patterns = follow(gregorian, "DateTimePatterns");
    int order = -1;
    if (patterns && ures_getSize(patterns) > 7 && text_at(patterns, 7, text, sizeof text)) {
        const char *y = strchr(text, 'y'), *m = strchr(text, 'M'), *d = strchr(text, 'd');
        if (m && d) order = m < d && !(y && y < m);
    }
    ures_close(patterns);
    return order;
}

/* --- other calendars --------------------------------------------------------------------------------------------------------- */

static void read_other_calendars(const UResourceBundle *locale)
{
    static const struct {
        const char *name;
        int calendar;
    } lunar[] = {{"islamic", CALENDAR_HIJRI}, {"persian", CALENDAR_PERSIAN}, {"hebrew", CALENDAR_HEBREW}};
    char path[96], text[512];
    for (size_t i = 0; i < sizeof lunar / sizeof *lunar; i++)
        for (int width = 0; width < 2; width++) {
            snprintf(path, sizeof path, "calendar/%s/monthNames/%s/wide", lunar[i].name,
                     width ? "stand-alone" : "format");
            UResourceBundle *names = follow(locale, path);
            for (int m = 0; names && m < ures_getSize(names); m++)
                if (text_at(names, m, text, sizeof text) && letters(text) > 2)
                    take(text, LEX_CALENDARMONTH, lex_pair(lunar[i].calendar, m + 1), 0);
            ures_close(names);
        }
    static const struct {
        const char *path;
        int calendar, index;
    } eras[] = {{"calendar/buddhist/eras/abbreviated", CALENDAR_BUDDHIST, 0},
                {"calendar/buddhist/eras/wide", CALENDAR_BUDDHIST, 0},
                {"calendar/islamic/eras/abbreviated", CALENDAR_HIJRI, 0},
                {"calendar/islamic/eras/wide", CALENDAR_HIJRI, 0},
                {"calendar/persian/eras/abbreviated", CALENDAR_PERSIAN, 0},
                {"calendar/persian/eras/wide", CALENDAR_PERSIAN, 0},
                {"calendar/roc/eras/abbreviated", CALENDAR_MINGUO, 1},
                {"calendar/roc/eras/wide", CALENDAR_MINGUO, 1},
                {"calendar/japanese/eras/abbreviated", CALENDAR_MEIJI, 232},
                {"calendar/japanese/eras/abbreviated", CALENDAR_TAISHO, 233},
                {"calendar/japanese/eras/abbreviated", CALENDAR_SHOWA, 234},
                {"calendar/japanese/eras/abbreviated", CALENDAR_HEISEI, 235},
                {"calendar/japanese/eras/abbreviated", CALENDAR_REIWA, 236}};
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        UResourceBundle *names = follow(locale, eras[i].path);
        if (names && text_at(names, eras[i].index, text, sizeof text) && letters(text) > 1 &&
            (strchr(text, '.') || runs(text) || letters(text) > 3))
            take(text, LEX_CALENDARERA, eras[i].calendar, 0);
        ures_close(names);
    }
}

/* --- numerals ------------------------------------------------------------------------------------------------------------------ */

enum { LAST_DAY = 31 };

static int is_composed(int n)
{
    return n > 20 && n < 100 && n % 10;
}

static void take_numeral(UNumberFormat *format, int n, int class_)
{
    UChar spelled[128];
    char text[512];
    UErrorCode status = U_ZERO_ERROR;
    int length = unum_format(format, n, spelled, 128, NULL, &status), bytes = 0;
    if (U_FAILURE(status) || !length) return;
    u_strToUTF8(text, sizeof text - 1, &bytes, spelled, length, &status);
    if (U_FAILURE(status)) return;
    text[bytes] = 0;
    if (runs(text) || letters(text) < 2) return;
    if (class_ == LEX_ORDINAL && n > LAST_DAY && n % 10) return;               /* days of a month, tens, centuries */
    if (is_composed(n) && class_ == LEX_NUMBER && strpbrk(text, " -")) return; /* the grammar adds tens and units */
    take(text, class_, n, 0);
}

static void read_numerals(const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &status);
    if (U_FAILURE(status)) return;
    const char *actual = unum_getLocaleByType(format, ULOC_ACTUAL_LOCALE, &status);
    UChar sets[4096];
    int length = 0;
    if (U_SUCCESS(status) && actual && strcmp(actual, "root") && !strncmp(actual, locale, strcspn(locale, "_")))
        length = unum_getTextAttribute(format, UNUM_PUBLIC_RULESETS, sets, 4095, &status);
    if (U_SUCCESS(status) && length > 0) {
        sets[length] = 0;
        for (UChar *at = sets; *at;) {
            UChar *end = at;
            char name[128];
            while (*end && *end != ';') end++;
            int more = *end == ';';
            *end = 0;
            u_austrncpy(name, at, 127);
            name[127] = 0;
            int ordinal = strstr(name, "ordinal") != NULL;
            UErrorCode bad = U_ZERO_ERROR;
            if (strncmp(name, "%spellout", 9) == 0 && !strstr(name, "year") && !strstr(name, "verbose") &&
                !strstr(name, "financial")) {
                unum_setTextAttribute(format, UNUM_DEFAULT_RULESET, at, -1, &bad);
                for (int n = 1; U_SUCCESS(bad) && n <= 100; n++)
                    take_numeral(format, n, ordinal ? LEX_ORDINAL : LEX_NUMBER);
                if (U_SUCCESS(bad) && !ordinal)
                    for (int n = 200; n <= 1000; n += 100) take_numeral(format, n, LEX_NUMBER);
            }
            at = end + more;
        }
    }
    unum_close(format);
}

/* --- locales -------------------------------------------------------------------------------------------------------------------- */

static void read_locale(const char *locale, int words, int pass, LocaleTraits *traits)
{
    static const char *const month_paths[] = {"monthNames/format/wide", "monthNames/stand-alone/wide",
                                              "monthNames/format/abbreviated", "monthNames/stand-alone/abbreviated"};
    static const char *const day_paths[] = {"dayNames/format/wide", "dayNames/stand-alone/wide",
                                            "dayNames/format/abbreviated", "dayNames/stand-alone/abbreviated",
                                            "dayNames/format/short"};
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_open(NULL, locale, &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) {
        ures_close(bundle);
        return;
    }
    UResourceBundle *gregorian = follow(bundle, "calendar/gregorian");
    if (pass == 0) {
        if (gregorian && traits->month_first < 0) traits->month_first = order_of(gregorian);
        for (size_t i = 0; gregorian && i < sizeof month_paths / sizeof *month_paths; i++)
            take_names(gregorian, month_paths[i], LEX_MONTH);
        for (size_t i = 0; gregorian && i < sizeof day_paths / sizeof *day_paths; i++)
            take_names(gregorian, day_paths[i], LEX_WEEKDAY);
        if (words) read_fields(bundle, 0), read_units(locale);
    } else if (pass == 1) {
        if (words) read_fields(bundle, 1);
    } else if (gregorian && words) {
        take_halves(gregorian, "AmPmMarkers");
        take_halves(gregorian, "AmPmMarkersAbbr");
        take_parts(gregorian, "dayPeriod/format/wide");
        take_parts(gregorian, "dayPeriod/stand-alone/wide");
        take_parts(gregorian, "dayPeriod/format/abbreviated");
        take_quarters(gregorian, "quarters/format/abbreviated");
        take_eras(gregorian, "eras/wide");
        take_eras(gregorian, "eras/abbreviated");
        UResourceBundle *patterns = follow(gregorian, "availableFormats");
        read_patterns(patterns, 0, traits);
        ures_close(patterns);
        patterns = follow(gregorian, "intervalFormats");
        read_patterns(patterns, 0, traits);
        ures_close(patterns);
        read_glue(gregorian, "DateTimePatterns");
        read_glue(gregorian, "DateTimePatterns%atTime");
    }
    if (pass == 2) read_other_calendars(bundle);
    ures_close(gregorian);
    ures_close(bundle);
}

/* Which tag a locale belongs to: the longest that its name begins with. */
static int tag_of(char (*tags)[64], int count, const char *locale)
{
    int best = -1;
    size_t best_length = 0;
    for (int i = 0; i < count; i++) {
        size_t n = strlen(tags[i]), k = 0;
        while (k < n && locale[k] && (locale[k] == tags[i][k] || (locale[k] == '_' && tags[i][k] == '-'))) k++;
        if (k == n && (!locale[n] || locale[n] == '_') && n > best_length) best = i, best_length = n;
    }
    return best;
}

void locale_read(char (*tags)[64], int count, int which, int words, LocaleTraits *traits)
{
    enum { MAX_LOCALES = 400 };
    static char names[MAX_LOCALES][64];
    int n = 0;
    template_count = vote_count = unit_form_count = weekday_count = month_count = beside_count = 0;
    snprintf(names[n], 64, "%s", tags[which]);
    for (char *c = names[n]; *c; c++)
        if (*c == '-') *c = '_';
    n++;
    for (int i = 0; i < uloc_countAvailable() && n < MAX_LOCALES; i++) {
        const char *locale = uloc_getAvailable(i);
        if (strcmp(locale, names[0]) && tag_of(tags, count, locale) == which) snprintf(names[n++], 64, "%s", locale);
    }
    for (int pass = 0; pass < 3; pass++) {
        for (int i = 0; i < n; i++) read_locale(names[i], words, pass, traits);
        if (pass == 1 && words) take_templates(traits), take_directions();
    }
    if (words) read_numerals(names[0]);
}
