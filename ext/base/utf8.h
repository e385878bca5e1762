/*
** utf8.h - UTF-8 as SQLite counts it
**
** A *character* is what SQLite's length() and substr() count: a byte below 0xC0, or a byte from 0xC0 up together with all
** continuation bytes (0x80-0xBF) that follow it. Well-formed UTF-8 gives its code points. Malformed bytes give one U+FFFD a
** character: a stray continuation byte, a truncated or overlong sequence, a surrogate, a lead byte with too many followers
** (c3 a9 a9 a9 is one character). So every character position that we report is the one that substr() takes.
**
** Nothing here reads outside [text, text + length): there need not be a NUL.
*/
#ifndef CORPUS_UTF8_H
#define CORPUS_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include "arena.h"

#define UTF8_REPLACEMENT 0xFFFDu

size_t utf8_decode_multibyte(const char *text, const char *end, uint32_t *code);

/* Reads the character at `text` (which is before `end`). Returns its length in bytes, at least 1. */
static inline size_t utf8_decode(const char *text, const char *end, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (byte[0] < 0x80) {
        *code = byte[0];
        return 1;
    }
    /* two and three bytes and no more: most letters of most texts */
    if (byte[0] >= 0xC2 && byte[0] < 0xE0 && end - text > 2 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) != 0x80) {
        *code = (uint32_t)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3Fu);
        return 2;
    }
    if (byte[0] > 0xE0 && byte[0] < 0xED && end - text > 3 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80 &&
        (byte[3] & 0xC0) != 0x80) {
        *code = (uint32_t)(byte[0] & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3Fu);
        return 3;
    }
    return utf8_decode_multibyte(text, end, code);
}

/* Reads the character that ends before `text` (which is after `begin`). Returns its length in bytes. Linear in the run of
** continuation bytes, which is at most 3 in well-formed text. */
size_t utf8_decode_before(const char *begin, const char *text, uint32_t *code);

/* Writes `code` (U+FFFD for what is no scalar value). Returns the number of bytes written, 1 to 4. */
size_t utf8_encode(uint32_t code, char bytes[4]);

/* Number of characters in `length` bytes. Vectorisable; several GB/s. */
size_t utf8_count(const char *text, size_t length);

/* True if all bytes are ASCII. */
int utf8_is_ascii(const char *text, size_t length);

/* True if the bytes are well-formed UTF-8 (RFC 3629). */
int utf8_is_valid(const char *text, size_t length);

/* Length of `text` up to its first NUL, at most `length`: SQLite's text functions end there. */
size_t utf8_until_nul(const char *text, size_t length);

/*
** Byte offset -> character offset in constant time: the count at every 256th byte, 1/64 of the text in memory, nothing for
** ASCII. Texts of up to 2 GiB, as SQLite's are.
*/
typedef struct CharIndex {
    const char *text;
    size_t length;
    uint32_t *counts; /* characters that begin before byte 256 * i; NULL: the text is ASCII */
} CharIndex;

/* Builds the index over `text`, which must outlive it. */
Status char_index_build(Arena *arena, const char *text, size_t length, CharIndex *index);

/* Number of characters before byte `offset` (0 to length, at a character's first byte). */
uint32_t char_index_at(const CharIndex *index, size_t offset);

#endif
