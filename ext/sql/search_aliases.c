/*
** search_aliases.c - see search_aliases.h
**
** The query is cut as FTS5 cuts it: strings, barewords, signs. Between operators and brackets stands a run of items, each a phrase
** with its columns before it (`title : "x" *`) or a NEAR group, which FTS5 joins by an AND that binds stronger than all else. A run
** with a name in it is written in brackets with its ANDs, since FTS5 takes no brackets in a run without them.
*/
#include "sql/search_aliases.h"
#include "names/names.h"
#include "names/tables.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

enum { MOST_LOOKUPS = 64, MOST_WORDS_OF_NAME = 6 };

/* Whole names of a person or an organisation: with a blank inside, or in a script that writes none; any name of a place. The most frequent come first. */
static const char corpus_names[] =
    "SELECT a.name FROM {alias} AS q JOIN {entity} AS e ON e.id=q.entity JOIN {alias} AS a ON a.entity=q.entity"
    " WHERE q.name=?1 AND a.name<>?1 AND (e.type IN ('GPE','LOC') OR (e.type IN ('PERSON','ORG') AND"
    "  (instr(a.name,' ') OR a.script IN ('Hani','Hang','Kana','Hira')) AND"
    "  (instr(?1,' ') OR q.script IN ('Hani','Hang','Kana','Hira'))))"
    " GROUP BY a.name ORDER BY sum(a.mentions) DESC, a.name LIMIT 32";

enum { PIECE_END, PIECE_SIGN, PIECE_WORD, PIECE_STRING };

typedef struct Piece {
    int kind;
    const char *start;
    size_t length;
} Piece;

/* An item of a run. `name`: the phrase, if it may be a name. */
typedef struct Item {
    const char *start;
    size_t length;
    const char *name;
    size_t name_length;
} Item;

typedef struct Rewriting {
    CorpusTable *table;
    Connection *connection;
    sqlite3_stmt *names; /* corpus_names, once it is asked */
    Arena arena;
    struct {
        Item *items;
        size_t count, capacity;
    } run;
    Buffer *out;
    int lookups, found, rc;
    Status status;
} Rewriting;

/* --- cutting --- */

static int is_bareword(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == 0x1A ||
           (unsigned char)c >= 0x80;
}

static Piece next_piece(const char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r') at++;
    Piece piece = {PIECE_SIGN, at, 1};
    if (!*at) return (Piece){PIECE_END, at, 0};
    if (is_bareword(*at)) {
        piece.kind = PIECE_WORD;
        while (is_bareword(at[piece.length])) piece.length++;
    } else if (*at == '"') {
        piece.kind = PIECE_STRING;
        while (at[piece.length] && (at[piece.length] != '"' || at[piece.length + 1] == '"'))
            piece.length += at[piece.length] == '"' ? 2 : 1;
        if (at[piece.length]) piece.length++;
    }
    return piece;
}

static Piece piece_after(Piece piece)
{
    return next_piece(piece.start + piece.length);
}

static int is(Piece piece, const char *text)
{
    return (piece.kind == PIECE_SIGN || piece.kind == PIECE_WORD) && piece.length == strlen(text) &&
           !memcmp(piece.start, text, piece.length);
}

static int is_operator(Piece piece)
{
    return is(piece, "AND") || is(piece, "OR") || is(piece, "NOT");
}

/* The piece behind a group of brackets that opens at `piece`. */
static Piece skip_group(Piece piece, const char *open, const char *close)
{
    for (int depth = 0; piece.kind != PIECE_END;) {
        depth += is(piece, open) - is(piece, close);
        piece = piece_after(piece);
        if (depth <= 0) break;
    }
    return piece;
}

/* The piece behind `columns :`, or `piece` itself. */
static Piece skip_columns(Piece piece)
{
    Piece at = is(piece, "-") ? piece_after(piece) : piece;
    if (is(at, "{")) at = skip_group(at, "{", "}");
    else if (at.kind == PIECE_WORD || at.kind == PIECE_STRING) at = piece_after(at);
    else return piece;
    return is(at, ":") ? piece_after(at) : piece;
}

/* Reads an item. Returns 0 where none begins. */
static int read_item(Piece piece, Item *item, Piece *after)
{
    Piece at = skip_columns(piece);
    *item = (Item){piece.start, 0, NULL, 0};
    if (is(at, "NEAR") && is(piece_after(at), "(")) *after = skip_group(piece_after(at), "(", ")");
    else {
        int plain = !is(at, "^");
        if (!plain) at = piece_after(at);
        if ((at.kind != PIECE_WORD && at.kind != PIECE_STRING) || is_operator(at)) return 0;
        Piece phrase = at;
        at = piece_after(at);
        while (is(at, "+")) { /* a phrase in parts */
            plain = 0;
            at = piece_after(piece_after(at));
        }
        if (is(at, "*")) {
            plain = 0;
            at = piece_after(at);
        }
        *after = at;
        if (plain) item->name = phrase.start, item->name_length = phrase.length;
    }
    const char *end = after->start;
    while (end > item->start && strchr(" \t\n\r", end[-1])) end--;
    item->length = (size_t)(end - item->start);
    return item->length > 0;
}

/* --- writing --- */

/* Appends the words of an item as the table of names has them: without quotes. */
static void append_name(const Item *item, Buffer *out)
{
    int quoted = *item->name == '"';
    for (size_t i = (size_t)quoted; i < item->name_length - (size_t)quoted; i++) {
        buffer_byte(out, item->name[i]);
        if (item->name[i] == '"') i++; /* a doubled quote */
    }
}

static void append_quoted(const char *name, Buffer *out)
{
    buffer_string(out, " OR \"");
    for (; *name; name++) {
        if (*name == '"') buffer_byte(out, '"');
        buffer_byte(out, *name);
    }
    buffer_byte(out, '"');
}

