/*
** test_base.c - arena, buffer, UTF-8, character index, hash, the table of characters
**
** This program has its own base/memory.h: each allocation can be made to fail, and what is not freed is counted.
*/
#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "check.h"
#include "text/text.h"
#include <stdlib.h>

/* --- the seam ---------------------------------------------------------------------------------------------------- */

static long allowed = -1; /* allocations until one fails; below 0: none fails */
static long blocks;       /* held now */

static int refused(size_t bytes)
{
    if (bytes > (size_t)1 << 40) return 1; /* a sanitizer would stop the program instead */
    if (allowed < 0) return 0;
    return allowed-- == 0 ? (allowed = 0, 1) : 0;
}

void *memory_alloc(size_t bytes)
{
    void *block = refused(bytes) ? NULL : malloc(bytes ? bytes : 1);
    blocks += block != NULL;
    return block;
}

void *memory_realloc(void *block, size_t bytes)
{
    void *moved = refused(bytes) ? NULL : realloc(block, bytes ? bytes : 1);
    blocks += moved && !block;
    return moved;
}

void memory_free(void *block)
{
    blocks -= block != NULL;
    free(block);
}

static unsigned seed = 3;
static unsigned chance(unsigned below)
{
    return ((seed = seed * 1103515245u + 12345u) >> 16) % below;
}

/* --- arena ------------------------------------------------------------------------------------------------------- */

typedef struct Numbers {
    int *items;
    size_t count, capacity;
} Numbers;

/* Pushes `count` numbers; returns how many arrived, after checking that they are all there. */
static size_t push_numbers(Arena *arena, Numbers *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int *item = ARENA_PUSH(arena, list);
        if (!item) break;
        *item = (int)i;
    }
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] != (int)i) return check_that(0, __FILE__, __LINE__, "a number changed"), 0;
    return list->count;
}

static void test_arena(void)
{
    Arena arena;
    Numbers list = {0};
    arena_init(&arena, 0);
    CHECK(arena.total == 0 && blocks == 0); /* allocates nothing */
    char *a = arena_alloc(&arena, 13), *b = arena_alloc(&arena, 7), *none = arena_alloc(&arena, 0);
    CHECK(a && b && none && (size_t)a % _Alignof(max_align_t) == 0 && (size_t)b % _Alignof(max_align_t) == 0);
    int zeroed = 1;
    char *large = arena_alloc(&arena, 3000000);
    for (size_t i = 0; i < 3000000; i++) zeroed &= large[i] == 0;
    CHECK(zeroed);
    CHECK_TEXT(arena_copy(&arena, "Astana!", 6), "Astana");
    CHECK_TEXT(arena_printf(&arena, "%s-%d", "T", 72), "T-72");
    CHECK(push_numbers(&arena, &list, 1000000) == 1000000);
    arena_clear(&arena);
    CHECK(arena.total == 0 && blocks == 0 && arena.status == STATUS_OK);
    CHECK(arena_array(&arena, (size_t)-1 / 2, 3) == NULL && arena.status == STATUS_NOMEM); /* the product overflows */
    arena_clear(&arena);
    CHECK(arena_alloc(&arena, (size_t)-1) == NULL && arena.status == STATUS_NOMEM);
    CHECK(arena_stopped(&arena)); /* sticky */
    arena_clear(&arena);
}

static void test_ceiling(void)
{
    for (size_t ceiling = 1; ceiling < 5000000; ceiling = ceiling * 3 / 2 + 1000) {
        Arena arena;
        Numbers list = {0};
        arena_init(&arena, ceiling);
        size_t pushed = push_numbers(&arena, &list, 3000000);
        CHECK(pushed < 3000000 && arena.status == STATUS_NOMEM && arena.total <= ceiling);
        CHECK(arena_stopped(&arena));
        arena_clear(&arena);
        CHECK(blocks == 0);
    }
}

static void test_failing_memory(void)
{
    int finished = 0;
    for (long n = 0; n < 200 && !finished; n++) {
        Arena arena;
        Numbers list = {0};
        arena_init(&arena, 0);
        allowed = n;
        size_t pushed = push_numbers(&arena, &list, 300000);
        char *copy = arena_copy(&arena, "abc", 3);
        finished = pushed == 300000 && copy != NULL;
        CHECK(finished == (arena.status == STATUS_OK));
        allowed = -1;
        arena_clear(&arena);
        CHECK(blocks == 0);
    }
    CHECK(finished);
}

static int stop_at_third(void *state)
{
    return ++*(int *)state == 3;
}

