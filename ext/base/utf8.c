/* utf8.c - see utf8.h for what a character is */
#include "base/utf8.h"
#include "base/hash.h"
#include <string.h>

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

/* Up to eight bytes of text as a number whose lowest byte is the first, zeros above the last. */
static inline uint64_t read_bytes(const char *text, size_t count)
{
    uint64_t word;
    if (count < sizeof word) word = hash_tail(text, count);
    else memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/*
** Every byte but a continuation byte begins a character. A continuation byte begins one too if its run stands behind ASCII or
** at the start. `*attached` is whether a continuation byte at text[0] would belong to what came before.
*/
static size_t count_from(const char *text, size_t length, int *attached)
{
    static const uint64_t ONES = 0x0101010101010101u;
    enum { BLOCK = 128 }; /* a byte of `continuations` counts to 16 at most, their sum to 128 */
    size_t count = 0, at = 0;
    while (at < length) {
        size_t block = length - at < BLOCK ? length - at : BLOCK, i = 0;
        uint64_t before = *attached ? 0xC0 : 0, continuations = 0, stray = 0;
        /* blocks in which no continuation byte follows ASCII: eight bytes a step */
        for (; i < block; i += 8) {
            size_t bytes = block - i < 8 ? block - i : 8;
            uint64_t word = read_bytes(text + at + i, bytes), is = word >> 7 & ~word >> 6 & ONES;
            continuations += is;
            stray |= is & ~(word << 8 | before) >> 7;
            before = word >> 8 * (bytes - 1);
        }
        if (!stray) {
            count += block - (size_t)(continuations * ONES >> 56);
            if (before < 0x80) *attached = 0;
            else if (before >= 0xC0) *attached = 1;
            else { /* the run that ends the block began with a lead byte, in this block or before it */
                size_t last = block;
                while (last && is_continuation(text[at + last - 1])) last--;
                if (last) *attached = (unsigned char)text[at + last - 1] >= 0xC0;
            }
        } else {
            int joined = *attached;
            for (i = 0; i < block; i++) {
                char byte = text[at + i];
                if (!is_continuation(byte)) {
                    count++;
                    joined = (unsigned char)byte >= 0xC0;
                } else if (!joined) count++;
            }
            *attached = joined;
        }
        at += block;
    }
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

int utf8_is_valid(const char *text, size_t length)
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
        size_t bytes = sequence_length(at, (size_t)(end - at));
        if (!bytes) return 0;
        at += bytes;
    }
    return 1;
}

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
