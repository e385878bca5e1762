/*
** fact_functions.c - corpus_quantities, corpus_quotes
*/
#include "sql/functions.h"
SQLITE_EXTENSION_INIT3

enum {
    QUANTITIES_TEXT,
    QUANTITIES_START,
    QUANTITIES_LENGTH,
    QUANTITIES_NUMBER,
    QUANTITIES_COMPARATOR,
    QUANTITIES_UNIT,
    QUANTITIES_KIND,
    QUANTITIES_NOUN,
    QUANTITIES_SCORE,
    QUANTITIES_RULE
};

int open_quantities(TableCursor *cursor)
{
    int rc = table_segment(cursor, 1);
    if (rc == SQLITE_OK) rc = analysis_quantities(cursor->connection, cursor->analysis);
    if (rc == SQLITE_OK) cursor->rows = (sqlite3_int64)cursor->analysis->quantities.count;
    return rc;
}

void column_quantities(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const Quantity *quantity = &cursor->analysis->quantities.items[cursor->row];
    switch (column) {
    case QUANTITIES_TEXT: result_slice(context, text->bytes, quantity->start, quantity->length); break;
    case QUANTITIES_START: result_start(context, &text->chars, quantity->start); break;
    case QUANTITIES_LENGTH: result_length(context, &text->chars, quantity->start, quantity->length); break;
    case QUANTITIES_NUMBER: sqlite3_result_double(context, quantity->number); break;
    case QUANTITIES_COMPARATOR: result_constant(context, quantity->comparator); break;
    case QUANTITIES_UNIT: result_constant(context, quantity->unit); break;
    case QUANTITIES_KIND: result_constant(context, quantity->kind); break;
    case QUANTITIES_NOUN: result_constant(context, quantity->noun); break;
    case QUANTITIES_SCORE: result_score(context, quantity->score); break;
    case QUANTITIES_RULE: result_constant(context, quantity->rule); break;
    }
}

enum {
    QUOTES_TEXT,
    QUOTES_START,
    QUOTES_LENGTH,
    QUOTES_SPEAKER,
    QUOTES_VERB,
    QUOTES_DIRECT,
    QUOTES_SCORE,
    QUOTES_RULE
};

int open_quotes(TableCursor *cursor)
{
    int rc = table_segment(cursor, 1);
    if (rc == SQLITE_OK) rc = analysis_quotes(cursor->connection, cursor->analysis);
    if (rc == SQLITE_OK) cursor->rows = (sqlite3_int64)cursor->analysis->quotes.count;
    return rc;
}

void column_quotes(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const Quote *quote = &cursor->analysis->quotes.items[cursor->row];
    switch (column) {
    case QUOTES_TEXT: result_slice(context, text->bytes, quote->start, quote->length); break;
    case QUOTES_START: result_start(context, &text->chars, quote->start); break;
    case QUOTES_LENGTH: result_length(context, &text->chars, quote->start, quote->length); break;
    case QUOTES_SPEAKER:
        if (quote->mention >= 0) result_constant(context, cursor->analysis->entities.items[quote->mention].name);
        else if (quote->speaker_length) result_slice(context, text->bytes, quote->speaker_start, quote->speaker_length);
        break;
    case QUOTES_VERB: result_constant(context, quote->verb); break;
    case QUOTES_DIRECT: sqlite3_result_int(context, quote->direct); break;
    case QUOTES_SCORE: result_score(context, quote->score); break;
    case QUOTES_RULE: result_constant(context, quote->rule); break;
    }
}
