/*
** test_formats.c - dates, names of fields, tables and charsets by themselves; and that a file's records do not depend on how its bytes come
*/
#include "check.h"
#include "base/charset.h"
#include "formats/fields.h"
#include "formats/formats.h"
#include "formats/inflate.h"
#include "formats/when.h"
#include <stdlib.h>

static Icu *icu;

/* --- dates ----------------------------------------------------------------------------------------------------------------- */

static const char *read_when(const char *text, int utc)
{
    static char out[WHEN_TEXT];
    When when;
    if (!when_read(text, strlen(text), &when)) return NULL;
    if (utc) when_write_utc(&when, out);
    else when_write(&when, out);
    return out;
}

static void test_when(void)
{
    static const char *const dates[][2] = {
        {"2021", "2021"},
        {"2021-03", "2021-03"},
        {"2021-03-04", "2021-03-04"},
        {" 2021/3/4 ", "2021-03-04"},
        {"2021.03.04", "2021-03-04"},
        {"2021.03.04. 10:20", "2021-03-04T10:20"},
        {"2021-03-04 10:20:30", "2021-03-04T10:20:30"},
        {"2021-03-04T10:20:30.123Z", "2021-03-04T10:20:30Z"},
        {"2021-03-04T10:20+0600", "2021-03-04T10:20+06:00"},
        {"2021-03-04 10:20:30 UTC", "2021-03-04T10:20:30Z"},
        {"2021-03-04T102030Z", "2021-03-04T10:20:30Z"},
        {"20210304", "2021-03-04"},
        {"20210304T102030Z", "2021-03-04T10:20:30Z"},
        {"20210304102030", "2021-03-04T10:20:30"},
        {"1614830767", "2021-03-04T04:06:07Z"},
        {"1614830767123", "2021-03-04T04:06:07Z"},
        {"1614830767.5", "2021-03-04T04:06:07Z"},
        {"Thu, 04 Mar 2021 10:00:00 +0600 (ALMT)", "2021-03-04T10:00:00+06:00"},
        {"4 Mar 2021 10:00 GMT", "2021-03-04T10:00Z"},
        {"Thu Mar  4 10:00:00 2021", "2021-03-04T10:00:00"},
        {"Thu Mar 04 10:00:00 +0000 2021", "2021-03-04T10:00:00Z"},
        {"Thu Mar 04 2021 10:15:30 GMT+0600 (East Kazakhstan Time)", "2021-03-04T10:15:30+06:00"},
        {"March 4, 2021", "2021-03-04"},
        {"Sept. 4, 2021 3:05 PM", "2021-09-04T15:05"},
        {"04-Mar-2021", "2021-03-04"},
        {"29 Feb 2020", "2020-02-29"},
        {"4.3.2021", "2021-03-04"},
        {"04.03.2021, 10:20", "2021-03-04T10:20"},
        {"31.04.2021", NULL},
        /* none, or not told for certain */
        {"29 Feb 2021", NULL},
        {"03/04/2021", NULL},
        {"2021-13-01", NULL},
        {"2021-03-04T25:00", NULL},
        {"yesterday", NULL},
        {"12345", NULL},
        {"99999999999999999999", NULL},
        {"", NULL},
        {"   ", NULL},
        {"2021-03-04T10:20:30+99:99", NULL}};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) CHECK_TEXT(read_when(dates[i][0], 0), dates[i][1]);
    CHECK_TEXT(read_when("2021-03-01T02:00:00+06:00", 1), "2021-02-28T20:00:00Z");
    CHECK_TEXT(read_when("31 Dec 2020 22:30 -0230", 1), "2021-01-01T01:00Z");
    CHECK_TEXT(read_when("2021-03-04", 1), "2021-03-04");
    When when;
    int wrong = 0;
    for (int64_t day = -10000; day < 40000; day++) { /* each day follows the one before, through leap years */
        char text[WHEN_TEXT], again[WHEN_TEXT];
        when_of_seconds(day * 86400 + 3661, &when);
        when_write(&when, text);
        wrong += !when_read(text, strlen(text), &when);
        when_write_utc(&when, again);
        wrong += strcmp(text, again) != 0;
    }
    CHECK(wrong == 0);
}

