/*
** names.c - similarity of names
**
** Both names are cut into words and written in letters a-z (translit_key_level(): foreign names in Hangul and Han are read as such). The
** likeness of two words is what a stochastic edit transducer says: the probability that one is a spelling of the other against the
** probability that both came about by chance, as a logarithm, divided by the length of the words. Its costs were
** learned by script (edits.tsv; Ristad and Yianilos 1998). Words are paired best first, so their order does not matter;
** a word that finds no partner costs more in the shorter name (another person) than in the longer (a patronymic). Names
** of unlike numbers of words are compared joined as well (writing without blanks), as they stand and with the last word first.
**
** Measured on 52,488 pairs in eight scripts (half of the wrong ones are the nearest strangers): precision .933, recall .911 at 0.5.
**
** A word longer than LONGEST_WORD letters counts with its first ones; joined names up to LONGEST_JOINED. Cost: at most the
** product of the numbers of letters, seven operations each; a pair of names takes 2 to 8 microseconds, most
** of it for romanizing them up to three ways.
*/
#include "names/names.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/unicode.h"
#include "base/utf8.h"
#include "names/edits.h"
#include "translit/translit.h"

enum {
    LONGEST_NAME = 256, /* characters */
    LONGEST_WORD = 32,  /* letters */
    LONGEST_JOINED = 64,
    MOST_WORDS = 12,
    LATIN = -1
};

/* The logistic curve from likeness to probability: MIDDLE is where as many pairs are right as wrong in the training pairs and their nearest
** strangers, STEEPNESS how fast that changes. */
static const double MIDDLE = 0.8, STEEPNESS = 4.0, SURE = 0.9, SAME_SURNAME = 0.99;

typedef struct Word {
    uint8_t letters[LONGEST_WORD];
    int count;
    int script; /* EDIT_..., or LATIN */
} Word;

typedef struct Name {
    Word words[MOST_WORDS];
    int count;
    uint8_t joined[LONGEST_JOINED], turned[LONGEST_JOINED]; /* all letters; the same with the last word first */
    int joined_count;
    int script; /* the farthest of its words */
} Name;

static int script_of(uint32_t code)
{
    switch (unicode_of(code)->script) {
    case SCRIPT_CYRILLIC:
    case SCRIPT_GREEK:
    case SCRIPT_GEORGIAN:
    case SCRIPT_ARMENIAN: return EDIT_CYRILLIC;
    case SCRIPT_HEBREW: return EDIT_HEBREW;
    case SCRIPT_ARABIC: return EDIT_ARABIC;
    case SCRIPT_HIRAGANA:
    case SCRIPT_KATAKANA: return EDIT_KANA;
    case SCRIPT_HANGUL: return EDIT_HANGUL;
    case SCRIPT_HAN: return EDIT_HAN;
    default: return LATIN;
    }
}

/* --- two words --- */

/* The likeness of a (Latin side) and b by `table`: log odds by letter. */
static double likeness(const EditTable *table, const uint8_t *a, int n, const uint8_t *b, int m)
{
    double rows[3][LONGEST_JOINED + 1], chance = 0;
    const float *p = edit_probability;
    for (int i = 0; i <= n; i++) {
        double *row = rows[i % 3], *before = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
        for (int j = 0; j <= m; j++) {
            double sum = i == 0 && j == 0;
            if (i > 0) sum += before[j] * p[table->drop[a[i - 1]]];
            if (j > 0) sum += row[j - 1] * p[table->add[b[j - 1]]];
            if (i > 0 && j > 0) sum += before[j - 1] * p[table->change[a[i - 1]][b[j - 1]]];
            if (i > 1) {
                int two = a[i - 2] * EDIT_LETTERS + a[i - 1];
                sum += second[j] * p[table->drop2[two]];
                if (j > 0) sum += second[j - 1] * p[table->join[two][b[j - 1]]];
            }
            if (j > 1) {
                int two = b[j - 2] * EDIT_LETTERS + b[j - 1];
                sum += row[j - 2] * p[table->add2[two]];
                if (i > 0) sum += before[j - 2] * p[table->split[a[i - 1]][two]];
            }
            row[j] = sum;
        }
    }
    for (int i = 0; i < n; i++) chance += (double)table->first[a[i]];
    for (int j = 0; j < m; j++) chance += (double)table->second[b[j]];
    double both = rows[n % 3][m];
    return (log(both > 1e-300 ? both : 1e-300) - chance) / sqrt((double)n * m);
}

/* Probability that the letters spell one word. `a_script`, `b_script`: LATIN or EDIT_... */
static double letters_match(const uint8_t *a, int n, int a_script, const uint8_t *b, int m, int b_script)
{
    if (n == m && !memcmp(a, b, (size_t)n)) return 1;
    double value;
    if (a_script > b_script) value = likeness(&edit_tables[a_script], b, m, a, n);
    else if (b_script > a_script) value = likeness(&edit_tables[b_script], a, n, b, m);
    else { /* one script: either may be the model's Latin side */
        double there = likeness(&edit_tables[EDIT_CYRILLIC], a, n, b, m),
               back = likeness(&edit_tables[EDIT_CYRILLIC], b, m, a, n);
        value = there > back ? there : back;
    }
    return 1 / (1 + exp(-STEEPNESS * (value - MIDDLE)));
}

