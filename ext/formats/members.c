/*
** members.c - the names of an archive's members; see parts.h
**
** An archive may hold several members of one name: zips that were added to, tars whose files were stored again. Each is a document, and no two documents have one
** place: so the names are remembered, eight bytes of hash each, and from the second on a number is put behind them, ` (2)`, as programs do that unpack without
** overwriting. Linear: a name remembers how often it was met.
*/
#include "formats/parts.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include <string.h>

int member_is_hidden(const char *name)
{
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        if ((*at == '.' && at[1] != '/' && strncmp(at, "..", 2) != 0) || !strncmp(at, "__MACOSX/", 9)) return 1;
    }
    return 0;
}

static struct MemberNameSlot *find_slot(struct MemberNameSlot *items, size_t capacity, uint64_t hash)
{
    size_t i = (size_t)hash & (capacity - 1);
    while (items[i].uses && items[i].hash != hash) i = (i + 1) & (capacity - 1);
    return &items[i];
}

/* Counts a name: how often it was met, this time with it; 0: no memory. */
static unsigned count_name(MemberNames *names, uint64_t hash)
{
    if (names->count * 2 >= names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 64;
        struct MemberNameSlot *items = memory_alloc(capacity * sizeof *items);
        if (!items) return 0;
        memset(items, 0, capacity * sizeof *items);
        for (size_t i = 0; i < names->capacity; i++)
            if (names->items[i].uses) *find_slot(items, capacity, names->items[i].hash) = names->items[i];
        memory_free(names->items);
        names->items = items;
        names->capacity = capacity;
    }
    struct MemberNameSlot *slot = find_slot(names->items, names->capacity, hash);
    names->count += slot->uses == 0;
    slot->hash = hash;
    return ++slot->uses;
}

Status member_name(Formats *formats, const char *name, size_t length, const char *charset)
{
    Buffer out = BUFFER_EMPTY;
    buffer_byte(&out, '/');
    while (length > 2 && name[0] == '.' && name[1] == '/') name += 2, length -= 2;
    if (utf8_is_valid(name, length) || !icu_append_converted(formats->icu, charset, name, length, &out))
        buffer_append(&out, name, length);
    const char *copy = out.failed ? NULL : arena_copy(&formats->member, out.bytes, out.length);
    uint64_t hash = out.failed ? 0 : hash_bytes(out.bytes, out.length, 0);
    buffer_free(&out);
    formats->prefix = copy ? copy : "";
    unsigned uses = copy ? count_name(&formats->names, hash) : 0;
    while (uses > 1) { /* a member may have such a name itself */
        const char *numbered = arena_printf(&formats->member, "%s (%u)", copy, uses);
        unsigned taken = numbered ? count_name(&formats->names, hash_bytes(numbered, strlen(numbered), 0)) : 0;
        formats->prefix = numbered ? numbered : "";
        uses = taken > 1 ? count_name(&formats->names, hash) : taken;
    }
    return uses ? STATUS_OK : (formats->arena.status = STATUS_NOMEM);
}
