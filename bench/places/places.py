#!/usr/bin/python3
"""Which place an ambiguous name means: how many of places.tsv are right, beside what the largest place of each name would give.

usage: places.py EXTENSION [PLACES.tsv]
A row is right if a mention of the name was found, in the country, less than a degree and a half away.
"""
import os, sqlite3, sys

HERE = os.path.dirname(os.path.abspath(__file__))


def right(row, country, latitude, longitude):
    return row is not None and row[0] == country and row[1] is not None and abs(row[1] - latitude) < 1.5 and abs(row[2] - longitude) < 1.5 * (3 if abs(latitude) > 60 else 1)


def main():
    db = sqlite3.connect(':memory:')
    db.enable_load_extension(True)
    db.load_extension(os.path.abspath(sys.argv[1]))
    rows = [line.rstrip('\n').split('\t') for line in open(sys.argv[2] if len(sys.argv) > 2 else f'{HERE}/places.tsv', encoding='utf8') if not line.startswith('#')]
    find = ("SELECT country, latitude, longitude FROM corpus_entities(?1, ?2) WHERE type IN ('GPE', 'LOC') AND substr(text, 1, length(?3)) = ?3 LIMIT 1")
    good = alone = missed = 0
    for language, name, country, latitude, longitude, text in rows:
        where = float(latitude), float(longitude)
        found = db.execute(find, (text, language, name)).fetchone()
        by_size = db.execute(find, (f'{name}.', language, name)).fetchone()
        alone += right(by_size, country, *where)
        missed += found is None
        if right(found, country, *where):
            good += 1
        else:
            print(f'  {name} ({country}): {found or "not found"}: {text}')
    print(f'places: {good} of {len(rows)} right ({100 * good / len(rows):.1f} %), {missed} not found as a place; the largest of each name, alone: {alone}')


if __name__ == '__main__':
    main()
