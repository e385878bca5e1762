/*
** corpus_furniture.h - paragraphs that stand on many pages of one site are no part of its articles
**
** A paragraph of the article whose words stand in three documents of one host or more, which are not copies of each other, is furniture: its block becomes
** of kind `repeat`, rule `site`, what was found in it is boilerplate, and it leaves the main text and the index. What the model said is
** kept in model_kind and model_rule, and comes back when the paragraph is not repeated any more.
**
** <name>_repeat(host, digest, documents) lists them; an empty host is all of them, by a judgement of the user (corpus_entities.h). It is made anew on 'resolve'; in between, documents that come are marked by it. The host is that of the uri, without
** `www.`; of a uri without a scheme (the path of a file) the folder.
**
** The fingerprint is that of the article as the model read it, so which documents are copies does not hang on this, and resolving twice changes nothing.
*/
#ifndef CORPUS_CORPUS_FURNITURE_H
#define CORPUS_CORPUS_FURNITURE_H

#include "sql/corpus_statements.h"

/* Sets `*repeats` if a paragraph of this digest is furniture of the site of `uri` (which may be NULL). */
int furniture_find(CorpusTable *table, const char *uri, sqlite3_int64 digest, int *repeats);

/* Counts the paragraphs of all documents anew, and marks and unmarks blocks. A pass over the blocks, and one over each document that changes. */
int furniture_resolve(CorpusTable *table);

#endif
