#!/usr/bin/python3
"""Speed of every function over text, through SQL, and of a load into a corpus table.

usage: functions.py EXTENSION SAMPLE [TEXTS]
Texts of one language a row: the sample articles repeated to about SIZE bytes each language, and, if TEXTS is a folder, the first SIZE bytes of
each plain text in it. Each function gets each text as articles of ARTICLE characters, as a corpus is read. MB/s are bytes of UTF-8 by processor time,
the best of ROUNDS; each round on a new connection, so nothing is cached.
"""
import glob, os, sqlite3, sys, time

SIZE, ARTICLE, ROUNDS = 400_000, 4000, 2


def articles(text):
    return [(text[i:i + ARTICLE],) for i in range(0, len(text), ARTICLE)]


def read_texts(sample, texts):
    groups = {}
    for path in sorted(glob.glob(os.path.join(sample, '*.txt'))):
        language = os.path.basename(path)[:2]
        groups[language] = groups.get(language, '') + open(path, encoding='utf8').read() + '\n\n'
    for language, text in groups.items():
        yield 'sample ' + language, text * (1 + SIZE // len(text.encode()))
    if texts and os.path.isdir(texts):
        for path in sorted(glob.glob(os.path.join(texts, '**', '*'), recursive=True)):
            if os.path.isfile(path) and os.path.getsize(path) > SIZE:
                yield os.path.basename(path), open(path, encoding='utf8', errors='replace').read(SIZE)


def connect(extension):
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db


def measure(extension, sql, rows):
    """Best of ROUNDS in seconds; NaN if the function is not there."""
    best = float('inf')
    for _ in range(ROUNDS):
        db = connect(extension)
        db.execute('CREATE TABLE page(n INTEGER PRIMARY KEY, x TEXT)')
        db.executemany('INSERT INTO page(x) VALUES(?)', rows)
        try:
            if 'news' in sql:
                db.execute('CREATE VIRTUAL TABLE news USING corpus')
            begin = time.process_time()
            db.execute(sql).fetchall()
            best = min(best, time.process_time() - begin)
        except sqlite3.Error:
            return float('nan')
        finally:
            db.close()
    return best


def main():
    extension, sample = os.path.abspath(sys.argv[1]), sys.argv[2]
    db = connect(extension)
    tables = [row[0] for row in db.execute(
        "SELECT f.name FROM corpus_functions() AS f WHERE f.name NOT IN ('corpus_files', 'corpus_load')"
        " AND (SELECT count(*) FROM pragma_table_xinfo(f.name) WHERE hidden = 1 AND name = 'input') = 1 ORDER BY f.name")]
    queries = [(name, f'SELECT count(*) FROM page, {name}(page.x)') for name in tables]
    queries += [(name, f'SELECT sum(length({name}(x))) FROM page') for name in ('corpus_fold', 'corpus_latin', 'corpus_language', 'corpus_fingerprint')]
    queries += [('INSERT', "INSERT INTO news(uri, page) SELECT n, x FROM page")]
    print(f'{"":20}' + ''.join(f'{name.replace("corpus_", ""):>13}' for name, _ in queries))
    for label, text in read_texts(sample, sys.argv[3] if len(sys.argv) > 3 else None):
        rows = articles(text)
        size = sum(len(row[0].encode()) for row in rows) / 1e6
        print(f'{label[:20]:20}' + ''.join(f'{size / measure(extension, sql, rows):13.2f}' for _, sql in queries), flush=True)


if __name__ == '__main__':
    main()
