/* lexicon_manners.c - name_words.tsv: words that names are made of, in languages that have no entities.tsv; see lexicon_make.h */
#include "tools/lexicon_make.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>

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
    char folded[LEXICON_WORD_MAX + 1];
    size_t n = fold_word(form, strlen(form), folded);
    if (!n || memchr(folded, ' ', n)) die("name_words.tsv: not one word", form);
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
        length += fold_word(at, n, made + length);
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
        char folded[LEXICON_WORD_MAX + 1];
        int known = 0;
        display_name(*code, "en", english, sizeof english);
        display_name(*code, language, name, sizeof name);
        if (!name[0] || !english[0] || strchr(name, ' ') || strchr(english, ' ')) continue;
        size_t n = fold_word(name, strlen(name), folded);
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

/* Those of one language stand behind those of another, each in the order of strcmp(). */
void print_manners(void)
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
            if (i && !by_form_of_word(e, e - 1)) die("name_words.tsv: a word that stands twice", e->form);
            uint32_t at = state_of(e->english);
            if (at == LEXICON_NONE || !state_bits(at))
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
