/*
** lines.c - see lines.h
**
** One pass over the characters, then one over the lines for repetition (a hash table of 64-bit hashes; two different lines of one
** hash would be taken for equal, once in 10^13 pages of a thousand lines). 104 bytes a line.
*/
#include "document/lines.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/furniture_key.h"
#include <string.h>

enum {
    CATEGORY_LOWER = 2,    /* General_Category Ll, by ICU's number */
    WATCH_BYTES = 1 << 20, /* read of one line between two looks at the watch */
    GAP_BYTES = 8          /* so many blanks divide columns */
};

/* State of the scan of one line. */
typedef struct Scan {
    Line *line;
    int word;           /* inside a run of letters and digits */
    unsigned run;       /* digits of the current run */
    unsigned value;     /* its value, while it is short */
    unsigned before[2]; /* digits of the runs before, joined by one separator each; 0: none */
    uint32_t joint;     /* the separator before this run */
    uint32_t last, previous;
} Scan;

static int is_closer(uint32_t code)
{
    switch (code) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case 0x2019:
    case 0x201D:
    case 0xBB:
    case 0x300D:
    case 0x300F:
    case 0xFF09:
    case 0x3011: return 1;
    default: return 0;
    }
}

static LineEnd end_of(uint32_t code)
{
    switch (code) {
    case '.':
    case 0x3002:
    case 0xFF0E:
    case 0xFF61:
    case 0x6D4:
    case 0x964: return END_STOP;
    case '!':
    case '?':
    case 0xFF01:
    case 0xFF1F: return END_QUESTION;
    case 0x2026: return END_DOTS;
    case ':':
    case 0xFF1A: return END_COLON;
    case ',':
    case ';':
    case 0xFF0C:
    case 0x3001:
    case 0xFF1B: return END_COMMA;
    default: return END_NONE;
    }
}

static int is_quote(uint32_t code)
{
    return code == '"' || (code >= 0x201C && code <= 0x201F) || code == 0xAB || code == 0xBB ||
           (code >= 0x300A && code <= 0x300F);
}

static int is_separator(uint32_t code)
{
    return code == '|' || code == '>' || code == '<' || code == 0xB7 || code == 0x2022 || code == 0x203A ||
           code == 0x2192 || code == 0x2190 || code == '[' || code == '/' || code == 0xFF5C;
}

static int is_bullet(uint32_t code)
{
    switch (code) {
    case '*':
    case '+':
    case '-':
    case 0xB7:
    case 0x2022:
    case 0x2023:
    case 0x25A0:
    case 0x25A1:
    case 0x25AA:
    case 0x25B6:
    case 0x25BA:
    case 0x25C6:
    case 0x25CB:
    case 0x25CF:
    case 0x25E6:
    case 0x2605:
    case 0x2192:
    case 0x203B: return 1;
    default: return 0;
    }
}

/* A run of digits is over; `code` follows it. */
static void end_digits(Scan *scan, uint32_t code)
{
    Line *line = scan->line;
    int year = scan->run == 4 && scan->value >= 1900 && scan->value < 2100;
    if (year) line->flags |= LINE_YEAR;
    if (scan->joint == ':' && scan->run == 2 && scan->before[0] >= 1 && scan->before[0] <= 2) line->flags |= LINE_CLOCK;
    if (year && (code == 0x5E74 || code == 0xB144)) line->flags |= LINE_NUMERIC; /* 年 년 */
    if (scan->before[1] && scan->joint != ':' && scan->joint != ',' &&
        ((scan->before[1] == 4 && scan->before[0] <= 2 && scan->run <= 2) ||
         (scan->before[1] <= 2 && scan->before[0] <= 2 && (year || (scan->run == 2 && scan->joint != '.')))))
        line->flags |= LINE_NUMERIC;
    line->numbers++;
    scan->before[1] = scan->before[0];
    scan->before[0] = scan->run;
    scan->run = scan->value = 0;
}

static void scan_digit(Scan *scan, uint32_t code)
{
    if (!scan->run) {
        int joined =
            scan->last == '.' || scan->last == '-' || scan->last == '/' || scan->last == ':' || scan->last == ',';
        if (!joined) scan->before[0] = scan->before[1] = 0;
        scan->joint = scan->last;
    }
    scan->run++;
    scan->value = scan->value < 100000 ? scan->value * 10 + (code - '0') % 10 : scan->value;
    scan->line->digits++;
}

