/*
** headline.c - see headline.h
**
** A page says its title several times: in a heading, in <title> (with the name of the site before or behind), for networks (og:title, often shortened or made more
** tempting), in its linked data. What readers see is the heading, and it is sure where another place repeats it. Kinds and how often each is right: the
** table that `make bench-record` prints.
**
** Titles are compared by their keys: letters and digits alone, folded.
*/
#include "document/headline.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include <string.h>

enum { LEAST_KEY = 8, PARTS = 12, KEY_BYTES = 600 };

/* What stands between a title and the name of its site. Those of one ideographic mark need no blanks. */
static const char *const separators[] = {" | ", " - ", " – ",  " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " \\ ",
                                         " > ", " < ", " ~ ",  " * ", " + ",  " ― ", " ‹ ", " › ", " ▷ ", " ▸ ", " ● ",
                                         "｜",  "_",   " -- ", "--",  "|",    " : ", "-",   "—",   "–"};
enum { SEPARATORS_SPACED = 22 }; /* the first of them */

const char *headline_key(Arena *arena, const char *text, size_t length, size_t *key_length)
{
    char *key = arena_alloc(arena, 2 * length + 4);
    const char *at = text, *end = text + length;
    size_t n = 0;
    *key_length = 0;
    if (!key) return NULL;
    while (at < end && n + 4 < 2 * length + 4) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (!(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK))) continue;
        n += utf8_encode(unicode_fold(code), key + n);
    }
    key[n] = 0;
    *key_length = n;
    return key;
}

static int contains(const char *text, size_t length, const char *part, size_t part_length)
{
    if (!part_length) return 0;
    for (const char *at = text, *end = text + length; (size_t)(end - at) >= part_length; at++) {
        at = memchr(at, part[0], (size_t)(end - at) - part_length + 1);
        if (!at) return 0;
        if (!memcmp(at, part, part_length)) return 1;
    }
    return 0;
}

/* --- the site ---------------------------------------------------------------------------------------------------------------------------- */

/* The host of an address without `www.`; its length, 0: none. */
static size_t host_of(const Claim *address, const char **host)
{
    const char *at = strstr(address->value, "//");
    if (!at) return 0;
    at += 2;
    if (!strncmp(at, "www.", 4)) at += 4;
    *host = at;
    return strcspn(at, "/:?#");
}

/* Do the letters of a host's labels (but the last) name it: `abcnews` of abcnews.go.com? */
static int is_host(const char *host, size_t length, const char *key, size_t key_length)
{
    size_t from = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && host[i] != '.') continue;
        if (i == length) return 0; /* the last label */
        char label[64];
        size_t n = 0;
        for (size_t k = from; k < i && n < sizeof label; k++)
            if (host[k] != '-') label[n++] = (char)(host[k] >= 'A' && host[k] <= 'Z' ? host[k] + 32 : host[k]);
        from = i + 1;
        if (n < 3 || key_length < 3) continue;
        if (n == key_length && !memcmp(label, key, n)) return 1;
        if (key_length > n && key_length < 3 * n && n >= 4 && contains(key, key_length, label, n)) return 1;
        if (n > key_length && n < 3 * key_length && key_length >= 4 && contains(label, n, key, key_length)) return 1;
    }
    return 0;
}

/* Does a name of the site hold the key, or the key it, neither much longer than the other? */
static int is_called(Arena *arena, const Claim *claim, const char *key, size_t key_length)
{
    size_t length;
    const char *site =
        headline_key(arena, claim->value, claim->length < KEY_BYTES ? claim->length : KEY_BYTES, &length);
    if (!site || !length) return 0;
    if (length == key_length && !memcmp(site, key, length)) return 1;
    if (key_length >= 4 && length < 3 * key_length && contains(site, length, key, key_length)) return 1;
    return length >= 4 && key_length < 3 * length && contains(key, key_length, site, length);
}

