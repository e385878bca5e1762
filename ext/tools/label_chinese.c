/*
** label_chinese.c - marks the names of Chinese text as a neural tagger does, for train_entities to learn from
**
** usage: label_chinese LAC TEXT ... > silver.conll
**        label_chinese LAC -e CONLL      prints how well it finds the names of a set of characters
**        label_chinese LAC -c            prints classes of Han characters: k-means of the network's vectors, of 48 and of 240 (for make_words.py)
**
** LAC is the folder `lac_small` of Debian's python3-jieba (MIT): `word.dic`, `tag.dic` and the weights of a network of two bidirectional layers of gated
** recurrent units under a conditional random field (Jiao, Sun and Sun 2018, Chinese Lexical Analysis with Deep Bi-GRU-CRF Network). It is run here by its
** published definition: PaddlePaddle's parameter files are a header and row-major floats; a unit's gates are update, reset, candidate.
**
** TEXT is UTF-8, a sentence or a paragraph a line; of a line with tabs the longest cell with Han is taken, of JSON (gold.json of a set of pages) each "text".
** A character whose label is less than SURE likely, or that the network itself calls a name of doubt (nr, ns, nt), gets the tag `?`: anything may be learned.
**
** Cost: a million operations a character, so ten thousand characters a second. Not part of the build: its result is not committed.
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"

enum {
    EMBEDDING = 128,
    HIDDEN = 128,
    GATES = 3 * HIDDEN,
    LABELS = 57,
    EMBEDDING_ROWS = 20941,
    DICTIONARY = 21000,
    LENGTH_MAX = 400,
    LINE_BYTES = 1 << 22
};

static const float SURE = 0.85f;

static void *checked(void *memory)
{
    if (memory) return memory;
    fprintf(stderr, "label_chinese: out of memory\n");
    exit(1);
}

/* --- the network ---------------------------------------------------------------------------------------------------------- */

/* The last `count` floats of a parameter file. */
static float *read_floats(const char *folder, const char *name, size_t count)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/model_baseline/%s", folder, name);
    FILE *file = fopen(path, "rb");
    float *values = checked(malloc(count * sizeof *values));
    if (!file || fseek(file, -(long)(count * sizeof *values), SEEK_END) ||
        fread(values, sizeof *values, count, file) != count) {
        fprintf(stderr, "label_chinese: %s is not what python3-jieba has\n", path);
        exit(1);
    }
    fclose(file);
    return values;
}

typedef struct Direction {
    float *into, *into_bias; /* [input][GATES] */
    float *gates, *bias;     /* [HIDDEN][2 * HIDDEN], then [HIDDEN][HIDDEN] */
} Direction;

static struct {
    struct {
        uint32_t code;
        int id;
    } dictionary[DICTIONARY];
    size_t words;
    int unknown;
    char tags[LABELS][8];
    float *embedding;
    Direction layers[2][2];
    float *out, *out_bias, *follow; /* follow: start, end, then [LABELS][LABELS] */
} net;

static int by_code(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void read_dictionary(const char *folder)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/word.dic", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        if (!tab) continue;
        tab[strcspn(tab, "\r\n")] = 0;
        uint32_t code;
        if (!strcmp(tab + 1, "OOV")) net.unknown = atoi(line);
        else if (tab[1] && utf8_decode(tab + 1, tab + strlen(tab), &code) == strlen(tab + 1) &&
                 net.words < DICTIONARY) {
            net.dictionary[net.words].code = code;
            net.dictionary[net.words++].id = atoi(line);
        }
    }
    fclose(file);
    qsort(net.dictionary, net.words, sizeof *net.dictionary, by_code);
    snprintf(path, sizeof path, "%s/tag.dic", folder);
    file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        if (!tab || atoi(line) >= LABELS) continue;
        snprintf(net.tags[atoi(line)], sizeof *net.tags, "%.*s", (int)strcspn(tab + 1, "\r\n"), tab + 1);
    }
    fclose(file);
}

