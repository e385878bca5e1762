/*
** compile_models.c - puts data/models/<language>.model into the library
**
** usage: compile_models ext/data > models_tables.c
** A model of another version, of other features or with a wrong checksum is refused, so that a library never holds one that it cannot read. Gate and
** filter go in as they are; rows are laid anew, long ones as dense ones (see tagger.h), the slots point at them there, and the checksum is
** made anew.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "entities/gate.h"
#include "entities/tagger.h"

static const char *const languages[] = {"en", "kk", "ko", "ru", "zh"};

static const uint32_t CHECKSUM_BEGIN = 2166136261u;

/* FNV-1a of bytes behind those that gave `h`. */
static uint32_t checksum(uint32_t h, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) h = (h ^ bytes[i]) * 16777619u;
    return h;
}

static void refuse(const char *path, const char *why)
{
    fprintf(stderr, "compile_models: %s: %s; make it again with `make train`\n", path, why);
    exit(1);
}

/* The bytes of a model that can be read, or NULL if there is none. */
static unsigned char *read_model(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)length + 8); /* print_quads() looks at whole ones */
    if (!bytes || fread(bytes, 1, (size_t)length, file) != (size_t)length) refuse(path, "cannot be read");
    fclose(file);
    ModelHeader header;
    if ((size_t)length < sizeof header) refuse(path, "is cut short");
    memcpy(&header, bytes, sizeof header);
    if (memcmp(header.magic, MODEL_MAGIC, sizeof header.magic) != 0) refuse(path, "is no model");
    if (header.version != MODEL_VERSION || header.features_version != FEATURES_VERSION || header.labels != TAG_LABELS)
        refuse(path, "is of another version");
    if (header.hash_check != hash_bytes(MODEL_MAGIC, 8, 0)) refuse(path, "was made with another hash");
    size_t body =
        header.gate_bytes + ((size_t)1 << header.filter_bits) / 8 + ((size_t)4 << header.slot_bits) + header.row_bytes;
    if (header.gate_bytes && header.gate_bytes != 1u << GATE_BITS) refuse(path, "has a gate of another size");
    if ((size_t)length != sizeof header + body) refuse(path, "has another length than its header says");
    if (checksum(CHECKSUM_BEGIN, bytes + sizeof header, body) != header.checksum) refuse(path, "has a wrong checksum");
    *size = (size_t)length;
    return bytes;
}

/* Where a row is laid, in 4 bytes: dense ones first, so that those that texts have most often share pages and cache lines. */
typedef struct Layout {
    uint32_t *moved; /* by old place, in 4 bytes */
    unsigned char *rows;
    size_t length;
} Layout;

static size_t row_size(const unsigned char *row)
{
    return (1 + 2 * (size_t)*row + 3) / 4 * 4;
}

static void lay_dense(const unsigned char *row, unsigned char *dense)
{
    dense[0] = MODEL_DENSE;
    memset(dense + 1, MODEL_DENSE_ZERO, TAG_WIDTH);
    for (size_t i = 0; i < *row; i++)
        dense[1 + row[1 + 2 * i] % TAG_WIDTH] = (unsigned char)(row[2 + 2 * i] + MODEL_DENSE_ZERO);
}

static Layout lay_rows(const char *path, const unsigned char *rows, size_t length)
{
    Layout layout = {calloc(length / 4 + 1, sizeof(uint32_t)), calloc(length / 4 + 1, MODEL_DENSE_BYTES), 0};
    if (!layout.moved || !layout.rows) refuse(path, "is too large");
    for (int dense = 1; dense >= 0; dense--)
        for (size_t at = 0; at < length; at += row_size(rows + at)) {
            size_t size = row_size(rows + at);
            if (at + size > length) refuse(path, "has a row that reaches over its end");
            if ((rows[at] >= MODEL_DENSE_LEAST) != dense) continue;
            layout.moved[at / 4] = (uint32_t)(layout.length / 4);
            if (dense) lay_dense(rows + at, layout.rows + layout.length);
            else memcpy(layout.rows + layout.length, rows + at, size);
            layout.length += dense ? MODEL_DENSE_BYTES : size;
        }
    if (layout.length / 4 >> MODEL_ROW_BITS) refuse(path, "has too many rows");
    return layout;
}