static inline uint64_t hash_on(uint64_t hash, uint32_t code)
{
    hash = (hash ^ code) * 0x9FB21C651E98DF25u;
    return hash ^ hash >> 29;
}

static void scan_word(Scan *scan, uint32_t code, const UnicodeRecord *record)
{
    Line *line = scan->line;
    if (record->flags & UNICODE_DIGIT) scan_digit(scan, code);
    else {
        if (scan->run) end_digits(scan, code);
        scan->before[0] = scan->before[1] = 0;
        if (record->flags & UNICODE_LETTER) {
            int capital = (record->flags & UNICODE_UPPER) != 0;
            if (!line->letters && record->category != CATEGORY_LOWER) line->flags |= LINE_CAPITAL;
            line->letters++;
            line->capitals += (unsigned)capital;
            code = (uint32_t)((int32_t)code + record->fold);
        }
    }
    if (furniture_is_ideograph(record)) {
        line->half_words++;
        line->flags |= LINE_IDEOGRAPHS;
        scan->word = 0;
    } else if (!scan->word) {
        line->half_words += 2;
        scan->word = 1;
    }
    line->hash = hash_on(line->hash, code);
}

static inline int is_small(char c)
{
    return (unsigned)(c - 'a') < 26;
}

static inline void open_word(Scan *scan)
{
    if (!scan->word) scan->line->half_words += 2;
    scan->word = 1;
}

/* The common case: small ASCII letters, not the first of the line and not behind a digit. Returns where they end. */
static const char *scan_small(Scan *scan, const char *at, const char *end)
{
    Line *line = scan->line;
    const char *start = at;
    uint64_t hash = line->hash;
    open_word(scan);
    for (; at < end && is_small(*at); at++) hash = hash_on(hash, (uint32_t)*at);
    line->hash = hash;
    line->letters += (unsigned)(at - start);
    scan->before[0] = scan->before[1] = 0;
    scan->previous = at - start > 1 ? (uint32_t)at[-2] : scan->last;
    scan->last = (uint32_t)at[-1];
    return at;
}

/* A capital of ASCII, not behind a digit. */
static inline void scan_capital(Scan *scan, char c)
{
    Line *line = scan->line;
    open_word(scan);
    if (!line->letters) line->flags |= LINE_CAPITAL;
    line->letters++;
    line->capitals++;
    line->hash = hash_on(line->hash, (uint32_t)c + 32);
    scan->before[0] = scan->before[1] = 0;
    scan->previous = scan->last;
    scan->last = (uint32_t)c;
}

static inline int is_ascii_letter(uint32_t code)
{
    return (code | 32) - 'a' < 26;
}

static void scan_mark(Scan *scan, uint32_t code)
{
    Line *line = scan->line;
    if (scan->run) end_digits(scan, code);
    else if (!scan->word) scan->before[0] = 0;
    scan->word = 0;
    LineEnd end = end_of(code);
    if (end == END_COMMA) line->commas++;
    if ((code == 0x3002 || code == 0xFF01 || code == 0xFF1F)) line->sentences++;
    if (is_quote(code)) line->quotes++;
    else if (is_separator(code)) line->separators++;
    if (code == '@') line->flags |= LINE_ADDRESS;
    else if (code == 0xA9) line->flags |= LINE_COPYRIGHT;
    else if (code == 0xB0 || code == 0x2103) line->flags |= LINE_DEGREE;
}

static void scan_blank(Scan *scan)
{
    if (scan->run) end_digits(scan, ' ');
    LineEnd end = end_of(scan->last);
    if (end == END_NONE && is_closer(scan->last)) end = end_of(scan->previous);
    if (end == END_STOP || end == END_QUESTION || end == END_DOTS) scan->line->sentences++;
    scan->word = 0;
}

/* How a line ends, looking back over what closes quotations and brackets. */
static LineEnd line_end(const char *begin, const char *end)
{
    for (int steps = 0; steps < 4 && end > begin; steps++) {
        uint32_t code;
        end -= utf8_decode_before(begin, end, &code);
        if (code == '.' && end > begin && end[-1] == '.') return END_DOTS;
        LineEnd found = end_of(code);
        if (found != END_NONE) return found;
        if (!is_closer(code)) return END_NONE;
    }
    return END_NONE;
}

