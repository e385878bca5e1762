/*
** charset.h - bytes of any charset as UTF-8
**
** Encoding, in this order: byte order mark; well-formed UTF-8 without NUL; the charset that whoever delivered the bytes names (HTTP, MIME); the charset that an
** HTML or XML head declares; ICU's detector (which also knows UTF-16 without a mark and the ISO 2022 family); else the bytes as they are, read as
** UTF-8. UTF-8 comes before the declarations because pages lie about their charset more often than chance makes UTF-8. Labels are
** read as browsers read them (WHATWG Encoding): gb2312 is GB 18030, iso-8859-1 is windows-1252.
*/
#ifndef CORPUS_CHARSET_H
#define CORPUS_CHARSET_H

#include "base/icu.h"

enum { CHARSET_NAME = 64 };

typedef enum CharsetResult {
    CHARSET_AS_IT_IS, /* the bytes are the text; nothing was appended */
    CHARSET_RECODED,  /* the text was appended; look at out->failed */
    CHARSET_BINARY    /* more control characters than any text has: an image, an archive, a program */
} CharsetResult;

/*
** Reads a text whose charset was named `stated` (NULL: by nobody). `*skip` are bytes of a mark at the begin that are not text; it is set in the
** case CHARSET_AS_IT_IS too. Linear.
*/
CharsetResult charset_decode(Icu *icu, const char *bytes, size_t length, const char *stated, Buffer *out, size_t *skip);

/* The charset of a text's begin, where it is another than UTF-8, and to be relied on; NULL else. `name` is room for it. `*mark` as `*skip` above. */
const char *charset_of_head(Icu *icu, const char *bytes, size_t length, char name[CHARSET_NAME], size_t *mark);

/* Copies a charset's label out of a Content-Type ("text/html; charset=utf-8"). Returns 0 if it names none. */
int charset_of_type(const char *type, char name[CHARSET_NAME]);

/* True if the bytes are no text: see CHARSET_BINARY. Looks at the first 64 KiB. */
int charset_is_binary(const char *bytes, size_t length);

#endif
