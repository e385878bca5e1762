/* utf8.c - see utf8.h for what a character is */
#include "base/utf8.h"
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

static inline int is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

size_t utf8_decode_multibyte(const char *text, const char *end, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t length = 1;
    if (byte[0] >= 0xC0)
        while (text + length < end && is_continuation(text[length])) length++;
    uint32_t c = UTF8_REPLACEMENT;
    if (length == 2 && byte[0] >= 0xC2 && byte[0] < 0xE0) {
        c = (uint32_t)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3Fu);
    } else if (length == 3 && (byte[0] & 0xF0) == 0xE0) {
        c = (uint32_t)(byte[0] & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3Fu);
        if (c < 0x800 || (c >= 0xD800 && c < 0xE000)) c = UTF8_REPLACEMENT;
    } else if (length == 4 && (byte[0] & 0xF8) == 0xF0) {
        c = (uint32_t)(byte[0] & 0x07) << 18 | (uint32_t)(byte[1] & 0x3F) << 12 | (uint32_t)(byte[2] & 0x3F) << 6 |
            (byte[3] & 0x3Fu);
        if (c < 0x10000 || c > 0x10FFFF) c = UTF8_REPLACEMENT;
    }
    *code = c;
    return length;
}

size_t utf8_decode_before(const char *begin, const char *text, uint32_t *code)
{
    const char *start = text - 1;
    while (start > begin && is_continuation(*start)) start--;
    /* a run of continuation bytes behind ASCII is so many characters of its own */
    if ((unsigned char)*start < 0xC0) start = text - 1;
    return utf8_decode(start, text, code);
}

size_t utf8_encode(uint32_t code, char bytes[4])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = UTF8_REPLACEMENT;
    if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

typedef uint8_t Bytes __attribute__((vector_size(16)));

/*
** Counts the characters of some steps of sixteen bytes, as far as no continuation byte stands behind ASCII there; `last` is the byte before. Returns how many
** bytes were counted.
*/
static size_t count_wide(const char *text, size_t length, unsigned char last, size_t *count)
{
    enum { WIDTH = sizeof(Bytes), MOST = 255 /* steps that a byte can count */ };
    Bytes continuations = {0};
    unsigned char first[WIDTH];
    size_t at = 0;
    if (length < WIDTH) return 0;
    first[0] = last;
    memcpy(first + 1, text, WIDTH - 1);
    for (int step = 0; step < MOST && length - at >= WIDTH; step++, at += WIDTH) {
        Bytes here, before;
        uint64_t halves[2];
        memcpy(&here, text + at, WIDTH);
        if (at) memcpy(&before, text + at - 1, WIDTH);
        else memcpy(&before, first, WIDTH);
        const Bytes is = (Bytes)((here & 0xC0) == 0x80), stray = is & (Bytes)(before < 0x80);
        memcpy(halves, &stray, sizeof halves);
        if (halves[0] | halves[1]) break;
        continuations -= is;
    }
    *count += at;
    for (int i = 0; i < WIDTH; i++) *count -= continuations[i];
    return at;
}

/*
** Every byte but a continuation byte begins a character. A continuation byte begins one too if its run stands behind ASCII or
** at the start. `*attached` is whether a continuation byte at text[0] would belong to what came before.
*/
static size_t count_from(const char *text, size_t length, int *attached)
{
    size_t count = 0, at = 0;
    int joined = *attached;
    while (at < length) {
        /* where no step has a stray one, all continuation bytes are of runs that lead bytes begin */
        size_t wide = count_wide(text + at, length - at, joined ? 0xC0 : 0, &count);
        at += wide;
        if (wide) joined = (unsigned char)text[at - 1] >= 0x80;
        for (int step = 0; step < (int)sizeof(Bytes) && at < length; step++, at++) {
            if (!is_continuation(text[at])) {
                count++;
                joined = (unsigned char)text[at] >= 0xC0;
            } else count += !joined;
        }
    }
    *attached = joined;
    return count;
}

size_t utf8_count(const char *text, size_t length)
{
    int attached = 0;
    return count_from(text, length, &attached);
}

int utf8_is_ascii(const char *text, size_t length)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= length; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        if (word & 0x8080808080808080u) return 0;
    }
    for (; i < length; i++)
        if ((unsigned char)text[i] >= 0x80) return 0;
    return 1;
}

