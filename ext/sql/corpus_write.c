/*
** corpus_write.c - the writing of one document: analysis, then rows; see corpus_store.h for the order and for what happens on failure
**
** What names mean is remembered, and what is counted of them is gathered and written later, see corpus_gathering.h.
*/
#include "sql/corpus_duplicates.h"
#include "sql/corpus_entities.h"
#include "sql/corpus_furniture.h"
#include "sql/corpus_gathering.h"
#include "sql/functions.h"
#include "base/unicode.h"
#include "document/anchor.h"
#include "names/names.h"
#include "sql/gazetteer_table.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

#define SAME_NAME 0.5         /* names_similarity()'s own decision */
enum { MOST_NAMESAKES = 64 }; /* entities of one key that a name is compared with */

/* Everything known of a page before the first write. */
typedef struct Findings {
    const Page *page;
    EntityList entities;
    DateList dates;
    QuantityList quantities;
    QuoteList quotes;
    Fingerprint fingerprint;          /* of the main text; of 0 bytes if there is none */
    const char *columns[CORPUS_TEXT]; /* what is written: given, or found; NULL: NULL */
} Findings;

typedef struct Write { /* one document on its way into the tables */
    CorpusTable *table;
    Analysis *analysis;
    const Findings *findings;
    sqlite3_int64 document;
    sqlite3_int64 *sentence_ids; /* rowid of each sentence of the page's text */
    sqlite3_int64 *mention_ids;  /* entity of each mention */
    sqlite3_int64 *mention_rows; /* and its rowid */
    Gathering *gathering;
    Member member; /* what its place among the copies is found by */
    DuplicateSearch copies;
    uint8_t *repeats; /* of each block: a paragraph that the site repeats */
    int rc;
} Write;

static int64_t char_start(const Page *page, uint32_t start)
{
    return (int64_t)char_index_at(&page->text.chars, start) + 1;
}

static int64_t char_length(const Page *page, uint32_t start, uint32_t length)
{
    return (int64_t)char_index_at(&page->text.chars, start + length) - char_index_at(&page->text.chars, start);
}

static void write_document_row(Write *write)
{
    const Findings *f = write->findings;
    const Fingerprint *print = &f->fingerprint;
    Member *member = &write->member;
    *member = (Member){.id = write->document,
                       .print = print->length ? print->bytes : NULL,
                       .length = print->length,
                       .content = f->page->content,
                       .content_length = f->page->content_length};
    write->rc = duplicates_moment(write->table, &write->analysis->arena, f->columns[CORPUS_PUBLISHED], &member->moment);
    if (print->length && write->rc == SQLITE_OK)
        write->rc = duplicates_find(write->table, &write->analysis->arena, member, &write->copies);
    sqlite3_stmt *insert = store_statement(write->table, INSERT_DOCUMENT, &write->rc);
    if (!insert) return;
    if (write->document) sqlite3_bind_int64(insert, 1, write->document);
    for (int i = 0; i < CORPUS_TEXT; i++) store_bind_text(insert, i + 2, f->columns[i]);
    sqlite3_bind_text64(insert, 12, f->page->content, f->page->content_length, SQLITE_STATIC, SQLITE_UTF8);
    if (print->length) sqlite3_bind_blob(insert, 13, print->bytes, (int)print->length, SQLITE_STATIC);
    if (write->copies.leader) sqlite3_bind_int64(insert, 14, write->copies.leader);
    if (f->page->is_markup) sqlite3_bind_int(insert, 15, 1);
    store_run(write->table, insert, &write->rc);
    if (write->rc == SQLITE_OK && !write->document) write->document = sqlite3_last_insert_rowid(write->table->db);
    member->id = write->document;
}

/* The hash of a paragraph of the article, to find it again on other pages; sets the block's mark if it is known to be repeated there. */
static void bind_paragraph(Write *write, sqlite3_stmt *insert, size_t i)
{
    const Page *page = write->findings->page;
    const Block *block = &page->blocks.items[i];
    uint32_t words;
    int repeats = 0;
    if (block->kind < BLOCK_BODY || block_is_boilerplate((BlockKind)block->kind)) return;
    sqlite3_int64 digest = (sqlite3_int64)fingerprint_paragraph(page->content + block->start, block->length, &words);
    if (!words) return;
    write->rc = furniture_find(write->table, write->findings->columns[CORPUS_URI], digest, &repeats);
    sqlite3_bind_int64(insert, 8, digest);
    if (!repeats) return;
    write->repeats[i] = 1;
    store_bind_text(insert, 3, document_block_kind_name(BLOCK_REPEAT));
    store_bind_text(insert, 7, STORE_REPEAT_RULE);
    store_bind_text(insert, 9, document_block_kind_name((BlockKind)block->kind));
    store_bind_text(insert, 10, block->rule);
}

