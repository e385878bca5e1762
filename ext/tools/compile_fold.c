/*
** compile_fold.c - compiles the table of text_fold(), by asking ICU and reading data/fold.tsv
**
** usage: compile_fold DATA-FOLDER > build/gen/fold_tables.c
**
** Each code point's fold is found by repeating, until nothing changes: a row of fold.tsv, or simple case folding, or the base of a
** canonical decomposition (Latin and Greek letters only), or a compatibility form of the kinds wide, narrow, font, isolated, initial, medial, final, and
** of Latin and Armenian ligatures and Roman numerals. So the fold of a fold is itself. Blanks become U+0020, what Unicode calls default ignorable
** is dropped. A fold that is longer than three times its source is not taken.
*/
#include "base/unicode.h"
#include "base/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { CODES = 0x110000, BLOCK = 128, BLOCKS = CODES / BLOCK, MAX_FOLD = 24, MAX_ROWS = 400, POOL = 1 << 16 };

typedef struct Fold {
    UChar32 codes[MAX_FOLD];
    int count;
} Fold;

static struct {
    UChar32 code;
    Fold fold;
} rows[MAX_ROWS];
static int row_count;
static int32_t cells[CODES];
static uint16_t blocks[BLOCKS];
static char pool[POOL];
static int pool_used = 1;

static void read_rows(const char *folder)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/fold.tsv", folder);
    FILE *file = fopen(path, "r");
    if (!file) perror(path), exit(1);
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '#' || !line[0]) continue;
        char *tab = strchr(line, '\t');
        if (!tab || row_count == MAX_ROWS) fprintf(stderr, "%s:%d: no row\n", path, number), exit(1);
        uint32_t code;
        const char *at = line + utf8_decode(line, tab, &code), *end = tab + strlen(tab);
        if (at != tab) fprintf(stderr, "%s:%d: not one character\n", path, number), exit(1);
        rows[row_count].code = (UChar32)code;
        Fold *fold = &rows[row_count++].fold;
        for (at = tab + 1; at < end && fold->count < MAX_FOLD;) {
            at += utf8_decode(at, end, &code);
            fold->codes[fold->count++] = (UChar32)code;
        }
    }
    fclose(file);
}

static Fold decomposed(const UNormalizer2 *form, UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[64];
    Fold fold = {{code}, 1};
    int32_t units = unorm2_getDecomposition(form, code, wide, 64, &status), at = 0;
    if (units <= 0 || U_FAILURE(status)) return fold;
    fold.count = 0;
    while (at < units) {
        UChar unit = wide[at++];
        if (fold.count == MAX_FOLD) return (Fold){{code}, 1};
        fold.codes[fold.count++] =
            (unit & 0xFC00) == 0xD800 && at < units ? 0x10000 + ((unit & 0x3FF) << 10) + (wide[at++] & 0x3FF) : unit;
    }
    return fold;
}

static int loses_accents(UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(code, &status);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK;
}

static Fold without_marks(Fold fold)
{
    int kept = 0;
    for (int i = 0; i < fold.count; i++)
        if (!u_getCombiningClass(fold.codes[i])) fold.codes[kept++] = fold.codes[i];
    fold.count = kept;
    return fold;
}

/* The fold in NFC. */
static Fold composed(const UNormalizer2 *nfc, const Fold *fold)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[MAX_FOLD * 2], result[MAX_FOLD * 2];
    UChar32 codes[MAX_FOLD * 2];
    int32_t units = 0, count = 0;
    u_strFromUTF32(wide, MAX_FOLD * 2, &units, fold->codes, fold->count, &status);
    units = unorm2_normalize(nfc, wide, units, result, MAX_FOLD * 2, &status);
    u_strToUTF32(codes, MAX_FOLD * 2, &count, result, units, &status);
    if (U_FAILURE(status) || count > MAX_FOLD) fputs("compile_fold: ICU cannot normalize\n", stderr), exit(1);
    Fold done = {{0}, count};
    memcpy(done.codes, codes, (size_t)count * sizeof codes[0]);
    return done;
}

