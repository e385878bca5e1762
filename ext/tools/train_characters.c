/*
** train_characters.c - learns what Chinese characters stand for in foreign names
**
** usage: train_characters FOLDER DATA > ext/data/names/characters.tsv
**
** FOLDER holds wikidata_en_chinese.tsv, wikidata_en_russian.tsv and wikidata_en_korean.tsv (see train_edits.c), DATA is ext/data. Pairs are an English
** word with its transcription, a city or subdivision with its Chinese names, and a Russian or Korean word with the transcription of the English word
** that it is paired with.
** `make train-names` runs it, after the weights of edits were made and compiled, since it learns what to think of both together.
**
** The model (characters.h): the letters are cut into as many pieces as there are characters; the probability of a cut is the product of those
** of its pieces. How likely a piece is of a character is learned by expectation maximisation, in three steps down: what was counted of the
** piece; of the classes of its letters; of those beside characters of the same sound (in pinyin). Each step lends to the one above it
** as much as a few counted pieces (OF_CLASSES, OF_SOUND, OF_ALL). Twice, the pairs that fit worst are left out: they are none.
**
** Two words are told to be one name by a logistic regression on the score, what the edits say, and the lengths. It is fitted, for Latin,
** Cyrillic and Hangul each, on a fifth of the pairs, beside their nearest strangers of a sample and random ones, where a model made from seven tenths
** judges; a tenth is kept out of all, and how it is told from strangers is printed on standard error. The table is then made from all.
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/icu.h"
#include "base/utf8.h"
#include "names/characters.h"
#include "names/edits.h"
#include "tools/read_file.h"

enum {
    MOST_PAIRS = 250000,
    MOST_SPOKEN = 48,
    SLOTS = 1 << 22,
    ROUNDS = 8,
    SAMPLE = 30,    /* strangers among which the nearest is looked for */
    MANY = 200,     /* the same for where to draw the line, which hangs on how near strangers may be */
    MOST_NAMES = 3, /* of a place */
    FEWEST = 3,     /* pieces counted of a character that gets a row */
    MOST_SOUNDS = 2000,
    FIT = 2,
    TEST = 1 /* pairs that are held out: to fit the curve, to measure */
};
static const double OF_CLASSES = 5, OF_SOUND = 3, OF_ALL = 1, NOT_SEEN = 1e-6;
static const double EMPTY =
    0.3; /* in the first rounds a character that stands for nothing is that much less likely than counted */
static const double WRONG_LABEL = 0.03, LEAST_PIECE = 0.002, LEAST_CLASSES = 0.001, LEAST_SUM = 1e-200;
static const double FAR = -13; /* odds by the edits below which no stranger is the nearest */

typedef struct Pair {
    uint8_t letters[CHARACTER_LETTERS], spoken[MOST_SPOKEN]; /* of the word; by which its characters are read */
    uint16_t characters[CHARACTER_MOST];                     /* simplified */
    int letter_count, spoken_count, count, held;
    int script; /* EDIT_... or LATIN: of the word */
    double weight, fit;
} Pair;

/* Scripts of words, as the curves are ordered. */
enum { SCRIPTS = CHARACTER_SCRIPTS };
static const int scripts[SCRIPTS] = {LATIN, EDIT_CYRILLIC, EDIT_HANGUL};
static const char *const script_names[SCRIPTS] = {"Latn", "Cyrl", "Hang"};

static Pair *pairs;
static int pair_count;
static uint16_t simplified[0x10000], sound_of[0x10000];
static char sounds[MOST_SOUNDS][8];
static int sound_count;
static double chance[26], class_chance[CHARACTER_CLASSES];

static void *or_die(void *memory)
{
    if (!memory) fputs("train_characters: out of memory\n", stderr), exit(1);
    return memory;
}

/* --- reading --- */

static void read_simplified(const char *data)
{
    char line[4096];
    FILE *in = open_within(data, "translit/zh-simplified.tsv");
    while (fgets(line, sizeof line, in)) {
        const char *a = strtok(line, "\t\n"), *b = strtok(NULL, "\t\n");
        uint32_t from, to;
        if (!a || !b || *a == '#') continue;
        if (a + utf8_decode(a, a + strlen(a), &from) != a + strlen(a)) continue;
        if (b + utf8_decode(b, b + strlen(b), &to) != b + strlen(b)) continue;
        if (from <= 0xFFFF && to <= 0xFFFF) simplified[from] = (uint16_t)to;
    }
    fclose(in);
}

