#!/usr/bin/python3
"""How much of tests/sample/gold.json the extension finds.

usage: score.py EXTENSION FOLDER
Lists of must-find items are not complete, so recall alone is counted: a name is found if a mention has exactly its text (typed: and its type),
a date if a row has its text and value, or its text within a longer one of that value; spellings of one name have a similarity of 0.5 or more, different names less.
"""
import json, os, sqlite3, sys


def load(extension, folder):
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(extension)
    gold = json.load(open(os.path.join(folder, 'gold.json'), encoding='utf8'))
    pages = {name: open(os.path.join(folder, name), encoding='utf8').read() for name in gold['articles']}
    return db, gold, pages


def score(db, gold, pages):
    """Returns [(figure, found, wanted, [missed])]."""
    figures = {}

    def count(figure, ok, what):
        found = figures.setdefault(figure, [0, 0, []])
        found[0] += bool(ok)
        found[1] += 1
        if not ok:
            found[2].append(what)

    for name, want in gold['articles'].items():
        page = pages[name]
        got = db.execute('SELECT title, published, language, source FROM corpus_document(?)', (page,)).fetchone()
        for column, value in zip(('title', 'published', 'language', 'source'), got):
            count(column, value == want[column], f'{name}: {value!r} instead of {want[column]!r}')
        names = db.execute('SELECT text, type FROM corpus_entities(?)', (page,)).fetchall()
        for text, kind in want['entities']:
            count('names', any(t == text for t, _ in names), f'{name}: {text}')
            count('names with type', (text, kind) in names, f'{name}: {text} {kind}')
        dates = db.execute('SELECT text, value FROM corpus_dates(?, ?)', (page, (want['published'] or '')[:10] or None)).fetchall()
        for text, value in want['dates']:
            count('dates', any(text in t and v == value for t, v in dates), f'{name}: {text} {value}')
    for figure, pairs in (('same', [(s[0], other) for s in gold['same'] for other in s[1:]]), ('different', gold['different'])):
        for one, other in pairs:
            similarity = db.execute('SELECT corpus_name_similarity(?, ?)', (one, other)).fetchone()[0]
            count(figure + ' name', similarity is not None and (similarity >= 0.5) == (figure == 'same'), f'{one} and {other}: {similarity}')
    return [(figure, *found) for figure, found in figures.items()]


def main():
    for figure, found, wanted, missed in score(*load(*sys.argv[1:3])):
        print(f'{figure:16} {found:4} of {wanted:4}  {100 * found / wanted:5.1f} %')
        for what in missed[:40]:
            print('    missed', what)


if __name__ == '__main__':
    main()
