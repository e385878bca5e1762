/*
** quantities.c - see quantities.h
**
** Walks the tokens; where a number begins (number.c), looks at what stands before it (comparator, currency, minus) and behind it
** (percent sign, unit, currency, classifier, comparator, the words for what is counted). Words are those of data/<language>/quantities.tsv.
*/
#include "facts/quantities.h"
#include "base/unicode.h"
#include "facts/number.h"
#include <string.h>

typedef struct Finder {
    Arena *arena;
    const Text *text;
    const DateList *dates;
    QuantityList *out;
    Language language;
    size_t next_date;           /* first date that does not end before the current place */
    const char *sentence, *end; /* of the current sentence */
    uint32_t sentence_number;
    const char *resume; /* nothing is read before it */
    const char *floor;  /* end of the last finding, or start of the sentence */
} Finder;

/* What was found around a number. */
typedef struct Frame {
    Number number;
    const char *start, *first, *after; /* of the whole; of the number; behind number and unit */
    const char *comparator, *unit, *kind, *rule;
    const char *tail; /* behind a classifier too: where the noun begins */
    int company;      /* something beside the number says that it is one */
    int classifier;
} Frame;

#define KINDS_BEHIND                                                                                                   \
    (LEX_BIT(LEX_PERCENT) | LEX_BIT(LEX_DEGREE) | LEX_BIT(LEX_UNIT) | LEX_BIT(LEX_MONEY) | LEX_BIT(LEX_SUFFIX) |       \
     LEX_BIT(LEX_COUNTER))

static uint32_t char_before(const char *begin, const char *at)
{
    uint32_t code = ' ';
    if (at > begin) utf8_decode_before(begin, at, &code);
    return code;
}

static uint32_t char_after(const char *at, const char *end)
{
    uint32_t code = ' ';
    if (at < end) utf8_decode(at, end, &code);
    return code;
}

static int is_word_char(uint32_t code)
{
    return (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) != 0;
}

static int runs_on(uint32_t code)
{
    unsigned script = unicode_of(code)->script;
    return script == SCRIPT_HAN || script == SCRIPT_HANGUL || script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA;
}

/* ISO codes are upper case: `ALL 5`, `try 10` are none... unless the text shouts; a code needs a number beside it anyway. */
static int is_plausible(const LexRow *row, const char *text, size_t bytes)
{
    if (row->kind == LEX_MONEY && row->language == LANGUAGE_UND && bytes == 3 && row->phrase[0] >= 'a' &&
        row->phrase[0] <= 'z')
        for (size_t i = 0; i < bytes; i++)
            if (text[i] < 'A' || text[i] > 'Z') return 0;
    return 1;
}

/* --- before the number ------------------------------------------------------------------------------------------------------------ */

/* A phrase of `kind` that ends at `at`, blanks aside: where it begins, or NULL. Looks at the starts of a few words before. */
static const char *phrase_before(const Finder *f, const char *at, LexKind kind, const LexRow **row)
{
    const char *stop = at, *look = at;
    while (stop > f->floor && (char_before(f->sentence, stop) == ' ' || char_before(f->sentence, stop) == 0xA0)) {
        uint32_t code;
        stop -= utf8_decode_before(f->sentence, stop, &code);
    }
    const char *found = NULL;
    look = stop;
    if (!lexicon_may_end(f->sentence, stop, f->language, LEX_BIT(kind))) return NULL;
    for (int words = 0, chars = 0; look > f->floor && words < 5 && chars < 40; chars++) {
        uint32_t code;
        look -= utf8_decode_before(f->sentence, look, &code);
        uint32_t before = char_before(f->sentence, look);
        int starts = !is_word_char(before) || runs_on(before) || !is_word_char(code);
        if (!starts || code == ' ') continue;
        words += !runs_on(code);
        size_t bytes;
        const LexRow *here = lexicon_find(look, f->end, f->language, LEX_BIT(kind), &bytes);
        if (here && look + bytes == stop && is_plausible(here, look, bytes)) found = look, *row = here;
    }
    return found;
}

static void take_unit(Frame *frame, const LexRow *row)
{
    switch ((LexKind)row->kind) {
    case LEX_PERCENT: frame->kind = "percent", frame->unit = "%"; break;
    case LEX_MONEY: frame->kind = "money", frame->unit = row->name; break;
    case LEX_UNIT: frame->kind = "measure", frame->unit = row->name; break;
    case LEX_DEGREE:
        frame->kind = "temperature";
        frame->unit = !strcmp(row->name, "C") ? "°C" : !strcmp(row->name, "F") ? "°F" : "°";
        break;
    default: break;
    }
}

