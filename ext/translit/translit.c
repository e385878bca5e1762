/* translit.c - STUB */
#include "translit/translit.h"
const TranslitScheme *translit_schemes(size_t *count) { *count = 0; return NULL; }
const TranslitScheme *translit_find(const char *id, size_t length) { (void)id, (void)length; return NULL; }
void translit_suggest(const char *id, size_t length, Buffer *out) { (void)id, (void)length, (void)out; }
Status translit_apply(Icu *icu, const TranslitScheme *scheme, const char *text, size_t length, Buffer *out)
{ (void)icu, (void)scheme; buffer_append(out, text, length); return STATUS_OK; }
Status translit_latin(Icu *icu, Language language, const char *text, size_t length, Buffer *out)
{ (void)icu, (void)language; buffer_append(out, text, length); return STATUS_OK; }
Status translit_key(Icu *icu, Language language, const char *word, size_t length, Buffer *out)
{ (void)language; return icu_append_nfkc_casefold(icu, word, length, out); }
