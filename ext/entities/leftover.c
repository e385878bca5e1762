/*
** leftover.c - tags and scripts that were left in a text: what stands in them is no name
**
** A page's text is taken out of it before names are looked for; a text from elsewhere may still have `<div class="Footer">` in it, or a whole script. Found are tags of
** HTML's elements (a title in angle brackets, as Korean writes them, is none), comments, and what stands between `<script>` or `<style>` and its end. Linear: a
** tag is at most LONGEST bytes long and ends before the next `<`.
*/
#include "entities/finder.h"

enum { LONGEST = 2000 };

static const char *const elements[] = {
    "a",        "abbr",   "article", "aside", "b",     "body",     "blockquote", "br",      "button", "code",
    "dd",       "div",    "dl",      "dt",    "em",    "fieldset", "figure",     "font",    "footer", "form",
    "h1",       "h2",     "h3",      "h4",    "h5",    "h6",       "head",       "header",  "hr",     "html",
    "i",        "iframe", "img",     "input", "label", "li",       "link",       "main",    "meta",   "nav",
    "noscript", "ol",     "option",  "p",     "path",  "pre",      "script",     "section", "select", "small",
    "source",   "span",   "strong",  "style", "sub",   "sup",      "svg",        "table",   "tbody",  "td",
    "textarea", "th",     "thead",   "time",  "title", "tr",       "u",          "ul",      "video"};

static char small_letter(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static int is_name_byte(char c)
{
    c = small_letter(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Does `bytes` begin with `word`, in any case, and go on with no letter? */
static int begins_with(const char *bytes, size_t length, const char *word)
{
    size_t n = strlen(word);
    if (length < n) return 0;
    for (size_t i = 0; i < n; i++)
        if (small_letter(bytes[i]) != word[i]) return 0;
    return length == n || !is_name_byte(bytes[n]);
}

static const char *element_at(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (begins_with(bytes, length, elements[i])) return elements[i];
    return NULL;
}

/* Where what stands between a tag and the end of its element ends; SIZE_MAX if there is no such end. */
static size_t raw_end(const char *bytes, size_t length, size_t at, const char *element)
{
    for (size_t i = at; i + 2 < length; i++) {
        const char *next = memchr(bytes + i, '<', length - i - 2);
        if (!next) break;
        i = (size_t)(next - bytes);
        if (bytes[i + 1] == '/' && begins_with(bytes + i + 2, length - i - 2, element)) return i;
    }
    return SIZE_MAX;
}

Status leftovers_find(Arena *arena, const char *bytes, size_t length, LeftoverList *list)
{
    size_t unended = length; /* from here on no script ends: not looked for twice */
    for (size_t at = 0; at + 1 < length && !arena_stopped(arena);) {
        const char *open = memchr(bytes + at, '<', length - at - 1);
        if (!open) break;
        size_t start = (size_t)(open - bytes), name = start + 1, end;
        at = name;
        if (length - start > 4 && !memcmp(open, "<!--", 4)) {
            const char *close = NULL;
            for (size_t i = start + 4; i + 3 <= length && i < start + LONGEST && !close; i++)
                if (!memcmp(bytes + i, "-->", 3)) close = bytes + i;
            if (!close) continue;
            end = (size_t)(close - bytes) + 3;
        } else {
            int closes = bytes[name] == '/';
            name += (size_t)closes;
            const char *element = element_at(bytes + name, length - name);
            size_t stop = length - name < LONGEST ? length : name + LONGEST;
            if (!element) continue;
            for (end = name; end < stop && bytes[end] != '>' && bytes[end] != '<';) end++;
            if (end == stop || bytes[end] == '<') continue;
            end++;
            int is_raw = !closes && (!strcmp(element, "script") || !strcmp(element, "style"));
            if (is_raw && end < unended) {
                size_t raw = raw_end(bytes, length, end, element);
                if (raw == SIZE_MAX) unended = end;
                else end = raw;
            }
        }
        Leftover *region = ARENA_PUSH(arena, list);
        if (!region) return arena->status;
        *region = (Leftover){(uint32_t)start, (uint32_t)end};
        at = end;
    }
    return arena->status;
}
