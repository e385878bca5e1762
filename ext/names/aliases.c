/*
** aliases.c - other names of places; see names.h
**
** Names are compared folded. The table is small (some 1,500 names) and searched through: 20 microseconds a call.
*/
#include <string.h>
#include "names/names.h"
#include "names/tables.h"
#include "text/text.h"

/* The letters that count: folded, without blanks, hyphens and dots. */
static Status fold_name(Icu *icu, const char *name, size_t length, Buffer *out)
{
    Buffer folded = BUFFER_EMPTY;
    Status status = text_fold(icu, name, length, &folded);
    for (size_t i = 0; status == STATUS_OK && i < folded.length; i++) {
        char c = folded.bytes[i];
        if (c != ' ' && c != '-' && c != '.' && c != '\'') buffer_byte(out, c);
    }
    buffer_free(&folded);
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}

long names_alias_row(Icu *icu, const char *name, size_t length, size_t *count, Status *status)
{
    enum { LONGEST_ALIAS = 200 }; /* bytes */
    Buffer wanted = BUFFER_EMPTY, other = BUFFER_EMPTY;
    long found = -1;
    *count = 0;
    *status = length > LONGEST_ALIAS ? STATUS_OK : fold_name(icu, name, length, &wanted);
    for (size_t i = 0; i < name_alias_count && *status == STATUS_OK && wanted.length && found < 0; i++) {
        other.length = 0;
        *status = fold_name(icu, name_aliases[i].name, strlen(name_aliases[i].name), &other);
        if (*status == STATUS_OK && other.length == wanted.length && !memcmp(other.bytes, wanted.bytes, wanted.length))
            found = (long)i;
    }
    buffer_free(&wanted);
    buffer_free(&other);
    if (found < 0) return -1;
    int row = name_aliases[found].row;
    while (found > 0 && name_aliases[found - 1].row == row) found--;
    while ((size_t)found + *count < name_alias_count && name_aliases[(size_t)found + *count].row == row) ++*count;
    return found;
}

const char *names_alias(Icu *icu, const char *name, size_t length, Status *status)
{
    size_t count;
    long row = names_alias_row(icu, name, length, &count, status);
    return row < 0 ? NULL : name_aliases[row].name;
}
