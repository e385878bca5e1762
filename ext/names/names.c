/*
** names.c - similarity of names
**
** Both names are cut into words and written in letters a-z (reading.h). The likeness of two words is what the learned edits say (edits.h):
** a score over all alignments, and a curve that makes it a probability, in which short words are never sure. Titles, legal forms, particles
** and designators of places (words.tsv) are left out. The other words are paired best first, so their order does not matter; a word
** that finds no partner costs by its letters, and a name of one word is never the whole of a name of several.
** Names of unlike numbers of words are compared joined as well (writing without blanks), as they stand and with the last word first.
**
** Han characters beside Latin, Cyrillic or Hangul are weighed by themselves too (characters.h): the letters by which they are read do not say
** where each begins, nor what else it may stand for.
**
** Scripts can be read in several ways (READ_...): a name of Han characters may be a foreign name by its sound or a Chinese one. The best
** reading counts.
**
** A word longer than LONGEST_WORD letters counts with its first ones; joined names up to LONGEST_JOINED. Cost: at most the product of the
** numbers of letters, six operations each.
*/
#include "names/names.h"
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "names/alignment.h"
#include "names/characters.h"
#include "names/edits.h"

static const double SURE = 0.97, SAME_SURNAME = 0.9, OTHER_SURNAME = 0.1, SAME_LETTERS = 0.75, HOMOPHONE = 0.6,
                    SAME_INITIAL = 0.75, BEGINNING = 0.6, SLIP = 0.6, KANJI = 0.9, SHORT_KANJI = 0.6,
                    PART_OF_NAME = 0.45;
/* Of two names that sound less alike than this, spelling standards make no one name. */
static const double HOPELESS = 1e-3;
/* What it adds to the odds of a word that others of the name agree: it need not be told from all names of the world. */
static const double COMPANY = 1.0;

double names_probability(double odds)
{
    return 1 / (1 + exp(-odds));
}

/* --- two words --- */

/* A letter of an alphabet that stands alone. */
static int is_initial(const Word *word)
{
    return word->script < EDIT_KANA && (word->count == 1 || (word->length <= 2 && word->script != LATIN));
}

static int same_letters(const Word *a, const Word *b)
{
    return a->count == b->count && !memcmp(a->letters, b->letters, (size_t)a->count);
}

/* One letter more, less or other, or two that changed places. */
static int is_slip(const Word *a, const Word *b)
{
    const Word *shorter = a->count <= b->count ? a : b, *longer = shorter == a ? b : a;
    int n = shorter->count, m = longer->count, front = 0, back = 0;
    if (n < 3 || m - n > 1) return 0;
    while (front < n && a->letters[front] == b->letters[front]) front++;
    while (back < n - front && a->letters[a->count - 1 - back] == b->letters[b->count - 1 - back]) back++;
    int left = m - front - back;
    if (left <= 1) return 1;
    return n == m && left == 2 && a->letters[front] == b->letters[front + 1] &&
           a->letters[front + 1] == b->letters[front];
}

static double matched(WordPair *pair, double match, WordReason reason)
{
    pair->match = match;
    pair->reason = reason;
    return match;
}

/* A word of Han characters and letters that may be its Japanese reading. */
static int is_kanji(const struct NameReading *names[2], const Word *a, const Word *b)
{
    if ((a->script == EDIT_HAN) == (b->script == EDIT_HAN) || !(a->kanji || b->kanji)) return 0;
    return a->script == EDIT_HAN ? kanji_spell(names[0]->text + a->start, a->length, b->letters, b->count)
                                 : kanji_spell(names[1]->text + b->start, b->length, a->letters, a->count);
}

static Letters letters_of(const Word *word)
{
    return (Letters){word->letters, word->count, word->script, word->native};
}

static int is_native(const Name *name)
{
    for (int i = 0; i < name->count; i++)
        if (name->words[i].native) return 1;
    return 0;
}

/* The odds that letters of one name and of the other spell one; `words` are those they stand for, NULL if they are joined of several. */
static double odds_of(const struct NameReading *names[2], Letters x, const Word *a, Letters y, const Word *b)
{
    double edits = edits_odds(x, y);
    if (x.native || y.native || (x.script == EDIT_HAN) == (y.script == EDIT_HAN)) return edits;
    if (x.script == EDIT_HAN) return a ? characters_odds(y, names[0]->text + a->start, a->length, edits) : edits;
    return b ? characters_odds(x, names[1]->text + b->start, b->length, edits) : edits;
}

