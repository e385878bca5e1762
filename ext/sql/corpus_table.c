/*
** corpus_table.c - the virtual table module `corpus`: what SQLite calls, in terms of corpus_store.c and corpus_search.c
**
** Columns: uri, title, published, published_rule, modified, language, source, publisher, author, place, text; hidden:
**     <name>   named like the table: MATCH's left side, the target of commands, the first argument of snippet()
**     rank     of a MATCH query, smaller is better
**     page     write only: what is inserted is analysed; reads as NULL, and NULL in an UPDATE leaves the content
**     matched  of a MATCH query: 'exact', 'key' where a spelling in another script or standard was found, 'alias' where another name of a place was
**
** Plans (idxNum): PLAN_SCAN all documents by rowid; PLAN_ROWID; PLAN_URI; PLAN_MATCH, whose idxStr has a letter for each argument: t, x (title,
** text) or a (all columns), last m (matched, whose 'exact' spares the search for other spellings and names). Rows of PLAN_MATCH come by rank.
**
** Conflicts: on uri as on a table's UNIQUE column; OR REPLACE keeps the rowid. A page that is NULL (an unreadable file) is a row of <name>_error.
*/
#include "sql/corpus_table.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "sql/corpus_search.h"
#include "sql/corpus_gathering.h"
#include "sql/functions.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

enum { PLAN_SCAN, PLAN_ROWID, PLAN_URI, PLAN_MATCH };

typedef struct CorpusCursor {
    sqlite3_vtab_cursor base;
    sqlite3_stmt *rows;   /* of a scan: the documents; of a search: the document of the current row */
    SearchCursor *search; /* of PLAN_MATCH */
    int at_end;
} CorpusCursor;

/* --- creating and connecting -------------------------------------------------------------------------------------------------- */

/* `name = value` with or without quotes around the value. Returns the value (sqlite3_free()), or NULL if the name is another. */
static char *option_value(const char *option, const char *name)
{
    size_t length = strlen(name);
    if (sqlite3_strnicmp(option, name, (int)length) != 0) return NULL;
    option += length;
    option += strspn(option, " \t\n");
    if (*option != '=') return NULL;
    option++;
    option += strspn(option, " \t\n");
    size_t value = strlen(option);
    while (value && strchr(" \t\n", option[value - 1])) value--;
    if (value >= 2 && (*option == '\'' || *option == '"') && option[value - 1] == *option) {
        option++;
        value -= 2;
    }
    return sqlite3_mprintf("%.*s", (int)value, option);
}

typedef struct Options { /* as given, sqlite3_free()d; NULL: not given */
    char *tokenize, *language, *finders, *gazetteer;
} Options;

static int read_options(int argc, const char *const *argv, Options *options, char **error)
{
    unsigned finders;
    const char *wrong = "";
    size_t length = 0;
    for (int i = 3; i < argc; i++) {
        char *value;
        if ((value = option_value(argv[i], "tokenize"))) {
            sqlite3_free(options->tokenize);
            options->tokenize = value;
        } else if ((value = option_value(argv[i], "language"))) {
            sqlite3_free(options->language);
            options->language = value;
            if (language_find(value, strlen(value)) != LANGUAGE_INVALID) continue;
            *error = sqlite3_mprintf(
                "corpus: option language: '%s' is not known; it is a BCP 47 tag such as en, ru, kk, ko, zh", value);
            return SQLITE_ERROR;
        } else if ((value = option_value(argv[i], "finders"))) {
            sqlite3_free(options->finders);
            options->finders = value;
            if (store_read_finders(value, &finders, &wrong, &length)) continue;
            *error = sqlite3_mprintf("corpus: option finders: '%.*s' is no finder; there are entities, dates, "
                                     "quantities, quotes, divided by commas",
                                     (int)length, wrong);
            return SQLITE_ERROR;
        } else if ((value = option_value(argv[i], "gazetteer"))) {
            sqlite3_free(options->gazetteer);
            options->gazetteer = value;
        } else {
            *error = sqlite3_mprintf("corpus: option '%s' is not known; allowed are language=TAG, tokenize='...', "
                                     "finders='...' and gazetteer='...'",
                                     argv[i]);
            return SQLITE_ERROR;
        }
    }
    return SQLITE_OK;
}