static int holds_address(const char *text, size_t length)
{
    for (const char *at = text, *end = text + length;
         (at = memchr(at, '.', (size_t)(end - at))) != NULL && end - at > 1; at++)
        if (at - text >= 3 && !memcmp(at - 3, "www", 3)) return 1;
    for (const char *at = text, *end = text + length;
         (at = memchr(at, ':', (size_t)(end - at))) != NULL && end - at > 3; at++)
        if (at > text + 3 && at[1] == '/' && at[2] == '/') return 1;
    return 0;
}

/* Fills a line whose start and length are set. A line may be the whole page: the watch is asked on the way. */
static void read_line(Arena *arena, const char *text, Line *line)
{
    const char *begin = text + line->start, *end = begin + line->length, *at = begin;
    Scan scan = {line, 0, 0, 0, {0, 0}, 0, ' ', ' '};
    line->hash = 0x243F6A8885A308D3u;
    for (size_t pending = 0; at < end;) {
        uint32_t code;
        if (pending > WATCH_BYTES) {
            if (arena_ask_watch(arena)) return;
            pending = 0;
        }
        if (!scan.run && line->letters && is_small(*at)) {
            const char *behind = scan_small(&scan, at, end - at > WATCH_BYTES ? at + WATCH_BYTES : end);
            pending += (size_t)(behind - at);
            at = behind;
            continue;
        }
        if (*at == ' ' && is_ascii_letter(scan.last)) { /* as scan_blank() */
            scan.word = 0;
            scan.previous = scan.last;
            scan.last = ' ';
            at++, pending++;
            continue;
        }
        if (!scan.run && (unsigned)(*at - 'A') < 26) {
            scan_capital(&scan, *at++);
            pending++;
            continue;
        }
        size_t bytes = utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        pending += bytes;
        if (at == begin && is_quote(code)) line->flags |= LINE_OPEN_QUOTE;
        if (at == begin && code == '[') line->flags |= LINE_BRACKET;
        if (at == begin && is_bullet(code)) line->flags |= LINE_BULLET;
        if (record->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) scan_word(&scan, code, record);
        else if (record->flags & UNICODE_SPACE) scan_blank(&scan);
        else scan_mark(&scan, code);
        scan.previous = scan.last;
        scan.last = code;
        at += bytes;
    }
    scan_blank(&scan);
    if (begin < end && *begin >= '0' && *begin <= '9') {
        size_t digits = 1;
        while (digits < line->length && digits < 3 && begin[digits] >= '0' && begin[digits] <= '9') digits++;
        if (digits + 1 < line->length && (begin[digits] == '.' || begin[digits] == ')') && begin[digits + 1] == ' ')
            line->flags |= LINE_BULLET;
    }
    line->end = (uint8_t)line_end(begin, end);
    if (holds_address(begin, line->length)) line->flags |= LINE_ADDRESS;
    if (!line->letters && !line->digits) line->hash = 0;
    line->furniture = furniture_match(begin, line->length);
}

/* Length of the line break at `at`, or 0. Lead bytes only can begin one of several bytes, and a lead byte begins a character. */
static size_t line_break(const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    if (byte == '\n' || byte == '\v' || byte == '\f') return 1;
    if (byte == '\r') return at + 1 < end && at[1] == '\n' ? 2 : 1;
    if (byte == 0xC2 || byte == 0xE2) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        return code == 0x85 || code == 0x2028 || code == 0x2029 ? bytes : 0;
    }
    return 0;
}

/* The first byte from `at` on that may begin a line break: a control character, C2 or E2. Eight bytes of printable ASCII are passed at once. */
static const char *find_break(const char *at, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x80 * ones;
    uint64_t eight;
    for (;;) {
        while (end - at >= 8) {
            memcpy(&eight, at, sizeof eight);
            if (((eight - 0x20 * ones) | eight) & tops)
                break; /* a byte under 0x20 borrows, and may make the next one look so */
            at += 8;
        }
        for (int i = 0; i < 8; i++, at++) {
            if (at == end) return end;
            unsigned char byte = (unsigned char)*at;
            if ((byte >= '\n' && byte <= '\r') || byte == 0xC2 || byte == 0xE2) return at;
        }
    }
}

static const char *skip_blanks(const char *at, const char *end, uint32_t *count)
{
    const char *from = at;
    while (at < end && *at == ' ') at++;
    *count += (uint32_t)(at - from);
    if (at < end && (unsigned char)*at > ' ' && (unsigned char)*at < 0x80) return at;
    while (at < end) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        if (!(unicode_of(code)->flags & UNICODE_SPACE) && code != 0xFEFF && code != 0x200B) break;
        at += bytes;
        ++*count;
    }
    return at;
}

