/* institutions.c - see institutions.h */
#include "entities/institutions.h"
#include "entities/entities.h"
#include <string.h>

enum { MOST_PIECES = 16, MOST_FORMS = 6, PHRASE_PIECES = 4, RUN_CHARACTERS = 12, COUNTRY_PREFIX = 6, LEAST_PARTS = 3 };

#define ADJECTIVE "\xD1\x81\xD0\xBA" /* ск */
enum { LETTER = 2, SUFFIX = sizeof ADJECTIVE - 1 };

/* A word of the name and the states that it or its dictionary forms have. */
typedef struct Piece {
    const char *bytes;
    size_t length;
    uint32_t forms[MOST_FORMS];
    int form_count;
} Piece;

const LexiconBody *body_of(uint32_t state)
{
    uint32_t low = 0, high = lexicon_body_form_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (lexicon_body_forms[middle].state == state) return &lexicon_bodies[lexicon_body_forms[middle].body];
        if (lexicon_body_forms[middle].state < state) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

int names_country(const LexiconRecord *r)
{
    return r && r->country[0] && (r->flags & RECORD_COUNTRY || r->type == ENTITY_NORP);
}

const LexiconRecord *country_of(const char *code)
{
    enum { COUNTRY_RECORDS = 400 }; /* they come first */
    for (uint32_t i = 1; i < COUNTRY_RECORDS; i++) {
        const LexiconRecord *r = &lexicon_records[i];
        if (r->flags & RECORD_COUNTRY && r->country[0] == code[0] && r->country[1] == code[1]) return r;
    }
    return NULL;
}

static int is_place(const LexiconRecord *r)
{
    return r && (r->type == ENTITY_GPE || r->type == ENTITY_LOC || names_country(r));
}

static int is_body(const LexiconRecord *r)
{
    return r && r->type == ENTITY_ORG;
}

/* --- parts ---------------------------------------------------------------------------------------------------------------------- */

static int take_place(Institution *in, const LexiconRecord *r)
{
    if (!r || r->type == ENTITY_ORG)
        return 0; /* a body that is known stands in it: the Delegation of the European Union */
    for (int i = 0; i < in->place_count; i++)
        if (in->places[i] == r ||
            (names_country(r) && names_country(in->places[i]) && !strcmp(in->places[i]->country, r->country)))
            return 1;
    if (in->place_count == INSTITUTION_PLACES) return 0;
    if (!in->place_count) in->behind = in->college;
    in->places[in->place_count++] = r;
    return 1;
}

static int take_body(Institution *in, const LexiconBody *body)
{
    int at = in->part_count;
    if (body->role == BODY_PEOPLE) return take_place(in, country_of(body->id));
    if (body->role == BODY_JOIN || body->role == BODY_IN) return 1;
    if (at == INSTITUTION_PARTS) return 0;
    in->college |= body->role == BODY_COLLEGE;
    in->kinds += body->role != BODY_WORD && body->role != BODY_TOPIC;
    for (int i = 0; i < at; i++)
        if (in->parts[i] == body) return 1;
    for (; at && in->parts[at - 1] > body; at--) in->parts[at] = in->parts[at - 1];
    in->parts[at] = body;
    in->part_count++;
    return 1;
}

static int take_rest(Institution *in, const char *bytes, size_t length)
{
    if (in->rest_count == INSTITUTION_RESTS) return 0;
    in->rests[in->rest_count].bytes = bytes;
    in->rests[in->rest_count++].length = length;
    return 1;
}

/* --- words ---------------------------------------------------------------------------------------------------------------------- */

static void add_form(Piece *piece, uint32_t state)
{
    if (state == LEXICON_NONE || piece->form_count == MOST_FORMS) return;
    for (int i = 0; i < piece->form_count; i++)
        if (piece->forms[i] == state) return;
    piece->forms[piece->form_count++] = state;
}

static void add_stems(Piece *piece, const LexiconStem *stem, const char *folded, size_t length)
{
    for (; stem->ending_length; stem++) {
        size_t cut = stem->ending_length;
        if (length < cut + 4 || memcmp(folded + length - cut, stem->ending, cut) != 0) continue;
        for (const char *instead = stem->instead;; instead++) {
            size_t n = strcspn(instead, ",");
            char form[LEXICON_WORD_MAX + 16];
            memcpy(form, folded, length - cut);
            memcpy(form + length - cut, instead, n);
            add_form(piece, lexicon_word(form, length - cut + n));
            instead += n;
            if (!*instead) break;
        }
    }
}

size_t adjective_stem(const char *word, size_t length)
{
    enum { LONGEST_ENDING = 3 * LETTER };
    size_t left = length > LONGEST_ENDING + SUFFIX ? length - LONGEST_ENDING - SUFFIX : 2 * LETTER;
    for (; left + SUFFIX < length; left++)
        if (!memcmp(word + left, ADJECTIVE, SUFFIX)) return left;
    return 0;
}

static void add_place(Piece *piece, const char *folded, size_t stem, const char *instead)
{
    char form[LEXICON_WORD_MAX + LETTER];
    size_t n = strlen(instead);
    memcpy(form, folded, stem);
    memcpy(form + stem, instead, n);
    uint32_t state = lexicon_word(form, stem + n);
    if (is_place(lexicon_record(state))) add_form(piece, state);
}

/* The place that a Russian adjective names: сеульский, пекинского, корейская, карагандинском, омский. */
static void add_city(Piece *piece, const char *folded, size_t length)
{
    static const char *const instead[] = {"", "\xD1\x8C", "\xD0\xB0", "\xD1\x8F"};           /* ь, а, я */
    static const char *const behind_in[] = {"\xD0\xB0", "\xD1\x8B", "\xD1\x83", "\xD0\xB8"}; /* а, ы, у, и */
    enum { KINDS = 4 };
    size_t stem = adjective_stem(folded, length);
    if (!stem) return;
    const char *last = folded + stem - LETTER;
    int soft = !memcmp(last, "\xD1\x8C", LETTER) || !memcmp(last, "\xD0\xB9", LETTER);    /* ь, й */
    int in = stem > 3 * LETTER && !memcmp(last - LETTER, "\xD0\xB8\xD0\xBD", 2 * LETTER); /* ин */
    add_place(piece, folded, stem + SUFFIX, "");
    for (int i = 0; i < KINDS; i++) add_place(piece, folded, stem, instead[i]);
    for (int i = 0; i < KINDS && soft; i++) add_place(piece, folded, stem - LETTER, instead[i]);
    for (int i = 0; i < KINDS && in; i++) add_place(piece, folded, stem - 2 * LETTER, behind_in[i]);
}

static void read_forms(Piece *piece)
{
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(lexicon_latin, piece->bytes, piece->length, folded);
    if (n > 2 && folded[n - 1] == 's' && folded[n - 2] == '\'') n -= 2;
    piece->form_count = 0;
    if (!n) return;
    add_form(piece, lexicon_word(folded, n));
    unsigned char first = (unsigned char)folded[0];
    if (first < 0xD0 || first > 0xD4) return; /* Cyrillic from here on */
    add_stems(piece, lexicon_stems_ru, folded, n);
    add_stems(piece, lexicon_stems_kk, folded, n);
    add_city(piece, folded, n);
}

/* WA, which is a town of Ghana too. */
static int is_abbreviation(const Piece *piece)
{
    enum { LONGEST_ABBREVIATION = 3 };
    for (size_t i = 0; i < piece->length; i++)
        if (piece->bytes[i] < 'A' || piece->bytes[i] > 'Z') return 0;
    return piece->length <= LONGEST_ABBREVIATION;
}

/* The longest part or place at a piece; returns its pieces. */
static int longest(const Piece *pieces, int at, int count, const LexiconBody **body, const LexiconRecord **place)
{
    uint32_t states[MOST_FORMS], next[MOST_FORMS];
    int state_count = pieces[at].form_count, best = 0;
    memcpy(states, pieces[at].forms, sizeof states);
    *body = NULL;
    *place = NULL;
    for (int n = 1; state_count; n++) {
        int next_count = 0;
        for (int i = 0; i < state_count; i++) {
            const LexiconBody *b = body_of(states[i]);
            const LexiconRecord *r = lexicon_record(states[i]);
            if (b && (best < n || !*body)) {
                best = n;
                *body = b;
                *place = NULL;
            } else if (n == 1 && !names_country(r) && is_abbreviation(&pieces[at])) continue;
            else if ((is_place(r) || (is_body(r) && n > 1 && n < count)) &&
                     (best < n || (!*body && names_country(r)))) { /* казахский is of Kazakhstan, not of a town */
                best = n;
                *body = NULL;
                *place = r;
            }
        }
        if (n == PHRASE_PIECES || at + n == count) break;
        for (int i = 0; i < state_count; i++)
            for (int k = 0; k < pieces[at + n].form_count && next_count < MOST_FORMS; k++) {
                uint32_t state = lexicon_step(states[i], pieces[at + n].forms[k]);
                if (state != LEXICON_NONE) next[next_count++] = state;
            }
        memcpy(states, next, (size_t)next_count * sizeof *states);
        state_count = next_count;
    }
    return best;
}

/* Initials, legal forms, and what is no letter: they are not always written. */
static int says_nothing(const Piece *piece)
{
    uint32_t code;
    for (int i = 0; i < piece->form_count; i++)
        if ((lexicon_bits(piece->forms[i]) & (LEXICON_BIT(COMPANY) | LEXICON_BIT(ORG))) == LEXICON_BIT(COMPANY))
            return 1;
    size_t letters = 0;
    int dots = 0;
    for (const char *at = piece->bytes, *end = at + piece->length; at < end;) {
        at += utf8_decode(at, end, &code);
        letters += (unicode_of(code)->flags & UNICODE_LETTER) != 0;
        dots += code == '.';
    }
    return !letters || (dots && letters <= 2);
}

/* --- runs of Hangul or Han -------------------------------------------------------------------------------------------------------- */

/* The longest known part at the begin (`from_end` 0) or the end of a run; returns its bytes. */
static size_t part_at(const char *bytes, size_t length, int from_end, const LexiconBody **body,
                      const LexiconRecord **place)
{
    size_t edges[RUN_CHARACTERS + 1], count = 0, at = from_end ? length : 0;
    uint32_t code;
    while (count < RUN_CHARACTERS && (from_end ? at > 0 : at < length)) {
        if (from_end) do
                at--;
            while (at && ((unsigned char)bytes[at] & 0xC0) == 0x80);
        else at += utf8_decode(bytes + at, bytes + length, &code);
        edges[count++] = at;
    }
    for (size_t n = count; n >= 2; n--) {
        size_t start = from_end ? edges[n - 1] : 0, bytes_here = from_end ? length - start : edges[n - 1];
        if (bytes_here > LEXICON_WORD_MAX) continue;
        uint32_t state = lexicon_word(bytes + start, bytes_here);
        *body = body_of(state);
        *place = from_end || *body || !is_place(lexicon_record(state)) ? NULL : lexicon_record(state);
        if (*body && ((*body)->role == BODY_JOIN || (*body)->role == BODY_IN)) *body = NULL;
        if (*body || *place) return bytes_here;
    }
    return 0;
}

static int read_run(Institution *in, const char *bytes, size_t length)
{
    const LexiconBody *body, *other, *behind[INSTITUTION_PARTS];
    const LexiconRecord *place, *after;
    int behind_count = 0, fits = 1;
    size_t n;
    while (length && fits && (n = part_at(bytes, length, 0, &body, &place)) > 0) {
        /* a short name of a place may be the begin of another name */
        if (place && !names_country(place) && n < length && n <= COUNTRY_PREFIX &&
            !part_at(bytes + n, length - n, 0, &other, &after))
            break;
        fits = body ? take_body(in, body) : take_place(in, place);
        bytes += n;
        length -= n;
    }
    while (length && behind_count < INSTITUTION_PARTS && (n = part_at(bytes, length, 1, &body, &place)) > 0) {
        behind[behind_count++] = body;
        length -= n;
    }
    if (length && in->place_count == 1 && names_country(in->places[0])) {
        in->around = in->places[0];
        in->place_count = 0;
    }
    if (length) fits = fits && take_rest(in, bytes, length);
    while (behind_count && fits) fits = take_body(in, behind[--behind_count]);
    return fits;
}

/* --- the whole ---------------------------------------------------------------------------------------------------------------------- */

static int is_edge(uint32_t code)
{
    return code == '"' || code == ',' || code == '(' || code == ')' || code == ';' || code == 0xAB || code == 0xBB ||
           (code >= 0x2018 && code <= 0x201F);
}

/* Cuts a name at blanks and off its quotation marks, commas and brackets. Returns how many pieces there are, -1: too many. */
static int cut_pieces(const char *name, size_t length, Piece *pieces)
{
    int count = 0;
    const char *end = name + length;
    for (const char *at = name; at < end;) {
        uint32_t code;
        const char *start = at;
        size_t n = utf8_decode(at, end, &code);
        if (code == ' ' || is_edge(code)) {
            at += n;
            continue;
        }
        while (at < end && (n = utf8_decode(at, end, &code)) && code != ' ' && !is_edge(code)) at += n;
        if (count == MOST_PIECES) return -1;
        pieces[count].bytes = start;
        pieces[count++].length = (size_t)(at - start);
    }
    return count;
}

int institution_read(const char *name, size_t length, Institution *in)
{
    Piece pieces[MOST_PIECES];
    uint32_t code;
    int fits = 1, count = cut_pieces(name, length, pieces);
    memset(in, 0, sizeof *in);
    if (count <= 0) return 0;
    for (int i = 0; i < count; i++) read_forms(&pieces[i]);
    for (int i = 0; i < count && fits;) {
        const LexiconBody *body;
        const LexiconRecord *place;
        utf8_decode(pieces[i].bytes, pieces[i].bytes + pieces[i].length, &code);
        unsigned script = unicode_of(code)->script;
        int n = longest(pieces, i, count, &body, &place);
        if (n) fits = body ? take_body(in, body) : take_place(in, place);
        else if (script == SCRIPT_HAN || script == SCRIPT_HANGUL)
            fits = read_run(in, pieces[i].bytes, pieces[i].length);
        else if (!says_nothing(&pieces[i])) fits = take_rest(in, pieces[i].bytes, pieces[i].length);
        i += n ? n : 1;
    }
    return fits && in->kinds && (in->rest_count || in->place_count || in->part_count >= LEAST_PARTS);
}

const char *institution_country(const Institution *in)
{
    const char *country = in->around ? in->around->country : NULL;
    for (int i = 0; i < in->place_count; i++) {
        const char *code = in->places[i]->country;
        if (!code[0]) continue;
        if (country && strcmp(country, code) != 0) return NULL;
        country = code;
    }
    return country;
}
