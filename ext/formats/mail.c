/*
** mail.c - a mail (RFC 5322, MIME) or a saved page (MHTML): its headers, and of its parts the one that is the text
**
** The parts are found in one pass over the lines, with a stack of the boundaries that are open; no recursion. Taken is the first part text/plain that
** is no attachment and not blank, else text/html; of saved pages the other way round; of a mail that holds nothing but another, the other's. Quoted-printable and
** base64 are decoded as far as they can be read, format=flowed (RFC 3676) has its lines joined, headers their encoded words (RFC 2047) read.
*/
#include "formats/parts.h"
#include "base/memory.h"
#include <string.h>
#include <strings.h>

enum { NESTED_MOST = 16, WORD_CHARSET = 64 };

typedef struct Part {
    size_t start, length; /* of `raw` */
    const char *type, *encoding, *location;
    int is_there;
} Part;

typedef struct Walk {
    Formats *formats;
    const char *bytes;
    size_t length;
    const char *boundaries[NESTED_MOST];
    int depth;
    Part open;    /* the leaf that the lines belong to */
    int is_inner; /* it is of a mail within the mail */
    Part plain, html, inner_plain, inner_html;
} Walk;

static int begins(const char *text, const char *with)
{
    return text && !strncasecmp(text, with, strlen(with));
}

/* The value of a parameter of a Content-Type, in the arena; NULL if it is not there. */
static const char *parameter(Formats *formats, const char *value, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = value ? strchr(value, ';') : NULL; at; at = strchr(at, ';')) {
        at++;
        at += strspn(at, " ");
        if (strncasecmp(at, name, n) != 0) continue;
        const char *begin = at + n + strspn(at + n, " ");
        if (*begin != '=') continue;
        begin++;
        begin += strspn(begin, " ");
        if (*begin == '"') return arena_copy(&formats->arena, begin + 1, strcspn(begin + 1, "\""));
        return arena_copy(&formats->arena, begin, strcspn(begin, "; "));
    }
    return NULL;
}

/* --- encodings ----------------------------------------------------------------------------------------------------------------- */

