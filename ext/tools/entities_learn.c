/*
** entities_learn.c - the weights of a linear-chain conditional random field, learned from sentences whose units may have any of a set of labels
**
** The probability of all labellings that the sets allow is what is made large (partial labels: Tsuboi et al. 2008). Training is AdaGrad with lazy L1 (Duchi
** et al. 2011), sentences in an order that depends on nothing but their number, so the same data gives the same model; the weights are the mean of those
** after the last epochs of each run; runs differ in the order and in what is left out at random (bagging of log-linear models: their mean is one again). A run that is broken off is taken up by the next one (see Progress).
**
** Memory: about 300 bytes a unit and 200 a feature kept.
*/
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "entities/gate.h"
#include "tools/entities_train.h"

/* --- examples --------------------------------------------------------------------------------------------------------------- */

typedef struct Slot {
    uint64_t hash;
    uint32_t count, id;
} Slot;

static Slot *table;
static size_t table_mask, table_used;

static Slot *slot_of(uint64_t hash)
{
    if (!hash) hash = 1;
    size_t at = (size_t)(hash >> 20) & table_mask;
    while (table[at].hash && table[at].hash != hash) at = (at + 1) & table_mask;
    return &table[at];
}

static void grow_table(void)
{
    Slot *old = table;
    size_t old_mask = table_mask;
    table_mask = table_mask ? table_mask * 2 + 1 : (1u << 22) - 1;
    table = checked(calloc(table_mask + 1, sizeof *table));
    for (size_t i = 0; old && i <= old_mask; i++)
        if (old[i].hash) *slot_of(old[i].hash) = old[i];
    free(old);
}

/* A sentence to learn from: its units' features (first hashes, later numbers) and the labels they may have. */
typedef struct Sequence {
    size_t first_unit;
    uint32_t count;
    float weight;
} Sequence;

static struct {
    uint64_t *features;
    size_t count, capacity;
    size_t *begins; /* of each unit's features, and the end behind */
    LabelSet *allowed;
    size_t units, unit_capacity;
    Sequence *sequences;
    size_t sequence_count, sequence_capacity;
} all;

void keep_sequence(size_t units, float weight)
{
    if (all.sequence_count == all.sequence_capacity)
        all.sequences = checked(
            realloc(all.sequences, (all.sequence_capacity = all.sequence_capacity ? all.sequence_capacity * 2 : 4096) *
                                       sizeof *all.sequences));
    all.sequences[all.sequence_count++] = (Sequence){all.units, (uint32_t)units, weight};
}

size_t kept_units(void)
{
    return all.units;
}

void keep_unit(const uint64_t *features, size_t count, LabelSet allowed)
{
    if (all.units + 2 > all.unit_capacity) {
        all.unit_capacity = all.unit_capacity ? all.unit_capacity * 2 : 1 << 16;
        all.begins = checked(realloc(all.begins, all.unit_capacity * sizeof *all.begins));
        all.allowed = checked(realloc(all.allowed, all.unit_capacity * sizeof *all.allowed));
    }
    while (all.count + count > all.capacity)
        all.features = checked(
            realloc(all.features, (all.capacity = all.capacity ? all.capacity * 2 : 1 << 22) * sizeof *all.features));
    if (!table) grow_table();
    all.begins[all.units] = all.count;
    all.allowed[all.units++] = allowed;
    for (size_t i = 0; i < count; i++) {
        Slot *slot = slot_of(features[i]);
        if (!slot->hash) {
            slot->hash = features[i] ? features[i] : 1;
            if (++table_used * 2 > table_mask) {
                grow_table();
                slot = slot_of(features[i]);
            }
        }
        slot->count++;
        all.features[all.count++] = features[i];
    }
    all.begins[all.units] = all.count;
}

/* --- learning --------------------------------------------------------------------------------------------------------------- */

static size_t feature_count;
static uint32_t *numbers;        /* of the features kept, in the order of all.features */
static float *weights, *squares; /* [feature][TAG_WIDTH] */
static uint32_t *touched;        /* step at which a feature was brought up to date */
static float follow[TAG_LABELS][TAG_LABELS], follow_squares[TAG_LABELS][TAG_LABELS],
    follow_means[TAG_LABELS][TAG_LABELS];

