/*
** hangul.c - Korean romanization: a run of syllables becomes conjoining letters (U+1100...) that stand for what is said, which
** the scheme's table then spells
**
** A syllable and the one behind it meet: hangul_meetings says what the final and the next initial become, so a run is read
** once with one syllable of look-ahead. Words whose sounds the letters do not tell stand in a small table and are replaced first.
** Modes differ in where sounds may meet:
**     standard  within a run of syllables
**     hyphen    across a hyphen too (McCune-Reischauer: 은중-리, Ŭnjung-ni)
**     admin     not across the hyphen that is put before an administrative unit
**     name      a run of two to five syllables is a family name and a given name, capitalised; in the given name a final moves to
**               a mute initial, and that is all
**     names     the same with a hyphen in the given name, sounds meeting across it (ALA-LC)
**     letters   nowhere
**     read      Chinese characters are read as Hangul, and that is all
** Where a table says that an initial is tense, it meets nothing (문법, munpŏp); names, and runs beside a hyphen, have none of this.
** Chinese characters are read as Hangul first (hanja.c). Linear; other text passes through.
*/
#include "translit/hangul.h"
#include <string.h>
#include "base/utf8.h"
#include "translit/hanja.h"
#include "translit/table.h"

enum {
    SYLLABLE_BYTES = 3,
    MUTE = 11 /* ㅇ as initial */,
    RIEUL = 5,
    NIEUN = 2,
    HIEUT = 18,
    GIYEOK_FINAL = 1,
    NIEUN_FINAL = 4,
    BIEUP_FINAL = 17
};
enum { VOWEL_YEO = 6, VOWEL_I = 20, FINAL_SSANGSIOS = 20 };
enum { NAME_SHORTEST = 2, NAME_LONGEST = 5 };

typedef struct Syllable {
    uint16_t code;
    uint8_t initial, medial, final;
} Syllable;

static Syllable syllable_of(unsigned code)
{
    unsigned index = code - HANGUL_FIRST;
    return (Syllable){(uint16_t)code, (uint8_t)(index / (HANGUL_MEDIALS * HANGUL_FINALS)),
                      (uint8_t)(index / HANGUL_FINALS % HANGUL_MEDIALS), (uint8_t)(index % HANGUL_FINALS)};
}

/* Bytes of the run of syllables at `at`. */
static size_t run_length(const char *at, const char *end)
{
    const char *begin = at;
    while (at < end && hangul_syllable_at(at, end)) at += SYLLABLE_BYTES;
    return (size_t)(at - begin);
}

/* Number of syllables of `word` if the text at `at` begins with it, or 0. */
static size_t word_length(const uint16_t *word, const char *at, const char *end)
{
    size_t count = 0;
    for (; word[count]; count++, at += SYLLABLE_BYTES)
        if (at >= end || hangul_syllable_at(at, end) != word[count]) return 0;
    return count;
}

/* Whether a word of HANGUL_SAID may stand at `at`, by its first two syllables. */
static inline int may_begin_word(unsigned code, const char *at, const char *end)
{
    unsigned second = end - at > SYLLABLE_BYTES ? hangul_syllable_at(at + SYLLABLE_BYTES, end) : 0;
    unsigned pair = hangul_pair(code, second);
    return second && hangul_pairs[pair / 8] >> (pair & 7) & 1;
}

/* The longest word of a kind with which the text at `at` begins, or NULL. */
static const HangulWord *find_word(int kind, const char *at, const char *end, size_t *length)
{
    const HangulWords *words = &hangul_words[kind];
    unsigned code = hangul_syllable_at(at, end);
    size_t low = 0, high = words->count;
    *length = 0;
    if (kind == HANGUL_SAID && !may_begin_word(code, at, end)) return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->items[middle].word[0] < code) low = middle + 1;
        else high = middle;
    }
    const HangulWord *best = NULL;
    for (; low < words->count && words->items[low].word[0] == code; low++) {
        size_t count = word_length(words->items[low].word, at, end);
        if (count > *length) {
            *length = count;
            best = &words->items[low];
        }
    }
    return best;
}

/* Reads a run, with the words of the table replaced. */
typedef struct Reader {
    const char *at, *end;
    const uint16_t *said; /* what is left of a replaced word */
    int plain;            /* replace no words */
} Reader;

