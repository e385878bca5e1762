/*
** fingerprint.c - see fingerprint.h
**
** Words are runs of letters and digits in folded form (text/fold_tables.h; accents are dropped); an ideograph or a kana is a word. One pass makes:
**
**   exact      a hash of all words in order
**   minima     one-permutation MinHash (Li, Owen, Zhang 2012) over triples of words: a triple's hash chooses one of 128 bins by its top bits, and the bin
**              keeps the least of the rest. An empty bin borrows from another one that is chosen by hashing (optimal densification, Shrivastava
**              2017), so that two texts borrow alike. The share of equal minima estimates the Jaccard resemblance; 16 bits a minimum
**              make two different ones equal once in 65,536.
**   selected   winnowing (Schleimer, Wilkerson, Aiken 2003) over quintuples of words: of each four in a row the least hash is selected, so two texts that have
**              eight words in a row in common have a selected hash in common. Of a long text only hashes below 2^(32 - level) are kept, with
**              the least level at which at most 512 are left; texts of different levels are compared at the higher one. So
**              a fingerprint is bounded: 272 bytes, and 4 for every 2.5 words up to 2320.
**
** Bytes, least significant first:
**     0 version   1 level   2-3 selected hashes   4-7 words   8-15 exact hash   16-271 minima of 16 bits   272- selected hashes of 32 bits, ascending
** The hashes are defined here word by word, so that fingerprints of different machines compare.
**
** Look-up: the usual bands of a MinHash (32 bands of 4 rows) miss a third of the articles that are embedded in a longer page, whose resemblance is low though all of
** the one is in the other. The least selected hashes do better with fewer keys: which they are depends on each hash alone, so what is in both texts and small
** enough for both is a key of both. One quintuple in KEY_EVERY is taken, at least LEAST_KEYS and at most MOST_KEYS; the exact hash is one more. `make bench-duplicates`
** prints what they find, beside the bands.
*/
#include "document/fingerprint.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/utf8_runs.h"
#include "text/fold_tables.h"
#include <string.h>

enum {
    VERSION = 2,
    BINS = FINGERPRINT_MINIMA,
    MINIMA_AT = FINGERPRINT_HEADER,
    SELECTED_AT = FINGERPRINT_LEAST,
    TRIPLE = 3,
    QUINTUPLE = 5,
    WINDOW = 4,
    GATHERED = 4 * FINGERPRINT_SELECTED, /* hashes that are gathered before they are thinned out */
    WATCH_BYTES = 1 << 20,
    KEY_EVERY = 16,
    LEAST_KEYS = 12,
    MOST_KEYS = FINGERPRINT_KEYS - 1,
    CARRIED = QUINTUPLE - 1,
    BATCH = 256 /* words are put into the sets so many at a time, in loops whose steps do not wait for each other */
};

/*
** From here on two texts are copies. Of a copy with a tenth of its words replaced, .73 of the triples and .59 of the quintuples are left, give or take .05 and .07
** (what it shares of triples is read off the resemblance, while the texts are of like length); two stories that share a paragraph of background
** have a tenth to a third.
*/
#define COPY_TRIPLES    0.45
#define COPY_QUINTUPLES 0.45
enum { LIKE_LENGTH = 3 }; /* times the shorter text at most */

typedef struct Sketch {
    uint64_t minima[BINS]; /* UINT64_MAX: empty */
    uint64_t exact;
    uint64_t
        words[CARRIED + BATCH]; /* hashes of words that are not in the sets yet; before them the last ones that are */
    uint32_t waiting;           /* of them */
    uint32_t word_count;        /* all, with those that wait */
    uint32_t hashes[WINDOW - 1 + BATCH]; /* of quintuples; before them the last three of the batch before */
    uint32_t last_selected, limit;       /* hashes above the limit are not gathered */
    unsigned level;
    int without_sets; /* the words in order and their number are all that is wanted */
    size_t gathered_count;
    uint32_t gathered[GATHERED + 1]; /* one more is written before it is known whether it counts */
} Sketch;

static void put(unsigned char *out, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) out[i] = (unsigned char)(number >> (8 * i));
}

static inline uint64_t get(const unsigned char *in, unsigned bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < bytes; i++) number |= (uint64_t)in[i] << (8 * i);
    return number;
}