static int hex_value(char c)
{
    int lower = c | 32;
    return c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Decodes quoted-printable; `in_header` reads `_` as a blank. What is no escape stays. */
static void decode_quoted(const char *at, const char *end, int in_header, Buffer *out)
{
    while (at < end) {
        if (*at == '=') {
            int high = end - at > 2 ? hex_value(at[1]) : -1, low = high >= 0 ? hex_value(at[2]) : -1;
            const char *line = at + 1;
            if (low >= 0) {
                buffer_byte(out, (char)(high * 16 + low));
                at += 3;
                continue;
            }
            while (line < end && (*line == ' ' || *line == '\t' || *line == '\r')) line++;
            if (line == end || *line == '\n') { /* a soft line break */
                at = line < end ? line + 1 : end;
                continue;
            }
        }
        const char *run = at + 1;
        while (run < end && *run != '=' && !(in_header && *run == '_')) run++;
        if (in_header && *at == '_') buffer_byte(out, ' '), at++;
        else {
            buffer_append(out, at, (size_t)(run - at));
            at = run;
        }
    }
}

static void decode_base64(const char *at, const char *end, Buffer *out)
{
    uint32_t bits = 0;
    int count = 0;
    for (; at < end && *at != '='; at++) {
        int c = *at, value = c >= 'A' && c <= 'Z'   ? c - 'A'
                             : c >= 'a' && c <= 'z' ? c - 'a' + 26
                             : c >= '0' && c <= '9' ? c - '0' + 52
                             : c == '+' || c == '-' ? 62
                             : c == '/' || c == '_' ? 63
                                                    : -1;
        if (value < 0) continue;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        if (++count % 4 == 2) buffer_byte(out, (char)(bits >> 4 & 0xFF));
        else if (count % 4 == 3) buffer_byte(out, (char)(bits >> 2 & 0xFF));
        else if (count % 4 == 0) buffer_byte(out, (char)(bits & 0xFF));
    }
}

/* Appends decoded bytes of a charset as UTF-8, and empties them. */
static void flush_words(Formats *formats, Buffer *bytes, const char *charset, Buffer *out)
{
    size_t skip = 0;
    if (bytes->length &&
        charset_decode(formats->icu, bytes->bytes, bytes->length, charset, out, &skip) != CHARSET_RECODED)
        buffer_append(out, bytes->bytes + skip, bytes->length - skip);
    out->failed |= bytes->failed;
    bytes->length = 0;
}

typedef struct Word { /* =?charset?B?text?= */
    char charset[WORD_CHARSET];
    char form; /* B or Q */
    const char *text, *text_end, *end;
} Word;

static int read_word(const char *at, const char *end, Word *word)
{
    if (end - at < 8 || at[0] != '=' || at[1] != '?') return 0;
    const char *mark = memchr(at + 2, '?', (size_t)(end - at - 2));
    if (!mark || mark - at - 2 >= WORD_CHARSET || end - mark < 5 || mark[2] != '?') return 0;
    memcpy(word->charset, at + 2, (size_t)(mark - at - 2));
    word->charset[mark - at - 2] = 0;
    word->charset[strcspn(word->charset, "*")] = 0; /* a language may follow (RFC 2231) */
    word->form = (char)(mark[1] & ~32);
    if (word->form != 'B' && word->form != 'Q') return 0;
    word->text = mark + 3;
    for (const char *c = word->text; c + 1 < end; c++)
        if (c[0] == '?' && c[1] == '=') {
            word->text_end = c;
            word->end = c + 2;
            return 1;
        }
    return 0;
}

/* Reads the encoded words of a header. Words of one charset are joined before they are converted: some cut characters in two. */
static void decode_words(Formats *formats, const char *text, Buffer *out)
{
    const char *at = text, *end = text + strlen(text);
    Buffer bytes = BUFFER_EMPTY;
    char charset[WORD_CHARSET] = "";
    for (Word word; at < end;) {
        const char *blank = at;
        while (blank < end && *blank == ' ') blank++;
        if (read_word(bytes.length ? blank : at, end, &word)) {
            if (strcasecmp(charset, word.charset) != 0) flush_words(formats, &bytes, charset, out);
            memcpy(charset, word.charset, sizeof charset);
            if (word.form == 'B') decode_base64(word.text, word.text_end, &bytes);
            else decode_quoted(word.text, word.text_end, 1, &bytes);
            at = word.end;
            continue;
        }
        flush_words(formats, &bytes, charset, out);
        buffer_byte(out, *at++);
    }
    flush_words(formats, &bytes, charset, out);
    buffer_free(&bytes);
}

/* --- headers ------------------------------------------------------------------------------------------------------------------- */

static void set_header(Formats *formats, FieldRole role, const char *text, size_t length)
{
    Buffer decoded = BUFFER_EMPTY;
    const char *copy = arena_copy(&formats->arena, text, length);
    if (copy) decode_words(formats, copy, &decoded);
    if (decoded.failed) formats->arena.status = STATUS_NOMEM;
    else if (decoded.length) record_set(formats, role, decoded.bytes, decoded.length);
    buffer_free(&decoded);
}

/* `"Name" <address>`: the name, or else the address. */
static void set_author(Formats *formats, const char *from)
{
    const char *angle = strchr(from, '<');
    size_t length = angle ? (size_t)(angle - from) : strlen(from);
    while (length && from[length - 1] == ' ') length--;
    while (length && *from == ' ') from++, length--;
    if (length > 1 && *from == '"' && from[length - 1] == '"') from++, length -= 2;
    if (!length && angle) {
        from = angle + 1;
        length = strcspn(from, ">");
    }
    set_header(formats, FIELD_AUTHOR, from, length);
}

/* The address of a mail by its Message-ID, as RFC 2392 has it. */
static void set_message_id(Formats *formats, const char *id)
{
    const char *begin = strchr(id, '<');
    begin = begin ? begin + 1 : id;
    const char *address = arena_printf(&formats->arena, "mid:%.*s", (int)strcspn(begin, "> "), begin);
    if (address && address[4]) record_set(formats, FIELD_ADDRESS, address, strlen(address));
}

static void read_headers(Formats *formats, const char *block, size_t length, int is_saved)
{
    const char *date = header_find(formats, block, length, "Date"),
               *subject = header_find(formats, block, length, "Subject"),
               *from = header_find(formats, block, length, "From"),
               *id = header_find(formats, block, length, "Message-ID"),
               *language = header_find(formats, block, length, "Content-Language"),
               *location = header_find(formats, block, length, "Snapshot-Content-Location");
    if (!location && is_saved) location = header_find(formats, block, length, "Content-Location");
    if (date) record_set(formats, FIELD_CAPTURED, date, strlen(date));
    if (date && !is_saved) record_set(formats, FIELD_PUBLISHED, date, strlen(date));
    if (subject && !is_saved) set_header(formats, FIELD_TITLE, subject, strlen(subject)); /* a page has its own title */
    if (from && !is_saved) set_author(formats, from);
    if (id && !is_saved) set_message_id(formats, id);
    if (language) record_set(formats, FIELD_LANGUAGE, language, strcspn(language, ", "));
    if (location) set_header(formats, FIELD_ADDRESS, location, strlen(location));
}

/* --- parts --------------------------------------------------------------------------------------------------------------------- */

/* Reads the headers at `at`: the part is opened, or its boundary; what lies in a mail within the mail begins anew. Returns where its lines begin. */
static size_t open_part(Walk *walk, size_t at)
{
    Formats *formats = walk->formats;
    for (int depth = 0; depth < NESTED_MOST && formats->arena.status == STATUS_OK; depth++) {
        const char *bytes = walk->bytes + at;
        size_t left = walk->length - at, block = header_block(bytes, left);
        if (left && (*bytes == '\n' || *bytes == '\r')) block = *bytes == '\n' ? 1 : left > 1 ? 2 : 1;
        const char *type = header_find(formats, bytes, block, "Content-Type"),
                   *disposition = header_find(formats, bytes, block, "Content-Disposition");
        at += block;
        if (begins(type, "multipart/")) {
            const char *boundary = parameter(formats, type, "boundary");
            if (boundary && *boundary && walk->depth < NESTED_MOST) walk->boundaries[walk->depth++] = boundary;
            return at; /* its preamble is nobody's */
        }
        if (begins(type, "message/rfc822")) {
            walk->is_inner = 1;
            continue;
        }
        walk->open.type = type ? type : "text/plain";
        walk->open.encoding = header_find(formats, bytes, block, "Content-Transfer-Encoding");
        walk->open.location = header_find(formats, bytes, block, "Content-Location");
        walk->open.start = at;
        walk->open.is_there = !begins(disposition, "attachment");
        break;
    }
    return at;
}

static int is_blank(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] > ' ') return 0;
    return 1;
}

