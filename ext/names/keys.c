/*
** keys.c - keys of names; see names.h
**
** Linear; the first MOST_KEYS words count, and KEY_BYTES of each key.
*/
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "names/names.h"
#include "names/reading.h"
#include "text/text.h"
#include "translit/translit.h"

enum { MOST_KEYS = 12, KEY_BYTES = 64 };

const char *const names_key_levels[NAMES_KEY_LEVELS] = {"fold", "words", "letters", "light", "vowels", "skeleton"};

typedef struct Key {
    char bytes[KEY_BYTES];
    size_t length;
} Key;

static int compare_keys(const void *left, const void *right)
{
    const Key *a = left, *b = right;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static Status word_key(Icu *icu, int level, const char *word, size_t length, Buffer *key)
{
    switch (level) {
    case NAMES_KEY_FOLD:
    case NAMES_KEY_WORDS: return text_fold(icu, word, length, key);
    case NAMES_KEY_LETTERS: return translit_key_level(icu, LANGUAGE_UND, TRANSLIT_KEY_LETTERS, word, length, key);
    case NAMES_KEY_LIGHT: return translit_key_level(icu, LANGUAGE_UND, TRANSLIT_KEY_LIGHT, word, length, key);
    case NAMES_KEY_VOWELS: return translit_key_level(icu, LANGUAGE_UND, TRANSLIT_KEY_VOWELS, word, length, key);
    default: return translit_key(icu, LANGUAGE_UND, word, length, key);
    }
}

/* The beginning of a key that fits, cut before a character that would not. */
static void keep(const Buffer *key, Key *out)
{
    out->length = key->length < KEY_BYTES ? key->length : KEY_BYTES;
    while (out->length < key->length && out->length > 0 && ((unsigned char)key->bytes[out->length] & 0xC0) == 0x80)
        out->length--;
    memcpy(out->bytes, key->bytes, out->length);
}

Status names_key(Icu *icu, int level, const char *name, size_t length, Buffer *out)
{
    Key keys[MOST_KEYS];
    size_t count = 0;
    const char *at = name, *end = name + length, *begin = NULL;
    Status status = STATUS_OK;
    while (status == STATUS_OK && count < MOST_KEYS) {
        uint32_t code = 0;
        size_t bytes = at < end ? utf8_decode(at, end, &code) : 0;
        if (bytes && reading_is_word(code)) {
            if (!begin) begin = at;
        } else if (begin) {
            Buffer key = BUFFER_EMPTY;
            status = word_key(icu, level, begin, (size_t)(at - begin), &key);
            if (status == STATUS_OK && key.length) keep(&key, &keys[count++]);
            buffer_free(&key);
            begin = NULL;
        }
        if (!bytes) break;
        at += bytes;
    }
    if (level != NAMES_KEY_FOLD) qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_byte(out, ' ');
        buffer_append(out, keys[i].bytes, keys[i].length);
    }
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}
