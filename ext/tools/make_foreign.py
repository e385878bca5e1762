#!/usr/bin/python3
"""make_foreign.py - makes ext/data/translit/zh-foreign.tsv and zh-foreign-common.tsv. Run by hand; the build reads the committed table.

usage: make_foreign.py PAIRS.tsv ext/data TEXT...
       make_foreign.py PAIRS.tsv ext/data --measure      made from nine tenths of the pairs: share of the letters of the rest that are read otherwise
PAIRS: English word TAB Chinese transcription (a blank between characters) [TAB count], from person names of Wikidata (CC0). Cities and subdivisions of
ext/data/gazetteer whose English name is one word are added to them. TEXT: Chinese prose.

Traditional characters are counted as the simplified ones they are written for (ext/data/translit/zh-simplified.tsv), and get their rows.

An aligner cuts the English word into as many pieces as the transcription has characters; a piece of up to LONGEST letters, or of none,
is what the character stands for. How likely a piece is of a character is learned by expectation maximisation: in each round all cuts
of a word are weighed by what was learned in the one before (forward and backward sums). In the end a character has the piece that it
stands for most often (nothing at all only where that is so in most of them), if it was seen in FEWEST names and is none of the words of grammar that stand
between names. The tables also say how far a name reaches in a text: zh-foreign-common.tsv lists those characters that are more frequent in prose than in
names, and so are probably words where no other stands on both sides.
"""
import collections, math, re, sys, unicodedata

LONGEST, ROUNDS, FEWEST = 5, 8, 5
SMOOTH = 0.01       # how often a piece was seen that never was
EMPTY = 0.3         # a character that stands for nothing is that much less likely than what was counted
COMMON, WORD = -1.5, -4.2   # logarithms of how frequent in names, against prose, a common character is, and one that is a word alone
GRAMMAR = set('的了和与及或于在对从向到是为以被把将也都就又还不没有之其这那他她它我你们个来去上下中后前年月日时等一得着过')
OWN = {'CN', 'HK', 'JP', 'KP', 'KR', 'MO', 'SG', 'TW', 'VN'}  # countries whose places have Chinese names of their own
HAN = re.compile('[\u4e00-\u9fff]{2,12}')
HEAD = """# authority: Corpus
# year: 2026
# document: What a character most often stands for in the Chinese transcription of a foreign name
# source: zh-Hani
# target: und-Latn
# reversible: no
# private: foreign_zh
# Made by tools/make_foreign.py, an aligner of characters with letters, from pairs of person names of Wikidata (CC0) and of cities and
# subdivisions (GeoNames, CC BY 4.0; Unicode CLDR); characters seen in at least {fewest} of them.
#
# character	letters
"""

COMMON_HEAD = """# authority: Corpus
# year: 2026
# document: Characters of foreign names in Chinese that are more frequent in prose
# source: zh-Hani
# target: und-Latn
# reversible: no
# private: foreign_zh_common
# Made by tools/make_foreign.py beside zh-foreign.tsv, from the same pairs and from the sentences of lingua and CPP (Apache-2.0).
#
# character	-
"""

def letters(word):
    """a-z; a letter written twice is one sound."""
    return re.sub(r'(.)\1', r'\1', re.sub('[^a-z]', '', unicodedata.normalize('NFD', word.lower())))

def read_simplified(folder):
    rows = (line.rstrip('\n').split('\t') for line in open(f'{folder}/translit/zh-simplified.tsv', encoding='utf8') if line[0] != '#')
    return {row[0]: row[1] for row in rows if len(row) > 1 and len(row[0]) == len(row[1]) == 1}

def read_people(path):
    for line in open(path, encoding='utf8'):
        english, chinese = line.rstrip('\n').split('\t')[:2]
        yield english, chinese.replace(' ', '')

def read_places(folder):
    """The first Chinese name of those whose English one is one word."""
    for name, first in (('cities', 6), ('subdivisions', 1)):
        for line in open(f'{folder}/gazetteer/{name}.tsv', encoding='utf8'):
            if line[0] == '#' or line[:2] in OWN: continue
            words = [w for cell in line.rstrip('\n').split('\t')[first:] for w in cell.split('|')]
            english = next((w for w in words if re.fullmatch("[A-Za-zÀ-ɏ]+", w)), None)
            chinese = next((w for w in words if HAN.fullmatch(w)), None)
            if english and chinese: yield english, re.sub('(?<=..)(地区|地區|群岛|群島|[州市省县郡区區縣岛島])$', '', chinese)

def read(path, folder, simplified):
    pairs = []
    for english, chinese in [*read_people(path), *read_places(folder)]:
        word, chinese = letters(english), ''.join(simplified.get(c, c) for c in chinese)
        if HAN.fullmatch(chinese) and 2 <= len(word) <= LONGEST * len(chinese): pairs.append((word, chinese))
    return pairs

