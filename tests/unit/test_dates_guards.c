/*
** test_dates_guards.c - what looks like a date and is none, beside sentences with the same words in which there is one
*/
#include "check.h"
#include "base/icu.h"
#include "base/memory.h"
#include "dates/dates.h"

static Icu *icu;

typedef struct Negative {
    const char *tag, *text;
} Negative;

/* Money, measures, scores, telephone and other numbers, labels, counters, names of people, papers, products, events by number. */
static const Negative nothing[] = {
    {"en", "It costs $1999 and €2,024 or 1998 dollars."},
    {"en", "The price was 12.50 and rose to 14.30 euros."},
    {"en", "Turnout was 20.24% or 2.5 percent."},
    {"en", "The team won 3-2 and then lost 2:1."},
    {"en", "They won 21-12 in the final set."},
    {"en", "Call +7 727 250 1998 or 8-800-2000-600."},
    {"en", "Phone: (212) 555-1998."},
    {"en", "Python 3.11.2 and Ubuntu 22.04 are supported."},
    {"en", "Version 10.12.2 was released."},
    {"en", "The server at 192.168.10.12 was down."},
    {"en", "The server at 10.12.20.24 was down."},
    {"en", "ISBN 978-3-16-148410-0 is in print."},
    {"en", "Order no. 2023 was signed."},
    {"en", "Coordinates 51.16, 71.47 and 43°15'N 76°54'E."},
    {"en", "It was 17 °C in Astana and 30 degrees in Almaty."},
    {"en", "USD 498.51 EUR 522.84 RUB 4.81"},
    {"en", "Views: 1998"},
    {"en", "2023 views"},
    {"en", "1998 comments"},
    {"en", "Shared 2012 times."},
    {"en", "Boeing 747 and Airbus A320 landed."},
    {"en", "She bought a Samsung S20 and an iPhone 12."},
    {"en", "Bus 2024 runs along Route 66."},
    {"en", "The M1 highway and the E40 road."},
    {"en", "Resolution 1325 was adopted, and Resolution 1701."},
    {"en", "UN Security Council Resolution 2231 remains."},
    {"en", "Decree № 2023 was signed."},
    {"en", "See page 1984 of the report."},
    {"en", "A room for 1,500 people and 2000 soldiers."},
    {"en", "About 2000 people came."},
    {"en", "More than 1900 students took part."},
    {"en", "He walked 1500 metres."},
    {"en", "The 11th Education Week was opened."},
    {"en", "The first anniversary of the agreement was marked."},
    {"en", "The 30th anniversary of independence."},
    {"en", "They marked the 1150th anniversary of the poet."},
    {"en", "He may go and she will march in protest."},
    {"en", "April Jones met August Schmidt."},
    {"en", "June Carter sang with May Pang."},
    {"en", "The Sunday Times and the Daily Mail wrote so."},
    {"en", "The sun sat low; mon ami, mar the day."},
    {"en", "A second chance for the second largest city."},
    {"en", "The fall of the government and a hot spring."},
    {"en", "The spring of a watch was broken."},
    {"en", "The bed springs and the fall in prices."},
    {"en", "They work 24/7."},
    {"en", "The screen ratio is 16:9."},
    {"en", "He read John 3:16 and Genesis 1:1."},
    {"en", "Add 1/2 cup of sugar and 3/4 cup of milk."},
    {"en", "Section 2.1.3 of the act, article 5.12."},
    {"en", "The hashtag #2024election trended."},
    {"en", "See https://example.org/2023/11/16/story.html for more."},
    {"en", "The file report_2023-11-16.pdf was sent."},
    {"en", "Write to john1998@example.org for details."},
    {"en", "He is 45 years old."},
    {"en", "A 30-year-old man was held."},
    {"en", "She is aged 24."},
    {"en", "Storm 1516 and APT28 were blamed."},
    {"en", "Area 51 and Catch-22."},
    {"en", "The 1990-word essay."},
    {"en", "He scored 2010 points."},
    {"en", "Apollo 11 and Falcon 9."},
    {"en", "The G20 and the 5+1 talks."},
    {"en", "He earned 2000 a month."},
    {"en", "Year of the Dragon exhibition."},
    {"en", "Model 2020X sold well."},
    {"en", "The class of 25 pupils."},
    {"en", "Vitamin B12 and CO2."},
    {"en", "The ship sailed at 12.5 knots."},
    {"en", "The lot no. 15.10 was sold."},
    {"en", "The second half was better; he scored in the 90th minute."},
    {"en", "Mar-a-Lago and Dec Donnelly."},
    {"en", "The Sat exam and the ACT."},
    {"en", "In 14 European countries and 16 EU states."},
    {"en", "The long-term plan and year-round work."},
    {"en", "Chapter 11 bankruptcy of 1200 firms."},
    {"en", "They voted 220-193."},
    {"en", "The vote was 14-1-2."},
    {"en", "1920x1080 pixels."},
    {"en", "Peugeot 2008 and Mazda 626."},
    {"ru", "Цена 1999 рублей, курс 498,51."},
    {"ru", "Курс доллара 12.05 и 14.10."},
    {"ru", "Указ № 2023 подписан."},
    {"ru", "Резолюция 1701 принята, резолюция 2231 действует."},
    {"ru", "Тел. 8 (727) 250-19-98."},
    {"ru", "Просмотров: 2019"},
    {"ru", "Boeing 747 и Ту-154."},
    {"ru", "30-летний мужчина задержан."},
    {"ru", "Мария Май и Август Шмидт."},
    {"ru", "Газета «Московский комсомолец» и «Вечерняя Москва»."},
    {"ru", "1150-летие поэта."},
    {"ru", "11-я неделя образования."},
    {"ru", "Статья 12.05 КоАП."},
    {"ru", "Более 2000 человек пришли."},
    {"ru", "Около 1500 студентов."},
    {"ru", "Майя и Марта пришли."},
    {"ru", "Среда обитания ухудшилась."},
    {"ru", "Окружающая среда страдает."},
    {"ru", "Минута славы и секунда до взрыва."},
    {"ru", "На страница 1984 сказано."},
    {"ru", "Пункт 2.10 договора."},
    {"ru", "Рейс KC 1999 задержан."},
    {"ru", "В матче 1/2 финала."},
    {"ru", "Он был вторым."},
    {"ru", "Стоимость 1812 тенге."},
    {"ru", "Скорость 2000 км."},
    {"kk", "Бағасы 2000 теңге болды."},
    {"kk", "Әбу Насыр әл-Фарабидің 1150 жылдығы аталып өтті."},
    {"kk", "Абайдың 175 жылдығына арналған."},
    {"kk", "Қазақ хандығының 550 жылдығы."},
    {"kk", "2000 адам келді."},
    {"kk", "№ 2023 жарлық."},
    {"kk", "Ай жарық, күн ыстық."},
    {"kk", "Ай мен Күн."},
    {"kk", "3:2 есебімен жеңді."},
    {"kk", "11-ші апталық өтті."},
    {"kk", "1500 студент қатысты."},
    {"kk", "Тел. 8 (727) 250-19-98."},
    {"kk", "1998 рет көрілді."},
    {"kk", "Сәрсенбай мен Жұмабай келді."},
    {"kk", "Наурызбай батыр."},
    {"ko", "가격은 2000원이다."},
    {"ko", "조회 3,401"},
    {"ko", "조회수 2019"},
    {"ko", "2000명이 참석했다."},
    {"ko", "45세 남성이 체포됐다."},
    {"ko", "3대 2로 이겼다."},
    {"ko", "결의 1701호가 채택됐다."},
    {"ko", "제11회 교육주간이 열렸다."},
    {"ko", "보잉 747 여객기."},
    {"ko", "12.5% 상승했다."},
    {"ko", "전화 02-2012-1998"},
    {"ko", "1500미터를 달렸다."},
    {"ko", "제2의 도시이다."},
    {"ko", "일본과 중국."},
    {"ko", "월드컵과 금메달."},
    {"ko", "토지와 수도."},
    {"ko", "오전동에서."},
    {"ko", "30대 남성."},
    {"ko", "1998번 버스."},
    {"zh", "价格2000元。"},
    {"zh", "2000人参加。"},
    {"zh", "第1701号决议通过。"},
    {"zh", "点击2019次"},
    {"zh", "阅读：1998"},
    {"zh", "45岁男子被捕。"},
    {"zh", "比分3比2。"},
    {"zh", "波音747客机。"},
    {"zh", "电话010-20121998"},
    {"zh", "第11届教育周开幕。"},
    {"zh", "增长12.5%。"},
    {"zh", "日本和中国。"},
    {"zh", "1500米比赛。"},
    {"zh", "第二大城市。"},
    {"zh", "十一学校。"},
    {"zh", "2000多名学生。"},
    {"zh", "一百五十公里。"},
    {"de", "Der Preis beträgt 1999 Euro."},
    {"de", "Rund 2000 Menschen kamen."},
    {"de", "Etwa 1500 Schüler nahmen teil."},
    {"de", "Herr Montag und Frau Freitag kamen."},
    {"de", "Resolution 1701 wurde angenommen."},
    {"de", "Das Spiel endete 3:2."},
    {"de", "Tel. 030 2012 1998"},
    {"de", "Er ist 45 Jahre alt."},
    {"de", "Der 45-jährige Mann."},
    {"de", "Boeing 747 und Windows 2000."},
    {"de", "Die Bild am Sonntag berichtete."},
    {"de", "Seite 1984 des Berichts."},
    {"de", "Artikel 12.05 gilt."},
    {"de", "Aufrufe: 2019"},
    {"de", "Die Di Mi Do Band."},
    {"de", "August Schmidt und Mai Lan."},
    {"de", "Das 11. Filmfest."},
    {"de", "Er war zweiter."},
    {"de", "Der zweite Platz."},
    {"de", "Paragraf 2.10 und Kapitel 3.1."},
    {"de", "Zum 30. Jahrestag."},
    {"uk", "Ціна 1999 гривень."},
    {"uk", "Понад 2000 людей прийшли."},
    {"uk", "Резолюція 1701 ухвалена."},
    {"uk", "Рахунок 3:2."},
    {"uk", "45-річний чоловік."},
    {"uk", "Тел. 044 250-19-98"},
    {"uk", "Середовище і середа обговорення."},
    {"uk", "Боїнг 747."},
    {"uk", "Переглядів: 2019"},
    {"uk", "Стаття 12.05."},
    {"uk", "30-річчя незалежності."},
    {"uk", "11-й тиждень освіти."},
    {"fr", "Le prix est de 1999 euros."},
    {"fr", "Environ 2000 personnes sont venues."},
    {"fr", "Résolution 1701 adoptée."},
    {"fr", "Score final 3-2."},
    {"fr", "Boeing 747 et Peugeot 2008."},
    {"fr", "Le 11e festival."},
    {"fr", "Le 30e anniversaire."},
    {"fr", "Le journal Le Monde et Mars."},
    {"fr", "La planète Mars est rouge."},
    {"fr", "La seconde ville du pays."},
    {"fr", "Tél. 01 45 20 19 98"},
    {"fr", "Page 1984 du rapport."},
    {"fr", "Article 12.05 du code."},
    {"fr", "Jean Avril et Août."},
    {"fr", "Elle a été élue."},
    {"es", "El precio es de 1999 euros."},
    {"es", "Unas 2000 personas acudieron."},
    {"es", "Resolución 1701 aprobada."},
    {"es", "Ganaron 3-2."},
    {"es", "Boeing 747 y Peugeot 2008."},
    {"es", "El 11 festival."},
    {"es", "El 30 aniversario."},
    {"es", "El segundo lugar."},
    {"es", "Julio Iglesias y Domingo Faustino."},
    {"es", "Plácido Domingo cantó."},
    {"es", "Página 1984 del informe."},
    {"es", "Marzo Pérez vino."},
    {"es", "Artículo 12.05 del código."},
    {"es", "Tel. 91 520 19 98"},
    {"ja", "価格は2000円です。"},
    {"ja", "2000人が参加した。"},
    {"ja", "45歳の男性。"},
    {"ja", "決議1701号を採択した。"},
    {"ja", "3対2で勝った。"},
    {"ja", "第11回教育週間。"},
    {"ja", "ボーイング747型機。"},
    {"ja", "閲覧数2019"},
    {"ja", "日本と中国。"},
    {"ja", "月と火の話。"},
    {"ja", "電話03-2012-1998"},
    {"ja", "12.5%増。"},
    {"ja", "1500メートル走。"},
    {"tr", "Fiyat 1999 lira."},
    {"tr", "Yaklaşık 2000 kişi geldi."},
    {"tr", "1701 sayılı karar kabul edildi."},
    {"tr", "Maç 3-2 bitti."},
    {"tr", "45 yaşındaki adam."},
    {"tr", "Boeing 747 ve Windows 2000."},
    {"tr", "Pazar kuruldu."},
    {"tr", "30. yıl dönümü."},
    {"tr", "11. Eğitim Haftası."},
    {"tr", "Tel. 0212 520 19 98"},
    {"tr", "Sayfa 1984."},
    {"tr", "Ay ve Güneş."},
    {"ky", "Баасы 2000 сом."},
    {"ky", "2000 адам келди."},
    {"ky", "Ал 45 жашта."},
    {"ky", "№ 2023 жарлык."},
    {"ky", "1150 жылдыгы белгиленди."},
    {"ky", "3:2 эсебинде утту."},
    {"ky", "11-ирет өткөн жумалык."},
    {"ky", "30 жылдык мааракеси."},
    {"uz", "Narxi 2000 so'm."},
    {"uz", "2000 kishi keldi."},
    {"uz", "U 45 yoshda."},
    {"uz", "№ 2023 farmon."},
    {"uz", "1150 yilligi nishonlandi."},
    {"uz", "3:2 hisobida yutdi."},
    {"uz", "30 yilligi nishonlandi."},
    {"uz", "Oy va quyosh."},
};

