/* key_memory.c - see key_memory.h */
#include "sql/key_memory.h"
#include "base/hash.h"
#include "base/memory.h"
#include <string.h>

enum { TOKEN_HEAD = 3 }; /* flags, length of the name, length of the token */

KeyMemory *key_memory_new(void)
{
    KeyMemory *memory = memory_alloc(sizeof *memory);
    if (memory) memset(memory->hashes, 0, sizeof memory->hashes);
    return memory;
}

void key_memory_free(KeyMemory *memory)
{
    memory_free(memory);
}

static uint32_t hash_of(const char *word, size_t length)
{
    return (uint32_t)(hash_bytes(word, length, 0) >> 32) | 1u << 31; /* none is 0 */
}

const KeySlot *key_memory_find(const KeyMemory *memory, const char *word, size_t length)
{
    if (!length || length > KEY_LONGEST_WORD) return NULL;
    uint32_t hash = hash_of(word, length);
    if (memory->hashes[hash % KEY_SLOTS] != hash) return NULL;
    const KeySlot *slot = &memory->slots[hash % KEY_SLOTS];
    return slot->word_length == length && !memcmp(slot->bytes, word, length) ? slot : NULL;
}

void key_record_begin(KeyRecord *record, const char *word, size_t length)
{
    record->fits = length > 0 && length <= KEY_LONGEST_WORD;
    if (!record->fits) return;
    record->hash = hash_of(word, length);
    record->slot.word_length = (uint8_t)length;
    record->slot.used = 0;
    memcpy(record->slot.bytes, word, length);
}

void key_record_add(KeyRecord *record, int flags, size_t name, const char *token, size_t length)
{
    if (!record->fits) return;
    size_t begin = (size_t)record->slot.word_length + record->slot.used;
    if (length > KEY_SLOT_BYTES || begin + TOKEN_HEAD + length > KEY_SLOT_BYTES) {
        record->fits = 0;
        return;
    }
    char *at = record->slot.bytes + begin;
    at[0] = (char)flags;
    at[1] = (char)name; /* at most KEY_LONGEST_WORD, as the word is */
    at[2] = (char)length;
    memcpy(at + TOKEN_HEAD, token, length);
    record->slot.used = (uint8_t)(record->slot.used + TOKEN_HEAD + length);
}

void key_record_keep(KeyMemory *memory, const KeyRecord *record)
{
    if (!record->fits) return;
    memory->hashes[record->hash % KEY_SLOTS] = record->hash;
    memory->slots[record->hash % KEY_SLOTS] = record->slot;
}

int key_slot_next(const KeySlot *slot, size_t *at, KeyToken *token)
{
    if (*at >= slot->used) return 0;
    const char *head = slot->bytes + slot->word_length + *at;
    token->flags = head[0];
    token->name = (unsigned char)head[1];
    token->length = (unsigned char)head[2];
    token->bytes = head + TOKEN_HEAD;
    *at += TOKEN_HEAD + token->length;
    return 1;
}
