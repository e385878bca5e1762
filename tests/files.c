/*
** files.c - corpus_files() over a file system at its worst
**
** usage: files EXTENSION SCRATCH
**
** Loops of links, links to nowhere, a pipe, a file that may not be read, names in any encoding, folders nested without end, many files, files with
** holes of gigabytes; an interrupt in the middle of one. Each is a row with an error or a document, in bounded time and memory.
*/
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "database.h"

enum { MANY = 20000, NESTED = 600, MEMORY_MEGABYTES = 150 };

static int many = MANY; /* files in one folder */

static char folder[800], path[4096];

static const char *below(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *bytes, size_t length)
{
    int file = open(below(name), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    check(file >= 0 && write(file, bytes, length) == (ssize_t)length, "cannot write %s", path);
    if (file >= 0) close(file);
}

static void run_shell(const char *format, const char *argument)
{
    char command[1000];
    snprintf(command, sizeof command, format, argument);
    check(system(command) == 0, "%s", command);
}

/* Peak memory of this process in megabytes. */
static double peak_megabytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* The first value of a query whose ?1 is a path below the folder. */
static const char *value_of(sqlite3 *db, const char *sql, const char *name)
{
    static char out[2000];
    sqlite3_stmt *statement = NULL;
    snprintf(out, sizeof out, "(no row)");
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        snprintf(out, sizeof out, "%s", sqlite3_errmsg(db));
    sqlite3_bind_text(statement, 1, below(name), -1, SQLITE_TRANSIENT);
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        snprintf(out, sizeof out, "%s", text ? text : "NULL");
    } else if (rc != SQLITE_DONE) snprintf(out, sizeof out, "%s", sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return out;
}

static void expect(sqlite3 *db, const char *sql, const char *name, const char *wanted)
{
    const char *got = value_of(db, sql, name);
    check(strcmp(got, wanted) == 0, "%s of %s: got `%s`, wanted `%s`", sql, name, got, wanted);
}

#define ERROR_OF   "SELECT error FROM corpus_files(?1) WHERE error IS NOT NULL"
#define CONTENT_OF "SELECT content FROM corpus_files(?1) WHERE content IS NOT NULL"

static void test_links(sqlite3 *db)
{
    mkdir(below("links"), 0755);
    mkdir(below("links/inner"), 0755);
    write_file("links/inner/a.txt", "text", 4);
    check(symlink("..", below("links/inner/up")) == 0 && symlink("itself", below("links/itself")) == 0 &&
              symlink("nowhere", below("links/lost")) == 0 && symlink("inner/a.txt", below("links/other.txt")) == 0,
          "links cannot be made");
    expect(db, "SELECT count(*) FROM corpus_files(?1)", "links", "5");
    expect(db, "SELECT count(*) FROM corpus_files(?1) WHERE content = 'text'", "links", "2");
    expect(db, ERROR_OF, "links/inner", "a link to a folder above it");
    expect(db, "SELECT group_concat(error, '; ') FROM corpus_files(?1) WHERE name IN ('itself', 'lost')", "links",
           "Too many levels of symbolic links; No such file or directory");
}

static void test_names(sqlite3 *db)
{
    mkdir(below("names"), 0755);
    write_file("names/caf\xE9.txt", "latin", 5);
    write_file("names/\xEB\xB6\x81.txt", "north", 5);
    write_file("names/line\nfeed [1]?*.txt", "feed", 4);
    write_file("names/-.csv", "text,url\nx,u:1\n", 15);
    write_file("names/.hidden", "no", 2);
    expect(db, "SELECT group_concat(content, ' ') FROM corpus_files(?1)", "names", "x latin feed north");
    expect(
        db,
        "SELECT group_concat(f.content) FROM corpus_files(?1) AS n, corpus_files(n.path) AS f WHERE n.name LIKE 'caf%'",
        "names", "latin");
    expect(db, CONTENT_OF, "names/line\nfeed [1]?*.txt", "feed");
    expect(db, "SELECT count(*) FROM corpus_files(?1)", "names/*.txt", "3");
}

static void test_others(sqlite3 *db)
{
    mkdir(below("others"), 0755);
    check(mkfifo(below("others/pipe"), 0644) == 0, "no pipe");
    expect(db, ERROR_OF, "others/pipe", "neither a file nor a folder");
    write_file("others/secret.txt", "secret", 6);
    check(chmod(below("others/secret.txt"), 0) == 0, "chmod");
    if (geteuid() != 0) expect(db, ERROR_OF, "others/secret.txt", "Permission denied");
    else expect(db, CONTENT_OF, "others/secret.txt", "secret"); /* root reads everything */
    write_file("others/empty.csv", "", 0);
    expect(db, "SELECT kind || quote(content) FROM corpus_files(?1)", "others/empty.csv", "text''");
    write_file("others/nul.txt", "a\0b", 3);
    expect(db, "SELECT count(*) FROM corpus_files(?1) WHERE error IS NULL OR content IS NULL", "others/nul.txt", "1");
}

static void test_nested(sqlite3 *db)
{
    char command[1200];
    mkdir(below("nested"), 0755);
    snprintf(command, sizeof command,
             "cd '%s/nested' && i=0 && while [ $i -lt %d ]; do mkdir d && cd -P d && i=$((i+1)) || exit 1; done",
             folder, NESTED);
    check(system(command) == 0, "%s", command);
    expect(db, ERROR_OF, "nested", "folders are nested too deeply");
}

static void test_many(sqlite3 *db)
{
    char name[40], wanted[20], sql[1200];
    mkdir(below("many"), 0755);
    for (int i = 0; i < many; i++) {
        snprintf(name, sizeof name, "many/%06d.txt", i);
        int file = open(below(name), O_CREAT | O_WRONLY, 0644);
        if (file < 0 || write(file, "x", 1) != 1) check(0, "cannot write %s", path);
        if (file >= 0) close(file);
    }
    double begin = processor_seconds();
    snprintf(wanted, sizeof wanted, "%d1", many);
    expect(db,
           "SELECT count(*) || min(path < next) FROM (SELECT path, lead(path, 1, 'z') OVER () AS next FROM "
           "corpus_files(?1))",
           "many", wanted);
    double seconds = processor_seconds() - begin;
    check(seconds < 20, "%d files are listed in %.1f s", many, seconds);
    run_shell("find '%s/many' -name '*.txt' -exec touch -d 2020-01-01 {} +", folder); /* not as young as the load */
    database_run(db, "CREATE VIRTUAL TABLE news USING corpus(finders='')");
    snprintf(sql, sizeof sql,
             "SELECT max(documents) * 10 + (max(unchanged) > 0) FROM corpus_load('news', '%s/many', 1000)", folder);
    double begin_load = processor_seconds();
    check(database_integer(db, sql) == many * 10, "all are loaded");
    double loaded = processor_seconds() - begin_load, begin_again = processor_seconds();
    snprintf(sql, sizeof sql, "SELECT max(unchanged) FROM corpus_load('news', '%s/many', 1000)", folder);
    check(database_integer(db, sql) == many, "and passed over");
    double again = processor_seconds() - begin_again;
    printf("%d files listed in %.2f s, loaded in %.2f s, again in %.2f s\n", many, seconds, loaded, again);
    check(again < 20, "again in %.1f s", again);
    database_run(db, "DROP TABLE news");
}

/* A WARC file with a record of `gigabytes` between two small ones; the file has a hole. */
static void write_hole(const char *name, double gigabytes, const char *kind)
{
    static const char first[] =
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nfirst\r\n\r\n";
    static const char last[] = "\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: "
                               "text/plain\r\nContent-Length: 4\r\n\r\nlast\r\n\r\n";
    char head[200];
    off_t hole = (off_t)(gigabytes * 1e9);
    int length = snprintf(head, sizeof head,
                          "WARC/1.0\r\nWARC-Type: %s\r\nContent-Type: text/plain\r\nContent-Length: %lld\r\n\r\n", kind,
                          (long long)hole);
    write_file(name, first, sizeof first - 1);
    int file = open(below(name), O_WRONLY | O_APPEND);
    check(file >= 0 && write(file, head, (size_t)length) == length &&
              ftruncate(file, (off_t)sizeof first - 1 + length + hole) == 0 &&
              write(file, last, sizeof last - 1) == sizeof last - 1,
          "cannot write %s", path);
    if (file >= 0) close(file);
}

static void *interrupt_soon(void *db)
{
    struct timespec nap = {0, 100000000};
    nanosleep(&nap, NULL);
    sqlite3_interrupt(db);
    return NULL;
}

static void test_holes(sqlite3 *db)
{
    mkdir(below("holes"), 0755);
    write_hole("holes/passed.warc", 2, "request");
    write_hole("holes/refused.warc", 2, "resource");
    write_file("holes/page.html", "<html>", 6);
    check(truncate(below("holes/page.html"), 3000000000) == 0, "truncate");
    expect(db, "SELECT group_concat(content, ' ') FROM corpus_files(?1)", "holes/passed.warc", "first last");
    expect(db, "SELECT group_concat(coalesce(content, error), '; ') FROM corpus_files(?1)", "holes/refused.warc",
           "first; 2000000000 bytes are more than the limit (max_bytes) of 1000000000 for one document; last");
    expect(db, ERROR_OF, "holes/page.html",
           "3000000000 bytes are more than the limit (max_bytes) of 1000000000 for one document");
    check(peak_megabytes() < MEMORY_MEGABYTES, "%.0f MB of memory for files with holes", peak_megabytes());
    printf("peak memory %.0f MB\n", peak_megabytes());
    pthread_t thread;
    if (!check(pthread_create(&thread, NULL, interrupt_soon, db) == 0, "no thread")) return;
    double begin = processor_seconds();
    expect(db, "SELECT count(*) FROM corpus_files(?1)", "holes/*.warc", "interrupted");
    check(processor_seconds() - begin < 0.8, "an interrupt after 0.1 s took %.2f s", processor_seconds() - begin);
    pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
    if (argc < 3) return puts("usage: files EXTENSION SCRATCH [FILES]"), 2;
    if (argc > 3) many = atoi(argv[3]);
    snprintf(folder, sizeof folder, "%s/files", argv[2]);
    run_shell("chmod -R u+rwX '%s' 2>/dev/null; true", folder);
    run_shell("rm -rf '%s'", folder);
    check(mkdir(folder, 0755) == 0, "mkdir %s", folder);
    sqlite3 *db = database_open(":memory:", argv[1]);
    test_links(db);
    test_names(db);
    test_others(db);
    test_nested(db);
    test_many(db);
    test_holes(db);
    check(sqlite3_close(db) == SQLITE_OK, "the connection does not close");
    run_shell("rm -rf '%s'", folder);
    return check_end();
}