static int next_syllable(Reader *reader, Syllable *syllable)
{
    if (reader->said && *reader->said == HANGUL_BREAK) reader->said++;
    if (reader->said && *reader->said) {
        *syllable = syllable_of(*reader->said++);
        return 1;
    }
    reader->said = NULL;
    if (reader->at >= reader->end) return 0;
    size_t length = 0;
    const HangulWord *word = reader->plain ? NULL : find_word(HANGUL_SAID, reader->at, reader->end, &length);
    if (word) {
        reader->at += length * SYLLABLE_BYTES;
        reader->said = word->said;
        return next_syllable(reader, syllable); /* once: a word's `said` is never empty */
    }
    *syllable = syllable_of(hangul_syllable_at(reader->at, reader->end));
    reader->at += SYLLABLE_BYTES;
    return 1;
}

static void emit(Buffer *out, const Syllable *syllable)
{
    char *to = buffer_reserve(out, 3 * SYLLABLE_BYTES);
    if (!to) return;
    size_t length = utf8_encode(0x1100u + syllable->initial, to);
    length += utf8_encode(0x1161u + syllable->medial, to + length);
    if (syllable->final) length += utf8_encode(0x11A7u + syllable->final, to + length);
    out->length += length;
}

static unsigned vowel_class(const Syllable *syllable)
{
    if (syllable->medial == VOWEL_I) return 1;
    return syllable->medial == VOWEL_YEO && (!syllable->final || syllable->final == FINAL_SSANGSIOS) ? 2 : 0;
}

static int keeps_nieun(const Syllable *next, size_t before, int is_last)
{
    const HangulWords *words = &hangul_words[HANGUL_KEEPS];
    if (!is_last || before < 2) return 0;
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].word[0] == next->code) return 1;
    return 0;
}

/* Lets two syllables meet. `next` is NULL at the end of a word. `apart`: ㅎ does not join with the stop before it (속히, McCune-Reischauer
** sokhi, for its k’ is ㅋ). */
static void meet(Syllable *syllable, Syllable *next, size_t before, int is_last, int apart)
{
    unsigned initial = next ? next->initial : HANGUL_INITIALS, vowel = next ? vowel_class(next) : 0;
    if (apart && initial == HIEUT && (syllable->final == GIYEOK_FINAL || syllable->final == BIEUP_FINAL)) vowel = 0;
    const HangulMeeting *meeting = &hangul_meetings[syllable->final][initial][vowel];
    if (next && syllable->final == NIEUN_FINAL && next->initial == RIEUL && keeps_nieun(next, before, is_last)) {
        next->initial = NIEUN;
        return;
    }
    syllable->final = meeting->final;
    if (next) next->initial = meeting->initial;
}

/* Appends the run [at, end) as it is said; `given`: a given name, in which finals move and nothing else happens. */
static void append_run(const char *at, const char *end, int given, Buffer *out)
{
    Reader reader = {at, end, NULL, given};
    Syllable syllable, next;
    size_t before = 1;
    int more = next_syllable(&reader, &syllable);
    while (more) {
        more = next_syllable(&reader, &next);
        int meets = more && (!given || next.initial == MUTE);
        int is_last = reader.at >= reader.end && !(reader.said && *reader.said);
        meet(&syllable, meets ? &next : NULL, before++, is_last, 0);
        emit(out, &syllable);
        syllable = next;
    }
}

static void append_letters(const char *at, const char *end, Buffer *out)
{
    for (; at < end; at += SYLLABLE_BYTES) {
        Syllable syllable = syllable_of(hangul_syllable_at(at, end));
        emit(out, &syllable);
    }
}

/* Bytes of the administrative unit at the end of a run: all of it after a digit (2가). 0: there is none. */
static size_t unit_length(const char *begin, const char *at, const char *end)
{
    const HangulWords *words = &hangul_words[HANGUL_UNIT];
    int after_digit = at > begin && at[-1] >= '0' && at[-1] <= '9';
    size_t best = 0, run = (size_t)(end - at) / SYLLABLE_BYTES;
    for (size_t i = 0; i < words->count; i++) {
        size_t count = 0;
        while (words->items[i].word[count]) count++;
        if (!after_digit && run < count + words->items[i].said[0]) continue;
        if (count * SYLLABLE_BYTES <= best || count + !after_digit > run || (!after_digit && run < count + 1)) continue;
        if (word_length(words->items[i].word, end - count * SYLLABLE_BYTES, end) == count)
            best = count * SYLLABLE_BYTES;
    }
    return best;
}

