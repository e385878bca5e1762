/*
** compile_dates.c - compiles data/LANGUAGE/dates.tsv into the tables that dates/lexer.c reads
**
** usage: compile_dates DATA-FOLDER > dates_tables.c
**        compile_dates DATA-FOLDER LANGUAGE     lists what the language's table holds
** A row of dates.tsv:   class  value  forms  [flags]
**   class   a name of `classes` below;  `endings`: value is a name, forms are endings that `form+name` takes (and takes none);
**           `same`: value is a language whose table is read as well, in the letters of a scheme of data/translit if the third cell names one; `order`: value is mdy or dmy;  `times`: value `apart`: date and time beside each other are two expressions; `calendar`: only behind a day of the calendar or the story, not behind tomorrow or Monday;
**           `units`: value `first`: the unit stands before its count;  `fields`: value `first`: a field's name stands before its number;
**           `locale`: value `names`: of ICU only names of months and weekdays are added;  `none`: nothing;
**           `capitals`: value `names`: months and weekdays are written small, a capital inside
**           a sentence makes a name of them;  noun: value 1: money, measures, counters: figures before it are never a year;  label: lexicon.h
**           `plain`: value `yes`: forms are also read without the marks over their letters, as people type them;
**           `years`: value is the calendar that years in figures follow where they fit;
**   value   a number, a name of `values` below, or (deixis, counted) unit and number: day-1, year+0, or a weekday
**           and a part of the day: 1+evening; or a number and the month that the word is behind a day's figures: 7+9
**   forms   divided by |; hyphen and blank are one; case does not matter
**           `clock` with value `before`: the word for hour stands before its number (saat 9);  `hours`: value is a part of the day, forms its first
**           hour and the one it ends at (6-12), after CLDR's day periods; `start morning`, `mid`, `end`: of the early, the middle, the late part of it
**   flags   hour: leads to an hour of the day (at, um), of a unit: it tells the time as well (heures);
**           weak: counts beside another temporal word only; dot: an abbreviation; capital: only with a capital; plural;
**           said: counts from the date that the text named last (the same day, later)
** For every language of languages.tsv what ICU's locales say (tools/dates_locale.c) is added where the hand table says nothing of the form, but for the
** forms that data/dates/audit.tsv refuses.
*/
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "dates/lexicon.h"
#include "dates_locale.h"

enum {
    MAX_ENTRIES = 160000,
    MAX_KEYS = 1 << 22,
    HASH_SIZE = 1 << 16,
    MAX_AUDITS = 600,
    NUMBER_MONTH = 1 << 30, /* in read_value()'s result for a number that is a month as well */
    WEEKDAY_PART = 8,       /* in read_value()'s result, the part of the day stands above these bits */
    MAX_LANGUAGES = 255,
    MAX_ENDINGS = 40,
    MAX_HOLIDAYS = 1000,
    LINE = 1 << 16
};

static const char *const classes[] = {
    "other", "number",    "ordinal",       "month",    "weekday",     "unit",       "direction", "span",
    "ago",   "within",    "part",          "season",   "deixis",      "counted",    "reference", "frequency",
    "every", "modifier",  "quantity",      "vague",    "one",         "half",       "article",   "of",
    "and",   "to",        "from",          "at",       "preposition", "function",   "meridiem",  "oclock",
    "mark",  "yearword",  "dayword",       "fiscal",   "decade",      "decademark", "suffix",    "holiday",
    "era",   "tense",     "zone",          "particle", "cjkdigit",    "postfix",    "per",       "clock",
    "noun",  "unitshift", "calendarmonth", "calendar", "period",      "label",      "minutes",   "hourname"};

typedef struct Named {
    const char *name;
    int value;
} Named;