static inline void add_minimum(Sketch *sketch, uint64_t hash)
{
    unsigned bin = (unsigned)(hash >> 57);
    uint64_t rest = hash << 7 >> 7;
    uint64_t least = sketch->minima[bin];
    sketch->minima[bin] = rest < least ? rest : least; /* always stored: nobody could foretell a branch */
}

/* --- the selected hashes --------------------------------------------------------------------------------------------------- */

static void insertion_sort(uint32_t *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1] > item; at--) items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Sorts hashes, which are spread evenly below 2^(32 - level): into buckets by their top bits, a few in each, then each bucket. */
static void sort_hashes(uint32_t *items, size_t count, unsigned level)
{
    enum { BITS = 8, MORE_BITS = 11, FEW = 48, MANY = 512 };
    uint32_t sorted[GATHERED];
    uint16_t ends[(1 << MORE_BITS) + 1];
    if (count <= FEW) {
        insertion_sort(items, count);
        return;
    }
    const unsigned bits = count > MANY ? MORE_BITS : BITS, top = 32 - bits, shift = level < top ? top - level : 0;
    const uint32_t mask = (1u << bits) - 1;
    memset(ends, 0, ((size_t)mask + 2) * sizeof *ends);
    for (size_t i = 0; i < count; i++) ends[(items[i] >> shift & mask) + 1]++;
    for (uint32_t i = 0; i <= mask; i++) ends[i + 1] = (uint16_t)(ends[i + 1] + ends[i]);
    for (size_t i = 0; i < count; i++) sorted[ends[items[i] >> shift & mask]++] = items[i];
    insertion_sort(sorted, count); /* nothing moves further than its bucket */
    memcpy(items, sorted, count * sizeof *items);
}

/* Sorts what is gathered, drops what is twice, and raises the level until at most `most` are left. */
static void thin_out(Sketch *sketch, size_t most)
{
    uint32_t *items = sketch->gathered;
    size_t kept = 0;
    sort_hashes(items, sketch->gathered_count, sketch->level);
    for (size_t i = 0; i < sketch->gathered_count; i++)
        if (!kept || items[kept - 1] != items[i]) items[kept++] = items[i];
    while (kept > most) {
        sketch->level++;
        sketch->limit >>= 1;
        while (kept && items[kept - 1] > sketch->limit) kept--;
    }
    sketch->gathered_count = kept;
}

static void select_hash(Sketch *sketch, uint32_t hash)
{
    sketch->gathered[sketch->gathered_count] = hash;
    sketch->gathered_count += hash != sketch->last_selected && hash <= sketch->limit;
    sketch->last_selected = hash;
}

/* Selects the least of each four quintuples in a row; the batch begins with quintuple number `first`. */
static void winnow(Sketch *sketch, uint32_t first, uint32_t count)
{
    const uint32_t *h = sketch->hashes;
    if (sketch->gathered_count + count > GATHERED) thin_out(sketch, FINGERPRINT_SELECTED);
    for (uint32_t i = first < WINDOW - 1 ? WINDOW - 1 - first : 0; i < count; i++) {
        uint32_t a = h[i] < h[i + 1] ? h[i] : h[i + 1], b = h[i + 2] < h[i + 3] ? h[i + 2] : h[i + 3];
        select_hash(sketch, a < b ? a : b);
    }
    for (uint32_t i = 0; i < WINDOW - 1; i++) sketch->hashes[i] = sketch->hashes[i + count];
}

static inline uint64_t turn(uint64_t h, unsigned bits)
{
    return h << bits | h >> (64 - bits);
}

