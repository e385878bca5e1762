/*
** train_language.c - makes data/language/ngrams.tsv from text whose language is known
**
** usage: train_language DATA-FOLDER TEXT-FOLDER [skip] > ext/data/language/ngrams.tsv
**   DATA-FOLDER  ext/data: languages.tsv, language/samples/TAG.txt, language/transliterations.tsv
**   TEXT-FOLDER  more text, files TAG.KIND.txt (lingua's test data: Apache-2.0)
**   skip         of TEXT-FOLDER leave out each fifth line, to measure on it. So measured, 16 languages of 48 known: words .852, pairs .964, sentences .997
**
** Counts of n-grams (text/ngrams.h) by group of scripts and language become smoothed probabilities, one distribution an order. An n-gram of two and
** more letters is kept if it pays for its bytes: its frequency times the divergence of its languages' shares from equal shares, divided by the length of
** its row; rows are taken by that until the group's part of the file is full.
** Not part of the build: its output is committed.
*/
#include "text/ngrams.h"
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/unum.h>
#include <unicode/ureldatefmt.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum {
    SLOTS = 1 << 21,
    MAX_LANGUAGES = 32,
    LEAST = 2,
    SMALL = 40000,
    BYTES_A_LANGUAGE = 14500,
    LETTER_FLOOR = 46,
    MAX_RULES = 300
};
/* added to a count; how that shrinks with the sample; share of the least kept count that a pruned n-gram is taken to have */
static const double ALPHA = 0.5, ALPHA_POWER = 0.3, FLOOR = 0.3;

typedef struct Slot {
    uint64_t key;
    uint32_t counts[MAX_LANGUAGES];
    uint8_t order;
    double worth;
} Slot;

typedef struct Group {
    Slot *slots;
    char tags[MAX_LANGUAGES][16];
    int language_count;
    double totals[MAX_LANGUAGES][NGRAM_ORDERS];
    double kinds[NGRAM_ORDERS]; /* different n-grams of the order */
} Group;

static Group groups[NGRAM_GROUPS];

typedef struct Rule {
    char from_tag[16], to_tag[16], variant[16], from[32], to[32];
} Rule;
static Rule rules[MAX_RULES];
static int rule_count;

static int language_number(Group *group, const char *tag)
{
    for (int i = 0; i < group->language_count; i++)
        if (!strcmp(group->tags[i], tag)) return i;
    if (group->language_count == MAX_LANGUAGES) fputs("train_language: MAX_LANGUAGES\n", stderr), exit(1);
    snprintf(group->tags[group->language_count], 16, "%s", tag);
    return group->language_count++;
}

static Slot *slot_of(Group *group, uint64_t key, int order)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    for (size_t i = (size_t)(h >> 40) % SLOTS;; i = (i + 1) % SLOTS) {
        Slot *slot = &group->slots[i];
        if (!slot->order) {
            slot->key = key;
            slot->order = (uint8_t)order;
        }
        if (slot->key == key && slot->order == order) return slot;
    }
}

static void count_text(const char *tag, const char *text, size_t length, const int *allowed)
{
    const char *at = text, *end = text + length;
    NgramWord word;
    while (at = ngram_next_word(at, end, &word), word.count) {
        if (!allowed[word.group]) continue;
        Group *group = &groups[word.group];
        int language = language_number(group, tag);
        for (int n = 1; n <= ngram_orders(word.group); n++)
            for (int i = 0; i + n <= word.count; i++) {
                if (n == 1 && word.codes[i] == '_') continue;
                slot_of(group, ngram_key(word.codes + i, n), n)->counts[language]++;
                group->totals[language][n - 1]++;
            }
    }
}

