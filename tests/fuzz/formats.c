/*
** formats.c - libFuzzer: a file of any format, its records one by one; charsets, dates and names of fields on the way
**
** The language byte chooses the file's name, and how much a document and the whole may hold.
*/
#include "formats/formats.h"
#include "fuzz.h"

static const char *const names[] = {NULL,    "a",      "a.csv",   "a.tsv",    "a.eml", "a.mht",
                                    "a.htm", "a.json", "a.jsonl", "a.csv.gz", "a.zip"};
static const size_t limits[] = {100, 5000, 1 << 20};

static void check_text(const char *text)
{
    PROMISE(!text || (*text && utf8_is_valid(text, strlen(text))));
}

static void check_record(const FormatsRecord *record, const FormatsOptions *options)
{
    PROMISE(record->place && record->kind <= FORMAT_UNKNOWN);
    PROMISE(!record->content != !record->error);
    PROMISE(!record->content || record->content_length <= options->max_bytes);
    PROMISE(!record->content || record->content[record->content_length] == 0);
    check_text(record->address);
    check_text(record->captured);
    check_text(record->published);
    check_text(record->title);
    check_text(record->language);
    check_text(record->author);
    check_text(record->publisher);
    check_text(record->error);
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    FormatsOptions options = {0, limits[language % 3], language % 2 ? 1 << 21 : 0};
    FormatsRecord *record = NULL;
    Store store;
    size_t records = 0;
    store_memory(&store, bytes, length);
    Formats *formats = formats_new(icu, arena->watch, arena->watch_state);
    Status status = formats ? formats_open(formats, &store, names[language % (sizeof names / sizeof *names)], &options)
                            : STATUS_NOMEM;
    while (status == STATUS_OK && (status = formats_next(formats, &record)) == STATUS_OK && record) {
        if (records++ % 3) status = formats_content(formats);
        if (records % 3 != 1 && status == STATUS_OK) check_record(record, &options);
        PROMISE(records <= 100000 + length);
    }
    formats_free(formats);
    return status;
}
