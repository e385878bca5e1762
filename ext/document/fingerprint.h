/*
** fingerprint.h - evidence that two texts are copies: exact hash, MinHash, winnowing; see fingerprint.c for the layout
*/
#ifndef CORPUS_FINGERPRINT_H
#define CORPUS_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

enum {
    FINGERPRINT_MINIMA = 128,   /* bins of the MinHash */
    FINGERPRINT_SELECTED = 512, /* most hashes that winnowing keeps of a text */
    FINGERPRINT_HEADER = 16,
    FINGERPRINT_LEAST = FINGERPRINT_HEADER + 2 * FINGERPRINT_MINIMA, /* bytes of the fingerprint of an empty text */
    FINGERPRINT_MOST = FINGERPRINT_LEAST + 4 * FINGERPRINT_SELECTED,
    FINGERPRINT_WORDS = 20, /* of a shorter text the sets are too small to tell a copy from a phrase */
    FINGERPRINT_KEYS = 97   /* most keys of fingerprint_keys() */
};

typedef struct Fingerprint {
    size_t length; /* bytes in use */
    unsigned char bytes[FINGERPRINT_MOST];
} Fingerprint;

/*
** Makes the fingerprint of a text. Linear, 100 to 400 MB/s, allocates nothing. `arena` is asked on the way whether to go on; its status is returned.
*/
Status fingerprint_make(Arena *arena, const char *bytes, size_t length, Fingerprint *out);

/* Number of words of the text, or -1 if these bytes are no fingerprint of this version. */
int64_t fingerprint_words(const void *print, size_t length);

/* Estimated Jaccard resemblance of the sets of word triples, 0..1 (standard error 0.045 at most), or -1 if one is no fingerprint. */
double fingerprint_resemblance(const void *a, size_t a_length, const void *b, size_t b_length);

/*
** Share of the winnowed word quintuples of `part` that `whole` has too, 0..1, or -1 if one is no fingerprint. 1 where the one text is in the other. Linear in
** the size of the fingerprints. Of a text of more than about 1300 words a sample is compared.
*/
double fingerprint_containment(const void *part, size_t part_length, const void *whole, size_t whole_length);

/*
** Whether the two are copies of one story: equal word by word; or of FINGERPRINT_WORDS words at least, and half of the shorter one stands in the longer, by its
** quintuples or (if the other is not over three times as long) by its triples.
*/
int fingerprint_is_copy(const void *a, size_t a_length, const void *b, size_t b_length);

/*
** Writes the keys by which copies are looked up: two copies have one in common, unless by a chance of less than one in a hundred. Returns their number, 0 for an
** empty text. See fingerprint.c for their choice.
*/
size_t fingerprint_keys(const void *print, size_t length, int64_t keys[FINGERPRINT_KEYS]);

/* Hash of the folded words of a paragraph, in order: paragraphs that differ in case, accents, punctuation or blanks share it. `*words`: their number. */
uint64_t fingerprint_paragraph(const char *bytes, size_t length, uint32_t *words);

/* Hash of bytes that is the same on every machine, to tell whether a file has changed. */
uint64_t fingerprint_bytes(const char *bytes, size_t length);

#endif