static void close_part(Walk *walk, size_t end)
{
    Part *part = &walk->open, *place = NULL;
    if (!part->is_there) return;
    while (end > part->start && (walk->bytes[end - 1] == '\n' || walk->bytes[end - 1] == '\r')) end--;
    part->length = end - part->start;
    if (begins(part->type, "text/plain")) place = walk->is_inner ? &walk->inner_plain : &walk->plain;
    else if (begins(part->type, "text/html") || begins(part->type, "application/xhtml"))
        place = walk->is_inner ? &walk->inner_html : &walk->html;
    if (place && !place->is_there && !is_blank(walk->bytes + part->start, part->length)) *place = *part;
    part->is_there = 0;
}

/* The level of the boundary that a line is, or -1. */
static int find_boundary(const Walk *walk, const char *line, size_t length, int *is_last)
{
    if (length < 3 || line[0] != '-' || line[1] != '-') return -1;
    for (int level = walk->depth - 1; level >= 0; level--) {
        size_t n = strlen(walk->boundaries[level]);
        if (length < n + 2 || memcmp(line + 2, walk->boundaries[level], n) != 0) continue;
        const char *rest = line + 2 + n;
        *is_last = length >= n + 4 && rest[0] == '-' && rest[1] == '-';
        if (is_blank(rest + (*is_last ? 2 : 0), length - 2 - n - (*is_last ? 2 : 0))) return level;
    }
    return -1;
}

