#!/usr/bin/python3
"""Writes the small files of every format that the tests read, all text of our own, into the folder this script is in, and the fuzzers' seeds of them.

usage: make.py      (the same bytes each time; what is committed is what it writes)
"""
import base64, gzip, io, os, struct, tarfile, zipfile, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = (2021, 3, 4, 5, 6, 8)


def write(name, content):
    with open(os.path.join(HERE, name), 'wb') as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return content if isinstance(content, bytes) else content.encode()


def packed(content):
    return gzip.compress(content, mtime=0)


PAGE = '<!DOCTYPE html>\n<html><head><meta charset="{}"><title>Мост открыт</title></head><body><p>Новый мост через реку открыт в субботу.</p></body></html>\n'


# --- WARC -----------------------------------------------------------------------------------------------------------------

def record(kind, address, block, media='application/http; msgtype=response', length=None, more=''):
    head = f'WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: {media}\r\n{more}' \
           f'Content-Length: {len(block) if length is None else length}\r\n\r\n'
    return head.encode() + block + b'\r\n\r\n'


def answer(body, media='text/html', more='', status='200 OK'):
    return f'HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n'.encode() + body


def chunks(body, size=50):
    pieces = [body[i:i + size] for i in range(0, len(body), size)]
    return b''.join(b'%x\r\n%s\r\n' % (len(piece), piece) for piece in pieces) + b'0\r\n\r\n'


def crawl():
    page = PAGE.format('utf-8').encode()
    site = 'http://paper.example/'
    return [
        record('warcinfo', site, b'software: make.py\r\n', 'application/warc-fields'),
        record('request', site + '1', b'GET /1 HTTP/1.1\r\nHost: paper.example\r\n\r\n', 'application/http; msgtype=request'),
        record('response', site + '1', answer(PAGE.format('windows-1251').encode('cp1251'), 'text/html; charset=windows-1251')),
        record('response', site + 'chunked', answer(chunks(page), more='Transfer-Encoding: chunked\r\n')),
        record('response', site + 'gzip', answer(packed(page), more='Content-Encoding: gzip\r\n')),
        record('response', site + 'deflate', answer(zlib.compress(page), more='Content-Encoding: deflate\r\n')),
        record('response', site + 'bare', answer(zlib.compress(page)[2:-4], more='Content-Encoding: deflate\r\n')),
        record('response', site + 'decoded', answer(page, more='Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n')),
        record('response', site + 'brotli', answer(b'\x0b\x02\x80abc\x03', more='Content-Encoding: br\r\n')),
        record('response', site + 'short', answer(page[:90], more='Content-Length: 197\r\n')),
        record('response', site + 'lost', answer(b'<html>not here</html>', status='404 Not Found')),
        record('response', site + 'moved', answer(b'', more='Location: /1\r\n', status='301 Moved')),
        record('response', site + 'picture', answer(b'\x89PNG\r\n\x1a\n\0\0', 'image/png')),
        record('response', site + 'part', answer(page[:80], 'text/html'), more='WARC-Truncated: length\r\n'),
        record('revisit', site + '1', answer(b''), 'application/http; msgtype=response'),
        record('resource', '<http://paper.example/note.txt>', b'A note of plain text.\n', 'text/plain'),
        record('conversion', site + 'text', 'Новый мост.\n'.encode(), 'text/plain'),
    ]


def warc():
    records = crawl()
    write('crawl.warc', b''.join(records))
    write('crawl.warc.gz', b''.join(packed(r) for r in records))
    write('cut.warc', b''.join(records)[:-30])
    write('cut.warc.gz', b''.join(packed(r) for r in records)[:-40])
    members = [packed(r) for r in records]
    members[3] = members[3][:60] + b'\xff' * 40 + members[3][100:]
    write('damaged.warc.gz', b''.join(members))
    write('lengths.warc', records[-2].replace(b'Content-Length: 22', b'Content-Length: 10') + records[-1]
          + records[-2].replace(b'Content-Length: 22', b'Content-Length: many') + records[-1])


# --- JSON -----------------------------------------------------------------------------------------------------------------

