/* test_entities_tagger.c - the statistical tagger: its labels, its models, its units, and what joins it with the patterns */
#include "check.h"
#include "base/hash.h"
#include "entities/finder.h"
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
        size_t body = ((size_t)1 << h->filter_bits) / 8 + ((size_t)4 << h->slot_bits) + h->row_bytes;
        CHECK(model_checksum((const unsigned char *)(h + 1), body) == h->checksum);
        size_t used = 0, outside = 0, dense = 0;
        for (size_t s = 0; s < (size_t)1 << h->slot_bits; s++) {
            uint32_t row = (model.slots[s] & ((1u << MODEL_ROW_BITS) - 1)) * 4u;
            if (!model.slots[s]) continue;
            used++;
            if (row + 1u < h->row_bytes && model.rows[row] == MODEL_DENSE) {
                outside += row + 1u + TAG_WIDTH > h->row_bytes;
                dense++;
                for (unsigned l = TAG_LABELS; l < TAG_WIDTH; l++) outside += model.rows[row + 1 + l] != 0;
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
    finder_patterns(&made->arena, &made->text, &made->finder);
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
    spans_are_sound("Dr Amina Jolbarys of the Irtysh Steel Works flew to Oslo. She met Lars Vik there.", LANGUAGE_EN);
    spans_are_sound("Директор Ирина Селезнёва прилетела в Осло. Селезнёву встретили.", LANGUAGE_RU);
    spans_are_sound("Ақын Сәуле Дүйсенбина Алматыға келді.", LANGUAGE_KK);
    spans_are_sound("박서연 교수는 부산대학교에서 강의했다.", LANGUAGE_KO);
    spans_are_sound("王建国教授昨天访问了杭州大学。", LANGUAGE_ZH);
    icu_close(icu);
    return check_end();
}
