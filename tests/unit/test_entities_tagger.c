/* test_entities_tagger.c - the statistical tagger: its labels, its models, its units, and what joins it with the patterns */
#include "check.h"
#include "base/hash.h"
#include "entities/finder.h"
#include "entities/gate.h"
#include <stdlib.h>

static Icu *icu;

static const Language modelled[] = {LANGUAGE_EN, LANGUAGE_RU, LANGUAGE_KK, LANGUAGE_KO, LANGUAGE_ZH};

static void labels_follow(void)
{
    int person = tag_label(TAG_PER, TAG_BEGIN), inside = tag_label(TAG_PER, TAG_INSIDE),
        last = tag_label(TAG_PER, TAG_LAST), unit = tag_label(TAG_PER, TAG_UNIT);
    CHECK(tag_may_follow(0, 0) && tag_may_follow(0, person) && tag_may_follow(0, unit));
    CHECK(!tag_may_follow(0, inside) && !tag_may_follow(0, last));
    CHECK(tag_may_follow(person, inside) && tag_may_follow(person, last) && tag_may_follow(inside, inside));
    CHECK(!tag_may_follow(person, 0) && !tag_may_follow(person, unit) && !tag_may_follow(person, person));
    CHECK(!tag_may_follow(person, tag_label(TAG_ORG, TAG_LAST)) && tag_may_follow(last, tag_label(TAG_ORG, TAG_BEGIN)));
    int pairs = 0;
    for (int a = 0; a < TAG_LABELS; a++)
        for (int b = 0; b < TAG_LABELS; b++) pairs += tag_may_follow(a, b);
    CHECK(pairs == 11 * 11 + 5 * 4);
    CHECK(tag_class_of(ENTITY_GPE) == TAG_LOC && tag_class_of(ENTITY_LAW) == TAG_MISC &&
          tag_class_of(ENTITY_TYPES) < 0);
}

/* Every model in the library is whole, and of this version. */
static void models_are_whole(void)
{
    for (size_t i = 0; i < sizeof modelled / sizeof *modelled; i++) {
        TagModel model;
        if (!CHECK(tagger_model(modelled[i], &model))) continue;
        const ModelHeader *h = model.header;
        CHECK(!memcmp(h->magic, MODEL_MAGIC, sizeof h->magic) && h->version == MODEL_VERSION);
        CHECK(h->features_version == FEATURES_VERSION && h->labels == TAG_LABELS && h->scale > 0);
        CHECK(h->hash_check == hash_bytes(MODEL_MAGIC, 8, 0));
        int written_in_characters = modelled[i] == LANGUAGE_KO || modelled[i] == LANGUAGE_ZH;
        CHECK(h->gate_bytes == (written_in_characters ? 1u << GATE_BITS : 0) && !model.gate == !h->gate_bytes);
        size_t body = h->gate_bytes + ((size_t)1 << h->filter_bits) / 8 + ((size_t)4 << h->slot_bits) + h->row_bytes;
        CHECK(model_checksum((const unsigned char *)(h + 1), body) == h->checksum);
        size_t used = 0, outside = 0, dense = 0;
        for (size_t s = 0; s < (size_t)1 << h->slot_bits; s++) {
            uint32_t row = (model.slots[s] & ((1u << MODEL_ROW_BITS) - 1)) * 4u;
            if (!model.slots[s]) continue;
            used++;
            if (row + 1u < h->row_bytes && model.rows[row] == MODEL_DENSE) {
                outside += row + 1u + TAG_WIDTH > h->row_bytes;
                dense++;
                for (unsigned l = TAG_LABELS; l < TAG_WIDTH; l++)
                    outside += model.rows[row + 1 + l] != MODEL_DENSE_ZERO;
                continue;
            }
            if (row + 1u >= h->row_bytes || model.rows[row] >= MODEL_DENSE_LEAST ||
                row + 1u + 2u * model.rows[row] > h->row_bytes) {
                outside++;
                continue;
            }
            for (unsigned k = 0; k < model.rows[row]; k++) outside += model.rows[row + 1 + 2 * k] >= TAG_LABELS;
        }
        CHECK(used > 1000 && used < (size_t)1 << h->slot_bits);
        CHECK(outside == 0 && dense > 100);
    }
    TagModel model;
    CHECK(!tagger_model(LANGUAGE_DE, &model));
}

