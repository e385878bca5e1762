/*
** dates.c - how fast temporal expressions are found: the scan for trigger words alone, dates_find(), and what comes before it
**
** usage: dates [FILE LANGUAGE]...
** A file holds documents divided by U+001E; without files the text is a paragraph of this program's own in five languages, repeated. Figures are
** megabytes (1e6 bytes) of UTF-8 a second of CPU time, the best of several runs, of the engine alone; bench/dates.py puts them beside the same through SQL
** and beside other libraries.
**   scan      lexer_read(): every word told from the table's, figures and phrases read; no production is tried
**   find      dates_find(): the scan, the productions, the values, with an anchor
**   language  text_outline() with an unknown language: what corpus_dates() adds where no language is given
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "dates/dates.h"
#include "dates/lexer.h"

enum { SAMPLE_BYTES = 1000 * 1000, DOCUMENT = 4000, RUNS = 7, ITEMS = 1024, SEPARATOR = 0x1E };

extern const LexTable dates_tables[];

static const struct {
    const char *tag, *text;
} samples[] = {
    {"en",
     "The ferry company said on Monday that it would reopen the northern line in early April, three months after the "
     "storm of January 9 had closed it. Tickets bought before Dec. 31, 2022, stay valid for a year; the last boat "
     "leaves at 9:40 p.m. every Friday. Most residents of the islands have been waiting since last autumn, and some "
     "of them wonder whether the new pier will be strong enough.\n"},
    {"ru",
     "Паромная компания сообщила в понедельник, что откроет северную линию в начале апреля, через три месяца после "
     "бури 9 января. Билеты, купленные до 31 декабря 2022 года, действуют ещё год; последнее судно уходит в 21:40 "
     "каждую пятницу. Жители островов ждут с прошлой осени и сомневаются, что новый причал будет прочнее.\n"},
    {"de",
     "Die Reederei teilte am Montag mit, sie werde die nördliche Linie Anfang April wieder öffnen, drei Monate nach "
     "dem Sturm vom 9. Januar. Fahrkarten, die vor dem 31. Dezember 2022 gekauft wurden, gelten noch ein Jahr; das "
     "letzte Schiff fährt jeden Freitag um 21.40 Uhr. Die Bewohner der Inseln warten seit dem vergangenen Herbst.\n"},
    {"ko", "여객선 회사는 1월 9일 폭풍으로 끊긴 북쪽 항로를 석 달 만인 4월 초에 다시 연다고 월요일 밝혔다. 2022년 12월 "
           "31일 이전에 산 표는 앞으로 1년 동안 쓸 수 있으며, 마지막 배는 매주 금요일 오후 9시 40분에 떠난다. 섬 "
           "주민들은 지난해 가을부터 기다려 왔다.\n"},
    {"zh",
     "渡轮公司星期一表示，因1月9日的风暴而中断的北线将于四月初恢复通航。2022年12月31日以前购买的船票一年内有效，末"
     "班船每周五晚上九点四十分开出。岛上的居民从去年秋天起一直在等待。\n"},
};

typedef struct Input {
    const char *name, *bytes;
    size_t length;
    Language language;
    size_t found; /* dates of the last run */
} Input;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void scan(Arena *arena, Input *in, const char *document, size_t length)
{
    static Item items[ITEMS];
    (void)arena;
    for (size_t at = 0; at < length;) {
        size_t count = 0;
        at = lexer_read(&dates_tables[in->language], document, at, length, items, ITEMS, &count);
    }
}

static void find(Arena *arena, Input *in, const char *document, size_t length)
{
    static const DateAnchor anchor = {.year = 2023, .month = 4, .day = 20, .hour = -1, .minute = -1, .second = -1};
    Text text = {.bytes = document, .length = length, .language = in->language, .language_score = 1};
    DateList dates;
    if (dates_find(arena, &text, &anchor, PREFER_DEFAULT, &dates) != STATUS_OK) exit(1);
    in->found += dates.count;
}

static void outline(Arena *arena, Input *in, const char *document, size_t length)
{
    Text text;
    (void)in;
    if (text_outline(arena, document, length, LANGUAGE_UND, &text) != STATUS_OK) exit(1);
}

static double megabytes(Input *in, void (*run)(Arena *, Input *, const char *, size_t))
{
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        Arena arena;
        arena_init(&arena, 0);
        in->found = 0;
        double start = now();
        for (size_t at = 0, stop; at < in->length; at = stop + 1) {
            const char *end = memchr(in->bytes + at, SEPARATOR, in->length - at);
            stop = end ? (size_t)(end - in->bytes) : in->length;
            run(&arena, in, in->bytes + at, stop - at);
            arena_clear(&arena);
        }
        double seconds = now() - start;
        if (seconds < best) best = seconds;
    }
    return (double)in->length / 1e6 / best;
}

static void measure(Input *in)
{
    double scanned = megabytes(in, scan), outlined = megabytes(in, outline), found = megabytes(in, find);
    printf("%-20s %-8s %6.2f %8zu %8.1f %8.1f %8.1f\n", in->name, language_tag(in->language), (double)in->length / 1e6,
           in->found, scanned, found, outlined);
    fflush(stdout);
}

static void measure_sample(const char *tag, const char *text)
{
    size_t once = strlen(text), length = SAMPLE_BYTES / once * once;
    char *bytes = malloc(length);
    if (!bytes) exit(1);
    for (size_t at = 0, document = 0; at < length; at += once, document += once) {
        memcpy(bytes + at, text, once);
        if (document > DOCUMENT) bytes[at + once - 1] = SEPARATOR, document = 0;
    }
    measure(&(Input){"sample", bytes, length, language_find(tag, strlen(tag)), 0});
    free(bytes);
}

static void measure_file(const char *path, const char *tag)
{
    Language language = language_find(tag, strlen(tag));
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    FILE *file = fopen(path, "rb");
    if (!file || language == LANGUAGE_INVALID) {
        printf("%-20s skipped: %s\n", name, file ? "no such language" : "not here");
        if (file) fclose(file);
        return;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    if (!bytes) exit(1);
    size_t length = fread(bytes, 1, (size_t)size, file);
    fclose(file);
    measure(&(Input){name, bytes, length, language, 0});
    free(bytes);
}

int main(int argc, char **argv)
{
    puts("megabytes a second of CPU time, one core");
    printf("%-20s %-8s %6s %8s %8s %8s %8s\n", "text", "language", "MB", "dates", "scan", "find", "language");
    for (size_t i = 0; argc < 3 && i < sizeof samples / sizeof *samples; i++)
        measure_sample(samples[i].tag, samples[i].text);
    for (int i = 1; i + 1 < argc; i += 2) measure_file(argv[i], argv[i + 1]);
    return 0;
}
