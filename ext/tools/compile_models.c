/*
** compile_models.c - puts data/models/<language>.model into the library
**
** usage: compile_models ext/data > models_tables.c
** A model of another version, of other features or with a wrong checksum is refused, so that a library never holds one that it cannot read. Filter and slots
** go in as they are; long rows become dense ones (see tagger.h), each in the place that it has, and the checksum is made anew.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "entities/gate.h"
#include "entities/tagger.h"

static const char *const languages[] = {"en", "kk", "ko", "ru", "zh"};

static uint32_t checksum(const unsigned char *bytes, size_t length)
{
    uint32_t h = 2166136261u;
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
    if (checksum(bytes + sizeof header, body) != header.checksum) refuse(path, "has a wrong checksum");
    *size = (size_t)length;
    return bytes;
}

/* Rows of MODEL_DENSE_LEAST weights or more have the room of a dense one. */
static void make_dense(const char *path, unsigned char *rows, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t n = rows[at], size = (1 + 2 * n + 3) / 4 * 4;
        if (at + size > length) refuse(path, "has a row that reaches over its end");
        if (n >= MODEL_DENSE_LEAST) {
            unsigned char dense[1 + TAG_WIDTH] = {MODEL_DENSE};
            for (size_t i = 0; i < n; i++) dense[1 + rows[at + 1 + 2 * i] % TAG_WIDTH] = rows[at + 2 + 2 * i];
            memset(rows + at, 0, size);
            memcpy(rows + at, dense, sizeof dense);
        }
        at += size;
    }
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

static void print_model(const char *path, const char *language, unsigned char *bytes, size_t length)
{
    ModelHeader header;
    memcpy(&header, bytes, sizeof header);
    size_t tables = length - sizeof header - header.row_bytes;
    make_dense(path, bytes + sizeof header + tables, header.row_bytes);
    header.checksum = checksum(bytes + sizeof header, length - sizeof header);
    memcpy(bytes, &header, sizeof header);
    printf("__asm__(\".section .rodata\\n.balign 16\\n.global model_%s\\n.hidden model_%s\\nmodel_%s:\\n", language,
           language, language);
    print_quads(bytes, sizeof header);
    printf("\"\n\".incbin \\\"%s\\\",%zu,%zu\\n", path, sizeof header, tables);
    print_quads(bytes + sizeof header + tables, header.row_bytes);
    printf("\"\n\".previous\\n\");\nextern const unsigned char model_%s[] __attribute__((visibility(\"hidden\")));\n",
           language);
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
        if (bytes) print_model(path, languages[i], bytes, length);
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
