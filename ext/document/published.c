/*
** published.c - see published.h
**
** Evidence is weighed as a log-linear model does it: every kind (evidence.h) has a weight, the logarithm of how much more probable it makes a day, and the day
** with the largest sum wins, if it is more probable than that none is right. What is stated for machines counts for a day once; of the lines that name a day the best
** counts: what it says, how it is marked up, where it stands. Weights and counts are in data/document/evidence.tsv; ext/tools/train_record.c learns them.
**
** So a stamp below the headline outweighs the date of a teaser, an address that names the day confirms one of two dates, a copyright
** line or a comment never is enough.
*/
#include "document/published.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "dates/dates.h"
#include "document/furniture.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DAYS = 64, MOST_ASKED = 60, LABEL_BYTES = 60, TIME_DIGITS = 4 };

#define BIT(evidence) (1ull << (evidence))

typedef struct Collector {
    Arena *arena;
    Icu *icu;
    const Metadata *metadata;
    const Page *page; /* its blocks, or NULL */
    uint32_t body,
        body_end; /* bytes of the page's text from the first paragraph to the end of the last; body_end 0: none are known */
    Language language, declared; /* of the text; what the page says of itself, or LANGUAGE_UND */
    size_t headline;             /* line of the page; SIZE_MAX: not known */
    unsigned
        around; /* hints of the headline: an element that holds it is no comment and no list of other pages, whatever it is called */
    StampOrder order;
    unsigned asked; /* lines that the finder of dates was asked for */
    int seen, seen_below;
    int32_t latest; /* of the days that are stated for machines; 0: none */
    DayList *days;
} Collector;

/* --- days ------------------------------------------------------------------------------------------------------------------------------------ */
static Day *day_of(Collector *c, const Stamp *stamp)
{
    for (size_t i = 0; i < c->days->count; i++)
        if (stamp_day(&c->days->items[i].stamp) == stamp_day(stamp)) return &c->days->items[i];
    if (c->days->count >= MOST_DAYS) return NULL;
    Day *day = ARENA_PUSH(c->arena, c->days);
    if (day) {
        memset(day, 0, sizeof *day);
        day->stamp = *stamp;
        day->stamp.hour = day->stamp.minute = day->stamp.second = -1;
        day->change = day->stamp;
    }
    return day;
}

static void take_time(Stamp *day, const Stamp *stamp)
{
    if (day->hour < 0) *day = *stamp;
}

static int is_change(Evidence fact)
{
    return fact == EVIDENCE_LD_MODIFIED || fact == EVIDENCE_META_MODIFIED || fact == EVIDENCE_ITEM_MODIFIED;
}

static void add_stated(Collector *c, const Stamp *stamp, Evidence fact)
{
    Day *day = day_of(c, stamp);
    if (!day) return;
    day->stated |= BIT(fact);
    take_time(is_change(fact) ? &day->change : &day->stamp, stamp);
}

static void add_mention(Collector *c, const Stamp *stamp, uint64_t evidence)
{
    Day *day = day_of(c, stamp);
    if (!day) return;
    for (uint32_t i = 0; i < day->mention_count; i++)
        if (day->mentions[i] == evidence) return;
    if (day->mention_count < DAY_MENTIONS) day->mentions[day->mention_count++] = evidence;
    if (!(evidence & (BIT(EVIDENCE_CLASS_COMMENT) | BIT(EVIDENCE_CLASS_ASIDE))))
        take_time(evidence & BIT(EVIDENCE_LABEL_MODIFIED) ? &day->change : &day->stamp, stamp);
}

/* --- the order of day and month -------------------------------------------------------------------------------------------------------- */

/*
** The order of day, month and year in numbers. English is written month first where its page does not say that it is from a country that has the day first;
** in East Asia the year comes first, also where it has two digits.
*/
static StampOrder order_of(const Metadata *metadata, Language language)
{
    static const char *const day_first[] = {".uk", ".au", ".nz", ".ie", ".in", ".za", ".sg", ".hk", ".my", ".pk",
                                            ".ng", ".ke", ".gh", ".eu", ".at", ".de", ".ch", ".kz", ".ru"};
    Language base = language_base(language);
    if (base == LANGUAGE_ZH || base == LANGUAGE_JA || base == LANGUAGE_KO) return STAMP_YEAR_FIRST;
    if (base != LANGUAGE_EN) return STAMP_DAY_FIRST;
    const Claim *said = metadata_first(metadata, FACT_LANGUAGE);
    if (said && said->length >= 5 && (said->value[2] == '-' || said->value[2] == '_')) {
        const char *region = said->value + 3;
        return ((region[0] | 32) == 'u' && (region[1] | 32) == 's') ||
                       ((region[0] | 32) == 'p' && (region[1] | 32) == 'h')
                   ? STAMP_MONTH_FIRST
                   : STAMP_DAY_FIRST;
    }
    const Claim *address = metadata_first(metadata, FACT_CANONICAL);
    if (!address) address = metadata_first(metadata, FACT_ADDRESS);
    const char *host = address ? strstr(address->value, "//") : NULL;
    if (!host) return STAMP_MONTH_FIRST;
    size_t length = strcspn(host + 2, "/:?#") + 2;
    for (size_t i = 0; i < sizeof day_first / sizeof *day_first; i++)
        if (length > 3 && !strncmp(host + length - 3, day_first[i], 3)) return STAMP_DAY_FIRST;
    return STAMP_MONTH_FIRST;
}

