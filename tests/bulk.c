/*
** bulk.c - corpus_load() over a folder that changes, on a disk that is full, under readers, interrupted and killed
**
** usage: bulk EXTENSION SCRATCH
**
** PAGES files are written and loaded. Loading again touches only what changed; whatever ends a load in the middle, what was committed is sound, and calling it
** again gives the tables that an undisturbed load has made (the reference).
*/
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "database.h"

enum { PAGES = 120, PER_BATCH = 10 };

static const char *extension;
static char folder[900], reference_path[1000], path[1000];

static void file_name(int number, char name[1100])
{
    snprintf(name, 1100, "%s/page-%03d.txt", folder, number);
}

/* Writes page `number`, with `edition` in it, and sets its time to `seconds` (0: now). */
static void write_file(int number, int edition, time_t seconds)
{
    char name[1100];
    file_name(number, name);
    FILE *file = fopen(name, "w");
    if (!file) exit(2);
    fprintf(
        file,
        "Visit number %d of edition %d\n\n%d March 2021 10:%d\n\nOSLO. Minister Anna Berg of Norway met %d students "
        "of the University of Turku in Helsinki, who had asked %d questions about ships, taxes and the weather of "
        "the %dth century.\n\nPaper %d was signed by %c. Lindholm, and \"we go on\", said Anna Berg.\n",
        number, edition, 1 + number % 28, 10 + number % 50, number * 7 + 1, number % 9 + 1, number % 10 + 5,
        number * number, 'A' + number % 26);
    fclose(file);
    struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
    if (seconds && utimensat(AT_FDCWD, name, times, 0) != 0) exit(2);
}

static void remove_database(const char *name)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    for (int i = 0; i < 4; i++) {
        char file[1100];
        snprintf(file, sizeof file, "%s%s", name, endings[i]);
        unlink(file);
    }
}

static sqlite3 *open_corpus(const char *name)
{
    sqlite3 *db = database_open(name, extension);
    sqlite3_busy_timeout(db, 10000);
    database_run(db, "CREATE VIRTUAL TABLE IF NOT EXISTS news USING corpus");
    return db;
}

typedef struct Loaded { /* the last row of a load */
    int rc;
    sqlite3_int64 batches, documents, bytes, errors, unchanged, gone;
} Loaded;

/* Loads `what`; calls `between` after each batch (may be NULL). */
static Loaded load(sqlite3 *db, const char *what, const char *when_gone, void (*between)(sqlite3 *db, int batch))
{
    Loaded loaded = {0};
    sqlite3_stmt *statement = NULL;
    loaded.rc = sqlite3_prepare_v2(
        db, "SELECT batch, documents, bytes, errors, unchanged, gone FROM corpus_load('news', ?1, ?2, ?3)", -1,
        &statement, NULL);
    if (loaded.rc != SQLITE_OK) return loaded;
    sqlite3_bind_text(statement, 1, what, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, PER_BATCH);
    if (when_gone) sqlite3_bind_text(statement, 3, when_gone, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        sqlite3_int64 *values[] = {&loaded.batches, &loaded.documents, &loaded.bytes,
                                   &loaded.errors,  &loaded.unchanged, &loaded.gone};
        for (int i = 0; i < 6; i++) *values[i] = sqlite3_column_int64(statement, i);
        if (between) between(db, (int)loaded.batches);
    }
    loaded.rc = sqlite3_finalize(statement);
    return loaded;
}

static void check_sound(sqlite3 *db, const char *when)
{
    char text[300];
    check(strcmp(database_text(db, "PRAGMA integrity_check", text, sizeof text), "ok") == 0, "%s: integrity_check: %s",
          when, text);
    check(database_run(db, "INSERT INTO news(news) VALUES('integrity-check')") == SQLITE_OK, "%s: integrity-check",
          when);
}

