/*
** hanja.c - Chinese characters in Korean text, read as Hangul
**
** A run of characters is read from its beginning: the longest word that the table has, else the character's own reading under
** these rules, which tools/make_hanja.py knows too (the table holds what they read otherwise than the dictionary does):
**     - the law of initials (두음법칙): ㄹ becomes ㄴ or nothing, ㄴ nothing, where a word begins: at the beginning of the run, unless Hangul or
**       a digit stands before it (19年, 십年), and within a compound where a known word of two begins and none ends
**     - 률 and 렬 are 율 and 열 behind a vowel or ㄴ
**     - 不 is 부 before ㄷ and ㅈ
**     - a run of three that begins with a family name (金) and no known word is a person's name
** In names the family name has a table, the law is for the first syllable of the given name too, and there are no words.
** Each character is looked at a bounded number of times, so the whole is linear. Other text is copied byte for byte.
*/
#include "translit/hanja.h"
#include <string.h>
#include "base/utf8.h"
#include "translit/hangul.h"

enum {
    BASE = HANGUL_FIRST,
    FINALS = HANGUL_FINALS,
    VOWELS = HANGUL_MEDIALS,
    DIGEUT = 3,
    RIEUL = 5,
    JIEUT = 12,
    NIEUN_FINAL = 4,
    RIEUL_FINAL = 8,
    VOWEL_YEO = 6,
    VOWEL_YU = 17,
    NOT = 0x4E0D,      /* 不 */
    NOT_SOFT = 0xBD80, /* 부 */
    NAME_SHORTEST = 2,
    NAME_LONGEST = 5,
    PERSON = 3, /* characters of a run that may be a name in any text */
    WINDOW = HANJA_LONGEST + 1,
    SKIP = 64 /* bytes that are looked at together */
};

static unsigned reading_of(uint32_t code)
{
    return code - HANJA_FIRST < HANJA_COUNT ? hanja_readings[code - HANJA_FIRST] : 0;
}

static int leads_hanja(unsigned char lead)
{
    return lead >= 0xE3 && (lead <= 0xE9 || lead == 0xEF);
}

/* True if one of the next SKIP bytes may begin a Chinese character. The compiler makes vectors of it. */
static int block_has_lead(const char *at)
{
    unsigned found = 0;
    for (int i = 0; i < SKIP; i++) {
        unsigned char byte = (unsigned char)at[i];
        found |= (unsigned)(byte >= 0xE3) & (unsigned)((byte <= 0xE9) | (byte == 0xEF));
    }
    return found != 0;
}

/* The next byte that a Chinese character may begin with: most of a text is passed over without being read. */
static const char *skip_other(const char *at, const char *end)
{
    while (end - at >= SKIP && !block_has_lead(at)) at += SKIP;
    while (at < end && !leads_hanja((unsigned char)*at)) at++;
    return at;
}

/* Reads a Chinese character that has a reading, a compatibility ideograph as what it is. Returns its bytes or 0. */
static size_t read_hanja(const char *at, const char *end, uint32_t *code)
{
    if (!leads_hanja((unsigned char)*at)) return 0;
    size_t bytes = utf8_decode(at, end, code);
    if (*code - HANJA_COMPATIBLE_FIRST < HANJA_COMPATIBLE) *code = hanja_same[*code - HANJA_COMPATIBLE_FIRST];
    return reading_of(*code) ? bytes : 0;
}

int hanja_in(const char *text, size_t length)
{
    const char *end = text + length;
    uint32_t code;
    for (const char *at = skip_other(text, end); at < end; at = skip_other(at + 1, end))
        if (read_hanja(at, end, &code)) return 1;
    return 0;
}

static unsigned initial_of(unsigned syllable)
{
    return (syllable - BASE) / (VOWELS * FINALS);
}
static unsigned vowel_of(unsigned syllable)
{
    return (syllable - BASE) / FINALS % VOWELS;
}
static unsigned final_of(unsigned syllable)
{
    return (syllable - BASE) % FINALS;
}

/* 률 and 렬 behind another syllable. */
static unsigned behind(unsigned before, unsigned syllable)
{
    unsigned vowel = vowel_of(syllable), final = final_of(before);
    if (initial_of(syllable) != RIEUL || final_of(syllable) != RIEUL_FINAL) return syllable;
    if (vowel != VOWEL_YEO && vowel != VOWEL_YU) return syllable;
    return final == 0 || final == NIEUN_FINAL ? hangul_at_beginning(syllable) : syllable;
}

static int is_pair(uint32_t first, uint32_t second)
{
    uint32_t key = first << 16 | second;
    size_t low = 0, high = hanja_pair_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hanja_pairs[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low < hanja_pair_count && hanja_pairs[low] == key;
}

/* Orders a word of the table against the first `count` characters of a text; a longer word stands behind. */
static int compare(const uint16_t *word, const uint32_t *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word[i] != text[i]) return word[i] < text[i] ? -1 : 1;
    return word[count] != 0;
}

