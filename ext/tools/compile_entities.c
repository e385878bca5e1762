/*
** compile_entities.c - compiles data/gazetteer/, data/<language>/entities.tsv and name_words.tsv into the structure of entities/lexicon.h
**
** usage: compile_entities DATA-FOLDER > build/gen/entities_tables.c
**
** 1. every phrase is read with its classes and, for places, peoples and bodies, its record; ICU gives the names of countries and regions;
** 2. words are interned, then phrases become chains of states;
** 3. arrays are printed. Equal class sets are stored once.
** Of several records with one name the weightier stays: country, body, region, then the larger city, then subdivision; the other places are kept beside
** it in lexicon_others, where places.c looks for them. Places of namesakes.tsv are there only.
*/
#include "base/hash.h"
#include "entities/entities.h"
#include "entities/lexicon.h"
#include "tools/table_print.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum {
    MAX_PHRASE_WORDS = 12,
    LATIN_COUNT = LEXICON_LATIN_LAST - LEXICON_LATIN_FIRST + 1 + LEXICON_LATIN_END - LEXICON_LATIN_MORE + 1
};

static uint16_t latin[LATIN_COUNT];

static void die(const char *what, const char *about)
{
    fprintf(stderr, "compile_entities: %s: %s\n", what, about);
    exit(1);
}

static void *grow(void *items, size_t size, size_t count, size_t *capacity)
{
    if (count < *capacity) return items;
    *capacity = *capacity ? 2 * *capacity : 1024;
    items = realloc(items, *capacity * size);
    if (!items) die("no memory", "");
    return items;
}

static char *copy(const char *text)
{
    char *made = malloc(strlen(text) + 1);
    if (!made) die("no memory", "");
    return strcpy(made, text);
}

/* ---- folding ------------------------------------------------------------------------------------------------------ */

static uint16_t plain_latin(uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *plain;
    } special[] = {{0xDF, "ss"}, {0xE6, "ae"}, {0xF8, "o"},  {0xFE, "th"},  {0xF0, "d"},  {0x111, "d"},
                   {0x127, "h"}, {0x131, "i"}, {0x142, "l"}, {0x153, "oe"}, {0x167, "t"}, {0x259, "a"}};
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (special[i].code == code)
            return (uint16_t)(special[i].plain[1] ? special[i].plain[0] << 8 | special[i].plain[1]
                                                  : special[i].plain[0]);
    UErrorCode status = U_ZERO_ERROR;
    UChar text[4] = {(UChar)code}, made[16];
    int32_t n = unorm2_normalize(unorm2_getNFDInstance(&status), text, 1, made, 16, &status);
    return (uint16_t)(U_SUCCESS(status) && n > 1 && made[0] < 0x80 ? u_tolower(made[0])
                                                                   : 0); /* of İ too, which has no simple folding */
}

static void make_latin(void)
{
    for (uint32_t i = 0; i < LATIN_COUNT; i++) {
        uint32_t first = LEXICON_LATIN_LAST - LEXICON_LATIN_FIRST + 1;
        latin[i] = plain_latin(i < first ? LEXICON_LATIN_FIRST + i : LEXICON_LATIN_MORE + i - first);
    }
}

/* ---- records and phrases ------------------------------------------------------------------------------------------- */

static struct {
    char *bytes;
    size_t length, capacity;
} names;
/* A LexiconRecord as it is read; `name` and `id` are offsets in `names`. */
typedef struct Record {
    uint32_t name, id;
    int32_t geoname;
    float latitude, longitude; /* degrees; NaN: not known */
    uint32_t population,
        inhabitants; /* thousands: of a city; of a country or a subdivision as far as its cities are known */
    char country[3], subdivision[3];
    uint8_t type, flags;
} Record;
static struct {
    Record *items;
    size_t count, capacity;
} records;
typedef struct Phrase {
    char *text;
    uint64_t bits;
    uint32_t record;
    uint32_t weight;
} Phrase;
static struct {
    Phrase *items;
    size_t count, capacity;
} phrases;

static uint32_t add_name(const char *text)
{
    size_t n = strlen(text) + 1;
    while (names.length + n > names.capacity) names.bytes = grow(names.bytes, 1, names.capacity, &names.capacity);
    memcpy(names.bytes + names.length, text, n);
    names.length += n;
    return (uint32_t)(names.length - n);
}

static uint32_t add_record(EntityType type, const char *name, const char *id, const char *country)
{
    records.items = grow(records.items, sizeof *records.items, records.count, &records.capacity);
    Record *r = &records.items[records.count];
    memset(r, 0, sizeof *r);
    r->name = add_name(name);
    r->id = add_name(id);
    r->latitude = r->longitude = (float)NAN;
    r->type = (uint8_t)type;
    memcpy(r->country, country, strlen(country) == 2 ? 3 : 0);
    return (uint32_t)records.count++;
}

/* Adds a phrase as written; folds word by word, drops a possessive 's of a word. `weight` decides between records. */
static void add_phrase(const char *text, uint64_t bits, uint32_t record, uint32_t weight)
{
    char made[1024];
    size_t length = 0;
    int words = 0;
    for (const char *at = text; *at;) {
        while (*at == ' ') at++;
        size_t n = strcspn(at, " ");
        if (!n) break;
        char folded[LEXICON_WORD_MAX];
        size_t m = lexicon_fold(latin, at, n, folded);
        if (m > 2 && folded[m - 1] == 's' && folded[m - 2] == '\'') m -= 2;
        else if (m > 2 && folded[m - 1] == '\'') m--;
        if (m > 2 && folded[m - 1] == ',') m--;
        if (!m || length + m + 2 > sizeof made || ++words > MAX_PHRASE_WORDS) return;
        if (length) made[length++] = ' ';
        memcpy(made + length, folded, m);
        length += m;
        at += n;
    }
    if (!length) return;
    made[length] = 0;
    phrases.items = grow(phrases.items, sizeof *phrases.items, phrases.count, &phrases.capacity);
    phrases.items[phrases.count++] = (Phrase){copy(made), bits, record, weight};
    uint32_t code;
    utf8_decode(made, made + length, &code);
    if (words == 1 && length > 6 &&
        unicode_of(code)->script == SCRIPT_HAN) { /* its first two characters say that longer names begin so */
        made[6] = 0;
        phrases.items = grow(phrases.items, sizeof *phrases.items, phrases.count, &phrases.capacity);
        phrases.items[phrases.count++] = (Phrase){copy(made), LEXICON_BIT(MORE), 0, 0};
    }
}

static uint64_t record_bit(uint32_t record)
{
    switch (records.items[record].type) {
    case ENTITY_NORP: return LEXICON_BIT(NORP);
    case ENTITY_ORG: return LEXICON_BIT(BODY);
    default: return LEXICON_BIT(PLACE);
    }
}

static int is_han(const char *text)
{
    uint32_t code;
    utf8_decode(text, text + strlen(text), &code);
    return unicode_of(code)->script == SCRIPT_HAN;
}

