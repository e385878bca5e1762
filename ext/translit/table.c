/*
** table.c - runs a compiled scheme over UTF-8 (see table.h for the layout)
**
** One pass, forwards, in two gears. The fast one reads a letter and the one behind it, finds the answer by the three cells and copies
** sixteen bytes of the pool; it asks nothing of the text but the bytes of the next letter. What has no answer there (sources of three
** letters and more, conditions of the word, combining marks, characters of no page, malformed bytes) is left to the slow one, which
** tries the rules in order; a rule looks at no more letters than its source is long and one beyond, so the whole is linear. Combining
** marks are passed over (at most MARKS_SKIPPED of them) when a condition asks for the neighbour. What no rule takes is copied byte for
** byte, malformed UTF-8 included. Some 600 MB/s of Cyrillic, with capitals and contexts.
**
** Capitals: a lower-case letter gives the lower-case form, an upper-case one its form with one capital, or all capitals if the
** next letter is upper-case, or there is no next letter in the word and the one before is upper-case (Щука, ЩУКА, БОРЩ). A sign that
** stands for a letter is upper case if it stands among such letters (OBʺEM, ОБЪЕМ).
*/
#include <string.h>
#include "base/unicode.h"
#include "base/utf8.h"
#include "translit/table.h"

enum {
    MARKS_SKIPPED = 4,
    ROOM = 1024,      /* bytes kept free in the output before each letter; more than any rule writes */
    FAST_BEHIND = 16, /* bytes that must stand behind a letter for the fast gear, which looks at some of them */
    TAIL = 2 * FAST_BEHIND
};

typedef struct Run {
    const Table *table;
    const char *begin, *at, *end;
    char *out, *limit; /* where the next byte goes; where the buffer's room ends */
    Buffer *buffer;
    const TableCell *before; /* the letter before, or one of table->edges */
    const char *word_end;    /* of the word at `at`, if the scheme has conditions of words */
    uint32_t word;           /* sets that hold one of its letters */
} Run;

static const TableCell *cell_of(const Table *table, uint32_t code)
{
    return code < 0x10000 ? &table->cells[table->pages[code >> 6] + (code & 63)] : &table->cells[0];
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

/* The cell of a character as the one before another. */
static const TableCell *before_of(const Table *table, uint32_t code)
{
    if (paged(table, code)) return cell_of(table, code);
    unsigned flags = unicode_of(code)->flags;
    return &table->edges[flags & UNICODE_UPPER ? EDGE_UPPER : flags & UNICODE_LETTER ? EDGE_LETTER : EDGE_BOUNDARY];
}

/* --- by the rules ---------------------------------------------------------------------------------------------------- */

/* The character at `at` that is no combining mark, or 0 at the end. */
static uint32_t next_letter(const char *at, const char *end)
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
    uint32_t kinds; /* the sets that hold the next one that is no mark */
    int has_kinds;
    size_t bytes;
} Ahead;

static void read_ahead(Ahead *ahead, const char *at, const char *end)
{
    ahead->at = at;
    ahead->bytes = at < end ? utf8_decode(at, end, &ahead->code) : 0;
    ahead->folded = ahead->bytes ? unicode_fold(ahead->code) : 0;
}

static uint32_t kinds_behind(const Table *table, const char *at, const char *end)
{
    uint32_t letter = next_letter(at, end);
    return letter ? kinds_of(table, letter) : table->boundary;
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
    if (rule->upper == CASE_LOWER) return FORM_LOWER;
    if (rule->upper == CASE_SIGN && !(run->before->flags & CELL_UPPER)) return FORM_LOWER;
    if (rule->tail_count && is_letter(second)) return is_upper(second) ? FORM_UPPER : FORM_TITLE;
    uint32_t next = next_letter(after, run->end);
    if (next && is_letter(next))
        return is_upper(next) ? FORM_UPPER : rule->upper == CASE_SIGN ? FORM_LOWER : FORM_TITLE;
    return run->before->flags & CELL_UPPER ? FORM_UPPER : FORM_TITLE;
}