int headline_is_site(Arena *arena, const Metadata *metadata, const char *name, size_t length)
{
    enum { SEVERAL = 6 }; /* names and addresses that are asked; a page that states more is out to confuse */
    size_t key_length;
    const char *key = headline_key(arena, name, length < KEY_BYTES ? length : KEY_BYTES, &key_length);
    if (!key || !key_length) return 0;
    for (size_t i = 0, asked = 0; i < metadata->claims.count && asked < SEVERAL; i++) {
        const Claim *claim = &metadata->claims.items[i];
        const char *host;
        if (claim->fact == FACT_SITE || claim->fact == FACT_PUBLISHER_LD || claim->fact == FACT_PUBLISHER) {
            asked++;
            if (is_called(arena, claim, key, key_length)) return 1;
        } else if (claim->fact == FACT_CANONICAL || claim->fact == FACT_ADDRESS) {
            size_t host_length = host_of(claim, &host);
            asked++;
            if (host_length && is_host(host, host_length, key, key_length)) return 1;
        }
    }
    return 0;
}

/* --- parts of a title --------------------------------------------------------------------------------------------------------------------- */
typedef struct Part {
    const char *at;
    size_t length;
} Part;

static size_t separator_at(const char *at, size_t count, size_t first)
{
    for (size_t i = first; i < count; i++) {
        size_t n = strlen(separators[i]);
        if (!strncmp(at, separators[i], n)) return n;
    }
    return 0;
}

static size_t divide(const char *title, size_t first, size_t count, Part parts[PARTS])
{
    size_t n = 0;
    const char *from = title, *at = title;
    while (n + 1 < PARTS && *at) {
        size_t bytes = separator_at(at, count, first);
        if (!bytes) {
            at++;
            continue;
        }
        if (at > from) parts[n++] = (Part){from, (size_t)(at - from)};
        at += bytes, from = at;
    }
    if (*from) parts[n++] = (Part){from, strlen(from)};
    return n;
}

/* Copies what stands from one part to another, the separators between included. */
static const char *join(Arena *arena, const Part *parts, size_t first, size_t last)
{
    return arena_copy(arena, parts[first].at, (size_t)(parts[last].at + parts[last].length - parts[first].at));
}

/* Chinese titles: the title, the section, the site, without blanks. */
static int has_ideographs(const char *text, size_t length)
{
    enum { FEW = 4 };
    int ideographs = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        ideographs += unicode_of(code)->script == SCRIPT_HAN;
    }
    return ideographs >= FEW;
}

/*
** A title without the name of its site. Parts at its ends that name the site go, and what is beyond them; if none does and `guess` is set, the
** longest part stays: sections and slogans are shorter.
*/
static const char *without_site(Arena *arena, const Metadata *metadata, const char *title, int guess)
{
    enum { ALL = sizeof separators / sizeof *separators };
    Part parts[PARTS];
    size_t count = divide(title, 0, SEPARATORS_SPACED, parts);
    if (count < 2) {
        count = divide(title, SEPARATORS_SPACED, ALL, parts);
        if (count > 1 && guess && has_ideographs(parts[0].at, parts[0].length)) return join(arena, parts, 0, 0);
        guess = 0;
    }
    if (count < 2) return title;
    size_t first = 0, last = count - 1;
    for (size_t i = count - 1; i > 0; i--)
        if (headline_is_site(arena, metadata, parts[i].at, parts[i].length)) last = i - 1;
    if (last == count - 1)
        while (first < last && headline_is_site(arena, metadata, parts[first].at, parts[first].length)) first++;
    if ((first || last < count - 1) && (last > first || parts[first].length > 10))
        return join(arena, parts, first, last);
    if (!guess) return title;
    size_t longest = 0;
    for (size_t i = 1; i < count; i++)
        if (parts[i].length > parts[longest].length) longest = i;
    return join(arena, parts, longest, longest);
}

const char *headline_site(Arena *arena, const Metadata *metadata, const char *headline)
{
    enum { ALL = sizeof separators / sizeof *separators, LONGEST = 60 };
    const Claim *title = metadata_first(metadata, FACT_TITLE_ELEMENT);
    Part parts[PARTS];
    size_t length = headline ? strlen(headline) : 0;
    if (!title || !length || title->length <= length || memcmp(title->value, headline, length) != 0) return NULL;
    const char *rest = title->value + length;
    size_t spaced = separator_at(rest, SEPARATORS_SPACED, 0);
    if (!spaced && !separator_at(rest, ALL, SEPARATORS_SPACED)) return NULL;
    size_t count = divide(rest, spaced ? 0 : SEPARATORS_SPACED, spaced ? SEPARATORS_SPACED : ALL, parts);
    const Part *last = &parts[count - 1];
    if (!count || last->length > LONGEST || fact_meaning(IN_NAME, last->at, last->length) == FACT_NOBODY) return NULL;
    return arena_copy(arena, last->at, last->length);
}