/* A name of a place as written and without the word for its rank, which Korean and Chinese texts leave out. */
static void add_place_name(const char *text, uint32_t record, uint32_t weight)
{
    static const char *const ranks[] = {"特别行政区", "特別行政區", "广域市",     "廣域市", "特别市", "自治区",
                                        "特別市",     "市",         "省",         "州",     "縣",     "县",
                                        " 특별시",    "특별자치시", "특별자치도", "광역시", "특별시", " 시",
                                        " 주",        " 성",        " 현",        " 군",    " 도"};
    if (!*text) return;
    add_phrase(text, record_bit(record), record, weight);
    size_t length = strlen(text);
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) {
        size_t n = strlen(ranks[i]);
        if (length < n + 6 || strcmp(text + length - n, ranks[i]) != 0) continue;
        char bare[256];
        if (length - n < sizeof bare) {
            memcpy(bare, text, length - n);
            bare[length - n] = 0;
            add_phrase(bare, record_bit(record), record, weight);
            if (ranks[i][0] == ' ') { /* 베이징 시 is written 베이징시 too */
                strcpy(bare + length - n, ranks[i] + 1);
                add_phrase(bare, record_bit(record), record, weight);
            }
        }
        break;
    }
    if (!is_han(text)) return;
    static UTransliterator *simplify;
    UErrorCode status = U_ZERO_ERROR;
    UChar id[] = u"Hant-Hans", wide[128];
    if (!simplify) simplify = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) die("Hant-Hans", u_errorName(status));
    int32_t n = 0, limit;
    u_strFromUTF8(wide, 128, &n, text, -1, &status);
    limit = n;
    if (U_SUCCESS(status)) utrans_transUChars(simplify, wide, &n, 128, 0, &limit, &status);
    char made[512];
    u_strToUTF8(made, sizeof made, NULL, wide, n, &status);
    if (U_SUCCESS(status) && strcmp(made, text) != 0) add_place_name(made, record, weight);
}

/* ---- reading tables ------------------------------------------------------------------------------------------------ */

static const char *folder;

/* Calls `row` with the cells of every line that is no comment. A missing file is an error unless `optional`. */
static void read_table(const char *name, int optional, void (*row)(char **cells, int count, void *state), void *state)
{
    char path[4096];
    static char line[1 << 16];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file && optional) return;
    if (!file) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#') continue;
        line[strcspn(line, "\n")] = 0;
        if (!line[0]) continue;
        char *cells[16] = {NULL};
        int count = 0;
        for (char *at = line; at && count < 16;) {
            cells[count++] = at;
            at = strchr(at, '\t');
            if (at) *at++ = 0;
        }
        row(cells, count, state);
    }
    fclose(file);
}

/* Cuts the next piece off `*list` at `divider`; NULL at the end. */
static char *next_piece(char **list, int divider)
{
    char *piece = *list;
    if (!piece) return NULL;
    char *stop = strchr(piece, divider);
    if (stop) *stop++ = 0;
    *list = stop;
    return piece;
}

enum {
    WEIGHT_COUNTRY = 1000000000,
    WEIGHT_BODY = 900000000,
    WEIGHT_REGION = 800000000,
    WEIGHT_NORP = 950000000,
    WEIGHT_CITY = 1000,
    WEIGHT_SUBDIVISION = 300,
    WEIGHT_OTHER = 1
};

/* country code -> record, made on demand */
static uint32_t countries[26 * 26], peoples[26 * 26];

static uint32_t *slot_of(uint32_t *table, const char *code)
{
    return &table[(code[0] - 'A') * 26 + code[1] - 'A'];
}

static uint32_t country_record(const char *code, const char *name)
{
    uint32_t *slot = slot_of(countries, code);
    if (!*slot) {
        char id[16];
        snprintf(id, sizeof id, "gpe:%s", code);
        *slot = add_record(ENTITY_GPE, name, id, code);
        records.items[*slot].flags = RECORD_COUNTRY;
    }
    return *slot;
}

static void country_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 3) die("three cells wanted", cells[0]);
    int named = !strcmp(cells[1], "name"), nowhere = cells[0][0] == '-';
    uint32_t record = 0;
    char *list = cells[2];
    for (char *form; (form = next_piece(&list, '|'));) {
        if (!record && named) record = country_record(cells[0], form);
        if (!named && !nowhere) {
            uint32_t *slot = slot_of(peoples, cells[0]);
            char id[16];
            snprintf(id, sizeof id, "norp:%s", cells[0]);
            if (!*slot) *slot = add_record(ENTITY_NORP, form, id, cells[0]);
            record = *slot;
        } else if (!named) {
            char id[128];
            snprintf(id, sizeof id, "norp:%s", form);
            record = add_record(ENTITY_NORP, form, id, "");
        }
        add_phrase(form, record_bit(record), record, named ? WEIGHT_COUNTRY : WEIGHT_NORP);
    }
}

/* ICU's name of a region in a language, NFC; without what stands in brackets. Empty if it has none. */
static void display_name(const char *region, const char *language, char *out, int32_t room)
{
    char locale[16];
    UChar name[200];
    UErrorCode status = U_ZERO_ERROR;
    snprintf(locale, sizeof locale, "und_%s", region);
    out[0] = 0;
    int32_t n = uloc_getDisplayCountry(locale, language, name, 199, &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING || n <= 0) return;
    u_strToUTF8(out, room, NULL, name, n, &status);
    if (U_FAILURE(status) || !strcmp(out, region)) out[0] = 0;
    char *stop = strstr(out, " (");
    if (!stop) stop = strstr(out, "（");
    if (!stop) stop = strstr(out, " SAR ");
    if (stop) *stop = 0;
}

static void add_regions_of_icu(void)
{
    static const char *const languages[] = {"en", "ru", "kk", "ko", "zh", "zh_Hant", "uk", "tr",
                                            "de", "fr", "ky", "uz", "ja", "uz_Cyrl", "es"};
    static const char *const larger[] = {"002", "003", "005", "009", "011", "013", "014", "015", "017", "018",
                                         "019", "021", "029", "030", "034", "035", "039", "053", "061", "142",
                                         "143", "145", "150", "151", "154", "155", "202", "419"};
    char name[512], english[512], id[32];
    for (const char *const *code = uloc_getISOCountries(); *code; code++) {
        display_name(*code, "en", english, sizeof english);
        if (!english[0]) continue;
        uint32_t record = country_record(*code, english);
        for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
            display_name(*code, languages[l], name, sizeof name);
            if (name[0]) add_phrase(name, LEXICON_BIT(PLACE), record, WEIGHT_COUNTRY);
        }
    }
    for (size_t i = 0; i < sizeof larger / sizeof *larger; i++) {
        display_name(larger[i], "en", english, sizeof english);
        snprintf(id, sizeof id, "loc:%s", larger[i]);
        uint32_t record = add_record(ENTITY_LOC, english, id, "");
        for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
            display_name(larger[i], languages[l], name, sizeof name);
            if (name[0]) add_phrase(name, LEXICON_BIT(PLACE), record, WEIGHT_REGION - 1);
        }
    }
}