/* Tries the rules of a cell; on a match writes the output and moves on. Returns whether one matched. */
static int apply_rules(Run *run, const TableCell *cell, const char *behind)
{
    const Table *table = run->table;
    const TableRule *rule = &table->rules[cell->first];
    Ahead ahead;
    ahead.at = NULL;
    ahead.code = 0;
    ahead.has_kinds = 0;
    for (;; rule++) {
        const char *after = behind;
        int ok = (!rule->before || (rule->before & run->before->kinds)) &&
                 (!rule->holds || (rule->holds & run->word)) && !(rule->lacks & run->word);
        if (ok && rule->tail_count) {
            if (!ahead.at) read_ahead(&ahead, behind, run->end);
            ok = (after = match_tail(run, rule, &ahead)) != NULL;
        }
        if (ok && rule->after && rule->tail_count) ok = (rule->after & kinds_behind(table, after, run->end)) != 0;
        else if (ok && rule->after) {
            if (!ahead.has_kinds) ahead.kinds = kinds_behind(table, behind, run->end);
            ahead.has_kinds = 1;
            ok = (rule->after & ahead.kinds) != 0;
        }
        if (ok) {
            int form = form_of(run, rule, ahead.code, after);
            const char *from = table->pool + rule->out[form];
            memcpy(run->out, from, TABLE_PADDING);
            if (rule->length[form] > TABLE_PADDING) memcpy(run->out, from, rule->length[form]);
            run->out += rule->length[form];
            run->before = cell;
            if (rule->tail_count) {
                uint32_t last;
                utf8_decode_before(run->at, after, &last);
                run->before = before_of(table, last);
            }
            run->at = after;
            return 1;
        }
        if (rule->last) return 0;
    }
}

/* Notes which sets the letters of the word at `at` are in. Each word is read once, from its beginning. */
static void read_word(Run *run)
{
    const char *at = run->at;
    uint32_t code;
    utf8_decode(at, run->end, &code);
    int inside = (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK)) != 0;
    while (inside && at > run->begin) {
        size_t length = utf8_decode_before(run->begin, at, &code);
        if (!(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK))) break;
        at -= length;
    }
    run->word = 0;
    while (at < run->end) {
        size_t length = utf8_decode(at, run->end, &code);
        if (!(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK))) break;
        run->word |= kinds_of(run->table, code);
        at += length;
    }
    run->word_end = at > run->at ? at : run->at + 1;
}

static int make_room(Run *run, size_t bytes)
{
    run->buffer->length = (size_t)(run->out - run->buffer->bytes);
    run->out = buffer_reserve(run->buffer, bytes + ROOM);
    if (!run->out) return 0;
    run->limit = run->buffer->bytes + run->buffer->capacity;
    return 1;
}

/* Any character. Returns 0 if there is no memory. */
static int apply_slow(Run *run)
{
    uint32_t code;
    if (run->table->words && run->at >= run->word_end) read_word(run);
    size_t length = utf8_decode(run->at, run->end, &code);
    const TableCell *cell = cell_of(run->table, code);
    if (cell->flags & CELL_KNOWN && code != UTF8_REPLACEMENT && apply_rules(run, cell, run->at + length)) return 1;
    if (!(unicode_of(code)->flags & UNICODE_MARK)) run->before = before_of(run->table, code);
    /* a long malformed character */
    if (length > (size_t)(run->limit - run->out) && !make_room(run, length)) return 0;
    memcpy(run->out, run->at, length);
    run->out += length;
    run->at += length;
    return 1;
}

/* --- by the answers -------------------------------------------------------------------------------------------------- */

static int is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The cell of the character of three bytes at `at`, behind which one more can be read. NULL: a continuation byte stands there, so the
** character before is malformed. What is malformed itself, or longer, has the cell of page 0, which has no answers. */
static const TableCell *read_long(const Table *table, const unsigned char *at)
{
    unsigned lead = at[0];
    if (is_continuation(at[0])) return NULL;
    if (lead < 0xE0 || lead > 0xEF || !is_continuation(at[1]) || !is_continuation(at[2])) return table->cells;
    /* overlong forms; surrogates have no page */
    if (lead == 0xE0 && at[1] < 0xA0) return table->cells;
    return &table->cells[table->pages[(lead & 0x0F) << 6 | (at[1] & 63u)] + (at[2] & 63u)];
}

