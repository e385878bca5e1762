/*
** entities_train.h - what the files of the trainer of names offer each other, in the order in which the data flows
**
** train_entities.c    the program: sources and settings, the order of the steps, the model's file
** entities_sets.c     annotated sets become documents: text and gold names
** entities_labels.c   a document goes through the engine; its units become features and the labels that the set allows
** entities_learn.c    the weights, and how a broken run is taken up; quantised, they are a model
** entities_gate.c     the small classifier in front of a model of characters (entities/gate.h)
** entities_measure.c  a model against a set: F1, reliability, errors by kind
*/
#ifndef CORPUS_TOOLS_ENTITIES_TRAIN_H
#define CORPUS_TOOLS_ENTITIES_TRAIN_H

#include <stdio.h>
#include "entities/finder.h"
#include "entities/tagger.h"

/* `memory`, or the end of the program where there is none. */
void *checked(void *memory);

/* What the command line, and before it a row `language TAB settings TAB name=value ...` of the sources, may set. */
typedef struct TrainSettings {
    double epochs, average, runs, rate, l1, cut, prune, bias, clip;
    double gate;            /* share of the names that the gate may lose; 0: no gate */
    unsigned dropped;       /* features left out at random while learning, of 256 */
    size_t holdout;         /* each that many-th document of a training file is kept to measure on; 0: none */
    size_t limit_documents; /* of a file; 0: all */
    int errors;             /* 1: each error is printed */
    int measure;            /* 1: nothing is learned, the model is measured */
} TrainSettings;

extern TrainSettings settings;

/* --- entities_sets.c: annotated sets ---------------------------------------------------------------------------------- */

enum { TAG_NAME_MAX = 32 };
enum { ANYTHING = 1 << TAG_CLASSES }; /* the classes of a stretch with the tag `?`, of which nothing is known */

extern const char *const class_names[TAG_CLASSES];

typedef struct Meaning {
    char tag[TAG_NAME_MAX];
    unsigned classes; /* 1 << TagClass; 0: it is no name */
} Meaning;

typedef struct Source {
    char path[1024];
    float weight;
    Meaning meanings[64];
    size_t count;
    unsigned unmarked;              /* classes that the set does not mark */
    int dev, characters, annotated; /* annotated: a folder of our own corpus, below the current one */
} Source;

typedef struct Gold {
    uint32_t start, end;
    unsigned classes;
} Gold;

typedef struct Document {
    char *bytes;
    size_t length, capacity;
    Gold *gold;
    size_t golds, gold_capacity;
    int sentences;
} Document;

typedef struct Reader Reader;

/* Reads what the tags of a set mean, where that is not the usual, from items `TAG=CLASS|CLASS` with blanks between them. */
void read_meanings(Source *source, char *text);

/* The file or folder of a source, below `data` unless its path says otherwise. Ends the program where there is none. */
Reader *open_source(const char *data, const Source *source);
void close_source(Reader *reader);

/* Reads the next document over `d`, whose memory is used again. Returns 0 at the end. */
int read_document(Reader *reader, Document *d);

/* --- entities_labels.c: documents become examples ----------------------------------------------------------------------- */

/* One document through the engine. */
typedef struct Analysed {
    Arena arena;
    Text text;
    Finder finder;
    Units units;
} Analysed;

/* `arena` of the result is the caller's to clear. */
void analyse(Analysed *a, const Document *d, Language language);

/* Cuts what a name does not hold: an article before it. */
void trim_article(const char *bytes, Gold *g);

/* Gives all documents of a source to keep_sequence() and keep_unit(). */
void read_training(const char *data, const Source *source, Language language);

/* --- entities_learn.c: weights ------------------------------------------------------------------------------------------- */

typedef uint32_t LabelSet; /* 1 << label */
#define ALL_LABELS ((1u << TAG_LABELS) - 1)

/* Takes an example to learn from: first the sentence's length and weight, then unit by unit its features and the labels it may have. */
void keep_sequence(size_t units, float weight);
void keep_unit(const uint64_t *features, size_t count, LabelSet allowed);

/* Takes a sentence of characters for the gate. */
void gate_keep(const Units *units, size_t begin, size_t end, const LabelSet *allowed);

/* How many units were taken. */
size_t kept_units(void);

/* Learns from all that was taken. What it has after each epoch is kept in `state_path`, and taken up from there; the caller removes that file at the end. */
void learn(const char *state_path);

/* Learns the gate from the sentences taken: 1 << GATE_BITS weights, malloc'd, or NULL where they are less than half of the units. `*threshold` is what a name's units reach. */
signed char *gate_learn(int32_t *threshold);

/* The weights as a file of `*length` bytes (entities/tagger.h), malloc'd. */
unsigned char *make_model(size_t *length);

/* --- entities_measure.c: how good it is ------------------------------------------------------------------------------------- */

/* Prints one line: F1 by class, errors by kind, reliability by tenth of the probability. */
void measure(const char *data, const Source *source, Language language, const TagModel *model);

#endif
