/* corpus_entities.c - see corpus_entities.h */
#include "sql/corpus_entities.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "entities/entities.h"
#include "names/names.h"
#include "translit/translit.h"
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

#define SAME_NAME   0.5           /* names_similarity()'s own decision */
#define SAME_NATIVE 0.7           /* 習近平 is like 习近平 by .76, 王毅 like 王艺 by .6 */
enum { NATIVE_BYTES = 9 };        /* three characters */
enum { MOST_CUSTOMS = 12 };       /* spellings of a surname */
enum { MOST_INSTITUTIONS = 512 }; /* that a name in another script is compared with */
enum { MOST_NAMESAKES = 64 };     /* leaders of one key that a name is compared with */

static const char *const verdicts[JUDGE_VERDICTS] = {"same", "differ", "never", "name", "block"};

/* --- judgements ---------------------------------------------------------------------------------------------------------------- */

static int verdict_of(const char *name)
{
    for (int i = 0; i < JUDGE_VERDICTS; i++)
        if (name && !strcmp(name, verdicts[i])) return i;
    return -1;
}

static const char *copy_column(Arena *arena, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? arena_copy(arena, text, (size_t)sqlite3_column_bytes(statement, column)) : NULL;
}

static int has_judgements(CorpusTable *table, int *has)
{
    sqlite3_stmt *find = NULL;
    char *sql =
        sqlite3_mprintf("SELECT 1 FROM \"%w\".sqlite_schema WHERE type='table' AND name='%q_judgement' COLLATE NOCASE",
                        table->schema, table->name);
    int rc = sql ? sqlite3_prepare_v2(table->db, sql, -1, &find, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc != SQLITE_OK) return store_keep_message(table, rc);
    *has = sqlite3_step(find) == SQLITE_ROW;
    return store_keep_message(table, sqlite3_finalize(find));
}

int judgements_read(CorpusTable *table, Arena *arena, JudgementList *list)
{
    struct {
        sqlite3_int64 *items;
        size_t count, capacity;
    } undone = {NULL, 0, 0};
    sqlite3_stmt *read = NULL;
    int has = 0, rc = has_judgements(table, &has);
    if (rc != SQLITE_OK || !has) return rc;
    /* from the youngest on, so that it is known of each row whether a later one undid it */
    rc = store_prepare(table, "SELECT id, verdict, a, b, type, undoes FROM {judgement} ORDER BY id DESC", &read);
    while (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        sqlite3_int64 id = sqlite3_column_int64(read, 0);
        int counts = 1, verdict = verdict_of((const char *)sqlite3_column_text(read, 1));
        for (size_t i = 0; i < undone.count; i++) counts = counts && undone.items[i] != id;
        if (!counts) continue;
        if (verdict < 0) {
            sqlite3_int64 *number = ARENA_PUSH(arena, &undone);
            if (number) *number = sqlite3_column_int64(read, 5);
        } else {
            Judgement *judgement = ARENA_PUSH(arena, list);
            if (judgement) {
                judgement->verdict = (Verdict)verdict;
                judgement->a = copy_column(arena, read, 2);
                judgement->b = copy_column(arena, read, 3);
                judgement->type = copy_column(arena, read, 4);
            }
        }
        if (arena->status != STATUS_OK) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_finalize(read);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    for (size_t i = 0; i < list->count / 2; i++) {
        Judgement other = list->items[i];
        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = other;
    }
    return rc;
}

/* --- names --------------------------------------------------------------------------------------------------------------------- */

/* All mentions of one name, type and language, and of one place where the text told which. */
typedef struct Unit {
    const char *type, *name, *language, *place, *key; /* place: empty where it was not told */
    size_t name_length, key_length;
    sqlite3_int64 mentions;
    sqlite3_int64 entity; /* that some of them are of now; 0: none */
    size_t label;         /* units of one label are one entity */
    sqlite3_int64 chosen; /* its number; 0: none */
    const char *display;  /* what the user calls the entity; NULL: nothing */
    int never;
    int bare; /* a surname alone, joined to the one person who has it */
} Unit;

typedef struct Resolution {
    CorpusTable *table;
    Arena arena;
    struct {
        Unit *items;
        size_t count, capacity;
    } units;        /* in order of type, key, frequency */
    size_t labels;  /* so many were given */
    size_t *joined; /* while units are joined: the label that a label became, itself if none */
    size_t *slots;  /* hash table over type, name, language, place: number of a unit + 1 */
    size_t slot_count;
} Resolution;

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static int compare_units(const void *a, const void *b)
{
    const Unit *x = a, *y = b;
    int order = strcmp(x->type, y->type);
    if (!order) order = strcmp(x->key, y->key);
    if (!order) order = (x->mentions < y->mentions) - (x->mentions > y->mentions);
    if (!order) order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->language, y->language);
}

/* Makes the key of a unit as the load does. */
static int make_key(Resolution *resolution, Unit *unit)
{
    Buffer key = BUFFER_EMPTY;
    int type = 0;
    if (unit->place[0]) {
        unit->key = unit->place;
        unit->key_length = strlen(unit->place);
        return SQLITE_OK;
    }
    while (type < ENTITY_TYPES && strcmp(entities_type_name((EntityType)type), unit->type) != 0) type++;
    Language language = language_find(unit->language, strlen(unit->language));
    if (language == LANGUAGE_INVALID) language = LANGUAGE_UND;
    Status status = STATUS_OK;
    if (type < ENTITY_TYPES)
        status = entities_key(resolution->table->connection->icu, (EntityType)type, unit->name, unit->name_length,
                              language, &key);
    if (status == STATUS_OK && !buffer_text(&key)) status = STATUS_NOMEM;
    if (status == STATUS_OK) {
        unit->key = arena_copy(&resolution->arena, key.bytes, key.length);
        unit->key_length = key.length;
        status = resolution->arena.status;
    }
    buffer_free(&key);
    return connection_code(status);
}

