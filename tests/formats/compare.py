#!/usr/bin/python3
"""corpus_records() beside Python's standard library: what email, mailbox, json, csv, gzip, zipfile and tarfile write, made by a fixed pseudo-random sequence,
is read as it was meant.

usage: compare.py EXTENSION      closes with `N passed, N failed`
"""
import csv, email, email.policy, gzip, io, json, mailbox, os, random, sqlite3, sys, tarfile, tempfile, zipfile
from email.message import EmailMessage

TEXTS = {'utf-8': 'Жаңа көпір — ашылды “кеше”. 新桥 새 다리 é', 'koi8-r': 'Новый мост открыт вчера, сказал мэр', 'windows-1251': 'Мост «открыт» вчера',
         'iso-8859-1': 'café über ñ', 'gb18030': '新桥星期六通车 镕基', 'euc-kr': '새 다리가 열렸다 오늘', 'shift_jis': '新しい橋が開通した', 'us-ascii': 'Plain old text = yes',
         'iso-2022-jp': '新しい橋が開通した'}
passed = failed = 0


def check(got, wanted, what):
    global passed, failed
    if got == wanted:
        passed += 1
    else:
        failed += 1
        print(f'failed: {what}: got {got!r:.300}, wanted {wanted!r:.300}', flush=True)


def rows(value, name=None, columns='content'):
    return db.execute(f'SELECT {columns} FROM corpus_records(?, ?)', (value, name)).fetchall()


def random_text(letters, most):
    return ''.join(random.choice(letters) for _ in range(random.randint(1, most)))


def make_mail(n):
    charset = random.choice(list(TEXTS))
    words = ' '.join([TEXTS[charset]] * random.randint(1, 30))
    text = '\n'.join(words[i:i + random.randint(20, 70)] for i in range(0, len(words), 70)) + '\n'
    encoding = random.choice(['base64', 'quoted-printable'])
    mail = EmailMessage(policy=email.policy.default)
    mail['Subject'] = TEXTS[random.choice(list(TEXTS))] * random.randint(1, 4)
    mail['From'] = f'{TEXTS["koi8-r"][:10]} <a@paper.example>'
    mail['Message-ID'] = f'<{n}@paper.example>'
    mail.set_content(text, charset=charset, cte=encoding)
    if random.random() < .5:
        mail.add_alternative(f'<p>{text}</p>', subtype='html', charset=charset, cte=encoding)
    if random.random() < .4:
        mail.add_attachment(b'\x00\x01' * 50, maintype='application', subtype='octet-stream', filename='ж.bin')
    if random.random() < .3:
        mail.add_attachment('attached text', filename='a.txt')
    return text, mail


def compare_mail():
    for n in range(200):
        text, mail = make_mail(n)
        raw = mail.as_bytes(policy=email.policy.default.clone(linesep=random.choice(['\n', '\r\n'])))
        title = ' '.join(email.message_from_bytes(raw, policy=email.policy.default)['Subject'].split())  # long ones lose blanks when they are written
        got = [(kind, content.replace('\r\n', '\n').rstrip(), *rest) for kind, content, *rest in rows(raw, None, 'kind, content, title, author, address')]
        check(got, [('eml', text.rstrip(), title, TEXTS['koi8-r'][:10].strip(), f'mid:{n}@paper.example')], f'mail {n}')
    with tempfile.TemporaryDirectory() as folder:
        path, texts = os.path.join(folder, 'box'), []
        box = mailbox.mbox(path)
        for n in range(50):
            text, mail = make_mail(n)
            if n % 5 == 0:
                text = f'From here on\n\nFrom Anna, at 10:00:00 in 2021, a letter {n}\n'
                mail = EmailMessage()
                mail['Message-ID'] = f'<{n}@paper.example>'
                mail.set_content(text)
            box.add(mailbox.mboxMessage(mail))
            texts.append(text.rstrip())
        box.flush()
        box.close()
        got = rows(open(path, 'rb').read())
        check([content.rstrip() for content, in got], texts, 'mailbox')


def compare_json():
    for n in range(100):
        objects = []
        for i in range(random.randint(1, 20)):
            value = {random.choice(['a', 'b', 'list']): random.choice([1, None, [1, {'text': 'no'}], {'x': ['}', '"']}, True, 1e9]) for _ in range(3)}
            value['text'] = random_text('аб"\\\n\t/{}[]é漢😀 x', 200)
            objects.append(value)
        wanted = [(value['text'],) for value in objects]
        for form, raw in (('lines', '\n'.join(json.dumps(value, ensure_ascii=bool(i % 2)) for i, value in enumerate(objects))), ('array', json.dumps(objects)),
                          ('indented array', json.dumps(objects, indent=2, ensure_ascii=False)), ('indented', '\n'.join(json.dumps(value, indent=1) for value in objects))):
            check(rows(raw), wanted, f'{form} {n}')


def compare_tables():
    for n in range(200):
        delimiter, table = random.choice(',;\t|'), []
        for i in range(random.randint(2, 25)):
            table.append([random_text('аб",;\t|\n漢 xyz', 30) for _ in range(3)] + ['z' + random_text('аб",;|\n漢 xyz', 60) + 'z'])
        file = io.StringIO()
        writer = csv.writer(file, delimiter=delimiter, lineterminator=random.choice(['\n', '\r\n']))
        writer.writerows([['id', 'url', 'author', 'text'], *table])
        check(rows(file.getvalue().encode(), 'a.tsv' if delimiter == '\t' else 'a.csv'), [(row[3],) for row in table], f'table {n}, {delimiter!r}')


def compare_archives():
    for n in range(60):
        members = [(f'{random.choice(["", "d/", "ж/"])}{i}{"n" * random.choice([1, 120])}.txt', random_text('аб漢 x\n', random.choice([10, 3000, 90000])))
                   for i in range(random.randint(1, 6))]
        wanted = [('/' + name, text) for name, text in members]
        bytes_ = io.BytesIO()
        with zipfile.ZipFile(bytes_, 'w') as archive:
            for name, text in members:
                archive.writestr(zipfile.ZipInfo(name), text, random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
        check(rows(bytes_.getvalue(), None, 'path, content'), wanted, f'zip {n}')
        bytes_ = io.BytesIO()
        with tarfile.open(fileobj=bytes_, mode='w', format=random.choice([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])) as archive:
            try:
                for name, text in members:
                    info = tarfile.TarInfo(name)
                    info.size = len(text.encode())
                    archive.addfile(info, io.BytesIO(text.encode()))
            except ValueError:  # a name too long for ustar
                continue
        check(rows(gzip.compress(bytes_.getvalue()), None, 'path, content'), wanted, f'tar {n}')


def main():
    random.seed(5)
    for compare in (compare_mail, compare_json, compare_tables, compare_archives):
        if compare is compare_archives and rows(gzip.compress(b'text'), None, 'error') != [(None,)]:
            print('archives are skipped: built without zlib')
            continue
        compare()
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(os.path.abspath(sys.argv[1]))
    main()
