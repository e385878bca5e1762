/*
** author.c - see author.h
**
** What a byline has beside names is told by data/document/metadata.tsv (rows `name`) and by the labels of document.tsv: `By Jane Doe, Staff Writer | 5 May` gives Jane Doe.
**
** Where machines are told first, the name is that; of what readers see, a name of several words goes before one word, which is often a link or a label. A login (`jdoe`) is taken
** where nothing else is, and the name of the site itself where it is stated as the author.
*/
#include "document/author.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/furniture.h"
#include "document/headline.h"
#include <string.h>

enum { NAME_BYTES = 160, MOST_NAMES = 8, MOST_WORDS = 12, REACH_ABOVE = 12, REACH_BELOW = 30, MOST_ASKED = 200 };

typedef struct Name {
    const char *at;
    size_t length;
} Name;

static size_t word_length(const char *at, const char *end)
{
    size_t n = 0;
    while (at + n < end && (unsigned char)at[n] > ' ' && !strchr(",:;|/()", at[n])) n++;
    return n;
}

static unsigned word_meaning(const char *at, size_t length)
{
    while (length && strchr(".:", at[length - 1])) length--;
    return fact_meaning(IN_NAME, at, length);
}

/* Labels and small words before a name. */
static void trim_start(Name *name)
{
    for (int i = 0; i < 6 && name->length; i++) {
        const char *end = name->at + name->length;
        size_t skip = 0;
        while (skip < name->length && ((unsigned char)name->at[skip] <= ' ' || strchr(",:;|-/.*~", name->at[skip])))
            skip++;
        while (skip + 3 <= name->length && (!memcmp(name->at + skip, "：", 3) || !memcmp(name->at + skip, "—", 3) ||
                                            !memcmp(name->at + skip, "–", 3) || !memcmp(name->at + skip, "•", 3)))
            skip += 3;
        size_t word = word_length(name->at + skip, end);
        if (word && word_meaning(name->at + skip, word) == FACT_BY) skip += word;
        else {
            size_t label = furniture_label(name->at + skip, name->length - skip, FURNITURE_AUTHOR);
            if (!label) label = furniture_label(name->at + skip, name->length - skip, FURNITURE_PUBLISHED);
            if (label < name->length - skip) skip += label;
        }
        if (!skip) break;
        name->at += skip, name->length -= skip;
    }
}

/* A name ends before a digit, a bar, a bracket, an address, and before words that belong to what follows it. */
static void cut_end(Name *name, int visible)
{
    const char *end = name->at + name->length;
    size_t words = 0;
    for (const char *at = name->at; at < end;) {
        size_t word = word_length(at, end);
        if (!word) {
            int bar = *at == '|' || *at == ';' || *at == '/' || *at == '(' || (*at == ':' && at > name->at);
            if (bar && visible) {
                end = at;
                break;
            }
            at++;
            continue;
        }
        int digit = *at >= '0' && *at <= '9', dash = word == 1 && *at == '-';
        dash |= word == 3 && (!memcmp(at, "–", 3) || !memcmp(at, "—", 3) || !memcmp(at, "•", 3));
        dash |= word == 2 && !memcmp(at, "·", 2);
        if (at > name->at &&
            (dash || (visible && (digit || ++words > MOST_WORDS || word_meaning(at, word) == FACT_ENDS)))) {
            end = at;
            break;
        }
        at += word;
    }
    while (end > name->at && ((unsigned char)end[-1] <= ' ' || strchr(",:;|-/*", end[-1]))) end--;
    name->length = (size_t)(end - name->at);
}