typedef struct Made {
    Arena arena;
    Text text;
    Finder finder;
    Units units;
} Made;

static void make(Made *made, const char *bytes, Language language)
{
    memset(made, 0, sizeof *made);
    arena_init(&made->arena, 0);
    text_segment(&made->arena, icu, bytes, strlen(bytes), language, &made->text);
    finder_patterns(&made->arena, &made->text, NULL, &made->finder);
    finder_units(&made->finder, &made->units);
    CHECK(made->arena.status == STATUS_OK);
}

static void units_are_words_or_characters(void)
{
    Made made;
    make(&made, "The mayor of Oskemen met 카자흐스탄의 guests.", LANGUAGE_EN);
    size_t characters = 0;
    for (size_t i = 0; i < made.units.count; i++) {
        const Unit *u = &made.units.items[i];
        CHECK(u->end > u->start && (i == 0 || u->start >= u[-1].end));
        characters += (u->flags & UNIT_CHARACTER) != 0;
    }
    CHECK(characters == 6);
    arena_clear(&made.arena);

    /* far from any capital nothing is looked at; where there is no case at all, everything is */
    make(&made, "Yesterday it rained upon the old roofs and nobody came to the well at noon.", LANGUAGE_EN);
    size_t active = 0;
    for (size_t i = 0; i < made.units.count; i++) active += (made.units.items[i].flags & UNIT_ACTIVE) != 0;
    CHECK(active > 0 && active < made.units.count / 2);
    arena_clear(&made.arena);
    make(&made, "yesterday it rained upon the old roofs and nobody came to the well at noon.", LANGUAGE_EN);
    active = 0;
    for (size_t i = 0; i < made.units.count; i++) active += (made.units.items[i].flags & UNIT_ACTIVE) != 0;
    CHECK(active == made.units.count);
    arena_clear(&made.arena);
}

static size_t active_of(const Units *units, size_t begin, size_t end)
{
    size_t active = 0;
    for (size_t i = begin; i < end; i++) active += (units->items[i].flags & UNIT_ACTIVE) != 0;
    return active;
}

/* Of characters the gate leaves those near names, and no more of most sentences. */
static void gate_narrows(const char *bytes, const char *name, Language language)
{
    Made made;
    TagModel model;
    make(&made, bytes, language);
    if (!CHECK(tagger_model(language, &model) && model.gate)) return;
    size_t all = active_of(&made.units, 0, made.units.count), first = 0, last = 0;
    CHECK(gate_narrow(&made.arena, model.gate, model.header->gate_threshold, &made.units) == STATUS_OK);
    uint32_t start = (uint32_t)(strstr(bytes, name) - bytes), end = start + (uint32_t)strlen(name);
    while (made.units.items[first].start < start) first++;
    for (last = first; last < made.units.count && made.units.items[last].start < end;) last++;
    CHECK(all == made.units.count && active_of(&made.units, 0, made.units.count) * 4 < all * 3);
    CHECK(last > first && active_of(&made.units, first, last) == last - first);
    /* a threshold that nothing reaches leaves nothing, one that everything does all */
    CHECK(gate_narrow(&made.arena, model.gate, INT32_MAX, &made.units) == STATUS_OK);
    CHECK(active_of(&made.units, 0, made.units.count) == 0);
    CHECK(gate_narrow(&made.arena, model.gate, INT32_MIN, &made.units) == STATUS_OK);
    CHECK(active_of(&made.units, 0, made.units.count) == all);
    arena_clear(&made.arena);
}