static const Named values[] = {{"second", UNIT_SECOND},
                               {"minute", UNIT_MINUTE},
                               {"hour", UNIT_HOUR},
                               {"day", UNIT_DAY},
                               {"week", UNIT_WEEK},
                               {"month", UNIT_MONTH},
                               {"quarter", UNIT_QUARTER},
                               {"halfyear", UNIT_HALFYEAR},
                               {"year", UNIT_YEAR},
                               {"decade", UNIT_DECADE},
                               {"century", UNIT_CENTURY},
                               {"millennium", UNIT_MILLENNIUM},
                               {"weekend", UNIT_WEEKEND},
                               {"fortnight", UNIT_FORTNIGHT},
                               {"season", UNIT_SEASON},
                               {"night", UNIT_NIGHT},
                               {"workday", UNIT_WORKDAY},
                               {"morning", PART_MORNING},
                               {"afternoon", PART_AFTERNOON},
                               {"evening", PART_EVENING},
                               {"nighttime", PART_NIGHT},
                               {"noon", PART_NOON},
                               {"midnight", PART_MIDNIGHT},
                               {"daytime", PART_DAYTIME},
                               {"spring", 1},
                               {"summer", 2},
                               {"autumn", 3},
                               {"winter", 4},
                               {"start", MODIFIER_START},
                               {"mid", MODIFIER_MID},
                               {"end", MODIFIER_END},
                               {"approx", MODIFIER_APPROX},
                               {"before", MODIFIER_BEFORE},
                               {"after", MODIFIER_AFTER},
                               {"more", MODIFIER_MORE_THAN},
                               {"less", MODIFIER_LESS_THAN},
                               {"atleast", MODIFIER_EQUAL_OR_MORE},
                               {"atmost", MODIFIER_EQUAL_OR_LESS},
                               {"none", 0},
                               {"past", -1},
                               {"present", 0},
                               {"future", 1},
                               {"buddhist", CALENDAR_BUDDHIST},
                               {"hijri", CALENDAR_HIJRI},
                               {"persian", CALENDAR_PERSIAN},
                               {"hebrew", CALENDAR_HEBREW},
                               {"minguo", CALENDAR_MINGUO},
                               {"meiji", CALENDAR_MEIJI},
                               {"taisho", CALENDAR_TAISHO},
                               {"showa", CALENDAR_SHOWA},
                               {"heisei", CALENDAR_HEISEI},
                               {"reiwa", CALENDAR_REIWA},
                               {"dangi", CALENDAR_DANGI},
                               {"juche", CALENDAR_JUCHE}};

typedef struct Ending {
    char name[32], text[512];
} Ending;

/* A row of data/dates/audit.tsv. */
typedef struct Audit {
    char tag[16], form[LEX_MAX_KEY];
    size_t length;
    int drop, order;
} Audit;

static Audit audits[MAX_AUDITS];
static int audit_count;
static char keys[MAX_KEYS];
static LexEntry entries[MAX_ENTRIES];
static unsigned key_bytes, entry_count;
static Ending endings[MAX_ENDINGS];
static int ending_count;
static const char *source;
static int line_number, failed, times_apart, small_names, hour_before, hand_units, hand_calendar, plain_too;
static uint8_t part_hours[PART_TABLE][2];
static unsigned table_first; /* the first entry of the table that is being made */
static const char *table_tag;
static unsigned hash_heads[HASH_SIZE], hash_next[MAX_ENTRIES]; /* entries of this table by key; 0: none */

static void fail(const char *what, const char *detail)
{
    fprintf(stderr, "%s:%d: %s: %s\n", source, line_number, what, detail);
    exit(1);
}

/* Folds a form into `key`; returns its length, 0 if it is too long. */
static size_t fold_form(const char *text, size_t length, char *key)
{
    size_t n = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        uint32_t code;
        char bytes[4];
        at += utf8_decode(at, end, &code);
        if (code == ' ' && n && key[n - 1] == '.') continue; /* v. Chr. is v.Chr. */
        code = lex_fold(code == '-' ? ' ' : code == 0xA0 || code == 0x202F ? ' ' : code);
        if (!code || (code == ' ' && n && (key[n - 1] == ' ' || key[n - 1] == '.'))) continue; /* p. m. is p.m. */
        size_t size = utf8_encode(code, bytes);
        if (n + size > LEX_MAX_KEY) return 0;
        memcpy(key + n, bytes, size);
        n += size;
    }
    while (n && key[n - 1] == ' ') n--;
    return n;
}

static unsigned hash_of(const char *key, size_t length)
{
    uint32_t hash = LEX_SEED;
    for (size_t i = 0; i < length; i++) hash = lex_hash_char(hash, (unsigned char)key[i]);
    return (hash ^ hash >> 16) & (HASH_SIZE - 1);
}

static LexEntry *find_entry(unsigned first, const char *key, size_t length)
{
    for (unsigned i = hash_heads[hash_of(key, length)]; i > first; i = hash_next[i - 1])
        if (entries[i - 1].key_length == length && !memcmp(keys + entries[i - 1].key, key, length))
            return &entries[i - 1];
    return NULL;
}

static LexEntry *new_entry(const char *key, size_t length)
{
    if (entry_count == MAX_ENTRIES || key_bytes + length > MAX_KEYS) fail("too many forms", "");
    LexEntry *entry = &entries[entry_count++];
    unsigned *head = &hash_heads[hash_of(key, length)];
    hash_next[entry_count - 1] = *head;
    *head = entry_count;
    memcpy(keys + key_bytes, key, length);
    *entry = (LexEntry){.key = key_bytes, .key_length = (uint8_t)length};
    for (size_t i = 0; i < length && i < LEX_EIGHT; i++) entry->eight |= (uint64_t)(unsigned char)key[i] << 8 * i;
    key_bytes += (unsigned)length;
    return entry;
}

