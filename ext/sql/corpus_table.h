/*
** corpus_table.h - the virtual table module `corpus`
**
**     CREATE VIRTUAL TABLE news USING corpus(language=en, tokenize='corpus translit off');
**     INSERT INTO news(uri, page) SELECT path, content FROM corpus_files('articles');
**     SELECT title, published FROM news WHERE news MATCH 'Tokayev' ORDER BY rank;
*/
#ifndef CORPUS_TABLE_H
#define CORPUS_TABLE_H
#include "sql/connection.h"

int corpus_table_register(Connection *connection);

#endif
