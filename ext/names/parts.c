/*
** parts.c - family name, given name, patronymic, title of a person's name; see names.h
**
** The name is cut into words; what is a title or a suffix is taken off both ends (words.tsv). The order of the rest, the first that holds:
**     a comma                family, given
**     one run of Han or Hangul   family (two characters, if words.tsv has it), given
**     a patronymic           the word before it is given; what is left is family, on whichever side
**     initials               they are given and patronymic, the other word is family
**     a language, or a family name at the beginning, that puts the family first
**     else                   given ... family, particles (van, bin) belong to the family
** Linear in the first LONGEST_NAME characters.
*/
#include <string.h>
#include "base/unicode.h"
#include "base/utf8.h"
#include "names/edits.h"
#include "names/names.h"
#include "names/reading.h"
#include "translit/translit.h"

typedef struct Token {
    uint32_t start, length;
    char letters[LONGEST_WORD]; /* a-z */
    size_t letter_count;
    int script, characters;
} Token;

typedef struct Tokens {
    Token items[MOST_WORDS];
    int first, end; /* those that are left between titles and suffixes */
    int comma;      /* number of the token behind the first comma, 0: none */
    int has_dot;    /* a middle dot, between the words of foreign names in Chinese */
    const char *text;
} Tokens;

/* --- reading --- */

static Status add_token(Icu *icu, Tokens *tokens, const char *begin, size_t length)
{
    Buffer letters = BUFFER_EMPTY;
    Token *token = &tokens->items[tokens->end];
    uint32_t code;
    Status status = translit_key_level(icu, LANGUAGE_UND, TRANSLIT_KEY_LETTERS, begin, length, &letters);
    utf8_decode(begin, begin + length, &code);
    memset(token, 0, sizeof *token);
    token->start = (uint32_t)(begin - tokens->text);
    token->length = (uint32_t)length;
    token->script = reading_script(code);
    token->characters = (int)utf8_count(begin, length);
    token->letter_count = letters.length < LONGEST_WORD ? letters.length : LONGEST_WORD;
    if (token->letter_count) memcpy(token->letters, letters.bytes, token->letter_count);
    buffer_free(&letters);
    tokens->end++;
    return status;
}

static Status read_tokens(Icu *icu, const char *name, size_t length, Tokens *tokens)
{
    const char *at = name, *end = name + length, *begin = NULL;
    Status status = STATUS_OK;
    memset(tokens, 0, sizeof *tokens);
    tokens->text = name;
    for (int characters = 0; status == STATUS_OK && tokens->end < MOST_WORDS; characters++) {
        uint32_t code = 0;
        size_t bytes = at < end && characters < LONGEST_NAME ? utf8_decode(at, end, &code) : 0;
        if (bytes && reading_is_word(code)) {
            if (!begin) begin = at;
        } else {
            if (begin) status = add_token(icu, tokens, begin, (size_t)(at - begin));
            begin = NULL;
            if ((code == ',' || code == 0xFF0C) && !tokens->comma) tokens->comma = tokens->end;
            if (code == 0xB7 || code == 0x30FB || code == 0x2022) tokens->has_dot = 1;
        }
        if (!bytes) break;
        at += bytes;
    }
    return status;
}

static int is_kind(const Tokens *tokens, int i, unsigned kinds)
{
    const Token *token = &tokens->items[i];
    if (token->script >= EDIT_HANGUL)
        return reading_find_word(tokens->text + token->start, token->length, kinds) != NULL;
    return token->letter_count && reading_find_word(token->letters, token->letter_count, kinds) != NULL;
}

/* Whether the letters end in one of the endings of a kind, with at least three letters before it. */
static int has_ending(const Token *token, unsigned kinds)
{
    enum { LONGEST_ENDING = 6, LEAST_STEM = 2 };
    for (size_t n = 2; n <= LONGEST_ENDING && n + LEAST_STEM <= token->letter_count; n++)
        if (reading_find_word(token->letters + token->letter_count - n, n, kinds)) return 1;
    return 0;
}

static void set_part(NamePart *part, const Tokens *tokens, int first, int end)
{
    if (first >= end) return;
    part->start = tokens->items[first].start;
    part->length = tokens->items[end - 1].start + tokens->items[end - 1].length - part->start;
}

/* Titles at either end, and suffixes. */
static void take_titles(Tokens *tokens, NamePart parts[NAME_PARTS])
{
    int first = 0, end = tokens->end;
    while (first < end && is_kind(tokens, first, 1 << NAME_WORD_TITLE)) first++;
    set_part(&parts[NAME_TITLE], tokens, 0, first);
    while (end - 1 > first && is_kind(tokens, end - 1, 1 << NAME_WORD_SUFFIX)) end--;
    set_part(&parts[NAME_SUFFIX], tokens, end, tokens->end);
    int last = end;
    while (end - 1 > first && is_kind(tokens, end - 1, 1 << NAME_WORD_TITLE)) end--;
    if (!parts[NAME_TITLE].length) set_part(&parts[NAME_TITLE], tokens, end, last);
    if (tokens->comma > first && tokens->comma < end && is_kind(tokens, tokens->comma, 1 << NAME_WORD_TITLE)) {
        set_part(&parts[NAME_TITLE], tokens, tokens->comma, end); /* Shoigu S. K., minister of defence */
        end = tokens->comma;
    }
    tokens->first = first;
    tokens->end = end;
    if (tokens->comma <= first || tokens->comma >= end) tokens->comma = 0;
}

