/*
** fold.c - text_fold(): the form that search, gazetteers and rules compare by
**
** Two ways:
**   direct      no character has UNICODE_NORMALIZE: the text is in NFC and has no combining marks; one look-up a character (ASCII: a byte)
**   normalized  a window round such a character, from an ASCII byte to another (no fold and no composition crosses one): ignorable characters are dropped and runs of marks cut to MARKS (30, as in UAX #15's Stream-Safe Text; so that sorting marks
**               stays linear), ICU makes NFC of it, then as above; a mark behind a Latin, Greek or Cyrillic letter is dropped
**
** Folded: simple case, accents (é e, ő o, ά α), letters of fold.tsv (ё е, ß ss, ø o, ı i), wide and narrow forms, mathematical letters, Arabic presentation
** forms, Latin ligatures, Roman numerals, blanks (U+0020), curly apostrophes ('), hyphens (-). Kept: й, ї, ў, ә, қ, marks of other scripts.
** Turkish: I, İ, i, ı are all i, as are names typed without a Turkish keyboard. Default ignorables (soft hyphen, joiners) are dropped.
**
** text_fold() appends; it is its own fixed point: text_fold(text_fold(x)) = text_fold(x).
*/
#include "text/text.h"
#include "text/fold_tables.h"
#include "base/unicode.h"
#include <string.h>

enum { MARKS = 30 };

static inline char ascii_lower(char c)
{
    return (char)(c | ((unsigned char)(c - 'A') < 26) << 5);
}

static int loses_marks(unsigned script)
{
    return script == SCRIPT_LATIN || script == SCRIPT_GREEK || script == SCRIPT_CYRILLIC;
}

/* Folds text that is in NFC. Returns the length of what was read before a character with UNICODE_NORMALIZE (all, if `marks`). */
static size_t fold_direct(const char *bytes, size_t length, Buffer *out, int marks)
{
    const char *at = bytes, *end = bytes + length;
    int dropping = 0; /* the character before is a letter that loses its marks */
    while (at < end) {
        char *room = buffer_reserve(out, 16);
        if (!room) return length;
        char *to = room, *full = out->bytes + out->capacity - 12;
        while (at < end && to < full) {
            if ((unsigned char)*at < 0x80) {
                dropping = unicode_ascii[(unsigned char)*at] & (UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER);
                *to++ = ascii_lower(*at++);
                continue;
            }
            uint32_t code;
            size_t n = utf8_decode_multibyte(at, end, &code);
            const UnicodeRecord *r = unicode_of(code);
            if (r->flags & UNICODE_NORMALIZE) {
                if (!marks) goto done;
                if (dropping && r->flags & UNICODE_MARK) {
                    at += n;
                    continue;
                }
            }
            int32_t cell = fold_cell(code);
            if (!(r->flags & UNICODE_MARK)) dropping = loses_marks(r->script);
            if (cell == 0) {
                if (code == UTF8_REPLACEMENT) to += utf8_encode(code, to);
                else {
                    memcpy(to, at, n);
                    to += n;
                }
            } else if (cell > 0) to += utf8_encode((uint32_t)cell, to);
            else {
                size_t folded = fold_pool[-cell];
                if (folded & FOLD_COMPOSES) {
                    if (!marks) goto done;
                    folded -= FOLD_COMPOSES;
                }
                memcpy(to, fold_pool - cell + 1, folded);
                to += folded;
            }
            at += n;
        }
    done:
        out->length += (size_t)(to - room);
        if (at < end && to < full) break;
    }
    return (size_t)(at - bytes);
}

/* Copies text without ignorable characters and without more than MARKS marks in a row. */
static void copy_bounded(const char *bytes, size_t length, Buffer *out)
{
    const char *at = bytes, *end = bytes + length;
    unsigned marks = 0;
    while (at < end && !out->failed) {
        uint32_t code;
        size_t n = utf8_decode(at, end, &code);
        int32_t cell = fold_cell(code);
        at += n;
        if (cell < 0 && fold_pool[-cell] == 0) continue;
        marks = unicode_of(code)->flags & UNICODE_MARK ? marks + 1 : 0;
        if (marks <= MARKS) buffer_codepoint(out, code);
    }
}

