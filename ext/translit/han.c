/*
** han.c - Chinese: characters to syllables
**
** At each character the longest word of the table that stands there gives the syllables; else the character's own reading. Words are
** found by their first two characters in a sorted list, and only where some word begins with the first, so the cost is a
** few dozen comparisons a character at worst: linear. How syllables are divided is the mode's:
**     marks     zhōng guó        a blank between syllables
**     numbered  zhong1guo2       one syllable a character, nothing between
**     plain     zhongguo         no tones; words (by ICU's dictionary) joined, a blank between them, ’ where a syllable begins with a vowel
**     joined    as plain (a run of up to three characters is one word), each syllable spelled by the scheme's table (Tongyong, Palladius)
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
    SHORT_NAME = 3 * 3,  /* bytes: a run that joined modes take for one word */
    CHUNK = 3 * 2000,    /* bytes of Han that ICU's dictionary is asked about at a time */
    SHORTEST_FOREIGN = 3 /* characters */
};

typedef struct Run {
    Icu *icu;
    const Table *table;
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
static int slot_at(const char *at, const char *end, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (end - at < CHARACTER_BYTES || byte[0] < 0xE3 || byte[0] > 0xEF || (byte[0] > 0xE9 && byte[0] < 0xEF)) return -1;
    if ((byte[1] & 0xC0) != 0x80 || (byte[2] & 0xC0) != 0x80) return -1;
    if (end - at > CHARACTER_BYTES && (byte[3] & 0xC0) == 0x80) return -1;
    *code = (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    return han_slot(*code);
}

/* Finds the longest word of the table at `at`, whose first character is `first`. Returns its syllables, or NULL. */
static const uint16_t *find_word(const char *at, const char *end, uint32_t first, int *length)
{
    uint32_t code;
    if (slot_at(at + CHARACTER_BYTES, end, &code) < 0) return NULL;
    uint32_t pair = first << 16 | code;
    size_t low = 0, high = han_pair_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (han_pairs[middle] < pair) low = middle + 1;
        else high = middle;
    }
    if (low == han_pair_count || han_pairs[low] != pair) return NULL;
    for (const uint16_t *word = han_words + han_groups[low]; *word; word += 1 + *word * 2 - 2) {
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
    uint32_t code;
    unsigned reading = han_readings[slot_at(run->at, run->end, &code)];
    int length = 0;
    const uint16_t *word = reading & HAN_BEGINS_WORD ? find_word(run->at, run->end, code, &length) : NULL;
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

/* Writes the character at run->at as a syllable, with what divides it from the one before. */
static void write_syllable(Run *run)
{
    const char *character = run->at;
    unsigned number = next_syllable(run);
    if (run->surname) {
        number = (unsigned)run->surname;
        run->surname = 0;
    }
    const HanSyllable *syllable = &han_syllables[number];
    if (run->in_word) {
        if (run->mode == HAN_MARKS) buffer_byte(run->out, ' ');
        else if (run->mode == HAN_HYPHEN) buffer_byte(run->out, '-');
        else if (run->mode != HAN_NUMBERED && number && begins_with_vowel(syllable)) buffer_string(run->out, "’");
    }
    run->in_word++;
    if (!number) buffer_append(run->out, character, CHARACTER_BYTES);
    else if (run->table) table_apply(run->table, syllable->plain, syllable->plain_length, run->out);
    else if (run->mode == HAN_MARKS) buffer_append(run->out, syllable->marked, syllable->marked_length);
    else buffer_append(run->out, syllable->plain, syllable->plain_length);
    if (number && run->mode == HAN_NUMBERED) buffer_byte(run->out, syllable->tone);
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

static Status write_run(Run *run)
{
    Status status = STATUS_OK;
    run->pending_count = run->pending_at = run->in_word = 0;
    int one_word = run->mode >= HAN_JOINED && run->end - run->at <= SHORT_NAME;
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
    if (slot_at(text, text + length, &first) < 0) return 0;
    size_t found = 0;
    while (found < han_surname_count && han_surnames[found].code != first) found++;
    if (found == han_surname_count) return 0;
    for (size_t i = 0; i < length; i += CHARACTER_BYTES)
        if (slot_at(text + i, text + length, &code) < 0) return 0;
    int in_table;
    size_t word = 0;
    if (find_word(text, text + length, first, &in_table)) return 0;
    if (icu_dictionary_words(icu, text, length, note_first, &word) != STATUS_OK) return 0;
    return word == CHARACTER_BYTES ? han_surnames[found].syllable : 0;
}

static int is_wordlike(uint32_t code)
{
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT)) != 0;
}

Status han_apply(Icu *icu, const Table *table, int mode, const char *text, size_t length, Buffer *out)
{
    Run run = {.icu = icu, .table = table, .out = out, .mode = mode};
    const char *at = text, *end = text + length, *passed = text;
    Status status = STATUS_OK;
    run.surname = find_surname(icu, text, length);
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
