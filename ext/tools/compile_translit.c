/*
** compile_translit.c - compiles data/translit/ID.tsv, one scheme a file
**
** usage: compile_translit DATA-FOLDER > build/gen/translit_tables.c
**
** A file opens with lines `# key: value`:
**     authority, year, document   who, when, where it is published
**     source, target              BCP 47 with script
**     reversible                  yes: the text can be had back; a scheme ID-reverse is made too
**     reverse                     yes: ID-reverse is made, though some letters that meet do not come back
**     method                      table (if absent), hangul-standard, -hyphen, -admin, -name, -names, -letters, -read, han-marks, -numbered, -plain, -joined, -hyphen, -name
**     numbers                     what becomes of figures at Hangul: counter, beside, read (hangul_numbers.c)
**     base                        a scheme whose rows are taken over, but for letters that have a row here
**     private                     a table of the engine's own, by this name (translit_NAME), that is no scheme
**     set NAME                    letters that conditions name as {NAME}
** Other lines of `#` are remarks. Then one rule a line:
**     letters TAB output [TAB before [TAB after [TAB word]]]
** `output` is `∅` for nothing. `before` and `after` are `-` for no condition, or a set of characters, one of which must
** stand there: letters, {NAME}, `^` for the edge of a word (no letter); a `!` in front turns the set round.
** `word` is what the whole word must hold, `HOLDS`, `!LACKS` or `HOLDS!LACKS`: a letter of the one set, none of the other.
** Rows are in lower case; the upper-case ones follow from them unless the file has a row of its own.
*/
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include "base/unicode.h"
#include "base/utf8.h"
#include "translit/customary.h"
#include "translit/table.h"

enum {
    MAX_RULES = 8000,
    MAX_SETS = 32,
    MAX_NAMED = 40,
    MAX_TEXT = 512,
    MAX_SOURCE = 12,
    MAX_SCHEMES = 200,
    MAX_MEMBERS = 600,
    MAX_POOL = 60000,
    BMP = 0x10000
};

typedef struct Row {
    uint32_t source[MAX_SOURCE];
    int source_count;
    char output[64];
    char before[MAX_TEXT], after[MAX_TEXT], holds[MAX_TEXT], lacks[MAX_TEXT];
    int given;                                       /* stands in the file as it is; 0: the upper-case twin of a row */
    int order;                                       /* in the file */
    int inherited;                                   /* of the base */
    int before_bit, after_bit, holds_bit, lacks_bit; /* -1: none */
} Row;

typedef struct Sheet {
    char id[64], authority[128], year[32], document[200], source[32], target[32], method[32], numbers[32], base[64];
    char set_names[MAX_NAMED][32], set_members[MAX_NAMED][MAX_TEXT];
    char private_name[32];
    int set_count;
    int reversible, has_reverse;
    Row *rows;
    int row_count;
} Sheet;

static const char *folder;

static void fail(const char *id, const char *what, const char *detail)
{
    fprintf(stderr, "translit/%s.tsv: %s: %s\n", id, what, detail);
    exit(1);
}

static void take(char *into, size_t room, const char *from, const char *id)
{
    if (strlen(from) >= room) fail(id, "too long", from);
    strcpy(into, from);
} /* NOLINT(clang-analyzer-unix.Malloc): it means the rows, which stay with their sheet */

/* --- reading --- */

static int decode_all(const char *text, uint32_t *codes, int room)
{
    const char *end = text + strlen(text);
    int count = 0;
    while (text < end && count < room) text += utf8_decode(text, end, &codes[count++]);
    return text < end ? -1 : count;
}

static void read_header(Sheet *sheet, char *line)
{
    char *colon = strstr(line, ": ");
    if (!colon) return;
    *colon = 0;
    const char *key = line + 2, *value = colon + 2;
    if (!strcmp(key, "authority")) take(sheet->authority, sizeof sheet->authority, value, sheet->id);
    else if (!strcmp(key, "year")) take(sheet->year, sizeof sheet->year, value, sheet->id);
    else if (!strcmp(key, "document")) take(sheet->document, sizeof sheet->document, value, sheet->id);
    else if (!strcmp(key, "source")) take(sheet->source, sizeof sheet->source, value, sheet->id);
    else if (!strcmp(key, "target")) take(sheet->target, sizeof sheet->target, value, sheet->id);
    else if (!strcmp(key, "method")) take(sheet->method, sizeof sheet->method, value, sheet->id);
    else if (!strcmp(key, "numbers")) take(sheet->numbers, sizeof sheet->numbers, value, sheet->id);
    else if (!strcmp(key, "base")) take(sheet->base, sizeof sheet->base, value, sheet->id);
    else if (!strcmp(key, "private")) take(sheet->private_name, sizeof sheet->private_name, value, sheet->id);
    else if (!strcmp(key, "reversible") || !strcmp(key, "reverse")) {
        int yes = !strcmp(value, "yes");
        sheet->has_reverse |= yes;
        if (!strcmp(key, "reversible")) sheet->reversible = yes;
    } else if (!strncmp(key, "set ", 4)) {
        if (sheet->set_count == MAX_NAMED) fail(sheet->id, "too many sets", key);
        take(sheet->set_names[sheet->set_count], 32, key + 4, sheet->id);
        take(sheet->set_members[sheet->set_count++], MAX_TEXT, value, sheet->id);
    }
}

