/*
** train_entities.c - learns the weights of the statistical tagger (entities/tagger.h)
**
** usage: train_entities SOURCES DATA LANGUAGE MODEL [epochs=8] [average=1] [rate=0.1] [l1=0.000005] [cut=2] [prune=0.03]
**        [clip=6] [limit=0] [holdout=0] [dropout=0] [bias=0] [errors=0]
**
** SOURCES is data/models/sources.tsv: language, part (train, dev), file below DATA, weight, what its tags mean. Files are CoNLL (token TAB tag; a character and
** `␣` for a blank in sets of characters). The tokens of a document become a text that goes through the engine's own segmentation, patterns and features, so that
** what is learned is what is seen later. Two texts are made: tokens with blanks between them, and as they would be printed; documents take turns.
**
** Sets differ in what they mark. A tag may stand for several classes (LOC=LOC|NORP), and what a set does not mark at all may be any of the classes named after
** `O=`: the probability of all labellings that the tags allow is what is made large (partial labels: Tsuboi et al. 2008). Training is AdaGrad with lazy L1
** (Duchi et al. 2011), sentences in an order that depends on nothing but their number, so the same data gives the same model; the weights are the mean of
** those after the last epochs. A run that is broken off is taken up by the next one (see Progress).
**
** Memory: about 300 bytes a token and 200 a feature kept. Not part of the build: its result is.
*/
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "entities/finder.h"
#include "entities/tagger.h"

enum { LINE_MAX_BYTES = 65536, TAG_NAME_MAX = 32, SENTENCES_A_DOCUMENT = 20, OPTIONS_MAX = 16 };

typedef uint32_t LabelSet; /* 1 << label */
#define ALL_LABELS ((1u << TAG_LABELS) - 1)

enum { ANYTHING = 1 << TAG_CLASSES }; /* the classes of a stretch with the tag `?`, of which nothing is known */

static void *checked(void *memory)
{
    if (memory) return memory;
    fprintf(stderr, "train_entities: out of memory\n");
    exit(1);
}

/* --- what the tags of a set mean ------------------------------------------------------------------------------------------ */

static const char *const class_names[TAG_CLASSES] = {"PER", "ORG", "LOC", "NORP", "MISC"};

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

static const Meaning usual[] = {{"PER", 1 << TAG_PER},
                                {"PERSON", 1 << TAG_PER},
                                {"ORG", 1 << TAG_ORG},
                                {"LOC", 1 << TAG_LOC},
                                {"GPE", 1 << TAG_LOC},
                                {"FAC", 1 << TAG_LOC},
                                {"NORP", 1 << TAG_NORP},
                                {"MISC", 1 << TAG_MISC | 1 << TAG_NORP},
                                {"EVENT", 1 << TAG_MISC},
                                {"WORK", 1 << TAG_MISC},
                                {"WOA", 1 << TAG_MISC},
                                {"LAW", 1 << TAG_MISC},
                                {"PRODUCT", 1 << TAG_MISC},
                                {"PROD", 1 << TAG_MISC},
                                {"LANG", 1 << TAG_MISC | 1 << TAG_NORP}};

static unsigned read_classes(const char *text)
{
    unsigned classes = 0;
    for (int c = 0; c < TAG_CLASSES; c++) {
        const char *at = strstr(text, class_names[c]);
        size_t n = strlen(class_names[c]);
        if (at && (at == text || at[-1] == '|') && (!at[n] || at[n] == '|')) classes |= 1u << c;
    }
    return classes;
}

static void read_meanings(Source *source, char *text)
{
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) source->meanings[source->count++] = usual[i];
    for (char *item = strtok(text, " "); item; item = strtok(NULL, " ")) {
        char *sign = strchr(item, '=');
        if (!sign) continue;
        *sign = 0;
        unsigned classes = read_classes(sign + 1);
        if (!strcmp(item, "O")) {
            source->unmarked = classes;
            continue;
        }
        Meaning *m = NULL;
        for (size_t i = 0; i < source->count; i++)
            if (!strcmp(source->meanings[i].tag, item)) m = &source->meanings[i];
        if (!m) m = &source->meanings[source->count++];
        snprintf(m->tag, sizeof m->tag, "%s", item);
        m->classes = classes;
    }
}

