/*
** translit.c - schemes by name, and how each is run
**
** A table (table.c) works on composed letters: a text that holds combining marks is composed first (и + breve is й), which
** costs a pass of ICU's normalizer on such texts alone.
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

/* True if a byte `lead` stands in the text with a second byte of `low` to `high` behind it. */
static int has_pair(const char *text, size_t length, int lead, unsigned low, unsigned high)
{
    const char *end = text + length;
    for (const char *at = text; at < end && (at = memchr(at, lead, (size_t)(end - at))) != NULL; at++)
        if (at + 1 < end && (unsigned char)at[1] >= low && (unsigned char)at[1] <= high) return 1;
    return 0;
}

/* True if the text may hold letters in pieces: combining diacritics (U+0300-U+036F), Hangul's letters, the voice marks of kana. */
static int needs_composing(const Scheme *scheme, const char *text, size_t length)
{
    if (has_pair(text, length, 0xCC, 0x80, 0xBF) || has_pair(text, length, 0xCD, 0x80, 0xAF)) return 1;
    if (scheme->method == METHOD_HANGUL) return has_pair(text, length, 0xE1, 0x84, 0x87);
    for (size_t i = 0; i + 2 < length; i++) {
        const char *found = memchr(text + i, 0xE3, length - i - 2);
        if (!found) break;
        i = (size_t)(found - text);
        if ((unsigned char)found[1] == 0x82 && ((unsigned char)found[2] == 0x99 || (unsigned char)found[2] == 0x9A))
            return 1;
    }
    return 0;
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
    return hangul_apply(scheme->table, hangul_spellings[number], scheme->mode, text, length, out);
}

Status translit_apply(Icu *icu, const TranslitScheme *scheme, const char *text, size_t length, Buffer *out)
{
    const Scheme *method = &translit_scheme_methods[scheme - translit_scheme_records];
    if (!length) return STATUS_OK;
    if (!needs_composing(method, text, length)) return apply_composed(icu, method, text, length, out);
    Buffer composed = BUFFER_EMPTY;
    Status status = icu_append_nfc(icu, text, length, &composed);
    if (status == STATUS_OK) status = apply_composed(icu, method, composed.bytes, composed.length, out);
    buffer_free(&composed);
    return status;
}
