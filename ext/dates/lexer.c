/*
** lexer.c - see lexer.h
**
** Works on characters, not on the tokens of text/: a date cuts words otherwise than a sentence does (third-quarter, 16-18, 2023-inshi, runs of Han and
** Hangul in which the numeral and the mark behind it are what counts). Three ways to read:
**   figures  digits of any script, groups of thousands, and the ending glued to them (11th, 90-x)
**   words    letters up to a blank; a form of several words is tried as long as the table says that a longer one exists; hyphen and blank are one
**   runs     scripts without blanks: the longest form at this character. In Hangul a form has to be followed by the end of the run, a particle
**            or another form, and what does not match is skipped up to the next blank; in Han and kana it is one character that is skipped.
*/
#include "dates/lexer.h"

extern const uint32_t dates_zeros[]; /* the zeros of all scripts, in order; made by tools/compile_dates.c */
extern const unsigned dates_zero_count;

typedef struct Lexer {
    const LexTable *table;
    const char *bytes;
    size_t end;
    Item *items;
    size_t count;
    uint8_t flags; /* ITEM_SPACE, ITEM_LINE for the next item */
} Lexer;

typedef struct Key {
    char bytes[LEX_MAX_KEY];
    size_t length;
    uint32_t hash;
} Key;

static const LexEntry *find(const LexTable *table, const Key *key)
{
    if (!table->bits || key->length > LEX_MAX_KEY) return NULL;
    uint32_t mask = (1u << table->bits) - 1;
    for (uint32_t slot = lex_slot(key->hash, table->bits); table->slots[slot]; slot = (slot + 1) & mask) {
        const LexEntry *entry = &table->entries[table->slots[slot]];
        if (entry->key_length != key->length) continue;
        if (!memcmp(table->keys + entry->key, key->bytes, key->length)) return entry;
    }
    return NULL;
}

/* A key that is too long keeps counting, so that it equals no entry. */
static void key_append(Key *key, uint32_t code)
{
    char bytes[4];
    size_t n = 1;
    if (code < 0x80) bytes[0] = (char)code;
    else n = utf8_encode(code, bytes);
    for (size_t i = 0; i < n; i++, key->length++)
        if (key->length < LEX_MAX_KEY) key->bytes[key->length] = bytes[i];
    key->hash = lex_hash_char(key->hash, code);
}

static int is_letter(uint32_t code)
{
    if (code < 0x80) return (code | 32) >= 'a' && (code | 32) <= 'z';
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_MARK)) != 0;
}

static int is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x02BC || code == 0x02BB || code == 0x2018;
}

/* The value of a decimal digit of any script, -1 of what is none. The digits of a script lie in a row that begins with its zero. */
static int digit_value(uint32_t code)
{
    if (code < 0x80) return code >= '0' && code <= '9' ? (int)(code - '0') : -1;
    if (!(unicode_of(code)->flags & UNICODE_DIGIT)) return -1;
    unsigned low = 0, high = dates_zero_count - 1;
    while (low < high) { /* the last zero that is not above it */
        unsigned middle = (low + high + 1) / 2;
        if (dates_zeros[middle] <= code) low = middle;
        else high = middle - 1;
    }
    return code - dates_zeros[low] < 10 ? (int)(code - dates_zeros[low]) : -1;
}

static uint32_t peek(const Lexer *lexer, size_t at, size_t *next)
{
    uint32_t code = 0;
    *next = at;
    if (at < lexer->end) *next = at + utf8_decode(lexer->bytes + at, lexer->bytes + lexer->end, &code);
    return code;
}

static Item *push(Lexer *lexer, size_t start, size_t end, LexClass kind, int32_t value)
{
    Item *item = &lexer->items[lexer->count++];
    *item = (Item){(uint32_t)start, (uint32_t)end, value, (uint8_t)kind, lexer->flags, 0, 0};
    lexer->flags = 0;
    return item;
}

