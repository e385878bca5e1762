#!/usr/bin/python3
"""Main text of pages: ours, Readability, python3-readability, and libxml2's parser alone, in one run on the same pages.

usage: documents.py EXTENSION ENGINE DOCUMENTS FOLDER
ENGINE is the program made of bench/documents.c, DOCUMENTS a folder of sets (a gold.json and its pages each), FOLDER where npm's packages may lie.
Prints for each set the mean token F1 (a Han character or kana is a token) and MB/s of HTML by processor time. What is not installed is left out and
said so. Our models were trained on these very sets: for what they do on pages they have not seen, build/tools/train_blocks -c 5.
"""
import collections
import glob
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import unicodedata

HAN = '\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff'
WORD = re.compile(f'[{HAN}]|[^\\W_{HAN}]+')


def words(text):
    return collections.Counter(WORD.findall(unicodedata.normalize('NFKC', text or '').lower()))


def decoded(page):
    """As the page's first bytes say, else UTF-8."""
    named = re.search(rb'charset=["\']?([\w-]+)', page[:4096], re.I)
    try:
        return page.decode(named[1].decode() if named else 'utf8', 'replace')
    except LookupError:
        return page.decode('utf8', 'replace')


def f1(text, gold):
    a, b = words(text), words(gold)
    hits = sum((a & b).values())
    return 2 * hits / max(1, sum(a.values()) + sum(b.values()))


def ours(extension):
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(os.path.abspath(extension))

    def read(path):
        page = open(path, 'rb').read()
        begin = time.process_time()
        text = db.execute('SELECT corpus_text(?)', (page,)).fetchone()[0]
        return text, time.process_time() - begin
    return lambda paths: [read(path) for path in paths]


def mozilla(folder):
    folder = os.path.abspath(folder)
    packages = os.path.join(folder, 'node_modules', '@mozilla', 'readability')
    if not os.path.isdir(packages):
        os.makedirs(folder, exist_ok=True)
        try:
            subprocess.run(['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', '@mozilla/readability', 'linkedom'],
                           check=True, capture_output=True, timeout=180, cwd=folder)
        except (OSError, subprocess.SubprocessError):
            return None
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'documents_readability.mjs')

    def read(paths):
        run = subprocess.run(['node', script, folder], input='\n'.join(map(os.path.abspath, paths)),
                             capture_output=True, text=True, check=True)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        return [(row['text'], row['seconds']) for row in rows]
    return read


def timed(extract):
    """A reader of files by a function in this process: [(text, seconds)]."""

    def read(path):
        page = open(path, 'rb').read()
        begin = time.process_time()
        try:
            text = extract(page)
        except Exception:  # lxml raises many kinds on broken pages, and on those without an element
            text = ''
        return text, time.process_time() - begin
    return lambda paths: [read(path) for path in paths]


def python_readability(_):
    try:
        import readability
        import lxml.html
    except ImportError:
        return None

    return timed(lambda page: lxml.html.fromstring(readability.Document(decoded(page)).summary()).text_content())


def libxml2(_):
    """The whole text of the page: its F1 is that of taking everything."""
    try:
        import lxml.html
    except ImportError:
        return None

    return timed(lambda page: lxml.html.document_fromstring(page).text_content())


def main(extension, engine, documents, folder):
    readers = {'corpus_text': ours(extension), 'Readability': mozilla(folder), 'python3-readability': python_readability(folder),
               'libxml2, all text': libxml2(folder)}
    for name in [name for name, reader in readers.items() if not reader]:
        print(f'{name}: not installed, left out')
        del readers[name]
    for path in sorted(glob.glob(os.path.join(documents, '*', 'gold.json'))):
        pages = [page for page in json.load(open(path, encoding='utf8')) if page.get('text')]
        paths = [os.path.join(os.path.dirname(path), page['html']) for page in pages]
        size = sum(map(os.path.getsize, paths))
        for name, reader in readers.items() if pages else ():
            rows = reader(paths)
            score = sum(f1(text, page['text']) for (text, _), page in zip(rows, pages)) / len(pages)
            print(f'{os.path.basename(os.path.dirname(path)):14} {name:20} {len(pages):4} pages  F1 {100 * score:5.1f}'
                  f'  {size / 1e6 / max(1e-9, sum(s for _, s in rows)):7.1f} MB/s')
        if pages:
            print(subprocess.run([engine, *paths], capture_output=True, text=True, check=True).stdout, end='')


if __name__ == '__main__':
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