/* A title that is written together with a name of Han or Hangul: 习近平主席. Shortens the token. */
static void cut_title(Tokens *tokens, NamePart parts[NAME_PARTS])
{
    Token *token = &tokens->items[tokens->end - 1];
    const char *text = tokens->text + token->start, *at = text, *end = text + token->length;
    if (tokens->end == tokens->first || token->script < EDIT_HANGUL || token->characters < 3) return;
    for (int characters = 0; at < end; characters++) {
        uint32_t code;
        if (characters >= 2 && reading_find_word(at, (size_t)(end - at), 1 << NAME_WORD_TITLE)) {
            parts[NAME_TITLE] = (NamePart){token->start + (uint32_t)(at - text), (uint32_t)(end - at)};
            token->length = (uint32_t)(at - text);
            token->characters = characters;
            return;
        }
        at += utf8_decode(at, end, &code);
    }
}

/* --- orders --- */

/* A name without blanks in Han or Hangul: a family name of one or two characters and a given name. */
static void split_native(const Tokens *tokens, NamePart parts[NAME_PARTS])
{
    const Token *token = &tokens->items[tokens->first];
    const char *text = tokens->text + token->start, *end = text + token->length;
    uint32_t code;
    size_t one = utf8_decode(text, end, &code), two = one;
    if (token->characters > 1) two += utf8_decode(text + one, end, &code);
    size_t family = one;
    if (token->characters > 2 && reading_find_word(text, two, 1 << NAME_WORD_FAMILY)) family = two;
    if (token->characters == 4 && token->script == EDIT_HAN) family = two; /* 安倍晋三, 范徐丽泰 */
    if (token->characters == 1) family = token->length;
    if (token->characters > 4) family = token->length; /* a foreign family name */
    parts[NAME_FAMILY] = (NamePart){token->start, (uint32_t)family};
    if (family < token->length)
        parts[NAME_GIVEN] = (NamePart){token->start + (uint32_t)family, token->length - (uint32_t)family};
}

static int is_initial(const Token *token)
{
    return token->characters == 1 && token->script < EDIT_KANA;
}

/* Number of the first word of a patronymic and the one behind it; 0 if there is none. */
static int find_patronymic(const Tokens *tokens, int *first, int *end)
{
    for (int i = tokens->first + 1; i < tokens->end; i++) {
        const Token *token = &tokens->items[i];
        int alone = is_kind(tokens, i, 1 << NAME_WORD_PATRONYMIC);
        if (alone && i - 1 > tokens->first) {
            *first = i - 1, *end = i + 1;
            return 1;
        }
        int others = tokens->end - tokens->first > 2 || tokens->comma;
        if (!alone && (others || token->script == EDIT_CYRILLIC) && has_ending(token, 1 << NAME_WORD_PATRONYMIC)) {
            *first = i, *end = i + 1;
            return 1;
        }
    }
    return 0;
}

static void take_patronymic(const Tokens *tokens, int first, int end, NamePart parts[NAME_PARTS])
{
    set_part(&parts[NAME_PATRONYMIC], tokens, first, end);
    set_part(&parts[NAME_GIVEN], tokens, first - 1, first);
    if (end < tokens->end) set_part(&parts[NAME_FAMILY], tokens, end, tokens->end);
    else set_part(&parts[NAME_FAMILY], tokens, tokens->first, first - 1);
}

/* Initials beside one word; returns 0 if that is not how the name is written. */
static int take_initials(const Tokens *tokens, NamePart parts[NAME_PARTS])
{
    int first = tokens->first, end = tokens->end, count = 0, begin = -1;
    for (int i = first; i < end; i++)
        if (is_initial(&tokens->items[i])) {
            if (begin < 0) begin = i;
            count++;
        }
    if (!count || count == end - first || begin < 0 || (begin != first && begin + count != end)) return 0;
    for (int i = begin; i < begin + count; i++)
        if (!is_initial(&tokens->items[i])) return 0;
    int rest_first = begin == first ? begin + count : first, rest_end = begin == first ? end : begin;
    if (begin == first && count == 1 && rest_end - rest_first > 1) return 0; /* J. Edgar Hoover */
    int split = count == 2 && tokens->items[begin].script == EDIT_CYRILLIC;
    set_part(&parts[NAME_GIVEN], tokens, begin, begin + (split ? 1 : count));
    if (split) set_part(&parts[NAME_PATRONYMIC], tokens, begin + 1, begin + 2);
    set_part(&parts[NAME_FAMILY], tokens, rest_first, rest_end);
    return 1;
}