static int read_units(Resolution *resolution)
{
    sqlite3_stmt *read = NULL;
    Arena *arena = &resolution->arena;
    int rc = store_prepare(
        resolution->table,
        "SELECT m.type, m.name, d.language, count(*), min(m.entity), m.place FROM {mention} AS m JOIN {document} AS d "
        "ON d.id=m.document WHERE m.type IS NOT NULL AND m.name IS NOT NULL GROUP BY 1, 2, 3, 6",
        &read);
    while (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        Unit *unit = ARENA_PUSH(arena, &resolution->units);
        if (!unit) {
            rc = SQLITE_NOMEM;
            break;
        }
        memset(unit, 0, sizeof *unit);
        unit->type = copy_column(arena, read, 0);
        unit->name = copy_column(arena, read, 1);
        unit->name_length = (size_t)sqlite3_column_bytes(read, 1);
        unit->language = text_or_empty(copy_column(arena, read, 2));
        unit->mentions = sqlite3_column_int64(read, 3);
        unit->entity = sqlite3_column_int64(read, 4);
        unit->place = text_or_empty(copy_column(arena, read, 5));
        rc = arena->status == STATUS_OK ? make_key(resolution, unit) : SQLITE_NOMEM;
    }
    int end = sqlite3_finalize(read);
    if (rc == SQLITE_OK) rc = store_keep_message(resolution->table, end);
    if (rc == SQLITE_OK && resolution->units.count)
        qsort(resolution->units.items, resolution->units.count, sizeof *resolution->units.items, compare_units);
    return rc;
}

static uint64_t unit_hash(const char *type, const char *name, size_t length, const char *language, const char *place)
{
    uint64_t hash = hash_bytes(place, strlen(place), hash_bytes(language, strlen(language), 0));
    return hash_bytes(name, length, hash_bytes(type, strlen(type), hash));
}

static int index_units(Resolution *resolution)
{
    resolution->slot_count = 16;
    while (resolution->slot_count < resolution->units.count * 2) resolution->slot_count *= 2;
    resolution->slots = arena_array(&resolution->arena, resolution->slot_count, sizeof *resolution->slots);
    if (!resolution->slots) return SQLITE_NOMEM;
    for (size_t i = 0; i < resolution->units.count; i++) {
        const Unit *unit = &resolution->units.items[i];
        size_t slot = unit_hash(unit->type, unit->name, unit->name_length, unit->language, unit->place) &
                      (resolution->slot_count - 1);
        while (resolution->slots[slot]) slot = (slot + 1) & (resolution->slot_count - 1);
        resolution->slots[slot] = i + 1;
    }
    return SQLITE_OK;
}

static Unit *find_unit(const Resolution *resolution, const char *type, const char *name, size_t length,
                       const char *language, const char *place)
{
    size_t slot = unit_hash(type, name, length, language, place) & (resolution->slot_count - 1);
    for (; resolution->slots[slot]; slot = (slot + 1) & (resolution->slot_count - 1)) {
        Unit *unit = &resolution->units.items[resolution->slots[slot] - 1];
        if (unit->name_length == length && !memcmp(unit->name, name, length) && !strcmp(unit->type, type) &&
            !strcmp(unit->language, language) && !strcmp(unit->place, place))
            return unit;
    }
    return NULL;
}

/* --- native names ---------------------------------------------------------------------------------------------------------------- */

/* 1: the name begins in Han, 2: in Hangul, 0: in another script. */
static int native_letters(const Unit *unit)
{
    uint32_t code;
    if (!unit->name_length) return 0;
    utf8_decode(unit->name, unit->name + unit->name_length, &code);
    unsigned script = unicode_of(code)->script;
    return script == SCRIPT_HAN ? 1 : script == SCRIPT_HANGUL ? 2 : 0;
}

/* The same of people; 0 if the name has blanks. */
static int native_script(const Unit *unit)
{
    if (strcmp(unit->type, "PERSON") != 0 || strchr(unit->name, ' ') || strstr(unit->name, "\xC2\xB7")) return 0;
    return native_letters(unit);
}

/*
** Are two names of three characters and less two people, though they sound alike? In one script another character is another name (王毅, 王艺; 재인, 재은); Han has
** two forms of many, which are as like as SAME_NATIVE.
*/
static int are_namesakes(const Unit *a, const Unit *b, double similarity)
{
    int script = native_script(a);
    if (!script || script != native_script(b) || a->name_length > NATIVE_BYTES || b->name_length > NATIVE_BYTES)
        return 0;
    return script == 2 || similarity < SAME_NATIVE;
}

int entity_name_read(Icu *icu, const char *key, const char *name, size_t length, EntityName *read)
{
    *read = (EntityName){NULL, BUFFER_EMPTY};
    if (entities_key_names_rest(key)) {
        int failed = entities_rest(name, length, &read->rest) != STATUS_OK;
        if (!failed && !read->rest.length) buffer_string(&read->rest, key); /* the key says all */
        name = failed ? NULL : buffer_text(&read->rest);
        length = read->rest.length;
    }
    read->reading = name ? names_read(icu, name, length) : NULL;
    return read->reading != NULL;
}

void entity_name_free(EntityName *read)
{
    names_free(read->reading);
    buffer_free(&read->rest);
    *read = (EntityName){NULL, BUFFER_EMPTY};
}

