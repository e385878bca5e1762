/*
** dictionary.h - words of Han by the costs of ICU's dictionary, without ICU's iterator
*/
#ifndef CORPUS_DICTIONARY_H
#define CORPUS_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>
#include "status.h"

typedef struct Dictionary Dictionary;

/* A dictionary over a trie of ICU's (which must outlive it), or NULL if there is no memory. `bytes` bounds the trie. */
Dictionary *dictionary_open(const uint16_t *trie, size_t bytes);
void dictionary_close(Dictionary *dictionary);

/* True if the text is characters U+4E00-U+9FFF alone, which dictionary_words() divides. */
int dictionary_serves(const char *text, size_t length);

/*
** Finds the words of such a text as ICU's iterator does: the division whose words cost least in all. Calls `found` with the byte
** offset behind each word. Time: linear (a word has at most 20 characters); returns STATUS_NOMEM if a long text finds no room.
*/
Status dictionary_words(Dictionary *dictionary, const char *text, size_t length,
                        void (*found)(void *state, size_t boundary), void *state);

#endif
