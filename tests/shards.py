#!/usr/bin/python3
"""A corpus that is built as shards by sql/shards.mk and merged holds what one that was loaded in one go holds.

usage: shards.py EXTENSION SCRATCH [MEGABYTES]    (from the repository's root)
Pages are those of bench/generate.py, with copies across the shards. Closes with `N passed, N failed`.
"""
import os, shutil, sqlite3, subprocess, sys

sys.path.insert(0, 'bench')
import generate, tally
from tally import check, connect



def compare(merged, whole, when):
    wanted = tally.contents(whole)
    tally.compare(tally.contents(merged), wanted, when)
    for what in wanted:
        check(bool(wanted[what]) or what in ('quotes', 'errors'), f'{when}: there are no {what}')


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