static void number_features(unsigned cut)
{
    feature_count = 0;
    for (size_t i = 0; i <= table_mask; i++)
        if (table[i].hash) table[i].id = table[i].count >= cut ? (uint32_t)feature_count++ : UINT32_MAX;
    numbers = checked(malloc((all.count + 1) * sizeof *numbers));
    size_t kept = 0;
    for (size_t u = 0; u < all.units; u++) {
        size_t begin = all.begins[u], end = u + 1 < all.units ? all.begins[u + 1] : all.count;
        all.begins[u] = kept;
        for (size_t i = begin; i < end; i++) {
            uint32_t id = slot_of(all.features[i])->id;
            if (id != UINT32_MAX) numbers[kept++] = id;
        }
    }
    all.begins[all.units] = kept;
    free(all.features);
    all.features = NULL;
    weights = checked(aligned_alloc(64, (feature_count + 1) * TAG_WIDTH * sizeof *weights / 64 * 64 + 64));
    squares = checked(aligned_alloc(64, (feature_count + 1) * TAG_WIDTH * sizeof *squares / 64 * 64 + 64));
    touched = checked(calloc(feature_count + 1, sizeof *touched));
    fprintf(stderr, "%zu units in %zu sentences, %zu features of %zu, %.1f a unit\n", all.units, all.sequence_count,
            feature_count, table_used, (double)kept / (double)(all.units + 1));
}

/* What remains of the weights of a feature after the steps it was not seen in. */
static void shrink(size_t feature, float amount)
{
    float *w = weights + feature * TAG_WIDTH, *g = squares + feature * TAG_WIDTH;
    for (int l = 0; l < TAG_WIDTH; l++) {
        float size = fabsf(w[l]) - amount / sqrtf(g[l]);
        w[l] = size > 0 ? copysignf(size, w[l]) : 0;
    }
}

/* Is place `k` of all features left out in this step? The others must do without the word that they know too well. */
static inline int is_dropped(size_t k, uint32_t step)
{
    uint32_t h = ((uint32_t)k * 2654435761u) ^ (step * 2246822519u);
    h ^= h >> 15;
    h *= 2246822519u;
    return (h >> 20 & 255) < settings.dropped;
}

typedef struct Lattice {
    float scores[TAG_STRETCH][TAG_WIDTH], raised[TAG_STRETCH][TAG_WIDTH];
    float forward[TAG_STRETCH][TAG_WIDTH], backward[TAG_STRETCH][TAG_WIDTH];
    float all[TAG_STRETCH][TAG_WIDTH],
        some[TAG_STRETCH][TAG_WIDTH];    /* probabilities of labels: of all labellings, of those allowed */
    float edges[TAG_LABELS][TAG_LABELS]; /* expected transitions: allowed less all */
} Lattice;

static float plain_follow[TAG_LABELS][TAG_LABELS];