static void write_blocks_and_sentences(Write *write)
{
    const Page *page = write->findings->page;
    Arena *arena = &write->analysis->arena;
    sqlite3_int64 *block_ids = arena_array(arena, page->blocks.count, sizeof *block_ids);
    write->sentence_ids = arena_array(arena, page->text.sentences.count, sizeof *write->sentence_ids);
    write->repeats = arena_array(arena, page->blocks.count, sizeof *write->repeats);
    if (!block_ids || !write->sentence_ids || !write->repeats) {
        write->rc = SQLITE_NOMEM;
        return;
    }
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        sqlite3_stmt *insert = store_statement(write->table, INSERT_BLOCK, &write->rc);
        if (!insert) return;
        sqlite3_bind_int64(insert, 1, write->document);
        sqlite3_bind_int64(insert, 2, (sqlite3_int64)i + 1);
        store_bind_text(insert, 3, document_block_kind_name((BlockKind)block->kind));
        sqlite3_bind_int64(insert, 4, char_start(page, block->start));
        sqlite3_bind_int64(insert, 5, char_length(page, block->start, block->length));
        sqlite3_bind_double(insert, 6, score_shown(block->score));
        store_bind_text(insert, 7, block->rule);
        bind_paragraph(write, insert, i);
        store_run(write->table, insert, &write->rc);
        block_ids[i] = sqlite3_last_insert_rowid(write->table->db);
    }
    for (size_t i = 0; i < page->text.sentences.count; i++) {
        const Sentence *sentence = &page->text.sentences.items[i];
        ptrdiff_t block = document_block_at(page, sentence->start);
        sqlite3_stmt *insert = store_statement(write->table, INSERT_SENTENCE, &write->rc);
        if (!insert) return;
        sqlite3_bind_int64(insert, 1, write->document);
        if (block >= 0) sqlite3_bind_int64(insert, 2, block_ids[block]);
        sqlite3_bind_int64(insert, 3, (sqlite3_int64)i + 1);
        sqlite3_bind_int64(insert, 4, char_start(page, sentence->start));
        sqlite3_bind_int64(insert, 5, char_length(page, sentence->start, sentence->length));
        store_run(write->table, insert, &write->rc);
        write->sentence_ids[i] = sqlite3_last_insert_rowid(write->table->db);
    }
}

/* Binds what all findings have: parameters 1 to 8. */
static sqlite3_stmt *finding(Write *write, int which, uint32_t start, uint32_t length, uint32_t sentence, double score,
                             const char *rule)
{
    const Page *page = write->findings->page;
    sqlite3_stmt *insert = store_statement(write->table, which, &write->rc);
    if (!insert) return NULL;
    ptrdiff_t block = document_block_at(page, start);
    sqlite3_bind_int64(insert, 1, write->document);
    if (sentence < page->text.sentences.count) sqlite3_bind_int64(insert, 2, write->sentence_ids[sentence]);
    sqlite3_bind_text64(insert, 3, page->content + start, length, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(insert, 4, char_start(page, start));
    sqlite3_bind_int64(insert, 5, char_length(page, start, length));
    sqlite3_bind_double(insert, 6, score_shown(score));
    store_bind_text(insert, 7, rule);
    sqlite3_bind_int(insert, 8,
                     block >= 0 &&
                         (write->repeats[block] || block_is_boilerplate((BlockKind)page->blocks.items[block].kind)));
    return insert;
}

/* How alike a mention's name, which is read at the first comparison, and another one are; -1: no memory. */
static double compare_names(Write *write, const EntityMention *mention, const char *key, EntityName *own,
                            const char *name, size_t length)
{
    Icu *icu = write->table->connection->icu;
    EntityName other = {NULL, BUFFER_EMPTY};
    double similarity = -1;
    if ((own->reading || entity_name_read(icu, key, mention->name, strlen(mention->name), own)) &&
        entity_name_read(icu, key, name, length, &other))
        similarity = names_compare(own->reading, other.reading);
    entity_name_free(&other);
    return similarity;
}

/* Entities of one key. */
typedef struct Namesake {
    sqlite3_int64 id;
    const char *name;
    size_t length;
} Namesake;

typedef struct NamesakeList {
    Namesake items[MOST_NAMESAKES];
    int count;
} NamesakeList;

/* Adds an entity. Returns 1 if that is the end: the name is its very own, which is the `*same` then, or there are enough. */
static int add_namesake(NamesakeList *list, const Namesake *namesake, const EntityMention *mention, sqlite3_int64 *same)
{
    if (namesake->length == strlen(mention->name) && !memcmp(mention->name, namesake->name, namesake->length))
        *same = namesake->id;
    else list->items[list->count++] = *namesake;
    return *same || list->count == MOST_NAMESAKES;
}

/* Lists the entities of a key from the eldest on, to the first one of the mention's very name. */
static void list_namesakes(Write *write, const EntityMention *mention, const char *type, const char *key,
                           size_t key_length, NamesakeList *list, sqlite3_int64 *same)
{
    int end = 0;
    sqlite3_stmt *find = store_statement(write->table, FIND_ENTITY, &write->rc);
    if (!find) return;
    sqlite3_bind_text64(find, 1, key, key_length, SQLITE_STATIC, SQLITE_UTF8);
    store_bind_text(find, 2, type);
    while (write->rc == SQLITE_OK && !end && sqlite3_step(find) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(find, 1);
        Namesake namesake = {sqlite3_column_int64(find, 0), name, (size_t)sqlite3_column_bytes(find, 1)};
        if (!name) continue;
        namesake.name = arena_copy(&write->analysis->arena, name, namesake.length);
        if (!namesake.name) write->rc = SQLITE_NOMEM;
        else end = add_namesake(list, &namesake, mention, same);
    }
    int rc = sqlite3_reset(find);
    sqlite3_clear_bindings(find);
    if (write->rc == SQLITE_OK) write->rc = store_keep_message(write->table, rc);
    for (const NewEntity *made = gathering_find_entity(write->gathering, type, key, key_length); made && !end;
         made = made->younger) {
        Namesake namesake = {made->id, made->name, made->name_length};
        end = add_namesake(list, &namesake, mention, same);
    }
}

/*
** The entity of this key whose name is most like that of the mention, 0 if none is a spelling of it: a key is coarse, and two people
** may share one. `*is_own`: it has the very same name.
*/
static sqlite3_int64 find_entity(Write *write, const EntityMention *mention, const char *type, const char *key,
                                 size_t key_length, int *is_own)
{
    NamesakeList list;
    EntityName own = {NULL, BUFFER_EMPTY};
    sqlite3_int64 best = 0;
    double most = SAME_NAME;
    list.count = 0;
    list_namesakes(write, mention, type, key, key_length, &list, &best);
    *is_own = best != 0;
    for (int i = 0; i < list.count && !*is_own && write->rc == SQLITE_OK; i++) {
        const Namesake *namesake = &list.items[i];
        double similarity = compare_names(write, mention, key, &own, namesake->name, namesake->length);
        if (similarity < 0) write->rc = SQLITE_NOMEM;
        if (similarity < most) continue;
        best = namesake->id;
        most = similarity;
        if (similarity == 1) break;
    }
    entity_name_free(&own);
    return best;
}

/* The entity of a mention: found by its key, or made; and remembered. */
static sqlite3_int64 resolve_entity(Write *write, const EntityMention *mention, const GatheredName *name,
                                    const char *key, size_t key_length)
{
    const char *type = entities_type_name((EntityType)mention->type);
    int is_own;
    sqlite3_int64 id = find_entity(write, mention, type, key, key_length, &is_own);
    if (!id && write->rc == SQLITE_OK) {
        NewEntity made = {.type = type,
                          .name = mention->name,
                          .country = mention->country,
                          .key = key,
                          .name_length = strlen(mention->name),
                          .key_length = key_length,
                          .latitude = mention->latitude,
                          .longitude = mention->longitude,
                          .geoname = mention->geoname};
        write->rc = gathering_add_entity(write->table, write->gathering, &made, &id);
        is_own = 1;
    }
    if (write->rc == SQLITE_OK)
        write->rc = gathering_keep_name(write->gathering, name, write->document, id, is_own, type, key, key_length);
    return id;
}

static unsigned script_at(const Page *page, uint32_t start, uint32_t length)
{
    const char *at = page->content + start, *end = at + length;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *record = unicode_of(code);
        if (record->flags & UNICODE_LETTER && record->script > SCRIPT_INHERITED) return record->script;
    }
    return SCRIPT_COMMON;
}