static unsigned classes_of(const Source *source, const char *tag)
{
    for (size_t i = 0; i < source->count; i++)
        if (!strcmp(source->meanings[i].tag, tag)) return source->meanings[i].classes;
    return tag[0] == '?' ? ANYTHING : 0;
}

/* --- documents -------------------------------------------------------------------------------------------------------------- */

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

static void append(Document *d, const char *bytes, size_t length)
{
    while (d->length + length + 1 > d->capacity)
        d->bytes = checked(realloc(d->bytes, d->capacity = d->capacity ? d->capacity * 2 : 4096));
    memcpy(d->bytes + d->length, bytes, length);
    d->length += length;
}

static void add_gold(Document *d, uint32_t start, uint32_t end, unsigned classes)
{
    if (d->golds == d->gold_capacity)
        d->gold = checked(
            realloc(d->gold, (d->gold_capacity = d->gold_capacity ? d->gold_capacity * 2 : 256) * sizeof *d->gold));
    d->gold[d->golds++] = (Gold){start, end, classes};
}

/* Does print put no blank between these tokens? */
static int joins(const char *before, const char *token)
{
    if (!before) return 1;
    if (strchr(".,;:!?)]}%", token[0]) && strlen(token) <= 3) return 1;
    if (token[0] == '\'' && token[1] && strlen(token) <= 3) return 1;
    if (!strcmp(token, "n't")) return 1;
    return strchr("([{$#", before[strlen(before) - 1]) != NULL && strlen(before) == 1;
}

enum { MARKUP_FILES_MAX = 512, MARKUP_DEPTH_MAX = 8 };

typedef struct Reader {
    FILE *file;
    char *files[MARKUP_FILES_MAX]; /* of a folder of annotated text, in order */
    size_t file_count, file_next;
    const Source *source;
    int marked, printed, finished;
    char line[LINE_MAX_BYTES];
} Reader;

/* A line of annotated text (data/entities/corpus/README.md): `[name](TYPE)`, of which the outermost count. */
static void read_markup(Reader *r, Document *d)
{
    uint32_t starts[MARKUP_DEPTH_MAX];
    size_t depth = 0;
    for (const char *at = r->line; *at;) {
        if (*at == '[' && depth < MARKUP_DEPTH_MAX) {
            starts[depth++] = (uint32_t)d->length;
            at++;
        } else if (*at == ']' && at[1] == '(' && depth) {
            char tag[TAG_NAME_MAX] = "";
            size_t n = strcspn(at + 2, ")");
            if (n < sizeof tag) memcpy(tag, at + 2, n);
            at += 2 + n + (at[2 + n] == ')');
            if (!--depth) add_gold(d, starts[0], (uint32_t)d->length, classes_of(r->source, tag));
        } else append(d, at++, 1);
    }
    append(d, "\n", 1);
    d->sentences++;
}

