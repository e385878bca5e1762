/*
** recognise.c - what a file is, by its first 64 KiB, and by its name where they do not tell; see parts.h
**
** Order: marks of what is known and not read; WARC, mbox; markup; JSON; mail; tables; text. Of names only .csv, .tsv, .tab, .eml, .mht(ml) and .htm(l) say
** more than content does: any text can be one of those.
*/
#include "formats/parts.h"
#include "base/utf8.h"
#include <string.h>
#include <strings.h>

int recognise_zip(const char *bytes, size_t length)
{
    return length >= 4 && (!memcmp(bytes, "PK\3\4", 4) || !memcmp(bytes, "PK\5\6", 4));
}

int recognise_tar(const char *bytes, size_t length)
{
    return length >= 512 && !memcmp(bytes + 257, "ustar", 5);
}

static const char *known_and_not_read(const char *bytes, size_t length)
{
    static const struct {
        const char *mark;
        size_t at, length;
        const char *message;
    } marks[] = {{"BZh", 0, 3, "compressed by bzip2, which is not read: decompress it first"},
                 {"\xFD"
                  "7zXZ",
                  0, 5, "compressed by xz, which is not read: decompress it first"},
                 {"\x28\xB5\x2F\xFD", 0, 4, "compressed by zstd, which is not read: decompress it first"},
                 {"7z\xBC\xAF\x27\x1C", 0, 6, "a 7z archive, which is not read: unpack it first"},
                 {"Rar!\x1A\x07", 0, 6, "a RAR archive, which is not read: unpack it first"},
                 {"%PDF-", 0, 5, "a PDF, which is not read: convert it to text first"},
                 {"{\\rtf", 0, 5, "RTF, which is not read: convert it to text first"},
                 {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, 8,
                  "an old Office document, which is not read: convert it to text first"},
                 {"PK\3\4", 0, 4, "an archive in too many others to be opened: unpack it first"},
                 {"ustar", 257, 5, "an archive in too many others to be opened: unpack it first"},
                 {"\x1F\x8B\x08", 0, 3, "gzip data that is damaged, or packed too often to be opened"},
                 {"SQLite format 3", 0, 16, "an SQLite database: ATTACH it, and give a column to corpus_records()"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= marks[i].at + marks[i].length && !memcmp(bytes + marks[i].at, marks[i].mark, marks[i].length))
            return marks[i].message;
    return NULL;
}

/* True if the name ends in one of `endings` (".csv .tsv"), before a .gz. */
static int has_ending(const char *name, const char *endings)
{
    size_t length = name ? strlen(name) : 0;
    if (length > 3 && !strcasecmp(name + length - 3, ".gz")) length -= 3;
    for (const char *at = endings; *at;) {
        size_t n = strcspn(at, " ");
        if (length > n && !strncasecmp(name + length - n, at, n)) return 1;
        at += n + strspn(at + n, " ");
    }
    return 0;
}

static size_t skip_blanks(const char *bytes, size_t length)
{
    size_t at = length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < length && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) at++;
    return at;
}

int recognise_html(const char *bytes, size_t length)
{
    static const char *const marks[] = {
        "!doctype html", "html",   "head", "body", "title", "meta", "div",     "p",  "table",
        "article",       "script", "h1",   "a",    "span",  "main", "section", "br", "center"};
    size_t at = skip_blanks(bytes, length), end = length < at + 4096 ? length : at + 4096;
    if (at == length || bytes[at] != '<') return 0;
    if (length - at > 5 && !memcmp(bytes + at, "<?xml", 5)) { /* XHTML, or a feed, or any other XML */
        for (; at + 5 < end; at++)
            if (bytes[at] == '<' && !strncasecmp(bytes + at, "<html", 5)) return 1;
        return 0;
    }
    for (; at < end; at++) {
        if (bytes[at] != '<') continue;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t n = strlen(marks[i]);
            if (end - at > n + 1 && !strncasecmp(bytes + at + 1, marks[i], n) &&
                (memchr(" >/\t\r\n", bytes[at + 1 + n], 6) != NULL))
                return 1;
        }
    }
    return 0;
}