/* The entity of a mention's name: remembered, or looked up in the corpus by its key, in all spellings and scripts. */
static sqlite3_int64 identify(Write *write, const EntityMention *mention)
{
    /* two places of one name are two things */
    const char *bytes = mention->place ? mention->place : mention->name;
    Language language = write->findings->page->text.language;
    GatheredName name = {mention->type, mention->place != NULL, language, bytes, strlen(bytes), mention->name};
    Buffer key = BUFFER_EMPTY;
    sqlite3_int64 id = gathering_find_name(write->gathering, &name, write->document);
    if (id) return id;
    if (mention->place) return resolve_entity(write, mention, &name, bytes, name.length);
    Status status =
        entities_key(write->table->connection->icu, (EntityType)mention->type, bytes, name.length, language, &key);
    if (status == STATUS_OK && !buffer_text(&key)) status = STATUS_NOMEM;
    if (status == STATUS_OK) id = resolve_entity(write, mention, &name, key.bytes, key.length);
    else write->rc = connection_code(status);
    buffer_free(&key);
    return id;
}

static void write_mention(Write *write, size_t i)
{
    const Page *page = write->findings->page;
    const EntityMention *mention = &write->findings->entities.items[i];
    const char *text = page->content + mention->start;
    sqlite3_int64 entity = identify(write, mention);
    sqlite3_stmt *insert = finding(write, INSERT_MENTION, mention->start, mention->length, mention->sentence,
                                   mention->score, mention->rule);
    if (!insert) return;
    store_bind_text(insert, 9, entities_type_name((EntityType)mention->type));
    store_bind_text(insert, 10, mention->name);
    sqlite3_bind_int64(insert, 11, entity);
    store_bind_text(insert, 12, mention->place);
    store_run(write->table, insert, &write->rc);
    write->mention_ids[i] = entity;
    write->mention_rows[i] = sqlite3_last_insert_rowid(write->table->db);
    if (write->rc == SQLITE_OK)
        write->rc = gathering_count(write->gathering, write->document, write->findings->columns[CORPUS_PUBLISHED],
                                    entity, text, mention->length, script_at(page, mention->start, mention->length));
}

static void write_mentions(Write *write)
{
    size_t count = write->findings->entities.count;
    Arena *arena = &write->analysis->arena;
    write->mention_ids = arena_array(arena, count, sizeof *write->mention_ids);
    write->mention_rows = arena_array(arena, count, sizeof *write->mention_rows);
    write->gathering = gathering_of(write->table);
    if (!write->mention_ids || !write->mention_rows || !write->gathering) write->rc = SQLITE_NOMEM;
    for (size_t i = 0; i < count && write->rc == SQLITE_OK; i++) write_mention(write, i);
}

static void write_dates(Write *write)
{
    for (size_t i = 0; i < write->findings->dates.count && write->rc == SQLITE_OK; i++) {
        const DateMention *date = &write->findings->dates.items[i];
        sqlite3_stmt *insert =
            finding(write, INSERT_DATE, date->start, date->length, date->sentence, date->score, date->rule);
        if (!insert) return;
        store_bind_text(insert, 9, dates_type_name((DateType)date->type));
        store_bind_text(insert, 10, date->value);
        store_bind_text(insert, 11, date->first);
        store_bind_text(insert, 12, date->last);
        store_bind_text(insert, 13, date->grain);
        store_bind_text(insert, 14, date->modifier);
        store_bind_text(insert, 15, date->anchor);
        store_run(write->table, insert, &write->rc);
    }
}