/* The next passage of a folder of annotated text: lines up to an empty one. */
static int read_passage(Reader *r, Document *d)
{
    for (;;) {
        if (!r->file) {
            if (r->file_next == r->file_count) return 0;
            r->file = fopen(r->files[r->file_next++], "r");
            if (!r->file) continue;
        }
        while (fgets(r->line, sizeof r->line, r->file)) {
            r->line[strcspn(r->line, "\r\n")] = 0;
            if (r->line[0] == '#') continue;
            if (r->line[0]) read_markup(r, d);
            else if (d->sentences) return 1;
        }
        fclose(r->file);
        r->file = NULL;
        if (d->sentences) return 1;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void open_folder(Reader *r, const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        fprintf(stderr, "%s: no such folder, left out\n", path);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL && r->file_count < MARKUP_FILES_MAX;) {
        size_t n = strlen(entry->d_name);
        if (n < 5 || strcmp(entry->d_name + n - 4, ".txt") != 0) continue;
        char *file = checked(malloc(strlen(path) + n + 2));
        sprintf(file, "%s/%s", path, entry->d_name);
        r->files[r->file_count++] = file;
    }
    closedir(folder);
    qsort(r->files, r->file_count, sizeof *r->files, by_name);
}

/* Reads the next document. Returns 0 at the end. */
static int read_document(Reader *r, Document *d)
{
    if (r->source->annotated) {
        d->length = d->golds = 0;
        d->sentences = 0;
        return read_passage(r, d);
    }
    char open[TAG_NAME_MAX] = "", before[256] = "";
    int any = 0, first = 1;
    uint32_t open_start = 0, open_end = 0;
    d->length = d->golds = 0;
    d->sentences = 0;
    r->printed = !r->printed;
    if (r->finished) return 0;
#define CLOSE_NAME                                                                                                     \
    if (open[0]) {                                                                                                     \
        add_gold(d, open_start, open_end, classes_of(r->source, open));                                                \
        open[0] = 0;                                                                                                   \
    }
    while (fgets(r->line, sizeof r->line, r->file)) {
        r->line[strcspn(r->line, "\r\n")] = 0;
        char *tab = strchr(r->line, '\t');
        if (!r->line[0]) {
            CLOSE_NAME
            if (any) {
                append(d, "\n", 1);
                d->sentences++;
            }
            any = 0;
            first = 1;
            if (!r->marked && d->sentences >= SENTENCES_A_DOCUMENT) return 1;
            continue;
        }
        if (!tab) continue;
        *tab++ = 0;
        const char *tag = tab;
        char *more = strchr(tab, '\t');
        if (more) *more = 0;
        if (!strcmp(tag, "?")) tag = "I-?";
        if (!strcmp(r->line, "-DOCSTART-")) {
            r->marked = 1;
            if (d->length) return 1;
            continue;
        }
        const char *token = r->line;
        int blank = !strcmp(token, "\xE2\x90\xA3");
        if (blank) token = " ";
        if (!first && !r->source->characters && !(r->printed && joins(before, token))) append(d, " ", 1);
        if (tag[0] != 'I' || strcmp(open, tag + 2) != 0) {
            CLOSE_NAME
        }
        uint32_t start = (uint32_t)d->length;
        append(d, token, strlen(token));
        if (tag[0] == 'B' || tag[0] == 'I') {
            if (!open[0]) {
                snprintf(open, sizeof open, "%s", tag + 2);
                open_start = start;
            }
            open_end = (uint32_t)d->length;
        }
        snprintf(before, sizeof before, "%s", token);
        first = 0;
        any = 1;
    }
    CLOSE_NAME
    r->finished = 1;
    return d->length > 0;
}

/* --- features of everything ------------------------------------------------------------------------------------------------- */

typedef struct Slot {
    uint64_t hash;
    uint32_t count, id;
} Slot;

static Slot *table;
static size_t table_mask = (1u << 22) - 1, table_used;

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
    table_mask = table_mask * 2 + 1;
    table = checked(calloc(table_mask + 1, sizeof *table));
    for (size_t i = 0; i <= old_mask; i++)
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

static void keep_unit(const uint64_t *features, size_t count, LabelSet allowed)
{
    if (all.units + 2 > all.unit_capacity) {
        all.unit_capacity = all.unit_capacity ? all.unit_capacity * 2 : 1 << 16;
        all.begins = checked(realloc(all.begins, all.unit_capacity * sizeof *all.begins));
        all.allowed = checked(realloc(all.allowed, all.unit_capacity * sizeof *all.allowed));
    }
    while (all.count + count > all.capacity)
        all.features = checked(
            realloc(all.features, (all.capacity = all.capacity ? all.capacity * 2 : 1 << 22) * sizeof *all.features));
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

/* All features of a unit, those of the forms around it included. */
static size_t features_at(const FeatureScope *scope, size_t at, uint64_t features[FEATURES_MAX * ROLES])
{
    size_t count = 0;
    for (int role = 0; role < ROLES; role++)
        count += features_of_form(scope->units, features_form_at(scope, at, feature_role_steps[role]), role,
                                  features + count);
    return count + features_of_unit(scope, at, features + count);
}

static void keep_run(const Source *source, const FeatureScope *scope, size_t begin, size_t end, LabelSet *allowed)
{
    LabelSet opening = 0, closing = 0;
    for (int l = 0; l < TAG_LABELS; l++) {
        if (tag_may_follow(0, l)) opening |= 1u << l;
        if (tag_may_follow(l, 0)) closing |= 1u << l;
    }
    /* a name that the run cuts cannot be learned */
    if (!(allowed[begin] & opening)) allowed[begin] = ALL_LABELS;
    if (!(allowed[end - 1] & closing)) allowed[end - 1] = ALL_LABELS;
    if (all.sequence_count == all.sequence_capacity)
        all.sequences = checked(
            realloc(all.sequences, (all.sequence_capacity = all.sequence_capacity ? all.sequence_capacity * 2 : 4096) *
                                       sizeof *all.sequences));
    all.sequences[all.sequence_count++] = (Sequence){all.units, (uint32_t)(end - begin), source->weight};
    for (size_t i = begin; i < end; i++) {
        uint64_t features[FEATURES_MAX * ROLES];
        keep_unit(features, features_at(scope, i, features), allowed[i]);
    }
}

static LabelSet labels_at(unsigned classes, size_t at, size_t count)
{
    LabelSet set = 0;
    int position = count == 1 ? TAG_UNIT : !at ? TAG_BEGIN : at + 1 == count ? TAG_LAST : TAG_INSIDE;
    for (int c = 0; c < TAG_CLASSES; c++)
        if (classes >> c & 1) set |= 1u << tag_label(c, position);
    return set;
}

static LabelSet any_of(unsigned classes)
{
    LabelSet set = 1;
    for (int c = 0; c < TAG_CLASSES; c++)
        if (classes >> c & 1) set |= 15u << tag_label(c, 0);
    return set;
}

/* Cuts what a name does not hold: an article before it. */
static void trim_article(const char *bytes, Gold *g)
{
    static const char *const articles[] = {"the ", "The ", "THE ", "a ", "an ", "\" ", "\""};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t n = strlen(articles[i]);
        if (g->end - g->start > n && !memcmp(bytes + g->start, articles[i], n)) {
            g->start += (uint32_t)n;
            return;
        }
    }
}

/* A title before a person's name, which many sets leave inside, is none of it: cut unit by unit while something of a name remains. */
static size_t trim_titles(const Units *units, size_t at, size_t last)
{
    const uint64_t titles = LEXICON_BIT(HONORIFIC) | LEXICON_BIT(TITLE);
    while (at + 1 < last && unit_form(units, at)->classes & titles &&
           !(unit_form(units, at)->classes & (LEXICON_BIT(GIVEN) | LEXICON_BIT(SURNAME))))
        at++;
    return at;
}

/* Where a set does not tell a people from its place, the lexicon may. */
static unsigned narrow(const Units *units, size_t at, size_t last, unsigned classes)
{
    if ((classes & (classes - 1)) == 0 || !(classes >> TAG_NORP & 1)) return classes;
    unsigned marks = last == at + 1 ? units->items[at].alone : units->items[at].opens & units->items[last - 1].closes;
    unsigned people = marks >> MARK_PEOPLE & 1;
    unsigned place = marks & (1u << MARK_COUNTRY | 1u << MARK_CITY | 1u << MARK_SUBDIVISION | 1u << MARK_PLACE);
    if (people && !place) return 1u << TAG_NORP;
    return place && !people ? classes & ~(1u << TAG_NORP) : classes;
}

static size_t misaligned, aligned;

/* What labels the units may have by the gold names. */
static void allow(const Source *source, const Document *d, const Units *units, LabelSet *allowed)
{
    for (size_t i = 0; i < units->count; i++) {
        int capital = units->items[i].flags & UNIT_CAPITAL || !(units->items[i].flags & UNIT_LETTERS);
        allowed[i] = source->unmarked && capital ? any_of(source->unmarked) : 1;
    }
    size_t at = 0;
    for (size_t i = 0; i < d->golds; i++) {
        Gold g = d->gold[i];
        if (!g.classes) continue;
        if (g.classes != ANYTHING) trim_article(d->bytes, &g);
        while (at < units->count && units->items[at].end <= g.start) at++;
        size_t last = at;
        while (last < units->count && units->items[last].start < g.end) last++;
        if (last == at) continue;
        int fits = g.classes != ANYTHING && units->items[at].start >= g.start && units->items[last - 1].end <= g.end;
        aligned += (size_t)fits;
        misaligned += (size_t)(!fits && g.classes != ANYTHING);
        if (fits && g.classes == 1u << TAG_PER && !source->dev) {
            size_t name = trim_titles(units, at, last);
            for (; at < name; at++) allowed[at] = 1;
        }
        if (fits) g.classes = narrow(units, at, last, g.classes);
        for (size_t k = at; k < last; k++) allowed[k] = fits ? labels_at(g.classes, k - at, last - at) : ALL_LABELS;
        at = last;
    }
}

/* One document through the engine. */
typedef struct Analysed {
    Arena arena;
    Text text;
    Finder finder;
    Units units;
} Analysed;

static Icu *icu;

static void analyse(Analysed *a, const Document *d, Language language)
{
    memset(a, 0, sizeof *a);
    arena_init(&a->arena, 0);
    text_segment(&a->arena, icu, d->bytes, d->length, language, &a->text);
    finder_patterns(&a->arena, &a->text, &a->finder);
    finder_units(&a->finder, &a->units);
    if (a->arena.status != STATUS_OK) checked(NULL);
}

static size_t limit_documents,
    holdout; /* holdout: each that many-th document of a training file is kept to measure on */

static Reader *open_source(const char *data, const Source *source)
{
    Reader *reader = checked(calloc(1, sizeof *reader));
    reader->source = source;
    if (source->annotated) {
        open_folder(reader, source->path);
        return reader;
    }
    char path[4096];
    if (!strncmp(source->path, "build/", 6)) snprintf(path, sizeof path, "%s", source->path);
    else snprintf(path, sizeof path, "%s/%s", data, source->path);
    reader->file = fopen(path, "r");
    if (!reader->file) {
        perror(path);
        exit(1);
    }
    return reader;
}

static void close_source(Reader *reader)
{
    if (reader->file) fclose(reader->file);
    for (size_t i = 0; i < reader->file_count; i++) free(reader->files[i]);
    free(reader);
}

/* --- reading it all ------------------------------------------------------------------------------------------------------------ */

static void keep_document(const Source *source, const Document *d, Language language)
{
    Analysed a;
    analyse(&a, d, language);
    LabelSet *allowed = checked(malloc((a.units.count + 1) * sizeof *allowed));
    allow(source, d, &a.units, allowed);
    for (size_t s = 0; s < a.text.sentences.count; s++) {
        FeatureScope scope;
        features_scope(&a.units, s, &scope);
        size_t begin, end = scope.begin;
        while (end = features_run(&scope, end, TAG_STRETCH, &begin), begin < end)
            keep_run(source, &scope, begin, end, allowed);
    }
    free(allowed);
    arena_clear(&a.arena);
}

static void read_training(const char *data, const Source *source, Language language)
{
    Reader *reader = open_source(data, source);
    Document d = {0};
    size_t documents = 0, before = all.units;
    aligned = misaligned = 0;
    while (read_document(reader, &d) && (!limit_documents || documents < limit_documents)) {
        if (holdout && documents++ % holdout == holdout - 1) continue;
        keep_document(source, &d, language);
    }
    fprintf(stderr, "%s: %zu units, %zu names, %zu cut by a unit\n", source->path, all.units - before, aligned,
            misaligned);
    close_source(reader);
    free(d.bytes);
    free(d.gold);
}

/* --- learning --------------------------------------------------------------------------------------------------------------- */

static size_t feature_count;
static uint32_t *numbers;        /* of the features kept, in the order of all.features */
static float *weights, *squares; /* [feature][TAG_WIDTH] */
static uint32_t *touched;        /* step at which a feature was brought up to date */
static float follow[TAG_LABELS][TAG_LABELS], follow_squares[TAG_LABELS][TAG_LABELS];

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
    for (size_t i = 0; i < feature_count * TAG_WIDTH; i++) weights[i] = 0, squares[i] = 1;
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) follow_squares[a][b] = 1;
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

