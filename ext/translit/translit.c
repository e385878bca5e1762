/*
** translit.c - schemes by name, and how each is run
**
** A table (table.c) works on composed letters: of a text that holds combining marks a copy is made in which they are composed (и + breve
** is й). ICU's normalizer sees no more than these letters and their marks, so a text with a few accents is as fast as one without.
*/
#include "translit/translit.h"
#include <string.h>
#include "base/icu.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "translit/han.h"
#include "translit/hangul.h"
#include "translit/table.h"

const TranslitScheme *translit_schemes(size_t *count)
{
    *count = translit_scheme_count;
    return translit_scheme_records;
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int compare_id(const char *id, size_t length, const char *other)
{
    for (size_t i = 0; i < length; i++) {
        int difference = (unsigned char)lower_ascii(id[i]) - (unsigned char)other[i];
        if (difference) return difference;
    }
    return other[length] ? -1 : 0;
}

const TranslitScheme *translit_find(const char *id, size_t length)
{
    size_t low = 0, high = translit_scheme_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_id(id, length, translit_scheme_records[middle].id);
        if (order == 0) return &translit_scheme_records[middle];
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

/* How far a mistyped id is from `other`: Levenshtein's distance of the first LONGEST_ID characters. */
enum { LONGEST_ID = 40 };

static unsigned distance(const char *id, size_t length, const char *other)
{
    unsigned row[LONGEST_ID + 1];
    size_t width = strlen(other);
    if (length > LONGEST_ID) length = LONGEST_ID;
    if (width > LONGEST_ID) width = LONGEST_ID;
    for (size_t k = 0; k <= width; k++) row[k] = (unsigned)k;
    for (size_t i = 0; i < length; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i + 1;
        for (size_t k = 0; k < width; k++) {
            unsigned best = diagonal + (lower_ascii(id[i]) != lower_ascii(other[k]));
            diagonal = row[k + 1];
            if (row[k + 1] + 1 < best) best = row[k + 1] + 1;
            if (row[k] + 1 < best) best = row[k] + 1;
            row[k + 1] = best;
        }
    }
    return row[width];
}

enum { SUGGESTED = 3 };

typedef struct Suggestions {
    const char *id; /* the mistyped one */
    size_t length;
    size_t count;
    unsigned more; /* added to the cost: ICU's stand behind ours */
    unsigned costs[SUGGESTED];
    char best[SUGGESTED][LONGEST_ID + 1];
} Suggestions;

/* Takes an id in among the nearest. */
static void consider(void *state, const char *other)
{
    Suggestions *near = state;
    size_t at = near->count, length = strlen(other);
    if (length > LONGEST_ID) return;
    unsigned cost = distance(near->id, near->length, other) * 2 + near->more;
    /* one that was begun is meant more likely than one that is as long */
    if (near->length >= 2 && near->length < length && distance(near->id, near->length, other) == length - near->length)
        cost = cost / 4;
    /* the same language is nearer than the same standard */
    if (near->length < 2 || lower_ascii(near->id[0]) != lower_ascii(other[0]) ||
        lower_ascii(near->id[1]) != lower_ascii(other[1]))
        cost += 5;
    while (at > 0 && near->costs[at - 1] > cost) at--;
    if (at == SUGGESTED) return;
    if (near->count < SUGGESTED) near->count++;
    for (size_t k = near->count - 1; k > at; k--) {
        memcpy(near->best[k], near->best[k - 1], sizeof near->best[k]);
        near->costs[k] = near->costs[k - 1];
    }
    memcpy(near->best[at], other, length + 1);
    near->costs[at] = cost;
}

void translit_suggest(Icu *icu, const char *id, size_t length, Buffer *out)
{
    Suggestions near = {.id = id, .length = length};
    for (size_t i = 0; i < translit_scheme_count; i++) consider(&near, translit_scheme_records[i].id);
    near.more = 4;
    icu_transform_ids(icu, consider, &near);
    for (size_t i = 0; i < near.count; i++) {
        if (i) buffer_string(out, ", ");
        buffer_string(out, near.best[i]);
    }
}

/* Bytes of the next piece for ICU: up to the last blank within PIECE bytes, else up to the beginning of a character that is no mark. */
static size_t icu_piece(const char *text, size_t length)
{
    enum { PIECE = 600, LONGEST = 2 * PIECE };
    if (length <= PIECE) return length;
    for (size_t end = PIECE; end > PIECE / 4; end--)
        if (text[end] == ' ' || text[end] == '\n' || text[end] == '\t') return end;
    size_t end = PIECE;
    for (; end < length && end < LONGEST; end++) {
        uint32_t code;
        if (((unsigned char)text[end] & 0xC0) == 0x80) continue;
        utf8_decode(text + end, text + length, &code);
        if (!(unicode_of(code)->flags & UNICODE_MARK)) break;
    }
    return end;
}

Status translit_by_icu(Icu *icu, const char *id, size_t id_length, const char *text, size_t length,
                       int (*stopped)(void *state), void *state, int *known, Buffer *out)
{
    enum { BETWEEN = 8 * 1024 }; /* bytes between questions whether to stop: 20 ms of the slowest */
    size_t asked = 0, at = 0;
    Status status = icu_transform(icu, id, id_length, text, 0, known, out);
    while (status == STATUS_OK && *known && at < length) {
        size_t piece = icu_piece(text + at, length - at);
        status = icu_transform(icu, id, id_length, text + at, piece, known, out);
        at += piece;
        if (status == STATUS_OK && stopped && at - asked > BETWEEN) {
            asked = at;
            if (stopped(state)) status = STATUS_INTERRUPT;
        }
    }
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}

/* Where the next letter in pieces may stand: first bytes of combining diacritics (U+0300-U+036F), Hangul's letters, voice marks of
** kana, each looked for once. */
enum { PIECE_LEADS = 4 };

typedef struct PieceFinder {
    const char *end, *next[PIECE_LEADS]; /* the next place of each lead; NULL: there is none */
    int count;
} PieceFinder;

static const unsigned char piece_leads[PIECE_LEADS] = {0xCC, 0xCD, 0xE1, 0xE3};

static void find_lead(PieceFinder *finder, int lead, const char *at)
{
    finder->next[lead] = at < finder->end ? memchr(at, piece_leads[lead], (size_t)(finder->end - at)) : NULL;
}

static PieceFinder piece_finder(const Scheme *scheme, const char *text, size_t length)
{
    PieceFinder finder = {.end = text + length};
    /* letters of Hangul are asked for by Korean schemes, voice marks by tables that have kana */
    int hangul = scheme->method == METHOD_HANGUL;
    int kana = scheme->method == METHOD_TABLE && scheme->table && table_knows(scheme->table, 0x304B);
    for (int i = 0; i < PIECE_LEADS; i++)
        if (i < 2 || (i == 2 && hangul) || (i == 3 && kana)) find_lead(&finder, i, text);
    return finder;
}

static int is_piece(int lead, const char *at, const char *end)
{
    unsigned second = end - at > 1 ? (unsigned char)at[1] : 0, third = end - at > 2 ? (unsigned char)at[2] : 0;
    if (lead == 0) return (second & 0xC0) == 0x80;
    if (lead == 1) return second >= 0x80 && second <= 0xAF;
    if (lead == 2) return second >= 0x84 && second <= 0x87;
    return second == 0x82 && (third == 0x99 || third == 0x9A);
}

/* The first letter from `at` on that joins with the one before, or NULL. */
static const char *next_piece(PieceFinder *finder, const char *at)
{
    const char *found = NULL;
    for (int i = 0; i < PIECE_LEADS; i++) {
        while (finder->next[i] && (finder->next[i] < at || !is_piece(i, finder->next[i], finder->end)))
            find_lead(finder, i, finder->next[i] < at ? at : finder->next[i] + 1);
        if (finder->next[i] && (!found || finder->next[i] < found)) found = finder->next[i];
    }
    return found;
}

static int is_mark_at(const char *at, const char *end)
{
    uint32_t code;
    utf8_decode(at, end, &code);
    return (unicode_of(code)->flags & UNICODE_MARK) != 0;
}

/* The letter to which the marks before `at` belong, not before `begin`. */
static const char *base_of(const char *begin, const char *at)
{
    uint32_t code;
    while (at > begin) {
        at -= utf8_decode_before(begin, at, &code);
        if (!(unicode_of(code)->flags & UNICODE_MARK)) break;
    }
    return at;
}

/* Appends the text with its letters composed: pieces that are near one another by one call of ICU, what is between them as it is. */
static Status append_composed(Icu *icu, const Scheme *scheme, const char *text, size_t length, Buffer *out)
{
    enum { NEAR = 32 }; /* bytes */
    PieceFinder finder = piece_finder(scheme, text, length);
    const char *end = text + length, *passed = text, *piece = next_piece(&finder, text);
    Status status = STATUS_OK;
    while (piece && status == STATUS_OK) {
        const char *begin = base_of(passed, piece), *stop = piece;
        while (piece && piece - stop <= NEAR) {
            uint32_t code;
            stop = piece + utf8_decode(piece, end, &code);
            while (stop < end && is_mark_at(stop, end)) stop += utf8_decode(stop, end, &code);
            piece = next_piece(&finder, stop);
        }
        buffer_append(out, passed, (size_t)(begin - passed));
        status = icu_append_nfc(icu, begin, (size_t)(stop - begin), out);
        passed = stop;
    }
    buffer_append(out, passed, (size_t)(end - passed));
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}

static Status apply_composed(Icu *icu, const Scheme *scheme, const char *text, size_t length, Buffer *out)
{
    size_t number = (size_t)(scheme - translit_scheme_methods);
    if (scheme->method == METHOD_HAN)
        return han_apply(icu, scheme->table, han_spellings[number], scheme->mode, text, length, out);
    if (scheme->method == METHOD_TABLE) {
        if (scheme->table) table_apply(scheme->table, text, length, out);
        else buffer_append(out, text, length);
        return out->failed ? STATUS_NOMEM : STATUS_OK;
    }
    if (!scheme->numbers) return hangul_apply(scheme->table, hangul_spellings[number], scheme->mode, text, length, out);
    Buffer numbered = BUFFER_EMPTY;
    hangul_numbers(text, length, scheme->numbers, &numbered);
    Status status = numbered.failed ? STATUS_NOMEM
                                    : hangul_apply(scheme->table, hangul_spellings[number], scheme->mode,
                                                   numbered.bytes, numbered.length, out);
    buffer_free(&numbered);
    return status;
}

Status translit_apply(Icu *icu, const TranslitScheme *scheme, const char *text, size_t length, Buffer *out)
{
    const Scheme *method = &translit_scheme_methods[scheme - translit_scheme_records];
    if (!length) return STATUS_OK;
    PieceFinder finder = piece_finder(method, text, length);
    if (!next_piece(&finder, text)) return apply_composed(icu, method, text, length, out);
    Buffer composed = BUFFER_EMPTY;
    Status status = append_composed(icu, method, text, length, &composed);
    if (status == STATUS_OK) status = apply_composed(icu, method, composed.bytes, composed.length, out);
    buffer_free(&composed);
    return status;
}
