/*
** fingerprint.c - see fingerprint.h
**
** One-permutation MinHash (Li, Owen, Zhang 2012): a shingle's hash chooses one of 128 bins by its top bits, and the bin keeps the least of the rest. An
** empty bin borrows from another one that is chosen by hashing (optimal densification, Shrivastava 2017), so that two texts borrow alike. Words
** are runs of letters and digits in folded form, an ideograph is a word. The share of equal minima estimates the
** Jaccard resemblance of the sets of shingles; 16 bits a minimum make two different ones equal once in 65,536.
**
** Bytes, least significant first:  0 version  1 minima (128)  2-3 zero  4-7 number of shingles  8-263 minima of 16 bits
** The hash is defined here byte by byte, so that fingerprints of different machines compare.
*/
#include "document/fingerprint.h"
#include "base/unicode.h"
#include <string.h>

enum { VERSION = 1, BINS = 128, HEADER = 8, SHINGLE = 3, WATCH_BYTES = 1 << 20 };

typedef struct Sketch {
    uint64_t minima[BINS]; /* UINT64_MAX: empty */
    uint64_t words[SHINGLE];
    uint32_t word_count, shingles;
} Sketch;

static uint64_t scatter(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53u;
    return h ^ h >> 33;
}

static void add_shingle(Sketch *sketch, uint64_t hash)
{
    unsigned bin = (unsigned)(hash >> 57);
    uint64_t rest = hash << 7 >> 7;
    if (rest < sketch->minima[bin]) sketch->minima[bin] = rest;
    sketch->shingles++;
}

static void add_word(Sketch *sketch, uint64_t word)
{
    sketch->words[sketch->word_count++ % SHINGLE] = word;
    if (sketch->word_count < SHINGLE) return;
    uint64_t hash = 0;
    for (uint32_t i = 0; i < SHINGLE; i++)
        hash = scatter(hash * 31 + sketch->words[(sketch->word_count + i) % SHINGLE] + i);
    add_shingle(sketch, hash);
}

static int is_ideograph(const UnicodeRecord *record)
{
    return record->script == SCRIPT_HAN || record->script == SCRIPT_HIRAGANA || record->script == SCRIPT_KATAKANA;
}

static void add_text(Arena *arena, Sketch *sketch, const char *text, size_t length)
{
    const char *at = text, *end = text + length, *watch = at;
    uint64_t word = 0;
    while (at < end) {
        uint32_t code;
        if (at - watch > WATCH_BYTES) {
            if (arena_ask_watch(arena)) return;
            watch = at;
        }
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        int part = (record->flags & (UNICODE_LETTER | UNICODE_DIGIT)) != 0, alone = is_ideograph(record);
        if (word && (!part || alone) && !(record->flags & UNICODE_MARK)) {
            add_word(sketch, scatter(word));
            word = 0;
        }
        if (!part) continue;
        code = unicode_fold(code);
        if (code == 0x451) code = 0x435;
        word = (word + 1) * 0x100000001B3u ^ code;
        if (!word) word = 1;
        if (alone) {
            add_word(sketch, scatter(word));
            word = 0;
        }
    }
    if (word) add_word(sketch, scatter(word));
}

static void fill_empty_bins(Sketch *sketch)
{
    uint64_t minima[BINS];
    memcpy(minima, sketch->minima, sizeof minima);
    for (unsigned bin = 0; bin < BINS; bin++)
        for (unsigned attempt = 1; minima[bin] == UINT64_MAX; attempt++) {
            unsigned other = (unsigned)(scatter((uint64_t)bin << 32 | attempt) % BINS);
            if (sketch->minima[other] != UINT64_MAX) minima[bin] = sketch->minima[other] ^ scatter(attempt) >> 7;
        }
    memcpy(sketch->minima, minima, sizeof minima);
}

Status fingerprint_make(Arena *arena, const Text *text, unsigned char out[FINGERPRINT_BYTES])
{
    Sketch sketch;
    memset(&sketch, 0, sizeof sketch);
    memset(sketch.minima, 0xFF, sizeof sketch.minima);
    memset(out, 0, FINGERPRINT_BYTES);
    add_text(arena, &sketch, text->bytes, text->length);
    if (arena->status != STATUS_OK) return arena->status;
    if (sketch.word_count < SHINGLE)
        for (uint32_t i = 0; i < sketch.word_count; i++) add_shingle(&sketch, scatter(sketch.words[i] + 1));
    out[0] = VERSION;
    out[1] = BINS;
    for (int i = 0; i < 4; i++) out[4 + i] = (unsigned char)(sketch.shingles >> (8 * i));
    if (!sketch.shingles) return STATUS_OK;
    fill_empty_bins(&sketch);
    for (unsigned bin = 0; bin < BINS; bin++) {
        uint16_t minimum = (uint16_t)scatter(sketch.minima[bin] + 1);
        out[HEADER + 2 * bin] = (unsigned char)minimum;
        out[HEADER + 2 * bin + 1] = (unsigned char)(minimum >> 8);
    }
    return STATUS_OK;
}

static uint32_t shingles_of(const unsigned char *print)
{
    return (uint32_t)print[4] | (uint32_t)print[5] << 8 | (uint32_t)print[6] << 16 | (uint32_t)print[7] << 24;
}

double fingerprint_resemblance(const void *a, size_t a_bytes, const void *b, size_t b_bytes)
{
    const unsigned char *x = a, *y = b;
    if (!x || !y || a_bytes != FINGERPRINT_BYTES || b_bytes != FINGERPRINT_BYTES) return -1;
    if (x[0] != VERSION || y[0] != VERSION || x[1] != BINS || y[1] != BINS) return -1;
    if (!shingles_of(x) || !shingles_of(y)) return shingles_of(x) == shingles_of(y) ? 1 : 0;
    int same = 0;
    for (int bin = 0; bin < BINS; bin++)
        same += x[HEADER + 2 * bin] == y[HEADER + 2 * bin] && x[HEADER + 2 * bin + 1] == y[HEADER + 2 * bin + 1];
    return (double)same / BINS;
}
