/* corpus_table.h - the virtual table module `corpus` */
#ifndef CORPUS_TABLE_H
#define CORPUS_TABLE_H
#include "sql/connection.h"
int corpus_table_register(Connection *connection);
#endif
