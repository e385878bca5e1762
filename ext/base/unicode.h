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
    int32_t fold;           /* simple case folding, as a difference to the code */
} UnicodeRecord;

enum {
    UNICODE_LETTER = 1,       /* Alphabetic */
    UNICODE_UPPER = 2,        /* Uppercase or titlecase */
    UNICODE_DIGIT = 4,        /* decimal digit */
    UNICODE_SPACE = 8,        /* White_Space */
    UNICODE_MARK = 16,        /* M* */
    UNICODE_PICTOGRAPHIC = 32, /* Extended_Pictographic */
    UNICODE_NORMALIZE = 64,   /* may change or join under NFC, or has a combining class: text with it goes through ICU's normalizer */
    UNICODE_DICTIONARY = 128  /* Han, Hiragana, Katakana, Thai, Lao, Khmer, Burmese: words are found by ICU's dictionaries */
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
