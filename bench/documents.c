/*
** documents.c - MB/s from a page to its blocks and main text, HTML and plain text, one core, and what each step takes
**
** usage: documents [PAGE...]       the sample articles, if none is named
**
** Pages are read into memory first; the least user time of ROUNDS counts.
*/
#include "tools/read_file.h"
#include "base/memory.h"
#include "document/blocks.h"
#include "document/document.h"
#include "document/html.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { ROUNDS = 5, STEPS = 5, LEAST_BYTES = 4000000, MOST_FILES = 10000 };

static double user_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

typedef struct File {
    char *bytes;
    size_t length;
} File;

/* The steps up to `step`: tags off, segmentation, lines, blocks, all of document_analyze(). */
static int run(Icu *icu, const File *file, int step)
{
    Arena arena;
    Text text;
    HtmlText html;
    LineList lines = {NULL, 0, 0};
    ptrdiff_t title;
    Page page;
    const char *bytes = file->bytes;
    size_t length = file->length;
    arena_init(&arena, 0);
    memset(&html, 0, sizeof html);
    if (step == STEPS - 1) document_analyze(&arena, icu, bytes, length, &page);
    else if (html_is_page(bytes, length) && html_read(&arena, icu, bytes, length, &html) == STATUS_OK)
        bytes = html.bytes, length = html.length;
    if (step == 1) text_segment(&arena, icu, bytes, length, LANGUAGE_UND, &text);
    if (step == 2 || step == 3) lines_read(&arena, bytes, length, &lines);
    if (step == 3) {
        if (html.bytes) blocks_join(&html, &lines);
        blocks_label(&arena, bytes, html.bytes ? &html : NULL, &lines, &document_models, &title);
    }
    int ok = arena.status == STATUS_OK;
    arena_clear(&arena);
    return ok;
}

static File files[MOST_FILES];

int main(int argc, char **argv)
{
    static const char *const names[STEPS] = {"tags off", "and sentences, words", "or lines", "and blocks", "document"};
    Icu *icu = icu_open();
    size_t count = (size_t)argc - 1, bytes = 0;
    char **paths = argv + 1;
    glob_t samples;
    memset(&samples, 0, sizeof samples);
    if (!count && !glob("tests/sample/*.txt", 0, NULL, &samples)) count = samples.gl_pathc, paths = samples.gl_pathv;
    if (count > MOST_FILES) count = MOST_FILES;
    if (!icu || !count) return fputs("usage: documents [PAGE...]\n", stderr), 2;
    for (size_t i = 0; i < count; i++) {
        files[i].bytes = read_file(paths[i], &files[i].length);
        if (!files[i].bytes) return perror(paths[i]), 1;
        bytes += files[i].length;
    }
    size_t repeats = 1 + LEAST_BYTES / (bytes + 1); /* the clock is coarse */
    bytes *= repeats, count *= repeats;
    for (int step = 0; step < STEPS; step++) {
        double best = 1e9;
        for (int round = 0; round < ROUNDS; round++) {
            double start = user_seconds();
            for (size_t i = 0; i < count; i++)
                if (!run(icu, &files[i % (count / repeats)], step)) return fputs("failed\n", stderr), 1;
            double seconds = user_seconds() - start;
            if (seconds < best) best = seconds;
        }
        if (step == 0 && best < 1e-2) continue; /* plain text has no tags */
        printf("%-24s %8.1f MB/s, %6.0f pages/s\n", names[step], (double)bytes / 1e6 / best, (double)count / best);
    }
    for (size_t i = 0; i < count / repeats; i++) free(files[i].bytes);
    globfree(&samples);
    icu_close(icu);
    return 0;
}