static Row *new_row(Sheet *sheet)
{
    if (sheet->row_count == MAX_RULES) fail(sheet->id, "too many rows", "");
    Row *row = &sheet->rows[sheet->row_count];
    memset(row, 0, sizeof *row);
    row->order = sheet->row_count++;
    return row;
}

static void read_row(Sheet *sheet, char *line)
{
    char *cells[5] = {line, NULL, NULL, NULL, NULL};
    for (int i = 1; i < 5; i++) {
        char *tab = strchr(cells[i - 1], '\t');
        if (!tab) break;
        *tab = 0;
        cells[i] = tab + 1;
    }
    if (!cells[1] || !*line) fail(sheet->id, "a row needs letters and output", line);
    Row *row = new_row(sheet);
    row->given = 1;
    row->source_count = decode_all(line, row->source, MAX_SOURCE);
    if (row->source_count < 1) fail(sheet->id, "too many letters", line);
    if (strcmp(cells[1], "∅")) take(row->output, sizeof row->output, cells[1], sheet->id);
    if (cells[2] && strcmp(cells[2], "-")) take(row->before, MAX_TEXT, cells[2], sheet->id);
    if (cells[3] && strcmp(cells[3], "-")) take(row->after, MAX_TEXT, cells[3], sheet->id);
    if (cells[4] && strcmp(cells[4], "-")) {
        char *lacks = strchr(cells[4], '!');
        if (lacks) {
            *lacks = 0;
            take(row->lacks, MAX_TEXT, lacks + 1, sheet->id);
        }
        take(row->holds, MAX_TEXT, cells[4], sheet->id);
    }
}

static int conditional(const Row *row)
{
    return row->before[0] || row->after[0] || row->holds[0] || row->lacks[0];
}

static void read_sheet(Sheet *sheet, const char *id);

/* Takes over the base's sets and rows. A row of ours without condition replaces all the base's rows of its letters, one with a
** condition replaces those with one. */
static void inherit(Sheet *sheet)
{
    static Sheet base; /* one step is enough for one call: the base's own base is already taken in */
    read_sheet(&base, sheet->base);
    for (int i = 0; i < base.set_count; i++) {
        int known = 0;
        for (int k = 0; k < sheet->set_count; k++) known |= !strcmp(sheet->set_names[k], base.set_names[i]);
        if (known) continue;
        if (sheet->set_count == MAX_NAMED) fail(sheet->id, "too many sets", sheet->base);
        strcpy(sheet->set_names[sheet->set_count], base.set_names[i]);
        strcpy(sheet->set_members[sheet->set_count++], base.set_members[i]);
    }
    int own = sheet->row_count;
    for (int i = 0; i < base.row_count; i++) {
        int replaced = 0;
        for (int k = 0; k < own && !replaced; k++)
            replaced = sheet->rows[k].source_count == base.rows[i].source_count &&
                       !memcmp(sheet->rows[k].source, base.rows[i].source, sizeof base.rows[i].source) &&
                       (!conditional(&sheet->rows[k]) || conditional(&base.rows[i]));
        if (replaced) continue;
        Row *row = new_row(sheet);
        int order = row->order;
        *row = base.rows[i];
        row->order = order;
    }
    if (!sheet->method[0]) strcpy(sheet->method, base.method);
    free(base.rows);
    memset(&base, 0, sizeof base);
}

static void read_sheet(Sheet *sheet, const char *id)
{
    char path[4096], line[4096];
    memset(sheet, 0, sizeof *sheet);
    sheet->rows = calloc(MAX_RULES, sizeof *sheet->rows);
    if (!sheet->rows) fail(id, "no memory", "");
    take(sheet->id, sizeof sheet->id, id, id);
    snprintf(path, sizeof path, "%s/translit/%s.tsv", folder, id);
    FILE *file = fopen(path, "r");
    if (!file) fail(id, "cannot be read", path);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '#' && (line[1] == ' ' || !line[1])) read_header(sheet, line);
        else if (line[0]) read_row(sheet, line);
    }
    fclose(file);
    if (sheet->base[0]) {
        /* a chain of bases: the static sheet of inherit() is used by one level at a time */
        Sheet *chain = malloc(sizeof *chain);
        if (!chain) fail(id, "no memory", "");
        *chain = *sheet;
        inherit(chain);
        *sheet = *chain;
        free(chain);
    }
}

/* The scheme back: what was written becomes what is read. Conditions are of the other script, so only rows without them turn round. */
static void reverse(Sheet *sheet)
{
    Row *rows = sheet->rows;
    int count = sheet->row_count;
    char name[64];
    snprintf(name, sizeof name, "%.54s-reverse", sheet->id);
    strcpy(sheet->id, name);
    char script[32];
    strcpy(script, sheet->source);
    strcpy(sheet->source, sheet->target);
    strcpy(sheet->target, script);
    sheet->rows = calloc(MAX_RULES, sizeof *sheet->rows);
    if (!sheet->rows) fail(name, "no memory", "");
    sheet->row_count = 0;
    for (int i = 0; i < count; i++) {
        if (conditional(&rows[i]) || !rows[i].output[0]) continue;
        Row *row = new_row(sheet);
        row->given = 1;
        row->source_count = decode_all(rows[i].output, row->source, MAX_SOURCE);
        if (row->source_count < 1) fail(name, "too many letters", rows[i].output);
        size_t length = 0;
        for (int k = 0; k < rows[i].source_count; k++) length += utf8_encode(rows[i].source[k], row->output + length);
    }
    free(rows);
}

