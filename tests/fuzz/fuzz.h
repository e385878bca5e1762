/*
** fuzz.h - what every libFuzzer target shares
**
** An input's first byte chooses the language (modulo their number; the first printable ones are 0 und, 1 en, ...: see language_of()), its
** second byte, if it is 0x80 or more, the allocation that fails; the text follows. libFuzzer hands over a heap copy of exactly the
** input's size, so AddressSanitizer sees any read outside the text.
**
** A target defines `examine()`; a broken promise of the engine's headers is reported by PROMISE() and aborts.
*/
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/icu.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/text.h"

#define PROMISE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* ---- memory that fails on demand, in place of tools/memory_libc.c ------------------------------------------------ */

static long allocations_left = -1; /* -1: no failure */
static long blocks_held;

static int allocation_fails(void)
{
    if (allocations_left < 0) return 0;
    if (allocations_left == 0) return 1;
    allocations_left--;
    return 0;
}

void *memory_alloc(size_t bytes)
{
    if (allocation_fails()) return NULL;
    void *block = malloc(bytes);
    blocks_held += block != NULL;
    return block;
}

void *memory_realloc(void *block, size_t bytes)
{
    if (allocation_fails()) return NULL;
    if (!block) return memory_alloc(bytes);
    return realloc(block, bytes);
}

void memory_free(void *block)
{
    blocks_held -= block != NULL;
    free(block);
}

/* ---- the harness ------------------------------------------------------------------------------------------------- */

/* Examines one text. A returned status other than STATUS_OK is right only when an allocation failed. */
static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language);

/* True if `offset` does not lie inside a character as SQLite counts them. */
static inline int at_character(const char *bytes, size_t length, size_t offset)
{
    if (offset > length) return 0;
    if (offset == 0 || offset == length || ((unsigned char)bytes[offset] & 0xC0) != 0x80) return 1;
    while (offset > 0 && ((unsigned char)bytes[offset] & 0xC0) == 0x80) offset--;
    return (unsigned char)bytes[offset] < 0xC0;
}

/* True if [start, start + length) lies in the text and cuts no character. */
static inline int is_slice(const char *bytes, size_t total, size_t start, size_t length)
{
    return start <= total && length <= total - start && at_character(bytes, total, start) &&
           at_character(bytes, total, start + length);
}

static inline Language language_of(uint8_t byte)
{
    return (Language)((byte >= '0' ? byte - '0' : byte) % LANGUAGE_COUNT);
}

/* Opens all that an Icu opens at first use while allocations succeed. */
static void warm_up(Icu *icu)
{
    static const char *const texts[] = {"Warm-up. Café, 2020.", "Разминка в Алматы.", "준비 운동, 서울.",
                                        "热身运动在北京。ウォームアップ。อุ่นเครื่อง"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Arena arena;
        arena_init(&arena, 0);
        examine(&arena, icu, texts[i], strlen(texts[i]), LANGUAGE_UND);
        arena_clear(&arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Icu *icu;
    if (size < 2) return 0;
    if (!icu) {
        icu = icu_open();
        PROMISE(icu != NULL);
        warm_up(icu);
    }
    size_t length = size - 2;
    char *bytes = malloc(length ? length : 1); /* an address that is its own, without the two bytes before it */
    if (!bytes) return 0;
    if (length) memcpy(bytes, data + 2, length);
    Arena arena;
    arena_init(&arena, 0);
    long held = blocks_held;
    int failing = data[1] >= 0x80;
    allocations_left = failing ? (data[1] & 0x7F) : -1;
    Status status = examine(&arena, icu, bytes, length, language_of(data[0]));
    allocations_left = -1;
    PROMISE(status == STATUS_OK || failing);
    arena_clear(&arena);
    /* handles that an Icu opens on the way are the connection's and stay; everything else is given back */
    PROMISE(failing || blocks_held == held);
    free(bytes);
    return 0;
}

#endif
