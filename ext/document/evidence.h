/*
** evidence.h - the kinds of evidence that a page gives of its record
**
** The names of the kinds, with how often each is right, are data/document/evidence.tsv; which markup is of which kind is data/document/metadata.tsv.
** Both are compiled by tools/compile_record.c into the tables below.
*/
#ifndef CORPUS_EVIDENCE_H
#define CORPUS_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

typedef enum Evidence {
    EVIDENCE_NONE,
    /* stated for machines, of a day */
    EVIDENCE_LD_ARTICLE, /* datePublished of the first article of the linked data, JSON-LD */
    EVIDENCE_LD_MORE,    /* of a further article */
    EVIDENCE_LD_PAGE,    /* of a web page, or of an object of no type */
    EVIDENCE_LD_PART,    /* of what else the page holds: a video, a comment, an entry of a list */
    EVIDENCE_LD_CREATED,
    EVIDENCE_LD_MODIFIED,
    EVIDENCE_META_ARTICLE, /* article:published_time and its like */
    EVIDENCE_META_PUBLISHED,
    EVIDENCE_META_DATE,  /* a date of what, is not said */
    EVIDENCE_META_OTHER, /* a day in a meta element whose name is not known */
    EVIDENCE_META_CREATED,
    EVIDENCE_META_MODIFIED,
    EVIDENCE_ITEM_PUBLISHED, /* microdata; the first of the page */
    EVIDENCE_ITEM_MORE,
    EVIDENCE_ITEM_CREATED,
    EVIDENCE_ITEM_MODIFIED,
    EVIDENCE_SCRIPT, /* "datePublished" and its like in scripts that are no linked data, where these name one day alone */
    EVIDENCE_SCRIPT_MORE, /* the first of several days */
    EVIDENCE_ADDRESS,
    EVIDENCE_ADDRESS_MONTH, /* the day lies in the month that the address names */
    EVIDENCE_ADDRESS_ELSE,  /* it does not */
    EVIDENCE_IMAGE_ADDRESS,
    EVIDENCE_AS_CHANGED, /* stated as publication, but as the last change too, and an earlier day is stated as publication */
    /* of a line that names a day: what it says, how it is marked up, where it stands */
    EVIDENCE_LINE, /* of any: the bias */
    EVIDENCE_LABEL_PUBLISHED,
    EVIDENCE_LABEL_MODIFIED,
    EVIDENCE_LABEL_SOURCE, /* a byline: author, source, views */
    EVIDENCE_TIME,         /* machine-readable: <time datetime>, <abbr title> */
    EVIDENCE_TIME_TEXT,    /* what stands in a <time> */
    EVIDENCE_CLASS_DATE,
    EVIDENCE_CLASS_PUBLISHED,
    EVIDENCE_CLASS_MODIFIED,
    EVIDENCE_CLASS_BYLINE,
    EVIDENCE_CLASS_ARTICLE,
    EVIDENCE_CLASS_COMMENT,
    EVIDENCE_CLASS_ASIDE,
    EVIDENCE_CLASS_FOOTER,
    EVIDENCE_IN_LINK,
    EVIDENCE_IN_HEADING,
    EVIDENCE_IN_PARAGRAPH, /* among many other words */
    EVIDENCE_ALONE,        /* nearly nothing else in the line */
    EVIDENCE_CLOCK,        /* with a time of day */
    EVIDENCE_OPENS,        /* it opens the line */
    EVIDENCE_COPYRIGHT,
    EVIDENCE_ABOVE_NEAR, /* just above the headline */
    EVIDENCE_BELOW_NEAR, /* just below */
    EVIDENCE_BELOW,      /* soon after */
    EVIDENCE_NO_HEADLINE,
    EVIDENCE_FIRST,       /* the first of the page's lines with a day */
    EVIDENCE_FIRST_BELOW, /* the first below the headline */
    EVIDENCE_SWAPPED,     /* day and month read in the less likely order */
    EVIDENCE_MANY,        /* one of many such lines: a list */
    EVIDENCE_BARE,      /* nothing marks it as a date of the page: no label, no class, no <time>, other words around */
    EVIDENCE_LATER,     /* later than all days that are stated for machines, and than what a line says of a change */
    EVIDENCE_OLD,       /* from before there were such pages */
    EVIDENCE_IN_HEADER, /* of the page, where the headline does not stand */
    EVIDENCE_WORDS,     /* beside it stand so many words that they may be the headline of another page */
    EVIDENCE_BEFORE_BODY,  /* between the headline and the main text, as blocks.c finds it */
    EVIDENCE_AFTER_BODY,   /* behind the main text */
    EVIDENCE_BLOCK_BYLINE, /* in a block that is a byline, a dateline or a title */
    EVIDENCE_BLOCK_FRAME,  /* in one of a menu, of other articles, of comments, of the page's foot */
    EVIDENCE_SHOWN_CHANGE, /* without a label the day of the last change is shown, though the page states an earlier one as publication */
    EVIDENCE_SUPERSEDED, /* of a change, where the page states its publication: it may not speak */
    EVIDENCES,
    /* facts that are no days */
    FACT_TITLE_LD = EVIDENCES,
    FACT_TITLE_OG,
    FACT_TITLE_META,
    FACT_TITLE_ITEM,
    FACT_TITLE_ELEMENT,
    FACT_NAME_LD,
    FACT_AUTHOR_LD,
    FACT_AUTHOR_ARTICLE, /* a meta element says so of the article */
    FACT_AUTHOR_META,    /* ... of the page, or of its site */
    FACT_AUTHOR_ITEM,
    FACT_PERSON,         /* a person in linked data, of whom it is not said what for */
    FACT_AUTHOR_LINK,    /* rel="author" */
    FACT_AUTHOR_ADDRESS, /* a link to an address as /author/jane-doe */
    FACT_AUTHOR_MARK,    /* class and id */
    FACT_AUTHOR_LABEL,   /* behind a label and a colon in a line of text */
    FACT_PUBLISHER_LD,
    FACT_PUBLISHER,
    FACT_SITE,
    FACT_SOURCE,
    FACT_CANONICAL,
    FACT_ADDRESS,
    FACT_IMAGE,
    FACT_LANGUAGE,
    FACT_PLACE,
    FACT_BODY_LD, /* the article itself; kept as Metadata.body, no claim */
    /* of metadata.tsv only */
    FACT_ITEM_NAME,
    FACT_LD_DATE,
    FACT_LD_TYPE,
    FACT_LABEL,
    FACT_LABELLED,
    FACT_BY,     /* a word before a name */
    FACT_NOBODY, /* a name that is no person's */
    FACT_ENDS,   /* a word that a name ends before */
    FACT_VERB,   /* ... of a sentence */
    FACT_JOINS,  /* ... that stands between names */
    FACT_PART,
    FACT_ARTICLE,
    FACT_PAGE,
    FACTS
} Evidence;

