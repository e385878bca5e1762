#!/usr/bin/python3
"""corpus_load() over crawls, archives and tables that change: what is in them and what is in the corpus stay one.

usage: containers.py EXTENSION SCRATCH    Closes with `N passed, N failed`.
"""
import gzip, io, json, os, shutil, sqlite3, sys, zipfile

import tally
from tally import check


class Corpus:
    def __init__(self, extension, folder):
        self.folder = folder
        self.db = tally.connect(extension)
        self.db.execute('CREATE VIRTUAL TABLE news USING corpus')

    def load(self, gone=None, path=None):
        """documents, unchanged, errors, gone of a load, and how many bytes were read"""
        rows = self.db.execute("SELECT documents, unchanged, errors, gone, bytes FROM corpus_load('news', ?, 100, ?)", (path or self.folder, gone)).fetchall()
        return rows[-1] if rows else (0, 0, 0, 0, 0)

    def one(self, query, *values):
        return self.db.execute(query, values).fetchone()[0]

    def uris(self):
        return [row[0].replace(self.folder + '/', '') for row in self.db.execute('SELECT uri FROM news_document ORDER BY uri')]

    def errors(self):
        return sorted((uri.replace(self.folder + '/', ''), reason) for uri, reason in self.db.execute('SELECT uri, reason FROM news_error'))

    def sound(self, when):
        try:
            self.db.execute("INSERT INTO news(news) VALUES ('integrity-check')")
            check(True, when)
        except sqlite3.Error as error:
            check(False, f'{when}: {error}')


clock = 1600000000  # each file is younger than the one before, and none as young as the load


def write(folder, name, content):
    global clock
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    clock += 10
    os.utime(path, (clock, clock))


def story(number, edition=1):
    return f'Story {number}, edition {edition}. Anna Berg met {number * 7} students of Turku in Oslo, and spoke of ship number {number * number}.'


def capture(url, html, date='2021-03-04T00:00:00Z'):
    body = f'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>{html}</p></body></html>'.encode()
    head = f'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n'
    return head.encode() + body + b'\r\n\r\n'


def lines(*stories):
    return ''.join(json.dumps({'url': f'http://paper.example/{number}', 'text': text}) + '\n' for number, text in stories)


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6)), text)
    return out.getvalue()


def test_unchanged(extension, folder):
    """what did not change is not opened: nothing in it is read, whatever it is"""
    write(folder, 'crawl.warc', b''.join(capture(f'http://p.example/{i}', story(i)) for i in range(30)))
    write(folder, 'crawl.warc.gz', b''.join(gzip.compress(capture(f'http://q.example/{i}', story(i + 100))) for i in range(30)))
    write(folder, 'lines.jsonl', lines(*((i, story(i + 200)) for i in range(30))) + '{"broken\n')
    write(folder, 'pages.zip', packed({f'{i}.txt': story(i + 300) for i in range(30)}))
    write(folder, 'table.csv', 'url,text\n' + ''.join(f'http://r.example/{i},"{story(i + 400)}"\n' for i in range(30)))
    write(folder, 'binary.bin', bytes(range(256)) * 40)
    write(folder, 'plain.txt', story(500))
    write(folder, 'saved.html', f'<!-- saved from url=(0020)http://s.example/1 -->\n<html><body><p>{story(501)}</p></body></html>')
    corpus = Corpus(extension, folder)
    first, count = corpus.load(), 152
    check(first[:4] == (count, 0, 2, 0), f'first load: {first}')
    errors = corpus.errors()
    check([uri for uri, _ in errors] == ['binary.bin', 'lines.jsonl#31'], f'errors: {errors}')
    for name in os.listdir(folder):
        os.rename(os.path.join(folder, name), os.path.join(folder, '.' + name))
        status = os.stat(os.path.join(folder, '.' + name))
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(b'\0' * status.st_size)
        os.utime(os.path.join(folder, name), (status.st_mtime, status.st_mtime))
    again = corpus.load('remove')
    check(again == (count, count, 2, 0, 0), f'files of other bytes but equal size and time were opened: {again}')
    check(corpus.errors() == errors, f'errors after passing over: {corpus.errors()}')
    for name in os.listdir(folder):
        if name[0] == '.':
            os.rename(os.path.join(folder, name), os.path.join(folder, name[1:]))
    corpus.sound('unchanged')
    # what a user removes from the table is loaded again, out of whatever it came from
    corpus.db.execute("DELETE FROM news WHERE uri IN ('http://p.example/3', 'http://q.example/4', 'http://paper.example/5', 'http://r.example/6', 'http://s.example/1')")
    corpus.db.execute("DELETE FROM news WHERE uri GLOB '*/pages.zip/7.txt' OR uri GLOB '*plain.txt'")
    again = corpus.load()
    check(again[:4] == (count, count - 7, 2, 0) and corpus.one('SELECT count(*) FROM news') == count, f'documents that were removed: {again}')
    again = corpus.load()
    check(again == (count, count, 2, 0, 0), f'and then: {again}')
    corpus.db.execute("UPDATE news SET uri = 'mine' WHERE uri = 'http://p.example/8'")
    check(corpus.load()[:2] == (count, count - 1) and corpus.one('SELECT count(*) FROM news') == count + 1, 'another uri is another document')
    corpus.db.execute("INSERT INTO news(news) VALUES ('rebuild')")
    check(corpus.load()[:3] == (count, count, 2), 'after rebuild')
    corpus.sound('loaded again')


