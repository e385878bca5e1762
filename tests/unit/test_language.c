/*
** test_language.c - tags of languages, and which language a text is in
**
** The sentences are of nobody's corpus: written here, and not among those that the model is trained on.
*/
#include "base/unicode.h"
#include "check.h"
#include "text/language.h"
#include <stdlib.h>

static const char *found(const char *tag)
{
    Language language = language_find(tag, strlen(tag));
    return language == LANGUAGE_INVALID ? "invalid" : language_tag(language);
}

static void test_tags(void)
{
    CHECK_TEXT(found("en"), "en");
    CHECK_TEXT(found("EN-us"), "en");
    CHECK_TEXT(found("zh_hant_TW"), "zh-Hant");
    CHECK_TEXT(found("zh-Hans-CN"), "zh");
    CHECK_TEXT(found("kk-latn"), "kk-Latn");
    CHECK_TEXT(found("kk_KZ"), "kk");
    CHECK_TEXT(found("xx"), "invalid");
    CHECK_TEXT(found(""), "invalid");
    CHECK_TEXT(found("-"), "invalid");
    CHECK_TEXT(found("english"), "invalid");
    CHECK_TEXT(found("sw-KE"), "sw");
    CHECK_TEXT(found("yue"), "yue");
    CHECK_TEXT(language_name(LANGUAGE_KK), "Kazakh");
    CHECK(language_base(LANGUAGE_KK_ARAB) == LANGUAGE_KK);
    CHECK(language_base(LANGUAGE_EN) == LANGUAGE_EN);
    CHECK(LANGUAGE_UND == 0 && (int)LANGUAGE_COUNT < (int)LANGUAGE_INVALID);
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++) /* no tag twice, none swallowed by another */
        CHECK(language_find(language_tag((Language)i), strlen(language_tag((Language)i))) == i);
}

static void detects(const char *text, const char *wanted, int line)
{
    LanguageGuess guess = language_detect(text, strlen(text));
    check_text(language_tag(guess.language), wanted, __FILE__, line);
    if (!check_that(guess.score >= 0 && guess.score <= 1, __FILE__, line, "score is 0 to 1"))
        printf("  %f\n", guess.score);
}
#define DETECTS(text, wanted) detects(text, wanted, __LINE__)

