/*
** tokenizer.h - the FTS5 tokenizer `corpus`: tokens of every script, and keys under which spellings meet
**
** Usable in any FTS5 table: CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'corpus'). Options, as pairs of words:
**     translit on|off    (on)    write romanized keys beside the words of documents
**     fold on|off        (on)    off: case and accents count
**     stem on|off        (off)   words in Cyrillic without their Russian and Kazakh endings too, in documents and queries. (Korean
**                                particles need none: words are pairs of syllables. Prefixes are not stemmed.)
**     language TAG       (en)    whose abbreviations and contractions count; one for documents and queries alike
**
** What becomes a token:
**   words         folded (text_fold()): Тоқаев -> тоқаев; dots and apostrophes inside are dropped (U.S. -> us)
**   l'Université  also the word inside, at the same place: behind an elided article, before the endings of a Turkish name (Astana'da). A query
**                 asks for the word inside
**   hyphenated    each part a token, so that "Port-Louis" is the phrase `port louis`, written either way
**   URLs, e-mail  each run of letters and digits a token
**   Han, kana, Hangul, Thai, ...  overlapping pairs of characters; in documents each single character too, at the same place. A query
**                 of two and more characters is the phrase of its pairs, a query of one character that character:
**                 words are found whatever a dictionary thinks of their bounds, and Korean ones with any particle.
** Offsets are those of the original text, so highlighting is right in every script.
**
** Keys: beside a word that may be a name (capitalised, or of a script without capitals) a document has translit_key() of it, and of its
** stem where it has an ending (Тоқаевтың), behind the reserved first byte 0x01, at the same place. In Han a name is what is written in the
** characters that transcribe foreign names. Beside each key stands the word as it is spelled in Latin letters (names_spelling()), behind the byte
** 0x02: what a search compares with the names of its query, since one key finds three of four spellings. A query never makes a key by itself: an exact query stays exact. While
** Connection.key_search is set (sql/corpus_search.c does for its second pass), words of a query that have a key become it
** and the spellings of the index that are probably theirs (spelling_find()); prefixes never. While Connection.spellings is set, the spellings of documents are counted there.
*/
#ifndef CORPUS_TOKENIZER_H
#define CORPUS_TOKENIZER_H

#include "sql/connection.h"

enum { TOKENIZER_KEY_MARK = 1, TOKENIZER_SPELLING_MARK = 2 };

/* Registers the tokenizer, and the auxiliary function corpus_hits, with FTS5. Without FTS5 it does nothing and succeeds. */
int tokenizer_register(Connection *connection);

/* FTS5's own handle, or NULL if this SQLite has no FTS5. */
int tokenizer_fts5_api(sqlite3 *db, fts5_api **api);

/*
** Calls `found` for each token of a document as FTS5 would, with the default options (`keys` 0: without keys, which is faster): what snippet() and highlight() count positions by.
** `flags` are FTS5_TOKENIZE_*; the callback's are FTS5_TOKEN_COLOCATED. Stops at the first callback that does not return SQLITE_OK.
*/
int tokenizer_run(Connection *connection, int flags, const char *text, int length, void *state,
                  int (*found)(void *state, int flags, const char *token, int token_length, int start, int end),
                  int keys);

/*
** The names at one place of a text that keys are made of: `found` is called with the byte length of each (a word, its stem). `length` is
** what is left of the text. What a token at `start` means to the key tier, without making the keys.
*/
enum { TOKENIZER_NAMES = 5 };
Status tokenizer_names_at(const char *text, size_t length, size_t names[TOKENIZER_NAMES], int *count);

/* The version of what tokens are; it stands in news_info, and an index made by another is rebuilt before it is written to. */
#define TOKENIZER_VERSION "5"

#endif
