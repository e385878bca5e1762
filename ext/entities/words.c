/* words.c - see words.h */
#include "entities/words.h"
#include "base/hash.h"
#include "entities/memo.h"

enum { MAX_STEM_TRIES = 24 };

static void shape_of(const Text *text, Word *word)
{
    const char *at = text->bytes + word->start, *end = text->bytes + word->end;
    unsigned letters = 0, upper = 0;
    int last_small = 0, dots = 0;
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        unsigned folded = byte | 32u;
        if (folded - 'a' < 26u) { /* most letters of most texts */
            int capital = byte != folded;
            if (!letters && capital) word->flags |= WORD_CAPITAL;
            if (capital && last_small) word->flags |= WORD_INNER_CAPITAL;
            last_small = !capital;
            letters++;
            upper += (unsigned)capital;
            at++;
            continue;
        }
        uint32_t code;
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *r = unicode_of(code);
        if (code == '-' || (code >= 0x2010 && code <= 0x2012)) {
            word->flags |= WORD_HYPHEN;
            last_small = 0;
        }
        dots += code == '.';
        if (!(r->flags & UNICODE_LETTER)) continue;
        int capital = (r->flags & UNICODE_UPPER) != 0;
        if (!letters && capital) word->flags |= WORD_CAPITAL;
        if (capital && last_small) word->flags |= WORD_INNER_CAPITAL;
        last_small = !capital;
        letters++;
        upper += (unsigned)capital;
        if (r->script == SCRIPT_CYRILLIC) word->flags |= WORD_CYRILLIC;
        else if (r->script == SCRIPT_HANGUL) word->flags |= WORD_HANGUL;
        else if (r->script == SCRIPT_HAN || r->script == SCRIPT_HIRAGANA || r->script == SCRIPT_KATAKANA)
            word->flags |= WORD_HAN;
    }
    if (letters) word->flags |= WORD_LETTERS;
    if (letters > 1 && upper == letters) word->flags |= WORD_ALL_CAPS;
    if (letters == 1 && upper == 1 && word->end - word->start <= 4) word->flags |= WORD_INITIAL;
    if (dots && letters > 3 && !upper && !(word->flags & WORD_HYPHEN)) word->flags |= WORD_DOMAIN;
}

/* Tries the dictionary forms that an inflected Cyrillic word may have: the first that means something by itself, else the first that is in the lexicon. */
static uint32_t stem_state(const LexiconStem *stems, const char *folded, size_t length, uint32_t *part)
{
    *part = LEXICON_NONE;
    int tries = 0;
    for (; stems->ending_length && tries < MAX_STEM_TRIES; stems++) {
        size_t cut = stems->ending_length;
        if (length < cut + 4 || stems->ending[cut - 1] != folded[length - 1] ||
            memcmp(folded + length - cut, stems->ending, cut) != 0)
            continue;
        for (const char *instead = stems->instead;;) {
            size_t n = strcspn(instead, ",");
            char form[LEXICON_WORD_MAX + 16];
            memcpy(form, folded, length - cut);
            memcpy(form + length - cut, instead, n);
            tries++;
            uint32_t state = lexicon_word(form, length - cut + n);
            if (lexicon_bits(state) & ~LEXICON_BIT(MORE)) return state;
            if (*part == LEXICON_NONE) *part = state;
            if (!instead[n]) break;
            instead += n + 1;
        }
    }
    return *part;
}

/*
** State of a folded word, or of its dictionary form. A form that only begins or continues a longer name (... Казахстана, Южной ...) must not hide one that
** means something by itself: it is kept in `*exact`.
*/
static uint32_t find_state(const Words *words, uint16_t flags, const char *folded, size_t length, uint32_t *exact)
{
    if (!(flags & WORD_CYRILLIC) || lexicon_bits(*exact) & ~LEXICON_BIT(MORE)) return *exact;
    uint32_t part,
        stem = stem_state(words->language == LANGUAGE_KK || words->language == LANGUAGE_KY ? lexicon_stems_kk
                                                                                           : lexicon_stems_ru,
                          folded, length, &part);
    uint32_t state = *exact == LEXICON_NONE || lexicon_bits(stem) & ~LEXICON_BIT(MORE) ? stem : *exact;
    if (*exact == LEXICON_NONE ||
        (lexicon_bits(part) & LEXICON_BIT(MORE) && !(lexicon_bits(*exact) & LEXICON_BIT(MORE))))
        *exact = part == LEXICON_NONE ? state : part;
    return state;
}