static void append_admin(const char *begin, const char *at, const char *end, Buffer *out)
{
    const char *unit = end - unit_length(begin, at, end);
    append_run(at, unit, 0, out);
    if (unit == end) return;
    buffer_byte(out, '-');
    append_run(unit, end, 0, out);
}

/* Lets the sounds of two runs with a hyphen between them meet: [at, middle) and (middle, end). */
static const char *append_hyphenated(const char *at, const char *end, Buffer *out)
{
    Syllable syllable = {0}, next;
    Reader reader = {at, at + run_length(at, end), NULL, 0};
    int have = next_syllable(&reader, &syllable), hyphen = 0;
    size_t before = 1;
    while (have) {
        int more = next_syllable(&reader, &next);
        if (!more && reader.at < end && *reader.at == '-' && hangul_syllable_at(reader.at + 1, end)) {
            reader = (Reader){reader.at + 1, reader.at + 1 + run_length(reader.at + 1, end), NULL, 0};
            more = next_syllable(&reader, &next);
            hyphen = 1;
        }
        int is_last = reader.at >= reader.end && !(reader.said && *reader.said);
        /* no sound moves over a hyphen to a mute initial (석원, Sŏg-wŏn): the table makes the final soft */
        int meets = more && !(hyphen && next.initial == MUTE);
        meet(&syllable, meets ? &next : NULL, before++, is_last && !hyphen, 1);
        emit(out, &syllable);
        if (hyphen) buffer_byte(out, '-');
        hyphen = 0;
        have = more;
        syllable = next;
    }
    return reader.at;
}

/* Makes the letter at `start` of the output a capital: ASCII, or Latin Extended-A, whose small letters follow their capitals. */
static void capitalise(Buffer *out, size_t start)
{
    if (start >= out->length) return;
    unsigned char *byte = (unsigned char *)out->bytes + start;
    if (*byte >= 'a' && *byte <= 'z') *byte = (unsigned char)(*byte - 32);
    else if (*byte == 0xC5 && start + 1 < out->length && (byte[1] & 1)) byte[1]--;
}

static void append_part(const Table *table, const char *at, const char *end, int mode, Buffer *scratch, Buffer *out)
{
    size_t start = out->length;
    scratch->length = 0;
    if (mode == HANGUL_NAME) append_run(at, end, 1, scratch);
    else {
        for (const char *letter = at; letter < end; letter += SYLLABLE_BYTES) {
            if (letter > at && (size_t)(end - at) == 2 * SYLLABLE_BYTES) buffer_byte(scratch, '-');
            buffer_append(scratch, letter, SYLLABLE_BYTES);
        }
        if (!scratch->length) return;
        Buffer joined = BUFFER_EMPTY;
        append_hyphenated(scratch->bytes, scratch->bytes + scratch->length, &joined);
        table_apply(table, joined.bytes, joined.length, out);
        if (joined.failed) out->failed = 1;
        buffer_free(&joined);
        capitalise(out, start);
        return;
    }
    if (scratch->length) table_apply(table, scratch->bytes, scratch->length, out);
    capitalise(out, start);
}

/* Makes the syllable at `at` one that begins a word (류관순, Yu Kwan-sun; 목래선, Mok Nae-sŏn). */
static void soften(char *at)
{
    utf8_encode(hangul_at_beginning(hangul_syllable_at(at, at + SYLLABLE_BYTES)), at);
}

/* A run as a personal name; `given`: a family name stood before it. */
static void append_name(const Table *table, const char *at, const char *end, int given, int mode, Buffer *scratch,
                        Buffer *out)
{
    char softened[NAME_LONGEST * SYLLABLE_BYTES];
    size_t count = (size_t)(end - at) / SYLLABLE_BYTES, family = 0;
    int softens = mode == HANGUL_NAMES && count <= NAME_LONGEST;
    if (!given && count >= NAME_SHORTEST && count <= NAME_LONGEST) {
        if (!find_word(HANGUL_SURNAME, at, end, &family)) family = 1;
        if (family == count && family > 1)
            mode = HANGUL_NAME; /* a family name of two syllables that stands alone has no hyphen */
        if (family == count) family = 0;
    }
    if (softens) {
        memcpy(softened, at, count * SYLLABLE_BYTES);
        soften(softened);
        if (family) soften(softened + family * SYLLABLE_BYTES);
        at = softened;
        end = softened + count * SYLLABLE_BYTES;
    }
    if (family) {
        append_part(table, at, at + family * SYLLABLE_BYTES, HANGUL_NAME, scratch, out);
        buffer_byte(out, ' ');
    }
    append_part(table, at + family * SYLLABLE_BYTES, end, mode, scratch, out);
}

