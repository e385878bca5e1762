/*
** entities.c - how fast names are found: the segmentation before, the patterns, and entities_find() as a whole
**
** usage: entities [FILE LANGUAGE]...
** Without files the text is a paragraph of this program's own in five languages, repeated; a file is cut into documents of about DOCUMENT bytes at its line
** breaks, as a corpus is read. Figures are megabytes (1e6 bytes) of UTF-8 and millions of tokens a second of CPU time, the best of several runs, of the
** engine alone; bench/entities.py puts them beside the same through SQL and beside other libraries.
**   text      text_segment(), which every finder shares
**   patterns  finder_patterns(): words, lexicon, patterns, the document's evidence
**   find      entities_find(): the patterns, the tagger, the places
** Then one document of ten million words, and a tenth of it: speed, and what its arena holds.
**   result    a number over all mentions: what makes the finder faster must not change it
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/hash.h"
#include "entities/finder.h"

enum { SAMPLE_BYTES = 400 * 1000, FILE_BYTES = 1000 * 1000, DOCUMENT = 6000, RUNS = 5, LONG_WORDS = 10 * 1000 * 1000 };

static const struct {
    const char *tag, *text;
} samples[] = {
    {"en",
     "Mayor Ingrid Solheim told the Bergen Harbour Board on Monday that the new terminal would open in April. The "
     "Norwegian Ministry of Transport had promised the money in 2021, but Solheim said that only half of it had come. "
     "Fishermen from Askøy and Sotra wonder whether the quay will be deep enough for the boats of Nordlys AS, and the "
     "university in the city has been asked to measure the currents.\n"},
    {"ru",
     "Директор Карагандинского музея Асель Нурланова рассказала, что выставку откроют в октябре. Министерство культуры "
     "Казахстана выделило средства, а Эрмитаж передаст двадцать картин. По словам Нурлановой, гости приедут из Омска, "
     "Ташкента и Берлина.\n"},
    {"kk", "Қарағанды облысының әкімі Ерлан Сәбитов жаңа мектептің қыркүйекте ашылатынын айтты. Оқу-ағарту министрлігі "
           "қаржыны "
           "былтыр бөлген болатын. Сәбитовтің сөзінше, мұғалімдер Астанадан да, Павлодардан да келеді.\n"},
    {"ko", "김하늘 부산시 교육감은 월요일 새 도서관이 4월에 문을 연다고 밝혔다. 국토교통부가 예산을 약속했고, "
           "부산대학교는 책을 기증하기로 했다. 주민들은 카자흐스탄과 일본에서 온 손님들도 반길 것이라고 말했다.\n"},
    {"zh",
     "青岛市副市长李文博星期一表示，新的图书馆将于四月开放。交通运输部已承诺拨款，山东大学将捐赠图书。来自哈萨克斯"
     "坦和韩国的客人也将出席开幕式。\n"},
};

typedef struct Input {
    const char *name, *bytes;
    size_t length;
    Language language;
    Icu *icu;
    EntityMemo *memo;
    size_t tokens, mentions; /* of the last run */
    uint64_t result;
} Input;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void note(Input *in, const EntityMention *m)
{
    uint64_t parts[4] = {(uint64_t)m->start << 32 | m->length, m->type, (uint64_t)m->geoname, 0};
    memcpy(&parts[3], &m->score, sizeof m->score);
    in->result = hash_bytes((const char *)parts, sizeof parts, in->result);
    in->result = hash_bytes(m->name, strlen(m->name), in->result);
    in->result = hash_bytes(m->rule, strlen(m->rule), in->result);
    in->mentions++;
}

/* Seconds of CPU time of one document's steps are added to `spent`. */
static void run(Arena *arena, Input *in, const char *document, size_t length, double spent[3])
{
    Text text;
    Finder finder;
    EntityList entities = {0};
    double start = now();
    if (text_segment(arena, in->icu, document, length, in->language, &text) != STATUS_OK) exit(1);
    double segmented = now();
    if (finder_patterns(arena, &text, NULL, &finder) != STATUS_OK) exit(1);
    double matched = now();
    if (entities_find_with(arena, &(EntityOptions){in->memo, NULL, 0}, &text, &entities) != STATUS_OK) exit(1);
    double found = now();
    spent[0] += segmented - start;
    spent[1] += matched - segmented;
    spent[2] += found - matched;
    in->tokens += text.tokens.count;
    for (size_t i = 0; i < entities.count; i++) note(in, &entities.items[i]);
}

