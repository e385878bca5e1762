/*
** language_detect.c - which language a text is in
**
** 1. The letters of the first SCRIPT_BYTES are counted by script. Scripts that one language of ours is written in decide at once; kana says Japanese.
** 2. Latin, Cyrillic, Arabic and Han go to the n-gram model (ngrams.h): the words of that script are read, of a long text in SAMPLES places, and
**    the language with the highest probability wins, after a few words of each place if it leads by far. Letters of one language alone (ә, ў, ñ) need no rule: an n-gram that a language does not
**    have costs it dearly.
** The score is the winner's share when the log-probabilities are divided by FLATTEN: n-grams of four orders are not independent.
** Linear, no memory.
*/
#include "text/language.h"
#include "base/utf8_runs.h"
#include "text/ngrams.h"
#include <math.h>
#include <string.h>

enum {
    SCRIPT_BYTES = 64 * 1024,
    SAMPLED_FROM = 1024, /* bytes; shorter texts are read whole, */
    SPREAD_FROM = 400,   /* or, from here on, at the same places, if that decides */
    SAMPLES = 5,
    FIRST_LETTERS = 16,   /* of each sample, which decide mostly, */
    MORE_LETTERS = 40,    /* or so many: */
    SAMPLE_LETTERS = 100, /* of each sample: a hundred letters decide nearly always */
    SURE = 10,            /* a lead that decides, in units of FLATTEN: then the score is over .9999; */
    QUITE_SURE = 25,      /* one that decides after the first letters, which are few */
    LEAST_LETTERS = 3,
    FLATTEN = 4
};

/* Scripts that stand for one language of languages.tsv, by their number in ICU where unicode.h has no name for it. */
static const struct {
    uint8_t script, language;
} scripts[] = {{SCRIPT_HANGUL, LANGUAGE_KO},     {SCRIPT_HIRAGANA, LANGUAGE_JA},    {SCRIPT_KATAKANA, LANGUAGE_JA},
               {SCRIPT_GREEK, LANGUAGE_EL},      {SCRIPT_GEORGIAN, LANGUAGE_KA},    {SCRIPT_ARMENIAN, LANGUAGE_HY},
               {SCRIPT_HEBREW, LANGUAGE_HE},     {SCRIPT_THAI, LANGUAGE_TH},        {10 /* Devanagari */, LANGUAGE_HI},
               {4 /* Bengali */, LANGUAGE_BN},   {11 /* Ethiopic */, LANGUAGE_AM},  {15 /* Gujarati */, LANGUAGE_GU},
               {16 /* Gurmukhi */, LANGUAGE_PA}, {21 /* Kannada */, LANGUAGE_KN},   {23 /* Khmer */, LANGUAGE_KM},
               {24 /* Lao */, LANGUAGE_LO},      {26 /* Malayalam */, LANGUAGE_ML}, {28 /* Myanmar */, LANGUAGE_MY},
               {33 /* Sinhala */, LANGUAGE_SI},  {35 /* Tamil */, LANGUAGE_TA},     {36 /* Telugu */, LANGUAGE_TE},
               {39 /* Tibetan */, LANGUAGE_BO}};

/* What a character counts: a Han character, a syllable of kana or Hangul say as much as several letters. */
static uint32_t letters_of(unsigned script)
{
    switch (script) {
    case SCRIPT_HAN:
    case SCRIPT_HIRAGANA:
    case SCRIPT_KATAKANA: return 3;
    case SCRIPT_HANGUL: return 2;
    default: return 1;
    }
}

/* How many of the eight bytes at `at` are ASCII letters; -1 if not all are ASCII. */
static inline int ascii_letters(const char *at)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x80 * ones;
    uint64_t eight, letters;
    memcpy(&eight, at, sizeof eight);
    if (eight & tops) return -1;
    eight |= 0x20 * ones;
    letters = (eight + (0x80 - 'a') * ones) & ~(eight + (0x7F - 'z') * ones) & tops;
    return (int)((letters >> 7) * ones >> 56);
}

