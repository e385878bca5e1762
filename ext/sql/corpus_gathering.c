/* corpus_gathering.c - see corpus_gathering.h */
#include "sql/corpus_gathering.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "entities/entities.h"
#include "sql/corpus_statements.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum {
    GROUPS = 4096,                    /* of keys by their hash, a power of two */
    MOST_ITEMS = 1 << 16,             /* of a table, between two documents */
    MOST_NAME_BYTES = 8 * 1024 * 1024 /* of the arena of names, between two documents */
};

/* --- tables ------------------------------------------------------------------------------------------------------------------- */

/* By what an item is found: it is the first member of each. */
typedef struct Key {
    const char *bytes;
    size_t length;
    sqlite3_int64 scope;
    uint32_t hash;
} Key;

/* Items in the order in which they came, and their places by hash: open addressing, at most half full. */
typedef struct Table {
    char *items;
    size_t item_bytes, count, capacity;
    uint32_t *slots; /* number of an item + 1 */
    size_t slot_count;
} Table;

typedef struct KnownName { /* scope: type, place, language */
    Key key;
    sqlite3_int64 entity, document; /* that it was looked up for */
    uint32_t group, generation;
    int is_own;
    const char *name; /* of a place: the name that it was looked up by; NULL: it is the key's */
} KnownName;

typedef struct EntityCount { /* scope: its number; no bytes */
    Key key;
    sqlite3_int64 mentions, documents, document; /* that was counted last */
    const char *first, *last;                    /* NULL: no date */
    const NewEntity *made;                       /* NULL: it is in its table */
} EntityCount;

typedef struct AliasCount { /* scope: the entity */
    Key key;
    sqlite3_int64 mentions;
    unsigned script;
} AliasCount;

typedef struct Namesakes { /* scope: hash of the type; bytes: the key */
    Key key;
    const char *type;
    NewEntity *eldest, *youngest;
} Namesakes;

struct Gathering {
    SpellingTally spellings;
    Arena arena; /* of what is to be written */
    Table entities, aliases, namesakes;
    sqlite3_int64 last_entity; /* number of the youngest; 0: not read yet */
    const char *published;     /* copy of the date of `document` */
    sqlite3_int64 document;
    Arena name_arena;
    Table names;
    uint32_t generations[GROUPS];        /* how many entities were made of the keys of each hash */
    sqlite3_int64 changes, data_version; /* when it was settled last */
};

static Key make_key(const char *bytes, size_t length, sqlite3_int64 scope)
{
    return (Key){bytes, length, scope, (uint32_t)(hash_bytes(bytes, length, (uint64_t)scope) >> 32)};
}

static Key *item_at(const Table *table, size_t i)
{
    return (Key *)(void *)(table->items + i * table->item_bytes);
}

static uint32_t *find_slot(const Table *table, const Key *key)
{
    size_t mask = table->slot_count - 1;
    for (size_t i = key->hash & mask;; i = (i + 1) & mask) {
        uint32_t number = table->slots[i];
        const Key *other = number ? item_at(table, number - 1) : NULL;
        if (!other || (other->hash == key->hash && other->scope == key->scope && other->length == key->length &&
                       !memcmp(other->bytes, key->bytes, key->length)))
            return &table->slots[i];
    }
}

static void *table_find(const Table *table, const Key *key)
{
    uint32_t number = table->slot_count ? *find_slot(table, key) : 0;
    return number ? item_at(table, number - 1) : NULL;
}

static int table_grow(Table *table, Arena *arena)
{
    size_t slot_count = table->slot_count ? 2 * table->slot_count : 64;
    uint32_t *slots = arena_array(arena, slot_count, sizeof *slots);
    if (!slots) return SQLITE_NOMEM;
    table->slots = slots;
    table->slot_count = slot_count;
    for (size_t i = 0; i < table->count; i++) *find_slot(table, item_at(table, i)) = (uint32_t)i + 1;
    return SQLITE_OK;
}

