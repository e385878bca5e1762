#!/usr/bin/python3
"""Suites that look at the built library from outside.

usage: check.py interface|readme|examples|sample|pages EXTENSION       (from the repository's root)
  interface  exported symbols, names and flags of functions, built-ins left alone, renaming, threads, memory over many loads
  readme     every ```sql block of the READMEs that a ```text block follows is run in the sqlite3 shell, and its output compared
  examples   the example of every function of corpus_functions(), sql/examples/*.sql, sql/views.sql, sql/demo.sql
  sample     floors under the figures of tests/sample/score.py
  pages      floors under the figures of tests/pages/kinds.py
Closes with `N passed, N failed`.
"""
import glob, os, re, shutil, sqlite3, subprocess, sys, tempfile, threading

import tally
from tally import check

EXTENSION = ''


def connect(path=':memory:', extension=None):
    return tally.connect(extension or EXTENSION, path)


def shell(script, database=':memory:', timeout=300):
    """Runs a script in the sqlite3 shell: (output, messages, exit code)."""
    run = subprocess.run(['sqlite3', '-batch', database], input=script, capture_output=True, text=True, encoding='utf8', errors='replace',
                         timeout=timeout)
    return run.stdout, run.stderr, run.returncode


# --- interface ---------------------------------------------------------------------------------------------------------

DETERMINISTIC, DIRECTONLY, INNOCUOUS = 0x800, 0x80000, 0x200000
TABLES_OF_NAMES = 16e6      # bytes in the library


def interface():
    exported = subprocess.run(['nm', '-D', '--defined-only', EXTENSION], capture_output=True, text=True, check=True).stdout.split('\n')
    names = sorted(line.split()[-1].split('@')[0] for line in exported if line)
    check(names == ['sqlite3_corpus_init', 'sqlite3_corpus_nofiles_init', 'sqlite3_extension_init'], f'exported symbols: {names}')
    needed = subprocess.run(['readelf', '-dW', EXTENSION], capture_output=True, text=True, check=True).stdout
    check('libsqlite3' not in needed, 'the library is linked with libsqlite3')
    check('NODELETE' in needed, 'the library is not linked with -z nodelete')
    undefined = subprocess.run(['nm', '-D', '--undefined-only', EXTENSION], capture_output=True, text=True, check=True).stdout
    check(not re.search(r' U (sqlite3_|printf$|puts$|fprintf$|stderr|__fprintf_chk$|__printf_chk$|perror$|exit$|abort$)', undefined),
          'the library calls: ' + ' '.join(re.findall(r' U ((?:sqlite3_|f?printf|puts|stderr|__f?printf_chk|perror|exit|abort)\S*)', undefined)))
    tables = [f'build/obj/gen/{name}_tables.o' for name in ('models', 'clusters', 'entities')]
    if all(map(os.path.exists, tables)):
        sizes = subprocess.run(['size', *tables], capture_output=True, text=True, check=True).stdout.split('\n')[1:]
        total = sum(int(line.split()[0]) + int(line.split()[1]) for line in sizes if line)
        check(total <= TABLES_OF_NAMES, f'models, clusters and gazetteer take {total / 1e6:.2f} MB: make size-entities')
    archive = 'dist/libcorpus.a'
    if os.path.exists(archive):
        symbols = subprocess.run(['nm', '-g', '--defined-only', archive], capture_output=True, text=True, check=True).stdout
        wanted = {'sqlite3_corpus_init', 'sqlite3_corpus_nofiles_init', 'sqlite3_extension_init'}
        names = {line.split()[-1] for line in symbols.split('\n') if len(line.split()) == 3}
        check(names <= wanted and 'sqlite3_corpus_init' in names, f'symbols of the archive: {sorted(names - wanted)[:5]}')
    functions_and_modules()
    renamed()
    connections()