/* --- lines ------------------------------------------------------------------------------------------------------------------------------------- */

static int is_day(const char *value)
{
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? value[i] != '-' : value[i] < '0' || value[i] > '9') return 0;
    return value[10] == 0 || value[10] == 'T';
}

static Status find_dates(Collector *c, const char *text, size_t length, Language language, DateList *dates)
{
    Text line;
    c->asked++;
    dates->count = 0;
    if (text_outline(c->arena, text, length, language, &line) != STATUS_OK) return c->arena->status;
    return dates_find(c->arena, &line, NULL, PREFER_DEFAULT, dates);
}

static int names_day(const DateList *dates)
{
    for (size_t i = 0; i < dates->count; i++)
        if (is_day(dates->items[i].value)) return 1;
    return 0;
}

static const Furniture label_kinds[] = {FURNITURE_MODIFIED, FURNITURE_PUBLISHED, FURNITURE_AUTHOR, FURNITURE_SOURCE};
enum { LABEL_KINDS = sizeof label_kinds / sizeof *label_kinds };

/* The kind of the label that a text begins with; `*bytes` is its length. */
static Furniture label_at(const char *text, size_t length, size_t *bytes)
{
    for (size_t k = 0; k < LABEL_KINDS; k++)
        if ((*bytes = furniture_label(text, length, label_kinds[k])) != 0) return label_kinds[k];
    return FURNITURE_NONE;
}

/* Blanks aside. */
static int ends_with_colon(const char *text, size_t length)
{
    while (length && text[length - 1] == ' ') length--;
    return length && (text[length - 1] == ':' || (length >= 3 && !memcmp(text + length - 3, "：", 3)));
}

/* A label within words has a capital, where its script has them, or several words: not `work began at`, but `Jane Doe Published`, `this page was last edited on`. */
static int is_marked(const char *label, size_t length)
{
    uint32_t code;
    if (memchr(label, ' ', length)) return 1;
    (void)utf8_decode(label, label + length, &code);
    const UnicodeRecord *record = unicode_of(code);
    int cased = record->script == SCRIPT_LATIN || record->script == SCRIPT_CYRILLIC || record->script == SCRIPT_GREEK;
    return !cased || (record->flags & UNICODE_UPPER);
}

/* The last label before a date in its line; a label of publication or change before one of a byline. `whole` tells that the text begins where the line does. */
static Furniture label_of(const char *text, size_t length, int whole)
{
    Furniture found = FURNITURE_NONE;
    int inside = 0;    /* a word */
    int apart = whole; /* no word stands before, or a mark does */
    const char *at = text + (length > LABEL_BYTES ? length - LABEL_BYTES : 0), *end = text + length;
    size_t bytes_of_label;
    int colon = ends_with_colon(text, length);
    while (at < end && at > text && ((unsigned char)*at & 0xC0) == 0x80) at++;
    while (at < end) {
        uint32_t code;
        size_t bytes = utf8_decode(at, end, &code);
        int word = (unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) != 0;
        Furniture label = word && !inside ? label_at(at, (size_t)(end - at), &bytes_of_label) : FURNITURE_NONE;
        if (label != FURNITURE_NONE && !apart && !colon && !is_marked(at, bytes_of_label)) label = FURNITURE_NONE;
        if (label == FURNITURE_MODIFIED || label == FURNITURE_PUBLISHED || found == FURNITURE_NONE)
            found = label ? label : found;
        inside = word;
        if (word) apart = 0;
        else if (code != ' ') apart = 1;
        at += bytes;
    }
    return found;
}

