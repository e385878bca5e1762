/*
** entities_measure.c - a model against an annotated set: F1 by class, reliability of the probabilities, errors by kind
*/
#include <stdlib.h>
#include <string.h>
#include "tools/entities_train.h"

static int first_class(unsigned classes)
{
    int class_ = 0;
    while (!(classes >> class_ & 1)) class_++;
    return class_;
}

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
        if (settings.errors) show(d, error, w, f);
    }
}

void measure(const char *data, const Source *source, Language language, const TagModel *model)
{
    const unsigned three = 1u << TAG_PER | 1u << TAG_ORG | 1u << TAG_LOC;
    Reader *reader = open_source(data, source);
    Document d = {0};
    size_t hits[TAG_CLASSES + 1] = {0}, found[TAG_CLASSES + 1] = {0}, wanted[TAG_CLASSES + 1] = {0};
    size_t bins[10] = {0}, right[10] = {0}, errors[ERRORS] = {0};
    for (size_t documents = 0; read_document(reader, &d); documents++) {
        if (!source->dev && documents % settings.holdout != settings.holdout - 1) continue;
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
