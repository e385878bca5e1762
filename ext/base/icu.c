/* icu.c - see icu.h */
#include "base/icu.h"
#include "base/dictionary.h"
#include "base/memory.h"
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/udata.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utrans.h>

enum { TRANSFORMS_KEPT = 8, LONGEST_TRANSFORM_ID = 128 };

typedef struct Transform {
    UTransliterator *handle; /* NULL: the place is free */
    char id[LONGEST_TRANSFORM_ID];
    unsigned used; /* when, in calls */
} Transform;

struct Icu {
    UBreakIterator *words;
    UText text;       /* reused by icu_dictionary_words() */
    UDataMemory *cjk; /* ICU's dictionary of Chinese and Japanese, read by base/dictionary.c */
    Dictionary *dictionary;
    int dictionary_sought;
    UCharsetDetector *detector;
    Transform transforms[TRANSFORMS_KEPT];
    unsigned transform_calls;
};

Icu *icu_open(void)
{
    Icu *icu = memory_alloc(sizeof *icu);
    if (!icu) return NULL;
    memset(icu, 0, sizeof *icu);
    icu->text = (UText)UTEXT_INITIALIZER;
    return icu;
}

void icu_close(Icu *icu)
{
    if (!icu) return;
    if (icu->words) ubrk_close(icu->words);
    if (icu->detector) ucsdet_close(icu->detector);
    for (int i = 0; i < TRANSFORMS_KEPT; i++)
        if (icu->transforms[i].handle) utrans_close(icu->transforms[i].handle);
    dictionary_close(icu->dictionary);
    if (icu->cjk) udata_close(icu->cjk);
    utext_close(&icu->text);
    memory_free(icu);
}

/* The dictionary, or NULL: this ICU has none of the form that is read (then its iterator does the work), or there is no memory. */
static Dictionary *find_dictionary(Icu *icu)
{
    enum { TRIE_OFFSET, TOTAL_BYTES = 3, TRIE_TYPE, TYPE_MASK = 7, UCHARS_TRIE = 1 };
    UErrorCode status = U_ZERO_ERROR;
    if (icu->dictionary_sought) return icu->dictionary;
    icu->dictionary_sought = 1;
    icu->cjk = udata_open(U_ICUDATA_NAME "-brkitr", "dict", "cjdict", &status);
    if (U_FAILURE(status)) {
        icu->cjk = NULL;
        return NULL;
    }
    const int32_t *indexes = udata_getMemory(icu->cjk);
    if ((indexes[TRIE_TYPE] & TYPE_MASK) != UCHARS_TRIE || indexes[TOTAL_BYTES] <= indexes[TRIE_OFFSET]) return NULL;
    const uint16_t *trie = (const uint16_t *)(const void *)((const char *)indexes + indexes[TRIE_OFFSET]);
    icu->dictionary = dictionary_open(trie, (size_t)(indexes[TOTAL_BYTES] - indexes[TRIE_OFFSET]));
    if (!icu->dictionary) icu->dictionary_sought = 0; /* another time there may be memory */
    return icu->dictionary;
}

Status icu_dictionary_words(Icu *icu, const char *text, size_t length, void (*found)(void *state, size_t boundary),
                            void *state)
{
    UErrorCode status = U_ZERO_ERROR;
    if (length && dictionary_serves(text, length) && find_dictionary(icu))
        return dictionary_words(icu->dictionary, text, length, found, state);
    if (!icu->words) icu->words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status)) return STATUS_ICU;
    utext_openUTF8(&icu->text, text, (int64_t)length, &status);
    ubrk_setUText(icu->words, &icu->text, &status);
    if (U_FAILURE(status)) return STATUS_ICU;
    for (int32_t at = ubrk_next(icu->words); at != UBRK_DONE; at = ubrk_next(icu->words)) found(state, (size_t)at);
    return STATUS_OK;
}

