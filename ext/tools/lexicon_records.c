/*
** lexicon_records.c - records of places, peoples and bodies, and the phrases that name them or have a class; see lexicon_make.h
**
** Names and ids stand in one string, phrases are folded as the lexicon folds a text's words. Records are printed with the names that they need once.
*/
#include "tools/lexicon_make.h"
#include "base/hash.h"
#include "base/utf8.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum {
    MAX_PHRASE_WORDS = 12,
    LATIN_COUNT = LEXICON_LATIN_LAST - LEXICON_LATIN_FIRST + 1 + LEXICON_LATIN_END - LEXICON_LATIN_MORE + 1
};

static uint16_t latin[LATIN_COUNT];

void *grow(void *items, size_t size, size_t count, size_t *capacity)
{
    if (count < *capacity) return items;
    *capacity = *capacity ? 2 * *capacity : 1024;
    items = realloc(items, *capacity * size);
    if (!items) die("no memory", "");
    return items;
}

char *copy(const char *text)
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

void make_latin(void)
{
    for (uint32_t i = 0; i < LATIN_COUNT; i++) {
        uint32_t first = LEXICON_LATIN_LAST - LEXICON_LATIN_FIRST + 1;
        latin[i] = plain_latin(i < first ? LEXICON_LATIN_FIRST + i : LEXICON_LATIN_MORE + i - first);
    }
}

size_t fold_word(const char *text, size_t length, char *out)
{
    size_t folded = lexicon_fold(latin, text, length, out);
    out[folded] = 0;
    return folded;
}

void print_latin(void)
{
    PRINT_NUMBERS("uint16_t", "lexicon_latin", (size_t)LATIN_COUNT, latin[i]);
}

/* ---- records and phrases ------------------------------------------------------------------------------------------- */

static struct {
    char *bytes;
    size_t length, capacity;
} names;
Records records;
Phrases phrases;

static uint32_t add_name(const char *text)
{
    size_t n = strlen(text) + 1;
    while (names.length + n > names.capacity) names.bytes = grow(names.bytes, 1, names.capacity, &names.capacity);
    memcpy(names.bytes + names.length, text, n);
    names.length += n;
    return (uint32_t)(names.length - n);
}

uint32_t add_record(EntityType type, const char *name, const char *id, const char *country)
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

const char *add_phrase(const char *text, uint64_t bits, uint32_t record, uint32_t weight)
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
        if (!m || length + m + 2 > sizeof made || ++words > MAX_PHRASE_WORDS) return NULL;
        if (length) made[length++] = ' ';
        memcpy(made + length, folded, m);
        length += m;
        at += n;
    }
    if (!length) return NULL;
    made[length] = 0;
    phrases.items = grow(phrases.items, sizeof *phrases.items, phrases.count, &phrases.capacity);
    const char *phrase = copy(made);
    phrases.items[phrases.count++] = (Phrase){phrase, bits, record, weight};
    uint32_t code;
    utf8_decode(made, made + length, &code);
    if (words == 1 && length > 6 &&
        unicode_of(code)->script == SCRIPT_HAN) { /* its first two characters say that longer names begin so */
        made[6] = 0;
        phrases.items = grow(phrases.items, sizeof *phrases.items, phrases.count, &phrases.capacity);
        phrases.items[phrases.count++] = (Phrase){copy(made), LEXICON_BIT(MORE), 0, 0};
    }
    return phrase;
}

void rename_record(uint32_t record, const char *name)
{
    records.items[record].name = add_name(name);
}

const char *record_text(uint32_t offset)
{
    return names.bytes + offset;
}

uint64_t record_bit(uint32_t record)
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

void add_place_name(const char *text, uint32_t record, uint32_t weight)
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

void print_records(void)
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
    print_state_records();
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

void print_others(void)
{
    LexiconOther *others = calloc(phrases.count + 1, sizeof *others);
    if (!others) die("no memory", "");
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < phrases.count; i++) {
        const Phrase *p = &phrases.items[i];
        if (!is_place(p->record)) continue;
        uint32_t at = state_of(p->text);
        if (is_place(state_record(at)) && state_record(at) != p->record)
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
}
