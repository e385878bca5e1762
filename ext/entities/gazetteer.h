/*
** gazetteer.h - names that a user adds, and names that are never to be tagged
**
** A name is compared word by word with a text's words: folded as the lexicon folds, Russian and Kazakh words also by what is left of them without a case
** ending. A name that begins with a capital letter is found only where the text has one too, and a short one in capitals (WHO, IT) only as it is
** written. A name of Han, kana or Hangul is found wherever its characters stand in a run; what follows it may be a particle.
**
** It is filled once, read by many texts, and never changes in between. Memory: about 100 bytes and its text for each name.
*/
#ifndef CORPUS_ENTITIES_GAZETTEER_H
#define CORPUS_ENTITIES_GAZETTEER_H

#include "entities/entities.h"

/* What a row of the user's says. Strings live as long as the gazetteer. */
typedef struct GazetteerName {
    const char *name;           /* the normalised form */
    uint8_t type;               /* EntityType; ENTITY_TYPES: of a blocked name, any type */
    uint8_t blocked;            /* never to be tagged */
    const char *country;        /* ISO 3166-1 alpha-2, or NULL */
    double latitude, longitude; /* NaN: not known */
    int64_t geoname;            /* 0: none */
} GazetteerName;

typedef struct EntityGazetteer EntityGazetteer;

/* An empty one, or NULL if there is no memory. */
EntityGazetteer *gazetteer_new(void);
void gazetteer_free(EntityGazetteer *gazetteer);

/* Adds what a row says; its strings are copied. Returns its number, for gazetteer_add_form(); SIZE_MAX: no memory. */
size_t gazetteer_add(EntityGazetteer *gazetteer, const GazetteerName *name);

/* Adds a way to write the name: the name itself too. What has no letters and digits is passed over. Of two names with one form the first stays. */
Status gazetteer_add_form(EntityGazetteer *gazetteer, Icu *icu, size_t number, const char *form, size_t length);

#endif
