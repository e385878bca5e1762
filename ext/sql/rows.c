/*
** rows.c - table-valued functions
**
** One eponymous module serves all of them; which function a table is stands in its descriptor. The declared table has the
** function's columns, then its arguments as hidden columns.
**
** Plan: bit i of idxNum says that argument i is given; the given ones are passed to xFilter in order.
**   an argument that must be there and is missing        PLAN_MISSING and its number, at a cost that no other plan has; if that
**                                                         is the plan after all, xFilter says what is missing
**   an argument whose value is not known in this plan    SQLITE_CONSTRAINT: SQLite tries another order of the join
** The values are checked by nobody after us (omit): SQLite would compare a NULL that was left out with NULL and drop the row.
**
** Rows come in the order of the text, so a single ORDER BY start costs no sort.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum { PLAN_MISSING = 1 << TABLE_ARGUMENTS };

typedef struct FunctionTable {
    sqlite3_vtab base;
    const TableFunction *function;
    Connection *connection;
    int columns;      /* visible ones */
    int start_column; /* number of the column `start`, or -1 */
} FunctionTable;

typedef struct Binding {
    Connection *connection;
    const TableFunction *function;
} Binding;

static int count_names(const char *list)
{
    int count = *list != 0;
    for (; *list; list++) count += *list == ',';
    return count;
}

/* Number of `name` in a list of names divided by ", ", or -1. */
static int find_name(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (int i = 0;; i++) {
        if (!strncmp(list, name, length) && (list[length] == 0 || list[length] == ',')) return i;
        list = strchr(list, ',');
        if (!list) return -1;
        list += 2;
    }
}

static char *declaration(const TableFunction *function)
{
    char *sql = sqlite3_mprintf("CREATE TABLE x(%s", function->columns);
    for (const char *name = function->arguments; sql && *name;) {
        size_t length = strcspn(name, ",");
        sql = sqlite3_mprintf("%z, %.*s HIDDEN", sql, (int)length, name);
        name += length;
        name += strspn(name, ", ");
    }
    return sql ? sqlite3_mprintf("%z)", sql) : NULL;
}

static int table_connect(sqlite3 *db, void *state, int argc, const char *const *argv, sqlite3_vtab **out, char **error)
{
    Binding *binding = state;
    (void)argc, (void)argv, (void)error;
    char *sql = declaration(binding->function);
    if (!sql) return SQLITE_NOMEM;
    int rc = sqlite3_declare_vtab(db, sql);
    sqlite3_free(sql);
    if (rc != SQLITE_OK) return rc;
    FunctionTable *table = memory_alloc(sizeof *table);
    if (!table) return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->function = binding->function;
    table->connection = binding->connection;
    table->columns = count_names(binding->function->columns);
    table->start_column = find_name(binding->function->columns, "start");
    *out = &table->base;
    return sqlite3_vtab_config(db, binding->function->flags & (FUNCTION_READS_FILES | FUNCTION_READS_TABLES)
                                       ? SQLITE_VTAB_DIRECTONLY
                                       : SQLITE_VTAB_INNOCUOUS);
}

static int table_disconnect(sqlite3_vtab *base)
{
    memory_free(base);
    return SQLITE_OK;
}

/* The name of argument `number`, for a message. */
static char *argument_name(const TableFunction *function, int number)
{
    const char *name = function->arguments;
    while (number-- > 0) name = strchr(name, ',') + 2;
    return sqlite3_mprintf("%.*s", (int)strcspn(name, ","), name);
}