/* All that was found, by uri, and how it was counted. */
static void check_equal(sqlite3 *db, const char *when)
{
    static const char *const queries[] = {
        "SELECT group_concat(uri || ':' || content, ';') FROM (SELECT uri, content FROM news_document ORDER BY uri)",
        "SELECT group_concat(x, ';') FROM (SELECT d.uri || m.start || m.text || m.type AS x FROM news_mention AS m "
        "JOIN "
        "news_document AS d ON d.id = m.document ORDER BY 1)",
        "SELECT group_concat(x, ';') FROM (SELECT type || name || mentions || documents AS x FROM news_entity ORDER BY "
        "1)",
        "SELECT group_concat(x, ';') FROM (SELECT spelling || uses AS x FROM news_spelling ORDER BY 1)",
        "SELECT group_concat(x, ';') FROM (SELECT d.uri || l.uri AS x FROM news_document AS d JOIN news_document AS l "
        "ON l.id = "
        "d.duplicate_of ORDER BY 1)",
        "SELECT count(*) FROM news_file",
        "SELECT count(*) FROM news WHERE news MATCH 'Turku'"};
    static char got[1 << 20], wanted[1 << 20];
    sqlite3 *reference = database_open(reference_path, extension);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        check(strcmp(database_text(db, queries[i], got, sizeof got),
                     database_text(reference, queries[i], wanted, sizeof wanted)) == 0,
              "%s: otherwise than in one go: %.60s", when, queries[i]);
    sqlite3_close(reference);
}

/* --- a folder that changes ----------------------------------------------------------------------------------------------------- */

static void test_again(void)
{
    char name[1100];
    remove_database(path);
    sqlite3 *db = open_corpus(path);
    Loaded first = load(db, folder, NULL, NULL);
    check(first.rc == SQLITE_OK && first.documents == PAGES && first.unchanged == 0 && first.errors == 0, "first load");
    check(first.batches >= PAGES / PER_BATCH, "%lld batches", first.batches);
    sqlite3_int64 mentions = database_integer(db, "SELECT max(id) FROM news_mention");
    int changes = sqlite3_total_changes(db);
    Loaded again = load(db, folder, NULL, NULL);
    check(again.rc == SQLITE_OK && again.documents == PAGES && again.unchanged == PAGES && again.bytes == 0,
          "again: %lld documents, %lld unchanged, %lld bytes", again.documents, again.unchanged, again.bytes);
    check(sqlite3_total_changes(db) - changes < 100, "loading again writes %d rows",
          sqlite3_total_changes(db) - changes);
    write_file(3, 1, 1600000000); /* touched: another time, the same words */
    again = load(db, folder, NULL, NULL);
    check(again.unchanged == PAGES && again.bytes > 0, "a touched file is read, and nothing else");
    check(database_integer(db, "SELECT max(id) FROM news_mention") == mentions, "a touched file is not analysed");
    again = load(db, folder, NULL, NULL);
    check(again.unchanged == PAGES && again.bytes == 0, "its new time is remembered");
    write_file(3, 2, 1600000000); /* as long as before, and of the same time: nobody can see that */
    write_file(4, 2, 1600000001);
    again = load(db, folder, NULL, NULL);
    check(again.unchanged == PAGES - 1, "%lld unchanged, one file of %d is another", again.unchanged, PAGES);
    check(database_integer(db, "SELECT count(*) FROM news WHERE title LIKE '%edition 2'") == 1, "it is loaded");
    write_file(5, 2, 0); /* just now, and again within the second */
    load(db, folder, NULL, NULL);
    write_file(5, 3, 0);
    load(db, folder, NULL, NULL);
    check(database_integer(db, "SELECT count(*) FROM news WHERE title LIKE '%edition 3'") == 1,
          "a file that changes twice in a second");
    database_run(db, "DELETE FROM news WHERE uri LIKE '%page-007.txt'");
    database_run(db, "UPDATE news SET title = 'mended' WHERE uri LIKE '%page-008.txt'");
    load(db, folder, NULL, NULL);
    check(database_integer(db, "SELECT count(*) FROM news") == PAGES, "a document that was deleted comes back");
    check(database_integer(db, "SELECT count(*) FROM news WHERE title = 'mended'") == 1,
          "a title that was mended stays");
    database_run(db, "UPDATE news SET uri = 'moved' WHERE uri LIKE '%page-009.txt'");
    load(db, folder, NULL, NULL);
    check(database_integer(db, "SELECT count(*) FROM news") == PAGES + 1,
          "a document of another uri is not the file's");
    check_sound(db, "after changes");
    database_run(db, "DELETE FROM news WHERE uri = 'moved'");
    for (int i = 10; i < 13; i++) file_name(i, name), unlink(name);
    again = load(db, folder, NULL, NULL);
    check(database_integer(db, "SELECT count(*) FROM news") == PAGES && again.gone == 0, "keep");
    again = load(db, folder, "report", NULL);
    check(database_integer(db, "SELECT count(*) FROM news_error WHERE reason = 'the file is gone'") == 3 &&
              again.gone == 3 && database_integer(db, "SELECT count(*) FROM news") == PAGES,
          "report: %lld gone", again.gone);
    snprintf(name, sizeof name, "%s/page-0[0-9][12].txt", folder);
    again = load(db, name, "remove", NULL);
    check(again.gone == 2 && database_integer(db, "SELECT count(*) FROM news") == PAGES - 2,
          "remove by pattern: %lld gone", again.gone);
    again = load(db, folder, "remove", NULL);
    check(again.gone == 1 && database_integer(db, "SELECT count(*) FROM news_document") == PAGES - 3,
          "remove: %lld gone", again.gone);
    check(database_integer(db, "SELECT count(*) FROM news_file") == PAGES - 3, "what is gone is forgotten");
    check_sound(db, "after removals");
    check(load(db, folder, "burn", NULL).rc == SQLITE_ERROR, "an unknown choice");
    sqlite3_close(db);
    for (int i = 0; i < PAGES; i++) write_file(i, 1, 1500000000);
}

