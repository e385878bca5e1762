/*
** clusters.h - classes of words that are used alike, learned from word vectors or read off dictionaries
**
** tools/compile_clusters.c reads data/clusters/<language>.tsv (word, four class numbers from coarse to fine) and writes two tables of buckets (buckets.h).
** Of two languages' words that are written alike the first file in alphabetic order has its classes.
**
**     cluster_runs     words of two and more characters of scripts without blanks between words, which have few distinct sets of classes: the number of the set
**                      in cluster_sets in the low cluster_set_bits, a check of the other bits of 32 above it
**     cluster_words    all others: four class numbers + 1 of 7, 9, 11 and 12 bits, a check of 25 bits above them
**
** A word that is in no table is taken for one that is: one in two million runs (check of 23 bits), one in eight million words.
*/
#ifndef CORPUS_ENTITIES_CLUSTERS_H
#define CORPUS_ENTITIES_CLUSTERS_H

#include <stddef.h>
#include "entities/buckets.h"
#include "entities/prefixes.h"

enum { CLUSTER_LEVELS = 4, CLUSTER_BITS_0 = 7, CLUSTER_BITS_1 = 9, CLUSTER_BITS_2 = 11, CLUSTER_BITS_3 = 12 };
enum { CLUSTER_ID_BITS = CLUSTER_BITS_0 + CLUSTER_BITS_1 + CLUSTER_BITS_2 + CLUSTER_BITS_3 };

extern const Buckets cluster_runs, cluster_words;
extern const uint32_t cluster_run_entries[], cluster_word_entries[][2]; /* of words the low and the high half */
extern const uint32_t cluster_runs_shift, cluster_words_shift; /* the lowest bit of a hash that is in a check */
extern const uint16_t cluster_sets[][CLUSTER_LEVELS];
extern const uint32_t cluster_set_bits;

/* What the words of cluster_runs begin with: the filter of prefixes.h. */
enum { CLUSTER_PREFIX_BITS = 21 };
extern const uint32_t cluster_prefixes[];

/* Does a word belong into cluster_runs? It has more than one character, and the first is CJK (U+3000 and above). */
static inline int cluster_is_run(const char *bytes, size_t length)
{
    return length > 4 && (unsigned char)bytes[0] >= 0xE3;
}

/* The classes of exactly these bytes. Returns 0 if they are in no table. */
int clusters_exact(const char *folded, size_t length, uint16_t classes[CLUSTER_LEVELS]);

/* The same of a run of two and more characters, if hash_bytes(folded, length, 0) is at hand. */
int clusters_of_run(uint64_t hash, uint16_t classes[CLUSTER_LEVELS]);

/* The classes of a folded word: as it is, else of its last part behind a hyphen, else of its stem, else zeros. */
void clusters_of(const char *folded, size_t length, size_t stem, uint16_t classes[CLUSTER_LEVELS]);

#endif