static void test_detection(void)
{
    DETECTS("The committee will publish its findings before the end of the month.", "en");
    DETECTS("Комиссия опубликует свои выводы до конца месяца.", "ru");
    DETECTS("Комиссия өз қорытындысын айдың соңына дейін жариялайды.", "kk");
    DETECTS("Komissiia öz qorytyndysyn aidyñ soñyna deiin jariialaidy.", "kk-Latn");
    DETECTS("كوميسسيا ٴوز قورىتىندىسىن ايدىڭ سوڭىنا دەيىن جاريالايدى", "kk-Arab");
    DETECTS("위원회는 이달 말까지 결과를 발표할 예정이다.", "ko");
    DETECTS("委员会将在本月底之前公布调查结果，各国记者都在等待。", "zh");
    DETECTS("委員會將在本月底之前公布調查結果，各國記者都在等待。", "zh-Hant");
    DETECTS("委員会は月末までに結果を発表する予定です。", "ja");
    DETECTS("Комиссия айдын аягына чейин өз жыйынтыгын жарыялайт.", "ky");
    DETECTS("Komissiya oy oxirigacha oʻz xulosalarini eʼlon qiladi.", "uz");
    DETECTS("Комиссия ой охиригача ўз хулосаларини эълон қилади.", "uz-Cyrl");
    DETECTS("Комиссия то охири моҳ хулосаҳои худро нашр мекунад.", "tg");
    DETECTS("Комиссия ай ахырына кадәр үз нәтиҗәләрен бастырып чыгарачак.", "tt");
    DETECTS("Topar aýyň ahyryna çenli öz netijelerini çap eder.", "tk");
    DETECTS("Комиссын дүгнэлтийг энэ сарын сүүлээр нийтлэх болно.", "mn");
    DETECTS("Komisyon, vardığı sonuçları ay sonundan önce yayımlayacak.", "tr");
    DETECTS("Komissiya öz nəticələrini ayın sonuna qədər dərc edəcək.", "az");
    DETECTS("Die Kommission wird ihre Ergebnisse vor Ende des Monats bekannt geben.", "de");
    DETECTS("La commission publiera ses conclusions avant la fin du mois.", "fr");
    DETECTS("La comisión publicará sus conclusiones antes de que termine el mes.", "es");
    DETECTS("La commissione pubblicherà le sue conclusioni entro la fine del mese.", "it");
    DETECTS("A comissão vai publicar as suas conclusões antes do fim do mês.", "pt");
    DETECTS("De commissie zal haar bevindingen voor het einde van de maand bekendmaken.", "nl");
    DETECTS("Komisja ogłosi swoje wnioski przed końcem miesiąca.", "pl");
    DETECTS("Комісія оприлюднить свої висновки до кінця місяця.", "uk");
    DETECTS("Камісія апублікуе свае высновы да канца месяца.", "be");
    DETECTS("Комисията ще публикува заключенията си до края на месеца.", "bg");
    DETECTS("Комисија ће објавити своје закључке до краја месеца.", "sr");
    DETECTS("کمیسیون نتایج خود را تا پایان ماه منتشر خواهد کرد", "fa");
    DETECTS("ستنشر اللجنة نتائجها قبل نهاية الشهر", "ar");
    DETECTS("Η επιτροπή θα δημοσιεύσει τα συμπεράσματά της.", "el");
    DETECTS("Komisi akan mengumumkan kesimpulannya sebelum akhir bulan.", "id");
    DETECTS("Ủy ban sẽ công bố kết luận trước cuối tháng này.", "vi");
    DETECTS("Ministerstvo dopravy chce příští týden předložit vládě návrh na opravu mostu.", "cs");
    DETECTS("Ministerstvo dopravy chce budúci týždeň predložiť vláde návrh na opravu mosta.", "sk");
    DETECTS("Bron ska vara stängd i två veckor medan arbetarna byter ut de gamla räckena.", "sv");
    DETECTS("Broen skal være lukket i to uger, mens arbejderne udskifter de gamle rækværk.", "da");
    DETECTS("Brua skal være stengt i to uker mens arbeiderne bytter ut de gamle rekkverkene.", "nb");
    DETECTS("Silta on suljettuna kaksi viikkoa, kun vanhat kaiteet vaihdetaan uusiin.", "fi");
    DETECTS("A hidat két hétre lezárják, amíg a munkások kicserélik a régi korlátokat.", "hu");
    DETECTS("Podul va fi închis două săptămâni, cât timp muncitorii schimbă balustradele vechi.", "ro");
    DETECTS("Sild on kaks nädalat suletud, kuni töömehed vahetavad välja vanad piirded.", "et");
    DETECTS("Tilts divas nedēļas būs slēgts, kamēr strādnieki nomainīs vecās margas.", "lv");
    DETECTS("Tiltas dvi savaites bus uždarytas, kol darbininkai pakeis senus turėklus.", "lt");
    DETECTS("Most bo dva tedna zaprt, medtem ko bodo delavci zamenjali stare ograje.", "sl");
    DETECTS("Ura do të jetë e mbyllur për dy javë, ndërsa punëtorët ndërrojnë parmakët e vjetër.", "sq");
    DETECTS("Мостот ќе биде затворен две недели додека работниците ги менуваат старите огради.", "mk");
    DETECTS("كۆۋرۈك ئىككى ھەپتە تاقىلىدۇ، ئىشچىلار كونا رىشاتكىلارنى ئالماشتۇرىدۇ.", "ug");
    DETECTS("پل دو ہفتے بند رہے گا جب تک مزدور پرانے جنگلے بدل رہے ہیں۔", "ur");
    DETECTS("সেতুটি দুই সপ্তাহ বন্ধ থাকবে।", "bn");
    DETECTS("ድልድዩ ለሁለት ሳምንታት ይዘጋል።", "am");
    DETECTS("", "und");
    DETECTS("12.5 % !?", "und");
    DETECTS("ab", "und");
    DETECTS("\xFF\xFE\x80\x80", "und");
}

static void test_long(void)
{
    size_t length = 20 * 1000 * 1000; /* only the beginning is read */
    char *text = malloc(length);
    memset(text, 'a', length);
    CHECK(language_detect(text, length).script == SCRIPT_LATIN);
    memset(text, (char)0xD0, length);
    CHECK(language_detect(text, length).language == LANGUAGE_UND);
    free(text);
}

int main(void)
{
    test_tags();
    test_detection();
    test_long();
    return check_end();
}