/* Appends the names of the table of names. Returns 1 if there are any. */
static int append_known(Rewriting *rewriting, const Buffer *name, Buffer *others)
{
    size_t count = 0;
    long row = names_search_aliases(rewriting->connection->icu, name->bytes, name->length, &count, &rewriting->status);
    if (row < 0) return 0;
    for (size_t i = 0; i < count; i++)
        if (!name_aliases[(size_t)row + i].shared) append_quoted(name_aliases[(size_t)row + i].name, others);
    return 1;
}

/* Appends the names that the corpus has for the same person or place. Returns 1 if there are any. */
static int append_of_corpus(Rewriting *rewriting, const Buffer *name, Buffer *others)
{
    int found = 0;
    if (!rewriting->names) rewriting->rc = store_prepare(rewriting->table, corpus_names, &rewriting->names);
    if (rewriting->rc != SQLITE_OK) return 0;
    sqlite3_bind_text(rewriting->names, 1, name->bytes, (int)name->length, SQLITE_TRANSIENT);
    int step;
    while ((step = sqlite3_step(rewriting->names)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(rewriting->names, 0);
        if (text) append_quoted(text, others);
        else rewriting->rc = SQLITE_NOMEM;
        found = 1;
    }
    int rc = sqlite3_reset(rewriting->names);
    if (step != SQLITE_DONE) rewriting->rc = rc;
    return found;
}

/* Appends to `others` ` OR "name"` for each other name of what `words` items from `first` on call. Returns 1 if they are a name that has others. */
static int other_names(Rewriting *rewriting, size_t first, size_t words, Buffer *others)
{
    Buffer name = BUFFER_EMPTY;
    int found = 0;
    for (size_t i = 0; i < words; i++) {
        if (i) buffer_byte(&name, ' ');
        append_name(&rewriting->run.items[first + i], &name);
    }
    if (name.failed) rewriting->status = STATUS_NOMEM;
    else if (name.length) found = append_known(rewriting, &name, others) | append_of_corpus(rewriting, &name, others);
    buffer_free(&name);
    rewriting->lookups++;
    return found && rewriting->status == STATUS_OK && rewriting->rc == SQLITE_OK;
}

/* Appends the items of a name, and its other names. */
static void append_names(Rewriting *rewriting, size_t first, size_t words, const Buffer *others)
{
    Buffer *out = rewriting->out;
    const Item *item = &rewriting->run.items[first];
    buffer_append(out, item->start, (size_t)(item->name - item->start)); /* its columns */
    buffer_byte(out, '(');
    if (words > 1) buffer_byte(out, '(');
    for (size_t i = 0; i < words; i++) {
        if (i) buffer_string(out, " AND ");
        buffer_append(out, item[i].name, item[i].name_length);
    }
    if (words > 1) buffer_byte(out, ')');
    buffer_append(out, others->bytes, others->length);
    buffer_byte(out, ')');
    rewriting->found = 1;
}

/* The longest name that begins at an item; appends it, or the item. Returns the number of items. */
static size_t append_item(Rewriting *rewriting, size_t first)
{
    const Item *items = rewriting->run.items;
    size_t words = 0, taken = 1;
    Buffer others = BUFFER_EMPTY;
    while (first + words < rewriting->run.count && words < MOST_WORDS_OF_NAME && items[first + words].name &&
           (!words || items[first + words].name == items[first + words].start))
        words++;
    int found = 0;
    for (; words > 0 && !found && rewriting->lookups < MOST_LOOKUPS && rewriting->status == STATUS_OK &&
           rewriting->rc == SQLITE_OK;
         words -= !found) {
        others.length = 0;
        found = other_names(rewriting, first, words, &others);
    }
    if (found) {
        append_names(rewriting, first, words, &others);
        taken = words;
    } else buffer_append(rewriting->out, items[first].start, items[first].length);
    if (others.failed) rewriting->status = STATUS_NOMEM;
    buffer_free(&others);
    return taken;
}

static void append_run(Rewriting *rewriting)
{
    size_t count = rewriting->run.count;
    if (count > 1) buffer_byte(rewriting->out, '(');
    for (size_t i = 0; i < count;) {
        if (i) buffer_string(rewriting->out, " AND ");
        i += append_item(rewriting, i);
    }
    if (count > 1) buffer_byte(rewriting->out, ')');
    buffer_byte(rewriting->out, ' ');
    rewriting->run.count = 0;
}

int search_add_aliases(CorpusTable *table, const char *query, Buffer *out, int *found)
{
    Rewriting rewriting = {.table = table, .connection = table->connection, .out = out};
    arena_init(&rewriting.arena, 0);
    for (Piece piece = next_piece(query); rewriting.status == STATUS_OK && rewriting.rc == SQLITE_OK;) {
        Piece after;
        Item item, *kept;
        if (read_item(piece, &item, &after)) {
            kept = ARENA_PUSH(&rewriting.arena, &rewriting.run);
            if (kept) *kept = item;
            else rewriting.status = STATUS_NOMEM;
            piece = after;
            continue;
        }
        if (rewriting.run.count) append_run(&rewriting);
        if (piece.kind == PIECE_END) break;
        /* an operator, a bracket, or columns before a bracket */
        buffer_append(out, piece.start, piece.length);
        buffer_byte(out, ' ');
        piece = piece_after(piece);
    }
    buffer_byte(out, 0);
    *found = rewriting.found;
    arena_clear(&rewriting.arena);
    sqlite3_finalize(rewriting.names);
    if (out->failed) rewriting.status = STATUS_NOMEM;
    return rewriting.rc != SQLITE_OK ? rewriting.rc : connection_code(rewriting.status);
}
