/*
** geojson_function.c - corpus_geojson(name, latitude, longitude [, properties]): places of a group as GeoJSON (RFC 7946)
**
** A feature is a point with its name and how often it came; rows of one name at one point are one feature, in the order of their first row. The fourth
** argument is a number, what a row counts for, or a JSON object, whose members go into the feature's properties. A row without a
** position, or with one that is none on Earth, is passed over: one bad row must not lose the others.
**
** Memory: the group's distinct features. Time: linear.
*/
#include "sql/functions.h"
#include "base/hash.h"
#include "base/memory.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

typedef struct Feature {
    uint64_t hash;
    const char *name; /* NULL: the name is NULL */
    size_t name_length;
    double latitude, longitude;
    const char *members; /* JSON members of the properties, with a comma before each; NULL: none */
    double mentions;
} Feature;

typedef struct Features {
    Arena arena;
    struct {
        Feature *items;
        size_t count, capacity;
    } list;
    uint32_t *slots; /* open addressing: number of the feature + 1 */
    size_t slot_count;
    sqlite3_stmt *object; /* takes a JSON object apart */
} Features;

/* What SQLite keeps of a group. */
typedef struct Group {
    Features *features;
} Group;

static void features_free(Features *features)
{
    if (!features) return;
    sqlite3_finalize(features->object);
    arena_clear(&features->arena);
    memory_free(features);
}

/* The group's features, made at its first row; NULL: no memory. */
static Features *features_of(sqlite3_context *context, int wanted)
{
    Group *group = sqlite3_aggregate_context(context, wanted ? sizeof *group : 0);
    if (!group || group->features || !wanted) return group ? group->features : NULL;
    group->features = memory_alloc(sizeof *group->features);
    if (!group->features) return NULL;
    memset(group->features, 0, sizeof *group->features);
    arena_init(&group->features->arena, 0);
    return group->features;
}

