/*
** entity_functions.c - corpus_entities, corpus_entities_with
**
** The first is pure. The second reads a table that its argument names, so it is for direct SQL only: what a view or a trigger of a database from elsewhere
** does must not depend on tables that it does not name itself.
*/
#include "sql/functions.h"
#include "sql/gazetteer_table.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum {
    ENTITIES_TEXT,
    ENTITIES_START,
    ENTITIES_LENGTH,
    ENTITIES_TYPE,
    ENTITIES_NAME,
    ENTITIES_COUNTRY,
    ENTITIES_LATITUDE,
    ENTITIES_LONGITUDE,
    ENTITIES_GEONAME,
    ENTITIES_DEPTH,
    ENTITIES_SCORE,
    ENTITIES_RULE
};

/* Without a gazetteer; the language and `nested` are arguments of these numbers. */
static int open_plain(TableCursor *cursor, int language_argument, int nested_argument)
{
    int nested = 0, rc = argument_flag(cursor->function->name, "nested", table_argument(cursor, nested_argument),
                                       &nested, &cursor->error);
    if (rc == SQLITE_OK) rc = table_segment(cursor, language_argument);
    if (rc == SQLITE_OK)
        rc = nested ? analysis_nested(cursor->connection, cursor->analysis)
                    : analysis_entities(cursor->connection, cursor->analysis);
    if (rc != SQLITE_OK) return rc;
    cursor->items = nested ? &cursor->analysis->nested : &cursor->analysis->entities;
    cursor->rows = (sqlite3_int64)((const EntityList *)cursor->items)->count;
    return SQLITE_OK;
}

int open_entities(TableCursor *cursor)
{
    return open_plain(cursor, 1, 2);
}

/* `name` or `schema.name`, taken apart. */
static int read_table_name(const TextArgument *argument, char **schema, char **table)
{
    const char *dot = memchr(argument->bytes, '.', argument->length);
    const char *name = dot ? dot + 1 : argument->bytes;
    *table = sqlite3_mprintf("%.*s", (int)(argument->bytes + argument->length - name), name);
    *schema = dot ? sqlite3_mprintf("%.*s", (int)(dot - argument->bytes), argument->bytes) : NULL;
    return *table && (*schema || !dot) ? SQLITE_OK : SQLITE_NOMEM;
}

int open_entities_with(TableCursor *cursor)
{
    TextArgument name;
    char *schema = NULL, *table = NULL;
    const EntityGazetteer *gazetteer = NULL;
    sqlite3_value *given = table_argument(cursor, 1);
    if (!given) return open_plain(cursor, 2, 3);
    int nested = 0, rc = argument_text(given, &name);
    if (rc != SQLITE_OK) return rc;
    rc = argument_flag("corpus_entities_with", "nested", table_argument(cursor, 3), &nested, &cursor->error);
    if (rc == SQLITE_OK) rc = table_segment(cursor, 2);
    if (rc == SQLITE_OK) rc = read_table_name(&name, &schema, &table);
    if (rc == SQLITE_OK)
        rc = gazetteer_of_table(cursor->connection, "corpus_entities_with", schema, table, &gazetteer, &cursor->error);
    if (rc == SQLITE_OK) {
        Arena *arena = &cursor->analysis->arena;
        EntityList *list = arena_alloc(arena, sizeof *list);
        Status status = list ? entities_find_with(arena, &(EntityOptions){cursor->connection->memo, gazetteer, nested},
                                                  &cursor->analysis->text, list)
                             : arena->status;
        connection_end_poll(cursor->connection);
        rc = connection_code(status);
        if (rc != SQLITE_OK) analysis_forget(cursor->connection, cursor->analysis);
        else cursor->items = list;
    }
    if (rc == SQLITE_OK && cursor->items) cursor->rows = (sqlite3_int64)((const EntityList *)cursor->items)->count;
    sqlite3_free(schema);
    sqlite3_free(table);
    return rc;
}

void column_entities(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const EntityMention *mention = &((const EntityList *)cursor->items)->items[cursor->row];
    switch (column) {
    case ENTITIES_TEXT: result_slice(context, text->bytes, mention->start, mention->length); break;
    case ENTITIES_START: result_start(context, &text->chars, mention->start); break;
    case ENTITIES_LENGTH: result_length(context, &text->chars, mention->start, mention->length); break;
    case ENTITIES_TYPE: result_constant(context, entities_type_name((EntityType)mention->type)); break;
    case ENTITIES_NAME: result_constant(context, mention->name); break;
    case ENTITIES_COUNTRY: result_constant(context, mention->country); break;
    case ENTITIES_LATITUDE:
        if (!isnan(mention->latitude)) sqlite3_result_double(context, mention->latitude);
        break;
    case ENTITIES_LONGITUDE:
        if (!isnan(mention->longitude)) sqlite3_result_double(context, mention->longitude);
        break;
    case ENTITIES_GEONAME:
        if (mention->geoname) sqlite3_result_int64(context, mention->geoname);
        break;
    case ENTITIES_DEPTH: sqlite3_result_int(context, mention->depth); break;
    case ENTITIES_SCORE: result_score(context, mention->score); break;
    case ENTITIES_RULE: result_constant(context, mention->rule); break;
    }
}