/* `alone`: one of the names has no other word. */
static double match_words(const struct NameReading *names[2], const Word *a, const Word *b, int alone, WordPair *pair)
{
    const Word *shorter = a->count < b->count ? a : b;
    if (a->digits || b->digits) return matched(pair, same_letters(a, b), WORDS_NUMBER);
    if (a->script == b->script && same_letters(a, b)) {
        int same_bytes =
            a->length == b->length && !memcmp(names[0]->text + a->start, names[1]->text + b->start, a->length);
        return matched(pair, a->script < EDIT_HANGUL || same_bytes ? 1 : HOMOPHONE, WORDS_EQUAL);
    }
    if (is_initial(a) || is_initial(b)) {
        int same = a->letters[0] == b->letters[0], both = is_initial(a) && is_initial(b);
        return matched(pair, !same ? 0 : both ? 1 : SAME_INITIAL, WORDS_INITIAL);
    }
    if (a->surnames & b->surnames) return matched(pair, SAME_SURNAME, WORDS_SURNAME);
    double odds = odds_of(names, letters_of(a), a, letters_of(b), b);
    double match = names_probability(alone ? odds : odds + COMPANY);
    matched(pair, match, WORDS_EDITS);
    if (same_letters(a, b) && match < SAME_LETTERS) matched(pair, SAME_LETTERS, WORDS_EQUAL);
    /* a family name of one syllable is spelled as its own row says */
    if (a->surnames && b->surnames && (a->script >= EDIT_HANGUL || b->script >= EDIT_HANGUL) && match > OTHER_SURNAME)
        matched(pair, OTHER_SURNAME, WORDS_SURNAME);
    if (pair->match < KANJI && is_kanji(names, a, b))
        matched(pair,
                a->count + b->count > 6 || !alone ? KANJI
                : pair->match > SHORT_KANJI       ? pair->match
                                                  : SHORT_KANJI,
                WORDS_KANJI);
    if (!alone && pair->match < BEGINNING && shorter->count >= 3 &&
        !memcmp(a->letters, b->letters, (size_t)shorter->count))
        matched(pair, BEGINNING, WORDS_BEGINNING);
    return pair->match;
}

/* --- two names --- */

static int main_words(const Name *name, int words[MOST_WORDS], int *letters)
{
    int count = 0;
    for (int i = 0; i < name->count; i++) {
        if (name->words[i].kind != WORD_IS_NAME) continue;
        words[count++] = i;
        *letters += name->words[i].count;
    }
    return count;
}

/* One word of several may be mistyped, where all others are the same letters. */
static void forgive_slip(const Name *a, const Name *b, Alignment *out)
{
    WordPair *odd = NULL;
    for (int k = 0; k < out->count; k++) {
        if (out->pairs[k].match > 0.9) continue;
        if (odd) return;
        odd = &out->pairs[k];
    }
    if (!odd || odd->match >= SLIP || odd->reason != WORDS_EDITS) return;
    const Word *x = &a->words[odd->a], *y = &b->words[odd->b];
    if (x->script == y->script && x->script <= EDIT_CYRILLIC && is_slip(x, y)) {
        odd->match = SLIP;
        odd->reason = WORDS_SLIP;
    }
}

/* Pairs the words best first. */
static void pair_words(const struct NameReading *names[2], const Name *a, const int *words_a, int n, const Name *b,
                       const int *words_b, int m, Alignment *out)
{
    WordPair all[MOST_WORDS][MOST_WORDS];
    int used_a[MOST_WORDS] = {0}, used_b[MOST_WORDS] = {0}, pairs = n < m ? n : m;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) {
            all[i][j].a = words_a[i], all[i][j].b = words_b[j];
            match_words(names, &a->words[words_a[i]], &b->words[words_b[j]], pairs == 1, &all[i][j]);
        }
    for (int k = 0; k < pairs; k++) {
        int best_i = -1, best_j = -1;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                if (!used_a[i] && !used_b[j] && (best_i < 0 || all[i][j].match > all[best_i][best_j].match))
                    best_i = i, best_j = j;
        if (best_i < 0) break; /* cannot be: each round leaves a free word on either side */
        used_a[best_i] = used_b[best_j] = 1;
        out->pairs[out->count++] = all[best_i][best_j];
    }
}