/* The same words where they are dates: what has to be found, in full. */
static const struct {
    const char *tag, *text, *found;
} something[] = {
    {"en", "The bridge was closed in April.", "April"},
    {"en", "April was cold.", "April"},
    {"en", "In April Parliament met again.", "April"},
    {"en", "They met on Sunday in Oslo.", "Sunday"},
    {"en", "The minister said Friday the bridge was closed.", "Friday"},
    {"en", "The bridge was closed in the fall of 2019.", "the fall of 2019"},
    {"en", "It was closed in the spring.", "the spring"},
    {"en", "In 2019 the bridge was closed.", "2019"},
    {"en", "Resolution 1701 of 2006 was adopted.", "2006"},
    {"en", "On page 12 of the report of 3 May 2019 it says so.", "3 May 2019"},
    {"en", "It cost 2000 roubles in 2019.", "2019"},
    {"en", "They met at 21:12 and left.", "21:12"},
    {"en", "The 8-month-old truce was broken.", "8-month"},
    {"ru", "Мост закрыли в мае.", "мае"},
    {"ru", "Август выдался холодным.", "Август"},
    {"ru", "В Пятницу мост открыли.", "Пятницу"},
    {"ru", "Указ № 2023 подписан в 2019 году.", "2019 году"},
    {"fr", "Le pont a été fermé en mars.", "mars"},
    {"fr", "Le prix était de 1999 euros en 2004.", "2004"},
    {"es", "El puente se cerró en julio.", "julio"},
    {"de", "Der Bericht von Herrn Montag kam am Dienstag.", "Dienstag"},
    {"de", "Auf Seite 1984 steht das Jahr 2004.", "das Jahr 2004"},
    {"uk", "Понад 2000 людей прийшли у травні.", "травні"},
    {"tr", "Fiyat 2019 yılında 1999 lira oldu.", "2019"},
};

