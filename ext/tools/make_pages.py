#!/usr/bin/python3
"""make_pages.py - the rows that tools/train_blocks.c learns from

usage: make_pages.py DOCUMENTS > pages.tsv
  DOCUMENTS  a folder of sets; each has a gold.json, a list of objects with `html` (a file beside it) and `text` (its article)

Writes each page twice: as it is, and as w3m (Debian package) flattens it to plain text.
"""
import glob
import json
import os
import subprocess
import sys

SETS = ('wcxb_dev', 'scrapinghub', 'chinese69')  # those whose licences let a model be passed on


def escaped(cell):
    return cell.replace(b'\\', b'\\\\').replace(b'\n', b'\\n').replace(b'\t', b'\\t')


def main(folder):
    for name in SETS:
        for page in json.load(open(os.path.join(folder, name, 'gold.json'), encoding='utf8')):
            if not page.get('text'):
                continue
            path = os.path.join(folder, name, page['html'])
            dump = subprocess.run(['w3m', '-dump', '-T', 'text/html', '-cols', '10000', '-O', 'UTF-8', path],
                                  capture_output=True, check=True).stdout
            for kind, content in ((b'html', open(path, 'rb').read()), (b'text', dump)):
                row = (name.encode() + b'.' + kind, kind, escaped(content), escaped(page['text'].encode()))
                sys.stdout.buffer.write(b'\t'.join(row) + b'\n')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