static unsigned dropped; /* features left out at random while learning, of 256 */

/* Is place `k` of all features left out in this step? The others must do without the word that they know too well. */
static inline int is_dropped(size_t k, uint32_t step)
{
    uint32_t h = ((uint32_t)k * 2654435761u) ^ (step * 2246822519u);
    h ^= h >> 15;
    h *= 2246822519u;
    return (h >> 20 & 255) < dropped;
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

static char state_path[4200];

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
           part(follow_squares, sizeof follow_squares, file) && part(plain_follow, sizeof plain_follow, file);
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
    char path[sizeof state_path + 8];
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

/* Weights are the mean of those after the last `averaged` epochs. */
static void learn(unsigned epochs, unsigned averaged, float rate, float l1)
{
    Lattice *x = checked(calloc(1, sizeof *x));
    uint32_t *order = checked(malloc((all.sequence_count + 1) * sizeof *order));
    float *means = checked(calloc(feature_count * TAG_WIDTH + 1, sizeof *means));
    uint64_t same[] = {FEATURES_VERSION,
                       epochs,
                       averaged,
                       (uint64_t)(rate * 1e6f),
                       (uint64_t)(l1 * 1e12f),
                       dropped,
                       all.units,
                       all.sequence_count,
                       hash_bytes((const char *)numbers, all.begins[all.units] * sizeof *numbers, 3),
                       hash_bytes((const char *)all.allowed, all.units * sizeof *all.allowed, 5)};
    Progress progress = {hash_bytes((const char *)same, sizeof same, 7), 88172645463325252u, 0, 0};
    for (uint32_t i = 0; i < all.sequence_count; i++) order[i] = i;
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) plain_follow[a][b] = tag_may_follow(a, b) ? 1 : 0;
    if (resume(&progress, order, means)) fprintf(stderr, "taken up after epoch %u\n", progress.epoch);
    while (progress.epoch < epochs) {
        shuffle(order, &progress.random);
        double loss = 0;
        float now = rate * (1.0f - 0.9f * (float)progress.epoch / (float)epochs);
        for (size_t i = 0; i < all.sequence_count; i++)
            loss += learn_sequence(x, &all.sequences[order[i]], ++progress.step, now, l1);
        fprintf(stderr, "epoch %u: loss %.4f a unit\n", ++progress.epoch, loss / (double)(all.units + 1));
        settle(progress.step, l1 * now);
        if (progress.epoch + averaged > epochs)
            for (size_t i = 0; i < feature_count * TAG_WIDTH; i++) means[i] += weights[i] / (float)averaged;
        keep_state(&progress, order, means);
    }
    for (size_t i = 0; i < feature_count * TAG_WIDTH; i++) weights[i] = means[i] * (1.0f - (float)dropped / 256.0f);
    free(means);
    free(order);
    free(x);
}

