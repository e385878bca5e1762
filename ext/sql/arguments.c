/* arguments.c - how arguments are read, the same in every function; see functions.h */
#include "sql/functions.h"
#include "base/utf8.h"
SQLITE_EXTENSION_INIT3

int argument_text(sqlite3_value *value, TextArgument *text)
{
    *text = (TextArgument){NULL, 0};
    int type = sqlite3_value_type(value);
    if (type == SQLITE_NULL) return SQLITE_OK;
    const char *bytes = type == SQLITE_BLOB ? sqlite3_value_blob(value) : (const char *)sqlite3_value_text(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    if (!bytes && type == SQLITE_BLOB && length == 0) bytes = "";
    if (!bytes) return SQLITE_NOMEM;
    text->bytes = bytes;
    text->length = utf8_until_nul(bytes, length);
    return SQLITE_OK;
}

/* All tags, for the message of a wrong one. */
static char *language_tags_allowed(void)
{
    char *list = NULL;
    for (int i = LANGUAGE_UND + 1; i < LANGUAGE_COUNT; i++) {
        char *longer = sqlite3_mprintf("%z%s%s", list, list ? ", " : "", language_tag((Language)i));
        if (!longer) return NULL;
        list = longer;
    }
    return list;
}

static char *language_error(const char *function, const TextArgument *tag)
{
    char *allowed = language_tags_allowed();
    if (!allowed) return NULL;
    return sqlite3_mprintf("%s: language '%.*s' is not known; it is a BCP 47 tag, one of %z", function,
                           (int)(tag->length < 64 ? tag->length : 64), tag->bytes, allowed);
}

int argument_language(const char *function, sqlite3_value *value, Language *language, char **error)
{
    TextArgument tag;
    *language = LANGUAGE_UND;
    if (!value) return SQLITE_OK;
    int rc = argument_text(value, &tag);
    if (rc != SQLITE_OK || !tag.bytes) return rc;
    *language = language_find(tag.bytes, tag.length);
    if (*language != LANGUAGE_INVALID) return SQLITE_OK;
    *error = language_error(function, &tag);
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

int argument_anchor(const char *function, sqlite3_value *value, DateAnchor *anchor, int *given, char **error)
{
    TextArgument text;
    *given = 0;
    if (!value) return SQLITE_OK;
    int rc = argument_text(value, &text);
    if (rc != SQLITE_OK || !text.bytes) return rc;
    *given = 1;
    if (dates_read_anchor(text.bytes, text.length, anchor)) return SQLITE_OK;
    *error = sqlite3_mprintf(
        "%s: anchor '%.*s' is no ISO 8601 date; allowed are YYYY-MM-DD, YYYY-MM-DDThh:mm[:ss], YYYY-MM, YYYY", function,
        (int)(text.length < 64 ? text.length : 64), text.bytes);
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

int argument_prefer(const char *function, sqlite3_value *value, DatePrefer *prefer, char **error)
{
    TextArgument text;
    *prefer = PREFER_DEFAULT;
    if (!value) return SQLITE_OK;
    int rc = argument_text(value, &text);
    if (rc != SQLITE_OK || !text.bytes) return rc;
    int found = dates_prefer(text.bytes, text.length);
    if (found >= 0) {
        *prefer = (DatePrefer)found;
        return SQLITE_OK;
    }
    *error = sqlite3_mprintf("%s: prefer '%.*s' is not known; allowed are past, future, nearest", function,
                             (int)(text.length < 64 ? text.length : 64), text.bytes);
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

int argument_flag(const char *function, const char *argument, sqlite3_value *value, int *flag, char **error)
{
    *flag = 0;
    if (!value || sqlite3_value_type(value) == SQLITE_NULL) return SQLITE_OK;
    sqlite3_int64 number = sqlite3_value_int64(value);
    *flag = number == 1;
    if (sqlite3_value_numeric_type(value) == SQLITE_INTEGER && (number == 0 || number == 1)) return SQLITE_OK;
    *error = sqlite3_mprintf("%s: %s is 0 or 1", function, argument);
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}