/* --- names of fields ------------------------------------------------------------------------------------------------------- */

static int role_of(const char *name)
{
    unsigned rank;
    return (int)field_role(name, strlen(name), &rank);
}

static void test_fields(void)
{
    CHECK(role_of("text") == FIELD_CONTENT && role_of("article_body") == FIELD_CONTENT &&
          role_of("ArticleBody") == FIELD_CONTENT);
    CHECK(role_of("Published Date") == FIELD_PUBLISHED && role_of("publishedAt") == FIELD_PUBLISHED);
    CHECK(role_of("\xD0\xA2\xD0\x95\xD0\x9A\xD0\xA1\xD0\xA2") == FIELD_CONTENT); /* Russian, in capitals */
    CHECK(role_of("\xEC\x9D\xBC\xEC\x9E\x90") == FIELD_PUBLISHED);               /* Korean */
    CHECK(role_of("WARC-Target-URI") == FIELD_ADDRESS && role_of("og:title") == FIELD_TITLE);
    CHECK(role_of("") == FIELD_UNKNOWN && role_of("--") == FIELD_UNKNOWN && role_of("texts") == FIELD_UNKNOWN);
    char longest[200];
    memset(longest, 'a', sizeof longest);
    longest[199] = 0;
    CHECK(role_of(longest) == FIELD_UNKNOWN);
    for (size_t i = 1; i < field_name_count; i++) CHECK(strcmp(field_names[i - 1].key, field_names[i].key) < 0);
    unsigned text, html;
    field_role("text", 4, &text);
    field_role("html", 4, &html);
    CHECK(text < html); /* of both the text is taken */
}

/* --- charsets -------------------------------------------------------------------------------------------------------------- */

static const char *decoded(const char *bytes, const char *stated)
{
    static char out[300];
    Buffer text = BUFFER_EMPTY;
    size_t skip, length = strlen(bytes);
    CharsetResult result = charset_decode(icu, bytes, length, stated, &text, &skip);
    if (result == CHARSET_RECODED) snprintf(out, sizeof out, "%.*s", (int)text.length, text.bytes);
    else snprintf(out, sizeof out, "%s", result == CHARSET_BINARY ? "(binary)" : bytes + skip);
    buffer_free(&text);
    return out;
}

static void test_charsets(void)
{
    CHECK_TEXT(decoded("\xEF\xBB\xBFplain", NULL), "plain");
    CHECK_TEXT(decoded("\xCC\xEE\xF1\xF2", "windows-1251"), "\xD0\x9C\xD0\xBE\xD1\x81\xD1\x82");
    CHECK_TEXT(decoded("\xD0\x9C\xD0\xBE\xD1\x81\xD1\x82", "windows-1251"),
               "\xD0\x9C\xD0\xBE\xD1\x81\xD1\x82"); /* UTF-8 whoever says what */
    CHECK_TEXT(
        decoded("<meta charset=\"windows-1251\">\xCC\xEE\xF1\xF2", "iso-8859-1"),
        "<meta charset=\"windows-1251\">\xD0\x9C\xD0\xBE\xD1\x81\xD1\x82"); /* the page knows better than a server's default */
    CHECK_TEXT(decoded("caf\xE9 \x93x\x94", "iso-8859-1"),
               "caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D"); /* as browsers read it */
    CHECK_TEXT(decoded("<?xml version='1.0' encoding='gb2312'?>\xE9\x46", NULL),
               "<?xml version='1.0' encoding='gb2312'?>\xE9\x95\x95"); /* a character of GBK that GB 2312 has not */
    CHECK_TEXT(decoded("\x01\x02\x03\x04\x05\x06\x80\x81", NULL), "(binary)");
    char name[CHARSET_NAME];
    CHECK(charset_of_type("text/html; Charset = \"UTF-8\"", name) && !strcmp(name, "UTF-8"));
    CHECK(!charset_of_type("text/html", name) && !charset_of_type(NULL, name) &&
          !charset_of_type("text/html; charset=", name));
}

