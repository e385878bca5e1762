/* units.c - see units.h */
#include "entities/units.h"
#include "base/hash.h"
#include "entities/clusters.h"
#include "entities/memo.h"

enum { SHAPE_MAX = 12, FORM_BYTES_MAX = 160, CITY_THOUSANDS = 300, FORM_SEED = 23 };
enum { RUNS = 128, AHEAD = 3 };

/* One letter of a shape: X capital, x small, c another letter, d digit, else the character itself. */
static char shape_letter(uint32_t code, const UnicodeRecord *r)
{
    if (r->flags & UNICODE_UPPER) return 'X';
    if (r->flags & UNICODE_DIGIT) return 'd';
    if (r->flags & UNICODE_LETTER) return unicode_fold(code) == code && (code < 0x3000) ? 'x' : 'c';
    return code < 0x80 ? (char)code : '?';
}

/* Cuts the longest ending of the language's table, so that the forms of one Russian or Kazakh word meet. */
static size_t stem_length(Language language, const char *folded, size_t length)
{
    const LexiconStem *stem = language == LANGUAGE_KK ? lexicon_stems_kk : lexicon_stems_ru;
    for (; stem->ending_length; stem++)
        if (length >= stem->ending_length + 6u && stem->ending[stem->ending_length - 1] == folded[length - 1] &&
            !memcmp(folded + length - stem->ending_length, stem->ending, stem->ending_length))
            return length - stem->ending_length;
    return length;
}

static void affixes(UnitForm *form, const char *folded, size_t length)
{
    size_t at = 0;
    for (int k = 0; k < 4 && at < length; k++) {
        uint32_t code;
        at += utf8_decode(folded + at, folded + length, &code);
        form->prefix[k] = hash_bytes(folded, at, 11);
    }
    at = length;
    for (int k = 0; k < 4 && at > 0; k++) {
        uint32_t code;
        at -= utf8_decode_before(folded, folded + at, &code);
        form->suffix[k] = hash_bytes(folded + at, length - at, 13);
    }
}

static void shapes(UnitForm *form, const char *bytes, size_t length)
{
    char full[SHAPE_MAX], brief[SHAPE_MAX];
    size_t n = 0, m = 0;
    unsigned letters = 0, upper = 0;
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        const UnicodeRecord *r = unicode_of(code);
        char letter = shape_letter(code, r);
        if (at == end || n < SHAPE_MAX - 1) {
            if (n < SHAPE_MAX) full[n++] = letter;
        }
        if (m < SHAPE_MAX && (!m || brief[m - 1] != letter)) brief[m++] = letter;
        if (!(r->flags & UNICODE_LETTER)) continue;
        if (!letters && letter == 'X') form->flags |= UNIT_CAPITAL;
        letters++;
        upper += letter == 'X';
    }
    if (letters) form->flags |= UNIT_LETTERS;
    if (letters > 1 && upper == letters) form->flags |= UNIT_ALL_CAPS;
    form->long_shape = hash_bytes(full, n, 17);
    form->shape = hash_bytes(brief, m, 19);
}

static void fill_form(const Units *units, UnitForm *form, const char *bytes, size_t length, uint64_t classes)
{
    char folded[LEXICON_WORD_MAX + 16];
    size_t n = lexicon_fold(lexicon_latin, bytes, length < LEXICON_WORD_MAX ? length : LEXICON_WORD_MAX / 2, folded);
    if (!n) {
        n = length < LEXICON_WORD_MAX ? length : LEXICON_WORD_MAX;
        memcpy(folded, bytes, n);
    }
    form->folded = hash_bytes(folded, n, 0);
    shapes(form, bytes, length < FORM_BYTES_MAX ? length : FORM_BYTES_MAX);
    affixes(form, folded, n);
    unsigned char first = (unsigned char)folded[0];
    size_t stem = first == 0xD0 || first == 0xD1 || first == 0xD2 || first == 0xD3
                      ? stem_length(units->words->language, folded, n)
                      : n;
    form->stem = stem == n ? form->folded : hash_bytes(folded, stem, 0);
    form->classes = classes;
    clusters_of(folded, n, stem, form->clusters);
}

