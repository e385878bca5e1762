/*
** tokenizer.c - see tokenizer.h
**
** Memory: one segmentation of the text (about 4 times its size) while FTS5 tokenizes it.
*/
#include "sql/tokenizer.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "text/text.h"
#include "translit/translit.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

typedef int (*TokenFound)(void *state, int flags, const char *token, int token_length, int start, int end);

enum { SHORTEST_KEY_WORD = 3 }; /* letters: shorter words are particles and initials in every language */

typedef struct Tokenizer {
    Connection *connection;
    int keys;
    Language language;
} Tokenizer;

/* One call of xTokenize. */
typedef struct Run {
    const Tokenizer *tokenizer;
    const Text *text;
    int is_query, key_query;
    void *state;
    TokenFound found;
    Buffer token; /* the one being made */
    int rc;
} Run;

static void emit(Run *run, int colocated, uint32_t start, uint32_t end)
{
    if (run->token.failed) run->rc = SQLITE_NOMEM;
    if (run->rc != SQLITE_OK || run->token.length == 0) return;
    run->rc = run->found(run->state, colocated ? FTS5_TOKEN_COLOCATED : 0, run->token.bytes, (int)run->token.length, (int)start, (int)end);
}

static void check(Run *run, Status status)
{
    if (status != STATUS_OK && run->rc == SQLITE_OK) run->rc = connection_code(status);
}

/* Makes the marked key of a word in run->token. Returns 0 if the word has none. */
static int make_key(Run *run, const char *word, size_t length)
{
    run->token.length = 0;
    buffer_byte(&run->token, TOKENIZER_KEY_MARK);
    check(run, translit_key(run->tokenizer->connection->icu, LANGUAGE_UND, word, length, &run->token));
    return run->rc == SQLITE_OK && run->token.length > 1;
}

static int wants_key(const Run *run, const Token *token)
{
    if (!run->tokenizer->keys || token->kind != TOKEN_WORD || (run->is_query && !run->key_query)) return 0;
    if (run->key_query) return 1;
    return (token->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED)) != 0;
}

static int is_apostrophe(uint32_t code) { return code == '\'' || code == 0x2019 || code == 0x02BC || code == 0x02BB; }

/* A part of a word between separators: folded, without dots and apostrophes. */
static void emit_part(Run *run, const Token *token, uint32_t start, uint32_t end)
{
    Buffer bare = BUFFER_EMPTY;
    const char *text = run->text->bytes;
    size_t letters = 0;
    int has_mark = 0;
    for (const char *at = text + start; at < text + end;) {
        uint32_t code;
        size_t bytes = utf8_decode(at, text + end, &code);
        if (code == '.' || is_apostrophe(code)) has_mark = 1;
        else buffer_append(&bare, at, bytes);
        letters++;
        at += bytes;
    }
    const char *word = has_mark && token->kind != TOKEN_NUMBER ? bare.bytes : text + start;
    size_t length = has_mark && token->kind != TOKEN_NUMBER ? bare.length : end - start;
    int key = letters >= SHORTEST_KEY_WORD && wants_key(run, token) && length;
    if (bare.failed) run->rc = SQLITE_NOMEM;
    int has_key = key && run->rc == SQLITE_OK && run->key_query && make_key(run, word, length);
    if (has_key) emit(run, 0, start, end);
    else if (length) {
        run->token.length = 0;
        check(run, text_fold(run->tokenizer->connection->icu, word, length, &run->token));
        emit(run, 0, start, end);
        if (key && !run->key_query && make_key(run, word, length)) emit(run, 1, start, end);
    }
    buffer_free(&bare);
}

static int separates(const Token *token, uint32_t code)
{
    if (token->kind == TOKEN_NUMBER) return 0;
    if (code == '-' || code == 0x2010 || code == 0x2011 || code == '/' || code == '_') return 1;
    if (token->kind < TOKEN_URL) return 0;
    return !(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK));
}

