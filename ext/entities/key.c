/*
** key.c - the key under which mentions of one thing meet
**
** What the gazetteer knows has its id there (gpe:KZ, geo:1526384, org:un), so that one place in five scripts is one key. Any other name is romanized by
** translit_key(), word by word, without articles, titles and legal forms; people are `per:` + the sorted words without
** their case endings and hyphens, since cultures differ in the order. Russian and Kazakh words of other names are keyed without the longest ending that they
** may carry: Назарбаев Университетінде, Банком развития. An institution (institutions.h) is `inst:` + its parts and places, and the sorted words of the rest:
** `inst:university nspf`; names under one such key are told apart by their rests.
*/
#include "entities/institutions.h"
#include "entities/words.h"
#include "translit/translit.h"
#include <string.h>

enum { MAX_KEY_WORDS = 16 };

#define INSTITUTION_PREFIX "inst:"

typedef struct Piece {
    size_t start, length;
} Piece;

/* Cuts a name into words at blanks and the dot between transliterated names. */
static size_t pieces_of(const char *name, size_t length, Piece *pieces)
{
    size_t count = 0;
    for (size_t at = 0; at < length && count < MAX_KEY_WORDS;) {
        while (at < length && (name[at] == ' ' || (at + 1 < length && !memcmp(name + at, "\xC2\xB7", 2))))
            at += name[at] == ' ' ? 1 : 2;
        size_t start = at;
        while (at < length && name[at] != ' ' && !(at + 1 < length && !memcmp(name + at, "\xC2\xB7", 2))) at++;
        if (at > start) pieces[count++] = (Piece){start, at - start};
    }
    return count;
}

static uint64_t piece_bits(const char *name, Piece piece)
{
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(lexicon_latin, name + piece.start, piece.length, folded);
    return n ? lexicon_bits(lexicon_word(folded, n)) : 0;
}

static int same_kind(EntityType type, const LexiconRecord *record)
{
    int place = type == ENTITY_GPE || type == ENTITY_LOC || type == ENTITY_FAC;
    int record_place = record->type == ENTITY_GPE || record->type == ENTITY_LOC || record->type == ENTITY_FAC;
    return place ? record_place : type == record->type;
}

static int before(const Buffer *keys, Piece a, Piece b)
{
    size_t n = a.length < b.length ? a.length : b.length;
    int order = n ? memcmp(keys->bytes + a.start, keys->bytes + b.start, n) : 0;
    return order ? order < 0 : a.length < b.length;
}

static const char *const prefixes[ENTITY_TYPES] = {"per",  "org",   "place", "place", "place",
                                                   "norp", "event", "work",  "law",   "product"};

/* The key of a word of a name, behind what is in `made`. Of people without its hyphens, which other scripts do not write: Kassym-Jomart, 카심조마르트. */
static Status word_key(Icu *icu, EntityType type, const char *word, size_t length, Language language, Buffer *made)
{
    char plain[LEXICON_WORD_MAX];
    size_t n = 0;
    if (type != ENTITY_PERSON || length > sizeof plain || !memchr(word, '-', length))
        return translit_key(icu, language, word, length, made);
    for (size_t i = 0; i < length; i++)
        if (word[i] != '-') plain[n++] = word[i];
    return n ? translit_key(icu, language, plain, n, made) : STATUS_OK;
}

/* The bytes of a word of a name that are keyed: without its case ending. */
static size_t keyed_bytes(EntityType type, const char *word, size_t length, Language language)
{
    size_t stems[2];
    char folded[LEXICON_WORD_MAX];
    if (type == ENTITY_PERSON && entities_stems(word, length, language, stems)) return stems[0];
    if (type == ENTITY_PERSON) return length;
    if (language != LANGUAGE_RU && language != LANGUAGE_KK) return length;
    size_t n = (unsigned char)word[0] < 0x80 ? 0 : lexicon_fold(lexicon_latin, word, length, folded);
    return n == length ? entities_light_stem(folded, n, language) : length;
}

