/*
** annotate_functions.c - corpus_annotate(text, options): all findings of a text as JSON; corpus_highlight(text, format): the text with its
** names and dates marked
**
** corpus_annotate's options are a JSON object, read by SQLite's own json_each():
**     {"language": "en", "anchor": "2024-06-15", "prefer": "past", "layers": ["entities", "dates", "quantities", "quotes", "sentences"]}
** Its answer has a member for each layer, an array of objects with start and length in characters as everywhere.
*/
#include "sql/functions.h"
#include "base/memory.h"
#include <math.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

enum {
    LAYER_ENTITIES = 1,
    LAYER_DATES = 2,
    LAYER_QUANTITIES = 4,
    LAYER_QUOTES = 8,
    LAYER_SENTENCES = 16,
    LAYERS_DEFAULT = 15
};

static const struct {
    const char *name;
    int bit;
} layers[] = {{"entities", LAYER_ENTITIES},
              {"dates", LAYER_DATES},
              {"quantities", LAYER_QUANTITIES},
              {"quotes", LAYER_QUOTES},
              {"sentences", LAYER_SENTENCES}};

typedef struct AnnotateOptions {
    Language language;
    DateAnchor anchor;
    int has_anchor;
    DatePrefer prefer;
    int layers;
} AnnotateOptions;

static int read_layer(const char *name, int *chosen, char **error)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        if (!name || strcmp(name, layers[i].name) != 0) continue;
        *chosen |= layers[i].bit;
        return SQLITE_OK;
    }
    *error = sqlite3_mprintf("corpus_annotate: options: layer '%.64s' is not known; allowed are entities, dates, "
                             "quantities, quotes, sentences",
                             name ? name : "null");
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

