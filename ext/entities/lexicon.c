/* lexicon.c - see lexicon.h */
#include "entities/lexicon.h"
#include "base/hash.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

uint32_t lexicon_word(const char *folded, size_t length)
{
    return lexicon_word_hashed(hash_bytes(folded, length, 0));
}

uint32_t lexicon_word_hashed(uint64_t hash)
{
    uint32_t bucket = bucket_of(hash, lexicon_words.count), end = bucket_start(&lexicon_words, bucket + 1);
    for (uint32_t at = bucket_start(&lexicon_words, bucket); at < end; at++)
        if (lexicon_word_checks[at] == (uint32_t)hash) return at;
    return LEXICON_NONE;
}

uint32_t lexicon_step(uint32_t state, uint32_t word)
{
    if (state == LEXICON_NONE || word == LEXICON_NONE || !(lexicon_bits(state) & LEXICON_BIT(MORE)))
        return LEXICON_NONE;
    uint64_t key = lexicon_step_key(state, word), hash = hash_mix(key);
    uint32_t bucket = bucket_of(hash, lexicon_steps.count), end = bucket_start(&lexicon_steps, bucket + 1);
    for (uint32_t at = bucket_start(&lexicon_steps, bucket); at < end; at++) {
        uint64_t entry = (uint64_t)lexicon_step_entries[at][1] << 32 | lexicon_step_entries[at][0];
        if (entry >> LEXICON_NEXT_BITS == key) return (uint32_t)(entry & ((1u << LEXICON_NEXT_BITS) - 1));
    }
    return LEXICON_NONE;
}

double record_latitude(const LexiconRecord *record)
{
    return record->latitude == RECORD_NOWHERE ? (double)NAN : ((int)record->latitude - 90000) / 1000.0;
}

double record_longitude(const LexiconRecord *record)
{
    return record->latitude == RECORD_NOWHERE ? (double)NAN : ((int)record->longitude - 180000) / 1000.0;
}

const LexiconRecord *lexicon_subdivision(const LexiconRecord *city)
{
    char id[RECORD_ID_MAX], room[RECORD_ID_MAX];
    uint32_t low = lexicon_subdivisions_begin, high = lexicon_subdivisions_end;
    if (!city->subdivision[0]) return NULL;
    snprintf(id, sizeof id, "gpe:%s-%.3s", city->country, city->subdivision);
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = strcmp(record_id(&lexicon_records[middle], room), id);
        if (!order) return &lexicon_records[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

const char *record_id(const LexiconRecord *record, char room[RECORD_ID_MAX])
{
    if (!(record->flags & RECORD_CITY)) return lexicon_names + record->name + strlen(lexicon_names + record->name) + 1;
    snprintf(room, RECORD_ID_MAX, "geo:%u", (unsigned)record->geoname);
    return room;
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
        else if (n > 2 && folded[n - 1] == '\'') n--; /* Tver' */
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