/* The rows of surnames.tsv that hold a word. */
static uint64_t surname_rows(const Word *word)
{
    char letters[NAME_SPELLING] = {0};
    if (word->count >= NAME_SPELLING) return 0;
    for (int i = 0; i < word->count; i++) letters[i] = (char)('a' + word->letters[i]);
    size_t low = 0, high = name_spelling_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(letters, name_spellings[middle].letters, NAME_SPELLING);
        if (order == 0) return name_spellings[middle].rows;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return 0;
}

/* `alone`: one of the names has no other word. */
static double words_match(const Word *a, const Word *b, int alone)
{
    const Word *shorter = a->count < b->count ? a : b;
    if (surname_rows(a) & surname_rows(b)) return SAME_SURNAME;
    if (shorter->count == 1)
        return a->letters[0] == b->letters[0] ? (a->count == b->count ? 1 : 0.6) : 0; /* an initial */
    double match = letters_match(a->letters, a->count, a->script, b->letters, b->count, b->script);
    /* Ben, Benjamin */
    if (!alone && match < 0.6 && shorter->count >= 3 && !memcmp(a->letters, b->letters, (size_t)shorter->count))
        match = 0.6;
    return match;
}

/* --- two names --- */

/* Pairs the words best first; see the head of the file. */
static double aligned_match(const Name *a, const Name *b)
{
    double match[MOST_WORDS][MOST_WORDS], matched = 0, weight = 0, worst = 1;
    int used_a[MOST_WORDS] = {0}, used_b[MOST_WORDS] = {0}, pairs = a->count < b->count ? a->count : b->count;
    int total = 0, paired = 0;
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++) match[i][j] = words_match(&a->words[i], &b->words[j], pairs == 1);
    for (int k = 0; k < pairs; k++) {
        int best_i = -1, best_j = -1;
        for (int i = 0; i < a->count; i++)
            for (int j = 0; j < b->count; j++)
                if (!used_a[i] && !used_b[j] && (best_i < 0 || match[i][j] > match[best_i][best_j]))
                    best_i = i, best_j = j;
        if (best_i < 0) break; /* cannot be: each round leaves a free word on either side */
        used_a[best_i] = used_b[best_j] = 1;
        double size = a->words[best_i].count + b->words[best_j].count;
        matched += match[best_i][best_j] * size;
        weight += size;
        paired += (int)size;
        if (match[best_i][best_j] < worst) worst = match[best_i][best_j];
    }
    for (int i = 0; i < a->count; i++) total += a->words[i].count;
    for (int j = 0; j < b->count; j++) total += b->words[j].count;
    double share = total ? (double)paired / total : 0; /* of the letters that found a partner */
    return (0.5 * worst + 0.5 * matched / weight) * (0.4 + 0.6 * share);
}

static double joined_match(const Name *a, const Name *b)
{
    int fewest = a->count < b->count ? a->count : b->count, short_count = a->joined_count, long_count = b->joined_count;
    if (short_count > long_count) short_count = b->joined_count, long_count = a->joined_count;
    /* names of several words each are told apart by one word of them, which the whole would hide */
    if (a->count == b->count || !short_count || (fewest > 1 && short_count * 5 < long_count * 4)) return 0;
    double match = letters_match(a->joined, a->joined_count, a->script, b->joined, b->joined_count, b->script),
           turned = 0;
    if (a->count > 1 && b->count == 1)
        turned = letters_match(a->turned, a->joined_count, a->script, b->joined, b->joined_count, b->script);
    if (b->count > 1 && a->count == 1)
        turned = letters_match(a->joined, a->joined_count, a->script, b->turned, b->joined_count, b->script);
    return match > turned ? match : turned;
}

/* --- reading --- */

static int is_word(uint32_t code)
{
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) != 0 || code == '-' ||
           code == '\'' || code == 0x2019 || code == 0x02BC;
}

static Status read_word(Icu *icu, const char *text, size_t length, int level, Name *name)
{
    Buffer letters = BUFFER_EMPTY;
    uint32_t code;
    Status status = translit_key_level(icu, LANGUAGE_UND, level, text, length, &letters);
    Word *word = &name->words[name->count];
    word->count = 0;
    utf8_decode(text, text + length, &code);
    word->script = script_of(code);
    for (size_t i = 0; status == STATUS_OK && i < letters.length; i++) {
        char c = letters.bytes[i];
        /* digits are compared as letters that no name begins with */
        uint8_t letter = (uint8_t)(c >= 'a' ? c - 'a' : (c - '0') % 3 ? 'x' - 'a' : 'q' - 'a');
        if (word->count < LONGEST_WORD) word->letters[word->count++] = letter;
        if (name->joined_count < LONGEST_JOINED) name->joined[name->joined_count++] = letter;
    }
    if (word->count) {
        name->count++;
        if (word->script > name->script) name->script = word->script;
    }
    buffer_free(&letters);
    return status;
}

