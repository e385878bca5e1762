/* field_key.h - the key of a field's name: shared by fields.c and by the compiler of its table */
#ifndef CORPUS_FIELD_KEY_H
#define CORPUS_FIELD_KEY_H

#include "base/unicode.h"
#include "base/utf8.h"
#include "formats/fields.h"

static inline size_t make_field_key(const char *name, size_t length, char key[FIELD_KEY])
{
    size_t made = 0;
    for (const char *at = name, *end = name + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (!(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK))) continue;
        if (made + 4 >= FIELD_KEY) return 0;
        made += utf8_encode(unicode_fold(code), key + made);
    }
    key[made] = 0;
    return made;
}

#endif
