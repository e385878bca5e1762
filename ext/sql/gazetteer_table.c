/* gazetteer_table.c - see gazetteer_table.h */
#include "sql/gazetteer_table.h"
#include "base/memory.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum { BETWEEN_POLLS = 256, KEPT = 8 };

/* When a table was read. */
typedef struct Moment {
    sqlite3_int64 changes, schema_version, data_version;
    int in_transaction; /* what is read there may be rolled back */
} Moment;

struct GazetteerCache {
    GazetteerCache *older;
    char *schema, *table; /* schema NULL: not given */
    Moment moment;
    EntityGazetteer *gazetteer;
};

enum Column {
    COLUMN_NAME,
    COLUMN_TYPE,
    COLUMN_ALIAS,
    COLUMN_ALIASES,
    COLUMN_BLOCKED,
    COLUMN_COUNTRY,
    COLUMN_LATITUDE,
    COLUMN_LONGITUDE,
    COLUMN_GEONAME,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {"name",    "type",     "alias",     "aliases", "blocked",
                                                  "country", "latitude", "longitude", "geoname"};

typedef struct Reading {
    Connection *connection;
    const char *who, *table;
    EntityGazetteer *gazetteer;
    sqlite3_stmt *rows, *list;
    int columns[COLUMNS]; /* number in the row, -1: not there */
    char **error;
} Reading;

static void cache_free(GazetteerCache *cache)
{
    gazetteer_free(cache->gazetteer);
    sqlite3_free(cache->schema);
    sqlite3_free(cache->table);
    memory_free(cache);
}

void gazetteers_free(Connection *connection)
{
    while (connection->gazetteers) {
        GazetteerCache *older = connection->gazetteers->older;
        cache_free(connection->gazetteers);
        connection->gazetteers = older;
    }
}

/* A message, and SQLITE_ERROR; SQLITE_NOMEM where it could not be made. */
static int fail(Reading *reading, char *message)
{
    sqlite3_free(*reading->error);
    *reading->error = message;
    return message ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* A failure of SQLite's, with its own message. */
static int fail_with(Reading *reading, int rc)
{
    int code = rc & 0xFF;
    if (rc == SQLITE_OK || code == SQLITE_NOMEM || code == SQLITE_INTERRUPT) return rc;
    fail(reading, sqlite3_mprintf("%s: gazetteer '%.64s': %s", reading->who, reading->table,
                                  sqlite3_errmsg(reading->connection->db)));
    return *reading->error ? rc : SQLITE_NOMEM;
}

/* --- whether it may have changed ----------------------------------------------------------------------------------------------- */

/* The number that a PRAGMA of a schema gives. */
static int read_pragma(Reading *reading, const char *schema, const char *pragma, sqlite3_int64 *number)
{
    sqlite3 *db = reading->connection->db;
    sqlite3_stmt *read = NULL;
    char *sql = sqlite3_mprintf("PRAGMA \"%w\".%s", schema ? schema : "main", pragma);
    int rc = sql ? sqlite3_prepare_v2(db, sql, -1, &read, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) *number = sqlite3_column_int64(read, 0);
    int end = sqlite3_finalize(read);
    return fail_with(reading, rc == SQLITE_OK ? end : rc);
}

static int read_moment(Reading *reading, const char *schema, Moment *moment)
{
    sqlite3 *db = reading->connection->db;
    memset(moment, 0, sizeof *moment);
    moment->changes = sqlite3_total_changes64(db) - reading->connection->own_changes;
    moment->in_transaction = !sqlite3_get_autocommit(db);
    int rc = read_pragma(reading, schema, "data_version", &moment->data_version);
    return rc == SQLITE_OK ? read_pragma(reading, schema, "schema_version", &moment->schema_version) : rc;
}

/* --- rows -------------------------------------------------------------------------------------------------------------------- */

static int find_columns(Reading *reading)
{
    for (int c = 0; c < COLUMNS; c++) reading->columns[c] = -1;
    for (int i = 0; i < sqlite3_column_count(reading->rows); i++) {
        const char *name = sqlite3_column_name(reading->rows, i);
        if (!name) return SQLITE_NOMEM;
        for (int c = 0; c < COLUMNS; c++)
            if (reading->columns[c] < 0 && !sqlite3_stricmp(name, column_names[c])) reading->columns[c] = i;
    }
    for (int c = COLUMN_NAME; c <= COLUMN_TYPE; c++) {
        if (reading->columns[c] >= 0 || (c == COLUMN_TYPE && reading->columns[COLUMN_BLOCKED] >= 0)) continue;
        return fail(
            reading,
            sqlite3_mprintf(
                "%s: gazetteer '%.64s' has no column '%s'; it wants name and type, and may have alias, aliases, "
                "blocked, country, latitude, longitude, geoname",
                reading->who, reading->table, column_names[c]));
    }
    return SQLITE_OK;
}

/* Whether the row has a value in a column. */
static int has(const Reading *reading, enum Column column)
{
    return reading->columns[column] >= 0 && sqlite3_column_type(reading->rows, reading->columns[column]) != SQLITE_NULL;
}

/* The text of a column; NULL: it is NULL, or there is no memory (then `*rc` is set). */
static const char *text_of(const Reading *reading, enum Column column, int *rc)
{
    if (!has(reading, column)) return NULL;
    const char *text = (const char *)sqlite3_column_text(reading->rows, reading->columns[column]);
    if (!text) *rc = SQLITE_NOMEM;
    return text;
}

static double degrees_of(const Reading *reading, enum Column column)
{
    return has(reading, column) ? sqlite3_column_double(reading->rows, reading->columns[column]) : (double)NAN;
}

static int type_of(Reading *reading, const GazetteerName *row, const char *type, uint8_t *out)
{
    *out = ENTITY_TYPES;
    for (int i = 0; type && i < ENTITY_TYPES; i++)
        if (!sqlite3_stricmp(type, entities_type_name((EntityType)i))) *out = (uint8_t)i;
    if (*out < ENTITY_TYPES || (!type && row->blocked)) return SQLITE_OK;
    return fail(
        reading,
        sqlite3_mprintf("%s: gazetteer '%.64s': type '%.64s' of '%.64s' is not known; allowed are PERSON, ORG, GPE, "
                        "LOC, FAC, NORP, EVENT, WORK, LAW, PRODUCT",
                        reading->who, reading->table, type ? type : "NULL", row->name));
}

static int add_form(Reading *reading, size_t number, const char *form, size_t length)
{
    return connection_code(gazetteer_add_form(reading->gazetteer, reading->connection->icu, number, form, length));
}

/* The forms of a JSON array. */
static int add_json(Reading *reading, size_t number, const char *json)
{
    int rc = SQLITE_OK;
    if (!reading->list)
        rc = sqlite3_prepare_v2(reading->connection->db, "SELECT value FROM json_each(?1) WHERE value IS NOT NULL", -1,
                                &reading->list, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_bind_text(reading->list, 1, json, -1, SQLITE_TRANSIENT);
    while (rc == SQLITE_OK && sqlite3_step(reading->list) == SQLITE_ROW) {
        const char *form = (const char *)sqlite3_column_text(reading->list, 0);
        rc = form ? add_form(reading, number, form, (size_t)sqlite3_column_bytes(reading->list, 0)) : SQLITE_NOMEM;
    }
    int end = reading->list ? sqlite3_reset(reading->list) : SQLITE_OK;
    return rc == SQLITE_OK ? fail_with(reading, end) : rc;
}

static int add_forms(Reading *reading, size_t number, const char *list)
{
    int rc = SQLITE_OK;
    if (list[0] == '[') return add_json(reading, number, list);
    for (const char *at = list; rc == SQLITE_OK && *at;) {
        size_t length = strcspn(at, "|");
        rc = add_form(reading, number, at, length);
        at += length + (at[length] == '|');
    }
    return rc;
}

static int add_row(Reading *reading)
{
    int rc = SQLITE_OK;
    GazetteerName row = {.name = text_of(reading, COLUMN_NAME, &rc)};
    if (!row.name || rc != SQLITE_OK) return rc; /* a row without a name says nothing */
    row.blocked =
        has(reading, COLUMN_BLOCKED) && sqlite3_column_int64(reading->rows, reading->columns[COLUMN_BLOCKED]) != 0;
    row.country = text_of(reading, COLUMN_COUNTRY, &rc);
    row.latitude = degrees_of(reading, COLUMN_LATITUDE);
    row.longitude = degrees_of(reading, COLUMN_LONGITUDE);
    row.geoname =
        has(reading, COLUMN_GEONAME) ? sqlite3_column_int64(reading->rows, reading->columns[COLUMN_GEONAME]) : 0;
    const char *type = text_of(reading, COLUMN_TYPE, &rc);
    if (rc == SQLITE_OK) rc = type_of(reading, &row, type, &row.type);
    if (rc != SQLITE_OK) return rc;
    size_t number = gazetteer_add(reading->gazetteer, &row);
    if (number == SIZE_MAX) return SQLITE_NOMEM;
    rc = add_form(reading, number, row.name, strlen(row.name));
    for (int c = COLUMN_ALIAS; c <= COLUMN_ALIASES && rc == SQLITE_OK; c++) {
        const char *list = text_of(reading, (enum Column)c, &rc);
        if (list) rc = add_forms(reading, number, list);
    }
    return rc;
}

static int read_rows(Reading *reading, const char *schema)
{
    sqlite3 *db = reading->connection->db;
    char *sql = schema ? sqlite3_mprintf("SELECT * FROM \"%w\".\"%w\"", schema, reading->table)
                       : sqlite3_mprintf("SELECT * FROM \"%w\"", reading->table);
    int rc = sql ? fail_with(reading, sqlite3_prepare_v2(db, sql, -1, &reading->rows, NULL)) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_OK) rc = find_columns(reading);
    for (int row = 0; rc == SQLITE_OK && sqlite3_step(reading->rows) == SQLITE_ROW; row++) {
        rc = add_row(reading);
        if (row % BETWEEN_POLLS == 0 && connection_interrupted(reading->connection)) rc = SQLITE_INTERRUPT;
    }
    connection_end_poll(reading->connection);
    int end = reading->rows ? sqlite3_reset(reading->rows) : SQLITE_OK;
    if (rc == SQLITE_OK) rc = fail_with(reading, end);
    sqlite3_finalize(reading->rows);
    sqlite3_finalize(reading->list);
    return rc;
}

/* --- the cache ----------------------------------------------------------------------------------------------------------------- */

static int same_name(const char *a, const char *b)
{
    return (!a && !b) || (a && b && !sqlite3_stricmp(a, b));
}

/* Takes the entry of a table out of the list; NULL if there is none. */
static GazetteerCache *take_entry(Connection *connection, const char *schema, const char *table)
{
    int position = 0;
    for (GazetteerCache **link = &connection->gazetteers; *link; position++) {
        GazetteerCache *entry = *link;
        int found = same_name(entry->schema, schema) && same_name(entry->table, table);
        if (found || position >= KEPT) *link = entry->older;
        else link = &entry->older;
        if (found) return entry;
        if (position >= KEPT) cache_free(entry);
    }
    return NULL;
}

static GazetteerCache *new_entry(const char *schema, const char *table)
{
    GazetteerCache *entry = memory_alloc(sizeof *entry);
    if (!entry) return NULL;
    memset(entry, 0, sizeof *entry);
    entry->table = sqlite3_mprintf("%s", table);
    entry->schema = schema ? sqlite3_mprintf("%s", schema) : NULL;
    entry->gazetteer = gazetteer_new();
    if (entry->table && entry->gazetteer && (!schema || entry->schema)) return entry;
    cache_free(entry);
    return NULL;
}

static int is_same_moment(const Moment *a, const Moment *b)
{
    return a->changes == b->changes && a->schema_version == b->schema_version && a->data_version == b->data_version &&
           a->in_transaction == b->in_transaction;
}

int gazetteer_of_table(Connection *connection, const char *who, const char *schema, const char *table,
                       const EntityGazetteer **gazetteer, char **error)
{
    Reading reading = {.connection = connection, .who = who, .table = table, .error = error};
    Moment moment;
    *gazetteer = NULL;
    int rc = read_moment(&reading, schema, &moment);
    if (rc != SQLITE_OK) return rc;
    GazetteerCache *entry = take_entry(connection, schema, table);
    if (entry && !is_same_moment(&entry->moment, &moment)) {
        cache_free(entry);
        entry = NULL;
    }
    if (!entry) {
        entry = new_entry(schema, table);
        if (!entry) return SQLITE_NOMEM;
        entry->moment = moment;
        reading.gazetteer = entry->gazetteer;
        rc = read_rows(&reading, schema);
        if (rc != SQLITE_OK) {
            cache_free(entry);
            return rc;
        }
    }
    entry->older = connection->gazetteers;
    connection->gazetteers = entry;
    *gazetteer = entry->gazetteer;
    return SQLITE_OK;
}