/* The letters of a name as the comparison reads it; 0: too many, or none. */
static int read_letters(Icu *icu, int reading, const char *text, size_t length, uint8_t *letters, int most)
{
    Name name;
    if (reading_read(icu, reading, text, length, &name) != STATUS_OK) exit(1);
    for (int i = 0; i < name.count; i++)
        if (name.words[i].digits) return 0;
    if (name.joined_count > most) return 0;
    memcpy(letters, name.joined, (size_t)name.joined_count);
    return name.joined_count;
}

/* Numbers the sound of a character. */
static void note_sound(Icu *icu, uint32_t code)
{
    char text[4], syllable[8] = {0};
    uint8_t letters[8];
    int number = 1;
    if (sound_of[code]) return;
    int count = read_letters(icu, READ_CHINESE, text, utf8_encode(code, text), letters, 7);
    for (int i = 0; i < count; i++) syllable[i] = (char)('a' + letters[i]);
    while (number <= sound_count && strcmp(sounds[number], syllable) != 0) number++;
    if (number == MOST_SOUNDS) fputs("too many sounds\n", stderr), exit(1);
    if (number > sound_count) strcpy(sounds[++sound_count], syllable);
    sound_of[code] = (uint16_t)number;
}

static unsigned hash_letters(const uint8_t *letters, int count)
{
    unsigned hash = 2166136261u;
    for (int i = 0; i < count; i++) hash = (hash ^ letters[i]) * 16777619u;
    return hash ^ hash >> 15;
}

/* `key`: the hash of the English word, which says what the pair serves for. */
static void add_pair(Icu *icu, const uint8_t *letters, int count, int script, const char *han, double weight,
                     unsigned key)
{
    if (pair_count == MOST_PAIRS || count < 1 || count > CHARACTER_LETTERS) return;
    Pair *pair = &pairs[pair_count];
    memset(pair, 0, sizeof *pair);
    for (const char *at = han, *end = han + strlen(han); at < end;) {
        uint32_t code;
        at += utf8_decode(at, end, &code);
        if (reading_script(code) != EDIT_HAN || code > 0xFFFF || pair->count == CHARACTER_MOST) return;
        if (simplified[code]) code = simplified[code];
        note_sound(icu, code);
        pair->characters[pair->count++] = (uint16_t)code;
    }
    if (pair->count < 2 || count > pair->count * CHARACTER_PIECE) return;
    pair->spoken_count = read_letters(icu, READ_SPOKEN, han, strlen(han), pair->spoken, MOST_SPOKEN);
    if (!pair->spoken_count) return;
    memcpy(pair->letters, letters, (size_t)count);
    pair->letter_count = count;
    pair->script = script;
    pair->weight = weight;
    pair->held = key % 10 == 0 ? TEST : key % 10 <= 2 ? FIT : 0;
    pair_count++;
}

/* The spellings of English words in another language: the most frequent of each, in an open hash. */
enum { SPELLED_SLOTS = 1 << 18 };
typedef struct Spelled {
    uint8_t english[CHARACTER_LETTERS], letters[CHARACTER_LETTERS];
    int english_count, count, uses;
} Spelled;

/* Those in Russian and in Korean. */
enum { OTHERS = 2 };
static Spelled *spelled[OTHERS];
static const int other_scripts[OTHERS] = {EDIT_CYRILLIC, EDIT_HANGUL};

static Spelled *find_spelled(int other, const uint8_t *letters, int count)
{
    Spelled *table = spelled[other];
    unsigned slot = hash_letters(letters, count) % SPELLED_SLOTS;
    while (table[slot].count &&
           (table[slot].english_count != count || memcmp(table[slot].english, letters, (size_t)count) != 0))
        slot = (slot + 1) % SPELLED_SLOTS;
    return &table[slot];
}

/* Calls take() with the cells of each pair of words of a list; blanks between the letters of the second are taken out. */
static void read_list(Icu *icu, const char *folder, const char *name,
                      void (*take)(Icu *icu, const char *english, const char *other, int count))
{
    char line[2048];
    FILE *in = open_within(folder, name);
    while (fgets(line, sizeof line, in)) {
        char *a = strtok(line, "\t\n"), *b = strtok(NULL, "\t\n"), *number = strtok(NULL, "\t\n"), *to = b;
        if (!number) continue;
        for (const char *from = b; *from; from++)
            if (*from != ' ') *to++ = *from;
        *to = 0;
        take(icu, a, b, atoi(number));
    }
    fclose(in);
}

