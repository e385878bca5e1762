/*
** text.c - libFuzzer: segmentation tiles the text in order, and folding is a projection
*/
#include "fuzz.h"

static void check_tokens(const Text *text)
{
    size_t end = 0;
    for (size_t i = 0; i < text->tokens.count; i++) {
        const Token *token = &text->tokens.items[i];
        PROMISE(token->length > 0 && token->start >= end);
        PROMISE(is_slice(text->bytes, text->length, token->start, token->length));
        PROMISE(token->sentence < text->sentences.count);
        const Sentence *sentence = &text->sentences.items[token->sentence];
        PROMISE(i >= sentence->first_token && i - sentence->first_token < sentence->token_count);
        PROMISE(token->start >= sentence->start && token->start + token->length <= sentence->start + sentence->length);
        end = token->start + token->length;
    }
}

static void check_sentences(const Text *text)
{
    size_t end = 0, token = 0;
    for (size_t i = 0; i < text->sentences.count; i++) {
        const Sentence *sentence = &text->sentences.items[i];
        PROMISE(sentence->start >= end && is_slice(text->bytes, text->length, sentence->start, sentence->length));
        PROMISE(sentence->first_token == token);
        PROMISE(sentence->paragraph < text->paragraphs.count);
        const Paragraph *paragraph = &text->paragraphs.items[sentence->paragraph];
        PROMISE(sentence->start >= paragraph->start &&
                sentence->start + sentence->length <= paragraph->start + paragraph->length);
        token += sentence->token_count;
        end = sentence->start + sentence->length;
    }
    PROMISE(token == text->tokens.count);
    end = 0;
    for (size_t i = 0; i < text->paragraphs.count; i++) {
        const Paragraph *paragraph = &text->paragraphs.items[i];
        PROMISE(paragraph->start >= end && is_slice(text->bytes, text->length, paragraph->start, paragraph->length));
        PROMISE((size_t)paragraph->first_sentence + paragraph->sentence_count <= text->sentences.count);
        end = paragraph->start + paragraph->length;
    }
}

static Status check_fold(Icu *icu, const char *bytes, size_t length)
{
    Buffer once = BUFFER_EMPTY, twice = BUFFER_EMPTY;
    Status status = text_fold(icu, bytes, length, &once);
    if (status == STATUS_OK) {
        PROMISE(utf8_is_valid(once.bytes ? once.bytes : "", once.length));
        status = text_fold(icu, once.bytes ? once.bytes : "", once.length, &twice);
    }
    if (status == STATUS_OK && !once.failed && !twice.failed) {
        PROMISE(once.length == twice.length);
        PROMISE(!once.length || !once.bytes || !twice.bytes || memcmp(once.bytes, twice.bytes, once.length) == 0);
    }
    buffer_free(&once);
    buffer_free(&twice);
    return status;
}

static Status examine(Arena *arena, Icu *icu, const char *bytes, size_t length, Language language)
{
    Text text = {0};
    Status status = text_segment(arena, icu, bytes, length, language, &text);
    if (status != STATUS_OK) return status;
    check_tokens(&text);
    check_sentences(&text);
    return check_fold(icu, bytes, length);
}
