/*
** scalar.c - registration and calling of scalar functions
**
** SQLite calls invoke(), which turns NULL into NULL and passes the connection on. Flags: everything that is pure is
** DETERMINISTIC and INNOCUOUS; a function that reads files is DIRECTONLY, because whoever controls a schema (a view, a
** trigger in a database from elsewhere) must not read files with it.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "base/utf8.h"
SQLITE_EXTENSION_INIT3

typedef struct Binding {
    Connection *connection;
    const ScalarFunction *function;
} Binding;

static void invoke(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    Binding *binding = sqlite3_user_data(context);
    const ScalarFunction *function = binding->function;
    if (count > 0 && !(function->flags & (FUNCTION_NULL_ALLOWED | FUNCTION_AGGREGATE)) &&
        sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return;
    function->call(context, binding->connection, count, arguments);
}

/* The end of a group, also of one that had no rows. */
static void finish(sqlite3_context *context)
{
    Binding *binding = sqlite3_user_data(context);
    binding->function->call(context, binding->connection, FUNCTION_GROUP_ENDS, NULL);
}

static void destroy(void *state)
{
    Binding *binding = state;
    connection_release(binding->connection);
    memory_free(binding);
}

int scalar_register(Connection *connection, const ScalarFunction *function)
{
    int flags = SQLITE_UTF8 |
                (function->flags & FUNCTION_READS_FILES ? SQLITE_DIRECTONLY : SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS);
    for (int count = function->least; count <= function->most; count++) {
        Binding *binding = memory_alloc(sizeof *binding);
        if (!binding) return SQLITE_NOMEM;
        *binding = (Binding){connection_retain(connection), function};
        /* destroy() is called by SQLite too if this fails */
        int group = (function->flags & FUNCTION_AGGREGATE) != 0;
        int rc =
            sqlite3_create_function_v2(connection->db, function->name, count, flags, binding, group ? NULL : invoke,
                                       group ? invoke : NULL, group ? finish : NULL, destroy);
        if (rc != SQLITE_OK) return rc;
    }
    return SQLITE_OK;
}

void scalar_error(sqlite3_context *context, char *message)
{
    if (message) sqlite3_result_error(context, message, -1);
    else sqlite3_result_error_nomem(context);
    sqlite3_free(message);
}

void scalar_buffer(sqlite3_context *context, Buffer *buffer)
{
    size_t length = 0;
    char *bytes = buffer_take(buffer, &length);
    if (bytes) sqlite3_result_text64(context, bytes, length, sqlite3_free, SQLITE_UTF8);
    else sqlite3_result_error_nomem(context);
}

enum {
    PIECE = 64 * 1024,         /* well below a tenth of a second of work for the slowest of `make` */
    LONGEST_PIECE = 256 * 1024 /* a run without blanks is cut here, before a character that joins nothing */
};

/* Where a piece that is long enough at `end` may end: before a blank, else before a character that is whole by itself. */
static size_t piece_end(const TextArgument *text, size_t start, size_t end)
{
    const char *limit = text->bytes + text->length;
    for (; end < text->length && end - start < LONGEST_PIECE; end++)
        if (text->bytes[end] == ' ' || text->bytes[end] == '\n' || text->bytes[end] == '\t') return end;
    while (end < text->length) {
        uint32_t code;
        size_t bytes = utf8_decode(text->bytes + end, limit, &code);
        if (((unsigned char)text->bytes[end] & 0xC0) != 0x80 &&
            !(unicode_of(code)->flags & (UNICODE_MARK | UNICODE_NORMALIZE)))
            return end;
        end += ((unsigned char)text->bytes[end] & 0xC0) == 0x80 ? 1 : bytes;
    }
    return end;
}

void scalar_in_pieces(sqlite3_context *context, Connection *connection, const TextArgument *text,
                      Status (*make)(Connection *connection, const void *state, const char *bytes, size_t length,
                                     Buffer *out),
                      const void *state)
{
    Buffer out = BUFFER_EMPTY;
    Status status = STATUS_OK;
    size_t at = 0;
    do {
        size_t end = text->length - at > PIECE ? piece_end(text, at, at + PIECE) : text->length;
        if (at > 0 && connection_interrupted(connection)) status = STATUS_INTERRUPT;
        else status = make(connection, state, text->bytes + at, end - at, &out);
        at = end;
    } while (status == STATUS_OK && at < text->length);
    connection_end_poll(connection);
    if (status == STATUS_OK) scalar_buffer(context, &out);
    else sqlite3_result_error_code(context, connection_code(status));
    buffer_free(&out);
}