/* The item of a key, which is made with a copy of the key's bytes if there is none; NULL: no memory. Others move by it. */
static void *table_add(Table *table, Arena *arena, const Key *key, size_t item_bytes)
{
    table->item_bytes = item_bytes;
    if (2 * table->count >= table->slot_count && table_grow(table, arena) != SQLITE_OK) return NULL;
    uint32_t *slot = find_slot(table, key);
    if (*slot) return item_at(table, *slot - 1);
    if (table->count == table->capacity) table->items = arena_double(arena, table->items, item_bytes, &table->capacity);
    const char *copy = arena_copy(arena, key->bytes, key->length);
    if (!copy || table->count == table->capacity) return NULL;
    Key *item = item_at(table, table->count);
    memset(item, 0, item_bytes);
    *item = *key;
    item->bytes = copy;
    *slot = (uint32_t)++table->count;
    return item;
}

/* --- making and forgetting ------------------------------------------------------------------------------------------------------ */

Gathering *gathering_of(CorpusTable *table)
{
    if (table->gathering) return table->gathering;
    Gathering *gathering = memory_alloc(sizeof *gathering);
    if (!gathering) return NULL;
    memset(gathering, 0, sizeof *gathering);
    arena_init(&gathering->arena, 0);
    arena_init(&gathering->name_arena, 0);
    arena_init(&gathering->spellings.arena, 0);
    table->gathering = gathering;
    table->next_gathering = table->connection->gathering;
    table->connection->gathering = table;
    return gathering;
}

SpellingTally *gathering_spellings(Gathering *gathering)
{
    return &gathering->spellings;
}

static void forget_counts(Gathering *gathering)
{
    static const Table none = {NULL, 0, 0, 0, NULL, 0};
    arena_clear(&gathering->arena);
    gathering->entities = gathering->aliases = gathering->namesakes = none;
    gathering->last_entity = 0;
    gathering->document = 0;
    gathering->published = NULL;
}

static void forget_names(Gathering *gathering)
{
    static const Table none = {NULL, 0, 0, 0, NULL, 0};
    arena_clear(&gathering->name_arena);
    gathering->names = none;
}

void gathering_forget_names(CorpusTable *table)
{
    if (table->gathering) forget_names(table->gathering);
}

void gathering_forget(CorpusTable *table)
{
    CorpusTable **link = &table->connection->gathering;
    if (!table->gathering) return;
    while (*link != table) link = &(*link)->next_gathering;
    *link = table->next_gathering;
    spelling_clear(&table->gathering->spellings);
    arena_clear(&table->gathering->arena);
    arena_clear(&table->gathering->name_arena);
    memory_free(table->gathering);
    table->gathering = NULL;
}

void gathering_forget_all(Connection *connection)
{
    while (connection->gathering) gathering_forget(connection->gathering);
}

/* --- names ------------------------------------------------------------------------------------------------------------------------ */

static Key key_of_name(const GatheredName *name)
{
    return make_key(name->bytes, name->length, (name->type * 2 + name->is_place) * 256 + name->language);
}

static Key key_of_entity(const char *type, const char *key, size_t length)
{
    return make_key(key, length, (sqlite3_int64)hash_bytes(type, strlen(type), 0));
}

sqlite3_int64 gathering_find_name(const Gathering *gathering, const GatheredName *name, sqlite3_int64 document)
{
    Key key = key_of_name(name);
    const KnownName *known = table_find(&gathering->names, &key);
    if (!known) return 0;
    if (known->document == document) return known->entity;
    if (known->name && strcmp(known->name, name->name) != 0) return 0;
    return known->is_own || gathering->generations[known->group] == known->generation ? known->entity : 0;
}

int gathering_keep_name(Gathering *gathering, const GatheredName *name, sqlite3_int64 document, sqlite3_int64 entity,
                        int is_own, const char *type, const char *entity_key, size_t entity_key_length)
{
    Key key = key_of_name(name), group = key_of_entity(type, entity_key, entity_key_length);
    KnownName *known = table_add(&gathering->names, &gathering->name_arena, &key, sizeof *known);
    if (!known) return SQLITE_NOMEM;
    known->entity = entity;
    known->document = document;
    known->group = group.hash % GROUPS;
    known->generation = gathering->generations[known->group];
    known->is_own = is_own;
    known->name = name->is_place ? arena_copy(&gathering->name_arena, name->name, strlen(name->name)) : NULL;
    return name->is_place && !known->name ? SQLITE_NOMEM : SQLITE_OK;
}

