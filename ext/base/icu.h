/*
** icu.h - the ICU handles of one connection, opened once
**
** Only this file's implementation and tools/ call ICU's C API. A handle is opened at its first use and kept until
** icu_close(): a word iterator costs milliseconds to open and microseconds to reuse. ICU objects are not shared between
** threads; neither is an Icu. ICU allocates from the C library, not from SQLite.
*/
#ifndef CORPUS_ICU_H
#define CORPUS_ICU_H

#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "buffer.h"

typedef struct Icu Icu;

/* Allocates the (empty) set of handles, or returns NULL if there is no memory. */
Icu *icu_open(void);
void icu_close(Icu *icu);

/*
** Finds the words of a run of Han, kana, Thai, ... by ICU's dictionary. Calls `found` with the byte offset of each
** boundary after the first byte, in order, the last being `length`. Linear. Returns STATUS_ICU if the dictionary cannot be opened.
*/
Status icu_dictionary_words(Icu *icu, const char *text, size_t length, void (*found)(void *state, size_t boundary),
                            void *state);

/* Appends the NFC form of `text`. Malformed bytes become U+FFFD. */
Status icu_append_nfc(Icu *icu, const char *text, size_t length, Buffer *out);

/* Appends the NFD form of `text`. Malformed bytes become U+FFFD. */
Status icu_append_nfd(Icu *icu, const char *text, size_t length, Buffer *out);

/* Appends the NFKC_Casefold form of `text`. Malformed bytes become U+FFFD. */
Status icu_append_nfkc_casefold(Icu *icu, const char *text, size_t length, Buffer *out);

/*
** Converts bytes of the named charset to UTF-8 (unmappable bytes become U+FFFD). Returns 0 if ICU does not know the charset,
** and appends nothing then.
*/
int icu_append_converted(Icu *icu, const char *charset, const char *bytes, size_t length, Buffer *out);

/*
** The same for what arrives in pieces: a converter keeps the begin of a character whose rest is in the next piece. icu_converter_open() returns
** NULL if ICU does not know the charset. `last` says that nothing follows.
*/
typedef struct IcuConverter IcuConverter;
IcuConverter *icu_converter_open(const char *charset);
void icu_converter_append(IcuConverter *converter, const char *bytes, size_t length, int last, Buffer *out);
void icu_converter_close(IcuConverter *converter);

/* ICU's best guess at the charset of `bytes`, or NULL. `*confidence` is 0 to 100. The name lives until the next call. */
const char *icu_detect_charset(Icu *icu, const char *bytes, size_t length, int *confidence);

/*
** Appends `text` as ICU's transliterator `id` writes it ("Greek-Latin/UNGEGN", "Any-Upper"). Sets `*known` to 0, and appends nothing, if ICU
** knows no such id. A transliterator is opened at its first use and kept; the one unused longest makes room. ICU edits in place, which is
** quadratic in `length`: pass a sentence, not a page.
*/
Status icu_transform(Icu *icu, const char *id, size_t id_length, const char *text, size_t length, int *known,
                     Buffer *out);

/* Calls `found` with the id of each transliterator that ICU lists. */
Status icu_transform_ids(Icu *icu, void (*found)(void *state, const char *id), void *state);

#endif
