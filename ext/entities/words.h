/*
** words.h - the words of one text as the patterns of entities/ see them (inside the room only)
**
** A Word is a token, or tokens that belong together whatever the tokenizer did with them: `Port-Louis`, `Kazakhstan` + `'s`, `J` + `.`. It carries what the
** lexicon knows of it. 32 bytes a word; made once a text, in time linear in it.
*/
#ifndef CORPUS_ENTITIES_WORDS_H
#define CORPUS_ENTITIES_WORDS_H

#include "entities/entities.h"
#include "entities/lexicon.h"

enum WordFlag {
    WORD_LETTERS = 1,       /* a word, not punctuation or a number */
    WORD_CAPITAL = 2,       /* its first letter is upper case */
    WORD_ALL_CAPS = 4,      /* two letters or more, all upper case */
    WORD_INNER_CAPITAL = 8, /* an upper-case letter behind a lower-case one */
    WORD_GLUED = 16,        /* no blank before it */
    WORD_POSSESSIVE = 32,   /* 's or ' follows and is not in its span */
    WORD_FIRST = 64,        /* opens a sentence or a quotation */
    WORD_INITIAL = 128,     /* one capital letter, with its dot if there is one */
    WORD_NUMBER = 256,
    WORD_OPENS = 512, /* an opening quotation mark, or one that may be */
    WORD_CLOSES = 1024,
    WORD_DOMAIN = 2048, /* a host name */
    WORD_CYRILLIC = 4096,
    WORD_HANGUL = 8192,
    WORD_HAN = 16384,
    WORD_HYPHEN = 32768 /* made of parts joined by a hyphen */
};

typedef struct Word {
    uint32_t start, end; /* bytes, without possessive and edge punctuation */
    uint32_t state;      /* in the lexicon: of the word as written, or of its dictionary form; LEXICON_NONE */
    uint32_t exact;      /* state of the word as written, where `state` is of its dictionary form */
    uint32_t slot;       /* number in the index of the document, LEXICON_NONE for what is no word */
    uint16_t flags;      /* WORD_... */
    char sign;           /* ASCII punctuation, `"` for any quotation mark, '-' for any dash; 0: another or none */
    uint8_t unused;
    uint64_t bits; /* what the lexicon says of it alone */
} Word;

/* What is known of a word wherever it stands in the text: how often it is small, and how often capital where it need not be (both stop at UINT16_MAX). */
typedef struct WordCounts {
    uint64_t hash;         /* of the folded word */
    uint64_t bits;         /* what the lexicon says of `state` */
    uint32_t state, exact; /* in the lexicon, as in Word */
    uint16_t small, capital;
} WordCounts;

/* A part of a run of Hangul or Han and its state in the lexicon. */
typedef struct WordPart {
    uint32_t start, end, state; /* bytes; 0, 0: none */
} WordPart;

/* The particles that end with a syllable, by their numbers in lexicon_particles_ko. */
typedef struct WordParticles {
    char syllable[3]; /* zeros: none */
    uint8_t count;
    uint8_t numbers[28];
} WordParticles;

enum { WORD_PARTS = 1024, WORD_SYLLABLES = 256, WORD_STEMS = 8, STEMS_MAX = 4 };

/* Where a Korean word may end before its particles. */
typedef struct WordStems {
    uint32_t word;            /* its number + 1; 0: none */
    uint32_t ends[STEMS_MAX]; /* byte ends of the possible stems, longest first */
    int count;
} WordStems;

typedef struct RunNotes {
    WordStems stems[WORD_STEMS];
    WordPart parts[WORD_PARTS];
    WordParticles particles[WORD_SYLLABLES];
} RunNotes;

typedef struct Words {
    const Text *text;
    EntityMemo *memo; /* or NULL */
    RunNotes *notes;  /* the last things that hangul.c and han.c have looked up; NULL where there is neither */
    Word *items;
    size_t count, capacity;
    uint32_t *sentences; /* first word of each sentence, and the count behind */
    struct {
        WordCounts *items;
        size_t count, capacity;
    } index;
    uint32_t *
        slots; /* open addressing by hash: number in the index + 1, 0 empty; grows with the distinct words, so that it stays in the cache */
    uint32_t slot_mask;
    Language language;           /* base language of the text */
    const LexiconManner *manner; /* of a language without tables of its own, or NULL */
} Words;

/* Makes the words of `text`. `memo` may be NULL. */
Status words_make(Arena *arena, const Text *text, EntityMemo *memo, Words *words);

/* Where the state of a part of the text is remembered: look whether it is that part's, and set it. The rules ask for the same few parts again and again. */
static inline WordPart *words_part(const Words *words, uint32_t start, uint32_t end)
{
    return &words->notes->parts[(start * 31 + end) % WORD_PARTS];
}

/* The state after one more word of a phrase, as written or in its dictionary form; LEXICON_NONE. */
uint32_t words_step(uint32_t here, const Word *word);

/* The longest phrase of the lexicon at word `at`, before `end`, that has one of `wanted` bits. Returns its words, 0 for none; sets `*state`. */
size_t words_phrase(const Words *words, size_t at, size_t end, uint64_t wanted, uint32_t *state);

static inline int word_is(const Word *word, uint64_t bits)
{
    return (word->bits & bits) != 0;
}
static inline int word_capital(const Word *word)
{
    return (word->flags & (WORD_LETTERS | WORD_CAPITAL)) == (WORD_LETTERS | WORD_CAPITAL);
}

#endif