static uint64_t hints_evidence(const MetadataLine *line, unsigned around)
{
    static const struct {
        unsigned hint;
        Evidence evidence;
    } pairs[] = {{HINT_DATE, EVIDENCE_CLASS_DATE},
                 {HINT_PUBLISHED, EVIDENCE_CLASS_PUBLISHED},
                 {HINT_MODIFIED, EVIDENCE_CLASS_MODIFIED},
                 {HINT_BYLINE, EVIDENCE_CLASS_BYLINE},
                 {HINT_AUTHOR, EVIDENCE_CLASS_BYLINE},
                 {HINT_ARTICLE, EVIDENCE_CLASS_ARTICLE},
                 {HINT_COMMENT, EVIDENCE_CLASS_COMMENT},
                 {HINT_ASIDE, EVIDENCE_CLASS_ASIDE},
                 {HINT_FOOTER, EVIDENCE_CLASS_FOOTER},
                 {HINT_HEADER, EVIDENCE_IN_HEADER},
                 {HINT_LINK, EVIDENCE_IN_LINK}};
    enum { AROUND = HINT_COMMENT | HINT_ASIDE | HINT_FOOTER | HINT_HEADER };
    uint64_t evidence = BIT(EVIDENCE_LINE);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (line->hints & ~(around & AROUND) & pairs[i].hint) evidence |= BIT(pairs[i].evidence);
    if (line->heading) evidence |= BIT(EVIDENCE_IN_HEADING);
    if (line->hints & HINT_TIME) evidence |= BIT(line->machine ? EVIDENCE_TIME : EVIDENCE_TIME_TEXT);
    if (line->machine) evidence |= BIT(EVIDENCE_TIME);
    return evidence;
}

static uint64_t place_evidence(const Collector *c, const MetadataLine *line)
{
    enum { ABOVE = 6, NEAR = 5, SOON = 25 };
    if (c->headline == SIZE_MAX) return BIT(EVIDENCE_NO_HEADLINE);
    ptrdiff_t distance = (ptrdiff_t)line->line - (ptrdiff_t)c->headline;
    if (distance >= -ABOVE && distance < 0) return BIT(EVIDENCE_ABOVE_NEAR);
    if (distance >= 0 && distance <= NEAR) return BIT(EVIDENCE_BELOW_NEAR);
    return distance > 0 && distance <= SOON ? BIT(EVIDENCE_BELOW) : 0;
}

static void find_body(Collector *c)
{
    for (size_t i = 0; c->page && i < c->page->blocks.count; i++) {
        const Block *block = &c->page->blocks.items[i];
        if (block->kind != BLOCK_BODY) continue;
        if (!c->body_end) c->body = block->start;
        c->body_end = block->start + block->length;
    }
}

/* What the block is that holds a byte of the page's text, or begins next. */
static BlockKind kind_at(const Page *page, uint32_t place)
{
    size_t low = 0, high = page->blocks.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const Block *block = &page->blocks.items[middle];
        if (block->start + block->length <= place) low = middle + 1;
        else high = middle;
    }
    return low < page->blocks.count ? (BlockKind)page->blocks.items[low].kind : BLOCK_KINDS;
}

/* Where a line stands in the page as its blocks divide it. */
static uint64_t block_evidence(const Collector *c, const MetadataLine *line)
{
    if (!c->body_end) return 0;
    uint64_t evidence = 0;
    BlockKind kind = kind_at(c->page, line->place);
    if (line->place < c->body && (c->headline == SIZE_MAX || line->line >= c->headline))
        evidence |= BIT(EVIDENCE_BEFORE_BODY);
    if (line->place >= c->body_end) evidence |= BIT(EVIDENCE_AFTER_BODY);
    if (kind == BLOCK_BYLINE || kind == BLOCK_DATELINE || kind == BLOCK_TITLE) evidence |= BIT(EVIDENCE_BLOCK_BYLINE);
    if (kind != BLOCK_KINDS && block_is_boilerplate(kind)) evidence |= BIT(EVIDENCE_BLOCK_FRAME);
    return evidence;
}

/* How many lines are marked up as this one is and name a day: three are a list. */
static int is_one_of_many(const Metadata *metadata, const MetadataLine *line)
{
    enum { FEW = 3, SEEN = 60 };
    size_t same = 0;
    for (size_t i = 0; i < metadata->lines.count && i < SEEN; i++) {
        const MetadataLine *other = &metadata->lines.items[i];
        same += other->hints == line->hints && other->heading == line->heading && other->machine == line->machine;
    }
    return same > FEW;
}

static uint64_t line_evidence(const Collector *c, const MetadataLine *line)
{
    uint64_t evidence = hints_evidence(line, c->around) | place_evidence(c, line) | block_evidence(c, line);
    if (strstr(line->text, "©") || strstr(line->text, "opyright") || strstr(line->text, "(c)"))
        evidence |= BIT(EVIDENCE_COPYRIGHT);
    if (is_one_of_many(c->metadata, line)) evidence |= BIT(EVIDENCE_MANY);
    return evidence;
}