static void read_network(const char *folder)
{
    read_dictionary(folder);
    net.embedding = read_floats(folder, "word_emb", (size_t)EMBEDDING_ROWS * EMBEDDING);
    for (int layer = 0; layer < 2; layer++)
        for (int way = 0; way < 2; way++) {
            char name[32];
            Direction *d = &net.layers[layer][way];
            int number = layer * 2 + way;
            snprintf(name, sizeof name, "fc_%d.w_0", number);
            d->into = read_floats(folder, name, (size_t)(layer ? 2 * HIDDEN : EMBEDDING) * GATES);
            snprintf(name, sizeof name, "fc_%d.b_0", number);
            d->into_bias = read_floats(folder, name, GATES);
            snprintf(name, sizeof name, "gru_%d.w_0", number);
            d->gates = read_floats(folder, name, (size_t)HIDDEN * GATES);
            snprintf(name, sizeof name, "gru_%d.b_0", number);
            d->bias = read_floats(folder, name, GATES);
        }
    net.out = read_floats(folder, "fc_4.w_0", (size_t)2 * HIDDEN * LABELS);
    net.out_bias = read_floats(folder, "fc_4.b_0", LABELS);
    net.follow = read_floats(folder, "crfw", (size_t)(LABELS + 2) * LABELS);
}

static int id_of(uint32_t code)
{
    if (code > 0xFF00 && code < 0xFF5F) code -= 0xFEE0;
    size_t low = 0, high = net.words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (net.dictionary[middle].code < code) low = middle + 1;
        else high = middle;
    }
    return low < net.words && net.dictionary[low].code == code ? net.dictionary[low].id : net.unknown;
}

/* out += in * matrix, of [rows][columns] */
static void add_product(const float *in, size_t rows, const float *matrix, size_t columns, float *restrict out)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) out[c] += in[r] * matrix[r * columns + c];
}

static float sigmoid(float x)
{
    return 1.0f / (1.0f + expf(-x));
}

/* Runs one direction over the inputs; the state after each goes to states[i][offset..]. */
static void run(const Direction *d, const float *inputs, size_t width, size_t count, int backward, float *states,
                size_t offset)
{
    float state[HIDDEN] = {0};
    for (size_t step = 0; step < count; step++) {
        size_t i = backward ? count - 1 - step : step;
        float gate[GATES], kept[HIDDEN], candidate[HIDDEN];
        for (size_t k = 0; k < GATES; k++) gate[k] = d->into_bias[k] + d->bias[k];
        add_product(inputs + i * width, width, d->into, GATES, gate);
        add_product(state, HIDDEN, d->gates, (size_t)2 * HIDDEN, gate);
        for (size_t k = 0; k < HIDDEN; k++) kept[k] = sigmoid(gate[HIDDEN + k]) * state[k];
        memcpy(candidate, gate + (size_t)2 * HIDDEN, sizeof candidate);
        add_product(kept, HIDDEN, d->gates + (size_t)2 * HIDDEN * HIDDEN, HIDDEN, candidate);
        for (size_t k = 0; k < HIDDEN; k++) {
            float update = sigmoid(gate[k]);
            state[k] = (1 - update) * state[k] + update * tanhf(candidate[k]);
        }
        memcpy(states + i * 2 * HIDDEN + offset, state, sizeof state);
    }
}