static int read_option(const char *key, sqlite3_value *value, AnnotateOptions *options, char **error)
{
    if (!strcmp(key, "language")) return argument_language("corpus_annotate", value, &options->language, error);
    if (!strcmp(key, "anchor"))
        return argument_anchor("corpus_annotate", value, &options->anchor, &options->has_anchor, error);
    if (!strcmp(key, "prefer")) return argument_prefer("corpus_annotate", value, &options->prefer, error);
    *error = sqlite3_mprintf(
        "corpus_annotate: options: '%.64s' is not known; allowed are language, anchor, prefer, layers", key);
    return *error ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* Walks the members of the options' object, and the elements of `layers`. */
static int read_options(Connection *connection, sqlite3_value *json, AnnotateOptions *options, char **error)
{
    static const char sql[] =
        "SELECT o.key, CASE WHEN o.key='layers' THEN l.value ELSE o.value END FROM json_each(?1) o"
        " LEFT JOIN json_each(CASE WHEN o.key='layers' THEN o.value END) l ON o.key='layers'";
    sqlite3_stmt *statement = NULL;
    int chosen = 0, rc = sqlite3_prepare_v2(connection->db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_bind_value(statement, 1, json);
    while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        const char *key = (const char *)sqlite3_column_text(statement, 0);
        if (key && !strcmp(key, "layers"))
            rc = read_layer((const char *)sqlite3_column_text(statement, 1), &chosen, error);
        else rc = read_option(key ? key : "", sqlite3_column_value(statement, 1), options, error);
    }
    int end = sqlite3_finalize(statement);
    if (rc == SQLITE_OK && end == SQLITE_ERROR)
        *error = sqlite3_mprintf("corpus_annotate: options: %s; a JSON object is wanted, such as {\"language\":\"en\"}",
                                 sqlite3_errmsg(connection->db));
    options->layers = chosen ? chosen : LAYERS_DEFAULT;
    return rc == SQLITE_OK ? end : rc;
}

/* --- JSON ----------------------------------------------------------------------------------------------------------------- */

static void member(Buffer *out, const char *name, const char *value)
{
    if (!value) return;
    buffer_printf(out, ",\"%s\":", name);
    buffer_json(out, value, strlen(value));
}

static void number(Buffer *out, const char *name, double value)
{
    if (isfinite(value)) buffer_printf(out, ",\"%s\":%.15g", name, value);
}

/* `{"text":...,"start":...,"length":...`, to be closed by end_finding() */
static void begin_finding(Buffer *out, const Text *text, uint32_t start, uint32_t length, size_t index)
{
    uint32_t from = char_index_at(&text->chars, start), to = char_index_at(&text->chars, start + length);
    buffer_string(out, index ? ",{\"text\":" : "{\"text\":");
    buffer_json(out, text->bytes + start, length);
    buffer_printf(out, ",\"start\":%u,\"length\":%u", (unsigned)from + 1, (unsigned)(to - from));
}

static void end_finding(Buffer *out, double score, const char *rule)
{
    number(out, "score", score_shown(score));
    member(out, "rule", rule);
    buffer_byte(out, '}');
}

static void print_entities(Buffer *out, const Text *text, const EntityList *entities)
{
    for (size_t i = 0; i < entities->count; i++) {
        const EntityMention *mention = &entities->items[i];
        begin_finding(out, text, mention->start, mention->length, i);
        member(out, "type", entities_type_name((EntityType)mention->type));
        member(out, "name", mention->name);
        member(out, "country", mention->country);
        number(out, "latitude", mention->latitude);
        number(out, "longitude", mention->longitude);
        if (mention->geoname) buffer_printf(out, ",\"geoname\":%lld", (long long)mention->geoname);
        end_finding(out, mention->score, mention->rule);
    }
}

static void print_dates(Buffer *out, const Text *text, const DateList *dates)
{
    for (size_t i = 0; i < dates->count; i++) {
        const DateMention *date = &dates->items[i];
        begin_finding(out, text, date->start, date->length, i);
        member(out, "type", dates_type_name((DateType)date->type));
        member(out, "value", date->value);
        member(out, "first", date->first);
        member(out, "last", date->last);
        member(out, "grain", date->grain);
        member(out, "modifier", date->modifier);
        end_finding(out, date->score, date->rule);
    }
}

static void print_quantities(Buffer *out, const Text *text, const QuantityList *quantities)
{
    for (size_t i = 0; i < quantities->count; i++) {
        const Quantity *quantity = &quantities->items[i];
        begin_finding(out, text, quantity->start, quantity->length, i);
        number(out, "number", quantity->number);
        member(out, "comparator", quantity->comparator);
        member(out, "unit", quantity->unit);
        member(out, "kind", quantity->kind);
        member(out, "noun", quantity->noun);
        end_finding(out, quantity->score, quantity->rule);
    }
}

static void print_quotes(Buffer *out, const Text *text, const QuoteList *quotes, const EntityList *entities)
{
    for (size_t i = 0; i < quotes->count; i++) {
        const Quote *quote = &quotes->items[i];
        begin_finding(out, text, quote->start, quote->length, i);
        if (quote->mention >= 0) member(out, "speaker", entities->items[quote->mention].name);
        else if (quote->speaker_length) {
            buffer_string(out, ",\"speaker\":");
            buffer_json(out, text->bytes + quote->speaker_start, quote->speaker_length);
        }
        member(out, "verb", quote->verb);
        buffer_printf(out, ",\"direct\":%s", quote->direct ? "true" : "false");
        end_finding(out, quote->score, quote->rule);
    }
}

static void print_sentences(Buffer *out, const Text *text)
{
    for (size_t i = 0; i < text->sentences.count; i++) {
        const Sentence *sentence = &text->sentences.items[i];
        begin_finding(out, text, sentence->start, sentence->length, i);
        buffer_printf(out, ",\"paragraph\":%u}", (unsigned)sentence->paragraph + 1);
    }
}

static void print_layer(Buffer *out, int bit, const Analysis *analysis, const DateList *dates)
{
    const Text *text = &analysis->text;
    switch (bit) {
    case LAYER_ENTITIES: print_entities(out, text, &analysis->entities); break;
    case LAYER_DATES: print_dates(out, text, dates); break;
    case LAYER_QUANTITIES: print_quantities(out, text, &analysis->quantities); break;
    case LAYER_QUOTES: print_quotes(out, text, &analysis->quotes, &analysis->entities); break;
    case LAYER_SENTENCES: print_sentences(out, text); break;
    }
}

static int analyze(Connection *connection, Analysis *analysis, const AnnotateOptions *options, const DateList **dates)
{
    int rc = analysis_text(connection, analysis);
    if (rc == SQLITE_OK && options->layers & (LAYER_ENTITIES | LAYER_QUOTES))
        rc = analysis_entities(connection, analysis);
    if (rc == SQLITE_OK && options->layers & LAYER_DATES)
        rc =
            analysis_dates(connection, analysis, options->has_anchor ? &options->anchor : NULL, options->prefer, dates);
    if (rc == SQLITE_OK && options->layers & LAYER_QUANTITIES) rc = analysis_quantities(connection, analysis);
    if (rc == SQLITE_OK && options->layers & LAYER_QUOTES) rc = analysis_quotes(connection, analysis);
    return rc;
}

void call_annotate(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text;
    AnnotateOptions options;
    Analysis *analysis = NULL;
    const DateList *dates = NULL;
    Buffer out = BUFFER_EMPTY;
    char *error = NULL;
    memset(&options, 0, sizeof options);
    options.layers = LAYERS_DEFAULT;
    int rc = argument_text(arguments[0], &text);
    if (rc == SQLITE_OK && count > 1 && sqlite3_value_type(arguments[1]) != SQLITE_NULL)
        rc = read_options(connection, arguments[1], &options, &error);
    if (rc == SQLITE_OK) rc = analysis_get(connection, text.bytes, text.length, options.language, &analysis);
    if (rc == SQLITE_OK) rc = analyze(connection, analysis, &options, &dates);
    if (rc == SQLITE_OK) {
        buffer_printf(&out, "{\"language\":\"%s\"", language_tag(analysis->text.language));
        for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
            if (!(options.layers & layers[i].bit)) continue;
            buffer_printf(&out, ",\"%s\":[", layers[i].name);
            print_layer(&out, layers[i].bit, analysis, dates);
            buffer_byte(&out, ']');
        }
        buffer_byte(&out, '}');
        scalar_buffer(context, &out);
    } else if (error) scalar_error(context, error);
    else sqlite3_result_error_code(context, rc);
    buffer_free(&out);
    analysis_release(connection, analysis);
}