/*
** Puts the words that wait into the sets. Word number `n` ends triple n - 2 and quintuple n - 4. Their hashes are sums of their words' hashes, each turned by its
** place: tabulation hashing, which needs no further mixing (Patrascu and Thorup 2012).
*/
static void flush(Sketch *sketch)
{
    uint64_t *w = sketch->words + CARRIED, exact = sketch->exact;
    uint32_t count = sketch->waiting, first = sketch->word_count - count;
    for (uint32_t i = 0; i < count; i++) w[i] = hash_mix(w[i]);
    for (uint32_t i = 0; i < count; i++) exact = (turn(exact, 27) ^ w[i]) * 0x9FB21C651E98DF25u;
    sketch->exact = exact;
    sketch->waiting = 0;
    if (sketch->without_sets) return;
    for (uint32_t i = first < TRIPLE - 1 ? TRIPLE - 1 - first : 0; i < count; i++) {
        const uint64_t *at = w + i;
        add_minimum(sketch, at[0] + turn(at[-1], 23) + turn(at[-2], 46));
    }
    uint32_t skip = first < QUINTUPLE - 1 ? QUINTUPLE - 1 - first : 0, *hashes = sketch->hashes + WINDOW - 1;
    for (uint32_t i = skip; i < count; i++) {
        const uint64_t *at = w + i;
        uint64_t sum = at[0] + turn(at[-1], 13) + turn(at[-2], 26) + turn(at[-3], 39) + turn(at[-4], 52);
        hashes[i - skip] = (uint32_t)(sum >> 32);
    }
    if (count > skip) winnow(sketch, first + skip - (QUINTUPLE - 1), count - skip);
    for (uint32_t i = 0; i < CARRIED; i++) sketch->words[i] = sketch->words[i + count];
}

/* A text of fewer words than a window wants: the least of the quintuples there are, or one hash of all words. */
static void select_from_few(Sketch *sketch)
{
    if (!sketch->word_count || sketch->word_count >= QUINTUPLE + WINDOW - 1) return;
    uint32_t least = (uint32_t)(hash_mix(sketch->exact) >> 32), quintuples = sketch->word_count - (QUINTUPLE - 1);
    /* winnow() has moved them to the front, the last three of them */
    if (sketch->word_count >= QUINTUPLE) {
        least = UINT32_MAX;
        for (uint32_t i = 0; i < quintuples && i < WINDOW - 1; i++)
            if (sketch->hashes[WINDOW - 2 - i] < least) least = sketch->hashes[WINDOW - 2 - i];
    }
    select_hash(sketch, least);
}

/* --- words ----------------------------------------------------------------------------------------------------------------- */

/* What a character is: between words, of a word, a word by itself, or as if it were not there. */
typedef enum Role { BETWEEN, LETTER, WHOLE_WORD, NOTHING } Role;

/* A word as far as it was read: its letters go through `part`, eight bytes a step (an ASCII letter is one byte, another one two or three). */
typedef struct Word {
    uint64_t hash, part;
    unsigned fill;    /* bytes in `part` */
    uint32_t letters; /* 0: no word is at hand */
} Word;

static const Word no_word = {0x243F6A8885A308D3u, 0, 0, 0};

/* Adds `count` bytes, 1 to 8, the first one lowest, zeros above them. */
static inline void add_letters(Word *word, uint64_t bytes, unsigned count)
{
    word->part |= bytes << 8 * word->fill;
    word->fill += count;
    word->letters++;
    if (word->fill < 8) return;
    word->hash = (word->hash ^ word->part) * 0x9FB21C651E98DF25u;
    word->hash ^= word->hash >> 32;
    word->fill -= 8;
    word->part = word->fill ? bytes >> 8 * (count - word->fill) : 0;
}

static inline void add_code(Word *word, uint32_t code)
{
    add_letters(word, code, code < 0x80 ? 1 : code < 0x10000 ? 2 : 3);
}

static inline void add_word(Sketch *sketch, uint64_t hash, uint64_t part)
{
    sketch->words[CARRIED + sketch->waiting] = hash ^ part * 0xD6E8FEB86659FD93u;
    sketch->word_count++;
    if (++sketch->waiting == BATCH) flush(sketch);
}

static inline void end_word(Sketch *sketch, Word *word)
{
    if (!word->letters) return;
    add_word(sketch, word->hash, word->part);
    *word = no_word;
}

/* How many of eight bytes, from the lowest on, are ASCII letters or digits; `*lower`: these in lower case, zeros above them. */
static inline unsigned ascii_letters(uint64_t bytes, uint64_t *lower)
{
    const uint64_t ONES = 0x0101010101010101u, HIGH = ONES * 0x80;
    uint64_t small = bytes & ~HIGH, folded = small | ONES * 0x20;
    uint64_t letter = (folded + ONES * (0x80 - 'a')) & ~(folded + ONES * (0x80 - 'z' - 1));
    uint64_t digit = (small + ONES * (0x80 - '0')) & ~(small + ONES * (0x80 - '9' - 1));
    uint64_t others = ~((letter | digit) & ~bytes) & HIGH;
    unsigned count = others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
    *lower = count == 8 ? folded : folded & (((uint64_t)1 << 8 * count) - 1);
    return count;
}

