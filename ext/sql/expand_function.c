/*
** expand_function.c - corpus_expand(term, vocabulary): terms of an fts5vocab table that are probably the same name
**
** The vocabulary is read once. A term is compared (names_compare()) only if it shares a key with the name: the key of the whole
** (NAMES_KEY_SKELETON), or its first class and about its length, since a key alone finds three of four spellings. So the time is linear in
** the vocabulary: some microseconds a term. Terms that begin with the tokenizer's key mark are passed over.
**
** Korean particles and Chinese sentences stick to a name: such a term is judged by the best of itself and the names that it may begin with
** (tokenizer_names_at()). The tokenizer `corpus` keeps these scripts in pairs, which are no names; there its marked spellings of them are
** compared with that of the name (names_spelling_match()), and a row tells the letters a-z. Spellings of other scripts are passed over,
** for their words are terms themselves.
**
** A place of data/names/aliases.tsv is looked for by its other names too; the similarity of such a term is that with the nearest of them (rule
** `alias`).
**
** Rows: the terms with similarity >= 0.5, best first, then by frequency, then by the term; those by other names last.
*/
#include "sql/functions.h"
#include "sql/tokenizer.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "names/names.h"
#include "names/tables.h"
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum { EXPAND_TERM, EXPAND_SIMILARITY, EXPAND_DOCUMENTS, EXPAND_MENTIONS, EXPAND_SCORE, EXPAND_RULE };

static const double SAME_NAME = 0.5; /* names_similarity()'s own decision */
enum { BETWEEN_POLLS = 256 };

typedef struct Term {
    const char *bytes;
    size_t length;
    double similarity;
    int is_alias;
    const char *rule;
    sqlite3_int64 documents, mentions;
} Term;

/* A name that is looked for. */
typedef struct Wanted {
    NameReading *reading;
    Buffer key;
    Buffer spellings[2]; /* by sound, and Han in pinyin */
} Wanted;
#define WANTED_EMPTY                                                                                                   \
    {                                                                                                                  \
        NULL, BUFFER_EMPTY,                                                                                            \
        {                                                                                                              \
            BUFFER_EMPTY, BUFFER_EMPTY                                                                                 \
        }                                                                                                              \
    }

typedef struct Expansion {
    Arena arena;
    struct {
        Term *items;
        size_t count, capacity;
    } terms;
    Wanted name;
    struct { /* other names of the place */
        Wanted *items;
        size_t count, capacity;
    } aliases;
    Buffer other; /* the key of a term */
    sqlite3_stmt *vocabulary;
} Expansion;

