/*
** buckets.h - tables of hashed words without empty places (inside the room, and for the table compilers)
**
** A table that never changes needs no room to grow: its entries stand in the order of their hashes, and of every bucket, about BUCKET_ENTRIES that
** follow each other, it is known where it begins. The bucket follows from the high half of a hash, so an entry keeps nothing of that half; it keeps as many
** bits of the low half (its check) as it can pay for. With a check of c bits about one in 2^c / BUCKET_ENTRIES words that are in no table passes for one that is.
**
**     starts[bucket]          where a bucket begins, counted from the beginning of its block
**     blocks[bucket / 256]    where the first bucket of a block begins; 256 buckets hold far fewer than 65,536 entries
**
** Both have one place more than there are buckets: the end. A look-up reads two neighbours of `starts` and one cache line of entries.
*/
#ifndef CORPUS_ENTITIES_BUCKETS_H
#define CORPUS_ENTITIES_BUCKETS_H

#include <stdint.h>

enum { BUCKET_ENTRIES = 4, BUCKET_BLOCK_BITS = 8 };

typedef struct Buckets {
    uint32_t count;
    const uint32_t *blocks;
    const uint16_t *starts;
} Buckets;

/* Which of `count` buckets a hash falls into: the order of hashes is the order of buckets. */
static inline uint32_t bucket_of(uint64_t hash, uint32_t count)
{
    return (uint32_t)((hash >> 32) * count >> 32);
}

/* Where a bucket begins: the number of its first entry. */
static inline uint32_t bucket_start(const Buckets *table, uint32_t bucket)
{
    return table->blocks[bucket >> BUCKET_BLOCK_BITS] + table->starts[bucket];
}

/* Asks the memory for where the bucket of a hash begins: it is looked at some steps later. */
static inline void bucket_fetch(const Buckets *table, uint64_t hash)
{
    __builtin_prefetch(&table->starts[bucket_of(hash, table->count)]);
}

/* The number of the first entry that a look-up of the hash reads. */
static inline uint32_t bucket_first(const Buckets *table, uint64_t hash)
{
    return bucket_start(table, bucket_of(hash, table->count));
}

#endif
