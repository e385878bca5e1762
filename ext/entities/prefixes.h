/*
** prefixes.h - how far a word that begins here may reach, for scripts without blanks between words (inside the room, and for the table compilers)
**
** A table of words has beside it one bit for each hash of what its words of Han, kana or Hangul begin with, the whole words left out. Where the bit of
** the characters read so far is not set, no word of the table goes on behind them: nothing longer need be looked up. A bit that is set by another
** prefix costs a look-up and changes nothing.
*/
#ifndef CORPUS_ENTITIES_PREFIXES_H
#define CORPUS_ENTITIES_PREFIXES_H

#include <stdint.h>

/* The hash of some characters and one more; of none it is 0. */
static inline uint64_t prefix_step(uint64_t hash, uint32_t code)
{
    hash = (hash ^ code) * 0x9FB21C651E98DF25u;
    return hash ^ hash >> 32;
}

/* Which of 2^bits bits belongs to a hash. */
static inline uint32_t prefix_bit(uint64_t hash, unsigned bits)
{
    return (uint32_t)(hash * 0x9E3779B97F4A7C15u >> (64 - bits));
}

static inline int prefix_is_set(const uint32_t *filter, unsigned bits, uint64_t hash)
{
    uint32_t bit = prefix_bit(hash, bits);
    return (int)(filter[bit >> 5] >> (bit & 31) & 1);
}

#endif
