/* explain.c - the alignment of two names as JSON; see names.h */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "names/alignment.h"
#include "names/names.h"

static void append_number(Buffer *out, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.4f", value);
    buffer_string(out, text);
}

static void append_letters(Buffer *out, const uint8_t *letters, int count)
{
    buffer_byte(out, '"');
    for (int i = 0; i < count; i++) buffer_byte(out, (char)('a' + letters[i]));
    buffer_byte(out, '"');
}

static void append_word(Buffer *out, const struct NameReading *reading, const Word *word)
{
    buffer_json(out, reading->text + word->start, word->length);
}

static void append_pair(Buffer *out, const struct NameReading *readings, int reading, const WordPair *pair)
{
    static const char *const reasons[] = {"edits",  "equal", "surname",   "initial",
                                          "number", "kanji", "beginning", "slip"};
    const Word *a = &reading_name(&readings[0], reading)->words[pair->a],
               *b = &reading_name(&readings[1], reading)->words[pair->b];
    buffer_string(out, "{\"a\":");
    append_word(out, &readings[0], a);
    buffer_string(out, ",\"b\":");
    append_word(out, &readings[1], b);
    buffer_string(out, ",\"letters\":[");
    append_letters(out, a->letters, a->count);
    buffer_byte(out, ',');
    append_letters(out, b->letters, b->count);
    buffer_string(out, "],\"match\":");
    append_number(out, pair->match);
    buffer_string(out, ",\"cost\":");
    append_number(out, pair->match > 1e-4 ? fabs(log(pair->match)) : 9.2103);
    buffer_string(out, ",\"reason\":\"");
    buffer_string(out, reasons[pair->reason]);
    buffer_string(out, "\"}");
}

/* The main words of a side that no pair holds. */
static void append_unpaired(Buffer *out, const struct NameReading *side, int reading, const Alignment *alignment,
                            int is_b)
{
    const Name *name = reading_name(side, reading);
    const char *between = "";
    buffer_byte(out, '[');
    for (int i = 0; i < name->count; i++) {
        int paired = name->words[i].kind != WORD_IS_NAME;
        for (int k = 0; k < alignment->count; k++)
            paired |= (is_b ? alignment->pairs[k].b : alignment->pairs[k].a) == i;
        if (paired) continue;
        buffer_string(out, between);
        append_word(out, side, &name->words[i]);
        between = ",";
    }
    buffer_byte(out, ']');
}

static void append_left_out(Buffer *out, const struct NameReading *side, int reading)
{
    static const char *const kinds[NAME_WORD_PATRONYMIC] = {"legal form", "title", "particle", "place"};
    const Name *name = reading_name(side, reading);
    const char *between = "";
    buffer_byte(out, '[');
    for (int i = 0; i < name->count; i++) {
        if (name->words[i].kind == WORD_IS_NAME) continue;
        buffer_string(out, between);
        buffer_byte(out, '[');
        append_word(out, side, &name->words[i]);
        buffer_string(out, ",\"");
        buffer_string(out, kinds[name->words[i].kind]);
        buffer_string(out, "\"]");
        between = ",";
    }
    buffer_byte(out, ']');
}

static void append_alignment(Buffer *out, const struct NameReading *readings, const Alignment *alignment, int reading)
{
    static const char *const names[READINGS] = {"spoken", "light", "chinese"};
    buffer_string(out, ",\"reading\":\"");
    buffer_string(out, names[reading]);
    buffer_string(out, alignment->joined ? "\",\"rule\":\"joined\"" : "\",\"rule\":\"words\"");
    buffer_string(out, ",\"pairs\":[");
    for (int k = 0; k < alignment->count; k++) {
        if (k) buffer_byte(out, ',');
        append_pair(out, readings, reading, &alignment->pairs[k]);
    }
    buffer_string(out, "],\"unpaired\":{\"a\":");
    append_unpaired(out, &readings[0], reading, alignment, 0);
    buffer_string(out, ",\"b\":");
    append_unpaired(out, &readings[1], reading, alignment, 1);
    buffer_string(out, "},\"left_out\":{\"a\":");
    append_left_out(out, &readings[0], reading);
    buffer_string(out, ",\"b\":");
    append_left_out(out, &readings[1], reading);
    buffer_byte(out, '}');
}

Status names_explain(Icu *icu, const char *a, size_t a_length, const char *b, size_t b_length, Buffer *out)
{
    struct NameReading *readings = memory_alloc(2 * sizeof *readings);
    Alignment alignment;
    int reading;
    if (!readings) return STATUS_NOMEM;
    Status status = reading_fill(icu, a, a_length, &readings[0]);
    if (status == STATUS_OK) status = reading_fill(icu, b, b_length, &readings[1]);
    if (status == STATUS_OK) {
        alignment_best(&readings[0], &readings[1], &alignment, &reading);
        buffer_string(out, "{\"similarity\":");
        append_number(out, alignment.value);
        if (reading < 0) buffer_string(out, ",\"rule\":\"equal\"");
        else append_alignment(out, readings, &alignment, reading);
        buffer_byte(out, '}');
    }
    memory_free(readings);
    return status == STATUS_OK && out->failed ? STATUS_NOMEM : status;
}