static void write_quantities(Write *write)
{
    for (size_t i = 0; i < write->findings->quantities.count && write->rc == SQLITE_OK; i++) {
        const Quantity *quantity = &write->findings->quantities.items[i];
        sqlite3_stmt *insert = finding(write, INSERT_QUANTITY, quantity->start, quantity->length, quantity->sentence,
                                       quantity->score, quantity->rule);
        if (!insert) return;
        sqlite3_bind_double(insert, 9, quantity->number);
        store_bind_text(insert, 10, quantity->comparator);
        store_bind_text(insert, 11, quantity->unit);
        store_bind_text(insert, 12, quantity->kind);
        store_bind_text(insert, 13, quantity->noun);
        store_run(write->table, insert, &write->rc);
    }
}

static void write_quotes(Write *write)
{
    for (size_t i = 0; i < write->findings->quotes.count && write->rc == SQLITE_OK; i++) {
        const Quote *quote = &write->findings->quotes.items[i];
        sqlite3_stmt *insert =
            finding(write, INSERT_QUOTE, quote->start, quote->length, quote->sentence, quote->score, quote->rule);
        if (!insert) return;
        if (quote->mention >= 0) sqlite3_bind_int64(insert, 9, write->mention_ids[quote->mention]);
        store_bind_text(insert, 10, quote->verb);
        sqlite3_bind_int(insert, 11, quote->direct);
        if (quote->mention >= 0) sqlite3_bind_int64(insert, 12, write->mention_rows[quote->mention]);
        store_run(write->table, insert, &write->rc);
    }
}

/* Indexes what store_read_text() will read: main blocks, a blank line between. */
static int index_document(const Write *write)
{
    const Page *page = write->findings->page;
    Buffer text = BUFFER_EMPTY;
    int blocks = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const Block *block = &page->blocks.items[i];
        if (write->repeats[i] || !block_is_main((BlockKind)block->kind)) continue;
        if (blocks++) buffer_append(&text, "\n\n", 2);
        buffer_append(&text, page->content + block->start, block->length);
    }
    int rc = text.failed ? SQLITE_NOMEM
                         : store_index(write->table, write->document, write->findings->columns[CORPUS_TITLE], &text);
    buffer_free(&text);
    return rc;
}

/* The address that a page states of itself, if no document goes by it; else NULL: what a page claims is no reason to refuse it, or to replace another. */
static const char *free_address(CorpusTable *table, const Page *page, int *rc)
{
    if (!page->address || !strstr(page->address, "://")) return NULL;
    sqlite3_stmt *find = store_statement(table, FIND_URI, rc);
    if (!find) return NULL;
    store_bind_text(find, 1, page->address);
    int is_taken = sqlite3_step(find) == SQLITE_ROW;
    *rc = store_keep_message(table, sqlite3_reset(find));
    sqlite3_clear_bindings(find);
    return is_taken || *rc != SQLITE_OK ? NULL : page->address;
}

/* The columns of the document: what was given goes before what was found. */
static int choose_columns(CorpusTable *table, const Given *given, Findings *findings, DateAnchor *anchor,
                          int *has_anchor)
{
    const Page *page = findings->page;
    const char *found[CORPUS_TEXT] = {[CORPUS_TITLE] = page->title,
                                      [CORPUS_PUBLISHED] = page->published,
                                      [CORPUS_PUBLISHED_RULE] = page->published_rule,
                                      [CORPUS_MODIFIED] = page->modified,
                                      [CORPUS_LANGUAGE] = language_tag(page->language),
                                      [CORPUS_SOURCE] = page->source,
                                      [CORPUS_PUBLISHER] = page->publisher,
                                      [CORPUS_AUTHOR] = page->author,
                                      [CORPUS_PLACE] = page->place};
    for (int i = 0; i < CORPUS_TEXT; i++) {
        int rc = SQLITE_OK, is_given = given->columns[i] && sqlite3_value_type(given->columns[i]) != SQLITE_NULL;
        if (i == CORPUS_URI && !is_given) found[i] = free_address(table, page, &rc);
        if (rc != SQLITE_OK) return rc;
        findings->columns[i] = is_given ? (const char *)sqlite3_value_text(given->columns[i]) : found[i];
        if (is_given && !findings->columns[i]) return SQLITE_NOMEM;
    }
    const char *published = findings->columns[CORPUS_PUBLISHED];
    if (published && published != page->published) {
        if (!dates_read_anchor(published, strlen(published), anchor))
            return store_error(table,
                               sqlite3_mprintf("%s: published '%.64s' is no ISO 8601 date", table->name, published));
        if (!given->columns[CORPUS_PUBLISHED_RULE] ||
            sqlite3_value_type(given->columns[CORPUS_PUBLISHED_RULE]) == SQLITE_NULL)
            findings->columns[CORPUS_PUBLISHED_RULE] = "given";
        *has_anchor = 1;
    } else if (page->anchor) {
        *has_anchor = dates_read_anchor(page->anchor, strlen(page->anchor), anchor);
        if (!page->published) anchor->inferred = page->anchor_score;
    }
    return SQLITE_OK;
}