/* Length of the well-formed sequence of several bytes at `text`, 0 if there is none (Unicode 15.0, table 3-7). */
static size_t sequence_length(const unsigned char *text, size_t left)
{
    unsigned lead = text[0], low = 0x80, high = 0xBF;
    if (lead < 0xC2 || lead > 0xF4 || left < 2) return 0;
    if (lead < 0xE0) return (text[1] & 0xC0) == 0x80 ? 2 : 0;
    if (lead == 0xE0) low = 0xA0;
    else if (lead == 0xED) high = 0x9F;
    else if (lead == 0xF0) low = 0x90;
    else if (lead == 0xF4) high = 0x8F;
    if (text[1] < low || text[1] > high || left < 3 || (text[2] & 0xC0) != 0x80) return 0;
    if (lead < 0xF0) return 3;
    return left >= 4 && (text[3] & 0xC0) == 0x80 ? 4 : 0;
}

/* Behind the well-formed sequences of two bytes at `at`. */
static const unsigned char *skip_two(const unsigned char *at, const unsigned char *end)
{
    while (end - at >= 2 && at[0] >= 0xC2 && at[0] < 0xE0 && (at[1] & 0xC0) == 0x80) at += 2;
    return at;
}

/* Behind the well-formed sequences of three bytes at `at`. */
static const unsigned char *skip_three(const unsigned char *at, const unsigned char *end)
{
    enum { FIRST = 0x800 >> 6, SURROGATES = 0xD800 >> 11 };
    for (; end - at >= 3; at += 3) {
        unsigned top = (at[0] & 0x0Fu) << 6 | (at[1] & 0x3Fu); /* of the code, its lowest six bits aside */
        if ((at[0] & 0xF0) != 0xE0 || (at[1] & 0xC0) != 0x80 || (at[2] & 0xC0) != 0x80 || top < FIRST ||
            top >> 5 == SURROGATES)
            break;
    }
    return at;
}

static int is_valid(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        uint64_t word;
        if (*at < 0x80) {
            for (; end - at >= 8; at += 8) {
                memcpy(&word, at, 8);
                if (word & 0x8080808080808080u) break;
            }
            while (at < end && *at < 0x80) at++;
            continue;
        }
        const unsigned char *behind = *at < 0xE0 ? skip_two(at, end) : skip_three(at, end);
        if (behind > at) {
            at = behind;
            continue;
        }
        size_t bytes = sequence_length(at, (size_t)(end - at));
        if (!bytes) return 0;
        at += bytes;
    }
    return 1;
}

#if defined(__x86_64__) && defined(__GNUC__)
/*
** The same, 32 bytes a step (Keiser and Lemire 2021, Validating UTF-8 in less than one instruction per byte). What can be wrong between a byte and the one before it is
** a bit each; the sets that the halves of the two bytes allow are looked up in three tables, and what is in all three is wrong. Where a third or fourth byte has to
** follow, TWO_CONTINUATIONS must be found, and nowhere else.
*/
enum {
    TOO_SHORT = 1,           /* a lead byte without a continuation byte */
    TOO_LONG = 2,            /* a continuation byte behind ASCII */
    OVERLONG_3 = 4,          /* E0 80 to E0 9F */
    TOO_LARGE = 8,           /* F4 90 and above */
    SURROGATE = 16,          /* ED A0 and above */
    OVERLONG_2 = 32,         /* C0, C1 */
    TOO_LARGE_1000 = 64,     /* F5 80 and above */
    OVERLONG_4 = 64,         /* F0 80 to F0 8F */
    TWO_CONTINUATIONS = -128 /* one behind another: the highest bit */
};

typedef struct Wrong {
    __m256i high, low, second; /* by the halves of the byte before, by the high half of this byte */
} Wrong;

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

__attribute__((target("avx2"))) static inline Wrong wrong_tables(void)
{
    enum {
        ANY = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
        LARGE = ANY | TOO_LARGE | TOO_LARGE_1000,
        LATER = TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS
    };
    const char two = TWO_CONTINUATIONS;
    return (Wrong){TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, two, two, two,
                         two, TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
                         TOO_SHORT | TOO_LARGE | TOO_LARGE_1000),
                   TWICE(ANY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, ANY | OVERLONG_2, ANY, ANY, ANY | TOO_LARGE, LARGE,
                         LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE | SURROGATE, LARGE, LARGE),
                   TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
                         LATER | OVERLONG_3 | TOO_LARGE_1000, LATER | OVERLONG_3 | TOO_LARGE,
                         LATER | SURROGATE | TOO_LARGE, LATER | SURROGATE | TOO_LARGE, TOO_SHORT, TOO_SHORT, TOO_SHORT,
                         TOO_SHORT)};
}

