/*
** session.c - runs a script (session.h)
**
** State: up to eight connections to one database file, and, for runs with failing allocations, the place from which to go on
** when SQLite has rolled a transaction back.
*/
#include <regex.h>
#include <stdio.h>
#include <unistd.h>
#include "faults.h"
#include "memory.h"
#include "rows.h"
#include "session.h"

enum { CONNECTIONS = 8 };

typedef struct Connection {
    const char *name;
    sqlite3 *db;
    size_t transaction_record; /* where the open transaction began: record and statement in it */
    const char *transaction_sql;
} Connection;

typedef struct Session {
    const Script *script;
    const Plan *plan;
    Outcome outcome;
    Connection connections[CONNECTIONS];
    size_t connection_count;
    Connection *current;
    int failed_line; /* the record in which the allocation failed */
    int tainted;     /* a statement failed for good: the state is not the one that later records expect */
} Session;

static int sweeping(const Session *session)
{
    return session->plan->fail_at != 0;
}

static void fail(Session *session, const Record *record, const char *what, const char *detail)
{
    session->outcome.failed++;
    printf("%s:%d: %s%s%s\n", session->script->path, record ? record->line : 0, what, detail ? ": " : "",
           detail ? detail : "");
    if (record && record->sql) printf("  %s\n", record->sql);
}

/* ---- connections ------------------------------------------------------------------------------------------------- */

static const char *entry_point(const Script *script)
{
    return script->nofiles ? "sqlite3_corpus_nofiles_init" : NULL;
}