static void test_watch(void)
{
    Arena arena;
    int asked = 0, calls = 0;
    arena_init(&arena, 0);
    arena.watch = stop_at_third;
    arena.watch_state = &asked;
    while (!arena_stopped(&arena) && calls < 1000000) calls++;
    CHECK(asked == 3 && arena.status == STATUS_INTERRUPT && calls > 3000 && calls < 100000);
    CHECK(arena_stopped(&arena) && arena_stopped(&arena));
    arena_clear(&arena);
    CHECK(arena.watch == stop_at_third && !arena_stopped(&arena)); /* clearing keeps the watch */
}

/* The segmentation and the fold live on this memory: each allocation of theirs fails in turn. */
static void test_failing_text(void)
{
    static const char bytes[] = "Cafe\xCC\x81 \xEF\xBC\xA1 J. Smith met.\nЁлка \xE4\xB8\xAD\xE5\x9B\xBD 1,098 u@a.kz";
    int finished = 0;
    for (long n = 0; n < 200 && !finished; n++) {
        Arena arena;
        Text text;
        Buffer out = BUFFER_EMPTY;
        arena_init(&arena, 0);
        allowed = n;
        Status segmented = text_segment(&arena, NULL, bytes, sizeof bytes - 1, LANGUAGE_EN, &text);
        Status folded = text_fold(NULL, bytes, sizeof bytes - 1, &out);
        finished = segmented == STATUS_OK && folded == STATUS_OK;
        CHECK(segmented == STATUS_OK || segmented == STATUS_NOMEM);
        CHECK(folded == STATUS_OK || (folded == STATUS_NOMEM && out.length == 0));
        allowed = -1;
        arena_clear(&arena);
        buffer_free(&out);
        CHECK(blocks == 0);
    }
    CHECK(finished);
}

/* --- buffer ------------------------------------------------------------------------------------------------------ */

static void test_buffer(void)
{
    Buffer b = BUFFER_EMPTY;
    CHECK_TEXT(buffer_text(&b), "");
    buffer_string(&b, "x=");
    buffer_printf(&b, "%d;", 42);
    buffer_codepoint(&b, 0x49A);
    buffer_codepoint(&b, 0xD800);
    buffer_byte(&b, '.');
    CHECK_TEXT(buffer_text(&b), "x=42;\xD2\x9A\xEF\xBF\xBD.");
    b.length = 0;
    buffer_json(&b, "a\"\\\n\t\x01\xFF\xD0\x90", 9);
    CHECK_TEXT(buffer_text(&b), "\"a\\\"\\\\\\n\\t\\u0001\xEF\xBF\xBD\xD0\x90\"");
    size_t length;
    char *taken = buffer_take(&b, &length);
    CHECK(taken && strlen(taken) == length && b.bytes == NULL && b.length == 0);
    memory_free(taken);
    CHECK(buffer_reserve(&b, (size_t)-1) == NULL && b.failed);
    buffer_string(&b, "more");
    CHECK(buffer_text(&b) == NULL && b.length == 0); /* sticky */
    buffer_free(&b);
    int finished = 0;
    for (long n = 0; n < 60 && !finished; n++) {
        allowed = n;
        for (int i = 0; i < 20000; i++) buffer_printf(&b, "%d ", i);
        taken = buffer_take(&b, &length);
        finished = taken != NULL;
        if (finished) CHECK(length == 108890);
        allowed = -1;
        memory_free(taken);
        CHECK(blocks == 0); /* a failed buffer that is taken is freed */
    }
    CHECK(finished);
}

/* A buffer over an array: no memory while it is enough, then as any other. */
static void test_buffer_over(void)
{
    char room[8], *taken;
    size_t length;
    Buffer b = BUFFER_OVER(room);
    allowed = 0;
    buffer_string(&b, "seven b");
    CHECK(b.bytes == room && !b.failed && buffer_text(&b) == room);
    CHECK_TEXT(room, "seven b");
    buffer_string(&b, "ytes");
    CHECK(b.failed && b.length == 7); /* what was there stays */
    buffer_free(&b);
    CHECK(b.bytes == NULL);
    b = (Buffer)BUFFER_OVER(room);
    buffer_string(&b, "four");
    CHECK(buffer_take(&b, &length) == NULL && b.bytes == NULL);
    allowed = -1;
    b = (Buffer)BUFFER_OVER(room);
    buffer_string(&b, "four");
    taken = buffer_take(&b, &length); /* a copy: the array is the caller's */
    CHECK(taken != room && length == 4);
    CHECK_TEXT(taken, "four");
    memory_free(taken);
    b = (Buffer)BUFFER_OVER(room);
    for (int i = 0; i < 100; i++) buffer_printf(&b, "%d ", i);
    CHECK(b.bytes != room && b.length == 290 && !memcmp(b.bytes, "0 1 2 3 ", 8) && !memcmp(b.bytes + 286, " 99 ", 4));
    buffer_free(&b);
    CHECK(blocks == 0);
}

