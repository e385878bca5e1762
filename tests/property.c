/*
** property.c - what every table-valued function promises of any text
**
** usage: property EXTENSION TESTS [VARIANTS]
**
** The functions are those that corpus_functions() lists with a first argument `input`; a new one is tested without a change here. The texts
** are tests/sample, the fuzzers' seeds, and VARIANTS (300) made of them by a fixed pseudo-random sequence: bits flipped, bytes cut,
** doubled, mixed in from another text or from nowhere, so that most are malformed UTF-8 and some hold NUL.
**
**   position     substr(input, start, length) = text, inside the input, and not empty
**   same         the same rows on another connection, after other texts, and for the BLOB of the same bytes
**   join         one join over a table of all texts gives the rows that single calls give, forwards and backwards; LEFT JOIN keeps texts without rows
*/
#include <stdint.h>
#include "database.h"

enum { FUNCTIONS = 64, WINDOW = 3000, SHOWN = 5 };

static uint64_t state = 0x2545F4914F6CDD1Du;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static size_t below(size_t limit)
{
    return limit ? (size_t)(next_random() % limit) : 0;
}

/* Replaces `removed` bytes at `at` by `inserted` others; `text` has room. */
static size_t splice(char *text, size_t length, size_t at, size_t removed, const char *inserted, size_t inserted_length)
{
    memmove(text + at + inserted_length, text + at + removed, length - at - removed);
    if (inserted_length) memcpy(text + at, inserted, inserted_length);
    return length - removed + inserted_length;
}

static size_t mutate(char *text, size_t length, const Input *other)
{
    char piece[64];
    size_t at = below(length + 1), count = below(sizeof piece);
    switch (below(7)) {
    case 0:
        if (at < length) text[at] = (char)(text[at] ^ (char)(1u << below(8)));
        return length;
    case 1: return splice(text, length, at, count < length - at ? count : length - at, "", 0);
    case 2:
        if (count > length - at) count = length - at;
        memcpy(piece, text + at, count);
        return splice(text, length, below(length + 1), 0, piece, count);
    case 3:
        for (size_t i = 0; i < count; i++) piece[i] = (char)next_random();
        return splice(text, length, at, 0, piece, count);
    case 4: {
        size_t from = below(other->length);
        if (count > other->length - from) count = other->length - from;
        return splice(text, length, at, 0, other->bytes + from, count);
    }
    case 5: return below(20) ? splice(text, length, at, 0, " \n\"\xE2\x80", 5) : splice(text, length, at, 0, "", 1);
    default: return below(4) ? length : at;
    }
}

static void add_variants(Inputs *inputs, size_t count)
{
    size_t originals = inputs->count;
    for (size_t i = 0; i < count && originals; i++) {
        char text[WINDOW + 64 * 16], name[80];
        const Input *base = &inputs->items[below(originals)];
        size_t length = base->length < WINDOW ? base->length : WINDOW, from = below(base->length - length + 1);
        memcpy(text, base->bytes + from, length);
        sqlite3_snprintf(sizeof name, name, "variant %d of %.50s", (int)i, base->name);
        for (size_t times = 1 + below(12); times; times--)
            length = mutate(text, length, &inputs->items[below(originals)]);
        input_add(inputs, name, text, length);
    }
}

/* ---- rows as a hash ---------------------------------------------------------------------------------------------- */

static uint64_t hash_more(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++) hash = (hash ^ byte[i]) * 0x100000001B3u;
    return hash;
}

/* Hash of the columns of the current row from `first` on. */
static uint64_t hash_row(uint64_t hash, sqlite3_stmt *statement, int first)
{
    for (int i = first; i < sqlite3_column_count(statement); i++) {
        int type = sqlite3_column_type(statement, i);
        hash = hash_more(hash, &type, sizeof type);
        if (type == SQLITE_NULL) continue;
        const void *bytes = sqlite3_column_blob(statement, i);
        hash = hash_more(hash, bytes, (size_t)sqlite3_column_bytes(statement, i));
    }
    return hash;
}

typedef struct Digest {
    uint64_t hash;
    int rows;
} Digest;

enum { AS_TEXT, AS_BLOB };