/* One round of the normalized way over `source` into `out` (appended). */
static Status fold_normalized(Icu *icu, const char *bytes, size_t length, Buffer *out)
{
    Buffer bounded = BUFFER_EMPTY, nfc = BUFFER_EMPTY, again = BUFFER_EMPTY;
    Status status = STATUS_NOMEM;
    copy_bounded(bytes, length, &bounded);
    if (bounded.failed) goto done;
    status = icu_append_nfc(icu, bounded.bytes ? bounded.bytes : "", bounded.length, &nfc);
    if (status != STATUS_OK) goto done;
    copy_bounded(nfc.bytes ? nfc.bytes : "", nfc.length, &again);
    if (!again.failed) fold_direct(again.bytes ? again.bytes : "", again.length, out, 1);
    status = again.failed || out->failed ? STATUS_NOMEM : STATUS_OK;
done:
    buffer_free(&bounded);
    buffer_free(&nfc);
    buffer_free(&again);
    return status;
}

/* Whether text has a character that NFC might touch. */
static int may_compose(const Buffer *text)
{
    const char *at = text->bytes, *end = at + text->length;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (code >= 0x80 && unicode_of(code)->flags & UNICODE_NORMALIZE) return 1;
    }
    return 0;
}

/* Folds a window by the normalized way: again and again, for a fold may bring together what composes (half-width kana and its mark). */
static Status fold_window(Icu *icu, const char *bytes, size_t length, Buffer *out)
{
    enum { ROUNDS = 4 };
    Buffer source = BUFFER_EMPTY, folded = BUFFER_EMPTY;
    Status status = fold_normalized(icu, bytes, length, &folded);
    for (int round = 1; round < ROUNDS && status == STATUS_OK && folded.length && may_compose(&folded); round++) {
        buffer_free(&source);
        source = folded;
        folded = (Buffer)BUFFER_EMPTY;
        status = fold_normalized(icu, source.bytes, source.length, &folded);
        if (source.length == folded.length && !memcmp(source.bytes, folded.bytes, source.length)) break;
    }
    if (status == STATUS_OK && folded.length) buffer_append(out, folded.bytes, folded.length);
    buffer_free(&source);
    buffer_free(&folded);
    return out->failed ? STATUS_NOMEM : status;
}

int text_is_folded(uint32_t code)
{
    return code != UTF8_REPLACEMENT && (code < 'A' || code > 'Z') && fold_cell(code) == 0 &&
           !(unicode_of(code)->flags & (UNICODE_NORMALIZE | UNICODE_MARK));
}

Status text_fold(Icu *icu, const char *bytes, size_t length, Buffer *out)
{
    enum { WINDOW = 256 }; /* bytes behind the character that are read with it: a window costs a microsecond */
    size_t before = out->length, done = 0;
    Status status = STATUS_OK;
    while (status == STATUS_OK) {
        size_t stop = done + fold_direct(bytes + done, length - done, out, 0), start = stop;
        if (out->failed) status = STATUS_NOMEM;
        if (stop >= length || status != STATUS_OK) break;
        while (start > done && (start == stop || (unsigned char)bytes[start] >= 0x80)) start--;
        /* what was written for the window's head is taken back: writing it once more tells its length */
        size_t written = out->length;
        fold_direct(bytes + start, stop - start, out, 0);
        if (!out->failed) out->length = written - (out->length - written);
        stop = length - stop > WINDOW ? stop + WINDOW : length;
        while (stop < length && (unsigned char)bytes[stop] >= 0x80) stop++;
        status = out->failed ? STATUS_NOMEM : fold_window(icu, bytes + start, stop - start, out);
        done = stop;
    }
    if (status == STATUS_OK && !buffer_text(out)) status = STATUS_NOMEM;
    if (status != STATUS_OK) out->length = before;
    return status;
}