static void grow_slots(Arena *arena, Units *units)
{
    uint32_t mask = units->slot_mask * 2 + 1, *slots = arena_array(arena, (size_t)mask + 1, sizeof *slots);
    if (!slots) return;
    for (size_t i = 0; i < units->forms.count; i++) {
        uint32_t at = (uint32_t)units->forms.items[i].exact & mask;
        while (slots[at]) at = (at + 1) & mask;
        slots[at] = (uint32_t)i + 1;
    }
    units->slots = slots;
    units->slot_mask = mask;
}

/* The same by what earlier texts have left, which it is added to unless another form of this text has its place. */
static void recall_form(Units *units, UnitForm *form, const char *bytes, size_t length, uint64_t classes)
{
    uint8_t character = form->flags;
    EntityMemo *memo = units->memo;
    MemoForm *known = &memo->tables->forms[form->exact & (MEMO_FORMS - 1)];
    uint64_t exact = form->exact;
    if (known->form.exact == exact && known->form.classes == classes && known->language == units->words->language &&
        (known->form.flags & UNIT_CHARACTER) == character) {
        *form = known->form;
    } else {
        fill_form(units, form, bytes, length, classes);
        if (known->text == memo->text) return;
        known->form = *form;
        known->language = units->words->language;
        known->sums.known = 0;
    }
    known->text = memo->text;
    form->head = UNIT_NONE;
    form->memo = (uint32_t)(known - memo->tables->forms);
}

static uint32_t form_of(Arena *arena, Units *units, const char *bytes, size_t length, int flags, uint64_t classes)
{
    uint64_t hash = hash_bytes(bytes, length, FORM_SEED);
    uint32_t at = (uint32_t)hash & units->slot_mask;
    for (; units->slots[at]; at = (at + 1) & units->slot_mask)
        if (units->forms.items[units->slots[at] - 1].exact == hash) return units->slots[at] - 1;
    UnitForm *form = ARENA_PUSH(arena, &units->forms);
    if (!form) return UNIT_NONE;
    memset(form, 0, sizeof *form);
    form->exact = hash;
    form->head = form->memo = UNIT_NONE;
    form->flags = (uint8_t)(flags & UNIT_CHARACTER);
    if (units->memo) recall_form(units, form, bytes, length, classes);
    else fill_form(units, form, bytes, length, classes);
    units->slots[at] = (uint32_t)units->forms.count;
    if (units->forms.count * 2 > units->slot_mask) grow_slots(arena, units);
    return (uint32_t)units->forms.count - 1;
}

static Unit *push_unit(Arena *arena, Units *units, uint32_t start, uint32_t end, size_t word, int flags,
                       uint64_t classes)
{
    uint32_t form = form_of(arena, units, units->words->text->bytes + start, end - start, flags, classes);
    Unit *unit = form == UNIT_NONE ? NULL : ARENA_PUSH(arena, units);
    if (!unit) return NULL;
    UnitForm *of_unit = &units->forms.items[form];
    if (flags & UNIT_CHARACTER & ~of_unit->flags) { /* what the memo says is of the form as a word */
        of_unit->flags |= UNIT_CHARACTER;
        of_unit->memo = UNIT_NONE;
    }
    memset(unit, 0, sizeof *unit);
    unit->start = start;
    unit->end = end;
    unit->word = (uint32_t)word;
    unit->form = form;
    unit->next = UNIT_NONE;
    unit->flags = (uint16_t)(flags | units->forms.items[form].flags);
    return unit;
}

/* Asks the memory for what earlier texts have left of a form that is read soon. */
static void fetch_form(const Units *units, uint32_t start, uint32_t end)
{
    uint64_t hash = hash_bytes(units->words->text->bytes + start, end - start, FORM_SEED);
    memo_fetch(&units->memo->tables->forms[hash & (MEMO_FORMS - 1)].form, sizeof(UnitForm));
}

static int is_single(uint32_t code)
{
    unsigned script = unicode_of(code)->script;
    return script == SCRIPT_HANGUL || script == SCRIPT_HAN || script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA;
}