/*
** Of a page that does not state its publication, a given `modified` (the time of a file, say) tells that it was there by then: it bounds what can be
** inferred, and is no anchor itself.
*/
static Status choose_bound(Arena *arena, const Given *given, const Findings *findings, Page *page, DateAnchor *anchor,
                           int *has_anchor)
{
    const char *modified = findings->columns[CORPUS_MODIFIED];
    DateAnchor bound;
    InferredAnchor inferred;
    if (findings->columns[CORPUS_PUBLISHED] || !modified) return STATUS_OK;
    if (page->modified && !strcmp(modified, page->modified)) return STATUS_OK;
    if (!given->columns[CORPUS_MODIFIED] || !dates_read_anchor(modified, strlen(modified), &bound)) return STATUS_OK;
    if (anchor_infer(arena, page, &bound, &inferred) != STATUS_OK) return arena->status;
    *has_anchor = inferred.rule != NULL;
    if (*has_anchor) *anchor = inferred.anchor;
    return STATUS_OK;
}

/* Reads an option of the table into `*value`, once; "" if it was not given. */
static int read_option(CorpusTable *table, const char *key, char **value)
{
    char *read = NULL;
    if (*value) return SQLITE_OK;
    int rc = store_get_info(table, key, &read);
    if (rc == SQLITE_OK && !read && !(read = sqlite3_mprintf(""))) rc = SQLITE_NOMEM;
    *value = read;
    return rc;
}

/* The language of the table's option or of the given column decides over the one that was found. */
static int choose_language(CorpusTable *table, const Given *given, Analysis *analysis)
{
    char *error = NULL;
    Language language = LANGUAGE_UND;
    sqlite3_value *value = given->columns[CORPUS_LANGUAGE];
    int rc = SQLITE_OK;
    if (value && sqlite3_value_type(value) != SQLITE_NULL) {
        const char *text = (const char *)sqlite3_value_text(value);
        if (!text) return SQLITE_NOMEM;
        language = language_find(text, strlen(text));
        if (language == LANGUAGE_INVALID)
            error = sqlite3_mprintf("%s: language '%.64s' is not known; it is a BCP 47 tag such as en, ru, kk, ko, zh",
                                    table->name, text);
        if (language == LANGUAGE_INVALID) return store_error(table, error);
    } else {
        rc = read_option(table, "language", &table->language);
        if (rc == SQLITE_OK && table->language[0]) language = language_find(table->language, strlen(table->language));
    }
    if (rc == SQLITE_OK && language != LANGUAGE_UND && language != LANGUAGE_INVALID)
        analysis->page.language = analysis->page.text.language = language;
    return rc;
}

/* The user's names, by the table's option; NULL: there are none. */
static int choose_gazetteer(CorpusTable *table, const EntityGazetteer **gazetteer)
{
    int rc = read_option(table, "gazetteer", &table->gazetteer);
    *gazetteer = NULL;
    if (rc != SQLITE_OK || !table->gazetteer[0]) return rc;
    return gazetteer_of_table(table->connection, table->name, table->schema, table->gazetteer, gazetteer,
                              &table->base.zErrMsg);
}

/* Between two finders over a long text: one token may be all of it, and then no loop has asked whether to stop. */
static void go_on(Analysis *analysis, Status *status)
{
    enum { LONG_TEXT = 1024 * 1024 };
    if (*status == STATUS_OK && analysis->length >= LONG_TEXT && arena_ask_watch(&analysis->arena))
        *status = analysis->arena.status;
}

/* Which finders run, by the table's option. */
static int choose_finders(CorpusTable *table)
{
    char *list = NULL;
    const char *wrong;
    size_t length;
    if (table->finders) return SQLITE_OK;
    int rc = store_get_info(table, "finders", &list);
    if (rc == SQLITE_OK && !store_read_finders(list, &table->finders, &wrong, &length))
        store_read_finders(NULL, &table->finders, &wrong, &length); /* it was checked when the table was made */
    sqlite3_free(list);
    return rc;
}

/* All that is computed before the first write. */
static int analyze(CorpusTable *table, Analysis *analysis, const Given *given, Findings *findings)
{
    Connection *connection = table->connection;
    Arena *arena = &analysis->arena;
    DateAnchor anchor;
    int has_anchor = 0;
    memset(findings, 0, sizeof *findings);
    const EntityGazetteer *gazetteer = NULL;
    int rc = choose_finders(table);
    if (rc == SQLITE_OK) rc = choose_gazetteer(table, &gazetteer);
    if (rc == SQLITE_OK) rc = analysis_divided_page(connection, analysis);
    if (rc == SQLITE_OK) rc = choose_language(table, given, analysis);
    if (rc != SQLITE_OK) return rc;
    findings->page = &analysis->page;
    rc = choose_columns(table, given, findings, &anchor, &has_anchor);
    if (rc != SQLITE_OK) return rc;
    const Text *text = &analysis->page.text;
    unsigned finders = table->finders;
    Status status = choose_bound(arena, given, findings, &analysis->page, &anchor, &has_anchor);
    if (status == STATUS_OK && finders & FINDER_ENTITIES)
        status = entities_find_with(arena, &(EntityOptions){connection->memo, gazetteer, 0}, text, &findings->entities);
    go_on(analysis, &status);
    if (status == STATUS_OK && finders & FINDER_DATES)
        status = document_dates(arena, &analysis->page, has_anchor ? &anchor : NULL, &findings->dates);
    go_on(analysis, &status);
    if (status == STATUS_OK && finders & FINDER_QUANTITIES)
        status = quantities_find(arena, text, &findings->dates, &findings->quantities);
    go_on(analysis, &status);
    if (status == STATUS_OK && finders & FINDER_QUOTES)
        status = quotes_find(arena, text, &findings->entities, &findings->quotes);
    go_on(analysis, &status);
    if (status == STATUS_OK && analysis->page.main_text && analysis->page.main_length) {
        status = fingerprint_make(arena, analysis->page.main_text, analysis->page.main_length, &findings->fingerprint);
        go_on(analysis, &status);
    }
    connection_end_poll(connection);
    return connection_code(status);
}

