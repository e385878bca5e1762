/*
** sentences.c - sentences of a paragraph, by UAX #29's rules over tokens, with corrections
**
** A sentence may end behind a terminator: a token of . ! ? ... or their like in other scripts, or a word that keeps its dot. Closing
** quotation marks and brackets that touch the terminator belong to the sentence. Then:
**
**   next is                          . …                           ! ? 。                      word with a dot
**   lower case (behind marks too)    no                            no behind a closing mark, a  no
**                                                                  dash or a name; else yes
**   capital                          yes, needs a blank or          yes                         by its kind, see ends_at_abbreviation()
**                                    lower case before the dot
**   number                           yes, needs a blank            yes                         pure measures only
**   script without case              yes                           yes, unless it touches      no
**                                                                  a closing mark (…"라고)
**   , ; : and other continuations    no                            no                          no
**   dash                             as what stands behind it: — сказал он (no), — Он (yes)
**
** SB8 of the standard looks over digits for a lower-case letter ("in 2020. 5 people died" is one sentence by it); here a number begins a
** sentence. Not ends: the dot of a number at the start of a sentence (a list: "1. First"), of a number up to 31 in languages that write ordinals so
** (de, tr, ...: "am 3. Oktober"), and the place of a dateline in capitals ("LONDON. AGENCY - Text").
**
** Linear: each candidate looks at a bounded number of tokens ahead.
*/
#include "text/tokens.h"
#include "base/unicode.h"
#include <string.h>

enum {
    LOOK_AHEAD = 6,     /* tokens behind a terminator that are looked at for the first word */
    DATELINE_TOKENS = 4 /* capitals before the dot of a dateline */
};

typedef struct Paragraphed {
    const Text *text;
    const TextTables *latin, *cyrillic;
    const uint32_t *marks; /* the language's quotation marks */
    size_t first, end;     /* tokens of the paragraph */
    size_t start;          /* first token of the sentence */
    int open_quotes;       /* straight quotation marks so far, modulo 2 */
} Paragraphed;

static const Token *token_at(const Paragraphed *p, size_t i)
{
    return &p->text->tokens.items[i];
}

static uint32_t first_code(const Paragraphed *p, const Token *t)
{
    uint32_t code;
    utf8_decode(token_bytes(p->text, t), p->text->bytes + p->text->length, &code);
    return code;
}

typedef enum Terminator { NO_TERMINATOR, FULL_STOP, EXCLAMATION } Terminator;

static Terminator terminator(const Paragraphed *p, const Token *t)
{
    if (t->kind != TOKEN_PUNCTUATION) return NO_TERMINATOR;
    uint32_t code = first_code(p, t);
    if (code == '.' || code == 0x2026) return FULL_STOP;
    unsigned sb = unicode_of(code)->sentence_break;
    return sb == SB_ATERM ? FULL_STOP : sb == SB_STERM ? EXCLAMATION : NO_TERMINATOR;
}

static int touches(const Token *t)
{
    return !(t->flags & TOKEN_SPACE_BEFORE);
}

/* Whether `t` closes a quotation or a bracket. `blank`: blanks stand before it. */
static int closes(const Paragraphed *p, const Token *t, int blank)
{
    if (t->kind != TOKEN_PUNCTUATION) return 0;
    uint32_t code = first_code(p, t);
    if (code == '"') return !blank || p->open_quotes;
    if (code == '\'') return !blank;
    if (code == p->marks[1] || code == p->marks[3]) return !blank || code == 0xBB; /* French puts a blank before » */
    if (code == p->marks[0] || code == p->marks[2]) return 0;
    unsigned category = unicode_of(code)->category;
    if (category == 21 || category == 29) return !blank || code == 0xBB; /* Pe, Pf */
    return category == 28 && !blank && code == 0x201C; /* “ closes in German and, often, in Russian */
}

static int opens(const Paragraphed *p, const Token *t)
{
    if (t->kind != TOKEN_PUNCTUATION) return 0;
    uint32_t code = first_code(p, t);
    unsigned category = unicode_of(code)->category;
    return code == '"' || code == '\'' || code == p->marks[0] || code == p->marks[2] || category == 20 ||
           category == 28;
}

static int is_dash(const Paragraphed *p, const Token *t)
{
    if (t->kind != TOKEN_PUNCTUATION) return 0;
    uint32_t code = first_code(p, t);
    return unicode_of(code)->category == 19 || code == 0x2022; /* Pd, bullet */
}

static int is_word(const Token *t)
{
    return t->kind == TOKEN_WORD || t->kind == TOKEN_MIXED;
}

