/*
** table.c - runs a compiled scheme over UTF-8 (see table.h for the layout)
**
** One pass, forwards. A letter whose cell is simple costs a look-up and a copy of eight bytes. Others try their rules in
** order; a rule looks at no more letters than its source is long and one beyond, so the whole is linear. Combining marks are
** passed over (at most MARKS_SKIPPED of them) when a condition asks for the neighbour. What no rule takes is copied byte for
** byte, malformed UTF-8 included.
**
** Capitals: a lower-case letter gives the lower-case form, an upper-case one its form with one capital, or all capitals if the
** next letter is upper-case, or there is no next letter in the word and the one before is upper-case (Щука, ЩУКА, БОРЩ).
*/
#include "base/unicode.h"
#include "base/utf8.h"
#include "translit/table.h"

enum {
    MARKS_SKIPPED = 4,
    ROOM = 1024 /* bytes kept free in the output before each letter; more than any rule writes */
};

typedef struct Run {
    const Table *table;
    const char *at, *end;
    char *out, *limit; /* where the next byte goes; where the buffer's room ends */
    Buffer *buffer;
    uint32_t before; /* sets that hold the character before */
    int upper_before;
    const char *word_end; /* of the word at `at`, if the scheme has conditions of words */
    uint32_t word;        /* sets that hold one of its letters */
} Run;

static const TableCell *cell_of(const Table *table, uint32_t code)
{
    return code < 0x10000 ? &table->cells[table->pages[code >> 6] * 64u + (code & 63)] : &table->cells[0];
}

int table_knows(const Table *table, uint32_t code)
{
    return (cell_of(table, code)->flags & CELL_KNOWN) != 0;
}

static int paged(const Table *table, uint32_t code)
{
    return code < 0x10000 && table->pages[code >> 6] != 0;
}

static uint32_t kinds_of(const Table *table, uint32_t code)
{
    if (paged(table, code)) return cell_of(table, code)->kinds;
    return unicode_of(code)->flags & UNICODE_LETTER ? table->letter : table->boundary;
}

/* The character at `at` that is no combining mark, or 0 at the end. */
static uint32_t next_letter_slow(const char *at, const char *end)
{
    uint32_t code = 0;
    for (int i = 0; at < end && i <= MARKS_SKIPPED; i++) {
        at += utf8_decode(at, end, &code);
        if (!(unicode_of(code)->flags & UNICODE_MARK)) return code;
    }
    return 0;
}

/* What stands behind a letter, read when a rule first asks. */
typedef struct Ahead {
    const char *at; /* of the next character; NULL: not read */
    uint32_t code, folded;
    uint32_t letter, kinds; /* the next one that is no mark, 0 at the end, and the sets that hold it */
    int has_letter;
    size_t bytes;
} Ahead;

static void read_ahead(Ahead *ahead, const char *at, const char *end)
{
    ahead->at = at;
    ahead->bytes = at < end ? utf8_decode(at, end, &ahead->code) : 0;
    ahead->folded = ahead->bytes ? unicode_fold(ahead->code) : 0;
}

/* Sets `letter` and `kinds`: letters of two bytes that the table knows, and ASCII that it does not, need no look at Unicode's tables. */
static void read_letter(const Table *table, Ahead *ahead, const char *at, const char *end)
{
    unsigned char lead = at < end ? (unsigned char)*at : 0, lower = lead | 0x20;
    ahead->has_letter = 1;
    if (at < end && lead < 0x80 && !table->pages[lead >> 6]) {
        ahead->letter = lead;
        ahead->kinds = lower >= 'a' && lower <= 'z' ? table->letter : table->boundary;
        return;
    }
    if (lead >= 0xC2 && lead < 0xE0 && end - at > 2 && ((unsigned char)at[1] & 0xC0) == 0x80 &&
        ((unsigned char)at[2] & 0xC0) != 0x80) {
        const TableCell *cell = &table->cells[table->pages[lead & 0x1F] * 64u + ((unsigned char)at[1] & 0x3F)];
        if (cell->flags & CELL_LETTER && table->pages[lead & 0x1F]) {
            ahead->letter = (lead & 0x1Fu) << 6 | ((unsigned char)at[1] & 0x3Fu);
            ahead->kinds = cell->kinds;
            return;
        }
    }
    ahead->letter = next_letter_slow(at, end);
    ahead->kinds = ahead->letter ? kinds_of(table, ahead->letter) : table->boundary;
}