/* --- rows to rules --- */

static char set_texts[MAX_SETS][MAX_TEXT];
static int set_count;
static uint32_t kinds[BMP];
static uint32_t boundary, other_letter;
static char pool[MAX_POOL];
static size_t pool_length;
static uint16_t tails[MAX_POOL];
static size_t tail_count;

/* All characters that a set's text names, both cases of each; a bit of its own for `^`. */
static int set_members(Sheet *sheet, const char *text, uint32_t *members, int *edge)
{
    int count = 0;
    const char *end = text + strlen(text);
    while (text < end) {
        if (*text == '{') {
            const char *close = strchr(text, '}');
            int found = -1;
            for (int i = 0; close && i < sheet->set_count; i++)
                if (strlen(sheet->set_names[i]) == (size_t)(close - text - 1) &&
                    !strncmp(sheet->set_names[i], text + 1, (size_t)(close - text - 1)))
                    found = i;
            if (found < 0) fail(sheet->id, "unknown set", text);
            if (strchr(sheet->set_members[found], '{')) fail(sheet->id, "a set in a set", text);
            int more_edge = 0;
            count += set_members(sheet, sheet->set_members[found], members + count, &more_edge);
            *edge |= more_edge;
            text = close + 1;
            continue;
        }
        uint32_t code;
        text += utf8_decode(text, end, &code);
        if (code == '^') {
            *edge = 1;
            continue;
        }
        if (count + 2 > MAX_MEMBERS || code >= BMP) fail(sheet->id, "a set is too large", text);
        members[count++] = code;
        if (u_toupper((UChar32)code) != (UChar32)code) members[count++] = (uint32_t)u_toupper((UChar32)code);
    }
    return count;
}

static int set_bit(Sheet *sheet, const char *text)
{
    if (!text[0]) return -1;
    for (int i = 0; i < set_count; i++)
        if (!strcmp(set_texts[i], text)) return i;
    if (set_count == MAX_SETS) fail(sheet->id, "more than 32 conditions", text);
    strcpy(set_texts[set_count], text);
    uint32_t bit = 1u << set_count, members[MAX_MEMBERS * 2];
    int edge = 0, negated = text[0] == '!';
    int count = set_members(sheet, text + negated, members, &edge);
    if (negated)
        for (int i = 0; i < BMP; i++) kinds[i] |= bit;
    for (int i = 0; i < count; i++) kinds[members[i]] = negated ? kinds[members[i]] & ~bit : kinds[members[i]] | bit;
    if (edge != negated) boundary |= bit;
    if (negated) other_letter |= bit;
    return set_count++;
}

static uint32_t lower_of(uint32_t code)
{
    return (uint32_t)u_tolower((UChar32)code);
}

/* Adds the twin of each lower-case row whose first letter has an upper case. */
static void add_upper(Sheet *sheet)
{
    for (int i = 0, count = sheet->row_count; i < count; i++) {
        uint32_t code = sheet->rows[i].source[0], upper = (uint32_t)u_toupper((UChar32)code);
        if (upper == code || upper >= BMP) continue;
        Row *row = new_row(sheet);
        int order = row->order;
        *row = sheet->rows[i];
        row->order = order;
        row->given = 0;
        row->source[0] = upper;
    }
}

static int compare_rows(const void *left, const void *right)
{
    const Row *a = left, *b = right;
    if (a->source[0] != b->source[0]) return a->source[0] < b->source[0] ? -1 : 1;
    if (a->source_count != b->source_count) return a->source_count > b->source_count ? -1 : 1;
    if (a->given != b->given) return a->given ? -1 : 1;
    int conditions = conditional(b) - conditional(a);
    return conditions ? conditions : a->order - b->order;
}

static unsigned pool_add(const char *id, const char *text, size_t length)
{
    if (pool_length + length + TABLE_PADDING >= MAX_POOL) fail(id, "the pool of strings is full", text);
    for (size_t i = 0; i + length <= pool_length; i++)
        if (!memcmp(pool + i, text, length)) return (unsigned)i;
    memcpy(pool + pool_length, text, length);
    pool_length += length;
    return (unsigned)(pool_length - length);
}

/* The output with its first letter, or all, in upper case. */
static size_t form_of(const char *output, int form, char *into)
{
    const char *end = output + strlen(output);
    size_t length = 0;
    int done = 0;
    while (output < end) {
        uint32_t code;
        output += utf8_decode(output, end, &code);
        uint32_t upper = form == FORM_TITLE ? (uint32_t)u_totitle((UChar32)code) : (uint32_t)u_toupper((UChar32)code);
        if (form == FORM_UPPER || (form == FORM_TITLE && !done)) {
            if (upper != code) done = 1;
            code = upper;
        }
        length += utf8_encode(code, into + length);
    }
    return length;
}

/* True of a sign in a Latin text that is written for a letter (ʺ, ʹ, ’, `). */
static int is_sign(const Sheet *sheet, const Row *row)
{
    const char *script = strchr(sheet->source, '-');
    uint32_t code = row->source[0], to = 0;
    if (!script || strcmp(script, "-Latn") || row->source_count > 2 || !row->output[0]) return 0;
    if (lower_of(code) != code || (uint32_t)u_toupper((UChar32)code) != code ||
        (u_isalpha((UChar32)code) && u_charType((UChar32)code) != U_MODIFIER_LETTER))
        return 0;
    utf8_decode(row->output, row->output + strlen(row->output), &to);
    return (uint32_t)u_toupper((UChar32)to) != to;
}