static void city_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 7) die("seven cells wanted", cells[0]);
    char id[32];
    snprintf(id, sizeof id, "geo:%s", cells[1]);
    uint32_t record = add_record(ENTITY_GPE, cells[6], id, cells[0]), weight = WEIGHT_CITY + (uint32_t)atoi(cells[5]);
    Record *r = &records.items[record];
    r->geoname = atoi(cells[1]);
    r->latitude = (float)atof(cells[3]);
    r->longitude = (float)atof(cells[4]);
    r->population = (uint32_t)atoi(cells[5]);
    r->flags = cells[2][0] == 'C' ? RECORD_CITY | RECORD_CAPITAL : RECORD_CITY;
    if (r->flags & RECORD_CAPITAL) weight += 100000;
    add_place_name(cells[6], record, weight);
    char *list = count > 7 ? cells[7] : NULL;
    for (char *form; (form = next_piece(&list, '|'));) add_place_name(form, record, weight - WEIGHT_CITY / 2);
}

/* The largest city with the English name, in `country` unless that is NULL; 0: none. */
static uint32_t city_named(const char *country, const char *name)
{
    uint32_t found = 0;
    for (uint32_t i = 1; i < records.count; i++) {
        const Record *r = &records.items[i];
        if (r->flags & RECORD_CITY && (!country || !strcmp(r->country, country)) &&
            !strcmp(names.bytes + r->name, name) && (!found || r->population > records.items[found].population))
            found = i;
    }
    return found;
}

/* A smaller place with a name that is known: one more meaning of it, which no word or phrase is read by. */
static void namesake_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 6) die("namesakes.tsv: six cells wanted", cells[0]);
    char id[32];
    snprintf(id, sizeof id, "geo:%s", cells[1]);
    uint32_t record = add_record(ENTITY_GPE, cells[5], id, cells[0]);
    Record *r = &records.items[record];
    r->geoname = atoi(cells[1]);
    r->latitude = (float)atof(cells[2]);
    r->longitude = (float)atof(cells[3]);
    r->population = (uint32_t)atoi(cells[4]);
    r->flags = RECORD_CITY;
    add_phrase(cells[5], 0, record, 0);
}

/* Which record has an id, 0: none. Ids of places come in the order of their records, so the search goes on where the last one ended. */
static uint32_t record_of_id(const char *id)
{
    static uint32_t last;
    for (uint32_t i = 1; i <= records.count; i++) {
        uint32_t at = (uint32_t)((last + i) % records.count);
        if (at && !strcmp(names.bytes + records.items[at].id, id)) return last = at;
    }
    return 0;
}

static uint32_t record_of_code(const char *code)
{
    char id[32];
    snprintf(id, sizeof id, "gpe:%s", code);
    return record_of_id(id);
}

/* GeoNames id -> record of a city. */
static int by_geoname(const void *a, const void *b)
{
    const Record *x = &records.items[*(const uint32_t *)a], *y = &records.items[*(const uint32_t *)b];
    return x->geoname < y->geoname ? -1 : x->geoname > y->geoname;
}

static uint32_t *cities_by_geoname;
static size_t city_count;

static void sort_cities(void)
{
    cities_by_geoname = calloc(records.count, sizeof *cities_by_geoname);
    if (!cities_by_geoname) die("no memory", "");
    for (uint32_t i = 1; i < records.count; i++)
        if (records.items[i].geoname) cities_by_geoname[city_count++] = i;
    qsort(cities_by_geoname, city_count, sizeof *cities_by_geoname, by_geoname);
}

static void within_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 2 || strlen(cells[0]) < 4) die("within.tsv", cells[0]);
    char *list = cells[1];
    for (char *piece; (piece = next_piece(&list, ' '));) {
        int geoname = atoi(piece);
        size_t low = 0, high = city_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (records.items[cities_by_geoname[middle]].geoname < geoname) low = middle + 1;
            else high = middle;
        }
        if (low == city_count || records.items[cities_by_geoname[low]].geoname != geoname) die("within.tsv", piece);
        Record *r = &records.items[cities_by_geoname[low]];
        size_t length = strlen(cells[0] + 3);
        memcpy(r->subdivision, cells[0] + 3, length < sizeof r->subdivision ? length : sizeof r->subdivision);
    }
}

static void place_row(char **cells, int count, void *state)
{
    (void)state;
    uint32_t record = count < 4 ? 0 : record_of_code(cells[0]);
    if (!record) return; /* a country without a name of its own here */
    records.items[record].latitude = (float)atof(cells[1]);
    records.items[record].longitude = (float)atof(cells[2]);
    records.items[record].inhabitants = (uint32_t)atoi(cells[3]);
    if (count > 4) records.items[record].geoname = atoi(cells[4]);
}

/* Where a region is, by the English name of regions.tsv or of ICU. */
static void region_place_row(char **cells, int count, void *state)
{
    (void)state;
    int found = 0;
    if (count < 3) die("region_places.tsv: three cells wanted", cells[0]);
    for (uint32_t i = 1; i < records.count; i++) {
        Record *r = &records.items[i];
        if (strncmp(names.bytes + r->id, "loc:", 4) != 0 || strcmp(names.bytes + r->name, cells[0]) != 0) continue;
        r->latitude = (float)atof(cells[1]);
        r->longitude = (float)atof(cells[2]);
        if (count > 3 && strlen(cells[3]) == 2) memcpy(r->country, cells[3], 3);
        if (count > 4) r->geoname = atoi(cells[4]);
        found = 1;
    }
    if (!found) die("region_places.tsv: no such region", cells[0]);
}

static struct {
    char *form;
    uint32_t record;
} shorts[512];
static size_t short_count;

static void short_row(char **cells, int count, void *state)
{
    (void)state;
    uint32_t record = count < 2 ? 0 : record_of_code(cells[0]);
    if (!record) die("abbreviations.tsv: no such subdivision", cells[0]);
    char *list = cells[1];
    for (char *form; (form = next_piece(&list, '|'));) {
        char folded[LEXICON_WORD_MAX + 1] = {0};
        folded[lexicon_fold(latin, form, strlen(form), folded)] = 0;
        if (short_count == sizeof shorts / sizeof *shorts) die("too many abbreviations", form);
        shorts[short_count].form = copy(folded);
        shorts[short_count++].record = record;
    }
}

static char *ranks[32];
static size_t rank_count;

static void rank_row(char **cells, int count, void *state)
{
    (void)state, (void)count;
    char *list = cells[0];
    for (char *form; (form = next_piece(&list, '|'));) {
        char folded[LEXICON_WORD_MAX + 1] = {0};
        folded[lexicon_fold(latin, form, strlen(form), folded)] = 0;
        if (rank_count == sizeof ranks / sizeof *ranks) die("ranks.tsv: too many words", form);
        ranks[rank_count++] = copy(folded);
    }
}

