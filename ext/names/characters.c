/*
** characters.c - Chinese characters beside the letters of a foreign name; see characters.h
**
** The score is the logarithm of the sum, over all ways to cut the letters into as many pieces as there are characters, of the product of the
** weights. Cost: for each character the letters times its pieces, 1 microsecond for a name of three.
*/
#include "names/characters.h"
#include <string.h>
#include "base/utf8.h"
#include "names/edits.h"

/* Beside Latin, Cyrillic, Hangul: below these odds nothing that the characters say would help. Of Hangul the edits know less. */
static const double hopeless[CHARACTER_SCRIPTS] = {-12, -12, -20};
static const double SCORE_LEAST = 1e-30;

/* The entry of a character, -1: none. */
static int find_entry(uint32_t code)
{
    size_t low = 0, high = character_code_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (character_codes[middle].code == code) return character_codes[middle].entry;
        if (character_codes[middle].code < code) low = middle + 1;
        else high = middle;
    }
    return -1;
}

/* Numbers and chances of the pieces of a word, by their length and their beginning. */
typedef struct Pieces {
    uint32_t pieces[CHARACTER_PIECE + 1][CHARACTER_LETTERS + 1], classes[CHARACTER_PIECE + 1][CHARACTER_LETTERS + 1];
    double chances[CHARACTER_PIECE + 1][CHARACTER_LETTERS + 1];
} Pieces;

static void cut(Letters word, Pieces *out)
{
    for (int begin = 0; begin <= word.count; begin++) {
        uint32_t piece = 1, classes = 1;
        double chance = 1;
        for (int size = 0; size <= CHARACTER_PIECE && begin + size <= word.count; size++) {
            if (size) {
                int letter = word.letters[begin + size - 1];
                uint32_t class = (uint32_t)character_class(letter);
                piece = piece << 5 | (uint32_t)letter;
                if (size == 1 || class != (classes & 31)) classes = classes << 5 | class;
                chance *= character_chances[letter];
            }
            out->pieces[size][begin] = piece;
            out->classes[size][begin] = classes;
            out->chances[size][begin] = chance;
        }
    }
}

/* The weight of each piece of the word beside a character. */
static void weigh(int entry, const Pieces *word, int count, double weights[CHARACTER_PIECE + 1][CHARACTER_LETTERS + 1])
{
    const uint32_t *first = character_first + 2 * entry;
    for (int size = 0; size <= CHARACTER_PIECE; size++)
        for (int begin = 0; begin + size <= count; begin++)
            weights[size][begin] = character_unseen * word->chances[size][begin];
    for (uint32_t k = first[1]; k < first[2]; k++) {
        uint32_t classes = character_pieces[k] >> CHARACTER_BITS;
        double weight = character_weights[character_pieces[k] & ((1 << CHARACTER_BITS) - 1)];
        for (int size = classes > 1, most = classes > 1 ? CHARACTER_PIECE : 0; size <= most; size++)
            for (int begin = 0; begin + size <= count; begin++)
                if (word->classes[size][begin] == classes) weights[size][begin] = weight * word->chances[size][begin];
    }
    for (uint32_t k = first[0]; k < first[1]; k++) {
        uint32_t piece = character_pieces[k] >> CHARACTER_BITS;
        int size = piece > 1 ? (31 - __builtin_clz(piece)) / 5 : 0;
        for (int begin = 0; begin + size <= count; begin++)
            if (word->pieces[size][begin] == piece)
                weights[size][begin] = character_weights[character_pieces[k] & ((1 << CHARACTER_BITS) - 1)];
    }
}

double characters_odds(Letters letters, const char *han, size_t length, double edits)
{
    double rows[2][CHARACTER_LETTERS + 1] = {{1}}, weights[CHARACTER_PIECE + 1][CHARACTER_LETTERS + 1];
    double features[CHARACTER_CURVE], odds = 0;
    int entries[CHARACTER_MOST], characters = 0, count = letters.count;
    Pieces word;
    int script = letters.script == EDIT_HANGUL     ? 2
                 : letters.script <= EDIT_CYRILLIC ? letters.script - LATIN
                                                   : CHARACTER_SCRIPTS;
    if (script >= CHARACTER_SCRIPTS || edits < hopeless[script] || count > CHARACTER_LETTERS) return edits;
    for (const char *at = han, *end = han + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (characters == CHARACTER_MOST || (entries[characters] = find_entry(code)) < 0) return edits;
        characters++;
    }
    cut(letters, &word);
    for (int i = 0; i < characters; i++) {
        const double *before = rows[i % 2];
        double *row = rows[(i + 1) % 2];
        memset(row, 0, sizeof rows[0]);
        weigh(entries[i], &word, count, weights);
        for (int size = 0; size <= CHARACTER_PIECE; size++)
            for (int begin = 0; begin + size <= count; begin++)
                row[begin + size] += before[begin] * weights[size][begin];
    }
    double sum = rows[characters % 2][count];
    character_features(log(sum < SCORE_LEAST ? SCORE_LEAST : sum), edits, count, characters, features);
    for (int k = 0; k < CHARACTER_CURVE; k++) odds += character_curves[script][k] * features[k];
    return odds;
}
