/* corpus_spelling.c - see corpus_spelling.h */
#include "sql/corpus_spelling.h"
#include "base/hash.h"
#include "names/names.h"
#include "sql/corpus_gathering.h"
#include "sql/corpus_statements.h"
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

/* Spellings less likely the same than this are not looked at; what is found is judged by names_similarity(). */
#define WORTH_A_LOOK 0.05
enum { BETWEEN_POLLS = 1024 };

/* --- counting --------------------------------------------------------------------------------------------------------------- */

void spelling_start(Connection *connection, SpellingTally *tally, int is_sum)
{
    memset(tally, 0, sizeof *tally);
    tally->is_sum = is_sum;
    arena_init(&tally->arena, 0);
    connection->spellings = tally;
}

void spelling_end(Connection *connection, SpellingTally *tally)
{
    if (connection->spellings == tally) connection->spellings = NULL;
}

void spelling_clear(SpellingTally *tally)
{
    arena_clear(&tally->arena);
}

static Spelling *find_slot(Spelling *slots, size_t capacity, const char *bytes, size_t length)
{
    for (size_t i = hash_bytes(bytes, length, 0) & (capacity - 1);; i = (i + 1) & (capacity - 1)) {
        Spelling *slot = &slots[i];
        if (!slot->bytes || (slot->length == length && !memcmp(slot->bytes, bytes, length))) return slot;
    }
}

static int grow(SpellingTally *tally)
{
    size_t capacity = tally->capacity ? tally->capacity * 2 : 256;
    Spelling *slots = arena_array(&tally->arena, capacity, sizeof *slots);
    if (!slots) return SQLITE_NOMEM;
    for (size_t i = 0; i < tally->capacity; i++) {
        const Spelling *old = &tally->slots[i];
        if (old->bytes) *find_slot(slots, capacity, old->bytes, old->length) = *old;
    }
    tally->slots = slots;
    tally->capacity = capacity;
    return SQLITE_OK;
}

static int count_uses(SpellingTally *tally, const char *bytes, size_t length, sqlite3_int64 uses)
{
    if (tally->count * 2 >= tally->capacity && grow(tally) != SQLITE_OK) return SQLITE_NOMEM;
    Spelling *slot = find_slot(tally->slots, tally->capacity, bytes, length);
    if (!slot->bytes) {
        const char *copy = arena_copy(&tally->arena, bytes, length);
        if (!copy) return SQLITE_NOMEM;
        *slot = (Spelling){copy, length, 0};
        tally->count++;
    }
    slot->uses += uses;
    return SQLITE_OK;
}

int spelling_count(SpellingTally *tally, const char *bytes, size_t length)
{
    if (tally->is_sum) {
        tally->sum += hash_bytes(bytes, length, 0);
        return SQLITE_OK;
    }
    return count_uses(tally, bytes, length, 1);
}

/* --- the table --------------------------------------------------------------------------------------------------------------- */