/* Counts the characters of two bytes at `at`, up to one that is none. Those of one script are added up together. */
static const char *count_two(const char *at, const char *end, uint32_t counts[256])
{
    unsigned script = 0;
    uint32_t run = 0;
    for (uint32_t code; utf8_two(at, end, &code); at += 2) {
        uint32_t letter = unicode_short(code);
        if (letter >> 24 != script) {
            counts[script] += run;
            script = letter >> 24;
            run = 0;
        }
        run += letter / UNICODE_SHORT_ALPHABETIC & 1; /* none of these scripts counts more than one */
    }
    counts[script] += run;
    return at;
}

/* The same for Han characters from U+4E00 on and syllables of Hangul. */
static const char *count_three(const char *at, const char *end, uint32_t counts[256])
{
    uint32_t han = 0, hangul = 0;
    for (uint32_t code; utf8_three(at, end, UTF8_HAN_FIRST, UTF8_HANGUL_LAST, &code); at += 3) {
        uint32_t is_han = code <= UTF8_HAN_LAST, is_hangul = code >= UTF8_HANGUL_FIRST;
        if (!(is_han | is_hangul)) break;
        han += is_han, hangul += is_hangul;
    }
    counts[SCRIPT_HAN] += han * letters_of(SCRIPT_HAN);
    counts[SCRIPT_HANGUL] += hangul * letters_of(SCRIPT_HANGUL);
    return at;
}

static void count_scripts(const char *text, size_t length, uint32_t counts[256])
{
    const char *at = text, *end = text + (length < SCRIPT_BYTES ? length : SCRIPT_BYTES);
    for (int letters; at < end;) {
        while (end - at >= 8 && (letters = ascii_letters(at)) >= 0) counts[SCRIPT_LATIN] += (uint32_t)letters, at += 8;
        if (at == end) break;
        if ((unsigned char)*at < 0x80) {
            counts[SCRIPT_LATIN] +=
                (unicode_ascii[(unsigned char)*at] & (UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER)) != 0;
            at++;
            continue;
        }
        const char *behind = (unsigned char)*at < 0xE0 ? count_two(at, end, counts) : count_three(at, end, counts);
        if (behind > at) {
            at = behind;
            continue;
        }
        uint32_t code;
        at += utf8_decode_multibyte(at, end, &code);
        const UnicodeRecord *r = unicode_of(code);
        if (r->flags & UNICODE_LETTER) counts[r->script] += letters_of(r->script);
    }
}

/*
** What was read so far. A language that an n-gram does not list has its order's floor: these are counted, and added at the end. Rows of gains are
** added four languages at a time, two bytes each, those at even places and those at odd ones, and carried over to the sums before two bytes may run over.
*/
enum { GAIN_WORDS = NGRAM_LANGUAGES / 8, GAIN_ROWS = 65535 / NGRAM_MOST_GAIN };

_Static_assert(NGRAM_ORDERS *(NGRAM_WORD + 2) <= GAIN_ROWS, "the rows of a word fit between two carries");

typedef struct Reading {
    const NgramGroup *model;
    uint64_t even[GAIN_WORDS], odd[GAIN_WORDS]; /* gains of the last rows */
    int rows;                                   /* in `even` and `odd` */
    int sums[NGRAM_LANGUAGES];                  /* what the listed languages have above their floor */
    int orders[NGRAM_ORDERS];                   /* n-grams seen that the model knows */
    int letters;
} Reading;

static void carry_gains(Reading *reading)
{
    uint16_t even[NGRAM_LANGUAGES / 2], odd[NGRAM_LANGUAGES / 2];
    memcpy(even, reading->even, sizeof even);
    memcpy(odd, reading->odd, sizeof odd);
    for (int i = 0; i < NGRAM_LANGUAGES / 2; i++) {
        reading->sums[2 * i] += even[i];
        reading->sums[2 * i + 1] += odd[i];
    }
    memset(reading->even, 0, sizeof reading->even);
    memset(reading->odd, 0, sizeof reading->odd);
    reading->rows = 0;
}