/* The longest word with which the `count` characters begin, or NULL. */
static const HanjaWord *find_word(const HanjaWords *words, const uint32_t *text, size_t count, size_t *length)
{
    size_t first = 0, last = words->count;
    if (!count) return NULL;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (words->items[middle].word[0] < text[0]) first = middle + 1;
        else last = middle;
    }
    if (first == words->count || words->items[first].word[0] != text[0]) return NULL;
    for (*length = count < HANJA_LONGEST ? count : HANJA_LONGEST; *length > 0; --*length) {
        size_t low = first, high = words->count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int order = compare(words->items[middle].word, text, *length);
            if (order == 0) return &words->items[middle];
            if (order < 0) low = middle + 1;
            else high = middle;
        }
    }
    return NULL;
}

/* Bytes and number of the characters of a run at `at`. */
static size_t run_of(const char *at, const char *end, size_t *count)
{
    const char *begin = at;
    uint32_t code;
    *count = 0;
    for (size_t bytes; at < end && (bytes = read_hanja(at, end, &code)) != 0; at += bytes) ++*count;
    return (size_t)(at - begin);
}

/* The characters of a run from `at` on that a rule may look at. */
static size_t look_ahead(const char *at, const char *end, uint32_t window[WINDOW])
{
    size_t count = 0;
    while (at < end && count < WINDOW) at += read_hanja(at, end, &window[count++]);
    return count;
}

/* Appends the run [at, end). `joined`: Hangul or a digit stands before it. */
static void append_run(const char *at, const char *end, int joined, Buffer *out)
{
    uint32_t window[WINDOW], before = 0, code;
    unsigned said_before = 0;
    while (at < end && !out->failed) {
        size_t count = look_ahead(at, end, window), length;
        const HanjaWord *word = find_word(&hanja_words, window, count, &length);
        if (word) {
            for (const uint16_t *said = word->said; *said; said++) buffer_codepoint(out, said_before = *said);
            before = word->word[length - 1];
            while (length--) at += utf8_decode(at, end, &code);
            continue;
        }
        unsigned said = reading_of(window[0]);
        word = !before && !joined && count == PERSON && !is_pair(window[0], window[1])
                   ? find_word(&hanja_surnames, window, 1, &length)
                   : NULL;
        int begins = before ? !is_pair(before, window[0]) && count > 1 && is_pair(window[0], window[1])
                            : !joined || (count > 1 && is_pair(window[0], window[1]));
        if (word) said = word->said[0];
        else if (begins) said = hangul_at_beginning(said);
        else if (said_before) said = behind(said_before, said);
        if (window[0] == NOT && count > 1) {
            unsigned next = initial_of(reading_of(window[1]));
            if (next == DIGEUT || next == JIEUT) said = NOT_SOFT;
        }
        buffer_codepoint(out, said);
        said_before = said;
        before = window[0];
        at += utf8_decode(at, end, &code);
    }
}

/* Appends the run [at, end) of at most NAME_LONGEST characters as a name; `given`: a family name stood before it. */
static void append_name(const char *at, const char *end, int given, Buffer *out)
{
    uint32_t window[WINDOW];
    size_t count = look_ahead(at, end, window), family = 0, i = 0;
    const HanjaWord *word = given ? NULL : find_word(&hanja_surnames, window, count, &family);
    unsigned before = 0;
    if (word)
        for (; i < family; i++) buffer_codepoint(out, before = word->said[i]);
    else family = given ? 0 : 1;
    for (; i < count; i++) {
        unsigned said = reading_of(window[i]);
        if (i == 0 || i == family) said = hangul_at_beginning(said);
        else said = behind(before, said);
        buffer_codepoint(out, before = said);
    }
}

static int is_joining(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= BASE && code <= 0xD7A3);
}

void hanja_apply(const char *text, size_t length, int names, Buffer *out)
{
    const char *at = text, *end = text + length, *passed = text;
    uint32_t before = 0, code;
    int given = 0; /* a family name of one character and a blank stood before */
    while (at < end && !out->failed) {
        const char *other = at;
        if ((at = skip_other(at, end)) == end) break;
        for (; given && other < at; other++) given = *other == ' ';
        if (at > text && passed < at) utf8_decode_before(text, at, &before);
        if (!read_hanja(at, end, &code)) {
            given = 0;
            at += utf8_decode(at, end, &before);
            continue;
        }
        size_t count, run = run_of(at, end, &count);
        buffer_append(out, passed, (size_t)(at - passed));
        int joined = is_joining(before), short_enough = count <= NAME_LONGEST && count + (size_t)given >= NAME_SHORTEST;
        if (names && !joined && (short_enough || count == 1)) append_name(at, at + run, given, out);
        else append_run(at, at + run, joined, out);
        given = count == 1 && !given;
        passed = at += run;
        before = BASE;
    }
    buffer_append(out, passed, (size_t)(end - passed));
}
