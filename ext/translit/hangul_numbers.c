/*
** hangul_numbers.c - figures that stand at Hangul, before it is romanized
**
** Three standards have something to say of them, each rewrites the text:
**     counter  2009년 -> 2009-연    a hyphen before what the figures count, which begins a word (ALA-LC: 2009-yŏn, 12-p’an)
**     beside   봉천1동 -> 봉천 1(일)-동   figures before an administrative unit are read aloud in brackets (Revised Romanization, section 3(5))
**     read     비파1-동 -> 비파 일-동    they are words (BGN/PCGN)
** Figures are read in Sino-Korean up to 9999; longer ones stay as they are. Linear; all other text is copied.
*/
#include "base/utf8.h"
#include "translit/hangul.h"

enum { LONGEST_NUMBER = 4, BYTES = 3 };

static int is_figure(const char *at)
{
    return *at >= '0' && *at <= '9';
}

/* Appends the figures [at, end), at most LONGEST_NUMBER of them, as they are said: 16 is 십육, 10 십. */
static void append_reading(const char *at, const char *end, Buffer *out)
{
    static const uint16_t figures[] = {0xC601, 0xC77C, 0xC774, 0xC0BC, 0xC0AC,
                                       0xC624, 0xC721, 0xCE60, 0xD314, 0xAD6C}; /* 영 일 이 삼 사 오 육 칠 팔 구 */
    static const uint16_t powers[] = {0, 0xC2ED, 0xBC31, 0xCC9C};               /* 십 백 천 */
    int said = 0;
    for (; at < end; at++) {
        int figure = *at - '0';
        size_t power = (size_t)(end - at - 1);
        if (!figure) continue;
        if (figure > 1 || !power) buffer_codepoint(out, figures[figure]);
        if (power) buffer_codepoint(out, powers[power]);
        said = 1;
    }
    if (!said) buffer_codepoint(out, figures[0]);
}

/* Bytes of the run of syllables at `at` if it is an administrative unit and nothing more, or 0. */
static size_t unit_at(const char *at, const char *end)
{
    const HangulWords *units = &hangul_words[HANGUL_UNIT];
    for (size_t i = 0; i < units->count; i++) {
        const uint16_t *word = units->items[i].word;
        const char *behind = at;
        while (*word && hangul_syllable_at(behind, end) == *word) word++, behind += BYTES;
        if (!*word && !hangul_syllable_at(behind, end)) return (size_t)(behind - at);
    }
    return 0;
}

/* Writes the figures [at, behind) and what follows as the style has it. Returns where the text goes on, NULL: it says nothing of them. */
static const char *append_figures(const char *text, const char *at, const char *behind, const char *end, int style,
                                  Buffer *out)
{
    int hyphen = behind < end && *behind == '-';
    const char *next = behind + hyphen;
    unsigned syllable = hangul_syllable_at(next, end);
    if (!syllable) return NULL;
    if (style == HANGUL_COUNTER) {
        buffer_append(out, at, (size_t)(behind - at));
        buffer_byte(out, '-');
        buffer_codepoint(out, hangul_at_beginning(syllable));
        return next + BYTES;
    }
    size_t unit = unit_at(next, end);
    if (!unit || behind - at > LONGEST_NUMBER) return NULL;
    if (at - text >= BYTES && hangul_syllable_at(at - BYTES, end)) buffer_byte(out, ' ');
    if (style == HANGUL_BESIDE) {
        buffer_append(out, at, (size_t)(behind - at));
        buffer_byte(out, '(');
    }
    append_reading(at, behind, out);
    if (style == HANGUL_BESIDE) buffer_byte(out, ')');
    buffer_byte(out, '-');
    buffer_append(out, next, unit);
    return next + unit;
}

void hangul_numbers(const char *text, size_t length, int style, Buffer *out)
{
    const char *at = text, *end = text + length, *passed = text;
    while (at < end && !out->failed) {
        if (!is_figure(at)) {
            at++;
            continue;
        }
        const char *behind = at;
        while (behind < end && is_figure(behind)) behind++;
        buffer_append(out, passed, (size_t)(at - passed));
        passed = at;
        const char *next = append_figures(text, at, behind, end, style, out);
        if (next) passed = next;
        at = next ? next : behind;
    }
    buffer_append(out, passed, (size_t)(end - passed));
}
