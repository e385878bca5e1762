#!/usr/bin/python3
"""Loads that are interrupted, killed, out of disk or out of memory at random moments: what is there is sound, and taken up again it becomes what an undisturbed load is.

usage: disturbed.py EXTENSION SCRATCH [ROUNDS [MEGABYTES [SEED]]]

The pages are those of bench/generate.py. In each round a load is disturbed up to three times, each in a process of its own, then let through; then 'resolve' is. After
each disturbance PRAGMA integrity_check and 'integrity-check' pass, and whole batches are there; in the end all tables hold what they hold in the reference. Ways:

    interrupt   sqlite3_interrupt()                 disk     PRAGMA max_page_count
    kill        kill -9                             file     setrlimit(RLIMIT_FSIZE): a write of SQLite's fails
    memory      PRAGMA hard_heap_limit

Journal and WAL take turns. Closes with `N passed, N failed`.
"""
import os, random, resource, shutil, signal, sqlite3, sys, threading, time

sys.path.insert(0, 'bench')
import generate, tally
from tally import check, connect

PER_BATCH = 10
WAYS = ('interrupt', 'kill', 'disk', 'file', 'memory')


def load(db, pages):
    row = None
    for row in db.execute("SELECT documents, errors FROM corpus_load('news', ?, ?)", (pages, PER_BATCH)):
        pass
    return row


def resolve(db, pages):
    db.execute("INSERT INTO news(news) VALUES ('resolve')")


def open_corpus(extension, path):
    db = connect(extension, path)
    db.execute('PRAGMA busy_timeout = 10000')
    db.execute('CREATE VIRTUAL TABLE IF NOT EXISTS news USING corpus')
    return db


class Disturber:
    def __init__(self, extension, pages, folder, seed):
        self.extension, self.pages, self.folder = extension, pages, folder
        self.draw = random.Random(seed)
        self.stopped = {way: 0 for way in WAYS}

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_reference(self):
        """Loads in one go; notes what it took."""
        path = self.path('reference.db')
        db = open_corpus(self.extension, path)
        begin = time.time()
        check(load(db, self.pages)[1] == 0, 'the reference loads')
        self.seconds = {load: time.time() - begin}
        self.bytes = os.path.getsize(path)
        self.wanted = {load: tally.contents(db)}
        begin = time.time()
        resolve(db, None)
        self.seconds[resolve] = time.time() - begin
        self.wanted[resolve] = tally.contents(db)
        check(tally.is_sound(db) is None, 'the reference is sound')
        db.close()

    def disturb(self, path, work, way, part):
        """Works in a child, which is disturbed at about this part of the work. Returns whether it was stopped."""
        sys.stdout.flush()
        child = os.fork()
        if not child:
            code = 0
            try:
                db = open_corpus(self.extension, path)
                if way == 'disk':
                    now = db.execute('PRAGMA page_count').fetchone()[0]
                    size = db.execute('PRAGMA page_size').fetchone()[0]
                    db.execute(f'PRAGMA max_page_count = {now + 1 + int((self.bytes * 1.1 / size - now) * part)}')
                elif way == 'file':
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    now = os.path.getsize(path)
                    limit = now + int(max(self.bytes * 1.1 - now, 65536) * part)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                elif way == 'memory':
                    db.execute(f'PRAGMA hard_heap_limit = {int(2e6 + 2e7 * part)}')
                elif way == 'interrupt':
                    threading.Timer(self.seconds[work] * part, db.interrupt).start()
                work(db, self.pages)
            except (sqlite3.Error, MemoryError) as error:
                code = 1
                if not isinstance(error, MemoryError) and not any(word in str(error) for word in ('interrupted', 'full', 'I/O', 'memory')):
                    print(f'failed: {way}: {error}', flush=True)
                    code = 2
            os._exit(code)
        if way == 'kill':
            time.sleep(self.seconds[work] * part)
            os.kill(child, signal.SIGKILL)
        code = os.waitpid(child, 0)[1]
        if not os.WIFSIGNALED(code):
            check(os.WEXITSTATUS(code) < 2, f'{way}: another error than the one that was made')
        elif way != 'kill':
            check(False, f'{way}: the process died of signal {os.WTERMSIG(code)}')
        return code != 0

    def check_between(self, path, when, is_first):
        """After a disturbance: sound; and after the first one there are whole batches (in a load that is taken up what was passed over counts, too)."""
        db = open_corpus(self.extension, path)
        found = tally.is_sound(db)
        check(found is None, f'{when}: {found}')
        documents = db.execute('SELECT count(*) FROM news').fetchone()[0]
        whole = len(self.wanted[load]['documents'])
        check(documents == whole or documents < whole and (not is_first or documents % PER_BATCH == 0), f'{when}: {documents} documents are there')
        db.close()

    def round(self, number):
        path = self.path('disturbed.db')
        for ending in ('', '-journal', '-wal', '-shm'):
            if os.path.exists(path + ending):
                os.remove(path + ending)
        db = open_corpus(self.extension, path)
        if number % 2:
            db.execute('PRAGMA journal_mode = wal')
        db.close()
        for work in (load, resolve):
            ways = []
            for turn in range(self.draw.randint(1, 3)):
                way = WAYS[(number + turn) % len(WAYS)]
                ways.append(way)
                if self.disturb(path, work, way, self.draw.uniform(0.02, 0.9)):
                    self.stopped[way] += 1
                self.check_between(path, f'round {number}, {work.__name__}, {", ".join(ways)}', turn == 0)
            when = f'round {number}, {work.__name__}, {", ".join(ways)}, and taken up'
            db = open_corpus(self.extension, path)
            work(db, self.pages)
            found = tally.is_sound(db)
            check(found is None, f'{when}: {found}')
            tally.compare(tally.contents(db), self.wanted[work], when)
            state = db.execute("SELECT value FROM news_info WHERE key = 'load.state'").fetchone()
            check(state == ('done',), f'{when}: load.state is {state}')
            db.close()


def main():
    extension, scratch = os.path.abspath(sys.argv[1]), os.path.join(sys.argv[2], 'disturbed')
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    megabytes = float(sys.argv[4]) if len(sys.argv) > 4 else 0.2
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    shutil.rmtree(scratch, ignore_errors=True)
    pages = os.path.join(scratch, 'pages')
    generate.generate(pages, megabytes, languages=('en', 'ru', 'ko'))
    os.remove(os.path.join(pages, 'answer.tsv'))
    for folder, _, names in os.walk(pages):
        for name in names:
            os.utime(os.path.join(folder, name), (1600000000, 1600000000))
    disturber = Disturber(extension, pages, scratch, seed)
    disturber.make_reference()
    for number in range(rounds):
        disturber.round(number)
    print(f'stopped: {disturber.stopped}')
    check(rounds < 10 or all(disturber.stopped.values()), f'some way never stopped a load: {disturber.stopped}')
    if not tally.failed:
        shutil.rmtree(scratch)
    tally.end()


if __name__ == '__main__':
    main()