static int grow_slots(Features *features)
{
    size_t count = features->slot_count ? features->slot_count * 2 : 64;
    uint32_t *slots = arena_array(&features->arena, count, sizeof *slots);
    if (!slots) return 0;
    for (size_t i = 0; i < features->list.count; i++) {
        size_t at = features->list.items[i].hash & (count - 1);
        while (slots[at]) at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    features->slots = slots;
    features->slot_count = count;
    return 1;
}

static int same_feature(const Feature *a, const Feature *b)
{
    return a->hash == b->hash && a->latitude == b->latitude && a->longitude == b->longitude && !a->name == !b->name &&
           a->name_length == b->name_length && (!a->name || !memcmp(a->name, b->name, a->name_length));
}

/* The feature like `wanted` in the group, added if it is new (`*is_new`); NULL: no memory. */
static Feature *feature_like(Features *features, const Feature *wanted, int *is_new)
{
    *is_new = 0;
    if (features->list.count * 2 >= features->slot_count && !grow_slots(features)) return NULL;
    size_t at = wanted->hash & (features->slot_count - 1);
    for (; features->slots[at]; at = (at + 1) & (features->slot_count - 1))
        if (same_feature(&features->list.items[features->slots[at] - 1], wanted))
            return &features->list.items[features->slots[at] - 1];
    char *name = wanted->name ? arena_copy(&features->arena, wanted->name, wanted->name_length) : NULL;
    if (wanted->name && !name) return NULL;
    Feature *feature = ARENA_PUSH(&features->arena, &features->list);
    if (!feature) return NULL;
    *feature = *wanted;
    feature->name = name;
    features->slots[at] = (uint32_t)features->list.count;
    *is_new = 1;
    return feature;
}

/* Reads the members of a JSON object but those that are the feature's own. */
static int read_members(Connection *connection, Features *features, sqlite3_value *json, const char **members,
                        char **error)
{
    static const char sql[] = "SELECT json_remove(?1,'$.name','$.mentions') WHERE json_type(?1)='object'";
    int rc = SQLITE_OK;
    if (!features->object)
        rc = sqlite3_prepare_v3(connection->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &features->object, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_bind_value(features->object, 1, json);
    if (rc != SQLITE_OK) return rc;
    int step = sqlite3_step(features->object);
    const char *text = step == SQLITE_ROW ? (const char *)sqlite3_column_text(features->object, 0) : NULL;
    size_t length = (size_t)(text ? sqlite3_column_bytes(features->object, 0) : 0);
    if (length > 2) {
        char *copy = arena_copy(&features->arena, text, length - 1); /* without the last brace */
        if (copy) copy[0] = ',';
        *members = copy;
        if (!copy) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(features->object);
    sqlite3_clear_bindings(features->object);
    if (rc != SQLITE_OK || (end & 0xFF) == SQLITE_NOMEM || (end & 0xFF) == SQLITE_INTERRUPT) return rc ? rc : end;
    if (text) return SQLITE_OK;
    *error =
        sqlite3_mprintf("corpus_geojson: properties: a number or a JSON object such as {\"type\":\"GPE\"} is wanted");
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

static int is_position(sqlite3_value *latitude, sqlite3_value *longitude)
{
    if (sqlite3_value_numeric_type(latitude) == SQLITE_NULL || sqlite3_value_numeric_type(longitude) == SQLITE_NULL ||
        sqlite3_value_numeric_type(latitude) == SQLITE_TEXT || sqlite3_value_numeric_type(longitude) == SQLITE_TEXT)
        return 0;
    return fabs(sqlite3_value_double(latitude)) <= 90 && fabs(sqlite3_value_double(longitude)) <= 180;
}

static int add_row(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments, char **error)
{
    TextArgument name;
    Feature row = {.mentions = 1};
    const char *members = NULL;
    int is_new, rc = argument_text(arguments[0], &name);
    Features *features = rc == SQLITE_OK ? features_of(context, 1) : NULL;
    if (!features) return SQLITE_NOMEM;
    int type = count > 3 ? sqlite3_value_numeric_type(arguments[3]) : SQLITE_NULL;
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) row.mentions = fmax(sqlite3_value_double(arguments[3]), 0);
    else if (type != SQLITE_NULL) rc = read_members(connection, features, arguments[3], &members, error);
    if (rc != SQLITE_OK || !is_position(arguments[1], arguments[2])) return rc;
    row.name = name.bytes;
    row.name_length = name.length;
    row.latitude = sqlite3_value_double(arguments[1]) + 0.0; /* no minus zero */
    row.longitude = sqlite3_value_double(arguments[2]) + 0.0;
    double position[2] = {row.latitude, row.longitude};
    row.hash = hash_bytes((const char *)position, sizeof position, name.bytes ? 1 : 0);
    if (name.bytes) row.hash = hash_bytes(name.bytes, name.length, row.hash);
    Feature *feature = feature_like(features, &row, &is_new);
    if (!feature) return SQLITE_NOMEM;
    if (!is_new) feature->mentions += row.mentions;
    if (!feature->members) feature->members = members;
    return SQLITE_OK;
}

/* A coordinate with six digits, a tenth of a metre, and no zeros behind. */
static void print_coordinate(Buffer *out, double degrees)
{
    char text[32];
    size_t length = (size_t)sqlite3_snprintf(sizeof text, text, "%.6f", degrees) ? strlen(text) : 0;
    while (length && text[length - 1] == '0') length--;
    if (length && text[length - 1] == '.') length--;
    buffer_append(out, text, length);
}

static void print_feature(Buffer *out, const Feature *feature, size_t number)
{
    buffer_string(out, number ? "," : "");
    buffer_string(out, "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
    print_coordinate(out, feature->longitude);
    buffer_byte(out, ',');
    print_coordinate(out, feature->latitude);
    buffer_string(out, "]},\"properties\":{\"name\":");
    if (feature->name) buffer_json(out, feature->name, feature->name_length);
    else buffer_string(out, "null");
    buffer_printf(out, ",\"mentions\":%.15g", feature->mentions);
    if (feature->members) buffer_string(out, feature->members);
    buffer_string(out, "}}");
}

static void finish(sqlite3_context *context)
{
    Features *features = features_of(context, 0);
    Buffer out = BUFFER_EMPTY;
    buffer_string(&out, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; features && i < features->list.count; i++) print_feature(&out, &features->list.items[i], i);
    buffer_string(&out, "]}");
    scalar_buffer(context, &out);
    buffer_free(&out);
    features_free(features);
}

void call_geojson(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    char *error = NULL;
    if (count == FUNCTION_GROUP_ENDS) {
        finish(context);
        return;
    }
    int rc = add_row(context, connection, count, arguments, &error);
    if (error) scalar_error(context, error);
    else if (rc != SQLITE_OK) sqlite3_result_error_code(context, rc);
}