static int change(CorpusTable *table, const Spelling *spelling, int sign)
{
    int rc = SQLITE_OK;
    for (int which = sign > 0 ? COUNT_SPELLING : UNCOUNT_SPELLING;; which = DELETE_SPELLING) {
        sqlite3_stmt *statement = store_statement(table, which, &rc);
        if (!statement) return rc;
        sqlite3_bind_text64(statement, 1, spelling->bytes, spelling->length, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_int64(statement, 2, names_spelling_block(spelling->bytes, spelling->length));
        if (which != DELETE_SPELLING) sqlite3_bind_int64(statement, 3, spelling->uses);
        store_run(table, statement, &rc);
        if (sign > 0 || which == DELETE_SPELLING) return rc;
    }
}

/* --- gathering --------------------------------------------------------------------------------------------------------------- */

static int gather(CorpusTable *table, const SpellingTally *tally)
{
    Gathering *gathering = gathering_of(table);
    int rc = gathering ? SQLITE_OK : SQLITE_NOMEM;
    for (size_t i = 0; rc == SQLITE_OK && i < tally->capacity; i++) {
        const Spelling *spelling = &tally->slots[i];
        if (spelling->bytes)
            rc = count_uses(gathering_spellings(gathering), spelling->bytes, spelling->length, spelling->uses);
    }
    return rc;
}

/* Forgets what is gathered. */
static void forget(CorpusTable *table)
{
    SpellingTally *tally = table->gathering ? gathering_spellings(table->gathering) : NULL;
    if (!tally) return;
    arena_clear(&tally->arena);
    tally->slots = NULL;
    tally->capacity = tally->count = 0;
}

/* The order of <name>_spelling; free slots behind. */
static int compare_places(const void *left, const void *right)
{
    const Spelling *a = left, *b = right;
    if (!a->bytes || !b->bytes) return !a->bytes - !b->bytes;
    int block = names_spelling_block(a->bytes, a->length), other = names_spelling_block(b->bytes, b->length);
    if (block != other) return block < other ? -1 : 1;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

int spelling_settle(CorpusTable *table)
{
    const SpellingTally *tally = table->gathering ? gathering_spellings(table->gathering) : NULL;
    int rc = SQLITE_OK;
    if (!tally || !tally->count) return rc;
    qsort(tally->slots, tally->capacity, sizeof *tally->slots, compare_places);
    for (size_t i = 0; rc == SQLITE_OK && i < tally->count; i++) rc = change(table, &tally->slots[i], 1);
    forget(table);
    return rc;
}

int spelling_write(CorpusTable *table, const SpellingTally *tally, int sign)
{
    if (sign > 0 && table->connection->gathers) return gather(table, tally);
    int rc = spelling_settle(table);
    for (size_t i = 0; rc == SQLITE_OK && i < tally->capacity; i++)
        if (tally->slots[i].bytes) rc = change(table, &tally->slots[i], sign);
    return rc;
}

int spelling_reset(CorpusTable *table)
{
    forget(table);
    return store_exec(table, "DELETE FROM {spelling}");
}

int spelling_compare(CorpusTable *table, const SpellingTally *tally, int *same)
{
    sqlite3_stmt *rows = NULL;
    uint64_t sum = 0;
    int rc = spelling_settle(table), is_whole = 1;
    if (rc == SQLITE_OK) rc = store_prepare(table, "SELECT block, spelling, uses FROM {spelling}", &rows);
    while (rc == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW) {
        const char *bytes = (const char *)sqlite3_column_text(rows, 1);
        size_t length = (size_t)sqlite3_column_bytes(rows, 1);
        sqlite3_int64 uses = sqlite3_column_int64(rows, 2);
        is_whole = is_whole && bytes && uses > 0 && names_spelling_block(bytes, length) == sqlite3_column_int(rows, 0);
        if (bytes) sum += hash_bytes(bytes, length, 0) * (uint64_t)uses;
    }
    int end = sqlite3_finalize(rows);
    *same = is_whole && sum == tally->sum;
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* Compares a row of the table with the tally. */
static int check_row(const SpellingTally *tally, sqlite3_stmt *row, char **problem)
{
    const char *bytes = (const char *)sqlite3_column_text(row, 1);
    size_t length = (size_t)sqlite3_column_bytes(row, 1);
    const Spelling *slot = bytes && tally->capacity ? find_slot(tally->slots, tally->capacity, bytes, length) : NULL;
    sqlite3_int64 uses = slot && slot->bytes ? slot->uses : 0;
    if (bytes && uses == sqlite3_column_int64(row, 2) && uses > 0 &&
        names_spelling_block(bytes, length) == sqlite3_column_int(row, 0))
        return SQLITE_OK;
    *problem = sqlite3_mprintf("spelling \"%s\" has %lld uses, counted are %lld", bytes ? bytes : "NULL",
                               sqlite3_column_int64(row, 2), uses);
    return *problem ? SQLITE_OK : SQLITE_NOMEM;
}

int spelling_check(CorpusTable *table, const SpellingTally *tally, char **problem)
{
    sqlite3_stmt *rows = NULL;
    int rc = spelling_settle(table);
    size_t seen = 0;
    if (rc == SQLITE_OK) rc = store_prepare(table, "SELECT block, spelling, uses FROM {spelling}", &rows);
    if (rc != SQLITE_OK) return rc;
    for (; rc == SQLITE_OK && !*problem && sqlite3_step(rows) == SQLITE_ROW; seen++)
        rc = check_row(tally, rows, problem);
    int end = sqlite3_finalize(rows);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    if (rc == SQLITE_OK && !*problem && seen != tally->count) {
        *problem = sqlite3_mprintf("%lld spellings of names are listed, counted are %lld", (sqlite3_int64)seen,
                                   (sqlite3_int64)tally->count);
        if (!*problem) rc = SQLITE_NOMEM;
    }
    return rc;
}

/* --- finding ------------------------------------------------------------------------------------------------------------------ */

static int compare_matches(const void *left, const void *right)
{
    const struct SpellingMatch *a = left, *b = right;
    if (a->match != b->match) return a->match > b->match ? -1 : 1;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int read_block(CorpusTable *table, Arena *arena, int block, const char *wanted, size_t length,
                      SpellingList *list)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *rows = store_statement(table, LIST_SPELLINGS, &rc);
    if (!rows) return rc;
    sqlite3_bind_int(rows, 1, block);
    for (int seen = 1; rc == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW; seen++) {
        const char *bytes = (const char *)sqlite3_column_text(rows, 0);
        size_t bytes_length = (size_t)sqlite3_column_bytes(rows, 0);
        if (!bytes) rc = SQLITE_NOMEM;
        else if (seen % BETWEEN_POLLS == 0 && connection_interrupted(table->connection)) rc = SQLITE_INTERRUPT;
        double match = rc == SQLITE_OK ? names_spelling_match(wanted, length, bytes, bytes_length) : 0;
        if (match < WORTH_A_LOOK) continue;
        struct SpellingMatch *found = ARENA_PUSH(arena, list);
        char *copy = found ? arena_copy(arena, bytes, bytes_length) : NULL;
        if (copy) *found = (struct SpellingMatch){copy, bytes_length, match};
        else rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(rows);
    sqlite3_clear_bindings(rows);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

int spelling_find(CorpusTable *table, Arena *arena, const char *wanted, size_t length, SpellingList *list)
{
    int rc = spelling_settle(table);
    unsigned blocks = names_spelling_blocks(wanted, length);
    list->count = 0;
    for (int block = 0; rc == SQLITE_OK && block < NAMES_SPELLING_BLOCKS; block++)
        if (blocks >> block & 1) rc = read_block(table, arena, block, wanted, length, list);
    connection_end_poll(table->connection);
    if (rc == SQLITE_ERROR) { /* a corpus of an older version has no such table: it is searched by keys alone */
        sqlite3_free(table->base.zErrMsg);
        table->base.zErrMsg = NULL;
        rc = SQLITE_OK;
    }
    if (rc == SQLITE_OK && list->count) qsort(list->items, list->count, sizeof *list->items, compare_matches);
    if (list->count > MOST_SPELLINGS) list->count = MOST_SPELLINGS;
    return rc;
}
