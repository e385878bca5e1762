/* corpus.c - STUB */
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1