/* --- the model --------------------------------------------------------------------------------------------------------------- */

/* Makes names likelier than they were in what was learned from: less is missed, more is wrong. The first feature stands at every unit. */
static void lean(float bias)
{
    size_t f = numbers[all.begins[0]];
    if (bias != 0) weights[f * TAG_WIDTH] -= bias;
}

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

static unsigned char *make_model(float prune, float clip, size_t *length)
{
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
    size_t filter_bytes = ((size_t)1 << filter_bits) / 8;
    *length = sizeof(ModelHeader) + filter_bytes + ((size_t)mask + 1) * 4 + at;
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
    header.hash_check = hash_bytes(MODEL_MAGIC, 8, 0);
    header.scale = scale;
    memcpy(header.transitions, follow, sizeof follow);
    memcpy(model + sizeof header, filter, filter_bytes);
    memcpy(model + sizeof header + filter_bytes, slots, ((size_t)mask + 1) * 4);
    memcpy(model + sizeof header + filter_bytes + ((size_t)mask + 1) * 4, rows, at);
    free(filter);
    header.checksum = model_checksum(model + sizeof header, *length - sizeof header);
    memcpy(model, &header, sizeof header);
    fprintf(stderr, "%zu of %zu features written, %zu bytes\n", written, feature_count, *length);
    free(kept);
    free(slots);
    free(rows);
    return model;
}

