/* corpus_duplicates.c - see corpus_duplicates.h */
#include "sql/corpus_duplicates.h"
#include "base/hash.h"
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum {
    COMMON = 50,         /* a key of more leaders than this is a phrase that everybody writes, and tells nothing */
    MOST_CANDIDATES = 64 /* leaders that are compared; those that share the most keys */
};

/* --- looking copies up -------------------------------------------------------------------------------------------------------- */

typedef struct Candidate {
    sqlite3_int64 document;
    unsigned shared; /* keys */
} Candidate;

typedef struct CandidateList {
    Candidate *items;
    size_t count, capacity;
} CandidateList;

static int compare_documents(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

static int compare_shared(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    return x->shared != y->shared ? (x->shared < y->shared) - (x->shared > y->shared) : compare_documents(a, b);
}

/* Adds the leaders that have this key, unless they are too many. */
static int add_candidates(CorpusTable *table, Arena *arena, sqlite3_int64 key, sqlite3_int64 except,
                          CandidateList *list)
{
    int rc = SQLITE_OK;
    size_t before = list->count;
    sqlite3_stmt *find = store_statement(table, FIND_KEY, &rc);
    if (!find) return rc;
    sqlite3_bind_int64(find, 1, key);
    /* counted here and not by LIMIT, whose parameter would have the statement prepared anew each time it is bound */
    while (rc == SQLITE_OK && list->count - before <= COMMON && sqlite3_step(find) == SQLITE_ROW) {
        Candidate *candidate = ARENA_PUSH(arena, list);
        if (candidate) *candidate = (Candidate){sqlite3_column_int64(find, 0), 1};
        else rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(find);
    sqlite3_clear_bindings(find);
    if (list->count - before > COMMON) list->count = before;
    for (size_t i = before; i < list->count; i++)
        if (list->items[i].document == except) list->items[i--] = list->items[--list->count];
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* One row a leader, at most MOST_CANDIDATES. */
static void merge_candidates(CandidateList *list)
{
    size_t kept = 0;
    if (!list->count) return;
    qsort(list->items, list->count, sizeof *list->items, compare_documents);
    for (size_t i = 1; i < list->count; i++)
        if (list->items[i].document == list->items[kept].document) list->items[kept].shared++;
        else list->items[++kept] = list->items[i];
    list->count = kept + 1;
    if (list->count <= MOST_CANDIDATES) return;
    qsort(list->items, list->count, sizeof *list->items, compare_shared);
    list->count = MOST_CANDIDATES;
}

/* Whether a document of this moment and number is the elder of another; a number of 0 is the youngest of all. */
static int is_elder(const char *moment, sqlite3_int64 id, const char *other_moment, sqlite3_int64 other)
{
    int order = moment && other_moment ? strcmp(moment, other_moment) : !moment - !other_moment;
    return order ? order < 0 : id && (!other || id < other);
}

int duplicates_moment(CorpusTable *table, Arena *arena, const char *published, const char **moment)
{
    int rc = SQLITE_OK;
    *moment = NULL;
    if (!published) return rc;
    sqlite3_stmt *read = store_statement(table, READ_MOMENT, &rc);
    if (!read) return rc;
    store_bind_text(read, 1, published);
    if (sqlite3_step(read) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(read, 0);
        if (text) *moment = arena_copy(arena, text, strlen(text));
        if (!*moment) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(read);
    sqlite3_clear_bindings(read);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/*
** Equal words are not enough where they are few: a page whose text was not found, or is behind a wall, has its site's two lines as main text. Then the whole pages
** must be equal. Sets `*same` to 0 if they are not.
*/
static int check_short(CorpusTable *table, const Member *member, sqlite3_int64 leader, int *same)
{
    int rc = SQLITE_OK;
    if (fingerprint_words(member->print, member->length) >= FINGERPRINT_WORDS) return rc;
    sqlite3_stmt *read = store_statement(table, READ_DOCUMENT, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, leader);
    if (sqlite3_step(read) == SQLITE_ROW) {
        const char *content = (const char *)sqlite3_column_text(read, 1);
        *same = content && member->content && (size_t)sqlite3_column_bytes(read, 1) == member->content_length &&
                memcmp(content, member->content, member->content_length) == 0;
    }
    return store_keep_message(table, sqlite3_reset(read));
}

/* Notes a leader that the document is a copy of, or that would be its copy; `published` is the leader's. */
static int note_copy(CorpusTable *table, Arena *arena, const Member *member, sqlite3_int64 leader,
                     const char *published, DuplicateSearch *found, const char **leader_moment)
{
    const char *moment = NULL;
    int rc = duplicates_moment(table, arena, published, &moment);
    if (rc != SQLITE_OK) return rc;
    if (!is_elder(moment, leader, member->moment, member->id)) {
        sqlite3_int64 *younger = ARENA_PUSH(arena, &found->younger);
        if (!younger) return SQLITE_NOMEM;
        *younger = leader;
    } else if (!found->leader || is_elder(moment, leader, *leader_moment, found->leader)) {
        found->leader = leader;
        *leader_moment = moment;
    }
    return SQLITE_OK;
}

/* Compares with one leader, and notes it if the two are copies. */
static int compare(CorpusTable *table, Arena *arena, const Member *member, sqlite3_int64 leader, DuplicateSearch *found,
                   const char **leader_moment)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *read = store_statement(table, READ_PRINT, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, leader);
    if (sqlite3_step(read) == SQLITE_ROW) {
        const void *other = sqlite3_column_blob(read, 0);
        size_t other_length = (size_t)sqlite3_column_bytes(read, 0);
        int same = other && fingerprint_is_copy(member->print, member->length, other, other_length);
        if (same) rc = check_short(table, member, leader, &same);
        if (same && rc == SQLITE_OK)
            rc = note_copy(table, arena, member, leader, (const char *)sqlite3_column_text(read, 1), found,
                           leader_moment);
    }
    int end = sqlite3_reset(read);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

int duplicates_find(CorpusTable *table, Arena *arena, const Member *member, DuplicateSearch *found)
{
    CandidateList list = {NULL, 0, 0};
    int64_t keys[FINGERPRINT_KEYS];
    size_t count = fingerprint_keys(member->print, member->length, keys);
    const char *leader_moment = NULL;
    int rc = SQLITE_OK;
    memset(found, 0, sizeof *found);
    for (size_t i = 0; i < count && rc == SQLITE_OK; i++) rc = add_candidates(table, arena, keys[i], member->id, &list);
    merge_candidates(&list);
    for (size_t i = 0; i < list.count && rc == SQLITE_OK; i++)
        rc = compare(table, arena, member, list.items[i].document, found, &leader_moment);
    return rc;
}

/* --- writing ------------------------------------------------------------------------------------------------------------------- */

/* Reads the content of a document whose words are too few to compare. */
static int read_content(CorpusTable *table, Arena *arena, Member *member)
{
    int rc = SQLITE_OK;
    if (!member->print || fingerprint_words(member->print, member->length) >= FINGERPRINT_WORDS) return rc;
    sqlite3_stmt *read = store_statement(table, READ_DOCUMENT, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, member->id);
    if (sqlite3_step(read) == SQLITE_ROW) {
        const char *content = (const char *)sqlite3_column_text(read, 1);
        member->content_length = (size_t)sqlite3_column_bytes(read, 1);
        if (content) member->content = arena_copy(arena, content, member->content_length);
        if (arena->status != STATUS_OK) rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(read);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* Reads a document as its place needs it; its content only if that will be compared. */
static int read_member(CorpusTable *table, Arena *arena, sqlite3_int64 id, Member *member)
{
    int rc = SQLITE_OK;
    *member = (Member){.id = id};
    sqlite3_stmt *read = store_statement(table, READ_PRINT, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, id);
    if (sqlite3_step(read) == SQLITE_ROW) {
        const void *print = sqlite3_column_blob(read, 0);
        member->length = (size_t)sqlite3_column_bytes(read, 0);
        if (print) member->print = arena_copy(arena, print, member->length);
        member->leader = sqlite3_column_int64(read, 2);
        rc = arena->status == STATUS_OK
                 ? duplicates_moment(table, arena, (const char *)sqlite3_column_text(read, 1), &member->moment)
                 : SQLITE_NOMEM;
    }
    int end = sqlite3_reset(read);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    return rc == SQLITE_OK ? read_content(table, arena, member) : rc;
}

/* Writes (INSERT_KEY) or deletes (DELETE_KEY) the keys of a leader. */
static int write_keys(CorpusTable *table, int which, const Member *member, sqlite3_int64 id)
{
    int64_t keys[FINGERPRINT_KEYS];
    size_t count = fingerprint_keys(member->print, member->length, keys);
    int rc = SQLITE_OK;
    for (size_t i = 0; i < count && rc == SQLITE_OK; i++) {
        sqlite3_stmt *write = store_statement(table, which, &rc);
        if (!write) break;
        sqlite3_bind_int64(write, 1, keys[i]);
        sqlite3_bind_int64(write, 2, id);
        store_run(table, write, &rc);
    }
    return rc;
}

/* `leader` 0: it leads. */
static int set_leader(CorpusTable *table, sqlite3_int64 id, sqlite3_int64 leader)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *set = store_statement(table, SET_LEADER, &rc);
    if (!set) return rc;
    sqlite3_bind_int64(set, 1, id);
    if (leader) sqlite3_bind_int64(set, 2, leader);
    store_run(table, set, &rc);
    return rc;
}

static int list_copies(CorpusTable *table, Arena *arena, sqlite3_int64 leader, IdList *list)
{
    int rc = SQLITE_OK;
    sqlite3_stmt *select = store_statement(table, LIST_COPIES, &rc);
    if (!select) return rc;
    sqlite3_bind_int64(select, 1, leader);
    while (rc == SQLITE_OK && sqlite3_step(select) == SQLITE_ROW) {
        sqlite3_int64 *id = ARENA_PUSH(arena, list);
        if (id) *id = sqlite3_column_int64(select, 0);
        else rc = SQLITE_NOMEM;
    }
    int end = sqlite3_reset(select);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* `id` leads from now on: its keys are written, and the younger leaders follow it; their copies are put on the list of those to be placed. */
static int lead(CorpusTable *table, Arena *arena, sqlite3_int64 id, const Member *member, const IdList *younger,
                IdList *to_place)
{
    int rc = write_keys(table, INSERT_KEY, member, id);
    for (size_t i = 0; i < younger->count && rc == SQLITE_OK; i++) {
        Member other;
        rc = read_member(table, arena, younger->items[i], &other);
        /* first: if anything of this fails, it is found among the copies and placed anew */
        if (rc == SQLITE_OK) rc = set_leader(table, younger->items[i], id);
        if (rc == SQLITE_OK) rc = write_keys(table, DELETE_KEY, &other, younger->items[i]);
        if (rc == SQLITE_OK) rc = list_copies(table, arena, younger->items[i], to_place);
    }
    return rc;
}

/*
** Places the documents of a list, which have no keys, and those that lose their leader by it. It ends: a document that becomes a leader pushes out only younger
** ones, so the leaders, from the eldest on, are each time others and elder than before.
*/
static int place_all(CorpusTable *table, Arena *arena, IdList *to_place)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < to_place->count && rc == SQLITE_OK; i++) {
        sqlite3_int64 id = to_place->items[i];
        Member member;
        DuplicateSearch found = {0, {NULL, 0, 0}};
        rc = read_member(table, arena, id, &member);
        if (rc == SQLITE_OK) rc = duplicates_find(table, arena, &member, &found);
        if (rc == SQLITE_OK && found.leader != member.leader) rc = set_leader(table, id, found.leader);
        if (rc == SQLITE_OK && !found.leader) rc = lead(table, arena, id, &member, &found.younger, to_place);
    }
    return rc;
}

int duplicates_join(CorpusTable *table, Arena *arena, const Member *member, const DuplicateSearch *found)
{
    IdList to_place = {NULL, 0, 0};
    if (found->leader || !member->print) return SQLITE_OK;
    int rc = lead(table, arena, member->id, member, &found->younger, &to_place);
    return rc == SQLITE_OK ? place_all(table, arena, &to_place) : rc;
}

int duplicates_leave(CorpusTable *table, sqlite3_int64 id)
{
    Arena arena;
    IdList copies = {NULL, 0, 0};
    Member member;
    arena_init(&arena, 0);
    int rc = read_member(table, &arena, id, &member);
    if (rc == SQLITE_OK && !member.leader && member.print) {
        rc = write_keys(table, DELETE_KEY, &member, id);
        if (rc == SQLITE_OK) rc = list_copies(table, &arena, id, &copies);
        if (rc == SQLITE_OK) rc = place_all(table, &arena, &copies);
    }
    arena_clear(&arena);
    return rc;
}

int duplicates_place(CorpusTable *table, sqlite3_int64 id)
{
    Arena arena;
    IdList to_place = {NULL, 0, 0};
    arena_init(&arena, 0);
    sqlite3_int64 *first = ARENA_PUSH(&arena, &to_place);
    if (first) *first = id;
    int rc = first ? place_all(table, &arena, &to_place) : SQLITE_NOMEM;
    arena_clear(&arena);
    return rc;
}

int duplicates_resolve(CorpusTable *table)
{
    sqlite3_stmt *list = NULL;
    int rc = store_exec(table, "DELETE FROM {band}");
    if (rc == SQLITE_OK) rc = store_prepare(table, "SELECT id FROM {document} ORDER BY " DUPLICATES_ORDER, &list);
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW)
        rc = duplicates_place(table, sqlite3_column_int64(list, 0));
    int end = sqlite3_finalize(list);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

/* --- checking ------------------------------------------------------------------------------------------------------------------ */

/* Keys, as a number and a sum of hashes: to compare two sets of them in no memory. */
typedef struct KeySum {
    sqlite3_int64 count;
    uint64_t sum;
} KeySum;

static void add_key(KeySum *keys, int64_t key, sqlite3_int64 document)
{
    keys->count++;
    keys->sum += hash_mix(hash_mix((uint64_t)key) ^ (uint64_t)document);
}

/* The first contradiction of a copy, as a message (sqlite3_free()), or NULL. */
static int check_copy(CorpusTable *table, Arena *arena, const Member *member, char **problem)
{
    Member leader;
    long long id = member->id;
    int rc = read_member(table, arena, member->leader, &leader);
    if (rc != SQLITE_OK) return rc;
    if (leader.leader)
        *problem = sqlite3_mprintf("document %lld is a copy of %lld, which is a copy itself", id, leader.id);
    else if (!is_elder(leader.moment, member->leader, member->moment, member->id))
        *problem = sqlite3_mprintf("document %lld is a copy of %lld, which is younger", id, leader.id);
    else if (!fingerprint_is_copy(member->print, member->length, leader.print, leader.length))
        *problem = sqlite3_mprintf("document %lld is a copy of %lld, which it is not like", id, leader.id);
    else return SQLITE_OK;
    return *problem ? SQLITE_OK : SQLITE_NOMEM;
}

/* Goes through all documents: copies are checked, and the keys that leaders must have are added up; or, with `has_key`, each of these is looked up. */
static int check_documents(CorpusTable *table, sqlite3_stmt *has_key, KeySum *keys, char **problem)
{
    sqlite3_stmt *list = NULL;
    int rc = store_prepare(table, "SELECT id FROM {document} ORDER BY id", &list);
    while (rc == SQLITE_OK && !*problem && sqlite3_step(list) == SQLITE_ROW) {
        Arena arena;
        Member member;
        int64_t own[FINGERPRINT_KEYS];
        arena_init(&arena, 0);
        rc = read_member(table, &arena, sqlite3_column_int64(list, 0), &member);
        if (rc == SQLITE_OK && member.leader && !has_key) rc = check_copy(table, &arena, &member, problem);
        size_t count = rc == SQLITE_OK && !member.leader ? fingerprint_keys(member.print, member.length, own) : 0;
        for (size_t i = 0; i < count && rc == SQLITE_OK && !*problem; i++) {
            add_key(keys, own[i], member.id);
            if (!has_key) continue;
            sqlite3_bind_int64(has_key, 1, own[i]);
            sqlite3_bind_int64(has_key, 2, member.id);
            int step = sqlite3_step(has_key);
            rc = store_keep_message(table, sqlite3_reset(has_key));
            if (rc != SQLITE_OK || step == SQLITE_ROW) continue;
            *problem = sqlite3_mprintf("document %lld is not found by its keys", (long long)member.id);
            if (!*problem) rc = SQLITE_NOMEM;
        }
        arena_clear(&arena);
    }
    int end = sqlite3_finalize(list);
    return rc == SQLITE_OK && !*problem ? store_keep_message(table, end) : rc;
}

static int sum_keys(CorpusTable *table, KeySum *keys)
{
    sqlite3_stmt *rows = NULL;
    int rc = store_prepare(table, "SELECT key, document FROM {band}", &rows);
    while (rc == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW)
        add_key(keys, sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1));
    int end = sqlite3_finalize(rows);
    return rc == SQLITE_OK ? store_keep_message(table, end) : rc;
}

int duplicates_check(CorpusTable *table, char **problem)
{
    sqlite3_stmt *has_key = NULL;
    KeySum wanted = {0, 0}, there = {0, 0}, seen = {0, 0};
    int rc = check_documents(table, NULL, &wanted, problem);
    if (rc == SQLITE_OK && !*problem) rc = sum_keys(table, &there);
    if (rc != SQLITE_OK || *problem || (wanted.count == there.count && wanted.sum == there.sum)) return rc;
    rc = store_prepare(table, "SELECT 1 FROM {band} WHERE key=?1 AND document=?2", &has_key);
    if (rc == SQLITE_OK) rc = check_documents(table, has_key, &seen, problem);
    sqlite3_finalize(has_key);
    if (rc != SQLITE_OK || *problem) return rc;
    *problem =
        sqlite3_mprintf("%lld keys of documents stand for %lld", (long long)there.count, (long long)wanted.count);
    return *problem ? SQLITE_OK : SQLITE_NOMEM;
}
