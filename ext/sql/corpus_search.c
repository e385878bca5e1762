/* corpus_search.c - see corpus_search.h */
#include "sql/corpus_search.h"
#include "sql/functions.h"
#include "sql/search_aliases.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "sql/tokenizer.h"
#include "names/names.h"
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

#define SAME_NAME                                                                                                      \
    0.75 /* a query meets all names of a corpus, most of them strangers: surer than names_similarity()'s own 0.5 */

#define SURELY_SAME 0.95 /* for names of two Han characters or Korean syllables */

/* --- running a query -------------------------------------------------------------------------------------------------------- */

static int compare_rows(const void *a, const void *b)
{
    const SearchRow *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return x->document < y->document ? -1 : x->document > y->document;
}

static int compare_documents(const void *a, const void *b)
{
    const SearchRow *x = a, *y = b;
    return x->document < y->document ? -1 : x->document > y->document;
}

/* True if one of the first `count` rows, which are in order of document, is this document. */
static int has_row(const SearchCursor *search, size_t count, sqlite3_int64 document)
{
    SearchRow wanted = {.document = document};
    return count && bsearch(&wanted, search->rows.items, count, sizeof wanted, compare_documents) != NULL;
}

static int add_row(SearchCursor *search, sqlite3_stmt *query, int matched, int by_key)
{
    SearchRow *row = ARENA_PUSH(&search->arena, &search->rows);
    if (!row) return SQLITE_NOMEM;
    const void *hits = sqlite3_column_blob(query, 2);
    int bytes = sqlite3_column_bytes(query, 2);
    row->document = sqlite3_column_int64(query, 0);
    row->bm25 = sqlite3_column_double(query, 1);
    row->matched = matched;
    row->by_key = by_key;
    row->rank = matched == MATCHED_EXACT ? row->bm25 : matched - MATCHED_KEY + 1 / (1 - row->bm25);
    row->hit_count = bytes / (int)(3 * sizeof(int32_t));
    row->hits = (const int32_t *)(const void *)arena_copy(&search->arena, hits ? hits : "", (size_t)bytes);
    return row->hits ? SQLITE_OK : SQLITE_NOMEM;
}

/*
** Adds the rows of a query that are not there. FTS5 tokenizes the query at the first step; `by_key` tells our tokenizer what to make
** of its words.
*/
static int run_query(SearchCursor *search, const char *text, int matched, int by_key)
{
    CorpusTable *table = search->table;
    sqlite3_stmt *query;
    size_t before = search->rows.count;
    int rc = store_prepare(
        table, "SELECT rowid, bm25({.fts}), corpus_hits({.fts}) FROM {fts} WHERE {.fts} MATCH ?1 ORDER BY rowid",
        &query);
    if (rc != SQLITE_OK) return rc;
    sqlite3_bind_text(query, 1, text, -1, SQLITE_STATIC);
    table->connection->key_search = by_key ? search : NULL;
    int step = sqlite3_step(query);
    table->connection->key_search = NULL;
    for (; rc == SQLITE_OK && step == SQLITE_ROW; step = sqlite3_step(query))
        if (!has_row(search, before, sqlite3_column_int64(query, 0))) rc = add_row(search, query, matched, by_key);
    int end = sqlite3_finalize(query);
    if (end != SQLITE_OK && end != SQLITE_NOMEM && end != SQLITE_INTERRUPT)
        store_error(table, sqlite3_mprintf("%s: MATCH '%.200s': %s", table->name, text, sqlite3_errmsg(table->db)));
    return rc == SQLITE_OK ? end : rc;
}

static int keep_agreeing(SearchCursor *search, size_t first);