static TableRule make_rule(Sheet *sheet, Row *row, int last)
{
    TableRule rule = {0};
    rule.before = row->before_bit < 0 ? 0 : 1u << row->before_bit;
    rule.after = row->after_bit < 0 ? 0 : 1u << row->after_bit;
    rule.holds = row->holds_bit < 0 ? 0 : 1u << row->holds_bit;
    rule.lacks = row->lacks_bit < 0 ? 0 : 1u << row->lacks_bit;
    rule.tail = (uint16_t)tail_count;
    rule.tail_count = (uint8_t)(row->source_count - 1);
    for (int i = 1; i < row->source_count; i++) {
        if (tail_count == MAX_POOL) fail(sheet->id, "too many letters", "");
        tails[tail_count++] = (uint16_t)lower_of(row->source[i]);
    }
    rule.last = (uint8_t)last;
    rule.upper = (uint8_t)(is_sign(sheet, row)                                         ? CASE_SIGN
                           : !row->given || lower_of(row->source[0]) != row->source[0] ? CASE_UPPER
                                                                                       : CASE_LOWER);
    for (int form = 0; form < FORM_COUNT; form++) {
        char text[256];
        /* a row that the file gives for an upper-case letter says itself what that becomes */
        int as = row->given && rule.upper == CASE_UPPER && form == FORM_TITLE ? FORM_LOWER : form;
        size_t length = form_of(row->output, as, text);
        rule.out[form] = (uint16_t)pool_add(sheet->id, text, length);
        rule.length[form] = (uint8_t)length;
    }
    return rule;
}

static void print_string(const char *text, size_t length)
{
    putchar('"');
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\') printf("\\%c", byte);
        else if (byte < 0x20 || byte >= 0x7F) printf("\\%03o", byte);
        else putchar(byte);
    }
    putchar('"');
}

/* --- rules to answers --- */

enum {
    MAX_CLASSES = 255,
    MAX_ANSWERS = 65536,
    IDEOGRAPHS =
        0x3000 /* from here on characters that the scheme does not know have no answer, for there are so many */
};

/* Characters that no condition tells apart, seen from one side. */
typedef struct Class {
    uint32_t kinds; /* those that conditions of this side name */
    uint32_t tail;  /* the letter with which a rule's source goes on, or 0 */
    int letter, upper;
} Class;

static Class rows[MAX_CLASSES], columns[MAX_CLASSES];
static int class_of_row[BMP], class_of_column[BMP]; /* of the characters that have a page */
static int row_count, column_count;
static uint32_t answers[MAX_ANSWERS];
static int answer_count;

static int class_number(const char *id, Class *classes, int *count, Class wanted)
{
    for (int i = 0; i < *count; i++)
        if (classes[i].kinds == wanted.kinds && classes[i].tail == wanted.tail && classes[i].letter == wanted.letter &&
            classes[i].upper == wanted.upper)
            return i;
    if (*count == MAX_CLASSES) fail(id, "too many classes of characters", "");
    classes[*count] = wanted;
    return (*count)++;
}

static int is_mark(uint32_t code)
{
    return (unicode_of(code)->flags & UNICODE_MARK) != 0;
}

/* Sorts a character into its row and its column; `number` is its code, or where an edge has its place. */
static void classify(const Sheet *sheet, const TableRule *all, int number, uint32_t code, uint32_t set, int flags)
{
    uint32_t before = 0, after = 0, tail = 0;
    for (int i = 0; i < sheet->row_count; i++) {
        before |= all[i].before;
        after |= all[i].after;
        if (all[i].tail_count && code && (tails[all[i].tail] == code || tails[all[i].tail] == unicode_fold(code)))
            tail = tails[all[i].tail];
    }
    int letter = (flags & UNICODE_LETTER) != 0, upper = (flags & UNICODE_UPPER) != 0;
    class_of_row[number] = class_number(sheet->id, rows, &row_count, (Class){set & before, 0, 0, upper});
    /* column 0: what must be looked at in the text */
    int unseen = code && (is_mark(code) || (tail && code >= IDEOGRAPHS));
    Class column = {set & after, tail, letter, letter && upper};
    class_of_column[number] = unseen ? 0 : class_number(sheet->id, columns, &column_count, column);
}

static uint32_t pass_through(const char *id, uint32_t code)
{
    char self[4];
    size_t length = utf8_encode(code, self);
    return (uint32_t)length << 16 | pool_add(id, self, length);
}

/* What the rules from `rule` on make of a letter between two characters, as table.c does it (apply_rules). */
static uint32_t run_rules(const char *id, const TableRule *rule, uint32_t code, const Class *before,
                          const Class *behind)
{
    enum { REST = ANSWER_RULES << 24 };
    for (;; rule++) {
        if (rule->holds || rule->lacks) return REST;
        int ok = !rule->before || (rule->before & before->kinds);
        if (ok && rule->tail_count) {
            ok = tails[rule->tail] == behind->tail;
            if (ok && (rule->tail_count > 1 || rule->after || (rule->upper != CASE_LOWER && !behind->letter)))
                return REST;
        } else if (ok && rule->after) ok = (rule->after & behind->kinds) != 0;
        if (ok) {
            int upper = behind->letter ? behind->upper : before->upper;
            int form = rule->upper == CASE_LOWER ? FORM_LOWER : upper ? FORM_UPPER : FORM_TITLE;
            if (rule->upper == CASE_SIGN && !(upper && before->upper)) form = FORM_LOWER;
            if (rule->length[form] > TABLE_PADDING) return REST;
            return (uint32_t)(rule->tail_count ? ANSWER_PAIR : ANSWER_DONE) << 24 | (uint32_t)rule->length[form] << 16 |
                   rule->out[form];
        }
        if (rule->last) break;
    }
    return pass_through(id, code);
}