/* The group that a language is customarily written in, from languages.tsv; a Serbian is written in two. */
static void allowed_groups(const char *folder, const char *tag, int allowed[NGRAM_GROUPS + 1])
{
    char path[4096], line[512], row[64], name[128], script[64];
    memset(allowed, 0, (NGRAM_GROUPS + 1) * sizeof *allowed);
    snprintf(path, sizeof path, "%s/languages.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || sscanf(line, "%63[^\t]\t%127[^\t]\t%63[^\n]", row, name, script) != 3 ||
            strcmp(row, tag) != 0)
            continue;
        allowed[NGRAM_LATIN] = !strcmp(script, "Latn") || !strcmp(tag, "sr");
        allowed[NGRAM_CYRILLIC] = !strcmp(script, "Cyrl");
        allowed[NGRAM_ARABIC] = !strcmp(script, "Arab");
        allowed[NGRAM_HAN] = !strncmp(script, "Han", 3) || !strcmp(script, "Jpan");
        if (!strcmp(script, "Hang")) allowed[NGRAM_HAN] = 0;
    }
    fclose(file);
}

static void read_rules(const char *folder)
{
    char path[4096], line[512];
    snprintf(path, sizeof path, "%s/language/transliterations.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (fgets(line, sizeof line, file) && rule_count < MAX_RULES) {
        if (line[0] == '#') continue;
        Rule *r = &rules[rule_count];
        line[strcspn(line, "\r\n")] = 0;
        char *cell = line, *cells[5] = {r->from_tag, r->to_tag, r->variant, r->from, r->to};
        for (int i = 0; i < 5; i++) {
            char *tab = strchr(cell, '\t');
            if (tab) *tab = 0;
            size_t room = i < 3 ? 16 : 32;
            if (strlen(cell) >= room) fprintf(stderr, "train_language: too long: %s\n", cell), exit(1);
            strcpy(cells[i], cell);
            cell = tab ? tab + 1 : cell + strlen(cell);
        }
        rule_count++;
    }
    fclose(file);
}

static const char *special(const Rule *like, const char *name)
{
    for (int i = 0; i < rule_count; i++)
        if (!strcmp(rules[i].to_tag, like->to_tag) && !strcmp(rules[i].variant, like->variant) &&
            !strcmp(rules[i].from, name))
            return rules[i].to;
    return "";
}

static int has_letter(const char *word, size_t length, const char *letters)
{
    const char *end = letters + strlen(letters);
    while (letters < end) {
        uint32_t code;
        size_t n = utf8_decode(letters, end, &code);
        for (size_t i = 0; i + n <= length; i++)
            if (!memcmp(word + i, letters, n)) return 1;
        letters += n;
    }
    return 0;
}

/* Counts a name that ICU gave, unless it is one of another language's (`status` then warns). */
static void count_name(const char *tag, const UChar *name, int32_t length, UErrorCode status, const int *allowed)
{
    char bytes[2048];
    int32_t used = 0;
    if (status != U_ZERO_ERROR || length <= 0) return;
    u_strToUTF8WithSub(bytes, sizeof bytes, &used, name, length, 0xFFFD, NULL, &status);
    if (U_SUCCESS(status)) count_text(tag, bytes, (size_t)used, allowed);
}

/* CLDR's names of languages, countries, months, days and numbers: evidence for languages that have no more than a sample. */
static void count_names(const char *tag, const int *allowed)
{
    UChar name[512];
    for (const char *const *code = uloc_getISOLanguages(); *code; code++) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = uloc_getDisplayLanguage(*code, tag, name, 512, &status);
        count_name(tag, name, length, status, allowed);
    }
    for (const char *const *code = uloc_getISOCountries(); *code; code++) {
        char locale[16];
        UErrorCode status = U_ZERO_ERROR;
        snprintf(locale, sizeof locale, "und_%s", *code);
        int32_t length = uloc_getDisplayCountry(locale, tag, name, 512, &status);
        count_name(tag, name, length, status, allowed);
    }
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *dates = udat_open(UDAT_FULL, UDAT_FULL, tag, NULL, 0, NULL, 0, &status);
    UNumberFormat *numbers = unum_open(UNUM_SPELLOUT, NULL, 0, tag, NULL, &status);
    URelativeDateTimeFormatter *relative =
        ureldatefmt_open(tag, NULL, UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_NONE, &status);
    for (int i = 0; i < 60 && U_SUCCESS(status); i++) {
        UErrorCode one = U_ZERO_ERROR;
        count_name(tag, name, udat_format(dates, 1e9 + i * 26 * 864e5, name, 512, NULL, &one), one, allowed);
        one = U_ZERO_ERROR;
        count_name(tag, name, unum_formatInt64(numbers, i * i * 7 + i, name, 512, NULL, &one), one, allowed);
        one = U_ZERO_ERROR;
        count_name(tag, name, ureldatefmt_format(relative, i % 7 - 3, (URelativeDateTimeUnit)(i % 8), name, 512, &one),
                   one, allowed);
    }
    if (dates) udat_close(dates);
    if (numbers) unum_close(numbers);
    if (relative) ureldatefmt_close(relative);
}

