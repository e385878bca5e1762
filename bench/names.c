/*
** names.c - how well and how fast spellings of names are matched: ours beside edit distances over what ICU romanized
**
** usage: names PAIRS.tsv [SPELLFIX.so]
**
** PAIRS holds `name_a TAB name_b TAB same TAB kind` with a line of column names. Pairs that are listed with both answers, and repeated ones, are
** left out, as the evaluation does. Printed are:
**     matchers    precision, recall and F1 over all pairs but territories (terr_*), F1 of groups of kinds, and pairs a second. The
**                 names fall into two halves by a hash of name_a. A peer's threshold is the best one of half A; ours is 0.5 for all.
**     retrieval   the share of the first 150 names of a kind whose best among all second names of the kind is right
**     reliability how often names of about one similarity are the same; half of the pairs are hard negatives, so it
**                 says less than the odds in a corpus of random names would
**     speed       CPU time, the best of three: names given as text, read before, and one of them read before
**
** Peers: Levenshtein distance by the longer length and Jaro-Winkler (prefix weight 0.1), both of this file, and spellfix1_editdist() if its
** library is given, all over `Any-Latin; Latin-ASCII; Lower` of ICU without what is not a letter or digit.
*/
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include "names/names.h"

enum { MOST_PAIRS = 200000, LONGEST_LINE = 4096, ASKED = 150, PLAIN = 128, STEPS = 1000 };

typedef struct Pair {
    char *a, *b, *kind; /* kind: without `:hard` */
    size_t a_length, b_length;
    char plain_a[PLAIN], plain_b[PLAIN];
    int same, order, half;
    float value[4]; /* of each matcher */
} Pair;

enum { OURS, LEVENSHTEIN, JARO_WINKLER, SPELLFIX, MATCHERS };
static const char *const matcher_names[MATCHERS] = {"corpus_name_similarity", "Levenshtein on ICU",
                                                    "Jaro-Winkler on ICU", "spellfix1_editdist on ICU"};

static Pair *pairs;
static int pair_count;
static Icu *icu;
static sqlite3_stmt *spellfix;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- reading --- */

static char *copy_cell(const char *from)
{
    char *to = malloc(strlen(from) + 1), *end = to;
    if (!to) exit(1);
    for (; *from; from++) { /* cells escape tabs, line feeds and backslashes */
        if (*from == '\\' && from[1]) from++;
        *end++ = *from;
    }
    *end = 0;
    return to;
}

static int by_names(const void *left, const void *right)
{
    const Pair *x = left, *y = right;
    int order = strcmp(x->a, y->a);
    if (!order) order = strcmp(x->b, y->b);
    return order ? order : x->order - y->order;
}

static int by_order(const void *left, const void *right)
{
    return ((const Pair *)left)->order - ((const Pair *)right)->order;
}

/* Leaves out pairs that have both answers, and all but the first of one kind. */
static void leave_out(void)
{
    int kept = 0;
    qsort(pairs, (size_t)pair_count, sizeof *pairs, by_names);
    for (int i = 0, end; i < pair_count; i = end) {
        int both = 0;
        for (end = i; end < pair_count && !strcmp(pairs[end].a, pairs[i].a) && !strcmp(pairs[end].b, pairs[i].b); end++)
            both |= 1 << pairs[end].same;
        for (int k = i; k < end && both != 3; k++) {
            int repeated = 0;
            for (int l = i; l < k; l++) repeated |= !strcmp(pairs[l].kind, pairs[k].kind);
            if (!repeated) pairs[kept++] = pairs[k];
        }
    }
    pair_count = kept;
    qsort(pairs, (size_t)pair_count, sizeof *pairs, by_order);
}

