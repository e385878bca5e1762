/*
** static.c - a program with the extension linked in: dist/libcorpus.a and sqlite3_auto_extension()
**
** Every connection that it opens knows the functions and the virtual table, without a file being loaded.
*/
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

int sqlite3_corpus_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);

static int passed, failed;

static void check(int ok, const char *what)
{
    if (ok) passed++;
    else failed++;
    if (!ok) printf("failed: %s\n", what);
}

static int run(sqlite3 *db, const char *sql, const char *wanted)
{
    sqlite3_stmt *statement = NULL;
    int ok = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
    if (ok && sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(statement, 0);
        ok = wanted && text && strcmp((const char *)text, wanted) == 0;
    }
    if (!ok) printf("%s: %s\n", sql, sqlite3_errmsg(db));
    return sqlite3_finalize(statement) == SQLITE_OK && ok;
}

int main(void)
{
    check(sqlite3_auto_extension((void (*)(void))sqlite3_corpus_init) == SQLITE_OK, "sqlite3_auto_extension()");
    for (int i = 0; i < 3; i++) {
        sqlite3 *db = NULL;
        check(sqlite3_open(":memory:", &db) == SQLITE_OK, "opening a connection");
        check(run(db, "SELECT group_concat(text, '|') FROM corpus_tokens('Алматы, 2020')", "Алматы|,|2020"),
              "a function");
        check(run(db, "CREATE VIRTUAL TABLE news USING corpus", NULL), "the virtual table");
        check(run(db, "INSERT INTO news(uri, page) VALUES('a', 'A bridge was opened in Oslo.')", NULL), "a row");
        check(run(db, "SELECT uri FROM news WHERE news MATCH 'oslo'", "a"), "a search");
        check(sqlite3_close(db) == SQLITE_OK, "closing it");
    }
    check(sqlite3_shutdown() == SQLITE_OK && sqlite3_memory_used() == 0, "all memory is given back");
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
