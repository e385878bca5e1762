#!/usr/bin/python3
"""Which kinds corpus_blocks() gives the lines of the pages in tests/pages.

usage: kinds.py EXTENSION FOLDER
A page stands in its file a block a line: its kind, a tab, its text or markup; without a kind: markup that holds no text. See README.md.
"""
import collections, glob, os, sqlite3, sys

MAIN = {'body', 'quote', 'list', 'table'}


def load(path):
    """-> (page, kinds of its blocks)"""
    page, kinds = [], []
    for line in open(path, encoding='utf8').read().splitlines():
        kind, _, text = line.partition('\t')
        page.append(text)
        if kind:
            kinds.append(kind)
    return '\n'.join(page) + '\n', kinds


def score(extension, folder):
    """-> [(page, [(wanted, got, text)])]"""
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(extension)
    pages = []
    for path in sorted(glob.glob(os.path.join(folder, '*.html')) + glob.glob(os.path.join(folder, '*.txt'))):
        page, kinds = load(path)
        got = db.execute('SELECT kind, text FROM corpus_blocks(?) ORDER BY ord', (page,)).fetchall()
        if len(got) != len(kinds):
            got = [(f'{len(got)} blocks instead of {len(kinds)}', '')] * len(kinds)
        pages.append((os.path.basename(path), [(want, kind, text) for want, (kind, text) in zip(kinds, got)]))
    return pages


def figures(pages):
    """-> (share of kinds that are right, blocks of the article that are lost, blocks that are taken for it)"""
    rows = [row for _, rows in pages for row in rows]
    right = sum(want == got for want, got, _ in rows)
    lost = sum(want in MAIN and got not in MAIN for want, got, _ in rows)
    added = sum(want not in MAIN and got in MAIN for want, got, _ in rows)
    return right / len(rows), lost, added


def main():
    pages = score(*sys.argv[1:3])
    for name, rows in pages:
        wrong = [row for row in rows if row[0] != row[1]]
        print(f'{name:20} {len(rows) - len(wrong):3} of {len(rows):3}')
        for want, got, text in wrong:
            print(f'    {want:10} {got:10} {text[:70]}')
    print('right %.3f, article lost %d, frame taken %d' % figures(pages))


if __name__ == '__main__':
    main()
