/*
** lexicon_make.h - what the files that make the lexicon (entities/lexicon.h) offer each other, in the order in which the data flows
**
** compile_entities.c  the program: which table is read when, which array is printed when
** lexicon_records.c   records of places, peoples and bodies; phrases, folded, with their classes and records
** lexicon_places.c    the tables of countries, cities, regions, bodies, and ICU's names become records and phrases
** lexicon_bodies.c    what the names of organs of state are made of
** lexicon_classes.c   the tables of words by class, of names of people, of endings and stems become phrases and lists
** lexicon_states.c    words are numbered, phrases become chains of states
** lexicon_manners.c   name_words.tsv of the languages that have no entities.tsv
**
** Each owns its data and prints it. A table that is wrong ends the program with a message.
*/
#ifndef CORPUS_TOOLS_LEXICON_MAKE_H
#define CORPUS_TOOLS_LEXICON_MAKE_H

#include "entities/entities.h"
#include "entities/lexicon.h"
#include <stdio.h>
#include <stdlib.h>

/* Ends the program. Here, so that a checker of one file sees it. */
static inline _Noreturn void die(const char *what, const char *about)
{
    fprintf(stderr, "compile_entities: %s: %s\n", what, about);
    exit(1);
}

/* `items` with room for one more behind `count`. */
void *grow(void *items, size_t size, size_t count, size_t *capacity);

/* A copy of a string, or the end of the program. */
char *copy(const char *text);

#define PRINT_NUMBERS(type, name, count, expression)                                                                   \
    do {                                                                                                               \
        printf("const %s %s[] = {", type, name);                                                                       \
        for (size_t i = 0; i < (count); i++) printf("%s%llu,", i % 24 ? "" : "\n", (unsigned long long)(expression));  \
        puts("\n};");                                                                                                  \
    } while (0)

/* --- lexicon_records.c ---------------------------------------------------------------------------------------------------- */

/* A LexiconRecord as it is read; `name` and `id` are offsets for record_text(). */
typedef struct Record {
    uint32_t name, id;
    int32_t geoname;
    float latitude, longitude; /* degrees; NaN: not known */
    uint32_t population,
        inhabitants; /* thousands: of a city; of a country or a subdivision as far as its cities are known */
    char country[3], subdivision[3];
    uint8_t type, flags;
} Record;

typedef struct Phrase {
    const char *text; /* folded, words divided by a blank */
    uint64_t bits;
    uint32_t record; /* 0: none */
    uint32_t weight; /* of several records with one phrase the heaviest has it */
} Phrase;

typedef struct Records {
    Record *items;
    size_t count, capacity;
} Records;
extern Records records; /* number 0 is none */

typedef struct Phrases {
    Phrase *items;
    size_t count, capacity;
} Phrases;
extern Phrases phrases;

/* Makes what folding needs; first of all. */
void make_latin(void);

/* One word as the lexicon has it, NUL-terminated, into LEXICON_WORD_MAX + 1 bytes; returns its length. */
size_t fold_word(const char *text, size_t length, char *out);

uint32_t add_record(EntityType type, const char *name, const char *id, const char *country);
void rename_record(uint32_t record, const char *name);
const char *record_text(uint32_t offset);

/* The class that a record's phrases have. */
uint64_t record_bit(uint32_t record);

/* Adds a phrase as written; folds word by word, drops a possessive 's of a word. `weight` decides between records. Returns it folded; NULL: it is too long. */
const char *add_phrase(const char *text, uint64_t bits, uint32_t record, uint32_t weight);

/* A name of a place as written and without the word for its rank, which Korean and Chinese texts leave out. */
void add_place_name(const char *text, uint32_t record, uint32_t weight);

void print_latin(void);
void print_records(void);

/* The places that lost their names to larger ones. */
void print_others(void);

/* --- lexicon_places.c ----------------------------------------------------------------------------------------------------- */

extern const char *folder; /* ext/data */

typedef void TakeRow(char **cells, int count, void *state);

/* Calls `row` with the cells of every line that is no comment. A missing file is an error unless `optional`. */
void read_table(const char *name, int optional, TakeRow *row, void *state);

/* Cuts the next piece off `*list` at `divider`; NULL at the end. */
char *next_piece(char **list, int divider);

/* ICU's name of a region in a language, NFC; without what stands in brackets. Empty if it has none. */
void display_name(const char *region, const char *language, char *out, int32_t room);

/* Takes a row `code TAB name|demonym TAB forms` of countries and their peoples. */
TakeRow country_row;

void read_places(void);

/* Abbreviations of subdivisions, and words of rank. */
void print_shorts(void);

/* --- lexicon_bodies.c ----------------------------------------------------------------------------------------------------- */

/* state_bodies.tsv: its forms become phrases that mean nothing by themselves. */
void read_bodies(void);

/* lexicon_bodies[], and lexicon_body_forms[] in the order of their states. */
void print_bodies(void);

/* --- lexicon_classes.c ---------------------------------------------------------------------------------------------------- */

void read_classes(void);
void print_endings_and_stems(void);

/* --- lexicon_states.c ----------------------------------------------------------------------------------------------------- */

/* From all phrases; afterwards none can be added. */
void build_states(void);

/* The state at the end of a folded phrase whose words are all in the lexicon. */
uint32_t state_of(const char *text);
uint64_t state_bits(uint32_t state);
uint32_t state_record(uint32_t state);

/* The least power of two, 1024 or more, that is not less than `count`. */
uint32_t power_above(size_t count);

void print_states(void);
void print_state_records(void);

/* How many there are. */
void count_states(size_t *words, size_t *states);

/* --- lexicon_manners.c ---------------------------------------------------------------------------------------------------- */

/* Reads name_words.tsv of every language that has one, and prints lexicon_equivalents[] and lexicon_manners[]. */
void print_manners(void);

#endif