static Status apply_names(const Table *table, int mode, const char *text, size_t length, Buffer *out)
{
    const char *at = text, *end = text + length, *passed = text;
    Buffer scratch = BUFFER_EMPTY;
    int given = 0;
    while (at < end && !out->failed && !scratch.failed) {
        size_t run = run_length(at, end);
        if (!run) {
            uint32_t code;
            if (*at != ' ') given = 0;
            at += utf8_decode(at, end, &code);
            continue;
        }
        buffer_append(out, passed, (size_t)(at - passed));
        append_name(table, at, at + run, given, mode, &scratch, out);
        size_t family;
        given = run == SYLLABLE_BYTES ||
                (find_word(HANGUL_SURNAME, at, at + run, &family) && family * SYLLABLE_BYTES == run);
        passed = at += run;
    }
    buffer_append(out, passed, (size_t)(end - passed));
    int failed = scratch.failed;
    buffer_free(&scratch);
    return failed || out->failed ? STATUS_NOMEM : STATUS_OK;
}

static void append_sounds(const char *text, size_t length, int mode, Buffer *out)
{
    const char *at = text, *end = text + length, *passed = text;
    while (at < end && !out->failed) {
        size_t run = run_length(at, end);
        if (!run) {
            uint32_t code;
            at += utf8_decode(at, end, &code);
            continue;
        }
        buffer_append(out, passed, (size_t)(at - passed));
        const char *behind = at + run;
        if (mode == HANGUL_LETTERS) append_letters(at, behind, out);
        else if (mode == HANGUL_ADMIN) append_admin(text, at, behind, out);
        else if (mode == HANGUL_HYPHEN) behind = append_hyphenated(at, end, out);
        else append_run(at, behind, 0, out);
        passed = at = behind;
    }
    buffer_append(out, passed, (size_t)(end - passed));
}

/* --- by pairs of syllables ------------------------------------------------------------------------------------------- */

/* A run that is being written by a HangulSpelling. */
typedef struct Speller {
    const HangulSpelling *spelling;
    Buffer *out;
    char *to, *limit;
    unsigned final; /* of the syllable before, HANGUL_START: none */
} Speller;

static int make_room(Speller *speller)
{
    enum { ROOM = 64 * HANGUL_SPELLED };
    if (speller->to) speller->out->length = (size_t)(speller->to - speller->out->bytes);
    speller->to = buffer_reserve(speller->out, ROOM);
    if (!speller->to) return 0;
    speller->limit = speller->out->bytes + speller->out->capacity - HANGUL_SPELLED;
    return 1;
}

static int spell(Speller *speller, unsigned place)
{
    if (speller->to > speller->limit && !make_room(speller)) return 0;
    const char *string = speller->spelling->pool + place;
    memcpy(speller->to, string + 1, HANGUL_SPELLED);
    speller->to += (unsigned char)string[0];
    return 1;
}

/* Where the meeting of a final with a syllable (`index`: of U+AC00...; `initial`: as what it begins) stands. Sets `*then` to the syllable's own
** final. */
static inline unsigned meeting_place(unsigned final, unsigned initial, unsigned index, unsigned *then)
{
    unsigned rest = index % (HANGUL_MEDIALS * HANGUL_FINALS), vowel = rest / HANGUL_FINALS;
    *then = rest % HANGUL_FINALS;
    if (vowel == VOWEL_YEO && (*then == 0 || *then == FINAL_SSANGSIOS)) vowel = HANGUL_MEDIALS;
    return (final * HANGUL_INITIALS + initial) * HANGUL_SPELLED_VOWELS + vowel;
}

/* Writes what stands between the vowel before and the syllable's own, and that one. */
static int spell_syllable(Speller *speller, unsigned index)
{
    unsigned initial = index / (HANGUL_MEDIALS * HANGUL_FINALS);
    unsigned place = meeting_place(speller->final, initial, index, &speller->final);
    return spell(speller, speller->spelling->meetings[place]);
}

