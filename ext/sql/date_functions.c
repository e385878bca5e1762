/*
** date_functions.c - corpus_dates, corpus_date
*/
#include "sql/functions.h"
SQLITE_EXTENSION_INIT3

enum {
    DATES_TEXT,
    DATES_START,
    DATES_LENGTH,
    DATES_TYPE,
    DATES_VALUE,
    DATES_FIRST,
    DATES_LAST,
    DATES_GRAIN,
    DATES_MODIFIER,
    DATES_ANCHORED,
    DATES_SCORE,
    DATES_RULE
};

int open_dates(TableCursor *cursor)
{
    const char *function = cursor->function->name;
    const DateList *dates = NULL;
    DateAnchor anchor;
    DatePrefer prefer = PREFER_DEFAULT;
    int given = 0;
    int rc = argument_anchor(function, table_argument(cursor, 1), &anchor, &given, &cursor->error);
    if (rc == SQLITE_OK) rc = argument_prefer(function, table_argument(cursor, 3), &prefer, &cursor->error);
    if (rc == SQLITE_OK) rc = table_outline(cursor, 2);
    if (rc == SQLITE_OK)
        rc = analysis_dates(cursor->connection, cursor->analysis, given ? &anchor : NULL, prefer, &dates);
    if (rc != SQLITE_OK) return rc;
    cursor->items = dates;
    cursor->rows = (sqlite3_int64)dates->count;
    return SQLITE_OK;
}

void column_dates(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const DateMention *date = &((const DateList *)cursor->items)->items[cursor->row];
    switch (column) {
    case DATES_TEXT: result_slice(context, text->bytes, date->start, date->length); break;
    case DATES_START: result_start(context, &text->chars, date->start); break;
    case DATES_LENGTH: result_length(context, &text->chars, date->start, date->length); break;
    case DATES_TYPE: result_constant(context, dates_type_name((DateType)date->type)); break;
    case DATES_VALUE: result_constant(context, date->value); break;
    case DATES_FIRST: result_constant(context, date->first); break;
    case DATES_LAST: result_constant(context, date->last); break;
    case DATES_GRAIN: result_constant(context, date->grain); break;
    case DATES_MODIFIER: result_constant(context, date->modifier); break;
    case DATES_ANCHORED: result_constant(context, date->anchor); break;
    case DATES_SCORE: result_score(context, date->score); break;
    case DATES_RULE: result_constant(context, date->rule); break;
    }
}

/* The TIMEX3 value of a text that is one expression; else NULL. */
void call_date(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    Language language = LANGUAGE_UND;
    DateAnchor anchor;
    Analysis *analysis = NULL;
    const DateList *dates = NULL;
    char *error = NULL;
    DatePrefer prefer = PREFER_DEFAULT;
    int given = 0;
    int rc = argument_text(arguments[0], &text);
    if (rc == SQLITE_OK) rc = argument_anchor("corpus_date", count > 1 ? arguments[1] : NULL, &anchor, &given, &error);
    if (rc == SQLITE_OK) rc = argument_language("corpus_date", count > 2 ? arguments[2] : NULL, &language, &error);
    if (rc == SQLITE_OK) rc = argument_prefer("corpus_date", count > 3 ? arguments[3] : NULL, &prefer, &error);
    if (rc == SQLITE_OK) rc = analysis_get(connection, text.bytes, text.length, language, &analysis);
    if (rc == SQLITE_OK) rc = analysis_dates(connection, analysis, given ? &anchor : NULL, prefer, &dates);
    if (rc == SQLITE_OK) result_constant(context, dates_whole(&analysis->text, dates));
    if (error) scalar_error(context, error);
    else if (rc != SQLITE_OK) sqlite3_result_error_code(context, rc);
    analysis_release(connection, analysis);
}