/* Doubles the slots of the index. */
static void grow_slots(Arena *arena, Words *words)
{
    uint32_t mask = words->slot_mask * 2 + 1, *slots = arena_array(arena, (size_t)mask + 1, sizeof *slots);
    if (!slots) return;
    for (size_t i = 0; i < words->index.count; i++) {
        uint32_t at = (uint32_t)words->index.items[i].hash & mask;
        while (slots[at]) at = (at + 1) & mask;
        slots[at] = (uint32_t)i + 1;
    }
    words->slots = slots;
    words->slot_mask = mask;
}

/* Number of the word with this hash in the index, made if it is new (then its state is LEXICON_NONE and `*fresh` 1); LEXICON_NONE without memory. */
static uint32_t index_number(Arena *arena, Words *words, uint64_t hash, int *fresh)
{
    *fresh = 0;
    uint32_t at = (uint32_t)hash & words->slot_mask;
    for (; words->slots[at]; at = (at + 1) & words->slot_mask)
        if (words->index.items[words->slots[at] - 1].hash == hash) return words->slots[at] - 1;
    WordCounts *entry = ARENA_PUSH(arena, &words->index);
    if (!entry) return LEXICON_NONE;
    *entry = (WordCounts){hash, 0, LEXICON_NONE, LEXICON_NONE, 0, 0};
    words->slots[at] = (uint32_t)words->index.count;
    *fresh = 1;
    if (words->index.count * 2 > words->slot_mask) grow_slots(arena, words);
    return (uint32_t)words->index.count - 1;
}

/* What the lexicon says of a folded word, by its tables. */
static void find_entry(const Words *words, uint16_t flags, const char *folded, size_t length, WordCounts *entry)
{
    uint32_t equivalent = lexicon_equivalent(words->manner, folded, length);
    entry->exact = lexicon_word_hashed(entry->hash);
    entry->state = equivalent == LEXICON_NONE ? find_state(words, flags, folded, length, &entry->exact) : equivalent;
}

/* The same by what earlier texts have left, which it is added to. */
static void recall_entry(const Words *words, uint16_t flags, const char *folded, size_t length, WordCounts *entry)
{
    MemoWord *known = &words->memo->tables->words[entry->hash & (MEMO_FORMS - 1)];
    uint32_t language = (uint32_t)words->language + 1;
    if (known->hash == entry->hash && known->language == language) {
        entry->state = known->state;
        entry->exact = known->exact;
        return;
    }
    find_entry(words, flags, folded, length, entry);
    *known = (MemoWord){entry->hash, entry->state, entry->exact, language};
}

/* Looks a word up, once for all its occurrences: the index of the document keeps the state. */
static void look_up(Arena *arena, Words *words, Word *word)
{
    char folded[LEXICON_WORD_MAX + 16];
    size_t n = lexicon_fold(lexicon_latin, words->text->bytes + word->start, word->end - word->start, folded);
    if (!n) return;
    int fresh;
    uint64_t hash = hash_bytes(folded, n, 0);
    uint32_t number = index_number(arena, words, hash, &fresh);
    if (number == LEXICON_NONE) return;
    WordCounts *entry = &words->index.items[number];
    if (fresh) {
        if (words->memo) recall_entry(words, word->flags, folded, n, entry);
        else find_entry(words, word->flags, folded, n, entry);
        entry->bits = lexicon_bits(entry->state);
    }
    word->slot = number;
    word->state = entry->state;
    word->exact = entry->exact;
    word->bits = entry->bits;
}

/* `al-Bashir`: a particle, a hyphen and a capital open a name like a capital. */
static void read_particle(const Text *text, Word *word)
{
    const char *bytes = text->bytes + word->start;
    size_t length = word->end - word->start, n = 0;
    while (n < length && n < 5 && bytes[n] != '-') n++;
    if (n + 1 >= length || bytes[n] != '-' || !(lexicon_bits(lexicon_word(bytes, n)) & LEXICON_BIT(PARTICLE))) return;
    uint32_t code;
    utf8_decode(bytes + n + 1, bytes + length, &code);
    if (unicode_of(code)->flags & UNICODE_UPPER) word->flags |= WORD_CAPITAL;
}

static char sign_of(uint32_t code, uint16_t *flags)
{
    switch (code) {
    case '"': *flags |= WORD_OPENS | WORD_CLOSES; return '"';
    case 0x201C: *flags |= WORD_OPENS | WORD_CLOSES; return '"'; /* closes in German and Russian use */
    case 0x201E:
    case 0xAB:
    case 0x300A:
    case 0x300C:
    case 0x300E:
    case 0x2018: *flags |= WORD_OPENS; return '"';
    case 0x201D:
    case 0xBB:
    case 0x300B:
    case 0x300D:
    case 0x300F: *flags |= WORD_CLOSES; return '"';
    case 0x2019: *flags |= WORD_CLOSES; return '\'';
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return '-';
    case 0xFF0C:
    case 0x3001: return ',';
    case 0x3002: return '.';
    case 0xFF08: return '(';
    case 0xFF09: return ')';
    case 0xFF1A: return ':';
    case 0xB7:
    case 0x30FB:
    case 0x2022: return '*';
    default: return code < 0x80 ? (char)code : 0;
    }
}

