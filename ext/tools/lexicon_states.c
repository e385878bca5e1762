/*
** lexicon_states.c - words get their numbers, phrases become chains of states; see lexicon_make.h
**
** A word is numbered in the order of the hashes, and its number is the state behind it; a state and a word step to the next state. Equal class sets are
** printed once.
*/
#include "tools/lexicon_make.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "tools/table_print.h"
#include <stdlib.h>
#include <string.h>

/* ---- building ------------------------------------------------------------------------------------------------------ */

typedef struct Word {
    char *text;
    uint64_t hash;
} Word;
static struct {
    Word *items;
    size_t count, capacity;
} words;
static struct {
    uint64_t bits;
    uint32_t record, weight;
} * states;
static size_t state_count;
typedef struct Step {
    uint32_t state, word, next; /* next 0: empty */
} Step;
static uint32_t *slots, slot_mask, step_mask; /* open addressing: number of a word + 1 */
static Step *steps;
static size_t step_count;

static uint32_t *word_slot(const char *text, size_t length, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & slot_mask;
    for (; slots[at]; at = (at + 1) & slot_mask) {
        const Word *word = &words.items[slots[at] - 1];
        if (word->hash == hash && strlen(word->text) == length && !memcmp(word->text, text, length)) break;
    }
    return &slots[at];
}

static uint32_t intern(const char *text, size_t length)
{
    uint64_t hash = hash_bytes(text, length, 0);
    uint32_t *slot = word_slot(text, length, hash);
    if (*slot) return *slot - 1;
    if (state_count) die("a word that is in no table", text); /* words have their numbers already */
    words.items = grow(words.items, sizeof *words.items, words.count, &words.capacity);
    char *made = malloc(length + 1);
    if (!made) die("no memory", "");
    memcpy(made, text, length);
    made[length] = 0;
    words.items[words.count] = (Word){made, hash};
    *slot = (uint32_t)++words.count;
    if (words.count * 3 > (size_t)slot_mask * 2) die("too many words", text);
    return (uint32_t)words.count - 1;
}

static int by_hash(const void *a, const void *b)
{
    const Word *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Numbers the words in the order of their hashes. */
static void sort_words(void)
{
    qsort(words.items, words.count, sizeof *words.items, by_hash);
    memset(slots, 0, ((size_t)slot_mask + 1) * sizeof *slots);
    for (size_t i = 0; i < words.count; i++)
        *word_slot(words.items[i].text, strlen(words.items[i].text), words.items[i].hash) = (uint32_t)i + 1;
}

static uint32_t step_to(uint32_t state, uint32_t word)
{
    uint32_t at = (uint32_t)hash_mix(lexicon_step_key(state, word)) & step_mask;
    for (; steps[at].next; at = (at + 1) & step_mask)
        if (steps[at].state == state && steps[at].word == word) return steps[at].next;
    if (++step_count * 3 > (size_t)step_mask * 2) die("too many phrases", "");
    steps[at] = (Step){state, word, (uint32_t)state_count};
    states[state].bits |= LEXICON_BIT(MORE);
    return (uint32_t)state_count++;
}

static void each_word(const char *text, void (*found)(const char *, size_t, void *), void *state)
{
    while (*text) {
        size_t n = strcspn(text, " ");
        found(text, n, state);
        text += n;
        if (*text) text++;
    }
}

static void intern_word(const char *text, size_t length, void *state)
{
    (void)state, (void)intern(text, length);
}

static void step_word(const char *text, size_t length, void *state)
{
    uint32_t *at = state, word = intern(text, length);
    *at = *at == LEXICON_NONE ? word : step_to(*at, word);
}

uint32_t state_of(const char *text)
{
    uint32_t at = LEXICON_NONE;
    each_word(text, step_word, &at);
    return at;
}

uint64_t state_bits(uint32_t state)
{
    return states[state].bits;
}

uint32_t state_record(uint32_t state)
{
    return states[state].record;
}

void count_states(size_t *word_total, size_t *state_total)
{
    *word_total = words.count;
    *state_total = state_count;
}

uint32_t power_above(size_t count)
{
    uint32_t power = 1024;
    while (power < count) power *= 2;
    return power;
}

void build_states(void)
{
    size_t parts = 0;
    for (size_t i = 0; i < phrases.count; i++)
        for (const char *c = phrases.items[i].text; *c; c++) parts += *c == ' ';
    slot_mask = power_above(phrases.count + parts) - 1;
    step_mask = power_above(parts * 3 / 2 + 16) - 1;
    slots = calloc(slot_mask + 1, sizeof *slots);
    steps = calloc(step_mask + 1, sizeof *steps);
    states = calloc(phrases.count + 2 * parts + 16, sizeof *states);
    if (!slots || !steps || !states) die("no memory", "");
    for (size_t i = 0; i < phrases.count; i++) each_word(phrases.items[i].text, intern_word, NULL);
    sort_words();
    state_count = words.count;
    for (size_t i = 0; i < phrases.count; i++) {
        const Phrase *p = &phrases.items[i];
        uint32_t at = state_of(p->text);
        states[at].bits |= p->bits;
        if (p->record && p->weight > states[at].weight) {
            states[at].record = p->record;
            states[at].weight = p->weight;
        }
    }
    if (state_count >= 1u << LEXICON_NUMBER_BITS) die("too many phrases", "");
    uint64_t kinds = LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY);
    for (size_t i = 0; i < state_count; i++)
        if (states[i].record) states[i].bits = (states[i].bits & ~kinds) | record_bit(states[i].record);
}

