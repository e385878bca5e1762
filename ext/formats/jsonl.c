/*
** jsonl.c - JSON Lines (an object a line), objects one after another, and an array of objects (RFC 8259)
**
** The members of the object itself are looked at, by name (fields.h): strings, numbers (dates in seconds), and of authors and publishers arrays, and objects that have a `name`. What is
** nested else is passed over, checked for its brackets and strings alone. A record's number is its line in JSON Lines, else its ordinal in the array or file.
**
** An object without a text may wrap those that have one, as the answers of search engines and feeds do: {"status": "ok", "articles": [{...}, ...]}. Of the arrays and objects inside
** it, WRAPPED_DEEPEST levels down, the one whose objects hold the most text is taken, and its objects are the records `#N.1`, `#N.2`, ... of object N.
** Cost: each level is looked through once more.
**
** An object that is broken is a record with an error. In JSON Lines the next line is the next one; elsewhere the next object is sought behind the brackets
** of the broken one, as far as they can be told. No recursion: nesting is a count and a stack of bits.
*/
#include "formats/parts.h"
#include "base/memory.h"
#include "base/utf8.h"
#include <string.h>

enum { NESTED_MOST = 1024, WRAPPED_DEEPEST = 6 };

typedef struct Json {
    const char *at, *end;
} Json;

static void skip_blanks(Json *json)
{
    while (json->at < json->end && (*json->at == ' ' || (*json->at >= '\t' && *json->at <= '\r'))) json->at++;
}

/* Passes over a string from its opening quotation mark; `*inside` becomes what stands between. Linear: each byte is searched twice at most. */
static int skip_string(Json *json, Json *inside)
{
    const char *at = json->at + 1, *quote = NULL;
    inside->at = at;
    for (;;) {
        if (!quote) quote = at < json->end ? memchr(at, '"', (size_t)(json->end - at)) : NULL;
        if (!quote) return 0;
        const char *escape = memchr(at, '\\', (size_t)(quote - at));
        if (!escape) break;
        at = escape + 2;
        if (at > quote) quote = NULL; /* it was escaped */
    }
    inside->end = quote;
    json->at = quote + 1;
    return 1;
}

/* Passes over a value of any kind. */
static int skip_value(Json *json)
{
    uint64_t is_object[NESTED_MOST / 64] = {0};
    unsigned depth = 0;
    do {
        Json ignored;
        skip_blanks(json);
        if (json->at >= json->end) return 0;
        char c = *json->at;
        if (c == '"') {
            if (!skip_string(json, &ignored)) return 0;
        } else if (c == '{' || c == '[') {
            if (depth == NESTED_MOST) return 0;
            is_object[depth / 64] &= ~(1ull << depth % 64);
            if (c == '{') is_object[depth / 64] |= 1ull << depth % 64;
            depth++;
            json->at++;
        } else if (c == '}' || c == ']') {
            if (!depth || (int)(is_object[(depth - 1) / 64] >> (depth - 1) % 64 & 1) != (c == '}')) return 0;
            depth--;
            json->at++;
        } else if (c == ',' || c == ':') {
            if (!depth) return 0;
            json->at++;
        } else {
            const char *begin = json->at;
            while (json->at < json->end &&
                   (*json->at == '-' || *json->at == '+' || *json->at == '.' || *json->at == '_' ||
                    (*json->at >= '0' && *json->at <= '9') || ((*json->at | 32) >= 'a' && (*json->at | 32) <= 'z')))
                json->at++;
            if (json->at == begin) return 0;
        }
    } while (depth);
    return 1;
}

static int read_hex(const char *at, const char *end, uint32_t *code)
{
    if (end - at < 4) return 0;
    *code = 0;
    for (int i = 0; i < 4; i++) {
        int c = at[i] | 32, value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (value < 0) return 0;
        *code = *code * 16 + (uint32_t)value;
    }
    return 1;
}

/* Appends what a string says. Returns 0 if an escape is wrong. A NUL becomes a blank: texts end there. */
static int read_string(const Json *inside, Buffer *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *at = inside->at, *end = inside->end;
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        buffer_append(out, at, (size_t)((escape ? escape : end) - at));
        if (!escape) break;
        at = escape + 1;
        if (at >= end) return 0;
        const char *simple = *at ? strchr(from, *at) : NULL;
        if (simple) {
            buffer_byte(out, to[simple - from]);
            at++;
            continue;
        }
        uint32_t code, trail;
        if (*at != 'u' || !read_hex(at + 1, end, &code)) return 0;
        at += 5;
        if (code >= 0xD800 && code < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
            read_hex(at + 2, end, &trail) && trail >= 0xDC00 && trail < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
            at += 6;
        }
        buffer_codepoint(out, code ? code : ' ');
    }
    return 1;
}

