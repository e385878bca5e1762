#!/usr/bin/python3
"""make_pages.py - the rows that tools/train_blocks.c learns from

usage: make_pages.py DOCUMENTS > pages.tsv
  DOCUMENTS  a folder of sets; each has a gold.json, a list of objects with `html` (a file beside it) and `text` (its article)

Writes each page twice: as it is, and as w3m (Debian package) flattens it to plain text. Pages of LABELLED have no article's text: what stands in its place are the
numbers of their lines that ext/data/document/labels.tsv calls the article, behind a `#` and how many lines there are.
"""
import glob
import json
import os
import subprocess
import sys

# those whose licences let a model be passed on
SETS = ('wcxb_dev', 'scrapinghub', 'chinese69')
LABELLED = 'htmldate_default'
LABELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data', 'document', 'labels.tsv')


def escaped(cell):
    return cell.replace(b'\\', b'\\\\').replace(b'\n', b'\\n').replace(b'\t', b'\\t')


def write(name, path, article):
    dump = subprocess.run(['w3m', '-dump', '-T', 'text/html', '-cols', '10000', '-O', 'UTF-8', path], capture_output=True, check=True).stdout
    for kind, content in ((b'html', open(path, 'rb').read()), (b'text', dump)):
        row = (name.encode() + b'.' + kind, kind, escaped(content), escaped(article.encode()))
        sys.stdout.buffer.write(b'\t'.join(row) + b'\n')


def main(folder):
    for name in SETS:
        for page in json.load(open(os.path.join(folder, name, 'gold.json'), encoding='utf8')):
            if page.get('text'):
                write(name, os.path.join(folder, name, page['html']), page['text'])
    for line in open(LABELS, encoding='utf8'):
        if not line.startswith('#'):
            page, lines, article = line.split()
            write(LABELLED, os.path.join(folder, LABELLED, page + '.html'), f'#{lines} {article}')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