static uint64_t first_evidence(Collector *c, const MetadataLine *line)
{
    uint64_t evidence = 0;
    enum { ELSEWHERE = HINT_COMMENT | HINT_ASIDE | HINT_FOOTER | HINT_HEADER };
    if (line->machine || (line->hints & ~c->around & ELSEWHERE)) return 0;
    if (!c->seen) evidence |= BIT(EVIDENCE_FIRST);
    c->seen = 1;
    if (c->headline != SIZE_MAX && line->line >= c->headline) {
        if (!c->seen_below) evidence |= BIT(EVIDENCE_FIRST_BELOW);
        c->seen_below = 1;
    }
    return evidence;
}

/* Letters and words, without those that hold a digit. */
typedef struct Words {
    size_t letters, words;
} Words;

static void count_words(const char *text, size_t length, Words *count)
{
    const char *at = text, *end = text + length;
    size_t letters = 0;
    while (at <= end) {
        uint32_t code = ' ';
        const char *next = at < end ? at + utf8_decode(at, end, &code) : at + 1;
        const UnicodeRecord *record = unicode_of(code);
        int ideograph =
            record->script == SCRIPT_HAN || record->script == SCRIPT_HIRAGANA || record->script == SCRIPT_KATAKANA;
        if (record->flags & (UNICODE_LETTER | UNICODE_MARK)) letters++, count->letters += ideograph ? 2u : 1u;
        if (letters && (ideograph ? letters >= 2 : !(record->flags & (UNICODE_LETTER | UNICODE_MARK))))
            count->words++, letters = 0;
        at = next;
    }
}

/* Does a bracket, a dash or another mark part what ends at byte `at` from the words behind it? */
static int is_apart(const MetadataLine *line, size_t at)
{
    const char *end = line->text + line->length, *next = line->text + at;
    uint32_t code = ' ';
    while (next < end && code == ' ') next += utf8_decode(next, end, &code);
    return !(unicode_of(code)->flags & (UNICODE_LETTER | UNICODE_DIGIT));
}

/* In running text a label is one only where it opens the text, or has a colon: `The plan, which was published on 5 May 2012` says nothing of the page. */
static int is_label_of_line(const MetadataLine *line, size_t start)
{
    size_t bytes;
    return ends_with_colon(line->text, start) ||
           (start <= LABEL_BYTES && label_at(line->text, start, &bytes) != FURNITURE_NONE);
}

/* A day in a line of text: bytes [start, start + length) of it. */
static void take_mention(Collector *c, const MetadataLine *line, uint64_t evidence, size_t from, size_t start,
                         size_t length, const Stamp *read)
{
    enum { FEW_LETTERS = 8, SEVERAL = 4, MUCH = 100, FIRST_YEAR = 1994 /* of news on the web */ };
    static const uint64_t marked = BIT(EVIDENCE_LABEL_PUBLISHED) | BIT(EVIDENCE_LABEL_MODIFIED) |
                                   BIT(EVIDENCE_LABEL_SOURCE) | BIT(EVIDENCE_TIME_TEXT) | BIT(EVIDENCE_CLASS_DATE) |
                                   BIT(EVIDENCE_CLASS_PUBLISHED) | BIT(EVIDENCE_CLASS_MODIFIED) |
                                   BIT(EVIDENCE_CLASS_BYLINE) | BIT(EVIDENCE_ALONE);
    Stamp stamp = *read, numeric, swapped;
    size_t label_bytes;
    int doubtful = stamp_read(line->text + start, length, c->order, &numeric, &swapped) && swapped.year;
    if (doubtful) stamp.month = numeric.month, stamp.day = numeric.day;
    Furniture label = label_of(line->text + from, start - from, !from);
    if (label == FURNITURE_NONE && !from && start < 3 && line->before[0])
        label = label_at(line->before, strlen(line->before), &label_bytes);
    int paragraph = line->cut || utf8_count(line->text, line->length) > MUCH;
    if (paragraph && !is_label_of_line(line, start)) label = FURNITURE_NONE;
    if (label == FURNITURE_MODIFIED) evidence |= BIT(EVIDENCE_LABEL_MODIFIED);
    if (label == FURNITURE_PUBLISHED) evidence |= BIT(EVIDENCE_LABEL_PUBLISHED);
    if (label == FURNITURE_AUTHOR || label == FURNITURE_SOURCE) evidence |= BIT(EVIDENCE_LABEL_SOURCE);
    Words before = {0, 0}, after = {0, 0};
    count_words(line->text, start, &before);
    count_words(line->text + start + length, line->length - start - length, &after);
    if (before.letters + after.letters <= FEW_LETTERS) evidence |= BIT(EVIDENCE_ALONE);
    if (before.words >= SEVERAL || after.words >= SEVERAL) evidence |= BIT(EVIDENCE_WORDS);
    static const uint64_t teaser = BIT(EVIDENCE_MANY) | BIT(EVIDENCE_WORDS);
    if ((evidence & teaser) == teaser)
        evidence &= ~BIT(EVIDENCE_ABOVE_NEAR); /* above the headline a stamp stands alone */
    if (paragraph) evidence |= BIT(EVIDENCE_IN_PARAGRAPH);
    if ((start < 3 || !before.letters) && (!(evidence & BIT(EVIDENCE_IN_PARAGRAPH)) || is_apart(line, start + length)))
        evidence |= BIT(EVIDENCE_OPENS);
    if (stamp.hour >= 0) evidence |= BIT(EVIDENCE_CLOCK);
    if (!(evidence & marked)) evidence |= BIT(EVIDENCE_BARE);
    if (stamp.year < FIRST_YEAR) evidence |= BIT(EVIDENCE_OLD);
    add_mention(c, &stamp, evidence);
    if (doubtful) add_mention(c, &swapped, evidence | BIT(EVIDENCE_SWAPPED));
}

