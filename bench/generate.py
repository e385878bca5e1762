#!/usr/bin/python3
"""Makes a corpus of any size from the articles of tests/sample, with a known answer.

usage: generate.py FOLDER MEGABYTES [--seed N] [--languages en,ru] [--copies SHARE] [--markup KILOBYTES]

A story is some paragraphs of the sample articles of one language, in which half of the longer words are others (invented from the language's own letters),
names are made of lists, and numbers are drawn anew: so two stories are as unlike as two of one newspaper, and each has names, dates and figures to find. A page is
a story on one of the sites: its menu above, its foot below, title, date and view counter. A share of the pages (one in ten) are copies of an earlier one on
another site, edited in one of the ways of `edits`; one copy in five is written to a file that is loaded before its original.

With --markup the pages are HTML, as sites send it: beside the story some so many kilobytes of styles, scripts, menus, links to other stories and comments.

FOLDER/SITE/NUMBER.txt (.html) are the pages, FOLDER/answer.tsv says of each: path, language, published, path of the first publication (empty: itself), edit.
The same arguments make the same files on every machine.
"""
import os, random, re, sys

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests', 'sample')
LANGUAGES = ('en', 'ru', 'kk', 'ko', 'zh')

MONTHS = {
    'en': 'January February March April May June July August September October November December'.split(),
    'ru': 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(),
    'kk': 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(),
}
GIVEN = {
    'en': 'Anna Mark Laura Peter Ingrid Thomas Elena Daniel Sofia Henrik Clara Martin Alice Victor Nora Simon'.split(),
    'ru': 'Анна Марк Елена Пётр Ирина Сергей Ольга Павел Мария Андрей Татьяна Виктор Наталья Игорь'.split(),
    'kk': 'Айгүл Нұрлан Дана Ерлан Әсел Тимур Жанар Бауыржан Сәуле Марат Гүлнар Асқар'.split(),
    'ko': '민준 서연 지훈 수빈 현우 지민 동현 예은 성민 유진'.split(),
    'zh': '伟 芳 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛'.split(),
}
FAMILY = {
    'en': 'Lindgren Moreau Hartmann Silva Novak Keller Byrne Olsen Fischer Costa Dubois Marsh Whitfield Arnaud Becker Hale Rossi Lang'.split(),
    'ru': 'Соколов Лебедев Морозов Волков Павлов Орлов Громов Зайцев Белов Комаров Фролов Титов'.split(),
    'kk': 'Ахметов Сейітов Қасымов Омаров Жұмабаев Әбенов Тілеуов Нұрғалиев Сәрсенов Ыбыраев'.split(),
    'ko': '김 이 박 최 정 강 조 윤 장 임'.split(),
    'zh': '王 李 张 刘 陈 杨 赵 黄 周 吴'.split(),
}
# the same on each page of a site: a menu, a line of prose that looks like the article's last paragraph, a foot
FURNITURE = {
    'en': (['Home  Politics  Economy  Culture  Sport', 'Search    Log in'],
           'Subscribe to the channel of {site} and be the first to learn what happens in your city and in the world.',
           ['Share: Facebook Telegram WhatsApp', '© {site}. All rights reserved.']),
    'ru': (['Главная  Политика  Экономика  Культура  Спорт', 'Поиск    Войти'],
           'Подписывайтесь на канал {site}, чтобы первыми узнавать, что происходит в городе и в мире.',
           ['Поделиться: Facebook Telegram WhatsApp', '© {site}. Все права защищены.']),
    'kk': (['Басты бет  Саясат  Экономика  Мәдениет  Спорт', 'Іздеу    Кіру'],
           '{site} арнасына жазылыңыз, қаладағы және әлемдегі жаңалықтарды бірінші болып біліңіз.',
           ['Бөлісу: Facebook Telegram WhatsApp', '© {site}. Барлық құқықтар қорғалған.']),
    'ko': (['홈  정치  경제  문화  스포츠', '검색    로그인'],
           '{site} 채널을 구독하고 도시와 세계의 소식을 가장 먼저 받아 보시기 바랍니다.',
           ['공유: 페이스북 트위터 카카오톡', '© {site} 무단 전재 및 재배포 금지']),
    'zh': (['首页  时政  经济  文化  体育', '搜索    登录'],
           '欢迎订阅{site}频道，第一时间了解身边和世界各地发生的新闻。',
           ['分享到：微信 微博', '版权所有 © {site}']),
}
AGENCY = {'en': ('CITY DESK - ', ' reports.'), 'ru': ('ГОРОД. Вестник - ', ' сообщает агентство.'), 'kk': ('ҚАЛА. Хабаршы - ', ' деп хабарлады.'),
          'ko': ('(도시=통신) ', ' 전했다.'), 'zh': ('本报讯 ', '据报道。')}
