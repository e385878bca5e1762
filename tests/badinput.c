/*
** badinput.c - texts that no newspaper prints: size, time, memory and positions
**
** usage: badinput EXTENSION [long]
**
** Every function that takes a text, and an INSERT into a corpus table, gets each of them. Each case runs in a process of its own, which
** must end well within LIMIT_SECONDS and BYTES_A_BYTE of memory for each byte of input, and each row's position must be right.
** Time must be linear: the same shape at a quarter of the size may not be more than twice as fast a byte (SLACK excepted).
** `long` adds 100 MB of news.
*/
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "database.h"

enum { LIMIT_SECONDS = 100, BYTES_A_BYTE = 100, BASE_MEGABYTES = 400, CASES = 64 };
#define SLACK_SECONDS 0.3

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

typedef struct Shape {
    const char *name, *unit; /* the text is `unit` again and again */
    size_t unit_length;
    double megabytes;
} Shape;

#define SHAPE(name, unit, megabytes)                                                                                   \
    {                                                                                                                  \
        name, unit, sizeof unit - 1, megabytes                                                                         \
    }
static const Shape shapes[] = {
    SHAPE("ten million letters in one line", "abcdefghij", 10),
    SHAPE("a million combining marks", "\xCC\x81", 2),
    SHAPE("capital words", "Alpha Beta ", 2),
    SHAPE("letter and marks", "e\xCC\x81\xCC\xA3\xCC\xB1", 1),
    SHAPE("digits", "1234567890", 2),
    SHAPE("dates without blanks", "2020-01-02", 1),
    SHAPE("numbers and dots", "1.2.", 1),
    SHAPE("blanks", "    ", 2),
    SHAPE("line feeds", "\n", 1),
    SHAPE("short lines", "a\n", 1),
    SHAPE("one line again and again", "The same line again.\n", 1),
    SHAPE("open quotation marks", "\xE2\x80\x9C", 1),
    SHAPE("straight quotation marks", "\"a\" ", 1),
    SHAPE("open brackets", "(", 1),
    SHAPE("stops", ".", 1),
    SHAPE("abbreviations", "Mr. J. K. ", 1),
    SHAPE("Han", "\xE5\x8C\x97\xE4\xBA\xAC", 1),
    SHAPE("Hangul", "\xEA\xB0\x80\xEB\x82\x98", 1),
    SHAPE("Thai", "\xE0\xB8\x81\xE0\xB8\xA3", 1),
    SHAPE("jamo", "\xE1\x84\x80\xE1\x85\xA1", 1),
    SHAPE("emoji joined", "\xF0\x9F\x91\xA9\xE2\x80\x8D", 1),
    SHAPE("regional indicators", "\xF0\x9F\x87\xB0", 1),
    SHAPE("stray continuation bytes", "\x80", 1),
    SHAPE("lead bytes", "\xE2", 1),
    SHAPE("one long malformed character", "\xC3\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9\xA9", 1),
    SHAPE("surrogates", "\xED\xA0\x80", 1),
    SHAPE("binary", "\x01\x02\xFF\xFE\x7F\x1B\x90\xC1\xF8", 1),
    SHAPE("NUL", "ab\0cd", 1),
    SHAPE("letters joined by hyphens", "ab-", 1),
    SHAPE("at signs", "a@b", 1),
    SHAPE("addresses", "http://a.b/", 1),
    SHAPE("months", "January ", 1),
    SHAPE("tags", "<div><a href='x'>", 1),
    SHAPE("nothing but names", "Nurgali Arystanov Busan Samsung ", 0.5),
    SHAPE("names in capitals", "MAYOR PARK OF BUSAN MET NURGALI ARYSTANOV. ", 0.5),
    SHAPE("names in small letters", "mayor park of busan met nurgali arystanov. ", 0.5),
    SHAPE("names in Han", "\xE4\xB8\xAD\xE5\x9B\xBD\xE5\x8C\x97\xE4\xBA\xAC", 0.5),
    SHAPE("script without an end", "<script>if (A < B) { Alert('Busan'); } ", 0.5),
    SHAPE("comments without an end", "<!-- Busan ", 0.5),
};

static const Shape small_shapes[] = {
    SHAPE("empty", "", 0),
    SHAPE("one letter", "a", 0),
    SHAPE("one blank", " ", 0),
    SHAPE("one line feed", "\n", 0),
    SHAPE("one lead byte", "\xE5", 0),
    SHAPE("one digit", "7", 0),
    SHAPE("one mark", "\xCC\x81", 0),
    SHAPE("one NUL", "\0", 0),
    SHAPE("one quotation mark", "\"", 0),
    SHAPE("byte order mark", "\xEF\xBB\xBF", 0),
};

static Input *shape_text(Inputs *inputs, const Shape *shape, double megabytes)
{
    size_t times = (size_t)(megabytes * 1e6 / (double)(shape->unit_length ? shape->unit_length : 1)),
           length = shape->unit_length;
    if (times < 1) times = 1;
    char *text = allocated(times * length);
    for (size_t i = 0; i < times; i++) memcpy(text + i * length, shape->unit, length);
    Input *input = input_add(inputs, shape->name, text, times * length);
    free(text);
    return input;
}