/* Probabilities of labels over the labellings within `allowed` (NULL: all); adds `sign` times the expected transitions. Returns the log of their sum. */
static double sum_over(Lattice *x, size_t count, const LabelSet *allowed, float sign, float (*out)[TAG_WIDTH])
{
    double total_log = 0;
    for (size_t i = 0; i < count; i++) {
        float *f = x->forward[i], total = 0;
        LabelSet set = allowed ? allowed[i] : ALL_LABELS;
        for (int l = 0; l < TAG_WIDTH; l++) f[l] = 0;
        if (!i) {
            for (int l = 0; l < TAG_LABELS; l++) f[l] = tag_may_follow(0, l) ? 1.0f : 0.0f;
        } else {
            for (int k = 0; k < TAG_LABELS; k++) {
                float before = x->forward[i - 1][k];
                if (before == 0) continue;
                for (int l = 0; l < TAG_LABELS; l++) f[l] += before * plain_follow[k][l];
            }
        }
        for (int l = 0; l < TAG_LABELS; l++) {
            f[l] = set >> l & 1 && (i + 1 < count || tag_may_follow(l, 0)) ? f[l] * x->raised[i][l] : 0;
            total += f[l];
        }
        if (!(total > 0)) return -INFINITY;
        total_log += log((double)total);
        for (int l = 0; l < TAG_LABELS; l++) f[l] /= total;
    }
    for (size_t i = count; i-- > 0;) {
        float *b = x->backward[i];
        if (i + 1 == count) {
            for (int l = 0; l < TAG_LABELS; l++) b[l] = 1;
        } else {
            LabelSet set = allowed ? allowed[i + 1] : ALL_LABELS;
            float product[TAG_LABELS], total = 0;
            for (int l = 0; l < TAG_LABELS; l++) {
                int ends = i + 2 < count || tag_may_follow(l, 0);
                product[l] = set >> l & 1 && ends ? x->backward[i + 1][l] * x->raised[i + 1][l] : 0;
            }
            for (int k = 0; k < TAG_LABELS; k++) {
                float sum = 0;
                for (int l = 0; l < TAG_LABELS; l++) sum += plain_follow[k][l] * product[l];
                b[k] = sum;
            }
            /* expected transitions between i and i + 1 */
            for (int k = 0; k < TAG_LABELS; k++)
                for (int l = 0; l < TAG_LABELS; l++) total += x->forward[i][k] * plain_follow[k][l] * product[l];
            if (total > 0)
                for (int k = 0; k < TAG_LABELS; k++) {
                    float before = x->forward[i][k] * sign / total;
                    if (before != 0)
                        for (int l = 0; l < TAG_LABELS; l++) x->edges[k][l] += before * plain_follow[k][l] * product[l];
                }
            float most = 0;
            for (int k = 0; k < TAG_LABELS; k++) most = b[k] > most ? b[k] : most;
            if (most > 0)
                for (int k = 0; k < TAG_LABELS; k++) b[k] /= most;
        }
        float total = 0;
        for (int l = 0; l < TAG_LABELS; l++) total += out[i][l] = x->forward[i][l] * b[l];
        for (int l = 0; l < TAG_LABELS; l++) out[i][l] = total > 0 ? out[i][l] / total : 0;
        for (int l = TAG_LABELS; l < TAG_WIDTH; l++) out[i][l] = 0;
    }
    return total_log;
}

static double learn_sequence(Lattice *x, const Sequence *q, uint32_t step, float rate, float l1)
{
    for (size_t i = 0; i < q->count; i++) {
        float *score = x->scores[i], most = -1e30f;
        for (int l = 0; l < TAG_WIDTH; l++) score[l] = 0;
        for (size_t k = all.begins[q->first_unit + i]; k < all.begins[q->first_unit + i + 1]; k++) {
            size_t f = numbers[k];
            if (is_dropped(k, step)) continue;
            if (step != touched[f]) {
                shrink(f, l1 * rate * (float)(step - touched[f]));
                touched[f] = step;
            }
            const float *w = weights + f * TAG_WIDTH;
            for (int l = 0; l < TAG_WIDTH; l++) score[l] += w[l];
        }
        for (int l = 0; l < TAG_LABELS; l++) most = score[l] > most ? score[l] : most;
        for (int l = 0; l < TAG_LABELS; l++) x->raised[i][l] = expf(score[l] - most);
    }
    memset(x->edges, 0, sizeof x->edges);
    double part = sum_over(x, q->count, all.allowed + q->first_unit, 1, x->some);
    if (!isfinite(part)) return 0;
    double whole = sum_over(x, q->count, NULL, -1, x->all);
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) {
            float g = -x->edges[a][b] * q->weight;
            if (fabsf(g) < 1e-5f) continue;
            follow_squares[a][b] += g * g;
            follow[a][b] -= rate * g / sqrtf(follow_squares[a][b]);
            plain_follow[a][b] = tag_may_follow(a, b) ? expf(follow[a][b]) : 0;
        }
    for (size_t i = 0; i < q->count; i++) {
        float gradient[TAG_WIDTH], most = 0;
        for (int l = 0; l < TAG_WIDTH; l++) {
            gradient[l] = (x->all[i][l] - x->some[i][l]) * q->weight;
            most = fabsf(gradient[l]) > most ? fabsf(gradient[l]) : most;
        }
        if (most < 1e-3f) continue;
        for (size_t k = all.begins[q->first_unit + i]; k < all.begins[q->first_unit + i + 1]; k++) {
            if (is_dropped(k, step)) continue;
            float *w = weights + (size_t)numbers[k] * TAG_WIDTH, *g = squares + (size_t)numbers[k] * TAG_WIDTH;
            for (int l = 0; l < TAG_WIDTH; l++) {
                g[l] += gradient[l] * gradient[l];
                w[l] -= rate * gradient[l] / sqrtf(g[l]);
            }
        }
    }
    return whole - part;
}

