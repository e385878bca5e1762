/*
** tagger.h - the statistical tagger: a linear-chain conditional random field over units (Lafferty, McCallum and Pereira 2001)
**
** Labels are BILOU (Ratinov and Roth 2009) over five classes. tools/train_entities.c learns the weights and writes data/models/<language>.model;
** tools/compile_models.c checks it and puts it into the library as it is. Layout, little-endian, 4-byte units:
**
**     ModelHeader  magic, versions, sizes, scale, checksum; transitions[TAG_LABELS][TAG_LABELS] as floats
**     gate         weights of the first look at characters (gate.h), in a model of a language that is written with them
**     filter       2^bits bits: one is set for each feature kept; most that a text has are not
**     slots        2^bits numbers: high 12 bits a fingerprint of the feature, low 20 bits where its row begins (in 4 bytes), 0 empty;
**                  open addressing by the low bits of the feature's hash
**     rows         a byte with the number of weights, then (label, weight in 1/scale) pairs, to a multiple of 4 bytes; or, as compile_models.c lays
**                  rows of MODEL_DENSE_LEAST weights and more in front of the others, MODEL_DENSE and the weights of all labels, which are added
**                  without a look at each: the features that texts have most often weigh on nearly all labels
**
** Cost: about 40 look-ups an active unit (gate.h) and 40 a distinct form, and Viterbi over the 141 allowed transitions. Memory: 340 bytes a unit of the longest sentence, of which at most
** TAG_STRETCH units are looked at together.
*/
#ifndef CORPUS_ENTITIES_TAGGER_H
#define CORPUS_ENTITIES_TAGGER_H

#include "entities/features.h"
#include "entities/sums.h"

enum TagClass { TAG_PER, TAG_ORG, TAG_LOC, TAG_NORP, TAG_MISC, TAG_CLASSES };
enum TagPosition { TAG_BEGIN, TAG_INSIDE, TAG_LAST, TAG_UNIT };
enum { TAG_LABELS = 1 + 4 * TAG_CLASSES, TAG_STRETCH = 1024 };

static inline int tag_label(int class_, int position)
{
    return 1 + 4 * class_ + position;
}

enum { MODEL_FINGERPRINT_BITS = 12, MODEL_ROW_BITS = 20, MODEL_VERSION = 2 };
/* Dense rows: from how many weights on, their bytes with what aligns them, and what stands for a weight of 0. */
enum { MODEL_DENSE = 255, MODEL_DENSE_LEAST = 7, MODEL_DENSE_BYTES = 32, MODEL_DENSE_ZERO = 128 };
enum { MODEL_LABEL_MASK = 31 }; /* labels of pairs are below */
#define MODEL_MAGIC "CORPUSNE"

typedef struct ModelHeader {
    char magic[8];
    uint32_t version, features_version, labels, slot_bits, filter_bits, row_bytes;
    uint32_t checksum;   /* of everything behind the header */
    uint32_t gate_bytes; /* 1 << GATE_BITS, or 0 */
    int32_t gate_threshold;
    uint32_t reserved;
    uint64_t hash_check; /* hash_bytes() of the magic: features are hashed by this machine as by the trainer */
    float scale;
    float transitions[TAG_LABELS][TAG_LABELS];
} ModelHeader;

typedef struct TagModel {
    const ModelHeader *header;
    const signed char *gate; /* NULL: all characters are looked at */
    const uint32_t *filter, *slots;
    const unsigned char *rows;
} TagModel;

/* Points at the parts of a model behind its header. */
static inline void tag_model_read(const unsigned char *bytes, TagModel *model)
{
    model->header = (const ModelHeader *)(const void *)bytes;
    const unsigned char *tables = bytes + sizeof(ModelHeader) + model->header->gate_bytes;
    model->gate = model->header->gate_bytes ? (const signed char *)(bytes + sizeof(ModelHeader)) : NULL;
    model->filter = (const uint32_t *)(const void *)tables;
    model->slots = model->filter + ((size_t)1 << (model->header->filter_bits - 5));
    model->rows = (const unsigned char *)(model->slots + ((size_t)1 << model->header->slot_bits));
}

typedef struct TagSpan {
    uint32_t first, last; /* units [first, last) */
    uint32_t sentence;
    uint8_t class_; /* TagClass */
    float probability;
} TagSpan;

typedef struct TagList {
    TagSpan *items;
    size_t count, capacity;
} TagList;

/* The model of a language, or 0. */
int tagger_model(Language language, TagModel *model);

/* Finds the names of all sentences, in order. What the model's gate leaves out is no longer active. */
Status tagger_find(Arena *arena, const TagModel *model, Units *units, TagList *spans);

/* Which label may follow which: within a name only its own class. */
int tag_may_follow(int before, int after);

/* The class of an EntityType as the tagger knows it, or -1. */
int tag_class_of(int type);

/* How a mention was found, as far as it says how sure that is. */
enum RuleFamily { FAMILY_GAZETTEER, FAMILY_HEAD, FAMILY_CONTEXT, FAMILY_CAPITALS, FAMILY_DOCUMENT, FAMILIES };

/* Marks the units under a mention that the patterns have found. */
void units_set_rule(Units *units, uint32_t start, uint32_t end, int type, int family, size_t *hint);

/* FNV-1a over `bytes`. */
uint32_t model_checksum(const unsigned char *bytes, size_t length);

#endif