static int declare(sqlite3 *db, const char *name)
{
    char *sql = sqlite3_mprintf("CREATE TABLE x(uri, title, published, published_rule, modified, language, source, "
                                "publisher, author, place, text,"
                                " \"%w\" HIDDEN, rank HIDDEN, page HIDDEN, matched HIDDEN)",
                                name);
    int rc = sql ? sqlite3_declare_vtab(db, sql) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_OK) rc = sqlite3_vtab_config(db, SQLITE_VTAB_CONSTRAINT_SUPPORT, 1);
    return rc == SQLITE_OK ? sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS) : rc;
}

static void corpus_free(CorpusTable *table)
{
    if (!table) return;
    gathering_forget(table);
    store_finalize(table);
    sqlite3_free(table->schema);
    sqlite3_free(table->name);
    sqlite3_free(table->gazetteer);
    sqlite3_free(table->language);
    connection_release(table->connection);
    memory_free(table);
}

static CorpusTable *corpus_new(sqlite3 *db, Connection *connection, const char *schema, const char *name)
{
    CorpusTable *table = memory_alloc(sizeof *table);
    if (!table) return NULL;
    memset(table, 0, sizeof *table);
    table->connection = connection_retain(connection);
    table->db = db;
    table->schema = sqlite3_mprintf("%s", schema);
    table->name = sqlite3_mprintf("%s", name);
    if (table->schema && table->name) return table;
    corpus_free(table);
    return NULL;
}

static int corpus_connect(sqlite3 *db, void *connection, int argc, const char *const *argv, sqlite3_vtab **out,
                          char **error)
{
    (void)argc, (void)error;
    int rc = declare(db, argv[2]);
    if (rc != SQLITE_OK) return rc;
    CorpusTable *table = corpus_new(db, connection, argv[1], argv[2]);
    if (!table) return SQLITE_NOMEM;
    *out = &table->base;
    return SQLITE_OK;
}

static int corpus_create(sqlite3 *db, void *connection, int argc, const char *const *argv, sqlite3_vtab **out,
                         char **error)
{
    Options options = {NULL, NULL, NULL, NULL};
    if (!sqlite3_stricmp(argv[2], "corpus")) {
        /* its shadow table corpus_document would hide the function of that name */
        *error = sqlite3_mprintf(
            "corpus: a table cannot be called corpus, its shadow tables would hide functions; call it news, say");
        return *error ? SQLITE_ERROR : SQLITE_NOMEM;
    }
    int rc = read_options(argc, argv, &options, error);
    if (rc == SQLITE_OK) rc = corpus_connect(db, connection, argc, argv, out, error);
    if (rc == SQLITE_OK) {
        CorpusTable *table = (CorpusTable *)*out;
        rc = store_create(table, options.tokenize ? options.tokenize : "corpus", options.language, options.finders,
                          options.gazetteer);
        if (rc != SQLITE_OK) {
            *error = table->base.zErrMsg;
            table->base.zErrMsg = NULL;
            corpus_free(table);
            *out = NULL;
        }
    }
    sqlite3_free(options.tokenize);
    sqlite3_free(options.language);
    sqlite3_free(options.finders);
    sqlite3_free(options.gazetteer);
    return rc;
}

static int corpus_disconnect(sqlite3_vtab *base)
{
    corpus_free((CorpusTable *)base);
    return SQLITE_OK;
}

static int corpus_destroy(sqlite3_vtab *base)
{
    int rc = store_drop((CorpusTable *)base);
    if (rc == SQLITE_OK) corpus_free((CorpusTable *)base);
    return rc;
}

