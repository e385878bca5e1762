"""Search across scripts: people and places in English, Russian, Kazakh, Korean and Chinese, among names that are near to them.

usage: search.py EXTENSION

Three sets of 60: entities.tsv, which was there while the rules of search were made; entities_unseen.tsv, which was not, but was looked at since; and
entities_third.tsv, written after that: the figure to believe. The names of the others are the strangers of each, beside 55 names that are near to those of the first (distractors.tsv).

Every name stands in sentences of its language, as it is and inflected (sentences.tsv). Every spelling of every entity is asked for; right are all sentences of the entity, in all five languages.
Prints recall and precision of: the corpus table; an FTS5 table with the tokenizer `corpus` alone (exact); FTS5 unicode61 and trigram; the
ICU tokenizer and spellfix1's editdist where this SQLite has them; a Levenshtein distance over words that ICU romanized (uconv).
The last line of ours says how many of the rows that match exactly come before all that match by key.
"""
import os, re, shutil, sqlite3, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = ['en', 'ru', 'kk', 'ko', 'zh']


def rows(name):
    for line in open(os.path.join(HERE, name), encoding='utf8'):
        if line.strip() and not line.startswith('#'):
            yield line.rstrip('\n').split('\t')


SETS = ['entities.tsv', 'entities_unseen.tsv', 'entities_third.tsv']


def collection(asked):
    """[(entity or None, language, sentence)], {entity: set of spellings}; `asked`: the table whose entities are"""
    sentences = {}
    for language, text in rows('sentences.tsv'):
        sentences.setdefault((language, '{2}' in text), []).append(text)
    documents, names = [], {}
    for table in (asked, 'distractors.tsv', *(other for other in SETS if other != asked)):
        for number, cells in enumerate(rows(table)):
            entity = cells[0] if table == asked else None
            for language, cell in zip(LANGUAGES, cells):
                if cell == '-':
                    continue
                forms = cell.split('|')
                plain, inflected = sentences[language, False], sentences.get((language, True), [])
                used = [plain[number % len(plain)]]
                if entity:
                    names.setdefault(entity, set()).add(forms[0])
                    used += inflected or [plain[(number + 1) % len(plain)]]
                for text in used:
                    documents.append((entity, language, text.replace('{2}', forms[-1]).replace('{}', forms[0])))
    return documents, names


def report(what, documents, names, find):
    """find(name) -> document numbers (from 1). Prints recall and precision over all queries together."""
    hit = said = wanted = 0
    by_language = {language: [0, 0] for language in LANGUAGES}
    started = time.perf_counter()
    for entity, spellings in names.items():
        right = {n for n, document in enumerate(documents, 1) if document[0] == entity}
        for name in sorted(spellings):
            found = set(find(name))
            hit += len(found & right)
            said += len(found)
            wanted += len(right)
            for n in right:
                by_language[documents[n - 1][1]][0] += n in found
                by_language[documents[n - 1][1]][1] += 1
            if os.environ.get('VERBOSE'):
                for n in sorted(found - right):
                    print('   wrong', name, '->', documents[n - 1][2])
                for n in sorted(right - found):
                    print('   missed', name, '->', documents[n - 1][2])
    seconds = time.perf_counter() - started
    shares = ' '.join(f'{language} {100 * a / b:.0f}' for language, (a, b) in by_language.items())
    print(f'{what:34} recall {100 * hit / wanted:5.1f}  precision {100 * hit / max(said, 1):5.1f}  ({shares})  {seconds:.2f} s', flush=True)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def corpus_table(extension, documents, names):
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(extension)
    db.execute('CREATE VIRTUAL TABLE news USING corpus')
    db.executemany('INSERT INTO news(uri, page) VALUES(?, ?)', [(str(n), d[2]) for n, d in enumerate(documents, 1)])
    find = lambda name: [int(u) for u, in db.execute('SELECT uri FROM news WHERE news MATCH ?', (quoted(name),))]
    report('ours: corpus table', documents, names, find)
    ordered = total = 0
    for spellings in names.values():
        for name in spellings:
            kinds = [m for m, in db.execute('SELECT matched FROM news WHERE news MATCH ? ORDER BY rank', (quoted(name),))]
            total += 1
            ordered += kinds == sorted(kinds, key=lambda kind: kind != 'exact')
    print(f'{"":34} exact matches stand before key matches in {ordered} of {total} queries')