def json():
    lines = '{"url": "http://paper.example/1", "title": "A bridge", "text": "The bridge is open.\\n\\nIt took \\u0442\\u0440\\u0438 years.", ' \
            '"date": "2021-03-04T10:00:00+06:00", "authors": ["Anna Berg", "Li Wei"], "lang": "en-GB", "source": "The Paper", "nested": {"text": ["}", "\\""]}}\n' \
            '\n' \
            '{"url": "http://paper.example/2", "text": "broken\n' \
            '{"link": "http://paper.example/3", "html": "<p>From the <b>page</b>.</p>", "timestamp": 1614830767, "crawled_at": "2021-03-04T10:00:00+06:00"}\n' \
            '{"title": "without a text"}\n' \
            '[1, 2]\n' \
            '{"text": "pair \\ud83d\\ude00, lone \\ud83d, nul \\u0000."}\n' \
            '{"Text": "no line end at the last"}'
    plain = write('items.jsonl', lines)
    write('items.jsonl.gz', packed(plain))
    write('cp1251.jsonl', ('{"текст": "Новый мост через реку открыт в субботу, после трёх лет работы."}\n' * 2).encode('cp1251'))
    write('array.json', '[\n  {"content": "one { brace",\n   "url": "http://paper.example/1"},\n  {"content": "two \\" quote"}, {"body": "three"}\n]\n')
    write('pretty.json', '{\n  "body": "first"\n}\n{\n  "body": "second"\n}\n{\n  "body": "cut')
    articles = '[\n  {"source": {"id": null, "name": "The Paper"}, "author": [{"@type": "Person", "name": "Anna Berg"}, "Li Wei"], "title": "A bridge",\n' \
               '   "url": "http://paper.example/1", "content": "The bridge is open.", "comments": [{"text": "no"}, {"text": "document"}]},\n' \
               '  {"url": "http://paper.example/2"},\n  {"url": "http://paper.example/3", "text": "The ship } came.", "author": {"name": "Anna"}}\n]'
    write('answer.json', '{"status": "ok",\n "related": [{"text": "x"}],\n "response": {"articles": ' + articles + '}}\n')
    write('answers.jsonl', ('{"page": 1, "items": ' + articles.replace('\n', '') + '}\n') + '{"page": 2, "items": []}\n{"a": {"text": "of a map"}, "b": {"text": "of objects"}}\n')


# --- tables ---------------------------------------------------------------------------------------------------------------

def tables():
    plain = '\ufeffid,headline,body,url,published at\r\n' \
            '1,"A bridge, opened","He said ""yes"",\r\nand left.",http://paper.example/1,2021-03-04 10:00\r\n' \
            '2,Plain,Text of the second,http://paper.example/2,03/04/2021\r\n' \
            '\r\n' \
            '3,Too,few\r\n' \
            '4,a,b,c,d,e\r\n' \
            '5,Empty,,http://paper.example/5,20210304\r\n' \
            '6,Open,"no end,http://paper.example/6,20210304\r\n'
    write('table.csv', plain)
    write('semicolon.csv', 'Дата;Заголовок;Текст\n04 Mar 2021;"Мост; открыт";Новый мост открыт.\n')
    write('korean.csv', '일자,언론사,제목,본문\n20210304,새신문,다리 개통,"새 다리가 열렸다, 3년 만이다."\n'.encode('cp949'))
    write('wide.tsv', 'title\ttext\nМост\tНовый мост\nРека\tСтарая "река\n'.encode('utf-16'))
    write('unknown.csv', 'a,b,c\n1,2,3\n')
    write('old.csv', 'title~text\rA bridge~"Open, ~ and\rlong"\rA ship~It came\r')
    write('blanks.csv', 'title, text\nA bridge,  "Open, at last"\nA ship, came\n')
    write('hive.csv', 'title\x01text\nA bridge\x01Open; at, last\nA ship\x01came\n')
    write('bars.txt', 'url|text|title\nhttp://paper.example/1|One bar|T\nhttp://paper.example/2|Two bars|U\n')


# --- mail -----------------------------------------------------------------------------------------------------------------