static int corpus_rename(sqlite3_vtab *base, const char *name)
{
    CorpusTable *table = (CorpusTable *)base;
    if (!sqlite3_stricmp(name, "corpus"))
        return store_error(table, sqlite3_mprintf("corpus: a table cannot be called corpus"));
    return store_rename(table, name);
}

/* --- reading -------------------------------------------------------------------------------------------------------------------- */

/* The letter of idxStr for MATCH on a column, 0 if the column cannot be matched. */
static char match_letter(int column)
{
    return column == CORPUS_SELF ? 'a' : column == CORPUS_TITLE ? 't' : column == CORPUS_TEXT ? 'x' : 0;
}

static int corpus_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    int rowid = -1, uri = -1, matched = -1, position = 0;
    char letters[16];
    (void)base;
    for (int i = 0; i < info->nConstraint; i++) {
        int column = info->aConstraint[i].iColumn, op = info->aConstraint[i].op;
        char letter = column < 0 ? 0 : match_letter(column);
        int matches = letter && (op == SQLITE_INDEX_CONSTRAINT_MATCH ||
                                 (op == SQLITE_INDEX_CONSTRAINT_EQ && column == CORPUS_SELF));
        if (matches && !info->aConstraint[i].usable) return SQLITE_CONSTRAINT;
        if (!info->aConstraint[i].usable) continue;
        if (matches && position < (int)sizeof letters - 2) {
            letters[position++] = letter;
            info->aConstraintUsage[i].argvIndex = position;
            info->aConstraintUsage[i].omit = 1;
        } else if (op == SQLITE_INDEX_CONSTRAINT_EQ && column == -1) rowid = i;
        else if (op == SQLITE_INDEX_CONSTRAINT_EQ && column == CORPUS_URI) uri = i;
        else if (op == SQLITE_INDEX_CONSTRAINT_EQ && column == CORPUS_MATCHED) matched = i;
    }
    int by_rank = info->nOrderBy == 1 && info->aOrderBy[0].iColumn == CORPUS_RANK && !info->aOrderBy[0].desc;
    int by_rowid = info->nOrderBy == 1 && info->aOrderBy[0].iColumn == -1 && !info->aOrderBy[0].desc;
    if (position) {
        info->idxNum = PLAN_MATCH;
        if (matched >= 0) { /* last; SQLite looks again, for it may be another value than 'exact' */
            letters[position++] = 'm';
            info->aConstraintUsage[matched].argvIndex = position;
        }
        letters[position] = 0;
        info->idxStr = sqlite3_mprintf("%s", letters);
        info->needToFreeIdxStr = 1;
        if (!info->idxStr) return SQLITE_NOMEM;
        info->estimatedRows = 100;
        info->estimatedCost = 1000;
        info->orderByConsumed = by_rank;
        return SQLITE_OK;
    }
    int chosen = rowid >= 0 ? rowid : uri;
    info->idxNum = rowid >= 0 ? PLAN_ROWID : uri >= 0 ? PLAN_URI : PLAN_SCAN;
    if (chosen >= 0) {
        info->aConstraintUsage[chosen].argvIndex = 1;
        info->aConstraintUsage[chosen].omit = 0; /* `uri = 5` compares by affinity: SQLite looks again */
        info->estimatedRows = 1;
        info->estimatedCost = 10;
        info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
        return SQLITE_OK;
    }
    info->estimatedRows = 100000;
    info->estimatedCost = 1000000;
    info->orderByConsumed = by_rowid;
    return SQLITE_OK;
}

static int corpus_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    (void)base;
    CorpusCursor *cursor = memory_alloc(sizeof *cursor);
    if (!cursor) return SQLITE_NOMEM;
    memset(cursor, 0, sizeof *cursor);
    *out = &cursor->base;
    return SQLITE_OK;
}

