/*
** train_record.c - learns how much each kind of evidence is worth for the day a page was published, and counts how often each is right
**
** usage: train_record FOLDER SET ... > ext/data/document/evidence.tsv
**   FOLDER/SET/gold.json lists pages: id, html (a file beside it), date; of +SET, which has no dates, the pages whose statements agree are used; =SET is measured alone
** build: make build/tools/train_record
**
** A page is one example: the days that it names (document/published.c), or none of them. The weights maximise the probability of the right one in a log-linear
** model, with a Gaussian prior about what is believed beforehand (`beliefs`), by gradient ascent with steps by AdaGrad (Duchi, Hazan and Singer 2011); which of the lines that name a day counts
** is decided by the weights so far. No kind may come to speak for what it is believed to speak against, nor the other way round: a few hundred pages would else teach
** that a footer is a good place.
**
** The pages are few, and mark up their dates well. What other sites lack is taken from them, so that each kind of evidence learns to do without the others: their
** statements (the lines alone must tell the day), their lines that name the right day (the statements must win against the dates of teasers), the right day altogether (nothing that is left is the
** page's date), and the words of their classes.
**
** Deterministic. To stderr it says how often the right day is found at all, is chosen, and is chosen in a cross-validation of
** five folds; TRAIN_PRIOR is the prior's precision.
*/
#include "tools/read_file.h"
#include "base/memory.h"
#include "document/document.h"
#include "document/evidence_rows.h"
#include "document/headline.h"
#include "document/html.h"
#include "document/json.h"
#include "document/published.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PAGES = 4000, FOLDS = 5, ROUNDS = 1500, MOST_DAYS = 64, MOST_SETS = 14 };

typedef struct Example {
    char id[80];
    Day *days;
    size_t count;
    ptrdiff_t right; /* -1: none of them */
    int dated;       /* the gold says a day */
    int fold;
    double weight;
    char gold[12];
} Example;

/* What a set is for: its days are gold, or are those that its statements agree on; or it is only measured. */
typedef enum SetKind { GOLD, STATED, MEASURED } SetKind;

static Example examples[MOST_PAGES], derived[MOST_PAGES];
static int example_count, derived_count, page_count;
static double prior = 1;