/* Where the rule's source ends in the text, or NULL if it does not stand at `ahead->at`, which is behind its first letter. */
static const char *match_tail(const Run *run, const TableRule *rule, const Ahead *ahead)
{
    const uint16_t *tail = run->table->tails + rule->tail;
    if (!ahead->bytes || (ahead->code != tail[0] && ahead->folded != tail[0])) return NULL;
    const char *at = ahead->at + ahead->bytes;
    for (unsigned i = 1; i < rule->tail_count; i++) {
        uint32_t code;
        if (at >= run->end) return NULL;
        at += utf8_decode(at, run->end, &code);
        if (code != tail[i] && unicode_fold(code) != tail[i]) return NULL;
    }
    return at;
}

static int is_upper(uint32_t code)
{
    return (unicode_of(code)->flags & UNICODE_UPPER) != 0;
}
static int is_letter(uint32_t code)
{
    return (unicode_of(code)->flags & UNICODE_LETTER) != 0;
}

static int form_of(const Run *run, const TableRule *rule, uint32_t second, const char *after)
{
    if (!rule->upper) return FORM_LOWER;
    if (rule->tail_count && is_letter(second)) return is_upper(second) ? FORM_UPPER : FORM_TITLE;
    uint32_t next = next_letter_slow(after, run->end);
    if (next && is_letter(next)) return is_upper(next) ? FORM_UPPER : FORM_TITLE;
    return run->upper_before ? FORM_UPPER : FORM_TITLE;
}

/* Tries the rules of a cell; on a match writes the output and moves on. Returns whether one matched. */
static int apply_rules(Run *run, const TableCell *cell, const char *behind)
{
    const Table *table = run->table;
    const TableRule *rule = &table->rules[cell->first];
    Ahead ahead;
    ahead.at = NULL;
    ahead.code = 0;
    ahead.has_letter = 0;
    for (;; rule++) {
        const char *after = behind;
        int ok = (!rule->before || (rule->before & run->before)) && (!rule->holds || (rule->holds & run->word)) &&
                 !(rule->lacks & run->word);
        if (ok && rule->tail_count) {
            if (!ahead.at) read_ahead(&ahead, behind, run->end);
            ok = (after = match_tail(run, rule, &ahead)) != NULL;
        }
        if (ok && rule->after && rule->tail_count) {
            Ahead beyond = {0};
            read_letter(table, &beyond, after, run->end);
            ok = (rule->after & beyond.kinds) != 0;
        } else if (ok && rule->after) {
            if (!ahead.has_letter) read_letter(table, &ahead, behind, run->end);
            ok = (rule->after & ahead.kinds) != 0;
        }
        if (ok) {
            int form = form_of(run, rule, ahead.code, after);
            const char *from = table->pool + rule->out[form];
            memcpy(run->out, from, TABLE_PADDING);
            if (rule->length[form] > TABLE_PADDING) memcpy(run->out, from, rule->length[form]);
            run->out += rule->length[form];
            run->upper_before = (cell->flags & CELL_UPPER) != 0;
            if (rule->tail_count) {
                uint32_t last;
                utf8_decode_before(run->at, after, &last);
                run->before = kinds_of(table, last);
                run->upper_before = is_upper(last);
            } else run->before = cell->kinds;
            run->at = after;
            return 1;
        }
        if (rule->last) return 0;
    }
}

/* Notes which sets the letters of the word at `at` are in. Each word is read once. */
static void read_word(Run *run)
{
    const char *at = run->at;
    uint32_t code;
    run->word = 0;
    while (at < run->end) {
        size_t length = utf8_decode(at, run->end, &code);
        if (!(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK))) break;
        run->word |= kinds_of(run->table, code);
        at += length;
    }
    run->word_end = at > run->at ? at : at + 1;
}