static void cursor_clear(CorpusCursor *cursor)
{
    sqlite3_finalize(cursor->rows);
    search_close(cursor->search);
    cursor->rows = NULL;
    cursor->search = NULL;
    cursor->at_end = 0;
}

static int corpus_close(sqlite3_vtab_cursor *base)
{
    cursor_clear((CorpusCursor *)base);
    memory_free(base);
    return SQLITE_OK;
}

#define DOCUMENT_COLUMNS                                                                                               \
    "SELECT id,uri,title,published,published_rule,modified,language,source,publisher,author,place FROM {document}"

/* All MATCH arguments as one query: a single one for all columns as it stands, else (query) AND {title} : (query). */
static char *join_queries(const char *letters, size_t count, sqlite3_value **arguments, int *is_null)
{
    char *query = NULL;
    *is_null = 0;
    for (size_t i = 0; i < count; i++) {
        const char *text = (const char *)sqlite3_value_text(arguments[i]);
        if (!text) {
            *is_null = sqlite3_value_type(arguments[i]) == SQLITE_NULL;
            sqlite3_free(query);
            return NULL;
        }
        const char *column = letters[i] == 't' ? "{title} : " : letters[i] == 'x' ? "{text} : " : "";
        int alone = count == 1 && !*column;
        query = sqlite3_mprintf("%z%s%s%s%s%s", query, query ? " AND " : "", column, alone ? "" : "(", text,
                                alone ? "" : ")");
        if (!query) return NULL;
    }
    return query;
}

static int filter_match(CorpusCursor *cursor, const char *letters, sqlite3_value **arguments)
{
    CorpusTable *table = (CorpusTable *)cursor->base.pVtab;
    int is_null, is_exact = 0;
    size_t count = strlen(letters);
    if (letters[count - 1] == 'm') {
        const char *matched = (const char *)sqlite3_value_text(arguments[--count]);
        is_exact = matched && !strcmp(matched, "exact");
    }
    char *query = join_queries(letters, count, arguments, &is_null);
    cursor->at_end = 1;
    if (!query) return is_null ? SQLITE_OK : SQLITE_NOMEM;
    int rc = search_open(table, query, is_exact, &cursor->search);
    sqlite3_free(query);
    if (rc == SQLITE_OK) rc = store_prepare(table, DOCUMENT_COLUMNS " WHERE id=?1", &cursor->rows);
    return rc;
}

/* Goes to the document of the search's current row; one that is not there any more is passed over. */
static int settle(CorpusCursor *cursor)
{
    SearchCursor *search = cursor->search;
    for (; search->row < search->rows.count; search->row++) {
        int rc = sqlite3_reset(cursor->rows);
        if (rc != SQLITE_OK) return rc;
        sqlite3_bind_int64(cursor->rows, 1, search->rows.items[search->row].document);
        rc = sqlite3_step(cursor->rows);
        cursor->at_end = 0;
        if (rc == SQLITE_ROW) return SQLITE_OK;
        if (rc != SQLITE_DONE) return rc;
    }
    cursor->at_end = 1;
    return SQLITE_OK;
}

static int step_rows(CorpusCursor *cursor)
{
    int rc = sqlite3_step(cursor->rows);
    cursor->at_end = rc != SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int corpus_filter(sqlite3_vtab_cursor *base, int plan, const char *letters, int argc, sqlite3_value **argv)
{
    static const char *const scans[] = {DOCUMENT_COLUMNS " ORDER BY id", DOCUMENT_COLUMNS " WHERE id=?1",
                                        DOCUMENT_COLUMNS " WHERE uri=?1"};
    CorpusCursor *cursor = (CorpusCursor *)base;
    CorpusTable *table = (CorpusTable *)base->pVtab;
    cursor_clear(cursor);
    if (plan == PLAN_MATCH) {
        int rc = filter_match(cursor, letters, argv);
        return rc == SQLITE_OK && cursor->search ? settle(cursor) : rc;
    }
    int rc = store_prepare(table, scans[plan], &cursor->rows);
    if (rc == SQLITE_OK && argc > 0) rc = sqlite3_bind_value(cursor->rows, 1, argv[0]);
    return rc == SQLITE_OK ? step_rows(cursor) : rc;
}

static int corpus_next(sqlite3_vtab_cursor *base)
{
    CorpusCursor *cursor = (CorpusCursor *)base;
    if (!cursor->search) return step_rows(cursor);
    cursor->search->row++;
    return settle(cursor);
}

static int corpus_eof(sqlite3_vtab_cursor *base)
{
    return ((CorpusCursor *)base)->at_end;
}

static int corpus_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    *rowid = sqlite3_column_int64(((CorpusCursor *)base)->rows, 0);
    return SQLITE_OK;
}