/* --- the choice ----------------------------------------------------------------------------------------------------------------------------- */
typedef struct Key {
    const char *bytes;
    size_t length;
    double worth; /* less for what is guessed */
} Key;

/* Keys of everything that repeats a title. */
static size_t stated_keys(Arena *arena, const Metadata *metadata, Key keys[], size_t most)
{
    static const double GUESSED = .8;
    size_t n = 0;
    for (size_t i = 0; i < metadata->claims.count && n < most; i++) {
        const Claim *claim = &metadata->claims.items[i];
        if (claim->fact != FACT_TITLE_ELEMENT && claim->fact != FACT_TITLE_OG && claim->fact != FACT_TITLE_LD &&
            claim->fact != FACT_TITLE_META && claim->fact != FACT_NAME_LD)
            continue;
        keys[n].worth = 1;
        keys[n].bytes = headline_key(arena, claim->value, claim->length, &keys[n].length);
        if (keys[n].bytes && keys[n].length) n++;
        if (claim->fact != FACT_TITLE_ELEMENT || n == most) continue;
        const char *part = without_site(arena, metadata, claim->value, 1);
        if (!part || part == claim->value) continue;
        keys[n].worth = has_ideographs(part, strlen(part)) ? 1 : GUESSED;
        keys[n].bytes = headline_key(arena, part, strlen(part), &keys[n].length);
        if (keys[n].bytes && keys[n].length) n++;
    }
    return n;
}

/* How well a heading fits what is stated: the share of the shorter one that is common, 0 to 1. */
static double fit(const Key *heading, const Key *stated, size_t count)
{
    double best = 0;
    for (size_t i = 0; i < count; i++) {
        const Key *s = &stated[i];
        double share = 0;
        if (contains(s->bytes, s->length, heading->bytes, heading->length))
            share = (double)heading->length / (double)s->length;
        else if (contains(heading->bytes, heading->length, s->bytes, s->length))
            share = (double)s->length / (double)heading->length;
        share *= s->worth;
        if (share > best) best = share;
    }
    return best;
}

static int may_be_title(const MetadataLine *line)
{
    return !line->machine && line->length < 300;
}

static double heading_worth(const MetadataLine *line)
{
    static const double worth[] = {.5, 1, .85, .75, .7, .6, .6};
    double factor = line->hints & (HINT_COMMENT | HINT_FOOTER) ? .7 : line->hints & HINT_ASIDE ? .9 : 1;
    return factor * worth[line->heading];
}

/* The heading that fits best; an h1 before lower ones, the first among equals. */
static size_t best_heading(Arena *arena, const Metadata *metadata, double *best)
{
    enum { STATED = 12 };
    static const double LESS_SURE = .5; /* a lower heading must have more in common with what is stated */
    Key stated[STATED];
    size_t count = stated_keys(arena, metadata, stated, STATED), found = SIZE_MAX;
    *best = 0;
    for (size_t i = 0; i < metadata->lines.count; i++) {
        const MetadataLine *line = &metadata->lines.items[i];
        Key key;
        if (!may_be_title(line)) continue;
        key.bytes = headline_key(arena, line->text, line->length, &key.length);
        if (!key.bytes || key.length < 2 || headline_is_site(arena, metadata, line->text, line->length)) continue;
        double score = fit(&key, stated, count) * heading_worth(line);
        if (line->heading != 1 && score < LESS_SURE) continue;
        if (score > *best) *best = score, found = i;
    }
    return found;
}

/* The only heading of a level outside comments, teasers and footers. */
static size_t only_heading(Arena *arena, const Metadata *metadata, int level)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < metadata->lines.count; i++) {
        const MetadataLine *line = &metadata->lines.items[i];
        if (line->heading != level || !may_be_title(line) || (line->hints & (HINT_COMMENT | HINT_FOOTER)) ||
            headline_is_site(arena, metadata, line->text, line->length))
            continue;
        if (found != SIZE_MAX) return SIZE_MAX;
        found = i;
    }
    return found;
}