JOINED = ('zh',)  # languages written without blanks: a character is a word


def read_paragraphs(language):
    """The paragraphs of prose of the sample articles of a language."""
    found = []
    for name in sorted(os.listdir(SAMPLE)):
        if name.startswith(language + '-') and name.endswith('.txt'):
            for line in open(os.path.join(SAMPLE, name), encoding='utf8').read().split('\n'):
                if len(line) >= (30 if language in ('zh', 'ko') else 70):
                    found.append(line.strip())
    return found


class Writer:
    """Writes stories of one language."""

    def __init__(self, language, seed):
        self.language, self.random = language, random.Random(f'{seed}/{language}')
        self.paragraphs = read_paragraphs(language)
        words = re.findall(r'[^\W\d_]+', ' '.join(self.paragraphs))
        self.letters = {}  # what follows two letters in the words of the sample
        for word in words:
            padded = '^^' + word.lower() + '$'
            for i in range(len(padded) - 2):
                self.letters.setdefault(padded[i:i + 2], []).append(padded[i + 2])
        self.characters = [c for word in words for c in word]

    def invent(self, word):
        """Another word for `word`, of the same case."""
        out = ''
        while not 3 <= len(out) <= 14:
            out, last = '', '^^'
            while len(out) < 16:
                letter = self.random.choice(self.letters[last])
                if letter == '$':
                    break
                out, last = out + letter, last[1] + letter
        return out.capitalize() if word[0].isupper() else out

    def name(self):
        given, family = self.random.choice(GIVEN[self.language]), self.random.choice(FAMILY[self.language])
        return family + given if self.language in ('ko', 'zh') else f'{given} {family}'

    def vary(self, text, share):
        """Replaces a share of the longer words, and all numbers."""
        if self.language in JOINED:
            return ''.join(self.random.choice(self.characters) if c.isalpha() and self.random.random() < share * .8 else
                           str(self.random.randrange(10)) if c.isdigit() else c for c in text)

        def other(match):
            word = match[0]
            if word.isdigit():
                return str(self.random.randrange(*{1: (1, 10), 2: (10, 29), 4: (1990, 2025)}.get(len(word), (1, 10 ** len(word)))))
            least = 2 if self.language == 'ko' else 4
            return self.invent(word) if len(word) >= least and self.random.random() < share else word

        return re.sub(r'\d+|[^\W\d_]+', other, text)

    def story(self, most=9):
        """(title, paragraphs)"""
        count = self.random.randint(3, most)
        chosen = self.random.sample(self.paragraphs, min(count, len(self.paragraphs)))
        chosen = [self.vary(paragraph, .5) for paragraph in chosen + self.random.choices(self.paragraphs, k=count - len(chosen))]
        name = self.name()
        middle = self.random.randrange(count)
        chosen[middle] = {'en': f'{name} said so on Tuesday. ', 'ru': f'Об этом сообщил {name}. ', 'kk': f'Бұл туралы {name} айтты. ', 'ko': f'{name} 대변인이 밝혔다. ',
                          'zh': f'{name}表示。'}[self.language] + chosen[middle]
        title = ' '.join(chosen[0].split()[1:9]) if self.language not in JOINED else chosen[0][4:22]
        return title.strip(' .,;:。，'), chosen

    def date(self, day):
        """(as the page writes it, ISO 8601) of a day counted from 1 January 2015"""
        import datetime
        at = datetime.datetime(2015, 1, 1) + datetime.timedelta(days=day, minutes=self.random.randrange(1440))
        clock = f'{at:%H:%M}'
        if self.language == 'en':
            return f'{at.day} {MONTHS["en"][at.month - 1]} {at.year} {clock}', f'{at:%Y-%m-%dT%H:%M}'
        if self.language == 'ru':
            return f'{at.day} {MONTHS["ru"][at.month - 1]} {at.year} {clock}', f'{at:%Y-%m-%dT%H:%M}'
        if self.language == 'kk':
            return f'{at.year} жылғы {at.day} {MONTHS["kk"][at.month - 1]}, {clock}', f'{at:%Y-%m-%dT%H:%M}'
        return (f'{at.year}년 {at.month}월 {at.day}일 {clock}' if self.language == 'ko' else f'{at.year}年{at.month}月{at.day}日 {clock}'), f'{at:%Y-%m-%dT%H:%M}'