/* A token of Han, kana or Hangul becomes its characters; what else it holds (Latin letters, digits) stays in one piece. */
static void push_characters(Arena *arena, Units *units, const Word *word, size_t number, int flags)
{
    const char *bytes = units->words->text->bytes;
    uint32_t at = word->start;
    enum { WIDE = 3 }; /* bytes of most of these characters */
    while (at < word->end && arena->status == STATUS_OK) {
        uint32_t code, start = at, ahead = at + AHEAD * WIDE;
        if (units->memo && ahead + WIDE <= units->words->text->length) fetch_form(units, ahead, ahead + WIDE);
        at += (uint32_t)utf8_decode(bytes + at, bytes + word->end, &code);
        int single = is_single(code);
        while (!single && at < word->end) {
            size_t n = utf8_decode(bytes + at, bytes + word->end, &code);
            if (is_single(code)) break;
            at += (uint32_t)n;
        }
        int more = flags | (single ? UNIT_CHARACTER : 0) | (start == word->start ? UNIT_WORD_START : UNIT_GLUED) |
                   (at >= word->end ? UNIT_WORD_END : 0);
        push_unit(arena, units, start, at, number, more, 0);
        flags &= ~(UNIT_OPENS | UNIT_GLUED);
    }
}

static unsigned record_marks(const LexiconRecord *r)
{
    switch (r->type) {
    case ENTITY_GPE:
        if (r->flags & RECORD_COUNTRY) return 1u << MARK_COUNTRY;
        if (r->flags & RECORD_SUBDIVISION) return 1u << MARK_SUBDIVISION;
        if (r->flags & (RECORD_CITY | RECORD_CAPITAL))
            return 1u << (record_population(r) >= CITY_THOUSANDS || r->flags & RECORD_CAPITAL ? MARK_CITY : MARK_TOWN);
        return 1u << MARK_PLACE;
    case ENTITY_LOC:
    case ENTITY_FAC: return 1u << MARK_PLACE;
    case ENTITY_NORP: return 1u << MARK_PEOPLE;
    case ENTITY_ORG: return 1u << MARK_BODY;
    case ENTITY_PERSON: return 1u << MARK_PERSON;
    default: return 1u << MARK_OTHER;
    }
}

/* What a state of the lexicon says, as a set of marks. */
static unsigned state_marks(uint32_t state)
{
    uint64_t bits = lexicon_bits(state);
    if (!bits) return 0;
    const LexiconRecord *r = lexicon_record(state);
    unsigned marks = r ? record_marks(r) : 0;
    if (bits & (LEXICON_BIT(ORG) | LEXICON_BIT(MEDIA) | LEXICON_BIT(COMPANY))) marks |= 1u << MARK_HEAD_ORG;
    if (bits & (LEXICON_BIT(GPE) | LEXICON_BIT(LOC) | LEXICON_BIT(FAC))) marks |= 1u << MARK_HEAD_PLACE;
    if (bits & (LEXICON_BIT(TITLE) | LEXICON_BIT(HONORIFIC))) marks |= 1u << MARK_TITLE;
    if (bits & LEXICON_BIT(GIVEN)) marks |= 1u << MARK_GIVEN;
    if (bits & LEXICON_BIT(LISTED)) marks |= 1u << MARK_LISTED;
    if (bits & (LEXICON_BIT(SURNAME) | LEXICON_BIT(KOREAN_SURNAME) | LEXICON_BIT(CHINESE_SURNAME)))
        marks |= 1u << MARK_SURNAME;
    return marks;
}

static void mark(Unit *first, Unit *last, unsigned marks)
{
    if (first == last) {
        first->alone |= (uint16_t)marks;
        return;
    }
    first->opens |= (uint16_t)marks;
    last->closes |= (uint16_t)marks;
    for (Unit *unit = first + 1; unit < last; unit++) unit->inside |= (uint16_t)marks;
}

