/*
** compile_unicode.c - writes the tables of base/unicode.h to standard output, by asking ICU about every code point
*/
#include "base/unicode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uversion.h>

enum { CODES = 0x110000, BLOCK = 128, BLOCKS = CODES / BLOCK, MAX_RECORDS = 4096 };

static UnicodeRecord records[MAX_RECORDS];
static int record_count;
static uint16_t cells[CODES], blocks[BLOCKS];
static int block_count;

static int needs_dictionary(UChar32 code, int script)
{
    int line = u_getIntPropertyValue(code, UCHAR_LINE_BREAK);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           (line == U_LB_COMPLEX_CONTEXT && u_isUAlphabetic(code)) || code == 0x30FC || code == 0xFF70;
}

static int is_repeated_punctuation(UChar32 code)
{
    return u_charType(code) == U_DASH_PUNCTUATION || (code < 0x80 && code && strchr(".!?-_*/\\~=+'`", (int)code)) ||
           code == 0x2026 || code == 0x3002 || code == 0xFF01 || code == 0xFF1F || code == 0x2022 || code == 0xFF5E;
}

static int token_class(UChar32 code, const UnicodeRecord *r)
{
    switch (r->word_break) {
    case WB_CR:
    case WB_LF:
    case WB_NEWLINE: return UNICODE_TOKEN_NEWLINE;
    case WB_EXTEND:
    case WB_FORMAT:
    case WB_ZWJ: return UNICODE_TOKEN_MARK;
    case WB_REGIONAL_INDICATOR: return UNICODE_TOKEN_EMOJI;
    default: break;
    }
    int category = u_charType(code);
    if (r->flags & UNICODE_SPACE || category == U_CONTROL_CHAR || category == U_FORMAT_CHAR) return UNICODE_TOKEN_BLANK;
    if (r->flags & UNICODE_DIGIT) return UNICODE_TOKEN_DIGIT;
    if (r->flags & UNICODE_DICTIONARY) return UNICODE_TOKEN_DICTIONARY;
    if (r->script == SCRIPT_HANGUL && r->flags & UNICODE_LETTER) return UNICODE_TOKEN_HANGUL;
    if (u_hasBinaryProperty(code, UCHAR_EMOJI_PRESENTATION) ||
        (r->flags & UNICODE_PICTOGRAPHIC && (code >= 0x1F000 || (code >= 0x2600 && code < 0x27C0))))
        return UNICODE_TOKEN_EMOJI;
    if (r->flags & UNICODE_LETTER || r->word_break == WB_ALETTER || r->word_break == WB_HEBREW_LETTER)
        return UNICODE_TOKEN_LETTER;
    if (category == U_OTHER_NUMBER) return UNICODE_TOKEN_FRACTION;
    if (is_repeated_punctuation(code)) return UNICODE_TOKEN_REPEATED;
    if (U_GET_GC_MASK(code) & U_GC_S_MASK || code == '%' || code == 0x2030 || code == 0x2031 || code == 0xFF05)
        return UNICODE_TOKEN_SYMBOL;
    return UNICODE_TOKEN_PUNCTUATION;
}

static UnicodeRecord ask(UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    UnicodeRecord r;
    memset(&r, 0, sizeof r);
    UScriptCode script = uscript_getScript(code, &status);
    r.word_break = (uint8_t)u_getIntPropertyValue(code, UCHAR_WORD_BREAK);
    r.grapheme_break = (uint8_t)u_getIntPropertyValue(code, UCHAR_GRAPHEME_CLUSTER_BREAK);
    r.sentence_break = (uint8_t)u_getIntPropertyValue(code, UCHAR_SENTENCE_BREAK);
    r.category = (uint8_t)u_charType(code);
    r.script = (uint8_t)(script > 255 ? USCRIPT_COMMON : script);
    r.fold = u_foldCase(code, U_FOLD_CASE_DEFAULT) - code;
    int flags = 0;
    if (u_isUAlphabetic(code)) flags |= UNICODE_LETTER;
    if (u_isUUppercase(code) || u_istitle(code)) flags |= UNICODE_UPPER;
    if (u_isdigit(code)) flags |= UNICODE_DIGIT;
    if (u_isUWhiteSpace(code)) flags |= UNICODE_SPACE;
    if (U_GET_GC_MASK(code) & U_GC_M_MASK) flags |= UNICODE_MARK;
    if (u_hasBinaryProperty(code, UCHAR_EXTENDED_PICTOGRAPHIC)) flags |= UNICODE_PICTOGRAPHIC;
    if (u_getIntPropertyValue(code, UCHAR_NFC_QUICK_CHECK) != UNORM_YES || u_getCombiningClass(code))
        flags |= UNICODE_NORMALIZE;
    if (needs_dictionary(code, script)) flags |= UNICODE_DICTIONARY;
    r.flags = (uint8_t)flags;
    r.token_class = (uint8_t)token_class(code, &r);
    return r;
}

/* Field by field: what the bytes between the fields hold is not said. */
static int same_record(const UnicodeRecord *a, const UnicodeRecord *b)
{
    return a->word_break == b->word_break && a->grapheme_break == b->grapheme_break &&
           a->sentence_break == b->sentence_break && a->category == b->category && a->script == b->script &&
           a->flags == b->flags && a->token_class == b->token_class && a->fold == b->fold;
}

static int record_number(const UnicodeRecord *r)
{
    for (int i = 0; i < record_count; i++)
        if (same_record(&records[i], r)) return i;
    if (record_count == MAX_RECORDS) {
        fputs("compile_unicode: more kinds of characters than MAX_RECORDS\n", stderr);
        exit(1);
    }
    records[record_count] = *r;
    return record_count++;
}

