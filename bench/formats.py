#!/usr/bin/python3
"""Speed of reading the formats of corpus_files(), beside what each line of Python would take with its standard library.

usage: formats.py EXTENSION SAMPLE [MEGABYTES]
The sample articles, numbered, are written as pages (HTML) into files of each format until their text is MEGABYTES (64). Ours: SELECT sum(length(content)), error counts.
Python: json, csv, mailbox, gzip and zipfile of the standard library, which find the same texts and convert nothing; WARC by a loop over its headers. MB/s are bytes
of the pages by processor time, the best of ROUNDS; peak memory is of the whole process that reads (VmHWM), in MiB.
"""
import csv, glob, gzip, json, mailbox, os, sqlite3, subprocess, sys, tempfile, time, zipfile

ROUNDS, PARTS = 2, 12  # a page of a dozen articles is as long as a newspaper's page is


def pages(sample, megabytes):
    texts = [open(path, encoding='utf8').read() for path in sorted(glob.glob(os.path.join(sample, '*.txt')))]
    total, n = 0, 0
    while total < megabytes * 1_000_000:
        text = '\n'.join(texts[(n + i * i) % len(texts)] for i in range(PARTS))
        body = ''.join(f'<p>{line}</p>\n' for line in text.split('\n') if line)
        page = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Page {n}</title></head><body>\n{body}</body></html>\n'
        total += len(page.encode())
        yield n, page
        n += 1


def write_all(folder, sample, megabytes):
    count = size = 0
    path = lambda name: os.path.join(folder, name)
    with open(path('a.jsonl'), 'w', encoding='utf8') as lines, open(path('a.csv'), 'w', encoding='utf8', newline='') as table, \
            open(path('a.mbox'), 'wb') as box, open(path('a.warc'), 'wb') as warc, \
            zipfile.ZipFile(path('a.zip'), 'w', zipfile.ZIP_DEFLATED) as archive:
        rows = csv.writer(table)
        rows.writerow(['url', 'html', 'date'])
        with open(path('a.warc.gz'), 'wb') as packed:
            for n, page in pages(sample, megabytes):
                data, url = page.encode(), f'http://paper.example/{n}'
                lines.write(json.dumps({'url': url, 'html': page, 'date': '2021-03-04'}, ensure_ascii=False) + '\n')
                rows.writerow([url, page, '2021-03-04'])
                box.write(b'From a@paper.example Thu Mar  4 10:00:00 2021\nFrom: a@paper.example\nSubject: Page\nMessage-ID: <%d@paper.example>\n'
                          b'Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n' % (n, data))
                block = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + data
                record = (f'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-04T05:06:07Z\r\n'
                          f'Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n').encode() + block + b'\r\n\r\n'
                warc.write(record)
                packed.write(gzip.compress(record, 6))
                archive.writestr(f'{n}.html', data)
                count, size = count + 1, size + len(data)
    with open(path('a.jsonl'), 'rb') as plain, gzip.open(path('a.jsonl.gz'), 'wb', 6) as packed:
        packed.write(plain.read())
    return count, size


def read_ours(extension, path):
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db.execute('SELECT count(content), count(error) FROM corpus_files(?)', (path,)).fetchone()


def read_warc(stream):
    found = 0
    while True:
        line = stream.readline()
        if not line:
            return found
        if not line.startswith(b'WARC/'):
            continue
        length = 0
        while (line := stream.readline()) not in (b'\r\n', b''):
            if line.lower().startswith(b'content-length:'):
                length = int(line[15:])
        found += b'\r\n\r\n' in stream.read(length)


def read_python(path):
    name = os.path.basename(path)
    if name == 'a.zip':
        with zipfile.ZipFile(path) as archive:
            return sum(len(archive.read(entry)) > 0 for entry in archive.infolist())
    if name.startswith('a.warc'):
        with (gzip.open(path) if name.endswith('.gz') else open(path, 'rb')) as stream:
            return read_warc(stream)
    if name.startswith('a.jsonl'):
        with (gzip.open(path, 'rt', encoding='utf8') if name.endswith('.gz') else open(path, encoding='utf8')) as stream:
            return sum('html' in json.loads(line) for line in stream)
    if name == 'a.csv':
        csv.field_size_limit(1 << 30)
        with open(path, encoding='utf8', newline='') as stream:
            return sum(bool(row['html']) for row in csv.DictReader(stream))
    box = mailbox.mbox(path, create=False)
    return sum(bool(message.get_payload(decode=True)) for message in box)


def apart(arguments):
    """Runs this program for one reading: (rows, processor seconds, peak MiB)."""
    out = subprocess.run([sys.executable, os.path.abspath(__file__), '--read', *arguments], capture_output=True, text=True, check=True).stdout.split()
    return int(out[0]), float(out[1]), float(out[2])


def read_once(who, extension, path):
    begin = time.process_time()
    rows = read_ours(extension, path)[0] if who == 'ours' else read_python(path)
    seconds = time.process_time() - begin
    peak = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) / 1024
    print(rows, seconds, peak)


def main():
    extension, sample = os.path.abspath(sys.argv[1]), sys.argv[2]
    megabytes = float(sys.argv[3]) if len(sys.argv) > 3 else 64
    with tempfile.TemporaryDirectory() as folder:
        count, size = write_all(folder, sample, megabytes)
        print(f'{count} pages, {size / 1e6:.0f} MB')
        print(f'{"":12}{"file MB":>9}{"ours MB/s":>11}{"peak MiB":>9}{"Python MB/s":>13}{"peak MiB":>9}')
        for name in ('a.warc', 'a.warc.gz', 'a.jsonl', 'a.jsonl.gz', 'a.csv', 'a.mbox', 'a.zip'):
            path = os.path.join(folder, name)
            cells = []
            for who in ('ours', 'python'):
                rows, seconds, peak = min((apart([who, extension, path]) for _ in range(ROUNDS)), key=lambda run: run[1])
                if rows != count:
                    sys.exit(f'{name}: {who} reads {rows} of {count} pages')
                cells += [size / 1e6 / seconds, peak]
            print(f'{name[2:]:12}{os.path.getsize(path) / 1e6:9.1f}{cells[0]:11.0f}{cells[1]:9.0f}{cells[2]:13.0f}{cells[3]:9.0f}', flush=True)


if __name__ == '__main__':
    if sys.argv[1] == '--read':
        read_once(*sys.argv[2:5])
    else:
        main()