typedef struct Found { /* the best value of a role so far */
    Json value;
    unsigned rank;
    int is_there;
} Found;

/* The string that is the member `name` of an object, which passed skip_value(); 0: there is none. */
static int find_name(const Json *object, Json *inside)
{
    Json json = {object->at + 1, object->end}, key;
    for (;;) {
        skip_blanks(&json);
        if (json.at >= json.end || *json.at != '"' || !skip_string(&json, &key)) return 0;
        skip_blanks(&json);
        if (json.at >= json.end || *json.at++ != ':') return 0;
        skip_blanks(&json);
        if (json.at < json.end && *json.at == '"' && key.end - key.at == 4 && !memcmp(key.at, "name", 4))
            return skip_string(&json, inside);
        if (!skip_value(&json)) return 0;
        skip_blanks(&json);
        if (json.at >= json.end || *json.at++ != ',') return 0;
    }
}

/* Appends the text of a value: a string, a number, the name of an object, or those of an array. Returns 0 if it is broken. */
static int read_text(const Json *value, Buffer *out)
{
    Json json = *value, inside;
    size_t begin = out->length;
    if (*json.at == '"') return skip_string(&json, &inside) && read_string(&inside, out);
    if (*json.at == '{') return !find_name(&json, &inside) || read_string(&inside, out);
    if (*json.at != '[') {
        buffer_append(out, json.at, (size_t)(json.end - json.at));
        return 1;
    }
    for (json.at++;;) {
        skip_blanks(&json);
        if (json.at >= json.end || *json.at == ']') return 1;
        if (*json.at == ',') {
            json.at++;
            continue;
        }
        Json item = json;
        if (!skip_value(&json)) return 0;
        item.end = json.at;
        int has_name = *item.at == '"' ? skip_string(&item, &inside) : *item.at == '{' && find_name(&item, &inside);
        if (!has_name) continue;
        if (out->length > begin) buffer_append(out, ", ", 2);
        if (!read_string(&inside, out)) return 0;
    }
}

/* Can the value say something of its role? */
static int can_be(FieldRole role, const Json *value)
{
    char c = *value->at;
    if (c == '"') return value->end - value->at > 2;
    Json ignored;
    if (role == FIELD_AUTHOR && c == '[') return 1;
    if (role == FIELD_AUTHOR || role == FIELD_PUBLISHER) return c == '{' && find_name(value, &ignored);
    return (role == FIELD_PUBLISHED || role == FIELD_CAPTURED) && c >= '0' && c <= '9';
}

/* Finds the fields of an object. Returns where it is broken, or NULL. */
static const char *find_fields(Json *json, Found found[FIELD_ROLES], Buffer *scratch)
{
    json->at++;
    skip_blanks(json);
    if (json->at < json->end && *json->at == '}') {
        json->at++;
        return NULL;
    }
    for (;;) {
        Json name, value;
        unsigned rank;
        skip_blanks(json);
        if (json->at >= json->end || *json->at != '"' || !skip_string(json, &name)) return json->at;
        skip_blanks(json);
        if (json->at >= json->end || *json->at != ':') return json->at;
        json->at++;
        skip_blanks(json);
        value.at = json->at;
        if (!skip_value(json)) return json->at;
        value.end = json->at;
        scratch->length = 0;
        if (!read_string(&name, scratch)) return name.at;
        FieldRole role = scratch->length ? field_role(scratch->bytes, scratch->length, &rank) : FIELD_UNKNOWN;
        if (role < FIELD_ROLES && can_be(role, &value) && (!found[role].is_there || rank < found[role].rank))
            found[role] = (Found){value, rank, 1};
        skip_blanks(json);
        if (json->at >= json->end || (*json->at != ',' && *json->at != '}')) return json->at;
        if (*json->at++ == '}') return NULL;
    }
}

/* --- objects that wrap others ------------------------------------------------------------------------------------------------- */

/* Going through the objects inside an object, to a depth. */
typedef struct Inner {
    Json json;
    size_t holders[WRAPPED_DEEPEST + 1]; /* where the arrays and objects around begin, from the outermost on */
    int depth;
} Inner;

/* Passes over what is no bracket, and over what is too deep. Returns the bracket that it stands on, 0 at the end. */
static char next_bracket(Inner *inner)
{
    Json *json = &inner->json, ignored;
    while (json->at < json->end) {
        char c = *json->at;
        int opens = c == '{' || c == '[';
        if (c == '"') {
            if (!skip_string(json, &ignored)) return 0;
        } else if (opens && inner->depth == WRAPPED_DEEPEST) {
            if (!skip_value(json)) return 0;
        } else if (opens || c == '}' || c == ']') return c;
        else json->at++;
    }
    return 0;
}