/* Runs a query by its words, and by their keys. */
static int run_both(SearchCursor *search, const char *text, int matched)
{
    size_t count;
    int rc = SQLITE_OK;
    for (int by_key = 0; by_key < 2 && rc == SQLITE_OK; by_key++) {
        count = search->rows.count;
        if (count) qsort(search->rows.items, count, sizeof *search->rows.items, compare_documents); /* for has_row() */
        rc = run_query(search, text, matched == MATCHED_EXACT && by_key ? MATCHED_KEY : matched, by_key);
        if (rc == SQLITE_OK && by_key) rc = keep_agreeing(search, count);
    }
    return rc;
}

/* Runs the query with the other names of its people and places, if it has any. */
static int run_aliases(SearchCursor *search, const char *text)
{
    Buffer query = BUFFER_EMPTY;
    int found = 0, rc = search_add_aliases(search->table, text, &query, &found);
    if (rc == SQLITE_OK && found) rc = run_both(search, query.bytes, MATCHED_ALIAS);
    buffer_free(&query);
    return rc;
}

int search_open(CorpusTable *table, const char *text, int is_exact, SearchCursor **out)
{
    Connection *connection = table->connection;
    SearchCursor *search = memory_alloc(sizeof *search);
    *out = NULL;
    if (!search) return SQLITE_NOMEM;
    memset(search, 0, sizeof *search);
    arena_init(&search->arena, 0);
    search->table = table;
    search->id = ++connection->last_search;
    search->next = connection->searches;
    connection->searches = search;
    int rc = is_exact ? run_query(search, text, MATCHED_EXACT, 0) : run_both(search, text, MATCHED_EXACT);
    if (rc == SQLITE_OK && search->keyed) rc = run_aliases(search, text);
    if (rc != SQLITE_OK) {
        search_close(search);
        return rc;
    }
    if (search->rows.count) qsort(search->rows.items, search->rows.count, sizeof *search->rows.items, compare_rows);
    *out = search;
    return SQLITE_OK;
}

void search_close(SearchCursor *search)
{
    if (!search) return;
    SearchCursor **link = &search->table->connection->searches;
    while (*link && *link != search) link = &(*link)->next;
    if (*link) *link = search->next;
    arena_clear(&search->arena);
    memory_free(search);
}

/* --- highlight and snippet --------------------------------------------------------------------------------------------------- */

typedef struct Place { /* one position of the index */
    int start, end;    /* bytes of its token */
    int key_end;       /* end of the word whose key stands here, 0: none */
    int marked;        /* 1: a hit begins or goes on here; 2: the hit ends here */
} Place;

typedef struct Places {
    Place *items;
    size_t count, capacity;
    Arena *arena;
} Places;

static int add_place(void *state, int flags, const char *token, int token_length, int start, int end)
{
    Places *places = state;
    if (flags & FTS5_TOKEN_COLOCATED) {
        if (places->count && token_length && (unsigned char)token[0] <= TOKENIZER_SPELLING_MARK)
            places->items[places->count - 1].key_end = end;
        return SQLITE_OK;
    }
    Place *place = ARENA_PUSH(places->arena, places);
    if (!place) return SQLITE_NOMEM;
    *place = (Place){start, end, 0, 0};
    return SQLITE_OK;
}

/* Number of the index's column for a column of the table, -1 if it is not indexed. */
static int index_column(int column)
{
    return column == CORPUS_TITLE ? 0 : column == CORPUS_TEXT ? 1 : -1;
}

static void mark_hits(const SearchRow *row, int column, Places *places)
{
    for (int i = 0; i < row->hit_count; i++) {
        size_t first = (size_t)row->hits[i * 3 + 1], last = first + (size_t)row->hits[i * 3 + 2];
        if (row->hits[i * 3] != column || last > places->count || last == first) continue;
        for (size_t p = first; p < last; p++)
            if (!places->items[p].marked) places->items[p].marked = 1;
        places->items[last - 1].marked = 2;
    }
}

/* --- judging what was found by key ------------------------------------------------------------------------------------------- */

