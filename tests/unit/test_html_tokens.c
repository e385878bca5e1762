/*
** test_html_tokens.c - tags, attributes, references; markup that is broken; time that stays linear
*/
#include "base/arena.h"
#include "check.h"
#include "document/html_tokens.h"
#include <stdlib.h>
#include <time.h>

/* The tokens of a page on one line: t text, <name, /name, r raw, ! comment, each with its bytes in brackets. */
static const char *shape(const char *page)
{
    static char out[2000];
    static const char *const kinds[] = {"t", "<", "/", "r", "!"};
    size_t used = 0;
    HtmlTokens tokens;
    HtmlToken token;
    html_tokens_begin(&tokens, page, strlen(page));
    out[0] = 0;
    while (html_next(&tokens, &token) && used < sizeof out - 200)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s[%.*s]", used ? " " : "", kinds[token.kind],
                                 (int)(token.end - token.start), token.start);
    return out;
}

static void test_markup(void)
{
    CHECK_TEXT(shape("<p>One <b>two</b>"), "<[<p>] t[One ] <[<b>] t[two] /[</b>]");
    CHECK_TEXT(shape("1 < 2 <3 </ 4>"), "t[1 < 2 <3 </ 4>]");
    CHECK_TEXT(shape("<a title=\"x > y\">z"), "<[<a title=\"x > y\">] t[z]");
    CHECK_TEXT(shape("<a b'c>z'>"), "<[<a b'c>] t[z'>]");
    CHECK_TEXT(shape("<a title = 'x > y' >z"), "<[<a title = 'x > y' >] t[z]");
    CHECK_TEXT(shape("a<!-- <b> -- > -->c"), "t[a] ![<!-- <b> -- > -->] t[c]");
    CHECK_TEXT(shape("a<!--->c<!-->d<!---->e"), "t[a] ![<!--->] t[c] ![<!-->] t[d] ![<!---->] t[e]");
    CHECK_TEXT(shape("<!DOCTYPE html><?xml?><p>"), "![<!DOCTYPE html>] ![<?xml?>] <[<p>]");
    CHECK_TEXT(shape("\xEF\xBB\xBF<p>"), "<[<p>]");
}

static void test_broken(void)
{
    CHECK_TEXT(shape("<a title=\"x>y</a>z"), "<[<a title=\"x>] t[y] /[</a>] t[z]");
    CHECK_TEXT(shape("a<!-- b> c"), "t[a] ![<!-- b>] t[ c]");
    CHECK_TEXT(shape("a<b c=d"), "t[a]");
    CHECK_TEXT(shape("a<"), "t[a<]");
    CHECK_TEXT(shape("a</"), "t[a</]");
    CHECK_TEXT(shape("<"), "t[<]");
    CHECK_TEXT(shape(""), "");
    CHECK_TEXT(shape("<title>x<p>y"), "<[<title>] t[x] <[<p>] t[y]");
    CHECK_TEXT(shape("<script>x<p>y"), "<[<script>] r[x<p>y]");
}

static void test_raw(void)
{
    CHECK_TEXT(shape("<script>if (a<b) '</scripts>'</SCRIPT >c"),
               "<[<script>] r[if (a<b) '</scripts>'] /[</SCRIPT >] t[c]");
    CHECK_TEXT(shape("<style></style>x"), "<[<style>] /[</style>] t[x]");
    CHECK_TEXT(shape("<TITLE>a <b></title>x"), "<[<TITLE>] r[a <b>] /[</title>] t[x]");
    CHECK_TEXT(shape("<textarea/>x</textarea>"), "<[<textarea/>] t[x] /[</textarea>]");
}

static const char *value_of(const char *page, const char *name)
{
    static char out[200];
    HtmlTokens tokens;
    HtmlToken token;
    const char *value = NULL;
    html_tokens_begin(&tokens, page, strlen(page));
    if (!html_next(&tokens, &token)) return "no tag";
    size_t length = html_attribute(&token, name, &value);
    if (!value) return NULL;
    snprintf(out, sizeof out, "%.*s", (int)length, value);
    return out;
}

