/*
** compile_models.c - puts data/models/<language>.model into the library as they are
**
** usage: compile_models ext/data > models_tables.c
** A model of another version, of other features or with a wrong checksum is refused, so that a library never holds one that it cannot read.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
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

/* 1 if there is a model, and it can be read. */
static int check(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)length + 1);
    if (!bytes || fread(bytes, 1, (size_t)length, file) != (size_t)length) refuse(path, "cannot be read");
    fclose(file);
    ModelHeader header;
    if ((size_t)length < sizeof header) refuse(path, "is cut short");
    memcpy(&header, bytes, sizeof header);
    if (memcmp(header.magic, MODEL_MAGIC, sizeof header.magic) != 0) refuse(path, "is no model");
    if (header.version != MODEL_VERSION || header.features_version != FEATURES_VERSION || header.labels != TAG_LABELS)
        refuse(path, "is of another version");
    if (header.hash_check != hash_bytes(MODEL_MAGIC, 8, 0)) refuse(path, "was made with another hash");
    size_t body = ((size_t)1 << header.filter_bits) / 8 + ((size_t)4 << header.slot_bits) + header.row_bytes;
    if ((size_t)length != sizeof header + body) refuse(path, "has another length than its header says");
    if (checksum(bytes + sizeof header, body) != header.checksum) refuse(path, "has a wrong checksum");
    free(bytes);
    return 1;
}

int main(int argc, char **argv)
{
    char path[4096];
    int have[sizeof languages / sizeof *languages];
    if (argc < 2) return 1;
    printf("/* made by tools/compile_models.c */\n#include \"entities/tagger.h\"\n");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        snprintf(path, sizeof path, "%s/models/%s.model", argv[1], languages[i]);
        have[i] = check(path);
        if (!have[i]) continue;
        printf("__asm__(\".section .rodata\\n.balign 16\\n.global model_%s\\n.hidden model_%s\\nmodel_%s:\\n.incbin "
               "\\\"%s\\\"\\n.previous\\n\");\n"
               "extern const unsigned char model_%s[] __attribute__((visibility(\"hidden\")));\n",
               languages[i], languages[i], languages[i], path, languages[i]);
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