int search_note_word(SearchCursor *search, const char *word, size_t length)
{
    SearchWord *noted = ARENA_PUSH(&search->arena, &search->words);
    if (!noted) return SQLITE_NOMEM;
    *noted = (SearchWord){arena_copy(&search->arena, word, length), length};
    return noted->bytes ? SQLITE_OK : SQLITE_NOMEM;
}

/* A name of two Han characters or Korean syllables: many names of other scripts, and words, sound like one. */
static int is_short_name(const char *word, size_t length)
{
    uint32_t code;
    if (utf8_count(word, length) > 2) return 0;
    utf8_decode(word, word + length, &code);
    return unicode_of(code)->script == SCRIPT_HAN || unicode_of(code)->script == SCRIPT_HANGUL;
}

/* What a place where a row was found says. */
enum { HIT_STRANGER, HIT_AGREES, HIT_IS_WORD };

/* Whether a name that begins at `text` is, as far as can be told, a spelling of a word of the query, or that word. */
static int judge_hit(SearchCursor *search, const char *text, size_t length, int *rc)
{
    size_t names[TOKENIZER_NAMES];
    int count = 0, judgement = HIT_STRANGER;
    *rc = connection_code(tokenizer_names_at(text, length, names, &count));
    for (int i = 0; i < count && *rc == SQLITE_OK; i++) {
        for (size_t w = 0; w < search->words.count; w++) {
            const SearchWord *word = &search->words.items[w];
            double similarity =
                names_similarity(search->table->connection->icu, word->bytes, word->length, text, names[i]);
            if (similarity < 0) *rc = SQLITE_NOMEM;
            if (similarity >= 1 && names[i] == word->length) return HIT_IS_WORD;
            int is_short = is_short_name(word->bytes, word->length) || is_short_name(text, names[i]);
            if (similarity >= (is_short ? SURELY_SAME : SAME_NAME)) judgement = HIT_AGREES;
        }
    }
    return judgement;
}

/*
** Takes the hits out of a row whose names do not agree. Sets `*left` to the number of those that stay; words of the query, which an index
** without keys would have found, count only where nothing else was found.
*/
static int judge_row(SearchCursor *search, SearchRow *row, int *left)
{
    Buffer columns[2] = {BUFFER_EMPTY, BUFFER_EMPTY};
    Arena arena;
    Places places[2] = {{NULL, 0, 0, &arena}, {NULL, 0, 0, &arena}};
    int counts[3] = {0, 0, 0}, found;
    int rc = store_read_text(search->table, row->document, &columns[0], &columns[1], &found);
    arena_init(&arena, 0);
    *left = 0;
    for (int c = 0; c < 2 && rc == SQLITE_OK; c++)
        rc = tokenizer_run(search->table->connection, FTS5_TOKENIZE_DOCUMENT, columns[c].bytes, (int)columns[c].length,
                           &places[c], add_place, 0);
    int32_t *hits = rc == SQLITE_OK ? arena_array(&search->arena, (size_t)row->hit_count * 3, sizeof *hits) : NULL;
    if (rc == SQLITE_OK && !hits) rc = SQLITE_NOMEM;
    for (int i = 0; i < row->hit_count && rc == SQLITE_OK; i++) {
        const int32_t *hit = row->hits + i * 3;
        const Places *in = &places[hit[0] == 1];
        if ((size_t)hit[1] >= in->count) continue;
        size_t start = (size_t)in->items[hit[1]].start;
        int judgement = judge_hit(search, columns[hit[0] == 1].bytes + start, columns[hit[0] == 1].length - start, &rc);
        counts[judgement]++;
        if (judgement != HIT_STRANGER) memcpy(hits + 3 * (*left)++, hit, 3 * sizeof *hit);
    }
    if (counts[HIT_STRANGER] && !counts[HIT_AGREES]) *left = 0;
    row->hits = hits;
    row->hit_count = *left;
    arena_clear(&arena);
    buffer_free(&columns[0]);
    buffer_free(&columns[1]);
    return rc;
}

