/* charset.c - see charset.h */
#include "base/charset.h"
#include "base/utf8.h"
#include <string.h>
#include <strings.h>

enum {
    DECLARED_WITHIN =
        4096, /* bytes of a page's head in which its charset must be declared (HTML says 1024, pages exceed it) */
    BINARY_LOOKED_AT = 65536, /* bytes in which control characters are counted */
    SURE_ENOUGH = 10,         /* of 100: below it the detector's guess is as good as none */
    SAMPLE = 2048             /* bytes that the detector is shown */
};

/* The charset of a byte order mark, and the mark's length; NULL: there is none. */
static const char *marked_charset(const char *bytes, size_t length, size_t *mark)
{
    static const struct {
        const char *mark, *charset;
        size_t length;
    } marks[] = {{"\xEF\xBB\xBF", "UTF-8", 3},
                 {"\xFF\xFE\0\0", "UTF-32LE", 4},
                 {"\0\0\xFE\xFF", "UTF-32BE", 4},
                 {"\xFF\xFE", "UTF-16LE", 2},
                 {"\xFE\xFF", "UTF-16BE", 2}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (length < marks[i].length || memcmp(bytes, marks[i].mark, marks[i].length) != 0) continue;
        *mark = marks[i].length;
        return marks[i].charset;
    }
    return NULL;
}

static int is_label(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || (c && strchr("-_.:", c));
}

/* Copies the label that begins at `at`, behind quotation marks and blanks. */
static int copy_label(const char *at, const char *end, char name[CHARSET_NAME])
{
    size_t n = 0;
    while (at < end && (*at == '"' || *at == '\'' || *at == ' ')) at++;
    while (at < end && n < CHARSET_NAME - 1 && is_label(*at)) name[n++] = *at++;
    name[n] = 0;
    return n > 0;
}

/* Copies the charset that `charset=...` or `encoding="..."` names near the begin of a page. Returns 0 if there is none. */
static int declared_charset(const char *bytes, size_t length, char name[CHARSET_NAME])
{
    static const char *const keys[] = {"charset=", "encoding="};
    if (length > DECLARED_WITHIN) length = DECLARED_WITHIN;
    for (size_t at = 0; at < length; at++)
        for (size_t k = 0; k < 2; k++) {
            size_t key = strlen(keys[k]);
            if (length - at > key && (bytes[at] | 32) == keys[k][0] && strncasecmp(bytes + at, keys[k], key) == 0 &&
                copy_label(bytes + at + key, bytes + length, name))
                return 1;
        }
    return 0;
}

int charset_of_type(const char *type, char name[CHARSET_NAME])
{
    for (const char *at = type; at && *at; at++)
        if (strncasecmp(at, "charset", 7) == 0) {
            const char *value = at + 7 + strspn(at + 7, " ");
            if (*value == '=') return copy_label(value + 1, value + strlen(value), name);
        }
    return 0;
}

int charset_is_binary(const char *bytes, size_t length)
{
    size_t controls = 0;
    if (length > BINARY_LOOKED_AT) length = BINARY_LOOKED_AT;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        controls += byte < 32 && !(byte >= 8 && byte <= 13) && byte != 27;
    }
    return controls > length / 64;
}

