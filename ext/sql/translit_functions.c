/*
** translit_functions.c - corpus_translit, corpus_latin, corpus_schemes
*/
#include "sql/functions.h"
#include "translit/translit.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

static void unknown_scheme(sqlite3_context *context, Connection *connection, const TextArgument *id)
{
    Buffer near = BUFFER_EMPTY;
    size_t length = id->length < 64 ? id->length : 64;
    translit_suggest(connection->icu, id->bytes, length, &near);
    const char *ids = buffer_text(&near);
    scalar_error(
        context,
        !ids ? NULL
             : sqlite3_mprintf("corpus_translit: scheme '%.*s' is neither known nor a transform of ICU; near to it "
                               "are %s; SELECT scheme FROM corpus_schemes() lists ours",
                               (int)length, id->bytes, ids));
    buffer_free(&near);
}

static Status translit_piece(Connection *connection, const void *scheme, const char *bytes, size_t length, Buffer *out)
{
    return translit_apply(connection->icu, scheme, bytes, length, out);
}

static Status icu_piece(Connection *connection, const void *state, const char *bytes, size_t length, Buffer *out)
{
    const TextArgument *id = state;
    int known;
    return translit_by_icu(connection->icu, id->bytes, id->length, bytes, length, connection_interrupted, connection,
                           &known, out);
}

static Status latin_piece(Connection *connection, const void *language, const char *bytes, size_t length, Buffer *out)
{
    return translit_latin(connection->icu, *(const Language *)language, bytes, length, out);
}

void call_translit(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text, id;
    (void)count;
    if (argument_text(arguments[0], &text) != SQLITE_OK || argument_text(arguments[1], &id) != SQLITE_OK) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!id.bytes) {
        scalar_error(
            context,
            sqlite3_mprintf("corpus_translit: scheme is NULL; SELECT scheme FROM corpus_schemes() lists them all"));
        return;
    }
    const TranslitScheme *scheme = translit_find(id.bytes, id.length);
    if (scheme) {
        scalar_in_pieces(context, connection, &text, translit_piece, scheme);
        return;
    }
    Buffer none = BUFFER_EMPTY;
    int known = 0;
    Status status = icu_transform(connection->icu, id.bytes, id.length, "", 0, &known, &none);
    buffer_free(&none);
    if (status != STATUS_OK) sqlite3_result_error_code(context, connection_code(status));
    else if (known) scalar_in_pieces(context, connection, &text, icu_piece, &id);
    else unknown_scheme(context, connection, &id);
}

void call_latin(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    Language language;
    char *error = NULL;
    int rc = argument_text(arguments[0], &text);
    if (rc == SQLITE_OK) rc = argument_language("corpus_latin", count > 1 ? arguments[1] : NULL, &language, &error);
    if (rc != SQLITE_OK) scalar_error(context, error);
    else scalar_in_pieces(context, connection, &text, latin_piece, &language);
}

/* --- corpus_schemes ------------------------------------------------------------------------------------------------------ */

enum { SCHEMES_SCHEME, SCHEMES_SOURCE, SCHEMES_TARGET, SCHEMES_STANDARD, SCHEMES_REVERSIBLE };

int open_schemes(TableCursor *cursor)
{
    size_t count;
    cursor->items = translit_schemes(&count);
    cursor->rows = (sqlite3_int64)count;
    return SQLITE_OK;
}

void column_schemes(TableCursor *cursor, sqlite3_context *context, int column)
{
    const TranslitScheme *scheme = (const TranslitScheme *)cursor->items + cursor->row;
    switch (column) {
    case SCHEMES_SCHEME: result_constant(context, scheme->id); break;
    case SCHEMES_SOURCE: result_constant(context, scheme->source); break;
    case SCHEMES_TARGET: result_constant(context, scheme->target); break;
    case SCHEMES_STANDARD: result_constant(context, scheme->standard); break;
    case SCHEMES_REVERSIBLE: sqlite3_result_int(context, scheme->reversible); break;
    }
}
