/* test_entities_tables.c - what the tables of words say is what the files they are made of say, and nothing of words that are in none */
#include <math.h>
#include <stdlib.h>
#include "base/hash.h"
#include "check.h"
#include "entities/clusters.h"
#include "entities/lexicon.h"

enum { CELLS_MAX = 16, LINE_BYTES = 1 << 16, UNSEEN = 2000000 };

/* The next row of a table that is no comment, cut into cells. Returns how many, 0 at the end. */
static int next_row(FILE *file, char line[LINE_BYTES], char *cells[CELLS_MAX])
{
    int count = 0;
    while (fgets(line, LINE_BYTES, file)) {
        line[strcspn(line, "\n")] = 0;
        if (!line[0] || (line[0] == '#' && line[1] != '\t')) continue;
        for (char *at = line; at && count < CELLS_MAX;) {
            cells[count++] = at;
            at = strchr(at, '\t');
            if (at) *at++ = 0;
        }
        return count;
    }
    return 0;
}

static void test_clusters(const char *path)
{
    static char line[LINE_BYTES];
    char *cells[CELLS_MAX];
    size_t rows = 0, wrong = 0;
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    if (!file) return;
    while (next_row(file, line, cells) >= 1 + CLUSTER_LEVELS) {
        uint16_t classes[CLUSTER_LEVELS] = {0};
        if (cells[0][0] == '#') continue; /* the sign itself is left out, as a comment */
        int found = clusters_exact(cells[0], strlen(cells[0]), classes);
        for (int k = 0; k < CLUSTER_LEVELS; k++) found = found && classes[k] == atoi(cells[1 + k]) + 1;
        rows++;
        wrong += !found;
    }
    fclose(file);
    CHECK(rows > 50000);
    CHECK(wrong == 0);
}

/* Every name of a city leads to it: it is what the name means, or one of the other places called so. */
static void test_cities(void)
{
    static char line[LINE_BYTES];
    char *cells[CELLS_MAX], room[RECORD_ID_MAX], id[RECORD_ID_MAX];
    size_t rows = 0, wrong = 0;
    FILE *file = fopen("ext/data/gazetteer/cities.tsv", "r");
    CHECK(file != NULL);
    if (!file) return;
    while (next_row(file, line, cells) >= 7) {
        uint32_t state = lexicon_phrase(cells[6], strlen(cells[6])), i = 0;
        const LexiconRecord *r = lexicon_record(state);
        int geoname = atoi(cells[1]);
        while (i < lexicon_other_count && lexicon_others[i].state < state) i++;
        for (; r && (int)r->geoname != geoname; i++)
            r = lexicon_others[i].state == state ? &lexicon_records[lexicon_others[i].record] : NULL;
        snprintf(id, sizeof id, "geo:%d", geoname);
        int right = r && !strcmp(lexicon_names + r->name, cells[6]) && !strcmp(record_id(r, room), id) &&
                    !strcmp(r->country, cells[0]) && record_population(r) == (uint32_t)atoi(cells[5]) &&
                    fabs(record_latitude(r) - atof(cells[3])) < 1e-9 &&
                    fabs(record_longitude(r) - atof(cells[4])) < 1e-9;
        rows++;
        wrong += !right;
    }
    fclose(file);
    CHECK(rows > 5000);
    CHECK(wrong < 8); /* Toyota and Hitachi are companies; Washington D.C. has another first name */
}

/* Every word of the lists of names is in the lexicon, with its class. */
static void test_names(void)
{
    static char line[LINE_BYTES];
    char *cells[CELLS_MAX];
    size_t names = 0, wrong = 0;
    FILE *file = fopen("ext/data/gazetteer/names.tsv", "r");
    CHECK(file != NULL);
    if (!file) return;
    while (next_row(file, line, cells) >= 4) {
        uint64_t wanted = cells[0][0] == 'g' ? LEXICON_BIT(GIVEN) : LEXICON_BIT(SURNAME);
        for (char *name = strtok(cells[3], " "); name; name = strtok(NULL, " ")) {
            names++;
            wrong += !(lexicon_bits(lexicon_phrase(name, strlen(name))) & wanted);
        }
    }
    fclose(file);
    CHECK(names > 50000);
    CHECK(wrong == 0);
}

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* Words that nobody wrote pass for words of the tables as seldom as the headers say: once in a million and less. */
static void test_unseen(void)
{
    uint64_t random = 20261130;
    size_t words = 0, runs = 0, names = 0;
    for (int i = 0; i < UNSEEN; i++) {
        uint16_t classes[CLUSTER_LEVELS];
        char word[24], run[24];
        size_t n = 0;
        for (int k = 0; k < 16; k++) word[k] = (char)('a' + next_random(&random) % 26);
        for (int k = 0; k < 6; k++) n += utf8_encode(0x4E00 + next_random(&random) % 0x5000, run + n);
        words += (size_t)clusters_exact(word, 16, classes);
        runs += (size_t)clusters_exact(run, n, classes);
        names += lexicon_word(word, 16) != LEXICON_NONE;
    }
    CHECK(runs <= 6);
    CHECK(words <= 3);
    CHECK(names == 0);
}

/* Phrases are exact: a step that is in no table leads nowhere, from any state. */
static void test_steps(void)
{
    CHECK(lexicon_phrase("united arab emirates", 20) != LEXICON_NONE);
    CHECK(lexicon_phrase("united arab emirate emirates", 28) == LEXICON_NONE);
    uint64_t random = 7;
    size_t wrong = 0;
    for (int i = 0; i < UNSEEN; i++) {
        uint32_t state = next_random(&random) % lexicon_word_count, word = next_random(&random) % lexicon_word_count;
        uint32_t next = lexicon_step(state, word);
        wrong += next != LEXICON_NONE && next < lexicon_word_count;
    }
    CHECK(wrong == 0);
    CHECK(lexicon_step(LEXICON_NONE, 0) == LEXICON_NONE && lexicon_step(0, LEXICON_NONE) == LEXICON_NONE);
}

int main(void)
{
    test_clusters("ext/data/clusters/en.tsv");
    test_clusters("ext/data/clusters/ko.tsv");
    test_clusters("ext/data/clusters/zh.tsv");
    test_cities();
    test_names();
    test_unseen();
    test_steps();
    return check_end();
}
