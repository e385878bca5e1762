#!/usr/bin/env python3
"""make_hanja.py - makes data/translit/hanja.tsv, the Korean readings of Chinese characters

usage: make_hanja.py [HANJA.TXT] > ext/data/translit/hanja.tsv

HANJA.TXT is the dictionary of libhangul (Debian `libhangul-data`, BSD-3): lines reading:hanja:meaning, of characters and of words.
A character gets the reading that most words have for it behind another character, where the law of initials does not touch it.
The engine (translit/hanja.c) makes words of these by rule: the law at the beginning of a word, 률 and 렬 behind a vowel or ㄴ, 부 for 불 before
ㄷ and ㅈ, the longest known word first. Words of two characters one of which the law would touch tell where in a compound a word begins; three characters that begin with a family name and no
such word are a person. What the rules
read otherwise than the dictionary is written as a word of its own, from the shortest on. `predict` is that rule; hanja.c must do the same.
"""
import collections
import sys
import unicodedata

BASE = 0xAC00
NIEUN, RIEUL, MUTE, DIGEUT, JIEUT = 2, 5, 11, 3, 12
FINAL_NIEUN, FINAL_RIEUL = 4, 8
Y_VOWELS = (2, 3, 6, 7, 12, 17, 20)
RYEOL, RYUL = 6, 17
LONGEST = 7


# Family names that are read otherwise than the character elsewhere, or have two characters. Hand-made.
SURNAMES = {
    '金': '김', '沈': '심', '賈': '가', '葉': '섭', '車': '차', '柳': '유', '李': '이', '南宮': '남궁', '皇甫': '황보', '諸葛': '제갈', '鮮于': '선우',
    '司空': '사공', '獨孤': '독고', '西門': '서문', '東方': '동방', '司馬': '사마', '令狐': '영호', '乙支': '을지', '淵蓋': '연개',
}


def is_hanja(c):
    return '\u3400' <= c <= '\u9fff'


def is_hangul(c):
    return '가' <= c <= '힣'


def parts(c):
    index = ord(c) - BASE
    return index // 588, index // 28 % 21, index % 28


def syllable(initial, vowel, final):
    return chr(BASE + initial * 588 + vowel * 28 + final)


def initial_law(c):
    """락 -> 낙, 력 -> 역, 녀 -> 여"""
    initial, vowel, final = parts(c)
    if initial == RIEUL:
        initial = MUTE if vowel in Y_VOWELS else NIEUN
    elif initial == NIEUN and vowel in Y_VOWELS:
        initial = MUTE
    return syllable(initial, vowel, final)


def is_ryul(c):
    initial, vowel, final = parts(c)
    return initial == RIEUL and (vowel == RYEOL or vowel == RYUL) and final == FINAL_RIEUL


def behind(before, c):
    """률 and 렬 behind a vowel or ㄴ"""
    if is_ryul(c) and parts(before)[2] in (0, FINAL_NIEUN):
        return initial_law(c)
    return c


def read_dictionary(path):
    characters = collections.defaultdict(list)
    words = collections.defaultdict(list)
    for line in open(path, encoding='utf-8'):
        cells = line.rstrip('\n').split(':')
        if line[0] == '#' or len(cells) < 2:
            continue
        reading, hanja = cells[0], unicodedata.normalize('NFC', cells[1])
        if len(reading) != len(hanja) or not all(map(is_hanja, hanja)) or not all(map(is_hangul, reading)):
            continue
        (characters if len(hanja) == 1 else words)[hanja].append(reading)
    return characters, words


def choose(characters, words):
    """The reading of each character that the rules start from."""
    inside = collections.defaultdict(collections.Counter)
    first = collections.defaultdict(collections.Counter)
    for hanja, readings in words.items():
        for reading in readings:
            first[hanja[0]][reading[0]] += 1
            for i in range(1, len(hanja)):
                said = reading[i]
                full = syllable(RIEUL, *parts(said)[1:])
                # 율 behind a vowel or ㄴ speaks for 률
                if parts(said)[0] == MUTE and behind(reading[i - 1], full) == said and full in characters[hanja[i]]:
                    said = full
                inside[hanja[i]][said] += 1
    chosen = {}
    for c, readings in characters.items():
        def votes(reading):
            count = inside[c][reading] * 4 + first[c][initial_law(reading)]
            order = -readings.index(reading) if reading in readings else -99
            return count, parts(reading)[0] == RIEUL, parts(reading)[0] == NIEUN, order
        chosen[c] = max(list(readings) + [r for r in inside[c] if inside[c][r] > 1], key=votes)
    return chosen