/* --- files, however their bytes come ------------------------------------------------------------------------------------------ */

typedef struct Drip { /* a store that gives few bytes at a time */
    const char *bytes;
    size_t step;
} Drip;

static ptrdiff_t read_drip(const Store *store, uint64_t offset, char *bytes, size_t capacity, const char **error)
{
    const Drip *drip = store->state;
    (void)error;
    if (offset >= store->size) return 0;
    size_t left = (size_t)(store->size - offset), count = drip->step < capacity ? drip->step : capacity;
    if (count > left) count = left;
    memcpy(bytes, drip->bytes + offset, count);
    return (ptrdiff_t)count;
}

static void put(Buffer *out, const char *text)
{
    buffer_string(out, text ? text : "-");
    buffer_byte(out, '|');
}

/* All records as one text; the status of the reading. */
static Status read_all(const char *bytes, size_t length, size_t step, const char *name, size_t max_bytes, Buffer *out)
{
    Drip drip = {bytes, step};
    Store store = {read_drip, &drip, length};
    FormatsOptions options = {0, max_bytes, 0};
    FormatsRecord *record = NULL;
    Formats *formats = formats_new(icu, NULL, NULL);
    Status status = formats ? formats_open(formats, &store, name, &options) : STATUS_NOMEM;
    while (status == STATUS_OK && (status = formats_next(formats, &record)) == STATUS_OK && record) {
        if ((status = formats_content(formats)) != STATUS_OK) break;
        put(out, record->place);
        put(out, format_kind_name(record->kind));
        put(out, record->address);
        put(out, record->captured);
        put(out, record->published);
        put(out, record->title);
        put(out, record->author);
        put(out, record->error);
        if (record->content) buffer_append(out, record->content, record->content_length);
        buffer_byte(out, '\n');
    }
    formats_free(formats);
    return status;
}

static char *read_fixture(const char *name, size_t *length)
{
    char path[300];
    snprintf(path, sizeof path, "tests/formats/%s", name);
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    if (!file) return NULL;
    char *bytes = malloc(1 << 20);
    *length = bytes ? fread(bytes, 1, 1 << 20, file) : 0;
    fclose(file);
    return bytes;
}

static void test_steps(void)
{
    static const char *const files[] = {
        "crawl.warc",     "crawl.warc.gz", "damaged.warc.gz", "cut.warc.gz", "lengths.warc", "items.jsonl",
        "items.jsonl.gz", "array.json",    "pretty.json",     "table.csv",   "wide.tsv",     "korean.csv",
        "box.mbox",       "letter.eml",    "saved.mhtml",     "pages.zip",   "bad.zip",      "pages.tar.gz",
        "cut.tar",        "gb.html",       "utf16.html"};
    static const size_t steps[] = {1, 7, 1000};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t length = 0;
        char *bytes = read_fixture(files[i], &length);
        Buffer whole = BUFFER_EMPTY;
        if (!bytes) continue;
        CHECK(read_all(bytes, length, SIZE_MAX, files[i], 0, &whole) == STATUS_OK && whole.length > 10);
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            Buffer dripped = BUFFER_EMPTY;
            CHECK(read_all(bytes, length, steps[s], files[i], 0, &dripped) == STATUS_OK);
            const char *wanted = buffer_text(&whole), *got = buffer_text(&dripped);
            if (!CHECK(wanted && got && whole.length == dripped.length && !memcmp(wanted, got, whole.length)))
                printf("  %s in steps of %zu:\n%.*s\n", files[i], steps[s], (int)dripped.length, dripped.bytes);
            buffer_free(&dripped);
        }
        buffer_free(&whole);
        free(bytes);
    }
}

