/*
** fingerprint.c - libFuzzer: a text resembles itself, and any bytes may be compared
*/
#include "document/fingerprint.h"
#include "fuzz.h"

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Text text = {0};
    unsigned char fingerprint[FINGERPRINT_BYTES];
    Status status = text_segment(arena, icu, bytes, length, language, &text);
    if (status == STATUS_OK) status = fingerprint_make(arena, &text, fingerprint);
    if (status != STATUS_OK) return status;
    double self = fingerprint_resemblance(fingerprint, sizeof fingerprint, fingerprint, sizeof fingerprint);
    PROMISE(self == 1.0 || !text.tokens.count);
    double other = fingerprint_resemblance(bytes, length, fingerprint, sizeof fingerprint);
    PROMISE(other == -1.0 || (other >= 0.0 && other <= 1.0));
    return STATUS_OK;
}
