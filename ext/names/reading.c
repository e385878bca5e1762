/*
** reading.c - cuts a name into words and writes them in letters; see reading.h
**
** Linear in the first LONGEST_NAME characters; the rest is not looked at.
*/
#include "names/reading.h"
#include "names/names.h"
#include <string.h>
#include "base/unicode.h"
#include "base/utf8.h"
#include "names/edits.h"
#include "translit/translit.h"

int reading_script(uint32_t code)
{
    switch (unicode_of(code)->script) {
    case SCRIPT_CYRILLIC:
    case SCRIPT_GREEK:
    case SCRIPT_GEORGIAN:
    case SCRIPT_ARMENIAN: return EDIT_CYRILLIC;
    case SCRIPT_HEBREW: return EDIT_HEBREW;
    case SCRIPT_ARABIC: return EDIT_ARABIC;
    case SCRIPT_HIRAGANA:
    case SCRIPT_KATAKANA: return EDIT_KANA;
    case SCRIPT_HANGUL: return EDIT_HANGUL;
    case SCRIPT_HAN: return EDIT_HAN;
    default: return LATIN;
    }
}

/* --- tables --- */

uint64_t reading_surname_rows(const char *bytes, size_t length)
{
    char letters[NAME_SPELLING] = {0};
    if (length >= NAME_SPELLING) return 0;
    memcpy(letters, bytes, length);
    size_t low = 0, high = name_spelling_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(letters, name_spellings[middle].letters, NAME_SPELLING);
        if (order == 0) return name_spellings[middle].rows;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return 0;
}

size_t names_surname_spellings(const char *surname, size_t length, char (*spellings)[NAMES_SURNAME_BYTES], size_t room)
{
    uint64_t rows = reading_surname_rows(surname, length);
    size_t count = 0;
    for (size_t i = 0; rows && i < name_spelling_count && count < room; i++) {
        if (!(name_spellings[i].rows & rows) || (unsigned char)name_spellings[i].letters[0] >= 0x80) continue;
        memcpy(spellings[count], name_spellings[i].letters, NAME_SPELLING);
        spellings[count++][NAME_SPELLING] = 0;
    }
    return count;
}

static int compare_word(const char *letters, size_t length, const char *word)
{
    size_t size = strlen(word);
    int order = memcmp(letters, word, length < size ? length : size);
    return order ? order : (length > size) - (length < size);
}

const NameWord *reading_find_word(const char *letters, size_t length, unsigned kinds)
{
    if (!length) return NULL;
    size_t low = name_word_starts[(unsigned char)letters[0]], high = name_word_starts[(unsigned char)letters[0] + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_word(letters, length, name_words[middle].word) > 0) low = middle + 1;
        else high = middle;
    }
    for (; low < name_word_count && compare_word(letters, length, name_words[low].word) == 0; low++)
        if (kinds >> name_words[low].kind & 1) return &name_words[low];
    return NULL;
}

/* Finds the phrases of words.tsv among the words, the longest first. */
static void mark_known_words(Name *name)
{
    enum { LONGEST_PHRASE = 5 };
    for (int i = 0; i < name->count;) {
        char phrase[LONGEST_PHRASE * (LONGEST_WORD + 1)];
        size_t length = 0;
        const NameWord *found = NULL;
        int words = 1;
        for (int k = 0; k < LONGEST_PHRASE && i + k < name->count; k++) {
            const Word *word = &name->words[i + k];
            if (k) phrase[length++] = ' ';
            for (int c = 0; c < word->count; c++) phrase[length++] = (char)('a' + word->letters[c]);
            const NameWord *here = reading_find_word(phrase, length, WORDS_BESIDE_NAME);
            if (here) found = here, words = k + 1;
        }
        for (int k = 0; found && k < words; k++) {
            name->words[i + k].kind = (int8_t)found->kind;
            name->words[i + k].group = (int16_t)(k ? 0 : found->group); /* the first stands for the phrase */
        }
        i += words;
    }
}

/* --- words --- */

/* The language whose letters are spoken otherwise than written, NULL: none. */
static const char *spoken_language(const char *text, size_t length)
{
    for (const char *at = text, *end = text + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (unicode_of(code)->script == SCRIPT_GREEK) return "el";
        /* і, ї, є, ґ and their capitals; Kazakh has і too, beside letters that Ukrainian lacks */
        if (code == 0x456 || code == 0x457 || code == 0x454 || code == 0x491 || code == 0x406 || code == 0x407 ||
            code == 0x404 || code == 0x490)
            return "uk";
    }
    return NULL;
}

/* Writes letters as they are spoken (letters.tsv) over themselves; they never grow. Returns how many are left. */
static size_t speak(const char *language, char *letters, size_t length)
{
    size_t out = 0;
    for (size_t i = 0; i < length;) {
        const NameLetters *row = name_letters;
        size_t size = 0;
        for (; *row->from; row++) {
            const char *from = row->from + (*row->from == '^');
            size = strlen(from);
            if (!strcmp(row->language, language) && (from == row->from || i == 0) && size <= length - i &&
                !memcmp(letters + i, from, size) && strlen(row->to) <= size)
                break;
        }
        if (*row->from) {
            size_t spoken = strlen(row->to);
            memmove(letters + out, row->to, spoken);
            out += spoken, i += size;
        } else letters[out++] = letters[i++];
    }
    return out;
}

