/*
** dictionary.c - see dictionary.h
**
** ICU keeps the words of Chinese and Japanese with their costs in a trie of 16-bit units (UCharsTrie). Its iterator walks it by way of
** a text object, a normalizer and vectors that are made anew for each run; read in place the same answer costs about a tenth.
** The first character of a word has some ten thousand branches, so where its node is gets noted at its first use.
**
** A node begins with a unit:
**     0x0000-0x002F   branch of that many units (0: the next unit tells) by binary search, the last five or fewer by looking
**     0x0030-0x003F   that many units and one more must follow as they stand
**     0x0040-0x7FFF   a value, in its upper bits or in the units behind; the lower six bits are another node's unit
**     0x8000-0xFFFF   a value with which the word ends for good
** Offsets in branches are of one to three units.
*/
#include "dictionary.h"
#include <string.h>
#include "memory.h"

enum {
    LINEAR_BRANCH = 5,
    MIN_LINEAR = 0x30,
    MIN_VALUE = 0x40,
    NODE_TYPE = 0x3F,
    TWO_UNIT_NODE = 0x4040,
    THREE_UNIT_NODE = 0x7FC0,
    FINAL = 0x8000,
    TWO_UNIT_VALUE = 0x4000,
    THREE_UNIT_VALUE = 0x7FFF,
    TWO_UNIT_DELTA = 0xFC00,
    THREE_UNIT_DELTA = 0xFFFF
};
enum {
    HAN_FIRST = 0x4E00,
    HAN_LAST = 0x9FFF,
    CHARACTER_BYTES = 3,
    LONGEST_WORD = 20, /* characters: ICU's bound too */
    UNKNOWN_COST = 255,
    ON_STACK = 512 /* characters of a run that needs no memory */
};
enum { NODE_UNKNOWN, NODE_NONE, NODE_BASE }; /* of `nodes`; NODE_BASE and more: place of the node, plus NODE_BASE */

struct Dictionary {
    const uint16_t *trie, *end;
    uint32_t nodes[HAN_LAST - HAN_FIRST + 1];
};

/* A walk down the trie. */
typedef struct Walk {
    const uint16_t *at; /* NULL: no word goes on */
    unsigned linear;    /* units that must still follow as they stand */
} Walk;

Dictionary *dictionary_open(const uint16_t *trie, size_t bytes)
{
    Dictionary *dictionary = memory_alloc(sizeof *dictionary);
    if (!dictionary) return NULL;
    memset(dictionary, 0, sizeof *dictionary);
    dictionary->trie = trie;
    dictionary->end = trie + bytes / sizeof *trie;
    return dictionary;
}

void dictionary_close(Dictionary *dictionary)
{
    memory_free(dictionary);
}

static const uint16_t *jump(const uint16_t *at)
{
    uint32_t delta = *at++;
    if (delta >= TWO_UNIT_DELTA) {
        if (delta == THREE_UNIT_DELTA) {
            delta = (uint32_t)at[0] << 16 | at[1];
            at += 2;
        } else delta = (delta - TWO_UNIT_DELTA) << 16 | *at++;
    }
    return at + delta;
}

static const uint16_t *skip_delta(const uint16_t *at)
{
    unsigned delta = *at++;
    return delta < TWO_UNIT_DELTA ? at : delta == THREE_UNIT_DELTA ? at + 2 : at + 1;
}

static const uint16_t *skip_value(const uint16_t *at, unsigned lead)
{
    return lead < TWO_UNIT_VALUE ? at : lead < THREE_UNIT_VALUE ? at + 1 : at + 2;
}

static uint32_t read_value(const uint16_t *at, unsigned lead)
{
    if (lead < TWO_UNIT_VALUE) return lead;
    if (lead < THREE_UNIT_VALUE) return (lead - TWO_UNIT_VALUE) << 16 | *at;
    return (uint32_t)at[0] << 16 | at[1];
}

/* Where the branch of `unit` leads, or NULL. */
static const uint16_t *branch(const uint16_t *at, unsigned length, unsigned unit)
{
    if (!length) length = *at++;
    length++;
    while (length > LINEAR_BRANCH) {
        if (unit < *at++) {
            length >>= 1;
            at = jump(at);
        } else {
            length -= length >> 1;
            at = skip_delta(at);
        }
    }
    for (; length > 1; length--) {
        unsigned here = *at++, lead = *at;
        if (unit == here) {
            if (lead & FINAL) return at;
            at++;
            uint32_t delta = read_value(at, lead);
            return skip_value(at, lead) + delta;
        }
        at = skip_value(at + 1, lead & ~(unsigned)FINAL);
    }
    return unit == *at++ ? at : NULL;
}

