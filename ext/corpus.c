/*
** corpus.c - the entry points, and the one table of everything that is registered
**
**     sqlite3_corpus_init          all of it
**     sqlite3_extension_init       the same, so that a renamed file still loads
**     sqlite3_corpus_nofiles_init  without what reads files
**
** The examples below are run by the tests; `SELECT * FROM corpus_functions()` prints this table.
*/
#include "sql/functions.h"
#include "sql/corpus_table.h"
#include "sql/tokenizer.h"
SQLITE_EXTENSION_INIT1

#define DEMO_TEXT "'President Kassym-Jomart Tokayev visited Seoul on 16 August 2021.'"

const ScalarFunction corpus_scalars[] = {
    {"corpus_annotate", 1, 2, FUNCTION_PURE, call_annotate, "text, options",
     "All findings of a text as JSON. `options` is a JSON object: language, anchor, prefer, layers (entities, dates, "
     "quantities, quotes, sentences).",
     "SELECT corpus_annotate(" DEMO_TEXT ", '{\"layers\": [\"dates\"]}')"},
    {"corpus_build", 0, 0, FUNCTION_PURE, call_build, "",
     "Versions of the extension, SQLite, ICU, Unicode and the compiler, for a bug report.", "SELECT corpus_build()"},
    {"corpus_containment", 2, 2, FUNCTION_PURE, call_containment, "part, whole",
     "Share of the first fingerprint's text that stands in the second one's: 1 where an article is embedded in a "
     "longer page.",
     "SELECT corpus_containment(corpus_fingerprint('one page'), corpus_fingerprint('one page'))"},
    {"corpus_date", 1, 4, FUNCTION_PURE, call_date, "text, anchor, language, prefer",
     "TIMEX3 value of a text that is one date, time or duration, with or without a preposition or an article; NULL if "
     "it "
     "is none. `anchor` is the ISO 8601 date that relative expressions count from; `prefer` is past, future or "
     "nearest.",
     "SELECT corpus_date('16 қараша 2023', NULL, 'kk')"},
    {"corpus_fingerprint", 1, 1, FUNCTION_PURE, call_fingerprint, "text",
     "Fingerprint (a BLOB) of a text, for corpus_resemblance() and corpus_containment().",
     "SELECT length(corpus_fingerprint('one page'))"},
    {"corpus_fold", 1, 1, FUNCTION_PURE, call_fold, "text",
     "Text as search compares it: composed, lower case, accents of Latin and Greek letters off, ё as е, wide forms as "
     "narrow ones.",
     "SELECT corpus_fold('Ünîversité')"},
    {"corpus_geojson", 3, 4, FUNCTION_AGGREGATE, call_geojson, "name, latitude, longitude, properties",
     "Aggregate: the places of a group as a GeoJSON FeatureCollection (RFC 7946), a point for each name and position "
     "with its number of mentions. "
     "`properties` is that number, or a JSON object with more to say. Rows without a position are passed over.",
     "SELECT corpus_geojson(name, latitude, longitude) FROM corpus_entities('From Seoul to Almaty.', 'en')"},
    {"corpus_highlight", 2, 2, FUNCTION_PURE, call_highlight, "text, format",
     "The text with its names and dates marked, for html, markdown or a terminal (ansi).",
     "SELECT corpus_highlight(" DEMO_TEXT ", 'markdown')"},
    {"corpus_language", 1, 1, FUNCTION_PURE, call_language, "text",
     "BCP 47 tag of the language of a text, 'und' if it does not say.",
     "SELECT corpus_language('Қазақстан мен Оңтүстік Корея')"},
    {"corpus_latin", 1, 2, FUNCTION_PURE, call_latin, "text, language",
     "Text in Latin letters by the customary scheme of its language, which is found if it is not given.",
     "SELECT corpus_latin('Тоқаев', 'kk')"},
    {"corpus_name_alias", 1, 1, FUNCTION_PURE, call_name_alias, "name",
     "Present English name of a place that was renamed or is called differently by language (Peking, Пекин, "
     "Nur-Sultan), "
     "by a table; NULL if it is not in it.",
     "SELECT corpus_name_alias('Пекин')"},
    {"corpus_name_explain", 2, 2, FUNCTION_PURE, call_name_explain, "a, b",
     "How corpus_name_similarity() came to its answer, as JSON: words paired with letters, match, cost and reason, "
     "words "
     "left over, titles and legal forms left out.",
     "SELECT corpus_name_explain('V. Putin', 'Владимир Путин')"},
    {"corpus_name_key", 1, 2, FUNCTION_PURE, call_name_key, "name, level",
     "Key that spellings of one name share, for joins and blocking. `level`, from exact to lossy: fold, words, "
     "letters, "
     "light, vowels, skeleton (the default, across scripts).",
     "SELECT corpus_name_key('Токаев'), corpus_name_key('Putin, Vladimir', 'words')"},
    {"corpus_name_parts", 1, 2, FUNCTION_PURE, call_name_parts, "name, language",
     "Title, given, patronymic, family and suffix of a person's name as JSON, in the order of its language, which is "
     "guessed if it is not given.",
     "SELECT corpus_name_parts('Токаев Касым-Жомарт Кемелевич', 'ru')"},
    {"corpus_name_similarity", 2, 2, FUNCTION_PURE, call_name_similarity, "a, b",
     "How likely two names are spellings of one, 0 to 1; 0.5 is the decision.",
     "SELECT corpus_name_similarity('Токаев', 'Tokayev')"},
    {"corpus_resemblance", 2, 2, FUNCTION_PURE, call_resemblance, "fingerprint, fingerprint",
     "Share of the word triples that two texts have in common (Jaccard), estimated from their fingerprints: 0 to 1.",
     "SELECT corpus_resemblance(corpus_fingerprint('one page'), corpus_fingerprint('one page'))"},
    {"corpus_script", 1, 1, FUNCTION_PURE, call_script, "text",
     "ISO 15924 code of the script of most letters, 'Zyyy' if there are none.", "SELECT corpus_script('전북')"},
    {"corpus_text", 1, 1, FUNCTION_PURE, call_text, "page",
     "Main text of a page: paragraphs, headings, quotations, lists and tables of its article.",
     "SELECT corpus_text('A short page.')"},
    {"corpus_translit", 2, 2, FUNCTION_PURE, call_translit, "text, scheme",
     "Text in a transliteration scheme; corpus_schemes() lists them.",
     "SELECT corpus_translit('Қостанай', 'kk-bgn1979')"},
    {"corpus_version", 0, 0, FUNCTION_PURE, call_version, "", "Version of the extension.", "SELECT corpus_version()"},
};