static void read_pairs(const char *path)
{
    char line[LONGEST_LINE];
    FILE *in = fopen(path, "r");
    pairs = calloc(MOST_PAIRS, sizeof *pairs);
    if (!in || !pairs) perror(path), exit(1);
    if (!fgets(line, sizeof line, in)) exit(1);
    while (pair_count < MOST_PAIRS && fgets(line, sizeof line, in)) {
        char *cells[4] = {strtok(line, "\t\n"), strtok(NULL, "\t\n"), strtok(NULL, "\t\n"), strtok(NULL, "\t\n")};
        if (!cells[3]) continue;
        Pair *pair = &pairs[pair_count];
        unsigned hash = 2166136261u;
        *pair = (Pair){copy_cell(cells[0]),
                       copy_cell(cells[1]),
                       copy_cell(cells[3]),
                       0,
                       0,
                       "",
                       "",
                       cells[2][0] == '1',
                       pair_count,
                       0,
                       {0}};
        pair->a_length = strlen(pair->a), pair->b_length = strlen(pair->b);
        for (const char *c = pair->a; *c; c++) hash = (hash ^ (unsigned char)*c) * 16777619u;
        pair->half = hash >> 13 & 1;
        pair_count++;
    }
    fclose(in);
    leave_out();
    for (int i = 0; i < pair_count; i++) {
        char *colon = strchr(pairs[i].kind, ':');
        if (colon) *colon = 0;
    }
}

/* --- peers --- */

static void romanize(UTransliterator *transliterator, const char *name, char out[PLAIN])
{
    enum { ROOM = 2048 };
    UChar wide[ROOM];
    char text[ROOM * 3];
    int32_t length = 0, limit, count = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(wide, ROOM / 4, &length, name, -1, &error);
    limit = length;
    utrans_transUChars(transliterator, wide, &length, ROOM, 0, &limit, &error);
    u_strToUTF8(text, (int32_t)sizeof text, &length, wide, length, &error);
    if (U_FAILURE(error)) length = 0;
    for (int32_t i = 0; i < length && count < PLAIN - 1; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out[count++] = (char)c;
    }
    out[count] = 0;
}

static void romanize_all(void)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Any-Latin; Latin-ASCII; Lower");
    UTransliterator *transliterator = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) exit(1);
    for (int i = 0; i < pair_count; i++) {
        romanize(transliterator, pairs[i].a, pairs[i].plain_a);
        romanize(transliterator, pairs[i].b, pairs[i].plain_b);
    }
    utrans_close(transliterator);
}

static double levenshtein(const char *a, const char *b)
{
    int row[PLAIN], n = (int)strlen(a), m = (int)strlen(b);
    for (int j = 0; j <= m; j++) row[j] = j;
    for (int i = 1; i <= n; i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            int change = corner + (a[i - 1] != b[j - 1]);
            int least = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < least ? change : least;
        }
    }
    return n + m ? 1 - (double)row[m] / (n > m ? n : m) : 0;
}

static double jaro_winkler(const char *a, const char *b)
{
    char used_a[PLAIN] = {0}, used_b[PLAIN] = {0};
    int n = (int)strlen(a), m = (int)strlen(b), window = (n > m ? n : m) / 2 - 1, common = 0, moved = 0, prefix = 0;
    if (!n || !m) return 0;
    for (int i = 0; i < n; i++)
        for (int j = i > window ? i - window : 0; j < m && j <= i + window; j++)
            if (!used_b[j] && a[i] == b[j]) {
                used_a[i] = used_b[j] = 1;
                common++;
                break;
            }
    if (!common) return 0;
    for (int i = 0, j = 0; i < n; i++) {
        if (!used_a[i]) continue;
        while (!used_b[j]) j++;
        moved += a[i] != b[j++];
    }
    double jaro = ((double)common / n + (double)common / m + (common - moved / 2.0) / common) / 3;
    while (prefix < 4 && a[prefix] && a[prefix] == b[prefix]) prefix++;
    return jaro + prefix * 0.1 * (1 - jaro);
}

static void open_spellfix(const char *path)
{
    sqlite3 *db;
    char *message = NULL;
    if (!path || sqlite3_open(":memory:", &db) != SQLITE_OK) return;
    sqlite3_enable_load_extension(db, 1);
    if (sqlite3_load_extension(db, path, NULL, &message) != SQLITE_OK)
        fprintf(stderr, "%s: %s\n", path, message ? message : "?");
    else sqlite3_prepare_v2(db, "SELECT spellfix1_editdist(?1,?2)", -1, &spellfix, NULL);
    sqlite3_free(message);
}