/* UTF-8 -> UTF-16 in memory of ours. Returns NULL if there is none. */
static UChar *to_utf16(const char *text, size_t length, int32_t *units)
{
    UErrorCode status = U_ZERO_ERROR;
    if (length > INT32_MAX / 2) return NULL;
    UChar *wide = memory_alloc((length + 1) * sizeof *wide);
    if (!wide) return NULL;
    u_strFromUTF8WithSub(wide, (int32_t)length + 1, units, text, (int32_t)length, 0xFFFD, NULL, &status);
    if (U_FAILURE(status)) {
        memory_free(wide);
        return NULL;
    }
    return wide;
}

static Status append_utf16(const UChar *wide, int32_t units, Buffer *out)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t bytes = 0;
    char *room = buffer_reserve(out, (size_t)units * 3 + 1);
    if (!room) return STATUS_NOMEM;
    u_strToUTF8WithSub(room, units * 3 + 1, &bytes, wide, units, 0xFFFD, NULL, &status);
    if (U_FAILURE(status)) return STATUS_ICU;
    out->length += (size_t)bytes;
    return STATUS_OK;
}

static Status append_normalized(const UNormalizer2 *form, const char *text, size_t length, Buffer *out)
{
    int32_t units = 0;
    UChar *wide = to_utf16(text, length, &units), *result = NULL;
    Status done = STATUS_NOMEM;
    if (!wide) return done;
    UErrorCode status = U_ZERO_ERROR;
    /* NFKC_Casefold grows a code unit to at most 18; a first try at twice the size nearly always fits */
    int32_t capacity = units * 2 + 16;
    for (int attempt = 0; attempt < 2; attempt++) {
        UChar *room = memory_realloc(result, (size_t)capacity * sizeof *room);
        if (!room) goto done;
        result = room;
        status = U_ZERO_ERROR;
        int32_t needed = unorm2_normalize(form, wide, units, result, capacity, &status);
        if (U_SUCCESS(status)) {
            done = append_utf16(result, needed, out);
            goto done;
        }
        if (status != U_BUFFER_OVERFLOW_ERROR) break;
        capacity = needed + 1;
    }
    done = STATUS_ICU;
done:
    memory_free(result);
    memory_free(wide);
    return done;
}

Status icu_append_nfc(Icu *icu, const char *text, size_t length, Buffer *out)
{
    (void)icu;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    return U_FAILURE(status) ? STATUS_ICU : append_normalized(form, text, length, out);
}

Status icu_append_nfd(Icu *icu, const char *text, size_t length, Buffer *out)
{
    (void)icu;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFDInstance(&status);
    return U_FAILURE(status) ? STATUS_ICU : append_normalized(form, text, length, out);
}

Status icu_append_nfkc_casefold(Icu *icu, const char *text, size_t length, Buffer *out)
{
    (void)icu;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    return U_FAILURE(status) ? STATUS_ICU : append_normalized(form, text, length, out);
}

IcuConverter *icu_converter_open(const char *charset)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(charset, &status);
    return U_FAILURE(status) ? NULL : (IcuConverter *)converter;
}

void icu_converter_close(IcuConverter *converter)
{
    if (converter) ucnv_close((UConverter *)converter);
}

void icu_converter_append(IcuConverter *converter, const char *bytes, size_t length, int last, Buffer *out)
{
    enum { PIECE = 4096 };
    const char *at = bytes, *end = bytes + length;
    UChar wide[PIECE], kept = 0; /* a lead surrogate whose trail fell into the next piece */
    UErrorCode status;
    do {
        UChar *next = wide;
        if (kept) *next++ = kept;
        status = U_ZERO_ERROR;
        ucnv_toUnicode((UConverter *)converter, &next, wide + PIECE, &at, end, NULL, (UBool)last, &status);
        kept = status == U_BUFFER_OVERFLOW_ERROR && next > wide && U16_IS_LEAD(next[-1]) ? *--next : 0;
        if (append_utf16(wide, (int32_t)(next - wide), out) != STATUS_OK) return;
    } while (status == U_BUFFER_OVERFLOW_ERROR);
}