/* See the head of the file. */
static void align(const struct NameReading *names[2], const Name *a, const Name *b, Alignment *out)
{
    int words_a[MOST_WORDS] = {0}, words_b[MOST_WORDS] = {0}, total = 0;
    int n = main_words(a, words_a, &total), m = main_words(b, words_b, &total), pairs = n < m ? n : m;
    double sum = 0, weight = 0, worst = 1;
    if (n == 1 && m == 1) { /* most names of places, and words of an index */
        out->pairs[0].a = words_a[0], out->pairs[0].b = words_b[0];
        out->value = match_words(names, &a->words[words_a[0]], &b->words[words_b[0]], 1, &out->pairs[0]);
        out->count = 1;
        return;
    }
    pair_words(names, a, words_a, n, b, words_b, m, out);
    if (n == m) forgive_slip(a, b, out);
    for (int k = 0; k < out->count; k++) {
        double size = a->words[out->pairs[k].a].count + b->words[out->pairs[k].b].count;
        sum += out->pairs[k].match * size;
        weight += size;
        if (out->pairs[k].match < worst) worst = out->pairs[k].match;
    }
    out->value = weight > 0 ? (0.5 * worst + 0.5 * sum / weight) * (0.4 + 0.6 * weight / total) : 0;
    if (pairs == 1 && out->value > PART_OF_NAME) out->value = PART_OF_NAME;
}

/* A whole name in Han, and its Japanese reading in either order. */
static int is_joined_kanji(const struct NameReading *han_side, const Name *han, const Name *other)
{
    const Word *word = &han->words[0];
    return han->count == 1 && word->kanji && other->script != EDIT_HAN && other->main_count > 1 &&
           (kanji_spell(han_side->text + word->start, word->length, other->joined, other->joined_count) ||
            kanji_spell(han_side->text + word->start, word->length, other->turned, other->joined_count));
}

/* The main word of a name that has one alone, else NULL. */
static const Word *only_word(const Name *name)
{
    int i = 0;
    if (name->main_count != 1) return NULL;
    while (name->words[i].kind != WORD_IS_NAME) i++;
    return &name->words[i];
}

static double match_joined(const struct NameReading *names[2], const Name *a, const Name *b)
{
    if (is_joined_kanji(names[0], a, b) || is_joined_kanji(names[1], b, a)) return KANJI;
    int fewest = a->main_count < b->main_count ? a->main_count : b->main_count;
    int short_count = a->joined_count, long_count = b->joined_count;
    if (short_count > long_count) short_count = b->joined_count, long_count = a->joined_count;
    /* names of several words each are told apart by one word of them, which the whole would hide */
    if (a->main_count == b->main_count || !short_count) return 0;
    if (fewest > 1 && (a->script == b->script || short_count * 5 < long_count * 4))
        return short_count == long_count && !memcmp(a->joined, b->joined, (size_t)short_count);
    Letters x = {a->joined, a->joined_count, a->script, is_native(a)};
    Letters y = {b->joined, b->joined_count, b->script, is_native(b)};
    const Word *one_a = only_word(a), *one_b = only_word(b);
    double odds = odds_of(names, x, one_a, y, one_b), turned = -99;
    if (a->main_count > 1 && b->main_count == 1) {
        x.letters = a->turned;
        turned = odds_of(names, x, one_a, y, one_b);
    } else if (b->main_count > 1 && a->main_count == 1) {
        y.letters = b->turned;
        turned = odds_of(names, x, one_a, y, one_b);
    }
    return names_probability(odds > turned ? odds : turned);
}

void alignment_make(const struct NameReading *a, const struct NameReading *b, int reading, Alignment *out)
{
    const struct NameReading *names[2] = {a, b};
    const Name *x = reading_name(a, reading), *y = reading_name(b, reading);
    out->count = out->joined = 0;
    out->value = 0;
    if (!x->count || !y->count) return;
    align(names, x, y, out);
    if (out->value > SURE) return;
    double joined = match_joined(names, x, y);
    if (joined > out->value) {
        out->value = joined;
        out->joined = 1;
    }
}