/* In scripts with capitals, a name begins and ends with one. */
static int is_capitalized(const Name *name)
{
    const char *end = name->at + name->length, *last = end;
    while (last > name->at && (unsigned char)last[-1] > ' ') last--;
    for (int i = 0; i < 2; i++) {
        uint32_t code;
        (void)utf8_decode(i ? last : name->at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        int cased =
            record->script == SCRIPT_LATIN || record->script == SCRIPT_CYRILLIC || record->script == SCRIPT_GREEK;
        if (cased && (record->flags & UNICODE_LETTER) && !(record->flags & UNICODE_UPPER)) return 0;
    }
    return 1;
}

/* What a text is, if it is to be the name of an author. */
typedef enum Quality { QUALITY_NONE, QUALITY_SITE, QUALITY_LOGIN, QUALITY_NAME } Quality;

/* Is the name a part of <title> that stands apart at its end, as the name of a site does? */
static int ends_title(const Metadata *metadata, const Name *name)
{
    const Claim *title = metadata_first(metadata, FACT_TITLE_ELEMENT);
    if (!title || title->length < name->length + 3) return 0;
    const char *at = title->value + title->length - name->length;
    return !memcmp(at, name->at, name->length) && at[-1] == ' ' &&
           ((unsigned char)at[-2] >= 0x80 || strchr("|-:/>", at[-2]));
}

/* One word of letters without marks: what it may be depends on where it stands. */
static int is_word(const Name *name)
{
    for (size_t i = 0; i < name->length; i++)
        if ((unsigned char)name->at[i] <= ' ') return 0;
    uint32_t code;
    (void)utf8_decode(name->at, name->at + name->length, &code);
    uint8_t script = unicode_of(code)->script;
    return script == SCRIPT_LATIN || script == SCRIPT_CYRILLIC || script == SCRIPT_GREEK;
}

static int is_login(const Name *name)
{
    int small = 1;
    for (size_t i = 0; i < name->length; i++)
        small &= (name->at[i] >= 'a' && name->at[i] <= 'z') || (name->at[i] >= '0' && name->at[i] <= '9') ||
                 strchr("._-", name->at[i]) != NULL;
    return small;
}

/* Of what readers see: does it hold small words as sentences do, in a script with capitals, or begin with a number? */
static int is_sentence(const Name *name)
{
    enum { SHORT = 4 }; /* bytes of van, della and the like, about */
    const char *end = name->at + name->length;
    if (name->length && *name->at >= '0' && *name->at <= '9') return 1;
    for (const char *at = name->at; at < end;) {
        Name word = {at, word_length(at, end)};
        if (fact_meaning(IN_NAME, at, word.length) == FACT_VERB) return 1;
        if (word.length > SHORT && !is_capitalized(&word) && fact_meaning(IN_NAME, at, word.length) != FACT_JOINS)
            return 1;
        at += word.length ? word.length : 1;
    }
    return 0;
}

static Quality quality_of(Arena *arena, const Metadata *metadata, const Name *name, int visible)
{
    enum { MOST_IDEOGRAPHS = 20, INITIALS = 3 };
    size_t letters = 0, ideographs = 0;
    if (!name->length || name->length > NAME_BYTES) return QUALITY_NONE;
    for (const char *at = name->at, *end = at + name->length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        letters += (unicode_of(code)->flags & UNICODE_LETTER) != 0;
        ideographs += unicode_of(code)->script == SCRIPT_HAN;
        if (code == '@' || code == '{' || code == '<' || code == '=' || code == '?' || code == '!') return QUALITY_NONE;
        if (code == '\'' && at[-1] == '\'' && at - 1 > name->at && at[-2] == ' ') return QUALITY_NONE;
        if (code == 0x3002 || code == 0xFF01 || code == 0xFF1F || code == 0x300A || code == 0xFF0C)
            return QUALITY_NONE; /* 。！？《， */
    }
    if (word_meaning(name->at, word_length(name->at, name->at + name->length)) == FACT_ENDS) return QUALITY_NONE;
    if (letters < 2 || ideographs > MOST_IDEOGRAPHS || (name->length > 3 && strstr(name->at, "://")))
        return QUALITY_NONE;
    if (fact_meaning(IN_NAME, name->at, name->length) == FACT_NOBODY) return QUALITY_NONE;
    if (headline_is_site(arena, metadata, name->at, name->length) || ends_title(metadata, name)) return QUALITY_SITE;
    return is_login(name) || (is_word(name) && (visible || letters <= INITIALS)) ? QUALITY_LOGIN : QUALITY_NAME;
}

/* How many words with a capital stand between `at` and the next comma or word that joins names; 0 if one has none. */
static size_t capital_words(const char *at, const char *end)
{
    size_t words = 0;
    while (at < end) {
        while (at < end && *at == ' ') at++;
        Name word = {at, word_length(at, end)};
        if (!word.length || fact_meaning(IN_NAME, word.at, word.length) == FACT_JOINS) break;
        if (!is_capitalized(&word)) return 0;
        words++;
        at += word.length;
    }
    return words;
}

/* Writes a name: `Jane Doe and John Roe` are two, Simon & Schuster is one. */
static size_t put_name(char *out, const Name *name)
{
    const char *end = name->at + name->length, *from = name->at;
    size_t n = 0;
    for (const char *at = name->at; at < end;) {
        size_t word = word_length(at, end);
        if (word && at > from && fact_meaning(IN_NAME, at, word) == FACT_JOINS && capital_words(from, at) >= 2 &&
            capital_words(at + word, end) >= 2) {
            while (n && strchr(" ,", out[n - 1])) n--;
            memcpy(out + n, ", ", 2), n += 2;
            at += word;
            while (at < end && *at == ' ') at++;
            from = at;
            continue;
        }
        if (!word) from = *at == ',' ? at + 1 : from, word = 1;
        memcpy(out + n, at, word), n += word;
        at += word;
    }
    return n;
}

static const char *join(Arena *arena, const Name *names, size_t count)
{
    char text[MOST_NAMES * 2 * (NAME_BYTES + 2)];
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (i) memcpy(text + n, ", ", 2), n += 2;
        n += put_name(text + n, &names[i]);
    }
    return arena_copy(arena, text, n);
}

