/*
** name_functions.c - corpus_name_similarity, corpus_name_explain, corpus_name_key, corpus_name_parts, corpus_name_alias
**
** A name that stays the same from row to row (a constant of the query) is read once: its reading is SQLite's auxiliary data.
*/
#include "sql/functions.h"
#include "names/names.h"
#include "names/tables.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

static void result_of(sqlite3_context *context, Status status, Buffer *out)
{
    if (status == STATUS_OK) scalar_buffer(context, out);
    else sqlite3_result_error_code(context, connection_code(status));
    buffer_free(out);
}

static int read_text(sqlite3_context *context, sqlite3_value *value, TextArgument *text)
{
    if (argument_text(value, text) == SQLITE_OK) return 1;
    sqlite3_result_error_nomem(context);
    return 0;
}

/* --- similarity --- */

/* A reading that owns its text. */
typedef struct KeptName {
    NameReading *reading;
    char *text;
    size_t length;
} KeptName;

static void free_kept(void *state)
{
    KeptName *kept = state;
    if (!kept) return;
    names_free(kept->reading);
    sqlite3_free(kept->text);
    sqlite3_free(kept);
}

static KeptName *keep_name(Connection *connection, const TextArgument *text)
{
    KeptName *kept = sqlite3_malloc64(sizeof *kept);
    if (!kept) return NULL;
    kept->reading = NULL;
    kept->length = text->length;
    kept->text = sqlite3_malloc64(text->length + 1);
    if (kept->text) {
        memcpy(kept->text, text->bytes, text->length);
        kept->reading = names_read(connection->icu, kept->text, text->length);
    }
    if (kept->reading) return kept;
    free_kept(kept);
    return NULL;
}

/* The reading of an argument; `*made` is set if the caller has to hand it over or free it. */
static KeptName *name_of(sqlite3_context *context, Connection *connection, int number, const TextArgument *text,
                         int *made)
{
    KeptName *kept = sqlite3_get_auxdata(context, number);
    *made = 0;
    if (kept && kept->length == text->length && !memcmp(kept->text, text->bytes, text->length)) return kept;
    *made = 1;
    return keep_name(connection, text);
}

void call_name_similarity(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument texts[2] = {{NULL, 0}, {NULL, 0}};
    KeptName *names[2] = {NULL, NULL};
    int made[2] = {0, 0};
    (void)count;
    for (int i = 0; i < 2; i++)
        if (!read_text(context, arguments[i], &texts[i])) return;
    if (!texts[1].bytes) return;
    for (int i = 0; i < 2; i++) names[i] = name_of(context, connection, i, &texts[i], &made[i]);
    if (names[0] && names[1]) sqlite3_result_double(context, names_compare(names[0]->reading, names[1]->reading));
    else sqlite3_result_error_nomem(context);
    for (int i = 0; i < 2; i++) /* last, since SQLite frees what it does not keep at once */
        if (made[i] && names[i]) sqlite3_set_auxdata(context, i, names[i], free_kept);
}

void call_name_explain(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument a, b;
    Buffer out = BUFFER_EMPTY;
    (void)count;
    if (!read_text(context, arguments[0], &a) || !read_text(context, arguments[1], &b) || !b.bytes) return;
    result_of(context, names_explain(connection->icu, a.bytes, a.length, b.bytes, b.length, &out), &out);
}

/* --- keys --- */

static int find_level(const TextArgument *text)
{
    for (int i = 0; i < NAMES_KEY_LEVELS; i++)
        if (strlen(names_key_levels[i]) == text->length &&
            !sqlite3_strnicmp(names_key_levels[i], text->bytes, (int)text->length))
            return i;
    return -1;
}

void call_name_key(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text, level_text = {NULL, 0};
    Buffer out = BUFFER_EMPTY;
    int level = NAMES_KEY_SKELETON;
    if (!read_text(context, arguments[0], &text)) return;
    if (count > 1 && !read_text(context, arguments[1], &level_text)) return;
    if (level_text.bytes) level = find_level(&level_text);
    if (level < 0)
        scalar_error(context,
                     sqlite3_mprintf("corpus_name_key: level '%.*s' is not known; allowed are fold, words, "
                                     "letters, light, vowels, skeleton",
                                     (int)(level_text.length < 64 ? level_text.length : 64), level_text.bytes));
    else result_of(context, names_key(connection->icu, level, text.bytes, text.length, &out), &out);
}

/* --- parts, aliases --- */

void call_name_parts(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    static const char *const keys[NAME_PARTS] = {"title", "given", "patronymic", "family", "suffix"};
    TextArgument text;
    Language language;
    NamePart parts[NAME_PARTS];
    Buffer out = BUFFER_EMPTY;
    char *error = NULL;
    if (!read_text(context, arguments[0], &text)) return;
    int rc = argument_language("corpus_name_parts", count > 1 ? arguments[1] : NULL, &language, &error);
    if (rc != SQLITE_OK) {
        scalar_error(context, error);
        return;
    }
    Status status = names_parts(connection->icu, language, text.bytes, text.length, parts);
    for (int i = 0; i < NAME_PARTS && status == STATUS_OK; i++) {
        buffer_string(&out, i ? ",\"" : "{\"");
        buffer_string(&out, keys[i]);
        buffer_string(&out, "\":");
        if (parts[i].length) buffer_json(&out, text.bytes + parts[i].start, parts[i].length);
        else buffer_string(&out, "null");
    }
    buffer_byte(&out, '}');
    result_of(context, status, &out);
}

void call_name_alias(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    Status status;
    (void)count;
    if (!read_text(context, arguments[0], &text)) return;
    const char *name = names_alias(connection->icu, text.bytes, text.length, &status);
    if (status != STATUS_OK) sqlite3_result_error_code(context, connection_code(status));
    else if (name) sqlite3_result_text(context, name, -1, SQLITE_STATIC);
}
