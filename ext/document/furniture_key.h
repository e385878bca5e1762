/*
** furniture_key.h - the form in which a line's opening words and the phrases of data/<language>/document.tsv are compared
**
** Letters are case-folded, apostrophes and numbers left out, every other run of characters is one blank; no blank stands
** beside a Han character or kana, because there everyone sets blanks as he likes. Shared by the engine and by
** tools/compile_document.c, so that both make the same key.
*/
#ifndef CORPUS_FURNITURE_KEY_H
#define CORPUS_FURNITURE_KEY_H

#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum { FURNITURE_KEY_BYTES = 96, FURNITURE_KEY_CUTS = 96 };

typedef struct FurnitureKey {
    char bytes[FURNITURE_KEY_BYTES];
    unsigned length;
    int whole;                              /* the key is of the whole text, not of its first bytes only */
    unsigned cut_count;                     /* places where a word ends: */
    unsigned char cuts[FURNITURE_KEY_CUTS]; /* offset in the key */
    uint32_t ends[FURNITURE_KEY_CUTS];      /* offset in the text */
} FurnitureKey;

static inline int furniture_is_ideograph(const UnicodeRecord *record)
{
    return record->script == SCRIPT_HAN || record->script == SCRIPT_HIRAGANA || record->script == SCRIPT_KATAKANA;
}

/*
** Filters of FURNITURE_FILTER_BITS by hash_bytes(): the openings of phrases, up to each place where a word ends; and the last words of those that end a
** line. Where words end in a key depends on its bytes alone, so a key whose opening is not there begins no phrase, however it goes on.
*/
enum { FURNITURE_FILTER_BITS = 1 << 16 };

static inline unsigned furniture_filter_bit(const char *bytes, size_t length)
{
    return (unsigned)(hash_bytes(bytes, length, 0) >> 40) & (FURNITURE_FILTER_BITS - 1);
}

static inline int furniture_in_filter(const uint64_t *filter, const char *bytes, size_t length)
{
    unsigned bit = furniture_filter_bit(bytes, length);
    return (int)(filter[bit >> 6] >> (bit & 63) & 1);
}

/*
** A filter of the same size, by kind of furniture and the first two letters of a phrase, folded: most places of a text are seen to begin no
** phrase of a kind by two letters, without a key. A letter that no letter stands beside, in the text or in a phrase, has FURNITURE_NO_LETTER there; what a
** phrase of one letter may have beside it is FURNITURE_ANY_LETTER.
*/
enum { FURNITURE_NO_LETTER = 0, FURNITURE_ANY_LETTER = 0x110000 };

static inline unsigned furniture_head_bit(int kind, int is_label, uint32_t first, uint32_t second)
{
    uint64_t mix = ((uint64_t)kind << 1 | (uint64_t)is_label) << 42 | (uint64_t)first << 21 | second;
    return (unsigned)(mix * 0x9E3779B97F4A7C15u >> 48) & (FURNITURE_FILTER_BITS - 1);
}

/* And one of the first three letters of phrases that lines are, begin or end with, as far as no blank parts them. */
static inline unsigned furniture_start_bit(uint32_t first, uint32_t second, uint32_t third)
{
    uint64_t mix = (uint64_t)first << 42 | (uint64_t)second << 21 | third;
    return (unsigned)(mix * 0x9E3779B97F4A7C15u >> 48) & (FURNITURE_FILTER_BITS - 1);
}

/* And one of the last letter of phrases that end a line, and the one before it. */
static inline unsigned furniture_tail_bit(uint32_t last, uint32_t before)
{
    return furniture_start_bit(0x1FFFFF, last, before);
}

static inline uint32_t furniture_fold(uint32_t code, const UnicodeRecord *record)
{
    code = (uint32_t)((int32_t)code + record->fold);
    if (code == 0x451) return 0x435;                    /* ё: printed as е as often as not */
    return code == 0x130 || code == 0x131 ? 'i' : code; /* Turkish, whose capital I is that of ı */
}

/* The letter or mark at `at` as it stands in a key, or FURNITURE_NO_LETTER; `*bytes` of the text are read. */
static inline uint32_t furniture_letter(const char *at, const char *end, size_t *bytes)
{
    uint32_t code, letter = (unsigned char)*at | 32u;
    *bytes = 1;
    if (letter - 'a' < 26) return letter;
    *bytes = utf8_decode(at, end, &code);
    const UnicodeRecord *record = unicode_of(code);
    if (!(record->flags & (UNICODE_LETTER | UNICODE_MARK))) return FURNITURE_NO_LETTER;
    return furniture_fold(code, record);
}

/* Notes that a word ends. Returns 0 if neither this nor the rest of the key is of use. */
static inline int furniture_cut(FurnitureKey *key, uint32_t end, const uint64_t *openings)
{
    if (key->cut_count == FURNITURE_KEY_CUTS) return 0;
    if (openings && !furniture_in_filter(openings, key->bytes, key->length)) return 0;
    key->cuts[key->cut_count] = (unsigned char)key->length;
    key->ends[key->cut_count++] = end;
    return 1;
}

/* Adds a letter; there is room. Inline for those of up to three bytes. */
static inline void furniture_put(FurnitureKey *key, uint32_t code)
{
    char *out = key->bytes + key->length;
    if (code >= 0x80 && code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        key->length += 2;
    } else if (code >= 0x800 && code < 0xD800) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        key->length += 3;
    } else key->length += (unsigned)utf8_encode(code, out);
}

/*
** Makes the key of the opening of `text`, as much as fits, or, with the filter `openings`, as may be of use: it ends with the first
** words that begin no phrase. Constant time.
*/
static inline void furniture_key(const char *text, size_t length, const uint64_t *openings, FurnitureKey *key)
{
    const char *at = text, *end = text + length;
    int pending = 0, ideograph = 0, open = 0; /* a blank is due; the last character was an ideograph; a word is open */
    key->length = key->cut_count = 0;
    key->whole = 1;
    while (at < end) {
        unsigned letter = (unsigned char)*at | 32u;
        if (letter - 'a' < 26) { /* as below, without a look into the tables */
            if (key->length + 8 > FURNITURE_KEY_BYTES) break;
            if (pending && key->length && !ideograph) key->bytes[key->length++] = ' ';
            key->bytes[key->length++] = (char)letter;
            pending = ideograph = 0, open = 1;
            at++;
            continue;
        }
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (record->flags & (UNICODE_LETTER | UNICODE_MARK)) {
            int now = furniture_is_ideograph(record);
            if (open && now && !furniture_cut(key, (uint32_t)(at - text), openings)) break;
            if (key->length + 8 > FURNITURE_KEY_BYTES) break;
            if (pending && key->length && !now && !ideograph) key->bytes[key->length++] = ' ';
            furniture_put(key, furniture_fold(code, record));
            pending = 0, ideograph = now, open = !now;
            if (now && !furniture_cut(key, (uint32_t)(at + bytes - text), openings)) break;
        } else if (code != '\'' && code != 0x2019 && code != 0x2BC) {
            if (open && !furniture_cut(key, (uint32_t)(at - text), openings)) break;
            pending = 1, open = 0;
        }
        at += bytes;
    }
    if (at < end) key->whole = 0;
    else if (open) furniture_cut(key, (uint32_t)length, NULL);
}

#endif
