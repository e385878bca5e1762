/*
** institutions.h - what the name of a university, a museum or a bank is made of, in any language (inside the room only)
**
** Nazarbayev University, Назарбаев Университеті, 나자르바예프대학교 and 纳扎尔巴耶夫大学 say one kind of institution and one name. A name is cut into parts of
** data/gazetteer/institution_words.tsv and state_bodies.tsv, places of the lexicon, and the rest, which is compared as names are.
*/
#ifndef CORPUS_ENTITIES_INSTITUTIONS_H
#define CORPUS_ENTITIES_INSTITUTIONS_H

#include "entities/lexicon.h"

enum { INSTITUTION_PARTS = 8, INSTITUTION_PLACES = 3, INSTITUTION_RESTS = 12 };

typedef struct Institution {
    const LexiconBody *parts[INSTITUTION_PARTS]; /* each once, in the order of the table */
    int part_count, kinds;
    const LexiconRecord *places[INSTITUTION_PLACES];
    int place_count;
    const LexiconRecord *
        around; /* a country before the rest, which Chinese and Korean put before any name: it tells nothing apart. Or NULL */
    int college; /* it is a place of learning: what the gazetteer knows by one name has others too */
    int behind; /* the first place stands behind the kind: University of Washington, which is not Washington University */
    struct {
        const char *bytes;
        size_t length;
    } rests[INSTITUTION_RESTS];
    int rest_count;
} Institution;

/* Reads a name. Returns 0 if it has no kind, says not which one, or has more parts than fit. A bounded number of look-ups a word (a character of Hangul or Han). */
int institution_read(const char *name, size_t length, Institution *institution);

/* The bytes of a Russian word in small letters before -ский and its cases; 0: it has no such ending. */
size_t adjective_stem(const char *word, size_t length);

/* ISO 3166-1 code of the one country that its places lie in, or NULL. */
const char *institution_country(const Institution *institution);

/* What part of a state body's or an institution's name a state of the lexicon is, or NULL. */
const LexiconBody *body_of(uint32_t state);

/* Whether a record is a country or its people. */
int names_country(const LexiconRecord *record);

/* The record of the country with a code of ISO 3166-1, or NULL. */
const LexiconRecord *country_of(const char *code);

#endif