/* One step of the fold of one character. */
static Fold step(const UNormalizer2 *nfc, const UNormalizer2 *nfkc, UChar32 code)
{
    for (int i = 0; i < row_count; i++)
        if (rows[i].code == code) return rows[i].fold;
    Fold fold = {{u_foldCase(code, U_FOLD_CASE_DEFAULT)}, 1};
    if (fold.codes[0] != code) return fold;
    if (code == 0x130) return (Fold){{'i'}, 1};
    if (code != ' ' && u_charType(code) == U_SPACE_SEPARATOR) return (Fold){{' '}, 1};
    if (u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && u_charType(code) != U_UNASSIGNED &&
        code != 0x115F && code != 0x1160 && code != 0x3164 && code != 0xFFA0)
        return (Fold){{0}, 0};
    Fold canonical = decomposed(nfc, code);
    if (canonical.codes[0] != code && loses_accents(code)) return without_marks(canonical);
    switch (u_getIntPropertyValue(code, UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_WIDE:
    case U_DT_NARROW:
    case U_DT_FONT:
    case U_DT_ISOLATED:
    case U_DT_INITIAL:
    case U_DT_MEDIAL:
    case U_DT_FINAL: return loses_accents(code) ? without_marks(decomposed(nfkc, code)) : decomposed(nfkc, code);
    case U_DT_COMPAT:
        if ((code >= 0xFB00 && code <= 0xFB17) || (code >= 0x2160 && code <= 0x217F) || code == 0x133 ||
            (code >= 0x1C4 && code <= 0x1F3))
            return without_marks(decomposed(nfkc, code));
        break;
    default: break;
    }
    return fold;
}

static size_t encode(const Fold *fold, char *bytes)
{
    size_t length = 0;
    for (int i = 0; i < fold->count; i++) length += utf8_encode((uint32_t)fold->codes[i], bytes + length);
    return length;
}

static Fold fold_of(const UNormalizer2 *nfc, const UNormalizer2 *nfkc, UChar32 code)
{
    Fold fold = {{code}, 1};
    for (int round = 0; round < 8; round++) {
        Fold next = {{0}, 0};
        for (int i = 0; i < fold.count; i++) {
            Fold part = step(nfc, nfkc, fold.codes[i]);
            if (next.count + part.count > MAX_FOLD) return (Fold){{code}, 1};
            memcpy(next.codes + next.count, part.codes, (size_t)part.count * sizeof part.codes[0]);
            next.count += part.count;
        }
        if (next.count) next = composed(nfc, &next);
        if (next.count == fold.count && !memcmp(next.codes, fold.codes, (size_t)next.count * sizeof next.codes[0]))
            break;
        fold = next;
    }
    char bytes[MAX_FOLD * 4], source[4];
    if (encode(&fold, bytes) > 3 * utf8_encode((uint32_t)code, source)) return (Fold){{code}, 1};
    return fold;
}

/* A cell: 0 unchanged, a code point, or minus the place of the text in the pool (see text/fold_tables.h). */
static int32_t cell_of(const Fold *fold, UChar32 code)
{
    int composes = 0; /* the fold may join what stands before it */
    for (int i = 0; i < fold->count; i++)
        composes |= (unicode_of((uint32_t)fold->codes[i])->flags & UNICODE_NORMALIZE) != 0;
    if (fold->count == 1 && fold->codes[0] == code) return 0;
    if (fold->count == 1 && !composes) return fold->codes[0];
    char bytes[MAX_FOLD * 4];
    size_t length = encode(fold, bytes);
    int head = (int)length | (composes ? 0x80 : 0);
    for (int at = 1; at < pool_used; at += 1 + (pool[at] & 0x7F))
        if ((unsigned char)pool[at] == head && !memcmp(pool + at + 1, bytes, length)) return -at;
    if ((size_t)pool_used + length + 1 > POOL) fputs("compile_fold: POOL is too small\n", stderr), exit(1);
    int at = pool_used;
    pool[at] = (char)head;
    memcpy(pool + at + 1, bytes, length);
    pool_used += (int)length + 1;
    return -at;
}

int main(int argc, char **argv)
{
    UErrorCode status = U_ZERO_ERROR;
    if (argc != 2) return fputs("usage: compile_fold DATA-FOLDER\n", stderr), 2;
    read_rows(argv[1]);
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status), *nfkc = unorm2_getNFKCInstance(&status);
    if (U_FAILURE(status)) return fputs("compile_fold: ICU has no normalizer\n", stderr), 1;
    int block_count = 0;
    for (int block = 0; block < BLOCKS; block++) {
        int32_t *mine = cells + block_count * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
            UChar32 code = block * BLOCK + i;
            Fold fold = code >= 0xD800 && code < 0xE000 ? (Fold){{code}, 1} : fold_of(nfc, nfkc, code);
            mine[i] = cell_of(&fold, code);
        }
        int same = 0;
        while (memcmp(cells + same * BLOCK, mine, BLOCK * sizeof *mine) != 0) same++;
        blocks[block] = (uint16_t)same;
        if (same == block_count) block_count++;
    }
    puts("/* made by tools/compile_fold.c */\n#include \"text/fold_tables.h\"\n\nconst uint16_t fold_blocks[] = {");
    for (int i = 0; i < BLOCKS; i++) printf("%u,%s", blocks[i], i % 24 == 23 ? "\n" : "");
    puts("\n};\n\nconst int32_t fold_cells[] = {");
    for (int i = 0; i < block_count * BLOCK; i++) printf("%d,%s", (int)cells[i], i % 16 == 15 ? "\n" : "");
    puts("};\n\nconst unsigned char fold_pool[] = {");
    for (int i = 0; i < pool_used; i++) printf("%u,%s", (unsigned)(unsigned char)pool[i], i % 24 == 23 ? "\n" : "");
    puts("\n};");
    return 0;
}