static void check_names(void)
{
    static const int ours[] = {SCRIPT_ARABIC,   SCRIPT_ARMENIAN, SCRIPT_CYRILLIC, SCRIPT_GEORGIAN,
                               SCRIPT_GREEK,    SCRIPT_HAN,      SCRIPT_HANGUL,   SCRIPT_HEBREW,
                               SCRIPT_HIRAGANA, SCRIPT_KATAKANA, SCRIPT_LATIN,    SCRIPT_THAI};
    static const int theirs[] = {USCRIPT_ARABIC,   USCRIPT_ARMENIAN, USCRIPT_CYRILLIC, USCRIPT_GEORGIAN,
                                 USCRIPT_GREEK,    USCRIPT_HAN,      USCRIPT_HANGUL,   USCRIPT_HEBREW,
                                 USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_LATIN,    USCRIPT_THAI};
    static const int our_breaks[] = {WB_NUMERIC, WB_WSEGSPACE, WB_ZWJ,       WB_DOUBLE_QUOTE,        GCB_LVT,
                                     GCB_ZWJ,    GCB_PREPEND,  SB_SCONTINUE, GCB_REGIONAL_INDICATOR, SB_CR};
    static const int their_breaks[] = {
        U_WB_NUMERIC, U_WB_WSEGSPACE, U_WB_ZWJ,       U_WB_DOUBLE_QUOTE,        U_GCB_LVT,
        U_GCB_ZWJ,    U_GCB_PREPEND,  U_SB_SCONTINUE, U_GCB_REGIONAL_INDICATOR, U_SB_CR};
    if (memcmp(ours, theirs, sizeof ours) != 0 || memcmp(our_breaks, their_breaks, sizeof our_breaks) != 0) {
        fputs("compile_unicode: a number in base/unicode.h is not ICU's\n", stderr);
        exit(1);
    }
}

/* What unicode_short() gives. */
static unsigned short_form(int code)
{
    UnicodeRecord r = ask(code);
    unsigned bits =
        (r.flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) == UNICODE_LETTER ? UNICODE_SHORT_LETTER : 0;
    bits |= (r.flags & UNICODE_UPPER ? UNICODE_SHORT_UPPER : 0) |
            (r.category == U_LOWERCASE_LETTER ? UNICODE_SHORT_LOWER : 0);
    bits |= r.flags & UNICODE_LETTER ? UNICODE_SHORT_ALPHABETIC : 0;
    return (unsigned)(code + r.fold) | bits | (unsigned)r.script << 24;
}

static void print_numbers(const char *name, const uint16_t *numbers, int count)
{
    printf("const uint16_t %s[] = {", name);
    for (int i = 0; i < count; i++) printf("%s%u,", i % 24 ? "" : "\n", numbers[i]);
    puts("\n};\n");
}

int main(void)
{
    check_names();
    for (int block = 0; block < BLOCKS; block++) {
        uint16_t *mine = cells + block_count * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
            UnicodeRecord r = ask(block * BLOCK + i);
            mine[i] = (uint16_t)record_number(&r);
        }
        int same = 0;
        while (memcmp(cells + same * BLOCK, mine, BLOCK * sizeof *mine) != 0) same++;
        blocks[block] = (uint16_t)same;
        if (same == block_count) block_count++;
    }
    UVersionInfo version;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getUnicodeVersion(version);
    u_versionToString(version, text);
    printf("/* made by tools/compile_unicode.c */\n#include \"base/unicode.h\"\n\nconst char unicode_version[] = "
           "\"%s\";\n",
           text);
    u_getVersion(version);
    u_versionToString(version, text);
    printf("const char unicode_icu_version[] = \"%s\";\n\n", text);
    print_numbers("unicode_blocks", blocks, BLOCKS);
    print_numbers("unicode_cells", cells, block_count * BLOCK);
    puts("const UnicodeRecord unicode_records[] = {");
    for (int i = 0; i < record_count; i++) {
        const UnicodeRecord *r = &records[i];
        printf("{%u,%u,%u,%u,%u,%u,%u,%d},\n", r->word_break, r->grapheme_break, r->sentence_break, r->category,
               r->script, r->flags, r->token_class, (int)r->fold);
    }
    puts("};\n\nconst uint8_t unicode_ascii[256] = {");
    for (int i = 0; i < 128; i++) {
        UnicodeRecord r = ask(i);
        int bits = (r.flags & UNICODE_UPPER ? UNICODE_ASCII_UPPER : 0) | (u_islower(i) ? UNICODE_ASCII_LOWER : 0) |
                   (r.flags & UNICODE_DIGIT ? UNICODE_ASCII_DIGIT : 0);
        printf("%d,%s", r.token_class | bits, i % 16 == 15 ? "\n" : "");
    }
    puts("};\n\nconst uint32_t unicode_two_bytes[] = {");
    for (int i = 0x80; i < 0x800; i++) printf("0x%X,%s", short_form(i), i % 16 == 15 ? "\n" : "");
    puts("};\n\nconst char *unicode_script_name(unsigned script)\n{\n    static const char names[][5] = {");
    for (int i = 0; i < 256; i++) {
        const char *name = uscript_getShortName((UScriptCode)i);
        printf("\"%s\",%s", name && strlen(name) == 4 ? name : "Zzzz", i % 12 == 11 ? "\n" : "");
    }
    puts("};\n    return names[script < 256 ? script : 0];\n}");
    return 0;
}