int icu_append_converted(Icu *icu, const char *charset, const char *bytes, size_t length, Buffer *out)
{
    (void)icu;
    IcuConverter *converter = icu_converter_open(charset);
    if (!converter) return 0;
    icu_converter_append(converter, bytes, length, 1, out);
    icu_converter_close(converter);
    return 1;
}

const char *icu_detect_charset(Icu *icu, const char *bytes, size_t length, int *confidence)
{
    UErrorCode status = U_ZERO_ERROR;
    *confidence = 0;
    if (!icu->detector) icu->detector = ucsdet_open(&status);
    if (U_FAILURE(status)) return NULL;
    enum { LOOKED_AT = 64 * 1024 }; /* the detector's statistics settle long before; it is linear and slow */
    ucsdet_setText(icu->detector, bytes, (int32_t)(length < LOOKED_AT ? length : LOOKED_AT), &status);
    const UCharsetMatch *match = ucsdet_detect(icu->detector, &status);
    if (U_FAILURE(status) || !match) return NULL;
    *confidence = ucsdet_getConfidence(match, &status);
    const char *name = ucsdet_getName(match, &status);
    return U_FAILURE(status) ? NULL : name;
}

/* The transliterator of that name, opened if it is not yet; NULL if ICU knows none. */
static UTransliterator *find_transform(Icu *icu, const char *id, size_t length)
{
    Transform *place = &icu->transforms[0];
    UChar wide[LONGEST_TRANSFORM_ID];
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = 0;
    if (!length || length >= LONGEST_TRANSFORM_ID) return NULL;
    icu->transform_calls++;
    for (int i = 0; i < TRANSFORMS_KEPT; i++) {
        Transform *each = &icu->transforms[i];
        if (each->handle && strlen(each->id) == length && !memcmp(each->id, id, length)) {
            each->used = icu->transform_calls;
            return each->handle;
        }
        if (place->handle && (!each->handle || each->used < place->used)) place = each;
    }
    u_strFromUTF8WithSub(wide, LONGEST_TRANSFORM_ID, &units, id, (int32_t)length, 0xFFFD, NULL, &status);
    UTransliterator *handle = utrans_openU(wide, units, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) return NULL;
    if (place->handle) utrans_close(place->handle);
    place->handle = handle;
    place->used = icu->transform_calls;
    memcpy(place->id, id, length);
    place->id[length] = 0;
    return handle;
}

Status icu_transform(Icu *icu, const char *id, size_t id_length, const char *text, size_t length, int *known,
                     Buffer *out)
{
    UTransliterator *handle = find_transform(icu, id, id_length);
    *known = handle != NULL;
    if (!handle || !length) return STATUS_OK;
    int32_t units = 0, capacity = 0;
    UChar *wide = to_utf16(text, length, &units), *result = NULL;
    Status done = STATUS_NOMEM;
    if (!wide) return done;
    for (int attempt = 0, room = units * 4 + 64; attempt < 3; attempt++, room *= 8) {
        UErrorCode status = U_ZERO_ERROR;
        UChar *grown = memory_realloc(result, (size_t)room * sizeof *grown);
        if (!grown) goto done;
        result = grown;
        memcpy(result, wide, (size_t)units * sizeof *wide);
        int32_t written = units, limit = units;
        capacity = room;
        utrans_transUChars(handle, result, &written, capacity, 0, &limit, &status);
        if (U_SUCCESS(status) && written <= capacity) {
            done = append_utf16(result, written, out);
            goto done;
        }
        if (status != U_BUFFER_OVERFLOW_ERROR) break;
    }
    done = STATUS_ICU;
done:
    memory_free(result);
    memory_free(wide);
    return done;
}

Status icu_transform_ids(Icu *icu, void (*found)(void *state, const char *id), void *state)
{
    (void)icu;
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *ids = utrans_openIDs(&status);
    if (U_FAILURE(status)) return STATUS_ICU;
    for (const char *id; (id = uenum_next(ids, NULL, &status)) != NULL && U_SUCCESS(status);) found(state, id);
    uenum_close(ids);
    return STATUS_OK;
}