static int read_unit_name(Icu *icu, const Unit *unit, EntityName *read)
{
    if (read->reading || entity_name_read(icu, unit->key, unit->name, unit->name_length, read)) return SQLITE_OK;
    entity_name_free(read);
    return SQLITE_NOMEM;
}

/* --- grouping ------------------------------------------------------------------------------------------------------------------ */

/* The units of a key that others join. A name is read at its first comparison, once. */
typedef struct Leaders {
    const Unit *units[MOST_NAMESAKES];
    EntityName names[MOST_NAMESAKES]; /* without a reading: not read yet */
    size_t count;
} Leaders;

/* The leader whose name is most like that of a unit, which is read into `own` where it has to be; `*best` NULL: it is like none. */
static int find_leader(Icu *icu, const Unit *unit, Leaders *leaders, EntityName *own, const Unit **best)
{
    double most = SAME_NAME;
    *best = NULL;
    for (size_t k = 0; k < leaders->count && most < 1; k++) {
        const Unit *leader = leaders->units[k];
        int equal = unit->name_length == leader->name_length && !memcmp(unit->name, leader->name, unit->name_length);
        double similarity = 1;
        if (!equal) {
            if (read_unit_name(icu, unit, own) != SQLITE_OK ||
                read_unit_name(icu, leader, &leaders->names[k]) != SQLITE_OK)
                return SQLITE_NOMEM;
            similarity = names_compare(own->reading, leaders->names[k].reading);
        }
        if (similarity < 0) return SQLITE_NOMEM;
        if (similarity < most || (*best && similarity == most)) continue;
        if (!equal && are_namesakes(unit, leader, similarity)) continue;
        *best = leader;
        most = similarity;
    }
    return SQLITE_OK;
}

/* Labels the units from `first` to `end`, which have one type and key. */
static int group(Resolution *resolution, size_t first, size_t end)
{
    Leaders leaders = {.count = 0};
    Icu *icu = resolution->table->connection->icu;
    int rc = SQLITE_OK;
    for (size_t i = first; i < end && rc == SQLITE_OK; i++) {
        Unit *unit = &resolution->units.items[i];
        EntityName own = {NULL, BUFFER_EMPTY};
        const Unit *best;
        rc = find_leader(icu, unit, &leaders, &own, &best);
        unit->label = best ? best->label : resolution->labels++;
        if (!best && rc == SQLITE_OK && leaders.count < MOST_NAMESAKES) {
            leaders.units[leaders.count] = unit;
            leaders.names[leaders.count++] = own;
        } else entity_name_free(&own);
    }
    for (size_t k = 0; k < leaders.count; k++) entity_name_free(&leaders.names[k]);
    return rc;
}

static int group_all(Resolution *resolution)
{
    int rc = SQLITE_OK;
    for (size_t i = 0, end; i < resolution->units.count && rc == SQLITE_OK; i = end) {
        const Unit *unit = &resolution->units.items[i];
        for (end = i + 1; end < resolution->units.count; end++)
            if (strcmp(unit->type, resolution->units.items[end].type) != 0 ||
                strcmp(unit->key, resolution->units.items[end].key) != 0)
                break;
        rc = group(resolution, i, end);
        if (rc == SQLITE_OK && connection_interrupted(resolution->table->connection)) rc = SQLITE_INTERRUPT;
    }
    connection_end_poll(resolution->table->connection);
    return rc;
}

/* --- names that their own script writes in one word -------------------------------------------------------------------------------- */

static void relabel(Resolution *resolution, size_t from, size_t to)
{
    for (size_t i = 0; i < resolution->units.count && from != to; i++)
        if (resolution->units.items[i].label == from) resolution->units.items[i].label = to;
}

/* Lets units be joined without a look at all of them each time: label_of() says what their labels are meanwhile. */
static int begin_joining(Resolution *resolution)
{
    if (!resolution->joined)
        resolution->joined = arena_array(&resolution->arena, resolution->labels + 1, sizeof *resolution->joined);
    if (!resolution->joined) return SQLITE_NOMEM;
    for (size_t i = 0; i <= resolution->labels; i++) resolution->joined[i] = i;
    return SQLITE_OK;
}

static size_t label_of(const Resolution *resolution, const Unit *unit)
{
    size_t label = unit->label;
    while (resolution->joined[label] != label)
        label = resolution->joined[label] = resolution->joined[resolution->joined[label]];
    return label;
}

static void end_joining(Resolution *resolution)
{
    for (size_t i = 0; i < resolution->units.count; i++)
        resolution->units.items[i].label = label_of(resolution, &resolution->units.items[i]);
}