def test_interrupted(extension, folder):
    """a load that ended within a file goes on in it"""
    write(folder, 'lines.jsonl', lines(*((i, story(i)) for i in range(30))))
    corpus = Corpus(extension, folder)
    row = corpus.db.execute("SELECT documents FROM corpus_load('news', ?, 10) LIMIT 1", (folder,)).fetchone()
    check(row == (10,) and corpus.one('SELECT count(*) FROM news_container') == 0, f'a part: {row}')
    check(corpus.load()[:2] == (30, 10), 'the rest')
    check(corpus.load() == (30, 30, 0, 0, 0), 'all')


def test_captures(extension, folder):
    """an address captured several times, in one crawl and in two"""
    write(folder, 'a.warc', b''.join(capture(f'http://p.example/{i}', story(i, edition)) for i in range(10) for edition in (1, 2, 3)))
    corpus = Corpus(extension, folder)
    check(corpus.load()[:2] == (30, 0) and corpus.one("SELECT count(*) FROM news_document WHERE content LIKE '%edition 3%'") == 10, 'the last capture stands')
    mentions = corpus.one('SELECT max(id) FROM news_mention')
    check(corpus.load() == (30, 30, 0, 0, 0), 'loaded again')
    os.utime(os.path.join(folder, 'a.warc'), (1500000000, 1500000000))
    again = corpus.load()
    check(again[:2] == (30, 30) and corpus.one('SELECT max(id) FROM news_mention') == mentions, f'touched: nothing is analysed: {again}')
    write(folder, 'b.warc', capture('http://p.example/3', story(3, 4)))
    corpus.load()
    check(corpus.one("SELECT content LIKE '%edition 4%' FROM news_document WHERE uri = 'http://p.example/3'") == 1, 'a later crawl')
    os.remove(os.path.join(folder, 'b.warc'))
    check(corpus.load('remove')[3] == 1 and len(corpus.uris()) == 10, 'of two crawls one is gone')
    corpus.load('remove')
    check(corpus.one("SELECT content LIKE '%edition 3%' FROM news_document WHERE uri = 'http://p.example/3'") == 1, 'what the other has stands again')
    check(corpus.load('remove') == (30, 30, 0, 0, 0), 'and stays')
    os.remove(os.path.join(folder, 'a.warc'))
    check(corpus.load('remove')[3] == 30 and corpus.uris() == [] and corpus.one('SELECT (SELECT count(*) FROM news_file) + (SELECT count(*) FROM news_container)') in (0, 1), 'all is gone')
    corpus.sound('captures')


