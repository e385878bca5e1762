/*
** lexicon.c - see lexicon.h
**
** Phrases lie in an open-addressed hash table by FNV-1a of their folded bytes, which is cheap to carry on from character to character: a look-up walks
** the text once and asks the table at every place where a phrase may end. Filters (lexicon.h) over the first characters turn away
** nearly all words that begin no phrase of the kinds and the language that are asked for: they are 112 KiB, of which a few lines are hot.
*/
#include "facts/lexicon.h"
#include "base/utf8.h"
#include "facts/lexicon_fold.h"
#include <string.h>

extern const LexRow lex_rows[];
extern const uint16_t lex_slots[];
extern const uint32_t lex_mask;
extern const uint64_t lex_prefixes[LEX_PREFIXES][LEX_PREFIX_WORDS];
extern const uint64_t lex_ends[];
extern const uint64_t lex_lasts[LEX_LAST_WORDS];

static int is_letter(uint32_t code)
{
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK)) != 0;
}

/* Scripts in which a word may end without a mark: a phrase of theirs is looked for anywhere. */
static int runs_on(uint32_t code)
{
    unsigned script = unicode_of(code)->script;
    return script == SCRIPT_HAN || script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA || script == SCRIPT_HANGUL;
}

/* Whether a word may end between these two characters. */
static int ends_between(uint32_t code, uint32_t next)
{
    return !is_letter(code) || !is_letter(next) || runs_on(code) || runs_on(next);
}

/* Appends the folded character to the key. Returns its bytes. */
static inline unsigned put(uint32_t code, char *key)
{
    if (code < 0x80) return *key = (char)code, 1;
    if (code < 0x800) return key[0] = (char)(0xC0 | code >> 6), key[1] = (char)(0x80 | (code & 0x3F)), 2;
    return (unsigned)utf8_encode(code, key);
}

/* What is being looked for, and the best so far. */
typedef struct Search {
    const char *text, *end;
    uint64_t kinds;
    Language language;
    const LexRow *best;
    size_t bytes; /* of the best, in the text */
} Search;

/* Asks the table for the phrase `key`, which ends at `at` with the character `code`. */
static void ask(Search *search, const char *key, unsigned length, uint32_t hash, const char *at, uint32_t code)
{
    int word_ends = -1;
    size_t bytes = (size_t)(at - search->text);
    for (uint32_t slot = hash & lex_mask; lex_slots[slot]; slot = (slot + 1) & lex_mask) {
        const LexRow *row = &lex_rows[lex_slots[slot] - 1];
        if (row->length != length || !(search->kinds >> row->kind & 1) ||
            (row->language && row->language != search->language) || memcmp(row->phrase, key, length) != 0)
            continue;
        if (!row->open && word_ends < 0) {
            uint32_t next = ' ';
            if (at < search->end) utf8_decode(at, search->end, &next);
            word_ends = ends_between(code, next);
        }
        if (!(row->open || word_ends)) continue;
        if (search->best && bytes == search->bytes && search->best->kind <= row->kind) continue;
        search->best = row;
        search->bytes = bytes;
    }
}

int lexicon_may_end(const char *begin, const char *stop, Language language, uint64_t kinds)
{
    uint32_t code;
    if (stop <= begin) return 0;
    utf8_decode_before(begin, stop, &code);
    uint64_t known = lex_lasts[lex_last_word(lexicon_fold(code))];
    return (known & kinds) && (known & lex_language_bit((unsigned)language));
}

const LexRow *lexicon_find(const char *text, const char *end, Language language, uint64_t kinds, size_t *bytes)
{
    char key[LEX_PHRASE_BYTES + 4];
    unsigned length = 0, count = 0;
    uint32_t hash = 2166136261u, code = 0, before = 0;
    uint64_t language_bit = lex_language_bit((unsigned)language);
    Search search = {text, end, kinds, language, NULL, 0};
    for (const char *at = text; at < end;) {
        uint32_t raw;
        size_t n = utf8_decode(at, end, &raw);
        before = code;
        code = lexicon_fold(raw);
        at += n;
        if (code == ' ' && before == ' ') continue;
        unsigned from = length;
        length += put(code, key + length);
        if (length > LEX_PHRASE_BYTES) break;
        for (; from < length; from++) hash = (hash ^ (unsigned char)key[from]) * 16777619u;
        if (count < LEX_PREFIXES) {
            uint64_t known = lex_prefixes[count][lex_prefix_word(hash)];
            if (!(known & kinds) || !(known & language_bit)) break;
        }
        count++;
        uint32_t bit = lex_end_bit(hash);
        if (lex_ends[bit >> 6] >> (bit & 63) & 1) ask(&search, key, length, hash, at, code);
    }
    if (search.best) *bytes = search.bytes;
    return search.best;
}