/* --- undoing ----------------------------------------------------------------------------------------------------------------- */

/* Runs a template whose only parameter is an id. Does nothing once `*rc` is not SQLITE_OK. */
static void run_once(CorpusTable *table, const char *template, sqlite3_int64 id, int *rc)
{
    sqlite3_stmt *statement = NULL;
    if (*rc == SQLITE_OK) *rc = store_prepare(table, template, &statement);
    if (*rc != SQLITE_OK) return;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_step(statement);
    *rc = store_keep_message(table, sqlite3_finalize(statement));
}

/* Counts an entity and its spellings anew from the mentions that are there. */
static void recount(CorpusTable *table, sqlite3_int64 entity, int *rc)
{
    run_once(table,
             "UPDATE {entity} SET (mentions,documents,first,last)=(SELECT count(*),count(DISTINCT "
             "m.document),min(d.published),max(d.published)"
             " FROM {mention} m LEFT JOIN {document} d ON d.id=m.document WHERE m.entity=?1) WHERE id=?1",
             entity, rc);
    run_once(table, "DELETE FROM {alias} WHERE entity=?1", entity, rc);
    run_once(table,
             "INSERT INTO {alias}(entity,name,script,mentions) SELECT entity,text,corpus_script(text),count(*) FROM "
             "{mention} WHERE entity=?1"
             " GROUP BY text",
             entity, rc);
}

/* Takes out what was written of a document, and counts the entities that it touched from what is left. */
static int take_out(CorpusTable *table, sqlite3_int64 id)
{
    sqlite3_stmt *list = NULL;
    int rc = gathering_settle(table);
    gathering_forget_names(table);
    if (rc == SQLITE_OK) rc = duplicates_leave(table, id);
    store_run_on(table, DELETE_DOCUMENT, id, &rc);
    if (rc == SQLITE_OK) rc = store_prepare(table, "DELETE FROM {mention} WHERE document=?1 RETURNING entity", &list);
    if (rc == SQLITE_OK) rc = sqlite3_bind_int64(list, 1, id);
    while (rc == SQLITE_OK && sqlite3_step(list) == SQLITE_ROW) recount(table, sqlite3_column_int64(list, 0), &rc);
    int end = sqlite3_finalize(list);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    for (int which = DELETE_BLOCK; which <= DELETE_EVENT; which++)
        if (which != DELETE_MENTION) store_run_on(table, which, id, &rc);
    return rc == SQLITE_OK ? store_exec(table, "DELETE FROM {entity} WHERE mentions=0") : rc;
}

/*
** What is to be said of a write that failed with `rc` and `message` once its undoing ended with `undone`: if the undoing failed too, half a document
** may stand in the tables.
*/
static int end_undo(CorpusTable *table, int rc, char *message, int undone)
{
    sqlite3_free(table->base.zErrMsg);
    table->base.zErrMsg = message;
    table->is_undone = undone == SQLITE_OK;
    if (undone == SQLITE_OK) return rc;
    return store_rolls_back(undone) ? undone : store_give_up(table, -1, rc);
}

/* Undoes a write that failed with `rc`; where SQLite rolls back, or has done so already, nothing is left to do. */
static int undo(CorpusTable *table, sqlite3_int64 id, int rc)
{
    if (!id || store_rolls_back(rc) || sqlite3_get_autocommit(table->db)) return rc;
    char *message = table->base.zErrMsg;
    table->base.zErrMsg = NULL;
    return end_undo(table, rc, message, take_out(table, id));
}

/* --- writing ----------------------------------------------------------------------------------------------------------------- */

static int write_all(CorpusTable *table, Analysis *analysis, const Findings *findings, const Given *given,
                     sqlite3_int64 *id)
{
    Write write = {.table = table, .analysis = analysis, .findings = findings, .document = *id, .rc = SQLITE_OK};
    write_document_row(&write);
    if (write.rc == SQLITE_OK) write_blocks_and_sentences(&write);
    if (write.rc == SQLITE_OK) write_mentions(&write);
    write_dates(&write);
    write_quantities(&write);
    write_quotes(&write);
    if (write.rc == SQLITE_OK) write.rc = duplicates_join(table, &analysis->arena, &write.member, &write.copies);
    if (write.rc == SQLITE_OK) write.rc = store_forget_error(table, given->columns[CORPUS_URI]);
    *id = write.document;
    if (write.rc != SQLITE_OK) return undo(table, *id, write.rc);
    /* last, since it cannot be undone by removing rows: what it counts is added to what was counted */
    sqlite3_int64 before = sqlite3_total_changes64(table->db);
    write.rc = index_document(&write);
    if (write.rc == SQLITE_OK) write.rc = gathering_end_document(table);
    return store_give_up(table, before, write.rc);
}

/* --- replacing ---------------------------------------------------------------------------------------------------------------- */

/* A document as it stands in the tables: to see whether anything changes, to put it back, and to analyse it again. */
typedef struct Old {
    sqlite3_value *columns[CORPUS_TEXT + 1]; /* the last is the content */
    int is_markup;                           /* it was HTML, of which content and blocks are left */
    Arena arena;                             /* of the blocks */
    struct {
        Block *items;
        size_t count, capacity;
    } blocks; /* of a page that was HTML, as the model had them */
} Old;