/* The first unit of this type whose key is not less than `key`. */
static size_t first_of_key(const Resolution *resolution, const char *type, const char *key)
{
    size_t low = 0, high = resolution->units.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const Unit *unit = &resolution->units.items[middle];
        int order = strcmp(unit->type, type);
        if (!order) order = strcmp(unit->key, key);
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The key of a name as others write it, surname and given name apart. */
static int key_of_parts(Resolution *resolution, const Unit *unit, const char *family, size_t family_length,
                        const char *given, size_t given_length, const char **key)
{
    const char *apart =
        arena_printf(&resolution->arena, "%.*s %.*s", (int)family_length, family, (int)given_length, given);
    if (!apart) return SQLITE_NOMEM;
    Unit spaced = {
        .type = unit->type, .name = apart, .language = unit->language, .place = "", .name_length = strlen(apart)};
    int rc = make_key(resolution, &spaced);
    *key = spaced.key;
    return rc;
}

/* Joins a native name to the first entity with the key whose name is like it, and of whose `scripts` it is not. */
static int join_by_key(Resolution *resolution, const Unit *unit, int script, const char *key, uint8_t *scripts,
                       int *joined)
{
    size_t at = first_of_key(resolution, unit->type, key), seen = 0;
    for (; at < resolution->units.count && seen < MOST_NAMESAKES; at++, seen++) {
        const Unit *other = &resolution->units.items[at];
        if (strcmp(other->type, unit->type) != 0 || strcmp(other->key, key) != 0) break;
        size_t label = label_of(resolution, other), own = label_of(resolution, unit);
        if (label == own || scripts[label] & script || native_script(other)) continue;
        double similarity = names_similarity(resolution->table->connection->icu, unit->name, unit->name_length,
                                             other->name, other->name_length);
        if (similarity < 0) return SQLITE_NOMEM;
        if (similarity < SAME_NAME) continue;
        scripts[label] |= (uint8_t)script;
        resolution->joined[own] = label;
        *joined = 1;
        break;
    }
    return SQLITE_OK;
}

/*
** 习近平 is Xi Jinping, 박근혜 is Park Geun-hye: a person's name in Han or Hangul joins the entity whose name is read like it, surname and given name apart, the surname
** as it sounds or by custom. Several such names may be read alike (王毅, 王艺); the most frequent of a script alone does.
*/
static int join_native(Resolution *resolution)
{
    int rc = SQLITE_OK;
    uint8_t *scripts = arena_alloc(&resolution->arena, resolution->labels + 1); /* of a label: what has joined it */
    if (!scripts) return SQLITE_NOMEM;
    rc = begin_joining(resolution);
    for (size_t i = 0; i < resolution->units.count && rc == SQLITE_OK; i++) {
        const Unit *unit = &resolution->units.items[i];
        NamePart parts[NAME_PARTS];
        const NamePart *family = &parts[NAME_FAMILY], *given = &parts[NAME_GIVEN];
        char customs[MOST_CUSTOMS][NAMES_SURNAME_BYTES];
        int script = native_script(unit), joined = 0;
        const char *key = NULL;
        if (!script) continue;
        rc = connection_code(
            names_parts(resolution->table->connection->icu, LANGUAGE_UND, unit->name, unit->name_length, parts));
        if (rc != SQLITE_OK || !family->length || !given->length) continue;
        size_t count = names_surname_spellings(unit->name + family->start, family->length, customs, MOST_CUSTOMS);
        rc = key_of_parts(resolution, unit, unit->name + family->start, family->length, unit->name + given->start,
                          given->length, &key);
        if (rc == SQLITE_OK && key) rc = join_by_key(resolution, unit, script, key, scripts, &joined);
        Buffer latin = BUFFER_EMPTY; /* the given name */
        if (rc == SQLITE_OK && count && !joined)
            rc = connection_code(translit_latin(resolution->table->connection->icu, LANGUAGE_UND,
                                                unit->name + given->start, given->length, &latin));
        for (size_t c = 0; c < count && !joined && rc == SQLITE_OK; c++) {
            rc = key_of_parts(resolution, unit, customs[c], strlen(customs[c]), latin.bytes, latin.length, &key);
            if (rc == SQLITE_OK && key) rc = join_by_key(resolution, unit, script, key, scripts, &joined);
        }
        buffer_free(&latin);
    }
    if (rc == SQLITE_OK) end_joining(resolution);
    return rc;
}

/* --- institutions in other scripts -------------------------------------------------------------------------------------------------- */

/* The names of the units from `first` on: each is read once for all that are compared with it. */
typedef struct Readings {
    size_t first;
    EntityName names[MOST_INSTITUTIONS]; /* without a reading: not read yet */
} Readings;

static void forget_readings(Readings *readings, size_t first)
{
    for (size_t i = 0; i < MOST_INSTITUTIONS; i++)
        if (readings->names[i].reading) entity_name_free(&readings->names[i]);
    readings->first = first;
}

/* The letters that the words of a rest begin with, of its key behind the blank: a bit each. Names that share none are not read alike. */
static uint64_t initials_of(const char *keys)
{
    uint64_t bits = 0;
    for (int begins = 1; *keys; begins = *keys++ == ' ')
        if (begins) bits |= (uint64_t)1 << ((unsigned char)*keys & 63);
    return bits;
}

/* Of the units from readings->first on whose keys begin with `prefix` the one whose rest is most like that of a unit in Han or Hangul; `*best` NULL: none. */
static int find_institution(Resolution *resolution, const Unit *unit, const char *prefix, size_t length,
                            Readings *readings, const Unit **best)
{
    Icu *icu = resolution->table->connection->icu;
    EntityName own = {NULL, BUFFER_EMPTY};
    int script = native_letters(unit), rc = SQLITE_OK;
    uint64_t initials = initials_of(unit->key + length);
    double most = SAME_NATIVE;
    *best = NULL;
    for (size_t i = 0; i < MOST_INSTITUTIONS && readings->first + i < resolution->units.count && rc == SQLITE_OK; i++) {
        const Unit *other = &resolution->units.items[readings->first + i];
        if (strcmp(other->type, unit->type) != 0 || strncmp(other->key, prefix, length) != 0) break;
        if (native_letters(other) == script || !(initials_of(other->key + length) & initials) ||
            label_of(resolution, other) == label_of(resolution, unit))
            continue;
        rc = read_unit_name(icu, unit, &own);
        if (rc == SQLITE_OK) rc = read_unit_name(icu, other, &readings->names[i]);
        double similarity = rc == SQLITE_OK ? names_compare(own.reading, readings->names[i].reading) : 0;
        if (similarity < 0) rc = SQLITE_NOMEM;
        if (similarity < most) continue;
        most = similarity;
        *best = other;
    }
    entity_name_free(&own);
    return rc;
}

/*
** 纳扎尔巴耶夫大学 is Nazarbayev University: an institution in Han or Hangul joins the one of the same parts and places whose rest is most like its own, whatever the
** keys of the two rests are. Units of one beginning stand together, so what is read of them serves all that are compared.
*/
static int join_institutions(Resolution *resolution)
{
    Readings *readings = arena_alloc(&resolution->arena, sizeof *readings);
    int rc = readings ? SQLITE_OK : SQLITE_NOMEM;
    if (readings) memset(readings, 0, sizeof *readings);
    if (rc == SQLITE_OK) rc = begin_joining(resolution);
    for (size_t i = 0; i < resolution->units.count && rc == SQLITE_OK; i++) {
        const Unit *unit = &resolution->units.items[i], *best = NULL;
        const char *blank = entities_key_names_rest(unit->key) ? strchr(unit->key, ' ') : NULL;
        if (!blank || !native_letters(unit)) continue;
        size_t length = (size_t)(blank - unit->key) + 1;
        const char *prefix = arena_copy(&resolution->arena, unit->key, length);
        size_t first = prefix ? first_of_key(resolution, unit->type, prefix) : 0;
        if (prefix && first != readings->first) forget_readings(readings, first);
        rc = prefix ? find_institution(resolution, unit, prefix, length, readings, &best) : SQLITE_NOMEM;
        if (rc == SQLITE_OK && best) resolution->joined[label_of(resolution, unit)] = label_of(resolution, best);
        if (rc == SQLITE_OK && connection_interrupted(resolution->table->connection)) rc = SQLITE_INTERRUPT;
    }
    connection_end_poll(resolution->table->connection);
    if (readings) forget_readings(readings, 0);
    if (rc == SQLITE_OK) end_joining(resolution);
    return rc;
}

/* --- surnames ------------------------------------------------------------------------------------------------------------------ */

/* A surname of people whose whole names the corpus has. */
typedef struct Surname {
    const char *key, *name;
    size_t name_length;
    size_t label;
    int shared; /* by several people: it alone tells none of them */
} Surname;

typedef struct SurnameTable { /* open addressing, at most half full */
    Surname *slots;
    size_t capacity;
} SurnameTable;

static Surname *find_surname(const SurnameTable *table, const char *key)
{
    key = text_or_empty(key);
    size_t slot = hash_bytes(key, strlen(key), 1) & (table->capacity - 1);
    while (table->slots[slot].key && strcmp(table->slots[slot].key, key) != 0)
        slot = (slot + 1) & (table->capacity - 1);
    return &table->slots[slot];
}

static int is_whole_name(const Unit *unit)
{
    return !strcmp(unit->type, "PERSON") && (strchr(unit->name, ' ') || strstr(unit->name, "\xC2\xB7"));
}

/* Notes the surname of a person's whole name, by the key that it has alone. */
static int note_surname(Resolution *resolution, SurnameTable *table, const Unit *unit)
{
    NamePart parts[NAME_PARTS];
    Icu *icu = resolution->table->connection->icu;
    /* English news writes Li Jianjun and Yoon Suk Yeol: only Hungarian has an order that its own names do not show */
    Language language = language_find(unit->language, strlen(unit->language));
    Status status =
        names_parts(icu, language == LANGUAGE_HU ? language : LANGUAGE_UND, unit->name, unit->name_length, parts);
    const NamePart *family = &parts[NAME_FAMILY];
    if (status != STATUS_OK || !family->length || family->length == unit->name_length) return connection_code(status);
    Unit alone = {.type = unit->type,
                  .name = arena_copy(&resolution->arena, unit->name + family->start, family->length),
                  .language = unit->language,
                  .place = "",
                  .name_length = family->length};
    int rc = alone.name ? make_key(resolution, &alone) : SQLITE_NOMEM;
    if (rc != SQLITE_OK) return rc;
    Surname *surname = find_surname(table, alone.key);
    if (!surname->key) *surname = (Surname){alone.key, alone.name, alone.name_length, unit->label, 0};
    else if (surname->label != unit->label) surname->shared = 1;
    return SQLITE_OK;
}

/*
** A surname alone is the person of that surname, if the corpus knows one whole name with it and not two. (Where the document itself has the whole name,
** the mention has it too.)
*/
static int join_surnames(Resolution *resolution)
{
    SurnameTable table = {NULL, 16};
    while (table.capacity < resolution->units.count * 2) table.capacity *= 2;
    table.slots = arena_array(&resolution->arena, table.capacity, sizeof *table.slots);
    int rc = table.slots ? SQLITE_OK : SQLITE_NOMEM;
    for (size_t i = 0; i < resolution->units.count && rc == SQLITE_OK; i++)
        if (is_whole_name(&resolution->units.items[i]))
            rc = note_surname(resolution, &table, &resolution->units.items[i]);
    for (size_t i = 0; i < resolution->units.count && rc == SQLITE_OK; i++) {
        Unit *unit = &resolution->units.items[i];
        if (strcmp(unit->type, "PERSON") != 0 || is_whole_name(unit)) continue;
        const Surname *surname = find_surname(&table, unit->key);
        if (!surname->key || surname->shared) continue;
        double similarity = names_similarity(resolution->table->connection->icu, unit->name, unit->name_length,
                                             surname->name, surname->name_length);
        if (similarity < 0) rc = SQLITE_NOMEM;
        if (similarity < SAME_NAME) continue;
        unit->label = surname->label;
        unit->bare = 1;
    }
    return rc;
}

/* --- judging ------------------------------------------------------------------------------------------------------------------- */

/* A name that judgements speak of, and the units that are written so. */
typedef struct Named {
    const char *folded;
    size_t length;
    struct {
        size_t *items;
        size_t count, capacity;
    } units; /* may hold one twice */
} Named;

typedef struct NamedList {
    Named *items;
    size_t count, capacity;
} NamedList;

/* The folded form of a name in the arena. */
static const char *fold(Resolution *resolution, const char *name, size_t length, size_t *folded_length)
{
    Buffer folded = BUFFER_EMPTY;
    const char *copy = NULL;
    if (text_fold(resolution->table->connection->icu, name, length, &folded) == STATUS_OK) {
        copy = arena_copy(&resolution->arena, folded.bytes, folded.length);
        *folded_length = folded.length;
    }
    buffer_free(&folded);
    return copy;
}

static int compare_named(const void *a, const void *b)
{
    return strcmp(((const Named *)a)->folded, ((const Named *)b)->folded);
}

static Named *find_named(const NamedList *list, const char *folded)
{
    Named wanted = {.folded = folded};
    return list->count ? bsearch(&wanted, list->items, list->count, sizeof *list->items, compare_named) : NULL;
}

/* The names of judgements, sorted, each once. */
static int list_named(Resolution *resolution, const JudgementList *judgements, NamedList *list)
{
    for (size_t i = 0; i < judgements->count; i++)
        for (int side = 0; side < 2; side++) {
            const Judgement *judgement = &judgements->items[i];
            const char *name = side ? judgement->b : judgement->a;
            if (!name || judgement->verdict == JUDGE_BLOCK || (side && judgement->verdict == JUDGE_NAME)) continue;
            Named *named = ARENA_PUSH(&resolution->arena, list);
            if (!named) return SQLITE_NOMEM;
            memset(named, 0, sizeof *named);
            named->folded = fold(resolution, name, strlen(name), &named->length);
            if (!named->folded) return SQLITE_NOMEM;
        }
    if (!list->count) return SQLITE_OK;
    qsort(list->items, list->count, sizeof *list->items, compare_named);
    size_t kept = 0;
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(list->items[i].folded, list->items[kept].folded) != 0) list->items[++kept] = list->items[i];
    list->count = kept + 1;
    return SQLITE_OK;
}

