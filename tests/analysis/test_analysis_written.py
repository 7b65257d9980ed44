"""The written language as it is: what a reader holds to be one word is one form."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer
from indexer.analysis.normalise import LONGEST

# (what it is, as written, the forms in order; "/" starts the next position)
ROWS = (
    ("ё is е", "Ёлка, елка, ЁЛКА", "елка / елка / елка"),
    ("a stress mark vanishes", "за\u0301мок", "замок"),
    ("a stressed letter of its own", "ѝ", "и"),
    ("й of two characters", "и\u0306од", "йод"),
    ("ё of two characters", "е\u0308лка", "елка"),
    ("a soft hyphen vanishes", "Ингу\u00adшетия", "ингушетия"),
    ("zero-width characters vanish", "Ин\u200bгу\ufeffшетия", "ингушетия"),
    ("marks of direction vanish", "\u200eИн\u200eгу\u202cшетия\u200f", "ингушетия"),
    (
        "numbers of notes behind words that are broken over lines",
        "сло-\nво¹ Йошкар-\nОла²",
        "слово1 слово сло-во сло во / йошкар-ола2 йошкар-ола йошкар / ола",
    ),
    (
        "numbers of notes",
        "слово¹ Алхан-Кала²³",
        "слово1 слово / алхан-кала23 алхан-кала алхан / Кала",
    ),
    ("formulas", "CO₂ H₂SO₄ C₂H₅OH", "co2 / h2so4 / c2h5oh"),
    (
        "words tied by underscores",
        "#свободу_навальному a_b",
        "свободу_навальному свободу / навальному / a_b",
    ),
    (
        "endings that are no words",
        "90-х гг 3rd war МИД-а РФ XX-го века",
        "90-х 90 / гг / 3rd 3 / war / мид-а мид / рф / xx-го xx / века",
    ),
    ("no such endings", "Бен-Ами ВАЛЛ-И", "бен-ами бен / ами / валл-и валл / и"),
    ("a unit is a word", "5м 44ФЗ из-за", "5м 5 / м / 44фз 44 / фз / из-за из / за"),
    ("words written short", "р-н г-жа", "р-н / г-жа"),
    ("an apostrophe before an ending", "БАМ’е ЦСКА`ом СМИ", "бам-е бам / цска-ом цска / сми"),
    ("no such apostrophe", "С'ЕЗД с'езд ОБ'ЕМ О'Нила", "съезд / съезд / объем / онила"),
    ("a power of a letter", "м²", "м2"),
    ("letters that are no accented ones", "Wałęsa Əliyev Straße", "walesa / aliyev / strasse"),
    (
        "a Serbian đ, as people write it who lack it, and a Vietnamese one",
        "Đoković Ðoković Anđelić Mađar Đặng Đắk Đà-Điện Garðar",
        "djokovic / djokovic / andjelic / madjar / dang / dak / da-dien da / dien / gardar",
    ),
    ("Latin look-alikes in a Cyrillic word", "Cочи, Pocсия", "сочи / россия"),
    ("Cyrillic look-alikes in a Latin word", "СOVID, Вooking", "covid / booking"),
    ("two scripts that no look-alike explains", "iPhoneж", "iphoneж"),
    ("each part by itself", "IT-компания", "it-компания it / компания"),
    ("compatibility characters", "ﬁne Ⅷ ２０２４", "fine / viii / 2024"),
    ("accents", "café Tbilísi", "cafe / tbilisi"),
    ("quotes", "«Мемориал», “Memorial”, 'x'", "мемориал / memorial / x"),
    ("possessives keep their form", "John's John’s", "john's / john's"),
    ("an apostrophe inside", "О'Нил д’Артаньян", "онил / дартаньян"),
    ("hyphenated: whole and parts", "Алхан-Кала взята", "алхан-кала алхан / кала / взята"),
    ("of three parts", "Ростов-на-Дону", "ростов-на-дону ростов / на / дону"),
    ("a first letter that an editor changed", "[t]he “[T]he [П]резидент", "the / the / президент"),
    ("such a word of several", "[e]x-MP [S]t", "ex-mp ex / mp / st"),
    ("other brackets", "[1]st суд[1] [a] [Ред]", "1 / st / суд / 1 / a / ред"),
    ("other hyphens", "Ялхой‑Мохк", "ялхой-мохк ялхой / мохк"),
    ("a dash is no hyphen", "Москва — Грозный", "москва / грозный"),
    ("initials", "М. Евкуров, Ю.А. Яндиев", "м / Евкуров / ю.а ю / а / Яндиев"),
    ("initials without a space", "М.Евкуров", "м / Евкуров"),
    ("abbreviations", "МВД, ООН, т.е.", "мвд / оон / т.е т / е"),
    ("no space after the full stop", "взят.Потом", "взят / потом"),
    ("numbers", "1,5 1.5 155,221 10:15", "1,5 / 1.5 / 155,221 / 10:15"),
    ("numbers in groups", "10 000, 1\u00a0234\u202f567", "10000 10 / 000 / 1234567 1 / 234 / 567"),
    ("two numbers", "2019 2020, 5 15, 10 0000", "2019 / 2020 / 5 / 15 / 10 / 0000"),
    ("letters and a number", "Ту154М 44ФЗ", "ту154м ту / 154 / м / 44фз 44 / фз"),
    ("a decimal and letters", "582,5км", "582,5км 582,5 / км"),
    ("a decade", "the 1990's war, 90’s", "the / 1990's 1990 / s / war / 90's 90 / s"),
    ("letters and numbers in turn", "H1N1 kadyrov_95", "h1n1 / kadyrov_95"),
    ("an abbreviation that is a word in small letters", "US, US's us", "u.s / u.s / us"),
    ("the plural of one keeps its capitals", "MPs mps SS", "MPs / mps / ss"),
    ("one with dots and spaces", "из М. В. Д. России", "из / м.в.д м / в / д / россии"),
    (
        "initials with spaces",
        "J. R. R. Tolkien, М. В. Петров",
        "j.r.r j / r / r / tolkien / м / в / петров",
    ),
    ("a palochka", "ГӀалгӀай дӏа", "гіалгіай / діа"),
    (
        "a palochka of other letters",
        "ГIалгIай Гiалгiай ГІалгІай Гlалгlай г1алг1ай д1а",
        "гіалгіай / Гіалгіай / гіалгіай / Гіалгіай / гіалгіай / діа",
    ),
    ("no palochka", "СО2 1945г сolor", "со2 со / 2 / 1945г 1945 / г / color"),
    (
        "broken at the end of a line",
        "сотруд-\nники полиции",
        "сотрудники сотруд-ники сотруд ники / полиции",
    ),
    ("broken in capitals", "СОТРУД-\nНИКИ", "сотрудники сотруд-ники сотруд ники"),
    ("broken by a soft hyphen", "сотруд\u00ad\nники", "сотрудники сотруд-ники сотруд ники"),
    ("a hyphen of its own at the end of a line", "Йошкар-\nОла та", "йошкар-ола йошкар / ола / та"),
    ("broken, with a carriage return", "сотруд-\r\nники", "сотрудники сотруд-ники сотруд ники"),
    ("broken, with blanks", "сотруд- \n  ники", "сотрудники сотруд-ники сотруд ники"),
    ("broken by a sign of OCR", "сотруд¬\nники", "сотрудники сотруд-ники сотруд ники"),
    (
        "broken behind a soft hyphen and a blank",
        "сотруд\u00ad\r\nники",
        "сотрудники сотруд-ники сотруд ники",
    ),
    ("no break without a line", "сотруд- ники а¬б", "сотруд / ники / а / б"),
    ("centuries", "ХХ ХIХ Хх XVIII Х хх", "xx / xix / xx / xviii / х / xx"),
    ("no centuries", "ХХл Хижина Хи ХАМ", "ххл / Хижина / хи / хам"),
    ("ъ", "об'явление под’езд д'Артаньян", "объявление / подъезд / дартаньян"),
    ("modifier letters", "Qurʾan Oʻzbek ʿAli", "qur'an / o'zbek / ali"),
    ("no broken word", "это -\nдом, он-\n\nтам, 2019-\n2020", "это / дом / он / там / 2019 / 2020"),
    ("dates: whole and parts", "04.12.2024", "04.12.2024 04 / 12 / 2024"),
    ("a number with an ending", "20-летний", "20-летний 20 / летний"),
    ("an e-mail address is one word", "a.b-c@mail.ru!", "a.b-c@mail.ru"),
    ("of a web address the host", "https://www.kavkaz-uzel.eu/a/1?x=y", "kavkaz-uzel.eu"),
    ("without a scheme", "www.example.org/ru", "example.org"),
    ("handles and tags", "@kadyrov_95 #Ингушетия", "kadyrov_95 / ингушетия"),
    ("capitals inside are no border", "YouTube СевКавказ", "youtube / севкавказ"),
    ("marked by underscores", "_курсив_", "курсив"),
    ("either/or", "и/или AT&T", "и / или / at / t"),
    ("other scripts", "ქართული 北京", "ქართული / 北京"),
    ("nothing", " — … \ud800 \u0301 \x00", ""),
)


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_forms_of_what_is_written(analyzer: Analyzer, text: str, expected: str):
    positions: dict[int, list[str]] = {}
    for token in analyzer.tokens(text):
        positions.setdefault(token.position, []).append(token.form)
    assert " / ".join(" ".join(forms) for forms in positions.values()) == expected
    assert list(positions) == list(range(len(positions)))


# (as written in a text, as written in a query): the one finds the other
SAME = (
    ("о'нила", "онил"),
    ("O’Brien", "obrien"),
    ("Джанкёзова", "джанкезов"),
    ("СОЧИ", "Cочи"),
    ("Kadyrov’s", "kadyrov"),
    ("O`Brien", "o'brien"),
    ("O´Brien", "obrien"),
    ("O‘Brien", "O’Brien"),
    ("д`Артаньян", "дартаньян"),
    ("‘Memorial’", "memorial"),
    # numbers
    ("10 000", "10000"),
    ("10,000", "10000"),
    ("10000", "10,000"),
    ("1,234,567.8", "1234567.8"),
    ("1.234.567", "1234567"),
    ("1,5", "1.5"),
    ("1.5", "1,5"),
    ("90-е", "90-х"),
    ("90-ми", "90-е"),
    ("1990х", "1990-х"),
    ("5-й", "5-го"),
    ("21-му", "21-я"),
    ("21го", "21-й"),
    # abbreviations
    ("U.S.", "US"),
    ("US", "U.S."),
    ("U.S.A.", "USA"),
    ("U.N.", "UN"),
    ("Ф.С.Б.", "ФСБ"),
    ("г1алг1ай", "ГӀалгӀай"),
    ("М. В. Д.", "МВД"),
    ("О.\u00a0М.\u00a0О.\u00a0Н.", "ОМОН"),
    ("MPs", "MP"),
    ("MPs", "mps"),
    ("FBIs", "FBI"),
    ("US's", "U.S."),
    ("F-16s", "F-16"),
    ("A320s", "A320"),
    ("the 1990's", "1990s"),
    # numbers with an ending
    ("XX-го", "XX"),
    ("ХIХ-й", "XIX"),
    ("30-летию", "тридцатилетие"),
    ("16-этажного", "шестнадцатиэтажный"),
    ("1-классников", "первоклассник"),
    ("2-курсница", "второкурсница"),
    ("5-классники", "пятиклассник"),
    ("25-процентным", "двадцатипятипроцентный"),
    ("240-летием", "двухсотсорокалетие"),
    ("1000-летие", "тысячелетие"),
    ("90-е", "девяностых"),
    ("1-го", "первый"),
    ("третьего", "3-й"),
    ("3-ем", "3-й"),
    ("20е", "20-х"),
    ("100-й", "сотый"),
    ("3rd", "third"),
    ("90th", "ninetieth"),
    ("twentieth", "20th"),
    ("5", "5-ти"),
    ("3", "3-х"),
    ("22", "22-х"),
    ("12-й", "12-х"),
    ("9", "9-го"),
    # abbreviations with the ending of a case
    ("МИД", "МИД-ом"),
    ("МИД-а", "МИДу"),
    ("ВУЗ-ах", "вуз"),
    ("ОМОН’е", "ОМОН"),
    ("АЛРОСА'у", "Алроса"),
    ("PhDs", "PhD"),
    ("HDTV", "HDTVs"),
    ("Ph.D.", "PhD"),
    ("Shi'ite", "Shiites"),
    ("Baathists", "Ba’athist"),
    # words written short
    ("млн", "миллионов"),
    ("тысяча", "тыс."),
    ("км", "километрах"),
    ("р-н", "районом"),
    ("mln dlrs", "million"),
    ("dlrs", "dollar"),
    ("percent", "pct"),
    ("Oct.", "October"),
    # letters that both alphabets have
    ("Т-72", "T-72"),
    ("T72", "Т72"),
    ("СО2", "CO₂"),
    ("#Свободу_Навальному", "навальный"),
    # dates
    ("12.5.2020", "12.05.2020"),
    ("12-05-2020", "2020-05-12"),
    # people by their town or leader, in the plural
    ("кадыровцами", "кадыровец"),
    ("вагнеровцам", "вагнеровец"),
    ("бамутовцев", "Бамутовец"),
    ("азовцах", "азовец"),
    ("гудермесчанами", "гудермесчанин"),
    ("назранянам", "назранянин"),
    ("азатистами", "азатист"),
)


@pytest.mark.parametrize(("written", "asked"), SAME)
def test_spellings_that_meet(analyzer: Analyzer, written: str, asked: str):
    found = {term for token in analyzer.tokens(written) for term in token.terms}
    assert found & set(analyzer.word(asked).terms)


# (as written, as asked): not the same
OTHERS = (
    ("us", "US"),
    ("Ю.А.", "юа"),
    ("И.О.", "ио"),
    ("1, 5", "1.5"),
    ("2:1", "2.1"),
    ("5м", "5-й"),
    ("2019 202", "2019202"),
    ("10:15", "1015"),
    ("Мечел", "мечеть"),
    ("Плей", "плеть"),
    ("1-классник", "одноклассник"),
    ("5", "5-й"),
    ("Бен", "Бен-Ами"),
    ("Валл", "ВАЛЛ-И"),
    ("2nd", "second"),
    ("21-й", "первый"),
    ("GP", "GPS"),
    ("5м", "5m"),
    ("Я-5", "R-5"),
    ("32.05.2020", "2020-05-32"),
    ("5.13.2020", "2020-13-05"),
    ("Co", "CO₂"),
)


@pytest.mark.parametrize(("written", "asked"), OTHERS)
def test_spellings_of_other_words(analyzer: Analyzer, written: str, asked: str):
    found = {term for token in analyzer.tokens(f"«{written}» там") for term in token.terms}
    assert not found & set(analyzer.word(asked).terms)


def test_offsets_are_those_of_the_original_text(analyzer: Analyzer):
    text = "Ин\u00adгуше\u0301тия: https://t.me/x и Алхан-Кала"
    assert [(t.text, t.start, t.end) for t in analyzer.tokens(text)] == [
        ("Ин\u00adгуше\u0301тия", 0, 11),
        ("t.me", 21, 25),
        ("и", 28, 29),
        ("Алхан-Кала", 30, 40),
        ("Алхан", 30, 35),
        ("Кала", 36, 40),
    ]


def test_a_form_is_bounded(analyzer: Analyzer):
    (token,) = analyzer.tokens("а" * 1_000_000)
    assert token.form == "а" * LONGEST
    assert analyzer.word("а" * 1_000_000).terms


def test_exact_terms_are_those_of_all_forms_of_the_letters(analyzer: Analyzer):
    assert analyzer.exact("шали") == analyzer.exact("ШАЛИ") == ("=Шали", "=шали")
    assert analyzer.exact("mps") == analyzer.exact("MPs") == analyzer.exact("MPS")
    assert analyzer.exact("MPs") == ("=MPs", "=mps")
    assert analyzer.exact("mp") == ("=mp",)
    assert analyzer.exact("Президента") == ("=президента",)
    assert analyzer.exact("…") == ()