/* --- entities and aliases ---------------------------------------------------------------------------------------------------------- */

const NewEntity *gathering_find_entity(const Gathering *gathering, const char *type, const char *entity_key,
                                       size_t key_length)
{
    Key key = key_of_entity(type, entity_key, key_length);
    const Namesakes *namesakes = table_find(&gathering->namesakes, &key);
    return namesakes ? namesakes->eldest : NULL;
}

/* The number of the youngest entity of the table. */
static int read_last_entity(CorpusTable *table, Gathering *gathering)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *read = store_statement(table, LAST_ENTITY, &rc);
    if (!read) return rc;
    if (sqlite3_step(read) == SQLITE_ROW) gathering->last_entity = sqlite3_column_int64(read, 0);
    return store_keep_message(table, sqlite3_reset(read));
}

int gathering_add_entity(CorpusTable *table, Gathering *gathering, const NewEntity *entity, sqlite3_int64 *id)
{
    Arena *arena = &gathering->arena;
    Key group = key_of_entity(entity->type, entity->key, entity->key_length);
    int rc = gathering->last_entity ? SQLITE_OK : read_last_entity(table, gathering);
    if (rc != SQLITE_OK) return rc;
    Key number = make_key("", 0, gathering->last_entity + 1);
    NewEntity *made = arena_alloc(arena, sizeof *made);
    Namesakes *namesakes = table_add(&gathering->namesakes, arena, &group, sizeof *namesakes);
    EntityCount *count = table_add(&gathering->entities, arena, &number, sizeof *count);
    if (!made || !namesakes || !count) return SQLITE_NOMEM;
    *made = *entity;
    made->younger = NULL;
    made->id = *id = ++gathering->last_entity;
    made->key = namesakes->key.bytes;
    made->name = arena_copy(arena, entity->name, entity->name_length);
    if (entity->country) made->country = arena_copy(arena, entity->country, strlen(entity->country));
    if (arena->status != STATUS_OK) return SQLITE_NOMEM;
    if (namesakes->youngest) namesakes->youngest->younger = made;
    else namesakes->eldest = made;
    namesakes->youngest = made;
    count->made = made;
    gathering->generations[group.hash % GROUPS]++;
    return SQLITE_OK;
}

int gathering_count(Gathering *gathering, sqlite3_int64 document, const char *published, sqlite3_int64 entity,
                    const char *alias, size_t length, unsigned script)
{
    Arena *arena = &gathering->arena;
    Key number = make_key("", 0, entity), spelling = make_key(alias, length, entity);
    if (gathering->document != document) {
        gathering->document = document;
        gathering->published = published ? arena_copy(arena, published, strlen(published)) : NULL;
    }
    EntityCount *count = table_add(&gathering->entities, arena, &number, sizeof *count);
    AliasCount *named = table_add(&gathering->aliases, arena, &spelling, sizeof *named);
    if (!count || !named || arena->status != STATUS_OK) return SQLITE_NOMEM;
    const char *date = gathering->published;
    count->mentions++;
    if (count->document != document) count->documents++;
    count->document = document;
    if (date && (!count->first || strcmp(date, count->first) < 0)) count->first = date;
    if (date && (!count->last || strcmp(date, count->last) > 0)) count->last = date;
    named->mentions++;
    named->script = script;
    return SQLITE_OK;
}

/* --- settling ------------------------------------------------------------------------------------------------------------------------ */