static void find(Arena *arena, const char *tag, const char *text, DateList *dates)
{
    Text segmented;
    DateAnchor anchor = {2024, 6, 15, -1, -1, -1, 0};
    CHECK(text_segment(arena, icu, text, strlen(text), language_find(tag, strlen(tag)), &segmented) == STATUS_OK);
    CHECK(dates_find(arena, &segmented, &anchor, PREFER_DEFAULT, dates) == STATUS_OK);
}

/* Shows the sentence with what was found in it. */
static void test_nothing(void)
{
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        Arena arena;
        DateList dates = {NULL, 0, 0};
        char found[256] = "";
        arena_init(&arena, 0);
        find(&arena, nothing[i].tag, nothing[i].text, &dates);
        for (size_t k = 0; k < dates.count; k++)
            snprintf(found, sizeof found, "%s: %.*s", nothing[i].text, (int)dates.items[k].length,
                     nothing[i].text + dates.items[k].start);
        CHECK_TEXT(found, "");
        arena_clear(&arena);
    }
}

static void test_something(void)
{
    for (size_t i = 0; i < sizeof something / sizeof *something; i++) {
        Arena arena;
        DateList dates = {NULL, 0, 0};
        char found[256] = "";
        size_t n = 0;
        arena_init(&arena, 0);
        find(&arena, something[i].tag, something[i].text, &dates);
        for (size_t k = 0; k < dates.count && n < sizeof found; k++)
            n += (size_t)snprintf(found + n, sizeof found - n, "%s%.*s", k ? " | " : "", (int)dates.items[k].length,
                                  something[i].text + dates.items[k].start);
        CHECK_TEXT(found, something[i].found);
        arena_clear(&arena);
    }
}