static int result_text(CorpusTable *table, sqlite3_context *context, sqlite3_int64 id)
{
    Buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int found, rc = store_read_text(table, id, &title, &text, &found);
    if (rc == SQLITE_OK) scalar_buffer(context, &text);
    buffer_free(&title);
    buffer_free(&text);
    return rc;
}

static int corpus_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
    static const char *const matches[] = {"exact", "key", "alias"}; /* of MATCHED_... */
    CorpusCursor *cursor = (CorpusCursor *)base;
    const SearchCursor *search = cursor->search;
    if (column < CORPUS_TEXT) sqlite3_result_value(context, sqlite3_column_value(cursor->rows, column + 1));
    else if (column == CORPUS_TEXT && !sqlite3_vtab_nochange(context))
        return result_text((CorpusTable *)base->pVtab, context, sqlite3_column_int64(cursor->rows, 0));
    else if (column == CORPUS_SELF && search) sqlite3_result_int64(context, search->id);
    else if (column == CORPUS_RANK && search) sqlite3_result_double(context, search->rows.items[search->row].rank);
    else if (column == CORPUS_MATCHED && search)
        result_constant(context, matches[search->rows.items[search->row].matched]);
    return SQLITE_OK;
}

static int corpus_find_function(sqlite3_vtab *base, int arguments, const char *name,
                                void (**function)(sqlite3_context *, int, sqlite3_value **), void **state)
{
    if (!search_function(name, arguments, function)) return 0;
    *state = ((CorpusTable *)base)->connection;
    return 1;
}

/* --- writing -------------------------------------------------------------------------------------------------------------------- */

static int is_given(sqlite3_value *value)
{
    return value && sqlite3_value_type(value) != SQLITE_NULL;
}

static int conflict(CorpusTable *table, const char *column)
{
    store_error(table, sqlite3_mprintf("UNIQUE constraint failed: %s.%s", table->name, column));
    return SQLITE_CONSTRAINT;
}

/* columns[0] is the first column's value, as in xUpdate's argv + 2 */
static int insert(CorpusTable *table, sqlite3_value *wanted, sqlite3_value **columns, sqlite3_int64 *rowid)
{
    Given given;
    TextArgument page = {NULL, 0};
    sqlite3_int64 same_uri = 0, id = is_given(wanted) ? sqlite3_value_int64(wanted) : 0;
    int same_id = 0, policy = sqlite3_vtab_on_conflict(table->db);
    memcpy(given.columns, columns, sizeof given.columns);
    int rc = argument_text(is_given(columns[CORPUS_PAGE]) ? columns[CORPUS_PAGE] : columns[CORPUS_TEXT], &page);
    if (rc == SQLITE_OK) rc = store_find_uri(table, columns[CORPUS_URI], &same_uri);
    if (rc == SQLITE_OK && is_given(wanted)) rc = store_exists(table, id, &same_id);
    if (rc != SQLITE_OK) return rc;
    if ((same_uri || same_id) && policy == SQLITE_IGNORE) return SQLITE_OK;
    if (same_uri && policy != SQLITE_REPLACE) return conflict(table, "uri");
    if (same_id && policy != SQLITE_REPLACE) return conflict(table, "rowid");
    if (!page.bytes) return store_note_error(table, columns[CORPUS_URI], "the page is NULL");
    int removes = same_uri && same_id && same_uri != id;
    if (removes) rc = store_remove(table, id);
    sqlite3_int64 replaced = same_uri ? same_uri : same_id ? id : 0;
    if (rc == SQLITE_OK && replaced) {
        *rowid = replaced;
        rc = store_replace(table, page.bytes, page.length, &given, 0, replaced);
        if (removes) table->is_undone = 0; /* the other document is gone */
        return rc;
    }
    if (rc == SQLITE_OK) rc = store_insert(table, page.bytes, page.length, &given, &id);
    if (rc == SQLITE_ERROR && policy == SQLITE_IGNORE && !id && table->base.zErrMsg) {
        /* a column that was given is wrong: the row is left out, as any that breaks a constraint, and noted */
        rc = store_note_error(table, columns[CORPUS_URI], table->base.zErrMsg);
        sqlite3_free(table->base.zErrMsg);
        table->base.zErrMsg = NULL;
        return rc;
    }
    *rowid = id;
    return rc;
}

