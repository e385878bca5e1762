/*
** furniture.c - see furniture.h
**
** The table compiler writes furniture_rows[] and furniture_slots[], an open-addressed hash table of row numbers + 1; equal
** phrases of different kind or match are separate rows and lie on one chain of slots. A line costs one look-up for each of its first
** words, as long as they begin a phrase, and one for each of its last, if the last one ends a phrase.
*/
#include "document/furniture.h"
#include "document/furniture_key.h"
#include "base/hash.h"
#include <string.h>

extern const FurnitureRow furniture_rows[];
extern const uint16_t furniture_slots[];
extern const unsigned furniture_mask;
extern const uint64_t furniture_openings[], furniture_closings[], furniture_heads[],
    furniture_starts[]; /* see furniture_key.h */

enum { TAIL_BYTES = 60 }; /* closing words are looked for in so many bytes */

/* Calls nothing: gives the kinds of all rows of this key by match, 0 where there is none. */
static void look_up(const char *key, unsigned length, uint8_t kinds[3])
{
    unsigned slot = (unsigned)hash_bytes(key, length, 0) & furniture_mask;
    kinds[0] = kinds[1] = kinds[2] = FURNITURE_NONE;
    for (; furniture_slots[slot]; slot = (slot + 1) & furniture_mask) {
        const FurnitureRow *row = &furniture_rows[furniture_slots[slot] - 1];
        if (row->length != length || memcmp(row->phrase, key, length) != 0) continue;
        int place = row->match == FURNITURE_LINE    ? 0
                    : row->match == FURNITURE_START ? 1
                    : row->match == FURNITURE_END   ? 2
                                                    : 3;
        if (place < 3 && !kinds[place]) kinds[place] = row->kind;
    }
}

static int has_bit(const uint64_t *filter, unsigned bit)
{
    return (int)(filter[bit >> 6] >> (bit & 63) & 1);
}

/* Whether some phrase that ends lines ends with the last letter and the one before it. */
static int has_tail(const char *line, size_t length)
{
    const char *end = line + length, *at = end;
    uint32_t code, last = FURNITURE_NO_LETTER, before = FURNITURE_NO_LETTER;
    size_t bytes;
    while (at > line && last == FURNITURE_NO_LETTER) {
        at -= utf8_decode_before(line, at, &code);
        last = furniture_letter(at, end, &bytes);
    }
    if (last == FURNITURE_NO_LETTER) return 0;
    if (at > line) {
        at -= utf8_decode_before(line, at, &code);
        before = furniture_letter(at, end, &bytes);
    }
    return has_bit(furniture_starts, furniture_tail_bit(last, before)) ||
           has_bit(furniture_starts, furniture_tail_bit(last, FURNITURE_ANY_LETTER));
}

/*
** Whether some phrase may begin as the line does, by its first three letters, if its first word has three. Where words are not parted (ideographs, and
** beside them), a phrase may end before.
*/
static int has_start(const char *line, size_t length)
{
    enum { IDEOGRAPHS_FROM = 0x2E80 };
    const char *at = line, *end = line + length;
    uint32_t letters[3] = {FURNITURE_NO_LETTER, FURNITURE_NO_LETTER, FURNITURE_NO_LETTER};
    size_t bytes = 0;
    while (at < end && letters[0] == FURNITURE_NO_LETTER) letters[0] = furniture_letter(at, end, &bytes), at += bytes;
    for (int i = 1; i < 3; i++) {
        if (at < end) letters[i] = furniture_letter(at, end, &bytes);
        if (letters[i] == FURNITURE_NO_LETTER) return 1;
        at += bytes;
    }
    if (has_bit(furniture_starts, furniture_start_bit(letters[0], letters[1], letters[2]))) return 1;
    return (letters[0] >= IDEOGRAPHS_FROM || letters[1] >= IDEOGRAPHS_FROM || letters[2] >= IDEOGRAPHS_FROM) &&
           (has_bit(furniture_starts, furniture_start_bit(letters[0], letters[1], FURNITURE_ANY_LETTER)) ||
            has_bit(furniture_starts, furniture_start_bit(letters[0], FURNITURE_ANY_LETTER, FURNITURE_ANY_LETTER)));
}