/* Its costs are some 100 a letter. */
static double spellfix_similarity(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    sqlite3_bind_text(spellfix, 1, a, (int)n, SQLITE_STATIC);
    sqlite3_bind_text(spellfix, 2, b, (int)m, SQLITE_STATIC);
    double cost = sqlite3_step(spellfix) == SQLITE_ROW ? sqlite3_column_double(spellfix, 0) : 1e6;
    sqlite3_reset(spellfix);
    if (cost < 0 || !(n + m)) return 0; /* not ASCII */
    double value = 1 - cost / 100 / (double)(n > m ? n : m);
    return value > 0 ? value : 0;
}

static double value_of(int matcher, const Pair *pair)
{
    switch (matcher) {
    case OURS: return names_similarity(icu, pair->a, pair->a_length, pair->b, pair->b_length);
    case LEVENSHTEIN: return levenshtein(pair->plain_a, pair->plain_b);
    case JARO_WINKLER: return jaro_winkler(pair->plain_a, pair->plain_b);
    default: return spellfix_similarity(pair->plain_a, pair->plain_b);
    }
}

/* --- matchers --- */

typedef struct Score {
    double precision, recall, f1;
} Score;

/* Over the pairs of `half` (-1: both) whose kind holds one of `parts` (divided by |; NULL: all but territories). */
static int is_in(const Pair *pair, int half, const char *parts)
{
    if (half >= 0 && pair->half != half) return 0;
    if (!parts) return strncmp(pair->kind, "terr", 4) != 0;
    for (const char *part = parts; *part;) {
        size_t length = strcspn(part, "|");
        for (const char *at = pair->kind; *at; at++)
            if (!strncmp(at, part, length)) return 1;
        part += length + (part[length] == '|');
    }
    return 0;
}

static Score score(int matcher, double threshold, int half, const char *parts)
{
    double hit = 0, said = 0, same = 0;
    for (int i = 0; i < pair_count; i++) {
        if (!is_in(&pairs[i], half, parts)) continue;
        int yes = (double)pairs[i].value[matcher] >= threshold;
        said += yes, same += pairs[i].same, hit += yes && pairs[i].same;
    }
    double p = said > 0 ? hit / said : 0, r = same > 0 ? hit / same : 0;
    return (Score){p, r, p + r > 0 ? 2 * p * r / (p + r) : 0};
}

static double best_threshold(int matcher)
{
    double best = 0, most = -1;
    for (int i = 0; i < STEPS; i++) {
        double threshold = (double)i / STEPS, f1 = score(matcher, threshold, 0, NULL).f1;
        if (f1 > most) most = f1, best = threshold;
    }
    return best;
}

static const char *const groups[][2] = {{"kk", "_kk|_KZ"},      {"cyrl", "_ru|_uk|_kk|_BG|_BY|_RS|_RU|_KG"},
                                        {"ko", "_ko|_KR"},      {"zh", "_zh|_CN|_TW|_chinese"},
                                        {"ja", "_ja|_JP"},      {"ar he el", "_arabic|_hebrew|_ar|_el|_GR|_IL|_AE"},
                                        {"osbench", "osbench"}, {"traps", "trap"}};
enum { GROUPS = sizeof groups / sizeof *groups };

