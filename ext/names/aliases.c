/*
** aliases.c - other names of places; see names.h
**
** Names are compared folded. The table is small (some 1,500 names) and searched through: 20 microseconds a call.
*/
#include <string.h>
#include "names/names.h"
#include "names/tables.h"
#include "text/text.h"

/* The letters that count: folded, without blanks, hyphens and dots. `folded` is room for the fold. */
static Status fold_name(Icu *icu, const char *name, size_t length, Buffer *folded, Buffer *out)
{
    folded->length = out->length = 0;
    Status status = text_fold(icu, name, length, folded);
    for (size_t i = 0; status == STATUS_OK && i < folded->length; i++) {
        char c = folded->bytes[i];
        if (c != ' ' && c != '-' && c != '.' && c != '\'') buffer_byte(out, c);
    }
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}

/* The place in name_aliases of a name, -1: none. */
static long find_alias(Icu *icu, const char *name, size_t length, Status *status)
{
    enum { LONGEST_ALIAS = 200 }; /* bytes */
    Buffer folded = BUFFER_EMPTY, wanted = BUFFER_EMPTY, other = BUFFER_EMPTY;
    long found = -1;
    *status = length > LONGEST_ALIAS ? STATUS_OK : fold_name(icu, name, length, &folded, &wanted);
    for (size_t i = 0; i < name_alias_count && *status == STATUS_OK && wanted.length && found < 0; i++) {
        *status = fold_name(icu, name_aliases[i].name, strlen(name_aliases[i].name), &folded, &other);
        if (*status == STATUS_OK && other.length == wanted.length && !memcmp(other.bytes, wanted.bytes, wanted.length))
            found = (long)i;
    }
    buffer_free(&folded);
    buffer_free(&wanted);
    buffer_free(&other);
    return found;
}

/* The first place of the row that a place stands in. */
static long row_of(long found, size_t *count)
{
    *count = 0;
    if (found < 0) return -1;
    int row = name_aliases[found].row;
    while (found > 0 && name_aliases[found - 1].row == row) found--;
    while ((size_t)found + *count < name_alias_count && name_aliases[(size_t)found + *count].row == row) ++*count;
    return found;
}

long names_alias_row(Icu *icu, const char *name, size_t length, size_t *count, Status *status)
{
    return row_of(find_alias(icu, name, length, status), count);
}

long names_search_aliases(Icu *icu, const char *name, size_t length, size_t *count, Status *status)
{
    long found = find_alias(icu, name, length, status);
    return row_of(found >= 0 && name_aliases[found].shared ? -1 : found, count);
}

const char *names_alias(Icu *icu, const char *name, size_t length, Status *status)
{
    size_t count;
    long row = names_alias_row(icu, name, length, &count, status);
    return row < 0 ? NULL : name_aliases[row].name;
}