/* Whether the last word of the line, an ideograph by itself, is the last one of some phrase. It begins behind `line`. */
static int may_close(const char *line, size_t length)
{
    const char *start = line + length, *stop = NULL;
    while (start > line) {
        uint32_t code;
        size_t bytes = utf8_decode_before(line, start, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (record->flags & (UNICODE_LETTER | UNICODE_MARK)) {
            int ideograph = furniture_is_ideograph(record);
            if (stop && ideograph) break;
            if (!stop) stop = start;
            start -= bytes;
            if (ideograph) break;
            continue;
        }
        if (stop && code != '\'' && code != 0x2019 && code != 0x2BC) break;
        start -= bytes;
    }
    if (!stop || start == line) return 0;
    FurnitureKey key;
    furniture_key(start, (size_t)(stop - start), NULL, &key);
    return furniture_in_filter(furniture_closings, key.bytes, key.length);
}

static uint8_t closing_words(const char *line, size_t length)
{
    size_t from = length > TAIL_BYTES ? length - TAIL_BYTES : 0;
    while (from && from < length && ((unsigned char)line[from] & 0xC0) == 0x80) from++;
    FurnitureKey key;
    if (!has_tail(line + from, length - from) || !may_close(line + from, length - from)) return FURNITURE_NONE;
    furniture_key(line + from, length - from, NULL, &key);
    if (!key.whole) return FURNITURE_NONE;
    uint8_t kinds[3], found = FURNITURE_NONE;
    for (unsigned i = 0; i + 1 < key.cut_count && !found; i++) {
        unsigned begin = key.cuts[i];
        while (begin < key.length && key.bytes[begin] == ' ') begin++;
        look_up(key.bytes + begin, key.length - begin, kinds);
        found = kinds[2];
    }
    return found;
}

FurnitureMatch furniture_match(const char *line, size_t length)
{
    FurnitureMatch match = {FURNITURE_NONE, FURNITURE_NONE, FURNITURE_NONE, 0};
    FurnitureKey key;
    uint8_t kinds[3];
    key.cut_count = 0;
    if (has_start(line, length)) furniture_key(line, length, furniture_openings, &key);
    for (unsigned i = 0; i < key.cut_count; i++) {
        look_up(key.bytes, key.cuts[i], kinds);
        if (kinds[1]) {
            match.start = kinds[1];
            match.start_bytes = key.ends[i];
        }
        if (key.whole && i + 1 == key.cut_count) {
            match.line = kinds[0];
            match.end = kinds[2];
        }
    }
    if (!match.end) match.end = closing_words(line, length);
    return match;
}

/* Whether a phrase of this kind may begin with the first two letters of the text. Mostly the first one tells. */
static int may_begin(const char *text, size_t length, Furniture kind, int is_label)
{
    const char *at = text, *end = text + length;
    uint32_t first = FURNITURE_NO_LETTER, second;
    size_t bytes;
    while (at < end && first == FURNITURE_NO_LETTER) first = furniture_letter(at, end, &bytes), at += bytes;
    if (first == FURNITURE_NO_LETTER ||
        !has_bit(furniture_heads, furniture_head_bit((int)kind, is_label, first, FURNITURE_NO_LETTER)))
        return 0;
    second = at < end ? furniture_letter(at, end, &bytes) : FURNITURE_NO_LETTER;
    return second == FURNITURE_NO_LETTER ||
           has_bit(furniture_heads, furniture_head_bit((int)kind, is_label, first, second)) ||
           has_bit(furniture_heads, furniture_head_bit((int)kind, is_label, first, FURNITURE_ANY_LETTER));
}

int furniture_phrase_begins(uint32_t code, Furniture kind)
{
    const UnicodeRecord *record = unicode_of(code);
    return !(record->flags & (UNICODE_LETTER | UNICODE_MARK)) ||
           has_bit(furniture_heads,
                   furniture_head_bit((int)kind, 0, furniture_fold(code, record), FURNITURE_NO_LETTER));
}

size_t furniture_label(const char *text, size_t length, Furniture kind)
{
    FurnitureKey key;
    uint8_t kinds[3];
    size_t found = 0;
    if (!may_begin(text, length, kind, 1)) return 0;
    furniture_key(text, length, furniture_openings, &key);
    for (unsigned i = 0; i < key.cut_count; i++) {
        look_up(key.bytes, key.cuts[i], kinds);
        if (kinds[1] == kind) found = key.ends[i];
    }
    return found;
}

int furniture_phrase(const char *text, size_t length, Furniture kind, size_t *bytes)
{
    FurnitureKey key;
    int found = 0;
    if (!may_begin(text, length, kind, 0)) return 0;
    furniture_key(text, length, furniture_openings, &key);
    for (unsigned i = 0; i < key.cut_count; i++) {
        unsigned slot = (unsigned)hash_bytes(key.bytes, key.cuts[i], 0) & furniture_mask;
        int here = 0;
        for (; furniture_slots[slot]; slot = (slot + 1) & furniture_mask) {
            const FurnitureRow *row = &furniture_rows[furniture_slots[slot] - 1];
            if (row->length == key.cuts[i] && row->kind == kind && memcmp(row->phrase, key.bytes, row->length) == 0 &&
                row->match >= FURNITURE_AFTER)
                here |= row->match;
        }
        if (here) {
            found = here;
            *bytes = key.ends[i];
        }
    }
    return found;
}
