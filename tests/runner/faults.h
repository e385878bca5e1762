/*
** faults.h - SQLite's allocator, made to fail on demand
**
** Installed with SQLITE_CONFIG_MALLOC before SQLite is initialised; forwards to the allocator that was there. The C library's
** own malloc(), and with it ICU's, never fails.
*/
#ifndef FAULTS_H
#define FAULTS_H

/* Installs the allocator. To be called once, before any other call of SQLite. Returns an SQLite code. */
int faults_install(void);

/*
** Starts counting allocations (malloc and realloc alike). The `nth` from here fails, and if `persistent` all after it too;
** 0: none fails.
*/
void faults_arm(long nth, int persistent);

/* Allocations do not fail any more, and are not counted. */
void faults_disarm(void);

/* Allocations counted since faults_arm(). */
long faults_calls(void);

/* Allocations that failed since faults_arm(). */
long faults_injected(void);

/* Blocks that SQLite holds now. */
long faults_outstanding(void);

#endif
