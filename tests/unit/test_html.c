/*
** test_html.c - from HTML to lines and elements: tables for data and for layout, missing and crossed end tags, what is no text; names of classes; kinds of
** blocks; pages that are broken or built to be slow
*/
#include "check.h"
#include "document/document.h"
#include "document/html.h"
#include "document/html_tokens.h"
#include "document/markup.h"
#include <stdlib.h>
#include <time.h>

static Icu *icu;

/* The text of a page, line ends as | */
static const char *text_of(const char *page)
{
    static char out[2000];
    Arena arena;
    HtmlText html;
    arena_init(&arena, 0);
    CHECK(html_read(&arena, icu, page, strlen(page), &html) == STATUS_OK);
    size_t length = html.length < sizeof out - 1 ? html.length : sizeof out - 1;
    memcpy(out, html.bytes, length);
    out[length] = 0;
    for (size_t i = 0; i < length; i++)
        if (out[i] == '\n') out[i] = '|';
    arena_clear(&arena);
    return out;
}

static void test_lines(void)
{
    CHECK_TEXT(text_of("<p>One <b>two</b>\n three<p>Four<br>five<br><br>six"), "One two three||Four|five||six");
    CHECK_TEXT(text_of("<ul><li>a<li>b <ul><li>c</ul></ul>d"), "\xE2\x80\xA2 a|\xE2\x80\xA2 b||\xE2\x80\xA2 c||d");
    CHECK_TEXT(text_of("<div>a</div>b<h2>c</h3>d"), "a|b||c||d");
    CHECK_TEXT(text_of("a<script>b</script><style>c</style><template><div>d</div></template><svg><title>e</title>"
                       "<text>f</text></svg><select><option>g</select>h<noscript>i</noscript>"),
               "ah|i");
    CHECK_TEXT(text_of("<div><select><option>a</div><div>b</div>"),
               "b"); /* never closed: ends with what it stands in */
    CHECK_TEXT(text_of("<title>x</title>a<!-- b -->c &amp; d&nbsp;e"), "ac & d e");
    CHECK_TEXT(text_of("<ruby>\xE6\xBC\xA2<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"), "\xE6\xBC\xA2");
}

static void test_tables(void)
{
    CHECK_TEXT(text_of("<table><tr><th>City<th>People<tr><td>Berg<td>120</table>x"), "City People|Berg 120||x");
    CHECK_TEXT(text_of("<table><tr><td>Menu<td>One.<br>Two.<td>Side</table>"), "Menu|One.|Two.|Side");
    CHECK_TEXT(text_of("<table><tr><td>Menu<br>News<td>One</table>"), "Menu|News|One");
    CHECK_TEXT(text_of("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>"), "a b||c");
    CHECK_TEXT(text_of("<td>a<td>b"), "a b");
}

/* What is known of the last block of a page. */
static HtmlBlock last_block(Arena *arena, const char *page, HtmlNode *node, HtmlText *html)
{
    HtmlBlock none;
    memset(&none, 0, sizeof none);
    memset(node, 0, sizeof *node);
    CHECK(html_read(arena, icu, page, strlen(page), html) == STATUS_OK && html->blocks.count > 0);
    if (!html->blocks.count) return none;
    none = html->blocks.items[html->blocks.count - 1];
    *node = html->nodes.items[none.node];
    return none;
}

static void test_elements(void)
{
    Arena arena;
    HtmlText html;
    HtmlNode node;
    arena_init(&arena, 0);
    HtmlBlock block =
        last_block(&arena, "<div class=comments><div id=x><p>abc <a href=y>link</a></div></div>", &node, &html);
    CHECK(block.bytes == 7 && block.link_bytes == 4 && block.links == 1 && node.element == HTML_P);
    CHECK(html.nodes.items[html.nodes.items[node.parent].parent].marks == 1u << MARK_COMMENT);
    block = last_block(&arena, "<div><a href=y>link<div>text</div>", &node, &html);
    CHECK(block.link_bytes == 4);
    block = last_block(&arena, "<table><tr><td><a href=y>link<td>text</table>", &node, &html);
    CHECK(block.flags & HTML_ROW && node.element == HTML_TR);
    block = last_block(&arena, "<td><a href=y>link</td></table><p>text", &node, &html);
    CHECK(block.link_bytes == 0);
    (void)last_block(&arena, "<p>a<div style='color:red; Display : none'>b</div>", &node, &html);
    CHECK(node.hidden);
    (void)last_block(&arena, "<div hidden>a</div><div style='overflow:hidden'>b</div>", &node, &html);
    CHECK(!node.hidden);
    (void)last_block(&arena, "<body class=comments><p>a<p>b", &node, &html);
    CHECK(node.element == HTML_P && node.depth == 2 && html.nodes.items[node.parent].marks == 0);
    for (size_t n = 1; n < html.nodes.count; n++) CHECK(html.nodes.items[n].parent < n);
    arena_clear(&arena);
}

static uint32_t marks(const char *words)
{
    return markup_marks(words, strlen(words));
}