class Reader:
    """What hanja.c does."""

    def __init__(self, chosen, words):
        self.chosen = chosen
        self.pairs = {w for w in words if len(w) == 2 and (any(map(self.touched, w)) or w[0] in SURNAMES)}
        self.exceptions = {}

    def touched(self, c):
        return c in self.chosen and initial_law(self.chosen[c]) != self.chosen[c]

    def begins(self, text, i):
        """A word begins at the touched character i of a compound."""
        if i == 0:
            return True
        if text[i - 1:i + 1] in self.pairs:
            return False
        return text[i:i + 2] in self.pairs

    def predict(self, text):
        out = ''
        i = 0
        while i < len(text):
            for length in range(min(LONGEST, len(text) - i), 1, -1):
                piece = text[i:i + length]
                if piece in self.exceptions:
                    out += self.exceptions[piece]
                    i += length
                    break
            else:
                c = text[i]
                if c not in self.chosen:
                    return None
                said = self.chosen[c]
                if i == 0 and len(text) == 3 and c in SURNAMES and text[:2] not in self.pairs:
                    said = SURNAMES[c]
                elif self.begins(text, i):
                    said = initial_law(said)
                elif out:
                    said = behind(out[-1], said)
                if c == '不' and i + 1 < len(text) and text[i + 1] in self.chosen and \
                        parts(self.chosen[text[i + 1]])[0] in (DIGEUT, JIEUT):
                    said = '부'
                out += said
                i += 1
        return out


HEAD = '''# Korean readings of Chinese characters, by tools/make_hanja.py from the dictionary of libhangul (Copyright 2005-2006 Choe Hwanjin, BSD-3; its
# terms stand in data/translit/hanja-licence.txt). South Korean spelling.
# read: syllable, the characters that are read so where the law of initials does not touch them
# begins, ends: a character that the law touches, or a family name; the second (first) characters of the words of two that it begins (ends)
# word: read otherwise than its characters tell
# surname: a family name
# same: number of a compatibility ideograph (U+F900...), the character that it is
'''


def write(chosen, reader):
    sys.stdout.write(HEAD)
    read = collections.defaultdict(list)
    for c, said in chosen.items():
        read[said].append(c)
    for said in sorted(read):
        print('read', said, ''.join(sorted(read[said])), sep='\t')
    begins, ends = collections.defaultdict(set), collections.defaultdict(set)
    for a, b in reader.pairs:
        if reader.touched(a) or a in SURNAMES:
            begins[a].add(b)
        else:
            ends[b].add(a)
    for name, sets in (('begins', begins), ('ends', ends)):
        for c in sorted(sets):
            print(name, c, ''.join(sorted(sets[c])), sep='\t')
    for hanja in sorted(reader.exceptions):
        print('word', hanja, reader.exceptions[hanja], sep='\t')
    for hanja in sorted(SURNAMES):
        print('surname', hanja, SURNAMES[hanja], sep='\t')
    for code in range(0xF900, 0xFB00):
        same = unicodedata.normalize('NFC', chr(code))
        if same in chosen:
            print('same', '%04X' % code, same, sep='\t')


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else '/usr/share/libhangul/hanja/hanja.txt'
    characters, words = read_dictionary(path)
    chosen = choose(characters, words)
    reader = Reader(chosen, words)
    # by length, so that the shorter ones are known to the longer
    for hanja in sorted(words, key=lambda w: (len(w), w)):
        if len(hanja) > LONGEST:
            continue
        readings = words[hanja]
        said = reader.predict(hanja)
        # spellings of the north, and old ones, differ by the law alone
        south = [r for r in readings if r[0] == initial_law(r[0])]
        if said is None or said in readings or not south:
            continue
        reader.exceptions[hanja] = south[0]
    write(chosen, reader)


if __name__ == '__main__':
    main()