static int begins_with_digit(const Paragraphed *p, const Token *t)
{
    return t->kind == TOKEN_NUMBER || (t->kind == TOKEN_MIXED && unicode_of(first_code(p, t))->flags & UNICODE_DIGIT);
}

/* Lower case opens no sentence; 5-го and 20th may. */
static int begins_lower(const Paragraphed *p, const Token *t)
{
    return is_word(t) && t->script != SCRIPT_COMMON && !(t->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED)) &&
           !begins_with_digit(p, t);
}

/* The first token from `i` on that is no opening mark and no dash, within reach; the paragraph's end if there is none. */
static size_t first_word(const Paragraphed *p, size_t i)
{
    for (size_t limit = i + LOOK_AHEAD < p->end ? i + LOOK_AHEAD : p->end; i < limit; i++) {
        const Token *t = token_at(p, i);
        if (!opens(p, t) && !is_dash(p, t)) return i;
    }
    return i;
}

static int is_starter(const Paragraphed *p, const Token *t)
{
    const TextTables *tables = t->script == SCRIPT_CYRILLIC ? p->cyrillic : p->latin;
    return is_word(t) && text_listed(tables->starters, tables->starter_count, token_bytes(p->text, t), t->length);
}

/* Whether a sentence ends at the word `t` that keeps its dot; `next` is the first word behind it, `direct` that nothing stands between. */
static int ends_at_abbreviation(const Paragraphed *p, const Token *t, const Token *next, int direct)
{
    unsigned kinds = t->reserved;
    if (begins_with_digit(p, next)) return kinds == ABBREVIATION_MEASURE && direct;
    if (!is_word(next) || !(next->flags & TOKEN_CAPITALIZED)) return 0;
    if (kinds & ABBREVIATION_END) return 1;
    if (kinds == ABBREVIATION_NAME) return 0;
    if (kinds == ABBREVIATION_MEASURE)
        return !(direct && touches(next) && t->flags & TOKEN_CAPITALIZED); /* В.Смирнов */
    return is_starter(p, next);
}

/* PLACE. AGENCY - Text: capitals from the paragraph's start to the dot and behind it, and a dash near. */
static int is_dateline(const Paragraphed *p, size_t dot)
{
    if (p->start != p->first || dot - p->first > DATELINE_TOKENS) return 0;
    for (size_t i = p->first; i < dot; i++)
        if (!(token_at(p, i)->flags & TOKEN_ALL_CAPS) && token_at(p, i)->kind != TOKEN_PUNCTUATION) return 0;
    for (size_t i = dot + 1; i < p->end && i <= dot + LOOK_AHEAD; i++) {
        const Token *t = token_at(p, i);
        if (i > dot + 1 && is_dash(p, t) && !touches(t)) return 1;
        if (i == dot + 1 && !(t->flags & TOKEN_ALL_CAPS) && t->kind != TOKEN_NUMBER) return 0;
        if (terminator(p, t)) return 0;
    }
    return 0;
}

static int writes_ordinals_with_dot(Language language)
{
    switch (language) {
    case LANGUAGE_DE:
    case LANGUAGE_TR:
    case LANGUAGE_AZ:
    case LANGUAGE_PL:
    case LANGUAGE_SR: return 1;
    default: return 0;
    }
}

/* The dot behind a number: an ordinal, or an item of a list? */
static int is_ordinal_dot(const Paragraphed *p, size_t dot, const Token *next)
{
    if (dot == p->start || token_at(p, dot - 1)->kind != TOKEN_NUMBER || !touches(token_at(p, dot))) return 0;
    if (dot - 1 == p->start) return token_at(p, dot - 1)->length <= 3;
    return writes_ordinals_with_dot(p->text->language) && token_at(p, dot - 1)->length <= 2 && !is_starter(p, next);
}

/* The mark at `dot` may belong to a name: a capital inside the sentence, as in "at Yahoo! in May". */
static int is_brand(const Paragraphed *p, size_t dot)
{
    return dot > p->start + 1 && token_at(p, dot - 1)->flags & TOKEN_CAPITALIZED && touches(token_at(p, dot));
}

