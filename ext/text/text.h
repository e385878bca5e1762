/*
** text.h - the segmentation that every annotator reads: paragraphs, sentences, tokens
**
** Text is made once for a document (text_segment()) and read by dates/, entities/, facts/, document/ and the full-text tokenizer alike.
** Offsets are bytes into `bytes`; `chars` turns them into SQLite's characters. Blanks are no tokens.
**
**     paragraphs  [first_sentence, + sentence_count)   divided by line breaks
**     sentences   [first_token, + token_count)         tile the tokens, in order; never cross a paragraph
**     tokens      [start, start + length)              in order, never overlap, never cross a sentence
**
** Memory: 16 bytes a token and 20 a sentence, about 4 bytes for each byte of English text.
*/
#ifndef CORPUS_TEXT_H
#define CORPUS_TEXT_H

#include "base/arena.h"
#include "base/icu.h"
#include "base/utf8.h"
#include "text/language.h"

typedef enum TokenKind {
    TOKEN_WORD, /* letters; hyphenated names, abbreviations with dots and contractions are one */
    TOKEN_NUMBER, /* digits with their separators: 1,098  4.81  16.11.2023 is number, punctuation, number... see tokens.c */
    TOKEN_MIXED,       /* letters and digits: ZX81, 11th, 2020s */
    TOKEN_PUNCTUATION, /* one character, or a run of the same (... --) */
    TOKEN_SYMBOL,      /* currency, math and other signs */
    TOKEN_EMOJI,
    TOKEN_URL,
    TOKEN_EMAIL,
    TOKEN_HANDLE, /* @name */
    TOKEN_HASHTAG /* #name */
} TokenKind;

enum {
    TOKEN_CAPITALIZED = 1,  /* the first letter is upper case */
    TOKEN_ALL_CAPS = 2,     /* at least two letters, all upper case */
    TOKEN_SPACE_BEFORE = 4, /* blanks or line start before it */
    TOKEN_ASCII = 8,
    TOKEN_UNCASED = 16,  /* letters of a script without case */
    TOKEN_NORMALIZE = 32 /* holds a character with UNICODE_NORMALIZE: compare only after NFC */
};

typedef struct Token {
    uint32_t start, length; /* bytes */
    uint32_t sentence;      /* number in Text.sentences */
    uint8_t kind;           /* TokenKind */
    uint8_t script;         /* of its first letter; SCRIPT_COMMON if it has none */
    uint8_t flags;          /* TOKEN_... */
    uint8_t reserved;
} Token;

typedef struct Sentence {
    uint32_t start, length; /* bytes, without blanks at either end */
    uint32_t first_token, token_count;
    uint32_t paragraph;
} Sentence;

typedef struct Paragraph {
    uint32_t start, length; /* bytes of the line, without blanks at either end */
    uint32_t first_sentence, sentence_count;
} Paragraph;

typedef struct Text {
    const char *bytes; /* not owned; need not end with NUL */
    size_t length;
    Language language; /* as given, or as found */
    double language_score;
    CharIndex chars;
    struct {
        Token *items;
        size_t count, capacity;
    } tokens;
    struct {
        Sentence *items;
        size_t count, capacity;
    } sentences;
    struct {
        Paragraph *items;
        size_t count, capacity;
    } paragraphs;
} Text;

/*
** Segments `length` bytes into `text`. `language` chooses the tables of abbreviations and quotation marks; LANGUAGE_UND: it is found.
** `icu` is for runs of Han, kana, Thai only. Returns STATUS_OK, or why not (then `text` holds what was done so far).
** UAX #29 (Unicode 15.0) with the corrections that text.c and sentences.c list. Linear time.
*/
Status text_segment(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language, Text *text);

/*
** The two steps of text_segment(), for who may not need the second: the language and the character index (a text without paragraphs, sentences,
** tokens), which is ten times as fast; then the rest.
*/
Status text_outline(Arena *arena, const char *bytes, size_t length, Language language, Text *text);
Status text_divide(Arena *arena, Icu *icu, Text *text);

/* The bytes of a token. */
static inline const char *token_bytes(const Text *text, const Token *token)
{
    return text->bytes + token->start;
}

/*
** The form that search, gazetteers and rules compare by: NFC, simple case folding, accents of Latin and Greek letters taken off,
** ё as е, wide forms as narrow ones, Kazakh/Russian й kept; fold.c lists the rest. Appends at most 3 * length bytes and a NUL, which
** out->length does not count. Linear. Malformed bytes become U+FFFD. text_fold() of a fold is the fold itself. On failure `out` is as
** long as before. `icu` may be NULL.
*/
Status text_fold(Icu *icu, const char *bytes, size_t length, Buffer *out);

/*
** The word inside a word of Latin letters with one apostrophe: behind an elided article (l'Université), before the endings of a Turkish name (Astana'da).
** Returns 1 and its bytes [*start, *end) inside `word`, or 0 if there is none. Linear in `length`, bytes.
*/
int text_inner_word(const char *word, size_t length, size_t *start, size_t *end);

/* Whether text_fold() leaves a character as it is, in any company of such characters. */
int text_is_folded(uint32_t code);

#endif