static void keep_spelled(Icu *icu, int other, const char *english, const char *word, int uses)
{
    uint8_t first[CHARACTER_LETTERS], second[CHARACTER_LETTERS];
    int n = read_letters(icu, READ_SPOKEN, english, strlen(english), first, CHARACTER_LETTERS);
    int m = read_letters(icu, READ_SPOKEN, word, strlen(word), second, CHARACTER_LETTERS);
    Spelled *slot = find_spelled(other, first, n);
    if (!n || !m || (slot->count && slot->uses >= uses)) return;
    memcpy(slot->english, first, (size_t)n);
    memcpy(slot->letters, second, (size_t)m);
    slot->english_count = n, slot->count = m, slot->uses = uses;
}

static void take_russian(Icu *icu, const char *english, const char *word, int uses)
{
    keep_spelled(icu, 0, english, word, uses);
}

static void take_korean(Icu *icu, const char *english, const char *word, int uses)
{
    keep_spelled(icu, 1, english, word, uses);
}

static void take_chinese(Icu *icu, const char *english, const char *word, int uses)
{
    uint8_t letters[CHARACTER_LETTERS];
    int count = read_letters(icu, READ_SPOKEN, english, strlen(english), letters, CHARACTER_LETTERS);
    unsigned key = hash_letters(letters, count);
    add_pair(icu, letters, count, LATIN, word, 1 + log(uses), key);
    for (int other = 0; other < OTHERS && count; other++) {
        const Spelled *slot = find_spelled(other, letters, count);
        if (slot->count) add_pair(icu, slot->letters, slot->count, other_scripts[other], word, 1 + log(uses), key);
    }
}

/* A name of one word in a script. */
static int is_word(const char *name, size_t length, int script)
{
    uint32_t code;
    utf8_decode(name, name + length, &code);
    for (size_t i = 0; i < length; i++)
        if (strchr(" -.'(/", name[i])) return 0;
    return reading_script(code) == script;
}

/* A Chinese name of a place without its designator, where two characters are left. */
static void take_off_designator(char *name)
{
    static const char *const marks[] = {"省", "州", "市", "县", "縣", "区", "區", "郡", "岛", "島"};
    size_t length = strlen(name);
    for (size_t k = 0; k < sizeof marks / sizeof *marks && length > 2 * strlen(marks[k]); k++)
        if (!strcmp(name + length - strlen(marks[k]), marks[k])) {
            name[length - strlen(marks[k])] = 0;
            return;
        }
}

/* Rows of which the cells from the `first`th on are names of one place, several in a cell divided by `|`. */
static void read_places(Icu *icu, const char *data, const char *file, int first)
{
    enum { LONGEST_NAME_OF_PLACE = 64 };
    static char line[65536];
    FILE *in = open_within(data, file);
    while (fgets(line, sizeof line, in)) {
        uint8_t letters[SCRIPTS][CHARACTER_LETTERS];
        char names[MOST_NAMES][LONGEST_NAME_OF_PLACE];
        int counts[SCRIPTS] = {0}, name_count = 0, cell = 0;
        if (*line == '#') continue;
        for (char *at = line; *at; at++) {
            size_t length = strcspn(at, "|\t\n");
            if (cell >= first && length && length < LONGEST_NAME_OF_PLACE) {
                for (int k = 0; k < SCRIPTS; k++)
                    if (!counts[k] && is_word(at, length, scripts[k]))
                        counts[k] = read_letters(icu, READ_SPOKEN, at, length, letters[k], CHARACTER_LETTERS);
                if (name_count < MOST_NAMES && is_word(at, length, EDIT_HAN)) {
                    memcpy(names[name_count], at, length);
                    names[name_count][length] = 0;
                    take_off_designator(names[name_count++]);
                }
            }
            at += length;
            cell += *at == '\t';
            if (!*at) break;
        }
        unsigned key = counts[0] ? hash_letters(letters[0], counts[0]) : 0;
        for (int k = 0; k < SCRIPTS && counts[0]; k++)
            for (int i = 0; i < name_count; i++) add_pair(icu, letters[k], counts[k], scripts[k], names[i], 1, key);
    }
    fclose(in);
}