static void read_before(Finder *f, Frame *frame)
{
    const LexRow *row = NULL;
    const char *at = phrase_before(f, frame->start, LEX_MINUS, &row);
    if (at && (char_before(f->sentence, at) == ' ' || at == f->sentence || char_before(f->sentence, at) == '(') &&
        (row->language || at + row->length == frame->start || char_after(at + 1, f->end) != ' ')) {
        frame->number.value = -frame->number.value;
        frame->start = at;
    }
    if ((frame->number.flags & NUMBER_DIGITS) && (at = phrase_before(f, frame->start, LEX_MONEY, &row)) != NULL) {
        int tight = !row->language;
        if (tight) {
            frame->start = at;
            frame->unit = row->name;
            frame->kind = "money";
            frame->company = 1;
        }
    }
    if (!frame->unit && (at = phrase_before(f, frame->start, LEX_PERHEAD, &row)) != NULL) {
        frame->start = at;
        frame->unit = "%";
        frame->kind = "percent";
        frame->company = 1;
    }
    if (!frame->unit || !strcmp(frame->unit, "°C") || !strcmp(frame->unit, "°")) { /* 섭씨 30도, 华氏 100 度 */
        at = phrase_before(f, frame->start, LEX_DEGREE, &row);
        if (at && row->language) {
            frame->start = at;
            take_unit(frame, row);
            frame->company = 1;
        }
    }
    if (!(frame->number.flags & NUMBER_ORDINAL) && (at = phrase_before(f, frame->start, LEX_PREFIX, &row)) != NULL) {
        uint32_t before = char_before(f->sentence, at);
        if (at + strlen(row->phrase) == frame->start &&
            (!is_word_char(before) || unicode_of(before)->script == SCRIPT_HAN)) {
            frame->start = at;
            frame->number.flags |= NUMBER_ORDINAL;
            frame->company = 1;
        }
    }
    if ((at = phrase_before(f, frame->start, LEX_BEFORE, &row)) != NULL) {
        frame->start = at;
        frame->comparator = row->name;
        frame->company = 1;
    }
}

/* --- behind it --------------------------------------------------------------------------------------------------------------------- */
/* In Kazakh, digits carry their case ending behind a hyphen: `90-нан астам`. */
static const char *skip_ending(const Finder *f, const char *at)
{
    const char *next = at;
    if (next >= f->end || *next != '-') return at;
    next++;
    int letters = 0;
    while (next < f->end) {
        uint32_t code;
        size_t bytes = utf8_decode(next, f->end, &code);
        if (!(unicode_of(code)->flags & UNICODE_LETTER)) break;
        next += bytes;
        letters++;
    }
    return letters >= 1 && letters <= 6 ? next : at;
}

static void read_after(const Finder *f, Frame *frame)
{
    const char *at = frame->after + number_blanks(frame->after, f->end);
    size_t bytes;
    if (at == frame->after && at < f->end &&
        *at == '-') { /* 12-cent, four-mile; not 5-й, whose hyphen is in the table */
        const LexRow *suffix = lexicon_find(at, f->end, f->language, LEX_BIT(LEX_SUFFIX), &bytes);
        if (!suffix) at++;
    }
    const LexRow *row = lexicon_find(
        at, f->end, f->language, KINDS_BEHIND & ~(frame->unit ? LEX_BIT(LEX_MONEY) | LEX_BIT(LEX_PERCENT) : 0), &bytes);
    if (row && !is_plausible(row, at, bytes)) row = NULL;
    if (row && row->kind == LEX_SUFFIX &&
        (at != frame->after && unicode_of(char_after(at, f->end))->script != SCRIPT_HANGUL))
        row = NULL;
    if (row && row->kind == LEX_SUFFIX && at == frame->after && !(frame->number.flags & NUMBER_DIGITS) &&
        !runs_on(char_after(at, f->end)))
        row = NULL;
    int measured =
        row && (row->kind == LEX_UNIT || row->kind == LEX_MONEY || row->kind == LEX_DEGREE || row->kind == LEX_PERCENT);
    if (measured && frame->number.flags & NUMBER_ORDINAL) row = NULL;
    if (row) {
        const char *stop = at + bytes;
        if (row->open)
            while (stop < f->end && unicode_of(char_after(stop, f->end))->flags & UNICODE_LETTER &&
                   !runs_on(char_after(stop, f->end))) {
                uint32_t code;
                stop += utf8_decode(stop, f->end, &code);
            }
        frame->company = 1;
        if (row->kind == LEX_COUNTER) {
            frame->classifier = 1;
            frame->tail = stop;
        } else {
            if (row->kind == LEX_SUFFIX) frame->number.flags |= NUMBER_ORDINAL;
            else take_unit(frame, row);
            frame->after = frame->tail = stop;
        }
    } else frame->tail = frame->after;
    const char *look = skip_ending(f, frame->tail);
    look += number_blanks(look, f->end);
    row = lexicon_find(look, f->end, f->language, LEX_BIT(LEX_AFTER), &bytes);
    if (row && !frame->comparator) {
        frame->comparator = row->name;
        frame->company = 1;
        frame->after = frame->tail = look + bytes;
        if (lexicon_find(frame->tail, f->end, f->language, LEX_BIT(LEX_COUNTER), &bytes))
            frame->tail += bytes; /* 200多家 */
    }
}

