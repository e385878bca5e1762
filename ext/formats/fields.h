/*
** fields.h - what a field of a JSON object, or a column of a table, holds, told by its name
**
** data/formats/fields.tsv is compiled into an array in the order of the keys.
*/
#ifndef CORPUS_FIELDS_H
#define CORPUS_FIELDS_H

#include <stddef.h>
#include <stdint.h>

typedef enum FieldRole {
    FIELD_CONTENT,
    FIELD_ADDRESS,
    FIELD_TITLE,
    FIELD_PUBLISHED,
    FIELD_CAPTURED,
    FIELD_LANGUAGE,
    FIELD_AUTHOR,
    FIELD_PUBLISHER,
    FIELD_ROLES,
    FIELD_UNKNOWN = FIELD_ROLES
} FieldRole;

enum { FIELD_KEY = 64 }; /* bytes of the longest key with its NUL */

typedef struct FieldName {
    const char *key;
    uint8_t role;
    uint16_t rank; /* of several fields of one role the lowest is taken */
} FieldName;

extern const FieldName field_names[];
extern const size_t field_name_count;

/* Names of the roles, as the table writes them. */
extern const char *const field_role_names[FIELD_ROLES];

/* Writes the key of a name: letters and digits alone, in simple lower case. Returns its length, 0 if it is too long or empty. */
size_t field_key(const char *name, size_t length, char key[FIELD_KEY]);

/* The role of a name; sets `*rank`. Logarithmic. */
FieldRole field_role(const char *name, size_t length, unsigned *rank);

#endif