/* --- how good it is ------------------------------------------------------------------------------------------------------------ */

static int first_class(unsigned classes)
{
    int class_ = 0;
    while (!(classes >> class_ & 1)) class_++;
    return class_;
}

static int shown; /* setting errors=1: each error is printed */

/* The names of one document that were not found as they are, and the wrong ones found: a wrong class, a wrong edge, nothing there on the other side. */
enum { ERROR_CLASS, ERROR_EDGE, ERROR_MISSED, ERROR_FALSE, ERRORS };
static const char *const error_names[ERRORS] = {"class", "edge", "missed", "false"};

typedef struct Claim {
    uint32_t start, end;
    unsigned classes;
} Claim;

static void show(const Document *d, int error, const Claim *wanted, const Claim *found)
{
    printf("%s", error_names[error]);
    for (int side = 0; side < 2; side++) {
        const Claim *c = side ? found : wanted;
        if (!c) {
            printf("\t-");
            continue;
        }
        printf("\t%.*s", (int)(c->end - c->start), d->bytes + c->start);
        for (int k = 0; k < TAG_CLASSES; k++)
            if (c->classes >> k & 1) printf(" %s", class_names[k]);
    }
    const Claim *c = wanted ? wanted : found;
    uint32_t from = c->start, to = c->end;
    while (from > 0 && c->start - from < 60 && d->bytes[from - 1] != '\n') from--;
    while (to < d->length && to - c->end < 60 && d->bytes[to] != '\n') to++;
    printf("\t%.*s\n", (int)(to - from), d->bytes + from);
}