/* Days in numbers need no language. Returns how many there are. */
static int read_numeric_days(Collector *c, const MetadataLine *line)
{
    enum { TIME_BYTES = 16 };
    size_t start = 0, from = 0, length;
    uint64_t evidence = 0;
    int count = 0;
    while ((length = stamp_find(line->text, line->length, &start)) != 0) {
        Stamp stamp;
        size_t rest = line->length - start;
        if (stamp_read(line->text + start, rest < length + TIME_BYTES ? rest : length + TIME_BYTES, c->order, &stamp,
                       NULL)) {
            if (!evidence) evidence = line_evidence(c, line) | first_evidence(c, line);
            take_mention(c, line, evidence, from, start, length, &stamp);
            count++;
        }
        from = start += length;
    }
    return count;
}

static Status read_text_line(Collector *c, const MetadataLine *line)
{
    DateList dates = {NULL, 0, 0};
    if (read_numeric_days(c, line) || c->asked >= MOST_ASKED) return STATUS_OK;
    /* the frame of a page is often in another language than its text, or in English */
    const Language languages[] = {c->language, c->declared, LANGUAGE_UND, LANGUAGE_EN};
    for (int i = 0; i < 4 && !names_day(&dates); i++) {
        if ((i == 1 && (c->declared == LANGUAGE_UND || c->declared == c->language)) ||
            (i == 3 && language_base(c->language) == LANGUAGE_EN))
            continue;
        if (find_dates(c, line->text, line->length, languages[i], &dates) != STATUS_OK) return c->arena->status;
    }
    if (!names_day(&dates)) return STATUS_OK;
    uint64_t evidence = line_evidence(c, line) | first_evidence(c, line);
    size_t from = 0;
    for (size_t i = 0; i < dates.count; i++) {
        const DateMention *date = &dates.items[i];
        Stamp stamp;
        if (!is_day(date->value) || !stamp_of_value(date->value, &stamp)) continue;
        if (stamp.hour < 0 && i + 1 < dates.count) { /* a time that stands beside it: 4월 22일 오후 5시 */
            const DateMention *next = &dates.items[i + 1];
            Stamp time = stamp;
            char joined[STAMP_BYTES];
            if (next->type == DATE_TIME && strlen(next->value) >= 16 && next->value[10] == 'T' &&
                next->start - (date->start + date->length) < 8) {
                memcpy(joined, date->value, 10);
                memcpy(joined + 10, next->value + 10, 6);
                joined[16] = 0;
                if (stamp_of_value(joined, &time)) stamp = time;
            }
        }
        take_mention(c, line, evidence, from, date->start, date->length, &stamp);
        from = date->start + date->length;
    }
    return STATUS_OK;
}

static void read_machine_line(Collector *c, const MetadataLine *line)
{
    Stamp stamp;
    if (stamp_read(line->text, line->length, c->order, &stamp, NULL)) add_mention(c, &stamp, line_evidence(c, line));
}

static int is_text_worth_asking(const Collector *c, const MetadataLine *line)
{
    return line->heading || c->asked < MOST_ASKED / 2 || !(line->hints & HINT_COMMENT);
}

/* --- statements and addresses --------------------------------------------------------------------------------------------------------- */
static Status read_statement(Collector *c, const Claim *claim)
{
    Stamp stamp;
    DateList dates = {NULL, 0, 0};
    if (stamp_read(claim->value, claim->length, c->order, &stamp, NULL)) {
        add_stated(c, &stamp, (Evidence)claim->fact);
        return STATUS_OK;
    }
    int digits = 0;
    for (uint32_t i = 0; i < claim->length; i++) digits += claim->value[i] >= '0' && claim->value[i] <= '9';
    if (digits < TIME_DIGITS || claim->length > 100 || c->asked >= MOST_ASKED) return STATUS_OK;
    if (find_dates(c, claim->value, claim->length, c->language, &dates) != STATUS_OK) return c->arena->status;
    for (size_t i = 0; i < dates.count; i++)
        if (is_day(dates.items[i].value) && stamp_of_value(dates.items[i].value, &stamp)) {
            add_stated(c, &stamp, (Evidence)claim->fact);
            break;
        }
    return STATUS_OK;
}

