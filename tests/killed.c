/*
** killed.c - kill -9 in the middle of a load
**
** usage: killed EXTENSION SCRATCH [ROUNDS]
**
** A child loads PAGES pages into a corpus table, in one transaction (one INSERT ... SELECT) or in one for each page, and is killed after
** a time that differs from round to round. Then the database passes SQLite's check and the table's own, loading again (OR IGNORE, or OR
** REPLACE) completes, and all shadow tables hold as many rows as in a database that was loaded without disturbance.
*/
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "database.h"

enum { PAGES = 300 };

static const char pages[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
    "SELECT 'page/' || i, 'Visit number ' || i || char(10, 10) || (1 + i % 28) || ' March 2021 10:' || (10 + i % 50) "
    "|| ' ' || i || char(10, 10) || "
    "'OSLO. Minister Anna Berg of Norway met ' || (i * 7) || ' students of the University of Turku in Helsinki on ' || "
    "(1 + i % 27) || ' March 2021.' || "
    "char(10, 10) || 'The next meeting is in Almaty. Paper ' || (i * i) || ' was signed, said Anna Berg.' FROM n";

static const char *const shadow_tables[] = {"document", "block", "sentence", "mention", "entity",
                                            "alias",    "date",  "quantity", "quote",   "spelling"};

static void remove_database(const char *path)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    for (int i = 0; i < 4; i++) {
        char name[1300];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

/* Loads all pages; returns an SQLite code. */
static int load(const char *extension, const char *path, const char *conflict, int one_transaction)
{
    char sql[1200];
    sqlite3 *db = database_open(path, extension);
    sqlite3_busy_timeout(db, 10000);
    int rc = database_run(db, "CREATE VIRTUAL TABLE IF NOT EXISTS news USING corpus");
    if (rc == SQLITE_OK && one_transaction) {
        sqlite3_snprintf(sizeof sql, sql, "INSERT OR %s INTO news(uri, page) %s", conflict, pages);
        rc = database_run(db, sql);
    }
    sqlite3_stmt *source = NULL, *target = NULL;
    sqlite3_snprintf(sizeof sql, sql, "INSERT OR %s INTO news(uri, page) VALUES(?1, ?2)", conflict);
    if (rc == SQLITE_OK && !one_transaction) rc = database_run(db, "CREATE TEMP TABLE pages(uri, page)");
    if (rc == SQLITE_OK && !one_transaction) {
        char fill[1200];
        sqlite3_snprintf(sizeof fill, fill, "INSERT INTO pages %s", pages);
        rc = database_run(db, fill);
        if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(db, "SELECT uri, page FROM pages", -1, &source, NULL);
        if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(db, sql, -1, &target, NULL);
        while (rc == SQLITE_OK && sqlite3_step(source) == SQLITE_ROW) {
            sqlite3_bind_value(target, 1, sqlite3_column_value(source, 0));
            sqlite3_bind_value(target, 2, sqlite3_column_value(source, 1));
            sqlite3_step(target);
            rc = sqlite3_reset(target);
        }
    }
    if (rc != SQLITE_OK) printf("loading: %s\n", sqlite3_errmsg(db));
    sqlite3_finalize(source);
    sqlite3_finalize(target);
    sqlite3_close(db);
    return rc;
}

/* Kills a loading child after `seconds`. Returns 0 if it was through before. */
static int load_and_kill(const char *extension, const char *path, int one_transaction, double seconds)
{
    int status = 0;
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        load(extension, path, "IGNORE", one_transaction);
        _exit(0);
    }
    nanosleep(&time, NULL);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

static void check_sound(sqlite3 *db, const char *when)
{
    char text[300];
    check(strcmp(database_text(db, "PRAGMA integrity_check", text, sizeof text), "ok") == 0, "%s: integrity_check: %s",
          when, text);
    if (database_integer(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'news'") != 1)
        return; /* killed before it was made */
    check(database_run(db, "INSERT INTO news(news) VALUES('integrity-check')") == SQLITE_OK,
          "%s: the table's own check", when);
}

static void check_equal(sqlite3 *db, sqlite3 *reference, const char *when)
{
    for (size_t i = 0; i < sizeof shadow_tables / sizeof *shadow_tables; i++) {
        char sql[100];
        sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM news_%s", shadow_tables[i]);
        sqlite3_int64 got = database_integer(db, sql), wanted = database_integer(reference, sql);
        check(got == wanted && got >= 0, "%s: news_%s has %lld rows, not %lld", when, shadow_tables[i], got, wanted);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) return puts("usage: killed EXTENSION SCRATCH [ROUNDS]"), 2;
    char path[1200], reference_path[1200];
    int rounds = argc > 3 ? atoi(argv[3]) : 6, killed = 0;
    snprintf(path, sizeof path, "%s/killed-%d.db", argv[2], (int)getpid());
    snprintf(reference_path, sizeof reference_path, "%s/killed-%d-reference.db", argv[2], (int)getpid());
    remove_database(reference_path);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (!check(load(argv[1], reference_path, "IGNORE", 1) == SQLITE_OK, "%d pages do not load", PAGES))
        return check_end();
    clock_gettime(CLOCK_MONOTONIC, &end);
    double whole = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    sqlite3 *reference = database_open(reference_path, argv[1]);
    for (int round = 0; round < rounds; round++) {
        int one_transaction = round % 2;
        const char *conflict = round % 3 == 2 ? "REPLACE" : "IGNORE";
        char when[100];
        snprintf(when, sizeof when, "round %d (%s, OR %s)", round,
                 one_transaction ? "one transaction" : "a transaction a page", conflict);
        remove_database(path);
        killed += load_and_kill(argv[1], path, one_transaction, whole * (0.15 + 0.8 * round / rounds));
        sqlite3 *db = database_open(path, argv[1]);
        check_sound(db, when);
        sqlite3_int64 found = database_integer(db, "SELECT count(*) FROM news");
        if (one_transaction)
            check(found <= 0 || found == PAGES, "%s: %lld pages of one transaction are there", when, found);
        sqlite3_close(db);
        check(load(argv[1], path, conflict, 1) == SQLITE_OK, "%s: loading again", when);
        db = database_open(path, argv[1]);
        check_sound(db, when);
        check_equal(db, reference, when);
        sqlite3_close(db);
        printf("%s: %lld pages had arrived\n", when, found < 0 ? 0 : found);
    }
    check(killed * 2 >= rounds, "only %d of %d loads were killed in the middle", killed, rounds);
    sqlite3_close(reference);
    remove_database(path);
    remove_database(reference_path);
    return check_end();
}
