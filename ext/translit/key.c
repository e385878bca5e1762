/*
** key.c - the key under which spellings of one name meet
**
** Three steps:
**   letters   the word in Latin letters: translit_latin(), but Hangul is read as the transcription of a foreign name (ㅡ dropped: 토카예프,
**             tokayep), and so is Han if at least half of its characters serve in such names
**             (托卡耶夫, tokayev; the others are read in pinyin); then a-z and 0-9 only
**   classes   data/translit/key-classes.tsv: labials p, sibilants s, l with r, ... ; h but at the beginning and r behind a vowel are dropped
**   skeleton  repeated classes are one; vowels are dropped in names of three consonants and more, shown as `a` in those of
**             two, and as a, o or e in those of one. A vowel at the beginning is always an a.
** So Токаев, Тоқаев, Tokayev, Toqaev, 托卡耶夫 and 토카예프 are `tkp`.
**
** Measured on the positive pairs of a set of 52,488 pairs of names (words, and places with their exonyms), and on its 25,392
** different names: share of pairs that meet, and names under one key on average:
**     key        kk-en,ru  Cyrillic-en  ko-en,ru  zh-en,ru  ja-en   names under a key
**     skeleton      .81        .80         .78       .62     .73        19
**     letters       .25        .32         .13       .02     .09         1.3
** (a skeleton of the plain romanization has .75 .. .72 and 53 names a key). A key finds candidates; names_similarity() judges them.
** Linear.
*/
#include <string.h>
#include "base/icu.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "text/text.h"
#include "translit/hangul.h"
#include "translit/table.h"
#include "translit/translit.h"

enum { WORD_ROOM = 2400 };                   /* bytes that table_apply() asks for to write a word of 160 bytes */
enum { MOST_COMMON = 2 };                    /* common characters between others of a foreign name */
enum { VOWELS_FULL = 1, VOWELS_MARKED = 2 }; /* consonants up to which vowels keep their class, or their place */

typedef struct Scripts {
    int han, hangul, other; /* letters of each */
} Scripts;

static Scripts scripts_of(const char *word, size_t length)
{
    Scripts scripts = {0};
    for (const char *at = word, *end = word + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        unsigned script = unicode_of(code)->script;
        if (script == SCRIPT_HAN) scripts.han++;
        else if (script == SCRIPT_HANGUL) scripts.hangul++;
        else if (unicode_of(code)->flags & UNICODE_LETTER) scripts.other++;
    }
    return scripts;
}

/* A Han character as it sounds in foreign names, or in pinyin if it does not serve in them. Returns whether it does. */
static int append_character(Icu *icu, const char *character, size_t length, Buffer *out, Status *status)
{
    size_t start = out->length;
    table_apply(translit_foreign_zh.table, character, length, out);
    if (out->length - start != length || memcmp(out->bytes + start, character, length) != 0) return 1;
    out->length = start;
    *status = han_apply(icu, translit_native_zh.table, NULL, translit_native_zh.mode, character, length, out);
    return 0;
}

/* Han as a foreign name by its sound, if at least half of the characters serve in such names; else appends nothing. */
static Status append_foreign(Icu *icu, const char *word, size_t length, Buffer *out)
{
    size_t start = out->length, known = 0, count = 0;
    Status status = STATUS_OK;
    for (const char *at = word, *end = word + length; at < end && status == STATUS_OK; count++) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        known += (size_t)append_character(icu, at, bytes, out, &status);
        at += bytes;
    }
    if (out->failed) status = STATUS_NOMEM;
    if (2 * known < count) out->length = start;
    return status;
}

/* The word in Latin letters, foreign names read as such. */
static Status append_spoken(Icu *icu, Language language, const char *word, size_t length, Buffer *out)
{
    Scripts scripts = scripts_of(word, length);
    size_t start = out->length;
    if (scripts.hangul && !scripts.han)
        return hangul_apply(translit_foreign_ko.table, hangul_foreign_spelling, translit_foreign_ko.mode, word, length,
                            out);
    if (scripts.han > 1 && !scripts.other && !scripts.hangul) {
        Status status = append_foreign(icu, word, length, out);
        if (status != STATUS_OK || out->length > start) return status;
        return han_apply(icu, translit_native_zh.table, NULL, translit_native_zh.mode, word, length, out);
    }
    return translit_latin(icu, language, word, length, out);
}

/* The word in Latin letters; Chinese syllables that Russian spells are read as pinyin, if the word is nothing else. */
static Status append_chinese(Icu *icu, Language language, const char *word, size_t length, Buffer *out)
{
    size_t start = out->length;
    if (!utf8_is_ascii(word, length)) {
        char room[256];
        Buffer lower = BUFFER_OVER(room);
        Status status = icu_append_nfkc_casefold(icu, word, length, &lower);
        if (status == STATUS_OK) table_apply(translit_palladius_back.table, lower.bytes, lower.length, out);
        buffer_free(&lower);
        if (status != STATUS_OK || out->failed) return status != STATUS_OK ? status : STATUS_NOMEM;
        if (out->length > start && utf8_is_ascii(out->bytes + start, out->length - start)) return STATUS_OK;
        out->length = start;
    }
    return translit_latin(icu, language, word, length, out);
}

enum { NOT_OF_NAMES, OF_NAMES, COMMON };