/* Goes to the next object that has a text. `*holder` is where the array or object begins that it is a member of. Returns 0 at the end. */
static int next_inner(Inner *inner, const char *begin, Found found[FIELD_ROLES], Json *object, size_t *holder,
                      Buffer *scratch)
{
    Json *json = &inner->json;
    for (char c; (c = next_bracket(inner)) != 0;) {
        if (c == '}' || c == ']') {
            if (inner->depth) inner->depth--;
            json->at++;
            continue;
        }
        Json try = *json;
        memset(found, 0, FIELD_ROLES * sizeof *found);
        if (c == '{' && inner->depth && !find_fields(&try, found, scratch) && found[FIELD_CONTENT].is_there) {
            *object = (Json){json->at, try.at};
            *holder = inner->holders[inner->depth - 1];
            json->at = try.at;
            return 1;
        }
        inner->holders[inner->depth++] = (size_t)(json->at - begin);
        json->at++;
    }
    return 0;
}

/* Finds the array or object inside the object in `line` whose objects hold the most text. Returns 1 + where it begins, 0 if no object inside has one. */
static size_t find_holder(const char *bytes, size_t length, Buffer *scratch)
{
    enum { HOLDERS = 16 };
    struct {
        size_t begin, text;
    } holders[HOLDERS];
    Inner inner = {.json = {bytes, bytes + length}};
    Found found[FIELD_ROLES];
    Json object;
    size_t holder, count = 0, best = 0;
    while (next_inner(&inner, bytes, found, &object, &holder, scratch)) {
        size_t i = 0;
        while (i < count && holders[i].begin != holder) i++;
        if (i == HOLDERS) continue; /* the first ones tell */
        if (i == count) holders[count].begin = holder, holders[count++].text = 0;
        holders[i].text += (size_t)(found[FIELD_CONTENT].value.end - found[FIELD_CONTENT].value.at);
    }
    for (size_t i = 1; i < count; i++)
        if (holders[i].text > holders[best].text) best = i;
    return count ? holders[best].begin + 1 : 0;
}

/* --- records ------------------------------------------------------------------------------------------------------------------- */

/* Sets the record's fields. Returns the value that is broken, or NULL. */
static const char *set_fields(Formats *formats, const Found found[FIELD_ROLES], Buffer *scratch)
{
    for (int role = 0; role < FIELD_ROLES; role++) {
        Buffer *out = role == FIELD_CONTENT ? &formats->raw : scratch;
        out->length = 0;
        if (!found[role].is_there) continue;
        if (!read_text(&found[role].value, out)) return found[role].value.at;
        if (role != FIELD_CONTENT && out->bytes) record_set(formats, (FieldRole)role, out->bytes, out->length);
    }
    return NULL;
}

/* The next record of the object in `line` that wraps them; `*found` is 0 behind the last. */
static Status next_wrapped(Formats *formats, int *found)
{
    Wrapped *wrapped = &formats->wrapped;
    const char *bytes = formats->line.bytes;
    Inner inner = {
        .json = {bytes + wrapped->at, bytes + formats->line.length}, .depth = 1, .holders = {wrapped->holder - 1}};
    Found fields[FIELD_ROLES];
    Buffer scratch = BUFFER_EMPTY;
    Json object;
    size_t holder;
    *found = 0;
    while (inner.depth && next_inner(&inner, bytes, fields, &object, &holder, &scratch)) {
        if (holder + 1 != wrapped->holder) continue;
        wrapped->at = (size_t)(inner.json.at - bytes);
        *found = 1;
        if (record_begin_inner(formats, formats->kind, formats->ordinal, ++wrapped->count) != STATUS_OK) break;
        formats->record.size = (size_t)(object.end - object.at);
        const char *broken = set_fields(formats, fields, &scratch);
        if (broken) record_error(formats, "its JSON is broken at byte %zu", (size_t)(broken - bytes) + 1);
        break;
    }
    if (scratch.failed || formats->raw.failed) formats->arena.status = STATUS_NOMEM;
    buffer_free(&scratch);
    if (!*found) wrapped->holder = 0;
    return formats->arena.status;
}

