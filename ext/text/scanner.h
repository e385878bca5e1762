/*
** scanner.h - what the files of the tokenizer share (inside text/ only): tokens.c, words.c, numbers.c, addresses.c
*/
#ifndef CORPUS_SCANNER_H
#define CORPUS_SCANNER_H

#include "base/unicode.h"
#include "text/tokens.h"
#include <string.h>

enum {
    LOCAL_PART = 64,   /* longest part of an e-mail address before @ (RFC 5321) */
    SHORT_SEGMENT = 5, /* letters of a dotted name's segment that are counted */
    WORD_BYTES =
        1024 /* a longer word is cut, at a character that is no mark: it bounds what is done between two looks at the watch */
};

/* What a run of letters and digits holds. */
enum {
    HAS_UPPER = 1,
    HAS_LOWER = 2,
    HAS_UNCASED = 4,
    HAS_DIGIT = 8,
    HAS_NORMALIZE = 16,
    HAS_NON_ASCII = 32,
    HAS_HANGUL = 64
};

typedef struct Scanner {
    Arena *arena;
    Icu *icu;
    Text *text;
    const char *begin, *end;
    const char *next_at;     /* the next @, or end */
    const char *plain_until; /* digits before it are a chain that is no number: each run is a token */
    const TextTables *latin, *cyrillic, *other;
    size_t first; /* first token of the paragraph */
    int space;    /* blanks before the next token */
} Scanner;

/* A word as it is being read. */
typedef struct Word {
    const char *start, *segment; /* segment: behind the last inner dot or hyphen */
    const char *limit;           /* from here on it takes marks only; the text's end or before it */
    unsigned bits, kinds;        /* HAS_..., ABBREVIATION_... */
    unsigned dots;               /* inner dots */
    int single, longer;          /* some segment between dots is a single letter; some is more */
    uint8_t last;                /* class of the last character that is no mark */
    uint8_t script, capital;     /* of the first letter */
    uint8_t lettered;            /* the first letter was seen */
} Word;

static inline int is_continuation(const char *at, const char *end)
{
    return at < end && ((unsigned char)*at & 0xC0) == 0x80;
}

/* The record of the character at `at`; its length in `*bytes`. Well-formed characters of two and three bytes are read in line. */
static inline const UnicodeRecord *look(const char *at, const char *end, size_t *bytes)
{
    const unsigned char *b = (const unsigned char *)at;
    uint32_t code;
    if (b[0] < 0x80) {
        *bytes = 1;
        return unicode_of(b[0]);
    }
    if (b[0] >= 0xC2 && b[0] < 0xE0 && is_continuation(at + 1, end) && !is_continuation(at + 2, end)) {
        *bytes = 2;
        return unicode_of((uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3Fu));
    }
    *bytes = utf8_decode_multibyte(at, end, &code);
    return unicode_of(code);
}

/* As look(), but NULL at the end. */
static inline const UnicodeRecord *peek(const Scanner *s, const char *at)
{
    size_t bytes;
    return at < s->end ? look(at, s->end, &bytes) : NULL;
}

static inline int is_letter(const UnicodeRecord *r)
{
    return r && (r->token_class == UNICODE_TOKEN_LETTER || r->token_class == UNICODE_TOKEN_HANGUL);
}
static inline int is_digit(const UnicodeRecord *r)
{
    return r && r->token_class == UNICODE_TOKEN_DIGIT;
}
static inline int is_upper(const UnicodeRecord *r)
{
    return r && (r->flags & UNICODE_UPPER) != 0;
}
static inline int is_lower(const UnicodeRecord *r)
{
    return r && r->sentence_break == SB_LOWER;
}

/* Length in bytes of an apostrophe at `at` (' ’ ‘ ＇), or 0. */
static inline size_t apostrophe(const Scanner *s, const char *at)
{
    if (at >= s->end) return 0;
    if (*at == '\'') return 1;
    if (s->end - at < 3) return 0;
    return !memcmp(at, "\xE2\x80\x99", 3) || !memcmp(at, "\xE2\x80\x98", 3) || !memcmp(at, "\xEF\xBC\x87", 3) ? 3 : 0;
}

/* Length of a hyphen at `at` (- U+2010 U+2011), or 0. */
static inline size_t hyphen(const Scanner *s, const char *at)
{
    if (at >= s->end) return 0;
    if (*at == '-') return 1;
    return s->end - at >= 3 && (!memcmp(at, "\xE2\x80\x90", 3) || !memcmp(at, "\xE2\x80\x91", 3)) ? 3 : 0;
}

static inline const TextTables *tables_of(const Scanner *s, unsigned script)
{
    return script == SCRIPT_LATIN ? s->latin : script == SCRIPT_CYRILLIC ? s->cyrillic : s->other;
}

static inline int scanner_is_alnum(char c)
{
    return (unsigned char)c < 0x80 &&
           unicode_ascii[(unsigned char)c] & (UNICODE_ASCII_UPPER | UNICODE_ASCII_LOWER | UNICODE_ASCII_DIGIT);
}

/* Letters from `at` on, at most `most`, of one kind (Hangul or others); `*behind` is where they end. */
static inline unsigned scanner_count_letters(const Scanner *s, const char *at, unsigned most, const char **behind)
{
    unsigned letters = 0, class = 0;
    while (at < s->end && letters < most) {
        size_t bytes;
        const UnicodeRecord *r = look(at, s->end, &bytes);
        if (!is_letter(r) || (letters && r->token_class != class)) break;
        class = r->token_class;
        letters++;
        at += bytes;
    }
    *behind = at;
    return letters;
}

/* Makes the next token of the bytes [start, stop), with TOKEN_SPACE_BEFORE as its only flag. NULL: no memory, or stopped. */
Token *scanner_emit(Scanner *s, const char *start, const char *stop, TokenKind kind);

/* Sets flags and script of a token of any kind from its characters. */
void scanner_describe(const Scanner *s, Token *token);

/* Both; returns `stop`. */
const char *scanner_emit_described(Scanner *s, const char *start, const char *stop, TokenKind kind);

/* Reads a word from its first letter (words.c), a number from its first digit (numbers.c). Return where reading goes on. */
const char *word_scan(Scanner *s, const char *start);
const char *number_scan(Scanner *s, const char *start);

static inline const char *word_limit(const Scanner *s, const char *start)
{
    return s->end - start > WORD_BYTES ? start + WORD_BYTES : s->end;
}

/* Reads on from `at` inside a word until it ends. */
const char *word_read(Scanner *s, Word *w, const char *at);

/* Ends a word at `stop`: as URL, or as word with the clitic behind it. Returns where reading goes on. */
const char *word_finish(Scanner *s, Word *w, const char *stop);

/* The end of an e-mail address that begins at `start`, or NULL (addresses.c). */
const char *address_email_end(Scanner *s, const char *start);

/* If the word is the beginning of a URL, returns the URL's end, else NULL. */
const char *address_url_end(const Scanner *s, const Word *w, const char *stop);

#endif