static void add_prefixes(unsigned first, const char *key, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t n = utf8_decode(key + at, key + length, &code), cut = 0;
        if (at && (code == ' ' || code == '.')) cut = at;
        else if (code >= 0xE00 && lex_runs_together(unicode_of(code)->script)) cut = at + n;
        at += n;
        if (cut && cut < length) {
            LexEntry *entry = find_entry(first, key, cut);
            if (!entry) entry = new_entry(key, cut);
            entry->flags |= LEX_PREFIX;
            uint32_t next;
            utf8_decode(key + at, key + length, &next);
            entry->after |= lex_after(next);
        }
    }
}

/* The first row that names a form wins: rows of the hand table stand before ICU's. */
static void add_form(unsigned first, const char *text, size_t length, int class_, int value, int flags, int hand)
{
    char key[LEX_MAX_KEY];
    size_t n = fold_form(text, length, key);
    if (!n) return;
    LexEntry *entry = find_entry(first, key, n);
    if (class_ == LEX_PARTICLE) flags |= LEX_TRAILS;
    if (entry && (entry->flags & LEX_FORM)) {
        if (class_ == LEX_PARTICLE) entry->flags |= LEX_TRAILS;
        else if (entry->class_ == LEX_PARTICLE) fail("particles come last", text);
        else if (hand && (entry->class_ != class_ || entry->value != value))
            fprintf(stderr, "%s:%d: `%.*s` is there already\n", source, line_number, (int)n, key), failed = 1;
        return;
    }
    if (!entry) entry = new_entry(key, n);
    entry->class_ = (uint8_t)class_;
    entry->value = class_ == LEX_WEEKDAY ? value & ((1 << WEEKDAY_PART) - 1) : value;
    entry->part = (uint8_t)(class_ == LEX_WEEKDAY ? value >> WEEKDAY_PART : 0);
    if (class_ == LEX_NUMBER && (value & NUMBER_MONTH)) entry->value = value & 255, entry->part = value >> 8 & 15;
    entry->flags |= (uint8_t)(flags | LEX_FORM);
    add_prefixes(first, key, n);
}

static int named_value(const char *name, size_t length, int *value)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strlen(values[i].name) == length && !memcmp(values[i].name, name, length))
            return *value = values[i].value, 1;
    return 0;
}

static int read_value(int class_, const char *cell)
{
    int value;
    char *end;
    size_t name = strspn(cell, "abcdefghijklmnopqrstuvwxyz");
    if (class_ == LEX_DEIXIS || class_ == LEX_COUNTED || class_ == LEX_UNITSHIFT || class_ == LEX_CALENDARMONTH) {
        if (!named_value(cell, name, &value)) fail("no such unit", cell);
        return lex_pair(value, (int)strtol(cell + name, &end, 10));
    }
    if (name) {
        if (!named_value(cell, name, &value)) fail("no such value", cell);
        return value;
    }
    value = (int)strtol(cell, &end, 10);
    if (class_ == LEX_NUMBER && *end == '+' && value < 256) /* French sept, a month behind a day's figures */
        return NUMBER_MONTH | (int)strtol(end + 1, NULL, 10) << 8 | value;
    if (class_ == LEX_WEEKDAY && *end == '+') { /* Montagabend */
        int part;
        if (!named_value(end + 1, strlen(end + 1), &part)) fail("no such part of the day", cell);
        return value | part << WEEKDAY_PART;
    }
    if (*end) fail("not a number", cell);
    return value;
}

/* --- a table in another script ------------------------------------------------------------------------------------------- */

/* Letters and what stands for them: the rows of a scheme of data/translit that ask for no context. */
typedef struct Letters {
    char from[16], to[16];
    size_t from_length;
} Letters;

enum { MAX_LETTERS = 200 };
static Letters letters[MAX_LETTERS];
static int letter_count; /* 0: forms are taken as they are */

/* Reads data/translit/NAME.tsv. The context rows of the Arabic alphabet only set the high hamza, which lex_fold() leaves out. */
static void read_letters(const char *folder, const char *name)
{
    char path[4096], line[512], key[LEX_MAX_KEY];
    letter_count = 0;
    snprintf(path, sizeof path, "%.4000s/translit/%.60s.tsv", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) fail("no such scheme", path);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        char *to = strchr(line, '\t');
        if (line[0] == '#' || !to) continue;
        *to++ = 0;
        if (to[strcspn(to, "\t")]) continue; /* a context */
        size_t n = form_fold(line, strlen(line), key);
        if (!n || n >= sizeof letters->from || strlen(to) >= sizeof letters->to || letter_count == MAX_LETTERS)
            continue;
        Letters *row = &letters[letter_count++];
        memcpy(row->from, key, n);
        row->from_length = n;
        strcpy(row->to, strcmp(to, "\xE2\x88\x85") ? to : "");
    }
    fclose(file);
}

