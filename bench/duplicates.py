#!/usr/bin/python3
"""How well copies of a story are found, and how fast fingerprints are made.

usage: duplicates.py EXTENSION [DATA]

Texts are stories of bench/generate.py in five languages and, where DATA is there, real articles. Half of each set are originals; each is edited in the five ways of a
republisher (bench/generate.py), the other half is what a story is embedded beside. Of each set and edit it prints the share of copies
  table       whose duplicate_of, after all originals and then all copies were inserted into a corpus table, is their original
  J>=.5       whose corpus_resemblance() is so high;  C>=.5: whose shorter text is contained so far
  32x4        that would be candidates by bands of the MinHash, for comparison
and of the originals how many pairs were compared, and how many were taken for copies of each other. Articles of one event by two agencies may be copies in truth: the
pairs are listed. The last line is the speed, in megabytes a second of CPU time through SQL.
"""
import json, os, re, resource, sqlite3, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate

MOST = 300  # originals of a set


def connect(extension):
    db = sqlite3.connect(':memory:', isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db


def real_sets(data):
    """[(name, language, [paragraphs])]"""

    def documents(name):
        with open(os.path.join(data, 'documents', name, 'gold.json'), encoding='utf8') as file:
            return [[p for p in row['text'].split('\n') if p.strip()] for row in json.load(file) if row.get('text') and len(row['text']) > 600]

    def text(*path):
        with open(os.path.join(data, 'text', *path), encoding='utf8') as file:
            return file.read()

    sets = [('web pages', 'en', documents('wcxb_dev') + documents('scrapinghub')), ('web pages', 'zh', documents('chinese69'))]
    articles = [a.split('\n') for a in text('en', 'abc_news.txt').split('\n\n')]
    sets.append(('ABC', 'en', [a for a in articles if len(''.join(a)) > 600]))
    articles = [[line for line in a.split('\n')[4:] if line.strip()] for a in text('ru', 'bsnlp_news.txt').replace('\nru-', '\n\0').split('\0')]
    sets.append(('BSNLP', 'ru', [a for a in articles if len(''.join(a)) > 600]))
    lines = text('ko', 'klp2016.txt').split('\n')
    sets.append(('KLP, ten sentences', 'ko', [lines[i:i + 10] for i in range(0, len(lines) - 10, 10)]))
    lines = text('zh', 'weibo.txt').split('\n')
    sets.append(('Weibo, six posts', 'zh', [lines[i:i + 6] for i in range(0, len(lines) - 6, 6)]))
    return sets


def without_copies(stories):
    """The stories that share less than a fifth of their runs of five words with one before them: real sets hold copies of their own."""
    seen, kept = set(), []
    for story in stories:
        words = re.findall(r'[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+', '\n'.join(story).lower())
        runs = {tuple(words[i:i + 5]) for i in range(len(words) - 4)}
        if len(words) >= 60 and len(runs & seen) < len(runs) / 5:
            kept.append(story)
            seen |= runs
    return kept


def bands(print_):
    minima = print_[16:272]
    return {(i, minima[i:i + 8]) for i in range(0, 256, 8)}


def table_recall(extension, originals, copies, published=True):
    """(number of copies that point at their original, pairs of originals taken for copies)"""
    db = connect(extension)
    db.execute("CREATE VIRTUAL TABLE news USING corpus(finders='', tokenize='corpus translit off')")
    db.execute('BEGIN')
    for i, text in enumerate(originals):
        db.execute('INSERT INTO news(uri, page) VALUES (?, ?)', (f'o{i}', text))
    false = db.execute('SELECT a.uri, b.uri FROM news_document a JOIN news_document b ON b.id = a.duplicate_of').fetchall()
    for i, text in enumerate(copies):
        db.execute('INSERT INTO news(uri, page) VALUES (?, ?)', (f'c{i}', text))
    found = db.execute("SELECT count(*) FROM news_document c JOIN news_document o ON o.uri = 'o' || substr(c.uri, 2) "
                       "WHERE c.uri LIKE 'c%' AND coalesce(c.duplicate_of, c.id) = coalesce(o.duplicate_of, o.id)").fetchone()[0]
    db.execute('COMMIT')
    return found, false


def measure(extension, name, language, stories):
    stories = without_copies(stories)[:2 * MOST]
    bases, others = stories[::2], stories[1::2]
    writer = generate.Writer(language, 7)
    db = connect(extension)
    prints = [db.execute('SELECT corpus_fingerprint(?)', ('\n\n'.join(s),)).fetchone()[0] for s in bases]
    pairs, alike, most = 0, 0, 0.0
    for i in range(len(bases)):
        for k in range(i + 1, len(bases)):
            if pairs < 20000:
                pairs += 1
                a, b = db.execute('SELECT corpus_resemblance(?1, ?2), max(corpus_containment(?1, ?2), corpus_containment(?2, ?1))', (prints[i], prints[k])).fetchone()
                alike += a >= .42 or b >= .42
                most = max(most, a, b)
    results, false = [], []
    for edit, change in generate.edits.items():
        copies = [change(story, writer, others[i % len(others)]) for i, story in enumerate(bases)]
        found, false = table_recall(extension, ['\n\n'.join(s) for s in bases], ['\n\n'.join(s) for s in copies])
        high = contained = candidates = 0
        for i, copy in enumerate(copies):
            p = db.execute('SELECT corpus_fingerprint(?)', ('\n\n'.join(copy),)).fetchone()[0]
            j, c = db.execute('SELECT corpus_resemblance(?1, ?2), max(corpus_containment(?1, ?2), corpus_containment(?2, ?1))', (prints[i], p)).fetchone()
            high += j >= .5
            contained += c >= .5
            candidates += bool(bands(prints[i]) & bands(p))
        results.append((edit, found / len(bases), high / len(bases), contained / len(bases), candidates / len(bases)))
    print(f'{name}, {language}: {len(bases)} originals; {len(bases) * (len(bases) - 1) // 2} pairs in the table, {len(false)} taken for copies; '
          f'{pairs} pairs compared, {alike} alike, the most alike {most:.3f}')
    for edit, *shares in results:
        print(f'  {edit:20} table {shares[0]:.3f}   J>=.5 {shares[1]:.3f}   C>=.5 {shares[2]:.3f}   32x4 {shares[3]:.3f}')
    return [r[1] for r in results], false


def speed(extension, sets):
    for name, language, stories in sets:
        texts = ['\n'.join(s) for s in stories[:2000]]
        size = sum(len(t.encode('utf8')) for t in texts)
        texts *= max(1, int(12e6 // size))
        size = sum(len(t.encode('utf8')) for t in texts)
        db = connect(extension)
        db.execute('CREATE TABLE page(x)')
        db.executemany('INSERT INTO page VALUES (?)', [(t,) for t in texts])
        best = {}
        for expression in ('length(x)', 'length(corpus_fingerprint(x))'):
            for _ in range(3):
                before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
                db.execute(f'SELECT sum({expression}) FROM page').fetchone()
                used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
                best[expression] = min(best.get(expression, used), used)
        print(f'fingerprints, {name}, {language}: {size / 1e6 / best["length(corpus_fingerprint(x))"]:.0f} MB/s')


def main():
    extension = sys.argv[1]
    sets = []
    for language in generate.LANGUAGES:
        writer = generate.Writer(language, 3)
        sets.append(('generated', language, [writer.story()[1] for _ in range(2 * MOST)]))
    if len(sys.argv) > 2 and os.path.isdir(sys.argv[2]):
        sets += real_sets(sys.argv[2])
    for item in sets:
        _, false = measure(extension, *item)
        stories = without_copies(item[2])[:2 * MOST:2]
        for a, b in false:
            first, second = stories[int(b[1:])], stories[int(a[1:])]
            print(f'    {b}, {a}: {first[0][:60]} | {second[0][:60]}')
    speed(extension, sets)


if __name__ == '__main__':
    main()
