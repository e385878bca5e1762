/*
** record.c - speed of the record of an HTML page, stage by stage: user CPU seconds, the least of several rounds
**
** usage: record FILE.html ...      without files it makes one page
*/
#include "tools/read_file.h"
#include "base/memory.h"
#include "document/document.h"
#include "document/headline.h"
#include "document/html.h"
#include "document/published.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { ROUNDS = 5, STAGES = 5 };

typedef struct Source {
    char *bytes;
    size_t length;
} Source;

static double user_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

static char *make_page(size_t *length)
{
    static const char head[] =
        "<html><head><title>The harbour reopens - Quay News</title><meta property=\"article:published_time\" "
        "content=\"2021-02-14T08:15:00+01:00\"></head><body><h1>The harbour reopens</h1><p class=\"byline\">By Jane "
        "Doe, 14 February "
        "2021</p>";
    static const char text[] = "<p class=\"text\">The council of the <a href=\"/town\">town</a> has decided to rebuild "
                               "the customs house, which has stood "
                               "empty since 2016.</p>\n<ul class=\"related\"><li><a href=\"/x\">Another story</a> "
                               "<span>12.01.2020</span></li></ul>\n";
    size_t n = sizeof head - 1;
    char *page = malloc(n + 400 * sizeof text);
    if (!page) return NULL;
    memcpy(page, head, n);
    for (int i = 0; i < 400; i++) memcpy(page + n, text, sizeof text - 1), n += sizeof text - 1;
    *length = n;
    return page;
}

/* Adds the time of each stage to `stages`; the last is all of document_analyze(). */
static void run(Icu *icu, const char *bytes, size_t length, double stages[STAGES])
{
    Arena arena;
    HtmlText html;
    Metadata metadata;
    Headline headline;
    Page page;
    DayList days = {NULL, 0, 0};
    arena_init(&arena, 0);
    double at[STAGES + 1] = {user_seconds()};
    (void)html_read(&arena, icu, bytes, length, &html);
    at[1] = user_seconds();
    (void)metadata_read(&arena, html.source, html.source_length, &metadata);
    at[2] = user_seconds();
    (void)headline_choose(&arena, &metadata, &headline);
    at[3] = user_seconds();
    (void)published_days(&arena, icu, &metadata, headline.line, LANGUAGE_EN, NULL, &days);
    at[4] = user_seconds();
    (void)document_analyze(&arena, icu, bytes, length, &page);
    at[5] = user_seconds();
    for (int i = 0; i < STAGES; i++) stages[i] += at[i + 1] - at[i];
    arena_clear(&arena);
}

int main(int argc, char **argv)
{
    static const char *const names[STAGES] = {"html text", "metadata", "headline", "days", "whole document"};
    Icu *icu = icu_open();
    int count = argc > 1 ? argc - 1 : 1;
    Source *pages = calloc((size_t)count, sizeof *pages);
    size_t total = 0;
    double least[STAGES] = {0};
    if (!pages || !icu) abort();
    for (int i = 0; i < count; i++) {
        pages[i].bytes = argc > 1 ? read_file(argv[i + 1], &pages[i].length) : make_page(&pages[i].length);
        if (!pages[i].bytes) fprintf(stderr, "%s cannot be read\n", argv[i + 1]), exit(1);
        total += pages[i].length;
    }
    for (int round = 0; round < ROUNDS; round++) {
        double stages[STAGES] = {0};
        for (int i = 0; i < count; i++) run(icu, pages[i].bytes, pages[i].length, stages);
        for (int k = 0; k < STAGES; k++)
            if (!round || stages[k] < least[k]) least[k] = stages[k];
    }
    for (int k = 0; k < STAGES; k++)
        printf("%-16s %8.1f MB/s  %7.1f us a page\n", names[k], least[k] > 0 ? (double)total / least[k] / 1e6 : 0.,
               least[k] / count * 1e6);
    for (int i = 0; i < count; i++) free(pages[i].bytes);
    free(pages);
    icu_close(icu);
    return 0;
}