/* Hash of all rows of `sql`, whose ?1 is the input. */
static Digest digest(sqlite3 *db, const char *sql, const Input *input, int as)
{
    Digest digest = {0xCBF29CE484222325u, 0};
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK && as == AS_TEXT)
        rc = sqlite3_bind_text64(statement, 1, input->bytes, input->length, SQLITE_STATIC, SQLITE_UTF8);
    if (rc == SQLITE_OK && as == AS_BLOB)
        rc = sqlite3_bind_blob64(statement, 1, input->length ? input->bytes : "", input->length, SQLITE_STATIC);
    while (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        digest.hash = hash_row(digest.hash, statement, 0);
        digest.rows++;
        rc = SQLITE_OK;
    }
    if (rc != SQLITE_DONE) {
        printf("%s: %s (%s)\n", sql, sqlite3_errmsg(db), input->name);
        digest.rows = -1;
    }
    sqlite3_finalize(statement);
    return digest;
}

/* ---- properties -------------------------------------------------------------------------------------------------- */

/* The blocks of a page of HTML are no slices of it: they have neither start nor length. */
#define NO_SLICE "'%s' = 'corpus_blocks' AND start IS NULL AND length IS NULL AND instr(?1, '<') > 0"

static void show_bad_position(sqlite3 *db, const char *function, const Input *input)
{
    char sql[700];
    sqlite3_stmt *statement = NULL;
    sqlite3_snprintf(sizeof sql, sql,
                     "SELECT start, length, quote(text), quote(substr(?1, start, length)), length(?1) FROM %s(?1) "
                     "WHERE (text IS NOT substr(?1, start, length) AND NOT (" NO_SLICE "))"
                     " OR start < 1 OR length < 1 OR start + length - 1 > length(?1)",
                     function, function);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_text64(statement, 1, input->bytes, input->length, SQLITE_STATIC, SQLITE_UTF8);
        if (sqlite3_step(statement) == SQLITE_ROW) {
            printf("  %s on %s: start %lld length %lld text %s, but the slice is %s (input has %lld characters)\n",
                   function, input->name, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                   (const char *)sqlite3_column_text(statement, 2), (const char *)sqlite3_column_text(statement, 3),
                   sqlite3_column_int64(statement, 4));
        }
    }
    sqlite3_finalize(statement);
}

static void check_positions(sqlite3 *db, const TableFunction *function, const Inputs *inputs)
{
    char sql[700];
    long wrong = 0;
    sqlite3_snprintf(sizeof sql, sql,
                     "SELECT 1 FROM %s(?1) WHERE (text IS NOT substr(?1, start, length) AND NOT (" NO_SLICE "))"
                     " OR start < 1 OR length < 1 OR start + length - 1 > length(?1)",
                     function->name, function->name);
    for (size_t i = 0; i < inputs->count; i++) {
        if (digest(db, sql, &inputs->items[i], AS_TEXT).rows != 0 && ++wrong <= SHOWN)
            show_bad_position(db, function->name, &inputs->items[i]);
    }
    check(wrong == 0, "%s: positions of %ld texts", function->name, wrong);
}

static void check_same(sqlite3 *db, sqlite3 *other, const TableFunction *function, const Inputs *inputs,
                       Digest *digests)
{
    char sql[200];
    long different = 0, blobs = 0, rows = 0;
    sqlite3_snprintf(sizeof sql, sql, "SELECT * FROM %s(?1)", function->name);
    for (size_t i = 0; i < inputs->count; i++) {
        digests[i] = digest(db, sql, &inputs->items[i], AS_TEXT);
        rows += digests[i].rows;
    }
    for (size_t i = inputs->count; i-- > 0;) {
        Digest again = digest(other, sql, &inputs->items[i], AS_TEXT),
               blob = digest(other, sql, &inputs->items[i], AS_BLOB);
        if ((again.rows != digests[i].rows || again.hash != digests[i].hash || again.rows < 0) &&
            ++different <= SHOWN) {
            printf("  %s on %s: %d rows, then %d\n", function->name, inputs->items[i].name, digests[i].rows,
                   again.rows);
        }
        if ((blob.rows != digests[i].rows || blob.hash != digests[i].hash) && ++blobs <= SHOWN) {
            printf("  %s on %s: %d rows of the text, %d of the blob\n", function->name, inputs->items[i].name,
                   digests[i].rows, blob.rows);
        }
    }
    check(different == 0, "%s: %ld texts have other rows the second time", function->name, different);
    check(blobs == 0, "%s: %ld texts have other rows as a BLOB", function->name, blobs);
    printf("%-22s %zu texts, %ld rows\n", function->name, inputs->count, rows);
}

