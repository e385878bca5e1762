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
#include "tools/lexicon_make.h"

static void print_all(void)
{
    puts("/* made by tools/compile_entities.c */\n#include \"entities/lexicon.h\"\n#include <math.h>\n");
    print_states();
    print_records();
    print_others();
    print_shorts();
    print_bodies();
    print_latin();
    print_endings_and_stems();
    print_manners();
}

int main(int argc, char **argv)
{
    size_t words, states;
    if (argc != 2) return fputs("usage: compile_entities DATA-FOLDER\n", stderr), 2;
    folder = argv[1];
    make_latin();
    add_record(ENTITY_GPE, "", "", ""); /* number 0: none */
    read_places();
    read_bodies();
    read_classes();
    build_states();
    print_all();
    count_states(&words, &states);
    fprintf(stderr, "entities: %zu phrases, %zu words, %zu states, %zu records\n", phrases.count, words, states,
            records.count);
    return ferror(stdout) != 0;
}
