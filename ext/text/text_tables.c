/* text_tables.c - see text_tables.h */
#include "text/text_tables.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include <string.h>

enum { KEY_BYTES = 32 }; /* no row is longer; a longer word is in no table */

/*
** Folds a word into `key`. Returns how it is cased: 0 lower, 1 the first letter alone is a capital, 2 all letters are, 3 some other way;
** -1 if it does not fit.
*/
static int fold_key(const char *word, size_t length, char key[KEY_BYTES])
{
    const char *end = word + length;
    size_t used = 0;
    unsigned letters = 0, capitals = 0, first = 0;
    if (length >= KEY_BYTES - 4) return -1;
    while (word < end) {
        uint32_t code;
        word += utf8_decode(word, end, &code);
        const UnicodeRecord *r = unicode_of(code);
        if (r->flags & UNICODE_LETTER) {
            if (r->flags & UNICODE_UPPER) {
                capitals++;
                if (!letters) first = 1;
            }
            letters++;
        }
        if (code == 0x2019) code = '\'';
        used += utf8_encode((uint32_t)((int32_t)code + r->fold), key + used);
        if (used >= KEY_BYTES - 4) return -1;
    }
    key[used] = 0;
    if (!capitals) return 0;
    if (capitals == letters && letters > 1) return 2;
    return first && capitals == 1 ? 1 : 3;
}

unsigned text_abbreviation(const TextTables *tables, const char *word, size_t length)
{
    char key[KEY_BYTES];
    if (!tables->abbreviation_count) return 0;
    int cased = fold_key(word, length, key);
    if (cased < 0) return 0;
    size_t low = 0, high = tables->abbreviation_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(key, tables->abbreviations[middle].text);
        if (order == 0) {
            unsigned kinds = tables->abbreviations[middle].kinds;
            return kinds & ABBREVIATION_CASED && cased == 0 ? 0 : kinds & ~(unsigned)ABBREVIATION_CASED;
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return 0;
}

int text_listed(const char *const *list, size_t count, const char *word, size_t length)
{
    char key[KEY_BYTES];
    if (!count || fold_key(word, length, key) < 0) return 0;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(key, list[middle]);
        if (order == 0) return 1;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return 0;
}

const TextTables *text_tables_for(Language language, unsigned script)
{
    const TextTables *own = &text_tables[language < LANGUAGE_COUNT ? language : LANGUAGE_UND];
    if (!own->abbreviation_count) own = &text_tables[language_base(language)];
    if (script == SCRIPT_CYRILLIC) return own->cyrillic ? own : &text_tables[LANGUAGE_RU];
    if (script == SCRIPT_LATIN && own->cyrillic) return &text_tables[LANGUAGE_EN];
    return own->abbreviation_count ? own : &text_tables[LANGUAGE_EN];
}
