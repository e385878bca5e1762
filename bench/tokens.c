/*
** tokens.c - how fast text is cut into words: text_segment(), ICU's word iterator, FTS5's unicode61, in one run
**
** usage: tokens [FILE LANGUAGE]...
** Without files the text is a paragraph of this program's own, in five languages, repeated to some megabytes. The figures are megabytes (1e6 bytes)
** of UTF-8 a second of CPU time, the best of several runs. text_segment() does more than the others: sentences, kinds of tokens, abbreviations,
** addresses, the character index; ICU's columns have boundaries only, unicode61 gives folded words and drops the rest. ICU over UTF-16 is given
** text that is already converted.
*/
#include "tools/read_file.h"
#include "text/text.h"
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

enum { SAMPLE_BYTES = 4 * 1000 * 1000, RUNS = 5 };

typedef struct Input {
    const char *name;
    char *bytes;
    size_t length;
    Language language;
    UChar *wide;
    int32_t units;
    Icu *icu;
    fts5_tokenizer tokenizer;
    Fts5Tokenizer *instance;
    size_t tokens; /* found by the last run */
} Input;

static const struct {
    const char *tag, *text;
} samples[] = {
    {"en", "On Tuesday the city council voted 14 to 3 to rebuild the old river port, which Mayor Anna K. Lindgren "
           "called \"the largest project since 1998.\" "
           "Work should begin in March and cost about $4.81 million, or 1,098 dollars a metre; the U.S. firm that won "
           "the contract hasn't said how many of its "
           "engineers will move here. Residents' groups, however, fear noise, dust and higher rents.\n"},
    {"ru", "Во вторник городской совет 14 голосами против 3 решил перестроить старый речной порт, что мэр А. К. "
           "Линдгрен назвала «крупнейшей стройкой с 1998 г.» "
           "Работы начнутся в марте и обойдутся примерно в 4,81 млн. долларов; компания-подрядчик пока не сообщила, "
           "сколько инженеров переедет в город. "
           "Жители окрестных домов, впрочем, опасаются шума, пыли и роста цен на жильё.\n"},
    {"kk", "Сейсенбі күні қалалық кеңес 14 дауыспен ескі өзен портын қайта салуға шешім қабылдады, оны әкім «1998 "
           "жылдан бергі ең ірі құрылыс» деп атады. "
           "Жұмыс наурыз айында басталып, шамамен 4,81 млн теңге жұмсалады. Тұрғындар шу мен шаңнан және пәтер "
           "бағасының өсуінен қауіптенеді.\n"},
    {"ko", "화요일 시의회는 14대 3으로 낡은 강변 항구를 다시 짓기로 결정했으며, 시장은 이를 \"1998년 이후 가장 큰 "
           "사업\"이라고 불렀다. "
           "공사는 3월에 시작되고 비용은 약 48억 원이 들 것으로 보인다. 그러나 주민들은 소음과 먼지, 집값 상승을 "
           "걱정하고 있다.\n"},
    {"zh", "星期二，市议会以14票对3票决定重建旧河港，市长称之为“1998年以来最大的工程”。工程将于三月开工，费用约为四百八"
           "十一万美元。不过，附近的居民担心噪音、灰尘和房租上涨。\n"},
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_ours(Input *in)
{
    Arena arena;
    Text text;
    arena_init(&arena, 0);
    text_segment(&arena, in->icu, in->bytes, in->length, in->language, &text);
    in->tokens = text.tokens.count;
    arena_clear(&arena);
}

static void run_fold(Input *in)
{
    Buffer out = BUFFER_EMPTY;
    text_fold(in->icu, in->bytes, in->length, &out);
    in->tokens = out.length;
    buffer_free(&out);
}

static void walk(Input *in, UBreakIterator *words)
{
    in->tokens = 0;
    for (int32_t at = ubrk_next(words); at != UBRK_DONE; at = ubrk_next(words))
        in->tokens += ubrk_getRuleStatus(words) != UBRK_WORD_NONE;
    ubrk_close(words);
}

static void run_icu8(Input *in)
{
    UErrorCode status = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    UBreakIterator *words = ubrk_open(UBRK_WORD, language_tag(in->language), NULL, 0, &status);
    utext_openUTF8(&text, in->bytes, (int64_t)in->length, &status);
    ubrk_setUText(words, &text, &status);
    if (U_SUCCESS(status)) walk(in, words);
    utext_close(&text);
}

static void run_icu16(Input *in)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, language_tag(in->language), in->wide, in->units, &status);
    if (U_SUCCESS(status)) walk(in, words);
}