static inline Role role_of(uint32_t code, int32_t cell)
{
    const UnicodeRecord *record = unicode_of(code);
    if (code >= 0x300 && code < 0x370) return NOTHING; /* an accent of its own */
    if (cell < 0 && fold_pool[-cell] == 0) return NOTHING;
    if (!(record->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK))) return BETWEEN;
    return record->script == SCRIPT_HAN || record->script == SCRIPT_HIRAGANA || record->script == SCRIPT_KATAKANA
               ? WHOLE_WORD
               : LETTER;
}

/* Adds the letters that a character is folded to, where they are several. */
static Word add_several(Word word, int32_t cell)
{
    const char *at = (const char *)fold_pool - cell + 1, *stop = at + (fold_pool[-cell] & (FOLD_COMPOSES - 1));
    while (at < stop) {
        uint32_t part;
        at += utf8_decode(at, stop, &part);
        add_code(&word, part);
    }
    return word;
}

/* The common cases, as add_piece() has them: letters of two bytes that fold to one character. Returns where they end. */
static inline const char *add_two(Word *word, const char *at, const char *stop)
{
    enum { ACCENTS = 0x300, BEHIND_ACCENTS = 0x370 };
    for (uint32_t code; utf8_two(at, stop, &code); at += 2) {
        if ((code >= ACCENTS && code < BEHIND_ACCENTS) || !(unicode_short(code) & UNICODE_SHORT_LETTER)) break;
        int32_t cell = fold_cell(code);
        if (cell < 0) break;
        add_code(word, cell ? (uint32_t)cell : code);
    }
    return at;
}

/* And Han characters from U+4E00 on, words by themselves; no word is at hand. */
static inline const char *add_han(Sketch *sketch, const char *at, const char *stop)
{
    for (uint32_t code; utf8_three(at, stop, UTF8_HAN_FIRST, UTF8_HAN_LAST, &code); at += 3) {
        int32_t cell = fold_cell(code);
        if (cell < 0 || cell > 0xFFFF) break;
        add_word(sketch, no_word.hash, cell ? (uint32_t)cell : code);
    }
    return at;
}

/* And syllables of Hangul. */
static inline const char *add_hangul(Word *word, const char *at, const char *stop)
{
    for (uint32_t code; utf8_three(at, stop, UTF8_HANGUL_FIRST, UTF8_HANGUL_LAST, &code); at += 3) {
        int32_t cell = fold_cell(code);
        if (cell < 0) break;
        add_code(word, cell ? (uint32_t)cell : code);
    }
    return at;
}

/* A run of one of the common cases; `at` itself if there is none. */
static inline const char *add_run(Sketch *sketch, Word *word, const char *at, const char *stop)
{
    unsigned char lead = (unsigned char)*at;
    if (lead < 0xE0) return add_two(word, at, stop);
    if (lead >= 0xEA && lead <= 0xED) return add_hangul(word, at, stop);
    return word->letters ? at : add_han(sketch, at, stop);
}

/* Reads what begins before `stop`; `*at_hand` is the word at hand. Returns where it stopped. */
static const char *add_piece(Sketch *sketch, const char *at, const char *stop, const char *end, Word *at_hand)
{
    Word word = *at_hand;
    while (at < stop) {
        if ((unsigned char)*at < 0x80) {
            uint64_t lower, bytes = utf8_eight(at, end);
            unsigned count = ascii_letters(bytes, &lower);
            if (count) {
                add_letters(&word, lower, count);
                at += count;
                if (count == 8 || at >= stop || (unsigned char)*at >= 0x80) continue;
            }
            end_word(sketch, &word);
            at++;
            continue;
        }
        const char *behind = add_run(sketch, &word, at, stop);
        if (behind > at) {
            at = behind;
            continue;
        }
        uint32_t code;
        at += utf8_decode(at, end, &code);
        int32_t cell = fold_cell(code);
        Role role = role_of(code, cell);
        if (role == NOTHING) continue;
        if (role != LETTER) end_word(sketch, &word);
        if (role == BETWEEN) continue;
        if (cell >= 0) add_code(&word, cell ? (uint32_t)cell : code);
        else word = add_several(word, cell);
        if (role == WHOLE_WORD) end_word(sketch, &word);
    }
    *at_hand = word;
    return at;
}