static int is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The common case of a word: letters of one and two bytes, into the key without decoding. Returns the first byte that is none. */
static size_t plain_letters(const Lexer *lexer, size_t at, Key *key)
{
    const char *bytes = lexer->bytes;
    uint32_t hash = key->hash;
    size_t length = key->length, end = lexer->end;
    while (at < end) {
        unsigned char byte = (unsigned char)bytes[at];
        uint32_t code;
        if (byte < 0x80) {
            code = byte | 32u;
            if (code < 'a' || code > 'z') break;
            if (length < LEX_MAX_KEY) key->bytes[length] = (char)code;
            length++;
            at++;
        } else {
            if (byte < 0xC2 || byte >= 0xE0 || end - at < 2 || !is_continuation(bytes[at + 1]) ||
                (end - at > 2 && is_continuation(bytes[at + 2])))
                break;
            code = dates_letters[(byte & 0x1Fu) << 6 | ((unsigned char)bytes[at + 1] & 0x3Fu)];
            if (code == LEX_NO_LETTER || code == LEX_ODD_LETTER) break;
            if (length + 2 <= LEX_MAX_KEY && code >= 0x80) {
                key->bytes[length] = (char)(0xC0 | code >> 6);
                key->bytes[length + 1] = (char)(0x80 | (code & 0x3F));
            } else if (length < LEX_MAX_KEY) key->bytes[length] = (char)code; /* one byte, or a key that is too long */
            length += code < 0x80 ? 1 : 2;
            at += 2;
        }
        hash = lex_hash_char(hash, code);
    }
    key->hash = hash;
    key->length = length;
    return at;
}

/* Appends the word at `at` to the key. Returns its end; `cut` is set to its first apostrophe, 0 if there is none. */
static size_t word_end(const Lexer *lexer, size_t at, Key *key, size_t *cut)
{
    *cut = 0;
    for (size_t next; at < lexer->end; at = next) {
        at = plain_letters(lexer, at, key);
        if (at == lexer->end) break;
        uint32_t code = peek(lexer, at, &next);
        if (is_letter(code)) {
            if (code >= 0x2E80 && lex_runs_together(unicode_of(code)->script)) break;
        } else {
            size_t after;
            if ((code == 0x200C || code == 0x200D) && is_letter(peek(lexer, next, &after))) continue;
            if (!is_apostrophe(code) || !is_letter(peek(lexer, next, &after))) break;
            if (!*cut) *cut = at;
        }
        uint32_t folded = lex_fold(code);
        if (folded) key_append(key, folded);
    }
    return at;
}

static void entry_to_item(Item *item, const LexEntry *entry)
{
    item->kind = entry->class_;
    item->value = entry->value;
    item->lex = entry->flags;
    if (entry->part) item->digits = entry->part;
}

static const LexEntry *form(const LexEntry *entry)
{
    return entry && (entry->flags & LEX_FORM) ? entry : NULL;
}

/* Does a longer form that begins with `entry` have this folded character next? 0 is a character that is left out. */
static int may_go_on(const LexEntry *entry, uint32_t folded)
{
    return !folded || (entry->after & lex_after(folded)) != 0;
}

/* The longest form of several words that begins with `entry`, the one in `key`, which ends at `at`. */
static const LexEntry *longer_form(const Lexer *lexer, const LexEntry *entry, Key *key, size_t at, size_t *end)
{
    enum { MAX_WORDS = 12 }; /* Tibetan counts syllables */
    const LexEntry *best = NULL;
    for (int words = 1; words < MAX_WORDS && (entry->flags & LEX_PREFIX); words++) {
        size_t next, start = at, cut;
        uint32_t code = peek(lexer, at, &next);
        int dot = code == '.';
        if (dot || code == '-' || code == 0x2010 || code == 0x2011 || code == 0x0F0B) {
            start = next;
            if (dot && peek(lexer, start, &next) == ' ') start = next; /* v. Chr. */
        } else
            for (int blanks = 0; code && blanks < 3 && (unicode_of(code)->flags & UNICODE_SPACE); blanks++) {
                start = next;
                code = peek(lexer, start, &next);
            }
        if (start == at || !is_letter(code = peek(lexer, start, &next))) {
            if (dot) { /* French sept. is a month, and sept a number */
                key_append(key, '.');
                entry = find(lexer->table, key);
                if (form(entry)) best = entry, *end = at + 1;
            }
            break;
        }
        if (!may_go_on(entry, lex_fold(code))) break;
        key_append(key, dot ? '.' : ' ');
        Key before = *key;
        size_t stop = word_end(lexer, start, key, &cut);
        if (stop == start) break;
        entry = find(lexer->table, key);
        if (!entry && cut) { /* en milieu d'annee: the form ends before the apostrophe */
            Lexer part = *lexer;
            part.end = cut;
            *key = before;
            stop = word_end(&part, start, key, &cut);
            entry = find(lexer->table, key);
        }
        if (!entry) break;
        if (entry->flags & LEX_FORM) {
            best = entry, *end = stop;
            if (dot && peek(lexer, stop, &next) == '.') *end = next; /* a.m. */
        }
        at = stop;
    }
    return best;
}