/* Ends what was written of the run, as if the next syllable were the first. */
static int spell_break(Speller *speller)
{
    unsigned final = speller->final;
    speller->final = HANGUL_START;
    return final == HANGUL_START || spell(speller, speller->spelling->ends[final]);
}

/* Writes a word of HANGUL_SAID as it is said. */
static int spell_said(Speller *speller, const uint16_t *said)
{
    for (; *said; said++)
        if (!(*said == HANGUL_BREAK ? spell_break(speller) : spell_syllable(speller, *said - HANGUL_FIRST))) return 0;
    return 1;
}

static int is_sonorant(unsigned final)
{
    enum { LIEUL = 8, MIEUM = 16, IEUNG = 21 };
    return final == 0 || final == NIEUN_FINAL || final == LIEUL || final == MIEUM || final == IEUNG;
}

/* True if the syllable at `at`, behind another, begins with a tense consonant that is written as a plain one (헌법, 인권). */
static int is_tense(const char *at, const char *end)
{
    const HangulWords *words = &hangul_words[HANGUL_TENSE];
    unsigned code = hangul_syllable_at(at, end), before = hangul_syllable_at(at - SYLLABLE_BYTES, end);
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].word[0] != code) continue;
        const uint16_t *but = words->items[i].said;
        while (*but && *but != before) but++;
        return !*but;
    }
    return 0;
}

/* Writes the word that is said otherwise at `at`, or notes that the syllable there is tense. Returns the word's bytes, -1 if there is no
** memory. */
static long spell_otherwise(Speller *speller, const char *begin, const char *at, const char *end)
{
    size_t length;
    const HangulWord *word = find_word(HANGUL_SAID, at, end, &length);
    if (word) return spell_said(speller, word->said) ? (long)(length * SYLLABLE_BYTES) : -1;
    if (at > begin && is_sonorant(speller->final) && is_tense(at, end) && !spell_break(speller)) return -1;
    return 0;
}

/* Writes the run of syllables at `at`. Returns where it ends, NULL if there is no memory. */
static const char *spell_run(Speller *speller, const char *at, const char *end, int mode)
{
    const char *begin = at, *const pool = speller->spelling->pool;
    const uint16_t *const meetings = speller->spelling->meetings;
    char *to = speller->to, *limit = speller->limit;
    unsigned code, final = HANGUL_START;
    int letters = mode == HANGUL_LETTERS;
    while (at < end && (code = hangul_syllable_at(at, end)) != 0) {
        unsigned index = code - HANGUL_FIRST;
        int begins = !letters && hangul_begins[index / 8] >> (index & 7) & 1 &&
                     (may_begin_word(code, at, end) || (at > begin && is_sonorant(final) && is_tense(at, end)));
        if (begins || to > limit) {
            speller->to = to;
            speller->final = final;
            long written = begins ? spell_otherwise(speller, begin, at, end) : 0;
            if (written < 0 || (speller->to > speller->limit && !make_room(speller))) return NULL;
            to = speller->to;
            limit = speller->limit;
            final = speller->final;
            at += written;
            if (written) continue;
        }
        unsigned initial = index / (HANGUL_MEDIALS * HANGUL_FINALS);
        if (final == NIEUN_FINAL && initial == RIEUL && !letters) {
            Syllable next = syllable_of(code);
            const char *behind = at + SYLLABLE_BYTES;
            if (keeps_nieun(&next, (size_t)(at - begin) / SYLLABLE_BYTES,
                            behind == end || !hangul_syllable_at(behind, end)))
                initial = NIEUN;
        }
        const char *string = pool + meetings[meeting_place(final, initial, index, &final)];
        memcpy(to, string + 1, HANGUL_SPELLED);
        to += (unsigned char)string[0];
        at += SYLLABLE_BYTES;
    }
    speller->to = to;
    return spell(speller, speller->spelling->ends[final]) ? at : NULL;
}

/* True if the text has a letter of Hangul outside of syllables, which the table spells. */
static int has_jamo(const char *text, size_t length)
{
    const char *end = text + length;
    for (const char *at = text; at < end && (at = memchr(at, 0xE1, (size_t)(end - at))) != NULL; at++)
        if (at + 1 < end && (unsigned char)at[1] >= 0x84 && (unsigned char)at[1] <= 0x87) return 1;
    return 0;
}

static Status apply_table(const Table *table, int mode, const char *text, size_t length, Buffer *out);

