#!/usr/bin/env python3
"""Makes data/clusters/zh.tsv and ko.tsv: words of scripts without blanks between them, with their class.

usage: make_words.py JIEBA_DICT HAN_CLASSES SYS_DIC OUT_FOLDER
    JIEBA_DICT  dict.txt of Debian's python3-jieba (MIT): word, count, part of speech
    HAN_CLASSES what `label_chinese LAC -c` prints: character, coarse and fine class by its vector in the network of the same package
    SYS_DIC     bundleContents/sys.dic of npm's mecab-ko-dic (Apache-2.0): a MeCab dictionary, read here by its documented layout

A row is word and four numbers, as entities/clusters.h has them: the class, class and length, class and frequency, the same again. Classes below 14 are marks of
entities/units.h (a place, a body, a person, another name), the others parts of speech. Names are taken whole, common words down to a frequency; Korean names
of the usual three syllables are left to their pattern. A single Chinese character has in the third and fourth place its classes by vector, behind
all others.
"""
import os, struct, sys
from array import array

PLACE, BODY, PERSON, OTHER = 4, 6, 7, 13
NOUN, PLACE_NOUN, COUNTER, PARTICLE, VERB, ADJECTIVE, ADVERB, SUFFIX, NUMBER, TIME, PHRASE, SHORT, PRONOUN, UNKNOWN = range(20, 34)

CHINESE = {'nr': PERSON, 'nrt': PERSON, 'nrfg': PERSON, 'ns': PLACE, 'nt': BODY, 'nz': OTHER, 'n': NOUN, 'ng': NOUN, 'v': VERB, 'vn': VERB, 'vd': VERB,
           'vg': VERB, 'a': ADJECTIVE, 'ad': ADJECTIVE, 'an': ADJECTIVE, 'b': ADJECTIVE, 'z': ADJECTIVE, 'd': ADVERB, 'p': PARTICLE, 'c': PARTICLE,
           'u': PARTICLE, 'uj': PARTICLE, 'ul': PARTICLE, 'uz': PARTICLE, 'y': PARTICLE, 'm': NUMBER, 'mq': NUMBER, 'q': COUNTER, 't': TIME,
           'i': PHRASE, 'l': PHRASE, 'j': SHORT, 'r': PRONOUN, 's': PLACE_NOUN, 'f': PLACE_NOUN, 'k': SUFFIX}
CHINESE_COMMON, CHINESE_NAME = 60, 3   # least count
HAN_CLASSES = 300                      # number of the first class of characters
KOREAN_COMMON_COST = 4200              # greatest cost of a common noun in the dictionary's model
KOREAN_ANY_COST = 2639                 # the cost of nouns that nothing is known of: left out
KOREAN_NAME_COST = 4104                # the same of people


def chinese(path):
    for line in open(path, encoding='utf8'):
        word, count, pos = line.split()
        class_ = CHINESE.get(pos)
        if class_ is None or len(word) > 8 or not all('\u3400' <= c <= '\u9fff' for c in word): continue
        if int(count) < (CHINESE_NAME if class_ <= OTHER else CHINESE_COMMON): continue
        yield word, class_, min(7, len(count))


def han_rows(rows, path):
    """Rows of Chinese with the classes of single characters, also of those that are no word."""
    classes = {c: (int(coarse), int(fine)) for c, coarse, fine in (line.rstrip('\n').split('\t') for line in open(path, encoding='utf8'))}
    for word, class_, frequency in rows:
        yield word, class_, frequency, classes.pop(word, None)
    for word, pair in sorted(classes.items()): yield word, UNKNOWN, 0, pair


def mecab(path):
    """-> (surface, features, cost) of a MeCab 0.9 system dictionary: header, double array (Darts), tokens, features."""
    data = open(path, 'rb').read()
    _, _, _, _, _, _, array_size, token_size, _, _ = struct.unpack('10I', data[:40])
    signed, unsigned = array('i'), array('I')
    signed.frombytes(data[72:72 + array_size])
    unsigned.frombytes(data[72:72 + array_size])
    base, check = signed[0::2], unsigned[1::2]
    children = {}
    for i, parent in enumerate(check):
        if parent: children.setdefault(parent, []).append(i)
    features = 72 + array_size + token_size
    stack = [(base[0], b'')]
    while stack:
        at, key = stack.pop()
        for i in children.get(at, ()):
            if i - at:
                stack.append((base[i], key + bytes([i - at - 1])))
                continue
            value = -base[i] - 1
            for k in range(value >> 8, (value >> 8) + (value & 255)):
                _, _, _, cost, feature, _ = struct.unpack_from('<HHHhII', data, 72 + array_size + 16 * k)
                end = data.index(b'\0', features + feature)
                yield key.decode('utf8', 'replace'), data[features + feature:end].decode('utf8', 'replace').split(','), cost


def korean_class(word, pos, kind):
    if pos == 'NNP': return {'인명': PERSON, '지명': PLACE}.get(kind, OTHER)
    if pos in ('NNG', 'XR'): return PLACE_NOUN if kind == '장소' else NOUN
    if pos in ('NNB', 'NNBC'): return COUNTER
    if pos in ('NP', 'NR'): return PRONOUN if pos == 'NP' else NUMBER
    if pos[0] == 'J': return PARTICLE
    if pos[0] == 'V': return VERB
    if pos[0] == 'M': return ADVERB
    if pos[:2] == 'XS': return SUFFIX
    return None


def korean(path):
    best = {}
    for word, features, cost in mecab(path):
        class_ = korean_class(word, features[0].split('+')[0], features[1])
        if class_ is None or len(word) > 8 or not all('가' <= c <= '힣' for c in word): continue
        whole = features[4] not in ('Compound', 'Preanalysis')
        if class_ == PERSON and (not whole or len(word) <= 3 and cost == KOREAN_NAME_COST): continue
        if class_ > OTHER and (not whole or cost > KOREAN_COMMON_COST or cost == KOREAN_ANY_COST): continue
        if word not in best or cost < best[word][1]: best[word] = class_, cost
    for word, (class_, cost) in sorted(best.items()):
        yield word, class_, max(0, min(7, (cost + 1000) // 1000))


def write(path, title, rows):
    with open(path, 'w', encoding='utf8') as out:
        out.write(f'# {title}\n# word, class, class and length, class and frequency, the same; made by tools/make_words.py, which says what the classes are\n')
        for word, class_, frequency, *han in rows:
            third = fourth = class_ * 8 + frequency
            if han and han[0]: third, fourth = HAN_CLASSES + han[0][0], HAN_CLASSES + han[0][1]
            print(word, class_, class_ * 7 + min(6, len(word) - 1), third, fourth, sep='\t', file=out)


if __name__ == '__main__':
    if len(sys.argv) != 5: sys.exit(__doc__)
    write(os.path.join(sys.argv[4], 'zh.tsv'), 'Words of Chinese, from the dictionary of jieba and of its network (MIT)', han_rows(chinese(sys.argv[1]), sys.argv[2]))
    write(os.path.join(sys.argv[4], 'ko.tsv'), 'Words of Korean, from mecab-ko-dic (Apache-2.0)', korean(sys.argv[3]))