/* --- is it one? ---------------------------------------------------------------------------------------------------------------------- */

/* The token before offset `at` of the sentence, or NULL. `i` is the token at or behind it. */
static const Token *token_before(const Finder *f, size_t i, uint32_t at)
{
    const Sentence *sentence = &f->text->sentences.items[f->sentence_number];
    while (i > sentence->first_token && f->text->tokens.items[i - 1].start + f->text->tokens.items[i - 1].length > at)
        i--;
    return i > sentence->first_token ? &f->text->tokens.items[i - 1] : NULL;
}

/* Kestrel 1740, Article 5, Boeing 737: a capital right before, and no word for what is counted behind. */
static int is_part_of_name(const Finder *f, const Frame *frame, size_t i)
{
    if (frame->company || !(frame->number.flags & NUMBER_INTEGER)) return 0;
    const Token *before = token_before(f, i, (uint32_t)(frame->start - f->text->bytes));
    if (!before || before->kind != TOKEN_WORD || !(before->flags & TOKEN_CAPITALIZED)) return 0;
    if (before->start + before->length + 1 < frame->start - f->text->bytes) return 0;
    const char *next = frame->after + number_blanks(frame->after, f->end);
    size_t bytes;
    uint32_t code = char_after(next, f->end);
    int word = next > frame->after && unicode_of(code)->flags & UNICODE_LETTER && unicode_fold(code) == code;
    return !word || lexicon_find(next, f->end, f->language, LEX_BIT(LEX_STOP), &bytes) != NULL;
}

/* `one` counts if a unit, a comparator or a lower-case noun says so, and no determiner stands before it. */
static int is_counting_pronoun(const Finder *f, const Frame *frame, size_t i)
{
    if (frame->company && !frame->classifier) return 1;
    if (f->language != LANGUAGE_EN) return 0;
    const Token *before = token_before(f, i, (uint32_t)(frame->start - f->text->bytes));
    size_t bytes;
    if (before && lexicon_find(token_bytes(f->text, before), f->end, f->language, LEX_BIT(LEX_DETERMINER), &bytes))
        return 0;
    const char *next = frame->after + number_blanks(frame->after, f->end);
    uint32_t code = char_after(next, f->end);
    if (next == frame->after || code < 'a' || code > 'z') return 0;
    return !lexicon_find(next, f->end, f->language, LEX_BIT(LEX_STOP) | LEX_BIT(LEX_PRONOUN) | LEX_BIT(LEX_VERB),
                         &bytes);
}

/* Korean number words are everyday syllables: they need a classifier, a unit, or company of their own kind. */
static int is_plain_syllable(const Finder *f, const Frame *frame)
{
    if (frame->number.flags & (NUMBER_DIGITS | NUMBER_ORDINAL | NUMBER_VAGUE)) return 0;
    Language base = f->language;
    if (base == LANGUAGE_KO) {
        uint32_t next = char_after(frame->first + frame->number.bytes, f->end);
        int few = frame->number.atoms < 3 &&
                  !(frame->number.atoms == 2 && frame->number.value < 1000); /* 조사, 이천 are words */
        return !frame->company && (few || is_word_char(next));
    }
    if (base == LANGUAGE_ZH) return !frame->company && frame->number.atoms < 2;
    return 0;
}

