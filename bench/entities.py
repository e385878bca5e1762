#!/usr/bin/python3
"""Names in English texts: the extension through SQL beside compromise and wink-nlp (npm), in one run: tokens a second and F1.

usage: entities.py EXTENSION SAMPLE DATA FOLDER
SAMPLE is the folder of sample articles with gold.json, DATA one with entities/en/*/dev.conll (left out where it is not there), FOLDER where the npm
packages may lie. Tokens are those of corpus_tokens(), seconds are of one core's processor time, the best of three runs.
F1 is of exact spans: `span` whatever the class, `typed` with PER, ORG or LOC (GPE, LOC, FAC), other classes left out. The sample's gold lists names
without places, so there a name counts as found if its text was found with its class, and false ones cannot be counted: recall alone.
"""
import json, os, shutil, sqlite3, subprocess, sys, tempfile, time

COARSE = {'PERSON': 'PER', 'ORG': 'ORG', 'GPE': 'LOC', 'LOC': 'LOC', 'FAC': 'LOC', 'PER': 'PER'}
PEERS = {'compromise': ['compromise'], 'wink-nlp': ['wink-nlp', 'wink-eng-lite-web-model']}
SETS = ('worldwide', 'crossner-politics', 'uner-ewt', 'conll03')
DOCUMENTS = 60      # of each set: the peers are slow


def read_conll(path):
    """[(text, {(start, end, class)})]; the text of a document is its tokens joined by blanks, a sentence a line."""
    documents, text, spans, open_span = [], '', set(), None

    def close():
        nonlocal open_span
        if open_span and open_span[2] in COARSE: spans.add((open_span[0], open_span[1], COARSE[open_span[2]]))
        open_span = None

    for line in list(open(path, encoding='utf8')) + ['-DOCSTART-\t\n']:
        cells = line.rstrip('\n').split('\t')
        if cells[0] == '-DOCSTART-':
            close()
            if text.strip(): documents.append((text, spans))
            text, spans = '', set()
        elif not cells[0]:
            close()
            text = text.rstrip(' ') + '\n'
        else:
            tag, start = cells[1], len(text)
            text += cells[0] + ' '
            if tag.startswith('I-') and open_span and open_span[2] == tag[2:]: open_span = (open_span[0], start + len(cells[0]), tag[2:])
            else:
                close()
                if tag != 'O': open_span = (start, start + len(cells[0]), tag[2:])
    return documents


def trim(text, span):
    start, end, label = span
    if text[start:end].lower().startswith('the '): start += 4
    for ending in (" 's", " ’s", "'s", '’s'):
        if text[start:end].endswith(ending): end -= len(ending)
    return start, end, label


def ours(extension, texts):
    best, found = float('inf'), []
    for _ in range(3):
        db = sqlite3.connect(':memory:')
        db.enable_load_extension(True)
        db.load_extension(os.path.abspath(extension))
        begin = time.process_time()
        found = [[(s - 1, s - 1 + n, COARSE.get(t)) for s, n, t in db.execute("SELECT start, length, type FROM corpus_entities(?, 'en')", (text,))] for text in texts]
        best = min(best, time.process_time() - begin)
        tokens = sum(db.execute("SELECT count(*) FROM corpus_tokens(?, 'en')", (text,)).fetchone()[0] for text in texts)
    return best, found, tokens


def peer(name, folder, texts):
    if not shutil.which('node') or not shutil.which('npm'): return None, 'node or npm is not installed'
    if not all(os.path.isdir(f'{folder}/node_modules/{p}') for p in PEERS[name]):
        os.makedirs(folder, exist_ok=True)
        subprocess.run(['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', *PEERS[name]], timeout=300, capture_output=True)
    if not all(os.path.isdir(f'{folder}/node_modules/{p}') for p in PEERS[name]): return None, 'npm could not install it (no registry within reach?)'
    with tempfile.NamedTemporaryFile('w', suffix='.json', encoding='utf8') as file:
        json.dump(texts, file); file.flush()
        run = subprocess.run(['node', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'entities_peers.mjs'), os.path.abspath(folder), name, file.name], capture_output=True, text=True)
    if run.returncode: return None, run.stderr.strip().splitlines()[-1] if run.stderr.strip() else 'failed'
    result, found = json.loads(run.stdout), []
    for text, spans in zip(texts, result['found']):
        wide = text.encode('utf-16-le')
        found.append([(len(wide[:2 * s].decode('utf-16-le')), len(wide[:2 * e].decode('utf-16-le')), label) for s, e, label in spans])
    return (result['seconds'], found), None


def f1(gold, found, typed):
    hit = given = wanted = 0
    for (text, want), got in zip(gold, found):
        want = {trim(text, s) for s in want}
        got = {trim(text, s) for s in got if s[2]}
        if not typed: want, got = {s[:2] for s in want}, {s[:2] for s in got}
        hit += len(want & got); given += len(got); wanted += len(want)
    return 200 * hit / (given + wanted) if given + wanted else 0.0


def sample_recall(articles, found, typed):
    hit = wanted = 0
    for (text, names), got in zip(articles, found):
        have = {(text[s:e], c if typed else '') for s, e, c in got}
        for name, label in names:
            wanted += 1
            hit += (name, label if typed else '') in have
    return 100 * hit / wanted if wanted else 0.0


def main():
    extension, sample, data, folder = sys.argv[1:5]
    print(f'{"text":22}{"finder":12}{"M tokens/s":>11}{"span":>8}{"typed":>8}')

    def show(label, finder, tokens, seconds, span, typed):
        print(f'{label:22}{finder:12}{tokens / 1e6 / seconds:11.3f}{span:8.1f}{typed:>8}', flush=True)

    def each(label, texts, score):
        seconds, found, tokens = ours(extension, texts)
        show(label, 'corpus', tokens, seconds, score(found, False), f'{score(found, True):.1f}')
        for name in PEERS:
            result, why = peer(name, folder, texts)
            if result is None: print(f'{label:22}{name:12} skipped: {why}')
            else: show(label, name, tokens, result[0], score(result[1], False), f'{score(result[1], True):.1f}' if name == 'compromise' else '-')

    gold = json.load(open(f'{sample}/gold.json', encoding='utf8'))['articles']
    articles = []
    for name in sorted(gold):
        if not name.startswith('en-'): continue
        path = os.path.join(sample, name if name.endswith('.txt') else name + '.txt')
        text = open(path, encoding='utf8').read()
        articles.append((text, [(n[0], COARSE.get(n[1])) for n in gold[name]['entities'] if COARSE.get(n[1])]))
    each('sample (recall)', [a[0] for a in articles], lambda found, typed: sample_recall(articles, found, typed))
    for name in SETS:
        path = f'{data}/entities/en/{name}/dev.conll'
        if not os.path.exists(path):
            print(f'{name:22} skipped: it is not here')
            continue
        documents = read_conll(path)[:DOCUMENTS]
        each(name, [d[0] for d in documents], lambda found, typed: f1(documents, found, typed))


if __name__ == '__main__':
    main()
