/*
** lexicon.c - see lexicon.h
**
** Phrases lie in an open-addressed hash table by FNV-1a of their folded bytes, which is cheap to carry on from character to character: a look-up walks
** the text once and asks the table at every place where a phrase may end. Filters over the first two and three characters turn away
** nearly all words that begin no phrase of the kinds that are asked for.
*/
#include "facts/lexicon.h"
#include "base/utf8.h"
#include "facts/lexicon_fold.h"
#include <string.h>

extern const LexRow lex_rows[];
extern const uint16_t lex_slots[];
extern const uint32_t lex_mask;
extern const uint64_t lex_filter[];

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

const LexRow *lexicon_find(const char *text, const char *end, Language language, uint64_t kinds, size_t *bytes)
{
    char key[LEX_PHRASE_BYTES + 4];
    unsigned length = 0, count = 0;
    uint32_t hash = 2166136261u, code = 0, before = 0;
    const LexRow *best = NULL;
    int numbers = (kinds & LEX_NUMBERS) != 0, others = (kinds & ~LEX_NUMBERS) != 0;
    for (const char *at = text; at < end;) {
        uint32_t raw;
        size_t n = utf8_decode(at, end, &raw);
        before = code;
        code = lexicon_fold(raw);
        if (code == ' ' && before == ' ') {
            at += n;
            continue;
        }
        unsigned from = length;
        length += (unsigned)utf8_encode(code, key + length);
        if (length > LEX_PHRASE_BYTES) break;
        for (; from < length; from++) hash = (hash ^ (unsigned char)key[from]) * 16777619u;
        at += n;
        count++;
        if (count == 2 || count == 3) {
            uint64_t word = (numbers ? lex_filter[lex_filter_word(1, count, hash)] : 0) |
                            (others ? lex_filter[lex_filter_word(0, count, hash)] : 0);
            if (!(word >> (hash & 63) & 1)) break;
        }
        uint32_t next = ' ';
        if (at < end) utf8_decode(at, end, &next);
        int word_ends = !is_letter(code) || !is_letter(next) || runs_on(code) || runs_on(next);
        for (uint32_t slot = hash & lex_mask; lex_slots[slot]; slot = (slot + 1) & lex_mask) {
            const LexRow *row = &lex_rows[lex_slots[slot] - 1];
            if (row->length != length || !(kinds >> row->kind & 1) || (row->language && row->language != language))
                continue;
            if (!(word_ends || row->open) || memcmp(row->phrase, key, length) != 0) continue;
            if (best && (size_t)(at - text) == *bytes && best->kind <= row->kind) continue;
            best = row;
            *bytes = (size_t)(at - text);
        }
    }
    return best;
}