/* ---- printing ------------------------------------------------------------------------------------------------------ */

/* Words in the buckets of their hashes. Two of one bucket and one check could not be told apart. */
static void print_word_table(void)
{
    uint64_t *hashes = calloc(words.count + 1, sizeof *hashes);
    if (!hashes) die("no memory", "");
    uint32_t buckets = (uint32_t)(words.count / BUCKET_ENTRIES + 1);
    for (size_t i = 0; i < words.count; i++) {
        hashes[i] = words.items[i].hash;
        for (size_t k = i; k > 0 && bucket_of(hashes[k - 1], buckets) == bucket_of(hashes[i], buckets); k--)
            if ((uint32_t)hashes[k - 1] == (uint32_t)hashes[i]) die("a word cannot be told from", words.items[i].text);
    }
    print_buckets("lexicon_words", hashes, words.count);
    free(hashes);
    printf("const uint32_t lexicon_word_count = %zu;\n", words.count);
    PRINT_NUMBERS("uint32_t", "lexicon_word_checks", words.count, words.items[i].hash & UINT32_MAX);
}

static void print_prefixes(void)
{
    static uint32_t filter[1u << (LEXICON_PREFIX_BITS - 5)];
    for (size_t i = 0; i < words.count; i++) {
        const char *at = words.items[i].text, *end = at + strlen(at);
        uint64_t hash = 0;
        while (at < end) {
            uint32_t code;
            at += utf8_decode(at, end, &code);
            unsigned script = unicode_of(code)->script;
            if (script != SCRIPT_HAN && script != SCRIPT_HANGUL && script != SCRIPT_HIRAGANA &&
                script != SCRIPT_KATAKANA)
                break;
            hash = prefix_step(hash, code);
            uint32_t bit = prefix_bit(hash, LEXICON_PREFIX_BITS);
            if (at < end) filter[bit >> 5] |= 1u << (bit & 31);
        }
    }
    PRINT_NUMBERS("uint32_t", "lexicon_prefixes", sizeof filter / sizeof *filter, filter[i]);
}

static int by_step_hash(const void *a, const void *b)
{
    const Step *x = a, *y = b;
    uint64_t f = hash_mix(lexicon_step_key(x->state, x->word)), g = hash_mix(lexicon_step_key(y->state, y->word));
    return f < g ? -1 : f > g;
}

static void print_steps(void)
{
    Step *order = calloc(step_count + 1, sizeof *order);
    uint64_t *numbers = calloc(step_count + 1, sizeof *numbers);
    if (!order || !numbers) die("no memory", "");
    size_t count = 0;
    for (size_t i = 0; i <= step_mask; i++)
        if (steps[i].next) order[count++] = steps[i];
    qsort(order, count, sizeof *order, by_step_hash);
    for (size_t i = 0; i < count; i++) numbers[i] = hash_mix(lexicon_step_key(order[i].state, order[i].word));
    print_buckets("lexicon_steps", numbers, count);
    for (size_t i = 0; i < count; i++)
        numbers[i] = lexicon_step_key(order[i].state, order[i].word) << LEXICON_NEXT_BITS | order[i].next;
    print_halves("lexicon_step_entries", numbers, count);
    free(order);
    free(numbers);
}

static void print_classes(void)
{
    static uint64_t sets[65536];
    size_t count = 0;
    uint16_t *numbers = calloc(state_count, sizeof *numbers);
    if (!numbers) die("no memory", "");
    for (size_t i = 0; i < state_count; i++) {
        size_t k = 0;
        while (k < count && sets[k] != states[i].bits) k++;
        if (k == count) sets[count++] = states[i].bits;
        if (count == 65536) die("too many sets of classes", "");
        numbers[i] = (uint16_t)k;
    }
    PRINT_NUMBERS("uint16_t", "lexicon_classes", state_count, numbers[i]);
    printf("const uint64_t lexicon_class_sets[] = {");
    for (size_t i = 0; i < count; i++) printf("%s0x%llxu,", i % 8 ? "" : "\n", (unsigned long long)sets[i]);
    puts("\n};");
    free(numbers);
}

void print_states(void)
{
    print_word_table();
    print_prefixes();
    print_steps();
    print_classes();
}

void print_state_records(void)
{
    PRINT_NUMBERS("uint16_t", "lexicon_record_numbers", state_count, states[i].record);
}