/* What becomes of a character between two others. */
static uint32_t answer_between(const char *id, const TableRule *all, uint32_t code, int first, int row, int column)
{
    if (first < 0 && is_mark(code)) return (uint32_t)ANSWER_RULES << 24;
    if (first < 0 && code >= IDEOGRAPHS) return (uint32_t)ANSWER_SELF << 24;
    if (first < 0) return pass_through(id, code);
    return column ? run_rules(id, &all[first], code, &rows[row], &columns[column]) : (uint32_t)ANSWER_RULES << 24;
}

/* True if a source of the letter's rules goes on with what has no column. */
static int goes_on_unseen(const TableRule *rule)
{
    for (;; rule++) {
        uint32_t next = rule->tail_count ? tails[rule->tail] : 0;
        if (next && (is_mark(next) || next >= IDEOGRAPHS)) return 1;
        if (rule->last) return 0;
    }
}

/* Fills in a cell's answers: one if all are the same but those of column 0, for what stands there is one of the others when it is
** looked at. */
static void answer(const char *id, TableCell *cell, const TableRule *all, uint32_t code, int first, int known)
{
    static uint32_t found[MAX_CLASSES * MAX_CLASSES];
    int same = first < 0 || !goes_on_unseen(&all[first]), count = 0, at = 0;
    for (int row = 0; row < row_count; row++)
        for (int column = 0; column < column_count; column++) {
            found[count] = known ? answer_between(id, all, code, first, row, column) : (uint32_t)ANSWER_RULES << 24;
            if (column) same &= found[count] == found[1];
            count++;
        }
    if (same) {
        found[0] = found[1];
        count = 1;
    }
    cell->mask = same ? 0 : 0xFFFF;
    while (at + count <= answer_count && memcmp(answers + at, found, (size_t)count * sizeof *found)) at++;
    if (at + count > answer_count) {
        at = answer_count;
        if (at + count > MAX_ANSWERS) fail(id, "too many answers", "");
        memcpy(answers + at, found, (size_t)count * sizeof *found);
        answer_count += count;
    }
    cell->answers = (uint16_t)at;
}

static void print_cell(const TableCell *cell)
{
    printf("{0x%xu, %d, %d, %d, %d, %d, %d}", cell->kinds, cell->answers, cell->first, cell->mask, cell->row,
           cell->column, cell->flags);
}

static TableCell make_cell(const char *id, uint32_t code, const TableRule *all, int first)
{
    unsigned flags = unicode_of(code)->flags;
    TableCell cell = {.kinds = kinds[code], .first = (uint16_t)(first < 0 ? 0 : first)};
    cell.flags = (uint8_t)((first >= 0 ? CELL_KNOWN : 0) | (flags & UNICODE_UPPER ? CELL_UPPER : 0));
    cell.row = (uint16_t)(class_of_row[code] * column_count);
    cell.column = (uint8_t)class_of_column[code];
    answer(id, &cell, all, code, first, 1);
    return cell;
}

/* --- one scheme's table --- */

static TableRule rules[MAX_RULES];
static int first_rule[BMP];
static uint16_t pages[BMP / TABLE_PAGE];
static TableCell edges[3];

/* Makes the sheet's rows rules, and notes where those of each letter begin. Returns whether any has a condition of the word. */
static int make_rules(Sheet *sheet)
{
    int words = 0;
    set_count = 0, pool_length = 0, tail_count = 0, boundary = 0, other_letter = 0;
    memset(kinds, 0, sizeof kinds);
    for (int i = 0; i < BMP; i++) first_rule[i] = -1;
    add_upper(sheet);
    qsort(sheet->rows, (size_t)sheet->row_count, sizeof *sheet->rows, compare_rows);
    for (int i = 0; i < sheet->row_count; i++) {
        Row *row = &sheet->rows[i];
        row->before_bit = set_bit(sheet, row->before);
        row->after_bit = set_bit(sheet, row->after);
        row->holds_bit = set_bit(sheet, row->holds);
        row->lacks_bit = set_bit(sheet, row->lacks);
        words |= row->holds[0] || row->lacks[0];
        if (row->source[0] >= BMP) fail(sheet->id, "a letter beyond U+FFFF", row->output);
        int last = i + 1 == sheet->row_count || sheet->rows[i + 1].source[0] != row->source[0];
        rules[i] = make_rule(sheet, row, last);
        if (first_rule[row->source[0]] < 0) first_rule[row->source[0]] = i;
    }
    return words;
}

/* True if the page has a letter with a rule, one that goes on a rule's source, or one that a set names. */
static int page_is_used(uint32_t page)
{
    static const uint32_t always[] = {0, 0x40, 0x80, 0x2000}; /* ASCII, and the signs of most texts */
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (page == always[i] / TABLE_PAGE) return 1;
    for (size_t i = 0; i < tail_count; i++)
        if (page == tails[i] / TABLE_PAGE) return 1;
    for (uint32_t code = page * TABLE_PAGE; code < (page + 1) * TABLE_PAGE; code++) {
        int letter = u_isalpha((UChar32)code);
        if (first_rule[code] >= 0 || (kinds[code] & ~other_letter) != 0) return 1;
        if (letter && kinds[code] != other_letter) return 1;
    }
    return 0;
}

