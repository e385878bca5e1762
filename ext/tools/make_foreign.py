#!/usr/bin/python3
"""make_foreign.py - makes ext/data/translit/zh-foreign.tsv. Run by hand; the build reads the committed table.

usage: make_foreign.py PAIRS.tsv ext/data/translit
       make_foreign.py PAIRS.tsv --measure       made from nine tenths of the pairs: share of the letters of the rest that are read otherwise
PAIRS: English word TAB Chinese transcription (a blank between characters) [TAB count], from person names of Wikidata (CC0).

An aligner cuts the English word into as many pieces as the transcription has characters; a piece of up to LONGEST letters, or of none,
is what the character stands for. How likely a piece is of a character is learned by expectation maximisation: in each round all cuts
of a word are weighed by what was learned in the one before (forward and backward sums). In the end a character has the piece that it
stands for most often, if it was seen in FEWEST names (nothing at all only where that is so in most of them).
"""
import collections, re, sys, unicodedata

LONGEST, ROUNDS, FEWEST = 5, 8, 12
SMOOTH = 0.01       # how often a piece was seen that never was
EMPTY = 0.3         # a character that stands for nothing is that much less likely than what was counted
HAN = re.compile('[\u4e00-\u9fff]{2,12}')
HEAD = """# authority: Corpus
# year: 2026
# document: What a character most often stands for in the Chinese transcription of a foreign name
# source: zh-Hani
# target: und-Latn
# reversible: no
# private: foreign_zh
# Made by tools/make_foreign.py, an aligner of characters with letters, from pairs of person names of Wikidata (CC0); characters seen
# in at least {fewest} names.
#
# character	letters
"""

def letters(word):
    """a-z; a letter written twice is one sound."""
    return re.sub(r'(.)\1', r'\1', re.sub('[^a-z]', '', unicodedata.normalize('NFD', word.lower())))

def read(path):
    pairs = []
    for line in open(path, encoding='utf8'):
        english, chinese = line.rstrip('\n').split('\t')[:2]
        word, chinese = letters(english), chinese.replace(' ', '')
        if HAN.fullmatch(chinese) and 2 <= len(word) <= LONGEST * len(chinese): pairs.append((word, chinese))
    return pairs

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

def table(pairs):
    seen = collections.Counter(c for _, text in pairs for c in set(text))
    return {c: usual(known) for c, known in learn(pairs).items() if seen[c] >= FEWEST}

def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1): last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]

def measure(pairs, read_as=None):
    made = read_as or table([p for i, p in enumerate(pairs) if i % 10])
    rest = pairs[::10]
    wrong = sum(distance(''.join(made.get(c, '') for c in text), word) for word, text in rest)
    print(f'{len(made)} characters, {len(rest)} names held out: {100 * wrong / sum(len(w) for w, _ in rest):.1f} of 100 letters otherwise')

def main(path, folder):
    pairs = read(path)
    if folder == '--measure': return measure(pairs)
    made = table(pairs)
    with open(f'{folder}/zh-foreign.tsv', 'w', encoding='utf8') as file:
        file.write(HEAD.format(fewest=FEWEST) + ''.join(f'{c}\t{piece or "∅"}\n' for c, piece in sorted(made.items())))

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
