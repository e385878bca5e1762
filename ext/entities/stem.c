/*
** stem.c - a word without its ending, for search keys
**
** The endings are those of the language's table (data/ru/stems.tsv, data/kk/stems.tsv, the particles of data/ko/entities.tsv), of at most
** three letters (in Kazakh four, for -дағы): longer ones belong to adjectives and plurals, not to names. Of an ending whose dictionary form
** begins it (евым: ев) only the rest is cut. A word that ends as surnames do (Токаев, Путина) is left whole. Where several fit, the
** shortest and the longest are taken off (Путиным: Путин, Пути). Whether it was an ending is not asked: a key of too short a stem is
** one more candidate, no more. A light stem takes off the longest ending of any length, of any word.
*/
#include "base/utf8.h"
#include "entities/entities.h"
#include "entities/lexicon.h"
#include <string.h>

enum { LEAST_LETTERS = 4, LEAST_SYLLABLES = 2, LONGEST_ENDING = 3, LONGEST_KAZAKH_ENDING = 4 };

typedef struct Cuts {
    size_t most, least; /* bytes that are left by the shortest ending, and by the longest */
} Cuts;

/* Bytes at the begin of an ending that the dictionary form keeps: of the longest of the alternatives that it begins with. */
static size_t kept_bytes(const LexiconStem *stem)
{
    size_t kept = 0;
    for (const char *form = stem->instead; *form;) {
        size_t n = strcspn(form, ",");
        if (n > kept && n < stem->ending_length && !memcmp(form, stem->ending, n)) kept = n;
        form += n + (form[n] == ',');
    }
    return kept;
}

static void cut(const char *word, size_t length, const char *ending, size_t ending_length, size_t kept, size_t least,
                size_t longest, Cuts *cuts)
{
    if (length <= ending_length || memcmp(word + length - ending_length, ending, ending_length) != 0) return;
    size_t left = length - ending_length + kept;
    if (utf8_count(word + left, length - left) > longest || utf8_count(word, left) < least) return;
    if (left > cuts->most) cuts->most = left;
    if (!cuts->least || left < cuts->least) cuts->least = left;
}

static int ends_as_surname(const char *word, size_t length)
{
    for (const LexiconEnding *e = lexicon_endings_cyrillic; e->length; e++)
        if (length > e->length && e->bytes[e->length - 1] == word[length - 1] &&
            !memcmp(word + length - e->length, e->bytes, e->length))
            return 1;
    return 0;
}

size_t entities_light_stem(const char *word, size_t length, Language language)
{
    enum { LEAST_LEFT = 3 };
    size_t best = length;
    for (const LexiconStem *s = language == LANGUAGE_RU ? lexicon_stems_ru : lexicon_stems_kk; s->ending_length; s++) {
        size_t left = length > s->ending_length ? length - s->ending_length : 0;
        if (left && left < best && s->ending[s->ending_length - 1] == word[length - 1] &&
            !memcmp(word + left, s->ending, s->ending_length) && utf8_count(word, left) >= LEAST_LEFT)
            best = left;
    }
    return best;
}

int entities_stems(const char *word, size_t length, Language language, size_t stems[2])
{
    Cuts cuts = {0, 0};
    if ((language == LANGUAGE_RU || language == LANGUAGE_KK) && ends_as_surname(word, length)) return 0;
    if (language == LANGUAGE_RU || language == LANGUAGE_KK)
        for (const LexiconStem *s = language == LANGUAGE_RU ? lexicon_stems_ru : lexicon_stems_kk; s->ending_length;
             s++)
            if (length && s->ending[s->ending_length - 1] == word[length - 1])
                cut(word, length, s->ending, s->ending_length, kept_bytes(s), LEAST_LETTERS,
                    language == LANGUAGE_KK ? LONGEST_KAZAKH_ENDING : LONGEST_ENDING, &cuts);
    if (language == LANGUAGE_KO)
        for (const LexiconEnding *p = lexicon_particles_ko; p->length; p++)
            if (length && p->bytes[p->length - 1] == word[length - 1])
                cut(word, length, p->bytes, p->length, 0, LEAST_SYLLABLES, LONGEST_ENDING, &cuts);
    stems[0] = cuts.most;
    stems[1] = cuts.least;
    return (cuts.most > 0) + (cuts.least < cuts.most);
}