/* Does the page state no title, or one that names its site only? */
static int is_untitled(Arena *arena, const Metadata *metadata)
{
    const Claim *element = metadata_first(metadata, FACT_TITLE_ELEMENT);
    if (metadata_first(metadata, FACT_TITLE_LD) || metadata_first(metadata, FACT_TITLE_OG)) return 0;
    return !element || headline_is_site(arena, metadata, element->value, element->length);
}

/* A bar in a heading divides it from a section's name. */
static const char *without_section(Arena *arena, const char *text)
{
    enum { SECTION = 24 }; /* bytes of the longest, with its bar */
    const char *bar = strstr(text, " | "), *last = bar;
    while (bar && (bar = strstr(bar + 1, " | ")) != NULL) last = bar;
    return last && last - text > (ptrdiff_t)strlen(last) && strlen(last) <= SECTION
               ? arena_copy(arena, text, (size_t)(last - text))
               : text;
}

/* og:title, the site's name aside, if it is most of <title>; NULL: it is not. */
static const char *agreed_title(Arena *arena, const Metadata *metadata)
{
    const Claim *element = metadata_first(metadata, FACT_TITLE_ELEMENT), *og = metadata_first(metadata, FACT_TITLE_OG);
    size_t length, og_length;
    if (!element || !og) return NULL;
    const char *title = without_site(arena, metadata, element->value, 0),
               *other = without_site(arena, metadata, og->value, 0);
    if (!title || !other) return NULL;
    const char *key = headline_key(arena, title, strlen(title), &length),
               *og_key = headline_key(arena, other, strlen(other), &og_length);
    if (!key || !og_key || og_length < LEAST_KEY || 2 * og_length < length) return NULL;
    return contains(key, length, og_key, og_length) ? other : NULL;
}

/* Does a heading hold more than the title that is agreed on, a kicker or a date before it? */
static int has_kicker(Arena *arena, const MetadataLine *heading, const char *agreed)
{
    size_t length, agreed_length;
    const char *key = headline_key(arena, heading->text, heading->length, &length),
               *agreed_key = headline_key(arena, agreed, strlen(agreed), &agreed_length);
    return key && agreed_key && agreed_length < length && 2 * agreed_length >= length &&
           !memcmp(key + length - agreed_length, agreed_key, agreed_length);
}

Status headline_choose(Arena *arena, const Metadata *metadata, Headline *headline)
{
    static const struct {
        const char *rule;
        Evidence fact;
        int guess;
    } kinds[] = {{"json-ld", FACT_TITLE_LD, 0},
                 {"og", FACT_TITLE_OG, 0},
                 {"microdata", FACT_TITLE_ITEM, 0},
                 {"meta", FACT_TITLE_META, 0},
                 {"title", FACT_TITLE_ELEMENT, 1}};
    static const double SURE = .3; /* less of a heading in common with what is stated is chance */
    static const double SLOGAN =
        .8; /* a lone heading that much shorter than the agreed title is a slogan or a section */
    double best;
    *headline = (Headline){NULL, NULL, SIZE_MAX};
    size_t heading = best_heading(arena, metadata, &best), only = SIZE_MAX;
    if (best < SURE) only = only_heading(arena, metadata, 1);
    if (best < SURE && only == SIZE_MAX && is_untitled(arena, metadata)) only = only_heading(arena, metadata, 2);
    if (best < SURE) heading = only;
    headline->line = heading;
    const char *agreed = agreed_title(arena, metadata);
    if (agreed && best >= SURE && has_kicker(arena, &metadata->lines.items[heading], agreed)) {
        headline->text = agreed, headline->rule = "title";
        return arena->status;
    }
    if (agreed && best < SURE &&
        (only == SIZE_MAX || metadata->lines.items[only].length < SLOGAN * (double)strlen(agreed))) {
        headline->text = agreed, headline->rule = "title";
        return arena->status;
    }
    if (heading != SIZE_MAX) {
        headline->text = without_section(arena, metadata->lines.items[heading].text);
        headline->rule = "heading";
        return arena->status;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !headline->text; i++) {
        const Claim *claim = metadata_first(metadata, kinds[i].fact);
        if (!claim) continue;
        headline->text = without_site(arena, metadata, claim->value, kinds[i].guess);
        headline->rule = kinds[i].rule;
    }
    return arena->status;
}
