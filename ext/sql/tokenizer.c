/*
** tokenizer.c - see tokenizer.h
**
** Memory: one segmentation of the text (about 4 times its size) while FTS5 tokenizes it.
*/
#include "sql/tokenizer.h"
#include "sql/corpus_search.h"
#include "sql/corpus_spelling.h"
#include "sql/key_memory.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "entities/entities.h"
#include "names/names.h"
#include "text/text.h"
#include "translit/translit.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

typedef int (*TokenFound)(void *state, int flags, const char *token, int token_length, int start, int end);

enum { SHORTEST_KEY_WORD = 3 }; /* letters: shorter words are particles and initials in every language */

typedef struct Tokenizer {
    Connection *connection;
    int keys, folds, stems;
    Language language;
} Tokenizer;

/* One call of xTokenize. */
typedef struct Run {
    const Tokenizer *tokenizer;
    const Text *text;
    int is_query, key_query;
    void *state;
    TokenFound found;
    Buffer token;      /* the one being made */
    Buffer keys;       /* of the names at one place, each with a NUL behind it */
    KeyRecord *record; /* of the word that is being read in a document, or NULL */
    size_t named;      /* bytes of the longest name at the place that emit_keys() looked at last, 0: none */
    int rc;
} Run;

static void emit_bytes(Run *run, int colocated, const char *bytes, size_t length, uint32_t start, uint32_t end)
{
    if (run->rc != SQLITE_OK || length == 0) return;
    run->rc = run->found(run->state, colocated ? FTS5_TOKEN_COLOCATED : 0, bytes, (int)length, (int)start, (int)end);
}

static void emit(Run *run, int colocated, uint32_t start, uint32_t end)
{
    if (run->token.failed) run->rc = SQLITE_NOMEM;
    emit_bytes(run, colocated, run->token.bytes, run->token.length, start, end);
}

static void check(Run *run, Status status)
{
    if (status != STATUS_OK && run->rc == SQLITE_OK) run->rc = connection_code(status);
}

/* Makes the token of some bytes. */
static void make_token(Run *run, const char *bytes, size_t length)
{
    run->token.length = 0;
    if (run->rc != SQLITE_OK || !length) return;
    if (run->tokenizer->folds) check(run, text_fold(run->tokenizer->connection->icu, bytes, length, &run->token));
    else buffer_append(&run->token, bytes, length);
}

/* Makes the marked key of a word in run->token. Returns 0 if the word has none. */
static int make_key(Run *run, const char *word, size_t length)
{
    Connection *connection = run->tokenizer->connection;
    run->token.length = 0;
    buffer_byte(&run->token, TOKENIZER_KEY_MARK);
    check(run, translit_key(connection->icu, LANGUAGE_UND, word, length, &run->token));
    int made = run->rc == SQLITE_OK && !run->token.failed && run->token.length > 1;
    if (made && run->key_query) run->rc = search_note_word(connection->key_search, word, length);
    return made;
}

/* True if the key in run->token was emitted at this place before; remembers it if not. Keys hold no byte 0. */
static int is_known_key(Run *run)
{
    const Buffer *key = &run->token;
    for (size_t at = 0; at < run->keys.length; at += strlen(run->keys.bytes + at) + 1)
        if (strlen(run->keys.bytes + at) == key->length && !memcmp(run->keys.bytes + at, key->bytes, key->length))
            return 1;
    buffer_append(&run->keys, key->bytes, key->length);
    buffer_byte(&run->keys, 0);
    if (run->keys.failed) run->rc = SQLITE_NOMEM;
    return 0;
}

/* Emits a spelling with its mark, unless it was at this place already; counts it for <name>_spelling if that is asked. */
static int emit_spelling(Run *run, const char *spelling, size_t length, int colocated, uint32_t start, uint32_t end)
{
    SpellingTally *tally = run->is_query ? NULL : run->tokenizer->connection->spellings;
    run->token.length = 0;
    buffer_byte(&run->token, TOKENIZER_SPELLING_MARK);
    buffer_append(&run->token, spelling, length);
    if (run->token.failed) run->rc = SQLITE_NOMEM;
    if (run->rc != SQLITE_OK || is_known_key(run)) return 0;
    emit(run, colocated, start, end);
    if (run->record) key_record_add(run->record, KEY_IS_SPELLING, end - start, run->token.bytes, run->token.length);
    if (tally && run->rc == SQLITE_OK) run->rc = spelling_count(tally, spelling, length);
    return 1;
}

