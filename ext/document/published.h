/*
** published.h - when an HTML page was published, by the evidence that it gives
*/
#ifndef CORPUS_PUBLISHED_H
#define CORPUS_PUBLISHED_H

#include "base/icu.h"
#include "document/document.h"
#include "document/metadata.h"
#include "document/stamp.h"
#include "text/language.h"

enum { DAY_MENTIONS = 8 };

/* A day that the page may have been published on. Sets of evidence have bit 1 << kind. */
typedef struct Day {
    Stamp stamp;                     /* with the time of day that the first evidence of publication states */
    Stamp change;                    /* the same day with the time that a statement of a change has */
    uint64_t stated;                 /* for machines, of the page as a whole */
    uint64_t mentions[DAY_MENTIONS]; /* lines that name it, each with what is known of it */
    uint32_t mention_count;
    double score; /* logarithm of odds, by evidence_weight() */
} Day;

typedef struct DayList {
    Day *items;
    size_t count, capacity;
} DayList;

/*
** Collects the days that a page names outside running text, each with its evidence. `headline` is the line of the title (headline.h). Linear in the lines; the
** finder of dates is asked for at most some dozens of them. `page` has the blocks of the page whose text the lines' places are in, or is NULL.
*/
Status published_days(Arena *arena, Icu *icu, const Metadata *metadata, size_t headline, Language language,
                      const Page *page, DayList *days);

/*
** May a line with this evidence speak for the page at all? Not from among comments, from running text that it does not open, or out of a list of other pages without
** anything that marks it as a date.
*/
int published_may_speak(uint64_t mention);

/* Is there more for the day than that something was changed, or an image's address? */
int published_is_supported(const Day *day);

/* The only day that the lines of the page tell its last change by, or -1. */
ptrdiff_t published_only_change(const DayList *days);

/* The share of the weights in favour of day `i`, of all and of none: 0 to 1. */
double published_share(const DayList *days, size_t i);

/*
** Fills the scores of the days, and returns the best one's number, or -1 where none is as probable as that the page states none. A page that dates nothing but its last
** change, wherever on it, has that day.
*/
ptrdiff_t published_choose(DayList *days);

/*
** What to call the evidence of a day: html:json-ld, html:meta, html:microdata, html:time, html:address, html:script, text:label,
** text:modified (a reader is shown the day of a change, and no other), text:stamp. Constant.
*/
const char *published_rule(const Day *day);

/* The day that the page states as its last change, for machines or, if none is, by the label of a line about the page; not before `published` (may be NULL). NULL: none. */
const Day *published_change(const DayList *days, const Stamp *published);

#endif
