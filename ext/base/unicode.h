/*
** unicode.h - what the engine knows of a character, in one look-up
**
** tools/compile_unicode.c asks ICU at build time and writes three constant arrays:
**     unicode_blocks[code >> 7]                  number of a block of 128 characters (equal blocks are stored once)
**     unicode_cells[block * 128 + (code & 127)]  number of a record
**     unicode_records[number]                    the UnicodeRecord; a few hundred differ
** ICU itself is not called for a character at run time.
*/
#ifndef CORPUS_UNICODE_H
#define CORPUS_UNICODE_H

#include <stdint.h>

/* Values of the properties are ICU's own numbers (UWordBreakValues, UGraphemeClusterBreak, USentenceBreak, UCharCategory, UScriptCode), so that
** `base/unicode.h` needs no ICU header; the names that the engine uses follow. */
typedef struct UnicodeRecord {
    uint8_t word_break;     /* UAX #29 Word_Break */
    uint8_t grapheme_break; /* UAX #29 Grapheme_Cluster_Break */
    uint8_t sentence_break; /* UAX #29 Sentence_Break */
    uint8_t category;       /* General_Category */
    uint8_t script;         /* Script, as UScriptCode (below 256: all that are encoded) */
    uint8_t flags;          /* UNICODE_... below */
    uint8_t token_class;    /* UNICODE_TOKEN_... below: what the tokenizer does with it */
    int32_t fold;           /* simple case folding, as a difference to the code */
} UnicodeRecord;

enum {
    UNICODE_LETTER = 1,        /* Alphabetic */
    UNICODE_UPPER = 2,         /* Uppercase or titlecase */
    UNICODE_DIGIT = 4,         /* decimal digit */
    UNICODE_SPACE = 8,         /* White_Space */
    UNICODE_MARK = 16,         /* M* */
    UNICODE_PICTOGRAPHIC = 32, /* Extended_Pictographic */
    UNICODE_NORMALIZE =
        64, /* may change or join under NFC, or has a combining class: text with it goes through ICU's normalizer */
    UNICODE_DICTIONARY =
        128 /* Han, Hiragana, Katakana, Thai, Lao, Khmer, Burmese: words are found by ICU's dictionaries */
};

/* How the tokenizer (text/tokens.c) reads a character, made of the properties above by the table compiler. */
enum {
    UNICODE_TOKEN_BLANK,       /* white space, controls, invisible format characters: no token */
    UNICODE_TOKEN_NEWLINE,     /* ends a paragraph */
    UNICODE_TOKEN_LETTER,      /* of a script that writes words with blanks between them */
    UNICODE_TOKEN_HANGUL,      /* the same, but other scripts and digits do not join with it */
    UNICODE_TOKEN_DIGIT,       /* decimal digit */
    UNICODE_TOKEN_MARK,        /* UAX #29 Extend, Format, ZWJ: belongs to what stands before it */
    UNICODE_TOKEN_DICTIONARY,  /* UNICODE_DICTIONARY */
    UNICODE_TOKEN_EMOJI,       /* pictographs, regional indicators */
    UNICODE_TOKEN_SYMBOL,      /* S*, per cent and per mille */
    UNICODE_TOKEN_FRACTION,    /* No: superscripts, fractions, circled numbers */
    UNICODE_TOKEN_PUNCTUATION, /* the rest: one character is a token */
    UNICODE_TOKEN_REPEATED     /* punctuation of which a run is one token: . ! ? - _ and dashes, stars, ... */
};

/* The same of ASCII in one look-up: class | UNICODE_ASCII_... */
enum { UNICODE_ASCII_CLASS = 15, UNICODE_ASCII_UPPER = 16, UNICODE_ASCII_LOWER = 32, UNICODE_ASCII_DIGIT = 64 };
extern const uint8_t unicode_ascii[256]; /* 0 from 128 on, so that a loop over bytes ends there */

