/*
** gazetteer.c - see gazetteer.h
**
** Forms are paths in one hash table of steps (node, hash of the next word or character) -> node; a node may end a form. So a text is read once, and each
** word or character is the start of a bounded number of steps.
*/
#include "entities/gazetteer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "entities/finder.h"
#include <math.h>

enum { FORM_WORDS = 24, FORM_CHARACTERS = 48, EXACT_BYTES = 5 };

typedef struct Step {
    uint64_t key;  /* of the node before and the word; 0: empty */
    uint32_t node; /* behind it */
} Step;

typedef struct Node {
    uint32_t name;   /* number + 1; 0: no form ends here */
    uint8_t exact;   /* only as it is written */
    uint8_t capital; /* only with a capital first */
    uint64_t bytes;  /* hash of the form as written, of an exact one */
} Node;

struct EntityGazetteer {
    Arena arena;
    struct {
        GazetteerName *items;
        size_t count, capacity;
    } names;
    struct {
        Node *items;
        size_t count, capacity;
    } nodes; /* number 0: the start */
    Step *steps;
    size_t step_count, step_slots;
    int has_runs; /* forms of Han, kana, Hangul */
};

EntityGazetteer *gazetteer_new(void)
{
    EntityGazetteer *gazetteer = memory_alloc(sizeof *gazetteer);
    if (!gazetteer) return NULL;
    memset(gazetteer, 0, sizeof *gazetteer);
    arena_init(&gazetteer->arena, 0);
    Node *start = ARENA_PUSH(&gazetteer->arena, &gazetteer->nodes);
    if (start) memset(start, 0, sizeof *start);
    if (start) return gazetteer;
    gazetteer_free(gazetteer);
    return NULL;
}

void gazetteer_free(EntityGazetteer *gazetteer)
{
    if (!gazetteer) return;
    arena_clear(&gazetteer->arena);
    memory_free(gazetteer);
}

size_t gazetteer_add(EntityGazetteer *gazetteer, const GazetteerName *name)
{
    Arena *arena = &gazetteer->arena;
    GazetteerName *added = ARENA_PUSH(arena, &gazetteer->names);
    if (!added) return SIZE_MAX;
    *added = *name;
    added->name = arena_copy(arena, name->name, strlen(name->name));
    if (name->country) added->country = arena_copy(arena, name->country, strlen(name->country));
    return arena->status == STATUS_OK ? gazetteer->names.count - 1 : SIZE_MAX;
}

/* --- steps ------------------------------------------------------------------------------------------------------------------- */

static uint64_t step_key(uint32_t node, uint64_t word)
{
    return hash_mix(word + (uint64_t)node * 0x9E3779B97F4A7C15u) | 1;
}

static Step *find_step(const EntityGazetteer *gazetteer, uint64_t key)
{
    size_t at = key & (gazetteer->step_slots - 1);
    while (gazetteer->steps[at].key && gazetteer->steps[at].key != key) at = (at + 1) & (gazetteer->step_slots - 1);
    return &gazetteer->steps[at];
}

static Status grow_steps(EntityGazetteer *gazetteer)
{
    Step *old = gazetteer->steps;
    size_t slots = gazetteer->step_slots;
    gazetteer->step_slots = slots ? slots * 2 : 256;
    gazetteer->steps = arena_array(&gazetteer->arena, gazetteer->step_slots, sizeof *gazetteer->steps);
    if (!gazetteer->steps) {
        gazetteer->steps = old;
        gazetteer->step_slots = slots;
        return STATUS_NOMEM;
    }
    for (size_t i = 0; i < slots; i++)
        if (old[i].key) *find_step(gazetteer, old[i].key) = old[i];
    return STATUS_OK;
}

/* The node behind a word, made if it is new; 0: no memory. */
static uint32_t add_step(EntityGazetteer *gazetteer, uint32_t node, uint64_t word)
{
    if (gazetteer->step_count * 2 >= gazetteer->step_slots && grow_steps(gazetteer) != STATUS_OK) return 0;
    uint64_t key = step_key(node, word);
    Step *step = find_step(gazetteer, key);
    if (step->key) return step->node;
    Node *made = ARENA_PUSH(&gazetteer->arena, &gazetteer->nodes);
    if (!made) return 0;
    memset(made, 0, sizeof *made);
    *step = (Step){key, (uint32_t)gazetteer->nodes.count - 1};
    gazetteer->step_count++;
    return step->node;
}

