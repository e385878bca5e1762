/* clusters.c - see clusters.h */
#include "entities/clusters.h"
#include "base/hash.h"

int clusters_exact(const char *folded, size_t length, uint16_t classes[CLUSTER_LEVELS])
{
    return clusters_hashed(hash_bytes(folded, length, 0), classes);
}

int clusters_hashed(uint64_t hash, uint16_t classes[CLUSTER_LEVELS])
{
    uint64_t slot;
    if (!prefix_is_set(cluster_filter, CLUSTER_FILTER_BITS, hash)) return 0;
    for (uint32_t at = cluster_slot(hash, cluster_slot_count); (slot = cluster_read(at)) != 0;
         at = at + 1 < cluster_slot_count ? at + 1 : 0) {
        if ((slot ^ hash) >> CLUSTER_ID_BITS) continue;
        classes[0] = (uint16_t)(slot & ((1u << CLUSTER_BITS_0) - 1));
        slot >>= CLUSTER_BITS_0;
        classes[1] = (uint16_t)(slot & ((1u << CLUSTER_BITS_1) - 1));
        slot >>= CLUSTER_BITS_1;
        classes[2] = (uint16_t)(slot & ((1u << CLUSTER_BITS_2) - 1));
        slot >>= CLUSTER_BITS_2;
        classes[3] = (uint16_t)(slot & ((1u << CLUSTER_BITS_3) - 1));
        return 1;
    }
    return 0;
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