/*
** Reads a run of word characters. A name of three syllables or characters that stands alone in Hangul or Han is a family name of one
** and a given name, when it is read as a native one.
*/
static Status read_run(Icu *icu, const char *text, size_t length, int level, int alone, Name *name)
{
    uint32_t code;
    size_t first = utf8_decode(text, text + length, &code);
    int native = level == TRANSLIT_KEY_CHINESE && alone && script_of(code) >= EDIT_HANGUL;
    if (!native || length != 3 * first) return read_word(icu, text, length, level, name);
    Status status = read_word(icu, text, first, level, name);
    return status == STATUS_OK ? read_word(icu, text + first, length - first, level, name) : status;
}

static Status read_name(Icu *icu, const char *text, size_t length, int level, Name *name)
{
    const char *at = text, *end = text + length, *begin = NULL;
    Status status = STATUS_OK;
    memset(name, 0, sizeof *name);
    name->script = LATIN;
    for (int characters = 0; status == STATUS_OK && name->count < MOST_WORDS - 1; characters++) {
        uint32_t code = 0;
        size_t bytes = at < end && characters < LONGEST_NAME ? utf8_decode(at, end, &code) : 0;
        if (bytes && is_word(code)) {
            if (!begin) begin = at;
        } else if (begin) {
            status = read_run(icu, begin, (size_t)(at - begin), level, begin == text && at == end, name);
            begin = NULL;
        }
        if (!bytes) break;
        at += bytes;
    }
    if (name->count) {
        int last = name->words[name->count - 1].count;
        if (last > name->joined_count) last = name->joined_count;
        memcpy(name->turned, name->joined + name->joined_count - last, (size_t)last);
        memcpy(name->turned + last, name->joined, (size_t)(name->joined_count - last));
    }
    return status;
}

static double compare(const Name *a, const Name *b)
{
    double aligned = aligned_match(a, b), joined = joined_match(a, b);
    return aligned > joined ? aligned : joined;
}

/* Reads both names at a level and compares them. */
static Status compare_at(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length, int level,
                         Name names[2], double *best)
{
    Status status = read_name(icu, a, a_length, level, &names[0]);
    if (status == STATUS_OK) status = read_name(icu, b, b_length, level, &names[1]);
    if (status != STATUS_OK || !names[0].count || !names[1].count) return status;
    double value = compare(&names[0], &names[1]);
    if (value > *best) *best = value;
    return status;
}

double names_similarity(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length)
{
    Name names[2];
    double best = 0;
    if (a_length == b_length && !memcmp(a, b, a_length)) return 1;
    if (compare_at(icu, a, a_length, b, b_length, TRANSLIT_KEY_SPOKEN, names, &best) != STATUS_OK) return -1;
    if (best > SURE || !names[0].count || !names[1].count) return best;
    /* names of Korea and China themselves; standards of Cyrillic */
    int east = names[0].script >= EDIT_HANGUL || names[1].script >= EDIT_HANGUL;
    int near = names[0].script <= EDIT_CYRILLIC && names[1].script <= EDIT_CYRILLIC;
    if (near && compare_at(icu, a, a_length, b, b_length, TRANSLIT_KEY_LIGHT, names, &best) != STATUS_OK) return -1;
    if (best > SURE || !(east || near)) return best;
    if (compare_at(icu, a, a_length, b, b_length, TRANSLIT_KEY_CHINESE, names, &best) != STATUS_OK) return -1;
    return best;
}

static int compare_keys(const void *left, const void *right)
{
    return strcmp(left, right);
}

Status names_key(Icu *icu, const char *name, size_t length, Buffer *out)
{
    enum { KEY_BYTES = 40 };
    char keys[MOST_WORDS][KEY_BYTES];
    size_t count = 0;
    const char *at = name, *end = name + length, *begin = NULL;
    Status status = STATUS_OK;
    while (status == STATUS_OK && count < MOST_WORDS) {
        uint32_t code = 0;
        size_t bytes = at < end ? utf8_decode(at, end, &code) : 0;
        if (bytes && is_word(code)) {
            if (!begin) begin = at;
        } else if (begin) {
            Buffer key = BUFFER_EMPTY;
            status = translit_key(icu, LANGUAGE_UND, begin, (size_t)(at - begin), &key);
            size_t kept = key.length < KEY_BYTES ? key.length : KEY_BYTES - 1;
            if (kept) {
                memcpy(keys[count], key.bytes, kept);
                keys[count++][kept] = 0;
            }
            buffer_free(&key);
            begin = NULL;
        }
        if (!bytes) break;
        at += bytes;
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_byte(out, ' ');
        buffer_string(out, keys[i]);
    }
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}