/* Whether a line of read_all() is of a record with an error: its eighth field says so. */
static int is_error(const char *line)
{
    for (int bars = 0; bars < 7; line++) {
        if (!*line || *line == '\n') return 0;
        bars += *line == '|';
    }
    return line[0] != '-' || line[1] != '|';
}

/* Counts lines of the records of a cut file that are neither in the whole file's nor an error's. */
static size_t count_halves(const char *whole, char *part)
{
    size_t halves = 0;
    for (char *at = part, *next; at && *at; at = next) {
        next = strchr(at, '\n');
        if (next) *next++ = 0;
        if (is_error(at) || strstr(whole, at)) continue;
        if (halves++ < 3) printf("  half of a document: %s\n", at);
    }
    return halves;
}

/* Every length, or nearly so, that a file can be cut to: documents come whole, or as errors. */
static void test_cuts(void)
{
    static const char *const files[] = {"crawl.warc", "crawl.warc.gz", "items.jsonl.gz", "pages.tar.gz",
                                        "packed.html.gz"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t length = 0, halves = 0;
        char *bytes = read_fixture(files[i], &length);
        Buffer whole = BUFFER_EMPTY;
        if (!bytes) continue;
        CHECK(read_all(bytes, length, SIZE_MAX, files[i], 0, &whole) == STATUS_OK);
        const char *wanted = buffer_text(&whole);
        for (size_t cut = 16; cut < length; cut += 1 + cut % 5) { /* of fewer bytes one cannot tell what they begin */
            Buffer part = BUFFER_EMPTY;
            CHECK(read_all(bytes, cut, SIZE_MAX, files[i], 0, &part) == STATUS_OK && buffer_text(&part));
            halves += wanted && part.bytes ? count_halves(wanted, part.bytes) : 1;
            buffer_free(&part);
        }
        if (!CHECK(halves == 0)) printf("  %zu halves of documents in %s\n", halves, files[i]);
        buffer_free(&whole);
        free(bytes);
    }
}

/* Records over many windows, and longer than a window. */
static void test_long(void)
{
    Buffer lines = BUFFER_EMPTY, out = BUFFER_EMPTY;
    for (int i = 0; i < 3000; i++) {
        buffer_printf(&lines, "{\"url\":\"u:%d\",\"text\":\"", i);
        for (int j = 0; j < i % 97; j++) buffer_printf(&lines, "word%d \\u0442 ", j);
        buffer_string(&lines, "end\"}\n");
    }
    buffer_string(&lines, "{\"text\":\"");
    for (int i = 0; i < 50000; i++) buffer_string(&lines, "0123456789");
    buffer_string(&lines, "\"}\n");
    CHECK(read_all(lines.bytes, lines.length, SIZE_MAX, "a.jsonl", 0, &out) == STATUS_OK && buffer_text(&out));
    CHECK(strstr(out.bytes, "#3000|jsonl|u:2999|") != NULL && strstr(out.bytes, "#3001|jsonl|-|") != NULL);
    CHECK(out.length > 500000 && strstr(out.bytes, "broken") == NULL);
    out.length = 0;
    CHECK(read_all(lines.bytes, lines.length, SIZE_MAX, "a.jsonl", 100000, &out) == STATUS_OK && buffer_text(&out));
    CHECK(strstr(out.bytes, "#3001|jsonl|-|-|-|-|-|the line is longer than 100000 bytes") != NULL);
    buffer_free(&lines);
    buffer_free(&out);
}

int main(void)
{
    icu = icu_open();
    if (!icu) return 1;
    test_when();
    test_fields();
    test_charsets();
    if (inflate_is_built()) {
        test_steps();
        test_cuts();
    }
    test_long();
    icu_close(icu);
    return check_end();
}