/* Where scripts name several days, those of other articles are among them. */
static void mark_scripts(DayList *days)
{
    int count = 0;
    for (size_t i = 0; i < days->count; i++)
        if ((days->items[i].stated & BIT(EVIDENCE_SCRIPT)) && ++count > 1)
            days->items[i].stated &= ~BIT(EVIDENCE_SCRIPT);
    for (size_t i = 0; i < days->count && count > 1; i++)
        if (days->items[i].stated & BIT(EVIDENCE_SCRIPT))
            days->items[i].stated ^= BIT(EVIDENCE_SCRIPT) | BIT(EVIDENCE_SCRIPT_MORE);
}

static void read_addresses(Collector *c)
{
    Stamp stamp, month = {0, 0, 0, -1, -1, -1};
    for (size_t i = 0; i < c->metadata->claims.count; i++) {
        const Claim *claim = &c->metadata->claims.items[i];
        if (claim->fact != FACT_CANONICAL && claim->fact != FACT_ADDRESS && claim->fact != FACT_IMAGE) continue;
        int grade = stamp_of_address(claim->value, claim->length, &stamp);
        if (grade == 1) add_stated(c, &stamp, claim->fact == FACT_IMAGE ? EVIDENCE_IMAGE_ADDRESS : EVIDENCE_ADDRESS);
        if (grade && claim->fact != FACT_IMAGE && !month.year) month = stamp;
    }
    if (!month.year) return;
    for (size_t i = 0; i < c->days->count; i++) {
        Day *day = &c->days->items[i];
        int same = day->stamp.year == month.year && day->stamp.month == month.month;
        if (!(day->stated & BIT(EVIDENCE_ADDRESS)))
            day->stated |= BIT(same ? EVIDENCE_ADDRESS_MONTH : EVIDENCE_ADDRESS_ELSE);
    }
}

static int is_of_change(uint64_t mention)
{
    static const uint64_t published = BIT(EVIDENCE_CLASS_PUBLISHED) | BIT(EVIDENCE_LABEL_PUBLISHED);
    return (mention & BIT(EVIDENCE_LABEL_MODIFIED)) ||
           ((mention & BIT(EVIDENCE_CLASS_MODIFIED)) && !(mention & published));
}

/* Statements of a day for machines that mean its publication, and its last change. */
static const uint64_t stated_published = BIT(EVIDENCE_LD_ARTICLE) | BIT(EVIDENCE_LD_PAGE) | BIT(EVIDENCE_META_ARTICLE) |
                                         BIT(EVIDENCE_META_PUBLISHED) | BIT(EVIDENCE_ITEM_PUBLISHED),
                      stated_change =
                          BIT(EVIDENCE_LD_MODIFIED) | BIT(EVIDENCE_META_MODIFIED) | BIT(EVIDENCE_ITEM_MODIFIED);

static int is_shown(uint64_t mention)
{
    static const uint64_t near = BIT(EVIDENCE_ABOVE_NEAR) | BIT(EVIDENCE_BELOW_NEAR);
    return (mention & near) && !is_of_change(mention);
}

/* What stands near the headline without a label is the last change, where no day that is stated as publication stands there. */
static void mark_shown_changes(DayList *days)
{
    for (size_t i = 0; i < days->count; i++)
        for (uint32_t k = 0; k < days->items[i].mention_count; k++)
            if ((days->items[i].stated & stated_published) && is_shown(days->items[i].mentions[k])) return;
    for (size_t i = 0; i < days->count; i++) {
        Day *day = &days->items[i];
        for (uint32_t k = 0; k < day->mention_count && (day->stated & stated_change); k++)
            if (is_shown(day->mentions[k])) day->mentions[k] |= BIT(EVIDENCE_SHOWN_CHANGE);
    }
}

/* Where a page states its publication for machines, a line that says `updated` is about its change. */
static void mark_superseded(DayList *days)
{
    int stated = 0;
    for (size_t i = 0; i < days->count; i++) stated |= (days->items[i].stated & stated_published) != 0;
    if (!stated) return;
    mark_shown_changes(days);
    for (size_t i = 0; i < days->count; i++)
        for (uint32_t k = 0; k < days->items[i].mention_count; k++)
            if (is_of_change(days->items[i].mentions[k])) days->items[i].mentions[k] |= BIT(EVIDENCE_SUPERSEDED);
}

static int is_about_page(uint64_t mention)
{
    static const uint64_t elsewhere =
        BIT(EVIDENCE_CLASS_COMMENT) | BIT(EVIDENCE_CLASS_ASIDE) | BIT(EVIDENCE_MANY) | BIT(EVIDENCE_IN_PARAGRAPH);
    return !(mention & elsewhere);
}

