/*
** metadata.h - what the markup of an HTML page says of its record, and the lines of it that name a day
*/
#ifndef CORPUS_METADATA_H
#define CORPUS_METADATA_H

#include "base/arena.h"
#include "document/evidence.h"
#include "document/html_tokens.h"

/* A statement: `datePublished` is `2019-06-20`. */
typedef struct Claim {
    uint8_t fact;      /* Evidence */
    uint32_t length;   /* bytes */
    uint32_t line;     /* where it stands: the number of the line that comes next */
    const char *value; /* in the arena, references read, blanks folded, NUL-terminated */
} Claim;

/* A line of text, or the machine-readable value of an element. */
typedef struct MetadataLine {
    const char *text; /* as Claim.value */
    uint32_t length;
    uint32_t line;  /* number of the line among all with a letter or digit */
    uint32_t place; /* byte of the page's readable text (html.h) where it begins, as metadata_token() was told */
    uint16_t hints;
    uint8_t heading;    /* 1 to 6: of h1 to h6 */
    uint8_t machine;    /* the value of an attribute */
    uint8_t cut;        /* the line goes on */
    const char *before; /* the line before it, if that is short: a label may stand there; else "" */
} MetadataLine;

typedef struct Metadata {
    struct {
        Claim *items;
        size_t count, capacity;
    } claims; /* in order */
    struct {
        MetadataLine *items;
        size_t count, capacity;
    } lines; /* headings, and lines that may name a day, in order */
    uint32_t line_count;
    const char *language; /* the tag that the element html has as its language; NULL: none */
    const char *body;     /* the longest article that linked data hold; NULL: none */
    size_t body_length;
} Metadata;

/*
** Reads a page in UTF-8. Linear; the arena gets what is kept, at most some hundred kilobytes.
*/
Status metadata_read(Arena *arena, const char *bytes, size_t length, Metadata *metadata);

/*
** The same token by token, for who reads the page's tokens anyway: `place` is how many bytes of readable text it made of the page up to the end of the token.
** metadata_begin() returns NULL if there is no memory.
*/
typedef struct MetadataReader MetadataReader;
MetadataReader *metadata_begin(Arena *arena, Metadata *metadata);
void metadata_token(MetadataReader *reader, const HtmlToken *token, size_t place);
Status metadata_end(MetadataReader *reader);

/* Reads a script of linked data (JSON-LD) into `metadata`. Linear, without recursion; forgiving (json.h). */
Status linked_read(Arena *arena, const char *bytes, size_t length, Metadata *metadata);

/* Adds a statement; blanks are folded and references read. Values over 1,000 bytes and empty ones are left out, and all after the first 2,000. */
Status metadata_claim(Arena *arena, Metadata *metadata, Evidence fact, const char *value, size_t length);

/* The first claim of a fact, or NULL. */
const Claim *metadata_first(const Metadata *metadata, Evidence fact);

#endif