__attribute__((target("avx2"))) static inline __m256i load_wide(const char *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* What is wrong in the 32 bytes at `at`, given the three before them, which are there to be read; all zeros: nothing. */
__attribute__((target("avx2"))) static inline __m256i find_wrong(const char *at, const Wrong *wrong)
{
    const __m256i half = _mm256_set1_epi8(15), here = load_wide(at), before = load_wide(at - 1);
    const __m256i first = _mm256_shuffle_epi8(wrong->high, _mm256_and_si256(_mm256_srli_epi16(before, 4), half));
    const __m256i low = _mm256_shuffle_epi8(wrong->low, _mm256_and_si256(before, half));
    const __m256i second = _mm256_shuffle_epi8(wrong->second, _mm256_and_si256(_mm256_srli_epi16(here, 4), half));
    const __m256i found = _mm256_and_si256(_mm256_and_si256(first, low), second);
    /* the highest bit where a lead byte of three stands two, or one of four three bytes before */
    const __m256i third = _mm256_subs_epu8(load_wide(at - 2), _mm256_set1_epi8(0xE0 - 0x80));
    const __m256i fourth = _mm256_subs_epu8(load_wide(at - 3), _mm256_set1_epi8(0xF0 - 0x80));
    const __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(due, found);
}

__attribute__((target("avx2"))) static int is_valid_wide(const char *text, size_t length)
{
    enum { WIDTH = 32, BEFORE = 3 };
    const Wrong wrong = wrong_tables();
    char edge[BEFORE + WIDTH + BEFORE] = {
        0}; /* the first bytes with zeros before them, then the last ones with zeros behind */
    size_t at = WIDTH;
    memcpy(edge + BEFORE, text, WIDTH);
    __m256i found = find_wrong(edge + BEFORE, &wrong);
    for (; length - at >= WIDTH; at += WIDTH) {
        if (!_mm256_movemask_epi8(_mm256_or_si256(load_wide(text + at), load_wide(text + at - BEFORE)))) continue;
        found = _mm256_or_si256(found, find_wrong(text + at, &wrong));
    }
    memset(edge, 0, sizeof edge);
    memcpy(edge, text + at - BEFORE, length - at + BEFORE);
    found = _mm256_or_si256(found, find_wrong(edge + BEFORE, &wrong));
    return _mm256_testz_si256(found, found);
}

int utf8_is_valid(const char *text, size_t length)
{
    enum { WORTH_IT = 128 };
    return length >= WORTH_IT && __builtin_cpu_supports("avx2") ? is_valid_wide(text, length) : is_valid(text, length);
}
#else
int utf8_is_valid(const char *text, size_t length)
{
    return is_valid(text, length);
}
#endif

size_t utf8_until_nul(const char *text, size_t length)
{
    const char *nul = length ? memchr(text, 0, length) : NULL;
    return nul ? (size_t)(nul - text) : length;
}

enum { INDEX_STEP = 256 };

enum {
    ATTACHED = (int)0x80000000
}; /* bit of an entry: a continuation byte here belongs to a character that began before */

Status char_index_build(Arena *arena, const char *text, size_t length, CharIndex *index)
{
    *index = (CharIndex){text, length, NULL};
    if (length > INT32_MAX) return STATUS_TOOBIG;
    if (utf8_is_ascii(text, length)) return STATUS_OK;
    index->counts = arena_array(arena, length / INDEX_STEP + 1, sizeof *index->counts);
    if (!index->counts) return arena->status;
    uint32_t count = 0;
    int attached = 0;
    for (size_t i = 0; i <= length / INDEX_STEP; i++) {
        index->counts[i] = count | (attached ? (uint32_t)ATTACHED : 0);
        size_t rest = length - i * INDEX_STEP;
        count += (uint32_t)count_from(text + i * INDEX_STEP, rest < INDEX_STEP ? rest : INDEX_STEP, &attached);
    }
    return STATUS_OK;
}

uint32_t char_index_at(const CharIndex *index, size_t offset)
{
    if (!index->counts) return (uint32_t)offset;
    size_t base = offset / INDEX_STEP * INDEX_STEP;
    uint32_t entry = index->counts[offset / INDEX_STEP];
    int attached = (entry & (uint32_t)ATTACHED) != 0;
    return (entry & ~(uint32_t)ATTACHED) + (uint32_t)count_from(index->text + base, offset - base, &attached);
}
