/* facts.c - STUB */
#include "facts/quantities.h"
#include "facts/quotes.h"
Status quantities_find(Arena *arena, const Text *text, const DateList *dates, QuantityList *quantities) { (void)arena, (void)text, (void)dates, (void)quantities; return STATUS_OK; }
Status quotes_find(Arena *arena, const Text *text, const EntityList *entities, QuoteList *quotes) { (void)arena, (void)text, (void)entities, (void)quotes; return STATUS_OK; }