/* Reads the blocks, and turns their characters into bytes. */
static int read_old_blocks(CorpusTable *table, sqlite3_int64 id, Old *old)
{
    sqlite3_stmt *read = NULL;
    const char *at = (const char *)sqlite3_value_text(old->columns[CORPUS_TEXT]), *begin = at;
    if (!at) return SQLITE_NOMEM;
    const char *end = at + sqlite3_value_bytes(old->columns[CORPUS_TEXT]);
    sqlite3_int64 position = 1; /* of `at` */
    int rc =
        store_prepare(table,
                      "SELECT coalesce(model_kind,kind), start, length, coalesce(model_rule,rule), score FROM {block} "
                      "WHERE document=?1 ORDER BY ord",
                      &read);
    if (rc == SQLITE_OK) rc = sqlite3_bind_int64(read, 1, id);
    while (rc == SQLITE_OK && sqlite3_step(read) == SQLITE_ROW) {
        const char *kind = (const char *)sqlite3_column_text(read, 0),
                   *rule = (const char *)sqlite3_column_text(read, 3);
        sqlite3_int64 start = sqlite3_column_int64(read, 1), stop = start + sqlite3_column_int64(read, 2);
        uint32_t code;
        Block *block = ARENA_PUSH(&old->arena, &old->blocks);
        if (!block) {
            rc = SQLITE_NOMEM;
            break;
        }
        *block = (Block){.kind = (uint8_t)(kind ? document_block_kind_find(kind) : BLOCK_KINDS),
                         .score = sqlite3_column_double(read, 4)};
        if (block->kind == BLOCK_KINDS) block->kind = BLOCK_NAVIGATION; /* of a version that has other kinds */
        block->rule = arena_copy(&old->arena, rule ? rule : "", rule ? strlen(rule) : 0);
        for (; position < start && at < end; position++) at += utf8_decode(at, end, &code);
        block->start = (uint32_t)(at - begin);
        for (; position < stop && at < end; position++) at += utf8_decode(at, end, &code);
        block->length = (uint32_t)(at - begin) - block->start;
        if (!block->rule) rc = SQLITE_NOMEM;
    }
    int step = sqlite3_finalize(read);
    return rc == SQLITE_OK ? store_keep_message(table, step) : rc;
}

static int read_old(CorpusTable *table, sqlite3_int64 id, Old *old)
{
    int rc = SQLITE_OK;
    memset(old, 0, sizeof *old);
    arena_init(&old->arena, 0);
    sqlite3_stmt *read = store_statement(table, READ_ALL, &rc);
    if (!read) return rc;
    sqlite3_bind_int64(read, 1, id);
    if (sqlite3_step(read) == SQLITE_ROW) {
        for (int i = 0; i <= CORPUS_TEXT; i++)
            if (!(old->columns[i] = sqlite3_value_dup(sqlite3_column_value(read, i)))) rc = SQLITE_NOMEM;
        old->is_markup = sqlite3_column_int(read, CORPUS_TEXT + 1);
    }
    int end = sqlite3_reset(read);
    sqlite3_clear_bindings(read);
    if (rc == SQLITE_OK) rc = store_keep_message(table, end);
    return rc == SQLITE_OK && old->is_markup ? read_old_blocks(table, id, old) : rc;
}

static void free_old(Old *old)
{
    for (int i = 0; i <= CORPUS_TEXT; i++) sqlite3_value_free(old->columns[i]);
    arena_clear(&old->arena);
}

static int is_text(sqlite3_value *value, const char *text, size_t length)
{
    const char *bytes =
        value && sqlite3_value_type(value) != SQLITE_NULL ? (const char *)sqlite3_value_text(value) : NULL;
    if (!text || !bytes) return !text && !bytes;
    return (size_t)sqlite3_value_bytes(value) == length && !memcmp(bytes, text, length);
}

/* True if a column that was given says what the document says already; so does one that was not given. */
static int says_same(sqlite3_value *given, sqlite3_value *old)
{
    if (!given || sqlite3_value_type(given) == SQLITE_NULL) return 1;
    const char *text = (const char *)sqlite3_value_text(given);
    return text && is_text(old, text, (size_t)sqlite3_value_bytes(given));
}

/* True if what was found is what the document holds. */
static int finds_same(const Findings *findings, const Old *old)
{
    if (!is_text(old->columns[CORPUS_TEXT], findings->page->content, findings->page->content_length)) return 0;
    if (findings->page->is_markup != old->is_markup) return 0;
    for (int i = 0; i < CORPUS_TEXT; i++)
        if (!is_text(old->columns[i], findings->columns[i], findings->columns[i] ? strlen(findings->columns[i]) : 0))
            return 0;
    return 1;
}

/* Where the analysis of a document begins. */
typedef struct Source {
    const char *page; /* that was given, or NULL: `again` as it stands */
    size_t length;
    const Old *again;
} Source;

/* The analysis of a page that is given; or of a document again: of its content, and of what was HTML by the blocks that it has. */
static int get_analysis(CorpusTable *table, const Source *source, Analysis **analysis)
{
    const Old *old = source->again;
    const char *page = source->page;
    size_t length = source->length;
    *analysis = NULL;
    if (!page) {
        page = (const char *)sqlite3_value_text(old->columns[CORPUS_TEXT]);
        if (!page) return SQLITE_NOMEM;
        length = (size_t)sqlite3_value_bytes(old->columns[CORPUS_TEXT]);
        if (old->is_markup)
            return analysis_restore(table->connection, page, length, old->blocks.items, old->blocks.count,
                                    (const char *)sqlite3_value_text(old->columns[CORPUS_MODIFIED]), analysis);
    }
    return analysis_get(table->connection, page, utf8_until_nul(page, length), LANGUAGE_UND, analysis);
}

/* When a document is written in the place of an old one. */
typedef enum Rewrite { IF_IT_CHANGES, ALWAYS } Rewrite;