/* --- what is counted: of owners, pieces --- */

enum { SOUND = 0x10000, ALL = 0x20000, CLASSES = 0x40000, OWNERS = 0x60000 };
typedef struct Slot {
    uint64_t key; /* owner << 32 | piece */
    double count, probability;
} Slot;
static Slot *slots;
static size_t slot_count;
static double totals[OWNERS + 1];

static Slot *slot_at(uint32_t owner, uint32_t piece)
{
    uint64_t key = (uint64_t)owner << 32 | piece;
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15ull >> 42) % SLOTS;
    while (slots[i].key && slots[i].key != key) i = (i + 1) % SLOTS;
    return &slots[i];
}

static void count_in(uint32_t owner, uint32_t piece, double uses)
{
    Slot *slot = slot_at(owner, piece);
    if (!slot->key) {
        if (++slot_count > SLOTS / 4 * 3) fputs("too many pieces\n", stderr), exit(1);
        slot->key = (uint64_t)owner << 32 | piece;
    }
    slot->count += uses;
}

static uint32_t piece_of(const uint8_t *letters, int count)
{
    uint32_t piece = 1;
    for (int i = 0; i < count; i++) piece = piece << 5 | letters[i];
    return piece;
}

static uint32_t classes_of(uint32_t piece)
{
    uint32_t out = 1;
    int size = (31 - __builtin_clz(piece)) / 5;
    for (int i = size - 1; i >= 0; i--) {
        uint32_t class = (uint32_t)character_class((int)(piece >> 5 * i & 31));
        if (out == 1 || class != (out & 31)) out = out << 5 | class;
    }
    return out;
}

static void count_piece(uint32_t character, uint32_t piece, double uses)
{
    uint32_t classes = classes_of(piece);
    count_in(character, piece, uses);
    count_in(CLASSES + character, classes, uses);
    count_in(CLASSES + SOUND + sound_of[character], classes, uses);
    count_in(CLASSES + ALL, classes, uses);
}

/* The probability of classes of a character, without what was counted of itself. */
static double lent_to_classes(uint32_t character, uint32_t classes)
{
    uint32_t sound = CLASSES + SOUND + sound_of[character];
    double probability = slot_at(sound, classes)->probability;
    if (probability > 0) return probability;
    probability = slot_at(CLASSES + ALL, classes)->probability;
    return (probability > 0 ? probability : NOT_SEEN) * OF_ALL / (totals[sound] + OF_SOUND);
}

static double classes_probability(uint32_t character, uint32_t classes)
{
    double probability = slot_at(CLASSES + character, classes)->probability;
    return probability > 0 ? probability
                           : lent_to_classes(character, classes) * OF_SOUND / (totals[CLASSES + character] + OF_SOUND);
}

/* The chance of the letters of a piece, and where their classes are known. */
static double piece_chance(uint32_t piece, int within_classes)
{
    double product = 1;
    for (; piece > 1; piece >>= 5)
        product *= chance[piece & 31] / (within_classes ? class_chance[character_class((int)(piece & 31))] : 1);
    return product;
}

static double lent_to_piece(uint32_t character, uint32_t piece)
{
    return classes_probability(character, classes_of(piece)) * piece_chance(piece, 1) * OF_CLASSES /
           (totals[character] + OF_CLASSES);
}

static double piece_probability(uint32_t character, uint32_t piece)
{
    double probability = slot_at(character, piece)->probability;
    return probability > 0 ? probability : lent_to_piece(character, piece);
}