/* --- UTF-8 ------------------------------------------------------------------------------------------------------- */

/* utf8.h's rule, written once more as plainly as can be: does a character begin at text[i]? */
static int begins(const unsigned char *text, size_t i)
{
    if (text[i] < 0x80 || text[i] >= 0xC0) return 1;
    while (i > 0 && text[i] >= 0x80 && text[i] < 0xC0) i--;
    return text[i] < 0xC0; /* no lead byte before the run: each is a character of its own */
}

static void check_bytes(const char *bytes, size_t length)
{
    char *text = malloc(length ? length : 1); /* of its own size */
    memcpy(text, bytes, length);
    const unsigned char *u = (const unsigned char *)text;
    Arena arena;
    CharIndex index;
    arena_init(&arena, 0);
    CHECK(char_index_build(&arena, text, length, &index) == STATUS_OK);
    size_t count = 0, at = 0;
    int right = 1;
    for (size_t i = 0; i < length; i++) {
        if (!begins(u, i)) continue;
        uint32_t code;
        right &= at == i && char_index_at(&index, i) == count && utf8_count(text, i) == count;
        if (at != i) break;
        at += utf8_decode(text + at, text + length, &code);
        right &= code <= 0x10FFFF && (code < 0xD800 || code >= 0xE000);
        uint32_t before;
        right &= utf8_decode_before(text, text + at, &before) == at - i && before == code;
        count++;
    }
    right &= at == length && char_index_at(&index, length) == count && utf8_count(text, length) == count;
    if (!CHECK(right)) {
        for (size_t i = 0; i < length; i++) printf("%02x", u[i]);
        puts("");
    }
    arena_clear(&arena);
    free(text);
}

static void test_utf8(void)
{
    char bytes[3000];
    for (int round = 0; round < 3000; round++) {
        size_t length = chance(round % 10 ? 24 : 3000);
        for (size_t i = 0; i < length; i++) {
            unsigned kind = chance(8), dice = chance(256);
            unsigned byte = kind < 2 ? dice : kind < 4 ? 0x80 + dice % 64 : kind < 6 ? dice % 128 : 0xC0 + dice % 64;
            bytes[i] = (char)(round % 3 ? byte : kind < 7 ? dice % 128 : byte);
        }
        check_bytes(bytes, length);
    }
    memset(bytes, 0x80, sizeof bytes); /* all continuation bytes, and behind a lead byte one character */
    check_bytes(bytes, sizeof bytes);
    bytes[0] = (char)0xE1;
    check_bytes(bytes, sizeof bytes);
    bytes[1500] = 'a';
    check_bytes(bytes, sizeof bytes);
    for (uint32_t code = 0; code < 0x110000; code++) {
        char one[4];
        uint32_t back;
        size_t n = utf8_encode(code, one);
        if (utf8_decode(one, one + n, &back) != n ||
            back != (code >= 0xD800 && code < 0xE000 ? UTF8_REPLACEMENT : code) || !utf8_is_valid(one, n))
            check_that(0, __FILE__, __LINE__, "round trip"), printf("  U+%04X\n", (unsigned)code);
    }
    static const char *const malformed[] = {
        "\x80",         "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80",
        "\xC3\xA9\xA9", "\xFF"};
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        uint32_t code;
        size_t length = strlen(malformed[i]);
        CHECK(utf8_decode(malformed[i], malformed[i] + length, &code) == length && code == UTF8_REPLACEMENT);
        CHECK(!utf8_is_valid(malformed[i], length));
    }
    CHECK(utf8_is_valid("\xEF\xBF\xBD", 3) && utf8_is_valid("", 0));
    /* long texts are checked many bytes a step: each malformed piece, and each well-formed one that is nearly so, wherever it stands */
    static const char *const sound[] = {"\x7F",         "\xC2\x80",     "\xDF\xBF",         "\xE0\xA0\x80",
                                        "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"};
    enum { LONG = 300, LAST = 200 };
    int wrong = 0;
    for (size_t at = 0; at <= LAST; at++)
        for (size_t i = 0; i < (sizeof malformed + sizeof sound) / sizeof malformed[0]; i++) {
            const size_t count = sizeof malformed / sizeof malformed[0];
            const char *piece = i < count ? malformed[i] : sound[i - count];
            size_t ends[] = {LONG, at + strlen(piece)}; /* and where the text ends behind it */
            memset(bytes, 'x', LONG);
            memcpy(bytes + at, piece, strlen(piece));
            for (int k = 0; k < 2; k++) wrong += utf8_is_valid(bytes, ends[k]) != (i >= count);
        }
    CHECK(wrong == 0);
    CHECK(utf8_until_nul("ab\0c", 4) == 2 && utf8_until_nul("abc", 3) == 3 && utf8_until_nul(NULL, 0) == 0);
    for (size_t at = 0; at < 40; at++) {
        memset(bytes, 'x', 40);
        bytes[at] = (char)0xC3;
        CHECK(!utf8_is_ascii(bytes, 40) && utf8_is_ascii(bytes, at));
    }
}

