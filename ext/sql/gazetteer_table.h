/*
** gazetteer_table.h - an ordinary table of the user's, read as a gazetteer
**
** Columns, in any order, others are passed over:
**     name                    the name, and its normalised form
**     type                    PERSON, ORG, GPE, ...; may be NULL where `blocked` is set: then whatever its type
**     alias, aliases          other ways to write it, divided by | or a JSON array; or NULL
**     blocked                 nonzero: never to be tagged
**     country, latitude, longitude, geoname    what a mention carries
** Only `name` must be there, and `type` unless all rows are blocked.
**
** The connection keeps what it read, and reads again when the table may have changed: rows changed on this connection but by a corpus's own
** writes (sqlite3_total_changes64()), by another one (PRAGMA data_version), the schema did, or a transaction began or ended in between. (A ROLLBACK TO
** within one transaction is not seen.)
*/
#ifndef CORPUS_GAZETTEER_TABLE_H
#define CORPUS_GAZETTEER_TABLE_H

#include "entities/gazetteer.h"
#include "sql/connection.h"

/*
** The gazetteer in `schema`.`table` (schema NULL: wherever SQLite finds the table). It belongs to the connection, and may be freed by the next call. On failure an
** SQLite code and, unless it is SQLITE_NOMEM or SQLITE_INTERRUPT, a message (sqlite3_free()) that begins with `who`.
*/
int gazetteer_of_table(Connection *connection, const char *who, const char *schema, const char *table,
                       const EntityGazetteer **gazetteer, char **error);

/* Forgets what was read. */
void gazetteers_free(Connection *connection);

#endif
