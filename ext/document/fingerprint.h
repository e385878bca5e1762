/*
** fingerprint.h - near-duplicate evidence: one-permutation MinHash over three-word shingles
*/
#ifndef CORPUS_FINGERPRINT_H
#define CORPUS_FINGERPRINT_H

#include "text/text.h"

enum { FINGERPRINT_BYTES = 264 }; /* 8 bytes of header (version, shingle count), 128 minima of 16 bits */

/*
** Makes the fingerprint of a text into `out`. Linear, allocates nothing. A text of fewer than three words has its words as shingles. `arena` is asked
** on the way whether to go on; its status is returned.
*/
Status fingerprint_make(Arena *arena, const Text *text, unsigned char out[FINGERPRINT_BYTES]);

/* Estimated Jaccard resemblance 0..1 of two fingerprints, or -1 if one is none. */
double fingerprint_resemblance(const void *a, size_t a_bytes, const void *b, size_t b_bytes);

#endif