/* Both lists are in order. */
static void count_errors(const Document *d, const Claim *wanted, size_t wants, const Claim *found, size_t finds,
                         size_t counts[ERRORS])
{
    size_t i = 0, k = 0;
    while (i < wants || k < finds) {
        int error = ERRORS;
        const Claim *w = i < wants ? &wanted[i] : NULL, *f = k < finds ? &found[k] : NULL;
        if (w && f && w->start < f->end && f->start < w->end) {
            if (w->start != f->start || w->end != f->end) error = ERROR_EDGE;
            else if (!(w->classes & f->classes)) error = ERROR_CLASS;
            while (i < wants && wanted[i].start < f->end) i++;
            for (k++; k < finds && found[k].start < w->end;) k++;
        } else if (!f || (w && w->end <= f->start)) error = ERROR_MISSED, f = NULL, i++;
        else error = ERROR_FALSE, w = NULL, k++;
        if (error == ERRORS) continue;
        counts[error]++;
        if (shown) show(d, error, w, f);
    }
}

static void measure(const char *data, const Source *source, Language language, const TagModel *model)
{
    const unsigned three = 1u << TAG_PER | 1u << TAG_ORG | 1u << TAG_LOC;
    Reader *reader = open_source(data, source);
    Document d = {0};
    size_t hits[TAG_CLASSES + 1] = {0}, found[TAG_CLASSES + 1] = {0}, wanted[TAG_CLASSES + 1] = {0};
    size_t bins[10] = {0}, right[10] = {0}, errors[ERRORS] = {0};
    for (size_t documents = 0; read_document(reader, &d); documents++) {
        if (!source->dev && documents % holdout != holdout - 1) continue;
        Analysed a;
        analyse(&a, &d, language);
        TagList spans = {0};
        if (tagger_find(&a.arena, model, &a.units, &spans) != STATUS_OK) checked(NULL);
        for (size_t g = 0; g < d.golds; g++) {
            trim_article(d.bytes, &d.gold[g]);
            if (d.gold[g].classes & (ANYTHING - 1)) wanted[first_class(d.gold[g].classes)]++;
        }
        size_t g = 0, wants = 0, finds = 0;
        Claim *wanted_names = checked(malloc((d.golds + 1) * sizeof *wanted_names)),
              *found_names = checked(malloc((spans.count + 1) * sizeof *found_names));
        for (size_t k = 0; k < d.golds; k++)
            if (d.gold[k].classes & three)
                wanted_names[wants++] = (Claim){d.gold[k].start, d.gold[k].end, d.gold[k].classes};
        for (size_t i = 0; i < spans.count; i++) {
            uint32_t start = a.units.items[spans.items[i].first].start,
                     end = a.units.items[spans.items[i].last - 1].end;
            while (g < d.golds && d.gold[g].end <= start) g++;
            int hit =
                g < d.golds && d.gold[g].start == start && d.gold[g].end >= end &&
                (spans.items[i].last >= a.units.count || a.units.items[spans.items[i].last].start >= d.gold[g].end) &&
                d.gold[g].classes >> spans.items[i].class_ & 1;
            if (three >> spans.items[i].class_ & 1)
                found_names[finds++] = (Claim){start, hit ? d.gold[g].end : end, 1u << spans.items[i].class_};
            found[spans.items[i].class_]++;
            hits[spans.items[i].class_] += (size_t)hit;
            if (hit && first_class(d.gold[g].classes) !=
                           spans.items[i].class_) { /* a tag that stands for several classes counts as what was found */
                wanted[first_class(d.gold[g].classes)]--;
                wanted[spans.items[i].class_]++;
            }
            int bin = (int)(spans.items[i].probability * 10);
            bin = bin > 9 ? 9 : bin;
            bins[bin]++;
            right[bin] += (size_t)hit;
        }
        count_errors(&d, wanted_names, wants, found_names, finds, errors);
        free(wanted_names);
        free(found_names);
        arena_clear(&a.arena);
    }
    printf("%s", source->path);
    size_t h = 0, f = 0, w = 0, every[2] = {0};
    for (int c = 0; c < TAG_CLASSES; c++) {
        every[0] += hits[c], every[1] += found[c] + wanted[c];
        if (c < TAG_NORP) h += hits[c], f += found[c], w += wanted[c];
        printf("  %s %.1f", class_names[c],
               found[c] + wanted[c] ? 200.0 * (double)hits[c] / (double)(found[c] + wanted[c]) : 0.0);
    }
    printf("  PER+ORG+LOC F1 %.2f P %.1f R %.1f |", 200.0 * (double)h / (double)(f + w),
           100.0 * (double)h / (double)(f ? f : 1), 100.0 * (double)h / (double)(w ? w : 1));
    for (int e = 0; e < ERRORS; e++) printf(" %s %zu", error_names[e], errors[e]);
    printf(" of %zu | all %.2f |", w, 200.0 * (double)every[0] / (double)(every[1] ? every[1] : 1));
    for (int b = 0; b < 10; b++)
        printf(" %.0f/%zu", bins[b] ? 100.0 * (double)right[b] / (double)bins[b] : 0.0, bins[b]);
    printf("\n");
    fflush(stdout);
    close_source(reader);
    free(d.bytes);
    free(d.gold);
}

