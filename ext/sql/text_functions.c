/*
** text_functions.c - corpus_fold, corpus_script, corpus_language, corpus_tokens, corpus_sentences
*/
#include "sql/functions.h"
#include "base/unicode.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

static Status fold_piece(Connection *connection, const void *state, const char *bytes, size_t length, Buffer *out)
{
    (void)state;
    return text_fold(connection->icu, bytes, length, out);
}

void call_fold(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    (void)count;
    if (argument_text(arguments[0], &text) != SQLITE_OK) sqlite3_result_error_nomem(context);
    else scalar_in_pieces(context, connection, &text, fold_piece, NULL);
}

/* The script of most letters, Common and Inherited apart; ties go to the one met first. */
void call_script(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    uint32_t letters[256] = {0};
    unsigned best = SCRIPT_COMMON;
    (void)connection, (void)count;
    if (argument_text(arguments[0], &text) != SQLITE_OK) {
        sqlite3_result_error_nomem(context);
        return;
    }
    for (const char *at = text.bytes, *end = at + text.length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (!(record->flags & UNICODE_LETTER) || record->script <= SCRIPT_INHERITED) continue;
        if (++letters[record->script] > letters[best]) best = record->script;
    }
    result_constant(context, unicode_script_name(best));
}

void call_language(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    (void)connection, (void)count;
    if (argument_text(arguments[0], &text) != SQLITE_OK) {
        sqlite3_result_error_nomem(context);
        return;
    }
    result_constant(context, language_tag(language_detect(text.bytes, text.length).language));
}

/* --- corpus_tokens ------------------------------------------------------------------------------------------------------- */

enum {
    TOKENS_TEXT,
    TOKENS_START,
    TOKENS_LENGTH,
    TOKENS_ORD,
    TOKENS_SENTENCE,
    TOKENS_KIND,
    TOKENS_NORM,
    TOKENS_SCORE,
    TOKENS_RULE
};

static const char *const token_kinds[] = {"word",  "number", "mixed", "punctuation", "symbol",
                                          "emoji", "url",    "email", "handle",      "hashtag"};

int open_tokens(TableCursor *cursor)
{
    int rc = table_segment(cursor, 1);
    if (rc == SQLITE_OK) cursor->rows = (sqlite3_int64)cursor->analysis->text.tokens.count;
    return rc;
}

static void result_folded(sqlite3_context *context, Connection *connection, const char *bytes, size_t length)
{
    Buffer folded = BUFFER_EMPTY;
    Status status = text_fold(connection->icu, bytes, length, &folded);
    if (status == STATUS_OK) scalar_buffer(context, &folded);
    else sqlite3_result_error_code(context, connection_code(status));
    buffer_free(&folded);
}

void column_tokens(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const Token *token = &text->tokens.items[cursor->row];
    switch (column) {
    case TOKENS_TEXT: result_slice(context, text->bytes, token->start, token->length); break;
    case TOKENS_START: result_start(context, &text->chars, token->start); break;
    case TOKENS_LENGTH: result_length(context, &text->chars, token->start, token->length); break;
    case TOKENS_ORD: sqlite3_result_int64(context, cursor->row + 1); break;
    case TOKENS_SENTENCE: sqlite3_result_int64(context, (sqlite3_int64)token->sentence + 1); break;
    case TOKENS_KIND: result_constant(context, token_kinds[token->kind]); break;
    case TOKENS_NORM: result_folded(context, cursor->connection, text->bytes + token->start, token->length); break;
    case TOKENS_SCORE: sqlite3_result_double(context, 1.0); break;
    case TOKENS_RULE: result_constant(context, token->kind >= TOKEN_URL ? "pattern" : "uax29"); break;
    }
}

/* --- corpus_sentences ---------------------------------------------------------------------------------------------------- */

enum {
    SENTENCES_TEXT,
    SENTENCES_START,
    SENTENCES_LENGTH,
    SENTENCES_ORD,
    SENTENCES_PARAGRAPH,
    SENTENCES_SCORE,
    SENTENCES_RULE
};

int open_sentences(TableCursor *cursor)
{
    int rc = table_segment(cursor, 1);
    if (rc == SQLITE_OK) cursor->rows = (sqlite3_int64)cursor->analysis->text.sentences.count;
    return rc;
}

void column_sentences(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Text *text = &cursor->analysis->text;
    const Sentence *sentence = &text->sentences.items[cursor->row];
    switch (column) {
    case SENTENCES_TEXT: result_slice(context, text->bytes, sentence->start, sentence->length); break;
    case SENTENCES_START: result_start(context, &text->chars, sentence->start); break;
    case SENTENCES_LENGTH: result_length(context, &text->chars, sentence->start, sentence->length); break;
    case SENTENCES_ORD: sqlite3_result_int64(context, cursor->row + 1); break;
    case SENTENCES_PARAGRAPH: sqlite3_result_int64(context, (sqlite3_int64)sentence->paragraph + 1); break;
    case SENTENCES_SCORE: sqlite3_result_double(context, 1.0); break;
    case SENTENCES_RULE: {
        char *rule = sqlite3_mprintf("uax29:%s", language_tag(text->language));
        if (rule) sqlite3_result_text(context, rule, -1, sqlite3_free);
        else sqlite3_result_error_nomem(context);
        break;
    }
    }
}
