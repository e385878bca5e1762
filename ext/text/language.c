/* language.c - see language.h */
#include "text/language.h"
#include "base/unicode.h"
#include <string.h>

extern const char *const language_tags[], *const language_names[];

static int same_tag(const char *row, const char *tag, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char a = row[i], b = tag[i] == '_' ? '-' : tag[i];
        if (!a) return 0;
        if (a >= 'A' && a <= 'Z') a = (char)(a + 32);
        if (b >= 'A' && b <= 'Z') b = (char)(b + 32);
        if (a != b) return 0;
    }
    return row[length] == 0;
}

Language language_find(const char *tag, size_t length)
{
    while (length) {
        for (int i = 0; i < LANGUAGE_COUNT; i++)
            if (same_tag(language_tags[i], tag, length)) return (Language)i;
        while (length && tag[length - 1] != '-' && tag[length - 1] != '_') length--;
        if (length) length--;
    }
    return LANGUAGE_INVALID;
}

const char *language_tag(Language language)
{
    return language_tags[language < LANGUAGE_COUNT ? language : 0];
}
const char *language_name(Language language)
{
    return language_names[language < LANGUAGE_COUNT ? language : 0];
}

Language language_base(Language language)
{
    const char *tag = language_tag(language), *dash = strchr(tag, '-');
    return dash ? language_find(tag, (size_t)(dash - tag)) : language;
}
