/*
** interrupt.c - sqlite3_interrupt() during a long analysis
**
** usage: interrupt EXTENSION
**
** For each case a thread runs a query over a text of tens of megabytes. After a while the main thread calls sqlite3_interrupt(). The query
** must return SQLITE_INTERRUPT within LIMIT_SECONDS of the call (of the thread's own processor time, so that a busy machine does not count),
** sqlite3_close() must succeed, and the connection must be usable before that. A query that ends before the call is tried
** with an earlier call; one that is over in 10 ms is too short to be interrupted, and said to be.
*/
#include <pthread.h>
#include "database.h"

#if defined(__SANITIZE_ADDRESS__)
enum { SLOWER = 10 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SLOWER = 10 };
#else
enum { SLOWER = 1 };
#endif
#else
enum { SLOWER = 1 };
#endif

/* What is wanted is 0.1 s, and printed; a test fails at five times that, since the processors of a busy machine slow each other down. */
#define LIMIT_SECONDS (0.5 * SLOWER)

typedef struct Work {
    sqlite3 *db;
    sqlite3_stmt *statement;
    int rc;
    volatile int done;
    struct timespec ended; /* processor time of the thread */
} Work;

static void *work(void *argument)
{
    Work *work = argument;
    while ((work->rc = sqlite3_step(work->statement)) == SQLITE_ROW) {}
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &work->ended);
    work->done = 1;
    return NULL;
}

static void sleep_seconds(double seconds)
{
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&time, NULL);
}

static double difference(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Runs one query and interrupts it after `delay` seconds. Returns 0 if it ended before. */
static int interrupt_after(sqlite3 *db, const char *sql, const Input *text, double delay)
{
    Work task = {.db = db};
    struct timespec at = {0}, wall_from, wall_to;
    pthread_t thread;
    clockid_t clock;
    if (sqlite3_prepare_v2(db, sql, -1, &task.statement, NULL) != SQLITE_OK) {
        check(0, "%s: %s", sql, sqlite3_errmsg(db));
        return 1;
    }
    sqlite3_bind_text64(task.statement, 1, text->bytes, text->length, SQLITE_STATIC, SQLITE_UTF8);
    if (pthread_create(&thread, NULL, work, &task) != 0) exit(2);
    sleep_seconds(delay);
    int over = task.done;
    if (!over && pthread_getcpuclockid(thread, &clock) == 0) clock_gettime(clock, &at);
    clock_gettime(CLOCK_MONOTONIC, &wall_from);
    sqlite3_interrupt(db);
    pthread_join(thread, NULL);
    clock_gettime(CLOCK_MONOTONIC, &wall_to);
    sqlite3_finalize(task.statement);
    double processor = difference(at, task.ended), wall = difference(wall_from, wall_to);
    if (over || (task.rc == SQLITE_DONE && processor <= LIMIT_SECONDS)) return 0; /* it was at its end */
    check(task.rc == SQLITE_INTERRUPT, "%s on %s: returned %d instead of SQLITE_INTERRUPT", sql, text->name, task.rc);
    check(processor <= LIMIT_SECONDS, "%s on %s: went on for %.3f s after %.2f s", sql, text->name, processor, delay);
    printf("%-58s %-10s after %.2f s: stopped in %.3f s (wall %.3f)\n", sql, text->name, delay, processor, wall);
    return 1;
}

static void check_query(const char *extension, const char *sql, const Input *text)
{
    sqlite3 *db = database_open(":memory:", extension);
    int interrupted = 0;
    sqlite3_exec(db, "CREATE VIRTUAL TABLE news USING corpus", NULL, NULL, NULL);
    for (double delay = 0.64; delay > 0.009 && !interrupted; delay /= 4)
        interrupted = interrupt_after(db, sql, text, delay);
    if (!interrupted) printf("%-58s %-10s ends within 10 ms\n", sql, text->name);
    check(database_integer(db, "SELECT 1") == 1, "%s: the connection is of no use afterwards", sql);
    check(sqlite3_close(db) == SQLITE_OK, "%s: the connection does not close", sql);
}

/* Fills `length` bytes with repetitions of `unit`. */
static Input *repeated(Inputs *inputs, const char *name, const char *unit, size_t length)
{
    size_t bytes = strlen(unit);
    char *text = allocated(length);
    length -= length % bytes;
    for (size_t i = 0; i < length; i += bytes) memcpy(text + i, unit, bytes);
    Input *input = input_add(inputs, name, text, length);
    free(text);
    return input;
}

int main(int argc, char **argv)
{
    if (argc < 2) return puts("usage: interrupt EXTENSION"), 2;
    Inputs texts = {0};
    const size_t megabytes = (size_t)(SLOWER > 1 ? 8 : 40) << 20;
    repeated(&texts, "news",
             "On 3 May 2021 Minister Anna Berg of Norway met \"friends\" in Oslo, and signed 12 papers.\nНа встрече 5 "
             "мая в Алматы\n\n",
             megabytes);
    repeated(&texts, "one line", "abcdefghij", megabytes);
    repeated(&texts, "Han", "中文新闻报道北京大学", megabytes);
    repeated(&texts, "marks", "\xCC\x81", megabytes / 4);
    sqlite3 *db = database_open(":memory:", argv[1]);
    TableFunction functions[64];
    size_t count = table_functions(db, functions, 64);
    sqlite3_close(db);
    check(count > 0, "corpus_functions() lists no table-valued function");
    static const char *const scalars[] = {"SELECT length(corpus_fold(?1))", "SELECT length(corpus_latin(?1))",
                                          "SELECT length(corpus_text(?1))", "SELECT corpus_fingerprint(?1)",
                                          "INSERT INTO news(uri, page) VALUES('a', ?1)"};
    for (size_t t = 0; t < texts.count; t++) {
        for (size_t i = 0; i < count; i++) {
            char sql[100];
            sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM %s(?1)", functions[i].name);
            check_query(argv[1], sql, &texts.items[t]);
        }
        for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) check_query(argv[1], scalars[i], &texts.items[t]);
    }
    inputs_free(&texts);
    return check_end();
}