static void measure(Input *in)
{
    double best[3] = {1e9, 1e9, 1e9};
    for (int i = 0; i < RUNS; i++) {
        Arena arena;
        double spent[3] = {0, 0, 0};
        arena_init(&arena, 0);
        in->memo = entities_memo_new();
        in->tokens = in->mentions = 0;
        in->result = 0;
        for (size_t at = 0, stop; at < in->length; at = stop) {
            const char *end =
                in->length - at > DOCUMENT ? memchr(in->bytes + at + DOCUMENT, '\n', in->length - at - DOCUMENT) : NULL;
            stop = end ? (size_t)(end - in->bytes) + 1 : in->length;
            run(&arena, in, in->bytes + at, stop - at, spent);
            arena_clear(&arena);
        }
        entities_memo_free(in->memo);
        for (int k = 0; k < 3; k++) best[k] = spent[k] < best[k] ? spent[k] : best[k];
    }
    double megabytes = (double)in->length / 1e6;
    printf("%-20s %-8s %6.2f %8zu %8.1f %8.1f %8.2f %8.2f %8.2f  %016llx\n", in->name, language_tag(in->language),
           megabytes, in->mentions, megabytes / best[0], megabytes / best[1], megabytes / best[2],
           megabytes / (best[0] + best[2]), (double)in->tokens / 1e6 / (best[0] + best[2]),
           (unsigned long long)in->result);
    fflush(stdout);
}

static void measure_sample(Icu *icu, const char *tag, const char *text)
{
    size_t once = strlen(text), length = SAMPLE_BYTES / once * once;
    char *bytes = malloc(length);
    if (!bytes) exit(1);
    for (size_t at = 0; at < length; at += once) memcpy(bytes + at, text, once);
    measure(&(Input){"sample", bytes, length, language_find(tag, strlen(tag)), icu, NULL, 0, 0, 0});
    free(bytes);
}

static void measure_file(Icu *icu, const char *path, const char *tag)
{
    Language language = language_find(tag, strlen(tag));
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    FILE *file = fopen(path, "rb");
    if (!file || language == LANGUAGE_INVALID) {
        printf("%-20s skipped: %s\n", name, file ? "no such language" : "not here");
        if (file) fclose(file);
        return;
    }
    char *bytes = malloc(FILE_BYTES);
    if (!bytes) exit(1);
    size_t length = fread(bytes, 1, FILE_BYTES, file);
    while (length && bytes[length - 1] != '\n') length--; /* whole lines */
    fclose(file);
    measure(&(Input){name, bytes, length, language, icu, NULL, 0, 0, 0});
    free(bytes);
}

/* One document of LONG_WORDS words, without a memory from before: time is linear and memory a multiple of the text. */
static void measure_long(Icu *icu, const char *tag, const char *sample)
{
    size_t once = strlen(sample), words = 1, length = 0;
    for (const char *c = sample; *c; c++) words += *c == ' ';
    char *bytes = malloc(once * (LONG_WORDS / words + 1));
    if (!bytes) exit(1);
    for (size_t n = 0; n < LONG_WORDS; n += words, length += once) memcpy(bytes + length, sample, once);
    for (int part = 10; part; part /= 10) {
        Arena arena;
        Text text;
        EntityList entities = {0};
        size_t some = length / (size_t)part;
        arena_init(&arena, 0);
        double start = now();
        if (text_segment(&arena, icu, bytes, some, language_find(tag, strlen(tag)), &text) != STATUS_OK ||
            entities_find(&arena, icu, &text, &entities) != STATUS_OK)
            exit(1);
        double seconds = now() - start;
        printf("one document of %4.1f million tokens (%s): %.1f MB/s, %zu mentions, %.0f MB of memory, %.1f bytes a "
               "byte\n",
               (double)text.tokens.count / 1e6, tag, (double)some / 1e6 / seconds, entities.count,
               (double)arena.total / 1e6, (double)arena.total / (double)some);
        fflush(stdout);
        arena_clear(&arena);
    }
    free(bytes);
}

int main(int argc, char **argv)
{
    Icu *icu = icu_open();
    if (!icu) return 1;
    puts("megabytes a second of CPU time, one core; text + find also in millions of tokens");
    printf("%-20s %-8s %6s %8s %8s %8s %8s %8s %8s  %s\n", "text", "language", "MB", "mentions", "text", "patterns",
           "find", "together", "M tok/s", "result");
    for (size_t i = 0; argc < 3 && i < sizeof samples / sizeof *samples; i++)
        measure_sample(icu, samples[i].tag, samples[i].text);
    if (argc < 3) measure_long(icu, samples[0].tag, samples[0].text);
    for (int i = 1; i + 1 < argc; i += 2) measure_file(icu, argv[i], argv[i + 1]);
    icu_close(icu);
    return 0;
}