/* --- what ends a load ---------------------------------------------------------------------------------------------------------- */

static void finish(const char *when)
{
    sqlite3 *db = open_corpus(path);
    check_sound(db, when);
    sqlite3_int64 before = database_integer(db, "SELECT count(*) FROM news_document");
    check(before < PAGES && before % PER_BATCH == 0, "%s: %lld documents are there", when, before);
    Loaded loaded = load(db, folder, NULL, NULL);
    check(loaded.rc == SQLITE_OK && loaded.documents == PAGES && loaded.unchanged == before,
          "%s: taken up again: %lld of %lld were passed over", when, loaded.unchanged, before);
    check_sound(db, when);
    check_equal(db, when);
    char state[20];
    check(
        !strcmp(database_text(db, "SELECT value FROM news_info WHERE key = 'load.state'", state, sizeof state), "done"),
        "%s: load.state is %s", when, state);
    sqlite3_close(db);
}

static void test_full(void)
{
    for (int room = 20; room <= 80; room += 30) {
        char sql[100], when[60];
        snprintf(when, sizeof when, "disk full after %d pages", room);
        remove_database(path);
        sqlite3 *db = open_corpus(path);
        snprintf(sql, sizeof sql, "PRAGMA max_page_count = %lld", database_integer(db, "PRAGMA page_count") + room);
        check(database_integer(db, sql) > 0, "%s", sql);
        Loaded loaded = load(db, folder, NULL, NULL);
        check((loaded.rc & 0xFF) == SQLITE_FULL && strstr(sqlite3_errmsg(db), "call it again"), "%s: %s", when,
              sqlite3_errmsg(db));
        check(sqlite3_get_autocommit(db), "%s: no transaction is left open", when);
        check_sound(db, when);
        sqlite3_close(db);
        finish(when);
    }
}

static void interrupt_second(sqlite3 *db, int batch)
{
    if (batch == 2) sqlite3_interrupt(db);
}