static int table_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    FunctionTable *table = (FunctionTable *)base;
    const TableFunction *function = table->function;
    int constraint_of[TABLE_ARGUMENTS], given = 0, unusable = 0;
    memset(constraint_of, -1, sizeof constraint_of);
    for (int i = 0; i < info->nConstraint; i++) {
        int argument = info->aConstraint[i].iColumn - table->columns;
        if (argument < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!info->aConstraint[i].usable) unusable |= 1 << argument;
        else if (constraint_of[argument] < 0) {
            constraint_of[argument] = i;
            given |= 1 << argument;
        }
    }
    if (unusable & ~given) return SQLITE_CONSTRAINT;
    int position = 0, arguments = count_names(function->arguments);
    for (int argument = 0; argument < arguments; argument++) {
        if (constraint_of[argument] >= 0) {
            info->aConstraintUsage[constraint_of[argument]].argvIndex = ++position;
            info->aConstraintUsage[constraint_of[argument]].omit = 1;
        } else if (argument < function->least) {
            /* not an error yet: for each side of an OR SQLite asks for a plan without the other terms */
            info->idxNum = PLAN_MISSING + argument;
            info->estimatedCost = 1e99;
            return SQLITE_OK;
        }
    }
    info->idxNum = given;
    info->estimatedRows = (sqlite3_int64)function->rows;
    info->estimatedCost = 100 + 10 * function->rows; /* segmenting costs more than stepping */
    if (info->nOrderBy == 1 && info->aOrderBy[0].iColumn == table->start_column && !info->aOrderBy[0].desc)
        info->orderByConsumed = 1;
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    FunctionTable *table = (FunctionTable *)base;
    TableCursor *cursor = memory_alloc(sizeof *cursor);
    if (!cursor) return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    cursor->function = table->function;
    cursor->connection = table->connection;
    *out = &cursor->base;
    return SQLITE_OK;
}

static void cursor_reset(TableCursor *cursor)
{
    if (cursor->function->close) cursor->function->close(cursor);
    analysis_release(cursor->connection, cursor->analysis);
    for (int i = 0; i < TABLE_ARGUMENTS; i++) {
        sqlite3_value_free(cursor->arguments[i]);
        cursor->arguments[i] = NULL;
    }
    sqlite3_free(cursor->error);
    cursor->error = NULL;
    cursor->analysis = NULL;
    cursor->items = NULL;
    cursor->state = NULL;
    cursor->input = (TextArgument){NULL, 0};
    cursor->row = cursor->rows = 0;
}

static int cursor_close(sqlite3_vtab_cursor *base)
{
    cursor_reset((TableCursor *)base);
    memory_free(base);
    return SQLITE_OK;
}

/* Passes a callback's message on to SQLite. */
static int cursor_result(TableCursor *cursor, int rc)
{
    if (rc != SQLITE_OK && cursor->error) {
        sqlite3_free(cursor->base.pVtab->zErrMsg);
        cursor->base.pVtab->zErrMsg = cursor->error;
        cursor->error = NULL;
    }
    return rc;
}

static int missing_argument(TableCursor *cursor, int argument)
{
    const TableFunction *function = cursor->function;
    char *name = argument_name(function, argument);
    return table_error(
        cursor,
        name ? sqlite3_mprintf("%s(%s): argument %z is missing", function->name, function->arguments, name) : NULL);
}

static int cursor_filter(sqlite3_vtab_cursor *base, int plan, const char *text, int argc, sqlite3_value **argv)
{
    TableCursor *cursor = (TableCursor *)base;
    (void)text;
    cursor_reset(cursor);
    if (plan >= PLAN_MISSING) return cursor_result(cursor, missing_argument(cursor, plan - PLAN_MISSING));
    for (int argument = 0, given = 0; argument < TABLE_ARGUMENTS && given < argc; argument++) {
        if (!(plan & 1 << argument)) continue;
        cursor->arguments[argument] = sqlite3_value_dup(argv[given++]);
        if (!cursor->arguments[argument]) return SQLITE_NOMEM;
    }
    int rc = SQLITE_OK;
    if (cursor->arguments[0]) rc = argument_text(cursor->arguments[0], &cursor->input);
    if (rc != SQLITE_OK) return rc;
    if (!cursor->input.bytes && cursor->function->least > 0) return SQLITE_OK; /* a NULL has no rows */
    rc = cursor->function->open(cursor);
    if (rc == SQLITE_OK && cursor->function->next) rc = cursor->function->next(cursor);
    return cursor_result(cursor, rc);
}