const TableFunction corpus_tables[] = {
    {"corpus_blocks", "text, start, length, ord, kind, boilerplate, score, rule, language", "input", 1, FUNCTION_PURE,
     30, open_blocks, NULL, column_blocks, NULL,
     "The blocks of a page, each with its kind: title, byline, body, rates, share, related, repeat, ... `start` and "
     "`length` are NULL "
     "where the page is HTML, whose text is no slice of it. `language` is the page's, unless the block speaks clearly "
     "against it.",
     "SELECT kind, text FROM corpus_blocks('A headline' || char(10, 10) || 'The story goes on here, and ends with a "
     "stop.')"},
    {"corpus_dates", "text, start, length, type, value, first, last, grain, modifier, anchored, score, rule",
     "input, anchor, language, prefer", 1, FUNCTION_PURE, 10, open_dates, NULL, column_dates, NULL,
     "Temporal expressions with TIMEX3 type and value, and the half-open range [first, last) where it is known. "
     "`prefer` is past, future or nearest.",
     "SELECT text, value, first, last FROM corpus_dates(" DEMO_TEXT ")"},
    {"corpus_document",
     "title, published, published_rule, modified, language, source, publisher, author, place, text, anchor, "
     "anchor_rule, score, rule, published_score, address",
     "input", 1, FUNCTION_PURE, 1, open_document, NULL, column_document, NULL,
     "A page's record. What the page does not state is NULL; published_rule names the evidence of the date, "
     "published_score how sure it is, address is the page's own as it states it. `anchor` is "
     "what its relative dates count from: the publication, else what its other dates let infer.",
     "SELECT title, published, language FROM corpus_document('A headline' || char(10, 10) || '4 March 2019 08:35' || "
     "char(10, 10) || 'The story goes on here, and ends with a stop.')"},
    {"corpus_entities", "text, start, length, type, name, country, latitude, longitude, geoname, depth, score, rule",
     "input, language, nested", 1, FUNCTION_PURE, 25, open_entities, NULL, column_entities, NULL,
     "Named mentions: PERSON ORG GPE LOC FAC NORP EVENT WORK LAW PRODUCT. They do not overlap, unless `nested` is 1: "
     "then the names inside names follow "
     "them, with depth 1.",
     "SELECT text, type FROM corpus_entities(" DEMO_TEXT ")"},
    {"corpus_entities_with",
     "text, start, length, type, name, country, latitude, longitude, geoname, depth, score, rule",
     "input, gazetteer, language, nested", 1, FUNCTION_READS_TABLES, 25, open_entities_with, NULL, column_entities,
     NULL,
     "The same with names of your own: `gazetteer` is a table (or schema.table) with columns name and type, and if "
     "wanted alias or aliases (divided by |, or a "
     "JSON array), country, latitude, longitude, geoname, and blocked: 1 for what is never to be tagged. It is read "
     "once, and again when it changed. "
     "Direct SQL only.",
     "SELECT text, type, rule FROM corpus_entities_with('Zorblax Labs opened in Oslo.', 'my_names')"},
    {"corpus_expand", "term, similarity, documents, mentions, score, rule", "input, vocabulary", 2,
     FUNCTION_READS_TABLES, 20, open_expand, NULL, column_expand, close_expand,
     "The terms of an fts5vocab table (type row; a name, or schema.name) that are probably spellings of the name "
     "`input`, "
     "best first. Reads the vocabulary once; direct SQL only.",
     "SELECT term FROM corpus_expand('Tokayev', 'terms')"},
    {"corpus_files",
     "path, name, size, modified, content, error, kind, address, captured, title, published, language, author, "
     "publisher",
     "input, formats, max_bytes, max_total", 1, FUNCTION_READS_FILES, 1000, open_files, next_files, column_files,
     close_files,
     "The documents in the files below a folder, or matching a glob pattern, with their text in UTF-8: text, HTML, "
     "WARC, JSON Lines, JSON, CSV, TSV, EML, mbox and MHTML, also in gzip, tar and zip. `error` says why one has no "
     "content. `formats` is a list of kinds to read, `max_bytes` the longest document, `max_total` what one file may "
     "be "
     "inflated to. Direct SQL only.",
     "SELECT name, size FROM corpus_files('tests/sample')"},
    {"corpus_functions", "name, arguments, kind, columns, help, example", "", 0, FUNCTION_PURE, 25, open_functions,
     NULL, column_functions, NULL, "This table.", "SELECT name, help FROM corpus_functions()"},
    {"corpus_load", "batch, documents, bytes, seconds, errors, unchanged, gone",
     "input, path, per_batch, when_gone, max_bytes", 2, FUNCTION_READS_FILES, 10, open_load, next_load, column_load,
     close_load,
     "Loads the files below a path into the corpus table named by `input` (`news`, or `schema.news`), in transactions "
     "of `per_batch` pages (100, or up to 1000 small ones that make a megabyte), a row for each as it is committed. "
     "Called again it loads what is new or changed, "
     "and goes on where it was; `when_gone` says what becomes of documents whose files are not there any more: keep "
     "(the "
     "default), report, remove. Documents longer than `max_bytes` (8 MiB) are refused. Outside transactions, direct "
     "SQL only.",
     "SELECT batch, documents FROM corpus_load('news', 'tests/sample/*.txt')"},
    {"corpus_quantities", "text, start, length, number, comparator, unit, kind, noun, score, rule", "input, language",
     1, FUNCTION_PURE, 10, open_quantities, NULL, column_quantities, NULL, "Numbers with what they count.",
     "SELECT text, number, noun FROM corpus_quantities('More than 90 guests came from 30 universities.')"},
    {"corpus_quotes", "text, start, length, speaker, verb, direct, score, rule", "input, language", 1, FUNCTION_PURE, 5,
     open_quotes, NULL, column_quotes, NULL, "Quotations with their speaker and the verb that reports them.",
     "SELECT speaker, text FROM corpus_quotes('\"We hope to establish more ties,\" said Anna Berg.')"},
    {"corpus_records",
     "path, size, content, error, kind, address, captured, title, published, language, author, publisher",
     "input, file_name, formats, max_bytes, max_total", 1, FUNCTION_PURE, 10, open_records, next_records,
     column_records, close_records,
     "The documents in a TEXT or BLOB that is a file of any format of corpus_files(). `file_name` helps where "
     "its bytes do not tell which.",
     "SELECT address, content FROM corpus_records('{\"url\": \"http://example.org/1\", \"text\": \"One.\"}')"},
    {"corpus_schemes", "scheme, source, target, standard, reversible", "", 0, FUNCTION_PURE, 50, open_schemes, NULL,
     column_schemes, NULL, "Transliteration schemes with their standards.",
     "SELECT scheme, standard FROM corpus_schemes()"},
    {"corpus_sentences", "text, start, length, ord, paragraph, score, rule", "input, language", 1, FUNCTION_PURE, 40,
     open_sentences, NULL, column_sentences, NULL, "Sentences by UAX #29, corrected by the language's abbreviations.",
     "SELECT ord, text FROM corpus_sentences('Mr. Kim came. He left at 4.30 p.m.', 'en')"},
    {"corpus_tokens", "text, start, length, ord, sentence, kind, norm, score, rule", "input, language", 1,
     FUNCTION_PURE, 800, open_tokens, NULL, column_tokens, NULL,
     "Tokens by UAX #29; URLs, addresses, numbers, abbreviations and hyphenated names are kept whole.",
     "SELECT ord, text, kind FROM corpus_tokens('Nur-Sultan was renamed in 2022.')"},
};

