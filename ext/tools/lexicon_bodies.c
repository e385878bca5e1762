/* lexicon_bodies.c - state_bodies.tsv and institution_words.tsv: what the names of organs of state and institutions are made of; see lexicon_make.h */
#include "tools/lexicon_make.h"
#include <stdlib.h>
#include <string.h>

typedef struct BodyForm {
    const char *phrase; /* folded */
    uint32_t state;
    size_t body;
} BodyForm;

static struct {
    LexiconBody *items;
    size_t count, capacity;
} bodies;
static struct {
    BodyForm *items;
    size_t count, capacity;
} forms;

static BodyRole role_of(const char *name)
{
    static const char *const roles[] = {
#define BODY_TEXT(upper, lower) #lower,
        BODY_ROLE_LIST(BODY_TEXT)
#undef BODY_TEXT
    };
    for (int i = 0; i < BODY_ROLES; i++)
        if (!strcmp(roles[i], name)) return (BodyRole)i;
    die("no such part of the name of a body", name);
}

static void add_body(BodyRole role, const char *id, const char *name, const char *country, char *list)
{
    bodies.items = grow(bodies.items, sizeof *bodies.items, bodies.count, &bodies.capacity);
    LexiconBody *body = &bodies.items[bodies.count];
    *body = (LexiconBody){copy(id), copy(name), "", (uint8_t)role};
    if (strlen(country) == 2) memcpy(body->country, country, 3);
    for (char *form; (form = next_piece(&list, '|'));) {
        const char *phrase = add_phrase(form, 0, 0, 0);
        if (!phrase) die("no phrase", form);
        forms.items = grow(forms.items, sizeof *forms.items, forms.count, &forms.capacity);
        forms.items[forms.count++] = (BodyForm){phrase, 0, bodies.count};
    }
    bodies.count++;
}

static void body_row(char **cells, int count, void *state)
{
    (void)state;
    if (count != 5) die("state_bodies.tsv: five cells wanted", cells[0]);
    add_body(role_of(cells[0]), cells[1], cells[2], cells[3], cells[4]);
}

static void word_row(char **cells, int count, void *state)
{
    (void)state;
    if (count != 3) die("institution_words.tsv: three cells wanted", cells[0]);
    add_body(role_of(cells[0]), cells[1], "", "", cells[2]);
}

void read_bodies(void)
{
    read_table("gazetteer/state_bodies.tsv", 0, body_row, NULL);
    read_table("gazetteer/institution_words.tsv", 0, word_row, NULL);
}

static int by_state(const void *a, const void *b)
{
    const BodyForm *x = a, *y = b;
    return x->state < y->state ? -1 : x->state > y->state;
}

void print_bodies(void)
{
    for (size_t i = 0; i < forms.count; i++) forms.items[i].state = state_of(forms.items[i].phrase);
    qsort(forms.items, forms.count, sizeof *forms.items, by_state);
    puts("const LexiconBody lexicon_bodies[] = {");
    for (size_t i = 0; i < bodies.count; i++) {
        const LexiconBody *body = &bodies.items[i];
        printf("{\"%s\",\"%s\",\"%s\",%u},\n", body->id, body->name, body->country, body->role);
    }
    puts("};\nconst LexiconBodyForm lexicon_body_forms[] = {");
    for (size_t i = 0; i < forms.count; i++) {
        if (i && forms.items[i].state == forms.items[i - 1].state)
            die("state_bodies.tsv, institution_words.tsv: a form that stands twice", forms.items[i].phrase);
        printf("{%u,%zu},\n", forms.items[i].state, forms.items[i].body);
    }
    printf("};\nconst uint32_t lexicon_body_form_count = %zu;\n", forms.count);
}