/* What is believed before any page is seen: what the words mean, and what the project forbids (comments, copyright lines, lists of other pages). */
static const double beliefs[EVIDENCES] = {[EVIDENCE_LD_ARTICLE] = 3.5,
                                          [EVIDENCE_LD_PAGE] = 3,
                                          [EVIDENCE_LD_PART] = -1,
                                          [EVIDENCE_LD_CREATED] = 1,
                                          [EVIDENCE_LD_MODIFIED] = -.5,
                                          [EVIDENCE_META_ARTICLE] = 4.5,
                                          [EVIDENCE_META_PUBLISHED] = 4,
                                          [EVIDENCE_META_DATE] = 3,
                                          [EVIDENCE_META_CREATED] = 1,
                                          [EVIDENCE_META_MODIFIED] = -.5,
                                          [EVIDENCE_ITEM_PUBLISHED] = 3,
                                          [EVIDENCE_ITEM_CREATED] = 1,
                                          [EVIDENCE_ITEM_MODIFIED] = -.5,
                                          [EVIDENCE_SCRIPT] = 2,
                                          [EVIDENCE_ADDRESS] = 4,
                                          [EVIDENCE_ADDRESS_MONTH] = 1,
                                          [EVIDENCE_ADDRESS_ELSE] = -1,
                                          [EVIDENCE_LINE] = -1,
                                          [EVIDENCE_LABEL_PUBLISHED] = 1.5,
                                          [EVIDENCE_LABEL_MODIFIED] = -1,
                                          [EVIDENCE_LABEL_SOURCE] = .5,
                                          [EVIDENCE_TIME] = .5,
                                          [EVIDENCE_TIME_TEXT] = .5,
                                          [EVIDENCE_CLASS_DATE] = .5,
                                          [EVIDENCE_CLASS_PUBLISHED] = 1,
                                          [EVIDENCE_CLASS_MODIFIED] = -.5,
                                          [EVIDENCE_CLASS_BYLINE] = .5,
                                          [EVIDENCE_CLASS_ARTICLE] = .3,
                                          [EVIDENCE_CLASS_COMMENT] = -3,
                                          [EVIDENCE_CLASS_ASIDE] = -1.5,
                                          [EVIDENCE_CLASS_FOOTER] = -1,
                                          [EVIDENCE_IN_LINK] = -.5,
                                          [EVIDENCE_IN_HEADER] = -2,
                                          [EVIDENCE_WORDS] = -1,
                                          [EVIDENCE_BEFORE_BODY] = 1,
                                          [EVIDENCE_AFTER_BODY] = -1,
                                          [EVIDENCE_BLOCK_BYLINE] = .5,
                                          [EVIDENCE_BLOCK_FRAME] = -1,
                                          [EVIDENCE_IN_PARAGRAPH] = -1,
                                          [EVIDENCE_ALONE] = .5,
                                          [EVIDENCE_CLOCK] = .3,
                                          [EVIDENCE_OPENS] = .2,
                                          [EVIDENCE_COPYRIGHT] = -2,
                                          [EVIDENCE_ABOVE_NEAR] = 1,
                                          [EVIDENCE_BELOW_NEAR] = 1.5,
                                          [EVIDENCE_BELOW] = .5,
                                          [EVIDENCE_NO_HEADLINE] = .5,
                                          [EVIDENCE_FIRST] = .5,
                                          [EVIDENCE_FIRST_BELOW] = .5,
                                          [EVIDENCE_SWAPPED] = -2,
                                          [EVIDENCE_MANY] = -1,
                                          [EVIDENCE_BARE] = -1.5,
                                          [EVIDENCE_LATER] = -4,
                                          [EVIDENCE_OLD] = -3,
                                          [EVIDENCE_AS_CHANGED] = -2,
                                          [EVIDENCE_META_OTHER] = .5};

/* Of a set without gold: a page whose linked data and meta elements agree is one example of where readers find the day. */
static void take_stated(Example *e)
{
    static const uint64_t sure =
        1ull << EVIDENCE_LD_ARTICLE | 1ull << EVIDENCE_META_ARTICLE | 1ull << EVIDENCE_META_PUBLISHED;
    int days = 0;
    for (size_t i = 0; i < e->count; i++)
        if (e->days[i].stated & sure) e->right = (ptrdiff_t)i, days++;
    if (days != 1) e->right = -1;
    e->dated = e->right >= 0;
    e->weight = 0;
}

/* --- what other sites lack ---------------------------------------------------------------------------------------------------------------- */
typedef struct Source {
    Arena *arena;
    Icu *icu;
    const Metadata *metadata;
    size_t headline; /* its number among the lines, or SIZE_MAX */
    const Page *page;
} Source;

static void set_days(Example *e, const DayList *days)
{
    e->count = days->count;
    e->days = malloc((days->count + 1) * sizeof *e->days);
    if (!e->days) exit(1);
    if (days->count) memcpy(e->days, days->items, days->count * sizeof *e->days);
}

/* Does a line name the day? */
static int names_day(const Source *s, const MetadataLine *line, const Stamp *gold)
{
    MetadataLine copy = *line;
    Metadata one = *s->metadata;
    DayList days = {NULL, 0, 0};
    memset(&one.claims, 0, sizeof one.claims);
    one.lines.items = &copy, one.lines.count = 1;
    if (published_days(s->arena, s->icu, &one, SIZE_MAX, s->page->language, s->page, &days) != STATUS_OK) exit(1);
    for (size_t i = 0; i < days.count; i++)
        if (stamp_day(&days.items[i].stamp) == stamp_day(gold)) return 1;
    return 0;
}

