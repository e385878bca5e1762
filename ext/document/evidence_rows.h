/*
** evidence_rows.h - how the tables behind evidence.h are laid out: for evidence.c and the program that compiles them
*/
#ifndef CORPUS_EVIDENCE_ROWS_H
#define CORPUS_EVIDENCE_ROWS_H

#include "base/hash.h"
#include "document/evidence.h"

enum { FACT_NAME_BYTES = 40 };
_Static_assert(EVIDENCES <= 64, "sets of evidence are bits of 64");
_Static_assert(FACTS <= 255, "a claim keeps its fact in a byte");

typedef struct FactRow {
    const char *name; /* in small letters */
    uint8_t length;
    uint8_t where; /* FactWhere */
    uint16_t meaning;
} FactRow;

/* Where a row is looked for first. `name` is in small letters. */
static inline unsigned fact_slot(unsigned where, const char *name, size_t length)
{
    return (unsigned)hash_bytes(name, length, where + 1);
}

/* The names of the kinds in evidence.tsv; the part before the blank of those that a page can have as published_rule is that rule. */
static const char *const evidence_names[EVIDENCES] = {
    [EVIDENCE_NONE] = "none",
    [EVIDENCE_LD_ARTICLE] = "json-ld:article",
    [EVIDENCE_LD_MORE] = "json-ld:further-article",
    [EVIDENCE_LD_PAGE] = "json-ld:page",
    [EVIDENCE_LD_PART] = "json-ld:part",
    [EVIDENCE_LD_CREATED] = "json-ld:created",
    [EVIDENCE_LD_MODIFIED] = "json-ld:modified",
    [EVIDENCE_META_ARTICLE] = "meta:article",
    [EVIDENCE_META_PUBLISHED] = "meta:published",
    [EVIDENCE_META_DATE] = "meta:date",
    [EVIDENCE_META_OTHER] = "meta:other",
    [EVIDENCE_META_CREATED] = "meta:created",
    [EVIDENCE_META_MODIFIED] = "meta:modified",
    [EVIDENCE_ITEM_PUBLISHED] = "microdata:published",
    [EVIDENCE_ITEM_MORE] = "microdata:further",
    [EVIDENCE_ITEM_CREATED] = "microdata:created",
    [EVIDENCE_ITEM_MODIFIED] = "microdata:modified",
    [EVIDENCE_SCRIPT] = "script:published",
    [EVIDENCE_SCRIPT_MORE] = "script:several",
    [EVIDENCE_ADDRESS] = "address:day",
    [EVIDENCE_ADDRESS_MONTH] = "address:month",
    [EVIDENCE_ADDRESS_ELSE] = "address:another",
    [EVIDENCE_IMAGE_ADDRESS] = "address:image",
    [EVIDENCE_AS_CHANGED] = "stated:as-changed",
    [EVIDENCE_LINE] = "line",
    [EVIDENCE_LABEL_PUBLISHED] = "label:published",
    [EVIDENCE_LABEL_MODIFIED] = "label:modified",
    [EVIDENCE_LABEL_SOURCE] = "label:byline",
    [EVIDENCE_TIME] = "time:machine",
    [EVIDENCE_TIME_TEXT] = "time:text",
    [EVIDENCE_CLASS_DATE] = "class:date",
    [EVIDENCE_CLASS_PUBLISHED] = "class:published",
    [EVIDENCE_CLASS_MODIFIED] = "class:modified",
    [EVIDENCE_CLASS_BYLINE] = "class:byline",
    [EVIDENCE_CLASS_ARTICLE] = "class:article",
    [EVIDENCE_CLASS_COMMENT] = "class:comment",
    [EVIDENCE_CLASS_ASIDE] = "class:aside",
    [EVIDENCE_CLASS_FOOTER] = "class:footer",
    [EVIDENCE_IN_LINK] = "in:link",
    [EVIDENCE_IN_HEADING] = "in:heading",
    [EVIDENCE_IN_PARAGRAPH] = "in:paragraph",
    [EVIDENCE_ALONE] = "line:alone",
    [EVIDENCE_CLOCK] = "line:clock",
    [EVIDENCE_OPENS] = "line:opens",
    [EVIDENCE_COPYRIGHT] = "line:copyright",
    [EVIDENCE_ABOVE_NEAR] = "place:above",
    [EVIDENCE_BELOW_NEAR] = "place:below",
    [EVIDENCE_BELOW] = "place:soon-below",
    [EVIDENCE_NO_HEADLINE] = "place:no-headline",
    [EVIDENCE_FIRST] = "place:first",
    [EVIDENCE_FIRST_BELOW] = "place:first-below",
    [EVIDENCE_SWAPPED] = "reading:swapped",
    [EVIDENCE_MANY] = "line:many",
    [EVIDENCE_BARE] = "line:bare",
    [EVIDENCE_LATER] = "line:later",
    [EVIDENCE_OLD] = "line:old",
    [EVIDENCE_IN_HEADER] = "in:header",
    [EVIDENCE_WORDS] = "line:words",
    [EVIDENCE_BEFORE_BODY] = "body:before",
    [EVIDENCE_AFTER_BODY] = "body:after",
    [EVIDENCE_BLOCK_BYLINE] = "block:byline",
    [EVIDENCE_BLOCK_FRAME] = "block:frame",
    [EVIDENCE_SHOWN_CHANGE] = "line:shown-change",
    [EVIDENCE_SUPERSEDED] = "line:superseded",
};

#endif