/* Length of a possessive ending ('s, ’s, ' after s) at the end of a word, in bytes. */
static size_t possessive_length(const char *bytes, size_t length)
{
    static const char *const endings[] = {"'s", "\xE2\x80\x99s", "'S",       "\xE2\x80\x99S",
                                          "'",  "\xE2\x80\x99",  "\xCA\xBCs"};
    unsigned char last = length ? (unsigned char)bytes[length - 1] : 0;
    if (last == 's' || last == 'S') last = length > 1 ? (unsigned char)bytes[length - 2] : 0;
    if (last != '\'' && last != 0x99 && last != 0xBC) return 0; /* the last bytes of the apostrophes below */
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (length > n && !memcmp(bytes + length - n, endings[i], n)) return n;
    }
    return 0;
}

static int is_hyphen(const Text *text, const Token *token)
{
    const char *b = token_bytes(text, token);
    return (token->length == 1 && *b == '-') || (token->length == 3 && !memcmp(b, "\xE2\x80\x91", 3)) ||
           (token->length == 3 && !memcmp(b, "\xE2\x80\x90", 3));
}

static int glued(const Token *before, const Token *token)
{
    return before->start + before->length == token->start;
}

/* Number of tokens from `at` that make one word: parts joined by hyphens, letters with apostrophes. */
static size_t joined_tokens(const Text *text, const Token *t, size_t left)
{
    size_t n = 1;
    if (t->kind != TOKEN_WORD && t->kind != TOKEN_MIXED) return n;
    while (n + 1 < left && glued(&t[n - 1], &t[n]) && glued(&t[n], &t[n + 1]) && is_hyphen(text, &t[n]) &&
           (t[n + 1].kind == TOKEN_WORD || t[n + 1].kind == TOKEN_MIXED))
        n += 2;
    return n;
}

static Word *push_word(Arena *arena, Words *words, uint32_t start, uint32_t end)
{
    Word *word = ARENA_PUSH(arena, words);
    if (word) *word = (Word){start, end, LEXICON_NONE, LEXICON_NONE, LEXICON_NONE, 0, 0, 0, 0};
    return word;
}

/* A possessive ending or the dot of an initial that stands as a token of its own goes to the word before. */
static int taken_by_word_before(const Text *text, const Token *token, Word *before, int first)
{
    if (first || !(before->flags & WORD_LETTERS)) return 0;
    const char *b = token_bytes(text, token);
    size_t n = token->length;
    int apostrophe = *b == '\'' || (n >= 3 && !memcmp(b, "\xE2\x80\x99", 3));
    size_t rest = n - (*b == '\'' ? 1 : n >= 3 ? 3 : n);
    if (apostrophe && rest == 1 && (b[n - 1] == 's' || b[n - 1] == 'S')) {
        before->flags |= WORD_POSSESSIVE;
        return 1;
    }
    if (n == 1 && *b == '.' && token->start == before->end &&
        ((before->flags & WORD_INITIAL) ||
         (word_is(before, LEXICON_BIT(HONORIFIC) | LEXICON_BIT(TITLE) | LEXICON_BIT(SUFFIX)) &&
          before->end - before->start <= 4))) {
        if (before->flags & WORD_INITIAL) before->end++;
        return 1;
    }
    return 0;
}

/* l'Université, Astana'da: the word inside. What is cut off is no part of a name. */
static void cut_apostrophe(const Text *text, Word *word)
{
    size_t start, end;
    if (!text_inner_word(text->bytes + word->start, word->end - word->start, &start, &end)) return;
    word->end = word->start + (uint32_t)end;
    word->start += (uint32_t)start;
}