/* In a query: those spellings of the corpus that are probably the same name. */
static void emit_found(Run *run, const Buffer *wanted, uint32_t start, uint32_t end, int apart, int *made)
{
    SearchCursor *search = run->tokenizer->connection->key_search;
    SpellingList list = {NULL, 0, 0};
    run->rc = spelling_find(search->table, &search->arena, wanted->bytes, wanted->length, &list);
    for (size_t i = 0; i < list.count && run->rc == SQLITE_OK; i++)
        *made += emit_spelling(run, list.items[i].bytes, list.items[i].length, !apart || *made, start, end);
}

/* Han is spelled by the sounds of foreign names, and in pinyin. */
static void emit_spellings(Run *run, const char *name, size_t length, uint32_t start, int apart, int *made)
{
    uint32_t first;
    utf8_decode(name, name + length, &first); /* all of a name is of one script */
    int readings = unicode_of(first)->script == SCRIPT_HAN ? 2 : 1;
    for (int native = 0; native < readings && run->rc == SQLITE_OK; native++) {
        char room[128];
        Buffer spelling = BUFFER_OVER(room);
        uint32_t end = start + (uint32_t)length;
        check(run, names_spelling(run->tokenizer->connection->icu, native, name, length, &spelling));
        if (spelling.length && run->rc == SQLITE_OK && run->is_query)
            emit_found(run, &spelling, start, end, apart, made);
        else if (spelling.length && run->rc == SQLITE_OK)
            *made += emit_spelling(run, spelling.bytes, spelling.length, !apart || *made, start, end);
        buffer_free(&spelling);
    }
}

/* Makes and emits the keys of the names at `start`, see emit_keys(). */
static int make_keys(Run *run, uint32_t start, size_t length, int apart)
{
    size_t names[TOKENIZER_NAMES];
    int count = 0, made = 0;
    const char *text = run->text->bytes + start;
    check(run, tokenizer_names_at(text, length, names, &count));
    run->named = count ? names[0] : 0;
    uint32_t first = 0;
    utf8_decode(text, text + length, &first);
    /* a query that is a name in Han asks for it alone, not for its beginning */
    if (run->is_query && count && names[0] == length && unicode_of(first)->script == SCRIPT_HAN) count = 1;
    run->keys.length = 0;
    for (int i = 0; i < count && run->rc == SQLITE_OK; i++) {
        if (!make_key(run, text, names[i])) continue;
        if (is_known_key(run)) continue;
        emit(run, !apart || made, start, start + (uint32_t)names[i]);
        if (run->record) key_record_add(run->record, 0, names[i], run->token.bytes, run->token.length);
        made++;
        emit_spellings(run, text, names[i], start, apart, &made);
    }
    return made;
}

/* The same of a word that was met before. */
static int repeat_keys(Run *run, const KeySlot *slot, uint32_t start)
{
    SpellingTally *tally = run->tokenizer->connection->spellings;
    KeyToken token;
    int made = 0;
    for (size_t at = 0; run->rc == SQLITE_OK && key_slot_next(slot, &at, &token); made++) {
        run->token.length = 0;
        buffer_append(&run->token, token.bytes, token.length);
        emit(run, 1, start, start + (uint32_t)token.name);
        if (tally && token.flags & KEY_IS_SPELLING && run->rc == SQLITE_OK)
            run->rc = spelling_count(tally, token.bytes + 1, token.length - 1); /* without its mark */
    }
    return made;
}

/*
** Emits the keys of the names at `start`, each once, the first of them at a place of its own if `apart`. Returns how many there were. In a
** document they follow from the word alone, and are remembered; not of Han, where a name may begin at any character.
*/
static int emit_keys(Run *run, uint32_t start, size_t length, int apart)
{
    Connection *connection = run->tokenizer->connection;
    const char *word = run->text->bytes + start;
    KeyRecord record;
    uint32_t first;
    utf8_decode(word, word + length, &first);
    if (run->is_query || apart || length > KEY_LONGEST_WORD || unicode_of(first)->script == SCRIPT_HAN)
        return make_keys(run, start, length, apart);
    if (!connection->keys) connection->keys = key_memory_new();
    const KeySlot *slot = connection->keys ? key_memory_find(connection->keys, word, length) : NULL;
    if (slot) {
        run->named = slot->named;
        return repeat_keys(run, slot, start);
    }
    key_record_begin(&record, word, length);
    run->record = &record;
    int made = make_keys(run, start, length, apart);
    run->record = NULL;
    record.slot.named = (uint8_t)run->named;
    if (connection->keys && run->rc == SQLITE_OK) key_record_keep(connection->keys, &record);
    return made;
}