/* Likelihood of each label at each character: forward and backward sums over the labellings. */
static void label(const int *ids, size_t count, float (*likely)[LABELS])
{
    static float inputs[LENGTH_MAX * EMBEDDING], first[LENGTH_MAX * 2 * HIDDEN], second[LENGTH_MAX * 2 * HIDDEN];
    static double scores[LENGTH_MAX][LABELS], forward[LENGTH_MAX][LABELS], backward[LENGTH_MAX][LABELS],
        step[LABELS][LABELS];
    for (size_t i = 0; i < count; i++)
        memcpy(inputs + i * EMBEDDING, net.embedding + (size_t)ids[i] * EMBEDDING, EMBEDDING * sizeof *inputs);
    for (int way = 0; way < 2; way++)
        run(&net.layers[0][way], inputs, EMBEDDING, count, way, first, (size_t)way * HIDDEN);
    for (int way = 0; way < 2; way++)
        run(&net.layers[1][way], first, (size_t)2 * HIDDEN, count, way, second, (size_t)way * HIDDEN);
    for (int a = 0; a < LABELS; a++)
        for (int b = 0; b < LABELS; b++) step[a][b] = exp((double)net.follow[(a + 2) * LABELS + b]);
    for (size_t i = 0; i < count; i++) {
        float score[LABELS], most = -1e30f;
        memcpy(score, net.out_bias, sizeof score);
        add_product(second + i * 2 * HIDDEN, (size_t)2 * HIDDEN, net.out, LABELS, score);
        for (int l = 0; l < LABELS; l++) {
            if (!i) score[l] += net.follow[l];
            if (i + 1 == count) score[l] += net.follow[LABELS + l];
            most = score[l] > most ? score[l] : most;
        }
        for (int l = 0; l < LABELS; l++) scores[i][l] = exp((double)(score[l] - most));
    }
    for (size_t i = 0; i < count; i++) {
        double total = 0;
        for (int b = 0; b < LABELS; b++) {
            double sum = i ? 0 : 1;
            if (i)
                for (int a = 0; a < LABELS; a++) sum += forward[i - 1][a] * step[a][b];
            total += forward[i][b] = sum * scores[i][b];
        }
        for (int b = 0; b < LABELS; b++) forward[i][b] /= total;
    }
    for (size_t i = count; i-- > 0;) {
        double total = 0;
        for (int a = 0; a < LABELS; a++) {
            double sum = i + 1 == count;
            if (i + 1 < count)
                for (int b = 0; b < LABELS; b++) sum += step[a][b] * scores[i + 1][b] * backward[i + 1][b];
            total += backward[i][a] = sum;
        }
        for (int a = 0; a < LABELS; a++) backward[i][a] /= total;
        total = 0;
        for (int l = 0; l < LABELS; l++) total += forward[i][l] * backward[i][l];
        for (int l = 0; l < LABELS; l++) likely[i][l] = (float)(forward[i][l] * backward[i][l] / total);
    }
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

enum { NO_NAME, BEGIN_PER, BEGIN_LOC, BEGIN_ORG, INSIDE_PER, INSIDE_LOC, INSIDE_ORG, DOUBT, KINDS };
static const char *const kind_tags[KINDS] = {"O", "B-PER", "B-LOC", "B-ORG", "I-PER", "I-LOC", "I-ORG", "?"};

static int kind_of(const char *tag)
{
    for (int k = BEGIN_PER; k < DOUBT; k++)
        if (!strncmp(tag, kind_tags[k] + 2, 3)) {
            int inside = !strcmp(tag + 3, "-I");
            return (k - 1) % 3 + (inside ? INSIDE_PER : BEGIN_PER);
        }
    return !strncmp(tag, "nr-", 3) || !strncmp(tag, "ns-", 3) || !strncmp(tag, "nt-", 3) ? DOUBT : NO_NAME;
}

static void find(const int *ids, size_t count, float sure, int *kinds)
{
    static float likely[LENGTH_MAX][LABELS];
    label(ids, count, likely);
    for (size_t i = 0; i < count; i++) {
        float of[KINDS] = {0};
        for (int l = 0; l < LABELS; l++) of[kind_of(net.tags[l])] += likely[i][l];
        kinds[i] = NO_NAME;
        for (int k = 0; k < KINDS; k++)
            if (of[k] > of[kinds[i]]) kinds[i] = k;
        if (of[kinds[i]] < sure) kinds[i] = DOUBT;
    }
}

static void write_sentence(const char *bytes, size_t length)
{
    static int ids[LENGTH_MAX], kinds[LENGTH_MAX];
    static size_t starts[LENGTH_MAX + 1];
    size_t count = 0;
    for (size_t at = 0; at < length && count < LENGTH_MAX;) {
        uint32_t code;
        starts[count] = at;
        at += utf8_decode(bytes + at, bytes + length, &code);
        ids[count++] = id_of(code);
        starts[count] = at;
    }
    if (count < 4) return;
    find(ids, count, SURE, kinds);
    for (size_t i = 0; i < count; i++) {
        size_t n = starts[i + 1] - starts[i];
        int blank = bytes[starts[i]] == ' ' || !memcmp(bytes + starts[i], "\xE3\x80\x80", n < 3 ? n : 3);
        printf("%.*s\t%s\n", blank ? 3 : (int)n, blank ? "\xE2\x90\xA3" : bytes + starts[i], kind_tags[kinds[i]]);
    }
    printf("\n");
}

/* A line: its sentences. */
static void write_line(const char *line, size_t length)
{
    size_t begin = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t n = utf8_decode(line + at, line + length, &code);
        at += n;
        int ends = code == 0x3002 || code == 0xFF01 || code == 0xFF1F || at - begin > (LENGTH_MAX - 8) * 3;
        while (ends && at + 3 <= length &&
               (!memcmp(line + at, "\xE2\x80\x9D", 3) || !memcmp(line + at, "\xE3\x80\x8D", 3)))
            at += 3;
        if (!ends && at < length) continue;
        while (begin < at && (line[begin] == ' ' || (unsigned char)line[begin] < 0x20)) begin++;
        while (at - begin >= 3 && !memcmp(line + begin, "\xE3\x80\x80", 3)) begin += 3;
        write_sentence(line + begin, at - begin);
        begin = at;
    }
}

static int has_han(const char *bytes, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++)
        if ((unsigned char)bytes[i] >= 0xE4 && (unsigned char)bytes[i] <= 0xE9) return 1;
    return 0;
}

