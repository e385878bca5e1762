/*
** linked.c - reads linked data (JSON-LD) as a stream of events
**
** An object's type may follow its other members, so its members are kept first, each with the number of its object, and become claims at the end. An
** object that stands under a key which names something else than the page (a video, a comment, an entry of a list: rows `role` of data/document/metadata.tsv) is a
** part of it, and so is all that it holds. @graph, lists and mainEntity change nothing.
*/
#include "document/json.h"
#include "document/metadata.h"
#include <string.h>

enum { FRAMES = 64, MOST_OBJECTS = 4000, MOST_MEMBERS = 4000 };

typedef struct Object {
    uint8_t type;   /* FACT_ARTICLE, FACT_PAGE, FACT_PART; 0: not said, or another */
    uint8_t part;   /* inside something else */
    uint8_t role;   /* the fact that its key names: an author, a publisher; or 0 */
    uint32_t owner; /* the object around it, or UINT32_MAX */
} Object;

typedef struct Member {
    uint32_t object;
    uint8_t fact;
    const char *value;
    uint32_t length;
} Member;

typedef struct Frame {
    uint32_t object; /* the innermost, or UINT32_MAX */
    uint8_t fact;    /* of the key that an array stands under */
    uint8_t part;    /* ... names something else */
    uint8_t array;
} Frame;

typedef struct Linked {
    Arena *arena;
    Metadata *metadata;
    JsonReader json;
    struct {
        Object *items;
        size_t count, capacity;
    } objects;
    struct {
        Member *items;
        size_t count, capacity;
    } members;
    Frame frames[FRAMES];
    uint8_t fact, part; /* of the last key */
} Linked;

static Frame *top_frame(Linked *l)
{
    return l->json.depth && l->json.depth <= FRAMES ? &l->frames[l->json.depth - 1] : NULL;
}

static void open_frame(Linked *l, int array)
{
    uint32_t depth = l->json.depth; /* with the new one */
    if (depth > FRAMES) return;
    const Frame *outer = depth > 1 ? &l->frames[depth - 2] : NULL;
    int keyed = outer && !outer->array;
    uint8_t fact = keyed ? l->fact : outer ? outer->fact : 0, part = keyed ? l->part : outer ? outer->part : 0;
    Frame *frame = &l->frames[depth - 1];
    *frame = (Frame){outer ? outer->object : UINT32_MAX, fact, part, (uint8_t)array};
    if (array || l->objects.count >= MOST_OBJECTS) return;
    int outer_part = outer && outer->object != UINT32_MAX && l->objects.items[outer->object].part;
    Object *object = ARENA_PUSH(l->arena, &l->objects);
    if (!object) return;
    *object = (Object){0, (uint8_t)(part || outer_part), fact, outer ? outer->object : UINT32_MAX};
    frame->object = (uint32_t)(l->objects.count - 1);
    l->fact = l->part = 0;
}

static void take_type(Linked *l, Object *object)
{
    const char *name = l->json.value;
    size_t length = l->json.length;
    for (size_t i = length; i > 0; i--) /* https://schema.org/NewsArticle */
        if (name[i - 1] == '/' || name[i - 1] == ':') {
            name += i, length -= i;
            break;
        }
    unsigned type = fact_meaning(IN_TYPE, name, length);
    if (type == FACT_ARTICLE || (type && !object->type)) object->type = (uint8_t)type;
}

static void take_body(Linked *l, const Object *object)
{
    size_t length;
    if (object->part || l->json.length <= l->metadata->body_length) return;
    const char *body = json_copy(l->arena, &l->json, &length);
    if (body && length > l->metadata->body_length) l->metadata->body = body, l->metadata->body_length = length;
}

static void take_value(Linked *l, Frame *frame)
{
    uint8_t fact = frame->array ? frame->fact : l->fact;
    if (!fact || frame->object == UINT32_MAX || l->members.count >= MOST_MEMBERS) return;
    if (fact == FACT_BODY_LD) {
        take_body(l, &l->objects.items[frame->object]);
        return;
    }
    if (fact == FACT_LD_TYPE) {
        take_type(l, &l->objects.items[frame->object]);
        return;
    }
    if (!l->json.length || l->json.length > 4000) return;
    Member member = {frame->object, fact, NULL, 0};
    size_t length;
    member.value = json_copy(l->arena, &l->json, &length);
    member.length = (uint32_t)length;
    Member *kept = member.value ? ARENA_PUSH(l->arena, &l->members) : NULL;
    if (kept) *kept = member;
}

static void take_key(Linked *l)
{
    unsigned fact = fact_meaning(IN_KEY, l->json.value, l->json.length);
    l->fact = (uint8_t)fact;
    l->part = !fact && fact_meaning(IN_ROLE, l->json.value, l->json.length) == FACT_PART;
}

/* --- what the members say ----------------------------------------------------------------------------------------------------------- */