def functions_and_modules():
    plain, loaded = sqlite3.connect(':memory:'), connect()
    listing = 'SELECT name, builtin, type, enc, narg, flags FROM pragma_function_list'
    before, after = set(plain.execute(listing)), set(loaded.execute(listing))
    plain.enable_load_extension(True)
    ordinary = {row for row in before if row[0] != 'load_extension'}
    check(ordinary <= after, f'built-in functions are gone or changed: {sorted(ordinary - after)[:5]}')
    added = {row for row in after - before if row[0] != 'corpus_hits'}  # FTS5's stand-in for an auxiliary function, which only FTS5 can call
    check(all(row[0].startswith('corpus_') for row in added), f'functions without the prefix: {[r[0] for r in added if not r[0].startswith("corpus_")]}')
    for name, _, kind, _, arguments, flags in sorted(added):
        pure = flags & DETERMINISTIC and flags & INNOCUOUS and not flags & DIRECTONLY
        check(pure or flags & DIRECTONLY, f'{name}/{arguments} is neither pure (deterministic, innocuous) nor DIRECTONLY')
        check(kind in 'sw' or flags & INNOCUOUS, f'{name} has the type {kind}')
    modules = {row[0] for row in loaded.execute('SELECT name FROM pragma_module_list')} - {row[0] for row in plain.execute('SELECT name FROM pragma_module_list')}
    check(all(name == 'corpus' or name.startswith('corpus_') for name in modules), f'modules without the prefix: {sorted(modules)}')
    collations = 'SELECT name FROM pragma_collation_list'
    check(set(plain.execute(collations)) == set(loaded.execute(collations)), 'collations were added or taken away')
    described = {row[0] for row in loaded.execute('SELECT name FROM corpus_functions()')}
    there = {row[0] for row in added} | {name for name in modules if name != 'corpus'}
    check(described == there, f'corpus_functions() and what is registered differ: {sorted(described ^ there)}')
    for name, arguments, help_text in loaded.execute('SELECT name, arguments, help FROM corpus_functions()'):
        check(help_text and len(help_text) > 10, f'{name}({arguments}) has no help')
    for expression, wanted in (("lower('ÄB')", 'Äb'), ("upper('яb')", 'яB'), ("'a' LIKE 'A'", 1), ("'Я' LIKE 'я'", 0)):
        check(loaded.execute('SELECT ' + expression).fetchone()[0] == wanted, f'{expression} is another than SQLite says')


def renamed():
    with tempfile.TemporaryDirectory() as folder:
        other = os.path.join(folder, 'my-own.name.so')
        shutil.copy(EXTENSION, other)
        check(connect(extension=other).execute('SELECT corpus_version()').fetchone()[0], 'a renamed file does not load')
        check(connect(extension=EXTENSION[:-3]).execute('SELECT corpus_version()').fetchone()[0], 'the path without .so does not load')
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    check(db.execute("SELECT load_extension(?)", (EXTENSION,)).fetchone()[0] is None, 'SELECT load_extension() fails')
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.execute("SELECT load_extension(?, 'sqlite3_corpus_nofiles_init')", (EXTENSION,))
    here = {row[0] for row in db.execute('SELECT name FROM corpus_functions()')}
    check('corpus_tokens' in here and not here & {'corpus_files', 'corpus_load'}, 'sqlite3_corpus_nofiles_init leaves out what reads files, and only that')
    db = connect()
    db.load_extension(EXTENSION)
    check(db.execute('SELECT corpus_version()').fetchone()[0], 'the library does not load twice into one connection')


def resident_kilobytes():
    return int(re.search(r'VmRSS:\s+(\d+)', open('/proc/self/status').read())[1])


def connections():
    query = "SELECT count(*) FROM corpus_tokens('Nurly zhol 北京大学 한국어 2020')"
    wanted = connect().execute(query).fetchone()
    for _ in range(5):
        connect().execute(query).fetchone()
    before = resident_kilobytes()
    for _ in range(100):
        db = connect()
        db.execute(query).fetchone()
        db.close()
    grown = resident_kilobytes() - before
    check(grown < 20000, f'100 connections leave {grown} kB behind')
    results = []

    def work():
        for _ in range(10):
            db = connect()
            results.append(db.execute(query).fetchone())
            db.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(results == [wanted] * 80, 'eight threads, each with its own connections, get other rows')


# --- readme ------------------------------------------------------------------------------------------------------------

def blocks_of(path):
    """[(line, language, text)] of the fenced blocks of a Markdown file."""
    blocks, inside = [], None
    for number, line in enumerate(open(path, encoding='utf8').read().split('\n'), 1):
        if inside is None and line.startswith('```'):
            inside = (number, line[3:].strip(), [])
        elif inside and line.startswith('```'):
            blocks.append((inside[0], inside[1], '\n'.join(inside[2])))
            inside = None
        elif inside:
            inside[2].append(line)
    return blocks


def same_output(wanted, got):
    """True if equal but for blanks at line ends; a wanted line `...` stands for any number of lines."""
    pattern = ''.join('(?:.*\n)*?' if line.strip() == '...' else re.escape(line.rstrip()) + '\n' for line in wanted.strip('\n').split('\n'))
    return re.fullmatch(pattern, ''.join(line.rstrip() + '\n' for line in got.strip('\n').split('\n'))) is not None


def readme():
    """The sql blocks of one file are one session of the shell, from an empty database in memory."""
    for path in ('README.md', 'sql/README.md', 'ext/README.md', 'tests/README.md'):
        if not os.path.exists(path):
            check(path != 'README.md', 'README.md is missing')
            continue
        blocks = blocks_of(path)
        runs = [(n, block) for n, block in enumerate(blocks) if block[1] == 'sql']
        if not runs:
            continue
        mark = '@@ block %d @@'
        script = ''.join(f'{block[2]}\n.print\n.print {mark % n}\n' for n, block in runs)
        output, messages, _ = shell(script)
        check(not messages.strip(), f'{path}: the shell says: {messages.strip()[:500]}')
        for n, (line, _, sql) in runs:
            head, found, output_rest = output.partition('\n' + mark % n + '\n')
            if not check(found, f'{path}:{line}: the shell did not get to the end of this block'):
                break
            output = output_rest
            follows = blocks[n + 1] if n + 1 < len(blocks) and blocks[n + 1][1] == 'text' else None
            if follows:
                check(same_output(follows[2], head), f'{path}:{line}: prints\n{head.strip()}\n  instead of\n{follows[2]}')