/* Every phrase of the lexicon that begins at a word. */
static void mark_phrases(Units *units, size_t at, size_t end, uint32_t state)
{
    const Word *words = units->words->items;
    for (size_t i = at; state != LEXICON_NONE && i < at + UNIT_PHRASE_MAX; i++) {
        mark(&units->items[at], &units->items[i], state_marks(state));
        if (i + 1 >= end || units->items[i + 1].flags & UNIT_CHARACTER) break;
        const Word *next = &words[units->items[i + 1].word];
        uint32_t step = next->exact == next->state ? LEXICON_NONE : lexicon_step(state, next->exact);
        state = step == LEXICON_NONE ? lexicon_step(state, next->state) : step;
    }
}

/* A word of the dictionary from `first` to `last`: kept where it is the longest. */
static void place(Unit *first, Unit *last, uint8_t class_)
{
    uint8_t length = (uint8_t)(last - first + 1);
    for (Unit *unit = first; unit <= last; unit++) {
        int where = unit == first ? PLACE_FIRST : unit == last ? PLACE_LAST : PLACE_WITHIN;
        if (unit->long_[where] >= length) continue;
        unit->long_[where] = length;
        unit->class_[where] = class_;
    }
}

/*
** A run of characters that may be a word of the lexicon or of the classes. The tables are far larger than the cache, so runs are gathered before they are
** looked up: each step over the list asks the memory for what the next one reads.
*/
typedef struct Run {
    uint64_t hash;
    uint32_t first, last; /* units, both of the run */
    uint32_t state;       /* in the lexicon */
    uint8_t in_lexicon, in_clusters;
} Run;

typedef struct Runs {
    Run items[RUNS];
    size_t count;
} Runs;

/* What a run means, to the units under it, and to those whose token it begins or ends. */
static void read_run(Units *units, const Run *run)
{
    Unit *first = &units->items[run->first], *last = &units->items[run->last];
    unsigned marks = run->state == LEXICON_NONE ? 0 : state_marks(run->state);
    uint16_t classes[CLUSTER_LEVELS];
    if (run->in_clusters && clusters_of_run(run->hash, classes)) {
        if (classes[0] <= MARKS_OF_CLUSTERS) marks |= 1u << (classes[0] - 1);
        place(first, last, (uint8_t)classes[0]);
        if (first->word == last->word) {
            if (first->flags & UNIT_WORD_START) last->head = (uint8_t)classes[0];
            else if (last->flags & UNIT_WORD_END) first[-1].tail = (uint8_t)classes[0];
        }
    }
    if (marks) mark(first, last, marks);
}

static void read_runs(Units *units, Runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        const Run *run = &runs->items[i];
        if (run->in_lexicon) __builtin_prefetch(&lexicon_word_checks[bucket_first(&lexicon_words, run->hash)]);
        if (run->in_clusters) __builtin_prefetch(&cluster_run_entries[bucket_first(&cluster_runs, run->hash)]);
    }
    for (size_t i = 0; i < runs->count; i++) {
        Run *run = &runs->items[i];
        run->state = run->in_lexicon ? lexicon_word_hashed(run->hash) : LEXICON_NONE;
        if (run->state != LEXICON_NONE) __builtin_prefetch(&lexicon_classes[run->state]);
    }
    for (size_t i = 0; i < runs->count; i++) read_run(units, &runs->items[i]);
    runs->count = 0;
}

/* Gathers what begins at a character, across the tokens of one run, as far as a word of a table may reach. */
static void gather_runs(Units *units, size_t at, size_t end, Runs *runs)
{
    const char *bytes = units->words->text->bytes;
    const Unit *first = &units->items[at];
    uint64_t prefix = 0;
    int in_lexicon = 1, in_clusters = 1;
    if (runs->count + UNIT_PHRASE_MAX > RUNS) read_runs(units, runs);
    for (size_t i = at; i < end && i < at + UNIT_PHRASE_MAX && (in_lexicon || in_clusters); i++) {
        const Unit *unit = &units->items[i];
        if (!(unit->flags & UNIT_CHARACTER) || (i > at && !(unit->flags & UNIT_GLUED))) break;
        if (i == at && unit->end - first->start > LEXICON_WORD_MAX) break;
        Run *run = &runs->items[runs->count++];
        *run = (Run){hash_bytes(bytes + first->start, unit->end - first->start, 0),
                     (uint32_t)at,
                     (uint32_t)i,
                     LEXICON_NONE,
                     (uint8_t)in_lexicon,
                     (uint8_t)(in_clusters && i > at)};
        if (run->in_lexicon) bucket_fetch(&lexicon_words, run->hash);
        if (run->in_clusters) bucket_fetch(&cluster_runs, run->hash);
        uint32_t code;
        utf8_decode(bytes + unit->start, bytes + unit->end, &code);
        prefix = prefix_step(prefix, code);
        in_lexicon = in_lexicon && prefix_is_set(lexicon_prefixes, LEXICON_PREFIX_BITS, prefix);
        in_clusters = in_clusters && prefix_is_set(cluster_prefixes, CLUSTER_PREFIX_BITS, prefix);
    }
}