/* The page without its lines that name the right day, and if `all` without any statement. */
static void read_without(const Source *s, const Stamp *gold, int all, DayList *days)
{
    Metadata rest = *s->metadata;
    size_t n = 0, headline = SIZE_MAX;
    rest.lines.items = malloc((s->metadata->lines.count + 1) * sizeof *rest.lines.items);
    if (!rest.lines.items) exit(1);
    for (size_t i = 0; i < s->metadata->lines.count; i++) {
        const MetadataLine *line = &s->metadata->lines.items[i];
        if (i == s->headline) headline = n;
        else if (names_day(s, line, gold)) continue;
        rest.lines.items[n++] = *line;
    }
    rest.lines.count = n;
    if (all) memset(&rest.claims, 0, sizeof rest.claims);
    if (published_days(s->arena, s->icu, &rest, headline, s->page->language, s->page, days) != STATUS_OK) exit(1);
    free(rest.lines.items);
}

static int is_near(const Stamp *a, const Stamp *b)
{
    return abs(stamp_day(a) - stamp_day(b)) <= 1;
}

/* Leaves out days that a reader is told as that of a change, or that are the right one elsewhere in the world: they may be taken. */
static void leave_out(DayList *days, const Stamp *gold)
{
    static const uint64_t change =
        1ull << EVIDENCE_LABEL_MODIFIED | 1ull << EVIDENCE_CLASS_MODIFIED | 1ull << EVIDENCE_LABEL_PUBLISHED;
    size_t n = 0;
    for (size_t i = 0; i < days->count; i++) {
        uint64_t any = 0;
        for (uint32_t k = 0; k < days->items[i].mention_count; k++) any |= days->items[i].mentions[k];
        if (!(any & change) && !is_near(&days->items[i].stamp, gold)) days->items[n++] = days->items[i];
    }
    days->count = n;
}

static Example *push_derived(const Example *page, double weight)
{
    if (derived_count == MOST_PAGES) fputs("too many pages\n", stderr), exit(1);
    Example *e = &derived[derived_count++];
    *e = *page;
    e->weight = weight;
    return e;
}

/* Statements that say something of the page as a whole are gone, and marks that were read off them. */
static void silence(Example *e)
{
    static const uint64_t by_statements =
        1ull << EVIDENCE_LATER | 1ull << EVIDENCE_SHOWN_CHANGE | 1ull << EVIDENCE_SUPERSEDED;
    for (size_t k = 0; k < e->count; k++) {
        e->days[k].stated = 0;
        for (uint32_t m = 0; m < e->days[k].mention_count; m++) e->days[k].mentions[m] &= ~by_statements;
    }
    if (e->right >= 0 && !e->days[e->right].mention_count) e->right = -1;
}

static void forget_classes(Example *e)
{
    static const uint64_t classes = 1ull << EVIDENCE_CLASS_DATE | 1ull << EVIDENCE_CLASS_PUBLISHED |
                                    1ull << EVIDENCE_CLASS_MODIFIED | 1ull << EVIDENCE_CLASS_BYLINE |
                                    1ull << EVIDENCE_CLASS_ARTICLE | 1ull << EVIDENCE_CLASS_ASIDE;
    for (size_t k = 0; k < e->count; k++)
        for (uint32_t m = 0; m < e->days[k].mention_count; m++) e->days[k].mentions[m] &= ~classes;
}

static ptrdiff_t number_of(const Example *e, const Stamp *gold)
{
    for (size_t i = 0; i < e->count; i++)
        if (stamp_day(&e->days[i].stamp) == stamp_day(gold)) return (ptrdiff_t)i;
    return -1;
}

static void derive(const Source *s, const Example *page, const Stamp *gold)
{
    static const double SILENCED = .7, CLASSLESS = .3, MUTED = .5, ABSENT = .5;
    DayList days = {NULL, 0, 0};
    DayList all = {page->days, page->count, page->count};
    Example *e = push_derived(page, SILENCED);
    set_days(e, &all);
    silence(e);
    e = push_derived(page, CLASSLESS);
    set_days(e, &all);
    silence(e);
    forget_classes(e);
    read_without(s, gold, 0, &days);
    e = push_derived(page, MUTED);
    set_days(e, &days);
    e->right = number_of(e, gold);
    if (e->right < 0) derived_count--;
    memset(&days, 0, sizeof days);
    read_without(s, gold, 1, &days);
    leave_out(&days, gold);
    e = push_derived(page, ABSENT);
    set_days(e, &days);
    e->right = -1;
}