/* The text of a document is read only; an UPDATE passes it along unless it says otherwise. */
static int check_text(CorpusTable *table, sqlite3_value *value, sqlite3_int64 id)
{
    Buffer title = BUFFER_EMPTY, text = BUFFER_EMPTY;
    int found, rc = SQLITE_OK;
    if (sqlite3_value_nochange(value) || !is_given(value)) return SQLITE_OK;
    rc = store_read_text(table, id, &title, &text, &found);
    const char *wanted = (const char *)sqlite3_value_text(value);
    if (rc == SQLITE_OK && !wanted) rc = SQLITE_NOMEM;
    if (rc == SQLITE_OK && ((size_t)sqlite3_value_bytes(value) != text.length ||
                            memcmp(wanted, text.bytes ? text.bytes : "", text.length) != 0))
        rc = store_error(table, sqlite3_mprintf("%s.text is made from the page: set page instead", table->name));
    buffer_free(&title);
    buffer_free(&text);
    return rc;
}

static int update(CorpusTable *table, sqlite3_int64 old, sqlite3_int64 new, sqlite3_value **columns)
{
    Given given;
    TextArgument page;
    sqlite3_int64 same_uri = 0;
    int policy = sqlite3_vtab_on_conflict(table->db), removes = 0;
    if (old != new) {
        store_error(table, sqlite3_mprintf("%s: a rowid cannot be changed", table->name));
        return SQLITE_CONSTRAINT;
    }
    memcpy(given.columns, columns, sizeof given.columns);
    int rc = check_text(table, columns[CORPUS_TEXT], old);
    if (rc == SQLITE_OK) rc = argument_text(columns[CORPUS_PAGE], &page);
    if (rc == SQLITE_OK) rc = store_find_uri(table, columns[CORPUS_URI], &same_uri);
    if (rc != SQLITE_OK) return rc;
    if (same_uri && same_uri != old) {
        if (policy == SQLITE_IGNORE) return SQLITE_OK;
        if (policy != SQLITE_REPLACE) return conflict(table, "uri");
        rc = store_remove(table, same_uri);
        removes = 1;
    }
    if (rc == SQLITE_OK)
        rc = page.bytes ? store_replace(table, page.bytes, page.length, &given, 1, old) : store_set(table, &given, old);
    if (removes) table->is_undone = 0; /* the other document is gone */
    return rc;
}

