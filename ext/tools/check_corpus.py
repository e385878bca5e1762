#!/usr/bin/env python3
"""Checks the annotated corpus under ext/data/entities/corpus.

usage: check_corpus.py CORPUS [--against FOLDER ...]

Says of each language: passages, sentences, names by type, share of sentences without a name, share of distinct names, names used more
than three times, sentences that occur twice; fails on broken markup, unknown types, empty names, blanks or quotation marks at a name's edge, and names of the
test part that the training part has too (persons only). With --against, fails on eight words in a row (for Korean and Chinese: twenty characters)
that a text file below FOLDER has too.
"""
import collections, glob, os, re, sys

TYPES = {'PERSON', 'ORG', 'GPE', 'LOC', 'FAC', 'NORP', 'EVENT', 'WORK', 'LAW', 'PRODUCT'}
WORDS, CHARACTERS = 8, 20


def parse(line, where):
    """-> plain text, [(start, end, type, depth)]"""
    out, stack, spans, i = [], [], [], 0
    while i < len(line):
        if line[i] == '[':
            stack.append(len(out))
            i += 1
        elif line[i] == ']':
            m = re.match(r'\]\(([A-Z]+)\)', line[i:])
            if not m or not stack: raise ValueError(f'{where}: broken markup at {i}: {line[max(0, i - 20):i + 20]!r}')
            start = stack.pop()
            name = ''.join(out[start:])
            if m[1] not in TYPES: raise ValueError(f'{where}: unknown type {m[1]}')
            if not name or name != name.strip() or name[0] in '"“«„' or name[-1] in ',;:': raise ValueError(f'{where}: edge of {name!r}')
            spans.append((start, len(out), m[1], len(stack)))
            i += m.end()
        else:
            out.append(line[i])
            i += 1
    if stack: raise ValueError(f'{where}: a bracket is not closed')
    return ''.join(out), spans


def read(folder):
    for path in sorted(glob.glob(os.path.join(folder, '*.txt'))):
        passage = []
        for n, line in enumerate(open(path, encoding='utf8'), 1):
            line = line.rstrip('\n')
            if line.startswith('#'): continue
            if not line.strip():
                if passage: yield passage
                passage = []
            else: passage.append(parse(line, f'{path}:{n}'))
        if passage: yield passage


def grams(text, language):
    if language in ('ko', 'zh'):
        text = re.sub(r'\s+', '', text)
        return (text[i:i + CHARACTERS] for i in range(len(text) - CHARACTERS + 1))
    words = re.findall(r'\w+', text.lower())
    return (' '.join(words[i:i + WORDS]) for i in range(len(words) - WORDS + 1))


def main(argv):
    if len(argv) < 2: sys.exit(__doc__)
    against = argv[argv.index('--against') + 1:] if '--against' in argv else []
    failures = []
    for language in sorted(d for d in os.listdir(argv[1]) if os.path.isdir(os.path.join(argv[1], d))):
        names, types, people = collections.Counter(), collections.Counter(), {}
        passages = sentences = bare = 0
        seen = collections.Counter()
        mine = set()
        for part in ('train', 'test'):
            people[part] = set()
            try:
                for passage in read(os.path.join(argv[1], language, part)):
                    passages += 1
                    for text, spans in passage:
                        sentences += 1
                        seen[text] += 1
                        mine.update(grams(text, language))
                        outer = [(text[s:e], t) for s, e, t, depth in spans if not depth]
                        bare += not outer
                        for name, t in outer:
                            names[name] += 1
                            types[t] += 1
                            if t == 'PERSON' and ' ' in name: people[part].add(name)
            except ValueError as error: failures.append(str(error))
        if not sentences: continue
        total = sum(names.values())
        print(f'{language}: {passages} passages, {sentences} sentences, {total} names ({len(names) / max(1, total):.0%} distinct), '
              f'{bare / sentences:.0%} of sentences without a name; ' + ', '.join(f'{t} {n}' for t, n in types.most_common()))
        often = [f'{n} {c}' for n, c in names.most_common(400) if c > 3]
        if often: print('   more than three times:', '; '.join(often[:40]))
        twice = [t for t, c in seen.items() if c > 1]
        if twice: print('   sentences that occur twice:', len(twice), twice[:3])
        for name in sorted(people['train'] & people['test']): failures.append(f'{language}: {name} is in the training and the test part')
        for folder in against:
            for path in glob.glob(os.path.join(folder, '**', '*'), recursive=True):
                if not os.path.isfile(path) or not path.endswith(('.txt', '.conll', '.tsv')): continue
                text = open(path, encoding='utf8', errors='replace').read()
                if path.endswith('.conll'): text = ' '.join(l.split('\t')[0] for l in text.splitlines())
                for gram in mine.intersection(grams(text, language)): failures.append(f'{language}: {gram!r} is in {path}, too')
    for failure in failures: print('FAIL', failure)
    sys.exit(bool(failures))


if __name__ == '__main__': main(sys.argv)
