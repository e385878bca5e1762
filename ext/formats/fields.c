/* fields.c - see fields.h */
#include "formats/field_key.h"
#include <string.h>

const char *const field_role_names[FIELD_ROLES] = {"content",  "address",  "title",  "published",
                                                   "captured", "language", "author", "publisher"};

size_t field_key(const char *name, size_t length, char key[FIELD_KEY])
{
    return make_field_key(name, length, key);
}

FieldRole field_role(const char *name, size_t length, unsigned *rank)
{
    char key[FIELD_KEY];
    size_t low = 0, high = field_name_count;
    *rank = 0;
    if (!make_field_key(name, length, key)) return FIELD_UNKNOWN;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, field_names[middle].key);
        if (order == 0) {
            *rank = field_names[middle].rank;
            return (FieldRole)field_names[middle].role;
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return FIELD_UNKNOWN;
}
