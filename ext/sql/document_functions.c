/*
** document_functions.c - corpus_blocks, corpus_document, corpus_text, corpus_fingerprint, corpus_resemblance, corpus_containment
*/
#include "sql/functions.h"
#include "document/fingerprint.h"
SQLITE_EXTENSION_INIT3

static int open_page(TableCursor *cursor)
{
    int rc =
        analysis_get(cursor->connection, cursor->input.bytes, cursor->input.length, LANGUAGE_UND, &cursor->analysis);
    return rc == SQLITE_OK ? analysis_page(cursor->connection, cursor->analysis) : rc;
}

/* --- corpus_blocks ------------------------------------------------------------------------------------------------------- */

enum {
    BLOCKS_TEXT,
    BLOCKS_START,
    BLOCKS_LENGTH,
    BLOCKS_ORD,
    BLOCKS_KIND,
    BLOCKS_BOILERPLATE,
    BLOCKS_SCORE,
    BLOCKS_RULE,
    BLOCKS_LANGUAGE
};

int open_blocks(TableCursor *cursor)
{
    int rc = open_page(cursor);
    if (rc == SQLITE_OK) cursor->rows = (sqlite3_int64)cursor->analysis->page.blocks.count;
    return rc;
}

void column_blocks(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Page *page = &cursor->analysis->page;
    const Block *block = &page->blocks.items[cursor->row];
    switch (column) {
    case BLOCKS_TEXT: result_slice(context, page->content, block->start, block->length); break;
    case BLOCKS_START: /* of a text between tags there is no slice: NULL */
        if (!page->is_markup) result_start(context, &page->text.chars, block->start);
        break;
    case BLOCKS_LENGTH:
        if (!page->is_markup) result_length(context, &page->text.chars, block->start, block->length);
        break;
    case BLOCKS_ORD: sqlite3_result_int64(context, cursor->row + 1); break;
    case BLOCKS_KIND: result_constant(context, document_block_kind_name((BlockKind)block->kind)); break;
    case BLOCKS_BOILERPLATE: sqlite3_result_int(context, block_is_boilerplate((BlockKind)block->kind)); break;
    case BLOCKS_SCORE: result_score(context, block->score); break;
    case BLOCKS_RULE: result_constant(context, block->rule); break;
    case BLOCKS_LANGUAGE: result_constant(context, language_tag(document_block_language(page, block))); break;
    }
}

/* --- corpus_document ----------------------------------------------------------------------------------------------------- */

enum {
    DOCUMENT_TITLE,
    DOCUMENT_PUBLISHED,
    DOCUMENT_PUBLISHED_RULE,
    DOCUMENT_MODIFIED,
    DOCUMENT_LANGUAGE,
    DOCUMENT_SOURCE,
    DOCUMENT_PUBLISHER,
    DOCUMENT_AUTHOR,
    DOCUMENT_PLACE,
    DOCUMENT_TEXT,
    DOCUMENT_ANCHOR,
    DOCUMENT_ANCHOR_RULE,
    DOCUMENT_SCORE,
    DOCUMENT_RULE,
    DOCUMENT_PUBLISHED_SCORE,
    DOCUMENT_ADDRESS
};

int open_document(TableCursor *cursor)
{
    int rc = open_page(cursor);
    if (rc == SQLITE_OK) cursor->rows = 1;
    return rc;
}

/* What relative dates count from is looked for where it is asked for: in an undated page it takes as long as all the rest. */
static void result_anchor(TableCursor *cursor, sqlite3_context *context, int column)
{
    int rc = analysis_anchored_page(cursor->connection, cursor->analysis);
    const Page *page = &cursor->analysis->page;
    if (rc != SQLITE_OK) sqlite3_result_error_code(context, rc);
    else result_constant(context, column == DOCUMENT_ANCHOR ? page->anchor : page->anchor_rule);
}

