/*
** entities.h - named mentions in a segmented text
*/
#ifndef CORPUS_ENTITIES_H
#define CORPUS_ENTITIES_H

#include "text/text.h"

typedef enum EntityType {
    ENTITY_PERSON,
    ENTITY_ORG,
    ENTITY_GPE,
    ENTITY_LOC,
    ENTITY_FAC,
    ENTITY_NORP,
    ENTITY_EVENT,
    ENTITY_WORK,
    ENTITY_LAW,
    ENTITY_PRODUCT,
    ENTITY_TYPES
} EntityType;

typedef struct EntityMention {
    uint32_t start, length; /* bytes: no leading article, no possessive, no quotation marks around */
    uint32_t sentence;
    uint8_t type;     /* EntityType */
    const char *name; /* normalised form: blanks single, the name that the gazetteer gives if it has one; never NULL */
    const char *country;        /* ISO 3166-1 alpha-2, or NULL */
    double latitude, longitude; /* degrees; NaN: not known */
    int64_t geoname;            /* GeoNames id, 0: none */
    const char *rule;           /* gazetteer:country, pattern:head, pattern:title, ... */
    double score;               /* 0..1 */
    uint8_t depth;              /* 0: outermost; 1: inside the outermost mention before it */
    const char *
        place; /* key of a place or an organ of state that is known (geo:1526384, gpe:KZ, org:KZ/parliament): entities_key() cannot tell it from the name. Or NULL */
} EntityMention;

typedef struct EntityList {
    EntityMention *items;
    size_t count, capacity;
} EntityList;

/* What is remembered of words between the texts of one connection: it makes the next text faster, and changes nothing else. */
typedef struct EntityMemo EntityMemo;

/* Makes an empty one, or returns NULL if there is no memory. */
EntityMemo *entities_memo_new(void);
void entities_memo_free(EntityMemo *memo);

typedef struct EntityOptions {
    EntityMemo *memo;                        /* or NULL */
    const struct EntityGazetteer *gazetteer; /* the user's names, see gazetteer.h; or NULL */
    int nested;                              /* names inside names too */
} EntityOptions;

/* Finds the outermost named mentions of `text` in order; they do not overlap. Strings live in `arena` or are constant. Linear time. */
Status entities_find(Arena *arena, Icu *icu, const Text *text, EntityList *entities);

/* The same with options. Nothing of a gazetteer is kept. */
Status entities_find_with(Arena *arena, const EntityOptions *options, const Text *text, EntityList *entities);

const char *entities_type_name(EntityType type);

/*
** The key under which mentions of one thing meet across documents, spellings and scripts (first version: romanised, folded name without
** titles and legal forms; persons by given name and surname). Appends it to `out`.
*/
Status entities_key(Icu *icu, EntityType type, const char *name, size_t length, Language language, Buffer *out);

/* Whether the key says all of the names under it but what entities_rest() leaves: an institution in any language, see institutions.h. */
int entities_key_names_rest(const char *key);

/* Appends what such a key says only roughly: Nazarbayev of Nazarbayev University. The whole name if it is none of an institution; nothing where the key says all. */
Status entities_rest(const char *name, size_t length, Buffer *out);

/*
** The lengths in bytes of a word of Russian, Kazakh or Korean without the case ending or particle that it seems to carry (Тоқаевтың: 12,
** 토카예프는: 12). Returns how many there are, 0 to 2; 0 in other languages. For search keys: see stem.c. Linear in the table of endings.
*/
int entities_stems(const char *word, size_t length, Language language, size_t stems[2]);

/*
** The length in bytes of a Russian (or else Kazakh) word in small letters without the longest case ending that it seems to carry, three letters at
** least; `length` if it has none. For words of any kind, names or not.
*/
size_t entities_light_stem(const char *word, size_t length, Language language);

#endif
