/*
** entities.c - libFuzzer: names, their keys, and the quotations that name them
*/
#include "entities/entities.h"
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
    if (status == STATUS_OK) status = quotes_find(arena, &text, &entities, &quotes);
    if (status == STATUS_OK) check_quotes(&text, &entities, &quotes);
    return status;
}