def fts5(documents, names, what, tokenizer, extension=None):
    db = sqlite3.connect(':memory:')
    if extension:
        db.enable_load_extension(True)
        db.load_extension(extension)
    try:
        db.execute(f"CREATE VIRTUAL TABLE t USING fts5(body, tokenize='{tokenizer}')")
        db.executemany('INSERT INTO t(rowid, body) VALUES(?, ?)', [(n, d[2]) for n, d in enumerate(documents, 1)])
    except sqlite3.Error as error:
        print(f'{what:34} not available: {error}')
        return
    report(what, documents, names, lambda name: [r for r, in db.execute('SELECT rowid FROM t WHERE t MATCH ?', (quoted(name),))])


def icu_tokenizer(documents, names):
    db = sqlite3.connect(':memory:')
    try:
        db.execute('CREATE VIRTUAL TABLE t USING fts4(body, tokenize=icu)')
    except sqlite3.Error as error:
        print(f'{"FTS4 icu":34} not available: {error}')
        return
    db.executemany('INSERT INTO t(rowid, body) VALUES(?, ?)', [(n, d[2]) for n, d in enumerate(documents, 1)])
    report('FTS4 icu', documents, names, lambda name: [r for r, in db.execute('SELECT rowid FROM t WHERE t MATCH ?', (quoted(name),))])


def romanized(texts):
    """Each text in Latin letters by ICU, as a list of words."""
    source = '\n'.join(texts)
    out = subprocess.run(['uconv', '-f', 'utf8', '-t', 'utf8', '-x', 'Any-Latin; Latin-ASCII; Lower'], input=source.encode(), capture_output=True, check=True)
    return [re.findall(r'[^\W_]+', line) for line in out.stdout.decode().split('\n')]


def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        corner, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (x != y))
    return row[-1]


def edits(documents, names, what, distance, most, unit):
    """Sentences in which some one to four words, joined, are within `most` of the name, a share of its length times `unit`."""
    if not shutil.which('uconv'):
        print(f'{what:34} not available: uconv (Debian icu-devtools) is missing')
        return
    spellings = sorted({name for group in names.values() for name in group})
    asked = dict(zip(spellings, (''.join(words) for words in romanized(spellings))))
    windows = []
    for words in romanized([d[2] for d in documents]):
        windows.append({''.join(words[i:i + n]) for i in range(len(words)) for n in (1, 2, 3, 4) if i + n <= len(words)})
    known = {}

    def find(name):
        wanted, limit = asked[name], most * len(asked[name])
        found = []
        for n, texts in enumerate(windows, 1):
            for text in texts:
                if abs(len(text) - len(wanted)) > limit:
                    continue
                if (wanted, text) not in known:
                    known[wanted, text] = distance(wanted, text) <= limit * unit
                if known[wanted, text]:
                    found.append(n)
                    break
        return found
    some = dict(list(names.items())[::5])
    report(f"{what}, {most:.0%}, 12 entities", documents, some, find)


def spellfix(documents, names):
    db = sqlite3.connect(':memory:')
    try:
        db.enable_load_extension(True)
        db.load_extension('spellfix')
    except (sqlite3.Error, AttributeError) as error:
        print(f'{"spellfix1_editdist on ICU":34} not available: {error}; Debian has no package of it')
        return
    edits(documents, names, 'spellfix1_editdist on ICU', lambda a, b: db.execute('SELECT spellfix1_editdist(?, ?)', (a, b)).fetchone()[0], 0.35, 100)


def main():
    extension = os.path.abspath(sys.argv[1])
    for table in (SETS[2], SETS[1]):
        documents, names = collection(table)
        print(f'{table}: {len(names)} entities, {sum(map(len, names.values()))} queries, {len(documents)} sentences')
        corpus_table(extension, documents, names)
    documents, names = collection(SETS[0])
    print(f'{SETS[0]}: {len(names)} entities, {sum(map(len, names.values()))} queries, {len(documents)} sentences')
    corpus_table(extension, documents, names)
    fts5(documents, names, 'FTS5 corpus (exact)', 'corpus', extension)
    fts5(documents, names, 'FTS5 unicode61', 'unicode61')
    fts5(documents, names, 'FTS5 trigram', 'trigram')
    icu_tokenizer(documents, names)
    spellfix(documents, names)
    for most in (0.35,):
        edits(documents, names, 'Levenshtein on ICU Any-Latin', levenshtein, most, 1)


if __name__ == '__main__':
    main()