static int wants_key(const Run *run, const Token *token)
{
    if (!run->tokenizer->keys || token->kind != TOKEN_WORD || (run->is_query && !run->key_query)) return 0;
    if (run->key_query) return 1;
    return (token->flags & (TOKEN_CAPITALIZED | TOKEN_UNCASED)) != 0;
}

static int is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x02BC || code == 0x02BB;
}

/* Whether there may be a dot or an apostrophe among these bytes: ASCII, or the first byte of a curly one. */
static int may_have_signs(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (word[i] == '.' || word[i] == '\'' || word[i] == (char)0xE2 || word[i] == (char)0xCA) return 1;
    return 0;
}

/* Folds a part of a word without its dots and apostrophes into run->token. */
static void fold_part(Run *run, const Token *token, uint32_t start, uint32_t end)
{
    char room[256];
    Buffer bare = BUFFER_OVER(room);
    const char *text = run->text->bytes, *word = text + start;
    size_t length = end - start;
    if (token->kind != TOKEN_NUMBER && may_have_signs(word, length)) {
        for (const char *at = word; at < text + end;) {
            uint32_t code;
            size_t bytes = utf8_decode(at, text + end, &code);
            if (code != '.' && !is_apostrophe(code)) buffer_append(&bare, at, bytes);
            at += bytes;
        }
        word = bare.bytes;
        length = bare.length;
        if (bare.failed) run->rc = SQLITE_NOMEM;
    }
    make_token(run, word, length);
    buffer_free(&bare);
}

/* The word in run->token without its ending, beside it; in Russian and in Kazakh, if the tokenizer's language is neither. */
static void emit_stems(Run *run, const Token *token, uint32_t start, uint32_t end)
{
    static const Language languages[] = {LANGUAGE_RU, LANGUAGE_KK};
    Language set = run->tokenizer->language;
    size_t length = run->token.length, last = length;
    if (!run->tokenizer->stems || token->script != SCRIPT_CYRILLIC || token->kind != TOKEN_WORD) return;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if ((set == LANGUAGE_RU || set == LANGUAGE_KK) && set != languages[i]) continue;
        size_t stem = entities_light_stem(run->token.bytes, length, languages[i]);
        if (stem == length || stem == last) continue;
        run->token.length = last = stem;
        emit(run, 1, start, end);
    }
    run->token.length = length;
}

static int is_upper(const char *at, const char *end)
{
    uint32_t code;
    return utf8_decode(at, end, &code) && unicode_of(code)->flags & UNICODE_UPPER;
}

/* Shortens [*start, *end) to the word inside a word with an apostrophe (text_inner_word()). Returns 0 if there is none. */
static int inner_word(const Run *run, const Token *token, uint32_t *start, uint32_t *end)
{
    const char *word = run->text->bytes + *start;
    size_t length = *end - *start, from, to;
    if (token->script != SCRIPT_LATIN || token->kind != TOKEN_WORD) return 0;
    if (token->flags & TOKEN_ASCII && !memchr(word, '\'', length)) return 0;
    if (!text_inner_word(word, length, &from, &to)) return 0;
    *end = *start + (uint32_t)to;
    *start += (uint32_t)from;
    return 1;
}

