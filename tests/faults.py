#!/usr/bin/python3
"""A write that fails in the middle leaves the tables as they were, or the transaction is gone: nothing is ever half done.

usage: faults.py EXTENSION [MOST]

Every statement that changes a corpus is run in a transaction while a trigger on one of its tables makes the first, the second, ... write to these tables fail, as a
lock, an authorizer or a user's own trigger does (MOST failures of a statement, spread over it; 40). Failures at which SQLite itself rolls back are in
disturbed.py and under tests/runner. Closes with `N passed, N failed`.
"""
import sqlite3, sys

import tally
from tally import check

STORY = ('The ministry of transport of Norway said on 2 May 2020 that {n} ships had left Oslo for Turku. "We go on", said Anna Berg, who had met {n}0 students of '
         'the University of Turku in Helsinki.\n\nHer colleague Peter Lindholm of Sweden asked for {n} million euros, and for the peace of the {n}th century.')
OTHER = 'In Almaty Nurlan Omarov opened a school for 300 pupils of Kazakhstan on 3 May 2021.\n\nThe school stands near the river, and has a garden with nine trees.'


def page(title, text, day):
    return f'{title}\n\n{day} May 2020 10:00\n\n{text}\n'


def fill(db):
    db.execute('CREATE VIRTUAL TABLE news USING corpus')
    story = STORY.format(n=7)
    for uri, text, day in (('http://a.example/1', story, 5), ('http://b.example/1', story, 3), ('http://c.example/1', story, 4), ('http://a.example/2', OTHER, 6),
                           ('http://a.example/3', STORY.format(n=9).replace('ships', 'boats').replace('Turku', 'Bergen'), 7)):
        db.execute('INSERT INTO news(uri, page) VALUES (?, ?)', (uri, page('A title of ' + uri, text, day)))
    db.execute('INSERT INTO news(uri, page) VALUES (?, NULL)', ('http://d.example/1',))


WRONG = 'another uri, a wrong language'
STATEMENTS = {
    'a new page': ('INSERT INTO news(uri, page) VALUES (?, ?)', ('http://d.example/1', page('Ships', OTHER.replace('school', 'harbour'), 9))),
    'an elder copy': ('INSERT INTO news(uri, page) VALUES (?, ?)', ('http://d.example/1', page('Ships', STORY.format(n=7), 1))),
    'a younger copy': ('INSERT INTO news(uri, page) VALUES (?, ?)', ('http://d.example/1', page('Ships', STORY.format(n=7), 9))),
    'or ignore': ('INSERT OR IGNORE INTO news(uri, page) VALUES (?, ?)', ('http://d.example/1', page('Ships', STORY.format(n=7), 1))),
    'or replace': ('INSERT OR REPLACE INTO news(uri, page) VALUES (?, ?)', ('http://b.example/1', page('Ships', OTHER, 9))),
    'or replace two': ('INSERT OR REPLACE INTO news(rowid, uri, page) VALUES (?, ?, ?)', (2, 'http://c.example/1', page('Ships', OTHER, 9))),
    'another page': ('UPDATE news SET page = ? WHERE uri = ?', (page('Ships', OTHER, 9), 'http://b.example/1')),
    'another date': ("UPDATE news SET published = '2020-05-09' WHERE uri = 'http://b.example/1'", ()),
    'no date': ("UPDATE news SET published = NULL WHERE uri = 'http://b.example/1'", ()),
    'another title': ("UPDATE news SET title = 'Boats' WHERE uri = 'http://b.example/1'", ()),
    'another uri': ("UPDATE OR REPLACE news SET uri = 'http://a.example/1' WHERE uri = 'http://b.example/1'", ()),
    WRONG: ("UPDATE OR REPLACE news SET uri = 'http://a.example/1', language = 'nonsense' WHERE uri = 'http://b.example/1'", ()),
    'no leader': ("DELETE FROM news WHERE uri = 'http://b.example/1'", ()),
    'no copy': ("DELETE FROM news WHERE uri = 'http://c.example/1'", ()),
    'nothing': ('DELETE FROM news', ()),
    'resolve': ("INSERT INTO news(news) VALUES ('resolve')", ()),
    'rebuild': ("INSERT INTO news(news) VALUES ('rebuild')", ()),
}
MERGE = "INSERT INTO news(news) VALUES ('merge shard')"


