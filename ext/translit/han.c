/*
** han.c - Chinese: characters to syllables
**
** At each character the longest word of the table that stands there gives the syllables; else the character's own reading. Words are
** found by their first two characters, among the pairs of the first one, and only where some word begins with it, so the cost is a
** dozen comparisons a character at worst: linear. How syllables are divided is the mode's:
**     marks     zhōng guó        a blank between syllables
**     numbered  zhong1guo2       one syllable a character, nothing between
**     plain     zhongguo         no tones; words (by ICU's dictionary) joined, a blank between them, ’ where a syllable begins with a vowel
**     joined    as plain (a run of up to three characters is one word), each syllable spelled by the scheme's table (Tongyong, Palladius)
**     name      as plain, but a run of two to four characters is a family name (the surname's reading) and a given name, both capitalised
**     hyphen    as joined, a hyphen between the syllables of a word (Wade-Giles)
** A name that stands alone (two to four characters, nothing else in the text) takes its surname's reading.
** What has no reading passes through.
*/
#include "translit/han.h"
#include <string.h>
#include "base/icu.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "translit/table.h"

enum {
    CHARACTER_BYTES = 3, /* of all that han_slot() knows */
    NAME_SHORTEST = 2,
    NAME_LONGEST = 4,
    SHORT_NAME = 3 * 3,   /* bytes: a run that joined modes take for one word */
    CHUNK = 3 * 2000,     /* bytes of Han that ICU's dictionary is asked about at a time */
    SHORTEST_FOREIGN = 3, /* characters */
    SYLLABLE_ROOM = 32    /* bytes: more than a syllable with its divider takes */
};

typedef struct Run {
    Icu *icu;
    const Table *table;
    const HanSpelling *spelling;
    Buffer *out;
    int mode;
    const char *at;                     /* the next character to read */
    const char *end;                    /* of the run of characters */
    uint16_t pending[HAN_LONGEST_WORD]; /* syllables of a word that was found, not yet written */
    int pending_count, pending_at;
    int in_word;       /* syllables written since the word's beginning */
    const char *chunk; /* what ICU's dictionary divides, and where */
    size_t boundary_count;
    uint16_t boundaries[CHUNK / CHARACTER_BYTES];
    int surname; /* syllable of the surname that the text begins with, 0: none */
} Run;

/* Index of the character at `at`, or -1: not three bytes of a character that han_slot() knows. */
static inline int slot_at(const char *at, const char *end, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (end - at < CHARACTER_BYTES || byte[0] < 0xE3 || (byte[0] > 0xE9 && byte[0] != 0xEF)) return -1;
    if ((byte[1] & 0xC0) != 0x80 || (byte[2] & 0xC0) != 0x80) return -1;
    if (end - at > CHARACTER_BYTES && (byte[3] & 0xC0) == 0x80) return -1;
    *code = (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    return han_slot(*code);
}

/* Number of the pair of characters among those that begin words, or -1. Pairs of one character stand together. */
static long find_pair(int slot, uint32_t first, uint32_t second)
{
    uint32_t pair = first << 16 | second;
    size_t low = han_first[slot], step = 1;
    while (low + step < han_pair_count && han_pairs[low + step] <= pair) {
        low += step;
        step *= 2;
    }
    /* it stands in [low, low + step) if anywhere */
    size_t high = low + step < han_pair_count ? low + step : han_pair_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (han_pairs[middle] <= pair) low = middle;
        else high = middle;
    }
    return han_pairs[low] == pair ? (long)low : -1;
}

/* Finds the longest word of the table at `at`, whose first character is `first` of that slot. Returns its syllables, or NULL. */
static const uint16_t *find_word(const char *at, const char *end, int slot, uint32_t first, int *length)
{
    uint32_t code;
    if (slot_at(at + CHARACTER_BYTES, end, &code) < 0) return NULL;
    long pair = find_pair(slot, first, code);
    if (pair < 0) return NULL;
    for (const uint16_t *word = han_words + han_groups[pair]; *word; word += 1 + *word * 2 - 2) {
        int matched = 2;
        for (; matched < *word; matched++)
            if (slot_at(at + matched * CHARACTER_BYTES, end, &code) < 0 || code != word[matched - 1]) break;
        if (matched < *word) continue;
        *length = *word;
        return word + 1 + *word - 2;
    }
    return NULL;
}

/* The syllable of the character at run->at, HAN_NONE if it has none; moves on. */
static unsigned next_syllable(Run *run)
{
    if (run->pending_at < run->pending_count) {
        run->at += CHARACTER_BYTES;
        return run->pending[run->pending_at++];
    }
    uint32_t code = 0;
    int slot = slot_at(run->at, run->end, &code), length = 0;
    unsigned reading = han_readings[slot];
    const uint16_t *word = reading & HAN_BEGINS_WORD ? find_word(run->at, run->end, slot, code, &length) : NULL;
    if (word) {
        memcpy(run->pending, word, (size_t)length * sizeof *word);
        run->pending_count = length;
        run->pending_at = 1;
        reading = word[0];
    }
    run->at += CHARACTER_BYTES;
    return reading & ~(unsigned)HAN_BEGINS_WORD;
}