def prose_of(paths, simplified):
    """Characters and how often they stand in prose."""
    return collections.Counter(simplified.get(c, c) for path in paths for c in open(path, encoding='utf8').read() if HAN.fullmatch(c + c))

def chances(word, text, model):
    """Forward sums: chance[i][j] of all cuts by which the first i characters stand for the first j letters."""
    chance = [[1.0] + [0.0] * len(word)]
    for c in text:
        row, before, known = [0.0] * (len(word) + 1), chance[-1], model[c]
        for begin, p in enumerate(before):
            if p:
                for end in range(begin, min(begin + LONGEST, len(word)) + 1): row[end] += p * known.get(word[begin:end], 1e-6)
        chance.append(row)
    return chance

def learn(pairs):
    # at first a piece is as likely as its length is near to the letters a character has
    model = collections.defaultdict(dict)
    for word, text in pairs:
        mean = len(word) / len(text)
        for c in text:
            for begin in range(len(word) + 1):
                for end in range(begin, min(begin + LONGEST, len(word)) + 1):
                    piece = word[begin:end]
                    model[c][piece] = model[c].get(piece, 0) + 0.5 ** abs(end - begin - mean)
    for round in range(ROUNDS):
        for known in model.values():
            if '' in known: known[''] *= EMPTY
            total = sum(known.values())
            for piece in known: known[piece] /= total
        counts = collections.defaultdict(lambda: collections.defaultdict(float))
        for word, text in pairs:
            forward = chances(word, text, model)
            whole = forward[-1][-1]
            if whole <= 0: continue
            after = [0.0] * len(word) + [1.0]
            for i in range(len(text) - 1, -1, -1):
                known, count, row = model[text[i]], counts[text[i]], [0.0] * (len(word) + 1)
                for begin, p in enumerate(forward[i]):
                    for end in range(begin, min(begin + LONGEST, len(word)) + 1):
                        if not after[end]: continue
                        piece = word[begin:end]; q = known.get(piece, 1e-6)
                        row[begin] += q * after[end]
                        if p: count[piece] += p * q * after[end] / whole
                after = row
        model = collections.defaultdict(dict, {c: {piece: n + SMOOTH for piece, n in found.items() if n > 0.001} for c, found in counts.items()})
    return model

def usual(known):
    """The piece that a character most often stands for; none only if that is so in most places."""
    piece, count = max(known.items(), key=lambda x: (x[1], x[0]))
    if piece or count > sum(known.values()) / 2 or len(known) == 1: return piece
    return max((x for x in known.items() if x[0]), key=lambda x: (x[1], x[0]))[0]

def table(pairs, prose=None):
    """The piece of each character, and the common ones."""
    seen = collections.Counter(c for _, text in pairs for c in set(text))
    names, all_prose = sum(seen.values()), sum(prose.values()) if prose else 1
    def share(c): return math.log(seen[c] / names * all_prose / (prose[c] + 0.5)) if prose else 0
    def is_word(c): return share(c) < WORD or (share(c) < COMMON and c in GRAMMAR)
    made = {c: usual(known) for c, known in learn(pairs).items() if seen[c] >= FEWEST and not is_word(c)}
    return made, {c for c in made if share(c) < COMMON}

def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1): last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]

def measure(pairs):
    made, _ = table([p for i, p in enumerate(pairs) if i % 10])
    rest = pairs[::10]
    wrong = sum(distance(''.join(made.get(c, '') for c in text), word) for word, text in rest)
    print(f'{len(made)} characters, {len(rest)} names held out: {100 * wrong / sum(len(w) for w, _ in rest):.1f} of 100 letters otherwise')

def main(path, folder, *texts):
    simplified = read_simplified(folder)
    pairs = read(path, folder, simplified)
    if texts == ('--measure',): return measure(pairs)
    made, common = table(pairs, prose_of(texts, simplified))
    for c, to in simplified.items():
        if to in made and c not in made and c >= '一':
            made[c] = made[to]
            if to in common: common.add(c)
    with open(f'{folder}/translit/zh-foreign.tsv', 'w', encoding='utf8') as file:
        file.write(HEAD.format(fewest=FEWEST) + ''.join(f'{c}\t{piece or "∅"}\n' for c, piece in sorted(made.items())))
    with open(f'{folder}/translit/zh-foreign-common.tsv', 'w', encoding='utf8') as file:
        file.write(COMMON_HEAD + ''.join(f'{c}\t∅\n' for c in sorted(common)))

if __name__ == '__main__':
    if len(sys.argv) < 4: sys.exit(__doc__)
    main(*sys.argv[1:])