def mail():
    text = base64.encodebytes('Новый мост открыт.\n'.encode('koi8-r')).decode()
    letter = f'''Received: by mail.example; Thu, 4 Mar 2021 10:00:05 +0600
From: =?utf-8?B?0JDQvdC90LA=?= <anna@paper.example>
To: readers@paper.example
Subject: =?windows-1251?Q?=CC=EE=F1=F2?=
 =?windows-1251?Q?_=EE=F2=EA=F0=FB=F2?=
Date: Thu, 04 Mar 2021 10:00:00 +0600 (ALMT)
Message-ID: <bridge.1@paper.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

for old programs
--outer
Content-Type: multipart/alternative;
 boundary=inner

--inner
Content-Type: text/plain; charset="koi8-r"
Content-Transfer-Encoding: base64

{text}
--inner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>=D0=9D=D0=BE=D0=B2=D1=8B=D0=B9 =
=D0=BC=D0=BE=D1=81=D1=82</p>
--inner--
--outer
Content-Type: text/plain; name=list.txt
Content-Disposition: attachment

not the letter
--outer--
'''
    html = '''From: "Berg, Anna" <anna@paper.example>
Subject: Only a page
Date: 5 Mar 2021 10:00 GMT
Message-ID: <page.2@paper.example>
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><p>A =3D B, soft=
 break.</p></body></html>
'''
    flowed = '''From: anna@paper.example
Subject: Flowed
Date: Sat, 6 Mar 2021 10:00:00 -0500
Message-ID: <flowed.3@paper.example>
Content-Type: text/plain; charset=utf-8; format=flowed

One paragraph that goes 
on in a second line.
 >stuffed
-- 
Anna
'''
    forwarded = '''From: li@paper.example
Subject: Fwd
Message-ID: <fwd.4@paper.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: message/rfc822

From: anna@paper.example
Subject: Inner
Content-Type: text/plain

The inner letter.
--b--
'''
    picture = '''From: li@paper.example
Message-ID: <picture.5@paper.example>
MIME-Version: 1.0
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
'''
    write('letter.eml', letter)
    write('html.eml', html)
    write('flowed.eml', flowed)
    write('forwarded.eml', forwarded)
    write('picture.eml', picture.replace('\n', '\r\n'))
    quoted = 'From: anna@paper.example\nSubject: Quoted\nMessage-ID: <q.6@paper.example>\n\n>From the first line.\n>>From a quotation.\nFrom here it is no new letter\n'
    write('box.mbox', ''.join('From anna@paper.example Thu Mar  4 10:00:00 2021\n' + m + '\n' for m in (letter, html, quoted)))
    write('saved.mhtml', '''From: <Saved by Blink>
Snapshot-Content-Location: http://paper.example/saved
Subject: =?utf-8?Q?Bridge?=
Date: Thu, 4 Mar 2021 05:06:07 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----MultipartBoundary--x----"


------MultipartBoundary--x----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: http://paper.example/saved

<!DOCTYPE html><html><head><title>Bridge</title></head><body><p>The =
bridge.</p></body></html>
------MultipartBoundary--x----
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable
Content-Location: http://paper.example/a.css

p { color: red }
------MultipartBoundary--x------
'''.replace('\n', '\r\n'))


# --- pages ----------------------------------------------------------------------------------------------------------------

def pages():
    write('lying.html', PAGE.format('utf-8').encode('cp1251'))
    write('gb.html', '<html><head><meta charset=gb2312></head><body><p>新桥星期六通车，镕基出席。</p></body></html>'.encode('gb18030'))
    write('utf16.html', PAGE.format('utf-16').encode('utf-16'))
    write('saved.html', '<!-- saved from url=(0028)http://paper.example/by-hand -->\n<html><body><p>Saved by hand.</p></body></html>\n')
    write('single.html', '<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: http://paper.example/single?a=1 \n'
                         ' saved date: Thu Mar 04 2021 10:15:30 GMT+0600 (East Kazakhstan Time)\n--><body><p>Saved.</p></body></html>\n')
    write('empty.txt', b'')
    write('bytes.bin', bytes(range(256)) * 4)
    write('packed.html.gz', packed(PAGE.format('utf-8').encode()))


# --- archives -------------------------------------------------------------------------------------------------------------

def member(archive, name, content, method=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name, DAY)
    info.compress_type = method
    archive.writestr(info, content)


def zipped(members, method=zipfile.ZIP_DEFLATED):
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, 'w') as archive:
        for name, content in members:
            member(archive, name, content, method)
    return bytes_.getvalue()


def patched(content, name, change):
    """The zip with the directory entry of a member changed."""
    at = -1
    while True:
        at = content.index(b'PK\1\2', at + 1)
        length = struct.unpack_from('<H', content, at + 28)[0]
        if content[at + 46:at + 46 + length] == name.encode():
            return content[:at] + change(content[at:at + 46]) + content[at + 46:]


class Pipe:
    """What cannot be gone back in: sizes and checksums of a zip follow its members."""
    def __init__(self):
        self.content = b''

    def write(self, more):
        self.content += bytes(more)
        return len(more)

    def flush(self):
        pass