static Status sentence_units(Arena *arena, Units *units, size_t sentence)
{
    const Words *words = units->words;
    size_t first = units->count;
    Runs runs;
    runs.count = 0;
    for (size_t i = words->sentences[sentence]; i < words->sentences[sentence + 1]; i++) {
        const Word *w = &words->items[i];
        if (units->memo && i + AHEAD < words->count) fetch_form(units, w[AHEAD].start, w[AHEAD].end);
        int flags = (units->count == first ? UNIT_OPENS : 0) | (w->flags & WORD_GLUED ? UNIT_GLUED : 0);
        if (w->flags & (WORD_HANGUL | WORD_HAN)) push_characters(arena, units, w, i, flags);
        else push_unit(arena, units, w->start, w->end, i, flags, w->bits & ~LEXICON_BIT(LISTED));
        if (arena_stopped(arena)) return arena->status;
    }
    for (size_t i = first; i < units->count; i++) {
        const Word *w = &words->items[units->items[i].word];
        if (units->items[i].flags & UNIT_CHARACTER) {
            gather_runs(units, i, units->count, &runs);
            continue;
        }
        mark_phrases(units, i, units->count, w->state);
        if (w->exact != w->state) mark_phrases(units, i, units->count, w->exact);
    }
    read_runs(units, &runs);
    return STATUS_OK;
}

/* Chains the units of one stem, first to last, from the first form that has it. */
static Status chain(Arena *arena, Units *units)
{
    uint32_t *owner = arena_array(arena, (size_t)units->slot_mask + 1, sizeof *owner);
    if (!owner) return arena->status;
    for (size_t i = 0; i < units->forms.count; i++) {
        uint64_t stem = units->forms.items[i].stem;
        uint32_t at = (uint32_t)stem & units->slot_mask;
        while (owner[at] && units->forms.items[owner[at] - 1].stem != stem) at = (at + 1) & units->slot_mask;
        if (!owner[at]) owner[at] = (uint32_t)i + 1;
        units->forms.items[i].group = owner[at] - 1;
    }
    for (size_t i = units->count; i-- > 0;) {
        UnitForm *group = &units->forms.items[unit_form(units, i)->group];
        units->items[i].next = group->head;
        group->head = (uint32_t)i;
    }
    return STATUS_OK;
}

/* Is the text written with capitals as texts are? Of a headline's capitals, or of none, nothing can be learned. */
static int has_case(const Units *units)
{
    size_t letters = 0, capitals = 0;
    for (size_t i = 0; i < units->count; i++) {
        if ((units->items[i].flags & (UNIT_LETTERS | UNIT_CHARACTER)) != UNIT_LETTERS) continue;
        letters++;
        capitals += (units->items[i].flags & UNIT_CAPITAL) != 0;
    }
    return capitals * 100 >= letters;
}

/* May a name be here? `passes`: which characters it may be near, by unit; NULL: all. */
static int may_name(const Units *units, size_t at, const uint8_t *passes)
{
    const unsigned named = 1u << MARK_COUNTRY | 1u << MARK_PEOPLE; /* also where they are written small: казах */
    const Unit *u = &units->items[at];
    if (u->flags & UNIT_CHARACTER) return !passes || passes[at];
    return !units->cased || u->flags & UNIT_CAPITAL || (u->alone | u->opens) & named;
}