/* By Jane Doe, Par Claire Dubois et Marc Lefèvre: nothing but names with capitals behind the small word. */
const char *author_in_byline(Arena *arena, const Metadata *metadata, const char *text, size_t length)
{
    Name name = {text, length};
    const char *end = text + length;
    size_t first = word_length(text, end);
    if (!first || word_meaning(text, first) != FACT_BY) return NULL;
    trim_start(&name);
    cut_end(&name, 1);
    const char *rest = name.at;
    size_t words = 0;
    while (rest < name.at + name.length) {
        size_t some = capital_words(rest, name.at + name.length);
        if (!some) return NULL;
        words += some;
        while (rest < name.at + name.length && some) { /* past them, and past the word that joins */
            while (rest < name.at + name.length && strchr(" ,", *rest)) rest++;
            rest += word_length(rest, end);
            some--;
        }
        while (rest < name.at + name.length && strchr(" ,", *rest)) rest++;
        size_t word = word_length(rest, end);
        if (word && fact_meaning(IN_NAME, rest, word) == FACT_JOINS) rest += word;
        else if (rest < name.at + name.length && !word) return NULL;
    }
    if (words < 2 || quality_of(arena, metadata, &name, 1) != QUALITY_NAME) return NULL;
    return join(arena, &name, 1);
}

const char *author_in_line(Arena *arena, const Metadata *metadata, const char *text, size_t length)
{
    Name name = {text, length};
    trim_start(&name);
    cut_end(&name, 1);
    return is_capitalized(&name) && quality_of(arena, metadata, &name, 0) == QUALITY_NAME
               ? arena_copy(arena, name.at, name.length)
               : NULL;
}

/* `Doe, Jane` of a meta element: the family name is the one word before the only comma. */
static void turn_name(Arena *arena, Name *name)
{
    const char *comma = memchr(name->at, ',', name->length), *end = name->at + name->length;
    if (!comma || memchr(comma + 1, ',', (size_t)(end - comma) - 1) || comma + 1 == end || comma[1] != ' ') return;
    Name family = {name->at, (size_t)(comma - name->at)}, given = {comma + 2, (size_t)(end - comma) - 2};
    if (!is_word(&family) || !is_word(&given) || !is_capitalized(&family) || !is_capitalized(&given)) return;
    const char *turned = arena_printf(arena, "%.*s %.*s", (int)given.length, given.at, (int)family.length, family.at);
    if (turned) *name = (Name){turned, strlen(turned)};
}

/* 李 明 is 李明. */
static void close_up(Arena *arena, Name *name)
{
    enum { IDEOGRAPH = 3 };
    if (name->length != 2 * IDEOGRAPH + 1 || name->at[IDEOGRAPH] != ' ') return;
    for (size_t i = 0; i < name->length; i += IDEOGRAPH + 1) {
        uint32_t code;
        if (utf8_decode(name->at + i, name->at + name->length, &code) != IDEOGRAPH ||
            unicode_of(code)->script != SCRIPT_HAN)
            return;
    }
    const char *closed = arena_printf(arena, "%.3s%.3s", name->at, name->at + IDEOGRAPH + 1);
    if (closed) *name = (Name){closed, strlen(closed)};
}

/* Pictures, links and lines that all say the name: Jane Doe Jane Doe. */
static void say_once(Name *name)
{
    for (size_t i = 1; i < name->length; i++) {
        if (name->at[i] != ' ' || (name->length + 1) % (i + 1) != 0) continue;
        size_t at = i + 1;
        while (at < name->length && !memcmp(name->at + at, name->at, i) &&
               (at + i == name->length || name->at[at + i] == ' '))
            at += i + 1;
        if (at >= name->length) {
            name->length = i;
            return;
        }
    }
}

static size_t count_script(const char *at, const char *end, uint8_t script, size_t *others)
{
    size_t count = 0;
    *others = 0;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (unicode_of(code)->script == script) count++;
        else ++*others;
    }
    return count;
}

/* Is there a digit or a quotation mark? */
static int is_quoted_or_counted(const char *at, const char *end)
{
    for (; at < end; at++)
        if ((*at >= '0' && *at <= '9') || (end - at >= 3 && (!memcmp(at, "“", 3) || !memcmp(at, "「", 3)))) return 1;
    return 0;
}