/* Makes probabilities of the counts, from the most general down. */
static void maximise(int round)
{
    memset(totals, 0, sizeof totals);
    for (size_t i = 0; i < SLOTS; i++) {
        if (!slots[i].key) continue;
        if ((uint32_t)slots[i].key == 1 && round < 3) slots[i].count *= EMPTY;
        totals[slots[i].key >> 32] += slots[i].count;
    }
    for (int step = 0; step < 4; step++)
        for (size_t i = 0; i < SLOTS; i++) {
            Slot *slot = &slots[i];
            uint32_t owner = (uint32_t)(slot->key >> 32), piece = (uint32_t)slot->key;
            if (!slot->key) continue;
            if (step == 0 && owner == CLASSES + ALL) slot->probability = slot->count / totals[owner];
            if (step == 1 && owner >= CLASSES + SOUND && owner < CLASSES + ALL)
                slot->probability =
                    (slot->count + OF_ALL * slot_at(CLASSES + ALL, piece)->probability) / (totals[owner] + OF_SOUND);
            if (step == 2 && owner >= CLASSES && owner < CLASSES + SOUND)
                slot->probability =
                    (slot->count + OF_SOUND * lent_to_classes(owner - CLASSES, piece)) / (totals[owner] + OF_SOUND);
            if (step == 3 && owner < SOUND)
                slot->probability = slot->count / (totals[owner] + OF_CLASSES) + lent_to_piece(owner, piece);
        }
    for (size_t i = 0; i < SLOTS; i++) slots[i].count = 0;
}

/* --- expectation maximisation --- */

static double weights[CHARACTER_MOST][CHARACTER_LETTERS + 1][CHARACTER_PIECE + 1];
static double forward[CHARACTER_MOST + 1][CHARACTER_LETTERS + 1];

/* The sum over all cuts of the letters of one pair beside the characters of another, against chance. */
static double sum_forward(const Pair *word, const Pair *name)
{
    memset(forward, 0, sizeof forward);
    forward[0][0] = 1;
    for (int i = 0; i < name->count; i++)
        for (int begin = 0; begin <= word->letter_count; begin++) {
            if (forward[i][begin] == 0) continue;
            for (int size = 0; size <= CHARACTER_PIECE && begin + size <= word->letter_count; size++) {
                uint32_t piece = piece_of(word->letters + begin, size);
                double weight = piece_probability(name->characters[i], piece) / piece_chance(piece, 0);
                weights[i][begin][size] = weight;
                forward[i + 1][begin + size] += forward[i][begin] * weight;
            }
        }
    return forward[name->count][word->letter_count];
}

static void count_uses(const Pair *pair, double total)
{
    static double backward[CHARACTER_MOST + 1][CHARACTER_LETTERS + 1];
    memset(backward, 0, sizeof backward);
    backward[pair->count][pair->letter_count] = 1;
    for (int i = pair->count - 1; i >= 0; i--)
        for (int begin = 0; begin <= pair->letter_count; begin++) {
            if (forward[i][begin] == 0) continue;
            for (int size = 0; size <= CHARACTER_PIECE && begin + size <= pair->letter_count; size++) {
                double value = weights[i][begin][size] * backward[i + 1][begin + size];
                double uses = forward[i][begin] * value / total;
                backward[i][begin] += value;
                if (uses > 1e-4)
                    count_piece(pair->characters[i], piece_of(pair->letters + begin, size), uses * pair->weight);
            }
        }
}

/* At first pieces are likely whose length and place are near to an even cut. */
static void begin_counts(int all)
{
    double sum = 0;
    memset(chance, 0, sizeof chance);
    memset(class_chance, 0, sizeof class_chance);
    memset(slots, 0, SLOTS * sizeof *slots);
    slot_count = 0;
    for (int p = 0; p < pair_count; p++) {
        const Pair *pair = &pairs[p];
        if (pair->held && !all) continue;
        double mean = (double)pair->letter_count / pair->count;
        for (int j = 0; j < pair->letter_count; j++) chance[pair->letters[j]]++, sum++;
        for (int i = 0; i < pair->count; i++)
            for (int begin = 0; begin <= pair->letter_count; begin++)
                for (int size = 0; size <= CHARACTER_PIECE && begin + size <= pair->letter_count; size++) {
                    double away = fabs(begin + size / 2.0 - (i + 0.5) * mean);
                    double likely = pow(0.5, fabs(size - mean)) * exp(-away / 1.5);
                    if (likely > 0.06) count_piece(pair->characters[i], piece_of(pair->letters + begin, size), likely);
                }
    }
    for (int i = 0; i < 26; i++) {
        chance[i] = (chance[i] + 1) / (sum + 26);
        class_chance[character_class(i)] += chance[i];
    }
    maximise(0);
}

