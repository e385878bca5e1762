/*
** hash.h - a fast hash of bytes, for tables and caches of this process only
**
** 64 bits, 8 bytes a step: multiply, fold, rotate (the mixing step of MurmurHash3's finalizer at the end). Not stable between
** machines of different byte order, not for storing on disk, not against an adversary: whoever compares by it compares the
** bytes too.
*/
#ifndef CORPUS_HASH_H
#define CORPUS_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t hash_mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53u;
    return h ^ h >> 33;
}

/* Up to 7 bytes as memcpy() would put them into a zero word, but by loads that need not wait for stores of single bytes. */
static inline uint64_t hash_tail(const char *bytes, size_t length)
{
    uint64_t word = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const unsigned char *b = (const unsigned char *)bytes;
    if (length >= 4) {
        uint32_t first, last; /* they overlap, in equal bits */
        memcpy(&first, bytes, 4);
        memcpy(&last, bytes + length - 4, 4);
        word = first | (uint64_t)last << 8 * (length - 4);
    } else if (length) {
        /* cppcheck-suppress arrayIndexOutOfBoundsCond ; length is 1 to 3 here */
        word = b[0] | (uint64_t)b[length / 2] << 8 * (length / 2) | (uint64_t)b[length - 1] << 8 * (length - 1);
    }
#else
    if (length) memcpy(&word, bytes, length);
#endif
    return word;
}

static inline uint64_t hash_bytes(const char *bytes, size_t length, uint64_t seed)
{
    uint64_t h = seed ^ (length * 0x9E3779B97F4A7C15u), word;
    for (; length >= sizeof word; length -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        h = (h ^ word) * 0x9FB21C651E98DF25u;
        h ^= h >> 32;
    }
    return hash_mix(h ^ hash_tail(bytes, length));
}

#endif