/* Brings every weight up to date with the steps that its feature was not seen in. */
static void settle(uint32_t step, float amount)
{
    for (size_t f = 0; f < feature_count; f++) {
        shrink(f, amount * (float)(step - touched[f]));
        touched[f] = step;
    }
}

/*
** How far the learning is. It is kept in MODEL.state after each epoch, with the weights, and taken up from there by the next run with the same data and
** settings; the result is the same as without a break. `check` is a hash of all that must be the same.
*/
typedef struct Progress {
    uint64_t check, random;
    uint32_t epoch, step;
} Progress;

static const char *state_path;

typedef int Transfer(void *bytes, size_t size, FILE *file);

static int read_part(void *bytes, size_t size, FILE *file)
{
    return fread(bytes, 1, size, file) == size;
}

static int write_part(void *bytes, size_t size, FILE *file)
{
    return fwrite(bytes, 1, size, file) == size;
}

static int transfer(Transfer *part, FILE *file, Progress *progress, uint32_t *order, float *means)
{
    size_t floats = feature_count * TAG_WIDTH * sizeof(float);
    return part(progress, sizeof *progress, file) && part(order, all.sequence_count * sizeof *order, file) &&
           part(weights, floats, file) && part(squares, floats, file) && part(means, floats, file) &&
           part(touched, feature_count * sizeof *touched, file) && part(follow, sizeof follow, file) &&
           part(follow_squares, sizeof follow_squares, file) && part(plain_follow, sizeof plain_follow, file) &&
           part(follow_means, sizeof follow_means, file);
}

/* Takes up what another run has left, if it is of the same learning. Returns whether it did. */
static int resume(Progress *progress, uint32_t *order, float *means)
{
    Progress left = {0, 0, 0, 0};
    FILE *file = fopen(state_path, "rb");
    if (!file) return 0;
    int same = read_part(&left, sizeof left, file) && left.check == progress->check;
    rewind(file);
    if (same && !transfer(read_part, file, progress, order, means)) {
        fprintf(stderr, "train_entities: %s is cut short: delete it\n", state_path);
        exit(1);
    }
    fclose(file);
    return same;
}

/* A file that is whole or the one before: written beside it, then renamed. */
static void keep_state(Progress *progress, uint32_t *order, float *means)
{
    char path[4200];
    snprintf(path, sizeof path, "%s.new", state_path);
    FILE *file = fopen(path, "wb");
    int whole = file && transfer(write_part, file, progress, order, means);
    if (file && fclose(file)) whole = 0;
    if (!whole || rename(path, state_path)) perror(path); /* learning goes on: only a break would lose it */
}

static void shuffle(uint32_t *order, uint64_t *random)
{
    for (size_t i = all.sequence_count; i > 1; i--) {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        size_t k = *random % i;
        uint32_t swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}

/* Makes names likelier than they were in what was learned from: less is missed, more is wrong. The first feature stands at every unit. */
static void lean(float bias)
{
    size_t f = numbers[all.begins[0]];
    if (bias != 0) weights[f * TAG_WIDTH] -= bias;
}
/* Nothing is learned yet. */
static void begin_run(void)
{
    for (size_t i = 0; i < feature_count * TAG_WIDTH; i++) weights[i] = 0, squares[i] = 1;
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) {
            follow[a][b] = 0;
            follow_squares[a][b] = 1;
            plain_follow[a][b] = tag_may_follow(a, b) ? 1 : 0;
        }
}