static void walk_parts(Walk *walk)
{
    size_t at = open_part(walk, 0);
    while (at < walk->length && walk->depth && !arena_stopped(&walk->formats->arena)) {
        const char *line = walk->bytes + at, *feed = memchr(line, '\n', walk->length - at);
        size_t length = feed ? (size_t)(feed - line) + 1 : walk->length - at;
        int is_last = 0, level = find_boundary(walk, line, length, &is_last);
        if (level >= 0) {
            close_part(walk, at);
            if (level == 0) walk->is_inner = 0;
            walk->depth = is_last ? level : level + 1;
            at = is_last ? at + length : open_part(walk, at + length);
        } else at += length;
    }
    close_part(walk, walk->length);
}

/* --- the text ------------------------------------------------------------------------------------------------------------------- */

/* Joins the lines of format=flowed: a line that ends in a blank goes on (RFC 3676). */
static void join_flowed(Buffer *text, int deletes_blank)
{
    const char *end = text->bytes + text->length;
    char *out = text->bytes;
    for (const char *at = text->bytes; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at)), *stop = feed ? feed : end;
        if (stop > at && stop[-1] == '\r') stop--;
        size_t length = (size_t)(stop - at);
        int is_signature = length == 3 && !memcmp(at, "-- ", 3),
            flows = length && stop[-1] == ' ' && !is_signature && feed;
        if (length && *at == ' ') at++, length--; /* stuffed */
        memmove(out, at, length);
        out += length;
        if (!flows && feed) *out++ = '\n';
        else if (flows && deletes_blank) out--;
        at = feed ? feed + 1 : end;
    }
    text->length = (size_t)(out - text->bytes);
}

static Status take_part(Formats *formats, const Part *part)
{
    const char *begin = formats->raw.bytes + part->start, *end = begin + part->length;
    Buffer text = BUFFER_EMPTY;
    if (begins(part->encoding, "base64")) decode_base64(begin, end, &text);
    else if (begins(part->encoding, "quoted-printable")) decode_quoted(begin, end, 0, &text);
    else buffer_append(&text, begin, part->length);
    const char *format = parameter(formats, part->type, "format");
    if (begins(part->type, "text/plain") && begins(format, "flowed") && text.length && !text.failed)
        join_flowed(&text, begins(parameter(formats, part->type, "delsp"), "yes"));
    charset_of_type(part->type, formats->stated);
    if (text.failed) formats->arena.status = STATUS_NOMEM;
    buffer_free(&formats->raw);
    formats->raw = text;
    formats->raw_skip = 0;
    return formats->arena.status;
}

Status mail_read(Formats *formats, int prefer_html)
{
    if (!buffer_text(&formats->raw)) return formats->arena.status = STATUS_NOMEM;
    Walk walk = {.formats = formats, .bytes = formats->raw.bytes, .length = formats->raw.length};
    size_t block = header_block(walk.bytes, walk.length);
    formats->record.size = walk.length;
    read_headers(formats, walk.bytes, block ? block : walk.length, prefer_html);
    walk_parts(&walk);
    if (formats->arena.status != STATUS_OK) return formats->arena.status;
    const Part *order[] = {&walk.plain, &walk.html, &walk.inner_plain, &walk.inner_html}, *best = NULL;
    for (int i = 0; i < 4 && !best; i++) {
        const Part *part = order[prefer_html ? i ^ 1 : i];
        if (part->is_there) best = part;
    }
    if (!best) {
        record_error(formats, "no part of it is a text");
        return formats->arena.status;
    }
    if (prefer_html && !formats->record.address && best->location)
        set_header(formats, FIELD_ADDRESS, best->location, strlen(best->location));
    return take_part(formats, best);
}
