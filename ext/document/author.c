/*
** author.c - see author.h
**
** What a byline has beside names is told by data/document/metadata.tsv (rows `name`) and by the labels of document.tsv: `By Jane Doe, Staff Writer | 5 May` gives Jane Doe.
*/
#include "document/author.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "document/furniture.h"
#include "document/headline.h"
#include <string.h>

enum { NAME_BYTES = 160, MOST_NAMES = 8, MOST_WORDS = 12, REACH_ABOVE = 12, MOST_ASKED = 200 };

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

static int is_person(Arena *arena, const Metadata *metadata, const Name *name)
{
    size_t letters = 0;
    if (!name->length || name->length > NAME_BYTES) return 0;
    for (const char *at = name->at, *end = at + name->length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        letters += (unicode_of(code)->flags & UNICODE_LETTER) != 0;
        if (code == '@' || code == '{' || code == '<' || code == '=') return 0;
    }
    if (word_meaning(name->at, word_length(name->at, name->at + name->length)) == FACT_ENDS) return 0;
    if (letters < 2 || (name->length > 3 && strstr(name->at, "://"))) return 0;
    return fact_meaning(IN_NAME, name->at, name->length) != FACT_NOBODY &&
           !headline_is_site(arena, metadata, name->at, name->length);
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

const char *author_in_line(Arena *arena, const Metadata *metadata, const char *text, size_t length)
{
    Name name = {text, length};
    trim_start(&name);
    cut_end(&name, 1);
    return is_capitalized(&name) && is_person(arena, metadata, &name) ? arena_copy(arena, name.at, name.length) : NULL;
}

/* The name that a claim gives, or 0. */
static int read_name(Arena *arena, const Metadata *metadata, const Claim *claim, Name *name)
{
    int visible = claim->fact == FACT_AUTHOR_MARK || claim->fact == FACT_AUTHOR_LINK ||
                  claim->fact == FACT_AUTHOR_ITEM || claim->fact == FACT_AUTHOR_LABEL;
    *name = (Name){claim->value, claim->length};
    trim_start(name);
    cut_end(name, visible);
    return (!visible || is_capitalized(name)) && is_person(arena, metadata, name);
}

static int is_same(Arena *arena, const Name *a, const Name *b)
{
    size_t length, other_length;
    const char *key = headline_key(arena, a->at, a->length, &length),
               *other = headline_key(arena, b->at, b->length, &other_length);
    return key && other && length == other_length && !memcmp(key, other, length);
}

static const char *join(Arena *arena, const Name *names, size_t count)
{
    char text[MOST_NAMES * (NAME_BYTES + 2)];
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (i) memcpy(text + n, ", ", 2), n += 2;
        memcpy(text + n, names[i].at, names[i].length);
        n += names[i].length;
    }
    return arena_copy(arena, text, n);
}

/* All names that claims of one kind give, from the line `from` on; the first alone if `first`. */
static const char *names_of(Arena *arena, const Metadata *metadata, Evidence fact, uint32_t from, int first)
{
    Name names[MOST_NAMES];
    size_t count = 0;
    for (size_t i = 0, asked = 0; i < metadata->claims.count && count < MOST_NAMES && asked < MOST_ASKED; i++) {
        const Claim *claim = &metadata->claims.items[i];
        asked += claim->fact == fact;
        if (claim->fact != fact || claim->line < from || !read_name(arena, metadata, claim, &names[count])) continue;
        int known = 0;
        for (size_t k = 0; k < count && !known; k++) known = is_same(arena, &names[k], &names[count]);
        if (!known) count++;
        if (first) break;
    }
    return count ? join(arena, names, count) : NULL;
}

const char *author_choose(Arena *arena, const Metadata *metadata, size_t headline)
{
    static const struct {
        Evidence fact;
        int first; /* the others are of other articles */
    } kinds[] = {{FACT_AUTHOR_LD, 0},    {FACT_AUTHOR_META, 0}, {FACT_AUTHOR_ITEM, 1}, {FACT_AUTHOR_LINK, 1},
                 {FACT_AUTHOR_LABEL, 1}, {FACT_AUTHOR_MARK, 1}, {FACT_PERSON, 1}};
    uint32_t line = headline < metadata->lines.count ? metadata->lines.items[headline].line : 0;
    uint32_t from = line > REACH_ABOVE ? line - REACH_ABOVE : 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int visible = kinds[i].fact == FACT_AUTHOR_ITEM || kinds[i].fact == FACT_AUTHOR_LINK ||
                      kinds[i].fact == FACT_AUTHOR_MARK || kinds[i].fact == FACT_AUTHOR_LABEL;
        const char *author = names_of(arena, metadata, kinds[i].fact, visible ? from : 0, kinds[i].first);
        if (author) return author;
    }
    return NULL;
}