/* A part of a word between separators. A query asks for the word inside it, where there is one; a document has both, at one place. */
static void emit_part(Run *run, const Token *token, uint32_t start, uint32_t end)
{
    uint32_t inner_start = start, inner_end = end;
    int inner = inner_word(run, token, &inner_start, &inner_end), key = wants_key(run, token);
    if (inner && !run->is_query) {
        fold_part(run, token, start, end);
        emit(run, 0, start, end);
    }
    if (inner && !run->key_query)
        key = key || (!run->is_query && run->tokenizer->keys &&
                      is_upper(run->text->bytes + inner_start, run->text->bytes + inner_end)); /* d'Almaty */
    fold_part(run, token, inner_start, inner_end);
    emit(run, inner && !run->is_query, start, end);
    emit_stems(run, token, start, end);
    /* a query by keys asks for the word too: `Tokayev NOT forum` */
    if (key && utf8_count(run->text->bytes + inner_start, inner_end - inner_start) >= SHORTEST_KEY_WORD)
        emit_keys(run, inner_start, inner_end - inner_start, run->token.length == 0);
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

/* Scripts whose words are not divided by blanks, and Hangul, whose words have endings. */
static int is_paired(const Run *run, const Token *token)
{
    uint32_t code;
    if (token->script == SCRIPT_HANGUL) return 1;
    if (token->flags & TOKEN_ASCII) return 0;
    utf8_decode(run->text->bytes + token->start, run->text->bytes + token->start + token->length, &code);
    return (unicode_of(code)->flags & UNICODE_DICTIONARY) != 0;
}

/* A character or two as a token: most are copied as they stand. */
static void emit_characters(Run *run, int colocated, const char *at, size_t length, int plain)
{
    uint32_t start = (uint32_t)(at - run->text->bytes), end = start + (uint32_t)length;
    if (plain) {
        emit_bytes(run, colocated, at, length, start, end);
        return;
    }
    make_token(run, at, length);
    emit(run, colocated, start, end);
}

/* Pairs and single characters of the bytes [start, end), folded; in documents with the keys of names that begin there. */
static void emit_pairs(Run *run, uint32_t start, uint32_t end, const Token *first)
{
    const char *text = run->text->bytes, *stop = text + end;
    uint32_t named = start; /* no name is looked for before this */
    int keys = wants_key(run, first) && !run->is_query, is_han = first->script == SCRIPT_HAN;
    for (const char *at = text + start; at < stop && run->rc == SQLITE_OK;) {
        uint32_t code, next = 0, offset = (uint32_t)(at - text);
        const char *second = at + utf8_decode(at, stop, &code);
        const char *after = second < stop ? second + utf8_decode(second, stop, &next) : second;
        int is_last = second == stop, plain = text_is_folded(code);
        if (!is_last || offset == start)
            emit_characters(run, 0, at, (size_t)(after - at), plain && (is_last || text_is_folded(next)));
        if (!run->is_query && !(is_last && offset == start)) /* the last begins no pair: a place of its own */
            emit_characters(run, !is_last, at, (size_t)(second - at), plain);
        if (keys && offset >= named && (is_han || offset == start)) {
            emit_keys(run, offset, end - offset, 0);
            /* a common word may stand before the name, or be its beginning */
            if (is_han && translit_is_common_han(code)) named = (uint32_t)(second - text);
            else if (is_han) named = offset + (uint32_t)run->named;
        }
        at = second;
    }
}

/* A run of tokens that are written in pairs and touch each other; Korean words are divided by blanks. Returns the token after it. */
static size_t emit_run(Run *run, size_t i)
{
    const Token *tokens = run->text->tokens.items, *first = &tokens[i];
    uint32_t end = first->start + first->length;
    for (i++; i < run->text->tokens.count && is_paired(run, &tokens[i]) && tokens[i].start == end; i++)
        end += tokens[i].length;
    if (!(run->key_query && wants_key(run, first) && emit_keys(run, first->start, end - first->start, 1)))
        emit_pairs(run, first->start, end, first);
    return i;
}

/*
** Han: runs of at least two characters that transcribe foreign names. Hangul: the word, and the word without its particle. Others: the
** word, and its stem.
*/
Status tokenizer_names_at(const char *text, size_t length, size_t names[TOKENIZER_NAMES], int *count)
{
    const char *at = text, *end = text + length;
    uint32_t code;
    *count = 0;
    if (!length) return STATUS_OK;
    utf8_decode(at, end, &code);
    unsigned script = unicode_of(code)->script;
    if (script == SCRIPT_HAN) {
        *count = translit_foreign_han(text, length, names);
        return STATUS_OK;
    }
    while (at < end) { /* `length` may reach beyond the word */
        size_t bytes = utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (!(record->flags & (UNICODE_LETTER | UNICODE_MARK)) && !is_apostrophe(code) && code != '.') break;
        if ((record->flags & UNICODE_LETTER) && record->script != script && record->script > SCRIPT_INHERITED) break;
        at += bytes;
    }
    while (at > text && (at[-1] == '.' || at[-1] == '\'')) at--; /* the end of a sentence, of a quotation */
    names[0] = (size_t)(at - text);
    *count = names[0] > 0;
    static const Language cyrillic[] = {LANGUAGE_RU, LANGUAGE_KK}, hangul[] = {LANGUAGE_KO};
    const Language *languages = script == SCRIPT_CYRILLIC ? cyrillic : hangul;
    int most = script == SCRIPT_CYRILLIC ? 2 : script == SCRIPT_HANGUL ? 1 : 0;
    for (int i = 0; i < most && *count; i++) *count += entities_stems(text, names[0], languages[i], names + *count);
    return STATUS_OK;
}

static int run_over(const Tokenizer *tokenizer, int flags, const char *bytes, int length, void *state, TokenFound found)
{
    Arena arena;
    Text text;
    if (!bytes || length <= 0) return SQLITE_OK;
    arena_init(&arena, 0);
    arena.watch = connection_interrupted;
    arena.watch_state = tokenizer->connection;
    Run run = {.tokenizer = tokenizer, .text = &text, .state = state, .found = found, .rc = SQLITE_OK};
    run.is_query = (flags & FTS5_TOKENIZE_QUERY) != 0;
    run.key_query =
        run.is_query && !(flags & FTS5_TOKENIZE_PREFIX) && tokenizer->connection->key_search && tokenizer->keys;
    if (run.is_query && tokenizer->connection->key_search) tokenizer->connection->key_search->keyed = tokenizer->keys;
    /* no dictionary: what it would divide is indexed in pairs */
    check(&run, text_segment(&arena, NULL, bytes, utf8_until_nul(bytes, (size_t)length), tokenizer->language, &text));
    for (size_t i = 0; run.rc == SQLITE_OK && i < text.tokens.count;) {
        const Token *token = &text.tokens.items[i];
        if (arena_stopped(&arena)) check(&run, arena.status);
        else if (token->kind == TOKEN_PUNCTUATION || token->kind == TOKEN_SYMBOL) i++;
        else if (is_paired(&run, token)) i = emit_run(&run, i);
        else {
            emit_word(&run, token);
            i++;
        }
    }
    connection_end_poll(tokenizer->connection);
    buffer_free(&run.token);
    buffer_free(&run.keys);
    arena_clear(&arena);
    return run.rc;
}

int tokenizer_run(Connection *connection, int flags, const char *text, int length, void *state, TokenFound found,
                  int keys)
{
    Tokenizer tokenizer = {connection, keys, 1, 0, LANGUAGE_EN};
    return run_over(&tokenizer, flags, text, length, state, found);
}

/* --- FTS5's side --------------------------------------------------------------------------------------------------------- */

static int set_option(Tokenizer *tokenizer, const char *name, const char *value)
{
    int *option = !sqlite3_stricmp(name, "translit") ? &tokenizer->keys
                  : !sqlite3_stricmp(name, "fold")   ? &tokenizer->folds
                  : !sqlite3_stricmp(name, "stem")   ? &tokenizer->stems
                                                     : NULL;
    if (option) {
        *option = !sqlite3_stricmp(value, "on");
        return *option || !sqlite3_stricmp(value, "off") ? SQLITE_OK : SQLITE_ERROR;
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
    *tokenizer = (Tokenizer){connection, 1, 1, 0, LANGUAGE_EN};
    int rc = count % 2 ? SQLITE_ERROR : SQLITE_OK;
    for (int i = 0; i + 1 < count && rc == SQLITE_OK; i += 2) rc = set_option(tokenizer, options[i], options[i + 1]);
    if (rc == SQLITE_OK) *out = (Fts5Tokenizer *)tokenizer;
    else memory_free(tokenizer);
    return rc;
}

static void tokenizer_delete(Fts5Tokenizer *tokenizer)
{
    memory_free(tokenizer);
}

static int tokenizer_tokenize(Fts5Tokenizer *tokenizer, void *state, int flags, const char *text, int length,
                              TokenFound found)
{
    return run_over((const Tokenizer *)tokenizer, flags, text, length, state, found);
}

/*
** corpus_hits(table): where the row matched, as a BLOB of 32-bit triples: column, position of the phrase's first token, its
** number of tokens. FTS5 lists them for nothing while it matches; asking it again for a row later would run the query again.
*/
static void fts5_hits(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *context, int count,
                      sqlite3_value **arguments)
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
    if (rc == SQLITE_OK)
        sqlite3_result_blob64(context, hits, (sqlite3_uint64)instances * 3 * sizeof *hits, sqlite3_free);
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