static void test_attributes(void)
{
    CHECK_TEXT(value_of("<meta NAME=date content='2020-01-02'>", "name"), "date");
    CHECK_TEXT(value_of("<meta NAME=date content='2020-01-02'>", "content"), "2020-01-02");
    CHECK_TEXT(value_of("<meta name=\"a b\"content=c>", "content"), "c");
    CHECK_TEXT(value_of("<a hidden href = x/y >", "href"), "x/y");
    CHECK_TEXT(value_of("<a hidden href=x>", "hidden"), NULL);
    CHECK_TEXT(value_of("<a data-href=x>", "href"), NULL);
    CHECK_TEXT(value_of("<a href='' class=y>", "href"), "");
    CHECK_TEXT(value_of("<a title=' href=z' href=x>", "href"), "x");
    CHECK_TEXT(value_of("<a href=\"x>", "href"), "\"x");
    CHECK_TEXT(value_of("</a href=x>", "href"), NULL);
    CHECK_TEXT(value_of("<a/href=x/>", "href"), "x/");
}

static const char *decoded(const char *text)
{
    static char out[200];
    out[html_decode(text, strlen(text), out)] = 0;
    return out;
}

static void test_references(void)
{
    CHECK_TEXT(decoded("a &amp; b &lt;c&gt; &eacute;&Eacute;"), "a & b <c> \xC3\xA9\xC3\x89");
    CHECK_TEXT(decoded("&#8212;&#x2014;&#X2014"), "\xE2\x80\x94\xE2\x80\x94\xE2\x80\x94");
    CHECK_TEXT(decoded("&#150;&nbsp;x&#160;y"), "\xE2\x80\x93 x y");
    CHECK_TEXT(decoded("AT&T; &nothing; & &; &#; &#x; a&"), "AT&T; &nothing; & &; &#; &#x; a&");
    CHECK_TEXT(decoded("&#0;&#xD800;&#99999999;"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK_TEXT(decoded("&copy2020 &thetasym;&zwnj;&yuml;"), "&copy2020 \xCF\x91\xE2\x80\x8C\xC3\xBF");
}

static void test_elements(void)
{
    CHECK(html_element("div", 3) == HTML_DIV && html_element("DIV", 3) == HTML_DIV);
    CHECK(html_element("blockquote", 10) == HTML_BLOCKQUOTE && html_element("blockquot", 9) == HTML_OTHER);
    CHECK(html_element("a", 1) == HTML_A && html_element("xmp", 3) == HTML_XMP && html_element("", 0) == HTML_OTHER);
    CHECK(html_element("h7", 2) == HTML_OTHER && html_element("blockquotes", 11) == HTML_OTHER);
}

/* Seconds of one core for a page of `count` pieces. Every byte must be in a token, up to a tag that the page ends in. */
static double seconds_for(const char *piece, size_t count)
{
    size_t n = strlen(piece), covered = 0;
    char *page = malloc(n * count + 1);
    HtmlTokens tokens;
    HtmlToken token;
    if (!page) return 0;
    for (size_t i = 0; i < count; i++) memcpy(page + i * n, piece, n);
    int gaps = 0;
    clock_t start = clock();
    html_tokens_begin(&tokens, page, n * count);
    while (html_next(&tokens, &token)) {
        const char *value;
        gaps |= token.start != page + covered || token.end <= token.start;
        covered = (size_t)(token.end - page);
        if (token.kind == HTML_START_TAG) (void)html_attribute(&token, "class", &value);
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    CHECK(!gaps);
    free(page);
    return seconds;
}

static void test_linear(void)
{
    static const char *const pieces[] = {"<",           "<!--",     "<!-- -- ",  "<a b=\"",    "<a b='c\" ", "<title>",
                                         "<textarea>x", "<script>", "</script ", "<![CDATA[ ", "<div><a>",   "&#38",
                                         "--",          "\"'",      "</",        "<iframe><"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        int failed = check_failed;
        CHECK(seconds_for(pieces[i], 200000) < 2.0); /* quadratic: minutes */
        if (check_failed > failed) printf("  in the page of `%s`\n", pieces[i]);
    }
}

int main(void)
{
    test_markup();
    test_broken();
    test_raw();
    test_attributes();
    test_references();
    test_elements();
    test_linear();
    return check_end();
}