/* Each "text": "..." of a JSON file, its escapes undone, a document each. */
static void write_json(char *json)
{
    for (char *at = json; (at = strstr(at, "\"text\": \"")) != NULL;) {
        char *out = at += 9, *begin = at;
        printf("-DOCSTART-\tO\n\n");
        for (; *at && *at != '"'; at++) {
            if (*at != '\\') {
                *out++ = *at;
                continue;
            }
            at++;
            if (*at == 'u') {
                char digits[5] = {at[1], at[2], at[3], at[4], 0};
                out += utf8_encode((uint32_t)strtoul(digits, NULL, 16), out);
                at += 4;
            } else if (*at == 'n' || *at == 'r') {
                if (has_han(begin, (size_t)(out - begin))) write_line(begin, (size_t)(out - begin));
                out = begin;
            } else *out++ = *at == 't' ? ' ' : *at;
        }
        if (has_han(begin, (size_t)(out - begin))) write_line(begin, (size_t)(out - begin));
    }
}

static void write_lines(char *line)
{
    for (char *next; *line; line = next) {
        size_t length = strcspn(line, "\r\n"), best = 0;
        next = line + length;
        while (*next == '\r' || *next == '\n') next++;
        line[length] = 0;
        char *cell = line, *longest = NULL;
        for (char *at = line;; at++) {
            if (*at && *at != '\t') continue;
            if ((size_t)(at - cell) > best && has_han(cell, (size_t)(at - cell)))
                longest = cell, best = (size_t)(at - cell);
            if (!*at) break;
            cell = at + 1;
        }
        if (longest) write_line(longest, best);
    }
}

/* --- classes of characters ----------------------------------------------------------------------------------------------------- */

enum { HAN_FIRST = 0x3400, HAN_LAST = 0x9FFF, ROUNDS = 25, CLASSES_FEW = 48, CLASSES_MAX = 240 };

static const float SEEN = 12; /* least length of the vector of a character that the network has seen often enough */

static float dot(const float *a, const float *b)
{
    float sum = 0;
    for (size_t k = 0; k < EMBEDDING; k++) sum += a[k] * b[k];
    return sum;
}

/* Lloyd's algorithm over directions. It starts from the first point and, again and again, the one that is farthest from those taken. */
static void cluster(const float *points, size_t count, size_t classes, int *class_of)
{
    static float centres[CLASSES_MAX][EMBEDDING];
    static float nearest[DICTIONARY];
    size_t farthest = 0;
    for (size_t c = 0; c < classes; c++) {
        memcpy(centres[c], points + farthest * EMBEDDING, sizeof centres[c]);
        farthest = 0;
        for (size_t i = 0; i < count; i++) {
            float near = dot(points + i * EMBEDDING, centres[c]);
            nearest[i] = !c || near > nearest[i] ? near : nearest[i];
            if (nearest[i] < nearest[farthest]) farthest = i;
        }
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < count; i++) {
            float best = -1e30f;
            for (size_t c = 0; c < classes; c++) {
                float near = dot(points + i * EMBEDDING, centres[c]);
                if (near > best) best = near, class_of[i] = (int)c;
            }
        }
        memset(centres, 0, sizeof centres);
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < EMBEDDING; k++) centres[class_of[i]][k] += points[i * EMBEDDING + k];
        for (size_t c = 0; c < classes; c++) {
            float square = 1e-9f;
            for (size_t k = 0; k < EMBEDDING; k++) square += centres[c][k] * centres[c][k];
            for (size_t k = 0; k < EMBEDDING; k++) centres[c][k] /= sqrtf(square);
        }
    }
}