static int by_form(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* ICU's name of the city that stands for a time zone. */
static void zone_city(const UChar *zone, const char *language, char *out, int32_t room)
{
    static const UChar pattern[] = {'V', 'V', 'V', 0};
    UErrorCode status = U_ZERO_ERROR;
    UChar name[200];
    out[0] = 0;
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, language, zone, -1, pattern, -1, &status);
    if (U_FAILURE(status)) return;
    int32_t n = udat_format(format, 0, name, 200, NULL, &status);
    if (U_SUCCESS(status)) u_strToUTF8(out, room, NULL, name, n, &status);
    if (U_FAILURE(status)) out[0] = 0;
    udat_close(format);
}

/* The cities that stand for time zones have names in every language of ICU. */
static void add_zone_cities(void)
{
    static const char *const languages[] = {"ru", "kk", "ko", "zh", "ky", "uz"};
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *zones = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &status);
    if (U_FAILURE(status)) die("time zones", u_errorName(status));
    for (const UChar *zone; (zone = uenum_unext(zones, NULL, &status)) && U_SUCCESS(status);) {
        char english[256], name[256];
        zone_city(zone, "en", english, sizeof english);
        uint32_t record = english[0] ? city_named(NULL, english) : 0;
        for (size_t l = 0; record && l < sizeof languages / sizeof *languages; l++) {
            zone_city(zone, languages[l], name, sizeof name);
            if (name[0] && strcmp(name, english) != 0)
                add_place_name(name, record, WEIGHT_CITY + records.items[record].population);
        }
    }
    uenum_close(zones);
}

/* More names of a city: the largest of its country that has the English name; a row without such a city is reported. */
static void alias_row(char **cells, int count, void *state)
{
    (void)state;
    uint32_t found = count < 3 ? 0 : city_named(cells[0], cells[1]);
    if (!found) die("aliases.tsv: no such city", cells[1]);
    char *list = cells[2];
    for (char *form; (form = next_piece(&list, '|'));)
        add_phrase(form, LEXICON_BIT(PLACE), found, WEIGHT_CITY * 20 + records.items[found].population);
}

static void subdivision_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 2) die("subdivisions.tsv: two cells wanted", cells[0]);
    char id[32], code[3] = {cells[0][0], cells[0][1], 0};
    snprintf(id, sizeof id, "gpe:%s", cells[0]);
    uint32_t record = add_record(ENTITY_GPE, cells[1], id, code);
    records.items[record].flags = RECORD_SUBDIVISION;
    for (int i = 1; i < count; i++)
        if (strlen(cells[i]) > 2) add_place_name(cells[i], record, WEIGHT_SUBDIVISION);
}

static void region_row(char **cells, int count, void *state)
{
    (void)state;
    static const char *const types[] = {"GPE", "LOC", "FAC"};
    char id[256];
    int type = 0;
    while (type < 3 && strcmp(types[type], cells[0]) != 0) type++;
    if (type == 3 || count < 2) die("regions.tsv", cells[0]);
    snprintf(id, sizeof id, "loc:%s", cells[1]);
    uint32_t record = add_record(type == 0 ? ENTITY_GPE : type == 1 ? ENTITY_LOC : ENTITY_FAC, cells[1], id, "");
    add_place_name(cells[1], record, WEIGHT_REGION);
    char *list = count > 2 ? cells[2] : NULL;
    for (char *form; (form = next_piece(&list, '|'));) add_place_name(form, record, WEIGHT_REGION);
}

static void body_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 2) die("bodies.tsv: two cells wanted", cells[0]);
    char id[128];
    snprintf(id, sizeof id, "org:%s", cells[0]);
    uint32_t record = add_record(ENTITY_ORG, cells[1], id, "");
    add_phrase(cells[1], LEXICON_BIT(BODY), record, WEIGHT_BODY);
    char *list = count > 2 ? cells[2] : NULL;
    for (char *form; (form = next_piece(&list, '|'));) add_phrase(form, LEXICON_BIT(BODY), record, WEIGHT_BODY);
}

/* An organisation by its name alone. */
static void listed_row(char **cells, int count, void *state)
{
    (void)state;
    char *list = count > 1 ? cells[1] : NULL;
    for (char *form; (form = next_piece(&list, '|'));) add_phrase(form, LEXICON_BIT(LISTED), 0, 0);
}

/* ---- classes ------------------------------------------------------------------------------------------------------- */

typedef struct Endings {
    LexiconEnding items[600];
    size_t count;
} Endings;
static Endings endings_latin, endings_cyrillic, endings_ru, endings_people, particles_ko;

static int class_number(const char *name)
{
    static const char *const list[] = {
#define LEXICON_TEXT(upper, lower) #lower,
        LEXICON_CLASS_LIST(LEXICON_TEXT)
#undef LEXICON_TEXT
    };
    for (int i = 0; i < LEXICON_CLASS_COUNT; i++)
        if (!strcmp(list[i], name)) return i;
    return -1;
}

static uint64_t flag_bits(const char *flags)
{
    static const char letters[] = "bnofpitsga1xc";
    uint64_t bits = 0;
    for (; *flags; flags++) {
        const char *found = strchr(letters, *flags);
        if (found) bits |= (uint64_t)1 << (LEXICON_BEFORE_NUMBER + (found - letters));
    }
    return bits;
}

static void add_ending(Endings *endings, const char *text, int number)
{
    if (endings->count + 1 >= sizeof endings->items / sizeof *endings->items) die("too many endings", text);
    endings->items[endings->count++] = (LexiconEnding){copy(text), (uint8_t)strlen(text), (uint8_t)number};
}

static void class_row(char **cells, int count, void *state)
{
    const char *language = state;
    if (count < 3) die("three cells wanted", cells[0]);
    char *list = cells[2];
    if (!strcmp(cells[0], "demonym")) {
        char *again[] = {cells[1], cells[0], cells[2]};
        country_row(again, 3, NULL);
        return;
    }
    int number = class_number(cells[0]);
    if (number < 0) die("no such class", cells[0]);
    for (char *form; (form = next_piece(&list, '|'));) {
        if (!strcmp(language, "ko") && number == LEXICON_PARTICLE_NUMBER) add_ending(&particles_ko, form, number);
        else if (number == LEXICON_ADJECTIVE_NUMBER || number == LEXICON_GENITIVE_FORM_NUMBER)
            add_ending(&endings_ru, form, number);
        else add_phrase(form, (uint64_t)1 << number | flag_bits(cells[1]), 0, 0);
    }
}

static void words_row(char **cells, int count, void *state)
{
    (void)count, (void)state;
    char *list = cells[0];
    for (char *form; (form = next_piece(&list, ' '));) add_phrase(form, LEXICON_BIT(COMMON), 0, 0);
}