/* Impossible or broken: what is certain, or nothing, and never a crash. */
static void test_broken(void)
{
    static const struct {
        const char *text, *found;
    } broken[] = {
        {"on 31 February 2020 and 30/30/2020 at 25:61", ""},
        {"on 99.99.9999 and 2020-13-45 and 0000-00-00", ""},
        {"from 3 May to", "3 May"},
        {"between 3 May and", "3 May"},
        {"from", ""},
        {"the year 99999 and the 999th century", ""},
        {"5 мая and 3 May 2020", "3 May 2020"},
        {"2020-02-30T99:99", ""},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        Arena arena;
        DateList dates = {NULL, 0, 0};
        char found[256] = "";
        size_t n = 0;
        arena_init(&arena, 0);
        find(&arena, "en", broken[i].text, &dates);
        for (size_t k = 0; k < dates.count && n < sizeof found; k++)
            n += (size_t)snprintf(found + n, sizeof found - n, "%s%.*s", k ? " | " : "", (int)dates.items[k].length,
                                  broken[i].text + dates.items[k].start);
        CHECK_TEXT(found, broken[i].found);
        arena_clear(&arena);
    }
    char digits[2001];
    memset(digits, '7', sizeof digits - 1);
    digits[sizeof digits - 1] = 0;
    Arena arena;
    DateList dates = {NULL, 0, 0};
    arena_init(&arena, 0);
    find(&arena, "en", digits, &dates);
    CHECK(dates.count == 0);
    arena_clear(&arena);
}

static void test_bad_anchors(void)
{
    static const char *const bad[] = {
        "",        " ",           "2024-",       "24-06-15",         "2024-6-15",
        "2024/06", "2024-13",     "2024-02-30",  "2024-06-15T25:00", "2024-06-15T10",
        "now",     "2024-06-15x", "2024-06-1５", "+2024-06-15",      "2024-06-15T10:00:61"};
    static const char *const good[] = {"2024",
                                       "2024-06",
                                       "2024-06-15",
                                       "2024-06-15T10:00",
                                       "2024-06-15 10:00:59",
                                       " 2024-06-15 ",
                                       "2024-06-15T10:00:00.123Z",
                                       "2024-06-15T10:00+05:00"};
    DateAnchor anchor;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!dates_read_anchor(bad[i], strlen(bad[i]), &anchor));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK(dates_read_anchor(good[i], strlen(good[i]), &anchor));
        CHECK(anchor.year == 2024 && anchor.inferred == 0);
    }
}

int main(void)
{
    icu = icu_open();
    test_nothing();
    test_something();
    test_broken();
    test_bad_anchors();
    icu_close(icu);
    return check_end();
}