static int begins_with_vowel(const HanSyllable *syllable)
{
    return syllable->plain[0] == 'a' || syllable->plain[0] == 'e' || syllable->plain[0] == 'o';
}

/* The syllable of the character at run->at as letters: its spelling by the scheme's table, or pinyin. */
static void write_letters(Run *run, unsigned number, char *to)
{
    const HanSyllable *syllable = &han_syllables[number];
    int marked = run->mode == HAN_MARKS;
    if (run->spelling) {
        memcpy(to, run->spelling[number].letters, HAN_SPELLED);
        run->out->length = (size_t)(to + run->spelling[number].length - run->out->bytes);
        return;
    }
    if (run->table) {
        run->out->length = (size_t)(to - run->out->bytes);
        table_apply(run->table, syllable->plain, syllable->plain_length, run->out);
        return;
    }
    memcpy(to, marked ? syllable->marked : syllable->plain, HAN_SYLLABLE_BYTES);
    to += marked ? syllable->marked_length : syllable->plain_length;
    if (run->mode == HAN_NUMBERED) *to++ = syllable->tone;
    run->out->length = (size_t)(to - run->out->bytes);
}

/* Writes the character at run->at as a syllable, with what divides it from the one before. */
static void write_syllable(Run *run)
{
    static const char apostrophe[] = "’";
    const char *character = run->at;
    unsigned number = next_syllable(run);
    if (run->surname) {
        number = (unsigned)run->surname;
        run->surname = 0;
    }
    char *to = buffer_reserve(run->out, SYLLABLE_ROOM);
    if (!to) return;
    if (run->in_word) {
        if (run->mode == HAN_MARKS) *to++ = ' ';
        else if (run->mode == HAN_HYPHEN) *to++ = '-';
        else if (run->mode != HAN_NUMBERED && number && begins_with_vowel(&han_syllables[number])) {
            memcpy(to, apostrophe, sizeof apostrophe - 1);
            to += sizeof apostrophe - 1;
        }
    }
    run->in_word++;
    if (number) {
        write_letters(run, number, to);
        return;
    }
    memcpy(to, character, CHARACTER_BYTES);
    run->out->length = (size_t)(to + CHARACTER_BYTES - run->out->bytes);
}

/* Called by ICU's dictionary at the end of each word of the chunk. */
static void note_boundary(void *state, size_t boundary)
{
    Run *run = state;
    if (run->boundary_count < CHUNK / CHARACTER_BYTES) run->boundaries[run->boundary_count++] = (uint16_t)boundary;
}

/* True if the dictionary's word `number` is one character that serves in foreign names. */
static int is_foreign_character(const Run *run, size_t number)
{
    size_t begin = number ? run->boundaries[number - 1] : 0;
    uint32_t code = 0;
    if (number >= run->boundary_count || run->boundaries[number] - begin != CHARACTER_BYTES) return 0;
    slot_at(run->chunk + begin, run->end, &code);
    return table_knows(translit_foreign_zh.table, code);
}

/* Number of words from `number` on that make one: a foreign name that the dictionary took to pieces (托卡耶夫), else 1. */
static size_t words_joined(const Run *run, size_t number)
{
    size_t count = 0;
    while (is_foreign_character(run, number + count)) count++;
    return count >= SHORTEST_FOREIGN ? count : 1;
}

static Status write_words(Run *run, size_t length)
{
    run->chunk = run->at;
    run->boundary_count = 0;
    Status status = icu_dictionary_words(run->icu, run->at, length, note_boundary, run);
    if (status != STATUS_OK) return status;
    for (size_t number = 0; number < run->boundary_count;) {
        number += words_joined(run, number);
        if (run->in_word) buffer_byte(run->out, ' ');
        run->in_word = 0;
        while (run->at < run->chunk + run->boundaries[number - 1]) write_syllable(run);
    }
    while (run->at < run->chunk + length) write_syllable(run); /* if ICU said nothing of the end */
    return STATUS_OK;
}

/* Characters of the surname with which a run of `count` begins: two if the table has them and a given name is left. */
static size_t surname_length(const char *at, const char *end, size_t count)
{
    uint32_t first, second;
    if (count < NAME_SHORTEST + 1 || slot_at(at, end, &first) < 0 || slot_at(at + CHARACTER_BYTES, end, &second) < 0)
        return 1;
    for (size_t i = 0; i < han_compound_count; i++)
        if (han_compounds[i] == (first << 16 | second)) return 2;
    return 1;
}