static uint32_t follow(const EntityGazetteer *gazetteer, uint32_t node, uint64_t word)
{
    if (!gazetteer->step_slots) return 0;
    const Step *step = find_step(gazetteer, step_key(node, word));
    return step->key ? step->node : 0;
}

/* --- words ------------------------------------------------------------------------------------------------------------------- */

/* How words are compared: as they are, or without the endings of a language. */
enum WordView { VIEW_EXACT, VIEW_RU, VIEW_KK, VIEWS };

static uint64_t word_hash(const Words *words, const Word *w, enum WordView view)
{
    char folded[LEXICON_WORD_MAX];
    size_t length = w->end - w->start, n = lexicon_fold(lexicon_latin, words->text->bytes + w->start, length, folded);
    if (!n) return hash_bytes(words->text->bytes + w->start, length, 43);
    if (view != VIEW_EXACT && w->flags & WORD_CYRILLIC) {
        const LexiconStem *stem = view == VIEW_KK ? lexicon_stems_kk : lexicon_stems_ru;
        for (; stem->ending_length; stem++)
            if (n >= stem->ending_length + 6u &&
                !memcmp(folded + n - stem->ending_length, stem->ending, stem->ending_length)) {
                n -= stem->ending_length;
                break;
            }
    }
    return hash_bytes(folded, n, 41 + (uint64_t)view);
}

static int begins_capital(const Text *text, const Word *w)
{
    uint32_t code;
    utf8_decode(text->bytes + w->start, text->bytes + w->end, &code);
    return (unicode_of(code)->flags & UNICODE_UPPER) != 0;
}

static int is_run_character(uint32_t code)
{
    unsigned script = unicode_of(code)->script;
    return script == SCRIPT_HAN || script == SCRIPT_HANGUL || script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA;
}

static int has_run_character(const char *form, size_t length)
{
    for (const char *at = form, *end = form + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (is_run_character(code)) return 1;
    }
    return 0;
}

static uint64_t character_hash(uint32_t code)
{
    return hash_mix(unicode_fold(code) + 0x100000000ull);
}

static void end_form(EntityGazetteer *gazetteer, uint32_t node, size_t number, int capital, int exact, uint64_t bytes)
{
    Node *n = &gazetteer->nodes.items[node];
    if (!n->name) *n = (Node){(uint32_t)number + 1, (uint8_t)exact, (uint8_t)capital, bytes};
}

/* A form of Han, kana or Hangul: character by character, blanks left out where the text may do so too. */
static Status add_run(EntityGazetteer *gazetteer, size_t number, const char *form, size_t length)
{
    uint32_t node = 0;
    size_t characters = 0;
    for (const char *at = form, *end = form + length; at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (code == ' ' || code == 0xA0) continue;
        if (++characters > FORM_CHARACTERS) return STATUS_OK;
        node = add_step(gazetteer, node, character_hash(code));
        if (!node) return STATUS_NOMEM;
    }
    gazetteer->has_runs = 1;
    end_form(gazetteer, node, number, 0, 0, 0);
    return STATUS_OK;
}

static Status add_words(EntityGazetteer *gazetteer, const Words *words, size_t number)
{
    int views = 1, letters = 0, small = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].flags & WORD_CYRILLIC) views = VIEWS;
        letters |= words->items[i].flags & (WORD_LETTERS | WORD_NUMBER);
        small |= words->items[i].flags & WORD_LETTERS && !(words->items[i].flags & WORD_ALL_CAPS);
    }
    if (!words->count || !letters || words->count > FORM_WORDS) return STATUS_OK;
    uint32_t start = words->items[0].start, length = words->items[words->count - 1].end - start;
    int exact = !small && length <= EXACT_BYTES;
    for (int view = 0; view < views; view++) {
        uint32_t node = 0;
        for (size_t i = 0; i < words->count; i++) {
            node = add_step(gazetteer, node, word_hash(words, &words->items[i], (enum WordView)view));
            if (!node) return STATUS_NOMEM;
        }
        end_form(gazetteer, node, number, begins_capital(words->text, &words->items[0]), exact,
                 hash_bytes(words->text->bytes + start, length, 47));
    }
    return STATUS_OK;
}