/* Bytes before a run that the rules look at: a figure, or a figure and a hyphen (3-동). */
static size_t figure_before(const char *text, const char *at)
{
    size_t hyphen = at - text > 1 && at[-1] == '-';
    const char *figure = at - hyphen;
    return figure > text && figure[-1] >= '0' && figure[-1] <= '9' ? 1 + hyphen : 0;
}

/* A run as the mode has it. Returns where it ends, NULL if there is no memory. */
static const char *spell_mode(Speller *speller, const Table *table, int mode, const char *text, const char *at,
                              const char *end)
{
    size_t written = (size_t)(speller->to - speller->out->bytes);
    const char *from = at, *behind;
    size_t context = mode == HANGUL_ADMIN ? figure_before(text, at) : 0;
    int by_rules = context > 1 || (mode == HANGUL_ADMIN && unit_length(text, at, at + run_length(at, end)));
    if (by_rules) behind = at + run_length(at, end);
    else if (!(behind = spell_run(speller, at, end, mode))) return NULL;
    /* letters may meet over a hyphen too, the text's or the unit's: by the rules */
    while (behind < end && *behind == '-' && hangul_syllable_at(behind + 1, end)) {
        behind += 1 + run_length(behind + 1, end);
        by_rules = 1;
    }
    if (!by_rules) return behind;
    from -= context;
    speller->out->length = written - context;
    if (apply_table(table, mode, from, (size_t)(behind - from), speller->out) != STATUS_OK) return NULL;
    speller->to = NULL;
    return make_room(speller) ? behind : NULL;
}

static Status apply_spelling(const Table *table, const HangulSpelling *spelling, int mode, const char *text,
                             size_t length, Buffer *out)
{
    Speller speller = {spelling, out, NULL, NULL, HANGUL_START};
    const char *at = text, *end = text + length;
    if (!buffer_reserve(out, length + length / 4) || !make_room(&speller)) return STATUS_NOMEM;
    while (at < end) {
        unsigned char lead = (unsigned char)*at;
        if (lead >= 0xEA && hangul_syllable_at(at, end)) {
            at = spell_mode(&speller, table, mode, text, at, end);
            if (!at) return STATUS_NOMEM;
            continue;
        }
        if (speller.to > speller.limit && !make_room(&speller)) return STATUS_NOMEM;
        if (lead < 0xC0) {
            *speller.to++ = *at++;
            continue;
        }
        /* whole characters, so that the bytes behind a malformed one are not read as a syllable */
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        while (bytes--) {
            if (speller.to > speller.limit && !make_room(&speller)) return STATUS_NOMEM;
            *speller.to++ = *at++;
        }
    }
    out->length = (size_t)(speller.to - out->bytes);
    return STATUS_OK;
}

static Status apply_table(const Table *table, int mode, const char *text, size_t length, Buffer *out)
{
    char room[512];
    Buffer sounds = BUFFER_OVER(room);
    append_sounds(text, length, mode, &sounds);
    int failed = sounds.failed;
    if (!failed && sounds.length) table_apply(table, sounds.bytes, sounds.length, out);
    buffer_free(&sounds);
    return failed || out->failed ? STATUS_NOMEM : STATUS_OK;
}

static Status apply_hangul(const Table *table, const HangulSpelling *spelling, int mode, const char *text,
                           size_t length, Buffer *out)
{
    if (mode == HANGUL_NAME || mode == HANGUL_NAMES) return apply_names(table, mode, text, length, out);
    if (spelling && !has_jamo(text, length)) return apply_spelling(table, spelling, mode, text, length, out);
    return apply_table(table, mode, text, length, out);
}

Status hangul_apply(const Table *table, const HangulSpelling *spelling, int mode, const char *text, size_t length,
                    Buffer *out)
{
    if (mode == HANGUL_READ) {
        hanja_apply(text, length, 0, out);
        return out->failed ? STATUS_NOMEM : STATUS_OK;
    }
    if (!hanja_in(text, length)) return apply_hangul(table, spelling, mode, text, length, out);
    Buffer read = BUFFER_EMPTY;
    hanja_apply(text, length, mode == HANGUL_NAME || mode == HANGUL_NAMES, &read);
    Status status = read.failed ? STATUS_NOMEM : apply_hangul(table, spelling, mode, read.bytes, read.length, out);
    buffer_free(&read);
    return status;
}