/* ICU's name for a label. */
static const char *browsers_charset(const char *label)
{
    static const char *const names[][2] = {{"gb2312", "gb18030"},        {"gbk", "gb18030"},
                                           {"x-gbk", "gb18030"},         {"gb_2312-80", "gb18030"},
                                           {"chinese", "gb18030"},       {"iso-8859-1", "windows-1252"},
                                           {"latin1", "windows-1252"},   {"us-ascii", "windows-1252"},
                                           {"ascii", "windows-1252"},    {"iso-8859-9", "windows-1254"},
                                           {"euc-kr", "windows-949"},    {"ks_c_5601-1987", "windows-949"},
                                           {"korean", "windows-949"},    {"iso-8859-11", "windows-874"},
                                           {"tis-620", "windows-874"},   {"shift_jis", "windows-31j"},
                                           {"x-sjis", "windows-31j"},    {"sjis", "windows-31j"},
                                           {"big5", "Big5-HKSCS"},       {"cp1251", "windows-1251"},
                                           {"win-1251", "windows-1251"}, {"x-cp1251", "windows-1251"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(label, names[i][0])) return names[i][1];
    return label;
}

static int is_utf8_label(const char *label)
{
    return !strncasecmp(label, "utf-8", 5) || !strncasecmp(label, "utf8", 4);
}

/* A label that servers send because nobody set another. */
static int is_default_label(const char *label)
{
    return !strcasecmp(label, "iso-8859-1") || !strcasecmp(label, "us-ascii") || !strcasecmp(label, "ascii");
}

static int is_wide(const char *charset)
{
    return !strncasecmp(charset, "utf-16", 6) || !strncasecmp(charset, "utf-32", 6) ||
           !strncasecmp(charset, "utf16", 5) || !strncasecmp(charset, "utf32", 5);
}

/* Appends the text as the label says. Returns 0 if it cannot be that, or ICU does not know it. */
static int convert(Icu *icu, const char *label, const char *bytes, size_t length, int has_nul, Buffer *out)
{
    if (is_utf8_label(label) || has_nul != is_wide(label)) return 0;
    return icu_append_converted(icu, browsers_charset(label), bytes, length, out);
}

static int divides_words(char c)
{
    return (unsigned char)c <= ' ' || c == '<' || c == '>' || c == '"';
}

/*
** ICU's guess. It is shown the words that are not ASCII alone: markup, addresses and names of fields in between make Cyrillic look like Latin. What
** has NUL or escapes is shown as it is.
*/
static const char *detect(Icu *icu, const char *bytes, size_t length, int is_plain, int *confidence)
{
    char sample[SAMPLE];
    size_t made = 0;
    if (!is_plain) return icu_detect_charset(icu, bytes, length, confidence);
    for (size_t at = 0; at < length && made < SAMPLE; at++) {
        size_t begin = at;
        unsigned any = 0;
        for (; at < length && !divides_words(bytes[at]); at++) any |= (unsigned char)bytes[at];
        if (any < 0x80) continue;
        size_t word = at - begin, room = SAMPLE - made - 1;
        if (word > room) word = room;
        memcpy(sample + made, bytes + begin, word);
        made += word;
        sample[made++] = ' ';
    }
    return made ? icu_detect_charset(icu, sample, made, confidence) : NULL;
}

CharsetResult charset_decode(Icu *icu, const char *bytes, size_t length, const char *stated, Buffer *out, size_t *skip)
{
    char declared[CHARSET_NAME];
    int confidence = 0;
    *skip = 0;
    const char *charset = marked_charset(bytes, length, skip);
    if (charset && *skip != 3 && icu_append_converted(icu, charset, bytes + *skip, length - *skip, out))
        return CHARSET_RECODED;
    bytes += *skip;
    length -= *skip;
    int has_nul = utf8_until_nul(bytes, length) < length, has_escape = length && memchr(bytes, 27, length) != NULL;
    if (!has_nul && !has_escape && utf8_is_valid(bytes, length)) return CHARSET_AS_IT_IS;
    int is_declared = declared_charset(bytes, length, declared);
    if (stated && !(is_declared && is_default_label(stated)) && convert(icu, stated, bytes, length, has_nul, out))
        return CHARSET_RECODED;
    if (is_declared && convert(icu, declared, bytes, length, has_nul, out)) return CHARSET_RECODED;
    int is_binary = charset_is_binary(bytes, length);
    charset = detect(icu, bytes, length, !has_nul && !has_escape, &confidence);
    if (charset && confidence >= SURE_ENOUGH && (is_wide(charset) || (!has_nul && !is_binary)) &&
        strcmp(charset, "UTF-8") != 0 && icu_append_converted(icu, charset, bytes, length, out))
        return CHARSET_RECODED;
    return is_binary ? CHARSET_BINARY : CHARSET_AS_IT_IS;
}

const char *charset_of_head(Icu *icu, const char *bytes, size_t length, char name[CHARSET_NAME], size_t *mark)
{
    int confidence = 0;
    *mark = 0;
    const char *charset = marked_charset(bytes, length, mark);
    if (!charset) {
        size_t whole = length; /* the last character may be cut by the window's end */
        while (whole && length - whole < 3 && (bytes[whole - 1] & 0xC0) == 0x80) whole--;
        if (whole && (unsigned char)bytes[whole - 1] >= 0xC0) whole--;
        int has_nul = utf8_until_nul(bytes, length) < length;
        if (!length || (!has_nul && utf8_is_valid(bytes, whole))) return NULL;
        charset = detect(icu, bytes, length, !has_nul && memchr(bytes, 27, length) == NULL, &confidence);
        if (!charset || confidence < SURE_ENOUGH || has_nul != is_wide(charset)) return NULL;
    }
    if (!strcmp(charset, "UTF-8")) return NULL;
    size_t n = strlen(charset);
    if (n >= CHARSET_NAME) return NULL;
    memcpy(name, charset, n + 1);
    return name;
}