/* The statements that every text goes through; ?1 is the text. The first value, if any, counts wrong positions. */
static size_t list_statements(const char *extension, char statements[CASES][300])
{
    static const char *const others[] = {
        "SELECT 0 * length(corpus_fold(?1))",     "SELECT 0 * length(corpus_latin(?1))",
        "SELECT 0 * length(corpus_text(?1))",     "SELECT 0 * length(corpus_fingerprint(?1))",
        "SELECT 0 * length(corpus_language(?1))", "SELECT 0 * length(corpus_translit(?1, 'kk-bgn1979'))",
        "SELECT 0 * length(corpus_name_key(?1))", "INSERT INTO news(uri, page) VALUES('a', ?1)"};
    sqlite3 *db = database_open(":memory:", extension);
    TableFunction functions[CASES];
    size_t count = table_functions(db, functions, CASES - 8), n = 0;
    for (size_t i = 0; i < count; i++) {
        sqlite3_snprintf(
            300, statements[n++],
            functions[i].positioned
                ? "SELECT count(*) FROM %s(?1) WHERE start < 2000 AND text IS NOT substr(?1, start, length)"
                : "SELECT 0 * count(*) FROM %s(?1)",
            functions[i].name);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) sqlite3_snprintf(300, statements[n++], "%s", others[i]);
    sqlite3_close(db);
    return n;
}

typedef struct Report {
    double seconds;
    sqlite3_int64 wrong; /* positions; -1: an error */
    char error[200];
} Report;

static Report run_here(const char *extension, const char *sql, const Input *text)
{
    Report report = {0};
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = database_open(":memory:", extension);
    if (strstr(sql, "INTO news")) sqlite3_exec(db, "CREATE VIRTUAL TABLE news USING corpus", NULL, NULL, NULL);
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_bind_text64(statement, 1, text->bytes, text->length, SQLITE_STATIC, SQLITE_UTF8);
    double begin = processor_seconds();
    while (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        report.wrong = sqlite3_column_int64(statement, 0);
        rc = SQLITE_OK;
    }
    report.seconds = processor_seconds() - begin;
    if (rc != SQLITE_DONE) {
        report.wrong = -1;
        snprintf(report.error, sizeof report.error, "%s", sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
    if (sqlite3_close(db) != SQLITE_OK) {
        report.wrong = -1;
        snprintf(report.error, sizeof report.error, "the connection does not close");
    }
    return report;
}

/* Runs in a process of its own. Returns 0 and prints if it crashed, hung, failed or was wrong. */
static int run_apart(const char *extension, const char *sql, const Input *text, Report *report)
{
    int channel[2];
    fflush(stdout);
    if (pipe(channel) != 0) exit(2);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {((rlim_t)BASE_MEGABYTES << 20) + (rlim_t)text->length * BYTES_A_BYTE, RLIM_INFINITY};
        if (!SANITIZED) setrlimit(RLIMIT_AS, &limit);
        alarm(LIMIT_SECONDS);
        *report = run_here(extension, sql, text);
        _exit(write(channel[1], report, sizeof *report) != sizeof *report);
    }
    int status = 0;
    waitpid(child, &status, 0);
    close(channel[1]);
    int whole = read(channel[0], report, sizeof *report) == sizeof *report;
    close(channel[0]);
    if (!whole && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return check(0, "%s on %s: over %d s", sql, text->name, LIMIT_SECONDS);
    if (!whole)
        return check(0, "%s on %s: signal %d", sql, text->name,
                     WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status));
    if (report->wrong < 0) return check(0, "%s on %s: %s", sql, text->name, report->error);
    return check(report->wrong == 0, "%s on %s: %lld wrong positions", sql, text->name, report->wrong);
}

static void check_shape(const char *extension, char statements[CASES][300], size_t count, const Shape *shape)
{
    Inputs inputs = {0};
    double scale = SANITIZED ? 0.02 : 1.0, slowest = 0;
    const char *slowest_sql = "";
    shape_text(&inputs, shape, shape->megabytes * scale / 4);
    shape_text(&inputs, shape, shape->megabytes * scale);
    const Input *quarter = &inputs.items[0], *whole = &inputs.items[1];
    for (size_t i = 0; i < count; i++) {
        Report small, large;
        if (!run_apart(extension, statements[i], whole, &large)) continue;
        if (large.seconds > slowest) slowest = large.seconds, slowest_sql = statements[i];
        if (SANITIZED || large.seconds < SLACK_SECONDS || !run_apart(extension, statements[i], quarter, &small))
            continue;
        check(large.seconds <= 8 * small.seconds + SLACK_SECONDS, "%s on %s: %.2f s, but a quarter of it in %.2f s",
              statements[i], shape->name, large.seconds, small.seconds);
    }
    printf("%-34s %6.2f MB, slowest %.2f s (%.1f MB/s) %s\n", shape->name, (double)whole->length / 1e6, slowest,
           (double)whole->length / 1e6 / (slowest > 0 ? slowest : 1), slowest_sql);
    inputs_free(&inputs);
}

int main(int argc, char **argv)
{
    static char statements[CASES][300];
    if (argc < 2) return puts("usage: badinput EXTENSION [long]"), 2;
    size_t count = list_statements(argv[1], statements);
    check(count > 8, "corpus_functions() lists no table-valued function");
    for (size_t i = 0; i < sizeof small_shapes / sizeof *small_shapes; i++) {
        Inputs inputs = {0};
        Report report;
        input_add(&inputs, small_shapes[i].name, small_shapes[i].unit, small_shapes[i].unit_length);
        for (size_t j = 0; j < count; j++) run_apart(argv[1], statements[j], &inputs.items[0], &report);
        inputs_free(&inputs);
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) check_shape(argv[1], statements, count, &shapes[i]);
    if (argc > 2 && strcmp(argv[2], "long") == 0) {
        static const Shape news =
            SHAPE("100 MB of news",
                  "On 3 May 2021 Minister Anna Berg of Norway met \"friends\" in Oslo, and signed 12 papers.\n\n", 100);
        check_shape(argv[1], statements, count, &news);
    }
    return check_end();
}
