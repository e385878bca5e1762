/*
** evidence.c - see evidence.h
**
** Names of facts and words of classes are found by one probe of a hash table that tools/compile_record.c filled at build time.
*/
#include "document/evidence_rows.h"

extern const FactRow fact_rows[];
extern const uint16_t fact_slots[];
extern const unsigned fact_mask;
extern const float evidence_weights[];

unsigned fact_meaning(FactWhere where, const char *name, size_t length)
{
    char small[FACT_NAME_BYTES];
    if (!length || length > FACT_NAME_BYTES) return 0;
    for (size_t i = 0; i < length; i++) small[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
    for (unsigned slot = fact_slot(where, small, length) & fact_mask; fact_slots[slot]; slot = (slot + 1) & fact_mask) {
        const FactRow *row = &fact_rows[fact_slots[slot] - 1];
        if (row->where == where && row->length == length && !memcmp(row->name, small, length)) return row->meaning;
    }
    return 0;
}

double evidence_weight(Evidence evidence)
{
    return evidence < EVIDENCES ? (double)evidence_weights[evidence] : 0;
}

const char *evidence_name(Evidence evidence)
{
    return evidence < EVIDENCES ? evidence_names[evidence] : "none";
}