/* Leaves out of the rows from `first` on those that only share keys with the query. */
static int keep_agreeing(SearchCursor *search, size_t first)
{
    size_t kept = first;
    int rc = SQLITE_OK;
    for (size_t i = first; i < search->rows.count && rc == SQLITE_OK; i++) {
        int left = 0;
        if (connection_interrupted(search->table->connection)) rc = SQLITE_INTERRUPT;
        else rc = judge_row(search, &search->rows.items[i], &left);
        if (rc == SQLITE_OK && left) search->rows.items[kept++] = search->rows.items[i];
    }
    connection_end_poll(search->table->connection);
    search->rows.count = kept;
    return rc;
}

/* --- a call of snippet() or highlight() --------------------------------------------------------------------------------------- */

/* The same for a call: a column below 0 means the text, or the title if only that has hits. */
static int chosen_column(const SearchRow *row, sqlite3_value *column)
{
    int wanted = sqlite3_value_int(column);
    if (wanted >= 0) return index_column(wanted);
    for (int i = 0; i < row->hit_count; i++)
        if (row->hits[i * 3] == 1) return 1;
    return 0;
}

/* What a call of snippet() or highlight() works on. */
typedef struct Marking {
    const SearchRow *row;
    const char *open, *close, *ellipsis;
    Buffer columns[2]; /* title, text */
    Arena arena;
    Places places;
} Marking;

static SearchCursor *search_of(sqlite3_context *context, sqlite3_value *self, const char *function)
{
    Connection *connection = sqlite3_user_data(context);
    sqlite3_int64 id = sqlite3_value_int64(self);
    SearchCursor *search = connection->searches;
    while (search && search->id != id) search = search->next;
    if (search && sqlite3_value_type(self) == SQLITE_INTEGER && search->row < search->rows.count) return search;
    scalar_error(context,
                 sqlite3_mprintf("%s: its first argument is the table's name, in a query with MATCH", function));
    return NULL;
}

/* Reads the row's texts and tokenizes column `column` of the index. */
static int prepare_marking(SearchCursor *search, int column, Marking *marking)
{
    int found;
    marking->row = &search->rows.items[search->row];
    int rc = store_read_text(search->table, marking->row->document, &marking->columns[0], &marking->columns[1], &found);
    marking->places.arena = &marking->arena;
    if (rc == SQLITE_OK)
        rc = tokenizer_run(search->table->connection, FTS5_TOKENIZE_DOCUMENT, marking->columns[column].bytes,
                           (int)marking->columns[column].length, &marking->places, add_place, 1);
    if (rc == SQLITE_OK) mark_hits(marking->row, column, &marking->places);
    return rc;
}

/* Appends the places [from, to) with marks around hits; what lies between tokens is copied. */
static void append_marked(const Marking *marking, int column, size_t from, size_t to, Buffer *out)
{
    const char *text = marking->columns[column].bytes;
    int length = (int)marking->columns[column].length;
    const Place *places = marking->places.items;
    int at = from == 0 ? 0 : places[from].start, stop = to == marking->places.count ? length : places[to - 1].end;
    for (size_t p = from; p < to; p++) {
        if (!places[p].marked) continue;
        int start = places[p].start, end = places[p].end;
        while (places[p].marked == 1 && p + 1 < to) end = places[++p].end;
        if (marking->row->by_key && places[p].key_end > end) end = places[p].key_end;
        if (start < at) start = at; /* pairs of characters overlap */
        if (end <= start) continue;
        buffer_append(out, text + at, (size_t)(start - at));
        buffer_string(out, marking->open);
        buffer_append(out, text + start, (size_t)(end - start));
        buffer_string(out, marking->close);
        at = end;
    }
    if (stop > at) buffer_append(out, text + at, (size_t)(stop - at));
}