static void write_classes(void)
{
    static int coarse[DICTIONARY], fine[DICTIONARY];
    static uint32_t codes[DICTIONARY];
    float *points = checked(malloc((size_t)DICTIONARY * EMBEDDING * sizeof *points));
    size_t count = 0;
    for (size_t i = 0; i < net.words; i++) {
        if (net.dictionary[i].code < HAN_FIRST || net.dictionary[i].code > HAN_LAST) continue;
        const float *vector = net.embedding + (size_t)net.dictionary[i].id * EMBEDDING;
        float square = 0;
        for (size_t k = 0; k < EMBEDDING; k++) square += vector[k] * vector[k];
        if (square < SEEN * SEEN) continue;
        memcpy(points + count * EMBEDDING, vector, EMBEDDING * sizeof *vector);
        codes[count++] = net.dictionary[i].code;
    }
    for (size_t k = 0; k < EMBEDDING; k++) {
        float mean = 0;
        for (size_t i = 0; i < count; i++) mean += points[i * EMBEDDING + k] / (float)count;
        for (size_t i = 0; i < count; i++) points[i * EMBEDDING + k] -= mean;
    }
    for (size_t i = 0; i < count; i++) {
        float square = 1e-9f;
        for (size_t k = 0; k < EMBEDDING; k++) square += points[i * EMBEDDING + k] * points[i * EMBEDDING + k];
        for (size_t k = 0; k < EMBEDDING; k++) points[i * EMBEDDING + k] /= sqrtf(square);
    }
    cluster(points, count, CLASSES_FEW, coarse);
    cluster(points, count, CLASSES_MAX, fine);
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        size_t n = utf8_encode(codes[i], bytes);
        printf("%.*s\t%d\t%d\n", (int)n, bytes, coarse[i], fine[i]);
    }
    free(points);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) perror(path), exit(1);
    char *bytes = checked(malloc(LINE_BYTES + 1));
    size_t n = fread(bytes, 1, LINE_BYTES, file);
    bytes[n] = 0;
    fclose(file);
    return bytes;
}

/* --- how good the teacher is -------------------------------------------------------------------------------------------------- */

static void score_sentence(const int *ids, const int *gold, size_t count, size_t counts[3][3])
{
    static int kinds[LENGTH_MAX];
    find(ids, count, 0, kinds);
    for (int side = 0; side < 2; side++) {
        const int *a = side ? kinds : gold, *b = side ? gold : kinds;
        for (size_t i = 0; i < count; i++) {
            if (a[i] < BEGIN_PER || a[i] > BEGIN_ORG) continue;
            size_t class_ = (size_t)a[i] - 1, end = i + 1;
            while (end < count && a[end] == a[i] + 3) end++;
            int same = 1;
            for (size_t k = i; k < end; k++) same &= a[k] == b[k];
            if (end < count && b[end] == a[i] + 3) same = 0;
            counts[class_][side]++;
            if (!side) counts[class_][2] += (size_t)same;
        }
    }
}

static void evaluate(char *text)
{
    static int ids[LENGTH_MAX], gold[LENGTH_MAX];
    size_t count = 0, counts[3][3] = {{0}};
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n'), *tab = strchr(line, '\t');
        if (!end) break;
        *end = 0;
        if (!*line || count == LENGTH_MAX) {
            if (count) score_sentence(ids, gold, count, counts);
            count = 0;
        }
        if (*line && tab && strncmp(line, "-DOCSTART-", 10) != 0) {
            *tab = 0;
            char *tag = tab + 1, *more = strchr(tag, '\t');
            if (more) *more = 0;
            uint32_t code;
            const char *at = line;
            int begins = tag[0] == 'B';
            if (!strcmp(line, "\xE2\x90\xA3")) at = " ";
            for (const char *stop = at + strlen(at); at < stop && count < LENGTH_MAX; begins = 0) {
                at += utf8_decode(at, stop, &code);
                ids[count] = id_of(code);
                gold[count] = NO_NAME;
                const char *class_ = tag[0] == 'O' ? "" : !strcmp(tag + 2, "GPE") ? "LOC" : tag + 2;
                for (int k = BEGIN_PER; k <= BEGIN_ORG; k++)
                    if (!strcmp(class_, kind_tags[k] + 2)) gold[count] = begins ? k : k + 3;
                count++;
            }
        }
        line = end + 1;
    }
    if (count) score_sentence(ids, gold, count, counts);
    size_t hits = 0, all = 0;
    for (int c = 0; c < 3; c++) {
        printf("%s %.1f  ", kind_tags[c + 1] + 2, 200.0 * (double)counts[c][2] / (double)(counts[c][0] + counts[c][1]));
        hits += counts[c][2];
        all += counts[c][0] + counts[c][1];
    }
    printf("F1 %.2f\n", 200.0 * (double)hits / (double)all);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: label_chinese LAC [-e] TEXT ...\n");
        return 1;
    }
    read_network(argv[1]);
    if (!strcmp(argv[2], "-c")) {
        write_classes();
        return 0;
    }
    int scored = !strcmp(argv[2], "-e");
    for (int i = 2 + scored; i < argc; i++) {
        char *bytes = read_file(argv[i]);
        size_t n = strlen(argv[i]);
        if (scored) evaluate(bytes);
        else if (n > 5 && !strcmp(argv[i] + n - 5, ".json")) write_json(bytes);
        else printf("-DOCSTART-\tO\n\n"), write_lines(bytes);
        free(bytes);
    }
    return 0;
}