static int count_token(void *state, int flags, const char *token, int length, int start, int end)
{
    (void)flags, (void)token, (void)length, (void)start, (void)end;
    ++*(size_t *)state;
    return SQLITE_OK;
}

static void run_unicode61(Input *in)
{
    in->tokens = 0;
    in->tokenizer.xTokenize(in->instance, &in->tokens, FTS5_TOKENIZE_DOCUMENT, in->bytes, (int)in->length, count_token);
}

static double megabytes(Input *in, void (*run)(Input *))
{
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double start = now();
        run(in);
        double seconds = now() - start;
        if (seconds < best) best = seconds;
    }
    return (double)in->length / 1e6 / best;
}

static void measure(Input *in)
{
    UErrorCode status = U_ZERO_ERROR;
    in->wide = malloc((in->length + 1) * sizeof *in->wide);
    if (!in->wide) exit(1);
    u_strFromUTF8WithSub(in->wide, (int32_t)in->length + 1, &in->units, in->bytes, (int32_t)in->length, 0xFFFD, NULL,
                         &status);
    double ours =
        megabytes(in, run_ours); /* NOLINT(clang-analyzer-unix.Malloc): in->wide is freed below, or the program ends */
    size_t tokens = in->tokens;
    double fold = megabytes(in, run_fold), icu8 = megabytes(in, run_icu8), icu16 = megabytes(in, run_icu16);
    double unicode61 = in->instance ? megabytes(in, run_unicode61) : 0;
    printf("%-24s %-8s %6.1f %9zu %12.1f %9.1f %9.1f %10.1f %10.1f\n", in->name, language_tag(in->language),
           (double)in->length / 1e6, tokens, ours, icu8, icu16, unicode61, fold);
    fflush(stdout);
    free(in->wide);
}

/* FTS5's own tokenizer, by the way its documentation tells. */
static void find_unicode61(sqlite3 *db, Input *in)
{
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;
    void *context = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) != SQLITE_OK) return;
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    if (!api || api->xFindTokenizer(api, "unicode61", &context, &in->tokenizer) != SQLITE_OK) return;
    if (in->tokenizer.xCreate(context, NULL, 0, &in->instance) != SQLITE_OK) in->instance = NULL;
}

static int read_input(const char *path, Input *in)
{
    in->bytes = read_file(path, &in->length);
    if (!in->bytes) return printf("%-24s skipped: %s\n", path, strerror(errno)), 0;
    in->name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    return 1;
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    Input in = {.icu = icu_open()};
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
    find_unicode61(db, &in);
    puts("megabytes a second of CPU time, one core; tokens as text_segment() counts them");
    printf("%-24s %-8s %6s %9s %12s %9s %9s %10s %10s\n", "text", "language", "MB", "tokens", "text_segment",
           "ICU utf-8", "ICU 16", "unicode61", "text_fold");
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        size_t once = strlen(samples[i].text);
        in.language = language_find(samples[i].tag, strlen(samples[i].tag));
        in.name = "sample";
        in.length = SAMPLE_BYTES / once * once;
        in.bytes = malloc(in.length);
        if (!in.bytes) return 1;
        for (size_t at = 0; at < in.length; at += once) memcpy(in.bytes + at, samples[i].text, once);
        measure(&in);
        free(in.bytes);
    }
    for (int i = 1; i + 1 < argc; i += 2) {
        in.language = language_find(argv[i + 1], strlen(argv[i + 1]));
        if (!read_input(argv[i], &in)) continue;
        measure(&in);
        free(in.bytes);
    }
    if (in.instance) in.tokenizer.xDelete(in.instance);
    sqlite3_close(db);
    icu_close(in.icu);
    return 0;
}