void column_document(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Page *page = &cursor->analysis->page;
    switch (column) {
    case DOCUMENT_TITLE: result_constant(context, page->title); break;
    case DOCUMENT_PUBLISHED: result_constant(context, page->published); break;
    case DOCUMENT_PUBLISHED_RULE: result_constant(context, page->published_rule); break;
    case DOCUMENT_MODIFIED: result_constant(context, page->modified); break;
    case DOCUMENT_LANGUAGE: result_constant(context, language_tag(page->language)); break;
    case DOCUMENT_SOURCE: result_constant(context, page->source); break;
    case DOCUMENT_PUBLISHER: result_constant(context, page->publisher); break;
    case DOCUMENT_AUTHOR: result_constant(context, page->author); break;
    case DOCUMENT_PLACE: result_constant(context, page->place); break;
    case DOCUMENT_TEXT:
        if (page->main_text)
            sqlite3_result_text64(context, page->main_text, page->main_length, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case DOCUMENT_ANCHOR:
    case DOCUMENT_ANCHOR_RULE: result_anchor(cursor, context, column); break;
    case DOCUMENT_SCORE: result_score(context, page->score); break;
    case DOCUMENT_RULE: result_constant(context, "blocks"); break;
    case DOCUMENT_PUBLISHED_SCORE:
        if (page->published) result_score(context, page->published_score);
        break;
    case DOCUMENT_ADDRESS: result_constant(context, page->address); break;
    }
}

void call_text(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument page;
    Analysis *analysis = NULL;
    (void)count;
    int rc = argument_text(arguments[0], &page);
    if (rc == SQLITE_OK) rc = analysis_get(connection, page.bytes, page.length, LANGUAGE_UND, &analysis);
    if (rc == SQLITE_OK) rc = analysis_page(connection, analysis);
    if (rc != SQLITE_OK) sqlite3_result_error_code(context, rc);
    else if (analysis->page.main_text)
        sqlite3_result_text64(context, analysis->page.main_text, analysis->page.main_length, SQLITE_TRANSIENT,
                              SQLITE_UTF8);
    analysis_release(connection, analysis);
}

/* --- fingerprints -------------------------------------------------------------------------------------------------------- */

void call_fingerprint(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    Fingerprint print;
    Arena arena; /* to be asked whether to go on; nothing is allocated */
    (void)count;
    arena_init(&arena, 0);
    arena.watch = connection_interrupted;
    arena.watch_state = connection;
    int rc = argument_text(arguments[0], &text);
    if (rc == SQLITE_OK) rc = connection_code(fingerprint_make(&arena, text.bytes, text.length, &print));
    connection_end_poll(connection);
    if (rc != SQLITE_OK) sqlite3_result_error_code(context, rc);
    else sqlite3_result_blob64(context, print.bytes, print.length, SQLITE_TRANSIENT);
}

/* Compares two fingerprints, of which neither is NULL. */
static void compare(sqlite3_context *context, sqlite3_value **arguments, const char *function,
                    double (*measure)(const void *, size_t, const void *, size_t))
{
    if (sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
    const void *a = sqlite3_value_blob(arguments[0]), *b = sqlite3_value_blob(arguments[1]);
    size_t a_bytes = (size_t)sqlite3_value_bytes(arguments[0]), b_bytes = (size_t)sqlite3_value_bytes(arguments[1]);
    if ((!a && a_bytes) || (!b && b_bytes)) {
        sqlite3_result_error_nomem(context);
        return;
    }
    double share = measure(a, a_bytes, b, b_bytes);
    if (share >= 0) sqlite3_result_double(context, share);
    else
        scalar_error(context, sqlite3_mprintf("%s: an argument is no fingerprint of this version; both come from "
                                              "corpus_fingerprint(text)",
                                              function));
}

void call_resemblance(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    (void)connection, (void)count;
    compare(context, arguments, "corpus_resemblance", fingerprint_resemblance);
}

void call_containment(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    (void)connection, (void)count;
    compare(context, arguments, "corpus_containment", fingerprint_containment);
}