/* Any character, the slow way; `untried`: its rules have not been tried. */
static void apply_one(Run *run, int untried)
{
    uint32_t code;
    size_t length = utf8_decode(run->at, run->end, &code);
    const TableCell *cell = cell_of(run->table, code);
    if (untried && cell->flags & CELL_KNOWN && code != UTF8_REPLACEMENT) {
        if (apply_rules(run, cell, run->at + length)) return;
    }
    unsigned flags = unicode_of(code)->flags;
    if (!(flags & UNICODE_MARK)) {
        run->before = flags & UNICODE_LETTER ? kinds_of(run->table, code) : run->table->boundary;
        run->upper_before = (flags & UNICODE_UPPER) != 0;
    }
    if (length > (size_t)(run->limit - run->out)) { /* a long malformed character */
        run->buffer->length = (size_t)(run->out - run->buffer->bytes);
        run->out = buffer_reserve(run->buffer, length + ROOM);
        if (!run->out) return;
        run->limit = run->buffer->bytes + run->buffer->capacity;
    }
    memcpy(run->out, run->at, length);
    run->out += length;
    run->at += length;
}

/* ASCII that the scheme says nothing of: most of the blanks and signs between words. */
static void apply_ascii(Run *run)
{
    unsigned char byte = (unsigned char)*run->at++;
    *run->out++ = (char)byte;
    unsigned char lower = byte | 0x20;
    int letter = lower >= 'a' && lower <= 'z';
    run->before = letter ? run->table->letter : run->table->boundary;
    run->upper_before = letter && byte < 'a';
}

/* 2 or 3 if a well-formed character of that many bytes stands at `at` (3: of no surrogate's and no overlong form's cell, which are
** never simple), else 0. */
static size_t well_formed(const char *at, const char *end, unsigned char lead)
{
    if (lead < 0xC2 || lead > 0xEF) return 0;
    size_t bytes = lead < 0xE0 ? 2 : 3;
    if ((size_t)(end - at) < bytes || ((unsigned char)at[1] & 0xC0) != 0x80) return 0;
    if (bytes == 3 && (((unsigned char)at[2] & 0xC0) != 0x80 || (lead == 0xE0 && (unsigned char)at[1] < 0xA0)))
        return 0;
    return (size_t)(end - at) > bytes && ((unsigned char)at[bytes] & 0xC0) == 0x80 ? 0 : bytes;
}

void table_apply(const Table *table, const char *text, size_t length, Buffer *out)
{
    if (!length) return;
    Run run = {.table = table, .at = text, .end = text + length, .buffer = out, .before = table->boundary};
    run.word_end = table->words ? text : run.end;
    if (!buffer_reserve(out, length + length / 2 + 2 * ROOM)) return;
    run.out = out->bytes + out->length;
    run.limit = out->bytes + out->capacity;
    while (run.at < run.end) {
        if (run.limit - run.out < ROOM) {
            out->length = (size_t)(run.out - out->bytes);
            run.out = buffer_reserve(out, (size_t)(run.end - run.at) * 2 + 2 * ROOM);
            if (!run.out) return;
            run.limit = out->bytes + out->capacity;
        }
        if (run.at >= run.word_end) read_word(&run);
        unsigned char lead = (unsigned char)run.at[0];
        if (lead < 0x80 && !table->ascii) {
            apply_ascii(&run);
            continue;
        }
        const TableCell *cell = NULL;
        size_t bytes = well_formed(run.at, run.end, lead);
        if (bytes == 2) cell = &table->cells[table->pages[lead & 0x1F] * 64u + ((unsigned char)run.at[1] & 0x3F)];
        else if (bytes == 3)
            cell = &table->cells[table->pages[(lead & 0x0F) << 6 | ((unsigned char)run.at[1] & 0x3F)] * 64u +
                                 ((unsigned char)run.at[2] & 0x3F)];
        if (cell && cell->flags & CELL_SIMPLE) {
            memcpy(run.out, cell->out, TABLE_INLINE);
            run.out += cell->length;
            run.at += bytes;
            run.before = cell->kinds;
            run.upper_before = (cell->flags & CELL_UPPER) != 0;
            continue;
        }
        if (cell && cell->flags & CELL_KNOWN && apply_rules(&run, cell, run.at + bytes)) continue;
        apply_one(&run, !cell);
        if (!run.out) return;
    }
    out->length = (size_t)(run.out - out->bytes);
}