/* Opens the database and loads the extension. On failure `*db` is NULL and `message` says why. */
static int open_once(const Session *session, sqlite3 **db, char *message, size_t message_size)
{
    char *error = NULL;
    int rc = sqlite3_open_v2(session->plan->database, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_exec(*db, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    snprintf(message, message_size, "%s", sqlite3_errstr(rc));
    if (rc == SQLITE_OK && !session->script->noload) {
        rc = sqlite3_load_extension(*db, session->plan->extension, entry_point(session->script), &error);
        if (rc != SQLITE_OK)
            snprintf(message, message_size, "loading failed (%d): %s", rc, error ? error : "(no message)");
        /* SQLite says SQLITE_ERROR for every failure of an entry point; its own lack of memory leaves no message */
        if (rc != SQLITE_OK && (!error || strstr(error, "out of memory") || strstr(error, "error code 7")))
            rc = SQLITE_NOMEM;
        sqlite3_free(error);
    }
    if (rc != SQLITE_OK) {
        sqlite3_close(*db);
        *db = NULL;
    }
    return rc;
}

static void connection_open(Session *session, const Record *record, Connection *connection)
{
    char message[300];
    long before = faults_injected();
    int rc = open_once(session, &connection->db, message, sizeof message);
    if (rc == SQLITE_NOMEM && faults_injected() > before) {
        session->tainted |= session->plan->persistent;
        if (!session->plan->persistent) rc = open_once(session, &connection->db, message, sizeof message);
        else return;
    }
    if (rc != SQLITE_OK) {
        fail(session, record, "cannot open", message);
        session->tainted = 1;
    }
}

static void connection_close(Session *session, const Record *record, Connection *connection)
{
    if (!connection->db) return;
    if (sqlite3_close(connection->db) != SQLITE_OK) {
        fail(session, record, "the connection does not close", sqlite3_errmsg(connection->db));
        sqlite3_close_v2(connection->db);
    }
    connection->db = NULL;
}

static void connection_choose(Session *session, const Record *record, const char *name)
{
    for (size_t i = 0; i < session->connection_count; i++) {
        if (strcmp(session->connections[i].name, name) == 0) {
            session->current = &session->connections[i];
            return;
        }
    }
    if (session->connection_count == CONNECTIONS) {
        fail(session, record, "too many connections", NULL);
        return;
    }
    session->current = &session->connections[session->connection_count++];
    session->current->name = name;
    connection_open(session, record, session->current);
}

static void close_all(Session *session, const Record *record)
{
    for (size_t i = 0; i < session->connection_count; i++) connection_close(session, record, &session->connections[i]);
    session->connection_count = 0;
}

static void configure(Session *session, const Record *record)
{
    static const struct {
        const char *name;
        int option;
    } options[] = {{"defensive", SQLITE_DBCONFIG_DEFENSIVE},
                   {"trusted_schema", SQLITE_DBCONFIG_TRUSTED_SCHEMA},
                   {"legacy_alter_table", SQLITE_DBCONFIG_LEGACY_ALTER_TABLE},
                   {"enable_trigger", SQLITE_DBCONFIG_ENABLE_TRIGGER},
                   {"enable_view", SQLITE_DBCONFIG_ENABLE_VIEW},
                   {"foreign_keys", SQLITE_DBCONFIG_ENABLE_FKEY}};
    char name[64] = "", value[16] = "";
    int rc = SQLITE_ERROR, limit = 0;
    if (sscanf(record->argument, "limit_length %d", &limit) == 1) {
        sqlite3_limit(session->current->db, SQLITE_LIMIT_LENGTH, limit);
        return;
    }
    if (sscanf(record->argument, "%63s %15s", name, value) == 2) {
        int on = strcmp(value, "on") == 0;
        for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
            if (strcmp(name, options[i].name) == 0)
                rc = sqlite3_db_config(session->current->db, options[i].option, on, NULL);
        }
        if (strcmp(name, "double_quotes") == 0) {
            rc = sqlite3_db_config(session->current->db, SQLITE_DBCONFIG_DQS_DML, on, NULL);
            if (rc == SQLITE_OK) rc = sqlite3_db_config(session->current->db, SQLITE_DBCONFIG_DQS_DDL, on, NULL);
        }
    }
    if (rc != SQLITE_OK) fail(session, record, "unknown configuration", record->argument);
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

/* Runs the first statement of `*sql`; on success `*sql` moves behind it, and `rows` holds its rows if it has columns. */
static int run_statement(sqlite3 *db, const char **sql, const char *types, Rows *rows)
{
    sqlite3_stmt *statement = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v2(db, *sql, -1, &statement, &tail);
    if (rc == SQLITE_OK && statement) {
        if (sqlite3_column_count(statement)) rows_clear(rows);
        while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
            rc = rows_append(rows, statement, types);
            if (rc != SQLITE_OK) break;
        }
        int finalized = sqlite3_finalize(statement);
        if (rc == SQLITE_DONE) rc = finalized;
    }
    if (rc == SQLITE_OK) *sql = tail;
    return rc;
}

/*
** True for the codes that a failed allocation may have. FTS5 of SQLite 3.40 says SQLITE_CORRUPT when sqlite3_blob_open() cannot allocate; that the
** database is not damaged is seen by the repetition of the statement and by the checks at the end.
*/
static int is_nomem(sqlite3 *db, int rc)
{
    return (rc & 0xFF) == SQLITE_NOMEM || (rc & 0xFF) == SQLITE_CORRUPT ||
           sqlite3_extended_errcode(db) == SQLITE_IOERR_NOMEM ||
           (rc != SQLITE_OK && strstr(sqlite3_errmsg(db), "out of memory"));
}

/*
** Runs the statements of `record` from `sql` on. Returns the code of the first that fails. If it failed for an allocation and SQLite rolled
** the transaction back, `*again` is the record to go back to, and `*again_sql` the statement in it.
*/
static int run_record(Session *session, size_t number, const char *sql, Rows *rows, size_t *again,
                      const char **again_sql)
{
    const Record *record = &session->script->records[number];
    Connection *connection = session->current;
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK && sql && sql[strspn(sql, " \n\t;")]) {
        int outside = sqlite3_get_autocommit(connection->db);
        long before = faults_injected();
        const char *statement = sql;
        rc = run_statement(connection->db, &sql, record->argument ? record->argument : "", rows);
        if (outside && !sqlite3_get_autocommit(connection->db)) {
            connection->transaction_record = number;
            connection->transaction_sql = statement;
        }
        if (rc == SQLITE_OK || faults_injected() == before || !is_nomem(connection->db, rc)) continue;
        if (session->plan->persistent) return rc;
        if (!outside && sqlite3_get_autocommit(connection->db)) {
            *again = connection->transaction_record;
            *again_sql = connection->transaction_sql;
            return rc;
        }
        rc = SQLITE_OK; /* the allocation that failed does not fail again: neither may the statement */
    }
    return rc;
}

static int message_matches(const Record *record, const char *message)
{
    for (size_t i = 0; i < record->expected_count; i++) {
        const char *wanted = record->expected[i];
        size_t length = strlen(wanted);
        if (length > 2 && wanted[0] == '/' && wanted[length - 1] == '/') {
            regex_t pattern;
            char *source = text_append(text_copy(""), wanted + 1, length - 2);
            int bad = regcomp(&pattern, source, REG_EXTENDED | REG_NOSUB);
            free(source);
            if (bad) return 0;
            int found = regexec(&pattern, message, 0, NULL, 0) == 0;
            regfree(&pattern);
            if (!found) return 0;
        } else if (!strstr(message, wanted)) {
            return 0;
        }
    }
    return 1;
}

/* Judges a statement or query that ran. */
static void judge(Session *session, const Record *record, int rc, Rows *rows, int injected)
{
    const char *message = rc == SQLITE_OK ? "" : sqlite3_errmsg(session->current->db);
    int before = session->outcome.failed;
    if (record->kind == RECORD_STATEMENT_ERROR) {
        if (rc == SQLITE_OK) fail(session, record, "an error was expected", NULL);
        else if (!injected && !message_matches(record, message)) /* there may be no memory for the message */
            fail(session, record, "another error message", message);
    } else if (rc != SQLITE_OK) {
        fail(session, record, "failed", message);
    } else if (record->kind == RECORD_QUERY && !rows_match(rows, record, session->script->path)) {
        session->outcome.failed++;
    }
    if (session->outcome.failed == before) session->outcome.passed++;
    else if (sweeping(session)) session->tainted = 1;
}