/* Makes a record of the object in `line`, or begins to go through those that it wraps. What follows it may be blanks alone. */
static Status read_object(Formats *formats, int *is_found)
{
    const char *bytes = formats->line.bytes;
    size_t length = formats->line.length;
    Json json = {bytes, bytes + length};
    Found found[FIELD_ROLES];
    Buffer scratch = BUFFER_EMPTY;
    memset(found, 0, sizeof found);
    skip_blanks(&json);
    const char *broken = json.at < json.end && *json.at == '{' ? find_fields(&json, found, &scratch) : json.at;
    skip_blanks(&json);
    if (!broken && json.at < json.end) broken = json.at;
    formats->record.size = length;
    if (!broken && !found[FIELD_CONTENT].is_there) {
        size_t holder = find_holder(bytes, length, &scratch);
        if (scratch.failed) formats->arena.status = STATUS_NOMEM;
        if (holder && formats->arena.status == STATUS_OK) {
            buffer_free(&scratch);
            formats->wrapped = (Wrapped){holder, holder, 0};
            return next_wrapped(formats, is_found);
        }
        record_error(formats, "no member of the object holds a text: content, text, body, html, ... are looked for");
    }
    if (!broken) broken = set_fields(formats, found, &scratch);
    if (scratch.failed || formats->raw.failed) formats->arena.status = STATUS_NOMEM;
    buffer_free(&scratch);
    if (broken) record_error(formats, "its JSON is broken at byte %zu", (size_t)(broken - bytes) + 1);
    return formats->arena.status;
}

static int is_blank(const Buffer *line)
{
    for (size_t i = 0; i < line->length; i++)
        if ((unsigned char)line->bytes[i] > ' ') return 0;
    return 1;
}

static Status next_line(Formats *formats, int *found)
{
    Reader *reader = formats->reader;
    int cut = 0;
    do {
        formats->line.length = 0;
        cut = 0;
        if (!reader_line(reader, formats->max_bytes, &formats->line, &cut) || (reader_broken(reader) && reader->error))
            return record_broken(formats, formats->ordinal + 1, found);
        formats->ordinal++;
    } while (is_blank(&formats->line));
    *found = 1;
    if (record_begin(formats, formats->kind, formats->ordinal) != STATUS_OK) return formats->arena.status;
    if (!cut) return read_object(formats, found);
    record_error(formats, "the line is longer than %llu bytes, the limit (max_bytes) of one document",
                 (unsigned long long)formats->max_bytes);
    return formats->arena.status;
}

/* Appends the next object to `line`, from its `{` to the `}` that closes it. Returns 0 at the end. */
static int gather_object(Formats *formats, int *cut, int *closed)
{
    Reader *reader = formats->reader;
    size_t depth = 0;
    int in_string = 0, escaped = 0, begun = 0;
    for (size_t there; (there = reader_peek(reader, 1)) > 0;) {
        const char *bytes = reader_bytes(reader);
        size_t at = 0, from = 0;
        for (; at < there && !*closed; at++) {
            char c = bytes[at];
            if (!begun) {
                if (c != '{') continue;
                begun = 1;
                from = at;
            }
            if (escaped) escaped = 0;
            else if (in_string) {
                escaped = c == '\\';
                in_string = c != '"';
            } else if (c == '"') in_string = 1;
            else if (c == '{' || c == '[') depth++;
            else if (c == '}' || c == ']') *closed = --depth == 0;
        }
        if (begun) {
            size_t room = formats->max_bytes - formats->line.length, count = at - from;
            *cut |= count > room;
            buffer_append(&formats->line, bytes + from, count < room ? count : room);
            if (formats->line.failed) formats->arena.status = STATUS_NOMEM;
        }
        reader_take(reader, at);
        if (*closed || formats->arena.status != STATUS_OK) return 1;
    }
    return begun;
}

static Status next_object(Formats *formats, int *found)
{
    int cut = 0, closed = 0;
    formats->line.length = 0;
    if (!gather_object(formats, &cut, &closed)) return record_broken(formats, formats->ordinal + 1, found);
    formats->ordinal++;
    *found = 1;
    if (!closed && reader_broken(formats->reader)) {
        *found = 0;
        return record_broken(formats, formats->ordinal, found);
    }
    if (record_begin(formats, formats->kind, formats->ordinal) != STATUS_OK) return formats->arena.status;
    formats->record.size = formats->line.length;
    if (cut)
        record_error(formats, "it is longer than %llu bytes, the limit (max_bytes) of one document",
                     (unsigned long long)formats->max_bytes);
    else if (!closed) record_error(formats, "the file ends within an object: it is cut");
    else return read_object(formats, found);
    return formats->arena.status;
}

Status jsonl_next(Formats *formats, int *found)
{
    if (formats->wrapped.holder) {
        Status status = next_wrapped(formats, found);
        if (status != STATUS_OK || *found) return status;
    }
    return formats->is_listed ? next_object(formats, found) : next_line(formats, found);
}
