/*
** latin.c - any text in Latin letters, each run of a script by the customary scheme of its language
**
** The text is cut into runs of one script (signs, digits and marks belong to the run before them); a run of Latin letters is
** copied. What Cyrillic is, if nobody says, is told by the letters of the whole text (customary.tsv). Han beside kana is
** Japanese, whose readings no table tells: it is left as it is. Linear.
*/
#include "base/unicode.h"
#include "base/utf8.h"
#include "translit/customary.h"
#include "translit/translit.h"

/* What the letters of a text tell: its Cyrillic letters, and whether there is kana. */
typedef struct Letters {
    LetterSet seen;
    int has_kana;
} Letters;

static Letters look(const char *text, size_t length)
{
    Letters letters = {0};
    uint8_t met[CUSTOMARY_WORDS * 64] = {0};
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    for (; at + 1 < end; at++) {
        if (*at >= 0xD0 && *at <= 0xD4) met[((*at & 0x1Fu) << 6 | (at[1] & 0x3Fu)) - CUSTOMARY_FIRST] = 1;
        else if (*at == 0xE3 && at[1] >= 0x81 && at[1] <= 0x83) letters.has_kana = 1;
    }
    for (unsigned i = 0; i < sizeof met; i++) {
        unsigned bit = met[i] ? unicode_fold(CUSTOMARY_FIRST + i) - CUSTOMARY_FIRST : sizeof met;
        if (bit < sizeof met) letters.seen.bits[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    return letters;
}

static int share(const LetterSet *a, const LetterSet *b)
{
    uint64_t common = 0;
    for (int i = 0; i < CUSTOMARY_WORDS; i++) common |= a->bits[i] & b->bits[i];
    return common != 0;
}

static Language tell_cyrillic(const Letters *letters)
{
    for (size_t i = 0; i < translit_tell_count; i++) {
        const LanguageTell *tell = &translit_tells[i];
        if (share(&letters->seen, &tell->any) && (!tell->needs_also || share(&letters->seen, &tell->also)) &&
            !share(&letters->seen, &tell->never))
            return tell->language;
    }
    return translit_else;
}

static int reads(Language language, unsigned script)
{
    const LanguageCustom *custom = &translit_customary[language];
    return custom->scheme && (custom->script == script || custom->also == script);
}

/* The language whose scheme a run of `script` takes; LANGUAGE_UND: it stays as it is. */
static Language language_of(unsigned script, Language language, const Letters *letters)
{
    Language base = language_base(language);
    if (base == LANGUAGE_UND && letters->has_kana) base = LANGUAGE_JA;
    if (reads(language, script)) return language;
    if (reads(base, script)) return base;
    if (translit_customary[base].leaves == script) return LANGUAGE_UND;
    for (size_t i = 0; i < translit_script_count; i++)
        if (translit_scripts[i].script == script)
            return translit_scripts[i].tells ? tell_cyrillic(letters) : translit_scripts[i].language;
    return LANGUAGE_UND;
}

static int is_neutral(unsigned script)
{
    return script == SCRIPT_COMMON || script == SCRIPT_INHERITED;
}

static unsigned script_of(uint32_t code)
{
    unsigned script = unicode_of(code)->script;
    if (code == 0x30FC) return SCRIPT_KATAKANA; /* ー: Common to Unicode */
    return script == SCRIPT_HIRAGANA ? SCRIPT_KATAKANA : script;
}

/* Behind the letters at `at` of a script whose letters are told by their first byte (Cyrillic U+0400-U+047F), and the ASCII between
** them that is no letter: most of a text, without a look at each character's properties. */
static const char *skip_cyrillic(const char *at, const char *end)
{
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80 && ((byte | 0x20) < 'a' || (byte | 0x20) > 'z')) at++;
        else if ((byte == 0xD0 || byte == 0xD1) && end - at > 2 && ((unsigned char)at[1] & 0xC0) == 0x80 &&
                 ((unsigned char)at[2] & 0xC0) != 0x80)
            at += 2;
        else break;
    }
    return at;
}

/* Bytes of the run of one script at `text`; `*script` is SCRIPT_COMMON if it has no letters. */
static size_t run_of(const char *text, size_t length, unsigned *script)
{
    const char *at = text, *end = text + length;
    *script = SCRIPT_COMMON;
    while (at < end) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        unsigned here = code < 0x80 && ((code | 0x20) < 'a' || (code | 0x20) > 'z') ? SCRIPT_COMMON : script_of(code);
        if (!is_neutral(here)) {
            if (is_neutral(*script)) *script = here;
            else if (here != *script) break;
        }
        at += bytes;
        if (*script == SCRIPT_CYRILLIC) at = skip_cyrillic(at, end);
    }
    return (size_t)(at - text);
}

Status translit_latin(Icu *icu, Language language, const char *text, size_t length, Buffer *out)
{
    size_t count;
    const TranslitScheme *schemes = translit_schemes(&count);
    if (utf8_is_ascii(text, length)) {
        buffer_append(out, text, length);
        return out->failed ? STATUS_NOMEM : STATUS_OK;
    }
    Letters letters = look(text, length);
    Status status = STATUS_OK;
    for (size_t at = 0; at < length && status == STATUS_OK && !out->failed;) {
        unsigned script;
        size_t run = run_of(text + at, length - at, &script);
        Language of = language_of(script, language, &letters);
        int scheme = of == LANGUAGE_UND ? -1 : translit_customary[of].scheme - 1;
        if (scheme < 0) buffer_append(out, text + at, run);
        else status = translit_apply(icu, &schemes[scheme], text + at, run, out);
        at += run;
    }
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}
