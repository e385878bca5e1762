#!/usr/bin/python3
"""Names in languages that have no trained model: what the gazetteers and patterns find in short news texts of our own.

usage: other_languages.py EXTENSION FOLDER
FOLDER has a file a language, `<tag>.txt`: `[name](TYPE)` marks what is to be found, `#` opens a comment. Printed are exact spans whatever the type, and spans
with their type (GPE and LOC as one), at a least score of 0 and of 0.5, and the rows that are no name a hundred words. A few dozen names a language show what
works and what does not; they are no measurement of a language.
"""
import os, re, sqlite3, sys

MARK = re.compile(r'\[([^\[\]]+)\]\(([A-Z]+)\)')
PLACE = {'GPE': 'PLACE', 'LOC': 'PLACE', 'FAC': 'PLACE'}


def read(path):
    text, spans = '', set()
    for line in open(path, encoding='utf8'):
        if line.startswith('#'): continue
        at = 0
        for mark in MARK.finditer(line):
            text += line[at:mark.start()]
            spans.add((len(text), len(text) + len(mark[1]), PLACE.get(mark[2], mark[2])))
            text += mark[1]
            at = mark.end()
        text += line[at:]
    return text, spans


def score(gold, found):
    right = len(gold & found)
    return 200 * right / max(1, len(gold) + len(found)), 100 * right / max(1, len(found)), 100 * right / max(1, len(gold))


def main(extension, folder):
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(os.path.abspath(extension))
    verbose = os.environ.get('VERBOSE')
    print('language  names  least   span F1 (P / R)        typed F1   false a 100 words')
    for name in sorted(os.listdir(folder)):
        text, gold = read(os.path.join(folder, name))
        rows = [(s - 1, s - 1 + n, PLACE.get(t, t), c, r) for s, n, t, c, r in
                db.execute('SELECT start, length, type, score, rule FROM corpus_entities(?, ?)', (text, name[:-4]))]
        for least in (0, 0.5):
            found = {row[:3] for row in rows if row[3] >= least}
            f, p, r = score({g[:2] for g in gold}, {x[:2] for x in found})
            false = len({x[:2] for x in found} - {g[:2] for g in gold})
            print(f'{name[:-4]:8} {len(gold):6} {least:6} {f:9.1f} ({p:5.1f} / {r:5.1f}) {score(gold, found)[0]:12.1f} {100 * false / len(text.split()):12.1f}')
        if verbose:
            spans = {g[:2]: g[2] for g in gold}
            for s, e, t, c, r in rows:
                if spans.get((s, e)) != t: print('    +', text[s:e], t, c, r, spans.get((s, e), ''))
            for g in sorted(gold - {row[:3] for row in rows}): print('    -', text[g[0]:g[1]], g[2])


if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