class Faults:
    """Counts the writes to the tables of a corpus, and lets one fail."""

    def __init__(self, db):
        self.seen = self.at = 0
        db.create_function('is_faulty', 0, self.is_faulty)
        tables = [name for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'news\\_%' ESCAPE '\\' AND name NOT LIKE 'news\\_fts%' ESCAPE '\\'")]
        for table in tables:
            for event in ('INSERT', 'UPDATE', 'DELETE'):
                db.execute(f"CREATE TRIGGER fault_{table}_{event} BEFORE {event} ON {table} WHEN is_faulty() BEGIN SELECT RAISE(ABORT, 'planned failure'); END")

    def is_faulty(self):
        self.seen += 1
        return self.seen == self.at

    def arm(self, at):
        self.seen, self.at = 0, at


def try_statement(db, faults, name, before, at):
    """Lets write `at` fail, checks, and undoes all. Returns whether it failed."""
    sql, values = STATEMENTS[name]
    failed = None
    db.execute('BEGIN')
    faults.arm(at)
    try:
        db.execute(sql, values)
    except sqlite3.Error as error:
        failed = error
    writes = faults.seen
    faults.arm(0)
    when = f'{name}, write {at} of it fails'
    if not at:
        check(not failed or name == WRONG, f'{name}: {failed}')
    if at or failed:
        found = tally.is_sound(db)
        check(found is None, f'{when} ({failed}): {found}')
        # a page that cannot be written for what the user gave is noted: OR IGNORE may go on
        if failed and db.in_transaction:
            after = tally.contents(db)
            wrong = [what for what in before if after[what] != before[what]]
            check(not wrong, f'{when} ({failed}): other than before are {wrong}')
        elif failed:
            check('planned failure' in str(failed) or 'nonsense' in str(failed), f'{when}: the message is {failed}')
    if db.in_transaction:
        db.execute('ROLLBACK')
    return writes


def open_corpus(extension):
    """A corpus with a shard beside it, and its Faults."""
    db = tally.connect(extension)
    fill(db)
    db.execute("ATTACH ':memory:' AS shard")
    db.execute('CREATE VIRTUAL TABLE shard.news USING corpus')
    db.execute('INSERT INTO shard.news(uri, page) VALUES (?, ?)', ('http://e.example/1', page('Shard', STORY.format(n=7), 2)))
    return db, Faults(db)


def spread(writes, most):
    return range(1, writes + 1) if writes <= most else sorted({1 + i * (writes - 1) // (most - 1) for i in range(most)})


def try_merge(extension, db, faults, before, most):
    """It has a transaction of its own, which goes when it fails."""
    other, counter = open_corpus(extension)
    counter.arm(0)
    other.execute(MERGE)
    check(tally.is_sound(other) is None, 'merge')
    for at in spread(counter.seen, most):
        faults.arm(at)
        try:
            db.execute(MERGE)
            check(False, f'merge, write {at} of it fails: it succeeds')
        except sqlite3.Error as error:
            check('planned failure' in str(error), f'merge, write {at} of it fails: {error}')
        faults.arm(0)
        found = tally.is_sound(db)
        check(found is None, f'merge, write {at} of it fails: {found}')
        check(tally.contents(db) == before, f'merge, write {at} of it fails: other than before')
    print(f'merge: {counter.seen} writes, {len(spread(counter.seen, most))} of them failed')


def main():
    extension, most = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40
    db, faults = open_corpus(extension)
    before = tally.contents(db)
    check(tally.is_sound(db) is None, 'the corpus itself')
    for name in STATEMENTS:
        writes = try_statement(db, faults, name, before, 0)
        check(writes > 0, f'{name} writes')
        for at in spread(writes, most):
            try_statement(db, faults, name, before, at)
        print(f'{name}: {writes} writes, {len(spread(writes, most))} of them failed')
    try_merge(extension, db, faults, before, most)
    check(tally.contents(db) == before, 'the corpus is as it was')
    tally.end()


if __name__ == '__main__':
    main()