/* The surname's own syllable for a character, or 0. */
static int surname_syllable(uint32_t code)
{
    for (size_t i = 0; i < han_surname_count; i++)
        if (han_surnames[i].code == code) return han_surnames[i].syllable;
    return 0;
}

static void capitalise(Buffer *out, size_t start)
{
    if (start < out->length && out->bytes[start] >= 'a' && out->bytes[start] <= 'z')
        out->bytes[start] = (char)(out->bytes[start] - 32);
}

/* A run of two to four characters as a family name and a given name: Zeng Guofan, Ouyang Xiu. */
static void write_name(Run *run, size_t count)
{
    size_t family = surname_length(run->at, run->end, count), start = run->out->length;
    const char *given = run->at + family * CHARACTER_BYTES, *end = run->end;
    uint32_t code;
    if (family == 1 && slot_at(run->at, end, &code) >= 0) run->surname = surname_syllable(code);
    for (int part = 0; part < 2; part++) {
        run->in_word = 0;
        run->pending_at = run->pending_count = 0;
        run->end = part ? end : given;
        while (run->at < run->end) write_syllable(run);
        capitalise(run->out, start);
        if (!part) buffer_byte(run->out, ' ');
        start = run->out->length;
    }
}

static Status write_run(Run *run)
{
    size_t count = (size_t)(run->end - run->at) / CHARACTER_BYTES;
    Status status = STATUS_OK;
    run->pending_count = run->pending_at = run->in_word = 0;
    if (run->mode == HAN_NAME && count >= NAME_SHORTEST && count <= NAME_LONGEST) {
        write_name(run, count);
        return STATUS_OK;
    }
    int one_word = (run->mode == HAN_JOINED || run->mode == HAN_HYPHEN) && run->end - run->at <= SHORT_NAME;
    if (run->mode == HAN_MARKS || run->mode == HAN_NUMBERED || one_word) {
        while (run->at < run->end) write_syllable(run);
        return STATUS_OK;
    }
    while (run->at < run->end && status == STATUS_OK) {
        size_t length = (size_t)(run->end - run->at);
        status = write_words(run, length > CHUNK ? CHUNK : length);
    }
    return status;
}

/* Callback of ICU's dictionary: how long is the first word? */
static void note_first(void *state, size_t boundary)
{
    size_t *first = state;
    if (!*first) *first = boundary;
}

/* The surname's syllable if the text is a name that stands alone, else 0. */
static int find_surname(Icu *icu, const char *text, size_t length)
{
    uint32_t first, code;
    if (length < NAME_SHORTEST * CHARACTER_BYTES || length > NAME_LONGEST * CHARACTER_BYTES || length % CHARACTER_BYTES)
        return 0;
    int slot = slot_at(text, text + length, &first);
    if (slot < 0) return 0;
    int syllable = surname_syllable(first);
    if (!syllable) return 0;
    for (size_t i = 0; i < length; i += CHARACTER_BYTES)
        if (slot_at(text + i, text + length, &code) < 0) return 0;
    int in_table;
    size_t word = 0;
    if (find_word(text, text + length, slot, first, &in_table)) return 0;
    if (icu_dictionary_words(icu, text, length, note_first, &word) != STATUS_OK) return 0;
    return word == CHARACTER_BYTES ? syllable : 0;
}

static int is_wordlike(uint32_t code)
{
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT)) != 0;
}

Status han_apply(Icu *icu, const Table *table, const HanSpelling *spelling, int mode, const char *text, size_t length,
                 Buffer *out)
{
    Run run = {.icu = icu, .table = table, .spelling = spelling, .out = out, .mode = mode};
    const char *at = text, *end = text + length, *passed = text;
    Status status = STATUS_OK;
    if (mode != HAN_NAME) run.surname = find_surname(icu, text, length);
    while (at < end && !out->failed && status == STATUS_OK) {
        uint32_t code;
        if (slot_at(at, end, &code) < 0) {
            at += utf8_decode(at, end, &code);
            continue;
        }
        buffer_append(out, passed, (size_t)(at - passed));
        int divided = mode != HAN_NUMBERED;
        if (divided && at > text) {
            utf8_decode_before(text, at, &code);
            if (is_wordlike(code)) buffer_byte(out, ' ');
        }
        run.at = at;
        while (at < end && slot_at(at, end, &code) >= 0) at += CHARACTER_BYTES;
        run.end = passed = at;
        status = write_run(&run);
        if (divided && at < end) {
            utf8_decode(at, end, &code);
            if (is_wordlike(code)) buffer_byte(out, ' ');
        }
    }
    buffer_append(out, passed, (size_t)(end - passed));
    return status != STATUS_OK ? status : out->failed ? STATUS_NOMEM : STATUS_OK;
}