# --- examples ----------------------------------------------------------------------------------------------------------

def load_sample(path):
    db = connect(path)
    db.execute('CREATE VIRTUAL TABLE news USING corpus')
    db.execute("INSERT INTO news(uri, page) SELECT name, content FROM corpus_files('tests/sample/*.txt')")
    return db


def examples():
    db = connect()
    db.execute('CREATE VIRTUAL TABLE news USING corpus')  # what the example of corpus_load() fills
    db.execute("CREATE TABLE my_names(name, type)")  # what the example of corpus_entities_with() reads
    db.execute("INSERT INTO my_names VALUES ('Zorblax Labs', 'ORG')")
    db.execute("CREATE TABLE terms(term, doc, cnt)")  # what the example of corpus_expand() reads, columns as fts5vocab's
    db.execute("INSERT INTO terms VALUES ('токаев', 2, 3), ('bridge', 1, 1)")
    for name, example in db.execute('SELECT name, example FROM corpus_functions()').fetchall():
        try:
            rows = db.execute(example).fetchall()
            check(rows and rows[0][0] is not None, f'{name}: its example has no rows, or NULL: {example}')
            check(name in example, f'{name}: its example is of another function: {example}')
        except sqlite3.Error as error:
            check(False, f'{name}: {error}: {example}')
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'sample.db')
        try:
            load_sample(path).close()
        except sqlite3.Error as error:
            check(False, f'loading tests/sample: {error}')
            return
        views_without_extension(path)
        for example in sorted(glob.glob('sql/examples/*.sql')):
            output, messages, code = shell(f'.bail on\n.load {EXTENSION}\n.read {example}\n', path)
            check(code == 0 and not messages.strip() and output.strip(), f'{example}: {messages.strip() or "no output"}')
        output, messages, code = shell(f'.bail on\n.read sql/demo.sql\n', os.path.join(folder, 'demo.db'))
        check(code == 0 and not messages.strip() and len(output) > 500, f'sql/demo.sql: {messages.strip() or output[:300]}')


def views_without_extension(path):
    """sql/views.sql is applied, and all its views are read, by an SQLite that knows nothing of the extension."""
    db = sqlite3.connect(path)
    db.executescript(open('sql/views.sql', encoding='utf8').read())
    views = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    check(len(views) > 3, 'sql/views.sql makes no views')
    empty = []
    for view in views:
        try:
            if not db.execute(f'SELECT * FROM "{view}" LIMIT 1').fetchone():
                empty.append(view)
            check(True, view)
        except sqlite3.Error as error:
            check(False, f'{view}: {error}')
    if empty:
        print('views without rows:', ' '.join(empty))
    check(db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok', 'integrity_check without the extension')


# --- sample ------------------------------------------------------------------------------------------------------------

# Of the items in tests/sample/gold.json, the share that must be found. Not goals: a fall below is a fault.
FLOORS = {'title': 0.9, 'published': 0.9, 'language': 1.0, 'source': 0.4, 'names': 0.75, 'names with type': 0.75, 'dates': 0.9, 'same name': 0.85, 'different name': 1.0}


def sample():
    sys.path.insert(0, 'tests/sample')
    import score
    try:
        figures = score.score(*score.load(EXTENSION, 'tests/sample'))
    except sqlite3.Error as error:
        check(False, error)
        return
    for figure, found, wanted, missed in figures:
        print(f'{figure:16} {found:4} of {wanted:4}')
        check(found >= FLOORS[figure] * wanted, f'{figure}: {found} of {wanted} found, such as not: {"; ".join(missed[:5])}')


# --- pages -------------------------------------------------------------------------------------------------------------

# Of the blocks in tests/pages: the share of kinds that must be right, how many blocks of articles may be lost, how many others taken for it.
PAGES = (0.96, 2, 3)


def pages():
    sys.path.insert(0, 'tests/pages')
    import kinds
    right, lost, added = kinds.figures(kinds.score(EXTENSION, 'tests/pages'))
    check(right >= PAGES[0], f'tests/pages: {right:.3f} of the kinds are right, not {PAGES[0]}')
    check(lost <= PAGES[1], f'tests/pages: {lost} blocks of articles are lost')
    check(added <= PAGES[2], f'tests/pages: {added} blocks are taken for an article')


if __name__ == '__main__':
    suites = {'interface': interface, 'readme': readme, 'examples': examples, 'sample': sample, 'pages': pages}
    if len(sys.argv) != 3 or sys.argv[1] not in suites:
        sys.exit(__doc__)
    EXTENSION = os.path.abspath(sys.argv[2])
    suites[sys.argv[1]]()
    tally.end()