/* Eight gains: those at even places, which are the odd bytes where the highest byte comes first. */
static inline uint64_t even_gains(uint64_t gains)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    gains >>= 8;
#endif
    return gains & 0x00FF00FF00FF00FFu;
}

static inline uint64_t odd_gains(uint64_t gains)
{
#if __BYTE_ORDER__ != __ORDER_BIG_ENDIAN__
    gains >>= 8;
#endif
    return gains & 0x00FF00FF00FF00FFu;
}

_Static_assert(GAIN_WORDS == 4, "add_gains() writes them out, so that they stay in registers");

static void add_gains(Reading *reading, const uint32_t *numbers, int count)
{
    if (reading->rows + count > GAIN_ROWS) carry_gains(reading);
    uint64_t even0 = reading->even[0], even1 = reading->even[1], even2 = reading->even[2], even3 = reading->even[3];
    uint64_t odd0 = reading->odd[0], odd1 = reading->odd[1], odd2 = reading->odd[2], odd3 = reading->odd[3];
    for (int i = 0; i < count; i++) {
        uint64_t row[GAIN_WORDS];
        memcpy(row, reading->model->gains[numbers[i]], sizeof row);
        even0 += even_gains(row[0]), odd0 += odd_gains(row[0]);
        even1 += even_gains(row[1]), odd1 += odd_gains(row[1]);
        even2 += even_gains(row[2]), odd2 += odd_gains(row[2]);
        even3 += even_gains(row[3]), odd3 += odd_gains(row[3]);
    }
    reading->even[0] = even0, reading->even[1] = even1, reading->even[2] = even2, reading->even[3] = even3;
    reading->odd[0] = odd0, reading->odd[1] = odd1, reading->odd[2] = odd2, reading->odd[3] = odd3;
    reading->rows += count;
}

/*
** Adds the n-grams of a word. Which ones the model has can not be foretold, so there is no branch on it: one that it does not have (no language has
** it, or all alike) adds row 0, which is zeros. Rows are asked for ahead.
*/
static void add_word(Reading *reading, const NgramWord *word, int orders)
{
    const NgramGroup *model = reading->model;
    uint32_t slots[NGRAM_ORDERS * (NGRAM_WORD + 2)];
    uint64_t keys[NGRAM_ORDERS * (NGRAM_WORD + 2)];
    uint8_t order[NGRAM_ORDERS * (NGRAM_WORD + 2)];
    int count = 0;
    for (int i = 0; i < word->count; i++) {
        uint64_t key = 0;
        for (int n = 1; n <= orders && i + n <= word->count; n++) {
            key = key << 16 | word->codes[i + n - 1];
            keys[count] = key;
            order[count++] = (uint8_t)(n - 1);
        }
    }
    for (int i = 0; i < count; i++) {
        uint64_t mix = ngram_mix(keys[i]);
        slots[i] = ngram_slot(mix, model->displacements[ngram_bucket(mix)], model->bits);
        __builtin_prefetch(model->keys + slots[i]);
    }
    for (int i = 0; i < count; i++) {
        uint32_t found = model->keys[slots[i]] == keys[i], row = model->rows[slots[i]] * found;
        reading->orders[order[i]] += (int)found;
        __builtin_prefetch(model->gains[row]);
        slots[i] = row;
    }
    add_gains(reading, slots, count);
}

/* Reads words of the group from `at` on until there were `letters` more, or the end. Returns where reading goes on. */
static const char *read_words(Reading *reading, const char *at, const char *end, int group, int letters)
{
    NgramWord word;
    for (letters += reading->letters; reading->letters < letters;) {
        at = ngram_next_word(at, end, &word);
        if (!word.count) return end;
        if (word.group != group) continue;
        add_word(reading, &word, ngram_orders(group));
        reading->letters += word.count;
    }
    return at;
}

/* What each language has so far; returns the number of the first. */
static uint32_t sum_up(Reading *reading, double sums[NGRAM_LANGUAGES])
{
    const NgramGroup *model = reading->model;
    uint32_t best = 0;
    carry_gains(reading);
    for (uint32_t i = 0; i < model->language_count; i++) {
        sums[i] = model->priors[i] + reading->sums[i];
        for (int order = 0; order < NGRAM_ORDERS; order++) sums[i] -= reading->orders[order] * model->floors[i][order];
        if (sums[i] > sums[best]) best = i;
    }
    return best;
}

