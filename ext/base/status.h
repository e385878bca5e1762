/*
** status.h - how the engine says that something went wrong
**
** Only what the caller can act on has a code. Text is never an error: malformed input gives fewer findings, not a status.
*/
#ifndef CORPUS_STATUS_H
#define CORPUS_STATUS_H

typedef enum Status {
    STATUS_OK = 0,
    STATUS_NOMEM,     /* an allocation failed, or an arena reached its ceiling */
    STATUS_INTERRUPT, /* the arena's watch asked to stop */
    STATUS_TOOBIG,    /* the text is longer than positions can count (2 GiB) */
    STATUS_ICU        /* ICU refused to open what is needed: its data is missing or broken */
} Status;

#endif