/*
** A name in ideographs ends at a blank, if what follows is not a name as well: `王文 某大学教授` and `李明 王小红`; and before a word with a colon. What is longer than names of people, papers and
** offices, or begins with the label of an editor, is none.
*/
static void cut_ideographs(Name *name)
{
    enum { LONGEST = 10, FEWEST = 2, MOST = 4 };
    const char *end = name->at + name->length, *kept = name->at;
    size_t others, tokens = 0, short_names = 0;
    while (name->length && strchr("[(", *name->at)) name->at++, name->length--;
    for (const char *at = name->at; at < end; tokens++) {
        const char *from = at, *colon = NULL;
        for (; at < end && *at != ' '; at++)
            if (!colon && (*at == ':' || (end - at >= 3 && !memcmp(at, "：", 3)))) colon = at;
        size_t ideographs = count_script(from, at, SCRIPT_HAN, &others);
        if (!tokens && !ideographs) return;
        int short_name = !others && ideographs >= FEWEST && ideographs <= MOST;
        if (is_quoted_or_counted(from, at)) break;
        if (colon || (tokens && (!short_name || short_names != tokens))) break;
        if (ideographs > LONGEST) break;
        short_names += (size_t)short_name;
        kept = at;
        while (at < end && *at == ' ') at++;
    }
    name->length = kept > name->at ? (size_t)(kept - name->at) : 0;
}

static int is_visible(Evidence fact)
{
    return fact == FACT_AUTHOR_MARK || fact == FACT_AUTHOR_LINK || fact == FACT_AUTHOR_ADDRESS ||
           fact == FACT_AUTHOR_ITEM || fact == FACT_AUTHOR_LABEL;
}

/* The name that a claim gives. */
static Quality read_name(Arena *arena, const Metadata *metadata, const Claim *claim, Name *name)
{
    int visible = is_visible((Evidence)claim->fact);
    *name = (Name){claim->value, claim->length};
    trim_start(name);
    cut_end(name, visible);
    close_up(arena, name);
    if (visible) cut_ideographs(name);
    say_once(name);
    if (!visible) turn_name(arena, name);
    if (visible && (!is_capitalized(name) || is_sentence(name))) return QUALITY_NONE;
    return quality_of(arena, metadata, name, visible);
}

static int is_same(Arena *arena, const Name *a, const Name *b)
{
    size_t length, other_length;
    const char *key = headline_key(arena, a->at, a->length, &length),
               *other = headline_key(arena, b->at, b->length, &other_length);
    return key && other && length == other_length && !memcmp(key, other, length);
}

/*
** All names of a quality that claims of one kind give, from the line `from` to the line `to`. Of what readers see those alone that stand with the first: the others are of other articles.
*/
static const char *names_of(Arena *arena, const Metadata *metadata, Evidence fact, uint32_t from, uint32_t to,
                            Quality quality)
{
    enum { WITH = 2 }; /* lines between names of one byline */
    Name names[MOST_NAMES];
    size_t count = 0;
    uint32_t line = 0;
    for (size_t i = 0, asked = 0; i < metadata->claims.count && count < MOST_NAMES && asked < MOST_ASKED; i++) {
        const Claim *claim = &metadata->claims.items[i];
        if (claim->fact != fact || claim->line < from || claim->line > to) continue;
        asked++;
        if (count && is_visible(fact) && claim->line > line + WITH) break;
        if (read_name(arena, metadata, claim, &names[count]) != quality) continue;
        int known = 0;
        for (size_t k = 0; k < count && !known; k++) known = is_same(arena, &names[k], &names[count]);
        if (!known) count++, line = claim->line;
        if (fact == FACT_AUTHOR_LABEL || fact == FACT_PERSON || fact == FACT_AUTHOR_MARK || quality != QUALITY_NAME)
            break;
    }
    return count ? join(arena, names, count) : NULL;
}

const char *author_choose(Arena *arena, const Metadata *metadata, size_t headline)
{
    static const Evidence kinds[] = {FACT_AUTHOR_LD,      FACT_AUTHOR_ARTICLE, FACT_AUTHOR_META,
                                     FACT_AUTHOR_ITEM,    FACT_AUTHOR_LINK,    FACT_AUTHOR_LABEL,
                                     FACT_AUTHOR_ADDRESS, FACT_AUTHOR_MARK,    FACT_PERSON};
    uint32_t line = headline < metadata->lines.count ? metadata->lines.items[headline].line : 0;
    uint32_t above = line > REACH_ABOVE ? line - REACH_ABOVE : 0;
    for (Quality quality = QUALITY_NAME; quality > QUALITY_NONE; quality--)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            int visible = is_visible(kinds[i]);
            if (quality == QUALITY_SITE && kinds[i] == FACT_AUTHOR_MARK) break;
            const char *author = names_of(arena, metadata, kinds[i], visible ? line : 0,
                                          visible ? line + REACH_BELOW : UINT32_MAX, quality);
            if (!author && visible) author = names_of(arena, metadata, kinds[i], above, UINT32_MAX, quality);
            if (author) return author;
        }
    return NULL;
}