static void names_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 4) die("names.tsv", cells[0]);
    uint64_t bit = cells[0][0] == 'g' ? LEXICON_BIT(GIVEN) : LEXICON_BIT(SURNAME);
    char *list = cells[3];
    for (char *form; (form = next_piece(&list, ' '));) {
        add_phrase(form, bit, 0, 0);
        if (!strcmp(cells[1], "Hang") && !strcmp(cells[2], "faker") &&
            strlen(form) == 6) { /* the syllables of Korean given names */
            char first[4] = {form[0], form[1], form[2], 0};
            add_phrase(first, LEXICON_BIT(KOREAN_SYLLABLE), 0, 0);
            add_phrase(form + 3, LEXICON_BIT(PINYIN), 0, 0);
        }
    }
}

static void people_row(char **cells, int count, void *state)
{
    (void)state;
    if (count < 2) die("people.tsv: two cells wanted", cells[0]);
    char *list = cells[1];
    int ending = !strcmp(cells[0], "surname_ending"), patronymic = !strcmp(cells[0], "patronymic"),
        people = !strcmp(cells[0], "people_ending");
    int number = ending || patronymic || people ? 0 : class_number(cells[0]);
    if (number < 0) die("people.tsv", cells[0]);
    for (char *form; (form = next_piece(&list, '|'));) {
        if (people) add_ending(&endings_people, form, LEXICON_PEOPLE_NUMBER);
        else if (ending || patronymic)
            add_ending((unsigned char)form[0] < 0x80 || (unsigned char)form[0] < 0xD0 ? &endings_latin
                                                                                      : &endings_cyrillic,
                       form, ending ? LEXICON_SURNAME_NUMBER : LEXICON_SUFFIX_NUMBER);
        else add_phrase(form, (uint64_t)1 << number, 0, 0);
    }
}

/* ---- stems --------------------------------------------------------------------------------------------------------- */

typedef struct Stems {
    LexiconStem items[256];
    size_t count;
} Stems;

static void stem_row(char **cells, int count, void *state)
{
    Stems *stems = state;
    if (stems->count + 1 >= sizeof stems->items / sizeof *stems->items) die("too many stems", cells[0]);
    stems->items[stems->count++] =
        (LexiconStem){copy(cells[0]), copy(count > 1 ? cells[1] : ""), (uint8_t)strlen(cells[0])};
}

static int longer_stem(const void *a, const void *b)
{
    const LexiconStem *x = a, *y = b;
    return x->ending_length != y->ending_length ? y->ending_length - x->ending_length : strcmp(x->ending, y->ending);
}

static int longer_ending(const void *a, const void *b)
{
    const LexiconEnding *x = a, *y = b;
    return x->length != y->length ? y->length - x->length : strcmp(x->bytes, y->bytes);
}

/* ---- building ------------------------------------------------------------------------------------------------------ */

typedef struct Word {
    char *text;
    uint64_t hash;
} Word;
static struct {
    Word *items;
    size_t count, capacity;
} words;
static struct {
    uint64_t bits;
    uint32_t record, weight;
} * states;
static size_t state_count;
typedef struct Step {
    uint32_t state, word, next; /* next 0: empty */
} Step;
static uint32_t *slots, slot_mask, step_mask; /* open addressing: number of a word + 1 */
static Step *steps;
static size_t step_count;

static uint32_t *word_slot(const char *text, size_t length, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & slot_mask;
    for (; slots[at]; at = (at + 1) & slot_mask) {
        const Word *word = &words.items[slots[at] - 1];
        if (word->hash == hash && strlen(word->text) == length && !memcmp(word->text, text, length)) break;
    }
    return &slots[at];
}

static uint32_t intern(const char *text, size_t length)
{
    uint64_t hash = hash_bytes(text, length, 0);
    uint32_t *slot = word_slot(text, length, hash);
    if (*slot) return *slot - 1;
    if (state_count) die("a word that is in no table", text); /* words have their numbers already */
    words.items = grow(words.items, sizeof *words.items, words.count, &words.capacity);
    char *made = malloc(length + 1);
    if (!made) die("no memory", "");
    memcpy(made, text, length);
    made[length] = 0;
    words.items[words.count] = (Word){made, hash};
    *slot = (uint32_t)++words.count;
    if (words.count * 3 > (size_t)slot_mask * 2) die("too many words", text);
    return (uint32_t)words.count - 1;
}