static int compare_keys(const void *left, const void *right)
{
    const Key *a = left, *b = right;
    if (a->scope != b->scope) return a->scope < b->scope ? -1 : 1;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static void write_entity(CorpusTable *table, const EntityCount *count, int *rc)
{
    const NewEntity *made = count->made;
    sqlite3_stmt *write = store_statement(table, made ? INSERT_ENTITY : COUNT_ENTITY, rc);
    if (!write) return;
    sqlite3_bind_int64(write, 1, count->key.scope);
    sqlite3_bind_int64(write, 2, count->mentions);
    sqlite3_bind_int64(write, 3, count->documents);
    store_bind_text(write, 4, count->first);
    store_bind_text(write, 5, count->last);
    if (made) {
        store_bind_text(write, 6, made->type);
        sqlite3_bind_text64(write, 7, made->name, made->name_length, SQLITE_STATIC, SQLITE_UTF8);
        store_bind_text(write, 8, made->country);
        if (!isnan(made->latitude)) sqlite3_bind_double(write, 9, made->latitude);
        if (!isnan(made->longitude)) sqlite3_bind_double(write, 10, made->longitude);
        if (made->geoname) sqlite3_bind_int64(write, 11, made->geoname);
        sqlite3_bind_text64(write, 12, made->key, made->key_length, SQLITE_STATIC, SQLITE_UTF8);
    }
    store_run(table, write, rc);
}

static void write_alias(CorpusTable *table, const AliasCount *alias, int *rc)
{
    sqlite3_stmt *write = store_statement(table, INSERT_ALIAS, rc);
    if (!write) return;
    sqlite3_bind_int64(write, 1, alias->key.scope);
    sqlite3_bind_text64(write, 2, alias->key.bytes, alias->key.length, SQLITE_STATIC, SQLITE_UTF8);
    store_bind_text(write, 3, unicode_script_name(alias->script));
    sqlite3_bind_int64(write, 4, alias->mentions);
    store_run(table, write, rc);
}

static void sort_items(Table *table)
{
    if (table->count) qsort(table->items, table->count, table->item_bytes, compare_keys);
}

/* How many commits of other connections this one has seen. */
static int read_data_version(CorpusTable *table, sqlite3_int64 *version)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *read = store_statement(table, DATA_VERSION, &rc);
    if (!read) return rc;
    if (sqlite3_step(read) == SQLITE_ROW) *version = sqlite3_column_int64(read, 0);
    return store_keep_message(table, sqlite3_reset(read));
}

int gathering_settle(CorpusTable *table)
{
    Gathering *gathering = table->gathering;
    if (!gathering) return SQLITE_OK;
    int rc = spelling_settle(table);
    sort_items(&gathering->entities);
    sort_items(&gathering->aliases);
    for (size_t i = 0; rc == SQLITE_OK && i < gathering->entities.count; i++)
        write_entity(table, (const EntityCount *)(const void *)item_at(&gathering->entities, i), &rc);
    for (size_t i = 0; rc == SQLITE_OK && i < gathering->aliases.count; i++)
        write_alias(table, (const AliasCount *)(const void *)item_at(&gathering->aliases, i), &rc);
    forget_counts(gathering);
    if (rc != SQLITE_OK) forget_names(gathering);
    return store_give_up(table, -1, rc); /* what could not be written is of other documents too */
}

int gathering_end_document(CorpusTable *table)
{
    Gathering *gathering = table->gathering;
    int rc = SQLITE_OK;
    if (!gathering) return rc;
    if (!table->connection->gathers) {
        rc = gathering_settle(table);
        gathering_forget(table);
        return rc;
    }
    if (gathering->names.count > MOST_ITEMS || gathering->name_arena.total > MOST_NAME_BYTES) forget_names(gathering);
    if (gathering->entities.count > MOST_ITEMS || gathering->aliases.count > MOST_ITEMS ||
        gathering->spellings.count > MOST_ITEMS)
        rc = gathering_settle(table);
    return rc;
}

int gathering_begin_batch(Connection *connection)
{
    int rc = SQLITE_OK;
    for (CorpusTable *table = connection->gathering; table && rc == SQLITE_OK; table = table->next_gathering) {
        Gathering *gathering = table->gathering;
        sqlite3_int64 version = 0;
        rc = read_data_version(table, &version);
        if (version != gathering->data_version || sqlite3_total_changes64(table->db) != gathering->changes)
            forget_names(gathering);
    }
    return rc;
}

int gathering_settle_all(Connection *connection)
{
    int rc = SQLITE_OK;
    for (CorpusTable *table = connection->gathering; table && rc == SQLITE_OK; table = table->next_gathering)
        rc = gathering_settle(table);
    return rc;
}

int gathering_end_batch(Connection *connection)
{
    int rc = SQLITE_OK;
    for (CorpusTable *table = connection->gathering; table && rc == SQLITE_OK; table = table->next_gathering) {
        rc = read_data_version(table, &table->gathering->data_version);
        table->gathering->changes = sqlite3_total_changes64(table->db);
    }
    return rc;
}
