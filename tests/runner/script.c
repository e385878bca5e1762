/*
** script.c - reads test files (script.h)
**
** One pass over the lines. A file that cannot be understood ends the program: a test that is not run as written must not pass.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "memory.h"
#include "script.h"

typedef struct Reader {
    Script *script;
    FILE *stream;
    const Variable *variables;
    size_t variable_count;
    char *line; /* current line without its end; NULL after the last */
    size_t capacity;
    int number;
} Reader;

static _Noreturn void reader_fail(const Reader *reader, const char *what)
{
    printf("%s:%d: cannot be read: %s\n", reader->script->path, reader->number, what);
    fflush(stdout);
    exit(2);
}

static int next_line(Reader *reader)
{
    ssize_t length = getline(&reader->line, &reader->capacity, reader->stream);
    if (length < 0) {
        free(reader->line);
        reader->line = NULL;
        return 0;
    }
    while (length > 0 && (reader->line[length - 1] == '\n' || reader->line[length - 1] == '\r')) {
        reader->line[--length] = 0;
    }
    reader->number++;
    return 1;
}

/* A copy of `line` with `$NAME` replaced. */
static char *expand(const Reader *reader, const char *line)
{
    char *out = text_copy("");
    while (*line) {
        size_t plain = strcspn(line, "$");
        out = text_append(out, line, plain);
        line += plain;
        if (!*line) break;
        const Variable *found = NULL;
        for (size_t i = 0; i < reader->variable_count; i++) {
            size_t n = strlen(reader->variables[i].name);
            if (strncmp(line + 1, reader->variables[i].name, n) == 0) found = &reader->variables[i];
        }
        if (found) {
            out = text_append(out, found->value, strlen(found->value));
            line += 1 + strlen(found->name);
        } else {
            out = text_append(out, line++, 1);
        }
    }
    return out;
}

/* Reads the SQL up to `----`, a blank line or the end. Returns 1 if it ended at `----`. */
static int read_sql(Reader *reader, Record *record)
{
    record->sql = text_copy("");
    while (next_line(reader) && *reader->line) {
        if (strcmp(reader->line, "----") == 0) return 1;
        char *line = expand(reader, reader->line);
        if (*record->sql) record->sql = text_append(record->sql, "\n", 1);
        record->sql = text_append(record->sql, line, strlen(line));
        free(line);
    }
    return 0;
}

static void read_expected(Reader *reader, Record *record)
{
    while (next_line(reader) && *reader->line) {
        record->expected = memory_grown(record->expected, (record->expected_count + 1) * sizeof *record->expected);
        record->expected[record->expected_count++] = expand(reader, reader->line);
    }
}

static void record_free(Record *record)
{
    for (size_t i = 0; i < record->expected_count; i++) free(record->expected[i]);
    free(record->expected);
    free(record->sql);
    free(record->argument);
}

/* The next blank-separated word of `*rest`, which is changed; NULL at the end. */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " \t");
    if (!*word) return NULL;
    char *end = word + strcspn(word, " \t");
    *rest = *end ? end + 1 : end;
    *end = 0;
    return word;
}

static SortMode read_sort(const Reader *reader, const char *word)
{
    if (!word || strcmp(word, "nosort") == 0) return SORT_NONE;
    if (strcmp(word, "rowsort") == 0) return SORT_ROWS;
    if (strcmp(word, "valuesort") == 0) return SORT_VALUES;
    reader_fail(reader, "a query sorts by nosort, rowsort or valuesort");
}

static void read_sweep(Reader *reader, char *rest)
{
    char *word = next_word(&rest);
    if (word && strcmp(word, "load") == 0) reader->script->sweep_load = 1;
    else if (word && strcmp(word, "damage") == 0) reader->script->sweep_damage = 1;
    else if (word && strcmp(word, "off") == 0 && *rest) reader->script->sweep_off = text_copy(rest);
    else reader_fail(reader, "`sweep load`, `sweep damage` or `sweep off REASON`");
}

