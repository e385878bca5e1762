/*
** units.h - the units that the statistical tagger labels (inside the room, and for tools/train_entities.c)
**
** A unit is a word (words.h) of a script that writes blanks between words, and one character of Han, kana and Hangul, where a name's edge may lie inside a
** token (particles of Korean, words that a dictionary cuts wrongly). What a unit's writing alone says is kept once a distinct form:
**
**     units[i].form  ->  forms[]   hashes of the form, its folded form, its stem, affixes, shape; clusters; classes of the lexicon
**     units[i].next  ->  the next unit of the same stem in the text: the document's evidence
**
** Most words of a text are far from any capital letter and any name of the lexicon: only units within UNIT_REACH of one are active. A text with hardly a capital
** letter, or with nothing else, has no such help: there every unit is.
**
** Gazetteer marks are bits: the class of a phrase of the lexicon that covers the unit, by position (opens, inside, closes, alone).
** Memory: 40 bytes a unit, 168 a distinct form. Cost: linear; at most UNIT_PHRASE_MAX look-ups a unit.
*/
#ifndef CORPUS_ENTITIES_UNITS_H
#define CORPUS_ENTITIES_UNITS_H

#include "entities/words.h"

enum UnitFlag {
    UNIT_CAPITAL = 1,     /* opens with a capital letter */
    UNIT_ALL_CAPS = 2,    /* two letters or more, all capital */
    UNIT_LETTERS = 4,     /* has letters */
    UNIT_OPENS = 8,       /* opens a sentence */
    UNIT_CHARACTER = 16,  /* one character of a script without blanks between words, or of Hangul */
    UNIT_WORD_START = 32, /* ... the first of its token */
    UNIT_WORD_END = 64,   /* ... the last of its token */
    UNIT_GLUED = 128,     /* no blank before it */
    UNIT_ACTIVE = 256     /* near something that may be a name: the others are none, and are not looked at */
};

/* What a phrase of the lexicon is, for its marks. */
enum UnitMark {
    MARK_COUNTRY,
    MARK_CITY,
    MARK_TOWN,
    MARK_SUBDIVISION,
    MARK_PLACE,
    MARK_PEOPLE,
    MARK_BODY,
    MARK_PERSON,
    MARK_HEAD_ORG,
    MARK_HEAD_PLACE,
    MARK_TITLE,
    MARK_GIVEN,
    MARK_SURNAME,
    MARK_OTHER,
    MARK_LISTED, /* an organisation of the lists, as a name or as something else that is written so */
    MARK_COUNT,
    MARKS_OF_CLUSTERS = MARK_LISTED /* which the classes of data/clusters/ may say */
};

enum { UNIT_PHRASE_MAX = 8, UNIT_REACH = 2, UNIT_CLUSTERS = 4, RULES_A_FAMILY = 25, UNIT_NONE = 0xFFFFFFFF };

typedef struct UnitForm {
    uint64_t exact, folded, stem;     /* hashes */
    uint64_t shape, long_shape;       /* Xx, Xxxxx */
    uint64_t prefix[4], suffix[4];    /* of 1 to 4 characters of the folded form; 0: it is shorter */
    uint64_t classes;                 /* LEXICON_... bits of the form alone */
    uint16_t clusters[UNIT_CLUSTERS]; /* from coarse to fine; 0: none */
    uint32_t group;                   /* number of the first form with the same stem */
    uint32_t head;                    /* of a group: its first unit; UNIT_NONE */
    uint32_t memo;                    /* its place in the memo of the connection; UNIT_NONE */
    uint8_t flags;                    /* UNIT_CAPITAL, UNIT_ALL_CAPS, UNIT_LETTERS */
} UnitForm;

/* Where a character stands in the longest word of the dictionary (data/clusters/) that has it there. */
enum UnitPlace { PLACE_FIRST, PLACE_LAST, PLACE_WITHIN, UNIT_PLACES };

typedef struct Unit {
    uint32_t start, end; /* bytes */
    uint32_t word;       /* number in Words */
    uint32_t form;
    uint32_t next;                         /* the next unit with the same stem; UNIT_NONE */
    uint16_t opens, inside, closes, alone; /* sets of 1 << UnitMark */
    uint16_t flags;                        /* UNIT_... */
    uint8_t rule; /* what the patterns say: 1 + 4 * (type class) + position + RULES_A_FAMILY * family; 0: nothing */
    uint8_t long_[UNIT_PLACES];  /* characters of the longest word of two or more by place; 0: there is none */
    uint8_t class_[UNIT_PLACES]; /* its class */
    uint8_t head,
        tail; /* classes of its token up to the character, and of what is behind it, as far as they are words of two and more; 0: none */
} Unit;

/* A token of characters, or beside one, as a whole; of one longer than LEXICON_WORD_MAX zeros. */
typedef struct UnitToken {
    uint64_t whole; /* hash of its bytes */
    uint16_t clusters[UNIT_CLUSTERS];
} UnitToken;

typedef struct Units {
    const Words *words;
    EntityMemo *memo;  /* or NULL */
    UnitToken *tokens; /* by word; NULL where there are no characters */
    Unit *items;
    size_t count, capacity;
    uint32_t *sentences; /* first unit of each sentence, and the count behind */
    struct {
        UnitForm *items;
        size_t count, capacity;
    } forms;
    uint32_t *slots; /* open addressing by `exact`: number of the form + 1 */
    uint32_t slot_mask;
    int cased; /* written with capitals as texts are */
} Units;

/* Makes the units of a text. `memo` may be NULL. Linear time. */
Status units_make(Arena *arena, const Words *words, EntityMemo *memo, Units *units);

/* Makes active what is near a capital letter or a name of the lexicon, and near the characters that `passes` has (by unit; NULL: all of them). */
void units_activate(Units *units, const uint8_t *passes);

static inline const UnitForm *unit_form(const Units *units, size_t at)
{
    return &units->forms.items[units->items[at].form];
}

/*
** May a name of a people end with the unit? In Latin letters only if the lexicon knows it as one, or by its ending. Most sets that the English model learns
** from do not tell peoples from names of the class MISC, so its weights alone call Python one.
*/
int units_may_be_people(const Units *units, size_t at);

#endif
