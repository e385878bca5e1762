/*
** lines.c - see lines.h
**
** One pass over the characters, then one over the lines for repetition (a hash table of 64-bit hashes; two different lines of one
** hash would be taken for equal, once in 10^13 pages of a thousand lines). 104 bytes a line.
**
** Characters are read one by one with their properties, but for what most text is made of: runs of ASCII letters go eight bytes a step, runs of letters of two bytes
** (Latin, Greek, Cyrillic, Arabic), of Han characters and of syllables of Hangul have loops of their own. They come to the same.
*/
#include "document/lines.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/utf8_runs.h"
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
    uint32_t last;      /* character before; and, where that is a mark, the one before it: */
    uint32_t previous;
    uint64_t hash, part; /* of letters and digits; those of ASCII go in eight at a time: */
    unsigned fill;       /* so many are in `part` */
} Scan;

/* What a mark is: how a line ends with it (LineEnd), and MARK_... */
enum { MARK_END = 7, MARK_CLOSER = 8, MARK_QUOTATION = 16, MARK_SEPARATOR = 32 };

static const uint8_t ascii_marks[128] = {['.'] = END_STOP,
                                         ['!'] = END_QUESTION,
                                         ['?'] = END_QUESTION,
                                         [':'] = END_COLON,
                                         [','] = END_COMMA,
                                         [';'] = END_COMMA,
                                         ['"'] = MARK_CLOSER | MARK_QUOTATION,
                                         ['\''] = MARK_CLOSER,
                                         [')'] = MARK_CLOSER,
                                         [']'] = MARK_CLOSER,
                                         ['|'] = MARK_SEPARATOR,
                                         ['>'] = MARK_SEPARATOR,
                                         ['<'] = MARK_SEPARATOR,
                                         ['['] = MARK_SEPARATOR,
                                         ['/'] = MARK_SEPARATOR};

static unsigned mark_beyond_ascii(uint32_t code)
{
    switch (code) {
    case 0x3002:
    case 0xFF0E:
    case 0xFF61:
    case 0x6D4:
    case 0x964: return END_STOP;
    case 0xFF01:
    case 0xFF1F: return END_QUESTION;
    case 0x2026: return END_DOTS;
    case 0xFF1A: return END_COLON;
    case 0xFF0C:
    case 0x3001:
    case 0xFF1B: return END_COMMA;
    case 0x2019:
    case 0xFF09:
    case 0x3011: return MARK_CLOSER;
    case 0x201D:
    case 0xBB:
    case 0x300D:
    case 0x300F: return MARK_CLOSER | MARK_QUOTATION;
    case 0x201C:
    case 0x201E:
    case 0x201F:
    case 0xAB:
    case 0x300A:
    case 0x300B:
    case 0x300C:
    case 0x300E: return MARK_QUOTATION;
    case 0xB7:
    case 0x2022:
    case 0x203A:
    case 0x2192:
    case 0x2190:
    case 0xFF5C: return MARK_SEPARATOR;
    default: return 0;
    }
}

static inline unsigned mark_of(uint32_t code)
{
    return code < 0x80 ? ascii_marks[code] : mark_beyond_ascii(code);
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

/* --- the hash of a line: of its letters and digits, folded, in order ---------------------------------------------------------- */

static inline uint64_t hash_on(uint64_t hash, uint64_t letters)
{
    hash = (hash ^ letters) * 0x9FB21C651E98DF25u;
    return hash ^ hash >> 32;
}

/* Adds `count` bytes of ASCII, 0 to 8, the first one lowest, zeros above them. */
static inline void hash_ascii(Scan *scan, uint64_t bytes, unsigned count)
{
    scan->part |= bytes << 8 * scan->fill;
    scan->fill += count;
    if (scan->fill < 8) return;
    scan->hash = hash_on(scan->hash, scan->part);
    scan->fill -= 8;
    scan->part = scan->fill ? bytes >> 8 * (count - scan->fill) : 0;
}

static inline void hash_end_ascii(Scan *scan)
{
    if (!scan->fill) return;
    scan->hash = hash_on(scan->hash, scan->part);
    scan->part = 0;
    scan->fill = 0;
}

/* --- characters ---------------------------------------------------------------------------------------------------------------- */

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
    if (code < 0x80) hash_ascii(scan, code, 1);
    else {
        hash_end_ascii(scan);
        scan->hash = hash_on(scan->hash, code);
    }
}

static void scan_mark(Scan *scan, uint32_t code)
{
    Line *line = scan->line;
    const unsigned mark = mark_of(code);
    if (scan->run) end_digits(scan, code);
    else if (!scan->word) scan->before[0] = 0;
    scan->word = 0;
    line->commas += (mark & MARK_END) == END_COMMA;
    if (code == 0x3002 || code == 0xFF01 || code == 0xFF1F) line->sentences++;
    if (mark & MARK_QUOTATION) line->quotes++;
    else if (mark & MARK_SEPARATOR) line->separators++;
    if (code == '@') line->flags |= LINE_ADDRESS;
    else if (code == 0xA9) line->flags |= LINE_COPYRIGHT;
    else if (code == 0xB0 || code == 0x2103) line->flags |= LINE_DEGREE;
}