static void emit_word(Run *run, const Token *token)
{
    const char *text = run->text->bytes, *end = text + token->start + token->length;
    const char *part = text + token->start;
    for (const char *at = part; at <= end && run->rc == SQLITE_OK;) {
        uint32_t code = 0;
        size_t bytes = at < end ? utf8_decode(at, end, &code) : 1;
        if (at == end || separates(token, code)) {
            if (at > part) emit_part(run, token, (uint32_t)(part - text), (uint32_t)(at - text));
            part = at + bytes;
        }
        at += bytes;
    }
}

static int is_paired(const Token *token)
{
    return token->script == SCRIPT_HAN || token->script == SCRIPT_HIRAGANA || token->script == SCRIPT_KATAKANA ||
           token->script == SCRIPT_HANGUL;
}

/* Pairs and single characters of the bytes [start, end), folded. */
static void emit_pairs(Run *run, uint32_t start, uint32_t end, const Token *first)
{
    const char *text = run->text->bytes, *stop = text + end;
    Icu *icu = run->tokenizer->connection->icu;
    int is_first = 1;
    for (const char *at = text + start; at < stop && run->rc == SQLITE_OK;) {
        uint32_t code;
        const char *second = at + utf8_decode(at, stop, &code);
        const char *after = second < stop ? second + utf8_decode(second, stop, &code) : second;
        if (second < stop || is_first) {
            run->token.length = 0;
            check(run, text_fold(icu, at, (size_t)(after - at), &run->token));
            emit(run, 0, (uint32_t)(at - text), (uint32_t)(after - text));
        }
        if (!run->is_query && (second < stop || !is_first)) {
            run->token.length = 0;
            check(run, text_fold(icu, at, (size_t)(second - at), &run->token));
            /* the last character begins no pair, so it stands at a place of its own */
            emit(run, second < stop, (uint32_t)(at - text), (uint32_t)(second - text));
        }
        if (is_first && wants_key(run, first) && make_key(run, text + start, end - start)) emit(run, 1, start, end);
        is_first = 0;
        at = second;
    }
}

/* A run of tokens that are written in pairs and touch each other; Korean words are divided by blanks. Returns the token after it. */
static size_t emit_run(Run *run, size_t i)
{
    const Token *tokens = run->text->tokens.items, *first = &tokens[i];
    uint32_t end = first->start + first->length;
    for (i++; i < run->text->tokens.count && is_paired(&tokens[i]) && tokens[i].start == end; i++) end += tokens[i].length;
    if (run->key_query) {
        if (wants_key(run, first) && make_key(run, run->text->bytes + first->start, end - first->start)) emit(run, 0, first->start, end);
    } else emit_pairs(run, first->start, end, first);
    return i;
}

static int run_over(const Tokenizer *tokenizer, int flags, const char *bytes, int length, void *state, TokenFound found)
{
    Arena arena;
    Text text;
    if (!bytes || length <= 0) return SQLITE_OK;
    arena_init(&arena, 0);
    arena.watch = connection_interrupted;
    arena.watch_state = tokenizer->connection;
    Run run = {tokenizer, &text, (flags & FTS5_TOKENIZE_QUERY) != 0, 0, state, found, BUFFER_EMPTY, SQLITE_OK};
    run.key_query = run.is_query && tokenizer->connection->key_queries && tokenizer->keys;
    check(&run, text_segment(&arena, tokenizer->connection->icu, bytes, utf8_until_nul(bytes, (size_t)length), tokenizer->language, &text));
    for (size_t i = 0; run.rc == SQLITE_OK && i < text.tokens.count;) {
        const Token *token = &text.tokens.items[i];
        if (arena_stopped(&arena)) check(&run, arena.status);
        else if (token->kind == TOKEN_PUNCTUATION || token->kind == TOKEN_SYMBOL) i++;
        else if (is_paired(token)) i = emit_run(&run, i);
        else {
            emit_word(&run, token);
            i++;
        }
    }
    connection_end_poll(tokenizer->connection);
    buffer_free(&run.token);
    arena_clear(&arena);
    return run.rc;
}

int tokenizer_run(Connection *connection, int flags, const char *text, int length, void *state, TokenFound found)
{
    Tokenizer tokenizer = {connection, 1, LANGUAGE_EN};
    return run_over(&tokenizer, flags, text, length, state, found);
}

/* --- FTS5's side --------------------------------------------------------------------------------------------------------- */

