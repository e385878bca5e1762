#!/usr/bin/python3
"""A full load at scale: speed, memory, growth, loading again, and the copies that were found, on a corpus of bench/generate.py.

usage: load.py EXTENSION FOLDER MEGABYTES [OPTIONS OF THE TABLE]

Writes FOLDER/pages-MEGABYTES once, and loads it into FOLDER/load.db. Times are of the processor. A tenth of the load a line: if the time or the size of a
megabyte grows with what is there already, the column shows it.
"""
import os, resource, sqlite3, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def connect(extension, path):
    db = sqlite3.connect(path, isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db


def load(db, pages, total=0):
    """Loads, printing a line a tenth. Returns (the last row, CPU seconds)."""
    begin = last = used()
    size = lambda: db.execute('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size').fetchone()[0]
    last_bytes, last_size, row, shown = 0, size(), None, 0
    for row in db.execute("SELECT batch, documents, bytes, seconds, errors, unchanged FROM corpus_load('news', ?)", (pages,)):
        if total and row[2] >= total * (shown + 1) / 10:
            shown = int(row[2] * 10 / total)
            now, now_size = used(), size()
            megabytes = (row[2] - last_bytes) / 1e6
            print(f'  {row[1]:8} documents  {megabytes / (now - last):6.2f} MB/s  {(now_size - last_size) / 1e6 / megabytes:5.2f} bytes a byte'
                  f'  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:4} MB of memory', flush=True)
            last, last_bytes, last_size = now, row[2], now_size
    return row, used() - begin


def score_copies(db, pages):
    """Compares duplicate_of with the answer."""
    answer = [line.rstrip('\n').split('\t') for line in open(os.path.join(pages, 'answer.tsv'), encoding='utf8')]
    leader = dict(db.execute('SELECT d.uri, coalesce(l.uri, d.uri) FROM news_document d LEFT JOIN news_document l ON l.id = d.duplicate_of'))
    uri = lambda path: os.path.join(pages, path)
    story = {uri(path): uri(first or path) for path, _, _, first, _ in answer}
    found, wanted, wrong = {}, {}, 0
    for path, _, _, first, edit in answer:
        if first:
            wanted[edit] = wanted.get(edit, 0) + 1
            found[edit] = found.get(edit, 0) + (leader[uri(path)] == leader[uri(first)])
    claimed = [(copy, first) for copy, first in leader.items() if copy != first and copy in story]
    for copy, first in claimed:
        wrong += story[copy] != story[first]
    led = sum(1 for path, _, _, first, _ in answer if first and leader[uri(path)] == uri(first))
    total = sum(wanted.values())
    print(f'copies: {sum(found.values())} of {total} found, {led} of them under the first publication; {wrong} of {len(claimed)} claimed are another story')
    print('  ' + ', '.join(f'{edit} {found[edit]}/{wanted[edit]}' for edit in sorted(wanted)))


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    extension, folder, megabytes = os.path.abspath(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    options = ', '.join(sys.argv[4:])
    pages = os.path.join(folder, f'pages-{sys.argv[3]}')
    if not os.path.exists(os.path.join(pages, 'done')):
        count, written = generate.generate(pages, megabytes)
        open(os.path.join(pages, 'done'), 'w').close()
        print(f'{count} pages, {written / 1e6:.1f} MB written')
    path = os.path.join(folder, 'load.db')
    for ending in ('', '-journal', '-wal', '-shm'):
        if os.path.exists(path + ending):
            os.remove(path + ending)
    db = connect(extension, path)
    db.execute(f'CREATE VIRTUAL TABLE news USING corpus({options})')
    row, seconds = load(db, os.path.join(pages, '*-*'), megabytes * 1e6)
    print(f'load: {row[1]} documents, {row[2] / 1e6:.1f} MB, {row[4]} errors, {seconds:.1f} s, {row[2] / 1e6 / seconds:.2f} MB/s; '
          f'database {os.path.getsize(path) / 1e6:.0f} MB; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory at most')
    again, short = load(db, os.path.join(pages, '*-*'))
    print(f'again: {again[5]} unchanged, {short:.2f} s, {seconds / short:.0f} times as fast')
    score_copies(db, pages)
    for command in ('resolve', 'integrity-check'):
        begin = used()
        db.execute('INSERT INTO news(news) VALUES (?)', (command,))
        print(f'{command}: {used() - begin:.1f} s')
    score_copies(db, pages)


if __name__ == '__main__':
    main()