static void make_pages(const char *id)
{
    int count = 1;
    memset(pages, 0, sizeof pages);
    for (uint32_t page = 0; page < BMP / TABLE_PAGE; page++) {
        if (!page_is_used(page)) continue;
        if (count * TABLE_PAGE > UINT16_MAX) fail(id, "too many pages of characters", "");
        pages[page] = (uint16_t)(count++ * TABLE_PAGE);
        for (uint32_t code = page * TABLE_PAGE; code < (page + 1) * TABLE_PAGE; code++)
            if ((first_rule[code] < 0 || u_isspace((UChar32)code)) && !u_isalpha((UChar32)code))
                kinds[code] = (kinds[code] & ~other_letter) | boundary;
    }
}

/* Sorts all characters of the pages into rows and columns. */
static void make_classes(const Sheet *sheet)
{
    static const int edge_flags[] = {0, UNICODE_LETTER, UNICODE_LETTER | UNICODE_UPPER};
    row_count = 0, column_count = 1;
    memset(columns, 0, sizeof columns);
    columns[0].tail = UINT32_MAX; /* no character's */
    for (int i = 0; i < 3; i++) {
        uint32_t set = i == EDGE_BOUNDARY ? boundary : other_letter;
        classify(sheet, rules, i, 0, set, edge_flags[i]);
        edges[i] = (TableCell){.kinds = set, .flags = (uint8_t)(i == EDGE_UPPER ? CELL_UPPER : 0)};
        edges[i].row = (uint16_t)class_of_row[i];
    }
    for (uint32_t code = 0; code < BMP; code++)
        if (pages[code / TABLE_PAGE])
            classify(sheet, rules, (int)code, code, kinds[code], (int)unicode_of(code)->flags);
    if (row_count * column_count > UINT16_MAX) fail(sheet->id, "too many classes of characters", "");
    for (int i = 0; i < 3; i++) edges[i].row = (uint16_t)(edges[i].row * column_count);
}

static void print_cells(const char *id, int number)
{
    TableCell nothing = {0};
    answer_count = 0;
    answer(id, &nothing, rules, 0, -1, 0);
    printf("static const TableCell cells_%d[] = {\n", number);
    for (int i = 0; i < TABLE_PAGE; i++) {
        print_cell(&nothing);
        puts(",");
    }
    for (uint32_t code = 0; code < BMP; code++) {
        if (!pages[code / TABLE_PAGE]) continue;
        TableCell cell = make_cell(id, code, rules, first_rule[code]);
        print_cell(&cell);
        puts(",");
    }
    printf("};\nstatic const uint16_t pages_%d[%d] = {", number, BMP / TABLE_PAGE);
    for (int i = 0; i < BMP / TABLE_PAGE; i++) printf("%d,", pages[i]);
    printf("};\nstatic const uint32_t answers_%d[] = {", number);
    for (int i = 0; i < answer_count; i++) printf("0x%xu,%s", answers[i], i % 16 == 15 ? "\n" : "");
    puts("};");
}

static void print_pool(int number)
{
    printf("static const char pool_%d[] =\n", number);
    for (size_t i = 0; i < pool_length; i += 60) {
        printf("    ");
        print_string(pool + i, pool_length - i < 60 ? pool_length - i : 60);
        printf("\n");
    }
    printf("    \"");
    for (int i = 1; i < TABLE_PADDING; i++) printf("\\0");
    puts("\";");
}

static void print_rules(int number, int count)
{
    printf("static const uint16_t tails_%d[] = {", number);
    for (size_t i = 0; i < tail_count; i++) printf("%d,", tails[i]);
    printf("0};\nstatic const TableRule rules_%d[] = {\n", number);
    for (int i = 0; i < count; i++) {
        const TableRule *rule = &rules[i];
        printf("    {0x%xu, 0x%xu, 0x%xu, 0x%xu, %d, %d, %d, {%d, %d, %d}, {%d, %d, %d}, %d},\n", rule->before,
               rule->after, rule->holds, rule->lacks, rule->tail, rule->tail_count, rule->last, rule->out[0],
               rule->out[1], rule->out[2], rule->length[0], rule->length[1], rule->length[2], rule->upper);
    }
    puts("};");
}

/* Writes one scheme's table as `table_N`. Returns whether it has any row. */
static int print_table(Sheet *sheet, int number)
{
    if (!sheet->row_count) return 0;
    int words = make_rules(sheet);
    make_pages(sheet->id);
    make_classes(sheet);
    print_cells(sheet->id, number);
    print_pool(number);
    print_rules(number, sheet->row_count);
    printf("static const Table table_%d = {pages_%d, cells_%d, answers_%d, rules_%d, tails_%d, pool_%d, {0,0,", number,
           number, number, number, number, number, number);
    for (int i = 2; i < 32; i++) printf("%d,", pages[i]);
    printf("}, {");
    for (int i = 0; i < 3; i++) {
        print_cell(&edges[i]);
        printf(", ");
    }
    printf("}, 0x%xu, 0x%xu, %d};\n\n", boundary, other_letter, words);
    return 1;
}

/* --- customary.tsv --- */