static int by_hash(const void *a, const void *b)
{
    const Word *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Numbers the words in the order of their hashes. */
static void sort_words(void)
{
    qsort(words.items, words.count, sizeof *words.items, by_hash);
    memset(slots, 0, ((size_t)slot_mask + 1) * sizeof *slots);
    for (size_t i = 0; i < words.count; i++)
        *word_slot(words.items[i].text, strlen(words.items[i].text), words.items[i].hash) = (uint32_t)i + 1;
}

static uint32_t step_to(uint32_t state, uint32_t word)
{
    uint32_t at = (uint32_t)hash_mix(lexicon_step_key(state, word)) & step_mask;
    for (; steps[at].next; at = (at + 1) & step_mask)
        if (steps[at].state == state && steps[at].word == word) return steps[at].next;
    if (++step_count * 3 > (size_t)step_mask * 2) die("too many phrases", "");
    steps[at] = (Step){state, word, (uint32_t)state_count};
    states[state].bits |= LEXICON_BIT(MORE);
    return (uint32_t)state_count++;
}

static void each_word(const char *text, void (*found)(const char *, size_t, void *), void *state)
{
    while (*text) {
        size_t n = strcspn(text, " ");
        found(text, n, state);
        text += n;
        if (*text) text++;
    }
}

static void intern_word(const char *text, size_t length, void *state)
{
    (void)state, (void)intern(text, length);
}

static void step_word(const char *text, size_t length, void *state)
{
    uint32_t *at = state, word = intern(text, length);
    *at = *at == LEXICON_NONE ? word : step_to(*at, word);
}

static uint32_t power_above(size_t count)
{
    uint32_t power = 1024;
    while (power < count) power *= 2;
    return power;
}

static void build(void)
{
    size_t parts = 0;
    for (size_t i = 0; i < phrases.count; i++)
        for (const char *c = phrases.items[i].text; *c; c++) parts += *c == ' ';
    slot_mask = power_above(phrases.count + parts) - 1;
    step_mask = power_above(parts * 3 / 2 + 16) - 1;
    slots = calloc(slot_mask + 1, sizeof *slots);
    steps = calloc(step_mask + 1, sizeof *steps);
    states = calloc(phrases.count + 2 * parts + 16, sizeof *states);
    if (!slots || !steps || !states) die("no memory", "");
    for (size_t i = 0; i < phrases.count; i++) each_word(phrases.items[i].text, intern_word, NULL);
    sort_words();
    state_count = words.count;
    for (size_t i = 0; i < phrases.count; i++) {
        const Phrase *p = &phrases.items[i];
        uint32_t at = LEXICON_NONE;
        each_word(p->text, step_word, &at);
        states[at].bits |= p->bits;
        if (p->record && p->weight > states[at].weight) {
            states[at].record = p->record;
            states[at].weight = p->weight;
        }
    }
    if (state_count >= 1u << LEXICON_NUMBER_BITS) die("too many phrases", "");
    uint64_t kinds = LEXICON_BIT(PLACE) | LEXICON_BIT(NORP) | LEXICON_BIT(BODY);
    for (size_t i = 0; i < state_count; i++)
        if (states[i].record) states[i].bits = (states[i].bits & ~kinds) | record_bit(states[i].record);
}

/* ---- printing ------------------------------------------------------------------------------------------------------ */

static void print_bytes(const char *bytes, size_t length)
{
    putchar('"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '"' || c == '\\') printf("\\%c", c);
        else if (c < 32 || c > 126 || c == '?') printf("\\%03o", c);
        else putchar(c);
    }
    puts("\"");
}

#define PRINT_NUMBERS(type, name, count, expression)                                                                   \
    do {                                                                                                               \
        printf("const %s %s[] = {", type, name);                                                                       \
        for (size_t i = 0; i < (count); i++) printf("%s%llu,", i % 24 ? "" : "\n", (unsigned long long)(expression));  \
        puts("\n};");                                                                                                  \
    } while (0)

/* Words in the buckets of their hashes. Two of one bucket and one check could not be told apart. */
static void print_word_table(void)
{
    uint64_t *hashes = calloc(words.count + 1, sizeof *hashes);
    if (!hashes) die("no memory", "");
    uint32_t buckets = (uint32_t)(words.count / BUCKET_ENTRIES + 1);
    for (size_t i = 0; i < words.count; i++) {
        hashes[i] = words.items[i].hash;
        for (size_t k = i; k > 0 && bucket_of(hashes[k - 1], buckets) == bucket_of(hashes[i], buckets); k--)
            if ((uint32_t)hashes[k - 1] == (uint32_t)hashes[i]) die("a word cannot be told from", words.items[i].text);
    }
    print_buckets("lexicon_words", hashes, words.count);
    free(hashes);
    printf("const uint32_t lexicon_word_count = %zu;\n", words.count);
    PRINT_NUMBERS("uint32_t", "lexicon_word_checks", words.count, words.items[i].hash & UINT32_MAX);
}

static int by_step_hash(const void *a, const void *b)
{
    const Step *x = a, *y = b;
    uint64_t f = hash_mix(lexicon_step_key(x->state, x->word)), g = hash_mix(lexicon_step_key(y->state, y->word));
    return f < g ? -1 : f > g;
}

static void print_steps(void)
{
    Step *order = calloc(step_count + 1, sizeof *order);
    uint64_t *numbers = calloc(step_count + 1, sizeof *numbers);
    if (!order || !numbers) die("no memory", "");
    size_t count = 0;
    for (size_t i = 0; i <= step_mask; i++)
        if (steps[i].next) order[count++] = steps[i];
    qsort(order, count, sizeof *order, by_step_hash);
    for (size_t i = 0; i < count; i++) numbers[i] = hash_mix(lexicon_step_key(order[i].state, order[i].word));
    print_buckets("lexicon_steps", numbers, count);
    for (size_t i = 0; i < count; i++)
        numbers[i] = lexicon_step_key(order[i].state, order[i].word) << LEXICON_NEXT_BITS | order[i].next;
    print_halves("lexicon_step_entries", numbers, count);
    free(order);
    free(numbers);
}

static void print_classes(void)
{
    static uint64_t sets[65536];
    size_t count = 0;
    uint16_t *numbers = calloc(state_count, sizeof *numbers);
    if (!numbers) die("no memory", "");
    for (size_t i = 0; i < state_count; i++) {
        size_t k = 0;
        while (k < count && sets[k] != states[i].bits) k++;
        if (k == count) sets[count++] = states[i].bits;
        if (count == 65536) die("too many sets of classes", "");
        numbers[i] = (uint16_t)k;
    }
    PRINT_NUMBERS("uint16_t", "lexicon_classes", state_count, numbers[i]);
    printf("const uint64_t lexicon_class_sets[] = {");
    for (size_t i = 0; i < count; i++) printf("%s0x%llxu,", i % 8 ? "" : "\n", (unsigned long long)sets[i]);
    puts("\n};");
    free(numbers);
}

/* Prints the names that records need and sets `offsets`: those of cities once, of others with the id behind. */
static void print_names(uint32_t *offsets)
{
    uint32_t mask = power_above(records.count * 2) - 1, length = 0;
    uint32_t *seen = calloc((size_t)mask + 1, sizeof *seen); /* number of a city's record */
    if (!seen) die("no memory", "");
    puts("const char lexicon_names[] =");
    for (uint32_t i = 0; i < records.count; i++) {
        const Record *r = &records.items[i];
        const char *name = names.bytes + r->name, *id = names.bytes + r->id;
        offsets[i] = length;
        if (r->flags & RECORD_CITY) {
            uint32_t at = (uint32_t)hash_bytes(name, strlen(name), 0) & mask;
            while (seen[at] && strcmp(names.bytes + records.items[seen[at]].name, name) != 0) at = (at + 1) & mask;
            if (seen[at]) {
                offsets[i] = offsets[seen[at]];
                continue;
            }
            seen[at] = i;
        }
        print_bytes(name, strlen(name) + 1);
        length += (uint32_t)strlen(name) + 1;
        if (r->flags & RECORD_CITY) continue;
        print_bytes(id, strlen(id) + 1);
        length += (uint32_t)strlen(id) + 1;
    }
    puts(";");
    free(seen);
}

static uint32_t thousandths(float degrees, int least)
{
    return (uint32_t)lrint(((double)degrees - least) * 1000);
}

/* The records of subdivisions stand together, in the order of their ids. */
static void print_subdivisions(void)
{
    uint32_t first = 0, last = 0;
    for (uint32_t i = 1; i < records.count; i++) {
        if (!(records.items[i].flags & RECORD_SUBDIVISION)) continue;
        const char *id = names.bytes + records.items[i].id;
        if (first && (i != last || strcmp(names.bytes + records.items[i - 1].id, id) >= 0))
            die("subdivisions.tsv: not in order", id);
        if (!first) first = i;
        last = i + 1;
    }
    printf("const uint32_t lexicon_subdivisions_begin = %u, lexicon_subdivisions_end = %u;\n", first, last);
}

static void print_records(void)
{
    uint32_t *offsets = calloc(records.count, sizeof *offsets);
    if (!offsets) die("no memory", "");
    print_names(offsets);
    if (records.count > UINT16_MAX) die("too many records", "");
    puts("const LexiconRecord lexicon_records[] = {");
    for (size_t i = 0; i < records.count; i++) {
        const Record *r = &records.items[i];
        const char *name = names.bytes + r->name;
        uint32_t thousands = r->flags & RECORD_CITY ? r->population : r->inhabitants, latitude = RECORD_NOWHERE,
                 longitude = 0;
        if (r->flags & RECORD_CITY ? r->inhabitants : r->population) die("inhabitants of two kinds", name);
        if (thousands >= 1u << 22 || r->geoname < 0 || r->geoname >= 1 << 24) die("a number is too large", name);
        if (!isnan(r->latitude)) latitude = thousandths(r->latitude, -90), longitude = thousandths(r->longitude, -180);
        if (!isnan(r->latitude) && (latitude > 180000 || longitude > 360000)) die("not on earth", name);
        printf("{%u,%d,%u,%u,%u,%u,\"%s\",%u,{", offsets[i], r->geoname, thousands >> 14, latitude,
               thousands & ((1u << 14) - 1), longitude, r->country, r->type);
        for (size_t k = 0; k < sizeof r->subdivision; k++) printf("%d,", r->subdivision[k]);
        printf("},%u},\n", r->flags);
    }
    puts("};");
    free(offsets);
    print_subdivisions();
    PRINT_NUMBERS("uint16_t", "lexicon_record_numbers", state_count, states[i].record);
}

static int is_place(uint32_t record)
{
    return record && (records.items[record].type == ENTITY_GPE || records.items[record].type == ENTITY_LOC);
}

static int by_state(const void *a, const void *b)
{
    const LexiconOther *x = a, *y = b;
    return x->state != y->state ? (x->state < y->state ? -1 : 1) : x->record < y->record ? -1 : x->record > y->record;
}

/* The places that lost their names to larger ones. */
static void print_others(void)
{
    LexiconOther *others = calloc(phrases.count + 1, sizeof *others);
    if (!others) die("no memory", "");
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < phrases.count; i++) {
        const Phrase *p = &phrases.items[i];
        uint32_t at = LEXICON_NONE;
        if (!is_place(p->record)) continue;
        each_word(p->text, step_word, &at);
        if (is_place(states[at].record) && states[at].record != p->record)
            others[count++] = (LexiconOther){at, p->record};
    }
    qsort(others, count, sizeof *others, by_state);
    puts("const LexiconOther lexicon_others[] = {");
    for (size_t i = 0; i < count; i++) {
        if (i && !by_state(&others[i], &others[i - 1])) continue;
        printf("{%u,%u},%s", others[i].state, others[i].record, ++kept % 8 ? "" : "\n");
    }
    printf("{0xFFFFFFFF,0}};\nconst uint32_t lexicon_other_count = %zu;\n", kept);
    free(others);
    qsort(shorts, short_count, sizeof *shorts, by_form);
    puts("const LexiconShort lexicon_shorts[] = {");
    for (size_t i = 0; i < short_count; i++) printf("{\"%s\",%u},\n", shorts[i].form, shorts[i].record);
    printf("{\"\",0}};\nconst uint32_t lexicon_short_count = %zu;\n", short_count);
    puts("const char *const lexicon_ranks[] = {");
    for (size_t i = 0; i < rank_count; i++) printf("\"%s\",\n", ranks[i]);
    puts("0};");
}

