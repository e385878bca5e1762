/*
** kanji.c - Japanese readings of Han characters (data/names/kanji.tsv)
**
** Letters spell a word of Han if they can be cut into readings of its characters in order. A set of the places that a cut can have is kept for
** each character as bits of one word; cost: readings of the characters times letters, a microsecond.
*/
#include <string.h>
#include "base/utf8.h"
#include "names/reading.h"

enum { MOST_BYTES = 24, MOST_LETTERS = 40, LONGEST_ENTRY = 4 };

static const NameKanji *find(const char *han, size_t length)
{
    size_t low = 0, high = name_kanji_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2, size = strlen(name_kanji[middle].characters);
        int order = memcmp(han, name_kanji[middle].characters, length < size ? length : size);
        if (!order) order = (length > size) - (length < size);
        if (order == 0) return &name_kanji[middle];
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

/* Long vowels are written in many ways, and in none. */
static int shorten(const uint8_t *letters, int count, char *out)
{
    int length = 0;
    for (int i = 0; i < count && length < MOST_LETTERS; i++) {
        char c = (char)('a' + letters[i]), last = length ? out[length - 1] : 0;
        int is_long = (last == 'o' && (c == 'o' || c == 'u')) || (last == 'u' && c == 'u') ||
                      (c == 'h' && last == 'o' && i == count - 1);
        if (!is_long) out[length++] = c;
    }
    return length;
}

/* Whether `letter` is `sound` voiced: k g, s z j, t d, h b p. */
static int is_voiced(char sound, char letter)
{
    static const char *const voices[] = {"kg", "sz", "sj", "td", "tz", "cj", "hb", "hp", "fb", "fp"};
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++)
        if (voices[i][0] == sound && voices[i][1] == letter) return 1;
    return 0;
}

/* Length of the letters that a reading takes at `at`, 0: it does not fit. */
static int fit(const char *reading, int size, const char *letters, int at, int count)
{
    if (size && at + size <= count && !memcmp(letters + at, reading, (size_t)size)) return size;
    if (at == 0 || size == 0 || !is_voiced(reading[0], at < count ? letters[at] : 0)) return 0;
    /* sh, ts, ch become one letter */
    int skip = size > 1 && ((reading[0] == 's' && reading[1] == 'h') || (reading[0] == 't' && reading[1] == 's') ||
                            (reading[0] == 'c' && reading[1] == 'h'))
                   ? 2
                   : 1;
    int rest = size - skip;
    if (at + 1 + rest > count || memcmp(letters + at + 1, reading + skip, (size_t)rest)) return 0;
    return 1 + rest;
}

static uint64_t after_readings(const char *readings, uint64_t from, const char *letters, int count)
{
    uint64_t to = 0;
    for (const char *reading = readings; *reading;) {
        int size = (int)strcspn(reading, " ");
        for (int at = 0; at < count; at++) {
            int taken = from >> at & 1 ? fit(reading, size, letters, at, count) : 0;
            if (taken) to |= (uint64_t)1 << (at + taken);
        }
        reading += size + (reading[size] == ' ');
    }
    return to;
}

int kanji_spell(const char *han, size_t length, const uint8_t *letters, int count)
{
    char shortened[MOST_LETTERS];
    uint64_t places[MOST_BYTES + 1] = {1};
    if (length > MOST_BYTES) return 0;
    int n = shorten(letters, count, shortened);
    if (!n || count > MOST_LETTERS) return 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t end = at;
        for (int k = 0; k < LONGEST_ENTRY && end < length; k++) {
            end += utf8_decode(han + end, han + length, &code);
            if (!places[at]) continue;
            const NameKanji *entry = find(han + at, end - at);
            if (entry) places[end] |= after_readings(entry->readings, places[at], shortened, n);
        }
        at += utf8_decode(han + at, han + length, &code);
    }
    return (int)(places[length] >> n & 1);
}

int kanji_has_readings(const char *han, size_t length)
{
    uint64_t places[MOST_BYTES + 1] = {1};
    if (length > MOST_BYTES) return 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t end = at;
        for (int k = 0; k < LONGEST_ENTRY && end < length && places[at]; k++) {
            end += utf8_decode(han + end, han + length, &code);
            if (!places[end] && find(han + at, end - at)) places[end] = 1;
        }
        at += utf8_decode(han + at, han + length, &code);
    }
    return places[length] != 0;
}