static void print_letters(const char *letters)
{
    uint64_t bits[CUSTOMARY_WORDS] = {0};
    const char *end = letters + strlen(letters);
    while (letters < end && strcmp(letters, "-")) {
        uint32_t code;
        letters += utf8_decode(letters, end, &code);
        if (code < CUSTOMARY_FIRST || code >= CUSTOMARY_FIRST + CUSTOMARY_WORDS * 64)
            fail("customary", "not Cyrillic", letters);
        bits[(code - CUSTOMARY_FIRST) / 64] |= (uint64_t)1 << code % 64;
    }
    printf("{{");
    for (int i = 0; i < CUSTOMARY_WORDS; i++) printf("0x%llxu,", (unsigned long long)bits[i]);
    printf("}}");
}

/* Prints LANGUAGE_KK_ARAB for kk-Arab. */
static void print_language(const char *tag)
{
    printf("LANGUAGE_");
    for (; *tag; tag++) putchar(*tag == '-' ? '_' : (int)u_toupper((UChar32)*tag));
}

static int scheme_number(char ids[][64], int count, const char *id)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(ids[i], id)) return i;
    fail("customary", "no such scheme", id);
    return -1;
}

/* ICU's number of a script by its code of four letters. */
static int script_number(const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode code = USCRIPT_UNKNOWN;
    int32_t count = uscript_getCode(name, &code, 1, &error);
    if (U_FAILURE(error) || count != 1) fail("customary", "no such script", name);
    return code == USCRIPT_HIRAGANA || code == USCRIPT_KATAKANA_OR_HIRAGANA ? USCRIPT_KATAKANA : (int)code;
}

/* Rows `also` and `leaves` of a language: the script they name, or 0. */
static int script_of_language(const char *path, const char *kind, const char *tag)
{
    char line[1024], key[128];
    int script = 0;
    FILE *file = fopen(path, "r");
    if (!file) fail("customary", "cannot be read", path);
    snprintf(key, sizeof key, "%s\t%s\t", kind, tag);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!strncmp(line, key, strlen(key))) script = script_number(line + strlen(key));
    }
    fclose(file);
    return script;
}

/* The script of `kk-Arab`. */
static int script_of_tag(const char *tag)
{
    const char *hyphen = strrchr(tag, '-');
    return hyphen ? script_number(hyphen + 1) : USCRIPT_COMMON;
}

static void print_customary(char ids[][64], char sources[][32], int count)
{
    char path[4096], line[1024], tells[8192] = "", scripts[4096] = "", other[32] = "und";
    snprintf(path, sizeof path, "%s/translit/customary.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) fail("customary", "cannot be read", path);
    puts("const LanguageCustom translit_customary[LANGUAGE_COUNT] = {");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!*line || *line == '#') continue;
        char copy[1024];
        strcpy(copy, line);
        const char *kind = strtok(copy, "\t"), *tag = strtok(NULL, "\t"), *third = strtok(NULL, "\t");
        if (!tag) fail("customary", "a cell is missing", line);
        if (!strcmp(kind, "tell")) strncat(strcat(tells, line), "\n", sizeof tells - strlen(tells) - 1);
        else if (!strcmp(kind, "else")) take(other, sizeof other, tag, "customary");
        else if (!strcmp(kind, "script") && third)
            strncat(strcat(scripts, line), "\n", sizeof scripts - strlen(scripts) - 1);
        else if (!strcmp(kind, "scheme") && third) {
            int number = scheme_number(ids, count, third);
            printf("    [");
            print_language(tag);
            printf("] = {%d, %d, %d, %d},\n", number + 1, script_of_tag(sources[number]),
                   script_of_language(path, "also", tag), script_of_language(path, "leaves", tag));
        } else if (strcmp(kind, "also") && strcmp(kind, "leaves")) fail("customary", "no such row", line);
    }
    fclose(file);
    puts("};\nconst ScriptLanguage translit_scripts[] = {");
    int script_count = 0;
    for (char *row = strtok(scripts, "\n"); row; row = strtok(NULL, "\n"), script_count++) {
        char name[32], tag[32];
        if (sscanf(row, "script\t%31s\t%31s", name, tag) != 2) fail("customary", "a cell is missing", row);
        int told = !strcmp(tag, "tell");
        printf("    {%d, %d, ", script_number(name), told);
        print_language(told ? "und" : tag);
        puts("},");
    }
    printf("};\nconst size_t translit_script_count = %d;\n", script_count);
    puts("const LanguageTell translit_tells[] = {");
    int tell_count = 0;
    for (char *row = tells; *row; tell_count++) {
        char *end = strchr(row, '\n');
        *end = 0;
        const char *cells[5] = {0};
        int cell = 0;
        for (char *part = strtok(row, "\t"); part && cell < 5; part = strtok(NULL, "\t")) cells[cell++] = part;
        if (cell != 5) fail("customary", "a cell is missing", row);
        printf("    {");
        print_language(cells[1]);
        printf(", %d, ", strcmp(cells[3], "-") != 0);
        for (int i = 2; i < 5; i++) {
            print_letters(cells[i]);
            printf(i < 4 ? ", " : "},\n");
        }
        row = end + 1;
    }
    printf("};\nconst size_t translit_tell_count = %d;\nconst Language translit_else = ", tell_count);
    print_language(other);
    puts(";");
}

/* --- all schemes --- */

