/*
** entity_functions.c - corpus_entities
*/
#include "sql/functions.h"
#include <math.h>
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
    ENTITIES_SCORE,
    ENTITIES_RULE
};

int open_entities(TableCursor *cursor)
{
    int rc = table_segment(cursor, 1);
    if (rc == SQLITE_OK) rc = analysis_entities(cursor->connection, cursor->analysis);
    if (rc == SQLITE_OK) cursor->rows = (sqlite3_int64)cursor->analysis->entities.count;
    return rc;
}

void column_entities(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const EntityMention *mention = &cursor->analysis->entities.items[cursor->row];
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
    case ENTITIES_SCORE: result_score(context, mention->score); break;
    case ENTITIES_RULE: result_constant(context, mention->rule); break;
    }
}