/* A letter or digit that a number must not lean on: COVID-19, A4, 5th's 5 read twice. */
static int leans_on_word(const Finder *f, const char *at)
{
    uint32_t before = char_before(f->sentence, at), code = char_after(at, f->end);
    int digit = (unicode_of(code)->flags & UNICODE_DIGIT) != 0;
    if (is_word_char(before)) return !(runs_on(before) && (digit || runs_on(code)));
    if (digit && (before == '-' || before == '.' || before == '/' || before == '_' || before == '#') &&
        at > f->sentence + 1) {
        const char *hyphen = at - 1;
        uint32_t further = char_before(f->sentence, hyphen);
        if (before == '#') return 1;
        return unicode_of(further)->flags & UNICODE_LETTER ? !runs_on(further) : before != '-' && is_word_char(further);
    }
    return 0;
}

static int ends_in_word(const Finder *f, const Frame *frame)
{
    const char *after = frame->first + frame->number.bytes;
    uint32_t last = char_before(f->sentence, after), next = char_after(after, f->end);
    if (frame->after > after || !is_word_char(next)) return 0;
    return !runs_on(next) && !(runs_on(last));
}

static int is_quantity(const Finder *f, const Frame *frame, size_t i)
{
    if (frame->number.flags & NUMBER_NONE || ends_in_word(f, frame) || is_plain_syllable(f, frame)) return 0;
    if (frame->number.flags & NUMBER_PRONOUN && !(frame->number.flags & NUMBER_ORDINAL) &&
        !is_counting_pronoun(f, frame, i))
        return 0;
    if ((frame->number.flags & (NUMBER_FRACTION | NUMBER_DIGITS)) == NUMBER_FRACTION && frame->number.atoms == 1 &&
        !frame->company && f->language != LANGUAGE_EN)
        return 0;
    return !is_part_of_name(f, frame, i);
}

/* --- what is counted -------------------------------------------------------------------------------------------------------------------- */
enum { NOUN_WORDS = 5 };

static const char *noun_of(const Finder *f, const Frame *frame)
{
    const char *at = frame->tail, *first = NULL, *last = NULL;
    size_t bytes;
    for (int words = 0; words < NOUN_WORDS && at < f->end; words++) {
        at += number_blanks(at, f->end);
        if (first == NULL && at < f->end && *at == '-') at++;
        uint32_t code = char_after(at, f->end);
        if (!(unicode_of(code)->flags & UNICODE_LETTER)) break;
        if (lexicon_find(at, f->end, f->language, LEX_BIT(LEX_STOP) | LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_VERB),
                         &bytes)) {
            if (first) break;
            if (!runs_on(code)) break;
        }
        if (!first) first = at;
        while (at < f->end &&
               (is_word_char(code = char_after(at, f->end)) || code == '-' || code == '\'' || code == 0x2019)) {
            if (runs_on(code) && at > first && lexicon_find(at, f->end, f->language, LEX_BIT(LEX_STOP), &bytes))
                goto done;
            at += utf8_decode(at, f->end, &code);
            last = at;
            if (last - first > (runs_on(code) ? 24 : 160)) goto done;
        }
        if (last && f->language != LANGUAGE_EN && words >= 1) break;
    }
done:
    return first && last ? arena_copy(f->arena, first, (size_t)(last - first)) : NULL;
}

/* --- putting together --------------------------------------------------------------------------------------------------------------------- */
static const char *kind_of(const Frame *frame)
{
    if (frame->kind) return frame->kind;
    return frame->number.flags & NUMBER_ORDINAL ? "ordinal" : "cardinal";
}

/* A line that is a number and little else belongs to a ticker or a counter. */
static void judge_line(const Finder *f, Frame *frame)
{
    const Sentence *sentence = &f->text->sentences.items[f->sentence_number];
    const Paragraph *line = &f->text->paragraphs.items[sentence->paragraph];
    if (line->sentence_count > 1 || sentence->token_count > 8) return;
    const char *stop = f->sentence + sentence->length;
    int alone = frame->start == f->sentence && frame->after == stop;
    if (alone && (frame->number.flags & NUMBER_DIGITS) && !(frame->number.flags & NUMBER_INTEGER) &&
        (!frame->kind || !strcmp(frame->kind, "money"))) {
        frame->kind = "rate";
        frame->rule = "line:rate";
    } else if (!alone && frame->after == stop && (frame->number.flags & NUMBER_INTEGER) && !frame->company &&
               f->dates && f->next_date > 0) {
        const DateMention *date = &f->dates->items[f->next_date - 1];
        if (date->sentence == f->sentence_number) frame->kind = "counter", frame->rule = "line:counter";
    }
}