static void report_matchers(void)
{
    printf("%-26s %5s  %-17s %-17s %-17s ", "matcher", "from", "half A  P R F1", "half B  P R F1", "both    P R F1");
    for (int g = 0; g < GROUPS; g++) printf(" %8s", groups[g][0]);
    printf("   pairs/s\n");
    for (int m = 0; m < MATCHERS; m++) {
        if (m == SPELLFIX && !spellfix) {
            printf(
                "%-26s not available: give its library (SQLite's ext/misc/spellfix.c; Debian has no package of it)\n",
                matcher_names[m]);
            continue;
        }
        double begin = seconds();
        for (int i = 0; i < pair_count; i++) pairs[i].value[m] = (float)value_of(m, &pairs[i]);
        double rate = pair_count / (seconds() - begin), threshold = m == OURS ? 0.5 : best_threshold(m);
        printf("%-26s %5.3f ", matcher_names[m], threshold);
        for (int half = 0; half <= 2; half++) {
            Score s = score(m, threshold, half == 2 ? -1 : half, NULL);
            printf(" %.3f %.3f %.3f", s.precision, s.recall, s.f1);
        }
        printf(" ");
        for (int g = 0; g < GROUPS; g++) printf(" %8.3f", score(m, threshold, -1, groups[g][1]).f1);
        printf(" %9.0f\n", rate);
    }
    for (int g = 0; g < GROUPS; g++) {
        Score halves[2] = {score(OURS, 0.5, 0, groups[g][1]), score(OURS, 0.5, 1, groups[g][1])};
        printf("  ours, %-10s half A %.3f %.3f %.3f   half B %.3f %.3f %.3f\n", groups[g][0], halves[0].precision,
               halves[0].recall, halves[0].f1, halves[1].precision, halves[1].recall, halves[1].f1);
    }
}

/* --- retrieval --- */

typedef struct Retrieval {
    NameReading **readings; /* of all second names of the kind */
    int *members, count;
} Retrieval;

static int is_right(const Retrieval *kind, const char *asked, const char *answer)
{
    for (int k = 0; k < kind->count; k++)
        if (!strcmp(pairs[kind->members[k]].a, asked) && !strcmp(pairs[kind->members[k]].b, answer)) return 1;
    return 0;
}

static int best_answer(const Retrieval *kind, int matcher, const Pair *asked, const NameReading *reading)
{
    double most = -1;
    int best = 0;
    for (int k = 0; k < kind->count; k++) {
        const Pair *other = &pairs[kind->members[k]];
        double value = matcher == OURS          ? names_compare(reading, kind->readings[k])
                       : matcher == LEVENSHTEIN ? levenshtein(asked->plain_a, other->plain_b)
                                                : jaro_winkler(asked->plain_a, other->plain_b);
        if (value > most) most = value, best = kind->members[k];
    }
    return best;
}

static void ask_kind(const Retrieval *kind, const char *name)
{
    int asked = 0, right[MATCHERS] = {0};
    for (int k = 0; k < kind->count && asked < ASKED; k++) {
        const Pair *pair = &pairs[kind->members[k]];
        int before = 0;
        for (int l = 0; l < k; l++) before |= !strcmp(pairs[kind->members[l]].a, pair->a);
        if (before) continue;
        asked++;
        NameReading *reading = names_read(icu, pair->a, pair->a_length);
        for (int m = 0; m <= JARO_WINKLER; m++)
            right[m] += is_right(kind, pair->a, pairs[best_answer(kind, m, pair, reading)].b);
        names_free(reading);
    }
    printf("  %-18s %4d of %4d   ours %.3f   Levenshtein %.3f   Jaro-Winkler %.3f\n", name, asked, kind->count,
           (double)right[0] / asked, (double)right[1] / asked, (double)right[2] / asked);
}

static void report_retrieval(void)
{
    enum { LEAST = 100 };
    printf("\nretrieval: the best of all second names of a kind is right\n");
    for (int i = 0; i < pair_count; i++) {
        Retrieval kind = {calloc((size_t)pair_count, sizeof(NameReading *)), calloc((size_t)pair_count, sizeof(int)),
                          0};
        int first = pairs[i].same;
        if (!kind.readings || !kind.members) exit(1);
        for (int k = 0; k < i && first; k++) first = !pairs[k].same || strcmp(pairs[k].kind, pairs[i].kind) != 0;
        for (int k = i; k < pair_count && first; k++)
            if (pairs[k].same && !strcmp(pairs[k].kind, pairs[i].kind)) kind.members[kind.count++] = k;
        if (kind.count >= LEAST) {
            for (int k = 0; k < kind.count; k++)
                kind.readings[k] = names_read(icu, pairs[kind.members[k]].b, pairs[kind.members[k]].b_length);
            ask_kind(&kind, pairs[i].kind);
            for (int k = 0; k < kind.count; k++) names_free(kind.readings[k]);
        }
        free(kind.readings);
        free(kind.members);
    }
}