/* The kind of a publication date, by what its object is. `*articles` counts the articles with one. */
static Evidence published_kind(const Linked *l, const Object *object, uint32_t number, uint32_t *first)
{
    (void)l;
    if (object->part || object->type == FACT_PART) return EVIDENCE_LD_PART;
    if (object->type != FACT_ARTICLE) return EVIDENCE_LD_PAGE;
    if (*first == UINT32_MAX) *first = number;
    return *first == number ? EVIDENCE_LD_ARTICLE : EVIDENCE_LD_MORE;
}

/* The object whose author a member names, or UINT32_MAX. */
static uint32_t work_of(const Linked *l, const Member *member)
{
    const Object *object = &l->objects.items[member->object];
    if (member->fact == FACT_AUTHOR_LD) return member->object;
    return member->fact == FACT_NAME_LD && object->role == FACT_AUTHOR_LD ? object->owner : UINT32_MAX;
}

/* The work whose authors are those of the page: the first article that has any, else the first thing. */
static uint32_t first_work(const Linked *l)
{
    uint32_t any = UINT32_MAX;
    for (size_t i = 0; i < l->members.count; i++) {
        uint32_t work = work_of(l, &l->members.items[i]);
        if (work == UINT32_MAX || l->objects.items[work].part) continue;
        if (l->objects.items[work].type == FACT_ARTICLE) return work;
        if (any == UINT32_MAX) any = work;
    }
    return any;
}

/* FACT_NAME_LD of an author is FACT_AUTHOR_LD, of a publisher FACT_PUBLISHER_LD, of the page itself its title. */
static Evidence fact_of(const Linked *l, const Member *member, uint32_t *first)
{
    const Object *object = &l->objects.items[member->object];
    int part = object->part || object->type == FACT_PART;
    switch (member->fact) {
    case EVIDENCE_LD_ARTICLE: return published_kind(l, object, member->object, first);
    case EVIDENCE_LD_PART: return part ? EVIDENCE_LD_PART : EVIDENCE_LD_PAGE;
    case EVIDENCE_LD_CREATED:
    case EVIDENCE_LD_MODIFIED: return part ? EVIDENCE_NONE : (Evidence)member->fact;
    case FACT_NAME_LD:
        if (object->role == FACT_AUTHOR_LD || object->role == FACT_PUBLISHER_LD || object->role == FACT_SOURCE)
            return object->part ? EVIDENCE_NONE : (Evidence)object->role;
        if (object->type == FACT_PERSON) return object->part || object->role ? EVIDENCE_NONE : FACT_PERSON;
        return !part && (object->type == FACT_ARTICLE || object->type == FACT_PAGE) ? FACT_NAME_LD : EVIDENCE_NONE;
    case FACT_ADDRESS:
        return !part && !object->role && (object->type == FACT_ARTICLE || object->type == FACT_PAGE) ? FACT_ADDRESS
                                                                                                     : EVIDENCE_NONE;
    case FACT_TITLE_LD: return part || object->role ? EVIDENCE_NONE : FACT_TITLE_LD;
    default: return part ? EVIDENCE_NONE : (Evidence)member->fact;
    }
}

Status linked_read(Arena *arena, const char *bytes, size_t length, Metadata *metadata)
{
    Linked linked, *l = &linked;
    uint32_t first = UINT32_MAX;
    memset(l, 0, sizeof *l);
    l->arena = arena;
    l->metadata = metadata;
    json_begin(&l->json, bytes, length);
    for (JsonEvent event; (event = json_next(&l->json)) != JSON_END && !arena_stopped(arena);) {
        Frame *frame = top_frame(l);
        switch (event) {
        case JSON_OPEN_OBJECT: open_frame(l, 0); break;
        case JSON_OPEN_ARRAY: open_frame(l, 1); break;
        case JSON_KEY: take_key(l); break;
        case JSON_STRING:
        case JSON_SCALAR:
            if (frame) take_value(l, frame);
            break;
        default: l->fact = l->part = 0; break;
        }
    }
    if (metadata_first(metadata, EVIDENCE_LD_ARTICLE))
        first = UINT32_MAX - 1; /* an article of an earlier script is the first */
    uint32_t work = first_work(l);
    int named =
        metadata_first(metadata, FACT_AUTHOR_LD) != NULL; /* by an earlier script: the works of this one are others */
    for (size_t i = 0; i < l->members.count && arena->status == STATUS_OK; i++) {
        const Member *member = &l->members.items[i];
        uint32_t its = work_of(l, member);
        if (its != UINT32_MAX && (its != work || named)) continue;
        Evidence fact = fact_of(l, member, &first);
        if (fact != EVIDENCE_NONE && metadata_claim(arena, metadata, fact, member->value, member->length) != STATUS_OK)
            break;
    }
    return arena->status;
}