static void test_markup(void)
{
    CHECK(marks("comments") == 1u << MARK_COMMENT);
    CHECK(marks("post-relatedItems2") & 1u << MARK_RELATED);
    CHECK(marks("articleBody") & 1u << MARK_BODY || marks("articleBody") & 1u << MARK_ARTICLE);
    CHECK(marks("sidebarWidget") & 1u << MARK_SIDE);
    CHECK(marks("") == 0 && marks("--") == 0 && marks("zzzq") == 0);
}

/* The kinds of a page's blocks, as in test_document.c, and in small letters where they are no part of the main text. */
static const char *kinds(const char *page)
{
    static char out[400];
    Arena arena;
    Page read;
    size_t n = 0;
    arena_init(&arena, 0);
    CHECK(document_analyze(&arena, icu, page, strlen(page), &read) == STATUS_OK);
    for (; n < read.blocks.count && n < sizeof out - 1; n++) out[n] = "tydBcQLTrwnsekof="[read.blocks.items[n].kind];
    out[n] = 0;
    arena_clear(&arena);
    return out;
}

#define SAY(what)                                                                                                      \
    "The council of the harbour town has decided to rebuild the " what ", which has stood empty since the storm of "   \
    "last winter, said the mayor, who presented the plans to residents on Monday."

static void test_kinds(void)
{
    const char *found = kinds(
        "<html><title>Harbour town rebuilds its house</title><body><nav><ul><li><a href=/>Home</a><li><a "
        "href=/n>News</a></ul>"
        "</nav><article><h1>Harbour town rebuilds its house</h1><p>" SAY("customs house") "<p>" SAY(
            "old "
            "library") "<blockquote><p>" SAY("little theatre") "</blockquote><p>" SAY("market hall") "<ul><li>" SAY("fi"
                                                                                                                    "sh"
                                                                                                                    " h"
                                                                                                                    "al"
                                                                                                                    "l") "<li>" SAY("ice house") "</ul><figure><figcaption>The "
                                                                                                                                                 "quay in "
                                                                                                                                                 "March</figcaption></"
                                                                                                                                                 "figure><p>" SAY(
                                                                                                                                                     "wooden "
                                                                                                                                                     "bridge") "</"
                                                                                                                                                               "ar"
                                                                                                                                                               "ti"
                                                                                                                                                               "cl"
                                                                                                                                                               "e>"
                                                                                                                                                               "<d"
                                                                                                                                                               "iv"
                                                                                                                                                               " i"
                                                                                                                                                               "d="
                                                                                                                                                               "co"
                                                                                                                                                               "mm"
                                                                                                                                                               "en"
                                                                                                                                                               "ts"
                                                                                                                                                               "><"
                                                                                                                                                               "di"
                                                                                                                                                               "v "
                                                                                                                                                               "cl"
                                                                                                                                                               "as"
                                                                                                                                                               "s="
                                                                                                                                                               "co"
                                                                                                                                                               "mm"
                                                                                                                                                               "en"
                                                                                                                                                               "t>"
                                                                                                                                                               "<p"
                                                                                                                                                               ">" SAY(
                                                                                                                                                                   "town hall, too") "</div></div>"
                                                                                                                                                                                     "<footer><p>Quay.net, all the news of the harbour</footer>");
    CHECK_TEXT(found, "nntBBQBLLcBof");
}

/* Seconds for a page of a piece said again and again. */
static double seconds_for(const char *piece, size_t count)
{
    size_t n = strlen(piece);
    char *bytes = malloc(n * count + 7);
    Arena arena;
    Page page;
    if (!bytes) return 0;
    memcpy(bytes, "<html>", 6);
    for (size_t i = 0; i < count; i++) memcpy(bytes + 6 + i * n, piece, n);
    arena_init(&arena, 0);
    clock_t start = clock();
    CHECK(document_analyze(&arena, icu, bytes, n * count + 6, &page) == STATUS_OK);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    arena_clear(&arena);
    free(bytes);
    return seconds;
}

static void test_slow(void)
{
    static const char *const pieces[] = {"<div>a",     "<div>",        "<table><tr><td>a", "<b>a",
                                         "</div>a",    "<ul><li>a",    "<p>a</b>",         "<td>a<br>b",
                                         "<select>a",  "<svg><div>a",  "<a href=x>a",      "&amp",
                                         "<!--",       "<div class='", "<table></div>",    "<dl><dt>a<dd>",
                                         "<h1>a</h2>", "<p><table>a",  "<template>",       "a        b   \n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        int failed = check_failed;
        double few = seconds_for(pieces[i], 10000), many = seconds_for(pieces[i], 80000);
        CHECK(many < 24 * few + .5); /* eight times as long: 64 if it were quadratic */
        if (check_failed > failed) printf("  in the page of `%s`: %.3f and %.3f s\n", pieces[i], few, many);
    }
}

int main(void)
{
    icu = icu_open();
    test_lines();
    test_tables();
    test_elements();
    test_markup();
    test_kinds();
    test_slow();
    icu_close(icu);
    return check_end();
}