/* The places that the trainer learns from are those that the tagger looks at: a score by hand is what passes. */
static void gate_places_agree(void)
{
    static signed char weights[1 << GATE_BITS];
    Made made;
    make(&made, "부산시는 다음 달에 새로운 다리를 연다.", LANGUAGE_KO);
    for (size_t at = 0; at < made.units.count; at++) {
        uint32_t places[GATE_FEATURES];
        int32_t score = 0;
        if (!(made.units.items[at].flags & UNIT_CHARACTER)) continue;
        gate_places(&made.units, 0, made.units.count, at, places);
        memset(weights, 0, sizeof weights);
        for (int k = 0; k < GATE_FEATURES; k++) weights[places[k]] = 100;
        for (int k = 0; k < GATE_FEATURES; k++) score += weights[places[k]];
        CHECK(gate_narrow(&made.arena, weights, score, &made.units) == STATUS_OK);
        CHECK(made.units.items[at].flags & UNIT_ACTIVE);
    }
    arena_clear(&made.arena);
}

/* An organisation of the lists is marked, as far as it reaches. */
static void lists_are_marked(void)
{
    Made made;
    make(&made, "Shares of Standard Chartered and Samsung fell.", LANGUAGE_EN);
    const Unit *u = made.units.items;
    CHECK(u[2].opens >> MARK_LISTED & 1 && u[3].closes >> MARK_LISTED & 1 && u[5].alone >> MARK_LISTED & 1);
    CHECK(!((u[0].alone | u[1].alone | u[4].alone | u[6].alone) >> MARK_LISTED & 1));
    arena_clear(&made.arena);
}

/* The occurrences of one word are chained in order, whatever their case endings. */
static void occurrences_are_chained(void)
{
    Made made;
    make(&made, "Brekov came. Then Brekov left, and BREKOV was gone.", LANGUAGE_EN);
    size_t seen = 0;
    uint32_t last = 0;
    const UnitForm *form = unit_form(&made.units, 0);
    for (uint32_t i = made.units.forms.items[form->group].head; i != UNIT_NONE; i = made.units.items[i].next) {
        CHECK(seen == 0 || i > last);
        last = i;
        seen++;
    }
    CHECK(seen == 3);
    arena_clear(&made.arena);
}

static void spans_are_sound(const char *bytes, Language language)
{
    Made made;
    TagModel model;
    TagList spans = {NULL, 0, 0};
    make(&made, bytes, language);
    if (!CHECK(tagger_model(language, &model))) return;
    CHECK(tagger_find(&made.arena, &model, &made.units, &spans) == STATUS_OK);
    CHECK(spans.count > 0);
    for (size_t i = 0; i < spans.count; i++) {
        const TagSpan *s = &spans.items[i];
        CHECK(s->first < s->last && s->last <= made.units.count && s->class_ < TAG_CLASSES);
        CHECK(s->probability > 0 && s->probability <= 1);
        CHECK(i == 0 || s->first >= spans.items[i - 1].last);
        CHECK(s->first >= made.units.sentences[s->sentence] && s->last <= made.units.sentences[s->sentence + 1]);
    }
    arena_clear(&made.arena);
}

int main(void)
{
    icu = icu_open();
    labels_follow();
    models_are_whole();
    units_are_words_or_characters();
    occurrences_are_chained();
    gate_narrows("어제는 아침부터 비가 내려서 아무도 밖으로 나가지 않았다. 박서연 교수는 늦게 왔다.", "박서연",
                 LANGUAGE_KO);
    gate_narrows("昨天从早上开始下雨，所以没有人愿意出门，大家都在家里看书。王建国来得很晚。", "王建国", LANGUAGE_ZH);
    gate_places_agree();
    lists_are_marked();
    spans_are_sound("Dr Amina Jolbarys of the Irtysh Steel Works flew to Oslo. She met Lars Vik there.", LANGUAGE_EN);
    spans_are_sound("Директор Ирина Селезнёва прилетела в Осло. Селезнёву встретили.", LANGUAGE_RU);
    spans_are_sound("Ақын Сәуле Дүйсенбина Алматыға келді.", LANGUAGE_KK);
    spans_are_sound("박서연 교수는 부산대학교에서 강의했다.", LANGUAGE_KO);
    spans_are_sound("王建国教授昨天访问了杭州大学。", LANGUAGE_ZH);
    icu_close(icu);
    return check_end();
}