static Status sentence_words(Arena *arena, const Text *text, const Sentence *sentence, Words *words)
{
    const Token *t = text->tokens.items + sentence->first_token;
    int opens = 1; /* the next word opens a sentence */
    for (size_t i = 0, n; i < sentence->token_count; i += n) {
        if (arena_stopped(arena)) return arena->status;
        n = 1;
        if (i && taken_by_word_before(text, &t[i], &words->items[words->count - 1], 0)) continue;
        n = joined_tokens(text, &t[i], sentence->token_count - i);
        Word *word = push_word(arena, words, t[i].start, t[i + n - 1].start + t[i + n - 1].length);
        if (!word) return arena->status;
        if (i && glued(&t[i - 1], &t[i])) word->flags |= WORD_GLUED;
        if (t[i].kind == TOKEN_URL || t[i].kind == TOKEN_EMAIL || t[i].kind == TOKEN_HANDLE ||
            t[i].kind == TOKEN_HASHTAG || t[i].kind == TOKEN_EMOJI) {
            if (t[i].kind == TOKEN_URL) word->flags |= WORD_DOMAIN;
            opens = 0;
            continue;
        }
        if (t[i].kind == TOKEN_NUMBER) word->flags |= WORD_NUMBER;
        if (t[i].kind == TOKEN_WORD || t[i].kind == TOKEN_MIXED) {
            size_t cut = possessive_length(text->bytes + word->start, word->end - word->start);
            if (cut) {
                word->end -= (uint32_t)cut;
                word->flags |= WORD_POSSESSIVE;
            }
            if (words->manner) cut_apostrophe(text, word);
            shape_of(text, word);
            if (opens) word->flags |= WORD_FIRST;
            opens = 0;
            if ((word->flags & (WORD_HYPHEN | WORD_CAPITAL)) == WORD_HYPHEN) read_particle(text, word);
            look_up(arena, words, word);
        } else if (t[i].kind != TOKEN_NUMBER) {
            uint32_t code;
            utf8_decode(text->bytes + word->start, text->bytes + word->end, &code);
            word->sign = sign_of(code, &word->flags);
            if (word->sign == '"' || word->sign == ':' || word->sign == '-' || word->sign == '*' || word->sign == '.' ||
                word->sign == '?' || word->sign == '!')
                opens = 1;
        } else opens = 0;
    }
    return STATUS_OK;
}

static void count_up(uint16_t *count)
{
    *count = (uint16_t)(*count + (*count < UINT16_MAX));
}

static void count_words(Words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        Word *w = &words->items[i];
        if (w->slot == LEXICON_NONE) continue;
        if (!(w->flags & WORD_CAPITAL)) count_up(&words->index.items[w->slot].small);
        else if (!(w->flags & WORD_FIRST)) count_up(&words->index.items[w->slot].capital);
    }
}

Status words_make(Arena *arena, const Text *text, EntityMemo *memo, Words *words)
{
    memset(words, 0, sizeof *words);
    words->text = text;
    if (memo && memo->tables) words->memo = memo;
    words->language = language_base(text->language);
    words->manner = lexicon_manner(words->language);
    words->slot_mask = 1023;
    words->slots = arena_array(arena, (size_t)words->slot_mask + 1, sizeof *words->slots);
    words->sentences = arena_array(arena, text->sentences.count + 1, sizeof *words->sentences);
    words->items = arena_array(arena, text->tokens.count, sizeof *words->items);
    if (!words->slots || !words->sentences || !words->items) return arena->status;
    words->capacity = text->tokens.count; /* no word is less than a token */
    for (size_t i = 0; i < text->sentences.count; i++) {
        words->sentences[i] = (uint32_t)words->count;
        if (sentence_words(arena, text, &text->sentences.items[i], words) != STATUS_OK) return arena->status;
    }
    words->sentences[text->sentences.count] = (uint32_t)words->count;
    count_words(words);
    return STATUS_OK;
}

uint32_t words_step(uint32_t here, const Word *word)
{
    uint32_t next = word->exact == word->state ? LEXICON_NONE : lexicon_step(here, word->exact);
    return next == LEXICON_NONE ? lexicon_step(here, word->state) : next;
}

static size_t phrase_from(const Words *words, uint32_t here, size_t at, size_t end, uint64_t wanted, uint32_t *state)
{
    size_t best = 0;
    for (size_t i = at; here != LEXICON_NONE; here = words_step(here, &words->items[i])) {
        i++;
        if (lexicon_bits(here) & wanted) {
            best = i - at;
            *state = here;
        }
        if (i >= end || (words->items[i - 1].flags & WORD_POSSESSIVE && !(lexicon_bits(here) & LEXICON_BIT(MORE))))
            break;
    }
    return best;
}

size_t words_phrase(const Words *words, size_t at, size_t end, uint64_t wanted, uint32_t *state)
{
    const Word *word = &words->items[at];
    if (at >= end) return 0; /* behind the last word there is none to look at */
    size_t best = phrase_from(words, word->state, at, end, wanted, state);
    if (word->exact == word->state) return best;
    uint32_t other;
    size_t n = phrase_from(words, word->exact, at, end, wanted, &other);
    if (n <= best) return best;
    *state = other;
    return n;
}