Status gazetteer_add_form(EntityGazetteer *gazetteer, Icu *icu, size_t number, const char *form, size_t length)
{
    Arena arena;
    Text text;
    Words words;
    if (has_run_character(form, length)) return add_run(gazetteer, number, form, length);
    arena_init(&arena, 0);
    Status status = text_segment(&arena, icu, form, length, LANGUAGE_EN, &text);
    if (status == STATUS_OK) status = words_make(&arena, &text, NULL, &words);
    if (status == STATUS_OK) status = add_words(gazetteer, &words, number);
    arena_clear(&arena);
    return status;
}

/* --- in a text ----------------------------------------------------------------------------------------------------------------- */

typedef struct Match {
    uint32_t start, end;  /* bytes */
    uint32_t first, last; /* words */
    uint32_t sentence;
    const GazetteerName *name;
} Match;

typedef struct MatchList {
    Match *items;
    size_t count, capacity;
} MatchList;

static int fits(const EntityGazetteer *gazetteer, const Text *text, const Word *first, uint32_t end, uint32_t node)
{
    const Node *n = &gazetteer->nodes.items[node];
    if (!n->name || (n->capital && !begins_capital(text, first))) return 0;
    return !n->exact || n->bytes == hash_bytes(text->bytes + first->start, end - first->start, 47);
}

/* The longest form that begins at a word: the word behind it, and its name; 0: none. */
static size_t longest_at(const EntityGazetteer *gazetteer, const Words *words, size_t at, size_t end,
                         const GazetteerName **name)
{
    size_t found = 0;
    for (int view = 0; view < VIEWS; view++) {
        uint32_t node = 0;
        for (size_t i = at; i < end && i - at < FORM_WORDS; i++) {
            node = follow(gazetteer, node, word_hash(words, &words->items[i], (enum WordView)view));
            if (!node) break;
            if (i + 1 > found && fits(gazetteer, words->text, &words->items[at], words->items[i].end, node)) {
                found = i + 1;
                *name = &gazetteer->names.items[gazetteer->nodes.items[node].name - 1];
            }
        }
        if (!(words->items[at].flags & WORD_CYRILLIC)) break;
    }
    return found;
}

static Match *add_match(Arena *arena, MatchList *matches, const Words *words, size_t first, uint32_t start,
                        uint32_t end, size_t sentence, const GazetteerName *name)
{
    Match *match = ARENA_PUSH(arena, matches);
    if (!match) return NULL;
    size_t last = first;
    while (last < words->count && words->items[last].start < end) last++;
    *match = (Match){start, end, (uint32_t)first, (uint32_t)last, (uint32_t)sentence, name};
    return match;
}

/* The longest form that begins at a character: the byte behind it; 0: none. Blanks between characters are passed over. */
static uint32_t longest_run(const EntityGazetteer *gazetteer, const Text *text, uint32_t at, uint32_t end,
                            const GazetteerName **name)
{
    uint32_t node = 0, found = 0;
    for (uint32_t i = at, n = 0; i < end && n < 2 * FORM_CHARACTERS; n++) {
        uint32_t code;
        i += (uint32_t)utf8_decode(text->bytes + i, text->bytes + end, &code);
        if (code == ' ' || code == 0xA0) continue;
        node = follow(gazetteer, node, character_hash(code));
        if (!node) break;
        if (!gazetteer->nodes.items[node].name) continue;
        found = i;
        *name = &gazetteer->names.items[gazetteer->nodes.items[node].name - 1];
    }
    return found;
}

