/* connection.c - see connection.h */
#include "sql/connection.h"
#include "sql/analysis.h"
#include "sql/gazetteer_table.h"
#include "base/memory.h"
#include "sql/key_memory.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

Connection *connection_open(sqlite3 *db, int files)
{
    Connection *connection = memory_alloc(sizeof *connection);
    if (!connection) return NULL;
    memset(connection, 0, sizeof *connection);
    connection->db = db;
    connection->files = files;
    connection->references = 1;
    connection->icu = icu_open();
    connection->cache = analysis_cache_new();
    connection->memo = entities_memo_new();
    if (!connection->icu || !connection->cache || !connection->memo) {
        connection_release(connection);
        return NULL;
    }
    return connection;
}

Connection *connection_retain(Connection *connection)
{
    connection->references++;
    return connection;
}

void connection_release(void *state)
{
    Connection *connection = state;
    if (--connection->references > 0) return;
    analysis_cache_free(connection->cache);
    entities_memo_free(connection->memo);
    gazetteers_free(connection);
    icu_close(connection->icu);
    key_memory_free(connection->keys);
    memory_free(connection);
}

int connection_interrupted(void *state)
{
    Connection *connection = state;
    int rc = SQLITE_OK;
    if (!connection->poll && !connection->kept_poll)
        rc = sqlite3_prepare_v2(connection->db, "SELECT 1", -1, &connection->poll, NULL);
    sqlite3_stmt *poll = connection->kept_poll ? connection->kept_poll : connection->poll;
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(poll);
        sqlite3_reset(poll);
    }
    return rc == SQLITE_INTERRUPT;
}

void connection_end_poll(Connection *connection)
{
    sqlite3_finalize(connection->poll);
    connection->poll = NULL;
}

int connection_code(Status status)
{
    switch (status) {
    case STATUS_OK: return SQLITE_OK;
    case STATUS_NOMEM: return SQLITE_NOMEM;
    case STATUS_INTERRUPT: return SQLITE_INTERRUPT;
    case STATUS_TOOBIG: return SQLITE_TOOBIG;
    case STATUS_ICU: return SQLITE_ERROR;
    }
    return SQLITE_ERROR;
}