/* Compares a join, whose first column is the number of the text, with the digests of single calls. */
static long join_differences(sqlite3 *db, const char *sql, const Inputs *inputs, const Digest *digests, int left)
{
    sqlite3_stmt *statement = NULL;
    long different = 0;
    Digest *got = allocated(inputs->count * sizeof *got);
    for (size_t i = 0; i < inputs->count; i++) got[i] = (Digest){0xCBF29CE484222325u, 0};
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t number = (size_t)sqlite3_column_int64(statement, 0) - 1;
        if (number >= inputs->count) break; /* a row of no text: then rc is SQLITE_ROW, and the join has failed */
        /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): all of got[] is set above */
        got[number].hash = hash_row(got[number].hash, statement, 1);
        got[number].rows++;
        rc = SQLITE_OK;
    }
    if (rc != SQLITE_DONE) printf("  %s: %s\n", sql, sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    for (size_t i = 0; i < inputs->count; i++) {
        if (left && digests[i].rows == 0) different += got[i].rows != 1;
        else different += got[i].rows != digests[i].rows || got[i].hash != digests[i].hash;
    }
    free(got);
    return different;
}

static void check_join(sqlite3 *db, const TableFunction *function, const Inputs *inputs, const Digest *digests)
{
    static const char *const shapes[] = {"SELECT t.n, f.* FROM temp.texts AS t, %s(t.x) AS f ORDER BY t.n",
                                         "SELECT t.n, f.* FROM temp.texts AS t, %s(t.x) AS f ORDER BY t.n DESC",
                                         "SELECT t.n, f.* FROM temp.texts AS t LEFT JOIN %s(t.x) AS f ORDER BY t.n"};
    for (int i = 0; i < 3; i++) {
        char sql[300];
        sqlite3_snprintf(sizeof sql, sql, shapes[i], function->name);
        long different = join_differences(db, sql, inputs, digests, i == 2);
        check(different == 0, "%s: %ld texts have other rows in a join: %s", function->name, different, sql);
    }
}

static void fill_table(sqlite3 *db, const Inputs *inputs)
{
    sqlite3_stmt *statement = NULL;
    database_run(db, "CREATE TEMP TABLE texts(n INTEGER PRIMARY KEY, x)");
    sqlite3_prepare_v2(db, "INSERT INTO temp.texts VALUES(?2, ?1)", -1, &statement, NULL);
    for (size_t i = 0; i < inputs->count; i++) {
        sqlite3_bind_text64(statement, 1, inputs->items[i].bytes, inputs->items[i].length, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_int64(statement, 2, (sqlite3_int64)i + 1);
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
}

int main(int argc, char **argv)
{
    if (argc < 3) return puts("usage: property EXTENSION TESTS [VARIANTS]"), 2;
    Inputs inputs = {0};
    char folder[1100];
    snprintf(folder, sizeof folder, "%s/sample", argv[2]);
    inputs_read(&inputs, folder, ".txt", 0);
    snprintf(folder, sizeof folder, "%s/fuzz/corpus", argv[2]);
    inputs_read(&inputs, folder, "", 2);
    input_add(&inputs, "nothing", "", 0);
    add_variants(&inputs, argc > 3 ? (size_t)atol(argv[3]) : 300);

    sqlite3 *db = database_open(":memory:", argv[1]), *other = database_open(":memory:", argv[1]);
    TableFunction functions[FUNCTIONS];
    size_t count = table_functions(db, functions, FUNCTIONS);
    check(count > 0, "corpus_functions() lists no table-valued function with the argument `input`");
    fill_table(db, &inputs);
    Digest *digests = allocated(inputs.count * sizeof *digests);
    for (size_t i = 0; i < count; i++) {
        if (functions[i].positioned) check_positions(db, &functions[i], &inputs);
        check_same(db, other, &functions[i], &inputs, digests);
        check_join(db, &functions[i], &inputs, digests);
    }
    free(digests);
    inputs_free(&inputs);
    check(sqlite3_close(db) == SQLITE_OK && sqlite3_close(other) == SQLITE_OK, "a connection does not close");
    return check_end();
}