/* Letters of given names of Korea and China: no cluster of consonants but at the bounds of syllables, which end in few of them. */
static int sounds_eastern(const Token *token)
{
    static const char vowels[] = "aeiouyw", endings[] = "nmgkptlh";
    for (size_t i = 0; i + 1 <= token->letter_count; i++) {
        char c = token->letters[i], next = i + 1 < token->letter_count ? token->letters[i + 1] : 0;
        int closes = next ? !strchr(vowels, next) && next != 'h' && next != 'j' : 1;
        if (closes && !strchr(vowels, c) && !strchr(endings, c)) return 0;
    }
    return token->letter_count > 0;
}

/* A family name that is put first: one of words.tsv, or one of surnames.tsv before a given name with a hyphen (Ban Ki-moon). */
static int is_eastern_family(const Tokens *tokens)
{
    const Token *first = &tokens->items[tokens->first], *given = first + 1;
    if (is_kind(tokens, tokens->first, 1 << NAME_WORD_FAMILY)) return 1;
    return tokens->end - tokens->first == 2 && memchr(tokens->text + given->start, '-', given->length) &&
           reading_surname_rows(first->letters, first->letter_count) != 0;
}

/* Whether a language writes a family name with such an ending on either side of the given one. */
static int is_told_by_ending(const char *tag, const Token *first)
{
    return first->script == EDIT_CYRILLIC || reading_find_word(tag, strlen(tag), 1 << NAME_WORD_EITHER);
}

static int puts_family_first(const Tokens *tokens, Language language)
{
    const Token *first = &tokens->items[tokens->first], *last = &tokens->items[tokens->end - 1];
    const char *tag = language == LANGUAGE_UND ? "" : language_tag(language);
    int count = tokens->end - tokens->first;
    if (tokens->has_dot) return 0;
    if (first->script >= EDIT_HANGUL) return first->characters <= 2;
    if (first->script == EDIT_KANA) return 0;
    if (language != LANGUAGE_UND && reading_find_word(tag, strlen(tag), 1 << NAME_WORD_ORDER))
        return first->script == LATIN || count > 1;
    if (is_told_by_ending(tag, first))
        return has_ending(first, 1 << NAME_WORD_ENDING) && !has_ending(last, 1 << NAME_WORD_ENDING);
    if (language != LANGUAGE_UND || count > 3 || !is_eastern_family(tokens)) return 0;
    for (int i = tokens->first + 1; i < tokens->end; i++)
        if (!sounds_eastern(&tokens->items[i])) return 0;
    return !is_kind(tokens, tokens->end - 1, 1 << NAME_WORD_FAMILY) || count > 2;
}

static void take_order(const Tokens *tokens, Language language, NamePart parts[NAME_PARTS])
{
    int first = tokens->first, end = tokens->end, family = end - 1;
    if (end - first > 1 && puts_family_first(tokens, language)) {
        set_part(&parts[NAME_FAMILY], tokens, first, first + 1);
        set_part(&parts[NAME_GIVEN], tokens, first + 1, end);
        return;
    }
    while (family - 1 > first && is_kind(tokens, family - 1, 1 << NAME_WORD_NOBILIARY)) family--;
    set_part(&parts[NAME_GIVEN], tokens, first, family);
    set_part(&parts[NAME_FAMILY], tokens, family, end);
}

Status names_parts(Icu *icu, Language language, const char *name, size_t length, NamePart parts[NAME_PARTS])
{
    Tokens tokens;
    int first, end;
    memset(parts, 0, NAME_PARTS * sizeof *parts);
    Status status = read_tokens(icu, name, length, &tokens);
    if (status != STATUS_OK || !tokens.end) return status;
    take_titles(&tokens, parts);
    if (tokens.first == tokens.end) return status; /* nothing but titles */
    cut_title(&tokens, parts);
    int count = tokens.end - tokens.first;
    if (tokens.comma) {
        int all = tokens.end;
        set_part(&parts[NAME_FAMILY], &tokens, tokens.first, tokens.comma);
        tokens.first = tokens.comma;
        if (find_patronymic(&tokens, &first, &end) && end == all) {
            set_part(&parts[NAME_PATRONYMIC], &tokens, first, end);
            all = first;
        }
        set_part(&parts[NAME_GIVEN], &tokens, tokens.first, all);
    } else if (count == 1 && tokens.items[tokens.first].script >= EDIT_HANGUL) split_native(&tokens, parts);
    else if (count > 1 && find_patronymic(&tokens, &first, &end)) take_patronymic(&tokens, first, end, parts);
    else if (count == 1 || !take_initials(&tokens, parts)) take_order(&tokens, language, parts);
    return status;
}