def archives():
    page = PAGE.format('utf-8').encode()
    lines = b'{"text": "one"}\n{"text": "two"}\n'
    members = [('pages/', b''), ('pages/bridge.html', page), ('items.jsonl', lines), ('deep/items.jsonl.gz', packed(lines)), ('.hidden/x.txt', b'no'),
               ('__MACOSX/x.txt', b'no'), ('мост.txt', 'Мост'.encode()), ('inner.zip', zipped([('x.txt', b'x')]))]
    whole = write('pages.zip', zipped(members))
    write('stored.zip', zipped(members[1:3], zipfile.ZIP_STORED))
    write('cut.zip', whole[:-200])
    bad = zipped([('a.txt', b'first text'), ('secret.txt', b'encrypted'), ('lzma.txt', b'other method'), ('crc.txt', b'wrong sum'), ('size.txt', b'wrong size'),
                  ('z.txt', b'last text')])
    bad = patched(bad, 'secret.txt', lambda e: e[:8] + b'\1\0' + e[10:])
    bad = patched(bad, 'lzma.txt', lambda e: e[:10] + b'\x0e\0' + e[12:])
    bad = patched(bad, 'crc.txt', lambda e: e[:16] + b'\1\2\3\4' + e[20:])
    bad = patched(bad, 'size.txt', lambda e: e[:24] + struct.pack('<I', 3) + e[28:])
    write('bad.zip', bad)
    old = zipped([('m\u00fcnchen.txt', b'old name')])
    write('cp437.zip', old.replace('m\u00fcnchen'.encode(), b'm\x81nchen_').replace(b'\0\x08\x08\0', b'\0\0\x08\0'))
    write('office.zip', zipped([('[Content_Types].xml', b'<Types/>'), ('word/document.xml', b'<w/>')]))
    write('bomb.zip', zipped([('bomb.txt', b'a' * 3_000_000), ('after.txt', b'after the bomb')]))
    streamed = Pipe()
    with zipfile.ZipFile(streamed, 'w') as archive:
        for number in range(4):
            member(archive, f'{number}.txt', f'Member {number} of the zip. '.encode() * 20)
    streamed = streamed.content
    write('streamed.zip', streamed[:streamed.index(b'PK\1\2')])
    wrong = streamed.index(b'PK\7\x08')
    write('headers.zip', streamed[:wrong + 4] + b'\1\2\3\4' + streamed[wrong + 8:streamed.index(b'PK\1\2') - 40])
    deep = [zipped([('x.txt', b'deepest')])]
    for depth in range(4):
        deep.append(zipped([(f'{depth}.zip', deep[-1]), (f'{depth}.txt', b'text')], zipfile.ZIP_STORED if depth % 2 else zipfile.ZIP_DEFLATED))
    write('deep.zip', deep[-1])
    write('deep.zip.gz', packed(deep[1]))
    write('bombs.zip', zipped([('one.zip', zipped([('bomb.txt', b'a' * 3_000_000)])), ('two.zip', zipped([('bomb.txt', b'b' * 3_000_000)])), ('after.txt', b'after the bombs')]))
    write('same.zip', zipped([('a.txt', b'as it was'), ('a.txt', b'as it is')]))
    write('bomb.gz', packed(b'a' * 3_000_000))
    write('twice.txt.gz', packed(packed(b'packed twice')))
    write('garbage.txt.gz', packed(b'text') + b'garbage behind the member')
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode='w', format=tarfile.GNU_FORMAT) as archive:
        for name, content in (('pages', None), ('pages/bridge.html', page), ('n' * 120 + '/items.jsonl', lines), ('.hidden', b'no')):
            info = tarfile.TarInfo(name)
            info.mtime = 1614830767
            info.type = tarfile.DIRTYPE if content is None else tarfile.REGTYPE
            info.size = len(content or b'')
            archive.addfile(info, io.BytesIO(content or b''))
    write('pages.tar.gz', packed(tar.getvalue()))
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode='w', format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo('мост-' * 30 + '.txt')
        info.size = 4
        archive.addfile(info, io.BytesIO(b'text'))
    write('cut.tar', tar.getvalue()[:-10240 + 600] if len(tar.getvalue()) > 10240 else tar.getvalue()[:2050])


def seeds():
    """The fuzzers' seeds: two bytes (language, no failing allocation) before a file."""
    lines = b'{"url": "u:1", "text": "a \\u0442"}\n{"b\n'
    small = {
        'warc': b''.join(crawl()[i] for i in (2, 3, 15)), 'warc-gz': b''.join(packed(crawl()[i]) for i in (4, 16)), 'jsonl': lines,
        'json': b'[{"body": ["x", {"y": 1}], "text": "t"}, {"html": "<p>"}]', 'csv': b'text,"url"\r\n"a ""b""\nc",u:1\r\nx\r\n',
        'mbox': open(os.path.join(HERE, 'box.mbox'), 'rb').read(), 'mail': open(os.path.join(HERE, 'forwarded.eml'), 'rb').read(),
        'zip': zipped([('a.jsonl', lines), ('b.html', b'<html>b</html>')]), 'tar': open(os.path.join(HERE, 'cut.tar'), 'rb').read()[:1700],
        'gzip': packed(lines), 'wrapped': b'{"a": {"b": [{"text": "t", "author": {"name": "n"}}, {"c": [{"text": "u"}]}]}}\n',
        'zip-zip': zipped([('a.zip', zipped([('b.txt', b'b')]))]), 'zip-cut': zipped([('a.txt', b'aaaa'), ('b.txt', b'bbbb')])[:90],
    }
    for name, content in small.items():
        write(os.path.join('..', 'fuzz', 'corpus', 'format-' + name), b'1 ' + content)


if __name__ == '__main__':
    os.umask(0o022)
    for part in (warc, json, tables, mail, pages, archives, seeds):
        part()
