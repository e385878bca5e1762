/*
** fingerprint.c - libFuzzer: a text is a copy of itself and contained in itself, and any bytes may be compared
*/
#include "document/fingerprint.h"
#include "fuzz.h"

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Fingerprint print;
    int64_t keys[FINGERPRINT_KEYS];
    uint32_t words;
    (void)icu, (void)language;
    Status status = fingerprint_make(arena, bytes, length, &print);
    if (status != STATUS_OK) return status;
    PROMISE(print.length <= FINGERPRINT_MOST);
    PROMISE(fingerprint_resemblance(print.bytes, print.length, print.bytes, print.length) == 1.0);
    PROMISE(fingerprint_containment(print.bytes, print.length, print.bytes, print.length) == 1.0);
    int64_t count = fingerprint_words(print.bytes, print.length);
    PROMISE(count >= 0 && fingerprint_is_copy(print.bytes, print.length, print.bytes, print.length) == (count > 0));
    PROMISE((fingerprint_keys(print.bytes, print.length, keys) > 0) == (count > 0));
    (void)fingerprint_paragraph(bytes, length, &words);
    PROMISE(words == (uint32_t)count);
    double other = fingerprint_containment(bytes, length, print.bytes, print.length);
    PROMISE(other == -1.0 || (other >= 0.0 && other <= 1.0));
    other = fingerprint_resemblance(bytes, length, print.bytes, print.length);
    PROMISE(other == -1.0 || (other >= 0.0 && other <= 1.0));
    return STATUS_OK;
}