/* Sets `cell` and `bytes` for the character at `where`: two bytes and ASCII by their bits. */
#define READ_CELL(where, cell, bytes)                                                                                  \
    do {                                                                                                               \
        unsigned first_ = (where)[0], word_ = first_ | (unsigned)(where)[1] << 8;                                      \
        if ((word_ & 0xC0E0) == 0x80C0) {                                                                              \
            (cell) = cells + pairs[word_ & 0x1F] + (word_ >> 8 & 0x3F);                                                \
            (bytes) = 2;                                                                                               \
        } else if (first_ < 0x80) {                                                                                    \
            (cell) = cells + TABLE_PAGE + first_;                                                                      \
            (bytes) = 1;                                                                                               \
        } else {                                                                                                       \
            (cell) = read_long(table, (where));                                                                        \
            (bytes) = 3;                                                                                               \
        }                                                                                                              \
    } while (0)

/* Writes characters up to `stop` (FAST_BEHIND bytes before the end of what can be read) as long as they have answers and there is room. */
static void apply_fast(Run *run, const char *stop)
{
    const Table *table = run->table;
    const TableCell *const cells = table->cells, *before = run->before, *cell, *behind;
    const uint16_t *const pairs = table->pairs;
    const uint32_t *const answers = table->answers;
    const char *const pool = table->pool;
    const unsigned char *at = (const unsigned char *)run->at, *last = (const unsigned char *)stop;
    char *out = run->out;
    size_t bytes, bytes_behind, letters = (size_t)(run->limit - out - ROOM) / TABLE_PADDING;
    if ((size_t)(last - at) > letters) last = at + letters;
    READ_CELL(at, cell, bytes);
    while (at < last && cell) {
        READ_CELL(at + bytes, behind, bytes_behind);
        if (!behind) break;
        uint32_t answer = answers[cell->answers + ((unsigned)(before->row + behind->column) & cell->mask)];
        memcpy(out, pool + (answer & 0xFFFF), TABLE_PADDING);
        if (answer >> 24) {
            if (answer >> 24 == ANSWER_RULES) break;
            if (answer >> 24 == ANSWER_SELF) {
                memcpy(out, at, sizeof(uint32_t));
                out += bytes;
                at += bytes;
                before = cell;
                cell = behind;
                bytes = bytes_behind;
                continue;
            }
            out += answer >> 16 & 0xFF;
            at += bytes + bytes_behind;
            before = behind;
            READ_CELL(at, cell, bytes);
            /* of a malformed character the first bytes were taken for the letter */
            if (cell) continue;
            at -= bytes_behind;
            break;
        }
        out += answer >> 16;
        at += bytes;
        before = cell;
        cell = behind;
        bytes = bytes_behind;
    }
    run->before = before;
    run->at = (const char *)at;
    run->out = out;
}

/* Writes the text up to `stop`. Returns 0 if there is no memory. */
static int apply_until(Run *run, const char *stop)
{
    while (run->at < stop) {
        if (run->limit - run->out < 2 * ROOM && !make_room(run, (size_t)(run->end - run->at) * 2 + ROOM)) return 0;
        apply_fast(run, stop);
        if (run->at < stop && !apply_slow(run)) return 0;
    }
    return 1;
}

void table_apply(const Table *table, const char *text, size_t length, Buffer *out)
{
    char tail[TAIL + FAST_BEHIND];
    if (!length) return;
    const char *end = text + length;
    Run run = {.table = table, .begin = text, .at = text, .end = end, .word_end = text, .buffer = out};
    run.before = &table->edges[EDGE_BOUNDARY];
    run.out = buffer_reserve(out, length + length / 2 + 2 * ROOM);
    if (!run.out) return;
    run.limit = out->bytes + out->capacity;
    if (length > TAIL && !apply_until(&run, end - FAST_BEHIND)) return;
    /* the last bytes are read where zeros follow them */
    size_t rest = (size_t)(end - run.at);
    if (rest && table->words && run.at >= run.word_end) read_word(&run);
    size_t word = run.word_end > run.at ? (size_t)(run.word_end - run.at) : 0;
    memcpy(tail, run.at, rest);
    memset(tail + rest, 0, FAST_BEHIND);
    run.word_end = tail + (word < rest ? word : rest);
    run.begin = run.at = tail;
    run.end = tail + rest;
    if (apply_until(&run, run.end)) out->length = (size_t)(run.out - out->bytes);
}