/* --- highlight -------------------------------------------------------------------------------------------------------------- */

enum { FORMAT_HTML, FORMAT_MARKDOWN, FORMAT_ANSI, FORMATS };
static const char *const formats[FORMATS] = {"html", "markdown", "ansi"};

static void append_plain(Buffer *out, int format, const char *bytes, size_t length)
{
    if (format != FORMAT_HTML) {
        buffer_append(out, bytes, length);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        switch (bytes[i]) {
        case '&': buffer_string(out, "&amp;"); break;
        case '<': buffer_string(out, "&lt;"); break;
        case '>': buffer_string(out, "&gt;"); break;
        default: buffer_byte(out, bytes[i]);
        }
    }
}

static void append_finding(Buffer *out, int format, const char *bytes, size_t length, const char *type)
{
    if (format == FORMAT_HTML) buffer_printf(out, "<mark class=\"%s\">", type);
    else buffer_string(out, format == FORMAT_ANSI ? "\x1b[7m" : "**");
    append_plain(out, format, bytes, length);
    if (format == FORMAT_HTML) buffer_string(out, "</mark>");
    else if (format == FORMAT_ANSI) buffer_printf(out, "\x1b[0m[%s]", type);
    else buffer_printf(out, "**(%s)", type);
}

/* Entities and dates in the order of the text; where two overlap the one that begins first is marked. */
static void mark(Buffer *out, int format, const Text *text, const EntityList *entities, const DateList *dates)
{
    size_t at = 0, e = 0, d = 0;
    while (e < entities->count || d < dates->count) {
        int is_entity = d == dates->count || (e < entities->count && entities->items[e].start <= dates->items[d].start);
        size_t start = is_entity ? entities->items[e].start : dates->items[d].start;
        size_t length = is_entity ? entities->items[e].length : dates->items[d].length;
        const char *type = is_entity ? entities_type_name((EntityType)entities->items[e].type)
                                     : dates_type_name((DateType)dates->items[d].type);
        if (is_entity) e++;
        else d++;
        if (start < at) continue;
        append_plain(out, format, text->bytes + at, start - at);
        append_finding(out, format, text->bytes + start, length, type);
        at = start + length;
    }
    append_plain(out, format, text->bytes + at, text->length - at);
}

void call_highlight(sqlite3_context *context, Connection *connection, int count, sqlite3_value **arguments)
{
    TextArgument text, name = {NULL, 0};
    Analysis *analysis = NULL;
    const DateList *dates = NULL;
    Buffer out = BUFFER_EMPTY;
    int format = 0;
    (void)count;
    int rc = argument_text(arguments[0], &text);
    if (rc == SQLITE_OK) rc = argument_text(arguments[1], &name);
    while (rc == SQLITE_OK && name.bytes && format < FORMATS &&
           (strlen(formats[format]) != name.length ||
            sqlite3_strnicmp(formats[format], name.bytes, (int)name.length) != 0))
        format++;
    if (format == FORMATS) {
        scalar_error(context,
                     sqlite3_mprintf("corpus_highlight: format '%.*s' is not known; allowed are html, markdown, ansi",
                                     (int)(name.length < 64 ? name.length : 64), name.bytes));
        return;
    }
    if (rc == SQLITE_OK) rc = analysis_get(connection, text.bytes, text.length, LANGUAGE_UND, &analysis);
    if (rc == SQLITE_OK) rc = analysis_entities(connection, analysis);
    if (rc == SQLITE_OK) rc = analysis_dates(connection, analysis, NULL, PREFER_DEFAULT, &dates);
    if (rc == SQLITE_OK) {
        mark(&out, format, &analysis->text, &analysis->entities, dates);
        scalar_buffer(context, &out);
    } else sqlite3_result_error_code(context, rc);
    buffer_free(&out);
    analysis_release(connection, analysis);
}