static int set_option(Tokenizer *tokenizer, const char *name, const char *value)
{
    if (!sqlite3_stricmp(name, "translit")) {
        tokenizer->keys = !sqlite3_stricmp(value, "on");
        return tokenizer->keys || !sqlite3_stricmp(value, "off") ? SQLITE_OK : SQLITE_ERROR;
    }
    if (!sqlite3_stricmp(name, "language")) {
        tokenizer->language = language_find(value, strlen(value));
        return tokenizer->language == LANGUAGE_INVALID ? SQLITE_ERROR : SQLITE_OK;
    }
    return SQLITE_ERROR;
}

static int tokenizer_create(void *connection, const char **options, int count, Fts5Tokenizer **out)
{
    Tokenizer *tokenizer = memory_alloc(sizeof *tokenizer);
    if (!tokenizer) return SQLITE_NOMEM;
    *tokenizer = (Tokenizer){connection, 1, LANGUAGE_EN};
    int rc = count % 2 ? SQLITE_ERROR : SQLITE_OK;
    for (int i = 0; i + 1 < count && rc == SQLITE_OK; i += 2) rc = set_option(tokenizer, options[i], options[i + 1]);
    if (rc == SQLITE_OK) *out = (Fts5Tokenizer *)tokenizer;
    else memory_free(tokenizer);
    return rc;
}

static void tokenizer_delete(Fts5Tokenizer *tokenizer) { memory_free(tokenizer); }

static int tokenizer_tokenize(Fts5Tokenizer *tokenizer, void *state, int flags, const char *text, int length, TokenFound found)
{
    return run_over((const Tokenizer *)tokenizer, flags, text, length, state, found);
}

/*
** corpus_hits(table): where the row matched, as a BLOB of 32-bit triples: column, position of the phrase's first token, its
** number of tokens. FTS5 lists them for nothing while it matches; asking it again for a row later would run the query again.
*/
static void fts5_hits(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *context, int count, sqlite3_value **arguments)
{
    int instances = 0;
    (void)count, (void)arguments;
    int rc = api->xInstCount(row, &instances);
    int32_t *hits = rc == SQLITE_OK ? memory_alloc((size_t)(instances ? instances : 1) * 3 * sizeof *hits) : NULL;
    if (rc == SQLITE_OK && !hits) rc = SQLITE_NOMEM;
    for (int i = 0; rc == SQLITE_OK && i < instances; i++) {
        int phrase, column, position;
        rc = api->xInst(row, i, &phrase, &column, &position);
        if (rc == SQLITE_OK) {
            hits[i * 3] = column;
            hits[i * 3 + 1] = position;
            hits[i * 3 + 2] = api->xPhraseSize(row, phrase);
        }
    }
    if (rc == SQLITE_OK) sqlite3_result_blob64(context, hits, (sqlite3_uint64)instances * 3 * sizeof *hits, sqlite3_free);
    else {
        memory_free(hits);
        sqlite3_result_error_code(context, rc);
    }
}

int tokenizer_fts5_api(sqlite3 *db, fts5_api **api)
{
    sqlite3_stmt *statement = NULL;
    *api = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL);
    if (rc == SQLITE_ERROR) return SQLITE_OK; /* no such function: this SQLite was built without FTS5 */
    if (rc == SQLITE_OK) rc = sqlite3_bind_pointer(statement, 1, (void *)api, "fts5_api_ptr", NULL);
    if (rc == SQLITE_OK) sqlite3_step(statement);
    int end = sqlite3_finalize(statement);
    return rc == SQLITE_OK ? end : rc;
}

int tokenizer_register(Connection *connection)
{
    static fts5_tokenizer functions = {tokenizer_create, tokenizer_delete, tokenizer_tokenize};
    fts5_api *api = NULL;
    int rc = tokenizer_fts5_api(connection->db, &api);
    if (rc != SQLITE_OK || !api) return rc;
    rc = api->xCreateTokenizer(api, "corpus", connection_retain(connection), &functions, connection_release);
    if (rc != SQLITE_OK) {
        connection_release(connection);
        return rc;
    }
    return api->xCreateFunction(api, "corpus_hits", NULL, fts5_hits, NULL);
}