static void scan_blank(Scan *scan)
{
    if (scan->run) end_digits(scan, ' ');
    unsigned mark = mark_of(scan->last), end = mark & MARK_END;
    if (mark & MARK_CLOSER) end = mark_of(scan->previous) & MARK_END;
    if (end == END_STOP || end == END_QUESTION || end == END_DOTS) scan->line->sentences++;
    scan->word = 0;
}

/* The mark at `at` makes an address of what is around it: `www.`, `://`. */
static int opens_address(const char *begin, const char *at, const char *end)
{
    if (*at == '.') return at - begin >= 3 && end - at > 1 && !memcmp(at - 3, "www", 3);
    return *at == ':' && at - begin > 3 && end - at > 3 && at[1] == '/' && at[2] == '/';
}

static const char *scan_character(Scan *scan, const char *begin, const char *at, const char *end)
{
    Line *line = scan->line;
    uint32_t code;
    size_t bytes = utf8_decode(at, end, &code);
    const UnicodeRecord *record = unicode_of(code);
    if (code == UTF8_REPLACEMENT) line->flags |= LINE_REPLACED;
    if (at == begin) {
        if (mark_of(code) & MARK_QUOTATION) line->flags |= LINE_OPEN_QUOTE;
        if (code == '[') line->flags |= LINE_BRACKET;
        if (is_bullet(code)) line->flags |= LINE_BULLET;
    }
    if (record->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) scan_word(scan, code, record);
    else if (record->flags & UNICODE_SPACE) scan_blank(scan);
    else {
        scan_mark(scan, code);
        if (opens_address(begin, at, end)) line->flags |= LINE_ADDRESS;
    }
    scan->previous = scan->last;
    scan->last = code;
    return at + bytes;
}

/* --- the common cases: letters that no digits stand before, in runs ------------------------------------------------------------- */

static inline void open_word(Scan *scan)
{
    if (!scan->word) scan->line->half_words += 2;
    scan->word = 1;
    scan->before[0] = scan->before[1] = 0;
}

static inline int is_ascii_letter(char c)
{
    return (unsigned)((unsigned char)c | 32) - 'a' < 26;
}

/* Words of ASCII letters with a blank behind each. Returns where they end. */
static const char *scan_ascii(Scan *scan, const char *at, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, tops = ones * 0x80, cases = ones * 0x20;
    Line *line = scan->line;
    uint32_t letters = 0, capitals = 0;
    if (!line->letters && !(*at & 0x20)) line->flags |= LINE_CAPITAL;
    while (at < end && is_ascii_letter(*at)) {
        unsigned count;
        open_word(scan);
        do {
            const uint64_t bytes = utf8_eight(at, end), small = (bytes & ~tops) | cases;
            const uint64_t others =
                ~((small + ones * (0x80 - 'a')) & ~(small + ones * (0x80 - 'z' - 1)) & ~bytes) & tops;
            count = others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
            const uint64_t taken = count < 8 ? ((uint64_t)1 << 8 * count) - 1 : UINT64_MAX;
            /* a byte of ones for each capital, added up in the highest */
            capitals += (uint32_t)(((~bytes & cases & taken) >> 5) * ones >> 56);
            hash_ascii(scan, small & taken, count);
            letters += count;
            at += count;
        } while (count == 8 && at < end);
        scan->last = (unsigned char)at[-1];
        if (at < end && *at == ' ') { /* as scan_blank() */
            scan->word = 0;
            scan->last = ' ';
            at++;
        }
    }
    line->letters += letters;
    line->capitals += capitals;
    return at;
}

/* Letters of two bytes. Returns `at` if there is none. */
static const char *scan_two(Scan *scan, const char *at, const char *end)
{
    const char *start = at;
    Line *line = scan->line;
    uint32_t capitals = 0, code = 0, first = 0;
    uint64_t hash;
    hash_end_ascii(scan);
    hash = scan->hash;
    for (uint32_t here; utf8_two(at, end, &here); at += 2) {
        uint32_t letter = unicode_short(here);
        if (!(letter & UNICODE_SHORT_LETTER)) break;
        code = here;
        if (at == start) first = letter;
        capitals += letter / UNICODE_SHORT_UPPER & 1;
        hash = hash_on(hash, letter & 0xFFFF);
    }
    if (at == start) return at;
    open_word(scan);
    if (!line->letters && !(first & UNICODE_SHORT_LOWER)) line->flags |= LINE_CAPITAL;
    scan->hash = hash;
    scan->last = code;
    line->letters += (uint32_t)((at - start) / 2);
    line->capitals += capitals;
    if (at < end && *at == ' ') { /* as scan_blank() */
        scan->word = 0;
        scan->last = ' ';
        at++;
    }
    return at;
}

