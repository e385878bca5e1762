#!/usr/bin/python3
"""translit_peers.py - MB/s of romanization through SQL, and of uconv, any-ascii, pinyin-pro and Unidecode on the same texts

usage: translit_peers.py EXTENSION FOLDER     FOLDER: texts (ru.txt, ... by bench/translit), and where npm's packages may lie

CPU time of one core without start, best of three (uconv: less an empty run, and a short text, for it takes quadratic time). What is not installed is skipped with a word why.
"""
import glob, os, resource, shutil, sqlite3, subprocess, sys, time

OURS = {'ru': ('ru-bgn1947', 'ru-icao9303', ''), 'kk': ('kk-bgn1979', ''), 'el': ('el-elot743-2001', ''), 'ko': ('ko-rr2000', 'ko-mr1939', ''),
        'zh': ('zh-pinyin', 'zh-pinyin-plain', '')}
UCONV = {'ru': 'Cyrillic-Latin', 'kk': 'Any-Latin; Latin-ASCII', 'el': 'Greek-Latin', 'ko': 'Hangul-Latin', 'zh': 'Han-Latin'}
SHORT = 256 * 1024   # bytes for what is slow

def show(text, name, what, size, seconds):
    print(f'{text}  {name:12} {what:24} {size / 1e6 / max(seconds, 1e-9):9.1f} MB/s', flush=True)

def skip(name, why):
    print(f'--  {name:12} skipped: {why}', flush=True)

def best(run, times=3):
    spent = []
    for _ in range(times):
        begin = time.process_time(); run(); spent.append(time.process_time() - begin)
    return min(spent)

def through_sql(extension, texts):
    db = sqlite3.connect(':memory:'); db.enable_load_extension(True); db.load_extension(extension)
    for text, content in texts.items():
        for scheme in OURS[text]:
            # a BLOB is read as TEXT, and typeof() asks for no copy of the result
            call = ('SELECT typeof(corpus_translit(?, ?))', (content, scheme)) if scheme else ('SELECT typeof(corpus_latin(?))', (content,))
            show(text, 'ours, SQL', scheme or 'corpus_latin', len(content), best(lambda: db.execute(*call).fetchone()))

def uconv(texts):
    if not shutil.which('uconv'): return skip('uconv', 'it is not installed (apt-get install icu-devtools)')
    def spent(id, content):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run(['uconv', '-f', 'utf8', '-t', 'utf8', '-x', id], input=content, stdout=subprocess.PIPE, check=True)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, len(done.stdout)
    for text, content in texts.items():
        piece = content[:SHORT].decode('utf8', 'ignore').encode()
        while len(piece) > 1000 and not spent(UCONV[text], piece)[1]: piece = piece[:len(piece) // 2].decode('utf8', 'ignore').encode()    # it writes nothing of a long Greek text
        seconds, runs, empty = 0, 0, min(spent(UCONV[text], b'')[0] for _ in range(3))
        while seconds < 0.05 and runs < 40: seconds += max(spent(UCONV[text], piece)[0] - empty, 0); runs += 1
        show(text, 'uconv', UCONV[text], len(piece) * runs, seconds)

def unidecode(texts):
    try: from unidecode import unidecode as convert
    except ImportError: return skip('Unidecode', 'it is not installed (apt-get install python3-unidecode)')
    for text, content in texts.items():
        string = content.decode(); convert(string[:1000])
        show(text, 'Unidecode', '', len(content), best(lambda: convert(string)))

NODE = """
const fs = require('fs'), path = require('path'), [name, folder, file, size] = process.argv.slice(-4);
(async () => {
    const home = path.join(folder, 'node_modules', name), about = JSON.parse(fs.readFileSync(path.join(home, 'package.json')));
    const first = e => typeof e === 'string' ? e : e && first(e.import || e.default || e['.'] || e.require);
    const module = await import(require('url').pathToFileURL(path.join(home, about.main || first(about.exports))).href);
    const all = {...module, ...(module.default && typeof module.default === 'object' ? module.default : {})};
    const convert = typeof module.default === 'function' ? module.default : name === 'any-ascii' ? all.anyAscii : text => all.pinyin(text);
    const text = fs.readFileSync(file).subarray(0, Number(size)).toString('utf8');
    convert(text.slice(0, 1000));
    let best = Infinity;
    for (let i = 0; i < 3; i++) {
        const begin = process.cpuUsage(); convert(text); best = Math.min(best, process.cpuUsage(begin).user);
    }
    console.log(Buffer.byteLength(text), best / 1e6);
})().catch(error => { console.error(error.message); process.exit(1); });
"""

def node(folder, name, texts, size):
    if not shutil.which('node') or not shutil.which('npm'): return skip(name, 'node or npm is not installed')
    if not os.path.isdir(f'{folder}/node_modules/{name}'):
        try: subprocess.run(['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', name], timeout=120, capture_output=True)
        except subprocess.TimeoutExpired: pass
    if not os.path.isdir(f'{folder}/node_modules/{name}'): return skip(name, 'npm could not install it (no registry within reach?)')
    for text in texts:
        done = subprocess.run(['node', '-e', NODE, '--', name, os.path.abspath(folder), f'{folder}/{text}.txt', str(size)], capture_output=True, text=True)
        if done.returncode: return skip(name, done.stderr.strip().split('\n')[-1])
        length, seconds = map(float, done.stdout.split()); show(text, name, '', length, seconds)

def main(extension, folder):
    texts = {os.path.basename(p)[:-4]: open(p, 'rb').read() for p in sorted(glob.glob(f'{folder}/*.txt')) if os.path.basename(p)[:-4] in OURS}
    through_sql(os.path.abspath(extension), texts)
    uconv(texts)
    node(folder, 'any-ascii', texts, 4 << 20)
    node(folder, 'pinyin-pro', ['zh'], SHORT)
    unidecode(texts)

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