static void add_text(Arena *arena, Sketch *sketch, const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    Word word = no_word;
    while (at < end) {
        if (at > text && arena && arena_ask_watch(arena)) return;
        at = add_piece(sketch, at, (size_t)(end - at) > WATCH_BYTES ? at + WATCH_BYTES : end, end, &word);
    }
    end_word(sketch, &word);
    flush(sketch);
}

/* --- the fingerprint --------------------------------------------------------------------------------------------------------- */

static void fill_empty_bins(Sketch *sketch)
{
    uint64_t minima[BINS];
    memcpy(minima, sketch->minima, sizeof minima);
    for (unsigned bin = 0; bin < BINS; bin++)
        for (unsigned attempt = 1; minima[bin] == UINT64_MAX; attempt++) {
            unsigned other = (unsigned)(hash_mix((uint64_t)bin << 32 | attempt) % BINS);
            if (sketch->minima[other] != UINT64_MAX) minima[bin] = sketch->minima[other] ^ hash_mix(attempt) >> 7;
        }
    memcpy(sketch->minima, minima, sizeof minima);
}

static void sketch_start(Sketch *sketch)
{
    memset(sketch->minima, 0xFF, sizeof sketch->minima);
    memset(sketch->words, 0, CARRIED * sizeof *sketch->words);
    memset(sketch->hashes, 0, (WINDOW - 1) * sizeof *sketch->hashes);
    sketch->waiting = 0;
    sketch->gathered_count = 0;
    sketch->last_selected = 0;
    sketch->limit = UINT32_MAX;
    sketch->level = 0;
    sketch->without_sets = 0;
    sketch->word_count = 0;
    sketch->exact = 0;
}

Status fingerprint_make(Arena *arena, const char *bytes, size_t length, Fingerprint *out)
{
    Sketch sketch;
    sketch_start(&sketch);
    add_text(arena, &sketch, bytes, length);
    if (arena && arena->status != STATUS_OK) return arena->status;
    if (sketch.word_count < TRIPLE)
        for (uint32_t i = 0; i < sketch.word_count; i++)
            add_minimum(&sketch, hash_mix(sketch.words[CARRIED - 1 - i] + 1));
    select_from_few(&sketch);
    thin_out(&sketch, FINGERPRINT_SELECTED);
    memset(out->bytes, 0, FINGERPRINT_LEAST);
    out->bytes[0] = VERSION;
    out->bytes[1] = (unsigned char)sketch.level;
    put(out->bytes + 2, sketch.gathered_count, 2);
    put(out->bytes + 4, sketch.word_count, 4);
    put(out->bytes + 8, sketch.exact, 8);
    if (sketch.word_count) {
        fill_empty_bins(&sketch);
        for (unsigned bin = 0; bin < BINS; bin++)
            put(out->bytes + MINIMA_AT + 2 * bin, hash_mix(sketch.minima[bin] + 1), 2);
    }
    for (size_t i = 0; i < sketch.gathered_count; i++) put(out->bytes + SELECTED_AT + 4 * i, sketch.gathered[i], 4);
    out->length = SELECTED_AT + 4 * sketch.gathered_count;
    return STATUS_OK;
}

uint64_t fingerprint_paragraph(const char *bytes, size_t length, uint32_t *words)
{
    Sketch sketch;
    sketch_start(&sketch);
    sketch.without_sets = 1;
    add_text(NULL, &sketch, bytes, length);
    *words = sketch.word_count;
    return hash_mix(sketch.exact);
}

uint64_t fingerprint_bytes(const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t h = length * 0x9E3779B97F4A7C15u;
    for (; length >= 8; length -= 8, at += 8) {
        h = (h ^ get(at, 8)) * 0x9FB21C651E98DF25u;
        h ^= h >> 32;
    }
    return hash_mix(h ^ get(at, (unsigned)length));
}

/* --- comparing --------------------------------------------------------------------------------------------------------------- */

typedef struct Print { /* a fingerprint that was looked at */
    const unsigned char *bytes;
    unsigned level;
    size_t selected;
    uint32_t words;
} Print;

static int read_print(const void *bytes, size_t length, Print *print)
{
    print->bytes = bytes;
    if (!bytes || length < FINGERPRINT_LEAST || print->bytes[0] != VERSION) return 0;
    print->level = print->bytes[1];
    print->selected = (size_t)get(print->bytes + 2, 2);
    print->words = (uint32_t)get(print->bytes + 4, 4);
    return print->level < 32 && length == SELECTED_AT + 4 * print->selected && print->selected <= FINGERPRINT_SELECTED;
}