const size_t corpus_scalar_count = sizeof corpus_scalars / sizeof *corpus_scalars;
const size_t corpus_table_count = sizeof corpus_tables / sizeof *corpus_tables;

static int register_all(sqlite3 *db, int files, char **error)
{
    Connection *connection = connection_open(db, files);
    int rc = connection ? SQLITE_OK : SQLITE_NOMEM;
    for (size_t i = 0; rc == SQLITE_OK && i < corpus_scalar_count; i++)
        if (files || !(corpus_scalars[i].flags & FUNCTION_READS_FILES))
            rc = scalar_register(connection, &corpus_scalars[i]);
    for (size_t i = 0; rc == SQLITE_OK && i < corpus_table_count; i++)
        if (files || !(corpus_tables[i].flags & FUNCTION_READS_FILES))
            rc = table_register(connection, &corpus_tables[i]);
    if (rc == SQLITE_OK) rc = tokenizer_register(connection);
    if (rc == SQLITE_OK) rc = corpus_table_register(connection);
    if (connection) connection_release(connection);
    if (rc != SQLITE_OK && error) *error = sqlite3_mprintf("corpus: %s", sqlite3_errstr(rc));
    return rc;
}

#define ENTRY_POINT __attribute__((visibility("default")))

ENTRY_POINT int sqlite3_corpus_init(sqlite3 *db, char **error, const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    return register_all(db, 1, error);
}

ENTRY_POINT int sqlite3_corpus_nofiles_init(sqlite3 *db, char **error, const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    return register_all(db, 0, error);
}

#ifndef SQLITE_CORE /* a static library has no file name that could be wrong, and this name would clash with others' */
ENTRY_POINT int sqlite3_extension_init(sqlite3 *db, char **error, const sqlite3_api_routines *api)
{
    return sqlite3_corpus_init(db, error, api);
}
#endif
