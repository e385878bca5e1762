/*
** quantities.c - libFuzzer: numbers with what they count, beside dates
*/
#include <math.h>
#include "facts/quantities.h"
#include "fuzz.h"

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Text text = {0};
    DateList dates = {0};
    QuantityList quantities = {0};
    Status status = text_segment(arena, icu, bytes, length, language, &text);
    if (status == STATUS_OK) status = dates_find(arena, &text, NULL, PREFER_DEFAULT, &dates);
    if (status == STATUS_OK) status = quantities_find(arena, &text, &dates, &quantities);
    for (size_t i = 0; status == STATUS_OK && i < quantities.count; i++) {
        const Quantity *quantity = &quantities.items[i];
        PROMISE(quantity->length > 0 && is_slice(bytes, length, quantity->start, quantity->length));
        PROMISE(quantity->sentence < text.sentences.count);
        PROMISE(!isnan(quantity->number) && quantity->comparator && quantity->kind && quantity->rule);
        PROMISE(quantity->score >= 0.0 && quantity->score <= 1.0);
    }
    return status;
}
