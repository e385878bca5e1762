/* dates.c - STUB */
#include "dates/dates.h"
int dates_read_anchor(const char *text, size_t length, DateAnchor *anchor) { (void)text, (void)length, (void)anchor; return 0; }
Status dates_find(Arena *arena, const Text *text, const DateAnchor *anchor, DatePrefer prefer, DateList *dates)
{ (void)arena, (void)text, (void)anchor, (void)prefer, (void)dates; return STATUS_OK; }
const char *dates_type_name(DateType type) { static const char *const names[] = {"DATE", "TIME", "DURATION", "SET"}; return names[type]; }
int dates_prefer(const char *name, size_t length) { (void)name, (void)length; return -1; }
