#!/usr/bin/python3
"""A corpus that is built as shards by sql/shards.mk and merged holds what one that was loaded in one go holds.

usage: shards.py EXTENSION SCRATCH [MEGABYTES]    (from the repository's root)
Pages are those of bench/generate.py, with copies across the shards. Closes with `N passed, N failed`.
"""
import os, shutil, sqlite3, subprocess, sys

sys.path.insert(0, 'bench')
import generate, tally
from tally import check, connect

# everything by what it says, not by its numbers
CONTENTS = {
    'documents': 'SELECT uri, title, published, language, content, fingerprint FROM news_document',
    'copies': 'SELECT d.uri, l.uri FROM news_document d JOIN news_document l ON l.id = d.duplicate_of',
    'blocks': 'SELECT d.uri, b.ord, b.kind, b.start, b.length, b.rule, b.model_kind FROM news_block b JOIN news_document d ON d.id = b.document',
    'sentences': 'SELECT d.uri, s.ord, s.start, s.length, b.ord FROM news_sentence s JOIN news_document d ON d.id = s.document LEFT JOIN news_block b ON b.id = s.block',
    'mentions': 'SELECT d.uri, m.start, m.text, m.type, m.name, m.boilerplate, e.name, s.ord FROM news_mention m JOIN news_document d ON d.id = m.document '
                'LEFT JOIN news_entity e ON e.id = m.entity LEFT JOIN news_sentence s ON s.id = m.sentence',
    'entities': 'SELECT type, key, name, mentions, documents, first, last FROM news_entity',
    'aliases': 'SELECT e.type, e.key, e.name, a.name, a.script, a.mentions FROM news_alias a JOIN news_entity e ON e.id = a.entity',
    'dates': 'SELECT d.uri, f.start, f.text, f.value, f.first, f.last, f.boilerplate FROM news_date f JOIN news_document d ON d.id = f.document',
    'quantities': 'SELECT d.uri, f.start, f.number, f.unit, f.noun FROM news_quantity f JOIN news_document d ON d.id = f.document',
    'quotes': 'SELECT d.uri, q.start, q.text, e.name FROM news_quote q JOIN news_document d ON d.id = q.document LEFT JOIN news_entity e ON e.id = q.speaker',
    'spellings': 'SELECT spelling, block, uses FROM news_spelling',
    'files': 'SELECT uri, path, size, digest FROM news_file',
    'repeats': 'SELECT host, digest, documents FROM news_repeat',
}


def compare(merged, whole, when):
    for what, query in CONTENTS.items():
        a, b = sorted(merged.execute(query), key=repr), sorted(whole.execute(query), key=repr)
        different = sorted(set(map(repr, a)) ^ set(map(repr, b)))
        check(a == b, f'{when}: {what}: {len(a)} merged, {len(b)} loaded, {len(different)} differ, such as {different[:2]}')
        check(bool(b) or what == 'quotes', f'{when}: there are no {what}')


def build(extension, pages, corpus):
    return subprocess.run(['make', '-s', '-j2', '-f', 'sql/shards.mk', f'FOLDER={pages}', f'CORPUS={corpus}', f'EXTENSION={extension}'],
                          capture_output=True, text=True)


def main():
    extension, scratch = os.path.abspath(sys.argv[1]), os.path.join(sys.argv[2], 'shards')
    megabytes = float(sys.argv[3]) if len(sys.argv) > 3 else 0.2
    shutil.rmtree(scratch, ignore_errors=True)
    pages, corpus = os.path.join(scratch, 'pages'), os.path.join(scratch, 'merged.db')
    generate.generate(pages, megabytes, languages=('en', 'ru', 'zh'))
    os.remove(os.path.join(pages, 'answer.tsv'))
    shards = len(os.listdir(pages))
    whole = connect(extension, os.path.join(scratch, 'whole.db'))
    whole.execute('CREATE VIRTUAL TABLE news USING corpus')
    for _ in whole.execute("SELECT * FROM corpus_load('news', ?)", (pages,)):
        pass
    whole.execute("INSERT INTO news(news) VALUES ('resolve')")
    run = build(extension, pages, corpus)
    if run.returncode:
        check(False, run.stdout + run.stderr)
    else:
        print(run.stdout.strip().split('\n')[-1], f'from {shards} shards')
        merged = connect(extension, corpus)
        merged.execute("INSERT INTO news(news) VALUES ('integrity-check')")
        compare(merged, whole, 'merged')
        merged.execute("INSERT INTO news(news) VALUES ('resolve')")
        compare(merged, whole, 'resolved again')
        merged.close()
        again = build(extension, pages, corpus)
        lines = [line for line in again.stdout.split('\n') if 'unchanged' in line]
        check(len(lines) == shards and all(line.split()[1] == line.split()[3] for line in lines), f'a second build loads nothing: {lines[:3]}')
        place = sqlite3.connect(':memory:')
        names = sorted(os.listdir(corpus + '.shards'))[:3]
        for i, name in enumerate(names):
            place.execute(f"ATTACH ? AS s{i + 1}", (os.path.join(corpus + '.shards', name),))
        place.executescript(open('sql/shards.sql', encoding='utf8').read())
        counts = [sqlite3.connect(os.path.join(corpus + '.shards', name)).execute('SELECT (SELECT count(*) FROM news_document), sum(mentions) FROM news_entity').fetchone()
                  for name in names]
        check(place.execute('SELECT count(*) FROM all_document').fetchone()[0] == sum(c[0] for c in counts), 'documents read in place')
        check(place.execute('SELECT sum(mentions) FROM all_name').fetchone()[0] == sum(c[1] for c in counts) ==
              place.execute('SELECT count(*) FROM all_mention').fetchone()[0], 'mentions read in place')
        for view in ('all_sentence', 'all_date', 'all_quote', 'all_entity'):
            check(place.execute(f'SELECT count(*) FROM {view}').fetchone()[0] >= 0, view)
        place.close()
    whole.close()
    if not tally.failed:
        shutil.rmtree(scratch)
    tally.end()


if __name__ == '__main__':
    main()