static Walk step(Walk walk, unsigned unit)
{
    const uint16_t *at = walk.at;
    if (!at) return (Walk){NULL, 0};
    if (walk.linear) return *at == unit ? (Walk){at + 1, walk.linear - 1} : (Walk){NULL, 0};
    for (;;) {
        unsigned node = *at++;
        while (node >= MIN_VALUE) { /* a value stands before the node */
            if (node & FINAL) return (Walk){NULL, 0};
            if (node >= TWO_UNIT_NODE) at += node < THREE_UNIT_NODE ? 1 : 2;
            node &= NODE_TYPE;
        }
        if (node < MIN_LINEAR) return (Walk){branch(at, node, unit), 0};
        return *at == unit ? (Walk){at + 1, node - MIN_LINEAR} : (Walk){NULL, 0};
    }
}

/* The cost of the word that ends here. Returns 0 if none does. */
static int value_of(Walk walk, uint32_t *cost)
{
    if (walk.linear || *walk.at < MIN_VALUE) return 0;
    unsigned lead = *walk.at;
    if (lead & FINAL) *cost = read_value(walk.at + 1, lead & ~(unsigned)FINAL);
    else if (lead < TWO_UNIT_NODE) *cost = (lead >> 6) - 1;
    else if (lead < THREE_UNIT_NODE) *cost = ((lead & THREE_UNIT_NODE) - TWO_UNIT_NODE) << 10 | walk.at[1];
    else *cost = (uint32_t)walk.at[1] << 16 | walk.at[2];
    return 1;
}

/* The walk behind a word's first character, by the notes. A node just behind the root has no linear part left: the root is a branch. */
static Walk first_step(Dictionary *dictionary, unsigned code)
{
    uint32_t *note = &dictionary->nodes[code - HAN_FIRST];
    if (*note == NODE_UNKNOWN) {
        Walk walk = step((Walk){dictionary->trie, 0}, code);
        *note = !walk.at || walk.linear || walk.at >= dictionary->end
                    ? NODE_NONE
                    : (uint32_t)(walk.at - dictionary->trie) + NODE_BASE;
    }
    return *note == NODE_NONE ? (Walk){NULL, 0} : (Walk){dictionary->trie + (*note - NODE_BASE), 0};
}

static unsigned code_at(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
}

int dictionary_serves(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (length % CHARACTER_BYTES) return 0;
    for (size_t i = 0; i < length; i += CHARACTER_BYTES) {
        if ((byte[i] & 0xF0) != 0xE0 || (byte[i + 1] & 0xC0) != 0x80 || (byte[i + 2] & 0xC0) != 0x80) return 0;
        unsigned code = code_at(text + i);
        if (code < HAN_FIRST || code > HAN_LAST) return 0;
    }
    return 1;
}

/* The cheapest way to each place: costs[i] of the first i characters, from[i] where their last word begins. */
static void weigh(Dictionary *dictionary, const char *text, size_t count, uint32_t *costs, uint32_t *from)
{
    memset(costs + 1, 0xFF, count * sizeof *costs);
    costs[0] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t longest = count - i < LONGEST_WORD ? count - i : LONGEST_WORD;
        Walk walk = first_step(dictionary, code_at(text + i * CHARACTER_BYTES));
        int alone = 0;
        for (size_t n = 1; walk.at; n++) {
            uint32_t cost;
            if (value_of(walk, &cost)) {
                alone |= n == 1;
                if (costs[i] + cost < costs[i + n]) {
                    costs[i + n] = costs[i] + cost;
                    from[i + n] = (uint32_t)i;
                }
            }
            if (n == longest) break;
            walk = step(walk, code_at(text + (i + n) * CHARACTER_BYTES));
        }
        if (!alone && costs[i] + UNKNOWN_COST < costs[i + 1]) {
            costs[i + 1] = costs[i] + UNKNOWN_COST;
            from[i + 1] = (uint32_t)i;
        }
    }
}

Status dictionary_words(Dictionary *dictionary, const char *text, size_t length,
                        void (*found)(void *state, size_t boundary), void *state)
{
    uint32_t room[2 * (ON_STACK + 1)], *costs = room;
    size_t count = length / CHARACTER_BYTES;
    if (!count) return STATUS_OK;
    if (count > ON_STACK && !(costs = memory_alloc(2 * (count + 1) * sizeof *costs))) return STATUS_NOMEM;
    uint32_t *from = costs + count + 1;
    weigh(dictionary, text, count, costs, from);
    /* the way back, turned round in the place of the costs, which are done with */
    size_t words = 0;
    for (size_t at = count; at > 0; at = from[at]) costs[words++] = (uint32_t)at;
    while (words > 0) found(state, costs[--words] * CHARACTER_BYTES);
    if (costs != room) memory_free(costs);
    return STATUS_OK;
}
