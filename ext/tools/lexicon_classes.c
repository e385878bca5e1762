/* lexicon_classes.c - words by class, names of people, endings and stems; see lexicon_make.h */
#include "tools/lexicon_make.h"
#include <stdlib.h>
#include <string.h>

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

void read_classes(void)
{
    static char languages[][3] = {"en", "ru", "kk", "ko", "zh"};
    read_table("gazetteer/names.tsv", 0, names_row, NULL);
    read_table("gazetteer/people.tsv", 0, people_row, NULL);
    read_table("en/words.tsv", 0, words_row, NULL);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s/entities.tsv", languages[i]);
        read_table(name, 0, class_row, languages[i]);
    }
}

void print_endings_and_stems(void)
{
    print_endings("lexicon_endings_latin", &endings_latin);
    print_endings("lexicon_endings_cyrillic", &endings_cyrillic);
    print_endings("lexicon_endings_people", &endings_people);
    print_endings("lexicon_endings_ru", &endings_ru);
    print_endings("lexicon_particles_ko", &particles_ko);
    print_stems("lexicon_stems_ru", "ru/stems.tsv");
    print_stems("lexicon_stems_kk", "kk/stems.tsv");
}