/* Runs one record and returns the number of the next, which lies behind it unless a transaction is repeated. */
static size_t run_one(Session *session, size_t number, const char **resume)
{
    const Record *record = &session->script->records[number];
    switch (record->kind) {
    case RECORD_CONNECTION: connection_choose(session, record, record->argument); return number + 1;
    case RECORD_CONFIG: configure(session, record); return number + 1;
    case RECORD_RECONNECT:
        connection_close(session, record, session->current);
        connection_open(session, record, session->current);
        return number + 1;
    case RECORD_RESTART:
        close_all(session, record);
        connection_choose(session, record, "main");
        return number + 1;
    default: break;
    }
    Rows rows = {0};
    size_t again = 0;
    const char *again_sql = NULL, *sql = *resume ? *resume : record->sql;
    *resume = NULL;
    long before = faults_injected();
    int rc = run_record(session, number, sql, &rows, &again, &again_sql);
    if (faults_injected() > before && !session->failed_line) session->failed_line = record->line;
    size_t next = number + 1;
    if (again_sql) {
        *resume = again_sql;
        next = again;
    } else if (session->plan->persistent && faults_injected() > before && rc != SQLITE_OK) {
        /* an expected error may have lost its message to the failure */
        if (!is_nomem(session->current->db, rc) && record->kind != RECORD_STATEMENT_ERROR)
            fail(session, record, "failed otherwise than with SQLITE_NOMEM", sqlite3_errmsg(session->current->db));
        session->tainted = 1;
    } else if (!session->tainted) {
        judge(session, record, rc, &rows, faults_injected() > before);
    }
    rows_clear(&rows);
    return next;
}

/* ---- after the run ----------------------------------------------------------------------------------------------- */

static int first_text(sqlite3 *db, const char *sql, char *out, size_t out_size)
{
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        snprintf(out, out_size, "%s", (const char *)sqlite3_column_text(statement, 0));
    }
    int finalized = sqlite3_finalize(statement);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : finalized ? finalized : rc;
}

/* The database that a run under failing allocations left must be sound by SQLite's check and by that of every corpus table. */
static void verify_database(Session *session)
{
    sqlite3 *db = NULL;
    char text[400] = "";
    if (open_once(session, &db, text, sizeof text) != SQLITE_OK) {
        fail(session, NULL, "the database does not open again", text);
        return;
    }
    if (first_text(db, "PRAGMA integrity_check", text, sizeof text) != SQLITE_OK || strcmp(text, "ok") != 0) {
        fail(session, NULL, "integrity_check", *text ? text : sqlite3_errmsg(db));
    }
    sqlite3_stmt *tables = NULL;
    if (session->script->sweep_damage) {
        sqlite3_close(db);
        return;
    }
    int rc = sqlite3_prepare_v2(
        db,
        "SELECT format('INSERT INTO \"%w\"(\"%w\") VALUES(''integrity-check'')', name, name) FROM sqlite_schema "
        "WHERE type='table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING corpus%'",
        -1, &tables, NULL);
    while (rc == SQLITE_OK && sqlite3_step(tables) == SQLITE_ROW) {
        char *error = NULL;
        if (sqlite3_exec(db, (const char *)sqlite3_column_text(tables, 0), NULL, NULL, &error) != SQLITE_OK) {
            fail(session, NULL, (const char *)sqlite3_column_text(tables, 0), error);
        }
        sqlite3_free(error);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
}

static void remove_database(const char *path)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char *name = text_append(text_copy(path), endings[i], strlen(endings[i]));
        unlink(name);
        free(name);
    }
}

Outcome session_run(const Script *script, const Plan *plan)
{
    Session session = {.script = script, .plan = plan};
    const char *resume = NULL;
    remove_database(plan->database);
    long held = faults_outstanding();
    if (script->sweep_load) faults_arm(plan->fail_at, plan->persistent);
    connection_choose(&session, NULL, "main");
    if (!script->sweep_load) faults_arm(plan->fail_at, plan->persistent);
    for (size_t i = 0; i < script->count && session.current->db;) i = run_one(&session, i, &resume);
    session.outcome.calls = faults_calls();
    session.outcome.injected = faults_injected();
    faults_disarm();
    close_all(&session, NULL);
    if (faults_outstanding() != held) {
        char text[80];
        snprintf(text, sizeof text, "%ld blocks of SQLite's memory", faults_outstanding() - held);
        fail(&session, NULL, "not given back when the connections are closed", text);
    }
    if (sweeping(&session)) verify_database(&session);
    if (sweeping(&session) && session.outcome.failed)
        printf("  the allocation had failed in line %d\n", session.failed_line);
    remove_database(plan->database);
    return session.outcome;
}