static int is_decided(Reading *reading, int lead)
{
    double sums[NGRAM_LANGUAGES];
    uint32_t best = sum_up(reading, sums);
    for (uint32_t i = 0; i < reading->model->language_count; i++)
        if (i != best && sums[best] - sums[i] < lead * NGRAM_SCALE * FLATTEN) return 0;
    return 1;
}

/*
** A long text is read at SAMPLES places spread over it: the first lines of a page may be a menu in another language. A place begins at a character;
** the word that it cuts is one of many.
*/
static LanguageGuess by_ngrams(const char *text, size_t length, int group)
{
    const NgramGroup *model = &ngram_model[group];
    Reading reading = {.model = model};
    double sums[NGRAM_LANGUAGES], total = 0;
    const char *at[SAMPLES];
    if (length > SCRIPT_BYTES) length = SCRIPT_BYTES;
    for (size_t i = 0; i < SAMPLES && length >= SPREAD_FROM; i++) {
        size_t from = length / SAMPLES * i, stop = length / SAMPLES * (i + 1);
        while (from < stop && ((unsigned char)text[from] & 0xC0) == 0x80) from++;
        at[i] = read_words(&reading, text + from, text + stop, group, FIRST_LETTERS);
    }
    int decided = length >= SPREAD_FROM && is_decided(&reading, QUITE_SURE);
    if (length >= SPREAD_FROM && !decided) {
        for (size_t i = 0; i < SAMPLES; i++)
            at[i] = read_words(&reading, at[i], text + length / SAMPLES * (i + 1), group, MORE_LETTERS - FIRST_LETTERS);
        decided = is_decided(&reading, SURE);
    }
    if (!decided) {
        if (length < SAMPLED_FROM) {
            reading = (Reading){.model = model};
            read_words(&reading, text, text + length, group, SAMPLED_FROM);
        }
        for (size_t i = 0; i < SAMPLES && length >= SAMPLED_FROM; i++)
            read_words(&reading, at[i], text + length / SAMPLES * (i + 1), group, SAMPLE_LETTERS - MORE_LETTERS);
    }
    uint32_t best = sum_up(&reading, sums);
    for (uint32_t i = 0; i < model->language_count; i++) total += exp((sums[i] - sums[best]) / (NGRAM_SCALE * FLATTEN));
    return (LanguageGuess){model->languages[best], 0, 1 / total};
}

LanguageGuess language_detect(const char *text, size_t length)
{
    LanguageGuess guess = {LANGUAGE_UND, SCRIPT_COMMON, 0};
    uint32_t counts[256] = {0}, all = 0;
    if (!length) return guess;
    count_scripts(text, length, counts);
    uint32_t kana = counts[SCRIPT_HIRAGANA] + counts[SCRIPT_KATAKANA];
    counts[SCRIPT_COMMON] = counts[SCRIPT_INHERITED] = 0;
    for (unsigned i = 0; i < 256; i++) {
        all += counts[i];
        if (counts[i] > counts[guess.script]) guess.script = i;
    }
    if (all < LEAST_LETTERS) return guess;
    if (guess.script == SCRIPT_HAN && kana * 12 >= counts[SCRIPT_HAN]) guess.script = SCRIPT_HIRAGANA;
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
        if (scripts[i].script == guess.script) {
            guess.language = scripts[i].language;
            guess.score =
                (double)(counts[guess.script] + (guess.language == LANGUAGE_JA ? counts[SCRIPT_HAN] + kana : 0)) / all;
            if (guess.score > 1) guess.score = 1;
            return guess;
        }
    int group = ngram_group(guess.script);
    if (group == NGRAM_NONE) return guess;
    unsigned script = guess.script;
    guess = by_ngrams(text, length, group);
    guess.script = script;
    guess.score *= (double)counts[script] / all;
    return guess;
}