static void method_of(const Sheet *sheet, const char **method, const char **mode)
{
    static const char *const known[][3] = {
        {"", "METHOD_TABLE", "0"},
        {"table", "METHOD_TABLE", "0"},
        {"hangul-standard", "METHOD_HANGUL", "HANGUL_STANDARD"},
        {"hangul-hyphen", "METHOD_HANGUL", "HANGUL_HYPHEN"},
        {"hangul-name", "METHOD_HANGUL", "HANGUL_NAME"},
        {"hangul-names", "METHOD_HANGUL", "HANGUL_NAMES"},
        {"hangul-admin", "METHOD_HANGUL", "HANGUL_ADMIN"},
        {"hangul-letters", "METHOD_HANGUL", "HANGUL_LETTERS"},
        {"hangul-read", "METHOD_HANGUL", "HANGUL_READ"},
        {"han-marks", "METHOD_HAN", "HAN_MARKS"},
        {"han-plain", "METHOD_HAN", "HAN_PLAIN"},
        {"han-numbered", "METHOD_HAN", "HAN_NUMBERED"},
        {"han-joined", "METHOD_HAN", "HAN_JOINED"},
        {"han-hyphen", "METHOD_HAN", "HAN_HYPHEN"},
        {"han-name", "METHOD_HAN", "HAN_NAME"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i][0], sheet->method)) {
            *method = known[i][1];
            *mode = known[i][2];
            return;
        }
    fail(sheet->id, "unknown method", sheet->method);
}

static const char *numbers_of(const Sheet *sheet)
{
    static const char *const known[][2] = {
        {"", "0"}, {"counter", "HANGUL_COUNTER"}, {"beside", "HANGUL_BESIDE"}, {"read", "HANGUL_NUMBERS_READ"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i][0], sheet->numbers)) return known[i][1];
    fail(sheet->id, "unknown style of numbers", sheet->numbers);
    return "0";
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(left, right);
}

int main(int argc, char **argv)
{
    static char ids[MAX_SCHEMES][64], records[MAX_SCHEMES][1024];
    if (argc != 2) return fputs("usage: compile_translit DATA-FOLDER\n", stderr), 2;
    folder = argv[1];
    char path[4096];
    snprintf(path, sizeof path, "%s/translit", folder);
    DIR *directory = opendir(path);
    if (!directory) return perror(path), 1;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char *dot = strstr(entry->d_name, ".tsv");
        /* a scheme's id is LANGUAGE-STANDARD; the other tables of the folder have an underscore or no hyphen */
        if (!dot || dot[4] || strchr(entry->d_name, '_') || !strchr(entry->d_name, '-')) continue;
        if (count >= MAX_SCHEMES) fail(entry->d_name, "too many schemes", "");
        *dot = 0;
        take(ids[count++], 64, entry->d_name, entry->d_name);
    }
    closedir(directory);
    qsort(ids, (size_t)count, sizeof *ids, compare_names);
    puts("/* made by tools/compile_translit.c from data/translit/ */\n#include \"translit/customary.h\"\n#include "
         "\"translit/hangul.h\"\n#include \"translit/table.h\"\n");
    int made = 0, tables = 0;
    for (int i = 0; i < count; i++) {
        Sheet sheet;
        read_sheet(&sheet, ids[i]);
        if (!sheet.authority[0] || !sheet.source[0] || !sheet.target[0])
            fail(ids[i], "needs authority, source and target", "");
        for (int back = 0; back <= sheet.has_reverse; back++) {
            const char *method, *mode;
            if (made >= MAX_SCHEMES) fail(ids[i], "too many schemes", "");
            if (back) {
                free(sheet.rows);
                read_sheet(&sheet, ids[i]);
                reverse(&sheet);
            }
            int has_table = print_table(&sheet, tables);
            method_of(&sheet, &method, &mode);
            char table[32] = "NULL";
            if (has_table) snprintf(table, sizeof table, "&table_%d", tables++);
            if (sheet.private_name[0]) {
                printf("const Scheme translit_%s = {%s, %s, %s, 0};\n", sheet.private_name, table, method, mode);
                break;
            }
            snprintf(records[made++], 1024, "%s\n%s\n%s\n%s, %s, %s\n%d\n{%s, %s, %s, %s}", sheet.id, sheet.source,
                     sheet.target, sheet.authority, sheet.year, sheet.document, sheet.reversible, table, method, mode,
                     numbers_of(&sheet));
            if (back) break;
        }
        free(sheet.rows);
    }
    puts("const TranslitScheme translit_scheme_records[] = {");
    char *cells[MAX_SCHEMES][6];
    for (int i = 0; i < made; i++) {
        char *cell = records[i];
        for (int k = 0; k < 6; k++) {
            cells[i][k] = cell;
            cell += strcspn(cell, "\n");
            if (*cell) *cell++ = 0;
        }
        printf("    {\"%s\", \"%s\", \"%s\", ", cells[i][0], cells[i][1], cells[i][2]);
        print_string(cells[i][3], strlen(cells[i][3]));
        printf(", %s},\n", cells[i][4]);
    }
    puts("};\nconst Scheme translit_scheme_methods[] = {");
    for (int i = 0; i < made; i++) printf("    %s,\n", cells[i][5]);
    printf("};\nconst size_t translit_scheme_count = %d;\n", made);
    static char names[MAX_SCHEMES][64];
    static char sources[MAX_SCHEMES][32];
    for (int i = 0; i < made; i++) {
        take(names[i], 64, cells[i][0], cells[i][0]);
        take(sources[i], 32, cells[i][1], cells[i][0]);
    }
    print_customary(names, sources, made);
    return 0;
}