/* A page whose gold is the day of its last change, which is labelled so, though it states its publication. */
static int is_of_change(const Example *e)
{
    if (e->right < 0 || !e->days[e->right].mention_count) return 0;
    int superseded = 0;
    const Day *day = &e->days[e->right];
    for (uint32_t i = 0; i < day->mention_count; i++)
        superseded |= ((day->mentions[i] >> EVIDENCE_SUPERSEDED) & 1) != 0;
    return superseded && !published_is_supported(day);
}

static void add_page(Icu *icu, const char *id, const char *path, const char *date, SetKind kind)
{
    size_t length;
    Arena arena;
    Page page;
    HtmlText html;
    Metadata metadata;
    Headline headline;
    DayList days = {NULL, 0, 0};
    Stamp gold;
    char *bytes = read_file(path, &length);
    arena_init(&arena, 0);
    if (!bytes || example_count == MOST_PAGES) return;
    if (html_read_with(&arena, icu, bytes, length, &html, &metadata) == STATUS_OK &&
        document_analyze(&arena, icu, bytes, length, &page) == STATUS_OK &&
        headline_choose(&arena, &metadata, &headline) == STATUS_OK &&
        published_days(&arena, icu, &metadata, headline.line, page.language, &page, &days) == STATUS_OK) {
        Example *e = &examples[example_count++];
        snprintf(e->id, sizeof e->id, "%s", id);
        set_days(e, &days);
        e->dated = stamp_of_value(date, &gold);
        e->right = e->dated ? number_of(e, &gold) : -1;
        e->fold = kind == MEASURED ? -1 : page_count++ % FOLDS;
        e->weight = kind == GOLD;
        snprintf(e->gold, sizeof e->gold, "%.10s", date);
        if (kind == STATED) take_stated(e);
        Source source = {&arena, icu, &metadata, headline.line, &page};
        if (e->right >= 0 && kind != MEASURED && !is_of_change(e)) derive(&source, e, &e->days[e->right].stamp);
    } else fprintf(stderr, "%s: not read\n", path);
    arena_clear(&arena);
    free(bytes);
}

static void read_set(Icu *icu, const char *folder, const char *set, SetKind kind)
{
    char path[4096], id[80] = "", html[256] = "", date[64] = "";
    size_t length, n;
    JsonReader json;
    Arena arena;
    char field = 0;
    snprintf(path, sizeof path, "%s/%s/gold.json", folder, set);
    char *bytes = read_file(path, &length);
    if (!bytes) fprintf(stderr, "%s: cannot be read\n", path), exit(1);
    arena_init(&arena, 0);
    json_begin(&json, bytes, length);
    for (JsonEvent event; (event = json_next(&json)) != JSON_END;) {
        if (event == JSON_KEY)
            field = json_is(&json, "id") ? 'i' : json_is(&json, "html") ? 'h' : json_is(&json, "date") ? 'd' : 0;
        else if (event == JSON_STRING && field) {
            const char *value = json_copy(&arena, &json, &n);
            if (field == 'i') snprintf(id, sizeof id, "%s", value);
            if (field == 'h') snprintf(html, sizeof html, "%s", value);
            if (field == 'd') snprintf(date, sizeof date, "%s", value);
        } else if (event == JSON_CLOSE_OBJECT) {
            snprintf(path, sizeof path, "%s/%s/%s", folder, set, html);
            if (html[0]) add_page(icu, id, path, date, kind);
            html[0] = date[0] = 0;
        }
        if (event != JSON_KEY) field = 0;
    }
    arena_clear(&arena);
    free(bytes);
}

/* --- the model ------------------------------------------------------------------------------------------------------------------------- */