static void test_index_memory(void)
{
    static char text[100000];
    for (size_t i = 0; i + 1 < sizeof text; i += 2) text[i] = (char)0xD0, text[i + 1] = (char)0xB0;
    Arena arena;
    CharIndex index;
    arena_init(&arena, 100);
    CHECK(char_index_build(&arena, text, sizeof text, &index) == STATUS_NOMEM);
    arena_clear(&arena);
    memset(text, 'a', sizeof text);
    CHECK(char_index_build(&arena, text, sizeof text, &index) == STATUS_OK &&
          index.counts == NULL); /* ASCII needs none */
    CHECK(char_index_at(&index, 99999) == 99999);
    arena_clear(&arena);
}

/* --- hash, characters -------------------------------------------------------------------------------------------- */

static void test_hash(void)
{
    char bytes[64];
    memset(bytes, 7, sizeof bytes);
    unsigned filled[256] = {0};
    for (size_t length = 0; length <= sizeof bytes; length++) {
        uint64_t h = hash_bytes(bytes, length, 1);
        CHECK(h == hash_bytes(bytes, length, 1) && h != hash_bytes(bytes, length, 2));
        if (length) CHECK(h != hash_bytes(bytes, length - 1, 1));
        for (size_t bit = 0; bit < length * 8; bit++) { /* each bit matters */
            bytes[bit / 8] ^= (char)(1 << bit % 8);
            if (hash_bytes(bytes, length, 1) == h) check_that(0, __FILE__, __LINE__, "a bit does not matter");
            bytes[bit / 8] ^= (char)(1 << bit % 8);
        }
    }
    for (unsigned i = 0; i < 65536; i++) filled[hash_bytes((const char *)&i, sizeof i, 0) & 255]++;
    for (unsigned i = 0; i < 256; i++) CHECK(filled[i] > 128 && filled[i] < 512); /* 256 each, were it chance */
}

static void test_characters(void)
{
    CHECK(unicode_of('A')->flags == (UNICODE_LETTER | UNICODE_UPPER) && unicode_fold('A') == 'a');
    CHECK(unicode_fold(0x416) == 0x436 && unicode_fold(0x49A) == 0x49B && unicode_fold(0x10400) == 0x10428);
    CHECK(unicode_of(0x4E2D)->script == SCRIPT_HAN && unicode_of(0x4E2D)->flags & UNICODE_DICTIONARY);
    CHECK(unicode_of(0x301)->flags & UNICODE_NORMALIZE && !(unicode_of(0xE9)->flags & UNICODE_NORMALIZE));
    CHECK(unicode_of(0x110000) == unicode_of(0xFFFD) && unicode_of(0xFFFFFFFF) == unicode_of(0xFFFD));
    CHECK_TEXT(unicode_script_name(SCRIPT_CYRILLIC), "Cyrl");
    CHECK_TEXT(unicode_script_name(255), "Zzzz");
    CHECK_TEXT(unicode_script_name(100000), "Zyyy");
    for (unsigned i = 0; i < 128; i++)
        CHECK((unicode_ascii[i] & UNICODE_ASCII_CLASS) == unicode_of(i)->token_class &&
              !(unicode_ascii[i] & UNICODE_ASCII_UPPER) == !(unicode_of(i)->flags & UNICODE_UPPER));
    for (unsigned i = 128; i < 256; i++) CHECK(unicode_ascii[i] == 0);
}

int main(void)
{
    test_arena();
    test_ceiling();
    test_failing_memory();
    test_watch();
    test_failing_text();
    test_buffer();
    test_buffer_over();
    test_utf8();
    test_index_memory();
    test_hash();
    test_characters();
    CHECK(blocks == 0);
    return check_end();
}