/* Capitals I, V, X (Latin, or the Cyrillic letters that look like I and X): 1 to 39, for centuries. 0: none. */
static int roman_value(const char *bytes, size_t length)
{
    enum { LONGEST = 14 };
    int total = 0, before = 100;
    if (length > LONGEST) return 0;
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        int v = code == 'I' || code == 0x0406 ? 1 : code == 'V' ? 5 : code == 'X' || code == 0x0425 ? 10 : 0;
        if (!v) return 0;
        total += v > before ? v - 2 * before : v;
        before = v;
    }
    return total > 0 && total < 40 ? total : 0;
}

/* The item of a word [at, end) whose entry is known, or of the longer form that begins with it; `key` is the word. */
static size_t push_form(Lexer *lexer, size_t at, size_t end, const LexEntry *entry, Key *key)
{
    Item *item = push(lexer, at, end, LEX_OTHER, 0);
    size_t stop = end;
    const LexEntry *longer = longer_form(lexer, entry, key, end, &stop);
    if (longer) {
        item->end = (uint32_t)stop;
        entry_to_item(item, longer);
        return stop;
    }
    if (entry->flags & LEX_FORM) entry_to_item(item, entry);
    return end;
}

/* The apostrophe of l'annee, d'avril, en fin d'apres-midi is part of the small word before it. */
static size_t skip_elision(const Lexer *lexer, size_t end)
{
    static const uint64_t small = 1ull << LEX_ARTICLE | 1ull << LEX_OF | 1ull << LEX_MODIFIER | 1ull << LEX_PREP |
                                  1ull << LEX_TO | 1ull << LEX_FROM | 1ull << LEX_AT | 1ull << LEX_WITHIN;
    size_t next, after;
    if (!(small >> lexer->items[lexer->count - 1].kind & 1)) return end;
    return is_apostrophe(peek(lexer, end, &next)) && is_letter(peek(lexer, next, &after)) ? next : end;
}

/* Where the case ending behind the apostrophe at `at` ends, if it is one that names do not hold: Temmuz'un. 0: it is none. */
static size_t ending_end(const Lexer *lexer, size_t at)
{
    size_t next, cut;
    peek(lexer, at, &next);
    Key key = {.length = 0, .hash = LEX_SEED};
    size_t end = word_end(lexer, next, &key, &cut);
    const LexEntry *entry = form(find(lexer->table, &key));
    return entry && entry->class_ == LEX_SUFFIX && entry->value == 3 ? end : 0;
}

/* The word at `at`, whatever its letters. */
static size_t read_word(Lexer *lexer, size_t at)
{
    Key key = {.length = 0, .hash = LEX_SEED};
    size_t cut, next, end = word_end(lexer, at, &key, &cut), ending = 0;
    const LexEntry *entry = find(lexer->table, &key);
    if (cut && !form(entry)) {
        key = (Key){.length = 0, .hash = LEX_SEED};
        Lexer part = *lexer;
        part.end = cut;
        end = word_end(&part, at, &key, &cut);
        entry = find(lexer->table, &key);
        ending = ending_end(lexer, end);
    }
    int upper = (unicode_of(peek(lexer, at, &next))->flags & UNICODE_UPPER) != 0;
    lexer->flags |= upper ? ITEM_CAPITAL : 0;
    if (entry) {
        size_t stop = push_form(lexer, at, end, entry, &key);
        return stop == end && ending && form(entry) ? ending : skip_elision(lexer, stop);
    }
    int roman = upper ? roman_value(lexer->bytes + at, end - at) : 0;
    push(lexer, at, end, roman ? LEX_ROMAN : LEX_OTHER, roman);
    return end;
}