static double sum_of(const double *weights, uint64_t evidence)
{
    double sum = 0;
    for (int i = 1; i < EVIDENCES; i++)
        if ((evidence >> i) & 1) sum += weights[i];
    return sum;
}

static int best_mention(const double *weights, const Day *day, double *sum)
{
    int best = -1;
    *sum = 0;
    for (uint32_t i = 0; i < day->mention_count; i++) {
        if (!published_may_speak(day->mentions[i])) continue;
        double s = sum_of(weights, day->mentions[i]);
        if (s > *sum) *sum = s, best = (int)i;
    }
    return best;
}

static void add_to(double *gradient, uint64_t evidence, double by)
{
    for (int i = 1; i < EVIDENCES; i++)
        if ((evidence >> i) & 1) gradient[i] += by;
}

static void add_gradient(const double *weights, const Example *e, double *gradient)
{
    double scores[MOST_DAYS] = {0}, all = 1, sum;
    int mentions[MOST_DAYS];
    size_t count = e->count < MOST_DAYS ? e->count : MOST_DAYS;
    for (size_t i = 0; i < count; i++) {
        mentions[i] = best_mention(weights, &e->days[i], &sum);
        scores[i] = exp(sum_of(weights, e->days[i].stated) + sum);
        all += scores[i];
    }
    for (size_t i = 0; i < count; i++) {
        double by = e->weight * ((e->right == (ptrdiff_t)i) - scores[i] / all);
        add_to(gradient, e->days[i].stated, by);
        if (mentions[i] >= 0) add_to(gradient, e->days[i].mentions[mentions[i]], by);
    }
}

/* A page that gold gives no day though the page states one for machines: who made the gold read the visible page alone. */
static int is_silent(const Example *e)
{
    uint64_t stated = 0;
    for (size_t i = 0; i < e->count; i++) stated |= e->days[i].stated;
    return !e->dated && stated;
}

static void train(double *weights, int without)
{
    double squares[EVIDENCES] = {0};
    memcpy(weights, beliefs, sizeof beliefs);
    for (int round = 0; round < ROUNDS; round++) {
        double gradient[EVIDENCES] = {0};
        for (int i = 0; i < example_count; i++)
            if (examples[i].fold != without && examples[i].weight > 0 && !is_silent(&examples[i]) &&
                !is_of_change(&examples[i]))
                add_gradient(weights, &examples[i], gradient);
        for (int i = 0; i < derived_count; i++)
            if (derived[i].fold != without) add_gradient(weights, &derived[i], gradient);
        for (int i = 1; i < EVIDENCES; i++) {
            gradient[i] -= prior * (weights[i] - beliefs[i]);
            squares[i] += gradient[i] * gradient[i];
            if (squares[i] > 0) weights[i] += .3 * gradient[i] / sqrt(squares[i]);
            if (beliefs[i] * weights[i] < 0) weights[i] = 0;
        }
    }
}

static ptrdiff_t choose(const double *weights, const Example *e)
{
    ptrdiff_t best = -1;
    double most = 0, sum;
    for (size_t i = 0; i < e->count; i++) {
        best_mention(weights, &e->days[i], &sum);
        double score = sum_of(weights, e->days[i].stated) + sum;
        if (score > most && published_is_supported(&e->days[i])) most = score, best = (ptrdiff_t)i;
    }
    DayList days = {e->days, e->count, e->count};
    return best >= 0 ? best : published_only_change(&days);
}

/* --- reports --------------------------------------------------------------------------------------------------------------------------- */
static void say_set(FILE *out, uint64_t set)
{
    for (int i = 1; i < EVIDENCES; i++)
        if ((set >> i) & 1) fprintf(out, " %s", evidence_names[i]);
}