static int change(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *rowid)
{
    CorpusTable *table = (CorpusTable *)base;
    sqlite3_value **columns = argv + 2;
    sqlite3_int64 last = sqlite3_last_insert_rowid(table->db);
    int inserts = argc > 1 && sqlite3_value_type(argv[0]) == SQLITE_NULL;
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = NULL;
    if (inserts && is_given(columns[CORPUS_SELF])) {
        const char *command = (const char *)sqlite3_value_text(columns[CORPUS_SELF]);
        int rc = command ? upkeep_command(table, command) : SQLITE_NOMEM;
        sqlite3_set_last_insert_rowid(table->db, last);
        *rowid = last;
        return rc;
    }
    int rc = store_check_versions(table);
    if (rc != SQLITE_OK) return rc;
    if (inserts) {
        *rowid = last;
        return insert(table, argv[1], columns, rowid);
    }
    if (argc == 1) rc = store_remove(table, sqlite3_value_int64(argv[0]));
    else rc = update(table, sqlite3_value_int64(argv[0]), sqlite3_value_int64(argv[1]), columns);
    sqlite3_set_last_insert_rowid(table->db, last); /* the writes of the shadow tables do not count */
    return rc;
}

/*
** What a corpus writes changes no gazetteer: it is not counted, see gazetteer_table.h. The rows of the corpus table itself SQLite counts when their statement
** ends, which is seen at the next write.
*/
static int corpus_update(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *rowid)
{
    CorpusTable *table = (CorpusTable *)base;
    Connection *connection = table->connection;
    sqlite3_int64 before = sqlite3_total_changes64(table->db), ended = before - connection->last_changes;
    if (ended && ended == connection->own_rows) connection->own_changes += ended;
    if (ended) connection->own_rows = 0;
    table->is_undone = 0;
    int rc = change(base, argc, argv, rowid);
    if (!table->is_undone) rc = store_give_up(table, before, rc);
    connection->last_changes = sqlite3_total_changes64(table->db);
    connection->own_changes += connection->last_changes - before;
    connection->own_rows = rc == SQLITE_OK ? connection->own_rows + 1 : 0;
    return rc;
}

/* --- the module ------------------------------------------------------------------------------------------------------------------- */

/* PRAGMA integrity_check of SQLite >= 3.44 asks here. */
static int corpus_integrity(sqlite3_vtab *base, const char *schema, const char *name, int flags, char **problem)
{
    (void)schema, (void)name;
    if (flags & 1) return SQLITE_OK; /* quick_check */
    CorpusTable *table = (CorpusTable *)base;
    char *found = NULL;
    int rc = check_tables(table, &found);
    if (rc == SQLITE_OK && found) *problem = sqlite3_mprintf("%s: %s", table->name, found);
    sqlite3_free(found);
    return rc;
}

/* sqlite3_module as of SQLite 3.44 (iVersion 4): older headers end with xShadowName, but the library that loads us may be newer. */
typedef struct ModuleWithIntegrity {
    sqlite3_module base;
#if SQLITE_VERSION_NUMBER < 3044000
    int (*xIntegrity)(sqlite3_vtab *, const char *, const char *, int, char **);
#endif
} ModuleWithIntegrity;

static const ModuleWithIntegrity module = {
    .base =
        {
            .iVersion = 4,
            .xCreate = corpus_create,
            .xConnect = corpus_connect,
            .xBestIndex = corpus_best_index,
            .xDisconnect = corpus_disconnect,
            .xDestroy = corpus_destroy,
            .xOpen = corpus_open,
            .xClose = corpus_close,
            .xFilter = corpus_filter,
            .xNext = corpus_next,
            .xEof = corpus_eof,
            .xColumn = corpus_column,
            .xRowid = corpus_rowid,
            .xUpdate = corpus_update,
            .xFindFunction = corpus_find_function,
            .xRename = corpus_rename,
            .xShadowName = store_is_shadow,
#if SQLITE_VERSION_NUMBER >= 3044000
            .xIntegrity = corpus_integrity,
#endif
        },
#if SQLITE_VERSION_NUMBER < 3044000
    .xIntegrity = corpus_integrity,
#endif
};

int corpus_table_register(Connection *connection)
{
    return sqlite3_create_module_v2(connection->db, "corpus", &module.base, connection_retain(connection),
                                    connection_release);
}