static int note_named(Resolution *resolution, const NamedList *list, const char *text, size_t length, const Unit *unit)
{
    Buffer folded = BUFFER_EMPTY;
    int rc = connection_code(text_fold(resolution->table->connection->icu, text, length, &folded));
    Named *named = rc == SQLITE_OK ? find_named(list, folded.bytes) : NULL;
    buffer_free(&folded);
    if (!named) return rc;
    size_t *number = ARENA_PUSH(&resolution->arena, &named->units);
    if (!number) return SQLITE_NOMEM;
    *number = (size_t)(unit - resolution->units.items);
    return rc;
}

/* Finds the units that are called or written like the names of judgements. */
static int find_written(Resolution *resolution, const NamedList *list)
{
    sqlite3_stmt *read = NULL;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < resolution->units.count && rc == SQLITE_OK; i++)
        rc = note_named(resolution, list, resolution->units.items[i].name, resolution->units.items[i].name_length,
                        &resolution->units.items[i]);
    if (rc == SQLITE_OK)
        rc = store_prepare(
            resolution->table,
            "SELECT DISTINCT m.type, m.name, d.language, m.text, m.place FROM {mention} AS m JOIN {document} AS d ON "
            "d.id=m.document WHERE m.text<>m.name AND m.type IS NOT NULL",
            &read);
    while (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        const char *type = (const char *)sqlite3_column_text(read, 0),
                   *name = (const char *)sqlite3_column_text(read, 1);
        const char *language = text_or_empty((const char *)sqlite3_column_text(read, 2));
        const char *text = (const char *)sqlite3_column_text(read, 3);
        if (!type || !name || !text) {
            rc = SQLITE_NOMEM;
            break;
        }
        const char *place = text_or_empty((const char *)sqlite3_column_text(read, 4));
        const Unit *unit = find_unit(resolution, type, name, (size_t)sqlite3_column_bytes(read, 1), language, place);
        if (unit) rc = note_named(resolution, list, text, (size_t)sqlite3_column_bytes(read, 3), unit);
    }
    int end = sqlite3_finalize(read);
    return rc == SQLITE_OK ? store_keep_message(resolution->table, end) : rc;
}