static void say_errors(const double *weights, int from, int to)
{
    for (int i = from; i < to; i++) {
        const Example *e = &examples[i];
        ptrdiff_t choice = choose(weights, e);
        if (choice == e->right && e->right >= 0) continue;
        if (!e->dated && choice < 0) continue;
        fprintf(stderr, "%s gold %s%s\n", e->id, e->gold, e->right < 0 && e->dated ? " (not found)" : "");
        for (size_t k = 0; k < e->count; k++) {
            if ((ptrdiff_t)k != choice && (ptrdiff_t)k != e->right) continue;
            double sum;
            int m = best_mention(weights, &e->days[k], &sum);
            fprintf(stderr, "   %s %04d-%02d-%02d %.1f:", (ptrdiff_t)k == choice ? "taken" : "right",
                    e->days[k].stamp.year, e->days[k].stamp.month, e->days[k].stamp.day,
                    sum + sum_of(weights, e->days[k].stated));
            say_set(stderr, e->days[k].stated);
            if (m < 0 && e->days[k].mention_count) m = 0;
            if (m >= 0) fprintf(stderr, " | %.1f", sum), say_set(stderr, e->days[k].mentions[m]);
            fputc('\n', stderr);
        }
    }
}

static void print_table(const double *weights)
{
    puts("# How much each kind of evidence says for a day (logarithm of odds; document/published.c), on how many pages "
         "of the training sets a day");
    puts("# had it, and how many of these days were right. Made by tools/train_record.c from the development pages of "
         "wcxb, htmldate and");
    puts("# chinese69 and scrapinghub (ext/data/README.md).\n# kind\tweight\tdays\tright");
    for (int k = 1; k < EVIDENCES; k++) {
        int days = 0, right = 0;
        for (int i = 0; i < example_count; i++)
            for (size_t d = 0; d < examples[i].count; d++) {
                const Day *day = &examples[i].days[d];
                uint64_t has = (day->stated >> k) & 1;
                for (uint32_t m = 0; m < day->mention_count; m++) has |= (day->mentions[m] >> k) & 1;
                days += has != 0, right += has && examples[i].right == (ptrdiff_t)d;
            }
        printf("%s\t%.2f\t%d\t%d\n", evidence_names[k], weights[k], days, right);
    }
}

int main(int argc, char **argv)
{
    double weights[EVIDENCES];
    int starts[MOST_SETS + 3];
    if (argc < 3 || argc > MOST_SETS + 2) return fputs("usage: train_record FOLDER SET ...\n", stderr), 2;
    const char *precision = getenv("TRAIN_PRIOR");
    if (precision) prior = atof(precision);

    Icu *icu = icu_open();
    for (int i = 2; i < argc; i++) {
        SetKind kind = argv[i][0] == '+' ? STATED : argv[i][0] == '=' ? MEASURED : GOLD;
        starts[i] = example_count, read_set(icu, argv[1], argv[i] + (kind != GOLD), kind);
    }
    starts[argc] = example_count;
    int held[MOST_SETS + 2] = {0};
    for (int fold = 0; fold < FOLDS; fold++) {
        train(weights, fold);
        for (int s = 2; s < argc; s++)
            for (int i = starts[s]; i < starts[s + 1]; i++)
                if (examples[i].fold == fold && examples[i].right >= 0) {
                    int right = choose(weights, &examples[i]) == examples[i].right;
                    held[s] += right;
                    if (!right && getenv("TRAIN_HELD_ERRORS")) say_errors(weights, i, i + 1);
                }
    }
    train(weights, -1);
    for (int s = 2; s < argc; s++) {
        int dated = 0, found = 0, right = 0, false_days = 0;
        for (int i = starts[s]; i < starts[s + 1]; i++) {
            const Example *e = &examples[i];
            dated += e->dated, found += e->right >= 0;
            right += e->right >= 0 && choose(weights, e) == e->right;
            false_days += !e->dated && choose(weights, e) >= 0;
        }
        fprintf(stderr,
                "%-18s pages %d dated %d found %.3f chosen %.3f held-out %.3f (undated pages given a day: %d)\n",
                argv[s], starts[s + 1] - starts[s], dated, found / (double)dated, right / (double)dated,
                held[s] / (double)dated, false_days);
        if (getenv("TRAIN_ERRORS")) say_errors(weights, starts[s], starts[s + 1]);
    }
    print_table(weights);
    icu_close(icu);
    return 0;
}