static void print_endings(const char *name, Endings *endings)
{
    qsort(endings->items, endings->count, sizeof *endings->items, longer_ending);
    printf("const LexiconEnding %s[] = {\n", name);
    for (size_t i = 0; i < endings->count; i++)
        printf("{\"%s\",%u,%u},\n", endings->items[i].bytes, endings->items[i].length, endings->items[i].class_number);
    puts("{\"\",0,0}};");
}

static void print_stems(const char *name, const char *file)
{
    static Stems stems;
    stems.count = 0;
    read_table(file, 0, stem_row, &stems);
    qsort(stems.items, stems.count, sizeof *stems.items, longer_stem);
    printf("const LexiconStem %s[] = {\n", name);
    for (size_t i = 0; i < stems.count; i++)
        printf("{\"%s\",\"%s\",%u},\n", stems.items[i].ending, stems.items[i].instead, stems.items[i].ending_length);
    puts("{\"\",\"\",0}};");
}

static void print_prefixes(void)
{
    static uint32_t filter[1u << (LEXICON_PREFIX_BITS - 5)];
    for (size_t i = 0; i < words.count; i++) {
        const char *at = words.items[i].text, *end = at + strlen(at);
        uint64_t hash = 0;
        while (at < end) {
            uint32_t code;
            at += utf8_decode(at, end, &code);
            unsigned script = unicode_of(code)->script;
            if (script != SCRIPT_HAN && script != SCRIPT_HANGUL && script != SCRIPT_HIRAGANA &&
                script != SCRIPT_KATAKANA)
                break;
            hash = prefix_step(hash, code);
            uint32_t bit = prefix_bit(hash, LEXICON_PREFIX_BITS);
            if (at < end) filter[bit >> 5] |= 1u << (bit & 31);
        }
    }
    PRINT_NUMBERS("uint32_t", "lexicon_prefixes", sizeof filter / sizeof *filter, filter[i]);
}

/* ---- languages that have no entities.tsv --------------------------------------------------------------------------- */

/* A word of another language and the English word of the lexicon that means the same in names. */
typedef struct Equivalent {
    char *form;
    const char *english;
} Equivalent;
static struct {
    Equivalent *items;
    size_t count, capacity;
} equivalents;

/* What the row `(...)` of a name_words.tsv says. */
typedef struct Manner {
    int nouns_capital, heads_first, heads_small;
    char model[16];
} Manner;

static void add_equivalent(const char *form, const char *english)
{
    char folded[LEXICON_WORD_MAX];
    size_t n = lexicon_fold(latin, form, strlen(form), folded);
    if (!n || memchr(folded, ' ', n)) die("name_words.tsv: not one word", form);
    folded[n] = 0;
    equivalents.items = grow(equivalents.items, sizeof *equivalents.items, equivalents.count, &equivalents.capacity);
    equivalents.items[equivalents.count++] = (Equivalent){copy(folded), english};
}

/* A copy with every word as the lexicon has it. */
static char *folded_copy(const char *text)
{
    char made[1024];
    size_t length = 0;
    for (const char *at = text; *at && length + LEXICON_WORD_MAX + 2 < sizeof made;) {
        size_t n = strcspn(at, " ");
        if (length) made[length++] = ' ';
        length += lexicon_fold(latin, at, n, made + length);
        at += n;
        while (*at == ' ') at++;
    }
    made[length] = 0;
    return copy(made);
}