/* JSON: 0 none, FORMAT_JSONL, or FORMAT_JSON. `{` begins an object if a name or its end follows; a line that holds all of one is JSON Lines. */
static FormatKind json_kind(const char *bytes, size_t length)
{
    size_t at = skip_blanks(bytes, length), begin = at;
    if (at == length || (bytes[at] != '{' && bytes[at] != '[')) return FORMAT_UNKNOWN;
    int is_array = bytes[at] == '[';
    at++;
    at += skip_blanks(bytes + at, length - at);
    if (at == length) return FORMAT_UNKNOWN;
    if (is_array)
        return bytes[at] == '{' || (bytes[at] == ']' && at + 1 + skip_blanks(bytes + at + 1, length - at - 1) == length)
                   ? FORMAT_JSON
                   : FORMAT_UNKNOWN;
    if (bytes[at] != '"' && bytes[at] != '}') return FORMAT_UNKNOWN;
    const char *feed = memchr(bytes + begin, '\n', length - begin);
    size_t line = feed ? (size_t)(feed - bytes) : length;
    if (!feed && length == READER_WINDOW) return FORMAT_JSONL; /* a long line */
    while (line > begin && (bytes[line - 1] == '\r' || bytes[line - 1] == ' ')) line--;
    return bytes[line - 1] == '}' || (feed && bytes[line - 1] == '"') ? FORMAT_JSONL : FORMAT_JSON;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int recognise_from_line(const char *bytes, size_t length)
{
    int has_time = 0, has_year = 0;
    if (length < 24 || memcmp(bytes, "From ", 5) != 0) return 0;
    for (size_t i = 5; i + 1 < length && bytes[i] != '\n'; i++) {
        if (is_digit(bytes[i]) && is_digit(bytes[i - 1])) continue; /* within a number */
        size_t left = length - i, digits = 0;
        while (digits < left && is_digit(bytes[i + digits])) digits++;
        has_time |= digits == 2 && left >= 8 && bytes[i + 2] == ':' && is_digit(bytes[i + 3]) && bytes[i + 5] == ':' &&
                    is_digit(bytes[i + 6]);
        has_year |= digits == 4 && bytes[i - 1] == ' ' && (!memcmp(bytes + i, "19", 2) || !memcmp(bytes + i, "20", 2));
    }
    return has_time && has_year;
}

/* Headers of a mail: FORMAT_EML, FORMAT_MHTML, or FORMAT_UNKNOWN. One that nobody writes by hand is wanted, or the name must say so. */
static FormatKind mail_kind(const char *bytes, size_t length, int is_named)
{
    static const char *const sure[] = {"message-id",   "mime-version", "received",       "return-path",
                                       "delivered-to", "x-mailer",     "dkim-signature", "content-transfer-encoding"};
    static const char *const other[] = {"from", "to", "subject", "date", "content-type", "reply-to", "cc", "sender"};
    int headers = 0, is_sure = 0, is_related = 0, is_saved = 0;
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at)), *stop = feed ? feed : end, *colon = at;
        size_t line = (size_t)(stop - at);
        if (line == 0 || (line == 1 && *at == '\r')) break;
        if (*at == ' ' || *at == '\t') { /* folded */
            if (!headers) return FORMAT_UNKNOWN;
        } else {
            while (colon<stop && * colon> ' ' && *colon < 127 && *colon != ':') colon++;
            if (colon == stop || *colon != ':' || colon == at) return FORMAT_UNKNOWN;
            size_t name = (size_t)(colon - at);
            for (size_t i = 0; i < 8; i++) {
                is_sure |= strlen(sure[i]) == name && !strncasecmp(at, sure[i], name);
                headers += strlen(other[i]) == name && !strncasecmp(at, other[i], name);
            }
            is_saved |= name == 25 && !strncasecmp(at, "snapshot-content-location", name);
            is_saved |= line > 14 && !strncasecmp(at, "from: <saved b", 14);
            if (line > 30 && name == 12 && !strncasecmp(at, "content-type", name))
                for (const char *c = colon; c + 17 < stop; c++) is_related |= !strncasecmp(c, "multipart/related", 17);
        }
        if (!feed) break;
        at = feed + 1;
    }
    if (headers + is_sure == 0 || (!is_named && (!is_sure || headers == 0))) return FORMAT_UNKNOWN;
    return is_related && is_saved ? FORMAT_MHTML : FORMAT_EML;
}

static FormatKind by_content(const char *bytes, size_t length, const char *name)
{
    if (length >= 7 && !memcmp(bytes, "WARC/", 5) && bytes[5] >= '0' && bytes[5] <= '9') return FORMAT_WARC;
    if (recognise_from_line(bytes, length)) return FORMAT_MBOX;
    int is_mht = has_ending(name, ".mht .mhtml");
    FormatKind kind = mail_kind(bytes, length, is_mht || has_ending(name, ".eml"));
    if (kind != FORMAT_UNKNOWN) return is_mht ? FORMAT_MHTML : kind;
    if (has_ending(name, ".csv")) return FORMAT_CSV;
    if (has_ending(name, ".tsv .tab")) return FORMAT_TSV;
    if (has_ending(name, ".html .htm .xhtml .shtml") || recognise_html(bytes, length)) return FORMAT_HTML;
    kind = json_kind(bytes, length);
    if (kind != FORMAT_UNKNOWN) return kind;
    int quotes;
    if (csv_is_table(bytes, length)) return csv_delimiter(bytes, length, &quotes) == '\t' ? FORMAT_TSV : FORMAT_CSV;
    return FORMAT_TEXT;
}

FormatKind recognise(Formats *formats, const char *head, size_t length, const char *name, const char **refused)
{
    char charset[CHARSET_NAME];
    Buffer recoded = BUFFER_EMPTY;
    size_t mark = 0;
    *refused = known_and_not_read(head, length);
    if (*refused) return FORMAT_UNKNOWN;
    FormatKind kind = FORMAT_TEXT;
    if (!length) return kind;
    Icu *icu = formats->icu;
    if (charset_of_head(icu, head, length, charset, &mark) &&
        icu_append_converted(icu, charset, head + mark, length - mark, &recoded) && recoded.length)
        kind = by_content(recoded.bytes, recoded.length, name);
    else kind = by_content(head + mark, length - mark, name);
    if (recoded.failed) formats->arena.status = STATUS_NOMEM;
    buffer_free(&recoded);
    return kind;
}