/* Reads the command `word` with its arguments `rest` and the lines below into `record`. Returns 0 if it is no record. */
static int read_record(Reader *reader, const char *word, char *rest, Record *record)
{
    record->line = reader->number;
    if (strcmp(word, "statement") == 0) {
        char *outcome = next_word(&rest);
        if (!outcome) reader_fail(reader, "`statement ok` or `statement error`");
        else if (strcmp(outcome, "ok") == 0) record->kind = RECORD_STATEMENT_OK;
        else if (strcmp(outcome, "error") == 0) record->kind = RECORD_STATEMENT_ERROR;
        else reader_fail(reader, "`statement ok` or `statement error`");
        if (read_sql(reader, record)) {
            if (record->kind == RECORD_STATEMENT_OK) reader_fail(reader, "`statement ok` has no expected result");
            read_expected(reader, record);
        }
    } else if (strcmp(word, "query") == 0) {
        char *types = next_word(&rest);
        if (!types || types[strspn(types, "ITR?")])
            reader_fail(reader, "`query` needs a letter I, T, R or ? for each column");
        record->kind = RECORD_QUERY;
        record->argument = text_copy(types);
        record->sort = read_sort(reader, next_word(&rest));
        if (!read_sql(reader, record)) reader_fail(reader, "`query` needs `----` and the expected rows");
        read_expected(reader, record);
    } else if (strcmp(word, "connection") == 0) {
        record->kind = RECORD_CONNECTION;
        if (!*rest) reader_fail(reader, "`connection` needs a name");
        record->argument = text_copy(rest);
    } else if (strcmp(word, "reconnect") == 0) {
        record->kind = RECORD_RECONNECT;
    } else if (strcmp(word, "restart") == 0) {
        record->kind = RECORD_RESTART;
    } else if (strcmp(word, "config") == 0) {
        record->kind = RECORD_CONFIG;
        record->argument = text_copy(rest);
    } else {
        reader_fail(reader, "unknown command");
    }
    return 1;
}

static void skip_lines(Reader *reader)
{
    while (next_line(reader) && *reader->line) {}
}

/* Handles what says something of the whole file or of the next record. Returns 0 if `word` is no such command. */
static int read_directive(Reader *reader, const char *word, char *rest, int *skip, int *halt,
                          int (*holds)(const char *))
{
    if (strcmp(word, "onlyif") == 0) *skip |= !holds(rest);
    else if (strcmp(word, "skipif") == 0) *skip |= holds(rest);
    else if (strcmp(word, "require") == 0) {
        if (!holds(rest)) {
            reader->script->unmet = text_copy(rest);
            *halt = 1;
        }
    } else if (strcmp(word, "nofiles") == 0) reader->script->nofiles = 1;
    else if (strcmp(word, "noload") == 0) reader->script->noload = 1;
    else if (strcmp(word, "sweep") == 0) read_sweep(reader, rest);
    else if (strcmp(word, "halt") == 0) *halt = !*skip;
    else if (strcmp(word, "hash-threshold") != 0) return 0; /* of SQLite's own files; results are never hashed here */
    return 1;
}

Script *script_read(const char *path, const Variable *variables, size_t variable_count,
                    int (*holds)(const char *condition))
{
    Reader reader = {.variables = variables, .variable_count = variable_count};
    Script *script = memory_grown(NULL, sizeof *script);
    memset(script, 0, sizeof *script);
    script->path = path;
    reader.script = script;
    reader.stream = fopen(path, "rb");
    if (!reader.stream) reader_fail(&reader, "no such file");
    int skip = 0, halt = 0;
    while (!halt && next_line(&reader)) {
        if (!*reader.line || *reader.line == '#') continue;
        char *command = text_copy(reader.line), *rest = command;
        char *word = next_word(&rest);
        if (!word) {
            free(command);
            continue;
        }
        if (!read_directive(&reader, word, rest, &skip, &halt, holds)) {
            Record record = {0};
            read_record(&reader, word, rest, &record);
            if (skip) {
                record_free(&record);
            } else {
                script->records = memory_grown(script->records, (script->count + 1) * sizeof *script->records);
                script->records[script->count++] = record;
            }
            if (skip && reader.line && *reader.line) skip_lines(&reader);
            skip = 0;
        }
        free(command);
    }
    free(reader.line);
    fclose(reader.stream);
    return script;
}

void script_free(Script *script)
{
    for (size_t i = 0; i < script->count; i++) record_free(&script->records[i]);
    free(script->records);
    free(script->sweep_off);
    free(script->unmet);
    free(script);
}
