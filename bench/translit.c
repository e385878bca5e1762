/*
** translit.c - MB/s of romanization, ours beside ICU's transliterators
**
** usage: translit [FOLDER]     FOLDER: the texts are written there as ru.txt, kk.txt, ... for translit_peers.py, and nothing is measured
**
** Text of each script is made of a short list of words, 4 MiB of it (ICU is given a sentence at a time: on a long text it takes quadratic time). CPU
** time, best of five.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include "names/names.h"
#include "translit/translit.h"

static const char *const cyrillic =
    "Президент Казахстана обсудил с министром иностранных дел вопросы торговли и транспорта, сообщает пресс-служба. ";
static const char *const kazakh = "Қазақстан Президенті сыртқы істер министрімен сауда және көлік мәселелерін "
                                  "талқылады, деп хабарлайды баспасөз қызметі. ";
static const char *const korean = "대통령은 외교부 장관과 무역 및 교통 문제를 논의했다고 대변인실이 밝혔다. ";
static const char *const chinese = "总统与外交部长讨论了贸易和交通问题，新闻处表示，重庆银行将参加。";
static const char *const greek =
    "Ο πρόεδρος συζήτησε με τον υπουργό Εξωτερικών τα θέματα του εμπορίου και των μεταφορών. ";

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static char *repeat(const char *unit, size_t length)
{
    size_t one = strlen(unit), count = length / one + 1;
    char *text = malloc(count * one + 1);
    if (!text) exit(1);
    for (size_t i = 0; i < count; i++) memcpy(text + i * one, unit, one);
    text[count * one] = 0;
    return text;
}

static double ours(Icu *icu, const char *id, const char *unit)
{
    char *text = repeat(unit, 4 << 20);
    size_t length = strlen(text);
    double best = 0;
    for (int i = 0; i < 5; i++) {
        Buffer out = BUFFER_EMPTY;
        double begin = seconds();
        if (translit_apply(icu, translit_find(id, strlen(id)), text, length, &out) != STATUS_OK) exit(1);
        double rate = (double)length / (seconds() - begin) / 1e6;
        if (rate > best) best = rate;
        buffer_free(&out);
    }
    free(text);
    return best;
}

static double icus(const char *id, const char *unit)
{
    enum { ROOM = 4096, TIMES = 1000 };
    static UChar source[ROOM], wide[ROOM], name[64];
    UErrorCode error = U_ZERO_ERROR;
    int32_t source_length = 0;
    u_uastrcpy(name, id);
    UTransliterator *transliterator = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) return 0;
    u_strFromUTF8(source, ROOM, &source_length, unit, -1, &error);
    double begin = seconds();
    for (int i = 0; i < TIMES; i++) {
        int32_t length = source_length, limit = source_length;
        memcpy(wide, source, (size_t)length * sizeof *wide);
        utrans_transUChars(transliterator, wide, &length, ROOM, 0, &limit, &error);
    }
    double rate = (double)strlen(unit) * TIMES / (seconds() - begin) / 1e6;
    utrans_close(transliterator);
    return U_FAILURE(error) ? 0 : rate;
}

static void row(Icu *icu, const char *id, const char *icu_id, const char *unit)
{
    printf("%-20s %8.1f MB/s    ICU %-22s %8.1f MB/s\n", id, ours(icu, id, unit), icu_id, icus(icu_id, unit));
}

static void calls(Icu *icu)
{
    enum { CALLS = 200000 };
    static const char *const words[] = {"Токаев", "토카예프", "托卡耶夫", "Tokayev"};
    for (size_t w = 0; w < 4; w++) {
        double begin = seconds();
        for (int i = 0; i < CALLS; i++) {
            Buffer out = BUFFER_EMPTY;
            translit_key(icu, LANGUAGE_UND, words[w], strlen(words[w]), &out);
            buffer_free(&out);
        }
        double key = (seconds() - begin) / CALLS * 1e9;
        begin = seconds();
        double sum = 0;
        for (int i = 0; i < CALLS / 4; i++)
            sum += names_similarity(icu, "Kassym Tokayev", 14, words[w], strlen(words[w]));
        printf("%-20s %8.0f ns a key, %8.0f ns a comparison (%.2f)\n", words[w], key,
               (seconds() - begin) / (CALLS / 4.0) * 1e9, sum / (CALLS / 4.0));
    }
}

static int write_texts(const char *folder)
{
    const char *const texts[][2] = {{"ru", cyrillic}, {"kk", kazakh}, {"el", greek}, {"ko", korean}, {"zh", chinese}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s.txt", folder, texts[i][0]);
        FILE *file = fopen(path, "w");
        if (!file) return perror(path), 1;
        char *text = repeat(texts[i][1], 4 << 20);
        fputs(text, file);
        free(text);
        if (fclose(file)) return perror(path), 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1) return write_texts(argv[1]);
    Icu *icu = icu_open();
    if (!icu) return 1;
    row(icu, "ru-bgn1947", "Russian-Latin/BGN", cyrillic);
    row(icu, "ru-icao9303", "Cyrillic-Latin", cyrillic);
    row(icu, "kk-bgn1979", "Kazakh-Latin/BGN", kazakh);
    row(icu, "el-elot743-2001", "Greek-Latin/UNGEGN", greek);
    row(icu, "ko-rr2000", "Hangul-Latin", korean);
    row(icu, "ko-mr1939", "Korean-Latin/BGN", korean);
    row(icu, "zh-pinyin", "Han-Latin", chinese);
    row(icu, "zh-pinyin-plain", "Han-Latin", chinese);
    row(icu, "zh-palladius", "Han-Latin", chinese);
    calls(icu);
    icu_close(icu);
    return 0;
}
