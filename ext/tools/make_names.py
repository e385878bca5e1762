#!/usr/bin/python3
"""make_names.py - makes ext/data/gazetteer/names.tsv and ext/data/en/words.tsv. Run by hand; the build reads the committed tables.

usage: make_names.py FOLDER ext/data
FOLDER holds:
  faker.json        {locale: {"first_name": {...}, "last_name": {...}}}: the person lists of npm @faker-js/faker (MIT)
  first.txt, last.txt   first and last words of names of people, Wikidata (CC0)
  russian.tsv, korean.tsv   Latin word, letters of the other script divided by blanks, count: aligned words of names of people, Wikidata (CC0)
  *.news.txt        English text in the public domain: Voice of America, State of the Union addresses
"""
import collections, glob, json, os, re, sys, textwrap, unicodedata

LATIN = re.compile(r"[A-Z\u00c0-\u024f][a-z\u00df-\u024f']+(?:-[A-Za-z\u00c0-\u024f][a-z\u00df-\u024f']+)*")
HANGUL, HAN = re.compile('[\uac00-\ud7a3]{2,}'), re.compile('[\u4e00-\u9fff]{2}')
CYRILLIC = re.compile(r'[\u0400-\u052f]+(?:-[\u0400-\u052f]+)*')
LATIN_LOCALES = ('en', 'en_GH', 'en_HK', 'en_IN', 'en_NG', 'en_NP', 'en_ZA', 'en_AU', 'af_ZA', 'az', 'cs_CZ', 'da', 'de', 'es', 'es_MX', 'fi', 'fr', 'fr_SN', 'hr', 'hu', 'id_ID', 'it', 'ku_kmr_latin',
                 'lv', 'nb_NO', 'nl', 'pl', 'pt_BR', 'pt_PT', 'ro', 'sk', 'sl_SI', 'sr_RS_latin', 'sv', 'tr', 'uz_UZ_latin', 'vi', 'yo_NG', 'zu_ZA')
CYRILLIC_LOCALES = ('ru', 'uk', 'mk', 'mn_MN_cyrl')

def flat(lists):
    return [unicodedata.normalize('NFC', n) for v in (lists or {}).values() for n in v]

def write_names(source, out):
    faker = json.load(open(f'{source}/faker.json', encoding='utf8'))
    rows = collections.OrderedDict()
    def add(kind, script, origin, names, pattern):
        rows.setdefault((kind, script, origin), set()).update(n for n in names if pattern.fullmatch(n))
    for l in LATIN_LOCALES + CYRILLIC_LOCALES:
        p, script, pattern = faker.get(l, {}), *(('Latn', LATIN) if l in LATIN_LOCALES else ('Cyrl', CYRILLIC))
        for kind, key in (('given', 'first_name'), ('surname', 'last_name')):
            add(kind, script, 'faker', [w for n in flat(p.get(key)) for w in n.split() if len(w) > 1], pattern)
    for kind, file in (('given', 'first'), ('surname', 'last')):
        add(kind, 'Latn', 'wikidata', (w for w in open(f'{source}/{file}.txt', encoding='utf8').read().split('\n') if len(w) > 2), LATIN)
    lower = {k: {n.lower() for (kind, script, _), names in rows.items() if kind == k and script == 'Latn' for n in names} for k in ('given', 'surname')}
    for line in open(f'{source}/russian.tsv', encoding='utf8'):
        word, name, count = line.rstrip('\n').split('\t'); name = name.replace(' ', '')
        if int(count) < 2 or len(name) < 3 or not CYRILLIC.fullmatch(name): continue
        for k in ('given', 'surname'):
            if word in lower[k]: add(k, 'Cyrl', 'wikidata', [name[0].upper() + name[1:]], CYRILLIC)
    for l, pattern, script in (('ko', HANGUL, 'Hang'), ('zh_CN', HAN, 'Hani')): add('given', script, 'faker', flat(faker[l]['first_name']), pattern)
    for line in open(f'{source}/korean.tsv', encoding='utf8'):
        word, name, count = line.rstrip('\n').split('\t'); name = name.replace(' ', '')
        if int(count) < 2 or len(name) < 3 or not HANGUL.fullmatch(name): continue
        for k in ('given', 'surname'):
            if word in lower[k]: add(k, 'Hang', 'wikidata', [name], HANGUL)
    with open(f'{out}/gazetteer/names.tsv', 'w', encoding='utf8') as f:
        f.write('# Names of people: made by tools/make_names.py from @faker-js/faker (MIT) and Wikidata (CC0)\n# given or surname\tscript\torigin\tnames, divided by blanks\n')
        seen = set()
        for (kind, script, origin), names in rows.items():
            fresh = sorted(n for n in names if (kind, n.lower()) not in seen); seen.update((kind, n.lower()) for n in fresh)
            for line in textwrap.wrap(' '.join(fresh), 110, break_long_words=False, break_on_hyphens=False): f.write(f'{kind}\t{script}\t{origin}\t{line}\n')
            print(kind, script, origin, len(fresh))

def write_words(source, out):
    lower, upper = collections.Counter(), collections.Counter()
    for path in glob.glob(f'{source}/*.news.txt'):
        for line in open(path, encoding='utf8', errors='replace'):
            words = re.findall(r"[A-Za-z]+(?:'[a-z]+)?|[.!?:;\"]", line)
            for before, w in zip(['.'] + words, words):
                if w.islower(): lower[w] += 1
                elif w[0].isupper() and before[0].isalpha(): upper[w.lower()] += 1
    kept = sorted(w for w, n in lower.items() if n >= 4 and n >= 2 * upper[w] and len(w) > 1)
    with open(f'{out}/en/words.tsv', 'w', encoding='utf8') as f:
        f.write('# English words that are mostly written small: counted by tools/make_names.py in public-domain news and addresses\n# words, divided by blanks\n')
        for line in textwrap.wrap(' '.join(kept), 118): f.write(line + '\n')
    print(len(kept), 'words')

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    write_names(*sys.argv[1:]); write_words(*sys.argv[1:])