/* Whether the sentence that runs up to the closing marks before token `next` ends there. `dot` is the terminator, `closed` whether marks closed. */
static int ends(const Paragraphed *p, size_t dot, size_t next, Terminator kind, int closed)
{
    if (next == p->end) return 1;
    const Token *stop = token_at(p, dot), *t = token_at(p, next);
    int blank = !touches(t);
    size_t word = first_word(p, next);
    if (word == p->end) return 0;
    const Token *w = token_at(p, word);
    if (begins_lower(p, w)) return kind == EXCLAMATION && !closed && w == t && blank && !is_brand(p, dot);
    if (w->kind == TOKEN_PUNCTUATION) {
        /* SB8a: what goes on, like a comma or a colon; a run of marks without a word ends nothing either */
        unsigned sb = unicode_of(first_code(p, w))->sentence_break;
        if (sb == SB_SCONTINUE || sb == SB_ATERM || sb == SB_STERM || w == t) return 0;
    }
    if (kind == NO_TERMINATOR) return ends_at_abbreviation(p, stop, w, word == next);
    if (is_dash(p, t) && !(blank && w->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED))) return 0;
    if (w->flags & TOKEN_UNCASED && closed && !blank && w == t && w->script == SCRIPT_HANGUL) return 0;
    if (kind == EXCLAMATION) return 1;
    if (!blank && !closed && !(w->flags & TOKEN_UNCASED)) {
        const Token *before = dot > p->first ? token_at(p, dot - 1) : NULL;
        return before && w == t && is_word(before) && w->flags & TOKEN_CAPITALIZED && stop->length == 1 &&
               (begins_lower(p, before) || !(before->flags & TOKEN_ALL_CAPS));
    }
    if (is_ordinal_dot(p, dot, w)) return 0;
    /* three dots before a number or a symbol pause more often than they end */
    if ((stop->length > 1) && !is_word(w)) return 0;
    return !is_dateline(p, dot);
}

static Status add_sentence(Arena *arena, Text *text, size_t first, size_t end, uint32_t paragraph)
{
    Sentence *sentence = ARENA_PUSH(arena, &text->sentences);
    if (!sentence) return arena->status;
    Token *tokens = text->tokens.items;
    uint32_t start = tokens[first].start, number = (uint32_t)(text->sentences.count - 1);
    *sentence = (Sentence){start, tokens[end - 1].start + tokens[end - 1].length - start, (uint32_t)first,
                           (uint32_t)(end - first), paragraph};
    for (size_t i = first; i < end; i++) tokens[i].sentence = number;
    return STATUS_OK;
}

Status sentences_end_paragraph(Arena *arena, Text *text, size_t first)
{
    Paragraphed p = {.text = text, .first = first, .end = text->tokens.count, .start = first};
    uint32_t number = (uint32_t)text->paragraphs.count, first_sentence = (uint32_t)text->sentences.count;
    p.latin = text_tables_for(text->language, SCRIPT_LATIN);
    p.cyrillic = text_tables_for(text->language, SCRIPT_CYRILLIC);
    p.marks = text_quotation_marks[text->language < LANGUAGE_COUNT ? text->language : LANGUAGE_UND];
    for (size_t i = first; i < p.end; i++) {
        const Token *t = token_at(&p, i);
        if (t->kind != TOKEN_PUNCTUATION && !t->reserved) continue;
        if (arena_stopped(arena)) return arena->status;
        Terminator kind = terminator(&p, t);
        if (kind == NO_TERMINATOR && !t->reserved) {
            if (t->length == 1 && text->bytes[t->start] == '"') p.open_quotes ^= 1;
            continue;
        }
        size_t dot = i, next = i + 1;
        int closed = 0;
        for (; next < p.end; next++) { /* ?!  ..."  .) */
            const Token *mark = token_at(&p, next);
            if (closes(&p, mark, !touches(mark))) {
                if (text->bytes[mark->start] == '"') p.open_quotes ^= 1;
                closed = 1;
            } else if (touches(mark) && terminator(&p, mark)) {
                if (terminator(&p, mark) == EXCLAMATION || kind == NO_TERMINATOR)
                    kind = terminator(&p, mark), dot = next;
            } else break;
        }
        i = next - 1;
        if (!ends(&p, dot, next, kind, closed)) continue;
        if (add_sentence(arena, text, p.start, next, number) != STATUS_OK) return arena->status;
        p.start = next;
    }
    if (p.start < p.end && add_sentence(arena, text, p.start, p.end, number) != STATUS_OK) return arena->status;
    Paragraph *paragraph = ARENA_PUSH(arena, &text->paragraphs);
    if (!paragraph) return arena->status;
    const Token *last = token_at(&p, p.end - 1);
    uint32_t start = token_at(&p, first)->start;
    *paragraph = (Paragraph){start, last->start + last->length - start, first_sentence,
                             (uint32_t)text->sentences.count - first_sentence};
    return STATUS_OK;
}
