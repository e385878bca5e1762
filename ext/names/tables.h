/*
** tables.h - what is known of the words of names (data/names/words.tsv, letters.tsv, aliases.tsv, compiled by tools/compile_names.c)
*/
#ifndef CORPUS_NAMES_TABLES_H
#define CORPUS_NAMES_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* Kinds of words that are not the name itself. */
enum {
    NAME_WORD_LEGAL,      /* Ltd, OOO, Aktiengesellschaft */
    NAME_WORD_TITLE,      /* Dr, President */
    NAME_WORD_PARTICLE,   /* the, of, van */
    NAME_WORD_PLACE,      /* Province, 州 */
    NAME_WORD_PATRONYMIC, /* endings: -ovich; only parts.c asks for this and the kinds below */
    NAME_WORD_NOBILIARY,  /* van, de: they belong to the family name */
    NAME_WORD_FAMILY,     /* family names of languages that put them first; of two characters or syllables */
    NAME_WORD_ENDING,     /* of Russian family names: -ov */
    NAME_WORD_SUFFIX,     /* Jr */
    NAME_WORD_ORDER,      /* languages that put the family name first */
    NAME_WORD_EITHER,     /* languages that put it on either side, and tell it by its ending */
    NAME_WORD_KINDS
};

/* A word or phrase in letters a-z and blanks (Han and Hangul as they are), in order of bytes. Words of a group mean the same. */
typedef struct NameWord {
    const char *word;
    int kind, group;
} NameWord;
extern const NameWord name_words[];
extern const size_t name_word_count;
extern const uint16_t name_word_starts[257]; /* by first byte: the first word that begins with it or with a later one */

/* How romanized letters are spoken (`el`, `uk`): `from` becomes `to`, the first that fits; `^` is the beginning. Ends with an empty row. */
typedef struct NameLetters {
    const char *language, *from, *to;
} NameLetters;
extern const NameLetters name_letters[];

/* Han characters and their Japanese readings, divided by blanks; in order of bytes. */
typedef struct NameKanji {
    const char *characters, *readings;
} NameKanji;
extern const NameKanji name_kanji[];
extern const size_t name_kanji_count;

/* A name, and the number of the row of aliases.tsv that it stands in, in order of rows. `shared`: it is a person's name, or another place's, too. */
typedef struct NameAlias {
    const char *name;
    int row, shared;
} NameAlias;
extern const NameAlias name_aliases[];
extern const size_t name_alias_count;

#endif