static void print_quads(const unsigned char *bytes, size_t length)
{
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t quad = 0;
        for (size_t k = 8; k-- > 0;) quad = quad << 8 | bytes[i + k];
        printf("%s0x%llx", i % 64 ? "," : "\"\n\".quad ", (unsigned long long)quad);
        if (i % 64 == 56 || i + 16 > length) printf("\\n");
    }
    for (; i < length; i++) printf("\"\n\".byte %u\\n", bytes[i]);
}

/* A model with its rows laid anew. Gate and filter are taken from the file as they are. */
static void print_model(const char *path, const char *language, unsigned char *bytes)
{
    ModelHeader header;
    memcpy(&header, bytes, sizeof header);
    size_t kept = header.gate_bytes + ((size_t)1 << header.filter_bits) / 8, slots = (size_t)1 << header.slot_bits;
    unsigned char *slot = bytes + sizeof header + kept;
    Layout layout = lay_rows(path, slot + slots * 4, header.row_bytes);
    for (size_t i = 0; i < slots; i++) {
        uint32_t value;
        memcpy(&value, slot + i * 4, sizeof value);
        uint32_t row = value & ((1u << MODEL_ROW_BITS) - 1);
        if (row >= header.row_bytes / 4) refuse(path, "has a slot that points over its end");
        if (value) value = value - row + layout.moved[row];
        memcpy(slot + i * 4, &value, sizeof value);
    }
    header.row_bytes = (uint32_t)layout.length;
    header.checksum =
        checksum(checksum(CHECKSUM_BEGIN, bytes + sizeof header, kept + slots * 4), layout.rows, layout.length);
    printf("__asm__(\".section .rodata\\n.balign 64\\n.skip %zu\\n.global model_%s\\n.hidden "
           "model_%s\\nmodel_%s:\\n\"\n\"",
           (64 - sizeof header % 64) % 64, language, language, language); /* what stands behind the header is aligned */
    print_quads((const unsigned char *)&header, sizeof header);
    printf("\"\n\".incbin \\\"%s\\\",%zu,%zu\\n", path, sizeof header, kept);
    print_quads(slot, slots * 4);
    print_quads(layout.rows, layout.length);
    printf("\"\n\".previous\\n\");\nextern const unsigned char model_%s[] __attribute__((visibility(\"hidden\")));\n",
           language);
    free(layout.moved);
    free(layout.rows);
}

int main(int argc, char **argv)
{
    char path[4096];
    int have[sizeof languages / sizeof *languages];
    if (argc < 2) return 1;
    printf("/* made by tools/compile_models.c */\n#include \"entities/tagger.h\"\n");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        snprintf(path, sizeof path, "%s/models/%s.model", argv[1], languages[i]);
        size_t length = 0;
        unsigned char *bytes = read_model(path, &length);
        have[i] = bytes != NULL;
        if (bytes) print_model(path, languages[i], bytes);
        free(bytes);
    }
    printf("int tagger_model(Language language, TagModel *model)\n{\n    const unsigned char *bytes = NULL;\n    "
           "switch (language) {\n");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        char name[8];
        if (!have[i]) continue;
        snprintf(name, sizeof name, "%s", languages[i]);
        for (char *c = name; *c; c++) *c = (char)(*c - 32);
        printf("    case LANGUAGE_%s: bytes = model_%s; break;\n", name, languages[i]);
    }
    printf("    default: break;\n    }\n    if (!bytes) return 0;\n"
           "    tag_model_read(bytes, model);\n    return 1;\n}\n");
    return 0;
}
