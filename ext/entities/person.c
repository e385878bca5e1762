/*
** person.c - whether a run of capitalised words looks like a person's name
**
** Evidence, added up: given names and surnames of the lists; endings of surnames and patronymics; initials; particles between names; a Korean surname with
** one or two syllables; a Chinese surname with pinyin. Against it: ordinary words, heads of organisations, words in capitals, places.
*/
#include "entities/finder.h"

/* The class of the longest ending of `endings` that the word has, leaving two letters or more; -1 for none. */
static int ending_of(const LexiconEnding *endings, const char *folded, size_t length)
{
    for (; endings->length; endings++)
        if (length >= endings->length + 2u && endings->bytes[endings->length - 1] == folded[length - 1] &&
            !memcmp(folded + length - endings->length, endings->bytes, endings->length))
            return endings->class_number;
    return -1;
}

int person_ending(const Words *words, size_t at)
{
    const Word *w = &words->items[at];
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(lexicon_latin, words->text->bytes + w->start, w->end - w->start, folded);
    if (n < 5) return -1;
    return ending_of(w->flags & WORD_CYRILLIC ? lexicon_endings_cyrillic : lexicon_endings_latin, folded, n);
}

/* True if every part of a hyphenated or joined word is in the class: `Dae-Sik`, `Jianjun` (pinyin only). */
static int parts_in_class(const Words *words, const Word *w, uint64_t class_bit)
{
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(lexicon_latin, words->text->bytes + w->start, w->end - w->start, folded), from = 0;
    if (!n || n > 24) return 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && folded[i] != '-') continue;
        uint32_t state = i > from ? lexicon_word(folded + from, i - from) : LEXICON_NONE;
        if (!(lexicon_bits(state) & class_bit)) break;
        if (i == n) return 1;
        from = i + 1;
    }
    for (size_t i = 1; i < n && i <= 6; i++) { /* two syllables written together */
        if (folded[i] == '-') return 0;
        if (lexicon_bits(lexicon_word(folded, i)) & class_bit &&
            lexicon_bits(lexicon_word(folded + i, n - i)) & class_bit)
            return 1;
    }
    return 0;
}

static int looks_korean(const Words *words, size_t first, size_t last)
{
    const Word *w = words->items;
    size_t n = last - first;
    if (n < 2 || n > 3) return 0;
    int front = word_is(&w[first], LEXICON_BIT(KOREAN_SURNAME)),
        back = n == 2 && word_is(&w[last - 1], LEXICON_BIT(KOREAN_SURNAME));
    if (front) {
        int all = 1;
        for (size_t i = first + 1; i < last; i++)
            all &= n == 3 ? word_is(&w[i], LEXICON_BIT(KOREAN_SYLLABLE))
                          : parts_in_class(words, &w[i], LEXICON_BIT(KOREAN_SYLLABLE));
        if (all) return 1;
    }
    return back && (w[first].flags & WORD_HYPHEN) && parts_in_class(words, &w[first], LEXICON_BIT(KOREAN_SYLLABLE));
}

static int looks_chinese(const Words *words, size_t first, size_t last)
{
    const Word *w = words->items;
    size_t n = last - first;
    if (n < 2 || n > 3 || !word_is(&w[first], LEXICON_BIT(CHINESE_SURNAME))) return 0;
    for (size_t i = first + 1; i < last; i++)
        if (!parts_in_class(words, &w[i], LEXICON_BIT(PINYIN))) return 0;
    return 1;
}

int person_score(const Words *words, size_t first, size_t last)
{
    const Word *w = words->items;
    size_t n = last - first;
    if (n == 0 || n > 6) return -5;
    int score = 0, against = 0, given = 0, names = 0;
    for (size_t i = first; i < last; i++) {
        int inside = i > first && i + 1 < last;
        if (w[i].flags & (WORD_NUMBER | WORD_DOMAIN) || !(w[i].flags & WORD_LETTERS)) return -5;
        if (w[i].flags & WORD_INITIAL) {
            score += n > 1 ? 1 : 0;
            continue;
        }
        if (word_is(&w[i], LEXICON_BIT(PARTICLE)) && (inside || !(w[i].flags & WORD_CAPITAL))) {
            score++;
            continue;
        }
        if (word_is(&w[i], LEXICON_BIT(GIVEN))) {
            names++;
            if (i + 1 < last || n == 1) given += i == first ? 2 : 1;
        } else if (word_is(&w[i], LEXICON_BIT(SURNAME)) ||
                   (w[i].state == LEXICON_NONE && (w[i].flags & WORD_HYPHEN) &&
                    (parts_in_class(words, &w[i], LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))))) {
            names++;
            score += i > first ? 1 : 0;
        } else if (word_is(&w[i], LEXICON_BIT(COMMON) | LEXICON_BIT(FUNCTION) | LEXICON_BIT(NOT))) against += 2;
        else if (word_is(&w[i], LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY)))
            against += word_is(&w[i], LEXICON_BIT(NORP)) ? 3 : 1;
        if (word_is(&w[i], LEXICON_HEADS) && !word_is(&w[i], LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))) against += 2;
        if (word_is(&w[i], LEXICON_BIT(COMMON)) && word_is(&w[i], LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))) against++;
        if (w[i].flags & WORD_ALL_CAPS && w[i].end - w[i].start < 5) against += 2;
        if (i == first && n > 1) continue;
        int ending = person_ending(words, i);
        if (ending == LEXICON_SUFFIX_NUMBER) score += n > 1 ? 3 : 1;
        else if (ending == LEXICON_SURNAME_NUMBER &&
                 !word_is(&w[i], LEXICON_BIT(COMMON) | LEXICON_BIT(PLACE) | LEXICON_BIT(NORP)))
            score += n > 1 ? 2 : 1;
    }
    score += given;
    if (n > 1 && names == (int)n) score++;
    if (looks_korean(words, first, last)) return 4;
    if (looks_chinese(words, first, last)) return 3;
    if (n == 1) return score > 1 ? 1 - (against > 0) : score - against;
    return score - against;
}
