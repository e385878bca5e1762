/*
** addresses.c - e-mail addresses and URLs
*/
#include "text/scanner.h"

enum { SCHEME = 12 }; /* longest scheme of a URL that is looked for */

/* The end of a domain (labels with at least one dot) at `at`, or NULL. */
static const char *domain_end(const Scanner *s, const char *at)
{
    const char *stop = NULL;
    int dots = 0;
    for (;;) {
        const char *label = at;
        while (at < s->end && (scanner_is_alnum(*at) || (*at == '-' && at > label))) at++;
        if (at == label) break;
        if (dots) stop = at;
        if (at + 1 >= s->end || *at != '.' || !scanner_is_alnum(at[1])) break;
        dots++;
        at++;
    }
    return stop;
}

/* The end of an e-mail address that begins at `start`, or NULL. */
const char *address_email_end(Scanner *s, const char *start)
{
    if (s->next_at < start) {
        s->next_at = memchr(start, '@', (size_t)(s->end - start));
        if (!s->next_at) s->next_at = s->end;
    }
    if (s->next_at == s->end || s->next_at - start > LOCAL_PART) return NULL;
    for (const char *at = start; at < s->next_at; at++)
        if (!scanner_is_alnum(*at) && (!*at || !strchr("._%+-", *at))) return NULL;
    return s->next_at[-1] == '.' ? NULL : domain_end(s, s->next_at + 1);
}

/* Whether a character may stand in a URL as people paste it: ASCII but blanks and brackets, and letters of scripts with blanks. */
static int in_url(const Scanner *s, const char *at, size_t *bytes)
{
    if ((unsigned char)*at < 0x80) {
        *bytes = 1;
        return *at > ' ' && *at != 0x7F && !strchr("<>\"{}|\\^`", *at);
    }
    const UnicodeRecord *r = look(at, s->end, bytes);
    return r->token_class == UNICODE_TOKEN_LETTER || r->token_class == UNICODE_TOKEN_DIGIT;
}

/* The end of a URL whose scheme or host was read up to `at`. */
static const char *url_end(const Scanner *s, const char *at)
{
    const char *stop = at;
    int open = 0;
    size_t bytes;
    while (at < s->end && in_url(s, at, &bytes)) {
        char c = *at;
        at += bytes;
        if (c == '(') open++;
        /* what closes a sentence or a bracket around the URL is not of it */
        if (c == ')' ? open-- > 0 : !c || !strchr(".,;:!?'*(", c)) stop = at;
        if (c == ')' && open < 0) break;
    }
    return stop;
}

/* If the word is the beginning of a URL, returns its end, else NULL. */
const char *address_url_end(const Scanner *s, const Word *w, const char *stop)
{
    if (w->bits & HAS_NON_ASCII || stop == s->end) return NULL;
    if (*stop == ':' && s->end - stop > 3 && stop[1] == '/' && stop[2] == '/' && stop - w->start <= SCHEME &&
        !w->dots) {
        const char *end = url_end(s, stop + 3);
        return end > stop + 3 ? end : NULL;
    }
    if (!w->dots || w->kinds) return NULL;
    int www = stop - w->start > 4 && !memcmp(w->start, "www.", 4);
    if (!www && (*stop != '/' || w->bits & HAS_UPPER || stop - w->segment < 2 || stop + 1 == s->end ||
                 !scanner_is_alnum(stop[1])))
        return NULL;
    return url_end(s, stop);
}
