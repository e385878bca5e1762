/*
** corpus_gathering.h - what documents say of entities, names and spellings, gathered before it is written
**
** A name is said in many documents, and a document names many things: to look each name up and to write each count at once would be most of the
** writing. So a table that is written to has a Gathering:
**
**   entities   new ones, which are not in <name>_entity yet, and what is to be added to mentions, documents, first and last of all
**   aliases    what is to be added to <name>_alias
**   spellings  what is to be added to <name>_spelling, see corpus_spelling.h
**   names      which entity a name is: of (type, place or name, language). This is remembered only and never written.
**
** It is settled, that is written in the order of the tables' keys, when a document ends; while documents are written in batches (Connection.gathers:
** corpus_load() sets it), when the batch ends or the Gathering is full. Between two documents of a batch nobody reads but who asks for that: whoever reads the counts,
** or takes some off, settles first. Nothing is gathered outside a batch or a document, so no SQL of a user finds counts that are not
** written (a trigger on a shadow table may, in the middle of a batch).
**
** If a document fails its undoing settles, too, and counts what it touched anew from the mentions that are left (corpus_write.c). If the transaction is rolled back, all is
** forgotten.
**
** Names are remembered over the batches of a load, and forgotten when an entity was removed, at a failure, and where anybody else may have written
** since the last batch: rows were changed on this connection (sqlite3_total_changes64()), or by another (PRAGMA data_version). A name that is the name of its entity is
** that entity's as long as it is there, for the eldest of that name is chosen; another name may be more like an entity that was made since: it counts only while no entity was
** made whose key has the same hash (GROUPS), or to the end of the document, so that a document means one thing by one name.
**
** Memory: about 100 bytes and the text for each different name, entity and alias, 15 MB at most between two documents.
*/
#ifndef CORPUS_CORPUS_GATHERING_H
#define CORPUS_CORPUS_GATHERING_H

#include "sql/corpus_spelling.h"

/* An entity that is not in <name>_entity yet. Its strings are the Gathering's, but the type's. */
typedef struct NewEntity {
    const struct NewEntity *younger; /* the next one of its type and key */
    sqlite3_int64 id;
    const char *type, *name, *country, *key;
    size_t name_length, key_length;
    double latitude, longitude; /* NaN: not known */
    sqlite3_int64 geoname;      /* 0: none */
} NewEntity;

/* What a name is looked up by. */
typedef struct GatheredName {
    int type;          /* EntityType */
    int is_place;      /* `bytes` are the key of a place, else the name */
    Language language; /* of the document */
    const char *bytes;
    size_t length;
    const char *name; /* the name, of places too */
} GatheredName;

/* The Gathering of a table, which is made if there is none; NULL: no memory. */
Gathering *gathering_of(CorpusTable *table);

/* The entity of a name if that is remembered, else 0. `document` is the one that is being written. */
sqlite3_int64 gathering_find_name(const Gathering *gathering, const GatheredName *name, sqlite3_int64 document);

/* Remembers it. `is_own`: the entity is called so. `type` and `key` are those of the entity. */
int gathering_keep_name(Gathering *gathering, const GatheredName *name, sqlite3_int64 document, sqlite3_int64 entity,
                        int is_own, const char *type, const char *key, size_t key_length);

/* The eldest of the new entities of this type and key, or NULL; the others follow by `younger`. */
const NewEntity *gathering_find_entity(const Gathering *gathering, const char *type, const char *key,
                                       size_t key_length);

/* Adds a new entity, which is copied; its number is `*id`. */
int gathering_add_entity(CorpusTable *table, Gathering *gathering, const NewEntity *entity, sqlite3_int64 *id);

/* Counts a mention whose row is written. `alias` is its text, of `script`; `published` the date of its document, or NULL. */
int gathering_count(Gathering *gathering, sqlite3_int64 document, const char *published, sqlite3_int64 entity,
                    const char *alias, size_t length, unsigned script);

/* A document was written: settles unless a batch goes on and there is room. */
int gathering_end_document(CorpusTable *table);

/* Writes what a table has gathered. An error is not the document's alone, and ends the batch. */
int gathering_settle(CorpusTable *table);

/* A batch begins: names that may not be true any more are forgotten. */
int gathering_begin_batch(Connection *connection);

/* It ends: all tables of the connection are settled. Once it is committed, what tells whether names stay true is noted. */
int gathering_settle_all(Connection *connection);
int gathering_end_batch(Connection *connection);

/* The spellings that are gathered. */
SpellingTally *gathering_spellings(Gathering *gathering);

/* Forgets the names, for entities may be removed; what is to be written must be settled. */
void gathering_forget_names(CorpusTable *table);

/* Forgets all, of one table or of the connection: it was rolled back, the table is gone. */
void gathering_forget(CorpusTable *table);
void gathering_forget_all(Connection *connection);

#endif
