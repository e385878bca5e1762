#!/usr/bin/python3
"""How much of tests/sample/gold.json the extension finds.

usage: score.py EXTENSION FOLDER
Lists of must-find items are not complete, so recall alone is counted: a name is found if a mention has exactly its text (typed: and its type),
a date if a row has its text and value, or its text within a longer one of that value.
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
    for spellings in gold['same']:
        keys = {s: db.execute('SELECT corpus_name_key(?)', (s,)).fetchone()[0] for s in spellings}
        for spelling in spellings[1:]:
            count('same key', keys[spelling] == keys[spellings[0]], f'{spelling} {keys[spelling]!r}, {spellings[0]} {keys[spellings[0]]!r}')
    return [(figure, *found) for figure, found in figures.items()]


def main():
    for figure, found, wanted, missed in score(*load(*sys.argv[1:3])):
        print(f'{figure:16} {found:4} of {wanted:4}  {100 * found / wanted:5.1f} %')
        for what in missed[:40]:
            print('    missed', what)


if __name__ == '__main__':
    main()