static void test_interrupt(void)
{
    remove_database(path);
    sqlite3 *db = open_corpus(path);
    check(load(db, folder, NULL, interrupt_second).rc == SQLITE_INTERRUPT, "interrupted");
    check(sqlite3_get_autocommit(db), "no transaction is left open");
    sqlite3_close(db);
    finish("interrupted");
}

static void test_killed(double whole)
{
    int killed = 0, rounds = 6;
    for (int round = 0; round < rounds; round++) {
        double seconds = whole * (0.2 + 0.6 * round / rounds);
        struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
        int status = 0;
        remove_database(path);
        sqlite3 *db = open_corpus(path);
        if (round % 2) database_run(db, "PRAGMA journal_mode = wal");
        sqlite3_close(db);
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            db = open_corpus(path);
            load(db, folder, NULL, NULL);
            _exit(0);
        }
        nanosleep(&time, NULL);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) {
            killed++;
            finish("killed");
        }
    }
    check(killed * 2 >= rounds, "only %d of %d loads were killed in the middle", killed, rounds);
}

/* --- readers ------------------------------------------------------------------------------------------------------------------- */

/* What another connection sees between two batches is whole. */
static void read_along(sqlite3 *db, int batch)
{
    (void)db;
    sqlite3 *reader = database_open(path, extension);
    database_run(reader, "BEGIN");
    sqlite3_int64 documents = database_integer(reader, "SELECT count(*) FROM news_document");
    check(documents == database_integer(reader, "SELECT value FROM news_info WHERE key = 'load.documents'") &&
              batch == database_integer(reader, "SELECT value FROM news_info WHERE key = 'load.batch'"),
          "batch %d: the progress that another connection reads", batch);
    check(database_integer(reader, "SELECT sum(mentions) FROM news_entity") ==
                  database_integer(reader, "SELECT count(*) FROM news_mention") &&
              database_integer(reader, "SELECT count(*) FROM news WHERE news MATCH 'Turku'") == documents,
          "batch %d: what another connection reads", batch);
    check(documents == PAGES ||
              database_integer(reader, "SELECT value = 'running' FROM news_info WHERE key = 'load.state'") == 1,
          "batch %d: load.state", batch);
    database_run(reader, "COMMIT");
    sqlite3_close(reader);
}

/* Another connection that writes in WAL mode: the SELECT of the load reads an old state then, and cannot write on. */
static void write_between(sqlite3 *db, int batch)
{
    (void)db;
    if (batch != 3) return;
    sqlite3 *writer = database_open(path, extension);
    check(database_run(writer, "CREATE TABLE other(x)") == SQLITE_OK, "another connection writes between two batches");
    sqlite3_close(writer);
}

static void test_writer(void)
{
    remove_database(path);
    sqlite3 *db = open_corpus(path);
    database_run(db, "PRAGMA journal_mode = wal");
    sqlite3_busy_timeout(db, 100);
    Loaded loaded = load(db, folder, NULL, write_between);
    check((loaded.rc & 0xFF) == SQLITE_BUSY && strstr(sqlite3_errmsg(db), "call it again"), "under a writer: %s",
          sqlite3_errmsg(db));
    sqlite3_close(db);
    finish("under a writer");
}

