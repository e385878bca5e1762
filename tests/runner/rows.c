/*
** rows.c - results as strings (rows.h)
*/
#include "memory.h"
#include "rows.h"

enum { SHOWN = 40 }; /* values of a wrong result that are printed */

void rows_clear(Rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) free(rows->values[i]);
    free(rows->values);
    memset(rows, 0, sizeof *rows);
}

static void push(Rows *rows, char *value)
{
    rows->values = memory_grown(rows->values, (rows->count + 1) * sizeof *rows->values);
    rows->values[rows->count++] = value;
}

static char *escaped(const unsigned char *text, size_t length)
{
    if (!length) return text_copy("(empty)");
    char *out = memory_grown(NULL, length * 4 + 1), *to = out;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n') to += sprintf(to, "\\n");
        else if (text[i] == '\t') to += sprintf(to, "\\t");
        else if (text[i] < ' ' || text[i] == 127) to += sprintf(to, "\\x%02X", text[i]);
        else *to++ = (char)text[i];
    }
    *to = 0;
    return out;
}

static char *hexadecimal(const unsigned char *bytes, size_t length)
{
    char *out = memory_grown(NULL, length * 2 + 4), *to = out;
    to += sprintf(to, "X'");
    for (size_t i = 0; i < length; i++) to += sprintf(to, "%02x", bytes[i]);
    sprintf(to, "'");
    return out;
}

/* The value of one column, or NULL if SQLite had no memory for it. */
static char *format_value(Rows *rows, sqlite3_stmt *statement, int column, char type)
{
    char number[64];
    int stored = sqlite3_column_type(statement, column);
    static const char *const names[] = {"?", "INTEGER", "REAL", "TEXT", "BLOB", "NULL"};
    if (stored == SQLITE_NULL) return text_copy("NULL");
    if ((type == 'I' && stored != SQLITE_INTEGER) ||
        (type == 'R' && stored != SQLITE_INTEGER && stored != SQLITE_FLOAT)) {
        snprintf(rows->problem, sizeof rows->problem, "column %d is %s, not %s", column + 1, names[stored],
                 type == 'I' ? "INTEGER" : "REAL");
    }
    if (type == 'R' && stored != SQLITE_TEXT && stored != SQLITE_BLOB) {
        snprintf(number, sizeof number, "%.3f", sqlite3_column_double(statement, column));
        return text_copy(number);
    }
    if (stored == SQLITE_INTEGER) {
        snprintf(number, sizeof number, "%lld", sqlite3_column_int64(statement, column));
        return text_copy(number);
    }
    if (stored == SQLITE_FLOAT) {
        snprintf(number, sizeof number, "%.15g", sqlite3_column_double(statement, column));
        if (!strpbrk(number, ".eEni")) strcat(number, ".0");
        return text_copy(number);
    }
    const unsigned char *bytes =
        stored == SQLITE_BLOB ? sqlite3_column_blob(statement, column) : sqlite3_column_text(statement, column);
    size_t length = (size_t)sqlite3_column_bytes(statement, column);
    if (!bytes && (stored == SQLITE_TEXT || length)) return NULL;
    return stored == SQLITE_BLOB ? hexadecimal(bytes, length) : escaped(bytes, length);
}

int rows_append(Rows *rows, sqlite3_stmt *statement, const char *types)
{
    int columns = sqlite3_column_count(statement);
    rows->columns = (size_t)columns;
    for (int i = 0; i < columns; i++) {
        char *value = format_value(rows, statement, i, i < (int)strlen(types) ? types[i] : '?');
        if (!value) return SQLITE_NOMEM;
        push(rows, value);
    }
    return SQLITE_OK;
}

static size_t sorted_columns; /* qsort() has no argument for it */

static int compare_rows(const void *a, const void *b)
{
    char *const *left = a, *const *right = b;
    int difference = 0;
    for (size_t i = 0; i < sorted_columns && !difference; i++) difference = strcmp(left[i], right[i]);
    return difference;
}

static void sort_values(char **values, size_t count, size_t columns, SortMode sort)
{
    sorted_columns = sort == SORT_VALUES ? 1 : columns;
    if (sort == SORT_NONE || !sorted_columns || !count) return;
    qsort(values, count / sorted_columns, sorted_columns * sizeof *values, compare_rows);
}

/* The expected lines, cut at tabs. */
static void expected_values(const Record *record, Rows *out)
{
    for (size_t i = 0; i < record->expected_count; i++) {
        const char *line = record->expected[i];
        for (;;) {
            size_t length = strcspn(line, "\t");
            push(out, text_append(text_copy(""), line, length));
            if (!line[length]) break;
            line += length + 1;
        }
    }
}

static void print_values(const char *title, const Rows *rows)
{
    printf("  %s\n", title);
    for (size_t i = 0; i < rows->count && i < SHOWN; i++) {
        printf("%s%s%s", i % rows->columns ? "\t" : "    ", rows->values[i], (i + 1) % rows->columns ? "" : "\n");
    }
    if (rows->count % rows->columns) printf("\n");
    if (rows->count > SHOWN) printf("    ... %zu values in all\n", rows->count);
}

int rows_match(Rows *rows, const Record *record, const char *path)
{
    Rows expected = {.columns = strlen(record->argument)};
    expected_values(record, &expected);
    const char *problem = rows->problem[0] ? rows->problem : NULL;
    if (rows->count && rows->columns != expected.columns)
        problem = "another number of columns than the test has letters";
    else if (expected.count % expected.columns) problem = "the expected values do not fill their last row";
    sort_values(rows->values, rows->count, rows->columns, record->sort);
    sort_values(expected.values, expected.count, expected.columns, record->sort);
    if (!problem && rows->count != expected.count) problem = "another number of rows";
    for (size_t i = 0; i < rows->count && !problem; i++) {
        if (strcmp(rows->values[i], expected.values[i]) != 0) problem = "other values";
    }
    if (problem && path) {
        printf("%s:%d: %s\n  %s\n", path, record->line, problem, record->sql);
        rows->columns = rows->columns ? rows->columns : 1;
        print_values("wanted:", &expected);
        print_values("got:", rows);
    }
    rows_clear(&expected);
    return !problem;
}
