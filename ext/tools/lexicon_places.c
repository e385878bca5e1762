/* lexicon_places.c - the tables of data/gazetteer/ and ICU's names of places become records and phrases; see lexicon_make.h */
#include "tools/lexicon_make.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

const char *folder;

void read_table(const char *name, int optional, TakeRow *row, void *state)
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

char *next_piece(char **list, int divider)
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

void country_row(char **cells, int count, void *state)
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

void display_name(const char *region, const char *language, char *out, int32_t room)
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
            !strcmp(record_text(r->name), name) && (!found || r->population > records.items[found].population))
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
        if (at && !strcmp(record_text(records.items[at].id), id)) return last = at;
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
        if (strncmp(record_text(r->id), "loc:", 4) != 0 || strcmp(record_text(r->name), cells[0]) != 0) continue;
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
        char folded[LEXICON_WORD_MAX + 1];
        fold_word(form, strlen(form), folded);
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
        char folded[LEXICON_WORD_MAX + 1];
        fold_word(form, strlen(form), folded);
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
    uint32_t record = 0;
    while (type < 3 && strcmp(types[type], cells[0]) != 0) type++;
    if (type == 3 || count < 2) die("regions.tsv", cells[0]);
    if (count > 3) { /* a subdivision or a city by the name that it is best known under */
        snprintf(id, sizeof id, cells[3][2] == '-' ? "gpe:%.200s" : "geo:%.200s", cells[3]);
        if (!(record = record_of_id(id))) die("regions.tsv: no such place", cells[3]);
        rename_record(record, cells[1]);
    } else {
        snprintf(id, sizeof id, "loc:%s", cells[1]);
        record = add_record(type == 0 ? ENTITY_GPE : type == 1 ? ENTITY_LOC : ENTITY_FAC, cells[1], id, "");
    }
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

void read_places(void)
{
    add_regions_of_icu();
    read_table("gazetteer/countries.tsv", 0, country_row, NULL);
    read_table("gazetteer/bodies.tsv", 0, body_row, NULL);
    read_table("gazetteer/organisations.tsv", 0, listed_row, NULL);
    read_table("gazetteer/organisation_lists.tsv", 0, listed_row, NULL);
    read_table("gazetteer/cities.tsv", 0, city_row, NULL);
    add_zone_cities();
    read_table("gazetteer/aliases.tsv", 0, alias_row, NULL);
    read_table("gazetteer/subdivisions.tsv", 0, subdivision_row, NULL);
    read_table("gazetteer/namesakes.tsv", 0, namesake_row, NULL);
    read_table("gazetteer/regions.tsv", 0, region_row, NULL);
    sort_cities();
    read_table("gazetteer/within.tsv", 0, within_row, NULL);
    read_table("gazetteer/places.tsv", 0, place_row, NULL);
    read_table("gazetteer/region_places.tsv", 0, region_place_row, NULL);
    read_table("gazetteer/abbreviations.tsv", 0, short_row, NULL);
    read_table("gazetteer/ranks.tsv", 0, rank_row, NULL);
}

void print_shorts(void)
{
    qsort(shorts, short_count, sizeof *shorts, by_form);
    puts("const LexiconShort lexicon_shorts[] = {");
    for (size_t i = 0; i < short_count; i++) printf("{\"%s\",%u},\n", shorts[i].form, shorts[i].record);
    printf("{\"\",0}};\nconst uint32_t lexicon_short_count = %zu;\n", short_count);
    puts("const char *const lexicon_ranks[] = {");
    for (size_t i = 0; i < rank_count; i++) printf("\"%s\",\n", ranks[i]);
    puts("0};");
}
