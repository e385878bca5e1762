/*
** entities_sets.c - annotated sets as documents: text, and where which names stand
**
** Files are CoNLL (token TAB tag; a character and `␣` for a blank in sets of characters), or folders of our own corpus (data/entities/corpus/README.md).
** Of the tokens two texts are made: tokens with blanks between them, and as they would be printed; documents take turns.
*/
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include "tools/entities_train.h"

enum { LINE_MAX_BYTES = 65536, SENTENCES_A_DOCUMENT = 20 };

/* --- what the tags of a set mean ------------------------------------------------------------------------------------------ */

const char *const class_names[TAG_CLASSES] = {"PER", "ORG", "LOC", "NORP", "MISC"};

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

void read_meanings(Source *source, char *text)
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

struct Reader {
    FILE *file;
    char *files[MARKUP_FILES_MAX]; /* of a folder of annotated text, in order */
    size_t file_count, file_next;
    const Source *source;
    int marked, printed, finished;
    char line[LINE_MAX_BYTES];
};

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

int read_document(Reader *r, Document *d)
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

Reader *open_source(const char *data, const Source *source)
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

void close_source(Reader *reader)
{
    if (reader->file) fclose(reader->file);
    for (size_t i = 0; i < reader->file_count; i++) free(reader->files[i]);
    free(reader);
}