# --- what a republisher does: each takes paragraphs, a Writer, and paragraphs of another story --------------------------


def edit_furniture(paragraphs, writer, other):
    menu, prose, foot = FURNITURE[writer.language]
    return menu + paragraphs + [prose.format(site='Courier')] + foot


def edit_lead(paragraphs, writer, other):
    before, after = AGENCY[writer.language]
    return [before + paragraphs[0].rstrip('.。') + ',' + after] + paragraphs[1:]


def edit_cut(paragraphs, writer, other):
    """The last 30 % go, by words or, where they are not divided, by characters."""
    text, out = '\n'.join(paragraphs), []
    left = int(len(text) * .7)
    for paragraph in paragraphs:
        if left <= 0:
            break
        end = len(paragraph) if len(paragraph) <= left else max(paragraph.rfind(' ', 0, left), left if writer.language in JOINED else 1)
        out.append(paragraph[:end].strip())
        left -= len(paragraph)
    return [p for p in out if p]


def edit_words(paragraphs, writer, other):
    """One word in ten is another."""
    if writer.language in JOINED:
        return [''.join(writer.random.choice(writer.characters) if c.isalpha() and writer.random.random() < .1 else c for c in p) for p in paragraphs]
    return [re.sub(r'[^\W\d_]+', lambda m: writer.invent(m[0]) if writer.random.random() < .1 else m[0], p) for p in paragraphs]


def edit_embedded(paragraphs, writer, other):
    """In a page with another story, above or below."""
    return paragraphs + other if writer.random.random() < .5 else other + paragraphs


edits = {'furniture added': edit_furniture, 'lead edited': edit_lead, 'cut 30 %': edit_cut, '10 % words changed': edit_words, 'embedded': edit_embedded}


def page(writer, site, title, paragraphs, date, with_menu=True):
    menu, prose, foot = FURNITURE[writer.language]
    lines = (menu if with_menu else []) + [title, f'{date}  {writer.random.randrange(9000)}'] + paragraphs + [prose.format(site=site)]
    return '\n\n'.join(lines + [line.format(site=site) for line in foot]) + '\n'