/* Two records of one address in one load: the later stands, and loading again finds nothing to do. */
static void test_twice(void)
{
    char name[1100];
    remove_database(path);
    snprintf(name, sizeof name, "%s/twice.jsonl", folder);
    FILE *file = fopen(name, "w");
    if (!file) exit(2);
    for (int i = 1; i <= 2; i++)
        fprintf(file,
                "{\"url\": \"https://a.example/1\", \"text\": \"Edition %d. Anna Berg came to Lindholm, and left "
                "again.\"}\n",
                i);
    fclose(file);
    struct timespec times[2] = {{1500000000, 0}, {1500000000, 0}};
    if (utimensat(AT_FDCWD, name, times, 0) != 0) exit(2);
    sqlite3 *db = open_corpus(path);
    Loaded loaded = load(db, name, NULL, NULL);
    check(loaded.rc == SQLITE_OK && loaded.documents == 2 && loaded.errors == 0, "an address twice");
    check(database_integer(
              db,
              "SELECT count(*) FROM news_document WHERE uri = 'https://a.example/1' AND content LIKE 'Edition 2.%'") ==
              1,
          "the later page of an address stands");
    sqlite3_int64 mentions = database_integer(db, "SELECT max(id) FROM news_mention");
    loaded = load(db, name, NULL, NULL);
    check(loaded.unchanged == 2 && database_integer(db, "SELECT content LIKE 'Edition 2.%' FROM news_document") == 1 &&
              database_integer(db, "SELECT count(*) FROM news_document") == 1,
          "an address twice, again: %lld unchanged", loaded.unchanged);
    check(mentions > 0 && database_integer(db, "SELECT max(id) FROM news_mention") == mentions,
          "and nothing is analysed");
    check_sound(db, "an address twice");
    sqlite3_close(db);
    unlink(name);
}

/* Where the user does not say how many pages make a batch, small ones go together: as many as make a megabyte, and no more than a thousand. */
static void test_batches(void)
{
    static const struct {
        int documents, bytes, batches;
    } cases[] = {{250, 100, 1}, {250, 10000, 3}, {2500, 10, 3}};
    char name[1100], sql[1300];
    snprintf(name, sizeof name, "%s/batches.jsonl", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *file = fopen(name, "w");
        if (!file) exit(2);
        for (int k = 0; k < cases[i].documents; k++) fprintf(file, "{\"text\": \"%0*d\"}\n", cases[i].bytes, k);
        fclose(file);
        sqlite3 *db = database_open(":memory:", extension);
        database_run(db, "CREATE VIRTUAL TABLE news USING corpus(finders='')");
        snprintf(sql, sizeof sql, "SELECT max(batch) FROM corpus_load('news', '%s')", name);
        sqlite3_int64 batches = database_integer(db, sql);
        check(batches == cases[i].batches, "%d documents of %d bytes are loaded in %lld batches", cases[i].documents,
              cases[i].bytes, batches);
        check(database_integer(db, "SELECT count(*) FROM news") == cases[i].documents, "all of them");
        sqlite3_close(db);
    }
    unlink(name);
}

static void test_readers(void)
{
    remove_database(path);
    sqlite3 *db = open_corpus(path);
    database_run(db, "PRAGMA journal_mode = wal");
    Loaded loaded = load(db, folder, NULL, read_along);
    check(loaded.rc == SQLITE_OK && loaded.documents == PAGES, "a load under readers");
    check_equal(db, "under readers");
    sqlite3_close(db);
}

int main(int argc, char **argv)
{
    struct timespec begin, end;
    if (argc < 3) return 2;
    extension = argv[1];
    snprintf(folder, sizeof folder, "%s/bulk-pages", argv[2]);
    snprintf(reference_path, sizeof reference_path, "%s/bulk-reference.db", argv[2]);
    snprintf(path, sizeof path, "%s/bulk.db", argv[2]);
    mkdir(folder, 0700);
    for (int i = 0; i < PAGES; i++) write_file(i, 1, 1500000000);
    remove_database(reference_path);
    sqlite3 *reference = open_corpus(reference_path);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    check(load(reference, folder, NULL, NULL).rc == SQLITE_OK, "the reference loads");
    clock_gettime(CLOCK_MONOTONIC, &end);
    sqlite3_close(reference);
    test_again();
    test_full();
    test_interrupt();
    test_killed((double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
    test_readers();
    test_writer();
    test_twice();
    test_batches();
    for (int i = 0; i < PAGES; i++) {
        char name[1100];
        file_name(i, name);
        unlink(name);
    }
    rmdir(folder);
    remove_database(path);
    remove_database(reference_path);
    return check_end();
}