/* Adds a form, written in the letters of the scheme if there is one. */
static void put_form(unsigned first, const char *text, size_t length, int class_, int value, int flags, int hand)
{
    char key[LEX_MAX_KEY], out[4 * LEX_MAX_KEY];
    size_t n, size = 0;
    if (!letter_count) {
        add_form(first, text, length, class_, value, flags, hand);
        return;
    }
    n = form_fold(text, length, key);
    for (size_t at = 0; at < n;) {
        const Letters *best = NULL;
        for (int i = 0; i < letter_count; i++)
            if (letters[i].from_length <= n - at && !memcmp(letters[i].from, key + at, letters[i].from_length) &&
                (!best || letters[i].from_length > best->from_length))
                best = &letters[i];
        if (size + sizeof letters->to >= sizeof out) return;
        if (best) size += (size_t)snprintf(out + size, sizeof out - size, "%s", best->to), at += best->from_length;
        else out[size++] = key[at++];
    }
    add_form(first, out, size, class_, value, flags, 0); /* two letters may have become one: the first row wins */
}

/* One form, with each of its endings if it names a set of them. */
static void add_forms(unsigned first, const char *form, size_t length, int class_, int value, int flags)
{
    const char *plus = length > 1 ? memchr(form + 1, '+', length - 1) : NULL;
    if (!plus) {
        put_form(first, form, length, class_, value, flags, 1);
        return;
    }
    size_t stem = (size_t)(plus - form), name = length - stem - 1;
    for (int i = 0; i < ending_count; i++) {
        if (strlen(endings[i].name) != name || memcmp(endings[i].name, plus + 1, name)) continue;
        put_form(first, form, stem, class_, value, flags, 1);
        for (const char *at = endings[i].text; *at;) {
            size_t n = strcspn(at, "|");
            char whole[256];
            if (stem + n < sizeof whole) {
                memcpy(whole, form, stem);
                memcpy(whole + stem, at, n);
                put_form(first, whole, stem + n, class_, value, flags, 0);
            }
            at += n + (at[n] == '|');
        }
        return;
    }
    fail("no such endings", plus + 1);
}

/* Keys of data/holidays.tsv in the order in which compile_holidays.c numbers its rules. */
static char holiday_keys[MAX_HOLIDAYS][64];
static int holiday_key_count;

static void read_holidays(const char *folder)
{
    char path[4096], line[1024];
    snprintf(path, sizeof path, "%.4000s/holidays.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), exit(1);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (holiday_key_count == MAX_HOLIDAYS) exit(1);
        snprintf(holiday_keys[holiday_key_count++], sizeof *holiday_keys, "%.*s", (int)strcspn(line, "\t"), line);
    }
    fclose(file);
}

/* 20000 + the number of a rule; -1: there is none of that name. */
static int holiday_value(const char *cell)
{
    for (int i = 0; i < holiday_key_count; i++)
        if (!strcmp(holiday_keys[i], cell)) return HOLIDAY_RULES + i;
    return -1;
}

static int read_table(unsigned first, const char *folder, const char *tag, int *month_first, int *hand_names);

static void read_hours(const char *name, const char *hours)
{
    int part, begin, end, modifier = 0;
    size_t first = strcspn(name, " ");
    if (name[first]) { /* late afternoon */
        if (!named_value(name, first, &modifier) || modifier < MODIFIER_START || modifier > MODIFIER_END)
            fail("no such part of a part", name);
        name += first + 1;
    }
    if (!named_value(name, strlen(name), &part) || part >= PART_COUNT) fail("no such part of the day", name);
    if (sscanf(hours, "%d-%d", &begin, &end) != 2 || begin < 0 || begin >= end || end > 36)
        fail("no such hours", hours);
    part += PART_COUNT * modifier;
    part_hours[part][0] = (uint8_t)begin, part_hours[part][1] = (uint8_t)end;
}

