/*
** names.h - are two strings spellings of one name? its keys, its parts, its other names
*/
#ifndef CORPUS_NAMES_H
#define CORPUS_NAMES_H

#include "base/buffer.h"
#include "base/icu.h"
#include "text/language.h"

/*
** How likely two names are spellings of one, in whatever scripts: 0 to 1, 0.5 where yes and no are equally right. Returns -1 if there is no
** memory. The first 256 characters of each count; the time is bounded by their product. Symmetric.
** Says nothing of what a place was called before (names_alias()).
*/
double names_similarity(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length);

/* A name read once, to be compared with many: 4 KB. It keeps a pointer to the text. */
typedef struct NameReading NameReading;
NameReading *names_read(Icu *icu, const char *name, size_t length); /* NULL: no memory */
void names_free(NameReading *reading);
double names_compare(const NameReading *a, const NameReading *b);

/*
** Appends a word of a name as an index keeps it to be compared without reading it again: a byte for its script, and its letters a-z.
** Nothing if it has no letters, or `native` (Han in pinyin, not as a foreign name by its sound) and it is not in Han.
*/
Status names_spelling(Icu *icu, int native, const char *word, size_t length, Buffer *out);

/* The probability that two of them spell one word. */
double names_spelling_match(const char *a, size_t a_length, const char *b, size_t b_length);

/* Whether it is of a script that an index divides into pairs of characters: Han, kana, Hangul. */
int names_spelling_is_divided(const char *spelling, size_t length);

/* The block of a spelling, and the bits of the blocks where those may stand that spell the same word. */
enum { NAMES_SPELLING_BLOCKS = 27 };
int names_spelling_block(const char *spelling, size_t length);
unsigned names_spelling_blocks(const char *spelling, size_t length);

/*
** Appends how the similarity came about, as a JSON object:
**     similarity, reading (spoken, light, chinese: how the letters were read), rule (equal, words, joined),
**     pairs: [{a, b, letters: [of a, of b], match, cost, reason}]   cost: -ln match
**     unpaired: {a: [word], b: [word]}, left_out: {a: [[word, kind]], b: ...}   titles, legal forms, particles, designators
** reason: equal, surname, initial, number, kanji, beginning, slip, edits.
*/
Status names_explain(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length, Buffer *out);

/*
** Levels of names_key(), each coarser than the one before:
**     fold       the words folded (text_fold()), in their order: exact spelling but for case, accents and punctuation
**     words      the same in alphabetical order: `Putin, Vladimir` and `Vladimir Putin`
**     letters    the words in letters a-z and 0-9, in alphabetical order: one key for standards that agree
**     light      spellings that differ by standard alone made one (kh/h, ya/ia, ...)
**     vowels     classes of consonants and vowels (translit_key_level())
**     skeleton   classes of consonants: what search and blocking use, and the default
*/
enum {
    NAMES_KEY_FOLD,
    NAMES_KEY_WORDS,
    NAMES_KEY_LETTERS,
    NAMES_KEY_LIGHT,
    NAMES_KEY_VOWELS,
    NAMES_KEY_SKELETON,
    NAMES_KEY_LEVELS
};
extern const char *const names_key_levels[NAMES_KEY_LEVELS];

/* Appends the key of a name at a level; its words are divided by blanks. The first 12 words count. */
Status names_key(Icu *icu, int level, const char *name, size_t length, Buffer *out);

/*
** Customary spellings, in Latin letters, of a surname in Hangul or Han (data/names/surnames.tsv): 박 is Park, Pak, Bak. Fills `spellings`, each ended by a NUL,
** and returns how many there are, at most `room`; 0: its spelling is no custom.
*/
enum { NAMES_SURNAME_BYTES = 9 };
size_t names_surname_spellings(const char *surname, size_t length, char (*spellings)[NAMES_SURNAME_BYTES], size_t room);

/* The parts of a person's name. Bytes of the name; length 0: it has none. `given` reaches over several words if they follow each other. */
enum { NAME_TITLE, NAME_GIVEN, NAME_PATRONYMIC, NAME_FAMILY, NAME_SUFFIX, NAME_PARTS };
typedef struct NamePart {
    uint32_t start, length;
} NamePart;

/*
** Finds the parts. The order is that of `language` (LANGUAGE_UND: guessed from the script, patronymics, commas and known family names).
** Linear.
*/
Status names_parts(Icu *icu, Language language, const char *name, size_t length, NamePart parts[NAME_PARTS]);

/*
** The name under which a place or country that was renamed, or that languages call differently, is listed (data/names/aliases.tsv): its
** English one. Found by folded spelling alone, in any language of the table. NULL if there is none; `*status` is STATUS_NOMEM then if there was no memory.
*/
const char *names_alias(Icu *icu, const char *name, size_t length, Status *status);

/*
** The names of a row of the table: sets `*count` and returns the first place in name_aliases (names/tables.h), or -1 if `name` is not one. For a
** search, where names that are other things' too say nothing (Gorky: NameAlias.shared), names_search_aliases() finds none by them.
*/
long names_alias_row(Icu *icu, const char *name, size_t length, size_t *count, Status *status);
long names_search_aliases(Icu *icu, const char *name, size_t length, size_t *count, Status *status);

#endif