/* Each letter that CLDR counts to the language is seen a few times, so that a small sample lacks none. */
static void count_alphabets(void)
{
    enum { TIMES = 3 };
    for (int g = 0; g < NGRAM_HAN; g++)
        for (int i = 0; i < groups[g].language_count; i++) {
            UErrorCode status = U_ZERO_ERROR;
            ULocaleData *data = ulocdata_open(groups[g].tags[i], &status);
            USet *set = ulocdata_getExemplarSet(data, NULL, 0, ULOCDATA_ES_STANDARD, &status);
            int32_t count = U_SUCCESS(status) ? uset_size(set) : 0;
            for (int32_t k = 0; k < count; k++) {
                UChar32 code = uset_charAt(set, k);
                if (code < 0 || code > 0xFFFF || ngram_group(unicode_of((uint32_t)code)->script) != g) continue;
                slot_of(&groups[g], ngram_lower((uint32_t)code), 1)->counts[i] += TIMES;
                groups[g].totals[i][0] += TIMES;
            }
            if (set) uset_close(set);
            if (data) ulocdata_close(data);
        }
}

/* Writes a line (lower case) in the other script; returns its length. `to` has room for 4 bytes a byte. */
static size_t rewrite(const Rule *like, const char *line, size_t length, char *to)
{
    size_t used = 0;
    int inside = 0;
    const char *front = special(like, "{front}"), *unless = special(like, "{unless}"),
               *prefix = special(like, "{prefix}");
    for (size_t at = 0; at < length;) {
        const Rule *best = NULL;
        for (int i = 0; i < rule_count; i++) {
            size_t n = strlen(rules[i].from);
            if (strcmp(rules[i].to_tag, like->to_tag) != 0 || strcmp(rules[i].variant, like->variant) != 0 ||
                n > length - at)
                continue;
            if (!memcmp(line + at, rules[i].from, n) && (!best || n > strlen(best->from))) best = &rules[i];
        }
        if (!best) {
            inside = 0;
            to[used++] = line[at++];
            continue;
        }
        if (!inside && *prefix) {
            size_t word = at;
            while (word < length && (unsigned char)line[word] >= 0x80) word++;
            if (has_letter(line + at, word - at, front) && !has_letter(line + at, word - at, unless)) {
                memcpy(to + used, prefix, strlen(prefix));
                used += strlen(prefix);
            }
        }
        inside = 1;
        memcpy(to + used, best->to, strlen(best->to));
        used += strlen(best->to);
        at += strlen(best->from);
    }
    return used;
}

static size_t lower(const char *line, size_t length, char *to)
{
    size_t used = 0;
    const char *end = line + length;
    while (line < end) {
        uint32_t code;
        line += utf8_decode(line, end, &code);
        used += utf8_encode(ngram_lower(code), to + used);
    }
    return used;
}

/* Simplified Chinese as traditional, by ICU. */
static void count_traditional(const char *line, size_t length, const int *allowed)
{
    static UTransliterator *transliterator;
    static const UChar id[] = u"Simplified-Traditional";
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[8192];
    char bytes[24576];
    int32_t units = 0, used = 0;
    if (!transliterator) transliterator = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    u_strFromUTF8WithSub(wide, 8000, &units, line, (int32_t)length, 0xFFFD, NULL, &status);
    int32_t limit = units;
    utrans_transUChars(transliterator, wide, &units, 8192, 0, &limit, &status);
    u_strToUTF8WithSub(bytes, sizeof bytes, &used, wide, units, 0xFFFD, NULL, &status);
    if (U_FAILURE(status)) fputs("train_language: ICU cannot write traditional Chinese\n", stderr), exit(1);
    count_text("zh-Hant", bytes, (size_t)used, allowed);
}