static void read_row(unsigned first, const char *folder, char *line, int *month_first, int *hand_names)
{
    char *cells[4] = {line, NULL, NULL, ""};
    int count = 1;
    for (char *c = line; *c && count < 4; c++)
        if (*c == '\t') *c = 0, cells[count++] = c + 1;
    if (!strcmp(cells[0], "order")) *month_first = !strcmp(cells[1], "mdy");
    else if (!strcmp(cells[0], "capitals")) small_names = !strcmp(cells[1], "names");
    else if (!strcmp(cells[0], "times")) times_apart = !strcmp(cells[1], "apart") ? TIMES_APART : TIMES_CALENDAR;
    else if (!strcmp(cells[0], "clock") && !strcmp(cells[1], "before")) hour_before = 1;
    else if (!strcmp(cells[0], "hours")) read_hours(cells[1], count > 2 ? cells[2] : "");
    else if (!strcmp(cells[0], "units")) hand_units |= !strcmp(cells[1], "first") ? LEX_COUNTS_BEHIND : 0;
    else if (!strcmp(cells[0], "fields")) hand_units |= !strcmp(cells[1], "first") ? LEX_FIELDS_FIRST : 0;
    else if (!strcmp(cells[0], "plain")) plain_too = !strcmp(cells[1], "yes");
    else if (!strcmp(cells[0], "years")) named_value(cells[1], strlen(cells[1]), &hand_calendar);
    else if (!strcmp(cells[0], "locale"))
        *hand_names = !strcmp(cells[1], "none") ? 2 : !strcmp(cells[1], "names") ? 1 : 0;
    else if (!strcmp(cells[0], "same")) {
        int line_here = line_number;
        if (count > 2) read_letters(folder, cells[2]);
        if (!read_table(first, folder, cells[1], month_first, hand_names)) fail("no such table", cells[1]);
        line_number = line_here;
        letter_count = 0;
    } else if (count < 3) fail("fewer than three cells", line);
    else if (!strcmp(cells[0], "endings")) {
        if (ending_count == MAX_ENDINGS) fail("too many endings", cells[1]);
        Ending *e = &endings[ending_count++];
        snprintf(e->name, sizeof e->name, "%s", cells[1]);
        if (snprintf(e->text, sizeof e->text, "%s", cells[2]) >= (int)sizeof e->text) fail("too long", cells[1]);
    } else {
        int class_ = -1, flags = 0;
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            if (!strcmp(classes[i], cells[0])) class_ = (int)i;
        if (class_ < 0) fail("no such class", cells[0]);
        if (strstr(cells[3], "weak")) flags |= LEX_WEAK;
        if (strstr(cells[3], "hour")) flags |= LEX_HOURWARD;
        if (strstr(cells[3], "dot")) flags |= LEX_ABBREVIATION;
        if (strstr(cells[3], "capital")) flags |= LEX_CAPITAL;
        if (strstr(cells[3], "plural")) flags |= LEX_PLURAL;
        if (strstr(cells[3], "said")) flags |= LEX_SAID;
        int value = class_ == LEX_HOLIDAY ? holiday_value(cells[1]) : -1;
        if (value < 0) value = read_value(class_, cells[1]);
        if (class_ == LEX_HOLIDAY && value >= HOLIDAY_RULES + holiday_key_count) fail("no such holiday", cells[1]);
        if (class_ == LEX_HOLIDAY && value >= HOLIDAY_RULES && isdigit((unsigned char)cells[1][0]))
            fail("a key of holidays.tsv is wanted", cells[1]);
        for (const char *at = cells[2]; *at;) {
            size_t n = strcspn(at, "|");
            if (n) add_forms(first, at, n, class_, value, flags);
            at += n + (at[n] == '|');
        }
    }
}

static int read_table(unsigned first, const char *folder, const char *tag, int *month_first, int *hand_names)
{
    char path[4096];
    char *line = malloc(LINE);
    if (!line) exit(1);
    snprintf(path, sizeof path, "%.4000s/%.60s/dates.tsv", folder, tag);
    FILE *file = fopen(path, "r");
    if (!file) return free(line), 0;
    const char *outer = source;
    source = path;
    ending_count = 0;
    for (line_number = 1; fgets(line, LINE, file); line_number++) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] && line[0] != '#') read_row(first, folder, line, month_first, hand_names);
    }
    fclose(file);
    free(line);
    source = outer;
    return 1;
}

/* --- what ICU's locales add ------------------------------------------------------------------------------------------- */

size_t form_fold(const char *text, size_t length, char *key)
{
    return fold_form(text, length, key);
}

static const Audit *audit_of(const char *key, size_t length)
{
    for (int i = 0; i < audit_count; i++)
        if (audits[i].length == length && !memcmp(audits[i].form, key, length) &&
            (!strcmp(audits[i].tag, "*") || !strcmp(audits[i].tag, table_tag)))
            return &audits[i];
    return NULL;
}

void form_take(const char *text, size_t length, int class_, int value, int flags)
{
    char key[LEX_MAX_KEY];
    size_t n = fold_form(text, length, key);
    const Audit *audit = n ? audit_of(key, n) : NULL;
    if (!n || (audit && audit->drop)) return;
    if (audit) flags |= LEX_WEAK;
    add_form(table_first, text, length, class_, value, flags, 0);
}