/* The means are of what the last epochs of each run have left. */
static void add_to_means(float *means, float share)
{
    for (size_t i = 0; i < feature_count * TAG_WIDTH; i++) means[i] += weights[i] * share;
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) follow_means[a][b] += follow[a][b] * share;
}

void learn(const char *path)
{
    const unsigned epochs = (unsigned)settings.epochs, averaged = (unsigned)settings.average,
                   runs = (unsigned)settings.runs;
    const float rate = (float)settings.rate, l1 = (float)settings.l1;
    state_path = path;
    number_features((unsigned)settings.cut);
    Lattice *x = checked(calloc(1, sizeof *x));
    uint32_t *order = checked(malloc((all.sequence_count + 1) * sizeof *order));
    float *means = checked(calloc(feature_count * TAG_WIDTH + 1, sizeof *means));
    uint64_t same[] = {FEATURES_VERSION,
                       epochs,
                       averaged,
                       runs,
                       (uint64_t)(rate * 1e6f),
                       (uint64_t)(l1 * 1e12f),
                       settings.dropped,
                       all.units,
                       all.sequence_count,
                       hash_bytes((const char *)numbers, all.begins[all.units] * sizeof *numbers, 3),
                       hash_bytes((const char *)all.allowed, all.units * sizeof *all.allowed, 5),
                       hash_bytes((const char *)all.sequences, all.sequence_count * sizeof *all.sequences, 9)};
    Progress progress = {hash_bytes((const char *)same, sizeof same, 7), 88172645463325252u, 0, 0};
    for (uint32_t i = 0; i < all.sequence_count; i++) order[i] = i;
    if (resume(&progress, order, means)) fprintf(stderr, "taken up after epoch %u\n", progress.epoch);
    while (progress.epoch < epochs * runs) {
        unsigned epoch = progress.epoch % epochs;
        if (!epoch) begin_run();
        shuffle(order, &progress.random);
        double loss = 0;
        float now = rate * (1.0f - 0.9f * (float)epoch / (float)epochs);
        for (size_t i = 0; i < all.sequence_count; i++)
            loss += learn_sequence(x, &all.sequences[order[i]], ++progress.step, now, l1);
        fprintf(stderr, "epoch %u: loss %.4f a unit\n", ++progress.epoch, loss / (double)(all.units + 1));
        settle(progress.step, l1 * now);
        if (epoch + 1 + averaged > epochs) add_to_means(means, 1.0f / (float)(averaged * runs));
        keep_state(&progress, order, means);
    }
    for (size_t i = 0; i < feature_count * TAG_WIDTH; i++)
        weights[i] = means[i] * (1.0f - (float)settings.dropped / 256.0f);
    memcpy(follow, follow_means, sizeof follow);
    lean((float)settings.bias);
    free(means);
    free(order);
    free(x);
}

/* --- the model --------------------------------------------------------------------------------------------------------------- */

typedef struct Kept {
    uint64_t hash;
    uint32_t feature;
    float size;
} Kept;

static int larger(const void *a, const void *b)
{
    float x = ((const Kept *)a)->size, y = ((const Kept *)b)->size;
    uint64_t h = ((const Kept *)a)->hash, g = ((const Kept *)b)->hash;
    return x > y ? -1 : x < y ? 1 : h < g ? -1 : h > g;
}

static float biggest(size_t feature)
{
    float most = 0;
    for (int l = 0; l < TAG_LABELS; l++) {
        float size = fabsf(weights[feature * TAG_WIDTH + (size_t)l]);
        most = size > most ? size : most;
    }
    return most;
}