/* How many of the eight bytes are ASCII letters, counted from the lowest; `lower` gets these in lower case and zeros above. */
static inline unsigned letters_of_eight(uint64_t eight, uint64_t *lower)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x80 * ones;
    uint64_t low = (eight | 0x20 * ones) & ~tops;
    uint64_t others = ~((low + (0x80 - 'a') * ones) & ~(low + (0x7F - 'z') * ones) & ~eight) & tops;
    unsigned count = others ? (unsigned)__builtin_ctzll(others) / 8 : LEX_EIGHT;
    *lower = count == LEX_EIGHT ? low : low & ((1ull << 8 * count) - 1);
    return count;
}

/* Eight bytes of text, the first one lowest. */
static inline uint64_t eight_at(const char *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

/* The number of the entry of a word of up to eight letters; 0: it has none. */
static inline unsigned find_short(const LexTable *table, uint64_t lower)
{
    uint32_t mask = (1u << table->short_bits) - 1, slot = lex_eight_slot(lower, table->short_bits);
    unsigned number = table->shorts[slot];
    while (number && table->entries[number].eight != lower) {
        slot = (slot + 1) & mask;
        number = table->shorts[slot];
    }
    return number;
}

/* May what follows a word at `end` (two bytes are there) make a longer form with `entry`? 0 only if not. */
static inline int may_be_longer(const LexEntry *entry, const char *end)
{
    unsigned char gap = (unsigned char)end[0], next = (unsigned char)end[1];
    if (gap != ' ' || next == ' ' || next >= 0x80) return 1;
    return (next | 32) >= 'a' && (next | 32) <= 'z' && may_go_on(entry, next | 32u);
}

/*
** Words of ASCII letters and the blanks and marks between them, from `at` on, as long as there is nothing else: eight letters at a time, with as few
** branches as can be, for which word comes next no processor can foretell. A word that may be a long entry, begin a form of several, be a Roman numeral
** or go on with other characters is left to read_word(), as is the end of the text. Returns where it stopped.
*/
static size_t read_plain_words(Lexer *lexer, size_t at, size_t limit)
{
    const LexTable *table = lexer->table;
    const char *bytes = lexer->bytes;
    Item *item = lexer->items + lexer->count, *stop = lexer->items + limit;
    uint8_t flags = lexer->flags;
    while (item < stop && lexer->end - at > LEX_EIGHT + 1) {
        uint64_t lower;
        unsigned count = letters_of_eight(eight_at(bytes + at), &lower);
        unsigned char first = (unsigned char)bytes[at];
        if (!count) {
            if (first == ' ') flags |= ITEM_SPACE;
            else if (first == '\n' || first == '\r') flags |= ITEM_LINE | ITEM_SPACE;
            else if (first > ' ' && first < 0x7F && !(first >= '0' && first <= '9')) {
                *item++ = (Item){(uint32_t)at, (uint32_t)at + 1, first, LEX_PUNCTUATION, flags, 0, 0};
                flags = 0;
            } else break;
            at++;
            continue;
        }
        size_t end = at + count;
        unsigned number = 0;
        if (count == LEX_EIGHT) {
            uint64_t more;
            while (lexer->end - end > LEX_EIGHT + 1 &&
                   (count = letters_of_eight(eight_at(bytes + end), &more)) == LEX_EIGHT)
                end += count;
            if (lexer->end - end <= LEX_EIGHT + 1) break;
            end += count;
        }
        unsigned char next = (unsigned char)bytes[end];
        if (next >= 0x80 || next == '\'') break;
        if (end - at <= LEX_EIGHT) number = find_short(table, lower);
        else if (lex_in_filter(table->longs, lex_eight_bit(lower))) break;
        const LexEntry *entry = &table->entries[number];
        if (entry->flags & LEX_PREFIX && may_be_longer(entry, bytes + end)) break;
        if (!number && (first == 'I' || first == 'V' || first == 'X')) break;
        flags |= first & 32 ? 0 : ITEM_CAPITAL;
        uint8_t is_form = (uint8_t) - ((entry->flags & LEX_FORM) != 0); /* all bits or none */
        *item++ = (Item){(uint32_t)at, (uint32_t)end,          entry->value & (int8_t)is_form, entry->class_ & is_form,
                         flags,        entry->flags & is_form, entry->part & is_form};
        flags = next == ' ' ? ITEM_SPACE : 0;
        at = end + (next == ' ');
    }
    lexer->count = (size_t)(item - lexer->items);
    lexer->flags = flags;
    return at;
}

/* Han numerals: digits by position (2023 as four numerals) or with ten, hundred, thousand. */
static size_t read_cjk_number(Lexer *lexer, size_t at)
{
    int64_t total = 0, digit = -1;
    int digits = 0, positional = 1;
    size_t start = at;
    for (size_t next; at < lexer->end; at = next) {
        Key key = {.length = 0, .hash = LEX_SEED};
        key_append(&key, peek(lexer, at, &next));
        const LexEntry *entry = form(find(lexer->table, &key));
        if (!entry || entry->class_ != LEX_CJKDIGIT) break;
        if (entry->value < 10) {
            if (digit >= 0) total = total * 10 + digit;
            digit = entry->value;
            if (++digits > 9) positional = 0;
        } else {
            if (positional && digits > 1) break; /* five figures and then a thousand is no numeral */
            positional = 0;
            total += (digit < 0 ? 1 : digit) * entry->value;
            digit = -1;
        }
        if (total > 100000000) break;
    }
    if (digit >= 0) total = positional && digits > 1 ? total * 10 + digit : total + digit;
    Item *item = push(lexer, start, at, LEX_NUMBER, (int32_t)total);
    item->digits = (uint8_t)(positional ? digits : 0);
    if (positional && digits == 4) item->flags |= ITEM_FIGURES;
    return at;
}

static int may_start(const LexTable *table, uint32_t folded)
{
    return !folded || (table->bits && lex_in_filter(table->starts, lex_start(folded)));
}

/* Longest form first: the ends of the forms that begin at `at`, at most `max`. */
static int forms_at(const Lexer *lexer, size_t at, const LexEntry **entries, size_t *ends, int max)
{
    int count = 0;
    Key key = {.length = 0, .hash = LEX_SEED};
    const LexEntry *entry = NULL;
    for (size_t next; at < lexer->end; at = next) {
        uint32_t code = peek(lexer, at, &next);
        if (code == ' ' || code == '.') { /* inside a form of two words, of an abbreviation */
            if (!key.length) break;
            key_append(&key, code);
            continue;
        }
        if (code < 0x80 || !is_letter(code)) break;
        uint32_t folded = lex_fold(code);
        if (entry ? !may_go_on(entry, folded) : !may_start(lexer->table, folded)) break;
        if (folded) key_append(&key, folded);
        entry = find(lexer->table, &key);
        if (!entry) break;
        if (entry->flags & LEX_FORM) {
            if (count == max) count--; /* the longest ones are what matters */
            /* NOLINTNEXTLINE(bugprone-sizeof-expression): the list is of pointers */
            memmove(entries + 1, entries, (size_t)count * sizeof *entries);
            memmove(ends + 1, ends, (size_t)count * sizeof *ends);
            entries[0] = entry, ends[0] = next, count++;
        }
        if (!(entry->flags & LEX_PREFIX)) break;
    }
    return count;
}

static int is_hangul(uint32_t code)
{
    return code >= 0xAC00 && code <= 0xD7A3;
}

enum { MAX_FORMS = 6 };

/* Is what follows a Hangul form the end of its run, a particle, or another form? */
static int may_end_hangul(const Lexer *lexer, size_t at)
{
    const LexEntry *entries[MAX_FORMS];
    size_t ends[MAX_FORMS], next;
    if (!is_hangul(peek(lexer, at, &next))) return 1;
    int count = forms_at(lexer, at, entries, ends, MAX_FORMS);
    for (int i = 0; i < count; i++) {
        if ((entries[i]->flags & LEX_TRAILS) && !is_hangul(peek(lexer, ends[i], &next))) return 1;
        if (entries[i]->class_ != LEX_PARTICLE && entries[i]->class_ != LEX_MARK && entries[i]->class_ != LEX_CJKDIGIT)
            return 1;
        const LexEntry *more[1];
        size_t more_end[1];
        if (entries[i]->class_ == LEX_CJKDIGIT && forms_at(lexer, ends[i], more, more_end, 1) &&
            more[0]->class_ == LEX_CJKDIGIT)
            return 1; /* 세시이십분 */
    }
    return 0;
}

/* The character at `at` (before the end), with the three bytes of a Han character or syllable read here. */
static inline uint32_t peek_wide(const Lexer *lexer, size_t at, size_t *next)
{
    const unsigned char *b = (const unsigned char *)lexer->bytes + at;
    if (lexer->end - at < 4 || b[0] < 0xE3 || b[0] > 0xED || !is_continuation((char)b[1]) ||
        !is_continuation((char)b[2]) || is_continuation((char)b[3]))
        return peek(lexer, at, next);
    uint32_t code = (b[0] & 0x0Fu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
    if (code >= 0xD800) return peek(lexer, at, next);
    *next = at + 3;
    return code;
}

/* Is it a letter of a script whose words run together? Nearly all are plain Han or Hangul. */
static inline int is_run_letter(uint32_t code)
{
    if ((code >= 0x4E00 && code <= 0x9FA5) || is_hangul(code)) return 1;
    return code >= 0x80 && is_letter(code) && lex_runs_together(unicode_of(code)->script);
}

/* Is [at, end) all that a bracket holds? A weekday of one letter is one only there, and two of them are marks else: 12日（日）. */
static int is_bracketed(const Lexer *lexer, const Item *before, size_t at, size_t end)
{
    size_t next;
    if (!before || before->kind != LEX_PUNCTUATION || before->end != at || end >= lexer->end) return 0;
    uint32_t close = peek(lexer, end, &next);
    return (before->value == '(' && close == ')') || (before->value == 0xFF08 && close == 0xFF09);
}

static size_t read_run(Lexer *lexer, size_t at, uint32_t first)
{
    const LexEntry *entries[MAX_FORMS];
    size_t ends[MAX_FORMS], next;
    const Item *before = lexer->count ? &lexer->items[lexer->count - 1] : NULL;
    int after_number = before && before->kind == LEX_NUMBER && at - before->end <= 1;
    int count = may_start(lexer->table, first) ? forms_at(lexer, at, entries, ends, MAX_FORMS) : 0;
    for (int i = 0; i < count; i++) {
        const LexEntry *entry = entries[i];
        int mark = entry->class_ == LEX_MARK && !after_number,
            letter = entry->class_ == LEX_WEEKDAY && (entry->flags & LEX_WEAK);
        if ((mark || letter) && !is_bracketed(lexer, before, at, ends[i])) continue;
        if (entry->class_ == LEX_CJKDIGIT) {
            const LexEntry *more[1];
            size_t more_end[1];
            int behind_hour = before && before->kind == LEX_HOURNAME && before->end == at;
            if (is_hangul(first) &&
                !(forms_at(lexer, ends[i], more, more_end, 1) &&
                  (more[0]->class_ == LEX_CJKDIGIT || (behind_hour && more[0]->class_ == LEX_MARK))))
                continue; /* 이해 is no count of years */
            return read_cjk_number(lexer, at);
        }
        if (is_hangul(first) && !may_end_hangul(lexer, ends[i])) continue;
        Item *item = push(lexer, at, ends[i], LEX_OTHER, 0);
        entry_to_item(item, entry);
        return ends[i];
    }
    /* nothing: one OTHER item for all characters that begin no form */
    size_t start = at;
    peek_wide(lexer, at, &next);
    at = next;
    for (; at < lexer->end; at = next) {
        uint32_t code = peek_wide(lexer, at, &next);
        if (!is_run_letter(code)) break;
        if (is_hangul(first) ? !is_hangul(code)
                             : may_start(lexer->table, code) && forms_at(lexer, at, entries, ends, 1) > 0)
            break;
    }
    push(lexer, start, at, LEX_OTHER, 0)->flags |= ITEM_RUN;
    return at;
}

/* The ending glued to figures: 11th, 1990s, 90-x, 2019'da. Returns the end of figures and ending. */
static size_t read_suffix(Lexer *lexer, Item *item, size_t at)
{
    size_t next, start = at, cut;
    uint32_t code = peek(lexer, at, &next);
    if (code == '-' || code == 0x2010 || code == 0x2011 || is_apostrophe(code)) start = next;
    if (!is_letter(peek(lexer, start, &next))) return at;
    Key key = {.length = 0, .hash = LEX_SEED};
    size_t end = word_end(lexer, start, &key, &cut);
    const LexEntry *entry = form(find(lexer->table, &key));
    if (!entry || entry->class_ != LEX_SUFFIX) return at;
    if (entry->value == 0) item->flags |= ITEM_ORDINAL;
    if (entry->value == 1) item->flags |= ITEM_PLURAL_S;
    item->end = (uint32_t)(entry->value == 3 ? at : end);
    item->lex = entry->flags & LEX_HOURWARD;
    return end;
}

static size_t read_figures(Lexer *lexer, size_t at)
{
    size_t next, start = at;
    int64_t value = 0;
    unsigned digits = 0;
    int digit;
    uint8_t flags = ITEM_FIGURES;
    for (; at < lexer->end && (digit = digit_value(peek(lexer, at, &next))) >= 0; at = next, digits++)
        value = value > 100000000 ? (flags |= ITEM_HUGE, value) : value * 10 + digit;
    while (digits <= 3 && at + 4 <= lexer->end && lexer->bytes[at] == ',') {
        const char *group = lexer->bytes + at + 1;
        int three = 1;
        for (int i = 0; i < 3; i++) three &= group[i] >= '0' && group[i] <= '9';
        if (!three || (at + 4 < lexer->end && digit_value(peek(lexer, at + 4, &next)) >= 0)) break;
        value = value * 1000 + (group[0] - '0') * 100 + (group[1] - '0') * 10 + (group[2] - '0');
        flags |= ITEM_GROUPED;
        if (value > 1000000) flags |= ITEM_HUGE, value = 0;
        at += 4;
    }
    Item *item = push(lexer, start, at, LEX_NUMBER, flags & ITEM_HUGE ? 0 : (int32_t)value);
    item->flags |= flags;
    item->digits = (uint8_t)(digits > 255 ? 255 : digits);
    return read_suffix(lexer, item, at);
}

/* What is neither letter, figure nor plain blank. */
static void read_mark(Lexer *lexer, size_t at, size_t next, uint32_t code)
{
    if (code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029) lexer->flags |= ITEM_LINE | ITEM_SPACE;
    else if (unicode_of(code)->flags & UNICODE_SPACE) lexer->flags |= ITEM_SPACE;
    else push(lexer, at, next, LEX_PUNCTUATION, (int32_t)code);
}

size_t lexer_read(const LexTable *table, const char *bytes, size_t at, size_t end, Item *items, size_t limit,
                  size_t *count)
{
    Lexer lexer = {table, bytes, end, items, *count, at == 0 ? ITEM_LINE | ITEM_SPACE : 0};
    while (at < end && lexer.count < limit) {
        size_t next;
        if ((unsigned char)bytes[at] < 0x80 && table->bits) at = read_plain_words(&lexer, at, limit);
        if (at == end || lexer.count == limit) break;
        uint32_t code = peek_wide(&lexer, at, &next);
        if (code >= 0x3000 && is_run_letter(code)) at = read_run(&lexer, at, code);
        else if (digit_value(code) >= 0) at = read_figures(&lexer, at);
        else if (!is_letter(code)) read_mark(&lexer, at, next, code), at = next;
        else if (code >= 0xE00 && lex_runs_together(unicode_of(code)->script)) at = read_run(&lexer, at, code);
        else at = read_word(&lexer, at);
    }
    *count = lexer.count;
    return at;
}