/* --- reliability --- */

static void report_reliability(void)
{
    enum { BINS = 10 };
    double same[BINS] = {0}, sum[BINS] = {0}, count[BINS] = {0}, error = 0, all = 0, brier = 0;
    for (int i = 0; i < pair_count; i++) {
        if (!is_in(&pairs[i], -1, NULL)) continue;
        double value = (double)pairs[i].value[OURS];
        int bin = value >= 1 ? BINS - 1 : (int)(value * BINS);
        same[bin] += pairs[i].same, sum[bin] += value, count[bin]++, all++;
        brier += (value - pairs[i].same) * (value - pairs[i].same);
    }
    printf("\nreliability of corpus_name_similarity\n  similarity      pairs   mean    the same\n");
    for (int b = 0; b < BINS; b++) {
        if (count[b] == 0) continue;
        printf("  %.1f - %.1f   %8.0f   %.3f   %.3f\n", b / 10.0, (b + 1) / 10.0, count[b], sum[b] / count[b],
               same[b] / count[b]);
        error += fabs(sum[b] - same[b]);
    }
    printf("  expected calibration error %.4f, Brier score %.4f\n", error / all, brier / all);
}

/* --- speed --- */

static void print_rate(const char *what, double best, double count)
{
    printf("  %-58s %8.0f ns, %6.2f M pairs/s\n", what, best / count * 1e9, count / best / 1e6);
}

static void report_speed(void)
{
    enum { TIMES = 3, MANY = 400 };
    double best[3] = {1e9, 1e9, 1e9}, sum = 0;
    NameReading **a = calloc((size_t)pair_count, sizeof(NameReading *)),
                **b = calloc((size_t)pair_count, sizeof(NameReading *));
    if (!a || !b) exit(1);
    for (int i = 0; i < pair_count; i++) {
        a[i] = names_read(icu, pairs[i].a, pairs[i].a_length);
        b[i] = names_read(icu, pairs[i].b, pairs[i].b_length);
    }
    for (int time = 0; time < TIMES; time++) {
        double begin = seconds();
        for (int i = 0; i < pair_count; i++) sum += value_of(OURS, &pairs[i]);
        double middle = seconds();
        for (int i = 0; i < pair_count; i++) sum += names_compare(a[i], b[i]);
        double end = seconds();
        for (int i = 0; i < pair_count; i += pair_count / MANY)
            for (int k = 0; k < pair_count; k += pair_count / MANY) sum += names_compare(a[i], b[k]);
        double last = seconds();
        if (middle - begin < best[0]) best[0] = middle - begin;
        if (end - middle < best[1]) best[1] = end - middle;
        if (last - end < best[2]) best[2] = last - end;
    }
    int step = pair_count / MANY, many = (pair_count + step - 1) / step;
    printf("\nspeed of the engine over the pairs (CPU time, checksum %.0f)\n", sum);
    print_rate("both given as text", best[0], pair_count);
    print_rate("both read before", best[1], pair_count);
    print_rate("both read before, each of some names with each", best[2], (double)many * many);
    for (int i = 0; i < pair_count; i++) names_free(a[i]), names_free(b[i]);
    free(a);
    free(b);
}

int main(int argc, char **argv)
{
    if (argc < 2) return fputs("usage: names PAIRS.tsv [SPELLFIX.so]\n", stderr), 2;
    icu = icu_open();
    if (!icu) return 1;
    read_pairs(argv[1]);
    romanize_all();
    open_spellfix(argc > 2 ? argv[2] : NULL);
    report_matchers();
    report_retrieval();
    report_reliability();
    report_speed();
    icu_close(icu);
    return 0;
}