static int is_of_type(const Judgement *judgement, const Unit *unit)
{
    return !judgement->type || !strcmp(judgement->type, unit->type);
}

/* All entities with a unit of `a` or `b` become one. */
static void judge_same(Resolution *resolution, const Judgement *judgement, const Named *a, const Named *b)
{
    const Named *sides[] = {a, b};
    const Unit *first = NULL;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side]->units.count; i++) {
            const Unit *unit = &resolution->units.items[sides[side]->units.items[i]];
            if (!is_of_type(judgement, unit)) continue;
            if (!first) first = unit;
            relabel(resolution, unit->label, first->label);
        }
}

static int is_named(const Named *named, size_t number)
{
    for (size_t i = 0; i < named->units.count; i++)
        if (named->units.items[i] == number) return 1;
    return 0;
}

/* Takes what is written `b`, and what is more like it than like `a`, out of an entity that has both. */
static int split(Resolution *resolution, const Judgement *judgement, const Named *a, const Named *b, size_t label)
{
    Icu *icu = resolution->table->connection->icu;
    size_t own = resolution->labels, leaves = 0;
    for (size_t i = 0; i < resolution->units.count; i++) {
        Unit *unit = &resolution->units.items[i];
        if (unit->label != label || is_named(a, i) || !is_of_type(judgement, unit)) continue;
        if (!is_named(b, i)) {
            double like_a = names_similarity(icu, unit->name, unit->name_length, judgement->a, strlen(judgement->a));
            double like_b = names_similarity(icu, unit->name, unit->name_length, judgement->b, strlen(judgement->b));
            if (like_a < 0 || like_b < 0) return SQLITE_NOMEM;
            if (like_b <= like_a) continue;
        }
        unit->label = own;
        leaves = 1;
    }
    resolution->labels += leaves;
    return SQLITE_OK;
}