/* `all`: from the pairs that are held out too. */
static void learn(int all)
{
    int used = 0;
    double mean = 0, spread = 0;
    begin_counts(all);
    for (int p = 0; p < pair_count; p++) pairs[p].fit = 0;
    for (int round = 1; round <= ROUNDS; round++) {
        double sum = 0, squares = 0;
        /* a pair that fits badly keeps its fit, and is passed over from then on */
        double least = round == 4 || round == 6 ? mean - 1.5 * spread : -1e9;
        used = 0;
        for (int p = 0; p < pair_count; p++) {
            Pair *pair = &pairs[p];
            if ((pair->held && !all) || pair->fit < -1e8) continue;
            if (pair->fit < least) {
                pair->fit = -1e9;
                continue;
            }
            double total = sum_forward(pair, pair);
            if (total < LEAST_SUM) total = LEAST_SUM;
            pair->fit = log(total) / (pair->letter_count + pair->count);
            sum += pair->fit, squares += pair->fit * pair->fit, used++;
            count_uses(pair, total);
        }
        mean = sum / used, spread = sqrt(squares / used - mean * mean);
        maximise(round);
    }
    fprintf(stderr, "%d pairs fit, mean %.3f\n", used, mean);
}

/* --- the table as it is written --- */

static int is_kept(const Slot *slot)
{
    uint32_t owner = (uint32_t)(slot->key >> 32);
    if (!slot->key || (owner >= SOUND && owner < CLASSES) || owner >= CLASSES + SOUND) return 0;
    return slot->probability >= (owner < SOUND ? LEAST_PIECE : LEAST_CLASSES) && totals[owner % CLASSES] >= FEWEST;
}

/* Logarithms, as the head of the table says. */
static double written(const Slot *slot)
{
    uint32_t owner = (uint32_t)(slot->key >> 32);
    double value = owner < SOUND ? slot->probability / piece_chance((uint32_t)slot->key, 0)
                                 : slot->probability * OF_CLASSES / (totals[owner - CLASSES] + OF_CLASSES);
    return log(value);
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = ((const Slot *)left)->key, b = ((const Slot *)right)->key;
    return (a > b) - (a < b);
}

static void print_pieces(const Slot *kept, size_t count, uint32_t owner)
{
    int printed = 0;
    putchar('\t');
    for (size_t i = 0; i < count; i++) {
        uint32_t piece = (uint32_t)kept[i].key;
        int size = (31 - __builtin_clz(piece)) / 5;
        if (kept[i].key >> 32 != owner) continue;
        if (printed++) putchar(' ');
        if (!size) putchar('-');
        for (int k = size - 1; k >= 0; k--) putchar((owner < SOUND ? 'a' : '0') + (int)(piece >> 5 * k & 31));
        printf(" %.2f", written(&kept[i]));
    }
}

static void print_table(double curves[SCRIPTS][CHARACTER_CURVE])
{
    Slot *kept = or_die(calloc(slot_count + 1, sizeof *kept));
    size_t count = 0, last = 0;
    for (size_t i = 0; i < SLOTS; i++)
        if (is_kept(&slots[i])) kept[count++] = slots[i];
    qsort(kept, count, sizeof *kept, by_key);
    fputs("# What Chinese characters stand for in foreign names (names/characters.h). Made by tools/train_characters.c "
          "from pairs of words of person\n"
          "# names of Wikidata (CC0) and of names of places (GeoNames, CC BY 4.0; Unicode CLDR).\n"
          "# rows `curve`: script, weights of the features. rows `letter`: letter, 1 / the share of letters of its "
          "class.\n"
          "# character, as simplified\tletters (- none) and the logarithm of how much likelier than by chance, ...\t"
          "classes of letters (character_class()) and the logarithm of their probability where the letters are not "
          "listed, ...\n",
          stdout);
    for (int i = 0; i < SCRIPTS; i++) {
        printf("curve\t%s\t", script_names[i]);
        for (int k = 0; k < CHARACTER_CURVE; k++) printf("%s%.4f", k ? " " : "", curves[i][k]);
        putchar('\n');
    }
    for (int i = 0; i < 26; i++) printf("letter\t%c\t%.4f\n", 'a' + i, 1 / class_chance[character_class(i)]);
    for (size_t i = 0; i < count; i++) {
        uint32_t owner = (uint32_t)(kept[i].key >> 32);
        char text[5] = {0};
        size_t end = i, of_classes;
        if (owner >= SOUND) break;
        while (end < count && kept[end].key >> 32 == owner) end++;
        for (of_classes = last; of_classes < count && kept[of_classes].key >> 32 < CLASSES + owner;) of_classes++;
        last = of_classes;
        while (last < count && kept[last].key >> 32 == CLASSES + owner) last++;
        utf8_encode(owner, text);
        fputs(text, stdout);
        print_pieces(kept + i, end - i, owner);
        print_pieces(kept + of_classes, last - of_classes, CLASSES + owner);
        putchar('\n');
        i = end - 1;
    }
    free(kept);
}

