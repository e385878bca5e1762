/*
** entities.c - libFuzzer: names, names inside names, a user's gazetteer made of pieces of the text, keys, and the quotations that name them
*/
#include "entities/gazetteer.h"
#include "facts/quotes.h"
#include "fuzz.h"

static Status check_entities(Icu *icu, const Text *text, const EntityList *entities)
{
    Status status = STATUS_OK;
    size_t end = 0;
    for (size_t i = 0; i < entities->count && status == STATUS_OK; i++) {
        const EntityMention *entity = &entities->items[i];
        PROMISE(entity->length > 0 && entity->start >= end &&
                is_slice(text->bytes, text->length, entity->start, entity->length));
        PROMISE(entity->sentence < text->sentences.count);
        PROMISE(entity->type < ENTITY_TYPES && entities_type_name((EntityType)entity->type));
        PROMISE(entity->name && entity->rule && entity->score >= 0.0 && entity->score <= 1.0);
        PROMISE(!entity->country || strlen(entity->country) == 2);
        Buffer key = BUFFER_EMPTY;
        status = entities_key(icu, (EntityType)entity->type, entity->name, strlen(entity->name), text->language, &key);
        if (key.failed && status == STATUS_OK) status = STATUS_NOMEM;
        buffer_free(&key);
        end = entity->start + entity->length;
    }
    return status;
}

/* Names inside names lie in the outermost mention before them. */
static void check_nested(const Text *text, const EntityList *entities)
{
    const EntityMention *outer = NULL;
    size_t end = 0;
    for (size_t i = 0; i < entities->count; i++) {
        const EntityMention *m = &entities->items[i];
        PROMISE(m->length > 0 && is_slice(text->bytes, text->length, m->start, m->length));
        PROMISE(m->depth <= 1 && m->name && m->rule && m->score >= 0.0 && m->score <= 1.0);
        if (!m->depth) {
            PROMISE(m->start >= end);
            end = m->start + m->length;
            outer = m;
        } else PROMISE(outer && m->start >= outer->start && m->start + m->length <= outer->start + outer->length);
    }
}

/* A gazetteer whose forms are pieces of the text, every third of them blocked. */
static EntityGazetteer *make_gazetteer(Icu *icu, const Text *text)
{
    EntityGazetteer *gazetteer = gazetteer_new();
    for (size_t i = 0; gazetteer && i < text->tokens.count && i < 24; i += 3) {
        const Token *first = &text->tokens.items[i];
        const Token *last = &text->tokens.items[i + i % 4 < text->tokens.count ? i + i % 4 : i];
        GazetteerName name = {.name = "A name", .type = (uint8_t)(i % ENTITY_TYPES), .blocked = i % 9 == 0};
        size_t number = gazetteer_add(gazetteer, &name);
        if (number == SIZE_MAX || gazetteer_add_form(gazetteer, icu, number, text->bytes + first->start,
                                                     last->start + last->length - first->start) != STATUS_OK)
            break;
    }
    return gazetteer;
}

/* With all options, and what earlier texts have left. */
static Status examine_options(Arena *arena, Icu *icu, const Text *text)
{
    static EntityMemo *memo;
    EntityList entities = {0}, again = {0};
    if (!memo) memo = entities_memo_new();
    EntityGazetteer *gazetteer = make_gazetteer(icu, text);
    EntityOptions options = {memo, gazetteer, 1}, plain = {NULL, gazetteer, 1};
    Status status = entities_find_with(arena, &options, text, &entities);
    if (status == STATUS_OK) status = entities_find_with(arena, &plain, text, &again);
    if (status == STATUS_OK) {
        check_nested(text, &entities);
        PROMISE(entities.count == again.count); /* the memo changes nothing */
        for (size_t i = 0; i < entities.count; i++)
            PROMISE(entities.items[i].start == again.items[i].start && entities.items[i].type == again.items[i].type &&
                    entities.items[i].score == again.items[i].score);
    }
    gazetteer_free(gazetteer);
    return status;
}

static void check_quotes(const Text *text, const EntityList *entities, const QuoteList *quotes)
{
    for (size_t i = 0; i < quotes->count; i++) {
        const Quote *quote = &quotes->items[i];
        PROMISE(quote->length > 0 && is_slice(text->bytes, text->length, quote->start, quote->length));
        PROMISE(quote->sentence < text->sentences.count && quote->rule && quote->score >= 0.0 && quote->score <= 1.0);
        PROMISE(is_slice(text->bytes, text->length, quote->speaker_start, quote->speaker_length));
        PROMISE(quote->mention >= -1 && quote->mention < (ptrdiff_t)entities->count);
    }
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Text text = {0};
    EntityList entities = {0};
    QuoteList quotes = {0};
    Status status = text_segment(arena, icu, bytes, length, language, &text);
    if (status == STATUS_OK) status = entities_find(arena, icu, &text, &entities);
    if (status == STATUS_OK) status = check_entities(icu, &text, &entities);
    if (status == STATUS_OK) status = examine_options(arena, icu, &text);
    if (status == STATUS_OK) status = quotes_find(arena, &text, &entities, &quotes);
    if (status == STATUS_OK) check_quotes(&text, &entities, &quotes);
    return status;
}