/* --- the program --------------------------------------------------------------------------------------------------------------- */

/* What the command line, and before it a row `language TAB settings TAB name=value ...` of the sources, may set. */
static struct {
    double epochs, average, rate, l1, cut, prune, bias, clip;
} settings = {8, 1, 0.1, 0.000005, 2, 0.03, 0, 6};

static void read_setting(const char *text)
{
    const struct {
        const char *name;
        double *place;
    } names[] = {{"epochs=", &settings.epochs},   {"rate=", &settings.rate},   {"l1=", &settings.l1},
                 {"cut=", &settings.cut},         {"prune=", &settings.prune}, {"bias=", &settings.bias},
                 {"average=", &settings.average}, {"clip=", &settings.clip}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strncmp(text, names[i].name, strlen(names[i].name))) {
            *names[i].place = atof(text + strlen(names[i].name));
            return;
        }
    if (!strncmp(text, "dropout=", 8)) dropped = (unsigned)(atof(text + 8) * 256);
    else if (!strncmp(text, "holdout=", 8)) holdout = (size_t)atof(text + 8);
    else if (!strncmp(text, "errors=", 7)) shown = atoi(text + 7);
    else if (!strncmp(text, "limit=", 6)) limit_documents = (size_t)atof(text + 6);
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
    icu = icu_open();
    table = checked(calloc(table_mask + 1, sizeof *table));
    for (size_t i = 0; i < source_count; i++)
        if (!sources[i].dev) read_training(argv[2], &sources[i], language);
    number_features((unsigned)settings.cut);
    snprintf(state_path, sizeof state_path, "%s.state", argv[4]);
    learn((unsigned)settings.epochs, (unsigned)settings.average, (float)settings.rate, (float)settings.l1);
    lean((float)settings.bias);
    size_t length;
    unsigned char *bytes = make_model((float)settings.prune, (float)settings.clip, &length);
    FILE *out = fopen(argv[4], "wb");
    if (!out || fwrite(bytes, 1, length, out) != length || fclose(out)) {
        perror(argv[4]);
        free(bytes);
        return 1;
    }
    remove(state_path);
    TagModel model;
    tag_model_read(bytes, &model);
    for (size_t i = 0; i < source_count; i++)
        if (sources[i].dev || holdout) measure(argv[2], &sources[i], language, &model);
    free(bytes);
    return 0;
}
