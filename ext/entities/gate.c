/* gate.c - see gate.h */
#include "entities/gate.h"

/* Places of features whose values are hashes already or small numbers: a product's high bits (multiply-shift, Dietzfelbinger et al. 1997). */
static inline uint32_t place_of(uint64_t value)
{
    return (uint32_t)(value * 0x9E3779B97F4A7C15u >> (64 - GATE_BITS));
}

static inline uint64_t marks_of(const Unit *unit)
{
    return (uint64_t)unit->opens << 48 | (uint64_t)unit->inside << 32 | (uint64_t)unit->closes << 16 | unit->alone;
}

static inline uint64_t words_of(const Unit *unit)
{
    uint64_t of = 0;
    for (int p = 0; p < UNIT_PLACES; p++) of = of << 16 | (unsigned)unit->class_[p] << 8 | unit->long_[p];
    return of;
}

/* The folded forms of a unit and its neighbours, two to each side. */
typedef struct Window {
    uint64_t before_2, before, own, after, after_2;
} Window;

enum { BEFORE_SENTENCE = 1, AFTER_SENTENCE = 2 };

static inline uint64_t folded_at(const Units *units, size_t end, size_t at)
{
    return at < end ? unit_form(units, at)->folded : AFTER_SENTENCE;
}

static Window window_at(const Units *units, size_t begin, size_t end, size_t at)
{
    return (Window){at > begin + 1 ? unit_form(units, at - 2)->folded : BEFORE_SENTENCE,
                    at > begin ? unit_form(units, at - 1)->folded : BEFORE_SENTENCE, unit_form(units, at)->folded,
                    folded_at(units, end, at + 1), folded_at(units, end, at + 2)};
}

static inline void places_of(const Units *units, size_t begin, size_t end, size_t at, Window near,
                             uint32_t places[GATE_FEATURES])
{
    static const Unit nowhere = {0};
    static const uint64_t odd[] = {0xFF51AFD7ED558CCDu, 0xC4CEB9FE1A85EC53u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu,
                                   0xD6E8FEB86659FD93u, 0xA0761D6478BD642Fu, 0xE7037ED1A0B428DBu, 0x8EBC6AF09C88C6E3u};
    const Unit *unit = &units->items[at], *before = at > begin ? unit - 1 : &nowhere,
               *after = at + 1 < end ? unit + 1 : &nowhere;
    const uint64_t w = near.own, a = near.before, b = near.after, a2 = near.before_2, b2 = near.after_2;
    unsigned edge = unit->flags & (UNIT_WORD_START | UNIT_WORD_END | UNIT_GLUED);
    uint64_t pair_left = a * odd[0] + w * odd[1], pair_right = w * odd[2] + b * odd[3];
    places[0] = place_of(w);
    places[1] = place_of(a ^ odd[0]);
    places[2] = place_of(b ^ odd[1]);
    places[3] = place_of(a2 ^ odd[2]);
    places[4] = place_of(b2 ^ odd[3]);
    places[5] = place_of(pair_left);
    places[6] = place_of(pair_right);
    places[7] = place_of(a2 * odd[4] + a * odd[5]);
    places[8] = place_of(b * odd[6] + b2 * odd[7]);
    places[9] = place_of(pair_left + b * odd[4]);
    places[10] = place_of(pair_left * odd[6] + a2);
    places[11] = place_of(pair_right * odd[7] + b2);
    places[12] = place_of(w * odd[5] + edge + 1);
    places[13] = place_of(marks_of(unit) * odd[0] + ((uint64_t)before->rule << 16 | (uint64_t)unit->rule << 8 | edge));
    places[14] = place_of(words_of(unit) * odd[1] + 1);
    places[15] = place_of((marks_of(before) * odd[2] + marks_of(after)) * odd[3] + after->rule);
    const UnitToken *token = &units->tokens[unit->word];
    unsigned next = unit->word + 1u < units->words->count ? token[1].clusters[0] : 0,
             previous = unit->word > 0 ? token[-1].clusters[0] : 0;
    places[16] = place_of(((uint64_t)token->clusters[1] << 32 | (uint64_t)next << 16 | previous) * odd[7] + edge);
}

void gate_places(const Units *units, size_t begin, size_t end, size_t at, uint32_t places[GATE_FEATURES])
{
    places_of(units, begin, end, at, window_at(units, begin, end, at), places);
}

Status gate_narrow(Arena *arena, const signed char *weights, int32_t threshold, Units *units)
{
    size_t sentences = units->words->text->sentences.count;
    uint8_t *passes = arena_array(arena, units->count + 1, sizeof *passes);
    if (!passes) return arena->status;
    for (size_t s = 0; s < sentences; s++) {
        size_t begin = units->sentences[s], end = units->sentences[s + 1];
        Window near = {BEFORE_SENTENCE, BEFORE_SENTENCE, BEFORE_SENTENCE, folded_at(units, end, begin),
                       folded_at(units, end, begin + 1)};
        for (size_t i = begin; i < end; i++) {
            uint32_t places[GATE_FEATURES];
            int32_t score = 0;
            near = (Window){near.before, near.own, near.after, near.after_2, folded_at(units, end, i + 2)};
            if (!(units->items[i].flags & UNIT_CHARACTER)) continue;
            places_of(units, begin, end, i, near, places);
            for (int k = 0; k < GATE_FEATURES; k++) score += weights[places[k]];
            passes[i] = score >= threshold;
        }
        if (arena_stopped(arena)) return arena->status;
    }
    units_activate(units, passes);
    return arena->status;
}