/*
** Han characters from U+4E00 on, or syllables of Hangul: letters without case that fold to themselves, three bytes each. Returns `at` if there is none.
*/
static const char *scan_three(Scan *scan, const char *at, const char *end, uint32_t first, uint32_t last)
{
    const char *start = at;
    uint64_t hash;
    uint32_t code = 0;
    hash_end_ascii(scan);
    hash = scan->hash;
    for (uint32_t here; utf8_three(at, end, first, last, &here); at += 3) {
        code = here;
        hash = hash_on(hash, code);
    }
    if (at == start) return at;
    scan->hash = hash;
    scan->last = code;
    if (!scan->line->letters) scan->line->flags |= LINE_CAPITAL;
    scan->line->letters += (uint32_t)((at - start) / 3);
    return at;
}

static const char *scan_han(Scan *scan, const char *at, const char *end)
{
    const char *behind = scan_three(scan, at, end, UTF8_HAN_FIRST, UTF8_HAN_LAST);
    if (behind == at) return at;
    scan->line->half_words += (uint32_t)((behind - at) / 3);
    scan->line->flags |= LINE_IDEOGRAPHS;
    scan->word = 0;
    scan->before[0] = scan->before[1] = 0;
    return behind;
}

static const char *scan_hangul(Scan *scan, const char *at, const char *end)
{
    const char *behind = scan_three(scan, at, end, UTF8_HANGUL_FIRST, UTF8_HANGUL_LAST);
    if (behind > at) open_word(scan);
    return behind;
}

/* A run of one of the common cases; `at` itself if there is none. */
static inline const char *scan_run(Scan *scan, const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    if (is_ascii_letter(*at)) return scan_ascii(scan, at, end);
    if (byte < 0xC3) return at;
    if (byte < 0xE0) return scan_two(scan, at, end);
    if (byte >= 0xE4 && byte <= 0xE9) return scan_han(scan, at, end);
    return byte >= 0xEA && byte <= 0xED ? scan_hangul(scan, at, end) : at;
}

/* --- lines ------------------------------------------------------------------------------------------------------------------------ */

/* How a line ends, looking back over what closes quotations and brackets. */
static LineEnd line_end(const char *begin, const char *end)
{
    for (int steps = 0; steps < 4 && end > begin; steps++) {
        uint32_t code;
        end -= utf8_decode_before(begin, end, &code);
        if (code == '.' && end > begin && end[-1] == '.') return END_DOTS;
        unsigned mark = mark_of(code);
        if (mark & MARK_END) return (LineEnd)(mark & MARK_END);
        if (!(mark & MARK_CLOSER)) return END_NONE;
    }
    return END_NONE;
}

/* Fills a line whose start and length are set. A line may be the whole page: the watch is asked on the way. */
static void read_line(Arena *arena, const char *text, Line *line)
{
    const char *begin = text + line->start, *end = begin + line->length, *at = begin;
    Scan scan = {line, 0, 0, 0, {0, 0}, 0, ' ', ' ', 0x243F6A8885A308D3u, 0, 0};
    while (at < end) {
        const char *stop = end - at > WATCH_BYTES ? at + WATCH_BYTES : end;
        if (at > begin && arena_ask_watch(arena)) return;
        while (at < stop) {
            const char *behind = scan.run ? at : scan_run(&scan, at, stop);
            at = behind > at ? behind : scan_character(&scan, begin, at, end);
        }
    }
    scan_blank(&scan);
    hash_end_ascii(&scan);
    if (begin < end && *begin >= '0' && *begin <= '9') {
        size_t digits = 1;
        while (digits < line->length && digits < 3 && begin[digits] >= '0' && begin[digits] <= '9') digits++;
        if (digits + 1 < line->length && (begin[digits] == '.' || begin[digits] == ')') && begin[digits + 1] == ' ')
            line->flags |= LINE_BULLET;
    }
    line->end = (uint8_t)line_end(begin, end);
    line->hash = !line->letters && !line->digits ? 0 : scan.hash ? scan.hash : 1;
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

typedef uint8_t Bytes __attribute__((vector_size(16)));

static inline Bytes load_bytes(const char *at)
{
    Bytes bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* The first place from `at` on that may be a line break: a control character, C2 85, or E2 80 and A8 or A9. Sixteen bytes are passed at once. */
static const char *find_break(const char *at, const char *end)
{
    for (;;) {
        while (end - at >= (ptrdiff_t)sizeof(Bytes) + 2) {
            const Bytes here = load_bytes(at), next = load_bytes(at + 1), third = load_bytes(at + 2);
            const Bytes found = (Bytes)(here - '\n' <= '\r' - '\n') | ((Bytes)(here == 0xC2) & (Bytes)(next == 0x85)) |
                                ((Bytes)(here == 0xE2) & (Bytes)(next == 0x80) & (Bytes)((third | 1) == 0xA9));
            uint64_t halves[2];
            memcpy(halves, &found, sizeof halves);
            if (halves[0] | halves[1]) break;
            at += sizeof(Bytes);
        }
        for (int i = 0; i < (int)sizeof(Bytes); i++, at++) {
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