/* --- telling names from strangers --- */

typedef struct Example {
    double features[CHARACTER_CURVE];
    int same;
} Example;

static double curve[CHARACTER_CURVE];
static unsigned long long seed = 20261130;

static unsigned random_below(unsigned limit)
{
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)((seed >> 33) % limit);
}

static double odds(const double features[CHARACTER_CURVE])
{
    double sum = 0;
    for (int k = 0; k < CHARACTER_CURVE; k++) sum += curve[k] * features[k];
    return sum;
}

/* What the edits say of the letters of one pair beside those by which the characters of another are read. */
static double edits_of(const Pair *word, const Pair *name)
{
    Letters letters = {word->letters, word->letter_count, word->script, 0};
    Letters spoken = {name->spoken, name->spoken_count, EDIT_HAN, 0};
    return edits_odds(letters, spoken);
}

/* The features of the letters of one pair beside the characters of another; returns their odds. */
static double judge(const Pair *word, const Pair *name, Example *out)
{
    double sum = sum_forward(word, name);
    character_features(log(sum < 1e-30 ? 1e-30 : sum), edits_of(word, name), word->letter_count, name->count,
                       out->features);
    out->same = word == name;
    return odds(out->features);
}

static int is_stranger(const Pair *a, const Pair *b)
{
    int same_letters = a->letter_count == b->letter_count && !memcmp(a->letters, b->letters, (size_t)a->letter_count);
    int same_characters =
        a->count == b->count && !memcmp(a->characters, b->characters, (size_t)a->count * sizeof *a->characters);
    return a->held == b->held && a->script == b->script && !same_letters && !same_characters;
}

static const Pair *stranger_of(const Pair *pair)
{
    for (;;) {
        const Pair *other = &pairs[random_below((unsigned)pair_count)];
        if (is_stranger(other, pair)) return other;
    }
}

/* A pair, its nearest stranger, and a random one; `side`: strangers of its letters, or of its characters. */
static void judge_pair(const Pair *pair, int side, int sample, Example out[3])
{
    double most = 0;
    judge(pair, pair, &out[0]);
    for (int k = 0; k < sample; k++) {
        Example here;
        const Pair *other = stranger_of(pair), *word = side ? pair : other, *name = side ? other : pair;
        if (k && edits_of(word, name) < FAR) continue;
        double value = judge(word, name, &here);
        if (k == 0) out[1] = out[2] = here, most = value;
        if (value > most) out[1] = here, most = value;
    }
}

/* Newton's method over the first `weights_to_fit`; a label that is wrong now and then pulls less where the curve is sure. */
static void fit_curve(const Example *examples, int count, int weights_to_fit)
{
    int n = weights_to_fit;
    for (int round = 0; round < 12; round++) {
        double hessian[CHARACTER_CURVE][CHARACTER_CURVE + 1] = {{0}};
        for (int i = 0; i < count; i++) {
            const double *x = examples[i].features;
            double p = 1 / (1 + exp(-odds(x))), q = WRONG_LABEL + (1 - 2 * WRONG_LABEL) * p;
            double trust = examples[i].same ? (1 - WRONG_LABEL) * p / q : WRONG_LABEL * p / (1 - q);
            for (int k = 0; k < n; k++) {
                for (int l = 0; l < n; l++) hessian[k][l] += (p * (1 - p) + 1e-9) * x[k] * x[l];
                hessian[k][n] += (trust - p) * x[k];
            }
        }
        for (int k = 0; k < n; k++) hessian[k][k] += 1;
        for (int k = 0; k < n; k++)
            for (int r = 0; r < n; r++) {
                double factor = r == k ? 0 : hessian[r][k] / hessian[k][k];
                for (int c = k; c <= n; c++) hessian[r][c] -= factor * hessian[k][c];
            }
        for (int k = 0; k < n; k++) curve[k] += 0.7 * hessian[k][n] / hessian[k][k];
    }
}