static int compare_terms(const void *left, const void *right)
{
    const Term *a = left, *b = right;
    if (a->is_alias != b->is_alias) return a->is_alias - b->is_alias;
    if (a->similarity != b->similarity) return a->similarity > b->similarity ? -1 : 1;
    if (a->mentions != b->mentions) return a->mentions > b->mentions ? -1 : 1;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int prepare(TableCursor *cursor, const TextArgument *vocabulary)
{
    Expansion *expansion = cursor->state;
    const char *dot = memchr(vocabulary->bytes, '.', vocabulary->length);
    const char *table = dot ? dot + 1 : vocabulary->bytes;
    int table_length = (int)(vocabulary->bytes + vocabulary->length - table);
    char *name = sqlite3_mprintf("%.*s", table_length, table);
    char *schema = dot ? sqlite3_mprintf("%.*s", (int)(dot - vocabulary->bytes), vocabulary->bytes) : NULL;
    char *sql = NULL;
    if (name && (schema || !dot))
        sql = schema ? sqlite3_mprintf("SELECT term,doc,cnt FROM \"%w\".\"%w\"", schema, name)
                     : sqlite3_mprintf("SELECT term,doc,cnt FROM \"%w\"", name);
    int rc = sql ? sqlite3_prepare_v2(cursor->connection->db, sql, -1, &expansion->vocabulary, NULL) : SQLITE_NOMEM;
    if (rc == SQLITE_ERROR)
        rc = table_error(
            cursor,
            sqlite3_mprintf("corpus_expand: vocabulary '%.*s': %s; it names an fts5vocab table of type row",
                            (int)vocabulary->length, vocabulary->bytes, sqlite3_errmsg(cursor->connection->db)));
    sqlite3_free(sql);
    sqlite3_free(schema);
    sqlite3_free(name);
    return rc;
}

/* Whether keys are near enough for a comparison to be worth its time; `*same`: they are equal. */
static int is_near(const Buffer *a, const Buffer *b, int *same)
{
    size_t shorter = a->length < b->length ? a->length : b->length, longer = a->length + b->length - shorter;
    *same = a->length == b->length && !memcmp(a->bytes, b->bytes, shorter);
    return *same || (shorter && a->bytes[0] == b->bytes[0] && longer - shorter <= 2) ||
           (shorter > 1 && longer - shorter <= 1 && !memcmp(a->bytes + a->length - 2, b->bytes + b->length - 2, 2));
}

/* The best of what a term was compared with. */
typedef struct Best {
    double similarity;
    const char *rule;
} Best;

static void raise(Best *best, double similarity, const char *rule)
{
    if (similarity > best->similarity) *best = (Best){similarity, rule};
}

static int keep_term(Expansion *expansion, const char *bytes, size_t length, Best best, int is_alias)
{
    if (best.similarity < SAME_NAME) return SQLITE_OK;
    Term *term = ARENA_PUSH(&expansion->arena, &expansion->terms);
    if (!term) return SQLITE_NOMEM;
    *term = (Term){arena_copy(&expansion->arena, bytes, length),
                   length,
                   best.similarity,
                   is_alias,
                   is_alias ? "alias" : best.rule,
                   sqlite3_column_int64(expansion->vocabulary, 1),
                   sqlite3_column_int64(expansion->vocabulary, 2)};
    return term->bytes ? SQLITE_OK : SQLITE_NOMEM;
}

/* Compares a name with a term, or what a term begins with; the term's key is in expansion->other. */
static int compare_name(TableCursor *cursor, const Wanted *wanted, const char *bytes, size_t length, Best *best)
{
    const Expansion *expansion = cursor->state;
    int same_key = 0;
    if (!expansion->other.length || !is_near(&wanted->key, &expansion->other, &same_key)) return SQLITE_OK;
    NameReading *reading = names_read(cursor->connection->icu, bytes, length);
    if (!reading) return SQLITE_NOMEM;
    raise(best, names_compare(wanted->reading, reading), same_key ? "key" : "near");
    names_free(reading);
    return SQLITE_OK;
}

/* The same with the name and, if that is not it, its other names: `bests` are of the two. */
static int compare_names(TableCursor *cursor, const char *bytes, size_t length, Best bests[2])
{
    Expansion *expansion = cursor->state;
    expansion->other.length = 0;
    Status status = names_key(cursor->connection->icu, NAMES_KEY_SKELETON, bytes, length, &expansion->other);
    if (status != STATUS_OK) return connection_code(status);
    int rc = compare_name(cursor, &expansion->name, bytes, length, &bests[0]);
    for (size_t i = 0; i < expansion->aliases.count && rc == SQLITE_OK && bests[0].similarity < SAME_NAME; i++)
        rc = compare_name(cursor, &expansion->aliases.items[i], bytes, length, &bests[1]);
    return rc;
}

static int keep_best(Expansion *expansion, const char *bytes, size_t length, const Best bests[2])
{
    int is_alias = bests[0].similarity < SAME_NAME;
    return keep_term(expansion, bytes, length, bests[is_alias], is_alias);
}

static int judge_word(TableCursor *cursor, const char *bytes, size_t length)
{
    Best bests[2] = {{0, "near"}, {0, "near"}};
    uint32_t code;
    int rc = compare_names(cursor, bytes, length, bests);
    utf8_decode(bytes, bytes + length, &code);
    unsigned script = unicode_of(code)->script;
    if (rc == SQLITE_OK && (script == SCRIPT_HAN || script == SCRIPT_HANGUL)) {
        size_t names[TOKENIZER_NAMES];
        int count = 0;
        rc = connection_code(tokenizer_names_at(bytes, length, names, &count));
        for (int i = 0; i < count && rc == SQLITE_OK; i++)
            if (names[i] < length) rc = compare_names(cursor, bytes, names[i], bests);
    }
    return rc == SQLITE_OK ? keep_best(cursor->state, bytes, length, bests) : rc;
}

static void compare_spellings(const Wanted *wanted, const char *bytes, size_t length, Best *best)
{
    for (int i = 0; i < 2; i++) {
        const Buffer *own = &wanted->spellings[i];
        if (own->length) raise(best, names_spelling_match(own->bytes, own->length, bytes, length), "spelling");
    }
}

/* `bytes` are a spelling as names_spelling() writes it: a byte for the script, and letters. */
static int judge_spelling(Expansion *expansion, const char *bytes, size_t length)
{
    Best bests[2] = {{0, "spelling"}, {0, "spelling"}};
    if (!names_spelling_is_divided(bytes, length)) return SQLITE_OK;
    compare_spellings(&expansion->name, bytes, length, &bests[0]);
    for (size_t i = 0; i < expansion->aliases.count; i++)
        compare_spellings(&expansion->aliases.items[i], bytes, length, &bests[1]);
    return keep_best(expansion, bytes + 1, length - 1, bests);
}

static int judge(TableCursor *cursor, const char *bytes, size_t length)
{
    if (length == 0 || (unsigned char)bytes[0] == TOKENIZER_KEY_MARK) return SQLITE_OK;
    if ((unsigned char)bytes[0] == TOKENIZER_SPELLING_MARK) return judge_spelling(cursor->state, bytes + 1, length - 1);
    return judge_word(cursor, bytes, length);
}

static int read_vocabulary(TableCursor *cursor)
{
    Expansion *expansion = cursor->state;
    int rc = SQLITE_OK, step = sqlite3_step(expansion->vocabulary);
    for (int seen = 1; rc == SQLITE_OK && step == SQLITE_ROW; seen++) {
        const char *bytes = (const char *)sqlite3_column_text(expansion->vocabulary, 0);
        if (seen % BETWEEN_POLLS == 0 && connection_interrupted(cursor->connection)) rc = SQLITE_INTERRUPT;
        else if (!bytes) rc = SQLITE_NOMEM;
        else rc = judge(cursor, bytes, (size_t)sqlite3_column_bytes(expansion->vocabulary, 0));
        if (rc == SQLITE_OK) step = sqlite3_step(expansion->vocabulary);
    }
    connection_end_poll(cursor->connection);
    int end = sqlite3_finalize(expansion->vocabulary);
    expansion->vocabulary = NULL;
    if (rc == SQLITE_OK && end == SQLITE_ERROR)
        return table_error(cursor, sqlite3_mprintf("corpus_expand: %s", sqlite3_errmsg(cursor->connection->db)));
    return rc == SQLITE_OK ? end : rc;
}

static int want(TableCursor *cursor, const char *name, size_t length, Wanted *wanted)
{
    Icu *icu = cursor->connection->icu;
    Status status = names_key(icu, NAMES_KEY_SKELETON, name, length, &wanted->key);
    for (int native = 0; native < 2 && status == STATUS_OK; native++)
        status = names_spelling(icu, native, name, length, &wanted->spellings[native]);
    wanted->reading = status == STATUS_OK ? names_read(icu, name, length) : NULL;
    if (wanted->reading) return SQLITE_OK;
    return status == STATUS_OK ? SQLITE_NOMEM : connection_code(status);
}

static void drop_wanted(Wanted *wanted)
{
    names_free(wanted->reading);
    buffer_free(&wanted->key);
    for (int i = 0; i < 2; i++) buffer_free(&wanted->spellings[i]);
}

/* The other names of the place that the name is, if it is one. */
static int want_aliases(TableCursor *cursor)
{
    Expansion *expansion = cursor->state;
    size_t count;
    Status status;
    long row =
        names_search_aliases(cursor->connection->icu, cursor->input.bytes, cursor->input.length, &count, &status);
    int rc = connection_code(status);
    for (size_t i = 0; row >= 0 && i < count && rc == SQLITE_OK; i++) {
        const NameAlias *alias = &name_aliases[(size_t)row + i];
        if (alias->shared) continue;
        Wanted *wanted = ARENA_PUSH(&expansion->arena, &expansion->aliases);
        if (!wanted) return SQLITE_NOMEM;
        *wanted = (Wanted)WANTED_EMPTY;
        rc = want(cursor, alias->name, strlen(alias->name), wanted);
    }
    return rc;
}

int open_expand(TableCursor *cursor)
{
    sqlite3_value *value = table_argument(cursor, 1);
    TextArgument vocabulary;
    if (!value) return SQLITE_OK; /* a NULL has no terms */
    Expansion *expansion = memory_alloc(sizeof *expansion);
    if (!expansion) return SQLITE_NOMEM;
    memset(expansion, 0, sizeof *expansion);
    arena_init(&expansion->arena, 0);
    expansion->name = (Wanted)WANTED_EMPTY;
    expansion->other = (Buffer)BUFFER_EMPTY;
    cursor->state = expansion;
    int rc = argument_text(value, &vocabulary);
    if (rc == SQLITE_OK) rc = prepare(cursor, &vocabulary);
    if (rc == SQLITE_OK) rc = want(cursor, cursor->input.bytes, cursor->input.length, &expansion->name);
    if (rc == SQLITE_OK) rc = want_aliases(cursor);
    if (rc != SQLITE_OK) return rc;
    rc = read_vocabulary(cursor);
    if (rc != SQLITE_OK) return rc;
    if (expansion->terms.count)
        qsort(expansion->terms.items, expansion->terms.count, sizeof *expansion->terms.items, compare_terms);
    cursor->rows = (sqlite3_int64)expansion->terms.count;
    return SQLITE_OK;
}

void column_expand(TableCursor *cursor, sqlite3_context *context, int column)
{
    const Expansion *expansion = cursor->state;
    const Term *term = &expansion->terms.items[cursor->row];
    switch (column) {
    case EXPAND_TERM: sqlite3_result_text64(context, term->bytes, term->length, SQLITE_TRANSIENT, SQLITE_UTF8); break;
    case EXPAND_SIMILARITY:
    case EXPAND_SCORE: result_score(context, term->similarity); break;
    case EXPAND_DOCUMENTS: sqlite3_result_int64(context, term->documents); break;
    case EXPAND_MENTIONS: sqlite3_result_int64(context, term->mentions); break;
    case EXPAND_RULE: result_constant(context, term->rule); break;
    }
}

void close_expand(TableCursor *cursor)
{
    Expansion *expansion = cursor->state;
    if (!expansion) return;
    sqlite3_finalize(expansion->vocabulary);
    drop_wanted(&expansion->name);
    for (size_t i = 0; i < expansion->aliases.count; i++) drop_wanted(&expansion->aliases.items[i]);
    buffer_free(&expansion->other);
    arena_clear(&expansion->arena);
    memory_free(expansion);
    cursor->state = NULL;
}