def test_vanished(extension, folder):
    """records that are not in their file any more"""
    keys = list(range(12))
    write(folder, 'lines.jsonl', lines(*((i, story(i)) for i in keys)))
    write(folder, 'pages.zip', packed({f'{i}.txt': story(i + 20) for i in keys}))
    corpus = Corpus(extension, folder)
    corpus.load()
    mentions = corpus.one('SELECT max(id) FROM news_mention')
    write(folder, 'lines.jsonl', lines(*((i, story(i)) for i in keys if i not in (2, 5))))
    write(folder, 'pages.zip', packed({f'{i}.txt': story(i + 20) for i in keys if i != 7}))
    kept = corpus.load()
    check(kept[3] == 0 and len(corpus.uris()) == 24, f'keep: {kept}')
    check(kept[:2] == (21, 21) and corpus.one('SELECT max(id) FROM news_mention') == mentions, f'lines that moved are not analysed: {kept}')
    reported = corpus.load('report')
    check(reported == (21, 21, 0, 3, 0), f'report, though nothing changed since: {reported}')
    check(corpus.errors() == [('http://paper.example/2', 'its record is gone from the file'), ('http://paper.example/5', 'its record is gone from the file'),
                              ('pages.zip/7.txt', 'its record is gone from the file')], f'report: {corpus.errors()}')
    removed = corpus.load('remove')
    check(removed == (21, 21, 0, 3, 0) and len(corpus.uris()) == 21, f'remove: {removed}')
    check(corpus.load('remove') == (21, 21, 0, 0, 0), 'once')
    write(folder, 'lines.jsonl', lines((1, story(1))) + '{"broken\n')
    check(corpus.load('remove')[3] == 0 and len(corpus.uris()) == 21, 'of a file with something broken nothing counts as gone')
    write(folder, 'lines.jsonl', '')
    check(corpus.load('remove')[3] == 10 and len(corpus.uris()) == 12, f'an empty file, which is an empty text: {corpus.uris()}')
    corpus.sound('vanished')
    write(folder, 'lines.jsonl', 'Now it is a text, of Anna Berg in Oslo.')
    write(folder, 'pages.zip', story(99))
    check(corpus.load('remove')[3] == 11 and corpus.uris() == ['lines.jsonl', 'pages.zip'], f'files of another kind: {corpus.uris()}')
    write(folder, 'lines.jsonl', lines((1, story(1)), (2, story(2))))
    check(corpus.load('remove')[3] == 1 and corpus.uris() == ['pages.zip', 'http://paper.example/1', 'http://paper.example/2'], f'and back: {corpus.uris()}')
    corpus.sound('other kinds')


def test_errors(extension, folder):
    """an error stands as long as its cause"""
    write(folder, 'cut.zip', packed({'1.txt': story(1)})[:60])
    write(folder, 'page.txt', bytes(range(256)) * 40)
    write(folder, 'lines.jsonl', lines((1, story(1))) + '{"url": "http://paper.example/2"}\n{"broken\n')
    os.mkdir(os.path.join(folder, 'loop'))
    os.symlink('..', os.path.join(folder, 'loop', 'back'))
    os.symlink('nowhere', os.path.join(folder, 'dangling'))
    corpus = Corpus(extension, folder)
    corpus.load()
    names = [uri for uri, _ in corpus.errors()]
    check(names == ['cut.zip', 'cut.zip/1.txt', 'dangling', 'http://paper.example/2', 'lines.jsonl#3', 'loop/back', 'page.txt'], f'errors: {names}')
    check(corpus.load()[2] == 7 and [uri for uri, _ in corpus.errors()] == names, 'the same errors again')
    write(folder, 'cut.zip', packed({'1.txt': story(3)}))
    write(folder, 'page.txt', story(4))
    write(folder, 'lines.jsonl', lines((1, story(1)), (2, story(2))))
    os.remove(os.path.join(folder, 'loop', 'back'))
    os.remove(os.path.join(folder, 'dangling'))
    corpus.load()
    check(corpus.errors() == [], f'mended: {corpus.errors()}')
    write(folder, 'saved.html', bytes(range(256)) * 40)
    corpus.load()
    check([uri for uri, _ in corpus.errors()] == ['saved.html'], 'an error under the path')
    write(folder, 'saved.html', f'<!-- saved from url=(0020)http://s.example/1 -->\n<html><body><p>{story(5)}</p></body></html>')
    corpus.load()
    check(corpus.errors() == [] and 'http://s.example/1' in corpus.uris(), f'the document goes by its address: {corpus.errors()}')
    corpus.sound('errors')


def main():
    extension, scratch = os.path.abspath(sys.argv[1]), os.path.abspath(os.path.join(sys.argv[2], 'containers'))
    for test in (test_unchanged, test_interrupted, test_captures, test_vanished, test_errors):
        shutil.rmtree(scratch, ignore_errors=True)
        os.makedirs(scratch)
        test(extension, scratch)
    if not tally.failed:
        shutil.rmtree(scratch)
    tally.end()


if __name__ == '__main__':
    main()
