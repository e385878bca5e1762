/*
** session.h - one run of one test file against one fresh database
*/
#ifndef SESSION_H
#define SESSION_H

#include "script.h"

typedef struct Plan {
    const char *extension; /* path of corpus.so */
    const char *database;  /* path of the database file, which does not exist yet */
    long fail_at;          /* number of the allocation that fails; 0: none */
    int persistent;        /* all allocations after it fail as well */
} Plan;

typedef struct Outcome {
    int passed, failed; /* records */
    long calls;         /* allocations that were made while counting */
    long injected;      /* allocations that failed */
} Outcome;

/*
** Runs the script and prints what differs. Without failing allocations every record must do what it says. With them:
**   - a statement that meets the failure returns SQLITE_NOMEM or does what it says, nothing else;
**   - a single failure leaves nothing behind: the same statement, repeated (from the BEGIN on, if SQLite rolled back), does what it says;
**   - the connections close, all of SQLite's memory is given back, and the database passes its checks when it is opened again.
*/
Outcome session_run(const Script *script, const Plan *plan);

#endif
