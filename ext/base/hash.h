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

static inline uint64_t hash_bytes(const char *bytes, size_t length, uint64_t seed)
{
    uint64_t h = seed ^ (length * 0x9E3779B97F4A7C15u), word;
    for (; length >= sizeof word; length -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        h = (h ^ word) * 0x9FB21C651E98DF25u;
        h ^= h >> 32;
    }
    word = 0;
    if (length) memcpy(&word, bytes, length);
    return hash_mix(h ^ word);
}

#endif