/* Whether a reading can add anything for two scripts. */
static int makes_sense(int reading, int first, int second)
{
    int near = first <= EDIT_CYRILLIC && second <= EDIT_CYRILLIC, far = first >= EDIT_HANGUL || second >= EDIT_HANGUL;
    switch (reading) {
    case READ_SPOKEN: return !(first == EDIT_HAN && second == EDIT_HAN);
    case READ_LIGHT: return near;
    default: return near || far;
    }
}

/* Whether both names are read as in a reading that made sense before. */
static int is_known_reading(const struct NameReading *a, const struct NameReading *b, int reading, int first,
                            int second)
{
    for (int other = 0; other < reading; other++)
        if (makes_sense(other, first, second) && a->same_as[reading] == a->same_as[other] &&
            b->same_as[reading] == b->same_as[other])
            return 1;
    return 0;
}

void alignment_best(const struct NameReading *a, const struct NameReading *b, Alignment *out, int *best_reading)
{
    int first = a->names[READ_SPOKEN].script, second = b->names[READ_SPOKEN].script;
    out->count = out->joined = 0;
    out->value = 0;
    *best_reading = READ_SPOKEN;
    if (a->length == b->length && !memcmp(a->text, b->text, a->length)) {
        out->value = 1;
        *best_reading = -1;
        return;
    }
    for (int reading = 0; reading < READINGS && out->value <= SURE; reading++) {
        Alignment here;
        if (!makes_sense(reading, first, second) || is_known_reading(a, b, reading, first, second)) continue;
        if (reading == READ_LIGHT && out->value < HOPELESS) continue;
        alignment_make(a, b, reading, &here);
        if (here.value <= out->value && reading > 0) continue;
        *out = here;
        *best_reading = reading;
    }
}

/* --- reading and comparing --- */

/*
** Which readings a name needs of its own: the light one is asked for only beside Latin and Cyrillic, and the Chinese one says something
** only of Hangul, Han and Cyrillic.
*/
static int is_read_apart(int reading, int scripts)
{
    enum { NEAR = 1 << 0 | 1 << (EDIT_CYRILLIC - LATIN) };
    enum { FAR = 1 << (EDIT_CYRILLIC - LATIN) | 1 << (EDIT_HANGUL - LATIN) | 1 << (EDIT_HAN - LATIN) };
    switch (reading) {
    case READ_LIGHT: return !(scripts & ~NEAR);
    case READ_CHINESE: return (scripts & FAR) != 0;
    default: return 1;
    }
}

/* Whether the letters of two readings are the same. */
static int same_name(const Name *a, const Name *b)
{
    if (a->count != b->count || a->joined_count != b->joined_count || a->script == EDIT_HAN) return 0;
    for (int i = 0; i < a->count; i++) {
        const Word *x = &a->words[i], *y = &b->words[i];
        if (x->kind != y->kind || x->surnames != y->surnames || !same_letters(x, y)) return 0;
    }
    return 1;
}

Status reading_fill(Icu *icu, const char *text, size_t length, struct NameReading *reading)
{
    Status status = STATUS_OK;
    reading->text = text;
    reading->length = length;
    for (int i = 0; i < READINGS && status == STATUS_OK; i++) {
        reading->same_as[i] = READ_SPOKEN;
        if (i != READ_SPOKEN && !is_read_apart(i, reading->names[READ_SPOKEN].scripts)) continue;
        status = reading_read(icu, i, text, length, &reading->names[i]);
        if (i == READ_SPOKEN || !same_name(&reading->names[READ_SPOKEN], &reading->names[i]))
            reading->same_as[i] = (uint8_t)i;
    }
    return status;
}

NameReading *names_read(Icu *icu, const char *name, size_t length)
{
    NameReading *reading = memory_alloc(sizeof *reading);
    if (reading && reading_fill(icu, name, length, reading) != STATUS_OK) {
        memory_free(reading);
        return NULL;
    }
    return reading;
}

void names_free(NameReading *reading)
{
    memory_free(reading);
}

double names_compare(const NameReading *a, const NameReading *b)
{
    Alignment alignment;
    int reading;
    alignment_best(a, b, &alignment, &reading);
    return alignment.value;
}

double names_similarity(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length)
{
    NameReading readings[2];
    if (a_length == b_length && !memcmp(a, b, a_length)) return 1;
    if (reading_fill(icu, a, a_length, &readings[0]) != STATUS_OK ||
        reading_fill(icu, b, b_length, &readings[1]) != STATUS_OK)
        return -1;
    return names_compare(&readings[0], &readings[1]);
}
