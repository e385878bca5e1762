/*
** train_entities.c - learns the weights of the statistical tagger (entities/tagger.h)
**
** usage: train_entities SOURCES DATA LANGUAGE MODEL [epochs=8] [average=1] [runs=1] [rate=0.1] [l1=0.000005] [cut=2] [prune=0.03]
**        [clip=6] [gate=0.04] [limit=0] [holdout=0] [dropout=0] [bias=0] [errors=0] [measure=0]
**
** SOURCES is data/models/sources.tsv: language, part (train, dev), file below DATA, weight, what its tags mean. The documents of each go through the engine's
** own segmentation, patterns and features, so that what is learned is what is seen later; what is learned becomes MODEL, which each set marked dev is
** measured with. MODEL.state is there while it learns: a run that is broken off is taken up by the next one. entities_train.h says which file does what.
**
** With measure=1 MODEL is there already and is only measured.
**
** Not part of the build: its result is.
*/
#include <stdlib.h>
#include <string.h>
#include "tools/entities_train.h"

TrainSettings settings = {.epochs = 8,
                          .average = 1,
                          .runs = 1,
                          .rate = 0.1,
                          .l1 = 0.000005,
                          .cut = 2,
                          .prune = 0.03,
                          .bias = 0,
                          .clip = 6,
                          .gate = 0.04};

void *checked(void *memory)
{
    if (memory) return memory;
    fprintf(stderr, "train_entities: out of memory\n");
    exit(1);
}

static void read_setting(const char *text)
{
    const struct {
        const char *name;
        double *place;
    } names[] = {{"epochs=", &settings.epochs},   {"rate=", &settings.rate},   {"l1=", &settings.l1},
                 {"cut=", &settings.cut},         {"prune=", &settings.prune}, {"bias=", &settings.bias},
                 {"average=", &settings.average}, {"clip=", &settings.clip},   {"gate=", &settings.gate},
                 {"runs=", &settings.runs}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strncmp(text, names[i].name, strlen(names[i].name))) {
            *names[i].place = atof(text + strlen(names[i].name));
            return;
        }
    if (!strncmp(text, "dropout=", 8)) settings.dropped = (unsigned)(atof(text + 8) * 256);
    else if (!strncmp(text, "holdout=", 8)) settings.holdout = (size_t)atof(text + 8);
    else if (!strncmp(text, "errors=", 7)) settings.errors = atoi(text + 7);
    else if (!strncmp(text, "measure=", 8)) settings.measure = atoi(text + 8);
    else if (!strncmp(text, "limit=", 6)) settings.limit_documents = (size_t)atof(text + 6);
    else {
        fprintf(stderr, "train_entities: unknown setting: %s\n", text);
        exit(1);
    }
}

static Source sources[128];
static size_t source_count;

static void read_sources(const char *path, const char *language)
{
    char line[4096];
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        char *cells[5] = {line, "", "", "", ""};
        for (int i = 1; i < 5; i++) {
            char *tab = strchr(cells[i - 1], '\t');
            if (!tab) break;
            *tab = 0;
            cells[i] = tab + 1;
        }
        if (line[0] == '#' || strcmp(cells[0], language) != 0) continue;
        if (!strcmp(cells[1], "settings")) {
            for (char *item = strtok(cells[2], " "); item; item = strtok(NULL, " ")) read_setting(item);
            continue;
        }
        Source *source = &sources[source_count++];
        snprintf(source->path, sizeof source->path, "%s", cells[2]);
        source->dev = !strcmp(cells[1], "dev");
        source->weight = (float)atof(cells[3]);
        source->annotated = !strncmp(cells[2], "ext/", 4);
        source->characters = strstr(cells[2], "-char/") || !strcmp(language, "zh");
        read_meanings(source, cells[4]);
    }
    fclose(file);
}

/* Learns from the training sources, writes the model to `path` and returns its bytes. */
static unsigned char *train(const char *data, const char *path, Language language)
{
    for (size_t i = 0; i < source_count; i++)
        if (!sources[i].dev) read_training(data, &sources[i], language);
    char state_path[4200];
    snprintf(state_path, sizeof state_path, "%s.state", path);
    learn(state_path);
    size_t length;
    unsigned char *bytes = make_model(&length);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(bytes, 1, length, out) != length || fclose(out)) {
        perror(path);
        exit(1);
    }
    remove(state_path);
    return bytes;
}

/* The bytes of a model that was made before. */
static unsigned char *read_model(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    size_t length = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = checked(malloc(length));
    if (length < sizeof(ModelHeader) || fread(bytes, 1, length, file) != length) {
        fprintf(stderr, "train_entities: %s cannot be read\n", path);
        exit(1);
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: train_entities SOURCES DATA LANGUAGE MODEL [name=value ...]\n");
        return 1;
    }
    read_sources(argv[1], argv[3]);
    for (int i = 5; i < argc; i++) read_setting(argv[i]);
    Language language =
        language_find(strcmp(argv[3], "protocol") ? argv[3] : "en", strcmp(argv[3], "protocol") ? strlen(argv[3]) : 2);
    unsigned char *bytes = settings.measure ? read_model(argv[4]) : train(argv[2], argv[4], language);
    TagModel model;
    tag_model_read(bytes, &model);
    for (size_t i = 0; i < source_count; i++)
        if (sources[i].dev || settings.holdout) measure(argv[2], &sources[i], language, &model);
    free(bytes);
    return 0;
}
