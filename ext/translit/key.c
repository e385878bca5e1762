#include "translit/translit.h"
Status translit_key(Icu *icu, Language language, const char *word, size_t length, Buffer *out)
{ (void)language; return icu_append_nfkc_casefold(icu, word, length, out); }
