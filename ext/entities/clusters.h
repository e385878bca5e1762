/*
** clusters.h - classes of words that are used alike, learned from word vectors
**
** tools/compile_clusters.c reads data/clusters/<language>.tsv (word, four class numbers from coarse to fine) and writes one table of 64-bit slots, open
** addressing by hash_bytes(folded word): the high CLUSTER_FINGERPRINT_BITS of the hash, then four class numbers + 1 of 12, 11, 9 and 7 bits. Words of two
** languages that are written alike share a slot: the first file in alphabetic order wins.
*/
#ifndef CORPUS_ENTITIES_CLUSTERS_H
#define CORPUS_ENTITIES_CLUSTERS_H

#include <stddef.h>
#include <stdint.h>
#include "entities/prefixes.h"

enum { CLUSTER_LEVELS = 4, CLUSTER_BITS_0 = 7, CLUSTER_BITS_1 = 9, CLUSTER_BITS_2 = 11, CLUSTER_BITS_3 = 12 };
enum { CLUSTER_ID_BITS = CLUSTER_BITS_0 + CLUSTER_BITS_1 + CLUSTER_BITS_2 + CLUSTER_BITS_3 };

/* Low and high half of each slot, 0 and 0: empty. In halves because gcc takes most of a minute over as many constants of 64 bits. */
extern const uint32_t cluster_slots[][2];
extern const uint32_t cluster_slot_count;

/* One bit for each word in the table, so that most words that are in none cost no search; and the filter of prefixes.h. */
enum { CLUSTER_FILTER_BITS = 22, CLUSTER_PREFIX_BITS = 21 };
extern const uint32_t cluster_filter[], cluster_prefixes[];

static inline uint64_t cluster_read(uint32_t at)
{
    return (uint64_t)cluster_slots[at][1] << 32 | cluster_slots[at][0];
}

/* Where the slots of a hash begin. */
static inline uint32_t cluster_slot(uint64_t hash, uint32_t count)
{
    return (uint32_t)((uint64_t)(uint32_t)hash * count >> 32);
}

/* The classes of exactly these bytes. Returns 0 if they are in no table. */
int clusters_exact(const char *folded, size_t length, uint16_t classes[CLUSTER_LEVELS]);

/* The same if hash_bytes(folded, length, 0) is at hand. */
int clusters_hashed(uint64_t hash, uint16_t classes[CLUSTER_LEVELS]);

/* The classes of a folded word: as it is, else of its last part behind a hyphen, else of its stem, else zeros. */
void clusters_of(const char *folded, size_t length, size_t stem, uint16_t classes[CLUSTER_LEVELS]);

#endif