/* No page is published after the last day that it states for machines, or that a line about it says it was changed on. */
static void mark_later(const Collector *c)
{
    int32_t latest = c->latest;
    for (size_t i = 0; i < c->days->count; i++) {
        const Day *day = &c->days->items[i];
        for (uint32_t k = 0; k < day->mention_count; k++)
            if (is_of_change(day->mentions[k]) && is_about_page(day->mentions[k]) && stamp_day(&day->stamp) > latest)
                latest = stamp_day(&day->stamp);
    }
    for (size_t i = 0; i < c->days->count && latest; i++) {
        Day *day = &c->days->items[i];
        for (uint32_t k = 0; k < day->mention_count && stamp_day(&day->stamp) > latest + 1; k++)
            day->mentions[k] |= BIT(EVIDENCE_LATER);
    }
}

/* Some systems state the last change as publication, too; then what is stated elsewhere as publication, and is earlier, was it. */
static void mark_as_changed(DayList *days)
{
    int32_t first = INT32_MAX;
    for (size_t i = 0; i < days->count; i++)
        if ((days->items[i].stated & stated_published) && stamp_day(&days->items[i].stamp) < first)
            first = stamp_day(&days->items[i].stamp);
    for (size_t i = 0; i < days->count; i++) {
        Day *day = &days->items[i];
        if ((day->stated & stated_change) && (day->stated & stated_published) && stamp_day(&day->stamp) > first)
            day->stated |= BIT(EVIDENCE_AS_CHANGED);
    }
}

Status published_days(Arena *arena, Icu *icu, const Metadata *metadata, size_t headline, Language language,
                      const Page *page, DayList *days)
{
    Collector c;
    memset(&c, 0, sizeof c);
    c.arena = arena, c.icu = icu, c.metadata = metadata, c.page = page, c.days = days;
    c.language = language, c.declared = LANGUAGE_UND, c.headline = SIZE_MAX;
    c.order = order_of(metadata, language);
    find_body(&c);
    if (metadata->language) c.declared = language_find(metadata->language, strlen(metadata->language));
    if (c.declared == LANGUAGE_INVALID) c.declared = LANGUAGE_UND;
    if (headline < metadata->lines.count)
        c.headline = metadata->lines.items[headline].line, c.around = metadata->lines.items[headline].hints;
    for (size_t i = 0; i < metadata->claims.count; i++) {
        const Claim *claim = &metadata->claims.items[i];
        if (claim->fact < EVIDENCES && read_statement(&c, claim) != STATUS_OK) return arena->status;
    }
    mark_scripts(days);
    for (size_t i = 0; i < days->count; i++)
        if (days->items[i].stated && stamp_day(&days->items[i].stamp) > c.latest)
            c.latest = stamp_day(&days->items[i].stamp);
    for (size_t i = 0; i < metadata->lines.count; i++) {
        const MetadataLine *line = &metadata->lines.items[i];
        if (line->machine) read_machine_line(&c, line);
        else if (is_text_worth_asking(&c, line) && read_text_line(&c, line) != STATUS_OK) return arena->status;
    }
    read_addresses(&c);
    mark_superseded(days);
    mark_later(&c);
    mark_as_changed(days);
    return arena->status;
}

/* --- the choice ---------------------------------------------------------------------------------------------------------------------------------- */
static double weigh(uint64_t evidence)
{
    double sum = 0;
    for (int i = 1; i < EVIDENCES; i++)
        if (evidence & BIT(i)) sum += evidence_weight((Evidence)i);
    return sum;
}

int published_may_speak(uint64_t mention)
{
    if (mention & (BIT(EVIDENCE_CLASS_COMMENT) | BIT(EVIDENCE_SUPERSEDED) | BIT(EVIDENCE_OLD))) return 0;
    if (!(mention & BIT(EVIDENCE_BARE))) return 1;
    return !(mention & BIT(EVIDENCE_CLASS_ASIDE)) &&
           (!(mention & BIT(EVIDENCE_IN_PARAGRAPH)) || (mention & BIT(EVIDENCE_OPENS)));
}

int published_is_supported(const Day *day)
{
    static const uint64_t weak = BIT(EVIDENCE_LD_MODIFIED) | BIT(EVIDENCE_META_MODIFIED) | BIT(EVIDENCE_ITEM_MODIFIED) |
                                 BIT(EVIDENCE_LD_PART) | BIT(EVIDENCE_ADDRESS_MONTH) | BIT(EVIDENCE_ADDRESS_ELSE) |
                                 BIT(EVIDENCE_IMAGE_ADDRESS) | BIT(EVIDENCE_AS_CHANGED) | BIT(EVIDENCE_SCRIPT_MORE);
    if (day->stated & ~weak) return 1;
    for (uint32_t i = 0; i < day->mention_count; i++)
        if (published_may_speak(day->mentions[i])) return 1;
    return 0;
}

