/*
** corpus_entities.h - which mentions are one entity: decided anew over the whole corpus, and by the user's judgements
**
** While loading, a name joins the entity that is there and most like it, so the order of the documents has a part in it. entities_resolve() decides by the names alone:
** all that are written (type, name, language of the document) are grouped by key, and in each group the most frequent name leads, and takes in those that
** are spellings of it. A surname alone joins the person whose whole name has it, if the corpus knows one such person and not two. Then come the rows of <name>_judgement, from the oldest on, so that the last word counts:
**
**     verdict   a, b
**     same      two names that are one entity, of whatever keys and scripts
**     differ    two names that are not: what is written `b`, or is more like `b` than `a`, becomes an entity of its own
**     never     a name that is none: its mentions are of no entity
**     name      the entity that is written `a` is called `b`
**     block     a paragraph `a` that is furniture wherever it stands (`b` = repeat or NULL), or never (`b` = body); see corpus_furniture.h
**     undo      row number `undoes` does not count; an undo can be undone
**
** Names are compared folded (text_fold()), with the name of a mention and with its text. `type` limits a row to names of that type. The table is the user's own, not a
** shadow table: rows are added to it by INSERT and never changed, and what they say holds from the next 'resolve' or 'rebuild' on.
**
** Numbers of entities stay where they can: a group keeps the number of its most frequent name.
**
** Memory: about 100 bytes and the text for each different name. Time: two passes over the mentions, a key and a few comparisons of names for each name.
*/
#ifndef CORPUS_CORPUS_ENTITIES_H
#define CORPUS_CORPUS_ENTITIES_H

#include "names/names.h"
#include "sql/corpus_statements.h"

#define JUDGEMENT_TABLE                                                                                                \
    "CREATE TABLE {judgement}(id INTEGER PRIMARY KEY, verdict TEXT NOT NULL CHECK(verdict IN "                         \
    "('same','differ','never','name','block','undo')), a TEXT, b TEXT, type TEXT, undoes INTEGER, who TEXT, at TEXT "  \
    "DEFAULT CURRENT_TIMESTAMP, note TEXT,"                                                                            \
    " CHECK(verdict='undo' OR a IS NOT NULL), CHECK(verdict NOT IN ('same','differ','name') OR b IS NOT NULL),"        \
    " CHECK(verdict<>'block' OR b IS NULL OR b IN ('repeat','body')), CHECK((verdict='undo')=(undoes IS NOT NULL)))"

typedef enum Verdict { JUDGE_SAME, JUDGE_DIFFER, JUDGE_NEVER, JUDGE_NAME, JUDGE_BLOCK, JUDGE_VERDICTS } Verdict;

/* A row of <name>_judgement that counts. Strings live in the arena. */
typedef struct Judgement {
    Verdict verdict;
    const char *a, *b, *type; /* b and type may be NULL */
} Judgement;

typedef struct JudgementList {
    Judgement *items;
    size_t count, capacity;
} JudgementList;

/* Reads those that count, the oldest first. A corpus without the table has none. */
int judgements_read(CorpusTable *table, Arena *arena, JudgementList *list);

/* What is compared of a name with others of its key: see entities_key_names_rest(). */
typedef struct EntityName {
    NameReading *reading;
    Buffer rest; /* its bytes, where they are not the name's own */
} EntityName;

/* Reads a name, whose bytes have to live as long. Returns 0 if there is no memory; entity_name_free() is called in any case. */
int entity_name_read(Icu *icu, const char *key, const char *name, size_t length, EntityName *read);
void entity_name_free(EntityName *read);

/* Decides anew what mentions are one entity, and counts entities and aliases. */
int entities_resolve(CorpusTable *table);

#endif