void units_activate(Units *units, const uint8_t *passes)
{
    size_t sentences = units->words->text->sentences.count;
    for (size_t s = 0; s < sentences; s++) {
        size_t begin = units->sentences[s], end = units->sentences[s + 1], done = begin;
        for (size_t i = begin; i < end; i++) units->items[i].flags &= (uint16_t)~UNIT_ACTIVE;
        for (size_t i = begin; i < end; i++) {
            if (!may_name(units, i, passes)) continue;
            size_t from = i > begin + UNIT_REACH ? i - UNIT_REACH : begin, to = i + UNIT_REACH + 1;
            for (size_t k = from > done ? from : done; k < to && k < end; k++) units->items[k].flags |= UNIT_ACTIVE;
            done = to;
        }
    }
}

static int is_run(const Word *word)
{
    return (word->flags & (WORD_HANGUL | WORD_HAN)) != 0;
}

/* What the characters of a token and of its neighbours see of it as a whole. */
static Status read_tokens(Arena *arena, Units *units)
{
    const Words *words = units->words;
    int any = 0;
    for (size_t i = 0; i < words->count && !any; i++) any = is_run(&words->items[i]);
    if (!any) return STATUS_OK;
    units->tokens = arena_array(arena, words->count, sizeof *units->tokens);
    if (!units->tokens) return arena->status;
    for (size_t i = 0; i < words->count; i++) {
        const Word *w = &words->items[i];
        int near = is_run(w) || (i > 0 && is_run(w - 1)) || (i + 1 < words->count && is_run(w + 1));
        if (!near || w->end - w->start > LEXICON_WORD_MAX) continue;
        units->tokens[i].whole = hash_bytes(words->text->bytes + w->start, w->end - w->start, 29);
        clusters_exact(words->text->bytes + w->start, w->end - w->start, units->tokens[i].clusters);
    }
    return STATUS_OK;
}

Status units_make(Arena *arena, const Words *words, EntityMemo *memo, Units *units)
{
    memset(units, 0, sizeof *units);
    units->words = words;
    if (memo && memo->tables) units->memo = memo;
    units->slot_mask = 1023;
    units->slots = arena_array(arena, (size_t)units->slot_mask + 1, sizeof *units->slots);
    size_t sentences = words->text->sentences.count;
    units->sentences = arena_array(arena, sentences + 1, sizeof *units->sentences);
    units->items = arena_array(arena, words->count, sizeof *units->items);
    if (!units->slots || !units->sentences || !units->items) return arena->status;
    units->capacity = words->count; /* each word is one, but in scripts without blanks */
    for (size_t i = 0; i < sentences; i++) {
        units->sentences[i] = (uint32_t)units->count;
        if (sentence_units(arena, units, i) != STATUS_OK) return arena->status;
    }
    units->sentences[sentences] = (uint32_t)units->count;
    if (arena->status != STATUS_OK || chain(arena, units) != STATUS_OK) return arena->status;
    if (read_tokens(arena, units) != STATUS_OK) return arena->status;
    units->cased = has_case(units);
    units_activate(units, NULL);
    return STATUS_OK;
}

static unsigned script_of(const char *word, size_t length)
{
    uint32_t code;
    utf8_decode(word, word + length, &code);
    return unicode_of(code)->script;
}

int units_may_be_people(const Units *units, size_t at)
{
    const Unit *u = &units->items[at];
    const char *word = units->words->text->bytes + u->start;
    size_t length = u->end - u->start;
    char folded[LEXICON_WORD_MAX];
    if ((u->opens | u->inside | u->closes | u->alone) >> MARK_PEOPLE & 1) return 1;
    if (unit_form(units, at)->classes & LEXICON_BIT(NORP)) return 1;
    if (script_of(word, length) != SCRIPT_LATIN) return 1;
    if (u->flags & UNIT_ALL_CAPS && length < 5) return 0;
    size_t n = lexicon_fold(lexicon_latin, word, length, folded);
    for (const LexiconEnding *e = lexicon_endings_people; e->length; e++)
        if (n >= e->length + 3u && !memcmp(folded + n - e->length, e->bytes, e->length)) return 1;
    return 0;
}
