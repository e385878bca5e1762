"""What the test programs in Python share: counting, and connections with the extension."""
import sqlite3, sys

passed = failed = 0

# all that a corpus holds, by what it says and not by its numbers
CONTENTS = {
    'documents': 'SELECT uri, title, published, language, content, fingerprint FROM news_document',
    'copies': 'SELECT d.uri, l.uri FROM news_document d JOIN news_document l ON l.id = d.duplicate_of',
    'keys of copies': 'SELECT d.uri, k.key FROM news_band k LEFT JOIN news_document d ON d.id = k.document',
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
    'errors': 'SELECT uri, reason FROM news_error',
    'words': 'SELECT term, doc, cnt FROM temp.words',
}


def check(ok, what):
    """Counts one test; says what failed."""
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print('failed:', what, flush=True)
    return ok


def contents(db):
    """Everything that a corpus named `news` holds: {what: sorted rows}."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, news_fts, 'row')")
    return {what: sorted(db.execute(query), key=repr) for what, query in CONTENTS.items()}


def compare(got, wanted, when):
    """Compares two results of contents()."""
    for what, rows in wanted.items():
        different = sorted(set(map(repr, got[what])) ^ set(map(repr, rows)))
        check(got[what] == rows, f'{when}: {what}: {len(got[what])}, wanted are {len(rows)}; {len(different)} differ, such as {different[:2]}')


def is_sound(db):
    """What is wrong with the tables of a corpus named `news`, None if nothing is."""
    try:
        found = db.execute('PRAGMA integrity_check').fetchone()[0]
        db.execute("INSERT INTO news(news) VALUES ('integrity-check')")
        return None if found == 'ok' else found
    except sqlite3.Error as error:
        return str(error)


def end():
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


def connect(extension, path=':memory:'):
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db