/* data/dates/audit.tsv: forms of ICU that mislead. */
static void read_audit(const char *folder)
{
    static char path[4096]; /* `source` goes on pointing at it */
    char line[1024];
    snprintf(path, sizeof path, "%.4000s/dates/audit.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) return;
    source = path;
    for (line_number = 1; fgets(line, sizeof line, file); line_number++) {
        line[strcspn(line, "\r\n")] = 0;
        if (!line[0] || line[0] == '#') continue;
        char *cells[4] = {line, NULL, NULL, NULL};
        int count = 1;
        for (char *c = line; *c && count < 4; c++)
            if (*c == '\t') *c = 0, cells[count++] = c + 1;
        if (count < 4) fail("fewer than four cells", line);
        if (audit_count == MAX_AUDITS) fail("too many rows", line);
        Audit *audit = &audits[audit_count++];
        snprintf(audit->tag, sizeof audit->tag, "%.15s", cells[0]);
        audit->drop = !strcmp(cells[2], "drop");
        audit->order = !strcmp(cells[2], "dmy") ? 0 : !strcmp(cells[2], "mdy") ? 1 : -1;
        if (!audit->drop && audit->order < 0 && strcmp(cells[2], "weak")) fail("drop, weak, dmy or mdy", cells[2]);
        audit->length = audit->order < 0 ? fold_form(cells[1], strlen(cells[1]), audit->form) : 0;
    }
    fclose(file);
}

/* The order of a language's numeric dates: the hand table's, the audit's, the locale's. */
static void settle_order(const LocaleTraits *traits, int *month_first)
{
    for (int i = 0; i < audit_count && *month_first < 0; i++)
        if (audits[i].order >= 0 && !strcmp(audits[i].tag, table_tag)) *month_first = audits[i].order;
    if (*month_first < 0) *month_first = traits->month_first;
}

static void print_name(const char *tag)
{
    for (const char *c = tag; *c; c++) putchar(*c == '-' ? '_' : toupper((unsigned char)*c));
}

static void print_slots(const char *tag, unsigned first, unsigned bits)
{
    unsigned size = 1u << bits;
    uint16_t *slots = calloc(size, sizeof *slots);
    if (!slots) exit(1);
    for (unsigned i = first; i < entry_count; i++) {
        uint32_t hash = LEX_SEED, code;
        const char *key = keys + entries[i].key, *end = key + entries[i].key_length;
        for (; key < end; hash = lex_hash_char(hash, code)) key += utf8_decode(key, end, &code);
        uint32_t slot = lex_slot(hash, bits);
        while (slots[slot]) slot = (slot + 1) & (size - 1);
        slots[slot] = (uint16_t)(i - first + 1);
    }
    printf("static const uint16_t slots_");
    print_name(tag);
    printf("[] = {");
    for (unsigned i = 0; i < size; i++) printf("%s%u,", i % 32 ? "" : "\n", slots[i]);
    puts("\n};");
    free(slots);
}

/* How many ASCII letters an entry begins with. */
static unsigned leading_letters(const LexEntry *entry)
{
    unsigned n = 0;
    while (n < entry->key_length && keys[entry->key + n] >= 'a' && keys[entry->key + n] <= 'z') n++;
    return n;
}

static int is_short(const LexEntry *entry)
{
    return entry->key_length <= LEX_EIGHT && leading_letters(entry) == entry->key_length;
}

static unsigned print_shorts(const char *tag, unsigned first)
{
    unsigned count = 0, bits = 6;
    for (unsigned i = first; i < entry_count; i++) count += is_short(&entries[i]) != 0;
    while ((1u << bits) < 4 * count) bits++;
    unsigned size = 1u << bits;
    uint16_t *slots = calloc(size, sizeof *slots);
    if (!slots) exit(1);
    for (unsigned i = first; i < entry_count; i++) {
        if (!is_short(&entries[i])) continue;
        uint32_t slot = lex_eight_slot(entries[i].eight, bits);
        while (slots[slot]) slot = (slot + 1) & (size - 1);
        slots[slot] = (uint16_t)(i - first + 1);
    }
    printf("static const uint16_t shorts_");
    print_name(tag);
    printf("[] = {");
    for (unsigned i = 0; i < size; i++) printf("%s%u,", i % 32 ? "" : "\n", slots[i]);
    puts("\n};");
    free(slots);
    return bits;
}

/* A filter without a bit is the one that all such tables share. */
static void print_filter(const char *name, const char *tag, const uint64_t *filter)
{
    int empty = 1;
    for (unsigned i = 0; i < LEX_FILTER_WORDS; i++) empty &= !filter[i];
    printf(empty ? "#define %s_" : "static const uint64_t %s_", name);
    print_name(tag);
    if (empty) {
        puts(" no_bits");
        return;
    }
    printf("[] = {");
    for (unsigned i = 0; i < LEX_FILTER_WORDS; i++)
        printf("%s0x%llX,", i % 8 ? "" : "\n", (unsigned long long)filter[i]);
    puts("\n};");
}

static void print_filters(const char *tag, unsigned first)
{
    uint64_t longs[LEX_FILTER_WORDS] = {0}, starts[LEX_FILTER_WORDS] = {0};
    for (unsigned i = first; i < entry_count; i++) {
        uint32_t code, bit;
        utf8_decode(keys + entries[i].key, keys + entries[i].key + entries[i].key_length, &code);
        bit = lex_start(code);
        if (code >= 0xE00 && lex_runs_together(unicode_of(code)->script)) starts[bit / 64] |= 1ull << bit % 64;
        bit = lex_eight_bit(entries[i].eight);
        if (leading_letters(&entries[i]) > LEX_EIGHT) longs[bit / 64] |= 1ull << bit % 64;
    }
    print_filter("longs", tag, longs);
    print_filter("starts", tag, starts);
}

static void print_entries(const char *tag, unsigned first)
{
    printf("static const LexEntry entries_");
    print_name(tag);
    printf("[] = {");
    printf("{~0ull,0,0,0,0,0,0,0},"); /* number 0: what a word without an entry is */
    for (unsigned i = first; i < entry_count; i++)
        printf("%s{0x%llX,%u,%u,%u,%u,%u,%d,0x%X},", (i - first) % 4 ? "" : "\n", (unsigned long long)entries[i].eight,
               entries[i].key, entries[i].key_length, entries[i].class_, entries[i].flags, entries[i].part,
               entries[i].value, entries[i].after);
    puts("\n};");
}

static unsigned print_table(const char *tag, unsigned first, unsigned *short_bits)
{
    unsigned bits = 6;
    while ((1u << bits) < 4 * (entry_count - first)) bits++;
    if (entry_count - first > 65000) fail("too many forms", tag);
    print_entries(tag, first);
    print_slots(tag, first, bits);
    print_filters(tag, first);
    *short_bits = print_shorts(tag, first);
    return bits;
}

/* Where the decimal digits of each script begin. */
static void print_zeros(void)
{
    printf("extern const uint32_t dates_zeros[];\nextern const unsigned dates_zero_count;\nconst uint32_t "
           "dates_zeros[] = {");
    int count = 0;
    for (uint32_t code = 0x80; code < 0x20000; code++)
        if ((unicode_of(code)->flags & UNICODE_DIGIT) && u_charDigitValue((UChar32)code) == 0)
            printf("%s0x%X,", count++ % 12 ? "" : "\n", code);
    printf("\n};\nconst unsigned dates_zero_count = %d;\n", count);
}

/* Adds what people type who leave out the marks: pazdziernik, proximo. Forms of four letters and more, which are no other word then. */
static void add_plain_forms(unsigned first)
{
    enum { SHORTEST = 4 };
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    unsigned last = entry_count;
    for (unsigned i = first; i < last && U_SUCCESS(status); i++) {
        LexEntry entry = entries[i];
        UChar text[LEX_MAX_KEY + 1], apart[4 * LEX_MAX_KEY];
        char plain[4 * LEX_MAX_KEY];
        int length, n = 0, bytes;
        if (!(entry.flags & LEX_FORM)) continue;
        u_strFromUTF8(text, LEX_MAX_KEY + 1, &length, keys + entry.key, entry.key_length, &status);
        length = unorm2_normalize(nfd, text, length, apart, 4 * LEX_MAX_KEY, &status);
        for (int k = 0; U_SUCCESS(status) && k < length; k++)
            if (!(u_charType(apart[k]) == U_NON_SPACING_MARK)) apart[n++] = apart[k] == 0x142 ? 'l' : apart[k];
        u_strToUTF8(plain, sizeof plain, &bytes, apart, n, &status);
        int same = bytes == entry.key_length && !memcmp(plain, keys + entry.key, (size_t)bytes);
        if (U_SUCCESS(status) && n >= SHORTEST && !same)
            add_form(first, plain, (size_t)bytes, entry.class_, entry.value, entry.flags & ~(LEX_PREFIX | LEX_FORM), 0);
    }
}

/* Reads the tables of language `i`, hand-made and ICU's. Returns the first entry. */
static unsigned make_table(const char *folder, char (*tags)[64], int count, int i, int *order, int *unit_first)
{
    unsigned first = entry_count;
    int hand_names = 0;
    LocaleTraits traits = {-1, 0, 0};
    times_apart = small_names = hour_before = hand_units = hand_calendar = plain_too = 0;
    memset(part_hours, 0, sizeof part_hours);
    table_first = first;
    table_tag = tags[i];
    *order = -1;
    read_table(first, folder, tags[i], order, &hand_names);
    if (hand_names < 2 && strcmp(tags[i], "und")) locale_read(tags, count, i, hand_names < 1, &traits);
    if (plain_too) add_plain_forms(first);
    settle_order(&traits, order);
    *unit_first = hand_units | (traits.unit_first ? LEX_COUNTS_BEHIND : 0) | (traits.year_dot ? LEX_YEAR_DOT : 0);
    return first;
}

/* For whoever writes a table: class, value, flags and form of all that a language has. */
static int list_table(const char *folder, char (*tags)[64], int count, const char *tag)
{
    int order, unit_first;
    for (int i = 0; i < count; i++) {
        if (strcmp(tags[i], tag)) continue;
        unsigned first = make_table(folder, tags, count, i, &order, &unit_first);
        printf("order\t%s\nunit first\t%d\n", order == 1 ? "mdy" : "dmy", unit_first);
        for (unsigned k = first; k < entry_count; k++)
            if (entries[k].flags & LEX_FORM)
                printf("%s\t%d\t%.*s\t%s%s%s\n", classes[entries[k].class_], entries[k].value,
                       (int)entries[k].key_length, keys + entries[k].key, entries[k].flags & LEX_WEAK ? "weak " : "",
                       entries[k].flags & LEX_ABBREVIATION ? "dot " : "",
                       entries[k].flags & LEX_PLURAL ? "plural" : "");
        return 0;
    }
    return fprintf(stderr, "no such language: %s\n", tag), 1;
}

/* What the characters of two bytes are in a word. */
static void print_letters(void)
{
    printf("const uint16_t dates_letters[LEX_LETTERS] = {");
    for (uint32_t code = 0; code < LEX_LETTERS; code++) {
        int letter = (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK)) != 0;
        uint32_t folded = letter ? lex_fold(code) : LEX_NO_LETTER;
        if (letter && (!folded || folded >= LEX_LETTERS)) folded = LEX_ODD_LETTER;
        printf("%s%u,", code % 32 ? "" : "\n", (unsigned)folded);
    }
    puts("\n};");
}