unsigned char *make_model(size_t *length)
{
    const float prune = (float)settings.prune, clip = (float)settings.clip;
    Kept *kept = checked(malloc((feature_count + 1) * sizeof *kept));
    size_t count = 0;
    for (size_t i = 0; i <= table_mask; i++)
        if (table[i].hash && table[i].id != UINT32_MAX) {
            float size = biggest(table[i].id);
            if (size >= prune) kept[count++] = (Kept){table[i].hash, table[i].id, size};
        }
    qsort(kept, count, sizeof *kept, larger);
    float scale = clip / 127;
    if (count && kept[0].size < clip) scale = kept[0].size / 127;
    unsigned bits = 10;
    while ((1u << bits) * 3.0 < (double)count * 4.0) bits++;
    uint32_t mask = (1u << bits) - 1, *slots = checked(calloc((size_t)mask + 1, sizeof *slots));
    unsigned char *rows = checked(calloc(1, (size_t)4 << MODEL_ROW_BITS));
    size_t at = 4, written = 0; /* row 0 is none */
    for (size_t i = 0; i < count; i++) {
        unsigned char row[2 * TAG_LABELS + 4] = {0};
        size_t n = 0;
        for (int l = 0; l < TAG_LABELS; l++) {
            long w = lrintf(weights[kept[i].feature * (size_t)TAG_WIDTH + (size_t)l] / scale);
            if (w > 127) w = 127;
            if (w < -127) w = -127;
            if (!w) continue;
            row[1 + 2 * n] = (unsigned char)l;
            row[2 + 2 * n] = (unsigned char)(signed char)w;
            n++;
        }
        if (!n) continue;
        row[0] = (unsigned char)n;
        size_t size = (1 + 2 * n + 3) / 4 * 4;
        if (at + size > (size_t)4 << MODEL_ROW_BITS) break;
        memcpy(rows + at, row, size);
        uint32_t s = (uint32_t)kept[i].hash & mask;
        while (slots[s]) s = (s + 1) & mask;
        slots[s] = (uint32_t)(kept[i].hash >> 52) << MODEL_ROW_BITS | (uint32_t)(at / 4);
        at += size;
        written++;
    }
    unsigned filter_bits = bits + 3 > 20 ? 20 : bits + 3;
    uint32_t *filter = checked(calloc((size_t)1 << (filter_bits - 5), sizeof *filter));
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = (uint32_t)(kept[i].hash >> 24) & ((1u << filter_bits) - 1);
        filter[bit >> 5] |= 1u << (bit & 31);
    }
    int32_t threshold = 0;
    signed char *gate = gate_learn(&threshold);
    size_t filter_bytes = ((size_t)1 << filter_bits) / 8, gate_bytes = gate ? (size_t)1 << GATE_BITS : 0;
    *length = sizeof(ModelHeader) + gate_bytes + filter_bytes + ((size_t)mask + 1) * 4 + at;
    unsigned char *model = checked(calloc(1, *length));
    ModelHeader header;
    memset(&header, 0, sizeof header);
    memcpy(header.magic, MODEL_MAGIC, sizeof header.magic);
    header.version = MODEL_VERSION;
    header.features_version = FEATURES_VERSION;
    header.labels = TAG_LABELS;
    header.slot_bits = bits;
    header.filter_bits = filter_bits;
    header.row_bytes = (uint32_t)at;
    header.gate_bytes = (uint32_t)gate_bytes;
    header.gate_threshold = threshold;
    header.hash_check = hash_bytes(MODEL_MAGIC, 8, 0);
    header.scale = scale;
    memcpy(header.transitions, follow, sizeof follow);
    unsigned char *part = model + sizeof header;
    if (gate) memcpy(part, gate, gate_bytes);
    memcpy(part += gate_bytes, filter, filter_bytes);
    memcpy(part += filter_bytes, slots, ((size_t)mask + 1) * 4);
    memcpy(part + ((size_t)mask + 1) * 4, rows, at);
    free(gate);
    free(filter);
    header.checksum = model_checksum(model + sizeof header, *length - sizeof header);
    memcpy(model, &header, sizeof header);
    fprintf(stderr, "%zu of %zu features written, %zu bytes\n", written, feature_count, *length);
    free(kept);
    free(slots);
    free(rows);
    return model;
}