/* Forms that begin inside a word of characters, or where another word begins (LG화학). */
static uint32_t match_run(Arena *arena, const EntityGazetteer *gazetteer, const Words *words, size_t at,
                          size_t sentence, uint32_t behind, MatchList *matches)
{
    const Word *w = &words->items[at];
    const Sentence *s = &words->text->sentences.items[sentence];
    const GazetteerName *name = NULL;
    int is_run = (w->flags & (WORD_HAN | WORD_HANGUL)) != 0;
    for (uint32_t i = w->start > behind ? w->start : behind; i < w->end && (is_run || i == w->start);) {
        uint32_t code, stop = longest_run(gazetteer, words->text, i, s->start + s->length, &name);
        if (stop && !add_match(arena, matches, words, at, i, stop, sentence, name)) return behind;
        if (stop) behind = stop;
        i = stop ? stop : i + (uint32_t)utf8_decode(words->text->bytes + i, words->text->bytes + w->end, &code);
    }
    return behind;
}

static void match_text(Finder *finder, const EntityGazetteer *gazetteer, MatchList *matches)
{
    const Words *words = &finder->words;
    uint32_t behind = 0;
    for (size_t s = 0; s < finder->text->sentences.count; s++)
        for (size_t i = words->sentences[s]; i < words->sentences[s + 1] && !arena_stopped(finder->arena); i++) {
            const GazetteerName *name = NULL;
            const Word *w = &words->items[i];
            if (w->end <= behind) continue;
            if (gazetteer->has_runs) behind = match_run(finder->arena, gazetteer, words, i, s, behind, matches);
            if (w->start < behind) continue;
            size_t last = longest_at(gazetteer, words, i, words->sentences[s + 1], &name);
            if (!last) continue;
            behind = words->items[last - 1].end;
            if (!add_match(finder->arena, matches, words, i, w->start, behind, s, name)) return;
        }
}

static int is_blocked(const Match *match, const Candidate *c)
{
    return match->name->blocked && c->start >= match->start && c->end <= match->end &&
           (match->name->type == ENTITY_TYPES || match->name->type == c->type);
}

/*
** A name of the user's wins over what it overlaps, unless a longer name has it inside; what is blocked, and what lies in it, is dropped. Both lists are in order.
*/
Status finder_user(Finder *finder, const EntityGazetteer *gazetteer)
{
    MatchList matches = {NULL, 0, 0};
    match_text(finder, gazetteer, &matches);
    if (finder->arena->status != STATUS_OK || !matches.count) return finder->arena->status;
    Candidate *old = finder->found.items;
    size_t count = finder->found.count, k = 0;
    memset(&finder->found, 0, sizeof finder->found);
    uint32_t behind = 0;
    for (size_t m = 0; m < matches.count && !arena_stopped(finder->arena); m++) {
        const Match *match = &matches.items[m];
        int inside = 0;
        for (; k < count && old[k].start < match->end; k++) {
            const Candidate *c = &old[k];
            if (c->start < behind || is_blocked(match, c)) continue;
            int overlaps = c->end > match->start && !match->name->blocked;
            int longer = c->type < ENTITY_TYPES && c->start <= match->start && c->end >= match->end &&
                         c->end - c->start > match->end - match->start;
            if (overlaps && !longer) continue;
            if (!finder_add_bytes(finder, 0, 1, 0, 0, "", 0)) return finder->arena->status;
            finder->found.items[finder->found.count - 1] = *c;
            inside |= overlaps;
            if (c->end > match->end) { /* it goes on behind this match, and may hold the next too */
                k++;
                break;
            }
        }
        if (match->name->blocked || inside || match->start < behind) continue;
        if (finder->found.count && finder->found.items[finder->found.count - 1].end > match->start) continue;
        Candidate *c =
            finder_add_bytes(finder, match->start, match->end, match->first, match->name->type, "gazetteer:user", 0.98);
        if (!c) return finder->arena->status;
        c->last = match->last;
        c->sentence = match->sentence;
        c->name = match->name->name;
        c->user = match->name;
        behind = match->end;
    }
    for (; k < count && !arena_stopped(finder->arena); k++) {
        if (old[k].start < behind) continue;
        if (!finder_add_bytes(finder, 0, 1, 0, 0, "", 0)) return finder->arena->status;
        finder->found.items[finder->found.count - 1] = old[k];
    }
    return finder->arena->status;
}
