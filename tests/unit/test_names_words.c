/* test_names_words.c - readings compared with many, Japanese readings, long and malformed names, speed */
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "names/names.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

static Icu *icu;

static double similar(const char *a, const char *b)
{
    return names_similarity(icu, a, strlen(a), b, strlen(b));
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void japanese(void)
{
    CHECK(similar("Kobayashi", "小林") >= 0.5);
    CHECK(similar("Tsukamoto", "塚本") >= 0.5);
    CHECK(similar("Hirayama", "平山") >= 0.5);
    CHECK(similar("Hirakawa", "平山") < 0.5);
}

static void company(void)
{
    CHECK(similar("Nordmar Ltd", "Nordmar Limited") >= 0.5);
    CHECK(similar("Nordmar Ltd", "Sudmark Ltd") < 0.5);
    CHECK(similar("Limited", "Limited.") >= 0.5); /* nothing but a legal form is the name */
}

/* What is read once answers as what is read each time. */
static void readings(void)
{
    static const char *const names[] = {"Ivan Lavrov", "Лавров Иван", "라브로프", "拉夫罗夫", "", "\xFF\xFE", "山本"};
    enum { COUNT = sizeof names / sizeof *names };
    NameReading *read[COUNT];
    for (int i = 0; i < COUNT; i++) CHECK((read[i] = names_read(icu, names[i], strlen(names[i]))) != NULL);
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < COUNT; k++) {
            double value = names_compare(read[i], read[k]), other = similar(names[i], names[k]);
            CHECK(value == other && value >= 0 && value <= 1);
        }
    for (int i = 0; i < COUNT; i++) names_free(read[i]);
}

static void long_names(void)
{
    enum { LENGTH = 20000 };
    char *name = malloc(LENGTH);
    CHECK(name != NULL);
    if (!name) return;
    for (int i = 0; i < LENGTH; i++) name[i] = i % 9 == 8 ? ' ' : (char)('a' + i * 7 % 26);
    double begin = seconds(), value = names_similarity(icu, name, LENGTH, name + 1, LENGTH - 1);
    CHECK(value >= 0 && value <= 1);
    CHECK(seconds() - begin < 0.5);
    free(name);
}

static void speed(void)
{
    enum { TIMES = 200000 };
    NameReading *a = names_read(icu, "Лавров", strlen("Лавров")), *b = names_read(icu, "라브로프", strlen("라브로프"));
    if (!CHECK(a && b)) return;
    double begin = seconds(), sum = 0;
    for (int i = 0; i < TIMES; i++) sum += names_compare(a, b);
    printf("%.2f million pairs a second\n", TIMES / (seconds() - begin) / 1e6);
    CHECK(sum > 0);
    names_free(a);
    names_free(b);
}

int main(void)
{
    icu = icu_open();
    if (!CHECK(icu != NULL)) return check_end();
    japanese();
    company();
    readings();
    long_names();
    speed();
    icu_close(icu);
    return check_end();
}
