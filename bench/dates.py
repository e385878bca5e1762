#!/usr/bin/python3
"""Speed of dates: the engine alone, corpus_dates() through SQL, and other libraries on the same texts.

usage: dates.py EXTENSION ENGINE SAMPLE TIMEML FOLDER
ENGINE is the program made of bench/dates.c, SAMPLE the folder of sample articles, TIMEML one of JSON lines with a `text` (left out if it is not
there), FOLDER where texts and the npm package may lie. A text is the sample articles of a language repeated to about SIZE bytes, or the documents of
a TIMEML file. MB/s are bytes of UTF-8 by processor time of one core, start-up not counted, the best of several runs:
    scan, find      lexer_read() and dates_find() alone
    sql             corpus_dates() of documents, language given; `found`: language found by the extension
    lines           the same of single sentences, of so many bytes
    chrono          chrono-node (npm), installed into FOLDER if npm and a registry are there
    dateparser      search_dates() of python3-dateparser, if it is there
The peers are slow, so each gets the first PEER_SIZE bytes.
"""
import glob, json, os, re, sqlite3, subprocess, sys, time, warnings

SIZE, PEER_SIZE, DATEPARSER_SIZE, ROUNDS = 600_000, 60_000, 6_000, 5
SEPARATOR = '\x1e'


def letters(n):
    """A number in letters: what makes a copy of a document another one, for the connection keeps what it has analysed."""
    return chr(ord('k') + n % 10) + (letters(n // 10) if n >= 10 else '')


def read_texts(sample, timeml):
    """Yields (name, language, documents)."""
    groups = {}
    for path in sorted(glob.glob(os.path.join(sample, '*.txt'))):
        groups.setdefault(os.path.basename(path)[:2], []).append(open(path, encoding='utf8').read())
    for language, documents in sorted(groups.items()):
        copies = 1 + SIZE // byte_count(documents)
        yield 'sample', language, [f'{d}\n[{letters(n)}]' for n in range(copies) for d in documents]
    for path in sorted(glob.glob(os.path.join(timeml, '*.jsonl'))):
        rows = [json.loads(line) for line in open(path, encoding='utf8')]
        yield os.path.basename(path).split('.')[1], rows[0]['lang'], [row['text'] for row in rows]


def sentences(documents):
    parts = (part.strip() for d in documents for part in re.split(r'(?<=[.!?。])\s*|\n', d))
    return [part for part in parts if part]


def byte_count(texts):
    return sum(len(text.encode()) for text in texts)


def first_of(documents, size):
    """The first documents, of at least `size` bytes if there are so many."""
    for count in range(1, len(documents) + 1):
        if byte_count(documents[:count]) >= size:
            return documents[:count]
    return documents


def through_sql(extension, texts, language):
    best = float('inf')
    for _ in range(ROUNDS):
        db = sqlite3.connect(':memory:')
        db.enable_load_extension(True)
        db.load_extension(extension)
        db.execute('CREATE TABLE page(n INTEGER PRIMARY KEY, x TEXT)')
        db.executemany('INSERT INTO page(x) VALUES(?)', [(text,) for text in texts])
        db.execute("SELECT count(*) FROM corpus_dates('Monday', NULL, ?)", (language,)).fetchall()
        begin = time.process_time()
        db.execute("SELECT count(d.value) FROM page, corpus_dates(page.x, '2023-04-20', ?) AS d", (language,)).fetchall()
        best = min(best, time.process_time() - begin)
        db.close()
    return byte_count(texts) / 1e6 / best


def engine_figures(engine, path, language):
    row = subprocess.run([engine, path, language], capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
    return float(row[-3]), float(row[-2])


def install_chrono(folder):
    """The folder that holds the package; or None, and why."""
    folder = os.path.abspath(os.path.join(folder, 'chrono'))
    if os.path.isdir(os.path.join(folder, 'node_modules', 'chrono-node')):
        return folder, ''
    os.makedirs(folder, exist_ok=True)
    try:
        subprocess.run(['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', 'chrono-node'],
                       check=True, capture_output=True, timeout=180, cwd=folder)
    except FileNotFoundError:
        return None, 'npm is not here'
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None, 'npm could not install chrono-node (no registry within reach?)'
    return folder, ''


def chrono_figure(folder, path, language):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'dates_chrono.mjs')
    run = subprocess.run(['node', script, folder, path, language, str(PEER_SIZE)], capture_output=True, text=True)
    return run.stdout.strip() if run.returncode == 0 else 'failed'


def find_dateparser():
    try:
        from dateparser.search import search_dates
        return search_dates, ''
    except ImportError:
        return None, 'python3-dateparser is not here'


def dateparser_figure(search_dates, documents, language):
    texts = first_of(sentences(documents), DATEPARSER_SIZE)
    best = float('inf')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            search_dates('2020', languages=[language])
            for _ in range(2):
                begin = time.process_time()
                for text in texts:
                    search_dates(text, languages=[language])
                best = min(best, time.process_time() - begin)
        except ValueError:
            return '-'
        except Exception:
            return 'failed'
    return f'{byte_count(texts) / 1e6 / best:.3f}'


def main():
    extension, engine, sample, timeml, folder = sys.argv[1:6]
    os.makedirs(folder, exist_ok=True)
    chrono, no_chrono = install_chrono(folder)
    dateparser, no_dateparser = find_dateparser()
    for name, why in (('chrono-node', no_chrono), ('dateparser', no_dateparser)):
        if why:
            print(f'{name} skipped: {why}')
    if not glob.glob(os.path.join(timeml, '*.jsonl')):
        print(f'texts of TimeML skipped: {timeml} is not here')
    print(f'{"MB/s":26}{"scan":>8}{"find":>8}{"sql":>8}{"found":>8}  {"lines":>14}{"found":>8}{"chrono":>9}{"dateparser":>12}')
    for name, language, documents in read_texts(sample, timeml):
        path = os.path.join(folder, f'{name}.{language}.txt')
        with open(path, 'w', encoding='utf8') as file:
            file.write(SEPARATOR.join(document.replace(SEPARATOR, ' ') for document in documents))
        lines = sentences(documents)
        scan, find = engine_figures(engine, path, language)
        given, found = through_sql(os.path.abspath(extension), documents, language), through_sql(os.path.abspath(extension), documents, None)
        line, line_found = through_sql(os.path.abspath(extension), lines, language), through_sql(os.path.abspath(extension), lines, None)
        print(f'{name + " " + language:17}{byte_count(documents) / 1e6:6.2f} MB{scan:8.1f}{find:8.1f}{given:8.1f}{found:8.1f}'
              f'  {byte_count(lines) // len(lines):5d} B{line:8.1f}{line_found:8.1f}'
              f'{chrono_figure(chrono, path, language) if chrono else "skipped":>9}'
              f'{dateparser_figure(dateparser, documents, language) if dateparser else "skipped":>12}', flush=True)


if __name__ == '__main__':
    main()