static Status emit(Finder *f, Frame *frame)
{
    judge_line(f, frame);
    Quantity *q = ARENA_PUSH(f->arena, f->out);
    if (!q) return f->arena->status;
    unsigned flags = frame->number.flags;
    memset(q, 0, sizeof *q);
    q->start = (uint32_t)(frame->start - f->text->bytes);
    q->length = (uint32_t)(frame->after - frame->start);
    q->sentence = f->sentence_number;
    q->number = frame->number.value;
    q->comparator = frame->comparator      ? frame->comparator
                    : flags & NUMBER_VAGUE ? ">="
                    : flags & NUMBER_ABOUT ? "~"
                                           : "=";
    q->unit = frame->unit;
    q->kind = kind_of(frame);
    q->rule = frame->rule ? frame->rule : flags & NUMBER_DIGITS ? "digits" : "words";
    q->score = flags & NUMBER_DIGITS ? frame->company ? .95 : .85 : flags & NUMBER_PRONOUN ? .6 : .85;
    if (!frame->kind || !strcmp(q->kind, "cardinal")) {
        /* a particle that sticks to a Korean number is no noun */
        int stuck = f->language == LANGUAGE_KO && unicode_of(char_after(frame->tail, f->end))->flags & UNICODE_LETTER;
        if (!stuck) q->noun = noun_of(f, frame);
    }
    return f->arena->status;
}

/* Where the date that holds or touches `at` ends, or NULL. */
static const char *inside_date(Finder *f, const char *at)
{
    uint32_t offset = (uint32_t)(at - f->text->bytes);
    if (!f->dates) return NULL;
    while (f->next_date < f->dates->count &&
           f->dates->items[f->next_date].start + f->dates->items[f->next_date].length <= offset)
        f->next_date++;
    if (f->next_date == f->dates->count || f->dates->items[f->next_date].start > offset) return NULL;
    return f->text->bytes + f->dates->items[f->next_date].start + f->dates->items[f->next_date].length;
}

/* `date`: the end of a duration that the number is in, or NULL: of those, only what turns out to be an age is taken. */
static Status try_at(Finder *f, const char *at, size_t token, const char *date)
{
    Frame frame;
    memset(&frame, 0, sizeof frame);
    if (leans_on_word(f, at)) return STATUS_OK;
    if (!number_read(f->sentence, at, f->end, f->language, &frame.number)) return STATUS_OK;
    frame.start = frame.first = at;
    frame.after = at + frame.number.bytes;
    f->resume = frame.after;
    if (frame.number.flags & NUMBER_NONE) return STATUS_OK;
    read_after(f, &frame);
    if (date && !(frame.kind && !strcmp(frame.kind, "measure") && frame.after > date)) {
        f->resume = date;
        return STATUS_OK;
    }
    read_before(f, &frame);
    if (!is_quantity(f, &frame, token)) {
        if (!(frame.number.flags & NUMBER_DIGITS)) f->resume = at + 1;
        return STATUS_OK;
    }
    f->resume = f->floor = frame.after;
    return emit(f, &frame);
}

/* A token's places where a number may begin: its start, and every character of scripts without blanks. */
static Status walk_token(Finder *f, size_t i)
{
    const Token *token = &f->text->tokens.items[i];
    const char *at = token_bytes(f->text, token), *end = at + token->length;
    if (token->kind >= TOKEN_EMOJI) return STATUS_OK;
    int anywhere = token->script == SCRIPT_HAN || (token->kind == TOKEN_MIXED && runs_on(char_after(at, end)));
    for (int first = 1; at < end && (first || anywhere); first = 0) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        const char *date = at >= f->resume ? inside_date(f, at) : NULL;
        if (date && f->dates->items[f->next_date].type != DATE_DURATION) f->resume = date;
        else if (at >= f->resume && (is_word_char(code) || (code >= 0xBC && code <= 0xBE)) &&
                 try_at(f, at, i, date) != STATUS_OK)
            return f->arena->status;
        at += bytes;
    }
    return STATUS_OK;
}

Status quantities_find(Arena *arena, const Text *text, const DateList *dates, QuantityList *quantities)
{
    Finder f = {arena, text, dates,       quantities, language_base(text->language), 0, NULL,
                NULL,  0,    text->bytes, text->bytes};
    for (size_t s = 0; s < text->sentences.count; s++) {
        const Sentence *sentence = &text->sentences.items[s];
        f.sentence = text->bytes + sentence->start;
        f.end = f.sentence + sentence->length;
        f.floor = f.sentence;
        f.sentence_number = (uint32_t)s;
        for (size_t i = sentence->first_token; i < sentence->first_token + sentence->token_count; i++) {
            if (arena_stopped(arena)) return arena->status;
            if (walk_token(&f, i) != STATUS_OK) return arena->status;
        }
    }
    return STATUS_OK;
}