/* What a character is in a text: one that serves in foreign names, one that does but is more often something else, or neither. */
static int kind_in_text(uint32_t code)
{
    if (unicode_of(code)->script != SCRIPT_HAN || !table_knows(translit_foreign_zh.table, code)) return NOT_OF_NAMES;
    return table_knows(translit_foreign_zh_common.table, code) ? COMMON : OF_NAMES;
}

int translit_is_common_han(uint32_t code)
{
    return kind_in_text(code) == COMMON;
}

int translit_foreign_han(const char *text, size_t length, size_t bytes[2])
{
    const char *at = text, *end = text + length;
    size_t sure = 0, longer = 0, characters = 0, sure_characters = 0, common = 0, count = 0;
    while (at < end) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        int kind = kind_in_text(code);
        if (kind == NOT_OF_NAMES || (kind == COMMON && (common == MOST_COMMON || (common && !sure)))) break;
        characters++;
        if (kind == COMMON) {
            if (!common++) longer = (size_t)(at - text);
        } else {
            sure = longer = (size_t)(at - text);
            sure_characters = characters;
            common = 0;
        }
    }
    if (longer > sure && sure) bytes[count++] = longer;
    if (sure_characters > 1) bytes[count++] = sure;
    return (int)count;
}

/* Folds to lower case, takes accents off, and writes letters such as ł and ø as one does without them. */
static Status append_folded(Icu *icu, const Buffer *letters, Buffer *out)
{
    if (utf8_is_ascii(letters->bytes, letters->length)) {
        char *to = buffer_reserve(out, letters->length);
        if (!to) return STATUS_NOMEM;
        for (size_t i = 0; i < letters->length; i++) {
            char c = letters->bytes[i];
            to[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
        out->length += letters->length;
        return STATUS_OK;
    }
    return text_fold(icu, letters->bytes, letters->length, out);
}

static int is_vowel(char c)
{
    return c == 'a' || c == 'o' || c == 'e' || c == 'y';
}
static int is_kept(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static size_t count_consonants(const Buffer *classes)
{
    size_t count = 0;
    char last = 0;
    for (size_t i = 0; i < classes->length; i++) {
        char c = classes->bytes[i];
        if (!is_kept(c) || is_vowel(c) || c == last) continue;
        last = c;
        count++;
    }
    return count;
}

/* Writes the classes with their vowels reduced (see above). */
static void append_skeleton(const Buffer *classes, int level, Buffer *out)
{
    size_t consonants = count_consonants(classes), start = out->length;
    int full = level == TRANSLIT_KEY_VOWELS || consonants <= VOWELS_FULL, marked = consonants <= VOWELS_MARKED;
    char vowel = 0; /* class of the vowels read since the last consonant */
    for (size_t i = 0; i <= classes->length; i++) {
        char c = i < classes->length ? classes->bytes[i] : 0;
        if (c && !is_kept(c)) continue;
        if (c && is_vowel(c)) {
            if (!vowel || vowel == 'y') vowel = c;
            continue;
        }
        if (vowel == 'y') vowel = 'e';
        if (vowel && out->length == start) {
            buffer_byte(out, 'a');
            if (!c && full) buffer_byte(out, vowel);
        } else if (vowel && full) buffer_byte(out, vowel);
        else if (vowel && marked && c) buffer_byte(out, 'a');
        vowel = 0;
        if (c && (out->length == start || out->bytes[out->length - 1] != c)) buffer_byte(out, c);
        if (out->failed) return;
    }
}

Status translit_key_level(Icu *icu, Language language, int level, const char *word, size_t length, Buffer *out)
{
    char spoken_room[WORD_ROOM], letters_room[256], classes_room[WORD_ROOM];
    Buffer spoken = BUFFER_OVER(spoken_room), letters = BUFFER_OVER(letters_room), classes = BUFFER_OVER(classes_room);
    int letters_only = level >= TRANSLIT_KEY_LETTERS;
    Status status;
    if (level == TRANSLIT_KEY_CHINESE) status = append_chinese(icu, language, word, length, &spoken);
    else if (level == TRANSLIT_KEY_LETTERS || level == TRANSLIT_KEY_LIGHT)
        status = translit_latin(icu, language, word, length, &spoken);
    else status = append_spoken(icu, language, word, length, &spoken);
    if (status == STATUS_OK && spoken.length) status = append_folded(icu, &spoken, &letters);
    if (status == STATUS_OK && letters.length) {
        if (letters_only) {
            Buffer *from = &letters;
            if (level == TRANSLIT_KEY_LIGHT) {
                table_apply(translit_key_light.table, letters.bytes, letters.length, &classes);
                from = &classes;
            }
            for (size_t i = 0; i < from->length; i++)
                if (is_kept(from->bytes[i])) buffer_byte(out, from->bytes[i]);
        } else {
            table_apply(translit_key_classes.table, letters.bytes, letters.length, &classes);
            if (!classes.failed) append_skeleton(&classes, level, out);
        }
    }
    if (status == STATUS_OK && (spoken.failed || letters.failed || classes.failed || out->failed))
        status = STATUS_NOMEM;
    buffer_free(&spoken);
    buffer_free(&letters);
    buffer_free(&classes);
    return status;
}

Status translit_key(Icu *icu, Language language, const char *word, size_t length, Buffer *out)
{
    return translit_key_level(icu, language, TRANSLIT_KEY_SKELETON, word, length, out);
}