/* Values of word_break (UWordBreakValues), grapheme_break (UGraphemeClusterBreak), sentence_break (USentenceBreak). */
enum {
    WB_OTHER = 0,
    WB_ALETTER = 1,
    WB_FORMAT = 2,
    WB_KATAKANA = 3,
    WB_MIDLETTER = 4,
    WB_MIDNUM = 5,
    WB_NUMERIC = 6,
    WB_EXTENDNUMLET = 7,
    WB_CR = 8,
    WB_EXTEND = 9,
    WB_LF = 10,
    WB_MIDNUMLET = 11,
    WB_NEWLINE = 12,
    WB_REGIONAL_INDICATOR = 13,
    WB_HEBREW_LETTER = 14,
    WB_SINGLE_QUOTE = 15,
    WB_DOUBLE_QUOTE = 16,
    WB_ZWJ = 21,
    WB_WSEGSPACE = 22
};
enum {
    GCB_OTHER = 0,
    GCB_CONTROL = 1,
    GCB_CR = 2,
    GCB_EXTEND = 3,
    GCB_L = 4,
    GCB_LF = 5,
    GCB_LV = 6,
    GCB_LVT = 7,
    GCB_T = 8,
    GCB_V = 9,
    GCB_SPACING_MARK = 10,
    GCB_PREPEND = 11,
    GCB_REGIONAL_INDICATOR = 12,
    GCB_ZWJ = 17
};
enum {
    SB_OTHER = 0,
    SB_ATERM = 1,
    SB_CLOSE = 2,
    SB_FORMAT = 3,
    SB_LOWER = 4,
    SB_NUMERIC = 5,
    SB_OLETTER = 6,
    SB_SEP = 7,
    SB_SP = 8,
    SB_STERM = 9,
    SB_UPPER = 10,
    SB_CR = 11,
    SB_EXTEND = 12,
    SB_LF = 13,
    SB_SCONTINUE = 14
};

/* Scripts that the engine names, with ICU's numbers (checked by the table compiler). */
enum {
    SCRIPT_COMMON = 0,
    SCRIPT_INHERITED = 1,
    SCRIPT_ARABIC = 2,
    SCRIPT_ARMENIAN = 3,
    SCRIPT_CYRILLIC = 8,
    SCRIPT_GEORGIAN = 12,
    SCRIPT_GREEK = 14,
    SCRIPT_HAN = 17,
    SCRIPT_HANGUL = 18,
    SCRIPT_HEBREW = 19,
    SCRIPT_HIRAGANA = 20,
    SCRIPT_KATAKANA = 22,
    SCRIPT_LATIN = 25,
    SCRIPT_THAI = 38
};

/*
** Of what UTF-8 writes in two bytes (U+0080 to U+07FF: most letters of Latin, Greek, Cyrillic, Hebrew, Arabic) the most needed in one look-up: the
** character folded (lowest 16 bits), UNICODE_SHORT_... and the script (highest 8). By unicode_short().
*/
enum {
    UNICODE_SHORT_LETTER = 1 << 16, /* neither digit nor mark */
    UNICODE_SHORT_UPPER = 1 << 17,
    UNICODE_SHORT_LOWER = 1 << 18,     /* General_Category Ll */
    UNICODE_SHORT_ALPHABETIC = 1 << 19 /* UNICODE_LETTER */
};
extern const uint32_t unicode_two_bytes[0x800 - 0x80];

static inline uint32_t unicode_short(uint32_t code)
{
    return unicode_two_bytes[code - 0x80];
}

extern const uint16_t unicode_blocks[], unicode_cells[];
extern const UnicodeRecord unicode_records[];

/* Unicode's version that the tables are of, e.g. "15.0.0.0", and the ICU that was asked. */
extern const char unicode_version[], unicode_icu_version[];

/* ISO 15924 name of a script ("Latn", "Cyrl", "Zyyy"), by number. */
const char *unicode_script_name(unsigned script);

/* The record of a code point; what is above U+10FFFF has that of U+FFFD. */
static inline const UnicodeRecord *unicode_of(uint32_t code)
{
    if (code > 0x10FFFF) code = 0xFFFD;
    return &unicode_records[unicode_cells[unicode_blocks[code >> 7] * 128u + (code & 127)]];
}

static inline uint32_t unicode_fold(uint32_t code)
{
    return (uint32_t)((int32_t)code + unicode_of(code)->fold);
}

#endif
