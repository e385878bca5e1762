/* clusters.c - see clusters.h */
#include "entities/clusters.h"
#include "base/hash.h"

int clusters_of_run(uint64_t hash, uint16_t classes[CLUSTER_LEVELS])
{
    uint32_t bucket = bucket_of(hash, cluster_runs.count), end = bucket_start(&cluster_runs, bucket + 1);
    uint32_t check = (uint32_t)(hash >> cluster_runs_shift) << cluster_set_bits;
    for (uint32_t at = bucket_start(&cluster_runs, bucket); at < end; at++) {
        uint32_t set = cluster_run_entries[at] ^ check;
        if (set >> cluster_set_bits) continue;
        memcpy(classes, cluster_sets[set], sizeof cluster_sets[set]);
        return 1;
    }
    return 0;
}

static int classes_of_word(uint64_t hash, uint16_t classes[CLUSTER_LEVELS])
{
    uint32_t bucket = bucket_of(hash, cluster_words.count), end = bucket_start(&cluster_words, bucket + 1);
    for (uint32_t at = bucket_start(&cluster_words, bucket); at < end; at++) {
        uint64_t entry = (uint64_t)cluster_word_entries[at][1] << 32 | cluster_word_entries[at][0];
        if ((entry ^ hash >> cluster_words_shift << CLUSTER_ID_BITS) >> CLUSTER_ID_BITS) continue;
        classes[0] = (uint16_t)(entry & ((1u << CLUSTER_BITS_0) - 1));
        entry >>= CLUSTER_BITS_0;
        classes[1] = (uint16_t)(entry & ((1u << CLUSTER_BITS_1) - 1));
        entry >>= CLUSTER_BITS_1;
        classes[2] = (uint16_t)(entry & ((1u << CLUSTER_BITS_2) - 1));
        entry >>= CLUSTER_BITS_2;
        classes[3] = (uint16_t)(entry & ((1u << CLUSTER_BITS_3) - 1));
        return 1;
    }
    return 0;
}

int clusters_exact(const char *folded, size_t length, uint16_t classes[CLUSTER_LEVELS])
{
    uint64_t hash = hash_bytes(folded, length, 0);
    return cluster_is_run(folded, length) ? clusters_of_run(hash, classes) : classes_of_word(hash, classes);
}

void clusters_of(const char *folded, size_t length, size_t stem, uint16_t classes[CLUSTER_LEVELS])
{
    memset(classes, 0, CLUSTER_LEVELS * sizeof *classes);
    if (clusters_exact(folded, length, classes)) return;
    size_t part = length;
    while (part > 0 && folded[part - 1] != '-') part--;
    if (part > 1 && part < length && clusters_exact(folded + part, length - part, classes)) return;
    if (stem < length) clusters_exact(folded, stem, classes);
}