/* ICU's names of countries that are one word in the language and in English. */
static void add_country_equivalents(const char *language)
{
    char name[512], english[512];
    size_t by_hand = equivalents.count;
    for (const char *const *code = uloc_getISOCountries(); *code; code++) {
        char folded[LEXICON_WORD_MAX];
        int known = 0;
        display_name(*code, "en", english, sizeof english);
        display_name(*code, language, name, sizeof name);
        if (!name[0] || !english[0] || strchr(name, ' ') || strchr(english, ' ')) continue;
        size_t n = lexicon_fold(latin, name, strlen(name), folded);
        folded[n] = 0;
        for (size_t i = 0; i < by_hand; i++) known |= !strcmp(equivalents.items[i].form, folded);
        if (n && !known) add_equivalent(name, folded_copy(english));
    }
}

static void equivalent_row(char **cells, int count, void *state)
{
    Manner *manner = state;
    if (count < 2) die("name_words.tsv: two cells wanted", cells[0]);
    if (!strcmp(cells[0], "(nouns)")) manner->nouns_capital = !strcmp(cells[1], "capital");
    else if (!strcmp(cells[0], "(heads)"))
        manner->heads_first = !strcmp(cells[1], "first"), manner->heads_small = !strcmp(cells[1], "small");
    else if (!strcmp(cells[0], "(model)")) snprintf(manner->model, sizeof manner->model, "%s", cells[1]);
    else {
        const char *english = folded_copy(cells[0]);
        char *list = cells[1];
        for (char *form; (form = next_piece(&list, '|'));) add_equivalent(form, english);
    }
}

static int by_form_of_word(const void *a, const void *b)
{
    return strcmp(((const Equivalent *)a)->form, ((const Equivalent *)b)->form);
}

/* Writes lexicon_equivalents[], those of one language behind those of another, each in the order of strcmp(), and lexicon_manners[]. */
static void print_equivalents(void)
{
    static char tags[256][16], list[256 * 96];
    size_t languages = 0, from = 0, length = 0, manners = 0;
    char path[4096], line[512];
    snprintf(path, sizeof path, "%s/languages.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) die("languages.tsv", path);
    while (fgets(line, sizeof line, file) && languages < 256)
        if (line[0] != '#') snprintf(tags[languages++], sizeof tags[0], "%.*s", (int)strcspn(line, "\t\n"), line);
    fclose(file);
    puts("static const LexiconEquivalent equivalents[] = {");
    for (size_t l = 0; l < languages; l++) {
        Manner manner = {0, 0, 0, "und"};
        char name[64];
        snprintf(name, sizeof name, "%.15s/name_words.tsv", tags[l]);
        equivalents.count = 0;
        read_table(name, 1, equivalent_row, &manner);
        if (!equivalents.count) continue;
        add_country_equivalents(tags[l]);
        qsort(equivalents.items, equivalents.count, sizeof *equivalents.items, by_form_of_word);
        for (size_t i = 0; i < equivalents.count; i++) {
            const Equivalent *e = &equivalents.items[i];
            uint32_t at = LEXICON_NONE;
            if (i && !by_form_of_word(e, e - 1)) die("name_words.tsv: a word that stands twice", e->form);
            each_word(e->english, step_word, &at);
            if (at == LEXICON_NONE || !states[at].bits)
                die("name_words.tsv: a word that the lexicon does not have", e->english);
            printf("{\"%s\",%u},\n", e->form, at);
        }
        for (const char *tag = tags[l]; *tag; tag++) list[length++] = (char)(*tag == '-' ? '_' : *tag & ~0x20);
        length += (size_t)snprintf(list + length, sizeof list - length, ", equivalents + %zu, %zu, LANGUAGE_", from,
                                   equivalents.count);
        for (const char *tag = manner.model; *tag; tag++) list[length++] = (char)(*tag & ~0x20);
        length += (size_t)snprintf(list + length, sizeof list - length, ", %d, %d, %d},{LANGUAGE_",
                                   manner.nouns_capital, manner.heads_first, manner.heads_small);
        from += equivalents.count;
        manners++;
    }
    printf("{\"\",0}};\nconst LexiconManner lexicon_manners[] = {{LANGUAGE_%.*sUND,NULL,0,LANGUAGE_UND,0,0,0}};\n",
           (int)length, list);
    printf("const uint32_t lexicon_manner_count = %zu;\n", manners);
}

static void print_all(void)
{
    puts("/* made by tools/compile_entities.c */\n#include \"entities/lexicon.h\"\n#include <math.h>\n");
    print_word_table();
    print_prefixes();
    print_steps();
    print_classes();
    print_records();
    print_others();
    PRINT_NUMBERS("uint16_t", "lexicon_latin", (size_t)LATIN_COUNT, latin[i]);
    print_endings("lexicon_endings_latin", &endings_latin);
    print_endings("lexicon_endings_cyrillic", &endings_cyrillic);
    print_endings("lexicon_endings_people", &endings_people);
    print_endings("lexicon_endings_ru", &endings_ru);
    print_endings("lexicon_particles_ko", &particles_ko);
    print_stems("lexicon_stems_ru", "ru/stems.tsv");
    print_stems("lexicon_stems_kk", "kk/stems.tsv");
    print_equivalents();
}

int main(int argc, char **argv)
{
    static char languages[][3] = {"en", "ru", "kk", "ko", "zh"};
    if (argc != 2) return fputs("usage: compile_entities DATA-FOLDER\n", stderr), 2;
    folder = argv[1];
    make_latin();
    add_record(ENTITY_GPE, "", "", ""); /* number 0: none */
    add_regions_of_icu();
    read_table("gazetteer/countries.tsv", 0, country_row, NULL);
    read_table("gazetteer/regions.tsv", 0, region_row, NULL);
    read_table("gazetteer/bodies.tsv", 0, body_row, NULL);
    read_table("gazetteer/organisations.tsv", 0, listed_row, NULL);
    read_table("gazetteer/organisation_lists.tsv", 0, listed_row, NULL);
    read_table("gazetteer/cities.tsv", 0, city_row, NULL);
    add_zone_cities();
    read_table("gazetteer/aliases.tsv", 0, alias_row, NULL);
    read_table("gazetteer/subdivisions.tsv", 0, subdivision_row, NULL);
    read_table("gazetteer/namesakes.tsv", 0, namesake_row, NULL);
    sort_cities();
    read_table("gazetteer/within.tsv", 0, within_row, NULL);
    read_table("gazetteer/places.tsv", 0, place_row, NULL);
    read_table("gazetteer/region_places.tsv", 0, region_place_row, NULL);
    read_table("gazetteer/abbreviations.tsv", 0, short_row, NULL);
    read_table("gazetteer/ranks.tsv", 0, rank_row, NULL);
    read_table("gazetteer/names.tsv", 0, names_row, NULL);
    read_table("gazetteer/people.tsv", 0, people_row, NULL);
    read_table("en/words.tsv", 0, words_row, NULL);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s/entities.tsv", languages[i]);
        read_table(name, 0, class_row, languages[i]);
    }
    build();
    print_all();
    fprintf(stderr, "entities: %zu phrases, %zu words, %zu states, %zu records\n", phrases.count, words.count,
            state_count, records.count);
    return ferror(stdout) != 0;
}
