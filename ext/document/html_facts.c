/*
** html_facts.c - see html_facts.h
*/
#include "document/html_facts.h"
#include <string.h>

/* Names of meta elements and properties (Open Graph, schema.org, Dublin Core, and what publishing systems write), lower case. */
typedef enum Fact { FACT_PUBLISHED, FACT_MODIFIED, FACT_AUTHOR, FACT_SITE } Fact;

static const struct {
    const char *name;
    Fact fact;
} names[] = {{"article:published_time", FACT_PUBLISHED},
             {"og:article:published_time", FACT_PUBLISHED},
             {"datepublished", FACT_PUBLISHED},
             {"pubdate", FACT_PUBLISHED},
             {"publishdate", FACT_PUBLISHED},
             {"publish-date", FACT_PUBLISHED},
             {"publish_date", FACT_PUBLISHED},
             {"publication_date", FACT_PUBLISHED},
             {"parsely-pub-date", FACT_PUBLISHED},
             {"sailthru.date", FACT_PUBLISHED},
             {"dc.date.issued", FACT_PUBLISHED},
             {"dc.date", FACT_PUBLISHED},
             {"dcterms.created", FACT_PUBLISHED},
             {"dcterms.issued", FACT_PUBLISHED},
             {"article.published", FACT_PUBLISHED},
             {"date", FACT_PUBLISHED},
             {"article:modified_time", FACT_MODIFIED},
             {"og:updated_time", FACT_MODIFIED},
             {"datemodified", FACT_MODIFIED},
             {"dcterms.modified", FACT_MODIFIED},
             {"last-modified", FACT_MODIFIED},
             {"author", FACT_AUTHOR},
             {"dc.creator", FACT_AUTHOR},
             {"parsely-author", FACT_AUTHOR},
             {"og:site_name", FACT_SITE}};

enum { FACT_BYTES = 300, NAME_BYTES = 40 }; /* longer values and names are none */

static void keep(Arena *arena, const char **where, const char *value, size_t length)
{
    if (*where || !length || length > FACT_BYTES) return;
    char *copy = arena_copy(arena, value, length);
    if (copy) copy[html_decode(copy, length, copy)] = 0;
    *where = copy;
}

/* A date from surer markup takes the place of one from less sure markup. */
static void keep_published(Arena *arena, HtmlFacts *facts, const char *value, size_t length, const char *rule, int rank)
{
    if (!length || length > FACT_BYTES || rank <= facts->rank) return;
    facts->published = arena_copy(arena, value, length);
    facts->published_rule = rule;
    facts->rank = rank;
}

static void read_meta(Arena *arena, const HtmlToken *tag, HtmlFacts *facts)
{
    static const char *const attributes[] = {"property", "name", "itemprop"};
    const char *value, *content;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        size_t length = html_attribute(tag, attributes[i], &value);
        if (!length || length > NAME_BYTES) continue;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (!html_is_name(value, length, names[k].name)) continue;
            size_t content_length = html_attribute(tag, "content", &content);
            if (names[k].fact == FACT_PUBLISHED)
                keep_published(arena, facts, content, content_length, "html:meta", length > 4 ? 3 : 2);
            else
                keep(arena,
                     names[k].fact == FACT_MODIFIED ? &facts->modified
                     : names[k].fact == FACT_AUTHOR ? &facts->author
                                                    : &facts->site,
                     content, content_length);
        }
    }
}

static const char *find_text(const char *at, const char *end, const char *what)
{
    size_t n = strlen(what);
    while ((at = at < end ? memchr(at, what[0], (size_t)(end - at)) : NULL) != NULL) {
        if ((size_t)(end - at) >= n && !memcmp(at, what, n)) return at;
        at++;
    }
    return NULL;
}

/* "datePublished": "2023-11-16T..." in a script of linked data. */
static void read_script(Arena *arena, const HtmlToken *script, HtmlFacts *facts)
{
    static const char *const keys[] = {"\"datePublished\"", "\"dateModified\""};
    const char *end = script->end;
    for (int k = 0; k < 2; k++) {
        const char *value = find_text(script->start, end, keys[k]);
        if (!value) continue;
        value += strlen(keys[k]);
        while (value < end && (*value == ' ' || *value == ':' || *value == '\n')) value++;
        if (value >= end || *value++ != '"') continue;
        const char *stop = memchr(value, '"', (size_t)(end - value));
        if (!stop) continue;
        if (k == 0) keep_published(arena, facts, value, (size_t)(stop - value), "html:json-ld", 4);
        else keep(arena, &facts->modified, value, (size_t)(stop - value));
    }
}

void html_facts_read(Arena *arena, const HtmlToken *token, HtmlFacts *facts)
{
    if (token->kind == HTML_RAW && token->element == HTML_SCRIPT) read_script(arena, token, facts);
    else if (token->kind == HTML_START_TAG && token->element == HTML_META) read_meta(arena, token, facts);
    else if (token->kind == HTML_START_TAG && token->element == HTML_TIME) {
        const char *value;
        size_t length = html_attribute(token, "datetime", &value);
        keep_published(arena, facts, value, length, "html:time", 1);
    }
}
