/* lexicon.c - see lexicon.h */
#include "entities/lexicon.h"
#include "base/hash.h"
#include <string.h>

enum { SLOT_NUMBER = (1 << LEXICON_SLOT_BITS) - 1 };

uint32_t lexicon_word(const char *folded, size_t length)
{
    return lexicon_word_hashed(folded, length, hash_bytes(folded, length, 0));
}

uint32_t lexicon_word_hashed(const char *folded, size_t length, uint64_t hash)
{
    uint32_t mark = (uint32_t)(hash >> 52) << LEXICON_SLOT_BITS;
    for (uint32_t at = (uint32_t)hash & lexicon_slot_mask;; at = (at + 1) & lexicon_slot_mask) {
        uint32_t slot = lexicon_slots[at];
        if (!slot) return LEXICON_NONE;
        if ((slot & ~(uint32_t)SLOT_NUMBER) != mark) continue;
        uint32_t word = (slot & SLOT_NUMBER) - 1, start = lexicon_offsets[word];
        if (lexicon_offsets[word + 1] - start == length && !memcmp(lexicon_pool + start, folded, length)) return word;
    }
}

uint32_t lexicon_step(uint32_t state, uint32_t word)
{
    if (state == LEXICON_NONE || word == LEXICON_NONE || !(lexicon_bits(state) & LEXICON_BIT(MORE)))
        return LEXICON_NONE;
    uint32_t at = (uint32_t)hash_mix((uint64_t)state << 32 | word) & lexicon_step_mask;
    for (;; at = (at + 1) & lexicon_step_mask) {
        const LexiconStep *step = &lexicon_steps[at];
        if (!step->next) return LEXICON_NONE;
        if (step->state == state && step->word == word) return step->next;
    }
}

uint32_t lexicon_phrase(const char *text, size_t length)
{
    uint32_t state = LEXICON_NONE;
    int first = 1;
    for (size_t at = 0; at < length;) {
        while (at < length && text[at] == ' ') at++;
        size_t start = at;
        while (at < length && text[at] != ' ') at++;
        if (at == start) break;
        char folded[LEXICON_WORD_MAX];
        size_t n = lexicon_fold(lexicon_latin, text + start, at - start, folded);
        if (n > 2 && folded[n - 1] == 's' && folded[n - 2] == '\'') n -= 2;
        uint32_t word = n ? lexicon_word(folded, n) : LEXICON_NONE;
        state = first ? word : lexicon_step(state, word);
        first = 0;
        if (state == LEXICON_NONE) break;
    }
    return state;
}

const LexiconManner *lexicon_manner(Language language)
{
    for (uint32_t i = 0; i < lexicon_manner_count; i++)
        if (lexicon_manners[i].language == language) return &lexicon_manners[i];
    return NULL;
}

uint32_t lexicon_equivalent(const LexiconManner *manner, const char *folded, size_t length)
{
    uint32_t low = 0, high = manner ? manner->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const LexiconEquivalent *e = &manner->equivalents[middle];
        int order = strncmp(e->form, folded, length);
        if (!order && !e->form[length]) return e->state;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return LEXICON_NONE;
}
