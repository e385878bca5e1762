/*
** check.h - the few lines that a unit test of the engine needs
**
**     #include "check.h"
**     int main(void) { CHECK(1 + 1 == 2); CHECK_TEXT(name, "Almaty"); return check_end(); }
**
** A test program is one file tests/unit/test_*.c, linked with build/libengine.a (no SQLite). It prints what failed, and
** closes with `N passed, N failed`.
*/
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;

#define CHECK(condition)        check_that((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_TEXT(got, wanted) check_text((got), (wanted), __FILE__, __LINE__)

static inline int check_that(int ok, const char *file, int line, const char *what)
{
    if (ok) check_passed++;
    else {
        check_failed++;
        printf("%s:%d: failed: %s\n", file, line, what);
    }
    return ok;
}

static inline int check_text(const char *got, const char *wanted, const char *file, int line)
{
    int ok = got && wanted ? strcmp(got, wanted) == 0 : got == wanted;
    if (ok) check_passed++;
    else {
        check_failed++;
        printf("%s:%d: got `%s`, wanted `%s`\n", file, line, got ? got : "(null)", wanted ? wanted : "(null)");
    }
    return ok;
}

static inline int check_end(void)
{
    printf("%d passed, %d failed\n", check_passed, check_failed);
    return check_failed != 0;
}

#endif