/* Prints how often the right characters are the best of many for the letters of a pair that was held out. */
static void report_best(int script)
{
    enum { ASKED = 400, AMONG = 450 };
    int asked = 0, best = 0, best_by_edits = 0;
    for (int p = 0; p < pair_count && asked < ASKED; p++) {
        Example right, other;
        if (pairs[p].held != TEST || pairs[p].script != script) continue;
        double odds_of_right = judge(&pairs[p], &pairs[p], &right), edits = edits_of(&pairs[p], &pairs[p]);
        int found = 1, found_by_edits = 1;
        for (int k = 0; k < AMONG; k++) {
            const Pair *stranger = stranger_of(&pairs[p]);
            found = found && judge(&pairs[p], stranger, &other) < odds_of_right;
            found_by_edits = found_by_edits && edits_of(&pairs[p], stranger) < edits;
        }
        asked++, best += found, best_by_edits += found_by_edits;
    }
    fprintf(stderr, "  the best of %d: %.4f; by the edits alone %.4f\n", AMONG, (double)best / asked,
            (double)best_by_edits / asked);
}

/* Fits the curve of a script on the pairs held out for it, and prints how those that are kept from it are told. */
static void tell_apart(int number)
{
    int script = scripts[number];
    static const double start[CHARACTER_CURVE] = {0, 0.1, 0, 0, 0, 0, 0, 0.8};
    Example *examples = or_die(calloc((size_t)pair_count * 3, sizeof *examples));
    memcpy(curve, start, sizeof curve);
    for (int round = 0; round < 3; round++) { /* in the last one, where to draw the line */
        int count = 0;
        for (int p = 0; p < pair_count; p++) {
            if (pairs[p].held != FIT || pairs[p].script != script) continue;
            judge_pair(&pairs[p], (p + round) % 2, round < 2 ? SAMPLE : MANY, examples + count);
            count += 3;
        }
        fit_curve(examples, count, round < 2 ? CHARACTER_CURVE : 1);
    }
    int hit = 0, said = 0, same = 0, before = 0, said_before = 0;
    for (int p = 0; p < pair_count && same < 3000; p++) {
        if (pairs[p].held != TEST || pairs[p].script != script) continue;
        judge_pair(&pairs[p], same % 2, MANY, examples);
        same++;
        for (int k = 0; k < 3; k++) {
            int yes = odds(examples[k].features) > 0, by_edits = examples[k].features[7] > 0;
            said += yes, hit += yes && !k, said_before += by_edits, before += by_edits && !k;
        }
    }
    fprintf(stderr, "%s: %d held out, P %.4f R %.4f; by the edits alone P %.4f R %.4f\n", script_names[number], same,
            (double)hit / said, (double)hit / same, (double)before / said_before, (double)before / same);
    free(examples);
    report_best(script);
}

int main(int argc, char **argv)
{
    double curves[SCRIPTS][CHARACTER_CURVE];
    if (argc < 3) return fputs("usage: train_characters FOLDER DATA\n", stderr), 2;
    Icu *icu = icu_open();
    if (!icu) return 1;
    pairs = or_die(calloc(MOST_PAIRS, sizeof *pairs));
    slots = or_die(calloc(SLOTS, sizeof *slots));
    for (int i = 0; i < OTHERS; i++) spelled[i] = or_die(calloc(SPELLED_SLOTS, sizeof *spelled[i]));
    read_simplified(argv[2]);
    read_list(icu, argv[1], "wikidata_en_russian.tsv", take_russian);
    read_list(icu, argv[1], "wikidata_en_korean.tsv", take_korean);
    read_list(icu, argv[1], "wikidata_en_chinese.tsv", take_chinese);
    read_places(icu, argv[2], "gazetteer/cities.tsv", 6);
    read_places(icu, argv[2], "gazetteer/subdivisions.tsv", 1);
    fprintf(stderr, "%d pairs, %d sounds\n", pair_count, sound_count);
    learn(0);
    for (int i = 0; i < SCRIPTS; i++) {
        tell_apart(i);
        memcpy(curves[i], curve, sizeof curve);
    }
    learn(1);
    print_table(curves);
    icu_close(icu);
    return 0;
}