static void read_file(const char *folder, const char *path, const char *tag, int skip)
{
    static char line[1 << 16], folded[1 << 18], other[1 << 20];
    int allowed[NGRAM_GROUPS + 1], other_allowed[NGRAM_GROUPS + 1];
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    allowed_groups(folder, tag, allowed);
    for (int number = 0; fgets(line, sizeof line, file); number++) {
        if (skip && number % 5 == 0) continue;
        size_t length = strcspn(line, "\r\n");
        count_text(tag, line, length, allowed);
        if (!strcmp(tag, "zh")) count_traditional(line, length, allowed);
        size_t lowered = lower(line, length, folded);
        for (int i = 0; i < rule_count; i++) { /* once for each target and variant */
            int seen = strcmp(rules[i].from_tag, tag) != 0;
            for (int k = 0; k < i && !seen; k++)
                seen = !strcmp(rules[k].to_tag, rules[i].to_tag) && !strcmp(rules[k].variant, rules[i].variant);
            if (seen) continue;
            allowed_groups(folder, rules[i].to_tag, other_allowed);
            count_text(rules[i].to_tag, other, rewrite(&rules[i], folded, lowered, other), other_allowed);
        }
    }
    fclose(file);
}

/* Reads files TAG.txt or TAG.KIND.txt in the order of their names. */
static void read_folder(const char *data, const char *folder, int skip, int names)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0) perror(folder), exit(1);
    for (int i = 0; i < count; i++) {
        char path[4096], tag[64];
        const char *name = entries[i]->d_name;
        if (strlen(name) > 4 && !strcmp(name + strlen(name) - 4, ".txt")) {
            snprintf(path, sizeof path, "%s/%s", folder, name);
            snprintf(tag, sizeof tag, "%.*s", (int)strcspn(name, "."), name);
            read_file(data, path, tag, skip);
            if (names) {
                int allowed[NGRAM_GROUPS + 1];
                allowed_groups(data, tag, allowed);
                count_names(tag, allowed);
            }
        }
        free(entries[i]);
    }
    free(entries);
}

/* The count from which on an n-gram of a language is kept: 1 where the sample is small (letters). */
static uint32_t least(const Group *group, int language)
{
    return group->totals[language][0] < SMALL ? 1 : LEAST;
}

/* What is added to each count of a language: less for a smaller sample, or the unseen would take its probability away. */
static double alpha(const Group *group, int language, int n)
{
    double most = 1;
    for (int i = 0; i < group->language_count; i++)
        if (group->totals[i][n] > most) most = group->totals[i][n];
    return ALPHA * pow((group->totals[language][n] + 1) / most, ALPHA_POWER);
}

static double probability(const Group *group, const Slot *slot, int language)
{
    int n = slot->order - 1;
    double a = alpha(group, language, n);
    return (slot->counts[language] + a) / (group->totals[language][n] + a * group->kinds[n]);
}

static size_t row_bytes(const Group *group, const Slot *slot)
{
    char bytes[4];
    size_t length = 2;
    for (int i = 0; i < slot->order; i++) length += utf8_encode((uint32_t)(slot->key >> 16 * i & 0xFFFF), bytes);
    for (int i = 0; i < group->language_count; i++) length += slot->counts[i] >= least(group, i) ? 2 : 0;
    return length;
}

static void weigh(Group *group, Slot *slot)
{
    double shares[MAX_LANGUAGES], sum = 0, divergence = 0;
    int n = slot->order - 1, kept = 0;
    for (int i = 0; i < group->language_count; i++) {
        shares[i] = (slot->counts[i] + 0.3) / (group->totals[i][n] + 1000);
        sum += shares[i];
        kept |= slot->counts[i] >= least(group, i);
    }
    for (int i = 0; i < group->language_count; i++)
        divergence += shares[i] / sum * log(shares[i] / sum * group->language_count);
    slot->worth = !kept ? -1 : slot->order == 1 ? 1e9 + sum : sum * divergence / (double)row_bytes(group, slot);
}