int main(int argc, char **argv)
{
    static char tags[MAX_LANGUAGES][64];
    static unsigned bits[MAX_LANGUAGES], short_bits[MAX_LANGUAGES];
    static int orders[MAX_LANGUAGES], apart[MAX_LANGUAGES], small[MAX_LANGUAGES], year_words[MAX_LANGUAGES],
        unit_first[MAX_LANGUAGES], calendars[MAX_LANGUAGES], before[MAX_LANGUAGES], together[MAX_LANGUAGES];
    static uint8_t hours[MAX_LANGUAGES][PART_TABLE][2];
    char path[4096], line[512];
    int languages = 0;
    if (argc != 2 && argc != 3) return fputs("usage: compile_dates DATA-FOLDER [LANGUAGE]\n", stderr), 2;
    snprintf(path, sizeof path, "%s/languages.tsv", argv[1]);
    FILE *file = fopen(path, "r");
    if (!file) return perror(path), 1;
    while (fgets(line, sizeof line, file) && languages < MAX_LANGUAGES)
        if (line[0] != '#')
            snprintf(tags[languages], sizeof tags[languages], "%.*s", (int)strcspn(line, "\t\n"), line), languages++;
    fclose(file);
    read_audit(argv[1]);
    if (argc == 3) return list_table(argv[1], tags, languages, argv[2]);
    read_holidays(argv[1]);
    puts("/* made by tools/compile_dates.c from data/<language>/dates.tsv and ICU */\n#include "
         "\"dates/lexicon.h\"\n#include \"text/language.h\"\n");
    puts("extern const LexTable dates_tables[];\nextern const unsigned dates_table_count;\nextern const char "
         "dates_keys[];\nstatic const uint64_t no_bits[LEX_FILTER_WORDS];");
    for (int i = 0; i < languages; i++) {
        unsigned first = make_table(argv[1], tags, languages, i, &orders[i], &unit_first[i]);
        apart[i] = times_apart;
        small[i] = small_names;
        calendars[i] = hand_calendar;
        before[i] = hour_before;
        memcpy(hours[i], part_hours, sizeof part_hours);
        for (unsigned k = first; k < entry_count; k++) {
            together[i] |= entries[k].class_ == LEX_CJKDIGIT;
            year_words[i] |=
                entries[k].class_ == LEX_YEARWORD || (entries[k].class_ == LEX_MARK && entries[k].value == UNIT_YEAR);
        }
        if (entry_count > first) bits[i] = print_table(tags[i], first, &short_bits[i]);
    }
    print_zeros();
    print_letters();
    printf("const char dates_keys[] =");
    for (unsigned i = 0; i < key_bytes; i++)
        printf("%s\\%03o", i % 64 ? "" : i ? "\"\n\"" : "\n\"", (unsigned char)keys[i]);
    puts("\";\nconst LexTable dates_tables[LANGUAGE_COUNT] = {");
    for (int i = 0; i < languages; i++) {
        if (!bits[i]) continue;
        printf("    [LANGUAGE_");
        print_name(tags[i]);
        printf("] = {.keys = dates_keys");
        static const char *const arrays[] = {"entries", "slots", "shorts", "longs", "starts"};
        for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) {
            printf(", .%s = %s_", arrays[k], arrays[k]);
            print_name(tags[i]);
        }
        printf(", .bits = %u, .short_bits = %u, .month_first = %d, .times_apart = %d, .small_names = %d, ", bits[i],
               short_bits[i], orders[i] == 1, apart[i], small[i]);
        printf(".year_words = %d, .calendar = %d, .unit_first = %d, ", year_words[i], calendars[i], unit_first[i]);
        printf(".hour_before = %d, .run_together = %d, .part_hours = {", before[i], together[i]);
        for (int part = 0; part < PART_TABLE; part++) printf("{%u, %u}, ", hours[i][part][0], hours[i][part][1]);
        puts("}},");
    }
    puts("};\nconst unsigned dates_table_count = LANGUAGE_COUNT;");
    return failed;
}
