/* entities.c - STUB */
#include "entities/entities.h"
Status entities_find(Arena *arena, Icu *icu, const Text *text, EntityList *entities) { (void)arena, (void)icu, (void)text, (void)entities; return STATUS_OK; }
const char *entities_type_name(EntityType type)
{ static const char *const names[] = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK", "LAW", "PRODUCT"}; return names[type]; }
Status entities_key(Icu *icu, EntityType type, const char *name, size_t length, Language language, Buffer *out)
{ (void)type, (void)language; return icu_append_nfkc_casefold(icu, name, length, out); }