static void add_letters(Word *word, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && word->count < LONGEST_WORD; i++) {
        char c = bytes[i];
        int digit = c >= '0' && c <= '9';
        word->digits |= (int8_t)digit;
        /* ten letters of which few names have two running */
        word->letters[word->count++] = (uint8_t)(digit ? "qxzjwvkfbg"[c - '0'] - 'a' : c - 'a');
    }
}

/* The letters of an ASCII word, which every reading but the light one takes as they are. Returns their number. */
static size_t lower_ascii(const char *text, size_t length, char *out)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out[count++] = c;
    }
    return count;
}

static Status read_word(Icu *icu, const char *name_text, const char *text, size_t length, int reading, Name *name)
{
    static const int levels[READINGS] = {TRANSLIT_KEY_SPOKEN, TRANSLIT_KEY_LIGHT, TRANSLIT_KEY_CHINESE};
    enum { SHORT = 64 };
    char ascii[SHORT];
    char room[4 * SHORT];
    Buffer letters = BUFFER_OVER(room);
    Status status = STATUS_OK;
    uint32_t code;
    Word *word = &name->words[name->count];
    memset(word, 0, sizeof *word);
    utf8_decode(text, text + length, &code);
    word->script = (int8_t)reading_script(code);
    word->kind = WORD_IS_NAME;
    word->start = (uint32_t)(text - name_text);
    word->length = (uint32_t)length;
    const char *bytes = ascii;
    size_t count = 0;
    if (reading != READ_LIGHT && length <= SHORT && utf8_is_ascii(text, length)) {
        count = lower_ascii(text, length, ascii);
    } else {
        status = translit_key_level(icu, LANGUAGE_UND, levels[reading], text, length, &letters);
        const char *language =
            word->script == EDIT_CYRILLIC && reading == READ_SPOKEN ? spoken_language(text, length) : NULL;
        if (status == STATUS_OK && letters.length && language)
            letters.length = speak(language, letters.bytes, letters.length);
        if (status == STATUS_OK) bytes = letters.bytes, count = letters.length;
    }
    add_letters(word, bytes, count);
    if (word->count) {
        word->native = reading == READ_CHINESE && word->script == EDIT_HAN;
        word->kanji = word->script == EDIT_HAN && kanji_has_readings(text, length);
        word->surnames =
            word->script == EDIT_HANGUL ? reading_surname_rows(text, length) : reading_surname_rows(bytes, count);
        name->count++;
        if (word->script > name->script) name->script = word->script;
        name->scripts |= 1 << (word->script - LATIN);
    }
    buffer_free(&letters);
    return status;
}

static int is_place_mark(const char *character, size_t length)
{
    return reading_find_word(character, length, 1 << NAME_WORD_PLACE) != NULL;
}

/*
** Reads a run of word characters. A name of three syllables or characters that stands alone in Hangul or Han is a family name of one and a
** given name, when it is read as a native one. A designator of a place is left out, where two characters are left and foreign names are read.
*/
static Status read_run(Icu *icu, const char *name_text, const char *text, size_t length, int reading, int alone,
                       Name *name)
{
    uint32_t code;
    size_t first = utf8_decode(text, text + length, &code);
    int script = reading_script(code);
    if (script >= EDIT_HANGUL && reading == READ_SPOKEN && length > 2 * first && length % first == 0 &&
        is_place_mark(text + length - first, first))
        length -= first;
    int native = reading == READ_CHINESE && alone && script >= EDIT_HANGUL;
    if (!native || length != 3 * first) return read_word(icu, name_text, text, length, reading, name);
    Status status = read_word(icu, name_text, text, first, reading, name);
    return status == STATUS_OK ? read_word(icu, name_text, text + first, length - first, reading, name) : status;
}

int reading_is_word(uint32_t code)
{
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) != 0 || code == '-' ||
           code == '\'' || code == 0x2019 || code == 0x02BC;
}

/* Letters of the main words, in order, and with the last word first. */
static void join_words(Name *name)
{
    int last_count = 0;
    for (int i = 0; i < name->count; i++) name->main_count += name->words[i].kind == WORD_IS_NAME;
    if (!name->main_count)
        for (int i = 0; i < name->count; i++, name->main_count++) name->words[i].kind = WORD_IS_NAME;
    for (int i = 0; i < name->count; i++) {
        const Word *word = &name->words[i];
        if (word->kind != WORD_IS_NAME) continue;
        last_count = 0;
        for (int c = 0; c < word->count && name->joined_count < LONGEST_JOINED; c++, last_count++)
            name->joined[name->joined_count++] = word->letters[c];
    }
    if (!name->joined_count) return;
    memcpy(name->turned, name->joined + name->joined_count - last_count, (size_t)last_count);
    memcpy(name->turned + last_count, name->joined, (size_t)(name->joined_count - last_count));
}

Status reading_read(Icu *icu, int reading, const char *text, size_t length, Name *name)
{
    const char *at = text, *end = text + length, *begin = NULL;
    Status status = STATUS_OK;
    name->count = name->main_count = name->joined_count = name->scripts = 0;
    name->script = LATIN;
    for (int characters = 0; status == STATUS_OK && name->count < MOST_WORDS - 1; characters++) {
        uint32_t code = 0;
        size_t bytes = at < end && characters < LONGEST_NAME ? utf8_decode(at, end, &code) : 0;
        if (bytes && reading_is_word(code)) {
            if (!begin) begin = at;
        } else if (begin) {
            status = read_run(icu, text, begin, (size_t)(at - begin), reading, begin == text && at == end, name);
            begin = NULL;
        }
        if (!bytes) break;
        at += bytes;
    }
    mark_known_words(name);
    join_words(name);
    return status;
}
