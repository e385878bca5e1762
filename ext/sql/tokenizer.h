/* tokenizer.h - the FTS5 tokenizer `corpus` */
#ifndef CORPUS_TOKENIZER_H
#define CORPUS_TOKENIZER_H
#include "sql/connection.h"
int tokenizer_register(Connection *connection);
#endif
