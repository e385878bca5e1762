/*
** faults.c - the failing allocator (faults.h)
**
** SQLite calls it under its own mutex while memory statistics are on, which is the default.
*/
#include <sqlite3.h>
#include "faults.h"

static sqlite3_mem_methods real;
static long fail_at, calls, injected, outstanding;
static int armed, from_there_on;

static int must_fail(void)
{
    if (!armed) return 0;
    calls++;
    if (!fail_at || !(calls == fail_at || (from_there_on && calls > fail_at))) return 0;
    injected++;
    return 1;
}

static void *faulty_malloc(int bytes)
{
    if (must_fail()) return 0;
    void *block = real.xMalloc(bytes);
    outstanding += block != 0;
    return block;
}

static void *faulty_realloc(void *block, int bytes)
{
    return must_fail() ? 0 : real.xRealloc(block, bytes);
}

static void faulty_free(void *block)
{
    outstanding -= block != 0;
    real.xFree(block);
}

int faults_install(void)
{
    int rc = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    if (rc != SQLITE_OK) return rc;
    sqlite3_mem_methods faulty = real;
    faulty.xMalloc = faulty_malloc;
    faulty.xRealloc = faulty_realloc;
    faulty.xFree = faulty_free;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty);
}

void faults_arm(long nth, int persistent)
{
    fail_at = nth;
    from_there_on = persistent;
    calls = injected = 0;
    armed = 1;
}

void faults_disarm(void)
{
    armed = 0;
}
long faults_calls(void)
{
    return calls;
}
long faults_injected(void)
{
    return injected;
}
long faults_outstanding(void)
{
    return outstanding;
}
