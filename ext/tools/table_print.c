/* table_print.c - see table_print.h */
#include "tools/table_print.h"
#include "entities/buckets.h"
#include <stdio.h>
#include <stdlib.h>

void print_words(const char *name, const uint32_t *words, size_t count)
{
    printf("const uint32_t %s[] = {", name);
    for (size_t i = 0; i < count; i++) printf("%s%u,", i % 16 ? "" : "\n", words[i]);
    puts("\n};");
}

void print_halves(const char *name, const uint64_t *numbers, size_t count)
{
    printf("const uint32_t %s[][2] = {", name);
    for (size_t i = 0; i < count; i++)
        printf("%s{0x%xu,0x%xu},", i % 8 ? "" : "\n", (unsigned)numbers[i], (unsigned)(numbers[i] >> 32));
    puts("\n};");
}

void print_buckets(const char *name, const uint64_t *hashes, size_t count)
{
    uint32_t buckets = (uint32_t)(count / BUCKET_ENTRIES + 1), at = 0;
    uint32_t *blocks = calloc((buckets >> BUCKET_BLOCK_BITS) + 1, sizeof *blocks);
    if (!blocks) exit(1);
    printf("static const uint16_t %s_starts[] = {", name);
    for (uint32_t b = 0; b <= buckets; b++) {
        while (at < count && bucket_of(hashes[at], buckets) < b) at++;
        if (!(b & ((1u << BUCKET_BLOCK_BITS) - 1))) blocks[b >> BUCKET_BLOCK_BITS] = at;
        uint32_t start = at - blocks[b >> BUCKET_BLOCK_BITS];
        if (start > UINT16_MAX) {
            fprintf(stderr, "%s: the hashes are not spread\n", name);
            exit(1);
        }
        printf("%s%u,", b % 24 ? "" : "\n", start);
    }
    puts("\n};");
    char blocks_name[128];
    snprintf(blocks_name, sizeof blocks_name, "%s_blocks", name);
    printf("static ");
    print_words(blocks_name, blocks, (buckets >> BUCKET_BLOCK_BITS) + 1);
    printf("const Buckets %s = {%uu, %s_blocks, %s_starts};\n", name, buckets, name, name);
    free(blocks);
}
