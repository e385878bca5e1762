/*
** utf8_runs.h - for loops over runs of characters of one length: one step each
**
** A step reads a character of exactly two or three bytes, as utf8_decode() would, and nothing else: 0 is returned for others, for what is malformed, and at the
** last bytes before `end`, where nobody sees what follows. The caller reads those one by one.
*/
#ifndef CORPUS_UTF8_RUNS_H
#define CORPUS_UTF8_RUNS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/hash.h"

/* U+0080 to U+07FF */
static inline int utf8_two(const char *at, const char *end, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (end - at <= 2 || (byte[0] & 0xE0) != 0xC0 || (byte[1] & 0xC0) != 0x80 || (byte[2] & 0xC0) == 0x80) return 0;
    *code = (uint32_t)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3Fu);
    return *code >= 0x80;
}

/* Codes from `first` to `last`, U+0800 to U+FFFF without surrogates. */
static inline int utf8_three(const char *at, const char *end, uint32_t first, uint32_t last, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (end - at <= 3 || (byte[0] & 0xF0) != 0xE0 || (byte[1] & 0xC0) != 0x80 || (byte[2] & 0xC0) != 0x80 ||
        (byte[3] & 0xC0) == 0x80)
        return 0;
    *code = (uint32_t)(byte[0] & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3Fu);
    return *code >= first && *code <= last;
}

/* Han characters that have been assigned since Unicode 4.1, and the syllables of Hangul: letters without case that fold to themselves or to one another. */
enum { UTF8_HAN_FIRST = 0x4E00, UTF8_HAN_LAST = 0x9FBF, UTF8_HANGUL_FIRST = 0xAC00, UTF8_HANGUL_LAST = 0xD7A3 };

/* Eight bytes of text, or as many as there are before `end`, the first one lowest, zeros above the last. */
static inline uint64_t utf8_eight(const char *at, const char *end)
{
    uint64_t bytes;
    if (end - at >= 8) memcpy(&bytes, at, sizeof bytes);
    else bytes = hash_tail(at, (size_t)(end - at));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

#endif