static int judge_differ(Resolution *resolution, const Judgement *judgement, const Named *a, const Named *b)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < b->units.count && rc == SQLITE_OK; i++) {
        size_t label = resolution->units.items[b->units.items[i]].label;
        int shared = 0;
        for (size_t k = 0; k < a->units.count; k++) shared |= resolution->units.items[a->units.items[k]].label == label;
        if (!is_named(a, b->units.items[i]) && shared) rc = split(resolution, judgement, a, b, label);
    }
    return rc;
}

static int judge(Resolution *resolution)
{
    JudgementList judgements = {NULL, 0, 0};
    NamedList names = {NULL, 0, 0};
    int rc = judgements_read(resolution->table, &resolution->arena, &judgements);
    if (rc == SQLITE_OK) rc = list_named(resolution, &judgements, &names);
    if (rc == SQLITE_OK && names.count) rc = find_written(resolution, &names);
    for (size_t i = 0; i < judgements.count && rc == SQLITE_OK; i++) {
        const Judgement *judgement = &judgements.items[i];
        size_t length;
        if (judgement->verdict == JUDGE_BLOCK) continue;
        const char *folded_a = fold(resolution, judgement->a, strlen(judgement->a), &length);
        const char *folded_b = judgement->b ? fold(resolution, judgement->b, strlen(judgement->b), &length) : "";
        if (!folded_a || !folded_b) return SQLITE_NOMEM;
        const Named *a = find_named(&names, folded_a), *b = find_named(&names, folded_b);
        if (judgement->verdict == JUDGE_SAME && a && b) judge_same(resolution, judgement, a, b);
        if (judgement->verdict == JUDGE_DIFFER && a && b) rc = judge_differ(resolution, judgement, a, b);
        for (size_t k = 0; a && k < a->units.count; k++) {
            Unit *unit = &resolution->units.items[a->units.items[k]];
            if (!is_of_type(judgement, unit)) continue;
            if (judgement->verdict == JUDGE_NEVER) unit->never = 1;
            if (judgement->verdict != JUDGE_NAME) continue;
            for (size_t other = 0; other < resolution->units.count; other++)
                if (resolution->units.items[other].label == unit->label)
                    resolution->units.items[other].display = judgement->b;
        }
    }
    return rc;
}

/* --- writing ------------------------------------------------------------------------------------------------------------------- */

static int compare_labels(const void *a, const void *b)
{
    const Unit *x = *(Unit *const *)a, *y = *(Unit *const *)b;
    if (x->label != y->label) return x->label < y->label ? -1 : 1;
    if (x->bare != y->bare) return x->bare - y->bare;
    if (x->mentions != y->mentions) return x->mentions > y->mentions ? -1 : 1;
    int order = strcmp(x->name, y->name);
    if (!order) order = strcmp(x->type, y->type);
    return order ? order : strcmp(x->language, y->language);
}

typedef struct IdSet { /* numbers of entities that are taken; open addressing, at most half full */
    sqlite3_int64 *slots;
    size_t capacity;
} IdSet;

/* Takes a number; 0 if it was taken before. */
static int take_id(IdSet *set, sqlite3_int64 id)
{
    size_t slot = (size_t)hash_mix((uint64_t)id) & (set->capacity - 1);
    for (; set->slots[slot]; slot = (slot + 1) & (set->capacity - 1))
        if (set->slots[slot] == id) return 0;
    set->slots[slot] = id;
    return 1;
}

/* A new row, with what the gazetteer knows of the thing from the row that it was split from. */
static int new_entity(CorpusTable *table, const Unit *unit, sqlite3_int64 *id)
{
    sqlite3_stmt *insert = NULL;
    int rc = store_prepare(
        table,
        "INSERT INTO {entity}(type,name,mentions,documents,country,latitude,longitude,geoname,key) "
        "SELECT ?1,?2,0,0,country,latitude,longitude,geoname,?3 FROM (SELECT 1) LEFT JOIN {entity} ON id=?4",
        &insert);
    if (rc != SQLITE_OK) return rc;
    store_bind_text(insert, 1, unit->type);
    store_bind_text(insert, 2, unit->name);
    store_bind_text(insert, 3, unit->key);
    sqlite3_bind_int64(insert, 4, unit->entity);
    sqlite3_step(insert);
    rc = store_keep_message(table, sqlite3_finalize(insert));
    *id = sqlite3_last_insert_rowid(table->db);
    return rc;
}