/* Analyses a page and writes it, in the place of `old` if there is one; if nothing would change nothing is written, unless it is to be written anew. */
static int insert_analysis(CorpusTable *table, const Source *source, const Given *given, const Old *old,
                           Rewrite rewrite, sqlite3_int64 *id)
{
    Analysis *analysis = NULL;
    Findings findings;
    Language found = LANGUAGE_UND;
    int rc = SQLITE_OK;
    sqlite3_stmt *before = table->connection->kept_poll, *poll = store_statement(table, ASK_WATCH, &rc);
    table->connection->kept_poll = poll;
    if (rc == SQLITE_OK) rc = get_analysis(table, source, &analysis);
    if (rc == SQLITE_OK) rc = analysis_page(table->connection, analysis);
    if (rc == SQLITE_OK) {
        found = analysis->page.language;
        rc = analyze(table, analysis, given, &findings);
    }
    if (rc == SQLITE_OK && !(old && rewrite == IF_IT_CHANGES && finds_same(&findings, old))) {
        /* a file is still what was loaded if the load itself replaces the page, or nobody does */
        int keeps_file = table->connection->loading || rewrite == ALWAYS;
        if (old) rc = keeps_file ? store_unwrite(table, *id) : store_remove(table, *id);
        if (rc == SQLITE_OK) rc = write_all(table, analysis, &findings, given, id);
    }
    if (rc != SQLITE_OK && !table->connection->gathers) gathering_forget(table);
    if (rc != SQLITE_OK && analysis) analysis_forget(table->connection, analysis);
    else if (analysis)
        analysis->page.language = analysis->page.text.language =
            found; /* the cache has what the page says, not what was given */
    analysis_release(table->connection, analysis);
    table->connection->kept_poll = before;
    return rc;
}

int store_insert(CorpusTable *table, const char *page, size_t page_length, const Given *given, sqlite3_int64 *id)
{
    return insert_analysis(table, &(Source){page, page_length, NULL}, given, NULL, IF_IT_CHANGES, id);
}

/* After a replacement failed with `rc`: what is left of the document goes, and the old one is written again. */
static int put_back(CorpusTable *table, const Old *old, sqlite3_int64 id, int rc)
{
    Given columns;
    int is_there = 0;
    if (store_rolls_back(rc) || sqlite3_get_autocommit(table->db)) return rc;
    char *message = table->base.zErrMsg;
    table->base.zErrMsg = NULL;
    memcpy(columns.columns, old->columns, sizeof columns.columns);
    int undone = store_exists(table, id, &is_there);
    if (undone == SQLITE_OK && !is_there) {
        undone = take_out(table, id);
        if (undone == SQLITE_OK)
            undone = insert_analysis(table, &(Source){NULL, 0, old}, &columns, NULL, IF_IT_CHANGES, &id);
    }
    return end_undo(table, rc, message, undone);
}

int store_replace(CorpusTable *table, const char *page, size_t page_length, const Given *wanted, int is_update,
                  sqlite3_int64 id)
{
    Given given = *wanted;
    Old old;
    int rc = read_old(table, id, &old);
    if (rc == SQLITE_OK) {
        int same = is_text(old.columns[CORPUS_TEXT], page, utf8_until_nul(page, page_length));
        for (int i = 0; i < CORPUS_TEXT; i++) {
            int same_value = says_same(given.columns[i], old.columns[i]);
            same = same && same_value;
            if (is_update && same_value && i != CORPUS_URI) given.columns[i] = NULL;
        }
        if (!same) {
            rc = insert_analysis(table, &(Source){page, page_length, NULL}, &given, &old, IF_IT_CHANGES, &id);
            if (rc != SQLITE_OK) rc = put_back(table, &old, id, rc);
        }
    }
    free_old(&old);
    return rc;
}

int store_set(CorpusTable *table, const Given *given, sqlite3_int64 id)
{
    Old old;
    int rc = read_old(table, id, &old);
    /* the date and the language of a document decide what its relative dates and its words mean */
    int anew = rc == SQLITE_OK && (!says_same(given->columns[CORPUS_PUBLISHED], old.columns[CORPUS_PUBLISHED]) ||
                                   !says_same(given->columns[CORPUS_LANGUAGE], old.columns[CORPUS_LANGUAGE]));
    if (rc == SQLITE_OK && anew) {
        rc = insert_analysis(table, &(Source){NULL, 0, &old}, given, &old, IF_IT_CHANGES, &id);
        if (rc != SQLITE_OK) rc = put_back(table, &old, id, rc);
    } else if (rc == SQLITE_OK) {
        int has_date =
            old.columns[CORPUS_PUBLISHED] && sqlite3_value_type(old.columns[CORPUS_PUBLISHED]) != SQLITE_NULL;
        int gets_date =
            given->columns[CORPUS_PUBLISHED] && sqlite3_value_type(given->columns[CORPUS_PUBLISHED]) != SQLITE_NULL;
        rc = store_set_columns(table, given, has_date && !gets_date, id);
    }
    free_old(&old);
    return rc;
}

int store_rewrite(CorpusTable *table, sqlite3_int64 id)
{
    Old old;
    Given given;
    int rc = read_old(table, id, &old);
    memcpy(given.columns, old.columns, sizeof given.columns);
    if (rc == SQLITE_OK) {
        rc = insert_analysis(table, &(Source){NULL, 0, &old}, &given, &old, ALWAYS, &id);
        if (rc != SQLITE_OK) rc = put_back(table, &old, id, rc);
    }
    free_old(&old);
    return rc;
}