/* What class, id and element say of the text in an element. */
enum {
    HINT_DATE = 1,
    HINT_PUBLISHED = 2,
    HINT_MODIFIED = 4,
    HINT_BYLINE = 8,
    HINT_AUTHOR = 16,
    HINT_TITLE = 32,
    HINT_ARTICLE = 64,
    HINT_COMMENT = 128,
    HINT_ASIDE = 256,
    HINT_FOOTER = 512,
    HINT_TIME = 1024,
    HINT_LINK = 2048,
    HINT_PARAGRAPH = 4096,
    HINT_WITHIN = 8192, /* an element article */
    HINT_HEADER = 16384 /* of the page: the date of today often stands there */
};

typedef enum FactWhere { IN_META, IN_ITEM, IN_KEY, IN_ROLE, IN_TYPE, IN_WORD, IN_NAME, IN_SCRIPT, IN_WHERES } FactWhere;

/* What `name`, in letters of any case, means there: an Evidence, or for IN_WORD a set of marks; 0: nothing. Constant time. */
unsigned fact_meaning(FactWhere where, const char *name, size_t length);

/* Weight of a kind of evidence in favour of a day (logarithm of odds), and its name. */
double evidence_weight(Evidence evidence);
const char *evidence_name(Evidence evidence);

#endif