/* What the line that speaks most for a day weighs, and its evidence. */
static double best_mention(const Day *day, uint64_t *evidence)
{
    double best = 0;
    *evidence = 0;
    for (uint32_t i = 0; i < day->mention_count; i++) {
        if (!published_may_speak(day->mentions[i])) continue;
        double sum = weigh(day->mentions[i]);
        if (sum > best) best = sum, *evidence = day->mentions[i];
    }
    return best;
}

static double weigh_day(const Day *day)
{
    uint64_t evidence;
    return weigh(day->stated) + best_mention(day, &evidence);
}

double published_share(const DayList *days, size_t i)
{
    double all = 1; /* e^0: none */
    for (size_t k = 0; k < days->count; k++) all += exp(days->items[k].score);
    return exp(days->items[i].score) / all;
}

ptrdiff_t published_only_change(const DayList *days)
{
    static const uint64_t elsewhere = BIT(EVIDENCE_CLASS_COMMENT) | BIT(EVIDENCE_MANY) | BIT(EVIDENCE_IN_PARAGRAPH);
    ptrdiff_t found = -1;
    for (size_t i = 0; i < days->count; i++) {
        const Day *day = &days->items[i];
        int labelled = 0;
        for (uint32_t k = 0; k < day->mention_count; k++)
            labelled |= (day->mentions[k] & BIT(EVIDENCE_LABEL_MODIFIED)) && !(day->mentions[k] & elsewhere);
        if (!labelled) continue;
        if (found >= 0) return -1;
        found = (ptrdiff_t)i;
    }
    return found;
}

ptrdiff_t published_choose(DayList *days)
{
    ptrdiff_t best = -1;
    for (size_t i = 0; i < days->count; i++) {
        days->items[i].score = weigh_day(&days->items[i]);
        if (days->items[i].score > 0 && published_is_supported(&days->items[i]) &&
            (best < 0 || days->items[i].score > days->items[best].score))
            best = (ptrdiff_t)i;
    }
    return best >= 0 ? best : published_only_change(days);
}

/* The kind that speaks for the day most. */
const char *published_rule(const Day *day)
{
    static const struct {
        Evidence evidence;
        const char *rule;
    } rules[] = {{EVIDENCE_LD_ARTICLE, "html:json-ld"},       {EVIDENCE_LD_PAGE, "html:json-ld"},
                 {EVIDENCE_META_ARTICLE, "html:meta"},        {EVIDENCE_META_PUBLISHED, "html:meta"},
                 {EVIDENCE_ITEM_PUBLISHED, "html:microdata"}, {EVIDENCE_ADDRESS, "html:address"},
                 {EVIDENCE_META_DATE, "html:meta"},           {EVIDENCE_LD_MORE, "html:json-ld"},
                 {EVIDENCE_LD_PART, "html:json-ld"},          {EVIDENCE_SCRIPT, "html:script"},
                 {EVIDENCE_LD_CREATED, "html:json-ld"},       {EVIDENCE_META_CREATED, "html:meta"},
                 {EVIDENCE_ITEM_CREATED, "html:microdata"}};
    uint64_t line;
    double best = best_mention(day, &line);
    const char *rule = line & BIT(EVIDENCE_TIME)              ? "html:time"
                       : line & BIT(EVIDENCE_LABEL_PUBLISHED) ? "text:label"
                       : line & BIT(EVIDENCE_LABEL_MODIFIED)  ? "text:modified"
                       : line                                 ? "text:stamp"
                                                              : NULL;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        double weight = evidence_weight(rules[i].evidence);
        if ((day->stated & BIT(rules[i].evidence)) && weight >= best) best = weight, rule = rules[i].rule;
    }
    return rule ? rule : "text:modified";
}

static int is_stated_change(const Day *day)
{
    return (day->stated & stated_change) != 0;
}

static int is_labelled_change(const Day *day)
{
    for (uint32_t i = 0; i < day->mention_count; i++)
        if ((day->mentions[i] & BIT(EVIDENCE_LABEL_MODIFIED)) && is_about_page(day->mentions[i])) return 1;
    return 0;
}

const Day *published_change(const DayList *days, const Stamp *published)
{
    const Day *stated = NULL, *labelled = NULL;
    for (size_t i = 0; i < days->count; i++) {
        const Day *day = &days->items[i];
        if (published && stamp_day(&day->stamp) < stamp_day(published)) continue;
        if (is_stated_change(day) && (!stated || stamp_day(&day->stamp) > stamp_day(&stated->stamp))) stated = day;
        if (is_labelled_change(day) && !labelled) labelled = day;
    }
    return stated ? stated : labelled;
}