def page_html(writer, site, title, paragraphs, date, iso, kilobytes):
    """The same as HTML. What is on all pages of a site is made of words of its language, what is beside the story of words that are drawn anew."""
    menu, prose, foot = FURNITURE[writer.language]
    draw, words = writer.random, ' '.join(writer.paragraphs).split()
    phrase = lambda n: ' '.join(draw.choice(words) for _ in range(n)).replace('<', '').replace('&', '')
    links = ''.join(f'<li class="menu-item"><a href="/section/{i}" data-track="menu-{i}">{name}</a></li>' for i, name in enumerate('  '.join(menu).split('  ')))
    head = (f'<!DOCTYPE html><html lang="{writer.language}"><head><meta charset="utf-8"><title>{title} | {site}</title><meta property="article:published_time" content="{iso}">'
            f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="{site}">')
    parts, size = [], 0
    while size < kilobytes * 1000:
        kind = draw.randrange(4)
        if kind == 0:
            part = '<style>' + ''.join(f'.c{draw.randrange(10 ** 6)}{{margin:{draw.randrange(40)}px;color:#{draw.randrange(16 ** 6):06x}}}' for _ in range(60)) + '</style>'
        elif kind == 1:
            part = '<script>(function(){var config={' + ','.join(f'"k{draw.randrange(10 ** 6)}":"{draw.getrandbits(96):x}"' for _ in range(60)) + '};window.q=config<1;})();</script>'
        elif kind == 2:
            part = '<aside class="related"><ul>' + ''.join(f'<li><a href="/story/{draw.randrange(10 ** 6)}.html"><img src="/i/{draw.randrange(10 ** 6)}.jpg" alt="">{phrase(6)}</a></li>'
                                                           for _ in range(12)) + '</ul></aside>'
        else:
            part = f'<div class="comment" id="c{draw.randrange(10 ** 6)}"><span class="comment-author">{writer.name()}</span><p>{phrase(12)}</p></div>'
        parts.append(part)
        size += len(part)
    body = ''.join(f'<p>{paragraph}</p>\n' for paragraph in paragraphs)
    return (head + ''.join(parts[::2]) + f'</head><body><nav><ul>{links}</ul></nav><main><article><h1>{title}</h1><time datetime="{iso}">{date}</time>\n{body}'
            f'<p class="subscribe">{prose.format(site=site)}</p></article></main>' + '\n'.join(parts[1::2]) + f'<footer>{"<br>".join(foot).format(site=site)}</footer></body></html>\n')


def generate(folder, megabytes, seed=1, languages=LANGUAGES, copies=.1, markup=0):
    """Writes the files. Returns (pages, bytes)."""
    draw = random.Random(seed)
    writers = {language: Writer(language, seed) for language in languages}
    recent = {language: [] for language in languages}  # (path, title, paragraphs, day)
    count = written = 0
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'answer.tsv'), 'w', encoding='utf8') as answer:
        while written < megabytes * 1e6:
            language = draw.choice(languages)
            writer = writers[language]
            site = draw.randrange(12)
            day, first, edit = draw.randrange(3000), '', ''
            if recent[language] and draw.random() < copies:
                first, title, paragraphs, original_day = draw.choice(recent[language])
                edit = draw.choice(['exact'] + list(edits))
                day = original_day + draw.randint(1, 5)
                if edit != 'exact':
                    paragraphs = edits[edit](paragraphs, writer, writer.story(4)[1])
            else:
                title, paragraphs = writer.story()
            # files are loaded in order of their names: site 'a' comes before the others
            early = first and draw.random() < .2
            name = f'{"a" if early else "s"}{site:02d}-{language}'
            path = f'{name}/{count // 1000:04d}/{count:08d}.{"html" if markup else "txt"}'
            date, iso = writer.date(day)
            site = name.capitalize()
            text = page_html(writer, site, title, paragraphs, date, iso, markup) if markup else page(writer, site, title, paragraphs, date)
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), 'w', encoding='utf8') as file:
                written += file.write(text) and len(text.encode('utf8'))
            answer.write('\t'.join((path, language, iso, first, edit)) + '\n')
            count += 1
            if not first:
                recent[language].append((path, title, paragraphs, day))
                del recent[language][:-500]
    return count, written


def main():
    arguments, options = [], {}
    rest = sys.argv[1:]
    while rest:
        word = rest.pop(0)
        if word.startswith('--') and rest:
            options[word[2:]] = rest.pop(0)
        else:
            arguments.append(word)
    if len(arguments) != 2 or set(options) - {'seed', 'languages', 'copies', 'markup'}:
        sys.exit(__doc__)
    languages = tuple(options.get('languages', ','.join(LANGUAGES)).split(','))
    count, written = generate(arguments[0], float(arguments[1]), int(options.get('seed', 1)), languages, float(options.get('copies', .1)),
                              float(options.get('markup', 0)))
    print(f'{count} pages, {written / 1e6:.1f} MB')


if __name__ == '__main__':
    main()