static int by_worth(const void *a, const void *b)
{
    const Slot *x = a, *y = b;
    if (x->worth != y->worth) return x->worth < y->worth ? 1 : -1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static int weight(double p)
{
    int w = (int)lround(-NGRAM_SCALE * log(p));
    return w < 0 ? 0 : w > 63 ? 63 : w;
}

/* The row of priors.tsv, 0 if there is none. */
static int prior(const char *folder, const char *tag)
{
    char path[4096], line[256], row[64];
    int value = 0, found = 0;
    snprintf(path, sizeof path, "%s/language/priors.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (!found && fgets(line, sizeof line, file))
        found = line[0] != '#' && sscanf(line, "%63s %d", row, &value) == 2 && !strcmp(row, tag);
    fclose(file);
    return found ? value : 0;
}

static void print_group(Group *group, int number, const char *folder)
{
    static const char *const names[] = {"Latn", "Cyrl", "Arab", "Hani"};
    size_t count = 0, left = (size_t)group->language_count * BYTES_A_LANGUAGE;
    for (size_t i = 0; i < SLOTS; i++)
        if (group->slots[i].order) {
            group->kinds[group->slots[i].order - 1]++;
            group->slots[count++] = group->slots[i];
        }
    for (size_t i = 0; i < count; i++) weigh(group, &group->slots[i]);
    qsort(group->slots, count, sizeof(Slot), by_worth);
    for (int i = 0; i < group->language_count; i++) {
        printf("@\t%s\t%c\t%s", names[number], 'A' + i, group->tags[i]);
        for (int n = 0; n < NGRAM_ORDERS; n++) {
            if (n ==
                0) { /* a letter that a language does not have speaks against all alike, however small the sample */
                printf("\t%d", LETTER_FLOOR);
                continue;
            }
            double a = alpha(group, i, n), unseen = least(group, i) > 1 ? FLOOR * LEAST : a;
            printf("\t%d", weight((unseen > a ? unseen : a) / (group->totals[i][n] + a * group->kinds[n] + 1)));
        }
        printf("\t%d\n", prior(folder, group->tags[i]));
    }
    for (size_t i = 0; i < count && group->slots[i].worth > 0; i++) {
        const Slot *slot = &group->slots[i];
        size_t bytes = row_bytes(group, slot);
        if (bytes > left) break;
        left -= bytes;
        char text[4 * NGRAM_ORDERS + 1] = "";
        size_t length = 0;
        for (int k = slot->order - 1; k >= 0; k--)
            length += utf8_encode((uint32_t)(slot->key >> 16 * k & 0xFFFF), text + length);
        printf("%.*s\t", (int)length, text);
        for (int k = 0; k < group->language_count; k++)
            if (slot->counts[k] >= least(group, k)) printf("%c%c", 'A' + k, '0' + weight(probability(group, slot, k)));
        puts("");
    }
}

int main(int argc, char **argv)
{
    char samples[4096];
    if (argc < 3) return fputs("usage: train_language DATA-FOLDER TEXT-FOLDER [skip]\n", stderr), 2;
    for (int i = 0; i < NGRAM_GROUPS; i++)
        if (!(groups[i].slots = calloc(SLOTS, sizeof(Slot)))) return fputs("train_language: no memory\n", stderr), 1;
    read_rules(argv[1]);
    read_folder(argv[1], argv[2], argc > 3, 0);
    snprintf(samples, sizeof samples, "%s/language/samples", argv[1]);
    read_folder(argv[1], samples, 0, 1);
    count_alphabets();
    puts("# The model of language_detect(), made by tools/train_language.c from language/samples (written for this "
         "project), transliterations.tsv and\n"
         "# the test sentences of the language detector lingua (Apache-2.0). Statistics of letters only.\n"
         "# @	script	letter of the language	tag	weight of what is not listed, n-grams of 1, 2, 3, 4 "
         "letters	prior\n"
         "# n-gram (_ is a word's end)	for each language that has it: its letter, and the weight as one character "
         "from `0` on: round(-4 ln p)");
    for (int i = 0; i < NGRAM_GROUPS; i++) print_group(&groups[i], i, argv[1]);
    return 0;
}
