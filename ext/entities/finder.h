/*
** finder.h - what the parts of entities/ hand to one another (inside the room only)
**
** entities_find() makes the words of a text; patterns of the script at hand propose candidates, sentence by sentence (cased.c for Latin and Cyrillic,
** hangul.c, han.c, caseless.c for text without capitals); person.c says how much a run of words looks like a person; resolve.c looks at all candidates of the document together, gives types to
** those that have none, and full names to surnames. A trained tagger would replace what proposes and types, and leave resolve.c as it is.
*/
#ifndef CORPUS_ENTITIES_FINDER_H
#define CORPUS_ENTITIES_FINDER_H

#include "entities/gazetteer.h"
#include "entities/tagger.h"
#include "entities/words.h"

enum { ENTITY_UNKNOWN = ENTITY_TYPES }; /* a name whose type the document must say */

typedef struct Candidate {
    uint32_t start, end;  /* bytes */
    uint32_t first, last; /* words: [first, last) */
    uint32_t sentence;
    uint8_t type;                /* EntityType or ENTITY_UNKNOWN */
    uint8_t fallback;            /* type of an ENTITY_UNKNOWN that nothing else speaks for; ENTITY_UNKNOWN: drop it */
    const LexiconRecord *record; /* what the lexicon says it is, or NULL */
    const char *rule;
    float score;
    const char *name;          /* set by resolve.c where it is not the text itself */
    const GazetteerName *user; /* what the user's gazetteer says it is, or NULL */
} Candidate;

typedef struct Finder {
    Arena *arena;
    EntityMemo *memo; /* or NULL */
    const Text *text;
    Words words;
    struct {
        Candidate *items;
        size_t count, capacity;
    } found;
    uint32_t sentence; /* the one at work */
    int caseless;      /* the text has no capitals */
} Finder;

/* Adds words [first, last) as a candidate. */
Candidate *finder_add(Finder *finder, size_t first, size_t last, int type, const char *rule, double score);

/* The same for bytes that are not whole words. */
Candidate *finder_add_bytes(Finder *finder, uint32_t start, uint32_t end, size_t word, int type, const char *rule,
                            double score);

/* Bytes [start, end) of a tag or a script that was left in a text. */
typedef struct Leftover {
    uint32_t start, end;
} Leftover;

typedef struct LeftoverList {
    Leftover *items;
    size_t count, capacity;
} LeftoverList;

/* Finds them, in order: see leftover.c. */
Status leftovers_find(Arena *arena, const char *bytes, size_t length, LeftoverList *list);

/* Finds the candidates of one sentence: words [begin, end). */
void cased_sentence(Finder *finder, size_t begin, size_t end);
void hangul_sentence(Finder *finder, size_t begin, size_t end);
void han_sentence(Finder *finder, size_t begin, size_t end);

/* Is the text written without capitals, though its scripts have them? And what can be told then: see caseless.c. */
int caseless_text(const Words *words);
void caseless_sentence(Finder *finder, size_t begin, size_t end);

/* Whether a Russian word has an ending of a class: LEXICON_ADJECTIVE_NUMBER, LEXICON_GENITIVE_FORM_NUMBER. */
int cyrillic_ending(const Words *words, size_t at, int class_number);

/* A name round a head in Russian or Kazakh that begins with word `at`, before `end`. Adds it and returns the word behind it, or 0. */
size_t cyrillic_name(Finder *finder, size_t at, size_t begin, size_t end);

/* How much words [first, last) look like a person's name: 2 and more is yes, below 0 is no. Does not look outside them. */
int person_score(const Words *words, size_t first, size_t last);

/* Class numbers: LEXICON_SURNAME_NUMBER for an ending of surnames, LEXICON_SUFFIX_NUMBER for one of patronymics, -1 for neither. */
int person_ending(const Words *words, size_t at);

/* The candidates of the patterns, resolved. `memo` may be NULL; a text begins in it. `finder` is made new. */
Status finder_patterns(Arena *arena, const Text *text, EntityMemo *memo, Finder *finder);

/* RuleFamily of a candidate. */
int candidate_family(const Candidate *candidate);

/* The units of the text, with what the patterns say of them. */
Status finder_units(Finder *finder, Units *units);

/* Lets the statistical tagger decide, with the candidates as evidence: joins what it finds with them (see tagged.c). */
Status finder_tag(Finder *finder, const TagModel *model);

/* Types and names from the whole document; drops what has none. */
Status resolve_candidates(Finder *finder);

/* The place that a short form means (Mass., 中): data/gazetteer/abbreviations.tsv. NULL: none. `length` is at most LEXICON_WORD_MAX. */
const LexiconRecord *places_short(const char *bytes, size_t length);

/*
** The innermost place of a chain written from the outside in, in Hangul or Han (美国亚拉巴马州伯明翰, 경기도 양평군): each name but the first means a place that the one before
** holds. NULL: bytes [start, end) are no such chain.
*/
const LexiconRecord *places_chain(const Finder *finder, uint32_t start, uint32_t end);

/* Chooses among the places that have the names of the mentions: see places.c. */
Status places_settle(Finder *finder);

/* Puts the names of a user's gazetteer in, and takes out what it blocks: see gazetteer.c. */
Status finder_user(Finder *finder, const EntityGazetteer *gazetteer);

/* Puts the names inside the mentions behind each of them: see nested.c. */
Status nested_find(Finder *finder, EntityList *entities);

/* Key, name and country of an organisation that is an organ of a state; leaves others as they are: see bodies.c. */
Status bodies_settle(const Finder *finder, const Candidate *c, EntityMention *mention);

/* Country, coordinates, id and key of a place of the lexicon. */
Status record_place(Arena *arena, const LexiconRecord *record, EntityMention *mention);

/* What a name of the lexicon is found by: gazetteer:city and the like. */
const char *record_rule(const LexiconRecord *record);

/* The text of a mention with blanks made single; NULL: no memory. */
const char *plain_name(Arena *arena, const char *bytes, size_t length);

/* The type that a head's bits stand for. */
int head_type(uint64_t bits);

#endif