static int cursor_next(sqlite3_vtab_cursor *base)
{
    TableCursor *cursor = (TableCursor *)base;
    cursor->row++;
    if (!cursor->function->next) return SQLITE_OK;
    return cursor_result(cursor, cursor->function->next(cursor));
}

static int cursor_eof(sqlite3_vtab_cursor *base)
{
    TableCursor *cursor = (TableCursor *)base;
    return cursor->row >= cursor->rows;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    TableCursor *cursor = (TableCursor *)base;
    FunctionTable *table = (FunctionTable *)base->pVtab;
    int argument = column - table->columns;
    if (argument < 0) cursor->function->column(cursor, context, column);
    else if (argument < TABLE_ARGUMENTS && cursor->arguments[argument])
        sqlite3_result_value(context, cursor->arguments[argument]);
    return SQLITE_OK;
}

static int cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = ((TableCursor *)base)->row + 1;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .iVersion = 0,
    .xCreate = NULL, /* eponymous only: no CREATE VIRTUAL TABLE */
    .xConnect = table_connect,
    .xBestIndex = table_best_index,
    .xDisconnect = table_disconnect,
    .xDestroy = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
};

static void destroy(void *state)
{
    Binding *binding = state;
    connection_release(binding->connection);
    memory_free(binding);
}

int table_register(Connection *connection, const TableFunction *function)
{
    Binding *binding = memory_alloc(sizeof *binding);
    if (!binding) return SQLITE_NOMEM;
    *binding = (Binding){connection_retain(connection), function};
    return sqlite3_create_module_v2(connection->db, function->name, &module, binding, destroy);
}

int table_error(TableCursor *cursor, char *message)
{
    sqlite3_free(cursor->error);
    cursor->error = message;
    return message ? SQLITE_ERROR : SQLITE_NOMEM;
}

sqlite3_value *table_argument(const TableCursor *cursor, int number)
{
    sqlite3_value *value = number < TABLE_ARGUMENTS ? cursor->arguments[number] : NULL;
    return value && sqlite3_value_type(value) != SQLITE_NULL ? value : NULL;
}

int table_outline(TableCursor *cursor, int language_argument)
{
    Language language = LANGUAGE_UND;
    int rc = SQLITE_OK;
    if (language_argument >= 0)
        rc = argument_language(cursor->function->name, table_argument(cursor, language_argument), &language,
                               &cursor->error);
    if (rc == SQLITE_OK)
        rc = analysis_get(cursor->connection, cursor->input.bytes, cursor->input.length, language, &cursor->analysis);
    return rc == SQLITE_OK ? analysis_outline(cursor->connection, cursor->analysis) : rc;
}

int table_segment(TableCursor *cursor, int language_argument)
{
    int rc = table_outline(cursor, language_argument);
    return rc == SQLITE_OK ? analysis_text(cursor->connection, cursor->analysis) : rc;
}

void result_slice(sqlite3_context *context, const char *text, uint32_t start, uint32_t length)
{
    sqlite3_result_text64(context, text + start, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void result_start(sqlite3_context *context, const CharIndex *chars, uint32_t start)
{
    sqlite3_result_int64(context, (sqlite3_int64)char_index_at(chars, start) + 1);
}

void result_length(sqlite3_context *context, const CharIndex *chars, uint32_t start, uint32_t length)
{
    sqlite3_result_int64(context, (sqlite3_int64)char_index_at(chars, start + length) - char_index_at(chars, start));
}

void result_constant(sqlite3_context *context, const char *text)
{
    if (text) sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

double score_shown(double score)
{
    return floor(score * 10000 + 0.5) / 10000;
}

void result_score(sqlite3_context *context, double score)
{
    sqlite3_result_double(context, score_shown(score));
}