/* Chooses the number of one entity, whose units these are, the most frequent first, and writes its name and key. */
static int write_entity(Resolution *resolution, Unit **units, size_t count, IdSet *taken, sqlite3_stmt *name)
{
    Unit *leader = NULL;
    const char *display = NULL;
    sqlite3_int64 id = 0;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < count; i++) {
        if (units[i]->never) continue;
        if (!leader) leader = units[i];
        if (!display) display = units[i]->display;
        if (!id && units[i]->entity && take_id(taken, units[i]->entity)) id = units[i]->entity;
    }
    if (!leader) return rc;
    if (!id) rc = new_entity(resolution->table, leader, &id);
    for (size_t i = 0; i < count; i++)
        if (!units[i]->never) units[i]->chosen = id;
    sqlite3_bind_int64(name, 1, id);
    store_bind_text(name, 2, leader->type);
    store_bind_text(name, 3, display ? display : leader->name);
    store_bind_text(name, 4, leader->key);
    store_run(resolution->table, name, &rc);
    return rc;
}

static int write_entities(Resolution *resolution)
{
    size_t count = resolution->units.count;
    IdSet taken = {NULL, 16};
    sqlite3_stmt *name = NULL;
    while (taken.capacity < count * 2) taken.capacity *= 2;
    taken.slots = arena_array(&resolution->arena, taken.capacity, sizeof *taken.slots);
    Unit **order = arena_array(&resolution->arena, count, sizeof(Unit *));
    if (!taken.slots || !order) return SQLITE_NOMEM;
    for (size_t i = 0; i < count; i++) order[i] = &resolution->units.items[i];
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the list is of pointers */
    if (count) qsort(order, count, sizeof *order, compare_labels);
    int rc = store_prepare(
        resolution->table,
        "UPDATE {entity} SET type=?2,name=?3,key=?4 WHERE id=?1 AND (type,name,key) IS NOT (?2,?3,?4)", &name);
    for (size_t i = 0, end; i < count && rc == SQLITE_OK; i = end) {
        for (end = i + 1; end < count && order[end]->label == order[i]->label; end++) continue;
        rc = write_entity(resolution, order + i, end - i, &taken, name);
    }
    sqlite3_finalize(name);
    return rc;
}

/* Points each mention at its entity. Rows change in a column that this walk, by number, does not go by. */
static int write_mentions(Resolution *resolution)
{
    sqlite3_stmt *read = NULL, *move = NULL;
    CorpusTable *table = resolution->table;
    int rc = store_prepare(
        table,
        "SELECT m.id, m.type, m.name, d.language, m.entity, m.place FROM {mention} AS m CROSS JOIN {document} AS d "
        "ON d.id=m.document ORDER BY m.id",
        &read);
    if (rc == SQLITE_OK) rc = store_prepare(table, "UPDATE {mention} SET entity=?2 WHERE id=?1", &move);
    while (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        const char *type = (const char *)sqlite3_column_text(read, 1),
                   *name = (const char *)sqlite3_column_text(read, 2);
        const char *language = text_or_empty((const char *)sqlite3_column_text(read, 3));
        const char *place = text_or_empty((const char *)sqlite3_column_text(read, 5));
        const Unit *unit =
            type && name ? find_unit(resolution, type, name, (size_t)sqlite3_column_bytes(read, 2), language, place)
                         : NULL;
        if (!unit || unit->chosen == sqlite3_column_int64(read, 4)) continue;
        sqlite3_bind_int64(move, 1, sqlite3_column_int64(read, 0));
        if (unit->chosen) sqlite3_bind_int64(move, 2, unit->chosen);
        store_run(table, move, &rc);
    }
    int end = sqlite3_finalize(read);
    sqlite3_finalize(move);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    if (rc == SQLITE_OK)
        rc = store_exec(
            table,
            "UPDATE {quote} SET speaker=(SELECT entity FROM {mention} WHERE id={.quote}.mention) WHERE mention IS "
            "NOT NULL AND speaker IS NOT (SELECT entity FROM {mention} WHERE id={.quote}.mention)");
    return rc;
}

/*
** Counts entities and aliases anew. Mentions are read in the order in which they lie and sorted (the plus keeps the index on entities away: by it, each would be fetched from
** another place).
*/
static int count_all(CorpusTable *table)
{
    return store_exec(
        table,
        "DELETE FROM {alias};"
        "INSERT INTO {alias}(entity,name,script,mentions) SELECT entity,text,corpus_script(text),count(*) FROM "
        "{mention} "
        "WHERE +entity IS NOT NULL GROUP BY +entity,text;"
        "UPDATE {entity} AS e SET mentions=n.mentions, documents=n.documents, first=n.first, last=n.last FROM (SELECT "
        "+m.entity AS entity, count(*) AS mentions, count(DISTINCT m.document) AS documents, min(d.published) AS "
        "first, "
        "max(d.published) AS last FROM {mention} AS m LEFT JOIN {document} AS d ON d.id=m.document GROUP BY +m.entity) "
        "AS n "
        "WHERE n.entity=e.id;"
        "DELETE FROM {entity} WHERE NOT EXISTS(SELECT 1 FROM {mention} WHERE entity={.entity}.id);");
}

int entities_resolve(CorpusTable *table)
{
    Resolution resolution = {.table = table};
    arena_init(&resolution.arena, 0);
    int rc = read_units(&resolution);
    if (rc == SQLITE_OK) rc = index_units(&resolution);
    if (rc == SQLITE_OK) rc = group_all(&resolution);
    if (rc == SQLITE_OK) rc = join_institutions(&resolution);
    if (rc == SQLITE_OK) rc = join_native(&resolution);
    if (rc == SQLITE_OK) rc = join_institutions(&resolution);
    if (rc == SQLITE_OK) rc = join_surnames(&resolution);
    if (rc == SQLITE_OK) rc = judge(&resolution);
    if (rc == SQLITE_OK) rc = write_entities(&resolution);
    if (rc == SQLITE_OK) rc = write_mentions(&resolution);
    arena_clear(&resolution.arena);
    return rc == SQLITE_OK ? count_all(table) : rc;
}