static uint32_t selected_hash(const Print *print, size_t i)
{
    return (uint32_t)get(print->bytes + SELECTED_AT + 4 * i, 4);
}

static int is_same_text(const Print *a, const Print *b)
{
    return a->words == b->words && memcmp(a->bytes + 8, b->bytes + 8, 8) == 0;
}

static double resemblance(const Print *a, const Print *b)
{
    if (!a->words || !b->words) return a->words == b->words ? 1 : 0;
    int same = 0;
    for (unsigned bin = 0; bin < BINS; bin++)
        same += memcmp(a->bytes + MINIMA_AT + 2 * bin, b->bytes + MINIMA_AT + 2 * bin, 2) == 0;
    return (double)same / BINS;
}

/* How many of the selected hashes count at a level. */
static size_t count_selected(const Print *print, uint32_t limit)
{
    size_t low = 0, high = print->selected;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (selected_hash(print, middle) > limit) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* The share, or 0 as soon as it is known to be below `least`. */
static double containment(const Print *part, const Print *whole, double least)
{
    if (is_same_text(part, whole)) return 1;
    uint32_t limit = UINT32_MAX >> (part->level > whole->level ? part->level : whole->level);
    size_t of = count_selected(part, limit), in = count_selected(whole, limit), common = 0, at = 0;
    size_t most_missing = of - (size_t)(least * (double)of);
    uint32_t other = in ? selected_hash(whole, 0) : 0;
    for (size_t i = 0; i < of; i++) {
        uint32_t hash = selected_hash(part, i);
        while (at < in && other < hash)
            if (++at < in) other = selected_hash(whole, at);
        common += at < in && other == hash;
        if (i + 1 - common > most_missing) return 0;
    }
    return of ? (double)common / (double)of : 0;
}

int64_t fingerprint_words(const void *print, size_t length)
{
    Print read;
    return read_print(print, length, &read) ? (int64_t)read.words : -1;
}

double fingerprint_resemblance(const void *a, size_t a_length, const void *b, size_t b_length)
{
    Print x, y;
    return read_print(a, a_length, &x) && read_print(b, b_length, &y) ? resemblance(&x, &y) : -1;
}

double fingerprint_containment(const void *part, size_t part_length, const void *whole, size_t whole_length)
{
    Print x, y;
    return read_print(part, part_length, &x) && read_print(whole, whole_length, &y) ? containment(&x, &y, 0) : -1;
}

/* Share of the part's triples that the whole has, by the resemblance J: J = n / (a + b - n) gives n = J (a + b) / (1 + J). */
static double shared_triples(const Print *part, const Print *whole)
{
    double j = resemblance(part, whole), sum = (double)part->words + (double)whole->words;
    return j * sum / ((1 + j) * (double)part->words);
}

int fingerprint_is_copy(const void *a, size_t a_length, const void *b, size_t b_length)
{
    Print x, y;
    if (!read_print(a, a_length, &x) || !read_print(b, b_length, &y) || !x.words || !y.words) return 0;
    if (is_same_text(&x, &y)) return 1;
    const Print *part = x.words <= y.words ? &x : &y, *whole = part == &x ? &y : &x;
    if (part->words < FINGERPRINT_WORDS) return 0;
    if (containment(part, whole, COPY_QUINTUPLES) >= COPY_QUINTUPLES) return 1;
    return whole->words / LIKE_LENGTH <= part->words && shared_triples(part, whole) >= COPY_TRIPLES;
}

size_t fingerprint_keys(const void *print, size_t length, int64_t keys[FINGERPRINT_KEYS])
{
    Print read;
    size_t count = 0;
    if (!read_print(print, length, &read) || !read.words) return 0;
    size_t wanted = read.words / KEY_EVERY;
    if (wanted < LEAST_KEYS) wanted = LEAST_KEYS;
    if (wanted > MOST_KEYS) wanted = MOST_KEYS;
    keys[count++] = (int64_t)get(read.bytes + 8, 8);
    if (read.words >= FINGERPRINT_WORDS)
        for (size_t i = 0; i < read.selected && i < wanted; i++) keys[count++] = (int64_t)selected_hash(&read, i);
    return count;
}