static void end_marking(sqlite3_context *context, Marking *marking, Buffer *out, int rc)
{
    if (rc == SQLITE_OK) scalar_buffer(context, out);
    else sqlite3_result_error_code(context, rc);
    buffer_free(out);
    buffer_free(&marking->columns[0]);
    buffer_free(&marking->columns[1]);
    arena_clear(&marking->arena);
}

static const char *text_or_empty(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return text ? text : "";
}

static int start_marking(Marking *marking)
{
    memset(marking, 0, sizeof *marking);
    arena_init(&marking->arena, 0);
    return SQLITE_OK;
}

/* highlight(news, column, open, close) */
static void search_highlight(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    Marking marking;
    Buffer out = BUFFER_EMPTY;
    (void)count;
    SearchCursor *search = search_of(context, arguments[0], "highlight");
    if (!search) return;
    int column = chosen_column(&search->rows.items[search->row], arguments[1]);
    if (column < 0) return; /* as FTS5 does for a column that it does not index */
    start_marking(&marking);
    marking.open = text_or_empty(arguments[2]);
    marking.close = text_or_empty(arguments[3]);
    int rc = prepare_marking(search, column, &marking);
    if (rc == SQLITE_OK) append_marked(&marking, column, 0, marking.places.count, &out);
    end_marking(context, &marking, &out, rc);
}

/* The window of `size` places with the most hits, the earliest of them, moved so that its hits stand in its middle. */
static size_t best_window(const Places *places, size_t size)
{
    size_t best = 0, most = 0, inside = 0;
    for (size_t p = 0; p < places->count; p++) {
        inside += places->items[p].marked != 0;
        if (p >= size) inside -= places->items[p - size].marked != 0;
        if (inside > most) {
            most = inside;
            best = p + 1 > size ? p + 1 - size : 0;
        }
    }
    size_t first = best;
    while (first < places->count && !places->items[first].marked) first++;
    size_t lead = size / 4; /* some words before the first hit */
    if (most && first > lead && first - lead > best) best = first - lead;
    if (most && first < best + lead) best = first > lead ? first - lead : 0;
    if (places->count > size && best > places->count - size) best = places->count - size;
    return places->count <= size ? 0 : best;
}

/* snippet(news, column, open, close, ellipsis, tokens) */
static void search_snippet(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    Marking marking;
    Buffer out = BUFFER_EMPTY;
    (void)count;
    SearchCursor *search = search_of(context, arguments[0], "snippet");
    if (!search) return;
    int column = chosen_column(&search->rows.items[search->row], arguments[1]), size = sqlite3_value_int(arguments[5]);
    if (column < 0) return;
    if (size < 1 || size > 64) size = size < 1 ? 1 : 64; /* FTS5's own bounds */
    start_marking(&marking);
    marking.open = text_or_empty(arguments[2]);
    marking.close = text_or_empty(arguments[3]);
    marking.ellipsis = text_or_empty(arguments[4]);
    int rc = prepare_marking(search, column, &marking);
    if (rc == SQLITE_OK && marking.places.count) {
        size_t from = best_window(&marking.places, (size_t)size), to = from + (size_t)size;
        if (to > marking.places.count) to = marking.places.count;
        if (from > 0) buffer_string(&out, marking.ellipsis);
        append_marked(&marking, column, from, to, &out);
        if (to < marking.places.count) buffer_string(&out, marking.ellipsis);
    }
    end_marking(context, &marking, &out, rc);
}

static void search_bm25(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    SearchCursor *search = search_of(context, arguments[0], "bm25");
    if (search) sqlite3_result_double(context, search->rows.items[search->row].bm25);
}

int search_function(const char *name, int arguments, void (**function)(sqlite3_context *, int, sqlite3_value **))
{
    static const struct {
        const char *name;
        int arguments;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"highlight", 4, search_highlight}, {"snippet", 6, search_snippet}, {"bm25", 1, search_bm25}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (sqlite3_stricmp(name, functions[i].name) != 0 || arguments != functions[i].arguments) continue;
        *function = functions[i].function;
        return 1;
    }
    return 0;
}