static const char *skip_blanks_back(const char *begin, const char *end)
{
    while (end > begin && end[-1] == ' ') end--;
    if (end > begin && (unsigned char)end[-1] > ' ' && (unsigned char)end[-1] < 0x7F) return end;
    while (end > begin) {
        uint32_t code;
        size_t bytes = utf8_decode_before(begin, end, &code);
        if (!(unicode_of(code)->flags & UNICODE_SPACE) && code != 0xFEFF && code != 0x200B) break;
        end -= bytes;
    }
    return end;
}

/* Marks lines that say again what an earlier line said. */
static Status find_repeats(Arena *arena, LineList *lines)
{
    size_t slots = 16;
    while (slots < 2 * lines->count) slots *= 2;
    uint32_t *table = arena_array(arena, slots, sizeof *table);
    if (!table) return arena->status;
    for (size_t i = 0; i < lines->count; i++) {
        Line *line = &lines->items[i];
        line->earlier = -1;
        if (!line->hash) continue;
        size_t slot = (size_t)hash_mix(line->hash) & (slots - 1);
        while (table[slot] && lines->items[table[slot] - 1].hash != line->hash) slot = (slot + 1) & (slots - 1);
        line->earlier = (int32_t)table[slot] - 1;
        line->repeats = line->earlier < 0 ? 1 : lines->items[line->earlier].repeats + 1;
        table[slot] = (uint32_t)i + 1;
    }
    /* the last of each chain has the full count: hand it back up */
    for (size_t i = lines->count; i-- > 0;)
        if (lines->items[i].earlier >= 0) lines->items[lines->items[i].earlier].repeats = lines->items[i].repeats;
    return STATUS_OK;
}

/* The first gap between columns at or after `at`, or `end`. Looks at every eighth byte only, where that is no blank. */
static const char *find_gap(const char *at, const char *end)
{
    while (end - at >= GAP_BYTES) {
        ptrdiff_t blanks = 0;
        while (blanks < GAP_BYTES && at[GAP_BYTES - 1 - blanks] == ' ') blanks++;
        if (blanks == GAP_BYTES) return at;
        at += GAP_BYTES - blanks;
    }
    return end;
}

/* Columns that a text takes on a screen: two an ideograph or a syllable of Hangul. */
static uint32_t width_of(const char *at, const char *end)
{
    uint32_t width = 0, code;
    while (at < end) {
        at += utf8_decode(at, end, &code);
        width += code >= 0x1100 &&
                         (code < 0x1160 || (code >= 0x2E80 && code < 0xD7A4) || (code >= 0xF900 && code < 0xFB00) ||
                          (code >= 0xFE30 && code < 0xFE70) || (code >= 0xFF00 && code < 0xFF61))
                     ? 2
                     : 1;
    }
    return width;
}

typedef struct Place {
    uint32_t number, blanks, column;
    uint8_t part;
} Place;

static Status add_line(Arena *arena, const char *text, const char *first, const char *last, const Place *place,
                       LineList *lines)
{
    Line *line = ARENA_PUSH(arena, lines);
    if (!line) return arena->status;
    memset(line, 0, sizeof *line);
    line->start = (uint32_t)(first - text);
    line->length = (uint32_t)(last - first);
    line->number = place->number, line->blanks = place->blanks, line->indent = place->column, line->part = place->part;
    read_line(arena, text, line);
    return arena->status;
}

Status lines_read(Arena *arena, const char *text, size_t length, LineList *lines)
{
    const char *at = text, *end = text + length;
    Place place = {0, 0, 0, 0};
    while (at < end) {
        if (arena_stopped(arena)) return arena->status;
        const char *stop = at;
        size_t skip = 0;
        while ((stop = find_break(stop, end)) < end && (skip = line_break(stop, end)) == 0) stop++;
        place.column = place.part = 0;
        const char *first = skip_blanks(at, stop, &place.column), *last = skip_blanks_back(first, stop);
        if (first == last) place.blanks++;
        while (first < last) {
            const char *gap = find_gap(first, last);
            if ((gap < last || place.part) && place.part < 255) place.part++;
            if (add_line(arena, text, first, gap, &place, lines) != STATUS_OK) return arena->status;
            place.blanks = 0;
            if (gap < last) place.column += width_of(first, gap);
            first = gap < last ? skip_blanks(gap, last, &place.column) : last;
        }
        place.number++;
        at = stop + skip;
    }
    return find_repeats(arena, lines);
}