/* Key of a name by its words. */
static Status words_key(Icu *icu, EntityType type, const char *name, size_t length, Language language, Buffer *out)
{
    Piece pieces[MAX_KEY_WORDS], keys[MAX_KEY_WORDS];
    Buffer made = BUFFER_EMPTY;
    size_t count = pieces_of(name, length, pieces), kept = 0;
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint64_t bits = piece_bits(name, pieces[i]);
        if (type == ENTITY_PERSON && count > 1 && bits & LEXICON_BIT(HONORIFIC)) continue;
        if (type == ENTITY_ORG && count > 1 && bits & (LEXICON_BIT(ARTICLE) | LEXICON_BIT(COMPANY)) &&
            !(bits & LEXICON_BIT(ORG)))
            continue;
        size_t start = made.length;
        size_t bytes = keyed_bytes(type, name + pieces[i].start, pieces[i].length, language_base(language));
        status = word_key(icu, type, name + pieces[i].start, bytes, language, &made);
        if (made.length > start) keys[kept++] = (Piece){start, made.length - start};
    }
    if (type == ENTITY_PERSON)
        for (size_t i = 1; i < kept; i++) { /* at most MAX_KEY_WORDS */
            Piece moved = keys[i];
            size_t k = i;
            for (; k && before(&made, moved, keys[k - 1]); k--) keys[k] = keys[k - 1];
            keys[k] = moved;
        }
    buffer_string(out, prefixes[type]);
    for (size_t i = 0; i < kept; i++) {
        buffer_byte(out, i ? ' ' : ':');
        buffer_append(out, made.bytes + keys[i].start, keys[i].length);
    }
    if (!kept) {
        buffer_byte(out, ':');
        if (status == STATUS_OK) status = icu_append_nfkc_casefold(icu, name, length, out);
    }
    if (made.failed || out->failed) status = STATUS_NOMEM;
    buffer_free(&made);
    return status;
}

/* Appends the keys of words, sorted, each behind a blank. */
static Status sorted_keys(Icu *icu, const Institution *in, Language language, Buffer *out)
{
    Piece keys[INSTITUTION_RESTS];
    Buffer made = BUFFER_EMPTY;
    size_t kept = 0;
    Status status = STATUS_OK;
    for (int i = 0; i < in->rest_count && status == STATUS_OK; i++) {
        size_t start = made.length, k = kept;
        const char *word = in->rests[i].bytes;
        size_t bytes = keyed_bytes(ENTITY_PERSON, word, in->rests[i].length, language_base(language));
        size_t adjective = bytes == in->rests[i].length ? adjective_stem(word, bytes) : 0;
        if (adjective) bytes = adjective;
        status = word_key(icu, ENTITY_PERSON, word, bytes, language, &made); /* without hyphens */
        if (made.length == start) continue;
        Piece key = {start, made.length - start};
        for (; k && before(&made, key, keys[k - 1]); k--) keys[k] = keys[k - 1];
        keys[k] = key;
        kept++;
    }
    for (size_t i = 0; i < kept; i++) {
        buffer_byte(out, ' ');
        buffer_append(out, made.bytes + keys[i].start, keys[i].length);
    }
    if (made.failed) status = STATUS_NOMEM;
    buffer_free(&made);
    return status;
}

static Status institution_key(Icu *icu, const Institution *in, Language language, Buffer *out)
{
    const char *ids[INSTITUTION_PLACES];
    char rooms[INSTITUTION_PLACES][RECORD_ID_MAX];
    buffer_string(out, INSTITUTION_PREFIX);
    for (int i = 0; i < in->part_count; i++) {
        if (i) buffer_byte(out, '+');
        buffer_string(out, in->parts[i]->id);
    }
    for (int i = 0; i < in->place_count; i++) {
        const LexiconRecord *r = in->places[i];
        const char *id = names_country(r) ? r->country : record_id(r, rooms[i]);
        int k = i;
        for (; k && strcmp(id, ids[k - 1]) < 0; k--) ids[k] = ids[k - 1];
        ids[k] = id;
    }
    for (int i = 0; i < in->place_count; i++) {
        buffer_string(out, i ? "+" : in->behind ? "/of/" : "/");
        buffer_string(out, ids[i]);
    }
    return sorted_keys(icu, in, language, out);
}

int entities_key_names_rest(const char *key)
{
    return !strncmp(key, INSTITUTION_PREFIX, sizeof INSTITUTION_PREFIX - 1);
}

Status entities_rest(const char *name, size_t length, Buffer *out)
{
    Institution in;
    if (!institution_read(name, length, &in)) buffer_append(out, name, length);
    else
        for (int i = 0; i < in.rest_count; i++) {
            if (i) buffer_byte(out, ' ');
            buffer_append(out, in.rests[i].bytes, in.rests[i].length);
        }
    return out->failed ? STATUS_NOMEM : STATUS_OK;
}

Status entities_key(Icu *icu, EntityType type, const char *name, size_t length, Language language, Buffer *out)
{
    const LexiconRecord *record = lexicon_record(lexicon_phrase(name, length));
    Institution in;
    int known = record && same_kind(type, record);
    if (type == ENTITY_ORG && institution_read(name, length, &in) && (!known || in.college)) {
        Status status = institution_key(icu, &in, language, out);
        return out->failed ? STATUS_NOMEM : status;
    }
    if (!known) return words_key(icu, type, name, length, language, out);
    char room[RECORD_ID_MAX];
    buffer_string(out, record_id(record, room));
    return out->failed ? STATUS_NOMEM : STATUS_OK;
}
