/*
** language_detect.c - which language a text is in
**
** 1. The letters of the first SCRIPT_BYTES are counted by script. Scripts that one language of ours is written in decide at once; kana says Japanese.
** 2. Latin, Cyrillic, Arabic and Han go to the n-gram model (ngrams.h): the words of that script are read until NGRAM_LETTERS letters are seen, and
**    the language with the highest probability wins. Letters of one language alone (ә, ў, ñ) need no rule: an n-gram that a language does not
**    have costs it dearly.
** The score is the winner's share when the log-probabilities are divided by FLATTEN: n-grams of four orders are not independent.
** Linear, no memory.
*/
#include "text/language.h"
#include "text/ngrams.h"
#include <math.h>
#include <string.h>

enum { SCRIPT_BYTES = 64 * 1024, NGRAM_LETTERS = 3000, LEAST_LETTERS = 3, FLATTEN = 4 };

/* Scripts that stand for a language of languages.tsv. */
static const struct {
    uint8_t script, language;
} scripts[] = {{SCRIPT_HANGUL, LANGUAGE_KO}, {SCRIPT_HIRAGANA, LANGUAGE_JA}, {SCRIPT_KATAKANA, LANGUAGE_JA},
               {SCRIPT_GREEK, LANGUAGE_EL},  {SCRIPT_GEORGIAN, LANGUAGE_KA}, {SCRIPT_ARMENIAN, LANGUAGE_HY},
               {SCRIPT_HEBREW, LANGUAGE_HE}, {SCRIPT_THAI, LANGUAGE_TH},     {10, LANGUAGE_HI} /* Devanagari */};

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

static void count_scripts(const char *text, size_t length, uint32_t counts[256])
{
    const char *at = text, *end = text + (length < SCRIPT_BYTES ? length : SCRIPT_BYTES);
    while (at < end) {
        if ((unsigned char)*at < 0x80) {
            counts[SCRIPT_LATIN] +=
                (unicode_ascii[(unsigned char)*at] & (UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER)) != 0;
            at++;
            continue;
        }
        uint32_t code;
        at += utf8_decode_multibyte(at, end, &code);
        const UnicodeRecord *r = unicode_of(code);
        if (r->flags & UNICODE_LETTER) counts[r->script] += letters_of(r->script);
    }
}

/* Adds the weights of one n-gram. */
static void add_ngram(const NgramGroup *model, uint64_t key, int order, double sums[NGRAM_LANGUAGES])
{
    uint32_t low = 0, high = model->key_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (model->keys[middle] < key) low = middle + 1;
        else high = middle;
    }
    if (low == model->key_count || model->keys[low] != key) return; /* says nothing: no language has it, or all alike */
    const uint8_t *pair = model->pool + model->offsets[low], *stop = model->pool + model->offsets[low + 1];
    for (uint32_t i = 0; i < model->language_count; i++) {
        if (pair < stop && pair[0] == i) {
            sums[i] -= pair[1];
            pair += 2;
        } else sums[i] -= model->floors[i][order - 1];
    }
}

static LanguageGuess by_ngrams(const char *text, size_t length, int group)
{
    const NgramGroup *model = &ngram_model[group];
    const char *at = text, *end = text + (length < SCRIPT_BYTES ? length : SCRIPT_BYTES);
    double sums[NGRAM_LANGUAGES] = {0}, total = 0;
    uint32_t best = 0;
    NgramWord word;
    int letters = 0;
    for (uint32_t i = 0; i < model->language_count; i++) sums[i] = model->priors[i];
    while (letters < NGRAM_LETTERS) {
        at = ngram_next_word(at, end, &word);
        if (!word.count) break;
        if (word.group != group) continue;
        for (int n = 1; n <= ngram_orders(group); n++)
            for (int i = 0; i + n <= word.count; i++) add_ngram(model, ngram_key(word.codes + i, n), n, sums);
        letters += word.count;
    }
    for (uint32_t i = 1; i < model->language_count; i++)
        if (sums[i] > sums[best]) best = i;
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
