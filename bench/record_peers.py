#!/usr/bin/python3
"""The record of pages against gold: ours, and other programs on the same pages in the same run.

usage: record_peers.py EXTENSION DOCUMENTS FOLDER
DOCUMENTS holds sets, each with pages and a gold.json (id, html, title, date, author). FOLDER is where the npm packages may lie: @mozilla/readability with linkedom,
installed if npm and a registry are there. htmldate (Python) is measured if it is installed. What is not there is said so.
    title   equal once case and punctuation are folded       date    the same day       author   equal once folded
A page without gold for a field does not count for it. `stated` is the share of the other pages that are given a value.
"""
import json, os, re, sqlite3, subprocess, sys, time, unicodedata

READABILITY = r"""
const {Readability} = require('@mozilla/readability'), {parseHTML} = require('linkedom'), fs = require('fs');
const out = [];
for (const file of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    let r = {};
    try { r = new Readability(parseHTML(fs.readFileSync(file, 'utf8')).document).parse() || {}; } catch (e) {}
    out.push([r.title, r.publishedTime, r.byline]);
}
console.log(JSON.stringify(out));
"""


def fold(text):
    return re.sub(r'[\W_]+', ' ', unicodedata.normalize('NFKC', text or '')).strip().lower()


def ours(extension):
    connection = sqlite3.connect(':memory:')
    connection.enable_load_extension(True)
    connection.load_extension(extension.removesuffix('.so'))
    query = 'SELECT title, published, author FROM corpus_document(?)'
    return lambda files: [connection.execute(query, (open(f, 'rb').read(),)).fetchone() for f in files]


def readability(folder):
    os.makedirs(folder, exist_ok=True)
    if not os.path.isdir(os.path.join(folder, 'node_modules', '@mozilla', 'readability')):
        try:
            subprocess.run(['npm', 'install', '--silent', '--no-audit', '--no-fund', '@mozilla/readability@0.6.0', 'linkedom'], cwd=folder, check=True,
                           capture_output=True, timeout=240)
        except (OSError, subprocess.SubprocessError):
            return None
    def run(files):
        done = subprocess.run(['node', '-e', READABILITY], cwd=folder, input=json.dumps(files), capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else [(None, None, None)] * len(files)
    return run


def htmldate():
    try:
        from htmldate import find_date
    except ImportError:
        return None
    return lambda files: [(None, find_date(open(f, 'rb').read().decode('utf8', 'replace'), original_date=True), None) for f in files]


def measure(name, run, gold, folder):
    files = [os.path.abspath(os.path.join(folder, g['html'])) for g in gold]
    before = time.process_time()
    rows = run(files)
    own = time.process_time() - before
    cells = []
    for k, field in enumerate(('title', 'date', 'author')):
        known = [(g, r) for g, r in zip(gold, rows) if isinstance(g.get(field), str) and g[field]]
        if not known:
            continue
        if field == 'date':
            right = sum((r[k] or '')[:10] == g['date'][:10] for g, r in known)
        else:
            right = sum(fold(r[k]) == fold(g[field]) for g, r in known)
        rest = [r[k] for g, r in zip(gold, rows) if not g.get(field)]
        stated = f' stated {sum(bool(x) for x in rest)}/{len(rest)}' if rest else ''
        cells.append(f'{field} {right / len(known):.3f} of {len(known)}{stated}')
    print(f'    {name:<12} ' + '   '.join(cells) + (f'   {own:.2f} s' if own > .02 else ''))


def main():
    extension, documents, folder = sys.argv[1:4]
    programs = [('ours', ours(extension)), ('Readability', readability(folder)), ('htmldate', htmldate())]
    for name, run in programs:
        if run is None:
            print(f'{name}: not installed, left out')
    for set_name in sorted(os.listdir(documents)):
        path = os.path.join(documents, set_name, 'gold.json')
        if not os.path.isfile(path):
            continue
        gold = json.load(open(path, encoding='utf8'))
        if not any(g.get('title') or g.get('date') or g.get('author') for g in gold):
            continue
        print(f'{set_name}: {len(gold)} pages')
        for name, run in programs:
            if run is not None:
                measure(name, run, gold, os.path.dirname(path))


if __name__ == '__main__':
    main()
